//! What it costs that extractors run in workers: the way to a worker and back, the start of one, and the change from one
//! generation to the next.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use dragoman::config::{self, Config, Sources};
use dragoman::inbox::claim::Claimed;
use dragoman::plugin::store::Store;
use dragoman::pool::course::Course;
use dragoman::pool::{Job, Pool, Portion, Report, Reporter, Setup};
use dragoman::startup;
use dragoman::worker::frame::Places;

use crate::articles;

/// Documents that differ; they are read again and again.
const ARTICLES: u64 = 256;

/// One worker, a chain of three extractors that do nothing, documents of about 6 KB: how many a second.
pub(crate) fn isolation(count: usize) {
    let order = r#"chain.order = ["a", "b", "c"]"#;
    let uses = ["a", "b", "c"].map(|name| format!("plugins.{name}.use = \"noop\""));
    let config = load(&[&[order.to_owned()], &uses[..]].concat());
    let (mut pool, reported) = one_worker(&config);
    let articles: Vec<Arc<Claimed>> = (0..ARTICLES).map(|number| claimed(&articles::article(number))).collect();
    let bytes: u64 = articles.iter().map(|article| article.taken.size).sum();
    await_ready(&mut pool, &reported);
    let (mut given, mut read) = (0, 0);
    let began = Instant::now();
    while read < count {
        while given < count
            && let Some(worker) = pool.free()
        {
            pool.give(worker, job(given, &articles[given % articles.len()]));
            given += 1;
        }
        let report = reported.recv().expect("a report");
        pool.note(&report);
        assert!(matches!(report, Report::Read { .. }), "every document is read");
        read += 1;
    }
    let elapsed = began.elapsed().as_secs_f64();
    pool.finish();
    println!(
        "isolation: {count} documents of {} bytes through one worker with three extractors that do nothing in {elapsed:.2} s: {:.0} a second, {:.1} µs each",
        bytes / ARTICLES,
        count as f64 / elapsed,
        elapsed * 1e6 / count as f64
    );
}

/// From the order to start a worker with the bundled chain to its readiness.
pub(crate) fn start(count: usize) {
    let config = load(&[]);
    let setup = setup(&config);
    let mut times: Vec<Duration> = (0..count)
        .map(|_| {
            let began = Instant::now();
            let (mut pool, reported) = worker_of(&setup);
            await_ready(&mut pool, &reported);
            let time = began.elapsed();
            pool.finish();
            time
        })
        .collect();
    times.sort();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "start: a worker with the bundled chain, {count} times: median {:.2} ms, max {:.2} ms",
        milliseconds(times[count / 2]),
        milliseconds(times[count - 1])
    );
}

fn load(settings: &[String]) -> Config {
    let program = std::env::current_exe().expect("the path of this program");
    let plugins = program.parent().expect("its folder").display().to_string();
    let mut set = vec!["inbox = \"inbox\"".to_owned(), format!("chain.path = [{plugins:?}]")];
    set.extend(settings.iter().cloned());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).to_owned();
    let sources = Sources { set, folder, ..Sources::default() };
    config::load(&sources).expect("a config").config
}

fn setup(config: &Config) -> Arc<Setup> {
    let setup = startup::setup(config, &mut Store::default());
    Arc::new(setup.unwrap_or_else(|failure| panic!("{failure}")))
}

fn one_worker(config: &Config) -> (Pool, Receiver<Report>) {
    worker_of(&setup(config))
}

fn worker_of(setup: &Arc<Setup>) -> (Pool, Receiver<Report>) {
    let (reports, reported) = unbounded();
    let reporter: Reporter = Arc::new(move |report| drop(reports.send(report)));
    (Pool::start(0..1, setup, &reporter).expect("a worker"), reported)
}

fn await_ready(pool: &mut Pool, reported: &Receiver<Report>) {
    let report = reported.recv().expect("a report");
    pool.note(&report);
    assert!(matches!(report, Report::Ready { .. }), "the worker starts");
}

fn claimed(text: &str) -> Arc<Claimed> {
    Arc::new(Claimed::of_bytes("article.txt".into(), text.as_bytes().to_vec()).expect("a document"))
}

fn job(number: usize, article: &Arc<Claimed>) -> Job {
    let (course, bypass) = (Course::default(), Places::default());
    Job {
        sequence: number as u64,
        course,
        apart: false,
        portion: Portion::FIRST,
        passed: 0,
        bypass,
        arrival: 1,
        previous: None,
        claimed: Arc::clone(article),
    }
}
