//! Copies of plugin files, sealed in memory and known by their content: what workers load.
//!
//! A copy cannot change under a running worker, whatever happens to the file on disk, and a worker needs no right to
//! open that file. Its pages are shared between workers, and between generations that hold the same content.

use std::collections::HashMap;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::{Arc, Weak};

use crate::memory;
use crate::plugin::inspect::open;

/// A sealed copy of a library.
#[derive(Clone, Debug)]
pub struct Image {
    /// The copy; readable, never writable again.
    pub file: Arc<OwnedFd>,
    /// Its BLAKE3 hash.
    pub hash: [u8; 32],
}

/// The copies that are in use, by hash.
#[derive(Debug, Default)]
pub struct Store {
    images: HashMap<[u8; 32], Weak<OwnedFd>>,
}

impl Store {
    /// Copies a plugin file, or finds the copy of the same content that somebody still uses.
    ///
    /// # Errors
    /// When the file cannot be read or the copy not be made.
    pub fn copy(&mut self, path: &Path) -> io::Result<Image> {
        let mut bytes = Vec::new();
        open(path)?.read_to_end(&mut bytes)?;
        let hash = blake3::hash(&bytes).into();
        self.images.retain(|_, image| image.strong_count() > 0);
        if let Some(file) = self.images.get(&hash).and_then(Weak::upgrade) {
            return Ok(Image { file, hash });
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = Arc::new(memory::sealed(&name, &bytes)?);
        self.images.insert(hash, Arc::downgrade(&file));
        Ok(Image { file, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_content_is_held_once_and_given_up_with_its_last_user() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        };
        let mut store = Store::default();
        let first = store.copy(&write("a.so", "one")).unwrap();
        let same = store.copy(&write("b.so", "one")).unwrap();
        assert!(Arc::ptr_eq(&first.file, &same.file) && first.hash == same.hash);
        let other = store.copy(&write("a.so", "two")).unwrap();
        assert_ne!(first.hash, other.hash);
        drop((first, same));
        store.copy(&write("c.so", "three")).unwrap();
        assert_eq!(store.images.len(), 2, "what nobody uses is forgotten");
    }
}
