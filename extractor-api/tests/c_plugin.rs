//! Plugins written in C against the header alone, built, loaded and run in a chain with one in Rust.
#![allow(unsafe_code)] // Loads a library, which the safe API leaves to the host.

mod support;

use std::cmp::Ordering;
use std::path::Path;

use extractor_api::host::{Input, Instance, Limits, Plugin, Session};
use extractor_api::layer::{
    Form, Language, Mention, MentionKind, Pool, PoolStr, Record, Relation, Resolution, Tag, Token,
};
use extractor_api::manifest::Manifest;
use extractor_api::{Document, Error, Exported, Extractor, Host, Outcome, Sink, abi, export_extractor};
use object::{Object, ObjectSection, ObjectSymbol};

/// Says that every text is in one language, that "met" is its verb, and that words with a capital are persons.
struct Speaker;

impl Extractor for Speaker {
    type Config = serde_json::Value;
    const PUBLISHES: &'static [&'static str] = &[Language::LAYER, Token::LAYER, Mention::LAYER];

    fn create(_config: serde_json::Value, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Speaker)
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let text = document.text().unwrap_or_default();
        let (end, code) = (text.len() as u64, Language::code_bytes("tok"));
        out.publish(&[Language { start: 0, end, code, confidence: 1000, scope: Language::TEXT }])?;
        let tokens = tokens(text);
        let (mentions, names) = mentions(text, &tokens);
        out.publish(&tokens)?;
        out.publish_with_pool(&mentions, &names)?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Speaker);

/// Words with a capital are subjects before the verb, objects behind it.
fn tokens(text: &str) -> Vec<Token> {
    let verb = text.split_whitespace().position(|word| word == "met").unwrap_or(0);
    let token = |(index, word): (usize, &str)| {
        let start = word.as_ptr() as u64 - text.as_ptr() as u64;
        let named = word.starts_with(char::is_uppercase);
        let (tag, relation) = match index.cmp(&verb) {
            Ordering::Equal => (Tag::Verb, Relation::Root),
            Ordering::Less if named => (Tag::Propn, Relation::Nsubj),
            Ordering::Greater if named => (Tag::Propn, Relation::Obj),
            _ => (Tag::X, Relation::Dep),
        };
        let (end, head) = (start + word.len() as u64, verb as u32);
        Token { start, end, head, tag, relation, form: Form::Other, flags: 0 }
    };
    text.split_whitespace().enumerate().map(token).collect()
}

/// Names are tokens; their full names have a title.
fn mentions(text: &str, tokens: &[Token]) -> (Vec<Mention>, Pool) {
    let mut names = Pool::new();
    let named = tokens.iter().zip(0..).filter(|(token, _)| token.tag == Tag::Propn);
    let mentions = named.map(|(&Token { start, end, .. }, head)| Mention {
        start,
        end,
        entity: head,
        head,
        kind: MentionKind::Person,
        how: Resolution::None,
        flags: 0,
        confidence: 1000,
        country: [0; 4],
        sector: [0; 4],
        name: names.add(&format!("Ms {}", &text[start as usize..end as usize])),
        role: PoolStr { offset: 0, length: 0 },
        latitude: 0,
        longitude: 0,
        geonames: 0,
        lead: 0,
    });
    (mentions.collect(), names)
}

extractor_api::layer! {
    struct Word: "com.example.cwords/1", 24 { start: u64, end: u64, initial: PoolStr }
}

/// Builds a fixture as an author would; `None` without a compiler.
fn build(name: &str, folder: &Path) -> Option<std::path::PathBuf> {
    let library = folder.join(format!("lib{name}.so"));
    let mut command = support::compiler(support::Language::C, &support::include())?;
    command.args(["-std=c99", "-O1", "-shared", "-fPIC", "-fvisibility=hidden", "-o"]).arg(&library);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name).with_extension("c"));
    support::compile(command);
    Some(library)
}

/// Reads the manifest of a built library, without loading it, and checks that the symbol is exported.
fn inspect(library: &Path) -> Manifest {
    let bytes = std::fs::read(library).unwrap();
    let file = object::File::parse(&*bytes).unwrap();
    let exported: Vec<_> = file.dynamic_symbols().filter(|symbol| symbol.is_definition()).collect();
    let symbol = exported.iter().find(|symbol| symbol.name() == Ok(abi::SYMBOL)).unwrap();
    assert_eq!(symbol.size(), size_of::<abi::Plugin>() as u64);
    assert!(exported.iter().all(|symbol| !symbol.name().unwrap().contains("extract_")), "the rest is hidden");
    let section = file.section_by_name(abi::MANIFEST_SECTION).unwrap();
    Manifest::parse(section.data().unwrap()).unwrap()
}

/// Builds, inspects, loads and checks a plugin in C.
fn load(name: &str) -> Option<Plugin> {
    let folder = tempfile::tempdir().unwrap();
    let path = build(name, folder.path())?;
    let manifest = inspect(&path);
    // SAFETY: the fixtures have no constructors.
    let library = unsafe { libloading::Library::new(&path) }.unwrap();
    // SAFETY: version 1 of the contract fixes the type of this symbol.
    let table = *unsafe { library.get::<*const abi::Plugin>(abi::SYMBOL) }.unwrap();
    std::mem::forget(library); // Plugins are never unloaded.
    // SAFETY: the symbol's address, in a library that stays.
    Some(unsafe { Plugin::check(table, manifest) }.unwrap())
}

/// The plugin in Rust.
fn speaker() -> Plugin {
    let manifest = Manifest::parse(Speaker::manifest()).unwrap();
    // SAFETY: the table is a static of this program.
    unsafe { Plugin::check(Speaker::table(), manifest) }.unwrap()
}

fn instance(plugin: &Plugin) -> Instance {
    Instance::create(plugin, "{}", Box::new(|_, _| ())).unwrap()
}

fn input(text: Option<&str>) -> Input<'_> {
    let raw = text.unwrap_or_default().as_bytes();
    let (id, name, media_type) = ("c0ffee", "tide.txt", "text/plain");
    Input { id, name, media_type, text, raw, meta_json: "{}", attempt: 0, soft_budget: None }
}

#[test]
fn the_manifest_is_read_without_loading() {
    let folder = tempfile::tempdir().unwrap();
    let Some(library) = build("words", folder.path()) else { return };
    let manifest = inspect(&library);
    assert_eq!((manifest.id.as_str(), manifest.version.as_str(), manifest.abi), ("c-words", "1.0.0", (1, 0)));
    assert_eq!(manifest.reads, [Language::LAYER]);
    assert_eq!(manifest.publishes, [Word::LAYER]);
    assert_eq!(manifest.event_types, ["com.example.cwords.v1"]);
}

#[test]
fn a_chain_of_rust_and_c_shares_layers() {
    let Some(words) = load("words") else { return };
    let text = "Zoë met 👩 Åsa\n twice";
    let mut session = Session::new(input(Some(text)), Limits::default());
    for (place, plugin) in [&speaker(), &words].into_iter().enumerate() {
        let verdict = instance(plugin).extract(&mut session, place);
        assert!(verdict.is_ok(), "{verdict:?}");
    }
    let layer = session.layer::<Word>().unwrap();
    let found: Vec<_> = layer.iter().map(|w| (&text[w.start as usize..w.end as usize], layer.str(w.initial))).collect();
    assert_eq!(found, [("Zoë", "Z"), ("met", "m"), ("👩", "?"), ("Åsa", "?"), ("twice", "t")]);
    let [event] = session.events() else { panic!("one event") };
    assert_eq!((event.producer, event.kind.as_str(), event.key.as_str()), (1, "com.example.cwords.v1", "words"));
    assert_eq!(event.data, r#"{"words":5,"last":15,"language":"tok"}"#);
}

#[test]
fn without_the_layer_it_says_und() {
    let Some(words) = load("words") else { return };
    let mut session = Session::new(input(Some("one two")), Limits::default());
    assert!(instance(&words).extract(&mut session, 0).is_ok());
    assert_eq!(session.into_events()[0].data, r#"{"words":2,"last":4,"language":"und"}"#);
}

#[test]
fn it_skips_fails_and_refuses_with_words() {
    let Some(words) = load("words") else { return };
    let none = Limits { events: 0, ..Limits::default() };
    for (text, limits, status, reason) in [
        (None, Limits::default(), abi::SKIPPED, ""),
        (Some(" \n"), Limits::default(), abi::DOCUMENT, "no words"),
        (Some("one"), none, abi::LIMIT, "event 1: a document may have 0 events"),
    ] {
        let mut session = Session::new(input(text), limits);
        let verdict = instance(&words).extract(&mut session, 0);
        assert!(verdict.status == status && verdict.text.starts_with(reason), "{verdict:?}");
        assert_eq!((session.events(), session.layer::<Word>().is_none()), (&[][..], true));
    }
    let refused = Instance::create(&words, r#"{"a":1}"#, Box::new(|_, _| ())).err().unwrap();
    assert_eq!((refused.status, refused.text.as_str()), (abi::CONFIG, "this extractor has no config"));
}

#[test]
fn a_plugin_in_c_builds_on_tokens_and_mentions() {
    let Some(actors) = load("actors") else { return };
    let mut session = Session::new(input(Some("yesterday Zoë and Åsa met Omar")), Limits::default());
    for (place, plugin) in [&speaker(), &actors].into_iter().enumerate() {
        let verdict = instance(plugin).extract(&mut session, place);
        assert!(verdict.status == abi::OK, "{verdict:?}");
    }
    let told: Vec<_> = session.events().iter().map(|event| event.data.as_str()).collect();
    assert_eq!(told, [r#"{"who":"Ms Zoë","does":"met","at":22}"#, r#"{"who":"Ms Åsa","does":"met","at":22}"#]);
}

#[test]
fn a_plugin_in_c_skips_a_text_without_tokens() {
    let Some(actors) = load("actors") else { return };
    let mut session = Session::new(input(Some("Zoë met Åsa")), Limits::default());
    assert_eq!(instance(&actors).extract(&mut session, 0).status, abi::SKIPPED);
}
