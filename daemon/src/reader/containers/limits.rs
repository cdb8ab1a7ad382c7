//! How much may come out of a container, and how what is wrong with one is told.

use std::fmt;
use std::io;

use crate::codes::content::{EXPANDS, MALFORMED, TRUNCATED, UNREADABLE};
use crate::reader::Failure;

/// What one entry may be when it is unpacked: with the text made of it, it must fit a worker's memory.
pub const ENTRY_BYTES_MAX: u64 = 128 << 20;
/// How many times its size a container may grow, on the whole. Text packs 3 to 20 times smaller, logs of one line over and
/// over 80 times; bombs begin at a thousand.
pub const RATIO_MAX: u64 = 100;
/// What may come out before the ratio is asked: small regular texts pack well, and this much harms nobody.
pub const RATIO_FLOOR: u64 = 8 << 20;
/// How deep containers may stand within each other; a `.tar.gz` is one.
pub const DEPTH_MAX: usize = 3;
/// What a container within another may be: it is held in memory while its entries are read, up to two at once.
pub const NESTED_BYTES_MAX: u64 = 32 << 20;

/// How much of a name is told; no system has longer ones.
const NAME_BYTES_MAX: usize = 4096;
/// How long the text of a failure may be: names of the archive stand in it.
const TEXT_CHARS_MAX: usize = 800;

/// A failure with its code and text.
pub(crate) fn fail(code: &'static str, text: impl Into<String>) -> Failure {
    let mut text = text.into();
    if let Some((at, _)) = text.char_indices().nth(TEXT_CHARS_MAX) {
        text.truncate(at);
        text.push('\u{2026}');
    }
    Failure { code, text }
}

/// Whether `out` bytes from `compressed` ones are too many on the whole.
pub(crate) fn expands(out: u64, compressed: u64) -> bool {
    out > RATIO_FLOOR.saturating_add(compressed.saturating_mul(RATIO_MAX))
}

/// The failure of what grows too much; `what` is said of it.
pub(crate) fn too_large(what: &str) -> Failure {
    fail(EXPANDS, format!("{what}: if it is what it says, unpack it yourself and drop what was in it"))
}

/// A failure on its way through a [`io::Read`].
#[derive(Debug)]
struct Carried(Failure);

impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl std::error::Error for Carried {}

/// Sends a failure through a [`io::Read`]; [`caught`] takes it out again.
pub(crate) fn carry(failure: Failure) -> io::Error {
    io::Error::other(Carried(failure))
}

/// What an error of a [`io::Read`] says about the file; `what` is what was being read.
pub(crate) fn caught(error: io::Error, what: &str) -> Failure {
    match error.downcast::<Carried>() {
        Ok(carried) => carried.0,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            fail(TRUNCATED, format!("the file ends within {what}: copy it again, whole"))
        }
        Err(error) if error.raw_os_error().is_some() => fail(UNREADABLE, format!("cannot read {what}: {error}")),
        Err(error) => fail(MALFORMED, format!("cannot read {what}: {error}")),
    }
}

/// Reads to the end, but no more than `limit` bytes; `what` is what is read.
pub(crate) fn read_whole(input: impl io::Read, limit: u64, what: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut input = input.take(limit.saturating_add(1));
    io::Read::read_to_end(&mut input, &mut bytes).map_err(|error| caught(error, what))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(&format!("{what} has more than {limit} bytes when unpacked, the most for one document")));
    }
    Ok(bytes)
}

/// A name as data: as given when it is UTF-8, bytes that are not and control characters as `\xNN`. One that is too long
/// ends in `…`.
pub(crate) fn entry_name(bytes: &[u8]) -> String {
    let told = &bytes[..bytes.len().min(NAME_BYTES_MAX)];
    let mut name = String::with_capacity(told.len());
    for chunk in told.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\0'..='\u{1f}' | '\u{7f}' => name.push_str(&format!("\\x{:02x}", u32::from(c))),
                '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                    name.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
                }
                _ => name.push(c),
            }
        }
        for byte in chunk.invalid() {
            name.push_str(&format!("\\x{byte:02x}"));
        }
    }
    if told.len() < bytes.len() {
        name.push('\u{2026}');
    }
    name
}

/// What the names of pictures end in: articles come with theirs, and to refuse each would set every such archive aside.
const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "tif", "tiff", "bmp", "ico", "svg"];

/// Whether a path is that of a folder, of a hidden file, of what a Mac adds to an archive, or of a picture.
pub(crate) fn is_clutter(path: &str) -> bool {
    let is_hidden = |part: &str| part.starts_with('.') && part != "." && part != "..";
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_picture = PICTURES.iter().any(|picture| ending.eq_ignore_ascii_case(picture));
    path.is_empty()
        || path.ends_with('/')
        || is_picture
        || path.split(['/', '\\']).any(|part| part == "__MACOSX" || is_hidden(part))
}
