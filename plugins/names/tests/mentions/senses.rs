//! What a known word means where its tag or its place speaks against a name.

use crate::support::find;

/// The words of all mentions.
fn names(sentences: &str) -> Vec<String> {
    let found = find(sentences);
    found.mentions.iter().map(|mention| found.words(mention).to_owned()).collect()
}

#[test]
fn a_country_is_one_whatever_the_tagger_took_it_for() {
    assert_eq!(names("Chad/ADV left/VERB Peru/ADV ~./PUNCT\nPeru/VERB left/VERB ~./PUNCT"), ["Chad", "Peru", "Peru"]);
}

#[test]
fn small_words_and_verbs_at_the_start_are_no_names_though_tables_know_such() {
    assert_eq!(names("More/ADV left/VERB Will/AUX and/CCONJ May/AUX ~./PUNCT"), [""; 0]);
    assert_eq!(names("Grant/VERB Otieno/PROPN this/DET ~./PUNCT"), ["Otieno"]);
}

#[test]
fn a_name_in_capitals_is_one_whatever_the_tagger_took_it_for() {
    assert_eq!(names("They/PRON met/VERB MORE/ADV and/CCONJ NATO/ADV ~./PUNCT"), ["NATO"]);
    assert_eq!(find("NATO/ADJ left/VERB ~./PUNCT").one("NATO").country(), "IGO");
}

#[test]
fn an_organization_that_is_a_common_word_is_none_at_the_start_unless_it_is_a_noun() {
    assert_eq!(names("Apple/ADJ left/VERB ~./PUNCT\nShell/ADJ left/VERB ~./PUNCT"), [""; 0]);
    assert_eq!(names("Shell/NOUN left/VERB ~./PUNCT"), ["Shell"]);
}

#[test]
fn the_family_name_of_an_office_holder_is_a_name_only_where_any_word_would_be_one() {
    let sentences =
        "They/PRON saw/VERB Keating/VERB ~./PUNCT\nHawke/NOUN left/VERB ~./PUNCT\nPowell/VERB left/VERB ~./PUNCT";
    assert_eq!(names(sentences), [""; 0]);
    assert_eq!(names("Then/ADV Hawke/PROPN left/VERB ~./PUNCT"), ["Hawke"]);
}

#[test]
fn a_small_town_is_no_place_without_a_word_that_says_so() {
    let found = find("They/PRON like/VERB Hamar/PROPN ~./PUNCT");
    assert_eq!(found.one("Hamar").geonames, 0);
    let found = find("They/PRON met/VERB in/ADP Hamar/PROPN ~./PUNCT");
    assert!(found.one("Hamar").geonames > 0);
}

#[test]
fn a_name_of_several_small_words_is_one() {
    assert_eq!(names("Trade/NOUN in/ADP the/DET euro/NOUN zone/NOUN grew/VERB ~./PUNCT"), ["euro zone"]);
}
