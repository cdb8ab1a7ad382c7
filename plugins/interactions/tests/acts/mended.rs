//! Parses that the words themselves contradict, and forms of speech that hide who acts.

use crate::support::{Named, Sample, country, person};

const RURITANIA: Named = country("Ruritania", "RUR");
const SYLVANIA: Named = country("Sylvania", "SYL");
const BORDURIA: Named = country("Borduria", "BOR");
const ALL: &[Named] = &[RURITANIA, country("Sylvanian", "SYL"), SYLVANIA, BORDURIA];

#[track_caller]
fn check(notation: &str, wanted: &[&str]) {
    assert_eq!(Sample::new(notation, ALL).acts(), wanted);
}

#[test]
fn a_verb_without_an_ending_behind_joined_names_is_the_verb() {
    check(
        "Ruritania PROPN 0 root singular\nand CCONJ 3 cc\nSylvania PROPN 1 conj singular\nwelcome INTJ 1 discourse
         the DET 6 det\nreturn NOUN 4 obj singular\nof ADP 8 case\nBorduria PROPN 6 nmod singular\n~. PUNCT 1 punct",
        &["SUPPORT RUR+SYL > BOR past"],
    );
}

#[test]
fn a_list_read_as_names_and_a_clause_is_one_subject() {
    check(
        "Ruritania PROPN 0 root singular\n~, PUNCT 6 punct\nand CCONJ 6 cc\ntiny ADJ 5 amod\nSylvania PROPN 6 nsubj singular
         condemned VERB 1 conj past\nBorduria PROPN 6 obj singular\n~. PUNCT 1 punct",
        &["ACCUSE/disapprove RUR+SYL > BOR past"],
    );
}

#[test]
fn a_list_read_as_two_subjects_is_one() {
    check(
        "Ruritania PROPN 5 nsubj singular\n~, PUNCT 4 punct\nand CCONJ 5 cc\nSylvania PROPN 5 nsubj singular
         condemned VERB 0 root past\nBorduria PROPN 5 obj singular\n~. PUNCT 5 punct",
        &["ACCUSE/disapprove RUR+SYL > BOR past"],
    );
}

#[test]
fn a_participle_on_which_and_hangs_is_the_second_verb() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root past\nSylvania PROPN 2 obj singular\nand CCONJ 5 cc
         offered VERB 6 amod participle\naid NOUN 3 conj singular\nto ADP 8 case\nBorduria PROPN 6 nmod singular
         ~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past", "AGREE RUR > BOR offer"],
    );
}

#[test]
fn a_particle_read_as_a_preposition_leaves_the_verb_its_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsealed VERB 0 root past\noff ADP 5 case\nthe DET 5 det
         roads NOUN 2 obl plural\nleading VERB 5 acl gerund\ninto ADP 8 case\nSylvania PROPN 6 obl singular\n~. PUNCT 2 punct",
        &["COERCE/restrict RUR > SYL past"],
    );
}

#[test]
fn of_a_passive_without_an_agent_the_actor_is_who_lets_go() {
    check(
        "Two NUM 3 nummod\nSylvanian ADJ 3 amod\ndiplomats NOUN 5 nsubj:pass plural\nwere AUX 5 aux:pass past
         expelled VERB 0 root participle\nfrom ADP 7 case\nRuritania PROPN 5 obl singular\n~. PUNCT 5 punct",
        &["SANCTION/expel RUR > SYL past"],
    );
}

#[test]
fn a_house_from_which_somebody_is_let_is_no_actor() {
    check(
        "Ten NUM 2 nummod\nSylvanians PROPN 4 nsubj:pass plural\nwere AUX 4 aux:pass past\nreleased VERB 0 root participle
         from ADP 6 case\nhospital NOUN 4 obl singular\nin ADP 8 case\nRuritania PROPN 6 nmod singular\n~. PUNCT 4 punct",
        &[],
    );
}

#[test]
fn the_actor_of_an_active_verb_stands_behind_no_preposition() {
    check(
        "It PRON 2 nsubj\nfreed VERB 0 root past\nSylvania PROPN 2 obj singular\nfrom ADP 5 case
         Ruritania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &[],
    );
}

#[test]
fn a_title_far_from_its_name_tells_the_country() {
    let notation =
        "Ruritania PROPN 6 nmod:poss singular\n~'s PART 1 case\nyoung ADJ 6 amod\nand CCONJ 5 cc\nable ADJ 3 conj
        minister NOUN 7 nmod singular\nAnna PROPN 9 nsubj singular\nKovar PROPN 7 flat singular
        condemned VERB 0 root past\nSylvania PROPN 9 obj singular\n~. PUNCT 9 punct";
    let records = Sample::new(notation, &[RURITANIA, SYLVANIA, person("Anna Kovar", "")]).records();
    assert_eq!(records[0]["actors"][0]["country"], "RUR");
    assert_eq!(records[0]["actors"][0]["text"], "Ruritania's young and able minister Anna Kovar");
}

#[test]
fn what_somebody_warns_their_own_people_of_is_the_other_side() {
    check(
        "Ruritania PROPN 2 nsubj singular\nwarned VERB 0 root past\nits PRON 4 nmod:poss\ncitizens NOUN 2 obj plural
         about ADP 6 case\nSylvania PROPN 4 nmod singular\n~. PUNCT 2 punct",
        &["THREATEN RUR > SYL past"],
    );
}

#[test]
fn who_is_accused_of_something_accuses_nobody() {
    let arrested = |relation: &str, man: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\narrested VERB 0 root past\na DET 5 det\nSylvanian ADJ 5 amod\nman NOUN {man} singular
             accused VERB 2 {relation} past\nof ADP 8 case\nspying NOUN 6 obl singular\nfor ADP 10 case
             Borduria PROPN 8 nmod singular\n~. PUNCT 2 punct"
        )
    };
    check(&arrested("ccomp", "6 nsubj"), &["COERCE/arrest RUR > SYL past"]);
    check(&arrested("advcl", "2 obj"), &["COERCE/arrest RUR > SYL past"]);
}

#[test]
fn a_strange_adverb_before_a_verb_without_a_subject_is_its_subject() {
    check(
        "Ruritania ADV 2 advmod\nsummoned VERB 0 root past\nthe DET 5 det\nSylvanian ADJ 5 amod\nambassador NOUN 2 obj singular
         ~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn what_has_a_preposition_is_no_object() {
    check(
        "A DET 3 det\nSylvanian ADJ 3 amod\nleader NOUN 5 nsubj:pass singular\nwas AUX 5 aux:pass past\nplaced VERB 0 root participle
         under ADP 8 case\nhouse NOUN 8 compound singular\narrest NOUN 5 obj singular\n~. PUNCT 5 punct",
        &["COERCE/arrest  > SYL past"],
    );
}

#[test]
fn a_verb_that_reads_like_a_preposition_is_the_verb() {
    check(
        "Ruritanian ADJ 2 amod\nmissiles NOUN 0 root plural\nstruck ADP 4 case\nSylvania PROPN 2 nmod singular\non ADP 6 case
         Friday PROPN 2 nmod singular\n~. PUNCT 2 punct",
        &["ASSAULT/heavy-weapons RUR > SYL past"],
    );
}

#[test]
fn a_participle_behind_and_is_a_verb_where_its_noun_is_joined_to_an_adjective() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncalled VERB 0 root past\nthe DET 4 det\nraid NOUN 5 nsubj singular\nunfair ADJ 2 xcomp
         and CCONJ 8 cc\npromised VERB 8 amod participle\nsupport NOUN 5 conj singular\nto ADP 10 case
         Sylvania PROPN 8 nmod singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR >  past", "AGREE RUR > SYL promise"],
    );
}

#[test]
fn behind_what_a_passive_names_with_of_by_leads_to_who_did_it() {
    check(
        "The DET 3 det\nSylvanian ADJ 3 amod\nleader NOUN 5 nsubj:pass singular\nwas AUX 5 aux:pass past\nconvicted VERB 0 root participle
         of ADP 8 case\nwar NOUN 8 compound singular\ncrimes NOUN 5 obl plural\nby ADP 12 case\na DET 12 det
         Ruritanian ADJ 12 amod\ncourt NOUN 8 nmod singular\n~. PUNCT 5 punct",
        &["SANCTION/convict RUR > SYL past"],
    );
}

#[test]
fn who_is_left_injured_injures_nobody() {
    check(
        "Ruritania PROPN 2 nsubj singular\nattacked VERB 0 root past\nSylvania PROPN 2 obj singular\n~, PUNCT 5 punct
         leaving VERB 2 advcl gerund\nthirty NUM 8 nummod\nSylvanian ADJ 8 amod\npeople NOUN 5 obj plural\ninjured VERB 5 xcomp participle
         ~. PUNCT 2 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn the_other_side_of_a_border_is_with_whom_it_is() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsent VERB 0 root past\ntroops NOUN 2 obj plural\nto ADP 6 case\nits PRON 6 nmod:poss
         border NOUN 2 obl singular\nwith ADP 8 case\nSylvania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &["MOBILIZE/troops RUR > SYL past"],
    );
}

#[test]
fn a_past_behind_what_was_said_is_what_the_speaker_did() {
    let said = |auxiliary: &str, verb: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nsaid VERB 0 root past\nSylvania PROPN 5 nsubj singular\n{auxiliary}\n{verb}
             and CCONJ 7 cc\naccused VERB 5 conj past\nBorduria PROPN 7 obj singular\nof ADP 10 case\nbias NOUN 7 obl singular\n~. PUNCT 2 punct"
        )
    };
    let acts = |auxiliary: &str, verb: &str| {
        let acts = Sample::new(&said(auxiliary, verb), ALL).acts();
        acts.into_iter().find(|act| act.starts_with("ACCUSE"))
    };
    let accused = |who: &str| Some(format!("ACCUSE/allege {who} > BOR past"));
    assert_eq!(acts("would AUX 5 aux modal", "leave VERB 2 ccomp base"), accused("RUR"));
    assert_eq!(acts("then ADV 5 advmod", "left VERB 2 ccomp past"), accused("SYL"));
}

#[test]
fn shot_before_dead_is_what_somebody_did() {
    let victims = "at ADP 6 case\nleast ADJ 7 nmod\nfive NUM 8 nummod";
    check(
        &format!(
            "Ruritania PROPN 2 compound singular\npolice NOUN 3 compound plural\nshot NOUN 4 nsubj singular\ndead ADJ 9 amod\n{victims}
             Sylvanian ADJ 9 amod\nworkers NOUN 0 root plural\n~. PUNCT 9 punct"
        ),
        &["ASSAULT/firearms RUR > SYL past"],
    );
    check(
        "Ruritania PROPN 2 compound singular\nshot NOUN 0 root singular\ndead ADJ 4 amod\nSylvania PROPN 2 conj singular\n~. PUNCT 2 punct",
        &["ASSAULT/firearms RUR > SYL past"],
    );
}

#[test]
fn a_participle_behind_a_comma_tells_more_of_the_subject() {
    let told = |comma: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nattacked VERB 0 root past\nSylvania PROPN 2 obj singular\n{comma}
             condemning VERB 3 acl gerund\nBorduria PROPN 5 obj singular\n~. PUNCT 2 punct"
        )
    };
    check(&told("~, PUNCT 5 punct"), &["ASSAULT RUR > SYL past", "ACCUSE/disapprove RUR > BOR past"]);
    check(&told("there ADV 3 advmod"), &["ASSAULT RUR > SYL past", "ACCUSE/disapprove SYL > BOR past"]);
}

#[test]
fn who_does_something_stands_behind_by() {
    let indicted = |by: &str| {
        format!(
            "Ruritania PROPN 2 nsubj:pass singular\nindicted VERB 0 root past\n{by} 4 case\nSylvania PROPN 2 obl:agent singular
             ~. PUNCT 2 punct"
        )
    };
    check(&indicted("by ADP"), &["ACCUSE/allege SYL > RUR past"]);
    check(&indicted("by ADP").replace("by ADP 4 case", "there ADV 2 advmod"), &["ACCUSE/allege RUR > SYL past"]);
}

#[test]
fn what_is_denied_is_what_stands_right_behind() {
    check(
        "Ruritania PROPN 2 nsubj singular\ndenied VERB 0 root past\nsupporting VERB 2 advcl gerund\nSylvania PROPN 3 obj singular
         ~. PUNCT 2 punct",
        &["SUPPORT RUR > SYL past negated"],
    );
}

#[test]
fn a_name_read_as_an_adjective_before_its_verb_is_the_subject() {
    check(
        "Ruritania ADJ 0 root\nattacked VERB 1 acl past\nSylvania PROPN 2 obj singular\n~. PUNCT 1 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn a_phrase_is_no_part_of_one_behind_it() {
    check(
        "Borduria PROPN 2 nsubj singular\ncondemned VERB 0 root past\nan DET 4 det\nattack NOUN 2 obj singular\nby ADP 6 case
         Ruritania PROPN 9 nmod singular\nin ADP 8 case\nsouth NOUN 9 compound\nSylvania PROPN 4 nmod singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove BOR > RUR past"],
    );
}

#[test]
fn a_verb_of_the_past_behind_a_comma_is_joined_to_the_one_before() {
    let said = |subject: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nleft VERB 0 root past\n~, PUNCT 2 punct\nattacked VERB 2 parataxis past
             Sylvania PROPN 4 obj singular{subject}\n~. PUNCT 2 punct"
        )
    };
    check(&said(""), &["ASSAULT RUR > SYL past"]);
    check(&said("\nBorduria PROPN 4 nsubj singular"), &["ASSAULT BOR > SYL past"]);
}

#[test]
fn the_place_of_somebody_is_not_who_acts() {
    let group: Named = ("Troops", extractor_api::layer::MentionKind::Group, "BOR", "MIL");
    let named = [RURITANIA, SYLVANIA, group];
    let marked = "Troops NOUN 0 root plural\nin SCONJ 4 mark\nRuritania PROPN 4 nsubj singular\nattacked VERB 1 acl past
         Sylvania PROPN 4 obj singular\n~, PUNCT 7 punct\naccusing VERB 1 conj gerund\nRuritania PROPN 7 obj singular\n~. PUNCT 1 punct";
    assert_eq!(Sample::new(marked, &named).acts(), ["ASSAULT BOR > SYL past", "ACCUSE/allege BOR > RUR past"]);
    let described =
        "Troops NOUN 0 root plural\nin ADP 5 case\nRuritania PROPN 4 nsubj singular\nattacked VERB 5 amod past
         Sylvania PROPN 1 nmod singular\n~. PUNCT 1 punct";
    assert_eq!(Sample::new(described, &named).acts(), ["ASSAULT BOR > SYL past"]);
}

#[test]
fn a_verb_behind_a_name_of_two_words_has_the_whole_name_as_its_subject() {
    let kovar = crate::support::person("Anna Kovar", "BOR");
    let notation = "Anna PROPN 0 root singular\nKovar PROPN 1 flat singular\nexpressed VERB 4 amod participle\nregret VERB 1 appos base
         to ADP 6 case\nSylvania PROPN 4 obl singular\n~. PUNCT 1 punct";
    assert_eq!(Sample::new(notation, &[SYLVANIA, kovar]).acts(), ["CONCEDE BOR > SYL past"]);
}

#[test]
fn who_goes_does_so_himself() {
    let farmers = ("Farmers", extractor_api::layer::MentionKind::Group, "RUR", "AGR");
    let notation = "Farmers NOUN 2 nsubj:pass plural\nmarched VERB 0 root participle\nthrough ADP 4 case\nSylvania PROPN 2 obl singular
         ~. PUNCT 2 punct";
    assert_eq!(Sample::new(notation, &[farmers, SYLVANIA]).acts(), ["PROTEST/demo RUR > SYL past"]);
}

#[test]
fn what_stands_right_behind_a_modal_is_the_verb() {
    check(
        "Ruritania PROPN 4 nsubj singular\nwill AUX 4 aux modal\nban ADJ 4 amod\nimports NOUN 0 root plural\nfrom ADP 6 case
         Sylvania PROPN 4 nmod singular\n~. PUNCT 4 punct",
        &["THREATEN/restrict RUR > SYL plan"],
    );
}

#[test]
fn a_clause_behind_after_is_not_what_the_verb_says() {
    check(
        "Borduria PROPN 3 nsubj singular\nwould AUX 3 aux modal\nreply VERB 0 root base\nafter SCONJ 6 mark\nRuritania PROPN 6 nsubj singular
         attacked VERB 3 ccomp past\nSylvania PROPN 6 obj singular\n~. PUNCT 3 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn a_sentence_goes_on_behind_a_relative_clause() {
    let told = |which: &str| {
        format!(
            "Ruritania PROPN 0 root singular\n~, PUNCT 4 punct\n{which} PRON 4 nsubj\nhas VERB 1 acl:relcl third\nguards NOUN 4 obj plural
             in ADP 7 case\nBorduria PROPN 5 nmod singular\n~, PUNCT 9 punct\nattacked VERB 5 acl past\nSylvania PROPN 9 obj singular
             ~. PUNCT 1 punct"
        )
    };
    check(&told("which"), &["ASSAULT RUR > SYL past"]);
}

#[test]
fn that_before_a_subject_is_not_what_somebody_does() {
    check(
        "Borduria PROPN 2 nsubj singular\nwrote VERB 0 root past\nthere ADV 2 advmod\nthat PRON 7 obj\nRuritania PROPN 7 nsubj singular
         had AUX 7 aux past\nattacked VERB 2 ccomp participle\nSylvania PROPN 7 obj singular\n~. PUNCT 2 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn who_stands_before_a_report_does_what_is_reported() {
    check(
        "Ruritania PROPN 4 nsubj singular\n~, PUNCT 4 punct\nhe PRON 4 nsubj\nsaid VERB 7 parataxis past\n~, PUNCT 4 punct
         had AUX 7 aux past\nattacked VERB 0 root participle\nSylvania PROPN 7 obj singular\n~. PUNCT 7 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn no_noun_has_an_object() {
    check(
        "Fishery NOUN 5 nsubj singular\nofficials NOUN 1 obj plural\nof ADP 4 case\nRuritania PROPN 2 nmod singular
         attacked VERB 0 root past\nSylvania PROPN 5 obj singular\n~. PUNCT 5 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn a_country_behind_a_republic_is_no_part_of_its_name() {
    let republic = country("Republic of Sylvania", "SYL");
    let notation =
        "The DET 2 det\nRepublic PROPN 7 nsubj singular\nof ADP 4 case\nSylvania PROPN 2 nmod singular\nand CCONJ 6 cc
         Borduria PROPN 4 conj singular\nattacked VERB 0 root past\nRuritania PROPN 7 obj singular\n~. PUNCT 7 punct";
    assert_eq!(Sample::new(notation, &[RURITANIA, republic, BORDURIA]).acts(), ["ASSAULT SYL+BOR > RUR past"]);
}

#[test]
fn a_verb_has_no_owner() {
    check(
        "Ruritania PROPN 4 nmod:poss singular\n~'s PART 1 case\nmilitary ADJ 4 amod\nbombed VERB 0 root participle\nSylvania PROPN 4 obj singular
         ~. PUNCT 4 punct",
        &["ASSAULT/explosives RUR > SYL past"],
    );
}

#[test]
fn a_word_that_is_never_a_noun_is_joined_to_the_verb() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsent VERB 0 root past\nfood NOUN 2 obj singular\nbut CCONJ 5 cc\ndenies NOUN 3 conj plural
         supporting VERB 2 advcl gerund\nSylvania PROPN 6 obj singular\n~. PUNCT 2 punct",
        &["AID RUR >  past", "SUPPORT RUR > SYL past negated"],
    );
}

#[test]
fn a_number_counts_what_stands_behind_it() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsent VERB 0 root past\n700 NUM 2 obj\nmore ADJ 5 amod comparative\ntroops NOUN 3 appos plural
         to ADP 7 case\nSylvania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &["MOBILIZE/troops RUR > SYL past"],
    );
}

#[test]
fn no_participle_stands_between_a_name_and_a_number() {
    let notation = "Ruritania ADJ 5 amod\nexpelled VERB 5 amod participle\ntwo NUM 5 nummod\nSylvanian ADJ 5 amod
         diplomats NOUN 0 root plural\n~. PUNCT 5 punct";
    let named = [RURITANIA, country("Sylvanian", "SYL")];
    assert_eq!(Sample::new(notation, &named).acts(), ["SANCTION/expel RUR > SYL past"]);
}

#[test]
fn the_name_of_a_country_is_no_adjective_before_a_verb() {
    check(
        "Ruritania ADJ 2 advmod\nrejected VERB 4 amod participle\nSylvanian ADJ 4 amod\ndemands NOUN 0 root plural\nfor ADP 6 case
         land NOUN 4 nmod singular\n~. PUNCT 4 punct",
        &["REJECT/change RUR > SYL past"],
    );
}

#[test]
fn access_that_is_granted_is_no_verb() {
    let notation =
        "Borduria PROPN 2 nsubj singular\ngranted VERB 0 root past\nRuritania PROPN 4 nsubj singular\naccess VERB 2 obj base\nto ADP 6 case
         bases NOUN 4 obl plural\nand CCONJ 8 cc\ncondemned VERB 4 conj past\nSylvania PROPN 8 obj singular\n~. PUNCT 2 punct";
    let acts = Sample::new(notation, &[BORDURIA, RURITANIA, SYLVANIA]).acts();
    assert_eq!(acts, ["COOPERATE BOR > RUR past", "ACCUSE/disapprove BOR > SYL past"]);
}
