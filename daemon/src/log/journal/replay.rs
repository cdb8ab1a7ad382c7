//! What a start finds in the journal, and makes good in the log: every batch whose frame is whole is published, byte for
//! byte where it says.

use std::io;

use crate::failpoint::failpoint;
use crate::log::error::ReadError;
use crate::log::journal::frame::{ALIGNMENT, Digest, Frame, HEADER_BYTES, Head, Kind, Noted, Position, read_notes};
use crate::log::journal::name;
use crate::log::segment::{Header, Segment, SegmentId};
use crate::log::storage::{Storage, StoredFile, read_all_at, write_all_at};

/// How many bytes are looked at at once.
const BLANK_BYTES: usize = 64 << 10;

/// The frames of the newest lap, as far as they are whole.
pub struct Replay {
    /// Which of the two files holds them.
    pub(super) place: usize,
    pub(super) lap: u64,
    /// Up to where the log was durable when the lap began.
    pub checkpoint: Position,
    /// Where the log goes on.
    pub end: Position,
    /// Whether the daemon that wrote them ended well.
    pub stopped_well: bool,
    batches: Vec<Batch>,
}

struct Batch {
    position: Position,
    notes: Vec<Noted>,
    payload: Vec<u8>,
}

impl Replay {
    /// Reads the journal in a state folder; `None` when there is none. What it holds is durable on return.
    ///
    /// # Errors
    /// When a file cannot be read or synced, or there are files with something in them and no whole lap.
    pub fn read(storage: &dyn Storage) -> Result<Option<Replay>, ReadError> {
        let mut laps = Vec::new();
        let mut files = 0;
        for place in 0..2 {
            let file = match storage.amend(&name(place)) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error.into()),
            };
            // What memory holds may be what a failed sync left there, and not what the device has.
            file.forget()?;
            match read_lap(&*file, place)? {
                Some(lap) => laps.push((file, lap)),
                // It was made, and the daemon ended before it wrote to it.
                None if is_blank(&*file)? => continue,
                None => {}
            }
            files += 1;
        }
        let Some((file, replay)) = laps.into_iter().max_by_key(|(_, replay)| replay.lap) else {
            return if files == 0 { Ok(None) } else { Err(ReadError::Journal) };
        };
        // A frame may be whole in memory only, and what becomes visible now must be durable first.
        file.sync()?;
        Ok(Some(replay))
    }

    /// Whether no batch followed the checkpoint.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// What the frames say of documents, in the order of their commits.
    pub fn notes(&self) -> impl Iterator<Item = &Noted> {
        self.batches.iter().flat_map(|batch| &batch.notes)
    }

    /// Publishes what is missing in the segments; returns how many bytes that were. Of sealed segments nothing is missing:
    /// they were durable before, and may be gone by now.
    ///
    /// # Errors
    /// When a segment that a frame names is not there or cannot be written, or is shorter than where a frame begins.
    pub fn publish(&self, log: &dyn Storage, is_sealed: impl Fn(u64) -> bool) -> Result<u64, ReadError> {
        let mut published = 0;
        let mut open: Option<(u64, Box<dyn StoredFile>)> = None;
        for batch in self.batches.iter().filter(|batch| !is_sealed(batch.position.segment)) {
            let Position { segment, offset, .. } = batch.position;
            if open.as_ref().is_none_or(|(number, _)| *number != segment) {
                let file = match log.amend(&SegmentId(segment).file_name()) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound && offset == 0 => {
                        make(log, batch)?;
                        published += batch.payload.len() as u64;
                        log.amend(&SegmentId(segment).file_name())?
                    }
                    file => file?,
                };
                file.forget()?;
                if let Some((_, done)) = open.replace((segment, file)) {
                    done.sync()?;
                }
            }
            if let Some((_, file)) = &open {
                published += complete(&**file, offset, &batch.payload, segment)?;
                failpoint!("missing lines written")?;
            }
        }
        if let Some((_, file)) = open {
            file.sync()?;
            failpoint!("missing lines synced")?;
        }
        Ok(published)
    }
}

/// Makes a segment that was begun in the journal alone.
fn make(log: &dyn Storage, Batch { position, payload, .. }: &Batch) -> Result<(), ReadError> {
    let id = SegmentId(position.segment);
    let header = payload.strip_suffix(b"\n").and_then(Header::parse);
    let damaged = || ReadError::Damaged { segment: id, at: 0, why: "the journal has no header for it".to_owned() };
    let born = header.ok_or_else(damaged)?.born;
    Segment::create(log, id, payload, position.next_sequence, born)?;
    Ok(())
}

/// Writes what differs of a payload at its place; returns how many bytes that were.
fn complete(file: &dyn StoredFile, offset: u64, payload: &[u8], segment: u64) -> Result<u64, ReadError> {
    let size = file.size()?;
    if size < offset {
        let why = format!("the journal has lines for byte {offset}, and the segment ends at {size}");
        return Err(ReadError::Damaged { segment: SegmentId(segment), at: size, why });
    }
    let mut found = vec![0; payload.len().min((size - offset) as usize)];
    let read = read_all_at(file, &mut found, offset)?;
    let same = found[..read].iter().zip(payload).take_while(|(found, wanted)| found == wanted).count();
    write_all_at(file, &payload[same..], offset + same as u64)?;
    Ok((payload.len() - same) as u64)
}

/// Reads one file; `None` when no lap begins in it.
fn read_lap(file: &dyn StoredFile, place: usize) -> io::Result<Option<Replay>> {
    let (mut at, mut previous) = (0, Digest::default());
    let mut replay: Option<Replay> = None;
    while let Some(bytes) = read_frame(file, at)? {
        let Some((frame, digest)) = Frame::decode(&bytes) else { break };
        match &mut replay {
            None if frame.head.kind == Kind::Lap && frame.head.number == 0 => {
                let (lap, checkpoint, end) = (frame.head.lap, frame.head.position, frame.head.position);
                replay = Some(Replay { place, lap, checkpoint, end, stopped_well: false, batches: Vec::new() });
            }
            Some(replay) if replay.follows(&frame.head, previous) => {
                if !replay.take(&frame) {
                    break;
                }
            }
            _ => break,
        }
        previous = digest;
        at += bytes.len().next_multiple_of(ALIGNMENT) as u64;
    }
    Ok(replay)
}

/// Reads the bytes of the frame that begins here, as far as its header says.
fn read_frame(file: &dyn StoredFile, at: u64) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; HEADER_BYTES];
    if !read_whole(file, &mut header, at)? {
        return Ok(None);
    }
    let Some(length) = Frame::bytes_of(&header).filter(|length| at + *length as u64 <= file.size().unwrap_or(0)) else {
        return Ok(None);
    };
    let mut bytes = vec![0; length];
    Ok(read_whole(file, &mut bytes, at)?.then_some(bytes))
}

/// Whether a file holds nothing but the zeros that it was made of.
fn is_blank(file: &dyn StoredFile) -> io::Result<bool> {
    let (mut buffer, mut at) = (vec![0; BLANK_BYTES], 0);
    loop {
        match file.read_at(&mut buffer, at)? {
            0 => return Ok(true),
            read if buffer[..read].iter().any(|&byte| byte != 0) => return Ok(false),
            read => at += read as u64,
        }
    }
}

fn read_whole(file: &dyn StoredFile, buffer: &mut [u8], at: u64) -> io::Result<bool> {
    Ok(read_all_at(file, buffer, at)? == buffer.len())
}

impl Replay {
    /// Whether a frame is the next of this lap, and begins where the last one ended.
    fn follows(&self, frame: &Head, previous: Digest) -> bool {
        let in_place = match frame.kind {
            Kind::Lap => false,
            Kind::Batch | Kind::Stop => {
                (frame.position.segment, frame.position.offset) == (self.end.segment, self.end.offset)
            }
            Kind::Roll => (frame.position.segment, frame.position.offset) == (self.end.segment + 1, 0),
        };
        frame.lap == self.lap && frame.previous == previous && in_place && !self.stopped_well
    }

    /// Takes the frame that follows; says false when it cannot be one.
    fn take(&mut self, frame: &Frame<'_>) -> bool {
        let Head { kind, position, .. } = frame.head;
        let Position { segment, offset, next_sequence } = position;
        self.end = Position { segment, offset: offset + frame.payload.len() as u64, next_sequence };
        self.stopped_well = kind == Kind::Stop;
        if matches!(kind, Kind::Batch | Kind::Roll) {
            let Some(notes) = read_notes(frame.meta) else { return false };
            self.batches.push(Batch { position, notes, payload: frame.payload.to_vec() });
        }
        true
    }
}
