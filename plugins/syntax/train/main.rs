//! Learns the weights of the tagger, the parser and the labeller from treebanks in CoNLL-U, and tells how good they are.
//!
//! `train FOLDER [FILE]` reads every `*-train.conllu.gz` of the folder, writes the weights to FILE (by default
//! `plugins/syntax/weights/english.bin`) and evaluates them; `train --evaluate FOLDER [FILE]` evaluates alone, on every
//! `*-dev.conllu.gz`; `train --show TEXT [FILE]` shows what becomes of a text, and `train --clusters
//! VECTORS FILE` makes the list of clusters. Nothing is random: the same treebanks give the same bytes.

mod clusters;
mod evaluate;
mod glance;
mod learn;
mod lexicon;
mod network;
mod oracle;
mod patterns;
mod show;
mod shuffle;
#[cfg(test)]
mod tests;
mod treebank;

use std::error::Error;
use std::path::{Path, PathBuf};

use syntax::model::weights::Weights;

const WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/weights/english.bin");

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let task = arguments.first().filter(|first| first.starts_with("--")).cloned().unwrap_or_default();
    arguments.drain(..usize::from(!task.is_empty()));
    let source = arguments.first().ok_or("train: name the folder of the treebanks, `train FOLDER [FILE]`")?;
    let file = arguments.get(1).map_or(PathBuf::from(WEIGHTS), PathBuf::from);
    if task.is_empty() {
        let sentences = treebank::read(Path::new(source), "-train.conllu.gz")?;
        let weights = learn::learn(&sentences, &patterns::sentences());
        std::fs::write(&file, &weights).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        println!("{}: {} bytes", file.display(), weights.len());
    }
    if task == "--clusters" {
        std::fs::write(&file, clusters::make(&std::fs::read_to_string(source)?))?;
        return Ok(());
    }
    let bytes = std::fs::read(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let weights = Weights::read(&bytes).ok_or_else(|| format!("{} holds no weights", file.display()))?;
    match task.as_str() {
        "--show" => show::print(&std::fs::read_to_string(source)?, &weights),
        "" | "--evaluate" => evaluate::print(&treebank::read(Path::new(source), "-dev.conllu.gz")?, &weights),
        other => return Err(format!("train: no task {other}, but --evaluate and --show").into()),
    }
    Ok(())
}
