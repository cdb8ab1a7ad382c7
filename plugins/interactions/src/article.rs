//! One text with all that other extractors said about it, indexed by token.

use std::ops::Range;

use extractor_api::Document;
use extractor_api::layer::{DateMention, Layer, Mention, MentionKind, Quote, Relation, Sentence, Tag, Token, ZoneKind};
use parsed::Parsed;

use crate::lexicon::{self, Form, Lemma, Pos};
use crate::mend::mend;
use crate::words::Words;

/// Dependents of a token that are looked at; no word of a real sentence has so many.
const DEPENDENTS_MAX: usize = 64;
/// No mention.
const NONE: u32 = u32::MAX;

/// The text with its layers.
pub(crate) struct Article<'a> {
    pub(crate) parsed: Parsed<'a>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) dates: Vec<DateMention>,
    pub(crate) quotes: Vec<Quote>,
    mention_strings: Option<Layer<'a, Mention>>,
    date_strings: Option<Layer<'a, DateMention>>,
    words: Words,
    /// For each token the first mention that covers it.
    first_mention: Vec<u32>,
    /// Nothing but the headline tells anything.
    title_alone: bool,
}

/// "Ruritania rejected" with the name as an adjective: before a verb the name of a country is none.
fn name_countries(tokens: &mut [Token], mentions: impl Iterator<Item = Mention>) {
    let is_name = |mention: &Mention| {
        mention.kind == MentionKind::Country && mention.flags & (Mention::ADJECTIVE | Mention::PRONOUN) == 0
    };
    for mention in mentions.filter(is_name) {
        let before_verb = tokens.get(mention.head as usize + 1).is_some_and(|next| next.tag == Tag::Verb);
        if let Some(token) = tokens.get_mut(mention.head as usize).filter(|token| before_verb && token.tag == Tag::Adj)
            && (token.start, token.end) == (mention.start, mention.end)
        {
            (token.tag, token.form) = (Tag::Propn, extractor_api::layer::Form::Singular);
        }
    }
}

impl<'a> Article<'a> {
    /// Reads all layers; `None` without sentences and tokens.
    pub(crate) fn read(document: &Document<'a>) -> Option<Article<'a>> {
        let text = document.text()?;
        let mut tokens = document.layer::<Token>()?.to_vec();
        let sentences = document.layer::<Sentence>()?.to_vec();
        let title_alone = !sentences.iter().any(|sentence| tells(sentence.zone, false));
        let told: Vec<Sentence> =
            sentences.iter().copied().filter(|sentence| tells(sentence.zone, title_alone)).collect();
        let words = Words::read(text, &tokens, &told);
        let mention_strings = document.layer::<Mention>();
        name_countries(&mut tokens, mention_strings.iter().flat_map(|layer| layer.iter()));
        mend(&words, text, &mut tokens, &told);
        let parsed = Parsed::new(text, tokens, sentences);
        let date_strings = document.layer::<DateMention>();
        let fits = |start: u64, end: u64| extractor_api::layer::range_of(parsed.text, start, end).is_some();
        // A mention that names no token as its head has the top of its phrase; without one it stands nowhere.
        let headed = |mut mention: Mention| {
            if mention.head as usize >= parsed.tokens.len() {
                let phrase = parsed.tokens_in(mention.start as usize..mention.end as usize);
                mention.head = parsed.top(phrase)? as u32;
            }
            Some(mention)
        };
        let mentions = mention_strings.iter().flat_map(|layer| layer.iter());
        let mentions = mentions.filter(|mention| fits(mention.start, mention.end)).filter_map(headed).collect();
        let dates = date_strings.iter().flat_map(|layer| layer.iter());
        let dates = dates.filter(|date| fits(date.start, date.end)).collect();
        let quotes = document.layer::<Quote>();
        let quotes = quotes.iter().flat_map(|layer| layer.iter());
        let quotes = quotes
            .filter(|quote| fits(quote.start, quote.end) && fits(quote.speaker_start, quote.speaker_end))
            .collect();
        let layers = (mentions, dates, quotes);
        Some(Article { title_alone, ..Article::new(parsed, words, layers, mention_strings, date_strings) })
    }

    fn new(
        parsed: Parsed<'a>,
        words: Words,
        (mentions, dates, quotes): (Vec<Mention>, Vec<DateMention>, Vec<Quote>),
        mention_strings: Option<Layer<'a, Mention>>,
        date_strings: Option<Layer<'a, DateMention>>,
    ) -> Article<'a> {
        let mut first_mention = vec![NONE; parsed.tokens.len()];
        for (index, mention) in mentions.iter().enumerate() {
            // A mention longer than this is a mistake; the cap keeps nested ones from costing a quadratic step.
            let tokens = parsed.tokens_in(mention.start as usize..mention.end as usize);
            for slot in first_mention[tokens].iter_mut().take(40) {
                *slot = (*slot).min(index as u32);
            }
        }
        Article {
            parsed,
            mentions,
            dates,
            quotes,
            mention_strings,
            date_strings,
            words,
            first_mention,
            title_alone: false,
        }
    }

    /// A text with its parse alone.
    #[cfg(test)]
    pub(crate) fn bare(parsed: Parsed<'a>) -> Article<'a> {
        let words = Words::read(parsed.text, &parsed.tokens, &parsed.sentences);
        Article::new(parsed, words, (Vec::new(), Vec::new(), Vec::new()), None, None)
    }

    /// Whether a sentence tells acts.
    pub(crate) fn is_told(&self, sentence: usize) -> bool {
        tells(self.parsed.sentences[sentence].zone, self.title_alone)
    }

    /// A string of the mentions' pool.
    pub(crate) fn mention_string(&self, at: extractor_api::layer::PoolStr) -> &'a str {
        self.mention_strings.map_or("", |layer| layer.str(at))
    }

    /// A string of the dates' pool.
    pub(crate) fn date_string(&self, at: extractor_api::layer::PoolStr) -> &'a str {
        self.date_strings.map_or("", |layer| layer.str(at))
    }

    /// The mentions that cover a token, the innermost last; also one inside of it: "anti-Ruritanian", but not whom
    /// "pro-Ruritanian" crowds stand for.
    pub(crate) fn mentions_at(&self, token: usize) -> impl Iterator<Item = (usize, &Mention)> {
        let first = self.first_mention[token];
        let from = if first == NONE { self.mentions.len() } else { first as usize };
        let byte = if first == NONE { 0 } else { self.first_byte(token) };
        self.mentions[from..]
            .iter()
            .enumerate()
            .take(64)
            .take_while(move |(_, mention)| mention.start <= byte)
            .filter(move |(_, mention)| mention.end > byte)
            .map(move |(index, mention)| (from + index, mention))
    }

    /// The byte of a token from which on it may be a name.
    fn first_byte(&self, token: usize) -> u64 {
        const BEFORE_NAME: &str = "anti-";
        let start = self.parsed.range(token).start;
        let inside = self.parsed.word(token).get(..BEFORE_NAME.len());
        let is_inside = inside.is_some_and(|start| start.eq_ignore_ascii_case(BEFORE_NAME));
        (if is_inside { start + BEFORE_NAME.len() } else { start }) as u64
    }

    /// The dependents of a token: the first of them, so that a head of many thousands costs no quadratic step.
    pub(crate) fn dependents(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + '_ {
        self.parsed.dependents(token).take(DEPENDENTS_MAX)
    }

    /// The first dependent with this relation.
    pub(crate) fn dependent(&self, token: usize, relation: Relation) -> Option<usize> {
        self.dependents(token).find(|&dependent| self.parsed.relation(dependent) == relation)
    }

    /// Whether a token is part of a longer name: its words are no acts.
    pub(crate) fn is_in_name(&self, token: usize) -> bool {
        let own = self.parsed.range(token);
        self.mentions_at(token).any(|(_, mention)| {
            let named = matches!(
                mention.kind,
                MentionKind::Person | MentionKind::Organization | MentionKind::Place | MentionKind::Country
            );
            let meant = mention.flags & (Mention::PRONOUN | Mention::ROLE_ALONE) != 0;
            named && !meant && (mention.end - mention.start) as usize > own.len()
        })
    }

    /// What the lexicon knows of a token.
    pub(crate) fn form(&self, token: usize) -> &'static Form {
        self.words.form(token)
    }

    /// Whether a token may name an act.
    pub(crate) fn is_trigger(&self, token: usize) -> bool {
        self.words.is_trigger(token)
    }

    /// The words of the lexicon that a token may be a form of.
    pub(crate) fn lemmas(&self, token: usize) -> impl Iterator<Item = &'static Lemma> + use<> {
        self.form(token).lemmas()
    }

    /// Whether a token is in one of these classes.
    pub(crate) fn in_class(&self, token: usize, classes: u128) -> bool {
        self.words.in_class(token, classes)
    }

    /// Whether a token is a form of this word of the lexicon.
    pub(crate) fn is_form_of(&self, token: usize, word: &str) -> bool {
        self.lemmas(token).any(|lemma| lemma.text() == word) || self.parsed.is(token, word)
    }

    /// Whether a word negates what it hangs on: "not", "no longer".
    pub(crate) fn negates(&self, token: usize) -> bool {
        self.in_class(token, lexicon::table::NEGATION)
            || token > 0 && self.parsed.is(token, "longer") && self.parsed.is(token - 1, "no")
    }

    pub(crate) fn tag(&self, token: usize) -> Tag {
        self.parsed.tokens[token].tag
    }

    /// Whether a token can be the head of a noun phrase.
    pub(crate) fn is_nominal(&self, token: usize) -> bool {
        matches!(self.tag(token), Tag::Noun | Tag::Propn | Tag::Pron | Tag::Num)
    }

    /// Whether a word only counts or measures what stands behind its "of": "two of the bridges", "a series of talks".
    pub(crate) fn measures(&self, token: usize) -> bool {
        self.tag(token) == Tag::Num || self.in_class(token, lexicon::table::MEASURE)
    }

    pub(crate) fn is_verbal(&self, token: usize) -> bool {
        matches!(self.tag(token), Tag::Verb | Tag::Aux)
    }

    pub(crate) fn sentence(&self, token: usize) -> &Sentence {
        &self.parsed.sentences[self.parsed.sentence_of(token)]
    }

    /// The preposition of a noun phrase in small letters; empty for none.
    pub(crate) fn preposition(&self, token: usize) -> &'static str {
        self.case_of(token).map_or("", |case| self.as_preposition(case))
    }

    /// A preposition in small letters. Of those that English makes of other words ("notwithstanding") only that they are
    /// one is known.
    pub(crate) fn as_preposition(&self, case: usize) -> &'static str {
        let form = self.form(case);
        if form.classes & lexicon::table::PREPOSITION != 0 { form.text() } else { "?" }
    }

    /// The word that is the preposition of a noun phrase.
    pub(crate) fn case_of(&self, token: usize) -> Option<usize> {
        self.dependents(token).find(|&dependent| {
            self.parsed.relation(dependent) == Relation::Case
                && (self.tag(dependent) == Tag::Adp || !self.parsed.word(dependent).ends_with(['s', '\'', '’']))
        })
    }

    /// Whether a verb with this particle is one of the lexicon: "cordon off".
    pub(crate) fn is_phrasal(&self, verb: usize, particle: &str) -> bool {
        self.form(verb).readings().iter().any(|reading| {
            reading.pos == Pos::Verb
                && reading.triggers().any(|trigger| trigger.particle().eq_ignore_ascii_case(particle))
        })
    }

    /// Whether "up to" before a number counts a noun: "up to 20 boats".
    pub(crate) fn counts_up_to(&self, token: usize) -> bool {
        let case = self.dependents(token).find(|&dependent| self.parsed.is(dependent, "to") && dependent < token);
        case.is_some_and(|to| to > 0 && self.parsed.is(to - 1, "up") && self.tag(to + 1) == Tag::Num)
    }

    /// The quotes that cover a byte, the innermost last.
    pub(crate) fn quotes_at(&self, byte: usize) -> impl Iterator<Item = &Quote> {
        let end = self.quotes.partition_point(|quote| quote.start as usize <= byte);
        // Quotes nest two or three deep; the cap keeps a list of ten thousand open ones from being read each time.
        self.quotes[end.saturating_sub(24)..end].iter().filter(move |quote| quote.end as usize > byte)
    }

    /// Bytes of a mention with its title.
    pub(crate) fn mention_range(&self, mention: &Mention) -> Range<usize> {
        let lead = (mention.lead as usize).min(mention.start as usize);
        let start = mention.start as usize - lead;
        let start = if self.parsed.text.is_char_boundary(start) { start } else { mention.start as usize };
        start..mention.end as usize
    }
}

/// Whether a mention can act: a place alone cannot.
pub(crate) fn can_act(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Person | MentionKind::Organization | MentionKind::Country | MentionKind::Group)
        || mention.flags & Mention::METONYM != 0
}

/// Whether what stands in this part of an article is told by it: no headline, unless it stands `alone`, and no footnote,
/// biography or link.
fn tells(zone: ZoneKind, alone: bool) -> bool {
    match zone {
        ZoneKind::Body | ZoneKind::Caption | ZoneKind::SummaryByAuthor | ZoneKind::Other => true,
        ZoneKind::Title => alone,
        _ => false,
    }
}
