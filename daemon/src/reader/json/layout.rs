//! Whether a text is JSON, and whether one document, a list of them or a line each. Looks at the beginning alone.

/// How documents stand in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// It is one document.
    One,
    /// Each line is one.
    Lines,
    /// Values stand one after another, over several lines each.
    Sequence,
    /// They are the elements of the array that is found by these keys, one within the other; by none, the outermost.
    List(Vec<String>),
}

/// What the beginning of a JSON text shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How documents stand in it.
    pub layout: Layout,
    /// Whether `version` names JSON Feed.
    pub is_json_feed: bool,
    /// Whether what was seen ends within a value.
    pub is_cut: bool,
}

/// Keys of lists of articles, as programming interfaces of news services name them.
const LISTS: &[&str] = &[
    "articles",
    "items",
    "results",
    "posts",
    "stories",
    "docs",
    "documents",
    "hits",
    "entries",
    "news",
    "data",
    "value",
    "@graph",
];
/// Keys of objects that hold such a list.
const WRAPPERS: &[&str] = &["response", "result", "data", "hits", "feed", "channel", "body"];
/// Keys of the text of an article: an object that has one is an article, whatever lists it holds.
const TEXTS: &[&str] = &[
    "body",
    "text",
    "content",
    "maintext",
    "articleBody",
    "body_text",
    "body_html",
    "body_xhtml",
    "content_html",
    "content_text",
    "full_text",
    "bodies",
];
/// Other keys that articles have: elements of a list of articles have one of these, or a text.
const MARKS: &[&str] = &[
    "title",
    "headline",
    "headlines",
    "webTitle",
    "description",
    "summary",
    "abstract",
    "_source",
    "excerpt",
    "url",
    "link",
    "uri",
];
const FEED_VERSION: &[u8] = b"https://jsonfeed.org/version/";

/// Tells whether a text without leading white space is JSON, and how documents stand in it.
pub fn layout(text: &[u8]) -> Option<Found> {
    if !matches!(text.first(), Some(b'{' | b'[')) {
        return None;
    }
    let mut lexer = Lexer::new(text);
    let mut outline = Outline::default();
    let end = loop {
        let token = lexer.next();
        match token {
            Token::Fail | Token::End => break token,
            _ => outline.see(&token, &lexer),
        }
        if lexer.stack.is_empty() {
            break Token::Close;
        }
        if text[0] == b'[' && outline.is_element_seen && outline.has_key {
            break Token::Close;
        }
    };
    // Without a key nothing but brackets was seen, which texts have too.
    if end == Token::Fail && !outline.has_key {
        return None;
    }
    let is_closed = end == Token::Close && lexer.stack.is_empty();
    let list = outline.list(text[0] == b'[');
    let found = |layout| Found { layout, is_json_feed: outline.is_json_feed, is_cut: end == Token::End };
    if !is_closed {
        return Some(found(list.map_or(Layout::One, Layout::List)));
    }
    let rest = text[lexer.at..].trim_ascii_start();
    match rest.first() {
        None => Some(found(list.map_or(Layout::One, Layout::List))),
        Some(b'{' | b'[') => {
            let value = &text[..lexer.at];
            let gap = &text[lexer.at..text.len() - rest.len()];
            let is_line = memchr::memchr(b'\n', value).is_none() && memchr::memchr(b'\n', gap).is_some();
            Some(found(if is_line { Layout::Lines } else { Layout::Sequence }))
        }
        Some(_) => outline.has_key.then(|| found(Layout::One)),
    }
}

/// What matters of the tokens that were seen.
#[derive(Default)]
struct Outline {
    has_key: bool,
    has_text: bool,
    is_json_feed: bool,
    /// Whether the first element of the outermost array was seen whole, or is no object.
    is_element_seen: bool,
    /// The keys on the way to where the lexer is: of the outermost object, and of one within it.
    keys: [String; 2],
    /// Lists that were seen, by their keys, and whether their first element has a mark of an article.
    lists: Vec<(Vec<String>, bool)>,
    /// The list within whose first element the lexer is, and the depth of that element.
    within: Option<(usize, usize)>,
}

impl Outline {
    fn see(&mut self, token: &Token<'_>, lexer: &Lexer<'_>) {
        let depth = lexer.stack.len();
        match token {
            Token::Key(key) => {
                self.has_key = true;
                if depth <= 2 && lexer.stack.iter().all(|&open| open == b'{') {
                    self.keys[depth - 1] = String::from_utf8_lossy(&key[..key.len().min(64)]).into_owned();
                }
                if let Some((list, element)) = self.within
                    && element == depth
                {
                    self.lists[list].1 |= is_one_of(key, MARKS) || is_one_of(key, TEXTS);
                }
            }
            Token::Text(text) if depth == 1 && lexer.stack == b"{" => {
                self.has_text |= TEXTS.contains(&self.keys[0].as_str()) && !text.is_empty();
                self.is_json_feed |= self.keys[0] == "version" && text.starts_with(FEED_VERSION);
            }
            Token::Open => self.open(lexer),
            Token::Close => {
                if let Some((_, element)) = self.within
                    && depth < element
                {
                    self.within = None;
                    self.is_element_seen = true;
                }
            }
            _ if depth == 1 && lexer.stack == b"[" => self.is_element_seen = true,
            _ => {}
        }
    }

    /// Notes a list, and the first element of one.
    fn open(&mut self, lexer: &Lexer<'_>) {
        let stack = &lexer.stack[..];
        let keys = match stack {
            b"[" => Some(Vec::new()),
            b"{[" if LISTS.contains(&self.keys[0].as_str()) => Some(vec![self.keys[0].clone()]),
            b"{[" if self.keys[0] == "bodies" => {
                self.has_text = true;
                None
            }
            b"{{[" if WRAPPERS.contains(&self.keys[0].as_str()) && LISTS.contains(&self.keys[1].as_str()) => {
                Some(self.keys.to_vec())
            }
            // WordPress wraps the text of an article in an object of its own.
            b"{{" => {
                self.has_text |= self.keys[0] == "content";
                None
            }
            b"[{" | b"{[{" | b"{{[{" => {
                let expected = stack.len() - 2;
                let last = self.lists.last().is_some_and(|(keys, _)| keys.len() == expected);
                if last && self.within.is_none() && lexer.is_first_element {
                    self.within = Some((self.lists.len() - 1, stack.len()));
                }
                None
            }
            _ => None,
        };
        self.lists.extend(keys.map(|keys| (keys, false)));
    }

    /// The keys of the list of articles, if there is one.
    fn list(&self, is_array: bool) -> Option<Vec<String>> {
        if is_array {
            // Its elements are documents whatever their keys are: there is nothing else that it could be.
            let is_of_objects = self.has_key || !self.is_element_seen;
            return is_of_objects.then(Vec::new);
        }
        let articles = self.lists.iter().find(|(_, has_mark)| *has_mark);
        articles.filter(|_| !self.has_text).map(|(keys, _)| keys.clone())
    }
}

fn is_one_of(key: &[u8], keys: &[&str]) -> bool {
    keys.iter().any(|known| known.as_bytes() == key)
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Open,
    Close,
    Key(&'a [u8]),
    Text(&'a [u8]),
    Scalar,
    /// What stands there is no JSON.
    Fail,
    /// The text ends.
    End,
}

/// Takes JSON apart without recursion.
struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    /// The brackets that are open.
    stack: Vec<u8>,
    expects: Expects,
    /// Whether what was opened last is the first element of its array.
    is_first_element: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expects {
    Value,
    /// A value, or the end of the array that was just opened.
    First,
    Key,
    /// A key, or the end of the object that was just opened.
    FirstKey,
    More,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a [u8]) -> Lexer<'a> {
        Lexer { text, at: 0, stack: Vec::new(), expects: Expects::Value, is_first_element: false }
    }

    fn next(&mut self) -> Token<'a> {
        loop {
            self.skip_space();
            let Some(&byte) = self.text.get(self.at) else { return Token::End };
            match (self.expects, byte) {
                (Expects::More, b',') => {
                    self.at += 1;
                    self.expects = if self.stack.last() == Some(&b'{') { Expects::Key } else { Expects::Value };
                }
                (Expects::More | Expects::First, b']') if self.stack.last() == Some(&b'[') => return self.close(),
                (Expects::More | Expects::FirstKey, b'}') if self.stack.last() == Some(&b'{') => return self.close(),
                (Expects::More, _) => return Token::Fail,
                (Expects::Key | Expects::FirstKey, b'"') => return self.key(),
                (Expects::Key | Expects::FirstKey, _) => return Token::Fail,
                (Expects::Value | Expects::First, _) => return self.value(byte),
            }
        }
    }

    fn value(&mut self, byte: u8) -> Token<'a> {
        let is_first = self.expects == Expects::First;
        self.expects = Expects::More;
        match byte {
            b'{' | b'[' => {
                self.at += 1;
                self.stack.push(byte);
                self.is_first_element = is_first;
                self.expects = if byte == b'{' { Expects::FirstKey } else { Expects::First };
                Token::Open
            }
            b'"' => self.string().map_or(Token::End, Token::Text),
            _ => {
                let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
                let word = &self.text[self.at..];
                let word = &word[..word.iter().take_while(|byte| is_part(byte)).count().min(400)];
                self.at += word.len();
                let is_number = word.first().is_some_and(|&first| first == b'-' || first.is_ascii_digit())
                    && word.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
                let is_cut = self.at == self.text.len()
                    && [&b"true"[..], b"false", b"null"].iter().any(|all| all.starts_with(word));
                if is_number || is_cut || matches!(word, b"true" | b"false" | b"null" | b"NaN") {
                    Token::Scalar
                } else {
                    Token::Fail
                }
            }
        }
    }

    fn key(&mut self) -> Token<'a> {
        let Some(key) = self.string() else { return Token::End };
        self.skip_space();
        match self.text.get(self.at) {
            None => Token::End,
            Some(b':') => {
                self.at += 1;
                self.expects = Expects::Value;
                Token::Key(key)
            }
            Some(_) => Token::Fail,
        }
    }

    /// What stands between quotes; `None` when the text ends before the second.
    fn string(&mut self) -> Option<&'a [u8]> {
        let start = self.at + 1;
        self.at = start;
        loop {
            let Some(offset) = memchr::memchr2(b'"', b'\\', self.text.get(self.at..)?) else {
                self.at = self.text.len();
                return None;
            };
            self.at += offset;
            if self.text[self.at] == b'"' {
                self.at += 1;
                return Some(&self.text[start..self.at - 1]);
            }
            self.at += 2;
        }
    }

    fn close(&mut self) -> Token<'a> {
        self.at += 1;
        self.stack.pop();
        self.expects = Expects::More;
        Token::Close
    }

    fn skip_space(&mut self) {
        while self.text.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }
}
