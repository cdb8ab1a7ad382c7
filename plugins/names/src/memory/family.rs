//! Roles that can mean the same person.

/// Roles that can mean the same person: "the leader" is the president.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Family {
    #[default]
    None,
    Leader,
    Minister,
    Expert,
    Speaker,
    Officer,
    Lawmaker,
    Cleric,
    Envoy,
}

/// The last words of roles of a family.
const LAST_WORDS: &[(Family, &[&str])] = &[
    (Family::Leader, &["prime minister"]),
    (Family::Speaker, &["spokesman", "spokeswoman", "spokesperson", "press secretary"]),
    (Family::Leader, &["president", "premier", "chancellor", "leader", "ruler", "king", "emir", "dictator"]),
    (Family::Leader, &["strongman", "queen", "sultan"]),
    (Family::Minister, &["minister", "secretary"]),
    (Family::Expert, &["expert", "analyst", "fellow", "professor", "researcher", "scholar", "economist", "historian"]),
    (Family::Expert, &["scientist", "lecturer", "academic", "director", "specialist"]),
    (
        Family::Officer,
        &["general", "commander", "colonel", "admiral", "officer", "captain", "major", "marshal", "brigadier"],
    ),
    (Family::Lawmaker, &["senator", "lawmaker", "legislator", "congressman", "congresswoman", "parliamentarian"]),
    (Family::Cleric, &["bishop", "pope", "cleric", "cardinal", "priest", "imam", "ayatollah", "pontiff"]),
    (Family::Envoy, &["ambassador", "envoy", "diplomat", "representative"]),
];

/// The family of a role: the first of which its head, the words up to "of" or "for", has the last words.
pub(crate) fn family(role: &str) -> Family {
    if find(role, "secretary of state").is_some() {
        return Family::Minister;
    }
    let head = [" of ", " for "].iter().filter_map(|link| find(role, link)).min().map_or(role, |end| &role[..end]);
    let ends = |words: &&str| {
        let start = head.len().checked_sub(words.len());
        start.is_some_and(|start| head.as_bytes()[start..].eq_ignore_ascii_case(words.as_bytes()))
    };
    let found = LAST_WORDS.iter().find(|(_, last_words)| last_words.iter().any(ends));
    found.map_or(Family::None, |&(family, _)| family)
}

/// Where words of ASCII stand in a text, in whatever case.
fn find(text: &str, words: &str) -> Option<usize> {
    text.as_bytes().windows(words.len()).position(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_role_tells_its_family() {
        assert_eq!((family("Prime Minister"), family("minister of trade")), (Family::Leader, Family::Minister));
        assert_eq!((family("U.S. Secretary of State"), family("press secretary")), (Family::Minister, Family::Speaker));
        assert_eq!((family("SENIOR FELLOW for Asia of the institute"), family("é")), (Family::Expert, Family::None));
    }
}
