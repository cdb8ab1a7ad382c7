//! How a running daemon is spoken to: a socket in its state folder, one JSON line a question, one an answer.
//!
//! Parts: here, what can be said; [`status`] and [`explain`], the longer answers; [`server`], the daemon's end; [`client`], the
//! end of the commands. The daemon's user and root may speak; nobody else.

pub mod client;
pub mod explain;
pub mod server;
pub mod status;

use serde::{Deserialize, Serialize};

use crate::control::explain::{Explained, Question};
use crate::control::status::Status;

/// The socket's name in the state folder.
pub const SOCKET: &str = "control.sock";

/// What can be asked of a daemon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "snake_case")]
pub enum Request {
    /// How it is.
    Status,
    /// What it knows of some files or contents.
    Explain(Question),
    /// To read its config and plugins anew; answered when that has succeeded or failed.
    Reload,
    /// To scan its inboxes now.
    Scan,
    /// To read a file again that stays in its inbox, though nobody changed it.
    Forget {
        /// The inbox's path, as in the reason of a file in quarantine.
        inbox: String,
        /// The name below it, in base64.
        name: String,
    },
    /// To take no more files.
    Pause,
    /// To take files again.
    Resume,
    /// To finish what it has in hand and end.
    Stop,
}

/// What it answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// How it is.
    Status(Box<Status>),
    /// What it knows.
    Explained(Explained),
    /// It did what was asked, or began to.
    Done {
        /// What it did, for people.
        text: String,
    },
    /// It did not.
    Refused {
        /// Why, and what to do.
        text: String,
    },
}

/// Takes the answer to one request.
pub type Reply = tokio::sync::oneshot::Sender<Answer>;
