//! `dragoman quarantine`: what lies there, why, and its way back.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Finished, Site, article, skip};

/// A site where three files were set aside, two of them by the extractor.
fn site() -> Site {
    let site = Site::new();
    site.deliver("refuse.txt", "mischief: refuse");
    site.deliver("panic.txt", "mischief: panic");
    site.deliver("page.txt", "<html>");
    site.run_once().expect(1);
    assert_eq!(site.quarantined().len(), 3);
    site
}

fn quarantine(site: &Site, words: &[&str]) -> Finished {
    let arguments: Vec<&str> = ["quarantine"].iter().chain(words).copied().collect();
    site.execute(&arguments)
}

/// The names in quarantine, sorted.
fn names(site: &Site) -> Vec<String> {
    site.quarantined().into_iter().map(|aside| aside.name).collect()
}

/// Moves what is in quarantine to another day.
fn antedate(site: &Site, day: &str) {
    let folder = site.path(".dragoman/quarantine");
    let [today] = &fs::read_dir(&folder).unwrap().map(|day| day.unwrap().path()).collect::<Vec<_>>()[..] else {
        panic!("more than one day")
    };
    fs::rename(today, folder.join(day)).unwrap();
}

#[test]
fn an_empty_quarantine_is_no_failure() {
    let site = Site::new();
    assert_eq!(quarantine(&site, &["list"]).expect(0).stdout, "nothing in quarantine\n");
    assert_eq!(quarantine(&site, &["list", "--json"]).expect(0).stdout, "[]\n");
    quarantine(&site, &["retry", "--all"]).expect(0).expect_words(&["nothing in quarantine is meant"]);
}

#[test]
fn list_tells_when_which_and_why() {
    let site = site();
    let rows: Value = serde_json::from_str(&quarantine(&site, &["list", "--json"]).expect(0).stdout).unwrap();
    let table = quarantine(&site, &["list"]).expect(0).stdout;
    assert_eq!(table.lines().count(), 4, "{table}");
    for (name, code, reason, extractor) in [
        ("refuse.txt", "D0540", "refused", Value::from("mischief")),
        ("panic.txt", "D0542", "panic", "mischief".into()),
        ("page.txt", "D0409", "no_text", Value::Null),
    ] {
        let is_it = |row: &&Value| row["name"].as_str().unwrap().ends_with(&format!("/{name}"));
        let row = rows.as_array().unwrap().iter().find(is_it).unwrap_or_else(|| panic!("{name} in {rows}"));
        assert_eq!((&row["code"], &row["reason"], &row["extractor"]), (&code.into(), &reason.into(), &extractor));
        let line = table.lines().find(|line| line.ends_with(row["name"].as_str().unwrap())).unwrap();
        let shown = extractor.as_str().unwrap_or("-");
        assert!([code, reason, shown].iter().all(|word| line.contains(word)), "{line}");
    }
}

#[test]
fn show_tells_why_and_what_to_do_about_it() {
    let site = site();
    let shown = quarantine(&site, &["show", "refuse.txt"]).expect(0).stdout;
    let inbox = site.inbox("").display().to_string();
    for words in [
        "/refuse.txt   quarantined after 1 attempt\n",
        inbox.trim_end_matches('/'),
        "16 bytes",
        "extractor mischief (mischief@",
        "Why: ",
        "Fix: ",
        "dragoman quarantine retry ",
        "D0540: An extractor refused the document; `dragoman help D0540` tells more",
    ] {
        assert!(shown.contains(words), "{words:?} in\n{shown}");
    }
}

#[test]
fn a_retried_file_is_read_again_once_its_cause_is_gone() {
    let site = Site::new().set("limits.max_document", "1 KiB");
    let text = format!("{}{}", article(1), "The harbour is open. ".repeat(60));
    site.deliver("long.txt", &text);
    site.run_once().expect(1);
    let site = site.set("limits.max_document", "1 MiB");
    let said = quarantine(&site, &["retry", "long.txt"]).expect(0).stdout;
    assert!(said.contains("/long.txt  ->  ") && said.contains("inbox/long.txt"), "{said}");
    assert_eq!((names(&site).len(), site.inbox_names()), (0, vec!["long.txt".to_owned()]));
    site.run_once().expect(0);
    site.log().expect_each_once(["long.txt"]);
}

#[test]
fn a_running_daemon_takes_what_is_retried() {
    let site = Site::new();
    let daemon = site.start();
    site.deliver("refuse.txt", "mischief: refuse");
    daemon.wait_for_files(1);
    let before = site.quarantined()[0].reason["quarantined"].clone();
    quarantine(&site, &["retry", "refuse.txt"]).expect(0);
    daemon.wait("a second reason", || {
        let reasons = site.path(".dragoman/quarantine");
        let now = fs::read_dir(reasons).ok()?.flatten().find_map(|day| {
            let reason = fs::read(day.path().join("refuse.txt.reason.json")).ok()?;
            serde_json::from_slice::<Value>(&reason).ok()
        })?;
        (now["quarantined"] != before).then_some(())
    });
    daemon.stop();
}

/// A file that came again in the meantime was overwritten by the old one.
#[test]
fn retry_replaces_nothing_and_gives_the_longest_and_oddest_names_back() {
    let site = Site::new();
    let (long, odd) = ("x".repeat(255), OsStr::from_bytes(b"odd\xff\n.txt"));
    site.deliver(&long, "mischief: refuse");
    site.deliver(odd, "mischief: refuse");
    site.deliver("twice.txt", "mischief: refuse");
    site.run_once().expect(1);
    site.deliver("twice.txt", "newer");
    quarantine(&site, &["retry", "--all"]).expect(0);
    assert!(site.inbox(&long).exists() && site.inbox(Path::new(odd)).exists());
    assert_eq!(fs::read_to_string(site.inbox("twice.txt")).unwrap(), "newer");
    assert_eq!(fs::read_to_string(site.inbox("twice-2.txt")).unwrap(), "mischief: refuse");
    let left: Vec<_> = fs::read_dir(site.path(".dragoman/quarantine")).unwrap().flatten().collect();
    assert!(left.iter().all(|day| fs::read_dir(day.path()).unwrap().count() == 0), "{left:?}");
}

#[test]
fn what_is_retried_or_dropped_must_be_said() {
    for (words, left) in [
        (&["refuse.txt"][..], &["page.txt", "panic.txt"][..]),
        (&["refuse.txt", "page.txt"], &["panic.txt"]),
        (&["--code", "d542"], &["page.txt", "refuse.txt"]),
        (&["--extractor", "mischief"], &["page.txt"]),
        (&["--extractor", "mischief", "--code", "D0540"], &["page.txt", "panic.txt"]),
        (&["--code", "D0404"], &["page.txt", "panic.txt", "refuse.txt"]),
        (&["--all"], &[]),
    ] {
        for verb in ["retry", "drop"] {
            let site = site();
            quarantine(&site, &[&[verb], words].concat()).expect(0);
            assert_eq!(names(&site), left, "{verb} {words:?}");
            let back = if verb == "retry" { 3 - left.len() } else { 0 };
            assert_eq!(site.inbox_names().len(), back, "{verb} {words:?}");
        }
    }
    let site = site();
    for verb in ["retry", "drop"] {
        for words in [&[][..], &["--all", "refuse.txt"], &["--code", "often"]] {
            quarantine(&site, &[&[verb], words].concat()).expect(2);
        }
        // One name that is wrong keeps all files where they are.
        quarantine(&site, &[verb, "refuse.txt", "absent.txt"]).expect(1).expect_words(&["D0332", "absent.txt"]);
    }
    assert_eq!(names(&site).len(), 3);
}

/// Answers what `drop --all` asks at a terminal; `None` where there is no program that makes one.
fn answer(site: &Site, answer: &str, words: &str) -> Option<String> {
    let program = format!("{} quarantine drop --all {words}", env!("CARGO_BIN_EXE_dragoman"));
    let mut command = Command::new("script");
    command.args(["-qec", &format!("{program} --config {}", site.config().display()), "/dev/null"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn drop_asks_whoever_sits_at_a_terminal_unless_told_not_to() {
    let site = site();
    for (word, left) in [("n\n", 3), ("y\n", 0)] {
        let Some(said) = answer(&site, word, "") else { return skip("no program `script`") };
        assert!(said.contains("delete 3 files for good? [y/N]"), "{said}");
        assert_eq!(names(&site).len(), left, "{word:?}: {said}");
    }
    site.deliver("refuse.txt", "mischief: refuse");
    site.run_once().expect(1);
    let said = answer(&site, "", "--yes").unwrap();
    assert!(!said.contains("[y/N]") && said.contains("refuse.txt  deleted") && names(&site).is_empty(), "{said}");
}

#[test]
fn a_name_of_several_days_wants_its_date() {
    let site = site();
    antedate(&site, "2026-03-14");
    site.deliver("refuse.txt", "mischief: refuse");
    site.run_once().expect(1);
    for verb in ["show", "retry", "drop"] {
        let told = ["D0332", "refuse.txt stands in quarantine on 2026-03-14 and 20"];
        quarantine(&site, &[verb, "refuse.txt"]).expect(1).expect_words(&told);
    }
    let said = quarantine(&site, &["drop", "2026-03-14/refuse.txt"]).expect(0).stdout;
    assert_eq!(said, "2026-03-14/refuse.txt  deleted\n");
    quarantine(&site, &["show", "refuse.txt"]).expect(0);
}

#[test]
fn a_file_whose_inbox_is_gone_stays_and_the_others_go() {
    let site = site();
    let day = fs::read_dir(site.path(".dragoman/quarantine")).unwrap().next().unwrap().unwrap().path();
    let reason = day.join("refuse.txt.reason.json");
    let away = site.path("away").display().to_string();
    let text = fs::read_to_string(&reason).unwrap();
    fs::write(&reason, text.replace(site.inbox("").display().to_string().trim_end_matches('/'), &away)).unwrap();
    quarantine(&site, &["retry", "--all"]).expect(74).expect_words(&["D0331", "refuse.txt", &away, "where it was"]);
    assert_eq!((names(&site), site.inbox_names().len()), (vec!["refuse.txt".to_owned()], 2));
    // Nor does a name lead out of the inbox.
    let text = fs::read_to_string(&reason).unwrap();
    fs::write(&reason, text.replace("\"refuse.txt\"", "\"../refuse.txt\"")).unwrap();
    quarantine(&site, &["retry", "--all"]).expect(74).expect_words(&["D0331", "no name"]);
    assert_eq!(names(&site), ["refuse.txt"]);
}

#[test]
fn a_file_that_lay_in_a_folder_of_its_inbox_goes_back_there() {
    let site = Site::new();
    fs::create_dir_all(site.inbox("desk/asia")).unwrap();
    fs::write(site.inbox("desk/asia/refuse.txt"), "mischief: refuse\n").unwrap();
    site.run_once().expect(1);
    assert_eq!(names(&site), ["refuse.txt"]);
    assert!(quarantine(&site, &["list"]).expect(0).stdout.contains("desk/asia/refuse.txt"));
    let _ = fs::remove_dir_all(site.inbox("desk"));
    quarantine(&site, &["retry", "desk/asia/refuse.txt"]).expect(0);
    assert_eq!(fs::read_to_string(site.inbox("desk/asia/refuse.txt")).unwrap(), "mischief: refuse\n");
    assert_eq!(names(&site).len(), 0);
}
