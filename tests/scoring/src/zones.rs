//! The parts of the seeds, line by line.

use std::ops::Range;

use serde_json::Value;

use crate::Data;
use crate::gold::Seed;
use crate::record::{Span, dash, members, overlap, text};
use crate::report::Report;

/// Fills the table of the zones.
pub(crate) fn zones(data: &Data, report: &mut Report) {
    let seeds = Seed::all(&data.seeds);
    if seeds.is_empty() {
        return;
    }
    let files: Vec<_> = seeds.iter().map(|seed| seed.file.clone()).collect();
    let (mut lines, mut right) = (0, 0);
    for (seed, records) in seeds.iter().zip(data.chain.read(&files)) {
        let found = records.of("article").next().map_or_else(Vec::new, |article| zones_of(&article["zones"]));
        for line in judged(seed, &found) {
            lines += 1;
            right += usize::from(line.is_right());
            if data.detail && !line.is_right() {
                println!(
                    "zones WRONG {} line {} is {}, found {}",
                    seed.name,
                    line.number,
                    line.wanted,
                    dash(&line.found)
                );
            }
        }
    }
    report.share("lines with the right zone", right, lines);
}

struct Zone {
    kind: String,
    range: Range<usize>,
}

struct Line {
    number: usize,
    wanted: String,
    found: String,
    is_heading: bool,
}

impl Line {
    /// The gold has headings inside the body as a list of their own.
    fn is_right(&self) -> bool {
        self.wanted == self.found || (self.is_heading && self.found == "heading")
    }
}

fn zones_of(value: &Value) -> Vec<Zone> {
    let zone = |zone: &Value| {
        let span = Span::read(&zone["span"]).or_else(|| Span::read(zone))?;
        Some(Zone { kind: text(&zone["kind"]), range: span.range() })
    };
    members(value).filter_map(zone).collect()
}

/// The lines that the gold gives a zone.
fn judged(seed: &Seed, found: &[Zone]) -> Vec<Line> {
    let metadata = &seed.value["metadata"];
    let wanted = zones_of(&metadata["zones"]);
    let headings = zones_of(&metadata["headings"]);
    let mut lines = Vec::new();
    let mut start = 0;
    for (number, line) in seed.text.split('\n').enumerate() {
        let range = start..start + line.chars().count();
        start = range.end + 1;
        if line.trim().is_empty() {
            continue;
        }
        let is_heading = headings.iter().any(|heading| overlap(&heading.range, &range) > 0);
        if let Some(kind) = most(&wanted, &range) {
            let found = most(found, &range).unwrap_or_default().to_owned();
            lines.push(Line { number: number + 1, wanted: kind.to_owned(), found, is_heading });
        }
    }
    lines
}

/// The kind of the zone that covers most of a range.
fn most<'z>(zones: &'z [Zone], range: &Range<usize>) -> Option<&'z str> {
    let best = zones.iter().rev().max_by_key(|zone| overlap(&zone.range, range))?;
    (overlap(&best.range, range) > 0).then_some(best.kind.as_str())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::json;

    use super::*;

    #[test]
    fn each_line_is_judged_by_the_zone_that_covers_most_of_it() {
        let metadata = json!({
            "zones": [{"kind": "title", "start": 0, "end": 3}, {"kind": "body", "start": 4, "end": 20}],
            "headings": [{"start": 5, "end": 8}]
        });
        let text = "Abc\n\nHead\nBody text.\n";
        let seed = Seed::new(PathBuf::from("1_x"), text.to_owned(), json!({"metadata": metadata}));
        let found = |zones: Value| {
            let lines = judged(&seed, &zones_of(&zones));
            lines.iter().map(|line| (line.number, line.is_right())).collect::<Vec<_>>()
        };
        let body = json!({"kind": "body", "span": {"start": 10, "end": 20}});
        let heading = json!({"kind": "heading", "span": {"start": 5, "end": 9}});
        assert_eq!(found(json!([body, heading])), [(1, false), (3, true), (4, true)]);
        assert_eq!(found(json!([])), [(1, false), (3, false), (4, false)]);
    }
}
