//! The watched folders: what is waiting there, when it is finished, how it is taken out, where it goes.
//!
//! The folder is the truth, kernel events are hints. Parts: [`root`], one watched folder held open, and [`beneath`], the
//! only way into what lies in it, and [`kept`], what is remembered where files stay; [`filter`], which names are read;
//! [`walk`], scans; [`watch`], hints, and [`network`], where there are none; [`settle`], when a name is looked at, and
//! `together`, which wait for each other; [`lease`], whether somebody still writes; [`budget`], how much of it at once;
//! [`look`](mod@look), from name by way of [`take`] to [`content`] and [`claim`]; [`dispose`], archive and quarantine by
//! way of [`transfer`]; [`quarantine`], what lies there, and [`rearm`], what comes back from there by itself; [`mover`],
//! the thread that does all of that for the loop.

pub mod beneath;
pub mod budget;
pub mod claim;
pub mod content;
pub mod dispose;
pub mod filter;
pub mod kept;
pub mod large;
pub mod lease;
pub mod lock;
pub mod look;
pub mod mover;
pub mod network;
pub mod quarantine;
pub mod rearm;
pub mod replay;
pub mod root;
pub mod settle;
pub mod take;
mod together;
pub mod transfer;
pub mod walk;
pub mod watch;
