//! Who takes part in an act: from the head of a noun phrase to those it names, with country, sector and how they were
//! told.

use std::ops::Range;

use extractor_api::layer::{Form, Mention, MentionKind, Relation as R, Resolution, Tag};

use crate::article::{Article, can_act};
use crate::lexicon::table as class;
use crate::lists::{by_title, listed_after, titled};

/// One who acts or is acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    /// Bytes of the words for it.
    pub(crate) range: Range<usize>,
    /// The fullest name in the text, or the words themselves.
    pub(crate) name: String,
    /// Code of the country; empty when not known.
    pub(crate) country: String,
    /// Code of the sector; empty when not known.
    pub(crate) sector: String,
    /// Title or role; empty for none.
    pub(crate) role: String,
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

impl Party {
    /// Whether both are the same party: one entity, or the same words.
    pub(crate) fn same(&self, other: &Party) -> bool {
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
pub(crate) fn parties(article: &Article<'_>, head: usize, reach: Reach) -> Vec<Party> {
    let mut found: Vec<Party> = Vec::new();
    let mut add = |party: Party| {
        if found.len() < PARTIES_MAX && !found.iter().any(|known: &Party| known.same(&party)) {
            found.push(party);
        }
    };
    for member in members(article, head) {
        at(article, member, reach, 0).into_iter().for_each(&mut add);
    }
    for (token, mention) in listed_after(article, head) {
        add(of_mention(article, token, &mention));
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
fn at(article: &Article<'_>, head: usize, reach: Reach, depth: u8) -> Vec<Party> {
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
            let sector = own[0].sector.clone();
            return owners.into_iter().map(|owner| of_group(article, head, owner, &sector)).collect();
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

/// "ethnic Sylvanians in Ruritania": people of the country where they live.
fn minority(article: &Article<'_>, head: usize, depth: u8) -> Option<Vec<Party>> {
    let parsed = &article.parsed;
    let ethnic = article.dependents(head).any(|dependent| parsed.is(dependent, "ethnic"));
    let home = article.dependents(head).find(|&dependent| {
        parsed.relation(dependent) == R::Nmod
            && (article.preposition(dependent) == "in" || article.preposition(dependent) == "of")
    })?;
    let people =
        article.mentions_at(head).any(|(_, mention)| mention.kind == MentionKind::Group && mention.sector() == "CVL");
    if depth > 3 || !(ethnic || people) || parsed.tokens[head].form != Form::Plural {
        return None;
    }
    let homes = parties_deeper(article, home, depth, Reach::Patient);
    let homes: Vec<Party> = homes.into_iter().filter(|party| !party.country.is_empty()).collect();
    (!homes.is_empty()).then(|| homes.into_iter().map(|owner| of_group(article, head, owner, "CVL")).collect())
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
fn mentioned(article: &Article<'_>, head: usize, reach: Reach) -> Vec<Party> {
    let fits = |mention: &Mention| {
        can_act(mention)
            || mention.kind == MentionKind::Place
                && !mention.country().is_empty()
                && (reach == Reach::Patient || article.tag(head) == Tag::Propn)
    };
    let covering: Vec<(usize, &Mention)> = article.mentions_at(head).filter(|(_, mention)| fits(mention)).collect();
    let is_head = |mention: &Mention| mention.head as usize == head || mention.head == u32::MAX;
    let heads: Vec<&Mention> =
        covering.iter().map(|&(_, mention)| mention).filter(|mention| is_head(mention)).collect();
    let chosen = if heads.is_empty() { covering.iter().map(|&(_, mention)| mention).collect() } else { heads };
    // The longest mention is the whole name; members of a group share its range.
    let Some(longest) = chosen.iter().map(|mention| mention.end - mention.start).max() else {
        return by_title(article, head).map(|person| of_mention(article, head, person)).into_iter().collect();
    };
    let chosen = chosen.into_iter().filter(|mention| mention.end - mention.start == longest);
    // "NATO chief Anna Kovar" with "NATO" as head: the person whose title it is.
    chosen.map(|mention| of_mention(article, head, titled(article, head, mention).unwrap_or(mention))).collect()
}

/// A party as its mention tells it.
pub(crate) fn of_mention(article: &Article<'_>, head: usize, mention: &Mention) -> Party {
    let mut range = article.mention_range(mention);
    let mut country = mention.country();
    let whose = if country.is_empty() { in_title(article, head, mention) } else { None };
    if let Some((words, told)) = whose {
        range.start = range.start.min(words.start);
        country = told.map_or("", |told| told.country());
    }
    let name = article.mention_string(mention.name);
    let name = if name.is_empty() { &article.parsed.text[range.clone()] } else { name };
    Party {
        name: name.to_owned(),
        country: country.to_owned(),
        range,
        sector: mention.sector().to_owned(),
        role: article.mention_string(mention.role).to_owned(),
        how: mention.how,
        entity: Some(mention.entity),
        kind: mention.kind,
        confidence: mention.confidence,
        token: head,
        corrupted: mention.flags & Mention::CORRUPTED != 0,
    }
}

/// The first words of the title before a name whose mention knows no country, and the country that they tell: "British
/// Minister Tom Smith", "Ruritania's young minister Anna Kovar".
fn in_title<'m>(
    article: &'m Article<'_>,
    head: usize,
    mention: &Mention,
) -> Option<(Range<usize>, Option<&'m Mention>)> {
    let parsed = &article.parsed;
    let told_by =
        |token: usize| article.mentions_at(token).map(|(_, told)| told).find(|told| !told.country().is_empty());
    let range = name_range(article, head);
    if let Some(told) = parsed.tokens_in(range).take(8).find_map(told_by) {
        return Some((article.mention_range(mention), Some(told)));
    }
    if mention.kind != MentionKind::Person || mention.flags & Mention::PRONOUN != 0 {
        return None;
    }
    let title = article.dependents(head).find(|&title| {
        title < head
            && matches!(parsed.relation(title), R::Nmod | R::Compound | R::Appos | R::NmodUnmarked)
            && !sector_of(article, title).is_empty()
    })?;
    let owner = article.dependents(title).find(|&owner| {
        owner < title
            && title - owner < TITLE_WINDOW
            && matches!(parsed.relation(owner), R::NmodPoss | R::Compound | R::Amod)
            && (article.tag(owner) == Tag::Propn || told_by(owner).is_some())
    })?;
    Some((parsed.range(owner), told_by(owner)))
}

/// Tokens between a title and the one whose it is.
const TITLE_WINDOW: usize = 8;

/// Those to whom a noun belongs: possessor, adjective, "of", "from".
fn owners(article: &Article<'_>, head: usize, reach: Reach, depth: u8) -> Vec<Party> {
    let parsed = &article.parsed;
    let mut places: Vec<(u8, usize)> = Vec::new();
    for dependent in article.dependents(head).take(PARTIES_MAX) {
        let relation = parsed.relation(dependent);
        let preposition = article.preposition(dependent);
        let behind = |list: &[&str]| list.contains(&preposition);
        let rank = match relation {
            // "its war with Ruritania": the other side tells more than the pronoun.
            R::NmodPoss if reach == Reach::Patient && article.tag(dependent) == Tag::Pron => 6,
            R::NmodPoss => 0,
            R::Amod | R::Compound | R::Flat | R::NmodUnmarked | R::Nsubj => 1,
            R::Nmod if dependent < head && preposition.is_empty() => 1,
            R::Nmod | R::Obl if behind(&["of", "from", "by", "between"]) => 2,
            R::Nmod | R::Obl
                if behind(&[
                    "in",
                    "at",
                    "near",
                    "among",
                    "with",
                    "to",
                    "against",
                    "on",
                    "for",
                    "into",
                    "over",
                    "about",
                    "throughout",
                    "across",
                ]) =>
            {
                3
            }
            R::Appos => 4,
            R::Acl | R::AclRelcl if relation == R::Acl || reach == Reach::Patient => 5,
            _ => continue,
        };
        places.push((rank, dependent));
    }
    places.sort_unstable();
    let mut unsure = Vec::new();
    for (rank, place) in places {
        let found: Vec<Party> = if rank == 5 {
            // "militants loyal to", "workers affiliated with"
            article
                .dependents(place)
                .filter(|&dependent| {
                    matches!(parsed.relation(dependent), R::Obl | R::OblAgent)
                        || reach == Reach::Patient && parsed.relation(dependent) == R::Obj
                })
                .flat_map(|dependent| parties_deeper(article, dependent, depth, Reach::Patient))
                .take(PARTIES_MAX)
                .collect()
        } else if rank == 3 && reach == Reach::Agent {
            // Where people are is where they are from, when it is named at once: not "in a raid near Ruritania".
            direct(article, place)
        } else {
            parties_deeper(article, place, depth, Reach::Patient)
        };
        let whole = parsed.range(head);
        let known: Vec<Party> = found
            .into_iter()
            // A mention of the whole phrase is no owner of it.
            .filter(|party| {
                party.entity.is_none() || !(party.range.start <= whole.start && whole.end <= party.range.end)
            })
            .filter(|party| {
                let proper = article.tag(party.token) == Tag::Propn && sector_of(article, party.token).is_empty();
                !party.country.is_empty() || party.is_proper() && (rank != 1 || proper)
            })
            .collect();
        // A name without a country gives way to one with: "its Gulf war with Ruritania".
        if known.iter().any(|party| !party.country.is_empty()) {
            return known;
        }
        if unsure.is_empty() {
            unsure = known;
        }
    }
    unsure
}

/// Those whom the words of a phrase name themselves.
fn direct(article: &Article<'_>, head: usize) -> Vec<Party> {
    let named = |member: usize| {
        let own = mentioned(article, member, Reach::Patient);
        let unnamed = own.is_empty() && article.tag(member) == Tag::Propn;
        if unnamed { vec![unknown(article, member, "")] } else { own }
    };
    members(article, head).into_iter().flat_map(named).collect()
}

fn parties_deeper(article: &Article<'_>, head: usize, depth: u8, reach: Reach) -> Vec<Party> {
    members(article, head).into_iter().flat_map(|member| at(article, member, reach, depth + 1)).collect()
}

/// A group by its noun and whose it is: "Ruritanian officials".
fn of_group(article: &Article<'_>, head: usize, owner: Party, sector: &str) -> Party {
    let parsed = &article.parsed;
    let own = name_range(article, head);
    let range = owner.range.start.min(own.start)..owner.range.end.max(own.end);
    let range = if range.len() < 160 { range } else { own };
    Party {
        name: parsed.text[range.clone()].to_owned(),
        range,
        sector: if sector.is_empty() { owner.sector } else { sector.to_owned() },
        kind: MentionKind::Group,
        entity: None,
        token: head,
        confidence: owner.confidence * 9 / 10,
        role: String::new(),
        ..owner
    }
}

/// Somebody of whom only the words are known.
fn unknown(article: &Article<'_>, head: usize, sector: &str) -> Party {
    let parsed = &article.parsed;
    let range = name_range(article, head);
    // "British Minister Tom Smith": the country stands in the title.
    let told = parsed.tokens_in(range.clone()).take(8).find_map(|token| {
        article.mentions_at(token).map(|(_, mention)| *mention).find(|mention| !mention.country().is_empty())
    });
    Party {
        name: parsed.text[range.clone()].to_owned(),
        range,
        country: told.map(|mention| mention.country().to_owned()).unwrap_or_default(),
        sector: sector.to_owned(),
        role: String::new(),
        how: told.map_or(Resolution::None, |_| Resolution::TitleInText),
        entity: None,
        kind: if article.tag(head) == Tag::Propn { MentionKind::Other } else { MentionKind::Group },
        confidence: 400,
        token: head,
        corrupted: false,
    }
}

/// A name with the capitalised words around it: "White House", "Ministry of Walks" without what follows "of".
fn name_range(article: &Article<'_>, head: usize) -> Range<usize> {
    let parsed = &article.parsed;
    let sentence = parsed.tokens_of(parsed.sentence_of(head));
    let belongs = |token: usize| {
        let capital = parsed.word(token).chars().next().is_some_and(char::is_uppercase);
        let part = matches!(parsed.relation(token), R::Compound | R::Flat | R::Amod | R::Nummod);
        (capital || part && article.tag(token) != Tag::Num)
            && matches!(article.tag(token), Tag::Propn | Tag::Noun | Tag::Adj)
    };
    let (mut first, mut last) = (head, head);
    for dependent in article.dependents(head) {
        if dependent.abs_diff(head) < 6 && matches!(parsed.relation(dependent), R::Compound | R::Flat) {
            (first, last) = (first.min(dependent), last.max(dependent));
        }
    }
    while first > sentence.start && head - first < 6 && belongs(first - 1) {
        first -= 1;
    }
    while last + 1 < sentence.end && last - head < 6 && parsed.relation(last + 1) == R::Flat {
        last += 1;
    }
    parsed.range(first).start..parsed.range(last).end
}

/// The sector of a noun for those who act; empty for other words.
pub(crate) fn sector_of(article: &Article<'_>, token: usize) -> &'static str {
    article.lemmas(token).map(|(lemma, _)| lemma.sector).find(|sector| !sector.is_empty()).unwrap_or("")
}

/// Days and months are written like names but act in nothing.
pub(crate) fn is_calendar(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    WORDS.contains(&word)
}
