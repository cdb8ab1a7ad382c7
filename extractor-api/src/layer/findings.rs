//! Dates, names and quotes that extractors found.

use super::PoolStr;
use super::syntax::listed;

crate::layer! {
    /// `dates/1`: expressions of time, in order, without overlap.
    ///
    /// Values are written as in ISO 8601 and EDTF, in the Gregorian calendar: `2024-03-15T10:30` as told, of no time zone;
    /// `2024-03-15`, `2024-W11`, `2024-03`; `2024-33` to `2024-36` for quarters, `2024-40` and `2024-41` for halves,
    /// `2024-21` to `2024-24` for spring to winter in the north; `2024`, and `-0220` for 221 BC; `..` where there is no
    /// border. A decade or century is a range of years.
    pub struct DateMention: "dates/1", 48 {
        /// First byte of the range in the text.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// The time it means, or the first of a range, in the pool; empty when it could not be told.
        value: PoolStr,
        /// The last time of a range, in the pool; empty when there is none.
        until: PoolStr,
        /// First day that it can mean, counted from 1970-01-01; [`DateMention::UNKNOWN`] when not known, so when `value` is
        /// empty or `..`.
        first_day: i32,
        /// Last day that it can mean, itself included; of "since 2019" the day of publication; [`DateMention::UNKNOWN`]
        /// when not known.
        last_day: i32,
        /// How finely it is told; the value may be finer: a day for "two years ago", whose days then are those of all
        /// that year.
        granularity: Granularity,
        /// How the value came about.
        basis: DateBasis,
        /// 0; bits to come: ignore them.
        flags: u16,
        /// Thousandths.
        confidence: u32,
    }
}

impl DateMention {
    /// A day that is not known, or without border.
    pub const UNKNOWN: i32 = i32::MIN;
}

listed! {
    /// How finely a time is told.
    Granularity, unknown Unknown:
    /// Not known.
    Unknown = 0, "unknown";
    /// A time of day.
    Time = 1, "time";
    /// A day.
    Day = 2, "day";
    /// A week or a weekend.
    Week = 3, "week";
    /// A month.
    Month = 4, "month";
    /// A quarter of a year.
    Quarter = 5, "quarter";
    /// A season or half a year.
    Season = 6, "season";
    /// A year.
    Year = 7, "year";
    /// Ten years.
    Decade = 8, "decade";
    /// A hundred years.
    Century = 9, "century";
    /// A length of time, or a time without sharp borders: "in recent months".
    Span = 10, "span";
}

listed! {
    /// How the value of a date came about.
    DateBasis, unknown None:
    /// There is no value.
    None = 0, "none";
    /// Written out: "15 March 2024".
    Explicit = 1, "explicit";
    /// Counted from the publication: "last Tuesday".
    Relative = 2, "relative";
    /// Completed from a date before it in the text: "on the 30th".
    Inherited = 3, "inherited";
}

crate::layer! {
    /// `mentions/1`: where a person, organization, place, country or group is named or meant, in the order of their
    /// starts, the longer of two with one start first.
    ///
    /// They may lie in each other. A phrase for several ("both sides") has one record for each of them, with one range and
    /// [`Mention::MEMBER`].
    pub struct Mention: "mentions/1", 72 {
        /// First byte of the range in the text: the name, or what stands for it, without article and title.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// Number of who or what is meant: mentions of one document with the same number mean the same. It is no index,
        /// and says nothing in another document.
        entity: u32,
        /// Index in `tokens/1` of its main word, the first that is a root or whose head lies outside of the range;
        /// [`Mention::NO_HEAD`] when there is none.
        head: u32,
        /// What it is.
        kind: MentionKind,
        /// How kind and country came about.
        how: Resolution,
        /// A sum of [`Mention::PRONOUN`] to [`Mention::ROLE_ALONE`]; unknown bits: ignore them.
        flags: u16,
        /// Thousandths.
        confidence: u32,
        /// ISO 3166-1 alpha-3 code of the country that it is, lies in, belongs to or stands for, and `EUR` for the European
        /// Union, `KOS` for Kosovo; for what belongs to none `IGO` (of states), `NGO` (of citizens), `MNC` (a company in
        /// many countries), `IMG` (armed, in many countries). NUL when not known.
        country: [u8; 4],
        /// Code of its sector in PLOVER 2.0 (`GOV`, `MIL`, `BUS`...), `GOV` for a country; NUL when not known.
        sector: [u8; 4],
        /// The fullest name that is known for the entity, in the pool; the words of its role when it has no name.
        name: PoolStr,
        /// Role or title that the text gives it here ("foreign minister"), in the pool; empty when there is none.
        role: PoolStr,
        /// Of a place: millionths of a degree, north of the equator positive; 0 while `geonames` is 0.
        latitude: i32,
        /// Of a place: millionths of a degree, east of Greenwich positive; 0 while `geonames` is 0.
        longitude: i32,
        /// Of a place: its number in GeoNames; 0 when not known.
        geonames: u32,
        /// How many bytes before `start` the whole phrase begins, with article, title and nationality; 0 when nothing
        /// stands before the name.
        lead: u32,
    }
}

impl Mention {
    /// A head: no token.
    pub const NO_HEAD: u32 = u32::MAX;
    /// Flag: the words are a pronoun or a phrase like "the two countries".
    pub const PRONOUN: u16 = 1;
    /// Flag: the name is misspelt, as machine translation does it, and was merged with the right one.
    pub const CORRUPTED: u16 = 2;
    /// Flag: an adjective ("Kenyan"), or a country inside of a longer name.
    pub const ADJECTIVE: u16 = 4;
    /// Flag: a capital, seat or building that stands for its government.
    pub const METONYM: u16 = 8;
    /// Flag: one of several that the phrase means.
    pub const MEMBER: u16 = 16;
    /// Flag: a role without a name: "the minister".
    pub const ROLE_ALONE: u16 = 32;

    /// Pads a code of up to four letters to its field; what does not fit is cut off.
    pub fn code_bytes(code: &str) -> [u8; 4] {
        let mut bytes = [0; 4];
        let length = code.len().min(4);
        bytes[..length].copy_from_slice(&code.as_bytes()[..length]);
        bytes
    }

    /// The country's code, empty when not known.
    pub fn country(&self) -> &str {
        code(&self.country)
    }

    /// The sector's code, empty when not known.
    pub fn sector(&self) -> &str {
        code(&self.sector)
    }
}

/// A code without its padding; empty when it is not ASCII.
fn code(bytes: &[u8; 4]) -> &str {
    let length = bytes.iter().position(|&byte| byte == 0).unwrap_or(4);
    if bytes[..length].is_ascii() { std::str::from_utf8(&bytes[..length]).unwrap_or_default() } else { "" }
}

listed! {
    /// What a mention names.
    MentionKind, unknown Other:
    /// None of these, or not known.
    Other = 0, "other";
    /// A person.
    Person = 1, "person";
    /// An organization.
    Organization = 2, "organization";
    /// A place that is no country.
    Place = 3, "place";
    /// A country or its government.
    Country = 4, "country";
    /// People without an organization: "protesters", "the Kurds", "analysts".
    Group = 5, "group";
}

listed! {
    /// How kind and country of a mention came about.
    Resolution, unknown None:
    /// They could not be told.
    None = 0, "none";
    /// Title or nationality beside the name.
    TitleInText = 1, "title_in_text";
    /// The compiled tables.
    Gazetteer = 2, "gazetteer";
    /// An earlier mention in the same text.
    Memory = 3, "memory";
    /// A pronoun, or a phrase like one.
    Pronoun = 4, "pronoun";
    /// A capital or a building in place of its government.
    Metonym = 5, "metonym";
}

crate::layer! {
    /// `quotes/1`: what somebody said or wrote, and words in quotation marks that are nobody's, in the order of their
    /// starts, the shorter of two with one start first. They may lie in each other: a term in what is reported.
    pub struct Quote: "quotes/1", 64 {
        /// First byte of the words said, without quotation marks.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// First byte of the words that tell who said it, with title; equal to `speaker_end` when none do here.
        speaker_start: u64,
        /// Byte after the last.
        speaker_end: u64,
        /// First byte of the reporting words ("said", "according to"); equal to `cue_end` when there are none.
        cue_start: u64,
        /// Byte after the last.
        cue_end: u64,
        /// Entity of `mentions/1` that said it, of several one; also where no words tell it here, but those before do;
        /// [`Quote::NOBODY`] when not known.
        speaker: u32,
        /// Entity of `mentions/1` to which it was said; [`Quote::NOBODY`] when not known.
        addressee: u32,
        /// How it is quoted.
        kind: QuoteKind,
        /// 0; bits to come: ignore them.
        flags: u8,
        /// 0.
        reserved: u16,
        /// Thousandths.
        confidence: u32,
    }
}

impl Quote {
    /// No entity.
    pub const NOBODY: u32 = u32::MAX;
}

listed! {
    /// How somebody's words are given.
    QuoteKind, unknown Other:
    /// None of these, or not known.
    Other = 0, "other";
    /// Whole sentences or clauses in quotation marks, or a turn of a transcript.
    Direct = 1, "direct";
    /// A piece in quotation marks inside a sentence of the writer's.
    Mixed = 2, "mixed";
    /// Without quotation marks: "said that the port was closed".
    Indirect = 3, "indirect";
    /// A term or scare quotes: nobody is quoted.
    Term = 4, "term";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Record;

    #[test]
    fn codes_lose_their_padding() {
        for code in ["", "JPN", "IGO", "ABCD"] {
            let mut bytes = vec![0; Mention::BYTES];
            bytes[32..36].copy_from_slice(&Mention::code_bytes(code));
            assert_eq!(Mention::read(&bytes).country(), code);
        }
        let mut bytes = vec![0; Mention::BYTES];
        bytes[32..36].copy_from_slice("é".repeat(2).as_bytes());
        assert_eq!(Mention::read(&bytes).country(), "");
    }
}
