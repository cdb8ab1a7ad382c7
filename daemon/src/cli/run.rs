//! `dragoman run`: the daemon.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::cli::table::count_words;
use crate::cli::{Settings, diagnostics, workers};
use crate::codes::folders::{LEDGER_REFUSED, LOG_REFUSED, NO_PROCESS};
use crate::codes::watching::CANNOT_WATCH;
use crate::config::Config;
use crate::exit::{Exit, Failure};
use crate::inbox::budget::Budget;
use crate::inbox::claim::Rules;
use crate::inbox::dispose::Disposal;
use crate::inbox::kept::KeptFiles;
use crate::inbox::mover::Mover;
use crate::inbox::root::Root;
use crate::inbox::watch::Watch;
use crate::ledger::Ledger;
use crate::ledger::keeper::Keeper;
use crate::ledger::store::Store as LedgerStore;
use crate::log::writer::{Batch, Log, Writer};
use crate::main_loop::reload::{Outcome, Prepare, Prepared};
use crate::main_loop::{MainLoop, Parts, Refusal, Summary, WAKES_MAX, Wake};
use crate::plugin::store::Store;
use crate::plugin::watch::Folders;
use crate::pool::Setup;
use crate::room::Room;
use crate::worker::sandbox::Confinement;
use crate::{descriptors, panics, signals, startup};

#[derive(clap::Args)]
pub(super) struct Run {
    /// Empty the inbox and exit; 1 when a file went to quarantine or was left
    #[arg(long, conflicts_with = "safe_mode")]
    once: bool,
    /// Start without plugins and take nothing, until `dragoman ctl reload`
    #[arg(long)]
    safe_mode: bool,
}

/// How long a config file must have been left alone when it is read anew.
const CONFIG_SETTLED: Duration = Duration::from_millis(100);
/// How often one that is being written is looked at.
const CONFIG_LOOKS: u32 = 20;

/// The config with an empty chain.
fn without_plugins(config: &Config) -> Config {
    let mut config = config.clone();
    config.chain.extractors.clear();
    config
}

/// How a daemon that was started with `running` reads config and plugins anew.
fn preparing(settings: Settings, running: Config, store: Store) -> Prepare {
    let store = Mutex::new(store);
    Arc::new(move |current, refused| match prepare(&settings, &running, &store, current, refused) {
        Ok(outcome) => outcome,
        Err((failure, generation)) => Outcome::Refused { text: failure.to_string(), generation },
    })
}

fn prepare(
    settings: &Settings,
    running: &Config,
    store: &Mutex<Store>,
    current: &Setup,
    refused: Option<&str>,
) -> Result<Outcome, (Failure, Option<String>)> {
    let early = |failure| (failure, None);
    let config = load_settled(settings).map_err(early)?;
    let restart = running.needing_restart(&config);
    let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
    let mut setup = startup::setup(&config, &mut store).map_err(early)?;
    // What belongs to log and inboxes stays as it is until a restart.
    setup.inboxes.clone_from(&current.inboxes);
    setup.source.clone_from(&current.source);
    if setup.is_like(current) {
        return Ok(Outcome::Unchanged(restart));
    }
    if refused == Some(&*setup.generation.id) {
        return Ok(Outcome::StillRefused);
    }
    let setup = Arc::new(setup);
    let confinement =
        startup::probe_noted(&config, &setup).map_err(|failure| (failure, Some(setup.generation.id.clone())))?;
    let (workers, plugin_folders) = (workers(&config.limits), config.chain.path);
    Ok(Outcome::Prepared(Prepared { setup, workers, confinement, plugin_folders, restart }))
}

/// Reads a config that nobody is writing: half of a file may be a config, too.
fn load_settled(settings: &Settings) -> Result<Config, Failure> {
    for _ in 0..CONFIG_LOOKS {
        let config = settings.load()?.config;
        let changed = config.file.as_ref().and_then(|file| file.metadata().ok()?.modified().ok()?.elapsed().ok());
        match changed.map(|age| CONFIG_SETTLED.saturating_sub(age)) {
            None | Some(Duration::ZERO) => return Ok(config),
            Some(wait) => std::thread::sleep(wait),
        }
    }
    Ok(settings.load()?.config)
}

impl Run {
    pub(super) fn once() -> Run {
        Run { once: true, safe_mode: false }
    }

    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let began = Instant::now();
        #[cfg(debug_assertions)]
        crate::failpoint::arm().map_err(|why| Failure::new(Exit::Usage, why))?;
        let config = settings.load()?.config;
        diagnostics::start(settings, &config.diagnostics)?;
        panics::end_process();
        descriptors::raise_limit();
        let (wakes, woken) = bounded(WAKES_MAX);
        let main_loop = self.start(settings, &config, &wakes, &woken)?;
        tracing::info!(elapsed_ms = began.elapsed().as_millis() as u64, "ready");
        let log = config.log.clone();
        // From here on every wake answers something that the loop gave out.
        let result = main_loop.run(&woken);
        let summary = result.map_err(|refusal| match refusal {
            Refusal::Log(error) => {
                let doing = format!("the log in {} refused", log.display());
                let fix = "nothing was lost: see that the disk is well and has room, then start again";
                Failure::io(Exit::Io, LOG_REFUSED, doing, &error, fix)
            }
            Refusal::Ledger(error) => {
                let doing = format!("the ledger in {} refused", config.state.display());
                let fix = "nothing was lost: see that the disk is well, then start again";
                Failure::io(Exit::Io, LEDGER_REFUSED, doing, &error, fix)
            }
        })?;
        self.report(&summary, &log, began);
        let all_well = !self.once || (summary.quarantined == 0 && summary.left.is_empty());
        Ok(if all_well { Exit::Fine } else { Exit::Found })
    }

    /// Brings everything up in the order in which it can fail: what is merely read first, what is written last.
    fn start(
        &self,
        settings: &Settings,
        config: &Config,
        wakes: &Sender<Wake>,
        woken: &Receiver<Wake>,
    ) -> Result<MainLoop, Failure> {
        let mut store = Store::default();
        let setup = Arc::new(if self.safe_mode {
            startup::setup(&without_plugins(config), &mut store)?
        } else {
            startup::setup(config, &mut store)?
        });
        let folders = startup::open_folders(config)?;
        let internal = |what: &str, error: &std::io::Error| {
            Failure::io(Exit::Internal, NO_PROCESS, what, error, "raise the limit of processes and open files")
        };
        signals::start(wakes.clone(), config.limits.reconcile, &folders.state)
            .map_err(|error| internal("cannot handle signals and the control socket", &error))?;
        let (confinement, count) = if self.safe_mode {
            tracing::warn!("safe mode: no plugins, nothing is taken, until `dragoman ctl reload`");
            (Confinement::default(), 0)
        } else {
            (startup::probe_noted(config, &setup)?, workers(&config.limits))
        };
        let pools = startup::start_pools(config, count, &setup, wakes.clone(), woken)?;

        let hinted = wakes.clone();
        // A full queue holds wakes enough; hints are taken with any of them at the next scan at the latest.
        let watch = Arc::new(Watch::start(Arc::clone(&folders.roots), move || drop(hinted.try_send(Wake::Hints))));
        let plugin_folders = watch_plugins(config, wakes)?;
        let mover = start_mover(config, &folders.roots, &watch, wakes)
            .map_err(|error| internal("cannot start the mover", &error))?;
        let writer = start_writer(config, folders.log, wakes)
            .map_err(|error| internal("cannot start the log writer", &error))?;
        let (ledger, documents) =
            start_ledger(folders.ledger, wakes).map_err(|error| internal("cannot start the ledger", &error))?;
        let room = Room::of(config);
        let lacking = room.lacking(false);
        room.watch(lacking.clone(), wakes.clone()).map_err(|error| internal("cannot watch the disks", &error))?;

        tell_inboxes(config, &folders.roots, &watch);
        tracing::info!(path = %config.log.display(), lines = folders.lines, documents, segments = folders.segments, "log");
        tell_chain(&setup, count, &confinement);
        Ok(MainLoop::new(Parts {
            roots: folders.roots,
            ledger,
            limits: config.limits.clone(),
            duplicates: config.output.duplicates,
            watch,
            mover,
            pools,
            confinement,
            prepare: preparing(settings.clone(), config.clone(), store),
            plugin_folders,
            wakes: wakes.clone(),
            safe_mode: self.safe_mode,
            writer,
            sealer: folders.sealer,
            lacking,
            rearm: config.quarantine.rearm.then(|| config.state.join("quarantine")),
            once: self.once,
            locks: folders.locks,
        }))
    }

    fn report(&self, summary: &Summary, log: &Path, began: Instant) {
        let Summary { done, incomplete, duplicates, quarantined, .. } = *summary;
        tracing::info!(done, incomplete, duplicates, quarantined, left = summary.left.len(), "stopped");
        for path in &summary.left {
            tracing::warn!(path = %path.display(), "left: still being written, its folder refused, there was no room, or work was halted; run again later");
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

fn watch_plugins(config: &Config, wakes: &Sender<Wake>) -> Result<Folders, Failure> {
    let wakes = wakes.clone();
    Folders::watch(&config.chain.path, move || drop(wakes.try_send(Wake::PluginsChanged)))
        .map_err(|error| Failure::new(Exit::Io, format!("error[{CANNOT_WATCH}]: cannot watch the plugins: {error}")))
}

fn start_mover(config: &Config, roots: &Arc<Vec<Root>>, watch: &Arc<Watch>, wakes: &Sender<Wake>) -> io::Result<Mover> {
    let limits = &config.limits;
    let rules = Rules {
        empty_wait: limits.empty_wait,
        empty: limits.empty,
        document_bytes_max: limits.max_document,
        file_bytes_max: limits.max_file.max(limits.max_document),
        budget: Budget::new(limits.queue),
    };
    let disposal = Disposal::new(config.archive.clone(), config.state.join("quarantine"));
    let wakes = wakes.clone();
    Mover::start(Arc::clone(roots), Arc::clone(watch), rules, disposal, move |report| {
        let _ = wakes.send(Wake::Moved(report));
    })
}

fn start_writer(config: &Config, log: Log, wakes: &Sender<Wake>) -> io::Result<Writer> {
    let batch = &config.output.batch;
    let batch = Batch { documents: batch.documents, bytes: batch.bytes, wait: batch.wait };
    let wakes = wakes.clone();
    Writer::start(log, batch, move |ack| {
        let _ = wakes.send(Wake::Log(ack));
    })
}

/// Starts the keeper of the ledger; says how many documents it has.
fn start_ledger(store: LedgerStore, wakes: &Sender<Wake>) -> io::Result<(Ledger, u64)> {
    let view = store.view()?;
    let documents = view.documents()?;
    let wakes = wakes.clone();
    let keeper = Keeper::start(store, move |news| drop(wakes.send(Wake::Ledger(news))))?;
    Ok((Ledger::new(view, keeper), documents))
}

fn tell_inboxes(config: &Config, roots: &[Root], watch: &Watch) {
    for (number, (inbox, root)) in config.inboxes.iter().zip(roots).enumerate() {
        let kept = root.kept.as_ref();
        let (stay, remembered) = (kept.map(|kept| &*kept.why), kept.map(KeptFiles::len));
        let watch = watch.describe(number);
        tracing::info!(path = %inbox.path.display(), watch, files_stay = stay, remembered, "inbox");
    }
}

fn tell_chain(setup: &Setup, workers: usize, confinement: &Confinement) {
    let chain: Vec<&str> = setup.generation.extractors.iter().map(|extractor| extractor.label.as_str()).collect();
    tracing::info!(
        chain = chain.join(" "),
        workers,
        sandbox = confinement.describe(),
        generation = setup.generation.id,
        "chain"
    );
}
