//! Writes the lexicon as Rust tables: a perfect copy of what `src/lexicon.rs` declares.

use std::fmt::{Debug, Write};

use crate::hash::hash;
use crate::read::{Lexicon, Pos, Trigger, Want};

/// Rust source of all tables.
pub(crate) fn tables(lexicon: &Lexicon) -> String {
    let mut out = String::new();
    let names: Vec<&String> = lexicon.lemmas.keys().collect();
    let _ = writeln!(out, "pub(crate) static TRIGGERS: &[Trigger] = &[");
    for trigger in &lexicon.triggers {
        let _ = writeln!(out, "{},", of_trigger(trigger, &names));
    }
    let _ = writeln!(out, "];\npub(crate) static LEMMAS: &[Lemma] = &[");
    for (name, lemma) in &lexicon.lemmas {
        let uses = lemma.uses.each_ref().map(|uses| {
            let mut uses = uses.clone();
            uses.sort_by_key(|&index| (usize::MAX - lexicon.triggers[index].conditions, index));
            format!("&{uses:?}")
        });
        let sector = &lemma.sector;
        let _ = writeln!(out, "Lemma {{ text: {name:?}, sector: {sector:?}, uses: [{}] }},", uses.join(", "));
    }
    let _ = writeln!(
        out,
        "];\npub(crate) static FORMS: &[Form] = &[\n\
         Form {{ text: \"\", classes: 0, contexts: 0, readings: &[] }},"
    );
    let (acts, others): (Vec<_>, Vec<_>) = lexicon.forms.iter().partition(|(_, readings)| names_act(lexicon, readings));
    for &(form, readings) in acts.iter().chain(&others) {
        let lemmas = || readings.iter().map(|(name, _)| &lexicon.lemmas[name]);
        let classes = lemmas().fold(0, |all, lemma| all | lemma.classes);
        let contexts = lemmas().fold(0, |all, lemma| all | lemma.contexts);
        let readings: Vec<String> = readings
            .iter()
            .map(|(lemma, pos)| format!("Reading {{ lemma: {}, pos: Pos::{pos:?} }}", number(&names, lemma)))
            .collect();
        let _ = writeln!(
            out,
            "Form {{ text: {form:?}, classes: {classes}, contexts: {contexts}, readings: &[{}] }},",
            readings.join(", ")
        );
    }
    let slots = slots(acts.iter().chain(&others).map(|(form, _)| form.as_str()));
    let _ = writeln!(out, "];\npub(crate) static SLOTS: [Place; {}] = [", slots.len());
    for (mark, form) in &slots {
        let _ = writeln!(out, "({mark}, {form}),");
    }
    let _ = writeln!(out, "];\npub(crate) const LAST_TRIGGER: FormNumber = {};", acts.len());
    for (index, class) in lexicon.classes.iter().enumerate() {
        let name = class.to_uppercase().replace('-', "_");
        let _ = writeln!(out, "#[allow(dead_code)] pub(crate) const {name}: u128 = 1 << {index};");
    }
    out
}

/// Whether one of the words that a form may be has triggers.
fn names_act(lexicon: &Lexicon, readings: &[(String, Pos)]) -> bool {
    readings.iter().any(|(name, _)| lexicon.lemmas[name].uses.iter().any(|uses| !uses.is_empty()))
}

fn of_trigger(trigger: &Trigger, names: &[&String]) -> String {
    let event = trigger.event.map(|event| format!("EventType::{event:?}")).unwrap_or_default();
    let wants = |wants: &[Want]| {
        let (mut classes, mut words) = (0u128, Vec::new());
        for want in wants {
            match want {
                Want::Class(class) => classes |= 1 << class,
                Want::Word(word) => words.push(number(names, word)),
            }
        }
        format!("Wants {{ classes: {classes}, words: &{words:?} }}")
    };
    format!(
        "Trigger {{ event: {event}, mode: {}, status: {}, particle: {:?}, object: {}, preps: &{:?}, theme: {}, \
         complement: {}, content: {}, from: &[{}], to: &[{}], join: &[{}], contexts: {}, flags: {}, precision: {}, \
         conditions: {} }}",
        option("Mode", trigger.mode),
        option("Status", trigger.status),
        trigger.particle,
        wants(&trigger.object),
        trigger.preps,
        wants(&trigger.theme),
        trigger.complement.map_or("None".to_owned(), |kind| format!("Some(Wanted::{kind})")),
        wants(&trigger.content),
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

/// The number of a word: its place among all.
fn number(names: &[&String], word: &String) -> usize {
    names.binary_search(&word).expect("every form is of a word")
}

/// A hash table with open addressing: of each form the upper bits of its hash, by which most others are told from it
/// without a look at it, and its number, counted from 1.
fn slots<'a>(forms: impl Iterator<Item = &'a str> + Clone) -> Vec<(u16, u16)> {
    // At most half full: a word that is none of the forms then ends its search at once.
    let size = (forms.clone().count() * 2).next_power_of_two();
    let mut slots = vec![(0, 0); size];
    for (index, form) in forms.enumerate() {
        let hash = hash(form);
        let mut at = hash as usize & (size - 1);
        while slots[at].1 != 0 {
            at = (at + 1) & (size - 1);
        }
        slots[at] = ((hash >> 48) as u16, u16::try_from(index + 1).expect("fewer than 65,535 forms"));
    }
    slots
}
