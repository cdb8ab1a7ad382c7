//! Landlock: which files a worker may open. Plugins need none of it; they come as open descriptors.

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreated, RulesetCreatedAttr, RulesetError, Scope,
};

use crate::worker::sandbox::Policy;

/// The newest rules that this program knows. Older kernels keep those that they know, which the attempts then show.
const RULES: ABI = ABI::V6;

/// What a plugin's own libraries, time zones, random numbers and the silence of a program need.
const SYSTEM: &[&str] = &[
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/libexec",
    "/usr/local/lib",
    "/nix/store",
    "/gnu/store",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
    "/dev/null",
];
/// Where programs and what they read lie, for workers that may start some.
const PROGRAMS: &[&str] = &["/bin", "/sbin", "/usr", "/opt", "/etc"];
/// The one file that may be written.
const SINK: &str = "/dev/null";

/// Prepares the rules. What does not exist needs no rule.
pub(super) fn open(policy: &Policy) -> Result<RulesetCreated, RulesetError> {
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(RULES))?
        .handle_access(AccessNet::from_all(RULES))?
        .scope(Scope::from_all(RULES))?
        .create()?;
    let reading = AccessFs::ReadFile | AccessFs::ReadDir;
    let running = if policy.exec { reading | AccessFs::Execute } else { reading };
    let programs = if policy.exec { PROGRAMS } else { &[] };
    for path in SYSTEM.iter().chain(programs) {
        rules = allow(rules, Path::new(path), running)?;
    }
    for path in &policy.read {
        rules = allow(rules, path, running)?;
    }
    allow(rules, Path::new(SINK), AccessFs::WriteFile.into())
}

fn allow(rules: RulesetCreated, path: &Path, access: BitFlags<AccessFs>) -> Result<RulesetCreated, RulesetError> {
    let Ok(opened) = PathFd::new(path) else { return Ok(rules) };
    // A rule for a file may not speak of folders.
    let access = if path.is_dir() { access } else { access & AccessFs::from_file(RULES) };
    rules.add_rule(PathBeneath::new(opened, access))
}

/// Puts the rules in force for good, as far as the kernel knows them.
pub(super) fn restrict(rules: RulesetCreated) {
    // A kernel that refuses leaves files open, which the attempts report.
    let _ = rules.set_compatibility(CompatLevel::BestEffort).restrict_self();
}
