//! Where in the file a plugin's complaint is shown.

use std::fs;

use super::super::{Sources, load, point_at_plugin};

const TEXT: &str = "\
[chain]
order = ['counts', 'plain']

[plugins.counts]
words = 3
deep.min-share = 2.0
";

#[test]
fn a_complaint_is_shown_at_the_key_that_it_names() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("dragoman.toml");
    fs::write(&file, TEXT).expect("a file");
    let sources = Sources { file: Some(file), folder: folder.path().into(), ..Sources::default() };
    let config = load(&sources).unwrap_or_else(|error| panic!("{error}")).config;
    for (instance, text, wanted) in [
        ("counts", "words: must be even", ["dragoman.toml:5:9", "correct `words` in [plugins.counts]"]),
        ("counts", "deep.min-share: above 1", ["dragoman.toml:6:18", "correct `min-share`"]),
        ("counts", "deep: wrong", ["dragoman.toml:6:1", "correct `deep`"]),
        ("counts", "unknown field `words`, expected `word` or `min`", ["dragoman.toml:5:1", "did you mean `word`?"]),
        ("counts", "unknown field `words`, there are no fields", ["dragoman.toml:5:1", "take `words` out"]),
        ("counts", "no model in this folder", ["dragoman.toml:4:10", "correct the settings in [plugins.counts]"]),
        ("plain", "a key is missing: x", ["a key is missing: x", "add a [plugins.plain] table"]),
    ] {
        let shown = point_at_plugin(&config, instance, text);
        assert!(shown.starts_with(&format!("error[D0121]: the extractor \"{instance}\" refused")), "{shown}");
        assert!(wanted.iter().all(|part| shown.contains(part)), "{text}: {wanted:?}\n{shown}");
    }
}
