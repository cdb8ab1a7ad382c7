//! The way back from quarantine of files whose guilty extractor has changed: they are read again, and set aside anew, with
//! what was guilty then, when they fail again. So a change brings each of them back once.
//!
//! A quarantine may be large, so it is gone through in portions, between which the mover does other things.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::codes::folders::QUARANTINE_REFUSED;
use crate::inbox::quarantine::{Entries, Entry, Reason};
use crate::inbox::root::Root;

/// How long the mover goes through the quarantine before it looks for other orders.
const PORTION: Duration = Duration::from_millis(20);

/// What an extractor of the chain is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `id@version` of its plugin.
    pub plugin: String,
    /// `b3:` and the hash of its library.
    pub library: String,
    /// `b3:` and the hash of its settings.
    pub settings: String,
}

/// What runs now: extractors by their names in the chain.
pub type Running = HashMap<String, Identity>;

/// What has changed of an extractor since it was guilty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is another library.
    Library,
    /// It has other settings.
    Settings,
    /// It is not in the chain.
    Gone,
}

impl Change {
    /// What has changed of the extractor that a reason names. `None` also when it names none: then it was no plugin's fault.
    pub fn since(reason: &Reason, running: &Running) -> Option<Change> {
        let Some(now) = running.get(reason.extractor.as_ref()?) else { return Some(Change::Gone) };
        let differs = |then: &Option<String>, now: &str| then.as_ref().is_some_and(|then| then != now);
        if differs(&reason.library, &now.library) || differs(&reason.plugin, &now.plugin) {
            return Some(Change::Library);
        }
        differs(&reason.settings, &now.settings).then_some(Change::Settings)
    }

    fn words(self) -> &'static str {
        match self {
            Change::Library => "it is another library now",
            Change::Settings => "it has other settings now",
            Change::Gone => "it is no longer in the chain",
        }
    }
}

/// A walk through a quarantine.
pub struct Sweep {
    entries: Entries,
    running: Running,
    /// Files that are read again, by extractor and by what changed of it.
    back: BTreeMap<String, BTreeMap<Change, usize>>,
    /// Files that are not, by what they would have been put into: how many, and why the first of them.
    refused: BTreeMap<String, (usize, String)>,
}

/// What a walk comes to in a while.
#[derive(Default)]
pub struct Portion {
    /// Whether it was the last one.
    pub is_last: bool,
    /// How many files lie in their inboxes again.
    pub back: u64,
    /// Copies whose files are in their inboxes still, to be read again when they are forgotten.
    pub staying: Vec<Entry>,
}

impl Sweep {
    /// Nothing was looked at yet.
    pub fn of(quarantine: &Path, running: Running) -> Sweep {
        Sweep { entries: Entries::of(quarantine), running, back: BTreeMap::new(), refused: BTreeMap::new() }
    }

    /// Goes on for a while. A file that is refused stays where it is.
    pub fn go_on(&mut self, roots: &[Root]) -> Portion {
        let (began, mut portion) = (Instant::now(), Portion::default());
        while began.elapsed() < PORTION {
            match self.entries.next() {
                Some(Ok(entry)) => self.look_at(entry, roots, &mut portion),
                Some(Err(error)) => self.refuse("the quarantine", &error),
                None => {
                    portion.is_last = true;
                    break;
                }
            }
        }
        portion
    }

    fn look_at(&mut self, entry: Entry, roots: &[Root], portion: &mut Portion) {
        let Some(change) = Change::since(&entry.reason, &self.running) else { return };
        if entry.is_gone {
            // The end of what another start began; what cannot be removed is met again.
            let _ = entry.delete_reason();
            return;
        }
        let inbox = Path::new(&entry.reason.inbox);
        if !roots.iter().any(|root| root.settings.path == inbox) {
            let path = entry.reason.inbox.clone();
            return self.refuse(&path, &io::Error::other("the config has no such inbox"));
        }
        let extractor = entry.reason.extractor.clone().unwrap_or_default();
        if entry.original_that_stays().is_some() {
            portion.staying.push(entry);
        } else if entry.reason.kept {
            // The inbox may be the empty place of a disk that is away.
            let path = entry.reason.inbox.clone();
            return self.refuse(&path, &io::Error::other("it is a copy, and its file is not there"));
        } else if let Err(error) = entry.retry() {
            // Somebody else may have put it back or dropped it by now.
            if entry.is_there() {
                self.refuse(&entry.reason.inbox, &error);
            }
            return;
        } else {
            portion.back += 1;
        }
        *self.back.entry(extractor).or_default().entry(change).or_default() += 1;
    }

    fn refuse(&mut self, what: &str, error: &io::Error) {
        let (files, _) = self.refused.entry(what.to_owned()).or_insert_with(|| (0, error.to_string()));
        *files += 1;
    }

    /// Says what became of it, in a line for each extractor and for each inbox that refused.
    pub fn tell(&self) {
        tracing::debug!("the quarantine was gone through");
        for (extractor, changes) in &self.back {
            let files: usize = changes.values().sum();
            let why: Vec<&str> = changes.keys().map(|change| change.words()).collect();
            let why = why.join(", ");
            tracing::info!(extractor, files, why, "files come back from quarantine to be read again");
        }
        for (path, (files, error)) in &self.refused {
            let fix = "`dragoman quarantine list` names them; the next start tries again";
            tracing::warn!(
                code = QUARANTINE_REFUSED,
                path,
                files,
                error,
                fix,
                "files cannot come back from quarantine"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn reason(guilty: &Value) -> Reason {
        let mut reason = json!({
            "reason": "panic", "code": "D0542", "stage": "extractor", "text": "", "remedy": "", "attempts": 1,
            "name": "a", "inbox": "/in", "size": 1, "seen": "", "claimed": "", "quarantined": "",
        });
        reason.as_object_mut().unwrap().extend(guilty.as_object().unwrap().clone());
        serde_json::from_value(reason).unwrap()
    }

    #[test]
    fn a_file_comes_back_when_what_is_known_of_its_extractor_changed_and_no_other_does() {
        let identity = Identity { plugin: "p@1".to_owned(), library: "b3:1".to_owned(), settings: "b3:2".to_owned() };
        let running = Running::from([("quotes".to_owned(), identity)]);
        for (guilty, change) in [
            (json!({}), None),
            (json!({ "extractor": "quotes" }), None),
            (json!({ "extractor": "quotes", "plugin": "p@1", "library": "b3:1", "settings": "b3:2" }), None),
            // Written before settings were noted.
            (json!({ "extractor": "quotes", "plugin": "p@1", "library": "b3:1" }), None),
            (json!({ "extractor": "quotes", "plugin": "p@1", "library": "b3:0" }), Some(Change::Library)),
            (json!({ "extractor": "quotes", "plugin": "p@0" }), Some(Change::Library)),
            (json!({ "extractor": "quotes", "library": "b3:1", "settings": "b3:0" }), Some(Change::Settings)),
            (json!({ "extractor": "dates", "library": "b3:1" }), Some(Change::Gone)),
        ] {
            assert_eq!(Change::since(&reason(&guilty), &running), change, "{guilty}");
        }
    }
}
