//! What stands for a name.

use extractor_api::layer::{Mention, Resolution};

use crate::support::find;

const LEADERS: &str = "Kenyan/ADJ/4/amod President/PROPN/4/compound Wanjiru/PROPN/4/flat Otieno/PROPN/5/nsubj met/VERB/0/root \
    Ugandan/ADJ/9/amod President/PROPN/9/compound Amos/PROPN/9/flat Ssali/PROPN/5/obj ~./PUNCT/5/punct\n";

#[test]
fn a_pronoun_means_the_subject_of_its_gender() {
    let found = find(
        "Ms./PROPN/2/compound Otieno/PROPN/3/nsubj met/VERB/0/root Mr./PROPN/5/compound Ssali/PROPN/3/obj ~./PUNCT/3/punct\n\
         He/PRON/2/nsubj thanked/VERB/0/root her/PRON/2/obj ~./PUNCT/2/punct",
    );
    assert!(found.same("Ssali", "He") && found.same("Otieno", "her"), "{}", found.shown());
    let mention = found.one("He");
    assert_eq!((mention.flags, mention.how), (Mention::PRONOUN, Resolution::Pronoun));
}

#[test]
fn a_pronoun_before_the_main_clause_means_its_subject() {
    let found = find(&format!(
        "{LEADERS}Saying/VERB/7/advcl that/SCONJ/4/mark she/PRON/4/nsubj agreed/VERB/1/ccomp ~,/PUNCT/1/punct Otieno/PROPN/7/nsubj left/VERB/0/root ~./PUNCT/7/punct"
    ));
    assert!(found.same("Otieno", "she"));
}

#[test]
fn it_means_the_country_that_is_the_subject() {
    let found = find(
        "Peru/PROPN/2/nsubj said/VERB/0/root it/PRON/4/nsubj closed/VERB/2/ccomp its/PRON/6/nmod:poss ports/NOUN/4/obj ~./PUNCT/2/punct",
    );
    assert!(found.same("Peru", "it") && found.same("it", "its"));
    assert_eq!(found.one("it").country(), "PER");
}

#[test]
fn what_somebody_answers_to_is_of_whom_he_answers() {
    let over = |verb: &str, case: &str| {
        find(&format!(
            "Peru/PROPN/2/nsubj {verb}/VERB/0/root ties/NOUN/2/obj with/ADP/5/case Chile/PROPN/2/obl {case}/ADP/8/case its/PRON/8/nmod:poss \
             raids/NOUN/2/obl ~./PUNCT/2/punct"
        ))
    };
    assert!(over("cut", "over").same("Chile", "its"), "{}", over("cut", "over").shown());
    assert!(over("discussed", "over").same("Peru", "its"));
    assert!(over("cut", "in").same("Peru", "its"));
    let judged = |auxiliary: &str| {
        find(&format!(
            "Peru/PROPN/3/nsubj {auxiliary}condemned/VERB/0/root Chile/PROPN/3/obj for/ADP/7/case its/PRON/7/nmod:poss raids/NOUN/3/obl \
             ~./PUNCT/3/punct"
        ))
    };
    assert!(judged("has/AUX/3/aux ").same("Chile", "its"));
    assert!(judged("was/AUX/3/aux:pass ").same("Peru", "its"), "who is judged himself");
    let his = find(
        "Kenyan/ADJ/4/amod President/PROPN/4/compound Wanjiru/PROPN/4/flat Otieno/PROPN/5/nsubj praised/VERB/0/root Mr./PROPN/7/compound \
         Ssali/PROPN/5/obj for/ADP/10/case his/PRON/10/nmod:poss speech/NOUN/5/obl ~./PUNCT/5/punct",
    );
    assert!(his.same("Ssali", "his"), "{}", his.shown());
}

#[test]
fn the_two_countries_are_those_of_which_the_article_speaks() {
    let talks = "Peru/PROPN/4/nsubj and/CCONJ/3/cc Chile/PROPN/1/conj talk/VERB/0/root ~./PUNCT/4/punct\n";
    let aside = "Brazil/PROPN/2/nsubj praised/VERB/0/root Chile/PROPN/2/obj ~./PUNCT/2/punct\n";
    let both = "The/DET/3/det two/NUM/3/nummod governments/NOUN/4/nsubj agreed/VERB/0/root ~./PUNCT/4/punct";
    let countries = |text: &str| {
        let found = find(text);
        found.all("two governments").iter().map(|member| member.country().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(countries(&format!("{talks}{talks}{talks}{aside}{both}")), ["PER", "CHL"]);
    assert_eq!(countries(&format!("{aside}{both}")), ["BRA", "CHL"]);
}

#[test]
fn it_is_not_resolved_where_it_means_nothing_or_a_thing() {
    let empty = find(
        "Peru/PROPN/2/nsubj said/VERB/0/root it/PRON/5/nsubj is/AUX/5/cop hard/ADJ/2/ccomp to/PART/7/mark wait/VERB/5/csubj ~./PUNCT/2/punct",
    );
    assert!(empty.all("it").is_empty());
    let thing = find(
        "Peru/PROPN/2/nsubj left/VERB/0/root ~./PUNCT/2/punct\n\
         The/DET/2/det plan/NOUN/3/nsubj failed/VERB/0/root because/SCONJ/6/mark it/PRON/6/nsubj cost/VERB/3/advcl much/ADJ/6/obj ~./PUNCT/3/punct",
    );
    assert!(thing.all("it").is_empty());
}

#[test]
fn they_are_all_who_acted_together() {
    let found = find(
        "Wanjiru/PROPN/2/flat Otieno/PROPN/6/nsubj and/CCONJ/5/cc Amos/PROPN/5/flat Ssali/PROPN/2/conj met/VERB/0/root ~./PUNCT/6/punct\n\
         They/PRON/2/nsubj agreed/VERB/0/root ~./PUNCT/2/punct",
    );
    let members = found.all("They");
    assert_eq!(members.len(), 2, "{}", found.shown());
    assert!(members.iter().all(|member| member.flags == Mention::PRONOUN | Mention::MEMBER));
    assert!(members[0].entity != members[1].entity);
}

#[test]
fn the_two_countries_are_the_two_that_were_named() {
    let found = find(&format!(
        "{LEADERS}The/DET/3/det two/NUM/3/nummod countries/NOUN/4/nsubj trade/VERB/0/root ~./PUNCT/4/punct\n\
         Both/DET/2/det sides/NOUN/3/nsubj agreed/VERB/0/root ~./PUNCT/3/punct"
    ));
    for words in ["two countries", "Both sides"] {
        let mut countries = found.countries(words);
        countries.sort();
        assert_eq!(countries, ["KEN", "UGA"], "{words}");
    }
}

#[test]
fn the_two_countries_are_those_of_the_article_rather_than_two_others_that_spoke_last() {
    let often = "Kenya/PROPN/2/nsubj met/VERB/0/root Uganda/PROPN/2/obj ~./PUNCT/2/punct\n".repeat(3);
    let found = find(&format!(
        "{often}Peru/PROPN/2/nsubj praised/VERB/0/root Chad/PROPN/2/obj ~./PUNCT/2/punct\n\
         The/DET/3/det two/NUM/3/nummod countries/NOUN/4/nsubj trade/VERB/0/root ~./PUNCT/4/punct"
    ));
    let mut countries = found.countries("two countries");
    countries.sort();
    assert_eq!(countries, ["KEN", "UGA"]);
}

#[test]
fn the_two_leaders_are_persons() {
    let found = find(&format!(
        "{LEADERS}The/DET/3/det two/NUM/3/nummod leaders/NOUN/4/nsubj spoke/VERB/0/root ~./PUNCT/4/punct"
    ));
    let leaders = found.all("two leaders");
    assert_eq!(leaders.iter().map(|leader| leader.country()).collect::<Vec<_>>(), ["KEN", "UGA"]);
    assert!(leaders.iter().all(|leader| leader.flags & Mention::MEMBER != 0));
}

#[test]
fn two_of_three_are_not_determined() {
    let found = find(
        "Kenya/PROPN/4/nsubj ~,/PUNCT/3/punct Peru/PROPN/1/conj and/CCONJ/5/cc Chad/PROPN/1/conj signed/VERB/0/root ~./PUNCT/6/punct\n\
         The/DET/3/det two/NUM/3/nummod countries/NOUN/4/nsubj left/VERB/0/root ~./PUNCT/4/punct\n\
         The/DET/3/det three/NUM/3/nummod countries/NOUN/4/nsubj stayed/VERB/0/root ~./PUNCT/4/punct",
    );
    assert!(found.all("two countries").is_empty());
    assert_eq!(found.all("three countries").len(), 3);
}

#[test]
fn their_ministers_are_those_of_whom_the_pronoun_means() {
    let found = find(
        "Kenyan/ADJ/4/amod Foreign/PROPN/4/compound Minister/PROPN/4/compound Otieno/PROPN/5/nsubj met/VERB/0/root ~./PUNCT/5/punct\n\
         Kenya/PROPN/4/nsubj and/CCONJ/3/cc Uganda/PROPN/1/conj sent/VERB/0/root their/PRON/7/nmod:poss foreign/ADJ/7/amod ministers/NOUN/4/obj ~./PUNCT/4/punct",
    );
    let ministers = found.all("foreign ministers");
    let mut countries: Vec<_> = ministers.iter().map(|minister| minister.country().to_owned()).collect();
    countries.sort();
    assert_eq!(countries, ["KEN", "UGA"], "{}", found.shown());
    assert!(ministers.iter().any(|minister| minister.entity == found.one("Otieno").entity));
}

#[test]
fn its_means_what_the_sentence_is_about_before_it_means_an_earlier_subject() {
    let found = find(
        "Chad/PROPN/2/nsubj left/VERB/0/root ~./PUNCT/2/punct\n\
         In/ADP/3/case its/PRON/3/nmod:poss letter/NOUN/6/obl ~,/PUNCT/3/punct Peru/PROPN/6/nsubj agreed/VERB/0/root ~./PUNCT/6/punct",
    );
    assert!(found.same("its", "Peru"), "{}", found.shown());
    let found = find(
        "Chad/PROPN/2/nsubj left/VERB/0/root ~./PUNCT/2/punct\n\
         For/ADP/2/case Peru/PROPN/6/obl ~,/PUNCT/2/punct its/PRON/5/nmod:poss ports/NOUN/6/nsubj matter/VERB/0/root ~./PUNCT/6/punct",
    );
    assert!(found.same("its", "Peru"), "{}", found.shown());
}

#[test]
fn both_sides_are_others_than_who_speaks_to_them_and_the_same_as_before() {
    let told = "Peru/PROPN/2/nsubj left/VERB/0/root Chile/PROPN/2/obj ~./PUNCT/2/punct";
    let accused = "Kenya/PROPN/2/nsubj accused/VERB/0/root both/DET/4/det governments/NOUN/2/obj ~./PUNCT/2/punct";
    let found = find(&format!("{told}\n{accused}"));
    assert_eq!(sorted(found.countries("both governments")), ["CHL", "PER"]);
    let between = "Norway/PROPN/2/nsubj met/VERB/0/root Iran/PROPN/2/obj ~./PUNCT/2/punct";
    let later = "The/DET/3/det two/NUM/3/nummod countries/NOUN/4/nsubj agreed/VERB/0/root ~./PUNCT/4/punct";
    let found = find(&format!("{told}\n{accused}\n{between}\n{later}"));
    assert_eq!(sorted(found.countries("two countries")), ["CHL", "PER"], "those of the last such phrase");
    let leaders = "Oslo/PROPN/2/nsubj met/VERB/0/root both/DET/4/det leaders/NOUN/2/obj ~./PUNCT/2/punct";
    let found = find(&format!("{told}\n{accused}\n{leaders}"));
    assert_eq!(sorted(found.countries("both leaders")), ["CHL", "PER"]);
    let warned =
        leaders.replace("~./PUNCT/2/punct", "and/CCONJ/6/cc warned/VERB/2/conj them/PRON/6/obj ~./PUNCT/2/punct");
    let found = find(&format!("{told}\n{accused}\n{warned}"));
    assert_eq!(sorted(found.countries("them")), ["CHL", "PER"]);
}

fn sorted(mut countries: Vec<String>) -> Vec<String> {
    countries.sort_unstable();
    countries
}

#[test]
fn she_is_who_the_sentence_before_speaks_of_though_it_has_no_verb() {
    let found = find(
        "Minister/PROPN/2/nmod Anna/PROPN/4/nsubj Kovar/PROPN/2/flat left/VERB/0/root ~./PUNCT/4/punct
         President/PROPN/2/nmod Oona/PROPN/0/root Lund/PROPN/2/flat expressed/VERB/5/amod regret/NOUN/2/appos ~./PUNCT/2/punct
         She/PRON/2/nsubj wept/VERB/0/root ~./PUNCT/2/punct",
    );
    assert!(found.same("She", "Oona Lund"), "{}", found.shown());
}

#[test]
fn countries_that_are_told_right_behind_are_not_looked_for() {
    let told = "Peru/PROPN/2/nsubj left/VERB/0/root Chile/PROPN/2/obj ~./PUNCT/2/punct";
    let both = "Two/NUM/2/nummod countries/NOUN/6/nsubj Kenya/PROPN/2/appos and/CCONJ/5/cc Iran/PROPN/3/conj agreed/VERB/0/root ~./PUNCT/6/punct";
    let found = find(&format!("{told}\n{both}"));
    assert!(found.all("Two countries").is_empty(), "{}", found.shown());
    let found = find(&format!(
        "{told}\n{}",
        both.replace("Kenya/PROPN/2/appos and/CCONJ/5/cc Iran/PROPN/3/conj ", "").replace("/6/", "/3/")
    ));
    assert_eq!(sorted(found.countries("Two countries")), ["CHL", "PER"]);
}

#[test]
fn its_is_not_of_the_ship_that_does_it_harm() {
    let its = |verb: &str, case: &str| {
        let found = find(&format!(
            "Peru/PROPN/2/nsubj said/VERB/0/root a/DET/4/det ship/NOUN/5/nsubj {verb}/VERB/2/ccomp {case}/ADP/8/case its/PRON/8/nmod:poss boats/NOUN/5/obl ~./PUNCT/2/punct"
        ));
        found.countries("its")
    };
    assert_eq!((its("rammed", "into"), its("fired", "at")), (vec!["PER".to_owned()], vec!["PER".to_owned()]));
    assert_eq!((its("left", "with"), its("fired", "with")), (vec![], vec![]));
}

#[test]
fn all_its_forms_are_nobody_s() {
    let found = find(
        "Peru/PROPN/2/nsubj condemned/VERB/0/root terrorism/NOUN/2/obj in/ADP/7/case all/DET/7/det:predet its/PRON/7/nmod:poss forms/NOUN/2/obl ~./PUNCT/2/punct",
    );
    assert!(found.all("its").is_empty(), "{}", found.shown());
}

#[test]
fn states_of_a_region_are_not_those_that_were_named() {
    let named =
        "Kenya/PROPN/4/nsubj and/CCONJ/3/cc Uganda/PROPN/1/conj met/VERB/0/root Chad/PROPN/4/obj ~./PUNCT/4/punct";
    let left = |region: &str| {
        find(&format!(
            "{named}\nThe/DET/4/det three/NUM/4/nummod {region}/ADJ/4/amod states/NOUN/5/nsubj left/VERB/0/root ~./PUNCT/5/punct"
        ))
    };
    assert_eq!(left("small").countries("three small states").len(), 3);
    assert_eq!(left("Baltic").countries("three Baltic states"), Vec::<String>::new());
}

#[test]
fn it_behind_a_participle_means_whom_the_verb_before_it_acts_on() {
    let it = |relation: &str| {
        let text = format!(
            "Peru/PROPN/2/nsubj left/VERB/0/root Chile/PROPN/2/obj ~,/PUNCT/5/punct accusing/VERB/2/advcl it/PRON/5/{relation} ~./PUNCT/2/punct"
        );
        find(&text).countries("it")
    };
    assert_eq!(it("obj"), ["CHL"]);
    let met = "Peru/PROPN/2/nsubj met/VERB/0/root in/ADP/4/case Chile/PROPN/2/obl ~,/PUNCT/6/punct calling/VERB/2/advcl it/PRON/6/obj useful/ADJ/6/xcomp ~./PUNCT/2/punct";
    assert!(find(met).all("it").is_empty(), "where they met is not what they speak of");
    assert!(it("nmod").is_empty());
}
