//! Days, months and weeks that a parser took for somebody, or hung something on: who acts is told as without them.

use serde_json::{Value, json};

use crate::support::{Named, Sample, country, person};

const ALL: &[Named] = &[country("Ruritania", "RUR"), country("Sylvania", "SYL"), person("Anna Kovar", "BOR")];

#[track_caller]
fn check(notation: &str, wanted: &[&str]) {
    assert_eq!(Sample::new(notation, ALL).acts(), wanted);
}

#[test]
fn what_stands_behind_a_time_does_not_describe_it() {
    // On the preposition, on the month, and as an adjective of its object.
    check(
        "Ruritania PROPN 0 root singular\non ADP 1 case\nTuesday PROPN 4 obl:unmarked singular\ncondemned VERB 2 acl past
         Sylvania PROPN 4 obj singular\n~. PUNCT 1 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
    check(
        "Anna PROPN 0 root singular\nKovar PROPN 1 flat singular\non ADP 4 case\n9 NUM 1 nmod\nMarch PROPN 4 nmod:unmarked singular
         condemned VERB 5 acl participle\nSylvania PROPN 6 obj singular\n~. PUNCT 1 punct",
        &["ACCUSE/disapprove BOR > SYL past"],
    );
    check(
        "Ruritania PROPN 0 root singular\nWednesday PROPN 1 appos singular\nsent VERB 4 amod participle\nfood NOUN 2 appos singular
         to ADP 6 case\nSylvania PROPN 4 nmod singular\n~. PUNCT 1 punct",
        &["AID RUR > SYL past"],
    );
}

#[test]
fn a_report_behind_the_comma_has_no_name_of_another_clause_in_it() {
    check(
        "Ruritania PROPN 8 compound singular\nthis DET 3 det\nweek NOUN 4 obl:unmarked singular\ncondemned VERB 1 acl participle
         Sylvania PROPN 4 obj singular\n~, PUNCT 1 punct\nlocal ADJ 8 amod\nofficials NOUN 9 nsubj plural\nsaid VERB 0 root past
         ~. PUNCT 9 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
    check(
        "Ruritania PROPN 9 nsubj singular\nbanned VERB 3 amod participle\nimports NOUN 1 appos plural\nfrom ADP 5 case
         Sylvania PROPN 3 nmod singular\n~, PUNCT 1 punct\nlocal ADJ 8 amod\nofficials NOUN 9 nsubj plural\nsaid VERB 0 root past
         ~. PUNCT 9 punct",
        &["SANCTION/discontinue RUR > SYL past"],
    );
    check(
        "Ruritania PROPN 2 nsubj singular\nlifted VERB 3 compound past\nsanctions NOUN 8 nsubj plural\non ADP 5 case
         Sylvania PROPN 3 nmod singular\n~, PUNCT 3 punct\nofficials NOUN 8 nsubj plural\nsaid VERB 0 root past\n~. PUNCT 8 punct",
        &["CONCEDE RUR > SYL past"],
    );
}

#[test]
fn a_time_before_a_comma_is_not_what_the_sentence_tells() {
    check(
        "Yesterday NOUN 0 root singular\n~, PUNCT 1 punct\nRuritania PROPN 1 parataxis singular\ncondemned VERB 3 acl participle
         Sylvania PROPN 4 obj singular\n~. PUNCT 1 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn a_month_is_nobody_who_acts_and_the_name_before_it_is() {
    check(
        "Ruritania PROPN 5 obl:unmarked singular\non ADP 3 case\n3 NUM 1 nmod\nMay PROPN 5 nsubj singular\ncondemned VERB 0 root participle
         Sylvania PROPN 5 obj singular\n~. PUNCT 5 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
    check(
        "Ruritania PROPN 5 nsubj singular\non ADP 3 case\n3 NUM 1 nmod\nMay AUX 5 aux modal\ncondemned VERB 0 root participle
         Sylvania PROPN 5 obj singular\n~. PUNCT 5 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
    check(
        "Ruritania PROPN 3 compound singular\nlast ADJ 3 amod\nweek NOUN 4 obl:unmarked singular\ncondemned VERB 0 root past
         Sylvania PROPN 4 obj singular\n~. PUNCT 4 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn a_weekday_behind_a_noun_is_no_part_of_it() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root past\nSylvania PROPN 4 compound singular\nThursday PROPN 2 obl:unmarked singular
         ~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
    check(
        "Ruritania PROPN 2 nsubj singular\nbroke VERB 0 root past\nties NOUN 2 obj plural\nwith ADP 5 case\nSylvania PROPN 6 compound singular
         Thursday PROPN 2 obl:unmarked singular\n~. PUNCT 2 punct",
        &["SANCTION/discontinue RUR > SYL past"],
    );
}

#[test]
fn who_is_acted_on_behind_a_verb_with_a_subject_is_its_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root participle\nSylvania PROPN 2 nsubj:pass singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn the_date_of_a_clause_beside_the_act_is_not_the_date_of_the_act() {
    let accord =
        "Ruritania PROPN 2 nsubj singular\nrejected VERB 0 root past\nthe DET 4 det\naccord NOUN 2 obj singular";
    let aside = "that PRON 7 obj\nAnna PROPN 7 nsubj singular\nsigned VERB 4 acl:relcl past\nwith ADP 9 case
         Sylvania PROPN 7 obl singular\nin ADP 11 case\n2019 NUM 7 obl\n~. PUNCT 2 punct";
    let own = "with ADP 6 case\nSylvania PROPN 4 nmod singular\nin ADP 8 case\n2019 NUM 2 obl\n~. PUNCT 2 punct";
    let next =
        "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root past\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct";
    let dates = |clause: &str| {
        let sample = Sample::new(&format!("{accord}\n{clause}\n\n{next}"), &ALL[..2]).in_year("2019");
        let date_of = |record: &Value| (record["eventType"].clone(), record["date"]["value"].clone());
        sample.records().iter().map(date_of).collect::<Vec<_>>()
    };
    let told = |date: Value| vec![(json!("REJECT"), date.clone()), (json!("ACCUSE"), date)];
    let mut aside = dates(aside);
    aside.retain(|(kind, _)| kind != "SUPPORT" && kind != "AGREE");
    assert_eq!(aside, told(Value::Null));
    assert_eq!(dates(own), told(json!("2019")));
}

#[test]
fn the_date_of_what_is_to_come_is_not_the_date_of_what_was() {
    let date_of = |auxiliary: &str| {
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root past\nSylvania PROPN 2 obj singular\nand CCONJ 7 cc
             Anna PROPN 7 nsubj singular\n{auxiliary}\nspoke VERB 2 conj past\nin ADP 9 case\n2025 NUM 7 obl\n~. PUNCT 2 punct"
        );
        let sample = Sample::new(&notation, ALL).in_year("2025");
        let records = sample.records();
        records.iter().find(|record| record["eventType"] == "ACCUSE").map(|record| record["date"]["value"].clone())
    };
    assert_eq!(date_of("will AUX 7 aux"), Some(Value::Null));
    assert_eq!(date_of("also ADV 7 advmod"), Some(json!("2025")));
}

#[test]
fn the_date_of_a_sentence_about_what_is_to_come_is_not_that_of_what_the_next_one_tells() {
    let date_of = |meets: &str| {
        let notation = format!(
            "Ruritania PROPN 3 nsubj singular\n{meets}\nin ADP 5 case\n2025 NUM 3 obl\n~. PUNCT 3 punct\n\nAnna PROPN 3 nsubj singular
             Kovar PROPN 1 flat singular\ncondemned VERB 0 root past\nSylvania PROPN 3 obj singular\n~. PUNCT 3 punct"
        );
        let sample = Sample::new(&notation, ALL).in_year("2025");
        let records = sample.records();
        records.iter().find(|record| record["eventType"] == "ACCUSE").map(|record| record["date"]["value"].clone())
    };
    assert_eq!(date_of("will AUX 3 aux\nconvene VERB 0 root base"), Some(Value::Null));
    assert_eq!(date_of("then ADV 3 advmod\nconvened VERB 0 root past"), Some(json!("2025")));
}

#[test]
fn what_is_told_of_another_time_was_not_said_at_the_meeting_of_before() {
    let date_of = |between: &str| {
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\nmet VERB 0 root past\nSylvania PROPN 2 obj singular\nin ADP 5 case\n2025 NUM 2 obl
             ~. PUNCT 2 punct\n\n{between}Ruritania PROPN 2 nsubj singular\naccused VERB 0 root past\nSylvania PROPN 2 obj singular
             ~. PUNCT 2 punct"
        );
        let sample = Sample::new(&notation, ALL).in_year("2025");
        let sample = if between.is_empty() { sample } else { sample.in_year("2022") };
        let records = sample.records();
        records.iter().find(|record| record["eventType"] == "ACCUSE").map(|record| record["date"]["value"].clone())
    };
    assert_eq!(date_of(""), Some(json!("2025")));
    let other = "It PRON 2 nsubj\nrained VERB 0 root past\nin ADP 4 case\n2022 NUM 2 obl\n~. PUNCT 2 punct\n\n";
    assert_eq!(date_of(other), Some(json!("2022")));
}

#[test]
fn a_year_or_earlier_at_the_start_is_not_what_the_sentence_tells() {
    check(
        "In ADP 2 case\n2019 NUM 0 root\nthe DET 4 det\nRuritania PROPN 2 appos singular\nattacked VERB 4 acl past
         Sylvania PROPN 5 obj singular\n~. PUNCT 2 punct",
        &["ASSAULT RUR > SYL past"],
    );
    check(
        "Earlier ADV 0 root\nthis DET 3 det\nmonth NOUN 4 compound singular\nRuritania PROPN 1 obl:unmarked singular
         attacked VERB 4 acl past\nSylvania PROPN 5 obj singular\n~. PUNCT 1 punct",
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn who_killed_after_something_is_no_part_of_it() {
    check(
        "Sylvania PROPN 2 nsubj singular\ncondemned VERB 0 root past\nRuritania PROPN 2 obj singular\nafter ADP 5 case
         Borduria PROPN 3 nmod singular\nattacked VERB 3 acl participle\nSylvania PROPN 6 obj singular\n~. PUNCT 2 punct",
        &["ACCUSE/disapprove SYL > RUR past"],
    );
}
