//! What makes four digits a year, where they stand alone: each sentence with the years that it tells in brackets.

use extractor_api::testing::Event;

use crate::support::{harness, marked, run};

const YEARS: &[&str] = &[
    // Told in words.
    "It closed in [nineteen eighty-six].",
    "It closed in nineteen eighty-six rooms.",
    "They counted nineteen eighty-six.",
    // What is counted is no year.
    "They swam in 1984 metres of water, and since 2012 people came.",
    // By the word before: the more it tells, the less the number must look like a year.
    "During [1234] nothing moved, and since [1234] elections were rare.",
    "It was built in late [1234] or in mid-[1235].",
    "It was dry [this summer] [2019], as [last year] [2018].",
    "It froze in [1987] and in [1900], and in [1987] ships sank.",
    "They came in 1900 ships.",
    "Trade fell by [2100].",
    "Trade fell by 1234, by 1987 ships.",
    "The harvests of [1900], the taxes of [2030]",
    "The harvests of 1234, a total of 2072, of 1987 ships.",
    "Talks went on from [1987], to [1988], through [1989].",
    "It rose from 1900, to 1900, through 1900.",
    "It rose from 1987 ships to 1988 ships.",
    "A budget for [1987]",
    "A budget for 1900, and for 1987 ships",
    // By what it names.
    "The [2000] election, this [2019] film and Kenya's [2022] vote",
    "The 1900 harvest, the 1745 rising and the 1987 of them",
    "The tide of Kiel ([1987]) and the tide of Husum ([1988], spring)",
    "The tide of Kiel (1900) and that of Husum (1987 ships)",
    "[2026] will bring rain.",
    "1900 will do.",
    "1745 will do.",
    "1987 ships left.",
    // In a row with another.
    "It froze in [2012], [2014] and [1900].",
    "It froze in [2012] and 2014 ships sank.",
    "They left on [Friday] and 2014.",
    "It froze in [2012] at 2014.",
    "It froze in [2012] at the northern shore and 2014.",
    // Ten of them, with an apostrophe or in words.
    "It began in [the 1970's], in [the 70's] and in [the seventies].",
    "The 1970's boats, the 70's boats, in her 70's and in the 75's",
    "It began in [the twenty-tens] or [the nineteen seventies].",
    // With what goes on behind it.
    "Ships built [2012 or later].",
    "Ships of 1234 tons or later, 1234 or later",
    "Model B/2012 or later",
];

#[test]
fn four_digits_are_a_year_where_the_words_around_say_so() {
    let exact = |event: &Event| event.data["span"]["exact"].as_str().map(str::to_owned);
    let mut wrong = Vec::new();
    for sentence in YEARS {
        let (text, expected) = marked(sentence);
        let found: Vec<_> = run(&mut harness(), &text, "{}").events.iter().filter_map(exact).collect();
        if found != expected {
            wrong.push(format!("{sentence}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
