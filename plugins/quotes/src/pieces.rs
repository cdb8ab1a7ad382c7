//! What stands between quotation marks: marks are paired, paragraph by paragraph, and mended where one is missing.
//!
//! Pieces inside pieces belong to those: they are no pieces of their own.

use std::ops::Range;

use crate::marks::{Doubt, Mark, Turn, scan};

/// What stands between two quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The bytes with the marks.
    pub(crate) outer: Range<usize>,
    /// The bytes between the marks, without white space at the ends.
    pub(crate) inner: Range<usize>,
    /// Index of the paragraph.
    pub(crate) paragraph: usize,
    /// Whether a mark was missing, or one too many.
    pub(crate) mended: bool,
    /// Whether it ends with the paragraph without a mark, and the next paragraph begins with one.
    pub(crate) goes_on: bool,
}

/// What the words around a mark say.
pub(crate) trait Surroundings {
    /// Whether the next words report: `" said Kovar`.
    fn report_follows(&self, byte: usize) -> bool;
    /// Whether the words before lead to a quotation: `Kovar said: "`.
    fn report_precedes(&self, byte: usize) -> bool;
    /// Whether a sentence begins with the mark at this byte.
    fn begins_sentence(&self, byte: usize) -> bool;
    /// The end of the sentence in which the byte lies.
    fn sentence_end(&self, byte: usize) -> usize;
}

/// The pieces of some paragraphs, in order.
pub(crate) fn find(text: &str, paragraphs: &[Range<usize>], around: &impl Surroundings) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let marks = scan(text, paragraph.clone());
        let opens_with_mark =
            marks.first().is_some_and(|mark| mark.start == paragraph.start && mark.turn == Turn::Open);
        if let Some(last) = pieces.last_mut() {
            last.goes_on &= last.paragraph + 1 == index && opens_with_mark;
        }
        let place = Paragraph { text, range: paragraph.clone(), index, around };
        let doubles = place.doubles(&marks);
        pieces.extend(place.with_singles(&marks, doubles));
    }
    if let Some(last) = pieces.last_mut() {
        last.goes_on &= last.paragraph + 1 < paragraphs.len();
    }
    // That is how it is written: nothing had to be mended.
    pieces.iter_mut().for_each(|piece| piece.mended &= !piece.goes_on);
    pieces
}

struct Paragraph<'a, S> {
    text: &'a str,
    range: Range<usize>,
    index: usize,
    around: &'a S,
}

impl<S: Surroundings> Paragraph<'_, S> {
    /// Pairs the marks that are no apostrophes.
    ///
    /// A second opening mark closes nothing; what it opens lies inside. The paragraph's end closes.
    fn doubles(&self, marks: &[Mark]) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut open: Option<(Mark, usize)> = None;
        for &mark in marks.iter().filter(|mark| !mark.single) {
            let opens = mark.turn == Turn::Open || (mark.turn == Turn::Either && open.is_none());
            match &mut open {
                None if opens => open = Some((mark, 0)),
                None if mark.doubt == Doubt::Unit => {}
                None => self.mend_stray(mark, &mut pieces),
                Some((_, depth)) if opens => *depth += 1,
                Some((first, depth)) => {
                    // An inner mark that is followed by "she said" ends the whole: one of the opening marks was too many.
                    let mended = *depth > 0;
                    if !mended || self.ends_speech(mark) {
                        pieces.push(self.piece(*first, mark, mended));
                        open = None;
                    } else {
                        *depth -= 1;
                    }
                }
            }
        }
        pieces.extend(open.map(|(first, _)| self.unclosed(first)));
        pieces
    }

    /// A closing mark without an opening one: the piece before it may go on until here, or begin with the paragraph.
    fn mend_stray(&self, mark: Mark, pieces: &mut Vec<Piece>) {
        if !self.is_final(mark) {
            return;
        }
        match pieces.last_mut() {
            Some(last) => {
                let rest = self.text[last.outer.end..mark.start].trim_start();
                let goes_on = rest.starts_with(char::is_uppercase) && !self.around.report_follows(last.outer.end);
                if goes_on && self.around.report_follows(mark.end) {
                    last.inner.end = last.inner.start + self.text[last.inner.start..mark.start].trim_end().len();
                    (last.outer.end, last.mended) = (mark.end, true);
                }
            }
            None if self.around.report_follows(mark.end) => {
                let start = self.range.start;
                pieces.push(self.make(start..mark.end, start..mark.start, true));
            }
            None => {}
        }
    }

    /// A piece that nothing closes ends with the paragraph; in the middle of the writer's own words, with the sentence.
    fn unclosed(&self, first: Mark) -> Piece {
        let begins = first.start == self.range.start || self.around.begins_sentence(first.start);
        let whole = begins || self.around.report_precedes(first.start);
        let end = if whole { self.range.end } else { self.around.sentence_end(first.end) };
        let end = end.clamp(first.end, self.range.end);
        let mut piece = self.make(first.start..end, first.end..end, true);
        (piece.goes_on, piece.mended) = (whole, true);
        piece
    }

    /// Adds the pieces between single marks. Those in which others lie take their place.
    fn with_singles(&self, marks: &[Mark], mut doubles: Vec<Piece>) -> Vec<Piece> {
        let mut inside = doubles.iter().map(|piece| piece.outer.clone()).peekable();
        let mut singles: Vec<Mark> = Vec::new();
        for &mark in marks.iter().filter(|mark| mark.single) {
            while inside.next_if(|piece| piece.end <= mark.start).is_some() {}
            if inside.peek().is_none_or(|piece| mark.start < piece.start) {
                singles.push(mark);
            }
        }
        let found = self.pair_singles(&singles);
        if found.is_empty() {
            return doubles;
        }
        let mut around = found.iter().peekable();
        doubles.retain(|piece| {
            while around.next_if(|single| single.outer.end <= piece.outer.start).is_some() {}
            around.peek().is_none_or(|single| piece.outer.start < single.outer.start)
        });
        doubles.extend(found);
        doubles.sort_by_key(|piece| piece.outer.start);
        doubles
    }

    fn pair_singles(&self, marks: &[Mark]) -> Vec<Piece> {
        // Whether a mark that is surely a closing one comes before the next that opens, from each mark on.
        let mut closes_later = vec![false; marks.len() + 1];
        for (index, mark) in marks.iter().enumerate().rev() {
            closes_later[index] = match mark.turn {
                Turn::Open => false,
                _ => mark.doubt != Doubt::Possessor || closes_later[index + 1],
            };
        }
        let mut pieces = Vec::new();
        let mut open: Option<Mark> = None;
        for (index, &mark) in marks.iter().enumerate() {
            let opens = mark.turn == Turn::Open || (mark.turn == Turn::Either && open.is_none());
            let apostrophe = mark.doubt == Doubt::Possessor && closes_later[index + 1];
            match open {
                _ if opens => open = Some(mark),
                Some(first) if !apostrophe => {
                    pieces.push(self.piece(first, mark, false));
                    open = None;
                }
                _ => {}
            }
        }
        if let Some(first) = open.filter(|first| self.around.report_precedes(first.start)) {
            pieces.push(self.unclosed(first));
        }
        pieces
    }

    /// Whether the mark follows the end of a sentence or clause.
    fn is_final(&self, mark: Mark) -> bool {
        self.text[..mark.start].ends_with([',', '.', '!', '?', '…', '—', '–', '’', '\''])
    }

    fn ends_speech(&self, mark: Mark) -> bool {
        self.is_final(mark) && self.around.report_follows(mark.end)
    }

    fn piece(&self, first: Mark, last: Mark, mended: bool) -> Piece {
        self.make(first.start..last.end, first.end..last.start, mended)
    }

    fn make(&self, outer: Range<usize>, inner: Range<usize>, mended: bool) -> Piece {
        let words = &self.text[inner.clone()];
        let start = inner.start + (words.len() - words.trim_start().len());
        let inner = start..start + words.trim().len();
        Piece { outer, inner, paragraph: self.index, mended, goes_on: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes "said" and "says" for the words that report, and a full stop for the end of a sentence.
    struct Plain<'a>(&'a str);

    impl Surroundings for Plain<'_> {
        fn report_follows(&self, byte: usize) -> bool {
            let rest = self.0[byte..].split(['.', '\n', '“', '"']).next().unwrap_or_default();
            rest.contains("said") || rest.contains("says")
        }
        fn report_precedes(&self, byte: usize) -> bool {
            let before = self.0[..byte].trim_end();
            before.ends_with(':') || before.ends_with("said") || before.ends_with("said,")
        }
        fn begins_sentence(&self, byte: usize) -> bool {
            self.0[..byte].trim_end().ends_with('.')
        }
        fn sentence_end(&self, byte: usize) -> usize {
            self.0[byte..].find('.').map_or(self.0.len(), |at| byte + at + 1)
        }
    }

    fn check(text: &str, expected: &[&str]) {
        let mut start = 0;
        let mut paragraphs = Vec::new();
        for line in text.split('\n') {
            paragraphs.push(start..start + line.len());
            start += line.len() + 1;
        }
        let pieces = find(text, &paragraphs, &Plain(text));
        let found: Vec<&str> = pieces.iter().map(|piece| &text[piece.inner.clone()]).collect();
        assert_eq!(found, expected, "{text}");
        for piece in &pieces {
            assert!(piece.outer.start <= piece.inner.start && piece.inner.end <= piece.outer.end, "{piece:?}");
        }
    }

    #[test]
    fn balanced_marks_make_pieces_and_inner_ones_belong_to_them() {
        check("“A “b” c,” he said. “D.”", &["A “b” c,", "D."]);
        check("\"A 'b' c,\" he said. \"D.\"", &["A 'b' c,", "D."]);
        check("‘A “b” c,’ he said.", &["A “b” c,"]);
        check("« Aller », dit-il. „Geh“.", &["Aller", "Geh"]);
        check("“A.”\n“B.”", &["A.", "B."]);
    }

    #[test]
    fn apostrophes_inside_single_marks_end_nothing() {
        check("‘each other’s concerns.’ They", &["each other’s concerns."]);
        check("'We don't go,' he said.", &["We don't go,"]);
        check("‘the parties’ plan to go’ was", &["the parties’ plan to go"]);
        check("the parties’ willingness to hold ‘talks’ and the firms’ plan", &["talks"]);
        check("the pump’s ‘good parts’ were kept", &["good parts"]);
        check("It’s the parties’ plan.", &[]);
    }

    #[test]
    fn a_stray_closing_mark_ends_nothing_when_the_speech_goes_on() {
        check("“A b.” C d. E f,” said Kovar.", &["A b.” C d. E f,"]);
        check("“A b,” said Kovar. C d,” said Petrov.", &["A b,"]);
        check("A b c,” said Kovar.", &["A b c,"]);
        check("a 6\" pipe and a 7\" one", &[]);
    }

    #[test]
    fn a_second_opening_mark_closes_nothing() {
        check("“A b. “C d,” says Kovar. E.", &["A b. “C d,"]);
        check("“A “b” and “c” d,” says Kovar.", &["A “b” and “c” d,"]);
    }

    #[test]
    fn the_end_of_a_paragraph_closes() {
        check("He said, “a b ‘c’.\nD.", &["a b ‘c’."]);
        check("He called it “a b. C d.", &["a b."]);
        check("“A “b” c.", &["A “b” c."]);
    }

    #[test]
    fn a_piece_that_goes_on_in_the_next_paragraph_says_so() {
        let text = "“A.\n“B.\n“C.”\nD.";
        let paragraphs = [0..5, 6..11, 12..20, 21..23];
        let pieces = find(text, &paragraphs, &Plain(text));
        assert_eq!(pieces.iter().map(|piece| piece.goes_on).collect::<Vec<_>>(), [true, true, false]);
    }
}
