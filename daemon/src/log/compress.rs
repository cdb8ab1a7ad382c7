//! Finished segments, compressed into a folder elsewhere, for whoever keeps or sends them.
//!
//! The log itself stays as it is: tools that follow it do not read compressed files, and `events-*.jsonl` matches none of
//! these. A file is whole and durable when it has its name, `<segment>.jsonl.zst`, and was read back before; what is
//! missing is made by the next start. `zstd -d` gives the segment, byte for byte.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use zstd::stream::{read, write};

use crate::failpoint::failpoint;
use crate::log::seal::Sealed;
use crate::log::segment::unfinished;

/// What is behind the name of a segment that was compressed.
const ENDING: &str = ".zst";
/// As fast as the disk; higher ones take much longer and save little.
const LEVEL: i32 = 3;
/// How many bytes are read at once.
const CHUNK: usize = 1 << 20;

/// The folder of compressed segments.
#[derive(Clone, Debug)]
pub(super) struct Compressed {
    folder: PathBuf,
}

impl Compressed {
    /// The folder; it is made when something goes into it.
    pub(super) fn new(folder: PathBuf) -> Compressed {
        Compressed { folder }
    }

    fn path_of(&self, segment: &Sealed) -> PathBuf {
        self.folder.join(format!("{}{ENDING}", segment.file))
    }

    /// Whether it has a segment.
    pub(super) fn has(&self, segment: &Sealed) -> bool {
        self.path_of(segment).exists()
    }

    /// Compresses a segment of the log; on return it is durable.
    ///
    /// # Errors
    /// When it cannot be read, is not what was sealed, or the folder cannot be written to. Half a file has another name.
    pub(super) fn add(&self, log: &Path, segment: &Sealed) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o750).create(&self.folder)?;
        let path = self.path_of(segment);
        let new = PathBuf::from(unfinished(&path.display().to_string()));
        let made = make(&log.join(&segment.file), &new, segment).and_then(|()| fs::rename(&new, &path));
        made.inspect_err(|_| {
            // It takes room, and is no use to anybody.
            let _ = fs::remove_file(&new);
        })?;
        failpoint!("compressed segment named")?;
        File::open(&self.folder)?.sync_all()
    }
}

fn make(from: &Path, to: &Path, segment: &Sealed) -> io::Result<()> {
    let file = File::options().read(true).write(true).create(true).truncate(true).mode(0o640).open(to)?;
    let mut encoder = write::Encoder::new(file, LEVEL)?;
    encoder.include_checksum(true)?;
    encoder.set_pledged_src_size(Some(segment.size))?;
    io::copy(&mut io::BufReader::with_capacity(CHUNK, File::open(from)?), &mut encoder)?;
    encoder.finish()?.sync_all()?;
    failpoint!("compressed segment synced")?;
    if hash_of(read::Decoder::new(File::open(to)?)?)? != segment.hash {
        let text = format!("{} is not what was sealed, and not compressed", segment.file);
        return Err(io::Error::new(io::ErrorKind::InvalidData, text));
    }
    Ok(())
}

/// Hashes all that is left to be read; as it stands in the manifest.
pub(super) fn hash_of(mut from: impl Read) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match from.read(&mut chunk)? {
            0 => return Ok(format!("b3:{}", hasher.finalize().to_hex())),
            read => hasher.update(&chunk[..read]),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(folder: &Path, bytes: &[u8]) -> Sealed {
        let file = "events-000000000007.jsonl".to_owned();
        fs::write(folder.join(&file), bytes).unwrap();
        Sealed {
            segment: 7,
            file,
            size: bytes.len() as u64,
            first_sequence: 1,
            next_sequence: 2,
            documents: 1,
            hash: format!("b3:{}", blake3::hash(bytes).to_hex()),
            sealed: String::new(),
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_segment_comes_back_as_it_was_and_is_smaller() {
        let root = tempfile::tempdir().unwrap();
        let compressed = Compressed::new(root.path().join("elsewhere/deep"));
        for bytes in [b"{\"type\":\"a\"}\n".repeat(300_000), Vec::new()] {
            let segment = segment(root.path(), &bytes);
            // What a killed daemon left is no obstacle.
            let _ = fs::create_dir_all(&compressed.folder);
            fs::write(compressed.folder.join("events-000000000007.jsonl.zst.tmp"), "half").unwrap();
            compressed.add(root.path(), &segment).unwrap();
            assert!(compressed.has(&segment));
            assert_eq!(names(&compressed.folder), ["events-000000000007.jsonl.zst"]);
            let packed = fs::read(compressed.path_of(&segment)).unwrap();
            assert_eq!(zstd::decode_all(&*packed).unwrap(), bytes);
            assert!(bytes.is_empty() || packed.len() < bytes.len() / 10);
        }
    }

    #[test]
    fn a_segment_that_is_not_what_was_sealed_is_not_compressed() {
        let root = tempfile::tempdir().unwrap();
        let compressed = Compressed::new(root.path().join("elsewhere"));
        let sealed = segment(root.path(), b"{\"type\":\"a\"}\n");
        for harmed in [&b"{\"type\":\"b\"}\n"[..], b"{\"type\":\"a\"}\n{}\n", b""] {
            fs::write(root.path().join(&sealed.file), harmed).unwrap();
            assert!(compressed.add(root.path(), &sealed).is_err());
            assert!(!compressed.has(&sealed) && names(&compressed.folder).is_empty());
        }
    }
}
