//! Who does what to whom, in every way that English says it.

use extractor_api::layer::MentionKind;

use crate::support::{Named, Sample, country, person, place};

const RURITANIA: Named = country("Ruritania", "RUR");
const SYLVANIA: Named = country("Sylvania", "SYL");

#[track_caller]
fn check(notation: &str, named: &[Named], wanted: &[&str]) {
    assert_eq!(Sample::new(notation, named).acts(), wanted);
}

#[test]
fn the_subject_acts_on_the_object() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncondemned VERB 0 root past\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn a_passive_is_turned_round() {
    check(
        "Sylvania PROPN 3 nsubj:pass singular\nwas AUX 3 aux:pass past\naccused VERB 0 root participle\nby ADP 5 case
         Ruritania PROPN 3 obl:agent singular\nof SCONJ 7 mark\nspying VERB 3 advcl gerund\n~. PUNCT 3 punct",
        &[RURITANIA, SYLVANIA],
        &["ACCUSE/allege RUR > SYL past"],
    );
}

#[test]
fn a_passive_without_an_agent_gives_nothing() {
    check(
        "Sylvania PROPN 3 nsubj:pass singular\nwas AUX 3 aux:pass past\ncriticized VERB 0 root participle\n~. PUNCT 3 punct",
        &[SYLVANIA],
        &[],
    );
}

#[test]
fn all_members_of_a_list_take_part() {
    check(
        "Ruritania PROPN 4 nsubj singular\nand CCONJ 3 cc\nSylvania PROPN 1 conj singular\nheld VERB 0 root past
         talks NOUN 4 obj plural\n~. PUNCT 4 punct",
        &[RURITANIA, SYLVANIA],
        &["CONSULT RUR+SYL >  past"],
    );
}

#[test]
fn a_light_verb_lends_its_subject_to_its_noun() {
    check(
        "Ruritania PROPN 2 nsubj singular\nexpressed VERB 0 root past\nconcern NOUN 2 obj singular\nover ADP 7 case
         Sylvania PROPN 7 nmod:poss singular\n~'s PART 5 case\ntests NOUN 3 nmod plural\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn a_noun_is_an_act_with_its_parties_around_it() {
    check(
        "The DET 2 det\ntalks NOUN 7 nsubj plural\nbetween ADP 4 case\nRuritania PROPN 2 nmod singular\nand CCONJ 6 cc
         Sylvania PROPN 4 conj singular\nlasted VERB 0 root past\nhours NOUN 7 obj plural\n~. PUNCT 7 punct",
        &[RURITANIA, SYLVANIA],
        &["CONSULT RUR+SYL >  past"],
    );
}

#[test]
fn an_infinitive_is_the_content_of_what_is_agreed_refused_and_threatened() {
    for (verb, wanted) in [
        ("agreed", "AGREE RUR > SYL past"),
        ("refused", "REJECT/meet RUR > SYL past"),
        ("threatened", "THREATEN RUR > SYL past"),
        ("promised", "AGREE RUR > SYL promise"),
        ("offered", "AGREE RUR > SYL offer"),
    ] {
        let notation = format!(
            "Ruritania PROPN 2 nsubj singular\n{verb} VERB 0 root past\nto PART 4 mark\nmeet VERB 2 xcomp base
             Sylvania PROPN 4 obj singular\n~. PUNCT 2 punct"
        );
        check(&notation, &[RURITANIA, SYLVANIA], &[wanted]);
    }
}

#[test]
fn a_request_goes_to_whom_it_is_put() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncalled VERB 0 root past\non ADP 4 case\nSylvania PROPN 2 obl singular
         to PART 6 mark\nlift VERB 2 advcl base\nits PRON 8 nmod:poss\nban NOUN 6 obj singular\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["REQUEST/yield RUR > SYL demand"],
    );
}

#[test]
fn what_somebody_must_do_is_a_demand_of_who_says_so() {
    check(
        "Ruritania PROPN 2 nsubj singular\nsaid VERB 0 root past\nthat SCONJ 6 mark\nSylvania PROPN 6 nsubj singular
         must AUX 6 aux modal\nleave VERB 2 ccomp base\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["REQUEST/yield RUR > SYL demand"],
    );
}

#[test]
fn the_writers_own_should_is_no_act() {
    check(
        "Sylvania PROPN 3 nsubj singular\nshould AUX 3 aux modal\nmeet VERB 0 root base\nRuritania PROPN 3 obj singular
         ~. PUNCT 3 punct",
        &[RURITANIA, SYLVANIA],
        &[],
    );
}

#[test]
fn a_future_meeting_is_an_agreement_and_a_future_blockade_a_threat() {
    for (verb, object, wanted) in
        [("visit", "Sylvania", "AGREE RUR > SYL plan"), ("blockade", "Sylvania", "THREATEN/restrict RUR > SYL plan")]
    {
        let notation = format!(
            "Ruritania PROPN 3 nsubj singular\nwill AUX 3 aux modal\n{verb} VERB 0 root base\n{object} PROPN 3 obj singular
             ~. PUNCT 3 punct"
        );
        check(&notation, &[RURITANIA, SYLVANIA], &[wanted]);
    }
}

#[test]
fn a_future_retreat_is_a_concession() {
    check(
        "Ruritania PROPN 3 nsubj singular\nwill AUX 3 aux modal\nwithdraw VERB 0 root base\ntroops NOUN 3 obj plural
         from ADP 6 case\nSylvania PROPN 3 obl singular\n~. PUNCT 3 punct",
        &[RURITANIA, SYLVANIA],
        &["CONCEDE RUR > SYL plan"],
    );
}

#[test]
fn who_will_not_meet_refuses_and_who_did_not_meet_is_negated() {
    check(
        "Ruritania PROPN 4 nsubj singular\nwill AUX 4 aux modal\nnot PART 4 advmod\nvisit VERB 0 root base
         Sylvania PROPN 4 obj singular\n~. PUNCT 4 punct",
        &[RURITANIA, SYLVANIA],
        &["REJECT/meet RUR > SYL past"],
    );
    check(
        "Ruritania PROPN 4 nsubj singular\ndid AUX 4 aux past\nnot PART 4 advmod\nattack VERB 0 root base
         Sylvania PROPN 4 obj singular\n~. PUNCT 4 punct",
        &[RURITANIA, SYLVANIA],
        &["ASSAULT RUR > SYL past negated"],
    );
}

#[test]
fn attempts_purposes_and_guesses_are_no_acts() {
    for notation in [
        "Ruritania PROPN 2 nsubj singular\nsought VERB 0 root past\nto PART 4 mark\nvisit VERB 2 xcomp base
         Sylvania PROPN 4 obj singular\n~. PUNCT 2 punct",
        "Ruritania PROPN 3 nsubj singular\nmight AUX 3 aux modal\nvisit VERB 0 root base\nSylvania PROPN 3 obj singular
         ~. PUNCT 3 punct",
        "Ruritania PROPN 3 nsubj singular\nis AUX 3 cop third\nlikely ADJ 0 root\nto PART 5 mark\nvisit VERB 3 xcomp base
         Sylvania PROPN 5 obj singular\n~. PUNCT 3 punct",
    ] {
        check(notation, &[RURITANIA, SYLVANIA], &[]);
    }
}

#[test]
fn a_relative_clause_has_its_noun_as_subject() {
    check(
        "Ruritania PROPN 6 nsubj singular\n~, PUNCT 4 punct\nwhich PRON 4 nsubj\ninvaded VERB 1 acl:relcl past
         Sylvania PROPN 4 obj singular\nslept VERB 0 root past\n~. PUNCT 6 punct",
        &[RURITANIA, SYLVANIA],
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn the_visitor_acts_and_the_host_receives() {
    check(
        "Ruritania PROPN 2 nsubj singular\nhosted VERB 0 root past\nAnna PROPN 2 obj singular\nKovar PROPN 3 flat singular
         ~. PUNCT 2 punct",
        &[RURITANIA, person("Anna Kovar", "SYL")],
        &["CONSULT/visit SYL > RUR past"],
    );
    check(
        "Anna PROPN 3 nsubj singular\nKovar PROPN 1 flat singular\nmet VERB 0 root past\nBor PROPN 3 obj singular
         Lund PROPN 4 flat singular\nin ADP 7 case\nStrelsau PROPN 3 obl singular\n~. PUNCT 3 punct",
        &[person("Anna Kovar", "SYL"), person("Bor Lund", "RUR"), place("Strelsau", "RUR")],
        &["CONSULT/visit SYL > RUR past"],
    );
}

#[test]
fn a_third_country_is_neither_host_nor_visitor() {
    check(
        "Anna PROPN 3 nsubj singular\nKovar PROPN 1 flat singular\nmet VERB 0 root past\nBor PROPN 3 obj singular
         Lund PROPN 4 flat singular\nin ADP 7 case\nOslo PROPN 3 obl singular\n~. PUNCT 3 punct",
        &[person("Anna Kovar", "SYL"), person("Bor Lund", "RUR"), place("Oslo", "NOR")],
        &["CONSULT/third-party SYL+RUR >  past"],
    );
}

#[test]
fn an_unknown_name_can_act() {
    check(
        "Zubrowka PROPN 2 nsubj singular\ncondemned VERB 0 root past\nLatveria PROPN 2 obj singular\n~. PUNCT 2 punct",
        &[],
        &["ACCUSE/disapprove Zubrowka > Latveria past"],
    );
}

#[test]
fn a_common_noun_of_nowhere_does_not_act() {
    check(
        "the DET 2 det\ngovernment NOUN 3 nsubj singular\ncondemned VERB 0 root past\nrebels NOUN 3 obj plural\n~. PUNCT 3 punct",
        &[],
        &[],
    );
}

#[test]
fn a_perfect_read_as_an_adjective_is_mended() {
    check(
        "Ruritania PROPN 2 nsubj singular\nhas VERB 0 root third\nbroken VERB 4 amod participle\nrelations NOUN 2 obj plural
         with ADP 6 case\nSylvania PROPN 4 nmod singular\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["SANCTION/discontinue RUR > SYL past"],
    );
}

#[test]
fn a_source_that_is_not_to_be_named_demands_nothing() {
    let anna = "Anna PROPN 3 nsubj singular\nKovar PROPN 1 flat singular";
    for rest in [
        "asked VERB 0 root past\nnot PART 7 advmod\nto PART 7 mark\nbe AUX 7 aux:pass base\nnamed VERB 3 xcomp participle",
        "requested VERB 0 root past\nanonymity NOUN 3 obj singular",
    ] {
        let acts = Sample::new(&format!("{anna}\n{rest}"), &[person("Anna Kovar", "BOR")]).acts();
        assert_eq!(acts, Vec::<String>::new(), "{rest}");
    }
    let acts = Sample::new(
        &format!(
            "{anna}\nasked VERB 0 root past\nSylvania PROPN 3 obj singular\nto PART 6 mark\nwithdraw VERB 3 xcomp base"
        ),
        &[person("Anna Kovar", "BOR"), country("Sylvania", "SYL")],
    );
    assert_eq!(acts.acts(), ["REQUEST/yield BOR > SYL demand"]);
}

#[test]
fn nothing_is_refused_where_it_is_but_a_condition() {
    let settle = "Ruritania PROPN 3 nsubj singular\n{if}\nfail VERB {fail}\nto PART 5 mark\nsettle VERB 3 xcomp base\nits PRON 7 nmod:poss
         dispute NOUN 5 obj singular\nwith ADP 9 case\nSylvania PROPN 7 nmod singular";
    let acts = |mark: &str, fail: &str| {
        let notation = settle.replace("{if}", mark).replace("{fail}", fail);
        Sample::new(&format!("{notation}\nprices NOUN 11 nsubj plural\nrose VERB 0 root past"), &[RURITANIA, SYLVANIA])
            .acts()
    };
    assert_eq!(acts("if SCONJ 3 mark", "11 advcl present"), Vec::<String>::new());
    assert_ne!(acts("will AUX 3 aux modal", "11 parataxis base"), Vec::<String>::new());
}

#[test]
fn what_is_going_on_behind_that_is_told_and_what_somebody_did_without_doing_is_not() {
    check(
        "Borduria PROPN 2 nsubj singular\nsaid VERB 0 root past\nthat SCONJ 6 mark\nRuritania PROPN 6 nsubj singular\nwas AUX 6 aux
         attacking VERB 2 ccomp gerund\nSylvania PROPN 6 obj singular\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["ASSAULT RUR > SYL ongoing"],
    );
    check(
        "Ruritania PROPN 2 nsubj singular\nrested VERB 0 root past\nbefore SCONJ 4 mark\nattacking VERB 2 advcl gerund
         Sylvania PROPN 4 obj singular\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &[],
    );
}

#[test]
fn a_number_stands_for_what_it_counts() {
    check(
        "Ruritania PROPN 2 nsubj singular\nclosed VERB 0 root past\ntwo NUM 2 obj\nof ADP 6 case\nits PRON 6 nmod:poss
         crossings NOUN 3 nmod plural\nwith ADP 8 case\nSylvania PROPN 6 nmod singular\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["SANCTION/discontinue RUR > SYL past"],
    );
}

#[test]
fn a_truce_that_ends_is_no_ceasefire_and_fighting_that_ends_is_one() {
    let ended = |what: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nended VERB 0 root past\na DET 4 det\n{what} NOUN 2 obj singular\nwith ADP 6 case
             Sylvania PROPN 4 nmod singular\n~. PUNCT 2 punct"
        )
    };
    check(&ended("truce"), &[RURITANIA, SYLVANIA], &["REJECT/yield RUR > SYL past"]);
    check(&ended("war"), &[RURITANIA, SYLVANIA], &["RETREAT/ceasefire RUR > SYL past"]);
}

#[test]
fn a_crowd_is_of_the_country_where_it_protests_and_a_state_that_protests_accuses() {
    check(
        "Hundreds NOUN 4 nsubj plural\nof ADP 3 case\nfarmers NOUN 1 nmod plural\nprotested VERB 0 root past\nin ADP 6 case
         Gornau PROPN 4 obl singular\nagainst ADP 8 case\nSylvania PROPN 4 obl singular\n~. PUNCT 4 punct",
        &[place("Gornau", "RUR"), SYLVANIA],
        &["PROTEST/demo RUR > SYL past"],
    );
    check(
        "Ruritania PROPN 2 nsubj singular\nprotested VERB 0 root past\nin ADP 4 case\nGornau PROPN 2 obl singular
         against ADP 6 case\nSylvania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &[RURITANIA, place("Gornau", "BOR"), SYLVANIA],
        &["ACCUSE/disapprove RUR > SYL past"],
    );
}

#[test]
fn a_passive_may_leave_out_who_did_it_where_the_verb_alone_tells_an_act() {
    let was = |verb: &str, phrase: &str| {
        format!(
            "Two NUM 3 nummod\nSylvanian ADJ 3 amod\nlawyers NOUN 5 nsubj:pass plural\nwere AUX 5 aux:pass past
             {verb} VERB 0 root participle\n{phrase}~. PUNCT 5 punct"
        )
    };
    let named = &[country("Sylvanian", "SYL"), RURITANIA, place("Gornau", "RUR")];
    check(&was("arrested", ""), named, &["COERCE/arrest  > SYL past"]);
    check(&was("kidnapped", ""), named, &["ASSAULT/abduct  > SYL past"]);
    check(&was("killed", ""), named, &[]);
    check(&was("killed", "in ADP 8 case\na DET 8 det\nlandslide NOUN 5 obl singular\n"), named, &[]);
    check(&was("killed", "in ADP 8 case\na DET 8 det\nraid NOUN 5 obl singular\n"), named, &["ASSAULT  > SYL past"]);
    // Those who arrest somebody in a country are its own.
    check(&was("arrested", "in ADP 7 case\nGornau PROPN 5 obl singular\n"), named, &["COERCE/arrest RUR > SYL past"]);
}

#[test]
fn whose_raid_it_is_kills_and_where_it_is_does_not() {
    let killed_in = |raid: &str| {
        format!(
            "Two NUM 3 nummod\nSylvanian ADJ 3 amod\nsoldiers NOUN 5 nsubj:pass plural\nwere AUX 5 aux:pass past
             killed VERB 0 root participle\nin ADP 9 case\na DET 9 det\n{raid}~. PUNCT 5 punct"
        )
    };
    let named = &[country("Sylvanian", "SYL"), country("Ruritanian", "RUR"), country("Bordurian", "BOR")];
    check(&killed_in("Ruritanian ADJ 9 amod\nraid NOUN 5 obl singular\n"), named, &["ASSAULT RUR > SYL past"]);
    check(
        &killed_in(
            "night NOUN 9 compound singular\nraid NOUN 5 obl singular\nnear ADP 13 case\nthe DET 13 det
             Bordurian ADJ 13 amod\nborder NOUN 9 nmod singular\n",
        ),
        named,
        &["ASSAULT  > SYL past"],
    );
}

#[test]
fn those_who_go_on_strike_attack_nobody_and_troops_that_are_sent_act() {
    let workers = "Ruritanian ADJ 2 amod\nworkers NOUN 3 nsubj plural\n";
    let named = &[country("Ruritanian", "RUR"), SYLVANIA];
    let on_monday = "on ADP 7 case\nMonday PROPN 3 obl singular\n~. PUNCT 3 punct";
    check(
        &format!("{workers}went VERB 0 root past\non ADP 5 case\nstrike NOUN 3 obl singular\n{on_monday}"),
        named,
        &["PROTEST/strike RUR >  past"],
    );
    check(
        &format!("{workers}staged VERB 0 root past\na DET 5 det\nstrike NOUN 3 obj singular\n{on_monday}"),
        named,
        &["PROTEST/strike RUR >  past"],
    );
    check(
        "Ruritanian ADJ 2 amod\ntroops NOUN 4 nsubj:pass plural\nwere AUX 4 aux:pass past\ndeployed VERB 0 root participle
         near ADP 6 case\nSylvania PROPN 4 obl singular\n~. PUNCT 4 punct",
        named,
        &["MOBILIZE/troops RUR > SYL past"],
    );
}

#[test]
fn whom_one_telephones_takes_part_and_what_one_asks_for_tells_the_mode() {
    let named = &[RURITANIA, SYLVANIA];
    check(
        "Ruritania PROPN 2 nsubj singular\ntelephoned VERB 0 root past\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct",
        named,
        &["CONSULT/phone RUR+SYL >  past"],
    );
    check(
        "Ruritania PROPN 2 nsubj singular\nappealed VERB 0 root past\nto ADP 4 case\nSylvania PROPN 2 obl singular\nfor ADP 7 case
         food NOUN 7 compound singular\naid NOUN 2 obl singular\n~. PUNCT 2 punct",
        named,
        &["REQUEST/assist RUR > SYL demand"],
    );
    check(
        "Ruritania PROPN 2 nsubj singular\ngave VERB 0 root past\nSylvania PROPN 2 iobj singular\ntwo NUM 5 compound
         billion NUM 2 obj\nyen NOUN 5 nmod:unmarked singular\n~. PUNCT 2 punct",
        named,
        &["AID RUR > SYL past"],
    );
}

#[test]
fn no_plan_is_a_refusal_and_what_others_believe_is_none() {
    let named = &[RURITANIA, SYLVANIA];
    let plans = |det: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nhad VERB 0 root past\n{det} DET 4 det\nplans NOUN 2 obj plural\nto PART 6 mark
             recognise VERB 4 acl base\nSylvania PROPN 6 obj singular\n~. PUNCT 2 punct"
        )
    };
    check(&plans("some"), named, &["AGREE RUR > SYL plan"]);
    check(&plans("no"), named, &["REJECT/assist RUR > SYL past"]);
    let will = |verb: &str| {
        format!(
            "Observers NOUN 2 nsubj plural\n{verb} VERB 0 root present\nthat SCONJ 6 mark\nRuritania PROPN 6 nsubj singular
             will AUX 6 aux modal\nrecognise VERB 2 ccomp base\nSylvania PROPN 6 obj singular\n~. PUNCT 2 punct"
        )
    };
    check(&will("say"), named, &["AGREE RUR > SYL plan"]);
    check(&will("believe"), named, &[]);
}

#[test]
fn who_is_accused_is_told_though_the_accusation_names_others() {
    let accused = |accuser: &str| {
        format!(
            "Ruritanian ADJ 2 amod\n{accuser} NOUN 3 nsubj plural\naccused VERB 0 root past\nthe DET 5 det\ngovernment NOUN 3 obj singular
             of SCONJ 7 mark\nattacking VERB 3 advcl gerund\nSylvania PROPN 7 obj singular\n~. PUNCT 3 punct"
        )
    };
    let named = &[("Ruritanian rebels", MentionKind::Group, "RUR", "REB"), country("Ruritanian", "RUR"), SYLVANIA];
    check(&accused("rebels"), named, &["ACCUSE/allege RUR > RUR past"]);
    check(&accused("officials"), named, &["ACCUSE/allege RUR > government past"]);
}

#[test]
fn who_says_nothing_refuses_nobody() {
    let declined = |verb: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\ndeclined VERB 0 root past\nto PART 4 mark\n{verb} VERB 2 xcomp base\nSylvania PROPN 4 obj singular
             ~. PUNCT 2 punct"
        )
    };
    check(&declined("join"), &[RURITANIA, SYLVANIA], &["REJECT/meet RUR > SYL past"]);
    check(&declined("name"), &[RURITANIA, SYLVANIA], &[]);
}

#[test]
fn who_will_not_harm_somebody_does_not_refuse_him() {
    let refused = |verb: &str, what: &str, behind: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nrefused VERB 0 root past\nto PART 4 mark\n{verb} VERB 2 xcomp base\nthe DET 6 det
             {what} NOUN 4 obj singular\n{behind} ADP 8 case\nSylvania PROPN 6 nmod singular\n~. PUNCT 2 punct"
        )
    };
    check(&refused("join", "sanctions", "against"), &[RURITANIA, SYLVANIA], &[]);
    check(&refused("condemn", "invasion", "by"), &[RURITANIA, SYLVANIA], &[]);
    check(&refused("lift", "sanctions", "against"), &[RURITANIA, SYLVANIA], &["REJECT/yield RUR > SYL past"]);
    check(&refused("join", "union", "with"), &[RURITANIA, SYLVANIA], &["REJECT/meet RUR > SYL past"]);
}

#[test]
fn what_stands_behind_a_reason_is_no_party() {
    check(
        "Ruritania PROPN 2 nsubj singular\nimposed VERB 0 root past\nsanctions NOUN 2 obj plural\non ADP 5 case\nSylvania PROPN 2 obl singular
         over ADP 8 case\nits PRON 8 nmod:poss\nplans NOUN 2 obl plural\non ADP 10 case\nNorvania PROPN 2 obl singular\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA, country("Norvania", "NOR")],
        &["SANCTION/discontinue RUR > SYL past"],
    );
}

#[test]
fn who_is_arrested_as_a_spy_is_not_the_country_he_spied_for() {
    check(
        "Ruritania PROPN 2 nsubj singular\narrested VERB 0 root past\ntwo NUM 4 nummod\nmen NOUN 2 obj plural\non ADP 6 case
         suspicion NOUN 2 obl singular\nof SCONJ 8 mark\nspying VERB 6 acl gerund\nfor ADP 10 case\nSylvania PROPN 2 obl singular
         ~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["COERCE/arrest RUR > RUR past"],
    );
}

#[test]
fn who_denies_a_report_refuses_nobody_in_it() {
    check(
        "Ruritania PROPN 2 nsubj singular\ndenied VERB 0 root past\nreports NOUN 2 obj plural\nthat SCONJ 6 mark\nsoldiers NOUN 6 nsubj plural
         crossed VERB 3 acl:relcl past\ninto ADP 8 case\nSylvania PROPN 6 obl singular\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["REJECT/change RUR >  past"],
    );
}

#[test]
fn a_state_that_obstructs_restrains_and_soldiers_who_clash_fight() {
    check(
        "Ruritania PROPN 2 nsubj singular\nblocked VERB 0 root past\nroads NOUN 2 obj plural\nto ADP 5 case\nSylvania PROPN 2 obl singular
         ~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA],
        &["COERCE/restrict RUR > SYL past"],
    );
    check(
        "Ruritanian ADJ 2 amod\nsoldiers NOUN 3 nsubj plural\nclashed VERB 0 root past\nwith ADP 6 case\nSylvanian ADJ 6 amod
         guards NOUN 3 obl plural\n~. PUNCT 3 punct",
        &[("Ruritanian soldiers", MentionKind::Group, "RUR", "MIL"), ("Sylvanian guards", MentionKind::Group, "SYL", "COP")],
        &["ASSAULT RUR > SYL past"],
    );
}

#[test]
fn who_tells_what_they_will_do_is_not_they() {
    let told = "Ruritania PROPN 2 nsubj singular\nmet VERB 0 root past\nSylvania PROPN 2 obj singular\n~. PUNCT 2 punct

        They PRON 3 nsubj plural\nwill AUX 3 aux modal\nhold VERB 7 ccomp base\ntalks NOUN 3 obj plural\n~, PUNCT 7 punct
        officials NOUN 7 nsubj plural\nsaid VERB 0 root past\n~. PUNCT 7 punct";
    let officials = ("officials", MentionKind::Group, "BOR", "GOV");
    check(told, &[RURITANIA, SYLVANIA, officials], &["CONSULT RUR+SYL >  past", "AGREE RUR+SYL >  plan"]);
}

#[test]
fn what_is_imagined_nobody_did() {
    let saw = |verb: &str| {
        format!(
            "One PRON 2 nsubj singular\n{verb} VERB 0 root present\nRuritania PROPN 2 obj singular\nthreatening VERB 3 acl gerund
             Sylvania PROPN 4 obj singular\n~. PUNCT 2 punct"
        )
    };
    check(&saw("imagines"), &[RURITANIA, SYLVANIA], &[]);
    check(&saw("sees"), &[RURITANIA, SYLVANIA], &["THREATEN RUR > SYL past"]);
}

#[test]
fn who_regrets_what_others_decided_does_not_apologise() {
    let regretted = |what: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nregretted VERB 0 root past\nthe DET 4 det\n{what} NOUN 2 obj singular\nof ADP 6 case
             Sylvania PROPN 4 nmod singular\n~. PUNCT 2 punct"
        )
    };
    check(&regretted("decision"), &[RURITANIA, SYLVANIA], &["ACCUSE/disapprove RUR > SYL past"]);
    check(&regretted("invasion"), &[RURITANIA, SYLVANIA], &["CONCEDE RUR > SYL past"]);
}

#[test]
fn who_undoes_what_others_did_gives_nothing_up() {
    let removed = |builder: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nremoved VERB 0 root past\nthe DET 4 det\nbarrier NOUN 2 obj singular\nthat PRON 8 obj
             {builder} PROPN 8 nsubj singular\nhad AUX 8 aux past\nbuilt VERB 4 acl:relcl participle\nfor ADP 10 case
             Norvania PROPN 2 obl singular\n~. PUNCT 2 punct"
        )
    };
    let named = &[RURITANIA, SYLVANIA, country("Norvania", "NOR")];
    check(&removed("Sylvania"), named, &[]);
    check(&removed("it"), named, &["CONCEDE RUR > NOR past"]);
}

#[test]
fn who_applies_to_join_asks() {
    check(
        "Ruritania PROPN 2 nsubj singular\napplied VERB 0 root past\nto PART 4 mark\njoin VERB 2 xcomp base\nthe DET 6 det
         Union PROPN 4 obj singular\n~. PUNCT 2 punct",
        &[RURITANIA, country("Union", "EUR")],
        &["REQUEST/assist RUR > EUR demand"],
    );
}

#[test]
fn three_who_stand_behind_of_meet() {
    check(
        "The DET 2 det\nministers NOUN 9 nsubj plural\nof ADP 4 case\nRuritania PROPN 2 nmod singular\n~, PUNCT 6 punct
         Sylvania PROPN 2 appos singular\nand CCONJ 8 cc\nBorduria PROPN 6 conj singular\nmet VERB 0 root past\n~. PUNCT 9 punct",
        &[RURITANIA, SYLVANIA, country("Borduria", "BOR")],
        &["CONSULT RUR+SYL+BOR >  past"],
    );
}

#[test]
fn who_calls_on_a_region_calls_on_nobody_in_the_words_behind() {
    check(
        "Ruritania PROPN 2 nsubj singular\ncalled VERB 0 root past\non ADP 4 case\nEurope PROPN 2 obl singular\nto PART 6 mark
         leave VERB 2 xcomp base\nSylvania PROPN 6 obj singular\n~. PUNCT 2 punct",
        &[RURITANIA, SYLVANIA, place("Europe", "")],
        &["REQUEST/yield RUR > Europe demand"],
    );
}

#[test]
fn ministers_of_both_take_part_and_their_countries_are_not_two_more() {
    let talks = |whose: &str| {
        format!(
            "Ruritania PROPN 4 nsubj singular\nand CCONJ 3 cc\nSylvania PROPN 1 conj singular\nheld VERB 0 root past
             talks NOUN 4 obj plural\n{whose}~. PUNCT 4 punct"
        )
    };
    let between = "between ADP 8 case\ntheir PRON 8 nmod:poss\n";
    let ministers = format!("{between}Anna PROPN 5 nmod singular\nKovar PROPN 8 flat singular\n");
    let countries = format!("{between}countries NOUN 5 nmod plural\n");
    let named = |words: &'static str, kind: MentionKind| vec![RURITANIA, SYLVANIA, (words, kind, "RUR", "GOV")];
    check(&talks(&ministers), &named("Anna Kovar", MentionKind::Person), &["CONSULT RUR+SYL+RUR >  past"]);
    check(&talks(&countries), &named("countries", MentionKind::Group), &["CONSULT RUR+SYL >  past"]);
}

#[test]
fn who_acts_behind_a_comma_is_not_on_the_list_before_it() {
    let closed = |rest: &str| {
        format!(
            "Ruritania PROPN 2 nsubj singular\nclosed VERB 0 root past\nits PRON 4 nmod:poss\nborder NOUN 2 obj singular
             with ADP 6 case\nSylvania PROPN 4 nmod singular\n~, PUNCT 8 punct\nand CCONJ 9 cc\nBorduria PROPN {rest}~. PUNCT 2 punct"
        )
    };
    let named = &[RURITANIA, SYLVANIA, country("Borduria", "BOR")];
    let waits = "11 nsubj singular\nis AUX 11 aux third\nwaiting VERB 2 conj gerund\n";
    check(&closed("6 conj singular\n"), named, &["SANCTION/discontinue RUR > SYL+BOR past"]);
    check(&closed(waits), named, &["SANCTION/discontinue RUR > SYL past"]);
}
