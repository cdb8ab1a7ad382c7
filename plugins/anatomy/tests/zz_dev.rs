mod support;
use support::*;
#[test]
fn dev() {
    let Ok(path) = std::env::var("DEV_TEXTS") else { return };
    let docs: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut out = Vec::new();
    for d in &docs {
        let text = d["text"].as_str().unwrap();
        let mut h = harness();
        let run = run(&mut h, text, "{}");
        let zones: Vec<extractor_api::layer::Zone> = run.layer();
        check_layer(text, &zones);
        out.push(serde_json::json!({"id": d["id"], "kinds": kinds_by_line(text, &zones), "data": run.events[0].data}));
    }
    std::fs::write("/tmp/anatomy-dev-out.json", serde_json::to_string(&out).unwrap()).unwrap();
}

#[test]
fn speed() {
    let Ok(path) = std::env::var("DEV_SPEED") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let mut h = harness();
    for _ in 0..200 { run(&mut h, &text, "{}"); }
    let n = 3000;
    let t = std::time::Instant::now();
    for _ in 0..n { std::hint::black_box(run(&mut h, &text, "{}")); }
    println!("SPEED {:?} for {} bytes", t.elapsed() / n, text.len());
}
