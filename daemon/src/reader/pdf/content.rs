//! Runs the content of a page for its text alone: no colours, no pictures are looked at, and of paths only the box around
//! them where they clip, so that none of them can cost anything. This file and its neighbours [`super::clip`],
//! [`super::fonts`] and [`super::info`] know the library which reads PDF files; those behind [`super::canvas`] do not.

use std::collections::HashSet;
use std::time::Instant;

use hayro_font::kurbo::{Affine, Point, Rect};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream, dict_or_stream};
use hayro_syntax::page::{Page, Resources};

use super::canvas::{Canvas, Glyph, Letters, Mark};
use super::clip::{self, Path};
use super::fonts::{Fonts, SharedFont};
use super::info::decode_string;

/// What is left of what a document may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// When it must be done.
    pub(super) deadline: Instant,
    /// Glyphs still to be shown.
    pub(super) glyphs: u64,
    /// Glyphs still to be shown on this page.
    pub(super) page_glyphs: u64,
    /// Instructions still to be run, and forms of 64 bytes to be unpacked.
    pub(super) work: u64,
}

/// Why the content was not run to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spent {
    /// The deadline has passed.
    Time,
    /// There are more glyphs than allowed.
    Glyphs,
    /// There are more glyphs on one page than allowed.
    PageGlyphs,
    /// There are more lines than allowed.
    Lines,
    /// There are more instructions than allowed.
    Work,
}

/// Graphics states saved at once; those beyond are counted, not kept. The standard asks for 28.
const STATES_MAX: usize = 256;
/// Forms within forms: a logo within a letterhead within a template is three. Each level is a level of the stack too.
const FORMS_DEEP_MAX: usize = 12;
/// Instructions between two looks at the clock, some tenths of a millisecond.
const CLOCK_EVERY: u64 = 1024;

impl Budget {
    fn work(&mut self, amount: u64) -> Result<(), Spent> {
        let before = self.work / CLOCK_EVERY;
        self.work = self.work.checked_sub(amount).ok_or(Spent::Work)?;
        if self.work / CLOCK_EVERY == before { Ok(()) } else { self.clock() }
    }

    /// Looks at the clock.
    pub(super) fn clock(&self) -> Result<(), Spent> {
        if Instant::now() < self.deadline { Ok(()) } else { Err(Spent::Time) }
    }
}

#[derive(Clone)]
struct State<'a> {
    ctm: Affine,
    /// The part of the page that is shown.
    clip: Rect,
    font: Option<SharedFont<'a>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    /// The horizontal scaling, 1 for 100 %.
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Runs pages.
pub(super) struct Interpreter<'a, 'r, C> {
    fonts: &'r mut Fonts<'a>,
    hidden_layers: &'r HashSet<ObjectIdentifier>,
    budget: &'r mut Budget,
    canvas: &'r mut C,
    state: State<'a>,
    saved: Vec<State<'a>>,
    /// States saved beyond [`STATES_MAX`].
    saved_beyond: usize,
    path: Path,
    text_matrix: Affine,
    line_matrix: Affine,
}

/// Draws a page on a canvas.
///
/// # Errors
/// When the budget is spent; the canvas then has what came before.
pub(super) fn draw<'a, C: Canvas>(
    page: &Page<'a>,
    fonts: &mut Fonts<'a>,
    hidden_layers: &HashSet<ObjectIdentifier>,
    budget: &mut Budget,
    canvas: &mut C,
) -> Result<(), Spent> {
    budget.clock()?;
    let (width, height) = page.render_dimensions();
    let state = State {
        ctm: Affine::new(page.initial_transform(true).as_coeffs()),
        clip: Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
        font: None,
        size: 1.0,
        char_space: 0.0,
        word_space: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
    };
    let mut interpreter = Interpreter {
        fonts,
        hidden_layers,
        budget,
        canvas,
        state,
        saved: Vec::new(),
        saved_beyond: 0,
        path: Path::default(),
        text_matrix: Affine::IDENTITY,
        line_matrix: Affine::IDENTITY,
    };
    interpreter.run(&contents(page), page.resources(), 0)
}

/// Unpacks the content of a page. The page itself would keep what it unpacks until the file is closed.
fn contents(page: &Page<'_>) -> Vec<u8> {
    let unpack = |stream: Stream<'_>| stream.decoded_data().map(std::borrow::Cow::into_owned).unwrap_or_default();
    if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
        return unpack(stream);
    }
    let mut content = Vec::new();
    for stream in page.raw().get::<Array<'_>>("Contents").iter().flat_map(Array::iter::<Stream<'_>>) {
        content.extend(unpack(stream));
        content.push(b'\n');
    }
    content
}

impl<'a, C: Canvas> Interpreter<'a, '_, C> {
    fn run(&mut self, content: &[u8], resources: &Resources<'a>, depth: usize) -> Result<(), Spent> {
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.budget.work(1)?;
            if let Some(bounds) = self.path.follow(&instruction, self.state.ctm) {
                self.state.clip = self.state.clip.intersect(bounds);
            }
            match instruction {
                TypedInstruction::SaveState(_) => self.save(),
                TypedInstruction::RestoreState(_) => self.restore(),
                TypedInstruction::Transform(m) => {
                    self.state.ctm *= matrix([m.0, m.1, m.2, m.3, m.4, m.5]);
                }
                TypedInstruction::XObject(name) => self.form(name.0, resources, depth)?,
                TypedInstruction::SetGraphicsState(name) => self.graphics_state(name.0, resources),
                TypedInstruction::BeginMarkedContent(_) => self.canvas.begin(Mark::Plain),
                TypedInstruction::BeginMarkedContentWithProperties(span) => {
                    let mark = self.mark(span.0, span.1, resources);
                    self.canvas.begin(mark);
                }
                TypedInstruction::EndMarkedContent(_) => self.canvas.end(),
                other => self.text(other, resources)?,
            }
        }
        Ok(())
    }

    /// Runs the instructions of text.
    fn text(&mut self, instruction: TypedInstruction<'_, '_>, resources: &Resources<'a>) -> Result<(), Spent> {
        match instruction {
            TypedInstruction::BeginText(_) => self.set_line(Affine::IDENTITY),
            TypedInstruction::SetTextMatrix(m) => self.set_line(matrix([m.0, m.1, m.2, m.3, m.4, m.5])),
            TypedInstruction::TextFont(font) => {
                self.state.size = font.1.as_f64();
                self.state.font = match resources.get_font(font.0) {
                    Some(dict) => self.font(&dict)?,
                    None => self.fonts.fallback(),
                };
            }
            TypedInstruction::CharacterSpacing(space) => self.state.char_space = space.0.as_f64(),
            TypedInstruction::WordSpacing(space) => self.state.word_space = space.0.as_f64(),
            TypedInstruction::HorizontalScaling(percent) => self.state.stretch = percent.0.as_f64() / 100.0,
            TypedInstruction::TextLeading(leading) => self.state.leading = leading.0.as_f64(),
            TypedInstruction::TextRise(rise) => self.state.rise = rise.0.as_f64(),
            TypedInstruction::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            TypedInstruction::NextLineAndSetLeading(by) => {
                self.state.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            TypedInstruction::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            TypedInstruction::ShowText(text) => self.show(text.0.as_bytes())?,
            TypedInstruction::NextLineAndShowText(text) => {
                self.next_line(0.0, -self.state.leading);
                self.show(text.0.as_bytes())?;
            }
            TypedInstruction::ShowTextWithParameters(text) => {
                self.state.word_space = text.0.as_f64();
                self.state.char_space = text.1.as_f64();
                self.next_line(0.0, -self.state.leading);
                self.show(text.2.as_bytes())?;
            }
            TypedInstruction::ShowTexts(parts) => {
                for part in parts.0.iter::<Object<'_>>() {
                    match part {
                        Object::Number(thousandths) => self.adjust(thousandths.as_f64()),
                        Object::String(text) => self.show(text.as_bytes())?,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn save(&mut self) {
        if self.saved.len() < STATES_MAX {
            self.saved.push(self.state.clone());
        } else {
            self.saved_beyond += 1;
        }
    }

    fn restore(&mut self) {
        if self.saved_beyond > 0 {
            self.saved_beyond -= 1;
        } else if let Some(state) = self.saved.pop() {
            self.state = state;
        }
    }

    fn set_line(&mut self, matrix: Affine) {
        self.line_matrix = matrix;
        self.text_matrix = matrix;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_line(self.line_matrix * Affine::translate((x, y)));
    }

    fn font(&mut self, dict: &Dict<'a>) -> Result<Option<SharedFont<'a>>, Spent> {
        self.budget.clock()?;
        Ok(self.fonts.get(dict))
    }

    fn graphics_state(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        let font = resources.get_ext_g_state(name).and_then(|state| state.get::<Array<'_>>("Font"));
        let Some(font) = font else { return };
        let mut parts = font.flex_iter();
        if let (Some(dict), Some(size)) = (parts.next::<Dict<'_>>(), parts.next::<f64>()) {
            self.state.font = self.fonts.get(&dict);
            self.state.size = size;
        }
    }

    fn adjust(&mut self, thousandths: f64) {
        let horizontal = self.state.font.as_ref().is_none_or(|font| font.borrow().is_horizontal());
        let by = -thousandths / 1000.0 * self.state.size;
        let by = if horizontal { (by * self.state.stretch, 0.0) } else { (0.0, by) };
        self.text_matrix *= Affine::translate(by);
    }

    fn show(&mut self, bytes: &[u8]) -> Result<(), Spent> {
        if self.state.font.is_none() {
            self.state.font = self.fonts.fallback();
        }
        let Some(font) = self.state.font.clone() else { return Ok(()) };
        let mut font = font.borrow_mut();
        let mut offset = 0;
        while offset < bytes.len() {
            self.budget.work(1)?;
            self.budget.glyphs = self.budget.glyphs.checked_sub(1).ok_or(Spent::Glyphs)?;
            self.budget.page_glyphs = self.budget.page_glyphs.checked_sub(1).ok_or(Spent::PageGlyphs)?;
            let (code, length) = font.read_code(bytes, offset);
            offset += length;
            let shown = font.code(code);
            let State { size, char_space, word_space, stretch, .. } = self.state;
            let space = char_space + if code == 32 && length == 1 { word_space } else { 0.0 };
            let (width, pen) = if font.is_horizontal() {
                let width = shown.advance.0 / 1000.0 * size;
                // Letters that are set apart are still one word: what is added to each belongs to the letter.
                let letter = width + char_space.clamp(0.0, 0.5 * size.abs());
                ((letter * stretch, 0.0), ((width + space) * stretch, 0.0))
            } else {
                let height = shown.advance.1 / 1000.0 * size;
                ((0.0, height), (0.0, height + space))
            };
            self.glyph(shown.letters, width, font.em * size, font.bold);
            self.text_matrix *= Affine::translate(pen);
        }
        Ok(())
    }

    fn glyph(&mut self, letters: Letters, width: (f64, f64), size: f64, bold: bool) {
        let place = self.state.ctm * self.text_matrix * Affine::translate((0.0, self.state.rise));
        let start = place * Point::ZERO;
        let advance = place * Point::new(width.0, width.1) - start;
        let height = (place * Point::new(0.0, size) - start).hypot();
        // The middle of the letter, a little above its base line.
        let middle = place * Point::new(width.0 / 2.0, width.1 / 2.0 + 0.3 * size);
        let is_finite = [start.x, start.y, advance.x, advance.y, height].iter().all(|value| value.is_finite());
        if is_finite && clip::shows(self.state.clip, middle) {
            let advance = (advance.x, advance.y);
            self.canvas.glyph(Glyph { letters, x: start.x, y: start.y, advance, size: height, bold });
        }
    }

    /// Runs a form: content that is drawn by its name.
    fn form(&mut self, name: &Name<'_>, resources: &Resources<'a>, depth: usize) -> Result<(), Spent> {
        let Some(stream) = resources.get_x_object(name) else { return Ok(()) };
        let dict = stream.dict();
        let is_form = dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Form");
        if !is_form || depth >= FORMS_DEEP_MAX || self.is_hidden_layer(dict, "OC") {
            return Ok(());
        }
        self.budget.clock()?;
        let Ok(content) = stream.decoded_data() else { return Ok(()) };
        self.budget.work(content.len() as u64 / 64 + 1)?;
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let outside = self.state.clone();
        // A form may restore more often than it saves: the states of others are out of its reach.
        let saved = (std::mem::take(&mut self.saved), std::mem::take(&mut self.saved_beyond));
        let lines = (self.text_matrix, self.line_matrix);
        if let Some(matrix) = dict.get::<[f64; 6]>("Matrix") {
            self.state.ctm *= Affine::new(matrix);
        }
        if let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>("BBox") {
            let bounds = self.state.ctm.transform_rect_bbox(Rect::new(x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)));
            self.state.clip = self.state.clip.intersect(bounds);
        }
        let result = self.run(&content, own.as_ref().unwrap_or(resources), depth + 1);
        (self.saved, self.saved_beyond) = saved;
        self.state = outside;
        (self.text_matrix, self.line_matrix) = lines;
        result
    }

    /// Says what a span of marked content means for the text in it.
    fn mark(&self, tag: &Name<'_>, properties: &Object<'_>, resources: &Resources<'a>) -> Mark {
        let name = properties.clone().into_name();
        if tag.as_str() == "OC" {
            let hidden = name.is_some_and(|name| self.is_hidden_layer(&resources.properties, name.as_ref()));
            return if hidden { Mark::Hidden } else { Mark::Plain };
        }
        let named = name.and_then(|name| resources.properties.get::<Dict<'_>>(name.as_ref()));
        let Some(properties) = named.or_else(|| dict_or_stream(properties).map(|(dict, _)| dict.clone())) else {
            return Mark::Plain;
        };
        let is = |key: &str, value: &str| properties.get::<Name<'_>>(key).is_some_and(|name| name.as_str() == value);
        if tag.as_str() == "Artifact" && is("Type", "Pagination") {
            return Mark::Hidden;
        }
        match properties.get::<hayro_syntax::object::String<'_>>("ActualText") {
            Some(text) => Mark::Text(decode_string(text.as_bytes())),
            None => Mark::Plain,
        }
    }

    /// Whether an entry of a dictionary names a layer that is switched off.
    fn is_hidden_layer(&self, dict: &Dict<'_>, key: impl AsRef<[u8]> + Copy) -> bool {
        if self.hidden_layers.is_empty() {
            return false;
        }
        if dict.get_ref(key).is_some_and(|layer| self.hidden_layers.contains(&layer.into())) {
            return true;
        }
        // A group of layers is shown as soon as one of them is, unless it says otherwise, which is rare.
        let Some(group) = dict.get::<Dict<'_>>(key) else { return false };
        let Some(layers) = group.get::<Array<'_>>("OCGs") else {
            return group.get_ref("OCGs").is_some_and(|layer| self.hidden_layers.contains(&layer.into()));
        };
        let mut layers = layers.raw_iter().filter_map(|layer| layer.as_obj_ref()).peekable();
        layers.peek().is_some() && layers.all(|layer| self.hidden_layers.contains(&layer.into()))
    }
}

/// The layers that are switched off when the file is opened.
pub(super) fn hidden_layers(catalog: &Dict<'_>) -> HashSet<ObjectIdentifier> {
    let mut hidden = HashSet::new();
    let Some(properties) = catalog.get::<Dict<'_>>("OCProperties") else { return hidden };
    let Some(defaults) = properties.get::<Dict<'_>>("D") else { return hidden };
    let layers = |dict: &Dict<'_>, key: &str| {
        let array = dict.get::<Array<'_>>(key);
        array.iter().flat_map(Array::raw_iter).filter_map(|layer| layer.as_obj_ref()).collect::<Vec<_>>()
    };
    if defaults.get::<Name<'_>>("BaseState").is_some_and(|state| state.as_str() == "OFF") {
        hidden.extend(layers(&properties, "OCGs").into_iter().map(ObjectIdentifier::from));
    }
    for layer in layers(&defaults, "ON") {
        hidden.remove(&layer.into());
    }
    hidden.extend(layers(&defaults, "OFF").into_iter().map(ObjectIdentifier::from));
    hidden
}

fn matrix(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|number| number.as_f64()))
}
