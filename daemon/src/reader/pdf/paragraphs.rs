//! Lines to paragraphs and headings, across columns and pages.

use super::hyphens::Hyphens;
use super::letters;
use super::lines::Line;
use super::{Page, Region};
use crate::reader::article::{LineKind, Text};

/// Sizes that differ by more than this share are different.
const SIZE_DIFFERS: f64 = 0.1;
/// A distance between lines that is larger than the usual one by this factor begins a paragraph.
const WIDER_GAP: f64 = 1.25;
/// Lines are no further apart than this many sizes, even where a whole text is set with wide gaps.
const PITCH_MAX: f64 = 2.0;
/// A first line is further in than the others by this many sizes.
const INDENT: f64 = 0.8;
/// What is further in than this is no first line of a paragraph: a centred one, a signature.
const INDENT_MAX: f64 = 6.0;
/// Text as much larger than that of most of the document is a heading.
const HEADING_LARGER: f64 = 1.15;
/// Headings are no longer than this many characters.
const HEADING_MAX: usize = 300;
/// Headings that are only bold are no longer than this many characters.
const BOLD_HEADING_MAX: usize = 120;
/// What begins an item of a list.
const BULLETS: [char; 10] = [
    '\u{2022}', '\u{25aa}', '\u{25ab}', '\u{25e6}', '\u{2023}', '\u{25cf}', '\u{25a0}', '\u{2043}', '\u{25cb}',
    '\u{b7}',
];

/// A paragraph as it stands in one region.
struct Block<'l> {
    lines: Vec<&'l Line>,
    region: &'l Region,
    edges: Edges,
    kind: LineKind,
}

/// The edges of a region.
#[derive(Clone, Copy, Debug)]
struct Edges {
    left: f64,
    right: f64,
    /// The usual distance between lines; infinite where there is none.
    pitch: f64,
}

/// Writes the text of a document.
pub(super) fn write(pages: &[Page]) -> Text {
    let regions = || pages.iter().flat_map(|page| &page.regions);
    let hyphens = Hyphens::of(regions().flat_map(|region| &region.lines));
    let usual = Usual::of(regions().flat_map(|region| &region.lines));
    let mut text = Text::default();
    let mut open: Option<(String, Block<'_>)> = None;
    for block in regions().flat_map(|region| blocks(region, usual)) {
        let mut paragraph = match open.take() {
            Some((paragraph, before)) if continues(&before, &block) => paragraph,
            Some((paragraph, before)) => {
                push(&mut text, before.kind, &paragraph);
                String::new()
            }
            None => String::new(),
        };
        for line in &block.lines {
            hyphens.join(&mut paragraph, &line.text);
        }
        open = Some((paragraph, block));
    }
    if let Some((paragraph, block)) = open {
        push(&mut text, block.kind, &paragraph);
    }
    text
}

fn push(text: &mut Text, kind: LineKind, paragraph: &str) {
    // Soft hyphens mark where a word may be broken; this one was not.
    text.push(kind, &paragraph.replace('\u{ad}', ""));
}

/// What most of a document looks like.
#[derive(Clone, Copy, Debug)]
struct Usual {
    size: f64,
    bold: bool,
}

impl Usual {
    fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Usual {
        let mut sizes: Vec<(f64, usize)> = Vec::new();
        let (mut bold, mut all) = (0, 0);
        for line in lines {
            sizes.push((line.size, line.text.len()));
            all += line.text.len();
            bold += if line.bold { line.text.len() } else { 0 };
        }
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        // The size with most letters, sizes as near as a tenth of a point being one.
        let mut best = (10.0, 0);
        let mut at = 0;
        while at < sizes.len() {
            let same = sizes[at..].iter().take_while(|(size, _)| size - sizes[at].0 < 0.1);
            let (count, letters) = same.fold((0, 0), |(count, sum), (_, letters)| (count + 1, sum + letters));
            if letters > best.1 {
                best = (sizes[at].0, letters);
            }
            at += count.max(1);
        }
        Usual { size: best.0, bold: 2 * bold > all }
    }
}

fn blocks(region: &Region, usual: Usual) -> Vec<Block<'_>> {
    let edges = Edges::of(&region.lines);
    let mut found: Vec<Block<'_>> = Vec::new();
    for line in &region.lines {
        match found.last_mut() {
            Some(block) if !begins(block, line, edges, usual) => block.lines.push(line),
            _ => found.push(Block { lines: vec![line], region, edges, kind: LineKind::Paragraph }),
        }
    }
    for block in &mut found {
        block.kind = kind(&block.lines, usual);
    }
    found
}

impl Edges {
    fn of(lines: &[Line]) -> Edges {
        let left = lines.iter().map(|line| line.start).fold(f64::INFINITY, f64::min);
        let right = lines.iter().map(|line| line.end).fold(f64::NEG_INFINITY, f64::max);
        let mut gaps: Vec<f64> = lines
            .iter()
            .zip(lines.iter().skip(1))
            .filter(|(one, next)| !differs(one.size, next.size))
            .map(|(one, next)| next.down - one.down)
            .filter(|gap| *gap > 0.0)
            .collect();
        gaps.sort_by(f64::total_cmp);
        // Where every second line ends a paragraph, half of the distances are those between paragraphs.
        Edges { left, right, pitch: gaps.get(gaps.len() / 4).copied().unwrap_or(f64::INFINITY) }
    }

    /// How far a line is in at its beginning.
    fn indent(self, line: &Line) -> f64 {
        if line.right_to_left { self.right - line.end } else { line.start - self.left }
    }

    /// How much room a line leaves at its end.
    fn room(self, line: &Line) -> f64 {
        if line.right_to_left { line.start - self.left } else { self.right - line.end }
    }
}

fn differs(one: f64, other: f64) -> bool {
    (one - other).abs() > SIZE_DIFFERS * one.max(other)
}

/// Whether a line begins a paragraph below a block.
fn begins(block: &Block<'_>, line: &Line, edges: Edges, usual: Usual) -> bool {
    let Some(before) = block.lines.last() else { return true };
    let gap = line.down - before.down;
    let size = line.size;
    if differs(before.size, size) || gap < 0.5 * size || gap > WIDER_GAP * edges.pitch.min(PITCH_MAX * size) {
        return true;
    }
    if before.text.ends_with('-') && !before.text.ends_with(" -") {
        return false;
    }
    if line.text.starts_with(BULLETS) {
        return true;
    }
    let goes_on = line.text.starts_with(char::is_lowercase);
    if before.bold != line.bold && !goes_on {
        return true;
    }
    // Lines of a heading are centred, or broken by sense.
    if size >= HEADING_LARGER * usual.size {
        return false;
    }
    let (indent, indent_before) = (edges.indent(line), edges.indent(before));
    if indent > indent_before + INDENT * size && indent_before < 0.5 * size && indent < INDENT_MAX * size && !goes_on {
        return true;
    }
    // The first word would have fitted on the line before.
    let fits = line.first_word + 0.5 * size < edges.room(before);
    fits && !goes_on && (ends_sentence(&before.text) || edges.room(before) > 0.4 * (edges.right - edges.left))
}

fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(|one: char| "\"'\u{201d}\u{2019}\u{bb})]".contains(one) || one.is_whitespace());
    end.ends_with(['.', '!', '?', ':', '\u{2026}', '\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{61f}', '\u{6d4}', '\u{964}'])
}

fn kind(lines: &[&Line], usual: Usual) -> LineKind {
    let Some(first) = lines.first() else { return LineKind::Paragraph };
    if first.text.starts_with(BULLETS) {
        return LineKind::ListItem;
    }
    let length: usize = lines.iter().map(|line| line.text.chars().count()).sum();
    let has_letters = lines.iter().any(|line| line.text.contains(char::is_alphabetic));
    let larger = lines.iter().all(|line| line.size >= HEADING_LARGER * usual.size);
    let bold = !usual.bold && lines.iter().all(|line| line.bold) && first.size > 0.95 * usual.size;
    let last = lines.last().map_or("", |line| line.text.as_str());
    if has_letters
        && ((larger && length <= HEADING_MAX)
            || (bold && length <= BOLD_HEADING_MAX && !last.ends_with(['.', ',', ':', ';'])))
    {
        LineKind::Heading
    } else {
        LineKind::Paragraph
    }
}

/// Whether a block goes on with the paragraph that ended the column or page before.
fn continues(before: &Block<'_>, block: &Block<'_>) -> bool {
    if std::ptr::eq(before.region, block.region)
        || before.kind == LineKind::Heading
        || block.kind != LineKind::Paragraph
        || before.region.direction != block.region.direction
    {
        return false;
    }
    let (Some(last), Some(first)) = (before.lines.last(), block.lines.first()) else { return false };
    if differs(last.size, first.size) || ends_sentence(&last.text) {
        return false;
    }
    let goes_on = first.text.starts_with(|one: char| one.is_lowercase() || letters::is_unspaced(one));
    // Of a line that fills its column and ends no sentence, the sentence goes on in the next.
    let fills = before.edges.room(last) < 3.0 * last.size && before.lines.len() > 1;
    let begins = block.edges.indent(first) > INDENT * first.size && block.lines.len() > 1;
    goes_on || (fills && !begins && last.bold == first.bold)
}
