//! What reaches the daemon from outside: signals, the clock of the reconcile scan, the control socket; on one tokio
//! thread.

use std::io;
use std::os::fd::OwnedFd;
use std::thread;
use std::time::Duration;

use crossbeam_channel::Sender;
use tokio::signal::unix::{SignalKind, signal};

use crate::control::server;
use crate::main_loop::Wake;

/// Starts the thread: it sends [`Wake::Stop`] at TERM and INT, [`Wake::Reload`] at HUP, [`Wake::Reconcile`] every
/// `reconcile`, [`Wake::Control`] for what is asked in the state folder, and ends with the process.
///
/// # Errors
/// When a signal cannot be handled, the socket not be made, or the thread not be started.
pub fn start(wakes: Sender<Wake>, reconcile: Duration, state: &OwnedFd) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let guard = runtime.enter();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    // Somebody opens a file while we ask whether it has writers; without a handler this would end the process.
    let mut lease_broken = signal(SignalKind::io())?;
    let listener = server::listen(state)?;
    drop(guard);
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.spawn(server::serve(listener, wakes.clone()));
        runtime.block_on(async move {
            let mut clock = tokio::time::interval_at(tokio::time::Instant::now() + reconcile, reconcile);
            loop {
                let wake = tokio::select! {
                    _ = terminate.recv() => Wake::Stop,
                    _ = interrupt.recv() => Wake::Stop,
                    _ = hangup.recv() => Wake::Reload,
                    _ = lease_broken.recv() => continue,
                    _ = clock.tick() => Wake::Reconcile,
                };
                if wakes.send(wake).is_err() {
                    return;
                }
            }
        });
    })?;
    Ok(())
}
