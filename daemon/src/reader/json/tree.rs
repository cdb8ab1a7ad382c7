//! A JSON document in memory, within limits.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use crate::codes::content::{EXCESSIVE, MALFORMED, NESTED, TRUNCATED};
use crate::reader::Failure;

/// Values that one document may have. An article has a few hundred; each costs some 50 bytes.
pub const VALUES_MAX: usize = 200_000;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "they are what their names say")]
pub enum Value<'a> {
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is not closed, breaks the rules of JSON, is nested deeper than 128 or has more than [`VALUES_MAX`] values.
    pub fn parse(text: &'a str) -> Result<Value<'a>, Failure> {
        Self::parse_strictly(text).map_err(|error| failure(&error))
    }

    fn parse_strictly(text: &'a str) -> Result<Value<'a>, serde_json::Error> {
        let left = Cell::new(VALUES_MAX);
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = Counted(&left).deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(value)
    }

    /// The member of an object by its name.
    pub fn member(&self, name: &str) -> Option<&Value<'a>> {
        let Value::Object(members) = self else { return None };
        members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The text, when it is one.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }
}

fn failure(error: &serde_json::Error) -> Failure {
    let text = error.to_string();
    let place = format!("line {}, column {}", error.line(), error.column());
    if error.is_eof() {
        let text = format!("the JSON ends at {place}, before it is closed: copy the file again, whole");
        return Failure { code: TRUNCATED, text };
    }
    if text.starts_with("recursion limit exceeded") {
        let text = format!("the JSON is nested deeper than 128 at {place}: drop the text of the article instead");
        return Failure { code: NESTED, text };
    }
    if text.starts_with(TOO_MANY) {
        let text = format!("the JSON document has more than {VALUES_MAX} values: split it into one file an article");
        return Failure { code: EXCESSIVE, text };
    }
    let what = text.split(" at line ").next().unwrap_or_default();
    Failure {
        code: MALFORMED,
        text: format!("this is not JSON at {place}: {what}: correct it there, or drop the text instead"),
    }
}

const TOO_MANY: &str = "too many values";

/// Reads a value and counts.
struct Counted<'c>(&'c Cell<usize>);

impl<'de> DeserializeSeed<'de> for Counted<'_> {
    type Value = Value<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        let left = self.0.get().checked_sub(1).ok_or_else(|| D::Error::custom(TOO_MANY))?;
        self.0.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Counted<'_> {
    type Value = Value<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers are dates at most here")]
    fn visit_u64<E>(self, value: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers are dates at most here")]
    fn visit_i64<E>(self, value: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value<'de>, E> {
        Ok(Value::Number(value))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(text.to_owned().into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Counted(self.0))? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(Name(name)) = object.next_key()? {
            members.push((name, object.next_value_seed(Counted(self.0))?));
        }
        Ok(Value::Object(members))
    }
}

/// A name that is borrowed where it holds no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Name<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Name<'de>, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Name<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(name.into()))
            }

            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(name.to_owned().into()))
            }
        }
        deserializer.deserialize_str(Names)
    }
}

/// Mends what careless writers leave in strings: halves of surrogate pairs become U+FFFD, bare control characters are
/// escaped. `None` when there is nothing to mend.
pub fn mend(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let (mut out, mut from, mut at) = (String::new(), 0, 0);
    let mut in_string = false;
    while at < bytes.len() {
        let mut put = |upto: usize, next: usize, with: &str| {
            out.push_str(&text[from..upto]);
            out.push_str(with);
            from = next;
        };
        match bytes[at] {
            b'"' => in_string = !in_string,
            b'\\' if in_string && bytes.get(at + 1) == Some(&b'u') => {
                let unit = hex(bytes, at + 2);
                let follows = || hex(bytes, at + 8).filter(|_| bytes.get(at + 6..at + 8) == Some(b"\\u"));
                match unit {
                    Some(0xd800..=0xdbff) if follows().is_some_and(|low| (0xdc00..=0xdfff).contains(&low)) => at += 10,
                    Some(0xd800..=0xdfff) => {
                        put(at, at + 6, "\\ufffd");
                        at += 4;
                    }
                    _ => at += 1,
                }
            }
            b'\\' if in_string => at += 1,
            byte @ 0..0x20 if in_string => put(at, at + 1, &format!("\\u{byte:04x}")),
            _ => {}
        }
        at += 1;
    }
    if out.is_empty() && from == 0 {
        return None;
    }
    out.push_str(&text[from..]);
    Some(out)
}

fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = std::str::from_utf8(bytes.get(at..at + 4)?).ok()?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}
