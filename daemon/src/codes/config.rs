//! `D01xx`: the config. The numbers and titles are those of [`Code`], in which the checks of the config speak.

use crate::codes::Entry;
use crate::config::Code;

/// Every code of the config. All its messages show the line of dragoman.toml, of the environment or of `--set` that is
/// meant, and what to write instead.
pub(super) fn entries() -> Vec<Entry> {
    let entries = Code::ALL.iter().map(|&code| {
        let [meaning, remedy, example] = advice(code);
        Entry { code: code.as_str(), title: code.summary().trim_end_matches('.'), meaning, remedy, example }
    });
    entries.collect()
}

/// Meaning, remedy and example.
fn advice(code: Code) -> [&'static str; 3] {
    match code {
        Code::NoFile => [
            "The command needs a config, none was named, and there is no dragoman.toml in the current folder, in a \
             folder above it, in the user's config folder or in /etc/dragoman.",
            "Make one with `dragoman init`, name one with --config FILE or in DRAGOMAN_CONFIG, or change to its \
             folder.",
            "",
        ],
        Code::MissingFile => [
            "--config or DRAGOMAN_CONFIG names a file that is not there.",
            "Correct the path, or make the file with `dragoman init`.",
            "",
        ],
        Code::UnreadableFile => [
            "Reading the file failed: its permissions forbid it, it is a folder, or it is not UTF-8 text.",
            "Give the user that runs dragoman the right to read the file and to enter its folders; save it as UTF-8.",
            "",
        ],
        Code::Syntax => [
            "The file cannot be read as TOML from the marked place on: a quote or bracket is missing, a text stands \
             without quotes, or a key is given twice. Often the slip is at the end of the line before.",
            "Mend the marked place as the message shows.",
            "",
        ],
        Code::BadOverride => [
            "What follows --set names no key and value.",
            "Write --set KEY=VALUE, with a dot between a table and its key, and quotes around the whole if the shell \
             could split it.",
            "\
error[D0105]: \"limits\" is not a setting
  ╭▸ --set:1:1
  │
1 │ limits
  │ ━━━━━━
  ╰╴
help: write --set KEY=VALUE, for example --set limits.workers=1",
        ],
        Code::UnknownVariable => [
            "Variables that begin with DRAGOMAN_ are settings, and this one is none, so it has no effect. A warning: \
             the command goes on. Its value is not shown, since it may be a secret.",
            "Correct the name: DRAGOMAN_, the table, two underscores, the key, as in DRAGOMAN_LIMITS__WORKERS. Or \
             unset the variable.",
            "\
warning[D0106]: the environment variable DRAGOMAN_LIMITS__WROKERS names no setting and is ignored
 │
 ╰ help: did you mean DRAGOMAN_LIMITS__WORKERS?",
        ],
        Code::UnknownKey => [
            "The key is misspelt, stands in another table than it belongs to, or is of another version.",
            "Write it as the message suggests. config/dragoman.toml of the source shows every key at its default.",
            "\
error[D0110]: unknown table `limts` at the top of the file
  ╭▸ --set:1:1
  │
1 │ limts.workers=1
  │ ━━━━━ not a known table here
  ╰╴
help: did you mean `limits`?
  ╭╴
1 │ limits.workers=1
  ╰╴   +",
        ],
        Code::WrongType => [
            "A text stands where a number or a list is wanted, a value where a table is wanted, or the like.",
            "Write a value of the type that the message names; quotes make a text, square brackets a list.",
            "\
error[D0111]: a whole number is wanted here, not a text
  ╭▸ --set:1:16
  │
1 │ limits.workers=many
  │                ━━━━
  ╰╴
help: write a whole number without quotes, such as 4; or \"auto\"",
        ],
        Code::BadSize => [
            "A size is a number and a unit in quotes; this one has no unit, or one that is not known.",
            "Write B, KiB, MiB, GiB or TiB after the number (1 KiB is 1024 B), or kB, MB, GB or TB (1 kB is 1000 B).",
            "\
error[D0112]: \"12\" has no unit
  ╭▸ --set:1:15
  │
1 │ limits.memory=\"12\"
  │               ━━━━
  ╰╴
help: write \"12 MiB\" or \"64 KiB\"
  ╭╴
1 │ limits.memory=\"12 MiB\"
  ╰╴                  +++",
        ],
        Code::BadDuration => [
            "A duration is a number and a unit in quotes; this one has no unit, or one that is not known.",
            "Write ms, s, min, h or d after the number.",
            "\
error[D0113]: 5 has no unit
  ╭▸ --set:1:16
  │
1 │ limits.timeout=5
  │                ━
  ╰╴
help: write \"5 s\" or \"500 ms\"
  ╭╴
1 - limits.timeout=5
1 + limits.timeout=\"5 s\"
  ╰╴",
        ],
        Code::OutOfRange => [
            "The value is of the right type, but too small or too large to make sense for this key.",
            "Write a value within the limits that the message names.",
            "",
        ],
        Code::UnknownChoice => [
            "The key takes one of a few words, and this is none of them.",
            "Write one of the words that the message lists.",
            "\
error[D0115]: \"hlat\" is not a choice here
  ╭▸ --set:1:25
  │
1 │ chain.on_plugin_failure=\"hlat\"
  │                         ━━━━━━
  ╰╴
help: write \"halt\" or \"bypass\"
  ╭╴
1 - chain.on_plugin_failure=\"hlat\"
1 + chain.on_plugin_failure=\"halt\"
  ╰╴",
        ],
        Code::BadName => [
            "The name of the log stands in every line of it, and names of extractors in records and messages; so \
             they keep to small letters, digits, dots, dashes and underscores, at most 64 of them.",
            "Write the name with these characters only.",
            "\
error[D0116]: 'D' may not stand in a name
  ╭▸ --set:1:6
  │
1 │ name=\"Desk\"
  │      ━━━━━━
  ╰╴
help: write small letters, digits, dots, dashes and underscores only
  ╭╴
1 - name=\"Desk\"
1 + name=\"desk\"
  ╰╴",
        ],
        Code::Disagreement => [
            "Each of the two is fine alone, but not together: two folders are the same or one lies in an inbox, so \
             that the daemon would read its own files as articles; `inbox` and [[inboxes]] are both given; or a \
             segment of the log could not hold one line. The message marks both places.",
            "Change one of the two as the message suggests.",
            "\
error[D0117]: the archive is inside the inbox (by default \"inbox\")
  ╭▸ --set:1:9
  │
1 │ archive=\"inbox/done\"
  │         ━━━━━━━━━━━━ the archive is inside it: each archived file would be read again
  ╰╴
help: put it beside the inbox
  ╭╴
1 - archive=\"inbox/done\"
1 + archive=\"done\"
  ╰╴",
        ],
        Code::Repeated => [
            "chain.order lists the same name twice, so that one table would be the settings of two extractors.",
            "Take one out. To run a plugin twice with different settings, give the second a name of its own, and in \
             its table say which plugin it is: use = \"NAME\".",
            "\
error[D0119]: the extractor \"language\" stands twice in the chain
  ╭▸ --set:1:25
  │
1 │ chain.order=[\"language\",\"language\"]
  │              ┬───────── ━━━━━━━━━━ again
  │              │
  │              first here
  ╰╴
help: take one out; a second instance has another name, and use = \"language\" in its [plugins] table",
        ],
        Code::UnusedTable => [
            "A table [plugins.NAME] has no effect, since chain.order has no NAME. A warning: the command goes on.",
            "Correct the name, add it to chain.order, or take the table out.",
            "\
warning[D0120]: [plugins.anatomi] has no effect: the chain has no extractor of this name
  ╭▸ --set:1:9
  │
1 │ plugins.anatomi={}
  │         ━━━━━━━ not in the chain
  ╰╴
help: did you mean [plugins.anatomy]?
  ╭╴
1 - plugins.anatomi={}
1 + plugins.anatomy={}
  ╰╴",
        ],
        Code::RefusedByPlugin => [
            "The settings in [plugins.NAME] are the plugin's own business, and the plugin, or the schema that it \
             brings, does not accept them: a key is not known, a value is wrong, or something is missing.",
            "Correct the key that the message marks. `dragoman plugin inspect FILE --json` shows the schema of a \
             plugin that has one.",
            "",
        ],
        Code::BadPath => [
            "The text is empty, has a NUL character, or begins with `~`, which only a shell understands.",
            "Write the path out in full, or relative to the folder of the config file.",
            "\
error[D0122]: `~` stands for nothing in a config
  ╭▸ --set:1:9
  │
1 │ archive=\"~/done\"
  │         ━━━━━━━━
  ╰╴
help: write the home folder out, or a path relative to this file",
        ],
        Code::MissingKey => [
            "The table is of no use without this key: an inbox has to say which folder it is.",
            "Add path = \"FOLDER\" to the table.",
            "",
        ],
        Code::BadLevel => [
            "diagnostics.level, or the variable RUST_LOG, is neither a level nor a list of PART=LEVEL.",
            "Write error, warn, info, debug, trace or off; for one part of the program, \
             \"info,dragoman::pool=debug\".",
            "\
error[D0124]: RUST_LOG = \"info,=\" is no level: invalid filter directive
  fix:   write error, warn, info, debug or trace",
        ],
        Code::BadPattern => [
            "`include` and `ignore` of an inbox take patterns of paths below it, and this text is none: a bracket or \
             brace is not closed, say. Or a `marker` does not tell which file it belongs to.",
            "Write patterns such as \"*.txt\" for the files of the inbox itself, \"**/*.txt\" for those of all folders, \
             \"wire/**\" for one folder with all that is in it, and markers such as \"{name}.done\".",
            "\
error[D0125]: this is no pattern: unclosed character class; missing ']'
  ╭▸ --set:1:30
  │
1 │ inboxes=[{path='in',include=['[a-z.txt']}]
  │                              ━━━━━━━━━━
  ╰╴
help: write a path below the inbox; `*` stands for any part of a name, `**/` for any folders",
        ],
        Code::BadField => [
            "[reader.json] says in which field of a JSON document its title, text and other parts stand, and this text \
             names no field: it is empty, or a dot or a plus has nothing beside it.",
            "Write the name of the field. For a field within another write both with a dot between them, \"body.text\"; \
             for two that follow each other a plus, \"lead+body\"; for several of which the first that is there counts, \
             a list.",
            "",
        ],
    }
}
