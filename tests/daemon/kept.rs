//! Files that stay in their inbox: each content comes into the log once, whatever becomes of the daemon or its memory.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::Value;

use crate::support::{Finished, Log, Site, article, skip, storm_size};

fn keeping() -> Site {
    Site::new().set("archive", "keep").set("limits.reconcile", "100 ms")
}

/// Every segment with its bytes.
fn log_bytes(site: &Site) -> BTreeMap<PathBuf, Vec<u8>> {
    site.log().segments.iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Insists that one more run finds nothing to do.
#[track_caller]
fn expect_idle_run(site: &Site) {
    let before = log_bytes(site);
    let finished = site.run_once().expect(0);
    assert!(finished.stdout.contains("done: 0   duplicates: 0   quarantined: 0"), "{}", finished.stdout);
    assert_eq!(log_bytes(site), before);
}

/// How many files a run remembered from the one before.
#[track_caller]
fn remembered(finished: &Finished) -> usize {
    let (_, rest) = finished.stderr.split_once("remembered=").unwrap();
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

fn previous(log: &Log) -> Vec<&Value> {
    log.documents.iter().map(|document| &document.record["previous"]).collect()
}

fn id_of(content: &str) -> Value {
    format!("b3:{}", blake3::hash(content.as_bytes())).into()
}

fn touch(path: &Path) {
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
}

#[test]
fn files_stay_and_are_read_once_and_a_second_run_does_nothing() {
    let site = keeping();
    let names = site.deliver_reports(1..=20);
    fs::create_dir(site.inbox("sub")).unwrap();
    fs::write(site.inbox("sub/deep.txt"), article(21)).unwrap();
    site.run_once().expect(0).expect_words(&["files_stay=\"as `archive` says\""]);
    let all = names.iter().map(String::as_str).chain(["sub/deep.txt"]);
    site.log().expect_each_once(all.clone());
    expect_idle_run(&site);
    assert_eq!(remembered(&site.run_once()), 21);
    assert_eq!(site.inbox_names().len(), 21);
    assert!(!site.inbox(".dragoman-work").exists() && !site.path("archive").exists());
    // What comes into a running daemon stays, too.
    let daemon = site.start();
    site.deliver("new.txt", article(22));
    daemon.wait_for_document("new.txt");
    daemon.stop();
    site.log().expect_each_once(all.chain(["new.txt"]));
    expect_idle_run(&site);
}

#[test]
fn a_file_that_looks_different_and_has_the_same_content_leaves_no_line() {
    let site = keeping();
    site.deliver_reports(1..=3);
    site.run_once().expect(0);
    touch(&site.inbox("report-0001.txt"));
    site.deliver("report-0002.txt", article(2));
    expect_idle_run(&site);
    // It is remembered as it looks now.
    let finished = site.run_once().expect(0);
    assert!(!finished.stderr.contains("committed before"), "{}", finished.stderr);
}

#[test]
fn a_new_content_under_an_old_name_is_read_and_names_the_one_before() {
    let site = keeping();
    let daemon = site.start();
    let [first, second, third] = [1, 2, 3].map(article);
    site.deliver("page.txt", &first);
    daemon.wait_for_documents(1);
    site.deliver("page.txt", &second);
    daemon.wait_for_documents(2);
    // In place, as an editor might.
    fs::write(site.inbox("page.txt"), &third).unwrap();
    daemon.wait_for_documents(3);
    // What was there before is no news, but that it is there again is.
    site.deliver("page.txt", &first);
    daemon.wait_for_documents(4);
    daemon.stop();
    let log = site.log();
    let outcomes: Vec<&str> = log.documents.iter().map(|document| document.outcome.as_str()).collect();
    assert_eq!(outcomes, ["complete", "complete", "complete", "duplicate"]);
    assert_eq!(previous(&log), [&Value::Null, &id_of(&first), &id_of(&second), &id_of(&third)]);
    expect_idle_run(&site);
}

#[test]
fn a_file_that_grows_while_it_is_read_is_read_again_when_that_is_done() {
    let site = keeping().set("plugins.mischief.delay_ms", 300);
    let daemon = site.start();
    site.deliver("page.txt", article(1));
    daemon.wait("a document with a worker", || is_being_read(&site, "inbox/page.txt").then_some(()));
    let mut file = fs::File::options().append(true).open(site.inbox("page.txt")).unwrap();
    file.write_all(b"More is known by now.\n").unwrap();
    drop(file);
    daemon.wait_for_documents(2);
    daemon.stop();
    let log = site.log();
    assert_eq!(previous(&log), [&Value::Null, &id_of(&article(1))]);
    assert_eq!(log.outcomes(), [("page.txt", "complete"); 2]);
}

/// Whether a worker has the file: it was read by then. `status` counts files, too, that are only looked at.
fn is_being_read(site: &Site, name: &str) -> bool {
    site.execute(&["explain", name]).stdout.contains("a worker has it")
}

#[test]
fn what_is_no_longer_remembered_is_recognised_by_name_and_content() {
    let site = keeping();
    site.deliver_reports(1..=10);
    site.run_once().expect(0);
    site.deliver("report-0001.txt", article(11));
    site.run_once().expect(0);
    fs::remove_file(site.path(".dragoman/ledger.redb")).unwrap();
    expect_idle_run(&site);
    assert_eq!(remembered(&site.run_once()), 10);
}

#[test]
fn a_daemon_that_is_killed_at_any_time_writes_each_content_once() {
    let site = keeping().set("output.batch.documents", 3);
    let (mut names, rounds) = (Vec::new(), storm_size(12, 200));
    for round in 0..rounds {
        names.extend(site.deliver_reports(round * 10..(round + 1) * 10));
        let done = Log::unfinished(&site).documents.len();
        let daemon = site.start();
        daemon.wait_for_documents((done + 1 + round * 7 % 10).min(names.len()));
        daemon.kill();
        Log::unfinished(&site).expect_each_once(
            names
                .iter()
                .map(String::as_str)
                .filter(|name| Log::unfinished(&site).documents.iter().any(|document| document.name == *name)),
        );
    }
    site.run_once().expect(0);
    site.log().expect_each_once(names.iter().map(String::as_str));
    assert_eq!(site.inbox_names(), names);
    expect_idle_run(&site);
}

#[test]
fn a_file_that_cannot_be_processed_stays_and_a_copy_is_set_aside_once() {
    let site = keeping();
    site.deliver("refuse.txt", "mischief: refuse");
    site.deliver("ferry.txt", article(1));
    site.run_once().expect(1);
    expect_idle_run(&site);
    let aside = site.quarantined();
    assert_eq!((aside.len(), aside[0].name.as_str()), (1, "refuse.txt"));
    assert_eq!((&*aside[0].content, &aside[0].reason["kept"]), (&b"mischief: refuse"[..], &true.into()));
    assert_eq!(site.inbox_names(), ["ferry.txt", "refuse.txt"]);
    // Whoever touches it wants it tried again.
    touch(&site.inbox("refuse.txt"));
    site.run_once().expect(1);
    assert_eq!(site.quarantined().len(), 2);
    fs::write(site.inbox("refuse.txt"), article(2)).unwrap();
    site.run_once().expect(0);
    site.log().expect_each_once(["ferry.txt", "refuse.txt"]);
}

#[test]
fn a_retry_has_a_file_read_again_where_it_is_with_and_without_a_daemon() {
    let site = keeping();
    for (round, running) in [true, false].into_iter().enumerate() {
        let name = format!("{round}.txt");
        site.deliver(&name, "mischief: refuse");
        site.run_once().expect(1);
        let looks = || fs::metadata(site.inbox(&name)).unwrap().modified().unwrap();
        let before = looks();
        let daemon = running.then(|| site.start());
        site.execute(&["quarantine", "retry", &name]).expect(0);
        match daemon {
            Some(daemon) => {
                daemon.wait_for_words("in quarantine");
                daemon.stop();
            }
            None => drop(site.run_once().expect(1)),
        }
        assert_eq!((site.quarantined().len(), looks()), (1 + round, before));
        expect_idle_run(&site);
    }
}

#[test]
fn files_that_were_removed_are_forgotten_unless_all_are_gone() {
    let site = keeping();
    site.deliver_reports(1..=5);
    site.run_once().expect(0);
    for number in [2, 4] {
        fs::remove_file(site.inbox(format!("report-000{number}.txt"))).unwrap();
    }
    assert_eq!(remembered(&site.run_once()), 5);
    assert_eq!(remembered(&site.run_once()), 3);
    // As when its disk is not mounted.
    fs::rename(site.inbox(""), site.path("away")).unwrap();
    fs::create_dir(site.inbox("")).unwrap();
    assert_eq!(remembered(&site.run_once()), 3);
    fs::remove_dir(site.inbox("")).unwrap();
    fs::rename(site.path("away"), site.inbox("")).unwrap();
    assert_eq!(remembered(&site.run_once()), 3);
    expect_idle_run(&site);
}

#[test]
fn what_was_in_the_work_area_is_given_back_to_an_inbox_whose_files_stay() {
    let site = Site::new().set("plugins.mischief.delay_ms", 100);
    let names = site.deliver_reports(1..=20);
    let daemon = site.start();
    daemon.wait_for_documents(5);
    daemon.kill();
    let taken = fs::read_dir(site.inbox(".dragoman-work")).unwrap().count();
    assert!(taken > 0);
    let site = site.set("plugins.mischief.delay_ms", 0).set("archive", "keep").set("limits.reconcile", "100 ms");
    let daemon = site.start();
    daemon.wait_for_documents(20);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
    assert_eq!(site.inbox_names().len() + site.archived().len(), 20);
    expect_idle_run(&site);
}

#[test]
fn a_file_that_stays_is_explained_with_and_without_a_daemon() {
    let site = keeping();
    site.deliver("a.txt", article(1));
    site.run_once().expect(0);
    let path = site.inbox("a.txt").display().to_string();
    let stays = || site.execute(&["explain", &path]).expect(0).stdout.contains("is read again when it changes");
    assert!(stays());
    let daemon = site.start();
    assert!(stays());
    daemon.stop();
    touch(&site.inbox("a.txt"));
    assert!(!stays());
}

#[test]
fn a_marker_stays_with_its_file() {
    let site = keeping().inbox_setting("marker = \"{name}.done\"");
    site.deliver("a.txt", article(1));
    site.deliver("b.txt", article(2));
    site.deliver("a.txt.done", "");
    site.run_once().expect(0);
    site.log().expect_each_once(["a.txt"]);
    expect_idle_run(&site);
    assert_eq!(site.inbox_names(), ["a.txt", "a.txt.done", "b.txt"]);
}

/// A folder under a second path, of which nothing can be written; unmounted when it is dropped.
struct ReadOnly(PathBuf);

impl ReadOnly {
    fn mount(folder: &Path, at: PathBuf) -> Option<ReadOnly> {
        fs::create_dir(&at).unwrap();
        let status = Command::new("mount").args(["-o", "ro,bind"]).args([folder, &at]).output().ok()?.status;
        let mounted = ReadOnly(at);
        // Some kernels bind first and need to be told again.
        (status.success() && fs::write(mounted.0.join("probe"), "").is_err()).then_some(mounted)
    }
}

impl Drop for ReadOnly {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_read_only_inbox_is_read_and_keeps_its_files() {
    let outer = Site::new();
    outer.deliver_reports(1..=5);
    outer.deliver("refuse.txt", "mischief: refuse");
    let Some(mount) = ReadOnly::mount(&outer.inbox(""), outer.path("read-only")) else {
        return skip("only root can mount a folder read-only");
    };
    let site = Site::new().inbox_at(&mount.0);
    let before = fs::read_dir(outer.inbox("")).unwrap().count();
    site.run_once().expect(1).expect_words(&["nothing can be taken out of it: Read-only file system"]);
    assert_eq!((site.log().documents.len(), site.quarantined().len()), (5, 1));
    expect_idle_run(&site);
    // Who may write there does so by another path.
    let daemon = site.start();
    outer.deliver("late.txt", article(6));
    daemon.wait_for_document("late.txt");
    daemon.stop();
    assert_eq!(fs::read_dir(outer.inbox("")).unwrap().count(), before + 1);
}

#[test]
fn an_inbox_in_which_the_daemon_may_not_write_keeps_its_files() {
    if rustix::process::geteuid().is_root() {
        return skip("root may write everywhere");
    }
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.deliver_reports(1..=3);
    let may = |mode| fs::set_permissions(site.inbox(""), fs::Permissions::from_mode(mode)).unwrap();
    may(0o555);
    let finished = site.run_once();
    expect_idle_run(&site);
    may(0o755);
    finished.expect(0).expect_words(&["nothing can be taken out of it: Permission denied"]);
    assert_eq!((site.log().documents.len(), site.inbox_names().len()), (3, 3));
}
