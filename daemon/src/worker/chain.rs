//! The extractors of a worker, in their order.

use std::cell::Cell;
use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::time::{Duration, Instant};

use extractor_api::Level;
use extractor_api::abi;
use extractor_api::host::{self, Input, Instance, Plugin, Session, Verdict};
use extractor_api::manifest::Manifest;

use crate::config::Code;
use crate::plugin::error;
use crate::plugin::load::{LoadError, load};
use crate::reader::Article;
use crate::worker::breadcrumb::Trail;
use crate::worker::frame::{self, ExtractorVerdict, Fatal, LOG_LINES_MAX, Limits, Link, Places};

/// Takes a line of an extractor's diagnostics: its place, level, text.
pub type LogLine = Rc<dyn Fn(usize, Level, &str)>;

/// The chain, created and ready.
pub struct Chain {
    links: Vec<Created>,
    limits: host::Limits,
    soft_budget: Duration,
    voice: Voice,
}

struct Created {
    name: String,
    plugin: Plugin,
    config: String,
    skip_on_error: bool,
    /// `None` only while it cannot be created anew after a panic.
    instance: Option<Instance>,
}

/// Bytes of a line that are not `data`: the envelope with the longest type, id and extractor name.
pub const ENVELOPE_BYTES: usize = 1024;

/// One document on its way through the chain.
pub struct Passage<'a> {
    session: Session<'a>,
    without: Places,
    /// Verdicts of the extractors that had their turn.
    extractors: Vec<ExtractorVerdict>,
    /// Lines of diagnostics that they wrote.
    lines: u32,
}

/// Diagnostics, as many as one document may have.
#[derive(Clone)]
struct Voice {
    log: LogLine,
    /// Lines about the document whose turn it is, or of the call between documents.
    lines: Rc<Cell<u32>>,
}

impl Chain {
    /// Loads every plugin and creates every extractor.
    ///
    /// # Errors
    /// Names the first that cannot be loaded or created.
    pub fn start(
        links: &[Link],
        images: Vec<OwnedFd>,
        limits: Limits,
        trail: &Trail,
        log: LogLine,
    ) -> Result<Chain, Fatal> {
        let mut chain = Chain {
            links: Vec::new(),
            limits: host::Limits {
                event_bytes: limits.line_bytes.saturating_sub(ENVELOPE_BYTES),
                ..host::Limits::default()
            },
            soft_budget: Duration::from_millis(limits.soft_budget_ms),
            voice: Voice { log, lines: Rc::default() },
        };
        for (place, (link, image)) in links.iter().zip(images).enumerate() {
            let fatal =
                |code: &str, text: String| Fatal { code: code.to_owned(), extractor: Some(link.name.clone()), text };
            trail.creating(place);
            let manifest = Manifest::parse(link.manifest.as_bytes()).map_err(|text| fatal(error::TABLE, text))?;
            let plugin = load(image, manifest).map_err(|error| match error {
                LoadError::Link(text) => fatal(error::LINK, text),
                LoadError::Table(fault) => fatal(error::TABLE, fault.to_string()),
            })?;
            let config = link.config.to_string();
            let instance = create(&plugin, &config, place, &chain.voice).map_err(|verdict| match verdict.status {
                abi::CONFIG => fatal(Code::RefusedByPlugin.as_str(), verdict.text),
                _ => fatal(error::CREATE, verdict.text),
            })?;
            chain.links.push(Created {
                name: link.name.clone(),
                plugin,
                config,
                skip_on_error: link.skip_on_error,
                instance: Some(instance),
            });
        }
        trail.idle();
        Ok(chain)
    }

    /// Whether an extractor wants a call between documents.
    pub fn wants_ticks(&self) -> bool {
        self.links.iter().filter_map(|link| link.instance.as_ref()).any(Instance::wants_tick)
    }

    /// Calls every extractor that wants a call between documents. One that fails says so in the diagnostics; no
    /// document suffers.
    pub fn tick(&mut self, trail: &Trail) {
        self.voice.lines.set(0);
        for (place, link) in self.links.iter_mut().enumerate() {
            let Some(instance) = link.instance.as_mut().filter(|instance| instance.wants_tick()) else { continue };
            trail.ticking(place);
            if let Some(verdict) = instance.tick().filter(|verdict| !verdict.is_ok()) {
                link.tell_and_renew(&verdict, place, &self.voice);
            }
        }
        trail.idle();
    }

    /// Begins with a document.
    pub fn begin<'a>(
        &self,
        article: &'a Article<'_>,
        id: &'a str,
        name: &'a str,
        attempt: u32,
        without: Places,
    ) -> Passage<'a> {
        let input = Input {
            id,
            name,
            media_type: article.media_type,
            text: article.text.as_deref(),
            raw: article.raw,
            meta_json: &article.meta_json,
            attempt,
            soft_budget: Some(self.soft_budget),
        };
        let extractors = Vec::with_capacity(self.links.len());
        Passage { session: Session::new(input, self.limits), without, extractors, lines: 0 }
    }

    /// Runs the next extractor over a document; says whether there may be another. After a failure those behind it do
    /// not run, unless its config says that they should.
    pub fn step(&mut self, passage: &mut Passage<'_>, trail: &Trail) -> bool {
        let Passage { session, without, extractors, lines } = passage;
        let place = extractors.len();
        let Some(link) = self.links.get_mut(place) else { return false };
        if without.contains(place) {
            extractors.push(ExtractorVerdict { status: abi::SKIPPED, events: 0, wall_ns: 0, text: String::new() });
            return true;
        }
        let events_before = session.events().len();
        trail.extracting(place);
        self.voice.lines.set(*lines);
        let began = Instant::now();
        let verdict = link.extract(session, place, &self.voice);
        *lines = self.voice.lines.get();
        let goes_on = verdict.is_ok() || link.skip_on_error;
        extractors.push(ExtractorVerdict {
            status: verdict.status,
            events: (session.events().len() - events_before) as u32,
            wall_ns: began.elapsed().as_nanos() as u64,
            text: verdict.text,
        });
        goes_on
    }
}

impl Passage<'_> {
    /// What the extractors say of the document, and their events that count.
    pub fn end(self) -> (Vec<ExtractorVerdict>, Vec<frame::Event>) {
        let events = self.session.into_events().into_iter().map(|event| frame::Event {
            extractor: event.producer as u16,
            kind: event.kind,
            key: event.key,
            data: event.data,
        });
        (self.extractors, events.collect())
    }
}

impl Voice {
    fn say(&self, place: usize, level: Level, text: &str) {
        self.lines.set(self.lines.get().saturating_add(1));
        let text = match self.lines.get() {
            ..LOG_LINES_MAX => text,
            LOG_LINES_MAX => "more lines for this document are dropped",
            _ => return,
        };
        (self.log)(place, level, text);
    }
}

impl Created {
    /// Runs the extractor; after a panic a new instance takes its place.
    fn extract(&mut self, session: &mut Session<'_>, place: usize, voice: &Voice) -> Verdict {
        let Some(instance) = &mut self.instance else {
            return match create(&self.plugin, &self.config, place, voice) {
                Ok(instance) => self.instance.insert(instance).extract(session, place),
                Err(verdict) => verdict,
            };
        };
        let verdict = instance.extract(session, place);
        if verdict.status == abi::PANIC {
            self.tell_and_renew(&verdict, place, voice);
        }
        verdict
    }

    /// Says how a call failed; after a panic a new instance takes the place of the old one.
    fn tell_and_renew(&mut self, verdict: &Verdict, place: usize, voice: &Voice) {
        if verdict.status == abi::PANIC {
            // In this order, so that never two of them live.
            self.instance = None;
            self.instance = create(&self.plugin, &self.config, place, voice).ok();
        }
        voice.say(place, Level::Warn, &format!("{} {}", self.name, verdict.text));
    }
}

fn create(plugin: &Plugin, config: &str, place: usize, voice: &Voice) -> Result<Instance, Verdict> {
    let voice = voice.clone();
    Instance::create(plugin, config, Box::new(move |level, text| voice.say(place, level, text)))
}
