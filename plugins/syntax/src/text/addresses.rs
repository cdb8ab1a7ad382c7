//! Addresses of the web and of mail.

/// Endings of host names that are worth a thought; other addresses are known by their beginning.
const HOSTS: &[&str] = &[
    "au", "ca", "cn", "co", "com", "de", "edu", "eu", "fr", "gov", "in", "info", "int", "io", "jp", "kr", "mil", "net",
    "news", "nl", "org", "ru", "tv", "uk", "us",
];

/// Where the address ends that `chunk` begins with, in bytes; `None` when it is none.
pub(super) fn length(chunk: &str) -> Option<usize> {
    let end = chunk.find(['<', '>', '"', '“', '”', '[', ']', '|']).unwrap_or(chunk.len());
    let address = trim(&chunk[..end]);
    let found = address.contains("://") || starts_with(address, "www.") || is_mail(address) || is_host(address);
    (found && !address.is_empty()).then_some(address.len())
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

/// Without the marks at its end that belong to the sentence.
fn trim(address: &str) -> &str {
    let closed = address.contains('(');
    address.trim_end_matches(|mark: char| {
        matches!(mark, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '…' | '}') || mark == ')' && !closed
    })
}

fn is_mail(address: &str) -> bool {
    let Some((name, host)) = address.split_once('@') else { return false };
    !name.is_empty()
        && host.contains('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

/// Whether it is a host name with or without a path: "example.org/tide".
fn is_host(address: &str) -> bool {
    let host = address.split(['/', '?']).next().unwrap_or_default();
    let Some((name, ending)) = host.rsplit_once('.') else { return false };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    name.len() > 1
        && name.bytes().all(plain)
        && name.bytes().any(|byte| byte.is_ascii_lowercase())
        && HOSTS.contains(&ending)
}
