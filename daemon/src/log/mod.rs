//! The public, append-only event log: JSON Lines in numbered segments that only grow.
//!
//! Parts: [`storage`], the few file calls that everything here goes through; [`line`](mod@line), how an event becomes
//! a line; [`record`], the data of the daemon's own records; [`segment`], names and header lines; [`journal`], what is
//! committed before it appears here; [`writer`], the one thread that commits and appends; [`recovery`], what a start finds
//! in the folder, with `scan`, which reads one segment, `lines`, which reads one file, and [`error`], why a start refuses
//! what it found; [`seal`](mod@seal), what becomes of a finished segment, and `compress`, a copy of it. For those who only read: `read`, a folder of
//! segments; `envelope`, one line taken apart; `cursor`, a place that goes on as the log grows; `backwards`, the records
//! alone, the newest first; `verify`, all rules.
//!
//! The rules that all of it keeps: a document's lines stand together and end in its `document` record; sequence numbers
//! have no gap, within a segment or between two; nothing is visible before it is durable in the journal, and nothing that
//! was visible is ever changed, cut off or moved; after a failed sync nothing more is written.

pub(crate) mod backwards;
mod compress;
pub(crate) mod cursor;
mod envelope;
pub mod error;
pub mod journal;
pub mod line;
mod lines;
pub(crate) mod read;
pub mod record;
pub mod recovery;
mod scan;
pub mod seal;
pub mod segment;
pub mod storage;
#[cfg(test)]
mod tests;
pub(crate) mod verify;
pub mod writer;
