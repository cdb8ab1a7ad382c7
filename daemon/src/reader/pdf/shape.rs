//! What the library goes over again and again in files that are made for it, told before it begins.

use memchr::memmem;

use super::{Limits, failure};
use crate::codes::content::{EXCESSIVE, MALFORMED};
use crate::reader::Failure;

/// Objects that may have no end, in a file that can still be repaired; the library looks for the end of each of them.
const OBJECTS_OPEN_MAX: usize = 2000;
/// How deep dictionaries may stand in each other; real ones reach ten. The library goes into each from each one around it.
const DICTIONARIES_DEPTH_MAX: usize = 100;
/// In so many packed bytes something looks like a dictionary without an end, now and then.
const NOISE_BYTES: usize = 1 << 17;
/// The library passes over a comment once for each number that stands before one on its line: so many bytes it may pass over.
const COMMENT_STEPS_MAX: usize = 1 << 30;
/// Lines that are shorter cost nothing, however many there are.
const LINE_BYTES_MIN: usize = 16 << 10;

/// Refuses what would take the library too long.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Failure> {
    let objects = memmem::find_iter(bytes, b" obj").count();
    if objects > limits.objects_max {
        let text = format!("{objects} objects, {} are allowed: split the file", limits.objects_max);
        return Err(failure(EXCESSIVE, text));
    }
    let open = objects.saturating_sub(memmem::find_iter(bytes, b"endobj").count());
    if open > OBJECTS_OPEN_MAX {
        let text = format!("{open} of {objects} objects have no end: open the file and save it again");
        return Err(failure(MALFORMED, text));
    }
    let depth = dictionaries_depth(bytes);
    if depth > DICTIONARIES_DEPTH_MAX + bytes.len() / NOISE_BYTES {
        let text = format!("dictionaries stand {depth} deep within each other: open the file and save it again");
        return Err(failure(MALFORMED, text));
    }
    if comment_steps(bytes) > COMMENT_STEPS_MAX {
        let text = "a line of this PDF is made of numbers and comments: open the file and save it again".to_owned();
        return Err(failure(MALFORMED, text));
    }
    Ok(())
}

fn dictionaries_depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut at) = (0_usize, 0, 0);
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'<', b'>', rest)) {
        at += found;
        match bytes.get(at..at + 2) {
            Some(b"<<") => depth += 1,
            Some(b">>") => depth = depth.saturating_sub(1),
            _ => {
                at += 1;
                continue;
            }
        }
        deepest = deepest.max(depth);
        at += 2;
    }
    deepest
}

fn comment_steps(bytes: &[u8]) -> usize {
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| line.len() >= LINE_BYTES_MIN);
    lines.map(|line| comments_behind_numbers(line).saturating_mul(line.len())).sum()
}

fn comments_behind_numbers(line: &[u8]) -> usize {
    let mut is_behind_number = false;
    let words = line.split(|byte| matches!(byte, b' ' | b'\t' | b'\x0c' | b'\0')).filter(|word| !word.is_empty());
    let commented = words.filter(|word| {
        let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_comment = word.get(digits) == Some(&b'%') && (digits > 0 || is_behind_number);
        is_behind_number = digits == word.len();
        is_comment
    });
    commented.count()
}
