//! The public, append-only event log: JSON Lines in numbered segments that only grow.
//!
//! Parts: [`storage`], the few file calls that everything here goes through; [`line`](mod@line), how an event becomes
//! a line; [`record`], the data of the daemon's own records; [`segment`], names and header lines; [`writer`], the one
//! thread that appends; [`recovery`], what a start finds in the folder, with `scan`, which reads one segment, `lines`,
//! which reads one file, and [`error`], why a start refuses what it found. For those who only read: `read`, a folder of
//! segments; `envelope`, one line taken apart; `cursor`, a place that goes on as the log grows; `verify`, all rules.
//!
//! The rules that all of it keeps: a document's lines stand together and end in its `document` record; sequence numbers
//! have no gap, within a segment or between two; nothing is acknowledged before it is synced into a file that still has
//! its name; after a failed write or sync nothing more is written; what is cut off the end of a segment is kept first.

pub(crate) mod cursor;
mod envelope;
pub mod error;
pub mod line;
mod lines;
pub(crate) mod read;
pub mod record;
pub mod recovery;
mod scan;
pub mod segment;
pub mod storage;
pub(crate) mod verify;
pub mod writer;
