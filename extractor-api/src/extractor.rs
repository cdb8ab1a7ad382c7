//! The trait that a plugin implements, and the macro that exports it.

use serde::{Serialize, de::DeserializeOwned};

use crate::{Document, Error, Host, Outcome, Sink};

/// One extractor: sees a document, emits events, may publish layers.
///
/// An instance lives on one thread and is called for one document at a time, so it needs no locks and may keep
/// buffers between calls. A panic costs the document, not the process: it is caught, the instance is dropped and a
/// new one is created.
pub trait Extractor: Sized + 'static {
    /// The plugin's own table of the config file. Derive `Deserialize` with `deny_unknown_fields` and `default`.
    type Config: DeserializeOwned;

    /// The plugin's id, `[a-z0-9][a-z0-9._-]{0,63}`; the package's name when absent.
    const ID: Option<&'static str> = None;
    /// The plugin's semantic version; the package's when absent.
    const VERSION: Option<&'static str> = None;
    /// Media types that the extractor is meant for, with `*` as a wildcard; empty for all.
    const MEDIA_TYPES: &'static [&'static str] = &["text/*"];
    /// Every event type that the extractor may emit; others are refused.
    const EVENT_TYPES: &'static [&'static str] = &[];
    /// Layers that the extractor reads; the chain is refused when nobody before it publishes one of them.
    const READS: &'static [&'static str] = &[];
    /// Layers that the extractor may publish; others are refused.
    const PUBLISHES: &'static [&'static str] = &[];
    /// Host extensions without which the plugin cannot work.
    const REQUIRES: &'static [&'static str] = &[];
    /// What the plugin needs beyond reading documents: [`EXEC`](crate::manifest::EXEC). The operator must grant it, by
    /// `grant = ["exec"]` in the extractor's table.
    const CAPABILITIES: &'static [&'static str] = &[];
    /// Whether the host should call [`Extractor::tick`] between documents.
    const TICKS: bool = false;
    /// A JSON Schema (draft-07) of the plugin's config table, as JSON text.
    const CONFIG_SCHEMA: Option<&'static str> = None;

    /// Makes an instance.
    ///
    /// # Errors
    /// [`Error::config`] when the config is wrong; the text should name the key.
    fn create(config: Self::Config, host: &Host<'_>) -> Result<Self, Error>;

    /// Reads one document.
    ///
    /// # Errors
    /// [`Error::document`] when the document cannot be handled: none of its events count, whoever emitted them,
    /// unless the operator set `on_error = "skip"` for this plugin.
    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error>;

    /// Tends what the extractor keeps between documents: shrinks a cache, say. Called now and then, perhaps never, on
    /// the instance's thread and never during [`Extractor::extract`], and only when [`Extractor::TICKS`] is set. It must
    /// be short, and must not change what a document gives.
    ///
    /// # Errors
    /// Any [`Error`]: its words go to the host's diagnostics, no document fails, and the extractor goes on.
    fn tick(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

/// A stretch of text as records write it: Unicode code points of the normalised text, half-open, and the text. Made by
/// [`Document::span`].
///
/// ```
/// use extractor_api::Span;
///
/// let span = Span { start: 4, end: 8, exact: "naïf".to_owned() };
/// assert_eq!(serde_json::to_string(&span).unwrap(), r#"{"start":4,"end":8,"exact":"naïf"}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First code point.
    pub start: u64,
    /// Code point after the last.
    pub end: u64,
    /// The text between them.
    pub exact: String,
}

/// A stretch of text without the text itself, for long ones: code points, half-open. Made by [`Document::position`].
///
/// ```
/// use extractor_api::Position;
///
/// let position = Position { start: 0, end: 4_096 };
/// assert_eq!(serde_json::to_string(&position).unwrap(), r#"{"start":0,"end":4096}"#);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// First code point.
    pub start: u64,
    /// Code point after the last.
    pub end: u64,
}

/// Exports an [`Extractor`] as a plugin: writes its manifest section and its table.
///
/// Use it once a crate, with `crate-type = ["cdylib", "rlib"]`.
#[macro_export]
macro_rules! export_extractor {
    ($extractor:ty) => {
        const _: () = {
            const DESCRIPTION: $crate::private::build::Description = $crate::private::build::describe::<$extractor>(
                env!("CARGO_PKG_NAME"),
                env!("CARGO_PKG_VERSION"),
                env!("CARGO_PKG_DESCRIPTION"),
                env!("CARGO_PKG_LICENSE"),
            );
            const LENGTH: usize = $crate::private::build::length(&DESCRIPTION);
            const _: () = assert!(LENGTH <= $crate::abi::MANIFEST_BYTES_MAX, "the manifest is longer than 64 KiB");

            #[used]
            #[unsafe(link_section = ".extractor.manifest")]
            static MANIFEST: [u8; LENGTH] = $crate::private::build::bytes(&DESCRIPTION);

            #[unsafe(no_mangle)]
            #[allow(non_upper_case_globals)]
            pub static extractor_plugin_v1: $crate::abi::Plugin =
                $crate::private::shim::table::<$extractor>(DESCRIPTION.id, DESCRIPTION.version);

            // SAFETY: the table is this crate's own, for this very type.
            unsafe impl $crate::Exported for $extractor {
                fn table() -> &'static $crate::abi::Plugin {
                    &extractor_plugin_v1
                }
                fn manifest() -> &'static [u8] {
                    &MANIFEST
                }
            }
        };
    };
}
