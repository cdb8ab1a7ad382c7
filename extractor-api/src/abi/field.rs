//! Reads tables of the other side, which may be older or newer than this crate.

/// Reads a field of a struct from the other side; `None`, or the fallback, when its `struct_size` ends before the field.
macro_rules! field {
    ($table:expr, $type:ty, $field:ident, $fallback:expr) => {
        $crate::abi::field::field!($table, $type, $field).unwrap_or($fallback)
    };
    ($table:expr, $type:ty, $field:ident) => {{
        let table: *const $type = $table;
        // SAFETY: a table that was handed over is at least long enough for its `struct_size`.
        let size = unsafe { (&raw const (*table).struct_size).read() } as usize;
        // SAFETY: only the address of the field is computed.
        let place = unsafe { &raw const (*table).$field };
        if size >= std::mem::offset_of!($type, $field) + $crate::abi::field::size_of_pointee(place) {
            // SAFETY: the other side says that the field is there.
            Some(unsafe { place.read() })
        } else {
            None
        }
    }};
}
pub(super) use field;

pub(super) const fn size_of_pointee<T>(_: *const T) -> usize {
    size_of::<T>()
}
