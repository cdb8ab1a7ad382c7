//! Checks an extractor's settings against the JSON Schema of its plugin's manifest, before any of its code runs.

use std::error::Error;

use boon::{Compiler, Draft, ErrorKind, SchemaIndex, Schemas, UrlLoader, ValidationError};
use serde_json::Value;

/// A schema that was found to be one.
pub struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
    known: Vec<String>,
}

/// Where the schema is kept while it is compiled; nothing is fetched from there.
const PLACE: &str = "urn:dragoman:config";

/// How often a schema may refer to its parts: each time may double the work, and takes a part of the stack.
const REFERENCES_MAX: usize = 32;

const REFERENCES: &[&str] = &["$ref", "$dynamicRef", "$recursiveRef"];

/// A schema may refer to its own parts and to nothing else.
struct NothingElse;

impl UrlLoader for NothingElse {
    fn load(&self, url: &str) -> Result<Value, Box<dyn Error>> {
        Err(format!("{url} is outside the manifest, and nothing is ever fetched").into())
    }
}

impl Schema {
    /// Compiles a schema; draft-07 unless it says otherwise.
    ///
    /// # Errors
    /// What makes it no JSON Schema, or one that may be checked here: it refers to something outside it, or too often.
    pub fn compile(schema: &Value) -> Result<Schema, String> {
        let found = references(schema);
        if found > REFERENCES_MAX {
            return Err(format!("it refers to its parts {found} times, which is more than {REFERENCES_MAX}"));
        }
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.set_default_draft(Draft::V7);
        compiler.use_loader(Box::new(NothingElse));
        compiler.add_resource(PLACE, schema.clone()).map_err(|error| error.to_string())?;
        let index = compiler.compile(PLACE, &mut schemas).map_err(|error| format!("{error:#}"))?;
        let known = schema["properties"].as_object().map(|keys| keys.keys().cloned().collect()).unwrap_or_default();
        Ok(Schema { schemas, index, known })
    }

    /// Checks settings.
    ///
    /// # Errors
    /// The first fault as extractors tell theirs: `path.to.key: what is wrong`.
    pub fn check(&self, settings: &Value) -> Result<(), String> {
        self.schemas.validate(settings, self.index).map_err(|error| self.tell(innermost(&error)))
    }

    fn tell(&self, fault: &ValidationError<'_, '_>) -> String {
        let mut path = path_of(fault);
        let text = match &fault.kind {
            ErrorKind::AdditionalProperties { got } => {
                let key = got.first().map(|key| key.to_string()).unwrap_or_default();
                let known = if path.is_empty() { self.known.as_slice() } else { &[] };
                let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
                path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match known.as_slice() {
                    [] => format!("unknown field `{key}`"),
                    known => format!("unknown field `{key}`, expected one of {}", known.join(", ")),
                }
            }
            kind => kind.to_string(),
        };
        if path.is_empty() { text } else { format!("{path}: {text}") }
    }
}

fn references(schema: &Value) -> usize {
    match schema {
        Value::Object(keys) => {
            keys.iter().map(|(key, value)| usize::from(REFERENCES.contains(&key.as_str())) + references(value)).sum()
        }
        Value::Array(items) => items.iter().map(references).sum(),
        _ => 0,
    }
}

/// The fault that says most: the deepest of the first ones.
fn innermost<'e, 's, 'v>(error: &'e ValidationError<'s, 'v>) -> &'e ValidationError<'s, 'v> {
    error.causes.first().map_or(error, innermost)
}

/// The path of keys to a fault, as the config file writes it.
fn path_of(fault: &ValidationError<'_, '_>) -> String {
    let tokens = fault.instance_location.tokens.iter();
    // A place in a list has no key of its own; its list has.
    let keys = tokens.map_while(|token| match token {
        boon::InstanceToken::Prop(key) => Some(key.as_ref()),
        boon::InstanceToken::Item(_) => None,
    });
    keys.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_fault_names_its_key_and_what_was_wanted() {
        let schema = Schema::compile(&json!({
            "type": "object",
            "additionalProperties": false,
            "required": ["program"],
            "properties": {
                "program": { "type": "array", "items": { "type": "string" } },
                "limits": { "type": "object", "properties": { "words": { "type": "integer", "minimum": 1 } } },
            },
        }));
        let schema = schema.unwrap();
        for (settings, told) in [
            (json!({ "program": ["a"], "limits": { "words": 3 } }), None),
            (json!({}), Some("missing properties 'program'")),
            (json!({ "program": "a" }), Some("program: want array, but got string")),
            (json!({ "program": [1] }), Some("program: want string, but got number")),
            (json!({ "program": [], "limits": { "words": 0 } }), Some("limits.words: must be >=1, but got 0")),
            (
                json!({ "program": [], "limit": {} }),
                Some("limit: unknown field `limit`, expected one of `limits`, `program`"),
            ),
        ] {
            assert_eq!(schema.check(&settings).err().as_deref(), told, "{settings}");
        }
    }

    #[test]
    fn what_is_no_schema_or_looks_outside_is_refused() {
        for (schema, told) in [
            (json!({ "type": 3 }), "type"),
            (json!({ "$ref": "file:///etc/passwd" }), "nothing is ever fetched"),
            (json!({ "$ref": "http://example.com/schema" }), "nothing is ever fetched"),
            (
                json!({ "allOf": vec![json!({ "$ref": "#/definitions/a" }); 33], "definitions": { "a": {} } }),
                "33 times",
            ),
        ] {
            let error = Schema::compile(&schema).err().unwrap();
            assert!(error.contains(told), "{error}");
        }
    }
}
