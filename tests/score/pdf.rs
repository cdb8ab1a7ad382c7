//! PDF files printed by Chromium, from pages of news whose article a person marked: how much of the article is read, in
//! one column and in two. Chromium is the Debian package `chromium`; it fetches nothing, for the pages forbid it.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use dragoman::reader::pdf;
use scoring::{Data, Report};
use serde_json::Value;

use crate::measure::{Matches, mean};

/// Every so many of the pages is printed: some two dozen.
const EVERY: usize = 4;
/// How often all files are read to find the best time.
const RUNS: usize = 7;
/// Stands before each page, so that it asks for nothing over the network.
const ALONE: &str = "<!DOCTYPE html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">";
/// Stands behind every second page.
const TWO_COLUMNS: &str =
    "<style>@media all { body { column-count: 2 !important; text-align: justify !important; hyphens: auto } }</style>";

/// The articles by themselves, a headline and paragraphs.
pub(crate) fn texts(data: &Data, report: &mut Report) {
    let print = |article: &Article| {
        let paragraphs =
            article.text.lines().map(|line| format!("<p>{}</p>", line.replace('&', "&amp;").replace('<', "&lt;")));
        format!(
            "<html lang=en><meta charset=utf-8><h1>The headline of this page</h1>{}",
            paragraphs.collect::<String>()
        )
        .into_bytes()
    };
    measure(data, report, "texts", print);
}

/// The pages as they were on the web, with all that stands around the article: the recall alone says something.
pub(crate) fn pages(data: &Data, report: &mut Report) {
    measure(data, report, "pages", |article| unpacked(&article.page));
}

/// An article, and where its page is.
struct Article {
    name: String,
    text: String,
    page: PathBuf,
}

fn measure(data: &Data, report: &mut Report, kind: &str, page: impl Fn(&Article) -> Vec<u8>) {
    let Some(files) = printed(data, kind, page) else {
        println!("  SKIPPED: there is no chromium to print with; it is the Debian package `chromium`");
        return;
    };
    let mut recalls: Vec<(String, f64)> = Vec::new();
    for (article, file) in &files {
        let text = pdf::read(file).map(|content| content.text.into_string());
        let text = text.unwrap_or_else(|failure| format!("{failure:?}"));
        recalls.push((article.name.clone(), Matches::of_shingles(&article.text, &text).recall().unwrap_or(1.0)));
    }
    for (columns, start) in [("one column", 0), ("two columns", 1)] {
        let recall = mean(recalls.iter().skip(start).step_by(2).map(|(_, recall)| *recall));
        report.figure(&format!("recall of 4-grams, {columns}"), recall, Some(0.975));
    }
    report.figure("recall of 4-grams", mean(recalls.iter().map(|(_, recall)| *recall)), Some(0.98));
    report.figure("milliseconds a page", milliseconds_a_page(files.iter().map(|(_, file)| file.as_slice())), None);
    recalls.sort_by(|a, b| a.1.total_cmp(&b.1));
    for (name, recall) in recalls.iter().take(data.worst) {
        println!("  {recall:.4} {name}");
    }
}

/// Prints the chosen pages; what was printed before is kept beside the build, for a page takes two seconds.
fn printed(data: &Data, kind: &str, page: impl Fn(&Article) -> Vec<u8>) -> Option<Vec<(Article, Vec<u8>)>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("printed-{kind}"));
    fs::create_dir_all(&folder).expect("a folder for what is printed");
    let mut files = Vec::new();
    for (at, article) in articles(data).into_iter().enumerate() {
        let file = folder.join(format!("{}.pdf", article.name));
        if !file.exists() {
            let columns = if at % 2 == 1 { TWO_COLUMNS } else { "" };
            let source = folder.join("page.html");
            fs::write(&source, [ALONE.as_bytes(), &page(&article), columns.as_bytes()].concat()).expect("the page");
            print(&source, &file)?;
        }
        let bytes = fs::read(&file).expect("what was printed");
        files.push((article, bytes));
    }
    Some(files)
}

/// Prints a page; none when there is no Chromium.
fn print(page: &Path, file: &Path) -> Option<()> {
    let profile = tempfile::tempdir().expect("a folder for the browser");
    let mut chromium = Command::new("chromium");
    chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]);
    chromium.arg(format!("--user-data-dir={}", profile.path().display()));
    chromium.arg(format!("--print-to-pdf={}", file.display())).arg(format!("file://{}", page.display()));
    chromium.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    assert!(file.exists(), "chromium printed nothing of {}", page.display());
    Some(())
}

fn articles(data: &Data) -> Vec<Article> {
    let folder = data.folder.join("pages/scrapinghub");
    let truth = fs::read(folder.join("ground-truth.json")).expect("the marked texts");
    let truth: Value = serde_json::from_slice(&truth).expect("the marked texts are JSON");
    let mut names: Vec<&String> = truth.as_object().expect("an object of pages").keys().collect();
    names.sort();
    let article = |name: &String| Article {
        text: truth[name]["articleBody"].as_str().unwrap_or_default().to_owned(),
        page: folder.join(format!("html/{name}.html.gz")),
        name: name.clone(),
    };
    names.into_iter().step_by(EVERY).map(article).collect()
}

fn unpacked(file: &Path) -> Vec<u8> {
    let packed = fs::File::open(file).expect("a page");
    let mut page = Vec::new();
    flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut page).expect("a packed page");
    page
}

/// The best time of several runs over all files, for a page of them.
fn milliseconds_a_page<'f>(files: impl Iterator<Item = &'f [u8]> + Clone) -> f64 {
    let mut best = f64::INFINITY;
    let mut pages = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        let counts = files.clone().filter_map(|file| pdf::read(file).ok()?.facts["pages"].as_u64());
        pages = counts.sum::<u64>();
        best = best.min(start.elapsed().as_secs_f64());
    }
    #[expect(clippy::cast_precision_loss, reason = "some hundred pages")]
    let pages = pages.max(1) as f64;
    1000.0 * best / pages
}
