//! The checks of configs, lifetimes and sizes.

use std::thread;
use std::time::Duration;

use extractor_api::abi;
use serde_json::json;

use super::block::POISON;
use super::driver::{Instance, Manner, Plugin, Refused, Reply, Shape};
use super::process::{descriptors, resident_bytes, threads};
use super::samples::Sample;
use super::subject::{Subject, compare};
use super::{Finding, Verdict, schema};

/// How often `create-repeat` creates and destroys, and how often before that, so that caches are full.
const CREATIONS: u32 = 1000;
const WARM_CREATIONS: u32 = 50;
/// What the allocator may keep meanwhile: about a page for every four instances.
const CREATIONS_BYTES: u64 = 1 << 20;
/// A callback that comes later than this after `extract` is not noticed.
const LATE: Duration = Duration::from_millis(200);

pub(super) fn create_empty(subject: &Subject) -> Verdict {
    match subject.load()?.create("{}", Shape::Now) {
        Ok(_) => Ok(String::new()),
        Err(Refused { status: abi::CONFIG, text }) if !text.is_empty() => Ok(format!("it wants a config: {text}")),
        Err(refused) => Err(badly_refused("{}", &refused, "an instance, or -3 (config) with a text")),
    }
}

pub(super) fn create_config(subject: &Subject) -> Verdict {
    if subject.config == json!({}) {
        return Ok("none was passed".to_owned());
    }
    let config = subject.config.to_string();
    match subject.load()?.create(&config, Shape::Now) {
        Ok(_) => Ok(String::new()),
        Err(refused) => {
            let found = format!("create returned {} for {config}: {}", refused.status, refused.text);
            Err(Finding::fail(found, "an instance", "pass a config that works with --plugin-config"))
        }
    }
}

pub(super) fn create_defaults(subject: &Subject) -> Verdict {
    let (plugin, manifest) = (subject.load()?, subject.manifest()?);
    subject.create(&plugin)?;
    let config = schema::with_defaults(&subject.config, manifest.config_schema.as_ref());
    match plugin.create(&config.to_string(), Shape::Now) {
        Ok(_) => Ok(String::new()),
        Err(refused) => {
            Err(badly_refused(&config.to_string(), &refused, "an instance: these are the schema's defaults"))
        }
    }
}

pub(super) fn create_wrong_type(subject: &Subject) -> Verdict {
    let (plugin, manifest) = (subject.load()?, subject.manifest()?);
    subject.create(&plugin)?;
    let mut tried = 0;
    for (key, property) in schema::properties(manifest.config_schema.as_ref()) {
        let Some(wrong) = schema::of_wrong_type(property) else { continue };
        let config = schema::with(&subject.config, key, wrong).to_string();
        must_refuse(&plugin, &config)?;
        tried += 1;
    }
    if tried == 0 {
        Err(Finding::skip("the manifest has no config_schema with typed properties"))
    } else {
        Ok(format!("{tried} keys"))
    }
}

fn must_refuse(plugin: &Plugin, config: &str) -> Result<(), Finding> {
    let expected = "-3 (config) with a text that names the key: the schema forbids this value";
    match plugin.create(config, Shape::Now) {
        Err(Refused { status: abi::CONFIG, text }) if !text.is_empty() => Ok(()),
        Err(refused) => Err(badly_refused(config, &refused, expected)),
        Ok(_) => {
            Err(Finding::fail(format!("{config} was accepted"), expected, "check the type of every key in create"))
        }
    }
}

pub(super) fn create_unknown_key(subject: &Subject) -> Verdict {
    let plugin = subject.load()?;
    subject.create(&plugin)?;
    let config = schema::with(&subject.config, "unknown-to-everybody", json!(1)).to_string();
    let expected = "-3 (config) with a text that names the key";
    match plugin.create(&config, Shape::Now) {
        Err(Refused { status: abi::CONFIG, text }) if !text.is_empty() => Ok(String::new()),
        Err(refused) => Err(badly_refused(&config, &refused, expected)),
        Ok(_) => Err(Finding::warn(
            format!("{config} was accepted"),
            expected,
            "refuse keys that you do not know, so that a misspelt one does not pass for its default",
        )),
    }
}

fn badly_refused(config: &str, refused: &Refused, expected: &str) -> Finding {
    let text = if refused.text.is_empty() { "without a text" } else { &refused.text };
    let found = format!("create returned {} for {config}: {text}", refused.status);
    Finding::fail(found, expected, "call report_error with what is wrong and return -3")
}

pub(super) fn create_repeat(subject: &Subject) -> Verdict {
    let plugin = subject.load()?;
    for _ in 0..WARM_CREATIONS {
        subject.create(&plugin)?;
    }
    let before = (threads(), descriptors(), resident_bytes());
    for _ in 0..CREATIONS {
        subject.create(&plugin)?;
    }
    let (after, grown) = ((threads(), descriptors()), resident_bytes().saturating_sub(before.2));
    let found = if after.0 > before.0 {
        format!("{} threads more", after.0 - before.0)
    } else if after.1 != before.1 {
        format!("{} descriptors, not {}", after.1.len(), before.1.len())
    } else if grown > CREATIONS_BYTES {
        format!("{} KiB more memory", grown / 1024)
    } else {
        return Ok(format!("{} KiB more memory after {CREATIONS} times", grown / 1024));
    };
    let expected = "instances that leave nothing behind";
    Err(Finding::fail(format!("{found} after {CREATIONS} times"), expected, "release in destroy all that create takes"))
}

pub(super) fn instances_apart(subject: &Subject) -> Verdict {
    let (plugin, manifest) = (subject.load()?, subject.manifest()?);
    let mut first = subject.create(&plugin)?;
    let samples = subject.samples();
    let before = transcribe(&mut first, &samples, Manner::default());
    let mut others = schema::properties(manifest.config_schema.as_ref())
        .filter_map(|(key, property)| Some(schema::with(&subject.config, key, schema::another(property)?)))
        .filter_map(|config| Some((plugin.create(&config.to_string(), Shape::Now).ok()?, config)));
    let (mut second, config) = match others.next() {
        Some(made) => made,
        None => (subject.create(&plugin)?, subject.config.clone()),
    };
    transcribe(&mut second, &samples, Manner::default());
    let after = transcribe(&mut first, &samples, Manner::default());
    compare(&samples, &before, &after, "keep configs and caches in the instance, not in statics")?;
    Ok(format!("beside one with {config}"))
}

pub(super) fn host_first(subject: &Subject) -> Verdict {
    let (_, minor) = subject.manifest()?.abi;
    if minor > 0 {
        return Err(Finding::skip(format!("it needs version 1.{minor} of the contract")));
    }
    same_under(subject, Shape::First, Shape::Now)
}

pub(super) fn host_future(subject: &Subject) -> Verdict {
    same_under(subject, Shape::Future, Shape::Now)
}

pub(super) fn document_future(subject: &Subject) -> Verdict {
    same_under(subject, Shape::Now, Shape::Future)
}

/// Compares with what an instance makes of the samples under tables as this host has them.
fn same_under(subject: &Subject, host: Shape, document: Shape) -> Verdict {
    let plugin = subject.load()?;
    let samples = subject.samples();
    let expected = transcribe(&mut subject.create(&plugin)?, &samples, Manner::default());
    let manner = Manner { shape: document, ..Manner::default() };
    let found = transcribe(&mut subject.create_under(&plugin, host)?, &samples, manner);
    let fix = "use struct_size and the strides as they are given; do not look past them or at the version";
    compare(&samples, &expected, &found, fix).map(|()| String::new())
}

fn transcribe(instance: &mut Instance, samples: &[Sample], manner: Manner) -> Vec<String> {
    samples.iter().map(|sample| instance.extract(sample, manner).said.lines()).collect()
}

pub(super) fn borrows_end(subject: &Subject) -> Verdict {
    let plugin = subject.load()?;
    let samples = subject.samples();
    let fix = "copy what you keep: document, sink and config are lent for one call";
    let mut alone = Vec::new();
    for sample in &samples {
        alone.push(subject.create(&plugin)?.transcribe(sample));
    }
    let mut instance = subject.create(&plugin)?;
    let replies: Vec<Reply> = samples.iter().map(|sample| instance.read(sample)).collect();
    if let Some((sample, _)) = samples.iter().zip(&replies).find(|(_, reply)| reply.said.has_run_of(POISON)) {
        let found = format!("{}: memory of an earlier call in the output", sample.name);
        return Err(Finding::fail(found, "output of this document alone", fix));
    }
    let together: Vec<String> = replies.iter().map(|reply| reply.said.lines()).collect();
    compare(&samples, &alone, &together, fix).map(|()| String::new())
}

pub(super) fn empty_strings(subject: &Subject) -> Verdict {
    let bare = |mut sample: Sample| {
        (sample.name, sample.media_type, sample.meta_json) = (String::new(), "", String::new());
        sample
    };
    let samples: Vec<Sample> = subject.samples().into_iter().map(bare).collect();
    let plugin = subject.load()?;
    let expected = transcribe(&mut subject.create(&plugin)?, &samples, Manner::default());
    let nulls = Manner { nulls: true, ..Manner::default() };
    let found = transcribe(&mut subject.create(&plugin)?, &samples, nulls);
    compare(&samples, &expected, &found, "look at len before ptr").map(|()| String::new())
}

pub(super) fn sink_ends(subject: &Subject) -> Verdict {
    let (_, late) = strays(subject)?;
    if late == 0 {
        return Ok(String::new());
    }
    let found = format!("{late} calls of sink or document after extract had returned");
    Err(Finding::fail(
        found,
        "none: both are lent for one call",
        "join your threads and drop the sink before you return",
    ))
}

pub(super) fn own_thread(subject: &Subject) -> Verdict {
    let (strayed, _) = strays(subject)?;
    if strayed == 0 {
        return Ok(String::new());
    }
    let found = format!("{strayed} calls of the host from another thread");
    let fix = "hand results to the thread that extract runs on, and call the host from there";
    Err(Finding::fail(found, "calls from the thread of extract alone", fix))
}

/// Reads the samples, waits for what may come late, and counts what came in the wrong way.
fn strays(subject: &Subject) -> Result<(u32, u32), Finding> {
    let mut instance = subject.start()?;
    for sample in subject.samples() {
        instance.extract(&sample, Manner { keep_sink: true, ..Manner::default() });
    }
    thread::sleep(LATE);
    Ok(instance.strays())
}
