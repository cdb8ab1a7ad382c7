//! Borders, what the halves of a range lend each other, and what lies beside the publication.

use crate::support::lines;

/// Texts with the day of publication and `words | value | end | granularity | basis` of each date.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &[&str])] = &[
    ("It is open starting 6 May 2024.", "", &["starting 6 May 2024 | 2024-05-06 | .. | day | explicit"]),
    ("It opened at the beginning of 2024.", "", &["beginning of 2024 | 2024-01 | 2024-04 | year | explicit"]),
    ("It rained starting two weeks ago.", "2024-05-03", &["two weeks ago | 2024-04-19 | - | week | relative"]),
    ("It was closed until Monday's vote.", "2024-05-03", &["Monday | 2024-04-29 | - | day | relative"]),
    ("From 2012 to date they met, and till date they pay.", "2024-05-03", &[
        "From 2012 to date | 2012 | 2024-05-03 | year | relative", "till date | .. | 2024-05-03 | day | relative"]),
    ("They met from 2012-2014 and between 3-5 May 2024.", "", &[
        "from 2012-2014 | 2012 | 2014 | year | explicit", "between 3-5 May 2024 | 2024-05-03 | 2024-05-05 | day | explicit"]),
    ("They met between Sept. and Nov. 2023.", "", &["between Sept. and Nov. 2023 | 2023-09 | 2023-11 | month | explicit"]),
    ("They met from 2012 and 2014 ships left.", "", &["2012 | 2012 | - | year | explicit"]),
    ("It rained days before 4 May 2024, years before 2019.", "", &["4 May 2024 | 2024-05-04 | - | day | explicit", "before 2019 | .. | 2018 | year | explicit"]),
    ("It rained before the past three weeks.", "2024-05-03", &["past three weeks | 2024-04-12 | 2024-05-03 | span | relative"]),
    ("It must rain before the end of 2026 and after the end of 2025.", "", &[
        "before the end of 2026 | .. | 2026 | year | explicit", "after the end of 2025 | 2026-01 | .. | year | explicit"]),
    ("They met from 28 May 2024 to the 3rd.", "", &["from 28 May 2024 to the 3rd | 2024-05-28 | 2024-06-03 | day | explicit"]),
    ("They met from May 28, 2024 to the 3rd.", "", &["from May 28, 2024 to the 3rd | 2024-05-28 | 2024-06-03 | day | explicit"]),
    ("They met from May 3, 2023 to June 4.", "", &["from May 3, 2023 to June 4 | 2023-05-03 | 2023-06-04 | day | explicit"]),
    ("They met from December 28, 2023 to January 4.", "", &[
        "from December 28, 2023 to January 4 | 2023-12-28 | 2024-01-04 | day | explicit"]),
    ("They met from 28 December last year to 4 January.", "2024-05-03", &[
        "from 28 December last year to 4 January | 2023-12-28 | 2024-01-04 | day | relative"]),
    ("They met from 28 December to 4 January this year.", "2024-05-03", &[
        "from 28 December to 4 January this year | 2023-12-28 | 2024-01-04 | day | relative"]),
    ("They met from March 2023 to June and from November 2023 to February.", "", &[
        "from March 2023 to June | 2023-03 | 2023-06 | month | explicit", "from November 2023 to February | 2023-11 | 2024-02 | month | explicit"]),
    ("They met from March to 5 May 2024 and from 5 March to May 2023.", "", &[
        "from March to 5 May 2024 | 2024-03 | 2024-05-05 | month | explicit", "from 5 March to May 2023 | 2023-03-05 | 2023-05 | day | explicit"]),
    ("They met from November to 5 May 2024 and from 5 November to May 2023.", "", &[
        "from November to 5 May 2024 | 2023-11 | 2024-05-05 | month | explicit", "from 5 November to May 2023 | 2022-11-05 | 2023-05 | day | explicit"]),
    ("They met from 3/4 to 5/6/2024.", "", &["from 3/4 to 5/6/2024 | 2024-03-04 | 2024-05-06 | day | explicit"]),
    ("They met from Q1 to Q3 2023.", "", &["from Q1 to Q3 2023 | 2023-33 | 2023-35 | quarter | explicit"]),
    ("It fell from 2014 to 2012.", "", &["2014 | 2014 | - | year | explicit", "2012 | 2012 | - | year | explicit"]),
    ("They met on 3 May to 2024 applause.", "2024-05-03", &["3 May | 2024-05-03 | - | day | relative"]),
    ("They met on Friday to 2024.", "2024-05-03", &["Friday | 2024-05-03 | - | day | relative", "2024 | 2024 | - | year | explicit"]),
    ("The 1234-1240 reign, room x-2012-2014, the 2012-2014 reign", "", &["2012-2014 | 2012 | 2014 | year | explicit"]),
    ("Exports grew in H1 and H1 2024.", "", &["H1 2024 | 2024-40 | - | season | explicit"]),
    ("They met on 5/12 2024, on 5/12 and on 5/12 boats, with 5/12.", "2024-05-03", &[
        "5/12 2024 | 2024-05-12 | - | day | explicit", "5/12 | 2023-05-12 | - | day | relative"]),
    ("The report-2024-01-28, Dec-2018, 10/1/2018-10/7/2018", "", &[
        "Dec-2018 | 2018-12 | - | month | explicit", "10/1/2018-10/7/2018 | 2018-10-01 | 2018-10-07 | day | explicit"]),
    ("They met this past Friday and this coming week.", "2024-05-03", &[
        "this past Friday | 2024-04-26 | - | day | relative", "this coming week | 2024-W19 | - | week | relative"]),
    ("Last calendar year it fell, next fiscal year it grows.", "2024-05-03", &[
        "Last calendar year | 2023 | - | year | relative", "next fiscal year | 2025 | - | year | relative"]),
    ("They meet this 5/12, next 5/12 boats.", "2024-05-03", &["this 5/12 | 2024-05-12 | - | day | relative"]),
    ("Last sun and last Sun.", "2024-05-03", &["last Sun | 2024-04-28 | - | day | relative"]),
    ("In 2020 they met; the following summer they left.", "", &["2020 | 2020 | - | year | explicit"]),
    ("They met last Christmas and last night.", "2024-05-03", &["last Christmas | 2023-12-25 | - | day | relative", "last night | 2024-05-02 | - | day | relative"]),
    ("They met on 3 May 2020. The same night they left; that week it rained.", "2024-05-03", &[
        "3 May 2020 | 2020-05-03 | - | day | explicit", "that week | 2020-W18 | - | week | inherited"]),
    ("They meet this May 3 and next May.", "2024-02-03", &["this May 3 | 2024-05-03 | - | day | relative", "next May | 2024-05 | - | month | relative"]),
];

#[test]
fn halves_of_a_range_lend_each_other_and_directions_turn_months_and_years() {
    let mut wrong = Vec::new();
    for (text, day, expected) in TABLE {
        let found = lines(text, day);
        if found != *expected {
            wrong.push(format!("{text} [{day}]\n  wanted {expected:?}\n  found  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
