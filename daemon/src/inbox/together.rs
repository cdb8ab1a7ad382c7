//! Files that are read together: those of a folder that came as a whole, when nothing in it has changed for a while.
//! Pure: time is passed in, nothing is read.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Component, Path};
use std::time::{Duration, Instant};

use crate::inbox::root::{Key, Place};

/// The folders at the top of inboxes whose files are read together.
#[derive(Default)]
pub(super) struct Groups {
    groups: HashMap<(usize, OsString), Group>,
}

struct Group {
    /// The last news of any of its files.
    changed: Instant,
    /// How long there must be none.
    hold: Duration,
    /// Files that wait.
    names: usize,
    /// Of these, files that were finished when they were looked at, and of which there was no news since.
    finished: usize,
}

impl Groups {
    /// There is news of a file; `hold` is absent where files are read one by one.
    pub(super) fn note(&mut self, key: &Key, hold: Option<Duration>, now: Instant) {
        if let Some((hold, folder)) = hold.zip(folder_of(key)) {
            let group = self.groups.entry(folder).or_insert(Group { changed: now, hold, names: 0, finished: 0 });
            group.changed = group.changed.max(now);
        }
    }

    /// A file waits from now on.
    pub(super) fn join(&mut self, key: &Key) {
        if let Some(group) = self.of(key) {
            group.names += 1;
        }
    }

    /// Whether a file is finished has changed.
    pub(super) fn turn(&mut self, key: &Key, finished: bool) {
        match self.of(key) {
            Some(group) if finished => group.finished += 1,
            Some(group) => group.finished -= 1,
            None => {}
        }
    }

    /// A file, which was finished or not, waits no longer.
    pub(super) fn leave(&mut self, key: &Key, finished: bool) {
        let Some(group) = self.of(key) else { return };
        group.names -= 1;
        group.finished -= usize::from(finished);
        if group.names == 0 {
            folder_of(key).and_then(|folder| self.groups.remove(&folder));
        }
    }

    /// How long a file is still held for the others.
    pub(super) fn hold(&self, key: &Key, now: Instant) -> Option<Duration> {
        let group = self.groups.get(&folder_of(key)?)?;
        let left = (group.changed + group.hold).saturating_duration_since(now);
        let left = if group.finished < group.names { left.max(group.hold) } else { left };
        (!left.is_zero()).then_some(left)
    }

    fn of(&mut self, key: &Key) -> Option<&mut Group> {
        // Most inboxes have none, and then no path is taken apart.
        if self.groups.is_empty() {
            return None;
        }
        self.groups.get_mut(&folder_of(key)?)
    }
}

/// The folder at the top of the inbox that a file lies in, at any depth. What was taken belongs to none.
fn folder_of(key: &Key) -> Option<(usize, OsString)> {
    let mut parts = Path::new(&key.name).components();
    let Component::Normal(folder) = parts.next()? else { return None };
    (key.place == Place::Inbox && parts.next().is_some()).then(|| (key.root, folder.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const HOLD: Option<Duration> = Some(SECOND);

    fn key(name: &str) -> Key {
        Key { root: 0, place: Place::Inbox, name: name.into() }
    }

    #[test]
    fn files_of_a_folder_are_held_until_there_was_no_news_of_any_for_a_while() {
        let (mut groups, start) = (Groups::default(), Instant::now());
        for (name, after) in [("parcel/a", 0), ("parcel/sub/b", 600), ("other/c", 900)] {
            groups.note(&key(name), HOLD, start + Duration::from_millis(after));
            groups.join(&key(name));
            groups.turn(&key(name), true);
        }
        let left = |groups: &Groups, name: &str, after: u64| {
            groups.hold(&key(name), start + Duration::from_millis(after)).map(|left| left.as_millis())
        };
        assert_eq!([left(&groups, "parcel/a", 1000), left(&groups, "other/c", 1000)], [Some(600), Some(900)]);
        assert_eq!([left(&groups, "parcel/a", 1599), left(&groups, "parcel/a", 1600)], [Some(1), None]);
        // However long nothing was told of it: somebody still has one of them open.
        groups.turn(&key("parcel/sub/b"), false);
        assert_eq!([left(&groups, "parcel/a", 9000), left(&groups, "other/c", 9000)], [Some(1000), None]);
        groups.leave(&key("parcel/sub/b"), false);
        assert_eq!(left(&groups, "parcel/a", 9000), None);
    }

    #[test]
    fn files_at_the_top_and_in_the_work_area_and_those_of_other_inboxes_are_not_held() {
        let (mut groups, start) = (Groups::default(), Instant::now());
        let in_work = Key { place: Place::Work, ..key("parcel/a") };
        for (key, hold) in [(key("top"), HOLD), (in_work, HOLD), (key("parcel/b"), None)] {
            groups.note(&key, hold, start);
            groups.join(&key);
            assert_eq!(groups.hold(&key, start), None, "{key:?}");
            groups.leave(&key, false);
        }
    }

    #[test]
    fn a_folder_is_forgotten_with_its_last_file() {
        let (mut groups, start) = (Groups::default(), Instant::now());
        for name in ["parcel/a", "parcel/b"] {
            groups.note(&key(name), HOLD, start);
            groups.join(&key(name));
        }
        groups.leave(&key("parcel/a"), false);
        assert_eq!(groups.groups.len(), 1);
        groups.leave(&key("parcel/b"), false);
        assert!(groups.groups.is_empty());
    }
}
