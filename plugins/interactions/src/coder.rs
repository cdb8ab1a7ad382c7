//! From sentences to findings: tries every trigger at every word, drops what another act holds as its content.

use std::ops::Range;

use extractor_api::layer::{Form, MentionKind, Relation as R, Tag, ZoneKind};

use crate::article::Article;
use crate::attribution::{self, Attribution};
use crate::clause::{Clause, Kind};
use crate::code::{EventType as E, Mode, Status};
use crate::frame::{self, Cast};
use crate::lexicon::{Flag, OBLIGATION, Pos, table};
use crate::matching::{Match, matches};
use crate::outlook::{self, Outlook};
use crate::party::Party;
use crate::place::{self, When};
use crate::rules;
use crate::settle;

/// One act found in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) event: E,
    pub(crate) mode: Option<Mode>,
    pub(crate) status: Status,
    pub(crate) negated: bool,
    pub(crate) contexts: u64,
    pub(crate) actors: Vec<Party>,
    pub(crate) recipients: Vec<Party>,
    pub(crate) attribution: Attribution,
    pub(crate) when: Option<When>,
    /// Index of the mention of the place.
    pub(crate) place: Option<usize>,
    /// Bytes of the trigger.
    pub(crate) trigger: Range<usize>,
    /// The word that carries it.
    pub(crate) head: usize,
    pub(crate) sentence: usize,
    /// What it is about: the head of the theme, for telling two requests apart.
    pub(crate) theme: Option<usize>,
    /// All words that tell the content, for the same.
    pub(crate) content: Option<usize>,
    /// A need that is stressed: it is put to whom the act beside it is put to.
    pub(crate) content_is_need: bool,
    /// Never the same as another act of the text.
    pub(crate) separate: bool,
    /// The country of a party is that of the other side.
    pub(crate) inferred: bool,
    /// Named as known, not told.
    pub(crate) presupposed: bool,
    /// The signs of how sure it is.
    pub(crate) signs: Signs,
}

/// What confidence is reckoned from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signs {
    /// Of the trigger, in thousandths.
    pub(crate) precision: u16,
    pub(crate) conditions: u8,
    pub(crate) certain_actor: bool,
    pub(crate) countries: u8,
    pub(crate) noun: bool,
    pub(crate) unreal: bool,
}

/// A trigger that fits, before the question whether another one holds it.
struct Candidate {
    clause: Clause,
    found: Match,
    cast: Cast,
    outlook: Outlook,
    /// It lacks a party, so it is not coded, but it holds its content all the same: "was asked to leave".
    mute: bool,
}

/// Codes the whole text. `stop` is asked now and then; `None` when it says yes.
pub(crate) fn code(article: &Article<'_>, stop: &mut dyn FnMut() -> bool) -> Option<Vec<Finding>> {
    let body = article.parsed.sentences.iter().any(|sentence| is_told(sentence.zone));
    let mut findings = Vec::new();
    for sentence in 0..article.parsed.sentences.len() {
        if sentence % 256 == 0 && stop() {
            return None;
        }
        let zone = article.parsed.sentences[sentence].zone;
        if is_told(zone) || zone == ZoneKind::Title && !body {
            code_sentence(article, sentence, &mut findings);
        }
    }
    Some(findings)
}

/// Whether what stands in this part of an article is told by it: no headline, footnote, biography or link.
fn is_told(zone: ZoneKind) -> bool {
    matches!(zone, ZoneKind::Body | ZoneKind::Caption | ZoneKind::SummaryByAuthor | ZoneKind::Other)
}

fn code_sentence(article: &Article<'_>, sentence: usize, findings: &mut Vec<Finding>) {
    let tokens = article.parsed.tokens_of(sentence);
    let mut candidates: Vec<Candidate> = Vec::new();
    if let Some(demand) = listed_demand(article, sentence, findings) {
        findings.push(demand);
        return;
    }
    let first = findings.len();
    let pair = pair_before(sentence, findings);
    let obliges = tokens.clone().any(|token| article.in_class(token, table::MUST));
    for token in tokens {
        if candidates.len() >= CANDIDATES_MAX {
            break;
        }
        if !(obliges || article.form(token).is_trigger) || article.is_in_name(token) {
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
        let harmed =
            |content: &&Candidate| content.mute || !content.cast.recipients.is_empty() || content.outlook.negated;
        if let Some(content) = content_of(&candidates, index).filter(harmed) {
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
    for candidate in candidates.iter().filter(|candidate| candidate.clause.kind == Kind::Noun && !candidate.mute) {
        findings.extend(earlier(article, sentence, candidate));
    }
}

/// The meeting before, of which "the first talks since May 2019" tells.
fn earlier(article: &Article<'_>, sentence: usize, candidate: &Candidate) -> Option<Finding> {
    let (when, place) = place::last_before(article, &candidate.clause)?;
    let mut finding = finding(article, sentence, candidate)?;
    if finding.event != E::Consult {
        return None;
    }
    finding.trigger.end = finding.trigger.end.max(when.date.end as usize);
    finding.actors.append(&mut finding.recipients);
    (finding.when, finding.place, finding.mode, finding.separate) = (Some(when), place, None, true);
    settle::host_and_visitor(article, &candidate.clause, &mut finding);
    Some(finding)
}

/// "criticised Ruritania and demanded an inquiry": what one act of a sentence says of its recipient holds for the next.
fn share_recipients(findings: &mut [Finding]) {
    for index in 1..findings.len() {
        let (before, rest) = findings.split_at_mut(index);
        let (Some(known), Some(finding)) = (before.last(), rest.first_mut()) else { return };
        let speech = |event: E| matches!(event, E::Request | E::Accuse | E::Reject | E::Threaten);
        let same_actors = known.actors.len() == finding.actors.len()
            && known.actors.iter().zip(&finding.actors).all(|(one, other)| one.same(other));
        if speech(known.event)
            && finding.event == E::Request
            && finding.recipients.is_empty()
            && same_actors
            && finding.content_is_need
        {
            finding.recipients = known.recipients.clone();
        }
    }
}

/// "The second requirement is that ...": one of the demands that somebody made before, to the same.
fn listed_demand(article: &Article<'_>, sentence: usize, findings: &[Finding]) -> Option<Finding> {
    let parsed = &article.parsed;
    let tokens = parsed.tokens_of(sentence);
    let start = tokens.start..tokens.end.min(tokens.start + 6);
    let noun = start.into_iter().find(|&token| {
        article.in_class(token, table::DEMAND | table::NEED)
            && matches!(parsed.relation(token), R::Nsubj | R::NsubjOuter | R::Root)
            && article.dependents(token).any(|dependent| article.in_class(dependent, table::ORDINAL))
    })?;
    let copula = noun + 1;
    if copula >= tokens.end || !["is", "was"].iter().any(|form| parsed.is(copula, form)) {
        return None;
    }
    let near = findings.iter().rev().take_while(|finding| sentence - finding.sentence <= DEMANDS_WINDOW);
    let demands = near.into_iter().find(|finding| {
        finding.event == E::Request
            && finding.theme.is_some_and(|theme| article.in_class(theme, table::DEMAND | table::NEED))
    })?;
    let range = parsed.range(noun).start..parsed.range(copula).end;
    Some(Finding {
        mode: Some(rules::asked_in(article, copula..tokens.end.min(copula + 40))),
        status: Status::Demand,
        when: place::when(article, &Clause { head: noun, ..Clause::default() }),
        place: None,
        trigger: range,
        head: noun,
        sentence,
        theme: Some(noun),
        content: parsed.head(noun),
        separate: true,
        presupposed: false,
        contexts: 0,
        ..demands.clone()
    })
}

/// Sentences after demands are made in which they are listed.
const DEMANDS_WINDOW: usize = 12;

/// The parties of the last mutual act within two sentences: whom "they" and "both sides" mean where no mention tells.
fn pair_before(sentence: usize, findings: &[Finding]) -> Vec<Party> {
    let near = findings.iter().rev().take(6).take_while(|finding| sentence - finding.sentence <= 2);
    let mut mutual =
        near.filter(|finding| finding.event == E::Consult || finding.actors.len() + finding.recipients.len() == 2);
    let Some(finding) = mutual.next() else { return Vec::new() };
    let pair: Vec<Party> = finding.actors.iter().chain(&finding.recipients).cloned().collect();
    if pair.len() == 2 { pair } else { Vec::new() }
}

/// Acts of one sentence; a "sentence" with more is a list or noise.
const CANDIDATES_MAX: usize = 24;

/// The clause that a word would carry, when its part of speech lets it.
fn kind_of(article: &Article<'_>, token: usize, pos: Pos) -> Option<Kind> {
    let relation = article.parsed.relation(token);
    match (pos, article.tag(token)) {
        (Pos::Verb, Tag::Verb) if behind_idle_preposition(article, token) => None,
        (Pos::Verb, Tag::Verb | Tag::Aux)
            if !matches!(relation, R::Amod | R::Aux | R::AuxPass | R::Cop | R::Compound | R::Case) =>
        {
            Some(Kind::Verb)
        }
        (Pos::Verb, Tag::Adj) if article.dependent(token, R::NsubjPass).is_some() => Some(Kind::Verb),
        (Pos::Noun, Tag::Noun | Tag::Propn) if is_title_word(article, token) => None,
        (Pos::Noun, Tag::Noun | Tag::Propn) if !matches!(relation, R::Compound | R::Flat | R::Amod) => Some(Kind::Noun),
        (Pos::Noun, Tag::Verb)
            if article.parsed.tokens[token].form == Form::Gerund && article.dependent(token, R::Det).is_some() =>
        {
            Some(Kind::Noun)
        }
        (Pos::Adj, Tag::Adj | Tag::Verb | Tag::Adv) if relation != R::Amod => Some(Kind::Adjective),
        _ => None,
    }
}

/// A noun with a capital letter inside of a sentence is part of a name: "the Oslo Summit".
fn is_title_word(article: &Article<'_>, token: usize) -> bool {
    let first = article.parsed.tokens_of(article.parsed.sentence_of(token)).start;
    let capital = |token: usize| article.parsed.word(token).chars().next().is_some_and(char::is_uppercase);
    token > first && capital(token) && capital(token - 1)
}

/// A participle behind a preposition that does not tell its act as done: "for questioning", "before allowing".
fn behind_idle_preposition(article: &Article<'_>, verb: usize) -> bool {
    let parsed = &article.parsed;
    const TOLD: &[&str] = &["after", "by", "while", "when", "since", "through", "in", "with", "upon", "on", "to"];
    let idle = |verb: usize| {
        article.dependents(verb).any(|dependent| {
            matches!(parsed.relation(dependent), R::Mark | R::Case)
                && !TOLD.iter().any(|word| parsed.is(dependent, word))
        })
    };
    // "no intention of leaving or closing": the second shares the preposition of the first.
    let first = parsed.head(verb).filter(|_| parsed.relation(verb) == R::Conj);
    parsed.tokens[verb].form == Form::Gerund
        && (idle(verb) || first.is_some_and(|first| parsed.tokens[first].form == Form::Gerund && idle(first)))
}

/// "said that Ruritania must leave": a request of whoever says it to whoever must.
fn obligation(article: &Article<'_>, token: usize) -> Option<Candidate> {
    let parsed = &article.parsed;
    if !(article.is_verbal(token) || article.tag(token) == Tag::Adj)
        || matches!(parsed.relation(token), R::Aux | R::AuxPass | R::Cop | R::Amod)
    {
        return None;
    }
    let obliged = article
        .dependents(token)
        .take(12)
        .any(|dependent| parsed.relation(dependent) == R::Aux && article.in_class(dependent, table::MUST));
    if !obliged {
        return None;
    }
    let clause = Clause::of(article, token, Kind::Verb);
    let outlook = outlook::of_clause(article, &clause);
    let found = Match { trigger: &OBLIGATION, theme: clause.object };
    let attribution = attribution::find(article, &clause, &found, &outlook, &[]);
    let speaker = attribution.speaker.filter(|speaker| !speaker.country.is_empty())?;
    let subject = if clause.passive { clause.object } else { clause.subject };
    let mut recipients = crate::party::parties(article, subject?, crate::party::Reach::Agent);
    recipients.retain(|party| !party.same(&speaker) && !party.country.is_empty());
    if recipients.is_empty() {
        return None;
    }
    let others: Vec<Party> = recipients.iter().filter(|party| party.country != speaker.country).cloned().collect();
    let recipients = if others.is_empty() { recipients } else { others };
    Some(Candidate {
        clause,
        found,
        cast: Cast { actors: vec![speaker], recipients, certain: true },
        outlook,
        mute: false,
    })
}

/// The act that a word tells: by the first of its readings of which a trigger fits, else one that only holds its content.
fn told_by(article: &Article<'_>, token: usize, pair: &[Party]) -> Option<Candidate> {
    let mut views = Views::default();
    let mut mute = None;
    for (lemma, pos) in article.lemmas(token) {
        let Some(kind) = kind_of(article, token, pos) else { continue };
        let uses = lemma.uses[kind as usize];
        if uses.is_empty() {
            continue;
        }
        let clause = views.of(article, token, kind);
        match candidate(article, clause, uses, pair) {
            Some(told) if !told.mute => return Some(told),
            other => mute = mute.or(other),
        }
    }
    mute
}

/// The views of one word, each made when it is first asked for.
#[derive(Default)]
struct Views([Option<Clause>; 3]);

impl Views {
    fn of(&mut self, article: &Article<'_>, token: usize, kind: Kind) -> &Clause {
        self.0[kind as usize].get_or_insert_with(|| Clause::of(article, token, kind))
    }
}

/// The act of the first trigger that fits a clause and has its parties.
fn candidate(article: &Article<'_>, clause: &Clause, uses: &[u16], pair: &[Party]) -> Option<Candidate> {
    let mut mute = None;
    for &index in uses {
        let trigger = &table::TRIGGERS[index as usize];
        let Some(found) = matches(article, clause, trigger) else { continue };
        let cast = frame::cast(article, clause, &found, pair);
        if enough(article, clause, &found, &cast) {
            let outlook = outlook::of_clause(article, clause);
            return Some(Candidate { clause: clause.clone(), found, cast, outlook, mute: false });
        }
        if trigger.has(Flag::Operator) && mute.is_none() {
            mute = Some(found);
        }
    }
    let found = mute?;
    let (cast, outlook) = (Cast::default(), Outlook::default());
    Some(Candidate { clause: clause.clone(), found, cast, outlook, mute: true })
}

/// Types of which weak triggers tell nothing within one country.
fn abroad(event: E) -> bool {
    event.quad() <= 2 || event == E::Sanction
}

/// Whether parties of two countries take part, or of none that is known.
fn foreign(cast: &Cast) -> bool {
    let mut countries: Vec<&str> =
        cast.actors.iter().chain(&cast.recipients).map(|party| party.country.as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    countries.len() > 1 || countries == [""]
}

/// Whether the parties suffice for the trigger.
fn enough(article: &Article<'_>, clause: &Clause, found: &Match, cast: &Cast) -> bool {
    let trigger = found.trigger;
    let named = |parties: &[Party]| parties.iter().any(Party::is_named);
    // "Minister Kovar" speaks for a country, though nobody says for which.
    let official = |party: &Party| party.kind != MentionKind::Person || ["GOV", "MIL"].contains(&party.sector.as_str());
    let country = |parties: &[Party]| {
        parties.iter().any(|party| !party.country.is_empty() || official(party) && party.is_named())
    };
    if cast.actors.is_empty() {
        return false;
    }
    let any_named = named(&cast.actors) || named(&cast.recipients);
    let two = cast.actors.iter().filter(|party| party.is_named()).count()
        + cast.recipients.iter().filter(|party| party.is_named()).count()
        >= 2;
    let plural = || {
        clause.subject.is_some_and(|subject| {
            article.parsed.tokens[subject].form == Form::Plural || article.dependent(subject, R::Conj).is_some()
        })
    };
    any_named
        && (!trigger.has(Flag::Weak)
            || country(&cast.actors) && country(&cast.recipients)
            || trigger.join.len() > 1 && two)
        && (!trigger.has(Flag::Weak) || !abroad(trigger.event) || foreign(cast))
        && (!trigger.has(Flag::NeedTo) || !cast.recipients.is_empty())
        && (!trigger.has(Flag::NeedCountry) || country(&cast.actors))
        && (!trigger.has(Flag::NeedTwo) || two)
        && (!trigger.has(Flag::NeedPerson)
            || cast.actors.iter().any(|party| {
                !matches!(party.kind, MentionKind::Country | MentionKind::Organization | MentionKind::Place)
            }))
        && (!trigger.has(Flag::Plural) || cast.actors.len() > 1 || plural())
        && (!trigger.has(Flag::Animate)
            || !cast.recipients.is_empty()
            || found.theme.is_some_and(|theme| article.in_class(theme, table::PERSON)))
}

/// The act that a candidate holds as its complement: what is promised.
fn content_of(candidates: &[Candidate], index: usize) -> Option<&Candidate> {
    let complement = candidates[index].clause.complement?;
    candidates.iter().find(|candidate| {
        candidate.clause.head == complement.head && candidate.clause.head != candidates[index].clause.head
    })
}

/// Whether a candidate is the content of another one: the talks that somebody refuses.
fn held_by(article: &Article<'_>, candidates: &[Candidate], index: usize) -> bool {
    let parsed = &article.parsed;
    let mut at = candidates[index].clause.head;
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
        // "with both sides negotiating": the noun is the subject, the act its own.
        if relation == R::Acl && parsed.tokens[at].form == Form::Gerund {
            return false;
        }
        if matches!(relation, R::AclRelcl | R::Parataxis | R::Nsubj | R::Root) || relation == R::Advcl {
            return false;
        }
        at = above;
    }
    false
}

fn finding(article: &Article<'_>, sentence: usize, candidate: &Candidate) -> Option<Finding> {
    let Candidate { clause, found, cast, outlook, .. } = candidate;
    let coded = rules::code(article, clause, found, outlook)?;
    let trigger = found.trigger;
    let Cast { actors, recipients, certain } = cast.clone();
    let attribution = attribution::find(article, clause, found, outlook, &actors);
    let all: Vec<&Party> = actors.iter().chain(&recipients).collect();
    let place = place::find(article, clause, &all);
    let countries = all.iter().filter(|party| !party.country.is_empty()).count() as u8;
    let mut finding = Finding {
        event: coded.event,
        mode: coded.mode,
        status: coded.status,
        negated: coded.negated,
        contexts: trigger.contexts,
        when: place::when(article, clause),
        place,
        trigger: trigger_range(article, clause, found),
        head: clause.head,
        sentence,
        theme: found.theme,
        content: clause.complement.map(|complement| complement.head),
        separate: false,
        inferred: false,
        content_is_need: found.theme.is_some_and(|theme| article.in_class(theme, table::NEED)),
        presupposed: trigger.has(Flag::Presupposed) && clause.subject.is_none(),
        signs: Signs {
            precision: trigger.precision,
            conditions: trigger.conditions,
            certain_actor: certain,
            countries,
            noun: clause.kind == Kind::Noun,
            unreal: matches!(coded.status, Status::Hypothetical | Status::Prediction),
        },
        actors,
        recipients,
        attribution,
    };
    settle::host_and_visitor(article, clause, &mut finding);
    // Common nouns of nowhere act in nothing: "the government said".
    if !finding.actors.iter().any(Party::is_named) {
        return None;
    }
    settle::domestic(article, &mut finding);
    if finding.status == Status::Past && settle::is_long_ago(article, &finding) {
        finding.status = Status::Historical;
    }
    Some(finding)
}

/// Bytes of the trigger with its light verb, particle and theme, as far as they stand close together.
fn trigger_range(article: &Article<'_>, clause: &Clause, found: &Match) -> Range<usize> {
    let parsed = &article.parsed;
    let mut range = parsed.range(clause.head);
    let light = (clause.kind == Kind::Noun && clause.subject.is_some()).then(|| parsed.head(clause.head)).flatten();
    let theme = found.theme.filter(|_| !found.trigger.object.is_empty());
    for token in light.into_iter().chain(clause.particle).chain(theme) {
        if token.abs_diff(clause.head) < 8 {
            let word = parsed.range(token);
            range = range.start.min(word.start)..range.end.max(word.end);
        }
    }
    range
}

/// Whether two acts of one sentence are one act told twice.
fn is_twin(article: &Article<'_>, known: &Finding, new: &Finding) -> bool {
    let same =
        |a: &[Party], b: &[Party]| a.len() == b.len() && a.iter().all(|party| b.iter().any(|other| other.same(party)));
    let of_known = article.parsed.heads(new.head).skip(1).take(2).any(|above| above == known.head);
    let vague = new.recipients.iter().all(|party| party.country.is_empty());
    known.event == new.event
        && (of_known && vague && same(&known.actors, &new.actors)
            || same(&known.actors, &new.actors)
                && (same(&known.recipients, &new.recipients) || new.recipients.is_empty())
            || known.event == E::Consult && same_union(known, new))
}

fn same_union(known: &Finding, new: &Finding) -> bool {
    let all = |finding: &Finding| -> Vec<String> {
        let mut countries: Vec<String> = finding
            .actors
            .iter()
            .chain(&finding.recipients)
            .map(|party| if party.country.is_empty() { party.name.clone() } else { party.country.clone() })
            .collect();
        countries.sort();
        countries.dedup();
        countries
    };
    all(known) == all(new)
}
