//! What an extractor can do to the world, as it finds out itself.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;

use serde_json::{Value, json};

use crate::support::{Site, article, compile_launcher};

/// What every extractor may do.
const RIGHTS: &[&str] = &["start a thread", "signal itself"];

/// Whom workers of a daemon that is root become.
const NOBODY: u32 = 65534;

/// A site whose chain is `escape`, and all that it is after.
struct Prison {
    site: Site,
    _listening: UnixListener,
}

impl Prison {
    fn new() -> Prison {
        let site = Site::new();
        // Nothing but the sandbox is in the way.
        open_to_all(&site.path(""), 0o777);
        fs::write(site.path("treasure"), "gold").unwrap();
        open_to_all(&site.path("treasure"), 0o666);
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(site.path("treasure"), Some(NOBODY), None).unwrap();
        }
        let listening = UnixListener::bind(site.path("socket")).unwrap();
        open_to_all(&site.path("socket"), 0o777);
        site.change("chain.order", json!(["escape"]));
        site.change("plugins.escape.treasure", json!(site.path("treasure")));
        site.change("plugins.escape.open_folder", json!(site.path("")));
        site.change("plugins.escape.socket", json!(site.path("socket")));
        Prison { site, _listening: listening }
    }

    /// What the extractor says of its attempts, and what the daemon says.
    fn attempts(&self) -> (BTreeMap<String, String>, String) {
        let daemon = self.site.start();
        self.site.deliver("plan.txt", article(1));
        daemon.wait_for_files(1);
        let said = daemon.stop().stderr;
        let log = self.site.log();
        log.expect_each_once(["plan.txt"]);
        (serde_json::from_str(&log.events()[0].data).unwrap(), said)
    }
}

fn open_to_all(path: &std::path::Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn refused(outcome: &str) -> bool {
    matches!(outcome, "EPERM" | "EACCES")
}

/// Whether this kernel has what the sandbox is made of; what it lacks must be said, and is then not asked for.
fn lacks(said: &str, feature: &str) -> bool {
    let lacks = said.contains(&format!("feature=\"{feature}\""));
    if lacks {
        assert!(said.contains("D0563"), "{said}");
    }
    lacks
}

#[test]
fn an_extractor_reaches_no_file_no_network_and_no_process() {
    let prison = Prison::new();
    let (attempts, said) = prison.attempts();
    if ["files", "network", "programs", "signals"].iter().any(|feature| lacks(&said, feature)) {
        return crate::support::skip("this kernel lacks a part of the sandbox, as the daemon says");
    }
    assert!(attempts.len() > 35, "{attempts:#?}");
    for (attempt, outcome) in &attempts {
        assert_eq!(refused(outcome), !RIGHTS.contains(&attempt.as_str()), "{attempt}: {outcome}");
    }
    assert_eq!(fs::read(prison.site.path("treasure")).unwrap(), b"gold");
    assert!(!prison.site.path("made").exists());
    assert!(said.contains("sandbox=\"no files, no network, no programs, no signals"), "{said}");
}

#[test]
fn a_folder_that_the_config_names_can_be_read_and_nothing_beside_it() {
    let mut prison = Prison::new();
    let folder = prison.site.path("words");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("list"), "harbour").unwrap();
    open_to_all(&folder, 0o755);
    let site = prison.site;
    prison.site =
        site.set("plugins.escape.allowed", json!(folder.join("list"))).set("plugins.escape.read", json!([folder]));
    let (attempts, said) = prison.attempts();
    assert_eq!(attempts["read what is allowed"], "done");
    assert!(refused(&attempts["read a file"]) || lacks(&said, "files"), "{attempts:#?}");
}

#[test]
fn without_landlock_the_daemon_warns_and_the_rest_of_the_sandbox_holds() {
    let mut prison = Prison::new();
    let Some(launcher) = compile_launcher("old_kernel", &prison.site.path("")) else { return };
    let site = prison.site;
    prison.site = site.launcher(&[launcher.to_str().unwrap(), "landlock"]);
    let (attempts, said) = prison.attempts();
    assert!(lacks(&said, "files"), "{said}");
    assert!(said.contains("a plugin can read and write"), "the warning says what it means: {said}");
    assert_eq!(attempts["read the list of users"], "done");
    for attempt in ["connect to a port", "start a program", "signal the parent", "trace the parent"] {
        assert!(refused(&attempts[attempt]), "{attempt}: {}", attempts[attempt]);
    }
}

#[test]
fn without_seccomp_the_daemon_warns_and_the_rest_of_the_sandbox_holds() {
    let mut prison = Prison::new();
    let Some(launcher) = compile_launcher("old_kernel", &prison.site.path("")) else { return };
    let site = prison.site;
    prison.site = site.launcher(&[launcher.to_str().unwrap(), "seccomp"]);
    let (attempts, said) = prison.attempts();
    assert!(lacks(&said, "network") && lacks(&said, "programs"), "{said}");
    assert!(refused(&attempts["read a file"]) || lacks(&said, "files"), "{attempts:#?}");
}

#[test]
fn a_sandbox_that_is_required_and_not_there_stops_the_start() {
    for missing in ["landlock", "seccomp"] {
        let prison = Prison::new();
        let Some(launcher) = compile_launcher("old_kernel", &prison.site.path("")) else { return };
        let site = prison.site.set("chain.sandbox", "required").launcher(&[launcher.to_str().unwrap(), missing]);
        site.deliver("plan.txt", article(1));
        site.run_once().expect(78).expect_words(&["D0560", "required"]);
        assert_eq!(site.inbox_names(), ["plan.txt"]);
    }
}

#[test]
fn a_sandbox_that_is_off_is_said_to_be() {
    let mut prison = Prison::new();
    let site = prison.site;
    prison.site = site.set("chain.sandbox", "off");
    let (attempts, said) = prison.attempts();
    assert!(said.contains("D0562"), "{said}");
    for attempt in ["read the list of users", "fork", "make a pair of sockets"] {
        assert_eq!(attempts[attempt], "done", "{attempt}");
    }
}

#[test]
fn workers_of_a_daemon_that_is_root_are_somebody_else() {
    if !rustix::process::geteuid().is_root() {
        return crate::support::skip("not root");
    }
    for (user, uid) in [(None, NOBODY), (Some("1234"), 1234)] {
        let site = Site::new();
        let site = if let Some(user) = user { site.set("chain.worker_user", user) } else { site };
        let daemon = site.start();
        let workers = daemon.workers();
        assert_eq!(workers.len(), 2);
        for worker in workers {
            assert_eq!(worker.user(), uid);
        }
        daemon.stop();
    }
    let site = Site::new().set("chain.worker_user", "nobody-of-this-name");
    site.run_once().expect(78).expect_words(&["D0561", "nobody-of-this-name", "chain.worker_user"]);
}

#[test]
fn a_worker_holds_nothing_that_was_open_in_the_daemon() {
    let site = Site::new();
    let site = site.launcher(&["sh", "-c", "exec \"$@\" 7>given", "sh"]);
    let daemon = site.start();
    let held = |process: u32| {
        let entries = fs::read_dir(format!("/proc/{process}/fd")).unwrap().flatten();
        let targets = entries.filter_map(|entry| Some(fs::read_link(entry.path()).ok()?.display().to_string()));
        targets.collect::<Vec<_>>()
    };
    let is_given = |target: &String| target.ends_with("/given");
    assert!(held(daemon.pid()).iter().any(is_given), "the daemon was given a file");
    for worker in daemon.workers() {
        let foreign = |target: &&String| {
            let own = ["/memfd:", "/dev/null", "pipe:", "socket:"];
            !own.iter().any(|kind| target.starts_with(kind))
        };
        let held = held(worker.id);
        assert_eq!(held.iter().filter(foreign).collect::<Vec<_>>(), [""; 0], "{held:?}");
        assert_eq!(held.iter().filter(|target| target.starts_with("socket:")).count(), 1, "{held:?}");
    }
    daemon.stop();
}

#[test]
fn check_and_status_tell_what_the_sandbox_keeps() {
    let site = Site::new();
    let said = site.execute(&["check"]).expect(0).stdout;
    assert!(said.contains("sandbox"), "{said}");
    let daemon = site.start();
    let status: Value = serde_json::from_str(&site.execute(&["status", "--json"]).expect(0).stdout).unwrap();
    daemon.stop();
    assert!(status["workers"]["sandbox"].as_str().unwrap().starts_with("no "), "{status:#}");
    assert_eq!(status["state"], "working");
}
