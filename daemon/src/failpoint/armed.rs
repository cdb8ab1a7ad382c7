//! The one point that is armed, in a debug build.

use std::io;
use std::process::abort;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use rustix::io::Errno;

use crate::failpoint::{FAILPOINTS, VARIABLE, WAYPOINTS, is_listed};

/// Long enough for everything else to go on meanwhile.
const DELAY: Duration = Duration::from_millis(200);

static ARMED: OnceLock<Armed> = OnceLock::new();
static PASSES: AtomicUsize = AtomicUsize::new(0);

#[derive(Debug, PartialEq, Eq)]
struct Armed {
    point: String,
    how: How,
    /// At which pass, from 1.
    number: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Error,
    Abort,
    Delay,
}

/// Arms the point that the environment names, if it names one.
///
/// # Errors
/// Why it cannot be armed.
pub fn arm() -> Result<(), String> {
    let Ok(text) = std::env::var(VARIABLE) else { return Ok(()) };
    let armed = Armed::parse(&text).map_err(|why| format!("cannot arm {VARIABLE}={text:?}: {why}"))?;
    // Nobody else arms one.
    let _ = ARMED.set(armed);
    Ok(())
}

/// Passes a point; does there what it was armed for.
///
/// # Errors
/// EIO, when it was armed for that.
pub fn pass(point: &str) -> io::Result<()> {
    let Some(armed) = ARMED.get().filter(|armed| armed.point == point) else { return Ok(()) };
    if PASSES.fetch_add(1, Ordering::Relaxed) + 1 != armed.number {
        return Ok(());
    }
    eprintln!("failpoint: {point}: {:?}", armed.how);
    match armed.how {
        How::Error => Err(Errno::IO.into()),
        How::Abort => abort(),
        How::Delay => {
            sleep(DELAY);
            Ok(())
        }
    }
}

impl Armed {
    /// Reads `POINT=HOW@NUMBER`, or `POINT=HOW` for the first pass.
    fn parse(text: &str) -> Result<Armed, String> {
        let (point, rest) =
            text.rsplit_once('=').ok_or("write POINT=error, POINT=abort or POINT=delay, then @NUMBER")?;
        let (how, number) = rest.split_once('@').unwrap_or((rest, "1"));
        let number = number.parse().ok().filter(|number| *number > 0).ok_or("passes are counted from 1")?;
        let how = match how {
            "error" if is_listed(WAYPOINTS, point) => return Err("nothing fails at that point".to_owned()),
            "error" => How::Error,
            "abort" => How::Abort,
            "delay" => How::Delay,
            _ => return Err(format!("it can do error, abort and delay, not {how:?}")),
        };
        if !is_listed(FAILPOINTS, point) && !is_listed(WAYPOINTS, point) {
            return Err(format!("no point is called {point:?}, see daemon/src/failpoint/points.rs"));
        }
        Ok(Armed { point: point.to_owned(), how, number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_armed_for_what_it_can_do_and_at_the_pass_that_is_named() {
        let armed = |point: &str, how, number| Ok(Armed { point: point.to_owned(), how, number });
        assert_eq!(Armed::parse("segment synced=error@3"), armed("segment synced", How::Error, 3));
        assert_eq!(Armed::parse("file read=abort"), armed("file read", How::Abort, 1));
        for (text, words) in [
            ("segment synced", "write POINT=error"),
            ("segment synced=error@0", "counted from 1"),
            ("segment synced=sulk", "not \"sulk\""),
            ("segment sunk=abort", "no point is called \"segment sunk\""),
            ("file read=error", "nothing fails"),
        ] {
            let why = Armed::parse(text).unwrap_err();
            assert!(why.contains(words), "{text}: {why}");
        }
    }

    #[test]
    fn every_point_has_a_name_of_its_own() {
        let mut points = [FAILPOINTS, WAYPOINTS].concat();
        points.sort_unstable();
        assert!(points.windows(2).all(|two| two[0] != two[1]));
    }
}
