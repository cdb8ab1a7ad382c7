//! Who is named where, from `mentions/1`, and who spoke last.

use std::ops::Range;

use extractor_api::Document;
use extractor_api::layer::{Layer, Mention, MentionKind, Quote, Tag};
use parsed::Parsed;

use crate::finding::{Finding, Speaking};
use crate::grammar::{Phrase, sentence_of};

/// How many mentions are looked at on either side of a place.
const MENTIONS_MAX: usize = 32;
/// How many sentences back somebody may have been named.
const SENTENCES_BACK: usize = 2;

/// Roles that mean the one who spoke before: "the expert added".
const ROLES: [&str; 40] = [
    "expert",
    "official",
    "analyst",
    "minister",
    "president",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "professor",
    "researcher",
    "author",
    "diplomat",
    "leader",
    "chief",
    "head",
    "director",
    "senator",
    "lawmaker",
    "politician",
    "economist",
    "scientist",
    "lawyer",
    "officer",
    "general",
    "commander",
    "mayor",
    "governor",
    "chancellor",
    "premier",
    "secretary",
    "ambassador",
    "envoy",
    "chairman",
    "chairwoman",
    "chair",
    "scholar",
    "activist",
    "writer",
    "source",
    "chairperson",
];

/// The mentions of a text.
pub(crate) struct People<'a> {
    layer: Option<Layer<'a, Mention>>,
    mentions: Vec<Mention>,
}

/// Who spoke last, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spoken {
    /// Who.
    pub(crate) speaker: Speaker,
    /// The byte behind the words.
    pub(crate) end: usize,
}

/// How it is known who a speaker is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Known {
    /// A mention lies on the words, or none is known.
    #[default]
    Named,
    /// The words are a pronoun for somebody named before.
    Pronoun,
    /// The words are a role of the one who spoke before.
    Role,
    /// There are no words for a speaker: it is who spoke, or was named, before.
    Implied,
}

/// Who said something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Speaker {
    /// The words for the speaker, in bytes; empty when the text does not name one there.
    pub(crate) words: Range<usize>,
    /// Index of the mention that tells who it is.
    pub(crate) mention: Option<usize>,
    /// Whether several are meant.
    pub(crate) several: bool,
    /// How it is known who it is.
    pub(crate) known: Known,
    /// The words that name the speaker elsewhere, where none do here.
    pub(crate) named_at: Range<usize>,
}

impl<'a> People<'a> {
    /// Reads the layer; nobody is known without it.
    pub(crate) fn read(document: &Document<'a>, text: &str) -> People<'a> {
        let layer: Option<Layer<'a, Mention>> = document.layer();
        let fits = |mention: &Mention| extractor_api::layer::range_of(text, mention.start, mention.end).is_some();
        let mut mentions: Vec<Mention> = layer.iter().flat_map(Layer::iter).filter(fits).collect();
        mentions.sort_by_key(|mention| (mention.start, mention.end));
        People { layer, mentions }
    }

    /// A mention.
    pub(crate) fn mention(&self, index: usize) -> &Mention {
        &self.mentions[index]
    }

    /// The fullest name of a mention's entity.
    pub(crate) fn name(&self, index: usize) -> &'a str {
        self.layer.map_or("", |layer| layer.str(self.mentions[index].name))
    }

    /// The number of an entity for `quotes/1`.
    pub(crate) fn entity(&self, speaker: &Speaker) -> u32 {
        speaker.mention.map_or(Quote::NOBODY, |index| self.mentions[index].entity)
    }

    /// Whether a phrase names somebody who can speak: a mention of one, a name, a personal pronoun, a role.
    pub(crate) fn can_speak(&self, parsed: &Parsed<'_>, phrase: &Phrase) -> bool {
        let personal = parsed.is_any(phrase.head, &["he", "she", "they", "we", "i"]);
        let known = self.at(parsed, phrase).is_some_and(|index| self.mentions[index].kind != MentionKind::Place);
        let person = parsed.word(phrase.head).trim_end_matches('s');
        let role = ROLES.iter().any(|role| person.eq_ignore_ascii_case(role));
        personal || known || role || parsed.tokens[phrase.head].tag == Tag::Propn
    }

    /// Whether a phrase names a person.
    pub(crate) fn is_person(&self, parsed: &Parsed<'_>, phrase: &Phrase) -> bool {
        self.at(parsed, phrase).is_some_and(|index| self.mentions[index].kind == MentionKind::Person)
    }

    /// Whether a phrase names a country or place.
    pub(crate) fn is_land(&self, parsed: &Parsed<'_>, phrase: &Phrase) -> bool {
        let is_land = |kind| matches!(kind, MentionKind::Country | MentionKind::Place);
        self.at(parsed, phrase).is_some_and(|index| is_land(self.mentions[index].kind))
    }

    /// The mentions that end behind `start` and begin before `end`, as far as it pays to look.
    fn around(&self, range: &Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let end = self.mentions.partition_point(|mention| (mention.start as usize) < range.end);
        let start = range.start;
        (end.saturating_sub(MENTIONS_MAX)..end).filter(move |&index| self.mentions[index].end as usize > start)
    }

    /// The mention that says whom a phrase names: the one on its head, else a person named inside it.
    fn at(&self, parsed: &Parsed<'_>, phrase: &Phrase) -> Option<usize> {
        let head = parsed.range(phrase.head);
        let on_head = self.around(&head).filter(|&index| self.mentions[index].flags & Mention::ADJECTIVE == 0);
        // The shortest: a long one may be a list or a phrase with an aside.
        let shortest = on_head.min_by_key(|&index| self.mentions[index].end - self.mentions[index].start);
        shortest.or_else(|| {
            let words = parsed.range_of(phrase.tokens.clone());
            self.around(&words).find(|&index| self.is_named_by(parsed, phrase, index))
        })
    }

    /// Whether a person in a phrase is the one it names: not in "the ministry of Jan Moss" or "Jan Moss's ministry".
    fn is_named_by(&self, parsed: &Parsed<'_>, phrase: &Phrase, index: usize) -> bool {
        let mention = &self.mentions[index];
        let tokens = parsed.tokens_in(mention.start as usize..mention.end as usize);
        let inside = tokens.start >= phrase.tokens.start && tokens.end <= phrase.tokens.end;
        let joint =
            |token: usize| parsed.tokens[token].tag == Tag::Adp || parsed.is_any(token, &["'s", "’s", "'", "’"]);
        let between = if tokens.end <= phrase.head { tokens.end..phrase.head } else { phrase.head + 1..tokens.start };
        let named = mention.kind == MentionKind::Person && mention.flags & Mention::PRONOUN == 0;
        named && inside && !between.clone().any(joint)
    }

    /// The mention of a person in an aside behind the phrase: "the harbour master, Jan Moss, said".
    fn beside(&self, parsed: &Parsed<'_>, phrase: &Phrase) -> Option<usize> {
        let comma = phrase.tokens.end;
        let follows = comma + 1 < sentence_of(parsed, phrase.head).end && parsed.is(comma, ",");
        let next = follows.then(|| parsed.range(comma + 1))?;
        self.around(&next).find(|&index| self.mentions[index].kind == MentionKind::Person)
    }

    /// The speaker of a finding, when the one of the words before is known.
    pub(crate) fn speaker(&self, parsed: &Parsed<'_>, finding: &Finding, last: Option<&Spoken>) -> Speaker {
        match &finding.speaker {
            Speaking::Phrase(phrase) => self.named(parsed, phrase, last, finding.words.start),
            Speaking::Same => last.map(|last| last.speaker.implied()).unwrap_or_default(),
            Speaking::Nearest => self.nearest(parsed, finding.words.start, last),
            Speaking::Nobody => Speaker::default(),
        }
    }

    /// Whom a phrase names. What was said begins at `said`: whom it speaks of is not the one who speaks, and its
    /// sentences do not count between a name and a pronoun.
    pub(crate) fn named(&self, parsed: &Parsed<'_>, phrase: &Phrase, last: Option<&Spoken>, said: usize) -> Speaker {
        let words = parsed.range_of(phrase.tokens.clone());
        let from = words.start.min(said);
        let several = (phrase.tokens.clone()).any(|token| {
            parsed.relation(token) == extractor_api::layer::Relation::Conj && parsed.head(token) == Some(phrase.head)
        });
        // A pronoun for which nobody was found is as good as none.
        let known = |&index: &usize| parsed.tokens[phrase.head].tag != Tag::Pron || !self.name(index).is_empty();
        if let Some(index) = self.at(parsed, phrase).filter(known) {
            let several = several || self.mentions[index].flags & Mention::MEMBER != 0;
            let words = self.trimmed(parsed, phrase, index);
            return Speaker { words, mention: Some(index), several, known: Known::Named, named_at: 0..0 };
        }
        if let Some(index) = self.beside(parsed, phrase) {
            return Speaker { words, mention: Some(index), several, known: Known::Named, named_at: 0..0 };
        }
        let known = self.refers_back(parsed, phrase);
        let mention = match known {
            Known::Named => None,
            Known::Pronoun => self
                .person_in_sentence(parsed, phrase.head)
                .filter(|_| from == words.start)
                .or_else(|| self.last_person(last.filter(|last| last.end >= floor(parsed, from))))
                .or_else(|| self.person_before(parsed, from)),
            _ => self.last_person(last).or_else(|| self.person_before(parsed, from)),
        };
        // Who spoke last may have a name that no mention lies on.
        let spoke = last.filter(|last| known != Known::Named && mention.is_none() && last.end >= floor(parsed, from));
        let named_at = spoke.map(|last| last.speaker.implied().named_at).unwrap_or_default();
        Speaker { words, mention, several, known, named_at }
    }

    /// The words for a speaker: with title, without what follows the name.
    fn trimmed(&self, parsed: &Parsed<'_>, phrase: &Phrase, index: usize) -> Range<usize> {
        let mention = &self.mentions[index];
        let words = parsed.range_of(phrase.tokens.clone());
        let lead = (mention.start as usize).saturating_sub(mention.lead as usize);
        let whole = words.start.min(lead)..(mention.end as usize).max(parsed.range(phrase.head).end);
        let person = mention.kind == MentionKind::Person && parsed.text.get(whole.clone()).is_some();
        if person && whole.len() <= words.len() + 120 { whole } else { words }
    }

    /// Whether the words stand for somebody who was named before.
    fn refers_back(&self, parsed: &Parsed<'_>, phrase: &Phrase) -> Known {
        if parsed.is_any(phrase.head, &["he", "she"]) {
            return Known::Pronoun;
        }
        let the = parsed.is_any(phrase.tokens.start, &["the"]);
        let role = the && parsed.is_any(phrase.head, &ROLES) && phrase.tokens.len() <= 3;
        if role { Known::Role } else { Known::Named }
    }

    /// The first person named in the sentence before a token: its subject, as a rule.
    fn person_in_sentence(&self, parsed: &Parsed<'_>, token: usize) -> Option<usize> {
        let sentence = sentence_of(parsed, token);
        let before = parsed.range_of(sentence.start..token);
        let first = self.mentions.partition_point(|mention| (mention.start as usize) < before.start);
        let near = (first..self.mentions.len()).take(MENTIONS_MAX);
        near.take_while(|&index| (self.mentions[index].end as usize) <= before.end)
            .find(|&index| self.mentions[index].kind == MentionKind::Person)
    }

    /// Who spoke last, if that is a person.
    fn last_person(&self, last: Option<&Spoken>) -> Option<usize> {
        last?.speaker.mention.filter(|&index| self.mentions[index].kind == MentionKind::Person)
    }

    /// Somebody named within the last two sentences: who spoke last, if it was there.
    fn nearest(&self, parsed: &Parsed<'_>, byte: usize, last: Option<&Spoken>) -> Speaker {
        let mention = self.person_before(parsed, byte);
        let floor = floor(parsed, byte);
        let spoke = last.filter(|last| last.end >= floor);
        let near = || Speaker { mention, known: Known::Implied, ..Speaker::default() };
        spoke.map_or_else(near, |last| last.speaker.implied())
    }

    /// The last person named before a place, within the last two sentences.
    fn person_before(&self, parsed: &Parsed<'_>, byte: usize) -> Option<usize> {
        let floor = floor(parsed, byte);
        let end = self.mentions.partition_point(|mention| (mention.start as usize) < byte);
        let near = (end.saturating_sub(MENTIONS_MAX)..end).rev();
        near.take_while(|&index| self.mentions[index].start as usize >= floor).find(|&index| {
            let mention = &self.mentions[index];
            mention.kind == MentionKind::Person
                && mention.end as usize <= byte
                && mention.flags & Mention::ADJECTIVE == 0
        })
    }
}

impl Speaker {
    /// The same speaker where no words name one.
    fn implied(&self) -> Speaker {
        let named_at = if self.words.is_empty() { self.named_at.clone() } else { self.words.clone() };
        Speaker { words: 0..0, known: Known::Implied, named_at, ..self.clone() }
    }
}

/// Where the sentences begin in which somebody may have been named.
fn floor(parsed: &Parsed<'_>, byte: usize) -> usize {
    let sentence = parsed.token_at(byte).map_or(parsed.sentences.len(), |token| parsed.sentence_of(token));
    let first = sentence.saturating_sub(SENTENCES_BACK);
    parsed.sentences.get(first).map_or(0, |sentence| sentence.start as usize)
}
