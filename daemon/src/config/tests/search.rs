//! Which file counts, with real files.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::super::{Code, Sources, load, load_or_default};

/// A temporary home with folders and config files that hold their own name in `name`.
struct Home(TempDir);

impl Home {
    fn new(files: &[&str]) -> Home {
        let home = Home(tempfile::tempdir().expect("a temporary folder"));
        for file in files {
            let path = home.path(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(&path, format!("name = '{}'", file.replace('/', "."))).expect("a file");
        }
        fs::create_dir_all(home.path("work/news")).expect("folders");
        home
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn sources(&self, environment: &[(&str, &str)]) -> Sources {
        let home = ("HOME".to_owned(), self.path("home").display().to_string());
        let environment = environment.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        Sources {
            environment: environment.chain([home]).collect(),
            folder: self.path("work/news"),
            ..Sources::default()
        }
    }
}

#[test]
fn the_nearest_file_counts() {
    let all = ["x/c.toml", "work/dragoman.toml", "xdg/dragoman/dragoman.toml", "home/.config/dragoman/dragoman.toml"];
    let home = Home::new(&all);
    let xdg = home.path("xdg").display().to_string();
    let named = home.path("x/c.toml").display().to_string();
    let environment = [("DRAGOMAN_CONFIG", named.as_str()), ("XDG_CONFIG_HOME", xdg.as_str())];
    let found = |sources: &Sources| load(sources).unwrap_or_else(|error| panic!("{error}")).config;

    assert_eq!(found(&home.sources(&environment)).name, "x.c.toml");
    let mut flagged = home.sources(&environment);
    flagged.file = Some("../dragoman.toml".into());
    assert_eq!(found(&flagged).name, "work.dragoman.toml", "--config is stronger than the variable");
    let nearest = found(&home.sources(&environment[1..]));
    assert_eq!(nearest.name, "work.dragoman.toml");
    assert_eq!(nearest.inboxes[0].path, home.path("work/inbox"), "paths start at the file, not where it was asked for");
    fs::remove_file(home.path("work/dragoman.toml")).expect("removed");
    assert_eq!(found(&home.sources(&environment[1..])).name, "xdg.dragoman.dragoman.toml");
    assert_eq!(found(&home.sources(&[])).name, "home..config.dragoman.dragoman.toml");
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let home = Home::new(&["bytes.toml"]);
    fs::write(home.path("bytes.toml"), b"name = '\xff'").expect("a file");
    for (file, code, text) in [
        ("absent.toml", Code::MissingFile, "dragoman init"),
        ("work", Code::UnreadableFile, "it is a folder"),
        ("bytes.toml", Code::UnreadableFile, "is not UTF-8 text (byte 8)"),
        ("bytes.toml/x", Code::UnreadableFile, "cannot read"),
    ] {
        let mut sources = home.sources(&[]);
        sources.file = Some(home.path(file));
        let error = load(&sources).expect_err(file);
        assert_eq!(error.codes(), [code], "{error}");
        assert!(error.to_string().contains(text) && error.to_string().contains("help: "), "{error}");
    }
}

#[test]
fn without_a_file_an_override_of_the_inbox_makes_do() {
    let home = Home::new(&[]);
    if Path::new("/etc/dragoman/dragoman.toml").exists() {
        return;
    }
    let mut sources = home.sources(&[]);
    let error = load(&sources).expect_err("nothing says what to watch");
    assert_eq!(error.codes(), [Code::NoFile]);
    assert!(error.to_string().contains("dragoman init"), "{error}");
    let config = load_or_default(&sources).unwrap_or_else(|error| panic!("{error}")).config;
    assert_eq!((config.file, config.log), (None, home.path("work/news/events")));
    sources.set.push("inbox=in".to_owned());
    let config = load(&sources).unwrap_or_else(|error| panic!("{error}")).config;
    assert_eq!(config.inboxes[0].path, home.path("work/news/in"));
}
