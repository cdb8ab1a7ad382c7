//! Words that a parser hung where they cannot stand: the same sentence tells the same act, whichever way it is read.

use extractor_api::layer::MentionKind;

use crate::support::{Named, Sample, country, person};

const ALL: &[Named] = &[
    country("Ruritania", "RUR"),
    country("Sylvania", "SYL"),
    country("Borduria", "BOR"),
    person("Anna Kovar", "BOR"),
    person("Jan Novak", "RUR"),
];

#[track_caller]
fn check(notation: &str, wanted: &[&str]) {
    assert_eq!(Sample::new(notation, ALL).acts(), wanted);
}

#[test]
fn a_subject_behind_a_verb_that_describes_the_root_is_its_object() {
    check(
        "Ruritania PROPN 0 root singular\non ADP 3 case\nMonday PROPN 1 nmod singular\nhosted VERB 1 acl participle
         Anna PROPN 4 nsubj:pass singular\nKovar PROPN 5 flat singular\nfor ADP 8 case\ntalks NOUN 4 obl plural\n~. PUNCT 1 punct",
        &["CONSULT/visit BOR > RUR past"],
    );
}

#[test]
fn a_verb_on_the_second_name_belongs_to_the_first() {
    check(
        "Anna PROPN 0 root singular\nKovar NOUN 1 appos singular\nresigned VERB 2 acl participle\nyesterday NOUN 3 obl:unmarked
         ~. PUNCT 1 punct",
        &["RETREAT/resign BOR >  past"],
    );
}

#[test]
fn an_infinitive_on_the_root_completes_the_verb_that_describes_it() {
    check(
        "Ruritania PROPN 0 root singular\nthreatened VERB 1 acl participle\non ADP 4 case\nMonday PROPN 2 obl singular
         to PART 6 mark\nbreak VERB 1 acl base\nrelations NOUN 6 obj plural\nwith ADP 9 case\nSylvania PROPN 7 nmod singular
         ~. PUNCT 1 punct",
        &["THREATEN/relations RUR > SYL past"],
    );
}

#[test]
fn a_verb_joined_to_the_root_without_and_is_its_verb() {
    check(
        "Ruritania PROPN 0 root singular\n~, PUNCT 1 punct\na DET 4 det\nkingdom NOUN 1 appos singular\n~, PUNCT 6 punct
         condemned VERB 1 conj participle\nSylvania PROPN 6 obj singular\n~. PUNCT 1 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn what_stands_before_an_article_is_no_adjective() {
    check(
        "Ruritania PROPN 0 root singular\non ADP 3 case\nMonday PROPN 1 nmod singular\noutlawed ADJ 7 amod\nthe DET 7 det
         Sylvania PROPN 7 compound singular\nparty NOUN 3 appos singular\n~. PUNCT 1 punct",
        &["COERCE/restrict RUR > SYL past"],
    );
}

#[test]
fn an_adjective_with_a_subject_of_a_passive_is_a_verb() {
    check(
        "Ruritania PROPN 2 nsubj:pass singular\nrejected VERB 4 amod participle\nnew ADJ 4 amod\nproposals NOUN 0 root plural
         from ADP 6 case\nSylvania PROPN 4 nmod singular\n~. PUNCT 4 punct",
        &["REJECT/change RUR > SYL past"],
    );
}

#[test]
fn a_role_before_a_participle_is_who_does_it() {
    check(
        "A DET 5 det\nRuritania PROPN 5 compound singular\nofficial ADJ 5 amod\nrejected VERB 5 amod participle
         proposals NOUN 0 root plural\nfrom ADP 7 case\nSylvania PROPN 5 nmod singular\n~. PUNCT 5 punct",
        &["REJECT/change RUR > SYL past"],
    );
}

#[test]
fn what_hangs_on_the_last_of_joined_objects_belongs_to_all() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsent VERB 0 root past\nclerks NOUN 2 obj plural\nand CCONJ 5 cc
         lawyers NOUN 3 conj plural\nto ADP 7 case\nSylvania PROPN 5 nmod singular\nto PART 9 mark\ninvestigate VERB 3 acl base
         the DET 11 det\nfire NOUN 9 obj singular\n~. PUNCT 2 punct",
        &["ACCUSE/investigate RUR > SYL past"],
    );
}

#[test]
fn a_noun_joined_to_a_verb_is_joined_to_its_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsent VERB 0 root past\nmirrors NOUN 2 obj plural\nand CCONJ 5 cc
         food NOUN 2 conj singular\nto ADP 7 case\nSylvania PROPN 5 nmod singular\n~. PUNCT 2 punct",
        &["AID RUR > SYL past"],
    );
}

#[test]
fn an_infinitive_behind_a_phrase_of_the_object_belongs_to_the_verb() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsent VERB 0 root past\nclerks NOUN 2 obj plural\nto ADP 5 case
         Sylvania PROPN 3 nmod singular\nto PART 7 mark\ninvestigate VERB 3 acl base\nthe DET 9 det\nfire NOUN 7 obj singular
         ~. PUNCT 2 punct",
        &["ACCUSE/investigate RUR > SYL past"],
    );
}

#[test]
fn a_participle_behind_an_article_is_an_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\nevacuated VERB 0 root past\nthe DET 4 det\nwounded VERB 2 xcomp participle
         from ADP 6 case\nSylvania PROPN 4 obl singular\n~. PUNCT 2 punct",
        &["AID RUR > SYL past"],
    );
}

#[test]
fn a_strange_verb_with_a_capital_letter_is_a_second_name() {
    let named: &[Named] = &[country("Ruritania", "RUR"), person("Olga Trudy", "SYL")];
    let sample = Sample::new(
        "Ruritania PROPN 2 nsubj singular\nordered VERB 0 root past\nOlga PROPN 2 obj singular\nTrudy VERB 2 obl present
         to PART 6 mark\nleave VERB 4 xcomp base\n~. PUNCT 2 punct",
        named,
    );
    assert_eq!(sample.acts(), ["REQUEST/yield RUR > SYL demand"]);
}

#[test]
fn an_article_is_nobody() {
    check(
        "A DET 7 nsubj\nnewspaper NOUN 3 compound singular\nbased VERB 1 acl participle\nin ADP 5 case
         Ruritania PROPN 3 obl singular\nhas AUX 7 aux third\naccused VERB 0 root participle\nSylvania PROPN 7 obj singular
         ~. PUNCT 7 punct",
        &["ACCUSE/allege RUR > SYL past"],
    );
}

#[test]
fn a_participle_before_a_name_is_nobody() {
    check(
        "Newly ADV 2 advmod\nelected VERB 5 nsubj participle\nAnna PROPN 2 obl singular\nKovar PROPN 3 flat singular
         accused VERB 0 root past\nSylvania PROPN 5 obj singular\n~. PUNCT 5 punct",
        &["ACCUSE/allege BOR > SYL past"],
    );
}

#[test]
fn a_verb_before_the_object_of_another_is_a_part_of_it() {
    check(
        "Ruritania PROPN 2 nsubj singular\nimposed VERB 0 root past\nimport VERB 2 obj base\nrestrictions NOUN 3 obj plural
         on ADP 6 case\nSylvania PROPN 4 nmod singular\n~. PUNCT 2 punct",
        &["COERCE/restrict RUR > SYL past"],
    );
}

#[test]
fn a_verb_in_the_present_behind_a_preposition_and_a_noun_is_a_noun() {
    check(
        "Sylvania PROPN 3 nsubj:pass singular\nwas AUX 3 aux:pass past\naccused VERB 0 root participle\nby ADP 7 case
         the DET 7 det\nRuritania PROPN 7 compound singular\nwar NOUN 3 obl:agent singular\ncrimes VERB 7 acl third
         court NOUN 8 obj singular\n~. PUNCT 3 punct",
        &["ACCUSE/allege RUR > SYL past"],
    );
}

#[test]
fn brackets_part_no_name_from_its_noun() {
    check(
        "The DET 2 det\nSylva PROPN 9 nsubj singular\n( PUNCT 4 punct\n~Wood PROPN 2 appos singular\n~) PUNCT 4 punct
         party NOUN 2 appos singular\nof ADP 8 case\nRuritania PROPN 6 nmod singular\ncondemned VERB 0 root past
         Sylvania PROPN 9 obj singular\n~. PUNCT 9 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn a_verb_read_as_a_noun_behind_the_first_name_is_a_verb() {
    check(
        "Ruritania PROPN 2 compound singular\ndeparts NOUN 7 nsubj plural\nfrom ADP 4 case\nSylvania PROPN 2 nmod singular
         ~, PUNCT 2 punct\nofficials NOUN 7 nsubj plural\nsaid VERB 0 root past\n~. PUNCT 7 punct",
        &["RETREAT/withdraw RUR > SYL past"],
    );
}

#[test]
fn a_gerund_tells_nothing_alone() {
    let between = "Ruritania PROPN 5 nsubj singular\nblocked VERB 1 acl past\nroads NOUN 2 obj plural\n~, PUNCT 5 punct
         condemning VERB 0 root gerund\nSylvania PROPN 5 obj singular\n~. PUNCT 5 punct";
    check(between, &["COERCE/restrict RUR >  past", "ACCUSE/disapprove RUR > SYL past"]);
    let behind = "Ruritania PROPN 2 nsubj singular\nusing VERB 0 root gerund\nguided VERB 2 ccomp past\nmissiles NOUN 5 nsubj plural
         attacked VERB 3 ccomp past\nSylvania PROPN 5 obj singular\n~. PUNCT 2 punct";
    check(behind, &["ASSAULT/heavy-weapons RUR > SYL past"]);
}

#[test]
fn a_name_between_with_and_a_gerund_does_what_it_says_wherever_it_hangs() {
    check(
        "Ruritania PROPN 2 nsubj singular\nslept VERB 0 root past\n~, PUNCT 6 punct\nwith ADP 7 case\nSylvania PROPN 7 compound singular
         condemning VERB 7 amod gerund\nBorduria PROPN 2 obl singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove SYL > BOR recurring"],
    );
}

#[test]
fn a_noun_with_a_preposition_is_no_clause() {
    check(
        "Ruritania PROPN 2 compound singular\ntroops NOUN 3 nsubj plural\nremained VERB 0 root past\non ADP 5 case
         alert NOUN 3 advcl singular\nin ADP 7 case\nSylvania PROPN 5 nmod singular\n~. PUNCT 3 punct",
        &["MOBILIZE/troops RUR > SYL past"],
    );
}

#[test]
fn what_has_a_day_is_a_verb() {
    check(
        "Ruritania PROPN 0 root singular\non ADP 6 case\nMonday PROPN 4 obl:unmarked singular\nreduced VERB 6 amod participle
         food NOUN 6 compound singular\nsupplies NOUN 1 nmod plural\nto ADP 8 case\nSylvania PROPN 6 nmod singular
         ~. PUNCT 1 punct",
        &["SANCTION/discontinue RUR > SYL past"],
    );
}

#[test]
fn a_part_of_a_compound_has_no_preposition() {
    check(
        "Ruritania PROPN 2 nsubj singular\nforced VERB 0 root past\nSylvania PROPN 2 obj singular\nout ADP 5 case
         town NOUN 6 compound singular\nfollowing VERB 8 case gerund\na DET 8 det\nquarrel NOUN 2 obl singular\n~. PUNCT 2 punct",
        &["SANCTION/expel RUR > SYL past"],
    );
}

#[test]
fn a_preposition_belongs_to_the_noun_behind_the_adjective() {
    check(
        "Sylvania PROPN 3 nsubj:pass singular\nwas AUX 3 aux:pass past\nattacked VERB 0 root participle\nby ADP 5 case
         Ruritania PROPN 6 nmod singular\nrebels NOUN 7 nsubj plural\narmed ADJ 3 xcomp\nwith ADP 9 case\nknives NOUN 7 obl plural
         ~. PUNCT 3 punct",
        &["ASSAULT/primitive RUR > SYL past"],
    );
}

#[test]
fn who_stands_behind_a_preposition_is_no_subject_of_the_clause_behind() {
    check(
        "Ruritania PROPN 2 nsubj singular\nopened VERB 0 root past\nfire NOUN 2 obj singular\non ADP 5 case
         Sylvania PROPN 8 nsubj singular\nuntil SCONJ 8 mark\nrebels NOUN 8 nsubj plural\nslept VERB 2 advcl past\n~. PUNCT 2 punct",
        &["ASSAULT/firearms RUR > SYL past"],
    );
}

#[test]
fn what_stands_before_a_conjunction_is_no_subject_of_its_clause() {
    check(
        "Ruritania PROPN 2 nsubj singular\nrestored VERB 0 root past\nfull ADJ 2 xcomp\n~, PUNCT 11 punct\nformal ADJ 6 amod
         ties NOUN 11 nsubj plural\nwith ADP 8 case\nSylvania PROPN 6 nmod singular\nafter SCONJ 11 mark
         rain NOUN 11 nsubj singular\nfell VERB 2 advcl past\n~. PUNCT 2 punct",
        &["SUPPORT RUR+SYL >  past"],
    );
}

#[test]
fn a_passive_without_an_auxiliary_is_none() {
    check(
        "Ruritania PROPN 2 nsubj:pass singular\nwarned VERB 0 root participle\nof ADP 4 case\nSylvania PROPN 2 obl singular
         ~. PUNCT 2 punct",
        &["THREATEN RUR > SYL past"],
    );
}

#[test]
fn a_preposition_is_no_noun() {
    check(
        "Ruritania PROPN 2 nsubj singular\nmet VERB 0 root past\na DET 4 det\nbunch NOUN 2 obj singular\nof ADP 4 nmod
         Sylvania PROPN 5 flat singular\nrebels NOUN 6 flat plural\n~. PUNCT 2 punct",
        &["CONSULT RUR+SYL >  past"],
    );
}

#[test]
fn a_noun_with_a_preposition_is_not_what_the_sentence_is_about() {
    check(
        "Ruritania PROPN 2 compound singular\naircraft NOUN 4 nsubj plural\nincluding VERB 4 case gerund\ngunships NOUN 0 root plural
         attacked VERB 4 acl participle\nSylvania PROPN 5 obj singular\n~. PUNCT 4 punct",
        &["ASSAULT/aerial RUR > SYL past"],
    );
}

#[test]
fn a_participle_behind_a_hyphen_is_not_what_the_sentence_tells() {
    check(
        "Ruritania PROPN 3 compound singular\n~- PUNCT 1 punct\n~led VERB 0 root participle\nforces NOUN 5 nsubj plural
         attacked VERB 3 conj past\nSylvania PROPN 5 obj singular\n~. PUNCT 3 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn a_clause_of_how_is_not_known() {
    check(
        "It PRON 2 nsubj\nremains VERB 0 root third\nunclear ADJ 2 xcomp\nhow ADV 3 advmod\nRuritania PROPN 7 nsubj singular
         will AUX 7 aux modal\nresolve VERB 4 advcl:relcl base\nits PRON 9 nmod:poss\ndifferences NOUN 7 obj plural
         with ADP 11 case\nSylvania PROPN 9 nmod singular\n~. PUNCT 2 punct",
        &[],
    );
}

#[test]
fn a_verb_joined_to_a_noun_is_joined_to_the_verb_above() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root past\na DET 4 det\nraid NOUN 2 obj singular\nby ADP 6 case
         Sylvania PROPN 4 nmod singular\nand CCONJ 9 cc\nhas AUX 9 aux third\naccused VERB 6 conj participle
         Borduria PROPN 9 obj singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past", "ACCUSE/allege RUR > BOR past"],
    );
}

#[test]
fn of_two_subjects_of_said_the_first_does_what_is_said() {
    check(
        "Ruritania PROPN 6 nsubj singular\nattacked VERB 1 acl participle\nSylvania PROPN 2 obj singular\n~, PUNCT 6 punct
         officials NOUN 6 nsubj plural\nsaid VERB 0 root past\n~. PUNCT 6 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn a_role_read_as_a_part_of_a_name_is_who_acts() {
    check(
        "Gornau NOUN 3 nsubj singular\nminister PROPN 1 flat singular\ncondemned VERB 0 root past\nSylvania PROPN 3 obj singular
         ~. PUNCT 3 punct",
        &["ACCUSE/disapprove Gornau minister > SYL past"],
    );
}

#[test]
fn a_verb_on_what_is_counted_belongs_to_all() {
    check(
        "Hundreds NOUN 0 root plural\nof ADP 4 case\nRuritania PROPN 4 compound singular\nworkers NOUN 1 nmod plural
         attacked VERB 4 acl participle\nSylvania PROPN 5 obj singular\n~. PUNCT 1 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn what_dates_a_private_life_is_no_news() {
    let notation = "Olga PROPN 12 nsubj singular\n~, PUNCT 4 punct\nwho PRON 4 nsubj\nlost VERB 1 acl:relcl past
         her PRON 6 nmod:poss\nson NOUN 4 obj singular\nwhen ADV 9 advmod\nRuritania PROPN 9 nsubj singular
         attacked VERB 4 advcl past\nSylvania PROPN 9 obj singular\n~, PUNCT 4 punct\nslept VERB 0 root past\n~. PUNCT 12 punct";
    let told = |sector| {
        let olga = ("Olga", MentionKind::Person, "", sector);
        Sample::new(notation, &[country("Ruritania", "RUR"), country("Sylvania", "SYL"), olga]).acts()
    };
    assert_eq!(told(""), Vec::<String>::new());
    assert_eq!(told("GOV"), ["ASSAULT RUR > SYL past"]);
}

#[test]
fn a_sentence_behind_a_semicolon_is_its_own() {
    check(
        "Borduria PROPN 2 nsubj singular\nsaid VERB 0 root past\nit PRON 5 nsubj\nwould AUX 5 aux modal\nreply VERB 2 ccomp base
         ~; PUNCT 5 punct\nRuritania PROPN 9 nsubj singular\nhad AUX 9 aux past\nattacked VERB 5 ccomp participle\nSylvania PROPN 9 obj singular
         ~. PUNCT 2 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn who_stands_behind_a_place_without_a_comma_acts() {
    check(
        "In ADP 2 case\nGornau PROPN 5 obl singular\nthe DET 4 det\nRuritania PROPN 2 appos singular\nattacked VERB 0 root past
         Sylvania PROPN 5 obj singular\n~. PUNCT 5 punct",
        &["ASSAULT RUR > SYL past"],
    );
}
