//! `dragoman log`: what is verified, counted and printed, of a log at rest and of one that grows.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::support::{Finished, Log, Site, article, until};

/// A site whose segments hold a handful of documents each.
fn small_segments() -> Site {
    Site::new().set("output.max_line", "4 KiB").set("output.segment.size", "4 KiB").set("output.batch.documents", 1)
}

/// A log of several segments, at rest.
fn written() -> Site {
    let site = small_segments();
    site.deliver_reports(1..=12);
    site.run_once().expect(0);
    assert!(site.log().segments.len() > 2);
    site
}

fn log(site: &Site, words: &[&str]) -> Finished {
    let arguments: Vec<&str> = ["log"].iter().chain(words).copied().collect();
    site.execute(&arguments)
}

/// All lines but the headers, as they stand in the segments.
fn lines(site: &Site) -> Vec<String> {
    let texts = site.log().segments.into_iter().map(|segment| fs::read_to_string(segment).unwrap());
    texts.flat_map(|text| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The segments of a log, carried off to where no config is.
fn copy(site: &Site) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let copies = site.log().segments.into_iter().map(|segment| {
        let copy = folder.path().join(segment.file_name().unwrap());
        fs::copy(segment, &copy).unwrap();
        copy
    });
    let copies = copies.collect();
    (folder, copies)
}

/// Runs one of the commands over a folder, where no config is.
fn log_of(folder: &Path, words: &[&str]) -> Finished {
    let nowhere = Site::new();
    Finished::of(nowhere.program().arg("log").args(words).arg(folder))
}

fn verify(folder: &Path) -> Finished {
    log_of(folder, &["verify"])
}

// verify

#[test]
fn a_log_that_a_daemon_wrote_is_verified_also_beside_it_and_as_a_copy() {
    let site = written();
    let (segments, count) = (site.log().segments.len(), lines(&site).len());
    let told = format!("{segments} segments, {count} lines, {count} valid, 0 duplicate ids, tail complete\n");
    let (copied, _) = copy(&site);
    let daemon = site.start();
    let said = log(&site, &["verify"]).expect(0).stdout;
    assert!(said.ends_with(&format!("events/: {told}")), "{said}");
    daemon.stop();
    assert!(verify(copied.path()).expect(0).stdout.ends_with(&format!("/: {told}")));
    let report: Value = serde_json::from_str(&log(&site, &["verify", "--json"]).expect(0).stdout).unwrap();
    assert_eq!((&report["documents"], &report["faults"], &report["tailBytes"]), (&json!(12), &json!([]), &json!(0)));
}

#[test]
fn a_document_that_was_read_again_after_it_ended_incomplete_is_no_fault() {
    let order = json!(["language", "mischief", "anatomy"]);
    let site = Site::new().set("chain.order", order).set("plugins.mischief.on_error", "skip");
    for _ in 0..2 {
        site.deliver("refuse.txt", "A heading\n\nmischief: refuse");
        site.run_once();
    }
    let outcomes = site.log().outcomes().iter().map(|(_, outcome)| (*outcome).to_owned()).collect::<Vec<_>>();
    assert_eq!(outcomes, ["incomplete", "incomplete"]);
    log(&site, &["verify"]).expect(0);
}

/// Each case edits the lines of the first segment, and names the line (from 0) and the words of a fault.
#[test]
fn every_broken_rule_is_told_with_its_place() {
    let site = written();
    type Edit = fn(&mut Vec<String>);
    let cases: &[(&str, usize, Edit, &str)] = &[
        ("no header", 0, |lines| drop(lines.remove(0)), "not the header"),
        ("another header", 0, |lines| lines[0] = lines[0].replace("\"segment\":1,", "\"segment\":7,"), "its header is"),
        ("a torn line", 1, |lines| lines[1].truncate(80), "missing"),
        ("an empty line", 2, |lines| lines[2].clear(), "does not begin"),
        ("no JSON", 1, |lines| lines[1] = lines[1].replace("{\"bytes\"", "{\"bytes"), "`data` is no JSON"),
        ("a key out of place", 1, |lines| lines[1] = lines[1].replace("\"time\":", "\"when\":"), "`time` is missing"),
        ("another source", 1, |lines| lines[1] = lines[1].replace("urn:dragoman:", "urn:interpreter:"), "`source`"),
        ("a line twice", 3, |lines| lines.insert(2, lines[2].clone()), "stands in the log before"),
        ("a line too few", 3, |lines| drop(lines.remove(3)), "it has sequence 4, and 3 comes next"),
        ("no record", 2, |lines| drop(lines.remove(2)), "among the lines of another document"),
        ("another event", 2, |lines| lines[1] = lines[1].replace("{\"bytes\":1", "{\"bytes\":2"), "its `hash`"),
        ("another size", 2, |lines| lines[2] = lines[2].replace("\"bytes\":", "\"bytes\":1"), "its `bytes`"),
        ("another count", 2, |lines| lines[2] = lines[2].replace(".v1\":1}", ".v1\":2}"), "its `events`"),
        ("an end missing", 0, |lines| drop(lines.pop()), "unfinished document"),
    ];
    for (name, at, edit, told) in cases {
        let (folder, segments) = copy(&site);
        let text = fs::read_to_string(&segments[0]).unwrap();
        let mut edited: Vec<String> = text.lines().map(str::to_owned).collect();
        edit(&mut edited);
        let whole = edited.iter().map(|line| format!("{line}\n")).collect::<String>();
        assert_ne!(whole, text, "{name}");
        fs::write(&segments[0], &whole).unwrap();
        let said = verify(folder.path()).expect(1).expect_words(&["D0322", "put back copies"]).stdout;
        let line = said.lines().find(|line| line.contains(told)).unwrap_or_else(|| panic!("{name}: {said}"));
        // Where the last document begins that has no end, the case cannot know.
        let byte: usize = edited[..*at].iter().map(|line| line.len() + 1).sum();
        let place = format!("  events-000000000001.jsonl, byte {byte}: ");
        assert!(*told == "unfinished document" || line.starts_with(&place), "{name}: {said}");
    }
}

#[test]
fn a_missing_segment_and_a_repeated_one_are_told() {
    let site = written();
    let (folder, segments) = copy(&site);
    fs::remove_file(&segments[1]).unwrap();
    let said = verify(folder.path()).expect(1).stdout;
    assert!(said.contains("events-000000000003.jsonl, byte 0: events-000000000002.jsonl is missing"), "{said}");
    // The oldest may be gone: a log need not be kept for ever.
    fs::remove_file(&segments[0]).unwrap();
    verify(folder.path()).expect(0);

    let (folder, segments) = copy(&site);
    fs::copy(&segments[0], &segments[1]).unwrap();
    let said = verify(folder.path()).expect(1).stdout;
    let [header, number] = ["its header is the one of events-000000000001.jsonl", "it begins with sequence 1, and "];
    assert!(said.contains(header) && said.contains(number), "{said}");
}

#[test]
fn the_first_faults_are_named_and_all_are_counted() {
    let site = written();
    let (folder, segments) = copy(&site);
    for segment in &segments {
        let text = fs::read_to_string(segment).unwrap();
        let (header, lines) = text.split_once('\n').unwrap();
        let lines = lines.replace("urn:dragoman:dragoman", "urn:dragoman:desk");
        fs::write(segment, format!("{header}\n{lines}")).unwrap();
    }
    let finished = verify(folder.path()).expect(1).expect_words(&["24 faults in the log"]);
    assert!(finished.stdout.contains(" 24 lines, 0 valid, "), "{}", finished.stdout);
    assert!(finished.stdout.ends_with("\n  and 4 more faults\n"), "{}", finished.stdout);
    let report: Value = serde_json::from_str(&log_of(folder.path(), &["verify", "--json"]).expect(1).stdout).unwrap();
    assert_eq!((&report["faultCount"], report["faults"].as_array().map(Vec::len)), (&json!(24), Some(20)));
    assert_eq!(report["faults"][0]["segment"], "events-000000000001.jsonl");
}

#[test]
fn the_beginning_of_a_document_at_the_end_is_no_fault_and_any_other_bytes_are() {
    let site = written();
    let event = lines(&site)[0].clone();
    let sequence = lines(&site).len() + 1;
    let end = event.find("\",\"source").unwrap();
    let id = &event[event.find("\"id\":\"").unwrap() + 6..end];
    // An id of its own, and the number that comes next.
    let next = event
        .replace(id, &format!("ea{}", &id[1..id.len() - 1]))
        .replace("\"sequence\":\"00000000000000000001\"", &format!("\"sequence\":\"{sequence:020}\""));
    for (tail, told) in [
        (format!("{next}\n"), Ok(())),
        (format!("{next}\n{}", &next[..100]), Ok(())),
        (next[..10].to_owned(), Ok(())),
        ("\0\0\0".to_owned(), Err("no beginning")),
        (next.replace("specversion", "version"), Err("no beginning")),
    ] {
        let (folder, segments) = copy(&site);
        let newest = segments.last().unwrap();
        OpenOptions::new().append(true).open(newest).unwrap().write_all(tail.as_bytes()).unwrap();
        let finished = verify(folder.path()).expect(told.map_or(1, |()| 0));
        let incomplete = format!("tail incomplete ({} bytes behind the last whole document)", tail.len());
        assert!(finished.stdout.contains(&incomplete), "{}", finished.stdout);
        assert!(finished.stdout.contains(told.err().unwrap_or_default()), "{}", finished.stdout);
    }
}

#[test]
fn no_log_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let absent = folder.path().join("absent");
    for place in [folder.path(), &absent] {
        for verb in ["verify", "count", "tail"] {
            log_of(place, &[verb]).expect(74).expect_words(&["D0321", "folder of a log"]);
        }
    }
}

// count

#[test]
fn lines_are_counted_by_what_is_asked_for() {
    let site = Site::new();
    let names = ["ferry.txt", "again.txt"];
    for name in names {
        site.deliver(name, article(1));
        site.run_once().expect(0);
    }
    let day = lines(&site)[0].split("\"time\":\"").nth(1).unwrap()[..10].to_owned();
    for (by, counts) in [
        ("type", json!({ "com.example.mischief.v1": 1, "dragoman.document.v1": 2 })),
        ("day", json!({ day: 3 })),
        ("outcome", json!({ "complete": 1, "duplicate": 1 })),
    ] {
        let counted = log(&site, &["count", "--by", by, "--json"]).expect(0).stdout;
        let counted: Value = serde_json::from_str(&counted).unwrap();
        let total: u64 = counts.as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!((&counted["by"], &counted["counts"], &counted["total"]), (&by.into(), &counts, &total.into()));
        let table = log(&site, &["count", "--by", by]).expect(0).stdout;
        assert!(table.ends_with(&format!("{total:>13}  total\n")), "{table}");
    }
    let by_extractor = log(&site, &["count", "--by", "extractor"]).expect(0).stdout;
    assert!(by_extractor.contains("1  mischief@") && by_extractor.contains("2  dragoman@"), "{by_extractor}");
}

// tail

#[test]
fn tail_prints_the_lines_that_are_asked_for() {
    let site = written();
    let all = lines(&site);
    let of = |range: std::ops::Range<usize>| all[range].iter().map(|line| format!("{line}\n")).collect::<String>();
    let count = all.len();
    assert_eq!(log(&site, &["tail"]).expect(0).stdout, of(count - 10..count));
    assert_eq!(log(&site, &["tail", "-n", "1000"]).expect(0).stdout, of(0..count));
    assert_eq!(log(&site, &["tail", "--lines", "0"]).expect(0).stdout, "");
    for from in 0..=count + 2 {
        let printed = log(&site, &["tail", "--from", &from.to_string()]).expect(0).stdout;
        assert!(printed == of(from.saturating_sub(1).min(count)..count), "from {from}: {printed}");
        // An event is followed by its record, so every odd number begins a document.
        let documents = log(&site, &["tail", "--documents", "--from", &from.to_string()]).expect(0).stdout;
        let first = (from.max(1) - 1).next_multiple_of(2);
        assert!(documents == of(first.min(count)..count), "documents from {from}: {documents}");
    }
    let records = log(&site, &["tail", "--from", "1", "--type", "document"]).expect(0).stdout;
    assert!(records.lines().eq(all.iter().skip(1).step_by(2)), "{records}");
    let both = log(&site, &["tail", "--from", "1", "--type", "document,com.example.mischief.v1"]).expect(0).stdout;
    assert_eq!(both, of(0..count));
}

#[test]
fn tail_prints_nothing_torn_and_with_documents_nothing_unfinished() {
    let site = written();
    let all = lines(&site);
    let (folder, segments) = copy(&site);
    let newest = segments.last().unwrap();
    let text = fs::read_to_string(newest).unwrap();
    let record = text.trim_end().rfind('\n').unwrap() + 1;
    fs::write(newest, &text[..record + 50]).unwrap();
    for (words, left) in [(&["--from", "1"][..], 1), (&["--from", "1", "--documents"], 2)] {
        let printed = log_of(folder.path(), &[&["tail"], words].concat()).expect(0).stdout;
        assert!(printed.lines().eq(&all[..all.len() - left]), "{words:?}: {printed}");
    }
}

#[test]
fn tail_stops_at_damage_and_at_lines_that_are_gone() {
    let site = written();
    let (folder, segments) = copy(&site);
    let tail = |from: &str| log_of(folder.path(), &["tail", "--from", from]);
    fs::remove_file(&segments[1]).unwrap();
    let finished = tail("1").expect(1).expect_words(&["D0322", "events-000000000003.jsonl", "comes next"]);
    assert!(lines(&site).iter().zip(finished.stdout.lines()).all(|(line, printed)| line == printed));
    fs::remove_file(&segments[0]).unwrap();
    tail("1").expect(1).expect_words(&["D0323", "or ask --from "]);
}

/// A `log tail --follow` whose output goes to a file.
struct Tailer {
    child: Child,
    output: PathBuf,
}

impl Tailer {
    fn start(site: &Site, words: &[&str], output: &str) -> Tailer {
        let output = site.path(output);
        let mut command = site.command(&["log", "tail", "--follow"]);
        let child = command.args(words).stdout(File::create(&output).unwrap()).spawn().unwrap();
        Tailer { child, output }
    }

    fn printed(&self) -> String {
        fs::read_to_string(&self.output).unwrap()
    }
}

impl Drop for Tailer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_follower_misses_and_repeats_nothing_through_restarts_and_new_segments() {
    let site = small_segments();
    site.start().stop();
    let followers =
        [(&["--from", "1"][..], "all"), (&["--from", "1", "--documents"], "documents"), (&["-n", "0"], "new")]
            .map(|(words, output)| Tailer::start(&site, words, output));
    for restart in 0..20 {
        let daemon = site.start();
        site.deliver_reports(restart * 12..(restart + 1) * 12);
        daemon.wait_for_documents(restart * 12 + 6);
        if restart % 2 == 0 { daemon.kill() } else { drop(daemon.stop()) }
    }
    site.run_once().expect(0);
    let (log, all) = (site.log(), lines(&site));
    assert!(log.documents.len() == 240 && log.segments.len() > 50, "{} segments", log.segments.len());
    let all: String = all.iter().map(|line| format!("{line}\n")).collect();
    for follower in &followers {
        until(|| (follower.printed().len() >= all.len()).then_some(()));
        assert!(follower.printed() == all, "{} differs from the log", follower.output.display());
    }
    assert_eq!(Log::of_lines(&followers[0].printed()).documents.len(), 240);
}

/// The end of a segment may be written anew after a crash: what stood there was half a document.
#[test]
fn a_follower_keeps_its_count_when_the_end_of_the_log_is_written_anew() {
    let site = written();
    let (folder, segments) = copy(&site);
    let (all, newest) = (lines(&site), segments.last().unwrap());
    let text = fs::read_to_string(newest).unwrap();
    let last = text.find(&all[all.len() - 2]).unwrap();
    let torn = all[0].replace("\"00000000000000000001\"", &format!("\"{:020}\"", all.len() - 1));
    fs::write(newest, format!("{}{torn}\n{}", &text[..last], &torn[..40])).unwrap();
    let place = folder.path().to_str().unwrap();
    let [by_line, documents] = [&["--from", "1", place][..], &["--from", "1", place, "--documents"]]
        .map(|words| Tailer::start(&site, words, &format!("printed-{}", words.len())));
    let printed = |tailer: &Tailer, count: usize| until(|| (tailer.printed().lines().count() >= count).then_some(()));
    assert!(printed(&by_line, all.len() - 1).is_some() && printed(&documents, all.len() - 2).is_some());

    let mut file = OpenOptions::new().append(true).open(newest).unwrap();
    file.set_len(last as u64).unwrap();
    file.write_all(&text.as_bytes()[last..]).unwrap();
    assert!(printed(&by_line, all.len()).is_some() && printed(&documents, all.len()).is_some());
    assert!(documents.printed().lines().eq(&all), "{}", documents.printed());
    // By lines, what was seen stays seen.
    let by_line = by_line.printed();
    let seen = all[..all.len() - 2].iter().chain([&torn, &all[all.len() - 1]]);
    assert!(by_line.lines().eq(seen), "{by_line}");
}

#[test]
fn a_follower_ends_when_its_reader_goes_away() {
    let site = written();
    let mut command = site.command(&["log", "tail", "--follow", "--from", "1"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let ended = until(|| child.try_wait().unwrap()).expect("it goes on");
    assert_eq!((ended.code(), first.trim_end()), (Some(0), lines(&site)[0].as_str()));
}
