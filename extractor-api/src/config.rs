//! Reads an extractor's config, and says which key is wrong.

use serde::de::DeserializeOwned;

use crate::Error;

/// Reads the config object; an error begins with the path of the key that it is about, where one can be told and
/// the error does not name it by itself.
pub(crate) fn read<C: DeserializeOwned>(config: &[u8]) -> Result<C, Error> {
    serde_json::from_slice(config).map_err(|error| {
        let text = error.to_string();
        // The place is one in the host's rendering of the table, which nobody has seen.
        let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
        let lines = config.split_inclusive(|&byte| byte == b'\n').take(error.line().saturating_sub(1));
        let path = key_path(config, lines.map(<[u8]>::len).sum::<usize>() + error.column());
        if path.is_empty() || text.contains(&format!("`{path}`")) {
            Error::config(text)
        } else {
            Error::config(format!("{path}: {text}"))
        }
    })
}

/// A bracket that is open where the parser stopped.
enum Open {
    /// With the key that was read last, or `None` where a key comes next.
    Object(Option<String>),
    Array,
}

/// Joins the keys that lead to what a parser was reading when it stopped before byte `end`.
fn key_path(config: &[u8], end: usize) -> String {
    let config = &config[..end.min(config.len())];
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(&byte) = config.get(at) {
        let token = if byte == b'"' { string_at(&config[at..]) } else { &config[at..=at] };
        match (byte, open.last_mut()) {
            (b'{', _) => open.push(Open::Object(None)),
            (b'[', _) => open.push(Open::Array),
            (b'}' | b']', _) => drop(open.pop()),
            (b',', Some(Open::Object(key))) => *key = None,
            (b'"', Some(Open::Object(key @ None))) => *key = serde_json::from_slice(token).ok(),
            _ => {}
        }
        at += token.len();
    }
    let keys = open.into_iter().filter_map(|open| if let Open::Object(key) = open { key } else { None });
    keys.collect::<Vec<_>>().join(".")
}

/// Cuts the quoted string off at the start of `json`.
fn string_at(json: &[u8]) -> &[u8] {
    let mut escaped = true; // The opening quote does not close.
    let close = json.iter().position(|&byte| {
        let closes = byte == b'"' && !escaped;
        escaped = !escaped && byte == b'\\';
        closes
    });
    &json[..close.map_or(json.len(), |close| close + 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug, Default)]
    #[serde(deny_unknown_fields, default)]
    #[allow(dead_code)] // Read by their names only.
    struct Config {
        min: u32,
        names: Names,
        list: Vec<u32>,
        title: String,
    }

    #[derive(serde::Deserialize, Debug, Default)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Names {
        min: u32,
    }

    #[test]
    fn an_error_names_the_path_of_its_key() {
        for (config, wanted) in [
            (r#"{"min":"x"}"#, "min: invalid type: string \"x\", expected u32"),
            (r#"{"names":{"min":"x"},"min":1}"#, "names.min: invalid type: string \"x\", expected u32"),
            (r#"{"names":{"min":1},"min":-1}"#, "min: invalid value: integer `-1`, expected u32"),
            (r#"{"names":{}}"#, "names: missing field `min`"),
            (r#"{"list":[1,{"a":2}]}"#, "list: invalid type: map, expected u32"),
            (r#"{"title":"a \"min\": {","list":7}"#, "list: invalid type: integer `7`, expected a sequence"),
            ("{\n\"title\": \"\",\n\"min\": true}", "min: invalid type: boolean `true`, expected u32"),
        ] {
            assert_eq!(read::<Config>(config.as_bytes()).unwrap_err().text, wanted, "{config}");
        }
    }

    #[test]
    fn an_unknown_key_is_named_once() {
        for (config, wanted) in [
            (r#"{"mni":1}"#, "unknown field `mni`, expected one of `min`, `names`, `list`, `title`"),
            (r#"{"names":{"mni":1}}"#, "names.mni: unknown field `mni`, expected `min`"),
        ] {
            assert_eq!(read::<Config>(config.as_bytes()).unwrap_err().text, wanted);
        }
    }

    #[test]
    fn a_config_that_is_no_object_has_no_path() {
        for config in ["[", "", "{", "7", "{\"min\""] {
            let error = read::<Config>(config.as_bytes()).unwrap_err();
            assert!(!error.text.contains(" at line "), "{}", error.text);
        }
    }
}
