//! What belongs together though a parser took it apart: names, objects, and phrases before the verb of a report.

use extractor_api::layer::MentionKind;

use crate::support::{Named, Sample, country, person};

const ALL: &[Named] = &[
    country("Ruritania", "RUR"),
    country("Sylvania", "SYL"),
    country("Gornau", "BOR"),
    country("Borduria", "BOR"),
    country("Sylvanian", "SYL"),
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
        &["COERCE/restrict RUR > SYL past"],
    );
}

#[test]
fn a_verb_of_the_past_is_not_what_somebody_would_do() {
    check(
        "Ruritania PROPN 2 nsubj singular\nannounced VERB 0 root past\nthat SCONJ 7 mark\nits PRON 5 nmod:poss
         force NOUN 7 nsubj singular\nwould AUX 7 aux modal\nleave VERB 2 ccomp base\nand CCONJ 9 cc
         denounced VERB 7 conj past\nSylvania PROPN 9 obj singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn what_somebody_had_done_on_a_day_is_done() {
    let had = |above: u8, relation: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nhad VERB 0 root past\non ADP 4 case\nWednesday PROPN 2 obl singular
             condemned VERB {above} {relation} past\nSylvania PROPN 5 obj singular\n~. PUNCT 2 punct"
        )
    };
    check(&had(2, "ccomp"), &["ACCUSE/disapprove RUR > SYL past"]);
    check(&had(1, "conj"), &["ACCUSE/disapprove RUR > SYL past"]);
}

#[test]
fn the_second_of_two_behind_between_is_a_party() {
    check(
        "Borduria PROPN 2 nsubj singular\nmediated VERB 0 root past\ntalks NOUN 2 obj plural\nbetween ADP 5 case
         Ruritania PROPN 3 nmod singular\nand CCONJ 7 cc\nSylvania PROPN 3 conj singular\n~. PUNCT 2 punct",
        &["CONSULT BOR+RUR+SYL >  past"],
    );
}

#[test]
fn who_is_taken_hostage_is_taken() {
    let taken = |hostage: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\ntook VERB 0 root past\ntwo NUM 5 nummod\nSylvanian ADJ 5 amod
             workers NOUN 2 obj plural\nhostage {hostage}\nin ADP 8 case\nBorduria PROPN 6 obl singular\n~. PUNCT 2 punct"
        )
    };
    for hostage in ["ADJ 5 acl", "ADJ 5 amod", "NOUN 2 xcomp singular"] {
        check(&taken(hostage), &["ASSAULT/abduct RUR > SYL past"]);
    }
    check(
        "Ruritania PROPN 2 nsubj singular\ntook VERB 0 root past\ntwo NUM 6 nsubj\nof ADP 5 case
         Sylvanians PROPN 3 nmod plural\nhostage VERB 2 conj base\n~. PUNCT 2 punct",
        &["ASSAULT/abduct RUR > SYL past"],
    );
}

#[test]
fn a_verb_read_as_a_noun_behind_to_is_what_is_asked() {
    let asked = |verb: &str, object: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nasked VERB 0 root past\nSylvania PROPN 2 iobj singular\nto ADP 6 case
             expel NOUN {verb} singular\nBorduria PROPN {object} singular\n~. PUNCT 2 punct"
        )
    };
    check(&asked("6 compound", "2 obl"), &["REQUEST/change RUR > SYL demand"]);
    check(&asked("2 obl", "5 obj"), &["REQUEST/change RUR > SYL demand"]);
}

#[test]
fn a_clause_with_when_behind_a_name_tells_of_the_verb_before_it() {
    let lost = |person: &[Named]| {
        let text = "Otto PROPN 11 nsubj singular\n~, PUNCT 4 punct\nwho PRON 4 nsubj\nlost VERB 1 acl:relcl past
             Bor PROPN 4 obj singular\nwhen ADV 8 advmod\nSylvania PROPN 8 nsubj singular\nbombed VERB 5 acl participle
             Ruritania PROPN 8 obj singular\n~, PUNCT 4 punct\nspoke VERB 0 root past\n~. PUNCT 11 punct";
        Sample::new(text, &[ALL, person].concat()).acts()
    };
    // What only dates the life of a private person is no news.
    assert_eq!(lost(&[("Otto", MentionKind::Person, "", "")]), Vec::<String>::new());
    assert_eq!(lost(&[person("Otto", "BOR")]), ["ASSAULT/explosives SYL > RUR past"]);
}

#[test]
fn for_whom_one_takes_part_is_not_asked() {
    check(
        "Ruritania PROPN 2 nsubj singular\nasked VERB 0 root past\nto PART 4 mark\nintervene VERB 2 xcomp base
         in ADP 7 case\nthe DET 7 det\ncase NOUN 4 obl singular\non ADP 11 case\nSylvania PROPN 11 nmod:poss singular
         ~'s PART 9 case\nside NOUN 7 nmod singular\n~. PUNCT 2 punct",
        &["REQUEST/change RUR >  demand"],
    );
}

#[test]
fn what_stands_behind_a_report_without_and_is_what_is_reported() {
    let said = |cc: &str| {
        format!(
            "Borduria PROPN 2 nsubj singular\nsays VERB 0 root third\ntalks NOUN 2 obj plural\nbetween ADP 5 case
             Ruritania PROPN 3 nmod singular\nand CCONJ 7 cc\nSylvania PROPN 5 conj singular\n{cc}
             been AUX 10 aux:pass participle\ncancelled VERB 2 conj participle\n~. PUNCT 2 punct"
        )
    };
    check(&said("have AUX 10 aux present"), &["REJECT/meet RUR+SYL >  past"]);
}

#[test]
fn a_name_with_an_article_right_behind_an_ally_is_the_ally() {
    check(
        "Ruritania PROPN 2 nsubj singular\nstands VERB 0 root third\nwith ADP 5 case\nits PRON 5 nmod:poss
         ally NOUN 2 obl singular\nthe DET 7 det\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct",
        &["SUPPORT RUR > SYL past"],
    );
}

#[test]
fn a_name_that_looks_like_a_gerund_is_a_subject() {
    check(
        "Gornau VERB 2 csubj gerund\ncondemned VERB 0 root past\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove BOR > SYL past"],
    );
}

#[test]
fn whose_help_one_has_is_not_acted_on() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncaptured VERB 0 root past\nthe DET 4 det\ntown NOUN 2 obj singular
         with ADP 7 case\nthe DET 7 det\nhelp NOUN 2 obl singular\nof ADP 9 case\nSylvania PROPN 7 nmod singular
         ~. PUNCT 2 punct",
        &["ASSAULT/heavy-weapons RUR >  past"],
    );
}

#[test]
fn what_is_done_no_longer_is_refused() {
    let will = |longer: &str| {
        format!(
            "Ruritania PROPN 4 nsubj singular\nwill AUX 4 aux modal\n{longer}\ndeliver VERB 0 root base\nweapons NOUN 4 obj plural
             to ADP 7 case\nSylvania PROPN 4 obl singular\n~. PUNCT 4 punct"
        )
    };
    check(&will("soon ADV 4 advmod"), &["AGREE RUR > SYL plan"]);
    let longer = "Ruritania PROPN 5 nsubj singular\nwill AUX 5 aux modal\nno ADV 4 advmod\nlonger ADV 5 advmod
         deliver VERB 0 root base\nweapons NOUN 5 obj plural\nto ADP 8 case\nSylvania PROPN 5 obl singular\n~. PUNCT 5 punct";
    check(longer, &["REJECT/assist RUR > SYL past"]);
}

#[test]
fn an_embassy_that_is_attacked_with_grenades_is_assaulted() {
    let attacked = |with: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nattacked VERB 0 root past\nthe DET 5 det\nSylvanian ADJ 5 amod
             embassy NOUN 2 obj singular\nwith ADP 7 case\n{with} NOUN 2 obl plural\n~. PUNCT 2 punct"
        )
    };
    check(&attacked("grenades"), &["ASSAULT/explosives RUR > SYL past"]);
    check(&attacked("banners"), &["PROTEST/riot RUR > SYL past"]);
}

#[test]
fn who_stands_before_and_belongs_to_the_verb_before() {
    check(
        "Gornau PROPN 2 nsubj singular\nmet VERB 0 root past\nwith ADP 2 obl\nJan PROPN 9 nsubj singular
         Novak PROPN 4 flat singular\n~, PUNCT 9 punct\nand CCONJ 9 cc\nSylvania PROPN 9 nsubj singular
         condemned VERB 2 conj past\nBorduria PROPN 9 obj singular\n~. PUNCT 2 punct",
        &["CONSULT BOR+RUR >  past", "ACCUSE/disapprove SYL > BOR past"],
    );
}

#[test]
fn an_infinitive_without_to_is_joined_to_what_a_modal_leads() {
    // What "would" leads is no fact, nor what is joined to that.
    check(
        "Ruritania PROPN 3 nsubj singular\nwould AUX 3 aux modal\npay VERB 4 ccomp base\nserious ADJ 0 root
         and CCONJ 6 cc\nbomb VERB 4 conj base\nSylvania PROPN 6 obj singular\n~. PUNCT 4 punct",
        &[],
    );
}

#[test]
fn a_body_and_those_of_another_country_beside_it_are_two() {
    check(
        "The DET 2 det\narmy NOUN 5 compound singular\nand CCONJ 4 cc\nSylvanian ADJ 2 conj\nrebels NOUN 6 nsubj plural
         bombed VERB 0 root past\nRuritania PROPN 6 obj singular\n~. PUNCT 6 punct",
        &["ASSAULT/explosives army+SYL > RUR past"],
    );
}

#[test]
fn with_whom_something_is_done_together_is_not_acted_on() {
    let left = |together: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nwithdrew VERB 0 root past\nfrom ADP 5 case\nthe DET 5 det\ntreaty NOUN 2 obl singular
             {together} ADV 2 advmod\nwith ADP 8 case\nSylvania PROPN 2 obl singular\n~. PUNCT 2 punct"
        )
    };
    check(&left("together"), &["SANCTION/withdraw RUR >  past"]);
}

#[test]
fn what_is_asked_for_is_asked_of_nobody() {
    check(
        "Ruritania PROPN 2 nsubj singular\nappealed VERB 0 root past\nfor ADP 5 case\nmore ADJ 5 amod\nhelicopters NOUN 2 obl plural
         ~. PUNCT 2 punct",
        &["REQUEST/change RUR >  demand"],
    );
}
