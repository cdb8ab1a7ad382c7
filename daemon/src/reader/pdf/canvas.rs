//! What is drawn on a page, seen as text: letters with their places, and the spans of marked content around them. The
//! library that reads PDF files ends at [`super::content`]; everything after it sees these types alone.

/// The text of one glyph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// One character, as nearly always.
    One(char),
    /// A ligature that the font itself takes apart, or a span with a text of its own.
    More(Box<str>),
    /// The font does not say which character this shape is.
    Unknown,
}

impl Letters {
    /// Letters of a text, without their box where one is enough.
    pub(super) fn new(text: &str) -> Letters {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) => Letters::One(one),
            (Some(_), Some(_)) => Letters::More(text.into()),
            (None, _) => Letters::Unknown,
        }
    }
}

/// A glyph at its place.
///
/// Coordinates are points; x grows to the right, y downwards, from the upper left corner of the page as it is shown.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// What it says.
    pub(super) letters: Letters,
    /// Where its base line begins.
    pub(super) x: f64,
    /// Where its base line begins.
    pub(super) y: f64,
    /// From there to where the next glyph would begin.
    pub(super) advance: (f64, f64),
    /// The size of its font on the page.
    pub(super) size: f64,
    /// Whether its font is a bold one, by its name.
    pub(super) bold: bool,
}

/// What a span of marked content says about the glyphs within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing that matters here.
    Plain,
    /// They are not shown, or stand on every page: a layer that is switched off, a running head.
    Hidden,
    /// They show this text.
    Text(String),
}

/// Takes what a page shows, in the order in which it is drawn.
pub(super) trait Canvas {
    /// Takes a glyph.
    fn glyph(&mut self, glyph: Glyph);
    /// Begins a span; spans nest.
    fn begin(&mut self, mark: Mark);
    /// Ends the innermost span.
    fn end(&mut self);
}

/// How many spans may nest; those within are plain. Tagged files nest two or three.
const SPANS_MAX: usize = 64;

/// Gathers the glyphs of a page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// What is shown.
    pub(super) glyphs: Vec<Glyph>,
    spans: Vec<Span>,
    /// The spans beyond [`SPANS_MAX`].
    deeper: usize,
    hidden: usize,
}

#[derive(Debug)]
struct Span {
    mark: Mark,
    /// How many glyphs there were before it.
    first: usize,
}

impl Canvas for Sheet {
    fn glyph(&mut self, glyph: Glyph) {
        if self.hidden == 0 {
            self.glyphs.push(glyph);
        }
    }

    fn begin(&mut self, mark: Mark) {
        if self.spans.len() == SPANS_MAX {
            self.deeper += 1;
            return;
        }
        self.hidden += usize::from(mark == Mark::Hidden);
        self.spans.push(Span { mark, first: self.glyphs.len() });
    }

    fn end(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        match self.spans.pop() {
            Some(Span { mark: Mark::Hidden, .. }) => self.hidden -= 1,
            Some(Span { mark: Mark::Text(text), first }) => self.replace(first, &text),
            Some(Span { mark: Mark::Plain, .. }) | None => {}
        }
    }
}

impl Sheet {
    /// Puts the text of a span in the place of its glyphs.
    ///
    /// A span of several lines keeps its own glyphs when all of them are known: nobody could tell where in the text the
    /// lines end.
    fn replace(&mut self, first: usize, text: &str) {
        let within = &self.glyphs[first..];
        // A mark over a letter may come before it; it has no width, and so no direction.
        let has_width = |glyph: &&Glyph| glyph.advance.0.hypot(glyph.advance.1) > 0.0;
        let Some(head) = within.iter().find(has_width).or(within.first()) else { return };
        let one_line = within.iter().all(|glyph| distance_across(head, glyph) < 0.5 * head.size);
        let all_known = within.iter().all(|glyph| glyph.letters != Letters::Unknown);
        if !one_line && all_known {
            return;
        }
        let mut whole = head.clone();
        if one_line {
            cover(&mut whole, within);
        }
        whole.letters = Letters::new(text);
        self.glyphs.truncate(first);
        self.glyphs.push(whole);
    }
}

/// How far a glyph stands off the base line of another.
fn distance_across(line: &Glyph, glyph: &Glyph) -> f64 {
    let (x, y) = line.advance;
    let length = x.hypot(y).max(f64::MIN_POSITIVE);
    ((glyph.y - line.y) * x - (glyph.x - line.x) * y).abs() / length
}

/// Stretches a glyph along its base line, in either direction, over all of a span.
fn cover(whole: &mut Glyph, within: &[Glyph]) {
    let length = whole.advance.0.hypot(whole.advance.1);
    if length <= 0.0 {
        return;
    }
    let (dx, dy) = (whole.advance.0 / length, whole.advance.1 / length);
    let along = |x: f64, y: f64| (x - whole.x) * dx + (y - whole.y) * dy;
    let (mut start, mut end) = (0.0_f64, length);
    for glyph in within {
        let from = along(glyph.x, glyph.y);
        let to = along(glyph.x + glyph.advance.0, glyph.y + glyph.advance.1);
        start = start.min(from).min(to);
        end = end.max(from).max(to);
    }
    whole.x += start * dx;
    whole.y += start * dy;
    whole.advance = ((end - start) * dx, (end - start) * dy);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(letters: Letters, x: f64, y: f64) -> Glyph {
        Glyph { letters, x, y, advance: (5.0, 0.0), size: 10.0, bold: false }
    }

    #[test]
    fn a_span_with_a_text_of_its_own_takes_the_place_of_its_glyphs() {
        let mut sheet = Sheet::default();
        sheet.begin(Mark::Text("\u{c548}\u{b155}".to_owned()));
        sheet.glyph(glyph(Letters::Unknown, 10.0, 100.0));
        sheet.glyph(glyph(Letters::Unknown, 15.0, 100.0));
        sheet.end();
        assert_eq!(sheet.glyphs.len(), 1);
        assert_eq!(sheet.glyphs[0].letters, Letters::More("\u{c548}\u{b155}".into()));
        assert!((sheet.glyphs[0].advance.0 - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_span_of_two_lines_keeps_the_glyphs_that_are_known() {
        let mut sheet = Sheet::default();
        sheet.begin(Mark::Text("ab".to_owned()));
        sheet.glyph(glyph(Letters::One('a'), 10.0, 100.0));
        sheet.glyph(glyph(Letters::One('b'), 10.0, 112.0));
        sheet.end();
        assert_eq!(sheet.glyphs.len(), 2);
    }

    #[test]
    fn what_a_hidden_span_holds_is_not_there_and_spans_may_be_unbalanced() {
        let mut sheet = Sheet::default();
        sheet.end();
        sheet.begin(Mark::Hidden);
        for _ in 0..2 * SPANS_MAX {
            sheet.begin(Mark::Plain);
        }
        sheet.glyph(glyph(Letters::One('a'), 0.0, 0.0));
        for _ in 0..2 * SPANS_MAX + 1 {
            sheet.end();
        }
        sheet.glyph(glyph(Letters::One('b'), 0.0, 0.0));
        assert_eq!(sheet.glyphs.len(), 1);
        assert_eq!(sheet.glyphs[0].letters, Letters::One('b'));
    }
}
