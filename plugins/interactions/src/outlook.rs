//! How sure and how real an act is: climbs from the predicate through the words that govern it.

mod noun;
mod question;

use extractor_api::layer::{Form, Relation as R, Tag};

use crate::article::Article;
use crate::clause::{Clause, Kind, is_passive};
use crate::code::Status;
use crate::lexicon::table as class;
use question::{is_asked, is_yes_or_no};

/// What the words around a predicate say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outlook {
    /// How it is told; `None` when nothing but the tense tells.
    pub(crate) status: Option<Status>,
    pub(crate) negated: bool,
    /// "if", "unless", "whether".
    pub(crate) conditional: bool,
    /// "tried to", "an effort to".
    pub(crate) tried: bool,
    /// "in order to".
    pub(crate) purpose: bool,
    /// "said": the verb.
    pub(crate) report: Option<usize>,
    /// "reportedly", "it is said".
    pub(crate) hearsay: bool,
    /// "apparently", "seems to": the word that tells that it is not known but gathered from signs.
    pub(crate) inferred: Option<usize>,
    /// A subject with a will: "refuses", "will not".
    pub(crate) willed: bool,
    /// The act stands in an obligation: "must".
    pub(crate) obliged: bool,
    /// The obligation or wish is the governor's: its token.
    pub(crate) wisher: Option<usize>,
    /// "likely", "expected" by somebody else.
    pub(crate) predicted: bool,
    /// Somebody asks whether it is so.
    pub(crate) asked: bool,
    /// The predicate that stands at the top of the clause.
    pub(crate) top: usize,
}

/// Steps up that are looked at: more than English nests.
const STEPS_MAX: usize = 10;

/// Reads the outlook of a predicate; for a noun with a light verb, that of the verb.
pub(crate) fn of_clause(article: &Article<'_>, clause: &Clause) -> Outlook {
    let mut outlook = Outlook { negated: clause.negated, top: clause.head, ..Outlook::default() };
    let mut from = clause.head;
    if clause.kind == Kind::Noun {
        noun::modifiers(article, clause.head, &mut outlook);
        let Some(verb) = clause.light_verb(article) else {
            noun::governor(article, clause.head, &mut outlook);
            return outlook;
        };
        from = verb;
    }
    climb(article, from, &mut outlook);
    if clause.kind != Kind::Adjective {
        words_before(article, from, &mut outlook);
    }
    outlook
}

/// "is about to", "is ready to", "hopes to" by the order of words, where the parser hung the infinitive elsewhere.
fn words_before(article: &Article<'_>, verb: usize, outlook: &mut Outlook) {
    let parsed = &article.parsed;
    let sentence = parsed.tokens_of(parsed.sentence_of(verb));
    let mut before = (sentence.start..verb).rev().filter(|&token| article.tag(token) != Tag::Adv).take(2);
    let (Some(to), Some(word)) = (before.next(), before.next()) else { return };
    if outlook.status.is_some() || outlook.purpose || !parsed.is(to, "to") || parsed.relation(to) == R::Case {
        return;
    }
    let ready = article.in_class(word, class::READY) && article.tag(word) != Tag::Verb;
    if parsed.is(word, "about") || ready || article.in_class(word, class::PLANNING) {
        (outlook.status, outlook.willed) = (Some(Status::Plan), true);
    } else if article.in_class(word, class::HOPING) {
        outlook.status = Some(Status::Hope);
    } else if article.in_class(word, class::TRYING) {
        outlook.tried = true;
    }
}

fn climb(article: &Article<'_>, from: usize, outlook: &mut Outlook) {
    let parsed = &article.parsed;
    let mut at = from;
    auxiliaries(article, at, outlook, true);
    for _ in 0..STEPS_MAX {
        outlook.top = at;
        let relation = parsed.relation(at);
        // "It is not clear how they will meet"
        if outlook.status == Some(Status::Plan) && is_asked(article, at) {
            outlook.status = Some(Status::Hypothetical);
            return;
        }
        if relation == R::Advcl || relation == R::Advmod {
            adverbial(article, at, outlook);
            return;
        }
        // "considers whether to leave"
        if matches!(relation, R::Xcomp | R::Ccomp | R::Csubj) && is_condition(article, at) {
            (outlook.status, outlook.conditional) = (Some(Status::Hypothetical), true);
            return;
        }
        let Some(above) = parsed.head(at) else { break };
        match relation {
            R::Xcomp | R::Ccomp | R::Csubj => governor(article, above, outlook),
            R::Conj => {
                // "will meet and sign": the second verb shares the modal of the first.
                if parsed.tokens[at].form == Form::Base && !has_auxiliary(article, at) {
                    auxiliaries(article, above, outlook, false);
                    if infinitive(article, above) {
                        at = above;
                        continue;
                    }
                }
            }
            R::Acl => {
                if infinitive(article, at) {
                    noun::of_infinitive(article, above, outlook);
                } else {
                    noun::of_clause(article, above, at, outlook);
                }
                return;
            }
            R::AclRelcl => {
                noun::of_clause(article, above, at, outlook);
                return;
            }
            R::Parataxis => {}
            _ => return,
        }
        at = above;
    }
    outlook.top = at;
    outlook.asked = is_yes_or_no(article, at);
    let said = article.dependents(at).find(|&dependent| {
        matches!(parsed.relation(dependent), R::Parataxis | R::Ccomp) && article.in_class(dependent, class::REPORT)
    });
    if let Some(verb) = said.filter(|_| outlook.report.is_none()) {
        outlook.report = Some(verb);
        // "would leave, she said": the future as seen from the past.
        if outlook.status == Some(Status::Hypothetical) && outlook.willed {
            outlook.status = Some(Status::Plan);
        }
    }
}

fn infinitive(article: &Article<'_>, verb: usize) -> bool {
    let parsed = &article.parsed;
    article.dependents(verb).any(|dependent| parsed.relation(dependent) == R::Mark && parsed.is(dependent, "to"))
}

fn has_auxiliary(article: &Article<'_>, verb: usize) -> bool {
    let parsed = &article.parsed;
    article.dependents(verb).any(|dependent| matches!(parsed.relation(dependent), R::Aux | R::Mark | R::Nsubj))
}

/// What the words for tense say of a verb.
#[derive(Clone, Copy, Default)]
struct Tense {
    /// "has".
    perfect: bool,
    /// "is".
    progressive: bool,
}

/// Modals, tense and adverbs of one verb; its `own` adverbs and form alone, not those of a verb that lends it a modal.
fn auxiliaries(article: &Article<'_>, verb: usize, outlook: &mut Outlook, own: bool) {
    let parsed = &article.parsed;
    let mut tense = Tense::default();
    let mut is_infinitive = false;
    for dependent in article.dependents(verb) {
        match parsed.relation(dependent) {
            R::Mark => is_infinitive |= parsed.is(dependent, "to"),
            R::Aux | R::AuxPass | R::Cop => auxiliary(article, dependent, outlook, &mut tense),
            R::Advmod | R::Obl | R::Discourse if own => adverb(article, dependent, outlook),
            R::Advmod if article.negates(dependent) => outlook.negated = true,
            R::Advcl if own && is_condition(article, dependent) => {
                outlook.status = match outlook.status {
                    None | Some(Status::Past | Status::Ongoing) => Some(Status::Hypothetical),
                    other => other,
                };
            }
            _ => {}
        }
    }
    // "would have struck": nothing that is still to come.
    if tense.perfect && outlook.status == Some(Status::Hypothetical) {
        outlook.willed = false;
    }
    // "is to visit", "Ruritania to host talks"
    let is_headline = || parsed.head(verb).is_none() && article.dependent(verb, R::Nsubj).is_some();
    if is_infinitive && (tense.progressive || is_headline()) {
        outlook.status = outlook.status.or(Some(Status::Plan));
    }
    if !own || parsed.tokens[verb].form != Form::Gerund {
        return;
    }
    if tense.progressive || tense.perfect {
        outlook.status = outlook.status.or(Some(Status::Ongoing));
    }
    if parsed.relation(verb) == R::Advcl && article.dependent(verb, R::Nsubj).is_some() {
        outlook.status = outlook.status.or(Some(Status::Recurring));
    }
}

/// What one auxiliary or modal says of its verb.
fn auxiliary(article: &Article<'_>, word: usize, outlook: &mut Outlook, tense: &mut Tense) {
    let is = |words: &[&str]| article.parsed.is_any(word, words);
    let status = match () {
        () if is(&["will", "'ll", "’ll", "shall", "wo"]) => {
            outlook.willed = true;
            Status::Plan
        }
        () if is(&["would"]) => {
            outlook.willed = true;
            Status::Hypothetical
        }
        () if is(&["may", "might", "could", "can", "ca"]) => Status::Hypothetical,
        () if is(&["should", "must", "ought"]) => {
            outlook.obliged = true;
            Status::Demand
        }
        () => {
            let is_perfect = is(&["has", "have", "had", "'ve", "’ve", "having"]);
            tense.perfect |= is_perfect;
            tense.progressive |= !is_perfect && is(&["is", "are", "was", "were", "been", "be", "'s", "’s", "'re"]);
            return;
        }
    };
    outlook.status = outlook.status.or(Some(status));
}

/// What one adverb says of its verb.
fn adverb(article: &Article<'_>, word: usize, outlook: &mut Outlook) {
    if article.in_class(word, class::RECURRING) {
        outlook.status = outlook.status.or(Some(Status::Recurring));
    }
    outlook.hearsay |= article.in_class(word, class::HEARSAY);
    if article.in_class(word, class::INFERENCE) {
        outlook.inferred = Some(word);
    }
    outlook.predicted |= article.parsed.is_any(word, &["likely", "probably", "possibly", "perhaps"]);
}

/// A clause with "if", "unless" or the like.
fn is_condition(article: &Article<'_>, verb: usize) -> bool {
    let parsed = &article.parsed;
    article.dependents(verb).any(|dependent| {
        parsed.relation(dependent) == R::Mark && parsed.is_any(dependent, &["if", "whether", "provided", "lest"])
    })
}

/// What an adverbial clause says of the act in it.
fn adverbial(article: &Article<'_>, verb: usize, outlook: &mut Outlook) {
    let parsed = &article.parsed;
    if is_condition(article, verb)
        || article
            .dependents(verb)
            .any(|dependent| parsed.relation(dependent) == R::Mark && parsed.is_any(dependent, &["unless", "until"]))
    {
        (outlook.status, outlook.conditional) = (Some(Status::Hypothetical), true);
        return;
    }
    let Some(above) = parsed.head(verb) else { return };
    if infinitive(article, verb) {
        // "is ready to", "was due to": the parser hangs some infinitives as purposes.
        if article.in_class(
            above,
            class::READY
                | class::LIKELY
                | class::RELUCTANT
                | class::PLANNING
                | class::HOPING
                | class::TRYING
                | class::DECIDING,
        ) {
            governor(article, above, outlook);
        } else {
            outlook.purpose = true;
        }
        return;
    }
    // "hopes to gain by signing": the means is as real as the end.
    let means =
        article.dependents(verb).any(|dependent| parsed.relation(dependent) == R::Mark && parsed.is(dependent, "by"));
    if means && outlook.status.is_none() {
        let mut end = Outlook::default();
        climb(article, above, &mut end);
        (outlook.status, outlook.tried) = (end.status, outlook.tried || end.tried);
        outlook.purpose |= end.purpose;
        return;
    }
    // A participle shares the time of its clause: "will visit, meeting leaders".
    if parsed.tokens[verb].form == Form::Gerund
        && article.dependent(verb, R::Nsubj).is_none()
        && article.dependent(verb, R::Mark).is_none()
    {
        let mut shared = Outlook::default();
        auxiliaries(article, above, &mut shared, false);
        outlook.status = outlook.status.or(shared.status);
    }
}

/// What the verb or adjective above an infinitive or that-clause makes of it.
fn governor(article: &Article<'_>, above: usize, outlook: &mut Outlook) {
    let parsed = &article.parsed;
    let is = |classes: u128| article.in_class(above, classes);
    let mut outer = Outlook { top: above, ..Outlook::default() };
    auxiliaries(article, above, &mut outer, true);
    let no = outer.negated
        || article
            .dependents(above)
            .any(|dependent| parsed.relation(dependent) == R::Advmod && article.negates(dependent));
    outlook.hearsay |= outer.hearsay;
    outlook.inferred = outlook.inferred.or(outer.inferred).or(is(class::SEEMING).then_some(above));
    if is(class::DENYING) {
        outlook.negated = !outlook.negated;
        outlook.report = outlook.report.or(Some(above));
    } else if is(class::REPORT) && !is(class::TRYING) {
        reported(article, above, no, outlook);
    } else {
        outlook.negated ^= no;
        governed(article, above, outer.status, outlook);
        if outer.status == Some(Status::Hypothetical) {
            outlook.status = outlook.status.or(outer.status);
        }
        outlook.obliged |= outer.obliged;
    }
}

/// What a reporting verb makes of what it reports: "said it would".
fn reported(article: &Article<'_>, verb: usize, no: bool, outlook: &mut Outlook) {
    let has_agent = || article.dependent(verb, R::OblAgent).is_some();
    outlook.hearsay |= is_passive(article, verb) && !has_agent();
    outlook.report = outlook.report.or(Some(verb));
    // "said it would": the future as seen from the past.
    let is_future = outlook.status == Some(Status::Hypothetical) && outlook.willed;
    if is_future || article.in_class(verb, class::PLANNING) {
        outlook.status = Some(Status::Plan);
    }
    // "believes that they will attack" is no plan of theirs.
    if outlook.status == Some(Status::Plan) && article.in_class(verb, class::BELIEVING) {
        outlook.status = Some(Status::Prediction);
    }
    outlook.negated ^= no && article.is_form_of(verb, "say");
}

/// What any other word makes of the act that it governs; `outer` is how real the word itself is.
fn governed(article: &Article<'_>, above: usize, outer: Option<Status>, outlook: &mut Outlook) {
    let parsed = &article.parsed;
    let is = |classes: u128| article.in_class(above, classes);
    let is_verb = article.tag(above) == Tag::Verb;
    let is_adjective = article.tag(above) == Tag::Adj;
    if is(class::LIKELY) && (is_adjective || is_passive(article, above)) {
        let is_expected = article.is_form_of(above, "expect") || parsed.is(above, "expected");
        outlook.predicted |= !is_expected;
        outlook.status = Some(if is_expected { Status::Plan } else { Status::Prediction });
    } else if is(class::READY) && !is_verb || is(class::PLANNING) {
        outlook.status = Some(Status::Plan);
        outlook.willed = true;
    } else if is(class::HOPING) {
        outlook.status = Some(Status::Hope);
        outlook.wisher = Some(above);
    } else if is(class::FAILING | class::AVOIDING) {
        outlook.negated = !outlook.negated;
    } else if is(class::RELUCTANT) {
        outlook.negated = !outlook.negated;
        outlook.willed = true;
    } else if is(class::TRYING) {
        outlook.tried = true;
    } else if is(class::DECIDING) {
        outlook.status = outlook.status.or(Some(Status::Plan));
        outlook.willed = true;
    } else if is_adjective && is(class::EVALUATION) {
        outlook.status = Some(Status::Hypothetical);
    } else if ["need", "have", "ought"].iter().any(|word| article.is_form_of(above, word)) {
        outlook.obliged = true;
        outlook.status = Some(Status::Demand);
    } else if parsed.is(above, "going") || parsed.is(above, "about") {
        outlook.status = Some(Status::Plan);
        outlook.willed = true;
    } else {
        outlook.status = outer.or(outlook.status);
    }
}
