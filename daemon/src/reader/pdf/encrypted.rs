//! How large the streams of an encrypted file are when they are decrypted and unpacked.
//!
//! It is the library that decrypts, and it unpacks the streams that hold objects as soon as it opens a file. So it is first
//! given a copy in which no stream is said to hold objects, and whose end names a catalog of its own: all streams of the copy
//! are counted before the library sees the file itself.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, FromBytes, Name, Object};
use memchr::{memchr_iter, memmem, memrchr_iter};

use super::unpacked::{Expands, Filters, limit, unescaped};

/// The end of a file says within so many bytes how it is encrypted.
const TRAILER_MAX: usize = 64 << 10;
/// Places that speak of encryption and are looked at, from the last one on.
const PLACES_MAX: usize = 16;
/// Dictionaries around such a place.
const DEPTH_MAX: usize = 8;
/// The end of the copy: numbers that no file reaches, and a table that is nowhere, so that the objects are looked for.
const CATALOG: &str =
    "\n8388606 0 obj<</Type/Catalog/Pages 8388607 0 R>>endobj\n8388607 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n";

/// Counts the streams of an encrypted file that is not opened yet; of another one nothing.
///
/// # Errors
/// At the stream that goes beyond the limit.
pub(super) fn check(file: &[u8], bytes_max: u64) -> Result<(), Expands> {
    let Some(trailer) = trailer(file) else { return Ok(()) };
    // What cannot be decrypted here cannot be decrypted later.
    Pdf::new(copy(file, trailer)).map_or(Ok(()), |pdf| check_opened(&pdf, file, bytes_max))
}

/// Counts the streams that the library knows of an encrypted file, also those that are not found in a copy of it.
///
/// # Errors
/// As [`check`].
pub(super) fn check_opened(pdf: &Pdf, file: &[u8], bytes_max: u64) -> Result<(), Expands> {
    if trailer(file).is_none() {
        return Ok(());
    }
    let limit = limit(file, bytes_max);
    let mut left = limit;
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict().get::<Name<'_>>("Subtype").is_some_and(|subtype| subtype.as_str() == "Image") {
            continue;
        }
        let number = stream.obj_id().obj_number;
        let filters = Filters::named(&stream.filters().iter().map(|filter| format!("{filter:?}")).collect::<Vec<_>>());
        let (bytes, _) = filters.count(&stream.raw_data(), left);
        left = left.checked_sub(bytes).filter(|_| !filters.is_twice()).ok_or(Expands::Decrypted { number, limit })?;
    }
    Ok(())
}

/// The dictionary that says how the file is encrypted; none when it is not.
fn trailer(file: &[u8]) -> Option<&[u8]> {
    let places = memrchr_iter(b'/', file).filter(|&at| is_name(file, at, b"Encrypt"));
    places.take(PLACES_MAX).find_map(|at| {
        let starts = memmem::rfind_iter(&file[at.saturating_sub(TRAILER_MAX)..at], b"<<").take(DEPTH_MAX);
        starts.map(|start| at.saturating_sub(TRAILER_MAX) + start).find_map(|start| {
            let dictionary = Dict::from_bytes(&file[start..file.len().min(start + TRAILER_MAX)])?;
            dictionary.contains_key("Encrypt").then(|| dictionary.data())
        })
    })
}

/// The file with streams of no kind, and another end. Of the entries of a dictionary the last one counts.
fn copy(file: &[u8], trailer: &[u8]) -> Vec<u8> {
    let mut copy = file.to_vec();
    for at in memchr_iter(b'/', file).filter(|&at| is_name(file, at, b"ObjStm")) {
        copy[at + 1] = b'x';
    }
    copy.extend(CATALOG.as_bytes());
    copy.extend([b"trailer\n", trailer.strip_suffix(b">>").unwrap_or(trailer), b"/Root 8388606 0 R>>\n"].concat());
    copy.extend(b"startxref\n2147483647\n%%EOF\n");
    copy
}

/// Whether the name behind the slash at `at` begins so, however it is spelt.
fn is_name(file: &[u8], at: usize, name: &[u8]) -> bool {
    unescaped(&file[at + 1..file.len().min(at + 1 + 3 * name.len())]).starts_with(name)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use hayro_syntax::object::ObjectIdentifier;

    use super::*;
    use crate::codes::content::EXPANDS;
    use crate::reader::pdf::read;

    /// What stream 5 is encrypted with, given the keys of [`file`].
    const KEY_OF_STREAM_5: &[u8] = b"\xc1\x4e\x0e\xed\x8c\x68\xee\x6b\xf8\x9e";
    const USER: &str = "a2131391556101128e64737bb2f0fb1452b6beed66a7e0dbcc3276f389ab335f";

    fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
        let mut state: Vec<u8> = (0..=255).collect();
        let mut other = 0_u8;
        for at in 0..256 {
            other = other.wrapping_add(state[at]).wrapping_add(key[at % key.len()]);
            state.swap(at, usize::from(other));
        }
        let (mut at, mut other) = (0_u8, 0_u8);
        let mut next = || {
            at = at.wrapping_add(1);
            other = other.wrapping_add(state[usize::from(at)]);
            state.swap(usize::from(at), usize::from(other));
            state[usize::from(state[usize::from(at)].wrapping_add(state[usize::from(other)]))]
        };
        bytes.iter().map(|byte| byte ^ next()).collect()
    }

    /// A file whose catalog stands in an encrypted stream, with so many spaces behind it.
    fn file(kind: &str, spaces: usize) -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
        packer.write_all(b"1 0 2 30 <</Type/Catalog/Pages 2 0 R>> <</Type/Pages/Kids[]/Count 0>>").unwrap();
        packer.write_all(&vec![b' '; spaces]).unwrap();
        let stream = rc4(KEY_OF_STREAM_5, &packer.finish().unwrap());
        let length = stream.len();
        let head =
            format!("%PDF-1.7\n5 0 obj<</Type/{kind}/N 2/First 9/Filter/FlateDecode/Length {length}>>\nstream\n");
        let zeros = "0".repeat(64);
        let keys =
            format!("\nendstream\nendobj\n7 0 obj<</Filter/Standard/V 1/R 2/P -4/O<{zeros}>/U<{USER}>>>endobj\n");
        let mut file = [head.as_bytes(), &stream, keys.as_bytes()].concat();
        let (keys_at, table_at) = (file.len() - keys.len() + "\nendstream\nendobj\n".len(), file.len());
        // Objects 1 and 2 are the first two of stream 5; the others stand by themselves, or do not exist.
        let places = [
            (0, 0, 0),
            (2, 5, 0),
            (2, 5, 1),
            (0, 0, 0),
            (0, 0, 0),
            (1, 9, 0),
            (0, 0, 0),
            (1, keys_at, 0),
            (1, table_at, 0),
        ];
        let table: String =
            places.iter().map(|(how, place, number)| format!("{how:02x}{place:08x}{number:02x}")).collect();
        file.extend(
            format!(
                "8 0 obj<</Type/XRef/Size 9/W[1 4 1]/Root 1 0 R/Encrypt 7 0 R/ID[<00><00>]/Filter/ASCIIHexDecode\
                 /Length {}>>\nstream\n{table}\nendstream\nendobj\nstartxref\n{table_at}\n%%EOF\n",
                table.len()
            )
            .bytes(),
        );
        file
    }

    #[test]
    fn streams_that_hold_objects_are_counted_before_they_are_unpacked() {
        for kind in ["ObjStm", "Obj#53tm", "#4fbjStm"] {
            let large = file(kind, 20 << 20);
            assert!(matches!(check(&large, 1 << 30), Err(Expands::Decrypted { number: 5, .. })), "{kind}");
            assert_eq!(read(&large).unwrap_err().code, EXPANDS, "{kind}");
            assert_eq!(check(&file(kind, 1 << 20), 1 << 30), Ok(()), "{kind}");
            assert!(matches!(check(&file(kind, 1 << 20), 1 << 19), Err(Expands::Decrypted { .. })), "{kind}");
        }
    }

    #[test]
    fn the_copy_that_is_counted_unpacks_no_objects() {
        let file = file("ObjStm", 9);
        let pdf = Pdf::new(copy(&file, trailer(&file).unwrap())).unwrap();
        let numbers: Vec<u32> =
            pdf.objects().into_iter().filter_map(|object| Some(object.into_stream()?.obj_id().obj_number)).collect();
        assert_eq!((numbers, pdf.pages().len()), (vec![5, 8], 0));
        assert!(pdf.xref().get::<Dict<'_>>(ObjectIdentifier::new(1, 0)).is_none());
        let pdf = Pdf::new(file).unwrap();
        assert!(pdf.xref().get::<Dict<'_>>(ObjectIdentifier::new(1, 0)).is_some(), "its catalog is in the stream");
    }

    #[test]
    fn a_file_that_only_speaks_of_encryption_is_not_taken_for_encrypted() {
        assert_eq!(trailer(b"1 0 obj<</A(of /Encrypt)/EncryptMetadata true>>endobj"), None);
        let nested = b"<</B<</C 1>>/Encr#79pt 7 0 R/Root 1 0 R>>";
        assert_eq!(trailer(&[b"9 0 obj", &nested[..], b"stream"].concat()), Some(&nested[..]));
    }
}
