//! The third look: each line in the light of its region and its neighbours.

use extractor_api::layer::ZoneKind;

use super::Label;
use super::draft;
use super::regions::Regions;
use crate::blocks::Block;
use crate::cues::{Cue, Place};
use crate::lines::{Ending, Line, Marker, Reading};
use crate::meta::Meta;

/// Confidence of what cue words say.
const BY_CUE: u32 = 950;
/// Confidence of what shape and place say.
const BY_PLACE: u32 = 800;
/// Confidence of the best of several doubtful readings.
const BY_DEFAULT: u32 = 550;

/// A headline has no more words than this.
const TITLE_WORDS_MAX: usize = 34;
/// A heading inside the body has no more words than this.
const HEADING_WORDS_MAX: usize = 16;

/// Labels every line.
pub(super) fn labels(reading: &Reading<'_>, meta: &Meta, regions: &Regions) -> Vec<Label> {
    let mut labels = head(reading, meta, regions);
    for at in regions.body_start..regions.body_end {
        labels.push(core(reading, regions, at));
    }
    label_summary_at_end(reading, regions, &mut labels);
    let mut open = None;
    for at in regions.body_end..reading.lines.len() {
        labels.push(tail(reading, regions, at, &mut open));
    }
    labels
}

// ---- head ----

fn head(reading: &Reading<'_>, meta: &Meta, regions: &Regions) -> Vec<Label> {
    let lines = &reading.lines[..regions.body_start];
    let mut labels: Vec<Option<Label>> = (0..lines.len()).map(|at| by_cue(regions, at)).collect();
    label_summary_at_start(reading, regions, &mut labels);
    let title = title(reading, meta, regions, &labels);
    let title_words = title.map(|at| reading.folded(&lines[at]));
    for (at, line) in lines.iter().enumerate() {
        let kind = match title {
            Some(title) if at == title => {
                Label::new(ZoneKind::Title, if line.gap || at < 3 { BY_PLACE + 100 } else { BY_PLACE })
            }
            _ if labels[at].is_some() => continue,
            _ if title_words == Some(reading.folded(line)) => Label::new(ZoneKind::Title, BY_DEFAULT),
            Some(title) if at > title => below_title(reading, regions, at),
            Some(_) => above_title(line),
            None if line.block == Some(Block::Heading) => Label::new(ZoneKind::Heading, BY_PLACE),
            None => Label::new(ZoneKind::Other, BY_DEFAULT),
        };
        labels[at] = Some(kind);
    }
    labels.into_iter().map(|label| label.unwrap_or(Label::new(ZoneKind::Other, BY_DEFAULT))).collect()
}

fn by_cue(regions: &Regions, at: usize) -> Option<Label> {
    let draft = regions.drafts[at]?;
    Some(Label::new(draft.kind, if draft.sure { BY_CUE } else { BY_PLACE }))
}

/// The headline: what the reader calls so, else the first line that could be one.
fn title(reading: &Reading<'_>, meta: &Meta, regions: &Regions, labels: &[Option<Label>]) -> Option<usize> {
    let lines = &reading.lines[..regions.body_start];
    let known = meta.title.as_deref().map(crate::words::fold);
    if let Some(at) =
        known.as_deref().and_then(|known| lines.iter().position(|line| is_same_title(known, reading.folded(line))))
    {
        return Some(at);
    }
    let free = |at: &usize| labels[*at].is_none() && lines[*at].len() <= TITLE_WORDS_MAX && !lines[*at].foreign;
    let mut candidates: Vec<usize> = (0..lines.len()).filter(free).collect();
    // Where the reader knows another title, a heading is one of the body.
    candidates.retain(|&at| {
        let heading = lines[at].block == Some(Block::Heading);
        !heading || known.as_deref().is_none_or(|known| at == 0 && shares_words(known, reading.folded(&lines[at])))
    });
    let heading = |&&at: &&usize| lines[at].block == Some(Block::Heading);
    if let Some(&at) = candidates.iter().find(heading) {
        return Some(at);
    }
    let is_full = |&&at: &&usize| lines[at].len() >= 4 || lines[at].range.len() >= 30;
    // A word or two above a full headline is the name of a section or site.
    candidates.iter().find(is_full).or(candidates.first()).copied().or_else(|| only_doubtful(lines, labels))
}

/// A title of one word like "Analysis" is better than none, when nothing else stands above the text.
fn only_doubtful(lines: &[Line], labels: &[Option<Label>]) -> Option<usize> {
    let doubtful = |label: &Option<Label>| {
        label.is_some_and(|label| label.confidence == BY_PLACE && label.kind == ZoneKind::SectionAndDate)
    };
    (lines.len() == 1 && doubtful(&labels[0])).then_some(0)
}

/// Whether the reader's title is the line's, perhaps with the site's name after it.
fn is_same_title(known: &str, line: &str) -> bool {
    line == known || (line.len() >= 20 && known.starts_with(line))
}

/// Whether two headlines have half of the words of the shorter one in common.
fn shares_words(known: &str, line: &str) -> bool {
    let words: Vec<&str> = known.split(' ').collect();
    let count = words.len().min(line.split(' ').count());
    line.split(' ').filter(|word| words.contains(word)).count() * 2 >= count
}

fn above_title(line: &Line) -> Label {
    match line.len() {
        0..=4 => Label::new(ZoneKind::SectionAndDate, BY_DEFAULT),
        _ => Label::new(ZoneKind::Other, BY_DEFAULT),
    }
}

fn below_title(reading: &Reading<'_>, regions: &Regions, at: usize) -> Label {
    let line = &reading.lines[at];
    let last = at + 1 == regions.body_start;
    if line.block == Some(Block::Heading) {
        let kind =
            if regions.drafts[at - 1].is_none() && line.len() >= 6 { ZoneKind::Subtitle } else { ZoneKind::Heading };
        Label::new(kind, BY_PLACE)
    } else if draft::is_name(reading, line) {
        Label::new(ZoneKind::Byline, BY_PLACE)
    } else if last && line.len() <= 3 && line.ending == Ending::Open {
        Label::new(ZoneKind::Heading, BY_DEFAULT)
    } else if line.marker == Marker::Bullet || line.block == Some(Block::Item) {
        Label::new(ZoneKind::SummaryByAuthor, BY_DEFAULT)
    } else if line.len() >= 3 {
        Label::new(ZoneKind::Subtitle, BY_PLACE)
    } else {
        Label::new(ZoneKind::Other, BY_DEFAULT)
    }
}

/// Lines below "Key points" above the article belong to it: bullets, or one paragraph.
fn label_summary_at_start(reading: &Reading<'_>, regions: &Regions, labels: &mut [Option<Label>]) {
    let Some(heading) =
        (0..labels.len()).find(|&at| labels[at].is_some_and(|label| label.kind == ZoneKind::SummaryByAuthor))
    else {
        return;
    };
    let below = reading.lines.iter().zip(&regions.plain).zip(labels).skip(heading + 1);
    for ((line, &plain), label) in below {
        if label.is_some() || line.marker != Marker::Bullet && !plain {
            return;
        }
        *label = Some(Label::new(ZoneKind::SummaryByAuthor, BY_PLACE));
    }
}

// ---- body ----

fn core(reading: &Reading<'_>, regions: &Regions, at: usize) -> Label {
    let line = &reading.lines[at];
    if regions.plain[at] {
        return Label::new(ZoneKind::Body, BY_CUE);
    }
    if let Some(draft) = regions.drafts[at].filter(|draft| draft.sure) {
        return Label::new(draft.kind, BY_PLACE);
    }
    match line.block {
        Some(Block::Heading) => return Label::new(ZoneKind::Heading, BY_CUE),
        Some(_) => return Label::new(ZoneKind::Body, BY_CUE),
        None => {}
    }
    if line.foreign {
        return Label::new(ZoneKind::Other, BY_DEFAULT);
    }
    if is_heading(reading, regions, at) {
        Label::new(ZoneKind::Heading, BY_PLACE)
    } else {
        Label::new(ZoneKind::Body, BY_PLACE)
    }
}

/// A short line without a full stop, with text below it, and not one of a list.
fn is_heading(reading: &Reading<'_>, regions: &Regions, at: usize) -> bool {
    let line = &reading.lines[at];
    let text = reading.str(line);
    let shape = match line.ending {
        Ending::Open => line.len() <= HEADING_WORDS_MAX,
        Ending::Mark => line.len() <= 12 && line.is_capitalised() && !has_speaker(text),
        Ending::Colon => line.len() <= 4 && line.gap,
        // "1. Bees." in a list of numbered parts.
        Ending::Stop => matches!(line.marker, Marker::Number(_)) && line.len() <= 6,
        Ending::Comma | Ending::Ellipsis => false,
    };
    let begins_anew =
        !text.starts_with(char::is_lowercase) && !text.starts_with(['"', '“', '«', '„', '‘', '—', '–', '-']);
    let list = line.marker == Marker::Bullet || (short_neighbours(regions, reading, at) >= 2);
    let text_below =
        (at + 1..regions.body_end).find(|&next| !matches!(regions.drafts[next], Some(draft) if draft.sure));
    shape
        && begins_anew
        && !list
        && text_below.is_some_and(|next| regions.plain[next] || reading.lines[next].len() <= HEADING_WORDS_MAX)
}

/// "Q:" or a dash before a question: the voice of an interviewer.
fn has_speaker(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| word.ends_with(':'))
}

/// How many short lines of the same look touch line `at`, up and down: two or more make a list.
fn short_neighbours(regions: &Regions, reading: &Reading<'_>, at: usize) -> usize {
    let alike = |&other: &usize| {
        let line = &reading.lines[other];
        !regions.plain[other]
            && regions.drafts[other].is_none()
            && line.len() <= HEADING_WORDS_MAX
            && line.ending == reading.lines[at].ending
    };
    let up = (regions.body_start..at).rev().take_while(alike).count();
    up + (at + 1..regions.body_end).take_while(alike).count()
}

/// A last paragraph that speaks of the article itself sums it up.
fn label_summary_at_end(reading: &Reading<'_>, regions: &Regions, labels: &mut [Label]) {
    let Some(last) = regions.body_end.checked_sub(1) else { return };
    let line = &reading.lines[last];
    let told = line.cues.has(Cue::Summary, Place::Start)
        || (line.cues.has(Cue::SummaryHeading, Place::Start) && draft::has_label(reading, line));
    let paragraphs = regions.plain[..last].iter().filter(|&&plain| plain).count();
    if told && paragraphs >= 3 && labels[last].kind == ZoneKind::Body {
        labels[last] = Label::new(ZoneKind::SummaryByAuthor, BY_PLACE);
    }
}

// ---- tail ----

/// Labels a line after the body; `open` is what the lines before it opened.
fn tail(reading: &Reading<'_>, regions: &Regions, at: usize, open: &mut Option<ZoneKind>) -> Label {
    let line = &reading.lines[at];
    if let Some(label) = by_cue(regions, at) {
        // The article may go on below a picture.
        if !matches!(label.kind, ZoneKind::Other | ZoneKind::Caption) {
            *open = Some(label.kind);
        }
        return label;
    }
    if draft::is_name(reading, line) && !matches!(open, Some(ZoneKind::RelatedLinks)) {
        *open = Some(ZoneKind::Byline);
        return Label::new(ZoneKind::Byline, BY_PLACE);
    }
    if open.is_none() && line.block == Some(Block::Heading) {
        let text_below = reading.lines.get(at + 1).is_some_and(|_| goes_on(reading, at + 1));
        if text_below {
            return Label::new(ZoneKind::Heading, BY_PLACE);
        }
    }
    match *open {
        Some(kind @ (ZoneKind::References | ZoneKind::RelatedLinks)) => Label::new(kind, BY_PLACE),
        Some(ZoneKind::AuthorBio) if line.len() >= 5 => Label::new(ZoneKind::AuthorBio, BY_PLACE),
        Some(ZoneKind::Disclaimer) if line.is_prose() => Label::new(ZoneKind::Disclaimer, BY_DEFAULT),
        Some(ZoneKind::Byline) if line.len() <= 12 => Label::new(ZoneKind::AuthorBio, BY_DEFAULT),
        None if goes_on(reading, at) => Label::new(ZoneKind::Body, BY_PLACE),
        _ if looks_like_link(reading, at) => {
            *open = Some(ZoneKind::RelatedLinks);
            Label::new(ZoneKind::RelatedLinks, BY_DEFAULT)
        }
        _ => Label::new(ZoneKind::Other, BY_DEFAULT),
    }
}

/// A short sentence, an item of a list, or a last line that lost its full stop: the body's end.
fn goes_on(reading: &Reading<'_>, at: usize) -> bool {
    let line = &reading.lines[at];
    let sentence = matches!(line.ending, Ending::Stop | Ending::Mark | Ending::Ellipsis) && line.len() >= 2;
    let item = matches!(line.marker, Marker::Bullet | Marker::Number(_))
        || matches!(line.block, Some(Block::Item | Block::Quote | Block::Row));
    let long = line.len() >= 12 && line.lower * 2 > line.len() && at + 1 == reading.lines.len();
    sentence || item || long
}

/// A headline at the very end leads to another article.
fn looks_like_link(reading: &Reading<'_>, at: usize) -> bool {
    let line = &reading.lines[at];
    line.ending != Ending::Stop && (4..=TITLE_WORDS_MAX).contains(&line.len())
}
