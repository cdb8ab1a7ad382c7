//! `include/extractor.h` and the Rust mirror of it say the same.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use extractor_api::Level;
use extractor_api::abi;
use extractor_api::layer::{Language, Record, Zone, ZoneKind};

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
        // Records are read and written field by field; that the bytes lie here is tested below.
        ("xtr_language_v1", (Language::BYTES, LANGUAGE_FIELDS)),
        ("xtr_zone_v1", (Zone::BYTES, ZONE_FIELDS)),
    ];
    let layouts = structs.map(|(name, (size, fields))| {
        let fields = fields.iter().map(|&(field, offset)| (c_field(name, field), offset));
        (name, (size, fields.collect()))
    });
    layouts.into()
}

const LANGUAGE_FIELDS: &[(&str, usize)] = &[("start", 0), ("end", 8), ("code", 16), ("confidence", 24), ("scope", 28)];
const ZONE_FIELDS: &[(&str, usize)] = &[("start", 0), ("end", 8), ("kind", 16), ("confidence", 20)];

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
    ];
    let zones = ZoneKind::ALL.iter().map(|&kind| (format!("XTR_ZONE_{}", kind.name().to_uppercase()), kind as i64));
    fixed.iter().map(|&(name, value)| (format!("XTR_{name}"), value)).chain(zones).collect()
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
        static int32_t extract(void *, const xtr_document_v1 *, const xtr_sink_v1 *) { return XTR_SKIPPED; }
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
        let value = rest.split_whitespace().next()?.trim_matches(['(', ')']).trim_end_matches('u');
        Some((format!("XTR_{name}"), value.parse().ok()?))
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
fn byte_tables_of_the_records_are_true() {
    let language = Language { start: 0x0101, end: 0x0202, code: *b"code\0\0\0\0", confidence: 0x0303, scope: 0x0404 };
    let fields: &[(&str, &[u8])] = &[
        ("start", &language.start.to_ne_bytes()),
        ("end", &language.end.to_ne_bytes()),
        ("code", &language.code),
        ("confidence", &language.confidence.to_ne_bytes()),
        ("scope", &language.scope.to_ne_bytes()),
    ];
    check_byte_table(language, fields, LANGUAGE_FIELDS);
    let zone = Zone { start: 0x0101, end: 0x0202, kind: ZoneKind::Hashtags, confidence: 0x0303 };
    let fields: &[(&str, &[u8])] = &[
        ("start", &zone.start.to_ne_bytes()),
        ("end", &zone.end.to_ne_bytes()),
        ("kind", &(zone.kind as u32).to_ne_bytes()),
        ("confidence", &zone.confidence.to_ne_bytes()),
    ];
    check_byte_table(zone, fields, ZONE_FIELDS);
}

/// Checks that the table in the header's comment names these fields, and that the record's bytes stand where it says.
fn check_byte_table<R: Record>(record: R, fields: &[(&str, &[u8])], offsets: &[(&str, usize)]) {
    let mut bytes = Vec::new();
    record.write(&mut bytes);
    assert_eq!(bytes.len(), R::BYTES);
    let section = HEADER.split_once(&format!("Layer \"{}\"", R::LAYER)).unwrap().1.split_once("*/").unwrap().0;
    assert!(section.contains(&format!("{} bytes a record", R::BYTES)));
    let table = section.split_once("off size field\n").unwrap().1;
    let rows: Vec<_> = table.lines().filter_map(row).collect();
    assert_eq!(rows.iter().map(|&(offset, _, field)| (field, offset)).collect::<Vec<_>>(), offsets);
    for ((offset, size, name), (field, value)) in rows.iter().zip(fields) {
        assert_eq!((name, &bytes[*offset..offset + size]), (field, *value));
    }
}

/// Reads `*  16  8 code  words`; continuation lines and prose are `None`.
fn row(line: &str) -> Option<(usize, usize, &str)> {
    let mut words = line.split_whitespace().skip(1);
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?, words.next()?))
}
