//! What wire reports tell in a few words of their own: orders to leave, tests of weapons, claims of attacks, and where and
//! when all of it happened.

use extractor_api::layer::MentionKind;
use serde_json::Value;

use crate::support::{Named, Sample, country, person, place, short};

const ALL: &[Named] =
    &[country("Ruritania", "RUR"), country("Sylvania", "SYL"), person("Anna Kovar", "BOR"), place("Gornau", "BOR")];
const POLICE: Named = ("police", MentionKind::Group, "RUR", "COP");
const REBELS: Named = ("rebels", MentionKind::Group, "", "REB");

#[track_caller]
fn check(notation: &str, wanted: &[&str]) {
    assert_eq!(Sample::new(notation, ALL).acts(), wanted);
}

#[test]
fn a_missile_that_falls_into_the_sea_is_a_test() {
    let fired = |place: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nfired VERB 0 root past\nmissiles NOUN 2 obj plural\ninto ADP 6 case\nthe DET 6 det
             {place} NOUN 2 obl singular\nof ADP 8 case\nSylvania PROPN 6 nmod singular\n~. PUNCT 2 punct"
        )
    };
    check(&fired("sea"), &["MOBILIZE/weapons RUR >  past"]);
    check(&fired("capital"), &["ASSAULT/heavy-weapons RUR > SYL past"]);
}

#[test]
fn an_order_to_leave_expels_and_is_not_given_on_the_day_that_it_sets() {
    let ordered = |preposition: &str| {
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\nordered VERB 0 root past\ntroops NOUN 2 obj plural\nof ADP 5 case
             Sylvania PROPN 3 nmod singular\nto PART 7 mark\nleave VERB 2 xcomp base\n{preposition} ADP 9 case\n2021 NUM 2 obl
             ~. PUNCT 2 punct"
        );
        let records = Sample::new(&notation, ALL).in_year("2021").records();
        (records.iter().map(short).collect::<Vec<_>>(), records[0]["date"]["value"].clone())
    };
    assert_eq!(ordered("in"), (vec!["SANCTION/expel RUR > SYL past".to_owned()], Value::from("2021")));
    assert_eq!(ordered("by"), (vec!["SANCTION/expel RUR > SYL past".to_owned()], Value::Null));
}

#[test]
fn who_claims_an_attack_made_it() {
    let claimed = |object: &str, act: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nclaimed VERB 0 root past\n{object} NOUN 2 obj singular\nfor ADP 5 case
             {act} NOUN 3 nmod singular\non ADP 7 case\nSylvania PROPN 5 nmod singular\n~. PUNCT 2 punct"
        )
    };
    check(&claimed("responsibility", "attack"), &["ASSAULT RUR > SYL past"]);
    check(&claimed("credit", "policy"), &[]);
}

#[test]
fn a_crowd_at_an_embassy_protests_where_the_embassy_stands() {
    let notation = "Farmers NOUN 2 nsubj plural\ngathered VERB 0 root past\noutside ADP 5 case\nthe DET 5 det\nembassy NOUN 2 obl singular
         of ADP 7 case\nSylvania PROPN 5 nmod singular\nin ADP 9 case\nGornau PROPN 5 nmod singular\n~. PUNCT 2 punct";
    let farmers = ("Farmers", MentionKind::Group, "", "AGR");
    let records = Sample::new(notation, &[ALL[1], ALL[3], farmers]).records();
    assert_eq!(records.iter().map(short).collect::<Vec<_>>(), ["PROTEST/demo BOR > SYL past"]);
    assert_eq!(records[0]["location"]["name"], "Gornau");
}

#[test]
fn police_who_storm_an_embassy_do_not_riot() {
    let stormed = |who: &str| {
        format!(
            "{who} NOUN 2 nsubj plural\nstormed VERB 0 root past\nthe DET 4 det\nembassy NOUN 2 obj singular\nof ADP 6 case
             Sylvania PROPN 4 nmod singular\n~. PUNCT 2 punct"
        )
    };
    let crowd = ("workers", MentionKind::Group, "RUR", "LAB");
    assert_eq!(Sample::new(&stormed("police"), &[ALL[1], POLICE]).acts(), ["COERCE/seize RUR > SYL past"]);
    assert_eq!(Sample::new(&stormed("workers"), &[ALL[1], crowd]).acts(), ["PROTEST/riot RUR > SYL past"]);
}

#[test]
fn those_who_are_backed_by_somebody_are_not_his() {
    let behind =
        "rebels NOUN 5 nsubj plural\nbacked VERB 1 acl participle\nby ADP 4 case\nRuritania PROPN 2 obl:agent singular
         attacked VERB 0 root past\nSylvania PROPN 5 obj singular\n~. PUNCT 5 punct";
    let before =
        "Ruritania PROPN 3 amod singular\n~- PUNCT 1 punct\n~backed VERB 4 amod participle\nrebels NOUN 5 nsubj plural
         attacked VERB 0 root past\nSylvania PROPN 5 obj singular\n~. PUNCT 5 punct";
    for notation in [behind, before] {
        let acts = Sample::new(notation, &[ALL[0], ALL[1], REBELS]).acts();
        assert!(!acts.iter().any(|act| act.starts_with("ASSAULT RUR")), "{acts:?}");
    }
}

#[test]
fn where_talks_are_held_says_nothing_of_who_holds_them() {
    check(
        "Ruritania PROPN 2 nsubj singular\nrejected VERB 0 root past\nan DET 4 det\ninvitation NOUN 2 obj singular\nto ADP 6 case
         talks NOUN 4 nmod plural\nin ADP 8 case\nGornau PROPN 6 nmod singular\n~. PUNCT 2 punct",
        &["REJECT/meet RUR >  past"],
    );
}

#[test]
fn what_stands_behind_after_is_of_another_time() {
    let notation = |date: usize| {
        let second = if date == 9 { "~, PUNCT 2 punct" } else { "in ADP 12 case\n2021 NUM 7 obl" };
        let first = if date == 9 { "in ADP 5 case\n2021 NUM 2 obl" } else { "there ADV 2 advmod\n~, PUNCT 2 punct" };
        format!(
            "Ruritania PROPN 2 nsubj singular\nattacked VERB 0 root past\nSylvania PROPN 2 obj singular\n{first}
             after SCONJ 8 mark\nSylvania PROPN 8 nsubj singular\ncondemned VERB 2 advcl past\nRuritania PROPN 8 obj singular
             {second}\n~. PUNCT 2 punct"
        )
    };
    let dates = |at: usize| {
        let text = notation(at).replace("2021 NUM 7 obl", "2021 NUM 8 obl").replace("in ADP 12", "in ADP 11");
        let records = Sample::new(&text, ALL).in_year("2021").records();
        records.iter().map(|record| record["date"]["value"].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(dates(9), ["2021", "-"]);
    assert_eq!(dates(10), ["-", "2021"]);
}

#[test]
fn who_harmed_somebody_is_criticised_for_it_not_whom_he_harmed() {
    let condemned = |act: &str, of: &str, by: &str| {
        format!(
            "Anna PROPN 3 nsubj singular\nKovar PROPN 1 flat singular\ncondemned VERB 0 root past\nthe DET 5 det
             {act} NOUN 3 obj singular\n{of} ADP 7 case\nSylvania PROPN 5 nmod singular{by}\n~. PUNCT 3 punct"
        )
    };
    let by = "\nby ADP 9 case\nRuritania PROPN 5 nmod singular";
    check(&condemned("attack", "on", by), &["ACCUSE/disapprove BOR > RUR past"]);
    check(&condemned("arrest", "of", ""), &["ACCUSE/disapprove BOR >  past"]);
    check(&condemned("policy", "of", ""), &["ACCUSE/disapprove BOR > SYL past"]);
}

#[test]
fn what_was_vetoed_demands_nothing() {
    let said = |verb: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\n{verb} VERB 0 root past\na DET 4 det\ndeclaration NOUN 2 obj singular
             urging VERB 4 acl gerund\nSylvania PROPN 5 obj singular\nto PART 8 mark\nleave VERB 5 xcomp base\n~. PUNCT 2 punct"
        )
    };
    let acts = |verb: &str| Sample::new(&said(verb), ALL).acts();
    assert!(acts("issued").contains(&"REQUEST/yield RUR > SYL demand".to_owned()));
    assert!(!acts("vetoed").iter().any(|act| act.starts_with("REQUEST")), "{:?}", acts("vetoed"));
}

#[test]
fn to_call_something_bad_is_to_criticise_whose_it_is() {
    let called = |word: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\ncalled VERB 0 root past\nthe DET 4 det\npolicy NOUN 2 obj singular\nof ADP 6 case
             Sylvania PROPN 4 nmod singular\n{word} ADJ 2 xcomp\n~. PUNCT 2 punct"
        )
    };
    check(&called("barbaric"), &["ACCUSE/disapprove RUR > SYL past"]);
    check(&called("clear"), &[]);
}

#[test]
fn the_day_before_a_name_is_no_part_of_it() {
    let notation =
        "On ADP 2 case\nFriday PROPN 3 compound singular\nTarn PROPN 4 nsubj singular\nattacked VERB 0 root past
         Sylvania PROPN 4 obj singular\n~. PUNCT 4 punct";
    assert_eq!(Sample::new(notation, ALL).records()[0]["actors"][0]["text"], "Tarn");
}

#[test]
fn what_is_to_be_done_is_a_plan() {
    let visit = |is: &str| {
        format!(
            "Anna PROPN 5 nsubj singular\nKovar PROPN 1 flat singular\n{is}\nto PART 5 mark\nvisit VERB 0 root base\nSylvania PROPN 5 obj singular
             ~. PUNCT 5 punct"
        )
    };
    check(&visit("is AUX 5 cop third"), &["AGREE BOR > SYL plan"]);
}

#[test]
fn what_a_denied_report_says_is_denied() {
    let told = |verb: &str| {
        format!(
            "Anna PROPN 3 nsubj singular\nKovar PROPN 1 flat singular\n{verb} VERB 0 root past\na DET 5 det\nreport NOUN 3 obj singular
             that PRON 8 nsubj\nRuritania PROPN 8 nsubj singular\nattacked VERB 5 acl:relcl past\nSylvania PROPN 8 obj singular
             ~. PUNCT 3 punct"
        )
    };
    let acts = |verb: &str| Sample::new(&told(verb), ALL).acts();
    assert!(acts("denied").contains(&"ASSAULT RUR > SYL past negated".to_owned()), "{:?}", acts("denied"));
    assert_eq!(acts("read"), ["ASSAULT RUR > SYL past"]);
}

#[test]
fn nothing_is_done_to_a_river() {
    let tarn = place("Tarn", "");
    let notation = "Ruritania PROPN 2 nsubj singular\nopened VERB 0 root past\nfire NOUN 2 obj singular\non ADP 5 case\nSylvania PROPN 2 obl singular
         on ADP 8 case\nthe DET 8 det\nTarn PROPN 2 obl singular\n~. PUNCT 2 punct";
    assert_eq!(Sample::new(notation, &[ALL[0], ALL[1], tarn]).acts(), ["ASSAULT/firearms RUR > SYL past"]);
}

#[test]
fn to_end_ones_support_is_a_sanction_and_no_support() {
    check(
        "Ruritania PROPN 2 nsubj singular\nended VERB 0 root past\nits PRON 4 nmod:poss\nsupport NOUN 2 obj singular\nfor ADP 6 case
         Sylvania PROPN 4 nmod singular\n~. PUNCT 2 punct",
        &["SANCTION/discontinue RUR > SYL past"],
    );
}

#[test]
fn what_would_have_been_done_is_no_threat() {
    let told = |has: &str| {
        format!(
            "Anna PROPN 3 nsubj singular\nKovar PROPN 1 flat singular\nsaid VERB 0 root past\nRuritania PROPN 7 nsubj singular
             would AUX 7 aux modal\n{has}\nattacked VERB 3 ccomp participle\nSylvania PROPN 7 obj singular\n~. PUNCT 3 punct"
        )
    };
    check(&told("have AUX 7 aux base"), &[]);
    check(&told("also ADV 7 advmod"), &["THREATEN/violence RUR > SYL plan"]);
}

#[test]
fn who_is_warned_is_none_of_those_of_whom_he_is_warned() {
    let warned = |whom: &str| {
        format!(
            "Anna PROPN 3 nsubj singular\nKovar PROPN 1 flat singular\nwarned VERB 0 root past\n{whom} 3 iobj\nthat SCONJ 8 mark
             Ruritania PROPN 8 nsubj singular\nwould AUX 8 aux modal\nleave VERB 3 ccomp base\n~. PUNCT 3 punct"
        )
    };
    check(&warned("them PRON"), &["THREATEN BOR >  past"]);
    check(&warned("Sylvania PROPN"), &["THREATEN BOR > SYL past"]);
}

#[test]
fn a_release_is_not_asked_of_those_who_are_held() {
    let asked = |noun: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\ndemanded VERB 0 root past\nSylvania PROPN 5 nmod:poss singular\n~'s PART 3 case
             {noun} NOUN 2 obj singular\n~. PUNCT 2 punct"
        )
    };
    check(&asked("release"), &["REQUEST/yield RUR >  demand"]);
    check(&asked("withdrawal"), &["REQUEST/yield RUR > SYL demand"]);
}

#[test]
fn what_would_be_done_as_somebody_says_behind_it_is_a_plan() {
    check(
        "Ruritania PROPN 3 nsubj singular\nwould AUX 3 aux modal\nattack VERB 0 root base\nSylvania PROPN 3 obj singular\n~, PUNCT 3 punct
         she PRON 7 nsubj\nsaid VERB 3 parataxis past\n~. PUNCT 3 punct",
        &["THREATEN/violence RUR > SYL plan"],
    );
}

#[test]
fn who_is_expected_somewhere_is_to_go_there() {
    check(
        "Anna PROPN 4 nsubj:pass singular\nKovar PROPN 1 flat singular\nis AUX 4 aux:pass third\nexpected VERB 0 root participle\nin ADP 6 case
         Sylvania PROPN 4 obl singular\n~. PUNCT 4 punct",
        &["AGREE BOR > SYL plan"],
    );
}

#[test]
fn what_a_headline_says_is_to_be_done_is_a_plan() {
    check(
        "Anna PROPN 0 root singular\nKovar PROPN 1 flat singular\nto PART 4 mark\nvisit VERB 1 xcomp base\nSylvania PROPN 4 obj singular",
        &["AGREE BOR > SYL plan"],
    );
    check(
        "Ruritania PROPN 3 nsubj singular\nto PART 3 mark\nattack VERB 0 root base\nSylvania PROPN 3 obj singular",
        &["THREATEN/violence RUR > SYL plan"],
    );
}

#[test]
fn what_is_asked_is_not_done() {
    let asked = |whether: &str| {
        format!(
            "It PRON 4 expl\nis AUX 4 cop third\nnot PART 4 advmod\nclear ADJ 0 root\n{whether} SCONJ 7 mark\nRuritania PROPN 7 nsubj singular
             left VERB 4 csubj past\nSylvania PROPN 7 obj singular\n~. PUNCT 4 punct"
        )
        .replace("left", "attacked")
    };
    check(&asked("whether"), &[]);
}

#[test]
fn the_place_after_which_an_accord_is_called_is_nobody() {
    let broke = |of: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nviolated VERB 0 root past\nthe DET 5 det\nGornau PROPN 5 compound singular
             accord NOUN 2 obj singular{of}\n~. PUNCT 2 punct"
        )
    };
    check(&broke(""), &["REJECT/change RUR >  past"]);
    check(&broke("\nwith ADP 7 case\nSylvania PROPN 5 nmod singular"), &["REJECT/change RUR > SYL past"]);
}

#[test]
fn nobody_agrees_with_a_lake() {
    let notation = "Ruritania PROPN 2 nsubj singular\nagreed VERB 0 root past\nto PART 4 mark\ndredge VERB 2 xcomp base
         the DET 6 det\nTarn PROPN 4 obj singular\n~. PUNCT 2 punct";
    assert_eq!(Sample::new(notation, &[ALL[0], place("Tarn", "")]).acts(), ["AGREE RUR >  past"]);
}

#[test]
fn a_threat_under_a_condition_was_made() {
    check(
        "Ruritania PROPN 2 nsubj singular\nthreatened VERB 0 root past\nto PART 4 mark\nexpel VERB 2 xcomp base\nSylvania PROPN 4 obj singular
         if SCONJ 8 mark\nAnna PROPN 8 nsubj singular\nresigned VERB 2 advcl past\n~. PUNCT 2 punct",
        &["THREATEN/expel RUR > SYL past"],
    );
}

#[test]
fn promised_sanctions_are_a_threat() {
    check(
        "Ruritania PROPN 2 nsubj singular\npromised VERB 0 root past\nsanctions NOUN 2 obj plural\non ADP 5 case\nSylvania PROPN 3 nmod singular
         ~. PUNCT 2 punct",
        &["THREATEN/restrict RUR > SYL promise"],
    );
}

#[test]
fn neighbours_who_are_asked_are_none_of_those_whom_they_should_hand_over() {
    check(
        "Ruritania PROPN 2 nsubj singular\nasked VERB 0 root past\nits PRON 4 nmod:poss\nneighbours NOUN 2 obj plural\nto PART 6 mark
         extradite VERB 2 xcomp base\nsuspects NOUN 6 obj plural\nof ADP 9 case\nSylvania PROPN 7 nmod singular\n~. PUNCT 2 punct",
        &["REQUEST/assist RUR >  demand"],
    );
}

#[test]
fn a_country_that_is_guessed_is_the_same_in_one_sentence() {
    let rebels = ("Rebels", MentionKind::Group, "", "REB");
    let notation = "Rebels NOUN 2 nsubj plural\nattacked VERB 0 root past\nRuritania PROPN 2 obj singular\n~, PUNCT 5 punct
         killing VERB 2 advcl gerund\nguards NOUN 5 obj plural\nof ADP 8 case\nSylvania PROPN 6 nmod singular\n~. PUNCT 2 punct";
    let acts = Sample::new(notation, &[ALL[0], ALL[1], rebels]).acts();
    assert_eq!(acts, ["ASSAULT RUR > RUR past", "ASSAULT RUR > SYL past"]);
}

#[test]
fn a_court_is_of_the_country_where_it_sits() {
    let court = ("court", MentionKind::Organization, "", "JUD");
    let told = |verb: &str| {
        let notation = format!(
            "In ADP 2 case\nGornau PROPN 5 obl singular\na DET 4 det\ncourt NOUN 5 nsubj singular\n{verb} VERB 0 root past
             Sylvanian ADJ 7 amod\nworkers NOUN 5 obj plural\n~. PUNCT 5 punct"
        );
        Sample::new(&notation, &[ALL[3], country("Sylvanian", "SYL"), court]).acts()
    };
    assert_eq!(told("jailed"), ["COERCE/arrest BOR > SYL past"]);
    assert_eq!(told("praised"), [""; 0]);
}

#[test]
fn all_parties_are_not_those_of_the_speaker() {
    let parties = ("parties", MentionKind::Organization, "", "PTY");
    let urged = |all: &str| {
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\nurged VERB 0 root past\n{all} DET 4 det\nparties NOUN 2 obj plural\nto PART 6 mark\nstop VERB 2 xcomp base
             ~. PUNCT 2 punct"
        );
        Sample::new(&notation, &[ALL[0], parties]).records()[0]["recipients"][0]["country"].clone()
    };
    assert_eq!((urged("all"), urged("some")), (Value::Null, Value::from("RUR")));
}

#[test]
fn engineers_abroad_are_of_the_country_that_describes_them() {
    let engineers = ("Sylvanian engineers", MentionKind::Group, "SYL", "CVL");
    let sylvanians = ("Sylvanians", MentionKind::Group, "SYL", "CVL");
    let told = |whom: &str| {
        let notation = format!(
            "Kovar PROPN 2 nsubj singular\nabducted VERB 0 root past\n{whom}\nin ADP 6 case\nRuritania PROPN 4 nmod singular\n~. PUNCT 2 punct"
        );
        let named =
            [country("Sylvanian", "SYL"), country("Ruritania", "RUR"), engineers, sylvanians, person("Kovar", "BOR")];
        Sample::new(&notation, &named).acts()
    };
    assert_eq!(told("Sylvanian ADJ 4 amod\nengineers NOUN 2 obj plural"), ["ASSAULT/abduct BOR > SYL past"]);
    assert_eq!(told("two NUM 4 nummod\nSylvanians PROPN 2 obj plural"), ["ASSAULT/abduct BOR > RUR past"]);
}
