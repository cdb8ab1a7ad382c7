//! Expressions of time that were collected to test recognizers, each case with its own time of reference.

mod case;
mod found;
mod ordinary;

use std::fs;

use serde_json::Value;

use self::case::{Case, Expression, Kind};
use self::found::Found;
pub(crate) use self::ordinary::in_ordinary_words;
use crate::Data;
use crate::chain::Snippet;
use crate::record::{members, overlap};
use crate::report::Report;

const FILES: [&str; 4] = ["DateTimeModel", "DateParser", "DatePeriodParser", "DurationParser"];

/// What is added up over the cases of a file.
#[derive(Clone, Copy, Default)]
struct Sums {
    expressions: usize,
    /// Something is found that shares words.
    met: usize,
    span: usize,
    value: usize,
    both: usize,
    others: usize,
    others_span: usize,
    cases: usize,
    /// Found where the gold has nothing.
    beyond: usize,
}

/// Fills the table of these cases.
pub(crate) fn dates(data: &Data, report: &mut Report) {
    let mut all = Sums::default();
    for name in FILES {
        let file = data.folder.join(format!("dates/{name}.json"));
        let Ok(json) = fs::read_to_string(&file) else {
            println!("  SKIPPED: there is no {}", file.display());
            return;
        };
        let json: Value = serde_json::from_str(json.trim_start_matches('\u{feff}')).expect("the cases are JSON");
        let cases: Vec<_> = members(&json).map(Case::read).filter(|case| !case.has_time()).collect();
        let sums = score(data, name, &cases);
        if sums.expressions > 0 {
            report.share(&format!("span and value right, {name}"), sums.both, sums.expressions);
        }
        all = all.plus(sums);
    }
    report.share("span and value right", all.both, all.expressions);
    report.share("span right", all.span, all.expressions);
    report.share("value right, some words of it found", all.value, all.expressions);
    report.share("some words of it found", all.met, all.expressions);
    report.share("lengths of time and what recurs, span right", all.others_span, all.others);
    report.share("dates beyond the gold, a case", all.beyond, all.cases);
}

fn score(data: &Data, name: &str, cases: &[Case]) -> Sums {
    let snippet = |case: &Case| Snippet { text: case.text.clone(), published: case.reference.clone() };
    let records = data.chain.read_snippets(&cases.iter().map(snippet).collect::<Vec<_>>());
    let mut sums = Sums::default();
    for (case, records) in cases.iter().zip(&records) {
        let found: Vec<_> = records.of("date").filter_map(Found::read).collect();
        sums.add(case, &found, |verdict, wanted, found| {
            if data.detail {
                case.show(name, verdict, wanted, found);
            }
        });
    }
    sums
}

impl Sums {
    fn plus(self, other: Sums) -> Sums {
        Sums {
            expressions: self.expressions + other.expressions,
            met: self.met + other.met,
            span: self.span + other.span,
            value: self.value + other.value,
            both: self.both + other.both,
            others: self.others + other.others,
            others_span: self.others_span + other.others_span,
            cases: self.cases + other.cases,
            beyond: self.beyond + other.beyond,
        }
    }

    fn add(&mut self, case: &Case, found: &[Found], show: impl Fn(&str, Option<&Expression>, Option<&Found>)) {
        self.cases += 1;
        for wanted in &case.expressions {
            let shared = |date: &Found| overlap(&date.span.range(), &wanted.range);
            let best = found.iter().rev().max_by_key(|date| (date.span.range() == wanted.range, shared(date)));
            let best = best.filter(|date| shared(date) > 0);
            let is_span = best.is_some_and(|date| date.span.range() == wanted.range);
            if wanted.kind == Kind::Other {
                self.others += 1;
                self.others_span += usize::from(is_span);
                continue;
            }
            let is_value = best.is_some_and(|date| wanted.is_value(date));
            self.expressions += 1;
            self.met += usize::from(best.is_some());
            self.span += usize::from(is_span);
            self.value += usize::from(is_value);
            self.both += usize::from(is_span && is_value);
            let verdict = match (best.is_some(), is_span, is_value) {
                (false, ..) => "MISSED",
                (_, true, true) => "RIGHT",
                (_, true, false) => "VALUE",
                (_, false, true) => "SPAN",
                (_, false, false) => "WRONG",
            };
            show(verdict, Some(wanted), best);
        }
        // Some of the files do not mark times of day.
        let is_beyond = |date: &&Found| {
            date.granularity != "time"
                && !case.expressions.iter().any(|wanted| overlap(&date.span.range(), &wanted.range) > 0)
        };
        for date in found.iter().filter(is_beyond) {
            self.beyond += 1;
            show("BEYOND", None, Some(date));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(start: usize, end: usize, value: &str, until: &str) -> Found {
        Found::read(&json!({"span": {"start": start, "end": end}, "value": value, "end": until})).unwrap()
    }

    #[test]
    fn every_expression_is_one_of_its_sum() {
        let case = Case::read(&json!({
            "Input": "from May 3 to now, for a week", "Results": [
                {"Start": 5, "End": 9, "TypeName": "datetimeV2.date",
                 "Resolution": {"values": [{"value": "2017-05-03", "timex": "x"}]}},
                {"Start": 19, "End": 28, "TypeName": "datetimeV2.duration"}]
        }));
        let mut sums = Sums::default();
        sums.add(&case, &[found(5, 10, "2017-05-03", ""), found(0, 2, "", ""), found(19, 29, "", "")], |_, _, _| {});
        sums.add(&case, &[found(5, 8, "2017-05", "")], |_, _, _| {});
        assert_eq!((sums.expressions, sums.met, sums.span, sums.both), (2, 2, 1, 1));
        assert_eq!((sums.others, sums.others_span, sums.beyond), (2, 1, 1));
    }
}
