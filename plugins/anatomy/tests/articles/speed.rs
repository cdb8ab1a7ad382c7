//! How long a 6 KB article takes: `cargo test --release -p anatomy -- --ignored --nocapture speed`.

use std::hint::black_box;
use std::time::Instant;

use crate::support::{harness, run};

const PARAGRAPH: &str = "The council of Orne decided on Friday evening to keep the lighthouse in use, although the ships that \
    pass the town’s harbour no longer need its lamp, and half of the two million crowns that the repair will cost is to be \
    paid by the province. “A harbour without a light is no harbour,” the mayor said.[1] Nobody in the hall disagreed. ";

#[test]
#[ignore = "a measurement, meant for a release build on a quiet machine"]
fn speed_of_a_short_article() {
    let body = format!("{}\n", PARAGRAPH.repeat(2)).repeat(8);
    let text = format!(
        "Orne Keeps Its Lamp\nBy Ada Field | 3 May 2024\n{body}[1] “Lamps”, Post, https://post.example/1\nRead more"
    );
    let mut harness = harness();
    let mut best = f64::MAX;
    for _ in 0..20 {
        let start = Instant::now();
        for _ in 0..200 {
            black_box(run(&mut harness, &text, "{}"));
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e6 / 200.0);
    }
    println!("{best:.0} microseconds for {} bytes, the host's work included", text.len());
    assert!(best < 1000.0);
}
