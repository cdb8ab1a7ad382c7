//! `dragoman plugin new`: writes a plugin that builds, passes its tests and does something, to be changed into another.
//!
//! The templates are plain files under `daemon/templates`, in which `{{name}}` and the like stand for what differs; the
//! build script embeds them together with the crate `extractor-api`, so that nothing has to be fetched.

mod name;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::plugin::new::name::Name;
use crate::codes::authoring::{BAD_API, NOT_WRITTEN};
use crate::exit::{Exit, Failure};

/// Files by their names below the plugin's folder.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// Where a plugin has its copy of the crate.
const VENDORED: &str = "vendor/extractor-api";
const HEADER: &str = include_str!("../../../../extractor-api/include/extractor.h");

#[derive(clap::Args)]
pub(super) struct New {
    /// The plugin's id and its crate's name: small letters, digits, - and _
    name: Name,
    /// The language to write it in
    #[arg(long, value_enum, default_value_t = Language::Rust)]
    lang: Language,
    /// The folder to write it to; new or empty [default: NAME]
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// Build it on the crate extractor-api in this folder, instead of on a copy inside the plugin (Rust only)
    #[arg(long, value_name = "PATH")]
    api: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Rust,
    C,
}

impl New {
    pub(super) fn run(&self) -> Result<Exit, Failure> {
        let api = self.api()?;
        let folder = self.into.clone().unwrap_or_else(|| self.name.id().into());
        refuse_occupied(&folder)?;
        for (path, text) in self.files(&api) {
            let path = folder.join(path);
            write(&path, &text).map_err(|error| cannot_write(&path, &error))?;
        }
        // A reader that is gone needs no hint.
        let _ = io::stdout().write_all(self.next_steps(&folder).as_bytes());
        Ok(Exit::Fine)
    }

    /// Where the manifest finds `extractor-api`.
    fn api(&self) -> Result<String, Failure> {
        let Some(path) = &self.api else { return Ok(VENDORED.to_owned()) };
        let refused = |why: &str| {
            let text = format!(
                "error[{BAD_API}]: --api {}: {why}\n  fix:   name the folder of the crate extractor-api, or leave --api out",
                path.display()
            );
            Err(Failure::new(Exit::Usage, text))
        };
        if self.lang == Language::C {
            return refused("a plugin in C has no crate to be built on");
        }
        match fs::canonicalize(path.join("Cargo.toml")).map(|manifest| manifest.parent().map(Path::to_owned)) {
            Ok(Some(folder)) => match folder.into_os_string().into_string() {
                Ok(folder) => Ok(folder),
                Err(_) => refused("a manifest cannot name it, since it is not UTF-8"),
            },
            _ => refused("there is no Cargo.toml"),
        }
    }

    fn files(&self, api: &str) -> Vec<(String, String)> {
        let values = [
            ("{{name}}", self.name.id().to_owned()),
            ("{{crate}}", self.name.krate()),
            ("{{api}}", toml::Value::from(api).to_string()),
        ];
        let fill = |text: &str| values.iter().fold(text.to_owned(), |text, (key, value)| text.replace(key, value));
        let template = if self.lang == Language::Rust { embedded::RUST } else { embedded::C };
        let mut files: Vec<_> = template.iter().map(|(path, text)| (fill(path), fill(text))).collect();
        if self.lang == Language::C {
            files.push(("extractor.h".to_owned(), HEADER.to_owned()));
        } else if self.api.is_none() {
            let vendored = |(path, text): &(&str, &str)| (format!("{VENDORED}/{path}"), (*text).to_owned());
            files.extend(embedded::EXTRACTOR_API.iter().map(vendored));
        }
        files
    }

    fn next_steps(&self, folder: &Path) -> String {
        let (steps, library) = match self.lang {
            Language::Rust => {
                ("cargo test\n  cargo build --release", format!("target/release/lib{}.so", self.name.krate()))
            }
            Language::C => ("make", format!("lib{}.so", self.name.id())),
        };
        let folder = folder.display();
        format!(
            "wrote {folder}: counts words, and is yours to change\nnext:\n  cd {folder}\n  {steps}\n  \
             dragoman plugin run {library} examples/ferry.txt\n  dragoman plugin check {library} --examples examples\n"
        )
    }
}

/// Nothing of anybody's is written over.
fn refuse_occupied(folder: &Path) -> Result<(), Failure> {
    match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(false) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(true) => Err(Failure::new(
            Exit::CannotCreate,
            format!(
                "error[{NOT_WRITTEN}]: cannot make a plugin in {}: the folder is not empty\n  fix:   name another with --into",
                folder.display()
            ),
        )),
        Err(error) => Err(cannot_write(folder, &error)),
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let doing = format!("cannot write {}", path.display());
    Failure::io(Exit::CannotCreate, NOT_WRITTEN, doing, error, "name a folder that you may write to with --into")
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_to_be_filled_in() {
        for lang in [Language::Rust, Language::C] {
            let new = New { name: "tide-words".parse().unwrap(), lang, into: None, api: None };
            let files = new.files("some \"folder\"");
            let vendored = |path: &str| path.starts_with(VENDORED);
            for (path, text) in files.iter().filter(|(path, _)| !vendored(path)) {
                // GitHub has placeholders of its own.
                let left = text.replace("${{", "").contains("{{") || path.contains("{{");
                assert!(!left, "{path}: {text}");
            }
            assert_eq!(files.iter().any(|(path, _)| vendored(path)), lang == Language::Rust);
        }
    }

    #[test]
    fn the_crate_that_is_written_needs_no_workspace() {
        let manifest = embedded::EXTRACTOR_API.iter().find(|(path, _)| *path == "Cargo.toml").unwrap().1;
        let manifest: toml::Table = manifest.parse().unwrap();
        assert!(!manifest["package"].as_table().unwrap().values().any(toml::Value::is_table), "{manifest}");
        assert!(!manifest.contains_key("dev-dependencies") && !manifest.contains_key("lints"), "{manifest}");
        assert_eq!(manifest["package"]["version"].as_str(), Some(env!("CARGO_PKG_VERSION")));
    }
}
