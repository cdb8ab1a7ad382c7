//! Programs and configs with which an extractor cannot be created.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use extractor_api::abi;
use serde_json::{Value, json};

use crate::support::{config, refusal, with};

#[track_caller]
fn check(config: Value, words: &[&str]) {
    let verdict = refusal(&config);
    assert_eq!(verdict.status, abi::CONFIG, "{verdict:?}");
    assert!(verdict.text.starts_with(words[0]), "{config}: {:?} begins otherwise than {:?}", verdict.text, words[0]);
    for words in &words[1..] {
        assert!(verdict.text.contains(words), "{config}: {:?} lacks {words:?}", verdict.text);
    }
}

#[test]
fn a_wrong_config_is_refused_at_its_key() {
    for (wrong, words) in [
        (json!({ "program": [] }), "program: names no program"),
        (json!({ "program": [""] }), "program: names no program"),
        (json!({ "program": "python3" }), "program: invalid type: string \"python3\""),
        (json!({ "event_types": ["note"] }), "event_types: entry 0, \"note\", is not a reverse-DNS type"),
        (json!({ "event_types": ["com.example.a", "*"] }), "event_types: entry 1, \"*\""),
        (json!({ "event_types": ["dragoman.article.v1"] }), "event_types: entry 0"),
        (json!({ "timeout": 0 }), "timeout: invalid value: integer `0`"),
        (json!({ "timeout": "5 s" }), "timeout: invalid type: string"),
        (json!({ "start_timeout": -1 }), "start_timeout: invalid value"),
        (json!({ "environment": { "A=B": "" } }), "environment: \"A=B\" cannot be the name"),
        (json!({ "environment": { "A": 1 } }), "environment.A: invalid type"),
        (json!({ "settings": [] }), "settings: invalid type"),
        (json!({ "programme": [] }), "unknown field `programme`"),
    ] {
        check(with(config(&["true"]), wrong), &[words]);
    }
    check(json!({}), &["program: names no program"]);
}

#[test]
fn a_program_that_cannot_be_started_is_a_config_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shout.py");
    fs::write(&file, "").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let file = file.to_str().unwrap();
    for (program, words) in [
        ("pyhton3", ["program: cannot start \"pyhton3\": No such file or directory", "PATH"]),
        ("./pyhton3", ["program: cannot start \"./pyhton3\": No such file or directory", "folder of the config file"]),
        (file, ["program: cannot start \"/", "Permission denied"]),
        (file, ["program: cannot start \"/", "`worker_user`"]),
        (file, ["program: cannot start \"/", "`read = [\"folder\"]`"]),
    ] {
        check(config(&[program]), &words);
    }
}

#[test]
fn a_program_that_does_not_greet_back_is_a_config_error() {
    for (script, words) in [
        ("exit 1", &["program: before {\"ready\":1}, \"sh -c exit 1\" ended (exit status: 1)"][..]),
        ("echo 'no module' >&2; exit 1", &["program: before", "ended (exit status: 1); it last wrote: no module"]),
        (
            "echo 'Loading...'; exec sleep 600",
            &["program: before {\"ready\":1}, ", "not in the protocol: \"Loading...\""],
        ),
        ("echo '{\"done\":true}'; exec sleep 600", &["program: before {\"ready\":1}, ", "{\"ready\":1} comes first"]),
        (
            "echo '{\"ready\":2}'; exec sleep 600",
            &["program: before {\"ready\":1}, ", "speaks version 2 of the protocol, not 1"],
        ),
        (
            "read -r hello; printf '{\"ready\":1}\\n{\"done\":true}\\n'; exec sleep 600",
            &["program: before {\"ready\":1}, ", "went on after it was done, with \"{\\\"done\\\":true}"],
        ),
        (
            "head -c 300 /dev/zero | tr '\\0' x; echo; exec sleep 600",
            &["program: before {\"ready\":1}, ", "xxx\": expected"],
        ),
    ] {
        check(config(&["sh", "-c", script]), words);
    }
    let silent = with(config(&["sh", "-c", "exec sleep 600"]), json!({ "start_timeout": 300 }));
    check(
        silent,
        &["start_timeout: before {\"ready\":1}, \"sh -c exec sleep 600\" was not done within 300ms (`start_timeout`)"],
    );
}
