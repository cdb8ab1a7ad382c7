//! Layers that a plugin may find under its documents: plausible languages and zones. Others are absent, as they are for a
//! text that is not in English.

use extractor_api::layer::{Language, Record, Zone, ZoneKind};

use super::samples::Sample;

/// The records of a layer, one after the other.
pub(super) struct Layer {
    pub(super) name: &'static str,
    pub(super) records: Vec<u8>,
    pub(super) record_bytes: usize,
}

/// Those layers of a sample that somebody reads: its text is in one language, its first line is the title, the rest is
/// body.
pub(super) fn of(sample: &Sample, reads: &[String]) -> Vec<Layer> {
    let Some(text) = &sample.text else { return Vec::new() };
    let mut languages = vec![language(0, text.len(), Language::TEXT)];
    let mut zones = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        if line.chars().any(char::is_alphabetic) {
            languages.push(language(start, end, Language::LINE));
            let kind = if zones.is_empty() { ZoneKind::Title } else { ZoneKind::Body };
            zones.push(Zone { start: start as u64, end: end as u64, kind, confidence: 800 });
        }
        start = end + 1;
    }
    let layers = [layer(&languages), layer(&zones)];
    layers.into_iter().filter(|layer| reads.iter().any(|name| name == layer.name)).collect()
}

fn language(start: usize, end: usize, scope: u32) -> Language {
    let code = Language::code_bytes("en");
    Language { start: start as u64, end: end as u64, code, confidence: 900, scope }
}

fn layer<R: Record>(records: &[R]) -> Layer {
    let mut bytes = Vec::with_capacity(records.len() * R::BYTES);
    records.iter().for_each(|record| record.write(&mut bytes));
    Layer { name: R::LAYER, records: bytes, record_bytes: R::BYTES }
}
