//! Glyphs to fragments to lines: what stands on one base line, side by side, with spaces where there are gaps.

use super::canvas::{Glyph, Letters};
use super::letters;

/// A glyph in the frame of its writing: `along` grows in the direction of reading, `down` from line to line.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    letters: Letters,
    start: f64,
    end: f64,
    down: f64,
    size: f64,
    bold: bool,
}

/// Pieces that were drawn one after another on one base line.
#[derive(Clone, Debug)]
pub(super) struct Fragment {
    /// Where its first letter begins.
    pub(super) start: f64,
    /// Where its last letter ends.
    pub(super) end: f64,
    /// Where its base line lies.
    pub(super) down: f64,
    /// The size of its first letter.
    pub(super) size: f64,
    /// Where its last letter ends as drawn; none while it has only spaces.
    letters_end: Option<f64>,
    pieces: Vec<Piece>,
}

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// What it says, in the order of reading.
    pub(super) text: String,
    /// Where it begins.
    pub(super) start: f64,
    /// Where it ends.
    pub(super) end: f64,
    /// Where its base line lies.
    pub(super) down: f64,
    /// The size of most of its letters.
    pub(super) size: f64,
    /// Whether most of its letters are bold.
    pub(super) bold: bool,
    /// How wide its first word is: it did not fit on the line before, or it begins a paragraph.
    pub(super) first_word: f64,
    /// Whether it reads from right to left.
    pub(super) right_to_left: bool,
}

/// A direction of writing on the page, by quarter turns to the right.
pub(super) const DIRECTIONS: usize = 4;

/// How far writing may lean and still count as upright: scanned pages lean a little, stamps across a page lean a lot.
const LEAN_MAX: f64 = 0.14;
/// A gap that ends a fragment, in sizes, unless a space was drawn before it: columns can be as near as this.
const FRAGMENT_GAP: f64 = 1.0;
/// The same after a space: narrow columns that are set flush have wide spaces.
const FRAGMENT_GAP_AFTER_SPACE: f64 = 2.5;
/// A gap that is a space, in sizes. A space is a quarter as wide as the font is high, down to a sixth in tight lines.
const SPACE_GAP: f64 = 0.16;
/// The same between two letters of a script that is written without spaces.
const SPACE_GAP_UNSPACED: f64 = 0.8;

/// Sorts the glyphs of a page into fragments by their direction of writing. Those that lean are counted, not read.
pub(super) fn fragments(glyphs: Vec<Glyph>, page: (f64, f64)) -> ([Vec<Fragment>; DIRECTIONS], usize) {
    let mut found: [Vec<Fragment>; DIRECTIONS] = Default::default();
    let (mut leaning, mut direction) = (0, 0);
    for glyph in glyphs {
        // Marks that are drawn over a letter have no width, and so no direction of their own.
        if glyph.advance.0.hypot(glyph.advance.1) > 1e-6 {
            match quarter_turns(glyph.advance) {
                Some(turns) => direction = turns,
                None => {
                    leaning += 1;
                    continue;
                }
            }
        }
        let piece = turned(glyph, direction, page);
        match found[direction].last_mut() {
            Some(last) if last.takes(&piece) => last.push(piece),
            _ => found[direction].push(Fragment::new(piece)),
        }
    }
    for fragments in &mut found {
        fragments.retain(|fragment| fragment.letters_end.is_some());
    }
    (found, leaning)
}

fn quarter_turns(advance: (f64, f64)) -> Option<usize> {
    let (x, y) = advance;
    if y.abs() <= LEAN_MAX * x.abs() {
        Some(if x > 0.0 { 0 } else { 2 })
    } else if x.abs() <= LEAN_MAX * y.abs() {
        Some(if y > 0.0 { 1 } else { 3 })
    } else {
        None
    }
}

fn turned(glyph: Glyph, turns: usize, (page_width, page_height): (f64, f64)) -> Piece {
    let Glyph { letters, x, y, advance, size, bold } = glyph;
    let (start, down, width) = match turns {
        0 => (x, y, advance.0),
        1 => (y, page_width - x, advance.1),
        2 => (page_width - x, page_height - y, -advance.0),
        _ => (page_height - y, x, -advance.1),
    };
    Piece { letters, start, end: start + width.max(0.0), down, size: size.max(0.01), bold }
}

impl Piece {
    fn is_space(&self) -> bool {
        match &self.letters {
            Letters::One(one) => one.is_whitespace() || *one == '\u{200b}',
            Letters::More(text) => text.chars().all(char::is_whitespace),
            Letters::Unknown => false,
        }
    }

    fn any(&self, is: impl Fn(char) -> bool) -> bool {
        match &self.letters {
            Letters::One(one) => is(*one),
            Letters::More(text) => text.chars().any(is),
            Letters::Unknown => false,
        }
    }
}

impl Fragment {
    fn new(piece: Piece) -> Fragment {
        let Piece { start, end, down, size, .. } = piece;
        let letters_end = (!piece.is_space()).then_some(end);
        Fragment { start, end, down, size, letters_end, pieces: vec![piece] }
    }

    /// Whether a piece continues this fragment.
    fn takes(&self, piece: &Piece) -> bool {
        let Some(last) = self.pieces.last() else { return true };
        let size = self.size.max(piece.size);
        let off_line = (piece.down - self.down).abs();
        // A footnote mark stands higher, an index lower, and both are smaller.
        let beside = piece.start - last.end;
        if off_line > 0.2 * size
            && !(off_line < 0.6 * size && beside.abs() < 0.3 * size && piece.size < 0.85 * self.size)
        {
            return false;
        }
        if piece.size > 2.0 * self.size || piece.size < 0.4 * self.size {
            return false;
        }
        let letters_end = self.letters_end.unwrap_or(last.end);
        let limit = if last.is_space() { FRAGMENT_GAP_AFTER_SPACE } else { FRAGMENT_GAP };
        let forwards = beside > -0.6 * size && piece.start - letters_end < limit * size;
        // Right-to-left writing that is drawn letter by letter.
        let backwards = self.start - piece.end;
        let is_backwards =
            backwards.abs() < 0.5 * size && piece.any(|one| letters::is_right_to_left(one) || one == ' ');
        forwards || is_backwards
    }

    fn push(&mut self, piece: Piece) {
        if !piece.is_space() {
            if self.letters_end.is_none() {
                (self.start, self.end) = (piece.start, piece.end);
            }
            self.start = self.start.min(piece.start);
            self.end = self.end.max(piece.end);
            self.letters_end = Some(piece.end);
        }
        self.pieces.push(piece);
    }

    /// The upper edge of its letters.
    pub(super) fn top(&self) -> f64 {
        self.down - 0.8 * self.size
    }

    /// How many letters it has, spaces included.
    pub(super) fn letters(&self) -> usize {
        self.pieces.len()
    }
}

/// Puts the fragments of a region together to lines, from top to bottom.
pub(super) fn lines(mut fragments: Vec<Fragment>) -> Vec<Line> {
    lower_initials(&mut fragments);
    fragments.sort_by(|a, b| a.down.total_cmp(&b.down).then(a.start.total_cmp(&b.start)));
    let mut rows: Vec<Vec<Fragment>> = Vec::new();
    for fragment in fragments {
        // A row that takes a fragment is one of the last: the next ones lie below it.
        let row = rows.iter_mut().rev().take(4).find(|row| shares_a_row(row, &fragment));
        match row {
            Some(row) => row.push(fragment),
            None => rows.push(vec![fragment]),
        }
    }
    rows.into_iter().filter_map(|row| line(row.into_iter().flat_map(|fragment| fragment.pieces).collect())).collect()
}

/// Fragments of one row, and fragments of a region in which initials are looked for; real ones have a tenth of that. They
/// bound the time.
const ROW_MAX: usize = 200;
const INITIALS_MAX: usize = 2000;
/// An initial is larger than this many sizes of the text that it begins.
const INITIAL_SIZES: f64 = 1.7;

/// Puts an initial that is several lines high before the first of these lines.
fn lower_initials(fragments: &mut Vec<Fragment>) {
    let is_initial = |fragment: &Fragment| {
        let mut letters = fragment.pieces.iter().filter(|piece| !piece.is_space());
        letters.clone().count() <= 2 && letters.any(|piece| piece.any(char::is_alphabetic))
    };
    let mut at = if fragments.len() > INITIALS_MAX { fragments.len() } else { 0 };
    while at < fragments.len() {
        let initial = &fragments[at];
        let line = if is_initial(initial) { line_of_initial(fragments, initial) } else { None };
        let Some(line) = line else {
            at += 1;
            continue;
        };
        let Fragment { start, down, size, .. } = fragments[line];
        let pieces = fragments[at].pieces.iter().filter(|piece| !piece.is_space()).cloned();
        // They keep their order, and no gap stands between them and the first word.
        let pieces: Vec<Piece> = pieces.map(|piece| Piece { start, end: start, down, size, ..piece }).collect();
        fragments[line].pieces.splice(0..0, pieces);
        fragments.swap_remove(at);
    }
}

fn line_of_initial(fragments: &[Fragment], initial: &Fragment) -> Option<usize> {
    let begins = |line: &Fragment| {
        initial.size > INITIAL_SIZES * line.size
            && (line.top() - initial.top()).abs() < 0.7 * line.size
            && line.down < initial.down
            && line.start > initial.start
            && line.start - initial.end < 1.5 * line.size
            && line.start - initial.end > -0.5 * line.size
    };
    fragments.iter().position(begins)
}

fn shares_a_row(row: &[Fragment], fragment: &Fragment) -> bool {
    if row.len() >= ROW_MAX {
        return false;
    }
    let Some(largest) = row.iter().max_by(|a, b| a.size.total_cmp(&b.size)) else { return false };
    if (fragment.down - largest.down).abs() > 0.35 * largest.size.max(fragment.size) {
        return false;
    }
    row.iter().all(|other| {
        let overlap = other.end.min(fragment.end) - other.start.max(fragment.start);
        // Bold letters are sometimes made by drawing the same twice.
        overlap < 0.5 * (other.end - other.start).min(fragment.end - fragment.start)
            || (fragment.start - other.start).abs() < 0.1 * other.size
    })
}

/// Makes a line of pieces.
fn line(mut pieces: Vec<Piece>) -> Option<Line> {
    pieces.sort_by(|a, b| a.start.total_cmp(&b.start));
    let letters = || pieces.iter().filter(|piece| !piece.is_space() && piece.letters != Letters::Unknown);
    let mut sizes: Vec<f64> = letters().map(|piece| piece.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let bold = 2 * letters().filter(|piece| piece.bold).count() > sizes.len();
    let start = letters().map(|piece| piece.start).fold(f64::INFINITY, f64::min);
    let end = letters().map(|piece| piece.end).fold(f64::NEG_INFINITY, f64::max);
    let usual = letters().find(|piece| (piece.size - size).abs() < 0.01);
    let down = usual.map_or(0.0, |piece| piece.down);
    let first_word = letters().zip(letters().skip(1)).find(|(one, next)| next.start - one.end > SPACE_GAP * size);
    let first_word = first_word.map_or(end, |(one, _)| one.end) - start;
    let (text, right_to_left) = text(&pieces, size);
    (!text.is_empty()).then_some(Line { text, start, end, down, size, bold, first_word, right_to_left })
}

/// Writes the text of the pieces of a line, which are sorted by their place.
fn text(pieces: &[Piece], size: f64) -> (String, bool) {
    let gap_of_letters = usual_gap(pieces, size);
    let mut words: Vec<letters::Atom<'_>> = Vec::with_capacity(pieces.len());
    let (mut before, mut reach): (Option<&Piece>, f64) = (None, f64::NEG_INFINITY);
    let mut space = false;
    for piece in pieces {
        if piece.is_space() {
            space = true;
            continue;
        }
        if let Some(before) = before {
            // The same letter at the same place again: bold, made by drawing twice.
            if before.letters == piece.letters && (piece.start - before.start).abs() < 0.1 * size {
                continue;
            }
            let unspaced = before.any(letters::is_unspaced) && piece.any(letters::is_unspaced);
            let gap = if unspaced { SPACE_GAP_UNSPACED } else { SPACE_GAP } * size + gap_of_letters;
            if piece.start - reach > gap || (space && !unspaced) {
                words.push(letters::Atom::Space);
            }
        }
        match &piece.letters {
            Letters::One(one) => words.push(letters::Atom::One(*one)),
            Letters::More(text) => words.push(letters::Atom::More(text)),
            Letters::Unknown => {}
        }
        space = false;
        before = Some(piece);
        // Marks end before the letter that they stand over.
        reach = reach.max(piece.end);
    }
    letters::in_order(words)
}

/// The gap that most letters of a line have, where it is one that is set with space between its letters.
fn usual_gap(pieces: &[Piece], size: f64) -> f64 {
    let mut gaps: Vec<f64> = pieces
        .iter()
        .zip(pieces.iter().skip(1))
        .filter(|(one, next)| !one.is_space() && !next.is_space())
        .map(|(one, next)| next.start - one.end)
        .collect();
    gaps.sort_by(f64::total_cmp);
    let middle = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    // Fewer gaps than this may as well be those between words of one letter.
    if gaps.len() >= 6 && middle > 0.08 * size { middle } else { 0.0 }
}
