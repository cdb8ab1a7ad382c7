//! What is taken for a date in the text of pages of news and is none.

use std::fs;

use serde_json::Value;

use super::found::Found;
use crate::Data;
use crate::chain::Snippet;
use crate::record::{dash, text};
use crate::report::{Report, ratio};

/// Fills the table of what is taken for a date in the text of pages of news and is none.
pub(crate) fn in_ordinary_words(data: &Data, report: &mut Report) {
    let file = data.folder.join("pages/scrapinghub/ground-truth.json");
    let Ok(truth) = fs::read(&file) else {
        println!("  SKIPPED: there is no {}", file.display());
        return;
    };
    let truth: Value = serde_json::from_slice(&truth).expect("the marked texts are JSON");
    let texts: Vec<_> =
        truth.as_object().into_iter().flat_map(|pages| pages.values()).map(|page| text(&page["articleBody"])).collect();
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let snippets: Vec<_> =
        texts.into_iter().map(|text| Snippet { text, published: Some("2019-06-28".to_owned()) }).collect();
    let (mut all, mut wrong) = (0, 0);
    for records in data.chain.read_snippets(&snippets) {
        for date in records.of("date").filter_map(Found::read) {
            let is_false = is_no_date(&date.span.exact);
            all += 1;
            wrong += usize::from(is_false);
            if data.detail {
                let verdict = if is_false { "FALSE" } else { "DATE" };
                println!("dates-false {verdict} {:?} {} {}", date.span.exact, dash(&date.value), dash(&date.end));
            }
        }
    }
    println!("  {all} dates in {words} words");
    report.measured("false dates in 10,000 words", 10_000.0 * ratio(wrong, words));
}

/// Beginnings of words that speak of time.
const TIME_WORDS: &[&str] = &[
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "today",
    "tomorrow",
    "yesterday",
    "tonight",
    "day",
    "week",
    "fortnight",
    "month",
    "quarter",
    "year",
    "decade",
    "centur",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "season",
    "morning",
    "noon",
    "afternoon",
    "evening",
    "night",
    "midnight",
    "hour",
    "minute",
    "second",
    "now",
    "recent",
    "past",
    "future",
    "christmas",
    "easter",
    "eve",
    "holiday",
    "ago",
    "era",
    "moment",
    "time",
    "date",
    "midday",
    "half",
    "semester",
    "birthday",
    "thanksgiving",
    "halloween",
    "ramadan",
    "current",
    "present",
];

/// Words that speak of time only with a capital, or with other words.
const OTHER_MEANINGS: [&str; 9] = ["may", "march", "mar", "sun", "sat", "fall", "second", "august", "spring"];

/// Whether the words of a date hold nothing that speaks of time.
fn is_no_date(words: &str) -> bool {
    let parts: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    if let [word] = parts[..] {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        return if is_number { word.len() != 4 } else { OTHER_MEANINGS.contains(&word) || !speaks_of_time(word) };
    }
    !parts.iter().any(|part| speaks_of_time(part))
}

fn speaks_of_time(word: &str) -> bool {
    let word = word.to_lowercase();
    word.contains(|c: char| c.is_ascii_digit())
        || TIME_WORDS.iter().any(|start| word.starts_with(start))
        || word.ends_with("day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_words_are_no_dates() {
        for words in [
            "may",
            "to",
            "are",
            "march",
            "17",
            "12345",
            "the second",
            "last Tuesday",
            "May",
            "2019",
            "in recent months",
            "5 April",
            "Boxing Day",
            "1990s",
        ] {
            let is_false = ["may", "to", "are", "march", "17", "12345"].contains(&words);
            assert_eq!(is_no_date(words), is_false, "{words}");
        }
    }
}
