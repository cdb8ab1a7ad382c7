//! What is durable, and by when, where no crash of the usual kind tells.

use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::MetadataExt;

use crate::ledger::store::Store;
use crate::log::journal::replay::Replay;
use crate::log::line::Source;
use crate::log::recovery::recover;
use crate::log::storage::Folder;
use crate::log::tests::crash::{Disks, Known, commit};
use crate::log::tests::disk::Cut;
use crate::log::writer::{Log, Roll, Stall};

/// Commits documents, each by itself, and does not end well.
fn work(
    disks: &Disks,
    tickets: impl IntoIterator<Item = u64>,
    stalled: impl FnMut(Stall<'_>) -> bool,
) -> io::Result<()> {
    let mut log = disks.start()?;
    write(&mut log, tickets, stalled)
}

fn write(
    log: &mut Log,
    tickets: impl IntoIterator<Item = u64>,
    mut stalled: impl FnMut(Stall<'_>) -> bool,
) -> io::Result<()> {
    for ticket in tickets {
        log.commit(&mut [commit(ticket, &Source::new("desk"))], &mut stalled)?;
        log.publish(&mut stalled)?;
    }
    Ok(())
}

fn names(tickets: std::ops::Range<u64>) -> Vec<String> {
    tickets.map(|ticket| format!("{ticket}.txt")).collect()
}

#[test]
fn after_a_stop_the_log_is_whole_by_itself_and_the_next_start_has_nothing_to_make_good() {
    let disks = Disks::default();
    disks.work(0..3, &mut Known::default()).unwrap();
    disks.cut(Cut::LoseAll);
    let alone = Disks::of_log(&disks.log);
    alone.recover().unwrap();
    assert_eq!(alone.names(), names(0..3));
    assert!(Replay::read(&disks.state).unwrap().is_some_and(|replay| replay.stopped_well));
    assert_eq!(disks.recover().unwrap().published, 0);
}

#[test]
fn a_log_that_lost_its_journal_is_durable_before_it_is_gone_on_with() {
    let killed = Disks::default();
    work(&killed, 0..9, |_| false).unwrap();
    let disks = Disks::of_log(&killed.log);
    disks.recover().unwrap();
    disks.cut(Cut::LoseAll);
    disks.recover().unwrap();
    assert_eq!(disks.names(), names(0..9));
}

#[test]
fn what_the_journal_restores_of_a_segment_before_the_newest_is_durable_before_the_journal_forgets_it() {
    let disks = Disks::default();
    let mut log = disks.start().unwrap();
    // Until the second segment has something, and the journal has the end of the first.
    let second = |disks: &Disks| disks.seen().len() == 2;
    let first_of_second = (0..).find(|ticket| {
        write(&mut log, [*ticket], |_| false).unwrap();
        second(&disks)
    });
    drop(log);
    let whole = disks.seen();
    let oldest = whole.keys().next().unwrap();
    disks.log.shorten(oldest, 100);
    assert_eq!(disks.recover().unwrap().published, 100);
    disks.cut(Cut::LoseAll);
    disks.recover().unwrap();
    assert_eq!(disks.seen(), whole);
    assert_eq!(disks.names(), names(0..first_of_second.unwrap() + 1));
}

/// After a failed sync memory may have a frame that the device has not.
#[test]
fn a_frame_that_only_memory_has_is_not_published() {
    // At the last of these calls the start is over.
    for call in 0..40 {
        let disks = Disks::default();
        work(&disks, 0..2, |_| false).unwrap();
        let mut log = disks.start().unwrap();
        disks.state.fail_sync(0);
        write(&mut log, 2..3, |_| false).unwrap_err();
        drop(log);
        disks.cut(Cut::KeepAll);
        disks.die_at(call);
        let _ = disks.recover();
        let seen = disks.seen();
        disks.cut(Cut::LoseAll);
        disks.recover().unwrap_or_else(|error| panic!("at call {call}: {error}"));
        disks.check(&seen, &Known { acknowledged: vec![0, 1] }, &format!("at call {call}"));
    }
}

/// Some file systems find room for a file only when it is synced.
#[test]
fn a_sync_that_finds_no_room_for_the_next_file_of_the_journal_holds_up_the_lap_and_loses_nothing() {
    let mut held_up = 0;
    for sync in 0..20 {
        let disks = Disks::default();
        let mut log = disks.start().unwrap();
        disks.state.fill_at_sync(sync);
        let mut stalls = 0;
        let written = write(&mut log, 0..20, |stall| {
            stalls += usize::from(matches!(stall, Stall::Full(_)));
            true
        });
        held_up += stalls;
        if stalls > 0 {
            written.unwrap();
            assert_eq!(disks.names(), names(0..20));
        }
        disks.cut(Cut::LoseAll);
        disks.recover().unwrap();
        disks.check(&BTreeMap::new(), &Known::default(), &format!("sync {sync}"));
    }
    // The file's, and that of its name, of every lap.
    assert!(held_up >= 2 && held_up.is_multiple_of(2), "{held_up} times");
}

#[test]
fn files_that_a_journal_left_without_a_good_end_are_made_anew_and_others_used_again() {
    let root = tempfile::tempdir().unwrap();
    let folder = |name: &str| Folder::create(&root.path().join(name)).unwrap();
    let run = |ticket: u64, ends_well: bool| {
        let (source, mut ledger) = (Source::new("desk"), Store::in_memory().unwrap());
        let found = recover(&folder("events"), Box::new(folder("state")), &source, 256 << 10, &mut ledger).unwrap();
        let roll = Roll { size: u64::MAX, every: None };
        let mut log = Log::new(Box::new(folder("events")), source, found.newest, found.journal, roll);
        write(&mut log, [ticket], |_| false).unwrap();
        if ends_well {
            log.stop().unwrap();
        }
    };
    let inode = |name: &str| std::fs::metadata(root.path().join("state").join(name)).unwrap().ino();
    // Each run begins its lap in the file that the one before did not end in.
    run(0, false);
    let before = inode("journal.0");
    run(1, false);
    run(2, true);
    assert_ne!(inode("journal.0"), before, "what a device lost of it once, it may go on losing");
    let before = inode("journal.1");
    run(3, true);
    assert_eq!(inode("journal.1"), before);
}
