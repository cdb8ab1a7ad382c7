//! Keeps the record within the length of a line of the log.

use extractor_api::layer::ZoneKind;

use crate::record::{Article, Sources};
use crate::references::cut;

/// The record's own limit: the envelope needs the rest of the 30 KiB of a line.
const RECORD_BYTES_MAX: usize = 28 * 1024 - 512;
/// So much of the body at most, measured as JSON.
const TEXT_BYTES_MAX: usize = 20 * 1024;

/// Writes the record as JSON that fits, with the body's text when `with_text`.
///
/// Lists lose their ends, the longest list first, until the rest fits.
///
/// # Errors
/// When the record cannot be written as JSON.
pub(crate) fn json(mut article: Article, sources: &Sources<'_>, with_text: bool) -> Result<String, serde_json::Error> {
    if with_text {
        (article.text, article.text_truncated) = text(sources)?;
    }
    loop {
        let json = serde_json::to_string(&article)?;
        if json.len() <= RECORD_BYTES_MAX || !shorten(&mut article)? {
            return Ok(json);
        }
    }
}

/// Cuts a tenth off the list that takes most room; false when all are empty.
fn shorten(article: &mut Article) -> Result<bool, serde_json::Error> {
    fn bytes<T: serde::Serialize>(list: &[T]) -> Result<usize, serde_json::Error> {
        Ok(if list.is_empty() { 0 } else { serde_json::to_string(list)?.len() })
    }
    fn drop_end<T>(list: &mut Vec<T>) {
        list.truncate(list.len() * 9 / 10);
    }
    let sizes = [
        bytes(&article.zones)?,
        bytes(&article.references)?,
        bytes(&article.links)?,
        bytes(&article.hashtags)?,
        bytes(&article.bylines)?,
    ];
    let largest = (0..sizes.len()).max_by_key(|&at| sizes[at]).filter(|&at| sizes[at] > 0);
    match largest {
        Some(0) => drop_end(&mut article.zones),
        Some(1) => drop_end(&mut article.references),
        Some(2) => drop_end(&mut article.links),
        Some(3) => drop_end(&mut article.hashtags),
        Some(_) => drop_end(&mut article.bylines),
        None => return Ok(false),
    }
    article.truncated = true;
    Ok(true)
}

/// The body, paragraphs on lines of their own, and whether it had to be cut.
fn text(sources: &Sources<'_>) -> Result<(Option<String>, bool), serde_json::Error> {
    let wanted = |kind| matches!(kind, ZoneKind::Body | ZoneKind::Heading);
    let zones = sources.parts.iter().filter(|part| wanted(part.kind));
    let mut text = zones.map(|part| &sources.reading.text[part.range.clone()]).collect::<Vec<_>>().join("\n");
    let whole = text.len();
    text.truncate(cut(&text, TEXT_BYTES_MAX).len());
    // Escapes make JSON longer than the text; each round takes off what was too much.
    loop {
        let length = serde_json::to_string(&text)?.len();
        if length <= TEXT_BYTES_MAX {
            break;
        }
        text.truncate(cut(&text, text.len().saturating_sub(length - TEXT_BYTES_MAX)).len());
    }
    let truncated = text.len() < whole;
    Ok(((!text.is_empty()).then_some(text), truncated))
}
