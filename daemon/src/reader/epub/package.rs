//! The package of an EPUB: `container.xml` names it, and it names everything else.
//!
//! # Source
//!
//! EPUB 3.3, chapters 4 and 5; OPF 2.0.1 for older books.

use std::collections::{HashMap, HashSet};

use crate::codes::content::{EXCESSIVE, MALFORMED};
use crate::reader::Failure;
use crate::reader::article::{Dated, Meta};
use crate::reader::containers::limits::fail;
use crate::reader::office::Parts;
use crate::reader::office::xml::{Element, Node, Rules, collapse, walk};

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";
/// Fonts are made unusable elsewhere by these; they are no encryption of what is read.
const FONT_ALGORITHMS: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];
/// The longest reading order.
const ITEMS_MAX: usize = 10_000;

/// What is taken from the package.
pub(super) struct Package {
    pub(super) meta: Meta,
    /// In reading order.
    pub(super) items: Vec<Item>,
}

/// A page of the book.
pub(super) struct Item {
    pub(super) path: String,
    pub(super) is_encrypted: bool,
}

/// The package while it is read.
#[derive(Default)]
struct Draft {
    meta: Meta,
    manifest: HashMap<String, (String, String, bool)>,
    spine: Vec<String>,
    text: String,
    /// Whether a date says of itself that it is another than that of publication.
    is_other_date: bool,
    is_in_metadata: bool,
}

impl Package {
    pub(super) fn read(parts: &Parts<'_>) -> Result<Package, Failure> {
        let path = package_path(&parts.need(CONTAINER)?)?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut draft = Draft::default();
        walk(&parts.need(&path)?, "the package of this EPUB", Rules::Lenient, &mut |node| draft.visit(&node))?;
        if draft.spine.len() > ITEMS_MAX {
            return Err(fail(EXCESSIVE, format!("more than {ITEMS_MAX} items in the reading order of this EPUB")));
        }
        let encrypted = encrypted(parts)?;
        let mut seen = HashSet::new();
        let pages = draft.spine.iter().filter_map(|id| draft.manifest.get(id));
        let pages = pages.filter(|(_, media_type, is_navigation)| is_page(media_type) && !is_navigation);
        let items = pages.filter_map(|(href, ..)| resolve(folder, href)).filter(|path| seen.insert(path.clone()));
        let items = items.map(|path| Item { is_encrypted: encrypted.contains(&path), path }).collect();
        Ok(Package { meta: draft.meta, items })
    }
}

impl Draft {
    fn visit(&mut self, node: &Node<'_>) {
        match node {
            Node::Start(element) => self.start(element),
            Node::Text(text) => self.text.push_str(text),
            Node::End("metadata") => self.is_in_metadata = false,
            Node::End(name) if self.is_in_metadata => {
                let value = collapse(&self.text).trim().to_owned();
                if !value.is_empty() {
                    self.take(name, value);
                }
                self.text.clear();
            }
            Node::End(_) => {}
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        self.text.clear();
        match element.name {
            "metadata" => self.is_in_metadata = true,
            "date" => self.is_other_date = element.attribute("event").is_some_and(|event| event != "publication"),
            "item" => {
                let (id, href) = (element.attribute("id"), element.attribute("href"));
                let media_type = element.attribute("media-type").unwrap_or_default();
                let properties = element.attribute("properties").unwrap_or_default();
                let is_navigation = properties.split_whitespace().any(|property| property == "nav");
                if let (Some(id), Some(href)) = (id, href) {
                    self.manifest.insert(id, (href, media_type, is_navigation));
                }
            }
            "itemref" => self.spine.extend(element.attribute("idref")),
            _ => {}
        }
    }

    fn take(&mut self, name: &str, value: String) {
        let meta = &mut self.meta;
        match name {
            "title" => _ = meta.title.get_or_insert(value),
            "creator" => meta.bylines.push(value),
            "language" => _ = meta.language.get_or_insert(value),
            "publisher" => _ = meta.publisher.get_or_insert(value),
            "description" => _ = meta.description.get_or_insert(value),
            "subject" => meta.keywords.push(value),
            "date" if !self.is_other_date && is_iso_date(&value) => {
                meta.published.get_or_insert(Dated { value, basis: "opf" });
            }
            _ => {}
        }
    }
}

/// Where the package lies.
fn package_path(container: &[u8]) -> Result<String, Failure> {
    let mut path = None;
    walk(container, CONTAINER, Rules::Lenient, &mut |node| {
        if let Node::Start(element) = node
            && element.name == "rootfile"
            && path.is_none()
        {
            path = element.attribute("full-path").and_then(|path| resolve("", &path));
        }
    })?;
    path.ok_or_else(|| fail(MALFORMED, format!("{CONTAINER} of this EPUB names no package: export it again")))
}

/// The paths of what is encrypted, fonts left aside.
fn encrypted(parts: &Parts<'_>) -> Result<HashSet<String>, Failure> {
    let mut paths = HashSet::new();
    let Some(bytes) = parts.get(ENCRYPTION)? else { return Ok(paths) };
    let mut is_font = false;
    walk(&bytes, ENCRYPTION, Rules::Lenient, &mut |node| {
        if let Node::Start(element) = node {
            match element.name {
                "EncryptedData" => is_font = false,
                "EncryptionMethod" => {
                    is_font =
                        element.attribute("Algorithm").is_some_and(|algorithm| FONT_ALGORITHMS.contains(&&*algorithm));
                }
                "CipherReference" if !is_font => {
                    paths.extend(element.attribute("URI").and_then(|path| resolve("", &path)));
                }
                _ => {}
            }
        }
    })?;
    Ok(paths)
}

fn is_page(media_type: &str) -> bool {
    matches!(media_type, "application/xhtml+xml" | "text/html" | "text/x-oeb1-document" | "application/x-dtbook+xml")
}

/// A year, a month or a day, with a time behind it or not.
fn is_iso_date(value: &str) -> bool {
    let date = value.split('T').next().unwrap_or_default();
    let lens: Vec<usize> = date.split('-').map(str::len).collect();
    matches!(lens[..], [4] | [4, 2] | [4, 2, 2]) && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The path in the archive that a reference from `folder` means. Only ever compared with names of the archive.
fn resolve(folder: &str, reference: &str) -> Option<String> {
    let reference = reference.split(['#', '?']).next().unwrap_or_default();
    let decoded = percent_decoded(reference)?;
    let mut path: Vec<&str> = if decoded.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = path.pop(),
            part => path.push(part),
        }
    }
    path.retain(|part| !part.is_empty());
    (!path.is_empty()).then(|| path.join("/"))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = (byte == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(byte));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).ok()
}
