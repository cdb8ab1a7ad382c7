//! The language of one stretch of text: script first, then words and letters, then trigrams.
//!
//! Trigrams ([`whatlang`]) cost as much as reading a page of text and guess wildly on a few words. So they are asked
//! only where script, words and letters leave several languages, and, when these name any, only about those.

use std::borrow::Cow;

use whatlang::{Detector, Lang, Script};

use crate::profile::{Profile, Score, Tables};
use crate::script::{SCRIPTS, writes};
use crate::set::Set;

/// Lines of up to so many words are labels: buttons, sections, names.
const LABEL_WORDS_MAX: u32 = 3;
/// What a function word and a half is worth, each of one language alone; less may be an accident of spelling or, in
/// a label, part of a name.
const POINTS_MIN: u32 = 6;
/// What a word is worth that one language alone has.
const POINTS_OF_ONE_WORD: u32 = 4;
/// How many characters trigrams are shown.
const TRIGRAM_CHARACTERS_MAX: usize = 1000;
/// On fewer letters trigrams guess wildly, unless they choose between few languages.
const TRIGRAM_LETTERS_MIN: u32 = 40;
/// Trigrams that are less sure do not overrule the text around.
const OVERRULE: u32 = 500;

/// Confidence of the sure: trigrams need it where no word speaks for their answer, Han characters without kana have it.
const SURE: u32 = 900;
/// Confidence in what is shown by evidence that several languages share.
const LEAST_SHOWN: u32 = 400;
/// Confidence in a line that takes the language of the text around it.
const INHERITED: u32 = 300;
/// Confidence in the most common language of a script when there is nothing else.
const MOST_COMMON: u32 = 200;

/// What was decided about a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// `None` when the language could not be told, or is not one of those allowed.
    pub(crate) language: Option<Lang>,
    /// Thousandths.
    pub(crate) confidence: u32,
    /// Whether the stretch itself showed it; otherwise it was taken from the text around, or guessed.
    pub(crate) shown: bool,
}

impl Verdict {
    /// Nothing can be told.
    pub(crate) const UNKNOWN: Verdict = Verdict { language: None, confidence: 0, shown: false };

    fn shown(language: Lang, confidence: u32) -> Verdict {
        Verdict { language: Some(language), confidence, shown: true }
    }

    fn taken(language: Lang, confidence: u32) -> Verdict {
        Verdict { language: Some(language), confidence, shown: false }
    }
}

/// Tells languages, out of those allowed.
pub(crate) struct Judge {
    /// The languages to choose from, by script.
    candidates: [Set; SCRIPTS],
    tables: Tables,
}

impl Judge {
    /// Makes a judge that answers with one of these languages or none.
    pub(crate) fn new(allowed: Set) -> Judge {
        let mut candidates = [Set::default(); SCRIPTS];
        for &script in Script::all() {
            candidates[script as usize] = allowed.iter().filter(|&language| writes(language, script)).collect();
        }
        Judge { candidates, tables: Tables::new() }
    }

    /// Decides about a stretch of text that stands in a text of the language `around`, if that is known.
    pub(crate) fn decide(&self, text: &str, around: Option<Lang>) -> Verdict {
        let text = without_addresses(text);
        let profile = Profile::of(&text, &self.tables);
        let Some(script) = profile.main_script() else { return Verdict::UNKNOWN };
        let candidates = self.candidates[script as usize];
        let home = around.filter(|&language| candidates.contains(language));
        let case = Case { text: &text, profile: &profile, candidates };
        match (candidates.len(), home) {
            (0, _) => Verdict::UNKNOWN,
            _ if script == Script::Mandarin => han(home, candidates),
            _ if script.langs().len() == 1 => case.by_script(script),
            (_, Some(home)) => case.at_home(home),
            (_, None) => case.alone(),
        }
    }
}

/// Han characters without kana: Chinese, or a headline in a Japanese text.
fn han(home: Option<Lang>, candidates: Set) -> Verdict {
    match home == Some(Lang::Jpn) || !candidates.contains(Lang::Cmn) {
        true => Verdict::taken(Lang::Jpn, INHERITED),
        false => Verdict::shown(Lang::Cmn, SURE),
    }
}

/// Leaves out addresses of pages and people, file names and code: their words are of no language.
fn without_addresses(text: &str) -> Cow<'_, str> {
    if !is_address(text) {
        return Cow::Borrowed(text);
    }
    let ends_word = |character: char| !character.is_ascii_graphic();
    let mut kept = String::with_capacity(text.len());
    for piece in text.split_inclusive(ends_word) {
        let word = piece.trim_end_matches(ends_word);
        kept.push_str(if is_address(word) { &piece[word.len()..] } else { piece });
    }
    Cow::Owned(kept)
}

/// Whether there is a mark of an address: a scheme, an `@` or a dot inside a word.
fn is_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_small = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let is_inside = |at: usize| at > 0 && is_small(at - 1) && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
    memchr::memchr3_iter(b'@', b':', b'.', bytes).any(|at| match bytes[at] {
        b':' => bytes[at..].starts_with(b"://"),
        b'.' => is_inside(at),
        _ => true,
    })
}

/// A stretch of text in a script of several languages.
struct Case<'a> {
    text: &'a str,
    profile: &'a Profile,
    candidates: Set,
}

impl Case<'_> {
    /// The script has one language.
    fn by_script(&self, script: Script) -> Verdict {
        let share = 1000 * u64::from(self.profile.letters_of(script)) / u64::from(self.profile.letters.max(1));
        let language = self.candidates.iter().next();
        language.map_or(Verdict::UNKNOWN, |language| Verdict::shown(language, share as u32))
    }

    /// The text around is of a language that could be this one's: it holds unless something speaks against it.
    fn at_home(&self, home: Lang) -> Verdict {
        let own = self.profile.points(home);
        let nobody = (Score { language: home, points: 0 }, 0);
        let (rival, next) = self.profile.best_two(self.candidates.without(home)).unwrap_or(nobody);
        if self.is_label() {
            return match (rival.points, own) {
                (0 | 1, 0) => Verdict::taken(home, INHERITED),
                (other, own) if other <= own => Verdict::shown(home, confidence(own, other)),
                (other, _) if self.may_be_name() && other < POINTS_MIN => Verdict::taken(home, INHERITED),
                (other, own) => Verdict::shown(rival.language, confidence(other, own.max(next))),
            };
        }
        let is_ahead = own > rival.points || (own == rival.points && 3 * own >= self.profile.words);
        if is_ahead {
            return Verdict::shown(home, confidence(own, rival.points));
        }
        if is_clear(rival.points, own.max(next)) && rival.points >= 2 * own {
            return Verdict::shown(rival.language, confidence(rival.points, own.max(next)));
        }
        self.contest(home, own, rival)
    }

    /// Nothing is known of the text around, or it is in another script.
    fn alone(&self) -> Verdict {
        let Some((best, next)) = self.profile.best_two(self.candidates) else { return Verdict::UNKNOWN };
        if self.is_label() {
            let is_shown = best.points > 0 && (!self.may_be_name() || best.points >= POINTS_MIN);
            return match is_shown {
                true => Verdict::shown(best.language, confidence(best.points, next)),
                false => Verdict::taken(best.language, MOST_COMMON),
            };
        }
        if is_clear(best.points, next) && best.points >= self.profile.words / 3 {
            return Verdict::shown(best.language, confidence(best.points, next));
        }
        let guess = self.trigrams(self.with_points(best.points / 2));
        if best.points == 0 {
            return guess.unwrap_or(Verdict::taken(best.language, MOST_COMMON));
        }
        let favourite = Verdict::shown(best.language, confidence(best.points, next));
        // Trigrams are not believed against a word, not even one of a name, that their language does not have.
        let has_words = |language| self.profile.points(language) + POINTS_OF_ONE_WORD / 2 > best.points;
        let overrules = |guess: &Verdict| guess.confidence >= OVERRULE && guess.language.is_some_and(has_words);
        guess.filter(overrules).unwrap_or(favourite)
    }

    /// Lets trigrams choose between the language of the text around and those that the words speak for.
    fn contest(&self, home: Lang, own: u32, rival: Score) -> Verdict {
        let most = own.max(rival.points);
        if most < self.profile.words / 3 {
            let guess = self.is_telling().then(|| self.trigrams(self.candidates)).flatten();
            return guess.filter(|guess| guess.confidence >= SURE).unwrap_or(Verdict::taken(home, INHERITED));
        }
        let favourite = match rival.points >= POINTS_OF_ONE_WORD.max(2 * own) && !self.may_be_name() {
            true => Verdict::shown(rival.language, confidence(rival.points, own)),
            false => Verdict::taken(home, INHERITED),
        };
        let mut among = self.with_points(most.div_ceil(2));
        among.insert(home);
        self.trigrams(among).filter(|verdict| verdict.confidence >= OVERRULE).unwrap_or(favourite)
    }

    /// Whether there is so much beside names and tags that trigrams do not guess wildly.
    fn is_telling(&self) -> bool {
        let Profile { letters, words, plain, capitals, .. } = *self.profile;
        let tags = || memchr::memchr_iter(b'#', self.text.as_bytes()).count();
        letters >= TRIGRAM_LETTERS_MIN && plain > capitals && 2 * tags() < words as usize
    }

    /// Asks trigrams about some languages; about one there is nothing to ask.
    fn trigrams(&self, among: Set) -> Option<Verdict> {
        if among.len() < 2 {
            return None;
        }
        let end = self.text.char_indices().nth(TRIGRAM_CHARACTERS_MAX).map_or(self.text.len(), |(at, _)| at);
        let info = Detector::with_allowlist(among.iter().collect()).detect(&self.text[..end])?;
        Some(Verdict::shown(info.lang(), (info.confidence() * 1000.0) as u32))
    }

    fn is_label(&self) -> bool {
        self.profile.words <= LABEL_WORDS_MAX
    }

    /// Whether there are but capitals and function words: "Rio de Janeiro".
    fn may_be_name(&self) -> bool {
        self.profile.capitals > 0 && self.profile.plain == 0
    }

    /// The candidates for which there is so much evidence.
    fn with_points(&self, points: u32) -> Set {
        self.candidates.iter().filter(|&language| self.profile.points(language) >= points).collect()
    }
}

/// Whether evidence is enough to do without trigrams.
fn is_clear(best: u32, next: u32) -> bool {
    best >= POINTS_MIN && 3 * next <= 2 * best
}

/// Thousandths: nearer to 1000 the more evidence there is, less when another language has more than half of it.
fn confidence(best: u32, next: u32) -> u32 {
    let (best, next) = (u64::from(best), u64::from(next.min(best)));
    let lead = (2 * (best - next)).min(best);
    // `best / (best + 4)`: one word of one language alone makes one half.
    let confidence = 1000 * lead / (best + 4);
    LEAST_SHOWN.max(confidence as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_file_names_are_left_out() {
        let cases = [
            ("More at https://example.com/ferry?id=4 today", "More at  today"),
            ("Write to desk@example.org or see notes.txt.", "Write to  or see "),
            ("時刻表はexample.comで", "時刻表はで"),
            ("It sank at 2.5 knots. Nobody was hurt.", "It sank at 2.5 knots. Nobody was hurt."),
            ("No.1 in the U.S. market... again", "No.1 in the U.S. market... again"),
        ];
        for (text, left) in cases {
            assert_eq!(without_addresses(text), left);
        }
    }

    #[test]
    fn confidence_grows_with_evidence_and_lead() {
        let cases = [((4, 0), 500), ((40, 0), 909), ((40, 20), 909), ((40, 30), 454), ((40, 40), 400), ((2, 5), 400)];
        for ((best, next), expected) in cases {
            assert_eq!(confidence(best, next), expected, "{best} before {next}");
        }
    }

    #[test]
    fn what_the_text_around_shows_is_told_from_what_it_lends() {
        let judge = Judge::new(Set::all());
        let decide = |text| judge.decide(text, Some(Lang::Eng));
        assert_eq!(decide("Kadıdere"), Verdict::shown(Lang::Tur, LEAST_SHOWN));
        assert_eq!(decide("Westermouth"), Verdict::taken(Lang::Eng, INHERITED));
        assert_eq!(decide("The ferry is late"), Verdict::shown(Lang::Eng, 500));
        assert_eq!(decide("12:30"), Verdict::UNKNOWN);
    }
}
