//! What a page says about its article in JSON-LD, the vocabulary of schema.org.

use serde_json::{Map, Value};

use super::super::entity::folded;

/// Scripts longer than this hold data for scripts, not a description.
const SCRIPT_BYTES_MAX: usize = 1 << 20;
/// Objects looked at in all scripts of a page.
const OBJECTS_MAX: usize = 5_000;

/// Types that are articles without a name that ends in `Article`, `Posting` or `Review`.
const ARTICLE_TYPES: &[&str] = &["Report", "CreativeWork", "Recipe", "Chapter", "PodcastEpisode", "Blog"];

/// Types that stand for the whole page.
const PAGE_TYPES: &[&str] = &["WebPage", "ItemPage", "AboutPage", "MedicalWebPage", "QAPage", "FAQPage"];

/// The description of the article.
#[derive(Debug, Default)]
pub(super) struct JsonLd {
    pub(super) headline: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) section: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) description: Option<String>,
    pub(super) keywords: Vec<String>,
}

impl JsonLd {
    /// Reads the scripts of a page; what is no JSON even after repair is searched for dates alone.
    pub(super) fn read(scripts: &[&str], title: Option<&str>) -> JsonLd {
        let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
        let objects = objects(&values);
        let mut best: Option<(u32, &Map<String, Value>)> = None;
        for object in &objects {
            let rank = rank(object);
            if rank > 0 && best.is_none_or(|(known, _)| rank > known) {
                best = Some((rank, object));
            }
        }
        let mut found = best.map_or_else(JsonLd::default, |(rank, object)| described(object, &objects, title, rank));
        if values.len() < scripts.len() {
            for script in scripts.iter().filter(|script| script.len() <= SCRIPT_BYTES_MAX) {
                found.published = found.published.or_else(|| quoted(script, "datePublished"));
                found.updated = found.updated.or_else(|| quoted(script, "dateModified"));
                found.headline = found.headline.or_else(|| quoted(script, "headline"));
            }
        }
        found
    }
}

/// How much an object looks like the article of its page.
fn rank(object: &Map<String, Value>) -> u32 {
    let is_any = |test: &dyn Fn(&str) -> bool| types(object).any(test);
    let is_article = |name: &str| name.ends_with("Article") || name.ends_with("Posting") || name.ends_with("Review");
    let is_full = u32::from(object.contains_key("headline")) + u32::from(object.contains_key("datePublished"));
    if is_any(&is_article) {
        10 + is_full
    } else if is_any(&|name| ARTICLE_TYPES.contains(&name)) && is_full > 0 {
        5 + is_full
    } else if is_any(&|name| PAGE_TYPES.contains(&name)) {
        1 + is_full
    } else {
        0
    }
}

/// The names of an object's types, without the address of the vocabulary.
fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let value = object.get("@type");
    let one = value.and_then(Value::as_str);
    let several = value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(several).map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or(name).trim())
}

/// All objects, the outer ones before those within.
fn objects(values: &[Value]) -> Vec<&Map<String, Value>> {
    let mut objects = Vec::new();
    let mut waiting: std::collections::VecDeque<&Value> = values.iter().collect();
    while let Some(value) = waiting.pop_front() {
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(object) if objects.len() < OBJECTS_MAX => {
                objects.push(object);
                waiting.extend(object.values().filter(|value| value.is_object() || value.is_array()));
            }
            _ => {}
        }
    }
    objects
}

fn described(object: &Map<String, Value>, objects: &[&Map<String, Value>], title: Option<&str>, rank: u32) -> JsonLd {
    let text = |key: &str| object.get(key).and_then(text_of);
    let is_page = rank < 5;
    // Some pages give the title as the name and something longer as the headline.
    let is_title = |text: &String| title.is_some_and(|title| title.starts_with(text.as_str()));
    let headline = match (text("headline"), text("name")) {
        (Some(headline), Some(name)) if is_title(&name) && !is_title(&headline) => Some(name),
        (headline, name) => headline.or(name),
    };
    JsonLd {
        headline: headline.filter(|_| !is_page),
        subtitle: text("alternativeHeadline").or_else(|| text("alternateName")).filter(|_| !is_page),
        authors: people(object, objects),
        published: text("datePublished").or_else(|| text("dateCreated")),
        updated: text("dateModified"),
        publisher: object.get("publisher").and_then(|publisher| named(publisher, objects)),
        section: text("articleSection"),
        language: text("inLanguage"),
        url: text("url").or_else(|| object.get("mainEntityOfPage").and_then(address)),
        description: text("description"),
        keywords: object.get("keywords").map(keywords).unwrap_or_default(),
    }
}

fn people(object: &Map<String, Value>, objects: &[&Map<String, Value>]) -> Vec<String> {
    let Some(value) = object.get("author").or_else(|| object.get("creator")) else { return Vec::new() };
    let one = std::slice::from_ref(value);
    let several = value.as_array().map_or(one, Vec::as_slice);
    several.iter().filter_map(|person| named(person, objects)).collect()
}

/// The name of a person or an organisation: a string, an object, or a reference to one elsewhere on the page.
fn named(value: &Value, objects: &[&Map<String, Value>]) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(|item| if item.is_array() { None } else { named(item, objects) }),
        Value::Object(object) => object.get("name").and_then(text_of).or_else(|| {
            let id = object.get("@id")?.as_str()?;
            let meant = objects
                .iter()
                .find(|other| other.contains_key("name") && other.get("@id").and_then(Value::as_str) == Some(id))?;
            meant.get("name").and_then(text_of)
        }),
        _ => text_of(value),
    }
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => object.get("@id").or_else(|| object.get("url")).and_then(text_of),
        _ => text_of(value),
    }
}

fn keywords(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(text_of).collect(),
        _ => text_of(value).into_iter().flat_map(|text| super::listed(&text)).collect(),
    }
}

/// The text of a string, or of the first string of an array.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Array(items) => items.iter().find_map(Value::as_str)?,
        Value::Object(object) => object.get("@value")?.as_str()?,
        _ => return None,
    };
    Some(folded(&folded(text))).filter(|text| !text.is_empty())
}

/// Parses a script as it stands, and else with its commonest faults mended.
fn parse(script: &str) -> Option<Value> {
    if script.len() > SCRIPT_BYTES_MAX {
        return None;
    }
    let bare = bare(script);
    serde_json::from_str(bare).ok().or_else(|| serde_json::from_str(&mended(bare)).ok())
}

/// Without comments and CDATA marks around it, and without a semicolon behind it.
fn bare(script: &str) -> &str {
    let mut bare = script.trim().trim_start_matches('\u{feff}');
    for mark in ["<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "<![CDATA["] {
        bare = bare.strip_prefix(mark).unwrap_or(bare).trim_start();
    }
    for mark in ["-->", "//]]>", "// ]]>", "/*]]>*/", "]]>", ";"] {
        bare = bare.strip_suffix(mark).unwrap_or(bare).trim_end();
    }
    bare
}

/// Writes control characters within strings as spaces, and leaves out commas before a closing bracket.
fn mended(json: &str) -> String {
    let mut mended = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for character in json.chars() {
        if in_string {
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
            mended.push(if character.is_control() { ' ' } else { character });
            continue;
        }
        if matches!(character, '}' | ']') && mended.trim_end().ends_with(',') {
            mended.truncate(mended.trim_end().len() - 1);
        }
        in_string = character == '"';
        mended.push(character);
    }
    mended
}

/// The string behind a key, in what is no JSON.
fn quoted(script: &str, key: &str) -> Option<String> {
    let key = format!("\"{key}\"");
    let after = script.find(&key)? + key.len();
    let value = script[after..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let value = value.get(..value.find(['"', '\n'])?)?;
    Some(folded(value)).filter(|value| !value.is_empty() && !value.contains('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> JsonLd {
        JsonLd::read(&[script], None)
    }

    #[test]
    fn an_article_within_a_graph_is_found_and_its_author_by_reference() {
        let found = read(
            r##"{"@graph": [{"@type": "WebSite", "name": "Post"}, {"@id": "#ada", "@type": "Person", "name": "Ada Field"},
            {"@type": ["NewsArticle"], "headline": "Ferry talks fail", "author": [{"@id": "#ada"}, "Ben Stone"],
             "datePublished": "2026-05-03T10:00:00Z", "publisher": {"name": "The Harbour Post"}, "keywords": "ferry, harbour"}]}"##,
        );
        assert_eq!(found.headline.as_deref(), Some("Ferry talks fail"));
        assert_eq!(found.authors, ["Ada Field", "Ben Stone"]);
        assert_eq!(found.published.as_deref(), Some("2026-05-03T10:00:00Z"));
        assert_eq!(found.publisher.as_deref(), Some("The Harbour Post"));
        assert_eq!(found.keywords, ["ferry", "harbour"]);
    }

    #[test]
    fn the_article_counts_over_the_page_around_it() {
        let found = read(
            r#"[{"@type": "WebPage", "datePublished": "2001-01-01"},
            {"@type": "http://schema.org/NewsArticle", "datePublished": "2026-05-03"}]"#,
        );
        assert_eq!(found.published.as_deref(), Some("2026-05-03"));
    }

    #[test]
    fn line_ends_in_strings_and_spare_commas_are_mended() {
        let found = read("//<![CDATA[\n{\"@type\": \"Article\", \"headline\": \"Ferry\n talks\", \"x\": [1,],}\n//]]>");
        assert_eq!(found.headline.as_deref(), Some("Ferry talks"));
    }

    #[test]
    fn what_cannot_be_mended_still_gives_its_dates() {
        let found = read(r#"{"@type": "Article", "headline": "a "quoted" word", "datePublished": "2026-05-03" "#);
        assert_eq!(found.published.as_deref(), Some("2026-05-03"));
    }

    #[test]
    fn deep_nesting_is_refused_without_harm() {
        let found = read(&"[{\"a\":".repeat(200_000));
        assert!(found.headline.is_none());
    }
}
