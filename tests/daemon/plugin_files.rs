//! `dragoman plugin`: what plugins there are, what one says about itself, and files that this machine cannot load.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::{Site, libraries};

fn bundled(id: &str) -> PathBuf {
    libraries().join(format!("lib{id}.so"))
}

#[test]
fn plugin_list_names_every_plugin_with_its_place_in_the_chain() {
    let site = Site::new().set("chain.order", json!(["language", "anatomy"]));
    let listed = site.execute(&["plugin", "list"]).stdout;
    for (id, place) in [("language@", "1. in chain"), ("anatomy@", "2. in chain"), ("mischief@", "not in chain")] {
        let line = listed.lines().find(|line| line.starts_with(id)).unwrap_or_else(|| panic!("{id}: {listed}"));
        assert!(line.contains(place), "{line}");
    }
}

#[test]
fn plugin_list_names_refused_files_of_configured_folders() {
    let site = Site::new().set("chain.path", json!(["mine"]));
    fs::create_dir(site.path("mine")).unwrap();
    fs::write(site.path("mine/libwords.so"), "no library").unwrap();
    let listed = site.execute(&["plugin", "list"]).expect(1).stdout;
    assert!(listed.lines().any(|line| line.starts_with("D0503") && line.contains("libwords.so")), "{listed}");
}

#[test]
fn plugin_inspect_shows_the_manifest_without_running_the_plugin() {
    let site = Site::new();
    let file = bundled("anatomy");
    let file = file.to_str().unwrap();
    let table = site.execute(&["plugin", "inspect", file]).expect(0).stdout;
    for row in
        ["plugin     anatomy@", "reads      languages/1", "publishes  zones/1", "emits      article", "contract   1.0"]
    {
        assert!(table.contains(row), "{row}: {table}");
    }
    let shown: Value =
        serde_json::from_str(&site.execute(&["plugin", "inspect", "--json", file]).expect(0).stdout).unwrap();
    assert_eq!((&shown["manifest"]["id"], &shown["manifest"]["abi"]), (&"anatomy".into(), &json!([1, 0])));
    assert!(shown["hash"].as_str().is_some_and(|hash| hash.len() == 67), "{shown}");
    fs::write(site.path("words.txt"), "no library").unwrap();
    site.execute(&["plugin", "inspect", "words.txt"]).expect(1).expect_words(&["D0503", "words.txt", "no ELF file"]);
}

#[test]
fn a_plugin_for_a_newer_c_library_is_refused_with_both_versions() {
    let site = Site::new().set("chain.path", json!(["mine"]));
    let mut library = fs::read(bundled("mischief")).unwrap();
    // The names of symbol versions stand in the library as text; nothing of it is run before they are read.
    let name = b"GLIBC_2.";
    let places: Vec<usize> = (0..library.len() - name.len()).filter(|&at| library[at..].starts_with(name)).collect();
    assert!(!places.is_empty());
    places.into_iter().for_each(|at| library[at + 6] = b'9');
    fs::create_dir(site.path("mine")).unwrap();
    fs::write(site.path("mine/libmischief.so"), library).unwrap();
    let before = site.inbox_names();
    site.run_once().expect(78).expect_words(&["D0520", "mine/libmischief.so", "it needs glibc 9.", "older", "fix:"]);
    assert_eq!(site.inbox_names(), before);
}
