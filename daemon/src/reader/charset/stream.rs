//! Streams whose charset is not an extension of ASCII, as UTF-8, so that what looks for `<` or `{` finds it.

use std::io::{self, BufRead, Chain, Cursor, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

const BLOCK_BYTES: usize = 64 << 10;

/// A stream as UTF-8 when it is UTF-16, by its byte order mark or its first two letters; else as it is, without the mark
/// of UTF-8.
pub struct Transcoded<R> {
    /// The first bytes, which were looked at, and the rest.
    inner: Chain<Cursor<Vec<u8>>, R>,
    decoder: Option<Decoder>,
    block: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: BufRead> Transcoded<R> {
    /// Looks at the beginning of a stream.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub fn new(mut inner: R) -> io::Result<Transcoded<R>> {
        // Two letters, or the longest mark; a stream may give fewer bytes at a time.
        let mut head = Vec::with_capacity(4);
        inner.by_ref().take(4).read_to_end(&mut head)?;
        let mark = Encoding::for_bom(&head).or_else(|| match head[..] {
            // All that is taken apart here begins with a bracket, and space or a quote or a name behind it.
            [1..0x80, 0, 1..0x80, 0] => Some((UTF_16LE, 0)),
            [0, 1..0x80, 0, 1..0x80] => Some((UTF_16BE, 0)),
            _ => None,
        });
        let is_utf8 = mark.is_none_or(|(encoding, _)| encoding == UTF_8);
        head.drain(..mark.map_or(0, |(_, bytes)| bytes));
        let inner = Cursor::new(head).chain(inner);
        let decoder = mark.filter(|_| !is_utf8).map(|(encoding, _)| encoding.new_decoder_without_bom_handling());
        Ok(Transcoded { inner, decoder, block: Vec::new(), at: 0, ended: false })
    }

    /// Whether it is UTF-8 now and was not.
    pub fn is_transcoded(&self) -> bool {
        self.decoder.is_some()
    }
}

impl<R: BufRead> BufRead for Transcoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let Some(decoder) = &mut self.decoder else { return self.inner.fill_buf() };
        while self.at == self.block.len() && !self.ended {
            let input = self.inner.fill_buf()?;
            self.ended = input.is_empty();
            self.block.resize(BLOCK_BYTES, 0);
            let (_, read, written, _) = decoder.decode_to_utf8(input, &mut self.block, self.ended);
            self.block.truncate(written);
            self.at = 0;
            self.inner.consume(read);
        }
        Ok(&self.block[self.at..])
    }

    fn consume(&mut self, bytes: usize) {
        if self.decoder.is_some() {
            self.at = (self.at + bytes).min(self.block.len());
        } else {
            self.inner.consume(bytes);
        }
    }
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let bytes = available.len().min(out.len());
        out[..bytes].copy_from_slice(&available[..bytes]);
        self.consume(bytes);
        Ok(bytes)
    }
}
