//! The tables of inboxes: what they may say, and what it means.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use globset::{Glob, GlobBuilder};
use toml::Value;

use super::code::Code;
use super::top;
use super::value::{Flaw, Kind, Text, choose};
use crate::inbox::filter::MARKER_NAME;

/// One watched folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbox {
    /// The folder.
    pub path: PathBuf,
    /// Whether its sub-folders belong to it.
    pub recursive: bool,
    /// What is read, by path below the folder; empty for everything.
    pub include: Vec<Glob>,
    /// What is not read, beside what is hidden or unfinished by its name.
    pub ignore: Vec<Glob>,
    /// How files that come in are noticed.
    pub watch: Watching,
    /// How often it is scanned where the kernel tells nothing.
    pub poll: Duration,
    /// A file that was found by a scan is complete when it was unchanged this long.
    pub settle: Duration,
    /// The name of the file that must lie beside another before that is read; `{name}` stands for its name.
    pub marker: Option<String>,
    /// Which of the files that wait is read first.
    pub order: Order,
    /// Whether the files of a folder that comes are read only when all of them are complete.
    pub together: bool,
    /// Copied into the document records of this folder.
    pub tags: BTreeMap<String, String>,
}

impl Inbox {
    /// A folder with the settings that it has by default.
    pub fn at(path: PathBuf) -> Inbox {
        Inbox {
            path,
            recursive: true,
            include: Vec::new(),
            ignore: Vec::new(),
            watch: Watching::Auto,
            poll: top::POLL,
            settle: top::SETTLE,
            marker: None,
            order: Order::Oldest,
            together: false,
            tags: BTreeMap::new(),
        }
    }
}

/// How files that come in are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watching {
    /// As suits the file system.
    Auto,
    /// The kernel tells.
    Events,
    /// By scans alone.
    Poll,
}

/// Which of the files that wait is read first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The one that was written to the longest ago.
    Oldest,
    /// The one that was written to last.
    Newest,
    /// By name.
    Name,
}

impl Order {
    /// The place in the order, the smallest first, of a file with this time of its last write, which is asked for only
    /// where it counts.
    pub fn rank(self, modified: impl FnOnce() -> Option<i128>) -> i128 {
        match self {
            Order::Oldest => modified().unwrap_or(0),
            Order::Newest => modified().map_or(0, |modified| -modified),
            Order::Name => 0,
        }
    }
}

/// Reads a pattern; its `*` stays within one folder, its `**` does not.
///
/// # Errors
/// When it is none.
pub fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).build()
}

/// Paths below an inbox.
pub(super) struct Pattern;

impl Kind for Pattern {
    type Value = Glob;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Glob, Flaw> {
        let text = Text::read(value)?;
        let help = "write a path below the inbox; `*` stands for any part of a name, `**/` for any folders";
        match glob(&text) {
            Ok(glob) if !text.is_empty() => Ok(glob),
            Ok(_) => Err(Flaw::new(Code::BadPattern, "a pattern is wanted here, the text is empty", help)),
            Err(error) => Err(Flaw::new(Code::BadPattern, format!("this is no pattern: {}", error.kind()), help)),
        }
    }
}

/// The name of a file that tells that another is complete; the empty text reads as `None`.
pub(super) struct Marker;

impl Kind for Marker {
    type Value = Option<String>;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Option<String>, Flaw> {
        let text = Text::read(value)?;
        let help = "write the file's name as {name}, with something before or behind it, such as \"{name}.done\"";
        match text.as_str() {
            "" => Ok(None),
            MARKER_NAME => Err(Flaw::new(Code::BadPattern, "every file would be its own marker", help)),
            marker if marker.contains('/') => {
                Err(Flaw::new(Code::BadPattern, "a marker lies in the same folder as its file", help))
            }
            marker if marker.matches(MARKER_NAME).count() == 1 => Ok(Some(text)),
            _ => Err(Flaw::new(Code::BadPattern, "nothing tells which file this would be the marker of", help)),
        }
    }
}

impl Kind for Watching {
    type Value = Watching;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Watching, Flaw> {
        choose(value, &[("auto", Watching::Auto), ("events", Watching::Events), ("poll", Watching::Poll)])
    }
}

impl Kind for Order {
    type Value = Order;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Order, Flaw> {
        choose(value, &[("oldest", Order::Oldest), ("newest", Order::Newest), ("name", Order::Name)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_tells_which_file_it_belongs_to() {
        let read = |text: &str| Marker::read(&Value::from(text)).map_err(|flaw| flaw.title);
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("{name}.done"), Ok(Some("{name}.done".to_owned())));
        for wrong in ["{name}", "done", "{name}{name}", "marks/{name}"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_star_stays_within_its_folder() {
        let is_match = |pattern: &str, path: &str| glob(pattern).unwrap().compile_matcher().is_match(path);
        assert!(is_match("*.txt", "a.txt") && !is_match("*.txt", "sub/a.txt"));
        assert!(is_match("**/*.txt", "a.txt") && is_match("**/*.txt", "sub/deep/a.txt"));
        for wrong in ["", "[a", "{a"] {
            assert!(Pattern::read(&Value::from(wrong)).is_err(), "{wrong}");
        }
    }
}
