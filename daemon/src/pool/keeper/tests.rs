use std::path::PathBuf;

use super::*;
use crate::config::{OnPluginFailure, Reader};
use crate::inbox::claim::Claimed;
use crate::log::line::Source;
use crate::plugin::generation::Generation;
use crate::pool::course::Course;
use crate::worker::frame::{Limits, Places};
use crate::worker::sandbox::Policy;

const TIMEOUT: Duration = Duration::from_secs(10);

fn setup() -> Setup {
    Setup {
        generation: Generation {
            id: String::new(),
            fingerprint: [0; 32],
            fingerprint_hex: String::new(),
            extractors: Vec::new(),
            reader: Reader::default(),
        },
        source: Source::new("desk"),
        limits: Limits {
            line_bytes: 1 << 20,
            document_bytes: 1 << 20,
            text_bytes: 1 << 20,
            memory_bytes: 1 << 30,
            show: false,
            soft_budget_ms: 5000,
        },
        policy: Policy { enabled: false, required: false, user: None, exec: false, read: Vec::new() },
        folder: PathBuf::new(),
        start: TIMEOUT,
        timeout: TIMEOUT,
        document_timeout: TIMEOUT,
        on_plugin_failure: OnPluginFailure::Halt,
        strikes: 3,
        inboxes: Vec::new(),
    }
}

/// A keeper whose worker goes on with the hundredth document of a file.
fn keeper() -> Keeper {
    let wake = rustix::event::eventfd(0, rustix::event::EventfdFlags::NONBLOCK).unwrap();
    let (_, orders) = crossbeam_channel::unbounded();
    let mut keeper = Keeper::new(0, Arc::new(setup()), orders, Arc::new(wake), Arc::new(|_| ()));
    keeper.held.push_back(Job {
        sequence: 7,
        course: Course::default(),
        apart: false,
        portion: Portion { from: 100, ..Portion::FIRST },
        passed: 0,
        bypass: Places::default(),
        arrival: 1,
        previous: None,
        claimed: Arc::new(Claimed::of_bytes("day.jsonl".into(), b"{}".to_vec()).unwrap()),
    });
    keeper
}

fn passed(keeper: &mut Keeper, count: u32) -> Result<(), Malformed> {
    let document = *keeper.held[0].claimed.id.as_bytes();
    keeper.take_answer(Answer { sequence: 7, document, part: Part::Passed { count }, ..Answer::default() })
}

#[test]
fn a_worker_that_passes_over_documents_is_late_only_when_it_says_nothing_for_too_long() {
    let mut keeper = keeper();
    let long_ago = Instant::now().checked_sub(3 * TIMEOUT).unwrap();
    for count in [40, 41, 100] {
        keeper.progress = long_ago;
        assert!(matches!(keeper.lateness(None, &mut None), Some(Breach::Silent)));
        passed(&mut keeper, count).unwrap();
        assert!(keeper.lateness(None, &mut None).is_none(), "{count}");
    }
    assert_eq!(keeper.held[0].passed, 100);
}

#[test]
fn a_worker_that_says_so_without_passing_any_is_believed_no_more() {
    for count in [0, 40, 101] {
        let mut keeper = keeper();
        passed(&mut keeper, 40).unwrap();
        assert!(passed(&mut keeper, count).is_err(), "{count}");
    }
}
