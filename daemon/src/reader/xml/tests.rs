use super::*;

#[test]
fn the_declared_encoding_is_found_however_it_is_quoted() {
    for (head, encoding) in [
        ("<?xml version=\"1.0\" encoding=\"utf-8\"?>", Some("utf-8")),
        ("\u{feff}<?xml version='1.0' encoding = 'KOI8-R' standalone='yes'?>", Some("KOI8-R")),
        ("<?xml version=\"1.0\"?><a encoding=\"x\">", None),
        ("<?xml version=\"1.0\" encoding=utf-8?>", None),
        ("<a>", None),
    ] {
        assert_eq!(declared_encoding(head.as_bytes()).as_deref(), encoding, "{head}");
    }
}

#[test]
fn words_are_joined_across_references_and_sections() {
    let root = parse("<a>one &amp; <![CDATA[<two>]]>&#32;&eacute;<b> three</b> & &x;</a>").unwrap();
    assert_eq!(root.line().as_deref(), Some("one & <two> é three & &x;"));
    assert_eq!(root.children.len(), 3);
}

#[test]
fn attributes_are_resolved_and_counted() {
    let many: String = (0..100_000).map(|number| format!(" a{number}='1'")).collect();
    let root = parse(&format!("<a lang=' x &quot; ' xml:lang='de' xmlns:p='q' p:x='y' bare{many}/>")).unwrap();
    assert_eq!(root.attribute("lang"), Some("x \""));
    assert_eq!((root.attribute("xml:lang"), root.attribute("x"), root.attribute("p")), (Some("de"), Some("y"), None));
    assert!(root.attributes.len() <= 64);
}

#[test]
fn namespaces_are_counted() {
    let many: String = (0..100_000).map(|number| format!(" xmlns:a{number}='urn:{number}'")).collect();
    assert_eq!(parse(&format!("<a{many}/>")).unwrap_err().code, EXCESSIVE);
}
