//! Persons, organizations, places and countries by their names.

use extractor_api::layer::{Mention, MentionKind, Resolution};

use crate::support::find;

#[test]
fn title_and_nationality_before_a_name_tell_country_role_and_sector() {
    let found = find("Norwegian/ADJ Foreign/PROPN Minister/PROPN Aslaug/PROPN Brattland/PROPN arrived/VERB ~./PUNCT");
    assert_eq!(found.told("Aslaug Brattland"), (MentionKind::Person, "NOR".into(), "GOV".into()));
    let mention = found.one("Aslaug Brattland");
    assert_eq!((mention.how, mention.lead), (Resolution::TitleInText, "Norwegian Foreign Minister ".len() as u32));
    let record = found.record("Aslaug Brattland");
    assert_eq!((&record["roles"][0], &record["how"]), (&"Foreign Minister".into(), &"title_in_text".into()));
    let adjective = found.one("Norwegian");
    assert_eq!((adjective.kind, adjective.flags), (MentionKind::Country, Mention::ADJECTIVE));
}

#[test]
fn an_unknown_name_is_an_entity_without_a_country() {
    let found = find("Reporters/NOUN asked/VERB Tovald/PROPN Brattland/PROPN about/ADP Zellmark/PROPN ~./PUNCT");
    assert_eq!(found.told("Tovald Brattland"), (MentionKind::Person, String::new(), String::new()));
    assert_eq!(found.one("Zellmark").kind, MentionKind::Other);
    assert!(found.record("Tovald Brattland").get("country").is_none());
}

#[test]
fn country_names_win_over_all_that_is_called_after_them() {
    let found = find(
        "China/PROPN and/CCONJ the/DET U.S./PROPN signed/VERB it/PRON ~./PUNCT\n\
         The/DET University/PROPN of/ADP China/PROPN is/AUX new/ADJ ~./PUNCT",
    );
    let country = found.all("China")[0];
    assert_eq!((country.kind, country.country()), (MentionKind::Country, "CHN"));
    assert_eq!(found.told("U.S."), (MentionKind::Country, "USA".into(), "GOV".into()));
    let university = found.one("University of China");
    assert_eq!((university.kind, university.country(), university.sector()), (MentionKind::Organization, "CHN", "EDU"));
    assert_ne!(university.entity, country.entity);
}

#[test]
fn short_forms_of_other_languages_mean_the_same() {
    let found = find(
        "The/DET ROK/PROPN left/VERB OTAN/PROPN and/CCONJ the/DET ONU/PROPN ~./PUNCT\n\
         South/PROPN Korea/PROPN likes/VERB NATO/PROPN and/CCONJ the/DET UN/PROPN ~./PUNCT",
    );
    assert!(found.same("ROK", "South Korea") && found.same("OTAN", "NATO") && found.same("ONU", "UN"));
}

#[test]
fn organizations_have_sector_and_country_by_their_words() {
    let found = find(
        "The/DET Ministry/PROPN of/ADP Defence/PROPN of/ADP Kenya/PROPN asked/VERB the/DET Latvian/ADJ Constitutional/PROPN \
         Court/PROPN ~,/PUNCT Brattland/PROPN Shipping/PROPN Ltd/PROPN and/CCONJ Peru/PROPN ~'s/PART Institute/PROPN of/ADP Fisheries/PROPN ~./PUNCT",
    );
    assert_eq!(found.told("Latvian Constitutional Court"), (MentionKind::Organization, "LVA".into(), "JUD".into()));
    assert_eq!(found.told("Brattland Shipping Ltd"), (MentionKind::Organization, String::new(), "BUS".into()));
    assert_eq!(found.told("Institute of Fisheries"), (MentionKind::Organization, "PER".into(), "EDU".into()));
    let ministry =
        found.mentions.iter().find(|mention| found.words(mention).starts_with("Ministry")).expect("the ministry");
    assert_eq!((ministry.kind, ministry.country(), ministry.sector()), (MentionKind::Organization, "KEN", "GOV"));
}

#[test]
fn international_organizations_have_codes_of_their_own() {
    let found = find(
        "NATO/PROPN ~,/PUNCT the/DET EU/PROPN ~,/PUNCT Amnesty/PROPN International/PROPN and/CCONJ al/PROPN -/PUNCT Qaeda/PROPN spoke/VERB ~./PUNCT",
    );
    let told: Vec<_> = found.mentions.iter().map(|mention| (found.words(mention), mention.country())).collect();
    assert_eq!(told, [("NATO", "IGO"), ("EU", "EUR"), ("Amnesty International", "NGO"), ("al - Qaeda", "IMG")]);
}

#[test]
fn an_acronym_in_brackets_means_the_same_from_then_on() {
    let found = find(
        "The/DET Nordhavn/PROPN Fishing/PROPN Council/PROPN (/PUNCT ~NFC/PROPN ~)/PUNCT met/VERB ~./PUNCT\n\
         Later/ADV the/DET NFC/PROPN voted/VERB ~./PUNCT",
    );
    assert!(found.same("Nordhavn Fishing Council", "NFC"));
    assert_eq!(found.all("NFC").len(), 2);
}

#[test]
fn a_body_by_its_bare_word_is_the_last_one_of_a_longer_name() {
    let found = find(
        "The/DET/4/det Kenyan/ADJ/4/amod Foreign/PROPN/4/compound Ministry/PROPN/5/nsubj summoned/VERB/0/root the/DET/8/det Chilean/ADJ/8/amod envoy/NOUN/5/obj ~./PUNCT/5/punct\n\
         The/DET/2/det ministry/NOUN/3/nsubj protested/VERB/0/root ~./PUNCT/3/punct\n\
         A/DET/2/det ministry/NOUN/3/nsubj protested/VERB/0/root in/ADP/5/case Chile/PROPN/3/obl ~./PUNCT/3/punct",
    );
    let ministries = found.all("ministry");
    let named = found.one("Kenyan Foreign Ministry").entity;
    assert_eq!(
        ministries.iter().map(|one| one.entity == named).collect::<Vec<_>>(),
        [true, false],
        "{}",
        found.shown()
    );
}

#[test]
fn initials_mean_the_name_that_the_article_spells_out_and_not_another_that_a_table_knows() {
    let found = find(
        "The/DET Rapid/PROPN Support/PROPN Forces/PROPN advanced/VERB ~./PUNCT\n\
         Later/ADV two/NUM RSF/PROPN commanders/NOUN and/CCONJ the/DET RSF/PROPN retreated/VERB ~./PUNCT\n\
         The/DET Nordhavn/PROPN Fishing/PROPN Council/PROPN met/VERB ~./PUNCT\n\
         Later/ADV the/DET NFC/PROPN voted/VERB ~./PUNCT",
    );
    assert!(found.same("Rapid Support Forces", "RSF"), "{}", found.shown());
    assert_eq!(found.one("two RSF commanders").country(), "SDN", "{}", found.shown());
    assert!(found.same("Nordhavn Fishing Council", "NFC"), "{}", found.shown());
    let alone = find("The/DET RSF/PROPN protested/VERB ~./PUNCT");
    assert_eq!(alone.one("RSF").country(), "NGO");
}

#[test]
fn a_capital_that_acts_is_its_government() {
    let found = find(
        "Oslo/PROPN/2/nsubj rejected/VERB/0/root the/DET/4/det plan/NOUN/2/obj of/ADP/7/case the/DET/7/det Kremlin/PROPN/4/nmod ~./PUNCT/2/punct\n\
         Talks/NOUN/0/root between/ADP/3/case Lima/PROPN/1/nmod and/CCONJ/5/cc Quito/PROPN/3/conj failed/VERB/1/acl ~./PUNCT/1/punct",
    );
    for (words, country) in [("Oslo", "NOR"), ("Kremlin", "RUS"), ("Lima", "PER"), ("Quito", "ECU")] {
        let mention = found.one(words);
        assert_eq!(
            (mention.country(), mention.flags, mention.how),
            (country, Mention::METONYM, Resolution::Metonym),
            "{words}"
        );
        assert_eq!((mention.kind, mention.sector()), (MentionKind::Country, "GOV"));
    }
}

#[test]
fn a_capital_where_something_happens_is_a_place() {
    let found = find(
        "They/PRON/2/nsubj met/VERB/0/root in/ADP/4/case Oslo/PROPN/2/obl and/CCONJ/6/cc Lima/PROPN/4/conj ~./PUNCT/2/punct\n\
         She/PRON/2/nsubj visited/VERB/0/root Quito/PROPN/2/obj ~./PUNCT/2/punct",
    );
    for (words, country) in [("Oslo", "NOR"), ("Lima", "PER"), ("Quito", "ECU")] {
        let mention = found.one(words);
        assert_eq!((mention.kind, mention.country(), mention.flags), (MentionKind::Place, country, 0), "{words}");
        assert!(mention.geonames > 0 && mention.latitude != 0);
    }
    let oslo = found.one("Oslo");
    assert_eq!((oslo.latitude / 1_000_000, oslo.longitude / 1_000_000), (59, 10));
}

#[test]
fn brussels_acts_for_the_european_union_and_lies_in_belgium() {
    let found = find(
        "Brussels/PROPN/2/nsubj agreed/VERB/0/root ~./PUNCT/2/punct\n\
         He/PRON/2/nsubj lives/VERB/0/root in/ADP/4/case Brussels/PROPN/2/obl ~./PUNCT/2/punct",
    );
    assert_eq!(found.countries("Brussels"), ["EUR", "BEL"]);
}

#[test]
fn a_town_of_many_is_the_one_in_a_country_of_the_text() {
    let far = find("They/PRON met/VERB in/ADP Tripoli/PROPN ~,/PUNCT Lebanon/PROPN ~./PUNCT");
    assert_eq!(far.countries("Tripoli"), ["LBN"]);
    let near = find("They/PRON met/VERB in/ADP Tripoli/PROPN ~./PUNCT");
    assert_eq!(near.countries("Tripoli"), ["LBY"]);
}

#[test]
fn common_words_are_towns_only_where_a_place_is_told() {
    let found = find("Reading/NOUN helps/VERB ~./PUNCT\nShe/PRON went/VERB to/ADP Reading/PROPN ~./PUNCT");
    let towns = found.all("Reading");
    assert_eq!(towns.iter().map(|town| town.country()).collect::<Vec<_>>(), ["GBR"]);
}

#[test]
fn peoples_are_groups_and_ethnic_ones_have_no_country_by_their_name() {
    let found = find(
        "Kenyans/PROPN and/CCONJ Kurds/PROPN left/VERB ~./PUNCT\n\
         Ethnic/ADJ Turks/PROPN stayed/VERB ~./PUNCT",
    );
    assert_eq!(found.told("Kenyans"), (MentionKind::Group, "KEN".into(), "CVL".into()));
    assert_eq!(found.one("Kurds").kind, MentionKind::Group);
    assert_ne!(found.one("Turks").country(), "TUR");
}

#[test]
fn a_country_misspelt_by_a_letter_is_found_with_a_warning() {
    let found = find("Delegates/NOUN of/ADP Ethopia/PROPN came/VERB ~./PUNCT");
    let mention = found.one("Ethopia");
    assert_eq!((mention.country(), mention.flags), ("ETH", Mention::CORRUPTED));
    assert_eq!(found.record("Ethiopia")["warnings"][0], "corrupted_name");
}

#[test]
fn stars_of_a_censor_are_no_part_of_a_name() {
    let found = find("Tovald/PROPN Brattland/PROPN ~**/PUNCT called/VERB him/PRON so/ADV ~./PUNCT");
    assert_eq!(found.one("Tovald Brattland").kind, MentionKind::Person);
    assert_eq!(found.record("Tovald Brattland")["warnings"][0], "censored_word");
}

#[test]
fn a_word_that_is_a_town_too_can_be_part_of_a_name() {
    let found = find("Chinese/ADJ Premier/PROPN Luo/PROPN Shanwei/PROPN met/VERB Tovald/PROPN Bergen/PROPN ~./PUNCT");
    assert_eq!(found.told("Luo Shanwei"), (MentionKind::Person, "CHN".into(), "GOV".into()));
    assert_eq!(found.one("Tovald Bergen").kind, MentionKind::Person);
}

#[test]
fn a_capital_word_between_names_is_part_of_a_name_though_it_looks_like_a_verb() {
    let found = find(
        "Later/ADV the/DET National/ADJ Tideway/VERB Authority/NOUN (/PUNCT ~NTA/PROPN ~)/PUNCT met/VERB ~./PUNCT\n\
         The/DET NTA/PROPN voted/VERB ~./PUNCT",
    );
    assert!(found.same("National Tideway Authority", "NTA"), "{}", found.shown());
}

#[test]
fn names_of_countries_where_the_family_name_stands_first_are_known_in_both_orders() {
    for name in ["Fumio/PROPN Kishida/PROPN", "Kishida/PROPN Fumio/PROPN"] {
        let found = find(&format!("{name} met/VERB them/PRON ~./PUNCT"));
        let name = name.replace("/PROPN", "");
        assert_eq!(found.told(&name), (MentionKind::Person, "JPN".into(), "GOV".into()));
    }
}

#[test]
fn two_bodies_of_one_region_are_two() {
    let found = find("G5/PROPN Sahel/PROPN met/VERB the/DET Alliance/PROPN of/ADP Sahel/PROPN States/PROPN ~./PUNCT");
    assert!(!found.same("G5 Sahel", "Alliance of Sahel States"), "{}", found.shown());
}

#[test]
fn the_arabic_article_with_a_capital_is_a_part_of_the_name() {
    let text = "President/PROPN/2/nmod Omar/PROPN/5/nsubj El/PROPN/2/flat Bashir/PROPN/2/flat left/VERB/0/root ~./PUNCT/5/punct";
    assert_eq!(find(text).one("Omar El Bashir").country(), "SDN");
    let strange = "Minister/PROPN/2/nmod Hassan/PROPN/5/nsubj El/PROPN/2/flat Tayeb/PROPN/2/flat left/VERB/0/root ~./PUNCT/5/punct";
    assert_eq!(find(strange).one("Hassan El Tayeb").country(), "");
    let town = "Rebels/NOUN/2/nsubj attacked/VERB/0/root El/PROPN/4/compound Fasher/PROPN/2/obj ~./PUNCT/2/punct";
    assert_eq!(find(town).one("El Fasher").country(), "SDN");
}
