//! Inboxes with folders in them, and what the config says of each inbox.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Finished, Site, article, skip};

/// The names in the log, sorted.
#[track_caller]
fn expect_names(site: &Site, wanted: &[&str]) {
    let log = site.log();
    let names: Vec<&str> = log.outcomes().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, wanted);
}

#[test]
fn files_of_sub_folders_are_read_and_keep_their_folders_in_archive_and_quarantine() {
    let site = Site::new();
    fs::create_dir_all(site.inbox("wire/asia")).unwrap();
    let daemon = site.start();
    // Two of one name, and one that fails.
    site.deliver("ferry.txt", article(1));
    site.deliver("wire/ferry.txt", article(2));
    site.deliver("wire/asia/ferry.txt", article(3));
    site.deliver("wire/asia/bad.txt", "mischief: panic");
    daemon.wait_for_files(4);
    daemon.stop();
    expect_names(&site, &["ferry.txt", "wire/asia/ferry.txt", "wire/ferry.txt"]);
    let archived = site.archived();
    for name in ["ferry.txt", "wire/ferry.txt", "wire/asia/ferry.txt"] {
        let found =
            archived.iter().filter(|path| path.iter().skip(3).collect::<std::path::PathBuf>() == Path::new(name));
        assert_eq!(found.count(), 1, "{name}: {archived:?}");
    }
    let [aside] = &site.quarantined()[..] else { panic!("{:?}", site.quarantined()) };
    assert_eq!((&*aside.name, &aside.reason["name"]), ("bad.txt", &"wire/asia/bad.txt".into()));
    assert!(site.tree().keys().any(|path| path.ends_with("wire/asia/bad.txt.reason.json")));
}

#[test]
fn a_folder_that_is_moved_in_whole_is_found_at_once() {
    let site = Site::new().set("limits.reconcile", "1 h");
    let daemon = site.start();
    fs::create_dir_all(site.path("parcel/deep/deeper")).unwrap();
    for (number, name) in ["a.txt", "deep/b.txt", "deep/deeper/c.txt"].into_iter().enumerate() {
        fs::write(site.path("parcel").join(name), article(number)).unwrap();
    }
    fs::rename(site.path("parcel"), site.inbox("parcel")).unwrap();
    daemon.wait_for_files(3);
    // Its folders are watched from then on, under their new names, too.
    site.deliver("parcel/deep/d.txt", article(4));
    daemon.wait_for_files(4);
    fs::rename(site.inbox("parcel/deep"), site.inbox("other")).unwrap();
    site.deliver("other/deeper/e.txt", article(5));
    daemon.wait_for_files(5);
    daemon.stop();
    expect_names(
        &site,
        &["other/deeper/e.txt", "parcel/a.txt", "parcel/deep/b.txt", "parcel/deep/d.txt", "parcel/deep/deeper/c.txt"],
    );
}

#[test]
fn no_file_is_missed_in_folders_that_come_and_go_while_they_are_filled() {
    const ROUNDS: usize = 100;
    let site = Site::new().set("limits.reconcile", "1 h");
    let daemon = site.start();
    for round in 0..ROUNDS {
        // The same name again and again, gone as soon as it is empty.
        let folder = site.inbox(format!("tree-{}/sub", round % 5));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{round}.txt")), article(round)).unwrap();
        let _ = fs::remove_dir(site.inbox(format!("tree-{}/sub", (round + 2) % 5)));
    }
    daemon.wait_for_files(ROUNDS);
    daemon.stop();
    let log = site.log();
    assert!(log.outcomes().len() == ROUNDS && log.outcomes().iter().all(|(_, outcome)| *outcome == "complete"));
}

#[test]
fn hidden_folders_links_and_what_the_config_leaves_out_stay_where_they_are() {
    let site = Site::new();
    let config = site.path("some.toml");
    let text = "[[inboxes]]\npath = \"inbox\"\ninclude = [\"**/*.txt\"]\nignore = [\"**/draft-*\"]\n\
                [[inboxes]]\npath = \"flat\"\nrecursive = false\n";
    fs::write(&config, text).unwrap();
    for folder in ["inbox/sub", "inbox/.git", "inbox/draft-folder", "flat/sub", "outside"] {
        fs::create_dir_all(site.path(folder)).unwrap();
    }
    let left = [
        "inbox/sub/page.html",
        "inbox/.git/a.txt",
        "inbox/draft-folder/a.txt",
        "inbox/sub/draft-a.txt",
        "inbox/sub/half.txt.part",
        "flat/sub/a.txt",
        "outside/a.txt",
    ];
    for (number, path) in left.iter().chain(&["inbox/sub/a.txt", "flat/b.txt"]).enumerate() {
        fs::write(site.path(path), article(number)).unwrap();
    }
    std::os::unix::fs::symlink(site.path("outside"), site.inbox("link")).unwrap();
    Finished::of(site.program().args(["run", "--once", "--config"]).arg(&config)).expect(0);
    expect_names(&site, &["b.txt", "sub/a.txt"]);
    for path in left {
        assert!(site.path(path).exists(), "{path}");
    }
}

#[test]
fn what_the_patterns_leave_out_is_left_when_the_kernel_tells_of_it_too() {
    let site =
        Site::new().set("limits.reconcile", "1 h").inbox_setting("include = [\"**/*.txt\"]\nignore = [\"**/draft-*\"]");
    let daemon = site.start();
    site.deliver("page.html", article(1));
    site.deliver("draft-a.txt", article(2));
    fs::create_dir(site.path("parcel")).unwrap();
    for (number, name) in ["b.txt", "page.html"].into_iter().enumerate() {
        fs::write(site.path("parcel").join(name), article(3 + number)).unwrap();
    }
    // Its name is none of the patterns', but it is a folder.
    fs::rename(site.path("parcel"), site.inbox("parcel")).unwrap();
    daemon.wait_for_files(1);
    site.deliver("parcel/late.html", article(5));
    site.deliver("last.txt", article(6));
    daemon.wait_for_files(2);
    daemon.stop();
    expect_names(&site, &["last.txt", "parcel/b.txt"]);
}

#[test]
fn a_file_waits_for_its_marker_which_goes_with_it() {
    let site = Site::new();
    let config = site.path("marked.toml");
    fs::write(&config, "[[inboxes]]\npath = \"inbox\"\nmarker = \"{name}.done\"\n").unwrap();
    fs::create_dir(site.inbox("sub")).unwrap();
    for (number, name) in ["waits.txt", "sub/ready.txt"].into_iter().enumerate() {
        fs::write(site.inbox(name), article(number)).unwrap();
    }
    fs::write(site.inbox("sub/ready.txt.done"), "").unwrap();
    let run = || Finished::of(site.program().args(["run", "--once", "--config"]).arg(&config)).expect(0);
    run();
    expect_names(&site, &["sub/ready.txt"]);
    assert!(site.inbox("waits.txt").exists() && !site.inbox("sub/ready.txt.done").exists());
    fs::write(site.inbox("waits.txt.done"), "").unwrap();
    run();
    expect_names(&site, &["sub/ready.txt", "waits.txt"]);
}

#[test]
fn a_marker_that_comes_while_running_is_noticed_at_once() {
    let site = Site::new().set("limits.reconcile", "1 h").inbox_setting("marker = \"{name}.done\"");
    let daemon = site.start();
    site.deliver("a.txt", article(1));
    site.deliver("b.txt", article(2));
    site.deliver("b.txt.done", "");
    daemon.wait_for_files(1);
    site.deliver("a.txt.done", "");
    daemon.wait_for_files(2);
    daemon.stop();
    expect_names(&site, &["a.txt", "b.txt"]);
}

#[test]
fn the_files_of_a_folder_are_held_until_the_last_of_them_is_whole() {
    let site = Site::new().inbox_setting("together = true");
    let daemon = site.start();
    fs::create_dir_all(site.inbox("parcel/deep")).unwrap();
    let mut writer = fs::File::create(site.inbox("parcel/deep/slow.txt")).unwrap();
    for number in 1..=3 {
        fs::write(site.inbox(format!("parcel/{number}.txt")), article(number)).unwrap();
    }
    site.deliver("alone.txt", article(4));
    daemon.wait_for_files(1);
    // The pause is what is tested: far longer than the settle time, with one of the files open all the while.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert_eq!((site.disposed(), site.inbox_names()), (1, vec!["parcel".to_owned()]));
    std::io::Write::write_all(&mut writer, article(5).as_bytes()).unwrap();
    drop(writer);
    daemon.wait_for_files(5);
    daemon.stop();
    expect_names(&site, &["alone.txt", "parcel/1.txt", "parcel/2.txt", "parcel/3.txt", "parcel/deep/slow.txt"]);
}

#[test]
fn a_single_run_waits_for_a_folder_that_is_held() {
    let site = Site::new().inbox_setting("together = true");
    fs::create_dir(site.inbox("parcel")).unwrap();
    for number in 1..=3 {
        fs::write(site.inbox(format!("parcel/{number}.txt")), article(number)).unwrap();
    }
    site.run_once().expect(0);
    expect_names(&site, &["parcel/1.txt", "parcel/2.txt", "parcel/3.txt"]);
}

#[test]
fn what_waits_is_read_in_the_order_of_the_config() {
    for (order, wanted) in [("oldest", [2, 0, 1]), ("newest", [1, 0, 2]), ("name", [0, 1, 2])] {
        let site = Site::new().set("limits.workers", 1).inbox_setting(&format!("order = \"{order}\""));
        for (name, minutes) in [("0.txt", 5), ("1.txt", 1), ("2.txt", 9)] {
            fs::write(site.inbox(name), article(minutes)).unwrap();
            let file = fs::File::options().write(true).open(site.inbox(name)).unwrap();
            let age = std::time::Duration::from_secs(60 * minutes as u64);
            file.set_modified(std::time::SystemTime::now() - age).unwrap();
        }
        site.run_once().expect(0);
        let log = site.log();
        let names: Vec<&str> = log.documents.iter().map(|document| &*document.name).collect();
        assert_eq!(names, wanted.map(|number| format!("{number}.txt")), "{order}");
    }
}

#[test]
fn a_polled_inbox_is_read_without_a_word_from_the_kernel() {
    let site = Site::new().set("limits.reconcile", "1 h").inbox_setting("watch = \"poll\"\npoll = \"100 ms\"");
    let daemon = site.start();
    fs::create_dir(site.inbox("sub")).unwrap();
    site.deliver("a.txt", article(1));
    site.deliver("sub/b.txt", article(2));
    daemon.wait_for_files(2);
    daemon.wait_for_words("polling every 100ms");
    daemon.stop();
    expect_names(&site, &["a.txt", "sub/b.txt"]);
}

/// An inbox of more folders than the kernel would watch kept the daemon from starting.
#[test]
fn an_inbox_is_polled_when_the_kernel_has_no_watch_left() {
    // A namespace has a limit of its own: enough for the folders of plugins, not for those of the inbox.
    const FEW: &str = "echo 6 >/proc/sys/user/max_inotify_watches && exec \"$@\"";
    let words = ["unshare", "--user", "--map-root-user", "sh", "-c", FEW, "sh"];
    if !Command::new(words[0]).args(&words[1..]).arg("true").output().is_ok_and(|output| output.status.success()) {
        return skip("no user namespaces");
    }
    let site = Site::new()
        .set("limits.reconcile", "1 h")
        .set("chain.sandbox", "off")
        .inbox_setting("poll = \"100 ms\"")
        .launcher(&words);
    for number in 0..10 {
        fs::create_dir(site.inbox(format!("f{number}"))).unwrap();
    }
    let daemon = site.start();
    daemon.wait_for_words("cannot watch an inbox");
    for number in 0..10 {
        site.deliver(format!("f{number}/a.txt"), article(number));
    }
    daemon.wait_for_files(10);
    daemon.stop().expect_words(&["D0203", "max_user_watches", "polling this folder every 100ms instead"]);
    assert_eq!(site.log().documents.len(), 10);
}
