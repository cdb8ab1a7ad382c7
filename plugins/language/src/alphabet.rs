//! What a single character is: its script, its small form, the languages it speaks for.

mod letters;

use std::collections::BTreeMap;

use whatlang::Script;

use crate::lexicon::Evidence;
use crate::script;

/// A character of a text, as far as languages are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Character {
    /// One of which words are made.
    Letter(Letter),
    /// An accent, vowel sign or joiner: goes on with a word, is no letter by itself.
    Mark,
    /// The end of a word.
    Other,
}

/// A letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// In lower case.
    pub(crate) small: char,
    /// Whether it is a capital.
    pub(crate) capital: bool,
    /// `None` when no language that is known here is written in it.
    pub(crate) script: Option<Script>,
    /// The languages whose alphabet has it; `None` for a letter that tells nothing.
    pub(crate) evidence: Option<Evidence>,
}

/// The characters, ready to be asked.
pub(crate) struct Alphabet {
    evidence: BTreeMap<char, Evidence>,
    /// What the table above leads to for the alphabets in which most letters are two bytes long, by number: every
    /// character of a text is asked for.
    common: Vec<Character>,
}

impl Alphabet {
    /// Past the end of the Arabic block.
    const COMMON_END: u32 = 0x700;

    /// Compiles the tables.
    pub(crate) fn new() -> Alphabet {
        let mut alphabet = Alphabet { evidence: BTreeMap::new(), common: Vec::new() };
        for &(language, letters) in letters::LETTERS {
            for letter in letters.chars() {
                alphabet.evidence.entry(letter).or_default().add(language);
            }
        }
        let common = (0..Alphabet::COMMON_END).filter_map(char::from_u32);
        alphabet.common = common.map(|value| alphabet.find(value)).collect();
        alphabet
    }

    /// What a character is.
    pub(crate) fn get(&self, value: char) -> Character {
        self.common.get(value as usize).copied().unwrap_or_else(|| self.find(value))
    }

    fn find(&self, value: char) -> Character {
        if is_mark(value) {
            return Character::Mark;
        }
        if !value.is_alphabetic() {
            return Character::Other;
        }
        let script = script::script_of(value);
        if script.is_some_and(script::is_east_asian) {
            return Character::Letter(Letter { small: value, capital: false, script, evidence: None });
        }
        // The dotted capital I becomes two characters, of which the second is an accent that the small i has not.
        let small = value.to_lowercase().next().unwrap_or(value);
        let evidence = self.evidence.get(&small).copied();
        Character::Letter(Letter { small, capital: value.is_uppercase(), script, evidence })
    }
}

/// Whether a character continues a word without being a letter.
pub(crate) fn is_mark(value: char) -> bool {
    matches!(value, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{94d}'
        | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use whatlang::Lang;

    use super::*;

    fn letter(value: char) -> Letter {
        match Alphabet::new().get(value) {
            Character::Letter(letter) => letter,
            other => panic!("{value} is {other:?}"),
        }
    }

    #[test]
    fn letters_marks_and_others_are_told_apart() {
        let alphabet = Alphabet::new();
        assert_eq!(alphabet.get('\u{301}'), Character::Mark);
        assert_eq!(alphabet.get('\u{200d}'), Character::Mark);
        for other in [' ', '7', '\'', '’', '。', '😀'] {
            assert_eq!(alphabet.get(other), Character::Other, "{other}");
        }
        assert_eq!(letter('İ'), Letter { small: 'i', capital: true, script: Some(Script::Latin), evidence: None });
        assert_eq!(letter('語').script, Some(Script::Mandarin));
        assert_eq!(letter('ຂ').script, None);
    }

    #[test]
    fn a_letter_of_many_languages_weighs_less() {
        let weight = |value| letter(value).evidence.map(|evidence| evidence.weight);
        assert_eq!((weight('ß'), weight('Ğ'), weight('é'), weight('e')), (Some(4), Some(3), Some(1), None));
        assert_eq!(letter('ї').evidence.map(|evidence| evidence.languages), Some([Lang::Ukr].into_iter().collect()));
    }

    #[test]
    fn a_language_has_one_row_and_no_letter_twice() {
        let rows: BTreeSet<_> = letters::LETTERS.iter().map(|row| row.0 as u32).collect();
        assert_eq!(rows.len(), letters::LETTERS.len());
        for (language, list) in letters::LETTERS {
            assert_eq!(list.chars().collect::<BTreeSet<_>>().len(), list.chars().count(), "{language}");
        }
    }
}
