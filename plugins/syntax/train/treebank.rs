//! Reads treebanks.

use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use extractor_api::layer::{Relation, Tag};
use flate2::read::MultiGzDecoder;
use syntax::model::class::{self, Class};

/// A word of a treebank.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// As it is written.
    pub(crate) text: String,
    /// Part of speech.
    pub(crate) tag: Tag,
    /// The tagger's class.
    pub(crate) class: Class,
    /// Number of the head in the sentence, 0 for the root.
    pub(crate) head: usize,
    /// Relation to it.
    pub(crate) relation: Relation,
    /// Whether the word follows the one before without a space.
    pub(crate) glued: bool,
}

/// A sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    /// Its words, without those that were left out in the text.
    pub(crate) words: Vec<Word>,
    /// Whether it begins a paragraph or a document.
    pub(crate) opens: bool,
    /// The treebank that it is from.
    pub(crate) source: String,
}

/// Reads the files of a folder whose names end so, in the order of their names.
pub(crate) fn read(folder: &Path, ending: &str) -> Result<Vec<Sentence>, Box<dyn Error>> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.to_string_lossy().ends_with(ending));
    files.sort();
    if files.is_empty() {
        return Err(format!("{} holds no file whose name ends in {ending}", folder.display()).into());
    }
    let mut sentences = Vec::new();
    for file in files {
        let mut text = String::new();
        MultiGzDecoder::new(File::open(&file)?).read_to_string(&mut text)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().replace(ending, "");
        sentences.extend(sentences_of(&text, &name));
    }
    Ok(sentences)
}

/// The sentences of a text in CoNLL-U.
pub(crate) fn sentences_of(text: &str, source: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    let mut opens = true;
    // Words of a number range `3-4` are written as one: those after the first are glued to it.
    let (mut within, mut space) = (0..0, true);
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !sentence.words.is_empty() {
                (sentence.opens, sentence.source) = (opens, source.to_owned());
                sentences.push(std::mem::take(&mut sentence));
                opens = false;
            }
            (within, space) = (0..0, true);
            continue;
        }
        if line.starts_with('#') {
            opens |= line.starts_with("# newdoc") || line.starts_with("# newpar");
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [number, text, _, tag, penn, _, head, relation, _, rest] = fields[..] else { continue };
        let spaced = !rest.split('|').any(|part| part == "SpaceAfter=No");
        if let Some((first, last)) = number.split_once('-') {
            let (first, last) = (first.parse().unwrap_or(0), last.parse().unwrap_or(0));
            within = first..last + 1;
            // What stands after the last of them.
            within = if spaced { within } else { first..last + 2 };
            continue;
        }
        let Ok(number) = number.parse::<usize>() else { continue };
        let inside = number > within.start && within.contains(&number);
        let tag = Tag::from_name(tag).unwrap_or(Tag::X);
        sentence.words.push(Word {
            text: text.to_owned(),
            tag,
            class: class::class(tag, penn),
            head: head.parse().unwrap_or(0),
            relation: class::relation(relation),
            glued: !sentence.words.is_empty() && (inside || !space),
        });
        space = spaced;
    }
    sentences
}
