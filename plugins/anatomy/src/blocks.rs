//! What the reader says of single lines: headings, items, captions and the like, where the format had them.

use serde_json::{Map, Value};

/// A kind of block that is no paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// A heading of any level, the title too.
    Heading,
    /// An item of a list.
    Item,
    /// What stands below a picture or a table.
    Caption,
    /// A quotation set apart.
    Quote,
    /// A row of a table.
    Row,
    /// A footnote or an endnote.
    Note,
}

/// The reader's names for them.
const NAMES: [(&str, Block); 6] = [
    ("headings", Block::Heading),
    ("listItems", Block::Item),
    ("captions", Block::Caption),
    ("quotes", Block::Quote),
    ("tableRows", Block::Row),
    ("notes", Block::Note),
];

/// The lines of a text that are no paragraphs, by their number from 0; empty where the format has no blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Blocks(Vec<(usize, Block)>);

impl Blocks {
    /// Reads the reader's facts; what does not fit is left out.
    pub(crate) fn read(facts: &Map<String, Value>) -> Blocks {
        let Some(Value::Object(lines)) = facts.get("lines") else { return Blocks::default() };
        let numbers = |(name, block): (&str, Block)| {
            let listed = lines.get(name).and_then(Value::as_array).into_iter().flatten();
            listed.filter_map(Value::as_u64).map(move |number| (number as usize, block)).collect::<Vec<_>>()
        };
        let mut blocks: Vec<(usize, Block)> = NAMES.into_iter().flat_map(numbers).collect();
        blocks.sort_by_key(|&(number, _)| number);
        Blocks(blocks)
    }

    /// What the line with this number is; `None` for a paragraph and where nothing is known.
    pub(crate) fn of(&self, number: usize) -> Option<Block> {
        let at = self.0.binary_search_by_key(&number, |&(number, _)| number).ok()?;
        Some(self.0[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Blocks {
        Blocks::read(&serde_json::from_str(json).expect("an object"))
    }

    #[test]
    fn lines_have_the_blocks_that_the_reader_lists() {
        let blocks = read(r#"{"lines": {"captions": [3], "headings": [0, 7], "poems": [1]}}"#);
        let found: Vec<_> = (0..9).filter_map(|line| Some((line, blocks.of(line)?))).collect();
        assert_eq!(found, [(0, Block::Heading), (3, Block::Caption), (7, Block::Heading)]);
    }

    #[test]
    fn lists_of_the_wrong_type_are_no_blocks() {
        for json in [r#"{}"#, r#"{"lines": [1]}"#, r#"{"lines": {"headings": "0", "captions": [-1, "2", null]}}"#] {
            assert_eq!(read(json), Blocks::default(), "{json}");
        }
    }
}
