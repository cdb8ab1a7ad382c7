//! How fast a worker reads, and so how many documents it may hold.

use std::time::{Duration, Instant};

use crate::worker::group::{GROUP_MAX, GROUP_TIME};

/// Documents that a worker may hold: one in work, one waiting in its socket so that it never waits for us.
const WINDOW: usize = 2;

/// Of documents that are read quickly a worker may hold more, as many as it reads within this time: they come and go
/// together, do not wake three threads each, and go through the chain as a group.
const WINDOW_TIME: Duration = GROUP_TIME.saturating_mul(2);
/// But not more than this.
pub(super) const WINDOW_MAX: usize = 2 * GROUP_MAX;

/// How fast a worker reads.
pub(super) struct Pace {
    /// What a document took of late.
    each: Duration,
    /// When the document that it reads now began.
    began: Instant,
}

impl Pace {
    /// Nothing is known yet.
    pub(super) fn new(now: Instant) -> Pace {
        Pace { each: WINDOW_TIME, began: now }
    }

    /// It begins with a document after it had none.
    pub(super) fn begin(&mut self, now: Instant) {
        self.began = now;
    }

    /// It has read a document, and goes on with the next. Those of a group come at once: only their mean tells.
    pub(super) fn read(&mut self, now: Instant) {
        let took = now.saturating_duration_since(std::mem::replace(&mut self.began, now));
        self.each = (self.each * (GROUP_MAX as u32 - 1) + took) / GROUP_MAX as u32;
    }

    /// How many documents it may hold.
    pub(super) fn window(&self) -> usize {
        let quick = WINDOW_TIME.as_nanos() / self.each.as_nanos().max(1);
        usize::try_from(quick).unwrap_or(WINDOW_MAX).clamp(WINDOW, WINDOW_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_holds_more_documents_only_while_it_reads_them_quickly() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        assert_eq!(pace.window(), WINDOW);
        let mut now = start;
        let mut read = |pace: &mut Pace, time: Duration, count: usize| {
            for _ in 0..count {
                now += time;
                pace.read(now);
            }
            pace.window()
        };
        assert_eq!(read(&mut pace, Duration::from_micros(20), 400), WINDOW_MAX);
        assert_eq!(read(&mut pace, Duration::from_millis(10), 400), 10);
        assert_eq!(read(&mut pace, Duration::from_secs(5), 1), WINDOW);
        // Time without a document is nobody's.
        assert_eq!(read(&mut pace, Duration::ZERO, 400), WINDOW_MAX);
        pace.begin(start + Duration::from_secs(60));
        pace.read(start + Duration::from_secs(60));
        assert_eq!(pace.window(), WINDOW_MAX);
    }
}
