//! A list of names in a config file: one comes or goes, and every comment stays with the name that it stands beside.
//!
//! What stands between two names, spaces and comments, is a gap: of its first line the end belongs to the name before
//! it, the rest to the name behind it.

use toml_edit::{Array, RawString, Value};

/// Adds a name before the one at a place; a place past the end is the end.
pub(super) fn insert(names: &mut Array, place: usize, name: &str) {
    let place = place.min(names.len());
    let gap = gap(names, place);
    let (before, behind) = match gap.find('\n') {
        Some(end) => (format!("{}\n{}", &gap[..end], indentation(names, place)), gap[end..].to_owned()),
        None if place == 0 && !names.is_empty() => (gap, " ".to_owned()),
        None if place == 0 => (String::new(), gap),
        None => (" ".to_owned(), gap),
    };
    set_gap(names, place, "");
    names.insert_formatted(place, Value::from(name).decorated(before, ""));
    set_gap(names, place + 1, &behind);
}

/// Takes out the name at a place, with the comment on its line and those right above it.
pub(super) fn remove(names: &mut Array, place: usize) {
    let (before, behind) = (gap(names, place), gap(names, place + 1));
    let is_last = place + 1 == names.len();
    names.remove(place);
    let comment = before.find('\n').map_or("", |end| &before[..end]);
    let merged = match behind.find('\n') {
        Some(end) => format!("{comment}{}", &behind[end..]),
        None if is_last && comment.contains('#') => format!("{comment}\n"),
        None if is_last => behind,
        None => before,
    };
    set_gap(names, place, &merged);
}

/// What stands before the name at a place, or at the end of the list.
fn gap(names: &Array, place: usize) -> String {
    let text = |raw: Option<&RawString>| raw.and_then(RawString::as_str).unwrap_or_default().to_owned();
    match names.get(place) {
        Some(name) => text(name.decor().prefix()),
        None => {
            let last = names.iter().last().and_then(|last| last.decor().suffix());
            text(last) + &text(Some(names.trailing()))
        }
    }
}

fn set_gap(names: &mut Array, place: usize, text: &str) {
    if let Some(name) = names.get_mut(place) {
        return name.decor_mut().set_prefix(text);
    }
    if let Some(last) = names.iter_mut().last() {
        last.decor_mut().set_suffix("");
    }
    names.set_trailing(text);
}

/// How far a name at a place is to be moved in: as far as its neighbour on a line of its own.
fn indentation(names: &Array, place: usize) -> String {
    let neighbour = place.min(names.len().saturating_sub(1));
    match gap(names, neighbour).rsplit_once('\n') {
        Some((_, spaces)) if !names.is_empty() => spaces.to_owned(),
        _ => "  ".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml_edit::DocumentMut;

    /// Applies a change to `order = LIST` and returns the list.
    fn changed(list: &str, change: impl FnOnce(&mut Array)) -> String {
        let mut document: DocumentMut = format!("order = {list}\n").parse().unwrap();
        change(document["order"].as_array_mut().unwrap());
        let text = document.to_string();
        text.parse::<DocumentMut>().unwrap();
        text.trim_start_matches("order = ").trim_end_matches('\n').to_owned()
    }

    const LINES: &str = "[\n  \"a\", # of a\n  # above b\n  \"b\", # of b\n  \"c\", # of c\n]";
    const NO_COMMA: &str = "[\n  \"a\", # of a\n  \"b\" # of b\n]";

    #[test]
    fn a_name_is_added_and_comments_stay_with_the_others() {
        for (list, place, after) in [
            ("[]", 0, "[\"x\"]"),
            ("[\n]", 0, "[\n  \"x\"\n]"),
            ("[\"a\", \"b\"]", 0, "[\"x\", \"a\", \"b\"]"),
            ("[\"a\", \"b\"]", 1, "[\"a\", \"x\", \"b\"]"),
            ("[\"a\", \"b\"]", 9, "[\"a\", \"b\", \"x\"]"),
            ("[ \"a\" ]", 0, "[ \"x\", \"a\" ]"),
            ("[ \"a\" ]", 9, "[ \"a\", \"x\" ]"),
            ("[\"a\", \"b\" # why\n]", 9, "[\"a\", \"b\", # why\n  \"x\"\n]"),
            (LINES, 0, "[\n  \"x\",\n  \"a\", # of a\n  # above b\n  \"b\", # of b\n  \"c\", # of c\n]"),
            (LINES, 1, "[\n  \"a\", # of a\n  \"x\",\n  # above b\n  \"b\", # of b\n  \"c\", # of c\n]"),
            (LINES, 9, "[\n  \"a\", # of a\n  # above b\n  \"b\", # of b\n  \"c\", # of c\n  \"x\",\n]"),
            (NO_COMMA, 9, "[\n  \"a\", # of a\n  \"b\", # of b\n  \"x\"\n]"),
        ] {
            assert_eq!(changed(list, |names| insert(names, place, "x")), after, "{list} {place}");
        }
    }

    #[test]
    fn a_name_is_taken_out_and_comments_stay_with_the_others() {
        for (list, place, after) in [
            ("[\"a\"]", 0, "[]"),
            ("[\"a\", \"b\"]", 0, "[\"b\"]"),
            ("[\"a\", \"b\"]", 1, "[\"a\"]"),
            ("[\"a\", # why\n\"b\"]", 1, "[\"a\" # why\n]"),
            (LINES, 0, "[\n  # above b\n  \"b\", # of b\n  \"c\", # of c\n]"),
            (LINES, 1, "[\n  \"a\", # of a\n  \"c\", # of c\n]"),
            (LINES, 2, "[\n  \"a\", # of a\n  # above b\n  \"b\", # of b\n]"),
            (NO_COMMA, 1, "[\n  \"a\" # of a\n]"),
        ] {
            assert_eq!(changed(list, |names| remove(names, place)), after, "{list} {place}");
        }
    }
}
