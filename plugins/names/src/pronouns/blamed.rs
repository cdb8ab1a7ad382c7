//! "cut ties with Peru over its raids": whose it is what somebody answers to.

use std::ops::Range;

use extractor_api::layer::Relation;

use super::Resolver;

/// Beginnings of verbs that judge somebody for what is his.
const JUDGING: &[&str] = &[
    "condemn",
    "criticis",
    "criticiz",
    "denounc",
    "blam",
    "accus",
    "slam",
    "lambast",
    "rebuk",
    "censur",
    "fault",
    "sanction",
    "punish",
    "penalis",
    "penaliz",
    "prais",
    "thank",
    "commend",
    "applaud",
    "hail",
    "congratulat",
];
/// Beginnings of verbs that answer to what somebody did.
const ANSWERING: &[&str] = &[
    "impos", "cut", "sever", "broke", "suspend", "recall", "expel", "withdr", "halt", "froze", "summon", "boycott",
    "sued", "downgrad", "block", "bann",
];
/// What is answered to or judged, behind these words; the second is before the first, where there is one.
const OVER: &[&str] = &["over", "because"];
const BEHIND_NOUN: &[(&str, &[&str])] =
    &[("protest", &["at", "over", "against"]), ("response", &["to"]), ("retaliation", &["for"]), ("reaction", &["to"])];
/// Steps up from a pronoun to the verb, and words between them.
const STEPS_MAX: usize = 5;
const WORDS_MAX: usize = 24;

impl Resolver<'_, '_, '_> {
    /// The words among which the one stands to whom the thing of a possessive pronoun belongs, when it is what somebody is
    /// judged for, or what somebody answers to; empty else.
    pub(super) fn blamed(&self, token: usize) -> Range<usize> {
        let parsed = self.reading.parsed;
        let none = token..token;
        let Some(thing) = parsed.head(token).filter(|_| parsed.relation(token) == Relation::NmodPoss) else {
            return none;
        };
        let mut cases = parsed.dependents(thing).take(8).filter(|&word| parsed.relation(word) == Relation::Case);
        let Some(case) = cases.next().filter(|&case| case < token) else { return none };
        let is_over = parsed.is_any(case, OVER) || is_behind_noun(self, case);
        if !is_over && !parsed.is(case, "for") {
            return none;
        }
        let begins = |verb: usize, stems: &[&str]| {
            stems
                .iter()
                .any(|stem| parsed.word(verb).get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(stem)))
        };
        let answers = |&verb: &usize| verb < case && (begins(verb, JUDGING) || is_over && begins(verb, ANSWERING));
        let Some(verb) = parsed.heads(thing).skip(1).take(STEPS_MAX).find(answers) else { return none };
        // Who is judged himself is the subject.
        let is_passive = parsed
            .dependents(verb)
            .take(WORDS_MAX)
            .any(|word| matches!(parsed.relation(word), Relation::NsubjPass | Relation::AuxPass));
        if is_passive || case - verb > WORDS_MAX { none } else { verb + 1..case }
    }
}

fn is_behind_noun(resolver: &Resolver<'_, '_, '_>, case: usize) -> bool {
    let parsed = resolver.reading.parsed;
    let Some(before) = case.checked_sub(1) else { return false };
    BEHIND_NOUN.iter().any(|(noun, cases)| parsed.is(before, noun) && parsed.is_any(case, cases))
}
