//! The formats that are told apart.

/// What bytes can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "they are what their names say")]
pub enum Format {
    PlainText,
    Markdown,
    Html,
    Xhtml,
    /// One JSON document.
    Json,
    /// A JSON array of documents, an object with a list of them, or one after another.
    JsonList,
    /// A JSON document a line.
    JsonLines,
    JsonFeed,
    Rss,
    Atom,
    /// One item of a feed, as its own document.
    FeedItem,
    /// One NewsML-G2 item.
    NewsMl,
    /// A NewsML-G2 message, which holds items.
    NewsMessage,
    Nitf,
    /// XML of a dialect that is not known.
    Xml,
    Mail,
    Mbox,
    Pdf,
    Docx,
    Odt,
    Epub,
    Zip,
    Gzip,
    Zstd,
    Tar,
    Warc,
    // What follows is refused.
    /// Bytes that are no text and no known format.
    Binary,
    OldNewsMl,
    OldWord,
    OldOffice,
    OutlookMessage,
    Rtf,
    Spreadsheet,
    Slides,
    OtherOffice,
    Kindle,
    PostScript,
    DjVu,
    Picture,
    Audio,
    Video,
    Program,
    Database,
    Font,
    OtherArchive,
    Encrypted,
    Sitemap,
    Opml,
}

impl Format {
    /// Its name in messages, with its article.
    pub fn name(self) -> &'static str {
        match self {
            Format::PlainText => "plain text",
            Format::Markdown => "a Markdown document",
            Format::Html => "an HTML page",
            Format::Xhtml => "an XHTML page",
            Format::Json => "a JSON document",
            Format::JsonList => "a JSON list of documents",
            Format::JsonLines => "a JSON Lines file",
            Format::JsonFeed => "a JSON feed",
            Format::Rss => "an RSS feed",
            Format::Atom => "an Atom feed",
            Format::FeedItem => "an item of a feed",
            Format::NewsMl => "a NewsML-G2 item",
            Format::NewsMessage => "a NewsML-G2 message",
            Format::Nitf => "an NITF document",
            Format::Xml => "an XML document",
            Format::Mail => "a mail",
            Format::Mbox => "a mailbox",
            Format::Pdf => "a PDF",
            Format::Docx => "a Word document",
            Format::Odt => "an OpenDocument text",
            Format::Epub => "an EPUB book",
            Format::Zip => "a ZIP archive",
            Format::Gzip => "a gzip archive",
            Format::Zstd => "a zstd archive",
            Format::Tar => "a tar archive",
            Format::Warc => "a WARC archive",
            Format::Binary => "binary data of no known format",
            Format::OldNewsMl => "a NewsML 1 document",
            Format::OldWord => "an old Word document",
            Format::OldOffice => "an old office document",
            Format::OutlookMessage => "an Outlook message",
            Format::Rtf => "an RTF document",
            Format::Spreadsheet => "a spreadsheet",
            Format::Slides => "a presentation",
            Format::OtherOffice => "an office document of another kind",
            Format::Kindle => "a Kindle book",
            Format::PostScript => "a PostScript document",
            Format::DjVu => "a DjVu document",
            Format::Picture => "a picture",
            Format::Audio => "an audio recording",
            Format::Video => "a video",
            Format::Program => "a program",
            Format::Database => "a database",
            Format::Font => "a font",
            Format::OtherArchive => "an archive of another kind",
            Format::Encrypted => "an encrypted file",
            Format::Sitemap => "a sitemap",
            Format::Opml => "a list of feeds",
        }
    }

    /// Its name in facts, one word.
    pub fn id(self) -> String {
        let debug = format!("{self:?}");
        debug[..1].to_ascii_lowercase() + &debug[1..]
    }

    /// Whether a file of it holds many documents.
    pub fn holds_many(self) -> bool {
        matches!(
            self,
            Format::JsonList
                | Format::JsonLines
                | Format::JsonFeed
                | Format::Rss
                | Format::Atom
                | Format::NewsMessage
                | Format::Mbox
                | Format::Zip
                | Format::Gzip
                | Format::Zstd
                | Format::Tar
                | Format::Warc
        )
    }

    /// Why it is refused, and what to do; `None` for what is read.
    pub fn remedy(self) -> Option<&'static str> {
        Some(match self {
            Format::OldWord | Format::Rtf | Format::OtherOffice => "save it as DOCX, ODT or PDF and drop that",
            Format::OldOffice | Format::Spreadsheet | Format::Slides => "drop what is news in it as text, DOCX or PDF",
            Format::OutlookMessage => "save the message as .eml and drop that",
            Format::Kindle => "convert it to EPUB and drop that",
            Format::PostScript | Format::DjVu => "convert it to PDF and drop that",
            Format::Picture => "run text recognition over it if there is text in it, and drop the result",
            Format::Audio | Format::Video => "drop a transcript",
            Format::OtherArchive => "unpack it and drop what was in it, or pack it as zip or tar.gz",
            Format::Encrypted => "put a decrypted copy into the inbox",
            Format::OldNewsMl => "export it as NewsML-G2 or NITF and drop that",
            Format::Sitemap | Format::Opml => {
                "it lists addresses, and none is ever fetched: drop the articles themselves"
            }
            Format::Xml => "drop it as HTML, NITF, NewsML-G2, RSS or text",
            Format::Binary | Format::Program | Format::Database | Format::Font => {
                "there is nothing to read in it: take it out"
            }
            _ => return None,
        })
    }

    /// What a file with such an extension should be.
    pub(super) fn of_extension(extension: &str) -> Option<Format> {
        Some(match extension {
            "txt" | "text" | "asc" => Format::PlainText,
            "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
            "html" | "htm" | "shtml" => Format::Html,
            "xhtml" | "xht" => Format::Xhtml,
            "json" => Format::Json,
            "jsonl" | "ndjson" | "jl" => Format::JsonLines,
            "rss" => Format::Rss,
            "atom" => Format::Atom,
            "nitf" => Format::Nitf,
            "xml" => Format::Xml,
            "eml" => Format::Mail,
            "mbox" | "mbx" => Format::Mbox,
            "pdf" => Format::Pdf,
            "docx" | "docm" => Format::Docx,
            "odt" => Format::Odt,
            "epub" => Format::Epub,
            "zip" => Format::Zip,
            "gz" | "tgz" => Format::Gzip,
            "zst" => Format::Zstd,
            "tar" => Format::Tar,
            "warc" => Format::Warc,
            "doc" => Format::OldWord,
            "rtf" => Format::Rtf,
            "png" | "jpg" | "jpeg" | "gif" | "webp" | "tif" | "tiff" | "svg" => Format::Picture,
            "mp3" | "wav" | "ogg" | "m4a" | "flac" => Format::Audio,
            "mp4" | "mov" | "mkv" | "webm" | "avi" => Format::Video,
            _ => return None,
        })
    }

    /// Its media type, for files that hold many documents; the readers of one document name their own.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::JsonList => "application/json",
            Format::JsonLines => "application/x-ndjson",
            Format::JsonFeed => "application/feed+json",
            Format::Rss => "application/rss+xml",
            Format::Atom => "application/atom+xml",
            Format::NewsMessage => "application/vnd.iptc.g2.newsmessage+xml",
            Format::Mbox => "application/mbox",
            Format::Zip => "application/zip",
            Format::Gzip => "application/gzip",
            Format::Zstd => "application/zstd",
            Format::Tar => "application/x-tar",
            Format::Warc => "application/warc",
            Format::Epub => "application/epub+zip",
            _ => "application/octet-stream",
        }
    }

    /// What a document with such a media type should be.
    pub(super) fn of_media_type(essence: &str) -> Option<Format> {
        Some(match essence {
            "text/plain" => Format::PlainText,
            "text/markdown" | "text/x-markdown" => Format::Markdown,
            "text/html" => Format::Html,
            "application/xhtml+xml" => Format::Xhtml,
            "application/json" | "text/json" | "application/ld+json" => Format::Json,
            "application/feed+json" => Format::JsonFeed,
            "application/x-ndjson" | "application/jsonl" | "application/json-lines" => Format::JsonLines,
            "application/rss+xml" => Format::Rss,
            "application/atom+xml" => Format::Atom,
            "application/vnd.iptc.g2.newsitem+xml" => Format::NewsMl,
            "application/vnd.iptc.g2.newsmessage+xml" => Format::NewsMessage,
            "application/xml" | "text/xml" => Format::Xml,
            "message/rfc822" => Format::Mail,
            "application/mbox" => Format::Mbox,
            "application/pdf" => Format::Pdf,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Format::Docx,
            "application/vnd.oasis.opendocument.text" => Format::Odt,
            "application/epub+zip" => Format::Epub,
            "application/zip" => Format::Zip,
            "application/gzip" | "application/x-gzip" => Format::Gzip,
            "application/zstd" => Format::Zstd,
            "application/x-tar" => Format::Tar,
            "application/warc" => Format::Warc,
            "application/msword" => Format::OldWord,
            "application/rtf" | "text/rtf" => Format::Rtf,
            _ => return None,
        })
    }

    /// Whether `found` is what a name or type of `self` can well hold.
    pub(super) fn is_kin_of(self, found: Format) -> bool {
        match self {
            Format::PlainText => found == Format::Markdown,
            Format::Html | Format::Xhtml => matches!(found, Format::Html | Format::Xhtml),
            Format::Json | Format::JsonLines => {
                matches!(found, Format::Json | Format::JsonLines | Format::JsonList | Format::JsonFeed)
            }
            Format::Rss | Format::Atom => matches!(found, Format::Rss | Format::Atom | Format::FeedItem),
            Format::Xml => matches!(
                found,
                Format::Rss
                    | Format::Atom
                    | Format::FeedItem
                    | Format::NewsMl
                    | Format::NewsMessage
                    | Format::Nitf
                    | Format::Xhtml
                    | Format::OldNewsMl
                    | Format::Sitemap
                    | Format::Opml
            ),
            Format::Mail | Format::Mbox => matches!(found, Format::Mail | Format::Mbox),
            Format::OldWord => found == Format::Rtf,
            _ => false,
        }
    }
}
