//! One document on its way through the chain.

use std::cell::OnceCell;
use std::time::Duration;

use super::call::Call;
use crate::abi::{self, Str};
use crate::layer;

/// What one document may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Events of all extractors together.
    pub events: usize,
    /// Bytes of all events together: their types, keys and data.
    pub output_bytes: usize,
    /// Bytes of one event: its type, key and data.
    pub event_bytes: usize,
}

impl Default for Limits {
    /// 10,000 events, 4 MiB, 28 KiB an event: a line of 30 KiB less its envelope.
    fn default() -> Limits {
        Limits { events: 10_000, output_bytes: 4 << 20, event_bytes: 28 << 10 }
    }
}

/// One document as the reader hands it to the chain.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Content hash in hex.
    pub id: &'a str,
    /// File name, escaped to UTF-8.
    pub name: &'a str,
    /// As found.
    pub media_type: &'a str,
    /// Decoded main text, or `None`.
    pub text: Option<&'a str>,
    /// Original bytes.
    pub raw: &'a [u8],
    /// A JSON object.
    pub meta_json: &'a str,
    /// 0 the first time.
    pub attempt: u32,
    /// Per extractor: the time after which `should_stop` says 1.
    pub soft_budget: Option<Duration>,
}

/// An event that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The extractor's place in the chain, as given to [`Instance::extract`](super::Instance::extract).
    pub producer: usize,
    /// As emitted.
    pub kind: String,
    /// As emitted; may be empty.
    pub key: String,
    /// One JSON object on one line.
    pub data: String,
}

/// A layer that counts.
pub(super) struct Published {
    pub(super) name: String,
    pub(super) producer: String,
    /// `count * stride` bytes, in words so that they are aligned.
    pub(super) words: Vec<u64>,
    pub(super) count: u32,
    pub(super) stride: u32,
    pub(super) pool: Vec<u8>,
}

/// One document on its way through the chain.
pub struct Session<'a> {
    pub(super) input: Input<'a>,
    pub(super) limits: Limits,
    pub(super) events: Vec<Event>,
    pub(super) layers: Vec<Published>,
    pub(super) output_bytes: usize,
    pub(super) layer_bytes: u64,
    /// The ids of the extractors that have run, by their place in the chain.
    producers: Vec<String>,
    code_points: OnceCell<CodePoints>,
}

impl<'a> Session<'a> {
    /// Begins a document.
    pub fn new(input: Input<'a>, limits: Limits) -> Session<'a> {
        Session {
            input,
            limits,
            events: Vec::new(),
            layers: Vec::new(),
            output_bytes: 0,
            layer_bytes: 0,
            producers: Vec::new(),
            code_points: OnceCell::new(),
        }
    }

    /// The events so far.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Ends the document.
    pub fn into_events(self) -> Vec<Event> {
        self.events
    }

    /// A published layer in its typed view.
    pub fn layer<R: layer::Record>(&self) -> Option<layer::Layer<'_, R>> {
        let published = self.layers.iter().find(|layer| layer.name == R::LAYER)?;
        let length = published.count as usize * published.stride as usize;
        // SAFETY: the words hold at least `length` bytes, and any byte is a `u8`.
        let records = unsafe { std::slice::from_raw_parts(published.words.as_ptr().cast::<u8>(), length) };
        layer::Layer::new(records, published.stride as usize, &published.pool)
    }

    /// Adds a layer that no extractor published, as if `producer` had.
    ///
    /// # Panics
    /// When there are more than 2^32 records, or a record does not write as many bytes as it says.
    pub fn add_layer<R: layer::Record>(&mut self, producer: &str, records: &[R], pool: &layer::Pool) {
        self.layers.push(Published {
            name: R::LAYER.to_owned(),
            producer: producer.to_owned(),
            words: layer::words_of(records),
            count: u32::try_from(records.len()).expect("fewer than 2^32 records"),
            stride: u32::try_from(R::BYTES).expect("records of less than 4 GiB"),
            pool: pool.as_bytes().to_vec(),
        });
    }

    /// Takes what an extractor emitted and published in a call that ended well.
    pub(super) fn accept(&mut self, call: Call, producer_id: &str) {
        let places = self.producers.len().max(call.producer + 1);
        self.producers.resize(places, String::new());
        producer_id.clone_into(&mut self.producers[call.producer]);
        self.output_bytes += call.output_bytes;
        self.layer_bytes += call.layer_bytes;
        self.events.extend(call.events);
        self.layers.extend(call.layers);
    }

    /// The events so far as the contract shows them; the strings stay in the session.
    pub(super) fn events_as_abi(&self) -> Vec<abi::Event> {
        let producer = |place: usize| self.producers.get(place).map_or("", String::as_str);
        let events = self.events.iter().map(|event| abi::Event {
            kind: Str::new(event.kind.as_bytes()),
            key: Str::new(event.key.as_bytes()),
            data_json: Str::new(event.data.as_bytes()),
            producer: Str::new(producer(event.producer).as_bytes()),
        });
        events.collect()
    }

    /// The layers so far as the contract shows them; the bytes stay in the session.
    pub(super) fn layers_as_abi(&self) -> Vec<abi::Layer> {
        let layers = self.layers.iter().map(|layer| abi::Layer {
            name: Str::new(layer.name.as_bytes()),
            records: layer.words.as_ptr().cast(),
            count: layer.count,
            stride: layer.stride,
            producer: Str::new(layer.producer.as_bytes()),
            pool: Str::new(&layer.pool),
        });
        layers.collect()
    }

    /// How many code points of the text begin before a byte offset.
    pub(super) fn code_points_before(&self, offset: u64) -> u64 {
        let text = self.input.text.unwrap_or_default();
        self.code_points.get_or_init(|| CodePoints::new(text)).before(text, offset)
    }
}

/// Counts code points before a byte offset, by a mark every [`CodePoints::STEP`] bytes.
struct CodePoints {
    /// Code points that begin before byte `n * STEP`; empty when the text is ASCII.
    marks: Vec<u64>,
}

impl CodePoints {
    /// So short that what is left to count costs less than the call, and fits a byte.
    const STEP: usize = 64;

    fn new(text: &str) -> CodePoints {
        if text.is_ascii() {
            return CodePoints { marks: Vec::new() };
        }
        let mut count = 0;
        let mut marks = vec![0];
        for chunk in text.as_bytes().chunks(Self::STEP) {
            count += beginnings(chunk);
            marks.push(count);
        }
        CodePoints { marks }
    }

    fn before(&self, text: &str, offset: u64) -> u64 {
        let mut offset = usize::try_from(offset).unwrap_or(usize::MAX).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        if self.marks.is_empty() {
            return offset as u64;
        }
        let mark = offset / Self::STEP;
        let rest = &text.as_bytes()[mark * Self::STEP..offset];
        self.marks[mark] + beginnings(rest)
    }
}

/// How many code points begin in at most [`CodePoints::STEP`] bytes of UTF-8.
fn beginnings(bytes: &[u8]) -> u64 {
    // Summed up in a byte, so that the compiler adds sixteen at a time.
    let count: u8 = bytes.iter().map(|&byte| u8::from(byte & 0b1100_0000 != 0b1000_0000)).sum();
    count.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_at_every_byte() {
        let text = "na\u{308}ıve 😀 ".repeat(100);
        let index = CodePoints::new(&text);
        for offset in 0..=text.len() + 2 {
            let mut end = offset.min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            assert_eq!(index.before(&text, offset as u64), text[..end].chars().count() as u64, "at {offset}");
        }
        assert_eq!(CodePoints::new("plain").before("plain", 3), 3);
    }
}
