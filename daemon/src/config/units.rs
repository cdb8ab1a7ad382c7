//! Sizes and durations as people write them: "64 MiB", "1.5 GB", "250 ms", "1 d".

use toml::Value;

use super::code::Code;
use super::value::Flaw;

/// Bytes in a kibibyte.
pub(super) const KIB: u64 = 1 << 10;
/// Bytes in a mebibyte.
pub(super) const MIB: u64 = 1 << 20;

/// A family of units.
pub(super) struct Scale {
    /// What is measured, with its article.
    noun: &'static str,
    code: Code,
    units: &'static [Unit],
    /// The unit that a number without one most likely means.
    usual: &'static str,
    example: &'static str,
}

struct Unit {
    name: &'static str,
    /// How many bytes or nanoseconds it is.
    worth: u128,
    /// What people write instead, in small letters.
    aliases: &'static [&'static str],
}

/// Sizes, in bytes.
pub(super) const SIZES: Scale = Scale {
    noun: "a size",
    code: Code::BadSize,
    units: &[
        Unit { name: "B", worth: 1, aliases: &["byte", "bytes"] },
        Unit { name: "KiB", worth: 1 << 10, aliases: &["k", "ki"] },
        Unit { name: "MiB", worth: 1 << 20, aliases: &["m", "mi"] },
        Unit { name: "GiB", worth: 1 << 30, aliases: &["g", "gi"] },
        Unit { name: "TiB", worth: 1 << 40, aliases: &["t", "ti"] },
        Unit { name: "kB", worth: 1_000, aliases: &[] },
        Unit { name: "KB", worth: 1_000, aliases: &[] },
        Unit { name: "MB", worth: 1_000_000, aliases: &[] },
        Unit { name: "GB", worth: 1_000_000_000, aliases: &[] },
        Unit { name: "TB", worth: 1_000_000_000_000, aliases: &[] },
    ],
    usual: "MiB",
    example: "64 KiB",
};

/// Durations, in nanoseconds.
pub(super) const DURATIONS: Scale = Scale {
    noun: "a duration",
    code: Code::BadDuration,
    units: &[
        Unit { name: "ms", worth: 1_000_000, aliases: &["msec", "millisecond", "milliseconds"] },
        Unit { name: "s", worth: 1_000_000_000, aliases: &["sec", "secs", "second", "seconds"] },
        Unit { name: "min", worth: 60_000_000_000, aliases: &["m", "mins", "minute", "minutes"] },
        Unit { name: "h", worth: 3_600_000_000_000, aliases: &["hr", "hour", "hours"] },
        Unit { name: "d", worth: 86_400_000_000_000, aliases: &["day", "days"] },
    ],
    usual: "s",
    example: "500 ms",
};

impl Scale {
    /// Reads a quantity in bytes or nanoseconds.
    pub(super) fn read(&self, value: &Value) -> Result<u128, Flaw> {
        match value {
            Value::String(text) => self.parse(text),
            Value::Integer(_) | Value::Float(_) => Err(self.no_unit(&value.to_string(), &value.to_string())),
            _ => Err(Flaw::type_of(value, self.noun, self.help())),
        }
    }

    fn parse(&self, text: &str) -> Result<u128, Flaw> {
        let trimmed = text.trim();
        let split = trimmed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(trimmed.len());
        let (number, unit) = (&trimmed[..split], trimmed[split..].trim_start());
        let Some(thousandths) = thousandths(number) else {
            return Err(Flaw::new(self.code, format!("{text:?} is not {}", self.noun), self.help()));
        };
        if unit.is_empty() {
            return Err(self.no_unit(&format!("{text:?}"), number));
        }
        match self.units.iter().find(|known| known.name == unit) {
            Some(known) => Ok(thousandths * known.worth / 1000),
            None => Err(self.unknown_unit(number, unit)),
        }
    }

    fn help(&self) -> String {
        format!("write a number and a unit in quotes: \"5 {}\" or \"{}\"", self.usual, self.example)
    }

    fn no_unit(&self, written: &str, number: &str) -> Flaw {
        let likely = format!("\"{number} {}\"", self.usual);
        let help = format!("write {likely} or \"{}\"", self.example);
        Flaw::new(self.code, format!("{written} has no unit"), help).instead(likely)
    }

    fn unknown_unit(&self, number: &str, unit: &str) -> Flaw {
        let lower = unit.to_lowercase();
        let meant = self
            .units
            .iter()
            .find(|known| known.aliases.contains(&lower.as_str()))
            .or_else(|| self.units.iter().find(|known| known.name.eq_ignore_ascii_case(unit)));
        let title = format!("{unit:?} is not a unit of {}", self.noun.trim_start_matches("a "));
        match meant {
            Some(known) => {
                let better = format!("\"{number} {}\"", known.name);
                Flaw::new(self.code, title, format!("write {better}")).instead(better)
            }
            None => {
                let names: Vec<&str> = self.units.iter().map(|unit| unit.name).collect();
                Flaw::new(self.code, title, format!("the units are {}", names.join(", ")))
            }
        }
    }
}

/// Reads `12` or `1.5`, with three decimals at most, as thousandths.
fn thousandths(number: &str) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    // Longer numbers would be no size of anything, and this many digits cannot overflow.
    if whole.is_empty() || whole.len() > 20 || fraction.is_empty() || fraction.len() > 3 {
        return None;
    }
    let whole: u128 = whole.parse().ok()?;
    let fraction: u128 = format!("{fraction:0<3}").parse().ok()?;
    Some(whole * 1000 + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_as_people_write_them() {
        for (scale, text, wanted) in [
            (&SIZES, "500 B", 500),
            (&SIZES, "64 KiB", 64 << 10),
            (&SIZES, "1.5 GiB", 3 << 29),
            (&SIZES, "1 MB", 1_000_000),
            (&SIZES, " 2kB ", 2_000),
            (&DURATIONS, "250 ms", 250_000_000),
            (&DURATIONS, "5s", 5_000_000_000),
            (&DURATIONS, "1 min", 60_000_000_000),
            (&DURATIONS, "0.25 h", 900_000_000_000),
            (&DURATIONS, "1 d", 86_400_000_000_000),
            (&DURATIONS, "0 s", 0),
        ] {
            assert_eq!(scale.parse(text).ok(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused_with_what_to_write() {
        for (scale, text, help) in [
            (&SIZES, "64", "write \"64 MiB\" or \"64 KiB\""),
            (&SIZES, "64 mib", "write \"64 MiB\""),
            (&SIZES, "64 M", "write \"64 MiB\""),
            (&SIZES, "64 gallons", "the units are B, KiB"),
            (&SIZES, "-1 MiB", "\"5 MiB\" or \"64 KiB\""),
            (&SIZES, "", "\"5 MiB\" or \"64 KiB\""),
            (&DURATIONS, "5", "write \"5 s\" or \"500 ms\""),
            (&DURATIONS, "5 minutes", "write \"5 min\""),
            (&DURATIONS, "1.2345 s", "\"5 s\" or \"500 ms\""),
            (&DURATIONS, "1. s", "\"5 s\" or \"500 ms\""),
            (&DURATIONS, "999999999999999999999 s", "\"5 s\" or \"500 ms\""),
            (&DURATIONS, "soon", "\"5 s\" or \"500 ms\""),
        ] {
            let flaw = scale.parse(text).expect_err(text);
            assert!(flaw.help.contains(help), "{text}: {}", flaw.help);
        }
    }
}
