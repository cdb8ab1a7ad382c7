//! A page of the web as an article: its main text, and what it says about itself.
//!
//! One pass reads the page. In reading order: [`token`], the bytes as tags and text; [`name`], what the elements are;
//! [`entity`], text as written and as read; [`boilerplate`], [`traits`], [`lines`] and [`phrases`], what stands beside an
//! article; [`tree`], blocks and the elements around them; [`score`], which element holds the article; [`main_text`], its
//! lines; [`second`], another opinion where that is not sure; [`evidence`] and [`meta`], title, authors, dates and the
//! rest; [`charset`], what a page declares before it can be decoded.

mod boilerplate;
mod charset;
pub(super) mod entity;
mod evidence;
mod lines;
mod main_text;
mod meta;
mod name;
mod phrases;
mod score;
mod second;
#[cfg(test)]
mod tests;
mod token;
mod traits;
mod tree;

use serde_json::{Map, Value, json};

pub use self::charset::declared_charset;
use self::evidence::Evidence;
use self::main_text::MainText;
use self::tree::Tree;
use super::Failure;
use super::article::{Content, Text};
use crate::codes::content::{EXCESSIVE, NO_TEXT};

/// Longest page read. Pages of news have 50 to 500 KB; what is longer than this is a dump, and would need memory beyond
/// that of a worker.
const PAGE_BYTES_MAX: usize = 32 << 20;

/// Below this the second opinion is asked.
const CONFIDENCE_ENOUGH: f64 = 0.5;

/// What is known of a page from outside.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The address it was fetched from: where nothing else tells the date, it may. The name of a file does not, for that
    /// is as often the day on which the page was saved.
    pub address: Option<&'a str>,
}

/// Reads a page that is decoded already.
///
/// # Errors
/// `D0409` when there is no text on it, `D0413` when it is too long or has too many elements.
pub fn read(html: &str, hints: &Hints<'_>) -> Result<Content, Failure> {
    if html.len() > PAGE_BYTES_MAX {
        return Err(Failure {
            code: EXCESSIVE,
            text: format!("the page has {} bytes, an article has at most {PAGE_BYTES_MAX}: split it", html.len()),
        });
    }
    let mut evidence = Evidence::default();
    let mut tree = Tree::read(html, &mut evidence)?;
    score::pardon(&mut tree);
    let first = main_text::emit(&tree, &score::winners(&tree));
    let first_line = first.lines.first().map_or(0, |line| line.node);
    let found = better(html, &tree, &first).unwrap_or_else(|| Found::new(&first, first.confidence, "single-pass"));
    if found.text.as_str().is_empty() {
        let text = "no running text stands on this page, only links or nothing: if scripts write it, save the page from a \
                    browser";
        return Err(Failure { code: NO_TEXT, text: text.to_owned() });
    }
    let meta = meta::conclude(html, &evidence, &tree, first_line, hints);
    Ok(Content { media_type: "text/html", text: found.text, meta, facts: found.facts })
}

/// The text that was taken for the article, and what is said about that.
struct Found {
    text: Text,
    facts: Map<String, Value>,
}

impl Found {
    fn new(main: &MainText<'_>, confidence: f64, by: &str) -> Found {
        let mut text = Text::default();
        for line in &main.lines {
            text.push(line.kind, &line.text);
        }
        let confidence = (confidence * 1000.0).round() / 1000.0;
        let facts = Map::from_iter([("mainText".to_owned(), json!({ "confidence": confidence, "by": by }))]);
        Found { text, facts }
    }
}

/// What the second opinion finds, when the first is not sure and the second has one.
fn better(html: &str, tree: &Tree, first: &MainText<'_>) -> Option<Found> {
    if first.confidence >= CONFIDENCE_ENOUGH || tree.blocks.is_empty() {
        return None;
    }
    let other_tree = second::tree(html)?;
    let other = main_text::emit(&other_tree, &[0]);
    let confidence = main_text::confidence(tree, other.bytes);
    (!other.lines.is_empty()).then(|| Found::new(&other, confidence, "dom_smoothie"))
}

/// The names in a byline as written, without the words around them.
pub fn byline_names(byline: &str) -> Vec<String> {
    meta::byline_names(byline)
}

/// The text of a fragment as it stands, with spaces between blocks.
pub fn plain_text(html: &str) -> String {
    let mut text = String::new();
    for token in token::Tokens::new(html, 0) {
        match token {
            token::Token::Text(part) => text.push_str(part),
            token::Token::Start { name, .. } | token::Token::End(name) if !name::Element::is_inline(name) => {
                text.push(' ')
            }
            _ => {}
        }
    }
    entity::folded(&text)
}
