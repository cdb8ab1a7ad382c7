//! The words that name acts, compiled from `lexicon/` by the build script.
//!
//! A word form has readings; a reading is a word with its part of speech; a word has classes, contexts and triggers. A
//! trigger says what is coded and under which conditions on the clause.

use crate::code::{EventType, Mode, Status};
use crate::hash::hash;

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
    /// No condition.
    pub(crate) const NONE: Wants = Wants { classes: 0, words: &[] };

    pub(crate) fn is_empty(&self) -> bool {
        self.classes == 0 && self.words.is_empty()
    }

    pub(crate) fn fit(&self, form: &Form) -> bool {
        self.classes & form.classes != 0
            || !self.words.is_empty() && form.readings.iter().any(|reading| self.words.contains(&reading.lemma))
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

/// One way to name an act.
#[derive(Debug)]
pub(crate) struct Trigger {
    pub(crate) event: EventType,
    pub(crate) mode: Option<Mode>,
    pub(crate) status: Option<Status>,
    /// "off" in "call off"; empty for none.
    pub(crate) particle: &'static str,
    /// Wanted heads of the object.
    pub(crate) object: Wants,
    /// Wanted prepositions; the first found gives the theme.
    pub(crate) preps: &'static [&'static str],
    /// Wanted heads of the theme.
    pub(crate) theme: Wants,
    pub(crate) complement: Option<Wanted>,
    /// Wanted heads of the complement clause.
    pub(crate) content: Wants,
    /// Where actors stand; empty for the usual places.
    pub(crate) from: &'static [Slot],
    /// Where recipients stand: the first slot that has one gives all.
    pub(crate) to: &'static [Slot],
    /// Where further actors of a reciprocal act stand.
    pub(crate) join: &'static [Slot],
    pub(crate) contexts: u64,
    flags: u32,
    /// How often it is right, in thousandths.
    pub(crate) precision: u16,
    /// How many conditions it has.
    pub(crate) conditions: u8,
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
}

/// A duty that somebody names for somebody else: no word of the lexicon but a modal verb.
pub(crate) static OBLIGATION: Trigger = Trigger {
    event: EventType::Request,
    mode: None,
    status: Some(Status::Demand),
    particle: "",
    object: Wants::NONE,
    preps: &[],
    theme: Wants::NONE,
    complement: None,
    content: Wants::NONE,
    from: &[],
    to: &[],
    join: &[],
    contexts: 0,
    flags: 1 << Flag::Operator as u8,
    precision: 700,
    conditions: 1,
};

impl Trigger {
    pub(crate) fn has(&self, flag: Flag) -> bool {
        self.flags & (1 << flag as u8) != 0
    }
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
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) lemma: u16,
    pub(crate) pos: Pos,
}

/// A word.
#[derive(Debug)]
pub(crate) struct Lemma {
    pub(crate) text: &'static str,
    /// Sector of a noun for those who act; empty for others.
    pub(crate) sector: &'static str,
    /// Triggers as verb, noun, adjective; those with more conditions first.
    pub(crate) uses: [&'static [u16]; 3],
}

/// An inflected form, with what holds for any of its readings.
#[derive(Debug)]
pub(crate) struct Form {
    /// In small letters.
    pub(crate) text: &'static str,
    pub(crate) classes: u128,
    pub(crate) contexts: u64,
    pub(crate) readings: &'static [Reading],
}

/// Upper bits of a form's hash and its number; 0 for none.
type Place = (u16, u16);

/// The compiled tables; a constant for each class of the files.
pub(crate) mod table {
    use super::{EventType, Form, FormNumber, Lemma, Mode, Place, Pos, Reading, Slot, Status, Trigger, Wanted, Wants};
    include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));
}

/// The number of a form, as a text keeps it for each word; 0 for words that are not known.
pub(crate) type FormNumber = u16;

/// Finds a word as it stands in a text.
pub(crate) fn find(word: &str) -> FormNumber {
    // Marks and initials name nothing.
    if word.len() < 2 {
        return 0;
    }
    let mask = table::SLOTS.len() - 1;
    let hash = hash(word);
    let mut at = hash as usize & mask;
    loop {
        let (mark, number) = table::SLOTS[at];
        if number == 0 {
            return 0;
        }
        let is_word = |text: &str| text == word || text.eq_ignore_ascii_case(word);
        if mark == (hash >> 48) as u16 && is_word(form(number).text) {
            return number;
        }
        at = (at + 1) & mask;
    }
}

/// Whether a form may name an act: such forms have the first numbers.
pub(crate) fn is_trigger(number: FormNumber) -> bool {
    number != 0 && number <= table::LAST_TRIGGER
}

/// The form with a number; an empty one, of no class, for 0.
pub(crate) fn form(number: FormNumber) -> &'static Form {
    &table::FORMS[number as usize]
}

/// The word of a reading.
pub(crate) fn lemma(reading: Reading) -> &'static Lemma {
    &table::LEMMAS[reading.lemma as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inflect;

    #[test]
    fn every_form_is_found_in_any_letters() {
        for (number, form) in table::FORMS.iter().enumerate().skip(1) {
            assert_eq!(usize::from(find(form.text)), number, "{}", form.text);
            assert_eq!(usize::from(find(&form.text.to_ascii_uppercase())), number, "{}", form.text);
        }
        for word in ["", "zyx", "Überfall", "\u{1f600}"] {
            assert_eq!(find(word), 0, "{word}");
        }
    }

    #[test]
    fn every_trigger_has_a_mode_of_its_type_and_a_precision() {
        for trigger in table::TRIGGERS {
            assert!(trigger.mode.is_none_or(|mode| trigger.event.modes().contains(&mode)), "{trigger:?}");
            assert!((1..=1000).contains(&trigger.precision), "{trigger:?}");
        }
    }

    #[test]
    fn every_type_has_triggers_and_their_words_are_many() {
        for event in EventType::ALL {
            assert!(table::TRIGGERS.iter().filter(|trigger| trigger.event == *event).count() >= 10, "{}", event.name());
        }
        let uses: usize = table::LEMMAS.iter().flat_map(|lemma| lemma.uses).map(<[u16]>::len).sum();
        assert!(uses >= 1_500, "{uses}");
    }

    #[test]
    fn triggers_with_more_conditions_are_tried_first() {
        for lemma in table::LEMMAS {
            for uses in lemma.uses {
                let conditions: Vec<u8> =
                    uses.iter().map(|&index| table::TRIGGERS[index as usize].conditions).collect();
                assert!(conditions.is_sorted_by(|one, next| one >= next), "{} {conditions:?}", lemma.text);
            }
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
        for (singular, forms) in
            [("treaty", "treaty treaties"), ("man", "man men"), ("clash", "clash clashes"), ("tie", "tie ties")]
        {
            assert_eq!(inflect::noun(singular).join(" "), forms);
        }
    }
}
