//! Mails that would take more time or memory to parse than a worker has, told by their lines before they are parsed.

use crate::codes::content::EXCESSIVE;
use crate::reader::Failure;
use crate::reader::containers::limits::fail;

/// How many lines with a colon a mail may have: each could be a field of a header, and takes some hundred bytes of memory
/// when it is one.
const FIELD_LINES_MAX: usize = 300_000;
/// How many lines may look like boundaries, and how many types like those of mails within the mail: both cost more.
const BOUNDARY_LINES_MAX: usize = 20_000;
const NESTING_WORDS_MAX: usize = 2_000;
const NESTING_WORDS: &[&[u8]] = &[b"rfc822", b"global", b"digest"];
/// The parser looks for the end of each encoded word up to the end of its field, and begins anew at the next word when
/// there is none: so many bytes it may look at, a fraction of a second.
const WORD_STEPS_MAX: usize = 200 << 20;
/// A name of a field is shorter than this with all that may stand before its colon.
const NAME_BYTES_MAX: usize = 200;
/// Mails that are encoded within a mail are unpacked by the parser three deep.
const ENCODED_DEPTH_MAX: usize = 3;
/// What is encoded and may be a mail is longer than this.
const ENCODED_BYTES_MIN: usize = 4 << 10;

/// Refuses what would take too much.
pub(super) fn refuse(bytes: &[u8]) -> Result<(), Failure> {
    let mut counts = Counts::default();
    counts.add(bytes, 0);
    for (count, most, what) in [
        (counts.fields, FIELD_LINES_MAX, "lines that could be fields of a header"),
        (counts.boundaries, BOUNDARY_LINES_MAX, "lines that could be boundaries"),
        (counts.nestings, NESTING_WORDS_MAX, "types of mails within the mail"),
    ] {
        if count > most {
            let text = format!("this mail has {count} {what}, at most {most} are read: drop its text instead");
            return Err(fail(EXCESSIVE, text));
        }
    }
    if counts.word_steps > WORD_STEPS_MAX {
        let text = "a field of this mail's header has more encoded words than any writer needs: drop its text instead";
        return Err(fail(EXCESSIVE, text));
    }
    Ok(())
}

#[derive(Default)]
struct Counts {
    fields: usize,
    boundaries: usize,
    nestings: usize,
    word_steps: usize,
}

/// A field of a header as it is folded, or what looks like one.
#[derive(Default)]
struct Field {
    bytes: usize,
    words: usize,
}

impl Counts {
    fn add(&mut self, bytes: &[u8], depth: usize) {
        let nestings = self.nestings;
        let mut field = Field::default();
        for line in bytes.split(|&byte| byte == b'\n') {
            self.boundaries += usize::from(line.starts_with(b"--"));
            let colon = memchr::memchr(b':', line);
            // What is printable and quoted hides line ends.
            let hidden =
                memchr::memmem::find_iter(line, b"=0A").count() + memchr::memmem::find_iter(line, b"=0a").count();
            self.fields += usize::from(colon.is_some()) + hidden;
            // A type stands in its field's line or in one that goes on with it, and no such line is long.
            let start = &line[..line.len().min(1000)];
            let has_word = |word: &&[u8]| start.windows(word.len()).any(|piece| piece.eq_ignore_ascii_case(word));
            self.nestings += usize::from(memchr::memchr(b'/', start).is_some() && NESTING_WORDS.iter().any(has_word));
            if !matches!(line.first(), Some(b' ' | b'\t')) {
                self.word_steps = self.word_steps.saturating_add(field.bytes.saturating_mul(field.words));
                field = Field::default();
                if colon.is_none_or(|colon| colon > NAME_BYTES_MAX) {
                    continue;
                }
            }
            field.words += memchr::memmem::find_iter(line, b"=?").count();
            field.bytes += line.len() + 1;
        }
        self.word_steps = self.word_steps.saturating_add(field.bytes.saturating_mul(field.words));
        if self.nestings > nestings && depth < ENCODED_DEPTH_MAX {
            self.add_encoded(bytes, depth);
        }
    }

    /// Counts what stands in parts that are in base64: a mail in there has a header that nobody sees from outside.
    fn add_encoded(&mut self, bytes: &[u8], depth: usize) {
        let mut block = Vec::new();
        for line in bytes.split(|&byte| byte == b'\n').chain([&b"--"[..]]) {
            let line = line.trim_ascii();
            let is_encoded =
                |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b' ' | b'\t');
            if !line.is_empty() && line.iter().all(is_encoded) {
                block.extend_from_slice(line);
            } else if !line.is_empty() {
                if block.len() > ENCODED_BYTES_MIN {
                    self.add(&from_base64(&block), depth + 1);
                }
                block.clear();
            }
        }
    }
}

/// Unpacks base64, whatever else stands in it.
fn from_base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0_u32, 0);
    for &byte in text {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(digit);
        count += 1;
        if count == 4 {
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            (bits, count) = (0, 0);
        }
    }
    // What is left over at the end is too little to hide anything.
    out
}
