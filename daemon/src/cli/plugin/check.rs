//! `dragoman plugin check`: does a plugin keep the contract?

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::codes::authoring::{CHECK_CONFIG, UNKNOWN_CHECK};
use crate::codes::plugins::UNREADABLE;
use crate::exit::{Exit, Failure};
use crate::plugin::conformance::catalogue::{self, CHECKS};
use crate::plugin::conformance::file::File;
use crate::plugin::conformance::run::{Line, Plan};
use crate::plugin::conformance::samples::Example;
use crate::plugin::conformance::subject::Subject;
use crate::plugin::conformance::{Level, Outcome};

#[derive(clap::Args)]
pub(super) struct Check {
    /// The library
    #[arg(required_unless_present = "list")]
    file: Option<PathBuf>,
    /// The plugin's config: a JSON object, or @FILE with one
    #[arg(long, value_name = "JSON|@FILE", default_value = "{}", hide_default_value = true)]
    plugin_config: String,
    /// How much to check; strict soaks for longer and fails on warnings
    #[arg(long, value_enum, default_value = "full")]
    level: Level,
    /// Make these checks alone, whatever the level
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    only: Vec<String>,
    /// Fixes the random documents
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Documents with the events expected of them: NAME.in or NAME.txt beside NAME.expected.jsonl
    #[arg(long, value_name = "FOLDER")]
    examples: Option<PathBuf>,
    /// How long a check may take; those that repeat something a thousand times have six times as long
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=3600))]
    timeout: u32,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Run the plugin in this process, for a debugger; its constructors then run once, for the first check
    #[arg(long)]
    in_process: bool,
    /// Print what checks there are
    #[arg(long)]
    list: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    plugin: Option<&'a str>,
    version: Option<&'a str>,
    level: Level,
    seed: u64,
    checks: &'a [Line],
    passed: bool,
}

impl Check {
    pub(super) fn run(&self) -> Result<Exit, Failure> {
        let Some(path) = self.file.as_deref().filter(|_| !self.list) else {
            print(&catalogue_text());
            return Ok(Exit::Fine);
        };
        if let Some(unknown) = self.only.iter().find(|name| catalogue::find(name).is_none()) {
            return Err(usage(
                UNKNOWN_CHECK,
                format!("there is no check {unknown:?}"),
                "see dragoman plugin check --list",
            ));
        }
        let file = File::read(path).map_err(|error| unreadable(path, &error))?;
        let examples = match &self.examples {
            Some(folder) => Example::read_all(folder).map_err(|error| unreadable(folder, &error))?,
            None => Vec::new(),
        };
        let manifest = file.inspection.as_ref().map(|inspection| inspection.manifest_text.clone());
        let subject = Subject {
            file: file.path.clone(),
            manifest: manifest.unwrap_or_default(),
            config: self.config()?,
            seed: self.seed,
            level: self.level,
            examples,
        };
        let timeout = Duration::from_secs(self.timeout.into());
        let plan = Plan { subject, only: &self.only, timeout, in_process: self.in_process };
        Ok(if self.json { self.report_json(&plan, &file) } else { report_text(&plan, &file) })
    }

    fn config(&self) -> Result<Value, Failure> {
        let text = match self.plugin_config.strip_prefix('@') {
            Some(path) => fs::read_to_string(path).map_err(|error| unreadable(Path::new(path), &error))?,
            None => self.plugin_config.clone(),
        };
        let fix = "pass an object, such as '{\"min_words\": 3}', or @FILE";
        match serde_json::from_str(&text) {
            Ok(config @ Value::Object(_)) => Ok(config),
            Ok(_) => Err(usage(CHECK_CONFIG, "the config is no JSON object".to_owned(), fix)),
            Err(error) => Err(usage(CHECK_CONFIG, format!("the config is not JSON: {error}"), fix)),
        }
    }

    fn report_json(&self, plan: &Plan<'_>, file: &File) -> Exit {
        let lines: Vec<Line> = plan.run(file).collect();
        let passed = !lines.iter().any(|line| plan.condemns(line.finding.outcome));
        let manifest = file.inspection.as_ref().map(|inspection| &inspection.manifest);
        let report = Report {
            plugin: manifest.map(|manifest| manifest.id.as_str()).ok(),
            version: manifest.map(|manifest| manifest.version.as_str()).ok(),
            level: plan.subject.level,
            seed: plan.subject.seed,
            checks: &lines,
            passed,
        };
        // Nothing in it can fail to be written as JSON.
        print(&format!("{}\n", serde_json::to_string(&report).unwrap_or_default()));
        verdict(passed)
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::io(Exit::Io, UNREADABLE, format!("{} cannot be read", path.display()), error, "check the path")
}

fn usage(code: &str, text: String, fix: &str) -> Failure {
    Failure::new(Exit::Usage, format!("error[{code}]: {text}\n  fix:   {fix}"))
}

fn verdict(passed: bool) -> Exit {
    if passed { Exit::Fine } else { Exit::Found }
}

/// A reader that is gone has seen enough.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Prints a line as soon as its check is made.
fn report_text(plan: &Plan<'_>, file: &File) -> Exit {
    let began = std::time::Instant::now();
    let name = file.inspection.as_ref().map_or(file.path.display().to_string(), |inspection| {
        format!("{}@{}", inspection.manifest.id, inspection.manifest.version)
    });
    print(&format!("{name}, seed {}\n", plan.subject.seed));
    let mut group = None;
    let (mut passed, mut counts) = (true, [0; 4]);
    for line in plan.run(file) {
        if group.replace(line.group) != Some(line.group) {
            print(&format!("\n{:?}\n", line.group));
        }
        print(&line_text(&line));
        counts[line.finding.outcome as usize] += 1;
        passed &= !plan.condemns(line.finding.outcome);
    }
    let [ok, warned, failed, skipped] = counts;
    let seconds = began.elapsed().as_secs_f64();
    let word = if passed { "keeps the contract" } else { "does not pass" };
    print(&format!(
        "\n{name} {word}: {ok} ok, {warned} warnings, {failed} failed, {skipped} skipped, in {seconds:.1} s\n"
    ));
    verdict(passed)
}

fn line_text(line: &Line) -> String {
    let finding = &line.finding;
    let word = match finding.outcome {
        Outcome::Ok => "ok",
        Outcome::Warn => "warn",
        Outcome::Fail => "FAIL",
        Outcome::Skip => "skip",
    };
    let head = format!("  {word:<5} {:<20}", line.name);
    match finding.outcome {
        Outcome::Ok | Outcome::Skip => format!("{} {}", head, finding.found).trim_end().to_owned() + "\n",
        Outcome::Warn | Outcome::Fail => format!(
            "{}\n        found:    {}\n        expected: {}\n        fix:      {}\n",
            head.trim_end(),
            finding.found,
            finding.expected,
            finding.fix
        ),
    }
}

/// Every check with its level and what it proves.
fn catalogue_text() -> String {
    let mut text = String::new();
    let mut group = None;
    for check in CHECKS {
        if group.replace(check.group) != Some(check.group) {
            text.push_str(&format!("{}{:?}\n", if text.is_empty() { "" } else { "\n" }, check.group));
        }
        let level = format!("{:?}", check.level).to_lowercase();
        text.push_str(&format!("  {:<20} {level:<6} {}\n", check.name, check.proves));
    }
    text
}
