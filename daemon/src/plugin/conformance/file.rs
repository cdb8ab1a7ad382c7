//! The checks of the file; none of its code is run.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::elf::Facts;
use super::{Finding, Verdict};
use crate::plugin::Rejection;
use crate::plugin::error::{ABI_MAJOR, ABI_MINOR, EXTENSION, GLIBC, NOT_AN_EXTRACTOR, SCHEMA};
use crate::plugin::inspect::{Inspection, inspect};

/// Libraries that every machine with glibc has.
const SYSTEM_LIBRARIES: &[&str] =
    &["libc", "libm", "libgcc_s", "ld-linux-x86-64", "ld-linux-aarch64", "libpthread", "libdl", "librt"];
/// The newest C library that authors should ask for: it is on the distributions of 2022.
const GLIBC_FLOOR: &str = "2.34";
/// A file that is larger makes every start slow.
const FILE_BYTES: u64 = 20 << 20;
/// What this host, or another reader of manifests, understands.
const MANIFEST_KEYS: &[&str] = &[
    "manifest",
    "id",
    "version",
    "abi",
    "title",
    "description",
    "license",
    "media_types",
    "event_types",
    "reads",
    "publishes",
    "requires",
    "optional",
    "capabilities",
    "sdk",
    "toolchain",
    "config_schema",
];

/// A file that was read.
pub struct File {
    /// Its full path.
    pub path: PathBuf,
    bytes: u64,
    facts: Result<Facts, String>,
    /// What the daemon says about it.
    pub inspection: Result<Inspection, Rejection>,
}

impl File {
    /// Reads a file, whatever it is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(path: &Path) -> io::Result<File> {
        let file = std::fs::File::open(path)?;
        let bytes = file.metadata()?.len();
        let path = path.canonicalize()?;
        Ok(File { inspection: inspect(&path), facts: Facts::read(&file), path, bytes })
    }

    fn facts(&self) -> Result<&Facts, Finding> {
        self.facts.as_ref().map_err(|fault| Finding::skip(format!("it cannot be read as a library: {fault}")))
    }

    fn inspection(&self) -> Result<&Inspection, Finding> {
        self.inspection.as_ref().map_err(|refused| Finding::skip(format!("{}: {}", refused.code, refused.problem)))
    }

    /// Passes unless the daemon refuses the file for one of these reasons, or for one that it asks before them.
    fn refused_for(&self, codes: &[&str]) -> Verdict {
        let Err(refused) = &self.inspection else { return Ok(String::new()) };
        if codes.contains(&refused.code) {
            let found = format!("{} ({}: {})", refused.found, refused.code, refused.problem);
            return Err(Finding::fail(found, refused.expected.clone(), refused.remedy.clone()));
        }
        let place = |code: &&str| INSPECTED.iter().position(|known| known == code);
        if codes.iter().map(place).max() < Some(place(&refused.code)) {
            return Ok(String::new());
        }
        self.inspection().map(|_| String::new())
    }
}

/// The reasons for which the daemon refuses a file, in the order in which it asks.
const INSPECTED: &[&str] = &[NOT_AN_EXTRACTOR, ABI_MAJOR, ABI_MINOR, EXTENSION, SCHEMA, GLIBC];

pub(super) fn extractor(file: &File) -> Verdict {
    file.refused_for(&[NOT_AN_EXTRACTOR])
}

pub(super) fn abi(file: &File) -> Verdict {
    file.refused_for(&[ABI_MAJOR, ABI_MINOR])
}

pub(super) fn requires(file: &File) -> Verdict {
    file.refused_for(&[EXTENSION])
}

pub(super) fn manifest_keys(file: &File) -> Verdict {
    let manifest: Value = serde_json::from_str(&file.inspection()?.manifest_text).unwrap_or_default();
    let keys = manifest.as_object().into_iter().flat_map(|manifest| manifest.keys());
    let unknown: Vec<&str> = keys.map(String::as_str).filter(|key| !MANIFEST_KEYS.contains(key)).collect();
    let expected = "keys that the contract names";
    none_of(&unknown, |found| Finding::warn(found, expected, "correct the spelling, or take the key out"))
}

pub(super) fn version(file: &File) -> Verdict {
    let version = &file.inspection()?.manifest.version;
    if is_semantic(version) {
        return Ok(version.clone());
    }
    let expected = "a semantic version: 1.4.0, 1.4.0-rc.1, 1.4.0+build.7";
    Err(Finding::fail(version, expected, "write the version in three numbers"))
}

/// Whether a version is MAJOR.MINOR.PATCH with an optional pre-release and build, see <https://semver.org>.
fn is_semantic(version: &str) -> bool {
    let (version, build) = version.split_once('+').unwrap_or((version, "0"));
    let (numbers, release) = version.split_once('-').unwrap_or((version, "0"));
    let is_number = |text: &str| text == "0" || (text.parse::<u64>().is_ok() && !text.starts_with(['0', '+']));
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_release = |text: &str| is_word(text) && (is_number(text) || !text.bytes().all(|b| b.is_ascii_digit()));
    numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && release.split('.').all(is_release)
        && build.split('.').all(is_word)
}

pub(super) fn exports(file: &File) -> Verdict {
    let exports = &file.facts()?.exports;
    let others: Vec<&str> =
        exports.iter().map(String::as_str).filter(|name| *name != extractor_api::abi::SYMBOL).collect();
    let fix = "build with -fvisibility=hidden and mark the table alone as visible (XTR_EXPORT does)";
    none_of(&others, |found| Finding::warn(found, "one exported symbol, the table", fix))
}

pub(super) fn imports(file: &File) -> Verdict {
    let is_system = |name: &str| SYSTEM_LIBRARIES.iter().any(|known| name.split(".so").next() == Some(known));
    let needed = &file.facts()?.needed;
    let others: Vec<&str> = needed.iter().map(String::as_str).filter(|name| !is_system(name)).collect();
    let expected = "no library beside the C library's own, libm and libgcc_s";
    none_of(&others, |found| Finding::warn(found, expected, "link it statically, or have users install it everywhere"))
}

pub(super) fn glibc(file: &File) -> Verdict {
    file.refused_for(&[GLIBC])?;
    let Some(needed) = file.inspection()?.glibc else { return Ok("needs none".to_owned()) };
    let floor = crate::plugin::library::GlibcVersion::named(GLIBC_FLOOR);
    if Some(needed) > floor {
        let expected = format!("glibc {GLIBC_FLOOR} or older");
        let fix = "build in a container of an older distribution, so that the plugin runs there too";
        return Err(Finding::warn(format!("it needs glibc {needed}"), expected, fix));
    }
    Ok(format!("needs {needed}"))
}

pub(super) fn stack(file: &File) -> Verdict {
    let fix = "add a .note.GNU-stack section to assembly files, or link with -z noexecstack";
    unless(file.facts()?.executable_stack, "an executable stack", "a stack that holds data alone", fix)
}

pub(super) fn relocations(file: &File) -> Verdict {
    let fix = "compile every object with -fPIC";
    unless(file.facts()?.text_relocations, "relocations in the code", "code that is the same at every address", fix)
}

pub(super) fn search_path(file: &File) -> Verdict {
    let private = |folder: &&str| {
        let parts: Vec<&str> = folder.split('/').collect();
        folder.starts_with("/home/")
            || folder.starts_with("/root")
            || folder.starts_with("/tmp")
            || !folder.starts_with(['/', '$'])
            || parts.iter().any(|part| matches!(*part, "build" | "target"))
    };
    let folders: Vec<&str> = file.facts()?.search_path.iter().map(String::as_str).filter(private).collect();
    let fix = "link without -rpath; link private libraries statically";
    none_of(&folders, |found| Finding::fail(found, "no search path into a home or build folder", fix))
}

pub(super) fn size(file: &File) -> Verdict {
    let figures = format!("{:.1} MB", file.bytes as f64 / 1e6);
    if file.bytes <= FILE_BYTES {
        return Ok(figures);
    }
    let fix = "strip symbols (strip --strip-debug), drop what is not used (-Wl,--gc-sections)";
    Err(Finding::warn(figures, format!("at most {} MB", FILE_BYTES >> 20), fix))
}

pub(super) fn unwinding(file: &File) -> Verdict {
    if file.facts()?.unwind_tables {
        return Ok(String::new());
    }
    let expected = "unwind tables, so that panics and exceptions stay inside the plugin";
    Err(Finding::warn(
        "none",
        expected,
        "build with panic = \"unwind\", C with -fexceptions; ignore this when nothing throws",
    ))
}

pub(super) fn config_schema(file: &File) -> Verdict {
    file.refused_for(&[SCHEMA])
}

/// Passes when a list of faults is empty.
fn none_of(faults: &[&str], finding: impl FnOnce(String) -> Finding) -> Verdict {
    if faults.is_empty() { Ok(String::new()) } else { Err(finding(faults.join(", "))) }
}

fn unless(fault: bool, found: &str, expected: &str, fix: &str) -> Verdict {
    if fault { Err(Finding::fail(found, expected, fix)) } else { Ok(String::new()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semantic_versions_are_told_from_others() {
        for version in ["0.1.0", "1.0.0-rc.1", "1.0.0+build.007", "10.20.30-alpha-1.0+x", "1.0.0-0a"] {
            assert!(is_semantic(version), "{version}");
        }
        for version in ["1", "1.0", "1.0.0.0", "01.0.0", "1.0.x", "1.0.0-", "1.0.0+", "1.0.0-01", "v1.0.0", "+1.0.0"] {
            assert!(!is_semantic(version), "{version}");
        }
    }
}
