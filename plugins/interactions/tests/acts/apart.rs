//! What belongs together though a parser took it apart: names, objects, and phrases before the verb of a report.

use crate::support::{Named, Sample, country, person};

const ALL: &[Named] = &[
    country("Ruritania", "RUR"),
    country("Sylvania", "SYL"),
    country("Gornau", "BOR"),
    person("Anna Kovar", "BOR"),
    person("Jan Novak", "RUR"),
];

#[track_caller]
fn check(notation: &str, wanted: &[&str]) {
    assert_eq!(Sample::new(notation, ALL).acts(), wanted);
}

#[test]
fn a_gerund_behind_a_name_alone_is_no_noun_joined_to_a_place() {
    check(
        "Unrest NOUN 2 nsubj singular\ngrew VERB 0 root past\nin ADP 5 case\nthe DET 5 det\nnorth NOUN 2 obl singular
         ~, PUNCT 10 punct\nwith ADP 10 case\nAnna PROPN 10 compound singular\nKovar PROPN 8 flat singular\ncalling NOUN 5 conj singular
         for ADP 12 case\ncalm NOUN 8 nmod singular\n~. PUNCT 2 punct",
        &["REQUEST/change BOR >  demand"],
    );
}

#[test]
fn a_phrase_before_a_comma_is_no_part_of_the_report_behind_it() {
    check(
        "Ruritania PROPN 3 nsubj singular\nwill AUX 3 aux modal\napply VERB 0 root base\nfor ADP 5 case\nasylum NOUN 10 obl singular
         in ADP 7 case\nSylvania PROPN 5 nmod singular\n~, PUNCT 5 punct\nofficials NOUN 10 nsubj plural\nreported VERB 3 ccomp past
         ~. PUNCT 3 punct",
        &["REQUEST/assist RUR > SYL demand"],
    );
}

#[test]
fn an_infinitive_before_a_comma_is_no_purpose_of_the_report_behind_it() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsent VERB 0 root past\nclerks NOUN 2 obj plural\nto ADP 5 case\nSylvania PROPN 2 obl singular
         to PART 7 mark\ninvestigate VERB 12 advcl base\nthe DET 9 det\nfire NOUN 7 obj singular\n~, PUNCT 7 punct
         officials NOUN 12 nsubj plural\nsaid VERB 2 conj past\n~. PUNCT 2 punct",
        &["ACCUSE/investigate RUR > SYL past"],
    );
}

#[test]
fn the_first_of_two_who_say_something_is_the_object_of_what_is_said() {
    check(
        "Ruritania PROPN 5 nsubj singular\nis AUX 5 cop third\nabout ADV 5 advmod\nto PART 5 mark\nrestore VERB 15 ccomp base
         close ADJ 5 obj\n~, PUNCT 5 punct\nfriendly ADJ 10 amod\npolitical ADJ 10 amod\nrelations NOUN 15 nsubj plural\nwith ADP 12 case
         Sylvania PROPN 10 nmod singular\n~, PUNCT 10 punct\nofficials NOUN 15 nsubj plural\nsaid VERB 0 root past\n~. PUNCT 15 punct",
        &["AGREE RUR+SYL >  plan"],
    );
}

#[test]
fn an_infinitive_joined_to_the_verb_above_another_is_agreed_to_as_well() {
    check(
        "Ruritania PROPN 4 nsubj singular\nand CCONJ 3 cc\nSylvania PROPN 1 conj singular\nagreed VERB 0 root past\nto PART 6 mark
         continue VERB 4 xcomp base\nwork NOUN 6 obj singular\nand CCONJ 10 cc\nto PART 10 mark\ncooperate VERB 4 conj base
         on ADP 12 case\nissues NOUN 10 obl plural\n~. PUNCT 4 punct",
        &["AGREE RUR+SYL >  past"],
    );
}

#[test]
fn a_strange_word_at_the_start_is_who_acts() {
    check(
        "Gornau VERB 4 advcl base\non ADP 3 case\nMonday PROPN 1 obl singular\nlaunched VERB 0 root past\nrockets NOUN 4 obj plural
         at ADP 7 case\nSylvania PROPN 5 nmod singular\n~. PUNCT 4 punct",
        &["ASSAULT/heavy-weapons BOR > SYL past"],
    );
}

#[test]
fn what_stands_before_a_hyphen_describes_the_noun_behind_it() {
    check(
        "Ruritania PROPN 2 nsubj singular\nabandoned VERB 0 root past\na DET 4 det\npro NOUN 2 obj singular\n~- PUNCT 7 punct
         Sylvania PROPN 7 compound singular\nmarch NOUN 4 appos singular\n~. PUNCT 2 punct",
        &["CONCEDE RUR > SYL past"],
    );
}

#[test]
fn another_name_with_and_is_another_actor() {
    check(
        "Sylvania PROPN 8 nsubj singular\nClara PROPN 1 appos singular\nBruck PROPN 2 flat singular\nand CCONJ 5 cc
         Chairman PROPN 2 appos singular\nJan PROPN 5 flat singular\nNovak PROPN 5 flat singular\nmet VERB 0 root past
         ~. PUNCT 8 punct",
        &["CONSULT SYL+RUR >  past"],
    );
}

#[test]
fn what_is_joined_to_a_second_name_is_joined_to_the_first() {
    check(
        "Sylvania PROPN 8 nsubj singular\nClara PROPN 1 appos singular\nBruck PROPN 2 flat singular\nand CCONJ 5 cc
         Chairman PROPN 2 conj singular\nJan PROPN 5 flat singular\nNovak PROPN 5 flat singular\nmet VERB 0 root past
         ~. PUNCT 8 punct",
        &["CONSULT SYL+RUR >  past"],
    );
}

#[test]
fn of_two_nouns_side_by_side_the_last_is_the_object_and_no_other_name() {
    check(
        "Ruritania PROPN 3 nsubj singular\nwill AUX 3 aux modal\nextend VERB 0 root base\nthe DET 5 det\nwinter NOUN 3 obj singular
         curfew NOUN 5 appos singular\nin ADP 8 case\nSylvania PROPN 6 nmod singular\n~. PUNCT 3 punct",
        &["THREATEN/restrict RUR > SYL plan"],
    );
}

#[test]
fn who_stands_before_including_is_who_acts() {
    check(
        "Ruritania PROPN 2 compound singular\naircraft NOUN 5 nsubj singular\nincluding VERB 5 case gerund
         helicopter NOUN 5 compound singular\ngunships NOUN 6 nsubj plural\nwounded VERB 0 root past\nSylvania PROPN 8 compound singular
         farmers NOUN 6 obj plural\n~. PUNCT 6 punct",
        &["ASSAULT/aerial RUR > SYL past"],
    );
}

#[test]
fn a_name_behind_a_preposition_does_not_act() {
    check(
        "Water NOUN 6 obl singular\nfrom ADP 3 case\nLake PROPN 6 obl singular\nRuritania PROPN 5 compound singular
         Plant PROPN 6 nsubj singular\nraises VERB 0 root third\nconcerns NOUN 6 obj plural\n~. PUNCT 6 punct",
        &[],
    );
}

#[test]
fn a_preposition_belongs_to_the_last_of_the_nouns_behind_it() {
    check(
        "Ruritania PROPN 2 nsubj singular\nprotested VERB 0 root past\nagainst ADP 5 case\nhuman ADJ 5 amod
         rights NOUN 6 compound plural\nviolations NOUN 2 obl plural\nby ADP 8 case\nSylvania PROPN 6 nmod singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn before_a_form_of_the_past_a_participle_describes_who_acts() {
    check(
        "Workers NOUN 0 root plural\norganized VERB 1 acl participle\nin ADP 4 case\nRuritania PROPN 2 obl singular
         condemned VERB 1 acl past\nSylvania PROPN 5 obj singular\n~. PUNCT 1 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn a_gerund_behind_an_article_and_an_adjective_is_the_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\nopened VERB 0 root past\na DET 5 det\npublic ADJ 5 amod\nhearing VERB 2 ccomp gerund
         into ADP 8 case\nthe DET 8 det\nfire NOUN 5 obl singular\nin ADP 10 case\nSylvania PROPN 8 nmod singular\n~. PUNCT 2 punct",
        &["ACCUSE/investigate RUR > SYL past"],
    );
}

#[test]
fn a_verb_without_to_right_behind_another_is_its_object() {
    check(
        "Workers NOUN 4 nsubj plural\nin ADP 3 case\nRuritania PROPN 1 nmod singular\nstopped VERB 0 root past\nwork VERB 4 xcomp base
         over ADP 7 case\nlaws NOUN 5 obl plural\nof ADP 9 case\nSylvania PROPN 7 nmod singular\n~. PUNCT 4 punct",
        &["PROTEST/strike RUR > SYL past"],
    );
}

#[test]
fn a_noun_behind_an_article_and_a_name_is_no_gerund() {
    check(
        "Unrest NOUN 2 nsubj singular\ngrew VERB 0 root past\nin ADP 5 case\nthe DET 5 det\nnorth NOUN 2 obl singular
         ~, PUNCT 9 punct\nwith ADP 10 case\nthe DET 10 det\nSylvania PROPN 10 compound singular\ncalling NOUN 5 conj singular
         for ADP 12 case\ncalm NOUN 10 nmod singular\n~. PUNCT 2 punct",
        &[],
    );
}

#[test]
fn what_is_joined_to_another_name_behind_a_comma_is_joined_to_that_alone() {
    check(
        "Ruritania PROPN 2 nsubj singular\ngave VERB 0 root past\nfood NOUN 2 obj singular\nto ADP 5 case\nSylvania PROPN 2 obl singular
         ~, PUNCT 9 punct\naccording VERB 9 case gerund\nto ADP 7 fixed\nbooks PROPN 5 appos plural\nand CCONJ 11 cc
         Gornau PROPN 9 conj singular\n~. PUNCT 2 punct",
        &["AID RUR > SYL past"],
    );
}

#[test]
fn what_leads_somewhere_is_the_object_before_it() {
    check(
        "Ruritania PROPN 2 nsubj singular\nblocked VERB 0 root past\nmountain NOUN 4 compound singular\nroads NOUN 2 obj plural
         leading VERB 2 advcl gerund\ninto ADP 7 case\nSylvania PROPN 5 obl singular\n~. PUNCT 2 punct",
        &["PROTEST/obstruct RUR > SYL past"],
    );
}
