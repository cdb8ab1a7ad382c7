//! Which element of the tree holds the article.

use super::lines::ends_sentence;
use super::name::Kind;
use super::tree::{Block, Boilerplate, NodeIndex, Tree};

/// Text shorter than this is a label, not a paragraph.
const PARAGRAPH_BYTES: usize = 40;
/// Text as long as this is a paragraph even when it does not end as a sentence.
const LONG_BYTES: usize = 100;
/// What is a paragraph when nothing else is found.
const SHORT_BYTES: usize = 20;
/// What a paragraph gives to its container and to the elements around that.
const SHARES: [f32; 4] = [1.0, 0.6, 0.35, 0.2];
/// What a comma adds to a paragraph, what a hundred bytes add, and how much those add at most.
const COMMA: f32 = 0.5;
const HUNDREDS_MAX: f32 = 4.0;
/// How much an element that is marked as article counts over one that is not.
const ARTICLE_GAIN: f32 = 1.25;
/// The parent is taken instead when it holds so much more good text,
const CLIMB_GAIN: f32 = 1.12;
/// and its share of good text is this part of the child's, or this.
const CLIMB_SHARE: f32 = 0.8;
const CLIMB_SHARE_ENOUGH: f32 = 0.72;
/// The same for the grandparent, over a parent that adds nothing.
const LEAP_GAIN: f32 = 1.3;
const LEAP_SHARE: f32 = 0.65;
/// How many levels up the siblings of the best element may hang together, and what share of good text each has.
const SIBLING_LEVELS: usize = 8;
const SIBLING_SHARE: f32 = 0.75;
/// An element with more than this part of the good text of a page is the article, whatever its name.
const PARDON_PART: (usize, usize) = (6, 10);
/// A looser rule is believed when it finds so many times the text, and so many bytes more.
const RETRY_TIMES: usize = 2;
const RETRY_BYTES: usize = 200;
/// Less text than this is no article as long as a looser rule finds more.
const ARTICLE_BYTES: usize = 250;

/// Which text counts as a paragraph of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Not where class or id, kind or role say that it is none.
    Clean,
    /// Classes and ids are not believed.
    Classes,
    /// Anything that is no link and no heading.
    Anything,
}

/// Finds the elements that hold the article, in the order of the page, by stricter rules first.
pub(super) fn winners(tree: &Tree) -> Vec<NodeIndex> {
    let mut best = Choice::best(tree, Rule::Clean);
    let other = Choice::best(tree, Rule::Classes);
    if other.good > best.good * RETRY_TIMES + RETRY_BYTES {
        best = other;
    }
    if best.good < ARTICLE_BYTES {
        let other = Choice::best(tree, Rule::Anything);
        if other.good > best.good * RETRY_TIMES {
            best = other;
        }
    }
    best.nodes
}

/// Whether a block reads like a paragraph of an article.
pub(super) fn is_good(tree: &Tree, block: &Block, rule: Rule) -> bool {
    let node = &tree.nodes[block.node];
    let text = tree.text_of(block);
    let bytes = text.len();
    if block.link_bytes * 2 >= bytes {
        return false;
    }
    match rule {
        Rule::Anything => {
            bytes >= SHORT_BYTES && !matches!(node.kind, Kind::Aside | Kind::Figure | Kind::Heading | Kind::Headline)
        }
        Rule::Clean | Rule::Classes => {
            let is_clean = match rule {
                Rule::Clean => node.whole == Boilerplate::No,
                _ => node.whole < Boilerplate::Sure,
            };
            is_clean
                && (holds_text(node.kind) || node.marked)
                && bytes >= PARAGRAPH_BYTES
                && (bytes >= LONG_BYTES || ends_sentence(text))
        }
    }
}

/// Whether paragraphs may stand right in an element of this kind.
fn holds_text(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Paragraph
            | Kind::Division
            | Kind::Item
            | Kind::Cell
            | Kind::Quote
            | Kind::Preformatted
            | Kind::Article
            | Kind::Main
            | Kind::Section
            | Kind::Body
            | Kind::Definition
    )
}

/// What is known of an element: bytes of good text and of all text in it and below, and its score.
#[derive(Clone, Copy, Default)]
struct Sums {
    good: usize,
    all: usize,
    score: f32,
}

impl Sums {
    fn share(&self) -> f32 {
        self.good as f32 / self.all.max(1) as f32
    }
}

/// Takes back what classes and ids say of elements that hold most of the good text of the page, and of what is around
/// them: an article may well stand in a box named `read-more` or `share-container`.
pub(super) fn pardon(tree: &mut Tree) {
    let sums = sums(tree, Rule::Classes);
    let is_most = |sum: &Sums| sum.good >= ARTICLE_BYTES && sum.good > sums[0].good * PARDON_PART.0 / PARDON_PART.1;
    for index in 0..tree.nodes.len() {
        let around = tree.nodes[tree.nodes[index].parent].whole;
        let node = &mut tree.nodes[index];
        if node.own == Boilerplate::Named && is_most(&sums[index]) {
            node.own = Boilerplate::No;
        }
        node.whole = node.own.max(if index == 0 { Boilerplate::No } else { around });
    }
}

/// The best elements by one rule, and how much good text they hold.
struct Choice {
    nodes: Vec<NodeIndex>,
    good: usize,
}

impl Choice {
    fn best(tree: &Tree, rule: Rule) -> Choice {
        let sums = sums(tree, rule);
        let mut best = (0, 0.0);
        for (index, sum) in sums.iter().enumerate() {
            let node = &tree.nodes[index];
            let is_article = node.marked || node.kind == Kind::Article;
            let weight = (0.3 + 0.7 * sum.share()) * if is_article { ARTICLE_GAIN } else { 1.0 };
            if sum.score * weight > best.1 {
                best = (index, sum.score * weight);
            }
        }
        let nodes = with_siblings(tree, &sums, climb(tree, &sums, best.0));
        let good = nodes.iter().map(|node| sums[*node].good).sum();
        Choice { nodes, good }
    }
}

/// The elements of the same shape around the best one, when the article was cut into several boxes.
fn with_siblings(tree: &Tree, sums: &[Sums], best: NodeIndex) -> Vec<NodeIndex> {
    let node = &tree.nodes[best];
    let stands_alone = matches!(node.kind, Kind::Article | Kind::Main | Kind::Body | Kind::Html);
    if node.marked || stands_alone || node.shape == 0 {
        return vec![best];
    }
    let mut around = best;
    for _ in 0..SIBLING_LEVELS {
        around = tree.nodes[around].parent;
    }
    let mut found: Vec<NodeIndex> = Vec::new();
    for index in around + 1..tree.nodes[around].end {
        let (other, sum) = (&tree.nodes[index], &sums[index]);
        let is_alike = other.shape == node.shape && sum.good > 0 && sum.share() > SIBLING_SHARE;
        let is_within = found.last().is_some_and(|last| index < tree.nodes[*last].end);
        if index == best || (is_alike && !is_within && !(index..other.end).contains(&best)) {
            found.push(index);
        }
    }
    found
}

fn sums(tree: &Tree, rule: Rule) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); tree.nodes.len()];
    for block in &tree.blocks {
        let bytes = block.text.len();
        sums[block.node].all += bytes;
        if !is_good(tree, block, rule) {
            continue;
        }
        sums[block.node].good += bytes;
        let score = paragraph_score(tree.text_of(block));
        let node = &tree.nodes[block.node];
        let is_leaf = matches!(node.kind, Kind::Paragraph | Kind::Item | Kind::Quote | Kind::Preformatted);
        let mut container = if is_leaf { node.parent } else { block.node };
        for share in SHARES {
            sums[container].score += score * share;
            if container == 0 {
                break;
            }
            container = tree.nodes[container].parent;
        }
    }
    // Children stand behind their parents: from the end, every sum is whole when it is handed up.
    for index in (1..sums.len()).rev() {
        let Sums { good, all, .. } = sums[index];
        let parent = &mut sums[tree.nodes[index].parent];
        parent.good += good;
        parent.all += all;
    }
    sums
}

fn paragraph_score(text: &str) -> f32 {
    let commas = text.matches([',', '，', '、', '،']).count();
    1.0 + commas as f32 * COMMA + (text.len() as f32 / 100.0).min(HUNDREDS_MAX)
}

/// Goes up from the best element as long as that adds good text and little else.
fn climb(tree: &Tree, sums: &[Sums], from: NodeIndex) -> NodeIndex {
    let mut node = from;
    loop {
        let parent = tree.nodes[node].parent;
        if node == 0 || parent == 0 {
            return node;
        }
        let (here, up) = (&sums[node], &sums[parent]);
        let is_clean = up.share() > (here.share() * CLIMB_SHARE).min(CLIMB_SHARE_ENOUGH);
        if up.good as f32 > here.good as f32 * CLIMB_GAIN && is_clean && tree.nodes[parent].kind != Kind::Html {
            node = parent;
            continue;
        }
        let grandparent = tree.nodes[parent].parent;
        let far = &sums[grandparent];
        if grandparent != 0 && far.good as f32 > here.good as f32 * LEAP_GAIN && far.share() > LEAP_SHARE {
            node = grandparent;
            continue;
        }
        return node;
    }
}
