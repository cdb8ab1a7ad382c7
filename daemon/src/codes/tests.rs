//! The catalogue, held against itself, the sources of the program, and the messages that it quotes.

use std::fs;
use std::path::Path;

use regex::Regex;

use super::{Entry, find, groups, meant, page};
use crate::config::{self, Code, Sources};

fn entries() -> Vec<Entry> {
    groups().into_iter().flat_map(|group| group.entries).collect()
}

#[test]
fn codes_are_in_order_without_repetition_and_in_the_range_of_their_group() {
    assert!(entries().is_sorted_by(|a, b| a.code < b.code));
    for group in groups() {
        let astray = group.entries.iter().find(|entry| !group.range.contains(&entry.code));
        assert!(astray.is_none(), "{}: {astray:?}", group.title);
    }
    assert!(groups().is_sorted_by(|a, b| a.range.end() < b.range.start()));
}

#[test]
fn an_entry_has_every_part_and_its_example_the_code() {
    for entry in entries() {
        let Entry { code, title, meaning, remedy, example } = entry;
        assert!(meant(code).as_deref() == Some(code), "{code}");
        assert!(!title.is_empty() && !title.ends_with('.') && !title.contains('|'), "{code}: {title}");
        for sentences in [meaning, remedy] {
            assert!(sentences.ends_with('.') && !sentences.contains("  "), "{code}: {sentences}");
        }
        assert!(example.is_empty() || example.contains(&format!("[{code}]: ")), "{code}: {example}");
    }
}

/// Each shows the `--set` that is refused.
#[test]
fn the_examples_of_the_config_are_its_very_messages() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dragoman.toml");
    fs::write(&file, "").unwrap();
    let mut compared = 0;
    for Entry { code, example, .. } in entries() {
        let Some((_, snippet)) = example.split_once("╭▸ --set:") else { continue };
        let setting = snippet.lines().find_map(|line| line.strip_prefix("1 │ ")).unwrap();
        let sources = Sources {
            file: Some(file.clone()),
            set: vec![setting.to_owned()],
            environment: Vec::new(),
            folder: folder.path().to_owned(),
        };
        let told = match config::load(&sources) {
            Ok(loaded) => loaded.warnings.join("\n"),
            Err(error) => error.to_string(),
        };
        assert_eq!(told, example, "{code}");
        compared += 1;
    }
    assert!(compared > 5, "{compared}");
}

/// Calls `visit` with every source file of the program but the catalogue, and with its text without its tests.
fn for_each_source(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") && !path.ends_with("src/codes") {
            for_each_source(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&path, without_tests(&fs::read_to_string(&path).unwrap()));
        }
    }
}

fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// The codes that a source spells out and the catalogue lacks, with their lines. Comments may be about ranges.
fn unknown(source: &str) -> Vec<(usize, &str)> {
    let code = Regex::new(r"\bD0[0-9]{3}\b").unwrap();
    let lines = without_tests(source).lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    let spelt = lines.flat_map(|(index, line)| code.find_iter(line).map(move |found| (index + 1, found.as_str())));
    spelt.filter(|(_, code)| find(code).is_err()).collect()
}

#[test]
fn a_code_that_the_catalogue_lacks_is_found() {
    let none: &[(usize, &str)] = &[];
    for (source, found) in [
        ("fail(\"D0999\")", &[(1, "D0999")][..]),
        ("fine\nformat!(\"error[D0599]: {}, D0501 or {D0699}\")", &[(2, "D0599"), (2, "D0699")]),
        ("#[cfg(test)]\nmod tests;\nfail(\"D0999\")", &[(3, "D0999")]),
        ("fail(\"D0501\")", none),
        ("fail(plugins::NOT_FOUND)", none),
        ("    /// `D0101` to `D0199`\n", none),
        ("0xD0999", none),
        ("fine\n#[cfg(test)]\nmod tests {\n    \"D0999\"\n}", none),
    ] {
        assert_eq!(unknown(source), found, "{source}");
    }
}

/// A code that is named instead of spelt out is in the catalogue anyway.
#[test]
fn every_code_in_the_sources_is_in_the_catalogue() {
    let mut found = String::new();
    for_each_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |path, source| {
        for (line, code) in unknown(source) {
            found.push_str(&format!("\n{}:{line}: {code}", path.display()));
        }
    });
    assert!(found.is_empty(), "give these an entry in daemon/src/codes, and use its name:{found}");
}

/// Their first words, since names may follow.
#[test]
fn the_examples_give_the_advice_that_the_program_gives() {
    let mut sources = String::new();
    for_each_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |_, source| sources.push_str(source));
    for Entry { code, example, .. } in entries() {
        let Some((_, fix)) = example.split_once("  fix: ") else { continue };
        let words: Vec<&str> = fix.split_whitespace().take(5).collect();
        assert!(sources.contains(&words.join(" ")), "{code}: {fix}");
    }
}

/// Of the other codes the compiler sees to it.
#[test]
fn every_code_of_the_config_is_used() {
    let mut unused: Vec<String> = Code::ALL.iter().map(|code| format!("Code::{code:?}")).collect();
    for_each_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |_, source| {
        unused.retain(|name| !Regex::new(&format!(r"\b{name}\b")).unwrap().is_match(source));
    });
    assert_eq!(unused, [""; 0]);
}

#[test]
fn a_code_is_understood_however_it_is_written() {
    for (word, code) in [
        ("D0520", Some("D0520")),
        ("d520", Some("D0520")),
        ("520", Some("D0520")),
        ("7", Some("D0007")),
        ("run", None),
        ("D", None),
        ("d-520", None),
        ("00520", None),
    ] {
        assert_eq!(meant(word).as_deref(), code, "{word}");
    }
}

#[test]
fn an_unknown_code_gives_its_neighbours() {
    assert_eq!(find("D0520").unwrap().code, "D0520");
    for (code, neighbours) in
        [("D0516", &["D0515", "D0520"][..]), ("D0001", &["D0101"]), ("D9999", &[entries().last().unwrap().code])]
    {
        let found: Vec<_> = find(code).unwrap_err().iter().map(|entry| entry.code).collect();
        assert_eq!(found, neighbours, "{code}");
    }
}

#[test]
fn a_filled_text_keeps_its_words_and_its_width() {
    for (text, columns, filled) in [
        ("", 5, ""),
        ("a b", 5, "a b"),
        ("one two three", 7, "one two\nthree"),
        ("one two three", 6, "one\ntwo\nthree"),
        ("a   longerword b", 4, "a\nlongerword\nb"),
        ("éé éé", 5, "éé éé"),
    ] {
        assert_eq!(page::fill(text, columns), filled, "{text:?} {columns}");
    }
}
