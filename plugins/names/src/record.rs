//! The `entity` records.

use std::ops::Range;

use extractor_api::layer::{MentionKind, Resolution};
use extractor_api::{Error, Sink};
use json::{Json, push_number};

use crate::finder::Draft;
use crate::memory::{Code, Entity, Memory, NONE};

/// So many entities of a document become records: a text with more is a list.
const RECORDS_MAX: usize = 2_000;
/// So many mentions stand in a record: it must fit a line of the log.
const MENTIONS_MAX: usize = 120;
/// Longer names are cut in the record; the layer has them whole.
const NAME_BYTES_MAX: usize = 200;

/// Writes the records of a document.
pub(crate) struct Records<'d, 'a> {
    text: &'a str,
    memory: &'d Memory<'a>,
    /// In the order of their start.
    drafts: &'d [Draft],
    /// The code points before each draft.
    code_points: Vec<u64>,
}

impl<'d, 'a> Records<'d, 'a> {
    pub(crate) fn new(text: &'a str, memory: &'d Memory<'a>, drafts: &'d [Draft]) -> Records<'d, 'a> {
        let (mut byte, mut count) = (0, 0);
        let code_points = drafts.iter().map(|draft| {
            count += code_points(&text[byte..draft.range.start]);
            byte = draft.range.start;
            count
        });
        Records { text, memory, drafts, code_points: code_points.collect() }
    }

    /// Emits a record for each entity, in the order in which they come up.
    pub(crate) fn emit(&self, out: &mut Sink<'_>) -> Result<(), Error> {
        let (mut data, mut key) = (String::new(), String::new());
        let order = Order::new(self.drafts, self.memory.entities.len());
        let told = order.entities.iter().filter(|&&id| is_told(self.memory.get(id)));
        for &id in told.take(RECORDS_MAX) {
            let (entity, mentions) = (self.memory.get(id), order.mentions(id));
            data.clear();
            self.write(entity, mentions, &mut Json::new(&mut data));
            key.clear();
            write_key(&mut key, entity.kind.name(), self.code_points[mentions[0] as usize], id);
            out.emit_raw("entity", &key, &data)?;
        }
        Ok(())
    }

    /// Writes the `data` of an entity's event. The order of the fields is part of the format.
    fn write(&self, entity: &Entity<'_>, mentions: &[u32], json: &mut Json<'_>) {
        let country = entity.kind == MentionKind::Country;
        json.open('{');
        json.field("kind").text(entity.kind.name());
        json.field("name").text(cut(entity.name));
        json.field("mentions").open('[');
        mentions.iter().take(MENTIONS_MAX).for_each(|&at| self.write_span(at as usize, json.item()));
        json.close(']');
        if mentions.len() > MENTIONS_MAX {
            json.field("moreMentions").number(mentions.len() as u64 - MENTIONS_MAX as u64);
        }
        json.texts("roles", entity.roles.iter().map(|role| cut(role)));
        if entity.country != NONE {
            json.field("country").text(letters(&entity.country));
        }
        if entity.sector != NONE && !country {
            json.field("sector").text(letters(&entity.sector));
        }
        json.texts("otherSectors", (entity.other != NONE && !country).then(|| letters(&entity.other)).into_iter());
        if entity.how != Resolution::None {
            json.field("how").text(entity.how.name());
        }
        if !entity.corrupted.is_empty() {
            json.field("corruptedForms").open('[');
            entity.corrupted.iter().for_each(|range| self.write_form(range, json.item()));
            json.close(']');
        }
        if let Some(city) = entity.place {
            json.field("place").open('{');
            json.field("lat").decimal(city.latitude.into(), 4);
            json.field("lon").decimal(city.longitude.into(), 4);
            json.field("geonames").number(city.geonames.into());
            json.close('}');
        }
        json.field("confidence").decimal(entity.confidence.into(), 3);
        let censored = mentions.iter().any(|&at| beside_stars(self.text, &self.drafts[at as usize]));
        let warnings = [(!entity.corrupted.is_empty(), "corrupted_name"), (censored, "censored_word")];
        json.texts("warnings", warnings.into_iter().filter(|(is, _)| *is).map(|(_, warning)| warning));
        json.close('}');
    }

    /// Writes the span of a draft.
    fn write_span(&self, at: usize, json: &mut Json<'_>) {
        let exact = &self.text[self.drafts[at].range.clone()];
        let start = self.code_points[at];
        json.literal("{\"start\":").number(start);
        json.literal(",\"end\":").number(start + code_points(exact));
        json.literal(",\"exact\":").text(cut(exact));
        json.close('}');
    }

    /// Writes the span of a misspelt name, which is that of a draft.
    fn write_form(&self, range: &Range<usize>, json: &mut Json<'_>) {
        let first = self.drafts.partition_point(|draft| draft.range.start < range.start);
        let same = self.drafts[first..].iter().position(|draft| draft.range == *range);
        self.write_span(first + same.unwrap_or_default(), json);
    }
}

/// Writes the key of an event.
fn write_key(out: &mut String, kind: &str, start: u64, id: u32) {
    out.push_str(kind);
    out.push(':');
    push_number(out, start);
    out.push(':');
    push_number(out, id.into());
}

/// The entities in the order in which they come up, and the places of their mentions.
struct Order {
    entities: Vec<u32>,
    /// For each entity where its mentions start in `mentions`, and the end of the last.
    starts: Vec<u32>,
    mentions: Vec<u32>,
}

impl Order {
    fn new(drafts: &[Draft], entities: usize) -> Order {
        let mut starts = vec![0; entities + 1];
        let mut order = Vec::with_capacity(entities);
        for draft in drafts {
            let count = &mut starts[draft.entity as usize + 1];
            if *count == 0 {
                order.push(draft.entity);
            }
            *count += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let (mut next, mut mentions) = (starts.clone(), vec![0; drafts.len()]);
        for (at, draft) in drafts.iter().enumerate() {
            let place = &mut next[draft.entity as usize];
            mentions[*place as usize] = at as u32;
            *place += 1;
        }
        Order { entities: order, starts, mentions }
    }

    fn mentions(&self, entity: u32) -> &[u32] {
        &self.mentions[self.starts[entity as usize] as usize..self.starts[entity as usize + 1] as usize]
    }
}

/// Whether an entity is worth a record: roles without name and country are only mentions.
fn is_told(entity: &Entity<'_>) -> bool {
    entity.named || entity.country != NONE
}

/// Whether "**", as censors write it, touches a mention.
fn beside_stars(text: &str, draft: &Draft) -> bool {
    text[..draft.range.start].ends_with("**") || text[draft.range.end..].starts_with("**")
}

fn code_points(text: &str) -> u64 {
    eight::code_points(text) as u64
}

/// The letters of a code that is not all zeros.
fn letters(code: &Code) -> &str {
    let length = code.iter().position(|&byte| byte == 0).unwrap_or(code.len());
    std::str::from_utf8(&code[..length]).unwrap_or_default()
}

/// The longest start of a name that a record takes.
fn cut(text: &str) -> &str {
    if text.len() <= NAME_BYTES_MAX {
        return text;
    }
    let end = (0..=NAME_BYTES_MAX).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}
