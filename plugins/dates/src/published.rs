//! When the article was published: what the reader says, else what the `article` record says. Never today.

use extractor_api::Document;
use serde::Deserialize;
use serde_json::Value;

use crate::grammar::Grammar;
use crate::moment::{Expression, Moment, Month, Year};
use crate::pieces;
use crate::point::{Point, date};

/// The fields of an `article` record that tell a day.
#[derive(Deserialize)]
struct Article<'a> {
    #[serde(borrow)]
    published: Option<Told<'a>>,
    #[serde(borrow)]
    updated: Option<Told<'a>>,
}

#[derive(Deserialize)]
struct Told<'a> {
    #[serde(borrow)]
    value: std::borrow::Cow<'a, str>,
}

/// The day of publication, as exactly as it is known. A day of change stands in for one that is missing: nothing in the
/// article is younger.
pub(crate) fn read(document: &Document<'_>) -> Option<Point> {
    from_reader(document.meta_json()).or_else(|| {
        let event = document.events().find(|event| event.kind == "article")?;
        from_article(event.data_json)
    })
}

fn from_article(data_json: &str) -> Option<Point> {
    let article: Article<'_> = serde_json::from_str(data_json).ok()?;
    article.published.or(article.updated).and_then(|told| parse(&told.value))
}

/// The fields `published` and `updated` of the reader's facts.
fn from_reader(meta_json: &str) -> Option<Point> {
    let Ok(Value::Object(facts)) = serde_json::from_str(meta_json) else { return None };
    ["published", "updated"].iter().find_map(|key| parse(facts.get(*key)?.as_str()?))
}

/// The first day or month written out in a text.
fn parse(text: &str) -> Option<Point> {
    let mut list = Vec::new();
    let line = text.lines().next()?;
    pieces::read(line.get(..200).unwrap_or(line), &mut list);
    let found = Grammar { line, pieces: &list, may_is_name: false, refused: &|_| false }.find();
    let told = |expression: &Expression| match expression {
        Expression::One(Moment::Day { day, month: Month::Named(month, Year::Told(year)), .. }) => {
            date(*year, *month, *day).map(Point::Day)
        }
        Expression::One(Moment::At(moment, _)) => match &**moment {
            Moment::Day { day, month: Month::Named(month, Year::Told(year)), .. } => {
                date(*year, *month, *day).map(Point::Day)
            }
            _ => None,
        },
        Expression::One(Moment::Month(Month::Named(month, Year::Told(year)))) => Some(Point::Month(*year, *month)),
        _ => None,
    };
    found.iter().find_map(|found| told(&found.expression))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_dates_are_read_in_their_usual_forms() {
        let day = |text: &str| Some(Point::Day(text.parse().expect("a day")));
        for (text, point) in [
            ("2026-11-18T23:06:40Z", day("2026-11-18")),
            ("2026-11-18", day("2026-11-18")),
            ("2026-11-18T11:06+01:00", day("2026-11-18")),
            ("Wed, 18 Nov 2026 11:06:40 GMT", day("2026-11-18")),
            ("November 18, 2026 at 11:06 a.m.", day("2026-11-18")),
            ("20261118", day("2026-11-18")),
            ("2026-11", Some(Point::Month(2026, 11))),
            ("03/04/2026", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(parse(text), point, "{text}");
        }
    }

    #[test]
    fn the_article_record_tells_the_day_and_a_change_stands_in_for_it() {
        let both =
            r#"{"title":"T","published":{"value":"2024-01","basis":"explicit"},"updated":{"value":"2024-02-03"}}"#;
        assert_eq!(from_article(both), Some(Point::Month(2024, 1)));
        assert_eq!(from_article(r#"{"updated":{"value":"2024-02-03"}}"#), date(2024, 2, 3).map(Point::Day));
        assert_eq!(from_article(r#"{"zones":[],"accessed":{"value":"2024-02-03"}}"#), None);
        assert_eq!(from_article("{"), None);
    }

    #[test]
    fn facts_that_are_no_dates_are_passed_over() {
        assert_eq!(from_reader(r#"{"published": 7, "updated": "2026-11-18"}"#), date(2026, 11, 18).map(Point::Day));
        assert_eq!(from_reader("[]"), None);
        assert_eq!(from_reader("nonsense"), None);
    }
}
