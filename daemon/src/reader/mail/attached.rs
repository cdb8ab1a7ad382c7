//! What hangs on a mail: named, not read.

use mail_parser::{Message, MessagePart, MimeHeaders};
use serde_json::{Value, json};

use crate::reader::containers::limits::entry_name;

/// How many attachments are named in the facts, and how much of a name.
const NAMED_MAX: usize = 20;
const NAME_CHARS_MAX: usize = 100;

/// What hangs on a mail, for its facts: a list, at most [`NAMED_MAX`] long. Mails within it are not in it, for their text is
/// in its own.
pub(super) fn facts(message: &Message<'_>) -> Value {
    let parts = message.attachments().filter(|part| part.message().is_none()).take(NAMED_MAX);
    let short = |name: &str| name.chars().take(NAME_CHARS_MAX).collect::<String>();
    parts
        .map(|part| json!({ "name": short(&name(part)), "mediaType": short(&media_type(part)), "bytes": part.len() }))
        .collect()
}

fn name(part: &MessagePart<'_>) -> String {
    part.attachment_name().map(|name| entry_name(name.as_bytes())).unwrap_or_default()
}

fn media_type(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else { return String::new() };
    entry_name(format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase().as_bytes())
}
