//! The first look: what a line is by itself, whatever stands around it.

use extractor_api::layer::ZoneKind;

use crate::blocks::Block;
use crate::cues::{Cue, Place};
use crate::lines::{Ending, Line, Marker, Reading};
use crate::words::Shape;
use crate::{dateline, dates, people};

/// What a line seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    /// The zone.
    pub(super) kind: ZoneKind,
    /// Whether that holds wherever the line stands; else only outside the body.
    pub(super) sure: bool,
    /// Whether it opens what follows an article: sources, biography, further links.
    pub(super) closes: bool,
}

impl Draft {
    fn sure(kind: ZoneKind) -> Option<Draft> {
        Some(Draft { kind, sure: true, closes: false })
    }

    fn unsure(kind: ZoneKind) -> Option<Draft> {
        Some(Draft { kind, sure: false, closes: false })
    }

    fn closing(kind: ZoneKind) -> Option<Draft> {
        Some(Draft { kind, sure: true, closes: true })
    }
}

/// What a line is by itself, or `None` when it may be text of the article.
pub(super) fn of(reading: &Reading<'_>, line: &Line) -> Option<Draft> {
    if line.len() == 0 {
        return Draft::sure(ZoneKind::Other);
    }
    match line.block {
        Some(Block::Caption) => return Draft::sure(ZoneKind::Caption),
        Some(Block::Note) => return Draft::closing(ZoneKind::References),
        Some(Block::Heading) => return heading(reading, line),
        _ => {}
    }
    reference(reading, line)
        .or_else(|| tags(line))
        .or_else(|| widget(line))
        .or_else(|| languages(line))
        .or_else(|| biography_heading(line))
        .or_else(|| related(reading, line))
        .or_else(|| caption(reading, line))
        .or_else(|| byline(reading, line))
        .or_else(|| section_and_date(reading, line))
        .or_else(|| summary(reading, line))
        .or_else(|| disclaimer(line))
        .or_else(|| noise(line))
}

/// A heading by its words: that of sources, further links and the like; `None` for one of the article.
fn heading(reading: &Reading<'_>, line: &Line) -> Option<Draft> {
    reference(reading, line)
        .or_else(|| widget(line))
        .or_else(|| languages(line))
        .or_else(|| biography_heading(line))
        .or_else(|| related(reading, line))
        .or_else(|| section_and_date(reading, line))
        .or_else(|| summary(reading, line))
        .or_else(|| noise(line))
}

fn tags(line: &Line) -> Option<Draft> {
    let mostly_tags = line.hashtags * 2 > line.len();
    let listed = line.cues.has(Cue::Tags, Place::Start) && !line.is_prose() && line.len() <= 40;
    if mostly_tags || listed { Draft::sure(ZoneKind::Hashtags) } else { None }
}

fn widget(line: &Line) -> Option<Draft> {
    let covered = line.cues.share_words + line.numbers;
    let all = line.cues.share_words > 0 && covered * 5 >= line.len() * 4;
    if all && line.len() <= 16 { Draft::sure(ZoneKind::ShareWidget) } else { None }
}

fn languages(line: &Line) -> Option<Draft> {
    let listed = line.cues.has(Cue::Available, Place::Start) && line.cues.language_names > 0 && line.len() <= 40;
    if listed || line.cues.language_names == line.len() { Draft::sure(ZoneKind::AvailableLanguages) } else { None }
}

fn reference(reading: &Reading<'_>, line: &Line) -> Option<Draft> {
    let cited = line.cues.has(Cue::Accessed, Place::Inside) && (line.urls > 0 || line.numbers > 0);
    let same_place = line.cues.has(Cue::Ibid, Place::Start) && line.len() <= 14;
    let proof = cited || same_place || line.urls > 0;
    match line.marker {
        Marker::Footnote(_) if proof || line.len() <= 60 => return Draft::closing(ZoneKind::References),
        Marker::Number(_) if proof && line.len() <= 80 => return Draft::closing(ZoneKind::References),
        Marker::None if same_place || (cited && line.urls > 0) => return Draft::closing(ZoneKind::References),
        _ => {}
    }
    if line.cues.has(Cue::ReferencesHeading, Place::Whole) {
        return Draft::closing(ZoneKind::References);
    }
    let labelled = line.cues.has(Cue::ReferencesHeading, Place::Start) && has_label(reading, line) && line.len() <= 30;
    let address = line.urls > 0 && line.urls * 5 >= line.len();
    if labelled || address { Draft::sure(ZoneKind::References) } else { None }
}

fn biography_heading(line: &Line) -> Option<Draft> {
    if line.cues.has(Cue::BioHeading, Place::Whole) { Draft::closing(ZoneKind::AuthorBio) } else { None }
}

fn related(reading: &Reading<'_>, line: &Line) -> Option<Draft> {
    if line.cues.has(Cue::Related, Place::Whole) {
        return Draft::closing(ZoneKind::RelatedLinks);
    }
    let linked = line.len() <= 12 || (has_label(reading, line) && line.len() <= 40);
    if line.cues.has(Cue::Related, Place::Start) && linked { Draft::sure(ZoneKind::RelatedLinks) } else { None }
}

fn caption(reading: &Reading<'_>, line: &Line) -> Option<Draft> {
    const WORDS_MAX: usize = 60;
    if line.len() > WORDS_MAX {
        return None;
    }
    let text = reading.str(line);
    let credited = line.cues.has(Cue::Credit, Place::Inside) && (text.ends_with([')', ']']) || !line.is_prose());
    if line.cues.has(Cue::Caption, Place::Start) || credited { Draft::sure(ZoneKind::Caption) } else { None }
}

fn byline(reading: &Reading<'_>, line: &Line) -> Option<Draft> {
    const WORDS_MAX: usize = 30;
    let text = reading.str(line);
    let labelled = line.cues.has(Cue::Byline, Place::Start);
    let named = || !people::names(text, if labelled { line.cues.byline_words } else { 0 }).is_empty();
    // "Ada Field, Harbour Correspondent": a name and a trade, but no sentence.
    let trade = line.cues.has(Cue::Role, Place::Inside) && line.ending == Ending::Open && line.len() <= 12;
    if line.len() <= WORDS_MAX && (labelled || trade) && named() { Draft::sure(ZoneKind::Byline) } else { None }
}

fn section_and_date(reading: &Reading<'_>, line: &Line) -> Option<Draft> {
    const WORDS_MAX: usize = 22;
    if line.len() > WORDS_MAX || line.is_prose() && line.ending != Ending::Open && line.len() > 14 {
        return None;
    }
    let text = reading.str(line);
    if line.numbers > 0 || text.contains('年') {
        if dateline::is_line(text) {
            return Draft::sure(ZoneKind::DatelineSite);
        }
        return dated(text, line);
    }
    let trail = text.matches([' ', '>', '»', '›', '|', '·', '•']).count() > 0
        && [" > ", " » ", " › ", " | ", " · ", " • "].iter().any(|sign| text.contains(sign));
    if line.cues.has(Cue::Section, Place::Start) && trail && line.len() <= 8 {
        return Draft::sure(ZoneKind::SectionAndDate);
    }
    if line.cues.has(Cue::Section, Place::Whole) { Draft::unsure(ZoneKind::SectionAndDate) } else { None }
}

fn dated(text: &str, line: &Line) -> Option<Draft> {
    let labelled = line.cues.has(Cue::Published, Place::Inside) || line.cues.has(Cue::Updated, Place::Inside);
    let dates = dates::find(text);
    let dated_words: usize = dates
        .iter()
        .map(|date| text[date.range.clone()].split([' ', '-', '.', '/']).filter(|part| !part.is_empty()).count())
        .sum();
    let rest = line.len().saturating_sub(dated_words.max(dates.len()));
    let short_read = line.cues.has(Cue::Section, Place::Inside) && line.len() <= 5;
    match (dates.is_empty(), labelled) {
        (false, true) if rest <= 12 => Draft::sure(ZoneKind::SectionAndDate),
        (false, false) if rest <= 1 || (rest <= 8 && line.lower <= 1) => Draft::sure(ZoneKind::SectionAndDate),
        (false, false) if rest <= 8 && line.ending == Ending::Open => Draft::unsure(ZoneKind::SectionAndDate),
        (true, true) if line.len() <= 8 && line.ending == Ending::Open && line.lower <= 2 => {
            Draft::unsure(ZoneKind::SectionAndDate)
        }
        (true, _) if short_read => Draft::sure(ZoneKind::SectionAndDate),
        _ => None,
    }
}

fn summary(reading: &Reading<'_>, line: &Line) -> Option<Draft> {
    if line.cues.has(Cue::SummaryHeading, Place::Whole) {
        return Draft::unsure(ZoneKind::SummaryByAuthor);
    }
    let labelled = line.cues.has(Cue::SummaryHeading, Place::Start) && has_label(reading, line);
    if labelled && line.len() > 6 { Draft::unsure(ZoneKind::SummaryByAuthor) } else { None }
}

fn disclaimer(line: &Line) -> Option<Draft> {
    /// A sign in so many words: a paragraph of news may hold two of them by chance.
    const WORDS_PER_SIGN_MAX: usize = 25;
    match line.cues.disclaimer {
        0 => None,
        signs @ 2.. if signs * WORDS_PER_SIGN_MAX >= line.len() => Draft::sure(ZoneKind::Disclaimer),
        _ if line.len() > 60 => None,
        _ => Draft::unsure(ZoneKind::Disclaimer),
    }
}

fn noise(line: &Line) -> Option<Draft> {
    const WORDS_MAX: usize = 30;
    if line.cues.has(Cue::Noise, Place::Start) && line.len() <= WORDS_MAX { Draft::sure(ZoneKind::Other) } else { None }
}

/// Whether the line begins with a few words and a colon: "Source: the port office".
pub(super) fn has_label(reading: &Reading<'_>, line: &Line) -> bool {
    const WORDS_MAX: usize = 5;
    let folded = reading.folded(line);
    // A paragraph need not be searched for a colon that would come too late.
    let end = folded.match_indices(' ').nth(WORDS_MAX - 1).map_or(folded.len(), |(blank, _)| blank);
    folded[..end].split_once([':', '：']).is_some_and(|(label, _)| !label.starts_with("http"))
}

/// Whether the line is one name and nothing else.
pub(super) fn is_name(reading: &Reading<'_>, line: &Line) -> bool {
    line.len() <= 5
        && line.ending == Ending::Open
        && reading.words(line).iter().all(|word| word.shape != Shape::Number)
        && people::is_name(reading.str(line))
}
