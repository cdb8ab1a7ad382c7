//! Pages of the web: main text, and what a page says about itself.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use dragoman::reader::article::{Content, Meta};
use dragoman::reader::html::{self, Hints};
use scoring::{Data, Report};
use serde_json::Value;

use crate::measure::{Matches, best_rate, mean, precision_recall_f1};

/// Pages of news, and the text of the article that a person marked: the benchmark of
/// scrapinghub/article-extraction-benchmark, scored as its own script does.
pub(crate) fn news(data: &Data, report: &mut Report) {
    let folder = data.folder.join("pages/scrapinghub");
    let truth: Value = serde_json::from_slice(&fs::read(folder.join("ground-truth.json")).expect("the marked texts"))
        .expect("the marked texts are JSON");
    let truth = truth.as_object().expect("an object of pages");
    let pages: Vec<(&String, String)> =
        truth.keys().map(|name| (name, unpacked(&folder.join(format!("html/{name}.html.gz"))))).collect();
    let matches: Vec<Matches> = pages
        .iter()
        .map(|(name, page)| {
            let wanted = truth[*name]["articleBody"].as_str().unwrap_or_default();
            Matches::of_shingles(wanted, text_of(&read(page)))
        })
        .collect();
    let (precision, recall, f1) = precision_recall_f1(&matches);
    report.figure("precision of 4-grams", precision, None);
    report.figure("recall of 4-grams", recall, None);
    report.figure("F1 of 4-grams", f1, Some(0.965));
    for (half, start) in [("first", 0), ("second", 1)] {
        let half_matches: Vec<_> = matches.iter().copied().skip(start).step_by(2).collect();
        report.figure(&format!("F1, {half} half"), precision_recall_f1(&half_matches).2, None);
    }
    report.speed("pages a second of one processor", speed(pages.iter().map(|(_, page)| page.as_str())), 1500.0);
    show_worst(data, pages.iter().map(|(name, _)| name.as_str()).zip(matches.iter().map(Matches::f1)));
}

/// Pages of all kinds, and what the reader view of a browser makes of them: the tests of mozilla/readability.
pub(crate) fn views(data: &Data, report: &mut Report) {
    let unpacked = tempfile::tempdir().expect("a folder for the pages");
    let archive = data.folder.join("pages/readability.tar.xz");
    let tar = Command::new("tar").arg("-xJf").arg(&archive).arg("-C").arg(unpacked.path()).status();
    if !tar.is_ok_and(|status| status.success()) {
        println!("  SKIPPED: tar cannot unpack {}", archive.display());
        return;
    }
    let views = View::all(unpacked.path());
    let share = |of: &dyn Fn(&View) -> Option<bool>| mean(views.iter().filter_map(of).map(f64::from));
    let count = |of: &dyn Fn(&View) -> Option<bool>| views.iter().filter_map(of).count();
    println!(
        "  {} pages, {} titles, {} bylines, {} dates",
        views.len(),
        count(&View::title_hit),
        count(&View::byline_hit),
        count(&View::published_hit)
    );
    report.figure("titles, exact", share(&View::title_hit), Some(0.9));
    report.figure("bylines, by names", share(&View::byline_hit), Some(0.8));
    report.figure("bylines, as written", share(&View::byline_exact), None);
    report.figure("bylines where none is expected", share(&View::byline_spurious), None);
    report.figure("published", share(&View::published_hit), Some(0.9));
    report.figure("published where none is expected", share(&View::published_spurious), None);
    report.figure("F1 of words", mean(views.iter().map(|view| view.matches.f1())), Some(0.93));
    for (half, start) in [("first", 0), ("second", 1)] {
        let f1 = mean(views.iter().skip(start).step_by(2).map(|view| view.matches.f1()));
        report.figure(&format!("F1 of words, {half} half"), f1, None);
    }
    if data.worst > 0 {
        for view in &views {
            view.show_misses();
        }
    }
    show_worst(data, views.iter().map(|view| (view.name.as_str(), view.matches.f1())));
}

/// A page, what is expected of it and what was read.
struct View {
    name: String,
    expected: Value,
    meta: Meta,
    matches: Matches,
}

impl View {
    fn all(folder: &Path) -> Vec<View> {
        let mut folders: Vec<PathBuf> =
            fs::read_dir(folder).expect("the pages").map(|entry| entry.expect("a page").path()).collect();
        folders.sort();
        folders.iter().map(|folder| View::read(folder)).collect()
    }

    fn read(folder: &Path) -> View {
        let file = |name: &str| fs::read_to_string(folder.join(name)).expect(name);
        let content = read(&file("source.html"));
        let wanted = markup_free(&file("expected.html"));
        View {
            name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
            expected: serde_json::from_str(&file("expected-metadata.json")).expect("JSON"),
            matches: Matches::of_words(&wanted, text_of(&content)),
            meta: content.map(|content| content.meta).unwrap_or_default(),
        }
    }

    fn expected(&self, key: &str) -> Option<&str> {
        self.expected[key].as_str().filter(|value| !value.trim().is_empty())
    }

    fn title_hit(&self) -> Option<bool> {
        let expected = spaced(self.expected("title")?);
        Some(self.meta.title.as_ref().is_some_and(|title| *title == expected))
    }

    /// Whether the names are those that stand in the expected byline, which has words around them.
    fn byline_hit(&self) -> Option<bool> {
        let expected = html::byline_names(self.expected("byline")?);
        (!expected.is_empty()).then(|| expected == self.meta.bylines)
    }

    fn byline_exact(&self) -> Option<bool> {
        Some(spaced(self.expected("byline")?) == self.meta.bylines.join(", "))
    }

    fn byline_spurious(&self) -> Option<bool> {
        self.expected("byline").is_none().then_some(!self.meta.bylines.is_empty())
    }

    /// Whether it is the same instant, or the digits are the same as far as both go: the expected dates are as the pages
    /// write them.
    fn published_hit(&self) -> Option<bool> {
        let written = self.expected("publishedTime")?;
        let expected = digits(written);
        Some(self.meta.published.as_ref().is_some_and(|published| {
            let found = digits(&published.value);
            let both = expected.len().min(found.len());
            let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
            let is_instant = instant(written).is_some() && instant(written) == instant(&published.value);
            is_instant || (both >= 8 && expected[..both] == found[..both])
        }))
    }

    fn published_spurious(&self) -> Option<bool> {
        self.expected("publishedTime").is_none().then_some(self.meta.published.is_some())
    }

    fn show_misses(&self) {
        let miss = |what: &str, hit: Option<bool>, found: &dyn std::fmt::Debug| {
            if hit == Some(false) {
                println!("  {}: {what} {:?}, found {found:?}", self.name, self.expected[what].as_str());
            }
        };
        miss("title", self.title_hit(), &self.meta.title);
        miss("byline", self.byline_hit(), &self.meta.bylines);
        miss("byline", self.byline_spurious().map(|is_spurious| !is_spurious), &self.meta.bylines);
        miss("publishedTime", self.published_hit(), &self.meta.published);
        miss("publishedTime", self.published_spurious().map(|is_spurious| !is_spurious), &self.meta.published);
    }
}

fn read(page: &str) -> Option<Content> {
    html::read(page, &Hints::default()).ok()
}

fn text_of(content: &Option<Content>) -> &str {
    content.as_ref().map_or("", |content| content.text.as_str())
}

/// How many pages are read in a second of one processor.
fn speed<'p>(pages: impl Iterator<Item = &'p str> + Clone) -> f64 {
    best_rate(pages.clone().count() as f64, || {
        for page in pages.clone() {
            std::hint::black_box(read(std::hint::black_box(page)));
        }
    })
}

fn show_worst<'n>(data: &Data, scores: impl Iterator<Item = (&'n str, f64)>) {
    let mut scores: Vec<_> = scores.collect();
    scores.sort_by(|one, other| one.1.total_cmp(&other.1));
    for (name, score) in scores.into_iter().take(data.worst) {
        println!("  {score:.3} {name}");
    }
}

fn unpacked(file: &Path) -> String {
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(fs::File::open(file).expect("a page")).read_to_end(&mut bytes).expect("gzip");
    String::from_utf8_lossy(&bytes).into_owned()
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The text of markup that holds nothing but text: the expected results have no scripts and no hidden elements.
fn markup_free(html: &str) -> String {
    html::plain_text(html)
}
