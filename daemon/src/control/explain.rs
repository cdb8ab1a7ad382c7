//! What a daemon knows of a file or a content, without reading the log.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

/// So many files of a name, and so many contents, are told at most.
pub const MOST: usize = 5;

/// What is said of a file that is kept.
pub const STAYS: &str = "it stays in its inbox, is done with, and is read again when it changes";

/// Which files and contents are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// Files, by inbox and name.
    pub files: Vec<File>,
    /// The first hex digits of contents' hashes.
    pub hashes: Vec<String>,
}

/// A file that lies, lay or may have lain in an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// The place of its inbox in the config.
    pub inbox: usize,
    /// The base64 of its path below the inbox.
    name_b64: String,
}

impl File {
    /// A file of an inbox.
    pub fn new(inbox: usize, name: &OsStr) -> File {
        File { inbox, name_b64: BASE64.encode(name.as_bytes()) }
    }

    /// Its path below the inbox; empty when what was sent is none.
    pub fn name(&self) -> OsString {
        OsString::from_vec(BASE64.decode(self.name_b64.as_bytes()).unwrap_or_default())
    }
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    /// What is being done with the files now, in words.
    pub now: Vec<String>,
    /// The lines of `document` records about them, newest first.
    pub lines: Vec<u64>,
    /// Contents that are known, and how often each was committed.
    pub contents: Vec<Content>,
}

/// A content that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// Its hash, in hex.
    pub hash: String,
    /// How often it was committed.
    pub committed: u64,
}
