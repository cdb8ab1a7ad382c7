//! What the parse decides, with parses written by hand.

use crate::support::{harness, line, published, run};
use parsed::fixture::Fixture;

/// Parses, published on Sunday, 28 January 2024, with the value of their one date; empty for no date.
const CLAUSES: &[(&str, &str)] = &[
    (
        "They PRON 3 nsubj\nwill AUX 3 aux modal\nmeet VERB 0 root base\non ADP 5 case\nFriday PROPN 3 obl singular",
        "2024-02-02",
    ),
    ("They PRON 2 nsubj\nmet VERB 0 root past\non ADP 4 case\nFriday PROPN 2 obl singular", "2024-01-26"),
    ("They PRON 2 nsubj\nopens VERB 0 root third\non ADP 4 case\nFriday PROPN 2 obl singular", "2024-02-02"),
    ("She PRON 2 nsubj\nsays VERB 0 root third\non ADP 4 case\nFriday PROPN 2 obl singular", "2024-01-26"),
    // The date hangs on "said", whatever is to come in the clause behind it.
    (
        "He PRON 2 nsubj\nsaid VERB 0 root past\nFriday PROPN 2 obl:unmarked singular\nit PRON 6 nsubj\nwill AUX 6 aux modal\nsail VERB 2 ccomp base",
        "2024-01-26",
    ),
    (
        "They PRON 2 nsubj\nagreed VERB 0 root past\nto PART 4 mark\nmeet VERB 2 xcomp base\non ADP 6 case\nFriday PROPN 4 obl singular",
        "2024-02-02",
    ),
    (
        "They PRON 2 nsubj\nurged VERB 0 root past\nus PRON 2 obj\nto PART 5 mark\nleave VERB 2 xcomp base\nby ADP 7 case\nFriday PROPN 5 obl singular",
        "2024-02-02",
    ),
    (
        "They PRON 2 nsubj\nallowed VERB 0 root past\nus PRON 2 obj\nto PART 5 mark\nenter VERB 2 xcomp base\non ADP 7 case\nFriday PROPN 5 obl singular",
        "2024-01-26",
    ),
    (
        "They PRON 2 nsubj\ndemanded VERB 0 root past\nanswers NOUN 2 obj plural\nby ADP 5 case\nFriday PROPN 2 obl singular",
        "2024-02-02",
    ),
    (
        "By ADP 2 case\nFriday PROPN 5 obl singular\nthey PRON 5 nsubj\nhad AUX 5 aux past\nleft VERB 0 root participle",
        "2024-01-26",
    ),
    (
        "They PRON 2 nsubj\ncame VERB 0 root past\nto PART 4 mark\nmeet VERB 2 advcl base\non ADP 6 case\nFriday PROPN 4 obl singular",
        "2024-01-26",
    ),
    (
        "The DET 2 det\nplan NOUN 6 nsubj singular\nannounced VERB 2 acl participle\non ADP 5 case\nFriday PROPN 3 obl singular\nfails VERB 0 root third",
        "2024-01-26",
    ),
    (
        "It PRON 4 nsubj\nis AUX 4 aux third\nalready ADV 4 advmod\nsailing VERB 0 root gerund\non ADP 6 case\nFriday PROPN 4 obl singular",
        "2024-02-02",
    ),
    // The date belongs to what was said, though it hangs on "said".
    (
        "They PRON 3 nsubj\nwill AUX 3 aux modal\nmeet VERB 9 ccomp base\non ADP 5 case\nFriday PROPN 9 obl singular\n~, PUNCT 9 punct\nthe DET 8 det\nminister NOUN 9 nsubj singular\nsaid VERB 0 root past",
        "2024-02-02",
    ),
    (
        "On ADP 2 case\nFriday PROPN 6 obl singular\n~, PUNCT 6 punct\nthe DET 5 det\nminister NOUN 6 nsubj singular\nsaid VERB 0 root past",
        "2024-01-26",
    ),
    // A verb in capitals is no month.
    ("In ADP 2 case\nMarch VERB 0 root base\n~, PUNCT 2 punct", ""),
    ("In ADP 2 case\nMarch PROPN 0 root singular\n~, PUNCT 2 punct", "2024-03"),
];

#[test]
fn the_verb_of_the_clause_decides() {
    for (notation, value) in CLAUSES {
        let fixture = Fixture::read(notation);
        let mut harness = fixture.before(harness());
        let meta = published("2024-01-28");
        let found: Vec<String> = run(&mut harness, &fixture.text, &meta).events.iter().map(line).collect();
        let expected = usize::from(!value.is_empty());
        assert_eq!(found.len(), expected, "{}: {found:?}", fixture.text);
        assert!(found.iter().all(|line| line.contains(&format!("| {value} |"))), "{}: {found:?}", fixture.text);
    }
}
