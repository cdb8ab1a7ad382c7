//! `D057x`: the commands for authors of plugins.

codes! {
    NOT_WRITTEN = "D0570" {
        title: "`plugin new` cannot write the plugin",
        meaning: "The folder for the new plugin has something in it, which is never written over, or a file could not \
            be created there.",
        remedy: "Name a new or empty folder that you may write to: `dragoman plugin new NAME --into FOLDER`.",
        example: "\
error[D0570]: cannot make a plugin in tide-words: the folder is not empty
  fix:   name another with --into",
    }
    BAD_API = "D0571" {
        title: "--api names no crate to build on",
        meaning: "`plugin new --api PATH` wants the folder of the crate extractor-api, and there is no Cargo.toml in it, \
            or its path is not UTF-8 and cannot be written into a manifest. A plugin in C needs no crate.",
        remedy: "Name the folder that has the Cargo.toml of extractor-api, or leave --api out: then the plugin gets a \
            copy of the crate.",
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
}
