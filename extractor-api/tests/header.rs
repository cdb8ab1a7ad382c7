//! `include/extractor.h` and the Rust mirror of it say the same.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use extractor_api::Level;
use extractor_api::abi;
use extractor_api::layer::{
    DateBasis, DateMention, Field, Form, Granularity, Language, Mention, MentionKind, PoolStr, Quote, QuoteKind,
    Record, Relation, Resolution, Sentence, Tag, Token, Zone, ZoneKind,
};

const HEADER: &str = include_str!("../include/extractor.h");

/// A struct's size, and its fields with their offsets.
type Layout = (usize, Vec<(&'static str, usize)>);

/// Every struct of the header by its name there.
fn layouts() -> BTreeMap<&'static str, Layout> {
    let structs = [
        ("xtr_str", abi::STR_LAYOUT),
        ("xtr_pool_str", abi::POOL_STR_LAYOUT),
        ("xtr_layer_v1", abi::LAYER_LAYOUT),
        ("xtr_event_v1", abi::EVENT_LAYOUT),
        ("xtr_host_v1", abi::HOST_LAYOUT),
        ("xtr_document_v1", abi::DOCUMENT_LAYOUT),
        ("xtr_sink_v1", abi::SINK_LAYOUT),
        ("xtr_plugin_v1", abi::PLUGIN_LAYOUT),
        ("xtr_tick_v1", abi::TICK_LAYOUT),
    ];
    let structs = structs.map(|(name, (size, fields))| {
        let fields = fields.iter().map(|&(field, offset)| (c_field(name, field), offset));
        (name, (size, fields.collect()))
    });
    // Records are read and written field by field; that the bytes lie here is tested below.
    let records = records().into_iter().map(|record| {
        let fields = record.fields.iter().map(|field| (field.name, field.offset));
        (record.structure, (record.bytes.len(), fields.collect()))
    });
    structs.into_iter().chain(records).collect()
}

/// A record of a layer that the header has, with other bytes in each of its fields.
struct Sample {
    structure: &'static str,
    layer: &'static str,
    bytes: Vec<u8>,
    fields: Vec<SampleField>,
}

/// A field: where the header says that it stands, and the bytes that are to stand there.
struct SampleField {
    name: &'static str,
    offset: usize,
    bytes: Vec<u8>,
}

macro_rules! sample {
    ($structure:literal, $record:ident { $($field:ident @ $offset:literal: $value:expr),* $(,)? }) => {{
        let record = $record { $($field: $value),* };
        let mut bytes = Vec::new();
        record.write(&mut bytes);
        assert_eq!(bytes.len(), $record::BYTES);
        let fields = vec![$(SampleField {
            name: stringify!($field),
            offset: $offset,
            bytes: {
                let mut bytes = Vec::new();
                record.$field.write(&mut bytes);
                bytes
            },
        }),*];
        Sample { structure: $structure, layer: $record::LAYER, bytes, fields }
    }};
}

/// A record of every layer in the header.
fn records() -> Vec<Sample> {
    let text = |offset| PoolStr { offset, length: offset + 1 };
    vec![
        sample!("xtr_language_v1", Language {
            start @ 0: 0x0101, end @ 8: 0x0202, code @ 16: *b"code\0\0\0\0", confidence @ 24: 0x0303, scope @ 28: 0x0404,
        }),
        sample!("xtr_zone_v1", Zone {
            start @ 0: 0x0101, end @ 8: 0x0202, kind @ 16: ZoneKind::Hashtags, confidence @ 20: 0x0303,
        }),
        sample!("xtr_sentence_v1", Sentence {
            start @ 0: 0x0101, end @ 8: 0x0202, first_token @ 16: 0x0303, tokens @ 20: 0x0404,
            zone @ 24: ZoneKind::Caption, flags @ 28: Sentence::PARSED,
        }),
        sample!("xtr_token_v1", Token {
            start @ 0: 0x0101, end @ 8: 0x0202, head @ 16: 0x0303, tag @ 20: Tag::Verb, relation @ 21: Relation::Xcomp,
            form @ 22: Form::Superlative, flags @ 23: 0x04,
        }),
        sample!("xtr_date_v1", DateMention {
            start @ 0: 0x0101, end @ 8: 0x0202, value @ 16: text(0x03), until @ 24: text(0x05),
            first_day @ 32: DateMention::UNKNOWN, last_day @ 36: -0x0707, granularity @ 40: Granularity::Span,
            basis @ 41: DateBasis::Inherited, flags @ 42: 0x0808, confidence @ 44: 0x0909,
        }),
        sample!("xtr_mention_v1", Mention {
            start @ 0: 0x0101, end @ 8: 0x0202, entity @ 16: 0x0303, head @ 20: Mention::NO_HEAD,
            kind @ 24: MentionKind::Group, how @ 25: Resolution::Memory, flags @ 26: Mention::ROLE_ALONE,
            confidence @ 28: 0x0404, country @ 32: *b"KEN\0", sector @ 36: *b"GOV\0", name @ 40: text(0x05),
            role @ 48: text(0x07), latitude @ 56: -0x0909, longitude @ 60: 0x0a0a, geonames @ 64: 0x0b0b,
            lead @ 68: 0x0c0c,
        }),
        sample!("xtr_quote_v1", Quote {
            start @ 0: 0x0101, end @ 8: 0x0202, speaker_start @ 16: 0x0303, speaker_end @ 24: 0x0404,
            cue_start @ 32: 0x0505, cue_end @ 40: 0x0606, speaker @ 48: 0x0707, addressee @ 52: Quote::NOBODY,
            kind @ 56: QuoteKind::Term, flags @ 57: 0x08, reserved @ 58: 0x0909, confidence @ 60: 0x0a0a,
        }),
    ]
}

/// The event's `type` is a keyword in Rust, `kind` there.
fn c_field(structure: &str, field: &'static str) -> &'static str {
    if (structure, field) == ("xtr_event_v1", "kind") { "type" } else { field }
}

/// Every numeric constant of the header by its name there.
fn constants() -> BTreeMap<String, i64> {
    let fixed = [
        ("ABI_MAJOR", i64::from(abi::MAJOR)),
        ("ABI_MINOR", i64::from(abi::MINOR)),
        ("OK", abi::OK.into()),
        ("SKIPPED", abi::SKIPPED.into()),
        ("DOCUMENT", abi::DOCUMENT.into()),
        ("TRANSIENT", abi::TRANSIENT.into()),
        ("CONFIG", abi::CONFIG.into()),
        ("INTERNAL", abi::INTERNAL.into()),
        ("PANIC", abi::PANIC.into()),
        ("STOPPED", abi::STOPPED.into()),
        ("ACCEPTED", abi::ACCEPTED.into()),
        ("INVALID_EVENT", abi::INVALID_EVENT.into()),
        ("TOO_LARGE", abi::TOO_LARGE.into()),
        ("LIMIT", abi::LIMIT.into()),
        ("STOP", abi::STOP.into()),
        ("STALE", abi::STALE.into()),
        ("LOG_ERROR", Level::Error as i64),
        ("LOG_WARN", Level::Warn as i64),
        ("LOG_INFO", Level::Info as i64),
        ("LOG_DEBUG", Level::Debug as i64),
        ("LOG_TRACE", Level::Trace as i64),
        ("DOCUMENT_HAS_TEXT", abi::DOCUMENT_HAS_TEXT.into()),
        ("LANGUAGE_TEXT", Language::TEXT.into()),
        ("LANGUAGE_LINE", Language::LINE.into()),
        ("SENTENCE_PARSED", Sentence::PARSED.into()),
        ("DATE_UNKNOWN", DateMention::UNKNOWN.into()),
        ("MENTION_NO_HEAD", Mention::NO_HEAD.into()),
        ("MENTION_PRONOUN", Mention::PRONOUN.into()),
        ("MENTION_CORRUPTED", Mention::CORRUPTED.into()),
        ("MENTION_ADJECTIVE", Mention::ADJECTIVE.into()),
        ("MENTION_METONYM", Mention::METONYM.into()),
        ("MENTION_MEMBER", Mention::MEMBER.into()),
        ("MENTION_ROLE_ALONE", Mention::ROLE_ALONE.into()),
        ("QUOTE_NOBODY", Quote::NOBODY.into()),
    ];
    let fixed = fixed.map(|(name, value)| (format!("XTR_{name}"), value));
    let listed = lists().into_iter().flat_map(|(prefix, values)| {
        values.into_iter().map(move |(name, number)| (format!("XTR_{prefix}_{}", constant(name)), number))
    });
    fixed.into_iter().chain(listed).collect()
}

/// Every closed list by the beginning of its constants: the names and numbers of its values.
fn lists() -> Vec<(&'static str, Vec<(&'static str, i64)>)> {
    macro_rules! list {
        ($prefix:literal, $list:ident) => {
            ($prefix, $list::ALL.iter().map(|&value| (value.name(), value as i64)).collect())
        };
    }
    vec![
        list!("ZONE", ZoneKind),
        list!("TAG", Tag),
        list!("FORM", Form),
        list!("RELATION", Relation),
        list!("GRANULARITY", Granularity),
        list!("DATE_BASIS", DateBasis),
        list!("MENTION_KIND", MentionKind),
        list!("RESOLUTION", Resolution),
        list!("QUOTE_KIND", QuoteKind),
    ]
}

/// How the header writes the name of a value: `acl:relcl` as `ACL_RELCL`.
fn constant(name: &str) -> String {
    name.to_uppercase().replace(':', "_")
}

/// A source file that compiles only when the header agrees with this crate.
fn assertions() -> String {
    let mut source = String::from(
        "#include \"extractor.h\"\n#ifdef __cplusplus\n#define CHECK(fact) static_assert(fact, #fact)\n#else\n\
         #define CHECK(fact) _Static_assert(fact, #fact)\n#endif\n",
    );
    for (name, (size, fields)) in layouts() {
        writeln!(source, "CHECK(sizeof({name}) == {size});").unwrap();
        for (field, offset) in fields {
            writeln!(source, "CHECK(offsetof({name}, {field}) == {offset});").unwrap();
        }
    }
    for (name, value) in constants() {
        writeln!(source, "CHECK({name} == ({value}));").unwrap();
    }
    source
}

/// Compiles one source as C or C++ by this standard, without making anything of it.
fn compiles(language: support::Language, standard: &str, source: &str) {
    let Some(mut command) = support::compiler(language, &support::include()) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(if standard.contains("++") { "header.cpp" } else { "header.c" });
    std::fs::write(&file, source).unwrap();
    command.arg(standard).arg("-fsyntax-only").arg(file);
    support::compile(command);
}

#[test]
fn sizes_offsets_and_constants_hold_in_c() {
    compiles(support::Language::C, "-std=c11", &assertions());
}

#[test]
fn sizes_offsets_and_constants_hold_in_cpp() {
    compiles(support::Language::Cpp, "-std=c++11", &assertions());
}

#[test]
fn the_header_alone_is_c99() {
    compiles(support::Language::C, "-std=c99", "#include \"extractor.h\"\n");
}

#[test]
fn a_plugin_can_be_written_in_cpp() {
    // C++11 cannot name the fields of a table; those that a later header appends stay empty.
    let source = r#"#include "extractor.h"
        #pragma GCC diagnostic ignored "-Wmissing-field-initializers"
        XTR_MANIFEST("{}");
        static int32_t create(const xtr_host_v1 *host, xtr_str, void **) { return xtr_has(host, log) ? XTR_OK : XTR_CONFIG; }
        static int32_t extract(void *, const xtr_document_v1 *document, const xtr_sink_v1 *) {
            const xtr_layer_v1 *tokens = document->find_layer(document->ctx, xtr_str_of("tokens/1", 8));
            auto *first = static_cast<const xtr_token_v1 *>(xtr_layer_get(tokens, sizeof(xtr_token_v1), 0));
            return first != nullptr && xtr_range_of(document->text, first->start, first->end).len > 0 ? XTR_OK : XTR_SKIPPED;
        }
        static void destroy(void *) {}
        XTR_EXPORT = { XTR_MAGIC, sizeof(xtr_plugin_v1), XTR_ABI_MAJOR, 0, 0, XTR_STR("x"), XTR_STR("1.0.0"),
                       create, extract, destroy, nullptr };"#;
    compiles(support::Language::Cpp, "-std=c++11", source);
}

#[test]
fn every_constant_of_the_header_is_here() {
    let defines = HEADER.lines().filter_map(|line| line.strip_prefix("#define XTR_"));
    let numbers = defines.filter_map(|line| {
        let (name, rest) = line.split_once(' ')?;
        let value = match rest.split_whitespace().next()? {
            "INT32_MIN" => i32::MIN.into(),
            "UINT32_MAX" => u32::MAX.into(),
            number => number.trim_matches(['(', ')']).trim_end_matches('u').parse().ok()?,
        };
        Some((format!("XTR_{name}"), value))
    });
    assert_eq!(numbers.collect::<BTreeMap<String, i64>>(), constants());
}

#[test]
fn every_extension_of_the_header_is_known_to_the_host() {
    let quoted =
        HEADER.lines().filter(|line| line.starts_with("#define XTR_")).filter_map(|line| line.split('"').nth(1));
    assert_eq!(quoted.filter(|text| text.starts_with("xtr.")).collect::<Vec<_>>(), abi::EXTENSIONS);
}

#[test]
fn offsets_in_the_header_s_comments_are_true() {
    let layouts = layouts();
    let mut bodies = Vec::new();
    for part in HEADER.split("typedef struct ").skip(1) {
        let (name, rest) = part.split_once(" {").unwrap();
        bodies.push(name);
        let (body, _) = rest.split_once("\n}").unwrap();
        let (_, fields) = &layouts[name];
        let declared: Vec<_> = body.lines().filter_map(declaration).collect();
        assert_eq!(declared.iter().map(|(field, _)| *field).collect::<Vec<_>>(), names(fields), "{name}");
        for ((field, comment), (_, offset)) in declared.iter().zip(fields) {
            assert!(comment.is_none_or(|comment| comment == *offset), "{name}.{field} is at {offset}");
        }
    }
    bodies.sort_unstable();
    assert_eq!(bodies, layouts.keys().copied().collect::<Vec<_>>());
}

fn names<'a>(fields: &[(&'a str, usize)]) -> Vec<&'a str> {
    fields.iter().map(|(field, _)| *field).collect()
}

/// Reads the field that a line of a struct declares, and the offset in the comment behind it.
fn declaration(line: &str) -> Option<(&str, Option<usize>)> {
    let (declaration, rest) = line.split_once(';')?;
    if declaration.trim_start().starts_with(['/', '*']) || declaration.contains(" * ") {
        return None;
    }
    let name = match declaration.split_once("(*") {
        Some((_, function)) => function.split_once(')')?.0,
        None => declaration.rsplit([' ', '*']).next()?.split('[').next()?,
    };
    let comment = rest.split_once("/*").and_then(|(_, comment)| comment.split_whitespace().next()?.parse().ok());
    Some((name, comment))
}

#[test]
fn relations_tell_their_names_in_treebanks() {
    for relation in Relation::ALL {
        let name = relation.name();
        let opening = format!("#define XTR_RELATION_{} ", constant(name));
        let line = HEADER.lines().find(|line| line.starts_with(&opening)).unwrap_or_default();
        assert!(line.contains(&format!("/* {name}: ")), "{name}: {line}");
    }
}

#[test]
fn a_number_that_is_not_in_its_list_counts_as_0_of_it() {
    macro_rules! check {
        ($($list:ident),*) => {
            $(assert_eq!($list::read(&[0xff; $list::BYTES]) as i64, 0, stringify!($list));)*
        };
    }
    check!(ZoneKind, Tag, Form, Relation, Granularity, DateBasis, MentionKind, Resolution, QuoteKind);
}

#[test]
fn byte_tables_of_the_records_are_true() {
    for record in records() {
        let opening = format!("Layer \"{}\"", record.layer);
        let section = HEADER.split_once(&opening).unwrap().1.split_once("*/").unwrap().0;
        assert!(section.contains(&format!("{} bytes a record", record.bytes.len())), "{opening}");
        let table = section.split_once("off size field\n").unwrap().1;
        let rows: Vec<_> = table.lines().filter_map(row).collect();
        let fields = record.fields.iter().map(|field| (field.offset, field.bytes.len(), field.name));
        assert_eq!(rows, fields.collect::<Vec<_>>(), "{opening}");
        for (field, (offset, size, name)) in record.fields.iter().zip(rows) {
            assert_eq!(record.bytes[offset..offset + size], field.bytes, "{opening}: {name}");
        }
    }
}

/// Reads `*  16  8 code  words`; continuation lines and prose are `None`.
fn row(line: &str) -> Option<(usize, usize, &str)> {
    let mut words = line.split_whitespace().skip(1);
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?, words.next()?))
}
