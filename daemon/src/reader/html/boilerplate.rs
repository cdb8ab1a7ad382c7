//! What stands on a page beside the article, told by the classes and ids of elements.

use memchr::memmem;

use super::name::{Name, SLOTS, table};

/// Words in a class or id that say: no text of an article.
const WORDS: [Name; 64] = table([
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "caption",
    "comment",
    "comments",
    "consent",
    "cookie",
    "copyright",
    "credit",
    "dateline",
    "disclaimer",
    "disqus",
    "footer",
    "footnote",
    "footnotes",
    "gallery",
    "gdpr",
    "hidden",
    "masthead",
    "menu",
    "meta",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "pager",
    "pagination",
    "popular",
    "popup",
    "promo",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "respond",
    "share",
    "sharing",
    "side",
    "sidebar",
    "signup",
    "skip",
    "slideshow",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "tag",
    "tags",
    "timestamp",
    "toolbar",
    "trending",
    "widget",
]);

/// Two words that say so together.
const PAIRS: [(Name, Name); 8] = [
    pair("also", "read"),
    pair("author", "bio"),
    pair("author", "box"),
    pair("author", "card"),
    pair("author", "info"),
    pair("most", "read"),
    pair("print", "only"),
    pair("read", "more"),
];

/// Words before one of [`WORDS`] that turn its sense: `no-sidebar`, `with-comments`.
const TURNS: [Name; 4] = table(["has", "no", "with", "without"]);

/// Words in a class or id that say: what readers wrote.
const TALK: [Name; 4] = table(["comment", "comments", "disqus", "respond"]);

/// Words in a class or id that name the author.
const BYLINE: [Name; 6] = table(["author", "authors", "authorname", "byline", "bylines", "writtenby"]);

/// The slots of all words that are looked up, so that the rest is passed over at once.
const KNOWN: [bool; SLOTS] = {
    let mut known = [false; SLOTS];
    let tables: [&[Name]; 3] = [&WORDS, &TALK, &BYLINE];
    let mut at = 0;
    while at < tables.len() {
        let mut index = 0;
        while index < tables[at].len() {
            known[tables[at][index].slot()] = true;
            index += 1;
        }
        at += 1;
    }
    let mut index = 0;
    while index < PAIRS.len() {
        known[PAIRS[index].1.slot()] = true;
        index += 1;
    }
    known
};

const fn pair(first: &str, second: &str) -> (Name, Name) {
    (Name::new(first.as_bytes()), Name::new(second.as_bytes()))
}

/// What the classes or the id of an element say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sense {
    /// There is no text of an article in it.
    pub(super) is_beside: bool,
    /// Readers talk in it.
    pub(super) is_talk: bool,
    /// The author is named in it.
    pub(super) is_byline: bool,
}

impl Sense {
    /// Reads the value of a `class` or `id`.
    pub(super) fn of(value: &str) -> Sense {
        let mut sense = Sense::default();
        for class in value.split_ascii_whitespace() {
            sense.add(class);
        }
        sense
    }

    fn add(&mut self, class: &str) {
        let mut previous = Name::new(b"");
        for word in class.as_bytes().split(|byte| matches!(byte, b'-' | b'_')) {
            let word = Name::new(word);
            if !KNOWN[word.slot()] {
                previous = word;
                continue;
            }
            let is_word = word.is_in(&WORDS) && !previous.is_in(&TURNS);
            self.is_beside |= is_word || PAIRS.contains(&(previous, word));
            self.is_talk |= word.is_in(&TALK);
            self.is_byline |= word.is_in(&BYLINE);
            previous = word;
        }
    }
}

/// Whether a `style` hides its element.
pub(super) fn is_style_hidden(style: &str) -> bool {
    [("display", "none"), ("visibility", "hidden")].iter().any(|(property, hiding)| {
        let Some(at) = memmem::find(style.as_bytes(), property.as_bytes()) else { return false };
        let value = style[at + property.len()..].trim_start().strip_prefix(':').unwrap_or_default();
        value.trim_start().starts_with(hiding)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_told_by_its_whole_words() {
        for class in ["share", "c-Share_buttons", "x related-posts", "article__author-bio", "read-more"] {
            assert!(Sense::of(class).is_beside, "{class}");
        }
        for class in ["shareholder", "author", "story no-sidebar", "with-comments", "lead", "", "metadata"] {
            assert!(!Sense::of(class).is_beside, "{class}");
        }
    }

    #[test]
    fn a_class_that_names_the_author_is_seen() {
        assert!(Sense::of("story__Byline").is_byline && Sense::of("authors").is_byline);
        assert!(!Sense::of("authority coauthor").is_byline);
    }

    #[test]
    fn a_style_that_hides_is_told_from_one_that_shows() {
        assert!(is_style_hidden("color:red; display : none !important"));
        assert!(is_style_hidden("visibility:hidden"));
        assert!(!is_style_hidden("display:block; visibility: visible"));
    }
}
