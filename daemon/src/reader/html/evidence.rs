//! What a page says about itself, collected while its tree is built.

use super::name::{self, Name};
use super::token::Attribute;
use super::tree::NodeIndex;

/// Elements kept of each sort; real pages have a few dozen `meta` and a handful of the others.
const METAS_MAX: usize = 256;
const SCRIPTS_MAX: usize = 32;
const MARKS_MAX: usize = 64;
const HEADLINES_MAX: usize = 8;

/// All of it, as written.
#[derive(Debug, Default)]
pub(super) struct Evidence<'a> {
    /// Contents of `meta` by property, name or itemprop.
    pub(super) metas: Vec<(&'a str, &'a str)>,
    /// Scripts of JSON-LD.
    pub(super) scripts: Vec<&'a str>,
    /// The `title` element.
    pub(super) title: Option<&'a str>,
    /// The address that `link rel=canonical` gives.
    pub(super) canonical: Option<&'a str>,
    /// `lang` of the `html` element.
    pub(super) language: Option<&'a str>,
    /// Elements of the body that are marked as author or date.
    pub(super) marks: Vec<Mark<'a>>,
    /// Where the first headings of the first level stand: the byte behind the start tag, and the node around.
    pub(super) headlines: Vec<(usize, NodeIndex)>,
}

/// What an element is marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `rel=author` or `itemprop=author`.
    Author,
    /// A class or id like `byline`.
    Byline,
    /// `itemprop=datePublished`, `time pubdate`, or a `time` with a class like `published`.
    Published,
    /// The same for changes.
    Updated,
    /// A `time` that says no more.
    Time,
}

/// An element of the body that says something about the article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'a> {
    pub(super) role: Role,
    pub(super) name: Name,
    /// The byte behind the start tag.
    pub(super) at: usize,
    /// The block element around.
    pub(super) node: NodeIndex,
    /// Its `datetime` or `content`.
    pub(super) value: Option<&'a str>,
    /// Whether the mark stands in `itemprop`.
    pub(super) is_microdata: bool,
}

impl<'a> Evidence<'a> {
    /// Looks at a start tag; `at` is the byte behind it, and `is_byline` tells that its class or id names the author.
    pub(super) fn see(
        &mut self,
        name: Name,
        attributes: &[Attribute<'a>],
        is_byline: bool,
        at: usize,
        node: NodeIndex,
    ) {
        match name {
            name::META => self.see_meta(attributes),
            name::LINK => self.see_link(attributes),
            name::HTML => {
                let language = value_of(attributes, name::LANG).or_else(|| value_of(attributes, name::XML_LANG));
                self.language = self.language.or(language);
            }
            name::H1 => {
                if self.headlines.len() < HEADLINES_MAX {
                    self.headlines.push((at, node));
                }
            }
            _ => {}
        }
        if name != name::META && self.marks.len() < MARKS_MAX && !attributes.is_empty() {
            self.see_mark(name, attributes, is_byline, at, node);
        }
    }

    /// Looks at the content of an element that is no part of the tree.
    pub(super) fn see_content(&mut self, name: Name, attributes: &[Attribute<'a>], content: &'a str) {
        if name == name::TITLE {
            if self.title.is_none_or(|title| title.trim().is_empty()) {
                self.title = Some(content);
            }
        } else if name == name::SCRIPT && self.scripts.len() < SCRIPTS_MAX {
            let is_json_ld = value_of(attributes, name::TYPE).is_some_and(|kind| {
                kind.trim().get(..19).is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"))
            });
            if is_json_ld {
                self.scripts.push(content);
            }
        }
    }

    fn see_meta(&mut self, attributes: &[Attribute<'a>]) {
        let Some(content) = value_of(attributes, name::CONTENT).filter(|content| !content.trim().is_empty()) else {
            return;
        };
        // Where there is a property, a name beside it says something else.
        let has_property = value_of(attributes, name::PROPERTY).is_some();
        for attribute in attributes {
            if has_property && attribute.name == name::NAME {
                continue;
            }
            if matches!(attribute.name, name::PROPERTY | name::NAME | name::ITEMPROP) && self.metas.len() < METAS_MAX {
                self.metas.push((attribute.value, content));
            }
        }
    }

    fn see_link(&mut self, attributes: &[Attribute<'a>]) {
        let is_canonical = value_of(attributes, name::REL)
            .is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical")));
        if is_canonical && self.canonical.is_none() {
            self.canonical = value_of(attributes, name::HREF);
        }
    }

    fn see_mark(&mut self, name: Name, attributes: &[Attribute<'a>], is_byline: bool, at: usize, node: NodeIndex) {
        let mut role = is_byline.then_some(Role::Byline);
        let mut is_microdata = false;
        for Attribute { name: attribute, value } in attributes {
            let found = match *attribute {
                name::ITEMPROP => {
                    let found = property_role(value);
                    is_microdata |= found.is_some();
                    found
                }
                name::REL => value.split_ascii_whitespace().any(|word| word == "author").then_some(Role::Author),
                name::CLASS | name::ID if name == name::TIME => time_role(value),
                name::PUBDATE => Some(Role::Published),
                _ => None,
            };
            role = stronger(role, found);
        }
        let value = value_of(attributes, name::DATETIME).or_else(|| value_of(attributes, name::CONTENT));
        if role.is_none() && name == name::TIME && value.is_some() {
            role = Some(Role::Time);
        }
        if let Some(role) = role {
            self.marks.push(Mark { role, name, at, node, value, is_microdata });
        }
    }
}

/// The value of the first attribute of a name.
pub(super) fn value_of<'a>(attributes: &[Attribute<'a>], name: Name) -> Option<&'a str> {
    attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
}

/// A mark by meaning counts more than one by class.
fn stronger(known: Option<Role>, found: Option<Role>) -> Option<Role> {
    match (known, found) {
        (Some(Role::Byline), Some(found)) => Some(found),
        (None, found) => found,
        (known, _) => known,
    }
}

fn property_role(value: &str) -> Option<Role> {
    value.split_ascii_whitespace().find_map(|word| match word {
        "author" | "creator" => Some(Role::Author),
        "datePublished" | "dateCreated" => Some(Role::Published),
        "dateModified" => Some(Role::Updated),
        _ => None,
    })
}

/// What the class or id of a `time` says.
fn time_role(value: &str) -> Option<Role> {
    let lower = value.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["publish", "entry-date", "posted", "pubdate"]) {
        return Some(Role::Published);
    }
    has(&["updated", "modified"]).then_some(Role::Updated)
}
