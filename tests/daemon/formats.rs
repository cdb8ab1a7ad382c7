//! What is read, what is left alone, and what goes to quarantine before an extractor sees it.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::support::{Site, article};

#[test]
fn a_file_that_stays_empty_is_quarantined_with_its_reason() {
    let site = Site::new().set("limits.empty_wait", "300 ms");
    let daemon = site.start();
    site.deliver("empty.txt", "");
    site.deliver("next.txt", article(1));
    daemon.wait_for_files(2);
    daemon.stop();
    let aside = site.quarantined();
    assert_eq!((aside.len(), aside[0].name.as_str()), (1, "empty.txt"));
    let reason = &aside[0].reason;
    assert_eq!(
        (&reason["reason"], &reason["code"], &reason["stage"]),
        (&"empty".into(), &"D0404".into(), &"claim".into())
    );
    site.log().expect_each_once(["next.txt"]);
}

#[test]
fn an_empty_file_that_is_filled_in_time_is_read() {
    let site = Site::new();
    let daemon = site.start();
    File::create(site.inbox("later.txt")).unwrap();
    // The daemon has looked at it when it has read a file that came after it.
    site.deliver("next.txt", article(1));
    daemon.wait_for_files(1);
    fs::write(site.inbox("later.txt"), article(2)).unwrap();
    daemon.wait_for_files(2);
    daemon.stop();
    site.log().expect_each_once(["later.txt", "next.txt"]);
}

#[test]
fn other_peoples_unfinished_files_and_hidden_ones_stay() {
    let ignored = [".hidden.txt", "a.txt.part", "b.tmp", "c~", "d.crdownload", "e.swp", "f.filepart"];
    let site = Site::new();
    let daemon = site.start();
    for (number, name) in ignored.iter().enumerate() {
        site.deliver(name, article(number));
    }
    site.deliver("next.txt", article(100));
    daemon.wait_for_files(1);
    // The current name counts, not the one that it had.
    fs::rename(site.inbox("b.tmp"), site.inbox("b.txt")).unwrap();
    daemon.wait_for_files(2);
    daemon.stop();
    site.log().expect_each_once(["b.txt", "next.txt"]);
    let stays: Vec<&str> = ignored.into_iter().filter(|name| *name != "b.tmp").collect();
    assert_eq!(site.inbox_names(), stays);
}

#[test]
fn what_is_not_a_regular_file_stays() {
    let site = Site::new();
    fs::write(site.path("target.txt"), article(1)).unwrap();
    let make = |suffix: &str| {
        std::os::unix::fs::symlink(site.path("target.txt"), site.inbox(format!("link-{suffix}"))).unwrap();
        mknodat(CWD, site.inbox(format!("fifo-{suffix}")), FileType::Fifo, Mode::RWXU, 0).unwrap();
        fs::create_dir(site.inbox(format!("folder-{suffix}"))).unwrap();
        fs::write(site.inbox(format!("folder-{suffix}/.inside.txt")), article(2)).unwrap();
    };
    make("before");
    let daemon = site.start();
    make("after");
    site.deliver("next.txt", article(3));
    daemon.wait_for_files(1);
    daemon.stop();
    site.log().expect_each_once(["next.txt"]);
    assert_eq!(site.quarantined().len(), 0);
    let stays = ["fifo-after", "fifo-before", "folder-after", "folder-before", "link-after", "link-before"];
    assert_eq!(site.inbox_names(), stays);
}

#[test]
fn a_document_above_the_limit_is_quarantined_unread() {
    let site = Site::new().set("limits.max_document", "64 KiB");
    let daemon = site.start();
    site.deliver("exact.txt", "x".repeat(64 * 1024));
    site.deliver("larger.txt", "x".repeat(64 * 1024 + 1));
    daemon.wait_for_files(2);
    daemon.stop();
    site.log().expect_each_once(["exact.txt"]);
    let aside = site.quarantined();
    assert_eq!((aside.len(), aside[0].content.len()), (1, 64 * 1024 + 1));
    assert_eq!((&aside[0].reason["reason"], &aside[0].reason["code"]), (&"too_large".into(), &"D0405".into()));
}

#[test]
fn what_cannot_be_read_is_quarantined_with_a_code_a_word_and_what_it_was_taken_for() {
    // Name, content, code, word, what is said of it.
    let cases: [(&str, &[u8], &str, &str, &str); 8] = [
        ("archive.txt", b"PK\x03\x04rest", "D0407", "truncated", "this ZIP archive"),
        ("binary.txt", b"words\0\0\0\x01\xff\xfe\xfdwords", "D0403", "unreadable_content", "no text"),
        ("minutes.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "D0407", "truncated", "this PDF"),
        ("page.txt", b"<!DOCTYPE html>\n<html><body></body></html>", "D0409", "no_text", "this page"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n pixels", "D0401", "unreadable_content", "a picture"),
        ("record.txt", b"{\"title\": \"cut", "D0407", "truncated", "JSON"),
        ("weather.txt", b"{\"temperature\": 7}\n", "D0409", "no_text", "no field"),
        ("word.txt", b"{\\rtf1 words}", "D0401", "unreadable_content", "an RTF document"),
    ];
    let site = Site::new().set("limits.truncated_wait", "0 s");
    let daemon = site.start();
    for (name, content, ..) in cases {
        site.deliver(name, content);
    }
    daemon.wait_for_files(cases.len());
    daemon.stop();
    assert_eq!(site.log().documents.len(), 0);
    let aside = site.quarantined();
    assert_eq!(aside.len(), cases.len());
    for ((name, content, code, word, said), aside) in cases.into_iter().zip(aside) {
        assert_eq!((aside.name.as_str(), aside.content.as_slice()), (name, content));
        let found = [&aside.reason["code"], &aside.reason["reason"]];
        assert_eq!(found, [code, word], "{name}: {}", aside.reason);
        assert!(aside.reason["text"].as_str().unwrap().contains(said), "{name}: {}", aside.reason);
        assert!(!aside.reason["remedy"].as_str().unwrap().is_empty());
    }
}

/// The same story, as others write it down.
const STORIES: &[(&str, &str, &str)] = &[
    ("story.txt", "text/plain", "Ministers met in Kestrel Bay on Saturday, and ferries sail again.\n"),
    (
        "story.md",
        "text/markdown",
        "---\ntitle: Ferries sail\n---\nMinisters met in *Kestrel Bay* on Saturday, and ferries sail again.\n",
    ),
    (
        "story.html",
        "text/html",
        "<html><head><title>Ferries sail</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Ferries sail</h1>\
         <p>Ministers met in <b>Kestrel Bay</b> on Saturday, and ferries sail again.</p></article></body></html>",
    ),
    (
        "story.json",
        "application/json",
        r#"{"headline": "Ferries sail", "body": "Ministers met in Kestrel Bay on Saturday, and ferries sail again."}"#,
    ),
    (
        "story.eml",
        "message/rfc822",
        "From: Ada Field <ada@ferry.example>\nSubject: Ferries sail\nDate: Sat, 14 Mar 2026 09:00:00 +0000\n\n\
         Ministers met in Kestrel Bay on Saturday, and ferries sail again.\n",
    ),
    (
        "story.nitf",
        "application/nitf+xml",
        "<nitf><head><title>Ferries sail</title></head><body><body.head><hedline><hl1>Ferries sail</hl1></hedline></body.head>\
         <body.content><p>Ministers met in Kestrel Bay on Saturday, and ferries sail again.</p></body.content></body></nitf>",
    ),
    (
        "story.rss",
        "application/rss+xml",
        "<rss version='2.0'><channel><title>Post</title><item><title>Ferries sail</title><description>Ministers met in \
         Kestrel Bay on Saturday, and ferries sail again.</description></item></channel></rss>",
    ),
    (
        "story.jsonl",
        "application/json",
        r#"{"title": "Ferries sail", "text": "Ministers met in Kestrel Bay on Saturday, and ferries sail again."}
{"title": "Fog", "text": "Fog holds the ferries up."}
"#,
    ),
];

#[test]
fn a_story_reaches_the_extractors_in_whatever_format_it_comes() {
    let site = Site::new();
    for (name, _, content) in STORIES {
        fs::write(site.path(name), content).unwrap();
        let text = site.execute(&["extract", "--text", name]).expect(0).stdout;
        assert!(text.contains("Ministers met in Kestrel Bay on Saturday, and ferries sail again.\n"), "{name}: {text}");
        assert!(!text.contains("</") && !text.contains("Home"), "{name}: {text}");
        let meta = site.execute(&["extract", "--meta", name]).expect(0).stdout;
        let meta: serde_json::Value = serde_json::from_str(meta.lines().next().unwrap()).unwrap();
        if *name != "story.txt" {
            assert_eq!(meta["meta"]["title"], "Ferries sail", "{name}: {meta}");
        }
        site.deliver(name, content);
    }
    site.run_once().expect(0);
    let log = site.log();
    for (name, media_type, _) in STORIES {
        let first = [format!("{name}#0"), (*name).to_owned()];
        let document = log.documents.iter().find(|document| first.contains(&document.name)).unwrap();
        assert_eq!(document.record["reader"]["mediaType"], *media_type, "{name}: {}", document.record);
        assert_eq!(document.events.len(), 1, "{name}");
    }
}

#[test]
fn the_config_says_where_the_parts_of_json_stand_and_another_way_is_another_reading() {
    let story = r#"{"kop": "Ferries sail", "aankomst": "2026-03-14", "inhoud": {"lead": "Fog lifts.", "tekst": "Ferries sail again."}}"#;
    let site = Site::new();
    site.deliver("story.json", story);
    site.run_once().expect(1);
    let aside = &site.quarantined()[0];
    assert_eq!(aside.reason["code"], "D0409", "{}", aside.reason);
    assert!(aside.reason["text"].as_str().unwrap().contains("text = \"inhoud.tekst\""), "{}", aside.reason);

    site.change("reader.json.title", "kop");
    site.change("reader.json.text", json!(["nergens", "inhoud.lead+inhoud.tekst"]));
    site.change("reader.json.published", "aankomst");
    fs::write(site.path("story.json"), story).unwrap();
    let text = site.execute(&["extract", "--text", "story.json"]).expect(0).stdout;
    assert_eq!(text, "Ferries sail\nFog lifts.\nFerries sail again.\n");
    site.execute(&["quarantine", "retry", "story.json"]).expect(0);
    site.run_once().expect(0);
    let log = site.log();
    let fields = &log.document("story.json").record["reader"]["fields"];
    assert_eq!(*fields, json!({ "title": "kop", "text": "inhoud.lead+inhoud.tekst", "published": "aankomst" }));

    // What was read is read anew when it would be read otherwise now, and only then.
    site.execute(&["replay", "story.json"]).expect(1).expect_words(&["D0334"]);
    site.change("reader.json.text", "inhoud.tekst");
    site.execute(&["replay", "story.json"]).expect(0).expect_words(&["1 document to be read anew"]);
    site.change("reader.json.text", "inhoud..tekst");
    site.execute(&["check"]).expect(78).expect_words(&["D0126", "dragoman.toml:", "a dot has no name beside it"]);
}

#[test]
fn charsets_and_line_ends_are_told_in_the_record() {
    /// Name, content, charset, whether it is a guess, bytes of the text.
    type Case<'a> = (&'a str, &'a [u8], &'a str, Option<bool>, u64);
    let latin: Vec<u8> = "Le café du théâtre à Besançon a fermé après la fête\n".chars().map(|c| c as u8).collect();
    let utf16: Vec<u8> = "\u{feff}Words of the ferry\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [Case<'_>; 4] = [
        ("crlf.txt", b"One line\r\nand another\r\n", "utf-8", None, 21),
        ("latin.txt", &latin, "windows-1252", Some(true), 60),
        ("marked.txt", b"\xef\xbb\xbfWords", "utf-8", None, 5),
        ("wide.txt", &utf16, "utf-16le", None, 19),
    ];
    let site = Site::new();
    let daemon = site.start();
    for (name, content, ..) in cases {
        site.deliver(name, content);
    }
    daemon.wait_for_files(cases.len());
    daemon.stop();
    let log = site.log();
    for (name, _, charset, guessed, bytes) in cases {
        let document = log.document(name);
        let reader = &document.record["reader"];
        assert_eq!((&reader["charset"], reader["charsetGuessed"].as_bool()), (&charset.into(), guessed), "{name}");
        assert_eq!((&reader["textBytes"], &reader["mediaType"]), (&bytes.into(), &"text/plain".into()), "{name}");
        assert_eq!(document.events[0].data, format!(r#"{{"bytes":{bytes}}}"#), "{name}");
    }
}

#[test]
fn a_file_that_may_not_be_read_is_quarantined_with_its_reason() {
    let site = Site::new();
    fs::write(site.inbox("secret.txt"), article(1)).unwrap();
    fs::set_permissions(site.inbox("secret.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    // Nothing is unreadable for root.
    let Some(site) = site.run_by_nobody() else { return };
    let daemon = site.start();
    daemon.wait_for_files(1);
    daemon.stop();
    let aside = site.quarantined();
    let reason = &aside[0].reason;
    assert_eq!(
        (aside[0].name.as_str(), &reason["reason"], &reason["code"]),
        ("secret.txt", &"unreadable".into(), &"D0406".into())
    );
    assert!(reason["text"].as_str().unwrap().contains("ermission denied"), "{reason}");
}

#[test]
fn an_empty_file_stays_where_it_is_when_it_is_to_be_ignored() {
    let site = Site::new().set("limits.empty", "ignore").set("limits.empty_wait", "1 ms");
    site.deliver("empty.txt", "");
    site.deliver("ferry.txt", article(1));
    site.run_once().expect(0);
    assert_eq!((site.inbox_names(), site.quarantined().len()), (vec!["empty.txt".to_owned()], 0));
    // It is read when it has something to be read.
    fs::write(site.inbox("empty.txt"), article(2)).unwrap();
    site.run_once().expect(0);
    site.log().expect_each_once(["empty.txt", "ferry.txt"]);
}
