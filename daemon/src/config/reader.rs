//! How documents are read: where the parts of an article stand in JSON that is of no known dialect.

use toml::Value;

use super::Reader;
use super::check::Checker;
use super::code::Code;
use super::raw::{Entry, RawReader};
use super::value::{Flaw, Kind};
use crate::reader::json::Mapping;
use crate::reader::json::mapping::Paths;

const HELP: &str = "write names with dots between them, such as \"body.text\"; \"lead+body\" is one after the other";

/// One path to a field of JSON, or a list of them.
pub(super) struct Fields;

impl Kind for Fields {
    type Value = Paths;

    fn read(value: &Value) -> Result<Paths, Flaw> {
        let written = match value {
            Value::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut paths = Paths::default();
        for path in written {
            let Value::String(path) = path else {
                return Err(Flaw::type_of(path, "the name of a field, or a list of such,", HELP));
            };
            paths.push(path).map_err(|why| Flaw::new(Code::BadField, format!("{path:?} is no field: {why}"), HELP))?;
        }
        Ok(paths)
    }
}

/// Takes the table `[reader]`.
pub(super) fn reader(raw: RawReader, checker: &mut Checker<'_>) -> Reader {
    let json = raw.json;
    let mut take = |paths: Entry<Fields>| checker.take(paths, Paths::default());
    Reader {
        json: Mapping {
            title: take(json.title),
            subtitle: take(json.subtitle),
            text: take(json.text),
            description: take(json.description),
            byline: take(json.byline),
            published: take(json.published),
            updated: take(json.updated),
            publisher: take(json.publisher),
            section: take(json.section),
            language: take(json.language),
            url: take(json.url),
            keywords: take(json.keywords),
        },
    }
}
