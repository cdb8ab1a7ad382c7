//! Plugins in C, built as their authors would.

use std::path::Path;
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
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = Command::new("cc")
        .args(["-std=c99", "-O0", "-shared", "-fPIC", "-fvisibility=hidden", "-I"])
        .arg(package.join("../extractor-api/include"))
        .arg("-o")
        .arg(library)
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
