//! The thread that writes to the file of the ledger.

use std::io;
use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::ledger::store::{Refusal, Store, View};
use crate::ledger::{Batch, Kept};
use crate::panics::caught;

/// The first pause before a file that refused is tried again; doubled each time.
const PAUSE_MIN: Duration = Duration::from_millis(250);
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// The sending end of the thread.
pub struct Keeper {
    orders: Sender<Batch>,
    thread: JoinHandle<()>,
}

impl Keeper {
    /// Starts the thread; `report` is called on it.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(store: Store, report: impl Fn(Kept) + Send + 'static) -> io::Result<Keeper> {
        // One order at a time, and a last one at the end.
        let (orders, ordered) = bounded(2);
        let path = store.path().map(ToOwned::to_owned);
        let work = move || run(Some(store), path.as_deref(), &ordered, report);
        let thread = thread::Builder::new().name("ledger".to_owned()).spawn(work)?;
        Ok(Keeper { orders, thread })
    }

    /// Hands over what is new.
    pub fn save(&self, batch: Batch) {
        // A thread that ended has told why.
        let _ = self.orders.send(batch);
    }

    /// Writes what was handed over and ends the thread.
    pub fn finish(self) {
        drop(self.orders);
        if self.thread.join().is_err() {
            tracing::error!("the keeper of the ledger panicked; the next start reads what it lacks from the log");
        }
    }
}

fn run(mut store: Option<Store>, path: Option<&Path>, ordered: &Receiver<Batch>, report: impl Fn(Kept)) {
    while let Ok(mut batch) = ordered.recv() {
        let (mut pause, mut told) = (PAUSE_MIN, false);
        loop {
            let saved = caught(|| save(&mut store, path, &batch));
            match saved.unwrap_or_else(|panic| Err(Refusal::Damaged(panic))) {
                Ok(view) => {
                    report(Kept::Saved(Box::new(view)));
                    break;
                }
                Err(Refusal::Damaged(why)) => return report(Kept::Damaged(io::Error::other(why))),
                Err(Refusal::Io(error)) if !std::mem::replace(&mut told, true) => report(Kept::Refused(error)),
                Err(Refusal::Io(_)) => {}
            }
            match ordered.recv_timeout(pause) {
                Ok(last) => batch.extend(last),
                Err(RecvTimeoutError::Timeout) => pause = (pause * 2).min(PAUSE_MAX),
                // Nobody wants to wait any more.
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

/// Writes to the file, which is opened anew when it refused before.
fn save(store: &mut Option<Store>, path: Option<&Path>, batch: &Batch) -> Result<View, Refusal> {
    let mut open = match (store.take(), path) {
        (Some(store), _) => store,
        (None, Some(path)) => Store::open_again(path)?,
        (None, None) => return Err(Refusal::Damaged("it was in memory".to_owned())),
    };
    open.save(batch)?;
    let view = open.view()?;
    *store = Some(open);
    Ok(view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::DocumentId;
    use crate::ledger::Entry;
    use crate::ledger::store::LEDGER;
    use jiff::Timestamp;

    fn entries(lines: std::ops::RangeInclusive<u64>) -> Batch {
        let entry =
            |line: u64| Entry::new(DocumentId::of(&line.to_le_bytes()), b"a", Timestamp::UNIX_EPOCH, line, false);
        Batch { entries: lines.map(entry).collect(), ..Batch::default() }
    }

    #[test]
    fn a_file_that_refuses_is_told_once_and_gets_everything_in_the_end() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(LEDGER);
        let held = Store::open(&path).unwrap();
        let (orders, ordered) = bounded(2);
        let (news, kept) = crossbeam_channel::unbounded();
        let file = path.clone();
        let thread = thread::spawn(move || run(None, Some(&file), &ordered, |kept| drop(news.send(kept))));
        orders.send(entries(1..=3)).unwrap();
        assert!(matches!(kept.recv().unwrap(), Kept::Refused(_)));
        orders.send(entries(4..=5)).unwrap();
        drop(held);
        let Kept::Saved(view) = kept.recv().unwrap() else { panic!("it refuses still") };
        assert_eq!(view.documents().unwrap(), 5);
        drop(orders);
        thread.join().unwrap();
        assert!(kept.recv().is_err());
    }

    #[test]
    fn a_file_that_is_damaged_meanwhile_is_not_begun_anew_behind_the_back_of_the_loop() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(LEDGER);
        for harm in [Some("not a ledger at all"), None] {
            harm.map_or_else(|| std::fs::remove_file(&path), |text| std::fs::write(&path, text)).unwrap();
            let (orders, ordered) = bounded(2);
            let (news, kept) = crossbeam_channel::unbounded();
            orders.send(entries(1..=3)).unwrap();
            run(None, Some(&path), &ordered, |kept| drop(news.send(kept)));
            assert!(matches!(kept.recv().unwrap(), Kept::Damaged(_)));
            assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), harm);
        }
    }
}
