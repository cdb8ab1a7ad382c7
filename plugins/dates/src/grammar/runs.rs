//! Where an expression can begin at all: most words of a line are passed over by what stands near them.

use crate::pieces::{Kind, Piece};
use crate::words::Word;

/// Pieces without an ordinary word between them: an expression has none inside.
#[derive(Clone, Copy, Default)]
pub(super) struct Run {
    /// The index behind the last piece that tells a time; no expression begins there or later.
    pub(super) telling: usize,
    /// The index behind the ordinary word that ends the run.
    pub(super) end: usize,
}

impl Run {
    /// The run that begins with a piece.
    pub(super) fn from(all: &[Piece], start: usize) -> Run {
        let ordinary = |piece: &Piece| matches!(piece.kind, Kind::Other | Kind::Name | Kind::Past);
        let pieces = &all[start..];
        let length = pieces.iter().position(ordinary).unwrap_or(pieces.len());
        let last = pieces[..length].iter().rposition(|piece| tells(piece.kind));
        Run { telling: last.map_or(start, |last| start + last + 1), end: start + length + 1 }
    }
}

/// Whether an expression can begin with a piece of this kind.
pub(super) fn begins(kind: Kind) -> bool {
    match kind {
        Kind::Number(_) => true,
        Kind::Word(word) => !matches!(
            word,
            Word::Small
                | Word::Told
                | Word::Future
                | Word::Measure
                | Word::Paper
                | Word::Naming
                | Word::And
                | Word::Or
                | Word::Of
                | Word::To
                | Word::On
                | Word::At
                | Word::By
        ),
        _ => false,
    }
}

/// Whether a piece tells a time, counts one, or may have its time behind an ordinary word: "till date", "the rest of my
/// week". The others only join what does: "the last of the" is no expression.
fn tells(kind: Kind) -> bool {
    match kind {
        Kind::Number(_) => true,
        Kind::Word(word) => !matches!(
            word,
            Word::A
                | Word::The
                | Word::This
                | Word::That
                | Word::Same
                | Word::Last
                | Word::Past
                | Word::Previous
                | Word::Current
                | Word::Next
                | Word::Coming
                | Word::Following
                | Word::Recent
                | Word::Early
                | Word::Mid
                | Word::Late
                | Word::Earlier
                | Word::Later
                | Word::Start
                | Word::Starting
                | Word::Middle
                | Word::End
                | Word::Ago
                | Word::Before
                | Word::After
                | Word::From
                | Word::Since
                | Word::To
                | Word::Through
                | Word::Between
                | Word::And
                | Word::Or
                | Word::In
                | Word::On
                | Word::At
                | Word::By
                | Word::Of
                | Word::For
                | Word::During
                | Word::Within
                | Word::Over
                | Word::Every
                | Word::Per
                | Word::No
                | Word::More
                | Word::Less
                | Word::As
                | Word::Few
                | Word::Couple
                | Word::Fiscal
                | Word::Calendar
                | Word::Small
                | Word::Told
                | Word::Future
                | Word::Measure
                | Word::Paper
                | Word::Naming
        ),
        _ => false,
    }
}
