//! The checks of what a plugin costs and leaves behind.

use super::process::{capture, peak_bytes, resident_bytes};
use super::samples::{Sample, long_text};
use super::subject::Subject;
use super::{Finding, Level, Verdict};

/// Documents of the soak, and of its beginning, in which caches may fill.
const SOAK_DOCUMENTS: usize = 2_000;
const STRICT_SOAK_DOCUMENTS: usize = 10_000;
/// What memory may grow by, a document: a leak of one small string stays below it, one of a text does not.
const GROWTH_BYTES: f64 = 512.0;
const COST_BYTES: usize = 1_000_000;

pub(super) fn silent(subject: &Subject) -> Verdict {
    let captured = capture(|| subject.transcript());
    let (transcript, printed) =
        captured.map_err(|error| Finding::skip(format!("output cannot be captured: {error}")))?;
    transcript?;
    let Some(first) = printed.lines().next() else { return Ok(String::new()) };
    let fix = "use the host's log function: it knows document and extractor";
    Err(Finding::warn(format!("{} bytes of output: {first}", printed.len()), "nothing on stdout and stderr", fix))
}

pub(super) fn cost(subject: &Subject) -> Verdict {
    let mut instance = subject.start()?;
    let sample = Sample::of_text("cost", long_text(COST_BYTES));
    let idle = resident_bytes();
    let reply = instance.read(&sample);
    let per_megabyte = reply.cpu.as_secs_f64() * 1e3 * 1e6 / sample.raw.len() as f64;
    let peak = peak_bytes().saturating_sub(idle) as f64 / 1e6;
    Ok(format!("{per_megabyte:.0} ms and {peak:.0} MB at the peak for a text of 1 MB"))
}

pub(super) fn soak(subject: &Subject) -> Verdict {
    let documents = if subject.level == Level::Strict { STRICT_SOAK_DOCUMENTS } else { SOAK_DOCUMENTS };
    let mut instance = subject.start()?;
    let samples = subject.samples();
    let mut read = |count: usize| samples.iter().cycle().take(count).for_each(|sample| drop(instance.read(sample)));
    let warm = documents / 4;
    read(warm);
    let before = resident_bytes();
    read(documents - warm);
    let grown = resident_bytes().saturating_sub(before) as f64 / (documents - warm) as f64;
    let figures = format!("{grown:.0} bytes a document over {documents} documents");
    if grown <= GROWTH_BYTES {
        return Ok(figures);
    }
    let fix = "release what a document took before extract returns; bound caches";
    Err(Finding::warn(format!("memory grew by {figures}"), format!("at most {GROWTH_BYTES} bytes a document"), fix))
}
