//! Plugins in C, built as their authors would.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::skip;

/// Builds `fixtures/NAME.c` into `FOLDER/libNAME.so`; `false`, and a visible line, where there is no compiler.
#[must_use]
pub(crate) fn compile_c(name: &str, folder: &Path) -> bool {
    compile_c_with(name, &[], &folder.join(format!("lib{name}.so")))
}

/// Builds `fixtures/NAME.c` into `library` with more words for the compiler; else as [`compile_c`].
#[must_use]
pub(crate) fn compile_c_with(name: &str, words: &[&str], library: &Path) -> bool {
    compile(name, &["-std=c99", "-shared", "-fPIC", "-fvisibility=hidden"], words, library)
}

/// Builds `fixtures/NAME.c` into the program `FOLDER/NAME`; `None`, and a visible line, where there is no compiler.
pub(crate) fn compile_launcher(name: &str, folder: &Path) -> Option<PathBuf> {
    let program = folder.join(name);
    compile(name, &["-std=gnu99"], &[], &program).then_some(program)
}

fn compile(name: &str, kind: &[&str], words: &[&str], result: &Path) -> bool {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = Command::new("cc")
        .args(kind)
        .args(["-O0", "-I"])
        .arg(package.join("../extractor-api/include"))
        .arg("-o")
        .arg(result)
        .arg(package.join(format!("../tests/daemon/fixtures/{name}.c")))
        .args(words)
        .output();
    match built {
        Ok(output) => {
            assert!(output.status.success(), "cc: {}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(_) => {
            skip("no C compiler");
            false
        }
    }
}
