//! One record of the journal: what is published where, whole or not at all.
//!
//! All integers are little-endian. A frame begins on a multiple of [`ALIGNMENT`] bytes, so that a sector that is torn
//! harms one frame.
//!
//! | offset | bytes | field |
//! |---|---|---|
//! | 0 | 8 | magic, `DRGJRNL` and the version of this format, 1 |
//! | 8 | 4 | kind: 1 lap, 2 batch, 3 roll, 4 stop |
//! | 12 | 4 | length of the metadata |
//! | 16 | 4 | length of the payload |
//! | 20 | 4 | zero |
//! | 24 | 8 | lap: how often a journal was begun anew, from 1 |
//! | 32 | 8 | number of the frame within its lap, from 0 |
//! | 40 | 8 | segment that it concerns |
//! | 48 | 8 | offset in that segment at which the payload stands, or will |
//! | 56 | 8 | event sequence number that comes after it |
//! | 64 | 16 | digest of the frame before it in this lap; zero in the first |
//! | 80 | | metadata, then payload |
//! | end | 16 | digest: BLAKE3-128 of all before it |
//!
//! The chain of digests and the lap tell frames of an earlier lap, which lie behind the last one, from those that
//! follow it.

use crate::id::DocumentId;

/// Frames begin on multiples of this.
pub(super) const ALIGNMENT: usize = 512;
const MAGIC: [u8; 8] = *b"DRGJRNL\x01";
pub(super) const HEADER_BYTES: usize = 80;
pub(super) const DIGEST_BYTES: usize = 16;
/// The largest frame that is read: a document of the largest output, and much room.
pub(super) const FRAME_BYTES_MAX: usize = 256 << 20;

/// BLAKE3-128.
pub(super) type Digest = [u8; DIGEST_BYTES];

/// What a frame is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Begins a lap: everything before segment and offset is durable in the log.
    Lap,
    /// Documents: the payload is published at segment and offset.
    Batch,
    /// A new segment: the payload is its header.
    Roll,
    /// The daemon ended after all was durable in the log.
    Stop,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Lap, Kind::Batch, Kind::Roll, Kind::Stop];

    fn number(self) -> u32 {
        match self {
            Kind::Lap => 1,
            Kind::Batch => 2,
            Kind::Roll => 3,
            Kind::Stop => 4,
        }
    }
}

/// Where a frame stands in the log: a segment, an offset in it, the sequence number that comes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The segment's number.
    pub segment: u64,
    /// In bytes.
    pub offset: u64,
    /// The number that the next line gets.
    pub next_sequence: u64,
}

/// What a frame says of a document, for the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Its content.
    pub document: DocumentId,
    /// The file's name in its inbox, as bytes.
    pub name: Vec<u8>,
    /// When the file was claimed, in microseconds since 1970.
    pub claimed: i64,
    /// Whether an extractor failed that may.
    pub incomplete: bool,
    /// Bytes of its lines.
    pub bytes: u32,
}

/// One frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    pub(super) kind: Kind,
    pub(super) lap: u64,
    pub(super) number: u64,
    pub(super) position: Position,
    pub(super) previous: Digest,
    pub(super) meta: &'a [u8],
    pub(super) payload: &'a [u8],
}

/// How many bytes a frame takes in the journal, padding included.
pub(super) fn length(meta: usize, payload: usize) -> usize {
    (HEADER_BYTES + meta + payload + DIGEST_BYTES).next_multiple_of(ALIGNMENT)
}

impl<'a> Frame<'a> {
    /// Writes the frame over a buffer, padded; returns its digest.
    pub(super) fn encode(&self, out: &mut Vec<u8>) -> Digest {
        out.clear();
        out.extend_from_slice(&MAGIC);
        for field in [self.kind.number(), self.meta.len() as u32, self.payload.len() as u32, 0] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        let Position { segment, offset, next_sequence } = self.position;
        for field in [self.lap, self.number, segment, offset, next_sequence] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        out.extend_from_slice(&self.previous);
        out.extend_from_slice(self.meta);
        out.extend_from_slice(self.payload);
        let digest = digest_of(out);
        out.extend_from_slice(&digest);
        out.resize(out.len().next_multiple_of(ALIGNMENT), 0);
        digest
    }

    /// How many bytes the frame that begins here has, without padding; `None` when none begins here.
    pub(super) fn bytes_of(header: &[u8]) -> Option<usize> {
        let lengths = header.get(..HEADER_BYTES).filter(|header| header.starts_with(&MAGIC))?;
        let bytes = HEADER_BYTES + word(lengths, 12) as usize + word(lengths, 16) as usize + DIGEST_BYTES;
        (bytes <= FRAME_BYTES_MAX).then_some(bytes)
    }

    /// Reads a frame of exactly these bytes, with its digest; `None` when it is not whole.
    pub(super) fn decode(bytes: &'a [u8]) -> Option<(Frame<'a>, Digest)> {
        if Frame::bytes_of(bytes)? != bytes.len() {
            return None;
        }
        let (body, digest) = bytes.split_last_chunk::<DIGEST_BYTES>()?;
        if digest_of(body) != *digest {
            return None;
        }
        let kind = Kind::ALL.into_iter().find(|kind| kind.number() == word(body, 8))?;
        let (meta, payload) = body[HEADER_BYTES..].split_at_checked(word(body, 12) as usize)?;
        let position = Position { segment: long(body, 40), offset: long(body, 48), next_sequence: long(body, 56) };
        let previous = *body[64..].first_chunk()?;
        let frame = Frame { kind, lap: long(body, 24), number: long(body, 32), position, previous, meta, payload };
        Some((frame, *digest))
    }
}

fn digest_of(bytes: &[u8]) -> Digest {
    let mut digest = Digest::default();
    digest.copy_from_slice(&blake3::hash(bytes).as_bytes()[..DIGEST_BYTES]);
    digest
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..].first_chunk().map_or(0, |word| u32::from_le_bytes(*word))
}

fn long(bytes: &[u8], at: usize) -> u64 {
    bytes[at..].first_chunk().map_or(0, |long| u64::from_le_bytes(*long))
}

/// Writes what a batch says of its documents: for each, hash, claimed, bytes of its lines, incomplete, name.
pub(super) fn write_notes<'n>(notes: impl IntoIterator<Item = &'n Noted>, out: &mut Vec<u8>) {
    out.clear();
    for note in notes {
        out.extend_from_slice(note.document.as_bytes());
        out.extend_from_slice(&note.claimed.to_le_bytes());
        out.extend_from_slice(&note.bytes.to_le_bytes());
        out.push(u8::from(note.incomplete));
        out.extend_from_slice(&(note.name.len() as u32).to_le_bytes());
        out.extend_from_slice(&note.name);
    }
}

/// Reads the same; `None` when it is malformed.
pub(super) fn read_notes(mut meta: &[u8]) -> Option<Vec<Noted>> {
    const FIXED: usize = 32 + 8 + 4 + 1 + 4;
    let mut notes = Vec::new();
    while !meta.is_empty() {
        let (fixed, rest) = meta.split_at_checked(FIXED)?;
        let (name, rest) = rest.split_at_checked(word(fixed, 45) as usize)?;
        notes.push(Noted {
            document: DocumentId::from_bytes(*fixed.first_chunk()?),
            claimed: long(fixed, 32).cast_signed(),
            bytes: word(fixed, 40),
            incomplete: fixed[44] == 1,
            name: name.to_vec(),
        });
        meta = rest;
    }
    Some(notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame<'a>(meta: &'a [u8], payload: &'a [u8]) -> Frame<'a> {
        let position = Position { segment: 3, offset: 1024, next_sequence: 77 };
        Frame { kind: Kind::Batch, lap: 5, number: 9, position, previous: [7; DIGEST_BYTES], meta, payload }
    }

    #[test]
    fn a_frame_is_read_as_it_was_written_and_every_changed_bit_is_noticed() {
        let frame = frame(b"meta", b"payload\n");
        let mut bytes = Vec::new();
        let digest = frame.encode(&mut bytes);
        assert_eq!(bytes.len(), length(4, 8));
        let whole = Frame::bytes_of(&bytes).unwrap();
        assert_eq!(Frame::decode(&bytes[..whole]), Some((frame, digest)));
        for bit in 0..whole * 8 {
            let mut harmed = bytes.clone();
            harmed[bit / 8] ^= 1 << (bit % 8);
            let read = Frame::bytes_of(&harmed).and_then(|bytes| harmed.get(..bytes)).and_then(Frame::decode);
            assert_eq!(read, None, "bit {bit}");
        }
    }

    #[test]
    fn zeros_and_beginnings_are_no_frames() {
        let mut bytes = Vec::new();
        frame(b"", b"payload").encode(&mut bytes);
        let whole = Frame::bytes_of(&bytes).unwrap();
        for end in 0..whole {
            assert_eq!(Frame::decode(&bytes[..end]), None, "{end}");
        }
        assert_eq!(Frame::bytes_of(&[0; 512]), None);
    }

    #[test]
    fn notes_of_documents_come_back_with_any_name() {
        let note = |name: &[u8], incomplete| Noted {
            document: DocumentId::of(name),
            name: name.to_vec(),
            claimed: -5,
            incomplete,
            bytes: 900,
        };
        let notes = vec![note(b"a.txt", false), note(b"\xff\n", true), note(b"", false)];
        let mut meta = Vec::new();
        write_notes(&notes, &mut meta);
        assert_eq!(read_notes(&meta), Some(notes));
        assert_eq!(read_notes(&meta[..meta.len() - 1]), None);
    }
}
