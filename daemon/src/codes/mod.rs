//! The catalogue of error codes: what each means and when it comes, and what to do about it.
//!
//! One file for each group. The rest of the program uses the constants that are made there, and one that nobody uses
//! does not compile. `dragoman help D0520` prints an entry, `ERRORS.md` has them all.

/// Makes a constant of each code, and `ENTRIES` of all of them.
macro_rules! codes {
    ($($name:ident = $code:literal {
        title: $title:literal,
        meaning: $meaning:literal,
        remedy: $remedy:literal,
        $(example: $example:literal,)?
    })*) => {
        $(
            #[doc = $title]
            #[deny(dead_code)]
            pub(crate) const $name: &str = $code;
        )*

        pub(super) const ENTRIES: &[$crate::codes::Entry] = &[$($crate::codes::Entry {
            code: $code,
            title: $title,
            meaning: $meaning,
            remedy: $remedy,
            example: concat!($($example)?),
        }),*];
    };
}

pub(crate) mod authoring;
mod config;
pub(crate) mod content;
pub(crate) mod control;
pub(crate) mod extraction;
pub(crate) mod folders;
mod page;
pub(crate) mod plugins;
pub(crate) mod sandbox;
#[cfg(test)]
mod tests;
pub(crate) mod watching;

use std::fmt;
use std::ops::RangeInclusive;

pub use page::{list, markdown};

/// What is known about a code.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// `Dnnnn`. It never changes its meaning.
    pub code: &'static str,
    /// A short sentence without its full stop.
    pub title: &'static str,
    /// What it means and when it comes.
    pub meaning: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// How it may look; empty where the meaning shows it well enough.
    pub example: &'static str,
}

/// Codes about like things.
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// The codes that it may have.
    pub range: RangeInclusive<&'static str>,
    /// In the order of the codes.
    pub entries: Vec<Entry>,
}

/// The whole catalogue, in the order of the codes.
pub fn groups() -> [Group; 9] {
    let group = |title, range, entries: &[Entry]| Group { title, range, entries: entries.to_vec() };
    [
        group("The config", "D0101"..="D0199", &config::entries()),
        group("Watching", "D0201"..="D0299", watching::ENTRIES),
        group("Folders, log and processes", "D0301"..="D0399", folders::ENTRIES),
        group("Content of files", "D0401"..="D0499", content::ENTRIES),
        group("Plugins: found, checked, started", "D0501"..="D0539", plugins::ENTRIES),
        group("Plugins: at work on documents", "D0540"..="D0559", extraction::ENTRIES),
        group("Plugins: the sandbox", "D0560"..="D0569", sandbox::ENTRIES),
        group("Plugins: made, tried, added, removed", "D0570"..="D0599", authoring::ENTRIES),
        group("Control of a running daemon", "D0601"..="D0699", control::ENTRIES),
    ]
}

/// The code that `D0520`, `d520` or `520` means, whether or not there is such a code; `None` when the word is no
/// number.
pub fn meant(word: &str) -> Option<String> {
    let digits = word.strip_prefix(['D', 'd']).unwrap_or(word);
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| format!("D{digits:0>4}"))
}

/// Looks a code up.
///
/// # Errors
/// Its neighbours, when there is no such code.
pub fn find(code: &str) -> Result<Entry, Vec<Entry>> {
    let (before, from): (Vec<Entry>, Vec<Entry>) =
        groups().into_iter().flat_map(|group| group.entries).partition(|entry| entry.code < code);
    match from.first() {
        Some(entry) if entry.code == code => Ok(*entry),
        next => Err(before.last().into_iter().chain(next).copied().collect()),
    }
}

/// As a terminal shows it.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let remedy = format!("What to do: {}", self.remedy);
        writeln!(
            f,
            "{}  {}\n\n{}\n\n{}",
            self.code,
            self.title,
            page::fill(self.meaning, 80),
            page::fill(&remedy, 80)
        )?;
        if !self.example.is_empty() {
            writeln!(f, "\nExample:\n\n{}", page::indented(self.example))?;
        }
        Ok(())
    }
}
