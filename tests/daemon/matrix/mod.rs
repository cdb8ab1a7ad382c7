//! The failure matrix of the plugin contract: for each of its rows a real library that fails so, driven through the
//! built daemon.
//!
//! In the order of a plugin's life: `loading`, faults that keep a chain from starting; `reading`, what costs one
//! document; `lasting`, what a document leaves behind in its worker; `service`, what the whole daemon makes of it.
//! Rows that `plugins`, `configs`, `plugin_files` and `workers` prove stand there.

mod lasting;
mod loading;
mod reading;
mod service;

use std::fs;

use serde_json::{Value, json};

use crate::support::{Daemon, Finished, Process, Site, article, compile_c_with};

/// A site whose chain is `evil`, a plugin in C that does what a text asks for; `None` without a compiler. So many
/// misdeeds in so short a time would halt the daemon, so nothing counts as one.
fn evil() -> Option<Site> {
    let site = Site::new().set("chain.order", json!(["evil"])).set("chain.strikes", 0);
    build(&site, "evil", &[]).then(|| site.set("chain.path", json!(["plugins"])))
}

/// Builds a plugin in C, or builds it anew, in the site's folder `plugins`; `false` without a compiler.
#[must_use]
fn build(site: &Site, name: &str, words: &[&str]) -> bool {
    let (new, library) = (site.path("new.so"), site.path(format!("plugins/lib{name}.so")));
    fs::create_dir_all(site.path("plugins")).unwrap();
    let words: Vec<&str> = words.iter().copied().chain(["-pthread"]).collect();
    // A daemon that looks meanwhile finds the old library or the new one, never a part.
    compile_c_with(name, &words, &new) && fs::rename(new, library).is_ok()
}

/// A text that asks a plugin for a misdeed; no other word gives the same text.
fn asking(plugin: &str, word: &str) -> String {
    format!("{}{plugin}: {word}\n", article(1))
}

/// Stops a daemon and insists that no process of it lives on.
#[track_caller]
fn stop(daemon: Daemon<'_>) -> Finished {
    let workers = daemon.workers();
    let finished = daemon.stop();
    assert!(!workers.iter().any(Process::is_alive), "a worker outlives its daemon");
    finished
}

/// What a running daemon says of itself.
#[track_caller]
fn status(site: &Site) -> Value {
    serde_json::from_str(&site.execute(&["status", "--json"]).expect(0).stdout).unwrap()
}

/// Has the running daemon read its config with one line more.
fn reload_with(site: &Site, line: &str) -> Finished {
    let config = site.config();
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("{line}\n{text}")).unwrap();
    Finished::of(site.program().args(["ctl", "reload", "--config"]).arg(config))
}
