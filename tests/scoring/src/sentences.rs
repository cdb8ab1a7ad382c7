//! The sentences of the seeds. They are a layer and no records: the extractor `witness` of the tests shows them.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::Data;
use crate::gold::Seed;
use crate::record::Span;
use crate::report::{Report, f1, ratio};

/// Fills the table of the sentences.
pub(crate) fn sentences(data: &Data, report: &mut Report) {
    let seeds = Seed::all(&data.seeds);
    if seeds.is_empty() {
        return;
    }
    let files: Vec<_> = seeds.iter().map(|seed| seed.file.clone()).collect();
    let (mut wanted, mut found, mut both) = (0, 0, 0);
    for (seed, records) in seeds.iter().zip(data.chain.read(&files)) {
        let spans: Vec<_> = records.of("sentence").filter_map(|data| Span::read(&data["span"])).collect();
        let ours: Vec<_> = spans.iter().map(Span::range).collect();
        let theirs = &seed.sentences;
        wanted += theirs.len();
        found += ours.len();
        both += shared(theirs, &ours);
        if data.detail {
            show(seed, "MISSED", theirs, &ours);
            show(seed, "WRONG", &ours, theirs);
        }
    }
    let (precision, recall) = (ratio(both, found), ratio(both, wanted));
    report.share("precision", both, found);
    report.share("recall", both, wanted);
    report.measured("F1", f1(precision, recall));
}

/// How many are the same in both.
fn shared(one: &[Range<usize>], other: &[Range<usize>]) -> usize {
    let ends = |range: &Range<usize>| (range.start, range.end);
    let one: BTreeSet<_> = one.iter().map(ends).collect();
    other.iter().map(ends).collect::<BTreeSet<_>>().intersection(&one).count()
}

fn show(seed: &Seed, verdict: &str, these: &[Range<usize>], others: &[Range<usize>]) {
    for range in these.iter().filter(|range| !others.contains(range)) {
        let words: String = seed.text.chars().skip(range.start).take(range.len()).collect();
        println!("sentences {verdict} {} {}..{} {words:?}", seed.name, range.start, range.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_counts_when_both_ends_are_right() {
        assert_eq!(shared(&[0..5, 6..9], &[0..5, 6..8, 0..5]), 1);
        assert_eq!(shared(&[0..5, 6..9], &[]), 0);
    }
}
