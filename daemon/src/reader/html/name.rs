//! Names of elements and attributes, and what an element is to the extractor.

use std::fmt;

/// A name in lower case, packed into one number so that comparing costs nothing. Names longer than 16 bytes are cut, which
/// none that is known here reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Name(u128);

impl Name {
    /// Packs a name.
    pub(super) const fn new(bytes: &[u8]) -> Name {
        let mut packed = 0;
        let mut index = 0;
        while index < bytes.len() && index < 16 {
            packed = packed << 8 | bytes[index].to_ascii_lowercase() as u128;
            index += 1;
        }
        Name(packed)
    }

    /// Orders names in some way that is always the same.
    pub(super) const fn is_before(self, other: Name) -> bool {
        self.0 < other.0
    }

    /// Whether the name is in a table that is ordered by [`Name::is_before`].
    pub(super) fn is_in(self, table: &[Name]) -> bool {
        table.binary_search_by_key(&self.0, |name| name.0).is_ok()
    }

    /// A small number that is always the same for a name, for tables of counts.
    pub(super) fn slot(self) -> usize {
        // The largest prime below 256, so that every byte of the name counts.
        (self.0 % 251) as usize
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0.to_be_bytes();
        out.write_str(&String::from_utf8_lossy(&bytes[bytes.iter().position(|&byte| byte != 0).unwrap_or(16)..]))
    }
}

/// Makes constants of names: `A = "a"`.
macro_rules! names {
    ($($constant:ident = $text:literal),* $(,)?) => {
        $(pub(super) const $constant: Name = Name::new($text.as_bytes());)*
    };
}

names! {
    A = "a", ARIA_HIDDEN = "aria-hidden", ARTICLE = "article", BR = "br", CHARSET = "charset", CLASS = "class",
    CONTENT = "content", DATETIME = "datetime", DIV = "div", H1 = "h1", HIDDEN = "hidden", HR = "hr", HREF = "href",
    HTML = "html", HTTP_EQUIV = "http-equiv", ID = "id", ITEMPROP = "itemprop", LANG = "lang", LINK = "link",
    META = "meta", NAME = "name", P = "p", PROPERTY = "property", PUBDATE = "pubdate", REL = "rel", ROLE = "role",
    SCRIPT = "script", SECTION = "section", STYLE = "style", TIME = "time", TITLE = "title", TYPE = "type",
    XML_LANG = "xml:lang", DATA_AD = "data-ad", SPAN = "span",
}

/// What an element is to the extractor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A block of no special meaning.
    Other,
    Paragraph,
    Division,
    Item,
    List,
    Definition,
    Table,
    Row,
    Cell,
    Quote,
    /// A heading of the first level.
    Headline,
    Heading,
    Preformatted,
    Section,
    Article,
    Main,
    Body,
    Html,
    Header,
    /// A caption, or a picture with one.
    Figure,
    /// Holds no text of the article: navigation, forms, footers.
    Aside,
}

impl Kind {
    /// The kind of a block element.
    pub(super) fn of(name: Name) -> Kind {
        for (names, kind) in KINDS {
            if names.contains(&name) {
                return *kind;
            }
        }
        Kind::Other
    }

    /// Whether an element of this kind, being opened, ends an open one of the kind `open` right above it.
    pub(super) fn closes(self, open: Kind) -> bool {
        match open {
            Kind::Paragraph => self != Kind::Other,
            Kind::Item => self == Kind::Item,
            Kind::Cell => matches!(self, Kind::Cell | Kind::Row),
            Kind::Row => self == Kind::Row,
            Kind::Definition => self == Kind::Definition,
            _ => false,
        }
    }
}

const fn name(text: &str) -> Name {
    Name::new(text.as_bytes())
}

/// The block elements that are known, the frequent ones first.
const KINDS: &[(&[Name], Kind)] = &[
    (&[DIV], Kind::Division),
    (&[P], Kind::Paragraph),
    (&[name("li")], Kind::Item),
    (&[name("ul"), name("ol"), name("dl")], Kind::List),
    (&[H1], Kind::Headline),
    (&[name("h2"), name("h3"), name("h4"), name("h5"), name("h6")], Kind::Heading),
    (&[SECTION], Kind::Section),
    (&[name("td"), name("th")], Kind::Cell),
    (&[name("tr")], Kind::Row),
    (&[name("table"), name("tbody"), name("thead"), name("tfoot")], Kind::Table),
    (&[name("figure"), name("figcaption"), name("caption")], Kind::Figure),
    (
        &[
            name("aside"),
            name("nav"),
            name("footer"),
            name("form"),
            name("button"),
            name("video"),
            name("audio"),
            name("dialog"),
            name("menu"),
            name("object"),
            name("amp-ad"),
            name("option"),
            name("canvas"),
            name("fieldset"),
            name("map"),
        ],
        Kind::Aside,
    ),
    (&[ARTICLE], Kind::Article),
    (&[name("header")], Kind::Header),
    (&[name("blockquote")], Kind::Quote),
    (&[name("dt"), name("dd")], Kind::Definition),
    (&[name("pre")], Kind::Preformatted),
    (&[name("main")], Kind::Main),
    (&[name("body")], Kind::Body),
    (&[HTML], Kind::Html),
];

/// Elements without content.
const VOID: &[Name] = &[
    name("img"),
    LINK,
    META,
    name("input"),
    name("source"),
    name("area"),
    name("base"),
    name("col"),
    name("embed"),
    name("param"),
    name("track"),
    name("wbr"),
    name("frame"),
    name("keygen"),
];

/// Elements that stand inside a line and do not break it.
pub(super) const INLINE: &[Name] = &[
    A,
    SPAN,
    name("strong"),
    name("em"),
    name("b"),
    name("i"),
    name("u"),
    name("s"),
    name("sub"),
    name("sup"),
    name("small"),
    name("code"),
    name("abbr"),
    name("mark"),
    name("font"),
    name("q"),
    name("cite"),
    TIME,
    name("del"),
    name("ins"),
    name("kbd"),
    name("acronym"),
    name("bdi"),
    name("bdo"),
    name("label"),
    name("tt"),
    name("var"),
    name("samp"),
    name("big"),
    name("strike"),
    name("dfn"),
    name("data"),
    name("ruby"),
    name("rt"),
    name("rb"),
    name("rp"),
    name("nobr"),
    name("center"),
    name("math"),
    name("mi"),
    name("mo"),
    name("mn"),
    name("mrow"),
    name("msup"),
    name("msub"),
    name("picture"),
    name("output"),
    name("meter"),
    name("progress"),
    name("wbr"),
];

/// Elements whose content is not looked into: code, and what a reader does not see as text.
const OPAQUE: &[Name] = &[
    SCRIPT,
    STYLE,
    name("textarea"),
    TITLE,
    name("noscript"),
    name("template"),
    name("svg"),
    name("iframe"),
    name("select"),
    name("noembed"),
    name("noframes"),
    name("xmp"),
];

/// Whether an element has no content.
pub(super) fn is_void(name: Name) -> bool {
    VOID.contains(&name)
}

/// Whether the content of an element is passed over.
pub(super) fn is_opaque(name: Name) -> bool {
    OPAQUE.contains(&name)
}

/// The index of an element in [`INLINE`].
pub(super) fn inline_index(name: Name) -> Option<usize> {
    INLINE.iter().position(|inline| *inline == name)
}

/// Packs words, and orders them for [`Name::is_in`].
pub(super) const fn table<const COUNT: usize>(words: [&str; COUNT]) -> [Name; COUNT] {
    let mut table = [Name::new(b""); COUNT];
    let mut index = 0;
    while index < COUNT {
        let name = Name::new(words[index].as_bytes());
        let mut at = index;
        while at > 0 && name.is_before(table[at - 1]) {
            table[at] = table[at - 1];
            at -= 1;
        }
        table[at] = name;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_table_is_found_in_it_and_no_other() {
        const TABLE: [Name; 4] = table(["share", "ad", "nav", "advertisement"]);
        for word in ["ad", "SHARE", "nav", "advertisement"] {
            assert!(Name::new(word.as_bytes()).is_in(&TABLE), "{word}");
        }
        assert!(!Name::new(b"a").is_in(&TABLE) && !Name::new(b"").is_in(&TABLE));
    }
}
