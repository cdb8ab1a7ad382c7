//! Lines that stand in the middle of an article and are no part of it, told by how they read: credits, bylines, dates,
//! links to other stories, calls to subscribe.

use super::phrases::{BEGINNINGS, BY, DATED, ENDS, LABELS, WHOLE};

/// Longer text than this is never told by its words alone.
pub(super) const LINE_BYTES_MAX: usize = 260;

/// Whether a line is no part of an article, whatever stands around it.
pub(super) fn is_beside(line: &str) -> bool {
    if line.len() > LINE_BYTES_MAX {
        return false;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(|character: char| character.is_whitespace() || "()[]|•·>»«–—-:".contains(character));
    WHOLE.contains(&bare)
        || starts_with_any(bare, BEGINNINGS)
        || ENDS.iter().any(|end| lower.ends_with(end))
        || is_labelled(bare)
        || is_count(bare)
        || (bare.len() < 110 && starts_with_any(bare, DATED) && bare.bytes().any(|byte| byte.is_ascii_digit()))
        || is_byline(line)
}

fn starts_with_any(line: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| {
        line.strip_prefix(beginning).is_some_and(|rest| {
            // Whole words only; scripts without spaces have no borders to ask for.
            !beginning.ends_with(|last: char| last.is_ascii_alphabetic())
                || !rest.starts_with(|next: char| next.is_alphabetic())
        })
    })
}

/// `Photo: …`, `Read more | …`, `Source © …`.
fn is_labelled(line: &str) -> bool {
    let Some(at) = line.find([':', '：', '©', '|', '(', '／']) else { return false };
    LABELS.contains(&line[..at].trim())
}

/// `3 of 12`, `image 3 of 12`, `slide 3/12`, `1 / 8`.
fn is_count(line: &str) -> bool {
    if line.len() > 40 {
        return false;
    }
    let rest = ["image ", "photo ", "slide ", "picture ", "bild ", "foto "]
        .iter()
        .find_map(|word| line.strip_prefix(word))
        .unwrap_or(line);
    let after = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    let after_space = after.trim_start();
    after.len() < rest.len()
        && ["of ", "/", "von ", "sur ", "de "].iter().any(|between| {
            after_space
                .strip_prefix(between)
                .is_some_and(|total| total.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        })
}

/// `By Ada Field and Ben Stone, Science editor`: a word for *by*, then few words, the names among them capitalised.
fn is_byline(line: &str) -> bool {
    let line = line.trim_start_matches(|character: char| !character.is_alphanumeric());
    let Some(by) = BY.iter().find(|by| line.get(..by.len()).is_some_and(|start| start.eq_ignore_ascii_case(by))) else {
        return false;
    };
    let names = line[by.len()..].split([',', '|', '•', '–', '—']).next().unwrap_or_default();
    let words: Vec<_> = names.split_whitespace().collect();
    let is_capitalised = |word: &&str| word.starts_with(|first: char| first.is_uppercase());
    let is_joint = |word: &&str| matches!(*word, "and" | "und" | "et" | "y" | "e" | "en" | "och" | "og" | "&");
    line.len() < 120
        && !line.ends_with(['.', '!', '?'])
        && (1..=8).contains(&words.len())
        && words.iter().all(|word| is_capitalised(word) || is_joint(word) || word.len() <= 3)
        && words.first().is_some_and(is_capitalised)
}

/// Whether text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '"', '”', '。', '…', '»', ':', '’', ')', '！', '？', '」', '』', '؟', '۔', '।', '“'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_beside_an_article_are_told_by_their_words() {
        for line in [
            "Photo: Ada Field / The Harbour Post",
            "READ MORE: Ferry talks fail",
            "Lesen Sie auch: Die Fähre steht still",
            "Leia também | Porto fechado",
            "Читайте также: Порт закрыт",
            "関連記事：港の閉鎖",
            "Updated 3 May 2026, 10:04",
            "By Ada Field and Ben Stone",
            "Von Ada Feld, Hamburg",
            "Image 3 of 12",
            "Share",
            "Sign up for our newsletter",
            "The harbour at dawn. Getty Images",
        ] {
            assert!(is_beside(line), "{line}");
        }
    }

    #[test]
    fn sentences_that_begin_like_them_are_kept() {
        for line in [
            "Reading the report took him a week.",
            "See how the tide turns, he said.",
            "By Monday the harbour had closed.",
            "More than 300 people came.",
            "Watching the boats is his life.",
            "Subscribers paid twice.",
            "Photography was forbidden.",
        ] {
            assert!(!is_beside(line), "{line}");
        }
    }
}
