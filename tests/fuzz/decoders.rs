//! Every decoder of the reader, each fed with whatever bytes: what the fuzzer runs, and what the corpus test replays.
//!
//! A decoder may refuse anything. It may not panic, hang, or tell what it promises not to: each function insists on what
//! is promised of its kind.

use std::io::Read;

use dragoman::reader::charset::{self, Known};
use dragoman::reader::containers::{Kind, Source, Stream, Unpacked};
use dragoman::reader::open::open;
use dragoman::reader::sniff::{Format, HEAD_BYTES, Hint, Hints, Sniffed, sniff};
use dragoman::reader::{Article, Failure, Rules, read, read_as};

/// Feeds a decoder.
pub type Decoder = fn(&[u8]);

/// All of them by name, which is also the name of the fuzz target and of the folder of its corpus.
pub const DECODERS: &[(&str, Decoder)] = &[
    ("charset", charset),
    ("epub", epub),
    ("gzip", gzip),
    ("html", html),
    ("json", json),
    ("mail", mail),
    ("markdown", markdown),
    ("office", office),
    ("pdf", pdf),
    ("sniff", sniffing),
    ("tar", tar),
    ("warc", warc),
    ("xml", xml),
    ("zip", zip),
    ("zstd", zstd),
];

/// Documents that are read of one file: enough to reach whatever follows a damaged one.
const DOCUMENTS_MAX: usize = 64;

/// Whatever the bytes are found to be, as a worker reads them.
pub fn sniffing(bytes: &[u8]) {
    for name in ["", "a.txt", "a.json", "a.jsonl", "a.md", "a.html", "a.eml", "a.xml"] {
        let hints = if name.is_empty() { Hints::default() } else { Hints::named(name) };
        let found = sniff(&bytes[..bytes.len().min(HEAD_BYTES)], bytes.len() as u64, &hints);
        let _ = found.fact().to_string();
        if name.is_empty() && !matches!(found.format, Format::Pdf | Format::Docx | Format::Odt) {
            check(read_as(bytes, &found, &hints, &rules()));
        }
    }
}

/// Bytes to text. The first byte chooses what is known of them.
pub fn charset(bytes: &[u8]) {
    const LABELS: &[&str] = &["utf-8", "utf-16le", "shift_jis", "gb18030", "iso-2022-jp", "euc-kr", "big5", "koi8-r"];
    let Some((&choice, rest)) = bytes.split_first() else { return };
    let label = LABELS.get(usize::from(choice) % (LABELS.len() + 2)).copied();
    let tld = (choice & 0x80 != 0).then_some("jp");
    let Some(decoded) = charset::decode_known(rest, Known { label, tld }) else { return };
    let _ = decoded.facts();
    check_text(&charset::normalise(decoded.text));
}

/// Pages of the web.
pub fn html(bytes: &[u8]) {
    one(bytes, Format::Html, &Hints { url: Some("https://news.example/a".to_owned()), ..Hints::default() });
}

/// One JSON document, a list of them, or one a line.
pub fn json(bytes: &[u8]) {
    one(bytes, Format::Json, &Hints::default());
    for format in [Format::JsonList, Format::JsonLines] {
        many(bytes, format);
    }
}

/// Feeds and what news agencies send.
pub fn xml(bytes: &[u8]) {
    for format in [Format::Rss, Format::Atom, Format::NewsMessage] {
        many(bytes, format);
    }
    for format in [Format::FeedItem, Format::NewsMl, Format::Nitf] {
        one(bytes, format, &Hints::default());
    }
}

/// Markdown, with front matter.
pub fn markdown(bytes: &[u8]) {
    one(bytes, Format::Markdown, &Hints::default());
}

/// Mails and mailboxes.
pub fn mail(bytes: &[u8]) {
    one(bytes, Format::Mail, &Hints::default());
    many(bytes, Format::Mbox);
}

/// PDF files.
pub fn pdf(bytes: &[u8]) {
    one(bytes, Format::Pdf, &Hints::default());
}

/// Word and OpenDocument; bytes that are no archive are the parts of one, as [`archive`] has them.
pub fn office(bytes: &[u8]) {
    one(&archive(bytes), Format::Docx, &Hints::default());
}

/// Books; bytes that are no archive are the parts of one, as [`archive`] has them.
pub fn epub(bytes: &[u8]) {
    many(&archive(bytes), Format::Epub);
}

/// Packed files.
pub fn gzip(bytes: &[u8]) {
    container(bytes);
    many(bytes, Format::Gzip);
}

/// Packed files of the other kind.
pub fn zstd(bytes: &[u8]) {
    gzip(bytes);
}

/// ZIP archives.
pub fn zip(bytes: &[u8]) {
    container(bytes);
}

/// tar archives.
pub fn tar(bytes: &[u8]) {
    container(bytes);
}

/// WARC files.
pub fn warc(bytes: &[u8]) {
    container(bytes);
}

fn rules() -> Rules {
    Rules { text_bytes_max: 8 << 20, ..Rules::default() }
}

fn as_found(format: Format) -> Sniffed {
    Sniffed { format, reason: "it is said to be".into(), hint: Hint::Silent, truncated: None }
}

fn one(bytes: &[u8], format: Format, hints: &Hints) {
    check(read_as(bytes, &as_found(format), hints, &rules()));
}

fn many(bytes: &[u8], format: Format) {
    let Ok(Some(mut opened)) = open(&Source::memory(bytes.to_vec()), &as_found(format), &Hints::default()) else {
        return;
    };
    for _ in 0..DOCUMENTS_MAX {
        match opened.entries.next() {
            Some(Ok(entry)) => check(read(&entry.bytes, &entry.hints, &rules())),
            Some(Err(failure)) => check_failure(&failure),
            None => break,
        }
    }
}

/// The same file gives the same entries, also when some of them are passed over.
fn container(bytes: &[u8]) {
    let source = Source::memory(bytes.to_vec());
    if let Ok(mut stream) = Stream::open(&source) {
        let _ = stream.by_ref().take(1 << 20).read_to_end(&mut Vec::new());
    }
    let Ok(Some(kind)) = Kind::of(&source) else { return };
    let open = || Unpacked::open(&source, kind, "a.gz");
    let (Ok(mut all), Ok(mut rest)) = (open(), open()) else { return };
    let told: Vec<_> =
        std::iter::from_fn(|| dragoman::reader::entries::Entries::next(&mut all)).take(DOCUMENTS_MAX).collect();
    told.iter().filter_map(|entry| entry.as_ref().err()).for_each(check_failure);
    let half = told.len() / 2;
    assert_eq!(rest.pass(half as u64), half as u64);
    assert_eq!(dragoman::reader::entries::Entries::next(&mut rest).as_ref(), told.get(half));
}

fn check(read: Result<Article<'_>, Failure>) {
    match read {
        Ok(article) => {
            check_text(article.text.as_deref().unwrap_or_default());
            for json in [&article.meta_json, &article.facts_json] {
                assert!(serde_json::from_str::<serde_json::Value>(json).is_ok_and(|value| value.is_object()), "{json}");
            }
        }
        Err(failure) => check_failure(&failure),
    }
}

/// What extractors are promised of a text.
fn check_text(text: &str) {
    let control = text.chars().find(|&c| c < ' ' && c != '\n' && c != '\t');
    assert_eq!(control, None, "{text:?}");
}

fn check_failure(failure: &Failure) {
    assert!(failure.code.starts_with("D04"), "{failure:?}");
    assert!(!failure.text.is_empty() && failure.text.len() < 4096, "{} bytes", failure.text.len());
}

/// A ZIP archive of what stands behind lines such as `--- word/document.xml`; an archive stays what it is.
pub fn archive(bytes: &[u8]) -> Vec<u8> {
    const PART: &[u8] = b"--- ";
    if !bytes.starts_with(PART) {
        return bytes.to_vec();
    }
    let mut starts: Vec<usize> = vec![0];
    starts.extend(bytes.windows(5).enumerate().filter(|(_, seen)| *seen == b"\n--- ").map(|(at, _)| at + 1));
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([bytes.len()]);
    let mut packed = Archive::default();
    for (start, end) in starts.iter().zip(ends) {
        let part = &bytes[start + PART.len()..end.max(start + PART.len())];
        let line = part.iter().position(|&byte| byte == b'\n').unwrap_or(part.len());
        packed.add(&part[..line], part.get(line + 1..).unwrap_or_default());
    }
    packed.finish()
}

/// A ZIP archive that is being written, with nothing in it packed.
#[derive(Default)]
struct Archive {
    files: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Archive {
    fn add(&mut self, name: &[u8], content: &[u8]) {
        let name = &name[..name.len().min(1000)];
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let (place, size) = (self.files.len() as u32, content.len() as u32);
        let mut fields = vec![20, 0, 0, 8, 0, 0, 0, 0, 0, 0];
        for number in [crc.sum(), size, size] {
            fields.extend(number.to_le_bytes());
        }
        fields.extend((name.len() as u16).to_le_bytes());
        fields.extend([0, 0]);
        self.files.extend([b"PK\x03\x04", &*fields, name, content].concat());
        self.directory.extend([b"PK\x01\x02\x14\x00", &*fields, &[0; 10], &place.to_le_bytes(), name].concat());
        self.count = self.count.saturating_add(1);
    }

    fn finish(self) -> Vec<u8> {
        let (count, size) = (self.count.to_le_bytes(), (self.directory.len() as u32).to_le_bytes());
        let place = (self.files.len() as u32).to_le_bytes();
        let end = [&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &size, &place, &[0, 0]].concat();
        [self.files, self.directory, end].concat()
    }
}
