//! Mailboxes: mails one after the other, each behind a line that begins with `From `.
//!
//! # Source
//!
//! RFC 4155, appendix A. Quoted `From ` lines lose one `>`, as mboxrd has it; in mboxo no line has more than one.

use std::io::{BufRead, Read};

use crate::codes::content::EXCESSIVE;
use crate::reader::Failure;
use crate::reader::containers::limits::{ENTRY_BYTES_MAX, caught, fail};
use crate::reader::entries::{Entries, Entry};
use crate::reader::sniff::Hints;

const SEPARATOR: &[u8] = b"From ";
/// Lines are read in pieces of this length, so that one without end takes no memory when it is passed over.
const PIECE_BYTES: u64 = 64 << 10;

/// Whether a file begins as a mailbox: with a separator, and behind it the field of a header.
pub fn begins(head: &[u8]) -> bool {
    let mut lines = head.split(|&byte| byte == b'\n');
    let is_field = |line: &[u8]| {
        let name = line.iter().take_while(|&&byte| byte.is_ascii_alphanumeric() || byte == b'-').count();
        line.starts_with(b">From ") || name > 0 && line.get(name) == Some(&b':')
    };
    lines.next().is_some_and(is_separator) && lines.next().is_some_and(is_field)
}

/// Whether a line has a sender and a date with time and year, as separators do and sentences do not.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(SEPARATOR) else { return false };
    let is_time = |word: &[u8]| {
        let mut parts = word.split(|&byte| byte == b':');
        let two = |part: Option<&[u8]>| part.is_some_and(|part| matches!(part, [b'0'..=b'9', b'0'..=b'9']));
        two(parts.next())
            && two(parts.next())
            && parts.next().is_none_or(|part| two(Some(part)))
            && parts.next().is_none()
    };
    let is_year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    let words = || rest.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
    rest.len() < 512 && words().skip(1).any(is_time) && words().skip(1).any(is_year)
}

/// The mails of a mailbox in its order, named by their number from 1.
pub struct Mailbox<R> {
    input: R,
    number: u64,
    is_ended: bool,
    line: Vec<u8>,
    /// Whether `line` is a separator that was read and whose mail was not.
    is_before_mail: bool,
}

impl<R: BufRead> Mailbox<R> {
    /// Reads from the first separator.
    pub fn new(input: R) -> Mailbox<R> {
        Mailbox { input, number: 0, is_ended: false, line: Vec::new(), is_before_mail: false }
    }

    /// The next mail, without its bytes when they are not wanted.
    pub(crate) fn step(&mut self, is_wanted: bool) -> Option<Result<Entry, Failure>> {
        if self.is_ended {
            return None;
        }
        let read = self.mail(is_wanted);
        self.number += 1;
        let mail = match read {
            Ok(mail) => mail?,
            Err(error) => {
                self.is_ended = true;
                return Some(Err(caught(error, &format!("mail {} of a mailbox", self.number))));
            }
        };
        if mail.len() as u64 > ENTRY_BYTES_MAX {
            let text =
                format!("mail {} of the mailbox has more than {ENTRY_BYTES_MAX} bytes: drop it by itself", self.number);
            return Some(Err(fail(EXCESSIVE, text)));
        }
        let hints = Hints { media_type: Some("message/rfc822".to_owned()), ..Hints::default() };
        Some(Ok(Entry { name: self.number.to_string(), bytes: mail, hints }))
    }

    /// Reads up to the next separator. `None` at the end; one byte more than is allowed when a mail is longer.
    fn mail(&mut self, is_wanted: bool) -> std::io::Result<Option<Vec<u8>>> {
        let mut mail = Vec::new();
        let mut is_begun = std::mem::take(&mut self.is_before_mail);
        // The first line of a file may be a separator too.
        let mut is_line_start = true;
        let mut is_after_empty = true;
        loop {
            self.line.clear();
            (&mut self.input).take(PIECE_BYTES).read_until(b'\n', &mut self.line)?;
            if self.line.is_empty() {
                self.is_ended = true;
                return Ok(is_begun.then_some(mail));
            }
            let is_whole_line = self.line.ends_with(b"\n");
            let text = self.line.trim_ascii_end();
            if is_line_start && is_after_empty && is_separator(text) {
                if is_begun {
                    self.is_before_mail = true;
                    return Ok(Some(mail));
                }
                is_begun = true;
            } else if is_begun && is_wanted && mail.len() as u64 <= ENTRY_BYTES_MAX {
                let quotes = text.iter().take_while(|&&byte| byte == b'>').count();
                let is_quoted = is_line_start && quotes > 0 && text[quotes..].starts_with(SEPARATOR);
                mail.extend_from_slice(&self.line[usize::from(is_quoted)..]);
            }
            is_after_empty = is_line_start && text.is_empty();
            is_line_start = is_whole_line;
        }
    }
}

impl<R: BufRead> Entries for Mailbox<R> {
    fn next(&mut self) -> Option<Result<Entry, Failure>> {
        self.step(true)
    }
}
