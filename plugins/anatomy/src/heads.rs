//! What the lines around the headline say: dates, site and section.

use extractor_api::layer::ZoneKind;

use crate::cues::{Cue, Place, SECTION_WORDS};
use crate::dates::{self, Date};
use crate::lines::{Line, Reading};
use crate::meta::Meta;
use crate::record::DateRecord;
use crate::words::fold;
use crate::zones::Part;

/// When the article was published and changed.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    pub(crate) published: Option<DateRecord>,
    pub(crate) updated: Option<DateRecord>,
}

/// Finds the dates: the reader's first, then those of date lines, bylines and datelines, in the order of the text.
pub(crate) fn dates(reading: &Reading<'_>, parts: &[Part], meta: &Meta) -> Dates {
    let known = |text: &Option<String>| text.as_deref().and_then(known_date);
    let mut found = Dates { published: known(&meta.published), updated: known(&meta.updated) };
    for part in parts {
        match part.kind {
            ZoneKind::SectionAndDate | ZoneKind::Byline => {
                reading.lines[part.lines.clone()].iter().for_each(|line| read_line(reading, line, &mut found));
            }
            ZoneKind::DatelineSite => {
                let text = &reading.text[part.range.clone()];
                keep(&mut found.published, text, dates::find(text).first());
            }
            _ => {}
        }
    }
    found
}

/// Each date belongs to the label before it; one without a label is the day of publication.
fn read_line(reading: &Reading<'_>, line: &Line, found: &mut Dates) {
    let text = reading.str(line);
    let says_published = line.cues.has(Cue::Published, Place::Inside);
    let says_updated = line.cues.has(Cue::Updated, Place::Inside);
    let dates = dates::find(text);
    match dates.as_slice() {
        [] => {}
        [date] if says_updated && !says_published => keep(&mut found.updated, text, Some(date)),
        [date] => keep(&mut found.published, text, Some(date)),
        [first, .., last] if says_updated => {
            let updated_first = says_published && starts_with_update(text, first);
            let (published, updated) = if updated_first { (last, first) } else { (first, last) };
            keep(&mut found.published, text, Some(published));
            keep(&mut found.updated, text, Some(updated));
        }
        [first, ..] => keep(&mut found.published, text, Some(first)),
    }
}

/// Whether the label before the first date is one of updates: no other date label can stand before it.
fn starts_with_update(text: &str, first: &Date) -> bool {
    const STEMS: &[&str] = &[
        "updat",
        "modif",
        "revis",
        "güncel",
        "jour",
        "actualiz",
        "atualiz",
        "aktualis",
        "aggiorn",
        "bijgewerkt",
        "обновл",
    ];
    let before = fold(&text[..first.range.start]);
    STEMS.iter().any(|stem| before.contains(stem))
}

fn keep(place: &mut Option<DateRecord>, text: &str, date: Option<&Date>) {
    if place.is_none() {
        *place = date.map(|date| DateRecord::explicit(text, date));
    }
}

/// The reader's dates are ISO 8601 or as the page writes them.
fn known_date(text: &str) -> Option<DateRecord> {
    let date = dates::find(text).into_iter().next()?;
    Some(DateRecord { text: text.to_owned(), ..DateRecord::explicit(text, &date) })
}

/// The names that a section line holds.
#[derive(Debug, Default)]
pub(crate) struct Site {
    pub(crate) publisher: Option<String>,
    pub(crate) section: Option<String>,
}

/// Reads site and section: `/ site /` before the text, or "Site Section Updated on 2024-01-28" above it.
pub(crate) fn site(reading: &Reading<'_>, parts: &[Part]) -> Site {
    let mut site = Site::default();
    for part in parts {
        match part.kind {
            ZoneKind::DatelineSite => {
                let name = reading.text[part.range.clone()].trim_end_matches(['-', '–', '—', ':', ' ']);
                let enclosed = [('/', '/'), ('[', ']'), ('【', '】')]
                    .iter()
                    .find_map(|&(open, close)| name.strip_prefix(open)?.strip_suffix(close));
                site.publisher = site.publisher.or(enclosed.map(|name| name.trim().to_owned()));
            }
            ZoneKind::SectionAndDate => {
                for line in &reading.lines[part.lines.clone()] {
                    let names = names_before_date(reading.str(line));
                    site.section = site.section.or(names.section);
                    site.publisher = site.publisher.or(names.publisher);
                }
            }
            _ => {}
        }
    }
    site
}

/// What stands before date and label: the longest known section name at its end, and the site's name before that.
fn names_before_date(line: &str) -> Site {
    let first = dates::find(line).first().map_or(line.len(), |date| date.range.start);
    let words: Vec<&str> = line[..first].split_whitespace().collect();
    let names: Vec<&str> = words
        .into_iter()
        .filter(|word| word.contains(char::is_alphabetic))
        .take_while(|word| !is_label(word))
        .collect();
    let is_section = |from: &usize| is_section(&fold(&names[*from..].join(" ")));
    let Some(from) = (0..names.len()).find(is_section) else { return Site::default() };
    let publisher = &names[..from];
    let proper = !publisher.is_empty()
        && publisher.len() <= 5
        && publisher.iter().all(|word| word.starts_with(char::is_uppercase))
        && !line[..first].contains(['>', '»', '|', '›']);
    Site { publisher: proper.then(|| publisher.join(" ")), section: Some(names[from..].join(" ")) }
}

fn is_section(folded: &str) -> bool {
    // Folding shortens a name by a byte or two at most; most names need not be folded to see that they differ.
    SECTION_WORDS.iter().any(|name| name.len().abs_diff(folded.len()) <= 2 && fold(name) == folded)
}

fn is_label(word: &str) -> bool {
    const LABELS: &[&str] = &[
        "updat",
        "publish",
        "posted",
        "last",
        "güncel",
        "yayin",
        "son",
        "publi",
        "mis",
        "actualiz",
        "aktualis",
        "veröff",
        "zuletzt",
        "опубл",
        "обновл",
        "aggiorn",
        "pubbl",
        "stand",
    ];
    let folded = fold(word);
    LABELS.iter().any(|label| folded.starts_with(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_and_section_stand_before_the_date() {
        for (line, publisher, section) in [
            ("Lune Post World Updated on 2024-05-03", Some("Lune Post"), Some("World")),
            ("Lune International Updated on 2024-05-03", Some("Lune"), Some("International")),
            ("Politics | 3 May 2024", None, Some("Politics")),
            ("Home > World > Harbour", None, None),
            ("3 May 2024", None, None),
        ] {
            let site = names_before_date(line);
            assert_eq!((site.publisher.as_deref(), site.section.as_deref()), (publisher, section), "{line}");
        }
    }
}
