//! `dragoman help`, and the catalogue of error codes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Finished, Site};

fn help(words: &[&str]) -> Finished {
    Finished::of(Site::new().program().arg("help").args(words))
}

/// The catalogue as it is delivered.
fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ERRORS.md")
}

#[test]
fn errors_md_is_what_the_program_prints() {
    let printed = help(&["codes", "--markdown"]).expect(0).stdout;
    let kept = fs::read_to_string(page()).unwrap_or_default();
    let renew = "cargo run --bin dragoman -- help codes --markdown > ERRORS.md";
    let differs = kept.lines().zip(printed.lines()).position(|(kept, printed)| kept != printed);
    assert!(kept == printed, "ERRORS.md is out of date, first in line {differs:?} from 0; renew it with\n    {renew}");
}

#[test]
fn every_code_of_the_list_is_explained() {
    let list = help(&["codes"]).expect(0).stdout;
    let lines: Vec<_> = list.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    assert!(lines.len() > 70, "{list}");
    for line in lines {
        let (code, title) = line.split_once("  ").unwrap();
        let told = help(&[code]).expect(0).stdout;
        assert!(told.starts_with(&format!("{code}  {title}\n")) && told.contains("What to do: "), "{told}");
    }
}

#[test]
fn a_code_is_explained_however_it_is_written() {
    let wanted = "\
D0502  Two files of one folder are the same plugin

Two libraries in one folder have the same id in their manifests, as after an
upgrade that gave the file a new name. The daemon does not guess which is meant.
In two folders they may be: the first in chain.path wins.

What to do: Take one of the two away; `dragoman plugin inspect FILE` shows the
version of each.

Example:

    error[D0502]: plugin quotes: two files of one folder are this plugin
      found:    /srv/news/plugins/libquotes-1.0.so and /srv/news/plugins/libquotes.so
      expected: one file with this id
      fix:      take one of them away
";
    for word in ["D0502", "d0502", "502"] {
        assert_eq!(help(&[word]).expect(0).stdout, wanted, "{word}");
    }
}

#[test]
fn an_unknown_topic_is_told_with_what_is_near() {
    help(&["D0516"]).expect(2).expect_words(&["no error code D0516", "D0515", "D0520", "help codes"]);
    help(&["rnu"]).expect(2).expect_words(&["rnu"]);
    help(&["plugin", "mew"]).expect(2).expect_words(&["mew"]);
    help(&["run", "--markdown"]).expect(2).expect_words(&["help codes"]);
}

#[test]
fn help_of_a_command_is_what_the_command_says_of_itself() {
    for words in [&[][..], &["run"], &["plugin"], &["plugin", "new"], &["help"]] {
        let itself = Finished::of(Site::new().program().args(words).arg("--help")).expect(0).stdout;
        assert!(itself.contains("Usage: dragoman"), "{itself}");
        assert_eq!(help(words).expect(0).stdout, itself, "{words:?}");
    }
}
