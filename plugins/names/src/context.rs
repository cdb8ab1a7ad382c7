//! The country of those whose words tell none: "the police", "President Kovar". It is that of the sentence, when the
//! sentence has but one, or of the article; [`fit`] tells who can have it, [`halves`] of which Korea "the North" is.

mod fit;
mod halves;

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation, Resolution};

use parsed::Parsed;

use crate::finder::Draft;
use crate::key::{Key, role};
use crate::memory::{Code, Memory, NONE};
use fit::{has_backer, has_owner, is_acted_on, is_of_a_country, is_of_another, is_said, is_subject};

/// How sure a country is that only the context tells.
const CONFIDENCE: u32 = 550;
/// How sure the country of a person with a name is, then.
const CONFIDENCE_OF_NAMED: u32 = 700;
/// Sectors of those who bear weapons.
const ARMED: [Code; 5] = [*b"REB\0", *b"MIL\0", *b"COP\0", *b"PRM\0", *b"UAF\0"];
/// Cities where the bodies of many countries sit.
const SEATS_OF_MANY: &[&str] =
    &["Geneva", "Brussels", "New York", "Vienna", "The Hague", "Hague", "Davos", "Strasbourg"];
/// So many mentions make a country one of which an article speaks.
const OFTEN: u32 = 3;
/// So many mentions of a sentence are looked at, at most.
const LOOKED_AT_MAX: usize = 200;

/// So many tokens of a sentence are its beginning: "The Netherlands", "Oslo - Norway".
const FIRST: usize = 3;

/// Gives countries to mentions without one. The drafts are in the order of their sentences.
pub(crate) fn infer(parsed: &Parsed<'_>, memory: &mut Memory<'_>, drafts: &mut [Draft]) {
    halves::name(parsed, memory, drafts, &counts(drafts, memory));
    let counts = counts(drafts, memory);
    let whole = dominant(&counts);
    let often = |country: Code| counts.iter().any(|&(known, count)| known == country && count >= OFTEN);
    let mut before: Option<Code> = None;
    let mut known = Known::default();
    let mut first = 0;
    while first < drafts.len() {
        let sentence = drafts[first].sentence;
        let end = first + drafts[first..].iter().take_while(|draft| draft.sentence == sentence).count();
        let told = single(&drafts[first..end], memory);
        // Whom another paragraph named in passing this one does not speak of.
        if first > 0 && begins_paragraph(parsed, sentence, drafts[first - 1].sentence) {
            before = before.filter(|&country| often(country));
        }
        let country = match told {
            Told::One(country) => Some(country),
            Told::None => before.or(whole),
            Told::Many => None,
        };
        let here = &mut drafts[first..end];
        let spoken_of = country.or_else(|| subject(parsed, here));
        match country {
            Some(country) => {
                let home = whole.filter(|&whole| before.is_none_or(|before| before == whole));
                give_one(parsed, memory, here, country, &Around { before, home }, &known);
            }
            None => {
                known.note(parsed, here, memory);
                give_some(parsed, memory, here, spoken_of, &known);
            }
        }
        known.note(parsed, here, memory);
        before = match told {
            Told::One(country) => Some(country),
            Told::None => before,
            Told::Many => spoken_of,
        };
        first = end;
    }
}

/// The countries that are spoken of around a sentence.
struct Around {
    /// In what stands before it in its paragraph.
    before: Option<Code>,
    /// In the whole article, where what stands before does not differ.
    home: Option<Code>,
}

/// Gives the country of a sentence to all in it, but for the junta of before, and for persons who stand before whom it tells
/// or act on it.
fn give_one(
    parsed: &Parsed<'_>,
    memory: &mut Memory<'_>,
    drafts: &mut [Draft],
    country: Code,
    around: &Around,
    known: &Known,
) {
    let told = first_told(drafts, memory);
    // Few sentences have an official as their subject of whom no country is told.
    let any_official = drafts.iter().take(LOOKED_AT_MAX).any(|draft| is_official(parsed, memory, draft));
    let tells = drafts.iter().take(LOOKED_AT_MAX).filter(|draft| any_official && country_of(draft, memory) != NONE);
    // "American troops" tell no more than "American".
    let is_inside = |draft: &Draft, inner: &Draft| {
        inner.flags & Mention::ADJECTIVE != 0
            && draft.range != inner.range
            && draft.lead <= inner.range.start
            && inner.range.end <= draft.range.end
    };
    let tells = tells.filter(|draft| !drafts.iter().take(LOOKED_AT_MAX).any(|inner| is_inside(draft, inner)));
    let tells: Vec<(Range<usize>, bool)> =
        tells.map(|draft| (draft.range.clone(), is_acted_on(parsed, draft))).collect();
    for draft in drafts.iter_mut().take(LOOKED_AT_MAX) {
        // "Minister Kovar called on Ruritania to leave", "'Ruritania lies,' Minister Kovar said": she is of another country.
        let is_other = |(told, acted_on): &(Range<usize>, bool)| {
            *acted_on && draft.range.start < told.start || is_said(parsed.text, told, &draft.range)
        };
        let acts = || any_official && acts_for_a_country(memory, draft);
        if !tells.is_empty() && acts() && tells.iter().all(is_other) {
            if let Some(own) = around.before.or(around.home).filter(|&own| own != country) {
                give(parsed, memory, draft, own);
            }
            continue;
        }
        // "Speaker Kovar received Norwegian lawmakers": she is of the country of which the article speaks.
        let is_at_home = draft.kind == MentionKind::Person && told.is_some_and(|told| draft.lead < told);
        let own = known.regime(parsed, draft).or(around.home.filter(|_| is_at_home));
        give(parsed, memory, draft, own.unwrap_or(country));
    }
}

/// Gives countries in a sentence that tells several: to whom the text has spoken of, and to persons with a title.
fn give_some(
    parsed: &Parsed<'_>,
    memory: &mut Memory<'_>,
    drafts: &mut [Draft],
    spoken_of: Option<Code>,
    known: &Known,
) {
    for draft in drafts.iter_mut().take(LOOKED_AT_MAX) {
        if let Some(country) = known.regime(parsed, draft).or_else(|| known.armed(parsed, draft, memory)) {
            give(parsed, memory, draft, country);
        }
    }
    // "China challenged the U.S., with President Kovar calling for ..."
    if let Some(country) = spoken_of {
        let persons = drafts.iter_mut().take(LOOKED_AT_MAX).filter(|draft| draft.kind == MentionKind::Person);
        let titled = persons.filter(|draft| !draft.role.is_empty() && draft.flags & Mention::ROLE_ALONE == 0);
        titled.for_each(|draft| give(parsed, memory, draft, country));
    }
}

/// Whether a mention is of those who seized power somewhere, or of one who leads them.
fn is_regime(parsed: &Parsed<'_>, draft: &Draft) -> bool {
    let words = |range: &Range<usize>| parsed.text.get(range.clone()).unwrap_or_default();
    ["junta", "regime"].iter().any(|regime| words(&draft.range).ends_with(regime))
        || ["junta ", "Junta "].iter().any(|regime| words(&draft.role).starts_with(regime))
}

/// Whether the subject is somebody who acts for a country by what he is, and nothing tells for which.
fn is_official(parsed: &Parsed<'_>, memory: &Memory<'_>, draft: &Draft) -> bool {
    is_subject(parsed, draft) && acts_for_a_country(memory, draft)
}

/// Whether a mention of which no country is told is of a person with a title, or of a group or body without a name.
fn acts_for_a_country(memory: &Memory<'_>, draft: &Draft) -> bool {
    let acts = match draft.kind {
        MentionKind::Person => !draft.role.is_empty(),
        MentionKind::Group | MentionKind::Organization => !memory.get(draft.entity).named,
        _ => false,
    };
    acts && country_of(draft, memory) == NONE
}

/// The country that is the subject of the sentence.
fn subject(parsed: &Parsed<'_>, drafts: &[Draft]) -> Option<Code> {
    let countries = drafts.iter().take(LOOKED_AT_MAX).filter(|draft| draft.kind == MentionKind::Country);
    let mut subjects = countries.filter(|draft| {
        let is_subject = |head: u32| {
            let head = head as usize;
            let of_root = || parsed.head(head).is_some_and(|verb| parsed.head(verb).is_none());
            // Whatever the parser takes for the root, a sentence that begins with its subject speaks of that.
            let is_first = || head < parsed.tokens_of(parsed.sentence_of(head)).start + FIRST;
            matches!(parsed.relation(head), Relation::Nsubj | Relation::NsubjPass) && (of_root() || is_first())
        };
        draft.flags & Mention::ADJECTIVE == 0 && draft.head.is_some_and(is_subject)
    });
    subjects.next().map(|draft| draft.country)
}

/// Where the first country is told, if by an adjective: "Norwegian lawmakers".
fn first_told(drafts: &[Draft], memory: &Memory<'_>) -> Option<usize> {
    let told = drafts.iter().take(LOOKED_AT_MAX).filter(|draft| country_of(draft, memory) != NONE);
    let first = told.min_by_key(|draft| draft.range.start)?;
    let is_described = matches!(first.kind, MentionKind::Group | MentionKind::Organization);
    (first.flags & Mention::ADJECTIVE != 0 || is_described).then_some(first.range.start)
}

/// How many countries are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Told {
    #[default]
    None,
    One(Code),
    Many,
}

impl Told {
    /// With one more, or the same.
    fn and(self, country: Code) -> Told {
        match self {
            Told::None => Told::One(country),
            Told::One(known) if known == country => self,
            _ => Told::Many,
        }
    }
}

/// Whom the text has spoken of so far.
#[derive(Default)]
struct Known {
    /// Of which countries those of each sector of [`ARMED`] were: "the rebels" are those of before.
    armed: [Told; ARMED.len()],
    /// Of which country the last junta was.
    regime: Option<Code>,
}

impl Known {
    fn note(&mut self, parsed: &Parsed<'_>, drafts: &[Draft], memory: &Memory<'_>) {
        for draft in drafts.iter().take(LOOKED_AT_MAX) {
            let (country, sector) = (country_of(draft, memory), memory.get(draft.entity).sector);
            if country == NONE {
                continue;
            }
            if let Some(place) = ARMED.iter().position(|armed| *armed == sector) {
                self.armed[place] = self.armed[place].and(country);
            }
            if is_regime(parsed, draft) {
                self.regime = Some(country);
            }
        }
    }

    /// "the junta": that of before, whoever speaks of it.
    fn regime(&self, parsed: &Parsed<'_>, draft: &Draft) -> Option<Code> {
        self.regime.filter(|_| is_regime(parsed, draft))
    }

    /// The country of an armed body of which the text speaks as known. Those who keep peace have none.
    fn armed(&self, parsed: &Parsed<'_>, draft: &Draft, memory: &Memory<'_>) -> Option<Code> {
        let sector = memory.get(draft.entity).sector;
        let place = ARMED.iter().position(|armed| *armed == sector && draft.kind != MentionKind::Person)?;
        let words = parsed.text.get(draft.lead..draft.range.end).unwrap_or_default();
        let rest = words.strip_prefix("the ").or_else(|| words.strip_prefix("The "));
        // "the Communist forces" are of somebody.
        let is_known = rest.is_some_and(|rest| !rest.contains(char::is_uppercase));
        match self.armed[place] {
            _ if !is_known || words.contains("peace") => None,
            Told::One(country) => Some(country),
            Told::None | Told::Many => None,
        }
    }
}

/// The country of a mention or of whom it means; none for what is of many.
fn country_of(draft: &Draft, memory: &Memory<'_>) -> Code {
    // Where the bodies of many countries sit, reports of others are told.
    if draft.kind == MentionKind::Place && SEATS_OF_MANY.contains(&memory.get(draft.entity).name) {
        return NONE;
    }
    let country = if draft.country == NONE { memory.get(draft.entity).country } else { draft.country };
    if is_international(country) { NONE } else { country }
}

fn single(drafts: &[Draft], memory: &Memory<'_>) -> Told {
    let mut told = Told::None;
    for draft in drafts.iter().take(LOOKED_AT_MAX) {
        let country = country_of(draft, memory);
        if country != NONE {
            told = told.and(country);
        }
    }
    told
}

/// Whether a line ends between two sentences.
fn begins_paragraph(parsed: &Parsed<'_>, sentence: u32, before: u32) -> bool {
    let [before, sentence] = [before, sentence].map(|number| parsed.sentences.get(number as usize));
    let (Some(before), Some(sentence)) = (before, sentence) else { return false };
    parsed.text.get(before.end as usize..sentence.start as usize).is_some_and(|between| between.contains('\n'))
}

/// How often the article speaks of each country.
fn counts(drafts: &[Draft], memory: &Memory<'_>) -> Vec<(Code, u32)> {
    // An article speaks of few countries: a list is searched faster than a map.
    let mut counts: Vec<(Code, u32)> = Vec::new();
    for draft in drafts {
        let country = country_of(draft, memory);
        if country != NONE {
            match counts.iter_mut().find(|(known, _)| *known == country) {
                Some((_, count)) => *count += 1,
                None => counts.push((country, 1)),
            }
        }
    }
    counts
}

/// The country of which the article speaks far more often than of any other.
fn dominant(counts: &[(Code, u32)]) -> Option<Code> {
    let most = counts.iter().copied().max_by_key(|&(_, count)| count)?;
    let far = counts.iter().all(|&(country, count)| country == most.0 || most.1 > count * 2);
    far.then_some(most.0)
}

/// Gives a country to a mention without one, if it is of those who act for a country.
fn give(parsed: &Parsed<'_>, memory: &mut Memory<'_>, draft: &mut Draft, country: Code) {
    let entity = memory.get(draft.entity);
    let bare = draft.country == NONE && entity.country == NONE;
    // Where a named person goes, or whom he meets, says nothing of him: only where his title is told it may be known.
    let is_told = draft.kind != MentionKind::Person || !entity.named || !draft.role.is_empty();
    if !bare || !is_told || !is_of_a_country(draft.kind, entity) {
        return;
    }
    let tokens = parsed.tokens_in(draft.range.clone());
    let head = parsed.top(tokens.clone());
    let is_owned = |head: usize| has_backer(parsed, head) || has_owner(parsed, tokens, head);
    if is_of_another(parsed, draft, head) || head.is_some_and(is_owned) {
        return;
    }
    draft.country = country;
    draft.how = Resolution::Memory;
    draft.confidence = draft.confidence.min(CONFIDENCE);
    if !entity.named {
        draft.entity = of_country(parsed, memory, draft, country);
    } else if draft.kind == MentionKind::Person {
        let entity = memory.entity(draft.entity);
        (entity.country, entity.how) = (country, Resolution::Memory);
        entity.confidence = entity.confidence.min(CONFIDENCE_OF_NAMED);
    }
}

/// The entity of the same role in this country: "the police" of two countries are not the same.
fn of_country(parsed: &Parsed<'_>, memory: &mut Memory<'_>, draft: &Draft, country: Code) -> u32 {
    let words = if draft.role.is_empty() { draft.range.clone() } else { draft.role.clone() };
    let key = role_key(&parsed.text[words], country, draft.kind);
    let bare = memory.get(draft.entity).clone();
    memory.by_name(key, draft.kind, bare.name, |entity| {
        *entity = bare;
        (entity.country, entity.how) = (country, Resolution::Memory);
        entity.confidence = entity.confidence.min(CONFIDENCE);
    })
}

/// The key of a role without a name in a country.
pub(crate) fn role_key(words: &str, country: Code, kind: MentionKind) -> Key {
    role(words).word(Key(u64::from(u32::from_le_bytes(country)))).word(Key(kind as u64))
}

fn is_international(country: Code) -> bool {
    matches!(&country, b"IGO\0" | b"NGO\0" | b"MNC\0" | b"IMG\0" | b"EUR\0")
}
