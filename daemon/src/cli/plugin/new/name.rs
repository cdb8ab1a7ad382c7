//! A name for a new plugin: its id, the name of its crate, and a part of its files' names and of its event type.

use std::str::FromStr;

/// Names that a crate cannot have beside what it is built on, or that cargo keeps for itself; and this program's own.
const TAKEN: &str = "alloc build core deps dragoman examples extractor-api extractor_api incremental proc_macro serde \
    serde_json std test";

/// Words of the language, which cannot name a crate.
const KEYWORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern false \
    final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self static struct super \
    trait true try type typeof unsafe unsized use virtual where while yield";

const BYTES_MAX: usize = 64;

/// A checked name.
#[derive(Clone, Debug)]
pub(super) struct Name(String);

impl Name {
    /// As the plugin's id and the package's name.
    pub(super) fn id(&self) -> &str {
        &self.0
    }

    /// As Rust code and cargo's files call the crate.
    pub(super) fn krate(&self) -> String {
        self.0.replace('-', "_")
    }
}

impl FromStr for Name {
    type Err = String;

    fn from_str(name: &str) -> Result<Name, String> {
        const ALLOWED: &str = "a name has small letters, digits, - and _, and begins with a letter";
        let allowed = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_');
        if let Some(other) = name.chars().find(|&c| !allowed(c)) {
            return Err(format!("{other:?} may not stand in it: {ALLOWED}"));
        }
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err(ALLOWED.to_owned());
        }
        if name.len() > BYTES_MAX {
            return Err(format!("it has {} characters: a name has at most {BYTES_MAX}", name.len()));
        }
        if [TAKEN, KEYWORDS].iter().any(|words| words.split(' ').any(|word| word == name)) {
            return Err("it means something else to cargo, Rust or dragoman: choose another".to_owned());
        }
        Ok(Name(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use extractor_api::manifest::{is_event_type, is_id};

    #[test]
    fn a_name_is_a_plugin_id_and_a_crate_name() {
        for name in ["a", "words", "word-count", "word_count2", &"a".repeat(64)] {
            let parsed: Name = name.parse().unwrap();
            assert!(is_id(parsed.id()) && is_event_type(&format!("com.example.{}.v1", parsed.id())));
            assert!(parsed.krate().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
        }
    }

    #[test]
    fn other_names_are_refused_with_the_reason() {
        for (name, reason) in [
            ("", "begins with a letter"),
            ("2words", "begins with a letter"),
            ("-words", "begins with a letter"),
            ("Words", "'W' may not stand in it"),
            ("word count", "' ' may not stand in it"),
            ("word.count", "'.' may not stand in it"),
            ("../words", "'.' may not stand in it"),
            ("mots-clés", "'é' may not stand in it"),
            ("match", "something else"),
            ("serde", "something else"),
            ("dragoman", "something else"),
            (&"a".repeat(65), "it has 65 characters"),
        ] {
            let refused = name.parse::<Name>().unwrap_err();
            assert!(refused.contains(reason), "{name}: {refused}");
        }
    }
}
