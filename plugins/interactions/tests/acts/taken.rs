//! Who acts and on whom, where words other than the parties' own tell it; and words that were read as others.

use extractor_api::layer::MentionKind;

use crate::support::{Named, Sample, country, place};

const ALL: &[Named] = &[
    country("Ruritania", "RUR"),
    country("Sylvania", "SYL"),
    country("Ruritanian", "RUR"),
    country("Sylvanian", "SYL"),
    place("Sandport", "SYL"),
    ("Gornau", MentionKind::Other, "", ""),
];

#[track_caller]
fn check(notation: &str, wanted: &[&str]) {
    assert_eq!(Sample::new(notation, ALL).acts(), wanted);
}

#[test]
fn an_attack_is_by_those_whose_it_is() {
    let struck = |adjective: &str| {
        format!(
            "Ruritanian ADJ {adjective} amod\nair NOUN 3 compound singular\nstrikes NOUN 4 nsubj plural\nkilled VERB 0 root past
             two NUM 6 nummod\npeople NOUN 4 obj plural\nin ADP 8 case\nSylvania PROPN 6 nmod singular\n~. PUNCT 4 punct"
        )
    };
    check(&struck("3"), &["ASSAULT/aerial RUR > SYL past"]);
    check(&struck("2"), &["ASSAULT/aerial RUR > SYL past"]);
}

#[test]
fn what_armed_men_capture_may_be_a_place_by_its_name() {
    let captured = |what: &str| {
        format!(
            "Ruritanian ADJ 2 amod\ntroops NOUN 3 nsubj plural\ncaptured VERB 0 root past\n{what} PROPN 3 obj singular
             on ADP 6 case\nFriday PROPN 3 obl singular\n~. PUNCT 3 punct"
        )
    };
    check(&captured("Sandport"), &["ASSAULT/heavy-weapons RUR > SYL past"]);
    check(&captured("Gornau"), &["ASSAULT/heavy-weapons RUR > Gornau past"]);
}

#[test]
fn what_somebody_tells_another_that_he_will_not_do_he_refuses_him() {
    check(
        "Ruritania PROPN 2 nsubj singular\ntold VERB 0 root past\nthe DET 5 det\nSylvanian ADJ 5 amod\nenvoy NOUN 2 iobj singular
         it PRON 9 nsubj\nwould AUX 9 aux modal\nnot PART 9 advmod\nresume VERB 2 ccomp base\ntalks NOUN 9 obj plural
         ~. PUNCT 2 punct",
        &["REJECT/meet RUR > SYL past"],
    );
}

#[test]
fn an_adjective_behind_a_modal_with_an_object_is_the_verb() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsaid VERB 0 root past\nit PRON 5 nsubj\nwould AUX 5 aux modal\nfree ADJ 2 ccomp
         the DET 8 det\nSylvanian ADJ 8 amod\nsailors NOUN 5 obj plural\n~. PUNCT 2 punct",
        &["CONCEDE RUR > SYL plan"],
    );
}

#[test]
fn what_one_calls_out_with_a_subject_and_an_object_is_a_verb() {
    check(
        "Ruritania PROPN 2 nsubj singular\nwelcome INTJ 7 ccomp\na DET 4 det\ndeal NOUN 2 obj singular\n~, PUNCT 2 punct
         agencies NOUN 7 nsubj plural\nsaid VERB 0 root past\n~. PUNCT 7 punct",
        &["SUPPORT RUR >  past"],
    );
}

#[test]
fn who_acts_may_hang_on_an_adverb_without_being_read_as_the_agent() {
    check(
        "Ruritania PROPN 3 nsubj:pass singular\nwas AUX 3 aux:pass past\nopposed VERB 0 root participle\nearlier ADV 3 advmod comparative
         by ADP 6 case\nSylvania PROPN 4 obl singular\n~. PUNCT 3 punct",
        &["ACCUSE/disapprove SYL > RUR past"],
    );
}

#[test]
fn shells_are_nobody_on_whom_they_are_fired() {
    check(
        "Ruritania PROPN 2 nsubj singular\nfired VERB 0 root past\ntwo NUM 4 nummod\nshells NOUN 2 obj plural\nat ADP 6 case
         Sylvania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &["ASSAULT/heavy-weapons RUR > SYL past"],
    );
}

#[test]
fn the_first_of_two_objects_is_a_part_of_the_verb() {
    check(
        "Ruritania PROPN 3 nsubj singular\nwill AUX 3 aux modal\nwire VERB 0 root base\ntap NOUN 3 obj singular\nlinks NOUN 3 obj plural
         of ADP 7 case\nSylvania PROPN 5 nmod singular\n~. PUNCT 3 punct",
        &["THREATEN/restrict RUR > SYL plan"],
    );
}

#[test]
fn time_spent_on_talks_is_a_measure_of_them() {
    check(
        "Ruritania PROPN 4 nsubj singular\nand CCONJ 3 cc\nSylvania PROPN 1 conj singular\nheld VERB 0 root past\ntwo NUM 6 nummod
         hours NOUN 4 obj plural\nof ADP 8 case\ntalks NOUN 6 nmod plural\n~. PUNCT 4 punct",
        &["CONSULT RUR+SYL >  past"],
    );
}

#[test]
fn who_is_on_a_visit_makes_it_also_where_he_was_taken_for_what_is_told() {
    let visit = |premier: &str, is: &str, visit: &str| {
        format!(
            "The DET 3 det\nRuritanian ADJ 3 amod\npremier NOUN {premier} singular\nis AUX {is} cop third\non ADP 7 case\nan DET 7 det
             visit NOUN {visit} singular\nto ADP 9 case\nSylvania PROPN 7 nmod singular\n~. PUNCT 3 punct"
        )
    };
    check(&visit("7 nsubj", "7", "0 root"), &["CONSULT/visit RUR > SYL past"]);
    check(&visit("0 root", "3", "3 nmod"), &["CONSULT/visit RUR > SYL past"]);
}

#[test]
fn a_strange_gerund_at_the_start_before_a_verb_of_the_past_is_a_name() {
    check(
        "Gornauing VERB 2 compound gerund\ndispatched VERB 0 root participle\nships NOUN 2 obj plural\nto ADP 5 case
         Sylvania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &["MOBILIZE/weapons Gornauing > SYL past"],
    );
}

#[test]
fn a_plural_without_a_subject_is_no_verb_of_what_somebody_says() {
    check(
        "Ruritania PROPN 2 nsubj singular\nhanded VERB 0 root past\nover ADP 4 case\nfifty NUM 2 obl\nfraud NOUN 6 compound singular
         suspects VERB 2 ccomp third\nto ADP 8 case\nSylvania PROPN 6 obl singular\n~. PUNCT 2 punct",
        &["COOPERATE RUR > SYL past"],
    );
}

#[test]
fn what_is_brushed_aside_is_the_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\nbrushed VERB 0 root past\naside ADP 6 case\nthe DET 6 det\nSylvanian ADJ 6 amod
         plan NOUN 2 obl singular\n~. PUNCT 2 punct",
        &["REJECT/change RUR > SYL past"],
    );
}

#[test]
fn one_speaks_with_an_adviser_and_not_with_his_help() {
    check(
        "Ruritania PROPN 2 nsubj singular\nheld VERB 0 root past\ntalks NOUN 2 obj plural\nwith ADP 7 case\nthe DET 7 det
         Sylvanian ADJ 7 amod\nadviser NOUN 3 nmod singular\n~. PUNCT 2 punct",
        &["CONSULT RUR+SYL >  past"],
    );
}

#[test]
fn what_somebody_insists_is_so_he_does_not_ask_for() {
    let insisted = |verb: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\ninsisted VERB 0 root past\nthat SCONJ 5 mark\nSylvania PROPN 5 nsubj singular
             {verb} VERB 2 ccomp past\nits PRON 7 nmod:poss\ntroops NOUN 5 obj plural\n~. PUNCT 2 punct"
        )
    };
    check(&insisted("withdraw"), &["REQUEST/yield RUR > SYL demand"]);
    check(&insisted("trained"), &[]);
}

#[test]
fn what_is_joined_to_a_request_is_asked_for_too() {
    check(
        "Ruritania PROPN 2 nsubj singular\nurges VERB 0 root third\nSylvania PROPN 2 obj singular\nto PART 5 mark\npay VERB 2 xcomp base
         and CCONJ 7 cc\nwithdraw VERB 2 conj present\nits PRON 9 nmod:poss\ntroops NOUN 7 obj plural\n~. PUNCT 2 punct",
        &["REQUEST/yield RUR > SYL demand"],
    );
}

#[test]
fn a_question_is_no_request_and_what_it_tells_is_told() {
    check(
        "Ruritania PROPN 2 nsubj singular\nasked VERB 0 root past\n~: PUNCT 5 punct\nSylvania PROPN 5 nsubj singular
         expelled VERB 2 ccomp past\na DET 7 det\ndiplomat NOUN 5 obj singular\n~. PUNCT 2 punct",
        &["SANCTION/expel SYL > diplomat past"],
    );
}

#[test]
fn regret_at_a_decision_of_others_is_no_apology() {
    check(
        "Ruritania PROPN 2 nsubj singular\nexpressed VERB 0 root past\nregret NOUN 2 obj singular\nover ADP 7 case
         Sylvania PROPN 7 nmod:poss singular\n~'s PART 5 case\ndecision NOUN 3 nmod singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn an_attack_in_support_of_somebody_is_not_on_him() {
    let strikes = |aim: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\ncarried VERB 0 root past\nout ADP 2 compound:prt\nair NOUN 5 compound singular
             strikes NOUN 2 obj plural\nin ADP 7 case\n{aim} NOUN 2 obl singular\nof ADP 11 case\nthe DET 11 det
             Sylvanian ADJ 11 amod\narmy NOUN 7 nmod singular\n~. PUNCT 2 punct"
        )
    };
    check(&strikes("support"), &["ASSAULT/aerial RUR >  past"]);
    check(&strikes("areas"), &["ASSAULT/aerial RUR > SYL past"]);
}

#[test]
fn what_may_come_of_something_nobody_threatens_with() {
    let warned = |modal: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nwarned VERB 0 root past\nthat SCONJ 7 mark\nthe DET 5 det
             plan NOUN 7 nsubj singular\n{modal} AUX 7 aux modal\nfail VERB 2 ccomp base\nin ADP 9 case
             Sylvania PROPN 7 obl singular\n~. PUNCT 2 punct"
        )
    };
    check(&warned("could"), &[]);
    check(&warned("would"), &["THREATEN RUR > SYL past"]);
}
