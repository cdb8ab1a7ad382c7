//! Names, days, titles and clauses that the parser hung where the words do not let them stand.

use extractor_api::layer::MentionKind;
use serde_json::Value;

use crate::support::{Named, Sample, country, person};

const RURITANIA: Named = country("Ruritania", "RUR");
const SYLVANIA: Named = country("Sylvania", "SYL");
const BORDURIA: Named = country("Borduria", "BOR");
const ALL: &[Named] = &[RURITANIA, SYLVANIA, BORDURIA];

#[track_caller]
fn check(notation: &str, wanted: &[&str]) {
    assert_eq!(Sample::new(notation, ALL).acts(), wanted);
}

#[test]
fn a_strange_noun_with_a_capital_letter_is_a_name() {
    check(
        "Ruritania PROPN 2 nsubj singular\nwelcomed VERB 0 root past\nthe DET 4 det\nreturn NOUN 2 obj singular\nof ADP 6 case
         ties NOUN 4 nmod plural\nwith ADP 8 case\nGornau NOUN 6 nmod singular\n~. PUNCT 2 punct",
        &["SUPPORT RUR > Gornau past"],
    );
}

#[test]
fn a_verb_that_is_a_subject_is_a_name() {
    check(
        "Sterling VERB 2 nsubj gerund\ncondemned VERB 0 root past\nRuritania PROPN 2 obj singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove Sterling > RUR past"],
    );
}

#[test]
fn a_day_between_subject_and_verb_belongs_to_the_verb() {
    check(
        "Gornau NOUN 4 nsubj singular\non ADP 3 case\nMonday PROPN 1 nmod singular\nsigned VERB 0 root past\na DET 6 det
         treaty NOUN 4 obj singular\nwith ADP 8 case\nSylvania PROPN 6 nmod singular\n~. PUNCT 4 punct",
        &["SUPPORT Gornau+SYL >  past"],
    );
}

#[test]
fn what_hangs_on_a_day_belongs_to_the_verb() {
    check(
        "Ruritania PROPN 3 compound singular\n~'s PART 1 case\nmayor NOUN 4 nsubj singular\nleft VERB 0 root past
         yesterday NOUN 4 obl:unmarked singular\nfor ADP 7 case\nSylvania PROPN 5 nmod singular\n~. PUNCT 4 punct",
        &["CONSULT/visit RUR > SYL past"],
    );
}

#[test]
fn a_war_vowed_on_a_day_is_to_be_waged() {
    check(
        "Ruritania PROPN 2 nsubj singular\nvowed VERB 0 root past\non ADP 4 case\nMonday PROPN 2 obl singular\nto ADP 7 case
         wage NOUN 7 compound singular\nwar NOUN 4 nmod singular\non ADP 9 case\nSylvania PROPN 2 obl singular
         ~. PUNCT 2 punct",
        &["THREATEN/violence RUR > SYL past"],
    );
}

#[test]
fn a_participle_joined_to_a_day_is_the_second_verb() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root past\nSylvania PROPN 2 obj singular\non ADP 5 case
         Monday PROPN 2 obl singular\nand CCONJ 8 cc\npromised VERB 8 amod participle\naid NOUN 5 conj singular
         to ADP 10 case\nBorduria PROPN 8 nmod singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past", "AGREE RUR > BOR promise"],
    );
}

#[test]
fn a_day_is_not_what_is_rejected() {
    check(
        "Ruritania PROPN 2 nsubj singular\nrejected VERB 0 root past\nMonday PROPN 2 obj singular\na DET 6 det
         Sylvania PROPN 6 compound singular\nappeal NOUN 2 obj singular\n~. PUNCT 2 punct",
        &["REJECT/change RUR > SYL past"],
    );
}

#[test]
fn who_acts_hangs_on_no_adverb() {
    check(
        "Ruritania PROPN 3 nsubj:pass singular\nwas AUX 3 aux:pass past\ncondemned VERB 0 root participle\nearlier ADV 3 advmod
         by ADP 6 case\nSylvania PROPN 4 obl:agent singular\n~. PUNCT 3 punct",
        &["ACCUSE/disapprove SYL > RUR past"],
    );
}

#[test]
fn who_stands_before_a_verb_behind_after_does_it() {
    check(
        "Ruritania PROPN 2 nsubj singular\nwaited VERB 0 root past\nafter ADP 5 case\nSylvania PROPN 5 compound singular
         students NOUN 2 obl plural\ncondemned VERB 2 conj past\nBorduria PROPN 6 obj singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove SYL > BOR past"],
    );
}

#[test]
fn who_stands_between_with_and_a_gerund_does_it() {
    check(
        "Talks NOUN 2 nsubj plural\nstalled VERB 0 root past\nin ADP 5 case\nthe DET 5 det\nregion NOUN 2 obl singular
         ~, PUNCT 8 punct\nwith ADP 8 case\nRuritania PROPN 9 obl singular\ncondemning VERB 5 acl gerund
         Sylvania PROPN 9 obj singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL recurring"],
    );
}

#[test]
fn a_participle_behind_its_verb_describes_the_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\nextradited VERB 0 root past\nsuspected VERB 2 advcl participle\nspy ADJ 5 amod
         Kovar PROPN 3 nsubj singular\nto ADP 7 case\nSylvania PROPN 3 obl singular\n~. PUNCT 2 punct",
        &["COOPERATE RUR > SYL past"],
    );
}

#[test]
fn a_title_before_the_second_name_joins_no_names() {
    let notation =
        "Anna PROPN 9 nsubj singular\nKovar PROPN 1 flat singular\nand CCONJ 6 cc\nSylvania PROPN 6 compound singular
        Foreign ADJ 6 amod\nMinister PROPN 2 conj singular\nJan PROPN 1 appos singular\nNovak PROPN 7 flat singular
        met VERB 0 root past\n~. PUNCT 9 punct";
    let named = [person("Anna Kovar", "RUR"), person("Jan Novak", "SYL")];
    assert_eq!(Sample::new(notation, &named).acts(), ["CONSULT RUR+SYL >  past"]);
}

#[test]
fn a_verb_with_a_capital_letter_behind_to_is_a_place() {
    check(
        "Ruritania PROPN 3 nmod:poss singular\n~'s PART 1 case\nnegotiators NOUN 4 nsubj plural\nreturned VERB 0 root past
         to PART 6 mark\nGornau VERB 4 advcl base\n~. PUNCT 4 punct",
        &["CONSULT/visit RUR > Gornau past"],
    );
}

#[test]
fn an_adjective_before_a_title_is_not_who_acts() {
    let notation =
        "Ruritania PROPN 3 nmod:poss singular\n~'s PART 1 case\nyoung ADJ 8 nsubj\nand CCONJ 7 cc\nable ADJ 6 amod
        minister NOUN 7 compound singular\nKovar PROPN 3 conj singular\ncondemned VERB 0 root past
        Sylvania PROPN 8 obj singular\n~. PUNCT 8 punct";
    let records = Sample::new(notation, &[RURITANIA, SYLVANIA, person("Kovar", "")]).records();
    assert_eq!(records[0]["actors"][0]["country"], "RUR");
}

#[test]
fn of_two_nouns_side_by_side_the_last_is_the_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\nimposed VERB 0 root past\na DET 5 det\nnight NOUN 5 compound singular\ntime NOUN 2 obj singular
         curfew NOUN 5 nmod:unmarked singular\nin ADP 8 case\nSylvania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &["COERCE/curfew RUR > SYL past"],
    );
}

#[test]
fn a_reporter_behind_the_last_name_is_no_part_of_the_act() {
    let notation = "Ruritania PROPN 3 nsubj singular\nwill AUX 3 aux modal\nsend VERB 0 root base\naid NOUN 3 obj singular
        to ADP 7 case\na DET 7 det\nforce NOUN 3 obl singular\nin ADP 9 case\nSylvania PROPN 7 nmod singular\n~, PUNCT 7 punct
        Minister PROPN 12 nmod singular\nKovar PROPN 7 appos singular\nsaid VERB 7 acl:relcl past\n~. PUNCT 3 punct";
    let named = [RURITANIA, SYLVANIA, person("Kovar", "BOR")];
    assert_eq!(Sample::new(notation, &named).acts(), ["AGREE RUR > SYL plan"]);
}

#[test]
fn who_uses_something_is_the_subject_of_what_it_does() {
    check(
        "Ruritania PROPN 2 nsubj singular\nusing VERB 4 csubj gerund\nmissiles NOUN 4 nsubj plural\nattacked VERB 0 root past
         Sylvania PROPN 4 obj singular\n~. PUNCT 4 punct",
        &["ASSAULT/heavy-weapons RUR > SYL past"],
    );
}

#[test]
fn a_noun_has_no_auxiliary() {
    check(
        "Ruritania PROPN 3 nsubj singular\nhas AUX 3 aux third\noutright NOUN 0 root singular\ncondemned VERB 3 acl past
         Sylvania PROPN 4 obj singular\n~. PUNCT 3 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn the_other_side_is_the_one_from_abroad() {
    check(
        "Ruritania PROPN 2 nsubj singular\nfired VERB 0 root past\nshells NOUN 2 obj plural\nnear ADP 6 case\na DET 6 det
         boat NOUN 3 nmod singular\nfrom ADP 8 case\nSylvania PROPN 3 nmod singular\non ADP 10 case\npatrol NOUN 2 obl singular
         of ADP 12 case\nRuritania PROPN 10 nmod singular\n~. PUNCT 2 punct",
        &["ASSAULT/heavy-weapons RUR > SYL past"],
    );
}

#[test]
fn a_gerund_joined_to_a_noun_is_one() {
    check(
        "Ruritania PROPN 2 nsubj singular\nlaunched VERB 0 root past\nraiding NOUN 2 obj singular\nand CCONJ 3 cc
         shelling VERB 4 acl gerund\noffensive ADJ 5 advmod\nagainst ADP 8 case\nSylvania PROPN 6 obl singular\n~. PUNCT 2 punct",
        &["ASSAULT/heavy-weapons RUR > SYL past"],
    );
}

#[test]
fn an_object_behind_a_phrase_is_the_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsealed VERB 0 root past\noff ADP 2 compound:prt\nfor ADP 5 case
         repairs NOUN 2 obl plural\nthe DET 7 det\nroads NOUN 5 appos plural\ninto ADP 9 case\nSylvania PROPN 7 nmod singular
         ~. PUNCT 2 punct",
        &["COERCE/restrict RUR > SYL past"],
    );
}

#[test]
fn a_title_beside_its_name_is_no_second_subject() {
    let notation = "Ruritania PROPN 3 nmod:poss singular\n~'s PART 1 case\nminister NOUN 5 nsubj singular
        Kovar PROPN 5 nsubj singular\ncondemned VERB 0 root past\nSylvania PROPN 5 obj singular\n~. PUNCT 5 punct";
    let records = Sample::new(notation, &[RURITANIA, SYLVANIA, person("Kovar", "")]).records();
    assert_eq!(records[0]["actors"][0]["country"], "RUR");
}

#[test]
fn an_adjective_with_a_possessor_is_no_clause() {
    let notation = "Ruritania PROPN 3 nmod:poss singular\n~'s PART 1 case\nhaughty ADJ 0 root\nand CCONJ 7 cc
        grim ADJ 6 amod\ngeneral NOUN 7 nsubj singular\ncondemned VERB 3 conj past\nSylvania PROPN 7 obj singular\n~. PUNCT 3 punct";
    check(notation, &["ACCUSE/disapprove RUR > SYL past"]);
}

#[test]
fn a_word_with_a_subject_of_its_own_is_a_verb() {
    for (word, tag, form) in [("condemned", "ADJ", "other"), ("condemns", "NOUN", "plural")] {
        check(
            &format!(
                "Ruritania PROPN 2 nsubj singular\n{word} {tag} 6 nsubj {form}\nSylvania PROPN 2 obj singular
                 ~, PUNCT 2 punct\nofficials NOUN 6 nsubj plural\nsaid VERB 0 root past\n~. PUNCT 6 punct"
            ),
            &["ACCUSE/disapprove RUR > SYL past"],
        );
    }
}

#[test]
fn no_participle_describes_a_verb() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root past\nSylvania PROPN 2 obj singular\nand CCONJ 6 cc
         offered VERB 6 amod participle\nloans VERB 2 conj third\nto ADP 8 case\nBorduria PROPN 6 nmod singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past", "AGREE RUR > BOR offer"],
    );
}

#[test]
fn a_past_form_with_a_subject_is_no_noun() {
    check(
        "Ruritania PROPN 2 nsubj singular\nshot NOUN 0 root singular\nat ADP 4 case\nSylvania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &["ASSAULT/firearms RUR > SYL past"],
    );
}

#[test]
fn an_infinitive_behind_a_phrase_completes_the_verb() {
    check(
        "Ruritania PROPN 2 nsubj singular\nrefused VERB 0 root past\nin ADP 4 case\npublic NOUN 2 obl singular\nto PART 6 mark
         meet VERB 4 nmod base\nSylvania PROPN 6 obj singular\n~. PUNCT 2 punct",
        &["REJECT/meet RUR > SYL past"],
    );
}

#[test]
fn a_neighbour_read_as_what_somebody_does_is_the_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\nrefused VERB 0 root past\nto PART 4 mark\nmeet VERB 2 xcomp base
         Sylvania PROPN 7 nmod:poss singular\n~'s PART 5 case\nvisiting VERB 4 xcomp gerund\npresident NOUN 7 obj singular
         ~. PUNCT 2 punct",
        &["REJECT/meet RUR > SYL past"],
    );
}

#[test]
fn a_participle_without_an_auxiliary_is_the_past_of_the_name_before_it() {
    check(
        "Ruritania PROPN 2 obl:unmarked singular\ndeployed VERB 0 root participle\n300 NUM 4 nummod\nsoldiers NOUN 2 obl plural
         to ADP 6 case\nSylvania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &["MOBILIZE/troops RUR > SYL past"],
    );
    // Not where another is who did it.
    check(
        "Ruritania PROPN 2 obl:unmarked singular\ncondemned VERB 0 root participle\nSylvania PROPN 2 nsubj singular
         ~. PUNCT 2 punct",
        &["ACCUSE/disapprove SYL >  past"],
    );
}

#[test]
fn a_sign_of_money_is_money() {
    for (sign, count) in [("$", "40"), ("€", "9"), ("£", "70")] {
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\npledged VERB 0 root past\n{sign} SYM 2 obj\n~{count} NUM 5 compound
             million NUM 3 nummod\nfor ADP 7 case\nrefugees NOUN 2 obl plural\nin ADP 9 case\nSylvania PROPN 7 nmod singular
             ~. PUNCT 2 punct"
        );
        check(&notation, &["AGREE RUR > SYL promise"]);
    }
}

#[test]
fn what_is_fired_to_disperse_people_controls_a_crowd() {
    check(
        "Ruritania PROPN 2 nsubj singular\nfired VERB 0 root past\ntear NOUN 4 compound singular\ngas NOUN 2 obj singular
         at ADP 6 case\nprotesters NOUN 2 obl plural\nin ADP 8 case\nSylvania PROPN 6 nmod singular\n~. PUNCT 2 punct",
        &["ASSAULT/crowd-control RUR > SYL past"],
    );
}

#[test]
fn whom_a_union_suspends_it_expels_for_a_while() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsuspended VERB 0 root past\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct",
        &["SANCTION/expel RUR > SYL past"],
    );
}

#[test]
fn what_somebody_is_due_to_do_is_no_subject() {
    check(
        "Ruritania PROPN 3 nsubj singular\nis AUX 3 cop third\ndue ADJ 0 root\nto PART 5 mark\nvisit VERB 3 csubj base
         Sylvania PROPN 5 obj singular\n~. PUNCT 3 punct",
        &["AGREE RUR > SYL plan"],
    );
}

#[test]
fn a_plan_with_a_name_before_it_and_an_infinitive_behind_it_is_a_verb() {
    check(
        "Ruritania PROPN 2 compound singular\nplans NOUN 0 root plural\nto PART 4 mark\nsend VERB 2 acl base\ntroops NOUN 4 obj plural
         to ADP 7 case\nSylvania PROPN 4 obl singular\n~. PUNCT 2 punct",
        &["MOBILIZE/troops RUR > SYL plan"],
    );
}

#[test]
fn a_verb_that_a_hyphen_cuts_is_one_word() {
    let fired = |noun: &str, hyphen: &str| {
        format!(
            "Ruritania PROPN 4 nsubj singular\n{noun} NOUN 4 compound singular\n{hyphen} PUNCT 2 punct\n{}fired VERB 0 root past
             missiles NOUN 4 obj plural\ntoward ADP 7 case\nSylvania PROPN 4 obl singular\n~. PUNCT 4 punct",
            if hyphen == "~-" { "~" } else { "" }
        )
    };
    check(&fired("test", "~-"), &["MOBILIZE/weapons RUR > SYL past"]);
    check(&fired("navy", "-"), &["ASSAULT/heavy-weapons RUR > SYL past"]);
}

#[test]
fn a_missing_preposition_makes_an_object_of_a_participle() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root participle\nSylvania PROPN 2 obl:unmarked singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn talks_behind_after_are_no_subject_of_the_clause_that_was_said() {
    let said = |clause: &str| {
        format!(
            "Ruritania PROPN 3 nsubj singular\nthen ADV 3 advmod\nsaid VERB 0 root past\nafter SCONJ 10 mark
             talks NOUN 10 nsubj plural\nwith ADP 7 case\nSylvania PROPN 5 nmod singular\nthat SCONJ 10 mark\n{clause}\n~. PUNCT 3 punct"
        )
    };
    check(&said("ties NOUN 10 nsubj plural\ngrew VERB 3 ccomp past"), &["CONSULT RUR+SYL >  past"]);
    check(&said("then ADV 10 advmod\ncollapsed VERB 3 advcl past"), &[]);
    check(
        "After SCONJ 7 mark\ntalks NOUN 7 nsubj plural\nwith ADP 4 case\nSylvania PROPN 2 appos singular\n~, PUNCT 7 punct
         Ruritania PROPN 7 nsubj singular\npromised VERB 0 root past\nfood NOUN 7 obj singular\n~. PUNCT 7 punct",
        &["CONSULT RUR+SYL >  past", "AGREE RUR >  promise"],
    );
}

#[test]
fn people_before_a_participle_do_what_it_says() {
    check(
        "Ruritania PROPN 2 nsubj singular\nattacked VERB 0 root past\nSylvanian ADJ 4 amod\nstudents NOUN 2 obj plural
         criticising VERB 2 advcl gerund\nBorduria PROPN 5 obj singular\n~. PUNCT 2 punct",
        &["ASSAULT RUR > SYL past", "ACCUSE/disapprove SYL > BOR past"],
    );
}

#[test]
fn where_people_are_kept_or_did_what_they_are_accused_of_is_not_where_they_are_from() {
    let people = ("people", MentionKind::Group, "", "CVL");
    let told = |verb: &str, clause: &str| {
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\n{verb} VERB 0 root past\npeople NOUN 2 obj plural\n{clause}\nSylvania PROPN 4 obl singular\n~. PUNCT 2 punct"
        );
        let record = &Sample::new(&notation, &[ALL[0], ALL[1], people]).records()[0];
        record["recipients"][0]["country"].clone()
    };
    let sylvania = Value::from("SYL");
    assert_eq!(told("thanked", "living VERB 3 acl gerund\nin ADP 6 case"), sylvania);
    assert_ne!(told("thanked", "held VERB 3 acl participle\nin ADP 6 case"), sylvania);
    assert_ne!(
        told("jailed", "suspected VERB 3 acl participle\nof ADP 6 case\nfraud NOUN 4 obl singular\nin ADP 8 case"),
        sylvania
    );
}
