//! The text of a mail's part: wrapped lines joined where the mail says so.

use mail_parser::{MessagePart, MimeHeaders};

use crate::reader::charset;

/// The text of a `text/plain` part, with LF line ends.
pub(super) fn plain(part: &MessagePart<'_>, text: &str) -> String {
    let text = charset::normalise(text);
    let parameter = |name: &str| part.content_type().and_then(|kind| kind.attribute(name));
    if parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed")) {
        let drops_space = parameter("delsp").is_some_and(|value| value.eq_ignore_ascii_case("yes"));
        return unflow(&text, drops_space);
    }
    text
}

/// Joins lines that end in a space with the next one of the same quoting.
///
/// # Source
///
/// RFC 3676, section 4.
pub(super) fn unflow(text: &str, drops_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // How deep the line is quoted that waits for its rest.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|&byte| byte == b'>').count();
        let rest = &line[depth..];
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        // A signature's mark ends in a space and is never joined.
        let is_mark = rest == "-- ";
        let flows = rest.ends_with(' ') && !is_mark;
        if open.is_some_and(|open| open != depth || is_mark) {
            end_line(&mut out);
            open = None;
        }
        if open.is_none() && depth > 0 {
            out.extend(std::iter::repeat_n('>', depth));
            out.push(' ');
        }
        out.push_str(if flows && drops_space { &rest[..rest.len() - 1] } else { rest });
        open = flows.then_some(depth);
        if !flows {
            end_line(&mut out);
        }
    }
    if open.is_some() {
        end_line(&mut out);
    }
    out
}

fn end_line(out: &mut String) {
    let len = out.trim_end_matches(' ').len();
    out.truncate(len);
    out.push('\n');
}

/// How many letters and digits stand outside of tags, styles and scripts: enough to compare an HTML part with its plain one.
pub(super) fn letters_of_html(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut count = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'<' {
            let rest = &bytes[at..];
            let ends = [
                (&b"<style"[..], &b"</style"[..]),
                (b"<script", b"</script"),
                (b"<!--", b"-->"),
                (b"<title", b"</title"),
            ];
            let begins = |tag: &[u8]| rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
            let end = ends.iter().find(|(start, _)| begins(start)).map_or(&b">"[..], |(_, end)| end);
            // An end tag in capitals is passed by: then the rest of the page counts for nothing, which is as well.
            match memchr::memmem::find(rest, end) {
                Some(len) => at += len + 1,
                None => break,
            }
        } else {
            count += usize::from(byte.is_ascii_alphanumeric() || byte >= 0xc0);
            at += 1;
        }
    }
    count
}

/// How many letters and digits a text has, by the same measure.
pub(super) fn letters_of(text: &str) -> usize {
    text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || *byte >= 0xc0).count()
}
