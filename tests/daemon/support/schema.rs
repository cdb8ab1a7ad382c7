//! The published shape of records: `config/schema/<record>.json`.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

thread_local! {
    static PUBLISHED: Published = Published::load();
}

struct Published {
    schemas: Schemas,
    records: HashMap<String, SchemaIndex>,
}

impl Published {
    fn load() -> Published {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/schema");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let mut records = HashMap::new();
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let record = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let mut schema: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            close(&mut schema);
            let place = schema["$id"].as_str().unwrap().to_owned();
            compiler.add_resource(&place, schema).unwrap();
            let index = compiler.compile(&place, &mut schemas).unwrap_or_else(|error| panic!("{record}: {error:#}"));
            records.insert(record, index);
        }
        Published { schemas, records }
    }
}

/// Forbids fields that a schema does not tell of. Published schemas allow them, so that later versions may add some;
/// this version writes none.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.contains_key("properties") && object.contains_key("type") {
                object.entry("additionalProperties").or_insert(false.into());
            }
            object.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Checks the data of a record of this project, `dragoman.<record>.v1`. Types of others have no schema here.
pub(super) fn check(full_type: &str, data: &Value) -> Result<(), String> {
    let Some(record) = full_type.strip_prefix("dragoman.").and_then(|rest| rest.strip_suffix(".v1")) else {
        return Ok(());
    };
    PUBLISHED.with(|published| {
        let index = published.records.get(record).ok_or_else(|| format!("no schema for {full_type}"))?;
        published.schemas.validate(data, *index).map_err(|error| format!("{full_type}: {error:#}\n{data}"))
    })
}
