//! Quotes of the seeds: how much of what is said is found, and who says it.

use std::ops::Range;

use serde_json::Value;

use crate::Data;
use crate::gold::Seed;
use crate::names::same_name;
use crate::pairing::best_pairs;
use crate::record::{Span, dash, members, overlap, text};
use crate::report::{Report, f1, ratio};

/// A quote of the gold.
struct Wanted {
    range: Range<usize>,
    kind: String,
    speaker: String,
    words: String,
}

/// A quote of ours.
struct Found {
    span: Span,
    kind: String,
    speaker_name: String,
    speaker_text: String,
}

/// What is added up over the seeds.
#[derive(Default)]
struct Sums {
    wanted: usize,
    found: usize,
    /// Shares of the wanted and of the found words.
    wanted_share: f64,
    found_share: f64,
    /// Pairs that share most of their words.
    pairs: usize,
    /// Indirect ones beyond the gold, which has not all of them.
    beyond: usize,
    with_speaker: usize,
    speaker: usize,
    kind: usize,
    terms: usize,
    terms_right: usize,
}

/// Fills the table of the quotes.
pub(crate) fn quotes(data: &Data, report: &mut Report) {
    let seeds = Seed::all(&data.seeds);
    if seeds.is_empty() {
        return;
    }
    let files: Vec<_> = seeds.iter().map(|seed| seed.file.clone()).collect();
    let (mut all, mut marked) = (Sums::default(), Sums::default());
    for (seed, records) in seeds.iter().zip(data.chain.read(&files)) {
        let wanted: Vec<_> = members(&seed.value["quotes"]).filter_map(Wanted::read).collect();
        let found: Vec<_> = records.of("quote").filter_map(Found::read).collect();
        all.add(&wanted, &found, |line| {
            if data.detail {
                println!("quotes {} {line}", seed.name);
            }
        });
        let is_marked = |kind: &str| kind != "indirect";
        let wanted: Vec<_> = wanted.into_iter().filter(|quote| is_marked(&quote.kind)).collect();
        let found: Vec<_> = found.into_iter().filter(|quote| is_marked(&quote.kind)).collect();
        marked.add(&wanted, &found, |_| {});
    }
    report.measured("precision of content", all.precision());
    report.measured("recall of content", all.recall());
    report.measured("F1 of content", f1(all.precision(), all.recall()));
    report.measured("F1 of content, indirect beyond gold neutral", f1(all.kind_precision(), all.recall()));
    report.measured("F1 of content, in quotation marks", f1(marked.precision(), marked.recall()));
    report.measured("F1 of quotes found by half", f1(ratio(all.pairs, all.found), ratio(all.pairs, all.wanted)));
    report.share("speaker right", all.speaker, all.with_speaker);
    report.share("kind right", all.kind, all.pairs);
    report.share("terms taken for no speech", all.terms_right, all.terms);
}

impl Wanted {
    fn read(value: &Value) -> Option<Wanted> {
        let range = Span::read(value)?.range();
        let (kind, speaker, words) = (text(&value["kind"]), text(&value["speaker"]), text(&value["text"]));
        Some(Wanted { range, kind, speaker, words })
    }

    fn is_term(&self) -> bool {
        self.kind.contains("term")
    }

    fn is_speaker(&self, found: &Found) -> bool {
        // "both sides (Xi Jinping, Fumio Kishida)": the phrase or any of those it means.
        let (phrase, members) = self.speaker.split_once('(').unwrap_or((&self.speaker, ""));
        let names = members.trim_end_matches(')').split(',').chain([phrase]).map(str::trim);
        names.filter(|name| !name.is_empty()).any(|name| {
            same_name(name, &found.speaker_name)
                || (found.speaker_name.is_empty() && same_name(name, &found.speaker_text))
        })
    }
}

impl Found {
    fn read(value: &Value) -> Option<Found> {
        Some(Found {
            span: Span::read(&value["span"])?,
            kind: text(&value["kind"]),
            speaker_name: text(&value["speaker"]["name"]),
            speaker_text: text(&value["speaker"]["text"]),
        })
    }
}

impl Sums {
    fn precision(&self) -> f64 {
        mean(self.found_share, self.found)
    }

    /// As if there were no indirect quotes but those of the gold.
    fn kind_precision(&self) -> f64 {
        mean(self.found_share, self.found - self.beyond)
    }

    fn recall(&self) -> f64 {
        mean(self.wanted_share, self.wanted)
    }

    /// Terms are told apart: nobody is quoted, and the gold has not all of them.
    fn add(&mut self, wanted: &[Wanted], found: &[Found], show: impl Fn(String)) {
        let (terms, wanted): (Vec<_>, Vec<_>) = wanted.iter().partition(|quote| quote.is_term());
        let found: Vec<_> = found.iter().filter(|quote| quote.kind != "term").collect();
        let shared = |wanted: &Wanted, found: &Found| overlap(&wanted.range, &found.span.range());
        for term in terms {
            let is_speech = found.iter().any(|quote| 2 * shared(term, quote) > quote.span.range().len());
            self.terms += 1;
            self.terms_right += usize::from(!is_speech);
        }
        let weight = |one: usize, other: usize| i64::try_from(shared(wanted[one], found[other])).unwrap_or(0);
        let pairs = best_pairs(wanted.len(), found.len(), weight);
        self.wanted += wanted.len();
        self.found += found.len();
        for (quote, pair) in wanted.iter().zip(&pairs) {
            match pair {
                Some(pair) => self.add_pair(quote, found[*pair], &show),
                None => show(format!("MISSED {} by {} {:?}", quote.kind, dash(&quote.speaker), quote.words)),
            }
        }
        for (_, quote) in found.iter().enumerate().filter(|(at, _)| !pairs.contains(&Some(*at))) {
            self.beyond += usize::from(quote.kind == "indirect");
            show(format!("WRONG {} by {} {:?}", quote.kind, dash(&quote.speaker_name), quote.span.exact));
        }
    }

    fn add_pair(&mut self, wanted: &Wanted, found: &Found, show: impl Fn(String)) {
        let shared = overlap(&wanted.range, &found.span.range());
        let (theirs, ours) = (wanted.range.len(), found.span.range().len());
        self.wanted_share += ratio(shared, theirs);
        self.found_share += ratio(shared, ours);
        let is_pair = 4 * shared >= theirs + ours;
        self.pairs += usize::from(is_pair);
        self.kind += usize::from(is_pair && wanted.kind == found.kind);
        let has_speaker = is_pair && !wanted.speaker.is_empty();
        let is_speaker = wanted.is_speaker(found);
        self.with_speaker += usize::from(has_speaker);
        self.speaker += usize::from(has_speaker && is_speaker);
        let verdict = if !has_speaker || is_speaker { "FOUND" } else { "SPEAKER" };
        let (name, surface) = (dash(&found.speaker_name), dash(&found.speaker_text));
        show(format!(
            "{verdict} {} as {}, by {}, found {name} ({surface}), {shared} of {theirs} as {ours} {:?} | {:?}",
            wanted.kind,
            found.kind,
            dash(&wanted.speaker),
            wanted.words,
            found.span.exact
        ));
    }
}

fn mean(sum: f64, count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "some dozen quotes")]
    let count = count.max(1) as f64;
    sum / count
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wanted(start: usize, end: usize, kind: &str, speaker: &str) -> Wanted {
        Wanted::read(&json!({"start": start, "end": end, "kind": kind, "speaker": speaker})).unwrap()
    }

    fn found(start: usize, end: usize, kind: &str, speaker: &str) -> Found {
        Found::read(&json!({"span": {"start": start, "end": end}, "kind": kind, "speaker": {"name": speaker}})).unwrap()
    }

    #[test]
    fn shares_of_words_are_summed_over_pairs() {
        let mut sums = Sums::default();
        let gold = [
            wanted(0, 100, "direct", "Ada Moss"),
            wanted(200, 210, "indirect", ""),
            wanted(300, 310, "scare/term", ""),
        ];
        let ours = [found(0, 50, "direct", "Moss Ada"), found(400, 410, "direct", ""), found(300, 310, "direct", "")];
        sums.add(&gold, &ours, |_| {});
        assert!((sums.recall() - 0.25).abs() < 1e-9 && (sums.precision() - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!((sums.pairs, sums.speaker, sums.with_speaker, sums.terms_right, sums.terms), (1, 1, 1, 0, 1));
    }

    #[test]
    fn terms_of_ours_are_neutral() {
        let mut sums = Sums::default();
        sums.add(
            &[wanted(300, 310, "scare/term", "")],
            &[found(0, 5, "term", ""), found(300, 310, "term", "")],
            |_| {},
        );
        assert_eq!((sums.found, sums.terms_right), (0, 1));
    }

    #[test]
    fn of_several_speakers_any_is_right() {
        let both = wanted(0, 1, "indirect", "both sides (Ada Moss, Bo Lind)");
        assert!(both.is_speaker(&found(0, 1, "indirect", "Bo Lind")));
        assert!(both.is_speaker(&found(0, 1, "indirect", "both sides")));
        assert!(!both.is_speaker(&found(0, 1, "indirect", "Moss")));
        assert!(!both.is_speaker(&found(0, 1, "indirect", "")));
    }
}
