//! Configs that a plugin's schema allows, and configs that it forbids.

use serde_json::{Value, json};

/// The properties of a schema's top level.
pub(super) fn properties(schema: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    schema.and_then(|schema| schema["properties"].as_object()).into_iter().flatten()
}

/// The config with one key set.
pub(super) fn with(config: &Value, key: &str, value: Value) -> Value {
    let mut config = config.clone();
    if let Some(table) = config.as_object_mut() {
        table.insert(key.to_owned(), value);
    }
    config
}

/// The config with every default of the schema written out.
pub(super) fn with_defaults(config: &Value, schema: Option<&Value>) -> Value {
    let unset = properties(schema).filter(|(key, _)| config.get(key).is_none());
    unset.fold(config.clone(), |all, (key, property)| match property.get("default") {
        Some(default) => with(&all, key, default.clone()),
        None => all,
    })
}

/// A value of a type that the property does not allow; `None` when it names no type.
pub(super) fn of_wrong_type(property: &Value) -> Option<Value> {
    let allowed: Vec<&str> = match &property["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let others = [("object", json!({})), ("array", json!([])), ("boolean", json!(true)), ("string", json!("seven"))];
    others.into_iter().find(|(kind, _)| !allowed.contains(kind)).map(|(_, value)| value)
}

/// Another value than the default, which the property allows as far as can be told without trying.
pub(super) fn another(property: &Value) -> Option<Value> {
    let default = property.get("default");
    if let Some(choices) = property["enum"].as_array() {
        return choices.iter().find(|choice| Some(*choice) != default).cloned();
    }
    match property["type"].as_str()? {
        "boolean" => Some(json!(default != Some(&json!(true)))),
        "integer" | "number" => Some(match (default.and_then(Value::as_i64), property["minimum"].as_i64()) {
            (Some(default), _) => json!(default + 1),
            (None, minimum) => json!(minimum.unwrap_or(1)),
        }),
        "string" => Some(json!("seven")),
        "array" => {
            let item = another(&property["items"])?;
            Some(json!([item]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_fill_what_the_config_leaves_open() {
        let schema = json!({"properties": {"a": {"default": 1}, "b": {"default": 2}, "c": {}}});
        assert_eq!(with_defaults(&json!({"a": 7}), Some(&schema)), json!({"a": 7, "b": 2}));
        assert_eq!(with_defaults(&json!({}), None), json!({}));
    }

    #[test]
    fn a_wrong_type_is_none_of_those_allowed() {
        for (property, wrong) in [
            (json!({"type": "boolean"}), Some(json!({}))),
            (json!({"type": ["object", "array"]}), Some(json!(true))),
            (json!({"enum": [1, 2]}), None),
        ] {
            assert_eq!(of_wrong_type(&property), wrong, "{property}");
        }
    }

    #[test]
    fn another_value_differs_from_the_default() {
        for (property, value) in [
            (json!({"type": "boolean", "default": true}), Some(json!(false))),
            (json!({"type": "integer", "default": 4}), Some(json!(5))),
            (json!({"type": "integer", "minimum": 10}), Some(json!(10))),
            (json!({"enum": ["a", "b"], "default": "a"}), Some(json!("b"))),
            (json!({"type": "array", "items": {"type": "string"}}), Some(json!(["seven"]))),
            (json!({"type": "object"}), None),
        ] {
            assert_eq!(another(&property), value, "{property}");
        }
    }
}
