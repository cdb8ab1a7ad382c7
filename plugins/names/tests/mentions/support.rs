//! Texts with tags in a short notation, and what the extractor makes of them.

use extractor_api::layer::{Mention, MentionKind};
use extractor_api::testing::{Event, Harness, Sample};
use names::Names;
use parsed::fixture::Fixture;
use serde_json::{Value, json};

/// What the extractor made of a text.
pub(crate) struct Found {
    pub(crate) text: String,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) events: Vec<Event>,
}

/// Writes the notation of [`Fixture`] for sentences on lines of their own, words as `word/TAG`, or `word/TAG/head/relation`
/// where the parse matters; without it, all words hang on the first. `~` glues a word to the one before it, `#zone` before
/// a sentence names its zone.
pub(crate) fn notation(sentences: &str) -> String {
    let mut out = String::from("[body]\n");
    for sentence in sentences.lines().map(str::trim).filter(|line| !line.is_empty()) {
        for (at, word) in sentence.split_whitespace().enumerate() {
            if let Some(zone) = word.strip_prefix('#') {
                out += &format!("[{zone}]\n");
                continue;
            }
            let parts: Vec<&str> = word.split('/').collect();
            let (head, relation) = match parts[..] {
                [_, _, head, relation] => (head, relation),
                [_, _] if at == 0 => ("0", "root"),
                [_, _] => ("1", "dep"),
                _ => panic!("no token: {word}"),
            };
            out += &format!("{} {} {head} {relation}\n", parts[0], parts[1]);
        }
        out += "\n";
    }
    out
}

/// Runs the extractor over sentences in the short notation.
pub(crate) fn find(sentences: &str) -> Found {
    find_with(sentences, "{}")
}

/// The same with what the reader knows.
pub(crate) fn find_with(sentences: &str, meta_json: &str) -> Found {
    let fixture = Fixture::read(&notation(sentences));
    let mut harness = fixture.before(Harness::<Names>::new(json!({})).expect("a config that is right"));
    let run = harness.run(Sample { name: "sample.txt", text: Some(&fixture.text), meta_json, attempt: 0 });
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    run.events.iter().for_each(|event| check_schema(&event.data));
    let mentions = run.layer::<Mention>();
    let events = run.events.clone();
    Found { text: fixture.text.clone(), mentions, events }
}

fn check_schema(data: &Value) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/schema/entity.json");
    let mut schemas = boon::Schemas::new();
    let schema = boon::Compiler::new().compile(path, &mut schemas).expect("a schema that compiles");
    schemas.validate(data, schema).unwrap_or_else(|error| panic!("{error}\n{data}"));
}

impl Found {
    /// The words of a mention.
    pub(crate) fn words(&self, mention: &Mention) -> &str {
        &self.text[mention.start as usize..mention.end as usize]
    }

    /// The only mention of these words.
    pub(crate) fn one(&self, words: &str) -> Mention {
        let all = self.all(words);
        assert_eq!(all.len(), 1, "mentions of \"{words}\" among {}", self.shown());
        all[0]
    }

    /// All mentions of these words.
    pub(crate) fn all(&self, words: &str) -> Vec<Mention> {
        self.mentions.iter().copied().filter(|mention| self.words(mention) == words).collect()
    }

    /// Kind, country and sector of the only mention of these words.
    pub(crate) fn told(&self, words: &str) -> (MentionKind, String, String) {
        let mention = self.one(words);
        (mention.kind, mention.country().to_owned(), mention.sector().to_owned())
    }

    /// The countries of all mentions of these words, in order.
    pub(crate) fn countries(&self, words: &str) -> Vec<String> {
        self.all(words).iter().map(|mention| mention.country().to_owned()).collect()
    }

    /// Whether the last mention of some words and the first of others mean the same.
    pub(crate) fn same(&self, one: &str, other: &str) -> bool {
        let entity = |mention: Option<&Mention>, words: &str| {
            mention.map(|mention| mention.entity).unwrap_or_else(|| panic!("no \"{words}\" among {}", self.shown()))
        };
        entity(self.all(one).last(), one) == entity(self.all(other).first(), other)
    }

    /// The record of the entity of this name.
    pub(crate) fn record(&self, name: &str) -> &Value {
        let found = self.events.iter().find(|event| event.data["name"] == name);
        &found.unwrap_or_else(|| panic!("no record of \"{name}\" among {:?}", self.events)).data
    }

    /// All mentions, for messages.
    pub(crate) fn shown(&self) -> String {
        let show = |mention: &Mention| {
            format!("[{} {:?} {} {}]", self.words(mention), mention.kind, mention.country(), mention.sector())
        };
        self.mentions.iter().map(show).collect()
    }
}
