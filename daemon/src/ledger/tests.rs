use std::fs;

use crossbeam_channel::{Receiver, unbounded};

use super::kept::{FileHash, KeptFile, Looks};
use super::store::{LEDGER, Refusal, Store, open_for_reading};
use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn entry(content: &[u8], name: &[u8], claimed: i64, sequence: u64, incomplete: bool) -> Entry {
    Entry::new(DocumentId::of(content), name, at(claimed), sequence, incomplete)
}

/// A ledger over a store, and its keeper's news.
fn ledger(store: Store) -> (Ledger, Receiver<Kept>) {
    let (news, kept) = unbounded();
    let view = store.view().unwrap();
    (Ledger::new(view, Keeper::start(store, move |kept| drop(news.send(kept))).unwrap()), kept)
}

fn save(ledger: &mut Ledger, kept: &Receiver<Kept>) {
    ledger.save();
    let Kept::Saved(view) = kept.recv().unwrap() else { panic!("the ledger refused") };
    ledger.saved(*view);
}

#[test]
fn an_incomplete_document_is_no_duplicate_until_it_was_complete_once_saved_or_not() {
    for saved in [0, 1, 2, 3] {
        let (mut ledger, kept) = ledger(Store::in_memory().unwrap());
        let id = DocumentId::of(b"x");
        assert_eq!(ledger.arrivals(id).unwrap(), Arrivals::default());
        for (line, incomplete, complete) in [(1, true, false), (2, false, true), (3, true, true)] {
            ledger.add(entry(b"x", b"a", 1, line, incomplete));
            if line == saved {
                save(&mut ledger, &kept);
            }
            let expected = Arrivals { committed: line, newest: line, complete };
            assert_eq!(ledger.arrivals(id).unwrap(), expected, "saved after {saved}");
        }
    }
}

#[test]
fn a_file_was_committed_only_if_it_lay_in_the_work_area_by_then_under_that_name() {
    let (mut ledger, kept) = ledger(Store::in_memory().unwrap());
    ledger.add(entry(b"x", b"a", 10, 1, true));
    save(&mut ledger, &kept);
    ledger.add(entry(b"x", b"b", 20, 2, true));
    ledger.add(entry(b"y", b"a", 30, 3, true));
    let id = DocumentId::of(b"x");
    for (name, changed, committed) in
        [(&b"a"[..], 9, true), (b"a", 10, true), (b"a", 11, false), (b"b", 11, true), (b"c", 1, false)]
    {
        assert_eq!(ledger.was_committed(id, name, at(changed)).unwrap(), committed, "{name:?} {changed}");
    }
}

#[test]
fn the_versions_of_a_name_are_told_newest_first_saved_or_not() {
    let (mut ledger, kept) = ledger(Store::in_memory().unwrap());
    for line in 1..=6 {
        ledger.add(entry(&[line], b"a", i64::from(line), u64::from(line), false));
        ledger.add(entry(&[line], b"other", 0, 100 + u64::from(line), false));
        if line == 3 {
            save(&mut ledger, &kept);
        }
    }
    let lines = |most| -> Vec<u64> {
        ledger.versions(name_hash(b"a"), most).unwrap().iter().map(|version| version.sequence).collect()
    };
    assert_eq!(lines(usize::MAX), [6, 5, 4, 3, 2, 1]);
    assert_eq!(lines(4), [6, 5, 4, 3]);
}

#[test]
fn a_ledger_that_is_opened_again_has_what_it_was_given_and_takes_nothing_twice() {
    let root = tempfile::tempdir().unwrap();
    let entries: Vec<Entry> = (1..=9).map(|line| entry(&[line as u8 % 4], b"a", 1, line, false)).collect();
    let (mut ledger, kept) = ledger(Store::open_or_renew(root.path()).unwrap());
    entries[..5].iter().for_each(|entry| ledger.add(*entry));
    save(&mut ledger, &kept);
    entries[5..].iter().for_each(|entry| ledger.add(*entry));
    ledger.finish();
    let mut store = Store::open_or_renew(root.path()).unwrap();
    store.add(&entries).unwrap();
    assert_eq!(store.reached().unwrap().unwrap().sequence, 9);
    let counts =
        (0..4).map(|content: u8| store.view().unwrap().arrivals(DocumentId::of(&[content])).unwrap().committed);
    assert_eq!(counts.collect::<Vec<_>>(), [2, 3, 2, 2]);
}

#[test]
fn what_is_remembered_of_files_that_stay_is_saved_with_the_commits_and_goes_with_the_log() {
    let root = tempfile::tempdir().unwrap();
    let [a, b] = [b"a", b"b"].map(|name| FileHash::new(root.path(), name));
    let file = |looks, content: Option<&[u8]>| KeptFile { looks: Looks(looks), committed: content.map(DocumentId::of) };
    let (mut ledger, kept) = ledger(Store::open_or_renew(root.path()).unwrap());
    ledger.keep(a, Some(file(1, Some(b"x"))));
    ledger.keep(b, Some(file(2, None)));
    save(&mut ledger, &kept);
    ledger.keep(b, None);
    ledger.keep(a, Some(file(3, Some(b"y"))));
    assert_eq!((ledger.kept(a).unwrap(), ledger.kept(b).unwrap()), (Some(file(3, Some(b"y"))), None));
    ledger.finish();
    let mut store = Store::open_or_renew(root.path()).unwrap();
    let remembered = |store: &Store| {
        let mut found = Vec::new();
        store.view().unwrap().each_kept(a.inbox, |name, file| found.push((name, file))).unwrap();
        found
    };
    assert_eq!(remembered(&store), [(a.name, file(3, Some(b"y")))]);
    store.clear().unwrap();
    assert_eq!(remembered(&store), []);
}

#[test]
fn a_file_that_stays_has_something_new_only_when_its_content_is_not_the_one_that_was_committed_last() {
    let file = FileHash::new(std::path::Path::new("/in"), b"a");
    let (mut ledger, _) = ledger(Store::in_memory().unwrap());
    ledger.add(entry(b"x", b"a", 10, 1, false));
    let has =
        |ledger: &Ledger, content, changed| ledger.has_kept(file, DocumentId::of(content), b"a", at(changed)).unwrap();
    // Nothing is remembered, as after a crash or when the file of the ledger was lost.
    assert!(has(&ledger, b"x", 99) && !has(&ledger, b"y", 1));
    ledger.keep(file, Some(KeptFile { looks: Looks(0), committed: Some(DocumentId::of(b"x")) }));
    assert!(has(&ledger, b"x", 99) && !has(&ledger, b"y", 99));
    // The next content was committed, and the daemon ended before it could remember that.
    ledger.add(entry(b"y", b"a", 20, 2, false));
    assert!(has(&ledger, b"y", 20) && !has(&ledger, b"y", 21));
    // The first is back.
    ledger.keep(file, Some(KeptFile { looks: Looks(0), committed: Some(DocumentId::of(b"y")) }));
    assert!(!has(&ledger, b"x", 30) && has(&ledger, b"y", 30));
    // Set aside: whoever touches it wants it tried again.
    ledger.keep(file, Some(KeptFile { looks: Looks(0), committed: None }));
    assert!(!has(&ledger, b"y", 30));
}

#[test]
fn what_a_killed_daemon_has_left_can_be_read() {
    let root = tempfile::tempdir().unwrap();
    let copy = || {
        let other = tempfile::tempdir().unwrap();
        let left = fs::read(root.path().join(LEDGER)).unwrap();
        fs::write(other.path().join(LEDGER), &left).unwrap();
        // Two may read it side by side.
        let [(view, reached), (other_view, _)] =
            [(); 2].map(|()| open_for_reading(other.path()).unwrap().expect("repaired"));
        let reached = reached.map(|reached| reached.sequence);
        for view in [view, other_view] {
            assert_eq!(view.documents().unwrap(), u64::from(reached.is_some()));
        }
        // For the next daemon it is what the last one left.
        assert!(fs::read(other.path().join(LEDGER)).unwrap() == left);
        reached
    };
    let mut store = Store::open_or_renew(root.path()).unwrap();
    assert_eq!(copy(), None);
    store.add(&[entry(b"x", b"a", 1, 7, false)]).unwrap();
    assert_eq!(copy(), Some(7));
    drop(store);
    // One that has done nothing since its start.
    let _store = Store::open_or_renew(root.path()).unwrap();
    assert_eq!(copy(), Some(7));
}

#[test]
fn a_start_waits_for_a_command_that_reads_the_file_just_now() {
    let root = tempfile::tempdir().unwrap();
    drop(Store::open_or_renew(root.path()).unwrap());
    let reading = open_for_reading(root.path()).unwrap();
    let (state, began) = (root.path().to_owned(), crossbeam_channel::bounded(0));
    let starting = std::thread::spawn(move || {
        began.0.send(()).unwrap();
        Store::open_or_renew(&state).map(drop)
    });
    began.1.recv().unwrap();
    drop(reading);
    starting.join().unwrap().unwrap();
}

#[test]
fn a_command_does_not_read_the_file_that_a_daemon_has() {
    let root = tempfile::tempdir().unwrap();
    let _store = Store::open_or_renew(root.path()).unwrap();
    assert!(matches!(open_for_reading(root.path()), Err(Refusal::Io(_))));
}

/// Every page is read when the file is opened.
#[test]
fn a_damaged_ledger_gives_way_to_an_empty_one() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join(LEDGER);
    let entries: Vec<Entry> = (1..=500).map(|line: u64| entry(&line.to_le_bytes(), b"a", 1, line, false)).collect();
    Store::open_or_renew(root.path()).unwrap().add(&entries).unwrap();
    let whole = fs::read(&path).unwrap();
    let expected = Store::open_or_renew(root.path()).unwrap().reached().unwrap();
    let mut renewed = 0;
    let harms = (0..whole.len()).step_by(whole.len() / 31).map(|place| {
        let mut harmed = whole.clone();
        harmed[place] ^= 16;
        harmed
    });
    let cuts = [0, 1, 100, 4096, whole.len() / 2, whole.len() - 1].map(|end| whole[..end].to_vec());
    for harmed in harms.chain(cuts).chain([b"not a ledger at all".to_vec()]) {
        fs::write(&path, &harmed).unwrap();
        // Whoever only reads is told of none or of an older one, and leaves the rest to the next start.
        if let Some((_, reached)) = open_for_reading(root.path()).unwrap() {
            assert!(reached.is_none() || reached == expected);
        }
        assert!(fs::read(&path).unwrap() == harmed);
        let store = Store::open_or_renew(root.path()).unwrap();
        let reached = store.reached().unwrap();
        // What no page needs may have changed.
        assert!(reached.is_none() || reached == expected);
        let known = store.view().unwrap().documents().unwrap();
        assert_eq!(known, if reached.is_none() { 0 } else { 500 });
        renewed += usize::from(reached.is_none());
    }
    assert!(renewed > 6, "{renewed}");
}
