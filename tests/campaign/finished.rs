//! What is owed of finished segments: whole notes on each that the manifest has, and a compressed copy of what is no longer
//! in the log.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use dragoman::log::seal::{Sealed, manifest, read_sidecar};
use dragoman::log::segment::SegmentId;
use dragoman::log::storage::Folder;

use crate::oracle::contents;
use crate::support::Site;

/// Where segments are compressed to, where they are.
pub(crate) const COMPRESSED: &str = "compressed";

/// Checks notes and copies of all segments that the manifest has.
pub(crate) fn check(site: &Site) {
    let log = Folder::create(&site.path("events")).unwrap();
    for line in manifest(&log).unwrap() {
        let mut documents = 0;
        let whole = read_sidecar(&log, SegmentId(line.segment), |_| documents += 1).unwrap();
        assert!(whole && documents == line.documents, "I6: the notes on {} are not whole", line.file);
        let copy = copy_of(site, &line);
        let hash = copy.map(|bytes| format!("b3:{}", blake3::hash(&bytes).to_hex()));
        assert!(hash.is_none_or(|hash| hash == line.hash), "I6: the copy of {} is another", line.file);
    }
}

/// What every segment holds or held: those that were removed are had from their copies.
pub(crate) fn contents_ever(site: &Site) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut contents = contents(site);
    for line in manifest(&Folder::create(&site.path("events")).unwrap()).unwrap() {
        let path = site.path("events").join(&line.file);
        contents.entry(path).or_insert_with(|| copy_of(site, &line).unwrap_or_default());
    }
    contents
}

/// Puts segments that were removed back into the log, so that all of it can be read.
pub(crate) fn put_back(site: &Site) {
    let there = contents(site);
    for (path, bytes) in contents_ever(site).into_iter().filter(|(path, _)| !there.contains_key(path)) {
        fs::write(path, bytes).unwrap();
    }
}

fn copy_of(site: &Site, line: &Sealed) -> Option<Vec<u8>> {
    let path = site.path(COMPRESSED).join(format!("{}.zst", line.file));
    let bytes = fs::read(&path).ok()?;
    let whole = zstd::decode_all(&*bytes);
    Some(whole.unwrap_or_else(|error| panic!("I6: {} is damaged: {error}", path.display())))
}
