//! The golden extractor of version 1.1, which tells every field of the layers that came with it, under the host of this
//! crate and under others.

use extractor_api::abi::{self, Str};
use extractor_api::host::{Input, Instance, Limits, Plugin, Session};
use extractor_api::layer::{DateMention, Mention, Quote, Record, Sentence, Token};
use serde_json::{Value, json};

use crate::before::{self, POOL, dates, mentions, quotes, sentences, tokens};
use crate::golden::{self, Golden};
use crate::raw_host::{FUTURE, Life, Shown, TEXT, TODAY, Told, V1_0};

const EVENT: &str = "com.example.layers.v1";

/// What the extractor says about them, as every host must see it.
fn expected() -> Value {
    json!({
        "sentences": [[0, 17, 0, 5, 1, 1], [18, 26, 5, 2, 16, 0]],
        "tokens": [
            ["Årvik", "tide", 12, 47, 8, 0],
            [":", "Årvik", 13, 45, 0, 0],
            ["the", "tide", 6, 21, 0, 0],
            ["tide", "tide", 8, 1, 11, 0],
            [",", "tide", 15, 48, 1, 9],
            ["no", "no", 0, 0, 0, 0],
            ["tide", "tide", 16, 2, 4, 0],
        ],
        "dates": [["the tide", "2024-05-03", "..", 19846, null, 10, 3, 258, 980]],
        "mentions": [
            [
                "Årvik", "Årvik", 70000, ":", 3, 5, 10, 910, "NOR", "", "Årvik Havn", "port of call",
                59000001, -10000002, 3000003,
            ],
            ["tide", "the tide", 9, "", 5, 4, 32, 0, "IMG", "REBX", "", "", -1, 1, 0],
        ],
        "quotes": [
            ["the tide, no tide", "Årvik", ":", 70000, null, 1, 3, 515, 800],
            ["tide", "", "", 4, 9, 4, 3, 515, 800],
        ],
    })
}

/// Runs the chain over a text, of which the extractor before tells what it is asked for; returns the golden one's status,
/// and the data of what it emitted.
fn chain(golden: &Golden, before: &str) -> (i32, Vec<Value>) {
    let (id, name, media_type, raw, meta_json) = ("c0ffee", "tide.txt", "text/plain", &b"raw"[..], "{}");
    let input = Input { id, name, media_type, text: Some(TEXT), raw, meta_json, attempt: 0, soft_budget: None };
    let mut session = Session::new(input, Limits::default());
    before::run(before, &mut session);
    // SAFETY: a table of a library that is never unloaded.
    let plugin = unsafe { Plugin::check(golden.table, golden.manifest.clone()) }.unwrap();
    let status = Instance::create(&plugin, "{}", Box::new(|_, _| ())).unwrap().extract(&mut session, 1).status;
    let events = session.into_events().into_iter().filter(|event| event.kind == EVENT);
    (status, events.map(|event| serde_json::from_str(&event.data).unwrap()).collect())
}

#[test]
fn a_plugin_of_version_1_1_reads_every_field_of_the_layers() {
    for golden in golden::v1_1() {
        assert_eq!(chain(golden, before::PARSE), (abi::OK, vec![expected()]), "{}", golden.build);
    }
}

#[test]
fn a_plugin_of_version_1_1_finds_no_layers_where_there_are_none() {
    for golden in golden::v1_1() {
        assert_eq!(chain(golden, before::LANGUAGES), (abi::SKIPPED, vec![]), "{}", golden.build);
    }
}

#[test]
fn reading_the_layers_of_version_1_1_raises_no_minor() {
    for golden in golden::v1_1() {
        assert_eq!(golden.manifest.abi, (1, 0), "{}", golden.build);
        let read = [Sentence::LAYER, Token::LAYER, DateMention::LAYER, Mention::LAYER, Quote::LAYER];
        assert_eq!(golden.manifest.reads, read, "{}", golden.build);
    }
}

/// Lays records out as a host may, with so many bytes behind each that came with a later version.
fn laid_out<R: Record>(records: &[R], more: usize) -> Shown<u64> {
    let mut bytes = Vec::new();
    for record in records {
        record.write(&mut bytes);
        bytes.resize(bytes.len() + more, 0xa5);
    }
    let words: Vec<u64> = bytes.chunks_exact(8).map(|word| u64::from_ne_bytes(word.try_into().unwrap())).collect();
    Shown::array(&words, 8)
}

fn layer<R: Record>(records: &Shown<u64>, count: u32, more: usize) -> abi::Layer {
    abi::Layer {
        name: Str::new(R::LAYER.as_bytes()),
        records: records.as_ptr().cast(),
        count,
        stride: (R::BYTES + more) as u32,
        producer: Str::new(b"before"),
        pool: Str::new(POOL.as_bytes()),
    }
}

#[test]
fn an_older_and_a_newer_host_hand_every_field_of_the_layers_over() {
    for golden in golden::v1_1() {
        for sizes in [V1_0, TODAY, FUTURE] {
            let more = sizes.language - V1_0.language;
            let (sentences, tokens) = (laid_out(&sentences(), more), laid_out(&tokens(), more));
            let (dates, mentions, quotes) =
                (laid_out(&dates(), more), laid_out(&mentions(), more), laid_out(&quotes(), more));
            let layers = [
                layer::<Sentence>(&sentences, 2, more),
                layer::<Token>(&tokens, 7, more),
                layer::<DateMention>(&dates, 1, more),
                layer::<Mention>(&mentions, 2, more),
                layer::<Quote>(&quotes, 2, more),
            ];
            let life = Life { plugin: golden.table, config: "{}", name: "tide.txt", sizes };
            let (status, Told { events, .. }) = life.live_with(&layers);
            let [[kind, key, data]] = &events[..] else { panic!("one event: {events:?}") };
            assert_eq!((status, kind.as_str(), key.as_str()), (abi::OK, EVENT, ""));
            assert_eq!(serde_json::from_str::<Value>(data).unwrap(), expected(), "{} under {sizes:?}", golden.build);
        }
    }
}
