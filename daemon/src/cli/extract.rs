//! `dragoman extract`: the same worker and chain for a few files, printed instead of logged. Writes nothing.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::cli::one_worker::{OneWorker, Read, read};
use crate::cli::table::{count_words, table};
use crate::cli::{Settings, diagnostics};
use crate::codes::content::UNREADABLE;
use crate::exit::{Exit, Failure};
use crate::log::line::{Block, TIME_BYTES};
use crate::log::writer::time_text;
use crate::plugin::store::Store;
use crate::pool::Member;
use crate::startup;
use crate::worker::frame::Shown;

#[derive(clap::Args)]
pub(super) struct Extract {
    /// The files; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the lines of the log instead of a table
    #[arg(long)]
    json: bool,
    /// Print the text as extractors would see it, and run none
    #[arg(long, conflicts_with = "json")]
    text: bool,
    /// Print what format and container say of each document, a JSON object a line, and run no extractor
    #[arg(long, conflicts_with_all = ["json", "text"])]
    meta: bool,
}

impl Extract {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let began = Instant::now();
        let mut config = settings.load_or_default()?.config;
        if config.diagnostics.level == "info" {
            // A newcomer wants the events, not the worker's life.
            "warn".clone_into(&mut config.diagnostics.level);
        }
        diagnostics::start(settings, &config.diagnostics)?;
        let shows = self.text || self.meta;
        if shows {
            config.chain.extractors.clear();
        }
        let mut setup = startup::setup(&config, &mut Store::default())?;
        setup.limits.show = shows;
        let mut worker = OneWorker::start(&config, setup)?;

        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut printed = Printed { sequence: 1, counts: BTreeMap::new(), exit: Exit::Fine };
        for path in &self.files {
            let claimed = match read(path, config.limits.max_document) {
                Ok(claimed) => Arc::new(claimed),
                Err(error) => {
                    let fix = "name a readable file of at most limits.max_document";
                    printed.fail(&mut out, path, UNREADABLE, &error.to_string(), fix);
                    continue;
                }
            };
            let mut done = Ok(());
            worker.extract(claimed, |member, read| match read {
                Ok(read) if done.is_ok() => done = self.show(&mut out, &mut printed, path, member, read),
                Ok(_) => {}
                Err(failed) => {
                    printed.fail(&mut out, &of_member(path, member), &failed.code, &failed.text, failed.remedy);
                }
            })?;
            if done.is_err() {
                // A reader that is gone has seen enough.
                break;
            }
        }
        if !self.json && !shows {
            let elapsed = began.elapsed().as_millis();
            let _ = writeln!(out, "{} in {elapsed} ms   (--json for the records)", count_words(&printed.counts));
        }
        let _ = out.flush();
        worker.finish();
        Ok(printed.exit)
    }

    /// Prints what was read of a document in the way that was asked for.
    fn show(
        &self,
        out: &mut impl Write,
        printed: &mut Printed,
        path: &Path,
        member: Option<&Member>,
        Read { block, counts, shown }: Read,
    ) -> io::Result<()> {
        let is_one = self.files.len() == 1 && member.is_none();
        let path = of_member(path, member);
        match shown {
            Some(shown) if self.text => show_text(out, &path, &shown, is_one),
            Some(shown) => show_meta(out, &path, &shown, &block),
            None => printed.show(out, self.json, &path, block, counts),
        }
    }
}

/// The text, below the name of its file unless that is the only one.
fn show_text(out: &mut impl Write, path: &Path, shown: &Shown, is_one: bool) -> io::Result<()> {
    if !is_one {
        writeln!(out, "==> {} <==", path.display())?;
    }
    out.write_all(shown.text.as_bytes())?;
    if shown.text.ends_with('\n') { Ok(()) } else { writeln!(out) }
}

/// What the reader says of a document, on a line.
fn show_meta(out: &mut impl Write, path: &Path, shown: &Shown, block: &Block) -> io::Result<()> {
    let parsed = |json: &str| serde_json::from_str::<Value>(json).unwrap_or_default();
    let record = parsed(&String::from_utf8_lossy(block.as_bytes()));
    let (file, reader) = (path.display().to_string(), &record["data"]["reader"]);
    writeln!(out, "{}", json!({ "file": file, "meta": parsed(&shown.meta), "reader": reader }))
}

/// How a file is called, or one document of it.
fn of_member(path: &Path, member: Option<&Member>) -> PathBuf {
    let Some(member) = member else { return path.to_owned() };
    let name = if member.name.is_empty() { String::new() } else { format!(" ({})", member.name) };
    format!("{}#{}{name}", path.display(), member.number).into()
}

/// What was printed so far.
struct Printed {
    sequence: u64,
    counts: BTreeMap<String, u64>,
    exit: Exit,
}

impl Printed {
    fn show(
        &mut self,
        out: &mut impl Write,
        json: bool,
        path: &Path,
        mut block: Block,
        counts: BTreeMap<String, u64>,
    ) -> io::Result<()> {
        let time = time_text(Timestamp::now());
        block.stamp(time.as_bytes().first_chunk().unwrap_or(&[b'0'; TIME_BYTES]), self.sequence);
        self.sequence += block.lines();
        for (kind, count) in counts {
            *self.counts.entry(kind).or_default() += count;
        }
        if json { out.write_all(block.as_bytes()) } else { out.write_all(table(path, block.as_bytes()).as_bytes()) }
    }

    fn fail(&mut self, out: &mut impl Write, path: &Path, code: &str, text: &str, fix: &str) {
        self.exit = Exit::Found;
        // So that the message stands where its file would have.
        let _ = out.flush();
        eprintln!("{}: error[{code}]: {text}\n  fix:   {fix}", path.display());
    }
}
