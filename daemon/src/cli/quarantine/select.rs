//! Which files of the quarantine are meant.

use std::path::{Path, PathBuf};

use crate::cli::quarantine::shown;
use crate::codes;
use crate::codes::folders::NOT_IN_QUARANTINE;
use crate::exit::{Exit, Failure};
use crate::inbox::quarantine::Entry;

/// Names, or what files have in common. Both together: the named files that have it.
#[derive(clap::Args)]
#[group(required = true, multiple = true)]
pub(super) struct Selector {
    /// Files as `quarantine list` names them: DATE/NAME, or NAME alone
    #[arg(value_name = "NAME")]
    names: Vec<PathBuf>,
    /// Those that failed with this code, such as D0546
    #[arg(long, value_parser = code)]
    code: Option<String>,
    /// Those that this extractor failed on
    #[arg(long, value_name = "NAME")]
    extractor: Option<String>,
    /// All files
    #[arg(long, conflicts_with_all = ["names", "code", "extractor"])]
    all: bool,
}

impl Selector {
    /// The files that are meant.
    ///
    /// # Errors
    /// When a name means no file, or more than one.
    pub(super) fn choose(&self, entries: Vec<Entry>) -> Result<Vec<Entry>, Failure> {
        for name in &self.names {
            find(&entries, name)?;
        }
        Ok(entries.into_iter().filter(|entry| self.takes(entry)).collect())
    }

    fn takes(&self, entry: &Entry) -> bool {
        let is = |wanted: &Option<String>, found: Option<&String>| wanted.is_none() || wanted.as_ref() == found;
        let is_named = self.names.is_empty() || self.names.iter().any(|name| entry.is_named(name));
        is_named && is(&self.code, Some(&entry.reason.code)) && is(&self.extractor, entry.reason.extractor.as_ref())
    }
}

/// The one file that a name means.
///
/// # Errors
/// When there is none, or there are several.
pub(super) fn find<'a>(entries: &'a [Entry], name: &Path) -> Result<&'a Entry, Failure> {
    let found: Vec<&Entry> = entries.iter().filter(|entry| entry.is_named(name)).collect();
    match found[..] {
        [entry] => Ok(entry),
        [] => Err(Failure::new(
            Exit::Found,
            format_args!(
                "error[{NOT_IN_QUARANTINE}]: {} is not in quarantine\n  fix:   take the name from `dragoman quarantine list`",
                name.display()
            ),
        )),
        [first, ..] => {
            let days: Vec<String> = found.iter().map(|entry| entry.below.display().to_string()).collect();
            Err(Failure::new(
                Exit::Found,
                format_args!(
                    "error[{NOT_IN_QUARANTINE}]: {} stands in quarantine on {}\n  fix:   name one of them with its date, as {}",
                    name.display(),
                    days.join(" and "),
                    shown(first)
                ),
            ))
        }
    }
}

/// A code as people write it.
fn code(word: &str) -> Result<String, String> {
    codes::meant(word).ok_or_else(|| "a code is written as D0546".to_owned())
}
