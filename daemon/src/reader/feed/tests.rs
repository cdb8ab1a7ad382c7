use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::codes::content::{EXCESSIVE, NESTED, TOO_LARGE, TRUNCATED};
use crate::reader::entries::{Entries, Entry};

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
 <channel>
  <title>The Herald &amp; Post</title><link>https://herald.example/</link><language>en-gb</language>
  <item>
   <title>Harbour &amp;amp; quay reopen</title>
   <link>https://herald.example/1?a=b&amp;c=d</link>
   <description>A short summary.</description>
   <content:encoded><![CDATA[<p>The harbour <b>opened</b> again.</p><ul><li>First ship</li></ul><p>5 &lt; 6</item></p>]]></content:encoded>
   <dc:creator>Ada Field</dc:creator>
   <pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>
   <category>shipping</category><category>ports</category>
   <media:title>not the title</media:title>
  </item>
  <item xml:lang="de"><title>Zweite</title><author>desk@herald.example (Bo Reed)</author><description>Nur &lt;b&gt;kurz&lt;/b&gt; &amp;amp; knapp.</description><guid>https://herald.example/2</guid></item>
  <item/>
 </channel>
</rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title type="text">Le Courrier</title>
<entry><title type="html">Le port &amp;eacute;largi</title><link rel="self" href="https://courrier.example/x"/><link href="https://courrier.example/1"/>
<published>2026-11-20T08:00:00+01:00</published><updated>2026-11-21T08:00:00Z</updated>
<author><name>Ada Champ</name><email>a@courrier.example</email></author><category term="port" label="Port"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><h2>Titre</h2><p>Le port<br/>rouvre.</p><blockquote>Enfin</blockquote></div></content></entry>
<entry><title>Deux</title><summary>Le résumé seul.</summary><content src="https://courrier.example/2.mp4" type="video/mp4"/></entry></feed>"#;

fn entries_of(feed: &[u8]) -> Vec<Result<Entry, Failure>> {
    let gather = |mut items: Box<dyn Entries + '_>| {
        let mut out = Vec::new();
        while let Some(entry) = items.next() {
            out.push(entry);
        }
        out
    };
    let whole = gather(Box::new(items(feed).unwrap()));
    for capacity in [1, 5, 64] {
        let small = std::io::BufReader::with_capacity(capacity, feed);
        assert_eq!(gather(Box::new(items(small).unwrap())), whole, "blocks of {capacity} bytes");
    }
    whole
}

fn whole_entries(feed: &[u8]) -> Vec<Entry> {
    entries_of(feed).into_iter().map(Result::unwrap).collect()
}

fn read_all(feed: &str) -> Vec<(String, Value)> {
    let read = |entry: Entry| {
        let content = read(&entry.bytes, &entry.hints).unwrap();
        let meta = serde_json::from_str(&content.meta.to_json(&content.text)).unwrap();
        (content.text.into_string(), meta)
    };
    whole_entries(feed.as_bytes()).into_iter().map(read).collect()
}

#[test]
fn items_of_rss_are_read_with_what_the_channel_says() {
    let entries = whole_entries(RSS.as_bytes());
    assert_eq!(entries.len(), 3);
    let failure = read(&entries[2].bytes, &entries[2].hints).unwrap_err();
    assert_eq!(failure.code, NO_TEXT);
    let two = RSS.replace("<item/>", "");
    let all = read_all(&two);
    assert_eq!(all[0].0, "Harbour & quay reopen\nThe harbour opened again.\nFirst ship\n5 < 6\n");
    let expected = json!({
        "title": "Harbour & quay reopen", "byline": ["Ada Field"], "published": "2026-11-20T08:00:00Z", "publishedBasis": "rss",
        "publisher": "The Herald & Post", "language": "en-gb", "url": "https://herald.example/1?a=b&c=d",
        "description": "A short summary.", "keywords": ["shipping", "ports"], "lines": { "headings": [0], "listItems": [2] },
    });
    assert_eq!(all[0].1, expected);
    assert_eq!(all[1].0, "Zweite\nNur kurz & knapp.\n");
    assert_eq!((&all[1].1["language"], &all[1].1["byline"]), (&json!("de"), &json!(["Bo Reed"])));
    assert_eq!(all[1].1["url"], "https://herald.example/2");
}

#[test]
fn entries_of_atom_are_read() {
    let all = read_all(ATOM);
    assert_eq!(all[0].0, "Le port élargi\nTitre\nLe port\nrouvre.\nEnfin\n");
    let expected = json!({
        "title": "Le port élargi", "byline": ["Ada Champ"], "published": "2026-11-20T08:00:00+01:00", "publishedBasis": "atom",
        "updated": "2026-11-21T08:00:00Z", "updatedBasis": "atom", "publisher": "Le Courrier", "language": "fr",
        "url": "https://courrier.example/1", "keywords": ["Port"], "lines": { "headings": [0, 1], "quotes": [4] },
    });
    assert_eq!(all[0].1, expected);
    assert_eq!(all[1].0, "Deux\nLe résumé seul.\n");
}

#[test]
fn the_older_dialects_are_read() {
    let rdf = r#"<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="x"><title>The Herald</title><items><rdf:Seq><rdf:li resource="x"/></rdf:Seq></items></channel>
      <item rdf:about="https://herald.example/1"><title>Harbour reopens</title><link>https://herald.example/1</link>
      <description>The harbour.</description><dc:date>2026-11-20T08:00:00Z</dc:date><dc:subject>ports</dc:subject></item></rdf:RDF>"#;
    let old = r#"<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
      <rss version="0.91"><channel><title>The Herald</title><item><title>Harbour reopens</title><description>The&nbsp;harbour.</description>
      </item></channel></rss>"#;
    let undeclared = "<rss version='2.0'><channel><item><title>Harbour reopens</title><content:encoded>The harbour.</content:encoded></item></channel></rss>";
    for feed in [rdf, old, undeclared] {
        let all = read_all(feed);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].0.replace('\u{a0}', " "), "Harbour reopens\nThe harbour.\n");
    }
    assert_eq!(read_all(rdf)[0].1["published"], "2026-11-20T08:00:00Z");
    assert_eq!(read_all(rdf)[0].1["keywords"], json!(["ports"]));
}

#[test]
fn items_keep_their_bytes_when_the_feed_grows() {
    let before = whole_entries(RSS.as_bytes());
    let grown = RSS
        .replacen("<item>", "<item><title>Brand new</title></item>\n<item>", 1)
        .replace("<rss version", "<rss  xmlns:new=\"urn:new\" version");
    let after = whole_entries(grown.as_bytes());
    let bytes = |entries: &[Entry]| entries.iter().map(|entry| entry.bytes.clone()).collect::<Vec<_>>();
    assert_eq!(bytes(&after)[1..], bytes(&before)[..]);
    let first = String::from_utf8(before[0].bytes.clone()).unwrap();
    let start = "<item xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
                 xmlns:media=\"http://search.yahoo.com/mrss/\">\n   <title>Harbour &amp;amp;";
    assert!(first.starts_with(start) && first.ends_with("</item>"), "{first}");
    assert_eq!(before[2].bytes, b"<item/>");
}

#[test]
fn feeds_in_other_charsets_keep_them() {
    let text = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel><title>Вестник</title><item><title>Порт открыт</title><description>Суда вернулись в порт после ремонта.</description></item></channel></rss>";
    let cyrillic = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    // Whoever converts a feed often leaves the declaration as it was.
    for bytes in [cyrillic, wide, text.as_bytes().to_vec()] {
        let entry = whole_entries(&bytes).remove(0);
        assert_eq!(entry.hints.publisher.as_deref(), Some("Вестник"));
        let content = read(&entry.bytes, &Hints::default()).unwrap();
        assert_eq!(content.text.as_str(), "Порт открыт\nСуда вернулись в порт после ремонта.\n");
    }
}

#[test]
fn bad_feeds_give_what_can_be_read_and_say_what_cannot() {
    let cut = &RSS[..RSS.find("Zweite").unwrap()];
    let unclosed = RSS.replace("</channel>\n</rss>", "");
    let in_tag = format!("{}<item title=\"cut", &RSS[..RSS.find("<item>").unwrap()]);
    let subset = RSS.replace("<!-- made by hand -->", "<!DOCTYPE rss [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]>");
    let deep = "<rss>".repeat(1000);
    for (feed, whole, code) in [
        (cut, 1, TRUNCATED),
        (unclosed.as_str(), 3, TRUNCATED),
        (in_tag.as_str(), 0, TRUNCATED),
        ("<rss><!-- never closed", 0, TRUNCATED),
        (subset.as_str(), 0, MALFORMED),
        (deep.as_str(), 0, NESTED),
    ] {
        let mut entries = entries_of(feed.as_bytes());
        let failure = entries.pop().unwrap().unwrap_err();
        assert_eq!((entries.len(), failure.code), (whole, code), "{}", failure.text);
    }
    let long = format!("<rss><channel><item>{}</item></channel></rss>", "x".repeat(100_000));
    let mut items = items(long.as_bytes()).unwrap().with_limit(50_000);
    assert_eq!(items.next().unwrap().unwrap_err().code, TOO_LARGE);
    assert!(items.next().is_none());
}

#[test]
fn bad_items_are_refused_with_their_code() {
    let mut many = "<item>".to_owned();
    for number in 0..300_000 {
        write!(many, "<x{}/>", number % 10).unwrap();
    }
    for (item, code) in [
        ("<item><title>A".to_owned(), TRUNCATED),
        ("<item><title>A</item>".to_owned(), MALFORMED),
        ("<item>".to_owned() + &"<b>".repeat(100_000), NESTED),
        (many + "</item>", EXCESSIVE),
        ("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><item><title>&a;</title></item>".to_owned(), MALFORMED),
        ("<item><title> </title><description/></item>".to_owned(), NO_TEXT),
        ("<other>words</other>".to_owned(), MALFORMED),
        ("words".to_owned(), MALFORMED),
        (String::new(), MALFORMED),
    ] {
        let failure = read(item.as_bytes(), &Hints::default()).unwrap_err();
        assert_eq!(failure.code, code, "{}: {}", fragment::shorten(&item, 60), failure.text);
    }
    let content = read(b"<item><title>Fish & chips &unknown; &#x41;</title></item>", &Hints::default()).unwrap();
    assert_eq!(content.text.as_str(), "Fish & chips &unknown; A\n");
    assert_eq!(content.facts["text"], "title");
}

proptest! {
    #[test]
    fn any_feed_is_taken_apart_or_refused(text in "(<item>|</item>|<a b='c'>|</a>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|\\?>|[<>/&'\" a-z]){0,30}") {
        entries_of(text.as_bytes());
        let _ = read(text.as_bytes(), &Hints::default());
    }

    #[test]
    fn any_bytes_are_taken_apart_or_refused(bytes: Vec<u8>) {
        entries_of(&bytes);
        let _ = read(&bytes, &Hints::default());
    }
}
