//! The plugin's table of the config file.

use extractor_api::Error;
use serde::Deserialize;
use whatlang::Lang;

use crate::code::{LANGUAGES, code_of, language_of};
use crate::set::Set;

/// JSON Schema of [`Config`].
pub(crate) const SCHEMA: &str = include_str!("../config.schema.json");

/// As written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Codes of the languages to choose from; empty for all.
    allow: Vec<String>,
}

impl Config {
    /// The languages to choose from.
    ///
    /// # Errors
    /// When a code is unknown; the text names it and, where there is one, the code that was probably meant.
    pub(crate) fn allowed(&self) -> Result<Set, Error> {
        if self.allow.is_empty() {
            return Ok(Set::all());
        }
        let language = |(place, code): (usize, &String)| {
            language_of(code).ok_or_else(|| {
                let hint = meant(code).map(|meant| format!(", write {:?}", code_of(meant))).unwrap_or_default();
                Error::config(format!(
                    "allow[{place}]: {code:?} is not the ISO 639-1 code of a language known here{hint}"
                ))
            })
        };
        self.allow.iter().enumerate().map(language).collect()
    }
}

/// Codes of countries, and withdrawn ones, that are often written for those of languages.
const SLIPS: [(&str, Lang); 25] = [
    ("at", Lang::Deu),
    ("br", Lang::Por),
    ("by", Lang::Bel),
    ("cn", Lang::Cmn),
    ("cz", Lang::Ces),
    ("dk", Lang::Dan),
    ("gb", Lang::Eng),
    ("ge", Lang::Kat),
    ("gr", Lang::Ell),
    ("il", Lang::Heb),
    ("in", Lang::Ind),
    ("ir", Lang::Pes),
    ("iw", Lang::Heb),
    ("ji", Lang::Yid),
    ("jp", Lang::Jpn),
    ("jw", Lang::Jav),
    ("kr", Lang::Kor),
    ("kz", Lang::Rus),
    ("mx", Lang::Spa),
    ("no", Lang::Nob),
    ("ph", Lang::Tgl),
    ("rs", Lang::Srp),
    ("se", Lang::Swe),
    ("ua", Lang::Ukr),
    ("vn", Lang::Vie),
];

/// The language that an unknown code was probably meant for: another spelling of its code, its name, its country.
fn meant(code: &str) -> Option<Lang> {
    let code = code.trim().to_lowercase();
    let primary = code.split(['-', '_']).next().unwrap_or_default();
    let named = |&&(language, _): &&(Lang, &str)| {
        code == language.eng_name().to_lowercase() || code == language.name().to_lowercase()
    };
    language_of(primary)
        .or_else(|| Lang::from_code(primary))
        .or_else(|| LANGUAGES.iter().find(named).map(|&(language, _)| language))
        .or_else(|| SLIPS.iter().find(|&&(slip, _)| slip == primary).map(|&(_, language)| language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allow(codes: &[&str]) -> Result<Set, String> {
        let config = Config { allow: codes.iter().map(|&code| code.to_owned()).collect() };
        config.allowed().map_err(|error| error.to_string())
    }

    #[test]
    fn no_code_allows_every_language() {
        assert_eq!(allow(&[]), Ok(Set::all()));
    }

    #[test]
    fn codes_become_a_set() {
        assert_eq!(allow(&["tr", "en", "tr"]), Ok([Lang::Eng, Lang::Tur].into_iter().collect()));
    }

    #[test]
    fn an_unknown_code_is_refused_with_the_one_that_was_meant() {
        let cases = [
            ("EN", Some("en")),
            ("en-US", Some("en")),
            ("pt_BR", Some("pt")),
            ("tur", Some("tr")),
            ("German", Some("de")),
            ("français", Some("fr")),
            ("jp", Some("ja")),
            ("no", Some("nb")),
            ("xx", None),
            ("", None),
        ];
        for (code, meant) in cases {
            let error = allow(&["en", code]).unwrap_err();
            assert!(error.starts_with(&format!("allow[1]: {code:?} is not")), "{error}");
            assert_eq!(
                error.split_once(", write ").map(|(_, code)| code),
                meant.map(|code| format!("{code:?}")).as_deref()
            );
        }
    }

    #[test]
    fn slips_are_no_codes() {
        assert!(SLIPS.iter().all(|(slip, _)| language_of(slip).is_none()));
    }

    #[test]
    fn schema_lists_every_code() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        let mut codes: Vec<&str> = LANGUAGES.iter().map(|&(_, code)| code).collect();
        codes.sort_unstable();
        assert_eq!(schema["properties"]["allow"]["items"]["enum"], serde_json::json!(codes));
    }
}
