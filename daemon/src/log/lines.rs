//! Reads a file line by line, in memory that is bounded whatever the file holds.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use crate::log::storage::StoredFile;

/// The longest line that is read. What is longer was never written here: it is a hole full of zeros, say.
pub(super) const LINE_BYTES_MAX: usize = 64 << 20;
pub(super) const READ_BYTES: usize = 256 << 10;

/// What lines can be read from.
pub(super) trait ReadAt {
    /// Reads at an offset; 0 at the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
}

impl ReadAt for dyn StoredFile + '_ {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        StoredFile::read_at(self, buffer, offset)
    }
}

impl ReadAt for File {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        loop {
            match FileExt::read_at(self, buffer, offset) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }
}

/// The lines of a file, from an offset on.
pub(super) struct Lines<'a, F: ReadAt + ?Sized> {
    file: &'a F,
    line_bytes_max: usize,
    /// What was read and not yet given out, but for the line that was given out last.
    buffer: Vec<u8>,
    /// Where in `buffer` the next line begins, and up to where its end was searched.
    next: usize,
    searched: usize,
    /// Where in the file the next line begins, and where the next read does.
    line_start: u64,
    read_to: u64,
    /// Whether the beginning of the next line was too long to keep.
    dropped: bool,
}

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawLine<'a> {
    /// Where it begins in the file.
    pub(super) start: u64,
    /// Where the next one does.
    pub(super) end: u64,
    /// Without its line feed; `None` when it is longer than any that is written here.
    pub(super) bytes: Option<&'a [u8]>,
}

impl<'a, F: ReadAt + ?Sized> Lines<'a, F> {
    pub(super) fn new(file: &'a F) -> Lines<'a, F> {
        Lines::starting_at(file, 0)
    }

    /// In the middle of a line, the first one that is given out is the rest of that line.
    pub(super) fn starting_at(file: &'a F, offset: u64) -> Lines<'a, F> {
        Lines {
            file,
            line_bytes_max: LINE_BYTES_MAX,
            buffer: Vec::new(),
            next: 0,
            searched: 0,
            line_start: offset,
            read_to: offset,
            dropped: false,
        }
    }

    /// What stands behind the last line feed, once [`Lines::next`] has found the end; of what is too long to be a
    /// line, a part.
    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.next..]
    }

    /// The next line, or `None` at the end. What stands behind the last line feed is no line.
    pub(super) fn next(&mut self) -> io::Result<Option<RawLine<'_>>> {
        loop {
            if let Some(found) = memchr::memchr(b'\n', &self.buffer[self.searched..]) {
                return Ok(Some(self.take(self.searched + found)));
            }
            self.searched = self.buffer.len();
            if self.fill()? == 0 {
                return Ok(None);
            }
        }
    }

    /// Takes the line whose line feed stands at `feed` in the buffer.
    fn take(&mut self, feed: usize) -> RawLine<'_> {
        let (begin, start) = (self.next, self.line_start);
        (self.next, self.searched) = (feed + 1, feed + 1);
        self.line_start = self.read_to - (self.buffer.len() - self.next) as u64;
        let dropped = std::mem::take(&mut self.dropped);
        let bytes = (!dropped && feed - begin <= self.line_bytes_max).then(|| &self.buffer[begin..feed]);
        RawLine { start, end: self.line_start, bytes }
    }

    /// Reads on behind the line that has no end yet, and returns how many bytes there were.
    fn fill(&mut self) -> io::Result<usize> {
        self.buffer.drain(..self.next);
        if self.buffer.len() > self.line_bytes_max {
            self.buffer.clear();
            self.dropped = true;
        }
        let kept = self.buffer.len();
        (self.next, self.searched) = (0, kept);
        self.buffer.resize(kept + READ_BYTES, 0);
        let read = self.file.read_at(&mut self.buffer[kept..], self.read_to)?;
        self.buffer.truncate(kept + read);
        self.read_to += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::segment::append_all;
    use crate::log::storage::{Folder, Storage};

    /// Start, end and length of each line.
    fn lines_of(content: &[u8], line_bytes_max: usize) -> Vec<(u64, u64, Option<usize>)> {
        let root = tempfile::tempdir().unwrap();
        let mut file = Folder::create(root.path()).unwrap().create("a").unwrap();
        append_all(&mut *file, content).unwrap();
        let mut lines = Lines { line_bytes_max, ..Lines::new(&*file) };
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            let expected = &content[line.start as usize..line.end as usize - 1];
            assert!(line.bytes.is_none_or(|bytes| bytes == expected));
            found.push((line.start, line.end, line.bytes.map(<[u8]>::len)));
        }
        assert!(lines.buffer.capacity() <= 4 * (line_bytes_max + READ_BYTES), "{} bytes", lines.buffer.capacity());
        found
    }

    #[test]
    fn lines_end_at_line_feeds_and_the_rest_is_no_line() {
        assert_eq!(lines_of(b"", 9), []);
        assert_eq!(lines_of(b"rest", 9), []);
        assert_eq!(lines_of(b"a\n\nbc\nrest", 9), [(0, 2, Some(1)), (2, 3, Some(0)), (3, 6, Some(2))]);
    }

    #[test]
    fn lines_longer_than_a_read_are_whole() {
        let content = [vec![b'a'; READ_BYTES - 1], vec![b'b'; 3 * READ_BYTES + 7], vec![b'c']].join(&b'\n');
        let [first, second] = [READ_BYTES - 1, 3 * READ_BYTES + 7];
        let ends = [first as u64 + 1, (first + second) as u64 + 2];
        assert_eq!(lines_of(&content, 1 << 20), [(0, ends[0], Some(first)), (ends[0], ends[1], Some(second))]);
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over_in_bounded_memory() {
        let content = [b"a".to_vec(), vec![0; 20 * READ_BYTES], b"b".to_vec(), vec![0; 2 * READ_BYTES]].join(&b'\n');
        let end = 2 + 20 * READ_BYTES as u64 + 1;
        for limit in [9, READ_BYTES, READ_BYTES + 1] {
            assert_eq!(lines_of(&content, limit), [(0, 2, Some(1)), (2, end, None), (end, end + 2, Some(1))]);
        }
    }
}
