//! What stands beside a role and belongs to it, and what does not.

use extractor_api::layer::MentionKind;

use crate::support::find;

/// Country and sector of the only mention of some words.
fn belongs(sentences: &str, words: &str) -> [String; 2] {
    let (_, country, sector) = find(sentences).told(words);
    [country, sector]
}

#[test]
fn a_phrase_ends_behind_a_body_that_stands_before_its_owner() {
    let found = find("They/PRON told/VERB Parliament/PROPN Kenyan/ADJ officials/NOUN left/VERB ~./PUNCT");
    assert_eq!(found.told("Kenyan officials"), (MentionKind::Group, "KEN".into(), "GOV".into()));
}

#[test]
fn a_body_before_role_and_adjective_tells_the_sector() {
    let sentence = "A/DET University/PROPN senior/ADJ representative/NOUN left/VERB ~./PUNCT";
    assert_eq!(belongs(sentence, "University senior representative"), ["", "EDU"]);
}

#[test]
fn of_a_people_without_a_country_the_owner_before_it_tells_one() {
    let serbian = "Chad/PROPN met/VERB Serbian/ADJ ethnic/ADJ Albanian/ADJ rebels/NOUN ~./PUNCT";
    assert_eq!(belongs(serbian, "Serbian ethnic Albanian rebels"), ["SRB", "REB"]);
    let albanian = "Ethnic/ADJ Albanian/ADJ rebels/NOUN fled/VERB ~./PUNCT";
    assert_eq!(belongs(albanian, "Ethnic Albanian rebels"), ["", "REB"]);
}

#[test]
fn of_two_adjectives_the_nearer_owns_and_both_are_part_of_the_phrase() {
    let sentence = "German/ADJ ~-/PUNCT ~French/ADJ officials/NOUN met/VERB ~./PUNCT";
    assert_eq!(belongs(sentence, "German-French officials"), ["FRA", "GOV"]);
}

#[test]
fn who_is_for_or_against_a_country_is_not_owned_by_it() {
    let sentence = "Chad/PROPN and/CCONJ pro/X ~-/PUNCT ~Russian/ADJ rebels/NOUN left/VERB ~./PUNCT";
    assert_eq!(belongs(sentence, "Russian rebels"), ["", "REB"]);
}

#[test]
fn what_stands_behind_a_role_owns_it_where_the_words_between_say_so() {
    let table = [
        ("officials/NOUN of/ADP the/DET new/ADJ Peru/PROPN", "officials", ["PER", "GOV"]),
        ("officials/NOUN ~,/PUNCT of/ADP Peru/PROPN", "officials", ["", "GOV"]),
        ("officials/NOUN in/ADP Peru/PROPN", "officials", ["PER", "GOV"]),
        ("soldiers/NOUN in/ADP Peru/PROPN", "soldiers", ["", "MIL"]),
        ("officials/NOUN in/ADP University/PROPN of/ADP Peru/PROPN", "officials", ["", "GOV"]),
        ("a/DET director/NOUN at/ADP the/DET University/PROPN of/ADP Peru/PROPN", "director", ["PER", "EDU"]),
        ("a/DET director/NOUN of/ADP Otieno/PROPN Institute/PROPN of/ADP Peru/PROPN", "director", ["PER", "EDU"]),
        (
            "a/DET director/NOUN of/ADP the/DET Middle/PROPN East/PROPN Institute/PROPN of/ADP Peru/PROPN",
            "director",
            ["PER", "EDU"],
        ),
    ];
    for (behind, role, expected) in table {
        let known = "Kenyan/ADJ President/PROPN Wanjiru/PROPN Otieno/PROPN left/VERB ~./PUNCT";
        // With two countries, the sentence itself tells none.
        let sentences = format!("{known}\nChad/PROPN met/VERB {behind} ~./PUNCT");
        assert_eq!(belongs(&sentences, role), expected, "{behind}");
    }
}
