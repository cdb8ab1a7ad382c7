//! How a text that was read is compared with the one that a person marked, and how fast it was read.

use std::collections::HashMap;
use std::hash::Hash;

use rustix::time::{ClockId, clock_gettime};

/// How often something is done to find the best time.
const RUNS: usize = 7;

/// Words as the regular expression `\w+` finds them in Python: runs of letters, digits, marks of words and `_`.
pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .filter(|word| !word.is_empty())
        .collect()
}

/// True positives, false positives and false negatives of one page, as parts of their sum.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Matches {
    both: f64,
    ours: f64,
    theirs: f64,
}

impl Matches {
    /// Compares two multisets.
    fn of<T: Eq + Hash>(wanted: &[T], found: &[T]) -> Matches {
        let mut counts: HashMap<&T, (f64, f64)> = HashMap::new();
        for item in wanted {
            counts.entry(item).or_default().0 += 1.0;
        }
        for item in found {
            counts.entry(item).or_default().1 += 1.0;
        }
        let mut matches = Matches::default();
        for (wanted, found) in counts.into_values() {
            matches.both += found.min(wanted);
            matches.ours += (found - wanted).max(0.0);
            matches.theirs += (wanted - found).max(0.0);
        }
        let all = matches.both + matches.ours + matches.theirs;
        if all > 0.0 {
            matches = Matches { both: matches.both / all, ours: matches.ours / all, theirs: matches.theirs / all };
        }
        matches
    }

    /// Compares runs of four words, as the script of scrapinghub/article-extraction-benchmark does.
    pub(crate) fn of_shingles(wanted: &str, found: &str) -> Matches {
        Matches::of(&shingles(&words(wanted)), &shingles(&words(found)))
    }

    /// Compares words.
    pub(crate) fn of_words(wanted: &str, found: &str) -> Matches {
        Matches::of(&words(wanted), &words(found))
    }

    fn precision(&self) -> Option<f64> {
        (self.both + self.ours > 0.0).then(|| self.both / (self.both + self.ours))
    }

    pub(crate) fn recall(&self) -> Option<f64> {
        (self.both + self.theirs > 0.0).then(|| self.both / (self.both + self.theirs))
    }

    /// The harmonic mean of precision and recall of this page; two empty texts are alike.
    pub(crate) fn f1(&self) -> f64 {
        let (both, other) = (self.both, self.ours + self.theirs);
        if both + other == 0.0 { 1.0 } else { 2.0 * both / (2.0 * both + other) }
    }
}

/// Runs of four words; a text of fewer is one run.
fn shingles<'t, 'w>(words: &'w [&'t str]) -> Vec<&'w [&'t str]> {
    if words.is_empty() { Vec::new() } else { words.windows(words.len().min(4)).collect() }
}

/// Precision and recall, each the mean over the pages that have one, and the harmonic mean of the two.
pub(crate) fn precision_recall_f1(pages: &[Matches]) -> (f64, f64, f64) {
    let precision = mean(pages.iter().filter_map(Matches::precision));
    let recall = mean(pages.iter().filter_map(Matches::recall));
    (precision, recall, 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE))
}

/// The mean, 0 of nothing.
pub(crate) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    if count == 0.0 { 0.0 } else { sum / count }
}

/// How many of `things` are done in a second of one processor, in the best of several runs that each do all of them.
pub(crate) fn best_rate(things: f64, mut run: impl FnMut()) -> f64 {
    let rate = |_| {
        let begin = processor_seconds();
        run();
        things / (processor_seconds() - begin)
    };
    (0..RUNS).map(rate).fold(0.0, f64::max)
}

/// How long this thread has had a processor: other work on the machine is not counted.
fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
