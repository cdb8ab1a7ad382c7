//! Writes the lexicon as Rust tables: a perfect copy of what `src/lexicon.rs` declares.

use std::fmt::{Debug, Write};

use crate::hash::hash;
use crate::read::{Lexicon, Pos, Trigger, Want};

/// Rust source of all tables.
pub(crate) fn tables(lexicon: &Lexicon) -> String {
    let names: Vec<&String> = lexicon.lemmas.keys().collect();
    let (acts, others): (Vec<_>, Vec<_>) = lexicon.forms.iter().partition(|(_, readings)| names_act(lexicon, readings));
    let forms = || acts.iter().chain(&others).copied();
    let mut shared = Shared::new(lexicon);
    let mut out = String::new();
    let triggers = lexicon.triggers.iter().map(|trigger| shared.trigger(trigger, &names)).collect();
    table(&mut out, "TRIGGERS", "Trigger", triggers);
    let lemmas = lexicon.lemmas.iter().map(|(name, lemma)| {
        let (text, sector) = (shared.text(name), shared.text(&lemma.sector));
        let [_, as_noun, _] = &lemma.uses;
        format!("Lemma {{ text: {text}, sector: {sector}, is_act: {} }}", !as_noun.is_empty())
    });
    table(&mut out, "LEMMAS", "Lemma", lemmas.collect());
    let rows = forms().map(|(form, readings)| shared.form(lexicon, form, readings, &names));
    let none = "Form { classes: 0, contexts: 0, text: Part::NONE, readings: Part::NONE }".to_owned();
    table(&mut out, "FORMS", "Form", std::iter::once(none).chain(rows).collect());
    shared.write(&mut out);
    let places = places(forms().map(|(form, _)| form.as_str()));
    table(&mut out, "PLACES", "Place", places.iter().map(u64::to_string).collect());
    let _ = writeln!(out, "pub(crate) const LAST_TRIGGER: FormNumber = {};", acts.len());
    for (index, class) in lexicon.classes.iter().enumerate() {
        let name = class.to_uppercase().replace('-', "_");
        let _ = writeln!(out, "#[allow(dead_code)] pub(crate) const {name}: u128 = 1 << {index};");
    }
    out
}

/// Writes one table.
fn table(out: &mut String, name: &str, row: &str, rows: Vec<String>) {
    let _ = writeln!(out, "pub(crate) static {name}: [{row}; {}] = [\n{}\n];", rows.len(), rows.join(",\n"));
}

/// The tables of which others hold parts, or numbers of a row. What is said twice stands in them once.
struct Shared {
    texts: String,
    readings: Rows,
    uses: Rows,
    preps: Rows,
    slots: Rows,
    roles: Rows,
    contexts: Rows,
    wants: Rows,
}

impl Shared {
    fn new(lexicon: &Lexicon) -> Shared {
        let mut forms: Vec<&String> = lexicon.forms.keys().collect();
        // The longest first: most words lie in a longer form of theirs.
        forms.sort_by_key(|form| (usize::MAX - form.len(), *form));
        let [readings, uses, preps, slots, mut roles, mut contexts, wants] = [const { Rows(Vec::new()) }; 7];
        // The first are none, as a trigger has that is no word of the lexicon.
        roles.place(&[of_roles(["Part::NONE"; 3].map(str::to_owned))]);
        contexts.place(&["0".to_owned()]);
        let mut shared = Shared { texts: String::new(), readings, uses, preps, slots, roles, contexts, wants };
        forms.into_iter().for_each(|form| drop(shared.text(form)));
        shared
    }

    /// The part of the texts that is this one.
    fn text(&mut self, text: &str) -> String {
        let start = self.texts.find(text).unwrap_or_else(|| {
            self.texts.push_str(text);
            self.texts.len() - text.len()
        });
        part(start, text.len())
    }

    /// The number of a condition, counted from 1; 0 for none.
    fn wants(&mut self, wants: &[Want], names: &[&String]) -> usize {
        if wants.is_empty() { 0 } else { 1 + self.wants.place(&[of_wants(wants, names)]) }
    }

    fn form(&mut self, lexicon: &Lexicon, form: &str, readings: &[(String, Pos)], names: &[&String]) -> String {
        let lemmas = || readings.iter().map(|(name, _)| &lexicon.lemmas[name]);
        let classes = lemmas().fold(0, |all, lemma| all | lemma.classes);
        let contexts = lemmas().fold(0, |all, lemma| all | lemma.contexts);
        let readings: Vec<String> = readings
            .iter()
            .map(|(name, pos)| {
                let (lemma, triggers) = (number(names, name), self.uses(lexicon, name, *pos));
                format!("Reading {{ lemma: {lemma}, pos: Pos::{pos:?}, triggers: {triggers} }}")
            })
            .collect();
        let readings = self.readings.part(readings.into_iter());
        let text = self.text(form);
        format!("Form {{ classes: {classes}, contexts: {contexts}, text: {text}, readings: {readings} }}")
    }

    /// The triggers of a word as one part of speech; those with more conditions first.
    fn uses(&mut self, lexicon: &Lexicon, name: &str, pos: Pos) -> String {
        let mut uses = match pos {
            Pos::Word => Vec::new(),
            Pos::Verb | Pos::Noun | Pos::Adj => lexicon.lemmas[name].uses[pos as usize].clone(),
        };
        uses.sort_by_key(|&index| (usize::MAX - lexicon.triggers[index].conditions, index));
        self.uses.part(uses.iter().map(usize::to_string))
    }

    fn trigger(&mut self, trigger: &Trigger, names: &[&String]) -> String {
        let event = trigger.event.map(|event| format!("EventType::{event:?}")).unwrap_or_default();
        let roles = [&trigger.from, &trigger.to, &trigger.join].map(|slots| self.slots.part(slots.iter().cloned()));
        let (roles, contexts) =
            (self.roles.place(&[of_roles(roles)]), self.contexts.place(&[trigger.contexts.to_string()]));
        format!(
            "Trigger {{ event: {event}, mode: {}, status: {}, complement: {}, particle: {}, object: {}, theme: {}, \
             content: {}, preps: {}, roles: {roles}, contexts: {contexts}, flags: {}, precision: {}, \
             conditions: {} }}",
            option("Mode", trigger.mode),
            option("Status", trigger.status),
            trigger.complement.map_or("None".to_owned(), |kind| format!("Some(Wanted::{kind})")),
            self.text(&trigger.particle),
            self.wants(&trigger.object, names),
            self.wants(&trigger.theme, names),
            self.wants(&trigger.content, names),
            self.preps.part(trigger.preps.iter().map(|preposition| format!("{preposition:?}"))),
            trigger.flags,
            trigger.precision,
            trigger.conditions,
        )
    }

    fn write(self, out: &mut String) {
        let _ = writeln!(out, "pub(crate) static TEXTS: &str = {:?};", self.texts);
        table(out, "READINGS", "Reading", self.readings.0);
        table(out, "USES", "u16", self.uses.0);
        table(out, "PREPS", "&str", self.preps.0);
        table(out, "SLOTS", "Slot", self.slots.0);
        table(out, "ROLES", "Roles", self.roles.0);
        table(out, "CONTEXTS", "u64", self.contexts.0);
        table(out, "WANTS", "Wants", self.wants.0);
    }
}

/// A table of which others hold parts.
struct Rows(Vec<String>);

impl Rows {
    /// The part that has these rows.
    fn part(&mut self, rows: impl Iterator<Item = String>) -> String {
        let rows: Vec<String> = rows.collect();
        if rows.is_empty() { "Part::NONE".to_owned() } else { part(self.place(&rows), rows.len()) }
    }

    /// Where these rows stand.
    fn place(&mut self, rows: &[String]) -> usize {
        self.0.windows(rows.len()).position(|window| window == rows).unwrap_or_else(|| {
            self.0.extend_from_slice(rows);
            self.0.len() - rows.len()
        })
    }
}

fn part(start: usize, length: usize) -> String {
    let end = u16::try_from(start + length).expect("a table of fewer than 65,536 rows");
    format!("Part {{ start: {start}, end: {end} }}")
}

fn of_roles([from, to, join]: [String; 3]) -> String {
    format!("Roles {{ from: {from}, to: {to}, join: {join} }}")
}

fn of_wants(wants: &[Want], names: &[&String]) -> String {
    let (mut classes, mut words) = (0u128, Vec::new());
    for want in wants {
        match want {
            Want::Class(class) => classes |= 1 << class,
            Want::Word(word) => words.push(number(names, word)),
        }
    }
    format!("Wants {{ classes: {classes}, words: &{words:?} }}")
}

/// Whether one of the words that a form may be has triggers.
fn names_act(lexicon: &Lexicon, readings: &[(String, Pos)]) -> bool {
    readings.iter().any(|(name, _)| lexicon.lemmas[name].uses.iter().any(|uses| !uses.is_empty()))
}

fn option(list: &str, code: Option<impl Debug>) -> String {
    code.map_or("None".to_owned(), |code| format!("Some({list}::{code:?})"))
}

/// The number of a word: its place among all.
fn number(names: &[&String], word: &String) -> usize {
    names.binary_search(&word).expect("every form is of a word")
}

/// A hash table with open addressing: of each form its hash, but for the lower bits, which are its number, counted from 1.
fn places<'a>(forms: impl Iterator<Item = &'a str> + Clone) -> Vec<u64> {
    // At most half full: a word that is none of the forms then ends its search at once.
    let size = (forms.clone().count() * 2).next_power_of_two();
    let mut places = vec![0; size];
    for (index, form) in forms.enumerate() {
        let number = u16::try_from(index + 1).expect("fewer than 65,535 forms");
        let hash = hash(form, 0..form.len());
        let mut at = (hash >> u16::BITS) as usize % size;
        while places[at] != 0 {
            at = (at + 1) % size;
        }
        places[at] = hash >> u16::BITS << u16::BITS | u64::from(number);
    }
    places
}
