//! Words that end with a stop of their own.

/// What a stop behind a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It ends the sentence.
    Ends,
    /// It belongs to the word, and something follows: "Dr. Kovar".
    Within,
    /// It belongs to the word when a number follows: "No. 5"; else it ends the sentence.
    BeforeNumber,
    /// It belongs to the word, and may end the sentence as well: "the U.S."
    Either,
}

/// Behind these comes a name or another word of the same sentence.
const WITHIN: &[&str] = &[
    "adm", "approx", "asst", "ave", "blvd", "brig", "ca", "capt", "cdr", "cf", "cmdr", "col", "cpl", "dept", "dr",
    "drs", "e.g", "ed", "eds", "eg", "gen", "gov", "govs", "hon", "i.e", "ie", "lieut", "lt", "maj", "messrs", "mlle",
    "mme", "mr", "mrs", "ms", "msgr", "mt", "mx", "pres", "prof", "profs", "pvt", "rep", "reps", "rev", "sen", "sens",
    "sgt", "st", "ste", "supt", "univ", "v", "viz", "vs",
];

/// Behind these comes a number.
const BEFORE_NUMBER: &[&str] = &[
    "apr", "art", "arts", "aug", "c", "ch", "chap", "dec", "eq", "feb", "fig", "figs", "fri", "jan", "jul", "jun",
    "mar", "mon", "no", "nos", "nov", "oct", "op", "p", "par", "para", "pp", "pt", "sat", "sec", "sect", "sep", "sept",
    "sun", "thu", "thur", "thurs", "tue", "tues", "vol", "vols", "wed",
];

/// These stand within a sentence as well as at its end.
const EITHER: &[&str] = &[
    "a.d", "a.m", "al", "assn", "b.a", "b.c", "bros", "co", "corp", "cos", "d.c", "e.u", "esq", "est", "etc", "ft",
    "hrs", "inc", "jr", "lb", "lbs", "llc", "ltd", "m.a", "m.d", "max", "min", "mins", "oz", "p.m", "p.s", "ph.d",
    "plc", "r.i.p", "sq", "sr", "u.k", "u.n", "u.s", "u.s.a", "yrs",
];

/// How long the words of these lists are at most.
const LISTED_BYTES_MAX: usize = 12;

/// A word in small letters; one that is too long for the buffer, which is in no list, as none.
fn lower<'b>(word: &str, buffer: &'b mut [u8; LISTED_BYTES_MAX]) -> &'b str {
    let Some(small) = buffer.get_mut(..word.len()) else { return "" };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    std::str::from_utf8(small).unwrap_or_default()
}

/// Capital words that begin a sentence more often than they follow an abbreviation within one.
const STARTERS: &[&str] = &[
    "a",
    "about",
    "according",
    "after",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "any",
    "as",
    "at",
    "because",
    "before",
    "besides",
    "both",
    "but",
    "by",
    "despite",
    "during",
    "each",
    "earlier",
    "even",
    "every",
    "few",
    "first",
    "for",
    "from",
    "further",
    "furthermore",
    "given",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "indeed",
    "instead",
    "it",
    "its",
    "last",
    "later",
    "like",
    "many",
    "meanwhile",
    "more",
    "moreover",
    "most",
    "much",
    "my",
    "nevertheless",
    "no",
    "nor",
    "not",
    "nothing",
    "now",
    "of",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "others",
    "our",
    "over",
    "people",
    "perhaps",
    "rather",
    "recently",
    "she",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "therefore",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "thus",
    "to",
    "today",
    "too",
    "two",
    "under",
    "unless",
    "unlike",
    "until",
    "we",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "why",
    "will",
    "with",
    "within",
    "without",
    "yet",
    "you",
    "your",
];

/// What a stop behind `word` means.
pub(super) fn stop(word: &str) -> Stop {
    if word.is_empty() || word.len() > 12 {
        return Stop::Ends;
    }
    let capital = word.starts_with(char::is_uppercase);
    let mut small = [0; LISTED_BYTES_MAX];
    let small = lower(word, &mut small);
    let listed = |list: &[&str]| list.binary_search(&small).is_ok();
    // A month or a day is short for one with a capital alone: "sat" and "mar" are words.
    if listed(BEFORE_NUMBER) && (capital || word.len() < 3 || listed(&["fig", "nos", "para", "sec", "vol"])) {
        return Stop::BeforeNumber;
    }
    if listed(WITHIN) {
        return Stop::Within;
    }
    if listed(EITHER) || is_acronym(word) {
        return Stop::Either;
    }
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(first), None) if first.is_uppercase() => Stop::Within,
        _ => Stop::Ends,
    }
}

/// Whether a word is made of letters with stops between them, without the last stop: "U.S", "a.m", "Ph.D".
pub(super) fn is_acronym(word: &str) -> bool {
    let mut parts = 0;
    for part in word.split('.') {
        if part.is_empty() || part.len() > 2 || !part.chars().all(char::is_alphabetic) {
            return false;
        }
        parts += 1;
    }
    parts > 1
}

/// Whether a word in this form often begins a sentence.
pub(super) fn is_starter(word: &str) -> bool {
    STARTERS.binary_search(&lower(word, &mut [0; LISTED_BYTES_MAX])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order_and_no_word_is_too_long() {
        for list in [WITHIN, BEFORE_NUMBER, EITHER, STARTERS] {
            assert!(list.is_sorted());
            assert!(list.iter().all(|word| word.len() <= LISTED_BYTES_MAX));
        }
    }
}
