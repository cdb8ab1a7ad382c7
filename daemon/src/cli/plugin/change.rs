//! What `plugin add` and `plugin remove` have in common: a change of config and library that is tried, and taken back
//! when it does not work.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::{Settings, ctl};
use crate::codes::authoring::{NO_CONFIG, NOT_CHANGED};
use crate::config::{Config, Edit};
use crate::control::{Answer, Request, client};
use crate::exit::{Exit, Failure};
use crate::plugin::store::Store;
use crate::startup;

/// A library file that is changed together with the config.
pub(super) struct Library {
    path: PathBuf,
    before: Option<Vec<u8>>,
}

impl Library {
    /// Notes what is there.
    ///
    /// # Errors
    /// When there is something that cannot be read.
    pub(super) fn at(path: PathBuf) -> io::Result<Library> {
        let before = match fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Ok(Library { path, before })
    }

    /// Puts these bytes there, whole under the name at once.
    ///
    /// # Errors
    /// When the folder cannot be made or written.
    pub(super) fn install(&self, bytes: &[u8]) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        // A name that no search for plugins takes for one.
        let new = folder.join(format!(".plugin-{}.new", std::process::id()));
        let written = fs::File::create(&new).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.and_then(|()| fs::rename(&new, &self.path)).inspect_err(|_| {
            // The error says what matters.
            let _ = fs::remove_file(&new);
        })
    }

    fn undo(&self) -> io::Result<()> {
        match &self.before {
            Some(bytes) => self.install(bytes),
            None => fs::remove_file(&self.path),
        }
    }
}

/// The config of a command that changes it; it must come from a file.
///
/// # Errors
/// As [`Settings::load`]; 78 when there is no file.
pub(super) fn config(settings: &Settings) -> Result<(Config, Edit), Failure> {
    let config = settings.load()?.config;
    let Some(file) = &config.file else {
        let text = format_args!(
            "error[{NO_CONFIG}]: there is no config file to change\n  fix:   make one with `dragoman init FOLDER`, or name one with -c"
        );
        return Err(Failure::new(Exit::Config, text));
    };
    let edit = Edit::open(file).map_err(|error| cannot_change(file, &error))?;
    Ok((config, edit))
}

/// A file that the change needs could not be read or written.
pub(super) fn cannot_change(path: &Path, error: &io::Error) -> Failure {
    let doing = format!("cannot change {}", path.display());
    Failure::io(Exit::CannotCreate, NOT_CHANGED, doing, error, "see that you may write there")
}

/// Writes the changed config, and has it tried: by the daemon that runs with it, which then works with it, or by a worker
/// when none runs. Returns what to tell about it.
///
/// # Errors
/// Why it does not work; everything is then as it was.
pub(super) fn try_out(
    settings: &Settings,
    config: &Config,
    edit: &Edit,
    library: Option<&Library>,
) -> Result<String, Failure> {
    let path = config.file.as_deref().unwrap_or(Path::new("dragoman.toml"));
    let tried = edit.save().map_err(|error| cannot_change(path, &error)).and_then(|()| reload(settings, config));
    tried.map_err(|failure| {
        let undone = edit.undo().and_then(|()| library.map_or(Ok(()), Library::undo));
        let left = match undone {
            Ok(()) => "everything is as it was".to_owned(),
            Err(error) => format!("and the change could not be taken back: {error}"),
        };
        Failure { exit: failure.exit, text: format!("{}\n  note:  {left}", failure.text.trim_end()) }
    })
}

fn reload(settings: &Settings, config: &Config) -> Result<String, Failure> {
    match client::ask(&config.state, Request::Reload) {
        Ok(Answer::Done { text }) => Ok(format!("the running daemon works with it: {text}")),
        Ok(Answer::Refused { text }) => Err(Failure::new(Exit::Config, text)),
        Ok(Answer::Status(_) | Answer::Explained(_)) => Err(ctl::other_question()),
        Err(error) if client::is_absent(&error) => {
            let config = settings.load()?.config;
            let setup = Arc::new(startup::setup(&config, &mut Store::default())?);
            startup::probe(&config, &setup)?;
            Ok("no daemon runs with this config; a worker loaded the chain and read a sample".to_owned())
        }
        Err(error) => Err(ctl::no_answer(&config.state, &error)),
    }
}
