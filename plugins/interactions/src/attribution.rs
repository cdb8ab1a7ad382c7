//! According to whom: the writer, somebody reported, somebody quoted, nobody in particular.

use std::ops::Range;

use extractor_api::layer::{Mention, Quote, QuoteKind};

use crate::article::Article;
use crate::clause::Clause;
use crate::frame::reporter;
use crate::lexicon::Flag;
use crate::matching::Match;
use crate::outlook::Outlook;
use crate::party::{Party, Reach, of_mention, parties};

/// How the text came to know of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The writer tells it.
    Author,
    /// Somebody is said to have said it.
    Reported,
    /// It stands in quotation marks.
    Quoted,
    /// Nobody is named for it.
    Hearsay,
    /// Nobody says it, but signs do: "apparently".
    Inferred,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Author => "author",
            Kind::Reported => "reported",
            Kind::Quoted => "quoted",
            Kind::Hearsay => "hearsay",
            Kind::Inferred => "inferred",
        }
    }
}

/// Who says it.
#[derive(Clone, Debug)]
pub(crate) struct Attribution<'a> {
    pub(crate) kind: Kind,
    /// Name of the source.
    pub(crate) source: Option<&'a str>,
    /// Bytes of the words for the source.
    pub(crate) span: Option<Range<usize>>,
    /// Bytes of the reporting words.
    pub(crate) cue: Option<Range<usize>>,
    /// The source as a party, where the text names it.
    pub(crate) speaker: Option<Party<'a>>,
}

/// Finds the source of an act.
pub(crate) fn find<'a>(
    article: &'a Article<'_>,
    clause: &Clause,
    found: &Match,
    outlook: &Outlook,
    actors: &[Party<'a>],
) -> Attribution<'a> {
    let byte = article.parsed.range(clause.head).start;
    if let Some(quote) = speech_at(article, byte) {
        let speaker = speaker(article, quote);
        let kind = if quote.kind == QuoteKind::Indirect { Kind::Reported } else { Kind::Quoted };
        let span = (quote.speaker_start < quote.speaker_end)
            .then_some(quote.speaker_start as usize..quote.speaker_end as usize);
        let cue = (quote.cue_start < quote.cue_end).then_some(quote.cue_start as usize..quote.cue_end as usize);
        if speaker.is_some() || span.is_some() {
            let name = speaker.as_ref().map(|party| party.name);
            let source = name.or_else(|| span.clone().and_then(|span| article.parsed.text.get(span)));
            return Attribution { kind, source, span, cue, speaker };
        }
    }
    if let Some(verb) = outlook.report {
        let named =
            reporter(article, verb).map(|subject| parties(article, subject, Reach::Patient)).unwrap_or_default();
        let cue = Some(article.parsed.range(verb));
        if let Some(speaker) = named.into_iter().next() {
            return of(Kind::Reported, speaker, cue);
        }
        if outlook.hearsay {
            return Attribution { kind: Kind::Hearsay, source: None, span: None, cue, speaker: None };
        }
    }
    if outlook.hearsay {
        return Attribution { kind: Kind::Hearsay, source: None, span: None, cue: None, speaker: None };
    }
    if let Some(word) = outlook.inferred {
        let cue = Some(article.parsed.range(word));
        return Attribution { kind: Kind::Inferred, source: None, span: None, cue, speaker: None };
    }
    if found.trigger.has(Flag::Speech)
        && let Some(actor) = actors.first()
    {
        return of(Kind::Reported, actor.clone(), Some(article.parsed.range(clause.head)));
    }
    Attribution { kind: Kind::Author, source: None, span: None, cue: None, speaker: None }
}

fn of<'a>(kind: Kind, speaker: Party<'a>, cue: Option<Range<usize>>) -> Attribution<'a> {
    Attribution { kind, source: Some(speaker.name), span: Some(speaker.range.clone()), cue, speaker: Some(speaker) }
}

/// The innermost words that somebody says around a byte.
fn speech_at<'a>(article: &'a Article<'_>, byte: usize) -> Option<&'a Quote> {
    article.quotes_at(byte).filter(|quote| is_speech(quote)).last()
}

/// Whether somebody says it: a term in quotation marks nobody does.
fn is_speech(quote: &Quote) -> bool {
    matches!(quote.kind, QuoteKind::Direct | QuoteKind::Mixed | QuoteKind::Indirect)
}

/// Who says the words at a byte, where the text names them.
pub(crate) fn speaker_at<'a>(article: &'a Article<'_>, byte: usize) -> Option<Party<'a>> {
    speaker(article, speech_at(article, byte)?)
}

/// Who said what stands before a byte in its paragraph: reports of what a spokesman says go on without his name.
pub(crate) fn speaker_before<'a>(article: &'a Article<'_>, byte: usize) -> Option<Party<'a>> {
    let end = article.quotes.partition_point(|quote| quote.end as usize <= byte);
    let mut before = article.quotes[end.saturating_sub(SAID_BEFORE_MAX)..end].iter().rev();
    let quote = before.find(|quote| is_speech(quote) && quote.speaker != Quote::NOBODY)?;
    let between = article.parsed.text.get(quote.end as usize..byte)?;
    speaker(article, quote)
        .filter(|speaker| !between.contains('\n') && speaker.sector == "GOV" && !speaker.country.is_empty())
}

/// Quotes before a byte that are looked at.
const SAID_BEFORE_MAX: usize = 8;

/// To whom the words at a byte are said, where the text names them.
pub(crate) fn listener_at<'a>(article: &'a Article<'_>, byte: usize) -> Option<Party<'a>> {
    of_entity(article, speech_at(article, byte)?.addressee, 0..u64::MAX)
}

/// The speaker of a quote as a party, by the mention under its words or by its entity.
fn speaker<'a>(article: &'a Article<'_>, quote: &Quote) -> Option<Party<'a>> {
    let words = quote.speaker_start..quote.speaker_end;
    let inside = (!words.is_empty()).then(|| of_entity(article, quote.speaker, words)).flatten();
    inside.or_else(|| of_entity(article, quote.speaker, 0..u64::MAX))
}

/// Somebody that a quote knows by number, by the first mention that lies in these bytes.
fn of_entity<'a>(article: &'a Article<'_>, entity: u32, bytes: Range<u64>) -> Option<Party<'a>> {
    let lies_in = |mention: &&Mention| mention.start >= bytes.start && mention.end <= bytes.end;
    let mut named = article.mentions.iter().filter(|mention| mention.entity == entity && entity != Quote::NOBODY);
    named.find(lies_in).map(|mention| of_mention(article, mention.head as usize, mention))
}
