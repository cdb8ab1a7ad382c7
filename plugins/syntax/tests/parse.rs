//! What the parser gets right and must go on getting right: a sentence for each feature of grammar.

use extractor_api::layer::{Form, Relation, Sentence, Tag, Token};
use extractor_api::testing::Harness;
use serde_json::json;
use syntax::Syntax;

/// Parses a sentence, and checks arcs written as `dependent relation head`; `0` is the root's head.
fn check(text: &str, arcs: &[&str]) {
    let mut harness = Harness::<Syntax>::new(json!({})).expect("a config that is right");
    let run = harness.run_text(text);
    let tokens: Vec<Token> = run.layer();
    assert_eq!(run.layer::<Sentence>().len(), 1);
    let word = |index: usize| &text[tokens[index].start as usize..tokens[index].end as usize];
    let found: Vec<String> = (0..tokens.len())
        .map(|index| {
            let head = tokens[index].head as usize;
            format!(
                "{} {} {}",
                word(index),
                tokens[index].relation.name(),
                if head == index { "0" } else { word(head) }
            )
        })
        .collect();
    for arc in arcs {
        assert!(found.iter().any(|found| found == arc), "no {arc:?} in {found:#?}");
    }
}

#[test]
fn subject_object_and_preposition() {
    check(
        "The minister signed the treaty on Monday.",
        &["minister nsubj signed", "signed root 0", "treaty obj signed", "Monday obl signed", "on case Monday"],
    );
}

#[test]
fn passive_with_agent() {
    check(
        "The bridge was destroyed by the rebels.",
        &["bridge nsubj:pass destroyed", "was aux:pass destroyed", "rebels obl:agent destroyed"],
    );
}

#[test]
fn subjects_joined_by_and() {
    check(
        "France and Germany agreed to cooperate.",
        &["Germany conj France", "France nsubj agreed", "cooperate xcomp agreed"],
    );
}

#[test]
fn a_list_of_names() {
    check(
        "Poland, Latvia and Estonia sent troops.",
        &["Latvia conj Poland", "Estonia conj Poland", "Poland nsubj sent", "troops obj sent"],
    );
}

#[test]
fn verbs_joined_by_and() {
    check(
        "She met the president and signed an agreement.",
        &["signed conj met", "president obj met", "agreement obj signed"],
    );
}

#[test]
fn reported_speech() {
    check(
        "The spokesman said that the government would reject the plan.",
        &[
            "spokesman nsubj said",
            "reject ccomp said",
            "government nsubj reject",
            "plan obj reject",
            "that mark reject",
        ],
    );
    check("He said the talks had failed.", &["failed ccomp said", "talks nsubj failed"]);
}

#[test]
fn wish_and_plan() {
    check("The president wants to visit China.", &["visit xcomp wants", "China obj visit"]);
    check("They plan to build a new port.", &["build xcomp plan", "port obj build"]);
}

#[test]
fn relative_clause() {
    check(
        "She met the soldiers who attacked the village.",
        &["soldiers obj met", "attacked acl:relcl soldiers", "who nsubj attacked", "village obj attacked"],
    );
    check(
        "The man who met the president is a lawyer.",
        &["met acl:relcl man", "president obj met", "man nsubj lawyer", "is cop lawyer"],
    );
}

#[test]
fn possessor_and_copula() {
    check("China's economy is strong.", &["China nmod:poss economy", "economy nsubj strong", "is cop strong"]);
}

#[test]
fn negation_and_modal() {
    check("The army did not attack the city.", &["did aux attack", "not advmod attack", "army nsubj attack"]);
}

#[test]
fn a_name_of_two_words() {
    check("Anna Kovar visited Paris.", &["Kovar flat Anna", "Anna nsubj visited", "Paris obj visited"]);
}

#[test]
fn forms_of_words() {
    let text = "She has met ministers and will visit larger ports.";
    let mut harness = Harness::<Syntax>::new(json!({})).expect("a config that is right");
    let tokens: Vec<Token> = harness.run_text(text).layer();
    let seen: Vec<(Tag, Form)> = tokens.iter().map(|token| (token.tag, token.form)).collect();
    assert_eq!(
        seen,
        [
            (Tag::Pron, Form::Other),
            (Tag::Aux, Form::Third),
            (Tag::Verb, Form::Participle),
            (Tag::Noun, Form::Plural),
            (Tag::Cconj, Form::Other),
            (Tag::Aux, Form::Modal),
            (Tag::Verb, Form::Base),
            (Tag::Adj, Form::Comparative),
            (Tag::Noun, Form::Plural),
            (Tag::Punct, Form::Other),
        ]
    );
    assert_eq!(tokens[0].relation, Relation::Nsubj);
}

#[test]
fn what_was_said_stands_before_who_said_it() {
    check(
        "Moldova and Keldor left the pact, an official said on Tuesday.",
        &["Keldor conj Moldova", "Moldova nsubj left", "left ccomp said", "official nsubj said", "Tuesday obl said"],
    );
}
