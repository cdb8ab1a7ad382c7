//! Dates as documents write them, as ISO 8601; and what else metadata must look like.

use jiff::Timestamp;
use jiff::civil;
use jiff::fmt::rfc2822;

/// Mail and feeds often name a weekday that is not that of the date.
const RFC_2822: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);

/// Brings a date into ISO 8601: a date, or date and time, with its zone where one is written. `None` when it is none, or
/// written in a way that leaves a choice.
pub fn iso(written: &str) -> Option<String> {
    let written = written.trim();
    if written.len() > 64 {
        return None;
    }
    if written.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && let Some(value) = from_iso(written)
    {
        return Some(value);
    }
    if let Ok(zoned) = RFC_2822.parse_zoned(written) {
        let offset = zoned.offset();
        let local = zoned.datetime();
        return Some(if offset.is_zero() {
            format!("{local}Z")
        } else {
            format!("{local}{}", clock(offset.seconds()))
        });
    }
    None
}

/// ISO 8601 in its long and short forms, with a space for the T as many programs write it.
fn from_iso(written: &str) -> Option<String> {
    let (date, rest) = match written.find(['T', 't', ' ']) {
        Some(at) => (&written[..at], written[at + 1..].trim()),
        None => (written, ""),
    };
    let date: civil::Date = match date.len() {
        8 if date.bytes().all(|byte| byte.is_ascii_digit()) => date.parse().ok()?,
        10 => date.replace('/', "-").parse().ok()?,
        _ => return None,
    };
    if rest.is_empty() {
        return Some(date.to_string());
    }
    let zone_at = rest.find(['Z', 'z', '+', '-']).or_else(|| rest.find(" UTC")).unwrap_or(rest.len());
    let (time, zone) = (rest[..zone_at].trim(), rest[zone_at..].trim());
    let time: civil::Time = time.parse().ok()?;
    Some(format!("{date}T{time}{}", zone_of(zone)?))
}

/// A zone as ISO 8601 writes it in its long form; nothing for none.
fn zone_of(zone: &str) -> Option<String> {
    if zone.is_empty() {
        return Some(String::new());
    }
    if matches!(zone, "Z" | "z" | "UTC" | "+0000" | "+00:00" | "-00:00") {
        return Some("Z".to_owned());
    }
    let digits: String = zone[1..].chars().filter(|c| *c != ':').collect();
    let is_zone = matches!(digits.len(), 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = if digits.len() == 4 { &digits[2..] } else { "00" };
    is_zone.then(|| format!("{}{}:{minutes}", &zone[..1], &digits[..2]))
}

fn clock(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Seconds or milliseconds since 1970, when they fall between 1990 and 2100, which no other number of a document does by
/// chance.
pub fn from_unix(number: f64) -> Option<String> {
    const YEARS: std::ops::Range<f64> = 631_152_000.0..4_102_444_800.0;
    let seconds = if YEARS.contains(&number) { number } else { number / 1000.0 };
    if !YEARS.contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was asked")]
    let timestamp = Timestamp::from_second(seconds as i64).ok()?;
    Some(timestamp.to_string())
}

/// Whether a date and time in ISO 8601 has no zone.
pub fn is_without_zone(value: &str) -> bool {
    value.split_once('T').is_some_and(|(_, time)| !time.contains(['Z', '+', '-']))
}

/// Whether a text has the form of a BCP 47 tag.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_iso_8601_with_the_zone_that_is_written() {
        for (written, value) in [
            ("2026-11-20", Some("2026-11-20")),
            ("20261120T080000Z", Some("2026-11-20T08:00:00Z")),
            ("20261120T080000+0100", Some("2026-11-20T08:00:00+01:00")),
            ("2026-11-20 08:00:00", Some("2026-11-20T08:00:00")),
            ("2026-11-20T08:00:00.500-05:00", Some("2026-11-20T08:00:00.5-05:00")),
            ("2026-11-20T08:00Z", Some("2026-11-20T08:00:00Z")),
            ("Fri, 20 Nov 2026 08:00:00 GMT", Some("2026-11-20T08:00:00Z")),
            ("Mon, 20 Nov 2026 08:00:00 EST", Some("2026-11-20T08:00:00-05:00")),
            ("20 Nov 2026 08:00 +0530", Some("2026-11-20T08:00:00+05:30")),
            ("03/04/2026", None),
            ("2026-13-40", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(iso(written).as_deref(), value, "{written}");
        }
        assert_eq!(from_unix(1_795_000_000.0).as_deref(), Some("2026-11-18T11:06:40Z"));
        assert_eq!(from_unix(1_795_000_000_000.0), from_unix(1_795_000_000.0));
        assert_eq!(from_unix(12.0), None);
    }

    #[test]
    fn language_tags_are_told_from_names() {
        assert!(is_language("de") && is_language("zh-Hant-TW"));
        assert!(!is_language("German") && !is_language("") && !is_language("en_US"));
    }
}
