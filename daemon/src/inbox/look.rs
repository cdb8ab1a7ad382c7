//! From a waiting name to bytes: open, is it finished, take it by rename, read it through the same descriptor. Where files
//! stay, nothing is renamed: the file is ours as long as it looks the same.

use std::ffi::OsStr;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rustix::fs::{FileType, OFlags};
use rustix::io::Errno;

use crate::config::Empty;
use crate::failpoint::waypoint;
use crate::inbox::beneath;
use crate::inbox::claim::{Claimed, Defect, Look, Rules, Taken};
use crate::inbox::content::{ReadError, read};
use crate::inbox::large::Large;
use crate::inbox::lease::{Writers, writers};
use crate::inbox::replay::Replay;
use crate::inbox::root::{Key, Place, Root, Stat, is_absence, stat, stat_name};
use crate::inbox::settle::Waiting;
use crate::inbox::take::{Take, give_back, take};

/// How soon to look again when the work area has the name already.
const NAME_TAKEN_WAIT: Duration = Duration::from_millis(100);

const NOT_A_FILE: &str = "not a regular file";

/// Looks at a waiting name, and takes and reads it when it is finished.
pub fn look(root: &Root, key: &Key, waiting: &Waiting, rules: &Rules) -> Look {
    match look_beneath(root, key, waiting, rules) {
        Ok(look) => look,
        Err(error) if is_absence(&error) => Look::Gone,
        Err(error) => refused(error),
    }
}

/// A folder refused; or the machine did, and no file is to blame.
fn refused(error: io::Error) -> Look {
    if is_shortage(&error) { Look::Short { error, taken: false } } else { Look::Failed(error) }
}

/// Whether no more files can be opened, by this process or by any.
fn is_shortage(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::MFILE | Errno::NFILE))
}

fn look_beneath(root: &Root, key: &Key, waiting: &Waiting, rules: &Rules) -> io::Result<Look> {
    if root.kept.is_some() && key.place == Place::Work {
        // It was taken when files did not stay yet.
        return give_back(root, &key.name).map(|()| Look::Gone);
    }
    let (folder, name) = root.enter(key.place, &key.name)?;
    if key.place == Place::Inbox
        && let Some(look) = look_left_out(root, key, &folder, name)?
    {
        return Ok(look);
    }
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY;
    Ok(match beneath::open(&folder, Path::new(name), flags) {
        Ok(file) => look_at(&file, root, key, waiting, rules),
        Err(Errno::LOOP) => Look::Ignored("a symbolic link"),
        Err(Errno::NXIO) => Look::Ignored("a socket or device"),
        Err(Errno::XDEV) => Look::Ignored("on another file system"),
        Err(error @ (Errno::ACCESS | Errno::PERM)) => look_unreadable(root, key, waiting, error),
        Err(error) => return Err(error.into()),
    })
}

/// What the config does not let be read, or not yet.
fn look_left_out(root: &Root, key: &Key, folder: &OwnedFd, name: &OsStr) -> io::Result<Option<Look>> {
    let is_unknown = root.replays.as_ref().is_some_and(|inboxes| Replay::parse(&key.name, inboxes).is_none());
    let why = if is_unknown {
        "not there to be read anew"
    } else if !root.filter.reads(Path::new(&key.name)) {
        "left out by the config"
    } else if !has_marker(root, folder, name)? {
        "its marker is not there yet"
    } else {
        return Ok(None);
    };
    // Folders are not read but entered: patterns of files and markers say nothing about them.
    let (_, kind) = stat_name(folder, name)?;
    Ok(Some(if kind == FileType::Directory { Look::Folder } else { Look::Ignored(why) }))
}

/// Whether a file's marker is there, if it needs one.
fn has_marker(root: &Root, folder: &OwnedFd, name: &OsStr) -> io::Result<bool> {
    let Some(marker) = root.filter.marker_of(name) else { return Ok(true) };
    match stat_name(folder, &marker) {
        Ok(_) => Ok(true),
        Err(error) if is_absence(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

fn look_at(file: &OwnedFd, root: &Root, key: &Key, waiting: &Waiting, rules: &Rules) -> Look {
    let found = match stat(file) {
        Ok((found, FileType::RegularFile)) => found,
        Ok((_, FileType::Directory)) => return Look::Folder,
        Ok(_) => return Look::Ignored(NOT_A_FILE),
        Err(error) => return Look::Failed(error),
    };
    if root.kept.as_ref().is_some_and(|kept| kept.is_done(&key.name, &found)) {
        return Look::Ignored("done with, and not changed since");
    }
    if let Some(after) = unfinished_for(file, &found, waiting, root, rules) {
        return Look::NotYet { stat: Some(found), after };
    }
    if waiting.held.is_some() {
        return Look::Held(found);
    }
    if found.size == 0 {
        // What is in the work area has left the inbox for good.
        if rules.empty == Empty::Ignore && key.place == Place::Inbox {
            return Look::Ignored("empty");
        }
        return claim(root, key, waiting, found, |taken| Look::Defective(taken, Defect::Empty));
    }
    let limit = rules.file_bytes_max;
    if found.size > limit {
        return claim(root, key, waiting, found, |taken| Look::Defective(taken, Defect::TooLarge { limit }));
    }
    if found.size > rules.document_bytes_max {
        return look_at_large(file, root, key, waiting, found, rules);
    }
    let Some(share) = rules.budget.take(found.size) else { return Look::NoRoom };
    claim(root, key, waiting, found, |taken| match (read(file, found.size), stat(file)) {
        (Ok((id, content)), Ok((after, _))) if taken.is_unchanged(&found, &after) => {
            waypoint!("file read");
            Look::Claimed(Claimed { taken, id, content, share })
        }
        (Err(error), _) => unread(error, root, key, taken, found),
        (Ok(_), _) => settle_again(root, key, found),
    })
}

/// One that is too large to be held in memory is read by others, through the same descriptor.
fn look_at_large(file: &OwnedFd, root: &Root, key: &Key, waiting: &Waiting, found: Stat, rules: &Rules) -> Look {
    let Some(share) = rules.budget.take(0) else { return Look::NoRoom };
    let file = match file.try_clone() {
        Ok(file) => file,
        Err(error) => return refused(error),
    };
    let settle = root.settings.settle;
    claim(root, key, waiting, found, |taken| Look::Large(Box::new(Large { taken, file, found, share, settle })))
}

/// A file that may not be opened can still be moved, to where its owner is told why. Nobody can be asked who writes
/// it, so it must look the same twice.
fn look_unreadable(root: &Root, key: &Key, waiting: &Waiting, error: Errno) -> Look {
    let found = root.enter(key.place, &key.name).and_then(|(folder, name)| stat_name(&folder, name));
    let found = match found {
        Ok((found, FileType::RegularFile)) => found,
        Ok(_) => return Look::Ignored(NOT_A_FILE),
        Err(error) if is_absence(&error) => return Look::Gone,
        Err(error) => return Look::Failed(error),
    };
    if !waiting.last.is_some_and(|last| last.same_content(&found)) {
        return Look::NotYet { stat: Some(found), after: root.settings.settle };
    }
    claim(root, key, waiting, found, |taken| Look::Defective(taken, Defect::Unreadable(error.into())))
}

/// Takes a finished file, and goes on with it when that was possible.
fn claim(root: &Root, key: &Key, waiting: &Waiting, found: Stat, go_on: impl FnOnce(Taken) -> Look) -> Look {
    let settled = Timestamp::now();
    if root.kept.is_some() {
        return go_on(taken(root, key, waiting, settled, &found));
    }
    match take(root, key, found.inode) {
        Ok(Take::Taken) => go_on(taken(root, key, waiting, settled, &found)),
        Ok(Take::Gone) => Look::Gone,
        Ok(Take::NameTaken) => Look::NotYet { stat: Some(found), after: NAME_TAKEN_WAIT },
        Ok(Take::Replaced) => Look::Unfinished,
        Ok(Take::NoFile) => Look::Ignored(NOT_A_FILE),
        Err(error) => refused(error),
    }
}

/// What a failed reading says about the file.
fn unread(error: ReadError, root: &Root, key: &Key, taken: Taken, found: Stat) -> Look {
    match error {
        ReadError::Shrunk => settle_again(root, key, found),
        // Nothing can be copied of it, either.
        ReadError::File(error) if taken.stays.is_some() => Look::Failed(error),
        ReadError::File(error) => Look::Defective(taken, Defect::Unreadable(error)),
        ReadError::Copy(error) if is_shortage(&error) => {
            Look::Short { error, taken: key.place == Place::Inbox && taken.stays.is_none() }
        }
        ReadError::Copy(error) => {
            let path = root.settings.path.join(&key.name);
            tracing::warn!(path = %path.display(), %error, "no room to read a file, it is tried again");
            settle_again(root, key, found)
        }
    }
}

/// A file that was taken is looked at again; one that was in the work area before keeps its clock.
fn settle_again(root: &Root, key: &Key, found: Stat) -> Look {
    match key.place {
        Place::Inbox if root.kept.is_none() => Look::Unfinished,
        Place::Inbox | Place::Work => Look::NotYet { stat: Some(found), after: root.settings.settle },
    }
}

/// How long to wait before looking again, or `None` when the file is finished.
fn unfinished_for(file: &OwnedFd, found: &Stat, waiting: &Waiting, root: &Root, rules: &Rules) -> Option<Duration> {
    let settle = root.settings.settle;
    // A lease tells of the writers on this machine only.
    let writers = if root.network.is_some() { Writers::Unknown } else { writers(file) };
    match writers {
        Writers::Some => return Some(settle),
        Writers::None => {}
        // Nothing better than a sign of completeness, or the same look twice.
        Writers::Unknown if waiting.complete => {}
        Writers::Unknown if waiting.last.is_some_and(|last| last.same_content(found)) => {}
        Writers::Unknown => return Some(settle),
    }
    if found.size == 0 {
        let left = rules.empty_wait.saturating_sub(waiting.since.elapsed().max(age(found)));
        return (!left.is_zero()).then_some(left);
    }
    None
}

/// How long ago the file was written to; zero when its time lies ahead.
fn age(found: &Stat) -> Duration {
    let nanoseconds = Timestamp::now().as_nanosecond() - found.modified;
    Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(0))
}

fn taken(root: &Root, key: &Key, waiting: &Waiting, settled: Timestamp, found: &Stat) -> Taken {
    let recovered = (key.place == Place::Work).then(|| Timestamp::from_nanosecond(found.changed).unwrap_or_default());
    Taken {
        key: Key { place: if root.kept.is_some() { key.place } else { Place::Work }, ..key.clone() },
        stays: root.kept.as_ref().map(|_| Box::new(*found)),
        size: found.size,
        modified: Timestamp::from_nanosecond(found.modified).ok(),
        seen: waiting.seen,
        settled,
        claimed: Timestamp::now(),
        recovered,
        replay: root.replays.as_ref().and_then(|inboxes| Replay::parse(&key.name, inboxes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Inbox;
    use crate::id::DocumentId;
    use crate::inbox::budget::Budget;
    use crate::inbox::content::Content;
    use crate::ledger::kept::Looks;
    use rustix::fs::Mode;
    use std::fs;
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    use std::sync::atomic::AtomicBool;
    use std::time::{Instant, SystemTime};

    const DOCUMENT_BYTES_MAX: u64 = 4 << 20;

    struct Fixture {
        folder: tempfile::TempDir,
        root: Root,
    }

    impl Fixture {
        fn new() -> Fixture {
            let folder = tempfile::tempdir().unwrap();
            let inbox = Inbox { settle: Duration::from_millis(10), ..Inbox::at(folder.path().to_owned()) };
            let root = Root::open(&inbox).unwrap();
            Fixture { folder, root }
        }

        fn look(&self, name: &[u8]) -> Look {
            let rules = Rules {
                empty_wait: Duration::from_secs(60),
                empty: Empty::Quarantine,
                document_bytes_max: DOCUMENT_BYTES_MAX,
                file_bytes_max: 2 * DOCUMENT_BYTES_MAX,
                budget: Budget::new(u64::MAX),
            };
            look(&self.root, &key(name), &waiting(), &rules)
        }
    }

    fn key(name: &[u8]) -> Key {
        Key { root: 0, place: Place::Inbox, name: OsStringExt::from_vec(name.to_vec()) }
    }

    fn waiting() -> Waiting {
        let mut settling = crate::inbox::settle::Settling::default();
        let patience = crate::inbox::settle::Patience { quiet: Duration::ZERO, settle: Duration::ZERO, together: None };
        settling.hint(key(b"x"), 0, crate::inbox::settle::Sign::Complete, patience, Instant::now());
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
    fn a_file_that_stays_is_read_where_it_is_until_it_is_remembered_and_never_taken() {
        let Fixture { folder, .. } = Fixture::new();
        let settings = Inbox::at(folder.path().to_owned());
        fs::write(folder.path().join(".dragoman-work/earlier"), "x").unwrap();
        let fixture = Fixture { folder, root: Root::open_to_keep(&settings).unwrap() };
        let path = fixture.folder.path().join("a");
        for content in ["first", "second"] {
            fs::write(&path, content).unwrap();
            for _ in 0..2 {
                let Look::Claimed(claimed) = fixture.look(b"a") else { panic!("{content}") };
                assert_eq!((claimed.id, claimed.taken.key.place), (DocumentId::of(content.as_bytes()), Place::Inbox));
            }
            let Look::Claimed(claimed) = fixture.look(b"a") else { panic!("{content}") };
            let kept = fixture.root.kept.as_ref().unwrap();
            kept.remember(kept.hash_of(OsStr::new("a")).name, Looks::of(&claimed.taken.stays.unwrap()));
            assert!(matches!(fixture.look(b"a"), Look::Ignored(_)), "{content}");
        }
        // What was taken when files did not stay is given back.
        let earlier = Key { place: Place::Work, ..key(b"earlier") };
        let rules = Rules {
            empty_wait: Duration::ZERO,
            empty: Empty::Quarantine,
            document_bytes_max: 9,
            file_bytes_max: u64::MAX,
            budget: Budget::new(9),
        };
        assert!(matches!(look(&fixture.root, &earlier, &waiting(), &rules), Look::Gone));
        assert_eq!(fs::read(fixture.folder.path().join("earlier")).unwrap(), b"x");
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
        fs::File::create(path("large")).unwrap().set_len(DOCUMENT_BYTES_MAX + 1).unwrap();
        fs::File::create(path("huge")).unwrap().set_len(2 * DOCUMENT_BYTES_MAX + 1).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", path("link")).unwrap();
        fs::create_dir(path("folder")).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, path("fifo"), FileType::Fifo, Mode::RUSR, 0).unwrap();
        assert!(matches!(fixture.look(b"gone"), Look::Gone));
        assert!(matches!(fixture.look(b"empty"), Look::NotYet { .. }));
        let Look::Large(large) = fixture.look(b"large") else { panic!() };
        assert!(matches!(large.hash(&AtomicBool::new(true)), Look::Unfinished));
        assert!(matches!(fixture.look(b"huge"), Look::Defective(_, Defect::TooLarge { .. })));
        assert!(matches!(fixture.look(b"link"), Look::Ignored("a symbolic link")));
        assert!(matches!(fixture.look(b"folder"), Look::Folder));
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

    /// A work area that was removed while running made every file look gone, without a word.
    #[test]
    fn a_removed_work_area_is_made_anew_or_is_an_error_that_leaves_the_file() {
        let fixture = Fixture::new();
        let path = |name: &str| fixture.folder.path().join(name);
        fs::write(path("a"), "first").unwrap();
        fs::remove_dir(path(".dragoman-work")).unwrap();
        assert!(matches!(fixture.look(b"a"), Look::Claimed(_)));
        assert!(path(".dragoman-work/a").exists());
        fs::remove_dir_all(path(".dragoman-work")).unwrap();
        fs::write(path(".dragoman-work"), "a file where a folder should be").unwrap();
        fs::write(path("b"), "second").unwrap();
        let Look::Failed(error) = fixture.look(b"b") else { panic!() };
        assert!(error.to_string().contains("the work area"), "{error}");
        assert!(path("b").exists());
    }

    #[test]
    fn an_empty_file_has_waited_since_it_was_written() {
        let fixture = Fixture::new();
        for (age, is_taken) in [(59, false), (61, true)] {
            let file = fs::File::create(fixture.folder.path().join("a")).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
            drop(file);
            match fixture.look(b"a") {
                Look::Defective(_, Defect::Empty) => assert!(is_taken, "{age}"),
                Look::NotYet { after, .. } => assert!(!is_taken && after <= Duration::from_secs(1), "{age} {after:?}"),
                look => panic!("{age} {look:?}"),
            }
        }
    }

    #[test]
    fn an_unreadable_file_settles_before_it_is_taken_and_nothing_else_is() {
        let fixture = Fixture::new();
        let path = fixture.folder.path().join("a");
        fs::create_dir(fixture.folder.path().join("folder")).unwrap();
        fs::write(&path, "half").unwrap();
        let mut waiting = waiting();
        let mut look = |name: &[u8]| {
            let look = look_unreadable(&fixture.root, &key(name), &waiting, Errno::ACCESS);
            if let Look::NotYet { stat, .. } = &look {
                waiting.last = *stat;
            }
            look
        };
        assert!(matches!(look(b"folder"), Look::Ignored(NOT_A_FILE)));
        assert!(matches!(look(b"gone"), Look::Gone));
        assert!(matches!(look(b"a"), Look::NotYet { .. }));
        fs::write(&path, "half and half").unwrap();
        assert!(matches!(look(b"a"), Look::NotYet { .. }));
        let Look::Defective(taken, Defect::Unreadable(_)) = look(b"a") else { panic!() };
        assert_eq!((taken.size, path.exists()), (13, false));
    }

    #[test]
    fn our_own_shortage_convicts_no_file() {
        let fixture = Fixture::new();
        let path = fixture.folder.path().join("a");
        fs::write(&path, "content").unwrap();
        let (found, _) = stat(&fs::File::open(&path).unwrap().into()).unwrap();
        let after = |error: fn(io::Error) -> ReadError, place| {
            let key = Key { place, ..key(b"a") };
            let taken = taken(&fixture.root, &key, &waiting(), Timestamp::now(), &found);
            unread(error(io::ErrorKind::StorageFull.into()), &fixture.root, &key, taken, found)
        };
        assert!(matches!(after(ReadError::Copy, Place::Inbox), Look::Unfinished));
        assert!(matches!(after(ReadError::Copy, Place::Work), Look::NotYet { .. }));
        assert!(matches!(after(ReadError::File, Place::Work), Look::Defective(_, Defect::Unreadable(_))));
    }

    #[test]
    fn a_shortage_of_descriptors_is_told_from_a_folder_that_refuses() {
        for (error, is_short) in [(Errno::MFILE, true), (Errno::NFILE, true), (Errno::ACCESS, false)] {
            assert_eq!(matches!(refused(error.into()), Look::Short { taken: false, .. }), is_short, "{error}");
        }
        let fixture = Fixture::new();
        fs::write(fixture.folder.path().join("a"), "content").unwrap();
        let (found, _) = stat(&fs::File::open(fixture.folder.path().join("a")).unwrap().into()).unwrap();
        for (place, taken_by_then) in [(Place::Inbox, true), (Place::Work, false)] {
            let key = Key { place, ..key(b"a") };
            let taken = taken(&fixture.root, &key, &waiting(), Timestamp::now(), &found);
            let look = unread(ReadError::Copy(Errno::MFILE.into()), &fixture.root, &key, taken, found);
            assert!(matches!(look, Look::Short { taken, .. } if taken == taken_by_then), "{place:?}");
        }
    }
}
