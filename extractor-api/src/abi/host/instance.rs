//! One created extractor, and a call of it.

use std::ffi::c_void;
use std::rc::Rc;
use std::time::Instant;

use super::call::{Call, Refusal};
use super::extension::tick_of;
use super::plugin::Plugin;
use super::session::Session;
use super::side::{HostSide, Lent, code_points, find_layer};
use crate::Level;
use crate::abi::{self, Str};
use crate::manifest::Manifest;

/// What an extractor answered, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// One of the status codes of [`abi`], or, when the host refused an event or a layer, the first refusal's code:
    /// it wins over [`abi::OK`], [`abi::SKIPPED`] and [`abi::DOCUMENT`], which is what passing it on makes of it.
    pub status: i32,
    /// The extractor's words, or the host's; empty when all is well.
    pub text: String,
}

impl Verdict {
    /// Whether what the extractor emitted counts.
    pub fn is_ok(&self) -> bool {
        matches!(self.status, abi::OK | abi::SKIPPED)
    }
}

/// Takes the diagnostics of an extractor.
pub type Log = Box<dyn FnMut(Level, &str)>;

/// One created extractor. Lives on the thread that created it.
pub struct Instance {
    instance: *mut c_void,
    /// Of the extension [`abi::TICK`], when the plugin has it.
    tick: Option<abi::TickFn>,
    /// The tables that the plugin holds pointers to, and what stands behind their contexts.
    host: Rc<HostSide>,
}

impl Instance {
    /// Creates an extractor from its config, a JSON object.
    ///
    /// # Errors
    /// The status that `create` returned, with its text.
    pub fn create(plugin: &Plugin, config_json: &str, log: Log) -> Result<Instance, Verdict> {
        let host = HostSide::new(plugin.clone(), log);
        let mut instance = std::ptr::null_mut();
        // SAFETY: the host's table outlives the instance, by `Instance::host`; the config is lent for the call.
        let status =
            unsafe { (plugin.create)(&raw const host.table, Str::new(config_json.as_bytes()), &raw mut instance) };
        if status != abi::OK {
            let status = if (abi::PANIC..0).contains(&status) { status } else { abi::INTERNAL };
            return Err(Verdict { status, text: reason(host.reported.take()) });
        }
        let tick = tick_of(plugin);
        Ok(Instance { instance, tick, host })
    }

    /// What the plugin says about itself.
    pub fn manifest(&self) -> &Manifest {
        self.host.plugin.manifest()
    }

    /// Runs the extractor over the session's document. `producer` is its place in the chain.
    ///
    /// When the verdict is not ok, the session is as it was before.
    pub fn extract(&mut self, session: &mut Session<'_>, producer: usize) -> Verdict {
        let (status, call) = self.call(session, producer);
        let reported = self.host.reported.take();
        match verdict(status, call.refusal.as_ref(), reported) {
            verdict if verdict.is_ok() => {
                session.accept(call, &self.manifest().id);
                verdict
            }
            verdict => verdict,
        }
    }

    /// Whether the extractor wants [`Instance::tick`].
    pub fn wants_tick(&self) -> bool {
        self.tick.is_some()
    }

    /// Calls the extractor between documents; `None` when it does not want that.
    ///
    /// After [`abi::PANIC`] the instance is of no use any more; after another failure it goes on.
    pub fn tick(&mut self) -> Option<Verdict> {
        let tick = self.tick?;
        self.host.reported.take();
        // SAFETY: the instance came from this plugin's `create` and runs on its thread.
        let status = unsafe { tick(self.instance) };
        let reported = self.host.reported.take();
        Some(match status {
            abi::SKIPPED => unknown(status, reported),
            _ => verdict(status, None, reported),
        })
    }

    /// Calls `extract` and returns its status with what it handed over meanwhile.
    fn call(&mut self, session: &Session<'_>, producer: usize) -> (i32, Call) {
        let (layers, events) = (session.layers_as_abi(), session.events_as_abi());
        let lent = Lent { session, layers: &layers };
        let document = document(&lent, &events);
        let host = &*self.host;
        host.reported.take();
        host.deadline.set(session.input.soft_budget.map(|budget| Instant::now() + budget));
        host.call.replace(Call { producer, ..Call::default() });
        host.session.set(std::ptr::from_ref(session).cast());
        // SAFETY: the instance came from this plugin's `create` and runs on its thread; all pointers outlive the call.
        let status = unsafe { (host.plugin.extract)(self.instance, &raw const document, &raw const host.sink) };
        host.session.set(std::ptr::null());
        (status, host.call.take())
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: the instance came from this plugin's `create` and is not used again.
        unsafe { (self.host.plugin.destroy)(self.instance) };
    }
}

/// Lays the session's document out as the contract has it.
fn document(lent: &Lent<'_>, events: &[abi::Event]) -> abi::Document {
    let input = &lent.session.input;
    abi::Document {
        struct_size: size_of::<abi::Document>() as u32,
        flags: if input.text.is_some() { abi::DOCUMENT_HAS_TEXT } else { 0 },
        doc_id: Str::new(input.id.as_bytes()),
        name: Str::new(input.name.as_bytes()),
        media_type: Str::new(input.media_type.as_bytes()),
        text: Str::new(input.text.unwrap_or_default().as_bytes()),
        raw: Str::new(input.raw),
        meta_json: Str::new(input.meta_json.as_bytes()),
        layers: lent.layers.as_ptr(),
        layer_count: lent.layers.len() as u32,
        layer_stride: size_of::<abi::Layer>() as u32,
        events: events.as_ptr(),
        event_count: events.len() as u32,
        event_stride: size_of::<abi::Event>() as u32,
        find_layer: Some(find_layer),
        ctx: std::ptr::from_ref(lent).cast_mut().cast(),
        code_points: Some(code_points),
        soft_budget_ns: input.soft_budget.map_or(0, |budget| budget.as_nanos().min(u64::MAX.into()) as u64),
        attempt: input.attempt,
        reserved0: 0,
    }
}

/// Joins what the extractor returned with what the host refused meanwhile.
fn verdict(status: i32, refusal: Option<&Refusal>, reported: String) -> Verdict {
    match (status, refusal) {
        // A failure of its own kind says more than a refusal that came before it, unless it merely passed that on.
        (abi::PANIC | abi::TRANSIENT | abi::INTERNAL | abi::STOPPED, _) => Verdict { status, text: reason(reported) },
        (_, Some(Refusal { code, text })) => Verdict { status: *code, text: text.clone() },
        (abi::OK | abi::SKIPPED, None) => Verdict { status, text: String::new() },
        (abi::DOCUMENT, None) => Verdict { status, text: reason(reported) },
        (status, None) => unknown(status, reported),
    }
}

/// What no version of the contract has counts as a bug of the plugin.
fn unknown(status: i32, reported: String) -> Verdict {
    Verdict { status: abi::INTERNAL, text: format!("unknown status {status}: {}", reason(reported)) }
}

/// A failure always has words, so that the operator is not left with a number.
fn reason(reported: String) -> String {
    if reported.is_empty() { "the extractor gave no reason".to_owned() } else { reported }
}
