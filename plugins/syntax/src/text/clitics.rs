//! Words that are written together: "don't", "China's", "cannot".

/// Words without an apostrophe that are two.
const JOINED: &[(&str, usize)] = &[
    ("arent", 3),
    ("cannot", 3),
    ("couldnt", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("gonna", 3),
    ("gotta", 3),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("isnt", 2),
    ("shouldnt", 6),
    ("wanna", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("wouldnt", 5),
];

/// Where the second of two words starts that are written as one, in bytes; `None` when it is one word.
pub(super) fn cut(word: &str) -> Option<usize> {
    // All of them end so.
    if (4..=8).contains(&word.len()) && word.ends_with(['t', 'T', 'a', 'A']) {
        let joined = JOINED.iter().find(|(joined, _)| joined.eq_ignore_ascii_case(word));
        return joined.map(|(_, cut)| *cut).or_else(|| clitic(word));
    }
    clitic(word)
}

/// Where the clitic starts that a word ends with: its apostrophe, or the n of "n't".
fn clitic(word: &str) -> Option<usize> {
    for length in [1, 2] {
        let Some((before, clitic)) = word.split_at_checked(word.len().checked_sub(length)?) else { continue };
        let Some(before) = before.strip_suffix(['\'', '’', '‘', '`']) else { continue };
        let is = |known: &str| clitic.eq_ignore_ascii_case(known);
        return match before {
            "" => None,
            _ if is("t") => (before.len() > 1 && before.ends_with(['n', 'N'])).then(|| before.len() - 1),
            _ => ["s", "re", "ve", "ll", "m", "d"].into_iter().any(is).then_some(before.len()),
        };
    }
    None
}
