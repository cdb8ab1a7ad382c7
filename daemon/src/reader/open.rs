//! Opens files that hold many documents.

use crate::reader::Failure;
use crate::reader::containers::limits::caught;
use crate::reader::containers::zip::Archive;
use crate::reader::containers::{Kind, Source, Stream, Unpacked};
use crate::reader::entries::Entries;
use crate::reader::epub::Book;
use crate::reader::json::layout::Layout;
use crate::reader::json::split::Documents;
use crate::reader::sniff::{Format, Head, Hints, Sniffed};
use crate::reader::{feed, newsml, office};

/// A file of many documents, opened.
pub struct Opened {
    /// What it is, as the record says it.
    pub found: Sniffed,
    /// What is in it.
    pub entries: Box<dyn Entries>,
}

/// Opens a file that holds many documents, of which `found` tells; `None` when it is one document after all.
///
/// # Errors
/// When it cannot be opened at all.
pub fn open(source: &Source, found: &Sniffed, hints: &Hints) -> Result<Option<Opened>, Failure> {
    let is_book = || {
        Ok(found.format == Format::Zip
            && office::Kind::of(&Archive::open(source.clone())?)? == Some(office::Kind::Epub))
    };
    if found.format == Format::Epub || is_book()? {
        return Ok(Some(Opened { found: found.clone(), entries: Box::new(Book::open(source.clone())?) }));
    }
    let is_packed = matches!(found.format, Format::Gzip | Format::Zstd);
    if !is_packed && !matches!(found.format, Format::Zip | Format::Tar | Format::Warc | Format::Mbox) {
        return split(source, found.clone());
    }
    let Some(kind) = Kind::of(source)? else { return Ok(None) };
    if kind == Kind::Packed {
        let inner = inner(source, hints)?;
        if inner.format.holds_many()
            && let Some(opened) = split(source, inner)?
        {
            return Ok(Some(opened));
        }
    }
    let name = hints.name.as_deref().unwrap_or_default();
    let entries = Unpacked::open(source, kind, name)?;
    Ok(Some(Opened { found: found.clone(), entries: Box::new(entries) }))
}

/// Takes apart what is text itself, packed or not.
fn split(source: &Source, found: Sniffed) -> Result<Option<Opened>, Failure> {
    let stream = Stream::open(source)?;
    let entries: Box<dyn Entries> = match found.format {
        // A first line that is broken, or longer than the head, does not show that lines follow.
        Format::JsonLines => Box::new(Documents::new(stream, Layout::Lines)?),
        Format::JsonList | Format::JsonFeed => {
            let Some(seen) = head(source)?.json() else { return Ok(None) };
            let documents = Documents::new(stream, seen.layout)?;
            Box::new(if seen.is_json_feed { documents.of_feed() } else { documents })
        }
        Format::Rss | Format::Atom => Box::new(feed::items(stream)?),
        Format::NewsMessage => Box::new(newsml::items(stream)?),
        _ => return Ok(None),
    };
    Ok(Some(Opened { found, entries }))
}

/// What a packed file holds.
fn inner(source: &Source, hints: &Hints) -> Result<Sniffed, Failure> {
    let name = hints.name.as_deref().and_then(|name| name.rsplit_once('.')).map(|(bare, _)| bare.to_owned());
    Ok(head(source)?.sniff(&Hints { name, ..hints.clone() }))
}

/// How it begins, unpacked.
fn head(source: &Source) -> Result<Head, Failure> {
    Head::read(Stream::open(source)?).map_err(|error| caught(error, "the file"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::containers::tests::zip_of;
    use crate::reader::{Rules, read};

    /// How many documents are found in these bytes when nothing is told of them.
    fn count(bytes: Vec<u8>) -> Option<usize> {
        let found = Head::read(&bytes[..]).unwrap().sniff(&Hints::default());
        let mut entries = open(&Source::memory(bytes), &found, &Hints::default()).unwrap()?.entries;
        Some(std::iter::from_fn(|| entries.next()).map(Result::unwrap).count())
    }

    fn little(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn json_is_taken_apart_in_utf_16_too() {
        let [list, lines] = [r#"[{"title": "A"}, {"title": "B"}]"#, "{\"title\": \"A\"}\n{\"title\": \"B\"}\n"];
        for text in [list, lines] {
            let big = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [little(&format!("\u{feff}{text}")), little(text), big] {
                assert_eq!(count(bytes), Some(2), "{text}");
            }
        }
    }

    #[test]
    fn items_of_a_feed_have_its_title_as_their_publisher() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Bay \u0026 Pier", "language": "en",
            "items": [{"id": "1", "content_text": "Fog."}, {"id": "2", "content_text": "Sun."}]}"#;
        let rss = "<rss><channel><title>Bay &amp; Pier</title><language>en</language><item><title>Fog</title></item></channel></rss>";
        for bytes in [feed, rss].map(|feed| feed.as_bytes().to_vec()) {
            let found = Head::read(&bytes[..]).unwrap().sniff(&Hints::default());
            let mut opened = open(&Source::memory(bytes), &found, &Hints::default()).unwrap().unwrap();
            let hints = opened.entries.next().unwrap().unwrap().hints;
            assert_eq!((hints.publisher.as_deref(), hints.language.as_deref()), (Some("Bay & Pier"), Some("en")));
        }
    }

    /// Programs that make books by hand pack the part that is to stand there as it is.
    #[test]
    fn books_and_documents_are_told_from_archives_though_their_first_part_is_packed() {
        let words = "Fog held the ferries up in Kestrel Bay. ".repeat(20);
        let (chapter, text) = (
            format!("<html><body><p>{words}</p></body></html>"),
            format!("<o:d xmlns:o='o'><o:text xmlns:t='t'><t:p>{words}</t:p></o:text></o:d>"),
        );
        let book = zip_of(&[
            ("mimetype", b"application/epub+zip"),
            ("META-INF/container.xml", b"<container><rootfile full-path='b.opf' media-type='application/oebps-package+xml'/></container>"),
            ("b.opf", b"<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>"),
            ("a.xhtml", chapter.as_bytes()),
        ]);
        assert_eq!(count(book), Some(1));
        let odt = zip_of(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", text.as_bytes())]);
        assert_eq!(count(odt.clone()), None);
        let article = read(&odt, &Hints::default(), &Rules { text_bytes_max: 10_000, ..Rules::default() }).unwrap();
        assert_eq!(article.text.unwrap().trim_end(), words.trim_end());
    }

    #[test]
    fn what_shows_late_that_it_holds_many_is_taken_apart() {
        let long = "word ".repeat(100_000);
        let line = format!("{{\"title\": \"A\", \"text\": \"{long}\"}}\n");
        let late = format!("{{\"about\": \"{long}\", \"articles\": [{{\"title\": \"A\"}}, {{\"title\": \"B\"}}]}}");
        for (bytes, expected) in [
            (line.repeat(3).into_bytes(), Some(3)),
            (little(&line.repeat(3)), Some(3)),
            (late.clone().into_bytes(), Some(2)),
            (little(&late), Some(2)),
            (line.into_bytes(), None),
        ] {
            assert_eq!(count(bytes), expected);
        }
    }
}
