//! From one generation of plugins to the next while documents are being read.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::{Daemon, Finished, Log, Site, article, libraries};

/// A site with a folder of plugins of its own, in which `mischief` lies.
pub(crate) fn site() -> Site {
    let site = Site::new();
    fs::create_dir(site.path("plugins")).unwrap();
    site.change("chain.path", json!([site.path("plugins")]));
    install(&site, &library("mischief"));
    site
}

pub(crate) fn library(name: &str) -> Vec<u8> {
    fs::read(libraries().join(format!("lib{name}.so"))).unwrap()
}

fn installed(site: &Site) -> PathBuf {
    site.path("plugins/libmischief.so")
}

/// Puts a library in the place of `mischief`, as an installer does: whole, under its name at once.
pub(crate) fn install(site: &Site, library: &[u8]) {
    let outside = site.path("new.so");
    fs::write(&outside, library).unwrap();
    fs::rename(outside, installed(site)).unwrap();
}

/// The same library with another content.
pub(crate) fn version(number: usize) -> Vec<u8> {
    let mut library = library("mischief");
    library.extend(format!("version {number}").bytes());
    library
}

pub(crate) fn status(site: &Site) -> Value {
    serde_json::from_str(&site.execute(&["status", "--json"]).expect(0).stdout).unwrap()
}

fn generation(site: &Site) -> String {
    status(site)["generation"].as_str().unwrap().to_owned()
}

pub(crate) fn reload(site: &Site) -> Finished {
    site.execute(&["ctl", "reload"])
}

/// Delivers one document and waits until it is in the log; returns the generation that read it.
fn generation_of_next(site: &Site, daemon: &Daemon<'_>, number: usize) -> String {
    let name = site.deliver_reports([number]).remove(0);
    daemon.wait("the document in the log", || {
        let log = Log::unfinished(site);
        let document = log.documents.iter().find(|document| document.name == name)?;
        Some(document.record["generation"].as_str().unwrap().to_owned())
    })
}

#[test]
fn a_changed_config_or_plugin_makes_a_new_generation_and_no_change_makes_none() {
    let site = site();
    let daemon = site.start();
    let first = generation_of_next(&site, &daemon, 1);
    assert!(reload(&site).expect(0).stdout.contains("nothing changed"));

    site.change("plugins.mischief.delay_ms", 1);
    let said = reload(&site).expect(0).stdout;
    let second = generation_of_next(&site, &daemon, 2);
    assert!(said.contains(&second) && second != first, "{said}");

    install(&site, &version(1));
    reload(&site).expect(0);
    let third = generation_of_next(&site, &daemon, 3);
    assert!(third != second && third == generation(&site));
    let status = status(&site);
    assert_eq!((&status["reloads"], &status["lastReload"]["ok"]), (&2.into(), &true.into()));
    daemon.stop();
    site.log().expect_each_once(["report-0001.txt", "report-0002.txt", "report-0003.txt"]);
}

#[test]
fn a_signal_or_a_new_file_in_the_folder_of_plugins_is_enough() {
    let site = site();
    let daemon = site.start();
    let first = generation(&site);
    site.change("plugins.mischief.delay_ms", 1);
    site.config();
    daemon.signal(Signal::HUP);
    let second = daemon.wait("a generation after the signal", || Some(generation(&site)).filter(|now| *now != first));
    install(&site, &version(1));
    let third = daemon.wait("a generation after the file", || Some(generation(&site)).filter(|now| *now != second));
    assert_eq!(generation_of_next(&site, &daemon, 1), third);
    daemon.stop();
}

/// Every way in which a new generation can be bad; the old one reads on.
#[test]
fn a_bad_generation_is_refused_with_its_reason_and_the_old_one_works_on() {
    let site = site();
    let daemon = site.start();
    let first = generation(&site);
    let good = library("mischief");
    let settings: &[(&'static str, Value, Value, &str)] = &[
        ("plugins.mischief.refuse", json!("the harbour is closed"), json!(""), "the harbour is closed"),
        ("plugins.mischief.delay_ms", json!("soon"), json!(0), "delay_ms"),
        ("plugins.mischief.abort_on", json!("Harbour"), json!(""), "D0531"),
        ("chain.order", json!(["mischief", "absent"]), json!(["mischief"]), "D0501"),
    ];
    for (number, (key, bad, mended, told)) in settings.iter().enumerate() {
        site.change(key, bad.clone());
        reload(&site).expect(1).expect_words(&[told]);
        let last = &status(&site)["lastReload"];
        assert!(last["ok"] == false && last["text"].as_str().unwrap().contains(told), "{key}: {last:#}");
        assert_eq!(generation_of_next(&site, &daemon, number), first, "{key}");
        site.change(key, mended.clone());
    }
    for (number, bad) in [b"not a library".to_vec(), good[..good.len() / 2].to_vec()].into_iter().enumerate() {
        install(&site, &bad);
        reload(&site).expect(1).expect_words(&["D0503"]);
        assert_eq!(generation_of_next(&site, &daemon, 10 + number), first);
    }
    install(&site, &good);
    reload(&site).expect(0);
    daemon.stop();
    assert_eq!(site.log().documents.len(), 6);
}

#[test]
fn a_refusal_is_told_until_something_new_lies_there() {
    let site = site();
    let daemon = site.start();
    site.change("plugins.mischief.refuse", json!("the harbour is closed"));
    reload(&site).expect(1);
    let told = status(&site)["lastReload"].clone();
    install(&site, &library("mischief"));
    daemon.wait_for_words("the plugins changed to what was refused before");
    assert_eq!(status(&site)["lastReload"], told);
    daemon.stop();
}

#[test]
fn a_config_that_cannot_be_read_is_refused_and_status_tells_it_all_the_same() {
    let site = site();
    let daemon = site.start();
    let first = generation(&site);
    site.change("limits.memory", "much");
    reload(&site).expect(78).expect_words(&["D0112"]);
    daemon.signal(Signal::HUP);
    let told = daemon.wait("the refusal", || status(&site)["lastReload"]["text"].as_str().map(str::to_owned));
    assert!(told.contains("D0112") && told.contains("dragoman.toml"), "{told}");
    assert_eq!(generation_of_next(&site, &daemon, 1), first);
    daemon.stop();
}

#[test]
fn the_first_document_decides_and_is_read_by_the_old_generation_when_the_new_one_crashes() {
    // One slow worker, so that a document waits when the new generation is ready.
    let site = site().set("limits.workers", 1).set("plugins.mischief.delay_ms", 200);
    let daemon = site.start();
    let first = generation(&site);
    let names = site.deliver_reports(1..=12);
    daemon.wait_for_documents(1);
    site.change("plugins.mischief.abort_on", "Ferry");
    reload(&site).expect(1).expect_words(&["its first document", "signal 6"]);
    daemon.wait_for_documents(12);
    daemon.stop();
    let log = site.log();
    log.expect_each_once(names.iter().map(String::as_str));
    for document in &log.documents {
        assert_eq!((&document.record["generation"], &document.record["attempts"]), (&json!(first), &json!(1)));
    }
}

#[test]
fn a_library_that_is_overwritten_in_place_harms_nothing() {
    let site = site();
    let daemon = site.start();
    let before = generation_of_next(&site, &daemon, 1);
    let workers = daemon.workers();
    // Not as an installer does: the very file that was loaded is cut off and filled with something else.
    fs::write(installed(&site), vec![0xcc; 4096]).unwrap();
    for number in 2..6 {
        assert_eq!(generation_of_next(&site, &daemon, number), before);
    }
    daemon.wait("the refusal", || (status(&site)["lastReload"]["ok"] == false).then_some(()));
    assert_eq!(daemon.workers(), workers, "nobody died");
    workers.iter().for_each(crate::support::Process::kill);
    assert_eq!(generation_of_next(&site, &daemon, 6), before, "new workers load what the old ones loaded");
    daemon.stop();
}

/// What is in the place of the plugin in one round of the test below, and whether it is taken.
fn candidate(round: usize) -> (Vec<u8>, bool) {
    let mut cut = library("mischief");
    cut.truncate(2000);
    match round % 4 {
        1 => (b"not a library".to_vec(), false),
        3 => (cut, false),
        _ => (version(round), true),
    }
}

#[test]
fn a_hundred_reloads_under_load_lose_no_document_and_stop_none() {
    let site = site();
    let daemon = site.start();
    let mut names = Vec::new();
    for round in 0..100 {
        names.extend(site.deliver_reports(round * 10..(round + 1) * 10));
        let (library, good) = candidate(round);
        install(&site, &library);
        reload(&site).expect(i32::from(!good));
        // Some of this round's documents are through before the next reload begins, whatever became of this one.
        daemon.wait_for_documents(round * 10 + 1);
    }
    daemon.wait_for_files(names.len());
    assert!(status(&site)["reloads"].as_u64() >= Some(50));
    let workers = daemon.wait("the old workers to go", || Some(daemon.workers()).filter(|workers| workers.len() <= 2));
    daemon.stop();
    assert!(workers.iter().all(|worker| !worker.is_alive()));
    let log = site.log();
    log.expect_each_once(names.iter().map(String::as_str));
    let generations: std::collections::BTreeSet<&str> =
        log.documents.iter().map(|document| document.record["generation"].as_str().unwrap()).collect();
    assert!(generations.len() > 10, "{} generations read documents", generations.len());
    assert_eq!(site.quarantined().len(), 0);
}

#[test]
fn pause_scan_resume_and_stop_do_as_they_say() {
    let site = site();
    let daemon = site.start();
    site.execute(&["ctl", "pause"]).expect(0);
    site.deliver("wait.txt", article(1));
    site.execute(&["ctl", "scan"]).expect(0);
    daemon.wait("the name to be known", || (status(&site)["documents"]["waiting"] == 1).then_some(()));
    assert_eq!((status(&site)["state"].as_str(), site.inbox_names()), (Some("paused"), vec!["wait.txt".to_owned()]));
    assert!(reload(&site).expect(0).stdout.contains("nothing changed"), "a reload does not end a pause");
    site.execute(&["ctl", "resume"]).expect(0);
    daemon.wait_for_files(1);
    site.execute(&["ctl", "stop"]).expect(0);
    daemon.finish().expect(0);
    site.log().expect_each_once(["wait.txt"]);
    for arguments in [&["status"][..], &["ctl", "reload"]] {
        site.execute(arguments).expect(69).expect_words(&["D0601", "no daemon runs"]);
    }
}

#[test]
fn a_state_folder_with_a_very_long_path_has_a_control_socket_all_the_same() {
    let site = site();
    let deep = Path::new(&"long-name-of-a-folder/".repeat(8)).join("state");
    let site = site.set("state", json!(deep));
    let daemon = site.start();
    assert_eq!(status(&site)["state"], "working");
    daemon.stop();
}

#[test]
fn in_a_state_folder_that_all_may_enter_the_control_socket_is_the_owners_alone() {
    let site = site().launcher(&["sh", "-c", "umask 0; exec \"$@\"", "sh"]);
    fs::create_dir(site.path(".dragoman")).unwrap();
    fs::set_permissions(site.path(".dragoman"), fs::Permissions::from_mode(0o755)).unwrap();
    let daemon = site.start();
    let socket = fs::metadata(site.path(".dragoman/control.sock")).unwrap();
    assert_eq!(socket.permissions().mode() & 0o777, 0o600);
    daemon.stop();
}

#[test]
fn a_changed_setting_that_needs_a_restart_is_named() {
    let site = site();
    let daemon = site.start();
    site.change("output.duplicates", "skip");
    site.change("limits.timeout", "9 s");
    let said = reload(&site).expect(0).stdout;
    assert!(said.contains("these need a restart: [output]"), "{said}");
    daemon.stop();
}
