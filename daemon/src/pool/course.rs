//! How a document is tried: once among others; alone in a fresh worker after it ended one; and then, if the extractor
//! that was at work may fail, without it.

use crate::config::OnError;
use crate::plugin::generation::Generation;
use crate::pool::verdict::{Again, Failure};
use crate::worker::frame::Places;

/// Where a document stands in its tries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// 0 the first time.
    pub attempt: u32,
    /// Whether it ended a worker, so that a fresh one runs it from then on, with no other document near it.
    pub alone: bool,
    /// The places of extractors that ended their worker even so, and are left out.
    pub without: Places,
}

impl Course {
    /// Goes on after a failure; returns whether to try again. `retries` is how often a transient failure is forgiven.
    pub fn go_on(&mut self, failure: &Failure, generation: &Generation, retries: u32) -> bool {
        let again = match failure.again {
            Again::Never => false,
            Again::Later => self.attempt < retries,
            Again::Alone if !self.alone => {
                self.alone = true;
                true
            }
            Again::Alone => match place_of_one_that_may_fail(generation, failure.extractor.as_deref()) {
                Some(place) if !self.without.contains(place) => {
                    self.without.insert(place);
                    true
                }
                _ => false,
            },
        };
        self.attempt += u32::from(again);
        again
    }
}

fn place_of_one_that_may_fail(generation: &Generation, name: Option<&str>) -> Option<usize> {
    let place = generation.place_of(name?)?;
    (generation.extractors[place].on_error == OnError::Skip).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plugin::generation::Extractor;
    use std::sync::Arc;

    fn generation() -> Generation {
        let extractor = |name: &str, on_error| Extractor {
            name: name.to_owned(),
            label: format!("{name}@1.0.0"),
            manifest: String::new(),
            event_types: Vec::new(),
            config: serde_json::json!({}),
            on_error,
            exec: false,
            hash: [0; 32],
            settings: [0; 32],
            config_schema: None,
            image: Arc::new(crate::memory::sealed("image", b"").unwrap()),
        };
        let extractors = vec![extractor("strict", OnError::Quarantine), extractor("lenient", OnError::Skip)];
        Generation {
            id: String::new(),
            fingerprint: [0; 32],
            fingerprint_hex: String::new(),
            extractors,
            reader: crate::config::Reader::default(),
        }
    }

    fn failure(extractor: Option<&str>, again: Again) -> Failure {
        Failure {
            reason: "crash",
            code: "D0546".to_owned(),
            stage: "extractor",
            extractor: extractor.map(str::to_owned),
            plugin: None,
            text: String::new(),
            remedy: "",
            output: String::new(),
            again,
        }
    }

    #[test]
    fn a_document_is_given_up_after_the_tries_that_its_failures_allow() {
        let generation = generation();
        let mut without = Places::default();
        without.insert(1);
        for (extractor, again, tries, last) in [
            (Some("strict"), Again::Never, 1, Course::default()),
            (Some("strict"), Again::Later, 4, Course { attempt: 3, ..Course::default() }),
            (Some("strict"), Again::Alone, 2, Course { attempt: 1, alone: true, ..Course::default() }),
            (None, Again::Alone, 2, Course { attempt: 1, alone: true, ..Course::default() }),
            (Some("lenient"), Again::Alone, 3, Course { attempt: 2, alone: true, without }),
        ] {
            let mut course = Course::default();
            let failure = failure(extractor, again);
            let more =
                std::iter::repeat_with(|| course.go_on(&failure, &generation, 3)).take_while(|more| *more).count();
            assert_eq!((1 + more, course), (tries, last), "{extractor:?} {again:?}");
        }
    }

    #[test]
    fn a_transient_failure_does_not_spend_the_run_alone() {
        let (generation, mut course) = (generation(), Course::default());
        assert!(course.go_on(&failure(None, Again::Later), &generation, 3));
        assert!(course.go_on(&failure(None, Again::Alone), &generation, 3) && course.alone);
        assert!(!course.go_on(&failure(None, Again::Alone), &generation, 3));
    }
}
