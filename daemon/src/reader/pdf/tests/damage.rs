//! Damaged files: cut, overwritten, spliced. Each ends soon, in a document or in a failure.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::code;
use super::writer::{Content, Writer};
use crate::codes::content::{ENCRYPTED, EXCESSIVE, EXPANDS, MALFORMED, NO_TEXT, TRUNCATED};
use crate::reader::pdf::read;

/// No damaged file may take longer; a whole one of this size takes some milliseconds.
const TIME_MAX: Duration = Duration::from_secs(10);

fn sample() -> Vec<u8> {
    let mut writer = Writer::new();
    let form = writer.add_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources <</Font <</F1 3 0 R>>>>",
        b"BT /F1 10 Tf 50 600 Td (Within the form) Tj ET",
    );
    let map = writer.add_stream(
        "",
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> \
        endcodespacerange 1 beginbfrange <41> <5a> <0061> endbfrange endcmap",
    );
    let font = writer.add(&format!(
        "<</Type /Font /Subtype /TrueType /BaseFont /Arial /ToUnicode {map} 0 R /FirstChar 65 /LastChar 67 /Widths [500 600 700]>>"
    ));
    let layer = writer.add("<</Type /OCG /Name (a)>>");
    let info = writer.add("<</Title (A title) /Author (Ada Field)>>");
    let xmp = writer.add_stream(
        "/Type /Metadata /Subtype /XML",
        b"<rdf:RDF><rdf:Description><dc:title>T</dc:title></rdf:Description></rdf:RDF>",
    );
    writer.catalog =
        format!("/Metadata {xmp} 0 R /Lang (en) /OCProperties <</OCGs [{layer} 0 R] /D <</OFF [{layer} 0 R]>>>>");
    writer.trailer = format!("/Info {info} 0 R");
    for page in 1..=3 {
        writer.page_with(
            &format!(
                "/XObject <</X {form} 0 R>> /Properties <</L {layer} 0 R>> /ExtGState <</G <</Font [{font} 0 R 9]>>>>"
            ),
            Content::default()
                .line(50.0, 40.0, 9.0, "A running head")
                .lines(
                    50.0,
                    100.0,
                    10.0,
                    &["Some lines of text that are", "here to be damaged in all", "ways that there are."],
                )
                .raw("q /G gs BT 1 0 0 1 50 500 Tm [(ABC) -300 (CAB)] TJ T* (A) ' ET Q /X Do")
                .raw("/OC /L BDC BT /F1 9 Tf (hidden) Tj ET EMC /Span <</ActualText (real)>> BDC")
                .line(50.0, 400.0, 10.0, "fake")
                .raw("EMC")
                .line(300.0, 780.0, 9.0, &format!("{page}")),
        );
    }
    writer.finish()
}

#[derive(Clone, Debug)]
enum Damage {
    Cut(prop::sample::Index),
    Overwrite(prop::sample::Index, Vec<u8>),
    Splice(prop::sample::Index, prop::sample::Index, usize),
    Number(prop::sample::Index, u32),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        place().prop_map(Damage::Cut),
        (place(), prop::collection::vec(any::<u8>(), 1..12)).prop_map(|(at, bytes)| Damage::Overwrite(at, bytes)),
        (place(), place(), 1..400_usize).prop_map(|(from, to, length)| Damage::Splice(from, to, length)),
        (place(), prop_oneof![0..30_u32, Just(u32::MAX), Just(999_999_999)])
            .prop_map(|(at, number)| Damage::Number(at, number)),
    ]
}

impl Damage {
    fn apply(&self, file: &mut Vec<u8>) {
        if file.is_empty() {
            return;
        }
        match self {
            Damage::Cut(at) => file.truncate(at.index(file.len())),
            Damage::Overwrite(at, bytes) => {
                let at = at.index(file.len());
                let end = (at + bytes.len()).min(file.len());
                file[at..end].copy_from_slice(&bytes[..end - at]);
            }
            Damage::Splice(from, to, length) => {
                let (from, to) = (from.index(file.len()), to.index(file.len()));
                let part = file[from..(from + length).min(file.len())].to_vec();
                file.splice(to..to, part);
            }
            Damage::Number(at, number) => {
                let at = at.index(file.len());
                let Some(start) = file[at..].iter().position(u8::is_ascii_digit).map(|start| at + start) else {
                    return;
                };
                let digits = file[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                file.splice(start..start + digits, number.to_string().into_bytes());
            }
        }
    }
}

/// Reads a file, and fails the test when it ends in no way that is foreseen.
fn check(file: &[u8]) {
    let start = Instant::now();
    if let Err(failure) = read(file) {
        let foreseen = [ENCRYPTED, EXCESSIVE, EXPANDS, MALFORMED, NO_TEXT, TRUNCATED];
        assert!(foreseen.contains(&failure.code), "{failure:?}");
        assert!(!failure.text.contains("a panic"), "{failure:?}");
    }
    assert!(start.elapsed() < TIME_MAX, "took {:?}", start.elapsed());
}

#[test]
fn damaged_files_end_in_a_document_or_a_failure() {
    let sample = sample();
    assert!(read(&sample).unwrap().text.as_str().contains("Within the form"));
    let mut runner = TestRunner::new(Config { cases: 600, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(damage(), 1..5), |damages| {
        let mut file = sample.clone();
        damages.iter().for_each(|damage| damage.apply(&mut file));
        check(&file);
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn files_that_are_cut_anywhere_end_in_a_document_or_a_failure() {
    let sample = sample();
    for end in (0..sample.len()).step_by(37) {
        check(&sample[..end]);
    }
}

#[test]
fn what_is_nested_without_end_is_read_or_refused() {
    let deep = 100_000;
    let mut trees = Writer::new();
    trees.page(Content::default().raw(&"[".repeat(deep)).raw(&"q ".repeat(deep)).line(50.0, 100.0, 10.0, "Words"));
    trees.catalog = format!("/A {}", "<</A [".repeat(deep));
    check(&trees.finish());
    let mut spans = Writer::new();
    spans.page(Content::default().raw(&"/A BMC ".repeat(deep)).line(50.0, 100.0, 10.0, "Words"));
    check(&spans.finish());
    // A tree of pages that holds itself, and a form of the same name as its own.
    let mut rings = Writer::new();
    rings.page(Content::default().line(50.0, 100.0, 10.0, "Words"));
    let ring = rings.add("<</Type /Pages /Kids [2 0 R 2 0 R]>>");
    rings.catalog = format!("/Next {ring} 0 R");
    let file = String::from_utf8_lossy(&rings.finish())
        .replace("/Count 1 /Kids [", &format!("/Count 1 /Kids [{ring} 0 R 2 0 R "));
    check(file.as_bytes());
}

#[test]
fn objects_without_end_are_refused_before_they_are_looked_for() {
    for object in ["1 0 obj <</A ", "1 0 obj <</Type /Page /Length 999999>> stream\n", "1 0 obj ["] {
        check([b"%PDF-1.7\n", object.repeat(100_000).as_bytes()].concat().as_slice());
    }
}

#[test]
fn pages_full_of_one_thing_end_soon() {
    for text in [
        "(  ) Tj ",
        "(a) Tj ",
        "(a) Tj 1 0 0 1 50 400 Tm ",
        "() Tj ",
        "/A <</ActualText (ab)>> BDC (a) Tj EMC ",
        "[-9999 (a)] TJ ",
        "T* (a) Tj ",
    ] {
        let mut writer = Writer::new();
        writer.page(Content::default().raw("BT /F1 0.001 Tf 9 TL 50 400 Td").raw(&text.repeat(100_000)).raw("ET"));
        check(&writer.finish());
    }
}

#[test]
fn pages_with_senseless_places_end_soon() {
    for place in [
        "1e30 0 0 1e30 0 0",
        "0 0 0 0 0 0",
        "1 0 0 1 99999999999 -99999999999",
        "1e-30 0 0 1e-30 5 5",
        "-1 0 0 -1 300 300",
    ] {
        let mut writer = Writer::new();
        let mut content = Content::default().raw(&format!("{place} cm"));
        for line in 0..200_u8 {
            content = content.line(f64::from(line), 4.0 * f64::from(line), 10.0, "Words at places that make no sense");
        }
        writer.page(content);
        check(&writer.finish());
    }
}

#[test]
fn what_the_library_would_go_over_again_and_again_is_refused_before() {
    let began = Instant::now();
    for file in [
        "<</A ".repeat(1 << 20),
        ("<</A ".repeat(1000) + &">>".repeat(1000)).repeat(1000),
        "startxref 0 %%EOF ".repeat(1 << 16),
        "7% ".repeat(1 << 18),
    ] {
        assert_eq!(code(format!("%PDF-1.7\n{file}\n%%EOF").as_bytes()), MALFORMED);
    }
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}
