//! The rule for `data`: exactly one JSON object that every reader of JSON Lines can take.

use std::borrow::Cow;
use std::fmt;

/// How deep arrays and objects may nest.
pub const DEPTH_MAX: usize = 64;
/// Integers lie within ±2^53: beyond it, readers that keep numbers as doubles (jq 1.6, JavaScript) alter them.
pub const INTEGER_MAX: u64 = 1 << 53;

/// So many digits are less than [`INTEGER_MAX`], whatever they are.
const SAFE_DIGITS: usize = 15;

/// Why a text is not acceptable as `data`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Byte at which the text goes wrong.
    pub at: usize,
    /// What was wanted there, or what is not allowed.
    pub what: &'static str,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.what, self.at)
    }
}

/// Checks that `data` is one JSON object: UTF-8, no raw control bytes, nesting up to [`DEPTH_MAX`], integers within
/// [`INTEGER_MAX`]. White space before and after it is allowed, except line ends.
///
/// # Errors
/// The first [`Fault`].
pub fn check(data: &[u8]) -> Result<(), Fault> {
    text(data).map(|_| ())
}

/// The text of one JSON object, as [`check`] wants it.
pub(crate) fn text(data: &[u8]) -> Result<&str, Fault> {
    let text = std::str::from_utf8(data).map_err(|error| Fault { at: error.valid_up_to(), what: "not UTF-8" })?;
    let mut scan = Scan { data, at: 0 };
    scan.space();
    if scan.peek() != Some(b'{') {
        return scan.fault("an object is wanted");
    }
    scan.value()?;
    scan.space();
    if scan.at == data.len() { Ok(text) } else { scan.fault("nothing may follow the object") }
}

/// Escapes what is legal in JSON but ends a line for some readers of JSON Lines: U+2028, U+2029, U+0085 and the other
/// C1 controls, which terminals obey.
pub fn one_line(data: &str) -> Cow<'_, str> {
    if !has_breaks(data.as_bytes()) {
        return Cow::Borrowed(data);
    }
    let breaks = |c: char| matches!(c, '\u{2028}' | '\u{2029}' | '\u{7f}'..='\u{9f}');
    let mut out = String::with_capacity(data.len() + 16);
    for c in data.chars() {
        if breaks(c) { out.push_str(&format!("\\u{:04x}", c as u32)) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// So many bytes are looked at together: the compiler makes one vector of them.
const STEP: usize = 16;

/// Whether UTF-8 has a character that [`one_line`] escapes. Most data has none, and is plain ASCII for the most part.
fn has_breaks(data: &[u8]) -> bool {
    let breaks = |at: usize| {
        let next = |ahead: usize| data.get(at + ahead).copied().unwrap_or_default();
        match data[at] {
            0x7f => true,
            0xc2 => matches!(next(1), 0x80..=0x9f),
            0xe2 => next(1) == 0x80 && matches!(next(2), 0xa8 | 0xa9),
            _ => false,
        }
    };
    let has_rare = |bytes: &[u8]| bytes.iter().fold(false, |rare, &byte| rare | (byte >= 0x7f));
    // All of the data first: the compiler makes the widest vectors of a whole run.
    has_rare(data) && {
        let mut rare = data.chunks(STEP).enumerate().filter(|(_, step)| has_rare(step));
        rare.any(|(number, step)| (number * STEP..number * STEP + step.len()).any(breaks))
    }
}

/// Whether a byte of a string stands for itself.
fn is_plain(byte: u8) -> bool {
    byte >= 0x20 && byte != b'"' && byte != b'\\'
}

/// How many of eight bytes, in the order of memory, stand for themselves before one that does not.
fn count_plain(eight: [u8; 8]) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const UPPER_BITS: u64 = EACH << 7;
    let eight = u64::from_le_bytes(eight);
    // A difference has the upper bit of a byte that is less; the first such bit is right, those above it may be borrowed.
    let less = |bytes: u64, than: u64| bytes.wrapping_sub(EACH * than) & !bytes;
    let is = |byte: u8| less(eight ^ (EACH * u64::from(byte)), 1);
    let special = (less(eight, 0x20) | is(b'"') | is(b'\\')) & UPPER_BITS;
    special.trailing_zeros() as usize / 8
}

/// The brackets that are open.
#[derive(Default)]
struct Open {
    depth: usize,
    /// A bit for each, the innermost lowest: whether it is that of an object.
    objects: u64,
}

const _: () = assert!(DEPTH_MAX <= u64::BITS as usize);

impl Open {
    /// Whether the innermost is that of an object; `None` when none is open.
    fn innermost(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.objects & 1 == 1)
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.objects >>= 1;
    }
}

struct Scan<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    fn fault<T>(&self, what: &'static str) -> Result<T, Fault> {
        Err(Fault { at: self.at, what })
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    /// Skips blanks and tabs. Line ends are white space to JSON, but would break the line of the log.
    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8, what: &'static str) -> Result<(), Fault> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            self.fault(what)
        }
    }

    /// Reads a value with all that lies in it. What is open is kept in mind, so that no function calls itself.
    fn value(&mut self) -> Result<(), Fault> {
        let mut open = Open::default();
        loop {
            match self.peek() {
                Some(b'{') => {
                    self.open(&mut open, true)?;
                    if self.peek() != Some(b'}') {
                        self.key()?;
                        continue;
                    }
                }
                Some(b'[') => {
                    self.open(&mut open, false)?;
                    if self.peek() != Some(b']') {
                        continue;
                    }
                }
                Some(b'"') => self.string()?,
                Some(b'-' | b'0'..=b'9') => self.number()?,
                _ => self.word()?,
            }
            // Behind a value: what ends with it, then the next one.
            loop {
                let Some(is_object) = open.innermost() else { return Ok(()) };
                self.space();
                match self.peek() {
                    Some(b'}') if is_object => {}
                    Some(b']') if !is_object => {}
                    Some(b',') => break,
                    _ => return self.fault("a comma or a closing bracket is wanted"),
                }
                self.at += 1;
                open.close();
            }
            self.at += 1;
            self.space();
            if open.innermost() == Some(true) {
                self.key()?;
            }
        }
    }

    /// Reads the bracket that opens an object or an array.
    fn open(&mut self, open: &mut Open, is_object: bool) -> Result<(), Fault> {
        if open.depth == DEPTH_MAX {
            return self.fault("nesting deeper than 64");
        }
        self.at += 1;
        self.space();
        open.depth += 1;
        open.objects = open.objects << 1 | u64::from(is_object);
        Ok(())
    }

    /// Reads the name of a field, and the colon.
    #[inline(always)] // As below.
    fn key(&mut self) -> Result<(), Fault> {
        self.string()?;
        self.space();
        self.take(b':', "a colon is wanted")?;
        self.space();
        Ok(())
    }

    #[inline(always)] // In place, where it stands is kept in a register: a call would cost as much as a short string.
    fn string(&mut self) -> Result<(), Fault> {
        self.take(b'"', "a string is wanted")?;
        loop {
            self.skip_plain();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(_) => return self.fault("a raw control byte in a string"),
                None => return self.fault("the string does not end"),
            }
        }
    }

    /// Skips the characters of a string that stand for themselves.
    fn skip_plain(&mut self) {
        let mut rest = &self.data[self.at..];
        let plain = loop {
            let Some((eight, behind)) = rest.split_first_chunk() else {
                break rest.iter().take_while(|&&byte| is_plain(byte)).count();
            };
            let plain = count_plain(*eight);
            if plain < eight.len() {
                break plain;
            }
            rest = behind;
        };
        self.at = self.data.len() - rest.len() + plain;
    }

    fn escape(&mut self) -> Result<(), Fault> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => match self.hex4(self.at + 1) {
                // A lone surrogate cannot be written as UTF-8 by any reader.
                Some(0xd800..=0xdbff) => {
                    let low = (self.data.get(self.at + 5..self.at + 7) == Some(b"\\u")).then(|| self.hex4(self.at + 7));
                    match low.flatten() {
                        Some(0xdc00..=0xdfff) => self.at += 11,
                        _ => return self.fault("a lone surrogate"),
                    }
                }
                Some(0xdc00..=0xdfff) => return self.fault("a lone surrogate"),
                Some(_) => self.at += 5,
                None => return self.fault("four hex digits are wanted"),
            },
            _ => return self.fault("an unknown escape"),
        }
        Ok(())
    }

    fn hex4(&self, at: usize) -> Option<u32> {
        let digits = self.data.get(at..at + 4)?;
        digits.iter().try_fold(0, |value, &digit| Some(value * 16 + (digit as char).to_digit(16)?))
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let integer = self.digits()?;
        if integer.len() > 1 && integer[0] == b'0' {
            return self.fault("a number does not begin with 0");
        }
        let (mut whole, mut scaled) = (true, false);
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
            whole = false;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
            (whole, scaled) = (false, true);
        }
        // Nearly all numbers are so short that they need not be read.
        if integer.len() <= SAFE_DIGITS && !scaled {
            return Ok(());
        }
        let text = std::str::from_utf8(integer).unwrap_or_default();
        if whole && text.parse::<u64>().is_ok_and(|value| value <= INTEGER_MAX) {
            return Ok(());
        }
        // A float that overflows a double has no value in any reader.
        let text = std::str::from_utf8(&self.data[start..self.at]).unwrap_or_default();
        match text.parse::<f64>() {
            Ok(value) if !whole && value.is_finite() => Ok(()),
            _ => Err(Fault { at: start, what: "a number beyond 2^53 or beyond a double" }),
        }
    }

    fn digits(&mut self) -> Result<&'a [u8], Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            return self.fault("a digit is wanted");
        }
        Ok(&self.data[start..self.at])
    }

    fn word(&mut self) -> Result<(), Fault> {
        for word in [&b"true"[..], b"false", b"null"] {
            if self.data[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(());
            }
        }
        self.fault("a value is wanted")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(depth: usize) -> String {
        format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1))
    }

    #[test]
    fn accepts_what_every_reader_can_take() {
        for data in [
            "{}",
            " {\t} ",
            r#"{"a":[1,-2.5e-3,true,false,null,{"b":[]}],"é":"\n\u00e9\uD83D\ude00"}"#,
            r#"{"n":9007199254740992,"m":-9007199254740992,"x":1e300,"z":0,"y":-0.0}"#,
            &nested(DEPTH_MAX),
        ] {
            assert_eq!(text(data.as_bytes()), Ok(data), "{data}");
            assert!(serde_json::from_str::<serde_json::Value>(data).is_ok(), "{data}");
        }
    }

    #[test]
    fn refuses_the_rest_with_place_and_reason() {
        for (data, at, what) in [
            ("", 0, "an object"),
            ("[]", 0, "an object"),
            ("1", 0, "an object"),
            ("{}{}", 2, "nothing may follow"),
            ("{\n}", 1, "a string"),
            ("{\"a\":1}\n", 7, "nothing may follow"),
            ("{\"a\":1,}", 7, "a string"),
            ("{\"a\" 1}", 5, "a colon"),
            ("{\"a\":01}", 7, "does not begin with 0"),
            ("{\"a\":.5}", 5, "a value"),
            ("{\"a\":1.}", 7, "a digit"),
            ("{\"a\":1e}", 7, "a digit"),
            ("{\"a\":-}", 6, "a digit"),
            ("{\"a\":9007199254740993}", 5, "beyond 2^53"),
            ("{\"a\":123456789012345678901234567890}", 5, "beyond 2^53"),
            ("{\"a\":1e999}", 5, "beyond a double"),
            ("{\"a\":tru}", 5, "a value"),
            ("{\"a\":\"\u{1}\"}", 6, "raw control"),
            ("{\"a\":\"\\x\"}", 7, "unknown escape"),
            ("{\"a\":\"\\ud800\"}", 7, "lone surrogate"),
            ("{\"a\":\"\\udc00\"}", 7, "lone surrogate"),
            ("{\"a\":\"\\u12\"}", 7, "four hex digits"),
            ("{\"a\":\"", 6, "does not end"),
            ("{\"a\":[1", 7, "a comma"),
            (&nested(DEPTH_MAX + 1), 68, "nesting deeper"),
        ] {
            let fault = check(data.as_bytes()).unwrap_err();
            assert!(fault.at == at && fault.what.contains(what), "{data}: {fault}");
        }
        assert_eq!(check(b"{\"a\":\"\xff\"}"), Err(Fault { at: 6, what: "not UTF-8" }));
    }

    #[test]
    fn line_separators_are_escaped_and_the_rest_is_left_alone() {
        assert_eq!(one_line("{\"a\":\"x\u{2028}y\u{85}\"}"), "{\"a\":\"x\\u2028y\\u0085\"}");
        assert_eq!(one_line("{\"ä\":1}"), "{\"ä\":1}");
        for before in 0..2 * STEP {
            let text = format!("{}“é”", "x".repeat(before));
            for (breaking, escaped) in [("", ""), ("\u{7f}", "\\u007f"), ("\u{9f}", "\\u009f"), ("\u{2029}", "\\u2029")]
            {
                assert_eq!(one_line(&format!("{text}{breaking}.")), format!("{text}{escaped}."));
            }
        }
    }

    #[test]
    fn eight_bytes_are_counted_as_one_by_one() {
        for (first, second) in (0..=255).flat_map(|first| (0..=255).map(move |second| (first, second))) {
            for at in 0..8 {
                let mut eight = *b"tide \x7f\xff~";
                (eight[at], eight[(at + 1) % 8]) = (first, second);
                let plain = eight.iter().take_while(|&&byte| is_plain(byte)).count();
                assert_eq!(count_plain(eight), plain, "{eight:?}");
            }
        }
    }

    #[test]
    fn strings_of_any_length_end_where_they_end() {
        for before in 0..2 * STEP {
            let plain = "x".repeat(before);
            let whole = format!("{{\"{plain}\":\"{plain}\\n{plain}\"}}");
            assert_eq!(check(whole.as_bytes()), Ok(()), "{before}");
            let fault = check(format!("{{\"{plain}\u{1}").as_bytes()).unwrap_err();
            assert_eq!((fault.at, fault.what), (2 + before, "a raw control byte in a string"));
        }
    }

    #[test]
    fn never_accepts_what_serde_json_refuses() {
        // Every cut and every single-byte change of a text that holds all constructs.
        let text = br#"{"a":[1,-2.5e-3,true,false,null,{"b":[]}],"c":"\n\u00e9\uD83D\ude00"}"#;
        let mut cases: Vec<Vec<u8>> = (0..text.len()).map(|end| text[..end].to_vec()).collect();
        for at in 0..text.len() {
            for byte in 0..=255 {
                let mut changed = text.to_vec();
                changed[at] = byte;
                cases.push(changed);
            }
        }
        for case in cases {
            if check(&case).is_ok() {
                let known = serde_json::from_slice::<serde_json::Value>(&case);
                assert!(known.is_ok_and(|value| value.is_object()), "{}", String::from_utf8_lossy(&case));
            }
        }
    }
}
