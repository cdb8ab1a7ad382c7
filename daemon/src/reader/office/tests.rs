//! Office documents, made by the tests.

use proptest::prelude::*;

use super::{Kind, read, refuse_ole};
use crate::codes::content::{ENCRYPTED, EXPANDS, MALFORMED, NESTED, NO_TEXT, TRUNCATED, UNSUPPORTED};
use crate::reader::article::{Content, LineKind};
use crate::reader::containers::Source;
use crate::reader::containers::tests::zip_of_texts;
use crate::reader::containers::zip::Archive;

const WORD_STYLES: &str = r#"<w:styles xmlns:w="w">
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Hausstil"><w:name w:val="House Head"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Bild"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Punkte"><w:name w:val="Points"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Verz1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Kreis"><w:name w:val="Round"/><w:basedOn w:val="Kreis"/></w:style>
</w:styles>"#;

/// A DOCX with this body.
fn docx_of(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#
    );
    zip_of_texts(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>"#,
        ),
        ("word/document2.xml", &document),
        ("word/styles.xml", WORD_STYLES),
        (
            "word/footnotes.xml",
            r#"<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>
            <w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>Figures of the port.</w:t></w:r></w:p></w:footnote>
            <w:footnote w:id="3"><w:p><w:r><w:t>Nobody refers to it.</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
        ),
        (
            "docProps/core.xml",
            r#"<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Ferry notes</dc:title><dc:creator>Ada Field; Bo Lund</dc:creator>
            <dc:language>en-GB</dc:language><dcterms:created>2026-11-19T08:00:00Z</dcterms:created><dcterms:modified>2026-11-20T09:00:00Z</dcterms:modified></cp:coreProperties>"#,
        ),
    ])
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn paragraph(style: &str, inner: &str) -> String {
    let style = if style.is_empty() { String::new() } else { format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>") };
    format!("<w:p>{style}{inner}</w:p>")
}

/// Lines with the kinds of those that are no paragraphs.
fn lines(content: &Content) -> Vec<(String, LineKind)> {
    let kinds = content.text.kinds();
    let kind = |number| kinds.iter().find(|(line, _)| *line == number).map_or(LineKind::Paragraph, |(_, kind)| *kind);
    content.text.as_str().lines().enumerate().map(|(number, line)| (line.to_owned(), kind(number))).collect()
}

fn check(bytes: &[u8], expected: &[(&str, LineKind)]) -> Content {
    let content = read(bytes).unwrap();
    let expected: Vec<_> = expected.iter().map(|(line, kind)| ((*line).to_owned(), *kind)).collect();
    assert_eq!(lines(&content), expected);
    content
}

#[test]
fn a_docx_keeps_its_blocks_and_says_what_it_says_of_itself() {
    use LineKind::{Caption, Heading, ListItem, Note, Paragraph, Quote, TableRow};
    let listed = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>".to_owned()
        + &run("Three ships")
        + "</w:p>";
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|cell| format!("<w:tc>{}</w:tc>", paragraph("", &run(cell)))).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let body = [
        paragraph("Titel", &run("The ferry is late")),
        paragraph("Verz1", &run("Why\t3")),
        paragraph("Hausstil", &run("Why")),
        paragraph("", &(run("It left ") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r><w:hyperlink r:id=\"x\">" + &run("at &lt;ten&gt; &amp; arrived") + "</w:hyperlink>" + &run(" at noon."))),
        paragraph("", "<w:r><w:t>Har</w:t><w:softHyphen/><w:t>bour</w:t><w:noBreakHyphen/><w:t>side</w:t><w:tab/><w:t>north</w:t><w:br/><w:t>second line</w:t></w:r>"),
        listed,
        paragraph("Punkte", &run("Two bridges")),
        paragraph("Zitat", &run("I waited.")),
        format!("<w:tbl>{}{}</w:tbl>", row(&["Ship", "Hours"]), row(&["Aurora", "3"])),
        // A table of one cell is a frame.
        format!("<w:tbl>{}</w:tbl>", "<w:tr><w:tc>".to_owned() + &paragraph("", &run("Boxed one")) + &paragraph("", &run("Boxed two")) + "</w:tc></w:tr>"),
        paragraph("Bild", &run("The Aurora at the pier")),
        paragraph("Kreis", &run("A style based on itself.")),
        "<w:sectPr/>".to_owned(),
    ]
    .concat();
    let content = check(
        &docx_of(&body),
        &[
            ("The ferry is late", Heading),
            ("Why", Heading),
            ("It left at <ten> & arrived at noon.", Paragraph),
            ("Harbour\u{2011}side north", Paragraph),
            ("second line", Paragraph),
            ("Three ships", ListItem),
            ("Two bridges", ListItem),
            ("I waited.", Quote),
            ("Ship\tHours", TableRow),
            ("Aurora\t3", TableRow),
            ("Boxed one", Paragraph),
            ("Boxed two", Paragraph),
            ("The Aurora at the pier", Caption),
            ("A style based on itself.", Paragraph),
            ("Figures of the port.", Note),
        ],
    );
    let meta = content.meta;
    assert_eq!((meta.title.as_deref(), meta.language.as_deref()), (Some("The ferry is late"), Some("en-GB")));
    assert_eq!(meta.bylines, ["Ada Field", "Bo Lund"]);
    assert_eq!((meta.published, meta.updated), (None, None));
    assert_eq!(
        (&content.facts["created"], &content.facts["modified"]),
        (&"2026-11-19T08:00:00Z".into(), &"2026-11-20T09:00:00Z".into())
    );
}

#[test]
fn what_was_deleted_hidden_or_written_twice_is_left_out() {
    let body = [
        paragraph("", &(run("The ferry ") + "<w:del><w:r><w:delText>was</w:delText><w:t>was</w:t></w:r></w:del><w:ins>" + &run("is") + "</w:ins>" + &run(" late."))),
        paragraph("", "<w:moveFrom><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:t>Seen.</w:t></w:r>"),
        paragraph("", "<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Around it.</w:t></w:r>"),
        "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>No heading any more.</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    let lines = ["The ferry is late.", "Seen.", "In a box.", "Around it.", "No heading any more."]
        .map(|line| (line, LineKind::Paragraph));
    let content = check(&docx_of(&body), &lines);
    assert_eq!(content.facts["deletionsLeftOut"], true);
}

/// An ODT with this text.
fn odt_of(text: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:style="s"><office:automatic-styles>
        <style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
        <style:style style:name="P2" style:family="paragraph" style:parent-style-name="Title"/></office:automatic-styles>
        <office:body><office:text>{text}</office:text></office:body></office:document-content>"#
    );
    zip_of_texts(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        (
            "styles.xml",
            r#"<office:document-styles xmlns:office="o" xmlns:style="s"><style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/></office:document-styles>"#,
        ),
        (
            "meta.xml",
            r#"<office:document-meta xmlns:office="o" xmlns:dc="d" xmlns:meta="m"><office:meta><meta:initial-creator>Ada Field</meta:initial-creator><dc:creator>Desk</dc:creator><dc:date>2026-11-20T09:00:00</dc:date><dc:language>en-GB</dc:language><meta:keyword>ferry</meta:keyword></office:meta></office:document-meta>"#,
        ),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
    ])
}

#[test]
fn an_odt_keeps_its_blocks_and_says_what_it_says_of_itself() {
    use LineKind::{Caption, Heading, ListItem, Note, Paragraph, Quote, TableRow};
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let text = [
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>was</text:p></text:deletion></text:changed-region></text:tracked-changes>",
        "<text:p text:style-name=\"P2\">The ferry is late</text:p>",
        "<text:table-of-content><text:index-body><text:p>Why 3</text:p></text:index-body></text:table-of-content>",
        "<text:h text:outline-level=\"2\">Why</text:h>",
        "<text:p>It left<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>Figures of</text:p><text:p>the port.</text:p></text:note-body></text:note><text:s text:c=\"2\"/>at\n   <text:span>ten</text:span><office:annotation><text:p>Sure?</text:p></office:annotation>.<text:line-break/>Har\u{ad}bour</text:p>",
        "<text:list><text:list-item><text:p>Three ships</text:p><text:list><text:list-item><text:p>One small</text:p></text:list-item></text:list></text:list-item></text:list>",
        "<text:p text:style-name=\"P1\">I waited.</text:p>",
        &format!("<table:table><table:table-row>{}{}</table:table-row></table:table>", cell("Ship"), cell("Hours")),
        "<text:p>Before <draw:frame><draw:text-box><text:p text:style-name=\"Illustration\">The Aurora</text:p></draw:text-box><svg:desc>A ship</svg:desc></draw:frame>and after.</text:p>",
    ]
    .concat();
    let content = check(
        &odt_of(&text),
        &[
            ("The ferry is late", Heading),
            ("Why", Heading),
            ("It left at ten.", Paragraph),
            ("Harbour", Paragraph),
            ("Three ships", ListItem),
            ("One small", ListItem),
            ("I waited.", Quote),
            ("Ship\tHours", TableRow),
            ("The Aurora", Caption),
            ("Before and after.", Paragraph),
            ("Figures of the port.", Note),
        ],
    );
    let meta = content.meta;
    assert_eq!(
        (meta.title.as_deref(), &meta.bylines[..], &meta.keywords[..]),
        (Some("The ferry is late"), &["Ada Field".to_owned()][..], &["ferry".to_owned()][..])
    );
    assert_eq!((meta.published, &content.facts["modified"]), (None, &"2026-11-20T09:00:00".into()));
}

#[test]
fn documents_that_are_archives_are_told_apart() {
    for (parts, kind) in [
        (&[("mimetype", "application/epub+zip")][..], Some(Kind::Epub)),
        (&[("a.txt", "x"), ("META-INF/container.xml", "x")], Some(Kind::Epub)),
        (
            &[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")],
            Some(Kind::Other("an OpenDocument file that is no text")),
        ),
        (&[("[Content_Types].xml", "x"), ("xl/workbook.xml", "x")], Some(Kind::Other("an Excel spreadsheet"))),
        (&[("[Content_Types].xml", "x"), ("word/document.xml", "x")], Some(Kind::Docx)),
        (&[("a.txt", "x"), ("word/readme.txt", "x")], None),
    ] {
        let archive = Archive::open(Source::memory(zip_of_texts(parts))).unwrap();
        assert_eq!(Kind::of(&archive).unwrap(), kind, "{parts:?}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_code() {
    let deep = "<w:smartTag>".repeat(600) + &"</w:smartTag>".repeat(600);
    let encrypted = zip_of_texts(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "\u{1}\u{2}"),
        (
            "META-INF/manifest.xml",
            "<manifest><file-entry full-path=\"content.xml\"><encryption-data/></file-entry></manifest>",
        ),
    ]);
    let spaces = " ".repeat(12 << 20);
    let entity = zip_of_texts(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "word/document.xml",
            "<!DOCTYPE d [<!ENTITY a \"boom\"><!ENTITY b \"&a;&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>",
        ),
    ]);
    for (bytes, code) in [
        (docx_of(&deep), NESTED),
        (docx_of(""), NO_TEXT),
        (docx_of("<w:p><w:r></w:p>"), MALFORMED),
        (docx_of(&spaces), EXPANDS),
        (zip_of_texts(&[("[Content_Types].xml", "<Types/>"), ("word/other.xml", "x")]), MALFORMED),
        (
            zip_of_texts(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document><w:body>")]),
            TRUNCATED,
        ),
        (zip_of_texts(&[("xl/workbook.xml", "x")]), UNSUPPORTED),
        (encrypted, ENCRYPTED),
        (entity, NO_TEXT),
    ] {
        assert_eq!(read(&bytes).unwrap_err().code, code);
    }
    let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refuse_ole(&[b"\xd0\xcf\x11\xe0..", &package[..]].concat()).code, ENCRYPTED);
    assert_eq!(refuse_ole(b"\xd0\xcf\x11\xe0 WordDocument").code, UNSUPPORTED);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// Damage within the XML, where no checksum would find it.
    #[test]
    fn a_damaged_document_is_read_or_refused(
        is_docx in any::<bool>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..128), 1..8),
    ) {
        let mut body = if is_docx {
            let row = format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("", &run("a")), paragraph("Titel", &run("b")));
            paragraph("Titel", &run("The ferry")) + &row + &paragraph("", "<w:del><w:r><w:t>x</w:t></w:r></w:del><w:r><w:br/><w:footnoteReference w:id=\"2\"/></w:r>")
        } else {
            "<text:h>The ferry</text:h><text:list><text:p>a<text:note><text:p>b</text:p></text:note></text:p></text:list><table:table-row><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row>".to_owned()
        }.into_bytes();
        for (at, byte) in flips {
            let at = at.index(body.len());
            body[at] = byte;
        }
        let body = String::from_utf8(body).unwrap();
        let read = read(&if is_docx { docx_of(&body) } else { odt_of(&body) });
        prop_assert!(read.is_ok() || [MALFORMED, TRUNCATED, NO_TEXT].contains(&read.unwrap_err().code));
    }

    #[test]
    fn a_damaged_package_is_read_or_refused(flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..5), cut in prop::option::of(any::<prop::sample::Index>())) {
        let mut bytes = docx_of(&paragraph("", &run("The ferry was late.")));
        for (at, flip) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Err(failure) = read(&bytes) {
            prop_assert!(!failure.text.is_empty());
        }
    }
}
