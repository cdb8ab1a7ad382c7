//! Reads PDF files: the text in the order of reading, with the metadata that the file has.
//!
//! Parts, in the order of their work: [`unpacked`] and [`encrypted`] count what the streams grow to, [`shape`] refuses what is built to
//! last, and [`ending`] tells a file that was cut; [`content`] runs the pages, with the [`fonts`] and the [`clip`], and draws
//! on a [`canvas`]; [`lines`] puts glyphs together to lines, with what [`letters`] need, within the regions that [`columns`]
//! finds; [`furniture`] takes running heads away; [`paragraphs`] writes the text, with the [`hyphens`] it needs; [`info`]
//! reads the metadata.
//!
//! No picture is unpacked, and no colour looked at: they say nothing, and cost time and memory.

mod canvas;
mod clip;
mod columns;
mod content;
mod encrypted;
mod ending;
mod fonts;
mod furniture;
mod hyphens;
mod info;
mod letters;
mod lines;
mod paragraphs;
mod shape;
mod unpacked;

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use hayro_syntax::object::Dict;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use serde_json::Map;

use self::canvas::{Letters, Sheet};
use self::content::{Budget, Spent};
use self::ending::Ending;
use self::fonts::Fonts;
use self::lines::Line;
use self::unpacked::Expands;
use crate::codes::content::{ENCRYPTED, EXCESSIVE, EXPANDS, MALFORMED, NO_TEXT, TRUNCATED};
use crate::panics;
use crate::reader::Failure;
use crate::reader::article::Content;

/// What one document may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Pages. A newspaper has a hundred, a report a thousand.
    pub pages_max: usize,
    /// Glyphs on all pages: 4 million are a thousand full pages of a book twice over, and some 8 MB of text.
    pub glyphs_max: u64,
    /// Glyphs on one page: a broadsheet page in small print has 40,000. Some hundred bytes are kept of each.
    pub page_glyphs_max: u64,
    /// Lines on all pages, for some hundred bytes are kept of each of them until the end.
    pub lines_max: usize,
    /// Instructions on all pages; drawings have many more of them than text.
    pub work_max: u64,
    /// Bytes of all streams that are no pictures, unpacked.
    pub unpacked_bytes_max: u64,
    /// Objects: a file of a thousand pages has some ten thousand. Without its table of references each is looked for.
    pub objects_max: usize,
    /// Time for all of it. A page takes some milliseconds; what comes near this is made to.
    pub time_max: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            pages_max: 5000,
            glyphs_max: 4_000_000,
            page_glyphs_max: 300_000,
            lines_max: 400_000,
            work_max: 50_000_000,
            unpacked_bytes_max: 128 << 20,
            objects_max: 200_000,
            time_max: Duration::from_secs(8),
        }
    }
}

/// A page as it is read.
#[derive(Debug, Default)]
struct Page {
    regions: Vec<Region>,
}

/// A column of a page, or all of it.
#[derive(Debug)]
struct Region {
    lines: Vec<Line>,
    /// How far the page goes down in the direction of these lines.
    height: f64,
    /// Quarter turns of the direction in which the lines run.
    direction: usize,
}

/// What was counted on all pages.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    glyphs: usize,
    /// Glyphs of which nobody says what they show.
    unmapped: usize,
    /// Glyphs that lean across the page, as stamps do.
    leaning: usize,
}

/// Reads a PDF file.
///
/// # Errors
/// When it is cut, encrypted, broken, has no text, or costs more than [`Limits`] allow.
pub fn read(bytes: &[u8]) -> Result<Content, Failure> {
    read_within(bytes, &Limits::default())
}

/// Reads a PDF file within limits.
///
/// # Errors
/// As [`read`].
pub fn read_within(bytes: &[u8], limits: &Limits) -> Result<Content, Failure> {
    let deadline = Instant::now() + limits.time_max;
    unpacked::check(bytes, limits.unpacked_bytes_max).map_err(expands)?;
    shape::check(bytes, limits)?;
    let ending = Ending::of(bytes);
    if let Ending::Cut(how) = &ending {
        let text = format!("this PDF stops at byte {}, {how}: copy it again, whole", bytes.len());
        return Err(failure(TRUNCATED, text));
    }
    // The library is young: what it does not expect in a damaged file must not end the worker.
    let read = panics::caught(|| open(bytes, limits, deadline)).unwrap_or_else(|panic| {
        Err(failure(
            MALFORMED,
            format!("this PDF breaks the rules of its format where nobody looks for it ({panic}): save it again"),
        ))
    });
    read.map(|mut content| {
        if ending == Ending::Damaged {
            content.facts.insert("repaired".to_owned(), true.into());
        }
        content
    })
}

fn failure(code: &'static str, text: String) -> Failure {
    Failure { code, text }
}

fn expands(expands: Expands) -> Failure {
    let text = match expands {
        Expands::Beyond { offset, limit } => {
            format!(
                "with the stream at byte {offset} this PDF is larger than {limit} bytes when unpacked: drop its text instead"
            )
        }
        Expands::Decrypted { number, limit } => format!(
            "with stream {number} this PDF is larger than {limit} bytes when decrypted and unpacked: drop its text instead"
        ),
        Expands::Twice { offset } => {
            format!(
                "the stream at byte {offset} is packed twice, as only traps are: save it again, or drop its text instead"
            )
        }
    };
    failure(EXPANDS, text)
}

fn open(bytes: &[u8], limits: &Limits, deadline: Instant) -> Result<Content, Failure> {
    encrypted::check(bytes, limits.unpacked_bytes_max).map_err(expands)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| not_opened(error, bytes))?;
    encrypted::check_opened(&pdf, bytes, limits.unpacked_bytes_max).map_err(expands)?;
    let count = pdf.pages().len();
    if count > limits.pages_max {
        return Err(failure(EXCESSIVE, format!("{count} pages, {} are allowed: split the file", limits.pages_max)));
    }
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap_or_default();
    let mut budget = Budget { deadline, glyphs: limits.glyphs_max, page_glyphs: 0, work: limits.work_max };
    let (mut pages, counts) = pages(&pdf, &catalog, &mut budget, limits).map_err(|(page, spent)| {
        let what = match spent {
            Spent::Time => format!("reading takes longer than {} s", limits.time_max.as_secs_f32()),
            Spent::Glyphs => format!("there are more than {} characters", limits.glyphs_max),
            Spent::PageGlyphs => format!("there are more than {} characters on the page alone", limits.page_glyphs_max),
            Spent::Lines => format!("there are more than {} lines", limits.lines_max),
            Spent::Work => format!("there are more than {} drawing instructions", limits.work_max),
        };
        failure(EXCESSIVE, format!("at page {page} of {count} {what}: split the file, or drop its text instead"))
    })?;
    let furniture = furniture::remove(&mut pages);
    let text = paragraphs::write(&pages);
    if text.as_str().is_empty() {
        return Err(no_text(count, counts));
    }
    let mut facts = Map::new();
    for (key, number) in [("pages", count), ("glyphs", counts.glyphs), ("unmapped", counts.unmapped)] {
        facts.insert(key.to_owned(), number.into());
    }
    for (key, number) in [("leaning", counts.leaning), ("furniture", furniture)] {
        if number > 0 {
            facts.insert(key.to_owned(), number.into());
        }
    }
    let meta = info::read(&pdf, &catalog, &mut facts);
    Ok(Content { media_type: "application/pdf", text, meta, facts })
}

fn not_opened(error: LoadPdfError, bytes: &[u8]) -> Failure {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            failure(ENCRYPTED, "this PDF opens with a password only: save it without one".to_owned())
        }
        LoadPdfError::Decryption(_) => failure(
            ENCRYPTED,
            "this PDF is encrypted in a way that is not known: save it without encryption".to_owned(),
        ),
        LoadPdfError::Invalid => failure(
            MALFORMED,
            format!(
                "no page can be found in these {} bytes, though they begin and end as a PDF does: save it again",
                bytes.len()
            ),
        ),
    }
}

fn no_text(pages: usize, counts: Counts) -> Failure {
    let pages = if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") };
    if counts.unmapped > 0 {
        let text = format!(
            "{pages} with {} glyphs, and the fonts say of none which character it is: run text recognition over it",
            counts.glyphs
        );
        return failure(NO_TEXT, text);
    }
    failure(NO_TEXT, format!("{pages} without any text, as scanned ones are: run text recognition over it"))
}

/// Reads all pages; an error comes with the number of its page.
fn pages(
    pdf: &Pdf,
    catalog: &Dict<'_>,
    budget: &mut Budget,
    limits: &Limits,
) -> Result<(Vec<Page>, Counts), (usize, Spent)> {
    let hidden_layers = content::hidden_layers(catalog);
    let mut fonts = Fonts::new();
    let mut counts = Counts::default();
    let mut pages = Vec::new();
    let mut lines = 0;
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        budget.page_glyphs = limits.page_glyphs_max;
        let mut sheet = Sheet::default();
        content::draw(page, &mut fonts, &hidden_layers, budget, &mut sheet).map_err(|spent| (number, spent))?;
        let (width, height) = page.render_dimensions();
        let page = arrange(sheet, (f64::from(width), f64::from(height)), &mut counts);
        lines += page.regions.iter().map(|region| region.lines.len()).sum::<usize>();
        pages.push(page);
        budget.clock().map_err(|spent| (number, spent))?;
        if lines > limits.lines_max {
            return Err((number, Spent::Lines));
        }
    }
    Ok((pages, counts))
}

/// Puts the glyphs of a page into the lines of its regions. What runs in the direction of most of them comes first.
fn arrange(sheet: Sheet, size: (f64, f64), counts: &mut Counts) -> Page {
    counts.glyphs += sheet.glyphs.len();
    counts.unmapped += sheet.glyphs.iter().filter(|glyph| glyph.letters == Letters::Unknown).count();
    let (fragments, leaning) = lines::fragments(sheet.glyphs, size);
    counts.leaning += leaning;
    let mut directions: Vec<(usize, Vec<lines::Fragment>)> = fragments.into_iter().enumerate().collect();
    directions
        .sort_by_key(|(_, fragments)| std::cmp::Reverse(fragments.iter().map(lines::Fragment::letters).sum::<usize>()));
    let mut page = Page::default();
    for (direction, fragments) in directions {
        let height = if direction % 2 == 0 { size.1 } else { size.0 };
        for region in columns::regions(fragments) {
            let lines = lines::lines(region);
            if !lines.is_empty() {
                page.regions.push(Region { lines, height, direction });
            }
        }
    }
    page
}
