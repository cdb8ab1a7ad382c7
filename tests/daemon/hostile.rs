//! Files that are made to do harm: each ends in documents or in quarantine with a code of the reader, soon, and no worker
//! dies of it or takes much memory.

mod made;

use std::fs::{self, File};
use std::io::Write;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Daemon, Site};
use made::{Parts, corpus, docx, epub, gzip, odt, pdf, tar, warc, zip, zip_stored, zstd};

/// What one worker may take for any of them.
const MEMORY_MAX: u64 = 256 << 20;
/// What its reading may take before the worker is ended.
const TIME_MAX: Duration = Duration::from_secs(10);
/// A debug build on a busy machine takes so many times as long.
const SLACK: u32 = 6;
/// Read, in whole or in part.
const READ: &str = "";

/// A file, and the code with which it is set aside, or [`READ`].
type Case = (&'static str, Vec<u8>, &'static str);

fn site() -> Site {
    // All extractors together get three times what one of them does, and so does the reader.
    let timeout = format!("{} ms", (TIME_MAX * SLACK).as_millis() / 3);
    Site::new().set("limits.timeout", timeout).set("limits.truncated_wait", "0 s").set("output.duplicates", "skip")
}

/// Drops the files and insists on what becomes of each.
#[track_caller]
fn check(cases: Vec<Case>) {
    assert!(cases.len() >= 5, "a row has five variants at least");
    let site = site();
    let daemon = site.start();
    for (name, content, _) in &cases {
        site.deliver(name, content);
    }
    daemon.wait_for_files(cases.len());
    expect_modest_workers(&daemon);
    daemon.stop();
    let codes = codes(&site);
    for (name, _, code) in &cases {
        let found = codes.iter().find(|(aside, _)| aside == name).map_or(READ, |(_, code)| code.as_str());
        assert_eq!(found, *code, "{name}: {codes:?}");
    }
    site.execute(&["log", "verify"]).expect(0);
}

/// The files in quarantine, each with its code; of a file that holds many, with that of the first that could not be read.
fn codes(site: &Site) -> Vec<(String, String)> {
    let reasons = made::reasons(&site.path(".dragoman/quarantine"));
    let code = |reason: &Value| {
        let entry = &reason["entries"][0]["code"];
        if entry.is_null() { reason["code"].clone() } else { entry.clone() }
    };
    reasons.iter().map(|(name, reason)| (name.clone(), code(reason).as_str().unwrap_or("none").to_owned())).collect()
}

#[track_caller]
fn expect_modest_workers(daemon: &Daemon<'_>) {
    for worker in daemon.workers() {
        let Ok(status) = fs::read_to_string(format!("/proc/{}/status", worker.id)) else { continue };
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the most that it ever took");
        let bytes = most.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10;
        assert!(bytes < MEMORY_MAX, "a worker took {bytes} bytes");
    }
}

const FOG: &str = "Fog held the ferries up in Kestrel Bay on Saturday, said the harbour master. ";

fn spaces(mebibytes: usize) -> Vec<u8> {
    vec![b' '; mebibytes << 20]
}

#[test]
fn zip_bombs() {
    let inner = zip(&[("a.txt", &spaces(7))]);
    let names: Vec<String> = (0..60).map(|number| format!("{number}.zip")).collect();
    let nested: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &*inner)).collect();
    let many: Vec<(String, Vec<u8>)> = (0..30).map(|number| (format!("{number}.txt"), spaces(7))).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    let mut lying = zip(&[("a.txt", &spaces(64))]);
    made::patch(&mut lying, b"PK\x01\x02", 24, &100_u32.to_le_bytes());
    let part = [&b"<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>"[..], &spaces(100)].concat();
    check(vec![
        ("one.zip", zip(&[("a.txt", &spaces(200))]), "D0411"),
        ("many.zip", zip(&many), "D0411"),
        ("nested.zip", zip(&nested), "D0411"),
        ("lying.zip", lying, "D0410"),
        ("overlapping.zip", made::overlapping(&spaces(7), 60), "D0410"),
        ("word.docx", docx(&part), "D0411"),
        ("book.epub", epub(&[&b"<html><body>"[..], &spaces(100)].concat()), "D0411"),
    ]);
}

#[test]
fn gzip_bombs() {
    let page =
        [&b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n\r\n"[..], &gzip(&spaces(100))];
    let cut = gzip(&spaces(100));
    check(vec![
        ("one.txt.gz", gzip(&spaces(200)), "D0411"),
        ("members.txt.gz", gzip(&spaces(7)).repeat(30), "D0411"),
        ("twice.txt.gz.gz", gzip(&gzip(&spaces(200))), "D0411"),
        ("tar.tar.gz", gzip(&tar(&[("a.txt", &spaces(100)), ("b.txt", b"words")])), "D0411"),
        ("cut.txt.gz", cut[..cut.len() / 2].to_vec(), "D0411"),
        ("page.warc.gz", gzip(&warc(&page.concat())), "D0411"),
    ]);
}

#[test]
fn zstd_bombs() {
    // A frame that says it wants a window of two gibibytes.
    let window = [&b"\x28\xb5\x2f\xfd\x00\xa8"[..], &[0; 40]].concat();
    check(vec![
        ("one.txt.zst", zstd(&spaces(200)), "D0411"),
        ("frames.txt.zst", zstd(&spaces(7)).repeat(30), "D0411"),
        ("twice.txt.zst.zst", zstd(&zstd(&spaces(200))), "D0411"),
        ("tar.tar.zst", zstd(&tar(&[("a.txt", &spaces(100)), ("b.txt", b"words")])), "D0411"),
        ("window.zst", window, "D0401"),
        ("list.json.zst", zstd(&[&b"[{\"text\":\""[..], &spaces(150)].concat()), "D0410"),
    ]);
}

#[test]
fn names_that_lead_elsewhere() {
    let fog = FOG.as_bytes();
    let link = made::tar_with_link(tar::EntryType::Symlink, "../../dragoman.toml");
    let hard = made::tar_with_link(tar::EntryType::Link, "/etc/passwd");
    let word: Parts<'_> = &[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            b"<Relationships><Relationship Type='x/officeDocument' Target='../../../../etc/passwd'/></Relationships>",
        ),
        ("word/other.xml", b"<a/>"),
    ];
    let book: Parts<'_> = &[
        ("mimetype", b"application/epub+zip"),
        (
            "META-INF/container.xml",
            b"<container><rootfiles><rootfile full-path='../../../../etc/passwd'/></rootfiles></container>",
        ),
    ];
    check(vec![
        ("up.zip", zip(&[("../../up.txt", fog)]), READ),
        ("root.zip", zip(&[("/etc/root.txt", b"Root. Fog and words.")]), READ),
        ("back.zip", zip(&[("..\\..\\back.txt", b"Back. Fog and words.")]), READ),
        ("odd.zip", zip(&[("a\u{202e}\n\x1b[31m.txt", b"Odd. Fog and words.")]), READ),
        ("link.tar", link, READ),
        ("hard.tar", hard, READ),
        ("word.docx", zip(word), "D0410"),
        ("book.epub", zip(book), "D0410"),
    ]);
}

#[test]
fn entities_that_grow_or_lead_elsewhere() {
    let mut laughs = "<!DOCTYPE a [<!ENTITY l0 \"ha\">".to_owned();
    for level in 1..30 {
        laughs += &format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10));
    }
    laughs += "]>";
    let outside = "<!DOCTYPE a [<!ENTITY l29 SYSTEM \"file:///etc/passwd\">]>";
    let parameter = "<!DOCTYPE a [<!ENTITY % p \"<!ENTITY l29 'x'>\"> %p; %p;]>";
    let rss = |dtd: &str| {
        format!("{dtd}<rss><channel><item><title>&l29;</title><description>{FOG}</description></item></channel></rss>")
    };
    let nitf = |dtd: &str| format!("{dtd}<nitf><body><body.content><p>&l29; {FOG}</p></body.content></body></nitf>");
    let word = format!(
        "{laughs}<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>&l29; {FOG}</w:t></w:r></w:p></w:body></w:document>"
    );
    let page = format!("{laughs}<html><body><p>&l29; {}</p></body></html>", FOG.repeat(4));
    check(vec![
        ("laughs.rss", rss(&laughs).into_bytes(), "D0410"),
        ("outside.rss", rss(outside).into_bytes(), "D0410"),
        ("parameter.rss", rss(parameter).into_bytes(), "D0410"),
        ("laughs.nitf", nitf(&laughs).into_bytes(), "D0410"),
        ("outside.nitf", nitf(outside).into_bytes(), "D0410"),
        ("laughs.docx", docx(word.as_bytes()), READ),
        ("laughs.odt", odt(format!("{laughs}<office:document-content/>").as_bytes()), "D0409"),
        ("laughs.epub", epub(page.as_bytes()), READ),
        ("laughs.html", page.into_bytes(), READ),
    ]);
}

#[test]
fn elements_without_end() {
    let html = |tag: &str| format!("<html><body><p>{FOG}</p>{}", tag.repeat((312 << 10) / tag.len())).into_bytes();
    let xml =
        |tag: &str| format!("<rss><channel><item><title>x</title>{}", tag.repeat((312 << 10) / tag.len())).into_bytes();
    let nitf = format!("<nitf><body><body.content>{}", "<block>".repeat(50_000)).into_bytes();
    let word = format!("<w:document xmlns:w='w'><w:body>{}", "<w:tbl><w:tr><w:tc>".repeat(20_000));
    check(vec![
        ("div.html", html("<div>"), READ),
        ("b.html", html("<b>"), READ),
        ("font.html", html("<font><p>"), READ),
        ("table.html", html("<table><tr><td>"), READ),
        ("quote.html", html("<blockquote>"), READ),
        ("list.html", html("<ul><li>"), READ),
        ("svg.html", html("<svg><g>"), READ),
        ("attributes.html", format!("<p {}>{FOG}", "a=b ".repeat(80_000)).into_bytes(), READ),
        ("item.rss", xml("<a>"), "D0407"),
        ("block.nitf", nitf, "D0412"),
        ("tables.docx", docx(word.as_bytes()), "D0412"),
        ("quotes.md", (">".repeat(300_000) + FOG).into_bytes(), "D0412"),
        ("lists.md", ("- ".repeat(150_000) + FOG).into_bytes(), "D0412"),
    ]);
}

#[test]
fn json_that_is_deep_or_wide() {
    let deep = |open: &str, close: &str, count: usize| {
        format!("{{\"title\":\"a\",\"text\":\"{FOG}{count}\",\"x\":{}1{}}}", open.repeat(count), close.repeat(count))
    };
    let million =
        |element: &str| format!("{{\"title\":\"a\",\"text\":\"{FOG}\",\"x\":[{}1]}}", element.repeat(1_000_000));
    let keys: String = (0..1_000_000).map(|number| format!("\"{number}\":1,")).collect();
    let line = |x: String| format!("{x}\n{{\"title\":\"b\",\"text\":\"{FOG} b\"}}\n");
    check(vec![
        ("usual.json", deep("[", "]", 100).into_bytes(), READ),
        ("deep.json", deep("[", "]", 1_000_000).into_bytes(), "D0412"),
        ("objects.json", deep("{\"a\":", "}", 500_000).into_bytes(), "D0412"),
        ("open.json", "[".repeat(10_000_000).into_bytes(), "D0407"),
        ("open_objects.json", "{\"a\":".repeat(2_000_000).into_bytes(), "D0412"),
        ("numbers.json", million("1,").into_bytes(), "D0413"),
        ("nothing.json", million("[],").into_bytes(), "D0413"),
        ("keys.json", format!("{{{keys}\"text\":\"{FOG}\"}}").into_bytes(), "D0413"),
        ("list.json", format!("[{}1]", "1,".repeat(1_000_000)).into_bytes(), "D0413"),
        ("lines.jsonl", line(deep("[", "]", 200_000)).into_bytes(), "D0412"),
        ("escapes.json", format!("{{\"text\":\"{}\"}}", "\\ud83d".repeat(1_000_000)).into_bytes(), READ),
    ]);
}

#[test]
fn lines_of_a_gibibyte() {
    let site = site();
    let last = format!("\n{{\"title\":\"b\",\"text\":\"{FOG}\"}}\n");
    // Name, what it begins and ends with, the code, and how many documents are read all the same.
    let cases: [(&str, &str, &str, &str, usize); 6] = [
        ("words.txt", "Words of the ferry ", "", "D0405", 0),
        ("lines.jsonl", "{\"title\":\"a\",\"text\":\"", &last, "D0405", 1),
        ("value.json", "{\"title\":\"a\",\"text\":\"", "\"}", "D0405", 0),
        ("list.json", "[{\"title\":\"a\",\"text\":\"", "\"}]", "D0405", 0),
        ("feed.rss", "<rss><channel><item><title>", "</title></item></channel></rss>", "D0405", 0),
        ("mails.mbox", "From ada@ferry.example Sat Mar 14 09:00:00 2026\nFrom: a\nSubject: b\n\n", "\n", "D0413", 0),
    ];
    let daemon = site.start();
    // One after the other: they take a gibibyte of the disk each.
    for (count, (name, begin, end, ..)) in cases.iter().enumerate() {
        let mut file = File::create(site.path(name)).unwrap();
        file.write_all(begin.as_bytes()).unwrap();
        let block = vec![b'a'; 1 << 20];
        (0..1024).for_each(|_| file.write_all(&block).unwrap());
        file.write_all(end.as_bytes()).unwrap();
        // Nothing is read that somebody may still write to.
        drop(file);
        fs::rename(site.path(name), site.inbox(name)).unwrap();
        daemon.wait_for_files(count + 1);
        made::empty(&site.path(".dragoman/quarantine"), name);
    }
    expect_modest_workers(&daemon);
    daemon.stop();
    let codes = codes(&site);
    let log = site.log();
    for (name, _, _, code, read) in cases {
        assert_eq!(
            codes.iter().find(|(aside, _)| aside == name).map(|(_, code)| code.as_str()),
            Some(code),
            "{codes:?}"
        );
        assert_eq!(log.documents.iter().filter(|document| document.name.starts_with(name)).count(), read, "{name}");
    }
}

#[test]
fn what_is_encrypted() {
    let mut locked = zip_stored(&[("a.txt", FOG.as_bytes()), ("b.txt", b"Ferries sail again on Sunday.")]);
    made::patch_first(&mut locked, b"PK\x03\x04", 6, &[1]);
    made::patch_first(&mut locked, b"PK\x01\x02", 8, &[1]);
    let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ole = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600], &package, &[0; 600]].concat();
    let manifest = b"<manifest:manifest><manifest:file-entry manifest:full-path='content.xml'><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let odt = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"\x01\x02\x03 noise"),
        ("META-INF/manifest.xml", manifest),
    ]);
    let armour = "-----BEGIN PGP MESSAGE-----\n\nhQEMA5vJ6XWZ0F5xAQf\n-----END PGP MESSAGE-----\n";
    check(vec![
        ("locked.zip", locked, "D0408"),
        ("locked.pdf", corpus("pdf/encrypted"), "D0408"),
        ("locked.docx", ole, "D0408"),
        ("locked.odt", odt, "D0408"),
        ("locked.epub", made::epub_encrypted(), "D0408"),
        ("locked.asc", armour.into(), "D0408"),
        ("locked.bin", [&b"Salted__"[..], &(0_u8..=255).collect::<Vec<_>>()].concat(), "D0408"),
    ]);
}

#[test]
fn files_of_every_format_cut_in_the_middle() {
    let fog = FOG.repeat(20);
    let word = format!("<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{fog}</w:t></w:r></w:p></w:body></w:document>");
    let feed = |number: usize| format!("<item><title>{number}</title><description>{fog}</description></item>");
    let rss = format!("<rss><channel>{}</channel></rss>", (0..4).map(feed).collect::<String>());
    let nitf = format!("<nitf><body><body.content><p>{fog}</p></body.content></body></nitf>");
    let lines: String = (0..4).map(|number| format!("{{\"title\":\"{number}\",\"text\":\"{fog}\"}}\n")).collect();
    let mail = format!(
        "From: ada@ferry.example\nSubject: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n{fog}\n--b--\n"
    );
    let page = [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"[..], fog.as_bytes()].concat();
    let cut = |whole: &[u8]| whole[..whole.len() * 3 / 5].to_vec();
    check(vec![
        ("a.zip", cut(&zip(&[("a.txt", fog.as_bytes()), ("b.txt", fog.as_bytes())])), "D0407"),
        ("a.docx", cut(&docx(word.as_bytes())), "D0407"),
        ("a.odt", cut(&odt(b"<office:document-content/>")), "D0407"),
        ("a.epub", cut(&epub(fog.as_bytes())), "D0407"),
        ("a.txt.gz", cut(&gzip(fog.as_bytes())), "D0407"),
        ("a.txt.zst", cut(&zstd(fog.as_bytes())), "D0407"),
        ("a.tar", cut(&tar(&[("a.txt", fog.as_bytes()), ("b.txt", fog.as_bytes())])), "D0407"),
        ("a.warc", cut(&warc(&page)), "D0407"),
        ("a.json", cut(lines.lines().next().unwrap().as_bytes()), "D0407"),
        ("list.json", cut(format!("[{}]", lines.trim().replace('\n', ",")).as_bytes()), "D0407"),
        ("a.jsonl", cut(lines.as_bytes()), "D0407"),
        ("a.rss", cut(rss.as_bytes()), "D0407"),
        ("a.nitf", cut(nitf.as_bytes()), "D0407"),
        ("a.eml", cut(mail.as_bytes()), "D0407"),
        ("a.pdf", cut(&pdf(FOG)), "D0407"),
        // These may end anywhere.
        ("a.html", cut(format!("<html><body><p>{fog}</p></body></html>").as_bytes()), READ),
        ("a.md", cut(format!("# A\n\n{fog}\n").as_bytes()), READ),
        ("a.txt", cut(fog.as_bytes()), READ),
        (
            "a.mbox",
            cut(format!("From ada@ferry.example Sat Mar 14 09:00:00 2026\nFrom: a\nSubject: b\n\n{fog}\n").as_bytes()),
            READ,
        ),
    ]);
}

#[test]
fn pdf_files_that_are_made_to_last() {
    let content = format!("BT /F1 10 Tf 50 700 Td ({FOG}) Tj ET ");
    check(vec![
        ("good.pdf", pdf(FOG), READ),
        ("bomb.pdf", made::pdf_of("/Filter/FlateDecode", &made::zlib(&spaces(64))), "D0411"),
        (
            "twice.pdf",
            made::pdf_of("/Filter[/FlateDecode/FlateDecode]", &made::zlib(&made::zlib(&spaces(64)))),
            "D0411",
        ),
        ("deep.pdf", format!("%PDF-1.4\n{}\n%%EOF", "<</A ".repeat(1 << 18)).into(), "D0410"),
        ("comments.pdf", format!("%PDF-1.4\n{}", "startxref 0 %%EOF ".repeat(1 << 16)).into(), "D0410"),
        ("glyphs.pdf", made::pdf_of("", content.repeat(20_000).as_bytes()), "D0413"),
        ("form.pdf", corpus("pdf/plain"), READ),
        ("locked.pdf", corpus("pdf/encrypted_readable"), READ),
        ("locked_bomb.pdf", corpus("pdf/encrypted_bomb"), "D0411"),
        ("locked_objects.pdf", corpus("pdf/encrypted_objects"), READ),
        ("empty.pdf", made::pdf_of("", b""), "D0409"),
    ]);
}

#[test]
fn mails_that_are_made_to_last() {
    let fields = "A: b\n".repeat(310_000);
    check(vec![
        ("words.eml", format!("From: a@b.example\nSubject: {}\n\nText", "=?aa?q?x ".repeat(4 << 20)).into(), "D0413"),
        ("fields.eml", format!("From: a@b.example\nSubject: x\n{fields}\nText").into(), "D0413"),
        (
            "boundaries.eml",
            format!(
                "From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n{}",
                "--b\n\nx\n".repeat(30_000)
            )
            .into(),
            "D0413",
        ),
        (
            "nested.eml",
            ("From: a@b.example\nSubject: x\nContent-Type: message/rfc822\n\n".repeat(3_000) + "Subject: x\n\nText")
                .into(),
            "D0413",
        ),
        ("odd.eml", corpus("mail/mail_within_a_part_that_ends_twice"), "D0410"),
        (
            "deep.eml",
            ("From: a@b.example\nSubject: x\nContent-Type: message/rfc822\n\n".repeat(100) + "Subject: x\n\nText")
                .into(),
            "D0409",
        ),
    ]);
}
