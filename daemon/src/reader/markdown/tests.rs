use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn read_one(text: &str) -> (String, Value) {
    let content = read(text.as_bytes(), &Hints::default()).unwrap();
    let meta = serde_json::from_str(&content.meta.to_json(&content.text)).unwrap();
    (content.text.into_string(), meta)
}

#[test]
fn blocks_become_lines_of_their_kind() {
    let (text, meta) = read_one(
        "# Harbour *reopens*\n\nThe harbour\nopened [again](https://herald.example/) on `Friday`[^1].  \nShips came.\n\n\
         ## Ships\n\n- First\n- Second\n\n  with more\n\n> At last,\n> he said\n\n| Ship | Tons |\n|---|---|\n| Ada | 12 |\n\n\
         ![The quay](quay.jpg)\n\n<div><p>From <b>HTML</b> &amp; back</p></div>\n\n```\ncode  stays\n```\n\n---\n\n[^1]: A note.\n",
    );
    let expected = "Harbour reopens\nThe harbour opened again on Friday.\nShips came.\nShips\nFirst\nSecond\nwith more\n\
                    At last, he said\nShip\tTons\nAda\t12\nThe quay\nFrom HTML & back\ncode  stays\nA note.\n";
    assert_eq!(text, expected);
    let lines =
        json!({ "headings": [0, 3], "listItems": [4, 5, 6], "quotes": [7], "tableRows": [8, 9], "notes": [13] });
    assert_eq!(meta, json!({ "title": "Harbour reopens", "lines": lines }));
}

#[test]
fn front_matter_in_yaml_is_metadata() {
    let (text, meta) = read_one(
        "---\ntitle: \"Harbour: \\\"reopens\\\"\"\ndate: 2026-11-20T08:00:00+01:00 # the day\nauthor:\n  - name: Ada Field\n    mail: a@b.example\n\
         \x20 - Bo Reed\ntags: [ports, 'ships, big', ]\nlang: en_GB\ndescription: >-\n  A summary\n  on two lines\ndraft: false\nempty:\n---\nThe harbour.\n",
    );
    assert_eq!(text, "Harbour: \"reopens\"\nThe harbour.\n");
    let expected = json!({
        "title": "Harbour: \"reopens\"", "byline": ["Ada Field", "Bo Reed"], "published": "2026-11-20T08:00:00+01:00",
        "publishedBasis": "front matter", "language": "en-GB", "description": "A summary on two lines",
        "keywords": ["ports", "ships, big"], "lines": { "headings": [0] },
    });
    assert_eq!(meta, expected);
}

#[test]
fn front_matter_in_toml_is_metadata() {
    let (text, meta) = read_one(
        "+++\ntitle = 'Harbour reopens'\ndate = 2026-11-20\nauthors = [\n  \"Ada Field\",\n  \"Bo Reed\"\n]\n[extra]\nlang = \"en\"\n+++\n\n# Harbour reopens\n\nThe harbour.\n",
    );
    assert_eq!(text, "Harbour reopens\nThe harbour.\n", "the title stands there once");
    assert_eq!((&meta["byline"], &meta["published"]), (&json!(["Ada Field", "Bo Reed"]), &json!("2026-11-20")));
}

#[test]
fn what_only_looks_like_front_matter_is_text() {
    for text in ["---\nA rule, then words\n\n---\nmore\n", "---\ntitle: never closed\n", "+++\nplus signs\n"] {
        let (read, meta) = read_one(text);
        assert!(read.contains("words") || read.contains("never closed") || read.contains("plus signs"), "{read}");
        assert_eq!(meta.get("publishedBasis"), None);
    }
}

#[test]
fn bad_documents_are_refused_with_their_code() {
    for (text, code) in [
        (format!("{} deep", ">".repeat(100_000)), NESTED),
        (format!("{}deep", "> ".repeat(200)), NESTED),
        (format!("{}deep", "- ".repeat(200)), NESTED),
        (format!("{}deep", "* - ".repeat(100)), NESTED),
        ("---\ntitle:\n---\n".to_owned(), NO_TEXT),
        ("<!-- nothing -->\n\n---\n".to_owned(), NO_TEXT),
        (String::new(), NO_TEXT),
    ] {
        let failure = read(text.as_bytes(), &Hints::default()).unwrap_err();
        assert_eq!(failure.code, code, "{}: {}", fragment::shorten(&text, 40), failure.text);
    }
    let rule = format!("A\n\n{}\n\nB\n", "-".repeat(500));
    assert_eq!(read_one(&rule).0, "A\nB\n", "a long rule is no list");
    assert_eq!(read(&[0, 1, 0, 0xff], &Hints::default()).unwrap_err().code, BINARY);
}

#[test]
fn hostile_text_is_read_in_time() {
    let started = std::time::Instant::now();
    for piece in [
        "*a ", "[a](", "![", "<a ", "`", "**_", "[^a]: ", "&amp;", "| a ", "<!--", "\\", "a\n> ", "- a\n", "~~",
        "<div>\n", "[a]: x\n",
    ] {
        let _ = read(piece.repeat((1 << 18) / piece.len()).as_bytes(), &Hints::default());
    }
    assert!(started.elapsed() < std::time::Duration::from_mins(1), "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "([-*+>#|`\\[\\]()!<a-z \n:_~^0-9.=\"',]|---\n|\\+\\+\\+\n){0,80}") {
        let _ = read(text.as_bytes(), &Hints::default());
    }
}
