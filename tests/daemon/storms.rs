//! Many files at once, and files that come in every way they can: nothing is lost, nothing is read twice.
//!
//! `DRAGOMAN_STORM=full` makes the storms as large as a release wants them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::time::Duration;

use crate::support::{Site, article, storm_size};

/// A site whose daemon says little: a storm of debug lines tests nothing.
fn site() -> Site {
    Site::new().set("diagnostics.level", "info")
}

/// Insists that every file was read once, and that nothing is left anywhere.
#[track_caller]
fn expect_all(site: &Site, complete: usize, quarantined: usize) {
    let log = site.log();
    let outcomes = log.outcomes();
    let names: BTreeSet<&str> = outcomes.iter().map(|(name, _)| *name).collect();
    assert_eq!((outcomes.len(), names.len()), (complete, complete));
    assert!(outcomes.iter().all(|(_, outcome)| *outcome == "complete"));
    assert_eq!((site.archived().len(), site.disposed()), (complete, complete + quarantined));
    let left: Vec<_> =
        site.tree().into_keys().filter(|path| path.starts_with(site.inbox("")) && !path.is_dir()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn many_files_at_once_are_each_read_once() {
    let files = storm_size(1_500, 100_000);
    let site = site();
    let daemon = site.start();
    for folder in 0..10 {
        fs::create_dir(site.inbox(format!("f{folder}"))).unwrap();
    }
    // Written in place, so that the kernel's queue has several events for each.
    for number in 0..files {
        fs::write(site.inbox(format!("f{}/{number}.txt", number % 10)), article(number)).unwrap();
    }
    daemon.wait_for_storm(files);
    daemon.stop();
    expect_all(&site, files, 0);
}

#[test]
fn files_that_came_while_nobody_watched_are_each_read_once() {
    let files = storm_size(1_000, 20_000);
    let site = site();
    fs::create_dir(site.inbox("sub")).unwrap();
    let half = site.start();
    for number in 0..files {
        let folder = if number % 2 == 0 { "" } else { "sub/" };
        fs::write(site.inbox(format!("{folder}{number}.txt")), article(number)).unwrap();
        if number == files / 4 {
            half.signal(rustix::process::Signal::KILL);
        }
    }
    half.kill();
    let daemon = site.start();
    daemon.wait_for_storm(files);
    daemon.stop();
    expect_all(&site, files, 0);
}

#[test]
fn files_that_are_moved_about_before_they_settle_are_each_read_once() {
    let files = storm_size(400, 20_000);
    let site = site().set("limits.quiet", "5 ms");
    for folder in ["in", "out"] {
        fs::create_dir(site.inbox(folder)).unwrap();
    }
    fs::create_dir(site.path("elsewhere")).unwrap();
    let daemon = site.start();
    for number in 0..files {
        let name = format!("{number}.txt");
        let ways =
            [site.inbox(format!("in/{name}")), site.path("elsewhere").join(&name), site.inbox(format!("out/{name}"))];
        fs::write(&ways[0], article(number)).unwrap();
        // Who is taken in between needs no further move.
        for step in ways.windows(2) {
            let _ = fs::rename(&step[0], &step[1]);
        }
    }
    daemon.wait_for_storm(files);
    daemon.stop();
    expect_all(&site, files, 0);
}

#[test]
fn a_name_that_is_replaced_again_and_again_gives_whole_contents_only() {
    let times = storm_size(500, 20_000);
    let site = site().set("limits.quiet", "0 ms");
    let daemon = site.start();
    for number in 0..times {
        site.deliver("same.txt", article(number));
    }
    site.deliver("last.txt", "The last one.");
    daemon.wait_for_document("last.txt");
    let last = article(times - 1);
    daemon.wait("the last content", || {
        let archived = site.archived();
        archived
            .iter()
            .any(|path| fs::read_to_string(site.path("archive").join(path)).is_ok_and(|text| text == last))
            .then_some(())
    });
    daemon.stop();
    let log = site.log();
    // Each article differs, so each one that was read was read once.
    assert!(log.outcomes().iter().all(|(_, outcome)| *outcome == "complete"));
    let contents: BTreeSet<String> =
        site.archived().iter().map(|path| fs::read_to_string(site.path("archive").join(path)).unwrap()).collect();
    assert_eq!(contents.len(), log.documents.len());
    let whole: BTreeSet<String> = (0..times).map(article).chain(["The last one.".to_owned()]).collect();
    assert!(contents.is_subset(&whole));
}

#[test]
fn slow_writers_that_pause_are_each_read_once_and_whole() {
    let writers = storm_size(40, 400);
    let site = site();
    let daemon = site.start();
    let mut open: Vec<File> =
        (0..writers).map(|number| File::create(site.inbox(format!("{number}.txt"))).unwrap()).collect();
    let parts: Vec<Vec<String>> =
        (0..writers).map(|number| article(number).split_inclusive(' ').map(str::to_owned).collect()).collect();
    for part in 0..4 {
        for (file, parts) in open.iter_mut().zip(&parts) {
            let quarter = parts.len().div_ceil(4);
            let words = parts.chunks(quarter).nth(part).unwrap_or_default();
            file.write_all(words.concat().as_bytes()).unwrap();
        }
        // The pause is what is tested: longer than the settle time, with the files open.
        std::thread::sleep(Duration::from_millis(300));
    }
    drop(open);
    daemon.wait_for_storm(writers);
    daemon.stop();
    expect_all(&site, writers, 0);
    let log = site.log();
    for number in 0..writers {
        assert_eq!(log.document(&format!("{number}.txt")).record["file"]["size"], article(number).len());
    }
}

#[test]
fn poison_among_good_files_is_set_aside_and_the_good_are_read() {
    let (good, poison) = (storm_size(200, 10_000), storm_size(20, 1_000));
    let site = site().set("chain.strikes", 0).set("limits.retries", 1);
    let daemon = site.start();
    for number in 0..good {
        site.deliver(format!("good-{number}.txt"), article(number));
        if number % (good / poison) == 0 {
            let word = ["panic", "abort"][number / (good / poison) % 2];
            site.deliver(format!("bad-{number}.txt"), format!("mischief: {word} {number}"));
        }
    }
    daemon.wait_for_storm(good + poison);
    daemon.stop();
    expect_all(&site, good, poison);
    assert!(site.quarantined().iter().all(|aside| aside.name.starts_with("bad-")));
}
