//! A trial of a whole chain before it is trusted with documents: a worker of its own loads it, creates it, reads a
//! sample, destroys it, and is thrown away.

use std::sync::Arc;

use crossbeam_channel::unbounded;

use crate::inbox::claim::Claimed;
use crate::plugin::error::{CRASHED, TIMED_OUT};
use crate::pool::course::Course;
use crate::pool::starting;
use crate::pool::verdict::{Again, Failure};
use crate::pool::{Job, Pool, Portion, Report, Reporter, Setup};
use crate::worker::frame::Places;
use crate::worker::sandbox::Confinement;

/// What is read: an article like many. What an extractor makes of it does not matter, only that it comes back.
const SAMPLE: &str = "\
Harbour ministers agree on pilots

By Ines Calder

PORT ELSON, 3 May 2024 - The transport ministers of Aldria and Berrow signed an agreement on harbour pilots on Friday.
\"We will train forty pilots a year,\" the minister of Aldria said. The agreement takes effect on 1 July.
";

/// Tries a chain.
///
/// # Errors
/// Why no worker can be started with it, or how it ended one over the sample. An extractor that merely refuses the
/// sample is no failure: it may have its reasons.
pub fn probe(setup: &Arc<Setup>) -> Result<Confinement, Box<Failure>> {
    let (reports, reported) = unbounded();
    let reporter: Reporter = Arc::new(move |report| drop(reports.send(report)));
    let cannot = |error: &dyn std::fmt::Display| Box::new(starting::failure(CRASHED, format!("no trial: {error}")));
    let sample = Claimed::of_bytes("sample.txt".into(), SAMPLE.as_bytes().to_vec()).map_err(|error| cannot(&error))?;
    let sample = Arc::new(sample);
    let mut pool = Pool::start(0..1, setup, &reporter).map_err(|error| cannot(&error))?;
    let mut found = Confinement::default();
    let outcome = loop {
        let Ok(report) = reported.recv() else { break Err(cannot(&"its keeper is gone")) };
        pool.note(&report);
        match report {
            Report::Ready { worker, confinement, .. } => {
                found = confinement;
                let (course, bypass) = (Course::default(), Places::default());
                let (portion, claimed) = (Portion::FIRST, Arc::clone(&sample));
                pool.give(
                    worker,
                    Job {
                        sequence: 0,
                        course,
                        apart: false,
                        portion,
                        passed: 0,
                        bypass,
                        arrival: 1,
                        previous: None,
                        claimed,
                    },
                );
            }
            Report::NotStarted { failure, .. } => break Err(failure),
            Report::Failed { failure, .. } if failure.ended_worker() => break Err(Box::new(over_sample(*failure))),
            Report::Failed { failure, .. } => {
                let (extractor, text) = (failure.extractor, failure.text);
                tracing::warn!(extractor, text, "an extractor cannot read the sample of the trial");
                break Ok(found);
            }
            Report::Read { .. } | Report::Emptied { .. } => break Ok(found),
            Report::Returned { .. } | Report::Ended { .. } => break Err(cannot(&"its worker is gone")),
        }
    };
    // The extractors are destroyed before the worker goes, which is a part of the trial.
    pool.finish();
    outcome
}

fn over_sample(failure: Failure) -> Failure {
    let code = if failure.reason == "timeout" { TIMED_OUT } else { CRASHED };
    let text = format!("over the sample of the trial, {}", failure.text);
    Failure { code: code.to_owned(), again: Again::Later, reason: "not_started", text, ..failure }
}
