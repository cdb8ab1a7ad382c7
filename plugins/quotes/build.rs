//! Makes a table of `data/verbs.txt`, and refuses the file when it breaks its own rules.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

/// The uses that a line may name, in the order of the bits of `verbs::Uses`.
const USES: [&str; 8] = ["bare", "that", "whether", "quote", "phrase", "listener", "opinion", "source"];
/// So many verbs there must be: a file that lost its end is not taken for a short one.
const VERBS_MIN: usize = 250;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=data/verbs.txt");
    let source = fs::read_to_string("data/verbs.txt")?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("verbs.rs"), table(&source)?)?;
    Ok(())
}

/// What one form of a verb may be: its uses, the particle that it needs.
type Entry<'a> = (u8, Option<&'a str>);

/// The table as code: forms in order, each with what it may be.
fn table(source: &str) -> Result<String, Box<dyn Error>> {
    let mut forms: BTreeMap<&str, Entry<'_>> = BTreeMap::new();
    let mut verbs: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, line) in source.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let fault = |what: &str| format!("data/verbs.txt:{}: {what}: {line}", number + 1);
        let (words, uses) = line.split_once(" : ").ok_or_else(|| fault("no \" : \" before the uses"))?;
        let (words, particle) = words.split_once(" + ").map_or((words, None), |(words, word)| (words, Some(word)));
        let words: Vec<&str> = words.split(' ').collect();
        let letters = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if words.len() != 5 || !words.iter().chain(&particle).all(letters) {
            return Err(fault("five forms in small letters are wanted").into());
        }
        if verbs.insert(words[0], number + 1).is_some() {
            return Err(fault("the verb is there already").into());
        }
        let mut bits = 0;
        for word in uses.split(' ') {
            let bit = USES.iter().position(|&known| known == word).ok_or_else(|| fault("unknown use"))?;
            bits |= 1 << bit;
        }
        for word in words {
            let entry = forms.entry(word).or_insert((bits, particle));
            if *entry != (bits, particle) {
                return Err(fault("another verb has one of these forms").into());
            }
        }
    }
    if verbs.len() < VERBS_MIN {
        return Err(format!("data/verbs.txt: {} verbs, {VERBS_MIN} are wanted", verbs.len()).into());
    }
    let mut code = String::from("pub(super) const FORMS: &[(&str, (u8, Option<&str>))] = &[\n");
    for (form, (bits, particle)) in &forms {
        writeln!(code, "    ({form:?}, ({bits}, {particle:?})),")?;
    }
    code.push_str("];\n");
    Ok(code)
}
