//! The ids of documents and events: BLAKE3 hashes, so that the same content gives the same ids wherever it is read.

use std::fmt;
use std::ops::RangeInclusive;

use data_encoding::BASE32_NOPAD;

/// A document's id: the BLAKE3 hash of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId([u8; 32]);

impl DocumentId {
    /// Hashes a document's bytes.
    pub fn of(bytes: &[u8]) -> DocumentId {
        DocumentId(blake3::hash(bytes).into())
    }

    /// Takes a hash that was computed elsewhere.
    pub fn from_bytes(hash: [u8; 32]) -> DocumentId {
        DocumentId(hash)
    }

    /// Reads the form that [`fmt::Display`] writes, 64 hex digits.
    pub fn parse(hex: &str) -> Option<DocumentId> {
        blake3::Hash::from_hex(hex).ok().map(|hash| DocumentId(hash.into()))
    }

    /// The ids that begin with some hex digits.
    pub fn beginning_with(hex: &str) -> Option<RangeInclusive<DocumentId>> {
        let pad = |digit: &str| DocumentId::parse(&format!("{hex}{}", digit.repeat(64usize.checked_sub(hex.len())?)));
        Some(pad("0")?..=pad("f")?)
    }

    /// The raw hash.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from(self.0).to_hex())
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b3:{self}")
    }
}

/// What tells one event from all others of a log.
pub struct EventKey<'a> {
    /// The document it is about.
    pub document: DocumentId,
    /// What read the document: reader version, extractors, their configs.
    pub fingerprint: &'a Fingerprint,
    /// Full event type.
    pub kind: &'a str,
    /// The extractor's key or, absent, the event's `data`.
    pub key: &'a [u8],
    /// How many events of the document had the same kind and key before; for a document record, its arrival.
    pub ordinal: u64,
}

/// The chain fingerprint: equal when the same reader and extractors with the same configs would give the same events.
pub type Fingerprint = [u8; 32];

/// Returns the id of an event: a letter, since some tools turn an id of digits into a number, and the base32 of a
/// 160-bit hash, 33 characters in all.
pub fn event_id(event: &EventKey<'_>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(event.document.as_bytes()).update(event.fingerprint);
    for part in [event.kind.as_bytes(), event.key] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    hasher.update(&event.ordinal.to_le_bytes());
    let mut id = BASE32_NOPAD.encode(&hasher.finalize().as_bytes()[..20]);
    id.make_ascii_lowercase();
    id.insert(0, 'e');
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_of(kind: &str, key: &str, ordinal: u64) -> String {
        let document = DocumentId::of(b"x");
        event_id(&EventKey { document, fingerprint: &[7; 32], kind, key: key.as_bytes(), ordinal })
    }

    #[test]
    fn every_part_of_the_key_changes_the_id() {
        let ids = [id_of("ab", "c", 0), id_of("a", "bc", 0), id_of("ab", "", 0), id_of("ab", "c", 1)];
        for (index, id) in ids.iter().enumerate() {
            assert!(id.len() == 33 && id.starts_with('e') && !ids[..index].contains(id), "{id}");
        }
        assert_eq!(id_of("ab", "c", 0), ids[0]);
    }

    #[test]
    fn a_document_id_is_read_as_it_is_written() {
        let id = DocumentId::of(b"article");
        assert_eq!(DocumentId::parse(&id.to_string()), Some(id));
        assert_eq!(DocumentId::parse("b3"), None);
    }
}
