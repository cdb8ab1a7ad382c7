//! The languages that can be told, and their ISO 639-1 codes.

use whatlang::Lang;

/// Every language with its code, the most written on the web first: where evidence leaves several, the first wins.
///
/// All of them have an ISO 639-1 code; Bokmål has one of its own, Persian and Mandarin use the macrolanguage's.
pub(crate) const LANGUAGES: [(Lang, &str); 70] = [
    (Lang::Eng, "en"),
    (Lang::Rus, "ru"),
    (Lang::Spa, "es"),
    (Lang::Deu, "de"),
    (Lang::Fra, "fr"),
    (Lang::Jpn, "ja"),
    (Lang::Cmn, "zh"),
    (Lang::Por, "pt"),
    (Lang::Tur, "tr"),
    (Lang::Ita, "it"),
    (Lang::Ara, "ar"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Nld, "nl"),
    (Lang::Vie, "vi"),
    (Lang::Ind, "id"),
    (Lang::Kor, "ko"),
    (Lang::Ukr, "uk"),
    (Lang::Ces, "cs"),
    (Lang::Swe, "sv"),
    (Lang::Ron, "ro"),
    (Lang::Hun, "hu"),
    (Lang::Ell, "el"),
    (Lang::Heb, "he"),
    (Lang::Dan, "da"),
    (Lang::Fin, "fi"),
    (Lang::Tha, "th"),
    (Lang::Nob, "nb"),
    (Lang::Slk, "sk"),
    (Lang::Bul, "bg"),
    (Lang::Hrv, "hr"),
    (Lang::Srp, "sr"),
    (Lang::Lit, "lt"),
    (Lang::Cat, "ca"),
    (Lang::Slv, "sl"),
    (Lang::Est, "et"),
    (Lang::Lav, "lv"),
    (Lang::Hin, "hi"),
    (Lang::Ben, "bn"),
    (Lang::Urd, "ur"),
    (Lang::Aze, "az"),
    (Lang::Kat, "ka"),
    (Lang::Hye, "hy"),
    (Lang::Bel, "be"),
    (Lang::Mkd, "mk"),
    (Lang::Uzb, "uz"),
    (Lang::Tgl, "tl"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Mar, "mr"),
    (Lang::Nep, "ne"),
    (Lang::Guj, "gu"),
    (Lang::Kan, "kn"),
    (Lang::Mal, "ml"),
    (Lang::Pan, "pa"),
    (Lang::Ori, "or"),
    (Lang::Sin, "si"),
    (Lang::Mya, "my"),
    (Lang::Khm, "km"),
    (Lang::Amh, "am"),
    (Lang::Afr, "af"),
    (Lang::Cym, "cy"),
    (Lang::Epo, "eo"),
    (Lang::Lat, "la"),
    (Lang::Jav, "jv"),
    (Lang::Tuk, "tk"),
    (Lang::Zul, "zu"),
    (Lang::Sna, "sn"),
    (Lang::Aka, "ak"),
    (Lang::Yid, "yi"),
];

/// Where each language stands in [`LANGUAGES`], by its number.
const RANKS: [u8; LANGUAGES.len()] = {
    let mut ranks = [u8::MAX; LANGUAGES.len()];
    let mut rank = 0;
    while rank < LANGUAGES.len() {
        ranks[LANGUAGES[rank].0 as usize] = rank as u8;
        rank += 1;
    }
    ranks
};

/// The place of a language in [`LANGUAGES`]: the lower, the more common.
pub(crate) fn rank(language: Lang) -> u8 {
    RANKS[language as usize]
}

/// The ISO 639-1 code of a language.
pub(crate) fn code_of(language: Lang) -> &'static str {
    LANGUAGES[usize::from(rank(language))].1
}

/// The language with this code, or `None` for a code that is not in the table.
pub(crate) fn language_of(code: &str) -> Option<Lang> {
    LANGUAGES.iter().find(|&&(_, known)| known == code).map(|&(language, _)| language)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_one_code_and_the_code_leads_back() {
        for &language in Lang::all() {
            assert_eq!(language_of(code_of(language)), Some(language));
        }
        let codes: BTreeSet<_> = LANGUAGES.iter().map(|&(_, code)| code).collect();
        assert_eq!(codes.len(), Lang::all().len());
    }

    #[test]
    fn an_unknown_code_is_no_language() {
        for code in ["", "xx", "eng", "EN", "und"] {
            assert_eq!(language_of(code), None);
        }
    }
}
