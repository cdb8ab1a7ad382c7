//! The trainer over a treebank of a few sentences.

use syntax::model::weights::Weights;

use crate::{learn, patterns, treebank};

/// "the ferry sailed ." and its like, in CoNLL-U.
fn treebank() -> Vec<treebank::Sentence> {
    let mut text = String::new();
    for (subject, verb) in [("ferry", "sailed"), ("tide", "rose"), ("council", "met"), ("port", "closed")] {
        for _ in 0..5 {
            text.push_str("# newpar\n");
            text.push_str("1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n");
            text.push_str(&format!("2\t{subject}\t_\tNOUN\tNN\t_\t3\tnsubj\t_\t_\n"));
            text.push_str(&format!("3\t{verb}\t_\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n"));
            text.push_str("4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n");
        }
    }
    treebank::sentences_of(&text, "tides")
}

#[test]
fn the_same_treebank_gives_the_same_weights() {
    let sentences = treebank();
    assert_eq!((sentences.len(), sentences[0].words[3].glued), (20, true));
    let patterns = patterns::sentences();
    let weights = learn::learn(&sentences, &patterns[..8]);
    assert!(weights == learn::learn(&sentences, &patterns[..8]), "byte for byte");
    assert!(Weights::read(&weights).is_some());
    assert!(Weights::read(&weights[..weights.len() - 1]).is_none(), "a file that was cut off is none");
}

#[test]
fn words_of_a_contraction_are_glued_and_others_are_not() {
    let text = "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n\
        3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n4\t!\t!\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n";
    let sentences = treebank::sentences_of(text, "tides");
    let glued: Vec<bool> = sentences[0].words.iter().map(|word| word.glued).collect();
    assert_eq!(glued, [false, true, false, true]);
}

#[test]
fn every_place_of_a_pattern_is_filled_with_words_of_its_own() {
    let sentences = patterns::sentences();
    for sentence in &sentences {
        let words: Vec<&str> = sentence.words.iter().map(|word| word.text.as_str()).collect();
        assert!(words.iter().all(|word| !word.contains('<')), "{words:?}");
        let mut names: Vec<&&str> = words[1..].iter().filter(|word| word.starts_with(char::is_uppercase)).collect();
        names.sort();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{words:?}");
        assert_eq!(sentence.words.iter().filter(|word| word.head == 0).count(), 1, "{words:?}");
    }
    assert!(sentences.iter().any(|sentence| sentence.words[0].text != sentences[0].words[0].text));
}
