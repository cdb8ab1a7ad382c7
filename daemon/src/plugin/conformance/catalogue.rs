//! Every check: its name, its group, how much must be wanted for it to run, what it proves, and the function.

use std::time::Duration;

use super::Group::{Contract, Load, Resources, Robustness, Semantics, Static};
use super::Level::{Basic, Full};
use super::file::{self, File};
use super::subject::Subject;
use super::{Finding, Group, Level, Verdict, contract, load, resources, robustness, semantics};

/// One check.
pub struct Check {
    /// What `--only` and reports call it.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// The lowest level at which it runs.
    pub level: Level,
    /// What it proves, in one sentence without its full stop.
    pub proves: &'static str,
    pub(super) run: Run,
}

#[derive(Clone, Copy)]
pub(super) enum Run {
    /// Reads the file, and runs none of its code.
    File(fn(&File) -> Verdict),
    /// Runs the plugin, in a process of its own.
    Code(fn(&Subject) -> Verdict),
}

impl Check {
    /// How long it may take, as a multiple of the time for one check.
    pub(super) fn timeout(&self, one: Duration) -> Duration {
        if LONG.contains(&self.name) { one * 6 } else { one }
    }
}

/// Checks that repeat something a thousand times.
const LONG: &[&str] = &["create-repeat", "soak"];

/// Finds a check by its name.
pub fn find(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.name == name)
}

/// Runs a check that runs plugin code, in this very process.
pub(super) fn run(name: &str, subject: &Subject) -> Finding {
    match find(name).map(|check| check.run) {
        Some(Run::Code(function)) => Finding::of(function(subject)),
        Some(Run::File(_)) | None => Finding::skip(format!("{name} is no check that runs a plugin")),
    }
}

macro_rules! checks {
    ($($group:ident { $($name:literal $level:ident $run:ident $function:path, $proves:literal;)* })*) => {
        /// In the order in which they run: what comes first explains what fails later.
        pub static CHECKS: &[Check] = &[$($(
            Check { name: $name, group: $group, level: $level, proves: $proves, run: Run::$run($function) },
        )*)*];
    };
}

checks! {
    Static {
        "extractor" Basic File file::extractor, "the file is an ELF library for this machine with a valid manifest and the table's symbol";
        "abi" Basic File file::abi, "it is built for this major version of the contract and needs no newer minor";
        "requires" Basic File file::requires, "the host has every extension that it needs";
        "manifest-keys" Full File file::manifest_keys, "every key of the manifest is one that the contract names";
        "version" Basic File file::version, "its version is a semantic version";
        "config-schema" Full File file::config_schema, "its config schema is a JSON Schema that refers to nothing outside itself";
        "exports" Full File file::exports, "the table is the one symbol that it exports";
        "imports" Full File file::imports, "it needs no library that machines may lack";
        "glibc" Basic File file::glibc, "the C library that it needs is one that users have";
        "stack" Basic File file::stack, "it does not ask for an executable stack";
        "relocations" Full File file::relocations, "its code is the same at every address";
        "search-path" Full File file::search_path, "it does not look for libraries in a home or build folder";
        "size" Full File file::size, "the file is at most 20 MB";
        "unwind" Full File file::unwinding, "panics and exceptions can be stopped inside it";
    }
    Load {
        "load" Basic Code load::links, "it can be loaded with all symbols bound, in less than 100 ms";
        "load-threads" Full Code load::threads_stay, "loading starts no thread";
        "load-descriptors" Full Code load::descriptors_stay, "loading leaves no descriptor open";
        "load-signals" Full Code load::signals_stay, "loading changes no signal's action";
        "load-silent" Full Code load::silent, "loading prints nothing";
        "table" Basic Code load::table, "the table is complete and agrees with the manifest";
        "table-memory" Full Code load::table_memory, "the table is in read-only memory";
        "functions" Full Code load::functions, "the table's functions are the library's own";
        "flags" Full Code load::flags, "flags that nothing defines are zero";
        "extensions-unknown" Full Code load::unknown_extensions, "get_extension returns NULL for ids that nobody has heard of";
        "extensions-declared" Full Code load::declared_extensions, "get_extension returns a table for each extension of the manifest";
    }
    Contract {
        "create-empty" Basic Code contract::create_empty, "create takes the config {} or says what it lacks";
        "create-config" Basic Code contract::create_config, "create takes the config that was passed";
        "create-defaults" Full Code contract::create_defaults, "create takes the defaults of its own schema";
        "create-wrong-type" Full Code contract::create_wrong_type, "create refuses values that its schema forbids, and says why";
        "create-unknown-key" Full Code contract::create_unknown_key, "create refuses keys that it does not know";
        "create-repeat" Full Code contract::create_repeat, "a thousand instances leave no memory, thread or descriptor behind";
        "instances-apart" Full Code contract::instances_apart, "an instance is not changed by another with another config";
        "host-first" Full Code contract::host_first, "it works under a host whose table ends where version 1.0 does";
        "host-future" Full Code contract::host_future, "it works under a host of a much newer minor version";
        "document-future" Full Code contract::document_future, "it reads documents, layers and sinks that are longer than it knows";
        "borrows-end" Basic Code contract::borrows_end, "it keeps no pointer into a document that was taken back";
        "empty-strings" Full Code contract::empty_strings, "an empty string is empty, whether its pointer is null or not";
        "sink-ends" Full Code contract::sink_ends, "it calls neither sink nor document after extract has returned";
        "own-thread" Full Code contract::own_thread, "it calls the host from the thread of extract alone";
    }
    Robustness {
        "empty" Basic Code robustness::empty, "an empty document gets a status";
        "one-byte" Full Code robustness::one_byte, "documents of one byte get a status";
        "nul-bytes" Full Code robustness::nul_bytes, "NUL bytes do no harm";
        "invalid-utf8" Basic Code robustness::invalid_utf8, "a document without text, of bytes that are not UTF-8, gets a status";
        "byte-order-mark" Full Code robustness::byte_order_mark, "byte order marks do no harm";
        "long-line" Full Code robustness::long_line, "10 MiB in one line get a status in time";
        "deep-metadata" Full Code robustness::deep_metadata, "metadata that nest deeply, or are of other types, do no harm";
        "line-ends" Full Code robustness::line_ends, "line ends of all systems do no harm";
        "right-to-left" Full Code robustness::right_to_left, "text from right to left, marks and joiners do no harm";
        "random" Full Code robustness::random, "random bytes and characters do no harm";
        "truncated" Full Code robustness::truncated, "articles and examples that break off get a status";
        "refused" Basic Code robustness::refused, "after a refusal of the sink, extract returns an error";
        "stopped" Full Code robustness::stopped, "when should_stop says so, extract returns within 3 s";
    }
    Semantics {
        "events-valid" Basic Code semantics::events_valid, "every event is a JSON object of a declared type, every layer is declared";
        "error-text" Basic Code semantics::error_text, "an error status has a text";
        "examples" Full Code semantics::examples, "the examples give the events that their author expects";
        "same-again" Full Code semantics::same_again, "the same document gives the same events again";
        "same-instance" Full Code semantics::same_in_another_instance, "another instance gives the same events";
        "same-order" Full Code semantics::same_in_another_order, "another order of documents gives the same events";
        "same-process" Full Code semantics::same_in_another_process, "another process gives the same events";
        "same-backtrace" Full Code semantics::same_with_backtraces, "RUST_BACKTRACE=1 gives the same events";
        "same-sandbox" Full Code semantics::same_in_the_sandbox, "the sandbox of a worker gives the same events";
    }
    Resources {
        "silent" Full Code resources::silent, "it prints nothing";
        "cost" Full Code resources::cost, "the time and memory that a megabyte of text takes are known";
        "soak" Full Code resources::soak, "memory does not grow over thousands of documents";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_once_and_groups_are_not_torn() {
        for (place, check) in CHECKS.iter().enumerate() {
            assert!(std::ptr::eq(find(check.name).unwrap(), check), "{}", check.name);
            let later = CHECKS[place..].iter().skip_while(|other| other.group == check.group);
            assert!(later.into_iter().all(|other| other.group != check.group), "{}", check.name);
        }
    }
}
