//! The chain and the extractors' own tables, and where in the file a plugin's complaint belongs.

use std::collections::BTreeMap;
use std::env;
use std::fs;

use annotate_snippets::Level;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

use super::check::Checker;
use super::code::Code;
use super::error::Fault;
use super::find::shown;
use super::raw::{Entry, RawChain, RawPlugins};
use super::source_map::{SourceMap, Span};
use super::suggest::closest;
use super::value::{Folder, Kind, List, Name};
use super::{Chain, Config, Extractor, Grant, OnError, OnPluginFailure, Sandbox, top};

const USE: &str = "use";
const ON_ERROR: &str = "on_error";
const GRANT: &str = "grant";
const READ: &str = "read";

/// Makes the chain of its order and the tables of its extractors.
pub(super) fn chain(raw: RawChain, mut tables: RawPlugins, checker: &mut Checker<'_>) -> Chain {
    let path = match raw.path {
        Some(folders) => {
            folders.into_iter().filter_map(|folder| checker.take_some(folder)).map(|(_, folder)| folder).collect()
        }
        None => top::PLUGINS.map(str::to_owned).to_vec(),
    };
    let order = match raw.order {
        Some(names) => without_repetition(names, checker),
        None => top::ORDER.map(str::to_owned).to_vec(),
    };
    let path = path.into_iter().map(|folder| checker.absolute(folder)).collect();
    let extractors = order
        .iter()
        .map(|name| {
            let table = tables.remove(name.as_str()).unwrap_or_default();
            extractor(name.clone(), table, checker)
        })
        .collect();
    checker.findings.warnings.extend(tables.keys().map(|name| unused(name, &order)));
    Chain {
        path,
        extractors,
        sandbox: checker.take(raw.sandbox, Sandbox::Auto),
        worker_user: checker.take(raw.worker_user, top::WORKER_USER.to_owned()),
        on_plugin_failure: checker.take(raw.on_plugin_failure, OnPluginFailure::Halt),
        strikes: checker.take(raw.strikes, top::STRIKES),
    }
}

fn without_repetition(names: Vec<Entry<Name>>, checker: &mut Checker<'_>) -> Vec<String> {
    let mut seen: Vec<(Span, String)> = Vec::new();
    for entry in names {
        let Some((span, name)) = checker.take_some(entry) else { continue };
        let Some((first, _)) = seen.iter().find(|(_, known)| *known == name) else {
            seen.push((span, name));
            continue;
        };
        let title = format!("the extractor {name:?} stands twice in the chain");
        let help =
            format!("take one out; a second instance has another name, and use = {name:?} in its [plugins] table");
        let fault = Fault::new(Code::Repeated, title, help).mark(span, "again").mark(first.clone(), "first here");
        checker.findings.faults.push(fault);
    }
    seen.into_iter().map(|(_, name)| name).collect()
}

fn extractor(name: String, mut table: BTreeMap<String, Spanned<Value>>, checker: &mut Checker<'_>) -> Extractor {
    let plugin = reserved::<Name>(&mut table, USE);
    let on_error = reserved::<OnError>(&mut table, ON_ERROR);
    let grant = reserved::<List<Grant>>(&mut table, GRANT);
    let read = reserved::<List<Folder>>(&mut table, READ);
    let mut config = serde_json::Map::new();
    for (key, value) in table {
        let span = value.span();
        match json(value.into_inner()) {
            Some(value) => drop(config.insert(key, value)),
            None => {
                let fault = Fault::new(Code::OutOfRange, "an extractor's number must be finite", "write a number");
                checker.findings.faults.push(fault.mark(span, ""));
            }
        }
    }
    Extractor {
        plugin: checker.take(plugin, name.clone()),
        name,
        on_error: checker.take(on_error, OnError::Quarantine),
        grant: checker.take(grant, Vec::new()),
        read: checker.take(read, Vec::new()).into_iter().map(|folder| checker.absolute(folder)).collect(),
        config: config.into(),
    }
}

/// One of the keys that every extractor's table may have; they are the daemon's, not the plugin's.
fn reserved<K: Kind>(table: &mut BTreeMap<String, Spanned<Value>>, key: &str) -> Entry<K> {
    table.remove(key).map(|value| Entry::of(&value)).unwrap_or_default()
}

/// A value as JSON has it; dates become texts. `None` when there is a number in it that JSON cannot hold.
fn json(value: Value) -> Option<serde_json::Value> {
    Some(match value {
        Value::String(text) => text.into(),
        Value::Integer(number) => number.into(),
        Value::Float(number) => serde_json::Number::from_f64(number)?.into(),
        Value::Boolean(truth) => truth.into(),
        Value::Datetime(date) => date.to_string().into(),
        Value::Array(items) => items.into_iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        Value::Table(table) => {
            let entries = table.into_iter().map(|(key, value)| Some((key, json(value)?)));
            entries.collect::<Option<serde_json::Map<_, _>>>()?.into()
        }
    })
}

fn unused(name: &Spanned<String>, order: &[String]) -> Fault {
    let title = format!("[plugins.{name}] has no effect: the chain has no extractor of this name");
    let near = closest(name.get_ref(), order.iter().map(String::as_str));
    let help = match near {
        Some(near) => format!("did you mean [plugins.{near}]?"),
        None => format!("add \"{name}\" to `order` in [chain], or take the table out"),
    };
    let fault = Fault::new(Code::UnusedTable, title, help).mark(name.span(), "not in the chain");
    fault.patch_some(name.span(), near)
}

/// Shows a plugin's complaint about its config at the key that it names, or else at its table.
///
/// `text` is what the plugin said, `key: reason` at best. When the file says nothing about the extractor, the text
/// stands alone.
pub fn point_at_plugin(config: &Config, instance: &str, text: &str) -> String {
    let title = format!("the extractor {instance:?} refused its config: {text}");
    let mut sources = SourceMap::default();
    let written = config.file.as_ref().and_then(|file| Some((file, fs::read_to_string(file).ok()?)));
    let mut fault = None;
    if let Some((file, content)) = written {
        let folder = env::current_dir().unwrap_or_default();
        sources.add(shown(file, &folder), content.as_str());
        fault = DeTable::parse(&content).ok().and_then(|root| complaint(root.get_ref(), instance, text, &title));
    }
    let fault = fault.unwrap_or_else(|| {
        let help = format!("add a [plugins.{instance}] table with the settings that it wants");
        Fault::new(Code::RefusedByPlugin, title.as_str(), help)
    });
    fault.render(&sources, Level::ERROR, false)
}

fn complaint(root: &DeTable<'_>, instance: &str, text: &str, title: &str) -> Option<Fault> {
    let (name, table) = root.get("plugins")?.get_ref().as_table()?.get_key_value(instance)?;
    let fault = |help: String| Fault::new(Code::RefusedByPlugin, title, help);
    let Some((key, value, known)) = named_key(table.get_ref(), text) else {
        let help = format!("correct the settings in [plugins.{instance}]");
        return Some(fault(help).mark(name.span(), ""));
    };
    let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).filter(|&word| word != known).collect();
    if text.contains("unknown field") {
        let (help, near) = match closest(&known, quoted.iter().copied()) {
            Some(near) => (format!("did you mean `{near}`?"), Some(near)),
            None => (format!("take `{known}` out of [plugins.{instance}]"), None),
        };
        let fault = fault(help).mark(key.clone(), "not a key of this extractor");
        return Some(fault.patch_some(key, near));
    }
    Some(fault(format!("correct `{known}` in [plugins.{instance}]")).mark(value, ""))
}

/// The key that a text names, `a.b: reason` or `` `b` ``: where the key stands, where its value, and how it is called.
fn named_key(table: &DeValue<'_>, text: &str) -> Option<(Span, Span, String)> {
    let path = text.split(": ").next().filter(|path| !path.contains(' '));
    let quoted = text.split('`').skip(1).step_by(2);
    path.into_iter().chain(quoted).find_map(|path| {
        let mut found = None;
        let mut at = table;
        for part in path.split('.') {
            let (key, value) = at.as_table()?.get_key_value(part)?;
            found = Some((key.span(), value.span(), part.to_owned()));
            at = value.get_ref();
        }
        found
    })
}
