//! What to say about a text that is not TOML.

use toml::de::Error;

use super::code::Code;
use super::error::Fault;
use super::source_map::Span;

/// One fault for each line that is not TOML: a parser that has lost its way complains more than once about it.
pub(super) fn faults(text: &str, errors: &[Error]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut lines = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let line = line_around(text, span.start);
        if !lines.contains(&line) {
            faults.push(fault(text, &line, span, error.message()));
            lines.push(line);
        }
    }
    faults
}

fn fault(text: &str, line: &Span, span: Span, message: &str) -> Fault {
    if let Some(bare) = bare_text(text, line).filter(|bare| bare.start <= span.start && span.end <= bare.end) {
        let quoted = format!("{:?}", &text[bare.clone()]);
        let fault = Fault::new(Code::Syntax, "a text stands in quotes", format!("write {quoted}"));
        return fault.mark(bare.clone(), "").patch(bare, quoted);
    }
    let missing = message.split_once(", expected `").and_then(|(_, rest)| rest.strip_suffix('`'));
    let help = match missing {
        _ if message.contains("duplicate") => "keep one of the two".to_owned(),
        // "`]`" is one thing that is missing, "`a`, `b`" are two that could be.
        Some(missing) if !missing.contains('`') => format!("add the missing {missing}"),
        _ => "write key = \"value\" on a line of its own, below the [table] that the key belongs to".to_owned(),
    };
    Fault::new(Code::Syntax, "this is not TOML", help).mark(span, message)
}

/// The line that a byte lies in, without its end.
fn line_around(text: &str, at: usize) -> Span {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    start..end
}

/// What follows the `=` of a line, when it looks like a text whose quotes were forgotten.
fn bare_text(text: &str, line: &Span) -> Option<Span> {
    let (key, value) = text[line.clone()].split_once('=')?;
    let value_start = line.start + key.len() + 1 + (value.len() - value.trim_start().len());
    let value = value.split('#').next().unwrap_or(value).trim();
    let bare = value.starts_with(|c: char| c.is_alphanumeric() || "/.~".contains(c)) && !value.contains(['"', '\'']);
    bare.then(|| value_start..value_start + value.len())
}
