//! Configs and plugins that are refused at the start: told where and why, with the inbox as it was.

use serde_json::{Value, json};

use crate::support::{Site, article, compile_c, libraries};

/// A setting that is refused.
struct Refusal {
    claim: &'static str,
    settings: fn() -> Vec<(&'static str, Value)>,
    exit: i32,
    words: &'static [&'static str],
    /// The setting at whose line the message points, and the column.
    place: Option<(&'static str, usize)>,
}

const REFUSALS: &[Refusal] = &[
    Refusal {
        claim: "an unknown key is told with a suggestion",
        settings: || vec![("limits.wokers", 2.into())],
        exit: 78,
        words: &["D0110", "did you mean `workers`?"],
        place: Some(("limits.wokers", 8)),
    },
    Refusal {
        claim: "a time without a unit is told with one",
        settings: || vec![("limits.timeout", "5".into())],
        exit: 78,
        words: &["D0113", "5 s"],
        place: Some(("limits.timeout", 18)),
    },
    Refusal {
        claim: "an inbox inside the archive would mix files",
        settings: || vec![("archive", ".".into())],
        exit: 78,
        words: &["D0117"],
        place: None,
    },
    Refusal {
        claim: "an extractor without a plugin is told with those that there are",
        settings: || vec![("chain.order", json!(["mischeif"]))],
        exit: 78,
        words: &["D0501", "mischeif", "mischief"],
        place: None,
    },
    Refusal {
        claim: "a file that is no library is no plugin",
        settings: || vec![("chain.path", json!(["own"])), ("chain.order", json!(["words"]))],
        exit: 78,
        words: &["D0503", "libwords.so"],
        place: None,
    },
    Refusal {
        claim: "a layer that nobody publishes is told with its reader",
        settings: || vec![("chain.order", json!(["anatomy", "language"]))],
        exit: 78,
        words: &["D0505", "languages/1", "move language before anatomy"],
        place: None,
    },
    Refusal {
        claim: "a plugin's complaint points into the config",
        settings: || vec![("plugins.mischief.refuse", "refuse: the harbour is closed".into())],
        exit: 78,
        words: &["D0121", "the harbour is closed"],
        place: Some(("plugins.mischief.refuse", 27)),
    },
    Refusal {
        claim: "a key that the plugin does not know points into the config",
        settings: || vec![("plugins.mischief.delay_m", 5.into())],
        exit: 78,
        words: &["D0121", "did you mean `delay_ms`?"],
        place: Some(("plugins.mischief.delay_m", 18)),
    },
    Refusal {
        claim: "a log below a file cannot be made",
        settings: || vec![("log", "notes.txt/events".into())],
        exit: 73,
        words: &["D0301", "notes.txt/events", "fix:"],
        place: None,
    },
];

#[test]
fn what_is_refused_is_told_with_place_and_remedy_and_the_inbox_stays_as_it_was() {
    for refusal in REFUSALS {
        let mut site = Site::new();
        for (key, value) in (refusal.settings)() {
            site = site.set(key, value);
        }
        std::fs::create_dir(site.path("own")).unwrap();
        std::fs::write(site.path("own/libwords.so"), "words, not a library").unwrap();
        std::fs::write(site.path("notes.txt"), "a file").unwrap();
        let names = site.deliver_reports(1..=2);

        let finished = site.execute(&["run"]);
        println!("{}\n{}", refusal.claim, finished.stderr);
        let finished = finished.expect(refusal.exit).expect_words(refusal.words);
        if let Some((key, column)) = refusal.place {
            finished.expect_words(&[&format!("dragoman.toml:{}:{column}", site.line_of(key))]);
        }
        assert_eq!(site.inbox_names(), names, "{}", refusal.claim);
        assert_eq!(std::fs::read_to_string(site.inbox(&names[0])).unwrap(), article(1), "{}", refusal.claim);
        assert_eq!(site.log().documents.len(), 0);
    }
}

#[test]
fn a_plugin_of_another_major_version_is_refused_unloaded() {
    let site = Site::new();
    let folder = site.path("");
    if !compile_c("future", &folder) {
        return;
    }
    let site = site.set("chain.path", json!([folder])).set("chain.order", json!(["future"]));
    let names = site.deliver_reports(1..=1);
    site.execute(&["run"]).expect(78).expect_words(&["D0510", "libfuture.so", "extractor_plugin_v2"]);
    assert_eq!(site.inbox_names(), names);
}

#[test]
fn a_config_that_is_not_there_is_refused_by_name() {
    let site = Site::new();
    let mut command = site.program();
    crate::support::Finished::of(command.args(["run", "-c", "elsewhere.toml"]))
        .expect(78)
        .expect_words(&["elsewhere.toml"]);
}

#[test]
fn the_reference_shows_every_setting_of_the_bundled_extractors_at_its_default() {
    let reference: toml::Table = dragoman::config::REFERENCE.parse().unwrap();
    let lines = dragoman::config::REFERENCE.lines().skip_while(|line| !line.starts_with("# [plugins."));
    let settings: Vec<_> = lines.map_while(|line| line.strip_prefix("# ")).collect();
    let shown: toml::Table = settings.join("\n").parse().unwrap();
    let mut shown = serde_json::to_value(&shown["plugins"]).unwrap();
    let of_every_extractor = ["on_error", "use", "grant", "read"];
    shown["anatomy"].as_object_mut().unwrap().retain(|key, _| !of_every_extractor.contains(&&**key));
    let site = Site::new();
    let mut known = serde_json::Map::new();
    for name in reference["chain"]["order"].as_array().unwrap() {
        let name = name.as_str().unwrap();
        let library = libraries().join(format!("lib{name}.so"));
        let told = site.execute(&["plugin", "inspect", "--json", &library.to_string_lossy()]).expect(0).stdout;
        let told: Value = serde_json::from_str(&told).unwrap();
        let properties = told["manifest"]["config_schema"]["properties"].as_object();
        let defaults: serde_json::Map<_, _> =
            properties.into_iter().flatten().map(|(key, of)| (key.clone(), of["default"].clone())).collect();
        if !defaults.is_empty() {
            known.insert(name.to_owned(), defaults.into());
        }
    }
    assert_eq!(shown, Value::Object(known));
}
