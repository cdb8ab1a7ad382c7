use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::codes::content::{EXCESSIVE, NESTED, TRUNCATED};
use crate::reader::entries::Entries;

const ITEM: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wire.example:20261120:1" version="2" standard="NewsML-G2" xml:lang="en">
 <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"/>
 <itemMeta><itemClass qcode="ninat:text"/><provider literal="wire.example"><name>The Wire</name></provider>
  <versionCreated>2026-11-20T09:00:00+01:00</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
 <contentMeta><contentCreated>2026-11-20T08:00:00+01:00</contentCreated><creator><name>Ada Field</name></creator>
  <language tag="en-GB"/><subject qcode="medtop:1"><name>shipping</name></subject><slugline>HARBOUR</slugline>
  <headline>Harbour reopens</headline><description>A summary.</description></contentMeta>
 <contentSet>CONTENT</contentSet>
</newsItem>"#;

const NITF: &str = r#"<?xml version="1.0"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.4/specification/dtd/nitf-3-4.dtd">
<nitf><head><title>Harbour</title><docdata><date.issue norm="20261120T080000Z"/><key-list><keyword key="shipping"/><keyword key="ports"/></key-list></docdata>
 <pubdata name="The Herald" position.section="Business" date.publication="20261121"/></head>
<body><body.head><hedline><hl1>Harbour reopens</hl1><hl2>Ships return</hl2></hedline><byline>By <person>Ada Field</person></byline>
 <distributor>The Wire</distributor><dateline><location>PORT TOWN</location>, <story.date norm="20261120">Nov 20</story.date></dateline>
 <abstract>A summary.</abstract></body.head>
<body.content><block><p>The <em>harbour</em> opened &amp; closed.</p><hl2>Ships</hl2><ul><li>First</li><li>Second</li></ul>
 <bq><block><p>At last</p></block></bq><table><tr><td>1</td><td>2</td></tr></table>
 <media media-type="image"><media-metadata name="x" value="hidden"/><media-reference source="a.jpg">hidden</media-reference><media-caption>The quay</media-caption></media></block></body.content>
<body.end><tagline>Edited by Bo Reed</tagline></body.end></body></nitf>"#;

fn read_one(text: &str) -> (String, Value) {
    let content = read(text.as_bytes(), &Hints::default()).unwrap();
    let meta = serde_json::from_str(&content.meta.to_json(&content.text)).unwrap();
    (content.text.into_string(), meta)
}

fn with(content: &str) -> String {
    ITEM.replace("CONTENT", content)
}

#[test]
fn items_are_read_whatever_form_their_content_has() {
    let xhtml = r#"<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
        <body><h1>Harbour reopens</h1><p>The harbour.</p></body></html></inlineXML>"#;
    let nitf = "<inlineXML contenttype=\"application/nitf+xml\"><nitf><body><body.head><hedline><hl1>Harbour reopens</hl1></hedline>\
        <byline>By Cy Dune</byline></body.head><body.content><p>The harbour.</p></body.content></body></nitf></inlineXML>";
    let plain = "<inlineData contenttype=\"text/plain\">The harbour.\n</inlineData>";
    let escaped = "<inlineData contenttype=\"text/html\">&lt;p&gt;The harbour.&lt;/p&gt;</inlineData>";
    for (form, content) in [("xhtml", xhtml), ("nitf", nitf), ("inlineData", plain), ("inlineData", escaped)] {
        let (text, meta) = read_one(&with(content));
        assert_eq!(text, "Harbour reopens\nThe harbour.\n", "{form}");
        let expected = json!({
            "title": "Harbour reopens", "byline": ["Ada Field"], "published": "2026-11-20T08:00:00+01:00", "publishedBasis": "newsml",
            "updated": "2026-11-20T09:00:00+01:00", "updatedBasis": "newsml", "publisher": "The Wire", "language": "en-GB",
            "description": "A summary.", "keywords": ["shipping"], "lines": { "headings": [0] },
        });
        assert_eq!(meta, expected, "{form}");
        let facts = read(with(content).as_bytes(), &Hints::default()).unwrap().facts;
        assert_eq!(
            (&facts["text"], &facts["itemClass"], &facts["version"]),
            (&json!(form), &json!("ninat:text"), &json!("2"))
        );
    }
}

#[test]
fn nitf_is_read_with_its_captions_and_without_its_references() {
    let (text, meta) = read_one(NITF);
    let expected = "Harbour reopens\nShips return\nPORT TOWN, Nov 20\nThe harbour opened & closed.\nShips\nFirst\nSecond\nAt last\n\
                    1\t2\nThe quay\nEdited by Bo Reed\n";
    assert_eq!(text, expected);
    let expected = json!({
        "title": "Harbour reopens", "subtitle": "Ships return", "byline": ["Ada Field"], "published": "2026-11-20T08:00:00Z",
        "publishedBasis": "nitf", "publisher": "The Wire", "section": "Business", "description": "A summary.",
        "keywords": ["shipping", "ports"],
        "lines": { "headings": [0, 1, 4], "listItems": [5, 6], "quotes": [7], "tableRows": [8], "captions": [9] },
    });
    assert_eq!(meta, expected);
    let (text, _) = read_one(&NITF.replace("<p>The ", "<p>PORT TOWN, Nov 20 - The "));
    assert!(text.starts_with("Harbour reopens\nShips return\nPORT TOWN, Nov 20 - The harbour"), "{text}");
    assert_eq!(read_one("<nitf><body><p>Words alone.</p></body></nitf>").0, "Words alone.\n");
}

#[test]
fn a_message_gives_its_items_one_by_one() {
    let item = with("<inlineData>The harbour.</inlineData>");
    let bare = item.split_once("?>\n").unwrap().1.replace(" xmlns=\"http://iptc.org/std/nar/2006-10-01/\"", "");
    let message = format!(
        "<?xml version=\"1.0\"?><newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header><sent>2026</sent></header><itemSet>\
         {bare}<packageItem guid=\"x\"><groupSet/></packageItem>{bare}</itemSet></newsMessage>"
    );
    let mut items = items(message.as_bytes()).unwrap();
    let mut found = Vec::new();
    while let Some(entry) = items.next() {
        let entry = entry.unwrap();
        let namespace = "xmlns=\"http://iptc.org/std/nar/2006-10-01/\"";
        assert!(String::from_utf8_lossy(&entry.bytes).contains(namespace));
        found.push(
            read(&entry.bytes, &entry.hints).map(|content| content.text.into_string()).map_err(|failure| failure.code),
        );
    }
    let text = || Ok("Harbour reopens\nThe harbour.\n".to_owned());
    assert_eq!(found, [text(), Err(UNSUPPORTED), text()]);
}

#[test]
fn bad_items_are_refused_with_their_code() {
    let mut many = String::new();
    for number in 0..1_000_000 {
        write!(many, "<p>{}</p>", number % 10).unwrap();
    }
    let laughs = "<!DOCTYPE nitf [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><nitf><body><p>&b;</p></body></nitf>";
    for (document, code, part) in [
        (with("<remoteContent href=\"a.jpg\"/><remoteContent href=\"b.jpg\"/>"), NO_TEXT, "names 2 files"),
        (with(""), NO_TEXT, "contentSet"),
        (with("<inlineXML><nitf><body></body></nitf></inlineXML>"), NO_TEXT, "contentSet"),
        (ITEM[..600].to_owned(), TRUNCATED, "copy the file again"),
        (with(&"<group>".repeat(200)), NESTED, "deeper than 128"),
        (with(&many), EXCESSIVE, "more than 200000 elements"),
        (laughs.to_owned(), MALFORMED, "entities of its own"),
        ("<packageItem/>".to_owned(), UNSUPPORTED, "package"),
        ("<conceptItem/>".to_owned(), UNSUPPORTED, "conceptItem"),
        ("<nitf><body/></nitf>".to_owned(), NO_TEXT, "no text"),
        ("<invoice/>".to_owned(), MALFORMED, "<invoice>"),
        ("<nitf><body><p>A</b></nitf>".to_owned(), MALFORMED, "byte"),
        ("<nitf a=\"cut".to_owned(), TRUNCATED, "copy the file again"),
    ] {
        let failure = read(document.as_bytes(), &Hints::default()).unwrap_err();
        assert_eq!(failure.code, code, "{}: {}", fragment::shorten(&document, 60), failure.text);
        assert!(failure.text.contains(part), "{part}: {}", failure.text);
    }
}

#[test]
fn a_wrong_charset_does_not_spoil_the_text() {
    let document = NITF
        .replace("version=\"1.0\"", "version=\"1.0\" encoding=\"LABEL\"")
        .replace("The <em>", "Le port de Sète a été rouvert à côté. <em>");
    for (label, encoding) in [
        ("ISO-8859-1", encoding_rs::UTF_8),
        ("ISO-8859-1", encoding_rs::WINDOWS_1252),
        ("UTF-8", encoding_rs::WINDOWS_1252),
        ("no-such", encoding_rs::WINDOWS_1252),
        ("utf-16", encoding_rs::UTF_8),
    ] {
        let bytes = encoding.encode(&document.replace("LABEL", label)).0.into_owned();
        let content = read(&bytes, &Hints::default()).unwrap();
        assert!(
            content.text.as_str().contains("Le port de Sète a été rouvert à côté."),
            "{label}: {:?}",
            content.facts
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(<newsItem>|<nitf>|<body>|<p>|</p>|<hl1>|<table>|<tr>|</nitf>|<inlineXML>|&amp;|[<>/&'\" a-z]){0,30}") {
        let _ = read(text.as_bytes(), &Hints::default());
    }
}
