//! Mail: one mail as a document, and mailboxes.
//!
//! Parts: [`mbox`], mailboxes; `attached`, what hangs on a mail; `excess`, what is not even parsed; `body`, the text of a
//! part. Quoted replies and signatures stay where they are: which of them matter is no question of the format.

mod attached;
mod body;
mod excess;
pub mod mbox;
#[cfg(test)]
mod tests;

use mail_parser::{Address, DateTime, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use serde_json::Map;

use crate::codes::content::{MALFORMED, NO_TEXT, TRUNCATED};
use crate::panics;
use crate::reader::Failure;
use crate::reader::article::{Content, Dated, Meta, Text};
use crate::reader::containers::limits::fail;

/// Reads an HTML part; given by the caller, so that mail does not depend on how pages are read.
pub type HtmlReader = fn(&str) -> Result<Content, Failure>;

/// How deep mails may stand within each other for their text to be read.
const DEPTH_MAX: usize = 3;
/// A plain part with less than this share of its HTML part's letters is a stub: "open this mail in a browser".
const STUB_SHARE: usize = 4;

/// Reads a mail.
///
/// # Errors
/// When it has no header or no text, or ends before its last boundary.
pub fn read(bytes: &[u8], html: HtmlReader) -> Result<Content, Failure> {
    let mail = Mail::parse(bytes)?;
    let message = &mail.0;
    let mut bodies = Vec::new();
    gather(message, 0, html, &mut bodies)?;
    let attachments = attached::facts(message);
    let mut facts = Map::new();
    if bodies.iter().any(|body| body.is_html) {
        facts.insert("body".to_owned(), "html".into());
    }
    if message.parts.iter().any(|part| part.is_encoding_problem) {
        facts.insert("decodingLoss".to_owned(), true.into());
    }
    let nested = bodies.iter().filter(|body| body.depth > 0).count();
    if nested > 0 {
        facts.insert("forwarded".to_owned(), nested.into());
    }
    if bodies.iter().all(|body| body.text.as_str().trim().is_empty()) {
        let text = match attachments.as_array().map_or(0, Vec::len) {
            0 => "this mail has no text".to_owned(),
            count => format!("this mail has no text of its own, and {count} attachments: drop those that matter"),
        };
        return Err(fail(NO_TEXT, text));
    }
    if attachments.as_array().is_some_and(|attachments| !attachments.is_empty()) {
        facts.insert("attachments".to_owned(), attachments);
    }
    Ok(Content { media_type: "message/rfc822", text: joined(bodies), meta: meta(message), facts })
}

/// A parsed mail, which is taken apart level by level: dropped as it is, a mail of ten thousand mails within each other
/// would need as many stack frames.
struct Mail<'x>(Message<'x>);

impl<'x> Mail<'x> {
    fn parse(bytes: &'x [u8]) -> Result<Mail<'x>, Failure> {
        excess::refuse(bytes)?;
        // The library panics over parts that end where none is open.
        let message = panics::caught(|| MessageParser::default().parse(bytes)).map_err(|panic| {
            fail(MALFORMED, format!("the parts of this mail do not stand within each other ({panic}): save it again"))
        })?;
        let mail = message.map(Mail).ok_or_else(|| fail(MALFORMED, "this mail has no header: save it again"))?;
        let message = &mail.0;
        let known =
            [HeaderName::From, HeaderName::Subject, HeaderName::Date, HeaderName::ContentType, HeaderName::Received];
        if known.into_iter().all(|name| message.header(name).is_none()) {
            return Err(fail(
                MALFORMED,
                "this mail has neither sender, subject, date nor type in its header: save it again",
            ));
        }
        if let Some(boundary) = message.content_type().and_then(|kind| kind.attribute("boundary")) {
            let end = format!("--{boundary}--");
            if memchr::memmem::rfind(bytes, end.as_bytes()).is_none() {
                let text = format!("this mail ends before its last boundary, {end}: copy it again, whole");
                return Err(fail(TRUNCATED, text));
            }
        }
        Ok(mail)
    }
}

impl Drop for Mail<'_> {
    fn drop(&mut self) {
        let mut messages = vec![std::mem::take(&mut self.0)];
        while let Some(mut message) = messages.pop() {
            for part in message.parts.drain(..) {
                if let PartType::Message(inner) = part.body {
                    messages.push(inner);
                }
            }
        }
    }
}

/// A text of the mail, or of one within it.
struct Body {
    text: Text,
    is_html: bool,
    depth: usize,
    /// What the mail that it is in says of itself, when that is not the outermost.
    heading: Option<String>,
}

/// Gathers the texts of a mail and of those within it.
fn gather(message: &Message<'_>, depth: usize, html: HtmlReader, bodies: &mut Vec<Body>) -> Result<(), Failure> {
    let mut heading = (depth > 0).then(|| title(message)).flatten();
    for (number, &id) in message.text_body.iter().enumerate() {
        let Some(part) = message.part(id) else { continue };
        let alternative =
            message.html_body.get(number).filter(|other| **other != id).and_then(|&other| message.part(other));
        let (text, is_html) = match (&part.body, alternative.map(|part| &part.body)) {
            (PartType::Text(plain), Some(PartType::Html(page))) if is_stub(plain, page) => (html(page)?.text, true),
            (PartType::Text(plain), _) if is_plain(part) => (Text::plain(body::plain(part, plain)), false),
            (PartType::Html(page), _) => (html(page)?.text, true),
            _ => continue,
        };
        bodies.push(Body { text, is_html, depth, heading: heading.take() });
    }
    if depth < DEPTH_MAX {
        for inner in message.attachments().filter_map(|part| part.message()) {
            gather(inner, depth + 1, html, bodies)?;
        }
    }
    Ok(())
}

/// Whether a text part is prose: calendars and tables are `text` too.
fn is_plain(part: &mail_parser::MessagePart<'_>) -> bool {
    let kind = part.content_type().and_then(|kind| kind.subtype());
    kind.is_none_or(|kind| ["plain", "markdown", "enriched"].iter().any(|plain| kind.eq_ignore_ascii_case(plain)))
}

fn is_stub(plain: &str, page: &str) -> bool {
    body::letters_of(plain) * STUB_SHARE < body::letters_of_html(page)
}

/// One text of all: a single one keeps what is known of its lines.
fn joined(mut bodies: Vec<Body>) -> Text {
    if let [body] = &mut bodies[..]
        && body.heading.is_none()
    {
        return std::mem::take(&mut body.text);
    }
    let mut text = String::new();
    for body in bodies {
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        if let Some(heading) = body.heading {
            text.push_str(&heading);
            text.push_str("\n\n");
        }
        text.push_str(body.text.as_str());
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    Text::plain(text)
}

fn meta(message: &Message<'_>) -> Meta {
    let text = |name: HeaderName<'static>| message.header(name).and_then(HeaderValue::as_text).and_then(one_line);
    let published = message.date().filter(|date| date.is_valid()).map(DateTime::to_rfc3339);
    Meta {
        title: title(message),
        bylines: message.from().map(senders).unwrap_or_default(),
        published: published.map(|value| Dated { value, basis: "header" }),
        publisher: text(HeaderName::Organization).or_else(|| message.header(HeaderName::ListId).and_then(list_name)),
        language: text(HeaderName::ContentLanguage).filter(|tag| !tag.contains([',', ' '])),
        url: text(HeaderName::ArchivedAt).map(|url| url.trim_matches(['<', '>']).to_owned()),
        keywords: match message.keywords() {
            HeaderValue::Text(keywords) => keywords.split(',').filter_map(one_line).collect(),
            HeaderValue::TextList(keywords) => keywords.iter().filter_map(|keyword| one_line(keyword)).collect(),
            _ => Vec::new(),
        },
        ..Meta::default()
    }
}

fn title(message: &Message<'_>) -> Option<String> {
    message.subject().and_then(one_line)
}

/// The names of the senders, or their addresses where they give no name.
fn senders(from: &Address<'_>) -> Vec<String> {
    from.iter()
        .filter_map(|sender| sender.name().and_then(one_line).or_else(|| sender.address().and_then(one_line)))
        .collect()
}

/// What a list calls itself: the words before its id.
fn list_name(header: &HeaderValue<'_>) -> Option<String> {
    match header {
        HeaderValue::Address(address) => address.first().and_then(|list| list.name()).and_then(one_line),
        HeaderValue::Text(text) => text.split_once('<').and_then(|(name, _)| one_line(name.trim().trim_matches('"'))),
        _ => None,
    }
}

/// A value on one line; `None` when nothing is left of it.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
