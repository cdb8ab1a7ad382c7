//! A document's dates: which stretches are read, in which order, and what earlier dates lend to later ones.

use std::cell::OnceCell;
use std::ops::Range;

use extractor_api::Document;
use extractor_api::layer::{Tag, Zone, ZoneKind, range_of};
use parsed::Parsed;

use crate::grammar::{Found, Grammar};
use crate::moment::{Expression, From, Moment, Month, Reach, Year};
use crate::pieces::{self, Kind, Piece};
use crate::point::Point;
use crate::resolve::{Border, Memory, Resolver, Tense, Value};
use crate::words::Word;
use crate::{published, tense};

/// A date with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention {
    /// Its bytes.
    pub(crate) range: Range<usize>,
    /// What it means.
    pub(crate) value: Value,
}

/// A line is cut into stretches of at most this many bytes: what a stretch costs in memory stays small, and a date that
/// lies across a cut is lost.
const STRETCH_BYTES_MAX: usize = 64 * 1024;

/// Mentions that are kept; a text with more is a table or a calendar.
const MENTIONS_MAX: usize = 50_000;

/// How far behind a year a day or month still belongs to it: "In 2019 ... in March".
const NEAR_BYTES_MAX: usize = 160;

/// Finds the dates of a document; `None` when it should stop.
pub(crate) fn read(document: &Document<'_>, text: &str, stop: impl Fn() -> bool) -> Option<Vec<Mention>> {
    let mut reading = Reading {
        text,
        published: published::read(document),
        parsed: OnceCell::new(),
        read_parse: &|| Parsed::read(document),
        memory: Memory::default(),
        near_year: None,
        may_is_name: false,
        pieces: Vec::new(),
        mentions: Vec::new(),
    };
    for zone in zones(document, text) {
        for line in lines(text, zone) {
            if stop() {
                return None;
            }
            reading.line(line);
        }
        if reading.mentions.len() >= MENTIONS_MAX {
            reading.mentions.truncate(MENTIONS_MAX);
            break;
        }
    }
    Some(reading.mentions)
}

/// The parts that are read; all of the text when nobody told zones. The dates of sources and links are those of other
/// texts, and the `article` record has the former.
fn zones(document: &Document<'_>, text: &str) -> Vec<Range<usize>> {
    let Some(zones) = document.layer::<Zone>() else { return std::iter::once(0..text.len()).collect() };
    let mut end = 0;
    let mut ranges = Vec::new();
    for zone in zones.iter().filter(|zone| is_read(zone.kind)) {
        let Some(range) = range_of(text, zone.start, zone.end).filter(|range| range.start >= end) else { continue };
        end = range.end;
        ranges.push(range);
    }
    ranges
}

fn is_read(kind: ZoneKind) -> bool {
    !matches!(
        kind,
        ZoneKind::ShareWidget
            | ZoneKind::AvailableLanguages
            | ZoneKind::References
            | ZoneKind::RelatedLinks
            | ZoneKind::Hashtags
    )
}

/// The lines of a range, cut where they are too long.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        if at >= range.end {
            return None;
        }
        let rest = &text[at..range.end];
        let longest = (0..=STRETCH_BYTES_MAX.min(rest.len())).rev().find(|&end| rest.is_char_boundary(end))?;
        let line = rest[..longest].find('\n').unwrap_or_else(|| {
            let blank = (longest < rest.len()).then(|| rest[..longest].rfind(' ')).flatten();
            blank.filter(|&blank| blank > 0).unwrap_or(longest)
        });
        let found = at..at + line;
        at += (line + usize::from(rest[line..].starts_with(['\n', ' ']))).max(1);
        Some(found)
    })
}

struct Reading<'a> {
    text: &'a str,
    published: Option<Point>,
    parsed: OnceCell<Option<Parsed<'a>>>,
    read_parse: &'a dyn Fn() -> Option<Parsed<'a>>,
    memory: Memory,
    /// A year that was told, and where it ends.
    near_year: Option<(i16, usize)>,
    may_is_name: bool,
    pieces: Vec<Piece>,
    mentions: Vec<Mention>,
}

impl<'a> Reading<'a> {
    fn line(&mut self, range: Range<usize>) {
        let line = &self.text[range.clone()];
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces::read(line, &mut pieces);
        let refused = |piece: &Piece| self.is_verb(range.start + piece.start as usize);
        let mut grammar = Grammar { line, pieces: &pieces, may_is_name: self.may_is_name, refused: &refused };
        let found = grammar.find();
        self.may_is_name = grammar.may_is_name;
        self.near_year = None;
        for found in found {
            self.mention(&found, line, &pieces, range.start);
        }
        self.pieces = pieces;
    }

    /// Whether the parse has a verb here: "march", "may".
    fn is_verb(&self, byte: usize) -> bool {
        let Some(parsed) = self.parsed() else { return false };
        let token = parsed.token_at(byte).map(|token| parsed.tokens[token]);
        token.is_some_and(|token| token.start as usize == byte && matches!(token.tag, Tag::Verb | Tag::Aux))
    }

    fn parsed(&self) -> Option<&Parsed<'a>> {
        self.parsed.get_or_init(self.read_parse).as_ref()
    }

    fn mention(&mut self, found: &Found, line: &str, pieces: &[Piece], offset: usize) {
        let first = pieces[found.pieces.start].start as usize;
        let last = pieces[found.pieces.end - 1].end as usize;
        let range = offset + first..offset + last;
        self.memory.near_year =
            self.near_year.filter(|(_, end)| self.is_near(*end, &range, pieces, found)).map(|(year, _)| year);
        let tense =
            if needs_tense(&found.expression) { self.tense(found, line, pieces, &range) } else { Tense::Unknown };
        let resolver = Resolver { published: self.published, memory: &self.memory, tense };
        // "I smoked ten in a day": how long it took, unless it is to come.
        let one = matches!(pieces.get(found.pieces.start + 1), Some(next) if next.kind == Kind::Word(Word::A));
        let begins_so = line[first..].starts_with(['i', 'I', 'w', 'W']);
        let over = tense == Tense::Past || one && tense == Tense::Unknown;
        let owned = pieces.get(found.pieces.end).is_some_and(|next| next.kind == Kind::Possessive);
        if over && !owned && is_length(&found.expression, begins_so) {
            return;
        }
        let value = resolver.value(&found.expression);
        // "the first since the May 2023 meeting": no story goes on from there.
        let before = pieces[..found.pieces.start].iter().rev().take(2);
        if !before.into_iter().any(|piece| piece.kind == Kind::Word(Word::Since)) {
            self.remember(&found.expression, &value, range.end);
        }
        self.mentions.push(Mention { range, value });
    }

    /// Whether a year that was told belongs to a date of the same sentence.
    fn is_near(&self, year_end: usize, range: &Range<usize>, pieces: &[Piece], found: &Found) -> bool {
        let stretch = range.start - pieces[found.pieces.start].start as usize;
        let between = pieces[..found.pieces.start].iter().enumerate().rev();
        range.start - year_end <= NEAR_BYTES_MAX
            && !between
                .take_while(|(_, piece)| stretch + piece.start as usize >= year_end)
                .any(|(at, _)| tense::ends_sentence(pieces, at))
    }

    fn tense(&self, found: &Found, line: &str, pieces: &[Piece], range: &Range<usize>) -> Tense {
        let told = self.parsed().map_or(Tense::Unknown, |parsed| tense::of_parse(parsed, range.clone()));
        if told == Tense::Unknown { tense::of_words(line, pieces, found.pieces.clone()) } else { told }
    }

    /// Keeps what later dates may be completed from.
    fn remember(&mut self, expression: &Expression, value: &Value, end: usize) {
        // What lies around the publication is no day that a story goes on from.
        if let Expression::One(Moment::Window { .. } | Moment::Side { .. }) = expression {
            return;
        }
        let last = match (value.to, value.from) {
            (Some(Border::Point(point)), _)
            | (Some(Border::Open), Border::Point(point))
            | (None, Border::Point(point)) => point,
            _ => return,
        };
        match last {
            Point::Day(day) | Point::Time(day, _) => {
                self.memory.day = Some(day);
                self.memory.month = Some((day.year(), day.month() as u8));
            }
            Point::Month(year, month) => {
                self.memory.month = Some((year, month));
                self.memory.day = None;
            }
            _ => self.memory.day = None,
        }
        if tells_year(expression)
            && let Some(year) = last.first().map(|day| day.year())
        {
            self.near_year = Some((year, end));
        }
    }
}

/// Whether an expression that begins with "in" or "within" is a length of time.
fn is_length(expression: &Expression, begins_so: bool) -> bool {
    match expression {
        Expression::One(Moment::Distance { amount, from: From::Publication, .. }) => begins_so && amount.is_ahead(),
        Expression::One(Moment::Window { reach: Reach::Within, .. }) => true,
        _ => false,
    }
}

/// Whether the year stands in the words.
fn tells_year(expression: &Expression) -> bool {
    let told = |moment: &Moment| {
        let moment = if let Moment::At(inner, _) | Moment::Part(_, inner) = moment { inner } else { moment };
        matches!(
            moment,
            Moment::Year(_)
                | Moment::Day { month: Month::Named(_, Year::Told(_)), .. }
                | Moment::Month(Month::Named(_, Year::Told(_)))
                | Moment::Unclear { .. }
                | Moment::Quarter(_, Year::Told(_))
                | Moment::Season(_, Year::Told(_))
        )
    };
    match expression {
        Expression::One(moment) => told(moment),
        Expression::Range(_, to) => told(to),
        _ => false,
    }
}

/// Whether the verb decides between the date before the publication and the one behind.
fn needs_tense(expression: &Expression) -> bool {
    let open = |moment: &Moment| {
        let moment = if let Moment::At(inner, _) | Moment::Part(_, inner) = moment { inner } else { moment };
        match moment {
            Moment::Weekday { .. } | Moment::Slash { .. } | Moment::Weekend => true,
            Moment::Distance { from: From::Publication, .. } | Moment::Window { reach: Reach::Within, .. } => true,
            Moment::Day { month, .. } | Moment::Month(month) => {
                matches!(month, Month::Open | Month::Named(_, Year::Open))
            }
            Moment::Quarter(_, year) | Moment::Half(_, year) | Moment::Season(_, year) | Moment::Holiday(_, year) => {
                *year == Year::Open
            }
            _ => false,
        }
    };
    match expression {
        Expression::Range(from, to) => open(from) || open(to),
        Expression::One(moment)
        | Expression::Since(moment)
        | Expression::Until(moment)
        | Expression::After(moment)
        | Expression::Before(moment) => open(moment),
    }
}
