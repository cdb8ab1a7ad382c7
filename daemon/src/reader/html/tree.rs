//! The light tree: block elements alone, in the order of the page, and the text between their borders.
//!
//! Built in one pass without recursion. Nodes stand in the order in which they open, so that all below a node stands
//! behind it, up to its `end`.

use std::ops::Range;

use super::boilerplate::{Sense, is_style_hidden};
use super::entity;
use super::evidence::Evidence;
use super::name::{self, ELEMENTS_COUNT, Element, Kind, Name, SLOTS};
use super::token::{Attribute, Token, Tokens};
use crate::codes::content::EXCESSIVE;
use crate::reader::Failure;

/// Elements stand this deep at most; what is deeper belongs to its ancestor at this depth. Real pages stay below 100.
pub(super) const DEPTH_MAX: usize = 512;

/// Block elements of a page: a long encyclopaedia page has 20,000. Bounds the memory of the tree to some 20 MB.
const NODES_MAX: usize = 500_000;

/// How many levels up an element is searched for: lists and quotes hold paragraphs in one box or two.
const ENCLOSING_LEVELS: usize = 4;

/// Where the text of a page stands in the tree; the root of all is 0.
pub(super) type NodeIndex = usize;

/// Whether an element holds what is no text of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Boilerplate {
    No,
    /// Its class or id says so.
    Named,
    /// Its class or id says that readers wrote it.
    Talk,
    /// Its kind, its role or its being hidden says so.
    Sure,
}

/// A block element.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: NodeIndex,
    /// The first node behind those below it.
    pub(super) end: NodeIndex,
    /// What it is by itself.
    pub(super) own: Boilerplate,
    /// What it is with its ancestors.
    pub(super) whole: Boilerplate,
    /// The page marks it as the body of the article.
    pub(super) marked: bool,
    /// How deep it stands.
    pub(super) depth: u16,
    /// The same for elements of one name and one list of classes; 0 without classes.
    pub(super) shape: u32,
}

/// Text between two borders of blocks.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) node: NodeIndex,
    /// In [`Tree::text`].
    pub(super) text: Range<usize>,
    /// How much of it stands in links.
    pub(super) link_bytes: usize,
}

/// What one pass over a page gives.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) blocks: Vec<Block>,
    /// The text of all blocks, decoded and folded, one behind the other.
    text: String,
}

impl Tree {
    /// Reads a page, and collects into `evidence` what it says about itself.
    ///
    /// # Errors
    /// `D0413` when there are too many elements.
    pub(super) fn read<'a>(html: &'a str, evidence: &mut Evidence<'a>) -> Result<Tree, Failure> {
        let mut builder = Builder::new(html, evidence);
        builder.run()?;
        Ok(builder.finish())
    }

    /// The text of a block.
    pub(super) fn text_of(&self, block: &Block) -> &str {
        &self.text[block.text.clone()]
    }

    /// The nearest ancestor of a node that is of `kind`, a few levels up at most.
    pub(super) fn enclosing(&self, mut node: NodeIndex, kind: Kind) -> Option<NodeIndex> {
        for _ in 0..ENCLOSING_LEVELS {
            if self.nodes[node].kind == kind {
                return Some(node);
            }
            node = self.nodes[node].parent;
        }
        None
    }
}

/// An element that is open.
struct Open {
    name: Name,
    node: NodeIndex,
}

struct Builder<'a, 'e> {
    tokens: Tokens<'a>,
    evidence: &'e mut Evidence<'a>,
    tree: Tree,
    stack: Vec<Open>,
    /// How many open elements share a slot of names, so that an end tag without its start costs nothing.
    open_names: [u32; SLOTS],
    /// Elements that are open but too deep for a node.
    folded: usize,
    /// How many of each inline element are open.
    open_inline: [usize; ELEMENTS_COUNT],
    /// The text since the last border, as written.
    pending: String,
    link_bytes: usize,
    /// How deep the stack was when the link opened that the text stands in.
    link: Option<usize>,
    /// Line breaks since the last text.
    breaks: usize,
    /// Whether `<p/>` has no content, as in XML.
    is_xml: bool,
}

impl<'a, 'e> Builder<'a, 'e> {
    fn new(html: &'a str, evidence: &'e mut Evidence<'a>) -> Builder<'a, 'e> {
        let root = Node {
            kind: Kind::Html,
            parent: 0,
            end: 0,
            own: Boilerplate::No,
            whole: Boilerplate::No,
            marked: false,
            depth: 0,
            shape: 0,
        };
        Builder {
            tokens: Tokens::new(html, 0),
            evidence,
            tree: Tree { nodes: vec![root], ..Tree::default() },
            stack: vec![Open { name: Name::new(b""), node: 0 }],
            open_names: [0; SLOTS],
            folded: 0,
            open_inline: [0; ELEMENTS_COUNT],
            pending: String::new(),
            link_bytes: 0,
            link: None,
            breaks: 0,
            is_xml: html.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml"),
        }
    }

    fn run(&mut self) -> Result<(), Failure> {
        while let Some(token) = self.tokens.next() {
            match token {
                Token::Text(text) => self.text(text),
                Token::Start { name, self_closing } => self.start(name, self_closing)?,
                Token::End(name) => self.end(name),
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Tree {
        self.flush();
        while self.stack.len() > 1 {
            self.pop();
        }
        self.tree.nodes[0].end = self.tree.nodes.len();
        self.tree
    }

    fn text(&mut self, text: &str) {
        let trimmed = text.trim_ascii();
        if trimmed.is_empty() {
            if !self.pending.is_empty() {
                self.pending.push(' ');
            }
            return;
        }
        self.breaks = 0;
        if self.link.is_some() {
            self.link_bytes += trimmed.len();
        }
        self.pending.push_str(text);
    }

    fn start(&mut self, name: Name, self_closing: bool) -> Result<(), Failure> {
        let node = self.here();
        let traits = Traits::of(self.tokens.attributes());
        self.evidence.see(name, self.tokens.attributes(), traits.is_byline, self.tokens.position(), node);
        let is_empty = self_closing && self.is_xml;
        match Element::of(name) {
            _ if name == name::BR || name == name::HR => self.line_break(name),
            (Element::Void, _) => {}
            (Element::Opaque, _) if is_empty => {}
            (Element::Opaque, _) => self.opaque(name),
            (Element::Inline, _) if is_empty || (traits.is_hidden && self.tokens.skip_element(name)) => {}
            (Element::Inline, index) if !traits.is_hidden => self.start_inline(name, index),
            (Element::Inline, _) => self.start_block(name, Kind::Other, &traits, self_closing)?,
            (Element::Block(kind), _) => self.start_block(name, kind, &traits, self_closing)?,
        }
        Ok(())
    }

    /// Passes over the content of an element, but for what it says about the page.
    fn opaque(&mut self, name: Name) {
        let content = self.tokens.raw(name);
        match content {
            Some(content) => self.evidence.see_content(name, self.tokens.attributes(), content),
            // What follows a script without end is script.
            None if matches!(name, name::SCRIPT | name::STYLE) => self.tokens.finish(),
            None => {}
        }
    }

    /// One line break is a space, two are the border of a block.
    fn line_break(&mut self, name: Name) {
        self.breaks += 1;
        if self.breaks > 1 || name == name::HR {
            self.flush();
        } else if self.tree.nodes[self.here()].kind == Kind::Preformatted {
            self.pending.push('\n');
        } else {
            self.pending.push(' ');
        }
    }

    fn start_inline(&mut self, name: Name, index: usize) {
        if name == name::A && self.tokens.attributes().iter().any(|attribute| attribute.name == name::HREF) {
            self.link = Some(self.stack.len());
        }
        self.open_inline[index] += 1;
    }

    fn start_block(&mut self, name: Name, kind: Kind, traits: &Traits, self_closing: bool) -> Result<(), Failure> {
        self.flush();
        while self.stack.len() > 1 && self.folded == 0 && kind.closes(self.tree.nodes[self.here()].kind) {
            self.pop();
        }
        let looks_empty = matches!(name, name::DIV | name::P | name::SPAN | name::SECTION);
        if self_closing && (self.is_xml || !looks_empty) {
            return Ok(());
        }
        if self.stack.len() >= DEPTH_MAX {
            self.folded += 1;
            return Ok(());
        }
        if self.tree.nodes.len() >= NODES_MAX {
            return Err(Failure {
                code: EXCESSIVE,
                text: format!(
                    "more than {NODES_MAX} block elements up to byte {}: this is no article, split it",
                    self.tokens.position()
                ),
            });
        }
        self.push(name, kind, traits);
        Ok(())
    }

    fn push(&mut self, name: Name, kind: Kind, traits: &Traits) {
        let parent = self.here();
        let own = traits.boilerplate(kind);
        let node = Node {
            kind,
            parent,
            end: 0,
            own,
            whole: own.max(self.tree.nodes[parent].whole),
            marked: traits.is_body,
            depth: self.tree.nodes[parent].depth + 1,
            shape: if traits.shape == 0 { 0 } else { traits.shape ^ name.slot() as u32 },
        };
        self.stack.push(Open { name, node: self.tree.nodes.len() });
        self.tree.nodes.push(node);
        self.open_names[name.slot()] += 1;
    }

    fn pop(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        self.tree.nodes[open.node].end = self.tree.nodes.len();
        self.open_names[open.name.slot()] -= 1;
        if self.link.is_some_and(|depth| depth > self.stack.len()) {
            self.link = None;
        }
    }

    fn end(&mut self, name: Name) {
        let (element, index) = Element::of(name);
        if element == Element::Inline {
            if name == name::A {
                self.link = None;
            }
            if self.open_inline[index] > 0 {
                self.open_inline[index] -= 1;
                return;
            }
            // An inline element that is hidden has become a block.
        }
        if name == name::BR {
            self.line_break(name);
            return;
        }
        if self.folded > 0 {
            self.folded -= 1;
            self.flush();
            return;
        }
        if self.open_names[name.slot()] == 0 {
            if element != Element::Inline {
                self.flush();
            }
            return;
        }
        if let Some(at) = self.stack.iter().rposition(|open| open.name == name) {
            self.flush();
            while self.stack.len() > at.max(1) {
                self.pop();
            }
        }
    }

    /// The node that text now belongs to.
    fn here(&self) -> NodeIndex {
        self.stack.last().map_or(0, |open| open.node)
    }

    /// Makes a block of the text since the last border.
    fn flush(&mut self) {
        self.breaks = 0;
        let link_bytes = std::mem::take(&mut self.link_bytes);
        if self.pending.is_empty() {
            return;
        }
        let node = self.here();
        let begin = self.tree.text.len();
        if self.tree.nodes[node].kind == Kind::Preformatted {
            for line in self.pending.lines() {
                let line_begin = self.tree.text.len();
                entity::fold_into(line, &mut self.tree.text);
                if self.tree.text.len() > line_begin {
                    self.tree.text.push('\n');
                }
            }
            self.tree.text.truncate(self.tree.text.trim_end().len().max(begin));
        } else {
            entity::fold_into(&self.pending, &mut self.tree.text);
        }
        self.pending.clear();
        let text = begin..self.tree.text.len();
        if !text.is_empty() {
            self.tree.blocks.push(Block { node, link_bytes: link_bytes.min(text.len()), text });
        }
    }
}

/// What the attributes of an element say about its content.
#[derive(Clone, Copy, Debug, Default)]
struct Traits {
    is_hidden: bool,
    /// Its role says that it stands beside the article.
    is_beside: bool,
    /// Its class or id names what is no text of an article.
    is_named: bool,
    /// Its class or id says that readers wrote it.
    is_talk: bool,
    /// It is marked as the body of the article.
    is_body: bool,
    /// Its class or id names the author.
    is_byline: bool,
    /// The same for equal lists of classes.
    shape: u32,
}

impl Traits {
    fn of(attributes: &[Attribute<'_>]) -> Traits {
        let mut traits = Traits::default();
        for Attribute { name, value } in attributes {
            match *name {
                name::CLASS | name::ID => {
                    let sense = Sense::of(value);
                    traits.is_named |= sense.is_beside;
                    traits.is_talk |= sense.is_talk;
                    traits.is_byline |= sense.is_byline;
                    if *name == name::CLASS {
                        traits.shape = shape_of(value);
                    }
                }
                name::HIDDEN => traits.is_hidden = true,
                name::STYLE => traits.is_hidden |= is_style_hidden(value),
                name::ARIA_HIDDEN => traits.is_hidden |= *value == "true",
                name::ITEMPROP | name::ROLE => {
                    traits.is_body |= matches!(*value, "articleBody" | "main");
                    traits.is_beside |=
                        matches!(*value, "navigation" | "complementary" | "contentinfo" | "banner" | "dialog");
                }
                _ => {}
            }
        }
        traits
    }

    fn boilerplate(self, kind: Kind) -> Boilerplate {
        if self.is_hidden || self.is_beside || matches!(kind, Kind::Aside | Kind::Figure) {
            return Boilerplate::Sure;
        }
        // Classes of these name what is on the page, not what they are.
        let is_exempt = self.is_body || matches!(kind, Kind::Article | Kind::Main | Kind::Body | Kind::Html);
        match (is_exempt, self.is_talk, self.is_named) {
            (false, true, _) => Boilerplate::Talk,
            (false, false, true) => Boilerplate::Named,
            _ => Boilerplate::No,
        }
    }
}

/// A number that is the same for equal lists of classes, and seldom for others (FNV-1a).
fn shape_of(classes: &str) -> u32 {
    classes.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
