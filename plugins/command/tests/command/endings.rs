//! How programs end.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};
use std::time::Duration;

use extractor_api::Level;
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::process::{Pid, PidfdFlags, Signal};
use serde_json::Value;

use crate::support::{after_greeting, started};

/// Answers with an event that holds the process id.
const TELL_PID: &str =
    "echo '{\"event\":{\"type\":\"com.example.note.v1\",\"data\":{\"pid\":'$$'}}}'; echo '{\"done\":true}'";

/// The process id that [`TELL_PID`] told.
fn pid(data: &Value) -> Pid {
    data["pid"].as_i64().and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?)).expect("a process id")
}

/// Opens a process, to wait for its end.
fn open(pid: Pid) -> OwnedFd {
    rustix::process::pidfd_open(pid, PidfdFlags::empty()).expect("a process that exists")
}

/// Waits until a process has ended.
fn wait_for_end(process: &OwnedFd) {
    let minute = Timespec::try_from(Duration::from_secs(60)).unwrap();
    let ready = rustix::event::poll(&mut [PollFd::new(process, PollFlags::IN)], Some(&minute));
    assert_eq!(ready, Ok(1), "the process goes on");
}

#[test]
fn a_program_that_ends_between_documents_is_started_again() {
    let mut harness = started(after_greeting(&format!("while read -r document; do {TELL_PID}; done")));
    let first = pid(&harness.run_text("a text").events[0].data);
    let process = open(first);
    rustix::process::kill_process(first, Signal::TERM).unwrap();
    wait_for_end(&process);
    let run = harness.run_text("a text");
    assert!(run.verdict.is_ok() && pid(&run.events[0].data) != first, "{:?}", run.verdict);
    let [(Level::Info, text)] = &run.logs[..] else { panic!("{:?}", run.logs) };
    assert!(text.starts_with("between documents, \"sh -c") && text.contains("ended (signal: 15 (SIGTERM))"), "{text}");
}

#[test]
fn a_program_is_let_go_when_its_extractor_ends() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("farewell");
    let script = format!("while read -r line; do :; done; echo bye >{}", file.display());
    // On a busy machine a program may be too late, and is killed; not every time.
    let said_bye = |_| {
        drop(started(after_greeting(&script)));
        fs::read_to_string(&file).is_ok_and(|words| words == "bye\n")
    };
    assert!((0..50).any(said_bye));
}

#[test]
fn a_program_that_does_not_go_is_killed() {
    let mut harness = started(after_greeting(&format!("read -r document; {TELL_PID}; exec sleep 600")));
    let process = open(pid(&harness.run_text("a text").events[0].data));
    drop(harness);
    wait_for_end(&process);
}

#[test]
fn a_program_dies_with_its_worker() {
    const WORKER: &str = "COMMAND_TEST_WORKER";
    if std::env::var_os(WORKER).is_some() {
        let mut harness = started(after_greeting(&format!("read -r document; {TELL_PID}; exec sleep 600")));
        println!("pid {}", pid(&harness.run_text("a text").events[0].data));
        let _ = std::io::stdin().read_line(&mut String::new());
        std::process::exit(0); // Nothing is dropped.
    }
    let mut worker = Command::new(std::env::current_exe().unwrap());
    worker.args(["--exact", "endings::a_program_dies_with_its_worker", "--nocapture"]).env(WORKER, "1");
    let mut worker = worker.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(worker.stdout.take().unwrap()).lines().map_while(Result::ok);
    let told = lines.filter_map(|line| Some(line.split_once("pid ")?.1.to_owned())).next().expect("a process id");
    let program = open(Pid::from_raw(told.parse().unwrap()).unwrap());
    drop(worker.stdin.take());
    assert!(worker.wait().unwrap().success());
    wait_for_end(&program);
}
