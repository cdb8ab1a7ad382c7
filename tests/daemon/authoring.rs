//! The kit of a plugin's author: `dragoman plugin new` and `run`, and the examples under `plugins/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Finished, Site, libraries, skip};

const ARTICLE: &str = "Ōkubo wins the count\n\nBy Elin Sorvald\n\nPORT ELLERY, 3 May (Northern Wire) - Turnout rose by 12.5 \
                       per cent on Sunday, the harbour office said. The ferry made 1,250 km.\n\nNobody knows yet what \
                       comes next.\n";

fn words_below_title() -> usize {
    ARTICLE.split_whitespace().skip("Ōkubo wins the count".split(' ').count()).count()
}

fn bundled(id: &str) -> String {
    libraries().join(format!("lib{id}.so")).display().to_string()
}

/// Runs the program without any config.
fn dragoman(site: &Site, arguments: &[&str]) -> Finished {
    Finished::of(site.program().args(arguments))
}

/// Reads the example that every new plugin has, and insists on the events that it is to give.
#[track_caller]
fn expect_example(site: &Site, plugin: &str, library: &str) {
    let text = format!("{plugin}/examples/ferry.txt");
    let events = dragoman(site, &["plugin", "run", "--json", library, &text]).expect(0).stdout;
    assert_eq!(events, fs::read_to_string(site.path(format!("{plugin}/examples/ferry.expected.jsonl"))).unwrap());
}

/// Checks that warn when something took long, which is the machine's matter: the library is a debug build.
const TIMED: [&str; 3] = ["refused", "stopped", "cost"];

/// Insists that a new plugin keeps the contract, without a warning about anything that its author can change.
#[track_caller]
fn expect_kept_contract(site: &Site, plugin: &str, library: &str) {
    let examples = format!("{plugin}/examples");
    let said = dragoman(site, &["plugin", "check", library, "--examples", &examples]).expect(0).stdout;
    let warned = |line: &str| {
        let mut words = line.split_whitespace();
        words.next() == Some("warn") && !words.next().is_some_and(|check| TIMED.contains(&check))
    };
    assert!(!said.lines().any(warned), "{said}");
}

/// Insists that a program ends well.
#[track_caller]
fn succeed(command: &mut Command) {
    Finished::of(command).expect(0);
}

/// Cargo, as it is outside of a test that cargo runs.
fn cargo(folder: &Path, target: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_") && name != "CARGO_HOME" || name.starts_with("RUSTC") || name.ends_with("FLAGS") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).env("CARGO_TARGET_DIR", target);
    command
}

#[test]
fn a_new_rust_plugin_builds_passes_its_tests_and_runs_in_a_chain() {
    let site = Site::new();
    let said = dragoman(&site, &["plugin", "new", "tide-words"]).expect(0).stdout;
    assert!(said.contains("cd tide-words\n") && said.contains("target/release/libtide_words.so"), "{said}");
    let (folder, target) = (site.path("tide-words"), site.path("target"));
    for arguments in [["test", "--offline"], ["build", "--offline"]] {
        succeed(cargo(&folder, &target).args(arguments));
    }
    let library = target.join("debug/libtide_words.so");
    let library = library.to_str().unwrap();
    let shown = dragoman(&site, &["plugin", "inspect", "--json", library]).expect(0).stdout;
    let manifest = serde_json::from_str::<Value>(&shown).unwrap()["manifest"].take();
    assert_eq!((&manifest["id"], &manifest["license"]), (&json!("tide-words"), &json!("MIT OR Apache-2.0")));
    assert_eq!(manifest["config_schema"]["properties"]["min_words"]["type"], "integer");
    expect_example(&site, "tide-words", library);
    expect_kept_contract(&site, "tide-words", library);

    let site = site.set("chain.path", json!([target.join("debug")])).set("chain.order", json!(["tide-words"]));
    site.deliver("ferry.txt", fs::read(folder.join("examples/ferry.txt")).unwrap());
    site.run_once().expect(0);
    assert_eq!(site.log().document("ferry.txt").kinds(), ["com.example.tide-words.v1"]);
}

#[test]
fn a_new_c_plugin_builds_by_its_one_line_and_runs() {
    let site = Site::new();
    let said = dragoman(&site, &["plugin", "new", "tide_words", "--lang", "c", "--into", "mine/tide"]).expect(0).stdout;
    assert!(said.contains("cd mine/tide\n  make\n"), "{said}");
    let Some(line) = recipe(&site.path("mine/tide/Makefile")) else { return };
    assert!(fs::read_to_string(site.path("mine/tide/README.md")).unwrap().contains(&line));
    succeed(Command::new("sh").args(["-c", &line]).current_dir(site.path("mine/tide")));
    dragoman(&site, &["plugin", "inspect", "mine/tide/libtide_words.so"]).expect(0);
    expect_example(&site, "mine/tide", "mine/tide/libtide_words.so");
    expect_kept_contract(&site, "mine/tide", "mine/tide/libtide_words.so");
    let refused =
        ["plugin", "run", "mine/tide/libtide_words.so", "mine/tide/README.md", "--plugin-config", r#"{"a":1}"#];
    dragoman(&site, &refused).expect(78).expect_words(&["unknown field `a`"]);
}

/// The one line of a Makefile that builds a plugin; `None`, and a visible line, where there is no compiler.
fn recipe(makefile: &Path) -> Option<String> {
    if Command::new("cc").arg("--version").output().is_err() {
        skip("no C compiler");
        return None;
    }
    let text = fs::read_to_string(makefile).unwrap();
    let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix('\t')).collect();
    assert_eq!(lines.len(), 1, "{text}");
    Some(lines[0].to_owned())
}

#[test]
fn a_new_plugin_can_be_built_on_a_crate_elsewhere() {
    let site = Site::new();
    let api = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extractor-api").canonicalize().unwrap();
    dragoman(&site, &["plugin", "new", "tide", "--api", api.to_str().unwrap()]).expect(0);
    let manifest = fs::read_to_string(site.path("tide/Cargo.toml")).unwrap();
    assert!(manifest.contains(&format!("extractor-api = {{ path = {} }}\n", json!(api))), "{manifest}");
    assert!(!site.path("tide/vendor").exists());
}

#[test]
fn plugin_new_refuses_what_it_cannot_make_and_writes_nothing() {
    let site = Site::new();
    fs::create_dir_all(site.path("taken")).unwrap();
    fs::write(site.path("taken/notes.txt"), "mine").unwrap();
    fs::write(site.path("file"), "mine").unwrap();
    let before = site.tree();
    for (arguments, code, words) in [
        (&["taken"][..], 73, &["D0570", "taken", "not empty", "--into"][..]),
        (&["tide", "--into", "file"], 73, &["D0570", "file", "fix:"]),
        (&["Tide"], 2, &["'T' may not stand in it"]),
        (&["tide.words"], 2, &["'.' may not stand in it"]),
        (&["serde"], 2, &["choose another"]),
        (&["tide", "--lang", "cobol"], 2, &["possible values: rust, c"]),
        (&["tide", "--api", "taken"], 2, &["D0571", "no Cargo.toml"]),
        (&["tide", "--lang", "c", "--api", "taken"], 2, &["D0571", "no crate"]),
    ] {
        let arguments = [&["plugin", "new"], arguments].concat();
        dragoman(&site, &arguments).expect(code).expect_words(words);
    }
    assert!(site.tree() == before, "a file was made, changed or removed");
}

#[test]
fn plugin_run_shows_events_and_time_and_the_layers_it_found_by_itself() {
    let site = Site::new();
    fs::write(site.path("count.txt"), ARTICLE).unwrap();
    let before = site.tree();
    let finished = dragoman(&site, &["plugin", "run", &bundled("headings"), "count.txt", "--repeat", "3"]).expect(0);
    for words in ["count.txt\n", "com.example.heading.v1 kind: title", "ok, 1 event, ", " µs (of 3: least "] {
        assert!(finished.stdout.contains(words), "{words}: {}", finished.stdout);
    }
    assert!(!finished.stdout.contains("dragoman.article"), "events of others: {}", finished.stdout);
    finished.expect_words(&["language runs before it, for the layer languages/1", "anatomy runs before it"]);
    let arguments = ["plugin", "run", "-q", "--json", &bundled("headings"), "count.txt", "--before", "paragraphs"];
    let Finished { stdout: line, stderr, .. } = dragoman(&site, &arguments).expect(0);
    assert_eq!(stderr, "");
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["data"]["words"], words_below_title(), "{line}");
    assert!(site.tree() == before, "a file was made, changed or removed");
}

#[test]
fn plugin_run_names_a_layer_that_nobody_publishes() {
    let site = Site::new();
    let mut library = fs::read(bundled("headings")).unwrap();
    // The manifest stands in the library as text.
    let name = b"\"zones/1\"";
    let places: Vec<usize> = (0..library.len() - name.len()).filter(|&at| library[at..].starts_with(name)).collect();
    assert!(!places.is_empty());
    places.into_iter().for_each(|at| library[at + 2] = b'a');
    fs::write(site.path("patched.so"), library).unwrap();
    fs::write(site.path("count.txt"), ARTICLE).unwrap();
    let words = ["D0505", "zanes/1", "anatomy (zones/1)", "fix:"];
    dragoman(&site, &["plugin", "run", "patched.so", "count.txt"]).expect(78).expect_words(&words);
}

#[test]
fn plugin_run_goes_on_after_a_failure_and_tells_what_the_plugin_said() {
    let site = Site::new();
    for (name, text) in [("bad.txt", "mischief: refuse"), ("worse.txt", "mischief: abort"), ("good.txt", ARTICLE)] {
        fs::write(site.path(name), text).unwrap();
    }
    fs::write(site.path("print.txt"), "mischief: print").unwrap();
    let mischief = bundled("mischief");
    let files = ["plugin", "run", &mischief, "absent.txt", "bad.txt", "worse.txt", "print.txt", "good.txt"];
    let finished = site.execute(&files).expect(1);
    assert!(finished.stdout.contains("good.txt\n  com.example.mischief.v1 bytes: "), "{}", finished.stdout);
    finished.expect_words(&[
        "absent.txt: error[D0406]",
        "bad.txt: error[D0540]: mischief@0.1.0: refused, as the document asked",
        "worse.txt: error[D0546]: mischief@0.1.0",
        "words on stdout",
    ]);
}

#[test]
fn plugin_run_takes_settings_from_the_command_line_a_file_or_the_chain() {
    let site = Site::new().set("plugins.mischief.refuse", "the chain's words");
    fs::write(site.path("settings.json"), r#"{ "refuse": "the file's words" }"#).unwrap();
    fs::write(site.path("good.txt"), ARTICLE).unwrap();
    let run = |more: &[&str]| site.execute(&[&["plugin", "run", &bundled("mischief"), "good.txt"], more].concat());
    for (arguments, code, words) in [
        (&[][..], 78, "the chain's words"),
        (&["--plugin-config", "@settings.json"], 78, "the file's words"),
        (&["--plugin-config", "@absent.json"], 2, "No such file"),
        (&["--plugin-config", "[1]"], 2, "D0572"),
        (&["--plugin-config", "{}"], 0, ""),
        (&["--plugin-config", "{}", "--before", "nobody"], 78, "D0501"),
    ] {
        run(arguments).expect(code).expect_words(&[words]);
    }
}

/// Builds `plugins/figures` by the line of its Makefile.
fn build_figures(folder: &Path) -> Option<PathBuf> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/figures");
    let library = folder.join("libfigures.so");
    let line = recipe(&sources.join("Makefile"))?.replace("-o libfigures.so", &format!("-o '{}'", library.display()));
    succeed(Command::new("sh").args(["-c", &line]).current_dir(sources));
    Some(library)
}

#[test]
fn the_example_in_c_finds_figures_with_their_units() {
    let site = Site::new().set("chain.path", json!(["mine"])).set("chain.order", json!(["figures"]));
    fs::create_dir(site.path("mine")).unwrap();
    if build_figures(&site.path("mine")).is_none() {
        return;
    }
    let texts = [
        ("plain.txt", ARTICLE, &[("12.5 per cent", "12.5", "percent"), ("1,250 km", "1,250", "km")][..]),
        ("none.txt", "In 2026 the A320 km of berth 12 kgs, 5 per\u{a0}cent", &[]),
        (
            "edges.txt",
            "7% – 8\u{a0}°C, 9 km/h, 10.",
            &[("7%", "7", "percent"), ("8\u{a0}°C", "8", "celsius"), ("9 km/h", "9", "km/h")],
        ),
    ];
    for (name, text, _) in texts {
        site.deliver(name, text);
    }
    site.run_once().expect(0);
    let log = site.log();
    for (name, text, wanted) in texts {
        let events = &log.document(name).events;
        let data = events.iter().map(|event| serde_json::from_str::<Value>(&event.data).unwrap());
        let wanted = wanted.iter().map(|&(exact, number, unit)| {
            let start = text[..text.find(exact).unwrap()].chars().count();
            let span = json!({ "start": start, "end": start + exact.chars().count(), "exact": exact });
            json!({ "number": number, "unit": unit, "span": span })
        });
        assert_eq!(data.collect::<Vec<_>>(), wanted.collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn a_layer_of_one_example_is_read_by_another_through_the_daemon() {
    let chain = |order: &[&str]| {
        let site = Site::new().set("chain.order", json!(order));
        site.deliver("count.txt", ARTICLE);
        site
    };
    let site = chain(&["language", "anatomy", "paragraphs", "headings"]);
    site.run_once().expect(0);
    let log = site.log();
    let document = log.document("count.txt");
    assert_eq!(document.kinds(), ["dragoman.article.v1", "com.example.heading.v1"]);
    let data: Value = serde_json::from_str(&document.events[1].data).unwrap();
    let span = json!({ "start": 0, "end": 20, "exact": "Ōkubo wins the count" });
    assert_eq!(data, json!({ "kind": "title", "span": span, "words": words_below_title() }));

    // Paragraphs may be absent, zones may not.
    let site = chain(&["language", "anatomy", "headings"]);
    site.run_once().expect(0);
    assert!(!site.log().document("count.txt").events[1].data.contains("words"));
    chain(&["paragraphs", "headings"]).run_once().expect(78).expect_words(&["D0505", "zones/1"]);
}
