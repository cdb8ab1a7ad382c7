//! What a plugin offers beyond its table.

use super::plugin::Plugin;
use crate::abi::field::field;
use crate::abi::{self, Str};

/// Asks the plugin for the function of [`abi::TICK`], on the thread of its instances.
pub(super) fn tick_of(plugin: &Plugin) -> Option<abi::TickFn> {
    let get_extension = plugin.get_extension?;
    // SAFETY: the checked table's own function; the id lives for the call.
    let table = unsafe { get_extension(Str::new(abi::TICK.as_bytes())) }.cast::<abi::Tick>();
    if table.is_null() || !table.is_aligned() {
        return None;
    }
    field!(table, abi::Tick, tick, None)
}
