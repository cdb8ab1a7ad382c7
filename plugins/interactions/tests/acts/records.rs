//! What the record says beside the act: source, repetition, parts of the article that tell nothing.

use extractor_api::layer::MentionKind;

use crate::support::{Named, Sample, country, person};

const RURITANIA: Named = country("Ruritania", "RUR");
const SYLVANIA: Named = country("Sylvania", "SYL");

const ATTACK: &str =
    "Ruritania PROPN 2 nsubj singular\ninvaded VERB 0 root past\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct\n\n";
const TALKS: &str = "The DET 2 det\ntalks NOUN 7 nsubj plural\nbetween ADP 4 case\nRuritania PROPN 2 nmod singular
    and CCONJ 6 cc\nSylvania PROPN 4 conj singular\nfailed VERB 0 root past\n~. PUNCT 7 punct\n\n";

#[test]
fn an_act_told_twice_is_one_record() {
    let records = Sample::new(&[TALKS, TALKS].concat(), &[RURITANIA, SYLVANIA]).records();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["repeats"].as_array().map(Vec::len), Some(1));
    assert_eq!(records[0]["repeats"][0]["exact"], "talks");
    assert_eq!(records[0]["evidence"]["span"]["exact"], "The talks between Ruritania and Sylvania failed.");
}

#[test]
fn the_reporter_is_the_source() {
    let report = "Anna PROPN 3 nsubj singular\nKovar PROPN 1 flat singular\nsaid VERB 0 root past\nthat SCONJ 6 mark
        Ruritania PROPN 6 nsubj singular\ninvaded VERB 3 ccomp past\nSylvania PROPN 6 obj singular\n~. PUNCT 3 punct";
    let records = Sample::new(report, &[RURITANIA, SYLVANIA, person("Anna Kovar", "SYL")]).records();
    assert_eq!(records[0]["attribution"]["kind"], "reported");
    assert_eq!(records[0]["attribution"]["source"], "Anna Kovar");
    assert_eq!(records[0]["attribution"]["cue"]["exact"], "said");
}

#[test]
fn words_in_quotation_marks_have_their_speaker() {
    let sample = Sample::new(ATTACK, &[RURITANIA, SYLVANIA]).said("Ruritania invaded Sylvania.", 1);
    let records = sample.records();
    assert_eq!(records[0]["attribution"]["kind"], "quoted");
    assert_eq!(records[0]["attribution"]["source"], "Sylvania");
}

#[test]
fn hearsay_has_no_source() {
    let report = "Ruritania PROPN 3 nsubj singular\nreportedly ADV 3 advmod\ninvaded VERB 0 root past
        Sylvania PROPN 3 obj singular\n~. PUNCT 3 punct";
    let rumour = "A DET 2 det\nrumour NOUN 9 nsubj singular\nthat PRON 6 obj\nRuritania PROPN 6 nsubj singular\nhad AUX 6 aux past
        invaded VERB 2 acl:relcl participle\nSylvania PROPN 6 obj singular\nproved VERB 9 aux past\nfalse ADJ 0 root\n~. PUNCT 9 punct";
    for report in [report, rumour] {
        let records = Sample::new(report, &[RURITANIA, SYLVANIA]).records();
        assert_eq!(records[0]["attribution"], serde_json::json!({ "kind": "hearsay" }));
    }
}

#[test]
fn headlines_footnotes_and_links_tell_nothing() {
    for zone in ["title", "references", "related_links", "author_bio", "disclaimer", "heading"] {
        let notation = format!("[{zone}]\n{ATTACK}[body]\nIt PRON 2 nsubj\nrained VERB 0 root past\n");
        assert_eq!(Sample::new(&notation, &[RURITANIA, SYLVANIA]).acts(), [""; 0], "{zone}");
    }
}

#[test]
fn a_headline_without_a_body_is_all_there_is() {
    let notation = format!("[title]\n{ATTACK}");
    assert_eq!(Sample::new(&notation, &[RURITANIA, SYLVANIA]).acts(), ["ASSAULT RUR > SYL past"]);
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    let sample = Sample::new(&[ATTACK, TALKS, ATTACK].concat(), &[RURITANIA, SYLVANIA]);
    assert_eq!(format!("{:?}", sample.records()), format!("{:?}", sample.records()));
}

#[test]
fn numbers_follow_the_manual() {
    let records = Sample::new(ATTACK, &[RURITANIA, SYLVANIA]).records();
    assert_eq!((&records[0]["quad"], &records[0]["cameoRoot"]), (&4.into(), &"19".into()));
    assert!(records[0]["score"].as_f64().is_some_and(|score| score <= -9.0));
    assert!(records[0]["confidence"].as_f64().is_some_and(|sure| sure > 0.5 && sure < 1.0));
}

#[test]
fn what_signs_tell_is_inferred() {
    let apparently = "Ruritania PROPN 3 nsubj singular\napparently ADV 3 advmod\ninvaded VERB 0 root past
        Sylvania PROPN 3 obj singular\n~. PUNCT 3 punct";
    let seems = "Ruritania PROPN 2 nsubj singular\nseems VERB 0 root third\nto PART 5 mark\nhave AUX 5 aux base
        invaded VERB 2 xcomp participle\nSylvania PROPN 5 obj singular\n~. PUNCT 2 punct";
    for (notation, cue) in [(apparently, "apparently"), (seems, "seems")] {
        let records = Sample::new(notation, &[RURITANIA, SYLVANIA]).records();
        assert_eq!(records[0]["attribution"]["kind"], "inferred", "{records:?}");
        assert_eq!(records[0]["attribution"]["cue"]["exact"], cue);
    }
}

#[test]
fn a_country_that_is_guessed_is_told_of_and_less_sure() {
    let did = |verb: &str| {
        let notation = format!(
            "The DET 2 det\nrebels NOUN 3 nsubj plural\n{verb} VERB 0 root past\nRuritania PROPN 3 obj singular\n~. PUNCT 3 punct"
        );
        Sample::new(&notation, &[RURITANIA, ("rebels", MentionKind::Group, "", "REB")]).acts()
    };
    assert_eq!(did("condemned"), Vec::<String>::new(), "what nobody with a name says is no act");
    assert_eq!(did("attacked"), ["ASSAULT RUR > RUR past"]);
    let notation = "Ruritania PROPN 2 nsubj singular\nthreatened VERB 0 root past\nthe DET 4 det
        rebels NOUN 2 obj plural\n~. PUNCT 2 punct";
    let guessed = Sample::new(notation, &[RURITANIA, ("rebels", MentionKind::Group, "", "REB")]).records();
    let told = Sample::new(notation, &[RURITANIA, ("rebels", MentionKind::Group, "RUR", "REB")]).records();
    assert_eq!(guessed[0]["recipients"][0]["country"], "RUR");
    assert_eq!(guessed[0]["warnings"], serde_json::json!(["inferred_country"]));
    assert!(guessed[0]["confidence"].as_f64() < told[0]["confidence"].as_f64());
    assert!(told[0]["warnings"].is_null());
}

#[test]
fn who_is_killed_may_be_from_anywhere() {
    let notation = "Ruritania PROPN 2 nsubj singular\nkilled VERB 0 root past\nten NUM 4 nummod
        people NOUN 2 obj plural\n~. PUNCT 2 punct";
    let records = Sample::new(notation, &[RURITANIA, ("people", MentionKind::Group, "", "CVL")]).records();
    assert!(records.iter().all(|record| record["recipients"][0]["country"].is_null()), "{records:?}");
}

#[test]
fn harm_by_those_whom_nobody_names_is_told_but_not_where_it_only_tells_when() {
    let rebels = ("rebels", MentionKind::Group, "", "REB");
    let after = "Sylvania PROPN 2 nsubj singular\nleft VERB 0 root past\nafter SCONJ 5 mark\nrebels NOUN 5 nsubj plural
        bombed VERB 2 advcl past\nRuritania PROPN 5 obj singular\n~. PUNCT 2 punct";
    let acts = Sample::new(after, &[RURITANIA, SYLVANIA, rebels]).acts();
    assert!(acts.iter().all(|act| !act.starts_with("ASSAULT")), "{acts:?}");
}
