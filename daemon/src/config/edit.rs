//! Changes the chain in a config file and leaves everything else in it as it was written, comments too.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

use super::{names, top};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A config file that is being changed.
pub struct Edit {
    path: PathBuf,
    before: String,
    document: DocumentMut,
}

impl Edit {
    /// Reads a file that was loaded as a config.
    ///
    /// # Errors
    /// When it cannot be read, or is no TOML any more.
    pub fn open(path: &Path) -> io::Result<Edit> {
        let before = fs::read_to_string(path)?;
        let document = before.parse().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        Ok(Edit { path: path.to_owned(), before, document })
    }

    /// The names in `chain.order`, or the default ones where it does not stand.
    pub fn order(&self) -> Vec<String> {
        let written = self.document.get("chain").and_then(|chain| chain.get("order")).and_then(Item::as_array);
        match written {
            Some(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            None => top::ORDER.map(str::to_owned).to_vec(),
        }
    }

    /// Adds a name to `chain.order`, before the one at a place; a place past the end is the end.
    pub fn insert(&mut self, place: usize, name: &str) {
        names::insert(self.written_order(), place, name);
    }

    /// Takes a name out of `chain.order`, and its table of settings out of the file; returns that as it was written.
    pub fn remove(&mut self, name: &str) -> String {
        let order = self.written_order();
        let place = order.iter().position(|known| known.as_str() == Some(name));
        if let Some(place) = place {
            names::remove(order, place);
        }
        let plugins = self.document.get_mut("plugins").and_then(Item::as_table_like_mut);
        let table = plugins.and_then(|plugins| plugins.remove(name));
        let settings = table
            .as_ref()
            .and_then(Item::as_table_like)
            .map(|table| table.iter().map(|(key, value)| format!("{key} = {}\n", value.to_string().trim())).collect());
        settings.unwrap_or_default()
    }

    /// Sets a key of an extractor's table.
    pub fn set(&mut self, name: &str, key: &str, value: impl Into<Value>) {
        let plugins = table_in(self.document.as_table_mut(), "plugins");
        table_in(plugins, name).insert(key, toml_edit::value(value));
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// When the folder or the file cannot be written.
    pub fn save(&self) -> io::Result<()> {
        let mut text = self.document.to_string();
        // The library reads these and writes neither.
        if self.before.contains("\r\n") {
            text = text.replace('\n', "\r\n");
        }
        if self.before.starts_with(BYTE_ORDER_MARK) {
            text.insert(0, BYTE_ORDER_MARK);
        }
        replace(&self.path, &text)
    }

    /// Writes the file as it was.
    ///
    /// # Errors
    /// As [`Edit::save`].
    pub fn undo(&self) -> io::Result<()> {
        replace(&self.path, &self.before)
    }

    fn written_order(&mut self) -> &mut Array {
        let default = || {
            let mut names: Array = top::ORDER.into_iter().collect();
            names.fmt();
            Item::Value(Value::Array(names))
        };
        let chain = table_in(self.document.as_table_mut(), "chain");
        let order = chain.entry("order").or_insert_with(default);
        if !order.is_array() {
            *order = default();
        }
        order.as_array_mut().expect("it was just made one")
    }
}

/// A table in a table, made when it is not there.
fn table_in<'a>(outer: &'a mut dyn TableLike, key: &str) -> &'a mut dyn TableLike {
    let item = outer.entry(key).or_insert_with(|| {
        let mut table = Table::new();
        // Without keys of its own it needs no line.
        table.set_implicit(true);
        Item::Table(table)
    });
    if !item.is_table_like() {
        *item = Item::Table(Table::new());
    }
    item.as_table_like_mut().expect("it was just made one")
}

/// Puts a text in the place of a file, with the same owner and permissions; of a link, in the place of what it leads to.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = path.with_file_name(name);
    let written = write_like(&path, &new, text).and_then(|()| fs::rename(&new, &path));
    written.inspect_err(|_| {
        // The error says what matters.
        let _ = fs::remove_file(&new);
    })
}

fn write_like(path: &Path, new: &Path, text: &str) -> io::Result<()> {
    let old = fs::metadata(path)?;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(new)?;
    fchown(&file, Some(old.uid()), Some(old.gid()))?;
    file.set_permissions(old.permissions())?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(before: &str, change: impl FnOnce(&mut Edit)) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dragoman.toml");
        fs::write(&path, before).unwrap();
        let mut edit = Edit::open(&path).unwrap();
        change(&mut edit);
        edit.save().unwrap();
        let after = fs::read_to_string(&path).unwrap();
        edit.undo().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), before);
        after
    }

    #[test]
    fn a_name_is_added_where_it_belongs_and_the_rest_stays() {
        for (before, place, after) in [
            ("inbox = \"in\" # mine\n", 9, "inbox = \"in\" # mine\n\n[chain]\norder = [DEFAULT, \"tide\"]\n"),
            ("[chain]\norder = [\"a\"]  # mine\n", 0, "[chain]\norder = [\"tide\", \"a\"]  # mine\n"),
            ("chain.order = [\"a\", \"b\"]\n", 1, "chain.order = [\"a\", \"tide\", \"b\"]\n"),
            ("[chain]\npath = [\"p\"]\n", 0, "[chain]\npath = [\"p\"]\norder = [\"tide\", DEFAULT]\n"),
        ] {
            let default = top::ORDER.map(|name| format!("{name:?}")).join(", ");
            assert_eq!(edited(before, |edit| edit.insert(place, "tide")), after.replace("DEFAULT", &default));
        }
    }

    #[test]
    fn ends_of_lines_and_the_mark_at_the_beginning_stay_as_they_are() {
        let before = "\u{feff}# mine\r\n[chain]\r\norder = [\"a\"]\r\n";
        let after = "\u{feff}# mine\r\n[chain]\r\norder = [\"a\", \"tide\"]\r\n";
        assert_eq!(edited(before, |edit| edit.insert(9, "tide")), after);
    }

    #[test]
    fn a_link_stays_a_link_and_nothing_is_left_beside_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link] = ["file", "dragoman.toml"].map(|name| folder.path().join(name));
        fs::write(&file, "[chain]\norder = []\n").unwrap();
        let is_root = fs::metadata(&file).unwrap().uid() == 0;
        if is_root {
            std::os::unix::fs::chown(&file, Some(1234), Some(1234)).unwrap();
        }
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let mut edit = Edit::open(&link).unwrap();
        edit.insert(0, "tide");
        edit.save().unwrap();
        assert_eq!(fs::read_link(&link).unwrap(), file);
        assert_eq!(fs::read_to_string(&file).unwrap(), "[chain]\norder = [\"tide\"]\n");
        assert!(!is_root || fs::metadata(&file).unwrap().uid() == 1234, "its owner is who it was");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_name_is_taken_out_with_its_settings() {
        let before = "[chain]\norder = [\"a\", \"tide\"]\n\n[plugins.tide]\nleast = 3\n\n[plugins.a] # mine\nx = 1\n";
        let mut told = String::new();
        let after = edited(before, |edit| told = edit.remove("tide"));
        assert_eq!(
            (told.as_str(), after.as_str()),
            ("least = 3\n", "[chain]\norder = [\"a\"]\n\n[plugins.a] # mine\nx = 1\n")
        );
    }

    #[test]
    fn settings_are_added_in_a_table_of_the_extractor() {
        let set = |edit: &mut Edit| edit.set("tide", "use", "words");
        assert_eq!(edited("[plugins.tide]\nleast = 3\n", set), "[plugins.tide]\nleast = 3\nuse = \"words\"\n");
        assert_eq!(edited("name = \"x\"\n", set), "name = \"x\"\n\n[plugins.tide]\nuse = \"words\"\n");
    }
}
