//! What the attributes of an element say about its content.

use super::boilerplate::{Sense, is_style_hidden};
use super::name::{self, Kind};
use super::token::Attribute;
use super::tree::Boilerplate;

/// All of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traits {
    pub(super) is_hidden: bool,
    /// Its role says that it stands beside the article.
    pub(super) is_beside: bool,
    /// Its class or id names what is no text of an article.
    pub(super) is_named: bool,
    /// Its class or id says that readers wrote it.
    pub(super) is_talk: bool,
    /// It is marked as the body of the article.
    pub(super) is_body: bool,
    /// Its class or id names the author.
    pub(super) is_byline: bool,
    /// The same for equal lists of classes.
    pub(super) shape: u32,
}

impl Traits {
    /// Reads the attributes of a start tag.
    pub(super) fn of(attributes: &[Attribute<'_>]) -> Traits {
        let mut traits = Traits::default();
        for Attribute { name, value } in attributes {
            match *name {
                name::CLASS | name::ID => {
                    let sense = Sense::of(value);
                    traits.is_named |= sense.is_beside;
                    traits.is_talk |= sense.is_talk;
                    traits.is_byline |= sense.is_byline;
                    if *name == name::CLASS {
                        traits.shape = shape_of(value);
                    }
                }
                name::HIDDEN => traits.is_hidden = true,
                name::STYLE => traits.is_hidden |= is_style_hidden(value),
                name::ARIA_HIDDEN => traits.is_hidden |= *value == "true",
                name::ITEMPROP | name::ROLE => {
                    traits.is_body |= matches!(*value, "articleBody" | "main");
                    traits.is_beside |=
                        matches!(*value, "navigation" | "complementary" | "contentinfo" | "banner" | "dialog");
                }
                _ => {}
            }
        }
        traits
    }

    /// What an element of a kind is with these attributes.
    pub(super) fn boilerplate(self, kind: Kind) -> Boilerplate {
        if self.is_hidden || self.is_beside || matches!(kind, Kind::Aside | Kind::Figure) {
            return Boilerplate::Sure;
        }
        // Classes of these name what is on the page, not what they are.
        let is_exempt = self.is_body || matches!(kind, Kind::Article | Kind::Main | Kind::Body | Kind::Html);
        match (is_exempt, self.is_talk, self.is_named) {
            (false, true, _) => Boilerplate::Talk,
            (false, false, true) => Boilerplate::Named,
            _ => Boilerplate::No,
        }
    }
}

/// A number that is the same for equal lists of classes, and seldom for others (FNV-1a).
fn shape_of(classes: &str) -> u32 {
    classes.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
