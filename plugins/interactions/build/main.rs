//! Compiles `lexicon/` into tables. A word, code or key that is not known fails the build with file and line.

#[path = "../src/code.rs"]
mod code;
mod emit;
#[path = "../src/hash.rs"]
mod hash;
mod inflect;
mod read;

use std::path::Path;
use std::process::exit;
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=lexicon");
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=src/code.rs");
    println!("cargo:rerun-if-changed=src/hash.rs");
    let mut lexicon = read::Lexicon::default();
    let mut files: Vec<_> = fs::read_dir("lexicon").expect("the folder lexicon").flatten().map(|e| e.path()).collect();
    files.sort();
    // Classes may be used before the file that declares them, so they are read first.
    for pass in [read::Pass::Classes, read::Pass::Triggers] {
        for path in files.iter().filter(|path| path.extension().is_some_and(|end| end == "lex")) {
            let text = fs::read_to_string(path).expect("a readable lexicon file");
            if let Err(fault) = lexicon.read(&text, pass) {
                eprintln!("{}:{fault}", path.display());
                exit(1);
            }
        }
    }
    let out = env::var("OUT_DIR").expect("OUT_DIR, set by cargo");
    fs::write(Path::new(&out).join("lexicon.rs"), emit::tables(&lexicon)).expect("a writable OUT_DIR");
}
