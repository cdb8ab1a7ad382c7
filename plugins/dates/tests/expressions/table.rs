//! One line for each phenomenon: text, day of publication, and what is found.

use crate::support::lines;

/// Texts with the day of publication and `words | value | end | granularity | basis` of each date.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &[&str])] = &[
    // Days, written out.
    ("The council met on 3 May 2024.", "", &["3 May 2024 | 2024-05-03 | - | day | explicit"]),
    ("The council met on May 3, 2024, in Kiel.", "", &["May 3, 2024 | 2024-05-03 | - | day | explicit"]),
    ("The council met on the 3rd of May, 2024.", "", &["the 3rd of May, 2024 | 2024-05-03 | - | day | explicit"]),
    ("Friday, May 3rd 2024 was calm.", "", &["Friday, May 3rd 2024 | 2024-05-03 | - | day | explicit"]),
    ("Updated on 2024-05-03 by the harbour office", "", &["2024-05-03 | 2024-05-03 | - | day | explicit"]),
    ("Published 03.05.2024", "", &["03.05.2024 | 2024-05-03 | - | day | explicit"]),
    ("It opened on Dec. 31, 1994.", "", &["Dec. 31, 1994 | 1994-12-31 | - | day | explicit"]),
    ("It sank on 3/14/2024.", "", &["3/14/2024 | 2024-03-14 | - | day | explicit"]),
    ("It was the twenty-first of June 1978.", "", &["the twenty-first of June 1978 | 1978-06-21 | - | day | explicit"]),
    ("It opened on 30 February 2024.", "", &["30 February 2024 | - | - | day | none"]),
    // Days without a year.
    ("The bridge was closed on May 3.", "2024-06-01", &["May 3 | 2024-05-03 | - | day | relative"]),
    ("The bridge was closed on November 20.", "2024-02-01", &["November 20 | 2023-11-20 | - | day | relative"]),
    ("The bridge will reopen on 3 January.", "2024-11-20", &["3 January | 2025-01-03 | - | day | relative"]),
    ("The bridge was closed on May 3.", "", &["May 3 | - | - | day | none"]),
    ("It opened on 3 May 2019 and closed on 7 June.", "", &[
        "3 May 2019 | 2019-05-03 | - | day | explicit", "7 June | 2019-06-07 | - | day | inherited"]),
    ("She arrived on 28 March 2024 and left on the 30th.", "", &[
        "28 March 2024 | 2024-03-28 | - | day | explicit", "the 30th | 2024-03-30 | - | day | inherited"]),
    ("They hope to meet in March. He declined to comment on the 17th.", "2025-02-18", &[
        "March | 2025-03 | - | month | relative", "the 17th | 2025-02-17 | - | day | relative"]),
    ("It is the first since the May 2023 meeting. He left on the 17th.", "2025-02-18", &[
        "May 2023 | 2023-05 | - | month | explicit", "the 17th | 2025-02-17 | - | day | relative"]),
    // Months, years and longer.
    ("1994 - Kenya signs a treaty.", "", &["1994 | 1994 | - | year | explicit"]),
    ("1994: Kenya signs a treaty.", "", &["1994 | 1994 | - | year | explicit"]),
    ("1994-model boats sank.", "", &[]),
    ("Trade grew in March 2024.", "", &["March 2024 | 2024-03 | - | month | explicit"]),
    ("Trade fell in January.", "2024-03-10", &["January | 2024-01 | - | month | relative"]),
    ("Trade fell last October.", "2024-03-10", &["last October | 2023-10 | - | month | relative"]),
    ("The treaty was signed in 2019.", "", &["2019 | 2019 | - | year | explicit"]),
    ("The 2015 harbour treaty, China's 2023 budget.", "", &["2015 | 2015 | - | year | explicit", "2023 | 2023 | - | year | explicit"]),
    ("Floods came in 2012, 2014 and 2016.", "", &[
        "2012 | 2012 | - | year | explicit", "2014 | 2014 | - | year | explicit", "2016 | 2016 | - | year | explicit"]),
    ("Ada Field (born 1956) paints.", "", &[]),
    ("They fought in the 1930s and 1940s.", "", &["the 1930s | 1930 | 1939 | decade | explicit", "1940s | 1940 | 1949 | decade | explicit"]),
    ("Music of the '90s", "", &["the '90s | 1990 | 1999 | decade | explicit"]),
    ("A port of the 19th century", "", &["19th century | 1800 | 1899 | century | explicit"]),
    ("The wall was begun in 221 BC.", "", &["221 BC | -0220 | - | year | explicit"]),
    ("Exports rose in the third quarter of 2023.", "", &["the third quarter of 2023 | 2023-35 | - | quarter | explicit"]),
    ("Exports rose in Q3 2023 and H1 2024.", "", &[
        "Q3 2023 | 2023-35 | - | quarter | explicit", "H1 2024 | 2024-40 | - | season | explicit"]),
    ("In the second half of 2023 they fell.", "", &["the second half of 2023 | 2023-41 | - | season | explicit"]),
    ("In the first six months of 2023 they fell.", "", &["the first six months of 2023 | 2023-01 | 2023-06 | span | explicit"]),
    ("In fiscal 2024 they fell.", "", &["fiscal 2024 | 2024 | - | year | explicit"]),
    ("The summer of 2016 was dry.", "", &["summer of 2016 | 2016-22 | - | season | explicit"]),
    ("They met last spring.", "2024-03-10", &["last spring | 2023-21 | - | season | relative"]),
    ("Frost is rare this winter.", "2024-01-10", &["this winter | 2023-24 | - | season | relative"]),
    ("It began in late July 2023.", "", &["late July 2023 | 2023-07-16 | 2023-07-31 | month | explicit"]),
    ("It began in early 2023.", "", &["early 2023 | 2023-01 | 2023-04 | year | explicit"]),
    ("In the mid-1990s it closed.", "", &["mid-1990s | 1990 | 1999 | decade | explicit"]),
    // Weekdays.
    ("The ministers met on Friday.", "2024-01-28", &["Friday | 2024-01-26 | - | day | relative"]),
    ("The ministers will meet on Friday.", "2024-01-28", &["Friday | 2024-02-02 | - | day | relative"]),
    ("The ministers met on Friday.", "", &["Friday | - | - | day | none"]),
    ("They talked last Tuesday and will again next Tuesday.", "2024-01-28", &[
        "last Tuesday | 2024-01-16 | - | day | relative", "next Tuesday | 2024-01-30 | - | day | relative"]),
    ("They talked on Friday morning.", "2024-01-28", &["Friday morning | 2024-01-26 | - | day | relative"]),
    ("They talked at 10 a.m. on Friday.", "2024-01-28", &["10 a.m. on Friday | 2024-01-26T10:00 | - | time | relative"]),
    ("They talked on Friday at 3:30 p.m. and left.", "2024-01-28", &["Friday at 3:30 p.m. | 2024-01-26T15:30 | - | time | relative"]),
    ("The first Friday in May 2024 is a holiday.", "", &["The first Friday in May 2024 | 2024-05-03 | - | day | explicit"]),
    ("The Sunday Times and the Black Friday sale, every Monday", "2024-01-28", &[]),
    // Counted from the publication.
    ("He left yesterday and returns tomorrow.", "2024-02-28", &[
        "yesterday | 2024-02-27 | - | day | relative", "tomorrow | 2024-02-29 | - | day | relative"]),
    ("He left the day before yesterday.", "2024-02-28", &["the day before yesterday | 2024-02-26 | - | day | relative"]),
    ("Prices rose last week, last month and last year.", "2024-01-28", &[
        "last week | 2024-W03 | - | week | relative", "last month | 2023-12 | - | month | relative",
        "last year | 2023 | - | year | relative"]),
    ("It was built three days ago.", "2024-01-28", &["three days ago | 2024-01-25 | - | day | relative"]),
    ("It was built two years ago.", "2024-01-28", &["two years ago | 2022-01-28 | - | year | relative"]),
    ("It was built a few years ago.", "2024-01-28", &["a few years ago | - | - | span | none"]),
    ("It will open in two weeks.", "2024-01-28", &["in two weeks | 2024-02-11 | - | week | relative"]),
    ("The first visit in five years, and the largest crop in two decades", "2024-01-28", &[]),
    ("Over the past three years trade grew.", "2024-01-28", &["past three years | 2021-01-28 | 2024-01-28 | span | relative"]),
    ("In recent months trade grew.", "2024-01-28", &["recent months | - | - | span | none"]),
    ("In the coming days it will rain.", "2024-01-28", &["coming days | - | - | span | none"]),
    ("Earlier this year it rained.", "2024-01-28", &["Earlier this year | 2024-01-01 | 2024-01-28 | year | relative"]),
    ("It rained over the weekend.", "2024-01-29", &["the weekend | 2024-01-27 | 2024-01-28 | week | relative"]),
    ("It rained last week.", "", &["last week | - | - | week | none"]),
    // Counted from a date before.
    ("The vote was on 3 May 2024. The day before, two ships left.", "", &[
        "3 May 2024 | 2024-05-03 | - | day | explicit", "The day before | 2024-05-02 | - | day | inherited"]),
    ("The vote was on 3 May 2024. Two days later a ship left.", "", &[
        "3 May 2024 | 2024-05-03 | - | day | explicit", "Two days later | 2024-05-05 | - | day | inherited"]),
    ("In March 2021 it began; the following month it ended.", "", &[
        "March 2021 | 2021-03 | - | month | explicit", "following month | 2021-04 | - | month | inherited"]),
    ("The day before the vote and days after the visit two ships left.", "2024-01-28", &[]),
    // Ranges and borders.
    ("The fair runs from 3 to 5 May 2024.", "", &["from 3 to 5 May 2024 | 2024-05-03 | 2024-05-05 | day | explicit"]),
    ("The fair runs 3-5 May 2024.", "", &["3-5 May 2024 | 2024-05-03 | 2024-05-05 | day | explicit"]),
    ("The fair runs May 3–5, 2024.", "", &["May 3–5, 2024 | 2024-05-03 | 2024-05-05 | day | explicit"]),
    ("The fair runs 30 April to 2 May 2024.", "", &["30 April to 2 May 2024 | 2024-04-30 | 2024-05-02 | day | explicit"]),
    ("The strike lasted from November to February 2017.", "", &["from November to February 2017 | 2016-11 | 2017-02 | month | explicit"]),
    ("Between 2012 and 2014 they met.", "", &["Between 2012 and 2014 | 2012 | 2014 | year | explicit"]),
    ("The 2012–2014 programme", "", &["2012–2014 | 2012 | 2014 | year | explicit"]),
    ("In 2023-24 they met.", "", &["2023-24 | 2023 | 2024 | year | explicit"]),
    ("Open Monday to Friday.", "2024-01-28", &["Monday to Friday | 2024-01-22 | 2024-01-26 | day | relative"]),
    ("Trade has grown since 2019.", "2024-01-28", &["since 2019 | 2019 | .. | year | explicit"]),
    ("It is closed until 5 May 2024.", "", &["until 5 May 2024 | .. | 2024-05-05 | day | explicit"]),
    ("After 2016 and before 2018 it grew.", "", &["After 2016 | 2017 | .. | year | explicit", "before 2018 | .. | 2017 | year | explicit"]),
    ("After the 2019 election and before Monday's vote", "2024-01-28", &[
        "2019 | 2019 | - | year | explicit", "Monday | 2024-01-22 | - | day | relative"]),
    ("On 18 and 19 June 2023 they met.", "", &["18 | 2023-06-18 | - | day | explicit", "19 June 2023 | 2023-06-19 | - | day | explicit"]),
    ("It stays until the end of the month, for the rest of the year.", "2024-05-03", &[
        "until the end of the month | .. | 2024-05-31 | month | relative", "rest of the year | 2024-05-03 | 2024-12-31 | year | relative"]),
    ("It runs from 4 to 22 of this month.", "2024-05-03", &["from 4 to 22 of this month | 2024-05-04 | 2024-05-22 | day | relative"]),
    ("A strike of three days starting 6 May 2024", "", &["three days starting 6 May 2024 | 2024-05-06 | 2024-05-08 | day | explicit"]),
    ("No later than 5 May 2024 and more than two weeks before 1 July 2024", "", &[
        "No later than 5 May 2024 | .. | 2024-05-05 | day | explicit", "more than two weeks before 1 July 2024 | .. | 2024-06-17 | week | explicit"]),
    ("It will run from August to October.", "2024-09-03", &["from August to October | 2024-08 | 2024-10 | month | relative"]),
    ("Sales fell over the last two quarters.", "2024-05-03", &["last two quarters | 2023-36 | 2024-33 | span | relative"]),
    ("They met two Sundays ago, in week 3 of 2024 and in nineteen eighty-six.", "2024-05-03", &[
        "two Sundays ago | 2024-04-21 | - | day | relative", "week 3 of 2024 | 2024-W03 | - | week | explicit",
        "nineteen eighty-six | 1986 | - | year | explicit"]),
    // Holidays.
    ("They met on Christmas Eve 2023 and on New Year’s Day.", "2024-01-28", &[
        "Christmas Eve 2023 | 2023-12-24 | - | day | explicit", "New Year’s Day | 2024-01-01 | - | day | relative"]),
    ("They met on Easter Monday.", "2024-05-28", &["Easter Monday | 2024-04-01 | - | day | relative"]),
    ("The Good Friday Agreement, a Christmas tree, Orthodox Easter", "2024-01-28", &[]),
];

/// Sentences without a date.
const DATELESS: &[&str] = &[
    "This may or may not be right; they may march on.",
    "May I ask who marched second in the sun?",
    "Theresa May said so. The plan of May was hers.",
    "April Jones and June Reed met Jan de Vries and Augustus March.",
    "Call 555-1212 or +49 431 2010 2015, room 2024.",
    "Version 1.2.3 of 4.5.2024.6 won 3-2 and 21-19, scored 100-98.",
    "It cost $2019 or 2,024 euros, 2015 people and 1,990 ships came.",
    "A total of 2020 ships; more than 1984 pages; 1500 metres.",
    "The 30th summit, the 21st floor, her 2nd win, a fifth column.",
    "In her thirties she spent a week there each year, day after day.",
    "The last minute of the second half; the first quarter; the last day of the trip.",
    "At the end of the day it was the news of the week, partner of the year.",
    "See https://site.example/2024/01/28/tide and #May2024, @sunday.",
    "G20, F16, COVID-19, B-52, 3G, 1990-11-x, AB-2019-04-05.",
    "He won 10-12 and 4-5 and paid 3/4 of 7/8.",
    "The summit lasted two days and the talks five hours.",
    "A six-month ban, a five-year plan, a two-day visit.",
    "between the 21st and 23rd minutes",
    "It rose from 1061 to 1128 and from 4 to 22 villages, a score of 2072.",
    "He told USA Today that he smoked 50 cigarettes in a day.",
    "Week 10: the first Sunday of Advent, every November.",
    "the fall of Kiel, spring to mind, a summer school",
];

#[test]
fn expressions_are_found_and_resolved() {
    let mut wrong = Vec::new();
    for (text, day, expected) in TABLE {
        let found = lines(text, day);
        if found != *expected {
            wrong.push(format!("{text} [{day}]\n  wanted {expected:?}\n  found  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ordinary_words_and_numbers_are_no_dates() {
    let found: Vec<_> =
        DATELESS.iter().flat_map(|text| lines(text, "2024-01-28").into_iter().map(move |line| (text, line))).collect();
    assert!(found.is_empty(), "{found:#?}");
}
