//! What the article told before.

use extractor_api::layer::{Mention, MentionKind};

use crate::support::find;

#[test]
fn a_family_name_means_the_full_name() {
    let found = find(
        "Kenyan/ADJ President/PROPN Wanjiru/PROPN Otieno/PROPN spoke/VERB ~./PUNCT\n\
         Otieno/PROPN left/VERB ~./PUNCT\nMs./PROPN Otieno/PROPN returned/VERB ~./PUNCT",
    );
    assert_eq!(found.countries("Otieno"), ["KEN", "KEN"]);
    assert!(found.same("Wanjiru Otieno", "Otieno"));
}

#[test]
fn the_family_name_stands_first_in_some_countries() {
    let found = find(
        "Chinese/ADJ Premier/PROPN Luo/PROPN Shanwei/PROPN spoke/VERB ~./PUNCT\nThen/ADV Luo/PROPN left/VERB ~./PUNCT",
    );
    assert!(found.same("Luo Shanwei", "Luo"));
}

#[test]
fn names_in_swapped_order_are_one_person() {
    let found = find(
        "Japanese/ADJ analyst/NOUN Kenji/PROPN Morozumi/PROPN agreed/VERB ~./PUNCT\n\
         Morozumi/PROPN Kenji/PROPN ~,/PUNCT however/ADV ~,/PUNCT left/VERB ~./PUNCT",
    );
    assert!(found.same("Kenji Morozumi", "Morozumi Kenji"));
}

#[test]
fn a_family_name_before_the_full_name_means_the_same() {
    let found = find(
        "President/PROPN Otieno/PROPN spoke/VERB ~./PUNCT\nLater/ADV Wanjiru/PROPN Otieno/PROPN left/VERB ~./PUNCT",
    );
    assert!(found.same("Otieno", "Wanjiru Otieno"));
    assert_eq!(found.record("Wanjiru Otieno")["mentions"].as_array().map(Vec::len), Some(2));
}

#[test]
fn persons_of_one_family_name_stay_apart() {
    let found = find(
        "Kenyan/ADJ President/PROPN Wanjiru/PROPN Otieno/PROPN met/VERB Ugandan/ADJ President/PROPN Amos/PROPN Otieno/PROPN ~./PUNCT\n\
         Kenyan/ADJ President/PROPN Otieno/PROPN spoke/VERB ~./PUNCT",
    );
    assert!(found.same("Wanjiru Otieno", "Otieno"));
    assert!(!found.same("Wanjiru Otieno", "Amos Otieno"));
}

#[test]
fn a_name_that_stands_once_and_is_nearly_another_is_merged_with_a_warning() {
    let found = find(
        "Chinese/ADJ analyst/NOUN Qiang/PROPN Shanwei/PROPN spoke/VERB ~./PUNCT\nQiang/PROPN Shanwei/PROPN left/VERB ~./PUNCT\n\
         Qian/PROPN Shanwei/PROPN wrote/VERB that/SCONJ ~./PUNCT",
    );
    let mention = found.one("Qian Shanwei");
    assert!(found.same("Qiang Shanwei", "Qian Shanwei"));
    assert_eq!((mention.flags, mention.country()), (Mention::CORRUPTED, "CHN"));
    let record = found.record("Qiang Shanwei");
    assert_eq!(
        (&record["corruptedForms"][0]["exact"], &record["warnings"][0]),
        (&"Qian Shanwei".into(), &"corrupted_name".into())
    );
}

#[test]
fn a_garbled_family_name_of_the_same_title_is_merged() {
    let found = find(
        "Japanese/ADJ Foreign/PROPN Minister/PROPN Yumi/PROPN Takahara/PROPN spoke/VERB ~./PUNCT\nTakahara/PROPN left/VERB ~./PUNCT\n\
         Yumi/PROPN Takahara/PROPN agreed/VERB ~./PUNCT\nJapanese/ADJ Foreign/PROPN Minister/PROPN Yumi/PROPN Onohara/PROPN returned/VERB ~./PUNCT",
    );
    assert!(found.same("Takahara", "Yumi Onohara"));
}

#[test]
fn half_of_a_family_name_can_be_misread() {
    let often = "Yumi/PROPN Takahara/PROPN spoke/VERB ~./PUNCT\n".repeat(3);
    let merged = find(&format!("{often}Yumi/PROPN Onohara/PROPN agreed/VERB ~./PUNCT"));
    assert!(merged.same("Yumi Takahara", "Yumi Onohara"));
    let first = "Japanese/ADJ minister/NOUN Yoko/PROPN Takahara/PROPN spoke/VERB ~./PUNCT\n".repeat(3);
    let merged = find(&format!("{first}Yoko/PROPN Onohara/PROPN agreed/VERB ~./PUNCT"));
    assert!(merged.same("Yoko Takahara", "Yoko Onohara"), "the given name stands first, though not in Japan");
    let told = find(&format!("{often}Peruvian/ADJ judge/NOUN Yumi/PROPN Onohara/PROPN agreed/VERB ~./PUNCT"));
    assert!(!told.same("Yumi Takahara", "Yumi Onohara"), "somebody else, as the text tells");
}

#[test]
fn names_that_differ_in_a_real_given_name_are_two_persons() {
    let found = find(
        "Michael/PROPN Brattland/PROPN spoke/VERB ~./PUNCT\nMichael/PROPN Brattland/PROPN left/VERB ~./PUNCT\n\
         Michelle/PROPN Brattland/PROPN came/VERB ~./PUNCT",
    );
    assert!(!found.same("Michael Brattland", "Michelle Brattland"));
}

#[test]
fn full_names_that_both_stand_often_are_two_persons() {
    let line = |name: &str| format!("{name}/PROPN Shanwei/PROPN spoke/VERB ~./PUNCT\n").repeat(3);
    let found = find(&format!("{}{}", line("Qiang"), line("Qian")));
    assert!(!found.same("Qiang Shanwei", "Qian Shanwei"));
    assert!(found.mentions.iter().all(|mention| mention.flags & Mention::CORRUPTED == 0));
}

#[test]
fn two_candidates_are_no_candidate() {
    let found = find(
        "Qiang/PROPN Shanwei/PROPN and/CCONJ Qiand/PROPN Shanwei/PROPN spoke/VERB ~./PUNCT\n\
         Qiang/PROPN Shanwei/PROPN and/CCONJ Qiand/PROPN Shanwei/PROPN left/VERB ~./PUNCT\nQian/PROPN Shanwei/PROPN came/VERB ~./PUNCT",
    );
    assert_eq!(found.one("Qian Shanwei").flags & Mention::CORRUPTED, 0);
}

#[test]
fn headlines_are_read_by_what_the_text_tells() {
    let found = find(
        "#title Otieno/PROPN Meets/VERB Big/ADJ Ships/NOUN Again/ADV\n\
         #body Kenyan/ADJ President/PROPN Wanjiru/PROPN Otieno/PROPN spoke/VERB ~./PUNCT",
    );
    assert!(found.same("Otieno", "Wanjiru Otieno"));
    assert!(found.mentions.iter().all(|mention| mention.kind != MentionKind::Other), "{}", found.shown());
}

#[test]
fn a_name_that_a_line_breaks_off_is_the_whole_one() {
    let after = find(
        "Kenyan/ADJ President/PROPN Amos/PROPN Otieno/PROPN Ssali/PROPN spoke/VERB ~./PUNCT\n\
         Photo/NOUN of/ADP President/PROPN Amos/PROPN Otieno/PROPN\nSsali/PROPN speaks/VERB ~./PUNCT",
    );
    assert!(after.same("Amos Otieno Ssali", "Amos Otieno") && after.same("Amos Otieno", "Ssali"), "{}", after.shown());
    let before = find(
        "Photo/NOUN of/ADP President/PROPN Amos/PROPN Otieno/PROPN\nSsali/PROPN speaks/VERB ~./PUNCT\n\
         Kenyan/ADJ President/PROPN Amos/PROPN Otieno/PROPN Ssali/PROPN spoke/VERB ~./PUNCT",
    );
    assert!(before.same("Amos Otieno", "Amos Otieno Ssali"), "{}", before.shown());
    let whole = find(
        "Kenyan/ADJ President/PROPN Amos/PROPN Otieno/PROPN Ssali/PROPN spoke/VERB ~./PUNCT\n\
         Judge/PROPN Amos/PROPN Otieno/PROPN left/VERB ~./PUNCT",
    );
    assert!(!whole.same("Amos Otieno Ssali", "Amos Otieno"), "nothing is broken off: {}", whole.shown());
}

#[test]
fn given_names_of_two_syllables_are_one_name_however_they_are_written() {
    let found = find(
        "South/PROPN Korean/ADJ President/PROPN Byun/PROPN Seok/PROPN ~-/PUNCT ~min/PROPN spoke/VERB ~./PUNCT\n\
         Later/ADV Byun/PROPN Seok/PROPN Min/PROPN left/VERB ~./PUNCT\nThen/ADV Byun/PROPN came/VERB ~./PUNCT",
    );
    assert!(found.same("Byun Seok-min", "Byun Seok Min") && found.same("Byun Seok-min", "Byun"), "{}", found.shown());
    let bridge = find("They/PRON cross/VERB the/DET Ada/PROPN Kovar/PROPN ~-/PUNCT ~era/NOUN bridge/NOUN ~./PUNCT");
    assert!(bridge.mentions.iter().all(|mention| !bridge.words(mention).contains("era")), "{}", bridge.shown());
}

#[test]
fn an_article_or_an_initial_before_a_family_name_changes_nothing() {
    let found = find(
        "Yemeni/ADJ Minister/PROPN Hamad/PROPN al/PROPN ~-/PUNCT ~Qirbani/PROPN spoke/VERB ~./PUNCT\n\
         Al/PROPN ~-/PUNCT ~Qirbani/PROPN left/VERB ~./PUNCT\nH./PROPN Qirbani/PROPN wrote/VERB ~./PUNCT",
    );
    assert!(found.same("Hamad al-Qirbani", "Al-Qirbani"), "{}", found.shown());
    assert_eq!(found.record("Hamad al-Qirbani")["mentions"].as_array().map(Vec::len), Some(3), "{}", found.shown());
}

#[test]
fn a_full_stop_behind_a_small_word_ends_a_name_even_inside_of_a_sentence() {
    let found =
        find("They/PRON met/VERB Wanjiru/PROPN bin/PROPN said/PROPN ~./PUNCT Brattland/PROPN left/VERB ~./PUNCT");
    assert!(found.mentions.iter().all(|mention| !found.words(mention).contains('.')), "{}", found.shown());
}

#[test]
fn names_in_capitals_are_the_same_names() {
    let found = find(
        "Kenyan/ADJ President/PROPN Wanjiru/PROPN Otieno/PROPN spoke/VERB ~./PUNCT\n\
         Later/ADV WANJIRU/PROPN OTIENO/PROPN left/VERB ~./PUNCT",
    );
    assert!(found.same("Wanjiru Otieno", "WANJIRU OTIENO"), "{}", found.shown());
}
