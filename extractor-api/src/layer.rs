//! Layers: what extractors tell each other about a text, as arrays of fixed-size records that are read in place.
//!
//! A record type is declared with [`layer!`](crate::layer!), here for the layers of the bundled extractors and in
//! any crate for its own. Its fields stand in memory as C would lay them out, so that plugins in other languages
//! read the same bytes; `include/extractor.h` has the byte tables of those that are declared here. They are frozen: what
//! changes in one of them becomes a layer of another name, except that fields may be appended, bits of flags may get a
//! meaning, and lists may get values.
//!
//! A record's `start` and `end` are bytes of the text, on the borders of characters; its `confidence` is in thousandths,
//! 0 to 1000. A document may be without a layer although the chain has its publisher: the bundled extractors skip texts
//! that are not in English. Records come from another plugin: a range, index or string that does not fit is to be
//! expected, and [`range_of`], [`Layer::get`] and [`Layer::str`] take it for none.

mod findings;
mod syntax;

use std::marker::PhantomData;
use std::ops::Range;

pub use self::findings::{DateBasis, DateMention, Granularity, Mention, MentionKind, Quote, QuoteKind, Resolution};
pub use self::syntax::{Form, Relation, Sentence, Tag, Token};
pub use crate::abi::PoolStr;

/// A value that can stand in a record: fixed size, no pointers.
pub trait Field: Copy {
    /// Size in bytes.
    const BYTES: usize;
    /// Alignment in bytes.
    const ALIGN: usize;
    /// Reads the value from exactly [`Self::BYTES`] bytes.
    fn read(bytes: &[u8]) -> Self;
    /// Appends the value's bytes.
    fn write(&self, out: &mut Vec<u8>);
    /// Writes the value's bytes into their place, which has [`Self::BYTES`].
    #[inline]
    fn put(&self, place: &mut [u8]) {
        let mut bytes = Vec::with_capacity(Self::BYTES);
        self.write(&mut bytes);
        place.copy_from_slice(&bytes);
    }
}

macro_rules! integer_field {
    ($($type:ty),*) => {$(
        impl Field for $type {
            const BYTES: usize = size_of::<$type>();
            const ALIGN: usize = size_of::<$type>();
            #[inline]
            fn read(bytes: &[u8]) -> Self {
                Self::from_ne_bytes(bytes.try_into().unwrap())
            }
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_ne_bytes());
            }
            #[inline]
            fn put(&self, place: &mut [u8]) {
                place.copy_from_slice(&self.to_ne_bytes());
            }
        }
    )*};
}
integer_field!(u8, u16, u32, u64, i32);

impl<const N: usize> Field for [u8; N] {
    const BYTES: usize = N;
    const ALIGN: usize = 1;
    #[inline]
    fn read(bytes: &[u8]) -> Self {
        bytes.try_into().unwrap()
    }
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    #[inline]
    fn put(&self, place: &mut [u8]) {
        place.copy_from_slice(self);
    }
}

impl Field for PoolStr {
    const BYTES: usize = 8;
    const ALIGN: usize = 4;
    #[inline]
    fn read(bytes: &[u8]) -> Self {
        PoolStr { offset: u32::read(&bytes[..4]), length: u32::read(&bytes[4..]) }
    }
    fn write(&self, out: &mut Vec<u8>) {
        self.offset.write(out);
        self.length.write(out);
    }
    #[inline]
    fn put(&self, place: &mut [u8]) {
        self.offset.put(&mut place[..4]);
        self.length.put(&mut place[4..]);
    }
}

/// One record of a layer. Made by [`layer!`](crate::layer!).
///
/// ```
/// use extractor_api::layer::{Record, Zone, ZoneKind};
///
/// let zone = Zone { start: 0, end: 50, kind: ZoneKind::Title, confidence: 980 };
/// let mut bytes = Vec::new();
/// zone.write(&mut bytes);
/// assert_eq!((Zone::LAYER, bytes.len()), ("zones/1", Zone::BYTES));
/// assert_eq!(Zone::read(&bytes), zone);
/// ```
pub trait Record: Copy {
    /// The layer's name with its version: `tokens/1`.
    const LAYER: &'static str;
    /// Size of a record in bytes, a multiple of 8.
    const BYTES: usize;
    /// Reads a record from the first [`Self::BYTES`] bytes.
    fn read(bytes: &[u8]) -> Self;
    /// Appends the record's bytes.
    fn write(&self, out: &mut Vec<u8>);
}

/// Declares the record of a layer: its name, its size in bytes, its fields in the order of memory.
///
/// Size and natural alignment are checked at compile time: a field that C would move is an error, so padding is
/// written out as a reserved field.
///
/// ```
/// extractor_api::layer! {
///     /// One hashtag.
///     pub struct Hashtag: "com.example.hashtags/1", 24 {
///         /// First byte of the range.
///         start: u64,
///         /// Byte after the last.
///         end: u64,
///         /// The tag without its sign, in the pool.
///         tag: extractor_api::layer::PoolStr,
///     }
/// }
/// ```
#[macro_export]
macro_rules! layer {
    ($(#[$doc:meta])* $vis:vis struct $name:ident: $layer:literal, $bytes:literal {
        $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis struct $name { $($(#[$field_doc])* pub $field: $type),* }

        const _: () = {
            let mut end = 0;
            $(
                assert!(
                    $crate::layer::is_aligned(end, <$type as $crate::layer::Field>::ALIGN),
                    concat!("unaligned: ", stringify!($field))
                );
                end += <$type as $crate::layer::Field>::BYTES;
            )*
            assert!(end == $bytes, "the fields do not add up to the declared size");
            assert!($bytes % 8 == 0, "the size of a record is a multiple of 8");
        };

        impl $crate::layer::Record for $name {
            const LAYER: &'static str = $layer;
            const BYTES: usize = $bytes;
            #[inline]
            fn read(bytes: &[u8]) -> Self {
                let mut rest = &bytes[..$bytes];
                $(
                    let ($field, tail) = rest.split_at(<$type as $crate::layer::Field>::BYTES);
                    let $field = <$type as $crate::layer::Field>::read($field);
                    rest = tail;
                )*
                debug_assert!(rest.is_empty());
                Self { $($field),* }
            }
            #[inline]
            fn write(&self, out: &mut Vec<u8>) {
                let mut bytes = [0; $bytes];
                let mut rest = &mut bytes[..];
                $(
                    let (place, tail) = rest.split_at_mut(<$type as $crate::layer::Field>::BYTES);
                    $crate::layer::Field::put(&self.$field, place);
                    rest = tail;
                )*
                debug_assert!(rest.is_empty());
                out.extend_from_slice(&bytes);
            }
        }
    };
}

/// Returns whether a field of this alignment may stand at `offset`; for [`layer!`](crate::layer!).
#[doc(hidden)]
pub const fn is_aligned(offset: usize, align: usize) -> bool {
    offset % align == 0
}

/// A published layer, borrowed from the host for the length of one `extract`.
///
/// ```
/// use extractor_api::Document;
/// use extractor_api::layer::{Zone, ZoneKind, range_of};
///
/// /// The headline, when an extractor before this one found it.
/// fn title<'a>(document: &Document<'a>) -> Option<&'a str> {
///     let text = document.text()?;
///     let zones = document.layer::<Zone>()?;
///     let title = zones.iter().find(|zone| zone.kind == ZoneKind::Title)?;
///     Some(&text[range_of(text, title.start, title.end)?])
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Layer<'a, R> {
    records: &'a [u8],
    stride: usize,
    pool: &'a [u8],
    record: PhantomData<R>,
}

impl<'a, R: Record> Layer<'a, R> {
    /// Wraps the bytes of a layer; `None` when records are shorter than `R` or the bytes do not divide evenly.
    pub(crate) fn new(records: &'a [u8], stride: usize, pool: &'a [u8]) -> Option<Layer<'a, R>> {
        (stride >= R::BYTES && records.len() % stride == 0).then_some(Layer {
            records,
            stride,
            pool,
            record: PhantomData,
        })
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len() / self.stride
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The record at `index`, or `None` past the end.
    pub fn get(&self, index: usize) -> Option<R> {
        let start = index.checked_mul(self.stride)?;
        self.records.get(start..)?.get(..self.stride).map(R::read)
    }

    /// The records in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = R> + ExactSizeIterator + use<'a, R> {
        self.records.chunks_exact(self.stride).map(R::read)
    }

    /// All records, in order.
    pub fn to_vec(&self) -> Vec<R> {
        if self.stride != R::BYTES {
            return self.iter().collect();
        }
        // Nearly always: the compiler knows how long a record is.
        self.records.chunks_exact(R::BYTES).map(R::read).collect()
    }

    /// A string of the pool; empty when it lies outside or is not UTF-8.
    pub fn str(&self, at: PoolStr) -> &'a str {
        let start = at.offset as usize;
        let bytes = self.pool.get(start..start + at.length as usize).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

/// The strings that the records of a layer refer to.
///
/// ```
/// use extractor_api::layer::{Pool, PoolStr};
///
/// let mut pool = Pool::new();
/// assert_eq!(pool.add("tide"), PoolStr { offset: 0, length: 4 });
/// assert_eq!(pool.add("ebb"), PoolStr { offset: 4, length: 3 });
/// ```
#[derive(Clone, Debug, Default)]
pub struct Pool {
    bytes: String,
}

impl Pool {
    /// Makes an empty pool.
    pub fn new() -> Pool {
        Pool::default()
    }

    /// Adds a string and returns where it stands.
    ///
    /// # Panics
    /// When the pool would grow past 4 GiB.
    pub fn add(&mut self, text: &str) -> PoolStr {
        let offset = u32::try_from(self.bytes.len()).expect("a string pool of less than 4 GiB");
        let length = u32::try_from(text.len()).expect("a string of less than 4 GiB");
        self.bytes.push_str(text);
        PoolStr { offset, length }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.as_bytes()
    }
}

/// Lays records out one after the other, in words because the contract wants them 8-byte aligned.
///
/// # Panics
/// When a record does not write as many bytes as it says: the host would read past them.
pub(crate) fn words_of<R: Record>(records: &[R]) -> Vec<u64> {
    assert!(R::BYTES % 8 == 0, "the size of a record of {} is {}, not a multiple of 8", R::LAYER, R::BYTES);
    let mut bytes = Vec::with_capacity(R::BYTES);
    let mut words = Vec::with_capacity(records.len() * R::BYTES / 8);
    for record in records {
        bytes.clear();
        record.write(&mut bytes);
        assert!(bytes.len() == R::BYTES, "a record of {} wrote {} bytes, not {}", R::LAYER, bytes.len(), R::BYTES);
        words.extend(bytes.chunks_exact(8).map(|word| u64::from_ne_bytes(word.try_into().unwrap_or_default())));
    }
    words
}

/// Turns the `start` and `end` of a record into a range of `text`; `None` when it is not one.
#[inline]
pub fn range_of(text: &str, start: u64, end: u64) -> Option<Range<usize>> {
    let range = usize::try_from(start).ok()?..usize::try_from(end).ok()?;
    text.get(range.clone()).map(|_| range)
}

crate::layer! {
    /// `languages/1`: the language of the text and of each of its lines.
    ///
    /// The first record is for the whole text; those after it are for lines, in order. Lines without a letter have
    /// none.
    pub struct Language: "languages/1", 32 {
        /// First byte of the range in the text.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// ISO 639-1 code where there is one, else ISO 639-3, padded with NUL; `und` when none could be told.
        code: [u8; 8],
        /// Thousandths.
        confidence: u32,
        /// [`Language::TEXT`] or [`Language::LINE`].
        scope: u32,
    }
}

impl Language {
    /// Scope: the whole text.
    pub const TEXT: u32 = 0;
    /// Scope: one line, without its line feed.
    pub const LINE: u32 = 1;

    /// Pads a code to its field; what does not fit is cut off.
    pub fn code_bytes(code: &str) -> [u8; 8] {
        let mut bytes = [0; 8];
        let length = code.len().min(8);
        bytes[..length].copy_from_slice(&code.as_bytes()[..length]);
        bytes
    }

    /// The code without its padding; empty when it is not ASCII.
    pub fn code(&self) -> &str {
        let length = self.code.iter().position(|&byte| byte == 0).unwrap_or(8);
        let code = &self.code[..length];
        if code.is_ascii() { std::str::from_utf8(code).unwrap_or_default() } else { "" }
    }
}

crate::layer! {
    /// `zones/1`: which part of an article a stretch of text is.
    ///
    /// Zones come in the order of the text and do not overlap; white space between them belongs to none.
    pub struct Zone: "zones/1", 24 {
        /// First byte of the range in the text.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// What it is.
        kind: ZoneKind,
        /// Thousandths.
        confidence: u32,
    }
}

macro_rules! zone_kinds {
    ($($(#[$doc:meta])* $kind:ident = $number:literal, $name:literal;)*) => {
        /// The closed list of zones.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u32)]
        pub enum ZoneKind { $($(#[$doc])* $kind = $number),* }

        impl ZoneKind {
            /// Every kind, in the order of the header.
            pub const ALL: &'static [ZoneKind] = &[$(ZoneKind::$kind),*];

            /// The name that records of the log use.
            pub fn name(self) -> &'static str {
                match self { $(ZoneKind::$kind => $name),* }
            }

            /// Reads a number of the layer; an unknown one counts as [`ZoneKind::Other`].
            pub fn from_number(number: u32) -> ZoneKind {
                match number { $($number => ZoneKind::$kind,)* _ => ZoneKind::Other }
            }
        }
    };
}
zone_kinds! {
    /// Text of the page that belongs to no other kind.
    Other = 0, "other";
    /// The headline.
    Title = 1, "title";
    /// A second headline below the first.
    Subtitle = 2, "subtitle";
    /// Site, section and dates around the headline.
    SectionAndDate = 3, "section_and_date";
    /// Place, day and agency, or the site's name, before the first sentence.
    DatelineSite = 4, "dateline_site";
    /// Who wrote it.
    Byline = 5, "byline";
    /// Words of share buttons.
    ShareWidget = 6, "share_widget";
    /// Other languages in which the page can be read.
    AvailableLanguages = 7, "available_languages";
    /// The article itself.
    Body = 8, "body";
    /// A heading inside the body.
    Heading = 9, "heading";
    /// The words under a picture, with its credit.
    Caption = 10, "caption";
    /// A summary that the author put before or after the article.
    SummaryByAuthor = 11, "summary_by_author";
    /// Footnotes and sources.
    References = 12, "references";
    /// Who the author is.
    AuthorBio = 13, "author_bio";
    /// Links to other articles.
    RelatedLinks = 14, "related_links";
    /// Legal and editorial notes.
    Disclaimer = 15, "disclaimer";
    /// A run of hashtags.
    Hashtags = 16, "hashtags";
}

impl Field for ZoneKind {
    const BYTES: usize = 4;
    const ALIGN: usize = 4;
    #[inline]
    fn read(bytes: &[u8]) -> Self {
        ZoneKind::from_number(u32::read(bytes))
    }
    fn write(&self, out: &mut Vec<u8>) {
        (*self as u32).write(out);
    }
    #[inline]
    fn put(&self, place: &mut [u8]) {
        (*self as u32).put(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::layer! {
        struct Name: "test.names/1", 16 { kind: u32, reserved: u32, name: PoolStr }
    }

    #[test]
    fn records_come_back_as_written_at_any_stride() {
        let mut pool = Pool::new();
        let names = ["Añasco", "", "Ürümqi"].map(|name| Name { kind: 1, reserved: 0, name: pool.add(name) });
        for stride in [16, 24, 40] {
            let mut bytes = Vec::new();
            for (index, name) in names.iter().enumerate() {
                name.write(&mut bytes);
                bytes.resize((index + 1) * stride, 0xff);
            }
            let layer = Layer::<Name>::new(&bytes, stride, pool.as_bytes()).unwrap();
            assert_eq!(layer.iter().collect::<Vec<_>>(), names);
            assert_eq!(layer.iter().map(|name| layer.str(name.name)).collect::<Vec<_>>(), ["Añasco", "", "Ürümqi"]);
            assert_eq!((layer.get(2), layer.get(3), layer.get(usize::MAX / stride)), (Some(names[2]), None, None));
        }
    }

    #[test]
    fn a_stride_shorter_than_the_record_is_no_layer() {
        assert!(Layer::<Name>::new(&[0; 16], 8, &[]).is_none());
        assert!(Layer::<Name>::new(&[0; 20], 16, &[]).is_none());
    }

    #[test]
    fn a_string_outside_the_pool_is_empty() {
        let layer = Layer::<Name>::new(&[], 16, "né".as_bytes()).unwrap();
        for (offset, length) in [(0, 9), (9, 0), (2, 1), (u32::MAX, u32::MAX)] {
            assert_eq!(layer.str(PoolStr { offset, length }), "");
        }
        assert_eq!(layer.str(PoolStr { offset: 1, length: 2 }), "é");
    }

    #[test]
    fn zone_numbers_names_and_kinds_agree() {
        for (number, kind) in ZoneKind::ALL.iter().enumerate() {
            assert_eq!(ZoneKind::from_number(number as u32), *kind);
        }
        assert_eq!(ZoneKind::ALL.len(), 17);
        assert_eq!(ZoneKind::from_number(999), ZoneKind::Other);
    }
}
