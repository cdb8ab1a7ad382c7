//! Guards the header: what it says in code changes only together with its minor version, a frozen copy and a line of the
//! changelog, and then only by additions.

use std::collections::BTreeMap;
use std::path::Path;

use extractor_api::abi;

/// Everything that must agree.
#[derive(Clone)]
struct Release {
    header: String,
    /// The headers of `v1_0`, `v1_1`, in order.
    frozen: Vec<String>,
    changelog: String,
}

impl Release {
    fn read() -> Release {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = |path: String| std::fs::read_to_string(package.join(&path));
        let frozen = (0..).map_while(|minor| text(format!("tests/stability/v1_{minor}/extractor.h")).ok());
        Release {
            header: text("include/extractor.h".to_owned()).unwrap(),
            frozen: frozen.collect(),
            changelog: text("../CHANGELOG.md".to_owned()).unwrap(),
        }
    }

    /// Says what is to be done when the parts do not agree.
    fn check(&self) -> Result<(), String> {
        let newest = self.frozen.len().checked_sub(1).ok_or("tests/stability/v1_0/extractor.h is missing")?;
        if code(&self.header) != code(&self.frozen[newest]) {
            return Err(steps(newest));
        }
        if minor(&self.header) != Some(newest) {
            return Err(format!("XTR_ABI_MINOR is not that of the newest frozen header, v1_{newest}/extractor.h"));
        }
        if let Some(missing) = (0..=newest).find(|minor| !self.changelog.contains(&release_line(*minor))) {
            return Err(format!("CHANGELOG.md has no line with {:?}: say there what it adds", release_line(missing)));
        }
        for (minor, pair) in self.frozen.windows(2).enumerate() {
            let broken = |what| format!("from version 1.{minor} to 1.{}: {what}", minor + 1);
            appends_only(&pair[0], &pair[1]).map_err(broken)?;
        }
        Ok(())
    }
}

fn release_line(minor: usize) -> String {
    format!("plugin contract 1.{minor}")
}

fn steps(newest: usize) -> String {
    let next = newest + 1;
    format!(
        "include/extractor.h says something else than tests/stability/v1_{newest}/extractor.h, which is released and \
         does not change.\n\
         Only words in comments were meant to change? Then undo what changed in the code.\n\
         The contract was meant to change? Then, in one commit:\n\
         1. add new fields at the ends of structs only, and change no constant;\n\
         2. set XTR_ABI_MINOR in the header and MINOR in src/abi.rs to {next};\n\
         3. copy include/extractor.h to tests/stability/v1_{next}/extractor.h, and put golden plugins beside it that \
         use what is new;\n\
         4. say in CHANGELOG.md what it adds, with the words {:?}.",
        release_line(next)
    )
}

/// The tokens of a header without comments, one space between them.
fn code(header: &str) -> String {
    let mut code = String::new();
    let mut rest = header;
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        code.push(' ');
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    code.push_str(rest);
    // Lines matter to the preprocessor, blanks do not.
    let lines = code.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn minor(header: &str) -> Option<usize> {
    defines(&code(header)).get("XTR_ABI_MINOR")?.parse().ok()
}

/// Macros of one line, and what they stand for.
fn defines(code: &str) -> BTreeMap<&str, &str> {
    code.lines().filter_map(|line| line.strip_prefix("#define ")?.split_once(' ')).collect()
}

/// The fields of every struct.
fn structs(code: &str) -> BTreeMap<&str, Vec<String>> {
    let parts = code.split("typedef struct ").skip(1).filter_map(|part| {
        let (name, rest) = part.split_once(" {")?;
        let (body, _) = rest.split_once("\n}")?;
        // A field may take several lines.
        Some((name, body.split(';').map(|field| field.split_whitespace().collect::<Vec<_>>().join(" ")).collect()))
    });
    let mut structs: BTreeMap<&str, Vec<String>> = parts.collect();
    structs.values_mut().for_each(|fields| fields.retain(|field| !field.is_empty()));
    structs
}

/// Checks that what the older header has, the newer has too, in the same places.
fn appends_only(older: &str, newer: &str) -> Result<(), String> {
    let (older, newer) = (code(older), code(newer));
    let known = defines(&newer);
    for (name, value) in defines(&older) {
        if name != "XTR_ABI_MINOR" && known.get(name) != Some(&value) {
            return Err(format!("the constant {name} is no longer {value}"));
        }
    }
    let known = structs(&newer);
    for (name, fields) in structs(&older) {
        if !known.get(name).is_some_and(|now| now.starts_with(&fields)) {
            return Err(format!("the fields of {name} are not those that it had, with others behind them"));
        }
    }
    Ok(())
}

#[test]
fn the_header_is_that_of_its_release() {
    Release::read().check().unwrap_or_else(|what| panic!("{what}"));
    assert_eq!(minor(&Release::read().header), Some(usize::from(abi::MINOR)), "src/abi.rs and the header differ");
}

/// Replaces one text by another, which must be there.
#[track_caller]
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} is not in the header any more");
    text.replacen(from, to, 1)
}

const MINOR: &str = "#define XTR_ABI_MINOR 0";
const LAST_FIELD: &str = "    const void *(*get_extension)(xtr_str id); /* 80 */\n";
const APPENDED: &str = "    const void *(*get_extension)(xtr_str id); /* 80 */\n    uint64_t more; /* 88 */\n";
const ORDER: (&str, &str) = ("    xtr_str id;           /* 24", "    xtr_str version;      /* 40");

/// Swaps two fields of the plugin's table.
fn reordered(header: &str) -> String {
    let (first, second) = ORDER;
    replaced(&replaced(&replaced(header, first, "@"), second, first), "@", second)
}

/// Version 1.0 as it was released.
fn released() -> Release {
    let first = Release::read().frozen.remove(0);
    Release { header: first.clone(), frozen: vec![first], changelog: "* The plugin contract 1.0.".to_owned() }
}

#[test]
fn a_change_of_the_code_without_a_release_is_caught() {
    let header = released().header;
    for changed in [
        replaced(&header, LAST_FIELD, APPENDED),
        reordered(&header),
        replaced(&header, "#define XTR_STOP (-13)", "#define XTR_STOP (-15)"),
        replaced(&header, MINOR, "#define XTR_ABI_MINOR 1"),
        replaced(&header, "} xtr_pool_str;", "} xtr_pool_string;"),
    ] {
        let fault = Release { header: changed, ..released() }.check().unwrap_err();
        assert!(fault.contains("tests/stability/v1_1/extractor.h") && fault.contains("plugin contract 1.1"), "{fault}");
    }
}

#[test]
fn a_change_of_comments_and_blanks_is_nobody_s_business() {
    let header = released().header;
    for changed in [
        replaced(&header, "/* done */", "/* all is well */"),
        replaced(&header, "/* 80 */", ""),
        header.replace("    ", "\t"),
        header.replace("\n\n", "\n"),
    ] {
        assert_eq!(Release { header: changed, ..released() }.check(), Ok(()));
    }
}

/// Version 1.1 with this header, done by the book.
fn next(change: impl Fn(&str) -> String) -> Release {
    let Release { header, frozen, changelog } = released();
    let header = replaced(&change(&header), MINOR, "#define XTR_ABI_MINOR 1");
    let changelog = changelog + "\n* The plugin contract 1.1: more.";
    Release { frozen: [frozen, vec![header.clone()]].concat(), header, changelog }
}

#[test]
fn a_release_by_the_book_passes_and_one_with_a_part_missing_does_not() {
    let release = next(|header| replaced(header, LAST_FIELD, APPENDED));
    assert_eq!(release.check(), Ok(()));
    let missing: [(Release, &str); 3] = [
        (Release { changelog: released().changelog, ..release.clone() }, "plugin contract 1.1"),
        (Release { frozen: released().frozen, ..release.clone() }, "v1_1/extractor.h"),
        (Release { frozen: Vec::new(), ..release }, "v1_0/extractor.h is missing"),
    ];
    for (release, words) in missing {
        let fault = release.check().unwrap_err();
        assert!(fault.contains(words), "{fault}");
    }
}

#[test]
fn a_release_that_does_more_than_append_is_caught() {
    type Change = fn(&str) -> String;
    let changes: [(Change, &str); 4] = [
        (reordered, "the fields of xtr_plugin_v1"),
        (|header| replaced(header, LAST_FIELD, ""), "the fields of xtr_plugin_v1"),
        (|header| replaced(header, "uint32_t attempt; ", "uint64_t attempt; "), "the fields of xtr_document_v1"),
        (|header| replaced(header, "#define XTR_STOP (-13)", "#define XTR_STOP (-15)"), "the constant XTR_STOP"),
    ];
    for (change, words) in changes {
        let fault = next(change).check().unwrap_err();
        assert!(fault.contains("from version 1.0 to 1.1") && fault.contains(words), "{fault}");
    }
}
