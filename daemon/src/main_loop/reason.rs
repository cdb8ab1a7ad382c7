//! The reasons that go into quarantine beside a file.

use crate::codes::content;
use crate::inbox::claim::{Claimed, Defect};
use crate::inbox::dispose::{FailedEntry, Reason};
use crate::inbox::rearm::Identity;
use crate::plugin::generation::Extractor;
use crate::pool::Setup;
use crate::pool::verdict::Failure;

/// Why a file that was taken cannot become a document.
pub(super) fn of_defect(defect: &Defect, setup: &Setup) -> Reason {
    let (reason, code, text, remedy) = match defect {
        Defect::Empty => (
            "empty",
            content::EMPTY,
            "the file is empty, and stayed so for limits.empty_wait".to_owned(),
            "drop it again with its content",
        ),
        Defect::TooLarge { limit } => (
            "too_large",
            content::TOO_LARGE,
            format!("the file is larger than limits.max_file, {limit} bytes"),
            "split it, or raise limits.max_file",
        ),
        Defect::Unreadable(error) => (
            "unreadable",
            content::UNREADABLE,
            format!("the file cannot be read: {error}"),
            "make it readable for the user that runs the daemon, and drop it again",
        ),
    };
    Reason {
        reason,
        code: code.to_owned(),
        stage: "claim",
        text,
        remedy: remedy.to_owned(),
        extractor: None,
        plugin: None,
        library: None,
        settings: None,
        attempts: 0,
        document: None,
        generation: setup.generation.id.clone(),
        entries: Vec::new(),
        output: String::new(),
    }
}

/// Entries that a reason names one by one.
const ENTRIES_MAX: usize = 100;

/// Why a file that holds many documents is set aside: the first that is not in the log, and why; the `others`; `good` are.
pub(super) fn of_members(
    first: FailedEntry,
    failure: Failure,
    others: Vec<FailedEntry>,
    good: u64,
    claimed: &Claimed,
    setup: &Setup,
) -> Reason {
    let mut reason = of_failure(failure, 1, claimed, setup);
    let named = if first.name.is_empty() { String::new() } else { format!(" ({})", first.name) };
    reason.text = format!(
        "{} of its {} documents could not be read, the others are in the log; number {}{named}: {}",
        1 + others.len(),
        1 + others.len() as u64 + good,
        first.number,
        reason.text
    );
    reason.entries = std::iter::once(first).chain(others).take(ENTRIES_MAX).collect();
    reason
}

/// What an extractor is, in the words of reasons.
pub(super) fn identity(extractor: &Extractor) -> Identity {
    let shown = |hash: [u8; 32]| format!("b3:{}", blake3::Hash::from(hash).to_hex());
    let (library, settings) = (shown(extractor.hash), shown(extractor.settings));
    Identity { plugin: extractor.label.clone(), library, settings }
}

/// Why a document is not in the log.
pub(super) fn of_failure(failure: Failure, attempts: u32, claimed: &Claimed, setup: &Setup) -> Reason {
    let guilty = failure.extractor.as_deref().and_then(|name| setup.generation.place_of(name));
    let guilty = guilty.map(|place| identity(&setup.generation.extractors[place]));
    let (library, settings) = guilty.map(|guilty| (guilty.library, guilty.settings)).unzip();
    Reason {
        reason: failure.reason,
        code: failure.code,
        stage: failure.stage,
        text: failure.text,
        remedy: failure.remedy.to_owned(),
        extractor: failure.extractor,
        plugin: failure.plugin,
        library,
        settings,
        attempts,
        document: Some(format!("b3:{}", claimed.id)),
        generation: setup.generation.id.clone(),
        entries: Vec::new(),
        output: failure.output,
    }
}
