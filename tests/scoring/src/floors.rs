//! Every bound in one place: what a figure may not fall below or rise above, and what is asked for.
//!
//! A bound is a little worse than what is reached, so that quality cannot fall unseen and a change of one item in some
//! hundred does not end a run.

/// What a figure is held to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bound {
    /// At least this.
    Floor(f64),
    /// At most this.
    Ceiling(f64),
}

/// The bound of one figure.
pub(crate) struct Row {
    table: &'static str,
    figure: &'static str,
    /// A run ends with an error beyond it; absent until the figure is reached for the first time.
    pub(crate) bound: Option<Bound>,
    /// What is asked for in the end.
    pub(crate) asked: Option<f64>,
}

const fn row(table: &'static str, figure: &'static str, bound: Option<Bound>, asked: f64) -> Row {
    Row { table, figure, bound, asked: Some(asked) }
}

const ROWS: &[Row] = &[
    row("zones", "lines with the right zone", Some(Bound::Floor(0.98)), 0.98),
    row("sentences", "F1", Some(Bound::Floor(0.97)), 0.97),
    row("quotes", "F1 of content", Some(Bound::Floor(0.87)), 0.88),
    row("quotes", "speaker right", Some(Bound::Floor(0.83)), 0.85),
    row("names", "persons and countries of events coded", Some(Bound::Floor(0.93)), 0.9),
    row("names", "corrupted names merged", Some(Bound::Floor(0.75)), 1.0),
    row("names", "names wrongly merged", Some(Bound::Ceiling(0.0)), 0.0),
    row("seeds", "precision", Some(Bound::Floor(0.85)), 0.75),
    row("seeds", "recall", Some(Bound::Floor(0.86)), 0.65),
    row("seeds", "actors right", Some(Bound::Floor(0.88)), 0.85),
    row("seeds", "status family right", Some(Bound::Floor(0.92)), 0.85),
    row("seeds-exchanged", "events lost", Some(Bound::Ceiling(2.0)), 2.0),
    row("clusters", "pairs linked", Some(Bound::Floor(1.0)), 1.0),
    row("clusters", "pairs wrongly linked", Some(Bound::Ceiling(0.0)), 0.0),
    row("plover", "type right", Some(Bound::Floor(0.75)), 0.72),
    row("plover", "both countries right", Some(Bound::Floor(0.8)), 0.78),
    row("plover", "extra events a sentence", Some(Bound::Ceiling(0.15)), 0.15),
    row("petrarch", "who to whom right", Some(Bound::Floor(0.78)), 0.8),
    row("petrarch", "silent where there is no event", Some(Bound::Floor(0.6)), 0.85),
    row("dates", "span and value right", Some(Bound::Floor(0.79)), 0.8),
    row("dates-false", "false dates in 10,000 words", Some(Bound::Ceiling(0.2)), 0.0),
];

/// The bound of a figure, if it has one.
pub(crate) fn bound(table: &str, figure: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.table == table && row.figure == figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_one_row() {
        for (at, row) in ROWS.iter().enumerate() {
            let first = ROWS.iter().position(|other| (other.table, other.figure) == (row.table, row.figure));
            assert_eq!(first, Some(at), "{}: {}", row.table, row.figure);
        }
        assert!(bound("zones", "no such figure").is_none());
    }
}
