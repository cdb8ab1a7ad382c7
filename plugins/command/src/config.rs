//! The plugin's table of the config file.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

use extractor_api::manifest::is_reverse_dns_type;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// JSON Schema of [`Config`].
pub(crate) const SCHEMA: &str = include_str!("../config.schema.json");

/// How much of a command line is shown in messages.
const SHOWN_BYTES_MAX: usize = 80;

/// As written; every key is described in the schema.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub(crate) program: Vec<String>,
    pub(crate) event_types: Vec<String>,
    #[serde(deserialize_with = "milliseconds")]
    pub(crate) timeout: Duration,
    #[serde(deserialize_with = "milliseconds")]
    pub(crate) start_timeout: Duration,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) settings: Map<String, Value>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            program: Vec::new(),
            event_types: Vec::new(),
            timeout: Duration::from_secs(5),
            start_timeout: Duration::from_secs(5),
            environment: BTreeMap::new(),
            settings: Map::new(),
        }
    }
}

impl Config {
    /// Checks what the types of the fields do not.
    ///
    /// # Errors
    /// `key: what is wrong with it`
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.program.first().is_none_or(String::is_empty) {
            return Err(
                "program: names no program; write it with its arguments, [\"python3\", \"shout.py\"]".to_owned()
            );
        }
        if let Some((at, kind)) = self.event_types.iter().enumerate().find(|(_, kind)| !is_reverse_dns_type(kind)) {
            return Err(format!(
                "event_types: entry {at}, {kind:?}, is not a reverse-DNS type like \"com.example.shout.v1\""
            ));
        }
        match self.environment.keys().find(|name| name.is_empty() || name.contains('=')) {
            Some(name) => Err(format!("environment: {name:?} cannot be the name of a variable")),
            None => Ok(()),
        }
    }

    /// The program with its arguments, or the beginning of them, for messages.
    pub(crate) fn shown(&self) -> String {
        let mut line = self.program.join(" ");
        if line.len() > SHOWN_BYTES_MAX {
            line.truncate(line.floor_char_boundary(SHOWN_BYTES_MAX));
            line.push_str("...");
        }
        format!("{line:?}")
    }
}

fn milliseconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    NonZeroU32::deserialize(deserializer).map(|count| Duration::from_millis(count.get().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_has_the_keys_and_the_defaults_of_the_config() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let keys = schema["properties"].as_object().unwrap();
        let unknown = serde_json::from_str::<Config>(r#"{"unknown":1}"#).unwrap_err().to_string();
        let known: Vec<&str> = unknown.split('`').skip(3).step_by(2).collect();
        assert_eq!(
            keys.keys().map(String::as_str).collect::<std::collections::BTreeSet<_>>(),
            known.into_iter().collect()
        );
        let default = Config::default();
        for (key, value) in [("timeout", default.timeout), ("start_timeout", default.start_timeout)] {
            assert_eq!(keys[key]["default"], value.as_millis() as u64, "{key}");
        }
    }
}
