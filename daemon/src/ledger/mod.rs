//! Which documents are committed, by content. An index of the log: it is read from the log at every start.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::id::DocumentId;

/// The committed documents and how often each was committed.
#[derive(Debug, Default)]
pub struct Ledger {
    arrivals: HashMap<DocumentId, Arrivals>,
    /// By content and file name: when the newest such file that was committed had been claimed, in microseconds.
    claims: HashMap<u64, i64>,
}

/// One commit, as it is noted beside finished segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The content.
    pub document: DocumentId,
    /// Content and file name.
    pub claim: u64,
    /// When the file was claimed, in microseconds since 1970.
    pub claimed: i64,
    /// The number of its line in the log.
    pub sequence: u64,
    /// Whether an extractor failed that may.
    pub incomplete: bool,
}

impl Entry {
    /// A commit: of which content, of a file with which name, claimed when, in which line.
    pub fn new(document: DocumentId, name: &[u8], claimed: Timestamp, sequence: u64, incomplete: bool) -> Entry {
        Entry { document, claim: claim_key(document, name), claimed: claimed.as_microsecond(), sequence, incomplete }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Arrivals {
    committed: u64,
    /// A document that ended `incomplete` may be read again; a later `complete` settles it.
    complete: bool,
}

impl Ledger {
    /// Notes a commit: of which content, of a file with which name, claimed when.
    pub fn add(&mut self, document: DocumentId, name: &[u8], claimed: Timestamp, incomplete: bool) {
        self.note(&Entry::new(document, name, claimed, 0, incomplete));
    }

    /// The same, of a commit that was noted.
    pub fn note(&mut self, entry: &Entry) {
        let arrivals = self.arrivals.entry(entry.document).or_default();
        arrivals.committed += 1;
        arrivals.complete |= !entry.incomplete;
        let newest = self.claims.entry(entry.claim).or_insert(i64::MIN);
        *newest = entry.claimed.max(*newest);
    }

    /// Whether the same content is in the log already, whole.
    pub fn is_duplicate(&self, document: DocumentId) -> bool {
        self.arrivals.get(&document).is_some_and(|arrivals| arrivals.complete)
    }

    /// The number that the next commit of this content has, from 1.
    pub fn next_arrival(&self, document: DocumentId) -> u64 {
        self.arrivals.get(&document).map_or(1, |arrivals| arrivals.committed + 1)
    }

    /// Whether a file that lies in the work area was committed by an earlier run that ended before it could put the
    /// file away. `changed` is when the file was renamed into the work area, as its inode says: one that was dropped
    /// again later got there after the claim of the commit that we know.
    pub fn was_committed(&self, document: DocumentId, name: &[u8], changed: Timestamp) -> bool {
        self.claims.get(&claim_key(document, name)).is_some_and(|claimed| changed.as_microsecond() <= *claimed)
    }

    /// How many different documents are in the log.
    pub fn len(&self) -> usize {
        self.arrivals.len()
    }

    /// Whether the log holds no document.
    pub fn is_empty(&self) -> bool {
        self.arrivals.is_empty()
    }
}

fn claim_key(document: DocumentId, name: &[u8]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(document.as_bytes()).update(name);
    hasher.finalize().as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn an_incomplete_document_is_no_duplicate_until_it_was_complete_once() {
        let (mut ledger, id) = (Ledger::default(), DocumentId::of(b"x"));
        assert_eq!((ledger.is_duplicate(id), ledger.next_arrival(id)), (false, 1));
        ledger.add(id, b"a", at(1), true);
        assert_eq!((ledger.is_duplicate(id), ledger.next_arrival(id)), (false, 2));
        ledger.add(id, b"a", at(2), false);
        assert_eq!((ledger.is_duplicate(id), ledger.next_arrival(id)), (true, 3));
        ledger.add(id, b"a", at(3), true);
        assert!(ledger.is_duplicate(id) && ledger.len() == 1);
    }

    #[test]
    fn a_file_was_committed_only_if_it_lay_in_the_work_area_by_then_under_that_name() {
        let (mut ledger, id) = (Ledger::default(), DocumentId::of(b"x"));
        ledger.add(id, b"a", at(10), true);
        ledger.add(id, b"b", at(20), true);
        for (name, changed, committed) in
            [(&b"a"[..], 9, true), (b"a", 10, true), (b"a", 11, false), (b"b", 11, true), (b"c", 1, false)]
        {
            assert_eq!(ledger.was_committed(id, name, at(changed)), committed, "{name:?} {changed}");
        }
    }
}
