//! The extractors of a worker, in their order.

use std::os::fd::OwnedFd;
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
use crate::worker::frame::{self, ExtractorVerdict, Fatal, Limits, Link};

/// Takes a line of an extractor's diagnostics: its place, level, text.
pub type LogLine = std::rc::Rc<dyn Fn(usize, Level, &str)>;

/// The chain, created and ready.
pub struct Chain {
    links: Vec<Created>,
    limits: host::Limits,
    soft_budget: Duration,
    log: LogLine,
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

/// What the chain made of one document.
pub struct Run {
    /// Verdicts of the extractors that ran.
    pub extractors: Vec<ExtractorVerdict>,
    /// Events that count.
    pub events: Vec<frame::Event>,
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
            log,
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
            let instance = create(&plugin, &config, place, &chain.log).map_err(|verdict| match verdict.status {
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
        for (place, link) in self.links.iter_mut().enumerate() {
            let Some(instance) = link.instance.as_mut().filter(|instance| instance.wants_tick()) else { continue };
            trail.ticking(place);
            if let Some(verdict) = instance.tick().filter(|verdict| !verdict.is_ok()) {
                link.tell_and_renew(&verdict, place, &self.log);
            }
        }
        trail.idle();
    }

    /// Runs the chain over one document. After a failure the extractors behind it do not run, unless its config says
    /// that they should.
    pub fn run(&mut self, article: &Article<'_>, file: &frame::File<'_>, id: &str, trail: &Trail) -> Run {
        let input = Input {
            id,
            name: file.name,
            media_type: article.media_type,
            text: article.text.as_deref(),
            raw: article.raw,
            meta_json: &article.meta_json,
            attempt: file.attempt,
            soft_budget: Some(self.soft_budget),
        };
        let mut session = Session::new(input, self.limits);
        let mut extractors = Vec::with_capacity(self.links.len());
        for (place, link) in self.links.iter_mut().enumerate() {
            if file.without.contains(place) {
                extractors.push(ExtractorVerdict { status: abi::SKIPPED, events: 0, wall_ns: 0, text: String::new() });
                continue;
            }
            let events_before = session.events().len();
            trail.extracting(place);
            let began = Instant::now();
            let verdict = link.extract(&mut session, place, &self.log);
            let failed = !verdict.is_ok();
            extractors.push(ExtractorVerdict {
                status: verdict.status,
                events: (session.events().len() - events_before) as u32,
                wall_ns: began.elapsed().as_nanos() as u64,
                text: verdict.text,
            });
            if failed && !link.skip_on_error {
                break;
            }
        }
        trail.idle();
        let events = session.into_events().into_iter().map(|event| frame::Event {
            extractor: event.producer as u16,
            kind: event.kind,
            key: event.key,
            data: event.data,
        });
        Run { extractors, events: events.collect() }
    }
}

impl Created {
    /// Runs the extractor; after a panic a new instance takes its place.
    fn extract(&mut self, session: &mut Session<'_>, place: usize, log: &LogLine) -> Verdict {
        let Some(instance) = &mut self.instance else {
            return match create(&self.plugin, &self.config, place, log) {
                Ok(instance) => self.instance.insert(instance).extract(session, place),
                Err(verdict) => verdict,
            };
        };
        let verdict = instance.extract(session, place);
        if verdict.status == abi::PANIC {
            self.tell_and_renew(&verdict, place, log);
        }
        verdict
    }

    /// Says how a call failed; after a panic a new instance takes the place of the old one.
    fn tell_and_renew(&mut self, verdict: &Verdict, place: usize, log: &LogLine) {
        if verdict.status == abi::PANIC {
            // In this order, so that never two of them live.
            self.instance = None;
            self.instance = create(&self.plugin, &self.config, place, log).ok();
        }
        log(place, Level::Warn, &format!("{} {}", self.name, verdict.text));
    }
}

fn create(plugin: &Plugin, config: &str, place: usize, log: &LogLine) -> Result<Instance, Verdict> {
    let log = LogLine::clone(log);
    Instance::create(plugin, config, Box::new(move |level, text| log(place, level, text)))
}
