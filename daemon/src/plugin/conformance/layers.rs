//! Layers that a plugin may find under its documents: languages, zones, sentences and tokens, as plausible as they can be
//! without a grammar. Others are absent, as they are for a text in which nobody is named.

use std::ops::Range;

use extractor_api::layer::{Form, Language, Record, Relation, Sentence, Tag, Token, Zone, ZoneKind};

use super::samples::Sample;

/// The records of a layer, one after the other.
pub(super) struct Layer {
    pub(super) name: &'static str,
    pub(super) records: Vec<u8>,
    pub(super) record_bytes: usize,
}

/// Those layers of a sample that somebody reads: its text is in one language, its first line is the title, the rest is
/// body, and the word in the middle of a sentence is the verb.
pub(super) fn of(sample: &Sample, reads: &[String]) -> Vec<Layer> {
    let Some(text) = &sample.text else { return Vec::new() };
    let mut languages = vec![language(0, text.len(), Language::TEXT)];
    let (mut zones, mut sentences, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        if line.chars().any(char::is_alphabetic) {
            languages.push(language(start, end, Language::LINE));
            let kind = if zones.is_empty() { ZoneKind::Title } else { ZoneKind::Body };
            zones.push(Zone { start: start as u64, end: end as u64, kind, confidence: 800 });
            let mut at = start;
            for part in line.split_inclusive(". ") {
                sentences.extend(sentence(part, at, kind, &mut tokens));
                at += part.len();
            }
        }
        start = end + 1;
    }
    let layers = [layer(&languages), layer(&zones), layer(&sentences), layer(&tokens)];
    layers.into_iter().filter(|layer| reads.iter().any(|name| name == layer.name)).collect()
}

fn language(start: usize, end: usize, scope: u32) -> Language {
    let code = Language::code_bytes("en");
    Language { start: start as u64, end: end as u64, code, confidence: 900, scope }
}

/// The sentence that begins at `start`, after its tokens were added; `None` when there are none.
fn sentence(text: &str, start: usize, zone: ZoneKind, tokens: &mut Vec<Token>) -> Option<Sentence> {
    let first = tokens.len();
    let words: Vec<Range<usize>> = words(text).collect();
    let root = words.len() / 2;
    for (index, word) in words.iter().enumerate() {
        let (tag, relation, form) = match text[word.clone()].chars().next() {
            _ if index == root => (Tag::Verb, Relation::Root, Form::Past),
            Some(mark) if mark.is_ascii_punctuation() => (Tag::Punct, Relation::Punct, Form::Other),
            Some(digit) if digit.is_numeric() => (Tag::Num, Relation::Nummod, Form::Other),
            _ if index + 1 == root => (Tag::Propn, Relation::Nsubj, Form::Singular),
            _ if index == root + 1 => (Tag::Noun, Relation::Obj, Form::Plural),
            _ => (Tag::Noun, Relation::Dep, Form::Singular),
        };
        let [start, end] = [word.start, word.end].map(|byte| (start + byte) as u64);
        tokens.push(Token { start, end, head: (first + root) as u32, tag, relation, form, flags: 0 });
    }
    Some(Sentence {
        start: tokens.get(first)?.start,
        end: tokens.last()?.end,
        first_token: first as u32,
        tokens: words.len() as u32,
        zone,
        flags: Sentence::PARSED,
    })
}

/// The words of a text and its punctuation marks, each mark alone.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_mark = |character: char| character.is_ascii_punctuation();
    let mut last = ' ';
    let mut starts = Vec::new();
    for (at, character) in text.char_indices() {
        if !character.is_whitespace() && (last.is_whitespace() || is_mark(last) || is_mark(character)) {
            starts.push(at);
        }
        last = character;
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..start + text[start..end].trim_end().len())
}

fn layer<R: Record>(records: &[R]) -> Layer {
    let mut bytes = Vec::with_capacity(records.len() * R::BYTES);
    records.iter().for_each(|record| record.write(&mut bytes));
    Layer { name: R::LAYER, records: bytes, record_bytes: R::BYTES }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_tokens_are_as_their_layers_promise() {
        let text = "Ferry leaves\n\nThe master said \"no\". Two boats, she added,  left: “é”\n42 12\n ";
        let names = [Sentence::LAYER, Token::LAYER].map(str::to_owned);
        let layers = of(&Sample::of_text("ferry", text), &names);
        let sentences: Vec<Sentence> = layers[0].records.chunks(Sentence::BYTES).map(Record::read).collect();
        let tokens: Vec<Token> = layers[1].records.chunks(Token::BYTES).map(Record::read).collect();
        let words = |sentence: &Sentence| {
            let all = sentence.first_token..sentence.first_token + sentence.tokens;
            let own = &tokens[all.start as usize..all.end as usize];
            assert_eq!((own[0].start, own[own.len() - 1].end), (sentence.start, sentence.end));
            assert!(own.iter().all(|token| all.contains(&token.head)));
            own.iter().map(|token| &text[token.start as usize..token.end as usize]).collect::<Vec<_>>().join("|")
        };
        let expected = ["Ferry|leaves", "The|master|said|\"|no|\"|.", "Two|boats|,|she|added|,|left|:|“é”"];
        assert_eq!(sentences.iter().map(words).collect::<Vec<_>>(), expected);
        let roots = (0..).zip(&tokens).filter(|(index, token)| token.head == *index).count();
        assert_eq!(roots, sentences.len());
    }
}
