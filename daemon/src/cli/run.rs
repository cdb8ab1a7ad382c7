//! `dragoman run`: the daemon.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::cli::table::count_words;
use crate::cli::{Settings, diagnostics, workers};
use crate::config::Config;
use crate::exit::{Exit, Failure};
use crate::inbox::budget::Budget;
use crate::inbox::claim::Rules;
use crate::inbox::dispose::Disposal;
use crate::inbox::mover::Mover;
use crate::inbox::watch::Watch;
use crate::log::writer::{Batch, Writer};
use crate::main_loop::{MainLoop, Parts, Summary, WAKES_MAX, Wake};
use crate::{signals, startup};

#[derive(clap::Args)]
pub(super) struct Run {
    /// Empty the inbox and exit; 1 when a file went to quarantine or was left
    #[arg(long)]
    once: bool,
}

/// Ends the process when any of its threads panics: the others would wait for it for ever. Nothing is lost by it, as by
/// no other sudden end.
fn end_at_panic() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        print(info);
        std::process::exit(Exit::Internal as i32);
    }));
}

impl Run {
    pub(super) fn once() -> Run {
        Run { once: true }
    }

    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let began = Instant::now();
        let config = settings.load()?.config;
        diagnostics::start(settings, &config.diagnostics)?;
        end_at_panic();
        let (wakes, woken) = bounded(WAKES_MAX);
        let main_loop = self.start(&config, &wakes, &woken)?;
        tracing::info!(elapsed_ms = began.elapsed().as_millis() as u64, "ready");
        let log = config.log.clone();
        // From here on every wake answers something that the loop gave out.
        let result = main_loop.run(&woken);
        let summary = result.map_err(|error| {
            let doing = format!("the log in {} refused", log.display());
            let fix = "nothing was lost: see that the disk is well and has room, then start again";
            Failure::io(Exit::Io, "D0308", doing, &error, fix)
        })?;
        self.report(&summary, &log, began);
        let all_well = !self.once || (summary.quarantined == 0 && summary.left.is_empty());
        Ok(if all_well { Exit::Fine } else { Exit::Found })
    }

    /// Brings everything up in the order in which it can fail: what is merely read first, what is written last.
    fn start(&self, config: &Config, wakes: &Sender<Wake>, woken: &Receiver<Wake>) -> Result<MainLoop, Failure> {
        let setup = Arc::new(startup::setup(config)?);
        let folders = startup::open_folders(config)?;
        let internal = |what: &str, error: &std::io::Error| {
            Failure::io(Exit::Internal, "D0305", what, error, "raise the limit of processes and open files")
        };
        signals::start(wakes.clone(), config.limits.reconcile)
            .map_err(|error| internal("cannot handle signals", &error))?;
        let pool = startup::start_pool(config, workers(&config.limits), &setup, wakes.clone(), woken)?;

        let paths: Vec<&Path> = config.inboxes.iter().map(|inbox| inbox.path.as_path()).collect();
        let hinted = wakes.clone();
        // A full queue holds wakes enough; hints are taken with any of them at the next scan at the latest.
        let watch = Watch::start(&paths, move || drop(hinted.try_send(Wake::Hints))).map_err(|error| {
            let fix = "raise fs.inotify.max_user_watches and fs.inotify.max_user_instances (sysctl)";
            Failure::new(Exit::Io, format!("error[D0203]: cannot watch an inbox: {error}\n  fix:   {fix}"))
        })?;
        let rules = Rules {
            empty_wait: config.limits.empty_wait,
            document_bytes_max: config.limits.max_document,
            budget: Budget::new(config.limits.queue),
        };
        let disposal = Disposal::new(config.archive.clone(), config.state.join("quarantine"));
        let done = wakes.clone();
        let mover = Mover::start(Arc::clone(&folders.roots), rules, disposal, move |report| {
            let _ = done.send(Wake::Moved(report));
        })
        .map_err(|error| internal("cannot start the mover", &error))?;
        let batch = &config.output.batch;
        let batch = Batch { documents: batch.documents, bytes: batch.bytes, wait: batch.wait };
        let acknowledged = wakes.clone();
        let writer = Writer::start(folders.log, batch, move |ack| {
            let _ = acknowledged.send(Wake::Log(ack));
        })
        .map_err(|error| internal("cannot start the log writer", &error))?;

        for path in paths {
            tracing::info!(path = %path.display(), "inbox");
        }
        tracing::info!(path = %config.log.display(), lines = folders.lines, documents = folders.ledger.len(), segments = folders.segments, "log");
        let chain: Vec<&str> = setup.generation.extractors.iter().map(|extractor| extractor.label.as_str()).collect();
        tracing::info!(
            chain = chain.join(" "),
            workers = workers(&config.limits),
            generation = setup.generation.id,
            "chain"
        );
        Ok(MainLoop::new(Parts {
            roots: folders.roots,
            ledger: folders.ledger,
            setup,
            limits: config.limits.clone(),
            duplicates: config.output.duplicates,
            watch,
            mover,
            pool,
            writer,
            once: self.once,
            locks: folders.locks,
        }))
    }

    fn report(&self, summary: &Summary, log: &Path, began: Instant) {
        let Summary { done, incomplete, duplicates, quarantined, .. } = *summary;
        tracing::info!(done, incomplete, duplicates, quarantined, left = summary.left.len(), "stopped");
        for path in &summary.left {
            tracing::warn!(path = %path.display(), "left: still being written, or its folder refused; run again later");
        }
        if !self.once {
            return;
        }
        let seconds = began.elapsed().as_secs_f64();
        let mut text =
            format!("done: {done}   duplicates: {duplicates}   quarantined: {quarantined}   in {seconds:.1} s\n");
        if incomplete > 0 {
            text.push_str(&format!("incomplete: {incomplete} (an extractor with on_error = \"skip\" failed)\n"));
        }
        if !summary.events.is_empty() {
            text.push_str(&format!("events: {}\n", count_words(&summary.events)));
        }
        text.push_str(&format!("log: {}\n", log.join(crate::log::segment::CURRENT).display()));
        // A reader that is gone has seen enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
    }
}
