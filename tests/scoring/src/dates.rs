//! Expressions of time that were collected to test recognizers, each case with its own time of reference.

use std::fs;
use std::ops::Range;

use jiff::civil::Date;
use serde_json::Value;

use crate::Data;
use crate::chain::Snippet;
use crate::period::Period;
use crate::record::{Span, dash, members, overlap, text};
use crate::report::{Report, ratio};

const FILES: [&str; 4] = ["DateTimeModel", "DateParser", "DatePeriodParser", "DurationParser"];

/// A sentence with its expressions.
struct Case {
    text: String,
    reference: Option<String>,
    expressions: Vec<Expression>,
}

/// An expression of the gold.
struct Expression {
    range: Range<usize>,
    kind: Kind,
    /// Each of them is right: what a weekday or a date without a year means depends on more than the sentence.
    values: Vec<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A day or a range of days.
    Date,
    /// A length of time, or something that recurs.
    Other,
    /// A time of day: cases with one are left out.
    Time,
}

/// A date of ours.
struct Found {
    span: Span,
    value: String,
    end: String,
    granularity: String,
}

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

impl Case {
    fn read(value: &Value) -> Case {
        let input = text(&value["Input"]);
        let (text, places) = collapsed(&input);
        let place = |at: usize| places.get(at).copied().unwrap_or(text.chars().count());
        let expression = |result: &Value| Expression::read(result, place);
        Case {
            expressions: members(&value["Results"]).filter_map(expression).collect(),
            reference: value["Context"]["ReferenceDateTime"].as_str().map(str::to_owned),
            text,
        }
    }

    fn has_time(&self) -> bool {
        self.expressions.iter().any(|expression| expression.kind == Kind::Time)
    }

    fn show(&self, file: &str, verdict: &str, wanted: Option<&Expression>, found: Option<&Found>) {
        let wanted = wanted.map_or_else(String::new, |wanted| {
            let words: String = self.text.chars().skip(wanted.range.start).take(wanted.range.len()).collect();
            let values: Vec<_> = wanted.values.iter().map(Value::to_string).collect();
            format!("{words:?} {}", values.join(" or "))
        });
        let found = found.map_or_else(String::new, |found| {
            format!("{:?} {} {}", found.span.exact, dash(&found.value), dash(&found.end))
        });
        let reference = dash(self.reference.as_deref().unwrap_or_default());
        println!("dates {verdict} {file} {:?} at {reference} | {} | {}", self.text, dash(&wanted), dash(&found));
    }
}

/// A text with single spaces, and for each character of the old one its place in the new.
fn collapsed(input: &str) -> (String, Vec<usize>) {
    let (mut text, mut places, mut length) = (String::new(), Vec::new(), 0);
    let mut is_after_space = true;
    for character in input.chars() {
        places.push(length);
        let is_space = character.is_whitespace();
        if !(is_space && is_after_space) {
            text.push(if is_space { ' ' } else { character });
            length += 1;
        }
        is_after_space = is_space;
    }
    let trimmed = text.trim_end().len();
    text.truncate(trimmed);
    (text, places)
}

impl Expression {
    fn read(result: &Value, place: impl Fn(usize) -> usize) -> Option<Expression> {
        let number = |key: &str| result[key].as_u64().and_then(|at| usize::try_from(at).ok());
        let start = number("Start")?;
        // One format counts the last character in, the other has the length.
        let end = number("Length").map(|length| start + length).or_else(|| Some(number("End")? + 1))?;
        let kind = ["TypeName", "Typename", "Type"].iter().find_map(|key| result[*key].as_str())?;
        let kind = match kind.rsplit('.').next()? {
            "date" | "daterange" => Kind::Date,
            "duration" | "set" => Kind::Other,
            _ => Kind::Time,
        };
        let values = match &result["Value"] {
            Value::Object(value) => {
                let timex = value.get("Timex").or_else(|| value.get("timex"));
                ["FutureResolution", "PastResolution"]
                    .iter()
                    .filter_map(|key| value.get(*key))
                    .map(|resolved| {
                        let mut resolved = resolved.clone();
                        resolved["timex"] = timex.cloned().unwrap_or_default();
                        if let Some(modified) = value.get("Mod") {
                            resolved["Mod"] = modified.clone();
                        }
                        resolved
                    })
                    .collect()
            }
            _ => members(&result["Resolution"]["values"]).cloned().collect(),
        };
        Some(Expression { range: place(start)..place(end - 1) + 1, kind, values })
    }

    /// Whether a value of ours is one of the gold's.
    fn is_value(&self, found: &Found) -> bool {
        self.values.iter().any(|value| is_same(value, found))
    }
}

impl Found {
    fn read(value: &Value) -> Option<Found> {
        let [found, end, granularity] = ["value", "end", "granularity"].map(|key| text(&value[key]));
        Some(Found { span: Span::read(&value["span"])?, value: found, end, granularity })
    }

    /// The days it covers.
    fn period(&self) -> Option<Period> {
        if self.end.is_empty() || self.value.contains('/') {
            return Period::read(&self.value);
        }
        Period::read(&format!("{}/{}", self.value, self.end))
    }

    /// The days of its last part alone.
    fn last_part(&self) -> Option<Period> {
        let end = if self.end.is_empty() { self.value.rsplit('/').next()? } else { &self.end };
        Period::read(end)
    }

    /// The days of its first part alone.
    fn first_part(&self) -> Option<Period> {
        Period::read(self.value.split('/').next()?)
    }
}

/// Whether a value of the gold covers the days of ours. The gold's ranges end before their last day where they were
/// counted, and on it where they were written so ("from 4 to 22 May"): both are right, and so is the period of which the
/// end is the first day ("from May to October").
fn is_same(wanted: &Value, found: &Found) -> bool {
    let day = |keys: [&str; 2]| keys.iter().find_map(|key| wanted[*key].as_str()?.get(..10)?.parse::<Date>().ok());
    let timex = text(&wanted["timex"]);
    // A season without a year, or something that recurs.
    if wanted["value"] == "not resolved" || matches!(timex.as_str(), "SP" | "SU" | "FA" | "WI") {
        return true;
    }
    // A day that no calendar has.
    if day(["value", "date"]) == Some(Date::constant(1, 1, 1)) {
        return found.value.is_empty();
    }
    let Some(ours) = found.period() else { return false };
    if season(&timex).and_then(|timex| Period::read(&timex)) == Some(ours) && !is_open(wanted) {
        return true;
    }
    if let Some(day) = day(["value", "date"]) {
        return ours == Period { first: Some(day), last: Some(day) };
    }
    let is_first = |first: Date| {
        // "After 2016" begins when 2016 has ended.
        let after = found.first_part().and_then(|part| part.last?.tomorrow().ok());
        ours.first == Some(first) || (is_open(wanted) && after == Some(first))
    };
    let is_last = |last: Date| {
        let part = found.last_part().and_then(|part| part.first);
        // "Before 2016" ends where 2016 begins.
        ours.last == Some(last) || ours.last == last.yesterday().ok() || part == Some(last)
    };
    match (day(["start", "startDate"]), day(["end", "endDate"])) {
        (Some(first), Some(last)) => is_first(first) && ours.last.is_some() && is_last(last),
        (Some(first), None) => is_first(first) && ours.last.is_none(),
        (None, Some(last)) => ours.first.is_none() && is_last(last),
        (None, None) => false,
    }
}

/// Whether the gold leaves a side open.
fn is_open(wanted: &Value) -> bool {
    let has = |keys: [&str; 2]| keys.iter().any(|key| wanted[*key].is_string());
    has(["start", "startDate"]) != has(["end", "endDate"])
}

/// A value in the way of the gold with the season as EDTF writes it; `None` for what is no plain value.
fn season(timex: &str) -> Option<String> {
    let seasons = [("-SP", "-21"), ("-SU", "-22"), ("-FA", "-23"), ("-WI", "-24")];
    if timex.contains(['(', 'P', 'T']) && !timex.ends_with("-SP") {
        return None;
    }
    let found = seasons.iter().find_map(|(theirs, ours)| Some(format!("{}{ours}", timex.strip_suffix(theirs)?)));
    Some(found.unwrap_or_else(|| timex.to_owned()))
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
    use serde_json::json;

    use super::*;

    fn found(start: usize, end: usize, value: &str, until: &str) -> Found {
        Found::read(&json!({"span": {"start": start, "end": end}, "value": value, "end": until})).unwrap()
    }

    #[test]
    fn both_formats_of_cases_are_read() {
        let model = Case::read(&json!({
            "Input": "See  me on 3 May.", "Context": {"ReferenceDateTime": "2016-11-07T00:00:00"},
            "Results": [{"Text": "3 may", "Start": 11, "End": 15, "TypeName": "datetimeV2.date",
                         "Resolution": {"values": [{"timex": "XXXX-05-03", "value": "2017-05-03"}]}}]
        }));
        assert_eq!((model.text.as_str(), model.expressions[0].range.clone()), ("See me on 3 May.", 10..15));
        let parser = Case::read(&json!({
            "Input": "on 15", "Results": [{"Start": 3, "Length": 2, "Type": "date", "Value": {
                "Timex": "XXXX-XX-15", "FutureResolution": {"date": "2016-11-15"}, "PastResolution": {"date": "2016-10-15"}
            }}]
        }));
        assert_eq!(parser.expressions[0].range, 3..5);
        for value in ["2016-11-15", "2016-10-15"] {
            assert!(parser.expressions[0].is_value(&found(3, 5, value, "")), "{value}");
        }
        assert!(!parser.expressions[0].is_value(&found(3, 5, "2016-12-15", "")));
        let time = json!({"Input": "at 3", "Results": [{"Start": 3, "End": 3, "TypeName": "datetimeV2.time"}]});
        assert!(Case::read(&time).has_time());
    }

    #[test]
    fn ranges_agree_by_their_days() {
        let counted = json!({"timex": "(2016-11-04,2016-11-22,P18D)", "start": "2016-11-04", "end": "2016-11-22"});
        let month = json!({"timex": "2016-09", "start": "2016-09-01", "end": "2016-10-01"});
        let since = json!({"timex": "2016-09", "Mod": "since", "start": "2016-09-01"});
        let after = json!({"timex": "2016", "Mod": "after", "start": "2017-01-01"});
        let before = json!({"timex": "2016", "Mod": "before", "end": "2016-01-01"});
        let summer = json!({"timex": "2016-SU", "value": "2016-SU"});
        for (wanted, value, end, is_right) in [
            (&counted, "2016-11-04", "2016-11-22", true),
            (&counted, "2016-11-04", "2016-11-21", true),
            (&counted, "2016-11-04/2016-11-22", "", true),
            (&counted, "2016-11-04", "2016-11-23", false),
            (&counted, "2016-11-04", "", false),
            (&month, "2016-09", "", true),
            (&month, "2016", "", false),
            (&since, "2016-09/..", "", true),
            (&since, "2016-09", "..", true),
            (&since, "2016-09", "", false),
            (&after, "2016", "..", true),
            (&after, "2017/..", "", true),
            (&before, "../2015", "", true),
            (&before, "..", "2016", true),
            (&before, "2016", "", false),
            (&summer, "2016-22", "", true),
            (&summer, "", "", false),
        ] {
            assert_eq!(is_same(wanted, &found(0, 1, value, end)), is_right, "{wanted} {value} {end}");
        }
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
