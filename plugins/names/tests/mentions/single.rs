//! Persons of whom a single word is told, and what the text and the tables tell of persons.

use extractor_api::layer::{MentionKind, Resolution};

use crate::support::find;

#[test]
fn a_word_that_was_a_place_before_is_no_person_unless_a_title_says_so() {
    let found = find(
        "They/PRON met/VERB in/ADP Zellmark/PROPN ~./PUNCT\nThen/ADV Zellmark/PROPN left/VERB ~./PUNCT\n\
         Mr./PROPN Zellmark/PROPN left/VERB ~./PUNCT",
    );
    let kinds: Vec<_> = found.all("Zellmark").iter().map(|mention| mention.kind).collect();
    assert_eq!(kinds, [MentionKind::Place, MentionKind::Place, MentionKind::Person]);
    assert_eq!(found.all("Zellmark")[1].how, Resolution::None, "nothing was resolved before either");
    let found = find(
        "They/PRON met/VERB in/ADP Zellmark/PROPN ~,/PUNCT Norway/PROPN ~./PUNCT\n\
         Then/ADV Zellmark/PROPN left/VERB ~./PUNCT",
    );
    assert_eq!(
        found.all("Zellmark").iter().map(|mention| mention.how).collect::<Vec<_>>(),
        [Resolution::TitleInText, Resolution::Memory]
    );
}

#[test]
fn a_person_of_the_text_who_stands_alone_is_known_from_memory() {
    let found = find("Olaf/PROPN Scholz/PROPN spoke/VERB ~./PUNCT\nLater/ADV Scholz/PROPN left/VERB ~./PUNCT");
    assert_eq!((found.one("Olaf Scholz").how, found.one("Scholz").how), (Resolution::Gazetteer, Resolution::Memory));
    let found = find(
        "President/PROPN Mubarak/PROPN left/VERB ~./PUNCT\n\
         Egyptian/ADJ President/PROPN Mubarak/PROPN left/VERB ~./PUNCT",
    );
    assert_eq!(found.all("Mubarak")[1].how, Resolution::TitleInText);
    let found = find(
        "Kenyan/ADJ President/PROPN Wanjiru/PROPN Otieno/PROPN spoke/VERB ~./PUNCT\n\
         Minister/PROPN Otieno/PROPN left/VERB ~./PUNCT",
    );
    assert_eq!(found.one("Otieno").how, Resolution::Memory, "the title tells no country");
}

#[test]
fn an_office_holder_is_meant_where_the_title_says_so_and_no_other_country() {
    let held = find("President/PROPN Hu/PROPN spoke/VERB ~./PUNCT");
    assert_eq!(held.told("Hu"), (MentionKind::Person, "CHN".into(), "GOV".into()));
    let other = find("Chinese/ADJ President/PROPN Putin/PROPN left/VERB ~./PUNCT");
    assert_eq!(other.record("Putin")["country"], "CHN");
}

#[test]
fn a_name_alone_means_whom_its_country_allows() {
    for owner in ["Ethnic/ADJ Albanian/ADJ", "Kenyan/ADJ"] {
        let found = find(&format!(
            "Kenyan/ADJ President/PROPN Wanjiru/PROPN Otieno/PROPN left/VERB ~./PUNCT\n\
             {owner} Otieno/PROPN spoke/VERB ~./PUNCT"
        ));
        assert!(found.same("Wanjiru Otieno", "Otieno"), "{owner}");
    }
    let titled = find("Mr./PROPN Otieno/PROPN left/VERB ~./PUNCT\nKenyan/ADJ Otieno/PROPN spoke/VERB ~./PUNCT");
    assert_eq!(titled.record("Otieno")["country"], "KEN");
    let bare = find("Wanjiru/PROPN Otieno/PROPN left/VERB ~./PUNCT\nKenyan/ADJ Otieno/PROPN spoke/VERB ~./PUNCT");
    assert!(bare.same("Wanjiru Otieno", "Otieno"));
}

#[test]
fn the_first_sector_and_the_first_gender_that_are_told_stay() {
    let found = find(
        "Kenyan/ADJ soldier/NOUN Wanjiru/PROPN Otieno/PROPN spoke/VERB ~./PUNCT\n\
         Minister/PROPN Wanjiru/PROPN Otieno/PROPN left/VERB ~./PUNCT",
    );
    assert_eq!(found.record("Wanjiru Otieno")["sector"], "MIL");
    let found = find(
        "Ms./PROPN Otieno/PROPN met/VERB Mr./PROPN Ssali/PROPN ~./PUNCT\nMr./PROPN Otieno/PROPN left/VERB ~./PUNCT\n\
         Later/ADV/3/advmod she/PRON/3/nsubj left/VERB/0/root ~./PUNCT/3/punct",
    );
    assert!(found.same("Otieno", "she"));
}

#[test]
fn a_country_of_the_text_takes_the_place_of_that_of_the_table_and_a_role_is_told_once() {
    let found = find(
        "Olaf/PROPN Scholz/PROPN spoke/VERB ~./PUNCT\nPeruvian/ADJ Minister/PROPN Scholz/PROPN left/VERB ~./PUNCT",
    );
    assert_eq!(found.record("Olaf Scholz")["country"], "PER");
    let found = find(
        "Minister/PROPN Wanjiru/PROPN Otieno/PROPN spoke/VERB ~./PUNCT\n\
         minister/NOUN Wanjiru/PROPN Otieno/PROPN left/VERB ~./PUNCT",
    );
    assert_eq!(found.record("Wanjiru Otieno")["roles"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_title_or_the_table_makes_a_person_sure_and_a_given_name_surer() {
    let found = find(
        "Mr./PROPN Amos/PROPN Ssali/PROPN met/VERB Olaf/PROPN Scholz/PROPN ~./PUNCT\n\
         Michael/PROPN Brattland/PROPN spoke/VERB ~./PUNCT\nTovald/PROPN Kovarik/PROPN left/VERB ~./PUNCT",
    );
    let names = ["Amos Ssali", "Olaf Scholz", "Michael Brattland", "Tovald Kovarik"];
    assert_eq!(names.map(|name| found.one(name).confidence), [950, 950, 850, 650]);
}
