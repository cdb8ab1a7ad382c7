//! The layer as other extractors see it, through the plugin's real table.

use extractor_api::layer::Language as Record;
use extractor_api::testing::{Harness, Sample};
use language::Language;
use serde_json::{Value, json};

fn harness(config: Value) -> Harness<Language> {
    Harness::new(config).expect("a config that is right")
}

/// The records of a text as (code, words of the range), the whole text apart.
fn read_with(config: Value, text: &str) -> (Record, Vec<(String, String)>) {
    let mut harness = harness(config);
    let run = harness.run_text(text);
    assert!(run.verdict.is_ok() && run.events.is_empty(), "{:?}", run.verdict);
    let records = run.layer::<Record>();
    assert_eq!((records[0].scope, records[0].start, records[0].end), (Record::TEXT, 0, text.len() as u64));
    let line = |record: &Record| {
        assert_eq!(record.scope, Record::LINE);
        (record.code().to_owned(), text[record.start as usize..record.end as usize].to_owned())
    };
    (records[0], records[1..].iter().map(line).collect())
}

fn read(text: &str) -> (Record, Vec<(String, String)>) {
    read_with(json!({}), text)
}

/// The code of each line of `lines` when it stands under an English article.
fn codes_in_english(lines: &[&str]) -> Vec<String> {
    let text = format!("{ENGLISH}\n{}", lines.join("\n"));
    read(&text).1.into_iter().skip(ENGLISH.lines().count()).map(|(code, _)| code).collect()
}

const ENGLISH: &str = "The harbour council of Westermouth said on Tuesday that the new ferry would not sail before spring.\n\
    Its chairwoman told reporters that the engines had failed twice during trials, and that both would be replaced.\n\
    Residents of the island have been waiting for a second ship since the old one was sold in autumn.";

const SENTENCES: [(&str, &str); 32] = [
    ("en", "The mayor of the small town promised that the bridge would be open again before the winter."),
    ("de", "Der Bürgermeister der kleinen Stadt versprach, dass die Brücke noch vor dem Winter wieder offen ist."),
    ("fr", "Le maire de la petite ville a promis que le pont serait de nouveau ouvert avant l’hiver."),
    ("es", "El alcalde de la pequeña ciudad prometió que el puente estaría abierto otra vez antes del invierno."),
    ("pt", "O prefeito da pequena cidade prometeu que a ponte estará aberta de novo antes do inverno."),
    ("it", "Il sindaco della piccola città ha promesso che il ponte sarà di nuovo aperto prima dell’inverno."),
    ("nl", "De burgemeester van het stadje beloofde dat de brug nog voor de winter weer open zou zijn."),
    ("tr", "Küçük kentin belediye başkanı, köprünün kıştan önce yeniden açılacağına söz verdi ve halka teşekkür etti."),
    ("az", "Kiçik şəhərin başçısı dedi ki, körpü qışdan əvvəl yenidən açılacaq və bu, hamı üçün yaxşı xəbərdir."),
    ("pl", "Burmistrz małego miasta obiecał, że most zostanie otwarty jeszcze przed zimą."),
    ("cs", "Starosta malého města slíbil, že most bude znovu otevřen ještě před zimou."),
    ("sv", "Borgmästaren i den lilla staden lovade att bron skulle vara öppen igen före vintern."),
    ("fi", "Pienen kaupungin johtaja lupasi, että silta olisi jälleen auki ennen talvea."),
    ("hu", "A kisváros polgármestere megígérte, hogy a híd még a tél előtt újra megnyílik."),
    ("ro", "Primarul micului oraș a promis că podul va fi deschis din nou înainte de iarnă."),
    ("vi", "Thị trưởng của thị trấn nhỏ đã hứa rằng cây cầu sẽ được mở lại trước mùa đông."),
    ("id", "Wali kota kecil itu berjanji bahwa jembatan akan dibuka kembali sebelum musim hujan."),
    ("ru", "Мэр маленького города пообещал, что мост снова откроют ещё до начала зимы."),
    ("uk", "Мер маленького міста пообіцяв, що міст знову відкриють ще до початку зими."),
    ("bg", "Кметът на малкия град обеща, че мостът ще бъде отворен отново преди зимата."),
    ("sr", "Градоначелник малог града је обећао да ће мост бити поново отворен пре зиме."),
    ("el", "Ο δήμαρχος της μικρής πόλης υποσχέθηκε ότι η γέφυρα θα ανοίξει πριν από τον χειμώνα."),
    ("ar", "وعد رئيس بلدية المدينة الصغيرة بأن الجسر سيفتح من جديد قبل الشتاء."),
    ("fa", "شهردار شهر کوچک قول داد که پل پیش از زمستان دوباره باز می‌شود."),
    ("he", "ראש העיר הקטנה הבטיח כי הגשר ייפתח שוב לפני החורף."),
    ("hi", "छोटे शहर के मेयर ने कहा कि पुल सर्दी से पहले फिर से खुल जाएगा।"),
    ("zh", "小城的市长承诺，大桥将在冬天之前重新开放。"),
    ("ja", "小さな町の町長は、橋が冬の前にまた開くと約束した。"),
    ("ko", "작은 도시의 시장은 겨울이 오기 전에 다리를 다시 열겠다고 약속했다."),
    ("th", "นายกเทศมนตรีเมืองเล็กสัญญาว่าสะพานจะเปิดอีกครั้งก่อนฤดูหนาว"),
    ("ka", "პატარა ქალაქის მერი დაჰპირდა, რომ ხიდი ზამთრამდე გაიხსნება."),
    ("hy", "Փոքր քաղաքի քաղաքապետը խոստացավ, որ կամուրջը կբացվի մինչև ձմեռ։"),
];

#[test]
fn a_sentence_is_told_by_itself_and_under_an_english_article() {
    for (code, sentence) in SENTENCES {
        let (whole, lines) = read(sentence);
        assert_eq!((whole.code(), lines[0].0.as_str()), (code, code), "{sentence}");
        assert_eq!(codes_in_english(&[sentence]), [code], "{sentence}");
    }
}

/// Reports of one sentence, of whose few words names are the most.
#[test]
fn a_short_report_alone_is_in_the_language_of_its_words() {
    for (code, text) in [
        ("en", "Australia imposes sanctions on Serbia yesterday"),
        ("en", "Australian President Mark Lowe imposed sanctions on Ukraine last week."),
        ("en", "Kenyan Foreign Minister Amina Odhiambo condemned an attack on Japan on Monday."),
        ("en", "Australian President Mark Lowe closes embassy in Ukraine on Monday"),
        ("en", "Estonian union head Jaan Tammik threatened civil war unless Premier Hendrik Saar resigned."),
        ("en", "Kenya's Odhiambo met Novak in Prague."),
        ("en", "Novak meets Petrescu in Bratislava"),
        ("fr", "Paris impose des sanctions contre Téhéran."),
        ("it", "L'Italia invia aiuti umanitari in Libano."),
        ("de", "Berlin verhängt neue Sanktionen gegen Teheran."),
        ("es", "Madrid impone sanciones contra Caracas."),
        ("fi", "Helsinki karkotti kaksi venäläistä diplomaattia."),
        ("tl", "Bumisita ang pangulo ng Pilipinas sa Tokyo noong Lunes."),
    ] {
        assert_eq!(read(text).0.code(), code, "{text}");
    }
}

#[test]
fn labels_are_told_by_words_letters_and_script() {
    let labels = [
        ("tr", "Paylaş"),
        ("tr", "[2] Aynı yer."),
        ("tr", "Devamı için tıklayın"),
        ("de", "Artikel teilen"),
        ("de", "Mehr zum Thema"),
        ("fr", "Lire la suite"),
        ("es", "Leer más"),
        ("pl", "Czytaj dalej"),
        ("ru", "Русский"),
        ("uk", "Українська"),
        ("ar", "العربية"),
        ("zh", "分享"),
        ("ja", "シェア"),
        ("ko", "공유하기"),
        ("el", "Κοινοποίηση"),
    ];
    for (code, label) in labels {
        assert_eq!(codes_in_english(&[label]), [code], "{label}");
    }
}

#[test]
fn names_and_words_of_nothing_take_the_language_around() {
    let labels = [
        "Share",
        "Weather",
        "Gülşen Özdağ",
        "By Gülşen Özdağ",
        "Rio de Janeiro",
        "La Paz",
        "Photo: Jörg Müßler / Westermouth Post",
        "1:39 PM ET",
        "N/A",
        "J. S. Marlow",
        "Café",
        "Mayor Güneş Kılıçoğlu meets ferry builders Şirin and Ağaoğlu in Muğla",
        "Council Blames Engine Maker",
        "#harbour #ferry #engines",
        "OK 👍",
    ];
    for label in labels {
        assert_eq!(codes_in_english(&[label]), ["en"], "{label}");
    }
}

#[test]
fn english_labels_are_told_in_other_languages() {
    for (code, sentence) in SENTENCES.iter().filter(|(code, _)| *code != "en") {
        let text = format!("Share this article\n{sentence}\n{sentence}");
        let (whole, lines) = read(&text);
        assert_eq!((whole.code(), lines[0].0.as_str()), (*code, "en"), "{sentence}");
    }
}

#[test]
fn han_alone_is_japanese_among_japanese_and_chinese_elsewhere() {
    let japanese = "新港町議会\n小さな町の町長は、橋が冬の前にまた開くと約束した。";
    assert_eq!(read(japanese).1[0].0, "ja");
    assert_eq!(codes_in_english(&["新港議會"]), ["zh"]);
    assert_eq!(read("iPhone 15 と iPad の発売日").0.code(), "ja");
}

#[test]
fn a_foreign_first_line_and_many_buttons_do_not_decide() {
    let text = format!("Paylaş\nDevamı için tıklayın\nTürkçe\nHaberler\nSonraki\n{ENGLISH}");
    let (whole, lines) = read(&text);
    assert_eq!(whole.code(), "en");
    assert_eq!(lines.iter().filter(|(code, _)| code == "tr").count(), 5);
}

#[test]
fn the_whole_is_of_the_language_of_most_letters() {
    let quotation = SENTENCES[1].1.repeat(8);
    let text = format!("{quotation}\n{}", format!("{ENGLISH}\n").repeat(6));
    let (whole, lines) = read(&text);
    assert_eq!((whole.code(), lines[0].0.as_str()), ("en", "de"));
    assert!(lines[1..].iter().all(|(code, _)| code == "en"));
    assert!((500..1000).contains(&whole.confidence), "{}", whole.confidence);
}

#[test]
fn ranges_are_lines_without_their_line_feed_and_lines_without_a_letter_have_none() {
    let text = "\nThe ferry is late.\n\n* * *\n 2024-05-01 \n😀\nIt will sail on Friday. ";
    let lines: Vec<_> = read(text).1.into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines, ["The ferry is late.", "It will sail on Friday. "]);
}

#[test]
fn texts_without_a_language_are_undetermined() {
    for (text, lines) in
        [("", 0), ("\n\n", 0), ("12:30 — 100 %\n🎉🎉", 0), ("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", 1), ("https://example.com/a/b", 1)]
    {
        let (whole, found) = read(text);
        assert_eq!((whole.code(), whole.confidence, found.len()), ("und", 0, lines), "{text:?}");
        assert!(found.iter().all(|(code, _)| code == "und"), "{text:?}");
    }
}

#[test]
fn a_document_without_text_is_skipped() {
    let mut harness = harness(json!({}));
    let run = harness.run(Sample { name: "scan.pdf", text: None, meta_json: "{}", attempt: 0 });
    assert_eq!(run.verdict.status, extractor_api::abi::SKIPPED);
    assert!(run.layer::<Record>().is_empty());
}

#[test]
fn the_same_text_gives_the_same_records() {
    let text: String = SENTENCES.iter().map(|(_, sentence)| format!("{sentence}\n")).collect();
    let first = harness(json!({})).run_text(&text).layer::<Record>();
    let mut used = harness(json!({}));
    used.run_text(ENGLISH);
    assert_eq!(used.run_text(&text).layer::<Record>(), first);
}

#[test]
fn only_allowed_languages_are_told() {
    let turkish_or_english = json!({ "allow": ["tr", "en"] });
    for (code, sentence) in SENTENCES {
        let (whole, lines) = read_with(turkish_or_english.clone(), sentence);
        let codes = [whole.code(), lines[0].0.as_str()];
        match code {
            "tr" | "en" => assert_eq!(codes, [code, code]),
            _ => assert!(codes.iter().all(|code| ["tr", "en", "und"].contains(code)), "{sentence}: {codes:?}"),
        }
    }
    assert_eq!(read_with(json!({ "allow": ["ja"] }), "新港議會").0.code(), "ja");
}

#[test]
fn a_single_allowed_language_is_sure_only_where_the_text_shows_it() {
    let english = json!({ "allow": ["en"] });
    assert!(read_with(english.clone(), ENGLISH).0.confidence > 900);
    let (whole, _) = read_with(english, SENTENCES[9].1);
    assert_eq!(("en", true), (whole.code(), whole.confidence <= 500));
}

#[test]
fn a_wrong_config_is_refused_with_the_key_and_what_was_meant() {
    let cases = [
        (json!({ "allow": ["en", "jp"] }), "allow[1]: \"jp\""),
        (json!({ "allow": ["en", "jp"] }), "write \"ja\""),
        (json!({ "allow": "en" }), "allow"),
        (json!({ "deny": ["en"] }), "deny"),
    ];
    for (config, expected) in cases {
        let verdict = Harness::<Language>::new(config).err().expect("a refusal");
        assert_eq!(verdict.status, extractor_api::abi::CONFIG);
        assert!(format!("{verdict:?}").replace("\\\"", "\"").contains(expected), "{verdict:?}");
    }
}

#[test]
fn the_manifest_says_what_is_published() {
    let harness = harness(json!({}));
    let manifest = harness.manifest();
    assert_eq!((manifest.id.as_str(), manifest.publishes.as_slice()), ("language", &["languages/1".to_owned()][..]));
    assert!(manifest.reads.is_empty() && manifest.event_types.is_empty());
}
