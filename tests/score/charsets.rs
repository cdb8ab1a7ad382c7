//! Bytes in the charsets of old: how many texts are decoded exactly as they were written. The sentences are our own.

use dragoman::reader::charset::{Known, decode_known};
use encoding_rs::Encoding;
use scoring::{Data, Report};

use crate::measure::mean;

/// Sentences in the style of news: the language and the sentence on each line, five of each language.
const SENTENCES: &str = include_str!("../../daemon/src/reader/charset/sentences.txt");
/// The charsets, each with the languages that were written in it, and the domain of each.
const CHARSETS: &str = include_str!("../../daemon/src/reader/charset/legacy.txt");

/// A text as it was written and as it comes.
struct Sample {
    charset: &'static str,
    language: &'static str,
    tld: &'static str,
    text: String,
    bytes: Vec<u8>,
}

impl Sample {
    /// Whether it is decoded as it was written.
    fn is_exact(&self, tld: Option<&str>) -> bool {
        decode_known(&self.bytes, Known { label: None, tld }).is_some_and(|decoded| decoded.text == self.text)
    }
}

/// One sentence by itself and five together, each with the domain that it comes from and without.
pub(crate) fn charsets(data: &Data, report: &mut Report) {
    let single = samples(|sentences| sentences.iter().map(|&sentence| sentence.to_owned()).collect());
    let together = samples(|sentences| vec![sentences.join("\n")]);
    println!("  {} charsets, {} sentences", CHARSETS.lines().count(), single.len());
    for (what, samples, with_domain, floor) in [
        ("one sentence and its domain", &single, true, 0.98),
        ("five sentences and their domain", &together, true, 0.98),
        ("one sentence alone", &single, false, 0.95),
        ("five sentences alone", &together, false, 0.98),
    ] {
        let is_exact = |sample: &&Sample| sample.is_exact(with_domain.then_some(sample.tld));
        let exact = mean(samples.iter().map(|sample| f64::from(is_exact(&sample))));
        report.figure(&format!("decoded exactly, {what}"), exact, Some(floor));
        for sample in samples.iter().filter(|sample| !is_exact(sample)).take(data.worst) {
            println!("    {} in {}: {}", sample.language, sample.charset, sample.text.replace('\n', " "));
        }
    }
}

/// The texts that are made of the five sentences of a language, in every charset of it.
fn samples(texts: impl Fn(&[&'static str]) -> Vec<String>) -> Vec<Sample> {
    let mut samples = Vec::new();
    for (charset, languages) in CHARSETS.lines().filter_map(|line| line.split_once('\t')) {
        let encoding = Encoding::for_label(charset.as_bytes()).expect("a charset that is known");
        for (language, tld) in languages.split(", ").filter_map(|language| language.split_once(' ')) {
            let own = SENTENCES.lines().filter_map(|line| line.split_once('\t')).filter(|(of, _)| *of == language);
            for text in texts(&own.map(|(_, sentence)| sentence).collect::<Vec<_>>()) {
                let (bytes, _, is_lossy) = encoding.encode(&text);
                assert!(!is_lossy, "{charset} does not hold {text}");
                samples.push(Sample { charset, language, tld, bytes: bytes.into_owned(), text });
            }
        }
    }
    samples
}
