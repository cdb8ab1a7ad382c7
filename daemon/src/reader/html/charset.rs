//! The charset that a page declares in its own bytes.

use memchr::memmem;

use super::evidence::value_of;
use super::name::{self, Element};
use super::token::{Token, Tokens};

/// How far a declaration is searched for. Browsers stop at 1,024 bytes; pages with a long comment on top declare later.
const HEAD_BYTES_MAX: usize = 4096;

/// Returns the label of the charset that a page declares, in lower case: in its XML declaration, in `meta charset`, or in
/// `meta http-equiv=content-type`. It may be wrong, and is to be verified by decoding.
///
/// `bytes` are the first bytes of the page as they came; what is no ASCII among them is passed over.
pub fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head: String =
        bytes.iter().take(HEAD_BYTES_MAX).map(|byte| if byte.is_ascii() { *byte as char } else { 'x' }).collect();
    xml_encoding(&head).or_else(|| meta_charset(&head)).map(|label| label.to_ascii_lowercase())
}

/// `<?xml version="1.0" encoding="ISO-8859-1"?>`.
fn xml_encoding(head: &str) -> Option<String> {
    let declaration = head.trim_start_matches('x').trim_start().strip_prefix("<?xml")?;
    let declaration = &declaration[..declaration.find('>')?];
    let value = declaration[declaration.find("encoding")? + "encoding".len()..].trim_start().strip_prefix('=')?;
    label(value)
}

fn meta_charset(head: &str) -> Option<String> {
    let mut tokens = Tokens::new(head, 0);
    while let Some(token) = tokens.next() {
        let Token::Start { name, .. } = token else { continue };
        if name == name::META {
            let attributes = tokens.attributes();
            let is_content_type = value_of(attributes, name::HTTP_EQUIV)
                .is_some_and(|value| value.trim().eq_ignore_ascii_case("content-type"));
            let written = match value_of(attributes, name::CHARSET) {
                Some(charset) => label(charset),
                None if is_content_type => value_of(attributes, name::CONTENT).and_then(after_charset),
                None => None,
            };
            if written.is_some() {
                return written;
            }
        } else if Element::of(name).0 == Element::Opaque {
            tokens.raw(name);
        }
    }
    None
}

/// What stands behind `charset=`.
fn after_charset(content: &str) -> Option<String> {
    let lower = content.to_ascii_lowercase();
    let at = memmem::find(lower.as_bytes(), b"charset")? + "charset".len();
    label(lower[at..].trim_start().strip_prefix('=')?)
}

/// The label at the beginning of a text, quoted or not.
fn label(text: &str) -> Option<String> {
    let bare = text.trim_start().trim_start_matches(['"', '\'']);
    let is_part = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | ':' | '.');
    let label = &bare[..bare.find(|character| !is_part(character)).unwrap_or(bare.len())];
    (!label.is_empty()).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_is_found_wherever_it_may_stand() {
        for (head, charset) in [
            ("<meta charset=UTF-8>", Some("utf-8")),
            ("<!-- <meta charset=x> --><html><META CharSet='Windows-1252'/>", Some("windows-1252")),
            ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=EUC-KR\">", Some("euc-kr")),
            ("<?xml version=\"1.0\" encoding='iso-8859-2'?><html>", Some("iso-8859-2")),
            ("<script>'<meta charset=a>'</script><meta charset=b>", Some("b")),
            ("<meta name=description content=\"charset=x\">", None),
            ("<p>charset=utf-8", None),
            ("<meta charset", None),
        ] {
            assert_eq!(declared_charset(head.as_bytes()).as_deref(), charset, "{head}");
        }
    }

    #[test]
    fn bytes_of_any_charset_are_passed_over() {
        assert_eq!(
            declared_charset(b"\xff\xfe\x80<title>\xe9</title><meta charset=koi8-r>").as_deref(),
            Some("koi8-r")
        );
    }
}
