//! Which markup a text that begins with `<` is.

use super::{Format, Hint, Sniffed};

/// Elements that a page or a piece of one begins with.
const HTML: &[&str] = &[
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "base",
    "script",
    "style",
    "div",
    "p",
    "article",
    "section",
    "main",
    "header",
    "nav",
    "aside",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "span",
    "a",
    "ul",
    "ol",
    "li",
    "table",
    "br",
    "b",
    "i",
    "em",
    "strong",
    "blockquote",
    "figure",
    "img",
    "iframe",
    "font",
    "center",
    "pre",
    "hr",
    "form",
    "noscript",
];

/// Tells the markup of a text without leading white space.
pub(super) fn sniff(text: &[u8], is_whole: bool, hinted: Option<Format>) -> Option<Sniffed> {
    if !text.starts_with(b"<") {
        let is_page = matches!(hinted, Some(Format::Html | Format::Xhtml)) && holds_tags(text);
        return is_page.then(|| decided(Format::Html, "tags of a page stand in it"));
    }
    let prolog = Prolog::read(text)?;
    let doctype = prolog.doctype.map(<[u8]>::to_ascii_lowercase).unwrap_or_default();
    if doctype.starts_with(b"html") {
        let is_xml = prolog.is_declared || memchr::memmem::find(&doctype, b"xhtml").is_some();
        let format = if is_xml { Format::Xhtml } else { Format::Html };
        return Some(Sniffed::new(format, "it begins with <!DOCTYPE html>"));
    }
    let Some(tag) = prolog.root else {
        return prolog.is_declared.then(|| Sniffed::new(Format::Xml, "it begins with an XML declaration"));
    };
    let root = Root::of(tag)?;
    if let Some(format) = root.dialect(tag) {
        return Some(Sniffed::new(format, format!("its root is <{}>", root.name)));
    }
    let lower = root.name.to_ascii_lowercase();
    if lower == "html" {
        let format = if prolog.is_declared { Format::Xhtml } else { Format::Html };
        return Some(Sniffed::new(format, "its root is <html>"));
    }
    let is_xml = prolog.is_declared || prolog.doctype.is_some() || memchr::memmem::find(tag, b"xmlns").is_some();
    if is_xml {
        return Some(Sniffed::new(Format::Xml, format!("its root is <{}>, which no dialect of news has", root.name)));
    }
    if HTML.contains(&lower.as_str()) {
        if hinted == Some(Format::Markdown) {
            return Some(decided(Format::Markdown, "it begins with a tag, as Markdown may"));
        }
        return Some(Sniffed::new(Format::Html, format!("it begins with <{lower}>")));
    }
    let end = format!("</{}", root.name);
    if is_whole && memchr::memmem::rfind(text, end.as_bytes()).is_some() {
        return Some(Sniffed::new(Format::Xml, format!("it stands between <{0}> and </{0}>", root.name)));
    }
    (hinted == Some(Format::Xml)).then(|| decided(Format::Xml, "it begins with a tag"))
}

fn decided(format: Format, reason: &'static str) -> Sniffed {
    Sniffed { hint: Hint::Decided, ..Sniffed::new(format, reason) }
}

/// Whether tags of blocks stand somewhere in the text.
fn holds_tags(text: &[u8]) -> bool {
    let is_block = |at: usize| {
        let rest = &text[at + 1..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = rest[..length].to_ascii_lowercase();
        matches!(&name[..], b"html" | b"body" | b"p" | b"div" | b"h1" | b"h2" | b"article" | b"br")
            && matches!(rest.get(length), Some(b'>' | b' ' | b'/'))
    };
    memchr::memchr_iter(b'<', text).any(is_block)
}

/// What stands before the root element.
struct Prolog<'a> {
    is_declared: bool,
    doctype: Option<&'a [u8]>,
    /// The start tag of the root, from its name on, as far as it was seen.
    root: Option<&'a [u8]>,
}

impl<'a> Prolog<'a> {
    /// Skips declaration, instructions, comments and white space; `None` when what begins with `<` is no markup.
    fn read(mut text: &'a [u8]) -> Option<Prolog<'a>> {
        let mut prolog = Prolog { is_declared: false, doctype: None, root: None };
        loop {
            text = text.trim_ascii_start();
            let Some(rest) = text.strip_prefix(b"<") else {
                return (prolog.is_declared || prolog.doctype.is_some()).then_some(prolog);
            };
            let (body, end): (&[u8], &[u8]) = if let Some(rest) = rest.strip_prefix(b"?") {
                prolog.is_declared |= rest.starts_with(b"xml");
                (rest, b"?>")
            } else if let Some(rest) = rest.strip_prefix(b"!--") {
                (rest, b"-->")
            } else if rest.get(..8).is_some_and(|word| word.eq_ignore_ascii_case(b"!doctype")) {
                let body = rest[8..].trim_ascii_start();
                let length = memchr::memchr2(b'>', b'[', body).unwrap_or(body.len());
                prolog.doctype = Some(&body[..length]);
                let is_subset = body.get(length) == Some(&b'[');
                (body, if is_subset { b"]>" } else { b">" })
            } else {
                let first = *rest.first()?;
                let is_name = first.is_ascii_alphabetic() || first == b'_';
                prolog.root = is_name.then_some(rest);
                return (is_name || prolog.is_declared).then_some(prolog);
            };
            match memchr::memmem::find(body, end) {
                Some(at) => text = &body[at + end.len()..],
                None => return (prolog.is_declared || prolog.doctype.is_some()).then_some(prolog),
            }
        }
    }
}

struct Root {
    /// Without prefix.
    name: String,
}

impl Root {
    /// The name of a start tag; `None` when it is none.
    fn of(tag: &[u8]) -> Option<Root> {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_' | b'.');
        let length = tag.iter().take(100).take_while(|&&byte| is_name(byte)).count();
        let is_tag = matches!(tag.get(length), None | Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'));
        let name = std::str::from_utf8(&tag[..length]).ok()?;
        let name = name.rsplit(':').next().unwrap_or(name).to_owned();
        is_tag.then_some(Root { name })
    }

    /// The dialect that has such a root.
    fn dialect(&self, tag: &[u8]) -> Option<Format> {
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        let holds = |mark: &[u8]| memchr::memmem::find(tag, mark).is_some();
        Some(match self.name.as_str() {
            "rss" => Format::Rss,
            "RDF" if holds(b"purl.org/rss/1.0") || holds(b"netscape.com/rdf/simple/0.9") => Format::Rss,
            "feed" if holds(b"Atom") || holds(b"purl.org/atom") || holds(b"atom") => Format::Atom,
            "entry" if holds(b"Atom") => Format::FeedItem,
            "item" => Format::FeedItem,
            "newsItem" | "packageItem" | "conceptItem" | "knowledgeItem" | "planningItem" | "catalogItem" => {
                Format::NewsMl
            }
            "newsMessage" => Format::NewsMessage,
            "NewsML" => Format::OldNewsMl,
            "nitf" => Format::Nitf,
            "svg" => Format::Picture,
            "urlset" | "sitemapindex" => Format::Sitemap,
            "opml" => Format::Opml,
            "package" if holds(b"schemas.microsoft.com/office") => Format::OtherOffice,
            "document" if holds(b"opendocument") => Format::OtherOffice,
            "wordDocument" => Format::OtherOffice,
            _ => return None,
        })
    }
}
