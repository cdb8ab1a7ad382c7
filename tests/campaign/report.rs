//! What came of it, as a table.

use crate::scene::{Scene, Tally};

/// The runs of one fault.
pub(crate) struct Row {
    fault: &'static str,
    runs: usize,
    documents: usize,
    pub(crate) seconds: f64,
    pub(crate) failures: usize,
    pub(crate) tally: Tally,
}

impl Row {
    pub(crate) fn new(fault: &'static str) -> Row {
        Row { fault, runs: 0, documents: 0, seconds: 0.0, failures: 0, tally: Tally::default() }
    }

    /// Adds what happened in one folder.
    pub(crate) fn add(&mut self, scene: &Scene, runs: usize, failed: bool) {
        self.runs += runs;
        self.documents += scene.oracle.delivered();
        self.failures += usize::from(failed);
        for (what, count) in &scene.tally.0 {
            self.tally.add(what, *count);
        }
    }
}

/// Prints what stands above the rows.
pub(crate) fn print_head() {
    println!("{:<12}{:>8}{:>11}{:>9}{:>10}  of these", "fault", "runs", "documents", "seconds", "failures");
}

impl Row {
    pub(crate) fn print(&self) {
        let Row { fault, runs, documents, seconds, failures, tally } = self;
        let tally: Vec<String> = tally.0.iter().map(|(what, count)| format!("{what} {count}")).collect();
        println!("{fault:<12}{runs:>8}{documents:>11}{seconds:>9.0}{failures:>10}  {}", tally.join(", "));
    }
}
