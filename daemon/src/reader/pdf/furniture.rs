//! What stands on every page and belongs to none: running heads, feet, page numbers.

use std::collections::{HashMap, HashSet};

use super::Page;
use super::lines::Line;

/// How much of a page, above and below, may be head and foot.
const MARGIN: f64 = 0.12;
/// The same for a page number that repeats nothing, as in a document of one page.
const NUMBER_MARGIN: f64 = 0.08;
/// Places are the same when they are no further apart than this, in points.
const PLACE: f64 = 4.0;
/// Pages that show the same, as a share of all, so that heads of left and right pages count.
const PAGES_SHARE: f64 = 0.4;
/// As many pages are enough however many there are: chapters have heads of their own.
const PAGES_ENOUGH: usize = 4;

/// Takes heads, feet and page numbers off all pages, and says how many lines that were.
pub(super) fn remove(pages: &mut [Page]) -> usize {
    let repeated = repeated(pages);
    let lines = pages.iter().flat_map(|page| &page.regions).map(|region| region.lines.len()).sum::<usize>();
    let mut removed = 0;
    for region in pages.iter_mut().flat_map(|page| &mut page.regions) {
        let height = region.height;
        region.lines.retain(|line| {
            let in_margin = is_in_margin(line, height, MARGIN);
            let is_number = is_in_margin(line, height, NUMBER_MARGIN) && is_page_number(&line.text) && lines > 1;
            let is_furniture = is_number || (in_margin && repeated.contains(&key(line, 0)));
            removed += usize::from(is_furniture);
            !is_furniture
        });
    }
    removed
}

fn is_in_margin(line: &Line, height: f64, margin: f64) -> bool {
    line.down < margin * height || line.down > (1.0 - margin) * height
}

/// A line as it is compared: its place, and its text with the digits masked.
type Key = (i64, String);

fn key(line: &Line, off: i64) -> Key {
    #[expect(clippy::cast_possible_truncation, reason = "a place on a page; a senseless one stays senseless")]
    let place = (line.down / PLACE).round() as i64;
    (place.saturating_add(off), masked(&line.text))
}

/// The text with each number as one sign.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            _ if !one.is_numeric() => masked.extend(one.to_lowercase()),
            _ if masked.ends_with('#') => {}
            _ => masked.push('#'),
        }
    }
    masked
}

/// The lines that stand at the same place of several pages.
fn repeated(pages: &[Page]) -> HashSet<Key> {
    let mut seen: HashMap<Key, usize> = HashMap::new();
    for page in pages {
        let in_margin = |region: &super::Region| {
            let height = region.height;
            region
                .lines
                .iter()
                .filter(move |line| is_in_margin(line, height, MARGIN))
                .map(|line| key(line, 0))
                .collect::<Vec<_>>()
        };
        let here: HashSet<Key> = page.regions.iter().flat_map(in_margin).collect();
        for key in here {
            *seen.entry(key).or_default() += 1;
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "pages")]
    let share = (PAGES_SHARE * pages.len() as f64).ceil() as usize;
    let needed = share.clamp(2, PAGES_ENOUGH);
    let count = |(place, text): &Key| {
        let at = |off: i64| seen.get(&(place.saturating_add(off), text.clone())).copied().unwrap_or(0);
        at(-1) + at(0) + at(1)
    };
    seen.keys().filter(|key| count(key) >= needed).cloned().collect()
}

/// Whether a line is a page number and nothing else: `7`, `- 7 -`, `Page 7 of 9`, `7/9`.
fn is_page_number(text: &str) -> bool {
    const WORDS: [&str; 14] =
        ["page", "pages", "p", "pg", "of", "seite", "von", "de", "sur", "p\u{e1}gina", "pagina", "di", "sida", "av"];
    let lower = text.to_lowercase();
    let mut numbers = 0;
    for word in lower.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.chars().all(char::is_numeric) && word.chars().count() <= 4 {
            numbers += 1;
        } else if !WORDS.contains(&word) {
            return false;
        }
    }
    let has_other_signs = lower.chars().any(|one| !one.is_alphanumeric() && !" -\u{2013}\u{2014}/|.".contains(one));
    (1..=2).contains(&numbers) && !has_other_signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_other_lines() {
        for text in ["7", "- 7 -", "Page 7 of 9", "7/9", "Seite 12", "p. 3"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "-", "1, 2, 3", "12 March", "$ 7", "12345", "Page", "7 %", "Room 7"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_masked_each_by_one_sign() {
        assert_eq!(masked("Page 12 of 140, A"), "page # of #, a");
    }
}
