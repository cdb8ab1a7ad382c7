//! Goes through the checks: those of the file here, the others in a process of their own each.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::catalogue::{self, CHECKS, Check, Run};
use super::file::File;
use super::subject::Subject;
use super::{Finding, Group, Level, Outcome, child};

/// What is wanted.
pub struct Plan<'a> {
    /// The plugin, its config, the level.
    pub subject: Subject,
    /// The names of the checks; none means all of the level.
    pub only: &'a [String],
    /// How long one check may take.
    pub timeout: Duration,
    /// Runs plugin code in this process, for a debugger.
    pub in_process: bool,
}

/// One check that was made.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Its name.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// How it ended and what was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

impl Plan<'_> {
    /// Makes the checks, one after the other, as the caller asks for the next.
    pub fn run<'a>(&'a self, file: &'a File) -> impl Iterator<Item = Line> + 'a {
        CHECKS.iter().filter(|check| self.wants(check)).map(|check| {
            let began = Instant::now();
            let finding = self.make(check, file);
            Line { name: check.name, group: check.group, finding, ms: began.elapsed().as_millis() as u64 }
        })
    }

    fn wants(&self, check: &Check) -> bool {
        if self.only.is_empty() {
            return check.level <= self.subject.level;
        }
        self.only.iter().any(|name| name == check.name)
    }

    fn make(&self, check: &Check, file: &File) -> Finding {
        match (check.run, &file.inspection) {
            (Run::File(function), _) => Finding::of(function(file)),
            (Run::Code(_), Err(refused)) => Finding::skip(format!("hosts refuse the file: {}", refused.code)),
            (Run::Code(_), Ok(_)) if self.in_process => catalogue::run(check.name, &self.subject),
            (Run::Code(_), Ok(_)) => child::check(check.name, &self.subject, check.timeout(self.timeout)),
        }
    }

    /// Whether a check that ended so speaks against the plugin.
    pub fn condemns(&self, outcome: Outcome) -> bool {
        outcome == Outcome::Fail || (outcome == Outcome::Warn && self.subject.level == Level::Strict)
    }
}
