//! How fast files of one kind are read, by the time of the processor: what else runs on the machine matters little.

use std::fmt::Write as _;
use std::hint::black_box;

use dragoman::reader::charset;
use dragoman::reader::containers::Source;
use dragoman::reader::open::open;
use dragoman::reader::sniff::{Head, Hints};
use dragoman::reader::{Rules, read};
use scoring::{Data, Report};

use crate::measure::best_rate;

/// Bytes of each file.
const BYTES: usize = 32 << 20;
/// Paragraphs of one article, as long as the average report has them.
const PARAGRAPHS: usize = 12;
const PARAGRAPH: &str = "The harbour master of Kestrel Bay said on Saturday that the ferries would not sail before noon, \
    because of the fog that had come in overnight. \u{201c}Nobody is in a hurry to find the rocks,\u{201d} she said. \
    Some two hundred people waited on the pier, among them the mayor, who was to open the caf\u{e9} on the island.\n";

/// Plain text through decoding, and JSON Lines through everything up to the articles.
pub(crate) fn speeds(_: &Data, report: &mut Report) {
    let text = PARAGRAPH.repeat(BYTES / PARAGRAPH.len());
    report.speed("MB/s of plain text decoded", megabytes_a_second(text.len(), || decoded(text.as_bytes())), 400.0);
    let lines = json_lines();
    let rules = Rules { text_bytes_max: 1 << 20, ..Rules::default() };
    let (bytes, source) = (lines.len(), Source::memory(lines));
    report.speed("MB/s of JSON Lines read", megabytes_a_second(bytes, || articles(&source, &rules)), 300.0);
}

fn megabytes_a_second(bytes: usize, run: impl FnMut()) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "some million bytes")]
    let megabytes = bytes as f64 / 1e6;
    best_rate(megabytes, run)
}

fn decoded(bytes: &[u8]) {
    let decoded = charset::decode(black_box(bytes)).expect("text");
    black_box(charset::normalise(decoded.text));
}

/// Goes through a file as a worker does, article by article.
fn articles(source: &Source, rules: &Rules) {
    let found = Head::read(source.clone()).expect("a beginning").sniff(&Hints::default());
    let opened = open(source, &found, &Hints::default()).expect("a file that can be opened");
    let mut entries = opened.expect("a file of many documents").entries;
    while let Some(entry) = entries.next() {
        let entry = entry.expect("a document");
        black_box(read(&entry.bytes, &entry.hints, rules).expect("an article"));
    }
}

/// Articles in the fields of news-please, one a line.
fn json_lines() -> Vec<u8> {
    let body = PARAGRAPH.repeat(PARAGRAPHS).replace('\n', "\\n");
    let mut lines = String::new();
    for number in 0.. {
        if lines.len() >= BYTES {
            break;
        }
        let _ = writeln!(
            lines,
            r#"{{"authors": ["Ada Field"], "date_publish": "2026-03-14 09:00:00", "description": "Fog over the bay.", "language": "en", "title": "Ferry number {number} waits for the fog to lift", "source_domain": "bay.example", "maintext": "{body}", "url": "https://bay.example/{number}"}}"#
        );
    }
    lines.into_bytes()
}
