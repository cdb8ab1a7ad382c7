//! A second opinion on pages where the single pass is not sure of itself: a port of the reader view of browsers, much
//! slower, whose result goes through the same clean-up.

use dom_smoothie::{Config, Readability};

use super::evidence::Evidence;
use super::tree::{DEPTH_MAX, Tree};
use crate::panics::caught;

/// Pages longer than this, with more elements or with tags of more attributes, are not given to it: its parser needs
/// more than linear time in the depth of elements and the number of attributes.
const PAGE_BYTES_MAX: usize = 4 << 20;
const NODES_MAX: usize = 50_000;
const ATTRIBUTES_MAX: usize = 200;

/// The tree of what the other extractor takes for the article; `None` when it may not be asked or finds nothing.
pub(super) fn tree(html: &str, first: &Tree) -> Option<Tree> {
    let is_safe = html.len() <= PAGE_BYTES_MAX
        && first.nodes.len() <= NODES_MAX
        && first.nesting <= DEPTH_MAX
        && first.attributes_most <= ATTRIBUTES_MAX;
    if !is_safe {
        return None;
    }
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let article = caught(|| Readability::new(html, None, Some(config)).ok()?.parse().ok()).ok()??;
    let tree = Tree::read(&article.content, &mut Evidence::default()).ok()?;
    Some(tree)
}
