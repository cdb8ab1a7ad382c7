//! Which config file counts, and its text.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf, absolute};

use super::Sources;
use super::code::Code;
use super::error::Fault;
use super::layers::FILE_VARIABLE;

const FILE_NAME: &str = "dragoman.toml";
const SYSTEM_FILE: &str = "/etc/dragoman/dragoman.toml";

/// A config file that was read.
pub(super) struct ConfigFile {
    /// Absolute.
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// Reads the file that counts; `None` when none was named and none is found.
pub(super) fn read_config_file(sources: &Sources) -> Result<Option<ConfigFile>, Fault> {
    let Some(path) = named(sources).or_else(|| search(sources)) else { return Ok(None) };
    let shown = shown(&path, &sources.folder);
    let path = absolute(sources.folder.join(path)).map_err(|error| unreadable(&shown, &error))?;
    let bytes = fs::read(&path).map_err(|error| unreadable(&shown, &error))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(ConfigFile { path, text })),
        Err(error) => {
            let title = format!("{shown} is not UTF-8 text (byte {})", error.utf8_error().valid_up_to());
            Err(Fault::new(Code::UnreadableFile, title, "save it as UTF-8"))
        }
    }
}

/// The fault of having no config at all.
pub(super) fn no_file() -> Fault {
    let title = format!(
        "no config file was found: no {FILE_NAME} here, in a parent folder, in the user's config folder or at \
         {SYSTEM_FILE}"
    );
    Fault::new(Code::NoFile, title, "make one with `dragoman init`, or name one with --config FILE")
}

/// A path as people would write it in `folder`.
pub(super) fn shown(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

fn named(sources: &Sources) -> Option<PathBuf> {
    sources.file.clone().or_else(|| variable(sources, FILE_VARIABLE).map(PathBuf::from))
}

fn search(sources: &Sources) -> Option<PathBuf> {
    let near = sources.folder.ancestors().map(|folder| folder.join(FILE_NAME));
    let of_user = variable(sources, "XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| variable(sources, "HOME").map(|home| Path::new(home).join(".config")))
        .map(|folder| folder.join("dragoman").join(FILE_NAME));
    // What cannot be looked at counts as found, so that reading it tells why.
    near.chain(of_user).chain([PathBuf::from(SYSTEM_FILE)]).find(|path| path.try_exists().unwrap_or(true))
}

/// A variable that is set and not empty.
fn variable<'a>(sources: &'a Sources, name: &str) -> Option<&'a str> {
    let found = sources.environment.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

fn unreadable(shown: &str, error: &io::Error) -> Fault {
    let fault = |code, title: String, help: &str| Fault::new(code, title, help);
    match error.kind() {
        ErrorKind::NotFound => fault(
            Code::MissingFile,
            format!("there is no config file {shown}"),
            "correct the path, or make the file with `dragoman init`",
        ),
        ErrorKind::PermissionDenied => fault(
            Code::UnreadableFile,
            format!("cannot read {shown}: permission denied"),
            "give the user that runs dragoman the right to read the file and to enter its folders",
        ),
        ErrorKind::IsADirectory => fault(
            Code::UnreadableFile,
            format!("cannot read {shown}: it is a folder"),
            &format!("name the file in it: {}", Path::new(shown).join(FILE_NAME).display()),
        ),
        _ => {
            fault(Code::UnreadableFile, format!("cannot read {shown}: {error}"), "name another file with --config FILE")
        }
    }
}
