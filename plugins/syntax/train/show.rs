//! Writes a text as its sentences and tokens, to be looked at.

use syntax::analysis::Analyst;
use syntax::model::weights::Weights;
use syntax::text::stretches::stretches;
use syntax::text::{sentences::sentences, tokens::tokens};

/// Prints the analysis of a text in the columns of CoNLL-U.
pub(crate) fn print(text: &str, weights: &Weights<'_>) {
    let mut analyst = Analyst::new(*weights);
    for stretch in stretches(text, &[], &[]) {
        sentences(text, stretch.range, |sentence| {
            println!("# text = {}", &text[sentence.clone()]);
            let mut words = Vec::new();
            let mut last = usize::MAX;
            tokens(text, sentence, |token| {
                words.push((token.clone(), last == token.start));
                last = token.end;
            });
            analyst.analyse(text, &words, true);
            for (index, ((word, _), found)) in words.iter().zip(&analyst.found).enumerate() {
                let head = if found.head as usize == index { 0 } else { found.head + 1 };
                let (tag, form, relation) = (found.tag.name(), found.form.name(), found.relation.name());
                let word = &text[word.clone()];
                println!("{}\t{word}\t_\t{tag}\t{form}\t_\t{head}\t{relation}\t_\t_", index + 1);
            }
            println!();
        });
    }
}
