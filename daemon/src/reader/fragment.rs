//! Pieces of HTML that stand in a field of another format: no page around them, so that everything in them is text.

use std::borrow::Cow;

use crate::reader::article::{LineKind, Text};
use crate::reader::charset::normalise;
use crate::reader::html::entity;

/// Elements whose content is no text.
const SILENT: &[&str] = &[
    "script", "style", "template", "svg", "iframe", "noscript", "object", "select", "textarea", "math", "video",
    "audio",
];

/// Whether a text holds tags: one that only mentions `<` does not.
pub fn looks_like_html(text: &str) -> bool {
    let known = |at: &usize| Tag::name(&text[*at..]).is_some_and(is_known);
    let first = memchr::memchr_iter(b'<', text.as_bytes()).find(known);
    first.is_some_and(|at| Tag::read(&text[at..]).is_some_and(|tag| tag.is_ok()))
}

/// Adds the blocks of a fragment.
pub fn push(html: &str, text: &mut Text) {
    let mut blocks = Blocks { text, block: String::new(), kinds: Vec::new(), has_cell: false };
    let mut rest = html;
    while !rest.is_empty() {
        let at = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        blocks.words(&rest[..at]);
        rest = &rest[at..];
        if let Some(end) = comment_bytes(rest) {
            rest = &rest[end..];
            continue;
        }
        match Tag::read(rest) {
            Some(Ok(tag)) => {
                rest = &rest[tag.bytes..];
                if !tag.is_end && SILENT.contains(&&*tag.name) {
                    rest = after_end(rest, &tag.name);
                } else {
                    blocks.tag(&tag);
                }
            }
            // Nothing that follows ends a tag: to look at each `<` of it would take for ever.
            Some(Err(Unclosed)) => {
                blocks.words(rest);
                rest = "";
            }
            None if rest.is_empty() => {}
            None => {
                blocks.words("<");
                rest = &rest[1..];
            }
        }
    }
    blocks.end();
}

/// A fragment as one line of plain text.
pub fn line(html: &str) -> String {
    let plain: Cow<'_, str> = if looks_like_html(html) {
        let mut text = Text::default();
        push(html, &mut text);
        text.into_string().into()
    } else {
        unescape(html)
    };
    single_spaces(&normalise(plain))
}

/// The beginning of a text, cut between characters.
pub fn shorten(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

/// White space single, none at the ends.
pub fn single_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Character references resolved: each stands for one or two characters, none for a text.
pub fn unescape(text: &str) -> Cow<'_, str> {
    entity::decode(text)
}

/// The length of a comment, a declaration or an instruction that stands at the beginning; one that is not closed takes all.
fn comment_bytes(text: &str) -> Option<usize> {
    let until = |from: usize, end: &str| Some(text[from..].find(end).map_or(text.len(), |at| from + at + end.len()));
    if text.starts_with("<!--") {
        until(4, "-->")
    } else if text.starts_with("<![CDATA[") {
        // Its marks alone are dropped: what it holds is text.
        Some("<![CDATA[".len())
    } else if text.starts_with("<!") || text.starts_with("<?") {
        until(2, ">")
    } else {
        None
    }
}

/// What follows the end tag of an element whose content is no text.
fn after_end<'a>(text: &'a str, name: &str) -> &'a str {
    let is_end = |at: usize| {
        let rest = &text.as_bytes()[at + 1..];
        rest.first() == Some(&b'/')
            && rest.get(1..=name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    let at = memchr::memchr_iter(b'<', text.as_bytes()).find(|&at| is_end(at));
    at.map_or("", |at| memchr::memchr(b'>', &text.as_bytes()[at..]).map_or("", |end| &text[at + end + 1..]))
}

/// A tag at the beginning of a text.
struct Tag<'a> {
    /// In lower case.
    name: Cow<'a, str>,
    is_end: bool,
    bytes: usize,
}

/// No `>` follows.
struct Unclosed;

impl<'a> Tag<'a> {
    /// The name as it is written, when a tag begins here.
    fn name(text: &'a str) -> Option<&'a str> {
        let bytes = text.as_bytes();
        let start = 1 + usize::from(bytes.get(1) == Some(&b'/'));
        let rest = bytes.get(start..).filter(|rest| rest.first().is_some_and(u8::is_ascii_alphabetic))?;
        let end = start + rest.iter().take(20).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        matches!(bytes.get(end), Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n' | b':')).then(|| &text[start..end])
    }

    fn read(text: &'a str) -> Option<Result<Tag<'a>, Unclosed>> {
        let written = Tag::name(text)?;
        let is_end = text.as_bytes()[1] == b'/';
        let start = 1 + usize::from(is_end) + written.len();
        let is_lower = !written.bytes().any(|byte| byte.is_ascii_uppercase());
        let name = if is_lower { Cow::Borrowed(written) } else { written.to_ascii_lowercase().into() };
        Some(end_of_tag(text.as_bytes(), start).map(|bytes| Tag { name, is_end, bytes }).ok_or(Unclosed))
    }
}

/// The byte after the `>` that ends a tag: one within quotes is part of a value.
fn end_of_tag(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        if bytes[at] == b'>' {
            return Some(at + 1);
        }
        let closing = memchr::memchr(bytes[at], &bytes[at + 1..]);
        at += closing.map_or(1, |offset| offset + 2);
    }
}

/// What an element does to the lines.
enum Role {
    Inline,
    Break,
    Block,
    Kind(LineKind),
    Cell,
}

fn role(name: &str) -> Option<Role> {
    Some(match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Kind(LineKind::Heading),
        "li" | "dt" | "dd" => Role::Kind(LineKind::ListItem),
        "figcaption" | "caption" => Role::Kind(LineKind::Caption),
        "blockquote" => Role::Kind(LineKind::Quote),
        "tr" => Role::Kind(LineKind::TableRow),
        "td" | "th" => Role::Cell,
        "br" => Role::Break,
        "p" | "div" | "ul" | "ol" | "dl" | "table" | "thead" | "tbody" | "tfoot" | "section" | "article" | "figure"
        | "hr" | "pre" | "header" | "footer" | "aside" | "main" | "address" | "center" | "body" | "html" | "form"
        | "details" | "summary" => Role::Block,
        "a" | "abbr" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "del" | "dfn" | "em" | "font" | "i" | "img"
        | "ins" | "kbd" | "label" | "mark" | "q" | "s" | "samp" | "small" | "span" | "strike" | "strong" | "sub"
        | "sup" | "time" | "tt" | "u" | "var" | "wbr" | "picture" | "source" | "embed" => Role::Inline,
        _ => return None,
    })
}

fn is_known(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    role(&name).is_some() || SILENT.contains(&&*name)
}

struct Blocks<'t> {
    text: &'t mut Text,
    block: String,
    /// Of the elements that are open and give their lines a kind.
    kinds: Vec<(String, LineKind)>,
    /// Whether a cell stands in the row already.
    has_cell: bool,
}

/// Deeper, kinds are not noted any more: no article has lists in that many lists.
const KINDS_MAX: usize = 64;

impl Blocks<'_> {
    /// Adds words, white space between them single. That of other kinds than HTML's own stays as it is.
    fn words(&mut self, words: &str) {
        let words = unescape(words);
        let bytes = words.as_bytes();
        let (mut from, mut at) = (0, 0);
        while at < bytes.len() {
            if !bytes[at].is_ascii_whitespace() {
                at += 1;
                continue;
            }
            let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            // One space between words is as it should be: the run goes on.
            let is_first = at == from;
            if !(end == at + 1 && bytes[at] == b' ') || is_first {
                self.block.push_str(&words[from..at]);
                if !self.block.is_empty() && !self.block.ends_with([' ', '\n', '\t']) {
                    self.block.push(' ');
                }
                from = end;
            }
            at = end;
        }
        self.block.push_str(&words[from..]);
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match role(&tag.name) {
            Some(Role::Break) => self.block.push('\n'),
            Some(Role::Block) => self.flush(),
            Some(Role::Cell) if self.is_in_row() => {
                if !tag.is_end && self.has_cell {
                    self.block.truncate(self.block.trim_end().len());
                    self.block.push('\t');
                }
                self.has_cell |= !tag.is_end;
            }
            Some(Role::Cell) => self.flush(),
            Some(Role::Kind(kind)) => {
                self.end();
                self.has_cell = false;
                if !tag.is_end && self.kinds.len() < KINDS_MAX {
                    self.kinds.push((tag.name.clone().into_owned(), kind));
                } else if tag.is_end
                    && let Some(at) = self.kinds.iter().rposition(|(name, _)| *name == tag.name)
                {
                    self.kinds.truncate(at);
                }
            }
            Some(Role::Inline) | None => {}
        }
    }

    fn is_in_row(&self) -> bool {
        self.kinds.last().is_some_and(|(_, kind)| *kind == LineKind::TableRow)
    }

    /// Ends a block. Blocks within a cell stay within its row.
    fn flush(&mut self) {
        if !(self.is_in_row() && self.has_cell) {
            self.end();
        } else if !self.block.ends_with([' ', '\t']) {
            self.block.push(' ');
        }
    }

    /// Ends the line or row.
    fn end(&mut self) {
        let kind = self.kinds.last().map_or(LineKind::Paragraph, |(_, kind)| *kind);
        let block = normalise(std::mem::take(&mut self.block));
        self.text.push(kind, &block);
        // Its memory serves the next block.
        self.block = block;
        self.block.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(html: &str) -> String {
        let mut text = Text::default();
        push(html, &mut text);
        text.into_string()
    }

    #[test]
    fn blocks_become_lines_and_words_stay_together() {
        for (html, text) in [
            ("<p>One</p><p>Two</p>", "One\nTwo\n"),
            ("One <b>two</b>, <i>three</i>four", "One two, threefour\n"),
            ("One<br>two<br/>three", "One\ntwo\nthree\n"),
            ("<P CLASS='a>b'>One &amp; two&nbsp;three", "One & two three\n"),
            ("a<script>if (a < b) {}</script>b<style>x</style><!-- c -->d", "abd\n"),
            ("<table><tr><td><p>1</p></td><td>2</td></tr></table>after", "1\t2\nafter\n"),
            ("5 < 6 and <3", "5 < 6 and <3\n"),
            ("<ul><li>a<li>b</ul>c", "a\nb\nc\n"),
            ("<p>cut <a href=\"x", "cut <a href=\"x\n"),
            ("<script>never closed", ""),
        ] {
            assert_eq!(lines(html).replace('\u{a0}', " "), text, "{html}");
        }
    }

    #[test]
    fn text_that_mentions_a_tag_sign_is_no_html() {
        assert!(looks_like_html("A <b>word</b>") && looks_like_html("line<br/>line"));
        for text in ["5 < 6", "a <unnamed> source", "<3", "x <b", ""] {
            assert!(!looks_like_html(text), "{text}");
        }
        assert_eq!(line(" A &amp; <em>B</em>\n C "), "A & B C");
    }

    #[test]
    fn hostile_fragments_are_read_in_time() {
        let started = std::time::Instant::now();
        for piece in ["<a ", "<x ", "<b '", "<li>", "<td>", "&", "<!--", "<script>", "</", "<tr><td>", "<a \"'>"] {
            let html = piece.repeat((1 << 20) / piece.len()) + "'>'";
            looks_like_html(&html);
            lines(&html);
        }
        assert!(started.elapsed() < std::time::Duration::from_mins(1), "{:?}", started.elapsed());
    }

    proptest! {
        #[test]
        fn any_text_gives_lines(html in "(<p>|</p>|<td|<tr>|<li>|<!--|<script|</script>|[<>/&;'\" a-zé]){0,40}") {
            lines(&html);
            line(&html);
        }
    }
}
