//! The plugin under test, and what all checks that run it do with it.

use std::path::PathBuf;

use extractor_api::abi;
use extractor_api::manifest::Manifest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::driver::{Instance, Loaded, Manner, Plugin, Refused, Reply, Shape};
use super::samples::{self, Example, Sample};
use super::{Finding, Level};

/// All that a check is told; it crosses to the process of its own as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subject {
    /// The library, by its full path.
    pub file: PathBuf,
    /// Its manifest, as the library has it.
    pub manifest: String,
    /// The config, a JSON object.
    pub config: Value,
    /// What fixes the random documents.
    pub seed: u64,
    /// How much is checked.
    pub level: Level,
    /// Documents whose events its author declares.
    pub examples: Vec<Example>,
}

impl Subject {
    pub(super) fn manifest(&self) -> Result<Manifest, Finding> {
        let expected = "a manifest that this host can read";
        Manifest::parse(self.manifest.as_bytes())
            .map_err(|fault| Finding::fail(fault, expected, "correct the manifest"))
    }

    /// The whole manifest, with the keys that this host does not know.
    pub(super) fn manifest_json(&self) -> Value {
        serde_json::from_str(&self.manifest).unwrap_or_default()
    }

    /// Loads the library and checks its table.
    pub(super) fn load(&self) -> Result<Plugin, Finding> {
        let expected = "a table as the contract has it, that agrees with the manifest";
        let fix = "fill the table in as the header says, from the same constants as the manifest";
        let manifest = self.manifest()?;
        Loaded::open(&self.file)?.check(&manifest).map_err(|fault| Finding::fail(fault.to_string(), expected, fix))
    }

    /// Makes an extractor with the config of the command line.
    pub(super) fn create(&self, plugin: &Plugin) -> Result<Instance, Finding> {
        self.create_under(plugin, Shape::Now)
    }

    /// The same under a host of another shape.
    pub(super) fn create_under(&self, plugin: &Plugin, shape: Shape) -> Result<Instance, Finding> {
        plugin.create(&self.config.to_string(), shape).map_err(|refused| match refused {
            Refused { status: abi::CONFIG, text } => Finding::skip(format!(
                "create refused the config {}: {text}; pass one with --plugin-config",
                self.config
            )),
            Refused { status, text } => Finding::fail(
                format!("create returned {status}: {text}"),
                "an instance, or -3 (config) with a text",
                "return 0 and the instance, or tell what is wrong with the config",
            ),
        })
    }

    /// Loads the library and makes an extractor.
    pub(super) fn start(&self) -> Result<Instance, Finding> {
        self.create(&self.load()?)
    }

    /// What the plugin is given to read when nothing in particular is asked: invented articles and the examples.
    pub(super) fn samples(&self) -> Vec<Sample> {
        samples::articles().into_iter().chain(self.examples.iter().map(Example::sample)).collect()
    }

    /// What a new instance makes of the samples, in their order.
    pub(super) fn transcript(&self) -> Result<Vec<String>, Finding> {
        let mut instance = self.start()?;
        Ok(self.samples().iter().map(|sample| instance.transcribe(sample)).collect())
    }
}

impl Instance {
    /// Hands over a document as hosts do.
    pub(super) fn read(&mut self, sample: &Sample) -> Reply {
        self.extract(sample, Manner::default())
    }

    /// What it makes of a document, in lines for comparing.
    pub(super) fn transcribe(&mut self, sample: &Sample) -> String {
        self.read(sample).said.lines()
    }
}

/// Compares what was made of the samples with what should have been.
pub(super) fn compare(samples: &[Sample], expected: &[String], found: &[String], fix: &str) -> Result<(), Finding> {
    let differs = |(_, (expected, found)): &(&Sample, (&String, &String))| expected != found;
    match samples.iter().zip(expected.iter().zip(found)).find(differs) {
        None => Ok(()),
        Some((sample, (expected, found))) => {
            let (expected, found) = first_difference(expected, found);
            Err(Finding::fail(format!("{}: {found}", sample.name), expected, fix))
        }
    }
}

/// The longest part of a line that is shown, in bytes.
const SHOWN_BYTES: usize = 160;

/// The first lines of two texts that differ, from shortly before the place where they do.
fn first_difference(expected: &str, found: &str) -> (String, String) {
    let nothing = "nothing more";
    let longer = expected.lines().count().max(found.lines().count());
    let lines = |text: &str| -> Vec<String> {
        text.lines().chain(std::iter::repeat(nothing)).take(longer).map(str::to_owned).collect()
    };
    let (expected, found) = (lines(expected), lines(found));
    let pair = expected.iter().zip(&found).find(|(a, b)| a != b);
    let (expected, found) = pair.map_or(("", ""), |(a, b)| (a.as_str(), b.as_str()));
    let same = expected.bytes().zip(found.bytes()).take_while(|(a, b)| a == b).count();
    let from = same.saturating_sub(SHOWN_BYTES / 2);
    (excerpt(expected, from), excerpt(found, from))
}

/// A piece of a line, with dots where more of it was cut off.
fn excerpt(line: &str, from: usize) -> String {
    let start = line.floor_char_boundary(from);
    let end = line.floor_char_boundary(start + SHOWN_BYTES);
    let dots = |cut: bool| if cut { "..." } else { "" };
    format!("{}{}{}", dots(start > 0), &line[start..end], dots(end < line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_shown_where_it_is() {
        let long = |end: &str| format!("status 0\nevent {}{end}", "x".repeat(500));
        let (expected, found) = first_difference(&long("one"), &long("two"));
        assert!(expected.starts_with("...xxx") && expected.ends_with("xone"), "{expected}");
        assert!(found.ends_with("xtwo") && found.len() < 100, "{found}");
        assert_eq!(first_difference("a", "a\nb"), ("nothing more".to_owned(), "b".to_owned()));
    }
}
