//! A host over the raw tables that is as awkward as the contract allows: it ends every loan the moment it may, and
//! its structs can be as short as those of version 1.0 or longer than any that exist.

use std::ffi::c_void;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use extractor_api::abi::{self, Str};
use extractor_api::host;
use extractor_api::manifest::Manifest;
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};

use super::Finding;
use super::block::{Block, POISON};
use super::layers;
use super::process::cpu_time;
use super::samples::Sample;
use super::witness::{self, Call, CodePoints, Said, Witness};

/// A library that is loaded; it stays so.
#[derive(Clone, Copy)]
pub(super) struct Loaded {
    table: *const abi::Plugin,
}

/// A plugin whose table was checked.
#[derive(Clone)]
pub(super) struct Plugin {
    pub(super) manifest: Rc<Manifest>,
    pub(super) create: abi::CreateFn,
    pub(super) extract: abi::ExtractFn,
    pub(super) destroy: abi::DestroyFn,
    pub(super) flags: u64,
    get_extension: Option<unsafe extern "C" fn(id: Str) -> *const c_void>,
}

/// How long the host's structs are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// As this host knows them.
    #[default]
    Now,
    /// As version 1.0 has them.
    First,
    /// Longer than this host knows them, of a newer minor version, arrays with wider strides.
    Future,
}

/// Bytes of the structs in version 1.0, which is released and cannot change.
const FIRST_HOST: usize = 72;
const FIRST_DOCUMENT: usize = 176;
const FIRST_SINK: usize = 40;
/// What [`Shape::Future`] adds to a struct, and to the stride of an array.
const FUTURE_BYTES: usize = 64;

impl Shape {
    fn bytes<T>(self, first: usize) -> usize {
        match self {
            Shape::Now => size_of::<T>(),
            Shape::First => first,
            Shape::Future => size_of::<T>() + FUTURE_BYTES,
        }
    }

    fn minor(self) -> u16 {
        match self {
            Shape::Now => abi::MINOR,
            Shape::First => 0,
            Shape::Future => abi::MINOR + 999,
        }
    }

    fn gap(self) -> usize {
        if self == Shape::Future { FUTURE_BYTES } else { 0 }
    }
}

/// How one document is handed over.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    pub(super) shape: Shape,
    /// The call of the sink, from 1, that is refused, and the answer.
    pub(super) refuse: Option<(u32, i32)>,
    /// `should_stop` says 1 from the start.
    pub(super) stop: bool,
    /// Empty strings are null; else they point at something.
    pub(super) nulls: bool,
    /// The sink stays readable after the call, so that late calls of it arrive.
    pub(super) keep_sink: bool,
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) said: Said,
    pub(super) sink_calls: u32,
    /// The first refusal of the sink.
    pub(super) refused: Option<i32>,
    pub(super) cpu: Duration,
}

/// What `create` returned instead of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) status: i32,
    pub(super) text: String,
}

impl Loaded {
    /// Loads a library as a worker would.
    ///
    /// # Errors
    /// A failed check, when the linker refuses it or it lacks the symbol.
    pub(super) fn open(path: &Path) -> Result<Loaded, Finding> {
        let refused = |error: libloading::Error| {
            let cause = std::error::Error::source(&error).map_or(error.to_string(), ToString::to_string);
            let expected =
                format!("a library that can be loaded with all its symbols bound, {} among them", abi::SYMBOL);
            let fix = "link every library that it uses, statically where hosts may not have it";
            Finding::fail(cause, expected, fix)
        };
        // SAFETY: this runs the plugin's code, which is what this process is for.
        let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) }.map_err(refused)?;
        // SAFETY: the symbol's name fixes its type: the table of version 1.
        let symbol = unsafe { library.get::<*const abi::Plugin>(abi::SYMBOL.as_bytes()) };
        let table = symbol.map_err(refused)?.into_raw().cast_const().cast();
        std::mem::forget(library);
        Ok(Loaded { table })
    }

    /// Where its table is.
    pub(super) fn place(self) -> *const abi::Plugin {
        self.table
    }

    /// Checks the table against the contract and the manifest, as every host does.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(self, manifest: &Manifest) -> Result<Plugin, host::TableFault> {
        // SAFETY: `table` is the address of the plugin's symbol, in a library that stays.
        unsafe { host::Plugin::check(self.table, manifest.clone()) }?;
        // SAFETY: the check found that all of version 1.0 is there.
        let table = unsafe { &*self.table };
        let missing = host::TableFault::Missing;
        Ok(Plugin {
            manifest: Rc::new(manifest.clone()),
            create: table.create.ok_or(missing("create"))?,
            extract: table.extract.ok_or(missing("extract"))?,
            destroy: table.destroy.ok_or(missing("destroy"))?,
            flags: table.flags,
            get_extension: table.get_extension,
        })
    }
}

impl Plugin {
    /// The plugin's own table with this id; null when it has none.
    pub(super) fn extension(&self, id: &str) -> *const c_void {
        let Some(get) = self.get_extension else { return std::ptr::null() };
        let id = Block::of_bytes(id.as_bytes());
        // SAFETY: the plugin's own function; the id is lent for the call.
        unsafe { get(id.str()) }
    }

    /// Makes an extractor under a host of this shape.
    ///
    /// # Errors
    /// The status that `create` returned, with its text.
    pub(super) fn create(&self, config: &str, shape: Shape) -> Result<Instance, Refused> {
        let witness = Witness::new();
        let size = shape.bytes::<abi::Host>(FIRST_HOST);
        let (name, version) = (Block::of_bytes(b"conformance"), Block::of_bytes(b"1.0.0"));
        let table = abi::Host {
            struct_size: size as u32,
            abi_major: abi::MAJOR,
            abi_minor: shape.minor(),
            ctx: witness.context(),
            name: name.str(),
            version: version.str(),
            get_extension: Some(witness::get_extension),
            log: Some(witness::log),
            report_error: Some(witness::report_error),
        };
        let host = [Block::of_structs(&[table], size, size), name, version];
        let config = Block::of_bytes(config.as_bytes());
        let mut raw = std::ptr::null_mut();
        // SAFETY: the table and what it points at outlive the instance; the config is lent for the call.
        let status = unsafe { (self.create)(host[0].place(), config.str(), &raw mut raw) };
        config.poison();
        match status {
            abi::OK => Ok(Instance { plugin: self.clone(), raw, host, witness, spent: Vec::new() }),
            status => Err(Refused { status, text: witness.take_reported() }),
        }
    }
}

/// An extractor that was made.
pub(super) struct Instance {
    plugin: Plugin,
    raw: *mut c_void,
    /// The table that it holds a pointer to, and the strings in it.
    host: [Block; 3],
    witness: Rc<Witness>,
    /// The memory of the call before, poisoned but readable, so that what was kept of it shows in the next.
    spent: Vec<Block>,
}

impl Instance {
    /// Hands over a document.
    pub(super) fn extract(&mut self, sample: &Sample, manner: Manner) -> Reply {
        let mut loan = Loan { blocks: Vec::new(), nulls: manner.nulls, reads: self.plugin.manifest.reads.clone() };
        let mut call = Call {
            refuse: manner.refuse,
            stop: manner.stop,
            code_points: CodePoints::new(sample.text.as_deref().unwrap_or_default()),
            ..Call::default()
        };
        let document = loan.document(sample, manner.shape, self.witness.context(), &mut call);
        let sink = sink(manner.shape, self.witness.context());
        self.witness.begin(call);
        let began = cpu_time();
        // SAFETY: `raw` came from this plugin's `create`, on this thread; document and sink outlive the call.
        let status = unsafe { (self.plugin.extract)(self.raw, document.place(), sink.place()) };
        let cpu = cpu_time() - began;
        let mut call = self.witness.end();
        call.said.status = status;
        loan.blocks.push(document);
        loan.blocks.iter().for_each(Block::poison);
        if !manner.keep_sink {
            sink.poison();
        }
        loan.blocks.push(sink);
        self.spent = loan.blocks;
        Reply { said: call.said, sink_calls: call.sink_calls, refused: call.refused, cpu }
    }

    /// Calls from other threads than this one, and calls outside `extract`.
    pub(super) fn strays(&self) -> (u32, u32) {
        self.witness.strays()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: `raw` came from this plugin's `create`, and is not used again.
        unsafe { (self.plugin.destroy)(self.raw) };
        self.host.iter().for_each(Block::poison);
    }
}

fn sink(shape: Shape, ctx: *mut c_void) -> Block {
    let size = shape.bytes::<abi::Sink>(FIRST_SINK);
    let table = abi::Sink {
        struct_size: size as u32,
        reserved0: 0,
        ctx,
        emit: Some(witness::emit),
        should_stop: Some(witness::should_stop),
        publish_layer: Some(witness::publish_layer),
    };
    Block::of_structs(&[table], size, size)
}

/// What is lent for one call.
struct Loan {
    blocks: Vec<Block>,
    nulls: bool,
    /// The layers that the plugin reads.
    reads: Vec<String>,
}

impl Loan {
    fn str(&mut self, bytes: &[u8]) -> Str {
        if bytes.is_empty() && self.nulls {
            return Str::EMPTY;
        }
        let block = Block::of_bytes(bytes);
        let str = block.str();
        self.blocks.push(block);
        str
    }

    /// Lays a document out as the contract has it.
    fn document(&mut self, sample: &Sample, shape: Shape, ctx: *mut c_void, call: &mut Call) -> Block {
        let text = sample.text.as_deref();
        let (layers, layer_count) = self.layers(sample, shape, call);
        let (events, event_count) = self.events(shape);
        let size = shape.bytes::<abi::Document>(FIRST_DOCUMENT);
        let document = abi::Document {
            struct_size: size as u32,
            flags: if text.is_some() { abi::DOCUMENT_HAS_TEXT } else { 0 },
            doc_id: self.str(blake3::hash(&sample.raw).to_hex().as_bytes()),
            name: self.str(sample.name.as_bytes()),
            media_type: self.str(sample.media_type.as_bytes()),
            text: self.str(text.unwrap_or_default().as_bytes()),
            raw: self.str(&sample.raw),
            meta_json: self.str(sample.meta_json.as_bytes()),
            layers,
            layer_count,
            layer_stride: (size_of::<abi::Layer>() + shape.gap()) as u32,
            events,
            event_count,
            event_stride: (size_of::<abi::Event>() + shape.gap()) as u32,
            find_layer: Some(witness::find_layer),
            ctx,
            code_points: Some(witness::code_points),
            soft_budget_ns: 0,
            attempt: 0,
            reserved0: 0,
        };
        Block::of_structs(&[document], size, size)
    }

    fn layers(&mut self, sample: &Sample, shape: Shape, call: &mut Call) -> (*const abi::Layer, u32) {
        let mut tables = Vec::new();
        for layer in layers::of(sample, &self.reads) {
            let stride = layer.record_bytes + shape.gap();
            let mut records = Vec::new();
            for (index, record) in layer.records.chunks(layer.record_bytes).enumerate() {
                records.extend_from_slice(record);
                records.resize((index + 1) * stride, POISON);
            }
            let records = Block::of_bytes(&records);
            tables.push(abi::Layer {
                name: self.str(layer.name.as_bytes()),
                records: records.place(),
                count: (layer.records.len() / layer.record_bytes) as u32,
                stride: stride as u32,
                producer: self.str(b"conformance"),
                pool: self.str(b""),
            });
            call.layers.push((layer.name.as_bytes().to_vec(), std::ptr::null()));
            self.blocks.push(records);
        }
        let stride = size_of::<abi::Layer>() + shape.gap();
        let block = Block::of_structs(&tables, size_of::<abi::Layer>(), stride);
        let place: *const abi::Layer = block.place();
        for (at, (_, layer)) in call.layers.iter_mut().enumerate() {
            *layer = place.wrapping_byte_add(at * stride);
        }
        self.blocks.push(block);
        (place, tables.len() as u32)
    }

    /// Two events, as if an extractor before this one had emitted them.
    fn events(&mut self, shape: Shape) -> (*const abi::Event, u32) {
        let tables = ["first", "second"].map(|key| abi::Event {
            kind: self.str(b"com.example.earlier.v1"),
            key: self.str(key.as_bytes()),
            data_json: self.str(b"{\"harbour\":\"Port Ellery\"}"),
            producer: self.str(b"earlier"),
        });
        let size = size_of::<abi::Event>();
        let block = Block::of_structs(&tables, size, size + shape.gap());
        let place = block.place();
        self.blocks.push(block);
        (place, tables.len() as u32)
    }
}
