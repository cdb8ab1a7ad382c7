//! Memory and processor time of a daemon and its workers, as `/proc` tells.

use std::collections::BTreeMap;
use std::fs;
use std::process::Child;
use std::time::Duration;

use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

/// A process and its children.
pub(crate) fn family(parent: u32) -> Vec<u32> {
    let mut ids = vec![parent];
    for task in fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten() {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        ids.extend(children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
    }
    ids
}

/// A size of a process in KiB: `VmRSS`, now, or `VmHWM`, the highest so far.
pub(crate) fn memory(id: u32, which: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix(which)?.strip_prefix(':')?.split_whitespace().next()?.parse().ok())
}

/// Keeps the highest resident size of a process and its children, in KiB.
pub(crate) fn note_memory(parent: u32, peaks: &mut BTreeMap<u32, u64>) {
    for id in family(parent) {
        if let Some(peak) = memory(id, "VmHWM") {
            let known = peaks.entry(id).or_default();
            *known = peak.max(*known);
        }
    }
}

/// The processor time of a process so far, and that of its children which have ended.
#[derive(Clone, Copy, Default)]
pub(crate) struct Time {
    pub(crate) user: Duration,
    pub(crate) system: Duration,
    pub(crate) children: Duration,
}

impl Time {
    pub(crate) fn of(id: u32) -> Time {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let fields: Vec<u64> = stat.rsplit_once(')').map_or(Vec::new(), |(_, rest)| {
            rest.split_whitespace().map(|field| field.parse().unwrap_or_default()).collect()
        });
        // proc_pid_stat(5) counts its fields from 1, and the third is the first behind the name.
        let ticks = |field: usize| {
            let ticks = fields.get(field - 3).copied().unwrap_or_default();
            Duration::from_secs_f64(ticks as f64 / rustix::param::clock_ticks_per_second() as f64)
        };
        Time { user: ticks(14), system: ticks(15), children: ticks(16) + ticks(17) }
    }

    pub(crate) fn total(self) -> Duration {
        self.user + self.system + self.children
    }
}

/// Waits for the end of a process, which must be a good one, and tells what it took.
pub(crate) fn end_of(mut child: Child) -> Time {
    // Its numbers can be read as long as nobody has collected it.
    let _ = waitid(WaitId::Pid(Pid::from_child(&child)), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
    let time = Time::of(child.id());
    let status = child.wait().expect("its status");
    assert!(status.success(), "the daemon failed: {status}");
    time
}
