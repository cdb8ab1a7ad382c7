//! Which known word was meant by an unknown one.

/// Returns the word closest to `word`, or `None` when none is close. Case, dashes and underscores count little.
pub(super) fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = fold(word);
    let allowed = (plain.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&plain, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Lists words for a sentence: `a`, `a or b`, `a, b or c`.
pub(super) fn alternatives(words: impl IntoIterator<Item = String>) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} or {last}", words.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_word_is_found_and_a_far_one_is_not() {
        let known = ["max_line", "max_text", "quiet", "queue"];
        for (word, meant) in [
            ("max_lines", Some("max_line")),
            ("maxText", Some("max_text")),
            ("max-line", Some("max_line")),
            ("queit", Some("quiet")),
            ("threads", None),
        ] {
            assert_eq!(closest(word, known), meant, "{word}");
        }
    }

    #[test]
    fn alternatives_read_as_a_sentence() {
        for (words, sentence) in [(vec![], ""), (vec!["a"], "a"), (vec!["a", "b", "c"], "a, b or c")] {
            assert_eq!(alternatives(words.into_iter().map(str::to_owned)), sentence);
        }
    }
}
