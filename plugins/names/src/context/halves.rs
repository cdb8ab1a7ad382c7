//! "the North" and "the South" in an article that speaks of Korea.

use extractor_api::layer::{MentionKind, Resolution};

use parsed::Parsed;

use crate::finder::Draft;
use crate::memory::{Code, Memory};
use crate::tables;

/// The halves by their names.
const HALVES: [(&str, Code); 2] = [("North", *b"PRK\0"), ("South", *b"KOR\0")];
/// Other countries whose north or south acts for itself.
const OTHERS: [Code; 5] = [*b"SSD\0", *b"SDN\0", *b"YEM\0", *b"VNM\0", *b"CYP\0"];

/// Gives them their countries; `told` are those of which the article speaks.
pub(super) fn name(parsed: &Parsed<'_>, memory: &mut Memory<'_>, drafts: &mut [Draft], told: &[(Code, u32)]) {
    let speaks_of = |country: &Code| told.iter().any(|(known, _)| known == country);
    if !HALVES.iter().any(|(_, half)| speaks_of(half)) || OTHERS.iter().any(speaks_of) {
        return;
    }
    let is_unknown = |draft: &&mut Draft| matches!(draft.kind, MentionKind::Other | MentionKind::Place);
    for draft in drafts.iter_mut().filter(is_unknown) {
        let (Some(before), Some(text)) = (parsed.text.get(..draft.range.start), parsed.text.get(draft.range.clone()))
        else {
            continue;
        };
        let half = HALVES.iter().find(|(name, _)| *name == text).map(|&(_, country)| country);
        let Some(country) = half.filter(|_| before.ends_with("the ") || before.ends_with("The ")) else { continue };
        let Ok(row) = tables::COUNTRIES.binary_search_by_key(&country, |known| known.code) else { continue };
        draft.entity = memory.country(row);
        (draft.kind, draft.country, draft.how) = (MentionKind::Country, country, Resolution::Memory);
        (draft.sector, draft.confidence) = (memory.get(draft.entity).sector, CONFIDENCE);
    }
}

/// How sure that is.
const CONFIDENCE: u32 = 800;
