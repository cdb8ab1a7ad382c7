//! The running process. It never outlives its test.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::finished::Finished;
use crate::support::log::Log;
use crate::support::processes::Process;
use crate::support::site::Site;
use crate::support::wait::until;

/// A daemon in a [`Site`]; killed when it is dropped.
pub(crate) struct Daemon<'a> {
    site: &'a Site,
    child: Child,
    stdout: PathBuf,
    stderr: PathBuf,
}

impl<'a> Daemon<'a> {
    /// Starts a command that runs until it is told to stop.
    pub(crate) fn spawn(site: &'a Site, command: &mut Command) -> Daemon<'a> {
        static RUNS: AtomicUsize = AtomicUsize::new(0);
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        // Files, so that a process that says much never waits for a test that does not listen.
        let [stdout, stderr] = ["stdout", "stderr"].map(|stream| site.path(format!("{stream}.{run}")));
        let child = command
            .stdin(Stdio::null())
            .stdout(File::create(&stdout).unwrap())
            .stderr(File::create(&stderr).unwrap())
            .spawn()
            .unwrap();
        Daemon { site, child, stdout, stderr }
    }

    /// Waits for a condition; the process must live to fulfil it.
    #[track_caller]
    pub(crate) fn wait<T>(&self, what: &str, probe: impl FnMut() -> Option<T>) -> T {
        until(probe).unwrap_or_else(|| {
            let (log, disposed) = (Log::count(&self.site.log_folder()), self.site.disposed());
            panic!("no {what} within the deadline; {log} documents, {disposed} files gone\n{}", self.stderr())
        })
    }

    #[track_caller]
    pub(crate) fn wait_until_ready(&self) {
        let running = || fs::exists(format!("/proc/{}/fd/0", self.pid())).unwrap_or(false);
        self.wait("readiness", || {
            let said = self.stderr();
            let ready = said.contains("ready elapsed_ms=") || said.contains(r#""message":"ready""#);
            (ready || !running()).then_some(ready).map(|ready| assert!(ready, "it ended: {said}"))
        });
    }

    /// Waits until the log has this many documents.
    #[track_caller]
    pub(crate) fn wait_for_documents(&self, count: usize) {
        let folder = self.site.log_folder();
        self.wait(&format!("{count} documents"), || (Log::count(&folder) >= count).then_some(()));
    }

    /// Waits until the log has the document of a file with this name.
    #[track_caller]
    pub(crate) fn wait_for_document(&self, name: &str) {
        let found = || Log::unfinished(self.site).documents.iter().any(|document| document.name == name);
        self.wait(name, || found().then_some(()));
    }

    /// Waits until this many files are put away, as long as they become more.
    #[track_caller]
    pub(crate) fn wait_for_storm(&self, count: usize) {
        let mut seen = 0;
        while seen < count {
            self.wait(&format!("progress towards {count} files put away"), || {
                let disposed = self.site.disposed();
                (disposed > seen).then(|| seen = disposed)
            });
        }
    }

    /// Waits until this many files are in archive and quarantine together.
    #[track_caller]
    pub(crate) fn wait_for_files(&self, count: usize) {
        self.wait(&format!("{count} files put away"), || (self.site.disposed() >= count).then_some(()));
    }

    /// Waits until standard error has these words.
    #[track_caller]
    pub(crate) fn wait_for_words(&self, words: &str) {
        self.wait(words, || self.stderr().contains(words).then_some(()));
    }

    /// What it has said so far.
    pub(crate) fn stderr(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.stderr).unwrap()).into_owned()
    }

    /// The process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The worker processes.
    pub(crate) fn workers(&self) -> Vec<Process> {
        Process::children_of(self.pid())
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Asks it to stop and insists that it does, without a complaint.
    #[track_caller]
    pub(crate) fn stop(self) -> Finished {
        self.signal(Signal::TERM);
        self.finish().expect(0)
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(self) {
        self.signal(Signal::KILL);
        self.finish();
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn finish(mut self) -> Finished {
        let Some(status) = until(|| self.child.try_wait().unwrap()) else {
            panic!("it does not end\n{}", self.stderr());
        };
        Finished::new(status, &fs::read(&self.stdout).unwrap(), &fs::read(&self.stderr).unwrap())
    }
}

impl Drop for Daemon<'_> {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
