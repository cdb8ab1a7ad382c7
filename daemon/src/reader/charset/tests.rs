use encoding_rs::{Encoding, KOI8_R, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
use proptest::prelude::*;

use super::*;

/// Sentences in the style of news, language and text on each line.
const SENTENCES: &str = include_str!("sentences.txt");

/// Charsets, the languages that were written in them, and the domains that such texts come from.
const CHARSETS: &str = include_str!("legacy.txt");

/// The charsets, each with its languages and their domains.
fn charsets() -> impl Iterator<Item = (&'static Encoding, Vec<(&'static str, &'static str)>)> {
    CHARSETS.lines().filter_map(|line| line.split_once('\t')).map(|(label, languages)| {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        (encoding, languages.split(", ").map(|language| language.split_once(' ').unwrap()).collect())
    })
}

fn sentences(language: &str) -> Vec<&'static str> {
    let own = SENTENCES.lines().filter_map(|line| line.split_once('\t')).filter(|(of, _)| *of == language);
    own.map(|(_, sentence)| sentence).collect()
}

/// Bytes of a text in a charset, which must hold all of it.
fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    if encoding == UTF_16LE {
        return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    if encoding == UTF_16BE {
        return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    }
    let (bytes, _, is_lossy) = encoding.encode(text);
    assert!(!is_lossy, "{} does not hold {text}", encoding.name());
    bytes.into_owned()
}

/// How many of the texts are decoded exactly, with the names of those that are not.
fn exact(known: impl Fn(&'static Encoding, &'static str) -> Known<'static>, is_joined: bool) -> (usize, Vec<String>) {
    let (mut all, mut wrong) = (0, Vec::new());
    for (encoding, languages) in charsets() {
        for (language, tld) in languages {
            let five = sentences(language);
            assert_eq!(five.len(), 5, "{language}");
            let joined = five.join("\n");
            let texts: Vec<&str> = if is_joined { vec![&joined] } else { five };
            for text in texts {
                let bytes = encoded(encoding, text);
                let decoded = decode_known(&bytes, known(encoding, tld)).unwrap();
                all += 1;
                if decoded.text != text {
                    wrong.push(format!("{} {language} as {}", encoding.name(), decoded.charset));
                }
            }
        }
    }
    (all, wrong)
}

#[test]
fn legacy_charsets_are_told_from_one_sentence_in_98_of_100_cases() {
    let (all, wrong) = exact(|_, tld| Known { label: None, tld: Some(tld) }, false);
    println!("{} of {all} wrong with the domain: {wrong:?}", wrong.len());
    assert!(all >= 100 && wrong.len() * 100 <= all * 2, "{} of {all}: {wrong:?}", wrong.len());
    // Without the domain, five sentences are enough.
    let (all, wrong) = exact(|_, _| Known::default(), true);
    println!("{} of {all} wrong with five sentences: {wrong:?}", wrong.len());
    assert!(wrong.len() * 100 <= all * 4, "{} of {all}: {wrong:?}", wrong.len());
}

#[test]
fn one_sentence_without_any_hint_is_told_in_9_of_10_cases() {
    let (all, wrong) = exact(|_, _| Known::default(), false);
    println!("{} of {all} wrong without any hint: {wrong:?}", wrong.len());
    assert!(wrong.len() * 10 <= all, "{} of {all}: {wrong:?}", wrong.len());
}

#[test]
fn a_declared_charset_is_believed_when_the_bytes_decode_by_it() {
    let (_, wrong) = exact(|encoding, _| Known { label: Some(encoding.name()), tld: None }, false);
    assert_eq!(wrong, Vec::<String>::new());
    let text = "Le café où l’été commença";
    let bytes = encoded(MACINTOSH, text);
    let decoded = decode_known(&bytes, Known { label: Some("macintosh"), tld: None }).unwrap();
    assert_eq!((&*decoded.text, decoded.basis, decoded.guessed), (text, Basis::Declared, false));
}

#[test]
fn a_wrong_label_does_no_harm() {
    let polish = sentences("pl").join("\n");
    let russian = sentences("ru").join("\n");
    for (bytes, label, tld, text) in [
        (polish.as_bytes().to_vec(), "iso-8859-1", "pl", &polish),
        (polish.as_bytes().to_vec(), "shift_jis", "pl", &polish),
        (encoded(WINDOWS_1250, &polish), "utf-8", "pl", &polish),
        (encoded(KOI8_R, &russian), "utf-8", "ru", &russian),
        (encoded(WINDOWS_1251, &russian), "euc-kr", "ru", &russian),
        (encoded(WINDOWS_1251, &russian), "utf-16le", "ru", &russian),
        (encoded(WINDOWS_1251, &russian), "no-such-charset", "ru", &russian),
    ] {
        let decoded = decode_known(&bytes, Known { label: Some(label), tld: Some(tld) }).unwrap();
        assert_eq!(&*decoded.text, text, "{label}: {}", decoded.charset);
    }
}

#[test]
fn utf_16_is_told_without_a_mark() {
    for language in ["fr", "pl", "ru", "el", "he", "ar", "th", "ja", "zh", "ko"] {
        let text = sentences(language).join("\r\n");
        for (encoding, name) in [(UTF_16LE, "utf-16le"), (UTF_16BE, "utf-16be")] {
            let bytes = encoded(encoding, &text);
            let decoded = decode(&bytes).unwrap_or_else(|| panic!("{language} in {name} is text"));
            assert_eq!((&*decoded.text, &*decoded.charset, decoded.guessed), (&*text, name, true), "{language}");
        }
    }
}

#[test]
fn charsets_are_told_by_mark_validity_or_guess() {
    let latin = encoded(WINDOWS_1252, "Le président français a été reçu à Genève");
    let cyrillic = encoded(WINDOWS_1251, "Министр иностранных дел прибыл в столицу");
    for (bytes, text, charset, guessed) in [
        ("naïve".as_bytes().to_vec(), "naïve", "utf-8", false),
        (b"\xef\xbb\xbfword".to_vec(), "word", "utf-8", false),
        (b"\xff\xfew\0\xef\0".to_vec(), "wï", "utf-16le", false),
        (b"\xfe\xff\0w".to_vec(), "w", "utf-16be", false),
        (latin, "Le président français a été reçu à Genève", "windows-1252", true),
        (cyrillic, "Министр иностранных дел прибыл в столицу", "windows-1251", true),
    ] {
        let decoded = decode(&bytes).unwrap();
        assert_eq!(
            (&*decoded.text, &*decoded.charset, decoded.guessed, decoded.lossy),
            (text, charset, guessed, false)
        );
    }
    assert!(decode(b"a\0\0\0b\xff").is_none());
    assert!(decode(&[0; 100]).is_none());
    assert!(decode(b"\xff\xfe\0\0w\0\0\0").is_none(), "UTF-32 is not UTF-16 with NUL characters");
}

#[test]
fn a_stray_byte_in_utf_8_is_a_loss_and_no_reason_to_guess() {
    let text = sentences("ru").join("\n");
    let mut cut = text.clone().into_bytes();
    cut.pop();
    cut.pop();
    let mut stray = text.into_bytes();
    stray.insert(100, 0xff);
    for bytes in [cut, stray] {
        let decoded = decode(&bytes).unwrap();
        assert_eq!((&*decoded.charset, decoded.guessed, decoded.lossy), ("utf-8", false, true));
        assert!(decoded.text.starts_with("Министр обороны"));
    }
}

#[test]
fn binary_data_is_no_text() {
    let counter: Vec<u8> = (0..4000u16).flat_map(u16::to_be_bytes).collect();
    let noise: Vec<u8> = (0..4000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let sound: Vec<u8> =
        (0..4000i32).flat_map(|n| i16::try_from((n * 37) % 900 - 450).unwrap().to_le_bytes()).collect();
    for bytes in [counter, noise, sound] {
        assert!(decode(&bytes).is_none());
    }
}

#[test]
fn line_ends_and_controls_are_normalised() {
    assert_eq!(normalise("a\r\nb\rc\n\u{0}\u{7}d\te"), "a\nb\nc\nd\te");
    assert_eq!(normalise("\u{feff}end\u{c}Start\u{1b}[0m"), "end\nStart[0m");
    let long = format!("{}\r\n{}\r", "ü".repeat(1000), "b".repeat(1000));
    assert_eq!(normalise(&*long), long.replace("\r\n", "\n").replace('\r', "\n"));
}

#[test]
fn a_stream_in_utf_16_becomes_utf_8_block_by_block() {
    let text = sentences("ja").join("\n").repeat(500);
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(encoded(UTF_16LE, &text));
    let small = std::io::BufReader::with_capacity(7, &bytes[..]);
    assert_eq!(std::io::read_to_string(Transcoded::new(small).unwrap()).unwrap(), text);
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(std::io::read_to_string(Transcoded::new(&marked[..]).unwrap()).unwrap(), text);
}

proptest! {
    #[test]
    fn any_bytes_are_decoded_or_refused(bytes: Vec<u8>, label in "[a-z0-9-]{0,12}", tld in "\\PC{0,4}") {
        if let Some(decoded) = decode_known(&bytes, Known { label: Some(&label), tld: Some(&tld) }) {
            let text = normalise(decoded.text);
            prop_assert!(!text.contains(|c: char| c < ' ' && c != '\n' && c != '\t'));
        }
    }

    #[test]
    fn normal_text_stays_as_it_is(text in "[a-zäß \n\t]{0,600}") {
        prop_assert_eq!(normalise(&*text), text);
    }
}
