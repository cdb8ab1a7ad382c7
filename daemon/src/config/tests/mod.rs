//! Tests of the whole way from sources to config.

mod broken;
mod plugin_errors;
mod reference;
mod search;

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use super::find::ConfigFile;
use super::load::{WithoutFile, assemble};
use super::{Archive, Config, ConfigError, Loaded, OnError, Sources};

/// Where the files of these tests would be.
const FOLDER: &str = "/news";

/// Makes a config of a text, as if it stood in `/news/dragoman.toml`.
fn load_text(text: &str) -> Result<Loaded, ConfigError> {
    load_layers(text, &[], &[])
}

/// As [`load_text`], with environment and `--set`.
fn load_layers(text: &str, environment: &[(&str, &str)], set: &[&str]) -> Result<Loaded, ConfigError> {
    let sources = Sources {
        file: None,
        set: set.iter().map(|&argument| argument.to_owned()).collect(),
        environment: environment.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        folder: FOLDER.into(),
    };
    let file = ConfigFile { path: Path::new(FOLDER).join("dragoman.toml"), text: text.to_owned() };
    assemble(&sources, Some(file), WithoutFile::Refuse)
}

fn config(text: &str) -> Config {
    load_text(text).unwrap_or_else(|error| panic!("{error}")).config
}

fn layered(text: &str, environment: &[(&str, &str)], set: &[&str]) -> Config {
    load_layers(text, environment, set).unwrap_or_else(|error| panic!("{error}")).config
}

#[test]
fn an_empty_file_gives_every_default() {
    let config = config("");
    assert_eq!(config.file.as_deref(), Some(Path::new("/news/dragoman.toml")));
    assert_eq!(config.name, "dragoman");
    assert_eq!(config.inboxes.len(), 1);
    assert_eq!(config.inboxes[0].path, Path::new("/news/inbox"));
    assert_eq!(config.log, Path::new("/news/events"));
    assert_eq!(config.archive, Archive::Folder("/news/archive".into()));
    assert_eq!(config.state, Path::new("/news/.dragoman"));
    assert_eq!(config.chain.path, [Path::new("/news/plugins")]);
    let extractors: Vec<_> = config.chain.extractors.iter().map(|extractor| extractor.plugin.as_str()).collect();
    assert_eq!(extractors, ["language", "anatomy", "syntax", "dates", "names", "quotes", "interactions"]);
    assert_eq!((config.limits.workers, config.limits.max_document, config.limits.retries), (None, 64 << 20, 3));
    assert_eq!((config.output.max_line, config.output.batch.wait), (30 << 10, Duration::from_millis(5)));
    assert_eq!(config.output.segment.every, Some(Duration::from_secs(86_400)));
}

#[test]
fn paths_start_at_the_folder_of_the_file_unless_they_are_absolute() {
    let config = config("inbox = './in/'\nlog = '/var/log/news'\nstate = '../state'\narchive = 'delete'");
    assert_eq!(config.inboxes[0].path.as_os_str(), "/news/in");
    assert_eq!(config.log, Path::new("/var/log/news"));
    assert_eq!(config.state.as_os_str(), "/news/../state", "`..` may follow a link, so it stays");
    assert_eq!(config.archive, Archive::Delete);
}

#[test]
fn several_inboxes_have_settings_of_their_own() {
    let config =
        config("[[inboxes]]\npath = 'a'\ntags = { desk = 'north' }\n[[inboxes]]\npath = '/b'\nsettle = '250 ms'\n");
    let [a, b] = &config.inboxes[..] else { panic!("{:?}", config.inboxes) };
    assert_eq!((a.path.as_path(), a.settle), (Path::new("/news/a"), Duration::from_secs(1)));
    assert_eq!(a.tags.get("desk").map(String::as_str), Some("north"));
    assert_eq!((b.path.as_path(), b.settle), (Path::new("/b"), Duration::from_millis(250)));
}

#[test]
fn a_plugins_table_is_its_config_without_the_reserved_keys() {
    let config = config(
        "[chain]\norder = ['counts', 'more-counts']\n\
         [plugins.more-counts]\nuse = 'counts'\non_error = 'skip'\n\
         words = 3\nshare = 0.5\nsince = 2026-01-31\nlist = ['a', { b = true }]\n",
    );
    let [first, second] = &config.chain.extractors[..] else { panic!("{:?}", config.chain) };
    assert_eq!((first.plugin.as_str(), first.on_error), ("counts", OnError::Quarantine));
    assert_eq!(first.config, serde_json::json!({}));
    assert_eq!(
        (second.name.as_str(), second.plugin.as_str(), second.on_error),
        ("more-counts", "counts", OnError::Skip)
    );
    let wanted = serde_json::json!({ "words": 3, "share": 0.5, "since": "2026-01-31", "list": ["a", { "b": true }] });
    assert_eq!(second.config, wanted);
}

#[test]
fn set_beats_environment_beats_file() {
    let file = "[limits]\nworkers = 1\nretries = 1\nqueue = '1 MiB'\n";
    let environment = [("DRAGOMAN_LIMITS__WORKERS", "2"), ("DRAGOMAN_LIMITS__RETRIES", "2")];
    let limits = layered(file, &environment, &["limits.workers=3"]).limits;
    assert_eq!((limits.workers, limits.retries, limits.queue), (NonZeroUsize::new(3), 2, 1 << 20));
}

#[test]
fn an_override_is_toml_or_else_a_plain_text() {
    let set = [
        "inbox=/srv/in box",
        "name=2026",
        "log=\"quoted\"",
        "limits.timeout = 5 s ",
        "output.batch={ documents = 7 }",
        "chain.order=['anatomy']",
        "plugins.anatomy.words=3",
        "archive=a=b",
    ];
    let config = layered("[output.batch]\nwait = '1 ms'\n", &[("DRAGOMAN_PLUGINS__ANATOMY__DEEP__KEY", "x")], &set);
    assert_eq!(config.inboxes[0].path, Path::new("/srv/in box"));
    assert_eq!((config.name.as_str(), config.log.as_path()), ("2026", Path::new("/news/quoted")));
    assert_eq!(config.limits.timeout, Duration::from_secs(5));
    let batch = &config.output.batch;
    assert_eq!((batch.documents, batch.wait), (7, Duration::from_millis(1)), "a table is laid over, key by key");
    assert_eq!(config.chain.extractors[0].config, serde_json::json!({ "words": 3, "deep": { "key": "x" } }));
    assert_eq!(config.archive, Archive::Folder("/news/a=b".into()));
}

#[test]
fn an_override_of_the_inbox_takes_the_place_of_the_tables() {
    let config = layered("[[inboxes]]\npath = 'a'\n[[inboxes]]\npath = 'b'\n", &[], &["inbox=c"]);
    assert_eq!(config.inboxes.len(), 1);
    assert_eq!(config.inboxes[0].path, Path::new("/news/c"));
}

#[test]
fn an_unknown_variable_is_a_warning_with_a_suggestion() {
    for (name, suggestion) in [
        ("DRAGOMAN_LIMITS__WORKER", "did you mean DRAGOMAN_LIMITS__WORKERS?"),
        ("DRAGOMAN_LIMITS_WORKERS", "did you mean DRAGOMAN_LIMITS__WORKERS?"),
        ("DRAGOMAN_CONFG", "did you mean DRAGOMAN_CONFIG?"),
        ("DRAGOMAN_INBOXES__0__PATH", "two underscores for each dot"),
    ] {
        let warnings = load_layers("", &[(name, "secret"), ("OTHER", "1"), ("DRAGOMAN_CONFIG", "x")], &[])
            .unwrap_or_else(|error| panic!("{error}"))
            .warnings;
        let [warning] = &warnings[..] else { panic!("{warnings:?}") };
        assert!(
            warning.contains("warning[D0106]") && warning.contains(name) && warning.contains(suggestion),
            "{warning}"
        );
        assert!(!warning.contains("secret"), "{warning}");
    }
}

#[test]
fn a_table_of_an_extractor_outside_the_chain_is_a_warning_with_a_suggestion() {
    for (table, help) in [
        ("[plugins.anatomi]", "did you mean [plugins.anatomy]?"),
        ("[plugins.weather]", "add \"weather\" to `order` in [chain], or take the table out"),
    ] {
        let warnings = load_text(table).unwrap_or_else(|error| panic!("{error}")).warnings;
        let [warning] = &warnings[..] else { panic!("{warnings:?}") };
        assert!(warning.contains("warning[D0120]") && warning.contains("dragoman.toml:1:10"), "{warning}");
        assert!(warning.contains(help), "{warning}");
    }
}

#[test]
fn compressed_segments_go_to_a_folder_of_their_own() {
    let compressed = |text: &str| config(text).output.compressed;
    assert_eq!(compressed("output.compressed = 'off'"), None);
    assert!(compressed("output.compressed = 'packed'").unwrap().ends_with("packed"));
    for wrong in ["events", "archive", "inbox/packed"] {
        let error = load_text(&format!("output.compressed = '{wrong}'")).unwrap_err().to_string();
        assert!(error.contains("the compressed"), "{wrong}: {error}");
    }
}

#[test]
fn the_log_may_lie_inside_the_state_folder() {
    config("state = '/var/lib/dragoman'\nlog = '/var/lib/dragoman/events'\ninbox = '/srv/inbox'");
}
