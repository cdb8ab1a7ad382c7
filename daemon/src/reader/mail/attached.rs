//! The documents that hang on a mail.

use std::vec;

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use serde_json::Value;

use super::{DEPTH_MAX, Mail, named};
use crate::reader::Failure;
use crate::reader::containers::limits::entry_name;
use crate::reader::entries::{Entries, Entry};
use crate::reader::sniff::Hints;

/// What the name of an attached document ends in, and its media type.
const DOCUMENTS: &[(&str, &str)] = &[
    (".pdf", "application/pdf"),
    (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (".odt", "application/vnd.oasis.opendocument.text"),
    (".doc", "application/msword"),
    (".rtf", "application/rtf"),
    (".epub", "application/epub+zip"),
    (".html", "text/html"),
    (".htm", "text/html"),
    (".xhtml", "application/xhtml+xml"),
    (".txt", "text/plain"),
    (".md", "text/markdown"),
    (".json", "application/json"),
    (".xml", "application/xml"),
    (".eml", "message/rfc822"),
];

/// The attached documents of a mail, one after the other; the mail itself is none of them. Mails within it are not either:
/// their text is in its own, but what hangs on them is here.
pub struct Attached(vec::IntoIter<Entry>);

impl Attached {
    /// Finds them.
    ///
    /// # Errors
    /// When the mail cannot be read.
    pub fn open(bytes: &[u8]) -> Result<Attached, Failure> {
        let mail = Mail::parse(bytes)?;
        let mut entries = Vec::new();
        gather(&mail.0, 0, &mut entries);
        Ok(Attached(entries.into_iter()))
    }
}

impl Entries for Attached {
    fn next(&mut self) -> Option<Result<Entry, Failure>> {
        self.0.next().map(Ok)
    }
}

fn gather(message: &Message<'_>, depth: usize, entries: &mut Vec<Entry>) {
    for part in message.attachments() {
        if let Some(inner) = part.message() {
            if depth < DEPTH_MAX {
                gather(inner, depth + 1, entries);
            }
            continue;
        }
        let (name, media_type) = (name(part), media_type(part));
        if !is_document(&name, &media_type) {
            continue;
        }
        // Text comes decoded to UTF-8, whatever it was sent in.
        let is_text = matches!(part.body, PartType::Text(_) | PartType::Html(_));
        let hints = Hints {
            name: Some(name.clone()).filter(|name| !name.is_empty()),
            media_type: Some(media_type).filter(|media_type| !media_type.is_empty()),
            charset: is_text.then(|| "utf-8".to_owned()),
            ..Hints::default()
        };
        let number = entries.len() + 1;
        let name = if name.is_empty() { format!("attachment {number}") } else { name };
        entries.push(Entry { name, bytes: part.contents().to_vec(), hints });
    }
}

/// What hangs on a mail, for its facts.
pub(super) fn facts(message: &Message<'_>) -> Value {
    let parts = message.attachments().filter(|part| part.message().is_none());
    let parts: Vec<_> = parts.map(|part| (name(part), media_type(part), part.len())).collect();
    named(&parts)
}

fn name(part: &MessagePart<'_>) -> String {
    part.attachment_name().map(|name| entry_name(name.as_bytes())).unwrap_or_default()
}

fn media_type(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else { return String::new() };
    entry_name(format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase().as_bytes())
}

/// By its name, or by its type where it has no name that tells.
fn is_document(name: &str, media_type: &str) -> bool {
    let name = name.to_ascii_lowercase();
    DOCUMENTS.iter().any(|(ending, kind)| name.ends_with(ending) || media_type == *kind && !name.contains('.'))
}
