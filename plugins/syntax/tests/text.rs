//! Where sentences and tokens begin and end.

use syntax::text::{sentences::sentences, tokens::tokens};

/// Splits a line, and compares with the same line in which `|` stands where a sentence ends.
fn check_sentences(marked: &str) {
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    let text = marked.replace('|', "");
    let mut found = Vec::new();
    sentences(&text, 0..text.len(), |range| found.push(&text[range]));
    assert_eq!(found, expected, "in {text:?}");
}

#[test]
fn a_stop_ends_a_sentence_unless_it_belongs_to_a_word() {
    for marked in [
        "The tide rose. |The ferry stayed in port.",
        "Dr. Kovar met Gen. Ilves in the morning. |They spoke for an hour.",
        "The U.S. Senate voted. |The E.U. Council did not.",
        "He had lived in the U.S. |The visa ran out in May.",
        "She works for Northwind Inc. |But she lives abroad.",
        "Northwind Inc. Chairman Ole Brandt left.",
        "J. R. Kovar and A. Ilves signed. |Nobody else did.",
        "It grew by 3.5 per cent, to 1.2 million. |That was a record.",
        "The meeting began at 5 p.m. |It lasted an hour.",
        "The meeting began at 5 p.m. Tuesday in Oslo.",
        "See No. 5 and Fig. 2. |Both are new.",
        "She said no. |He left.",
        "On Nov. 3 he came back. |On Dec. 24 he left.",
        "He arrived in Jan. |Nobody knew why.",
        "Boats, ropes, etc. |The rest is lost.",
        "The text is by Kovar et al. |It was never printed.",
        "Visit www.example.org. |It is free.",
        "The site example.org/tide.html has more. |Look there.",
        "Port St. Anna is small. |Mt. Halvar is not.",
        "He sat. |She stood in the sun. |It was warm.",
        "The plan has three parts, i.e. money, ships and time.",
        "Sens. Marlow and Reyes objected. |Rep. Osei did not.",
    ] {
        check_sentences(marked);
    }
}

#[test]
fn closing_marks_and_notes_belong_to_the_sentence() {
    for marked in [
        "\"The tide is high. |We must wait. |There is no other way,\" Kovar said. |Nobody answered.",
        "“The tide is high. |We must wait.” |Kovar left.",
        "“Is it safe?” Kovar asked. |“Nobody knows!” said Ilves.",
        "\"Is it safe?\" asked the minister. |\"It is.\"",
        "“It is safe.” |The minister said so twice.",
        "(He was wrong.) |She was right.",
        "The ships left.[3] |They came back.[12][13] |All was well.",
        "The ships left. [3] |They came back.",
        "He called it \"a farce.\" |She did not.",
        "The word \"no.\" was heard.",
        "'We wait.' |'Then wait,' she said.",
        "“We wait. ” |The crew agreed.",
    ] {
        check_sentences(marked);
    }
}

#[test]
fn other_marks_end_a_sentence_when_a_new_one_begins() {
    for marked in [
        "Stop! |Who goes there? |Nobody.",
        "What?! |Really?",
        "Well... maybe not.",
        "He waited… |Then he left.",
        "He waited... |Then he left.",
        "\"Stop!\" he cried.",
        "The ferry (late again!) came at noon.",
        "1. The port is closed. |It opens in May.",
        "a. The port is closed.",
        "The port is closed.|The ferry waits.",
        "他来了。|她走了。",
        "High tide at Westermouth",
        "Rain, wind: the tide came; nobody left",
    ] {
        check_sentences(marked);
    }
}

/// Splits a sentence, and compares with its tokens, written with spaces between them.
fn check_tokens(text: &str, expected: &str) {
    let mut found = Vec::new();
    tokens(text, 0..text.len(), |range| found.push(&text[range]));
    assert_eq!(found.join(" "), expected, "in {text:?}");
}

#[test]
fn words_are_split_as_in_the_treebanks() {
    for (text, expected) in [
        ("Kovar doesn't know.", "Kovar does n't know ."),
        ("They can't, won't and cannot.", "They ca n't , wo n't and can not ."),
        ("It’s China’s port, not the ministers’.", "It ’s China ’s port , not the ministers ’ ."),
        ("I'd've said we're late; they'll wait.", "I'd 've said we 're late ; they 'll wait ."),
        ("the O'Brien family of Xi'an", "the O'Brien family of Xi'an"),
        (
            "a well-known, non-binding, state-of-the-art plan",
            "a well - known , non-binding , state - of - the - art plan",
        ),
        ("pro-Northland anti-tax mid-May e-mail", "pro-Northland anti-tax mid-May e-mail"),
        (
            "the port—closed since May – stays closed -- for now",
            "the port — closed since May – stays closed -- for now",
        ),
        ("$5.2 million, €3bn, US$40 and 40% of 1,200", "$ 5.2 million , € 3 bn , US$ 40 and 40 % of 1,200"),
        ("at 10:30am on 24/12/2021, i.e. 5 p.m.", "at 10:30 am on 24/12/2021 , i.e. 5 p.m."),
        ("5km from the 20th, in the 1990s", "5 km from the 20th , in the 1990s"),
        ("call 020-555-0199 by 2023-05-04", "call 020-555-0199 by 2023-05-04"),
        ("the 2019-2021 term", "the 2019 - 2021 term"),
        ("ships left.[1][12]", "ships left . [ 1 ] [ 12 ]"),
        ("“Go,” he said. \"Go!\"", "“ Go , ” he said . \" Go ! \""),
        ("Mr. Kovar of the U.S. and Northwind Inc.", "Mr. Kovar of the U.S. and Northwind Inc."),
        ("We saw plan B.", "We saw plan B ."),
        (
            "See https://example.org/a?b=c, or write to kovar@example.org.",
            "See https://example.org/a?b=c , or write to kovar@example.org .",
        ),
        ("(www.example.org)", "( www.example.org )"),
        ("and/or input/output 9/11", "and / or input / output 9/11"),
        ("AT&T, R&D and #HighTide by @kovar", "AT&T , R&D and #HighTide by @kovar"),
        ("Wait... what?! No...", "Wait ... what ?! No ..."),
        ("**Note**: it f**ks up", "** Note ** : it f**ks up"),
        ("he said 'yes' and left", "he said ' yes ' and left"),
        ("the '90s and ’80s", "the '90s and ’80s"),
        ("naïve café Ālī Nguyễn 静", "naïve café Ālī Nguyễn 静"),
        ("the minister(s) [sic]", "the minister ( s ) [ sic ]"),
    ] {
        check_tokens(text, expected);
    }
}

#[test]
fn much_of_anything_costs_what_its_length_is() {
    // Each would take hours if a part of it were looked at again for each other.
    let pieces = [
        "tide ", "a", "(", "[", "\"", "'", ".", ". ", "a.", "1-", "a-b", "*a", "**", "U.S. ", "Aa.Bb", "e-", "1,",
        "@a.b", "\u{301}", "?\" A ", "?\"A", "[1]", ".[1", ". [1", "n't", "$", "…", "a/", "1:", "'s", "http://a",
        "a.”",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        let mut bytes = 0;
        sentences(&text, 0..text.len(), |sentence| tokens(&text, sentence, |token| bytes += token.len()));
        assert_eq!(bytes, text.bytes().filter(|&byte| byte != b' ').count(), "in {piece:?}");
    }
}
