//! The whole way from sources to a checked config.

use std::path::{Path, PathBuf};

use annotate_snippets::Level;
use serde::Deserialize;
use toml::de::{DeTable, Deserializer, Error};

use super::check::check;
use super::code::Code;
use super::error::{ConfigError, Fault, Findings};
use super::find::{ConfigFile, no_file, read_config_file, shown};
use super::raw::RawConfig;
use super::source_map::SourceMap;
use super::{Config, Loaded, Sources, keys, layers, syntax, top};

/// What to do when there is no config file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WithoutFile {
    Refuse,
    UseDefaults,
}

/// Finds, reads and checks the config.
///
/// Without any file, an override that names the inbox makes do: everything else then has its default in the current
/// folder.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn load(sources: &Sources) -> Result<Loaded, ConfigError> {
    load_with(sources, WithoutFile::Refuse)
}

/// As [`load`], but the defaults do when there is no file: for commands that need no inbox.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn load_or_default(sources: &Sources) -> Result<Loaded, ConfigError> {
    load_with(sources, WithoutFile::UseDefaults)
}

/// The daemon's own folder as a config names it, also when the rest of it is wrong: a daemon that runs can be asked all
/// the same.
///
/// # Errors
/// As [`load`] when there is no file to look into.
pub fn state_folder(sources: &Sources) -> Result<PathBuf, ConfigError> {
    let wrong = match load(sources) {
        Ok(loaded) => return Ok(loaded.config.state),
        Err(error) => error,
    };
    let Ok(Some(file)) = read_config_file(sources) else { return Err(wrong) };
    let (root, _) = DeTable::parse_recoverable(&file.text);
    let written = root.get_ref().get("state").and_then(|state| state.get_ref().as_str());
    let folder = file.path.parent().unwrap_or(&sources.folder);
    Ok(folder.join(written.unwrap_or(top::STATE)))
}

fn load_with(sources: &Sources, without_file: WithoutFile) -> Result<Loaded, ConfigError> {
    let file = read_config_file(sources).map_err(ConfigError::without_source)?;
    assemble(sources, file, without_file)
}

/// Makes the config of a file that was read, or of none.
pub(super) fn assemble(
    sources: &Sources,
    file: Option<ConfigFile>,
    without_file: WithoutFile,
) -> Result<Loaded, ConfigError> {
    let mut map = SourceMap::default();
    if let Some(file) = &file {
        // The first text starts at 0, so the spans of the parsed file need no shift.
        map.add(shown(&file.path, &sources.folder), file.text.as_str());
    }
    let places = layers::add_texts(&sources.environment, &sources.set, &mut map);
    let mut findings = Findings::default();
    let config = read(file.as_ref(), &sources.folder, &map, &places, without_file, &mut findings);
    match config {
        Some(config) if findings.faults.is_empty() => {
            let warnings = findings.warnings.iter().map(|fault| fault.render(&map, Level::WARNING, false)).collect();
            Ok(Loaded { config, warnings })
        }
        _ => Err(ConfigError::new(map, findings)),
    }
}

/// Reads and checks; `None` when the reading could not go on.
fn read(
    file: Option<&ConfigFile>,
    folder: &Path,
    map: &SourceMap,
    places: &layers::Places,
    without_file: WithoutFile,
    findings: &mut Findings,
) -> Option<Config> {
    let text = file.map_or("", |file| file.text.as_str());
    let (mut root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        findings.faults.extend(syntax::faults(text, &errors));
        return None;
    }
    let overrides = layers::parse(places, map, findings);
    if file.is_none() && without_file == WithoutFile::Refuse && !overrides.iter().any(layers::Override::names_inbox) {
        findings.faults.push(no_file());
        return None;
    }
    for setting in overrides {
        setting.apply(root.get_mut());
    }
    keys::prune(root.get_mut(), &mut findings.faults);
    match RawConfig::deserialize(Deserializer::from(root)) {
        Ok(raw) => Some(check(raw, file.map(|file| file.path.as_path()), folder, findings)),
        Err(error) => {
            findings.faults.push(value_fault(&error));
            None
        }
    }
}

/// The rare value that TOML allows and nothing here can hold, such as a number of thirty digits.
fn value_fault(error: &Error) -> Fault {
    // The text of the error speaks of types of the program.
    let fault = Fault::new(Code::OutOfRange, "this number is too large for any setting", "write a smaller number");
    fault.mark_some(error.span(), "")
}
