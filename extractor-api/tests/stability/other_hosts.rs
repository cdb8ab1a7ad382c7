//! The golden extractor under hosts of version 1.0, of today and of the future.

use extractor_api::abi;
use serde_json::{Value, json};

use crate::golden;
use crate::raw_host::{FUTURE, Life, Sizes, TEXT, TODAY, Told, ToldLayer, V1_0};

const HOSTS: [Sizes; 3] = [V1_0, TODAY, FUTURE];

fn life(plugin: *const abi::Plugin, name: &'static str, sizes: Sizes) -> (i32, Told) {
    Life { plugin, config: r#"{"word":"tide"}"#, name, sizes }.live()
}

/// The data of its one event, as every host must get it.
fn expected() -> Value {
    let layer = |name, count| json!({ "name": name, "producer": "before", "count": count, "pool": 4 });
    let event =
        |key, n| json!({ "type": "com.example.before.v1", "key": key, "producer": "before", "data": { "n": n } });
    let language = |scope| json!({ "code": "tok", "end": 26, "confidence": 900, "scope": scope });
    json!({
        "id": "c0ffee", "name": "tide.txt", "media_type": "text/plain", "text": TEXT, "raw": 3, "meta": { "a": 1 },
        "budget_ns": 5, "attempt": 3, "first": 11, "stop": 1, "documents": 1, "none": null,
        "layers": [layer("com.example.empty/1", 0), layer("languages/1", 2)],
        "events": [event("", 1), event("second", 2)],
        "languages": [language(0), language(1)],
    })
}

#[test]
fn an_older_and_a_newer_host_get_the_whole_outcome() {
    let places: [u64; 6] = [12, 16, 4 << 32, 21, 25, 4 << 32];
    let layer = ToldLayer {
        name: "com.example.golden/1".to_owned(),
        stride: 24,
        records: places.iter().flat_map(|word| word.to_le_bytes()).collect(),
        pool: "tide".to_owned(),
    };
    for golden in golden::v1_0() {
        for sizes in HOSTS {
            let (status, told) = life(golden.table, "tide.txt", sizes);
            assert_eq!((status, &told.errors), (abi::OK, &vec![]), "{} under {sizes:?}", golden.build);
            let lines = [(3, "created by a host"), (2, "extracts tide.txt"), (5, "destroyed")];
            assert_eq!(told.logs, lines.map(|(level, text)| (level, text.to_owned())));
            let [[kind, key, data]] = &told.events[..] else { panic!("one event: {told:?}") };
            assert_eq!([kind, key], ["com.example.golden.v1", "a key"]);
            assert_eq!(serde_json::from_str::<Value>(data).unwrap(), expected(), "{} under {sizes:?}", golden.build);
            assert_eq!(told.layers, std::slice::from_ref(&layer), "{} under {sizes:?}", golden.build);
        }
    }
}

#[test]
fn an_older_and_a_newer_host_hear_why_it_failed() {
    for golden in golden::v1_0() {
        for sizes in HOSTS {
            for (name, status, words) in [("bad", abi::DOCUMENT, "a bad document"), ("late", abi::STOPPED, "too late")]
            {
                let (found, told) = life(golden.table, name, sizes);
                assert_eq!((found, told.errors), (status, vec![(7, words.to_owned())]), "{}", golden.build);
                assert_eq!((told.events, told.layers), (vec![], vec![]));
            }
        }
    }
}
