//! What may lie in an inbox besides articles, and what somebody may do to it while it is read: nothing from outside
//! ever comes into the log or the quarantine.

use std::ffi::OsStr;
use std::fs;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{CWD, FileType, Mode, RenameFlags, mknodat, renameat_with};

use crate::support::{Site, article, storm_size};

/// Words that stand in a file outside the inbox, and nowhere else.
const CANARY: &str = "canary-bb41c7";

/// Writes the canary outside the inbox and returns its path.
fn canary(site: &Site) -> std::path::PathBuf {
    fs::create_dir(site.path("outside")).unwrap();
    let path = site.path("outside/article.txt");
    fs::write(&path, format!("{CANARY}\n\nNobody may read this.\n")).unwrap();
    path
}

/// Insists that the canary is where it was and nowhere else.
#[track_caller]
fn expect_unread(site: &Site, canary: &Path) {
    let holders: Vec<_> = site.tree().into_iter().filter(|(_, bytes)| contains(bytes, CANARY)).collect();
    let places: Vec<&Path> = holders.iter().map(|(path, _)| path.as_path()).filter(|path| !path.is_symlink()).collect();
    assert_eq!(places, [canary]);
    // The event of the test extractor says how long the text was.
    let length = format!(r#"{{"bytes":{}}}"#, fs::metadata(canary).unwrap().len());
    assert!(site.log().events().iter().all(|event| event.data != length), "the canary was extracted");
}

fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

/// Exchanges two paths `times` times.
fn swap(one: &Path, other: &Path, times: usize) {
    for _ in 0..times {
        match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
            // It was just taken, or not delivered again yet.
            Ok(()) | Err(rustix::io::Errno::NOENT) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Delivers articles under one name, as fast as they are taken, while `swap` runs.
fn deliver_meanwhile(site: &Site, name: &str, swap: impl FnOnce() + Send) -> usize {
    let done = AtomicBool::new(false);
    let mut number = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            swap();
            done.store(true, Ordering::Relaxed);
        });
        while !done.load(Ordering::Relaxed) {
            if !fs::exists(site.inbox(name)).unwrap_or(true) && fs::exists(site.inbox(name).parent().unwrap()).unwrap()
            {
                number += 1;
                site.deliver(name, article(number));
            }
            std::thread::yield_now();
        }
    });
    number
}

#[test]
fn a_name_that_changes_between_file_and_link_never_leads_outside() {
    let site = Site::new().set("limits.quiet", "0 ms").set("diagnostics.level", "info");
    let canary = canary(&site);
    let daemon = site.start();
    symlink(&canary, site.path("link")).unwrap();
    let delivered = deliver_meanwhile(&site, "a.txt", || {
        swap(&site.path("link"), &site.inbox("a.txt"), storm_size(4_000, 100_000));
    });
    assert!(delivered > 0);
    site.deliver("last.txt", article(0));
    daemon.wait_for_document("last.txt");
    daemon.stop();
    expect_unread(&site, &canary);
}

#[test]
fn a_folder_that_changes_between_folder_and_link_never_leads_outside() {
    let site =
        Site::new().set("limits.quiet", "0 ms").set("limits.reconcile", "50 ms").set("diagnostics.level", "info");
    let canary = canary(&site);
    fs::create_dir(site.inbox("sub")).unwrap();
    symlink(site.path("outside"), site.path("link")).unwrap();
    let daemon = site.start();
    // Held open: it is written to under whichever name it has, and the canary of the same name never is.
    let folder = fs::File::open(site.inbox("sub")).unwrap();
    let article_in_folder = format!("/proc/self/fd/{}/article.txt", folder.as_raw_fd());
    std::thread::scope(|scope| {
        let swapping = scope.spawn(|| swap(&site.path("link"), &site.inbox("sub"), storm_size(4_000, 100_000)));
        for number in 0.. {
            if swapping.is_finished() {
                break;
            }
            fs::write(&article_in_folder, article(number)).unwrap();
        }
    });
    site.deliver("last.txt", article(0));
    daemon.wait_for_document("last.txt");
    daemon.stop();
    expect_unread(&site, &canary);
    assert!(canary.exists());
}

#[test]
fn what_is_no_file_stays_where_it_is_and_holds_up_nothing() {
    let site = Site::new();
    let canary = canary(&site);
    symlink(&canary, site.inbox("link.txt")).unwrap();
    symlink(site.path("outside"), site.inbox("folder-link")).unwrap();
    symlink("loop.txt", site.inbox("loop.txt")).unwrap();
    symlink("/proc/self/environ", site.inbox("environ.txt")).unwrap();
    mknodat(CWD, site.inbox("pipe.txt"), FileType::Fifo, Mode::RWXU, 0).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(site.inbox("socket.txt")).unwrap();
    site.deliver("good.txt", article(1));
    let before = site.inbox_names();
    site.run_once().expect(0);
    site.log().expect_each_once(["good.txt"]);
    let stayed: Vec<String> = before.into_iter().filter(|name| name != "good.txt").collect();
    assert_eq!((site.inbox_names(), site.quarantined().len()), (stayed, 0));
    expect_unread(&site, &canary);
}

#[test]
fn a_second_name_of_a_file_is_a_duplicate_and_the_name_outside_stays() {
    let site = Site::new();
    fs::write(site.path("kept.txt"), article(1)).unwrap();
    for name in ["one.txt", "two.txt"] {
        fs::hard_link(site.path("kept.txt"), site.inbox(name)).unwrap();
    }
    site.run_once().expect(0);
    let log = site.log();
    let mut outcomes: Vec<&str> = log.outcomes().into_iter().map(|(_, outcome)| outcome).collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["complete", "duplicate"]);
    assert_eq!(fs::read_to_string(site.path("kept.txt")).unwrap(), article(1));
}

#[test]
fn hostile_names_are_put_away_under_the_very_same_bytes() {
    let site = Site::new().set("chain.strikes", 0);
    let long = "n".repeat(240);
    let names: [&[u8]; 7] =
        [b"a\nb", b"\x1b[2J\x1b]0;title\x07", b"\xff\xfe\x80", b"--help", b"$(id);`id`|&", b"%s%n", long.as_bytes()];
    let folders = ["", "-f\n\x1b[31m"];
    fs::create_dir(site.inbox(folders[1])).unwrap();
    for (number, name) in names.iter().enumerate() {
        for (half, folder) in folders.iter().enumerate() {
            let path = site.inbox(folder).join(OsStr::from_bytes(name));
            // Half of them fail, so that the quarantine has such names, too.
            let text = if half == 0 { article(number) } else { format!("mischief: panic {number}") };
            fs::write(path, text).unwrap();
        }
    }
    let finished = site.run_once().expect(1);
    assert!(!finished.stderr.contains('\x1b'), "escape codes reach the terminal: {:?}", finished.stderr);
    site.log();
    let archived = site.archived();
    let put_away: Vec<&[u8]> = archived.iter().map(|path| path.file_name().unwrap().as_bytes()).collect();
    let aside = site.quarantined();
    assert_eq!((put_away.len(), aside.len()), (names.len(), names.len()));
    for name in names {
        assert!(put_away.contains(&name), "{name:?}: {archived:?}");
        let shown = String::from_utf8_lossy(name);
        assert!(aside.iter().any(|aside| aside.name == shown), "{name:?}: {aside:?}");
    }
}
