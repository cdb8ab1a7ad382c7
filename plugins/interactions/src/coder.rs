//! From sentences to findings: tries the triggers of every word, drops what another act holds as its content.

use extractor_api::layer::{Form, MentionKind, Relation as R};

use crate::article::Article;
use crate::candidate::{Candidate, obligation, told_by};
use crate::clause::{Clause, Kind};
use crate::code::EventType as E;
use crate::finding::{Finding, finding, is_twin};
use crate::implied::{earlier, listed_demand, share_countries, share_recipients};
use crate::lexicon::{Flag, table};
use crate::outlook;
use crate::party::Party;
use crate::rules;

/// Codes the whole text. `stop` is asked now and then; `None` when it says yes.
pub(crate) fn code<'a>(article: &'a Article<'_>, stop: &mut dyn FnMut() -> bool) -> Option<Vec<Finding<'a>>> {
    let mut findings = Vec::with_capacity(FINDINGS_USUAL);
    for sentence in 0..article.parsed.sentences.len() {
        if sentence % 256 == 0 && stop() {
            return None;
        }
        if article.is_told(sentence) {
            code_sentence(article, sentence, &mut findings);
        }
    }
    Some(findings)
}

fn code_sentence<'a>(article: &'a Article<'_>, sentence: usize, findings: &mut Vec<Finding<'a>>) {
    let tokens = article.parsed.tokens_of(sentence);
    let mut candidates: Vec<Candidate> = Vec::new();
    if let Some(demand) = listed_demand(article, sentence, findings) {
        findings.push(demand);
        return;
    }
    let first = findings.len();
    let pair = pair_before(sentence, findings);
    let obliges =
        tokens.clone().any(|token| article.parsed.relation(token) == R::Aux && article.in_class(token, table::MUST));
    for token in tokens {
        if candidates.len() >= CANDIDATES_MAX {
            break;
        }
        if !(obliges || article.is_trigger(token)) || article.is_in_name(token) {
            continue;
        }
        if is_of_private_life(article, token) || is_imagined(article, token) {
            continue;
        }
        let request = if obliges { obligation(article, token) } else { None };
        candidates.extend(request.or_else(|| told_by(article, token, &pair)));
    }
    for index in 0..candidates.len() {
        if candidates[index].mute || held_by(article, &candidates, index) {
            continue;
        }
        let Some(mut finding) = finding(article, sentence, &candidates[index]) else { continue };
        if finding.event == E::Reject && spares(article, &candidates, index, &finding) {
            continue;
        }
        let harmed =
            |content: &&Candidate| content.mute || !content.cast.recipients.is_empty() || content.outlook.negated;
        let content = content_of(&candidates, index);
        if leaves_alone(article, &candidates[index]) {
            let promises = ["promise", "pledge"].iter().any(|word| article.is_form_of(finding.head, word));
            rules::abstained(&mut finding, content.is_some() || promises);
        }
        if let Some(content) = content.filter(harmed) {
            rules::promised(
                &mut finding,
                content.found.trigger.event,
                content.found.trigger.mode,
                content.outlook.negated,
            );
        }
        let twin = findings
            .iter()
            .rev()
            .take_while(|known| known.sentence == sentence)
            .any(|known| is_twin(article, known, &finding));
        if !twin {
            findings.push(finding);
        }
    }
    share_recipients(&mut findings[first..]);
    share_countries(&mut findings[first..]);
    for candidate in candidates.iter().filter(|candidate| candidate.clause.kind == Kind::Noun && !candidate.mute) {
        findings.extend(earlier(article, sentence, candidate));
    }
}

/// "Anna Kovar, who lost her son when rebels attacked a town": what only dates the life of a private person, for whom no
/// country and no office is told, is no news.
fn is_of_private_life(article: &Article<'_>, token: usize) -> bool {
    let parsed = &article.parsed;
    let mut clauses = parsed.heads(token).take(LIFE_STEPS_MAX).skip_while(|&at| parsed.relation(at) != R::Advcl);
    let Some(relative) = clauses.find(|&at| parsed.relation(at) == R::AclRelcl) else { return false };
    let described = parsed.head(relative).into_iter().flat_map(|above| article.mentions_at(above));
    let mut described = described.map(|(_, mention)| mention).filter(|mention| mention.kind == MentionKind::Person);
    described.next().is_some_and(|person| person.country().is_empty() && person.sector().is_empty())
}

/// "One can imagine Ruritania attacking": nobody has done it.
fn is_imagined(article: &Article<'_>, token: usize) -> bool {
    const IMAGINING: &[&str] = &["imagine", "imagines", "imagined", "imagining", "envision", "envisage"];
    let mut above = article.parsed.heads(token).skip(1).take(HELD_STEPS_MAX);
    above.any(|above| article.parsed.is_any(above, IMAGINING))
}

/// Clauses in clauses that are looked at for whose life they tell.
const LIFE_STEPS_MAX: usize = 6;

/// The parties of the last mutual act within two sentences: whom "they" and "both sides" mean where no mention tells.
fn pair_before<'a>(sentence: usize, findings: &[Finding<'a>]) -> Vec<Party<'a>> {
    let near = findings.iter().rev().take(6).take_while(|finding| sentence - finding.sentence <= 2);
    let mut mutual =
        near.filter(|finding| finding.event == E::Consult || finding.actors.len() + finding.recipients.len() == 2);
    let Some(finding) = mutual.next() else { return Vec::new() };
    let pair: Vec<Party> = finding.actors.iter().chain(&finding.recipients).cloned().collect();
    if pair.len() == 2 { pair } else { Vec::new() }
}

/// Acts that an article tells: room for so many is made at once.
const FINDINGS_USUAL: usize = 32;

/// Acts of one sentence; a "sentence" with more is a list or noise.
const CANDIDATES_MAX: usize = 24;

/// The act that a candidate holds as its complement: what is promised.
fn content_of<'c, 'a>(candidates: &'c [Candidate<'a>], index: usize) -> Option<&'c Candidate<'a>> {
    let complement = candidates[index].clause.complement?;
    candidates.iter().find(|candidate| {
        candidate.clause.head == complement.head && candidate.clause.head != candidates[index].clause.head
    })
}

/// "refused to join the sanctions on Ruritania": who will not harm somebody refuses others, whom nobody names.
fn spares(article: &Article<'_>, candidates: &[Candidate<'_>], index: usize, refusal: &Finding<'_>) -> bool {
    let Some(refused) = candidates[index].clause.complement.map(|complement| complement.head) else { return false };
    let is_below = |candidate: &&Candidate<'_>| {
        !candidate.mute
            && article.parsed.heads(candidate.clause.head).take(HELD_STEPS_MAX).any(|above| above == refused)
    };
    let act = content_of(candidates, index).or_else(|| candidates.iter().find(is_below));
    // Who refuses to end it does refuse them something.
    let harms = act
        .filter(|_| !article.in_class(refused, table::YIELD_ACT))
        .filter(|act| matches!(act.found.trigger.event, E::Accuse | E::Protest | E::Sanction | E::Coerce | E::Assault));
    harms.is_some_and(|act| {
        let is_harmed = |party: &Party<'_>| {
            let is_it =
                |harmed: &Party<'_>| harmed.same(party) || !party.country.is_empty() && harmed.country == party.country;
            act.cast.recipients.iter().any(is_it)
        };
        !refusal.recipients.is_empty() && refusal.recipients.iter().all(is_harmed)
    })
}

/// Steps up from an act to the refusal that holds it.
const HELD_STEPS_MAX: usize = 5;

/// "vowed never to return": whether somebody vows not to do something.
fn leaves_alone(article: &Article<'_>, candidate: &Candidate<'_>) -> bool {
    let vows = ["vow", "swear", "promise", "pledge"].iter().any(|word| article.is_form_of(candidate.clause.head, word));
    let complement = candidate.clause.complement.filter(|_| vows);
    complement.is_some_and(|what| outlook::of_clause(article, &Clause::of(article, what.head, Kind::Verb)).negated)
}

/// Whether a candidate is the content of another one: the talks that somebody refuses.
fn held_by(article: &Article<'_>, candidates: &[Candidate<'_>], index: usize) -> bool {
    let parsed = &article.parsed;
    let clause = &candidates[index].clause;
    // "promised after talks with Sylvania": the talks are no promise.
    if clause.kind == Kind::Noun && clause.subject.is_some() && clause.light_verb(article).is_none() {
        return false;
    }
    let mut at = clause.head;
    for _ in 0..8 {
        let Some(above) = parsed.head(at) else { return false };
        let relation = parsed.relation(at);
        let holder =
            candidates.iter().position(|candidate| candidate.clause.head == above).filter(|&holder| holder != index);
        if let Some(holder) = holder {
            let holder = &candidates[holder];
            let takes = match relation {
                R::Obj | R::Iobj | R::Xcomp | R::Acl => true,
                R::Ccomp => holder.found.trigger.has(Flag::Operator),
                R::Nmod | R::Compound | R::Amod | R::NmodPoss => true,
                R::Obl | R::OblAgent => holder.found.theme == Some(at) || holder.found.trigger.has(Flag::Operator),
                R::Advcl => {
                    holder.found.trigger.has(Flag::Operator)
                        && holder.clause.complement.is_some_and(|complement| complement.head == at)
                }
                R::NsubjPass => true,
                _ => false,
            };
            if takes {
                return true;
            }
        }
        // "with both sides negotiating": the noun is the subject, the act its own; but not in what is refused.
        if relation == R::Acl && parsed.tokens[at].form == Form::Gerund {
            return candidates.iter().any(|holder| {
                let refused = holder.clause.complement.filter(|_| holder.found.trigger.event == E::Reject);
                refused.is_some_and(|refused| parsed.heads(above).take(HELD_STEPS_MAX).any(|at| at == refused.head))
            });
        }
        if matches!(relation, R::AclRelcl | R::Parataxis | R::Nsubj | R::Root) || relation == R::Advcl {
            return false;
        }
        at = above;
    }
    false
}
