//! Mails and mailboxes.

use std::time::{Duration, Instant};

use data_encoding::BASE64;
use proptest::prelude::*;

use super::mbox::{Mailbox, begins};
use super::{HtmlReader, read};
use crate::codes::content::{EXCESSIVE, MALFORMED, NO_TEXT, TRUNCATED};
use crate::reader::Failure;
use crate::reader::article::{Content, LineKind, Text};
use crate::reader::entries::Entries;

/// Stands for the reader of pages: what is outside of tags is a paragraph.
const HTML: HtmlReader = |page: &str| -> Result<Content, Failure> {
    let mut text = Text::default();
    for piece in page.split('<').filter_map(|piece| piece.split('>').nth(1)) {
        text.push(LineKind::Paragraph, piece);
    }
    Ok(Content { media_type: "text/html", text, ..Content::default() })
};

fn mail(header: &str, body: &str) -> Vec<u8> {
    format!("From: Ada Field <ada@harbour.example>\nSubject: The ferry\nDate: Fri, 20 Nov 2026 10:30:00 +0100\n{header}\n{body}").into_bytes()
}

fn text_of(bytes: &[u8]) -> String {
    read(bytes, HTML).unwrap().text.into_string()
}

/// A part of several with the boundary `=b`.
fn part(header: &str, body: &str) -> String {
    format!("--=b\n{header}\n\n{body}\n")
}

fn multipart(kind: &str, parts: &[String]) -> Vec<u8> {
    mail(
        &format!("MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=\"=b\"\n"),
        &(parts.concat() + "--=b--\n"),
    )
}

#[test]
fn the_header_is_what_is_known_of_a_mail() {
    let bytes = mail(
        "List-Id: \"Harbour news\" <news.harbour.example>\nSubject: =?utf-8?q?Die_F=C3=A4hre?=\n =?iso-8859-1?q?_ist_sp=E4t?=\nContent-Language: de\nKeywords: ferry, pier\nArchived-At: <https://harbour.example/1>\n",
        "It was late.\n\n> Really?\n\nYes.\n-- \nAda\n",
    );
    let bytes = String::from_utf8(bytes).unwrap().replace("Subject: The ferry\n", "").into_bytes();
    let content = read(&bytes, HTML).unwrap();
    assert_eq!(content.text.as_str(), "It was late.\n\n> Really?\n\nYes.\n-- \nAda\n");
    let meta = content.meta;
    assert_eq!((meta.title.as_deref(), &meta.bylines[..]), (Some("Die Fähre ist spät"), &["Ada Field".to_owned()][..]));
    let published = meta.published.unwrap();
    assert_eq!((published.value.as_str(), published.basis), ("2026-11-20T10:30:00+01:00", "header"));
    assert_eq!(
        (meta.publisher.as_deref(), meta.language.as_deref(), meta.url.as_deref()),
        (Some("Harbour news"), Some("de"), Some("https://harbour.example/1"))
    );
    assert_eq!(meta.keywords, ["ferry", "pier"]);
    let other = read(&mail("Organization: Pier Press\n", "Late."), HTML).unwrap();
    assert_eq!(other.meta.publisher.as_deref(), Some("Pier Press"));
}

#[test]
fn charsets_and_encodings_are_undone() {
    for (header, body, text) in [
        (
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n",
            "Caf=C3=A9 =\nopen",
            "Café open",
        ),
        (
            "Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: base64\n",
            "z/Du4uXw6uA=",
            "Проверка",
        ),
        ("Content-Type: text/plain; charset=iso-2022-jp\nContent-Transfer-Encoding: base64\n", "GyRCR24bKEI=", "博"),
    ] {
        assert_eq!(text_of(&mail(header, body)).trim(), text);
    }
}

#[test]
fn lines_that_flow_are_joined() {
    let flowed = "The ferry \nwas late \nagain.\n\n> Was it \n> really? \nYes, \n it was.\n -- stuffed\n-- \nAda";
    let text = text_of(&mail("Content-Type: text/plain; format=flowed\n", flowed));
    assert_eq!(text, "The ferry was late again.\n\n> Was it really?\nYes, it was.\n-- stuffed\n--\nAda\n");
    let text = text_of(&mail("Content-Type: text/plain; format=flowed; delsp=yes\n", "Har \nbour\n"));
    assert_eq!(text, "Harbour\n");
}

#[test]
fn the_plain_part_is_read_unless_it_is_a_stub() {
    let page = "<html><style>p { color: black }</style><body><p>The ferry was late again, said the harbour master, and so was everybody on it.</p></body></html>";
    let late = "The ferry was late again, said the harbour master, and so was everybody on it.\n";
    let both = |plain: &str| {
        multipart("alternative", &[part("Content-Type: text/plain", plain), part("Content-Type: text/html", page)])
    };
    assert_eq!(text_of(&both("The ferry was late again, he said.")), "The ferry was late again, he said.");
    for stub in ["", "Open in a browser"] {
        let content = read(&both(stub), HTML).unwrap();
        assert_eq!(content.text.as_str().lines().last(), late.lines().last());
        assert_eq!(content.facts["body"], "html");
    }
    assert!(text_of(&mail("Content-Type: text/html\n", page)).ends_with(late));
}

#[test]
fn attachments_are_named() {
    let bytes = multipart(
        "mixed",
        &[
            part("Content-Type: text/plain", "See the minutes."),
            part(
                "Content-Type: application/pdf; name=\"minutes.pdf\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64",
                "JVBERi0xLjc=",
            ),
            part("Content-Type: image/png\nContent-Disposition: attachment; filename=\"ship.png\"", "png"),
            part(
                "Content-Type: text/html; charset=iso-8859-1\nContent-Disposition: attachment; filename=\"../page.html\"\nContent-Transfer-Encoding: quoted-printable",
                "<p>Caf=E9</p>",
            ),
            part(
                "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"NOTES.DOCX\"",
                "PK",
            ),
        ],
    );
    let content = read(&bytes, HTML).unwrap();
    let names: Vec<_> =
        content.facts["attachments"].as_array().unwrap().iter().map(|part| part["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["minutes.pdf", "ship.png", "../page.html", "NOTES.DOCX"]);
    let none = multipart(
        "mixed",
        &[part("Content-Type: image/png\nContent-Disposition: attachment; filename=\"ship.png\"", "png")],
    );
    assert_eq!(read(&none, HTML).unwrap_err().code, NO_TEXT);
}

#[test]
fn mails_within_mails_are_read_to_the_third_level() {
    let inner = |level: usize, within: &str| {
        format!(
            "Subject: Level {level}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b{level}\"\n\n--b{level}\nContent-Type: text/plain\n\nText {level}\n--b{level}\nContent-Type: message/rfc822\n\n{within}\n--b{level}--\n"
        )
    };
    let nested = (1..=6).rev().fold("Subject: last\n\nend".to_owned(), |within, level| inner(level, &within));
    let text = text_of(nested.as_bytes());
    assert_eq!(text, "Text 1\n\nLevel 2\n\nText 2\n\nLevel 3\n\nText 3\n\nLevel 4\n\nText 4\n");
}

#[test]
fn mails_within_each_other_take_little_stack_and_those_without_end_are_refused() {
    let deep = |count: usize| "Subject: x\nContent-Type: message/rfc822\n\n".repeat(count) + "Subject: end\n\nText";
    let _ = read(deep(2_000).as_bytes(), HTML);
    let with_boundaries = |lines: usize| {
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n".to_owned() + &"--b\n\nx\n".repeat(lines) + "--b--\n"
    };
    assert!(read(with_boundaries(1_000).as_bytes(), HTML).is_ok());
    for bytes in
        [deep(2_001), deep(1_000_000), with_boundaries(20_000), "A: b\n".repeat(300_001) + "Subject: x\n\nText"]
    {
        assert_eq!(read(bytes.as_bytes(), HTML).unwrap_err().code, EXCESSIVE);
    }
}

#[test]
fn what_hides_in_encoded_parts_counts_too() {
    let hidden = "A: b\n".repeat(300_001) + "Subject: x\n\nText";
    let nested = |encoding: &str, content: &str| {
        format!("Subject: x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: {encoding}\n\n{content}\n")
    };
    let in_base64 = |content: &str| {
        let text = BASE64.encode(content.as_bytes());
        text.as_bytes().chunks(76).map(|line| format!("{}\r\n", str::from_utf8(line).unwrap())).collect::<String>()
    };
    let once = nested("base64", &in_base64(&hidden));
    let twice = nested("base64", &in_base64(&once));
    let quoted = nested("quoted-printable", &hidden.replace('\n', "=0A"));
    for mail in [once, twice, quoted] {
        assert_eq!(read(mail.as_bytes(), HTML).unwrap_err().code, EXCESSIVE);
    }
    let ferry = in_base64(&format!("Subject: inner\n\n{}", "The ferry was late.\n".repeat(500)));
    assert!(read(nested("base64", &ferry).as_bytes(), HTML).unwrap().text.as_str().contains("The ferry was late."));
}

#[test]
fn encoded_words_without_end_take_no_time() {
    let began = Instant::now();
    for words in ["=?aa?q?x ".repeat(1 << 17), "=?utf-8?q?fog?= ".repeat(1 << 17), "=?aa?q?x\n ".repeat(1 << 17)] {
        assert_eq!(read(format!("Subject: {words}\n\nText").as_bytes(), HTML).unwrap_err().code, EXCESSIVE);
    }
    let usual = "=?utf-8?q?fog?=\n ".repeat(500);
    let content = read(format!("Subject: {usual}\n\nText").as_bytes(), HTML).unwrap();
    assert_eq!(content.meta.title, Some("fog".repeat(500)));
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[test]
fn what_is_no_whole_mail_is_refused() {
    let whole = multipart("mixed", &[part("Content-Type: text/plain", "The ferry was late.")]);
    assert_eq!(read(&whole[..whole.len() - 5], HTML).unwrap_err().code, TRUNCATED);
    for bytes in [&b""[..], b"\n\n", b"just words", b"X-Thing: 1\n\nwords"] {
        assert_eq!(read(bytes, HTML).unwrap_err().code, MALFORMED, "{bytes:?}");
    }
    assert_eq!(read(&mail("", "\n \n"), HTML).unwrap_err().code, NO_TEXT);
}

const MAILBOX: &str = "From ada@harbour.example Fri Nov 20 10:00:00 2026\nSubject: One\n\nThe ferry.\n\nFrom here on it was late.\n>From the pier\n>>From the bridge\n\n\
    From bo@harbour.example  Fri Nov 20 11:00:00 +0100 2026\r\nSubject: Two\r\n\r\nThe bridge.\r\n";

#[test]
fn a_mailbox_is_split_where_mails_begin_and_nowhere_else() {
    assert!(begins(MAILBOX.as_bytes()));
    for text in [
        "From Paris, 10:30, Friday 2026\nThe ferry",
        "From a Fri Nov 20 10:00:00 2026\nno header here",
        "From: Ada\n",
        "From x\nSubject: y",
    ] {
        assert!(!begins(text.as_bytes()), "{text}");
    }
    let mut mailbox = Mailbox::new(MAILBOX.as_bytes());
    let mails: Vec<_> = std::iter::from_fn(|| mailbox.next()).map(Result::unwrap).collect();
    let told: Vec<_> = mails.iter().map(|mail| (&*mail.name, std::str::from_utf8(&mail.bytes).unwrap())).collect();
    let one = "Subject: One\n\nThe ferry.\n\nFrom here on it was late.\nFrom the pier\n>From the bridge\n\n";
    assert_eq!(told, [("1", one), ("2", "Subject: Two\r\n\r\nThe bridge.\r\n")]);
    assert_eq!(text_of(&mails[1].bytes), "The bridge.\n");
    // Passed over, a mail counts and is not kept.
    let mut mailbox = Mailbox::new(MAILBOX.as_bytes());
    assert!(mailbox.step(false).unwrap().unwrap().bytes.is_empty());
    assert_eq!(mailbox.next().unwrap().unwrap().name, "2");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_damaged_mail_is_read_or_refused(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let inner = "Subject: Inner\nContent-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: base64\n\nPHA+8tXTPC9wPg==";
        let mut bytes = multipart("mixed", &[
            part("Content-Type: text/plain; format=flowed\nContent-Transfer-Encoding: quoted-printable", "Caf=C3=A9 \nopen"),
            part("Content-Type: message/rfc822", inner),
            part("Content-Type: application/pdf; name*0*=utf-8''a%20; name*1=b.pdf\nContent-Transfer-Encoding: base64", "JVBERi0xLjc="),
        ]);
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Err(failure) = read(&bytes, HTML) {
            prop_assert!([MALFORMED, NO_TEXT, TRUNCATED].contains(&failure.code));
        }
    }
}
