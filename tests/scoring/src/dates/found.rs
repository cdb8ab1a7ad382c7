//! The dates that were found, and whether one means what the gold says.

use jiff::civil::Date;
use serde_json::Value;

use crate::period::Period;
use crate::record::{Span, text};

/// A date of ours.
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) value: String,
    pub(super) end: String,
    pub(super) granularity: String,
}

impl Found {
    pub(super) fn read(value: &Value) -> Option<Found> {
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
pub(super) fn is_same(wanted: &Value, found: &Found) -> bool {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(start: usize, end: usize, value: &str, until: &str) -> Found {
        Found::read(&json!({"span": {"start": start, "end": end}, "value": value, "end": until})).unwrap()
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
}
