//! Documents to be read anew: links to files of the archive, in a folder of the daemon's own that is read as an inbox.
//!
//! What each of them is stands in its path, so that nothing else has to be kept in step:
//! `<state>/replay/<inbox>/<fingerprint>.<record>/<name>`, where `inbox` is the beginning of the hash of the inbox's path,
//! `fingerprint` that of the chain that read the document before, `record` the id of its newest `document` record, and
//! `name` its path below the inbox. Of a file that holds many documents one is read, whose number stands behind the record:
//! `<fingerprint>.<record>.<number>`.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

/// The folder's name in the state folder.
pub const REPLAY: &str = "replay";
/// Hex digits of the hash of an inbox's path.
const INBOX_DIGITS: usize = 16;

/// A document to be read anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// The place of its inbox in the config.
    pub inbox: usize,
    /// Its path below that inbox.
    pub name: OsString,
    /// The fingerprint of the chain that read it before, in hex.
    pub fingerprint: String,
    /// The id of the record that the new one follows.
    pub supersedes: String,
    /// Which of the documents of the file it is, if that holds many.
    pub entry: Option<u32>,
}

impl Replay {
    /// Reads a path below the folder; `inboxes` are the [`mark`]s of those in the config. `None` for what is not there to be
    /// read anew.
    pub fn parse(path: &OsStr, inboxes: &[String]) -> Option<Replay> {
        let mut parts = Path::new(path).components();
        let Component::Normal(of) = parts.next()? else { return None };
        let Component::Normal(what) = parts.next()? else { return None };
        let (fingerprint, record) = what.to_str()?.split_once('.')?;
        let (supersedes, entry) = match record.split_once('.') {
            Some((record, number)) => (record, Some(number.parse().ok()?)),
            None => (record, None),
        };
        let name = parts.as_path().as_os_str().to_owned();
        let inbox = inboxes.iter().position(|mark| mark.as_str() == of)?;
        let (fingerprint, supersedes) = (fingerprint.to_owned(), supersedes.to_owned());
        (!name.is_empty()).then_some(Replay { inbox, name, fingerprint, supersedes, entry })
    }

    /// Its path below the folder; `inbox` is that of its inbox.
    pub fn path(&self, inbox: &Path) -> PathBuf {
        let Replay { name, fingerprint, supersedes, entry, .. } = self;
        let number = entry.map(|number| format!(".{number}")).unwrap_or_default();
        Path::new(&mark(inbox)).join(format!("{fingerprint}.{supersedes}{number}")).join(name)
    }
}

/// What stands for an inbox in a path.
pub fn mark(inbox: &Path) -> String {
    blake3::hash(inbox.as_os_str().as_bytes()).to_hex()[..INBOX_DIGITS].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_what_is_read_anew() {
        let inboxes = [Path::new("/in"), Path::new("/wire")];
        let marks = inboxes.map(mark);
        for (inbox, name, entry) in [(0, "a.txt", None), (1, "desk/asia/a b.txt", None), (1, "x.y.z", Some(17))] {
            let (fingerprint, supersedes) = ("0a1b".to_owned(), "e7f".to_owned());
            let replay = Replay { inbox, name: name.into(), fingerprint, supersedes, entry };
            let path = replay.path(inboxes[inbox]);
            assert_eq!(Replay::parse(path.as_os_str(), &marks), Some(replay));
        }
        let other = mark(Path::new("/other"));
        for path in [
            "a.txt",
            "x/y/z",
            &format!("{}/no-dot/a", marks[0]),
            &format!("{other}/f.e/a"),
            &format!("{}/f.e.x/a", marks[0]),
            &marks[0],
        ] {
            assert_eq!(Replay::parse(OsStr::new(path), &marks), None, "{path}");
        }
    }
}
