//! zstd, frame by frame.

use std::io::{self, BufRead, BufReader, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::limits::{carry, expands, fail, too_large};
use super::source::Source;
use crate::codes::content::{MALFORMED, TRUNCATED, UNSUPPORTED};
use crate::reader::Failure;

/// What a frame begins with.
pub(super) const MAGIC: &[u8] = b"\x28\xb5\x2f\xfd";
/// The largest window that is granted: every level up to 19 needs 8 MiB at most, `--ultra` and `--long` more.
const WINDOW_BYTES_MAX: u64 = 32 << 20;

/// Unpacks the frames of a zstd file, one after the other. A read never returns bytes of two frames.
pub struct Frames {
    input: BufReader<Source>,
    decoder: FrameDecoder,
    is_within: bool,
    is_ended: bool,
    start: u64,
    out: u64,
}

impl Frames {
    /// Reads from where the source stands.
    pub fn new(source: Source) -> Frames {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW_BYTES_MAX);
        let start = source.position();
        let input = BufReader::with_capacity(64 << 10, source);
        Frames { input, decoder, is_within: false, is_ended: false, start, out: 0 }
    }

    /// Where the frame begins from which the last bytes came.
    pub fn start(&self) -> u64 {
        self.start
    }

    fn position(&self) -> u64 {
        self.input.get_ref().position() - self.input.buffer().len() as u64
    }

    /// Begins the next frame; `false` at the end of the file.
    fn begin(&mut self) -> Result<bool, Failure> {
        loop {
            self.start = self.position();
            let start = self.start;
            if self.input.fill_buf().map_err(|error| super::limits::caught(error, "a zstd file"))?.is_empty() {
                return if start == 0 {
                    Err(fail(TRUNCATED, "this zstd file is empty: copy it again"))
                } else {
                    Ok(false)
                };
            }
            match self.decoder.reset(&mut self.input) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let length = u64::from(length);
                    let passed = io::copy(&mut (&mut self.input).take(length), &mut io::sink());
                    if !passed.is_ok_and(|passed| passed == length) {
                        return Err(cut(start));
                    }
                }
                Err(FrameDecoderError::WindowSizeTooBig { requested, .. }) => {
                    let text = format!(
                        "the zstd frame at byte {start} needs a window of {requested} bytes, at most {WINDOW_BYTES_MAX} \
                         are granted: pack it without --long and --ultra"
                    );
                    return Err(fail(UNSUPPORTED, text));
                }
                Err(FrameDecoderError::DictNotProvided { .. }) => {
                    let text =
                        format!("the zstd frame at byte {start} was packed with a dictionary: pack it without one");
                    return Err(fail(UNSUPPORTED, text));
                }
                Err(_) if self.position() >= self.input.get_ref().len() => return Err(cut(start)),
                Err(error) => {
                    return Err(fail(MALFORMED, format!("what stands at byte {start} is no zstd frame: {error}")));
                }
            }
        }
    }

    /// Unpacks into `buffer`; 0 at the end of the frame, whose checksum was then right.
    fn body(&mut self, buffer: &mut [u8]) -> Result<usize, Failure> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            if let Err(error) = self.decoder.decode_blocks(&mut self.input, BlockDecodingStrategy::UptoBlocks(1)) {
                if self.position() >= self.input.get_ref().len() {
                    return Err(cut(self.start));
                }
                let text = format!("the zstd frame at byte {} is damaged: {error}", self.start);
                return Err(fail(MALFORMED, text));
            }
        }
        let made = self.decoder.read(buffer).map_err(|error| super::limits::caught(error, "a zstd frame"))?;
        self.out += made as u64;
        if expands(self.out, self.position()) {
            return Err(too_large(&format!("{} bytes came out of {} of this zstd file", self.out, self.position())));
        }
        if made == 0 {
            self.is_within = false;
            let told = self.decoder.get_checksum_from_data();
            if told.is_some() && told != self.decoder.get_calculated_checksum() {
                let text =
                    format!("the checksum of the zstd frame at byte {} differs: copy the file again", self.start);
                return Err(fail(MALFORMED, text));
            }
        }
        Ok(made)
    }
}

fn cut(start: u64) -> Failure {
    fail(TRUNCATED, format!("the zstd frame at byte {start} is cut off: copy the file again, whole"))
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.is_ended {
                return Ok(0);
            }
            if !self.is_within {
                match self.begin().map_err(carry)? {
                    true => self.is_within = true,
                    false => self.is_ended = true,
                }
                continue;
            }
            match self.body(buffer).map_err(carry)? {
                0 => {}
                count => return Ok(count),
            }
        }
    }
}
