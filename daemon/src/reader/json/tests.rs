use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value as Facts, json};

use super::layout::{Layout, layout};
use super::split::Documents;
use super::*;
use crate::codes::content::{EXCESSIVE, NESTED, TOO_LARGE, TRUNCATED};
use crate::reader::entries::Entries;

fn read_one(text: &str) -> Result<Content, Failure> {
    read(text.as_bytes(), &Hints::default(), &Mapping::default())
}

fn meta(content: &Content) -> Facts {
    serde_json::from_str(&content.meta.to_json(&content.text)).unwrap()
}

#[test]
fn the_common_dialects_are_read() {
    for (dialect, document, text, published) in [
        (
            "news-please",
            r#"{"title": "Harbour reopens", "maintext": "The harbour opened again.\nShips came in.", "date_publish":
               "2026-11-20 08:00:00", "authors": ["Ada Field"], "source_domain": "herald.example", "language": "en"}"#,
            "Harbour reopens\nThe harbour opened again.\nShips came in.\n",
            "2026-11-20T08:00:00",
        ),
        (
            "NewsAPI",
            r#"{"source": {"id": null, "name": "The Herald"}, "author": "Ada Field", "title": "Harbour reopens", "description":
               "A summary.", "url": "https://herald.example/1", "publishedAt": "2026-11-20T08:00:00Z", "content":
               "The harbour opened again… [+1234 chars]"}"#,
            "Harbour reopens\nThe harbour opened again…\n",
            "2026-11-20T08:00:00Z",
        ),
        (
            "ninjs 1",
            r#"{"uri": "http://herald.example/1", "type": "text", "versioncreated": "2026-11-20T08:00:00Z", "byline": "Ada Field",
               "headline": "Harbour reopens", "body_xhtml": "<p>The harbour opened again.</p><h2>Ships</h2><p>They came.</p>",
               "subject": [{"name": "shipping"}]}"#,
            "Harbour reopens\nThe harbour opened again.\nShips\nThey came.\n",
            "2026-11-20T08:00:00Z",
        ),
        (
            "ninjs 2 or 3",
            r#"{"uri": "urn:x", "headlines": [{"role": "main", "value": "Harbour reopens"}, {"role": "short", "value": "Harbour"}],
               "bodies": [{"contenttype": "text/plain", "value": "plain"}, {"contenttype": "text/html", "value":
               "<p>The harbour opened again.</p>"}], "contentcreated": "2026-11-20T08:00:00+01:00", "by": "Ada Field"}"#,
            "Harbour reopens\nThe harbour opened again.\n",
            "2026-11-20T08:00:00+01:00",
        ),
        (
            "JSON Feed",
            r#"{"id": "1", "url": "https://herald.example/1", "title": "Harbour reopens", "content_html":
               "<p>The harbour <b>opened</b> again.</p>", "date_published": "2026-11-20T08:00:00Z", "authors":
               [{"name": "Ada Field"}], "tags": ["shipping"]}"#,
            "Harbour reopens\nThe harbour opened again.\n",
            "2026-11-20T08:00:00Z",
        ),
        (
            "WordPress",
            r#"{"id": 7, "date": "2026-11-20T09:00:00", "date_gmt": "2026-11-20T08:00:00", "link": "https://herald.example/1",
               "title": {"rendered": "Harbour reopens"}, "content": {"rendered": "<p>The harbour opened &amp; closed.</p>\n",
               "protected": false}, "author": 3, "_embedded": {"author": [{"name": "Ada Field"}]}}"#,
            "Harbour reopens\nThe harbour opened & closed.\n",
            "2026-11-20T08:00:00Z",
        ),
        (
            "schema.org",
            r#"{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Harbour reopens", "articleBody":
               "The harbour opened again.", "datePublished": "2026-11-20", "author": {"@type": "Person", "name": "Ada Field"},
               "keywords": "shipping, ports"}"#,
            "Harbour reopens\nThe harbour opened again.\n",
            "2026-11-20",
        ),
    ] {
        let content = read_one(document).unwrap();
        assert_eq!(content.text.as_str(), text, "{dialect}");
        assert_eq!(content.facts["dialect"], dialect);
        let meta = meta(&content);
        assert_eq!((&meta["title"], &meta["byline"]), (&json!("Harbour reopens"), &json!(["Ada Field"])), "{dialect}");
        assert_eq!((&meta["published"], &meta["publishedBasis"]), (&json!(published), &json!("json")), "{dialect}");
    }
}

#[test]
fn items_of_crawlers_may_hold_lists_of_paragraphs() {
    let content =
        read_one(r#"{"headline": ["Harbour reopens"], "body": ["One.", "Two &lt; three.", " "], "date": 1795000000}"#)
            .unwrap();
    assert_eq!(content.text.as_str(), "Harbour reopens\nOne.\nTwo &lt; three.\n");
    assert_eq!(meta(&content)["published"], "2026-11-18T11:06:40Z");
    assert_eq!(content.facts["fields"], json!({ "title": "headline", "text": "body", "published": "date" }));
}

#[test]
fn the_config_says_where_unknown_fields_stand() {
    let document = br#"{"kop": "Harbour reopens", "inhoud": {"lead": "A lead.", "tekst": "<p>The body.</p>"}, "sleutels": "a, b"}"#;
    let failure = read(document, &Hints::default(), &Mapping::default()).unwrap_err();
    assert_eq!(failure.code, NO_TEXT);
    let expected = "no field of this JSON document is known to be its text: it has inhoud.tekst, kop, inhoud.lead, sleutels: \
                    name it in the config, such as [reader.json] text = \"inhoud.tekst\"";
    assert_eq!(failure.text, expected);
    let config = r#"{"title": ["kop"], "text": ["nowhere", "inhoud.lead + inhoud.tekst"], "keywords": ["sleutels"]}"#;
    let mapping: Mapping = serde_json::from_str(config).unwrap();
    assert_eq!(serde_json::to_value(&mapping).unwrap()["text"], json!(["nowhere", "inhoud.lead + inhoud.tekst"]));
    let content = read(document, &Hints::default(), &mapping).unwrap();
    assert_eq!(content.text.as_str(), "Harbour reopens\nA lead.\nThe body.\n");
    assert_eq!(meta(&content)["keywords"], json!(["a", "b"]));
    for broken in [r#"{"headline": ["kop"]}"#, r#"{"text": [""]}"#, r#"{"text": ["a..b"]}"#, r#"{"text": ["a+"]}"#] {
        assert!(serde_json::from_str::<Mapping>(broken).is_err(), "{broken}");
    }
}

#[test]
fn a_teaser_is_read_for_want_of_a_text_and_said_to_be_one() {
    let content = read_one(r#"{"title": "Harbour reopens", "content": null, "description": "A summary."}"#).unwrap();
    assert_eq!(content.text.as_str(), "Harbour reopens\nA summary.\n");
    assert_eq!(content.facts["text"], "description");
}

#[test]
fn careless_strings_are_mended() {
    let content = read_one(
        "{\"title\": \"A\", \"text\": \"half \\ud83d and \\ude00, whole \\ud83d\\ude00, \\\\ud83d\nnext line\tend\"}",
    )
    .unwrap();
    assert_eq!(content.text.as_str(), "A\nhalf \u{fffd} and \u{fffd}, whole 😀, \\ud83d\nnext line\tend\n");
    assert_eq!(content.facts["mended"], true);
    let content = read_one(r#"{"text": "pair \ud83d\ude00 \u00e9"}"#).unwrap();
    assert_eq!((content.text.as_str(), content.facts.get("mended")), ("pair 😀 é\n", None));
}

#[test]
fn bad_documents_are_refused_with_their_code() {
    let many = format!("[{}1]", "1,".repeat(1_000_000));
    let keys = {
        let mut text = "{".to_owned();
        for number in 0..300_000 {
            write!(text, "\"k{number}\":{{}},").unwrap();
        }
        text + "\"text\":\"A\"}"
    };
    for (document, code, part) in [
        (r#"{"title": "A", "text": "cut he"#.to_owned(), TRUNCATED, "ends at line 1, column 30"),
        (r#"{"title": "A", "text": "B""#.to_owned(), TRUNCATED, "before it is closed"),
        (r#"{"title": "A","#.to_owned(), TRUNCATED, "before it is closed"),
        ("[".repeat(100_000), NESTED, "deeper than 128"),
        (r#"{"a":"#.repeat(1_000) + "1" + &"}".repeat(1_000), NESTED, "deeper than 128"),
        (many, EXCESSIVE, "more than 200000 values"),
        (keys, EXCESSIVE, "more than 200000 values"),
        (r#"{"title": "A" "text": "B"}"#.to_owned(), MALFORMED, "line 1, column 15"),
        ("{'title': 'A'}".to_owned(), MALFORMED, "line 1"),
        (r#"{"title": "A", "text": NaN}"#.to_owned(), MALFORMED, "line 1"),
        (r#"{"text": "A"} trailing"#.to_owned(), MALFORMED, "trailing"),
        (r#"{"text": "\ud83d" broken}"#.to_owned(), MALFORMED, "line 1"),
        ("[1, 2, 3]".to_owned(), NO_TEXT, "no object"),
        ("\"words\"".to_owned(), NO_TEXT, "no object"),
        (r#"{"id": 1, "tags": []}"#.to_owned(), NO_TEXT, "holds text"),
        (r#"{"title": "A headline alone"}"#.to_owned(), NO_TEXT, "title"),
    ] {
        let failure = read_one(&document).map(|content| content.text).unwrap_err();
        assert_eq!(failure.code, code, "{}: {}", fragment::shorten(&document, 80), failure.text);
        assert!(failure.text.contains(part), "{part}: {}", failure.text);
    }
}

#[test]
fn a_wrong_charset_does_not_spoil_the_text() {
    let document = r#"{"title": "Président", "text": "Le président français a été reçu à Genève par le ministre."}"#;
    let latin = encoding_rs::WINDOWS_1252.encode(document).0.into_owned();
    for (bytes, label) in [
        (document.as_bytes(), "iso-8859-1"),
        (&latin[..], "utf-8"),
        (&latin[..], "windows-1252"),
        (&latin[..], "shift_jis"),
    ] {
        let hints = Hints { media_type: Some(format!("application/json; charset={label}")), ..Hints::default() };
        let content = read(bytes, &hints, &Mapping::default()).unwrap();
        assert_eq!(content.meta.title.as_deref(), Some("Président"), "{label}");
    }
    let failure = read(b"{\"text\": \"\0\0\0\"}", &Hints::default(), &Mapping::default()).unwrap_err();
    assert_eq!(failure.code, BINARY);
}

/// Names and texts of the entries, failures by their code; read in blocks of a few bytes, and all at once.
fn split(bytes: &[u8], layout: &Layout, limit: usize) -> Vec<(String, String)> {
    let gather = |mut entries: Box<dyn Entries + '_>| {
        let mut out = Vec::new();
        while let Some(entry) = entries.next() {
            out.push(match entry {
                Ok(entry) => (entry.name, String::from_utf8(entry.bytes).unwrap()),
                Err(failure) => (failure.code.to_owned(), failure.text),
            });
            assert!(out.len() < 1000, "it ends");
        }
        out
    };
    let whole = gather(Box::new(Documents::new(bytes, layout.clone()).unwrap().with_limit(limit)));
    for capacity in [1, 2, 3, 7, 64] {
        let small = std::io::BufReader::with_capacity(capacity, bytes);
        let pieces = gather(Box::new(Documents::new(small, layout.clone()).unwrap().with_limit(limit)));
        assert_eq!(pieces, whole, "blocks of {capacity} bytes");
    }
    whole
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).into()
}

#[test]
fn lines_are_documents_and_a_long_one_is_refused_alone() {
    let long = "x".repeat(100);
    let text = format!("\u{feff}{{\"a\":1}}\n\n{long}\n  \r\n{{\"b\":2}}\r\n[3]");
    let mut found = split(text.as_bytes(), &Layout::Lines, 50);
    let failure = found.remove(1);
    assert_eq!(found, pairs([("1", "{\"a\":1}"), ("5", "{\"b\":2}"), ("6", "[3]")]));
    assert_eq!(failure.0, TOO_LARGE);
    assert!(failure.1.starts_with("line 3, which begins at byte 9, is longer than 50 bytes"), "{}", failure.1);
}

#[test]
fn elements_of_lists_are_documents_wherever_the_list_stands() {
    let list = r#"[{"a":"]}\"\\"}, {"b":[{}]} ,"c",7, [ ] ,]"#;
    let elements =
        pairs([("1", r#"{"a":"]}\"\\"}"#), ("2", r#"{"b":[{}]}"#), ("3", r#""c""#), ("4", "7"), ("5", "[ ]")]);
    assert_eq!(split(list.as_bytes(), &Layout::List(Vec::new()), 1000), elements);
    let within = format!(
        r#" {{"status":"ok","total":2,"x":{{"articles":[1]}}, "response" : {{"n":null,"results" : {list} , "y":1}}}}"#
    );
    let keys = vec!["response".to_owned(), "results".to_owned()];
    assert_eq!(split(within.as_bytes(), &Layout::List(keys), 1000), elements);
    let sequence = "{\"a\":\n1}\n{\"b\":2}{\"c\":3}\x1e{\"d\":4}";
    let elements = pairs([("1", "{\"a\":\n1}"), ("2", "{\"b\":2}"), ("3", "{\"c\":3}"), ("4", "{\"d\":4}")]);
    assert_eq!(split(sequence.as_bytes(), &Layout::Sequence, 1000), elements);
    assert_eq!(split(b"[]", &Layout::List(Vec::new()), 1000), []);
}

#[test]
fn bad_elements_do_not_hide_the_others() {
    let codes = |text: &str, limit| -> Vec<String> {
        split(text.as_bytes(), &Layout::List(Vec::new()), limit).into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(codes(r#"[{"a":1}, broken here, {"b":2}]"#, 100), ["1", "2", "3", "4"]);
    assert_eq!(codes(&format!(r#"[{{"a":1}}, {{"x":"{}"}}, {{"b":2}}]"#, "x".repeat(200)), 100), ["1", TOO_LARGE, "3"]);
    assert_eq!(codes(r#"[{"a":1}, {"b":"#, 100), ["1", TRUNCATED]);
    assert_eq!(codes(r#"[{"a":1}, {"b":2}"#, 100), ["1", "2", TRUNCATED]);
    assert_eq!(codes("[", 100), [TRUNCATED]);
    assert_eq!(codes("{}", 100), [MALFORMED]);
    let keys = Layout::List(vec!["items".to_owned()]);
    let first = |text: &str| split(text.as_bytes(), &keys, 100).remove(0).0;
    assert_eq!(first(r#"{"a":1}"#), MALFORMED);
    assert_eq!(first(r#"{"items":{}}"#), MALFORMED);
    assert_eq!(first(r#"{"a":"cut"#), TRUNCATED);
    assert_eq!(first(r#"{"items" "#), TRUNCATED);
}

#[test]
fn a_stream_that_fails_ends_the_documents() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof))
        }
    }
    use std::io::Read as _;
    let stream = std::io::BufReader::new(b"{\"a\":1}\n{\"b\"".chain(Broken));
    let mut documents = Documents::new(stream, Layout::Lines).unwrap();
    assert_eq!(documents.next().unwrap().unwrap().bytes, b"{\"a\":1}");
    assert_eq!(documents.next().unwrap().unwrap_err().code, TRUNCATED);
    assert!(documents.next().is_none());
}

#[test]
fn lists_are_told_from_articles_that_hold_lists() {
    let of = |text: &str| layout(text.as_bytes()).map(|found| found.layout);
    let list = |keys: &[&str]| Some(Layout::List(keys.iter().map(|&key| key.to_owned()).collect()));
    assert_eq!(of(r#"{"status":"ok","articles":[{"source":{"id":1},"title":"A"}]}"#), list(&["articles"]));
    assert_eq!(of(r#"{"hits":{"total":1,"hits":[{"_id":"1","_source":{"title":"A"}}]}}"#), list(&["hits", "hits"]));
    assert_eq!(of(r#"[{"anything":1}]"#), list(&[]));
    assert_eq!(of("[]"), list(&[]));
    assert_eq!(of(r#"{"articles":[{"title":"A"}],"body":"text"}"#), Some(Layout::One));
    assert_eq!(of(r#"{"content":{"rendered":"A"},"items":[{"title":"B"}]}"#), Some(Layout::One));
    assert_eq!(of(r#"{"items":[{"sku":1},{"title":"no first"}]}"#), Some(Layout::One));
    assert_eq!(of("[1, 2]"), Some(Layout::One));
    assert_eq!(of("words"), None);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[\\[\\]{}\":,\\\\ua-f0-9 \n\u{1}]{0,60}") {
        let _ = read_one(&text);
        let _ = layout(text.as_bytes());
        for layout in [Layout::Lines, Layout::Sequence, Layout::List(Vec::new()), Layout::List(vec!["a".to_owned()])] {
            split(text.as_bytes(), &layout, 20);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let _ = read(&bytes, &Hints::default(), &Mapping::default());
    }
}
