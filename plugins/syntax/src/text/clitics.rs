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
    if word.len() < 2 {
        return None;
    }
    if word.is_ascii() && !word.contains('\'') {
        let joined = || JOINED.iter().find(|(joined, _)| joined.eq_ignore_ascii_case(word));
        return if (4..=8).contains(&word.len()) { joined().map(|(_, cut)| *cut) } else { None };
    }
    let apostrophe = word.rfind(['\'', '’', '‘', '`'])?;
    let mark = word[apostrophe..].chars().next()?.len_utf8();
    let (before, after) = (&word[..apostrophe], &word[apostrophe + mark..]);
    if before.is_empty() {
        return None;
    }
    let is = |ending: &str| after.eq_ignore_ascii_case(ending);
    if is("t") && before.ends_with(['n', 'N']) && before.len() > 1 {
        return Some(apostrophe - 1);
    }
    ["s", "re", "ve", "ll", "m", "d"].iter().any(|ending| is(ending)).then_some(apostrophe)
}
