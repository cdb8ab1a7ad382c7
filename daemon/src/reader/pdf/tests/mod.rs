//! What is read of files that are written here, whole and damaged.

mod damage;
mod writer;

use std::time::Duration;

use self::writer::{Content, HEIGHT, Writer, one_page, text_width};
use super::{Limits, read, read_within};
use crate::codes::content::{ENCRYPTED, EXCESSIVE, EXPANDS, MALFORMED, NO_TEXT, TRUNCATED};
use crate::reader::article::LineKind;

fn text(file: &[u8]) -> String {
    read(file).unwrap_or_else(|failure| panic!("{failure:?}")).text.into_string()
}

fn code(file: &[u8]) -> &'static str {
    read(file).map(|content| content.text.into_string()).unwrap_err().code
}

/// Lines of one width, as flush columns have them, with their spaces widened.
fn flush(content: Content, x: f64, y: f64, width: f64, lines: &[&str]) -> Content {
    lines.iter().enumerate().fold(content, |content, (at, line)| {
        let spaces = line.matches(' ').count().max(1);
        #[expect(clippy::cast_precision_loss, reason = "a line")]
        let (at, space) = (at as f64, (width - 10.0 * text_width(line)).max(0.0) / spaces as f64);
        let is_last = at as usize + 1 == lines.len();
        let space = if is_last { 0.0 } else { space };
        content.raw(&format!("{space} Tw")).line(x, y + 12.0 * at, 10.0, line).raw("0 Tw")
    })
}

#[test]
fn lines_become_paragraphs_and_larger_ones_headings() {
    let file = one_page(
        Content::default()
            .bold(50.0, 60.0, 20.0, "Harbour talks begin")
            .lines(
                50.0,
                100.0,
                10.0,
                &["The ministers met on Monday in the old customs house at the", "harbour. They talked for six hours."],
            )
            .lines(50.0, 142.0, 10.0, &["A second round follows on Friday, said the speaker of the", "house."])
            .bold(50.0, 184.0, 10.0, "What is next")
            .lines(50.0, 202.0, 10.0, &["Nobody knows."]),
    );
    let content = read(&file).unwrap();
    assert_eq!(
        content.text.as_str(),
        "Harbour talks begin\n\
         The ministers met on Monday in the old customs house at the harbour. They talked for six hours.\n\
         A second round follows on Friday, said the speaker of the house.\n\
         What is next\n\
         Nobody knows.\n"
    );
    assert_eq!(content.text.kinds(), [(0, LineKind::Heading), (3, LineKind::Heading)]);
    assert_eq!(content.media_type, "application/pdf");
    assert_eq!(content.facts["pages"], 1);
    assert_eq!(content.facts["unmapped"], 0);
}

#[test]
fn a_first_line_that_is_further_in_and_a_short_last_line_part_paragraphs() {
    let file = one_page(
        Content::default()
            .line(62.0, 100.0, 10.0, "The first paragraph begins with a line that is in")
            .lines(50.0, 112.0, 10.0, &["and goes on with lines that are not, down to its end here."])
            .line(62.0, 124.0, 10.0, "The second paragraph looks like that too, and has one")
            .lines(
                50.0,
                136.0,
                10.0,
                &[
                    "line more than that, which ends early.",
                    "The third one is told by that short line, before it came the",
                    "end.",
                ],
            ),
    );
    assert_eq!(
        text(&file),
        "The first paragraph begins with a line that is in and goes on with lines that are not, down to its end here.\n\
         The second paragraph looks like that too, and has one line more than that, which ends early.\n\
         The third one is told by that short line, before it came the end.\n"
    );
}

const LEFT: [&str; 6] = [
    "The left column begins here",
    "and has six lines of words",
    "that are set flush, so that",
    "the gaps between the words",
    "are wide, and ends with the",
    "sentence that goes",
];
const RIGHT: [&str; 6] = [
    "on at the top of the right",
    "column. This one has lines",
    "as wide as the other one, it",
    "is read after the left one",
    "and never line by line with",
    "the words beside it.",
];
const BOTH: &str = "The left column begins here and has six lines of words that are set flush, so that the gaps between the \
    words are wide, and ends with the sentence that goes on at the top of the right column. This one has lines as wide as \
    the other one, it is read after the left one and never line by line with the words beside it.";

#[test]
fn two_columns_below_a_headline_are_read_one_after_the_other() {
    let head = Content::default().bold(50.0, 60.0, 24.0, "A headline across both of the columns");
    let file = one_page(flush(flush(head, 50.0, 100.0, 140.0, &LEFT), 204.0, 100.0, 140.0, &RIGHT).line(
        50.0,
        220.0,
        10.0,
        "A line below the columns, as wide as both of them are together, ends the page.",
    ));
    let expected = format!(
        "A headline across both of the columns\n{BOTH}\n\
         A line below the columns, as wide as both of them are together, ends the page.\n"
    );
    assert_eq!(text(&file), expected);
}

#[test]
fn columns_that_are_drawn_line_by_line_are_told_by_the_strip_between_them() {
    let mut content = Content::default();
    for (at, (left, right)) in (0_u8..).zip(LEFT.iter().zip(RIGHT)) {
        let y = 100.0 + 12.0 * f64::from(at);
        content = content.line(50.0, y, 10.0, left).line(204.0, y, 10.0, right);
    }
    assert_eq!(text(&one_page(content)).replace('\n', " ").trim(), BOTH);
}

#[test]
fn three_columns_with_a_headline_over_two_of_them_are_read_in_order() {
    let third = [
        "The third column is a story",
        "of its own, with four lines",
        "that stand beside the other",
        "two and their headline.",
    ];
    let content = Content::default().bold(50.0, 70.0, 20.0, "A headline over two");
    let content = flush(content, 50.0, 100.0, 140.0, &LEFT);
    let content = flush(content, 204.0, 100.0, 140.0, &RIGHT);
    let file = one_page(flush(content, 358.0, 70.0, 140.0, &third));
    let expected = format!(
        "A headline over two\n{BOTH}\n\
         The third column is a story of its own, with four lines that stand beside the other two and their headline.\n"
    );
    assert_eq!(text(&file), expected);
}

#[test]
fn rows_of_short_cells_are_no_columns() {
    let mut content = Content::default();
    for (at, (name, number)) in (0_u8..).zip([("North", "12"), ("South", "340"), ("East", "7"), ("West", "91")]) {
        let y = 100.0 + 14.0 * f64::from(at);
        content = content.line(50.0, y, 10.0, name).line(250.0, y, 10.0, number);
    }
    assert!(text(&one_page(content)).contains("North 12"));
}

#[test]
fn words_broken_at_the_end_of_a_line_are_put_together() {
    let lines = [
        "The interna-",
        "tional court heard the case of co-operation in",
        "2019-",
        "20 and asked for more co-",
        "operation.",
    ];
    let file = one_page(Content::default().lines(50.0, 100.0, 10.0, &lines));
    assert_eq!(
        text(&file).replace('\n', " ").trim(),
        "The international court heard the case of co-operation in 2019-20 and asked for more co-operation."
    );
}

#[test]
fn running_heads_and_page_numbers_are_left_out() {
    let mut writer = Writer::new();
    for number in 1..=4 {
        let body = format!("This is the body of page {number}, which is here to stay on it.");
        writer.page(
            Content::default()
                .line(50.0, 40.0, 9.0, "The Daily Example, 20 November 2026")
                .line(50.0, 300.0, 10.0, &body)
                .line(290.0, 770.0, 9.0, &format!("{number}")),
        );
    }
    let content = read(&writer.finish()).unwrap();
    let expected: String =
        (1..=4).map(|number| format!("This is the body of page {number}, which is here to stay on it.\n")).collect();
    assert_eq!(content.text.as_str(), expected);
    assert_eq!(content.facts["furniture"], 8);
}

#[test]
fn a_paragraph_goes_on_across_pages() {
    let mut writer = Writer::new();
    writer.page(
        Content::default()
            .lines(50.0, 300.0, 10.0, &["It begins on this page with two lines,", "the second of which ends with the"])
            .line(300.0, 780.0, 9.0, "1"),
    );
    writer.page(
        Content::default()
            .lines(50.0, 100.0, 10.0, &["beginning of what is said on the next.", "Here it ends."])
            .line(300.0, 780.0, 9.0, "2"),
    );
    assert_eq!(
        text(&writer.finish()),
        "It begins on this page with two lines, the second of which ends with the beginning of what is said on the next. \
         Here it ends.\n"
    );
}

#[test]
fn the_text_that_a_span_has_of_its_own_is_taken() {
    let file = one_page(
        Content::default()
            .line(50.0, 100.0, 10.0, "Before the span,")
            .raw("/Span <</ActualText <FEFFD55CAD6DC5B4>>> BDC")
            .line(130.0, 100.0, 10.0, "xyz")
            .raw("EMC")
            .line(150.0, 100.0, 10.0, "and after it."),
    );
    assert_eq!(text(&file), "Before the span, \u{d55c}\u{ad6d}\u{c5b4} and after it.\n");
}

#[test]
fn layers_that_are_switched_off_and_heads_that_are_marked_as_such_are_left_out() {
    let mut writer = Writer::new();
    let layer = writer.add("<</Type /OCG /Name (draft)>>");
    writer.catalog = format!("/OCProperties <</OCGs [{layer} 0 R] /D <</OFF [{layer} 0 R]>>>>");
    writer.page_with(
        &format!("/Properties <</L {layer} 0 R>>"),
        Content::default()
            .raw("/OC /L BDC")
            .line(50.0, 300.0, 10.0, "On a hidden layer")
            .raw("EMC /Artifact <</Type /Pagination>> BDC")
            .line(50.0, 320.0, 10.0, "A head that is marked")
            .raw("EMC")
            .line(50.0, 340.0, 10.0, "This alone is shown"),
    );
    assert_eq!(text(&writer.finish()), "This alone is shown\n");
}

#[test]
fn text_that_is_clipped_away_is_not_read() {
    let file = one_page(
        Content::default()
            .raw("q 40 600 300 100 re W n")
            .line(50.0, 130.0, 10.0, "Within the clip")
            .line(50.0, 300.0, 10.0, "Below it")
            .raw("Q 400 600 m 410 600 l 410 610 l h f")
            .line(50.0, 330.0, 10.0, "Clipped no more")
            .line(700.0, 330.0, 10.0, "Beside the page"),
    );
    assert_eq!(text(&file), "Within the clip\nClipped no more\n");
}

#[test]
fn a_form_is_read_where_it_is_drawn_and_one_that_draws_itself_ends() {
    let mut writer = Writer::new();
    let number = writer.objects_len() + 1;
    let content = "BT /F1 10 Tf 50 600 Td (Within the form) Tj ET /Me Do";
    let dictionary = format!(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources <</Font <</F1 3 0 R>> /XObject <</Me {number} 0 R>>>>"
    );
    assert_eq!(writer.add_stream(&dictionary, content.as_bytes()), number);
    writer.page_with(
        &format!("/XObject <</Me {number} 0 R>>"),
        Content::default().line(50.0, 100.0, 10.0, "Before the form").raw("/Me Do").line(50.0, 300.0, 10.0, "After it"),
    );
    assert_eq!(text(&writer.finish()), "Before the form\nWithin the form\nAfter it\n");
}

#[test]
fn turned_text_is_read_after_the_rest_and_what_leans_is_left_out() {
    let file = one_page(
        Content::default()
            .turned(20.0, 400.0, "0 1 -1 0", "At the edge")
            .turned(100.0, 500.0, "0.7 0.7 -0.7 0.7", "DRAFT")
            .lines(50.0, 100.0, 10.0, &["What most of the page says comes first."]),
    );
    let content = read(&file).unwrap();
    assert_eq!(content.text.as_str(), "What most of the page says comes first.\nAt the edge\n");
    assert_eq!(content.facts["leaning"], 5);
}

#[test]
fn a_page_that_is_turned_as_a_whole_is_read_as_it_is_shown() {
    let mut content = Content::default();
    for (at, line) in (0_u8..).zip(["The first line of a page", "on its side, and the next."]) {
        content = content.turned(100.0 + 12.0 * f64::from(at), HEIGHT - 100.0, "0 1 -1 0", line);
    }
    assert_eq!(text(&one_page(content)), "The first line of a page on its side, and the next.\n");
}

#[test]
fn an_initial_belongs_to_its_word() {
    let file = one_page(Content::default().line(50.0, 124.0, 42.0, "T").lines(
        78.0,
        100.0,
        10.0,
        &["he first word of this paragraph", "begins with a letter that is as", "high as three of its lines are."],
    ));
    assert!(text(&file).starts_with("The first word of this paragraph begins with"), "{}", text(&file));
}

#[test]
fn gaps_are_spaces_and_letters_set_apart_are_none() {
    let file = one_page(
        Content::default()
            .raw("BT /F1 10 Tf 50 700 Td [(Two)-300(words)-20(and) -250 (more)] TJ ET")
            .raw("BT /F1 10 Tf 50 660 Td 3 Tc (SPACED) Tj 0 Tc ET")
            .raw("BT /F1 10 Tf 50 620 Td [(a)-200(p)-200(a)-200(r)-200(t)-200(l)-200(y)-700(s)-200(e)-200(t)] TJ ET"),
    );
    assert_eq!(text(&file), "Two wordsand more\nSPACED\napartly set\n");
}

#[test]
fn metadata_is_taken_where_it_says_something() {
    let mut writer = Writer::new();
    writer.page(Content::default().line(50.0, 100.0, 10.0, "Words"));
    let info = writer.add(
        "<</Title (Harbour talks) /Author (Ada Field; Bo Moor) /CreationDate (D:20261120080000Z) /Keywords (harbour, talks)>>",
    );
    writer.trailer = format!("/Info {info} 0 R");
    writer.catalog = "/Lang (en-GB)".to_owned();
    let content = read(&writer.finish()).unwrap();
    assert_eq!(content.meta.title.as_deref(), Some("Harbour talks"));
    assert_eq!(content.meta.bylines, ["Ada Field", "Bo Moor"]);
    assert_eq!(content.meta.language.as_deref(), Some("en-GB"));
    assert_eq!(content.meta.keywords, ["harbour", "talks"]);
    assert_eq!(content.meta.published, None, "a file is not published when it is made");
    assert_eq!(content.facts["created"], "2026-11-20");
}

#[test]
fn a_packet_of_xmp_comes_before_the_older_entries() {
    let mut writer = Writer::new();
    writer.page(Content::default().line(50.0, 100.0, 10.0, "Words"));
    let packet = b"<rdf:RDF><rdf:Description prism:publicationDate=\"2026-11-20\"><dc:title><rdf:Alt><rdf:li>From the packet</rdf:li>\
        </rdf:Alt></dc:title></rdf:Description></rdf:RDF>";
    let xmp = writer.add_stream("/Type /Metadata /Subtype /XML", packet);
    let info = writer.add("<</Title (Microsoft Word - notes.doc)>>");
    writer.catalog = format!("/Metadata {xmp} 0 R");
    writer.trailer = format!("/Info {info} 0 R");
    let content = read(&writer.finish()).unwrap();
    assert_eq!(content.meta.title.as_deref(), Some("From the packet"));
    let published = content.meta.published.unwrap();
    assert_eq!((published.value.as_str(), published.basis), ("2026-11-20", "xmp"));
}

#[test]
fn what_cannot_be_read_is_told_by_its_code() {
    let no_text = one_page(Content::default().raw("0 0 100 100 re f"));
    let mut encrypted = Writer::new();
    encrypted.page(Content::default().line(50.0, 100.0, 10.0, "secret"));
    let key = "00".repeat(32);
    let dictionary = encrypted.add(&format!("<</Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}>>>"));
    encrypted.trailer = format!("/Encrypt {dictionary} 0 R /ID [<00> <00>]");
    let whole = one_page(Content::default().line(50.0, 100.0, 10.0, "Words"));
    let head_only = &whole[..40];
    let no_pages = b"%PDF-1.7\nnothing of a PDF comes after its first line\n%%EOF\n".to_vec();
    for (file, expected) in [
        (no_text.as_slice(), NO_TEXT),
        (encrypted.finish().as_slice(), ENCRYPTED),
        (head_only, TRUNCATED),
        (no_pages.as_slice(), MALFORMED),
    ] {
        assert_eq!(code(file), expected, "{}", String::from_utf8_lossy(file));
    }
    let failure = read(&no_text).unwrap_err();
    assert!(failure.text.contains("1 page"), "{}", failure.text);
}

#[test]
fn a_file_whose_end_names_the_wrong_place_is_repaired_and_read() {
    let whole = one_page(Content::default().line(50.0, 100.0, 10.0, "Words that are all there"));
    assert_eq!(read(&whole).unwrap().facts.get("repaired"), None);
    let place = whole.windows(10).position(|part| part == b"startxref\n").unwrap() + 10;
    let content = read(&[&whole[..place], b"20\n%%EOF\n"].concat()).unwrap();
    assert_eq!(content.text.as_str(), "Words that are all there\n");
    assert_eq!(content.facts["repaired"], true);
}

/// All the words may be there: nobody knows before the end has come.
#[test]
fn a_file_that_is_cut_is_not_read_however_much_of_it_is_there() {
    let whole = one_page(Content::default().line(50.0, 100.0, 10.0, "Words that are all there"));
    let end = whole.windows(5).rposition(|part| part == b"%%EOF").unwrap() + 5;
    for cut in 10..end {
        assert_eq!(code(&whole[..cut]), TRUNCATED, "{cut}");
    }
    assert!(read(&whole[..end]).is_ok());
    // Its middle is missing, so that the table does not lie where its end says.
    let half = whole.windows(9).position(|part| part == b"startxref").unwrap();
    let failure = read(&[&whole[..40], &whole[half..]].concat()).unwrap_err();
    assert_eq!(failure.code, TRUNCATED);
    assert!(failure.text.contains("the table of its objects"), "{}", failure.text);
}

#[test]
fn what_costs_too_much_is_refused() {
    let limits = Limits::default();
    let mut pages = Writer::new();
    (0..3).for_each(|_| pages.page(Content::default().line(50.0, 100.0, 10.0, "Words")));
    let pages = pages.finish();
    // Ten forms, each of which draws the next ten times.
    let mut forms = Writer::new();
    let first = forms.objects_len() + 1;
    for number in first..first + 10 {
        let next = number + 1;
        let dictionary =
            format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</N {next} 0 R>>>>");
        forms.add_stream(&dictionary, "/N Do ".repeat(10).as_bytes());
    }
    forms.page_with(&format!("/XObject <</N {first} 0 R>>"), Content::default().raw("/N Do"));
    let forms = forms.finish();
    for (file, limits, expected) in [
        (&pages, Limits { pages_max: 2, ..limits }, "3 pages"),
        (&pages, Limits { objects_max: 9, ..limits }, "10 objects"),
        (&pages, Limits { glyphs_max: 12, ..limits }, "at page 3 of 3"),
        (&pages, Limits { page_glyphs_max: 4, ..limits }, "4 characters on the page alone"),
        (&pages, Limits { lines_max: 2, ..limits }, "at page 3 of 3 there are more than 2 lines"),
        (&pages, Limits { work_max: 15, ..limits }, "at page 2 of 3"),
        (&pages, Limits { time_max: Duration::ZERO, ..limits }, "at page 1 of 3"),
        (&forms, Limits { work_max: 1_000_000, ..limits }, "drawing instructions"),
    ] {
        let failure = read_within(file, &limits).unwrap_err();
        assert_eq!(failure.code, EXCESSIVE);
        assert!(failure.text.contains(expected), "{}", failure.text);
    }
    assert_eq!(read_within(&pages, &limits).unwrap().facts["pages"], 3);
}

#[test]
fn a_stream_that_grows_without_end_is_refused() {
    let mut writer = Writer::new();
    writer.page(Content::default().line(50.0, 100.0, 10.0, "Words"));
    writer.add_stream("/Filter [/FlateDecode /FlateDecode]", b"whatever");
    assert_eq!(code(&writer.finish()), EXPANDS);
}
