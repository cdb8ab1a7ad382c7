//! What becomes of a finished segment: its hashes noted, a second name in `sealed/`, a line in the manifest; and in time,
//! when the config says so, a compressed copy elsewhere, and its end.
//!
//! All of it is done beside the writer, on a thread of its own, and can be done again: a start seals what is not sealed
//! yet. The sidecar `sealed/<segment>.hashes` says of every document in the segment what the ledger needs, so that a start
//! need not read the segment again, and outlives it.
//!
//! The sidecar is `DRGHASH` and 2, then 57 bytes a document (hash of its content; hash of its file's name; when it was
//! claimed, in microseconds; sequence number of its line; 1 when incomplete), then the BLAKE3 of all before it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, unbounded};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::config::Keep;
use crate::failpoint::failpoint;
use crate::id::DocumentId;
use crate::ledger::Entry;
use crate::log::compress::{Compressed, hash_of};
use crate::log::scan::scan;
use crate::log::segment::{SegmentId, unfinished};
use crate::log::storage::{Folder, Storage, read_all_at};
use crate::log::writer::time_text;

/// The folder, in that of the log, with second names of finished segments.
pub const SEALED: &str = "sealed";
/// The list of finished segments.
pub const MANIFEST: &str = "manifest.jsonl";
const MAGIC: &[u8; 8] = b"DRGHASH\x02";
const ENTRY_BYTES: usize = 32 + 8 + 8 + 8 + 1;
const DIGEST_BYTES: usize = 32;

/// One line of the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sealed {
    /// The segment's number.
    pub segment: u64,
    /// Its file in the log folder.
    pub file: String,
    /// In bytes.
    pub size: u64,
    /// The first sequence number in it, and the first that is not.
    pub first_sequence: u64,
    /// See there.
    pub next_sequence: u64,
    /// Documents in it.
    pub documents: u64,
    /// `b3:` and the BLAKE3 of the file.
    pub hash: String,
    /// When it was sealed, RFC 3339.
    pub sealed: String,
}

/// Seals segments on a thread of its own.
pub struct Sealer {
    orders: Sender<SegmentId>,
    thread: JoinHandle<()>,
}

impl Sealer {
    /// Starts the thread and has it seal what is not sealed yet, of all segments before the newest, and compress what is
    /// not compressed yet into a folder, if there is one.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(log: &Path, keep: Keep, compressed: Option<PathBuf>, unsealed: Vec<SegmentId>) -> io::Result<Sealer> {
        let (orders, ordered) = unbounded();
        for id in unsealed {
            // The other end is still here.
            let _ = orders.send(id);
        }
        let (log, compressed) = (log.to_owned(), compressed.map(Compressed::new));
        let thread = thread::Builder::new()
            .name("sealer".to_owned())
            .spawn(move || run(&log, keep, compressed.as_ref(), &ordered))?;
        Ok(Sealer { orders, thread })
    }

    /// Where finished segments are announced.
    pub fn orders(&self) -> Sender<SegmentId> {
        self.orders.clone()
    }

    /// Seals what was announced, and ends the thread. All other holders of [`Sealer::orders`] are gone.
    pub fn finish(self) {
        drop(self.orders);
        if self.thread.join().is_err() {
            tracing::error!("the sealer panicked");
        }
    }
}

fn run(log: &Path, keep: Keep, compressed: Option<&Compressed>, ordered: &Receiver<SegmentId>) {
    let tell = |doing: &str, done: io::Result<()>| {
        if let Err(error) = done {
            // Nothing depends on it: the next start tries again.
            tracing::warn!(path = %log.display(), %error, doing, "a finished segment cannot be dealt with; the next start tries again");
        }
    };
    let finish = || {
        tell("compress", compressed.map_or(Ok(()), |compressed| compress(log, compressed)));
        tell("keep", prune(log, keep, compressed));
    };
    finish();
    while let Ok(id) = ordered.recv() {
        tell("seal", seal(log, id));
        finish();
    }
}

/// Seals one segment. What was done before is left or done again.
fn seal(log: &Path, id: SegmentId) -> io::Result<()> {
    let (name, sealed) = (id.file_name(), log.join(SEALED));
    fs::create_dir_all(&sealed)?;
    failpoint!("sealed folder made")?;
    let path = log.join(&name);
    let storage = Folder::create(log)?;
    if manifest(&storage)?.iter().any(|known| known.segment == id.0) {
        return Ok(());
    }
    let mut entries = Vec::new();
    let scan = scan(&*storage.open(&name)?, id, None, |entry| entries.push(entry))?;
    failpoint!("segment scanned")?;
    write_whole(&log.join(sidecar(id)), &encode(&entries))?;
    failpoint!("sidecar named")?;
    let link = sealed.join(&name);
    if !link.try_exists()? {
        fs::hard_link(&path, &link)?;
        failpoint!("sealed link made")?;
    }
    sync_folder(&sealed)?;
    failpoint!("sealed folder synced")?;
    let line = Sealed {
        segment: id.0,
        size: fs::metadata(&path)?.len(),
        file: name,
        first_sequence: scan.header.first_sequence,
        next_sequence: scan.next_sequence,
        documents: entries.len() as u64,
        hash: hash_of(File::open(&path)?)?,
        sealed: time_text(Timestamp::now()),
    };
    append_line(&log.join(MANIFEST), &serde_json::to_vec(&line)?)?;
    failpoint!("manifest synced")?;
    sync_folder(log)?;
    tracing::debug!(segment = id.0, documents = line.documents, "segment sealed");
    Ok(())
}

/// The manifest's lines of segments that are there still, oldest first.
fn kept(log: &Path) -> io::Result<Vec<Sealed>> {
    let mut sealed = manifest(&Folder::create(log)?)?;
    sealed.sort_by_key(|line| line.segment);
    sealed.retain(|line| log.join(&line.file).exists());
    Ok(sealed)
}

/// Compresses the sealed segments that are not compressed yet.
fn compress(log: &Path, compressed: &Compressed) -> io::Result<()> {
    for line in kept(log)?.iter().filter(|line| !compressed.has(line)) {
        compressed.add(log, line)?;
        tracing::debug!(segment = line.segment, "segment compressed");
    }
    Ok(())
}

/// Removes the oldest finished segments that are past what is kept, and compressed if they are to be; their sidecars and
/// manifest lines stay.
fn prune(log: &Path, keep: Keep, compressed: Option<&Compressed>) -> io::Result<()> {
    let sealed = kept(log)?;
    let mut size: u64 = sealed.iter().map(|line| line.size).sum();
    for line in sealed {
        let age = line.sealed.parse().map(|sealed: Timestamp| Timestamp::now().duration_since(sealed));
        let old = keep
            .age
            .is_some_and(|most| age.is_ok_and(|age| SignedDuration::try_from(most).is_ok_and(|most| age > most)));
        if !old && keep.size.is_none_or(|most| size <= most) {
            break;
        }
        if compressed.is_some_and(|compressed| !compressed.has(&line)) {
            // Why not was told already.
            break;
        }
        for path in [log.join(SEALED).join(&line.file), log.join(&line.file)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        size -= line.size;
        tracing::info!(segment = line.segment, bytes = line.size, "a segment is past output.keep and was removed");
    }
    Ok(())
}

/// The manifest's lines; what a crash left of one is none.
///
/// # Errors
/// When it is there and cannot be read.
pub fn manifest(log: &dyn Storage) -> io::Result<Vec<Sealed>> {
    Ok(sealed_in(&read_if_there(log, MANIFEST)?.unwrap_or_default()))
}

/// The same, for those who only read.
///
/// # Errors
/// When it is there and cannot be read.
pub(super) fn manifest_of(log: &Path) -> io::Result<Vec<Sealed>> {
    match fs::read(log.join(MANIFEST)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        text => Ok(sealed_in(&text?)),
    }
}

fn sealed_in(text: &[u8]) -> Vec<Sealed> {
    text.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// The name of a segment's sidecar, in the log folder.
fn sidecar(id: SegmentId) -> String {
    format!("{SEALED}/{}", id.file_name().replace(".jsonl", ".hashes"))
}

/// Tells what a sidecar says; says false when it is not there or not whole, and the segment itself must be read.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read_sidecar(log: &dyn Storage, id: SegmentId, committed: impl FnMut(Entry)) -> io::Result<bool> {
    let Some(bytes) = read_if_there(log, &sidecar(id))? else { return Ok(false) };
    let Some((body, digest)) = bytes.split_last_chunk::<DIGEST_BYTES>() else { return Ok(false) };
    let Some(entries) = body.strip_prefix(MAGIC).filter(|entries| entries.len().is_multiple_of(ENTRY_BYTES)) else {
        return Ok(false);
    };
    if blake3::hash(body).as_bytes() != digest {
        return Ok(false);
    }
    entries.chunks_exact(ENTRY_BYTES).filter_map(decode).for_each(committed);
    Ok(true)
}

fn encode(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for entry in entries {
        bytes.extend_from_slice(entry.document.as_bytes());
        bytes.extend_from_slice(&entry.name.to_le_bytes());
        bytes.extend_from_slice(&entry.claimed.to_le_bytes());
        bytes.extend_from_slice(&entry.sequence.to_le_bytes());
        bytes.push(u8::from(entry.incomplete));
    }
    let digest = blake3::hash(&bytes);
    bytes.extend_from_slice(digest.as_bytes());
    bytes
}

fn decode(bytes: &[u8]) -> Option<Entry> {
    let (document, rest) = bytes.split_first_chunk()?;
    let (name, rest) = rest.split_first_chunk()?;
    let (claimed, rest) = rest.split_first_chunk()?;
    let (sequence, incomplete) = rest.split_first_chunk()?;
    Some(Entry {
        document: DocumentId::from_bytes(*document),
        name: u64::from_le_bytes(*name),
        claimed: i64::from_le_bytes(*claimed),
        sequence: u64::from_le_bytes(*sequence),
        incomplete: *incomplete == [1],
    })
}

fn read_if_there(log: &dyn Storage, name: &str) -> io::Result<Option<Vec<u8>>> {
    let file = match log.open(name) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = vec![0; file.size()? as usize];
    let read = read_all_at(&*file, &mut bytes, 0)?;
    bytes.truncate(read);
    Ok(Some(bytes))
}

/// Puts a file in its place, whole and durable.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = PathBuf::from(unfinished(&path.display().to_string()));
    let mut file = File::create(&new)?;
    file.write_all(bytes)?;
    failpoint!("sidecar written")?;
    file.sync_all()?;
    failpoint!("sidecar synced")?;
    fs::rename(new, path)
}

/// Appends a line, durable on return. What a crash left of one before is ended first.
fn append_line(path: &Path, line: &[u8]) -> io::Result<()> {
    let mut file = File::options().create(true).append(true).read(true).open(path)?;
    let mut bytes = Vec::new();
    if file.metadata()?.len() > 0 && fs::read(path)?.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(line);
    bytes.push(b'\n');
    file.write_all(&bytes)?;
    failpoint!("manifest line written")?;
    file.sync_all()
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sidecar_is_read_as_it_was_written_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(SEALED)).unwrap();
        let log = Folder::create(root.path()).unwrap();
        let time = Timestamp::UNIX_EPOCH;
        let entry =
            |number: u64| Entry::new(DocumentId::of(&number.to_le_bytes()), b"a", time, number, number % 2 == 1);
        let entries: Vec<Entry> = (0..9).map(entry).collect();
        let path = root.path().join(sidecar(SegmentId(3)));
        let whole = encode(&entries);
        write_whole(&path, &whole).unwrap();
        let read = || {
            let mut found = Vec::new();
            read_sidecar(&log, SegmentId(3), |entry| found.push(entry)).unwrap().then_some(found)
        };
        assert_eq!(read(), Some(entries));
        for end in (0..whole.len()).step_by(7) {
            fs::write(&path, &whole[..end]).unwrap();
            assert_eq!(read(), None, "{end}");
        }
        for at in (0..whole.len()).step_by(5) {
            let mut harmed = whole.clone();
            harmed[at] ^= 4;
            fs::write(&path, &harmed).unwrap();
            assert_eq!(read(), None, "{at}");
        }
        fs::remove_file(&path).unwrap();
        assert_eq!(read(), None);
    }

    #[test]
    fn half_a_line_of_the_manifest_harms_no_other() {
        let root = tempfile::tempdir().unwrap();
        let line = |segment| Sealed {
            segment,
            file: SegmentId(segment).file_name(),
            size: 9,
            first_sequence: 1,
            next_sequence: 2,
            documents: 1,
            hash: String::new(),
            sealed: String::new(),
        };
        let path = root.path().join(MANIFEST);
        append_line(&path, &serde_json::to_vec(&line(1)).unwrap()).unwrap();
        File::options().append(true).open(&path).unwrap().write_all(b"{\"segment\":2").unwrap();
        append_line(&path, &serde_json::to_vec(&line(3)).unwrap()).unwrap();
        assert_eq!(manifest(&Folder::create(root.path()).unwrap()).unwrap(), [line(1), line(3)]);
    }
}
