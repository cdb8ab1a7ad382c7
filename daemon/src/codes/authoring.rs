//! `D057x`: the commands that make, try, add and remove plugins.

codes! {
    NOT_WRITTEN = "D0570" {
        title: "`plugin new` cannot write the plugin",
        meaning: "The folder for the new plugin has something in it, which is never written over, or a file could \
            not be created there.",
        remedy: "Name a new or empty folder that you may write to: `dragoman plugin new NAME --into FOLDER`.",
        example: "\
error[D0570]: cannot make a plugin in tide-words: the folder is not empty
  fix:   name another with --into",
    }
    BAD_API = "D0571" {
        title: "--api names no crate to build on",
        meaning: "`plugin new --api PATH` wants the folder of the crate extractor-api, and there is no Cargo.toml in \
            it, or its path is not UTF-8 and cannot be written into a manifest. A plugin in C needs no crate.",
        remedy: "Name the folder that has the Cargo.toml of extractor-api, or leave --api out: then the plugin gets \
            a copy of the crate.",
        example: "\
error[D0571]: --api vendor: there is no Cargo.toml
  fix:   name the folder of the crate extractor-api, or leave --api out",
    }
    RUN_CONFIG = "D0572" {
        title: "--plugin-config of `plugin run` cannot be used",
        meaning: "It is neither a JSON object nor @FILE with one, or the file cannot be read.",
        remedy: "Write an object in single quotes, `--plugin-config '{\"min_words\": 3}'`, or put it into a file and \
            write `--plugin-config @FILE`.",
        example: "\
error[D0572]: --plugin-config [1]: invalid type: sequence, expected a map at line 1 column 0
  fix:   write a JSON object, or @FILE",
    }
    UNKNOWN_CHECK = "D0573" {
        title: "There is no check of this name",
        meaning: "`plugin check --only` names a check that does not exist.",
        remedy: "Take the names from `dragoman plugin check --list`, and put commas between them.",
        example: "\
error[D0573]: there is no check \"memory\"
  fix:   see dragoman plugin check --list",
    }
    CHECK_CONFIG = "D0574" {
        title: "--plugin-config of `plugin check` is no JSON object",
        meaning: "The text, or the content of @FILE, is not JSON, or is JSON but not an object.",
        remedy: "Write an object in single quotes, `--plugin-config '{\"min_words\": 3}'`, or put it into a file and \
            write `--plugin-config @FILE`.",
        example: "\
error[D0574]: the config is no JSON object
  fix:   pass an object, such as '{\"min_words\": 3}', or @FILE",
    }
    NO_CONFIG = "D0575" {
        title: "There is no config file to change",
        meaning: "`plugin add` and `plugin remove` change chain.order in dragoman.toml, and the config of this \
            command comes from the command line and the environment alone.",
        remedy: "Make a config file with `dragoman init FOLDER`, or name one with -c.",
    }
    NOT_CHANGED = "D0576" {
        title: "A file cannot be changed for `plugin add` or `plugin remove`",
        meaning: "The config file, the library that is added, or the folder of plugins could not be read or written. \
            A change that was begun has been taken back, unless a `note` says otherwise. Only when `plugin remove` \
            cannot delete the library, the extractor is out of the chain all the same.",
        remedy: "See that you may read the library and write to dragoman.toml, to its folder and to the first folder \
            of chain.path.",
        example: "\
error[D0576]: cannot change /srv/news/plugins/libquotes.so: Permission denied (os error 13)
  fix:   see that you may write there",
    }
    NOT_IN_CHAIN = "D0577" {
        title: "The chain has no extractor of this name",
        meaning: "`plugin remove NAME` or `plugin add --before NAME` names an extractor that is not in chain.order. \
            Names are those of the chain, not those of files.",
        remedy: "Take one of the names that `found` lists.",
        example: "\
error[D0577]: no extractor \"quote\" in the chain
  found:    language, anatomy, quotes",
    }
}
