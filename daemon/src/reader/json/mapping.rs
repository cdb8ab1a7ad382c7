//! Which field of a JSON document is what: the config's table before the one for the common dialects.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::tree::Value;

/// Where the config says that the parts of a document stand: paths such as `headline` or `body.text`, tried in order
/// before the built-in ones. A path goes through lists to each of their elements; `lead+body` is one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "they are what their names say")]
pub struct Mapping {
    pub title: Paths,
    pub subtitle: Paths,
    pub text: Paths,
    pub description: Paths,
    pub byline: Paths,
    pub published: Paths,
    pub updated: Paths,
    pub publisher: Paths,
    pub section: Paths,
    pub language: Paths,
    pub url: Paths,
    pub keywords: Paths,
}

/// Any number of paths, the first that leads somewhere before the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Paths(Vec<Path>);

impl Paths {
    /// Adds one behind the others, as it is written in the config.
    ///
    /// # Errors
    /// When it is no path; says why.
    pub fn push(&mut self, written: &str) -> Result<(), &'static str> {
        self.0.push(Path::new(written)?);
        Ok(())
    }
}

impl TryFrom<Vec<String>> for Paths {
    type Error = &'static str;

    fn try_from(written: Vec<String>) -> Result<Paths, &'static str> {
        let mut paths = Paths::default();
        written.iter().try_for_each(|path| paths.push(path))?;
        Ok(paths)
    }
}

impl From<Paths> for Vec<String> {
    fn from(paths: Paths) -> Vec<String> {
        paths.0.into_iter().map(|path| path.written.into_string()).collect()
    }
}

/// A path, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Path {
    written: Box<str>,
    /// One or more paths whose values follow each other, each a list of names.
    parts: Vec<Vec<Box<str>>>,
}

impl Path {
    fn new(written: &str) -> Result<Path, &'static str> {
        let mut parts = Vec::new();
        for part in written.split('+') {
            let names: Vec<Box<str>> = part.trim().split('.').map(Box::from).collect();
            if names.iter().any(|name| name.is_empty()) {
                return Err(if part.trim().is_empty() { "a field has no name" } else { "a dot has no name beside it" });
            }
            parts.push(names);
        }
        Ok(Path { written: written.into(), parts })
    }

    /// One of our own.
    fn known(written: &'static str) -> Path {
        let names = |part: &str| part.split('.').map(Box::from).collect();
        Path { written: written.into(), parts: vec![names(written)] }
    }
}

/// The parts of a document as the mapping finds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what their names say")]
pub enum Part {
    Title,
    Subtitle,
    Text,
    Description,
    Byline,
    Published,
    Updated,
    Publisher,
    Section,
    Language,
    Url,
    Keywords,
}

/// The paths of news-please, Scrapy items, `NewsAPI`, ninjs 1 to 3, JSON Feed, `WordPress`, schema.org and the interfaces of
/// newspapers, in the order of how sure their names are.
static COMMON: LazyLock<Mapping> = LazyLock::new(|| {
    let paths = |written: &[&'static str]| Paths(written.iter().copied().map(Path::known).collect());
    Mapping {
        title: paths(&[
            "title.rendered",
            "headline.main",
            "headlines.value",
            "title",
            "headline",
            "webTitle",
            "heading",
            "name",
        ]),
        subtitle: paths(&["subtitle", "subheadline", "subheading", "alternativeHeadline", "kicker"]),
        text: paths(&[
            "content.rendered",
            "bodies",
            "content_html",
            "body_html",
            "body_xhtml",
            "articleBody",
            "maintext",
            "content_text",
            "body_text",
            "fields.body",
            "fields.bodyText",
            "full_text",
            "fulltext",
            "article_text",
            "text",
            "body",
            "content",
            "content.text",
            "body.text",
            "story",
            "article",
        ]),
        description: paths(&[
            "description_text",
            "descriptions.value",
            "excerpt.rendered",
            "description",
            "summary",
            "abstract",
            "fields.trailText",
            "lead_paragraph",
            "lead",
            "snippet",
            "excerpt",
            "slugline",
        ]),
        byline: paths(&[
            "byline.original",
            "byline",
            "bylines",
            "by",
            "authors.name",
            "authors",
            "author.name",
            "author",
            "_embedded.author.name",
            "dc:creator",
            "creator.name",
            "creator",
            "fields.byline",
            "writer",
        ]),
        published: paths(&[
            "date_published",
            "datePublished",
            "date_publish",
            "publishedAt",
            "published_at",
            "firstPublished",
            "contentCreated",
            "contentcreated",
            "firstcreated",
            "firstCreated",
            "webPublicationDate",
            "pub_date",
            "pubDate",
            "published",
            "published_date",
            "publish_date",
            "publication_date",
            "date_gmt",
            "date",
            "versioncreated",
            "versionCreated",
            "created_at",
            "dateCreated",
            "timestamp",
        ]),
        updated: paths(&[
            "date_modified",
            "dateModified",
            "date_modify",
            "modified_gmt",
            "updatedAt",
            "updated_at",
            "versionCreated",
            "versioncreated",
            "modified",
            "updated",
            "lastmod",
        ]),
        publisher: paths(&[
            "publisher.name",
            "source.name",
            "site_name",
            "publisher",
            "source",
            "infosources.name",
            "copyrightholder",
            "copyrightHolder",
            "source_domain",
        ]),
        section: paths(&["articleSection", "section", "sectionName", "section_name", "category"]),
        language: paths(&["language", "inLanguage", "lang"]),
        url: paths(&["url", "link", "canonical_url", "webUrl", "web_url", "permalink", "uri", "guid.rendered"]),
        keywords: paths(&[
            "tags",
            "keywords",
            "keywords.value",
            "subject.name",
            "subjects.name",
            "_embedded.wp:term.name",
        ]),
    }
});

impl Mapping {
    /// What the paths find for a part: those of the config, then the common ones. `wanted` says whether what one found is
    /// of use.
    pub(super) fn find<'v, 'a>(
        &'v self,
        part: Part,
        document: &'v Value<'a>,
        wanted: impl Fn(&Value<'a>) -> bool,
    ) -> Option<(Cow<'v, str>, Vec<&'v Value<'a>>)> {
        let both = self.paths(part).0.iter().chain(&COMMON.paths(part).0);
        let names = Names::of(document);
        both.filter(|path| path.parts.iter().any(|part| names.may_have(&part[0]))).find_map(|path| {
            let mut values = Vec::new();
            for names in &path.parts {
                collect(document, names, &mut values);
            }
            values.retain(|value| wanted(value));
            (!values.is_empty()).then_some((Cow::Borrowed(&*path.written), values))
        })
    }

    fn paths(&self, part: Part) -> &Paths {
        match part {
            Part::Title => &self.title,
            Part::Subtitle => &self.subtitle,
            Part::Text => &self.text,
            Part::Description => &self.description,
            Part::Byline => &self.byline,
            Part::Published => &self.published,
            Part::Updated => &self.updated,
            Part::Publisher => &self.publisher,
            Part::Section => &self.section,
            Part::Language => &self.language,
            Part::Url => &self.url,
            Part::Keywords => &self.keywords,
        }
    }
}

/// Which names an object may have: a bit for length and first letter of each, since most paths lead nowhere.
struct Names(u128);

impl Names {
    fn of(document: &Value<'_>) -> Names {
        match document {
            Value::Object(members) => Names(members.iter().fold(0, |bits, (name, _)| bits | Names::bit(name))),
            _ => Names(u128::MAX),
        }
    }

    fn bit(name: &str) -> u128 {
        let first = name.as_bytes().first().copied().unwrap_or_default();
        1 << ((name.len() * 7 + usize::from(first)) % 128)
    }

    fn may_have(&self, name: &str) -> bool {
        self.0 & Names::bit(name) != 0
    }
}

/// Adds what the names lead to; lists are gone through, whatever stands in them. The depth is that of the document, which
/// its parser bounds.
fn collect<'v, 'a>(value: &'v Value<'a>, names: &[Box<str>], out: &mut Vec<&'v Value<'a>>) {
    match (value, names) {
        (Value::List(values), _) => values.iter().for_each(|value| collect(value, names, out)),
        (_, []) => out.push(value),
        (_, [name, rest @ ..]) => {
            if let Some(member) = value.member(name) {
                collect(member, rest, out);
            }
        }
    }
}

/// The paths of the texts of a document, the longest first, for a message that tells how to map them.
pub(super) fn text_fields(document: &Value<'_>) -> Vec<(String, usize)> {
    let mut fields = Vec::new();
    let mut open = vec![(String::new(), document, 0)];
    // A few dozen are more than a message can name; two levels down is where texts stand in practice.
    while let Some((path, value, depth)) = open.pop() {
        match value {
            Value::Text(text) => fields.push((path, text.len())),
            Value::List(values) if depth <= 3 => {
                open.extend(values.iter().take(1).map(|value| (path.clone(), value, depth + 1)));
            }
            Value::Object(members) if depth <= 3 => {
                for (name, member) in members.iter().take(60) {
                    let dot = if path.is_empty() { "" } else { "." };
                    open.push((format!("{path}{dot}{name}"), member, depth + 1));
                }
            }
            _ => {}
        }
    }
    fields.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    fields
}
