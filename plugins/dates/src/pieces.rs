//! A line of text as the pieces that the grammar reads: known words, numbers, marks. What lies between two pieces is
//! white space or nothing; runs of words that have nothing to do with time are one piece, so that a line costs little
//! however long it is.

use eight::Eight;

use crate::numbers::{self, Number};
use crate::words::{self, Word};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word of the table.
    Word(Word),
    /// A number, or numbers with marks between them.
    Number(Number),
    /// A mark; every dash is `-`, every apostrophe `'`, every quotation mark `"`.
    Mark(u8),
    /// The possessive 's.
    Possessive,
    /// One or more other words that begin with a capital letter.
    Name,
    /// One or more other words.
    Other,
    /// Such a word with the ending of the past.
    Past,
    /// Before the first piece and behind the last.
    Edge,
}

/// A piece and where it stands in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// What it is.
    pub(crate) kind: Kind,
    /// Whether it begins with a capital letter.
    pub(crate) capital: bool,
    /// First byte in the line.
    pub(crate) start: u32,
    /// Byte after the last.
    pub(crate) end: u32,
}

/// Cuts a line into pieces; `pieces` is emptied first. Lines are shorter than 4 GiB: the caller cuts them.
pub(crate) fn read(line: &str, pieces: &mut Vec<Piece>) {
    pieces.clear();
    let mut reading = Reading { line, at: 0, pieces };
    while let Some(&byte) = line.as_bytes().get(reading.at) {
        match byte {
            b' ' | b'\t' | b'\r' => reading.at += 1,
            b'0'..=b'9' => reading.number(),
            b'a'..=b'z' | b'A'..=b'Z' => reading.word(),
            b'#' | b'@' | b'_' => reading.skip_to_blank(),
            0x80.. => reading.beyond_ascii(),
            _ => reading.mark(byte, 1),
        }
    }
}

struct Reading<'a> {
    line: &'a str,
    at: usize,
    pieces: &'a mut Vec<Piece>,
}

impl Reading<'_> {
    fn push(&mut self, kind: Kind, capital: bool, end: usize) {
        match (kind, self.pieces.last_mut()) {
            (Kind::Other, Some(last @ Piece { kind: Kind::Other, .. }))
            | (Kind::Name, Some(last @ Piece { kind: Kind::Name, .. })) => last.end = end as u32,
            _ => self.pieces.push(Piece { kind, capital, start: self.at as u32, end: end as u32 }),
        }
        self.at = end;
    }

    fn mark(&mut self, mark: u8, bytes: usize) {
        let end = self.at + bytes;
        if mark == b'\'' && self.possessive(end) {
            return self.push(Kind::Possessive, false, end + 1);
        }
        self.push(Kind::Mark(mark), false, end);
    }

    /// Whether an apostrophe that ends here is that of "'s".
    fn possessive(&self, end: usize) -> bool {
        let bytes = self.line.as_bytes();
        let after_word = self.at > 0 && bytes[self.at - 1].is_ascii_alphanumeric();
        after_word
            && matches!(bytes.get(end), Some(b's' | b'S'))
            && !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
    }

    fn beyond_ascii(&mut self) {
        let letter = self.line[self.at..].chars().next().unwrap_or(' ');
        match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => self.mark(b'-', letter.len_utf8()),
            '‘' | '’' | '\u{2bc}' => self.mark(b'\'', letter.len_utf8()),
            '“' | '”' | '„' | '«' | '»' => self.mark(b'"', letter.len_utf8()),
            '€' | '£' | '¥' => self.mark(b'$', letter.len_utf8()),
            _ if letter.is_whitespace() => self.at += letter.len_utf8(),
            _ if letter.is_alphanumeric() => self.word(),
            _ => self.mark(b'?', letter.len_utf8()),
        }
    }

    fn word(&mut self) {
        let ascii = letters(self.line.as_bytes(), self.at);
        let rest = &self.line[self.at..];
        let next = rest.as_bytes().get(ascii).copied().unwrap_or(b' ');
        if ascii == 0 || !next.is_ascii() && rest[ascii..].starts_with(is_beyond_ascii) {
            return self.foreign_word();
        }
        let word = &rest[..ascii];
        let end = self.at + ascii;
        let capital = word.starts_with(|first: char| first.is_ascii_uppercase());
        // What is no plain word shows it by the mark that follows.
        if matches!(next, b':' | b'@' | b'.') {
            if is_address(word, &rest[ascii..]) {
                return self.skip_to_blank();
            }
            if let Some(half) = half_of_day(word, &rest[ascii..]) {
                let dot = usize::from(rest[ascii + 2..].starts_with('.'));
                return self.push(Kind::Word(half), capital, end + 2 + dot);
            }
        }
        match words::lookup(self.line, self.at..end) {
            Some(known) => self.push(Kind::Word(known), capital, end),
            None if word.len() <= 2 && self.period(word, end) => {}
            None if capital => self.push(Kind::Name, true, end),
            None if word.len() > 4 && word.ends_with("ed") => self.push(Kind::Past, false, end),
            None => self.push(Kind::Other, false, end),
        }
    }

    /// A word with letters beyond ASCII, up to the first sign that is none of them, ASCII or not.
    fn foreign_word(&mut self) {
        let rest = &self.line[self.at..];
        let first = rest.chars().next().unwrap_or(' ');
        let length = rest.find(|letter: char| !is_letter(letter)).unwrap_or(rest.len()).max(first.len_utf8());
        let kind = if first.is_uppercase() { Kind::Name } else { Kind::Other };
        self.push(kind, first.is_uppercase(), self.at + length);
    }

    /// "Q1", "H2", "FY2024", "FY24": letters with a number that touches them. Says whether it was one.
    fn period(&mut self, letters: &str, end: usize) -> bool {
        let digits: &str = &self.line[end..];
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        let followed = digits[count..].starts_with(|letter: char| letter.is_alphanumeric());
        let (Ok(value), false) = (digits[..count.min(4)].parse::<u16>(), followed) else { return false };
        let number = match (letters, count, value) {
            ("Q" | "q", 1, 1..=4) => Number::Quarter(value as u8),
            ("H", 1, 1..=2) => Number::Half(value as u8),
            ("FY" | "fy", 4, 1900..=2199) => Number::FiscalYear(value),
            ("FY" | "fy", 2, _) => Number::FiscalYear(2000 + value),
            _ => return false,
        };
        self.push(Kind::Number(number), true, end + count);
        true
    }

    fn number(&mut self) {
        let bytes = self.line.as_bytes();
        let before = self.at.checked_sub(1).map_or(b' ', |at| bytes[at]);
        let (number, end) = numbers::read(self.line, self.at);
        // "G20", "$20", "B-52": a number that touches letters or a currency sign tells no time; "Dec31" does.
        let touches = match self.pieces.last() {
            Some(last) if last.end as usize == self.at => match last.kind {
                Kind::Word(Word::Month(_) | Word::ShortMonth(_)) => false,
                Kind::Name | Kind::Other | Kind::Past | Kind::Word(_) | Kind::Number(_) => true,
                Kind::Mark(mark) => matches!(mark, b'$' | b'=' | b'&' | b'\\'),
                _ => false,
            },
            Some(last) => last.kind == Kind::Mark(b'$'),
            None => false,
        };
        let kind = if touches || before >= 0x80 && before != 0x93 && self.touches_letter() {
            Kind::Other
        } else {
            number.map_or(Kind::Other, Kind::Number)
        };
        self.push(kind, false, end);
    }

    /// Whether the character before this place is a letter or number beyond ASCII.
    fn touches_letter(&self) -> bool {
        self.line[..self.at].chars().next_back().is_some_and(char::is_alphanumeric)
    }

    /// Web addresses, hashtags and handles are no text.
    fn skip_to_blank(&mut self) {
        let rest = &self.line[self.at..];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.push(Kind::Other, false, self.at + length);
    }
}

/// How many letters of ASCII stand from `at` on.
fn letters(line: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        let run = Eight::at(line, end).letters().run();
        end += run;
        if run < 8 {
            return end - at;
        }
    }
}

/// Whether a character goes on with a word: a letter or an accent.
fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || ('\u{300}'..'\u{370}').contains(&letter)
}

fn is_beyond_ascii(letter: char) -> bool {
    !letter.is_ascii() && is_letter(letter)
}

/// "a.m." and "p.m.", of which the first letter was read.
fn half_of_day(letter: &str, rest: &str) -> Option<Word> {
    let dotted = rest.starts_with(".m") && !rest[2..].starts_with(|next: char| next.is_alphanumeric());
    match letter {
        "a" if dotted => Some(Word::Am),
        "p" if dotted => Some(Word::Pm),
        _ => None,
    }
}

/// Whether a word begins a web address or an address of mail: "https:", "www.", "ada@", "site.example/2024".
fn is_address(word: &str, rest: &str) -> bool {
    if rest.starts_with("://") || rest.starts_with('@') || word.eq_ignore_ascii_case("www") && rest.starts_with('.') {
        return true;
    }
    rest.starts_with(['.', '-', '_'])
        && rest.bytes().take_while(|byte| !byte.is_ascii_whitespace()).take(200).any(|byte| byte == b'/')
        && rest.starts_with('.')
        && rest[1..].starts_with(|letter: char| letter.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Unit;

    fn kinds(line: &str) -> Vec<Kind> {
        let mut pieces = Vec::new();
        read(line, &mut pieces);
        pieces.iter().map(|piece| piece.kind).collect()
    }

    #[test]
    fn words_that_tell_no_time_are_one_piece() {
        assert_eq!(kinds("harbour towns along rivers"), [Kind::Other]);
        assert_eq!(
            kinds("Ada Field walked two days"),
            [Kind::Name, Kind::Past, Kind::Word(Word::Count(2)), Kind::Word(Word::Units(Unit::Day))]
        );
    }

    #[test]
    fn addresses_tags_and_money_hide_their_numbers() {
        for line in [
            "https://site.example/2024/01/28/tide",
            "www.site.example/2024-01-28",
            "#year2024",
            "@ada_2024",
            "ada.field@site.example",
            "news.site.example/a/2024",
            "G20",
            "COVID19",
            "naïve2024",
        ] {
            assert!(!kinds(line).iter().any(|kind| matches!(kind, Kind::Number(_))), "{line}: {:?}", kinds(line));
        }
        assert_eq!(kinds("$2024"), [Kind::Mark(b'$'), Kind::Other]);
        assert_eq!(kinds("€ 2024"), [Kind::Mark(b'$'), Kind::Other]);
    }

    #[test]
    fn marks_and_possessives_have_one_spelling() {
        assert_eq!(kinds("May’s"), [Kind::Word(Word::Month(5)), Kind::Possessive]);
        assert_eq!(kinds("May's"), [Kind::Word(Word::Month(5)), Kind::Possessive]);
        assert_eq!(kinds("May–June"), [Kind::Word(Word::Month(5)), Kind::Mark(b'-'), Kind::Word(Word::Month(6))]);
    }

    #[test]
    fn positions_are_those_of_the_line() {
        let mut pieces = Vec::new();
        let line = "Zoë left\u{a0}in May";
        read(line, &mut pieces);
        let words: Vec<&str> = pieces.iter().map(|piece| &line[piece.start as usize..piece.end as usize]).collect();
        assert_eq!(words, ["Zoë", "left", "in", "May"]);
    }
}
