//! The fonts of a file, as far as text needs them: which character a code is, and how wide.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_cmap::BfString;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, StandardFont};
use hayro_syntax::object::{Array, Dict, Name};

use super::canvas::Letters;

/// A font and what it says about the codes that were asked for.
pub(super) struct LoadedFont<'a> {
    font: Font<'a>,
    /// Whether its name says that it is bold.
    pub(super) bold: bool,
    /// Its size on the page for size 1: other than 1 only where glyphs are drawings with units of their own.
    pub(super) em: f64,
    /// Whether its codes are UTF-16 by the name of its encoding.
    codes_are_unicode: bool,
    known: HashMap<u32, Code>,
}

/// What a font says about a code.
#[derive(Clone)]
pub(super) struct Code {
    /// What it shows.
    pub(super) letters: Letters,
    /// How far the pen moves, in thousandths of the size: to the right, and upwards in vertical writing.
    pub(super) advance: (f64, f64),
}

impl LoadedFont<'_> {
    /// Reads the next code of a string, with its length.
    pub(super) fn read_code(&self, bytes: &[u8], offset: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(bytes, offset);
        (code, length.max(1))
    }

    /// Says what a code shows.
    pub(super) fn code(&mut self, code: u32) -> Code {
        if let Some(known) = self.known.get(&code) {
            return known.clone();
        }
        let advance = self.font.code_advance(code);
        let found = Code { letters: self.letters(code), advance: (advance.x, advance.y) };
        self.known.insert(code, found.clone());
        found
    }

    /// Whether its lines run from left to right, not downwards.
    pub(super) fn is_horizontal(&self) -> bool {
        self.font.is_horizontal()
    }

    fn letters(&self, code: u32) -> Letters {
        let unicode = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let letters = match unicode {
            Some(BfString::Char(one)) => Letters::One(one),
            Some(BfString::String(text)) => Letters::new(&text),
            None if self.codes_are_unicode => char::from_u32(code).map_or(Letters::Unknown, Letters::One),
            None => Letters::Unknown,
        };
        match letters {
            Letters::One(one) if is_meaningless(one) => Letters::Unknown,
            letters => letters,
        }
    }
}

/// Characters that a font may call its glyphs without saying what they are.
fn is_meaningless(one: char) -> bool {
    matches!(one, '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffd}' | '\u{fffe}' | '\u{ffff}')
        || matches!(one, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// The fonts of a file, each loaded once.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    fonts: FontResolverFn,
    cmaps: CMapResolverFn,
    loaded: HashMap<(usize, usize), Option<SharedFont<'a>>>,
    fallback: Option<Option<SharedFont<'a>>>,
}

/// A font that a page, and the states that it saves, share.
pub(super) type SharedFont<'a> = Rc<std::cell::RefCell<LoadedFont<'a>>>;

impl<'a> Fonts<'a> {
    /// None loaded yet. Fonts that a file only names have the widths of the standard fonts; none is looked for on disk.
    pub(super) fn new() -> Fonts<'a> {
        Fonts {
            cache: FontCache::new(),
            fonts: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
            }),
            cmaps: Arc::new(hayro_cmap::load_embedded),
            loaded: HashMap::new(),
            fallback: None,
        }
    }

    /// Returns the font that a dictionary describes, and `None` when it cannot be read.
    pub(super) fn get(&mut self, dict: &Dict<'a>) -> Option<SharedFont<'a>> {
        // The bytes of a dictionary stay where they are as long as the file is open: their place is its identity.
        let key = (dict.data().as_ptr() as usize, dict.data().len());
        if let Some(known) = self.loaded.get(&key) {
            return known.clone();
        }
        let font = self.cache.font(dict, &self.fonts, &self.cmaps).map(|font| share(font, dict));
        self.loaded.insert(key, font.clone());
        font
    }

    /// The font of a page that names none, or one that it does not have.
    pub(super) fn fallback(&mut self) -> Option<SharedFont<'a>> {
        if self.fallback.is_none() {
            let font = self.cache.standard_font(StandardFont::Helvetica, &self.fonts);
            self.fallback = Some(font.map(|font| share(font, &Dict::empty())));
        }
        self.fallback.clone().flatten()
    }
}

fn share<'a>(font: Font<'a>, dict: &Dict<'a>) -> SharedFont<'a> {
    let name = dict.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_ascii_lowercase()).unwrap_or_default();
    let encoding = dict.get::<Name<'_>>("Encoding").map(|name| name.as_str().to_owned()).unwrap_or_default();
    Rc::new(std::cell::RefCell::new(LoadedFont {
        font,
        bold: ["bold", "black", "heavy"].iter().any(|weight| name.contains(weight)),
        em: drawn_em(dict).unwrap_or(1.0),
        codes_are_unicode: encoding.starts_with("Uni") && (encoding.contains("UCS2") || encoding.contains("UTF16")),
        known: HashMap::new(),
    }))
}

/// Guesses the size of a font whose glyphs are drawings: they have units of their own, and their widths alone say how
/// large they are. A letter is about half as wide as its font is high.
fn drawn_em(dict: &Dict<'_>) -> Option<f64> {
    if dict.get::<Name<'_>>("Subtype")?.as_str() != "Type3" {
        return None;
    }
    let scale = dict.get::<[f64; 6]>("FontMatrix").map_or(0.001, |matrix| matrix[0].abs());
    let widths: Vec<f64> =
        dict.get::<Array<'_>>("Widths")?.iter::<f64>().take(256).map(f64::abs).filter(|width| *width > 0.0).collect();
    #[expect(clippy::cast_precision_loss, reason = "at most 256")]
    let mean = widths.iter().sum::<f64>() / widths.len().max(1) as f64;
    (mean > 0.0).then_some(2.0 * mean * scale)
}
