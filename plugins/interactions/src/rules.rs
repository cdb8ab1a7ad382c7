//! The coding rules: what the future, negation and content make of a type, who is host and who visitor.

use extractor_api::layer::{Form, Relation as R, Tag};

use crate::article::Article;
use crate::clause::{Clause, Complement, ComplementKind, Kind};
use crate::code::{EventType as E, Mode as M, Status};
use crate::finding::Finding;
use crate::lexicon::Flag;
use crate::lexicon::table as class;
use crate::matching::Match;
use crate::outlook::Outlook;

/// Type and mode of an act with its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Coded {
    pub(crate) event: E,
    pub(crate) mode: Option<M>,
    pub(crate) status: Status,
    pub(crate) negated: bool,
}

/// Codes a trigger in its clause; `None` when what is told is no act: an attempt, a purpose, a wish of nobody.
pub(crate) fn code(article: &Article<'_>, clause: &Clause, found: &Match, outlook: &Outlook) -> Option<Coded> {
    let trigger = found.trigger;
    let event = trigger.event;
    if outlook.purpose && event != E::Protest {
        return None;
    }
    // What only might be is no act, unless a word for the speech act itself tells it.
    let real = found.trigger.has(Flag::Operator) || outlook.negated || clause.kind == Kind::Noun;
    if outlook.status == Some(Status::Hypothetical) && !real || outlook.status == Some(Status::Prediction) {
        return None;
    }
    // "if they fail to settle the dispute": nothing was refused yet.
    if outlook.conditional && outlook.negated {
        return None;
    }
    if outlook.status == Some(Status::Demand) && event != E::Request {
        return None;
    }
    if outlook.asked {
        return None;
    }
    if event == E::Request
        && (wants_no_name(article, clause) || advises_own(article, clause) || insists_it_is(article, clause))
        || event == E::Reject && keeps_silent(article, clause)
    {
        return None;
    }
    if event == E::Threaten && warns_of_others(article, clause) {
        return None;
    }
    // "progress in promoting cooperation": what is spoken of, not what was done.
    if event.quad() <= 2 && spoken_of(article, clause) {
        return None;
    }
    if outlook.tried && !matches!(event, E::Assault | E::Coerce | E::Agree) {
        return None;
    }
    // "must", "should": somebody's demand where a speaker is named, else the writer's opinion. The coder has seen to it.
    if outlook.obliged && !std::ptr::eq(trigger, &crate::lexicon::OBLIGATION) && event != E::Request {
        return None;
    }
    let mode = trigger.mode.or_else(|| mode_of_content(article, clause, found));
    let told = trigger.status.unwrap_or(match event {
        E::Request => Status::Demand,
        _ => Status::Past,
    });
    let mut coded = Coded { event, mode, status: outlook.status.unwrap_or(told), negated: outlook.negated };
    if trigger.status.is_some()
        && matches!(outlook.status, None | Some(Status::Ongoing | Status::Recurring | Status::Hypothetical))
    {
        coded.status = told;
    }
    // "threatened to leave if": the threat was made.
    let is_made = trigger.has(Flag::Speech) && !outlook.willed && article.parsed.tokens[clause.head].form == Form::Past;
    if coded.status == Status::Hypothetical && is_made && !outlook.conditional {
        coded.status = told;
    }
    // "attacked the embassy with grenades" is no riot.
    let is_armed = || weapon(article, clause) == Some(M::Explosives);
    if event == E::Protest && coded.mode == Some(M::Riot) && is_armed() {
        (coded.event, coded.mode) = (E::Assault, Some(M::Explosives));
    }
    if event == E::Request && matches!(outlook.status, None | Some(Status::Ongoing | Status::Recurring | Status::Plan))
    {
        coded.status = Status::Demand;
    }
    if outlook.negated {
        coded = refused(coded, outlook);
    }
    let future = matches!(coded.status, Status::Plan | Status::Promise | Status::Offer | Status::Hope);
    if future && !coded.negated {
        coded = in_future(coded);
    }
    Some(coded)
}

/// "asking not to be named", "requested anonymity": what a source asks of the reporter.
fn wants_no_name(article: &Article<'_>, clause: &Clause) -> bool {
    let has_not = |token: usize| article.dependents(token).any(|dependent| article.parsed.is(dependent, "not"));
    article.dependents(clause.head).any(|asked| {
        article.in_class(asked, class::UNNAMED)
            && (article.tag(asked) == Tag::Noun || has_not(asked) || has_not(clause.head))
    })
}

/// "warned that Ruritania was arming", "that the plan could fail": what another one does, or what may come of something,
/// nobody threatens with.
fn warns_of_others(article: &Article<'_>, clause: &Clause) -> bool {
    const MAY: &[&str] = &["could", "may", "might"];
    let parsed = &article.parsed;
    let Some(content) = finite_content(clause) else { return false };
    let Some(subject) = content.subject.filter(|_| article.is_form_of(clause.head, "warn")) else { return false };
    let names_country = article.mentions_at(subject).any(|(_, mention)| !mention.country().is_empty());
    let first = first_auxiliary(article, content.head);
    let is_told = || first.is_some_and(|first| parsed.tokens[first].form != Form::Modal);
    let is_feared = || {
        clause.object.is_none()
            && article.tag(subject) == Tag::Noun
            && article.mentions_at(subject).next().is_none()
            && first.is_some_and(|first| parsed.is_any(first, MAY))
    };
    if names_country { is_told() } else { is_feared() }
}

/// "insisted that the deal was fair": what somebody insists is so he does not ask for.
fn insists_it_is(article: &Article<'_>, clause: &Clause) -> bool {
    let parsed = &article.parsed;
    let is_finite = |token: usize| matches!(parsed.tokens[token].form, Form::Past | Form::Third | Form::Present);
    let Some(content) = finite_content(clause) else { return false };
    article.is_form_of(clause.head, "insist")
        && match first_auxiliary(article, content.head) {
            Some(first) => is_finite(first),
            // "insisted that Ruritania withdraw", whatever form the parser sees in it.
            None => {
                let word = parsed.word(content.head);
                word.ends_with("ed") || word.ends_with('s') || article.in_class(content.head, class::PAST_FORM)
            }
        }
}

/// What is said behind "that".
fn finite_content(clause: &Clause) -> Option<Complement> {
    clause.complement.filter(|content| content.kind == ComplementKind::Finite)
}

/// The first auxiliary or copula of a verb.
fn first_auxiliary(article: &Article<'_>, verb: usize) -> Option<usize> {
    let is_auxiliary = |&word: &usize| matches!(article.parsed.relation(word), R::Aux | R::AuxPass | R::Cop);
    article.dependents(verb).find(is_auxiliary)
}

/// "told its citizens to leave": what one says to one's own is asked of nobody.
fn advises_own(article: &Article<'_>, clause: &Clause) -> bool {
    const OWN: &[&str] = &["its", "their", "his", "her", "our"];
    const PEOPLE: &[&str] = &["citizens", "nationals", "people", "residents", "staff", "families", "compatriots"];
    clause.object.into_iter().chain(clause.complement.and_then(|content| content.subject)).any(|people| {
        article.parsed.is_any(people, PEOPLE)
            && article.dependent(people, R::NmodPoss).is_some_and(|owner| article.parsed.is_any(owner, OWN))
    })
}

/// "declined to say whether": who tells nothing refuses nobody.
fn keeps_silent(article: &Article<'_>, clause: &Clause) -> bool {
    clause.complement.is_some_and(|complement| article.in_class(complement.head, class::SAYING))
}

/// A participle behind a preposition that makes a noun of it.
fn spoken_of(article: &Article<'_>, clause: &Clause) -> bool {
    let parsed = &article.parsed;
    clause.kind == Kind::Verb
        && article.dependents(clause.head).any(|dependent| {
            matches!(parsed.relation(dependent), R::Mark | R::Case)
                && parsed.is_any(dependent, &["in", "on", "to", "through", "with", "upon"])
        })
        && parsed.tokens[clause.head].form == Form::Gerund
        && article.dependent(clause.head, R::Nsubj).is_none()
}

/// What an act that is still to come counts as.
fn in_future(coded: Coded) -> Coded {
    let (event, mode) = match coded.event {
        E::Consult | E::Support | E::Cooperate | E::Aid => (E::Agree, None),
        E::Retreat => (E::Concede, None),
        E::Sanction | E::Coerce | E::Assault => (E::Threaten, Some(threat_of(coded.event, coded.mode))),
        E::Protest
            if coded.mode == Some(M::Boycott) || coded.mode == Some(M::Strike) || coded.mode == Some(M::Obstruct) =>
        {
            (E::Threaten, Some(M::Restrict))
        }
        event => (event, coded.mode),
    };
    Coded { event, mode, ..coded }
}

/// What a promise counts as by what is promised: harm is a threat, not to yield a refusal.
pub(crate) fn promised(finding: &mut Finding<'_>, content: E, mode: Option<M>, negated: bool) {
    if finding.event != E::Agree {
        return;
    }
    match content {
        E::Sanction | E::Coerce | E::Assault if !negated => {
            (finding.event, finding.mode) = (E::Threaten, Some(threat_of(content, mode)));
        }
        E::Retreat | E::Concede if negated => (finding.event, finding.mode) = (E::Reject, Some(M::Yield)),
        E::Consult if negated => (finding.event, finding.mode) = (E::Reject, Some(M::Meet)),
        E::Aid | E::Cooperate | E::Support if negated => (finding.event, finding.mode) = (E::Reject, Some(M::Assist)),
        _ => {}
    }
}

/// What a vow not to do something counts as: a promise where it is harm, else a refusal, unless an act `is_told` that says
/// more of it.
pub(crate) fn abstained(finding: &mut Finding<'_>, is_told: bool) {
    match finding.event {
        E::Threaten => (finding.event, finding.mode, finding.status) = (E::Agree, None, Status::Promise),
        E::Agree if !is_told => (finding.event, finding.mode) = (E::Reject, None),
        _ => {}
    }
}

/// The mode of a threat to do this.
fn threat_of(event: E, mode: Option<M>) -> M {
    match (event, mode) {
        (E::Sanction, Some(M::Expel)) | (E::Coerce, Some(M::Deport)) => M::Expel,
        (E::Sanction, Some(M::Withdraw)) => M::Relations,
        (E::Sanction, _) => M::Restrict,
        (E::Coerce, Some(M::Arrest)) => M::Arrest,
        (E::Coerce, Some(M::Seize)) => M::Territory,
        (E::Coerce, _) => M::Restrict,
        _ => M::Violence,
    }
}

/// What a refusal to act counts as: an act that is denied stays, one that is refused is REJECT.
fn refused(coded: Coded, outlook: &Outlook) -> Coded {
    let refuses = outlook.willed || matches!(coded.status, Status::Plan | Status::Promise | Status::Hypothetical);
    let mode = match coded.event {
        E::Consult => Some(M::Meet),
        E::Aid | E::Cooperate | E::Support => Some(M::Assist),
        E::Concede | E::Retreat => Some(M::Yield),
        E::Agree => None,
        _ => return coded,
    };
    if refuses { Coded { event: E::Reject, mode, status: Status::Past, negated: false } } else { coded }
}

/// The mode of a request, refusal or threat: what it is about.
fn mode_of_content(article: &Article<'_>, clause: &Clause, found: &Match) -> Option<M> {
    match found.trigger.event {
        E::Request | E::Reject => Some(asked(article, clause, found)),
        E::Threaten => threatened(article, clause, found),
        E::Assault => weapon(article, clause),
        E::Mobilize => Some(mobilized(article, clause, found)),
        _ => None,
    }
}

/// The classes of the words that tell the content: theme and complement, with what hangs on them.
fn content_classes(article: &Article<'_>, clause: &Clause, found: &Match) -> [Vec<usize>; 2] {
    let mut near = Vec::new();
    let mut far = Vec::new();
    let own = std::ptr::eq(found.trigger, &crate::lexicon::OBLIGATION).then_some(clause.head);
    for head in clause.complement.map(|complement| complement.head).into_iter().chain(found.theme).chain(own) {
        near.push(head);
        for dependent in article.dependents(head).take(24) {
            far.push(dependent);
            far.extend(article.dependents(dependent).take(12));
        }
    }
    [near, far]
}

/// The mode of a demand that a stretch of words tells.
pub(crate) fn asked_in(article: &Article<'_>, tokens: std::ops::Range<usize>) -> M {
    let any = |classes: u128| tokens.clone().any(|token| article.in_class(token, classes));
    match () {
        () if any(class::YIELD_THING) => M::Yield,
        () if any(class::MEET_THING) => M::Meet,
        () if any(class::ASSIST_THING) => M::Assist,
        () => M::Change,
    }
}

fn asked(article: &Article<'_>, clause: &Clause, found: &Match) -> M {
    let [near, far] = content_classes(article, clause, found);
    for tokens in [near, far] {
        let any = |classes: u128| tokens.iter().any(|&token| article.in_class(token, classes));
        if any(class::YIELD_ACT | class::YIELD_THING) {
            return M::Yield;
        }
        if any(class::MEET_ACT | class::MEET_THING) {
            return M::Meet;
        }
        if any(class::ASSIST_ACT | class::ASSIST_THING) {
            return M::Assist;
        }
    }
    M::Change
}

fn threatened(article: &Article<'_>, clause: &Clause, found: &Match) -> Option<M> {
    let [near, far] = content_classes(article, clause, found);
    let all: Vec<usize> = near.iter().chain(&far).copied().collect();
    let any = |tokens: &[usize], classes: u128| tokens.iter().any(|&token| article.in_class(token, classes));
    if any(&near, class::THREAT_RELATIONS) && any(&all, class::THREAT_RELATIONS_THING) {
        return Some(M::Relations);
    }
    let modes = [
        (class::THREAT_EXPEL, M::Expel),
        (class::THREAT_ARREST, M::Arrest),
        (class::THREAT_TERRITORY | class::THREAT_TERRITORY_THING, M::Territory),
        (class::THREAT_RESTRICT | class::THREAT_RESTRICT_THING, M::Restrict),
        (class::THREAT_VIOLENCE | class::THREAT_VIOLENCE_THING, M::Violence),
    ];
    let by = |tokens: &[usize]| modes.iter().find(|(classes, _)| any(tokens, *classes)).map(|(_, mode)| *mode);
    by(&near).or_else(|| by(&all))
}

/// The mode of an assault by the weapons in its sentence.
fn weapon(article: &Article<'_>, clause: &Clause) -> Option<M> {
    let sentence = article.parsed.tokens_of(article.parsed.sentence_of(clause.head));
    let near =
        sentence.start.max(clause.head.saturating_sub(WEAPON_WINDOW))..sentence.end.min(clause.head + WEAPON_WINDOW);
    if near.clone().any(|token| article.parsed.is(token, "stun")) {
        return Some(M::CrowdControl);
    }
    let modes = [
        (class::W_SUICIDE, M::SuicideAttack),
        (class::W_UNCONVENTIONAL, M::Unconventional),
        (class::W_DRONE, M::Drone),
        (class::W_AERIAL, M::Aerial),
        (class::W_EXPLOSIVES, M::Explosives),
        (class::W_HEAVY, M::HeavyWeapons),
        (class::W_CROWD, M::CrowdControl),
        (class::W_PRIMITIVE, M::Primitive),
        (class::W_FIREARMS, M::Firearms),
    ];
    modes.iter().find(|(classes, _)| near.clone().any(|token| article.in_class(token, *classes))).map(|(_, mode)| *mode)
}

/// Tokens on each side of the trigger in which a weapon tells the mode.
const WEAPON_WINDOW: usize = 14;

fn mobilized(article: &Article<'_>, clause: &Clause, found: &Match) -> M {
    let [near, far] = content_classes(article, clause, found);
    for tokens in [near, far] {
        let any = |classes: u128| tokens.iter().any(|&token| article.in_class(token, classes));
        if any(class::POLICEMEN) {
            return M::Police;
        }
        if any(class::WEAPONS) {
            return M::Weapons;
        }
        if any(class::MILITIAMEN) {
            return M::Militia;
        }
        if any(class::TROOPS) {
            return M::Troops;
        }
    }
    M::Troops
}
