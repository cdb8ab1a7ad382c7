//! The host's side: runs an extractor behind its table. Shared by the daemon's worker and the test harness.
//!
//! A [`Plugin`] is a checked table; an [`Instance`] is one created extractor; a [`Session`] holds one document and
//! what the chain made of it so far. What an extractor emits counts only when its call ends well, so a failure leaves
//! the session as it was.

mod call;
mod extension;
mod instance;
mod plugin;
mod session;
mod side;

pub use instance::{Instance, Log, Verdict};
pub use plugin::{Plugin, TableFault};
pub use session::{Event, Input, Limits, Session};
