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

/// What a word does in an expression of time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Tells a time, counts one, or may have its time behind an ordinary word: "till date", "the rest of my week".
    Tells,
    /// Leads to one that is told behind it: "the last" alone is none.
    Leads,
    /// Stands only inside of one: "3 and 4 May".
    Joins,
    /// Says something about the clause around it: "said", "will".
    Surrounds,
}

/// Whether an expression can begin with a piece of this kind.
pub(super) fn begins(kind: Kind) -> bool {
    match kind {
        Kind::Number(_) => true,
        Kind::Word(word) => matches!(use_of(word), Use::Tells | Use::Leads),
        _ => false,
    }
}

fn tells(kind: Kind) -> bool {
    match kind {
        Kind::Number(_) => true,
        Kind::Word(word) => use_of(word) == Use::Tells,
        _ => false,
    }
}

fn use_of(word: Word) -> Use {
    use Word::*;
    match word {
        A | The | This | That | Same => Use::Leads,
        Last | Past | Previous | Current | Next | Coming | Following | Recent => Use::Leads,
        Early | Mid | Late | Earlier | Later | Start | Starting | Middle | End => Use::Leads,
        Ago | Before | After | From | Since | Through | Between | In | For | During | Within | Over => Use::Leads,
        Every | Per | No | More | Less | As | Few | Couple | Fiscal | Calendar => Use::Leads,
        And | Or | Of | To | On | At | By => Use::Joins,
        Small | Told | Future | Measure | Paper | Naming => Use::Surrounds,
        _ => Use::Tells,
    }
}
