//! A second opinion on pages where the single pass is not sure of itself: a port of the reader view of browsers, much
//! slower, whose result goes through the same clean-up.
//!
//! Its parser builds every element as the standard for browsers says, which takes more than linear time and memory on
//! pages that are made for that; [`is_safe`] tells them beforehand, in one pass and rather too often than too seldom.

use dom_smoothie::{Config, Readability};

use super::evidence::Evidence;
use super::name::{Element, Name, SLOTS};
use super::token::{Token, Tokens};
use super::tree::{DEPTH_MAX, Tree};
use crate::panics::caught;

/// Longest page given to it: some 50 ms of work.
const PAGE_BYTES_MAX: usize = 2 << 20;
/// Most elements of a page, and most attributes of a tag: duplicates among attributes are searched for one by one.
const ELEMENTS_MAX: usize = 50_000;
const ATTRIBUTES_MAX: usize = 200;
/// The standard has elements like `b` opened again in each block until they are closed: how many in all.
const REOPENED_MAX: usize = 100_000;

/// The tree of what the other extractor takes for the article; `None` when it may not be asked or finds nothing.
pub(super) fn tree(html: &str) -> Option<Tree> {
    if !is_safe(html) {
        return None;
    }
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let article = caught(|| Readability::new(html, None, Some(config)).ok()?.parse().ok()).ok()??;
    Tree::read(&article.content, &mut Evidence::default()).ok()
}

/// Whether a page is small and flat enough.
fn is_safe(html: &str) -> bool {
    if html.len() > PAGE_BYTES_MAX {
        return false;
    }
    let mut tokens = Tokens::new(html, 0);
    let mut nesting = Nesting::default();
    let mut elements = 0;
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(_) => {}
            Token::Start { name, self_closing } => {
                elements += 1;
                nesting.start(name, self_closing);
                if holds_raw_text(name) {
                    tokens.raw(name);
                }
            }
            Token::End(name) => nesting.end(name),
        }
        let is_small = elements <= ELEMENTS_MAX && tokens.attributes_most() <= ATTRIBUTES_MAX;
        if !is_small || nesting.depth > DEPTH_MAX || nesting.reopened > REOPENED_MAX {
            return false;
        }
    }
    true
}

/// Elements of which `name` is the end tag are closed by that alone; those whose end is implied cannot nest without one
/// of the others between them.
fn has_implied_end(name: Name) -> bool {
    const IMPLIED: [&[u8]; 10] = [b"p", b"li", b"dt", b"dd", b"td", b"th", b"tr", b"option", b"html", b"body"];
    IMPLIED.iter().any(|implied| Name::new(implied) == name)
}

fn holds_raw_text(name: Name) -> bool {
    const RAW: [&[u8]; 8] = [b"script", b"style", b"textarea", b"title", b"iframe", b"xmp", b"noembed", b"noframes"];
    RAW.iter().any(|raw| Name::new(raw) == name)
}

/// An upper bound of how deep elements are nested.
struct Nesting {
    depth: usize,
    /// How many elements of a name are open. Names that share a slot with another count as never closed.
    open: [(Name, usize); SLOTS],
    /// How many of them stand inside a line.
    inline: usize,
    /// How many elements inside a line were opened again.
    reopened: usize,
    /// Within a drawing, `<path/>` has no content.
    is_drawing: bool,
}

impl Default for Nesting {
    fn default() -> Nesting {
        Nesting { depth: 0, open: [(Name::new(b""), 0); SLOTS], inline: 0, reopened: 0, is_drawing: false }
    }
}

impl Nesting {
    fn start(&mut self, name: Name, self_closing: bool) {
        let element = Element::of(name).0;
        let is_drawing = [&b"svg"[..], b"math"].iter().any(|drawing| Name::new(drawing) == name);
        // Any element of HTML ends a drawing.
        self.is_drawing = is_drawing || (self.is_drawing && element == Element::Block(super::name::Kind::Other));
        self.reopened += self.inline;
        if element == Element::Void || has_implied_end(name) || (self_closing && self.is_drawing) {
            return;
        }
        self.depth += 1;
        self.inline += usize::from(element == Element::Inline);
        let slot = &mut self.open[name.slot()];
        if slot.1 == 0 {
            slot.0 = name;
        }
        if slot.0 == name {
            slot.1 += 1;
        }
    }

    fn end(&mut self, name: Name) {
        let slot = &mut self.open[name.slot()];
        if slot.0 == name && slot.1 > 0 {
            slot.1 -= 1;
            self.depth -= 1;
            self.inline -= usize::from(Element::is_inline(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_safe_however_carelessly_they_are_written() {
        let html = format!(
            "<html><svg>{}</svg><ul>{}</ul>{}<br>{}",
            "<path d=x />".repeat(2000),
            "<li>x".repeat(2000),
            "<p>x <b>y</b>".repeat(2000),
            "<img>".repeat(2000)
        );
        assert!(is_safe(&html));
    }

    #[test]
    fn pages_that_cost_more_than_linear_time_are_not() {
        for html in [
            "<div>".repeat(600),
            "<b id=x></i>".repeat(600),
            format!("{}{}", "<font>".repeat(300), "<p>x".repeat(2000)),
            "<path/>".repeat(600),
            "<svg><div/>".repeat(600),
            "<select><svg>".repeat(600),
            format!("<p {}>", "a=b ".repeat(300)),
            "<img>".repeat(60_000),
            "x".repeat(3 << 20),
        ] {
            assert!(!is_safe(&html), "{html:.40}");
        }
    }
}
