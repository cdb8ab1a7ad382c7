//! Tells what bytes are, by what stands in them. Name and declared media type are hints: they decide only where the
//! content leaves a choice, and where they disagree, the content is believed.

mod format;
mod head;
mod magic;
mod markup;
#[cfg(test)]
mod tests;
mod words;
mod zip;

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Value, json};

pub use format::Format;
pub use head::Head;

use crate::reader::article::Meta;
use crate::reader::charset;

/// Bytes at the beginning that are enough to tell every format but one: of JSON, [`Head`] looks at more.
pub const HEAD_BYTES: usize = 64 << 10;

/// What others say about a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The name of the file or entry.
    pub name: Option<String>,
    /// The media type that HTTP, mail or the container declares, with its parameters.
    pub media_type: Option<String>,
    /// The charset that the container declares, where it stands by itself.
    pub charset: Option<String>,
    /// Where it was fetched from.
    pub url: Option<String>,
    /// Who publishes it: the title of the feed it stands in, say.
    pub publisher: Option<String>,
    /// The language of the whole that it is a part of, a BCP 47 tag.
    pub language: Option<String>,
    /// What the book that it is a chapter of says of itself.
    pub book: Option<Arc<Meta>>,
}

impl Hints {
    /// What a file is called.
    pub fn named(name: &str) -> Hints {
        Hints { name: Some(name.to_owned()), ..Hints::default() }
    }

    /// The declared media type without parameters, in lower case.
    pub fn essence(&self) -> Option<String> {
        let declared = self.media_type.as_deref()?;
        Some(declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The charset that the declared media type names.
    pub fn charset(&self) -> Option<&str> {
        self.charset.as_deref().or_else(|| self.charset_of_type())
    }

    fn charset_of_type(&self) -> Option<&str> {
        self.media_type.as_deref()?.split(';').skip(1).find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
        })
    }

    /// The last part of the domain that the document comes from, in lower case.
    pub fn tld(&self) -> Option<String> {
        let (_, rest) = self.url.as_deref()?.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
        let (_, tld) = host.trim_end_matches('.').rsplit_once('.')?;
        (!tld.is_empty() && tld.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| tld.to_ascii_lowercase())
    }

    /// What stands after the last dot of the name, in lower case.
    fn extension(&self) -> Option<String> {
        let name = self.name.as_deref()?.rsplit(['/', '\\']).next()?;
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())
    }

    /// What the name, or else the declared type, would make of the document.
    fn format(&self) -> Option<Format> {
        let by_type = || self.essence().and_then(|essence| Format::of_media_type(&essence));
        self.extension().and_then(|extension| Format::of_extension(&extension)).or_else(by_type)
    }
}

/// What bytes are, and why that is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sniffed {
    /// What they are.
    pub format: Format,
    /// What was found, in words that follow "because".
    pub reason: Cow<'static, str>,
    /// Whether name or declared type agree, where they say something.
    pub hint: Hint,
    /// What is missing at the end, where the whole was seen and the format can tell.
    pub truncated: Option<&'static str>,
}

/// Whether name and declared type agree with the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// They say nothing.
    Silent,
    /// They say the same.
    Agrees,
    /// They say otherwise, and the content was believed.
    Disagrees,
    /// The content left a choice, and they decided.
    Decided,
}

impl Sniffed {
    fn new(format: Format, reason: impl Into<Cow<'static, str>>) -> Sniffed {
        Sniffed { format, reason: reason.into(), hint: Hint::Silent, truncated: None }
    }

    /// What the facts of the document say under `sniffed`.
    pub fn fact(&self) -> Value {
        let mut fact = json!({ "format": self.format.id(), "because": self.reason });
        let hint = match self.hint {
            Hint::Silent => None,
            Hint::Agrees => Some("agrees"),
            Hint::Disagrees => Some("disagrees"),
            Hint::Decided => Some("decided"),
        };
        for (key, value) in [("name", hint), ("truncated", self.truncated)] {
            if let Some(value) = value {
                fact[key] = json!(value);
            }
        }
        fact
    }
}

/// Tells what bytes are: `head` is their beginning, at best [`HEAD_BYTES`] of it or all, and `whole_bytes` how many there
/// are in all.
pub fn sniff(head: &[u8], whole_bytes: u64, hints: &Hints) -> Sniffed {
    let is_whole = head.len() as u64 == whole_bytes;
    let hinted = hints.format();
    let mut sniffed = by_content(head, is_whole, hinted);
    let agrees = |hint: Format| hint == sniffed.format || hint.is_kin_of(sniffed.format);
    if sniffed.hint != Hint::Decided {
        sniffed.hint = match hinted {
            None => Hint::Silent,
            Some(hint) if agrees(hint) => Hint::Agrees,
            Some(_) => Hint::Disagrees,
        };
    }
    if is_whole && sniffed.truncated.is_none() {
        sniffed.truncated = magic::truncated(sniffed.format, head);
    }
    sniffed
}

fn by_content(head: &[u8], is_whole: bool, hinted: Option<Format>) -> Sniffed {
    if let Some(sniffed) = magic::sniff(head) {
        return sniffed;
    }
    let text = as_ascii(head);
    let text = text.trim_ascii_start();
    let window = &text[..text.len().min(HEAD_BYTES)];
    if let Some(sniffed) = markup::sniff(window, is_whole && window.len() == text.len(), hinted) {
        return sniffed;
    }
    // JSON may say late what it is: as much is looked at as there is.
    words::sniff(text, is_whole, hinted)
}

/// Text as an extension of ASCII, without byte order mark: UTF-16 is decoded.
fn as_ascii(head: &[u8]) -> Cow<'_, [u8]> {
    if let Some(rest) = head.strip_prefix(b"\xef\xbb\xbf") {
        return rest.into();
    }
    let is_wide =
        head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || head.iter().take(64).any(|&byte| byte == 0);
    // An odd byte is half a character that is cut.
    let decoded =
        |most: usize| charset::decode(&head[..head.len().min(most) & !1]).map(|decoded| decoded.text.into_owned());
    let Some(mut text) = is_wide.then(|| decoded(HEAD_BYTES)).flatten() else { return head.into() };
    // JSON alone may say later what it is.
    let is_json = text.trim_start_matches('\u{feff}').trim_ascii_start().starts_with(['{', '[']);
    if is_json && head.len() > HEAD_BYTES {
        text = decoded(head.len()).unwrap_or(text);
    }
    text.into_bytes().into()
}
