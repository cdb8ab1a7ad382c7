//! The texts that settings are written in, laid end to end, so that one byte range names a place in any of them.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A byte range over all texts of a [`SourceMap`].
pub(super) type Span = Range<usize>;

/// The config file, the `--set` arguments and the environment variables that were read.
#[derive(Clone, Debug, Default)]
pub(super) struct SourceMap {
    texts: Vec<Text>,
}

/// One text and where it lies.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// What messages call it: a path, `--set`, `environment`.
    pub(super) name: String,
    /// The text itself.
    pub(super) content: String,
    /// Where it starts among all texts.
    pub(super) start: usize,
}

impl SourceMap {
    /// Adds a text and returns where it starts.
    pub(super) fn add(&mut self, name: impl Into<String>, content: impl Into<String>) -> usize {
        // One byte between texts keeps the end of one apart from the start of the next.
        let start = self.texts.last().map_or(0, |last| last.start + last.content.len() + 1);
        self.texts.push(Text { name: name.into(), content: content.into(), start });
        start
    }

    /// The text that a byte lies in.
    pub(super) fn text_at(&self, at: usize) -> Option<&Text> {
        self.texts.iter().rev().find(|text| text.start <= at)
    }
}

impl Text {
    /// A span relative to this text, cut to it.
    pub(super) fn local(&self, span: &Span) -> Range<usize> {
        let end = self.content.len();
        span.start.saturating_sub(self.start).min(end)..span.end.saturating_sub(self.start).min(end)
    }
}

/// Moves a parsed value and all within it to where its text starts.
pub(super) fn shift(value: Spanned<DeValue<'_>>, by: usize) -> Spanned<DeValue<'_>> {
    let span = shifted(&value.span(), by);
    let value = match value.into_inner() {
        DeValue::Array(items) => DeValue::Array(items.into_iter().map(|item| shift(item, by)).collect()),
        DeValue::Table(table) => DeValue::Table(shift_table(table, by)),
        plain => plain,
    };
    Spanned::new(span, value)
}

fn shift_table(table: DeTable<'_>, by: usize) -> DeTable<'_> {
    let entries = table.into_iter();
    entries.map(|(key, value)| (Spanned::new(shifted(&key.span(), by), key.into_inner()), shift(value, by))).collect()
}

/// A span of one text as a span over all.
pub(super) fn shifted(span: &Span, by: usize) -> Span {
    span.start + by..span.end + by
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_in_the_text_that_holds_it() {
        let mut sources = SourceMap::default();
        let first = sources.add("a", "one");
        let second = sources.add("b", "two");
        let found = |at| sources.text_at(at).map(|text| (text.name.as_str(), text.local(&(at..at + 2))));
        assert_eq!(found(first), Some(("a", 0..2)));
        assert_eq!(found(first + 3), Some(("a", 3..3)), "the end of the first text");
        assert_eq!(found(second + 1), Some(("b", 1..3)));
    }

    #[test]
    fn shifting_moves_what_is_nested_too() {
        let value = DeValue::parse("[{ a = 1 }]").expect("an array");
        let moved = shift(value, 100);
        let table = moved.get_ref().get(0).expect("a first item");
        assert_eq!((moved.span(), table.span()), (100..111, 101..110));
        assert_eq!(table.get_ref().get("a").map(Spanned::span), Some(107..108));
    }
}
