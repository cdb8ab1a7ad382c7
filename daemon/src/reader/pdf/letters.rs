//! What scripts need: right-to-left writing in the order of reading, ligatures taken apart, shapes brought back to letters.

/// What stands at one place of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom<'a> {
    /// One character.
    One(char),
    /// Several, in the order of reading.
    More(&'a str),
    /// The space between two words.
    Space,
}

/// Whether a character is read from right to left: Hebrew, Arabic and their neighbours.
pub(super) fn is_right_to_left(one: char) -> bool {
    matches!(one, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
        && !is_arabic_digit(one)
}

fn is_arabic_digit(one: char) -> bool {
    matches!(one, '\u{660}'..='\u{66c}' | '\u{6f0}'..='\u{6f9}')
}

/// Whether a character belongs to a script that is written without spaces between words.
pub(super) fn is_unspaced(one: char) -> bool {
    matches!(one, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{30ff}'
        | '\u{31f0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is a mark on the letter beside it.
fn is_mark(one: char) -> bool {
    matches!(one, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}')
}

/// Writes what stands on a line from left to right in the order of reading, and says whether the line is read from right
/// to left.
pub(super) fn in_order(mut atoms: Vec<Atom<'_>>) -> (String, bool) {
    let (mut left, mut right) = (0_usize, 0_usize);
    for word in atoms.split(|atom| *atom == Atom::Space) {
        match word.iter().map(|atom| class(*atom)).find(|class| matches!(class, Class::Left | Class::Right)) {
            Some(Class::Right) => right += 1,
            Some(_) => left += 1,
            None => {}
        }
    }
    let right_to_left = right > left;
    if atoms.iter().any(|atom| class(*atom) == Class::Right) {
        reorder(&mut atoms, right_to_left);
    }
    let mut text = String::with_capacity(atoms.len());
    for atom in atoms {
        match atom {
            Atom::One(one) => push(&mut text, one),
            Atom::More(more) => more.chars().for_each(|one| push(&mut text, one)),
            Atom::Space => text.push(' '),
        }
    }
    (text, right_to_left)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Left,
    Right,
    /// Digits and the signs that belong to them: read from left to right wherever they stand.
    Number,
    Neutral,
}

fn class(atom: Atom<'_>) -> Class {
    let one = match atom {
        Atom::One(one) => one,
        Atom::More(text) => text.chars().next().unwrap_or(' '),
        Atom::Space => return Class::Neutral,
    };
    if is_right_to_left(one) {
        Class::Right
    } else if one.is_numeric() || "%$\u{20ac}\u{a3}".contains(one) {
        Class::Number
    } else if one.is_alphabetic() {
        Class::Left
    } else {
        Class::Neutral
    }
}

/// Brings a line as it is seen into the order in which it is read: what is read from right to left is turned round, and
/// the stretches in it that are read the other way are turned back.
///
/// This undoes what UAX 9 does to one embedding, which is all that lines of news have.
fn reorder(atoms: &mut [Atom<'_>], right_to_left: bool) {
    if right_to_left {
        turn(atoms);
    } else {
        for range in stretches(atoms, |class| class == Class::Right, |class| class == Class::Left) {
            turn(&mut atoms[range]);
        }
    }
    marks_after_letters(atoms);
}

/// Turns round what is read from right to left.
fn turn(atoms: &mut [Atom<'_>]) {
    atoms.reverse();
    let is_other_way = |class| matches!(class, Class::Left | Class::Number);
    let other_way = stretches(atoms, is_other_way, |class| class == Class::Right);
    if brackets_are_mirrored(atoms) {
        let mut at = 0;
        for range in &other_way {
            mirror(&mut atoms[at..range.start]);
            at = range.end;
        }
        mirror(&mut atoms[at..]);
    }
    for range in other_way {
        let stretch = &mut atoms[range];
        if stretch.iter().any(|atom| class(*atom) == Class::Left) {
            stretch.reverse();
        } else {
            // Numbers one after another are each read from left to right, and the first of them stands at the right.
            stretch.split_mut(|atom| *atom == Atom::Space).for_each(<[Atom<'_>]>::reverse);
        }
    }
}

/// Whether the brackets of a line are those that are seen: in right-to-left writing they are drawn as their mirror images,
/// and some programs write down the image, others what it stands for.
fn brackets_are_mirrored(atoms: &[Atom<'_>]) -> bool {
    let mut brackets = atoms.iter().filter_map(|atom| match atom {
        Atom::One(one) if mirrored(*one) != *one => Some("([{<\u{ab}".contains(*one)),
        _ => None,
    });
    let first_opens = brackets.next();
    let last_opens = brackets.next_back();
    first_opens == Some(false) && last_opens == Some(true)
}

/// The stretches from one member to the last before something that ends them.
fn stretches(
    atoms: &[Atom<'_>],
    is_member: impl Fn(Class) -> bool,
    ends: impl Fn(Class) -> bool,
) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<std::ops::Range<usize>> = None;
    for (at, atom) in atoms.iter().enumerate() {
        let class = class(*atom);
        if is_member(class) {
            open.get_or_insert(at..at).end = at + 1;
        } else if ends(class) {
            found.extend(open.take());
        }
    }
    found.extend(open);
    found
}

fn mirror(atoms: &mut [Atom<'_>]) {
    for atom in atoms {
        if let Atom::One(one) = atom {
            *one = mirrored(*one);
        }
    }
}

fn mirrored(one: char) -> char {
    match one {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '\u{ab}' => '\u{bb}',
        '\u{bb}' => '\u{ab}',
        other => other,
    }
}

/// A mark is drawn at the place of its letter, before or after it; it is read after it.
fn marks_after_letters(atoms: &mut [Atom<'_>]) {
    let is = |atom: Atom<'_>| matches!(atom, Atom::One(one) if is_mark(one));
    let mut at = 0;
    while at < atoms.len() {
        let marks = atoms[at..].iter().take_while(|atom| is(**atom)).count();
        let begins_word = at == 0 || atoms[at - 1] == Atom::Space;
        if marks > 0 && begins_word && at + marks < atoms.len() {
            atoms[at..=at + marks].rotate_right(1);
        }
        at += marks + 1;
    }
}

/// Adds a character, taken apart where it is a ligature or one of several shapes of a letter.
fn push(text: &mut String, one: char) {
    match one {
        '\u{fb00}' => text.push_str("ff"),
        '\u{fb01}' => text.push_str("fi"),
        '\u{fb02}' => text.push_str("fl"),
        '\u{fb03}' => text.push_str("ffi"),
        '\u{fb04}' => text.push_str("ffl"),
        '\u{fb05}' | '\u{fb06}' => text.push_str("st"),
        '\u{fe80}'..='\u{fefc}' => push_arabic(text, one),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' => text.push(' '),
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => {}
        other => text.push(other),
    }
}

/// The letters of the Arabic shapes from U+FE80 on, each with the number of its shapes.
const ARABIC: [(&str, u32); 40] = [
    ("\u{621}", 1),
    ("\u{622}", 2),
    ("\u{623}", 2),
    ("\u{624}", 2),
    ("\u{625}", 2),
    ("\u{626}", 4),
    ("\u{627}", 2),
    ("\u{628}", 4),
    ("\u{629}", 2),
    ("\u{62a}", 4),
    ("\u{62b}", 4),
    ("\u{62c}", 4),
    ("\u{62d}", 4),
    ("\u{62e}", 4),
    ("\u{62f}", 2),
    ("\u{630}", 2),
    ("\u{631}", 2),
    ("\u{632}", 2),
    ("\u{633}", 4),
    ("\u{634}", 4),
    ("\u{635}", 4),
    ("\u{636}", 4),
    ("\u{637}", 4),
    ("\u{638}", 4),
    ("\u{639}", 4),
    ("\u{63a}", 4),
    ("\u{641}", 4),
    ("\u{642}", 4),
    ("\u{643}", 4),
    ("\u{644}", 4),
    ("\u{645}", 4),
    ("\u{646}", 4),
    ("\u{647}", 4),
    ("\u{648}", 2),
    ("\u{649}", 2),
    ("\u{64a}", 4),
    ("\u{644}\u{622}", 2),
    ("\u{644}\u{623}", 2),
    ("\u{644}\u{625}", 2),
    ("\u{644}\u{627}", 2),
];

fn push_arabic(text: &mut String, shape: char) {
    let mut rest = u32::from(shape) - 0xfe80;
    for (letter, shapes) in ARABIC {
        if rest < shapes {
            text.push_str(letter);
            return;
        }
        rest -= shapes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(seen: &str) -> (String, bool) {
        in_order(seen.chars().map(|one| if one == ' ' { Atom::Space } else { Atom::One(one) }).collect())
    }

    #[test]
    fn what_is_seen_from_left_to_right_is_written_as_it_is_read() {
        for (seen, expected) in [
            ("plain text (1)", "plain text (1)"),
            // "shalom 2026 olam", as it stands on the page.
            (
                "\u{5dd}\u{5dc}\u{5d5}\u{5e2} 2026 \u{5dd}\u{5d5}\u{5dc}\u{5e9}",
                "\u{5e9}\u{5dc}\u{5d5}\u{5dd} 2026 \u{5e2}\u{5d5}\u{5dc}\u{5dd}",
            ),
            // A Hebrew word in an English line.
            ("the word \u{5dd}\u{5d5}\u{5dc}\u{5e9} is", "the word \u{5e9}\u{5dc}\u{5d5}\u{5dd} is"),
            // An English name of two words and brackets in a Hebrew line.
            (
                "(\u{5d1}\u{5d0}) New York \u{5d3}\u{5d2} \u{5d4}\u{5d5}",
                "\u{5d5}\u{5d4} \u{5d2}\u{5d3} New York (\u{5d0}\u{5d1})",
            ),
            ("3.5% \u{5d1}\u{5d0}", "\u{5d0}\u{5d1} 3.5%"),
        ] {
            assert_eq!(read(seen).0, expected);
        }
        assert!(read("\u{5d1}\u{5d0} \u{5d2} New").1 && !read("New").1);
    }

    #[test]
    fn ligatures_and_shapes_become_letters() {
        assert_eq!(read("e\u{fb03}cient \u{fb02}y").0, "efficient fly");
        assert_eq!(read("\u{fefc}").0, "\u{644}\u{627}");
        assert_eq!(read("\u{fee2}").0, "\u{645}");
        assert_eq!(read("\u{fef4}").0, "\u{64a}");
        assert_eq!(read("a\u{a0}b\u{200b}c").0, "a bc");
    }
}
