//! Front matter: the part of YAML and TOML that people write there. Keys with a value or a list of them; what is more
//! than that is passed over.

/// Lines that are looked at: a longer beginning is no front matter.
const LINES_MAX: usize = 500;
/// Values of a list that are kept.
const VALUES_MAX: usize = 50;

/// What stands before the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Front {
    /// `yaml` or `toml`.
    pub(super) syntax: &'static str,
    fields: Vec<(String, Vec<String>)>,
}

impl Front {
    /// The first value of the first of the keys that has one.
    pub(super) fn line(&self, keys: &[&str]) -> Option<String> {
        self.lines(keys).into_iter().next()
    }

    /// All values of the first of the keys that has some.
    pub(super) fn lines(&self, keys: &[&str]) -> Vec<String> {
        let of = |key: &&str| {
            let (_, values) = self.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
            (!values.is_empty()).then(|| values.clone())
        };
        keys.iter().find_map(of).unwrap_or_default()
    }
}

/// Takes front matter and text apart.
pub(super) fn split(whole: &str) -> (Option<Front>, &str) {
    let (syntax, mark) = if whole.starts_with("---\n") {
        ("yaml", "---")
    } else if whole.starts_with("+++\n") {
        ("toml", "+++")
    } else {
        return (None, whole);
    };
    let mut lines = Vec::new();
    let mut at = mark.len() + 1;
    for line in whole[at..].split_inclusive('\n').take(LINES_MAX) {
        at += line.len();
        let line = line.trim_end();
        if line == mark || syntax == "yaml" && line == "..." {
            let fields = if syntax == "yaml" { yaml(&lines) } else { toml(&lines) };
            // A rule at the top of a text is followed by words, not by keys.
            return if fields.is_empty() { (None, whole) } else { (Some(Front { syntax, fields }), &whole[at..]) };
        }
        lines.push(line);
    }
    (None, whole)
}

fn yaml(lines: &[&str]) -> Vec<(String, Vec<String>)> {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    // How a value goes on in the lines below it: with line ends kept or folded.
    let mut is_block = false;
    for line in lines {
        let is_below = line.starts_with([' ', '\t']) || line.starts_with("- ") || line.trim().is_empty();
        if !is_below {
            is_block = false;
            let Some((key, value)) = key_value(line, ':') else { continue };
            is_block = matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+");
            fields.push((key.to_owned(), if is_block { Vec::new() } else { values(value) }));
            continue;
        }
        let Some((_, all)) = fields.last_mut() else { continue };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') && !is_block {
            continue;
        }
        if let Some(item) = line.strip_prefix("- ").filter(|_| !is_block) {
            // An author with a name and more is an object in a list.
            let item = key_value(item, ':').filter(|(key, _)| *key == "name").map_or(item, |(_, value)| value);
            if all.len() < VALUES_MAX {
                all.extend(scalar(item));
            }
        } else if is_block && all.len() <= 1 {
            match all.first_mut() {
                Some(value) => {
                    value.push(' ');
                    value.push_str(line);
                }
                None => all.push(line.to_owned()),
            }
        } else if let Some((_, value)) = key_value(line, ':').filter(|(key, _)| *key == "name" && all.is_empty()) {
            all.extend(scalar(value));
        }
    }
    fields
}

fn toml(lines: &[&str]) -> Vec<(String, Vec<String>)> {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    let mut is_open = false;
    for line in lines {
        let line = line.trim();
        if is_open {
            let Some((_, all)) = fields.last_mut() else { break };
            is_open = !line.ends_with(']');
            all.extend(list(line.trim_end_matches([']', ','])));
            all.truncate(VALUES_MAX);
            continue;
        }
        if line.starts_with('[') {
            // Keys of a table further down are those of something else, but for the taxonomies of site builders.
            continue;
        }
        let Some((key, value)) = key_value(line, '=') else { continue };
        is_open = value.starts_with('[') && !value.contains(']');
        fields.push((key.to_owned(), values(value)));
    }
    fields
}

/// A key and what stands after the separator.
fn key_value(line: &str, separator: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(separator)?;
    let key = key.trim().trim_matches(['"', '\'']);
    let is_key = !key.is_empty()
        && key.len() <= 64
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    let is_apart = separator == '=' || value.is_empty() || value.starts_with([' ', '\t']);
    (is_key && is_apart).then(|| (key, value.trim()))
}

/// One value, or a list in square brackets.
fn values(value: &str) -> Vec<String> {
    match value.strip_prefix('[') {
        Some(rest) => list(rest.rsplit_once(']').map_or(rest, |(items, _)| items)),
        None => scalar(value).into_iter().collect(),
    }
}

/// Values between commas; a comma within quotes is part of one.
fn list(items: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut quote = None;
    let mut start = 0;
    for (at, c) in items.char_indices().chain([(items.len(), ',')]) {
        match (c, quote) {
            ('"' | '\'', None) if items[start..at].trim().is_empty() => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            (',', None) => {
                values.extend(scalar(&items[start..at]));
                start = at + c.len_utf8();
            }
            _ => {}
        }
        if values.len() == VALUES_MAX {
            break;
        }
    }
    values
}

/// A value without its quotes and without a comment after it; `None` when nothing is left.
fn scalar(value: &str) -> Option<String> {
    let value = value.trim();
    let text = match value.chars().next()? {
        '"' => {
            let end = end_of_quoted(&value[1..])?;
            value[1..=end].replace("\\\"", "\"").replace("\\\\", "\\")
        }
        '\'' => {
            let rest = &value[1..];
            rest[..rest.rfind('\'')?].replace("''", "'")
        }
        '{' | '&' | '*' | '!' => return None,
        _ => value.split(" #").next().unwrap_or(value).trim().to_owned(),
    };
    let text = text.trim();
    (!text.is_empty() && !matches!(text, "null" | "~")).then(|| text.to_owned())
}

/// Where the closing quote stands, from the byte after the opening one.
fn end_of_quoted(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })
}
