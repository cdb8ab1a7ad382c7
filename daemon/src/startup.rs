//! Everything that must be right before a file is touched: plugins, folders, locks, the log, workers.

use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};
use rustix::fs::{Mode, OFlags};

use crate::codes::folders::{
    CANNOT_CREATE, CANNOT_LOCK, HELD, LEDGER_UNUSABLE, LOG_UNREADABLE, NO_JOURNAL, NO_PROCESS, ON_NETWORK,
};
use crate::codes::sandbox::{self, NO_USER};
use crate::config::{Archive, Chain, Code, Config, OnNetwork, Output, Sandbox};
use crate::exit::{Exit, Failure};
use crate::failpoint::waypoint;
use crate::inbox::lock::{Lock, lock};
use crate::inbox::network;
use crate::inbox::root::Root;
use crate::ledger::store::Store as LedgerStore;
use crate::log::error::ReadError;
use crate::log::line::Source;
use crate::log::recovery;
use crate::log::seal::Sealer;
use crate::log::storage::Folder;
use crate::log::writer::{Log, Roll};
use crate::main_loop::Wake;
use crate::plugin::generation::Generation;
use crate::plugin::pedal::Pedal;
use crate::plugin::schema::Schema;
use crate::plugin::store::Store;
use crate::pool::succession::Pools;
use crate::pool::verdict::Failure as PoolFailure;
use crate::pool::{self, Report, Setup};
use crate::room::existing;
use crate::worker::frame::Limits;
use crate::worker::sandbox::user::User;
use crate::worker::sandbox::{Confinement, Policy};

/// All extractors together may take this many times what one may.
const DOCUMENT_TIMEOUTS: u32 = 3;

/// Finds and checks the plugins and their settings, and describes the workers to be started. Nothing is written, no
/// code of a plugin is run.
///
/// # Errors
/// The first plugin that is refused; exit code 78.
pub fn setup(config: &Config, store: &mut Store) -> Result<Setup, Failure> {
    let generation = Generation::assemble(&config.chain, &config.reader, store)
        .map_err(|rejection| Failure::new(Exit::Config, rejection))?;
    setup_of(config, generation)
}

/// Checks the settings of a generation's extractors and describes the workers that run it.
///
/// # Errors
/// As [`setup`].
pub fn setup_of(config: &Config, generation: Generation) -> Result<Setup, Failure> {
    check_settings(config, &generation)?;
    Ok(Setup {
        policy: policy(&config.chain, &generation)?,
        generation,
        source: Source::new(&config.name),
        limits: Limits {
            line_bytes: config.output.max_line,
            show: false,
            document_bytes: config.limits.max_document,
            text_bytes: config.limits.max_text,
            memory_bytes: config.limits.memory,
            soft_budget_ms: u64::try_from(config.limits.timeout.as_millis() / 2).unwrap_or(u64::MAX),
        },
        folder: config.folder.clone(),
        start: config.limits.start,
        timeout: config.limits.timeout,
        on_plugin_failure: config.chain.on_plugin_failure,
        strikes: config.chain.strikes,
        document_timeout: config.limits.timeout * DOCUMENT_TIMEOUTS,
        inboxes: config
            .inboxes
            .iter()
            .map(|inbox| pool::Inbox { path: inbox.path.display().to_string(), tags: inbox.tags.clone() })
            .collect(),
    })
}

/// Checks every extractor's table against the schema that its plugin brings.
fn check_settings(config: &Config, generation: &Generation) -> Result<(), Failure> {
    for extractor in &generation.extractors {
        let Some(schema) = &extractor.config_schema else { continue };
        // It was compiled when the file was inspected.
        let checked = Schema::compile(schema).and_then(|schema| schema.check(&extractor.config));
        checked.map_err(|text| {
            Failure::new(Exit::Config, crate::config::point_at_plugin(config, &extractor.name, &text))
        })?;
    }
    Ok(())
}

/// How the workers of a chain are confined.
fn policy(chain: &Chain, generation: &Generation) -> Result<Policy, Failure> {
    let enabled = chain.sandbox != Sandbox::Off;
    let user = if enabled && rustix::process::geteuid().is_root() {
        let found = User::find(&chain.worker_user).map_err(|problem| {
            let fix = "name an ordinary user in chain.worker_user; extractors run as that user when the daemon is root";
            Failure::new(Exit::Config, format!("error[{NO_USER}]: no user for the workers: {problem}\n  fix:   {fix}"))
        })?;
        Some(found)
    } else {
        None
    };
    Ok(Policy {
        enabled,
        required: chain.sandbox == Sandbox::Required,
        user,
        exec: generation.extractors.iter().any(|extractor| extractor.exec),
        read: chain.extractors.iter().flat_map(|extractor| extractor.read.iter().cloned()).collect(),
    })
}

/// The folders of a daemon, open and locked, and what is in its log.
pub struct Folders {
    /// The watched folders.
    pub roots: Arc<Vec<Root>>,
    /// The log, ready to be appended to.
    pub log: Log,
    /// The committed documents.
    pub ledger: LedgerStore,
    /// What seals its finished segments.
    pub sealer: Sealer,
    /// Lines in the log.
    pub lines: u64,
    /// Segments of the log.
    pub segments: usize,
    /// The daemon's own folder.
    pub state: OwnedFd,
    /// What keeps a second daemon out, for as long as it lives.
    pub locks: Vec<Lock>,
}

/// Opens and locks the folders and reads the log.
///
/// # Errors
/// 73 when a folder cannot be made, 75 when another daemon has one, 74 when the log cannot be read, 78 when it is the
/// log of another `name`.
pub fn open_folders(config: &Config) -> Result<Folders, Failure> {
    refuse_network(config)?;
    let mut locks = Vec::new();
    let mut roots = Vec::new();
    for inbox in &config.inboxes {
        let open = if config.archive == Archive::Keep { Root::open_to_keep } else { Root::open };
        let root = open(inbox).map_err(|error| cannot_create("inbox", &inbox.path, &error))?;
        locks.push(hold("inbox", &inbox.path, &root.inbox())?);
        roots.push(root);
    }
    let state = private_folder(&config.state).map_err(|error| cannot_create("state", &config.state, &error))?;
    locks.push(hold("state", &config.state, &state)?);
    let replays = Root::open_replays(&config.state, &config.inboxes);
    roots.push(replays.map_err(|error| cannot_create("replay", &config.state, &error))?);
    let open = open_log(&config.log, &config.state, &config.name, &config.output)?;
    for kept in roots.iter().filter_map(|root| root.kept.as_ref()) {
        let remembered = open
            .ledger
            .view()
            .and_then(|view| view.each_kept(kept.inbox(), |name, file| kept.remember(name, file.looks)));
        remembered.map_err(|refusal| ledger_failure(&config.state, &refusal.into()))?;
    }
    locks.push(open.lock);
    let OpenLog { log, ledger, sealer, lines, segments, .. } = open;
    Ok(Folders { roots: Arc::new(roots), log, ledger, sealer, lines, segments, state, locks })
}

/// A log, locked and ready to be appended to.
pub struct OpenLog {
    /// Its end.
    pub log: Log,
    /// The committed documents.
    pub ledger: LedgerStore,
    /// What seals its finished segments.
    pub sealer: Sealer,
    /// Lines in it.
    pub lines: u64,
    /// Segments of it.
    pub segments: usize,
    /// What keeps a second writer out, for as long as it lives.
    pub lock: Lock,
}

/// Locks the folder of a log and makes good what a crash left; `state` holds its journal and ledger.
///
/// # Errors
/// 73 when a folder cannot be made, 75 when another process writes this log, 74 when it cannot be read, 78 when it is the
/// log of another `name`.
pub fn open_log(folder: &Path, state: &Path, name: &str, output: &Output) -> Result<OpenLog, Failure> {
    let storage = Folder::create(folder).map_err(|error| cannot_create("log", folder, &error))?;
    let lock = hold("log", folder, storage.directory())?;

    waypoint!("folders locked");
    let source = Source::new(name);
    let log_failure = |error: ReadError| {
        if let ReadError::NoJournal(full) = &error {
            let (path, bytes) = (state.display(), output.journal);
            let doing = format!("cannot make the journal in {path}, two files of {bytes} bytes");
            return Failure::io(Exit::CannotCreate, NO_JOURNAL, doing, full, &error.fix());
        }
        let doing = format!("cannot read the log in {}", folder.display());
        let fix = error.fix();
        let exit = if matches!(error, ReadError::OtherName { .. }) { Exit::Config } else { Exit::Io };
        Failure::io(exit, LOG_UNREADABLE, doing, &error.into(), &fix)
    };
    let journal = Folder::create(state).map_err(|error| cannot_create("state", state, &error))?;
    let mut ledger = LedgerStore::open_or_renew(state).map_err(|error| ledger_failure(state, &error))?;
    let found =
        recovery::recover(&storage, Box::new(journal), &source, output.journal, &mut ledger).map_err(log_failure)?;
    waypoint!("log recovered");
    if found.published > 0 {
        tracing::info!(bytes = found.published, "what was committed and missing in the log was published");
    }
    let roll = Roll { size: output.segment.size, every: output.segment.every };
    let mut log = Log::new(Box::new(storage), source, found.newest, found.journal, roll);
    let sealer = Sealer::start(folder, output.keep, output.compressed.clone(), found.unsealed).map_err(|error| {
        Failure::io(Exit::Internal, NO_PROCESS, "cannot start the sealer", &error, "raise the limit of processes")
    })?;
    log.announce_to(sealer.orders());
    Ok(OpenLog { log, ledger, sealer, lines: found.lines, segments: found.segments, lock })
}

fn cannot_create(what: &str, path: &Path, error: &io::Error) -> Failure {
    let doing = format!("cannot create the {what} folder {}", path.display());
    let fix = "create it yourself, or name another in dragoman.toml";
    Failure::io(Exit::CannotCreate, CANNOT_CREATE, doing, error, fix)
}

fn ledger_failure(state: &Path, error: &io::Error) -> Failure {
    let doing = format!("cannot open the ledger in {}", state.display());
    let fix = "make room, or delete ledger.redb: it is made anew from the log";
    Failure::io(Exit::Io, LEDGER_UNUSABLE, doing, error, fix)
}

/// Insists that log and state folder lie on local disks, unless the config does not.
///
/// # Errors
/// The first that does not; exit code 78.
pub fn refuse_network(config: &Config) -> Result<(), Failure> {
    refuse_file_systems(config, |folder| {
        let nearest = rustix::fs::open(existing(folder), OFlags::PATH | OFlags::CLOEXEC, Mode::empty());
        network::file_system(nearest.ok()?)
    })
}

fn refuse_file_systems(config: &Config, network: impl Fn(&Path) -> Option<&'static str>) -> Result<(), Failure> {
    if config.output.on_network == OnNetwork::Allow {
        return Ok(());
    }
    for (what, folder) in [("state", &config.state), ("log", &config.log)] {
        if let Some(name) = network(folder) {
            let path = folder.display();
            return Err(Failure::new(
                Exit::Config,
                format!(
                    "error[{ON_NETWORK}]: the {what} folder {path} lies on a network file system ({name})\n  fix:   name a folder on a local disk; or set output.on_network = \"allow\""
                ),
            ));
        }
    }
    Ok(())
}

/// Makes a folder that is its owner's alone, and opens it.
///
/// # Errors
/// The failed call.
pub fn private_folder(path: &Path) -> io::Result<OwnedFd> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    Ok(rustix::fs::open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?)
}

fn hold(what: &str, path: &Path, folder: &OwnedFd) -> Result<Lock, Failure> {
    let doing = format!("cannot lock the {what} folder {}", path.display());
    match lock(folder) {
        Ok(Ok(held)) => Ok(held),
        Ok(Err(holder)) => Err(Failure::new(
            Exit::Held,
            format!(
                "error[{HELD}]: another daemon has the {what} folder {}: {holder}\n  fix:   stop that one first, or give this one folders of its own",
                path.display()
            ),
        )),
        Err(error) => Err(Failure::io(Exit::Io, CANNOT_LOCK, doing, &error, "use a local file system")),
    }
}

/// Tries the chain as [`probe`] does, with a note in the state folder in case that takes the machine down.
///
/// # Errors
/// As [`probe`]; and when it did so before.
pub fn probe_noted(config: &Config, setup: &Arc<Setup>) -> Result<Confinement, Failure> {
    let pedal = Pedal::press(&config.state, &setup.generation.id);
    let _noted = pedal.map_err(|rejection| Failure::new(Exit::Config, rejection))?;
    probe(config, setup)
}

/// Tries the chain in a worker of its own, and says aloud what the sandbox leaves open.
///
/// # Errors
/// What the worker says, or how it ended; exit code 78.
pub fn probe(config: &Config, setup: &Arc<Setup>) -> Result<Confinement, Failure> {
    let found =
        pool::probe::probe(setup).map_err(|failure| Failure::new(Exit::Config, describe_start(config, &failure)))?;
    tell_confinement(&found, setup);
    Ok(found)
}

/// Says aloud what the sandbox leaves open, and what was granted.
pub fn tell_confinement(found: &Confinement, setup: &Setup) {
    if !setup.policy.enabled {
        tracing::warn!(code = sandbox::OFF, "chain.sandbox is \"off\": plugins can do whatever the daemon's user may");
    }
    for gap in found.gaps(&setup.policy) {
        let (feature, consequence) = (gap.what, gap.consequence);
        tracing::warn!(
            code = sandbox::GAP,
            feature,
            consequence,
            "this kernel or container leaves a part of the sandbox out"
        );
    }
    for extractor in setup.generation.extractors.iter().filter(|extractor| extractor.exec) {
        tracing::info!(
            extractor = extractor.name,
            "an extractor was granted to start programs, as this chain's workers may now"
        );
    }
}

/// Starts workers and waits until all are ready.
///
/// # Errors
/// What the first worker that cannot start says; exit code 78.
pub fn start_pools(
    config: &Config,
    workers: usize,
    setup: &Arc<Setup>,
    wakes: Sender<Wake>,
    woken: &Receiver<Wake>,
) -> Result<Pools, Failure> {
    let reports = wakes.clone();
    let report = move |report: Report| {
        // The loop ends only after its keepers.
        let _ = reports.send(Wake::Worker(report));
    };
    let mut pools = Pools::start(workers, setup, Arc::new(report)).map_err(|error| {
        Failure::io(
            Exit::Internal,
            NO_PROCESS,
            "cannot start the workers",
            &error,
            "raise the limit of processes or files",
        )
    })?;
    let mut later = Vec::new();
    while !pools.current().is_ready() {
        // A worker that takes too long reports that itself.
        match woken.recv() {
            Ok(Wake::Worker(report)) => {
                pools.note(&report);
                if let Report::NotStarted { failure, .. } = report {
                    pools.finish();
                    return Err(Failure::new(Exit::Config, describe_start(config, &failure)));
                }
            }
            Ok(Wake::Stop) => {
                pools.finish();
                return Err(Failure::new(Exit::Fine, "stopped"));
            }
            Ok(other) => later.push(other),
            Err(_) => return Err(Failure::new(Exit::Internal, format!("error[{NO_PROCESS}]: the workers are gone"))),
        }
    }
    // What was asked meanwhile is for the loop. There is room: nothing else sends much yet.
    later.into_iter().for_each(|wake| drop(wakes.try_send(wake)));
    Ok(pools)
}

/// Tells why a worker could not start; a config that an extractor refused is shown in its place.
pub fn describe_start(config: &Config, failure: &PoolFailure) -> String {
    let who = match (&failure.extractor, &failure.plugin) {
        (Some(name), Some(plugin)) => format!("the extractor {name} ({plugin})"),
        _ => "the worker".to_owned(),
    };
    if failure.code == Code::RefusedByPlugin.as_str()
        && let Some(name) = &failure.extractor
    {
        return crate::config::point_at_plugin(config, name, &failure.text);
    }
    let mut text = format!("error[{}]: {who} cannot be started: {}", failure.code, failure.text);
    if !failure.output.is_empty() {
        text.push_str(&format!("\n  it printed: {}", failure.output.replace('\n', "\n              ")));
    }
    format!("{text}\n  fix:   {}", failure.remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_and_state_folder_on_a_network_are_refused_unless_the_config_allows_it() {
        let folder = tempfile::tempdir().unwrap();
        let load = |set: &str| {
            let sources = crate::config::Sources {
                set: vec![set.to_owned()],
                folder: folder.path().to_owned(),
                ..crate::config::Sources::default()
            };
            crate::config::load_or_default(&sources).unwrap().config
        };
        let config = load("output.on_network=refuse");
        for (path, what) in [(&config.log, "the log folder"), (&config.state, "the state folder")] {
            let network = |folder: &Path| (folder == path).then_some("nfs");
            let failure = refuse_file_systems(&config, network).unwrap_err();
            assert!(failure.exit == Exit::Config && failure.text.contains(what), "{failure}");
            let allowed = Config { output: load("output.on_network=allow").output, ..config.clone() };
            assert!(refuse_file_systems(&allowed, network).is_ok());
        }
        // The inbox may lie where it likes.
        assert!(refuse_file_systems(&config, |folder| (folder == config.inboxes[0].path).then_some("nfs")).is_ok());
        assert!(refuse_network(&config).is_ok(), "folders that are not there yet lie where their parent does");
    }
}
