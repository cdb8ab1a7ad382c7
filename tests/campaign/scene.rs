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
#[derive(Default)]
pub(crate) struct Tally(pub(crate) BTreeMap<String, usize>);

impl Tally {
    /// Counts something so many times more.
    pub(crate) fn add(&mut self, what: impl Into<String>, times: usize) {
        *self.0.entry(what.into()).or_default() += times;
    }
}

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
        Scene { site, oracle: Oracle::default(), tally: Tally::default() }
    }
}
