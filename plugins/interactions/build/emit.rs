//! Writes the lexicon as Rust tables: a perfect copy of what `src/lexicon.rs` declares.

use std::fmt::{Debug, Write};

use crate::read::{Lexicon, Trigger};

/// Rust source of all tables.
pub(crate) fn tables(lexicon: &Lexicon) -> String {
    let mut out = String::new();
    let names: Vec<&String> = lexicon.lemmas.keys().collect();
    let _ = writeln!(out, "pub(crate) static TRIGGERS: &[Trigger] = &[");
    for trigger in &lexicon.triggers {
        let _ = writeln!(out, "{},", of_trigger(trigger));
    }
    let _ = writeln!(out, "];\npub(crate) static LEMMAS: &[Lemma] = &[");
    for (name, lemma) in &lexicon.lemmas {
        let uses = lemma.uses.each_ref().map(|uses| {
            let mut uses = uses.clone();
            uses.sort_by_key(|&index| (usize::MAX - lexicon.triggers[index].conditions, index));
            format!("&{uses:?}")
        });
        let (classes, contexts, sector) = (lemma.classes, lemma.contexts, &lemma.sector);
        let _ = writeln!(
            out,
            "Lemma {{ text: {name:?}, classes: {classes}, contexts: {contexts}, sector: {sector:?}, uses: [{}] }},",
            uses.join(", ")
        );
    }
    let _ = writeln!(out, "];\npub(crate) static FORMS: &[Form] = &[");
    for (form, readings) in &lexicon.forms {
        let readings: Vec<String> = readings
            .iter()
            .map(|(lemma, pos)| {
                let index = names.binary_search(&lemma).expect("every form is of a word");
                format!("Reading {{ lemma: {index}, pos: Pos::{pos:?} }}")
            })
            .collect();
        let _ = writeln!(out, "Form {{ text: {form:?}, readings: &[{}] }},", readings.join(", "));
    }
    let slots = slots(lexicon.forms.keys());
    let _ = writeln!(out, "];\npub(crate) static SLOTS: [u16; {}] = {slots:?};", slots.len());
    for (index, class) in lexicon.classes.iter().enumerate() {
        let name = class.to_uppercase().replace('-', "_");
        let _ = writeln!(out, "#[allow(dead_code)] pub(crate) const {name}: u128 = 1 << {index};");
    }
    out
}

fn of_trigger(trigger: &Trigger) -> String {
    let event = trigger.event.map(|event| format!("EventType::{event:?}")).unwrap_or_default();
    format!(
        "Trigger {{ event: {event}, mode: {}, status: {}, particle: {:?}, object: &[{}], preps: &{:?}, theme: &[{}], \
         complement: {}, content: &[{}], from: &[{}], to: &[{}], join: &[{}], contexts: {}, flags: {}, precision: {}, \
         conditions: {} }}",
        option("Mode", trigger.mode),
        option("Status", trigger.status),
        trigger.particle,
        trigger.object.join(", "),
        trigger.preps,
        trigger.theme.join(", "),
        trigger.complement.map_or("None".to_owned(), |kind| format!("Some(Wanted::{kind})")),
        trigger.content.join(", "),
        trigger.from.join(", "),
        trigger.to.join(", "),
        trigger.join.join(", "),
        trigger.contexts,
        trigger.flags,
        trigger.precision,
        trigger.conditions,
    )
}

fn option(list: &str, code: Option<impl Debug>) -> String {
    code.map_or("None".to_owned(), |code| format!("Some({list}::{code:?})"))
}

/// A hash table with open addressing: the number of the form, plus one.
fn slots<'a>(forms: impl ExactSizeIterator<Item = &'a String>) -> Vec<u16> {
    let size = (forms.len() * 2).next_power_of_two();
    let mut slots = vec![0u16; size];
    for (index, form) in forms.enumerate() {
        let mut at = hash(form) as usize & (size - 1);
        while slots[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        slots[at] = u16::try_from(index + 1).expect("fewer than 65,535 forms");
    }
    slots
}

/// FNV-1a over small ASCII letters; `src/lexicon.rs` has the same.
fn hash(word: &str) -> u32 {
    word.bytes()
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}
