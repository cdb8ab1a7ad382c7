use proptest::prelude::*;

use super::*;

fn sniffed(bytes: &[u8], name: &str) -> Sniffed {
    let hints = if name.is_empty() { Hints::default() } else { Hints::named(name) };
    sniff(bytes, bytes.len() as u64, &hints)
}

/// A ZIP file with stored entries of these names and contents; no directory.
fn zip_of(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content) in entries {
        out.extend_from_slice(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        for length in [content.len(), content.len()] {
            out.extend_from_slice(&u32::try_from(length).unwrap().to_le_bytes());
        }
        out.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        out.extend_from_slice(&[0, 0]);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(content.as_bytes());
    }
    out
}

#[test]
fn plain_text_that_begins_oddly_is_still_plain_text() {
    for text in [
        "",
        " \n ",
        "{not json",
        "[1] A footnote first",
        "[1]\n\nA footnote alone on its line",
        "[Reuters] Oil rose",
        "[\"Stop,\" he said",
        "{\"Stop,\" he said}",
        "< 5 dead",
        "<5 dead",
        "<unnamed source> said that",
        "<3 for the mayor",
        "% of voters",
        "%PD is short",
        "From Paris, our correspondent writes at 10:30 in 2026",
        "From: the mayor\n\nDear all",
        "Note: this is embargoed\nSource: the ministry\n\nText",
        "# 1 in the charts",
        "--- \nA rule first",
        "---\nA rule, then words\n---\nmore",
        "BMW said on Monday",
        "MZ is the old sign of the works",
        "BZh is no word",
        "II* and MM* are marks",
        "Rar! he cried",
        "#!important note",
        "PKK fighters said",
        "ID3 is a tag, OggS another",
        "WARC/ archives are for crawlers",
        "1. First\n2. Second\n* a star\n- a dash",
        "A line with ** two stars ** and a [link] (not one)",
    ] {
        let found = sniffed(text.as_bytes(), "");
        assert_eq!(found.format, Format::PlainText, "{text}: {}", found.reason);
    }
}

#[test]
fn formats_are_told_by_their_content() {
    let wide = |text: &str| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let mut tar = vec![0; 600];
    tar[..5].copy_from_slice(b"a.txt");
    tar[257..262].copy_from_slice(b"ustar");
    let mut old_tar = vec![0; 600];
    old_tar[..5].copy_from_slice(b"a.txt");
    let sum: u32 = old_tar[..512].iter().map(|&byte| u32::from(byte)).sum::<u32>() + 8 * 32;
    old_tar[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let mut ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    ole.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
    for (bytes, format) in [
        (b"%PDF-1.7\n%%EOF".to_vec(), Format::Pdf),
        (b"<!DOCTYPE html><title>A</title>".to_vec(), Format::Html),
        (b"\xef\xbb\xbf\r\n<!-- saved -->\n<HTML lang=de>".to_vec(), Format::Html),
        (b"<p>A fragment</p>".to_vec(), Format::Html),
        (b"<div class='x'>A fragment".to_vec(), Format::Html),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>".to_vec(), Format::Xhtml),
        (b"<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\">".to_vec(), Format::Xhtml),
        (b"<?xml version=\"1.0\"?>\n<!-- x --><rss version=\"2.0\">".to_vec(), Format::Rss),
        (b"<rss version=\"0.91\"></rss>".to_vec(), Format::Rss),
        (b"<rdf:RDF xmlns:rdf='x' xmlns=\"http://purl.org/rss/1.0/\">".to_vec(), Format::Rss),
        (b"<feed xmlns=\"http://www.w3.org/2005/Atom\">".to_vec(), Format::Atom),
        (b"<entry xmlns=\"http://www.w3.org/2005/Atom\"/>".to_vec(), Format::FeedItem),
        (b"<item><title>A</title></item>".to_vec(), Format::FeedItem),
        (b"<?xml version=\"1.0\"?><newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\">".to_vec(), Format::NewsMl),
        (b"<n:newsMessage xmlns:n=\"x\">".to_vec(), Format::NewsMessage),
        (b"<?xml version=\"1.0\"?><!DOCTYPE nitf SYSTEM \"nitf-3-2.dtd\"><nitf>".to_vec(), Format::Nitf),
        (b"<NewsML Version=\"1.2\">".to_vec(), Format::OldNewsMl),
        (b"<?xml version=\"1.0\"?><inventory>".to_vec(), Format::Xml),
        (b"<inventory><item/></inventory>".to_vec(), Format::Xml),
        (b"<?xml version=\"1.0\"?><svg>".to_vec(), Format::Picture),
        (b"<urlset xmlns=\"x\">".to_vec(), Format::Sitemap),
        (wide("<?xml version=\"1.0\" encoding=\"utf-16\"?><rss/>"), Format::Rss),
        (wide("{\"title\": \"A\"}"), Format::Json),
        (wide("Words of a text"), Format::PlainText),
        (b"{\"title\":\"A\",\"text\":\"B\"}".to_vec(), Format::Json),
        (b"{}".to_vec(), Format::Json),
        (b"{\"title\":\"A\"}\n{\"title\":\"B\"}\n".to_vec(), Format::JsonLines),
        (b"{\n\"title\":\"A\"}\n{\n\"title\":\"B\"}\n".to_vec(), Format::JsonList),
        (b"[{\"title\":\"A\"},{\"title\":\"B\"}]".to_vec(), Format::JsonList),
        (b"{\"status\":\"ok\",\"articles\":[{\"title\":\"A\"}]}".to_vec(), Format::JsonList),
        (b"{\"response\":{\"results\":[{\"webTitle\":\"A\"}]}}".to_vec(), Format::JsonList),
        (
            b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"title\":\"A\"}]}".to_vec(),
            Format::JsonFeed,
        ),
        (b"{\"headline\":\"A\",\"items\":[{\"url\":\"x\"}],\"body_text\":\"B\"}".to_vec(), Format::Json),
        (b"{\"items\":[{\"sku\":1}]}".to_vec(), Format::Json),
        (b"From a@b.example Mon Jan  5 10:00:00 2026\nSubject: A\nFrom: a@b.example\n\nHi".to_vec(), Format::Mbox),
        (b"Received: from x\nFrom: a@b.example\nSubject: A\n\nHi".to_vec(), Format::Mail),
        (b"From: A\r\nTo: B\r\nSubject: C\r\n folded\r\n\r\nHi".to_vec(), Format::Mail),
        (b"---\ntitle: A\ntags:\n  - b\n---\nText".to_vec(), Format::Markdown),
        (b"+++\ntitle = \"A\"\n+++\nText".to_vec(), Format::Markdown),
        (b"# A\n\nSee [this](https://example.org/) and **that**.".to_vec(), Format::Markdown),
        (zip_of(&[("mimetype", "application/epub+zip"), ("META-INF/container.xml", "")]), Format::Epub),
        (zip_of(&[("mimetype", "application/vnd.oasis.opendocument.text")]), Format::Odt),
        (zip_of(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]), Format::Spreadsheet),
        (zip_of(&[("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")]), Format::Docx),
        (zip_of(&[("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")]), Format::Spreadsheet),
        (zip_of(&[("[Content_Types].xml", "<x/>"), ("ppt/presentation.xml", "<x/>")]), Format::Slides),
        (zip_of(&[("a.txt", "words")]), Format::Zip),
        (b"PK\x05\x06".to_vec(), Format::Zip),
        (tar, Format::Tar),
        (old_tar, Format::Tar),
        (b"\x1f\x8b\x08rest".to_vec(), Format::Gzip),
        (b"\x28\xb5\x2f\xfdrest".to_vec(), Format::Zstd),
        (b"WARC/1.0\r\n".to_vec(), Format::Warc),
        (ole, Format::OldWord),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec(), Format::OldOffice),
        (b"{\\rtf1 Hello}".to_vec(), Format::Rtf),
        (b"\x89PNG\r\n\x1a\n\0".to_vec(), Format::Picture),
        (b"\xff\xd8\xff\xe0\0".to_vec(), Format::Picture),
        (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), Format::Picture),
        (b"ID3\x04\0\0".to_vec(), Format::Audio),
        (b"\0\0\0\x18ftypmp42".to_vec(), Format::Video),
        (b"\x7fELF\x02".to_vec(), Format::Program),
        (b"MZ\x90\0\x03\0".to_vec(), Format::Program),
        (b"7z\xbc\xaf\x27\x1c".to_vec(), Format::OtherArchive),
        (b"BZh91AY&SY".to_vec(), Format::OtherArchive),
        (b"SQLite format 3\0".to_vec(), Format::Database),
        (b"-----BEGIN PGP MESSAGE-----\n".to_vec(), Format::Encrypted),
        (b"\x00\x01\x02\x00\x00\xff\x00".to_vec(), Format::Binary),
    ] {
        let found = sniffed(&bytes, "");
        assert_eq!(found.format, format, "{}: {}", String::from_utf8_lossy(&bytes), found.reason);
        assert_eq!(found.hint, Hint::Silent);
    }
}

#[test]
fn the_name_decides_only_where_the_content_leaves_a_choice() {
    for (bytes, name, format, hint) in [
        (&b"Words alone"[..], "a.txt", Format::PlainText, Hint::Agrees),
        (b"Words alone", "a.md", Format::Markdown, Hint::Decided),
        (b"Words alone", "a.pdf", Format::PlainText, Hint::Disagrees),
        (b"<div>Read me</div>", "README.md", Format::Markdown, Hint::Decided),
        (b"<!DOCTYPE html><p>A", "a.md", Format::Html, Hint::Disagrees),
        (b"%PDF-1.4", "a.txt", Format::Pdf, Hint::Disagrees),
        (b"Words and a <p>paragraph</p>", "a.html", Format::Html, Hint::Decided),
        (b"Words and a <p>paragraph</p>", "a.txt", Format::PlainText, Hint::Agrees),
        (b"<rss version='2.0'/>", "feed.xml", Format::Rss, Hint::Agrees),
        (b"[{\"title\":\"A\"}]", "a.json", Format::JsonList, Hint::Agrees),
        (b"{\"title\":\"A\"}", "a.jsonl", Format::Json, Hint::Agrees),
        (b"not json\n{\"title\":\"A\"}\n", "a.jsonl", Format::JsonLines, Hint::Decided),
        (b"From: A\nSubject: B\n\nC", "a.eml", Format::Mail, Hint::Decided),
        (b"<strange>", "a.xml", Format::Xml, Hint::Decided),
    ] {
        let found = sniffed(bytes, name);
        assert_eq!((found.format, found.hint), (format, hint), "{name}: {}", found.reason);
    }
    let declared = Hints { media_type: Some("Text/Markdown; charset=\"utf-8\"".to_owned()), ..Hints::default() };
    let found = sniff(b"Words", 5, &declared);
    assert_eq!((found.format, found.hint), (Format::Markdown, Hint::Decided));
    assert_eq!(declared.charset(), Some("utf-8"));
    let fact = json!({ "format": "markdown", "because": "it is text", "name": "decided" });
    assert_eq!(found.fact(), fact);
}

#[test]
fn the_first_line_of_json_lines_may_be_longer_than_the_head() {
    let line = format!("{{\"title\":\"A\",\"text\":\"{}\"}}\n", "word ".repeat(40_000));
    let found = sniff(&line.as_bytes()[..HEAD_BYTES], 10 * line.len() as u64, &Hints::named("a.jsonl"));
    assert_eq!((found.format, found.hint), (Format::JsonLines, Hint::Decided));
    let lines = line.repeat(2);
    assert_eq!(sniffed(lines.as_bytes(), "").format, Format::JsonLines);
    // Nothing but the second line tells.
    for (text, format) in [(line.repeat(9), Format::JsonLines), (line.clone(), Format::Json)] {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [text.into_bytes(), wide] {
            assert_eq!(Head::read(&bytes[..]).unwrap().sniff(&Hints::default()).format, format);
        }
    }
}

#[test]
fn no_more_is_read_than_tells() {
    let value = format!("{{\"title\": \"A\", \"text\": \"{}\"}}", "word ".repeat(40_000));
    let list = format!("[{value}, {value}]");
    let text = "[Update] word ".repeat(40_000);
    for (bytes, most) in [(text.as_bytes(), HEAD_BYTES), (list.as_bytes(), HEAD_BYTES), (value.as_bytes(), value.len())]
    {
        let mut left = bytes;
        Head::read(&mut left).unwrap();
        assert_eq!(bytes.len() - left.len(), most);
    }
}

#[test]
fn what_is_missing_at_the_end_of_a_whole_file_is_named() {
    for (bytes, missing) in [
        (&b"%PDF-1.4 and no end"[..], Some("%%EOF")),
        (b"%PDF-1.4\n%%EOF\n", None),
        (b"PK\x03\x04 and no end", Some("the central directory")),
        (b"\x1f\x8b\x08\0", Some("the footer")),
        (b"{\"title\": \"cut he", Some("a closing bracket")),
        (b"[{\"title\": \"A\"}, {\"ti", None),
        (b"{\"title\": \"whole\"}", None),
    ] {
        assert_eq!(sniffed(bytes, "").truncated, missing, "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(sniff(b"{\"title\": \"cut he", 1000, &Hints::default()).truncated, None, "more follows");
}

#[test]
fn the_domain_is_taken_from_the_address() {
    for (url, tld) in [
        ("https://news.example.pl/a?b=c.de", Some("pl")),
        ("http://user@example.RU:8080", Some("ru")),
        ("http://127.0.0.1/", None),
        ("http://localhost/", None),
        ("no address", None),
    ] {
        let hints = Hints { url: Some(url.to_owned()), ..Hints::default() };
        assert_eq!(hints.tld().as_deref(), tld, "{url}");
    }
}

#[test]
fn refused_formats_say_what_to_do_and_read_ones_do_not() {
    for format in [Format::Rtf, Format::Picture, Format::Program, Format::Binary, Format::Xml, Format::Encrypted] {
        assert!(format.remedy().is_some(), "{format:?}");
    }
    for format in [Format::PlainText, Format::Json, Format::Rss, Format::Pdf, Format::Zip] {
        assert_eq!(format.remedy(), None, "{format:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_something(bytes: Vec<u8>, name in "\\PC{0,12}", more in 0u64..3) {
        sniff(&bytes, bytes.len() as u64 + more, &Hints::named(&name));
    }

    #[test]
    fn any_markup_is_something(text in "[<>!?/a-z\\[\\]{}\":, \n#-]{0,80}") {
        sniffed(text.as_bytes(), "");
    }
}
