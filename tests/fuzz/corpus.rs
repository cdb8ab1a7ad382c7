//! The corpus of the fuzzer, replayed: what once was a finding stays mended.

pub mod decoders;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use decoders::DECODERS;

/// A worker may take this long for a document; a debug build of the reader too.
const PATIENCE: Duration = Duration::from_secs(10);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz")
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().expect("a name in UTF-8")).collect();
    names.sort();
    names
}

#[test]
fn every_decoder_has_a_target_and_a_corpus() {
    let known: Vec<&str> = DECODERS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names(&folder().join("corpus")), known);
    let targets = names(&folder().join("targets"));
    assert_eq!(targets, known.iter().map(|name| format!("{name}.rs")).collect::<Vec<_>>());
}

#[test]
fn every_file_of_the_corpus_is_read_or_refused_in_time() {
    for (name, decoder) in DECODERS {
        let folder = folder().join("corpus").join(name);
        let files = names(&folder);
        assert!(files.len() > 1, "{name}");
        for file in files {
            let bytes = fs::read(folder.join(&file)).unwrap();
            let began = Instant::now();
            decoder(&bytes);
            assert!(began.elapsed() < PATIENCE, "{name}/{file}: {:?}", began.elapsed());
        }
    }
}
