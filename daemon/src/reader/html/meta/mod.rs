//! What a page says about its article: the evidence ranked, the best of each taken.
//!
//! In reading order: [`json_ld`], [`date`], [`byline`], [`title`]. Every field has an order of evidence; what no evidence
//! supports stays absent.

mod byline;
mod date;
mod json_ld;
mod title;

pub(super) use self::byline::names as byline_names;
use self::json_ld::JsonLd;
use super::entity::folded;
use super::evidence::{Evidence, Mark, Role};
use super::name::{self, Element};
use super::token::{Token, Tokens};
use super::tree::{Boilerplate, NodeIndex, Tree};
use super::{Hints, name::Name};
use crate::reader::article::{Dated, Meta};

/// Keywords kept, and the longest of them.
const KEYWORDS_MAX: usize = 32;
const KEYWORD_BYTES_MAX: usize = 80;
/// Longer values are cut off: they are texts, not titles.
const VALUE_BYTES_MAX: usize = 2_000;
/// How far the text of a mark is read.
const MARK_TOKENS_MAX: usize = 60;
const MARK_BYTES_MAX: usize = 400;

/// The keys of `meta`, best first; in lower case, with `:` for every `.`.
const TITLE: &[&str] = &[
    "dc:title",
    "dcterm:title",
    "dcterms:title",
    "og:title",
    "weibo:article:title",
    "weibo:webpage:title",
    "title",
    "twitter:title",
    "parsely-title",
    "sailthru:title",
    "headline",
    "citation_title",
];
const AUTHOR: &[&str] = &[
    "dc:creator",
    "dcterm:creator",
    "dcterms:creator",
    "author",
    "parsely-author",
    "sailthru:author",
    "article:author",
    "article:author_name",
    "byl",
    "dc:contributor",
    "citation_author",
    "cxenseparse:author",
    "og:article:author",
    "book:author",
    "creator",
];
const PUBLISHED_OPEN_GRAPH: &[&str] =
    &["article:published_time", "og:article:published_time", "og:published_time", "article:published"];
const PUBLISHED: &[&str] = &[
    "parsely-pub-date",
    "sailthru:date",
    "cxenseparse:recs:publishtime",
    "pubdate",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "publication-date",
    "date_published",
    "published_at",
    "publishtime",
    "article:publish_date",
    "citation_publication_date",
    "citation_date",
    "originalpublicationdate",
    "dateposted",
    "date",
    "ptime",
    "created",
    "displaydate",
];
const PUBLISHED_DUBLIN_CORE: &[&str] = &[
    "dc:date:issued",
    "dcterms:issued",
    "dcterms:date",
    "dc:date:created",
    "dcterms:created",
    "dc:date",
    "dc:issued",
    "dc:created",
    "dc:date:published",
];
const UPDATED_OPEN_GRAPH: &[&str] =
    &["article:modified_time", "og:updated_time", "article:modified", "og:article:modified_time"];
const UPDATED: &[&str] =
    &["last-modified", "lastmod", "last_modified", "modified", "revised", "utime", "last-update", "lastmodified"];
const UPDATED_DUBLIN_CORE: &[&str] = &["dcterms:modified", "dc:date:modified", "dc:modified"];
const PUBLISHER: &[&str] =
    &["og:site_name", "dc:publisher", "dcterms:publisher", "publisher", "application-name", "copyright-holder"];
const SECTION: &[&str] =
    &["article:section", "parsely-section", "sailthru:section", "section", "category", "cxenseparse:taxonomy"];
const LANGUAGE: &[&str] = &["content-language", "dc:language", "dcterms:language", "language", "og:locale"];
const ADDRESS: &[&str] = &["og:url", "parsely-link", "twitter:url"];
const DESCRIPTION: &[&str] = &[
    "dc:description",
    "dcterm:description",
    "dcterms:description",
    "og:description",
    "weibo:article:description",
    "weibo:webpage:description",
    "description",
    "twitter:description",
    "sailthru:description",
];
const KEYWORDS: &[&str] = &["news_keywords", "parsely-tags", "sailthru:tags", "article:tag", "keywords", "dc:subject"];

/// Concludes what is known of the article from what its page says.
///
/// `first_line` is the element in which the main text begins.
pub(super) fn conclude(
    html: &str,
    evidence: &Evidence<'_>,
    tree: &Tree,
    first_line: NodeIndex,
    hints: &Hints<'_>,
) -> Meta {
    let page = Page::new(html, evidence, tree, first_line);
    // Many a page names its address there, or that of its page in a network.
    let is_name = |publisher: &String| !publisher.contains("://");
    let publisher = page.meta(PUBLISHER).filter(is_name).or_else(|| page.json_ld.publisher.clone().filter(is_name));
    let url = page.url();
    Meta {
        title: page.title(publisher.as_deref()),
        subtitle: page.json_ld.subtitle.clone(),
        bylines: page.bylines(),
        published: page.published(url.as_deref().or(hints.address)),
        updated: page.updated(),
        section: page.meta(SECTION).or_else(|| page.json_ld.section.clone()),
        language: page.language(),
        description: page.meta(DESCRIPTION).or_else(|| page.json_ld.description.clone()),
        keywords: page.keywords(),
        publisher,
        url,
    }
}

/// The evidence of one page.
struct Page<'a, 'e> {
    html: &'a str,
    evidence: &'e Evidence<'a>,
    tree: &'e Tree,
    /// The element in which the main text begins.
    first_line: NodeIndex,
    /// The contents of `meta` by their keys, in lower case.
    metas: Vec<(String, &'a str)>,
    json_ld: JsonLd,
    /// The `title` element.
    title: Option<String>,
}

impl<'a, 'e> Page<'a, 'e> {
    fn new(html: &'a str, evidence: &'e Evidence<'a>, tree: &'e Tree, first_line: NodeIndex) -> Page<'a, 'e> {
        let mut metas = Vec::new();
        for (keys, content) in &evidence.metas {
            // One attribute may list several properties.
            for key in keys.split_ascii_whitespace() {
                metas.push((key.to_ascii_lowercase().replace('.', ":"), *content));
            }
        }
        let title = evidence.title.map(folded).filter(|title| !title.is_empty());
        let json_ld = JsonLd::read(&evidence.scripts, title.as_deref());
        Page { html, evidence, tree, first_line, metas, json_ld, title }
    }

    /// The values of the first of `keys` that has any.
    fn metas<'p>(&'p self, keys: &'p [&str]) -> impl Iterator<Item = String> + 'p {
        let of =
            move |key: &'p str| self.metas.iter().filter(move |(known, _)| known == key).map(|(_, content)| *content);
        // Entities are decoded twice: many writers escape them twice.
        keys.iter()
            .flat_map(move |key| of(key))
            .map(|content| folded(&folded(content)))
            .filter(|value| !value.is_empty())
    }

    fn meta(&self, keys: &[&str]) -> Option<String> {
        self.metas(keys).find(|value| value.len() <= VALUE_BYTES_MAX)
    }

    fn title(&self, publisher: Option<&str>) -> Option<String> {
        let headline = self.headline();
        let given = self.json_ld.headline.clone().or_else(|| self.meta(TITLE));
        given
            .or_else(|| {
                let sites: Vec<&str> = publisher.into_iter().collect();
                self.title.as_ref().map(|title| title::headline(title, &sites, headline.as_deref()))
            })
            .or(headline)
    }

    /// The first heading of the first level that is not about the site.
    fn headline(&self) -> Option<String> {
        let headlines = self.evidence.headlines.iter();
        headlines
            .filter(|(_, node)| self.tree.nodes[*node].whole == Boilerplate::No)
            .map(|(at, _)| folded(&text_at(self.html, *at, name::H1)))
            .find(|text| !text.is_empty())
    }

    fn bylines(&self) -> Vec<String> {
        let from_json: Vec<String> = self.json_ld.authors.iter().flat_map(|author| byline::names(author)).collect();
        if !from_json.is_empty() {
            return unique(from_json);
        }
        // Several `meta` of one key name one author each.
        for key in AUTHOR {
            let names: Vec<_> = self.metas(std::slice::from_ref(key)).flat_map(|value| byline::names(&value)).collect();
            if !names.is_empty() {
                return unique(names);
            }
        }
        self.marked_names()
    }

    /// The names in the first element that is marked as author: one within the page's content if there is any.
    fn marked_names(&self) -> Vec<String> {
        let marks = || self.evidence.marks.iter().filter(|mark| matches!(mark.role, Role::Author | Role::Byline));
        let is_beside = |mark: &&Mark<'_>| self.tree.nodes[mark.node].whole == Boilerplate::Sure;
        let inside = marks().filter(|mark| !is_beside(mark));
        let beside = marks().filter(|mark| is_beside(mark) && mark.role == Role::Author);
        inside
            .chain(beside)
            .map(|mark| byline::names(&self.mark_text(mark)))
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    fn mark_text(&self, mark: &Mark<'_>) -> String {
        match mark.value.filter(|_| mark.is_microdata) {
            Some(value) => value.to_owned(),
            None => text_at(self.html, mark.at, mark.name),
        }
    }

    fn published(&self, address: Option<&str>) -> Option<Dated> {
        self.dated(self.json_ld.published.as_deref(), "json-ld")
            .or_else(|| self.meta_dated(PUBLISHED_OPEN_GRAPH, "og"))
            .or_else(|| self.meta_dated(&["datepublished"], "microdata"))
            .or_else(|| self.meta_dated(PUBLISHED, "meta"))
            .or_else(|| self.meta_dated(PUBLISHED_DUBLIN_CORE, "dc"))
            .or_else(|| self.marked_date(Role::Published))
            .or_else(|| self.plain_time())
            .or_else(|| Some(Dated { value: date::of_address(address?)?, basis: "url" }))
    }

    fn updated(&self) -> Option<Dated> {
        self.dated(self.json_ld.updated.as_deref(), "json-ld")
            .or_else(|| self.meta_dated(UPDATED_OPEN_GRAPH, "og"))
            .or_else(|| self.meta_dated(&["datemodified"], "microdata"))
            .or_else(|| self.meta_dated(UPDATED, "meta"))
            .or_else(|| self.meta_dated(UPDATED_DUBLIN_CORE, "dc"))
            .or_else(|| self.marked_date(Role::Updated))
    }

    fn dated(&self, written: Option<&str>, basis: &'static str) -> Option<Dated> {
        Some(Dated { value: date::iso(written?)?, basis })
    }

    fn meta_dated(&self, keys: &[&str], basis: &'static str) -> Option<Dated> {
        self.metas(keys).find_map(|value| date::iso(&value)).map(|value| Dated { value, basis })
    }

    fn marked_date(&self, role: Role) -> Option<Dated> {
        self.evidence.marks.iter().filter(|mark| mark.role == role).find_map(|mark| {
            let value = match mark.value {
                Some(value) => date::iso(value),
                None => date::iso(&text_at(self.html, mark.at, mark.name)),
            };
            Some(Dated { value: value?, basis: if mark.is_microdata { "microdata" } else { "time" } })
        })
    }

    /// The date that the `time` elements of the page agree on, or those between the headline and the text. Where they
    /// differ, none can be told to be that of the article.
    fn plain_time(&self) -> Option<Dated> {
        let times = || self.evidence.marks.iter().filter(|mark| mark.role == Role::Time);
        let headline = self.evidence.headlines.first().map(|(_, node)| *node);
        let is_above = |mark: &&Mark<'_>| headline.is_some_and(|node| (node..=self.first_line).contains(&mark.node));
        let value = agreed(times()).or_else(|| agreed(times().filter(is_above)))?;
        Some(Dated { value, basis: "time" })
    }

    fn language(&self) -> Option<String> {
        let html = self.evidence.language.map(str::to_owned);
        html.into_iter()
            .chain(self.json_ld.language.clone())
            .chain(self.metas(LANGUAGE))
            .find_map(|language| language_tag(&language))
    }

    fn url(&self) -> Option<String> {
        let canonical = self.evidence.canonical.map(folded);
        canonical.into_iter().chain(self.metas(ADDRESS)).chain(self.json_ld.url.clone()).find(|address| {
            address.len() <= VALUE_BYTES_MAX
                && !address.contains(char::is_whitespace)
                && ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme))
        })
    }

    fn keywords(&self) -> Vec<String> {
        let mut keywords: Vec<String> = Vec::new();
        let from_metas = self.metas(KEYWORDS).flat_map(|value| listed(&value));
        for keyword in self.json_ld.keywords.iter().cloned().chain(from_metas) {
            let is_known = keywords.iter().any(|known| known.to_lowercase() == keyword.to_lowercase());
            if keyword.len() <= KEYWORD_BYTES_MAX && !is_known && keywords.len() < KEYWORDS_MAX {
                keywords.push(keyword);
            }
        }
        keywords
    }
}

/// The one date that all of the marks give.
fn agreed<'m, 'a: 'm>(marks: impl Iterator<Item = &'m Mark<'a>>) -> Option<String> {
    let mut dates = marks.filter_map(|mark| date::iso(mark.value?));
    let first = dates.next()?;
    dates.all(|date| date == first).then_some(first)
}

/// The parts of a list with commas.
fn listed(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    unique
}

/// A tag of BCP 47 out of what was written, `en_US` too.
fn language_tag(written: &str) -> Option<String> {
    let tag = written.split([',', ';']).next()?.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let is_language = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_rest =
        parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    (is_language && is_rest).then_some(tag)
}

/// The text of the element `name` whose start tag ends at `at`; blocks within it are lines. Nothing when it is so long
/// that it holds more than was meant.
fn text_at(html: &str, at: usize, name: Name) -> String {
    let mut tokens = Tokens::new(html, at);
    let mut text = String::new();
    let mut depth = 0;
    for _ in 0..MARK_TOKENS_MAX {
        match tokens.next() {
            Some(Token::Text(part)) => text.push_str(part),
            Some(Token::Start { name: inner, .. }) if Element::of(inner).0 == Element::Opaque => {
                tokens.raw(inner);
            }
            Some(Token::Start { name: inner, .. }) if inner == name => depth += 1,
            Some(Token::End(inner)) if inner == name => {
                if depth == 0 {
                    return text;
                }
                depth -= 1;
            }
            Some(Token::Start { name: inner, .. } | Token::End(inner)) if !Element::is_inline(inner) => text.push('\n'),
            Some(_) => {}
            None => break,
        }
        if text.len() > MARK_BYTES_MAX {
            return String::new();
        }
    }
    String::new()
}
