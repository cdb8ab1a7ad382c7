//! Daemons in sessions of their own, so that every process that they leave behind is found.

use std::fs;
use std::process::Command;

use crate::support::{Daemon, Site, until};

/// Starts one of the program's commands by way of a launcher.
pub(crate) fn launch<'a>(site: &'a Site, launcher: &[&str], arguments: &[&str]) -> Daemon<'a> {
    let wanted = site.command(arguments);
    // It becomes the program that it starts, so the session has the number of the daemon or of its launcher.
    let mut command = Command::new("setsid");
    command.args(launcher).arg(wanted.get_program()).args(wanted.get_args()).current_dir(site.path(""));
    for (name, _) in wanted.get_envs().filter(|(_, value)| value.is_none()) {
        command.env_remove(name);
    }
    Daemon::spawn(site, &mut command)
}

/// Whether a daemon has ended, by itself or by a fault.
pub(crate) fn has_ended(daemon: &Daemon<'_>) -> bool {
    !fs::exists(format!("/proc/{}/fd/0", daemon.pid())).unwrap_or(false)
}

/// Ends a daemon as nothing else does, and insists that its workers follow.
pub(crate) fn kill(daemon: Daemon<'_>) {
    let session = daemon.pid();
    daemon.kill();
    expect_none_left(session);
}

/// Insists that a session that has lost its leader has nobody else.
pub(crate) fn expect_none_left(session: u32) {
    assert!(until(|| members(session).is_empty().then_some(())).is_some(), "I8: left behind: {:?}", members(session));
}

/// The processes of a session that have not ended. A launcher is none of the daemon's: strace tries at its start what the
/// kernel lets it trace, with a child that stays behind where the daemon ends just then.
fn members(session: u32) -> Vec<String> {
    let stats =
        fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    let alive = stats.filter(|stat| !stat.contains("(strace)")).filter(|stat| {
        // The name before the last parenthesis may hold anything.
        let fields: Vec<&str> = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
        matches!(fields[..], [state, _, _, of, ..] if of == session.to_string() && !matches!(state, "Z" | "X"))
    });
    alive.collect()
}
