//! Which script a letter belongs to.

use whatlang::{Lang, Script};

/// The number of scripts, whose numbers are the places of an array.
pub(crate) const SCRIPTS: usize = 25;

/// Blocks of letters, ascending.
///
/// # Source
///
/// The blocks of the Unicode Standard 16 for the scripts that the languages of this crate are written in.
const BLOCKS: [(u32, u32, Script); 61] = [
    (0x0041, 0x005a, Script::Latin),
    (0x0061, 0x007a, Script::Latin),
    (0x00aa, 0x00aa, Script::Latin),
    (0x00ba, 0x00ba, Script::Latin),
    (0x00c0, 0x02bf, Script::Latin),
    (0x0370, 0x03ff, Script::Greek),
    (0x0400, 0x052f, Script::Cyrillic),
    (0x0530, 0x058f, Script::Armenian),
    (0x0590, 0x05ff, Script::Hebrew),
    (0x0600, 0x06ff, Script::Arabic),
    (0x0750, 0x077f, Script::Arabic),
    (0x0870, 0x08ff, Script::Arabic),
    (0x0900, 0x097f, Script::Devanagari),
    (0x0980, 0x09ff, Script::Bengali),
    (0x0a00, 0x0a7f, Script::Gurmukhi),
    (0x0a80, 0x0aff, Script::Gujarati),
    (0x0b00, 0x0b7f, Script::Oriya),
    (0x0b80, 0x0bff, Script::Tamil),
    (0x0c00, 0x0c7f, Script::Telugu),
    (0x0c80, 0x0cff, Script::Kannada),
    (0x0d00, 0x0d7f, Script::Malayalam),
    (0x0d80, 0x0dff, Script::Sinhala),
    (0x0e00, 0x0e7f, Script::Thai),
    (0x1000, 0x109f, Script::Myanmar),
    (0x10a0, 0x10ff, Script::Georgian),
    (0x1100, 0x11ff, Script::Hangul),
    (0x1200, 0x139f, Script::Ethiopic),
    (0x1780, 0x17ff, Script::Khmer),
    (0x1c80, 0x1c8f, Script::Cyrillic),
    (0x1c90, 0x1cbf, Script::Georgian),
    (0x1e00, 0x1eff, Script::Latin),
    (0x1f00, 0x1fff, Script::Greek),
    (0x2c60, 0x2c7f, Script::Latin),
    (0x2d00, 0x2d2f, Script::Georgian),
    (0x2d80, 0x2ddf, Script::Ethiopic),
    (0x2de0, 0x2dff, Script::Cyrillic),
    (0x3005, 0x3007, Script::Mandarin),
    (0x3040, 0x309f, Script::Hiragana),
    (0x30a0, 0x30ff, Script::Katakana),
    (0x3130, 0x318f, Script::Hangul),
    (0x31f0, 0x31ff, Script::Katakana),
    (0x3400, 0x4dbf, Script::Mandarin),
    (0x4e00, 0x9fff, Script::Mandarin),
    (0xa640, 0xa69f, Script::Cyrillic),
    (0xa720, 0xa7ff, Script::Latin),
    (0xa8e0, 0xa8ff, Script::Devanagari),
    (0xa960, 0xa97f, Script::Hangul),
    (0xa9e0, 0xa9ff, Script::Myanmar),
    (0xaa60, 0xaa7f, Script::Myanmar),
    (0xab00, 0xab2f, Script::Ethiopic),
    (0xac00, 0xd7ff, Script::Hangul),
    (0xf900, 0xfaff, Script::Mandarin),
    (0xfb00, 0xfb06, Script::Latin),
    (0xfb13, 0xfb17, Script::Armenian),
    (0xfb1d, 0xfb4f, Script::Hebrew),
    (0xfb50, 0xfdff, Script::Arabic),
    (0xfe70, 0xfefc, Script::Arabic),
    (0xff21, 0xff3a, Script::Latin),
    (0xff41, 0xff5a, Script::Latin),
    (0xff66, 0xff9f, Script::Katakana),
    (0x20000, 0x323af, Script::Mandarin),
];

/// The script of a letter, or `None` for one of a script that no language of this crate is written in.
pub(crate) fn script_of(letter: char) -> Option<Script> {
    let point = u32::from(letter);
    let block = BLOCKS.partition_point(|&(_, last, _)| last < point);
    BLOCKS.get(block).filter(|&&(first, ..)| first <= point).map(|&(_, _, script)| script)
}

/// How many letters of an alphabet a letter of this script stands for, roughly: a Han character or a Hangul syllable
/// says as much as a short word, and must not be outweighed by a brand name beside it.
pub(crate) fn weight(script: Script) -> u32 {
    match script {
        Script::Mandarin | Script::Hangul => 3,
        Script::Hiragana | Script::Katakana => 2,
        _ => 1,
    }
}

/// Whether this is one of the scripts without capitals in which a character stands for more than a sound.
pub(crate) fn is_east_asian(script: Script) -> bool {
    weight(script) > 1
}

/// Whether texts in this language use this script.
pub(crate) fn writes(language: Lang, script: Script) -> bool {
    script.langs().contains(&language) || (language == Lang::Jpn && script == Script::Mandarin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_ascend_without_overlap() {
        assert!(BLOCKS.iter().all(|&(first, last, _)| first <= last));
        assert!(BLOCKS.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn a_letter_of_each_script_is_found() {
        let letters = [
            ('z', Script::Latin),
            ('ș', Script::Latin),
            ('ữ', Script::Latin),
            ('ї', Script::Cyrillic),
            ('ῆ', Script::Greek),
            ('گ', Script::Arabic),
            ('א', Script::Hebrew),
            ('ह', Script::Devanagari),
            ('々', Script::Mandarin),
            ('語', Script::Mandarin),
            ('ひ', Script::Hiragana),
            ('ー', Script::Katakana),
            ('한', Script::Hangul),
            ('ก', Script::Thai),
        ];
        for (letter, script) in letters {
            assert_eq!(script_of(letter), Some(script), "{letter}");
        }
        for letter in ['1', ' ', '[', '\u{3000}', '😀', 'Ꮳ', 'ຂ'] {
            assert_eq!(script_of(letter), None, "{letter}");
        }
    }

    #[test]
    fn numbers_of_scripts_are_places() {
        assert!(Script::all().iter().all(|&script| (script as usize) < SCRIPTS));
    }

    #[test]
    fn every_script_with_languages_has_letters() {
        for script in Script::all() {
            assert!(BLOCKS.iter().any(|&(_, _, known)| known == *script), "{script}");
        }
    }
}
