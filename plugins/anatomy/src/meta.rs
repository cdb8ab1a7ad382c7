//! What the reader found in the container: optional, and not always of the expected type.

use extractor_api::Document;
use serde_json::Value;

use crate::blocks::Blocks;

/// Texts longer than this are not names or titles.
const BYTES_MAX: usize = 500;

/// The reader's facts about an article; absent when empty or not text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meta {
    pub(crate) title: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) updated: Option<String>,
    pub(crate) bylines: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) language: Option<String>,
    /// What single lines are.
    pub(crate) blocks: Blocks,
}

impl Meta {
    /// Reads the facts; what does not fit is left out.
    pub(crate) fn read(document: &Document<'_>) -> Meta {
        Meta::parse(document.meta_json())
    }

    fn parse(json: &str) -> Meta {
        let Ok(Value::Object(facts)) = serde_json::from_str(json) else { return Meta::default() };
        let text = |key: &str| facts.get(key).and_then(clean);
        Meta {
            title: text("title"),
            published: text("published"),
            updated: text("updated"),
            bylines: facts.get("byline").map(texts).unwrap_or_default(),
            publisher: text("publisher"),
            section: text("section"),
            blocks: Blocks::read(&facts),
            language: text("language").map(|tag| primary_subtag(&tag)).filter(|code| (2..=3).contains(&code.len())),
        }
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(clean).take(10).collect(),
        value => clean(value).into_iter().collect(),
    }
}

fn clean(value: &Value) -> Option<String> {
    let words: Vec<&str> = value.as_str()?.split_whitespace().collect();
    let text = words.join(" ");
    (!text.is_empty() && text.len() <= BYTES_MAX).then_some(text)
}

/// `pt` of `pt-BR`.
fn primary_subtag(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_the_wrong_type_are_left_out() {
        let meta =
            Meta::parse(r#"{"title": 7, "byline": ["Ada  Field", null, ""], "language": "pt-BR", "published": " "}"#);
        let expected = Meta { bylines: vec!["Ada Field".into()], language: Some("pt".into()), ..Meta::default() };
        assert_eq!(meta, expected);
        assert_eq!(Meta::parse("[]"), Meta::default());
        assert_eq!(Meta::parse("nonsense"), Meta::default());
    }
}
