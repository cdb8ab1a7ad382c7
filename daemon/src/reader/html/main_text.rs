//! The lines of the article, out of the elements that hold it.

use std::borrow::Cow;

use super::lines::{self, ends_sentence};
use super::name::Kind;
use super::score::{Rule, is_good};
use super::tree::{Block, Boilerplate, NodeIndex, Tree};
use crate::reader::article::LineKind;

/// Blocks with more than this part of links are links to elsewhere,
const LINK_PART: (usize, usize) = (6, 10);
/// unless they are as long as this,
const LINKED_BYTES: usize = 400;
/// or are sentences as long as this, of which so much is no link.
const LINKED_SENTENCE_BYTES: usize = 100;
const UNLINKED_BYTES: usize = 20;
/// What comes twice is dropped when it is no longer than this: labels for two sizes of screens.
const REPEATED_BYTES_MAX: usize = 100;
/// An article shorter than this is less certain.
const CERTAIN_BYTES: usize = 500;
/// A line as wide as this is a sentence, as this when it ends like one.
const SENTENCE_WIDTH: usize = 60;
const SHORT_SENTENCE_WIDTH: usize = 25;
/// A cell longer than this holds running text: the table is there for the looks of the page.
const CELL_BYTES_MAX: usize = 160;

/// A line of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) kind: LineKind,
    pub(super) text: Cow<'t, str>,
    node: NodeIndex,
    has_links: bool,
}

/// The article, and how sure that is.
#[derive(Debug, Default)]
pub(super) struct MainText<'t> {
    pub(super) lines: Vec<Line<'t>>,
    pub(super) bytes: usize,
    /// From 0 to 1: how much of the good text of the page it is, less when it is short.
    pub(super) confidence: f64,
}

/// Takes the lines of the article out of the elements that were chosen, which stand in the order of the page.
pub(super) fn emit<'t>(tree: &'t Tree, winners: &[NodeIndex]) -> MainText<'t> {
    let mut lines = kept_lines(tree, winners);
    let has_sentence = trim(&mut lines, tree);
    let bytes = lines.iter().map(|line| line.text.len() + 1).sum();
    let confidence = if has_sentence { confidence(tree, bytes) } else { 0.0 };
    MainText { lines: rows(tree, lines), bytes, confidence }
}

/// How sure it is that so many bytes are the article of a page.
pub(super) fn confidence(tree: &Tree, bytes: usize) -> f64 {
    let good: usize =
        tree.blocks.iter().filter(|block| is_good(tree, block, Rule::Classes)).map(|block| block.text.len()).sum();
    let part = bytes as f64 / good.max(1) as f64;
    (part * (bytes as f64 / CERTAIN_BYTES as f64).min(1.0)).min(1.0)
}

fn kept_lines<'t>(tree: &'t Tree, winners: &[NodeIndex]) -> Vec<Line<'t>> {
    let places = places(tree, winners);
    let mut lines: Vec<Line<'t>> = Vec::new();
    // Whether something was left out since the last line.
    let mut is_gap = false;
    for block in tree.blocks.iter().filter(|block| places[block.node] != Place::Outside) {
        let text = tree.text_of(block);
        let kind = line_kind(tree, block);
        let is_cell = kind == LineKind::TableRow;
        let is_repeated =
            !is_cell && text.len() < REPEATED_BYTES_MAX && lines.last().is_some_and(|line| line.text == text);
        if places[block.node] == Place::Dropped
            || is_repeated
            || (!is_cell && (is_linked(block, text) || lines::is_beside(text)))
        {
            is_gap = true;
            continue;
        }
        // A heading whose own text was left out heads nothing.
        if is_gap && kind == LineKind::Heading && lines.last().is_some_and(|line| line.kind == LineKind::Heading) {
            lines.pop();
        }
        is_gap = false;
        lines.push(Line { kind, text: Cow::Borrowed(text), node: block.node, has_links: block.link_bytes > 0 });
    }
    lines
}

/// Whether a block is a link to somewhere else rather than text with links.
fn is_linked(block: &Block, text: &str) -> bool {
    let is_dense = block.link_bytes * LINK_PART.1 > text.len() * LINK_PART.0;
    let is_sentence =
        text.len() >= LINKED_SENTENCE_BYTES && text.len() >= block.link_bytes + UNLINKED_BYTES && ends_sentence(text);
    is_dense && text.len() < LINKED_BYTES && !is_sentence
}

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Outside,
    /// In one of the chosen elements.
    Inside,
    /// In one of those, but in an element of it that is no text of the article.
    Dropped,
}

fn places(tree: &Tree, winners: &[NodeIndex]) -> Vec<Place> {
    let mut places = vec![Place::Outside; tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate() {
        let around = if index == 0 { Place::Outside } else { places[node.parent] };
        places[index] = match around {
            // What was chosen is not asked itself.
            Place::Outside if winners.binary_search(&index).is_ok() => Place::Inside,
            Place::Inside if node.own != Boilerplate::No => Place::Dropped,
            around => around,
        };
    }
    places
}

fn line_kind(tree: &Tree, block: &Block) -> LineKind {
    match tree.nodes[block.node].kind {
        Kind::Heading | Kind::Headline => LineKind::Heading,
        Kind::Cell => LineKind::TableRow,
        Kind::Item | Kind::Definition => LineKind::ListItem,
        Kind::Quote => LineKind::Quote,
        Kind::Figure => LineKind::Caption,
        _ if tree.enclosing(block.node, Kind::Quote).is_some() => LineKind::Quote,
        _ if tree.enclosing(block.node, Kind::Item).is_some() => LineKind::ListItem,
        _ => LineKind::Paragraph,
    }
}

/// Cuts what stands before the first and behind the last sentence, but for the heading of the first and for lists and
/// tables behind the last. Says whether there is a sentence at all.
fn trim(lines: &mut Vec<Line<'_>>, tree: &Tree) -> bool {
    let is_sentence = |line: &Line<'_>| line.kind != LineKind::Heading && reads_like_sentence(&line.text);
    let (Some(first), Some(last)) = (lines.iter().position(is_sentence), lines.iter().rposition(is_sentence)) else {
        return false;
    };
    let is_heading = |line: &Line<'_>| tree.nodes[line.node].kind == Kind::Heading;
    let begin = if first > 0 && is_heading(&lines[first - 1]) { first - 1 } else { first };
    let is_listed = |line: &&Line<'_>| matches!(line.kind, LineKind::ListItem | LineKind::TableRow) && !line.has_links;
    let more = lines[last + 1..].iter().take_while(is_listed).count();
    lines.truncate(last + 1 + more);
    lines.drain(..begin);
    true
}

fn reads_like_sentence(text: &str) -> bool {
    let mut width = 0;
    for character in text.chars() {
        // An ideograph says as much as a few letters.
        width += if (character as u32) < 0x2e80 { 1 } else { 3 };
        if width >= SENTENCE_WIDTH {
            return true;
        }
    }
    width >= SHORT_SENTENCE_WIDTH && ends_sentence(text)
}

/// Makes one line of the cells of each row, and paragraphs of those that hold running text.
fn rows<'t>(tree: &Tree, lines: Vec<Line<'t>>) -> Vec<Line<'t>> {
    let mut joined: Vec<Line<'t>> = Vec::with_capacity(lines.len());
    let mut last_row = None;
    for mut line in lines {
        let row = match line.kind {
            LineKind::TableRow if line.text.len() <= CELL_BYTES_MAX => tree.enclosing(line.node, Kind::Row),
            _ => None,
        };
        match joined.last_mut() {
            Some(last) if row.is_some() && row == last_row => {
                let cells = last.text.to_mut();
                cells.push(if last.node == line.node { ' ' } else { '\t' });
                cells.push_str(&line.text);
                last.node = line.node;
            }
            _ => {
                if row.is_none() && line.kind == LineKind::TableRow {
                    line.kind = LineKind::Paragraph;
                }
                joined.push(line);
            }
        }
        last_row = row;
    }
    joined
}
