//! What is laid over the file: environment variables, and stronger than these the `--set` arguments.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::code::Code;
use super::error::{Fault, Findings};
use super::keys::shape_at;
use super::raw::{RawConfig, Shape};
use super::source_map::{SourceMap, shift, shifted};
use super::suggest::closest;
use crate::failpoint;

/// What every variable that holds a setting starts with.
const PREFIX: &str = "DRAGOMAN_";
/// The variable that names the config file, and holds no setting.
pub(super) const FILE_VARIABLE: &str = "DRAGOMAN_CONFIG";

/// Whether a variable holds a setting, or was meant to.
fn is_setting(name: &str) -> bool {
    let arms = cfg!(debug_assertions) && name == failpoint::VARIABLE;
    name.starts_with(PREFIX) && name != FILE_VARIABLE && !arms
}

/// One setting from outside the file.
pub(super) struct Override<'a> {
    path: Vec<Spanned<DeString<'a>>>,
    value: Spanned<DeValue<'a>>,
}

/// Where the overrides stand in a [`SourceMap`].
pub(super) struct Places {
    environment: Vec<usize>,
    set: Vec<usize>,
}

/// Adds the texts of all overrides to the map; they are parsed once it is complete.
pub(super) fn add_texts(environment: &[(String, String)], set: &[String], sources: &mut SourceMap) -> Places {
    let mut variables: Vec<_> = environment.iter().filter(|(name, _)| is_setting(name)).collect();
    variables.sort();
    let environment =
        variables.iter().map(|(name, value)| sources.add("environment", format!("{name}={value}"))).collect();
    let set = set.iter().map(|argument| sources.add("--set", argument)).collect();
    Places { environment, set }
}

/// Parses the overrides, weakest first.
pub(super) fn parse<'a>(places: &Places, sources: &'a SourceMap, findings: &mut Findings) -> Vec<Override<'a>> {
    let texts = |starts: &[usize]| -> Vec<(usize, &'a str)> {
        starts.iter().filter_map(|&at| Some((at, sources.text_at(at)?.content.as_str()))).collect()
    };
    let mut overrides = Vec::new();
    for (start, text) in texts(&places.environment) {
        match variable(start, text) {
            Ok(found) => overrides.push(found),
            Err(fault) => findings.warnings.push(fault),
        }
    }
    for (start, text) in texts(&places.set) {
        match argument(start, text) {
            Ok(found) => overrides.push(found),
            Err(fault) => findings.faults.push(fault),
        }
    }
    overrides
}

impl<'a> Override<'a> {
    /// Whether it says where the inbox is.
    pub(super) fn names_inbox(&self) -> bool {
        matches!(self.top(), "inbox" | "inboxes")
    }

    fn top(&self) -> &str {
        self.path.first().map_or("", |key| key.get_ref())
    }

    /// Puts the setting into the tree, over what is there.
    pub(super) fn apply(self, root: &mut DeTable<'a>) {
        // The two say the same thing in two ways: the stronger source decides which.
        match self.top() {
            "inbox" => drop(root.remove("inboxes")),
            "inboxes" => drop(root.remove("inbox")),
            _ => {}
        }
        put(root, self.path, self.value);
    }
}

fn put<'a>(table: &mut DeTable<'a>, path: Vec<Spanned<DeString<'a>>>, value: Spanned<DeValue<'a>>) {
    let mut keys = path.into_iter();
    let Some(key) = keys.next() else { return };
    let rest: Vec<_> = keys.collect();
    let span = key.span();
    if rest.is_empty() {
        return merge(table, key, value);
    }
    if !table.get(key.get_ref().as_ref()).is_some_and(|inner| inner.get_ref().is_table()) {
        table.insert(key.clone(), Spanned::new(span, DeValue::Table(DeTable::new())));
    }
    if let Some(DeValue::Table(inner)) = table.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut) {
        put(inner, rest, value);
    }
}

/// Replaces a value; of a table, only the keys that the new one has.
fn merge<'a>(table: &mut DeTable<'a>, key: Spanned<DeString<'a>>, value: Spanned<DeValue<'a>>) {
    let span = value.span();
    match (table.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut), value.into_inner()) {
        (Some(DeValue::Table(old)), DeValue::Table(new)) => {
            for (key, value) in new {
                merge(old, key, value);
            }
        }
        (_, new) => {
            table.insert(key, Spanned::new(span, new));
        }
    }
}

/// Reads `DRAGOMAN_LIMITS__WORKERS=4`: two underscores for each dot.
fn variable(start: usize, text: &str) -> Result<Override<'_>, Fault> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let mut path: Vec<Spanned<DeString<'_>>> = Vec::new();
    let mut at = PREFIX.len();
    for part in name[PREFIX.len()..].split("__") {
        let span = shifted(&(at..at + part.len()), start);
        path.push(Spanned::new(span, Cow::Owned(part.to_lowercase())));
        at += part.len() + 2;
    }
    match shape_at(path.iter().map(|key| key.get_ref().as_ref())) {
        Some(shape) => Ok(Override { path, value: read_value(value, Some(shape), start + name.len() + 1) }),
        None => Err(unknown_variable(name)),
    }
}

fn unknown_variable(name: &str) -> Fault {
    let known = variables();
    let suggestion = closest(&name[PREFIX.len()..], known.iter().map(|known| &known[PREFIX.len()..]));
    let help = match suggestion {
        Some(near) => format!("did you mean {PREFIX}{near}?"),
        None => "a variable names a key of the config, with two underscores for each dot: \
                 DRAGOMAN_LIMITS__WORKERS"
            .to_owned(),
    };
    let title = format!("the environment variable {name} names no setting and is ignored");
    // Without its place: what is no setting may be a secret, and a place is shown with the value.
    Fault::new(Code::UnknownVariable, title, help)
}

/// Every variable there is, but for the tables of plugins.
fn variables() -> Vec<String> {
    let mut names = vec![FILE_VARIABLE.to_owned()];
    let tables = RawConfig::TABLE.inner();
    for table in tables.iter().copied().chain([&RawConfig::TABLE]) {
        let path = table.title.trim_matches(['[', ']']).replace('.', "__");
        for (key, shape) in table.keys {
            if matches!(shape, Shape::Value { .. } | Shape::List) && !table.title.starts_with("[[") {
                let dot = if path.is_empty() { "" } else { "__" };
                names.push(format!("{PREFIX}{path}{dot}{key}").to_uppercase());
            }
        }
    }
    names
}

/// Reads `limits.workers=4`.
fn argument(start: usize, text: &str) -> Result<Override<'_>, Fault> {
    let refused = || {
        let help = "write --set KEY=VALUE, for example --set limits.workers=1";
        Fault::new(Code::BadOverride, format!("{text:?} is not a setting"), help).mark(start..start + text.len(), "")
    };
    let (key, value) = text.split_once('=').ok_or_else(refused)?;
    let path = key_path(start, key).ok_or_else(refused)?;
    let shape = shape_at(path.iter().map(|key| key.get_ref().as_ref()));
    Ok(Override { value: read_value(value, shape, start + key.len() + 1), path })
}

/// Splits a key at its dots, as TOML does.
fn key_path(start: usize, key: &str) -> Option<Vec<Spanned<DeString<'static>>>> {
    let document = format!("{key} = 0");
    let mut table = DeTable::parse(&document).ok()?.into_inner();
    let mut path = Vec::new();
    loop {
        let (key, value) = table.into_iter().next()?;
        path.push(Spanned::new(shifted(&key.span(), start), Cow::Owned(key.into_inner().into_owned())));
        match value.into_inner() {
            DeValue::Table(inner) => table = inner,
            _ => return Some(path),
        }
    }
}

/// Reads a value as TOML, or as plain text when it is none, or when only a text will do.
fn read_value<'a>(text: &'a str, shape: Option<&Shape>, start: usize) -> Spanned<DeValue<'a>> {
    let trimmed = text.trim_start();
    let start = start + text.len() - trimmed.len();
    let trimmed = trimmed.trim_end();
    let only_text = matches!(shape, Some(Shape::Value { text: true }));
    match DeValue::parse(trimmed) {
        Ok(value) if value.get_ref().is_str() || !only_text => shift(value, start),
        _ => Spanned::new(start..start + trimmed.len(), DeValue::String(Cow::Borrowed(trimmed))),
    }
}
