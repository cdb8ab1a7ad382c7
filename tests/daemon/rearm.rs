//! What is in quarantine comes back by itself when the extractor that failed over it has changed, and nothing else does.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value;

use crate::reload::{install, library, reload, site, status, version};
#[cfg(debug_assertions)]
use crate::support::Finished;
use crate::support::{Daemon, Site};

/// The library of `mischief`, which no longer does what documents tell it to.
fn mended() -> Vec<u8> {
    let (order, nothing) = (b"mischief: ", b"mischief; ");
    let mut library = library("mischief");
    let places: Vec<usize> = (0..library.len() - order.len()).filter(|at| library[*at..].starts_with(order)).collect();
    assert!(!places.is_empty(), "the library has no such words");
    for at in places {
        library[at..at + order.len()].copy_from_slice(nothing);
    }
    library
}

/// A site where a file was set aside for which the extractor is guilty, and one for which the reader is.
fn failing() -> Site {
    let site = site();
    site.deliver("refuse.txt", "mischief: refuse");
    site.deliver("page.txt", "<html>");
    site.run_once().expect(1);
    assert_eq!(names(&site), ["page.txt", "refuse.txt"]);
    site
}

/// The names in quarantine, sorted.
fn names(site: &Site) -> Vec<String> {
    site.quarantined().into_iter().map(|aside| aside.name).collect()
}

/// The reason beside the file that was refused; `None` while there is none.
fn reason(site: &Site) -> Option<Value> {
    site.quarantined().into_iter().find(|aside| aside.name == "refuse.txt").map(|aside| aside.reason)
}

/// Waits until the daemon has gone through the quarantine so often.
#[track_caller]
fn wait_for_sweeps(daemon: &Daemon<'_>, count: usize) {
    let swept = || daemon.stderr().matches("the quarantine was gone through").count();
    daemon.wait("an end of the way through the quarantine", || (swept() >= count).then_some(()));
}

/// A change of the chain, and what it means for a document that was refused.
struct Change {
    make: fn(&Site),
    /// What the daemon says of it; nothing when the file is not read again.
    told: Option<&'static str>,
    /// Whether the document comes into the log.
    read: bool,
}

const CHANGES: [Change; 5] = [
    Change { make: |site| install(site, &mended()), told: Some("it is another library now"), read: true },
    Change { make: |site| install(site, &version(1)), told: Some("it is another library now"), read: false },
    Change {
        make: |site| site.change("plugins.mischief.delay_ms", 1),
        told: Some("it has other settings now"),
        read: false,
    },
    Change {
        make: |site| site.change("chain.order", Vec::<Value>::new()),
        told: Some("it is no longer in the chain"),
        read: true,
    },
    Change { make: |_| {}, told: None, read: false },
];

impl Change {
    /// What must be true when the daemon has nothing left to do.
    #[track_caller]
    fn expect(&self, site: &Site, before: &Value, said: &str) {
        let lines = said.matches("come back from quarantine").count();
        assert_eq!(lines, usize::from(self.told.is_some()), "{said}");
        assert!(self.told.is_none_or(|told| said.contains(told) && said.contains("files=1")), "{said}");
        assert_eq!(site.log().documents.len(), usize::from(self.read));
        let aside = if self.read { &["page.txt"][..] } else { &["page.txt", "refuse.txt"] };
        assert_eq!(names(site), aside);
        if !self.read {
            let now = reason(site).unwrap();
            let same = |key: &str| now[key] == before[key];
            assert_eq!(same("quarantined"), self.told.is_none());
            assert_eq!(same("library") && same("settings"), self.told.is_none());
        }
        // What failed again is not read a third time.
        let said = site.run_once().expect(0).stderr;
        assert!(!said.contains("come back from quarantine"), "{said}");
    }
}

#[test]
fn a_file_comes_back_at_a_reload_that_changes_its_extractor_and_stays_otherwise() {
    for change in CHANGES {
        let site = failing();
        let before = reason(&site).unwrap();
        let daemon = site.start();
        wait_for_sweeps(&daemon, 1);
        (change.make)(&site);
        reload(&site).expect(0);
        wait_for_sweeps(&daemon, 2);
        let is_done = || match reason(&site) {
            Some(now) => !change.read && (change.told.is_none() || now["quarantined"] != before["quarantined"]),
            None => change.read && site.disposed() == 2,
        };
        daemon.wait("the end of the file's way", || is_done().then_some(()));
        let documents = &status(&site)["documents"];
        assert_eq!(documents["rearmed"], u64::from(change.told.is_some()), "{documents:#}");
        let said = daemon.stop().stderr;
        change.expect(&site, &before, &said);
    }
}

#[test]
fn a_file_comes_back_at_a_start_after_its_extractor_has_changed_and_stays_otherwise() {
    for change in CHANGES {
        let site = failing();
        let before = reason(&site).unwrap();
        (change.make)(&site);
        let again = change.told.is_some() && !change.read;
        let said = site.run_once().expect(i32::from(again)).stderr;
        change.expect(&site, &before, &said);
    }
}

/// It was set aside after the quarantine had been gone through.
#[test]
fn a_document_that_fails_in_the_last_worker_of_a_chain_that_went_is_read_by_the_new_one() {
    let site = site().set("plugins.mischief.delay_ms", 700);
    let daemon = site.start();
    site.deliver("refuse.txt", "mischief: refuse");
    daemon.wait("the document with a worker", || (status(&site)["documents"]["inWork"] == 1).then_some(()));
    install(&site, &mended());
    reload(&site).expect(0);
    daemon.wait_for_document("refuse.txt");
    daemon.stop();
    assert_eq!(names(&site).len(), 0);
}

#[test]
fn of_a_file_that_stays_the_copy_goes_and_the_file_is_read_where_it_is() {
    for running in [true, false] {
        let site = site().set("archive", "keep");
        site.deliver("refuse.txt", "mischief: refuse");
        site.run_once().expect(1);
        assert_eq!(names(&site), ["refuse.txt"]);
        if running {
            let daemon = site.start();
            install(&site, &mended());
            reload(&site).expect(0);
            daemon.wait_for_document("refuse.txt");
            daemon.stop();
        } else {
            install(&site, &mended());
            site.run_once().expect(0);
        }
        site.log().expect_each_once(["refuse.txt"]);
        assert_eq!((names(&site).len(), site.inbox_names()), (0, vec!["refuse.txt".to_owned()]));
        site.run_once().expect(0);
        site.log().expect_each_once(["refuse.txt"]);
    }
}

#[test]
fn the_copy_of_a_file_that_is_not_there_stays_in_quarantine() {
    let site = site().set("archive", "keep");
    site.deliver("refuse.txt", "mischief: refuse");
    site.run_once().expect(1);
    fs::remove_file(site.inbox("refuse.txt")).unwrap();
    install(&site, &mended());
    site.run_once().expect(0).expect_words(&["D0331", "files=1", "its file is not there"]);
    assert_eq!((names(&site), site.inbox_names().len()), (vec!["refuse.txt".to_owned()], 0));
}

#[cfg(debug_assertions)]
#[test]
fn a_daemon_that_is_killed_while_a_file_comes_back_leaves_it_once_and_its_reason_goes() {
    for keep in [false, true] {
        let site = if keep { site().set("archive", "keep") } else { site() };
        for number in 0..3 {
            site.deliver(format!("{number}.txt"), format!("mischief: refuse {number}"));
        }
        site.run_once().expect(1);
        install(&site, &mended());
        for pass in 1..=3 {
            let armed = format!("file out of quarantine=abort@{pass}");
            let finished = Finished::of(site.command(&["run", "--once"]).env("DRAGOMAN_FAIL", armed));
            assert!(finished.code.is_none() || pass > 1, "{}", finished.stderr);
        }
        site.run_once().expect(0);
        site.log().expect_each_once(["0.txt", "1.txt", "2.txt"]);
        assert_eq!(names(&site).len(), 0);
        let reasons = site.tree().into_keys().filter(|path| path.to_string_lossy().ends_with(".reason.json")).count();
        assert_eq!(reasons, 0, "a reason without a file is left");
    }
}

#[test]
fn a_file_that_comes_back_replaces_none() {
    let site = failing();
    install(&site, &mended());
    site.deliver("refuse.txt", "Newer.\n");
    site.run_once().expect(0);
    site.log().expect_each_once(["refuse.txt", "refuse-2.txt"]);
}

#[test]
fn nothing_comes_back_in_safe_mode_nor_when_it_is_turned_off_nor_to_an_inbox_that_is_not_in_the_config() {
    let site = failing();
    install(&site, &mended());
    let daemon = Daemon::spawn(&site, &mut site.command(&["run", "--safe-mode"]));
    daemon.wait_until_ready();
    assert_eq!(status(&site)["documents"]["rearmed"], 0);
    daemon.stop();
    assert_eq!(names(&site), ["page.txt", "refuse.txt"]);

    let site = site.set("quarantine.rearm", false);
    site.run_once().expect(0);
    assert_eq!(names(&site), ["page.txt", "refuse.txt"]);

    let elsewhere = site.path("elsewhere");
    let site = site.set("quarantine.rearm", true).inbox_at(&elsewhere);
    site.run_once().expect(0).expect_words(&["D0331", "files=1", "the config has no such inbox"]);
    assert_eq!(names(&site), ["page.txt", "refuse.txt"]);
}

/// Whoever may drop files could have had the daemon write where they may not.
#[test]
fn no_link_is_followed_on_the_way_back() {
    let site = site();
    fs::create_dir(site.inbox("desk")).unwrap();
    fs::write(site.inbox("desk/refuse.txt"), "mischief: refuse").unwrap();
    site.run_once().expect(1);
    let outside = site.path("outside");
    fs::create_dir(&outside).unwrap();
    let _ = fs::remove_dir(site.inbox("desk"));
    symlink(&outside, site.inbox("desk")).unwrap();
    install(&site, &mended());
    site.run_once().expect(0).expect_words(&["D0331", "files=1"]);
    site.execute(&["quarantine", "retry", "--all"]).expect(74).expect_words(&["D0331"]);
    assert_eq!((names(&site), fs::read_dir(&outside).unwrap().count()), (vec!["refuse.txt".to_owned()], 0));
}
