//! The interaction record. Field order is part of the format; what is not known is absent.

use std::ops::Range;

use extractor_api::layer::{Granularity, Mention, MentionKind, Relation, Resolution, Sentence};
use extractor_api::{Document, Error, Sink};
use json::{Json, push_number};

use crate::article::Article;
use crate::attribution::Attribution;
use crate::code::{Context, Status};
use crate::finding::Finding;
use crate::party::Party;
use crate::place::When;
use crate::same::Event;
use crate::{confidence, contexts};

/// Longest evidence that a record carries; a longer sentence is cut around the trigger.
const EVIDENCE_BYTES_MAX: usize = 2_000;
/// Longest words for anything else.
const WORDS_BYTES_MAX: usize = 400;
/// Parties and repetitions that a record lists.
const LISTED_MAX: usize = 20;
/// Nearly all records are shorter.
const RECORD_BYTES_USUAL: usize = 4_096;
/// Longest key.
const KEY_BYTES_MAX: usize = 200;

/// Writes the records of a document.
pub(crate) struct Records<'r, 'a> {
    pub(crate) document: &'r Document<'a>,
    pub(crate) article: &'a Article<'a>,
    pub(crate) events: &'r [Event<'a>],
}

impl Records<'_, '_> {
    /// Emits the record of each event that is at least this sure, in the order of their triggers.
    pub(crate) fn emit(&self, min_confidence: f64, out: &mut Sink<'_>) -> Result<(), Error> {
        let mut order: Vec<&Event> = self.events.iter().collect();
        order.sort_by_key(|event| (event.finding.trigger.start, event.finding.event));
        let (mut data, mut key) = (String::with_capacity(RECORD_BYTES_USUAL), String::new());
        for event in order {
            let confidence = confidence::of(&event.finding);
            if confidence >= min_confidence {
                data.clear();
                self.write(event, confidence, &mut Json::new(&mut data));
                key.clear();
                write_key(&event.finding, &mut key);
                out.emit_raw("interaction", &key, &data)?;
            }
        }
        Ok(())
    }

    /// Writes the `data` of an event.
    fn write(&self, event: &Event<'_>, confidence: f64, json: &mut Json<'_>) {
        json.open('{');
        self.write_act(&event.finding, json);
        self.write_telling(event, json);
        json.field("confidence").decimal(in_units(confidence, 100.0), 2);
        json.texts("warnings", self.warnings(&event.finding));
        json.close('}');
    }

    /// What is done by whom to whom, when and where.
    fn write_act(&self, finding: &Finding<'_>, json: &mut Json<'_>) {
        json.field("eventType").text(finding.event.name());
        if let Some(mode) = finding.mode {
            json.field("mode").text(mode.name());
        }
        json.texts("contexts", contexts::of(self.article, finding).map(Context::name));
        json.field("quad").number(finding.event.quad().into());
        json.field("score").decimal(in_units(finding.event.score(finding.mode), 10.0), 1);
        json.field("cameoRoot").text(finding.event.cameo_root(finding.mode));
        json.field("actors");
        self.write_parties(&finding.actors, json);
        if !finding.recipients.is_empty() {
            json.field("recipients");
            self.write_parties(&finding.recipients, json);
        }
        if let Some(when) = finding.when {
            json.field("date");
            self.write_date(when, json);
        }
        if let Some(place) = finding.place {
            json.field("location");
            self.write_place(&self.article.mentions[place], json);
        }
    }

    /// How it is told, according to whom, and where.
    fn write_telling(&self, event: &Event<'_>, json: &mut Json<'_>) {
        let (finding, parsed) = (&event.finding, &self.article.parsed);
        json.field("status").text(finding.status.name());
        if finding.negated {
            json.field("negated").literal("true");
        }
        json.field("attribution");
        self.write_source(&finding.attribution, json);
        json.field("trigger").open('{');
        self.write_words(&finding.trigger, json.field("span"));
        json.close('}');
        let sentence = parsed.sentence_range(finding.sentence);
        let evidence = cut(parsed.text, &sentence, finding.trigger.start, EVIDENCE_BYTES_MAX);
        json.field("evidence").open('{');
        json.field("sentence").number(finding.sentence as u64);
        self.write_span(evidence, json.field("span"));
        json.close('}');
        if let Some(at) = event.part_of {
            let occasion = self.document.position(self.events[at].finding.trigger.clone());
            json.field("partOf").open('{');
            json.field("start").number(occasion.start);
            json.field("end").number(occasion.end);
            json.close('}');
        }
        if !event.repeats.is_empty() {
            json.field("repeats").open('[');
            event.repeats.iter().take(LISTED_MAX).for_each(|range| self.write_words(range, json.item()));
            json.close(']');
        }
    }

    fn write_parties(&self, parties: &[Party<'_>], json: &mut Json<'_>) {
        json.open('[');
        for party in parties.iter().take(LISTED_MAX) {
            json.item().open('{');
            json.field("text").text(&self.article.parsed.text[party.range.clone()]);
            self.write_span(party.range.clone(), json.field("span"));
            json.field("name").text(party.name);
            write_known("country", party.country, json);
            write_known("sector", party.sector, json);
            write_known("role", party.role, json);
            if party.how != Resolution::None {
                json.field("how").text(party.how.name());
            }
            json.close('}');
        }
        json.close(']');
    }

    fn write_date(&self, When { date, inherited }: When, json: &mut Json<'_>) {
        let value = self.article.date_string(date.value);
        let granularity = if date.granularity == Granularity::Unknown { "unknown" } else { date.granularity.name() };
        let basis = match () {
            () if value.is_empty() => "none",
            () if inherited => "inherited",
            () => date.basis.name(),
        };
        json.open('{');
        self.write_span(date.start as usize..date.end as usize, json.field("span"));
        write_known("value", value, json);
        json.field("granularity").text(granularity);
        write_known("end", self.article.date_string(date.until), json);
        json.field("basis").text(basis);
        json.close('}');
    }

    fn write_place(&self, mention: &Mention, json: &mut Json<'_>) {
        let range = mention.start as usize..mention.end as usize;
        let text = &self.article.parsed.text[range.clone()];
        let name = self.article.mention_string(mention.name);
        json.open('{');
        json.field("text").text(text);
        self.write_span(range, json.field("span"));
        json.field("name").text(if name.is_empty() { text } else { name });
        write_known("country", mention.country(), json);
        if mention.geonames != 0 || mention.latitude != 0 || mention.longitude != 0 {
            json.field("lat").decimal(mention.latitude.into(), 6);
            json.field("lon").decimal(mention.longitude.into(), 6);
        }
        if mention.geonames != 0 {
            json.field("geonames").number(mention.geonames.into());
        }
        json.close('}');
    }

    fn write_source(&self, attribution: &Attribution<'_>, json: &mut Json<'_>) {
        json.open('{');
        json.field("kind").text(attribution.kind.name());
        if let Some(source) = attribution.source {
            json.field("source").text(source);
        }
        for (name, range) in [("span", &attribution.span), ("cue", &attribution.cue)] {
            if let Some(range) = range {
                self.write_words(range, json.field(name));
            }
        }
        json.close('}');
    }

    /// A span of a few words.
    fn write_words(&self, range: &Range<usize>, json: &mut Json<'_>) {
        self.write_span(cut(self.article.parsed.text, range, range.start, WORDS_BYTES_MAX), json);
    }

    fn write_span(&self, range: Range<usize>, json: &mut Json<'_>) {
        let position = self.document.position(range.clone());
        json.literal("{\"start\":").number(position.start);
        json.literal(",\"end\":").number(position.end);
        json.literal(",\"exact\":").text(&self.article.parsed.text[range]);
        json.close('}');
    }

    /// What a reader should know before trusting the record.
    fn warnings(&self, finding: &Finding<'_>) -> impl Iterator<Item = &'static str> + use<> {
        let parsed = &self.article.parsed;
        let any = |fits: fn(&Party) -> bool| finding.actors.iter().chain(&finding.recipients).any(fits);
        let is_unparsed = parsed.relation(finding.head) == Relation::Dep
            || self.article.sentence(finding.head).flags & Sentence::PARSED == 0;
        let warnings = [
            (any(|party| party.corrupted), "corrupted_name"),
            (any(|party| party.how == Resolution::None && party.kind == MentionKind::Other), "unknown_party"),
            (parsed.text[parsed.sentence_range(finding.sentence)].contains("**"), "censored_word"),
            (is_unparsed, "unparsed"),
            (finding.inferred, "inferred_country"),
            (finding.status == Status::Hypothetical, "not_told_as_fact"),
        ];
        warnings.into_iter().filter(|(holds, _)| *holds).map(|(_, warning)| warning)
    }
}

/// Writes the key of an event: type, place of the trigger and actors, so that the id depends on content alone.
fn write_key(finding: &Finding<'_>, key: &mut String) {
    key.push_str(finding.event.name());
    key.push('/');
    push_number(key, finding.trigger.start as u64);
    key.push('-');
    push_number(key, finding.trigger.end as u64);
    key.push('/');
    for (index, party) in finding.actors.iter().take(LISTED_MAX).enumerate() {
        if index > 0 {
            key.push('+');
        }
        key.push_str(if party.country.is_empty() { party.name } else { party.country });
    }
    key.truncate(key.floor_char_boundary(KEY_BYTES_MAX));
}

/// Writes a field that is absent where nothing is known.
fn write_known(name: &str, text: &str, json: &mut Json<'_>) {
    if !text.is_empty() {
        json.field(name).text(text);
    }
}

/// A number as how often it has one part of a whole: it has no finer parts.
fn in_units(number: f64, parts: f64) -> i64 {
    (number * parts).round() as i64
}

/// A range of at most `most` bytes within `range` that holds the byte `around`, on character boundaries.
fn cut(text: &str, range: &Range<usize>, around: usize, most: usize) -> Range<usize> {
    if range.len() <= most {
        return range.clone();
    }
    let start = around.saturating_sub(most / 2).max(range.start);
    let end = (start + most).min(range.end);
    let start = (start..=end).find(|&byte| text.is_char_boundary(byte)).unwrap_or(range.start);
    let end = (start..=end).rev().find(|&byte| text.is_char_boundary(byte)).unwrap_or(start);
    start..end
}
