//! What a text without markup is: JSON, mail, Markdown, or plain text, which is what remains.

use super::{Format, Hint, Sniffed};
use crate::reader::json::layout::{Layout, layout};

/// Headers that mail has, in lower case. A memo may begin with some of them too: three must stand there.
const HEADERS: &[&str] = &[
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "delivered-to",
    "content-type",
    "content-transfer-encoding",
    "dkim-signature",
    "reply-to",
    "sender",
    "x-mailer",
    "in-reply-to",
    "references",
    "list-id",
    "arc-seal",
    "authentication-results",
];
/// Headers that no writer types by hand.
const MAIL_ALONE: &[&str] =
    &["message-id", "mime-version", "received", "return-path", "delivered-to", "dkim-signature"];

/// Tells what a text without leading white space is.
pub(super) fn sniff(text: &[u8], is_whole: bool, hinted: Option<Format>) -> Sniffed {
    if let Some(sniffed) = json(text, is_whole, hinted).or_else(|| mail(text, hinted)) {
        return sniffed;
    }
    let text = &text[..text.len().min(super::HEAD_BYTES)];
    let is_lines = hinted == Some(Format::JsonLines) && memchr::memmem::find(text, b"\n{\"").is_some();
    if is_lines {
        return Sniffed { hint: Hint::Decided, ..Sniffed::new(Format::JsonLines, "lines of it are JSON objects") };
    }
    if let Some(reason) = front_matter(text) {
        return Sniffed::new(Format::Markdown, reason);
    }
    if hinted == Some(Format::Markdown) {
        return Sniffed { hint: Hint::Decided, ..Sniffed::new(Format::Markdown, "it is text") };
    }
    if let Some(reason) = markdown_marks(text) {
        return Sniffed::new(Format::Markdown, reason);
    }
    let nul = memchr::memchr_iter(0, text).count();
    if nul * 100 > text.len() {
        return Sniffed::new(Format::Binary, "NUL bytes stand among its first bytes");
    }
    Sniffed::new(Format::PlainText, "it is text of no other format")
}

fn json(text: &[u8], is_whole: bool, hinted: Option<Format>) -> Option<Sniffed> {
    let found = layout(text)?;
    if found.is_cut && !is_whole && hinted == Some(Format::JsonLines) {
        // The first line is longer than what was seen of it.
        return Some(Sniffed {
            hint: Hint::Decided,
            ..Sniffed::new(Format::JsonLines, "it begins with a JSON object")
        });
    }
    let (format, reason) = match &found.layout {
        Layout::One => (Format::Json, "it is a JSON value".into()),
        Layout::Lines => (Format::JsonLines, "each line is a JSON value".into()),
        Layout::Sequence => (Format::JsonList, "JSON values follow each other".into()),
        Layout::List(path) if path.is_empty() => (Format::JsonList, "it is a JSON array of objects".into()),
        Layout::List(_) if found.is_json_feed => (Format::JsonFeed, "its version is that of JSON Feed".into()),
        Layout::List(path) => (Format::JsonList, format!("it is a JSON object with a list {}", path.join(".")).into()),
    };
    let reason: std::borrow::Cow<'static, str> = reason;
    let is_one = found.layout == Layout::One;
    let truncated = (found.is_cut && is_whole && is_one).then_some("a closing bracket");
    Some(Sniffed { truncated, ..Sniffed::new(format, reason) })
}

/// Tells mail by its headers, and a mailbox by the line before them.
fn mail(text: &[u8], hinted: Option<Format>) -> Option<Sniffed> {
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let is_mailbox = text.starts_with(b"From ") && lines.next().is_some_and(is_postmark);
    let (mut known, mut alone, mut has_from) = (0, 0, false);
    // Headers that a mailbox writes before the mail's own may be long: enough lines for a whole block of them.
    for line in lines.take(400) {
        if line.is_empty() {
            break;
        }
        if line[0] == b' ' || line[0] == b'\t' {
            continue;
        }
        let name = header_name(line)?;
        known += usize::from(HEADERS.contains(&name.as_str()));
        alone += usize::from(MAIL_ALONE.contains(&name.as_str()));
        has_from |= name == "from";
    }
    if is_mailbox && known >= 1 {
        return Some(Sniffed::new(Format::Mbox, "it begins with the postmark of a mailbox"));
    }
    let is_hinted = matches!(hinted, Some(Format::Mail | Format::Mbox)) && known >= 2;
    let is_mail = known >= 3 && (has_from || alone >= 2) || known >= 2 && alone >= 1;
    if is_mail || is_hinted {
        let hint = if is_mail { Hint::Silent } else { Hint::Decided };
        return Some(Sniffed { hint, ..Sniffed::new(Format::Mail, "it begins with the headers of a mail") });
    }
    None
}

/// Whether a line is `From sender Mon Jan  1 00:00:00 2026`, more or less.
fn is_postmark(line: &[u8]) -> bool {
    let words: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let is_time = |word: &&[u8]| word.len() >= 5 && word[2] == b':' && word[0].is_ascii_digit();
    let is_year = |word: &&[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    words.len() >= 6 && words.iter().any(is_time) && words.iter().any(is_year)
}

/// The name of a header in lower case; `None` when the line is none.
fn header_name(line: &[u8]) -> Option<String> {
    let colon = memchr::memchr(b':', line)?;
    let name = &line[..colon];
    let is_name =
        !name.is_empty() && name.len() <= 76 && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    is_name.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

/// Tells the front matter of Markdown: lines of keys between two lines of marks.
fn front_matter(text: &[u8]) -> Option<&'static str> {
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let (mark, separator, reason) = match lines.next()? {
        b"---" => (&b"---"[..], b':', "it begins with front matter in YAML"),
        b"+++" => (&b"+++"[..], b'=', "it begins with front matter in TOML"),
        _ => return None,
    };
    let mut keys = 0;
    for line in lines.take(200) {
        if line == mark {
            return (keys > 0).then_some(reason);
        }
        let is_more = line.is_empty() || matches!(line[0], b' ' | b'\t' | b'-' | b'#' | b'[' | b']' | b'"');
        let name = line.split(|&byte| byte == separator).next().unwrap_or_default();
        let is_key = name.len() < line.len()
            && name.trim_ascii().iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if !is_key && !is_more {
            return None;
        }
        keys += usize::from(is_key);
    }
    None
}

/// Tells Markdown without any hint: two kinds of marks of which one is a heading or a link, or several headings.
fn markdown_marks(text: &[u8]) -> Option<&'static str> {
    let text = &text[..text.len().min(16 << 10)];
    let count = |mark: &[u8]| memchr::memmem::find_iter(text, mark).count();
    let is_target = |at: usize| matches!(text.get(at + 2), Some(b'h' | b'/' | b'#' | b'<'));
    let links = memchr::memmem::find_iter(text, b"](").filter(|&at| is_target(at)).count();
    let begins = |line: &[u8]| {
        let level = line.iter().take_while(|&&byte| byte == b'#').count();
        (1..=6).contains(&level) && line.get(level) == Some(&b' ')
    };
    let hashes = memchr::memchr_iter(b'#', text).filter(|&at| at == 0 || text[at - 1] == b'\n');
    let headings = hashes.filter(|&at| begins(&text[at..])).count();
    let fences = usize::from(text.starts_with(b"```")) + count(b"\n```");
    let kinds = [headings, fences / 2, links, count(b"**") / 2].iter().filter(|&&count| count > 0).count();
    (headings >= 3 || kinds >= 2 && headings + links > 0)
        .then_some("headings, links or emphasis of Markdown stand in it")
}
