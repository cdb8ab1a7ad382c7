//! Memory that is lent to a plugin and turns to poison when the loan ends, so that whatever was kept shows.

use std::cell::Cell;

use extractor_api::abi::{self, Str};

/// Fills what must not be read: no UTF-8, no JSON, no address that is mapped.
pub(super) const POISON: u8 = 0xa5;

const POISON_WORD: u64 = u64::from_ne_bytes([POISON; 8]);
/// Poison behind every block: strings are not NUL-terminated, and structs end where `struct_size` says.
const TAIL_BYTES: usize = 256;

/// A piece of lent memory, 8-byte aligned, whose bytes stay readable for as long as it lives.
pub(super) struct Block {
    words: Box<[Cell<u64>]>,
    len: usize,
}

impl Block {
    /// Copies bytes.
    pub(super) fn of_bytes(bytes: &[u8]) -> Block {
        let mut words = Vec::with_capacity((bytes.len() + TAIL_BYTES) / 8 + 1);
        for chunk in bytes.chunks(8) {
            let mut word = [POISON; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            words.push(Cell::new(u64::from_ne_bytes(word)));
        }
        words.extend(std::iter::repeat_n(Cell::new(POISON_WORD), TAIL_BYTES / 8));
        Block { words: words.into(), len: bytes.len() }
    }

    /// Copies structs, `stride` bytes apart; of each, the first `known` bytes, the rest is poison.
    pub(super) fn of_structs<T: Unpadded>(values: &[T], known: usize, stride: usize) -> Block {
        let mut bytes = Vec::with_capacity(values.len() * stride);
        for value in values {
            let place = std::ptr::from_ref(value).cast::<u8>();
            // SAFETY: every byte of an `Unpadded` is initialised.
            let value = unsafe { std::slice::from_raw_parts(place, size_of::<T>()) };
            bytes.extend_from_slice(&value[..known.min(value.len())]);
            bytes.resize(bytes.len().next_multiple_of(stride), POISON);
        }
        Block::of_bytes(&bytes)
    }

    /// Where the block is.
    pub(super) fn place<T>(&self) -> *const T {
        self.words.as_ptr().cast()
    }

    /// The block as a string of the contract.
    pub(super) fn str(&self) -> Str {
        Str { ptr: self.place(), len: self.len }
    }

    /// Ends the loan.
    pub(super) fn poison(&self) {
        self.words.iter().for_each(|word| word.set(POISON_WORD));
    }
}

/// A struct without padding, so that each of its bytes can be read.
///
/// # Safety
/// The fields fill the struct.
pub(super) unsafe trait Unpadded {}

macro_rules! unpadded {
    ($($type:ty),*) => {$(
        // SAFETY: the layouts that `extractor_api::abi` asserts leave no byte between fields.
        unsafe impl Unpadded for $type {}
    )*};
}
unpadded!(abi::Host, abi::Document, abi::Sink, abi::Layer, abi::Event);

#[cfg(test)]
mod tests {
    use super::*;

    unpadded!(u32);

    fn bytes(block: &Block) -> Vec<u8> {
        let all: Vec<u8> = block.words.iter().flat_map(|word| word.get().to_ne_bytes()).collect();
        all[..block.len].to_vec()
    }

    #[test]
    fn a_block_holds_its_bytes_until_it_is_poisoned() {
        let block = Block::of_bytes(b"ferry number 7");
        assert_eq!(bytes(&block), b"ferry number 7");
        block.poison();
        assert_eq!(bytes(&block), [POISON; 14]);
    }

    #[test]
    fn structs_end_where_they_are_known_and_the_stride_is_filled_with_poison() {
        let block = Block::of_structs(&[0x0101_0101_u32, 0x0202_0202], 3, 8);
        let p = POISON;
        assert_eq!(bytes(&block), [1, 1, 1, p, p, p, p, p, 2, 2, 2, p, p, p, p, p]);
    }
}
