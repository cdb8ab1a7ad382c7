//! The verbs that report: `data/verbs.txt`, as a table.

use std::ops::Range;

use eight::Words;

include!(concat!(env!("OUT_DIR"), "/verbs.rs"));

/// All forms, by the numbers that they have in [`FORMS`]; a few places for each.
static KNOWN: Words<{ FORMS.len() }, 4096> = Words::of(FORMS);

/// What may come with a reporting verb: bits of `data/verbs.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses(u8);

impl Uses {
    /// A clause without "that".
    pub(crate) const BARE: Uses = Uses(1);
    /// A clause with "that".
    pub(crate) const THAT: Uses = Uses(2);
    /// A clause with "whether", "how", "why" or "what".
    pub(crate) const WHETHER: Uses = Uses(4);
    /// Words in quotation marks before or behind it.
    pub(crate) const QUOTE: Uses = Uses(8);
    /// A piece in quotation marks inside its object.
    pub(crate) const PHRASE: Uses = Uses(16);
    /// Its object is the one who is spoken to.
    pub(crate) const LISTENER: Uses = Uses(32);
    /// It reports what somebody thinks.
    pub(crate) const OPINION: Uses = Uses(64);
    /// Its subject may be a thing that shows something.
    pub(crate) const SOURCE: Uses = Uses(128);

    /// Whether one of these is among them.
    pub(crate) fn has(self, any: Uses) -> bool {
        self.0 & any.0 != 0
    }

    /// These and those.
    pub(crate) const fn and(self, others: Uses) -> Uses {
        Uses(self.0 | others.0)
    }
}

/// A form of a reporting verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verb {
    /// What may come with it.
    pub(crate) uses: Uses,
    /// The word without which it reports nothing: "out" of "point out".
    pub(crate) particle: Option<&'static str>,
}

/// The reporting verb of which the word in these bytes of a text is a form, capitals aside.
pub(crate) fn find(text: &str, word: Range<usize>) -> Option<Verb> {
    let (_, (uses, particle)) = FORMS[KNOWN.find(text, word)?];
    Some(Verb { uses: Uses(uses), particle })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(word: &str) -> Option<Verb> {
        super::find(word, 0..word.len())
    }

    #[test]
    fn every_form_is_found_in_any_capitals() {
        for &(form, (uses, particle)) in FORMS {
            assert_eq!(find(&form.to_uppercase()), Some(Verb { uses: Uses(uses), particle }));
        }
    }

    #[test]
    fn other_words_are_no_reporting_verbs() {
        for word in ["", "walked", "sai", "saids", "said ", "ſaid", "Über", &"said".repeat(20)] {
            assert_eq!(find(word), None, "{word}");
        }
    }

    #[test]
    fn the_uses_are_those_of_the_file() {
        let uses = |word| find(word).expect("a reporting verb").uses;
        assert!(uses("said").has(Uses::BARE) && uses("said").has(Uses::QUOTE) && !uses("said").has(Uses::OPINION));
        assert!(uses("told").has(Uses::LISTENER) && uses("asked").has(Uses::WHETHER));
        assert!(uses("describing").has(Uses::PHRASE) && !uses("describing").has(Uses::BARE));
        assert!(uses("thinks").has(Uses::OPINION) && uses("indicates").has(Uses::SOURCE));
        assert_eq!(find("pointing").and_then(|verb| verb.particle), Some("out"));
    }
}
