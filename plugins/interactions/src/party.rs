//! Who takes part in an act: from the head of a noun phrase to those it names, with country, sector and how they were
//! told.

mod name;
mod owner;
mod speaker;

use std::ops::Range;

use extractor_api::layer::{Form, Mention, MentionKind, Relation as R, Resolution, Tag};

use crate::article::{Article, can_act};
use crate::lexicon::{Lemma, table as class};
use crate::lists::{by_title, listed_after, titled};

pub(crate) use name::of_mention;
use name::{name_range, unknown};
pub(crate) use owner::is_by_the_way;
use owner::{minority, of_group, owners};
use speaker::in_speech;

/// One who acts or is acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party<'a> {
    /// Bytes of the words for it.
    pub(crate) range: Range<usize>,
    /// The fullest name in the text, or the words themselves.
    pub(crate) name: &'a str,
    /// Code of the country; empty when not known.
    pub(crate) country: &'a str,
    /// Code of the sector; empty when not known.
    pub(crate) sector: &'a str,
    /// Title or role; empty for none.
    pub(crate) role: &'a str,
    pub(crate) how: Resolution,
    /// Number of the entity in `mentions/1`; `None` for words without a mention.
    pub(crate) entity: Option<u32>,
    pub(crate) kind: MentionKind,
    /// Thousandths.
    pub(crate) confidence: u32,
    /// Head of its phrase.
    pub(crate) token: usize,
    /// Its name is misspelt in the text.
    pub(crate) corrupted: bool,
    /// It has no name but a noun for many: "Analysts" at the start of a sentence.
    pub(crate) is_common: bool,
}

/// How far a search may look from the head of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The head itself must be somebody: "Ruritanian troops".
    Agent,
    /// Anybody to whom the phrase belongs will do: "Ruritania's policy".
    Patient,
}

impl Party<'_> {
    /// Whether both are the same party: one entity, or the same words.
    pub(crate) fn same(&self, other: &Party<'_>) -> bool {
        match (self.entity, other.entity) {
            (Some(own), Some(its)) => own == its,
            _ => self.range == other.range || self.name == other.name,
        }
    }

    /// Whether the text names it: a proper name or a country.
    pub(crate) fn is_named(&self) -> bool {
        !self.country.is_empty() || self.entity.is_some() && self.kind == MentionKind::Person || self.is_proper()
    }

    fn is_proper(&self) -> bool {
        !self.is_common && self.name.split(' ').any(|word| word.starts_with(char::is_uppercase))
    }
}

/// More members than this no list of parties is read to.
pub(crate) const PARTIES_MAX: usize = 24;

/// Everybody that a noun phrase names, all members of a list included.
pub(crate) fn parties<'a>(article: &'a Article<'_>, head: usize, reach: Reach) -> Vec<Party<'a>> {
    let mut found: Vec<Party<'a>> = Vec::new();
    let mut add = |party: Party<'a>| {
        if found.len() < PARTIES_MAX && !found.iter().any(|known: &Party| known.same(&party)) {
            found.push(party);
        }
    };
    for member in members(article, head) {
        at(article, member, reach, 0).into_iter().for_each(&mut add);
    }
    for (token, mention) in listed_after(article, head) {
        add(of_mention(article, token, mention));
    }
    found
}

/// The head of a phrase and those joined to it by "and".
pub(crate) fn members(article: &Article<'_>, head: usize) -> Vec<usize> {
    let parsed = &article.parsed;
    let mut members = vec![head];
    let mut joined_by_word = false;
    let mut next = 0;
    while next < members.len() && members.len() < PARTIES_MAX {
        let joined = article.dependents(members[next]).filter(|&dependent| {
            parsed.relation(dependent) == R::Conj
                && (article.is_nominal(dependent) || article.tag(dependent) == Tag::Adj)
        });
        for dependent in joined.take(PARTIES_MAX) {
            joined_by_word |= article.dependents(dependent).any(|word| parsed.relation(word) == R::Cc);
            members.push(dependent);
        }
        next += 1;
    }
    // Without "and" it is no list but two things that the parser put side by side: "killing people, officials said".
    if !joined_by_word {
        members.truncate(1);
    }
    members
}

/// Those that one word stands for.
fn at<'a>(article: &'a Article<'_>, head: usize, reach: Reach, depth: u8) -> Vec<Party<'a>> {
    if let Some(minority) = minority(article, head, depth) {
        return minority;
    }
    let own = mentioned(article, head, reach);
    // A role alone without a country may belong to somebody: "Ruritania's militia".
    let role = is_role(article, head);
    let vague = role && own.iter().all(|party| party.country.is_empty());
    if !own.is_empty() && !vague {
        return if role { of_several(article, head, own, depth) } else { own };
    }
    if own.is_empty() && is_nobody(article, head, reach) || depth > 3 {
        return Vec::new();
    }
    if let Some(counted) = counted(article, head) {
        return parties_deeper(article, counted, depth, reach);
    }
    if article.tag(head) == Tag::Pron {
        return in_speech(article, head);
    }
    let sector = sector_of(article, head);
    if let Some(person) = by_own_title(article, head, sector) {
        return vec![person];
    }
    // "accused it of siding": what is done, though the lexicon knows the verb as a noun for somebody.
    let is_deed = || article.parsed.word(head).ends_with("ing");
    let acts = !sector.is_empty() || article.in_class(head, class::AGENTIVE) && !is_deed() || is_people(article, head);
    if acts || reach == Reach::Patient {
        let owners = owners(article, head, if acts { Reach::Agent } else { reach }, depth);
        if acts && !owners.is_empty() {
            return owners.into_iter().map(|owner| of_group(article, head, owner, sector)).collect();
        }
        if !owners.is_empty() {
            return owners;
        }
    }
    if own.is_empty() && (acts || may_be_name(article, head, reach)) {
        return vec![unknown(article, head, sector)];
    }
    own
}

/// "the ministers of Ruritania and Sylvania": one mention of a role, two countries.
fn of_several<'a>(article: &'a Article<'_>, head: usize, own: Vec<Party<'a>>, depth: u8) -> Vec<Party<'a>> {
    let plural = own.len() == 1 && article.parsed.tokens[head].form == Form::Plural;
    let owners = if plural { owners(article, head, Reach::Agent, depth.max(2)) } else { Vec::new() };
    if owners.len() < 2 || owners.iter().any(|owner| owner.country.is_empty()) {
        return own;
    }
    let sector = own[0].sector;
    owners.into_iter().map(|owner| of_group(article, head, owner, sector)).collect()
}

/// Whether a word of which no mention tells who acts stands for nobody: a place of no country, or "the two countries", which
/// are not the place behind them.
fn is_nobody(article: &Article<'_>, head: usize, reach: Reach) -> bool {
    is_region(article, head) && (reach == Reach::Agent || article.in_class(head, class::WATERS))
        || means_both(article, head)
}

/// Whether a word names a place of no country: "Europe", "the West".
pub(crate) fn is_region(article: &Article<'_>, token: usize) -> bool {
    article.mentions_at(token).any(|(_, mention)| mention.kind == MentionKind::Place && mention.country().is_empty())
}

/// What a word counts or measures: "one of the bombers", "some of the rebels", "a group of rebels".
fn counted(article: &Article<'_>, head: usize) -> Option<usize> {
    let counts = matches!(article.tag(head), Tag::Num | Tag::Pron | Tag::Det | Tag::Adj)
        || article.in_class(head, class::MEASURE);
    let mut dependents = article.dependents(head).filter(|_| counts);
    dependents
        .find(|&dependent| article.parsed.relation(dependent) == R::Nmod && article.preposition(dependent) == "of")
}

/// "President Anna Kovar" with the title as head.
fn by_own_title<'a>(article: &'a Article<'_>, head: usize, sector: &str) -> Option<Party<'a>> {
    // "his predecessor, Anna Kovar": whatever somebody is called, the name behind it is hers.
    let names = |&dependent: &usize| match article.parsed.relation(dependent) {
        R::Appos => dependent > head,
        R::Flat | R::Compound => !sector.is_empty(),
        _ => false,
    };
    article.dependents(head).filter(names).find_map(|dependent| {
        let mut people = article.mentions_at(dependent).filter(|(_, mention)| mention.kind == MentionKind::Person);
        people.next().map(|(_, person)| of_mention(article, head, person))
    })
}

/// "Kurds", "Sunnis": a people without a mention. At the start of a sentence every word has a capital.
fn is_people(article: &Article<'_>, head: usize) -> bool {
    let parsed = &article.parsed;
    let is_first = || parsed.tokens_of(parsed.sentence_of(head)).start == head;
    let is_known = || article.lemmas(head).next().is_some();
    parsed.tokens[head].form == Form::Plural && is_capital(article, head) && !(is_first() && is_known())
}

/// Whether a word that no mention covers may be a name all the same.
fn may_be_name(article: &Article<'_>, head: usize, reach: Reach) -> bool {
    let parsed = &article.parsed;
    // An unknown name at the start of a sentence looks like a noun.
    let is_strange = || {
        reach == Reach::Agent
            && article.tag(head) == Tag::Noun
            && parsed.tokens[head].form == Form::Singular
            && parsed.tokens_of(parsed.sentence_of(head)).start == head
            && article.lemmas(head).next().is_none()
            && article.dependents(head).all(|dependent| parsed.relation(dependent) == R::Conj)
    };
    let is_proper = || article.tag(head) == Tag::Propn && !is_calendar(parsed.word(head));
    is_capital(article, head) && (is_strange() || is_proper())
}

fn is_capital(article: &Article<'_>, token: usize) -> bool {
    article.parsed.word(token).starts_with(char::is_uppercase)
}

/// "They", "both sides", "the two countries", "the parties".
pub(crate) fn means_both(article: &Article<'_>, token: usize) -> bool {
    let parsed = &article.parsed;
    let has = |words: &[&str]| article.dependents(token).any(|dependent| parsed.is_any(dependent, words));
    let is_bare = || {
        article
            .dependents(token)
            .all(|dependent| !matches!(parsed.relation(dependent), R::Amod | R::Compound | R::Nmod | R::NmodPoss))
    };
    article.tag(token) == Tag::Pron && parsed.is(token, "they")
        || article.in_class(token, class::SIDES) && has(&["both", "two"])
        || parsed.is(token, "parties") && has(&["the"]) && is_bare()
}

/// Whether a mention of a role alone covers a word.
fn is_role(article: &Article<'_>, token: usize) -> bool {
    article.mentions_at(token).any(|(_, mention)| {
        mention.flags & Mention::ROLE_ALONE != 0
            || matches!(mention.kind, MentionKind::Group | MentionKind::Organization) && article.tag(token) == Tag::Noun
    })
}

/// The mentions that cover a word, all members of "both sides" included.
fn mentioned<'a>(article: &'a Article<'_>, head: usize, reach: Reach) -> Vec<Party<'a>> {
    let fits = |mention: &Mention| {
        can_act(mention)
            || mention.kind == MentionKind::Place
                && !mention.country().is_empty()
                && (reach == Reach::Patient || article.tag(head) == Tag::Propn)
    };
    let is_head = |mention: &Mention| mention.head as usize == head;
    let covering = || article.mentions_at(head).map(|(_, mention)| mention).filter(|mention| fits(mention));
    let any_head = covering().any(is_head);
    let chosen = || covering().filter(|mention| !any_head || is_head(mention));
    // The longest mention is the whole name; members of a group share its range.
    let Some(longest) = chosen().map(|mention| mention.end - mention.start).max() else {
        return by_title(article, head).map(|person| of_mention(article, head, person)).into_iter().collect();
    };
    let chosen = chosen().filter(|mention| mention.end - mention.start == longest);
    // "NATO chief Anna Kovar" with "NATO" as head: the person whose title it is.
    chosen.map(|mention| of_mention(article, head, titled(article, head, mention).unwrap_or(mention))).collect()
}

fn parties_deeper<'a>(article: &'a Article<'_>, head: usize, depth: u8, reach: Reach) -> Vec<Party<'a>> {
    members(article, head).into_iter().flat_map(|member| at(article, member, reach, depth + 1)).collect()
}

/// The sector of a noun for those who act; empty for other words.
pub(crate) fn sector_of(article: &Article<'_>, token: usize) -> &'static str {
    article.lemmas(token).map(Lemma::sector).find(|sector| !sector.is_empty()).unwrap_or("")
}

/// Days and months are written like names but act in nothing.
pub(crate) fn is_calendar(word: &str) -> bool {
    let is_early = || matches!(word, "January" | "February" | "March" | "April" | "May" | "June");
    let is_late = || matches!(word, "July" | "August" | "September" | "October" | "November" | "December");
    // Most words are small, and need not be compared with all of these.
    word.as_bytes().first().is_some_and(u8::is_ascii_uppercase) && (is_weekday(word) || is_early() || is_late())
}

/// The days of the week alone.
pub(crate) fn is_weekday(word: &str) -> bool {
    matches!(word, "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")
}
