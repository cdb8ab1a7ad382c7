//! Who has the country of the sentence, though no word of his own tells one.

use crate::support::find;

#[test]
fn peoples_and_groups_that_work_in_one_country_have_that_of_the_sentence() {
    let found = find("Kurds/PROPN met/VERB farmers/NOUN ~,/PUNCT Peru/PROPN said/VERB ~./PUNCT");
    assert_eq!((found.one("Kurds").country(), found.one("farmers").country()), ("PER", "PER"));
    assert_eq!(found.one("farmers").confidence, 550);
}

#[test]
fn persons_with_a_name_have_it_where_they_lead_a_country() {
    let found = find(
        "Minister/PROPN Otieno/PROPN met/VERB professor/NOUN Ssali/PROPN and/CCONJ General/PROPN Kovar/PROPN in/ADP \
         Peru/PROPN ~./PUNCT",
    );
    let countries = ["Otieno", "Ssali", "Kovar"].map(|name| found.one(name).country().to_owned());
    assert_eq!(countries, ["PER", "", "PER"]);
    assert_eq!(found.record("Kovar")["confidence"], 0.7);
}

#[test]
fn persons_and_bodies_without_a_name_have_it_where_they_work_in_one_country() {
    let found = find("The/DET general/NOUN met/VERB a/DET professor/NOUN ~,/PUNCT Peru/PROPN said/VERB ~./PUNCT");
    assert_eq!((found.one("general").country(), found.one("professor").country()), ("PER", ""));
    let found = find(
        "The/DET ministry/NOUN and/CCONJ the/DET Ministry/PROPN of/ADP Fish/PROPN met/VERB in/ADP Peru/PROPN ~./PUNCT",
    );
    assert_eq!((found.one("ministry").country(), found.one("Ministry of Fish").country()), ("PER", ""));
    assert_eq!(found.record("ministry")["country"], "PER", "another than the ministry of another country");
}

#[test]
fn armed_bodies_among_several_countries_have_the_one_that_they_had_before() {
    let before = "Peru/PROPN/2/nsubj fought/VERB/0/root rebels/NOUN/2/obj ~./PUNCT/2/punct";
    let told = "The/DET/2/det rebels/NOUN/3/nsubj left/VERB/0/root Chile/PROPN/3/obj and/CCONJ/6/cc Kenya/PROPN/4/conj ~./PUNCT/3/punct";
    let countries = |text: &str| {
        let found = find(text);
        found.all("rebels").iter().map(|mention| mention.country().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(countries(&format!("{before}\n\n{told}")), ["PER", "PER"]);
    assert_eq!(countries(told), [""]);
    let some = told.replace("The/DET/2/det", "Some/DET/2/det");
    assert_eq!(countries(&format!("{before}\n\n{some}")), ["PER", ""], "others than those of before");
    let others = before.replace("Peru", "Iran");
    assert_eq!(countries(&format!("{before}\n\n{others}\n\n{told}")), ["PER", "IRN", ""], "nobody knows of which");
}

#[test]
fn diplomats_to_whom_something_is_done_are_not_of_the_only_country_that_is_named() {
    let country = |relation: &str| {
        let found = find(&format!(
            "Peru/PROPN/2/nsubj expelled/VERB/0/root three/NUM/4/nummod diplomats/NOUN/2/{relation} ~./PUNCT/2/punct"
        ));
        found.one("three diplomats").country().to_owned()
    };
    assert_eq!((country("obj"), country("nsubj")), (String::new(), "PER".to_owned()));
}

#[test]
fn an_owner_of_no_country_leaves_nothing_of_itself() {
    let found = find("The/DET company/NOUN ~'s/PART Kenyan/ADJ director/NOUN left/VERB ~./PUNCT");
    assert_eq!(found.one("Kenyan director").country(), "KEN");
}

#[test]
fn a_country_that_another_paragraph_names_in_passing_is_not_that_of_this_one() {
    let police = |zone: &str, times: usize| {
        let told = "Peru/PROPN left/VERB ~./PUNCT\n".repeat(times);
        let found =
            find(&format!("Chile/PROPN met/VERB Kenya/PROPN ~./PUNCT\n{told}{zone} police/NOUN spoke/VERB ~./PUNCT"));
        found.one("police").country().to_owned()
    };
    assert_eq!(police("", 1), "PER");
    assert_eq!(police("#caption", 1), "", "a line ends before it");
    assert_eq!(police("#caption", 3), "PER", "the article speaks of it");
}

#[test]
fn ministers_of_both_countries_and_the_parties_are_of_none() {
    let country = |words: &str, name: &str| {
        let found = find(&format!("Peru/PROPN left/VERB ~./PUNCT\n{words}"));
        found.one(name).country().to_owned()
    };
    let ministers =
        "ministers/NOUN/5/nsubj of/ADP/4/case both/DET/4/det countries/NOUN/1/nmod met/VERB/0/root ~./PUNCT/5/punct";
    assert_eq!(country(ministers, "ministers"), "");
    assert_eq!(country("The/DET parties/NOUN met/VERB ~./PUNCT", "parties"), "");
    assert_eq!(country("The/DET opposition/NOUN parties/NOUN met/VERB ~./PUNCT", "opposition parties"), "PER");
}

#[test]
fn no_time_stands_in_a_phrase_of_a_role() {
    let found = find("Last/ADJ month/NOUN Kenyan/ADJ border/NOUN guards/NOUN left/VERB ~./PUNCT");
    assert_eq!(found.one("Kenyan border guards").country(), "KEN");
}

#[test]
fn whose_friends_they_are_says_not_of_whom_they_are() {
    let country = |phrase: &str| {
        let found = find(&format!("{phrase} left/VERB/0/root Oslo/PROPN/5/obj ~./PUNCT/5/punct"));
        found
            .mentions
            .iter()
            .find(|mention| found.words(mention).contains("rebels"))
            .expect("rebels")
            .country()
            .to_owned()
    };
    assert_eq!(country("Iranian/ADJ/4/amod ~-/PUNCT/1/punct ~backed/VERB/4/amod rebels/NOUN/5/nsubj"), "");
    assert_eq!(country("rebels/NOUN/5/nsubj backed/VERB/1/acl by/ADP/4/case Iran/PROPN/2/obl"), "");
    assert_eq!(country("Iranian/ADJ/4/amod ~-/PUNCT/1/punct ~led/VERB/4/amod rebels/NOUN/5/nsubj"), "IRN");
}

#[test]
fn the_parliament_of_a_text_is_that_of_its_country() {
    let country = |before: &str| {
        find(&format!("{before} asked/VERB Congress/PROPN ~./PUNCT")).one("Congress").country().to_owned()
    };
    let countries = [
        "The/DET president/NOUN of/ADP Peru/PROPN",
        "The/DET United/PROPN States/PROPN and/CCONJ Peru/PROPN",
        "They/PRON",
    ];
    assert_eq!(countries.map(country), ["PER", "USA", "USA"]);
    let told = |senate: &str, name: &str| {
        let before = "The/DET United/PROPN States/PROPN left/VERB ~./PUNCT\n";
        find(&format!("{before}{senate} asked/VERB ~./PUNCT")).one(name).country().to_owned()
    };
    assert_eq!(told("The/DET Senate/PROPN", "Senate"), "USA");
    assert_eq!(told("The/DET Kenyan/ADJ/3/amod Senate/PROPN", "Kenyan Senate"), "KEN");
    assert_eq!(told("The/DET Senate/PROPN of/ADP Kenya/PROPN", "Senate"), "KEN");
}

#[test]
fn who_was_shot_dead_is_not_of_those_who_shot() {
    let found = find(
        "Kenyan/ADJ/2/amod police/NOUN/3/nsubj shot/VERB/0/root dead/ADJ/3/xcomp five/NUM/6/nummod farmers/NOUN/3/obj ~./PUNCT/3/punct",
    );
    let words: Vec<&str> = found.mentions.iter().map(|mention| found.words(mention)).collect();
    assert_eq!(words, ["Kenyan police", "Kenyan", "five farmers"]);
}

#[test]
fn a_former_soviet_republic_is_not_russia() {
    let found = find("Guards/NOUN of/ADP the/DET former/ADJ Soviet/ADJ republic/NOUN left/VERB ~./PUNCT");
    assert!(found.mentions.iter().all(|mention| mention.country() != "RUS"), "{}", found.shown());
    let found = find("Guards/NOUN of/ADP the/DET Soviet/ADJ republic/NOUN left/VERB ~./PUNCT");
    assert_eq!(found.one("Soviet").country(), "RUS");
}

#[test]
fn the_day_before_people_is_no_part_of_them() {
    for day in ["Saturday", "January"] {
        let found =
            find(&format!("In/ADP {day}/PROPN several/ADJ hundred/NUM Kenyan/ADJ farmers/NOUN marched/VERB ~./PUNCT"));
        assert!(!found.shown().contains(day), "{}", found.shown());
    }
}

#[test]
fn a_report_from_a_seat_of_many_is_not_about_its_country() {
    let country = |city: &str| {
        let found = find(&format!(
            "Two/NUM/2/nummod farmers/NOUN/3/nsubj spoke/VERB/0/root in/ADP/5/case {city}/PROPN/3/obl ~./PUNCT/3/punct"
        ));
        found.one("Two farmers").country().to_owned()
    };
    assert_eq!((country("Zurich"), country("Geneva")), ("CHE".to_owned(), String::new()));
}

#[test]
fn the_junta_is_that_of_before() {
    let found = find(
        "The/DET/2/det junta/NOUN/5/nsubj in/ADP/4/case Peru/PROPN/2/nmod ruled/VERB/0/root ~./PUNCT/5/punct
         Chile/PROPN/2/nsubj praised/VERB/0/root the/DET/4/det junta/NOUN/2/obj ~./PUNCT/2/punct",
    );
    assert_eq!(found.countries("junta"), ["PER", "PER"]);
    let leader = find(
        "The/DET/2/det junta/NOUN/5/nsubj in/ADP/4/case Peru/PROPN/2/nmod ruled/VERB/0/root ~./PUNCT/5/punct
         Chilean/ADJ/2/amod officials/NOUN/3/nsubj met/VERB/0/root junta/NOUN/5/compound leader/NOUN/6/compound Otieno/PROPN/3/obj ~./PUNCT/3/punct",
    );
    assert_eq!(leader.one("Otieno").country(), "PER");
}

#[test]
fn who_receives_others_is_of_the_country_of_which_the_article_speaks() {
    let before = "Peru/PROPN/2/nsubj left/VERB/0/root Peru/PROPN/2/obj ~./PUNCT/2/punct";
    let received = "Speaker/PROPN/2/nmod Kovar/PROPN/3/nsubj received/VERB/0/root Kenyan/ADJ/5/amod lawmakers/NOUN/3/obj ~./PUNCT/3/punct";
    let country = |text: &str| find(text).one("Kovar").country().to_owned();
    assert_eq!(country(&format!("{before}\n{before}\n{before}\n{received}")), "PER");
    assert_eq!(country(received), "KEN", "there is no other");
}

#[test]
fn ambassadors_are_not_of_the_country_where_they_serve() {
    let country = |role: &str| {
        let found = find(&format!(
            "The/DET/2/det {role}/NOUN/5/nsubj in/ADP/4/case Norway/PROPN/2/nmod left/VERB/0/root Peru/PROPN/5/obj ~./PUNCT/5/punct"
        ));
        let mention = found.mentions.iter().find(|mention| found.words(mention).contains(role));
        mention.map(|mention| mention.country().to_owned()).unwrap_or_default()
    };
    assert_eq!((country("minister"), country("ambassador")), ("NOR".to_owned(), String::new()));
}

#[test]
fn what_a_pronoun_owns_is_of_whom_it_means_and_not_of_the_only_country_that_is_named() {
    let expelled = |owner: &str| {
        find(&format!(
            "Kenyan/ADJ/2/amod President/PROPN/4/nsubj Wanjiru/PROPN/4/compound Otieno/PROPN/5/nsubj spoke/VERB/0/root ~./PUNCT/5/punct\n\
             {owner}/PRON/2/nmod:poss government/NOUN/3/nsubj expelled/VERB/0/root Peruvians/PROPN/3/obj ~./PUNCT/3/punct"
        ))
    };
    assert_eq!(expelled("Her").one("government").country(), "KEN");
    assert_eq!(expelled("Our").one("government").country(), "", "of who speaks, whoever that is");
    assert_eq!(expelled("The").one("government").country(), "PER");
}

#[test]
fn an_official_is_not_of_the_only_country_that_is_named_where_he_acts_on_it() {
    let before = "Kenya/PROPN/2/nsubj closed/VERB/0/root ports/NOUN/2/obj ~./PUNCT/2/punct";
    let acts = |verb: &str, preposition: &str| {
        format!(
            "Foreign/PROPN/2/compound Minister/PROPN/3/nmod Ana/PROPN/5/nsubj Otieno/PROPN/3/flat {verb}/VERB/0/root \
             {preposition}/ADP/7/case Peru/PROPN/5/obl ~./PUNCT/5/punct"
        )
    };
    let country = |text: &str| find(text).one("Ana Otieno").country().to_owned();
    assert_eq!(country(&acts("called", "on")), "");
    assert_eq!(country(&acts("spoke", "in")), "PER");
    assert_eq!(country(&format!("{before}\n{}", acts("called", "on"))), "KEN", "that of what stands before");
}

#[test]
fn an_official_is_not_of_the_only_country_that_is_named_where_his_measures_are_against_it() {
    let country = |text: &str, name: &str| find(text).one(name).country().to_owned();
    let on = "The/DET/2/det president/NOUN/3/nsubj raised/VERB/0/root tariffs/NOUN/3/obj on/ADP/7/case Kenyan/ADJ/7/amod steel/NOUN/4/nmod ~./PUNCT/3/punct";
    let against = "The/DET/2/det minister/NOUN/3/nsubj announced/VERB/0/root sanctions/NOUN/3/obj against/ADP/6/case Kenya/PROPN/4/nmod ~./PUNCT/3/punct";
    let own = "The/DET/2/det minister/NOUN/3/nsubj reshuffled/VERB/0/root the/DET/6/det Kenyan/ADJ/6/amod cabinet/NOUN/3/obj ~./PUNCT/3/punct";
    assert_eq!(["", "", "KEN"], [country(on, "president"), country(against, "minister"), country(own, "minister")]);
}

#[test]
fn who_is_sanctioned_is_not_of_the_country_that_does_it() {
    let country = |object: &str, above: usize| {
        let text = format!(
            "Kenya/PROPN/2/nsubj imposed/VERB/0/root {object}/NOUN/2/obj on/ADP/5/case members/NOUN/{above}/obl \
             of/ADP/9/case the/DET/9/det ruling/ADJ/9/amod party/NOUN/5/nmod ~./PUNCT/2/punct"
        );
        find(&text).one("ruling party").country().to_owned()
    };
    assert_eq!(["", "", "KEN"], [country("sanctions", 3), country("bans", 2), country("views", 2)]);
}

#[test]
fn who_goes_to_see_a_country_is_not_of_it() {
    let country = |verb: &str, preposition: &str| {
        let text = format!(
            "Prime/ADJ/2/amod Minister/PROPN/3/nmod Ana/PROPN/5/nsubj Otieno/PROPN/3/flat {verb}/VERB/0/root \
             {preposition}/ADP/7/case Ankara/PROPN/5/obl ~./PUNCT/5/punct"
        );
        find(&text).one("Ana Otieno").country().to_owned()
    };
    assert_eq!([country("arrived", "in"), country("spoke", "in")], ["", "TUR"]);
}

#[test]
fn the_owner_of_a_phrase_may_hang_on_another_word_of_it_than_its_head() {
    let of = |head: usize| {
        format!(
            "Kenya/PROPN/2/nsubj met/VERB/0/root rights/NOUN/2/obj activists/NOUN/3/appos of/ADP/6/case \
             Gornau/PROPN/{head}/nmod ~./PUNCT/2/punct"
        )
    };
    assert_eq!([3, 4].map(|head| find(&of(head)).one("rights activists").country().to_owned()), ["", ""]);
}

#[test]
fn an_official_is_not_of_the_country_of_which_he_speaks_in_quotation_marks() {
    let said = |open: &str, close: &str| {
        let text = format!(
            "{open} Peru/PROPN/3/nsubj lied/VERB/7/ccomp {close} ~,/PUNCT/7/punct Minister/PROPN/6/nmod Otieno/PROPN/7/nsubj said/VERB/0/root ~./PUNCT/7/punct"
        );
        find(&text).one("Otieno").country().to_owned()
    };
    assert_eq!(said("“/PUNCT/3/punct", "”/PUNCT/3/punct"), "");
    assert_eq!(said("Yesterday/NOUN/3/obl:unmarked", "again/ADV/3/advmod"), "PER");
}

#[test]
fn an_ambassador_is_not_of_the_only_country_that_is_named() {
    let country = |role: &str| {
        let text = format!(
            "{role}/PROPN/2/nmod Otieno/PROPN/3/nsubj met/VERB/0/root officials/NOUN/3/obj in/ADP/6/case Peru/PROPN/3/obl ~./PUNCT/3/punct"
        );
        find(&text).one("Otieno").country().to_owned()
    };
    assert_eq!((country("Ambassador"), country("Minister")), (String::new(), "PER".to_owned()));
}

#[test]
fn those_whom_a_country_backs_are_not_its_own() {
    let rebels = |verb: &str| {
        let text = format!("Peru/PROPN/2/nsubj {verb}/VERB/0/root the/DET/4/det rebels/NOUN/2/obj ~./PUNCT/2/punct");
        find(&text).one("rebels").country().to_owned()
    };
    assert_eq!((rebels("backed"), rebels("freed")), (String::new(), "PER".to_owned()));
}

#[test]
fn the_north_is_north_korea_where_the_article_speaks_of_korea() {
    let accused = |who: &str| {
        let text = format!("{who}/PROPN/2/nsubj accused/VERB/0/root the/DET/4/det North/PROPN/2/obj ~./PUNCT/2/punct");
        let found = find(&text);
        found.all("North").iter().map(|mention| mention.country().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(accused("Seoul"), ["PRK"]);
    assert_eq!(accused("Kenya"), [""], "of whichever country");
}

#[test]
fn those_of_a_region_are_not_of_the_only_country_that_is_named() {
    let told = |whose: &str| {
        let text = format!(
            "{whose}/ADJ/2/amod troops/NOUN/3/nsubj fought/VERB/0/root in/ADP/5/case Niger/PROPN/3/obl ~./PUNCT/3/punct"
        );
        find(&text).one(&format!("{whose} troops")).country().to_owned()
    };
    assert_eq!([told("Weary"), told("African")], ["NER", ""]);
}

#[test]
fn a_name_beside_its_title_is_a_subject_as_the_title_is() {
    let text = "Opposition/NOUN/2/compound leader/NOUN/5/nsubj Ana/PROPN/2/appos Otieno/PROPN/3/flat asked/VERB/0/root \
                the/DET/7/det government/NOUN/5/obj for/ADP/10/case the/DET/10/det pact/NOUN/5/obl with/ADP/12/case \
                Kenya/PROPN/10/nmod ~./PUNCT/5/punct";
    let found = find(text);
    assert_eq!(["Ana Otieno", "government"].map(|name| found.one(name).country().to_owned()), ["", ""]);
}

#[test]
fn people_who_demand_that_foreign_troops_leave_are_not_of_the_country_of_the_troops() {
    let marched = |what: &str| {
        let text = format!(
            "Thousands/NOUN/4/nsubj of/ADP/3/case people/NOUN/1/nmod marched/VERB/0/root to/PART/6/mark demand/VERB/4/advcl \
             the/DET/8/det departure/NOUN/6/obj of/ADP/11/case Kenyan/ADJ/11/amod {what}/NOUN/8/nmod ~./PUNCT/4/punct"
        );
        find(&text).one("people").country().to_owned()
    };
    assert_eq!([marched("troops"), marched("ministers")], ["", "KEN"]);
}

#[test]
fn who_meets_those_of_another_country_abroad_is_of_none_that_is_named() {
    let text = "Prime/ADJ/2/amod Minister/PROPN/3/nmod Ana/PROPN/5/nsubj Otieno/PROPN/3/flat visited/VERB/0/root \
                Lima/PROPN/5/obj and/CCONJ/8/cc met/VERB/5/conj with/ADP/11/case Peruvian/ADJ/11/amod officials/NOUN/8/obl \
                ~./PUNCT/5/punct";
    assert_eq!(find(text).one("Ana Otieno").country(), "");
}
