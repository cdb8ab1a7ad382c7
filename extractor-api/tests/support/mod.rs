//! Compilers for the tests of the header and of plugins that are not this crate's.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A language that the header is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Language {
    C,
    #[allow(dead_code)] // Not every test needs both.
    Cpp,
}

/// The folder of `extractor.h`.
pub(crate) fn include() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("include")
}

/// The compiler named by `CC` or `CXX`, else the system's, with every warning an error and the header of `include`;
/// `None`, said aloud, when there is none.
pub(crate) fn compiler(language: Language, include: &Path) -> Option<Command> {
    let (variable, name) = match language {
        Language::C => ("CC", "cc"),
        Language::Cpp => ("CXX", "c++"),
    };
    let name = std::env::var(variable).unwrap_or_else(|_| name.to_owned());
    if !runs(&name) {
        return None;
    }
    let mut command = Command::new(name);
    command.args(["-Wall", "-Wextra", "-Werror", "-pedantic", "-I"]).arg(include);
    Some(command)
}

/// Whether this machine has a compiler; says aloud when it has not.
pub(crate) fn runs(compiler: &str) -> bool {
    let found = Command::new(compiler).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let runs = found.is_ok_and(|status| status.success());
    if !runs {
        // Not `eprintln!`: the test harness would keep that to itself.
        let line = format!("skipped: no compiler {compiler}\n");
        std::io::stderr().write_all(line.as_bytes()).expect("stderr takes a line");
    }
    runs
}

/// Runs a compiler and shows what it said when it failed.
#[track_caller]
pub(crate) fn compile(mut command: Command) {
    let output = command.output().expect("the compiler was found before");
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}
