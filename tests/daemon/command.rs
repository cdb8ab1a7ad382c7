//! The bundled extractor `command`: programs in the chain.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Process, Site, article, skip, until};

/// A site whose chain ends in a program; `None`, and a visible line, without its interpreter. One that is a user's own
/// may be out of reach for the user that workers of root become.
fn site(interpreter: &str, program: &str, source: &[u8]) -> Option<Site> {
    if !Path::new("/usr/bin").join(interpreter).exists() {
        skip(&format!("no /usr/bin/{interpreter}"));
        return None;
    }
    let site = Site::new();
    site.change("chain.order", json!(["language", "anatomy", "shout"]));
    for (path, mode) in [(site.path(""), 0o755), (site.path(program), 0o644)] {
        if mode == 0o644 {
            fs::write(&path, source).unwrap();
        }
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    site.change("plugins.shout.use", "command");
    site.change("plugins.shout.grant", json!(["exec"]));
    site.change("plugins.shout.read", json!([site.path("")]));
    site.change("plugins.shout.program", json!([interpreter, program]));
    site.change("plugins.shout.event_types", json!(["com.example.shout.v1"]));
    Some(site)
}

fn example(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/command/examples").join(name)).unwrap()
}

fn loud(number: usize) -> String {
    format!("{}\nNATO and the EU met in PORT ELSON.\n", article(number))
}

/// The processes below a process, all of them.
fn below(id: u32) -> Vec<Process> {
    let children = Process::children_of(id);
    let further: Vec<Process> = children.iter().flat_map(|child| below(child.id)).collect();
    children.into_iter().chain(further).collect()
}

#[test]
fn a_program_in_python_or_javascript_takes_its_place_in_the_chain() {
    for (interpreter, program) in [("python3", "shout.py"), ("node", "shout.mjs")] {
        let Some(site) = site(interpreter, program, &example(program)) else { continue };
        let daemon = site.start();
        let names: Vec<String> = (0..20).map(|number| format!("loud-{number}.txt")).collect();
        for (number, name) in names.iter().enumerate() {
            site.deliver(name, loud(number));
        }
        daemon.wait_for_files(names.len());
        let said = daemon.stderr();
        let family = below(daemon.pid());
        assert_eq!(family.len(), 4, "two workers with a program each");
        daemon.stop();
        assert!(until(|| family.iter().all(|one| !one.is_alive()).then_some(())).is_some(), "{family:?} live on");
        let log = site.log();
        log.expect_each_once(names.iter().map(String::as_str));
        let document = log.document("loud-3.txt");
        assert_eq!(document.kinds(), ["dragoman.article.v1", "com.example.shout.v1"]);
        let event = document.events.iter().find(|event| event.kind == "com.example.shout.v1").unwrap();
        let data: Value = serde_json::from_str(&event.data).unwrap();
        assert_eq!((&data["loud"], data["first"].is_string()), (&json!(6), true), "{data}");
        assert!(said.contains("was granted to start programs"), "its reach is said plainly: {said}");
    }
}

#[test]
fn a_program_dies_with_a_daemon_that_is_killed() {
    let Some(site) = site("python3", "shout.py", &example("shout.py")) else { return };
    let daemon = site.start();
    let family = daemon.wait("workers and programs", || Some(below(daemon.pid())).filter(|all| all.len() == 4));
    daemon.kill();
    assert!(until(|| family.iter().all(|one| !one.is_alive()).then_some(())).is_some(), "{family:?} live on");
}

/// What a program can do in the sandbox of its worker.
const PROWLER: &[u8] = br#"
import json, os, socket, sys

def attempt(what):
    try:
        what()
        return "done"
    except OSError as error:
        return type(error).__name__

def say(**line):
    print(json.dumps(line), flush=True)

for line in sys.stdin:
    message = json.loads(line)
    if "hello" in message:
        say(ready=1)
        continue
    data = {
        "write": attempt(lambda: open("made", "w")),
        "tmp": attempt(lambda: open("/tmp/made", "w")),
        "connect": attempt(lambda: socket.create_connection(("127.0.0.1", 9))),
        "socket": attempt(lambda: socket.socket(socket.AF_UNIX)),
        "signal": attempt(lambda: os.kill(os.getppid(), 0) or os.kill(1, 0)),
        "root": attempt(lambda: os.listdir("/root")),
        "read": attempt(lambda: open("prowler.py").read()),
        "program": attempt(lambda: os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)),
    }
    say(event={"type": "com.example.shout.v1", "data": data})
    say(done=message["document"]["id"])
"#;

#[test]
fn a_program_may_start_programs_and_read_its_folder_and_nothing_else() {
    let Some(site) = site("python3", "prowler.py", PROWLER) else { return };
    fs::set_permissions(site.path(""), fs::Permissions::from_mode(0o777)).unwrap();
    let daemon = site.start();
    site.deliver("quiet.txt", article(1));
    daemon.wait_for_files(1);
    let said = daemon.stop().stderr;
    let log = site.log();
    let events = log.events();
    let event = events.iter().find(|event| event.kind == "com.example.shout.v1").unwrap();
    let data: Value = serde_json::from_str(&event.data).unwrap();
    assert_eq!((&data["read"], &data["program"]), (&json!("done"), &json!("done")), "{data:#}");
    if !said.contains("feature=\"files\"") {
        for attempt in ["write", "tmp", "root"] {
            assert_eq!(data[attempt], "PermissionError", "{attempt}: {data:#}");
        }
        assert!(!site.path("made").exists());
    }
    if !said.contains("feature=\"network\"") {
        assert_eq!((&data["connect"], &data["socket"]), (&json!("PermissionError"), &json!("PermissionError")));
    }
    if !said.contains("feature=\"signals\"") {
        assert_eq!(data["signal"], "PermissionError", "{data:#}");
    }
}

#[test]
fn a_program_that_cannot_be_started_is_a_fault_of_the_config() {
    let Some(site) = site("python3", "shout.py", &example("shout.py")) else { return };
    for (key, value, words) in [
        ("plugins.shout.program", json!(["pyhton3", "shout.py"]), &["program", "pyhton3", "dragoman.toml"][..]),
        ("plugins.shout.program", json!(["python3", "absent.py"]), &["program", "absent.py"]),
        ("plugins.shout.program", json!("python3 shout.py"), &["program", "want array"]),
        ("plugins.shout.grant", json!([]), &["D0514", "grant = [\"exec\"]"]),
    ] {
        site.change("plugins.shout.program", json!(["python3", "shout.py"]));
        site.change(key, value);
        site.run_once().expect(78).expect_words(words);
    }
}
