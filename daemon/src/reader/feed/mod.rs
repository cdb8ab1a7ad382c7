//! RSS 0.9x, 1.0 and 2.0, and Atom: a feed is a file of many documents, each item one. JSON Feed is read as JSON.

#[cfg(test)]
mod tests;

use std::io::BufRead;

use crate::codes::content::{MALFORMED, NO_TEXT};
use crate::reader::article::{Content, Dated, LineKind, Meta, Text};
use crate::reader::sniff::Hints;
use crate::reader::xml::split::Elements;
use crate::reader::xml::{self, Element, Space};
use crate::reader::{Failure, dates, fragment};

/// Elements that are documents.
const ITEMS: &[&str] = &["item", "entry"];
/// The media type of one item as an entry; none is registered.
const ITEM_TYPE: &str = "application/xml";
/// Authors and keywords that are kept.
const VALUES_MAX: usize = 50;

/// The items of a feed, one at a time, each as an XML document of its own that [`read`] reads.
///
/// # Errors
/// When the stream cannot be read.
pub fn items<R: BufRead>(stream: R) -> Result<Elements<R>, Failure> {
    Elements::new(stream, ITEMS, ITEM_TYPE)
}

/// Reads one item of a feed.
///
/// # Errors
/// When it is no XML, breaks a limit, or has neither text nor title.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Content, Failure> {
    let decoded = xml::decode(bytes, hints)?;
    let mut facts = decoded.facts();
    let root = xml::parse(&decoded.text)?;
    let item = Item(&root);
    if !ITEMS.contains(&root.name.as_str()) {
        let text = format!(
            "an item of a feed was wanted, and this is <{}>: drop the whole feed",
            fragment::shorten(&root.name, 60)
        );
        return Err(Failure { code: MALFORMED, text });
    }
    let title = item.title();
    let mut text = Text::default();
    if let Some(title) = &title {
        text.push(LineKind::Heading, title);
    }
    let title_bytes = text.as_str().len();
    let from = item.push_body(&mut text);
    if text.as_str().is_empty() {
        let text =
            "this item of a feed has no title and no text of its own, only what it links to: drop the article itself";
        return Err(Failure { code: NO_TEXT, text: text.to_owned() });
    }
    let is_title_alone = text.as_str().len() == title_bytes;
    facts.insert("text".to_owned(), from.filter(|_| !is_title_alone).unwrap_or("title").into());
    let language = item.language().or_else(|| hints.language.clone());
    let meta = Meta {
        title,
        bylines: item.bylines(),
        published: item.date(&["pubDate", "published", "issued", "created", "date"]),
        updated: item.date(&["updated", "modified"]),
        publisher: item.publisher().or_else(|| hints.publisher.clone()),
        language: language.filter(|tag| dates::is_language(tag)),
        url: item.url().or_else(|| hints.url.clone()),
        description: item.description(),
        keywords: item.keywords(),
        ..Meta::default()
    };
    Ok(Content { media_type: item.media_type(), text, meta, facts })
}

/// An item or an entry.
struct Item<'x>(&'x Element);

impl<'x> Item<'x> {
    fn is_atom(&self) -> bool {
        self.0.name == "entry"
    }

    fn media_type(&self) -> &'static str {
        if self.is_atom() { "application/atom+xml" } else { "application/rss+xml" }
    }

    /// The elements of a name that belong to the feed itself, not to an extension of it.
    fn own(&self, name: &'x str) -> impl Iterator<Item = &'x Element> {
        let is_own = move |space| matches!(space, Space::None | Space::Atom | Space::DublinCore);
        self.0.elements().filter(move |element| element.name == name && is_own(element.space))
    }

    fn title(&self) -> Option<String> {
        self.own("title").find_map(|title| {
            let line = fragment::line(&title.words());
            (!line.is_empty()).then_some(line)
        })
    }

    /// Adds the text: the whole where the feed has it, else the summary. Which element it was.
    fn push_body(&self, text: &mut Text) -> Option<&'static str> {
        let whole =
            || self.0.elements().find(|element| element.name == "encoded" && element.space == Space::RssContent);
        let own = |name: &'static str| move || self.own(name).find(|element| element.attribute("src").is_none());
        let any = |name: &'static str| move || self.0.elements().find(|element| element.name == name);
        let candidates: [(&'static str, &dyn Fn() -> Option<&'x Element>); 7] = [
            ("content:encoded", &whole),
            ("content", &own("content")),
            ("full-text", &any("full-text")),
            ("fulltext", &any("fulltext")),
            ("description", &own("description")),
            ("summary", &own("summary")),
            ("media:description", &any("description")),
        ];
        candidates.into_iter().find_map(|(name, candidate)| {
            let before = text.as_str().len();
            push(candidate()?, text);
            (text.as_str().len() > before).then_some(name)
        })
    }

    /// The summary, where it stands beside a longer text or is all there is.
    fn description(&self) -> Option<String> {
        let summary = self.own("description").next().or_else(|| self.own("summary").next())?;
        let line = fragment::line(&summary.words());
        (!line.is_empty()).then(|| fragment::shorten(&line, 2000).to_owned())
    }

    fn bylines(&self) -> Vec<String> {
        let people = self.0.elements().filter(|element| {
            matches!(element.name.as_str(), "author" | "creator") && !matches!(element.space, Space::Media)
        });
        let mut names = Vec::new();
        for person in people {
            let name = person.child("name").unwrap_or(person);
            let Some(name) = name.line().map(|line| person_of(&fragment::line(&line))) else { continue };
            if names.len() < VALUES_MAX && !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn date(&self, names: &[&'x str]) -> Option<Dated> {
        let basis = if self.is_atom() { "atom" } else { "rss" };
        let dates = names.iter().flat_map(|name| self.own(name));
        dates.filter_map(|date| dates::iso(&date.line()?)).map(|value| Dated { value, basis }).next()
    }

    fn publisher(&self) -> Option<String> {
        let source = self.own("source").next()?;
        source.child("title").unwrap_or(source).line()
    }

    fn language(&self) -> Option<String> {
        let own = self.own("language").next().and_then(Element::line);
        own.or_else(|| self.0.attribute("xml:lang").map(str::to_owned))
    }

    fn url(&self) -> Option<String> {
        let is_url = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        let links = || self.own("link");
        let alternate = links().find(|link| matches!(link.attribute("rel"), None | Some("alternate")));
        let of = |link: &Element| link.attribute("href").map(str::to_owned).or_else(|| link.line()).filter(is_url);
        let guid =
            || self.own("guid").find(|guid| guid.attribute("isPermaLink") != Some("false")).and_then(Element::line);
        alternate.and_then(of).or_else(|| guid().filter(is_url))
    }

    fn keywords(&self) -> Vec<String> {
        let mut words = Vec::new();
        for category in self.own("category").chain(self.own("subject")) {
            let word = category
                .attribute("label")
                .or(category.attribute("term"))
                .map(str::to_owned)
                .or_else(|| category.line());
            let Some(word) = word.map(|word| fragment::line(&word)) else { continue };
            if words.len() < VALUES_MAX && !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }
}

/// Adds the text of an element: XHTML stands in it as elements, everything else as words that may hold markup.
fn push(element: &Element, text: &mut Text) {
    if element.elements().next().is_some() {
        xml::push_blocks(element, LineKind::Paragraph, text);
        return;
    }
    let words = element.words();
    let is_plain = element.attribute("type") == Some("text");
    if !is_plain && fragment::looks_like_html(&words) {
        fragment::push(&words, text);
    } else {
        text.push(LineKind::Paragraph, &fragment::unescape(&words));
    }
}

/// RSS writes authors as `desk@example.com (Ada Field)`.
fn person_of(author: &str) -> String {
    let name = author.strip_suffix(')').and_then(|rest| rest.split_once(" (")).filter(|(mail, _)| mail.contains('@'));
    name.map_or(author, |(_, name)| name.trim()).to_owned()
}
