//! What the kernel tells about processes.

use std::fs;

/// A process, told from a later one with the same id by the time at which it started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) id: u32,
    started: String,
}

impl Process {
    /// The children of a process, of all its threads.
    pub(crate) fn children_of(parent: u32) -> Vec<Process> {
        let Ok(tasks) = fs::read_dir(format!("/proc/{parent}/task")) else { return Vec::new() };
        let lists = tasks.flatten().filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
        let ids: Vec<u32> = lists
            .flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .filter_map(|id| id.parse().ok())
            .collect();
        ids.into_iter().filter_map(Process::running).collect()
    }

    fn running(id: u32) -> Option<Process> {
        let [state, started] = stat(id)?;
        (!matches!(state.as_str(), "Z" | "X")).then_some(Process { id, started })
    }

    /// Whether it has not ended. One that has, but whose parent has not asked how, is not alive.
    pub(crate) fn is_alive(&self) -> bool {
        Process::running(self.id).as_ref() == Some(self)
    }

    /// The number of its user.
    pub(crate) fn user(&self) -> u32 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id)).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("Uid:")).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    /// Ends it, as the kernel would that needs memory.
    pub(crate) fn kill(&self) {
        let id = i32::try_from(self.id).ok().and_then(rustix::process::Pid::from_raw).unwrap();
        // One that has just ended by itself is as dead as we want it.
        let _ = rustix::process::kill_process(id, rustix::process::Signal::KILL);
    }
}

/// State and start time of `/proc/ID/stat`; the name before them may hold anything but the last parenthesis.
fn stat(id: u32) -> Option<[String; 2]> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    Some([(*fields.first()?).to_owned(), (*fields.get(19)?).to_owned()])
}
