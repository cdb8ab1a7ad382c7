//! Cuts what a program writes into lines, and counts what it may write.

use crate::fault::Fault;

/// The longest line.
pub(crate) const LINE_BYTES_MAX: usize = 1 << 20;
/// Bytes that a program may write for one request.
pub(crate) const ALLOWANCE_BYTES: usize = 4 << 20;
/// Lines that a program may write for one request.
pub(crate) const ALLOWANCE_LINES: usize = 10_000;

/// What a program has written and nobody has read yet.
#[derive(Default)]
pub(crate) struct Lines {
    buffer: Vec<u8>,
    /// Where the next line begins.
    start: usize,
    /// Up to where no line ends.
    searched: usize,
    /// Since the last request.
    lines: usize,
    bytes: usize,
}

impl Lines {
    /// Gives a whole allowance for the next request.
    pub(crate) fn renew_allowance(&mut self) {
        (self.lines, self.bytes) = (0, 0);
    }

    /// Adds what was read.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
        self.bytes += bytes.len();
    }

    /// Whether there is a whole line to take.
    ///
    /// # Errors
    /// When it is too long, or one too many.
    pub(crate) fn is_whole(&mut self) -> Result<bool, Fault> {
        let unsearched = &self.buffer[self.searched..];
        let end = unsearched.iter().position(|&byte| byte == b'\n');
        self.searched += end.unwrap_or(unsearched.len());
        if self.searched - self.start > LINE_BYTES_MAX {
            return Err(Fault::LongLine);
        }
        if self.bytes > ALLOWANCE_BYTES || (end.is_some() && self.lines == ALLOWANCE_LINES) {
            return Err(Fault::Flood);
        }
        Ok(end.is_some())
    }

    /// Takes a line that [`Lines::is_whole`] has found, without its end.
    pub(crate) fn take(&mut self) -> &[u8] {
        let line = self.start..self.searched;
        self.searched += 1;
        self.start = self.searched;
        self.lines += 1;
        &self.buffer[line]
    }

    /// What has been written after the lines that were taken.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pushes a text in pieces and returns its whole lines.
    fn lines(text: &str, piece: usize) -> Result<Vec<String>, Fault> {
        let (mut lines, mut taken) = (Lines::default(), Vec::new());
        for piece in text.as_bytes().chunks(piece) {
            lines.push(piece);
            while lines.is_whole()? {
                taken.push(String::from_utf8_lossy(lines.take()).into_owned());
            }
        }
        taken.push(format!("rest: {}", String::from_utf8_lossy(lines.rest())));
        Ok(taken)
    }

    #[test]
    fn a_line_is_whole_however_it_arrives() {
        for piece in 1..12 {
            assert_eq!(lines("ab\n\nc\nde", piece).unwrap(), ["ab", "", "c", "rest: de"], "{piece}");
        }
    }

    #[test]
    fn what_a_program_may_write_is_bounded() {
        let line = |bytes: usize| "x".repeat(bytes) + "\n";
        for (text, wanted) in [
            (line(LINE_BYTES_MAX), None),
            (line(LINE_BYTES_MAX + 1), Some(Fault::LongLine)),
            ("x".repeat(LINE_BYTES_MAX + 1), Some(Fault::LongLine)),
            ("\n".repeat(ALLOWANCE_LINES), None),
            ("\n".repeat(ALLOWANCE_LINES + 1), Some(Fault::Flood)),
            (line((ALLOWANCE_BYTES / 8) - 1).repeat(8), None),
            (line((ALLOWANCE_BYTES / 8) - 1).repeat(8) + "x", Some(Fault::Flood)),
        ] {
            for piece in [100, 1 << 16, text.len()] {
                assert_eq!(lines(&text, piece).err(), wanted, "{} bytes by {piece}", text.len());
            }
        }
    }
}
