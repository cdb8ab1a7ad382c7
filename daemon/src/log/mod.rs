//! The public, append-only event log: JSON Lines in numbered segments that only grow.
//!
//! Parts: [`storage`], the few file calls that everything here goes through; [`line`](mod@line), how an event becomes
//! a line; [`record`], the data of the daemon's own records; [`segment`], names, header lines and what a start finds
//! in the folder; [`writer`], the one thread that appends.
//!
//! The rules that all of it keeps: a document's lines stand together and end in its `document` record; nothing is
//! acknowledged before it is synced; after a failed write or sync nothing more is written.

pub mod line;
pub mod record;
pub mod segment;
pub mod storage;
pub mod writer;
