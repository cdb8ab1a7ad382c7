//! Figures with their bounds.

use std::process::ExitCode;

use crate::floors::{Bound, bound};

/// What was measured so far.
#[derive(Default)]
pub struct Report {
    table: String,
    failed: Vec<String>,
}

impl Report {
    /// Begins a table: the bounds of [`Report::measured`] are those of its name.
    pub fn begin(&mut self, table: &str) {
        table.clone_into(&mut self.table);
        println!("\n{table}");
    }

    /// Prints a figure, and remembers when it lies below its floor.
    pub fn figure(&mut self, what: &str, value: f64, floor: Option<f64>) {
        self.show(what, value, floor.map(Bound::Floor), None);
    }

    /// Prints a figure beside its bound and what is asked for, as the table of [`crate::floors`] has them.
    pub fn measured(&mut self, what: &str, value: f64) {
        let row = bound(&self.table, what);
        self.show(what, value, row.and_then(|row| row.bound), row.and_then(|row| row.asked));
    }

    /// A share of things, with how many there are.
    pub fn share(&mut self, what: &str, part: usize, whole: usize) {
        let row = bound(&self.table, what);
        let counts = format!("{part}/{whole}");
        self.line(what, ratio(part, whole), &counts, row.and_then(|row| row.bound), row.and_then(|row| row.asked));
    }

    fn show(&mut self, what: &str, value: f64, bound: Option<Bound>, asked: Option<f64>) {
        self.line(what, value, "", bound, asked);
    }

    fn line(&mut self, what: &str, value: f64, counts: &str, bound: Option<Bound>, asked: Option<f64>) {
        let verdict = match bound {
            Some(Bound::Floor(floor)) if value < floor => {
                self.failed.push(format!("{}: {what}: {value:.4} is below {floor}", self.table));
                format!("BELOW {floor}")
            }
            Some(Bound::Ceiling(ceiling)) if value > ceiling => {
                self.failed.push(format!("{}: {what}: {value:.4} is above {ceiling}", self.table));
                format!("ABOVE {ceiling}")
            }
            Some(Bound::Floor(floor)) => format!("floor {floor}"),
            Some(Bound::Ceiling(ceiling)) => format!("ceiling {ceiling}"),
            None => String::new(),
        };
        let asked = asked.map_or_else(String::new, |asked| format!("asked {asked}"));
        let line = format!("  {what:<44} {value:>10.4} {counts:>11}   {asked:<12} {verdict}");
        println!("{}", line.trim_end());
    }

    /// Prints a speed beside the one wanted. Speeds end no run with an error: other work on the machine decides them too.
    pub fn speed(&mut self, what: &str, value: f64, wanted: f64) {
        let verdict = if value < wanted { "BELOW" } else { "at least" };
        println!("  {what:<44} {value:>10.0}   {verdict} {wanted}");
    }

    /// The outcome of the whole run.
    pub fn conclude(&self) -> ExitCode {
        for line in &self.failed {
            eprintln!("{line}");
        }
        if self.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// A share; 0 of nothing, for a record that is missing is no success.
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "some thousand things")]
    let (part, whole) = (part as f64, whole.max(1) as f64);
    part / whole
}

/// The harmonic mean of precision and recall.
pub(crate) fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_beyond_its_bound_ends_the_run_with_an_error() {
        let mut report = Report::default();
        report.show("fine", 0.5, Some(Bound::Floor(0.5)), None);
        report.show("fine", 0.5, Some(Bound::Ceiling(0.5)), Some(0.1));
        report.show("fine", 0.0, None, Some(1.0));
        assert!(report.failed.is_empty());
        report.show("low", 0.4, Some(Bound::Floor(0.5)), None);
        report.show("high", 0.6, Some(Bound::Ceiling(0.5)), None);
        assert_eq!(report.failed.len(), 2);
    }

    #[test]
    fn a_share_of_nothing_is_nothing() {
        assert!(ratio(0, 0).abs() < f64::EPSILON);
        assert!((f1(0.5, 1.0) - 2.0 / 3.0).abs() < 1e-9);
        assert!(f1(0.0, 0.0).abs() < f64::EPSILON);
    }
}
