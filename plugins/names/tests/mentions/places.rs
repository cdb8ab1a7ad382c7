//! Capitals: the place, or the government that sits there.

use extractor_api::layer::{Mention, MentionKind};

use crate::support::find;

const OSLO_IS_A_PLACE: &[&str] = &[
    "They/PRON/2/nsubj praised/VERB/0/root Oslo/PROPN/2/obj ~,/PUNCT/2/punct Norway/PROPN/3/appos ~./PUNCT/2/punct",
    "Oslo/PROPN/4/nsubj –/PUNCT/4/punct talks/NOUN/4/nsubj ended/VERB/0/root ~./PUNCT/4/punct",
    "They/PRON/2/nsubj left/VERB/0/root the/DET/4/det suburbs/NOUN/2/obj of/ADP/6/case Oslo/PROPN/4/nmod ~./PUNCT/2/punct",
    "The/DET/3/det Oslo/PROPN/3/compound talks/NOUN/4/nsubj ended/VERB/0/root ~./PUNCT/4/punct",
    "They/PRON/2/nsubj met/VERB/0/root in/ADP/5/case central/ADJ/5/amod Oslo/PROPN/2/obl ~./PUNCT/2/punct",
    "They/PRON/2/nsubj flew/VERB/0/root to/ADP/4/case Oslo/PROPN/2/obl ~./PUNCT/2/punct",
];

const OSLO_IS_A_GOVERNMENT: &[&str] = &[
    "They/PRON/2/nsubj praised/VERB/0/root Oslo/PROPN/2/obj ~./PUNCT/2/punct",
    "They/PRON/2/nsubj left/VERB/0/root the/DET/4/det plans/NOUN/2/obj of/ADP/6/case Oslo/PROPN/4/nmod ~./PUNCT/2/punct",
    "They/PRON/2/nsubj left/VERB/0/root the/DET/4/det suburbs/NOUN/2/obj of/ADP/6/case Oslo/PROPN/2/obl ~./PUNCT/2/punct",
    "They/PRON/2/nsubj saw/VERB/0/root Oslo/PROPN/4/compound reject/VERB/2/xcomp it/PRON/4/obj ~./PUNCT/2/punct",
    "In/ADP/2/case Peru/PROPN/5/obl Oslo/PROPN/5/nsubj is/AUX/5/aux admired/VERB/0/root ~./PUNCT/5/punct",
    "They/PRON/2/nsubj sent/VERB/0/root a/DET/4/det letter/NOUN/2/obj to/ADP/6/case Oslo/PROPN/4/nmod ~./PUNCT/2/punct",
    "They/PRON/2/nsubj met/VERB/0/root in/ADP/5/case the/DET/5/det (/PUNCT/6/punct ~Oslo/PROPN/2/obl ~)/PUNCT/2/punct",
];

#[test]
fn a_capital_is_a_place_where_its_sentence_says_so() {
    for (sentences, kind, flags) in
        [(OSLO_IS_A_PLACE, MentionKind::Place, 0), (OSLO_IS_A_GOVERNMENT, MentionKind::Country, Mention::METONYM)]
    {
        for sentence in sentences {
            let oslo = find(sentence).one("Oslo");
            assert_eq!((oslo.kind, oslo.flags, oslo.country()), (kind, flags, "NOR"), "{sentence}");
        }
    }
}

#[test]
fn a_people_named_after_another_country_is_of_the_one_before_it() {
    let found = find("Bolivian/ADJ Indians/PROPN met/VERB Mexican/ADJ Americans/PROPN ~./PUNCT");
    assert_eq!(found.one("Bolivian Indians").country(), "BOL");
    assert_eq!(found.one("Americans").country(), "USA");
}

#[test]
fn a_name_that_turns_out_to_be_a_towns_is_so_wherever_it_stands() {
    let found = find(
        "The/DET Huaquillas/PROPN crossing/NOUN closed/VERB ~./PUNCT Fighting/NOUN grew/VERB in/ADP Huaquillas/PROPN ~./PUNCT",
    );
    let kinds: Vec<MentionKind> = found.all("Huaquillas").iter().map(|mention| mention.kind).collect();
    assert_eq!(kinds, [MentionKind::Place; 2]);
    assert_eq!(found.record("Huaquillas")["country"], "ECU");
}

#[test]
fn what_the_text_calls_a_village_is_one_whatever_else_has_the_name() {
    let found = find("They/PRON left/VERB the/DET Syrian/ADJ village/NOUN of/ADP Duma/PROPN ~./PUNCT");
    let duma = found.one("Duma");
    assert_eq!((duma.kind, duma.country()), (MentionKind::Place, "SYR"));
    let found = find("They/PRON left/VERB the/DET town/NOUN of/ADP Ak-Sai/PROPN ~./PUNCT");
    assert_eq!((found.one("Ak-Sai").kind, found.one("Ak-Sai").country()), (MentionKind::Place, ""));
    assert_eq!(find("They/PRON left/VERB the/DET Duma/PROPN ~./PUNCT").one("Duma").kind, MentionKind::Organization);
}

#[test]
fn a_river_is_not_the_country_after_which_it_is_called() {
    let on = |word: &str| {
        format!(
            "Rebels/NOUN/2/nsubj attacked/VERB/0/root boats/NOUN/2/obj on/ADP/7/case the/DET/7/det Niger/PROPN/7/compound \
             {word}/NOUN/2/obl ~./PUNCT/2/punct"
        )
    };
    assert_eq!(["river", "border"].map(|word| find(&on(word)).one("Niger").country().to_owned()), ["", "NER"]);
}
