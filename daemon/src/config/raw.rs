//! The config as written: one struct for each table, one field for each key, and nothing checked but single values.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use toml::{Spanned, Value};

use super::inbox::{Marker, Pattern};
use super::reader::Fields;
use super::source_map::Span;
use super::value::{
    Auto, Count, Destination, Flaw, Folder, Forever, Kind, Level, Name, Never, Off, Or, Period, Positive, Size, Switch,
    Text, Unlimited, Workers,
};
use super::{Duplicates, Empty, Format, OnNetwork, OnPluginFailure, Order, Sandbox, Watching};

/// The value of a key: absent, read, or flawed. A flaw does not end the reading, so that all of them can be told.
pub(super) struct Entry<K: Kind>(Option<(Span, Result<K::Value, Flaw>)>);

impl<K: Kind> Entry<K> {
    /// Where the value stands, if it does.
    pub(super) fn span(&self) -> Option<Span> {
        self.0.as_ref().map(|(span, _)| span.clone())
    }

    /// An entry of a table with keys of the writer's own.
    pub(super) fn of(value: &Spanned<Value>) -> Self {
        Entry(Some((value.span(), K::read(value.get_ref()))))
    }

    /// The place and what was read there.
    pub(super) fn into_parts(self) -> Option<(Span, Result<K::Value, Flaw>)> {
        self.0
    }
}

impl<K: Kind> Default for Entry<K> {
    fn default() -> Self {
        Entry(None)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Entry<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Entry(Some((found.span(), K::read(found.get_ref())))))
    }
}

/// What may stand under a key; tells the walk over unknown keys where to go on.
pub(super) enum Shape {
    /// One value; only texts if so marked.
    Value { text: bool },
    /// A list of values.
    List,
    /// `[key]`
    Table(&'static Table),
    /// `[[key]]`
    Tables(&'static Table),
    /// A table with keys of the writer's own.
    Names,
    /// A table of tables with keys of the writer's own.
    Plugins,
}

/// The keys of one table of the file.
pub(super) struct Table {
    /// How messages call it: `[limits]`, `[[inboxes]]`; empty for the top of the file.
    pub(super) title: &'static str,
    pub(super) keys: &'static [(&'static str, Shape)],
}

impl Table {
    pub(super) fn shape(&self, key: &str) -> Option<&'static Shape> {
        self.keys.iter().find(|(name, _)| *name == key).map(|(_, shape)| shape)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.keys.iter().map(|(name, _)| *name)
    }

    /// The tables that may stand under this one, at any depth.
    pub(super) fn inner(&self) -> Vec<&'static Table> {
        let mut tables = Vec::new();
        for (_, shape) in self.keys {
            if let Shape::Table(table) | Shape::Tables(table) = shape {
                tables.push(*table);
                tables.extend(table.inner());
            }
        }
        tables
    }
}

/// A type of a field, and the shape that its key has in the file.
pub(super) trait Shaped {
    const SHAPE: Shape;
}

impl<K: Kind> Shaped for Entry<K> {
    const SHAPE: Shape = Shape::Value { text: K::TEXT };
}

impl<K: Kind> Shaped for Option<Vec<Entry<K>>> {
    const SHAPE: Shape = Shape::List;
}

impl Shaped for Option<Vec<Spanned<RawInbox>>> {
    const SHAPE: Shape = Shape::Tables(&RawInbox::TABLE);
}

impl<K: Kind> Shaped for BTreeMap<String, Entry<K>> {
    const SHAPE: Shape = Shape::Names;
}

/// `[plugins.NAME]` tables: a plugin's own keys, and the two reserved ones.
pub(super) type RawPlugins = BTreeMap<Spanned<String>, BTreeMap<String, Spanned<Value>>>;

impl Shaped for RawPlugins {
    const SHAPE: Shape = Shape::Plugins;
}

/// Declares a table: the struct that serde fills, and the same keys as data.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $title:literal, { $($key:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct $name { $(pub(super) $key: $type,)* }

        impl $name {
            pub(super) const TABLE: Table =
                Table { title: $title, keys: &[$((stringify!($key), <$type as Shaped>::SHAPE)),*] };
        }
    };
    ($(#[$doc:meta])* $name:ident, $title:literal as one, { $($keys:tt)* }) => {
        table! { $(#[$doc])* $name, $title, { $($keys)* } }
        impl Shaped for $name {
            const SHAPE: Shape = Shape::Table(&Self::TABLE);
        }
    };
}

table! {
    /// The file.
    RawConfig, "", {
        name: Entry<Name>,
        inbox: Entry<Folder>,
        log: Entry<Folder>,
        archive: Entry<Destination>,
        state: Entry<Folder>,
        inboxes: Option<Vec<Spanned<RawInbox>>>,
        limits: RawLimits,
        output: RawOutput,
        quarantine: RawQuarantine,
        reader: RawReader,
        chain: RawChain,
        plugins: RawPlugins,
        diagnostics: RawDiagnostics,
    }
}

table! {
    /// One watched folder.
    RawInbox, "[[inboxes]]", {
        path: Entry<Folder>,
        recursive: Entry<Switch>,
        include: Option<Vec<Entry<Pattern>>>,
        ignore: Option<Vec<Entry<Pattern>>>,
        watch: Entry<Watching>,
        poll: Entry<Positive<Period>>,
        settle: Entry<Positive<Period>>,
        marker: Entry<Marker>,
        order: Entry<Order>,
        together: Entry<Switch>,
        tags: BTreeMap<String, Entry<Text>>,
    }
}

table! {
    /// How much of everything.
    RawLimits, "[limits]" as one, {
        workers: Entry<Or<Workers, Auto>>,
        max_document: Entry<Positive<Size>>,
        max_file: Entry<Positive<Size>>,
        max_text: Entry<Positive<Size>>,
        timeout: Entry<Positive<Period>>,
        start: Entry<Positive<Period>>,
        reconcile: Entry<Positive<Period>>,
        quiet: Entry<Period>,
        empty_wait: Entry<Period>,
        truncated_wait: Entry<Period>,
        empty: Entry<Empty>,
        retries: Entry<Count<u32>>,
        memory: Entry<Positive<Size>>,
        queue: Entry<Positive<Size>>,
        free: Entry<Or<Size, Auto>>,
    }
}

table! {
    /// How the log is written.
    RawOutput, "[output]" as one, {
        batch: RawBatch,
        max_line: Entry<Size<usize>>,
        journal: Entry<Positive<Size>>,
        segment: RawSegment,
        keep: RawKeep,
        compressed: Entry<Or<Folder, Off>>,
        on_network: Entry<OnNetwork>,
        duplicates: Entry<Duplicates>,
    }
}

table! {
    /// When a batch is committed.
    RawBatch, "[output.batch]" as one, {
        documents: Entry<Positive<Count<usize>>>,
        bytes: Entry<Positive<Size<usize>>>,
        wait: Entry<Period>,
    }
}

table! {
    /// When a new segment starts.
    RawSegment, "[output.segment]" as one, {
        size: Entry<Positive<Size>>,
        every: Entry<Or<Positive<Period>, Never>>,
    }
}

table! {
    /// How long finished segments stay.
    RawKeep, "[output.keep]" as one, {
        age: Entry<Or<Positive<Period>, Forever>>,
        size: Entry<Or<Positive<Size>, Unlimited>>,
    }
}

table! {
    /// What becomes of files that were set aside.
    RawQuarantine, "[quarantine]" as one, {
        rearm: Entry<Switch>,
    }
}

table! {
    /// How documents are read.
    RawReader, "[reader]" as one, {
        json: RawJson,
    }
}

table! {
    /// Where the parts of an article stand in JSON.
    RawJson, "[reader.json]" as one, {
        title: Entry<Fields>,
        subtitle: Entry<Fields>,
        text: Entry<Fields>,
        description: Entry<Fields>,
        byline: Entry<Fields>,
        published: Entry<Fields>,
        updated: Entry<Fields>,
        publisher: Entry<Fields>,
        section: Entry<Fields>,
        language: Entry<Fields>,
        url: Entry<Fields>,
        keywords: Entry<Fields>,
    }
}

table! {
    /// Which extractors, and where their libraries are.
    RawChain, "[chain]" as one, {
        path: Option<Vec<Entry<Folder>>>,
        order: Option<Vec<Entry<Name>>>,
        sandbox: Entry<Sandbox>,
        worker_user: Entry<Text>,
        on_plugin_failure: Entry<OnPluginFailure>,
        strikes: Entry<Count<u32>>,
    }
}

table! {
    /// What the daemon says about itself.
    RawDiagnostics, "[diagnostics]" as one, {
        level: Entry<Level>,
        format: Entry<Format>,
    }
}
