//! Names with "and" inside, and acronyms.

use extractor_api::layer::MentionKind;

use crate::support::find;

#[test]
fn an_and_behind_a_topic_joins_the_halves_of_a_name() {
    let found = find(
        "The/DET Tana/PROPN Water/PROPN and/CCONJ Energy/PROPN Authority/PROPN (/PUNCT ~TWEA/PROPN ~)/PUNCT met/VERB ~./PUNCT\n\
         The/DET TWEA/PROPN likes/VERB the/DET Belt/PROPN and/CCONJ Road/PROPN Initiative/PROPN ~./PUNCT",
    );
    assert_eq!(found.one("Tana Water and Energy Authority").kind, MentionKind::Organization);
    assert!(found.same("Tana Water and Energy Authority", "TWEA"), "{}", found.shown());
    assert_eq!(found.all("Belt and Road Initiative").len(), 1, "{}", found.shown());
}

#[test]
fn a_council_of_an_organization_is_not_the_one_that_is_known_by_half_of_its_name() {
    let found = find(
        "He/PRON told/VERB the/DET African/PROPN Union/PROPN Peace/PROPN and/CCONJ Security/PROPN Council/PROPN ~./PUNCT",
    );
    let council = found.one("African Union Peace and Security Council");
    assert_eq!((council.kind, council.country()), (MentionKind::Organization, "IGO"));
    assert!(found.all("Security Council").is_empty());
}

#[test]
fn an_acronym_with_the_letters_of_both_halves_joins_them() {
    let joined = find(
        "The/DET Nordhavn/PROPN and/CCONJ Sund/PROPN Fishing/PROPN Council/PROPN (/PUNCT ~NSFC/PROPN ~)/PUNCT met/VERB ~./PUNCT",
    );
    assert!(joined.same("Nordhavn and Sund Fishing Council", "NSFC"), "{}", joined.shown());
    let apart = find(
        "Brattland/PROPN and/CCONJ the/DET Sund/PROPN Fishing/PROPN Council/PROPN (/PUNCT ~SFC/PROPN ~)/PUNCT met/VERB ~./PUNCT\n\
         Zellmark/PROPN and/CCONJ Sund/PROPN Fishing/PROPN Council/PROPN (/PUNCT ~SFC/PROPN ~)/PUNCT met/VERB ~./PUNCT",
    );
    assert_eq!(apart.all("Sund Fishing Council").len(), 2, "{}", apart.shown());
}

#[test]
fn two_organizations_beside_each_other_stay_two() {
    let found = find(
        "The/DET World/PROPN Bank/PROPN and/CCONJ International/PROPN Monetary/PROPN Fund/PROPN met/VERB Kenya/PROPN and/CCONJ \
         Peru/PROPN Shipping/PROPN Ltd/PROPN ~./PUNCT",
    );
    let words: Vec<_> = found.mentions.iter().map(|mention| found.words(mention)).collect();
    assert!(words.contains(&"World Bank") && words.contains(&"International Monetary Fund"), "{words:?}");
    assert!(words.contains(&"Kenya"), "{words:?}");
}

#[test]
fn ministries_and_ministers_have_all_of_their_topics() {
    let found = find(
        "Kenya/PROPN ~'s/PART Ministry/PROPN of/ADP Health/PROPN and/CCONJ Population/PROPN called/VERB ~./PUNCT\n\
         Kenyan/ADJ Trade/PROPN and/CCONJ Industry/PROPN Minister/PROPN Wanjiru/PROPN Otieno/PROPN came/VERB ~./PUNCT",
    );
    assert!(found.all("Population").is_empty(), "{}", found.shown());
    let ministry = found.mentions.iter().find(|mention| found.words(mention).ends_with("Health and Population"));
    assert_eq!(ministry.map(|ministry| ministry.country().to_owned()), Some("KEN".into()));
    assert_eq!(found.told("Wanjiru Otieno"), (MentionKind::Person, "KEN".into(), "GOV".into()));
    assert_eq!(found.record("Wanjiru Otieno")["roles"][0], "Trade and Industry Minister");
}

#[test]
fn a_ministry_of_one_topic_and_another_body_are_two() {
    let found =
        find("Kenya/PROPN ~'s/PART Ministry/PROPN of/ADP Health/PROPN and/CCONJ Parliament/PROPN agreed/VERB ~./PUNCT");
    assert!(found.mentions.iter().all(|mention| !found.words(mention).contains(" and ")), "{}", found.shown());
}

#[test]
fn an_acronym_of_another_language_means_the_name_before_it() {
    let found = find(
        "The/DET Movement/PROPN for/ADP Land/PROPN (/PUNCT ~MPT/PROPN ~)/PUNCT marched/VERB ~./PUNCT\n\
         Later/ADV the/DET MPT/PROPN voted/VERB ~./PUNCT",
    );
    assert!(found.same("Movement for Land", "MPT"), "{}", found.shown());
    let other = find(
        "The/DET Movement/PROPN for/ADP Land/PROPN (/PUNCT ~XQT/PROPN ~)/PUNCT marched/VERB ~./PUNCT\nThe/DET XQT/PROPN voted/VERB ~./PUNCT",
    );
    assert!(!other.same("Movement for Land", "XQT"), "not a letter of it: {}", other.shown());
}

#[test]
fn a_commission_is_a_body_and_no_person() {
    let found = find("The/DET Kenyan/ADJ Human/PROPN Rights/PROPN Commission/PROPN warned/VERB ~./PUNCT");
    let commission = found.mentions.iter().find(|mention| found.words(mention).ends_with("Commission"));
    assert_eq!(
        commission.map(|body| (body.kind, body.country().to_owned())),
        Some((MentionKind::Organization, "KEN".into()))
    );
}

#[test]
fn an_acronym_behind_a_run_of_names_tells_that_it_is_one() {
    let found = find(
        "The/DET Kenya/PROPN Labour/PROPN Congress/PROPN (/PUNCT ~KLC/PROPN ~)/PUNCT met/VERB ~./PUNCT\nThe/DET KLC/PROPN voted/VERB ~./PUNCT",
    );
    assert!(found.same("Kenya Labour Congress", "KLC"), "{}", found.shown());
    assert!(found.all("Labour").is_empty() && found.all("Congress").is_empty(), "{}", found.shown());
}

#[test]
fn a_short_form_that_the_table_has_as_another_row_means_the_name_before_it() {
    let found = find(
        "The/DET Economic/PROPN Community/PROPN of/ADP West/PROPN African/PROPN States/PROPN (/PUNCT ~ECOWAS/PROPN ~)/PUNCT met/VERB ~./PUNCT\n\
         Later/ADV ECOWAS/PROPN voted/VERB ~./PUNCT",
    );
    assert!(found.same("Economic Community of West African States", "ECOWAS"), "{}", found.shown());
    assert!(found.mentions.iter().all(|mention| mention.entity == found.mentions[0].entity), "{}", found.shown());
}
