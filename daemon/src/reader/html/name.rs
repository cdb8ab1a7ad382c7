//! Names of elements and attributes, and what an element is to the extractor.

use std::fmt;

/// How many slots names fall into.
pub(super) const SLOTS: usize = 256;

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

    /// A number below [`SLOTS`] that is always the same for a name, for tables of counts.
    pub(super) const fn slot(self) -> usize {
        // Multiplied by an odd number without pattern, the upper bits depend on every byte of the name.
        (((self.0 ^ (self.0 >> 64)) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize
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
    A = "a", ARIA_HIDDEN = "aria-hidden", BR = "br", CHARSET = "charset", CLASS = "class", CONTENT = "content",
    DATETIME = "datetime", DIV = "div", H1 = "h1", HIDDEN = "hidden", HR = "hr", HREF = "href", HTML = "html",
    HTTP_EQUIV = "http-equiv", ID = "id", ITEMPROP = "itemprop", LANG = "lang", LINK = "link", META = "meta",
    NAME = "name", P = "p", PROPERTY = "property", PUBDATE = "pubdate", REL = "rel", ROLE = "role", SCRIPT = "script",
    SECTION = "section", SPAN = "span", STYLE = "style", TIME = "time", TITLE = "title", TYPE = "type",
    XML_LANG = "xml:lang",
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

/// How an element is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// It stands inside a line and does not break it.
    Inline,
    /// It has no content.
    Void,
    /// Its content is passed over.
    Opaque,
    /// It is a border of lines.
    Block(Kind),
}

impl Element {
    /// How an element is read, and its place among those known.
    pub(super) fn of(name: Name) -> (Element, usize) {
        match ELEMENTS.binary_search_by_key(&name.0, |(known, _)| known.0) {
            Ok(index) => (ELEMENTS[index].1, index),
            Err(_) => (Element::Block(Kind::Other), ELEMENTS_COUNT),
        }
    }

    /// Whether text goes on around an element.
    pub(super) fn is_inline(name: Name) -> bool {
        Element::of(name).0 == Element::Inline
    }
}

/// The elements that are known.
const GROUPS: &[(&[&str], Element)] = &[
    (&["p"], Element::Block(Kind::Paragraph)),
    (&["div"], Element::Block(Kind::Division)),
    (&["li"], Element::Block(Kind::Item)),
    (&["ul", "ol", "dl"], Element::Block(Kind::List)),
    (&["h1"], Element::Block(Kind::Headline)),
    (&["h2", "h3", "h4", "h5", "h6"], Element::Block(Kind::Heading)),
    (&["section"], Element::Block(Kind::Section)),
    (&["td", "th"], Element::Block(Kind::Cell)),
    (&["tr"], Element::Block(Kind::Row)),
    (&["table", "tbody", "thead", "tfoot"], Element::Block(Kind::Table)),
    (&["figure", "figcaption", "caption"], Element::Block(Kind::Figure)),
    (
        &[
            "aside", "nav", "footer", "form", "button", "video", "audio", "dialog", "menu", "object", "amp-ad",
            "option", "canvas", "fieldset", "map",
        ],
        Element::Block(Kind::Aside),
    ),
    (&["article"], Element::Block(Kind::Article)),
    (&["header"], Element::Block(Kind::Header)),
    (&["blockquote"], Element::Block(Kind::Quote)),
    (&["dt", "dd"], Element::Block(Kind::Definition)),
    (&["pre"], Element::Block(Kind::Preformatted)),
    (&["main"], Element::Block(Kind::Main)),
    (&["body"], Element::Block(Kind::Body)),
    (&["html"], Element::Block(Kind::Html)),
    // Without content.
    (
        &[
            "img", "link", "meta", "input", "source", "area", "base", "col", "embed", "param", "track", "wbr", "frame",
            "keygen",
        ],
        Element::Void,
    ),
    // Inside a line, which they do not break.
    (
        &[
            "a", "span", "strong", "em", "b", "i", "u", "s", "sub", "sup", "small", "code", "abbr", "mark", "font",
            "q", "cite", "time", "del", "ins", "kbd", "acronym", "bdi", "bdo", "label", "tt", "var", "samp", "big",
            "strike", "dfn", "data", "ruby", "rt", "rb", "rp", "nobr", "center", "math", "mi", "mo", "mn", "mrow",
            "msup", "msub", "picture", "output", "meter", "progress",
        ],
        Element::Inline,
    ),
    // Code, and what a reader does not see as text.
    (
        &[
            "script", "style", "textarea", "title", "noscript", "template", "svg", "iframe", "select", "noembed",
            "noframes", "xmp",
        ],
        Element::Opaque,
    ),
];

/// How many there are.
pub(super) const ELEMENTS_COUNT: usize = {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].0.len();
        group += 1;
    }
    count
};

/// The same in the order of [`Name::is_before`].
static ELEMENTS: [(Name, Element); ELEMENTS_COUNT] = {
    let mut elements = [(Name::new(b""), Element::Void); ELEMENTS_COUNT];
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        let (names, element) = GROUPS[group];
        let mut index = 0;
        while index < names.len() {
            let name = Name::new(names[index].as_bytes());
            let mut at = count;
            while at > 0 && name.is_before(elements[at - 1].0) {
                elements[at] = elements[at - 1];
                at -= 1;
            }
            elements[at] = (name, element);
            count += 1;
            index += 1;
        }
        group += 1;
    }
    elements
};

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

    #[test]
    fn every_element_is_found() {
        for (names, element) in GROUPS {
            for name in *names {
                assert_eq!(Element::of(Name::new(name.as_bytes())).0, *element, "{name}");
            }
        }
        assert_eq!(Element::of(Name::new(b"my-card")).0, Element::Block(Kind::Other));
    }
}
