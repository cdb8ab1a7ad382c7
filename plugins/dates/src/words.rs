//! The words that expressions of time are made of, and the few around them that decide.

use std::ops::Range;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// What a known word is, whatever its capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// 1 to 12.
    Month(u8),
    /// 1 to 12: "Sept".
    ShortMonth(u8),
    /// 1 for Monday to 7.
    Weekday(u8),
    /// "Mon".
    ShortWeekday(u8),
    /// "Mondays".
    Weekdays(u8),
    /// 1 for spring to 4 for winter.
    Season(u8),
    Unit(Unit),
    Units(Unit),
    /// "half" of a year.
    Half,
    Fiscal,
    /// "calendar", "business" before a unit.
    Calendar,
    /// "one" to "nineteen".
    Count(u8),
    /// "twenty" to "ninety".
    Tens(u8),
    /// "first" to "thirtieth".
    Nth(u8),
    /// First year of ten within the century: "nineties".
    Decade(u8),
    Couple,
    Few,
    /// "no" before "later than".
    No,
    /// "more" and "less" before "than two weeks after".
    More,
    Less,
    /// "as" before "early as".
    As,
    /// "rest", "remainder" of a unit.
    Rest,
    /// "a", "an".
    A,
    The,
    Last,
    Past,
    Previous,
    This,
    Current,
    Next,
    /// "coming", "upcoming".
    Coming,
    Following,
    Recent,
    Same,
    That,
    Early,
    Mid,
    Late,
    Earlier,
    Later,
    Start,
    /// "starting", "beginning" before a date.
    Starting,
    Middle,
    End,
    Ago,
    Before,
    After,
    From,
    Since,
    Until,
    To,
    Through,
    Between,
    And,
    Or,
    In,
    On,
    At,
    By,
    Of,
    For,
    During,
    Within,
    Over,
    Today,
    Yesterday,
    Tomorrow,
    Tonight,
    Now,
    /// "morning", "night".
    PartOfDay,
    Noon,
    Midnight,
    Am,
    Pm,
    /// "every", "each", "any".
    Every,
    /// "per".
    Per,
    /// "BC".
    BeforeChrist,
    /// "AD".
    AnnoDomini,
    /// The first word of a holiday's name.
    Holiday,
    /// "Black", "Bloody", "Super": the weekday after it is a name.
    Naming,
    /// "Times", "Telegraph": the weekday before it is a name.
    Paper,
    /// "people", "km", "percent": the number before it counts them.
    Measure,
    /// "will", "plans": what the clause tells is to come.
    Future,
    /// "said", "met".
    Told,
    /// Any other small word that can stand after a date: "the minister said in 2019 that".
    Small,
}

use Word::*;

/// Every word, those of a letter together, in no order.
#[rustfmt::skip]
const WORDS: &[(&str, Word)] = &[
    ("a", A), ("an", A), ("ago", Ago), ("after", After), ("and", And), ("april", Month(4)), ("apr", ShortMonth(4)),
    ("august", Month(8)), ("aug", ShortMonth(8)), ("autumn", Season(3)), ("at", At), ("afternoon", PartOfDay),
    ("am", Am), ("ad", AnnoDomini), ("as", As), ("also", Small), ("about", Small), ("against", Small),
    ("amid", Small), ("are", Small), ("although", Small), ("any", Every), ("all", Small), ("among", Small),
    ("agreed", Told), ("ash", Naming), ("academic", Fiscal), ("alone", Small), ("aims", Future),
    ("before", Before), ("between", Between), ("by", By), ("beginning", Starting), ("bc", BeforeChrist),
    ("bce", BeforeChrist), ("but", Small), ("because", Small), ("black", Naming), ("bloody", Naming),
    ("be", Small), ("been", Small), ("began", Told), ("became", Told), ("broke", Told), ("brought", Told),
    ("built", Told), ("business", Calendar), ("boxing", Holiday), ("bastille", Holiday), ("both", Small),
    ("billion", Measure), ("barrels", Measure),
    ("century", Unit(self::Unit::Century)), ("centuries", Units(self::Unit::Century)), ("couple", Couple),
    ("coming", Coming), ("commencing", Starting), ("current", Current), ("calendar", Calendar), ("ce", AnnoDomini),
    ("christmas", Holiday),
    ("came", Told), ("could", Future), ("can", Small), ("cyber", Naming), ("cases", Measure), ("copies", Measure),
    ("calories", Measure), ("children", Measure), ("companies", Measure), ("cars", Measure), ("chose", Told),
    ("consecutive", Calendar),
    ("day", Unit(self::Unit::Day)), ("days", Units(self::Unit::Day)), ("decade", Unit(self::Unit::Decade)),
    ("decades", Units(self::Unit::Decade)), ("december", Month(12)), ("dec", ShortMonth(12)), ("during", During),
    ("did", Told), ("do", Small), ("does", Small), ("due", Future), ("dollars", Measure), ("dawn", PartOfDay),
    ("degrees", Measure), ("deaths", Measure), ("despite", Small), ("drew", Told),
    ("early", Early), ("earlier", Earlier), ("end", End), ("every", Every), ("each", Every), ("eight", Count(8)),
    ("eleven", Count(11)), ("eighteen", Count(18)), ("eighty", Tens(80)), ("eighth", Nth(8)),
    ("eleventh", Nth(11)), ("eighteenth", Nth(18)), ("eighties", Decade(80)), ("evening", PartOfDay),
    ("expected", Future), ("expects", Future), ("express", Paper), ("echo", Paper), ("easter", Holiday),
    ("employees", Measure), ("euros", Measure), ("earth", Holiday), ("even", Small),
    ("february", Month(2)), ("feb", ShortMonth(2)), ("friday", Weekday(5)), ("fridays", Weekdays(5)),
    ("fri", ShortWeekday(5)), ("first", Nth(1)), ("fourth", Nth(4)), ("fifth", Nth(5)), ("fourteenth", Nth(14)),
    ("fifteenth", Nth(15)), ("four", Count(4)), ("five", Count(5)), ("fourteen", Count(14)),
    ("fifteen", Count(15)), ("forty", Tens(40)), ("fifty", Tens(50)), ("forties", Decade(40)),
    ("fifties", Decade(50)), ("fall", Season(3)), ("few", Few), ("from", From), ("for", For),
    ("following", Following), ("fortnight", Unit(self::Unit::Fortnight)), ("fiscal", Fiscal), ("financial", Fiscal),
    ("feet", Measure), ("families", Measure), ("fell", Told), ("found", Told), ("fought", Told), ("flew", Told),
    ("good", Holiday), ("gave", Told), ("got", Told), ("goes", Future), ("grew", Told), ("grams", Measure),
    ("going", Future), ("guests", Measure), ("gmt", Small),
    ("half", Half), ("halloween", Holiday), ("he", Small), ("her", Small), ("his", Small), ("has", Small),
    ("have", Small), ("had", Told), ("held", Told), ("hit", Told), ("holy", Naming), ("how", Small),
    ("hopes", Future), ("hours", Measure), ("homes", Measure), ("houses", Measure), ("herald", Paper),
    ("hectares", Measure), ("however", Small), ("hundred", Measure),
    ("in", In), ("is", Small), ("it", Small), ("its", Small), ("if", Small), ("into", Small), ("international", Holiday),
    ("intends", Future), ("inches", Measure),
    ("january", Month(1)), ("jan", ShortMonth(1)), ("june", Month(6)), ("jun", ShortMonth(6)), ("july", Month(7)),
    ("jul", ShortMonth(7)), ("juneteenth", Holiday), ("just", Small), ("jobs", Measure),
    ("km", Measure), ("kg", Measure), ("kept", Told), ("kilometres", Measure), ("kilometers", Measure),
    ("kilos", Measure), ("kilograms", Measure), ("knew", Told),
    ("last", Last), ("late", Late), ("later", Later), ("led", Told), ("left", Told), ("lost", Told), ("less", Less),
    ("live", Paper), ("ll", Future), ("leaves", Future),
    ("march", Month(3)), ("mar", ShortMonth(3)), ("may", Month(5)), ("monday", Weekday(1)), ("mondays", Weekdays(1)),
    ("mon", ShortWeekday(1)), ("month", Unit(self::Unit::Month)), ("months", Units(self::Unit::Month)), ("mid", Mid),
    ("middle", Middle), ("morning", PartOfDay), ("midnight", Midnight), ("miles", Measure), ("metres", Measure),
    ("meters", Measure), ("million", Measure), ("met", Told), ("made", Told), ("must", Future), ("might", Future),
    ("meant", Told), ("mail", Paper), ("mirror", Paper), ("members", Measure), ("men", Measure), ("minutes", Measure),
    ("maundy", Naming), ("more", More),
    ("november", Month(11)), ("nov", ShortMonth(11)), ("nine", Count(9)), ("nineteen", Count(19)),
    ("ninety", Tens(90)), ("ninth", Nth(9)), ("nineteenth", Nth(19)), ("nineties", Decade(90)),
    ("noughties", Decade(0)), ("next", Next),
    ("night", PartOfDay), ("noon", Noon), ("now", Now), ("not", Small), ("nor", Small), ("new", Holiday),
    ("nearly", Small), ("no", No), ("news", Paper), ("needs", Future),
    ("october", Month(10)), ("oct", ShortMonth(10)), ("on", On), ("of", Of), ("or", Or), ("over", Over),
    ("one", Count(1)), ("only", Small), ("out", Small), ("our", Small), ("onwards", Small), ("observer", Paper),
    ("opens", Future), ("officers", Measure),
    ("past", Past), ("previous", Previous), ("pm", Pm), ("per", Per), ("people", Measure), ("percent", Measure),
    ("post", Paper), ("plans", Future), ("planned", Future), ("planning", Future), ("points", Measure), ("pounds", Measure),
    ("palm", Naming), ("put", Told), ("paid", Told), ("pages", Measure), ("places", Measure), ("persons", Measure),
    ("passengers", Measure), ("patients", Measure), ("police", Measure), ("prisoners", Measure),
    ("quarter", Unit(self::Unit::Quarter)), ("quarters", Units(self::Unit::Quarter)),
    ("recent", Recent), ("rest", Rest), ("remainder", Rest), ("rose", Told), ("ran", Told), ("ruby", Naming),
    ("read", Told), ("refugees", Measure), ("residents", Measure),
    ("saturday", Weekday(6)), ("saturdays", Weekdays(6)), ("sat", ShortWeekday(6)), ("sunday", Weekday(7)),
    ("sundays", Weekdays(7)), ("sun", ShortWeekday(7)), ("september", Month(9)), ("sept", ShortMonth(9)),
    ("sep", ShortMonth(9)), ("spring", Season(1)), ("summer", Season(2)), ("since", Since), ("same", Same),
    ("start", Start), ("second", Nth(2)), ("sixth", Nth(6)), ("seventh", Nth(7)), ("sixteenth", Nth(16)),
    ("seventeenth", Nth(17)), ("six", Count(6)), ("seven", Count(7)), ("sixteen", Count(16)),
    ("seventeen", Count(17)), ("sixty", Tens(60)), ("seventy", Tens(70)), ("sixties", Decade(60)),
    ("seventies", Decade(70)), ("several", Few), ("she", Small), ("said", Told), ("saw", Told), ("sent", Told),
    ("set", Future), ("should", Future), ("shall", Future), ("scheduled", Future), ("so", Small), ("still", Small),
    ("spoke", Told), ("stood", Told), ("struck", Told), ("shot", Told), ("sold", Told), ("some", Few), ("super", Naming),
    ("standard", Paper), ("staff", Measure), ("school", Fiscal), ("soldiers", Measure), ("students", Measure),
    ("seats", Measure), ("shares", Measure), ("starts", Future), ("seeks", Future), ("st", Holiday), ("saint", Holiday),
    ("starting", Starting), ("such", Small), ("square", Measure), ("stay", Small),
    ("the", The), ("this", This), ("that", That), ("to", To), ("till", Until), ("through", Through), ("thru", Through),
    ("tuesday", Weekday(2)), ("tuesdays", Weekdays(2)), ("tue", ShortWeekday(2)), ("tues", ShortWeekday(2)),
    ("thursday", Weekday(4)), ("thursdays", Weekdays(4)), ("thu", ShortWeekday(4)), ("thur", ShortWeekday(4)),
    ("thurs", ShortWeekday(4)), ("today", Today), ("tomorrow", Tomorrow), ("tmrw", Tomorrow), ("tonight", Tonight),
    ("two", Count(2)),
    ("three", Count(3)), ("ten", Count(10)), ("twelve", Count(12)), ("thirteen", Count(13)), ("twenty", Tens(20)),
    ("thirty", Tens(30)), ("third", Nth(3)), ("tenth", Nth(10)), ("tens", Decade(10)), ("twelfth", Nth(12)),
    ("thirteenth", Nth(13)),
    ("twentieth", Nth(20)), ("thirtieth", Nth(30)), ("thirties", Decade(30)), ("twenties", Decade(20)), ("their", Small),
    ("they", Small), ("there", Small), ("than", Small), ("then", Small), ("though", Small), ("took", Told),
    ("told", Told), ("thought", Told), ("these", Small), ("those", Small), ("times", Paper), ("telegraph", Paper),
    ("tons", Measure), ("tonnes", Measure), ("troops", Measure), ("thousand", Measure), ("too", Small),
    ("takes", Future),
    ("until", Until), ("upcoming", Coming), ("under", Small), ("units", Measure), ("upon", Small), ("us", Small),
    ("usd", Measure),
    ("votes", Measure), ("via", Small), ("valentine", Holiday), ("vehicles", Measure), ("volunteers", Measure),
    ("visitors", Measure),
    ("week", Unit(self::Unit::Week)), ("weeks", Units(self::Unit::Week)), ("weekend", Unit(self::Unit::Weekend)),
    ("weekends", Units(self::Unit::Weekend)), ("wednesday", Weekday(3)), ("wednesdays", Weekdays(3)),
    ("wed", ShortWeekday(3)), ("winter", Season(4)), ("within", Within), ("will", Future), ("would", Future),
    ("was", Told), ("were", Told), ("with", Small), ("when", Small), ("where", Small), ("which", Small), ("while", Small),
    ("who", Small), ("what", Small), ("went", Told), ("won", Told), ("wrote", Told), ("without", Small), ("we", Small),
    ("words", Measure), ("workers", Measure), ("women", Measure), ("watts", Measure), ("wants", Future), ("withdrew", Told),
    ("year", Unit(self::Unit::Year)), ("years", Units(self::Unit::Year)), ("yesterday", Yesterday), ("yet", Small),
    ("you", Small), ("your", Small), ("yards", Measure), ("yuan", Measure), ("yen", Measure),
];

/// All words, by the numbers that they have in [`WORDS`]; a few places for each.
static KNOWN: eight::Words<{ WORDS.len() }, 2048> = eight::Words::of(WORDS);

/// What the words of [`WORDS`] are: a few lines of the cache, where the words with them would be many.
static MEANINGS: [Word; WORDS.len()] = {
    let (mut meanings, mut number) = ([Small; WORDS.len()], 0);
    while number < WORDS.len() {
        meanings[number] = WORDS[number].1;
        number += 1;
    }
    meanings
};

/// What the word in these bytes of a line is; `None` for one that has nothing to do with time.
pub(crate) fn lookup(line: &str, word: Range<usize>) -> Option<Word> {
    KNOWN.find(line, word).map(|number| MEANINGS[number])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(word: &str) -> Option<Word> {
        super::lookup(&format!("{word} tide"), 0..word.len())
    }

    #[test]
    fn words_are_known_in_any_capitals() {
        assert_eq!(lookup("SEPTEMBER"), Some(Month(9)));
        assert_eq!(lookup("september"), Some(Month(9)));
        assert_eq!(lookup("Thurs"), Some(ShortWeekday(4)));
        for (word, meaning) in WORDS {
            assert_eq!(lookup(&word.to_ascii_uppercase()), Some(*meaning), "{word} stands there twice");
        }
        for unknown in ["", "xenon", "septembers", "mon.", "über", "internationally"] {
            assert_eq!(lookup(unknown), None, "{unknown}");
        }
    }
}
