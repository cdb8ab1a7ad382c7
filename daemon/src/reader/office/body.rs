//! What is gathered of the body of a document, whichever format it has.

use serde_json::{Map, Value};

use super::blocks::Blocks;
use super::styles::{Role, Styles};
use super::xml::Node;
use crate::reader::article::{Content, LineKind, Meta};

/// Elements that are passed over with all that is in them.
pub(super) struct Passed {
    /// Their names.
    pub(super) names: &'static [&'static str],
    /// The one of them that holds what was deleted.
    pub(super) deletions: &'static str,
}

/// Lines as they come, with the title that the styles tell.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    passed: &'static Passed,
    /// How many elements are open that are passed over.
    passed_open: usize,
    has_deletions: bool,
    pub(super) blocks: Blocks,
    title: Option<String>,
    subtitle: Option<String>,
}

impl<'a> Body<'a> {
    pub(super) fn new(styles: &'a Styles, passed: &'static Passed) -> Body<'a> {
        Body {
            styles,
            passed,
            passed_open: 0,
            has_deletions: false,
            blocks: Blocks::default(),
            title: None,
            subtitle: None,
        }
    }

    /// Whether what comes next counts, being no part of what is passed over.
    pub(super) fn counts(&mut self, node: &Node<'_>) -> bool {
        match node {
            Node::Start(element) if self.passed.names.contains(&element.name) => {
                self.passed_open += 1;
                self.has_deletions |= element.name == self.passed.deletions;
                false
            }
            Node::End(name) if self.passed.names.contains(name) => {
                self.passed_open = self.passed_open.saturating_sub(1);
                false
            }
            _ => self.passed_open == 0,
        }
    }

    /// Adds a paragraph. Of one that the styles do not know for a title `kind` says what it is, given what they know.
    pub(super) fn push(&mut self, style: Option<&str>, text: String, kind: impl Fn(Option<LineKind>) -> LineKind) {
        let kind = match style.and_then(|style| self.styles.role(style)) {
            _ if text.trim().is_empty() => return,
            Some(Role::Contents) => return,
            Some(Role::Title) => {
                self.title.get_or_insert_with(|| text.trim().replace('\n', " "));
                LineKind::Heading
            }
            Some(Role::Subtitle) => {
                self.subtitle.get_or_insert_with(|| text.trim().replace('\n', " "));
                LineKind::Heading
            }
            Some(Role::Line(known)) => kind(Some(known)),
            None => kind(None),
        };
        self.blocks.push(kind, text);
    }

    /// The whole of it; what the document says of itself in its properties counts where its text says nothing.
    pub(super) fn finish(self, media_type: &'static str, properties: Meta, mut facts: Map<String, Value>) -> Content {
        if self.has_deletions {
            facts.insert("deletionsLeftOut".to_owned(), true.into());
        }
        let meta = Meta { title: self.title.or(properties.title.clone()), subtitle: self.subtitle, ..properties };
        Content { media_type, text: self.blocks.finish(), meta, facts }
    }
}
