//! JSON as extractors write it into their records: as it comes, no value is built first.
//!
//! ```
//! use json::Json;
//!
//! let mut out = String::new();
//! let mut json = Json::new(&mut out);
//! json.open('{');
//! json.field("tide").text("high");
//! json.texts("ports", ["Gornau"].into_iter());
//! json.close('}');
//! assert_eq!(out, r#"{"tide":"high","ports":["Gornau"]}"#);
//! ```

#![warn(missing_docs)]

/// A record that is written.
pub struct Json<'o> {
    out: &'o mut String,
    /// Whether nothing stands yet in the innermost object or list.
    fresh: bool,
}

impl<'o> Json<'o> {
    /// Writes behind what `out` has.
    pub fn new(out: &'o mut String) -> Json<'o> {
        Json { out, fresh: true }
    }

    /// Opens an object or a list.
    #[inline]
    pub fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.fresh = true;
    }

    /// Closes what was opened last.
    #[inline]
    pub fn close(&mut self, bracket: char) {
        self.out.push(bracket);
        self.fresh = false;
    }

    /// Starts the next member of a list.
    #[inline]
    pub fn item(&mut self) -> &mut Self {
        if !self.fresh {
            self.out.push(',');
        }
        self.fresh = false;
        self
    }

    /// Starts a field; its name needs no escapes.
    pub fn field(&mut self, name: &str) -> &mut Self {
        self.out.push_str(if self.fresh { "\"" } else { ",\"" });
        self.out.push_str(name);
        self.out.push_str("\":");
        self.fresh = false;
        self
    }

    /// Writes what is JSON already.
    #[inline]
    pub fn literal(&mut self, json: &'static str) -> &mut Self {
        self.out.push_str(json);
        self
    }

    /// Writes a number.
    pub fn number(&mut self, number: u64) {
        push_number(self.out, number);
    }

    /// Writes a number of which so many digits stand behind the point, without zeros at the end but for the first.
    pub fn decimal(&mut self, number: i64, digits: u32) {
        let one = 10_u64.pow(digits);
        if number < 0 {
            self.out.push('-');
        }
        push_number(self.out, number.unsigned_abs() / one);
        self.out.push('.');
        let (mut rest, mut place) = (number.unsigned_abs() % one, one / 10);
        loop {
            self.out.push(char::from(b'0' + (rest / place) as u8));
            (rest, place) = (rest % place, place / 10);
            if rest == 0 {
                break;
            }
        }
    }

    /// Writes a text in quotation marks.
    pub fn text(&mut self, text: &str) {
        self.out.push('"');
        // Hardly any text has what must be escaped, and asking all of its bytes at once is quick.
        if text.bytes().fold(false, |found, byte| found | is_escaped(byte)) {
            self.escape(text);
        } else {
            self.out.push_str(text);
        }
        self.out.push('"');
    }

    fn escape(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(is_escaped) {
            self.out.push_str(&rest[..at]);
            self.escape_byte(rest.as_bytes()[at]);
            rest = &rest[at + 1..];
        }
        self.out.push_str(rest);
    }

    fn escape_byte(&mut self, byte: u8) {
        match byte {
            b'"' => self.out.push_str("\\\""),
            b'\\' => self.out.push_str("\\\\"),
            b'\n' => self.out.push_str("\\n"),
            b'\r' => self.out.push_str("\\r"),
            b'\t' => self.out.push_str("\\t"),
            0x08 => self.out.push_str("\\b"),
            0x0c => self.out.push_str("\\f"),
            _ => {
                self.out.push_str("\\u00");
                self.out
                    .extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
            }
        }
    }

    /// Writes a field with a list of texts; none when the list is empty.
    pub fn texts<'t>(&mut self, name: &str, texts: impl Iterator<Item = &'t str>) {
        let mut texts = texts.peekable();
        if texts.peek().is_some() {
            self.field(name).open('[');
            texts.for_each(|text| self.item().text(text));
            self.close(']');
        }
    }
}

/// Whether JSON wants a byte of a text in another form.
fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Writes a number, as a key has it.
pub fn push_number(out: &mut String, number: u64) {
    out.push_str(itoa::Buffer::new().format(number));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Json<'_>)) -> String {
        let mut out = String::new();
        write(&mut Json::new(&mut out));
        out
    }

    #[test]
    fn objects_and_lists_have_commas_between_their_members() {
        let text = written(|json| {
            json.open('{');
            json.field("a").open('[');
            (0..3).for_each(|number| json.item().number(number));
            json.close(']');
            json.texts("b", ["x", "y"].into_iter());
            json.texts("none", [].into_iter());
            json.field("c").open('{');
            json.close('}');
            json.close('}');
        });
        assert_eq!(text, r#"{"a":[0,1,2],"b":["x","y"],"c":{}}"#);
    }

    #[test]
    fn texts_and_numbers_are_written_as_serde_json_writes_them() {
        let control: String = (0..0x30_u8).map(char::from).collect();
        for text in ["", "tide", "a\"b\\c/d", "é\u{2028}\u{10ffff}\u{7f}", &control] {
            assert_eq!(written(|json| json.text(text)), serde_json::to_string(text).expect("a text"));
        }
        for number in [0, 9, 10, 12_345, u64::MAX] {
            assert_eq!(written(|json| json.number(number)), number.to_string());
        }
        for number in [0, 1, -1, 1_000, 950, -5, 123_400, -900_000, 1_799_999, i32::MAX.into(), i32::MIN.into()] {
            let float = serde_json::to_string(&(number as f64 / 10_000.0)).expect("a number");
            assert_eq!(written(|json| json.decimal(number, 4)), float);
        }
        assert_eq!(written(|json| json.decimal(1_000, 3)), "1.0");
    }
}
