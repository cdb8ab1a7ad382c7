//! One record of the journal: what is published where, whole or not at all.
//!
//! All integers are little-endian. A frame begins on a multiple of [`ALIGNMENT`] bytes, so that a sector that is torn
//! harms one frame.
//!
//! | offset | bytes | field |
//! |---|---|---|
//! | 0 | 8 | magic, `DRGJRNL` and the version of this format, 2 |
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
//! | end | 16 | digest: XXH3-128 of all before it |
//!
//! The chain of digests and the lap tell frames of an earlier lap, which lie behind the last one, from those that
//! follow it. The digest tells what a crash has torn and a disk has changed; it is no defence against somebody who may
//! write to the state folder, who could write the log as well. BLAKE3 was the largest single cost of a commit after the calls
//! of the system.

use twox_hash::XxHash3_128;

use crate::id::DocumentId;

/// Frames begin on multiples of this.
pub(super) const ALIGNMENT: usize = 512;
const MAGIC: [u8; 8] = *b"DRGJRNL\x02";
pub(super) const HEADER_BYTES: usize = 80;
pub(super) const DIGEST_BYTES: usize = 16;
/// The largest frame that is read: a document of the largest output, and much room.
pub(super) const FRAME_BYTES_MAX: usize = 256 << 20;

/// XXH3-128.
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

/// What a frame says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) kind: Kind,
    pub(super) lap: u64,
    pub(super) number: u64,
    pub(super) position: Position,
    pub(super) previous: Digest,
}

/// One frame, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    pub(super) head: Head,
    pub(super) meta: &'a [u8],
    pub(super) payload: &'a [u8],
}

/// A frame that is being written: its payload stands where the journal will have it, so that it is copied once.
#[derive(Debug)]
pub struct Draft {
    bytes: Vec<u8>,
    /// Where metadata end and the payload begins, and where it ends once the frame is sealed.
    payload: usize,
    end: Option<usize>,
}

impl Default for Draft {
    /// One without metadata and payload.
    fn default() -> Draft {
        Draft { bytes: vec![0; HEADER_BYTES], payload: HEADER_BYTES, end: None }
    }
}

impl Draft {
    /// Begins anew, with what the frame says of documents. Its payload is still empty.
    pub fn begin<'n>(&mut self, notes: impl IntoIterator<Item = &'n Noted>) {
        self.bytes.clear();
        self.bytes.resize(HEADER_BYTES, 0);
        write_notes(notes, &mut self.bytes);
        (self.payload, self.end) = (self.bytes.len(), None);
    }

    /// Appends to the payload.
    pub fn append(&mut self, lines: &[u8]) {
        self.bytes.extend_from_slice(lines);
    }

    /// The lines.
    pub fn payload(&self) -> &[u8] {
        &self.bytes[self.payload..self.end.unwrap_or(self.bytes.len())]
    }

    /// How many bytes the frame takes in the journal, padding included.
    pub(super) fn length(&self) -> usize {
        padded(self.payload - HEADER_BYTES, self.payload().len())
    }

    /// Completes the frame with header, digest and padding.
    pub(super) fn seal(&mut self, head: &Head) -> (&[u8], Digest) {
        let end = self.payload + self.payload().len();
        self.bytes.truncate(end);
        let Position { segment, offset, next_sequence } = head.position;
        let words = [head.kind.number(), (self.payload - HEADER_BYTES) as u32, (end - self.payload) as u32, 0];
        let longs = [head.lap, head.number, segment, offset, next_sequence];
        let fields =
            words.iter().flat_map(|word| word.to_le_bytes()).chain(longs.iter().flat_map(|long| long.to_le_bytes()));
        let header = MAGIC.into_iter().chain(fields).chain(head.previous);
        self.bytes.iter_mut().zip(header).for_each(|(byte, value)| *byte = value);
        let digest = digest_of(&self.bytes);
        self.bytes.extend_from_slice(&digest);
        self.bytes.resize(self.bytes.len().next_multiple_of(ALIGNMENT), 0);
        self.end = Some(end);
        (&self.bytes, digest)
    }
}

/// How many bytes a frame takes in the journal, padding included.
pub(super) fn padded(meta: usize, payload: usize) -> usize {
    (HEADER_BYTES + meta + payload + DIGEST_BYTES).next_multiple_of(ALIGNMENT)
}

impl<'a> Frame<'a> {
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
        let head = Head { kind, lap: long(body, 24), number: long(body, 32), position, previous };
        Some((Frame { head, meta, payload }, *digest))
    }
}

fn digest_of(bytes: &[u8]) -> Digest {
    XxHash3_128::oneshot(bytes).to_le_bytes()
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..].first_chunk().map_or(0, |word| u32::from_le_bytes(*word))
}

fn long(bytes: &[u8], at: usize) -> u64 {
    bytes[at..].first_chunk().map_or(0, |long| u64::from_le_bytes(*long))
}

/// Appends what a batch says of its documents: for each, hash, claimed, bytes of its lines, incomplete, name.
fn write_notes<'n>(notes: impl IntoIterator<Item = &'n Noted>, out: &mut Vec<u8>) {
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

    const HEAD: Head = Head {
        kind: Kind::Batch,
        lap: 5,
        number: 9,
        position: Position { segment: 3, offset: 1024, next_sequence: 77 },
        previous: [7; DIGEST_BYTES],
    };

    /// A sealed frame without padding, and its digest.
    fn sealed(notes: &[Noted], payload: &[u8]) -> (Vec<u8>, Digest) {
        let mut draft = Draft::default();
        draft.begin(notes);
        draft.append(payload);
        let length = draft.length();
        let (bytes, digest) = draft.seal(&HEAD);
        assert_eq!(bytes.len(), length);
        let whole = Frame::bytes_of(bytes).unwrap();
        let found = (bytes[..whole].to_vec(), digest);
        assert_eq!(draft.payload(), payload);
        found
    }

    fn noted(name: &[u8], incomplete: bool) -> Noted {
        Noted { document: DocumentId::of(name), name: name.to_vec(), claimed: -5, incomplete, bytes: 900 }
    }

    #[test]
    fn a_frame_is_read_as_it_was_written_and_every_changed_bit_is_noticed() {
        let notes = [noted(b"a.txt", false)];
        let (bytes, digest) = sealed(&notes, b"payload\n");
        let (frame, found) = Frame::decode(&bytes).unwrap();
        assert_eq!((frame.head, frame.payload, found), (HEAD, &b"payload\n"[..], digest));
        assert_eq!(read_notes(frame.meta).unwrap(), notes);
        for bit in 0..bytes.len() * 8 {
            let mut harmed = bytes.clone();
            harmed[bit / 8] ^= 1 << (bit % 8);
            let read = Frame::bytes_of(&harmed).and_then(|bytes| harmed.get(..bytes)).and_then(Frame::decode);
            assert_eq!(read, None, "bit {bit}");
        }
    }

    #[test]
    fn a_draft_that_is_begun_anew_or_sealed_again_keeps_nothing_of_what_it_was() {
        let mut draft = Draft::default();
        draft.begin(&[noted(b"longer than the next", true)]);
        draft.append(b"more than the next has");
        draft.seal(&HEAD);
        draft.begin(&[]);
        draft.append(b"few");
        let first = draft.seal(&HEAD).0.to_vec();
        assert_eq!(draft.seal(&HEAD).0, first);
        let whole = Frame::bytes_of(&first).unwrap();
        assert_eq!(first[..whole], sealed(&[], b"few").0);
        assert!(first[whole..].iter().all(|&byte| byte == 0));
    }

    #[test]
    fn zeros_and_beginnings_are_no_frames() {
        let (bytes, _) = sealed(&[], b"payload");
        for end in 0..bytes.len() {
            assert_eq!(Frame::decode(&bytes[..end]), None, "{end}");
        }
        assert_eq!(Frame::bytes_of(&[0; 512]), None);
    }

    #[test]
    fn notes_of_documents_come_back_with_any_name() {
        let notes = vec![noted(b"a.txt", false), noted(b"\xff\n", true), noted(b"", false)];
        let mut meta = Vec::new();
        write_notes(&notes, &mut meta);
        assert_eq!(read_notes(&meta), Some(notes));
        assert_eq!(read_notes(&meta[..meta.len() - 1]), None);
    }
}
