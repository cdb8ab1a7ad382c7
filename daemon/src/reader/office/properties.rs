//! What an office document says of itself: in the words of Dublin Core, in both formats.

use serde_json::{Map, Value};

use super::xml::{Node, Rules, collapse, walk};
use crate::reader::Failure;
use crate::reader::article::Meta;

/// Longest value that is kept as a fact.
const FACT_CHARS_MAX: usize = 40;

/// Reads `docProps/core.xml` or `meta.xml`. When a document was made and changed are facts: neither says when it was
/// published.
pub(super) fn read(bytes: &[u8], what: &str) -> Result<(Meta, Map<String, Value>), Failure> {
    let (mut meta, mut facts) = (Meta::default(), Map::new());
    let mut text = String::new();
    walk(bytes, what, Rules::Lenient, &mut |node| match node {
        Node::Start(_) => text.clear(),
        Node::Text(piece) => text.push_str(piece),
        Node::End(name) => {
            let value = collapse(&text).trim().to_owned();
            text.clear();
            if !value.is_empty() {
                take(name, value, &mut meta, &mut facts);
            }
        }
    })?;
    Ok((meta, facts))
}

fn take(name: &str, value: String, meta: &mut Meta, facts: &mut Map<String, Value>) {
    let mut fact = |key: &str| {
        facts.insert(key.to_owned(), value.chars().take(FACT_CHARS_MAX).collect::<String>().into());
    };
    match name {
        "title" => meta.title = Some(value),
        // In OpenDocument `creator` is who changed it last.
        "initial-creator" => meta.bylines = names(&value),
        "creator" if meta.bylines.is_empty() => meta.bylines = names(&value),
        "language" => meta.language = Some(value),
        "description" => meta.description = Some(value),
        "keywords" => meta
            .keywords
            .extend(value.split([',', ';']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty())),
        "keyword" => meta.keywords.push(value),
        "created" | "creation-date" => fact("created"),
        "modified" | "date" => fact("modified"),
        _ => {}
    }
}

/// Word separates several authors by semicolons.
fn names(value: &str) -> Vec<String> {
    value.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
