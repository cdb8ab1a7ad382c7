//! The regions of a page in the order of reading: columns side by side, and what stands above and below them.

use super::lines::Fragment;

/// A white strip between two columns is at least this wide, in sizes. Less is the space between two words.
const GUTTER_WIDTH_MIN: f64 = 0.7;
/// Columns have at least this many lines beside each other; fewer lines are rows of a table or a letterhead.
const LINES_MIN: usize = 3;
/// Columns are at least this wide, in sizes: six letters or more. Narrower ones are numbers, bullets, times of day.
const COLUMN_WIDTH_MIN: f64 = 6.0;
/// The lines of a column are at least this wide on average, in sizes, for some of them are short.
const LINE_WIDTH_MIN: f64 = 3.5;
/// What stands further apart than this, in sizes, does not belong to the same column.
const LINE_GAP_MAX: f64 = 2.4;
/// Fragments that end within this, in sizes, end at the same place.
const SAME_END: f64 = 0.2;
/// Columns within columns, each a level of the stack. Twelve columns side by side need four.
const DEPTH_MAX: usize = 24;
/// Fragments up to which columns are looked for; a broadsheet page has some two thousand. It bounds the time.
const FRAGMENTS_MAX: usize = 10_000;

/// Parts a page into regions, in the order of reading. The fragments of a region belong to one column.
pub(super) fn regions(fragments: Vec<Fragment>) -> Vec<Vec<Fragment>> {
    let mut found = Vec::new();
    let size = usual_size(&fragments);
    if fragments.len() > FRAGMENTS_MAX {
        return vec![fragments];
    }
    part(fragments, size, 0, &mut found);
    found
}

/// The size of most letters.
fn usual_size(fragments: &[Fragment]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = fragments.iter().map(|fragment| (fragment.size, fragment.letters())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = sizes.iter().find(|(_, letters)| {
        seen += letters;
        seen > half
    });
    middle.map_or(10.0, |(size, _)| size.max(1.0))
}

fn part(mut fragments: Vec<Fragment>, size: f64, depth: usize, found: &mut Vec<Vec<Fragment>>) {
    fragments.sort_by(|a, b| a.down.total_cmp(&b.down));
    let gutter = if depth < DEPTH_MAX { gutter(&fragments, size) } else { None };
    let Some(gutter) = gutter else {
        if !fragments.is_empty() {
            found.push(fragments);
        }
        return;
    };
    let (mut above, mut left, mut right, mut below) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for fragment in fragments {
        if fragment.down < gutter.top {
            above.push(fragment);
        } else if fragment.down > gutter.bottom {
            below.push(fragment);
        } else if fragment.start + fragment.end < 2.0 * gutter.middle {
            left.push(fragment);
        } else {
            right.push(fragment);
        }
    }
    for region in [above, left, right, below] {
        part(region, size, depth + 1, found);
    }
}

/// A white strip between two columns.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Gutter {
    /// Its middle line.
    middle: f64,
    /// The base line of the first line beside it.
    top: f64,
    /// The base line of the last line beside it.
    bottom: f64,
    /// Whether nothing in the region crosses it.
    is_whole: bool,
    /// The height over which text stands on both sides.
    height: f64,
}

impl Gutter {
    /// Whether the region is parted here rather than there: first where nothing is cut through, then where most is parted.
    fn is_better(self, other: Gutter) -> bool {
        (self.is_whole, self.height) > (other.is_whole, other.height)
    }
}

/// Finds the best gutter among fragments that are sorted from top to bottom.
fn gutter(fragments: &[Fragment], size: f64) -> Option<Gutter> {
    let start = fragments.iter().map(|fragment| fragment.start).fold(f64::INFINITY, f64::min);
    let end = fragments.iter().map(|fragment| fragment.end).fold(f64::NEG_INFINITY, f64::max);
    if fragments.len() < 2 * LINES_MIN || end - start < 2.0 * COLUMN_WIDTH_MIN * size {
        return None;
    }
    let mut best: Option<Gutter> = None;
    for from in ends(fragments, size).filter(|from| *from - start >= COLUMN_WIDTH_MIN * size) {
        let found = longest_at(fragments, from, from + GUTTER_WIDTH_MIN * size, size);
        if found.is_some_and(|found| best.is_none_or(|best| found.is_better(best))) {
            best = found;
        }
    }
    best
}

/// Where fragments end, each of those places being that of all a little to the left of it: a gutter begins at one of them.
fn ends(fragments: &[Fragment], size: f64) -> impl Iterator<Item = f64> {
    let mut ends: Vec<f64> = fragments.iter().map(|fragment| fragment.end).collect();
    ends.sort_by(|a, b| b.total_cmp(a));
    let mut last = f64::INFINITY;
    ends.into_iter().filter(move |end| {
        let is_new = last - end > SAME_END * size;
        if is_new {
            last = *end;
        }
        is_new
    })
}

/// One side of a strip that may be a gutter.
#[derive(Clone, Copy, Debug, Default)]
struct Side {
    lines: usize,
    /// The base lines of its first and last line.
    first: f64,
    last: f64,
    /// The widths of its fragments, all together.
    filled: f64,
    /// The width of the widest of them.
    widest: f64,
}

impl Side {
    fn add(&mut self, fragment: &Fragment) {
        if self.lines == 0 {
            self.first = fragment.down;
        }
        if self.lines == 0 || fragment.down - self.last > 0.5 * fragment.size {
            self.lines += 1;
            self.last = fragment.down;
        }
        self.filled += fragment.end - fragment.start;
        self.widest = self.widest.max(fragment.end - fragment.start);
    }

    fn is_column(&self, size: f64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "lines of a page")]
        let lines = self.lines as f64;
        self.lines >= LINES_MIN
            && self.widest >= COLUMN_WIDTH_MIN * size
            && self.filled >= LINE_WIDTH_MIN * size * lines
    }
}

/// Finds the longest stretch of a strip that no fragment crosses, with columns on both sides.
fn longest_at(fragments: &[Fragment], from: f64, to: f64, size: f64) -> Option<Gutter> {
    let (mut left, mut right) = (Side::default(), Side::default());
    let mut best: Option<Gutter> = None;
    let (mut first, middle) = (0, f64::midpoint(from, to));
    for at in 0..=fragments.len() {
        let crosses = fragments.get(at).is_none_or(|fragment| fragment.end > from && fragment.start < to);
        if !crosses {
            let fragment = &fragments[at];
            if fragment.end <= from { &mut left } else { &mut right }.add(fragment);
            continue;
        }
        if left.is_column(size) && right.is_column(size) {
            let height = left.last.min(right.last) - left.first.max(right.first);
            if height > best.map_or(2.0 * size, |best| best.height) {
                let top_down = (left.first.max(right.first), left.last.min(right.last));
                let (top, bottom) = stretched(&fragments[first..at], middle, top_down, size);
                let is_whole = first == 0 && at == fragments.len();
                best = Some(Gutter { middle, top, bottom, is_whole, height });
            }
        }
        (left, right, first) = (Side::default(), Side::default(), at + 1);
    }
    best
}

/// Lengthens a gutter from where both columns are to where the longer one of them ends: as far as its lines follow each
/// other.
fn stretched(fragments: &[Fragment], middle: f64, (top, bottom): (f64, f64), size: f64) -> (f64, f64) {
    let limit = |fragment: &Fragment| LINE_GAP_MAX * fragment.size.min(1.5 * size);
    let (mut upper, mut lower) = ([top; 2], [bottom; 2]);
    let side = |fragment: &Fragment| usize::from(fragment.start + fragment.end >= 2.0 * middle);
    for fragment in fragments.iter().rev().filter(|fragment| fragment.down < top) {
        let upper = &mut upper[side(fragment)];
        if *upper - fragment.down <= limit(fragment) {
            *upper = fragment.down;
        }
    }
    for fragment in fragments.iter().filter(|fragment| fragment.down > bottom) {
        let lower = &mut lower[side(fragment)];
        if fragment.down - *lower <= limit(fragment) {
            *lower = fragment.down;
        }
    }
    (upper[0].min(upper[1]), lower[0].max(lower[1]))
}
