//! How soon a program that keeps failing is started again.

use std::time::{Duration, Instant};

/// Failures in a row that are borne.
const FAILURES_MAX: u32 = 5;
const PAUSE_MIN: Duration = Duration::from_secs(1);
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// The failures since the last document that went well.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
    /// When the program may be started again, once there were too many.
    until: Option<Instant>,
    last: String,
}

impl Backoff {
    /// Asks whether the program may be started now.
    ///
    /// # Errors
    /// Says why not, and when it may.
    pub(crate) fn check(&self, now: Instant) -> Result<(), String> {
        let Some(left) = self.until.map(|until| until.saturating_duration_since(now)).filter(|left| !left.is_zero())
        else {
            return Ok(());
        };
        let (failures, seconds, last) = (self.failures, left.as_secs() + 1, &self.last);
        Err(format!("the program failed {failures} times in a row and rests for {seconds} s; the last time: {last}"))
    }

    /// Notes a failure.
    pub(crate) fn failed(&mut self, now: Instant, text: &str) {
        self.failures = self.failures.saturating_add(1);
        text.clone_into(&mut self.last);
        if let Some(beyond) = self.failures.checked_sub(FAILURES_MAX) {
            let pause = PAUSE_MIN.saturating_mul(2_u32.saturating_pow(beyond)).min(PAUSE_MAX);
            self.until = Some(now + pause);
        }
    }

    /// Notes a document that went well.
    pub(crate) fn succeeded(&mut self) {
        *self = Backoff::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_begin_at_the_fifth_failure_and_double_up_to_half_a_minute() {
        let (mut backoff, mut now) = (Backoff::default(), Instant::now());
        for pause in [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30].map(Duration::from_secs) {
            backoff.failed(now, "it broke");
            if !pause.is_zero() {
                let refused = backoff.check(now + pause - Duration::from_millis(1)).unwrap_err();
                assert!(refused.contains("rests for 1 s") && refused.ends_with("it broke"), "{refused}");
            }
            now += pause;
            assert_eq!(backoff.check(now), Ok(()));
        }
        backoff.succeeded();
        backoff.failed(now, "it broke");
        assert_eq!(backoff.check(now), Ok(()));
    }
}
