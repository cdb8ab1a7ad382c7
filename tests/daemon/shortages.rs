//! What the daemon does when the machine has too little of something: descriptors, room on a disk, an inbox.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Daemon, Finished, Log, Site, article, skip, storm_size};

fn status(site: &Site) -> Value {
    serde_json::from_str(&site.execute(&["status", "--json"]).expect(0).stdout).unwrap()
}

/// Waits until its status says so.
#[track_caller]
fn wait_for_state(site: &Site, daemon: &Daemon<'_>, words: &str) {
    daemon.wait(words, || status(site)["state"].as_str().unwrap().starts_with(words).then_some(()));
}

/// Words that mount small disks and then start the program; `None`, and a visible line, where nobody may.
fn mounting(script: &str) -> Option<Vec<String>> {
    let words = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"];
    let may = Command::new(words[0]).args(&words[1..]).arg("mount -t tmpfs none /mnt").output();
    if !may.is_ok_and(|output| output.status.success()) {
        skip("no user namespaces that may mount");
        return None;
    }
    Some(words.into_iter().chain([script, "sh"]).map(str::to_owned).collect())
}

/// A site whose programs see small disks.
fn with_disks(site: Site, script: &str) -> Option<Site> {
    let words = mounting(script)?;
    // Nobody has no number in the namespace.
    Some(site.set("chain.sandbox", "off").launcher(&words.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// A place as a daemon sees it.
fn seen_by(daemon: &Daemon<'_>, path: &Path) -> PathBuf {
    PathBuf::from(format!("/proc/{}/root{}", daemon.pid(), path.display()))
}

#[test]
fn thousands_of_files_are_read_with_few_descriptors_and_none_is_lost() {
    let (small, large) = (storm_size(1_500, 20_000), 100);
    // Large documents take a descriptor each, and more of them are taken at once than there are.
    let site = Site::new().set("diagnostics.level", "info").set("limits.workers", 1);
    let site = site.launcher(&["sh", "-c", "ulimit -n 64; exec \"$@\"", "sh"]);
    let text = article(0).repeat((1 << 20) / article(0).len() + 1);
    for number in 0..large {
        fs::write(site.inbox(format!("large-{number}.txt")), format!("{number} {text}")).unwrap();
    }
    for number in 0..small {
        fs::write(site.inbox(format!("small-{number}.txt")), article(number)).unwrap();
    }
    let daemon = site.start();
    daemon.wait_for_words("D0313");
    daemon.wait_for_storm(small + large);
    let finished = daemon.stop();
    assert!(finished.stderr.matches("D0313").count() < 50, "it is said once for each shortage");
    let log = site.log();
    assert_eq!((log.documents.len(), site.archived().len()), (small + large, small + large));
}

#[test]
fn the_limit_of_open_files_is_raised_as_far_as_it_may_be() {
    for (soft, hard, wanted) in [(64, 1000, 1000), (512, 5000, 4096), (4500, 5000, 4500)] {
        let limits = format!("ulimit -Sn {soft} && ulimit -Hn {hard} && exec \"$@\"");
        if !Command::new("sh").args(["-c", &limits, "sh", "true"]).output().unwrap().status.success() {
            return skip("the limit of open files is too low");
        }
        let site = Site::new().launcher(&["sh", "-c", &limits, "sh"]);
        let daemon = site.start();
        let limits = fs::read_to_string(format!("/proc/{}/limits", daemon.pid())).unwrap();
        let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
        assert_eq!(line.split_whitespace().nth(3).unwrap(), wanted.to_string(), "{line}");
        daemon.stop();
    }
}

#[test]
fn no_file_is_taken_while_a_disk_has_too_little_room_and_work_goes_on_by_itself_when_it_has() {
    let site = Site::new().set("limits.free", "16 MiB");
    fs::create_dir(site.path("archive")).unwrap();
    let script = "mount -t tmpfs -o size=32m none archive && exec \"$@\"";
    let Some(site) = with_disks(site, script) else { return };
    let daemon = site.start();
    let mut names = site.deliver_reports(1..=3);
    daemon.wait_for_documents(3);
    let ballast = seen_by(&daemon, &site.path("archive/ballast"));
    fs::write(&ballast, vec![0; 24 << 20]).unwrap();
    daemon.wait_for_words("D0312");
    names.extend(site.deliver_reports(4..=9));
    daemon.wait("files that wait", || (status(&site)["documents"]["waiting"] == 6).then_some(()));
    assert!(status(&site)["state"].as_str().unwrap().starts_with("no room: the disk of "));
    assert_eq!((site.inbox_names().len(), Log::unfinished(&site).documents.len()), (6, 3));
    fs::remove_file(&ballast).unwrap();
    daemon.wait_for_words("there is room on the disks again");
    daemon.wait_for_documents(9);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn a_single_run_without_room_ends_and_tells_what_it_left() {
    let site = Site::new().set("limits.free", "900 TiB");
    let names = site.deliver_reports(1..=3);
    let finished = site.run_once().expect(1);
    finished.expect_words(&["D0312", "900.0 TiB are wanted", "left: ", &names[0], &names[2]]);
    assert_eq!(site.inbox_names(), names);
    let daemon = site.start();
    wait_for_state(&site, &daemon, "no room: the disk of ");
    daemon.stop();
    let site = site.set("limits.free", "0 B");
    site.run_once().expect(0);
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn a_journal_that_cannot_be_made_refuses_the_start_until_there_is_room() {
    let site = Site::new().set("output.journal", "16 MiB").set("limits.free", "0 B");
    fs::create_dir(site.path(".dragoman")).unwrap();
    let script = "mount -t tmpfs -o size=8m none .dragoman && { \"$@\"; code=$?; ls -A .dragoman >listing; \
                  mount -o remount,size=128m .dragoman && \"$@\" && exit $code; }";
    let Some(site) = with_disks(site, script) else { return };
    let names = site.deliver_reports(1..=3);
    let finished = site.run_once().expect(73);
    finished.expect_words(&[
        "error[D0314]: cannot make the journal in ",
        "16777216 bytes",
        "No space left",
        "make room",
    ]);
    let left = fs::read_to_string(site.path("listing")).unwrap();
    assert!(!left.contains("journal"), "{left}");
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn another_file_system_in_an_inbox_is_named_and_not_read() {
    let site = Site::new();
    fs::create_dir_all(site.inbox("disk")).unwrap();
    let script = "mount -t tmpfs none inbox/disk && echo words >inbox/disk/a.txt && exec \"$@\"";
    let Some(site) = with_disks(site, script) else { return };
    site.deliver("ferry.txt", article(1));
    site.run_once().expect(0).expect_words(&["another file system is mounted in the inbox", "inbox/disk"]);
    site.log().expect_each_once(["ferry.txt"]);
}

#[test]
fn a_folder_that_may_not_be_listed_is_told_by_status_and_read_once_it_may() {
    let site = Site::new().set("limits.reconcile", "100 ms");
    fs::create_dir(site.inbox("closed")).unwrap();
    fs::write(site.inbox("closed/a.txt"), article(1)).unwrap();
    fs::set_permissions(site.inbox("closed"), Permissions::from_mode(0o000)).unwrap();
    let Some(site) = site.run_by_nobody() else { return };
    let daemon = site.start();
    site.deliver("ferry.txt", article(2));
    daemon.wait_for_files(1);
    wait_for_state(&site, &daemon, "degraded: closed: Permission denied");
    let told = daemon.stderr().matches("cannot list an inbox").count();
    assert_eq!(told, 1, "it is said once, however often it is tried");
    fs::set_permissions(site.inbox("closed"), Permissions::from_mode(0o755)).unwrap();
    daemon.wait_for_words("all of an inbox can be listed again");
    // Nobody may not write in a folder of another's, so the file can be read and not be moved.
    wait_for_state(&site, &daemon, "working");
    daemon.stop();
}

#[test]
fn an_inbox_that_is_gone_is_told_by_status_while_another_is_read_and_by_a_single_run() {
    let site = Site::new();
    let config = site.path("two.toml");
    let folders = ["north", "south"].map(|name| site.path(name));
    let tables = folders.each_ref().map(|path| format!("[[inboxes]]\npath = \"{}\"\n", path.display()));
    fs::write(&config, format!("{}[limits]\nreconcile = \"100 ms\"\n", tables.concat())).unwrap();
    let words = |command: &str| {
        let mut program = site.program();
        program.arg(command).arg("--config").arg(&config);
        program
    };
    let daemon = Daemon::spawn(&site, &mut words("run"));
    daemon.wait_until_ready();
    fs::rename(&folders[0], site.path("elsewhere")).unwrap();
    let state = || Finished::of(words("status").arg("--json")).expect(0).stdout;
    daemon.wait("a status that tells of it", || state().contains("was renamed or removed").then_some(()));
    fs::write(folders[1].join("a.txt"), article(1)).unwrap();
    daemon.wait_for_files(1);
    fs::rename(site.path("elsewhere"), &folders[0]).unwrap();
    fs::write(folders[0].join("b.txt"), article(2)).unwrap();
    daemon.wait_for_files(2);
    daemon.wait("a status that is well", || state().contains(r#""state":"working""#).then_some(()));
    daemon.stop();
    assert_eq!(site.log().documents.len(), 2);
}

#[test]
fn files_that_the_kernel_tells_of_are_not_counted_as_found_by_scans_alone() {
    let site = Site::new().set("limits.reconcile", "50 ms");
    fs::write(site.inbox("early.txt"), article(0)).unwrap();
    let daemon = site.start();
    fs::create_dir(site.path("parcel")).unwrap();
    fs::write(site.path("parcel/a.txt"), article(1)).unwrap();
    fs::rename(site.path("parcel"), site.inbox("parcel")).unwrap();
    site.deliver_reports(2..=40);
    daemon.wait_for_files(41);
    assert_eq!(status(&site)["inboxes"][0]["foundByScans"], 0);
    daemon.stop();
}

/// The kernel drops what does not fit its queue, and says so once.
#[test]
fn files_whose_events_the_kernel_dropped_are_found_by_the_scan_and_counted() {
    let queue: usize = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap().trim().parse().unwrap();
    if queue > 1 << 17 {
        return skip("the kernel's queue of events is too long to be filled");
    }
    let site = Site::new();
    // When it is done, the first scan is over, which counts nothing.
    let mut names = site.deliver_reports(0..=0);
    let daemon = site.start();
    daemon.wait_for_files(1);
    daemon.signal(Signal::STOP);
    let state = || fs::read_to_string(format!("/proc/{}/stat", daemon.pid())).unwrap();
    daemon.wait("a daemon that stands still", || state().contains(") T ").then_some(()));
    // Equal events in a row count as one.
    for number in 0..queue {
        fs::write(site.inbox([".one", ".other"][number % 2]), "").unwrap();
    }
    names.extend(site.deliver_reports(1..=5));
    daemon.signal(Signal::CONT);
    daemon.wait_for_files(6);
    assert_eq!(status(&site)["inboxes"][0]["foundByScans"], 5);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}
