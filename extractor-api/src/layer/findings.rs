//! Dates, names and quotes that extractors found.

use super::PoolStr;
use super::syntax::listed;

crate::layer! {
    /// `dates/1`: expressions of time, in order, without overlap.
    pub struct DateMention: "dates/1", 48 {
        /// First byte of the range in the text.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// ISO 8601 or EDTF, in the pool: `2024-03-15`, `2024-03`, `2024-21`; empty when it could not be told.
        value: PoolStr,
        /// Last day, month or year of a range, in the pool; empty when there is none.
        until: PoolStr,
        /// First day that the value covers, counted from 1970-01-01; [`DateMention::UNKNOWN`] when it has no value.
        first_day: i32,
        /// Last day that the value, with its end, covers, counted from 1970-01-01.
        last_day: i32,
        /// How finely it is told.
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
    /// A day that is not known.
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
    /// start. A phrase for several ("both sides") has one record for each of them.
    pub struct Mention: "mentions/1", 72 {
        /// First byte of the range in the text: the name with what belongs to it, without title and article.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// Number of the entity: mentions with one number mean the same.
        entity: u32,
        /// Index in `tokens/1` of the word on which the phrase hangs in its sentence; `u32::MAX` without tokens.
        head: u32,
        /// What it is.
        kind: MentionKind,
        /// How kind and country came about.
        how: Resolution,
        /// Bits [`Mention::PRONOUN`] and the others; unknown bits: ignore them.
        flags: u16,
        /// Thousandths.
        confidence: u32,
        /// ISO 3166-1 alpha-3 of the country it is of or stands for, or `IGO`, `NGO`, `EUR` and the like; NUL when not
        /// known.
        country: [u8; 4],
        /// Sector in the terms of PLOVER (`GOV`, `MIL`, `BUS`...); NUL when not known.
        sector: [u8; 4],
        /// The entity's fullest name, in the pool.
        name: PoolStr,
        /// Role or title told in the text ("foreign minister"), in the pool; empty when there is none.
        role: PoolStr,
        /// Latitude in millionths of a degree; 0 with `geonames` 0 when not known.
        latitude: i32,
        /// Longitude in millionths of a degree.
        longitude: i32,
        /// Number of the place in GeoNames; 0 when not known.
        geonames: u32,
        /// First byte of the whole phrase with title and nationality, counted back from `start`.
        lead: u32,
    }
}

impl Mention {
    /// Flag: the words are a pronoun or a phrase like "the two countries".
    pub const PRONOUN: u16 = 1;
    /// Flag: the name is misspelt, as machine translation does it, and was merged with the right one.
    pub const CORRUPTED: u16 = 2;
    /// Flag: an adjective of nationality: "Kenyan".
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
    /// None of these.
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
    /// `quotes/1`: what somebody said or wrote, in the order of their start.
    pub struct Quote: "quotes/1", 64 {
        /// First byte of the words said, without quotation marks.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// First byte of the words for who said it; equal to `speaker_end` when the text does not say.
        speaker_start: u64,
        /// Byte after the last.
        speaker_end: u64,
        /// First byte of the reporting words ("said", "according to"); equal to `cue_end` when there are none.
        cue_start: u64,
        /// Byte after the last.
        cue_end: u64,
        /// Entity of `mentions/1` that said it; [`Quote::NOBODY`] when not known.
        speaker: u32,
        /// Entity of `mentions/1` to whom it was said; [`Quote::NOBODY`] when not known.
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
    /// None of these.
    Other = 0, "other";
    /// Whole sentences or clauses in quotation marks.
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
