//! The number by which a word form is found. Compiled into the build script too, which lays the table out by it.

/// The hash of a word, the same for small and capital ASCII letters.
///
/// It reads the first and last eight bytes alone, so its time does not grow with the word. See [`tells_all`].
pub(crate) fn hash(word: &str) -> u64 {
    /// The bit by which a small letter differs from a capital, in each byte.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let bytes = word.as_bytes();
    let wide = |chunk: &[u8; 4]| u64::from(u32::from_le_bytes(*chunk));
    let (first, last) = match bytes {
        [] => (0, 0),
        [.., last] if bytes.len() < 4 => {
            (u64::from(bytes[0]) << 8 | u64::from(bytes[bytes.len() / 2]), u64::from(*last))
        }
        _ => match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => (bytes.first_chunk().map_or(0, wide), bytes.last_chunk().map_or(0, wide)),
        },
    };
    let length = bytes.len() as u64;
    let mixed = ((first | SMALL) ^ length).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31) ^ (last | SMALL);
    let mixed = mixed.wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ mixed >> 32
}

/// Whether words with one hash are the same but for their capitals, as surely as any two of 64 bits are: of a longer word not
/// all bytes are read, and of letters that ASCII does not have the bit of case means something else.
#[allow(dead_code)]
pub(crate) fn tells_all(word: &str) -> bool {
    word.len() <= 16 && word.is_ascii()
}
