//! What a worker gives up before it loads a plugin, and how it finds out that it really did.
//!
//! The daemon decides by a [`Policy`]; [`enter`] follows it as far as this kernel can and reports what it then found to
//! be so *from inside*: not what was asked for, but what was tried and refused. Parts: [`user`], whom the worker becomes;
//! `files`, landlock; `calls`, seccomp; `attempts`, the trying.

mod attempts;
mod calls;
mod files;
pub mod user;

use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::worker::sandbox::user::User;

/// How a worker is to be confined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Whether at all.
    pub enabled: bool,
    /// Whether the worker refuses to load a plugin unless files, network and programs are out of reach.
    pub required: bool,
    /// Whom the worker becomes; `None` when it stays who it is.
    pub user: Option<User>,
    /// Whether an extractor was granted to start programs.
    pub exec: bool,
    /// Folders that extractors may read.
    pub read: Vec<PathBuf>,
}

/// What a worker found that it cannot do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    /// Open files other than system libraries and what the config allows, make any, or change who may use them.
    pub files: bool,
    /// Open a socket.
    pub network: bool,
    /// Start a program or a process.
    pub programs: bool,
    /// Signal the daemon.
    pub signals: bool,
    /// Be root.
    pub root: bool,
}

/// What is not kept from an extractor, and what that means.
pub struct Gap {
    /// A word for machines.
    pub what: &'static str,
    /// A sentence for people.
    pub consequence: &'static str,
}

/// Confines this process and tries the confinement out.
///
/// # Errors
/// When a step fails that every kernel can take. Missing features of the kernel are no error: they show in the answer.
pub fn enter(policy: &Policy, parent: u32) -> io::Result<Confinement> {
    rustix::thread::set_no_new_privs(true)?;
    if !policy.enabled {
        become_child_of(parent)?;
        return Ok(attempts::try_all(parent));
    }
    // Opened before the user changes, who may not be allowed to reach them.
    let folders = files::open(policy);
    if let Some(user) = &policy.user {
        // A container may forbid even root to change; the attempts then find root.
        let _ = user.assume();
    }
    // A change of user takes this back.
    become_child_of(parent)?;
    if let Ok(folders) = folders {
        files::restrict(folders);
    }
    calls::restrict(policy.exec);
    Ok(attempts::try_all(parent))
}

/// Has the kernel kill this process when its parent dies; ends it at once when that has happened already.
fn become_child_of(parent: u32) -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    let current = rustix::process::getppid().map_or(0, |pid| pid.as_raw_nonzero().get().cast_unsigned());
    if current == parent { Ok(()) } else { Err(io::Error::other("the daemon is gone")) }
}

impl Confinement {
    /// What the policy wants and the worker did not find. Nothing is wanted of a sandbox that is off.
    pub fn gaps(&self, policy: &Policy) -> Vec<Gap> {
        let gap = |what, consequence| Gap { what, consequence };
        let rows = [
            (self.files, gap("files", "a plugin can read and write whatever the workers' user may")),
            (self.network, gap("network", "a plugin can open connections")),
            (self.programs || policy.exec, gap("programs", "a plugin can start programs")),
            (self.signals, gap("signals", "a plugin can signal the daemon")),
            (self.root || policy.user.is_none(), gap("user", "plugins run as root")),
        ];
        let open = rows.into_iter().filter(|(closed, _)| policy.enabled && !closed);
        open.map(|(_, gap)| gap).collect()
    }

    /// What a policy that requires the sandbox cannot do without.
    pub fn missing(&self, policy: &Policy) -> Vec<&'static str> {
        let essential = |gap: &Gap| ["files", "network", "programs"].contains(&gap.what);
        self.gaps(policy).into_iter().filter(essential).map(|gap| gap.what).collect()
    }

    /// The kinds of reach that are kept from extractors, in one line.
    pub fn describe(&self) -> String {
        let kept = [
            (self.files, "files"),
            (self.network, "network"),
            (self.programs, "programs"),
            (self.signals, "signals"),
            (self.root, "root"),
        ];
        let kept: Vec<&str> = kept.into_iter().filter_map(|(closed, what)| closed.then_some(what)).collect();
        if kept.is_empty() { "none".to_owned() } else { format!("no {}", kept.join(", no ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        Policy { enabled: true, required: false, user: None, exec: false, read: Vec::new() }
    }

    #[test]
    fn what_is_granted_or_off_is_no_gap() {
        let names = |policy: &Policy| {
            let gaps = Confinement::default().gaps(policy);
            gaps.iter().map(|gap| gap.what).collect::<Vec<_>>()
        };
        assert_eq!(names(&policy()), ["files", "network", "programs", "signals"]);
        assert_eq!(names(&Policy { exec: true, ..policy() }), ["files", "network", "signals"]);
        let user = Some(User { name: "nobody".to_owned(), uid: 65534, gid: 65534 });
        assert_eq!(names(&Policy { user, ..policy() }).last(), Some(&"user"));
        assert_eq!(names(&Policy { enabled: false, ..policy() }), [""; 0]);
    }
}
