//! Writes PDF files for the tests: standard fonts, text at places, and whatever a test adds to that.

use std::fmt::Write as _;

/// A file in the making.
pub(super) struct Writer {
    /// Objects from number 1 on, without their frame.
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    /// Added to the trailer.
    pub(super) trailer: String,
    /// Added to the catalog.
    pub(super) catalog: String,
}

/// The content of a page in the making: the upper left corner is (0, 0), in points, on a page of 600 by 800.
#[derive(Default)]
pub(super) struct Content(String);

pub(super) const WIDTH: f64 = 600.0;
pub(super) const HEIGHT: f64 = 800.0;

impl Content {
    /// A line in Helvetica.
    pub(super) fn line(self, x: f64, y: f64, size: f64, text: &str) -> Content {
        self.set("F1", (x, y), size, "1 0 0 1", text)
    }

    /// A line in bold Helvetica.
    pub(super) fn bold(self, x: f64, y: f64, size: f64, text: &str) -> Content {
        self.set("F2", (x, y), size, "1 0 0 1", text)
    }

    /// Lines below each other, 12 points apart.
    pub(super) fn lines(self, x: f64, y: f64, size: f64, text: &[&str]) -> Content {
        let mut y = y - 12.0;
        text.iter().fold(self, |content, line| {
            y += 12.0;
            content.line(x, y, size, line)
        })
    }

    /// A line that is turned by the four numbers of a matrix.
    pub(super) fn turned(self, x: f64, y: f64, turn: &str, text: &str) -> Content {
        self.set("F1", (x, y), 10.0, turn, text)
    }

    /// Anything else.
    pub(super) fn raw(mut self, instructions: &str) -> Content {
        let _ = writeln!(self.0, "{instructions}");
        self
    }

    fn set(mut self, font: &str, (x, y): (f64, f64), size: f64, turn: &str, text: &str) -> Content {
        let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        let _ = writeln!(self.0, "BT /{font} {size} Tf {turn} {x} {} Tm ({text}) Tj ET", HEIGHT - y);
        self
    }
}

/// How wide Helvetica sets a text, in sizes, as nearly as a test needs: to put lines flush.
pub(super) fn text_width(text: &str) -> f64 {
    text.chars()
        .map(|one| match one {
            'i' | 'j' | 'l' | '\'' => 0.222,
            'f' | 't' | ' ' | '.' | ',' | 'I' | ':' | ';' => 0.278,
            'r' | '-' | '(' | ')' => 0.333,
            'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.5,
            'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.722,
            'm' | 'M' => 0.833,
            'A'..='Z' => 0.667,
            _ => 0.556,
        })
        .sum()
}

impl Writer {
    /// A file without pages.
    pub(super) fn new() -> Writer {
        let mut writer =
            Writer { objects: vec![Vec::new(); 2], pages: Vec::new(), trailer: String::new(), catalog: String::new() };
        for font in ["Helvetica", "Helvetica-Bold"] {
            writer.add(&format!("<</Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding>>"));
        }
        writer
    }

    /// How many objects there are.
    pub(super) fn objects_len(&self) -> usize {
        self.objects.len()
    }

    /// Adds an object and returns its number.
    pub(super) fn add(&mut self, object: &str) -> usize {
        self.objects.push(object.as_bytes().to_vec());
        self.objects.len()
    }

    /// Adds a stream and returns its number.
    pub(super) fn add_stream(&mut self, dictionary: &str, bytes: &[u8]) -> usize {
        let head = format!("<<{dictionary} /Length {}>>\nstream\n", bytes.len());
        self.objects.push([head.as_bytes(), bytes, b"\nendstream"].concat());
        self.objects.len()
    }

    /// Adds a page.
    pub(super) fn page(&mut self, content: Content) {
        self.page_with("", content);
    }

    /// Adds a page with entries of its own in its resources.
    pub(super) fn page_with(&mut self, resources: &str, content: Content) {
        let content = self.add_stream("", content.0.as_bytes());
        let page = self.add(&format!(
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {content} 0 R \
             /Resources <</Font <</F1 3 0 R /F2 4 0 R>> {resources}>>>>"
        ));
        self.pages.push(page);
    }

    /// The whole file.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.objects[0] = format!("<</Type /Catalog /Pages 2 0 R {}>>", self.catalog).into_bytes();
        let kids: String = self.pages.iter().fold(String::new(), |kids, page| kids + &format!("{page} 0 R "));
        self.objects[1] = format!("<</Type /Pages /Count {} /Kids [{kids}]>>", self.pages.len()).into_bytes();
        let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut references = String::from("0000000000 65535 f \n");
        for (number, object) in (1..).zip(&self.objects) {
            let _ = writeln!(references, "{:010} 00000 n ", file.len());
            file.extend(format!("{number} 0 obj\n").as_bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let (start, size, trailer) = (file.len(), self.objects.len() + 1, &self.trailer);
        let end = format!(
            "xref\n0 {size}\n{references}trailer\n<</Size {size} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n"
        );
        file.extend(end.as_bytes());
        file
    }
}

/// A file of one page.
pub(super) fn one_page(content: Content) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.page(content);
    writer.finish()
}
