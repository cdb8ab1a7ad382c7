//! ZIP archives, by their directory.
//!
//! Read by ourselves: a library that holds the directory as a map loses entries of the same name, and a directory of a
//! million entries costs it more memory than a worker has. Here it costs 16 bytes an entry, to see that none overlap.

mod directory;

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

pub(crate) use self::directory::Listed;
use self::directory::{Directory, u16_at};
use super::limits::{ENTRY_BYTES_MAX, caught, fail, is_clutter, too_large};
use super::source::Source;
use crate::codes::content::{ENCRYPTED, EXCESSIVE, MALFORMED, TRUNCATED, UNSUPPORTED};
use crate::reader::Failure;
use crate::reader::entries::Entry;
use crate::reader::sniff::Hints;

/// What a file in an archive begins with.
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;
/// Compression methods by their number: those that are read, and those worth a name.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const METHODS: &[(u16, &str)] =
    &[(9, "Deflate64"), (12, "bzip2"), (14, "LZMA"), (93, "zstd"), (95, "xz"), (96, "JPEG"), (98, "PPMd")];
/// The method that stands for "encrypted by AES".
const AES: u16 = 99;
/// Parts that an office document or a book has at most.
const PARTS_MAX: usize = 10_000;

/// An archive whose directory was found to be sound.
#[derive(Clone, Debug)]
pub struct Archive {
    source: Source,
    directory: Directory,
}

impl Archive {
    /// Finds the directory and looks through it.
    ///
    /// # Errors
    /// When there is none, when entries overlap or lie outside the file, and when all of it would unpack to too much.
    pub fn open(source: Source) -> Result<Archive, Failure> {
        let directory = Directory::find(&source)?;
        directory.check(&source)?;
        Ok(Archive { source, directory })
    }

    /// Its files as a sequence.
    pub fn entries(self) -> Files {
        let reader = self.directory.reader(&self.source);
        Files { archive: self, reader, left_out: 0 }
    }

    /// All parts of an office document, to be read by name.
    ///
    /// # Errors
    /// When there are more than any document has.
    pub(crate) fn parts(&self) -> Result<Vec<Listed>, Failure> {
        let mut reader = self.directory.reader(&self.source);
        let mut parts = Vec::new();
        while let Some(listed) = reader.next()? {
            if parts.len() == PARTS_MAX {
                return Err(fail(
                    EXCESSIVE,
                    format!("more than {PARTS_MAX} parts in one document: drop its text instead"),
                ));
            }
            parts.push(listed);
        }
        Ok(parts)
    }

    /// Unpacks a file.
    pub(crate) fn read(&self, listed: &Listed) -> Result<Vec<u8>, Failure> {
        let name = &listed.name;
        if listed.is_encrypted || listed.method == AES {
            return Err(fail(
                ENCRYPTED,
                format!("{name} in the archive is encrypted: put a copy without password there"),
            ));
        }
        if !matches!(listed.method, STORED | DEFLATED) {
            let method = METHODS.iter().find(|(number, _)| *number == listed.method);
            let method = method.map_or_else(|| listed.method.to_string(), |(_, name)| (*name).to_owned());
            let text = format!(
                "{name} in the archive is packed with method {method}, and only Deflate is read: pack it again"
            );
            return Err(fail(UNSUPPORTED, text));
        }
        if listed.size > ENTRY_BYTES_MAX {
            let text = format!("{name} in the archive has {} bytes, at most {ENTRY_BYTES_MAX} are read", listed.size);
            return Err(too_large(&text));
        }
        let input = self.data(listed)?;
        let bytes = match listed.method {
            STORED => unpack(input, listed),
            _ => unpack(DeflateDecoder::new(input), listed),
        }?;
        let mut crc = Crc::new();
        crc.update(&bytes);
        if crc.sum() != listed.checksum {
            let text = format!("the checksum of {name} in the archive differs: copy or make the archive again");
            return Err(fail(MALFORMED, text));
        }
        Ok(bytes)
    }

    /// The packed bytes of a file, behind its own header.
    fn data(&self, listed: &Listed) -> Result<impl BufRead + use<>, Failure> {
        let what = || format!("{} in the archive", listed.name);
        let mut source = self.source.from_start();
        let mut header = [0_u8; LOCAL_BYTES];
        source
            .seek(SeekFrom::Start(listed.offset))
            .and_then(|_| source.read_exact(&mut header))
            .map_err(|error| caught(error, &what()))?;
        if !header.starts_with(LOCAL) {
            let text = format!(
                "no file begins at byte {}, where the directory has {}: make the archive again",
                listed.offset, listed.name
            );
            return Err(fail(MALFORMED, text));
        }
        if u16_at(&header, 6) & 1 != 0 {
            return Err(fail(ENCRYPTED, format!("{} is encrypted: put a copy without password there", what())));
        }
        let skip = LOCAL_BYTES as u64 + u64::from(u16_at(&header, 26)) + u64::from(u16_at(&header, 28));
        let start = listed.offset + skip;
        source.seek(SeekFrom::Start(start)).map_err(|error| caught(error, &what()))?;
        if start + listed.packed > self.directory.start {
            let text = format!("{} reaches into the archive's directory: make the archive again", what());
            return Err(fail(MALFORMED, text));
        }
        let buffer = usize::try_from(listed.packed).unwrap_or(usize::MAX).clamp(1, 64 << 10);
        Ok(BufReader::with_capacity(buffer, source.take(listed.packed)))
    }
}

/// Reads what `listed` says, neither more nor less.
fn unpack(input: impl Read, listed: &Listed) -> Result<Vec<u8>, Failure> {
    let name = &listed.name;
    let mut bytes = Vec::with_capacity(usize::try_from(listed.size.min(1 << 20)).unwrap_or_default());
    let read = input.take(listed.size + 1).read_to_end(&mut bytes);
    if let Err(error) = read {
        // Its bytes are all there: the directory was checked.
        return Err(fail(MALFORMED, format!("{name} in the archive is damaged ({error}): make the archive again")));
    }
    if bytes.len() as u64 != listed.size {
        let than = if bytes.len() as u64 > listed.size { "more" } else { "fewer" };
        let text = format!(
            "{name} in the archive has {than} than the {} bytes that its directory says: make it again",
            listed.size
        );
        return Err(fail(MALFORMED, text));
    }
    Ok(bytes)
}

/// The files of an archive in the order of its directory.
pub struct Files {
    archive: Archive,
    reader: directory::Reader,
    left_out: u64,
}

impl Files {
    /// How many entries were left out: folders, links, hidden files, pictures.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The next file; without its bytes when `is_wanted` says so of its name.
    pub(super) fn step(&mut self, is_wanted: &dyn Fn(&str) -> bool) -> Option<Result<Entry, Failure>> {
        loop {
            let listed = match self.reader.next() {
                Ok(listed) => listed?,
                Err(failure) => return Some(Err(failure)),
            };
            if listed.is_special || is_clutter(&listed.name) {
                self.left_out += 1;
                continue;
            }
            let bytes = if is_wanted(&listed.name) { self.archive.read(&listed) } else { Ok(Vec::new()) };
            let hints = Hints { name: Some(listed.name.clone()), ..Hints::default() };
            return Some(bytes.map(|bytes| Entry { name: listed.name, bytes, hints }));
        }
    }
}

/// What is said when an archive has no directory: it stands at the end.
fn no_directory() -> Failure {
    fail(TRUNCATED, "the directory at the end of this ZIP archive is missing: copy the archive again, whole")
}
