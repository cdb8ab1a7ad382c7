//! Mends what the parser is known to get wrong and the words themselves show: "has broken relations" with "broken" as
//! an adjective.

use extractor_api::layer::{Form, Relation as R, Sentence, Tag, Token};

use crate::lexicon::{self, Pos};

/// Mends the tokens of a text in place.
pub(crate) fn mend(text: &str, tokens: &mut [Token], sentences: &[Sentence]) {
    for sentence in sentences {
        let first = (sentence.first_token as usize).min(tokens.len());
        let end = first.saturating_add(sentence.tokens as usize).min(tokens.len());
        (first..end).for_each(|token| perfect(text, tokens, first..end, token));
        (first..end).for_each(|token| neighbouring(text, tokens, first..end, token));
        bare_root(text, tokens, first..end);
        bare_verb(text, tokens, first..end);
        list_before_verb(tokens, first..end);
        verb_as_adjective(text, tokens, first..end);
        joined_participle(text, tokens, first..end);
        verb_as_noun(text, tokens, first..end);
        adjective_with_subject(tokens, first..end);
        (first..end).for_each(|token| behind_its_noun(tokens, token));
        joined_to_noun(tokens, first..end);
        two_subjects(tokens, first..end);
    }
}

fn word<'t>(text: &'t str, token: &Token) -> &'t str {
    text.get(token.start as usize..token.end as usize).unwrap_or_default()
}

/// "has", adverbs, a participle read as an adjective of the noun behind it: the participle is the verb, the noun its
/// object.
fn perfect(text: &str, tokens: &mut [Token], sentence: std::ops::Range<usize>, have: usize) {
    let is_have =
        ["has", "have", "had", "having"].iter().any(|form| word(text, &tokens[have]).eq_ignore_ascii_case(form));
    if !is_have || tokens[have].tag != Tag::Verb {
        return;
    }
    let Some(participle) = (have + 1..sentence.end.min(have + 4)).find(|&next| tokens[next].tag != Tag::Adv) else {
        return;
    };
    if tokens[participle].tag == Tag::Verb
        && tokens[participle].form == Form::Participle
        && tokens[participle].head as usize == have
        && matches!(tokens[participle].relation, R::Ccomp | R::Xcomp | R::Obj | R::Advcl)
    {
        return raise(tokens, sentence, have, participle);
    }
    let noun = tokens[participle].head as usize;
    let fits = tokens[participle].relation == R::Amod
        && tokens[participle].form == Form::Participle
        && noun > participle
        && sentence.contains(&noun)
        && tokens[noun].head as usize == have
        && !(have + 1..participle).any(|token| tokens[token].tag == Tag::Det);
    // "has limited resources": a noun with a possessor or article before the participle is a noun phrase.
    if !fits {
        return;
    }
    raise(tokens, sentence, have, participle);
    (tokens[noun].head, tokens[noun].relation) = (participle as u32, R::Obj);
}

/// Puts a participle in the place of its auxiliary.
fn raise(tokens: &mut [Token], sentence: std::ops::Range<usize>, have: usize, participle: usize) {
    let (head, relation) = (tokens[have].head, tokens[have].relation);
    for token in sentence {
        if tokens[token].head as usize == have && token != have {
            tokens[token].head = participle as u32;
        }
    }
    tokens[participle].head = if head as usize == have { participle as u32 } else { head };
    (tokens[participle].relation, tokens[participle].tag) = (relation, Tag::Verb);
    (tokens[have].head, tokens[have].relation, tokens[have].tag) = (participle as u32, R::Aux, Tag::Aux);
}

/// "neighboring Ruritania" read as a verb with its object: the name takes the verb's place.
fn neighbouring(text: &str, tokens: &mut [Token], sentence: std::ops::Range<usize>, word_at: usize) {
    let is_word = ["neighboring", "neighbouring", "surrounding", "visiting", "ruling", "warring"]
        .iter()
        .any(|form| word(text, &tokens[word_at]).eq_ignore_ascii_case(form));
    if !is_word || tokens[word_at].tag != Tag::Verb {
        return;
    }
    let object = (word_at + 1..sentence.end.min(word_at + 5))
        .find(|&token| tokens[token].head as usize == word_at && tokens[token].relation == R::Obj);
    let Some(noun) = object else { return };
    let (head, relation) = (tokens[word_at].head as usize, tokens[word_at].relation);
    if head == word_at || head == noun {
        return;
    }
    let relation = if relation == R::Advcl { R::Obl } else { R::Nmod };
    for token in sentence {
        if tokens[token].head as usize == word_at && token != noun {
            if matches!(tokens[token].relation, R::Mark) {
                tokens[token].relation = R::Case;
            }
            tokens[token].head = noun as u32;
        }
    }
    (tokens[noun].head, tokens[noun].relation) = (head as u32, relation);
    (tokens[word_at].head, tokens[word_at].relation, tokens[word_at].tag) = (noun as u32, R::Amod, Tag::Adj);
}

/// A noun as the root of a sentence with its verb hung on it as a modifier: "the guard fired", "clerks are about to
/// leave". The verb becomes the root, the noun its subject.
fn bare_root(text: &str, tokens: &mut [Token], sentence: std::ops::Range<usize>) {
    let is_noun = |token: &Token| matches!(token.tag, Tag::Noun | Tag::Propn | Tag::Pron);
    let Some(root) = sentence.clone().find(|&token| tokens[token].head as usize == token && is_noun(&tokens[token]))
    else {
        return;
    };
    let hangs = |token: usize, relation: R| tokens[token].head as usize == root && tokens[token].relation == relation;
    let of_root = (root + 1..sentence.end)
        .find(|&token| hangs(token, R::Cop) || hangs(token, R::Aux) || hangs(token, R::AuxPass));
    let has_copula_before = (sentence.start..root).any(|token| hangs(token, R::Cop));
    let verb = (root + 1..sentence.end).find(|&token| {
        tokens[token].tag == Tag::Verb
            && matches!(tokens[token].relation, R::Acl | R::AclRelcl | R::Advcl | R::Xcomp | R::Parataxis)
            && (tokens[token].head as usize == root
                || measures(text, tokens, root, token)
                || is_day(text, tokens, tokens[token].head as usize)
                    && tokens[tokens[token].head as usize].head as usize == root)
    });
    let has_relative = |verb: usize| {
        (root + 1..verb).any(|token| {
            ["who", "which", "that", "whom"]
                .iter()
                .any(|relative| word(text, &tokens[token]).eq_ignore_ascii_case(relative))
        })
    };
    let verb = verb.filter(|&verb| !has_relative(verb));
    let Some(verb) = verb.filter(|_| !has_copula_before) else { return };
    let copula = of_root.or_else(|| {
        (root + 1..verb)
            .find(|&token| tokens[token].head as usize == verb && matches!(tokens[token].relation, R::Cop | R::Aux))
    });
    let finite = matches!(tokens[verb].form, Form::Past | Form::Participle | Form::Present | Form::Third)
        && !(verb + 1..sentence.end.min(verb + 3)).any(|token| word(text, &tokens[token]).eq_ignore_ascii_case("by"));
    if copula.is_none() && !(finite && is_past(word(text, &tokens[verb]))) || copula.is_some_and(|copula| copula > verb)
    {
        return;
    }
    for token in &mut tokens[root + 1..verb] {
        match token.relation {
            R::Mark if token.head as usize == verb => token.relation = R::Case,
            R::Nsubj if token.head as usize == verb => token.relation = R::OblUnmarked,
            _ => {}
        }
    }
    for token in sentence {
        let of_noun = tokens[token].head as usize == root;
        if token > root && of_noun && token != verb && tokens[token].relation != R::Conj && token > verb
            || copula == Some(token)
        {
            tokens[token].head = verb as u32;
        }
    }
    if let Some(copula) = copula {
        tokens[copula].relation = if tokens[verb].form == Form::Participle { R::AuxPass } else { R::Aux };
    } else if tokens[verb].form == Form::Participle {
        tokens[verb].form = Form::Past;
    }
    (tokens[verb].head, tokens[verb].relation) = (verb as u32, R::Root);
    let passive = copula.is_some() && tokens[verb].form == Form::Participle;
    (tokens[root].head, tokens[root].relation) = (verb as u32, if passive { R::NsubjPass } else { R::Nsubj });
}

/// "Ruritania and Sylvania welcome a deal" without a verb: behind names that are joined, and before an article, a word that
/// can be a verb is the verb.
fn bare_verb(text: &str, tokens: &mut [Token], sentence: std::ops::Range<usize>) {
    let is_name = |token: &Token| matches!(token.tag, Tag::Noun | Tag::Propn);
    let root = sentence.start..sentence.end.min(sentence.start + BARE_VERB_WINDOW);
    let Some(root) = root.into_iter().find(|&token| tokens[token].head as usize == token) else { return };
    let hangs = |token: usize, relation: R| tokens[token].head as usize == root && tokens[token].relation == relation;
    let near = root + 1..sentence.end.min(root + BARE_VERB_WINDOW);
    let Some(joined) = near.rev().find(|&token| hangs(token, R::Conj) && is_name(&tokens[token])) else { return };
    let verb = (joined + 1..sentence.end)
        .find(|&token| !(tokens[token].head as usize == joined && tokens[token].relation == R::Flat));
    let Some(verb) = verb.filter(|&verb| is_name(&tokens[root]) && verb + 1 < sentence.end) else { return };
    let is_other = matches!(tokens[verb].tag, Tag::Intj | Tag::Adj | Tag::Noun | Tag::Adv);
    if !is_other || !is_bare_form(word(text, &tokens[verb])) || tokens[verb + 1].tag != Tag::Det {
        return;
    }
    let object =
        (verb + 1..sentence.end).find(|&token| is_name(&tokens[token]) && tokens[token].relation != R::Compound);
    for token in &mut tokens[verb + 1..sentence.end] {
        if token.head as usize == root {
            token.head = verb as u32;
        }
    }
    (tokens[verb].head, tokens[verb].relation, tokens[verb].tag) = (verb as u32, R::Root, Tag::Verb);
    tokens[verb].form = Form::Present;
    (tokens[root].head, tokens[root].relation) = (verb as u32, R::Nsubj);
    if let Some(object) = object {
        (tokens[object].head, tokens[object].relation) = (verb as u32, R::Obj);
    }
}

/// Tokens in which a sentence without a verb has its names.
const BARE_VERB_WINDOW: usize = 24;

/// Whether a word is a verb of the lexicon without an ending.
fn is_bare_form(word: &str) -> bool {
    lexicon::readings(word).iter().any(|&reading| reading.pos == Pos::Verb && lexicon::lemma(reading).text == word)
}

/// "Peru, tall Chile, and Cuba agreed" read as names and a clause of the last of them, or with two subjects: the verb has
/// the whole list as its subject.
fn list_before_verb(tokens: &mut [Token], sentence: std::ops::Range<usize>) {
    let is_name = |token: &Token| matches!(token.tag, Tag::Noun | Tag::Propn);
    let end = sentence.end.min(sentence.start + LIST_WINDOW);
    let Some(root) = (sentence.start..end).find(|&token| tokens[token].head as usize == token) else { return };
    let of_root = |token: usize, relation: R| tokens[token].head as usize == root && tokens[token].relation == relation;
    let is_clause = |token: usize| of_root(token, R::Conj) && tokens[token].tag == Tag::Verb;
    let (first, verb) = match tokens[root].tag {
        Tag::Verb => ((sentence.start..root).find(|&token| of_root(token, R::Nsubj)), Some(root)),
        _ => (Some(root), (root + 1..end).find(|&token| is_clause(token))),
    };
    let (Some(first), Some(verb)) = (first, verb) else { return };
    let is_subject = |token: usize| tokens[token].relation == R::Nsubj && tokens[token].head as usize == verb;
    let Some(last) = (first + 1..verb).rev().find(|&token| is_subject(token)) else { return };
    let between = &tokens[first + 1..last];
    let is_list = is_name(&tokens[first])
        && is_name(&tokens[last])
        && between.iter().all(|token| !matches!(token.tag, Tag::Verb | Tag::Aux | Tag::Adp | Tag::Part))
        && between.iter().any(|token| token.tag == Tag::Cconj);
    if !is_list {
        return;
    }
    for token in first + 1..end {
        let head = tokens[token].head as usize;
        if head == verb && token < last && matches!(tokens[token].relation, R::Cc | R::Punct) {
            tokens[token].head = last as u32;
        } else if head == first && token > verb {
            tokens[token].head = verb as u32;
        }
    }
    (tokens[verb].head, tokens[verb].relation) = (verb as u32, R::Root);
    (tokens[first].head, tokens[first].relation) = (verb as u32, R::Nsubj);
    (tokens[last].head, tokens[last].relation) = (first as u32, R::Conj);
}

/// Tokens from the start of a sentence in which a list stands that is its subject.
const LIST_WINDOW: usize = 60;

/// "condemned the raid and promised aid" with "promised" as an adjective: what "and" itself hangs on is no part of the noun
/// behind it but the second verb.
fn joined_participle(text: &str, tokens: &mut [Token], sentence: std::ops::Range<usize>) {
    for verb in sentence.start + 2..sentence.end {
        let noun = tokens[verb].head as usize;
        let fits = tokens[verb].tag == Tag::Verb
            && tokens[verb].relation == R::Amod
            && tokens[verb - 1].tag == Tag::Cconj
            && tokens[verb - 1].head as usize == verb
            && noun > verb
            && sentence.contains(&noun)
            && is_past(word(text, &tokens[verb]));
        if !fits {
            continue;
        }
        let mut above = noun;
        for _ in 0..8 {
            above = tokens[above].head as usize;
            if !sentence.contains(&above) || above < verb && tokens[above].tag == Tag::Verb {
                break;
            }
        }
        if sentence.contains(&above) && above < verb && tokens[above].tag == Tag::Verb {
            (tokens[verb].head, tokens[verb].relation, tokens[verb].form) = (above as u32, R::Conj, Form::Past);
            (tokens[noun].head, tokens[noun].relation) = (verb as u32, R::Obj);
        }
    }
}

/// "Ruritania signed papers" read as "signed papers of Ruritania": an object of a noun, or a participle between the parts
/// of a compound, is none; the participle is the verb.
fn verb_as_adjective(text: &str, tokens: &mut [Token], sentence: std::ops::Range<usize>) {
    let Some(verb) = (sentence.start + 1..sentence.end.min(sentence.start + 8)).find(|&token| {
        let known = || lexicon::readings(word(text, &tokens[token])).iter().any(|reading| reading.pos == Pos::Verb);
        (tokens[token].tag == Tag::Verb || tokens[token].tag == Tag::Adj && known())
            && tokens[token].relation == R::Amod
            && is_past(word(text, &tokens[token]))
    }) else {
        return;
    };
    let (subject, object) = (verb - 1, tokens[verb].head as usize);
    let is_name = matches!(tokens[subject].tag, Tag::Noun | Tag::Propn)
        && word(text, &tokens[subject]).starts_with(char::is_uppercase);
    let of_noun = object > verb && tokens[object].relation == R::Obj && tokens[object].head as usize == subject;
    let split = object > verb
        && tokens[object].head as usize == object
        && tokens[subject].relation == R::Compound
        && tokens[subject].head as usize == object;
    if !is_name || !sentence.contains(&object) || !(of_noun || split) {
        return;
    }
    let (head, relation) =
        if split { (object, R::Root) } else { (tokens[subject].head as usize, tokens[subject].relation) };
    tokens[verb].head = if head == subject || head == object { verb as u32 } else { head as u32 };
    (tokens[verb].relation, tokens[verb].form, tokens[verb].tag) = (relation, Form::Past, Tag::Verb);
    (tokens[subject].head, tokens[subject].relation) = (verb as u32, R::Nsubj);
    (tokens[object].head, tokens[object].relation) = (verb as u32, R::Obj);
}

/// "Ruritania hopes to sign" read as "the hopes of Ruritania": before "to" and behind a name the plural is a verb.
fn verb_as_noun(text: &str, tokens: &mut [Token], sentence: std::ops::Range<usize>) {
    for verb in sentence.start + 1..sentence.end.saturating_sub(2) {
        let infinitive = tokens[verb].head as usize;
        let fits = tokens[verb].tag == Tag::Noun
            && tokens[verb].form == Form::Plural
            && tokens[verb].relation == R::Nsubj
            && infinitive == verb + 2
            && word(text, &tokens[verb + 1]).eq_ignore_ascii_case("to")
            && tokens[verb - 1].tag == Tag::Propn
            && tokens[verb - 1].head as usize == verb
            && lexicon::readings(word(text, &tokens[verb])).iter().any(|reading| reading.pos == Pos::Verb);
        if !fits {
            continue;
        }
        let (head, relation) = (tokens[infinitive].head as usize, tokens[infinitive].relation);
        for token in &mut tokens[sentence.start..verb - 1] {
            if token.head as usize == infinitive {
                token.head = verb as u32;
            }
        }
        tokens[verb].head = if head == infinitive { verb as u32 } else { head as u32 };
        (tokens[verb].relation, tokens[verb].tag, tokens[verb].form) = (relation, Tag::Verb, Form::Third);
        (tokens[infinitive].head, tokens[infinitive].relation) = (verb as u32, R::Xcomp);
        tokens[verb - 1].relation = R::Nsubj;
    }
}

/// "thousands of workers marched": the verb hangs on the noun that is counted, right behind it.
fn measures(text: &str, tokens: &[Token], root: usize, verb: usize) -> bool {
    let counted = tokens[verb].head as usize;
    counted < verb
        && verb - counted <= 2
        && tokens[counted].head as usize == root
        && tokens[counted].relation == R::Nmod
        && (root + 1..counted).any(|token| word(text, &tokens[token]).eq_ignore_ascii_case("of"))
}

/// Whether a token names a day: "on Monday".
fn is_day(text: &str, tokens: &[Token], token: usize) -> bool {
    crate::party::is_calendar(word(text, &tokens[token]))
        || ["today", "yesterday"].contains(&word(text, &tokens[token]))
}

/// A participle before a noun that has a subject of its own is the verb of the clause, the noun its object.
fn adjective_with_subject(tokens: &mut [Token], sentence: std::ops::Range<usize>) {
    for subject in sentence.clone() {
        let verb = tokens[subject].head as usize;
        if tokens[subject].relation != R::Nsubj || verb <= subject || !sentence.contains(&verb) {
            continue;
        }
        let noun = tokens[verb].head as usize;
        if tokens[verb].tag != Tag::Verb
            || tokens[verb].relation != R::Amod
            || noun <= verb
            || !sentence.contains(&noun)
        {
            continue;
        }
        let (head, relation) = (tokens[noun].head as usize, tokens[noun].relation);
        // What hung on the noun before the verb is no object of it.
        tokens[verb].head = if head == noun || head == verb { verb as u32 } else { head as u32 };
        tokens[verb].relation = if head == noun {
            R::Root
        } else if relation == R::Nmod {
            R::Parataxis
        } else {
            relation
        };
        tokens[verb].form = Form::Past;
        (tokens[noun].head, tokens[noun].relation) = (verb as u32, R::Obj);
    }
}

/// A participle behind its noun is no adjective: "President Kovar calling for calm".
fn behind_its_noun(tokens: &mut [Token], token: usize) {
    let gerund = tokens[token].tag == Tag::Verb && tokens[token].form == Form::Gerund;
    if gerund && tokens[token].relation == R::Amod && (tokens[token].head as usize) < token {
        tokens[token].relation = R::Acl;
    }
}

/// A finite verb joined to a noun is joined to the verb above: "sold a house by the sea and has left".
fn joined_to_noun(tokens: &mut [Token], sentence: std::ops::Range<usize>) {
    for verb in sentence.clone() {
        let noun = tokens[verb].head as usize;
        if tokens[verb].tag != Tag::Verb
            || tokens[verb].relation != R::Conj
            || noun >= verb
            || !sentence.contains(&noun)
        {
            continue;
        }
        let nominal = matches!(tokens[noun].tag, Tag::Noun | Tag::Propn | Tag::Pron);
        let auxiliary = (noun + 1..verb)
            .rev()
            .take(8)
            .any(|token| tokens[token].head as usize == verb && tokens[token].relation == R::Aux);
        if !nominal || !(auxiliary || matches!(tokens[verb].form, Form::Past | Form::Third)) {
            continue;
        }
        let mut above = noun;
        for _ in 0..8 {
            let next = tokens[above].head as usize;
            if next == above || !sentence.contains(&next) {
                break;
            }
            above = next;
            if matches!(tokens[above].tag, Tag::Verb) && above < verb {
                tokens[verb].head = above as u32;
                break;
            }
        }
    }
}

/// "Troops struck the town, the ministry said" with both nouns as subjects of "said": the participle behind the first is
/// the verb of what is said.
fn two_subjects(tokens: &mut [Token], sentence: std::ops::Range<usize>) {
    for verb in sentence.clone() {
        let is_subject = |token: usize| tokens[token].relation == R::Nsubj && tokens[token].head as usize == verb;
        if tokens[verb].tag != Tag::Verb {
            continue;
        }
        let from = sentence.start.max(verb.saturating_sub(REPORT_WINDOW));
        let Some(first) = (from..verb).find(|&token| is_subject(token)) else { continue };
        let Some(second) = (first + 1..verb).rev().find(|&token| is_subject(token)) else { continue };
        let said = (first + 1..second).find(|&token| {
            tokens[token].head as usize == first
                && tokens[token].tag == Tag::Verb
                && matches!(tokens[token].relation, R::Acl | R::AclRelcl)
                && matches!(tokens[token].form, Form::Past | Form::Participle)
        });
        let Some(said) = said else { continue };
        (tokens[said].head, tokens[said].relation, tokens[said].form) = (verb as u32, R::Ccomp, Form::Past);
        (tokens[first].head, tokens[first].relation) = (said as u32, R::Nsubj);
    }
}

/// How far before its verb a first subject may stand.
const REPORT_WINDOW: usize = 60;

/// Forms that are past and participle alike.
fn is_past(word: &str) -> bool {
    word.ends_with("ed")
        || ["said", "met", "held", "sent", "told", "led", "made", "left", "fought", "sought"].contains(&word)
}
