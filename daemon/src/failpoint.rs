//! Points at which a test has the daemon fail, end or dawdle; a release has none of it.
//!
//! `failpoint!("segment synced")?` stands where a call may fail, `waypoint!("document admitted")` where nothing can. In a
//! debug build `DRAGOMAN_FAIL="segment synced=abort@3"` ends the process at the third pass of that point; `error` has it
//! return EIO there, `delay` has it wait. Every point is listed, so that a test can insist on all of them.

#[cfg(debug_assertions)]
mod armed;
mod points;

#[cfg(debug_assertions)]
pub use armed::{arm, pass};
pub use points::{FAILPOINTS, WAYPOINTS};

/// The variable that arms a point.
pub const VARIABLE: &str = "DRAGOMAN_FAIL";

/// Whether a point is in a list; every use is checked when it is compiled.
pub const fn is_listed(points: &[&str], point: &str) -> bool {
    let mut place = 0;
    while place < points.len() {
        if is_same(points[place].as_bytes(), point.as_bytes()) {
            return true;
        }
        place += 1;
    }
    false
}

const fn is_same(left: &[u8], right: &[u8]) -> bool {
    let mut place = 0;
    while place < left.len() && place < right.len() && left[place] == right[place] {
        place += 1;
    }
    place == left.len() && place == right.len()
}

/// Passes no point.
///
/// # Errors
/// None.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn pass(_point: &str) -> std::io::Result<()> {
    Ok(())
}

/// A point that may return an error: `failpoint!("segment synced")?`
macro_rules! failpoint {
    ($point:literal) => {{
        const { assert!($crate::failpoint::is_listed($crate::failpoint::FAILPOINTS, $point)) };
        $crate::failpoint::pass($point)
    }};
}

/// A point that may only end or wait: `waypoint!("document admitted")`
macro_rules! waypoint {
    ($point:literal) => {{
        const { assert!($crate::failpoint::is_listed($crate::failpoint::WAYPOINTS, $point)) };
        // It has no error to return.
        let _ = $crate::failpoint::pass($point);
    }};
}

pub(crate) use {failpoint, waypoint};
