//! Whether a word tells an act: its readings as a trigger, each on the view of its clause, and whether its parties suffice.

use extractor_api::layer::{Form, MentionKind, Relation as R, Tag};

use crate::article::Article;
use crate::attribution;
use crate::clause::{Clause, Kind};
use crate::code::EventType as E;
use crate::frame::{self, Cast};
use crate::lexicon::{Flag, OBLIGATION, Pos, Trigger, table};
use crate::matching::{Match, matches};
use crate::outlook::{self, Outlook};
use crate::party::Party;

/// A trigger that fits, before the question whether another one holds it.
pub(crate) struct Candidate<'a> {
    pub(crate) clause: Clause,
    pub(crate) found: Match,
    pub(crate) cast: Cast<'a>,
    pub(crate) outlook: Outlook,
    /// It lacks a party, so it is not coded, but it holds its content all the same: "was asked to leave".
    pub(crate) mute: bool,
}

/// The act that a word tells: by the first of its readings of which a trigger fits, else one that only holds its content.
pub(crate) fn told_by<'a>(article: &'a Article<'_>, token: usize, pair: &[Party<'a>]) -> Option<Candidate<'a>> {
    let mut views = Views::default();
    let mut mute = None;
    for reading in article.form(token).readings() {
        let triggers = reading.triggers();
        if triggers.len() == 0 {
            continue;
        }
        let Some(kind) = kind_of(article, token, reading.pos) else { continue };
        let clause = views.of(article, token, kind);
        match candidate(article, clause, triggers, pair) {
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
fn candidate<'a>(
    article: &'a Article<'_>,
    clause: &Clause,
    triggers: impl Iterator<Item = &'static Trigger>,
    pair: &[Party<'a>],
) -> Option<Candidate<'a>> {
    let mut mute = None;
    if is_question(article, clause) {
        return None;
    }
    for trigger in triggers {
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

/// "A reporter asked: ...": a question, of which what follows is told.
fn is_question(article: &Article<'_>, clause: &Clause) -> bool {
    let next = clause.head + 1;
    clause.kind == Kind::Verb
        && next < article.parsed.tokens.len()
        && article.parsed.is(next, ":")
        && article.is_form_of(clause.head, "ask")
}

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
        let is_idle = |dependent: usize| {
            matches!(parsed.relation(dependent), R::Mark | R::Case) && !parsed.is_any(dependent, TOLD)
        };
        // "that it was closing" is no preposition.
        article.dependent(verb, R::Aux).is_none() && article.dependents(verb).any(is_idle)
    };
    // "no intention of leaving or closing": the second shares the preposition of the first.
    let first = parsed.head(verb).filter(|_| parsed.relation(verb) == R::Conj);
    parsed.tokens[verb].form == Form::Gerund
        && (idle(verb) || first.is_some_and(|first| parsed.tokens[first].form == Form::Gerund && idle(first)))
}

/// "said that Ruritania must leave": a request of whoever says it to whoever must.
pub(crate) fn obligation<'a>(article: &'a Article<'_>, token: usize) -> Option<Candidate<'a>> {
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

/// Whether the parties suffice for the trigger.
fn enough(article: &Article<'_>, clause: &Clause, found: &Match, cast: &Cast<'_>) -> bool {
    let trigger = found.trigger;
    let named = |parties: &[Party]| parties.iter().any(Party::is_named);
    // "Minister Kovar" speaks for a country, though nobody says for which.
    let official = |party: &Party| party.kind != MentionKind::Person || ["GOV", "MIL"].contains(&party.sector);
    let country = |parties: &[Party]| {
        parties.iter().any(|party| !party.country.is_empty() || official(party) && party.is_named())
    };
    if cast.actors.is_empty() {
        return cast.recipients.iter().any(|party| !party.country.is_empty());
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
            || trigger.join().len() > 1 && two)
        && (!trigger.has(Flag::Weak) || !abroad(trigger.event) || foreign(cast))
        && (!trigger.has(Flag::NeedTo) || !cast.recipients.is_empty())
        && (!trigger.has(Flag::NeedCountry) || country(&cast.actors))
        && (!trigger.has(Flag::NeedTwo) || two)
        && (!trigger.has(Flag::NeedPerson) || cast.actors.iter().any(|party| is_people(article, party)))
        && (!trigger.has(Flag::NeedArmed) || cast.actors.iter().any(|party| ARMED.contains(&party.sector)))
        && (!trigger.has(Flag::Plural) || cast.actors.len() > 1 || plural())
        && (!trigger.has(Flag::Animate)
            || !cast.recipients.is_empty()
            || found.theme.is_some_and(|theme| article.in_class(theme, table::PERSON)))
        && !(matches!(trigger.event, E::Assault | E::Protest)
            && cast.recipients.is_empty()
            && is_their_own(article, found))
}

/// Whether the theme is the actor's own property: who burns his own boats assaults nobody.
fn is_their_own(article: &Article<'_>, found: &Match) -> bool {
    let is_pronoun = |owner: usize| article.tag(owner) == Tag::Pron;
    found.theme.is_some_and(|theme| {
        article.in_class(theme, table::PROPERTY) && article.dependent(theme, R::NmodPoss).is_some_and(is_pronoun)
    })
}

/// Sectors of those who bear weapons.
const ARMED: [&str; 5] = ["MIL", "REB", "PRM", "UAF", "COP"];

/// Whether a party is one or more persons, as a body is that was sent somewhere: "the delegation arrived".
fn is_people(article: &Article<'_>, party: &Party<'_>) -> bool {
    !matches!(party.kind, MentionKind::Country | MentionKind::Organization | MentionKind::Place)
        || article.in_class(party.token, table::TEAM)
}

/// Types of which weak triggers tell nothing within one country.
fn abroad(event: E) -> bool {
    event.quad() <= 2 || event == E::Sanction
}

/// Whether parties of two countries take part, or of none that is known.
fn foreign(cast: &Cast<'_>) -> bool {
    let mut countries: Vec<&str> = cast.actors.iter().chain(&cast.recipients).map(|party| party.country).collect();
    countries.sort_unstable();
    countries.dedup();
    countries.len() > 1 || countries == [""]
}
