//! References: footnotes and source lists, taken apart.

use serde::Serialize;

use crate::cues::{Cue, Place};
use crate::dates::{self, Date};
use crate::lines::{Line, Marker, Reading};
use crate::record::DateRecord;

/// The text of an entry is cut here; the whole of it is in the document.
const TEXT_BYTES_MAX: usize = 400;

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reference {
    /// Its number, when it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) n: Option<u32>,
    /// The entry without its number.
    pub(crate) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date: Option<DateRecord>,
    /// Number of the entry that an "ibid." stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) same_as: Option<u32>,
    /// When its page was read; goes to the article, not to the entry.
    #[serde(skip)]
    pub(crate) accessed: Option<DateRecord>,
}

/// Takes a reference zone apart: one entry a line, headings left out.
pub(crate) fn read(reading: &Reading<'_>, lines: &[Line]) -> Vec<Reference> {
    let mut entries: Vec<Reference> = Vec::new();
    for line in lines.iter().filter(|line| !line.cues.has(Cue::ReferencesHeading, Place::Whole)) {
        let mut entry = entry(reading, line);
        if line.cues.has(Cue::Ibid, Place::Start) {
            // All of a run of "ibid." stand for the entry before the run.
            entry.same_as = entries.last().and_then(|before| before.same_as.or(before.n));
        }
        entries.push(entry);
    }
    entries
}

fn entry(reading: &Reading<'_>, line: &Line) -> Reference {
    let (n, text) = match line.marker {
        Marker::Footnote(n) | Marker::Number(n) => (Some(n), without_marker(reading.str(line))),
        Marker::Bullet => (None, reading.str(line).trim_start_matches(|letter: char| !letter.is_alphanumeric())),
        Marker::None => (None, reading.str(line)),
    };
    let (title, after_title) = quoted(text).map_or((None, None), |(title, after)| (Some(title), Some(after)));
    let url = urls(text).next();
    let (date, accessed) = dates_of(text, line.cues.has(Cue::Accessed, Place::Inside));
    Reference {
        n,
        url: url.map(str::to_owned),
        publisher: after_title.and_then(publisher),
        title,
        date,
        accessed,
        same_as: None,
        text: cut(text, TEXT_BYTES_MAX).to_owned(),
    }
}

fn without_marker(text: &str) -> &str {
    let mark = |letter: char| letter.is_numeric() || matches!(letter, '[' | ']' | '(' | ')' | '.');
    let rest = text.trim_start_matches(mark).trim_start();
    if rest.is_empty() { text } else { rest }
}

/// The first piece in quotation marks, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    const PAIRS: &[(char, &[char])] =
        &[('“', &['”', '"']), ('„', &['“', '”']), ('«', &['»']), ('‘', &['’']), ('"', &['"'])];
    let (start, open) = text.char_indices().find(|&(_, letter)| PAIRS.iter().any(|&(open, _)| open == letter))?;
    let (_, close) = PAIRS.iter().find(|&&(pair, _)| pair == open)?;
    let inner = &text[start + open.len_utf8()..];
    let (end, mark) = inner.char_indices().find(|(_, letter)| close.contains(letter))?;
    let title = inner[..end].trim().trim_end_matches(',');
    (!title.is_empty()).then(|| (title.to_owned(), &inner[end + mark.len_utf8()..]))
}

/// The part between a title in quotes and the address or date: `“Title”, Publisher, https://...`.
fn publisher(after_title: &str) -> Option<String> {
    let rest = after_title.trim_start_matches([',', '.', ':', ' ', '-', '–']);
    let part = rest.split([',', '(', ';']).next()?.trim().trim_end_matches('.');
    let named = part.starts_with(char::is_alphabetic) && !part.starts_with("http") && !part.starts_with("www.");
    (named && part.len() <= 80 && dates::find(part).is_empty() && part.split(' ').count() <= 8).then(|| part.to_owned())
}

/// The date of the source and the date of reading it: with a word like "accessed", the last date is the latter.
fn dates_of(text: &str, has_access_cue: bool) -> (Option<DateRecord>, Option<DateRecord>) {
    // Digits in an address are no date of the entry.
    let mut prose = text.to_owned();
    for url in urls(text) {
        prose = prose.replacen(url, &" ".repeat(url.len()), 1);
    }
    let mut dates: Vec<Date> = dates::find(&prose);
    let accessed = if has_access_cue { dates.pop() } else { None };
    let record = |date: Date| DateRecord::explicit(&prose, &date);
    (dates.into_iter().next().map(record), accessed.map(record))
}

/// The web addresses of a text, without the punctuation after them.
pub(crate) fn urls(text: &str) -> impl Iterator<Item = &str> {
    let schemes = memchr::memmem::find_iter(text.as_bytes(), "http");
    let starts = schemes.filter(|&at| text[at..].starts_with("http://") || text[at..].starts_with("https://"));
    starts.filter_map(|at| {
        let rest = &text[at..];
        let end = rest
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '<' | '>' | '”' | '»'))
            .unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ']', '\'', '’']);
        let url = if url.contains('(') { url } else { url.trim_end_matches(')') };
        let url = url.trim_end_matches(['.', ',', ';']);
        (url.len() > "https://".len()).then_some(url)
    })
}

/// The first `bytes_max` bytes at most, ending between characters.
pub(crate) fn cut(text: &str, bytes_max: usize) -> &str {
    let end = (0..=bytes_max.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::Blocks;
    use crate::cues::Index;

    fn read_text(text: &str) -> Vec<Reference> {
        let reading = Reading::new(text, &Index::new(), &[], &Blocks::default());
        read(&reading, &reading.lines)
    }

    #[test]
    fn an_entry_is_taken_apart() {
        let [entry] = &read_text(
            "[4] “Harbour to Close, Port Says”, Lune Post, 2 May 2024, https://post.example/harbour-2024-05-01/, (Erişim Tarihi: 03.05.2024).",
        )[..] else {
            panic!("one entry")
        };
        assert_eq!(entry.n, Some(4));
        assert_eq!(entry.title.as_deref(), Some("Harbour to Close, Port Says"));
        assert_eq!(entry.publisher.as_deref(), Some("Lune Post"));
        assert_eq!(entry.url.as_deref(), Some("https://post.example/harbour-2024-05-01/"));
        assert_eq!(entry.date.as_ref().map(|date| &*date.value), Some("2024-05-02"));
        assert_eq!(entry.accessed.as_ref().map(|date| &*date.value), Some("2024-05-03"));
    }

    #[test]
    fn a_run_of_ibid_stands_for_the_entry_before_it() {
        let entries = read_text(
            "[1] “Tides”, https://tide.example/1\n[2] Aynı yer.\n[3] Ibid., p. 4\n[4] “Nets”, https://net.example\n[5] Там же.",
        );
        let same: Vec<_> = entries.iter().map(|entry| entry.same_as).collect();
        assert_eq!(same, [None, Some(1), Some(1), None, Some(4)]);
    }

    #[test]
    fn addresses_end_before_punctuation() {
        let found: Vec<_> =
            urls("See (https://a.example/x), http://b.example/y_(z). And https://c.example/?q=1!").collect();
        assert_eq!(found, ["https://a.example/x", "http://b.example/y_(z)", "https://c.example/?q=1"]);
    }
}
