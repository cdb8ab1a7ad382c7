//! The headline, out of the title of a page.

/// Signs with spaces around them that stand between a headline and the name of its site.
const SIGNS: &[char] = &['|', '-', '–', '—', '\\', '/', '>', '»', '·', '•', ':', '_', '｜'];

/// A part of a title with more words than this is no name of a site.
const SITE_WORDS_MAX: usize = 4;
/// A headline has at least so many words.
const HEADLINE_WORDS_MIN: usize = 3;

/// The title without the name of the site at its end or beginning. `sites` are the names that the page gives, `headline`
/// its heading of the first level.
pub(super) fn headline(title: &str, sites: &[&str], headline: Option<&str>) -> String {
    if let Some(headline) = headline.filter(|headline| headline.len() >= 10 && is_part(title, headline)) {
        return headline.to_owned();
    }
    for site in sites {
        if let Some(rest) = without(title, site) {
            return rest.to_owned();
        }
    }
    let borders = borders(title);
    let words = |text: &str| text.split_whitespace().count();
    let Some(&(end, begin)) = borders.iter().rev().find(|(end, begin)| &title[*end..*begin] != ": ") else {
        return title.to_owned();
    };
    if words(&title[begin..]) <= SITE_WORDS_MAX && words(&title[..end]) >= HEADLINE_WORDS_MIN {
        return title[..end].to_owned();
    }
    title.to_owned()
}

/// Whether `headline` is the title but for a part at its end.
fn is_part(title: &str, headline: &str) -> bool {
    title.strip_prefix(headline).is_some_and(|rest| rest.trim_start().starts_with(SIGNS))
}

/// The title without a site's name and the sign between.
fn without<'t>(title: &'t str, site: &str) -> Option<&'t str> {
    let site = site.trim();
    if site.is_empty() {
        return None;
    }
    let rest = match title.len().checked_sub(site.len()) {
        Some(at) if title.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(site)) => {
            title[..at].trim_end().strip_suffix(SIGNS)?.trim_end()
        }
        _ if title.get(..site.len()).is_some_and(|start| start.eq_ignore_ascii_case(site)) => {
            title[site.len()..].trim_start().strip_prefix(SIGNS)?.trim_start()
        }
        _ => return None,
    };
    (rest.split_whitespace().count() > 1 || rest.len() > 12).then_some(rest)
}

/// Where the signs stand: the byte where the part before ends, and where the part behind begins.
fn borders(title: &str) -> Vec<(usize, usize)> {
    let mut borders = Vec::new();
    for (at, sign) in title.char_indices().filter(|(_, character)| SIGNS.contains(character)) {
        let after = at + sign.len_utf8();
        let is_spaced = title[..at].ends_with(' ') && title[after..].starts_with(' ');
        if is_spaced && at > 0 {
            borders.push((at - 1, after + 1));
        }
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_dropped() {
        for (title, sites, h1, read) in [
            ("Ferry talks fail | The Harbour Post", &["The Harbour Post"][..], None, "Ferry talks fail"),
            ("The Harbour Post: Ferry talks fail", &["The Harbour Post"], None, "Ferry talks fail"),
            ("Ferry talks fail in town - Post", &[], None, "Ferry talks fail in town"),
            (
                "Ferry talks fail - Harbour - The Big Daily Post Online",
                &[],
                Some("Ferry talks fail"),
                "Ferry talks fail",
            ),
            ("Ferry talks fail", &["Post"], None, "Ferry talks fail"),
            ("Ferry-talk", &[], None, "Ferry-talk"),
            ("Post", &["Post"], None, "Post"),
        ] {
            assert_eq!(headline(title, sites, h1), read, "{title}");
        }
    }
}
