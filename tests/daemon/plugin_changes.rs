//! `plugin add` and `plugin remove`: the chain of a config, and of the daemon that runs with it.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Finished, Site, libraries};

/// A site whose config file nobody but the commands changes.
struct Place {
    site: Site,
}

impl Place {
    fn new() -> Place {
        let site = Site::new();
        site.change("chain.path", json!([site.path("plugins")]));
        site.change("chain.order", json!(["language", "anatomy"]));
        site.config();
        Place { site }
    }

    fn run(&self, arguments: &[&str]) -> Finished {
        let config = self.site.path("dragoman.toml");
        Finished::of(self.site.program().args(arguments).arg("-c").arg(config))
    }

    fn library(&self, name: &str) -> String {
        libraries().join(format!("lib{name}.so")).display().to_string()
    }

    fn config(&self) -> String {
        fs::read_to_string(self.site.path("dragoman.toml")).unwrap()
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.site.path("plugins")).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// The chain of the running daemon.
    fn chain(&self) -> Vec<String> {
        let status: Value = serde_json::from_str(&self.run(&["status", "--json"]).expect(0).stdout).unwrap();
        let names = status["chain"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned());
        names.collect()
    }
}

#[test]
fn a_plugin_is_added_to_a_running_daemon_and_taken_out_again() {
    let place = Place::new();
    let daemon = place.site.start();
    let said = place.run(&["plugin", "add", &place.library("headings")]).expect(0).stdout;
    assert!(said.contains("added headings (headings@0.1.0)") && said.contains("the running daemon works"), "{said}");
    assert_eq!(place.chain(), ["language", "anatomy", "headings"]);
    assert_eq!(place.files(), ["libheadings.so"]);

    place.run(&["plugin", "add", &place.library("mischief"), "--as", "slow", "--before", "headings"]).expect(0);
    assert_eq!(place.chain(), ["language", "anatomy", "slow", "headings"]);
    assert!(place.config().contains("use = \"mischief\""), "{}", place.config());

    place.site.deliver("minutes.txt", "Ferries at noon\n\nThe harbour council met on Monday and said little.\n");
    daemon.wait_for_files(1);
    let said = place.run(&["plugin", "remove", "slow"]).expect(0).stdout;
    assert!(said.contains("its settings were:\nuse = \"mischief\""), "{said}");
    place.run(&["plugin", "remove", "headings", "--keep-file"]).expect(0);
    assert_eq!(
        (place.chain(), place.files()),
        (vec!["language".into(), "anatomy".into()], vec!["libheadings.so".into()])
    );
    daemon.stop();
    let log = place.site.log();
    assert!(log.document("minutes.txt").kinds().contains(&"com.example.heading.v1"));
}

#[test]
fn what_does_not_work_is_taken_back() {
    let place = Place::new();
    let before = place.config();
    let broken = place.site.path("libbroken.so");
    fs::write(&broken, "no library").unwrap();
    let anatomy_first = ["plugin", "add", &place.library("headings"), "--before", "anatomy"].map(str::to_owned);
    let without_program = ["plugin", "add", &place.library("command"), "--grant-exec"].map(str::to_owned);
    let cases: &[(&[String], i32, &[&str])] = &[
        (&["plugin".into(), "add".into(), broken.display().to_string()], 1, &["D0503"]),
        (&["plugin".into(), "add".into(), place.library("command")], 78, &["D0514", "everything is as it was"]),
        (&without_program, 78, &["program", "everything is as it was"]),
        (&anatomy_first, 78, &["D0505", "zones/1", "everything is as it was"]),
        (&["plugin".into(), "remove".into(), "language".into()], 78, &["D0505", "everything is as it was"]),
        (&["plugin".into(), "remove".into(), "absent".into()], 2, &["D0577", "language, anatomy"]),
    ];
    let check = |running: bool| {
        for (arguments, code, words) in cases {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            place.run(&arguments).expect(*code).expect_words(words);
            assert_eq!((place.config(), place.files()), (before.clone(), vec![]), "{arguments:?}, daemon: {running}");
        }
    };
    check(false);
    let daemon = place.site.start();
    check(true);
    assert_eq!(place.chain(), ["language", "anatomy"]);
    daemon.stop();
}

#[test]
fn without_a_daemon_a_worker_tries_the_chain() {
    let place = Place::new();
    let said = place.run(&["plugin", "add", &place.library("paragraphs")]).expect(0).stdout;
    assert!(said.contains("no daemon runs") && said.contains("read a sample"), "{said}");
    let said = place.run(&["plugin", "list"]).expect(0).stdout;
    assert!(said.contains("paragraphs@0.1.0") && said.contains("3. in chain"), "{said}");
}
