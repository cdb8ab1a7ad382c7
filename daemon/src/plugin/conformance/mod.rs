//! Does a plugin keep the contract? The checks of `dragoman plugin check`.
//!
//! In reading order: [`catalogue`], every check with what it proves; [`run`], which goes through them; [`child`], the
//! process of its own in which a check runs plugin code; [`subject`], the plugin under test. The checks themselves, a
//! file a group: `file`, `load`, `contract`, `robustness`, `semantics`, `resources`. What they are made of: `driver`,
//! a host that is as awkward as the contract allows; `witness`, what the plugin calls back; `block`, memory that turns
//! to poison when its loan ends; `samples` and `layers`, what the plugin is given to read; `elf`, `process` and
//! `schema`, what is known of its file, of the process it runs in, and of its config.
//!
//! The driver is not `extractor_api::host`: that one spares plugins what a later host may do to them.

mod block;
pub mod catalogue;
pub mod child;
mod contract;
mod driver;
mod elf;
pub mod file;
mod layers;
mod load;
mod process;
mod resources;
mod robustness;
pub mod run;
pub mod samples;
mod schema;
mod semantics;
pub mod subject;
mod witness;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// How much is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What a host needs to run the plugin at all.
    Basic,
    /// The whole contract.
    Full,
    /// The whole contract, for longer, and warnings count as failures.
    Strict,
}

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// The file, without running any of its code.
    Static,
    /// What loading it does.
    Load,
    /// Lifetimes, sizes, configs.
    Contract,
    /// Hostile documents.
    Robustness,
    /// What it emits.
    Semantics,
    /// What it costs.
    Resources,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It holds.
    Ok,
    /// It works, but costs users or authors something.
    Warn,
    /// The contract is broken.
    Fail,
    /// It could not be asked.
    Skip,
}

/// What a check found. Texts that have nothing to say are empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How it ended.
    pub outcome: Outcome,
    /// What was found; of a check that passed, its figures; of a skipped one, why.
    pub found: String,
    /// What was expected instead.
    pub expected: String,
    /// What to do about it.
    pub fix: String,
}

/// What a check returns: the figures of one that passed, which may be empty, or anything else as a finding.
pub type Verdict = Result<String, Finding>;

impl Finding {
    fn fail(found: impl Into<String>, expected: impl Into<String>, fix: impl Into<String>) -> Finding {
        Finding { outcome: Outcome::Fail, found: found.into(), expected: expected.into(), fix: fix.into() }
    }

    fn warn(found: impl Into<String>, expected: impl Into<String>, fix: impl Into<String>) -> Finding {
        Finding { outcome: Outcome::Warn, ..Finding::fail(found, expected, fix) }
    }

    fn skip(why: impl Into<String>) -> Finding {
        Finding { outcome: Outcome::Skip, ..Finding::fail(why, "", "") }
    }

    fn of(verdict: Verdict) -> Finding {
        verdict.map_or_else(|finding| finding, Finding::passed)
    }

    fn passed(figures: String) -> Finding {
        Finding { outcome: Outcome::Ok, ..Finding::fail(figures, "", "") }
    }
}
