//! What stands behind the contexts of host, document and sink: it takes whatever the plugin says, and notes when and
//! from where it says it.

use std::cell::RefCell;
use std::ffi::c_void;
use std::fmt::Write;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::{self, ThreadId};

use extractor_api::abi::{self, Str};
use extractor_api::host::Limits;

/// Lives in an [`Rc`] that the instance holds, so that a sink that is used too late still finds somebody to tell.
pub(super) struct Witness {
    thread: ThreadId,
    /// Whether an `extract` is running.
    open: AtomicBool,
    /// Calls from other threads than the plugin's. The only cells beside `late` that such a call touches.
    strayed: AtomicU32,
    /// Calls of sink or document outside `extract`.
    late: AtomicU32,
    reported: RefCell<String>,
    call: RefCell<Call>,
}

/// One `extract`: how the sink answers, what the document's functions need, what was handed over.
#[derive(Default)]
pub(super) struct Call {
    /// The place among the sink's calls, from 1, that is refused, and the answer.
    pub(super) refuse: Option<(u32, i32)>,
    /// What `should_stop` says.
    pub(super) stop: bool,
    pub(super) layers: Vec<(Vec<u8>, *const abi::Layer)>,
    pub(super) code_points: CodePoints,
    pub(super) said: Said,
    /// Calls of `emit` and `publish_layer`.
    pub(super) sink_calls: u32,
    /// The first answer that was not "accepted"; it sticks.
    pub(super) refused: Option<i32>,
    /// Bytes of all events.
    pub(super) output_bytes: usize,
}

/// What a plugin made of one document, for comparing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) status: i32,
    /// Of the last `report_error`.
    pub(super) text: String,
    pub(super) events: Vec<Event>,
    pub(super) layers: Vec<Layer>,
}

/// An event as it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) kind: Vec<u8>,
    pub(super) key: Vec<u8>,
    pub(super) data: Vec<u8>,
}

/// A layer as it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layer {
    pub(super) name: Vec<u8>,
    pub(super) count: u32,
    /// Records and pool.
    pub(super) bytes: Vec<u8>,
}

impl Said {
    /// A line for each thing said; bytes that are no ASCII are escaped, layers are hashed.
    pub(super) fn lines(&self) -> String {
        let mut lines = format!("status {} {}", self.status, self.text);
        for Event { kind, key, data } in &self.events {
            let [kind, key, data] = [kind, key, data].map(|bytes| bytes.escape_ascii());
            let _ = write!(lines, "\nevent {kind} {key} {data}");
        }
        for Layer { name, count, bytes } in &self.layers {
            let _ = write!(lines, "\nlayer {} {count} {}", name.escape_ascii(), blake3::hash(bytes));
        }
        lines
    }

    /// Whether `byte` stands in it twice in a row.
    pub(super) fn has_run_of(&self, byte: u8) -> bool {
        let events = self.events.iter().flat_map(|event| [&event.kind, &event.key, &event.data]);
        let layers = self.layers.iter().flat_map(|layer| [&layer.name, &layer.bytes]);
        events.chain(layers).any(|bytes| bytes.windows(2).any(|pair| pair == [byte; 2]))
    }
}

/// Code points before a byte, by a mark every 256 bytes.
#[derive(Default)]
pub(super) struct CodePoints {
    text: Vec<u8>,
    marks: Vec<u64>,
}

impl CodePoints {
    const STEP: usize = 256;

    pub(super) fn new(text: &str) -> CodePoints {
        let mut before = 0;
        let marks = text.as_bytes().chunks(Self::STEP).map(|chunk| {
            let mark = before;
            before += begins(chunk);
            mark
        });
        CodePoints { marks: marks.collect(), text: text.as_bytes().to_vec() }
    }

    /// As the contract has it: an offset inside a character counts as that character's start.
    fn before(&self, offset: u64) -> u64 {
        let mut end = usize::try_from(offset).map_or(self.text.len(), |offset| offset.min(self.text.len()));
        while end < self.text.len() && self.text[end] & 0xc0 == 0x80 {
            end -= 1;
        }
        let step = (end / Self::STEP).min(self.marks.len().saturating_sub(1));
        self.marks.get(step).map_or(0, |mark| mark + begins(&self.text[step * Self::STEP..end]))
    }
}

/// How many characters begin in these bytes.
fn begins(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u64
}

impl Witness {
    pub(super) fn new() -> Rc<Witness> {
        Rc::new(Witness {
            thread: thread::current().id(),
            open: AtomicBool::new(false),
            strayed: AtomicU32::new(0),
            late: AtomicU32::new(0),
            reported: RefCell::default(),
            call: RefCell::default(),
        })
    }

    /// The tables' context.
    pub(super) fn context(self: &Rc<Witness>) -> *mut c_void {
        Rc::as_ptr(self).cast_mut().cast()
    }

    /// Begins an `extract`.
    pub(super) fn begin(&self, call: Call) {
        self.reported.take();
        self.call.replace(call);
        self.open.store(true, Ordering::Release);
    }

    /// Ends it.
    pub(super) fn end(&self) -> Call {
        self.open.store(false, Ordering::Release);
        let mut call = self.call.take();
        call.said.text = self.take_reported();
        call
    }

    pub(super) fn take_reported(&self) -> String {
        self.reported.take()
    }

    /// Calls from other threads, and calls outside `extract`.
    pub(super) fn strays(&self) -> (u32, u32) {
        (self.strayed.load(Ordering::Acquire), self.late.load(Ordering::Acquire))
    }

    fn is_called_by_its_own_thread(&self) -> bool {
        let own = thread::current().id() == self.thread;
        if !own {
            self.strayed.fetch_add(1, Ordering::AcqRel);
        }
        own
    }

    /// Runs one call of sink or document; `otherwise` when it comes too late or from another thread.
    fn during_call<T>(&self, otherwise: T, run: impl FnOnce(&mut Call) -> T) -> T {
        let open = self.open.load(Ordering::Acquire);
        if !open {
            self.late.fetch_add(1, Ordering::AcqRel);
        }
        if !self.is_called_by_its_own_thread() || !open {
            return otherwise;
        }
        run(&mut self.call.borrow_mut())
    }
}

impl Call {
    /// Answers one call of the sink as a host would that has the real one's limits and this call's refusals.
    fn answer(&mut self, bytes: usize, note: impl FnOnce(&mut Said)) -> i32 {
        let limits = Limits::default();
        self.sink_calls += 1;
        self.output_bytes = self.output_bytes.saturating_add(bytes);
        let refusal = match self.refuse {
            Some((place, code)) if place == self.sink_calls => Some(code),
            _ if self.output_bytes > limits.output_bytes || self.said.events.len() >= limits.events => Some(abi::LIMIT),
            _ => None,
        };
        self.refused = self.refused.or(refusal);
        if self.refused.is_none() {
            note(&mut self.said);
        }
        self.refused.unwrap_or(abi::ACCEPTED)
    }
}

/// Finds the witness behind a context.
///
/// # Safety
/// `ctx` is a context of a table whose instance is alive.
unsafe fn witness<'a>(ctx: *mut c_void) -> &'a Witness {
    // SAFETY: as the caller says; only shared references to it are ever made.
    unsafe { &*ctx.cast::<Witness>() }
}

pub(super) unsafe extern "C" fn get_extension(ctx: *mut c_void, _id: Str) -> *const c_void {
    // SAFETY: a context of our table.
    unsafe { witness(ctx) }.is_called_by_its_own_thread();
    std::ptr::null()
}

pub(super) unsafe extern "C" fn log(ctx: *mut c_void, _level: u32, _text: Str) {
    // SAFETY: a context of our table.
    unsafe { witness(ctx) }.is_called_by_its_own_thread();
}

pub(super) unsafe extern "C" fn report_error(ctx: *mut c_void, _code: i32, text: Str) {
    // SAFETY: a context of our table.
    let witness = unsafe { witness(ctx) };
    if witness.is_called_by_its_own_thread() {
        // SAFETY: the plugin lends the text for the call.
        let text = unsafe { text.bytes() };
        witness.reported.replace(String::from_utf8_lossy(text).into_owned());
    }
}

pub(super) unsafe extern "C" fn find_layer(ctx: *mut c_void, name: Str) -> *const abi::Layer {
    // SAFETY: a context of our table.
    let witness = unsafe { witness(ctx) };
    // SAFETY: the plugin lends the name for the call.
    let name = unsafe { name.bytes() };
    witness.during_call(std::ptr::null(), |call| {
        call.layers.iter().find(|(known, _)| known == name).map_or(std::ptr::null(), |(_, layer)| *layer)
    })
}

pub(super) unsafe extern "C" fn code_points(ctx: *mut c_void, byte_offset: u64) -> u64 {
    // SAFETY: a context of our table.
    unsafe { witness(ctx) }.during_call(0, |call| call.code_points.before(byte_offset))
}

pub(super) unsafe extern "C" fn should_stop(ctx: *mut c_void) -> i32 {
    // SAFETY: a context of our table.
    unsafe { witness(ctx) }.during_call(0, |call| i32::from(call.stop))
}

pub(super) unsafe extern "C" fn emit(ctx: *mut c_void, kind: Str, key: Str, data_json: Str) -> i32 {
    // SAFETY: a context of our table.
    let witness = unsafe { witness(ctx) };
    let fields = [kind, key, data_json];
    let bytes = fields.iter().fold(0, |sum: usize, field| sum.saturating_add(field.len));
    witness.during_call(abi::STALE, |call| {
        call.answer(bytes, |said| {
            // SAFETY: the plugin lends the three strings for the call.
            let [kind, key, data] = fields.map(|field| unsafe { field.bytes() }.to_vec());
            said.events.push(Event { kind, key, data });
        })
    })
}

pub(super) unsafe extern "C" fn publish_layer(ctx: *mut c_void, layer: *const abi::Layer) -> i32 {
    // SAFETY: a context of our table.
    let witness = unsafe { witness(ctx) };
    witness.during_call(abi::STALE, |call| {
        // SAFETY: null, or a layer that the plugin lends for the call.
        let Some(layer) = (unsafe { layer.as_ref() }) else { return call.answer(0, |_| ()) };
        call.answer(0, |said| {
            let records = Str { ptr: layer.records.cast(), len: layer.count as usize * layer.stride as usize };
            // SAFETY: the plugin lends name, records and pool for the call.
            let [name, records, pool] = [layer.name, records, layer.pool].map(|part| unsafe { part.bytes() });
            said.layers.push(Layer { name: name.to_vec(), count: layer.count, bytes: [records, pool].concat() });
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_as_the_contract_says() {
        let text = "é".repeat(300) + "x";
        let points = CodePoints::new(&text);
        for (offset, count) in [(0, 0), (1, 0), (2, 1), (255, 127), (256, 128), (257, 128), (600, 300), (9999, 301)] {
            assert_eq!(points.before(offset), count, "{offset}");
        }
        assert_eq!(CodePoints::new("").before(7), 0);
    }

    #[test]
    fn a_refusal_sticks() {
        let mut call = Call { refuse: Some((2, abi::TOO_LARGE)), ..Call::default() };
        let answers = [(); 4].map(|()| call.answer(1, |_| ()));
        assert_eq!(answers, [abi::ACCEPTED, abi::TOO_LARGE, abi::TOO_LARGE, abi::TOO_LARGE]);
        let mut call = Call::default();
        assert_eq!(call.answer(usize::MAX, |_| ()), abi::LIMIT);
    }
}
