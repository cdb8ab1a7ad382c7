//! The words that name acts, compiled from `lexicon/` by the build script.
//!
//! A word form has readings; a reading is a word with its part of speech; a word has classes, contexts and triggers. A
//! trigger says what is coded and under which conditions on the clause.

mod search;

use crate::code::{EventType, Mode, Status};
pub(crate) use search::{Search, number};

/// A part of a clause in which somebody is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The subject, also where another verb controls it.
    Subject,
    /// The object of the verb.
    Object,
    /// The indirect object.
    Iobj,
    /// The agent of a passive or of a noun: "by".
    By,
    /// The possessor: "China's ban".
    Poss,
    /// An adjective or name before the noun: "Chinese ban".
    Adjective,
    /// The theme: the object or what the wanted preposition has, with those named inside of it.
    Theme,
    /// Anybody in the complement clause.
    Content,
    /// The subject of the complement clause.
    ContentSubject,
    /// Nobody: ends the search.
    Nobody,
    /// Behind this preposition.
    Prep(&'static str),
}

/// A condition on the head of a phrase: a word of one of these classes, or a form of one of these words.
#[derive(Debug)]
pub(crate) struct Wants {
    pub(crate) classes: u128,
    /// Numbers of words.
    pub(crate) words: &'static [u16],
}

impl Wants {
    pub(crate) fn fit(&self, form: &Form) -> bool {
        self.classes & form.classes != 0
            || !self.words.is_empty() && form.readings().iter().any(|reading| self.words.contains(&reading.lemma))
    }
}

/// A condition on the complement clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// An infinitive with "to".
    To,
    /// A finite clause.
    That,
    /// A participle, also behind a preposition: "accused of spying".
    Ing,
    /// None.
    Absent,
}

/// A stretch of a table that many share. The tables hold these instead of pointers, so that what a text needs of them lies
/// on few lines of the cache.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    start: u16,
    end: u16,
}

impl Part {
    const NONE: Part = Part { start: 0, end: 0 };

    fn of<T>(self, table: &'static [T]) -> &'static [T] {
        &table[self.start.into()..self.end.into()]
    }

    fn text(self) -> &'static str {
        &table::TEXTS[self.start.into()..self.end.into()]
    }
}

/// One way to name an act.
#[derive(Debug)]
pub(crate) struct Trigger {
    pub(crate) event: EventType,
    pub(crate) mode: Option<Mode>,
    pub(crate) status: Option<Status>,
    pub(crate) complement: Option<Wanted>,
    particle: Part,
    /// Numbers of [`Wants`], counted from 1; 0 for no condition.
    object: u16,
    theme: u16,
    content: u16,
    preps: Part,
    /// Number of [`Roles`].
    roles: u16,
    /// Number of a set of contexts.
    contexts: u16,
    flags: u16,
    /// How often it is right, in thousandths.
    pub(crate) precision: u16,
    /// How many conditions it has.
    pub(crate) conditions: u8,
}

const _: () = assert!(size_of::<Trigger>() == 28);

/// Where those stand who take part in an act.
#[derive(Debug)]
pub(crate) struct Roles {
    from: Part,
    to: Part,
    join: Part,
}

/// What a trigger can ask for beside its frame; the order is that of the build script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(dead_code)]
pub(crate) enum Flag {
    /// Takes its complement over: acts named in there are its content and not coded.
    Operator,
    /// Needs a country on both sides.
    Weak,
    /// Needs a recipient.
    NeedTo,
    /// Needs an actor with a country.
    NeedCountry,
    /// Needs two parties.
    NeedTwo,
    /// Needs a person as actor.
    NeedPerson,
    /// Named as known, not told: "the ban".
    Presupposed,
    /// Needs a plural subject.
    Plural,
    /// A speech act: the actor is also the source.
    Speech,
    /// The object must be somebody.
    Animate,
    /// Needs an actor with weapons.
    NeedArmed,
    /// Is told in the passive without who did it, too: "was arrested".
    Agentless,
}

/// A duty that somebody names for somebody else: no word of the lexicon but a modal verb.
pub(crate) static OBLIGATION: Trigger = Trigger {
    event: EventType::Request,
    mode: None,
    status: Some(Status::Demand),
    complement: None,
    particle: Part::NONE,
    object: 0,
    theme: 0,
    content: 0,
    preps: Part::NONE,
    roles: 0,
    contexts: 0,
    flags: 1 << Flag::Operator as u8,
    precision: 700,
    conditions: 1,
};

impl Trigger {
    /// "off" in "call off"; empty for none.
    pub(crate) fn particle(&self) -> &'static str {
        self.particle.text()
    }

    /// Wanted heads of the object; `None` for any or none.
    pub(crate) fn object(&self) -> Option<&'static Wants> {
        wants(self.object)
    }

    /// Wanted heads of the theme.
    pub(crate) fn theme(&self) -> Option<&'static Wants> {
        wants(self.theme)
    }

    /// Wanted heads of the complement clause.
    pub(crate) fn content(&self) -> Option<&'static Wants> {
        wants(self.content)
    }

    /// Wanted prepositions; the first found gives the theme.
    pub(crate) fn preps(&self) -> &'static [&'static str] {
        self.preps.of(&table::PREPS)
    }

    /// Where actors stand; empty for the usual places.
    pub(crate) fn from(&self) -> &'static [Slot] {
        self.roles().from.of(&table::SLOTS)
    }

    /// Where recipients stand: the first slot that has one gives all.
    pub(crate) fn to(&self) -> &'static [Slot] {
        self.roles().to.of(&table::SLOTS)
    }

    /// Where further actors of a reciprocal act stand.
    pub(crate) fn join(&self) -> &'static [Slot] {
        self.roles().join.of(&table::SLOTS)
    }

    fn roles(&self) -> &'static Roles {
        &table::ROLES[self.roles as usize]
    }

    pub(crate) fn contexts(&self) -> u64 {
        table::CONTEXTS[self.contexts as usize]
    }

    pub(crate) fn has(&self, flag: Flag) -> bool {
        self.flags & (1 << flag as u8) != 0
    }
}

/// A condition by its number. Most triggers have few, and those of which there is none cost no look at the table.
fn wants(number: u16) -> Option<&'static Wants> {
    Some(&table::WANTS[usize::from(number).checked_sub(1)?])
}

/// Part of speech of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pos {
    Verb,
    Noun,
    Adj,
    Word,
}

/// One reading of a form.
#[derive(Debug)]
pub(crate) struct Reading {
    lemma: u16,
    pub(crate) pos: Pos,
    triggers: Part,
}

impl Reading {
    pub(crate) fn lemma(&self) -> &'static Lemma {
        &table::LEMMAS[self.lemma as usize]
    }

    /// The triggers of the word as this part of speech; those with more conditions first.
    pub(crate) fn triggers(&self) -> impl ExactSizeIterator<Item = &'static Trigger> + use<> {
        self.triggers.of(&table::USES).iter().map(|&number| &table::TRIGGERS[number as usize])
    }
}

/// A word.
#[derive(Debug)]
pub(crate) struct Lemma {
    text: Part,
    sector: Part,
    /// It names an act as a noun.
    pub(crate) is_act: bool,
}

impl Lemma {
    pub(crate) fn text(&self) -> &'static str {
        self.text.text()
    }

    /// Sector of a noun for those who act; empty for others.
    pub(crate) fn sector(&self) -> &'static str {
        self.sector.text()
    }
}

/// An inflected form, with what holds for any of its readings: half a line of the cache.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) classes: u128,
    pub(crate) contexts: u64,
    text: Part,
    readings: Part,
}

const _: () = assert!(size_of::<Form>() == 32);

impl Form {
    /// In small letters.
    pub(crate) fn text(&self) -> &'static str {
        self.text.text()
    }

    pub(crate) fn readings(&self) -> &'static [Reading] {
        self.readings.of(&table::READINGS)
    }

    /// The words that it may be a form of.
    pub(crate) fn lemmas(&self) -> impl Iterator<Item = &'static Lemma> + use<> {
        self.readings().iter().map(Reading::lemma)
    }
}

/// The hash of a form with the form's number in its lower 16 bits; 0 for none.
type Place = u64;

/// The compiled tables; a constant for each class of the files.
pub(crate) mod table {
    use super::{
        EventType, Form, FormNumber, Lemma, Mode, Part, Place, Pos, Reading, Roles, Slot, Status, Trigger, Wanted,
        Wants,
    };
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// The number of a form, as a text keeps it for each word; 0 for words that are not known.
pub(crate) type FormNumber = u16;

/// Whether a form may name an act: such forms have the first numbers.
pub(crate) fn is_trigger(number: FormNumber) -> bool {
    number != 0 && number <= table::LAST_TRIGGER
}

/// The form with a number; an empty one, of no class, for 0.
pub(crate) fn form(number: FormNumber) -> &'static Form {
    &table::FORMS[number as usize]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::inflect;

    fn find(word: &str) -> FormNumber {
        number(word, 0..word.len())
    }

    #[test]
    fn every_form_is_found_in_any_letters() {
        for (number, form) in table::FORMS.iter().enumerate().skip(1) {
            assert_eq!(usize::from(find(form.text())), number, "{}", form.text());
            assert_eq!(usize::from(find(&form.text().to_ascii_uppercase())), number, "{}", form.text());
        }
        for word in ["", "zyx", "Überfall", "\u{1f600}"] {
            assert_eq!(find(word), 0, "{word}");
        }
    }

    #[test]
    fn every_trigger_has_a_mode_of_its_type_and_a_precision() {
        for trigger in &table::TRIGGERS {
            assert!(trigger.mode.is_none_or(|mode| trigger.event.modes().contains(&mode)), "{trigger:?}");
            assert!((1..=1000).contains(&trigger.precision), "{trigger:?}");
        }
    }

    #[test]
    fn every_type_has_triggers_and_their_words_are_many() {
        for event in EventType::ALL {
            assert!(table::TRIGGERS.iter().filter(|trigger| trigger.event == *event).count() >= 10, "{}", event.name());
        }
        let acts = table::READINGS.iter().filter(|reading| reading.triggers().len() > 0);
        let words: BTreeSet<u16> = acts.map(|reading| reading.lemma).collect();
        assert!(words.len() >= 1_000, "{}", words.len());
    }

    #[test]
    fn triggers_with_more_conditions_are_tried_first() {
        for reading in &table::READINGS {
            let triggers: Vec<&Trigger> = reading.triggers().collect();
            assert!(triggers.is_sorted_by_key(|trigger| std::cmp::Reverse(trigger.conditions)), "{triggers:?}");
        }
    }

    #[test]
    fn verbs_are_inflected() {
        for (base, forms) in [
            ("meet", "meet meeting meets met"),
            ("ban", "ban banned banning bans"),
            ("apply", "applied applies apply applying"),
            ("veto", "veto vetoed vetoes vetoing"),
            ("free", "free freed freeing frees"),
            ("withdraw", "withdraw withdrawing withdrawn withdraws withdrew"),
            ("visit", "visit visited visiting visits"),
            ("open", "open opened opening opens"),
        ] {
            assert_eq!(inflect::verb(base).join(" "), forms);
        }
    }

    #[test]
    fn nouns_are_inflected() {
        for (singular, forms) in [
            ("treaty", "treaty treaties"),
            ("man", "man men"),
            ("woman", "woman women"),
            ("fisherman", "fisherman fishermen"),
            ("human", "human humans"),
            ("clash", "clash clashes"),
            ("tie", "tie ties"),
        ] {
            assert_eq!(inflect::noun(singular).join(" "), forms);
        }
    }
}
