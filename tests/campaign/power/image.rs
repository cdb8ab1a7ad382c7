//! A small disk as it is at one moment, without its zeros.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::rc::Rc;

/// The bytes of a disk.
pub(crate) const DISK_BYTES: u64 = 32 << 20;
/// What a device writes whole or not at all.
pub(crate) const SECTOR: usize = 4096;

/// The sectors of a disk that are not zero; a copy shares them.
#[derive(Clone, Default)]
pub(crate) struct Image(BTreeMap<u64, Rc<[u8; SECTOR]>>);

impl Image {
    /// Reads a file that is as large as a disk.
    pub(crate) fn read(path: &Path) -> io::Result<Image> {
        let mut image = Image::default();
        image.write(0, &fs::read(path)?);
        Ok(image)
    }

    /// Makes a file of it that takes no room for its zeros.
    pub(crate) fn store(&self, path: &Path) -> io::Result<()> {
        let file = File::create(path)?;
        file.set_len(DISK_BYTES)?;
        self.0.iter().try_for_each(|(at, sector)| file.write_all_at(&**sector, *at))
    }

    /// Writes bytes at a place; they may begin and end anywhere.
    pub(crate) fn write(&mut self, at: u64, bytes: &[u8]) {
        for (at, part) in sectors(at, bytes) {
            let within = (at % SECTOR as u64) as usize;
            let sector = at - within as u64;
            if part.iter().all(|&byte| byte == 0) && !self.0.contains_key(&sector) {
                continue;
            }
            let known = self.0.entry(sector).or_insert_with(|| Rc::new([0; SECTOR]));
            Rc::make_mut(known)[within..within + part.len()].copy_from_slice(part);
        }
    }
}

/// Bytes that are written at a place, cut where sectors end.
pub(crate) fn sectors(at: u64, bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let first = bytes.len().min(SECTOR - (at % SECTOR as u64) as usize);
    let (first, rest) = bytes.split_at(first);
    let follows = at + first.len() as u64;
    let rest = rest.chunks(SECTOR).enumerate();
    std::iter::once((at, first)).chain(rest.map(move |(number, part)| (follows + (number * SECTOR) as u64, part)))
}
