//! The beginning of a file: as much of it as it takes to tell what it is.

use std::io::{self, Read};

use super::{HEAD_BYTES, Hints, Sniffed, as_ascii, sniff};
use crate::reader::json::layout::{Found, Layout, layout};

/// The most that is looked at: whether a JSON document or a line of many shows only where the first one ends, and a
/// longer one is not read.
const LONG_HEAD_BYTES: usize = 64 << 20;
/// How many times more is looked at when it did not suffice: what is seen twice is little then.
const GROWTH: usize = 16;

/// The beginning of a file.
pub struct Head {
    bytes: Vec<u8>,
    /// How many bytes there are in all, or many when nobody knows.
    whole_bytes: u64,
}

impl Head {
    /// Reads as much as tells what a file is: of JSON up to the end of the first value, of all else [`HEAD_BYTES`].
    ///
    /// # Errors
    /// When nothing can be read. What was read before something went wrong says enough: who reads on will meet it again,
    /// and knows better.
    pub fn read(mut stream: impl Read) -> io::Result<Head> {
        let mut head = Head { bytes: Vec::new(), whole_bytes: u64::MAX };
        let mut most = HEAD_BYTES;
        loop {
            let more = most - head.bytes.len();
            head.bytes.reserve_exact(more.min(HEAD_BYTES));
            match stream.by_ref().take(more as u64).read_to_end(&mut head.bytes) {
                Ok(read) if read < more => head.whole_bytes = head.bytes.len() as u64,
                Err(error) if head.bytes.is_empty() => return Err(error),
                Ok(_) if most < LONG_HEAD_BYTES && head.ends_within_json() => {
                    most = (most * GROWTH).min(LONG_HEAD_BYTES);
                    continue;
                }
                Ok(_) | Err(_) => {}
            }
            return Ok(head);
        }
    }

    /// Tells what it is.
    pub fn sniff(&self, hints: &Hints) -> Sniffed {
        sniff(&self.bytes, self.whole_bytes, hints)
    }

    /// How documents stand in it, when it is JSON.
    pub fn json(&self) -> Option<Found> {
        layout(as_ascii(&self.bytes).trim_ascii_start())
    }

    fn ends_within_json(&self) -> bool {
        self.json().is_some_and(|found| found.is_cut && found.layout == Layout::One)
    }
}
