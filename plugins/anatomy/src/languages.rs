//! What the language extractor said, or the reader where it said nothing.

use std::collections::BTreeSet;

use extractor_api::layer::Language;

use crate::record::LanguageRecord;

/// Lines with less are not counted as being in another language: short lines are told badly.
const LINE_CONFIDENCE_MIN: u32 = 600;

/// Languages of a text and its lines.
#[derive(Debug, Default)]
pub(crate) struct Languages {
    main: Option<(String, u32)>,
    others: BTreeSet<String>,
}

impl Languages {
    /// Reads the layer's records; from none, no language is known.
    pub(crate) fn read(records: &[Language]) -> Languages {
        let mut languages = Languages::default();
        for record in records {
            match (record.scope, record.code()) {
                (_, "" | "und") => {}
                (Language::TEXT, code) => languages.main = Some((code.to_owned(), record.confidence)),
                (Language::LINE, code) if record.confidence >= LINE_CONFIDENCE_MIN => {
                    languages.others.insert(code.to_owned());
                }
                _ => {}
            }
        }
        languages
    }

    /// Code of the text's language.
    pub(crate) fn code(&self) -> Option<String> {
        self.main.as_ref().map(|(code, _)| code.clone())
    }

    /// The article's language: as told from the text, and surer when the reader says the same; else the reader's.
    pub(crate) fn main(&self, declared: Option<&str>) -> Option<LanguageRecord> {
        /// Pages declare the language of their template as often as that of the article.
        const DECLARED: f64 = 0.5;
        let record = |code: &str, confidence: f64| LanguageRecord { code: code.to_owned(), confidence };
        match (&self.main, declared) {
            (Some((code, _)), Some(declared)) if code == declared => Some(record(code, 1.0)),
            (Some((code, confidence)), _) => Some(record(code, f64::from((*confidence).min(1000)) / 1000.0)),
            (None, declared) => declared.map(|declared| record(declared, DECLARED)),
        }
    }

    /// Codes of lines that differ from the text's.
    pub(crate) fn others(&self) -> impl Iterator<Item = String> {
        let main = self.code();
        self.others.iter().filter(move |code| Some(*code) != main.as_ref()).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(code: &str, scope: u32, confidence: u32) -> Language {
        Language { start: 0, end: 9, code: Language::code_bytes(code), confidence, scope }
    }

    #[test]
    fn sure_lines_in_another_language_are_listed_once() {
        let languages = Languages::read(&[
            record("en", Language::TEXT, 990),
            record("en", Language::LINE, 990),
            record("tr", Language::LINE, 900),
            record("tr", Language::LINE, 700),
            record("de", Language::LINE, 300),
            record("und", Language::LINE, 900),
            record("fr", 7, 900),
        ]);
        assert_eq!(languages.code().as_deref(), Some("en"));
        assert_eq!(languages.others().collect::<Vec<_>>(), ["tr"]);
    }

    #[test]
    fn the_reader_confirms_or_fills_in_but_does_not_overrule() {
        let told = Languages { main: Some(("tr".into(), 700)), others: BTreeSet::new() };
        for (languages, declared, expected) in [
            (&told, None, Some(("tr", 0.7))),
            (&told, Some("tr"), Some(("tr", 1.0))),
            (&told, Some("en"), Some(("tr", 0.7))),
            (&Languages::default(), Some("en"), Some(("en", 0.5))),
            (&Languages::default(), None, None),
        ] {
            let found = languages.main(declared).map(|record| (record.code, record.confidence));
            assert_eq!(found, expected.map(|(code, confidence)| (code.to_owned(), confidence)), "{declared:?}");
        }
    }
}
