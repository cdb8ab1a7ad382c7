//! Books, made by the tests.

use super::Book;
use crate::codes::content::{ENCRYPTED, MALFORMED, TRUNCATED};
use crate::reader::article::LineKind;
use crate::reader::containers::Source;
use crate::reader::containers::tests::zip_of_texts;
use crate::reader::entries::Entries;

const CONTAINER: &str = r#"<container><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
const LONG: &str = "The ferry was late again, said the harbour master, who had seen many ferries come and go. The bridge, he said, would change all that; but the bridge had been promised before, and he had stopped counting the years. On the pier people waited with their bags.";

fn book(manifest: &str, spine: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let opf = format!(
        r#"<package xmlns:dc="d"><metadata><dc:title>Harbour Quarterly</dc:title><dc:creator>Ada Field</dc:creator><dc:creator>Bo Lund</dc:creator>
        <dc:language>en</dc:language><dc:publisher>Pier Press</dc:publisher><dc:date opf:event="modification">2020-01-01</dc:date><dc:date>2026-11</dc:date></metadata>
        <manifest>{manifest}</manifest><spine>{spine}</spine></package>"#
    );
    let mut all =
        vec![("mimetype", "application/epub+zip"), ("META-INF/container.xml", CONTAINER), ("OEBPS/book.opf", &opf)];
    all.extend_from_slice(parts);
    zip_of_texts(&all)
}

fn item(id: &str, href: &str, more: &str) -> String {
    format!(r#"<item id="{id}" href="{href}" media-type="application/xhtml+xml" {more}/>"#)
}

#[test]
fn chapters_come_in_reading_order_with_what_the_book_says_of_itself() {
    let manifest = item("nav", "nav.xhtml", "properties=\"nav\"")
        + &item("b", "text/two%20b.xhtml", "")
        + &item("a", "text/one.xhtml", "")
        + &item("c", "../OEBPS/./cover.xhtml", "");
    let spine = ["c", "nav", "a", "b", "a", "missing"].map(|id| format!("<itemref idref=\"{id}\"/>")).concat();
    let one = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE html><html lang=\"en-GB\"><head><title>One</title><style>p {{}}</style></head><body>\
        <h1>The ferry<br/>is late</h1><p>{LONG}</p><blockquote><p>I&nbsp;waited &mdash; long.</p></blockquote><ul><li>Three<ul><li>small</li></ul></li></ul>\
        <table><tr><th>Ship</th><td>Hours</td></tr></table><figure><img alt=\"x\"/><figcaption>The Aurora</figcaption></figure>\
        <aside epub:type=\"footnote\"><p>Figures of the port.</p></aside><p>Unclosed <b>bold<p>Next &amp; last, fish & chips.</p></body></html>"
    );
    let two = format!("<html><head><title>Two</title></head><body><div>{LONG}</div></body></html>");
    let bytes = book(
        &manifest,
        &spine,
        &[
            ("OEBPS/text/one.xhtml", &one),
            ("OEBPS/text/two b.xhtml", &two),
            ("OEBPS/cover.xhtml", "<html><body><p>Cover</p></body></html>"),
            ("OEBPS/nav.xhtml", &two),
        ],
    );
    let mut book = Book::open(Source::memory(bytes.clone())).unwrap();
    let (name, content) = book.next_read().unwrap().unwrap();
    assert_eq!(name, "OEBPS/text/one.xhtml");
    let expected = format!(
        "The ferry\nis late\n{LONG}\nI\u{a0}waited \u{2014} long.\nThree\nsmall\nShip\tHours\nThe Aurora\nFigures of the port.\nUnclosed bold\nNext & last, fish & chips.\n"
    );
    assert_eq!(content.text.as_str(), expected);
    let kinds: Vec<LineKind> = content.text.kinds().iter().map(|(_, kind)| *kind).collect();
    use LineKind::{Caption, Heading, ListItem, Note, Quote, TableRow};
    assert_eq!(kinds, [Heading, Heading, Quote, ListItem, ListItem, TableRow, Caption, Note]);
    let meta = content.meta;
    assert_eq!(
        (meta.title.as_deref(), meta.language.as_deref(), meta.publisher.as_deref()),
        (Some("The ferry is late"), Some("en-GB"), Some("Pier Press"))
    );
    assert_eq!(
        (meta.bylines.len(), meta.published.unwrap().value, &content.facts["book"]),
        (2, "2026-11".to_owned(), &"Harbour Quarterly".into())
    );
    let (name, content) = book.next_read().unwrap().unwrap();
    assert_eq!((name.as_str(), content.meta.title.as_deref()), ("OEBPS/text/two b.xhtml", Some("Two")));
    // The last item names a page that the spine has had already, or none.
    assert!(book.next_read().is_none());
    assert_eq!(book.left_out(), 1);
    let mut entries = Book::open(Source::memory(bytes)).unwrap();
    assert_eq!(entries.next().unwrap().unwrap().bytes, one.as_bytes());
}

#[test]
fn one_chapter_that_cannot_be_read_leaves_the_others() {
    let manifest =
        item("a", "a.xhtml", "") + &item("b", "b.xhtml", "") + &item("c", "c.xhtml", "") + &item("d", "d.xhtml", "");
    let spine = ["a", "b", "c", "d"].map(|id| format!("<itemref idref=\"{id}\"/>")).concat();
    let page = format!("<html><body><p>{LONG}</p></body></html>");
    let deep = "<div>".repeat(600) + LONG;
    let encryption = r#"<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><CipherData><CipherReference URI="OEBPS/b.xhtml"/></CipherData></EncryptedData>
        <EncryptedData><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><CipherData><CipherReference URI="OEBPS/d.xhtml"/></CipherData></EncryptedData></encryption>"#;
    let bytes = book(
        &manifest,
        &spine,
        &[
            ("OEBPS/a.xhtml", &deep),
            ("OEBPS/b.xhtml", "\u{1}"),
            ("OEBPS/d.xhtml", &page),
            ("META-INF/encryption.xml", encryption),
        ],
    );
    let mut book = Book::open(Source::memory(bytes)).unwrap();
    let told: Vec<_> = std::iter::from_fn(|| Entries::next(&mut book))
        .map(|told| told.map(|entry| entry.name).map_err(|failure| failure.code))
        .collect();
    assert_eq!(
        told,
        [Err(crate::codes::content::NESTED), Err(ENCRYPTED), Err(MALFORMED), Ok("OEBPS/d.xhtml".to_owned())]
    );
}

#[test]
fn a_book_without_package_order_or_end_is_refused() {
    let whole = book(&item("a", "a.xhtml", ""), "<itemref idref=\"a\"/>", &[("OEBPS/a.xhtml", LONG)]);
    for (bytes, code) in [
        (whole[..whole.len() / 2].to_vec(), TRUNCATED),
        (book("", "", &[]), MALFORMED),
        (zip_of_texts(&[("mimetype", "application/epub+zip")]), MALFORMED),
        (zip_of_texts(&[("META-INF/container.xml", "<container/>")]), MALFORMED),
        (zip_of_texts(&[("META-INF/container.xml", CONTAINER)]), MALFORMED),
    ] {
        assert_eq!(Book::open(Source::memory(bytes)).err().map(|failure| failure.code), Some(code));
    }
}
