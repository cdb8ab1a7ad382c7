//! The checks with documents that no editor would send, and with a host that says no.

use std::time::Duration;

use extractor_api::abi;

use super::driver::{Instance, Manner, Reply};
use super::process::cpu_time;
use super::samples::{Random, Sample, long_text, truncations};
use super::subject::Subject;
use super::{Finding, Verdict};

/// The longest text that a check hands over; more than hosts let through.
const LONG_BYTES: usize = 10 << 20;
/// After a refusal, and after `should_stop`, there is nothing left to do but to return.
const REFUSED_TIME: Duration = Duration::from_millis(100);
const STOPPED_TIME: Duration = Duration::from_secs(3);
/// From `should_stop` to the end of the worker, at the default `limits.timeout` of 10 s.
const STOPPED_TIME_MAX: Duration = Duration::from_secs(5);
/// How many calls of the sink are refused in turn.
const REFUSALS_MAX: u32 = 3;
/// At how many places each text is cut.
const CUTS: usize = 24;
const RANDOM_DOCUMENTS: usize = 40;

pub(super) fn empty(subject: &Subject) -> Verdict {
    survives(subject, &[Sample::of_text("empty", "")])
}

pub(super) fn one_byte(subject: &Subject) -> Verdict {
    let texts = ["x", " ", "\n", "\"", "\\", "#", "0"];
    survives(subject, &texts.map(|text| Sample::of_text("one-byte", text)))
}

pub(super) fn nul_bytes(subject: &Subject) -> Verdict {
    let texts = ["\0", "Ferry\0leaves\0on\0time\n\n\0\0\0", "title\n\nbody \0"];
    survives(subject, &texts.map(|text| Sample::of_text("nul-bytes", text)))
}

pub(super) fn invalid_utf8(subject: &Subject) -> Verdict {
    let bytes: [&[u8]; 3] = [b"\xff\xfe\x80", b"Caf\xe9 in Dunmere\n", b"\xed\xa0\x80\xf8\x88\x80\x80\x80"];
    survives(subject, &bytes.map(|bytes| Sample::of_bytes("invalid-utf8", bytes)))
}

pub(super) fn byte_order_mark(subject: &Subject) -> Verdict {
    let texts = ["\u{feff}", "\u{feff}Ferry leaves\n\nToday.\n", "a\u{feff}b"];
    survives(subject, &texts.map(|text| Sample::of_text("byte-order-mark", text)))
}

pub(super) fn long_line(subject: &Subject) -> Verdict {
    let line = long_text(LONG_BYTES).replace('\n', " ");
    survives(subject, &[Sample::of_text("long-line", line)])
}

pub(super) fn deep_metadata(subject: &Subject) -> Verdict {
    let mut sample = Sample::of_text("deep-metadata", "Ferry leaves\n\nToday.\n");
    sample.meta_json = format!("{{\"title\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let mut wrong = sample.clone();
    wrong.meta_json = "{\"title\":7,\"byline\":{\"a\":null},\"published\":[]}".to_owned();
    survives(subject, &[sample, wrong])
}

pub(super) fn line_ends(subject: &Subject) -> Verdict {
    let text = long_text(1);
    let ends = ["\r\n", "\r", "\n\r", "\u{2028}", "\u{85}"];
    survives(subject, &ends.map(|end| Sample::of_text("line-ends", text.replace('\n', end))))
}

pub(super) fn right_to_left(subject: &Subject) -> Verdict {
    let texts = [
        "המעבורת יוצאת בזמן\n\nהנמל הודיע ביום שני כי המעבורת יצאה בזמן.\n",
        "العبارة تغادر في موعدها\n\nقال مكتب الميناء يوم الاثنين إن العبارة غادرت دون تأخير.\n",
        "\u{202e}Ferry leaves\u{202c} on time e\u{301}\u{301}\u{301} \u{200f}\u{200d}👩‍👩‍👧\n",
    ];
    survives(subject, &texts.map(|text| Sample::of_text("right-to-left", text)))
}

pub(super) fn random(subject: &Subject) -> Verdict {
    let mut random = Random(subject.seed);
    let mut samples = Vec::new();
    for round in 0..RANDOM_DOCUMENTS {
        let length = random.next() as usize % 4096;
        let name = format!("random-{round}");
        samples.push(match round % 2 {
            0 => Sample::of_bytes(&name, &random.bytes(length)),
            _ => Sample::of_text(&name, random.text(length)),
        });
    }
    survives(subject, &samples).map(|_| format!("seed {}", subject.seed))
}

pub(super) fn truncated(subject: &Subject) -> Verdict {
    let whole = subject.samples();
    let texts = whole.iter().filter_map(|sample| Some((sample.name.as_str(), sample.text.as_deref()?)));
    let cuts = texts.flat_map(|(name, text)| {
        truncations(text, CUTS).map(move |cut| Sample::of_text(&format!("{name} cut at byte {}", cut.len()), cut))
    });
    let cuts: Vec<Sample> = cuts.collect();
    survives(subject, &cuts).map(|_| format!("{} documents", cuts.len()))
}

/// Hands the samples over and wants an honest status for each.
fn survives(subject: &Subject, samples: &[Sample]) -> Verdict {
    let mut instance = subject.start()?;
    for sample in samples {
        let reply = instance.read(sample);
        judge_status(&reply, &sample.name)?;
    }
    Ok(String::new())
}

/// Passes the statuses that tell something about the document.
fn judge_status(reply: &Reply, name: &str) -> Result<(), Finding> {
    let expected = "0, 1 (skipped), or -1 (document) with a text";
    let fix = "handle the document, skip it, or say why it cannot be handled";
    let text = if reply.said.text.is_empty() { "without a text" } else { &reply.said.text };
    let found = format!("{name}: status {}, {text}", reply.said.status);
    match reply.said.status {
        abi::OK | abi::SKIPPED | abi::DOCUMENT | abi::TRANSIENT | abi::STOPPED => Ok(()),
        // What the host refused for its own limits is not the document's fault.
        _ if reply.refused == Some(abi::LIMIT) => Ok(()),
        abi::INTERNAL => Err(Finding::warn(found, expected, fix)),
        _ => Err(Finding::fail(found, expected, fix)),
    }
}

pub(super) fn refused(subject: &Subject) -> Verdict {
    let mut instance = subject.start()?;
    let samples = subject.samples();
    let mut refusals = 0;
    let mut slowest = Duration::ZERO;
    for sample in &samples {
        let calls = instance.read(sample).sink_calls.min(REFUSALS_MAX);
        for place in 1..=calls {
            for code in [abi::INVALID_EVENT, abi::LIMIT, abi::STOP] {
                slowest = slowest.max(refuse(&mut instance, sample, place, code)?);
                refusals += 1;
            }
        }
    }
    if refusals == 0 {
        return Err(Finding::skip(
            "it emitted and published nothing; pass documents that it has events for with --examples",
        ));
    }
    let figures = format!("{refusals} refusals, the slowest took {} ms", slowest.as_millis());
    if slowest <= REFUSED_TIME {
        return Ok(figures);
    }
    Err(Finding::warn(figures, "a return within 100 ms", "return at the first call of the sink that is not accepted"))
}

fn refuse(instance: &mut Instance, sample: &Sample, place: u32, code: i32) -> Result<Duration, Finding> {
    let reply = instance.extract(sample, Manner { refuse: Some((place, code)), ..Manner::default() });
    if reply.refused.is_none() || (reply.said.status < 0 && reply.said.status != abi::PANIC) {
        return Ok(reply.cpu);
    }
    Err(Finding::fail(
        format!("{}: status {} although call {place} of the sink was answered {code}", sample.name, reply.said.status),
        "a negative status: the document has failed, whatever the plugin says",
        "look at what emit and publish_layer return, and return an error of your own",
    ))
}

pub(super) fn stopped(subject: &Subject) -> Verdict {
    let mut instance = subject.start()?;
    let sample = Sample::of_text("stopped", long_text(LONG_BYTES));
    let began = cpu_time();
    instance.extract(&sample, Manner { stop: true, ..Manner::default() });
    let took = cpu_time() - began;
    let figures = format!("{} ms", took.as_millis());
    if took <= STOPPED_TIME {
        return Ok(figures);
    }
    let found = format!("it took {figures} for 10 MiB although should_stop said 1");
    let (expected, fix) =
        ("a return within 3 s; after 5 s hosts end the worker", "ask should_stop every few kilobytes");
    Err(if took <= STOPPED_TIME_MAX {
        Finding::warn(found, expected, fix)
    } else {
        Finding::fail(found, expected, fix)
    })
}
