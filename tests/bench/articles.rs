//! Made-up articles, the same for the same number.

use std::fmt::Write;

const SUBJECTS: &[&str] = &[
    "The foreign minister of Norvania",
    "The government of Tesmark",
    "A spokesman for the harbour union",
    "President Dantu",
    "The energy ministry of Caspara",
    "The leaders of both countries",
    "Opposition lawmakers",
    "The regional grid operator",
];
const VERBS: &[&str] = &[
    "said that",
    "announced that",
    "denied that",
    "warned that",
    "told reporters that",
    "confirmed on Monday that",
    "hopes that",
    "demanded that",
];
const CLAUSES: &[&str] = &[
    "talks on the northern harbours would resume in May",
    "the two sides had agreed on a joint commission",
    "the suspension of gas deliveries was not political",
    "fishing quotas would be cut by a third next year",
    "the supply treaty signed in 2021 remained in force",
    "an ambassador would return to the capital within weeks",
    "the text of the agreement must be published before any vote",
    "repairs at the compressor station were on schedule",
    "neither country would negotiate under pressure",
    "exports of machine parts had fallen to a record low",
];
const TAILS: &[&str] = &[
    "after a meeting that lasted three hours",
    "according to two officials with knowledge of the talks",
    "as a late frost threatened to empty the storage sites",
    "while protests continued outside the parliament",
    "despite objections from the crews of both ports",
    "in a statement released late on Tuesday",
];

/// A small generator of numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[(self.roll() % words.len() as u64) as usize]
    }
}

/// An article of about 6 KB with headline, byline, date, dateline and a dozen paragraphs.
pub(crate) fn article(number: u64) -> String {
    let mut dice = Dice(number);
    let mut text = String::with_capacity(6600);
    let (day, month) = (dice.roll() % 28 + 1, ["January", "March", "May", "September"][(dice.roll() % 4) as usize]);
    let _ = write!(
        text,
        "Talks number {number}: {}\n\nBy Elin Sorvald and Tomas Verhaal\n\nPublished on {day} {month} 2026\n\nKESTREL BAY, {day} {month} (Northern Wire) - ",
        dice.pick(CLAUSES)
    );
    while text.len() < 5900 {
        for _ in 0..3 + dice.roll() % 3 {
            let _ = write!(
                text,
                "{} {} {} {}. ",
                dice.pick(SUBJECTS),
                dice.pick(VERBS),
                dice.pick(CLAUSES),
                dice.pick(TAILS)
            );
        }
        text.pop();
        text.push_str("\n\n");
    }
    text.push_str("Share this article\n\nRelated: Fishing quotas cut for a third year\n");
    text
}
