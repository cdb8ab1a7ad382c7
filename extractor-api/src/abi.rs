//! The binary contract, field by field as `include/extractor.h` has it.
//!
//! Nothing here does anything: these are the shapes, with their sizes and offsets asserted. [`shim`] and [`view`]
//! stand on the plugin's side of them, [`host`] on the host's.
#![allow(unsafe_code)] // Raw tables of pointers and functions: the one thing that cannot be said in safe Rust.

use std::ffi::c_void;
use std::mem::{offset_of, size_of};

mod field;
pub mod host;
pub mod shim;
pub mod view;

/// The major version of the contract; part of the symbol's name.
pub const MAJOR: u16 = 1;
/// The newest minor version that this crate knows.
pub const MINOR: u16 = 1;
/// The one symbol that a plugin exports.
pub const SYMBOL: &str = "extractor_plugin_v1";
/// The ELF section that holds the manifest.
pub const MANIFEST_SECTION: &str = ".extractor.manifest";
/// The longest manifest, in bytes.
pub const MANIFEST_BYTES_MAX: usize = 64 * 1024;
/// The size of [`Plugin`] in version 1.0, the least that a table has; what a later minor appends comes after.
pub const PLUGIN_V1_0_BYTES: usize = 88;
/// The first eight bytes of [`Plugin`].
pub const MAGIC: [u8; 8] = *b"XTRPLUG\x01";

/// `create` or `extract`: done.
pub const OK: i32 = 0;
/// `extract`: this document is not for me.
pub const SKIPPED: i32 = 1;
/// This document cannot be handled, now or later.
pub const DOCUMENT: i32 = -1;
/// Try this document again later.
pub const TRANSIENT: i32 = -2;
/// `create` only: the config is wrong.
pub const CONFIG: i32 = -3;
/// A bug of the plugin; also what any unknown status counts as.
pub const INTERNAL: i32 = -4;
/// The Rust SDK caught a panic.
pub const PANIC: i32 = -5;
/// Gave up because `should_stop` said so.
pub const STOPPED: i32 = -6;

/// `emit`, `publish_layer`: taken.
pub const ACCEPTED: i32 = 0;
/// Not one JSON object, bad UTF-8, too deep, undeclared type, or a malformed layer.
pub const INVALID_EVENT: i32 = -10;
/// The line would be longer than the log allows.
pub const TOO_LARGE: i32 = -11;
/// Too many events or bytes for one document.
pub const LIMIT: i32 = -12;
/// Time is up.
pub const STOP: i32 = -13;
/// The sink was used after its `extract` had returned.
pub const STALE: i32 = -14;

/// Set in [`Document::flags`] when the text is present.
pub const DOCUMENT_HAS_TEXT: u32 = 1;

/// The extension of a plugin that is called between documents; its table is a [`Tick`].
pub const TICK: &str = "xtr.tick/1";
/// Every extension that this host knows; a plugin that requires another cannot run.
pub const EXTENSIONS: &[&str] = &[TICK];

/// `xtr_str`: bytes with a length.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Str {
    /// May be null only when `len` is 0.
    pub ptr: *const u8,
    /// In bytes.
    pub len: usize,
}

impl Str {
    /// The empty string.
    pub const EMPTY: Str = Str { ptr: std::ptr::null(), len: 0 };

    /// Points at `bytes`; the caller keeps them alive for as long as the receiver may look.
    pub const fn new(bytes: &[u8]) -> Str {
        Str { ptr: bytes.as_ptr(), len: bytes.len() }
    }

    /// Reads the bytes.
    ///
    /// # Safety
    /// `ptr` and `len` describe readable memory that does not change during `'a`, or `len` is 0.
    pub unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.len == 0 || self.ptr.is_null() {
            return &[];
        }
        // SAFETY: the caller vouches for pointer and length.
        unsafe { std::slice::from_raw_parts(self.ptr, self.len) }
    }
}

/// `xtr_pool_str`: a string inside the pool of a layer.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolStr {
    /// First byte in the pool.
    pub offset: u32,
    /// In bytes.
    pub length: u32,
}

/// `xtr_layer_v1`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // The header has the words for each field, here and below.
pub struct Layer {
    pub name: Str,
    pub records: *const c_void,
    pub count: u32,
    pub stride: u32,
    pub producer: Str,
    pub pool: Str,
}

/// `xtr_event_v1`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Event {
    pub kind: Str,
    pub key: Str,
    pub data_json: Str,
    pub producer: Str,
}

/// `xtr_host_v1`.
#[repr(C)]
#[allow(missing_docs)]
pub struct Host {
    pub struct_size: u32,
    pub abi_major: u16,
    pub abi_minor: u16,
    pub ctx: *mut c_void,
    pub name: Str,
    pub version: Str,
    pub get_extension: Option<unsafe extern "C" fn(ctx: *mut c_void, id: Str) -> *const c_void>,
    pub log: Option<unsafe extern "C" fn(ctx: *mut c_void, level: u32, text: Str)>,
    pub report_error: Option<unsafe extern "C" fn(ctx: *mut c_void, code: i32, text: Str)>,
}

/// `xtr_document_v1`.
#[repr(C)]
#[allow(missing_docs)]
pub struct Document {
    pub struct_size: u32,
    pub flags: u32,
    pub doc_id: Str,
    pub name: Str,
    pub media_type: Str,
    pub text: Str,
    pub raw: Str,
    pub meta_json: Str,
    pub layers: *const Layer,
    pub layer_count: u32,
    pub layer_stride: u32,
    pub events: *const Event,
    pub event_count: u32,
    pub event_stride: u32,
    pub find_layer: Option<unsafe extern "C" fn(ctx: *mut c_void, name: Str) -> *const Layer>,
    pub ctx: *mut c_void,
    pub code_points: Option<unsafe extern "C" fn(ctx: *mut c_void, byte_offset: u64) -> u64>,
    pub soft_budget_ns: u64,
    pub attempt: u32,
    pub reserved0: u32,
}

/// `xtr_sink_v1`.
#[repr(C)]
#[allow(missing_docs)]
pub struct Sink {
    pub struct_size: u32,
    pub reserved0: u32,
    pub ctx: *mut c_void,
    pub emit: Option<unsafe extern "C" fn(ctx: *mut c_void, kind: Str, key: Str, data_json: Str) -> i32>,
    pub should_stop: Option<unsafe extern "C" fn(ctx: *mut c_void) -> i32>,
    pub publish_layer: Option<unsafe extern "C" fn(ctx: *mut c_void, layer: *const Layer) -> i32>,
}

/// The type of [`Plugin::create`].
pub type CreateFn = unsafe extern "C" fn(host: *const Host, config_json: Str, out: *mut *mut c_void) -> i32;
/// The type of [`Plugin::extract`].
pub type ExtractFn = unsafe extern "C" fn(instance: *mut c_void, document: *const Document, sink: *const Sink) -> i32;
/// The type of [`Plugin::destroy`].
pub type DestroyFn = unsafe extern "C" fn(instance: *mut c_void);
/// The type of [`Plugin::get_extension`].
pub type PluginExtensionFn = unsafe extern "C" fn(id: Str) -> *const c_void;
/// The type of [`Tick::tick`].
pub type TickFn = unsafe extern "C" fn(instance: *mut c_void) -> i32;

/// `xtr_plugin_v1`.
#[repr(C)]
#[allow(missing_docs)]
pub struct Plugin {
    pub magic: [u8; 8],
    pub struct_size: u32,
    pub abi_major: u16,
    pub abi_minor: u16,
    pub flags: u64,
    pub id: Str,
    pub version: Str,
    pub create: Option<CreateFn>,
    pub extract: Option<ExtractFn>,
    pub destroy: Option<DestroyFn>,
    pub get_extension: Option<PluginExtensionFn>,
}

/// `xtr_tick_v1`.
#[repr(C)]
#[allow(missing_docs)]
pub struct Tick {
    pub struct_size: u32,
    pub reserved0: u32,
    pub tick: Option<TickFn>,
}

// SAFETY: a plugin table is read-only for the life of its library, and so is all that it points at.
unsafe impl Sync for Plugin {}

/// Asserts size and offsets of one struct at compile time, and lists them for the test that compiles the header.
macro_rules! layout {
    ($name:ident, $type:ty, $size:literal, { $($field:ident: $offset:literal),* $(,)? }) => {
        const _: () = {
            assert!(size_of::<$type>() == $size);
            $(assert!(offset_of!($type, $field) == $offset);)*
        };
        #[doc = concat!("Size and field offsets of [`", stringify!($type), "`], in bytes.")]
        #[doc(hidden)]
        pub const $name: (usize, &[(&str, usize)]) = ($size, &[$((stringify!($field), $offset)),*]);
    };
}

layout!(STR_LAYOUT, Str, 16, { ptr: 0, len: 8 });
layout!(POOL_STR_LAYOUT, PoolStr, 8, { offset: 0, length: 4 });
layout!(LAYER_LAYOUT, Layer, 64, { name: 0, records: 16, count: 24, stride: 28, producer: 32, pool: 48 });
layout!(EVENT_LAYOUT, Event, 64, { kind: 0, key: 16, data_json: 32, producer: 48 });
layout!(HOST_LAYOUT, Host, 72, {
    struct_size: 0, abi_major: 4, abi_minor: 6, ctx: 8, name: 16, version: 32, get_extension: 48, log: 56,
    report_error: 64,
});
layout!(DOCUMENT_LAYOUT, Document, 176, {
    struct_size: 0, flags: 4, doc_id: 8, name: 24, media_type: 40, text: 56, raw: 72, meta_json: 88, layers: 104,
    layer_count: 112, layer_stride: 116, events: 120, event_count: 128, event_stride: 132, find_layer: 136, ctx: 144,
    code_points: 152, soft_budget_ns: 160, attempt: 168, reserved0: 172,
});
layout!(SINK_LAYOUT, Sink, 40, {
    struct_size: 0, reserved0: 4, ctx: 8, emit: 16, should_stop: 24, publish_layer: 32,
});
layout!(PLUGIN_LAYOUT, Plugin, 88, {
    magic: 0, struct_size: 8, abi_major: 12, abi_minor: 14, flags: 16, id: 24, version: 40, create: 56, extract: 64,
    destroy: 72, get_extension: 80,
});
layout!(TICK_LAYOUT, Tick, 16, { struct_size: 0, reserved0: 4, tick: 8 });
