//! The built daemon and its extractors over documents: what is measured is what users get.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::record::text;

/// The bundled extractors in their order, and the one that shows sentences. Those whose library is missing are left out.
const ORDER: [&str; 8] = ["language", "anatomy", "syntax", "dates", "names", "quotes", "interactions", "witness"];

/// Those of them that cannot do without sentences and tokens.
const READ_THE_PARSE: [&str; 4] = ["names", "quotes", "interactions", "witness"];

/// Where the program and the extractors are.
pub struct Chain {
    /// The program `dragoman`.
    pub program: PathBuf,
    /// The folder of the libraries.
    pub plugins: PathBuf,
}

/// A short text with the day on which it was published.
pub(crate) struct Snippet {
    pub(crate) text: String,
    /// ISO 8601.
    pub(crate) published: Option<String>,
}

/// What came of a document; nothing, when it was not read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Records {
    lines: Vec<Line>,
}

/// One event.
#[derive(Clone, Debug)]
struct Line {
    /// `interaction` for `dragoman.interaction.v1`.
    kind: String,
    id: String,
    data: Value,
}

impl Records {
    /// The data of the records of a type, in their order: `interaction` for `dragoman.interaction.v1`.
    pub(crate) fn of<'r>(&'r self, kind: &'r str) -> impl Iterator<Item = &'r Value> {
        self.lines.iter().filter(move |line| line.kind == kind).map(|line| &line.data)
    }

    /// The ids of the same records, in the same order.
    pub(crate) fn ids_of<'r>(&'r self, kind: &'r str) -> impl Iterator<Item = &'r str> {
        self.lines.iter().filter(move |line| line.kind == kind).map(|line| &*line.id)
    }
}

impl Chain {
    /// The extractors that are there.
    fn present(&self) -> Vec<&'static str> {
        let is_there = |name: &&str| self.plugins.join(format!("lib{name}.so")).is_file();
        let has_parse = is_there(&"syntax");
        let mut present: Vec<_> = ORDER.into_iter().filter(is_there).collect();
        // A chain in which nobody publishes what one of them reads is refused.
        present.retain(|name| has_parse || !READ_THE_PARSE.contains(name));
        present
    }

    /// Says which of the extractors are missing.
    pub fn show_missing(&self) {
        let present = self.present();
        for name in ORDER.iter().filter(|name| !present.contains(name)) {
            println!("lib{name}.so is not used: not in {} (or what it reads is not)", self.plugins.display());
        }
    }

    /// Reads files, each a document; the records in the order of the files.
    pub(crate) fn read(&self, files: &[PathBuf]) -> Vec<Records> {
        let names = names_of(files);
        self.run("", files, files.len(), |document| place_of(&names, document))
    }

    /// Reads files, each a document, into a log, and has its interactions put into clusters. The records in the order of
    /// the files, and for the id of an interaction its cluster.
    pub(crate) fn cluster(&self, files: &[PathBuf]) -> (Vec<Records>, BTreeMap<String, String>) {
        let folder = tempfile::tempdir().expect("a folder for a daemon");
        let place = |name: &str| folder.path().join(name);
        fs::create_dir(place("inbox")).expect("an inbox");
        for (file, name) in files.iter().zip(names_of(files)) {
            fs::copy(file, place("inbox").join(name)).expect("a file for the inbox");
        }
        fs::write(place("dragoman.toml"), self.config("")).expect("the config");
        let run = |arguments: &[&str]| {
            let mut command = Command::new(&self.program);
            command.args(arguments).arg("--config").arg(place("dragoman.toml"));
            let output = command.stdin(Stdio::null()).output();
            let output = output.unwrap_or_else(|error| panic!("{} does not start: {error}", self.program.display()));
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        };
        run(&["run", "--once"]);
        run(&["log", "cluster", "--into", &place("clusters").to_string_lossy()]);
        let (names, mut documents) = (names_of(files), vec![Records::default(); files.len()]);
        let lines = |log: &str| fs::read(place(log).join("current.jsonl")).expect("a log");
        sort_out(&lines("events"), &mut documents, |document| place_of(&names, document));
        let members = lines("clusters");
        let members = events(&members).filter(|line| line.kind == "cluster");
        (documents, members.map(|line| (text(&line.data["event"]), text(&line.data["cluster"]))).collect())
    }

    /// Reads short texts, taken for English whatever their few words look like; the records in the order of the texts.
    pub(crate) fn read_snippets(&self, snippets: &[Snippet]) -> Vec<Records> {
        let folder = tempfile::tempdir().expect("a folder for the texts");
        let mut lines = String::new();
        for Snippet { text, published } in snippets {
            let line = match published {
                Some(published) => json!({ "text": text, "published": published }),
                None => json!({ "text": text }),
            };
            writeln!(lines, "{line}").expect("a string takes all");
        }
        let file = folder.path().join("texts.jsonl");
        fs::write(&file, lines).expect("the texts");
        let place = |document: &Value| match document["file"]["entry"]["number"].as_u64() {
            Some(number) => usize::try_from(number).ok(),
            // A file of one line is no file of many documents.
            None => (snippets.len() == 1).then_some(0),
        };
        self.run("[plugins.language]\nallow = [\"en\"]\n", &[file], snippets.len(), place)
    }

    fn run(
        &self,
        settings: &str,
        files: &[PathBuf],
        count: usize,
        place: impl Fn(&Value) -> Option<usize>,
    ) -> Vec<Records> {
        let folder = tempfile::tempdir().expect("a folder for the config");
        let config = folder.path().join("chain.toml");
        fs::write(&config, self.config(settings)).expect("the config");
        let output = Command::new(&self.program)
            .args(["extract", "--json", "--config"])
            .arg(&config)
            .args(files)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", self.program.display()));
        let mut documents = vec![Records::default(); count];
        sort_out(&output.stdout, &mut documents, place);
        documents
    }

    fn config(&self, settings: &str) -> String {
        let plugins = plain(&self.plugins);
        // One worker and time enough: what is measured is quality, beside whatever else runs.
        format!(
            "name = \"score\"\n[limits]\nworkers = 1\ntimeout = \"1 min\"\n[chain]\npath = [{plugins}]\norder = {:?}\n{settings}",
            self.present()
        )
    }
}

/// A path as text of a config.
fn plain(path: &Path) -> String {
    let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    json!(absolute.to_string_lossy()).to_string()
}

/// The names of files within their folders.
fn names_of(files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|file| file.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect()
}

/// Which of the files a document's record is of.
fn place_of(names: &[String], document: &Value) -> Option<usize> {
    let name = document["file"]["name"].as_str()?;
    names.iter().position(|known| known == name)
}

/// The lines of a log, or of what prints as one.
fn events(lines: &[u8]) -> impl Iterator<Item = Line> {
    lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(|line| {
        let line: Value = serde_json::from_slice(line).expect("the program prints JSON");
        let kind = line["type"].as_str().unwrap_or_default();
        let kind = kind.rsplit('.').nth(1).unwrap_or_default().to_owned();
        Line { kind, id: text(&line["id"]), data: line["data"].clone() }
    })
}

/// Gives every document the records before the line that ends it.
fn sort_out(lines: &[u8], documents: &mut [Records], place: impl Fn(&Value) -> Option<usize>) {
    let mut open = Vec::new();
    for line in events(lines) {
        if line.kind != "document" {
            open.push(line);
            continue;
        }
        show_failures(&line.data);
        let records = std::mem::take(&mut open);
        if let Some(document) = place(&line.data).and_then(|place| documents.get_mut(place)) {
            document.lines = records;
        }
    }
}

/// Says which extractors failed: what they did not find is no judgement on what they know.
fn show_failures(document: &Value) {
    for extractor in document["extractors"].as_array().into_iter().flatten() {
        if extractor["outcome"] == "failed" {
            println!("  FAILED: {extractor} over {}", document["file"]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_go_to_the_document_whose_line_ends_them() {
        let lines = br#"{"type":"dragoman.date.v1","data":{"value":"2024"}}
{"type":"dragoman.quote.v1","data":{}}
{"type":"dragoman.document.v1","data":{"file":{"entry":{"number":1}}}}
{"type":"dragoman.date.v1","data":{"value":"2025"}}
{"type":"dragoman.document.v1","data":{"file":{"entry":{"number":0}}}}
{"type":"dragoman.document.v1","data":{"file":{"entry":{"number":7}}}}
"#;
        let mut documents = vec![Records::default(); 3];
        let place = |document: &Value| usize::try_from(document["file"]["entry"]["number"].as_u64()?).ok();
        sort_out(lines, &mut documents, place);
        let values = |at: usize| documents[at].of("date").map(|data| data["value"].clone()).collect::<Vec<_>>();
        assert_eq!(values(0), ["2025"]);
        assert_eq!(values(1), ["2024"]);
        assert_eq!(documents[1].of("quote").count(), 1);
        assert!(values(2).is_empty());
    }

    #[test]
    fn extractors_without_a_library_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["language", "dates", "witness"] {
            fs::write(folder.path().join(format!("lib{name}.so")), "").unwrap();
        }
        let chain = Chain { program: PathBuf::new(), plugins: folder.path().to_owned() };
        assert_eq!(chain.present(), ["language", "dates"]);
        fs::write(folder.path().join("libsyntax.so"), "").unwrap();
        assert_eq!(chain.present(), ["language", "syntax", "dates", "witness"]);
    }
}
