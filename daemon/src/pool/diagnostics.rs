//! What a worker's extractors say for people, passed on to the daemon's own diagnostics. The worker keeps to bounds; they
//! are asked again here, so that a broken one cannot fill a disk.

use std::time::{Duration, Instant};

use extractor_api::Level;

use crate::plugin::generation::Generation;
use crate::worker::frame::{LOG_LINES_MAX, LogLine, Malformed};
use crate::worker::group::GROUP_MAX;

/// Lines within one [`PERIOD`] and before an answer: those of a group of documents, and of calls between documents.
const LINES_MAX: u32 = (GROUP_MAX as u32 + 3) * LOG_LINES_MAX;
const PERIOD: Duration = Duration::from_secs(1);

/// What one worker has said of late.
pub(super) struct Diagnostics {
    lines: u32,
    since: Instant,
}

impl Diagnostics {
    /// Nothing yet.
    pub(super) fn new() -> Diagnostics {
        Diagnostics { lines: 0, since: Instant::now() }
    }

    /// A document was answered: the next may say as much.
    pub(super) fn renew(&mut self) {
        *self = Diagnostics::new();
    }

    /// Passes a line on.
    ///
    /// # Errors
    /// When it is none, or more than a worker lets through.
    pub(super) fn pass(&mut self, generation: &Generation, body: &[u8]) -> Result<(), Malformed> {
        if self.since.elapsed() >= PERIOD {
            self.renew();
        }
        self.lines += 1;
        if self.lines > LINES_MAX {
            return Err(Malformed("more lines of diagnostics than there may be"));
        }
        say(generation, &LogLine::decode(body)?);
        Ok(())
    }
}

fn say(generation: &Generation, line: &LogLine<'_>) {
    let extractor = generation.extractors.get(usize::from(line.extractor)).map(|known| known.name.as_str());
    let text = line.text;
    match Level::from_number(line.level) {
        Level::Error => tracing::error!(extractor, text, "an extractor says"),
        Level::Warn => tracing::warn!(extractor, text, "an extractor says"),
        Level::Info => tracing::info!(extractor, text, "an extractor says"),
        Level::Debug => tracing::debug!(extractor, text, "an extractor says"),
        Level::Trace => tracing::trace!(extractor, text, "an extractor says"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_that_says_more_than_it_may_is_out_of_order() {
        let generation = Generation {
            id: String::new(),
            fingerprint: [0; 32],
            fingerprint_hex: String::new(),
            extractors: Vec::new(),
            reader: crate::config::Reader::default(),
        };
        let frame = LogLine { level: 3, extractor: 0, text: "words" }.encode();
        let mut diagnostics = Diagnostics { lines: 0, since: Instant::now() + PERIOD };
        for _ in 0..LINES_MAX {
            diagnostics.pass(&generation, &frame[5..]).unwrap();
        }
        assert!(diagnostics.pass(&generation, &frame[5..]).is_err());
        diagnostics.renew();
        assert!(diagnostics.pass(&generation, &frame[5..]).is_ok());
    }
}
