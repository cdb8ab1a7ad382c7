//! Finds the files of the plugins that a chain names.
//!
//! A library's file name means nothing; the id in its manifest does. Folders are searched in order and the first that
//! holds an id wins: those of `chain.path`, the executable's own, its `deps` (a build tree keeps libraries there), and
//! `../lib/dragoman/plugins` beside it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use extractor_api::manifest::Manifest;

use crate::plugin::error::{LAYER_MISSING, NOT_FOUND, Rejection, TWICE};
use crate::plugin::inspect::{Inspection, inspect};

/// A plugin file that was inspected.
#[derive(Clone, Debug)]
pub struct Located {
    /// Where it is.
    pub path: PathBuf,
    /// What it says about itself.
    pub inspection: Inspection,
}

/// What the folders of the search path hold.
pub struct Shelf {
    folders: Vec<PathBuf>,
    /// Those of them that the config names.
    configured: Vec<PathBuf>,
    plugins: BTreeMap<String, Vec<Located>>,
    rejected: Vec<Rejection>,
}

impl Shelf {
    /// Inspects every `*.so` of the configured folders and of those beside the executable.
    ///
    /// # Errors
    /// When a folder is there but cannot be listed.
    pub fn open(configured: &[PathBuf]) -> io::Result<Shelf> {
        let beside = std::env::current_exe()?;
        let beside = beside.parent().unwrap_or(Path::new("/")).to_owned();
        let own = [beside.clone(), beside.join("deps"), beside.join("../lib/dragoman/plugins")];
        let mut shelf = Shelf {
            folders: Vec::new(),
            configured: configured.to_vec(),
            plugins: BTreeMap::new(),
            rejected: Vec::new(),
        };
        for folder in configured {
            shelf.add(folder)?;
        }
        // A broken library among our own neighbours (a build tree has many) is nobody's plugin.
        let rejected = shelf.rejected.len();
        for folder in &own {
            shelf.add(folder)?;
        }
        shelf.rejected.truncate(rejected);
        Ok(shelf)
    }

    /// Puts a file in the place of whatever else is this plugin; returns what it says about itself.
    ///
    /// # Errors
    /// When it is no plugin that this host can load.
    pub fn put(&mut self, path: &Path) -> Result<Manifest, Rejection> {
        let inspection = inspect(path)?;
        let manifest = inspection.manifest.clone();
        // It is meant, even if a refused file elsewhere has the name that its build would have.
        self.configured.extend(path.parent().map(Path::to_owned));
        self.plugins.insert(manifest.id.clone(), vec![Located { path: path.to_owned(), inspection }]);
        Ok(manifest)
    }

    fn add(&mut self, folder: &Path) -> io::Result<()> {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(io::Error::new(error.kind(), format!("{}: {error}", folder.display()))),
        };
        self.folders.push(folder.to_owned());
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "so"));
        paths.sort();
        let mut here: BTreeMap<String, Vec<Located>> = BTreeMap::new();
        for path in paths {
            match inspect(&path) {
                Ok(inspection) => {
                    let id = inspection.manifest.id.clone();
                    here.entry(id).or_default().push(Located { path, inspection });
                }
                Err(rejection) => self.rejected.push(rejection),
            }
        }
        for (id, located) in here {
            self.plugins.entry(id).or_insert(located);
        }
        Ok(())
    }

    /// The plugin with this id. A file of a configured folder that was meant to be it, but was refused, is not silently
    /// stood in for by the program's own copy.
    ///
    /// # Errors
    /// When no folder holds it, one folder holds it twice, or a refused file was meant to be it.
    pub fn get(&self, id: &str) -> Result<&Located, Rejection> {
        if let Some(rejection) = self.meant(id) {
            return Err(rejection.clone());
        }
        match self.plugins.get(id).map(Vec::as_slice) {
            Some([one]) => Ok(one),
            Some([first, second, ..]) => Err(Rejection {
                code: TWICE,
                plugin: id.into(),
                problem: "two files of one folder are this plugin".to_owned(),
                found: format!("{} and {}", first.path.display(), second.path.display()),
                expected: "one file with this id".to_owned(),
                remedy: "take one of them away".to_owned(),
            }),
            _ => Err(self.not_found(id)),
        }
    }

    /// Every plugin that was found, by id; more than one where a folder holds it twice.
    pub fn plugins(&self) -> impl Iterator<Item = &Located> {
        self.plugins.values().flatten()
    }

    /// The libraries of the configured folders that are no plugins for this host.
    pub fn rejected(&self) -> &[Rejection] {
        &self.rejected
    }

    /// The refusal of a file that has the name which a build gives to the plugin's library, when no configured folder
    /// holds the plugin itself.
    fn meant(&self, id: &str) -> Option<&Rejection> {
        let found = self.plugins.get(id).and_then(|located| located.first()?.path.parent());
        if found.is_some_and(|folder| self.configured.iter().any(|configured| configured == folder)) {
            return None;
        }
        let name = format!("lib{}.so", id.replace('-', "_"));
        self.rejected.iter().find(|rejection| rejection.plugin.file_name().is_some_and(|found| *found == *name))
    }

    fn not_found(&self, id: &str) -> Rejection {
        let list = |items: Vec<String>| if items.is_empty() { "nothing".to_owned() } else { items.join(", ") };
        let mut found = list(self.plugins.keys().cloned().collect());
        if !self.rejected.is_empty() {
            let files =
                self.rejected.iter().map(|one| format!("{} ({}, {})", one.plugin.display(), one.code, one.problem));
            found = format!("{found}; refused: {}", list(files.collect()));
        }
        Rejection {
            code: NOT_FOUND,
            plugin: id.into(),
            problem: "no plugin with this id was found".to_owned(),
            found,
            expected: format!(
                "a library whose manifest has the id {id:?} in {}",
                list(self.folders.iter().map(|folder| folder.display().to_string()).collect())
            ),
            remedy: "put the plugin's library into a folder of chain.path, or take its name out of chain.order"
                .to_owned(),
        }
    }
}

/// Checks that every layer that an extractor reads is published by one before it.
///
/// # Errors
/// Names the reader and, where there is one, the publisher that comes too late.
pub fn check_layers(chain: &[(&str, &Manifest)]) -> Result<(), Rejection> {
    for (place, (name, manifest)) in chain.iter().enumerate() {
        for layer in &manifest.reads {
            let publishes = |(_, other): &&(&str, &Manifest)| other.publishes.contains(layer);
            if chain[..place].iter().any(|other| publishes(&other)) {
                continue;
            }
            let late = chain[place..].iter().find(publishes).map(|(late, _)| *late);
            return Err(Rejection {
                code: LAYER_MISSING,
                plugin: (*name).into(),
                problem: format!("it reads the layer {layer}, which nobody before it publishes"),
                found: late.map_or("no extractor of the chain publishes it".to_owned(), |late| {
                    format!("{late} publishes it, but comes after {name}")
                }),
                expected: format!("an extractor that publishes {layer} before {name} in chain.order"),
                remedy: late.map_or_else(
                    || format!("add one to chain.order, or take {name} out"),
                    |late| format!("move {late} before {name}"),
                ),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(reads: &[&str], publishes: &[&str]) -> Manifest {
        let json = serde_json::json!({
            "manifest": 1, "id": "x", "version": "1.0.0", "abi": [1, 0], "reads": reads, "publishes": publishes,
        });
        Manifest::parse(json.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn a_layer_must_be_published_before_it_is_read() {
        let (writer, reader) = (manifest(&[], &["zones/1"]), manifest(&["zones/1"], &[]));
        assert_eq!(check_layers(&[("a", &writer), ("b", &reader)]), Ok(()));
        let late = check_layers(&[("b", &reader), ("a", &writer)]).unwrap_err();
        assert!(late.found.contains("a publishes it, but comes after b") && late.remedy == "move a before b");
        let never = check_layers(&[("b", &reader)]).unwrap_err();
        assert_eq!((never.code, never.remedy.as_str()), (LAYER_MISSING, "add one to chain.order, or take b out"));
    }

    #[test]
    fn a_file_that_is_no_plugin_is_refused_with_its_name() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("libwords.so"), "not a library").unwrap();
        let shelf = Shelf::open(&[root.path().to_owned()]).unwrap();
        let meant = shelf.get("words").unwrap_err();
        assert_eq!(meant.code, crate::plugin::error::NOT_AN_EXTRACTOR);
        let other = shelf.get("other").unwrap_err();
        assert!(other.code == NOT_FOUND && other.found.contains("libwords.so"), "{other}");
    }

    #[test]
    fn a_pipe_or_an_endless_file_keeps_nobody_waiting() {
        let root = tempfile::tempdir().unwrap();
        let [pipe, endless] = ["libpipe.so", "libendless.so"].map(|name| root.path().join(name));
        let kind = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, kind, rustix::fs::Mode::RUSR, 0).unwrap();
        std::fs::File::create(&endless).unwrap().set_len(1 << 40).unwrap();
        let shelf = Shelf::open(&[root.path().to_owned()]).unwrap();
        for id in ["pipe", "endless"] {
            assert_eq!(shelf.get(id).unwrap_err().code, crate::plugin::error::UNREADABLE, "{id}");
        }
    }
}
