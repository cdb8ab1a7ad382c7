use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::reader::article::{LineKind, Meta};

/// A sentence that is long enough for a paragraph.
const SENTENCE: &str =
    "The ferry to the island stays in the harbour, the company said on Monday, until the engine is repaired.";

fn text(html: &str) -> String {
    read(html, &Hints::default()).map_or_else(|failure| failure.code.to_owned(), |content| content.text.into_string())
}

fn paragraphs(count: usize) -> String {
    (0..count).map(|number| format!("<p>{number}. {SENTENCE}</p>")).collect()
}

fn lines(count: usize) -> String {
    (0..count).map(|number| format!("{number}. {SENTENCE}\n")).collect()
}

#[test]
fn the_article_is_read_and_what_stands_around_it_is_not() {
    let html = format!(
        "<html><body><nav><a href=/>Home</a></nav><div class=story><h1>Ferry stays</h1>{}</div>
         <div class=related><p>{SENTENCE}</p></div><footer><p>{SENTENCE}</p></footer>",
        paragraphs(4)
    );
    assert_eq!(text(&html), lines(4));
}

#[test]
fn a_caption_and_a_credit_are_no_text_of_the_article() {
    let html = format!(
        "<article>{}<figure><img><figcaption>{SENTENCE}</figcaption></figure><p>Photo: Ada Field</p>{}</article>",
        paragraphs(2),
        paragraphs(2)
    );
    assert_eq!(text(&html), format!("{}{}", lines(2), lines(2)));
}

#[test]
fn an_article_cut_into_boxes_is_put_together() {
    let box_of = |from: usize| format!("<div class='part wide'><p>{from}. {SENTENCE}</p><p>{SENTENCE}</p></div>");
    let html = format!(
        "<body><div id=a>{}<div class=ad>Buy now</div><section>{}</section></div><div>{}</div>",
        box_of(0),
        box_of(1),
        "<p><a href=/x>Another story of the day</a></p>".repeat(30)
    );
    assert_eq!(text(&html), format!("0. {SENTENCE}\n{SENTENCE}\n1. {SENTENCE}\n{SENTENCE}\n"));
}

#[test]
fn a_box_named_like_boilerplate_that_holds_the_article_is_read() {
    let html = format!("<body><p>{SENTENCE}</p><div id=read-more>{}</div>", paragraphs(6));
    assert!(text(&html).ends_with(&lines(6)));
}

#[test]
fn two_line_breaks_are_the_border_of_a_paragraph_and_one_is_a_space() {
    let html = format!("<div>{SENTENCE}<br>Second.<br/> <br/>{SENTENCE}<br><br>{SENTENCE}</div>");
    assert_eq!(text(&html), format!("{SENTENCE} Second.\n{SENTENCE}\n{SENTENCE}\n"));
}

#[test]
fn lines_keep_what_they_are() {
    let html = format!(
        "<article><p>{SENTENCE}</p><h2>Prices</h2><ul><li>{SENTENCE}</li></ul><blockquote><p>{SENTENCE}</p></blockquote>
         <table><tr><th>Port</th><th>Fare</th></tr><tr><td>North</td><td>12</td></tr></table><p>{SENTENCE}</p></article>"
    );
    let content = read(&html, &Hints::default()).unwrap();
    let kinds = [
        (1, LineKind::Heading),
        (2, LineKind::ListItem),
        (3, LineKind::Quote),
        (4, LineKind::TableRow),
        (5, LineKind::TableRow),
    ];
    assert_eq!(content.text.kinds(), kinds);
    assert!(content.text.as_str().contains("\nPort\tFare\nNorth\t12\n"));
}

#[test]
fn hidden_words_within_a_line_do_not_break_it() {
    let html = format!("<article><p>{SENTENCE} <span hidden>x <span>y</span></span>It waits.</p>{}", paragraphs(3));
    assert!(text(&html).starts_with(&format!("{SENTENCE} It waits.\n")));
}

#[test]
fn metadata_is_taken_from_the_best_evidence_and_named_with_its_basis() {
    let html = format!(
        r#"<html lang=en-GB><head><title>Ferry stays | The Harbour Post</title>
        <meta property=og:site_name content="The Harbour Post"><meta name=author content="By Ada Field and Ben Stone">
        <meta property=article:published_time content="2026-05-03T10:00:00Z"><link rel=canonical href="https://post.example/f">
        <meta property=article:section content=Harbour><meta name=keywords content="ferry, harbour, Ferry">
        <script type="application/ld+json">{{"@type": "WebPage", "dateModified": "2026-05-04"}}</script></head>
        <body><article>{}</article>"#,
        paragraphs(4)
    );
    let meta = read(&html, &Hints::default()).unwrap().meta;
    assert_eq!(meta.title.as_deref(), Some("Ferry stays"));
    assert_eq!(meta.bylines, ["Ada Field", "Ben Stone"]);
    let published = meta.published.unwrap();
    assert_eq!((published.value.as_str(), published.basis), ("2026-05-03T10:00:00Z", "og"));
    let updated = meta.updated.unwrap();
    assert_eq!((updated.value.as_str(), updated.basis), ("2026-05-04", "json-ld"));
    assert_eq!(meta.publisher.as_deref(), Some("The Harbour Post"));
    assert_eq!(meta.section.as_deref(), Some("Harbour"));
    assert_eq!(meta.language.as_deref(), Some("en-GB"));
    assert_eq!(meta.url.as_deref(), Some("https://post.example/f"));
    assert_eq!(meta.keywords, ["ferry", "harbour"]);
}

#[test]
fn the_date_of_the_address_is_the_last_resort_and_no_date_is_made_up() {
    let html = format!("<article>{}</article>", paragraphs(4));
    let hints = Hints { address: Some("https://post.example/2026/05/03/ferry"), file_name: None };
    let published = read(&html, &hints).unwrap().meta.published.unwrap();
    assert_eq!((published.value.as_str(), published.basis), ("2026-05-03", "url"));
    assert_eq!(read(&html, &Hints::default()).unwrap().meta, Meta::default());
}

#[test]
fn of_several_times_that_say_no_more_none_is_believed() {
    let time = "<time datetime=2026-05-03>3 May</time>";
    let published = |html: &str| read(html, &Hints::default()).unwrap().meta.published;
    let one = published(&format!("<article>{time}{}</article>", paragraphs(4))).unwrap();
    assert_eq!((one.value.as_str(), one.basis), ("2026-05-03", "time"));
    assert_eq!(published(&format!("<article>{time}{time}{}</article>", paragraphs(4))), None);
}

#[test]
fn a_page_without_text_is_refused_with_its_code() {
    for html in ["", "<html><body><img src=x></body></html>", "<script>let a = 1;</script>", "<!-- words -->"] {
        assert_eq!(text(html), NO_TEXT, "{html}");
    }
}

#[test]
fn the_facts_say_who_read_the_page_and_how_sure_that_is() {
    let content = read(&format!("<article>{}</article>", paragraphs(6)), &Hints::default()).unwrap();
    assert_eq!(content.facts["mainText"], json!({ "by": "single-pass", "confidence": 1.0 }));
}

#[test]
fn elements_nested_a_hundred_thousand_deep_are_read_in_linear_time() {
    for tag in ["div", "a href=x", "b id=x", "table", "span hidden", "blockquote", "x-y"] {
        let html = format!("{}{SENTENCE}", format!("<{tag}>").repeat(60_000));
        let outcome = text(&html);
        assert!(outcome == format!("{SENTENCE}\n") || outcome == NO_TEXT, "{tag}: {outcome}");
    }
}

#[test]
fn more_elements_than_any_page_has_are_refused() {
    assert_eq!(text(&"<p>x".repeat(600_000)), EXCESSIVE);
}

#[test]
fn large_pages_of_nothing_but_attributes_entities_and_open_tags_are_read_in_linear_time() {
    for part in [
        "<p a=b c=\"d\" ",
        "&#x41;&amp&",
        "<a href=x>w ",
        "</div></b>",
        "<select><svg>",
        "<!--",
        "<time class=author>x",
        "<h1>",
        "<span hidden>",
    ] {
        let html = part.repeat(100_000);
        let outcome = text(&html);
        assert!(outcome.len() <= html.len() + 16, "{part}");
    }
}

proptest! {
    #[test]
    fn tag_soup_of_any_kind_is_read_without_harm(parts in proptest::collection::vec(part(), 0..60)) {
        let html = parts.concat();
        if let Ok(content) = read(&html, &Hints::default()) {
            // Entities and folded spaces make a text shorter; a few named ones make it one byte longer.
            prop_assert!(content.text.as_str().len() <= html.len() + html.len() / 2 + 1);
            prop_assert!(!content.text.as_str().is_empty());
        }
    }

    #[test]
    fn any_text_at_all_is_read_without_harm(html in ".{0,200}") {
        let _ = read(&html, &Hints::default());
        let _ = declared_charset(html.as_bytes());
        let _ = byline_names(&html);
    }
}

/// A piece of a page, whole or broken.
fn part() -> impl Strategy<Value = String> {
    let names = proptest::sample::select(vec![
        "p",
        "div",
        "a",
        "li",
        "ul",
        "table",
        "tr",
        "td",
        "h1",
        "h2",
        "article",
        "script",
        "span",
        "b",
        "br",
        "select",
        "svg",
        "meta",
        "title",
        "time",
        "figure",
        "blockquote",
        "pre",
        "x-y",
        "form",
        "noscript",
    ]);
    let attributes = proptest::sample::select(vec![
        "",
        " hidden",
        " class='byline share'",
        " href=x",
        " itemprop=datePublished datetime=2026-05-03",
        " id=\"",
        " content='x' property='og:title'",
        " type='application/ld+json'",
        " style='display:none'",
        " rel=author /",
    ]);
    let words = proptest::sample::select(vec![
        "word ",
        "A sentence of some length, with a comma. ",
        "&amp;",
        "&#x41",
        "&",
        "<",
        ">",
        "<!--",
        "-->",
        "\u{ad}é漢 ",
        "{\"@type\":\"Article\",\"author\":{\"name\":\"A B\"}}",
        "2026-05-03",
        "By Ada Field",
        "\"",
        "\n",
    ]);
    prop_oneof![
        (names.clone(), attributes).prop_map(|(name, attributes)| format!("<{name}{attributes}>")),
        names.prop_map(|name| format!("</{name}>")),
        words.prop_map(str::to_owned),
    ]
}
