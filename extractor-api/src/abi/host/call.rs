//! What one `extract` emits and publishes, checked at the moment it is handed over.

use super::session::{Event, Published, Session};
use crate::abi;
use crate::json;
use crate::manifest::{self, Manifest};

/// What one `extract` has emitted so far.
#[derive(Default)]
pub(super) struct Call {
    pub(super) producer: usize,
    pub(super) events: Vec<Event>,
    pub(super) layers: Vec<Published>,
    pub(super) output_bytes: usize,
    pub(super) layer_bytes: u64,
    /// The first one sticks.
    pub(super) refusal: Option<Refusal>,
}

/// Why the host did not take an event or a layer.
pub(super) struct Refusal {
    /// One of the answers of `emit` in [`abi`].
    pub(super) code: i32,
    pub(super) text: String,
}

/// All layers of a document together: a token record for every two bytes of an 8 MiB text.
const LAYER_BYTES_MAX: u64 = 256 << 20;

impl Call {
    /// Takes an event.
    pub(super) fn emit(
        &mut self,
        manifest: &Manifest,
        session: &Session<'_>,
        [kind, key, data]: [&[u8]; 3],
    ) -> Result<(), Refusal> {
        let number = self.next_number(session);
        let invalid = |what: String| Refusal { code: abi::INVALID_EVENT, text: format!("event {number}: {what}") };
        let text =
            |bytes, name: &str| std::str::from_utf8(bytes).map_err(|_| invalid(format!("its {name} is not UTF-8")));
        let (kind, key) = (text(kind, "type")?, text(key, "key")?);
        if !manifest::may_emit(&manifest.event_types, kind) {
            return Err(invalid(format!("its type {kind:?} is not among the event types of the manifest")));
        }
        let data = json::text(data).map_err(|fault| invalid(format!("its data: {fault}")))?;
        let data = json::one_line(data).into_owned();
        let bytes = kind.len() + key.len() + data.len();
        // Asked again, because escapes are longer than what they stand for.
        self.check_room(session, bytes)?;
        self.output_bytes += bytes;
        self.events.push(Event { producer: self.producer, kind: kind.to_owned(), key: key.to_owned(), data });
        Ok(())
    }

    /// Asks whether an event of this many bytes may still come.
    pub(super) fn check_room(&self, session: &Session<'_>, bytes: usize) -> Result<(), Refusal> {
        let number = self.next_number(session);
        let limits = &session.limits;
        if bytes > limits.event_bytes {
            let text = format!("event {number}: {bytes} bytes, at most {} fit a line", limits.event_bytes);
            return Err(Refusal { code: abi::TOO_LARGE, text });
        }
        if number > limits.events || session.output_bytes + self.output_bytes + bytes > limits.output_bytes {
            let text = format!(
                "event {number}: a document may have {} events and {} bytes of output",
                limits.events, limits.output_bytes
            );
            return Err(Refusal { code: abi::LIMIT, text });
        }
        Ok(())
    }

    /// Counts from 1 over all extractors.
    fn next_number(&self, session: &Session<'_>) -> usize {
        session.events.len() + self.events.len() + 1
    }

    /// Takes a layer.
    ///
    /// # Safety
    /// `layer.count` records of `layer.stride` bytes, and the pool, stand where the layer says.
    pub(super) unsafe fn publish(
        &mut self,
        manifest: &Manifest,
        session: &Session<'_>,
        layer: &abi::Layer,
    ) -> Result<(), Refusal> {
        let bytes = self.check_layer_room(session, layer)?;
        // SAFETY: the caller vouches for the name.
        let name = String::from_utf8_lossy(unsafe { layer.name.bytes() }).into_owned();
        // SAFETY: the caller vouches for the pool.
        let pool = unsafe { layer.pool.bytes() };
        let known = || session.layers.iter().chain(&self.layers).any(|known| known.name == name);
        let fault = if !manifest.publishes.contains(&name) {
            "it is not among the published layers of the manifest"
        } else if known() {
            "it was published before"
        } else if layer.stride == 0 || layer.stride % 8 != 0 {
            "its stride is not a multiple of 8"
        } else if layer.count > 0 && (layer.records.is_null() || !layer.records.cast::<u64>().is_aligned()) {
            "its records are null or not 8-byte aligned"
        } else if std::str::from_utf8(pool).is_err() {
            "its pool is not UTF-8"
        } else {
            ""
        };
        if !fault.is_empty() {
            return Err(Refusal { code: abi::INVALID_EVENT, text: format!("layer {name:?}: {fault}") });
        }
        let words = if layer.count == 0 {
            Vec::new()
        } else {
            let words = layer.count as usize * (layer.stride as usize / 8);
            // SAFETY: the caller vouches for the records, which were found aligned and not null.
            unsafe { std::slice::from_raw_parts(layer.records.cast::<u64>(), words) }.to_vec()
        };
        self.layer_bytes += bytes;
        let (producer, pool) = (manifest.id.clone(), pool.to_vec());
        self.layers.push(Published { name, producer, words, count: layer.count, stride: layer.stride, pool });
        Ok(())
    }

    /// Asks whether a layer may still come, by the lengths it states alone, and returns how many bytes it has.
    fn check_layer_room(&self, session: &Session<'_>, layer: &abi::Layer) -> Result<u64, Refusal> {
        let records = u64::from(layer.count) * u64::from(layer.stride);
        let bytes = records.saturating_add(layer.pool.len as u64).saturating_add(layer.name.len as u64);
        if bytes.saturating_add(session.layer_bytes + self.layer_bytes) > LAYER_BYTES_MAX {
            let text = format!("a layer of {bytes} bytes: the layers of a document may have {LAYER_BYTES_MAX} bytes");
            return Err(Refusal { code: abi::LIMIT, text });
        }
        Ok(bytes)
    }
}
