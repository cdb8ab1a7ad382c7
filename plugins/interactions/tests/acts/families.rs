//! Families of phrases that name one act: light verbs, acts told from the other side, acts told by a place or a paper.

use extractor_api::layer::MentionKind;

use crate::support::{Named, Sample, country};

const RURITANIA: Named = country("Ruritania", "RUR");
const SYLVANIA: Named = country("Sylvania", "SYL");

/// What comes of "Ruritania VERB OBJECT PREPOSITION Sylvania".
fn with_object(verb: &str, object: &str, preposition: &str) -> Vec<String> {
    let notation = format!(
        "Ruritania PROPN 2 nsubj singular\n{verb} VERB 0 root past\n{object} NOUN 2 obj singular\n{preposition} ADP 5 case
         Sylvania PROPN 2 obl singular\n~. PUNCT 2 punct"
    );
    Sample::new(&notation, &[RURITANIA, SYLVANIA]).acts()
}

/// What comes of "Ruritania VERB FIRST NOUN SECOND Sylvania" with two prepositions.
fn with_phrase(verb: &str, first: &str, noun: &str, second: &str) -> Vec<String> {
    let notation = format!(
        "Ruritania PROPN 2 nsubj singular\n{verb} VERB 0 root past\n{first} ADP 4 case\n{noun} NOUN 2 obl singular
         {second} ADP 6 case\nSylvania PROPN 4 nmod singular\n~. PUNCT 2 punct"
    );
    Sample::new(&notation, &[RURITANIA, SYLVANIA]).acts()
}

/// Checks phrases with an object, each with what comes of it.
#[track_caller]
fn check_objects(phrases: &[(&str, &str, &str, &str)]) {
    for (verb, object, preposition, wanted) in phrases {
        assert_eq!(with_object(verb, object, preposition), [*wanted], "{verb} {object} {preposition}");
    }
}

/// Checks phrases with two prepositions, each with what comes of it.
#[track_caller]
fn check_phrases(phrases: &[(&str, &str, &str, &str, &str)]) {
    for (verb, first, noun, second, wanted) in phrases {
        assert_eq!(with_phrase(verb, first, noun, second), [*wanted], "{verb} {first} {noun} {second}");
    }
}

#[test]
fn who_receives_something_is_on_whom_the_other_side_acts() {
    check_objects(&[
        ("received", "grain", "from", "AID SYL > RUR past"),
        ("obtained", "loans", "from", "AID SYL > RUR past"),
        ("received", "warning", "from", "THREATEN SYL > RUR past"),
        ("got", "ultimatum", "from", "THREATEN SYL > RUR past"),
        ("drew", "criticism", "from", "ACCUSE/disapprove SYL > RUR past"),
        ("earned", "rebuke", "from", "ACCUSE/disapprove SYL > RUR past"),
        ("won", "praise", "from", "SUPPORT SYL > RUR past"),
        ("secured", "endorsement", "from", "SUPPORT SYL > RUR past"),
        ("got", "apology", "from", "CONCEDE SYL > RUR past"),
        ("extracted", "concession", "from", "CONCEDE SYL > RUR past"),
        ("received", "invitation", "from", "AGREE SYL > RUR offer"),
        ("got", "guarantee", "from", "AGREE SYL > RUR offer"),
        ("faces", "sanctions", "from", "SANCTION/discontinue SYL > RUR past"),
        ("suffered", "embargo", "from", "SANCTION/discontinue SYL > RUR past"),
        ("suffered", "raids", "from", "ASSAULT SYL > RUR past"),
        ("endured", "ambush", "from", "ASSAULT/firearms SYL > RUR past"),
        ("received", "petition", "from", "REQUEST/change SYL > RUR demand"),
        ("faced", "demands", "from", "REQUEST/change SYL > RUR demand"),
        ("received", "envoy", "from", "CONSULT/visit SYL > RUR past"),
        ("got", "visit", "from", "CONSULT/visit SYL > RUR past"),
    ]);
    check_phrases(&[("came", "under", "attack", "from", "ASSAULT SYL > RUR past")]);
}

#[test]
fn a_quarrel_that_is_settled_brings_both_sides_together() {
    check_objects(&[
        ("settled", "dispute", "with", "SUPPORT RUR+SYL >  past"),
        ("resolved", "differences", "with", "SUPPORT RUR+SYL >  past"),
        ("mended", "fences", "with", "SUPPORT RUR+SYL >  past"),
        ("ended", "feud", "with", "SUPPORT RUR+SYL >  past"),
    ]);
}

#[test]
fn a_way_to_an_agreement_is_a_hope_of_both() {
    check_phrases(&[
        ("inched", "towards", "accord", "with", "AGREE RUR+SYL >  hope"),
        ("moved", "to", "settlement", "with", "AGREE RUR+SYL >  hope"),
        ("came", "to", "terms", "with", "AGREE RUR+SYL >  past"),
    ]);
    check_objects(&[
        ("made", "peace", "with", "AGREE RUR+SYL >  past"),
        ("cut", "deal", "with", "AGREE RUR+SYL >  past"),
    ]);
    let nearer = "Ruritania PROPN 3 nsubj singular\nis AUX 3 aux third\nedging VERB 0 root gerund\ncloser ADJ 3 advmod
        to ADP 7 case\na DET 7 det\ntruce NOUN 4 obl singular\nwith ADP 9 case\nSylvania PROPN 7 nmod singular\n~. PUNCT 3 punct";
    assert_eq!(Sample::new(nearer, &[RURITANIA, SYLVANIA]).acts(), ["AGREE RUR+SYL >  hope"]);
}

#[test]
fn a_light_verb_with_its_noun_is_one_act() {
    check_objects(&[
        ("traded", "accusations", "with", "ACCUSE/disapprove RUR+SYL >  past"),
        ("exchanged", "barbs", "with", "ACCUSE/disapprove RUR+SYL >  past"),
        ("hurled", "insults", "at", "ACCUSE/disapprove RUR > SYL past"),
        ("laid", "blame", "on", "ACCUSE/allege RUR > SYL past"),
        ("locked", "horns", "with", "ACCUSE/disapprove RUR+SYL >  past"),
        ("crossed", "swords", "with", "ACCUSE/disapprove RUR+SYL >  past"),
        ("declared", "war", "on", "ASSAULT RUR > SYL past"),
        ("took", "revenge", "on", "ASSAULT RUR > SYL past"),
        ("laid", "siege", "to", "COERCE/restrict RUR > SYL past"),
        ("granted", "transit", "to", "COOPERATE RUR > SYL past"),
        ("gave", "passage", "to", "COOPERATE RUR > SYL past"),
        ("turned", "ear", "to", "REJECT/change RUR > SYL past"),
        ("shut", "door", "on", "REJECT/change RUR > SYL past"),
        ("gave", "deadline", "to", "REQUEST/change RUR > SYL demand"),
        ("threw", "weight", "behind", "SUPPORT RUR > SYL past"),
        ("gave", "blessing", "to", "SUPPORT RUR > SYL past"),
        ("paid", "tribute", "to", "SUPPORT RUR > SYL past"),
    ]);
    check_phrases(&[
        ("came", "to", "aid", "of", "AID RUR > SYL past"),
        ("rushed", "to", "defence", "of", "AID RUR > SYL past"),
        ("came", "to", "blows", "with", "ASSAULT RUR+SYL >  past"),
        ("participated", "in", "talks", "with", "CONSULT RUR+SYL >  past"),
        ("participated", "in", "drills", "with", "COOPERATE RUR+SYL >  past"),
    ]);
}

#[test]
fn refuge_is_asked_of_the_country_where_it_is_sought() {
    check_objects(&[
        ("sought", "refuge", "in", "REQUEST/assist RUR > SYL demand"),
        ("claimed", "asylum", "in", "REQUEST/assist RUR > SYL demand"),
    ]);
}

#[test]
fn troops_at_a_border_are_sent_against_who_lives_behind_it() {
    check_phrases(&[
        ("marched", "to", "border", "with", "MOBILIZE/troops RUR > SYL past"),
        ("advanced", "toward", "capital", "of", "MOBILIZE/troops RUR > SYL past"),
    ]);
}

#[test]
fn a_crowd_goes_to_those_against_whom_it_is() {
    check_phrases(&[
        ("marched", "to", "embassy", "of", "PROTEST/demo RUR > SYL past"),
        ("burst", "into", "consulate", "of", "PROTEST/obstruct RUR > SYL past"),
        ("broke", "into", "embassy", "of", "PROTEST/obstruct RUR > SYL past"),
    ]);
}

#[test]
fn a_protest_that_is_given_up_is_a_concession() {
    check_objects(&[
        ("abandoned", "strike", "against", "CONCEDE RUR > SYL past"),
        ("dropped", "boycott", "against", "CONCEDE RUR > SYL past"),
    ]);
    let anti = "Ruritania PROPN 2 nsubj singular\nabandoned VERB 0 root past\nan DET 5 det\nanti-Sylvania ADJ 5 amod
        march NOUN 2 obj singular\n~. PUNCT 2 punct";
    assert_eq!(Sample::new(anti, &[RURITANIA, SYLVANIA]).acts(), ["CONCEDE RUR > SYL past"]);
    let pro = anti.replace("an DET", "a DET").replace("anti-", "pro-");
    assert_eq!(Sample::new(&pro, &[RURITANIA, SYLVANIA]).acts(), ["CONCEDE RUR >  past"]);
}

#[test]
fn a_paper_speaks_for_who_wrote_it() {
    for (words, wanted) in [
        ("Ruritania PROPN 2 compound singular\nstatement", &["ACCUSE/disapprove RUR > SYL past"][..]),
        ("Ruritania PROPN 2 nmod:poss singular\nletter", &["ACCUSE/disapprove RUR > SYL past"]),
        ("Ruritania PROPN 2 compound singular\nsunset", &[]),
    ] {
        let notation = format!(
            "{words} NOUN 3 nsubj singular\ncondemned VERB 0 root past\nSylvania PROPN 3 obj singular\n~. PUNCT 3 punct"
        );
        assert_eq!(Sample::new(&notation, &[RURITANIA, SYLVANIA]).acts(), wanted, "{words}");
    }
}

#[test]
fn who_leaves_a_country_withdraws_from_it() {
    for verb in ["departed", "decamped"] {
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\n{verb} VERB 0 root past\nfrom ADP 4 case\nSylvania PROPN 2 obl singular\n~. PUNCT 2 punct"
        );
        assert_eq!(Sample::new(&notation, &[RURITANIA, SYLVANIA]).acts(), ["RETREAT/withdraw RUR > SYL past"]);
    }
}

#[test]
fn who_burns_his_own_house_assaults_nobody() {
    for (owner, wanted) in [("their PRON", 0), ("a DET", 1)] {
        let relation = if wanted == 0 { "nmod:poss" } else { "det" };
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\nburned VERB 0 root past\n{owner} 4 {relation}\nhouse NOUN 2 obj singular\n~. PUNCT 2 punct"
        );
        assert_eq!(Sample::new(&notation, &[RURITANIA]).acts().len(), wanted, "{owner}");
    }
}

#[test]
fn how_something_will_be_done_is_a_question() {
    let notation =
        "Nobody PRON 2 nsubj singular\nknows VERB 0 root third\nhow ADV 6 advmod\nRuritania PROPN 6 nsubj singular
        will AUX 6 aux modal\nhelp VERB 2 ccomp base\nSylvania PROPN 6 obj singular\n~. PUNCT 2 punct";
    assert_eq!(Sample::new(notation, &[RURITANIA, SYLVANIA]).acts(), [""; 0]);
    let told = notation.replace("how ADV 6 advmod", "that SCONJ 6 mark");
    assert_eq!(Sample::new(&told, &[RURITANIA, SYLVANIA]).acts(), ["AGREE RUR > SYL plan"]);
}

#[test]
fn who_bears_weapons_and_goes_into_a_country_invades_it() {
    for verb in ["crossed", "poured", "rolled"] {
        let notation = format!(
            "Troops NOUN 2 nsubj plural\n{verb} VERB 0 root past\ninto ADP 4 case\nSylvania PROPN 2 obl singular\n~. PUNCT 2 punct"
        );
        let acts = |sector| Sample::new(&notation, &[("Troops", MentionKind::Group, "RUR", sector), SYLVANIA]).acts();
        assert_eq!(acts("MIL"), ["ASSAULT RUR > SYL past"]);
        assert_eq!(acts("REF"), [""; 0], "refugees {verb}");
    }
}

#[test]
fn who_dies_in_an_attack_is_on_whom_it_is_made() {
    for (verb, noun) in [("died", "raid"), ("perished", "ambush")] {
        let notation = format!(
            "Sylvania PROPN 2 compound singular\nsoldiers NOUN 3 nsubj plural\n{verb} VERB 0 root past\nin ADP 6 case
             Ruritania PROPN 6 compound singular\n{noun} NOUN 3 obl singular\n~. PUNCT 3 punct"
        );
        let acts = Sample::new(&notation, &[RURITANIA, SYLVANIA]).acts();
        assert!(acts[0].starts_with("ASSAULT") && acts[0].ends_with("RUR > SYL past"), "{acts:?}");
    }
}

#[test]
fn a_delegation_is_people() {
    let notation =
        "Ruritania PROPN 2 compound singular\ndelegation NOUN 3 nsubj singular\narrived VERB 0 root past\nin ADP 5 case
        Sylvania PROPN 3 obl singular\n~. PUNCT 3 punct";
    let body = |words, code| (words, MentionKind::Organization, code, "GOV");
    let acts =
        |words| Sample::new(&notation.replace("delegation", words), &[body("Ruritania", "RUR"), SYLVANIA]).acts();
    assert_eq!(acts("delegation"), ["CONSULT/visit RUR > SYL past"]);
    assert_eq!(acts("wheat"), [""; 0]);
}

#[test]
fn of_two_objects_the_first_is_to_whom() {
    let notation =
        "Ruritania PROPN 2 nsubj singular\ngranted VERB 0 root past\nSylvania PROPN 2 obj singular\na DET 5 det
        loan NOUN 2 obj singular\n~. PUNCT 2 punct";
    assert_eq!(Sample::new(notation, &[RURITANIA, SYLVANIA]).acts(), ["AID RUR > SYL past"]);
    let hours = notation.replace("granted", "gave").replace("loan", "deadline");
    assert_eq!(Sample::new(&hours, &[RURITANIA, SYLVANIA]).acts(), ["REQUEST/change RUR > SYL demand"]);
}

#[test]
fn more_light_verbs() {
    check_objects(&[
        ("took", "swipe", "at", "ACCUSE/disapprove RUR > SYL past"),
        ("pointed", "finger", "at", "ACCUSE/allege RUR > SYL past"),
        ("gave", "nod", "to", "SUPPORT RUR > SYL past"),
        ("extended", "hand", "to", "SUPPORT RUR > SYL past"),
        ("pumped", "millions", "into", "AID RUR > SYL past"),
        ("injected", "funds", "into", "AID RUR > SYL past"),
        ("froze", "assets", "of", "SANCTION/discontinue RUR > SYL past"),
        ("blocked", "accounts", "of", "SANCTION/discontinue RUR > SYL past"),
        ("inflicted", "losses", "on", "ASSAULT RUR > SYL past"),
        ("dropped", "bombs", "on", "ASSAULT/aerial RUR > SYL past"),
    ]);
    check_phrases(&[
        ("balked", "at", "offer", "of", "REJECT/change RUR > SYL past"),
        ("acted", "as", "mediator", "for", "CONSULT RUR+SYL >  past"),
        ("sailed", "towards", "port", "of", "MOBILIZE/weapons RUR > SYL past"),
        ("broke", "into", "computers", "of", "COERCE/cyber RUR > SYL past"),
        ("walked", "off", "jobs", "over", "PROTEST/strike RUR > SYL past"),
        ("took", "to", "streets", "against", "PROTEST/demo RUR > SYL past"),
    ]);
}

#[test]
fn pressure_is_a_request_where_something_is_asked() {
    for (verb, wanted) in [("put", "REQUEST/yield RUR > SYL demand"), ("exerted", "REQUEST/yield RUR > SYL demand")] {
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\n{verb} VERB 0 root past\npressure NOUN 2 obj singular\non ADP 5 case
             Sylvania PROPN 2 obl singular\nto PART 7 mark\nleave VERB 2 xcomp base\n~. PUNCT 2 punct"
        );
        assert_eq!(Sample::new(&notation, &[RURITANIA, SYLVANIA]).acts(), [wanted]);
        assert_eq!(with_object(verb, "pressure", "on"), [""; 0]);
    }
}

#[test]
fn what_wire_reports_tell_of_states() {
    check_objects(&[
        ("proposed", "sanctions", "against", "THREATEN/restrict RUR > SYL plan"),
        ("terminated", "treaty", "with", "SANCTION/discontinue RUR > SYL past"),
        ("recalled", "commissioner", "from", "SANCTION/withdraw RUR > SYL past"),
        ("ratified", "accession", "of", "SUPPORT RUR > SYL past"),
        ("returned", "refugees", "to", "COERCE/deport RUR > SYL past"),
        ("sent", "vehicles", "to", "AID RUR > SYL past"),
        ("blocked", "package", "for", "REJECT/change RUR > SYL past"),
        ("issued", "warrant", "for", "ACCUSE/allege RUR > SYL past"),
        ("launched", "strikes", "inside", "ASSAULT RUR > SYL past"),
        ("attacked", "website", "of", "COERCE/cyber RUR > SYL past"),
        ("dissolved", "party", "of", "COERCE/restrict RUR > SYL past"),
        ("received", "delegation", "from", "CONSULT/visit SYL > RUR past"),
        ("repatriated", "remains", "to", "COOPERATE RUR > SYL past"),
        ("dismissed", "complaints", "by", "REJECT/change RUR > SYL past"),
        ("hanged", "militants", "of", "ASSAULT/targeted RUR > militants past"),
    ]);
    check_phrases(&[("advanced", "toward", "town", "in", "MOBILIZE/troops RUR > SYL past")]);
    for (verb, object, preposition) in [("approved", "budget", "against"), ("dismissed", "minister", "in")] {
        assert_eq!(with_object(verb, object, preposition), [""; 0], "{verb} {object}");
    }
}

#[test]
fn those_who_are_received_as_guests_are_no_refugees() {
    check_objects(&[
        ("hosted", "refugees", "from", "AID RUR > SYL past"),
        ("boarded", "tankers", "of", "COERCE/seize RUR > SYL past"),
        ("supervised", "tests", "near", "MOBILIZE/weapons RUR > SYL past"),
    ]);
}

#[test]
fn whom_somebody_trains_is_helped_unless_he_is_his_own() {
    check_objects(&[
        ("trained", "recruits", "of", "AID RUR > SYL past"),
        ("cancelled", "visas", "of", "SANCTION/discontinue RUR > SYL past"),
        ("simulated", "strikes", "on", "MOBILIZE/troops RUR > SYL past"),
        ("seized", "fishermen", "of", "COERCE/arrest RUR > SYL past"),
    ]);
    check_phrases(&[
        ("withdrew", "from", "case", "of", "SANCTION/withdraw RUR > SYL past"),
        ("withdrew", "from", "valley", "of", "RETREAT/withdraw RUR > SYL past"),
    ]);
    let trained = "Ruritania PROPN 2 nsubj singular\ntrained VERB 0 root past\nits PRON 4 nmod:poss\ntroops NOUN 2 obj plural\n~. PUNCT 2 punct";
    assert_eq!(Sample::new(trained, &[RURITANIA]).acts(), ["MOBILIZE/troops RUR >  past"]);
}
