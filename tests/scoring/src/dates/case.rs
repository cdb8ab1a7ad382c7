//! The cases: sentences with their expressions and the values that are right, in the two formats of the collection.

use std::ops::Range;

use serde_json::Value;

use super::found::{Found, is_same};
use crate::record::{dash, members, text};

/// A sentence with its expressions.
pub(super) struct Case {
    pub(super) text: String,
    pub(super) reference: Option<String>,
    pub(super) expressions: Vec<Expression>,
}

impl Case {
    pub(super) fn read(value: &Value) -> Case {
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

    pub(super) fn has_time(&self) -> bool {
        self.expressions.iter().any(|expression| expression.kind == Kind::Time)
    }

    pub(super) fn show(&self, file: &str, verdict: &str, wanted: Option<&Expression>, found: Option<&Found>) {
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

/// An expression of the gold.
pub(super) struct Expression {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    /// Each of them is right: what a weekday or a date without a year means depends on more than the sentence.
    pub(super) values: Vec<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A day or a range of days.
    Date,
    /// A length of time, or something that recurs.
    Other,
    /// A time of day: cases with one are left out.
    Time,
}

impl Expression {
    pub(super) fn read(result: &Value, place: impl Fn(usize) -> usize) -> Option<Expression> {
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
    pub(super) fn is_value(&self, found: &Found) -> bool {
        self.values.iter().any(|value| is_same(value, found))
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
}
