//! HTML as a row of tokens: text, start tags with their attributes, end tags.
//!
//! One pass forwards over bytes, as a browser's tokeniser would go, without its rarer states. What is no tag is text;
//! what is not closed runs to the end of the page, and each search that can fail does so once.

use memchr::{memchr, memmem};

use super::name::Name;

/// Attributes kept of one tag. Articles have a dozen; a tag with more is scripted or hostile, and the rest is passed over.
const ATTRIBUTES_MAX: usize = 48;

/// How many tokens an element inside a line has at most; more are not looked through again and again.
const SKIPPED_TOKENS_MAX: usize = 64;

/// How often that may be in vain on a page.
const MISSED_MAX: usize = 100;

/// One piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text as written, entities and all.
    Text(&'a str),
    /// A start tag. Its attributes stand in [`Tokens::attributes`] until the next token.
    Start { name: Name, self_closing: bool },
    /// An end tag.
    End(Name),
}

/// An attribute as written: the value still has its entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub(super) name: Name,
    pub(super) value: &'a str,
}

/// Reads a page from front to back.
pub(super) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    attributes: Vec<Attribute<'a>>,
    attributes_most: usize,
    /// How often [`Tokens::skip_element`] found no end.
    missed: usize,
    /// Elements whose end tag is known not to come any more, so that it is not searched for again.
    endless: Vec<Name>,
}

impl<'a> Tokens<'a> {
    /// Begins at the byte `at`, which lies on the border of a character.
    pub(super) fn new(html: &'a str, at: usize) -> Tokens<'a> {
        Tokens { html, at, attributes: Vec::new(), attributes_most: 0, missed: 0, endless: Vec::new() }
    }

    /// Where the next token begins, in bytes.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The attributes of the start tag that came last.
    pub(super) fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// The largest number of attributes that one tag had, those passed over among them.
    pub(super) fn attributes_most(&self) -> usize {
        self.attributes_most
    }

    /// Returns what stands before the end tag of `name`, and goes behind that tag; `None`, without moving, when there is
    /// no such end tag.
    pub(super) fn raw(&mut self, name: Name) -> Option<&'a str> {
        if self.endless.contains(&name) {
            return None;
        }
        let bytes = self.html.as_bytes();
        let begin = self.at;
        for found in memmem::find_iter(&bytes[begin..], b"</") {
            let end = begin + found;
            let name_end = name_end(bytes, end + 2);
            if Name::new(&bytes[end + 2..name_end]) == name {
                self.at = after(bytes, name_end, b'>');
                return self.html.get(begin..end);
            }
        }
        self.endless.push(name);
        None
    }

    /// Passes over the content of the element `name` that is open, with its end tag; does not move, and says so, when that
    /// is not near.
    pub(super) fn skip_element(&mut self, name: Name) -> bool {
        if self.missed > MISSED_MAX {
            return false;
        }
        let mut ahead = Tokens::new(self.html, self.at);
        let mut depth = 0;
        for token in ahead.by_ref().take(SKIPPED_TOKENS_MAX) {
            match token {
                Token::Start { name: inner, .. } if inner == name => depth += 1,
                Token::End(inner) if inner == name && depth == 0 => {
                    self.at = ahead.at;
                    return true;
                }
                Token::End(inner) if inner == name => depth -= 1,
                _ => {}
            }
        }
        self.missed += 1;
        false
    }

    /// Passes over all the rest.
    pub(super) fn finish(&mut self) {
        self.at = self.html.len();
    }

    fn tag(&mut self, name_begin: usize) -> Token<'a> {
        let bytes = self.html.as_bytes();
        let name_end = name_end(bytes, name_begin);
        let name = Name::new(&bytes[name_begin..name_end]);
        let self_closing = self.read_attributes(name_end);
        if bytes[name_begin - 1] == b'/' { Token::End(name) } else { Token::Start { name, self_closing } }
    }

    /// Reads attributes up to and with the `>`; says whether a `/` stood before it.
    fn read_attributes(&mut self, from: usize) -> bool {
        let bytes = self.html.as_bytes();
        self.attributes.clear();
        let mut at = from;
        let mut count = 0;
        let mut slash = false;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => {
                    at += 1;
                    break;
                }
                b'/' => slash = true,
                _ if byte.is_ascii_whitespace() => {}
                _ => {
                    slash = false;
                    at = self.read_attribute(at, count < ATTRIBUTES_MAX);
                    count += 1;
                    continue;
                }
            }
            at += 1;
        }
        self.at = at;
        self.attributes_most = self.attributes_most.max(count);
        slash
    }

    /// Reads one attribute that begins at `begin`, and returns where it ends.
    fn read_attribute(&mut self, begin: usize, keep: bool) -> usize {
        let bytes = self.html.as_bytes();
        // The first byte belongs to the name whatever it is, so that this always moves forwards.
        let name_end =
            skip(bytes, begin + 1, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/'));
        let mut at = skip(bytes, name_end, |byte| byte.is_ascii_whitespace());
        let mut value = at..at;
        if bytes.get(at) == Some(&b'=') {
            at = skip(bytes, at + 1, |byte| byte.is_ascii_whitespace());
            (value, at) = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let end = memchr(quote, &bytes[at + 1..]).map_or(bytes.len(), |found| at + 1 + found);
                    (at + 1..end, (end + 1).min(bytes.len()))
                }
                _ => {
                    let end = skip(bytes, at, |byte| !byte.is_ascii_whitespace() && byte != b'>');
                    (at..end, end)
                }
            };
        } else {
            at = name_end;
        }
        if keep {
            let value = self.html.get(value).unwrap_or_default();
            self.attributes.push(Attribute { name: Name::new(&bytes[begin..name_end]), value });
        }
        at
    }

    /// Where a declaration or comment that begins at `at` ends.
    fn declaration_end(&self, at: usize) -> usize {
        let bytes = self.html.as_bytes();
        let Some(comment) = bytes[at..].strip_prefix(b"<!--") else {
            return after(bytes, at, b'>');
        };
        // A comment may close at once: `<!-->` and `<!--->`.
        for short in [&b">"[..], b"->"] {
            if comment.starts_with(short) {
                return at + 4 + short.len();
            }
        }
        memmem::find(comment, b"-->").map_or(bytes.len(), |found| at + 4 + found + 3)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.html.as_bytes();
        loop {
            let begin = self.at;
            let &first = bytes.get(begin)?;
            match (first, bytes.get(begin + 1), bytes.get(begin + 2)) {
                (b'<', Some(b'!'), _) => self.at = self.declaration_end(begin),
                (b'<', Some(b'?'), _) => self.at = after(bytes, begin, b'>'),
                (b'<', Some(b'/'), Some(third)) if third.is_ascii_alphabetic() => return Some(self.tag(begin + 2)),
                (b'<', Some(b'/'), _) => self.at = after(bytes, begin, b'>'),
                (b'<', Some(second), _) if second.is_ascii_alphabetic() => return Some(self.tag(begin + 1)),
                _ => {
                    let end = memchr(b'<', &bytes[begin + 1..]).map_or(bytes.len(), |found| begin + 1 + found);
                    self.at = end;
                    return Some(Token::Text(self.html.get(begin..end).unwrap_or_default()));
                }
            }
        }
    }
}

/// The first place at or after `at` where `is_part` no longer holds.
fn skip(bytes: &[u8], at: usize, is_part: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().position(|&byte| !is_part(byte)).map_or(bytes.len(), |found| at + found)
}

/// Where the name of an element ends that begins at `at`.
fn name_end(bytes: &[u8], at: usize) -> usize {
    skip(bytes, at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_'))
}

/// The place behind the next `byte`, or the end.
fn after(bytes: &[u8], at: usize, byte: u8) -> usize {
    memchr(byte, &bytes[at..]).map_or(bytes.len(), |found| at + found + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        let mut tokens = Tokens::new(html, 0);
        let mut shown = Vec::new();
        while let Some(token) = tokens.next() {
            shown.push(match token {
                Token::Text(text) => text.to_owned(),
                Token::Start { name, self_closing } => {
                    let values: Vec<_> = tokens.attributes().iter().map(|attribute| attribute.value).collect();
                    format!("<{name:?} {}{}>", values.join(","), if self_closing { "/" } else { "" })
                }
                Token::End(name) => format!("</{name:?}>"),
            });
        }
        shown
    }

    #[test]
    fn text_and_tags_come_in_their_order() {
        assert_eq!(shown("a<P class=x id='y z'>b</p >c<br/>"), ["a", "<p x,y z>", "b", "</p>", "c", "<br />"]);
    }

    #[test]
    fn comments_and_declarations_are_passed_over() {
        assert_eq!(shown("<!doctype html>a<!-- <p> -->b<?php x ?>c<!-->d</ x>e"), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn a_sign_that_opens_no_tag_is_text() {
        assert_eq!(shown("1 < 2 <3"), ["1 ", "< 2 ", "<3"]);
    }

    #[test]
    fn what_is_not_closed_runs_to_the_end() {
        assert_eq!(shown("a<p class=\"x"), ["a", "<p x>"]);
        assert_eq!(shown("a<!-- b"), ["a"]);
        assert_eq!(shown("a<"), ["a", "<"]);
    }

    #[test]
    fn a_greater_sign_inside_quotes_ends_no_tag() {
        assert_eq!(shown("<a title=\"x > y\">b"), ["<a x > y>", "b"]);
    }

    #[test]
    fn raw_content_ends_at_its_own_end_tag_alone() {
        let mut tokens = Tokens::new("<script>if (a</b) \"</i>\"</SCRIPT >x", 0);
        tokens.next();
        assert_eq!(tokens.raw(Name::new(b"script")), Some("if (a</b) \"</i>\""));
        assert_eq!(tokens.next(), Some(Token::Text("x")));
        assert_eq!(tokens.raw(Name::new(b"script")), None);
    }

    #[test]
    fn of_a_million_attributes_a_few_are_kept_and_all_are_counted() {
        let html = format!("<p {}>text", "a=b ".repeat(1_000_000));
        let mut tokens = Tokens::new(&html, 0);
        tokens.next();
        assert_eq!((tokens.attributes().len(), tokens.attributes_most()), (ATTRIBUTES_MAX, 1_000_000));
        assert_eq!(tokens.next(), Some(Token::Text("text")));
    }
}
