//! The letters by which languages of one script differ.

use whatlang::Lang;

/// A language and its letters beyond those that all languages of the script share.
pub(super) type Row = (Lang, &'static str);

/// One row a language; English has the letters of its loan words.
///
/// # Source
///
/// The alphabets as schools teach them, without letters for foreign names and without those that are too rare to be
/// evidence (Spanish and French `ü`) or too frequent to be worth counting (Cyrillic `и`).
pub(super) const LETTERS: &[Row] = &[
    (Lang::Eng, "éèïñç"),
    (Lang::Spa, "áéíóúñ"),
    (Lang::Por, "áâãàçéêíóôõú"),
    (Lang::Fra, "àâçéèêëîïôœùû"),
    (Lang::Ita, "àèéìòù"),
    (Lang::Cat, "àçèéíïòóú"),
    (Lang::Ron, "ăâîșțşţ"),
    (Lang::Deu, "äöüß"),
    (Lang::Nld, "éëïèĳ"),
    (Lang::Afr, "êëéèîïôû"),
    (Lang::Swe, "åäöé"),
    (Lang::Dan, "æøåé"),
    (Lang::Nob, "æøåé"),
    (Lang::Fin, "äöå"),
    (Lang::Est, "äõöüšž"),
    (Lang::Hun, "áéíóöőúüű"),
    (Lang::Tur, "çğıöşüâî"),
    (Lang::Aze, "çəğıöşü"),
    (Lang::Tuk, "çäňöşüýž"),
    (Lang::Pol, "ąćęłńóśźż"),
    (Lang::Ces, "áčďéěíňóřšťúůýž"),
    (Lang::Slk, "áäčďéíĺľňóôŕšťúýž"),
    (Lang::Slv, "čšž"),
    (Lang::Hrv, "čćđšž"),
    (Lang::Lit, "ąčęėįšųūž"),
    (Lang::Lav, "āčēģīķļņšūž"),
    (Lang::Cym, "âêîôûŵŷ"),
    (Lang::Epo, "ĉĝĥĵŝŭ"),
    (Lang::Vie, "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"),
    (Lang::Jav, "éè"),
    (Lang::Aka, "ɛɔ"),
    (Lang::Rus, "ёщъыэ"),
    (Lang::Ukr, "іїєґщ"),
    (Lang::Bel, "іўыэё"),
    (Lang::Bul, "щъ"),
    (Lang::Srp, "ђјљњћџ"),
    (Lang::Mkd, "ѓѕјљњќџ"),
    (Lang::Ara, "ةىكيأإؤئ"),
    (Lang::Pes, "پچژگکیئ"),
    (Lang::Urd, "پچژگکیٹڈڑںےہھئ"),
    (Lang::Mar, "ळऱ"),
    (Lang::Yid, "װױײ"),
];
