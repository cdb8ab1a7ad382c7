//! Who speaks: "we" in what is said and signed, names before a colon; and what is vowed and called names.

use crate::support::{Named, Sample, country, person, short};

const ALL: &[Named] = &[country("Ruritania", "RUR"), country("Sylvania", "SYL"), person("Anna Kovar", "BOR")];
const KOVAR: u32 = 2;

#[track_caller]
fn check(notation: &str, wanted: &[&str]) {
    assert_eq!(Sample::new(notation, ALL).acts(), wanted);
}

#[test]
fn we_in_what_somebody_says_is_who_says_it() {
    let said = "We PRON 2 nsubj\ncondemn VERB 0 root present\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct";
    let told = |pronoun: &str| {
        let sample =
            Sample::new(&format!("{}\n\nAnna PROPN 0 root\nKovar PROPN 1 flat", said.replace("We", pronoun)), ALL);
        sample.said(&format!("{pronoun} condemn Sylvania"), KOVAR).records()
    };
    for pronoun in ["We", "I"] {
        let records = told(pronoun);
        assert_eq!(records.iter().map(short).collect::<Vec<_>>(), ["ACCUSE/disapprove BOR > SYL past"], "{pronoun}");
        assert_eq!(records[0]["actors"][0]["how"], "pronoun");
    }
    assert_eq!(told("They").iter().map(short).collect::<Vec<_>>(), Vec::<String>::new(), "of others nobody knows");
    check(said, &[]);
}

#[test]
fn we_behind_what_a_spokesman_said_is_he_though_nothing_is_quoted() {
    let text =
        "Anna PROPN 3 nsubj singular\nKovar PROPN 1 flat singular\nsaid VERB 0 root past\ntalks NOUN 5 nsubj plural
                failed VERB 3 ccomp past\n~. PUNCT 3 punct\n\nWe PRON 2 nsubj\nurge VERB 0 root present
                Sylvania PROPN 2 obj singular\nto PART 5 mark\nleave VERB 2 xcomp base\n~. PUNCT 2 punct";
    assert_eq!(Sample::new(text, ALL).said("talks failed", KOVAR).acts(), ["REQUEST/yield BOR > SYL demand"]);
    assert_eq!(Sample::new(text, ALL).acts(), Vec::<String>::new(), "nobody is known to speak");
}

#[test]
fn what_is_ours_is_of_who_says_it() {
    let text =
        "Sylvania PROPN 2 nsubj singular\nbombed VERB 0 root past\nour PRON 4 nmod:poss\ncities NOUN 2 obj plural
                ~. PUNCT 2 punct\n\nAnna PROPN 0 root\nKovar PROPN 1 flat";
    let sample = Sample::new(text, ALL).said("Sylvania bombed our cities", KOVAR);
    assert_eq!(sample.acts(), ["ASSAULT/explosives SYL > BOR past"]);
}

#[test]
fn what_is_yours_is_of_whom_it_is_said_to() {
    let text =
        "Your PRON 2 nmod:poss\nsoldiers NOUN 3 nsubj plural\nbombed VERB 0 root past\nSylvania PROPN 3 obj singular
                ~. PUNCT 3 punct\n\nAnna PROPN 0 root\nKovar PROPN 1 flat\n\nRuritania PROPN 0 root";
    let said = |addressee| Sample::new(text, ALL).said_to("Your soldiers bombed Sylvania", KOVAR, addressee).acts();
    let ruritania = 0;
    assert_eq!(said(ruritania), ["ASSAULT/explosives RUR > SYL past"]);
}

#[test]
fn we_in_a_statement_are_those_who_sign_it_wherever_the_parser_hung_them() {
    for (we, ministers) in [("8 nsubj", "1 appos"), ("4 nsubj", "8 nsubj")] {
        let signed = format!(
            "We PRON {we}\n~, PUNCT 4 punct\nthe DET 4 det\nministers NOUN {ministers} plural\nof ADP 6 case
             Ruritania PROPN 4 nmod singular\n~, PUNCT 4 punct\nmet VERB 0 root past\n~. PUNCT 8 punct\n
             We PRON 2 nsubj\ncondemn VERB 0 root present\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct"
        );
        check(&signed, &["ACCUSE/disapprove RUR > SYL past"]);
    }
}

#[test]
fn those_who_sign_may_say_whose_they_are() {
    let signed =
        "We PRON 6 nsubj\n~, PUNCT 4 punct\nour PRON 4 nmod:poss\nministers NOUN 1 appos plural\n~, PUNCT 4 punct
                  condemn VERB 0 root present\nSylvania PROPN 6 obj singular\n~. PUNCT 6 punct";
    let ours = signed.replace("Sylvania PROPN 6 obj singular", "our PRON 8 nmod:poss\nstates NOUN 6 obj plural");
    check(signed, &[]);
    check(&ours, &[]);
}

#[test]
fn who_is_named_before_a_colon_does_not_do_what_is_said_behind_it() {
    check(
        "Anna PROPN 5 nsubj singular\nKovar PROPN 1 flat singular\n~: PUNCT 1 punct\nRuritania PROPN 5 nsubj singular
         condemned VERB 0 root past\nSylvania PROPN 5 obj singular\n~. PUNCT 5 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
    let text = "Anna PROPN 6 nsubj singular\nKovar PROPN 1 flat singular\n~: PUNCT 5 punct\nWe PRON 5 nsubj
                have VERB 6 aux present\ncondemned VERB 0 root participle\nSylvania PROPN 6 obj singular\n~. PUNCT 6 punct";
    let sample = Sample::new(text, ALL).said("We have condemned Sylvania", KOVAR);
    assert_eq!(sample.acts(), ["ACCUSE/disapprove BOR > SYL past"]);
}

/// "Ruritania vowed never to VERB relations with Sylvania", and what becomes of it.
fn vowed(vow: &str, verb: &str, object: &str) -> Vec<String> {
    let text = format!(
        "Ruritania PROPN 2 nsubj singular\n{vow} VERB 0 root past\nnever ADV 5 advmod\nto PART 5 mark\n{verb} VERB 2 xcomp base
         {object}\n~. PUNCT 2 punct"
    );
    Sample::new(&text, ALL).records().iter().map(short).collect()
}

#[test]
fn a_vow_not_to_do_harm_is_a_promise_and_any_other_a_refusal() {
    let sylvania = "Sylvania PROPN 5 obj singular";
    assert_eq!(vowed("vowed", "attack", sylvania), ["AGREE RUR > SYL promise"]);
    assert_eq!(vowed("pledged", "attack", sylvania), ["AGREE RUR > SYL promise"]);
    assert_eq!(vowed("vowed", "trust", sylvania), ["REJECT RUR > SYL promise"]);
    assert_eq!(vowed("promised", "trust", sylvania), ["AGREE RUR > SYL promise"], "whatever that is, it is given");
}

#[test]
fn who_will_never_talk_to_somebody_refuses_alone() {
    check(
        "Ruritania PROPN 4 nsubj singular\nwill AUX 4 aux modal\nnever ADV 4 advmod\nnegotiate VERB 0 root base
         with ADP 6 case\nSylvania PROPN 4 obl singular\n~. PUNCT 4 punct",
        &["REJECT/meet RUR > SYL past"],
    );
    check(
        "Ruritania PROPN 6 nsubj singular\nand CCONJ 3 cc\nSylvania PROPN 1 conj singular\nwill AUX 6 aux modal
         never ADV 6 advmod\nnegotiate VERB 0 root base\n~. PUNCT 6 punct",
        &["REJECT/meet RUR+SYL >  past"],
    );
}

#[test]
fn what_something_is_called_is_what_it_is_blamed_for() {
    let called = |relation: &str, above: u8| {
        format!(
            "Ruritania PROPN 2 nsubj singular\ncalled VERB 0 root past\nSylvania PROPN 5 nmod:poss singular\n~'s PART 3 case
             strikes NOUN 2 obj plural\na DET 7 det\ncrime NOUN {above} {relation} singular\n~. PUNCT 2 punct"
        )
    };
    for (relation, above) in [("obj", 2), ("obj", 5), ("appos", 5), ("nmod", 5), ("xcomp", 2)] {
        check(&called(relation, above), &["ACCUSE/disapprove RUR > SYL past"]);
    }
}

#[test]
fn a_feeling_that_is_expressed_is_no_party() {
    let text = "Ruritania PROPN 2 nsubj singular\nexpressed VERB 0 root past\nits PRON 5 nmod:poss\nstrong ADJ 5 amod
                opposition NOUN 2 obj singular\nto ADP 8 case\nthe DET 8 det\nplan NOUN 5 nmod singular\n~. PUNCT 2 punct";
    let acts = Sample::new(text, &[ALL, &[country("its", "RUR")]].concat()).acts();
    assert_eq!(acts, ["ACCUSE/disapprove RUR >  past"]);
}

/// The paragraphs of a resolution: who decides, then what.
fn resolution(head: &str, colon: &str, part: &str) -> Vec<String> {
    Sample::new(&format!("{head}\n~{colon} PUNCT 1 punct\n\n{part}"), ALL).acts()
}

const DEMANDS: &str = "2 NUM 3 discourse\n~. PUNCT 1 punct\nCondemns VERB 0 root third\nRuritania PROPN 3 obj singular
     and CCONJ 6 cc\nthanks VERB 3 conj third\nBorduria PROPN 6 obj singular\n~; PUNCT 3 punct";

#[test]
fn what_a_resolution_lists_is_done_by_the_body_that_it_names_before() {
    let borduria = [ALL, &[country("Borduria", "BRD")]].concat();
    let acts = |text: &str| Sample::new(text, &borduria).acts();
    let found = ["ACCUSE/disapprove SYL > RUR past", "SUPPORT SYL > BRD past"];
    for head in ["Sylvania PROPN 0 root\n~: PUNCT 1 punct", "Sylvania PROPN 0 root\n~, PUNCT 1 punct"] {
        assert_eq!(acts(&format!("{head}\n\n{DEMANDS}")), found);
        let between = "1 NUM 3 discourse\n~. PUNCT 1 punct\nRegrets VERB 0 root third\nthe DET 5 det\ndelay NOUN 3 obj\n~; PUNCT 3 punct";
        assert_eq!(acts(&format!("{head}\n\n{between}\n\n{DEMANDS}")), found);
    }
    assert_eq!(acts(&format!("Sylvania PROPN 0 root\n~. PUNCT 1 punct\n\n{DEMANDS}")), Vec::<String>::new());
    assert_eq!(acts(DEMANDS), Vec::<String>::new());
}

#[test]
fn verbs_of_a_resolution_that_were_read_as_nouns_are_verbs() {
    let part = "Calls NOUN 0 root plural\non ADP 3 case\nRuritania PROPN 1 nmod singular\nto PART 5 mark\nleave VERB 1 acl base
                and CCONJ 7 cc\nthanks NOUN 1 conj plural\nBorduria PROPN 7 obj singular\n~; PUNCT 1 punct";
    let found = resolution("Sylvania PROPN 0 root", ":", part);
    assert_eq!(found[0], "REQUEST/yield SYL > RUR demand");
    assert!(resolution("Sylvania PROPN 0 root", ".", part).is_empty(), "elsewhere they are nouns");
}

#[test]
fn what_one_says_to_ones_own_people_is_asked_of_nobody() {
    let told = |owner: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nurged VERB 0 root past\n{owner} 4 nmod:poss\nnationals NOUN 2 obj plural
             to PART 6 mark\nleave VERB 2 xcomp base\nSylvania PROPN 6 obj singular\n~. PUNCT 2 punct"
        )
    };
    check(&told("its PRON"), &[]);
    check(&told("Sylvania PROPN"), &["REQUEST/yield RUR > SYL demand"]);
}

#[test]
fn talks_that_are_called_off_are_not_held_by_phone() {
    let text = "Ruritania PROPN 2 nsubj singular\nheld VERB 0 root past\ntalks NOUN 2 obj plural\nwith ADP 5 case
                Sylvania PROPN 2 obl singular\nthat PRON 8 nsubj:pass\nwere AUX 8 aux:pass past\ncalled VERB 3 acl:relcl participle
                off ADP 8 compound:prt\n~. PUNCT 2 punct";
    assert_eq!(Sample::new(text, ALL).acts()[0], "CONSULT RUR+SYL >  past");
}

#[test]
fn what_is_asked_is_not_told_but_where_it_is_asked_why() {
    let asked = |start: &str| {
        let text = format!(
            "{start} AUX 3 aux past\nRuritania PROPN 3 nsubj singular\nattack VERB 0 root base\nSylvania PROPN 3 obj singular
             ~? PUNCT 3 punct"
        );
        Sample::new(&text, ALL).acts()
    };
    assert!(asked("Did").is_empty());
    check(
        "Why ADV 4 advmod\ndid AUX 4 aux past\nRuritania PROPN 4 nsubj singular\nattack VERB 0 root base
         Sylvania PROPN 4 obj singular\n~? PUNCT 4 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn who_is_put_on_a_list_is_sanctioned_and_who_is_charged_is_accused() {
    let text = "Ruritania PROPN 2 nsubj singular\nput VERB 0 root past\ntwo NUM 5 nummod\nSylvanian ADJ 5 amod\nbanks NOUN 2 obj plural
         on ADP 8 case\na DET 8 det\nblacklist NOUN 2 obl singular\n~. PUNCT 2 punct";
    check(text, &["SANCTION/discontinue RUR > SYL past"]);
    check(
        "Anna PROPN 4 nsubj:pass singular\nKovar PROPN 1 flat singular\nwas AUX 4 aux:pass past\ncharged VERB 0 root participle
         with ADP 6 case\ntreason NOUN 4 obl singular\n~. PUNCT 4 punct",
        &["ACCUSE/allege  > BOR past"],
    );
}
