//! Texts of anybody, such as names of files, on somebody's terminal.

/// Text without orders for a terminal, on one line.
pub(super) fn printable(text: &str) -> String {
    let show = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(show).collect()
}

/// The same with its lines, none of which stands at the left edge, where it could be taken for one of ours.
pub(super) fn printable_lines(text: &str) -> String {
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_moves_the_cursor_or_forges_a_line() {
        let text = "a\x1b[2J\u{9b}\r\0\n2026 ERROR forged\té";
        assert_eq!(printable(text), "a\\u{1b}[2J\\u{9b}\\r\\u{0}\\n2026 ERROR forged\\té");
        assert_eq!(printable_lines(text), "a\\u{1b}[2J\\u{9b}\\r\\u{0}\n    2026 ERROR forged\\té");
    }
}
