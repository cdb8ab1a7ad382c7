//! The file of weights, read in place: nothing of it is copied, so all workers share its pages.
//!
//! | part | bytes |
//! |---|---|
//! | [`MAGIC`] | 8 |
//! | lexicon | see `lexicon` |
//! | tagger and parser | see `network` |
//! | the parser's glance | see `glance` |
//! | for each pair of a word and its head the labels that it can have, a bit each | 8 |
//! | labeller | see `network` |
//!
//! Each part begins at a multiple of [`ALIGNMENT`], with zeros before it.

use super::glance::Glance;
use super::labeller::{Labeller, PAIRS, Possible};
use super::lexicon::Lexicon;
use super::network::Network;
use super::parser::Parser;
use super::tagger::Tagger;

/// How the file begins.
pub const MAGIC: &[u8; 8] = b"syntax 5";

/// What was learned.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'a> {
    /// The words that are known.
    pub lexicon: Lexicon<'a>,
    /// The tagger's.
    pub tagger: Tagger<'a>,
    /// The parser's.
    pub parser: Parser<'a>,
    /// What the parser knows at first glance.
    pub glance: Glance<'a>,
    /// The labels that each pair of a word and its head can have.
    pub possible: Possible<'a>,
    /// The labeller's.
    pub labeller: Labeller<'a>,
}

impl<'a> Weights<'a> {
    /// Reads a file; `None` when it is not one.
    pub fn read(bytes: &'a [u8]) -> Option<Weights<'a>> {
        let (magic, bytes) = split_part(bytes, MAGIC.len())?;
        let (lexicon, bytes) = Lexicon::read(bytes)?;
        let (tagger, bytes) = Network::read(bytes)?;
        let (parser, bytes) = Network::read(bytes)?;
        let (glance, bytes) = Glance::read(bytes)?;
        let (possible, bytes) = split_part(bytes, PAIRS * 8)?;
        let possible = possible.as_chunks::<8>().0.try_into().ok()?;
        let (labeller, bytes) = Network::read(bytes)?;
        let whole = magic == MAGIC && bytes.is_empty();
        whole.then_some(Weights { lexicon, tagger, parser, glance, possible, labeller })
    }
}

/// Where parts begin: a row of a network is a line of the cache, and processors fetch two lines that begin here as one.
pub const ALIGNMENT: usize = 128;

/// Splits off a part of so many bytes, and the zeros behind it.
pub(super) fn split_part(bytes: &[u8], length: usize) -> Option<(&[u8], &[u8])> {
    let (part, _) = bytes.split_at_checked(length)?;
    Some((part, bytes.get(length.checked_next_multiple_of(ALIGNMENT)?..)?))
}

/// Reads a count (4 bytes); returns it and what follows it.
pub(super) fn read_count(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (count, bytes) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*count) as usize, bytes))
}
