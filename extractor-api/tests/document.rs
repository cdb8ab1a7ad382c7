//! What an extractor sees of a document, and what others see of its layers and events, through the real tables.

use extractor_api::layer::{Language, Layer, Pool, PoolStr, Record, Zone, ZoneKind, range_of};
use extractor_api::testing::{Harness, Sample};
use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, abi, export_extractor};
use serde::Deserialize;
use serde_json::{Value, json};

const SEEN: &str = "com.example.seen.v1";

/// What [`Observer`] tells about a document, as one event.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Look {
    /// Everything that the document says about itself.
    Fields,
    /// A typed view of the metadata.
    Meta,
    /// Spans of every occurrence of these words.
    Spans(Vec<String>),
    /// Publishes what it finds in the text: names, a language, zones.
    Publish,
    /// The layers that were published before.
    Layers,
    /// The events that were emitted before.
    Events,
    /// Emits this, raw, with this key.
    Raw(String, String),
}

struct Observer(Look);

#[derive(Deserialize)]
struct Config {
    look: Look,
}

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(borrow)]
    title: &'a str,
    pages: Option<u32>,
}

extractor_api::layer! {
    struct Name: "com.example.names/1", 24 { start: u64, end: u64, name: PoolStr }
}

impl Extractor for Observer {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &[SEEN];
    const PUBLISHES: &'static [&'static str] = &[Name::LAYER, Language::LAYER, Zone::LAYER];

    fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Observer(config.look))
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let seen = match &self.0 {
            Look::Fields => fields(document),
            Look::Meta => {
                document.meta::<Meta<'_>>().map(|meta| json!({ "title": meta.title, "pages": meta.pages }))?
            }
            Look::Spans(words) => json!({ "spans": spans(document, words)? }),
            Look::Publish => return publish(document, out),
            Look::Layers => layers(document),
            Look::Events => json!({ "events": document.events().map(|event| {
                json!([event.kind, event.key, event.data_json, event.producer])
            }).collect::<Vec<_>>() }),
            Look::Raw(key, data) => {
                out.emit_raw(SEEN, key, data)?;
                return Ok(Outcome::Done);
            }
        };
        out.emit(SEEN, &seen)?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Observer);

fn fields(document: &Document<'_>) -> Value {
    json!({
        "text": document.text(),
        "id_bytes": document.id().len(),
        "name": document.name(),
        "media_type": document.media_type(),
        "raw": document.raw(),
        "meta": document.meta_json(),
        "attempt": document.attempt(),
        "soft_budget": document.soft_budget().is_some(),
        "events": document.events().count(),
        "layers": document.layer::<Name>().is_some(),
        "points": document.code_points(usize::MAX),
    })
}

fn spans(document: &Document<'_>, words: &[String]) -> Result<Vec<Value>, Error> {
    let text = document.text().ok_or_else(|| Error::document("no text"))?;
    let found = words.iter().flat_map(|word| text.match_indices(word.as_str()));
    let spans = found.map(|(at, word)| {
        let range = at..at + word.len();
        assert_eq!(document.position(range.clone()).start, document.span(range.clone()).start);
        serde_json::to_value(document.span(range))
    });
    Ok(spans.collect::<Result<_, _>>()?)
}

fn publish(document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
    let text = document.text().unwrap_or_default();
    let end = text.len() as u64;
    let mut pool = Pool::new();
    let words = text.split_whitespace().filter(|word| word.starts_with(char::is_uppercase));
    let names: Vec<Name> = words
        .map(|word| {
            let start = (word.as_ptr() as usize - text.as_ptr() as usize) as u64;
            Name { start, end: start + word.len() as u64, name: pool.add(&word.to_lowercase()) }
        })
        .collect();
    out.publish_with_pool(&names, &pool)?;
    let code = Language::code_bytes("tok");
    out.publish(&[Language { start: 0, end, code, confidence: 990, scope: Language::TEXT }])?;
    out.publish::<Zone>(&[])?;
    Ok(Outcome::Done)
}

fn layers(document: &Document<'_>) -> Value {
    let text = document.text().unwrap_or_default();
    let found = |layer: Layer<'_, Name>| -> Vec<Value> {
        let names = layer.iter().map(|name| {
            let range = range_of(text, name.start, name.end).unwrap();
            json!([&text[range], layer.str(name.name)])
        });
        names.collect()
    };
    json!({
        "names": document.layer::<Name>().map(found),
        "language": document.layer::<Language>().and_then(|layer| layer.get(0)).map(|record| record.code().to_owned()),
        "zones": document.layer::<Zone>().map(|layer| layer.len()),
    })
}

fn observer(look: Value) -> Harness<Observer> {
    Harness::new(json!({ "look": look })).unwrap()
}

/// Runs an observer over a document and returns what it saw.
#[track_caller]
fn seen(harness: &mut Harness<Observer>, sample: Sample<'_>) -> Value {
    let mut run = harness.run(sample);
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    run.events.remove(0).data
}

fn sample(text: &str) -> Sample<'_> {
    Sample { name: "sample.txt", text: Some(text), meta_json: "{}", attempt: 0 }
}

#[test]
fn every_field_arrives() {
    let meta_json = r#"{"title":"Tide"}"#;
    let document = Sample { name: "tide \u{fffd}.txt", text: Some("né"), meta_json, attempt: 2 };
    let seen = seen(&mut observer(json!("fields")), document);
    let expected = json!({
        "text": "né", "id_bytes": 64, "name": "tide \u{fffd}.txt", "media_type": "text/plain", "raw": [110, 195, 169],
        "meta": meta_json, "attempt": 2, "soft_budget": false, "events": 0, "layers": false, "points": 2,
    });
    assert_eq!(seen, expected);
}

#[test]
fn no_text_and_an_empty_text_are_different_things() {
    let mut harness = observer(json!("fields"));
    for text in [None, Some("")] {
        let seen = seen(&mut harness, Sample { text, ..sample("") });
        assert_eq!((&seen["text"], &seen["points"]), (&json!(text), &json!(0)));
    }
}

#[test]
fn spans_count_code_points() {
    // A combining mark, a joined emoji of five code points, a flag of two: none is one character to the eye and the log.
    let text = "Zoë mo\u{308}ve 👩\u{200d}👩\u{200d}👧 to 🇪🇺 today, Zoë.";
    let words = ["Zoë", "mo\u{308}ve", "👩\u{200d}👩\u{200d}👧", "🇪🇺", "today"];
    let seen = seen(&mut observer(json!({ "spans": words })), sample(text));
    let points: Vec<char> = text.chars().collect();
    let spans = seen["spans"].as_array().unwrap();
    assert_eq!(spans.len(), 6);
    for span in spans {
        let [start, end] = ["start", "end"].map(|side| span[side].as_u64().unwrap() as usize);
        assert_eq!(points[start..end].iter().collect::<String>(), span["exact"].as_str().unwrap(), "{span}");
    }
    assert_eq!(spans[3], json!({ "start": 10, "end": 15, "exact": "👩\u{200d}👩\u{200d}👧" }));
}

#[test]
fn metadata_is_read_into_the_author_s_type() {
    let mut harness = observer(json!("meta"));
    let meta = |meta_json| Sample { meta_json, ..sample("") };
    assert_eq!(seen(&mut harness, meta(r#"{"title":"Tide","more":[1]}"#)), json!({ "title": "Tide", "pages": null }));
    for (meta_json, words) in [(r#"{"pages":1}"#, "missing field `title`"), ("{", "EOF"), ("", "missing field")] {
        let run_verdict = harness.run(meta(meta_json)).verdict;
        assert!(run_verdict.status == abi::DOCUMENT && run_verdict.text.contains(words), "{run_verdict:?}");
    }
}

#[test]
fn layers_and_their_strings_reach_the_next_extractor() {
    let text = "In Éire the Ünder river met Oslo";
    let mut harness = observer(json!("layers")).after::<Observer>(json!({ "look": "publish" })).unwrap();
    let expected = json!({
        "names": [["In", "in"], ["Éire", "éire"], ["Ünder", "ünder"], ["Oslo", "oslo"]], "language": "tok", "zones": 0,
    });
    assert_eq!(seen(&mut harness, sample(text)), expected);
    let empty = json!({ "names": [], "language": "tok", "zones": 0 });
    assert_eq!(seen(&mut harness, sample("")), empty, "an empty layer is a layer");
    let alone = seen(&mut observer(json!("layers")), sample(text));
    assert_eq!(alone, json!({ "names": null, "language": null, "zones": null }));
}

#[test]
fn a_test_can_put_a_layer_of_its_own_before_the_extractor() {
    let mut pool = Pool::new();
    let records = vec![Name { start: 0, end: 4, name: pool.add("oslo") }];
    let mut harness = observer(json!("layers")).with_layer(records, pool);
    for _ in 0..2 {
        let expected = json!({ "names": [["Oslo", "oslo"]], "language": null, "zones": null });
        assert_eq!(seen(&mut harness, sample("Oslo")), expected);
    }
}

#[test]
fn a_run_shows_the_layers_that_were_published() {
    let mut harness = observer(json!("publish"));
    let run = harness.run_text("Oslo");
    assert_eq!(run.layer::<Name>(), [Name { start: 0, end: 4, name: PoolStr { offset: 0, length: 4 } }]);
    assert_eq!(run.layer::<Language>()[0].confidence, 990);
    assert_eq!(run.layer::<Zone>(), []);
}

#[test]
fn events_reach_the_next_extractor_with_key_and_producer() {
    let raw = json!({ "look": { "raw": ["a key", "{\"n\": 1}"] } });
    let mut harness = observer(json!("events")).after::<Observer>(raw.clone()).unwrap().after::<Observer>(raw).unwrap();
    let event = json!([SEEN, "a key", "{\"n\": 1}", env!("CARGO_PKG_NAME")]);
    assert_eq!(seen(&mut harness, sample("a")), json!({ "events": [event, event] }));
}

#[test]
fn line_separators_in_data_are_escaped_and_mean_the_same() {
    let text = "one\u{2028}two\u{2029}three\u{85}four\u{7f}";
    let mut harness = observer(json!("events")).after::<Observer>(json!({ "look": "fields" })).unwrap();
    let seen = seen(&mut harness, sample(text));
    let data = seen["events"][0][2].as_str().unwrap();
    assert!(data.contains(r"one\u2028two\u2029three\u0085four\u007f"), "{data}");
    assert_eq!(serde_json::from_str::<Value>(data).unwrap()["text"], text);
}

#[test]
fn zone_kinds_stand_in_a_record_as_numbers() {
    for (number, &kind) in ZoneKind::ALL.iter().enumerate() {
        let mut bytes = Vec::new();
        Zone { start: 1, end: 2, kind, confidence: 1000 }.write(&mut bytes);
        assert_eq!(bytes[16..20], (number as u32).to_ne_bytes());
        assert_eq!(Zone::read(&bytes).kind, kind);
    }
}
