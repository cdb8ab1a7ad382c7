//! The checks of what loading does, and of the table.

use std::path::Path;
use std::time::Duration;

use extractor_api::abi;

use super::driver::Loaded;
use super::process::{Descriptors, Mapping, capture, cpu_time, descriptors, mapping_of, signal_actions, threads};
use super::samples::Random;
use super::subject::Subject;
use super::{Finding, Verdict};

/// A chain of ten plugins should start within a second.
const LOAD_TIME: Duration = Duration::from_millis(100);

pub(super) fn links(subject: &Subject) -> Verdict {
    let began = cpu_time();
    Loaded::open(&subject.file)?;
    let took = cpu_time() - began;
    let figures = format!("{:.1} ms", took.as_secs_f64() * 1e3);
    if took <= LOAD_TIME {
        return Ok(figures);
    }
    Err(Finding::warn(figures, "at most 100 ms", "do the work in create, or at the first document"))
}

pub(super) fn threads_stay(subject: &Subject) -> Verdict {
    let count = |_: &usize, after: &usize| format!("{after} threads after loading");
    unchanged(subject, threads, count, "constructors that start no thread", "start threads in create")
}

pub(super) fn descriptors_stay(subject: &Subject) -> Verdict {
    let opened = |before: &Descriptors, after: &Descriptors| {
        let new = after.iter().filter(|(number, _)| !before.contains_key(*number));
        let new: Vec<String> = new.map(|(number, target)| format!("{number} ({})", target.display())).collect();
        format!("new descriptors: {}", new.join(", "))
    };
    unchanged(subject, descriptors, opened, "constructors that leave no file open", "open files in create")
}

pub(super) fn signals_stay(subject: &Subject) -> Verdict {
    let changed = |before: &Vec<usize>, after: &Vec<usize>| {
        let differ = (1..).zip(before.iter().zip(after)).filter(|(_, (before, after))| before != after);
        let numbers: Vec<String> = differ.map(|(signal, _)| signal.to_string()).collect();
        format!("other actions for the signals {}", numbers.join(", "))
    };
    unchanged(
        subject,
        signal_actions,
        changed,
        "signals left to the host",
        "take the calls of signal and sigaction out",
    )
}

/// Loads the library and compares what `measure` finds before and after.
fn unchanged<T: PartialEq>(
    subject: &Subject,
    measure: impl Fn() -> T,
    describe: impl Fn(&T, &T) -> String,
    expected: &str,
    fix: &str,
) -> Verdict {
    let before = measure();
    Loaded::open(&subject.file)?;
    let after = measure();
    if before == after { Ok(String::new()) } else { Err(Finding::fail(describe(&before, &after), expected, fix)) }
}

pub(super) fn silent(subject: &Subject) -> Verdict {
    let captured = capture(|| Loaded::open(&subject.file));
    let (loaded, printed) = captured.map_err(|error| Finding::skip(format!("output cannot be captured: {error}")))?;
    loaded?;
    if printed.is_empty() {
        return Ok(String::new());
    }
    Err(Finding::warn(
        printed.trim_end(),
        "constructors that print nothing",
        "use the host's log function, from create on",
    ))
}

pub(super) fn table(subject: &Subject) -> Verdict {
    subject.load().map(|_| String::new())
}

pub(super) fn table_memory(subject: &Subject) -> Verdict {
    let loaded = Loaded::open(&subject.file)?;
    let mapping = mapping_of(loaded.place() as usize);
    if mapping.is_some_and(|mapping| !mapping.writable) {
        return Ok(String::new());
    }
    let fix = "declare the table const, and link with -z relro -z now";
    Err(Finding::fail("a table in memory that can be written", "a table in read-only memory", fix))
}

pub(super) fn functions(subject: &Subject) -> Verdict {
    let plugin = subject.load()?;
    let own = |mapping: Mapping| mapping.executable && Path::new(&mapping.file) == subject.file;
    let functions = [
        ("create", plugin.create as usize),
        ("extract", plugin.extract as usize),
        ("destroy", plugin.destroy as usize),
    ];
    match functions.into_iter().find(|(_, address)| !mapping_of(*address).is_some_and(own)) {
        None => Ok(String::new()),
        Some((name, _)) => Err(Finding::fail(
            format!("{name} points outside of the library's code"),
            "functions of the library itself",
            "point the table at functions of the plugin, which may then call others",
        )),
    }
}

pub(super) fn flags(subject: &Subject) -> Verdict {
    match subject.load()?.flags {
        0 => Ok(String::new()),
        flags => Err(Finding::fail(
            format!("flags {flags:#x}"),
            "flags 0: version 1.0 has none",
            "write 0 where nothing is defined",
        )),
    }
}

pub(super) fn unknown_extensions(subject: &Subject) -> Verdict {
    let plugin = subject.load()?;
    let mut random = Random(subject.seed);
    let mut ids = (0..10).map(|_| format!("com.example.x{:x}/1", random.next()));
    match ids.find(|id| !plugin.extension(id).is_null()) {
        None => Ok(String::new()),
        Some(id) => Err(Finding::fail(
            format!("get_extension(\"{id}\") returned something"),
            "NULL for an id that nobody has heard of",
            "compare the whole id, and return NULL for any other",
        )),
    }
}

/// Extensions whose table is the plugin's. Others of a manifest may be the host's.
const PLUGIN_EXTENSIONS: &[&str] = &[abi::TICK];

pub(super) fn declared_extensions(subject: &Subject) -> Verdict {
    let plugin = subject.load()?;
    let manifest = subject.manifest_json();
    let declared = ["optional", "requires"].iter().filter_map(|key| manifest[key].as_array()).flatten();
    let ids: Vec<&str> = declared.filter_map(|id| id.as_str()).filter(|id| PLUGIN_EXTENSIONS.contains(id)).collect();
    match ids.iter().find(|id| plugin.extension(id).is_null()) {
        None => Ok(ids.join(", ")),
        Some(id) => Err(Finding::fail(
            format!("get_extension(\"{id}\") returned NULL"),
            "a table for every extension of the manifest that is a plugin's",
            "return the table, or take the id out of the manifest",
        )),
    }
}
