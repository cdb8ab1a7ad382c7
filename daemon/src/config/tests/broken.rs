//! Broken configs: each is told by its code, its place and what to write instead.

use super::super::Code::{self, *};
use super::super::ConfigError;
use super::{load_layers, load_text};

/// What is written, and the one fault that it has: code, line and column, part of the help.
type Case = (&'static str, Code, &'static str, &'static str);

const SYNTAX: &[Case] = &[
    ("inbox = in # here", Syntax, "1:9", "write \"in\""),
    ("inbox = /srv/in", Syntax, "1:9", "write \"/srv/in\""),
    ("[limits]\nworkers = 4 MiB", Syntax, "2:11", "write \"4 MiB\""),
    ("inbox = \"in\nlog = 'x'", Syntax, "1:12", "add the missing \""),
    ("inbox 'in'", Syntax, "1:7", "add the missing ="),
    ("inbox: in", Syntax, "1:8", "add the missing ="),
    ("[limits\nworkers = 1", Syntax, "1:8", "add the missing ]"),
    ("tags = { a = 'b'", Syntax, "1:17", "add the missing }"),
    ("log = 'a'\nlog = 'b'", Syntax, "2:1", "keep one of the two"),
    ("[limits]\nqueue = '1 MiB'\n[limits]", Syntax, "3:2", "keep one of the two"),
    ("= 3", Syntax, "1:1", "write key = \"value\""),
    ("inbox = 'é' x", Syntax, "1:13", "on a line of its own"),
];

const KEYS: &[Case] = &[
    ("inbx = 'in'", UnknownKey, "1:1", "did you mean `inbox`?"),
    ("\n[limits]\nmax-document = '1 MiB'", UnknownKey, "3:1", "did you mean `max_document`?"),
    ("[limits]\nmaxText = '1 MiB'", UnknownKey, "2:1", "did you mean `max_text`?"),
    ("limits.wrokers = 1", UnknownKey, "1:8", "did you mean `workers`?"),
    ("limits = { timeouts = '1 s' }", UnknownKey, "1:12", "did you mean `timeout`?"),
    ("[limit]\nworkers = 1", UnknownKey, "1:2", "did you mean `limits`?"),
    ("settle = '1 s'", UnknownKey, "1:1", "settle belongs to [[inboxes]]"),
    ("[limits]\nlog = 'x'", UnknownKey, "2:1", "log belongs at the top of the file"),
    ("[limits]\nmax_line = '4 KiB'", UnknownKey, "2:1", "max_line belongs to [output]"),
    ("[output]\ndocuments = 3", UnknownKey, "2:1", "documents belongs to [output.batch]"),
    ("[output]\nsettel = '1 s'", UnknownKey, "2:1", "did you mean `settle`? it belongs to [[inboxes]]"),
    ("[reader.jsno]\ntext = 'a'", UnknownKey, "1:9", "did you mean `json`?"),
    ("[reader.json]\nheadline = 'kop'", UnknownKey, "2:1", "known here: title, subtitle, text"),
    ("[diagnostics]\ncolour = true", UnknownKey, "2:1", "known here: level, format"),
    ("[[inboxes]]\npath = 'a'\ntag = { a = 'b' }", UnknownKey, "3:1", "did you mean `tags`?"),
];

const TYPES: &[Case] = &[
    ("limits = 3", WrongType, "1:10", "write [limits] and its keys below it"),
    ("[[limits]]\nworkers = 1", WrongType, "1:1", "in one bracket, not two"),
    ("[output]\nbatch = 64", WrongType, "2:9", "write [output.batch]"),
    ("[inboxes]\npath = 'a'", WrongType, "1:1", "write [[inboxes]] in two brackets"),
    ("inboxes = ['a']", WrongType, "1:11", "write [[inboxes]] in two brackets"),
    ("inbox = ['a', 'b']", WrongType, "1:9", "[[inboxes]]"),
    ("archive = false", WrongType, "1:11", "write one folder in quotes"),
    ("name = 4", WrongType, "1:8", "put it in quotes: \"4\""),
    ("[chain]\norder = 'anatomy'", WrongType, "2:9", "put it in brackets"),
    ("[chain]\norder = ['anatomy', 2]", WrongType, "2:21", "put it in quotes: \"2\""),
    ("[chain]\npath = 2", WrongType, "2:8", "write path = [\"...\"]"),
    ("[plugins]\nanatomy = 'x'", WrongType, "2:11", "write anatomy = { name = \"value\" }"),
    ("plugins = 1", WrongType, "1:11", "write plugins = {"),
    ("[plugins.anatomy]\nuse = 1", WrongType, "2:7", "put it in quotes"),
    ("[[inboxes]]\npath = 'a'\ntags = 'asia'", WrongType, "3:8", "write tags = { name = \"value\" }"),
    ("[[inboxes]]\npath = 'a'\ntags = { floor = 3 }", WrongType, "3:18", "put it in quotes: \"3\""),
    ("[limits]\nretries = '3'", WrongType, "2:11", "leave the quotes out: 3"),
    ("[limits]\nretries = 2.5", WrongType, "2:11", "write a whole number"),
    ("[limits]\nworkers = 'all'", WrongType, "2:11", "or \"auto\""),
    ("[limits]\ntimeout = true", WrongType, "2:11", "write a number and a unit in quotes"),
    ("[reader.json]\ntext = 7", WrongType, "2:8", "write names with dots between them"),
    ("[reader.json]\ntext = ['a', ['b']]", WrongType, "2:8", "write names with dots between them"),
    ("[output]\nduplicates = true", WrongType, "2:14", "write \"mark\" or \"skip\""),
];

const VALUES: &[Case] = &[
    ("[limits]\ntimeout = '5'", BadDuration, "2:11", "write \"5 s\" or \"500 ms\""),
    ("[limits]\ntimeout = 5", BadDuration, "2:11", "write \"5 s\" or \"500 ms\""),
    ("[limits]\nquiet = '5 sec'", BadDuration, "2:9", "write \"5 s\""),
    ("[limits]\nreconcile = 'often'", BadDuration, "2:13", "\"5 s\" or \"500 ms\""),
    ("[output.segment]\nevery = 'sometimes'", BadDuration, "2:9", "or \"never\""),
    ("[limits]\nqueue = 4096", BadSize, "2:9", "write \"4096 MiB\" or \"64 KiB\""),
    ("[limits]\nmax_text = '8 mib'", BadSize, "2:12", "write \"8 MiB\""),
    ("[output]\nbatch = { bytes = '1 crate' }", BadSize, "2:19", "the units are B, KiB"),
    ("[limits]\nworkers = 0", OutOfRange, "2:11", "from 1 to 1024; or \"auto\""),
    ("[limits]\nworkers = 4000", OutOfRange, "2:11", "from 1 to 1024"),
    ("[limits]\nretries = -1", OutOfRange, "2:11", "not negative"),
    ("[limits]\nretries = 5_000_000_000", OutOfRange, "2:11", "smaller number"),
    ("[limits]\nretries = 99999999999999999999999", OutOfRange, "2:11", "smaller number"),
    ("[limits]\nqueue = '0 B'", OutOfRange, "2:9", "more than zero"),
    ("[limits]\ntimeout = '0 s'", OutOfRange, "2:11", "more than zero"),
    ("[limits]\nreconcile = '99999999 d'", OutOfRange, "2:13", "shorter time"),
    ("[limits]\nmax_document = '99999999 TiB'", OutOfRange, "2:16", "smaller size"),
    ("[output]\nbatch.documents = 0", OutOfRange, "2:19", "more than zero"),
    ("[output]\nmax_line = '1 KiB'", OutOfRange, "2:12", "write \"2 KiB\" or more"),
    ("[plugins.anatomy]\nshare = nan", OutOfRange, "2:9", "write a number"),
    ("[output]\nduplicates = 'emit'", UnknownChoice, "2:14", "write \"mark\" or \"skip\""),
    ("[diagnostics]\nformat = 'josn'", UnknownChoice, "2:10", "+ format = \"json\""),
    ("[diagnostics]\nlevel = 'info,reader=loud'", UnknownChoice, "2:9", "\"debug\", \"trace\" or \"off\""),
    ("[plugins.anatomy]\non_error = 'ignore'", UnknownChoice, "2:12", "write \"quarantine\" or \"skip\""),
    ("name = 'News Room'", BadName, "1:8", "+ name = \"news-room\""),
    ("name = ''", BadName, "1:8", "small letters, digits"),
    ("[chain]\norder = ['Anatomy']", BadName, "2:10", "small letters, digits"),
    ("[reader.json]\ntext = ''", BadField, "2:8", "such as \"body.text\""),
    ("[reader.json]\n\ntitle = ['kop', 'meta..kop']", BadField, "3:9", "such as \"body.text\""),
    ("[reader]\njson.text = 'lead+'", BadField, "2:13", "\"lead+body\""),
    ("inbox = ''", BadPath, "1:9", "the folder of the config"),
    ("inbox = '~/in'", BadPath, "1:9", "write the home folder out"),
];

const DISAGREEMENTS: &[Case] = &[
    ("inbox = 'in'\narchive = 'in/done'", Disagreement, "2:11", "+ archive = \"done\""),
    ("inbox = '/srv/in'\narchive = '/srv/in/done'", Disagreement, "2:11", "+ archive = \"/srv/done\""),
    ("inbox = 'a/in'\narchive = 'a'", Disagreement, "1:9", "put it beside the archive"),
    ("inbox = 'a'\narchive = './b/../a'", Disagreement, "2:11", "another folder for the archive or for the inbox"),
    ("inbox = 'events'", Disagreement, "1:9", "another folder for the inbox or for the log"),
    ("inbox = 'in'\nlog = 'in/log'", Disagreement, "2:7", "put it beside the inbox"),
    ("inbox = 'in'\nstate = 'in/.state'", Disagreement, "2:9", "put it beside the inbox"),
    ("inbox = '.dragoman/in'", Disagreement, "1:9", "put it beside the state"),
    ("log = 'x'\narchive = 'x'", Disagreement, "1:7", "another folder for the log or for the archive"),
    ("inbox = 'a'\n[[inboxes]]\npath = 'b'", Disagreement, "1:9", "keep one of the two"),
    ("[[inboxes]]\npath = 'a'\n[[inboxes]]\npath = 'a'", Disagreement, "4:8", "another folder"),
    ("[[inboxes]]\npath = 'a/b'\n[[inboxes]]\npath = 'a'", Disagreement, "2:8", "put it beside the inbox"),
    ("[output]\nsegment.size = '8 KiB'", Disagreement, "2:16", "at least as large as"),
    ("[[inboxes]]\nsettle = '1 s'", MissingKey, "1:1", "add path = "),
    ("[chain]\norder = ['anatomy', 'anatomy']", Repeated, "2:21", "use = \"anatomy\""),
];

/// Words that only those who read the code know.
const TYPE_NAMES: &[&str] = &[
    "Raw",
    "u32",
    "u64",
    "u128",
    "i64",
    "i128",
    "usize",
    "struct",
    "Duration",
    "NonZero",
    "Option",
    "enum",
    "invalid type",
];

fn check(cases: &[Case]) {
    for (text, code, place, help) in cases {
        let error = load_text(text).expect_err(text);
        check_error(&error, text, &[*code], &format!("dragoman.toml:{place}\n"), help);
    }
}

fn check_error(error: &ConfigError, text: &str, codes: &[Code], place: &str, help: &str) {
    let shown = error.to_string();
    assert_eq!(error.codes(), codes, "{text}\n{shown}");
    assert!(shown.contains(place), "{text}: not at {place}\n{shown}");
    let (_, advice) = shown.split_once("help: ").unwrap_or_else(|| panic!("no help for {text}\n{shown}"));
    assert!(advice.contains(help), "{text}: no {help:?}\n{shown}");
    for name in TYPE_NAMES {
        assert!(!shown.contains(name), "{text}: speaks of {name}\n{shown}");
    }
}

#[test]
fn what_is_no_toml_is_told_at_its_place() {
    check(SYNTAX);
}

#[test]
fn unknown_keys_are_told_with_the_key_that_was_meant() {
    check(KEYS);
}

#[test]
fn wrong_types_are_told_with_the_right_one() {
    check(TYPES);
}

#[test]
fn wrong_values_are_told_with_a_right_one() {
    check(VALUES);
}

#[test]
fn settings_that_disagree_are_told_together() {
    check(DISAGREEMENTS);
}

#[test]
fn overrides_are_told_where_they_came_from() {
    for (environment, set, code, place, help) in [
        (&[][..], &["limits.workers=none"][..], WrongType, "--set:1:16\n", "or \"auto\""),
        (&[], &["limits.wrokers=1"], UnknownKey, "--set:1:8\n", "did you mean `workers`?"),
        (&[], &["limits.timeout= 5"], BadDuration, "--set:1:17\n", "+ limits.timeout= \"5 s\""),
        (&[], &["workers"], BadOverride, "--set:1:1\n", "--set KEY=VALUE"),
        (&[], &["=1"], BadOverride, "--set:1:1\n", "--set KEY=VALUE"),
        (&[], &["a..b=1"], BadOverride, "--set:1:1\n", "--set KEY=VALUE"),
        (&[], &["chain.order=['a', 7]"], WrongType, "--set:1:19\n", "put it in quotes"),
        (&[], &["inboxes.0.path=x"], WrongType, "--set:1:1\n", "[[inboxes]]"),
        (&[("DRAGOMAN_LIMITS__QUEUE", "4")], &[], BadSize, "environment:1:24\n", "write \"4 MiB\""),
        (&[("DRAGOMAN_LOG", "inbox/log")], &[], Disagreement, "environment:1:14\n", "put it beside the inbox"),
    ] {
        let error = load_layers("", environment, set).expect_err("a broken override");
        check_error(&error, &format!("{environment:?} {set:?}"), &[code], place, help);
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_their_places() {
    let text =
        "inbx = 'a'\narchive = 'inbox/x'\n[limits]\ntimeout = 5\nworkrs = 1\nqueue = 'x'\nretries = -1\n[extra]\n";
    let error = load_layers(text, &[], &["name=A"]).expect_err("broken");
    let wanted = [UnknownKey, Disagreement, BadDuration, UnknownKey, BadSize, OutOfRange, UnknownKey, BadName];
    assert_eq!(error.codes(), wanted, "{error}");
}

#[test]
fn warnings_are_told_with_the_faults() {
    let error = load_text("inbx = 'a'\n[plugins.anatomi]\n").expect_err("an unknown key");
    assert_eq!(error.codes(), [UnknownKey]);
    assert!(error.to_string().contains("\n\nwarning[D0120]"), "{error}");
}

#[test]
fn a_disagreement_looks_like_this() {
    let error =
        load_text("inbox   = \"in\"\n\n\narchive = \"in/done\"\n").expect_err("the archive is inside the inbox");
    let wanted = r#"error[D0117]: the archive is inside the inbox
  ╭▸ dragoman.toml:4:11
  │
1 │ inbox   = "in"
  │           ──── the inbox is here
  ┆
4 │ archive = "in/done"
  │           ━━━━━━━━━ the archive is inside it: each archived file would be read again
  ╰╴
help: put it beside the inbox
  ╭╴
4 - archive = "in/done"
4 + archive = "done"
  ╰╴"#;
    assert_eq!(error.to_string(), wanted);
}

#[test]
fn colours_are_given_only_when_wanted() {
    let error = load_text("inbx = 'in'").expect_err("an unknown key");
    assert!(!error.render(false).contains('\u{1b}'));
    assert!(error.render(true).contains('\u{1b}'));
}

#[test]
fn no_text_makes_the_reading_panic() {
    // Every broken config, cut off at every character.
    for (text, ..) in [SYNTAX, KEYS, TYPES, VALUES, DISAGREEMENTS].concat() {
        for (end, _) in text.char_indices() {
            if let Err(error) = load_text(&text[..end]) {
                assert!(error.to_string().contains("help: "), "{text}");
            }
        }
    }
}
