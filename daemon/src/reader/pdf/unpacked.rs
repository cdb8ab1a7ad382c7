//! How large the streams of a file are when they are unpacked, without keeping a byte of them.
//!
//! The library unpacks a stream at one go, however large it becomes. So the streams are counted before it sees them. Those
//! of pictures are left out, for nobody unpacks them here; those of an encrypted file are counted when they are decrypted.

use std::borrow::Cow;

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

/// Unpacked bytes that any file may have, however small it is: an empty page with its fonts.
const FLOOR: u64 = 16 << 20;
/// Unpacked bytes for each byte of the file. Text shrinks to a fifth, tables of references to a fiftieth.
const RATIO_MAX: u64 = 100;
/// The dictionary of a stream stands before it within this many bytes.
const DICTIONARY_MAX: usize = 4096;
/// Objects of one number that are looked at.
const OBJECTS_MAX: usize = 8;
/// Bytes unpacked at a time.
const PART: usize = 32 << 10;

/// What is wrong with the streams of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expands {
    /// Up to the stream at this offset they are larger than this limit.
    Beyond {
        /// Where that stream begins.
        offset: usize,
        /// In bytes.
        limit: u64,
    },
    /// The stream at this offset is packed in what is packed itself.
    Twice {
        /// Where it begins.
        offset: usize,
    },
    /// Up to the stream of this number they are larger than this limit, in an encrypted file.
    Decrypted {
        /// Of its object.
        number: u32,
        /// In bytes.
        limit: u64,
    },
}

/// Counts the streams of a file; `bytes_max` bounds all of them.
///
/// # Errors
/// At the stream that goes beyond the limit.
pub(super) fn check(file: &[u8], bytes_max: u64) -> Result<(), Expands> {
    let limit = limit(file, bytes_max);
    let mut left = limit;
    let mut at = 0;
    while let Some(found) = memmem::find(&file[at..], b"stream") {
        let keyword = at + found;
        let offset = after_line_end(file, keyword + b"stream".len());
        at = offset;
        if file[..keyword].ends_with(b"end") {
            continue;
        }
        let Some(filters) = Filters::of(&with_indirect(file, dictionary(file, keyword))) else { continue };
        if filters.is_twice() {
            return Err(Expands::Twice { offset });
        }
        let (bytes, read) = filters.count(&file[offset..], left);
        left = left.checked_sub(bytes).ok_or(Expands::Beyond { offset, limit })?;
        at += read;
    }
    Ok(())
}

/// What all streams of a file may be together, unpacked.
pub(super) fn limit(file: &[u8], bytes_max: u64) -> u64 {
    (RATIO_MAX * file.len() as u64).max(FLOOR).min(bytes_max)
}

fn after_line_end(file: &[u8], at: usize) -> usize {
    match file.get(at..) {
        Some([b'\r', b'\n', ..]) => at + 2,
        Some([b'\r' | b'\n', ..]) => at + 1,
        _ => at,
    }
}

/// The bytes before a stream, from the beginning of its object on.
fn dictionary(file: &[u8], keyword: usize) -> &[u8] {
    let before = &file[keyword.saturating_sub(DICTIONARY_MAX)..keyword];
    memmem::rfind(before, b" obj").map_or(before, |begin| &before[begin..])
}

/// The dictionary with its names as they are meant, and with the filter itself where it only says in which object that
/// stands. One that is not found, for being packed with others, is taken for the usual one.
fn with_indirect<'a>(file: &[u8], dictionary: &'a [u8]) -> Cow<'a, [u8]> {
    let dictionary = unescaped(dictionary);
    let Some(at) = memmem::find(&dictionary, b"/Filter") else { return dictionary };
    let reference: Vec<&[u8]> = dictionary[at + b"/Filter".len()..]
        .split(|byte| byte.is_ascii_whitespace() || *byte == b'/')
        .filter(|word| !word.is_empty())
        .take(3)
        .collect();
    let is_number = |word: &[u8]| word.len() <= 10 && word.iter().all(u8::is_ascii_digit);
    let [number, generation, r] = reference[..] else { return dictionary };
    if !is_number(number) || !is_number(generation) || !r.starts_with(b"R") {
        return dictionary;
    }
    let begin = [number, b" ", generation, b" obj"].concat();
    let places = memmem::find_iter(file, &begin).filter(|&at| at == 0 || !file[at - 1].is_ascii_digit());
    // Of several objects of a number the last one counts as a rule, and which it is here does not matter: all of them do.
    let objects: Vec<&[u8]> = places
        .take(OBJECTS_MAX)
        .map(|at| &file[at + begin.len()..])
        .map(|object| &object[..memmem::find(object, b"endobj").unwrap_or(object.len()).min(DICTIONARY_MAX)])
        .collect();
    let filter = if objects.is_empty() { b"/FlateDecode".to_vec() } else { unescaped(&objects.concat()).into_owned() };
    [&dictionary, &filter[..]].concat().into()
}

/// Names may have letters written as `#` and two digits.
pub(super) fn unescaped(dictionary: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'#', dictionary).is_none() {
        return dictionary.into();
    }
    let digit = |at: usize| dictionary.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut out = Vec::with_capacity(dictionary.len());
    let mut at = 0;
    while let Some(&byte) = dictionary.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'#', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out.into()
}

/// How a stream is packed, as far as it matters for its size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filters {
    expanding: usize,
    is_lzw: bool,
    is_run_length: bool,
    is_85: bool,
    is_hex: bool,
}

impl Filters {
    /// None for pictures.
    fn of(dictionary: &[u8]) -> Option<Filters> {
        let count = |word: &[u8]| memmem::find_iter(dictionary, word).count();
        let is_picture = count(b"/Image") > 0 || count(b"/DCTDecode") > 0 || count(b"/JPXDecode") > 0;
        let (flate, lzw, run_length) = (count(b"/FlateDecode"), count(b"/LZWDecode"), count(b"/RunLengthDecode"));
        (!is_picture).then_some(Filters {
            expanding: flate + lzw + run_length,
            is_lzw: lzw > 0,
            is_run_length: run_length > 0,
            is_85: count(b"/ASCII85Decode") > 0,
            is_hex: count(b"/ASCIIHexDecode") > 0,
        })
    }

    /// By the library's own names.
    pub(super) fn named(names: &[String]) -> Filters {
        let count = |name: &str| names.iter().filter(|found| *found == name).count();
        let (flate, lzw, run_length) = (count("FlateDecode"), count("LzwDecode"), count("RunLengthDecode"));
        Filters {
            expanding: flate + lzw + run_length,
            is_lzw: lzw > 0,
            is_run_length: run_length > 0,
            is_85: count("Ascii85Decode") > 0,
            is_hex: count("AsciiHexDecode") > 0,
        }
    }

    /// Whether what is packed is packed itself.
    pub(super) fn is_twice(self) -> bool {
        self.expanding > 1
    }

    /// Counts up to a little more than `left`, and says how many bytes of the file were read.
    pub(super) fn count(self, packed: &[u8], left: u64) -> (u64, usize) {
        if !(self.is_85 || self.is_hex || self.is_lzw || self.is_run_length) {
            return inflated(packed, left);
        }
        let end = memmem::find(packed, b"endstream").unwrap_or(packed.len());
        let decoded = match packed[..end].iter().copied() {
            bytes if self.is_85 => from_85(bytes),
            bytes if self.is_hex => from_hex(bytes),
            _ => packed[..end].to_vec(),
        };
        let bytes = if self.is_lzw {
            lzw_length(&decoded, left)
        } else if self.is_run_length {
            run_length(&decoded)
        } else {
            inflated(&decoded, left).0
        };
        (bytes, end)
    }
}

/// Counts what is inflated, with the zlib header or without, up to a little more than `left`.
fn inflated(packed: &[u8], left: u64) -> (u64, usize) {
    let has_header = matches!(packed, [first, second, ..] if first & 15 == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31));
    let mut inflater = Decompress::new(has_header);
    let mut part = [0; PART];
    loop {
        let (read, written) = (inflater.total_in(), inflater.total_out());
        let rest = usize::try_from(read).ok().and_then(|read| packed.get(read..)).unwrap_or_default();
        let status = inflater.decompress(rest, &mut part, FlushDecompress::None);
        let stands_still = inflater.total_in() == read && inflater.total_out() == written;
        let is_done = !matches!(status, Ok(Status::Ok | Status::BufError)) || stands_still;
        if is_done || inflater.total_out() > left {
            // What is no packed stream is looked through for streams: it is not skipped.
            let read = if status.is_ok() { usize::try_from(inflater.total_in()).unwrap_or(0) } else { 0 };
            return (inflater.total_out(), read);
        }
    }
}

fn from_85(bytes: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut decoded = Vec::new();
    let mut group = Vec::with_capacity(5);
    for byte in bytes {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => decoded.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            decoded.extend(word_85(&group).to_be_bytes());
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        decoded.extend(&word_85(&group).to_be_bytes()[..kept]);
    }
    decoded
}

fn word_85(group: &[u8]) -> u32 {
    group.iter().fold(0_u32, |word, digit| word.wrapping_mul(85).wrapping_add(u32::from(*digit)))
}

fn from_hex(bytes: impl Iterator<Item = u8>) -> Vec<u8> {
    let digits: Vec<u8> = bytes.filter_map(|byte| u8::try_from(char::from(byte).to_digit(16)?).ok()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn run_length(packed: &[u8]) -> u64 {
    let (mut bytes, mut at) = (0, 0);
    while let Some(&length) = packed.get(at) {
        let (run, read) = match length {
            0..=127 => (u64::from(length) + 1, usize::from(length) + 2),
            128 => break,
            129.. => (257 - u64::from(length), 2),
        };
        bytes += run;
        at += read;
    }
    bytes
}

/// Counts what LZW codes stand for: each code after the 258th is one byte longer than the one that was read before it.
fn lzw_length(packed: &[u8], left: u64) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    const CODES: usize = 4096;
    let mut lengths: Vec<u64> = vec![1; 258];
    let (mut bytes, mut before, mut width) = (0, None, 9);
    let (mut buffer, mut bits) = (0_u32, 0);
    for byte in packed {
        buffer = buffer << 8 | u32::from(*byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (buffer >> bits & ((1 << width) - 1)) as usize;
        match code {
            CLEAR => {
                lengths.truncate(258);
                (before, width) = (None, 9);
                continue;
            }
            END => break,
            _ => {}
        }
        if let (Some(before), true) = (before, lengths.len() < CODES) {
            lengths.push(before + 1);
        }
        let Some(&length) = lengths.get(code) else { break };
        bytes += length;
        before = Some(length);
        width = match lengths.len() + 1 {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
        if bytes > left {
            break;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn packed(length: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&vec![b' '; length]).unwrap();
        encoder.finish().unwrap()
    }

    fn file(dictionary: &str, stream: &[u8]) -> Vec<u8> {
        [format!("%PDF-1.7\n1 0 obj\n<<{dictionary}>>\nstream\r\n").as_bytes(), stream, b"\nendstream\nendobj\n"]
            .concat()
    }

    #[test]
    fn streams_that_grow_beyond_the_limit_are_refused_before_they_are_unpacked() {
        let stream = packed(20 << 20);
        assert!(matches!(
            check(&file("/Filter /FlateDecode", &stream), 1 << 30),
            Err(Expands::Beyond { limit: FLOOR, .. })
        ));
        let text: String = stream.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        let hex = file("/Filter [/ASCIIHexDecode /FlateDecode]", text.as_bytes());
        assert!(matches!(check(&hex, 1 << 30), Err(Expands::Beyond { .. })));
        assert_eq!(check(&file("/Subtype /Image /Filter /FlateDecode", &stream), 1 << 30), Ok(()));
        assert_eq!(check(&file("/Filter /FlateDecode", &packed(1 << 20)), 1 << 30), Ok(()));
        assert!(matches!(check(&file("/Filter /FlateDecode", &packed(1 << 20)), 1 << 19), Err(Expands::Beyond { .. })));
    }

    #[test]
    fn a_filter_that_stands_elsewhere_or_is_spelt_oddly_is_found() {
        let stream = packed(20 << 20);
        for (dictionary, object) in [
            ("/Length 9/Filter 12 0 R", "12 0 obj /FlateDecode endobj"),
            ("/Filter 12 0 R/Length 9", "112 0 obj /Other endobj 12 0 obj [/FlateDecode] endobj"),
            ("/Filter 12 0 R", ""),
            ("/Filter /Fl#61teDecode", ""),
            ("/F#69lter 7 0 R", "7 0 obj /Fl#61teDecode endobj"),
        ] {
            let file = [&file(dictionary, &stream)[..], object.as_bytes()].concat();
            assert!(matches!(check(&file, 1 << 30), Err(Expands::Beyond { .. })), "{dictionary}");
        }
        let twice = [&file("/Filter 3 0 R", &packed(9))[..], b"3 0 obj [/FlateDecode /FlateDecode] endobj"].concat();
        assert!(matches!(check(&twice, 1 << 30), Err(Expands::Twice { .. })));
    }

    #[test]
    fn many_streams_count_together_and_one_packed_twice_is_refused() {
        let many = file("/Filter /FlateDecode", &packed(1 << 20)).repeat(17);
        assert!(matches!(check(&many, 1 << 30), Err(Expands::Beyond { .. })));
        let twice = file("/Filter [/FlateDecode /FlateDecode]", &packed(10));
        assert!(matches!(check(&twice, 1 << 30), Err(Expands::Twice { .. })));
    }

    #[test]
    fn the_other_ways_of_packing_are_counted_too() {
        assert_eq!(run_length(&[2, b'a', b'b', b'c', 255, b'x', 129, b'y', 128, 9]), 3 + 2 + 128);
        // The example of the standard: `-----A---B` in nine codes.
        assert_eq!(lzw_length(&[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01], 100), 10);
        assert_eq!(from_85(b"87cURD]j7BEbo80~>".iter().copied()), b"Hello world!");
        assert_eq!(from_hex(b"48 65 6C6".iter().copied()), b"Hel`");
    }
}
