//! Quotation marks: which characters are some, and which way each of them turns.

use std::ops::Range;

use eight::Eight;

/// A quotation mark in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// Which way it turns by itself.
    pub(crate) turn: Turn,
    /// Whether it is one of the marks that an apostrophe may be, too.
    pub(crate) single: bool,
    /// What else it may be.
    pub(crate) doubt: Doubt,
}

/// Which way a mark turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It begins a piece.
    Open,
    /// It ends one.
    Close,
    /// The one or the other, as the text before it wants.
    Either,
}

/// What a mark may be other than a quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Nothing else.
    None,
    /// A sign of inches or seconds: it follows a digit.
    Unit,
    /// The apostrophe of a plural possessor: it follows an s, and a small letter follows the space behind it.
    Possessor,
}

/// The marks in a stretch of text, in order. Apostrophes inside words are none.
pub(crate) fn scan(text: &str, range: Range<usize>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut next = range.start;
    while let Some(start) = next_possible(text.as_bytes(), next, range.end) {
        let Some(letter) = text[start..range.end].chars().next() else { break };
        let before = text[range.start..start].chars().next_back();
        let mut end = start + letter.len_utf8();
        let doubled = matches!(letter, '\'' | '`' | '’' | '‘') && text[end..range.end].starts_with(letter);
        if doubled {
            end += letter.len_utf8();
        }
        let rest = &text[end..range.end];
        let around = Around { before, after: rest.chars().next() };
        let found = match letter {
            '`' | '‘' if doubled => Some((Turn::Open, false)),
            '\'' | '’' if doubled => Some((around.turn(), false)),
            _ => turn(letter, around, rest),
        };
        if let Some((turn, single)) = found {
            let doubt = doubt(letter, single, turn, around, rest);
            marks.push(Mark { start, end, turn, single, doubt });
        }
        next = end;
    }
    marks
}

/// Where a mark may stand next: most characters of a text are passed over, eight at a time.
fn next_possible(text: &[u8], from: usize, end: usize) -> Option<usize> {
    let mut at = from;
    while at < end {
        let eight = Eight::at(text, at);
        let possible = eight.far().or(eight.is(b'"')).or(eight.is(b'\'')).or(eight.is(b'`'));
        let before = possible.before();
        at += before;
        if before < 8 && at < end {
            if BEGINS_MARK[usize::from(text[at])] {
                return Some(at);
            }
            at += 1;
        }
    }
    None
}

/// Whether a mark may begin with a byte.
static BEGINS_MARK: [bool; 256] = {
    let mut begins = [false; 256];
    let firsts = *b"\"'`\xc2\xe2\xe3\xef";
    let mut at = 0;
    while at < firsts.len() {
        begins[firsts[at] as usize] = true;
        at += 1;
    }
    begins
};

/// The characters beside a mark; `None` at the ends of the paragraph.
#[derive(Clone, Copy)]
struct Around {
    before: Option<char>,
    after: Option<char>,
}

impl Around {
    /// Whether a piece may begin here, by what stands before.
    fn may_open(self) -> bool {
        self.before.is_none_or(|c| c.is_whitespace() || "([{<—–-:;/…“‘„«\"'".contains(c))
    }

    /// Whether a piece may end here, by what stands behind.
    fn may_close(self) -> bool {
        self.after.is_none_or(|c| c.is_whitespace() || ",.;:!?)]}>—–-…/[*”’»\"'".contains(c))
    }

    /// The turn of a mark that looks the same both ways.
    fn turn(self) -> Turn {
        match (self.may_open(), self.may_close()) {
            (true, false) => Turn::Open,
            (false, true) => Turn::Close,
            _ => Turn::Either,
        }
    }

    /// The turn of a mark that should be this one, unless it stands as only its counterpart can.
    fn turn_like(self, usual: Turn) -> Turn {
        match (usual, self.turn()) {
            (Turn::Open, Turn::Close) => Turn::Close,
            (Turn::Close, Turn::Open) => Turn::Open,
            _ => usual,
        }
    }

    fn inside_word(self) -> bool {
        self.before.is_some_and(char::is_alphanumeric) && self.after.is_some_and(char::is_alphanumeric)
    }
}

/// The turn of a character, and whether it is a single mark; `None` when it is no mark.
fn turn(letter: char, around: Around, rest: &str) -> Option<(Turn, bool)> {
    let found = match letter {
        '"' | '＂' => (around.turn(), false),
        '“' | '«' | '‹' => (around.turn_like(Turn::Open), false),
        '”' | '»' | '›' => (around.turn_like(Turn::Close), false),
        '„' | '‟' | '「' | '『' | '〝' => (Turn::Open, false),
        '」' | '』' | '〞' => (Turn::Close, false),
        '‘' | '‚' | '‛' | '’' | '\'' | '`' | '´' if around.inside_word() || is_elision(around, rest) => {
            return None;
        }
        '‘' | '‚' | '‛' | '`' => (around.turn_like(Turn::Open), true),
        '’' | '\'' | '´' => match around.turn_like(Turn::Close) {
            Turn::Close if around.before.is_none_or(char::is_whitespace) => return None,
            turn => (turn, true),
        },
        _ => return None,
    };
    Some(found)
}

/// Whether a single mark stands for letters left out at the start of a word: "'90s", "'em".
fn is_elision(around: Around, rest: &str) -> bool {
    const SHORTENED: [&str; 9] = ["em", "til", "tis", "twas", "cause", "round", "n", "bout", "s"];
    if !around.may_open() {
        return false;
    }
    let length = rest.bytes().take(8).take_while(u8::is_ascii_alphanumeric).count();
    let word = &rest[..length];
    let decade = length == 3 && word.ends_with('s') && word.as_bytes()[..2].iter().all(u8::is_ascii_digit);
    decade || SHORTENED.iter().any(|short| word.eq_ignore_ascii_case(short))
}

fn doubt(letter: char, single: bool, turn: Turn, around: Around, rest: &str) -> Doubt {
    let upright = matches!(letter, '"' | '\'' | '”' | '’');
    if upright && turn != Turn::Open && around.before.is_some_and(|c| c.is_ascii_digit()) {
        return Doubt::Unit;
    }
    let small_follows = || {
        let mut letters = rest.chars();
        letters.next() == Some(' ') && letters.next().is_some_and(char::is_lowercase)
    };
    match (single, around.before) {
        (true, Some('s' | 'S')) if turn == Turn::Close && small_follows() => Doubt::Possessor,
        _ => Doubt::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with each mark as `<` (opens), `>` (closes) or `=` (either).
    fn turns(text: &str) -> String {
        let mut shown = String::new();
        let mut done = 0;
        for mark in scan(text, 0..text.len()) {
            shown += &text[done..mark.start];
            shown.push(match mark.turn {
                Turn::Open => '<',
                Turn::Close => '>',
                Turn::Either => '=',
            });
            done = mark.end;
        }
        shown + &text[done..]
    }

    #[test]
    fn marks_of_all_kinds_turn_the_right_way() {
        for (text, expected) in [
            ("\"Go,\" he said.", "<Go,> he said."),
            ("“Go,” he said.", "<Go,> he said."),
            ("„Geh“, sagte er.", "<Geh>, sagte er."),
            ("«Va», disse. « Allez », dit-il.", "<Va>, disse. < Allez >, dit-il."),
            ("»Geh«, sagte er.", "<Geh>, sagte er."),
            ("``Go,'' he said.", "<Go,> he said."),
            ("‘‘Go,’’ he said.", "<Go,> he said."),
            ("「行け」と言った", "<行け>と言った"),
            ("(\"Go\")[1]", "(<Go>)[1]"),
            ("the ‘near future.’[1]", "the <near future.>[1]"),
            ("idea of ’reaching a point’ is", "idea of <reaching a point> is"),
            ("he said:\"Go\"", "he said:<Go>"),
            (" \" ", " = "),
        ] {
            assert_eq!(turns(text), expected, "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_marks() {
        for text in ["don't", "China’s", "the ’90s", "get 'em", "rock 'n roll", "O‘Neill", " ’ "] {
            assert_eq!(turns(text), text);
        }
    }

    #[test]
    fn inches_and_possessors_are_doubtful() {
        let doubts = |text: &str| scan(text, 0..text.len()).into_iter().map(|mark| mark.doubt).collect::<Vec<_>>();
        assert_eq!(doubts("a 6\" pipe"), [Doubt::Unit]);
        assert_eq!(doubts("the parties’ plan"), [Doubt::Possessor]);
        assert_eq!(doubts("‘the parties’"), [Doubt::None, Doubt::None]);
    }

    #[test]
    fn no_mark_begins_with_another_byte() {
        for mark in "\"＂“”„‟«»‹›「」『』〝〞‘’‚‛'`´".chars() {
            assert!(BEGINS_MARK[usize::from(mark.to_string().as_bytes()[0])], "{mark}");
        }
    }

    #[test]
    fn only_the_stretch_is_read() {
        let text = "“a” “b”";
        let marks = scan(text, 0.."“a”".len());
        assert_eq!((marks.len(), marks[1].end), (2, "“a”".len()));
    }
}
