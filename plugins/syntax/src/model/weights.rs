//! The file of weights, read in place: nothing of it is copied, so all workers share its pages.
//!
//! | part | bytes |
//! |---|---|
//! | [`MAGIC`] | 8 |
//! | lexicon | see `lexicon` |
//! | tagger and parser | see `network` |
//! | for each class the labels that its words can have, a bit each | 8 |
//! | labeller | see `network` |

use super::labeller::{Labeller, Possible};
use super::lexicon::Lexicon;
use super::network::Network;
use super::parser::Parser;
use super::tagger::Tagger;

/// How the file begins.
pub const MAGIC: &[u8; 8] = b"syntax 2";

/// What was learned.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'a> {
    /// The words that are known.
    pub lexicon: Lexicon<'a>,
    /// The tagger's.
    pub tagger: Tagger<'a>,
    /// The parser's.
    pub parser: Parser<'a>,
    /// The labels that words of each class can have.
    pub possible: Possible<'a>,
    /// The labeller's.
    pub labeller: Labeller<'a>,
}

impl<'a> Weights<'a> {
    /// Reads a file; `None` when it is not one.
    pub fn read(bytes: &'a [u8]) -> Option<Weights<'a>> {
        let (lexicon, bytes) = Lexicon::read(bytes.strip_prefix(MAGIC)?)?;
        let (tagger, bytes) = Network::read(bytes)?;
        let (parser, bytes) = Network::read(bytes)?;
        let (possible, bytes) = bytes.split_first_chunk::<512>()?;
        let possible = possible.as_chunks::<8>().0.try_into().ok()?;
        let (labeller, bytes) = Network::read(bytes)?;
        bytes.is_empty().then_some(Weights { lexicon, tagger, parser, possible, labeller })
    }
}

/// Reads a count (4 bytes); returns it and what follows it.
pub(super) fn read_count(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (count, bytes) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*count) as usize, bytes))
}
