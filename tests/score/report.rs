//! Figures with their floors.

use std::process::ExitCode;

/// What was measured so far.
#[derive(Default)]
pub(crate) struct Report {
    below: Vec<String>,
}

impl Report {
    /// Prints a figure, and remembers when it lies below its floor.
    pub(crate) fn figure(&mut self, what: &str, value: f64, floor: Option<f64>) {
        let verdict = match floor {
            Some(floor) if value < floor => {
                self.below.push(format!("{what}: {value:.4} is below {floor}"));
                format!("BELOW {floor}")
            }
            Some(floor) => format!("floor {floor}"),
            None => String::new(),
        };
        println!("  {what:<44} {value:>10.4}   {verdict}");
    }

    /// The outcome of the whole run.
    pub(crate) fn conclude(&self) -> ExitCode {
        for line in &self.below {
            eprintln!("{line}");
        }
        if self.below.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
