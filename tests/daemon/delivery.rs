//! How a file comes in: renamed, written, torn, oddly named; and how it leaves.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::time::Duration;

use jiff::Timestamp;

use crate::support::{Finished, Site, article};

#[test]
fn a_renamed_file_becomes_its_lines_and_is_archived_under_the_utc_date() {
    let site = Site::new().set("name", "newsroom");
    let daemon = site.start();
    let before = Timestamp::now();
    site.deliver("ferry.txt", article(1));
    daemon.wait_for_files(1);
    daemon.stop();

    let log = site.log();
    let document = log.document("ferry.txt");
    assert_eq!((document.kinds(), document.outcome.as_str()), (vec!["com.example.mischief.v1"], "complete"));
    assert_eq!(document.record["file"]["size"], article(1).len());
    let days = [before, Timestamp::now()].map(|time| time.strftime("%Y/%m/%d/ferry.txt").to_string());
    let archived = site.archived();
    assert!(archived.len() == 1 && days.contains(&archived[0].display().to_string()), "{archived:?}");
    let archived = site.path("archive").join(&archived[0]);
    let modified = Timestamp::try_from(fs::metadata(&archived).unwrap().modified().unwrap()).unwrap();
    assert_eq!(document.record["file"]["modified"], format!("{modified:.6}"));
    assert_eq!(fs::read_to_string(archived).unwrap(), article(1));
    assert_eq!(site.inbox_names(), [""; 0]);
}

#[test]
fn a_config_of_three_lines_is_enough() {
    let site = Site::new();
    let config = site.path("small.toml");
    fs::write(&config, "inbox = \"inbox\"\nlog = \"events\"\narchive = \"archive\"\n").unwrap();
    site.deliver("ferry.txt", article(1));
    Finished::of(site.program().args(["run", "--once", "--config"]).arg(&config)).expect(0);
    let log = site.log();
    let kinds = log.document("ferry.txt").kinds();
    assert_eq!(kinds.first(), Some(&"dragoman.article.v1"), "{kinds:?}");
}

#[test]
fn files_that_are_there_before_the_start_are_read() {
    let site = Site::new();
    let names = site.deliver_reports(1..=20);
    let daemon = site.start();
    daemon.wait_for_files(20);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn a_file_that_is_written_and_closed_is_read_whole() {
    let site = Site::new();
    let daemon = site.start();
    fs::write(site.inbox("copied.txt"), article(1)).unwrap();
    fs::write(site.inbox("single.txt"), "x").unwrap();
    daemon.wait_for_files(2);
    daemon.stop();
    let log = site.log();
    log.expect_each_once(["copied.txt", "single.txt"]);
    assert_eq!(log.document("copied.txt").record["file"]["size"], article(1).len());
    assert_eq!(log.document("single.txt").events[0].data, r#"{"bytes":1}"#);
}

#[test]
fn a_file_whose_writer_pauses_is_read_once_and_whole() {
    let site = Site::new();
    let daemon = site.start();
    let text = article(1);
    let (half, rest) = text.split_at(text.len() / 2);
    let mut writer = File::create(site.inbox("slow.txt")).unwrap();
    writer.write_all(half.as_bytes()).unwrap();
    // The pause is what is tested: far longer than the settle time, with the file open all the while.
    std::thread::sleep(Duration::from_millis(1700));
    writer.write_all(rest.as_bytes()).unwrap();
    drop(writer);
    daemon.wait_for_files(1);
    daemon.stop();
    let log = site.log();
    log.expect_each_once(["slow.txt"]);
    assert_eq!(log.document("slow.txt").record["file"]["size"], text.len());
}

#[test]
fn names_are_bytes_and_come_through_unharmed() {
    let long = format!("{}.txt", "n".repeat(251));
    // The name, how the record shows it, and its bytes in base64 where it cannot.
    let names: [(&[u8], &str, Option<&str>); 6] = [
        (b"caf\xe9.txt", "caf\u{fffd}.txt", Some("Y2Fm6S50eHQ=")),
        (b"two\nlines.txt", "two\nlines.txt", None),
        (b"-rf", "-rf", None),
        (b"with \"quotes\" and \\.txt", "with \"quotes\" and \\.txt", None),
        ("zwölf\u{2028}\u{85}\u{7}.txt".as_bytes(), "zwölf\u{2028}\u{85}\u{7}.txt", None),
        (long.as_bytes(), &long, None),
    ];
    let site = Site::new();
    let daemon = site.start();
    for (number, (name, ..)) in names.iter().enumerate() {
        site.deliver(OsStr::from_bytes(name), article(number));
    }
    daemon.wait_for_files(names.len());
    daemon.stop();
    let (log, archived) = (site.log(), site.archived());
    for (name, shown, base64) in names {
        let file = &log.document(shown).record["file"];
        assert_eq!(file["nameB64"].as_str(), base64, "{shown:?}");
        assert!(archived.iter().any(|path| path.file_name().unwrap().as_bytes() == name), "{shown:?}: {archived:?}");
    }
}

#[test]
fn a_file_that_is_removed_while_it_waits_is_no_error() {
    let site = Site::new();
    let daemon = site.start();
    let gone = site.inbox("gone.txt");
    let mut writer = File::create(&gone).unwrap();
    writer.write_all(b"never finished").unwrap();
    fs::remove_file(&gone).unwrap();
    drop(writer);
    site.deliver("next.txt", article(1));
    daemon.wait_for_files(1);
    let finished = daemon.stop();
    site.log().expect_each_once(["next.txt"]);
    assert!(!finished.stderr.contains("ERROR") && !finished.stderr.contains(" WARN"), "{}", finished.stderr);
}

#[test]
fn a_document_of_three_mebibytes_comes_through_whole() {
    let site = Site::new();
    let daemon = site.start();
    let text = article(1).repeat(3 * 1024 * 1024 / article(1).len());
    site.deliver("long.txt", &text);
    daemon.wait_for_files(1);
    daemon.stop();
    let log = site.log();
    assert_eq!(log.document("long.txt").events[0].data, format!(r#"{{"bytes":{}}}"#, text.len()));
}

#[test]
fn small_files_do_not_wait_for_one_that_takes_long() {
    let site = Site::new().set("limits.timeout", "60 s");
    let daemon = site.start();
    site.deliver("long.txt", "mischief: hang");
    daemon.wait("a worker that is busy", || site.inbox(".dragoman-work/long.txt").exists().then_some(()));
    let names = site.deliver_reports(1..=30);
    // One may stand behind it, in the queue of the same worker.
    daemon.wait_for_files(names.len() - 1);
    assert!(site.inbox(".dragoman-work/long.txt").exists());
    daemon.kill();
}

#[test]
fn two_files_of_one_name_are_both_archived() {
    let site = Site::new();
    let daemon = site.start();
    for number in 1..=2 {
        site.deliver("ferry.txt", article(number));
        daemon.wait_for_files(number);
    }
    daemon.stop();
    let archived = site.archived();
    let mut names: Vec<_> = archived.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["ferry-2.txt", "ferry.txt"]);
}

#[test]
fn every_inbox_has_its_own_tags_in_the_records() {
    let site = Site::new();
    let config = site.path("two.toml");
    let inboxes = [("north", "{ desk = \"north\", priority = \"high\" }"), ("south", "{}")];
    let mut text = String::new();
    for (number, (name, tags)) in inboxes.into_iter().enumerate() {
        text.push_str(&format!("[[inboxes]]\npath = \"{name}\"\ntags = {tags}\n"));
        fs::create_dir(site.path(name)).unwrap();
        fs::write(site.path(name).join(format!("{name}.txt")), article(number)).unwrap();
    }
    fs::write(&config, text).unwrap();
    Finished::of(site.program().args(["run", "--once", "--config"]).arg(&config)).expect(0);
    let log = site.log();
    let north = &log.document("north.txt").record;
    assert_eq!(north["tags"], serde_json::json!({ "desk": "north", "priority": "high" }));
    assert_eq!(north["file"]["inbox"], site.path("north").to_str().unwrap());
    assert_eq!(log.document("south.txt").record.get("tags"), None);
}
