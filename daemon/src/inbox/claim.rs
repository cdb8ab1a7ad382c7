//! From a waiting name to bytes: open, is it finished, take it by rename, read it through the same descriptor.

use std::ffi::OsStr;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rustix::fs::{AtFlags, FileType, MemfdFlags, Mode, OFlags, SealFlags};
use rustix::io::Errno;

use crate::id::DocumentId;
use crate::inbox::lease::{Writers, writers};
use crate::inbox::root::{Key, Place, Root, Stat, stat};
use crate::inbox::settle::Waiting;
use crate::log::storage::rename_new;
use crate::worker::frame::INLINE_BYTES_MAX;

/// A file in the work area: ours to read and to move.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Which root and which name; the place is [`Place::Work`].
    pub key: Key,
    /// In bytes.
    pub size: u64,
    /// First noticed.
    pub seen: Timestamp,
    /// Found to be finished.
    pub settled: Timestamp,
    /// Taken out of the inbox.
    pub claimed: Timestamp,
    /// When it was renamed into the work area, if it was found there.
    pub recovered: Option<Timestamp>,
}

impl Taken {
    /// The name for people and records; bytes that are not UTF-8 become U+FFFD.
    pub fn shown_name(&self) -> String {
        self.key.name.to_string_lossy().into_owned()
    }

    /// The name's bytes in base64, when they are not UTF-8.
    pub fn name_b64(&self) -> Option<String> {
        let name = &self.key.name;
        name.to_str().is_none().then(|| data_encoding::BASE64.encode(name.as_bytes()))
    }
}

/// A taken file whose bytes were read and did not change meanwhile.
#[derive(Debug)]
pub struct Claimed {
    /// The file.
    pub taken: Taken,
    /// The hash of its bytes.
    pub id: DocumentId,
    /// Its bytes.
    pub content: Content,
}

/// The bytes of a file.
#[derive(Debug)]
pub enum Content {
    /// Up to [`INLINE_BYTES_MAX`].
    Inline(Vec<u8>),
    /// More: a sealed memory file.
    Sealed(Arc<OwnedFd>),
}

/// Why a file was taken but cannot be read.
#[derive(Debug)]
pub enum Defect {
    /// It stayed empty.
    Empty,
    /// It is larger than a document may be.
    TooLarge {
        /// `limits.max_document`
        limit: u64,
    },
    /// Opening or reading it failed.
    Unreadable(io::Error),
}

/// What came of looking at a name.
#[derive(Debug)]
pub enum Look {
    /// Taken and read.
    Claimed(Claimed),
    /// Taken, to be put into quarantine.
    Defective(Taken, Defect),
    /// Not finished; look again after this time.
    NotYet {
        /// How it looks now.
        stat: Option<Stat>,
        /// When to look again.
        after: Duration,
    },
    /// Taken, but it turned out to be still changing: it settles again in the work area.
    Unfinished,
    /// No longer there.
    Gone,
    /// Not a file that is ever read.
    Ignored(&'static str),
    /// The folder refuses; the name is left where it is.
    Failed(io::Error),
}

/// The rules by which a file is finished.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// How long an empty file may stay empty.
    pub empty_wait: Duration,
    /// The largest document.
    pub document_bytes_max: u64,
}

/// How soon to look again when the work area has the name already.
const NAME_TAKEN_WAIT: Duration = Duration::from_millis(100);

/// Looks at a waiting name, and takes and reads it when it is finished.
pub fn look(root: &Root, key: &Key, waiting: &Waiting, rules: Rules) -> Look {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = match rustix::fs::openat(root.folder(key.place), &key.name, flags, Mode::empty()) {
        Ok(file) => file,
        Err(Errno::NOENT) => return Look::Gone,
        Err(Errno::LOOP) => return Look::Ignored("a symbolic link"),
        Err(Errno::NXIO) => return Look::Ignored("a socket or device"),
        Err(error @ (Errno::ACCESS | Errno::PERM)) => return take_unreadable(root, key, waiting, error),
        Err(error) => return Look::Failed(error.into()),
    };
    let (found, kind) = match stat(&file) {
        Ok(found) => found,
        Err(error) => return Look::Failed(error),
    };
    if kind != FileType::RegularFile {
        return Look::Ignored("not a regular file");
    }
    if let Some(after) = unfinished_for(&file, &found, waiting, root.settle, rules) {
        return Look::NotYet { stat: Some(found), after };
    }
    let settled = Timestamp::now();
    match take(root, key, found.inode) {
        Ok(Take::Taken) => {}
        Ok(Take::Gone) => return Look::Gone,
        Ok(Take::NameTaken) => return Look::NotYet { stat: Some(found), after: NAME_TAKEN_WAIT },
        Ok(Take::Replaced) => return Look::Unfinished,
        Err(error) => return Look::Failed(error),
    }
    let taken = taken(key, waiting, settled, &found);
    if found.size == 0 {
        return Look::Defective(taken, Defect::Empty);
    }
    if found.size > rules.document_bytes_max {
        return Look::Defective(taken, Defect::TooLarge { limit: rules.document_bytes_max });
    }
    match read(&file, found.size) {
        Ok((id, content)) => match stat(&file) {
            Ok((after, _)) if after.same_content(&found) => Look::Claimed(Claimed { taken, id, content }),
            _ => Look::Unfinished,
        },
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Look::Unfinished,
        Err(error) => Look::Defective(taken, Defect::Unreadable(error)),
    }
}

/// How long to wait before looking again, or `None` when the file is finished.
fn unfinished_for(file: &OwnedFd, found: &Stat, waiting: &Waiting, settle: Duration, rules: Rules) -> Option<Duration> {
    match writers(file) {
        Writers::Some => return Some(settle),
        Writers::None => {}
        // Nothing better than a sign of completeness, or the same look twice.
        Writers::Unknown if waiting.complete => {}
        Writers::Unknown if waiting.last.is_some_and(|last| last.same_content(found)) => {}
        Writers::Unknown => return Some(settle),
    }
    if found.size == 0 {
        let left = (waiting.since + rules.empty_wait).saturating_duration_since(Instant::now());
        return (!left.is_zero()).then_some(left);
    }
    None
}

enum Take {
    Taken,
    Gone,
    /// The work area has a file of this name.
    NameTaken,
    /// Another file had the name by then; it is taken now, but nobody looked at it.
    Replaced,
}

/// Claims by rename; `inode` is the file that was looked at.
fn take(root: &Root, key: &Key, inode: u64) -> io::Result<Take> {
    if key.place == Place::Work {
        return Ok(Take::Taken);
    }
    let (inbox, work) = (root.folder(Place::Inbox), root.folder(Place::Work));
    match rename_new(inbox, &key.name, work, &key.name) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Take::Gone),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(Take::NameTaken),
        Err(error) => return Err(error),
    }
    let now = rustix::fs::statat(work, &key.name, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok(if now.st_ino == inode { Take::Taken } else { Take::Replaced })
}

/// A file that may not be opened can still be moved, to where its owner is told why.
fn take_unreadable(root: &Root, key: &Key, waiting: &Waiting, error: Errno) -> Look {
    let (settled, name): (_, &OsStr) = (Timestamp::now(), &key.name);
    let found = match rustix::fs::statat(root.folder(key.place), name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(found) => found,
        Err(Errno::NOENT) => return Look::Gone,
        Err(error) => return Look::Failed(error.into()),
    };
    match take(root, key, found.st_ino) {
        Ok(Take::Taken) => {
            let found = Stat { size: found.st_size.cast_unsigned(), inode: found.st_ino, modified: 0, changed: 0 };
            let taken = taken(key, waiting, settled, &found);
            Look::Defective(taken, Defect::Unreadable(error.into()))
        }
        Ok(Take::Gone) => Look::Gone,
        Ok(Take::NameTaken) => Look::NotYet { stat: None, after: NAME_TAKEN_WAIT },
        Ok(Take::Replaced) => Look::Unfinished,
        Err(error) => Look::Failed(error),
    }
}

fn taken(key: &Key, waiting: &Waiting, settled: Timestamp, found: &Stat) -> Taken {
    let recovered = (key.place == Place::Work).then(|| Timestamp::from_nanosecond(found.changed).unwrap_or_default());
    Taken {
        key: Key { place: Place::Work, ..key.clone() },
        size: found.size,
        seen: waiting.seen,
        settled,
        claimed: Timestamp::now(),
        recovered,
    }
}

/// Reads and hashes `size` bytes; `UnexpectedEof` when there are fewer.
fn read(file: &OwnedFd, size: u64) -> io::Result<(DocumentId, Content)> {
    if size <= INLINE_BYTES_MAX as u64 {
        let mut bytes = vec![0; size as usize];
        read_exact_at(file, &mut bytes, 0)?;
        return Ok((DocumentId::of(&bytes), Content::Inline(bytes)));
    }
    let copy = rustix::fs::memfd_create("document", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
    let mut hasher = blake3::Hasher::new();
    let mut chunk = vec![0; INLINE_BYTES_MAX];
    let mut offset = 0;
    while offset < size {
        let part = &mut chunk[..usize::try_from(size - offset).unwrap_or(usize::MAX).min(INLINE_BYTES_MAX)];
        read_exact_at(file, part, offset)?;
        hasher.update(part);
        let mut rest = &*part;
        while !rest.is_empty() {
            rest = &rest[rustix::io::retry_on_intr(|| rustix::io::write(&copy, rest))?..];
        }
        offset += part.len() as u64;
    }
    rustix::fs::fcntl_add_seals(&copy, SealFlags::SEAL | SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE)?;
    Ok((DocumentId::from_bytes(hasher.finalize().into()), Content::Sealed(Arc::new(copy))))
}

fn read_exact_at(file: &OwnedFd, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::retry_on_intr(|| rustix::io::pread(file, &mut *bytes, offset))? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                offset += read as u64;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::ffi::OsStringExt;

    const RULES: Rules = Rules { empty_wait: Duration::from_secs(60), document_bytes_max: 4 << 20 };

    struct Fixture {
        folder: tempfile::TempDir,
        root: Root,
    }

    impl Fixture {
        fn new() -> Fixture {
            let folder = tempfile::tempdir().unwrap();
            let root = Root::open(folder.path(), Duration::from_millis(10)).unwrap();
            Fixture { folder, root }
        }

        fn look(&self, name: &[u8]) -> Look {
            let key = Key { root: 0, place: Place::Inbox, name: OsStringExt::from_vec(name.to_vec()) };
            let waiting = waiting();
            look(&self.root, &key, &waiting, RULES)
        }
    }

    fn waiting() -> Waiting {
        let mut settling = crate::inbox::settle::Settling::default();
        let key = Key { root: 0, place: Place::Inbox, name: "x".into() };
        let patience = crate::inbox::settle::Patience { quiet: Duration::ZERO, settle: Duration::ZERO };
        settling.hint(key, crate::inbox::settle::Sign::Complete, patience, Instant::now());
        settling.next_due(Instant::now()).unwrap().1
    }

    #[test]
    fn a_finished_file_is_moved_to_the_work_area_and_read_whatever_its_name() {
        let fixture = Fixture::new();
        for name in [&b"a.txt"[..], b"new\nline", b"-rf", b"\xff\xfe.txt", &[b'x'; 255]] {
            let path = fixture.folder.path().join(OsStr::from_bytes(name));
            fs::write(&path, name).unwrap();
            let Look::Claimed(claimed) = fixture.look(name) else { panic!("{name:?}") };
            assert_eq!((claimed.id, claimed.taken.size), (DocumentId::of(name), name.len() as u64));
            assert!(matches!(&claimed.content, Content::Inline(bytes) if bytes == name));
            assert!(!path.exists());
        }
    }

    #[test]
    fn a_large_file_is_read_into_a_sealed_copy() {
        let fixture = Fixture::new();
        let bytes: Vec<u8> = (0..3 << 20).map(|n| (n % 251) as u8).collect();
        fs::write(fixture.folder.path().join("a"), &bytes).unwrap();
        let Look::Claimed(claimed) = fixture.look(b"a") else { panic!() };
        assert_eq!(claimed.id, DocumentId::of(&bytes));
        let Content::Sealed(copy) = claimed.content else { panic!() };
        let mut read = vec![0; bytes.len()];
        read_exact_at(&copy, &mut read, 0).unwrap();
        assert!(read == bytes && rustix::io::write(&*copy, b"x").is_err());
    }

    #[test]
    fn a_file_that_is_being_written_waits() {
        let fixture = Fixture::new();
        let writer = fs::File::create(fixture.folder.path().join("a")).unwrap();
        fs::write(fixture.folder.path().join("a"), "half").unwrap();
        let reader = OwnedFd::from(fs::File::open(fixture.folder.path().join("a")).unwrap());
        if writers(&reader) == Writers::Unknown {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: this file system has no leases\n");
            return;
        }
        assert!(matches!(fixture.look(b"a"), Look::NotYet { .. }));
        drop(writer);
        assert!(matches!(fixture.look(b"a"), Look::Claimed(_)));
    }

    #[test]
    fn what_is_gone_empty_special_or_too_large_is_told_apart() {
        let fixture = Fixture::new();
        let path = |name: &str| fixture.folder.path().join(name);
        fs::write(path("empty"), "").unwrap();
        fs::File::create(path("huge")).unwrap().set_len(RULES.document_bytes_max + 1).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", path("link")).unwrap();
        fs::create_dir(path("folder")).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, path("fifo"), FileType::Fifo, Mode::RUSR, 0).unwrap();
        assert!(matches!(fixture.look(b"gone"), Look::Gone));
        assert!(matches!(fixture.look(b"empty"), Look::NotYet { .. }));
        assert!(matches!(fixture.look(b"huge"), Look::Defective(_, Defect::TooLarge { .. })));
        assert!(matches!(fixture.look(b"link"), Look::Ignored("a symbolic link")));
        assert!(matches!(fixture.look(b"folder"), Look::Ignored("not a regular file")));
        assert!(matches!(fixture.look(b"fifo"), Look::Ignored("not a regular file")));
    }

    #[test]
    fn a_name_that_is_still_in_work_waits_its_turn() {
        let fixture = Fixture::new();
        fs::write(fixture.folder.path().join("a"), "first").unwrap();
        assert!(matches!(fixture.look(b"a"), Look::Claimed(_)));
        fs::write(fixture.folder.path().join("a"), "second").unwrap();
        assert!(matches!(fixture.look(b"a"), Look::NotYet { .. }));
        assert_eq!(fs::read(fixture.folder.path().join("a")).unwrap(), b"second");
    }
}
