//! Titles, appositions, roles that stand alone.

use extractor_api::layer::{Mention, MentionKind, Resolution};

use crate::support::{find, find_with};

#[test]
fn an_apposition_tells_role_organization_and_country() {
    let found = find(
        "Tovald/PROPN Brattland/PROPN ~,/PUNCT a/DET research/NOUN fellow/NOUN at/ADP the/DET Sund/PROPN Institute/PROPN of/ADP \
         Trade/PROPN in/ADP Denmark/PROPN ~,/PUNCT agreed/VERB ~./PUNCT",
    );
    assert_eq!(found.told("Tovald Brattland"), (MentionKind::Person, "DNK".into(), "EDU".into()));
    assert!(found.same("Tovald Brattland", "research fellow"));
}

#[test]
fn a_name_behind_its_role_and_a_comma_has_the_role() {
    let found = find(
        "The/DET country/NOUN ~'s/PART president/NOUN left/VERB ~./PUNCT\nPeru/PROPN ~'s/PART foreign/ADJ minister/NOUN ~,/PUNCT Tovald/PROPN Brattland/PROPN ~,/PUNCT stayed/VERB ~./PUNCT",
    );
    assert_eq!(found.told("Tovald Brattland"), (MentionKind::Person, "PER".into(), "GOV".into()));
    assert_eq!(found.record("Tovald Brattland")["roles"][0], "foreign minister");
}

#[test]
fn who_says_something_behind_a_comma_is_not_the_person_before_it() {
    let found = find(
        "They/PRON/2/nsubj met/VERB/8/ccomp Tovald/PROPN/2/obj Brattland/PROPN/3/flat ~,/PUNCT/8/punct a/DET/7/det diplomat/NOUN/8/nsubj said/VERB/0/root ~./PUNCT/8/punct",
    );
    assert!(!found.same("Tovald Brattland", "diplomat"), "{}", found.shown());
}

#[test]
fn no_role_reaches_over_a_time() {
    let found = find(
        "Kenyan/ADJ/2/amod government/NOUN/0/root today/NOUN/2/obl:unmarked welcomed/VERB/6/amod President/PROPN/6/nmod Brattland/PROPN/2/obj ~./PUNCT/2/punct",
    );
    assert_eq!(found.record("Brattland")["roles"][0], "President");
}

#[test]
fn a_counterpart_has_the_role_of_the_other() {
    let found = find(
        "Kenyan/ADJ Defence/PROPN Minister/PROPN Wanjiru/PROPN Otieno/PROPN met/VERB her/PRON Ugandan/ADJ counterpart/NOUN Amos/PROPN Ssali/PROPN ~./PUNCT",
    );
    assert_eq!(found.told("Amos Ssali"), (MentionKind::Person, "UGA".into(), "GOV".into()));
    assert_eq!(found.record("Amos Ssali")["roles"][0], "Defence Minister");
}

#[test]
fn groups_have_the_country_of_their_adjective_and_the_sector_of_their_noun() {
    let found = find(
        "Kenyan/ADJ/2/amod troops/NOUN/3/nsubj fought/VERB/0/root rebels/NOUN/3/obj ~,/PUNCT/3/punct police/NOUN/3/obj and/CCONJ/8/cc students/NOUN/6/conj ~./PUNCT/3/punct",
    );
    assert_eq!(found.told("Kenyan troops"), (MentionKind::Group, "KEN".into(), "MIL".into()));
    assert_eq!((found.one("Kenyan").flags, found.one("rebels").sector()), (Mention::ADJECTIVE, "REB"));
    assert_eq!((found.one("police").sector(), found.one("students").sector()), ("COP", "EDU"));
    assert!(found.one("Kenyan troops").flags & Mention::ROLE_ALONE != 0);
}

#[test]
fn how_many_they_are_is_one_number_and_not_what_it_is_at_least() {
    let found = find(
        "Some/DET/3/det 6,000/NUM/3/nummod refugees/NOUN/4/nsubj fled/VERB/0/root ~./PUNCT/4/punct\n\
         At/ADP/2/case least/ADJ/3/nmod 17/NUM/4/nummod rebels/NOUN/5/nsubj died/VERB/0/root ~./PUNCT/5/punct",
    );
    assert!(found.all("6,000 refugees").len() == 1 && found.all("17 rebels").len() == 1, "{}", found.shown());
}

#[test]
fn officials_in_a_city_are_of_its_country() {
    let found = find("Officials/NOUN/4/nsubj in/ADP/3/case Nairobi/PROPN/1/nmod declined/VERB/0/root ~./PUNCT/4/punct");
    assert_eq!(found.told("Officials"), (MentionKind::Group, "KEN".into(), "GOV".into()));
}

#[test]
fn officials_of_two_countries_have_a_record_for_each() {
    let found = find("Senior/ADJ Hungarian/ADJ and/CCONJ Romanian/ADJ officials/NOUN met/VERB ~./PUNCT");
    let members: Vec<_> = found.mentions.iter().filter(|mention| mention.flags & Mention::MEMBER != 0).collect();
    let mut countries: Vec<_> = members.iter().map(|member| member.country().to_owned()).collect();
    countries.sort();
    assert_eq!(countries, ["HUN", "ROU"]);
}

#[test]
fn a_role_alone_means_the_person_who_has_it() {
    let found = find(
        "Kenyan/ADJ Foreign/PROPN Minister/PROPN Wanjiru/PROPN Otieno/PROPN met/VERB Ugandan/ADJ Foreign/PROPN Minister/PROPN Amos/PROPN Ssali/PROPN ~./PUNCT\n\
         The/DET Kenyan/ADJ foreign/ADJ minister/NOUN smiled/VERB ~./PUNCT\n\
         The/DET Peruvian/ADJ foreign/ADJ minister/NOUN did/AUX not/PART ~./PUNCT",
    );
    assert!(found.same("Wanjiru Otieno", "Kenyan foreign minister"));
    let other = found.one("Peruvian foreign minister");
    assert_eq!((other.kind, other.country(), other.flags), (MentionKind::Person, "PER", Mention::ROLE_ALONE));
    assert!(other.entity != found.one("Amos Ssali").entity && other.entity != found.one("Wanjiru Otieno").entity);
}

#[test]
fn words_before_a_role_can_tell_its_sector() {
    let found = find(
        "A/DET rebel/NOUN spokesman/NOUN ~,/PUNCT the/DET police/NOUN spokesman/NOUN and/CCONJ the/DET former/ADJ Peruvian/ADJ \
         president/NOUN spoke/VERB ~./PUNCT",
    );
    let sectors: Vec<_> = found
        .mentions
        .iter()
        .filter(|mention| mention.flags & Mention::ROLE_ALONE != 0)
        .map(|mention| mention.sector().to_owned())
        .collect();
    assert_eq!(sectors, ["REB", "COP", "ELI"]);
}

#[test]
fn a_plain_verb_or_modifier_is_no_actor() {
    let found = find(
        "They/PRON/2/nsubj head/VERB/0/root to/ADP/6/case the/DET/6/det police/NOUN/6/compound station/NOUN/2/obl ~./PUNCT/2/punct",
    );
    assert!(found.all("head").is_empty() && found.all("police").is_empty(), "{}", found.shown());
}

#[test]
fn those_without_a_country_have_that_of_their_sentence_when_it_has_one() {
    let found = find(
        "Police/NOUN arrested/VERB students/NOUN in/ADP Peru/PROPN ~./PUNCT\n\
         Rebels/NOUN from/ADP Chad/PROPN fled/VERB to/ADP Niger/PROPN ~,/PUNCT soldiers/NOUN said/VERB ~./PUNCT",
    );
    assert_eq!((found.one("Police").country(), found.one("Rebels").country()), ("PER", "TCD"));
    assert_eq!(found.one("Police").how, Resolution::Memory);
    assert_eq!(found.one("soldiers").country(), "", "the sentence has two");
}

#[test]
fn what_the_text_says_counts_more_than_the_table() {
    let found = find("Canadian/ADJ Trade/PROPN Minister/PROPN Annalena/PROPN Baerbock/PROPN left/VERB ~./PUNCT");
    assert_eq!(found.told("Annalena Baerbock"), (MentionKind::Person, "CAN".into(), "GOV".into()));
    assert_eq!(found.record("Annalena Baerbock")["roles"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_table_tells_an_office_only_at_its_time() {
    let sentence = "Olaf/PROPN Scholz/PROPN spoke/VERB ~./PUNCT";
    let during = find_with(sentence, r#"{"published": "2023-05-01"}"#);
    assert_eq!(during.record("Olaf Scholz")["roles"][0], "Chancellor");
    let after = find_with(sentence, r#"{"published": "2031-05-01"}"#);
    assert!(after.record("Olaf Scholz").get("roles").is_none() && after.record("Olaf Scholz").get("sector").is_none());
    let unknown = find(sentence);
    assert_eq!(
        (unknown.record("Olaf Scholz")["sector"].as_str(), unknown.record("Olaf Scholz").get("roles")),
        (Some("GOV"), None)
    );
    assert_eq!(unknown.one("Olaf Scholz").how, Resolution::Gazetteer);
}

#[test]
fn a_president_whose_country_is_not_told_is_of_the_country_that_is_the_subject() {
    let found = find(
        "Peru/PROPN/2/nsubj challenged/VERB/0/root Chad/PROPN/2/obj ~,/PUNCT/2/punct with/SCONJ/8/mark President/PROPN/7/compound \
         Otieno/PROPN/8/nsubj calling/VERB/2/advcl for/ADP/10/case talks/NOUN/8/obl ~./PUNCT/2/punct",
    );
    assert_eq!(found.told("Otieno"), (MentionKind::Person, "PER".into(), "GOV".into()));
    assert_eq!(found.one("Otieno").how, Resolution::Memory);
}

#[test]
fn where_a_named_person_goes_tells_nothing_of_him_and_what_the_sentence_before_him_speaks_of_does() {
    let before = "Norway/PROPN/2/nsubj warned/VERB/0/root Sweden/PROPN/2/obj about/ADP/5/case Chile/PROPN/2/obl ~./PUNCT/2/punct";
    let told = "Foreign/PROPN/2/compound Minister/PROPN/3/compound Anna/PROPN/5/nsubj Kovar/PROPN/3/flat spoke/VERB/0/root ~./PUNCT/5/punct";
    let after = "Kovar/PROPN/2/nsubj flew/VERB/0/root to/ADP/4/case Warsaw/PROPN/2/obl ~./PUNCT/2/punct";
    let others = "Poland/PROPN/2/nsubj warned/VERB/0/root Chile/PROPN/2/obj ~./PUNCT/2/punct";
    let found = find(&format!("{before}\n{told}\n{after}"));
    assert_eq!(found.one("Anna Kovar").country(), "NOR", "{}", found.shown());
    let found = find(&format!("{told}\n{after}\n{others}"));
    assert_eq!(found.one("Anna Kovar").country(), "", "{}", found.shown());
}

#[test]
fn whom_the_text_gives_to_a_country_that_no_table_knows_is_of_no_other() {
    let sentence = |owner: &str| {
        format!(
            "Officials/NOUN/4/nsubj of/ADP/3/case {owner}/PROPN/1/nmod met/VERB/0/root in/ADP/6/case Nairobi/PROPN/4/obl ~./PUNCT/4/punct"
        )
    };
    assert_eq!(find(&sentence("Ruritania")).one("Officials").country(), "");
    assert_eq!(find(&sentence("Peru")).one("Officials").country(), "PER");
}

#[test]
fn a_counterpart_in_the_next_sentence_has_the_role_of_whom_the_pronoun_means() {
    let found = find(
        "Kenyan/ADJ Defence/PROPN Minister/PROPN Wanjiru/PROPN Otieno/PROPN spoke/VERB ~./PUNCT\n\
         Her/PRON Ugandan/ADJ counterpart/NOUN ~,/PUNCT Amos/PROPN Ssali/PROPN ~,/PUNCT listened/VERB ~./PUNCT",
    );
    assert_eq!(found.told("Amos Ssali"), (MentionKind::Person, "UGA".into(), "GOV".into()), "{}", found.shown());
    assert_eq!(found.record("Amos Ssali")["roles"][0], "Defence Minister");
}

#[test]
fn nobody_owns_a_thing_twice() {
    let found = find(
        "Chile/PROPN/2/nsubj left/VERB/0/root Kenya/PROPN/2/obj and/CCONJ/7/cc Kenya/PROPN/7/nmod:poss ~'s/PART/5/case army/NOUN/8/nsubj marched/VERB/2/conj ~./PUNCT/2/punct",
    );
    let army = found.all("Kenya's army");
    assert_eq!(army.iter().map(|one| one.country().to_owned()).collect::<Vec<_>>(), ["KEN"], "{}", found.shown());
}

#[test]
fn a_person_before_a_role_has_not_the_country_that_stands_before_him() {
    let found = find("They/PRON left/VERB Peru/PROPN ~,/PUNCT and/CCONJ Putin/PROPN minister/NOUN wept/VERB ~./PUNCT");
    assert!(
        found.mentions.iter().all(|mention| found.words(mention) == "Peru" || mention.country() != "PER"),
        "{}",
        found.shown()
    );
}

#[test]
fn an_acting_minister_is_of_whom_he_acts_for_whatever_the_parser_says() {
    let found = find(
        "Kenya/PROPN/4/compound ~'s/PART/1/case acting/VERB/5/nsubj minister/NOUN/5/nsubj left/VERB/0/root Peru/PROPN/5/obj ~./PUNCT/5/punct",
    );
    assert!(
        found.mentions.iter().any(|mention| found.words(mention).contains("minister") && mention.country() == "KEN"),
        "{}",
        found.shown()
    );
}

#[test]
fn a_name_behind_the_country_of_a_role_is_that_of_who_has_it() {
    for country in ["Norway/PROPN", "the/DET Kingdom/PROPN of/ADP Norway/PROPN"] {
        let found = find(&format!(
            "Chad/PROPN met/VERB Foreign/PROPN Minister/PROPN of/ADP {country} Tovald/PROPN Brattland/PROPN ~./PUNCT"
        ));
        assert_eq!(found.told("Tovald Brattland"), (MentionKind::Person, "NOR".into(), "GOV".into()), "{country}");
        assert_eq!(found.record("Tovald Brattland")["roles"][0], "Foreign Minister");
    }
}

#[test]
fn a_titled_name_is_of_the_country_that_stands_behind_it() {
    let of = |article: &str| {
        let text = format!(
            "President/PROPN/2/nmod Ana/PROPN/7/nsubj Otieno/PROPN/2/flat of/ADP/6/case {article} Kenya/PROPN/2/nmod \
             left/VERB/0/root Peru/PROPN/7/obj ~./PUNCT/7/punct"
        );
        find(&text).one("Ana Otieno").country().to_owned()
    };
    assert_eq!(of("the/DET/6/det"), "KEN");
}

#[test]
fn an_ambassador_is_of_who_sends_him_and_not_of_where_he_serves() {
    let found = find(
        "The/DET/3/det Kenyan/ADJ/3/amod ambassador/NOUN/8/nsubj to/ADP/5/case Peru/PROPN/3/nmod Ana/PROPN/3/appos \
         Otieno/PROPN/6/flat left/VERB/0/root ~./PUNCT/8/punct",
    );
    assert_eq!(found.one("Ana Otieno").country(), "KEN");
    assert_eq!(found.one("Peru").country(), "PER");
}
