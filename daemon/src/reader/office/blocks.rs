//! What word processors have in common: paragraphs, which may stand in cells, which stand in rows.

use crate::reader::article::{LineKind, Text};

/// Gathers paragraphs, those of tables into rows.
#[derive(Default)]
pub(super) struct Blocks {
    text: Text,
    /// The rows that are open, tables within tables deeper in.
    rows: Vec<Vec<Cell>>,
    notes: Vec<String>,
}

type Cell = Vec<(LineKind, String)>;

impl Blocks {
    /// Adds a paragraph where it stands.
    pub(super) fn push(&mut self, kind: LineKind, block: String) {
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) if !block.trim().is_empty() => cell.push((kind, block)),
            Some(_) => {}
            None => self.text.push(kind, &block),
        }
    }

    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn begin_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    /// Ends a row. One of a single filled cell is there for its looks: what is in it stays as it is.
    pub(super) fn end_row(&mut self) {
        let Some(mut row) = self.rows.pop() else { return };
        let mut filled = row.iter_mut().filter(|cell| !cell.is_empty());
        match (filled.next(), filled.next()) {
            (None, _) => {}
            (Some(cell), None) => {
                for (kind, block) in std::mem::take(cell) {
                    self.push(kind, block);
                }
            }
            _ => {
                let cells: Vec<String> = row.iter().map(|cell| one_line(cell)).collect();
                self.push(LineKind::TableRow, cells.join("\t").trim_end().to_owned());
            }
        }
    }

    /// Adds a footnote or endnote, which comes at the end.
    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> Text {
        while !self.rows.is_empty() {
            self.end_row();
        }
        for note in self.notes {
            self.text.push(LineKind::Note, &note.replace('\n', " "));
        }
        self.text
    }
}

fn one_line(cell: &Cell) -> String {
    let blocks: Vec<String> = cell.iter().map(|(_, block)| block.trim().replace(['\t', '\n'], " ")).collect();
    blocks.join(" ")
}
