//! What a single value may be: every kind reads its own values and says itself what is wrong with others.

use std::marker::PhantomData;
use std::num::NonZeroUsize;
use std::time::Duration;

use toml::Value;

use super::code::Code;
use super::suggest::{alternatives, closest};
use super::units::{DURATIONS, SIZES};
use super::{Archive, Duplicates, Empty, Format, Grant, OnError, OnNetwork, OnPluginFailure, Sandbox};

/// Why a value cannot be taken, without its place.
#[derive(Clone, Debug)]
pub(super) struct Flaw {
    pub(super) code: Code,
    pub(super) title: String,
    pub(super) help: String,
    /// TOML that may stand in its place.
    pub(super) instead: Option<String>,
}

impl Flaw {
    pub(super) fn new(code: Code, title: impl Into<String>, help: impl Into<String>) -> Flaw {
        Flaw { code, title: title.into(), help: help.into(), instead: None }
    }

    /// The value has another type than the one wanted.
    pub(super) fn type_of(found: &Value, wanted: &str, help: impl Into<String>) -> Flaw {
        Flaw::new(Code::WrongType, format!("{wanted} is wanted here, not {}", type_name(found.type_str())), help)
    }

    pub(super) fn instead(mut self, toml: impl Into<String>) -> Flaw {
        self.instead = Some(toml.into());
        self
    }
}

/// What people call a TOML type.
pub(super) fn type_name(toml: &str) -> &'static str {
    match toml {
        "string" => "a text",
        "integer" => "a number",
        "float" => "a number with a fraction",
        "boolean" => "true or false",
        "array" => "a list",
        "table" => "a table",
        _ => "a date",
    }
}

/// A kind of value.
pub(super) trait Kind {
    /// What comes of it.
    type Value;
    /// Whether only texts will do, so that an override needs no quotes.
    const TEXT: bool = false;
    /// Reads a value.
    fn read(value: &Value) -> Result<Self::Value, Flaw>;
}

/// Any text.
pub(super) struct Text;

impl Kind for Text {
    type Value = String;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<String, Flaw> {
        match value {
            Value::String(text) => Ok(text.clone()),
            Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
                let quoted = format!("\"{value}\"");
                let help = format!("put it in quotes: {quoted}");
                Err(Flaw::type_of(value, "a text", help).instead(quoted))
            }
            _ => Err(Flaw::type_of(value, "a text", "write one text in quotes")),
        }
    }
}

/// A folder; it need not exist.
pub(super) struct Folder;

impl Kind for Folder {
    type Value = String;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<String, Flaw> {
        let Value::String(path) = value else {
            let help = "write one folder in quotes; several inboxes are several [[inboxes]] tables";
            return Err(Flaw::type_of(value, "a folder", help));
        };
        let flaw = |title: &str, help: &str| Err(Flaw::new(Code::BadPath, title, help));
        match path.as_str() {
            "" => flaw("a path is wanted here, the text is empty", "write a folder; \".\" is the folder of the config"),
            path if path.contains('\0') => flaw("a path has no NUL character", "take the \\u0000 out"),
            path if path == "~" || path.starts_with("~/") => {
                flaw("`~` stands for nothing in a config", "write the home folder out, or a path relative to this file")
            }
            path => Ok(path.to_owned()),
        }
    }
}

/// Where finished files go: a folder, as it was written, or `"delete"`, or `"keep"`.
pub(super) struct Destination;

impl Kind for Destination {
    type Value = Archive;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Archive, Flaw> {
        match value.as_str() {
            Some("delete") => Ok(Archive::Delete),
            Some("keep") => Ok(Archive::Keep),
            _ => Folder::read(value).map(|written| Archive::Folder(written.into())),
        }
    }
}

/// A name that may stand in a URN, and names plugins and their instances.
pub(super) struct Name;

impl Kind for Name {
    type Value = String;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<String, Flaw> {
        let name = Text::read(value)?;
        let allowed = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-');
        match name.chars().find(|&c| !allowed(c)) {
            None if name.len() > NAME_BYTES_MAX => {
                let flaw = format!("a name has at most {NAME_BYTES_MAX} characters, this one has {}", name.len());
                Err(Flaw::new(Code::BadName, flaw, "write a shorter one: it stands in every line of the log"))
            }
            None if !name.is_empty() => Ok(name),
            None => Err(Flaw::new(Code::BadName, "a name is wanted here, the text is empty", NAME_HELP)),
            Some(c) => {
                let flaw = Flaw::new(Code::BadName, format!("{c:?} may not stand in a name"), NAME_HELP);
                let better: String = name.to_lowercase().chars().map(|c| if allowed(c) { c } else { '-' }).collect();
                Err(flaw.instead(format!("\"{better}\"")))
            }
        }
    }
}

/// A name is part of every line of the log.
const NAME_BYTES_MAX: usize = 64;
const NAME_HELP: &str = "write small letters, digits, dots, dashes and underscores only";

/// A whole number.
pub(super) struct Count<T>(PhantomData<T>);

impl<T: TryFrom<i64>> Kind for Count<T> {
    type Value = T;

    fn read(value: &Value) -> Result<T, Flaw> {
        match value {
            Value::Integer(number) => T::try_from(*number).map_err(|_| {
                let (size, help) = match number {
                    ..0 => ("small", "write a number that is not negative"),
                    _ => ("large", "write a smaller number"),
                };
                Flaw::new(Code::OutOfRange, format!("{number} is too {size}"), help)
            }),
            Value::String(text) if text.parse::<u32>().is_ok() => {
                let help = format!("leave the quotes out: {text}");
                Err(Flaw::type_of(value, "a whole number", help).instead(text.as_str()))
            }
            _ => Err(Flaw::type_of(value, "a whole number", "write a whole number without quotes, such as 4")),
        }
    }
}

/// A size in bytes.
pub(super) struct Size<T = u64>(PhantomData<T>);

impl<T: TryFrom<u128>> Kind for Size<T> {
    type Value = T;

    fn read(value: &Value) -> Result<T, Flaw> {
        let bytes = SIZES.read(value)?;
        T::try_from(bytes)
            .map_err(|_| Flaw::new(Code::OutOfRange, format!("{value} is too large"), "write a smaller size"))
    }
}

/// A length of time; may be zero.
pub(super) struct Period;

impl Kind for Period {
    type Value = Duration;

    fn read(value: &Value) -> Result<Duration, Flaw> {
        let nanoseconds = DURATIONS.read(value)?;
        match u64::try_from(nanoseconds) {
            Ok(nanoseconds) => Ok(Duration::from_nanos(nanoseconds)),
            Err(_) => Err(Flaw::new(Code::OutOfRange, format!("{value} is too long"), "write a shorter time")),
        }
    }
}

/// Any kind of quantity, but not zero.
pub(super) struct Positive<K>(PhantomData<K>);

impl<K: Kind<Value: Default + PartialEq>> Kind for Positive<K> {
    type Value = K::Value;

    fn read(value: &Value) -> Result<K::Value, Flaw> {
        let quantity = K::read(value)?;
        if quantity == K::Value::default() {
            let help = "write more than zero, or leave the key out for the default";
            return Err(Flaw::new(Code::OutOfRange, format!("{value} is too small"), help));
        }
        Ok(quantity)
    }
}

/// A kind, or one word instead of it, which reads as `None`.
pub(super) trait Word {
    const WORD: &'static str;
}

/// `"auto"`
pub(super) struct Auto;
impl Word for Auto {
    const WORD: &'static str = "auto";
}

/// `"forever"`
pub(super) struct Forever;
impl Word for Forever {
    const WORD: &'static str = "forever";
}

/// `"unlimited"`
pub(super) struct Unlimited;
impl Word for Unlimited {
    const WORD: &'static str = "unlimited";
}

/// `"off"`
pub(super) struct Off;
impl Word for Off {
    const WORD: &'static str = "off";
}

/// `"never"`
pub(super) struct Never;
impl Word for Never {
    const WORD: &'static str = "never";
}

/// A kind, or a word instead of it.
pub(super) struct Or<K, W>(PhantomData<(K, W)>);

impl<K: Kind, W: Word> Kind for Or<K, W> {
    type Value = Option<K::Value>;
    const TEXT: bool = K::TEXT;

    fn read(value: &Value) -> Result<Self::Value, Flaw> {
        if value.as_str() == Some(W::WORD) {
            return Ok(None);
        }
        K::read(value).map(Some).map_err(|flaw| Flaw { help: format!("{}; or \"{}\"", flaw.help, W::WORD), ..flaw })
    }
}

/// How many workers there may be: more than any machine has cores, less than would be an accident.
const WORKERS_MAX: usize = 1024;

/// A number of workers.
pub(super) struct Workers;

impl Kind for Workers {
    type Value = NonZeroUsize;

    fn read(value: &Value) -> Result<NonZeroUsize, Flaw> {
        let workers = Count::<usize>::read(value)?;
        match NonZeroUsize::new(workers).filter(|_| workers <= WORKERS_MAX) {
            Some(workers) => Ok(workers),
            None => {
                let title = format!("{workers} workers are too {}", if workers == 0 { "few" } else { "many" });
                Err(Flaw::new(Code::OutOfRange, title, format!("write a number from 1 to {WORKERS_MAX}")))
            }
        }
    }
}

/// Reads one of a few words.
pub(super) fn choose<T: Copy>(value: &Value, choices: &[(&str, T)]) -> Result<T, Flaw> {
    let help = format!("write {}", alternatives(choices.iter().map(|(word, _)| format!("\"{word}\""))));
    let Some(found) = value.as_str() else { return Err(Flaw::type_of(value, "a text", help)) };
    if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == found) {
        return Ok(*choice);
    }
    let flaw = Flaw::new(Code::UnknownChoice, format!("\"{found}\" is not a choice here"), help);
    Err(match closest(found, choices.iter().map(|(word, _)| *word)) {
        Some(word) => flaw.instead(format!("\"{word}\"")),
        None => flaw,
    })
}

/// Yes or no.
pub(super) struct Switch;

impl Kind for Switch {
    type Value = bool;

    fn read(value: &Value) -> Result<bool, Flaw> {
        match value {
            Value::Boolean(value) => Ok(*value),
            Value::String(text) if matches!(text.as_str(), "true" | "false") => {
                let help = format!("leave the quotes out: {text}");
                Err(Flaw::type_of(value, "true or false", help).instead(text.as_str()))
            }
            _ => Err(Flaw::type_of(value, "true or false", "write true or false, without quotes")),
        }
    }
}

impl Kind for OnError {
    type Value = OnError;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<OnError, Flaw> {
        choose(value, &[("quarantine", OnError::Quarantine), ("skip", OnError::Skip)])
    }
}

impl Kind for OnPluginFailure {
    type Value = OnPluginFailure;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<OnPluginFailure, Flaw> {
        choose(value, &[("halt", OnPluginFailure::Halt), ("bypass", OnPluginFailure::Bypass)])
    }
}

impl Kind for Sandbox {
    type Value = Sandbox;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Sandbox, Flaw> {
        choose(value, &[("auto", Sandbox::Auto), ("required", Sandbox::Required), ("off", Sandbox::Off)])
    }
}

impl Kind for Grant {
    type Value = Grant;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Grant, Flaw> {
        choose(value, &[("exec", Grant::Exec)])
    }
}

/// A list of values of one kind.
pub(super) struct List<K>(PhantomData<K>);

impl<K: Kind> Kind for List<K> {
    type Value = Vec<K::Value>;

    fn read(value: &Value) -> Result<Vec<K::Value>, Flaw> {
        let Value::Array(items) = value else {
            let flaw = Flaw::type_of(value, "a list", "put it in brackets");
            return Err(if value.is_str() { flaw.instead(format!("[{value}]")) } else { flaw });
        };
        // What stands beside the wrong item would be lost.
        items.iter().map(K::read).collect::<Result<_, _>>().map_err(|flaw| Flaw { instead: None, ..flaw })
    }
}

impl Kind for Duplicates {
    type Value = Duplicates;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Duplicates, Flaw> {
        choose(value, &[("mark", Duplicates::Mark), ("skip", Duplicates::Skip)])
    }
}

impl Kind for Empty {
    type Value = Empty;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Empty, Flaw> {
        choose(value, &[("quarantine", Empty::Quarantine), ("ignore", Empty::Ignore)])
    }
}

impl Kind for OnNetwork {
    type Value = OnNetwork;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<OnNetwork, Flaw> {
        choose(value, &[("refuse", OnNetwork::Refuse), ("allow", OnNetwork::Allow)])
    }
}

impl Kind for Format {
    type Value = Format;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<Format, Flaw> {
        choose(value, &[("auto", Format::Auto), ("text", Format::Text), ("json", Format::Json)])
    }
}

/// What is written to the diagnostics: a level, or a list of `part=level` separated by commas.
pub(super) struct Level;

const LEVELS: [&str; 6] = ["error", "warn", "info", "debug", "trace", "off"];

impl Kind for Level {
    type Value = String;
    const TEXT: bool = true;

    fn read(value: &Value) -> Result<String, Flaw> {
        let text = Text::read(value)?;
        for part in text.split(',') {
            let level = part.rsplit('=').next().unwrap_or(part).trim();
            choose(&Value::from(level), &LEVELS.map(|level| (level, ())))
                // What stands beside the wrong word would be lost.
                .map_err(|flaw| if part == text { flaw } else { Flaw { instead: None, ..flaw } })?;
        }
        Ok(text)
    }
}
