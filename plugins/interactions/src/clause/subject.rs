//! Who does what a verb says, also where the verb has no subject of its own or the parser hung it elsewhere.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::is_passive;
use crate::article::{Article, can_act};
use crate::lexicon::table as class;

/// A pronoun in the form of a subject right before a verb and its auxiliaries, wherever it hangs.
pub(super) fn pronoun_before(article: &Article<'_>, verb: usize) -> Option<usize> {
    let parsed = &article.parsed;
    let sentence = parsed.tokens_of(parsed.sentence_of(verb));
    let skipped =
        |&token: &usize| matches!(article.tag(token), Tag::Adv | Tag::Aux | Tag::Part) && !parsed.is(token, "to");
    let before = (sentence.start..verb).rev().take(5).find(|token| !skipped(token))?;
    let is_subject = parsed.is_any(before, &["it", "they", "he", "she", "we", "i"]);
    (is_subject && article.tag(before) == Tag::Pron).then_some(before)
}

/// A name right before a finite verb, which it does what the verb says: "after Anna Kovar held a meeting".
pub(super) fn name_before(article: &Article<'_>, verb: usize) -> Option<usize> {
    let parsed = &article.parsed;
    let finite = matches!(parsed.tokens[verb].form, Form::Past | Form::Third)
        && matches!(parsed.relation(verb), R::Conj | R::Ccomp | R::Advcl | R::Root | R::Parataxis | R::Obj | R::Dep);
    let sentence = parsed.tokens_of(parsed.sentence_of(verb));
    let before =
        verb.checked_sub(1).filter(|&token| finite && token >= sentence.start && article.tag(token) == Tag::Propn)?;
    let (_, mention) = article.mentions_at(before).find(|(_, mention)| can_act(mention))?;
    let head = mention.head as usize;
    let prepositions = ["after", "before", "until", "since", "as", "while", "because", "when"];
    let top = parsed
        .heads(head)
        .take(3)
        .find(|&above| !matches!(parsed.relation(above), R::Appos | R::Compound | R::Flat | R::Nmod | R::Conj))?;
    let preposition = article.preposition(top);
    (preposition.is_empty() || prepositions.contains(&preposition)).then_some(head)
}

/// A noun before a finite verb that the parser hung on it or near it, but not as its subject.
pub(super) fn before(article: &Article<'_>, verb: usize) -> Option<usize> {
    let parsed = &article.parsed;
    let marked =
        article.dependents(verb).any(|dependent| parsed.relation(dependent) == R::Mark && parsed.is(dependent, "to"));
    if marked || matches!(parsed.relation(verb), R::Acl | R::AclRelcl | R::Amod) {
        return None;
    }
    let bare = |token: usize| article.is_nominal(token) && article.preposition(token).is_empty();
    let hung = article.dependents(verb).filter(|&dependent| dependent < verb && bare(dependent));
    let mut hung = hung.filter(|&dependent| {
        !matches!(parsed.relation(dependent), R::OblUnmarked | R::Obj | R::Punct | R::NmodUnmarked)
    });
    if let Some(noun) = hung.next() {
        return Some(noun);
    }
    let sentence = parsed.tokens_of(parsed.sentence_of(verb));
    for token in (sentence.start..verb).rev().take(SUBJECT_WINDOW) {
        match article.tag(token) {
            Tag::Verb if parsed.relation(token) != R::Amod => return None,
            Tag::Punct if !parsed.is(token, "\"") => return None,
            Tag::Noun | Tag::Propn | Tag::Pron
                if bare(token)
                    && !matches!(
                        parsed.relation(token),
                        R::Compound | R::Flat | R::NmodPoss | R::Obj | R::OblUnmarked | R::Conj | R::Nummod | R::Appos
                    ) =>
            {
                return Some(token);
            }
            _ => {}
        }
    }
    None
}

/// Tokens before a verb among which [`before`] looks.
const SUBJECT_WINDOW: usize = 12;

/// Whether one word stands in the title of the person that another names.
fn in_title(article: &Article<'_>, word: usize, name: usize) -> bool {
    let start = article.parsed.range(word).start;
    article
        .mentions_at(name)
        .any(|(_, person)| article.mention_range(person).start <= start && start < person.start as usize)
}

/// Of two subjects, which only a mistake gives, the one that is somebody, else the later.
pub(super) fn better_subject(article: &Article<'_>, known: Option<usize>, new: usize) -> Option<usize> {
    let somebody = |token: usize| article.mentions_at(token).any(|(_, mention)| can_act(mention));
    match known {
        Some(known)
            if somebody(known) && !in_title(article, known, new) || !somebody(new) && !article.is_nominal(new) =>
        {
            Some(known)
        }
        _ => Some(new),
    }
}

/// The noun that a relative pronoun stands for, else the subject itself.
pub(super) fn antecedent(article: &Article<'_>, verb: usize, subject: usize) -> usize {
    let parsed = &article.parsed;
    let relative = parsed.is_any(subject, &["who", "which", "that"]);
    if !relative || article.tag(subject) == Tag::Noun {
        return subject;
    }
    parsed
        .heads(verb)
        .take(6)
        .find(|&above| matches!(parsed.relation(above), R::AclRelcl | R::Acl))
        .and_then(|above| parsed.head(above))
        .unwrap_or(subject)
}

/// The subject that another word lends to a verb without one.
///
/// Eight steps up are more than English nests verbs; the bound keeps chains of thousands from costing a quadratic step.
pub(super) fn controller(article: &Article<'_>, verb: usize, passive: bool, depth: u8) -> Option<usize> {
    let parsed = &article.parsed;
    let above = parsed.head(verb).filter(|_| depth < 8)?;
    let through = |next: usize| subject_of(article, next, depth + 1);
    match parsed.relation(verb) {
        R::Conj if article.is_verbal(above) || article.tag(above) == Tag::Adj => through(above),
        R::Conj => through(above),
        R::Ccomp if article.in_class(above, class::REPORT) => None,
        R::Xcomp | R::Ccomp => {
            let object = article
                .dependents(above)
                .find(|&dependent| matches!(parsed.relation(dependent), R::Obj | R::Iobj) && dependent < verb);
            // "promised them to go" is rare; "urged them to go" is the rule.
            object.or_else(|| called_upon(article, above, verb)).or_else(|| through(above))
        }
        R::Appos | R::Nmod if parsed.tokens[verb].form == Form::Gerund && article.is_nominal(above) => Some(above),
        // "is inching nearer to an accord"
        R::Advmod if article.tag(verb) == Tag::Adj => through(above),
        R::AclRelcl if !passive => None,
        R::Acl | R::AclRelcl => {
            if passive || parsed.tokens[verb].form == Form::Gerund {
                // "vetoed a declaration demanding": nobody demands.
                if !passive
                    && parsed.relation(above) == R::Obj
                    && parsed.head(above).is_some_and(|verb| rejects(article, verb))
                {
                    return None;
                }
                // "issued a declaration demanding": who issued it demands.
                let told = (!passive && parsed.relation(above) == R::Obj && !acts(article, above))
                    .then(|| parsed.head(above))
                    .flatten()
                    .and_then(through);
                return told.or(Some(above));
            }
            owner(article, above).or_else(|| {
                let governor = parsed.head(above).filter(|&governor| article.is_verbal(governor))?;
                (parsed.relation(above) == R::Obj).then(|| through(governor)).flatten()
            })
        }
        R::Advcl => {
            let infinitive = called_upon(article, above, verb);
            infinitive.or_else(|| through(above))
        }
        _ => None,
    }
}

/// Whether a verb undoes what its object says.
fn rejects(article: &Article<'_>, verb: usize) -> bool {
    ["veto", "reject", "block", "oppose", "dismiss"].iter().any(|word| article.is_form_of(verb, word))
}

/// Whether a noun is somebody who can act.
fn acts(article: &Article<'_>, noun: usize) -> bool {
    article.mentions_at(noun).any(|(_, mention)| can_act(mention))
        || article.in_class(noun, class::AGENTIVE)
        || article.tag(noun) == Tag::Propn
        || article.lemmas(noun).any(|lemma| !lemma.sector().is_empty())
}

/// "called on Ruritania to sign": whoever stands behind "on" before the infinitive.
fn called_upon(article: &Article<'_>, above: usize, verb: usize) -> Option<usize> {
    let parsed = &article.parsed;
    article.dependents(above).find(|&dependent| {
        parsed.relation(dependent) == R::Obl
            && dependent > above
            && dependent < verb
            && ["on", "upon", "for", "with", "to"].contains(&article.preposition(dependent))
            && article.in_class(above, class::CALLING)
    })
}

/// Whose plan, willingness or decision it is.
fn owner(article: &Article<'_>, noun: usize) -> Option<usize> {
    let parsed = &article.parsed;
    article.dependent(noun, R::NmodPoss).or_else(|| {
        article.dependents(noun).find(|&dependent| {
            parsed.relation(dependent) == R::Nmod && ["of", "by", "for"].contains(&article.preposition(dependent))
        })
    })
}

/// Who does what a verb says, in a clause of any kind; `None` when nothing tells.
pub(crate) fn subject_of(article: &Article<'_>, verb: usize, depth: u8) -> Option<usize> {
    let parsed = &article.parsed;
    let own = article
        .dependents(verb)
        .find(|&dependent| matches!(parsed.relation(dependent), R::Nsubj | R::NsubjPass | R::NsubjOuter));
    match own {
        Some(subject) => Some(antecedent(article, verb, subject)),
        None => controller(article, verb, is_passive(article, verb), depth),
    }
}

/// "Kovar is on a visit to Ruritania": who is on it, also where the parser took her for what is told.
pub(super) fn on_what_somebody_is(article: &Article<'_>, noun: usize) -> Option<usize> {
    let parsed = &article.parsed;
    if article.preposition(noun) != "on" {
        return None;
    }
    if article.dependent(noun, R::Cop).is_some() {
        return article.dependent(noun, R::Nsubj);
    }
    let above = parsed.head(noun).filter(|_| parsed.relation(noun) == R::Nmod)?;
    article.dependent(above, R::Cop).filter(|&copula| above < copula && copula < noun).map(|_| above)
}
