//! The guide shows what is built and tested.

mod support;

use std::path::Path;

const GUIDE: &str = include_str!("../README.md");

/// The code blocks of the guide in one language.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    GUIDE.split(opening.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap_or(rest)).collect()
}

#[test]
fn the_tutorial_shows_the_crate_that_its_tests_use() {
    assert_eq!(blocks("rust,standalone_crate")[0], include_str!("guide/src/lib.rs"));
}

#[test]
fn the_extractor_in_c_builds_as_the_guide_says() {
    let Some(mut command) = support::compiler(support::Language::C, &support::include()) else { return };
    let line = blocks("sh").into_iter().find_map(|block| block.trim().strip_prefix("cc ")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bytecount.c"), blocks("c")[0]).unwrap();
    std::os::unix::fs::symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join("include"), folder.path().join("include"))
        .unwrap();
    command.args(line.split(' ')).current_dir(folder.path());
    support::compile(command);
    assert!(folder.path().join("libbytecount.so").exists());
}

#[test]
fn what_the_guide_shows_of_layers_in_c_is_part_of_a_plugin_that_is_tested() {
    assert!(include_str!("fixtures/actors.c").contains(blocks("c")[1]));
}

#[test]
fn every_layer_of_the_header_is_in_the_guide() {
    let header = include_str!("../include/extractor.h");
    let layers: Vec<&str> = header.split("Layer \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let missing: Vec<_> = layers.iter().filter(|layer| !GUIDE.contains(&format!("| `{layer}` |"))).collect();
    assert!(layers.len() >= 7 && missing.is_empty(), "{missing:?}");
}

#[test]
fn every_status_and_refusal_of_the_contract_is_in_the_guide() {
    let header = include_str!("../include/extractor.h");
    let statuses = header.lines().filter_map(|line| line.strip_prefix("#define ")).filter_map(|line| {
        let (name, value) = line.split_once(' ')?;
        let value = value.split_whitespace().next()?.strip_prefix("(-")?.strip_suffix(')')?;
        Some(format!("`{name}` -{value}"))
    });
    let missing: Vec<_> = statuses.filter(|status| !GUIDE.contains(status.as_str())).collect();
    assert_eq!(missing, [""; 0]);
}
