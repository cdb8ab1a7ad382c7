//! A folder in which faults happen, and what is remembered of them.

use std::collections::BTreeMap;

use crate::oracle::Oracle;
use crate::support::Site;

/// A folder, what the world knows of it, and what happened there.
pub(crate) struct Scene {
    pub(crate) site: Site,
    pub(crate) oracle: Oracle,
    pub(crate) tally: Tally,
}

/// How often what happened.
pub(crate) type Tally = BTreeMap<&'static str, usize>;

impl Scene {
    /// Small segments and a small journal, so that rolls and laps are many, and no patience.
    pub(crate) fn new() -> Scene {
        let site = Site::new()
            .set("output.max_line", "4 KiB")
            .set("output.segment.size", "4 KiB")
            .set("output.journal", "256 KiB")
            .set("output.batch.wait", "1 ms")
            .set("limits.quiet", "1 ms")
            .set("limits.reconcile", "200 ms")
            .set("diagnostics.level", "info");
        Scene { site, oracle: Oracle::default(), tally: Tally::new() }
    }

    /// Counts something that happened.
    pub(crate) fn note(&mut self, what: &'static str) {
        *self.tally.entry(what).or_default() += 1;
    }
}
