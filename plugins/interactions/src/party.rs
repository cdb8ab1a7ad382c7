//! Who takes part in an act: from the head of a noun phrase to those it names, with country, sector and how they were
//! told.

mod name;
mod owner;

use std::ops::Range;

use extractor_api::layer::{Form, Mention, MentionKind, Relation as R, Resolution, Tag};

use crate::article::{Article, can_act};
use crate::lexicon::table as class;
use crate::lists::{by_title, listed_after, titled};

pub(crate) use name::of_mention;
use name::{name_range, unknown};
use owner::{minority, of_group, owners};

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
        self.name.split(' ').any(|word| word.starts_with(char::is_uppercase))
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
    let vague = own.iter().all(|party| party.country.is_empty()) && role;
    if !own.is_empty() && !vague {
        // "the ministers of Ruritania and Sylvania": one mention, two countries.
        let plural = role && own.len() == 1 && article.parsed.tokens[head].form == Form::Plural;
        let owners = if plural { owners(article, head, Reach::Agent, depth.max(2)) } else { Vec::new() };
        if owners.len() > 1 && owners.iter().all(|owner| !owner.country.is_empty()) {
            let sector = own[0].sector;
            return owners.into_iter().map(|owner| of_group(article, head, owner, sector)).collect();
        }
        return own;
    }
    if own.is_empty()
        && article
            .mentions_at(head)
            .any(|(_, mention)| mention.kind == MentionKind::Place && mention.country().is_empty())
        && (reach == Reach::Agent || article.in_class(head, class::WATERS))
    {
        return Vec::new();
    }
    // "the two countries" that no mention resolves are nobody, not the place behind them.
    if own.is_empty() && means_both(article, head) {
        return Vec::new();
    }
    let parsed = &article.parsed;
    // "one of the bombers", "some of the rebels"
    let counted = matches!(article.tag(head), Tag::Num | Tag::Pron | Tag::Det | Tag::Adj).then(|| {
        article
            .dependents(head)
            .find(|&dependent| parsed.relation(dependent) == R::Nmod && article.preposition(dependent) == "of")
    });
    if let Some(counted) = counted.flatten().filter(|_| depth <= 3) {
        return parties_deeper(article, counted, depth, reach);
    }
    if article.tag(head) == Tag::Pron || depth > 3 {
        return Vec::new();
    }
    if article.in_class(head, class::MEASURE) {
        let measured = article
            .dependents(head)
            .find(|&dependent| parsed.relation(dependent) == R::Nmod && article.preposition(dependent) == "of");
        if let Some(measured) = measured {
            return parties_deeper(article, measured, depth, reach);
        }
    }
    let sector = sector_of(article, head);
    // "President Anna Kovar" with the title as head.
    let named = article.dependents(head).filter(|&dependent| {
        matches!(parsed.relation(dependent), R::Flat | R::Appos | R::Compound) && !sector.is_empty()
    });
    let person = named.into_iter().find_map(|dependent| {
        let person = article.mentions_at(dependent).find(|(_, mention)| mention.kind == MentionKind::Person);
        person.map(|(_, mention)| of_mention(article, head, mention))
    });
    if let Some(person) = person {
        return vec![person];
    }
    // "Kurds", "Sunnis": a people without a mention.
    let people =
        parsed.tokens[head].form == Form::Plural && parsed.word(head).chars().next().is_some_and(char::is_uppercase);
    let acts = !sector.is_empty() || article.in_class(head, class::AGENTIVE) || people;
    if acts || reach == Reach::Patient {
        let owners = owners(article, head, if acts { Reach::Agent } else { reach }, depth);
        if acts && !owners.is_empty() {
            return owners.into_iter().map(|owner| of_group(article, head, owner, sector)).collect();
        }
        if !owners.is_empty() {
            return owners;
        }
    }
    if !own.is_empty() {
        return own;
    }
    // An unknown name at the start of a sentence looks like a noun.
    let first = parsed.tokens_of(parsed.sentence_of(head)).start == head;
    let capital = parsed.word(head).chars().next().is_some_and(char::is_uppercase);
    let strange = first
        && capital
        && article.tag(head) == Tag::Noun
        && parsed.tokens[head].form == Form::Singular
        && article.lemmas(head).next().is_none();
    if strange
        && reach == Reach::Agent
        && article.dependents(head).all(|dependent| parsed.relation(dependent) == R::Conj)
    {
        return vec![unknown(article, head, sector)];
    }
    if article.tag(head) == Tag::Propn
        && parsed.word(head).chars().next().is_some_and(char::is_uppercase)
        && !is_calendar(parsed.word(head))
    {
        return vec![unknown(article, head, sector)];
    }
    if acts { vec![unknown(article, head, sector)] } else { Vec::new() }
}

/// "They", "both sides", "the two countries".
pub(crate) fn means_both(article: &Article<'_>, token: usize) -> bool {
    let parsed = &article.parsed;
    let pair =
        || article.dependents(token).any(|dependent| parsed.is(dependent, "both") || parsed.is(dependent, "two"));
    article.tag(token) == Tag::Pron && parsed.is(token, "they") || article.in_class(token, class::SIDES) && pair()
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
    article.lemmas(token).map(|(lemma, _)| lemma.sector).find(|sector| !sector.is_empty()).unwrap_or("")
}

/// Days and months are written like names but act in nothing.
pub(crate) fn is_calendar(word: &str) -> bool {
    let is_early = || matches!(word, "January" | "February" | "March" | "April" | "May" | "June");
    let is_late = || matches!(word, "July" | "August" | "September" | "October" | "November" | "December");
    is_weekday(word) || is_early() || is_late()
}

pub(crate) fn is_weekday(word: &str) -> bool {
    matches!(word, "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")
}
