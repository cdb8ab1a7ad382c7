//! Which documents are committed, by content. An index of the log: it is read from the log at every start.

use std::collections::HashMap;

use crate::id::DocumentId;

/// The committed documents and how often each was committed.
#[derive(Debug, Default)]
pub struct Ledger {
    arrivals: HashMap<DocumentId, Arrivals>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Arrivals {
    committed: u32,
    /// Hash of the name under which it was committed last.
    name: u32,
    /// A document that ended `incomplete` may be read again; a later `complete` settles it.
    complete: bool,
}

impl Ledger {
    /// Notes a commit of a file with this name.
    pub fn add(&mut self, document: DocumentId, name: &[u8], incomplete: bool) {
        let arrivals = self.arrivals.entry(document).or_default();
        arrivals.committed = arrivals.committed.saturating_add(1);
        arrivals.name = name_hash(name);
        arrivals.complete |= !incomplete;
    }

    /// Whether the same content is in the log already, whole.
    pub fn is_duplicate(&self, document: DocumentId) -> bool {
        self.arrivals.get(&document).is_some_and(|arrivals| arrivals.complete)
    }

    /// The number that the next commit of this content has, from 1.
    pub fn next_arrival(&self, document: DocumentId) -> u64 {
        self.arrivals.get(&document).map_or(1, |arrivals| u64::from(arrivals.committed) + 1)
    }

    /// Whether the last commit of this content was of a file with this name: such a file, found in the work area, was
    /// committed by an earlier run that ended before it could put the file away.
    pub fn was_committed_as(&self, document: DocumentId, name: &[u8]) -> bool {
        self.arrivals.get(&document).is_some_and(|arrivals| arrivals.name == name_hash(name))
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

fn name_hash(name: &[u8]) -> u32 {
    blake3::hash(name).as_bytes().first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incomplete_document_is_no_duplicate_until_it_was_complete_once() {
        let (mut ledger, id) = (Ledger::default(), DocumentId::of(b"x"));
        assert_eq!((ledger.is_duplicate(id), ledger.next_arrival(id)), (false, 1));
        ledger.add(id, b"a", true);
        assert_eq!((ledger.is_duplicate(id), ledger.next_arrival(id)), (false, 2));
        ledger.add(id, b"b", false);
        assert_eq!((ledger.is_duplicate(id), ledger.next_arrival(id)), (true, 3));
        assert!(ledger.was_committed_as(id, b"b") && !ledger.was_committed_as(id, b"a"));
        ledger.add(id, b"a", true);
        assert!(ledger.is_duplicate(id) && ledger.len() == 1);
    }
}
