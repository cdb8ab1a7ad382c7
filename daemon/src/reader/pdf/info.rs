//! What a file says about itself: its information dictionary, its XMP packet, its catalog.

use hayro_syntax::Pdf;
use hayro_syntax::metadata::Metadata;
use hayro_syntax::object::{Dict, Stream};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use crate::reader::article::{Dated, Meta};

/// An XMP packet is a few kilobytes; one that lists a thousand edits is longer, and says no more.
const XMP_BYTES_MAX: usize = 1 << 20;
/// Values are no longer than this many characters.
const VALUE_MAX: usize = 500;
/// Values of one kind.
const VALUES_MAX: usize = 50;
/// Elements within each other in an XMP packet.
const XMP_DEPTH_MAX: usize = 32;

/// Reads the metadata; the dates of the file itself go to the facts, for they are not those of the article.
pub(super) fn read(pdf: &Pdf, catalog: &Dict<'_>, facts: &mut Map<String, Value>) -> Meta {
    let metadata = pdf.metadata();
    let xmp = catalog.get::<Stream<'_>>("Metadata").and_then(|stream| stream.decoded_data().ok());
    let xmp = xmp.map(|packet| Xmp::read(&packet)).unwrap_or_default();
    for (key, date) in [("created", metadata.creation_date), ("modified", metadata.modification_date)] {
        if let Some(date) = date {
            let (year, month, day) = (date.year, date.month, date.day);
            facts.insert(key.to_owned(), format!("{year:04}-{month:02}-{day:02}").into());
        }
    }
    if let Some(producer) = value(metadata.producer.as_deref()) {
        facts.insert("producer".to_owned(), producer.chars().take(100).collect::<String>().into());
    }
    meta(metadata, xmp, catalog)
}

fn meta(metadata: &Metadata, xmp: Xmp, catalog: &Dict<'_>) -> Meta {
    let language = catalog.get::<hayro_syntax::object::String<'_>>("Lang").map(|tag| decode_string(tag.as_bytes()));
    let bylines = if xmp.creators.is_empty() {
        value(metadata.author.as_deref()).map(|names| names.split([';', '|']).map(tidy).collect()).unwrap_or_default()
    } else {
        xmp.creators
    };
    Meta {
        title: xmp
            .title
            .filter(|title| is_title(title))
            .or_else(|| value(metadata.title.as_deref()).filter(|title| is_title(title))),
        bylines: bylines.into_iter().filter(|name| is_name(name)).take(VALUES_MAX).collect(),
        published: xmp.published.and_then(|date| date_of_xmp(&date)),
        publisher: xmp.publisher,
        section: xmp.section,
        language: language.or(xmp.language).filter(|tag| is_language(tag)),
        url: xmp.url.filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        description: xmp.description.or_else(|| value(metadata.subject.as_deref())).filter(|text| is_title(text)),
        keywords: keywords(xmp.subjects, metadata),
        ..Meta::default()
    }
}

fn keywords(subjects: Vec<String>, metadata: &Metadata) -> Vec<String> {
    if !subjects.is_empty() {
        return subjects;
    }
    let all = value(metadata.keywords.as_deref()).unwrap_or_default();
    all.split([',', ';']).map(tidy).filter(|word| !word.is_empty()).take(VALUES_MAX).collect()
}

/// Reads a text string: UTF-16 or UTF-8 with a mark, else the encoding of PDF, which is nearly Latin-1.
pub(super) fn decode_string(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| pdf_char(*byte)).collect(),
    }
}

fn pdf_char(byte: u8) -> char {
    const FROM_18: [char; 8] = ['\u{2d8}', '\u{2c7}', '\u{2c6}', '\u{2d9}', '\u{2dd}', '\u{2db}', '\u{2da}', '\u{2dc}'];
    const FROM_80: [char; 31] = [
        '\u{2022}', '\u{2020}', '\u{2021}', '\u{2026}', '\u{2014}', '\u{2013}', '\u{192}', '\u{2044}', '\u{2039}',
        '\u{203a}', '\u{2212}', '\u{2030}', '\u{201e}', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{201a}',
        '\u{2122}', '\u{fb01}', '\u{fb02}', '\u{141}', '\u{152}', '\u{160}', '\u{178}', '\u{17d}', '\u{131}',
        '\u{142}', '\u{153}', '\u{161}', '\u{17e}',
    ];
    match byte {
        0x18..=0x1f => FROM_18[usize::from(byte - 0x18)],
        0x80..=0x9e => FROM_80[usize::from(byte - 0x80)],
        0xa0 => '\u{20ac}',
        _ => char::from(byte),
    }
}

/// An entry of the information dictionary; none when there is nothing to read in it.
fn value(bytes: Option<&[u8]>) -> Option<String> {
    let text = tidy(&decode_string(bytes?));
    (!text.is_empty()).then_some(text)
}

/// White space and control characters made one space each, cut at [`VALUE_MAX`].
fn tidy(text: &str) -> String {
    let text = text.replace(|one: char| one.is_control() || one == '\u{feff}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(VALUE_MAX).collect()
}

/// Whether a title is one, and not the name of a file or of a program's empty document.
fn is_title(title: &str) -> bool {
    const NONE: [&str; 14] = [
        "untitled",
        "document",
        "unknown",
        "title",
        "no title",
        "none",
        "null",
        "print",
        "page 1",
        "unbenannt",
        "sans titre",
        "sin t\u{ed}tulo",
        "new document",
        "(anonymous)",
    ];
    const ENDINGS: [&str; 20] = [
        ".doc", ".docx", ".odt", ".rtf", ".txt", ".pdf", ".indd", ".qxd", ".qxp", ".ai", ".eps", ".ps", ".tex", ".dvi",
        ".html", ".htm", ".ppt", ".pptx", ".xls", ".xlsx",
    ];
    let lower = title.trim().to_lowercase();
    let is_numbered = |none: &str| {
        lower.strip_prefix(none).is_some_and(|rest| rest.trim_matches(|one: char| !one.is_alphabetic()).is_empty())
    };
    let has_letters = lower.chars().filter(|one| one.is_alphabetic()).count() >= 2;
    has_letters
        && !NONE.iter().any(|none| is_numbered(none))
        && !ENDINGS.iter().any(|ending| lower.ends_with(ending))
        && !lower.starts_with("microsoft word -")
        && !lower.starts_with("microsoft powerpoint -")
        && !lower.starts_with("about:blank")
        && !["http://", "https://", "file://"].iter().any(|scheme| lower.starts_with(scheme))
}

/// Whether an author may be a person or a newsroom, not the account of a machine.
fn is_name(name: &str) -> bool {
    const NONE: [&str; 12] = [
        "unknown",
        "anonymous",
        "(anonymous)",
        "admin",
        "administrator",
        "user",
        "owner",
        "root",
        "author",
        "none",
        "pc",
        "default",
    ];
    let lower = name.to_lowercase();
    name.chars().filter(|one| one.is_alphabetic()).count() >= 2 && !NONE.contains(&lower.as_str()) && is_title(name)
}

/// Whether a language tag has the form of one: `en`, `de-AT`, `zh-Hant-TW`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts
        .next()
        .is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A date of publication: ISO 8601, as XMP has it, from the year and month on.
fn date_of_xmp(date: &str) -> Option<Dated> {
    let bytes = date.as_bytes();
    let is_digits =
        |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let is_whole = is_digits(0..4) && is_digits(5..7) && is_digits(8..10) && bytes[4] == b'-' && bytes[7] == b'-';
    let is_date = is_whole && (bytes.len() == 10 || bytes[10] == b'T') && bytes.len() <= 35 && date.is_ascii();
    is_date.then(|| Dated { value: date.to_owned(), basis: "xmp" })
}

/// What an XMP packet says.
#[derive(Debug, Default)]
struct Xmp {
    title: Option<String>,
    creators: Vec<String>,
    published: Option<String>,
    publisher: Option<String>,
    section: Option<String>,
    language: Option<String>,
    description: Option<String>,
    subjects: Vec<String>,
    url: Option<String>,
}

impl Xmp {
    /// Reads a packet up to where it stops being XML.
    fn read(packet: &[u8]) -> Xmp {
        let mut xmp = Xmp::default();
        let packet = String::from_utf8_lossy(&packet[..packet.len().min(XMP_BYTES_MAX)]);
        let mut reader = Reader::from_str(&packet);
        let mut open: Vec<String> = Vec::new();
        let mut text = String::new();
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(element) if open.len() < XMP_DEPTH_MAX => {
                    xmp.attributes(&element);
                    open.push(name(&element));
                    text.clear();
                }
                Event::Empty(element) => xmp.attributes(&element),
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::GeneralRef(part) => text.push(reference(&part)),
                Event::End(_) => {
                    // `rdf:li` within `rdf:Alt` within what it is about, or the value itself.
                    let about = open.iter().rev().find(|name| !name.starts_with("rdf:"));
                    if let Some(about) = about {
                        xmp.set(about, tidy(&text));
                    }
                    text.clear();
                    open.pop();
                }
                Event::Start(_) | Event::DocType(_) | Event::Eof => break,
                _ => {}
            }
        }
        xmp
    }

    fn attributes(&mut self, element: &BytesStart<'_>) {
        for attribute in element.attributes().flatten().take(VALUES_MAX) {
            let key = String::from_utf8_lossy(attribute.key.as_ref().as_ref()).into_owned();
            if let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) {
                self.set(&key, tidy(&value));
            }
        }
    }

    fn set(&mut self, about: &str, value: String) {
        if value.is_empty() {
            return;
        }
        let one = match about {
            "dc:title" => &mut self.title,
            "dc:description" => &mut self.description,
            "dc:language" => &mut self.language,
            "dc:publisher" | "prism:publicationName" => &mut self.publisher,
            "prism:publicationDate" => &mut self.published,
            "prism:section" => &mut self.section,
            "prism:url" => &mut self.url,
            "dc:creator" if self.creators.len() < VALUES_MAX => return self.creators.push(value),
            "dc:subject" if self.subjects.len() < VALUES_MAX => return self.subjects.push(value),
            _ => return,
        };
        // The first is that of the default language.
        one.get_or_insert(value);
    }
}

fn name(element: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(element.name().as_ref().as_ref()).into_owned()
}

fn reference(part: &quick_xml::events::BytesRef<'_>) -> char {
    if let Ok(Some(one)) = part.resolve_char_ref() {
        return one;
    }
    match part.xml10_content().as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_empty_documents_are_no_titles() {
        for title in [
            "Microsoft Word - notes",
            "report_final.docx",
            "untitled",
            "Untitled-2",
            "Document1",
            "",
            "12",
            "https://a.example/b",
        ] {
            assert!(!is_title(title), "{title}");
        }
        for title in ["Harbour talks begin", "Documents found in the harbour", "Untitled no more", "\u{6e2f}\u{53e3}"] {
            assert!(is_title(title), "{title}");
        }
        assert!(is_name("Ada Field") && !is_name("Administrator") && !is_name("x"));
        assert!(is_language("de-AT") && is_language("en") && !is_language("english language") && !is_language(""));
    }

    #[test]
    fn text_strings_are_read_in_each_of_their_encodings() {
        assert_eq!(decode_string(b"\xfe\xff\x00A\x20\x14"), "A\u{2014}");
        assert_eq!(decode_string(b"\xef\xbb\xbf\xc3\xa9"), "\u{e9}");
        assert_eq!(decode_string(b"caf\xe9 \x85 \xa0"), "caf\u{e9} \u{2013} \u{20ac}");
    }

    #[test]
    fn a_packet_gives_title_authors_and_the_date_of_publication() {
        let packet = br#"<?xpacket begin="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description
            prism:publicationDate="2026-11-20T08:00:00Z" xmp:CreateDate="2026-01-01"><dc:title><rdf:Alt>
            <rdf:li xml:lang="x-default">Fish &amp; chips</rdf:li><rdf:li xml:lang="de">Fisch</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>Ada Field</rdf:li><rdf:li>Bo Moor</rdf:li></rdf:Seq></dc:creator>
            </rdf:Description></rdf:RDF></x:xmpmeta>"#;
        let xmp = Xmp::read(packet);
        assert_eq!(xmp.title.as_deref(), Some("Fish & chips"));
        assert_eq!(xmp.creators, ["Ada Field", "Bo Moor"]);
        assert_eq!(
            xmp.published.as_deref().and_then(date_of_xmp).map(|date| date.value).as_deref(),
            Some("2026-11-20T08:00:00Z")
        );
        assert_eq!(date_of_xmp("last week"), None);
    }
}
