//! What was found, before it is known who exactly said it.

use std::ops::Range;

use extractor_api::layer::QuoteKind;

use crate::grammar::Phrase;

/// Words that were said, or a term in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The words, without quotation marks, in bytes.
    pub(crate) words: Range<usize>,
    /// How they are given.
    pub(crate) kind: QuoteKind,
    /// Who said them.
    pub(crate) speaker: Speaking,
    /// The reporting words, in tokens.
    pub(crate) cue: Option<Range<usize>>,
    /// To whom they were said.
    pub(crate) listener: Option<Phrase>,
    /// Thousandths.
    pub(crate) confidence: u32,
    /// Whether it is reported without marks as thought, not as said: "Kovar believes".
    pub(crate) thought: bool,
    /// Whether a quotation mark was missing, or one too many.
    pub(crate) mended: bool,
}

/// Who said it, as far as the sentence tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Speaking {
    /// Whom the phrase names.
    Phrase(Phrase),
    /// The speaker of the words before.
    Same,
    /// Somebody who was named shortly before.
    Nearest,
    /// Nobody in particular.
    Nobody,
}
