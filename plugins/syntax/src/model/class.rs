//! The closed lists that tagger, parser and labeller choose from.

use extractor_api::layer::{Form, Relation, Tag};

/// How wide a row of the tagger is: its classes and the check.
pub const TAGGER_WIDTH: usize = 64;
/// How wide a row of the parser is: three steps and the check.
pub const PARSER_WIDTH: usize = 4;
/// How wide a row of the labeller is.
pub const LABELLER_WIDTH: usize = 48;

/// A class of the tagger: index into [`CLASSES`].
pub type Class = u8;

/// The classes of the tagger: part of speech and Penn tag, as the English treebanks have them together.
pub const CLASSES: &[(Tag, &str)] = &[
    (Tag::Noun, "NN"),
    (Tag::Noun, "NNS"),
    (Tag::Propn, "NNP"),
    (Tag::Propn, "NNPS"),
    (Tag::Propn, "ADD"),
    (Tag::Adj, "JJ"),
    (Tag::Adj, "JJR"),
    (Tag::Adj, "JJS"),
    (Tag::Adj, "NNP"),
    (Tag::Adp, "IN"),
    (Tag::Adp, "RP"),
    (Tag::Adv, "RB"),
    (Tag::Adv, "RBR"),
    (Tag::Adv, "RBS"),
    (Tag::Adv, "WRB"),
    (Tag::Aux, "VB"),
    (Tag::Aux, "VBP"),
    (Tag::Aux, "VBZ"),
    (Tag::Aux, "VBD"),
    (Tag::Aux, "VBG"),
    (Tag::Aux, "VBN"),
    (Tag::Aux, "MD"),
    (Tag::Cconj, "CC"),
    (Tag::Det, "DT"),
    (Tag::Det, "PDT"),
    (Tag::Det, "WDT"),
    (Tag::Intj, "UH"),
    (Tag::Num, "CD"),
    (Tag::Part, "TO"),
    (Tag::Part, "RB"),
    (Tag::Part, "POS"),
    (Tag::Pron, "PRP"),
    (Tag::Pron, "PRP$"),
    (Tag::Pron, "DT"),
    (Tag::Pron, "WDT"),
    (Tag::Pron, "WP"),
    (Tag::Pron, "WP$"),
    (Tag::Pron, "NN"),
    (Tag::Pron, "EX"),
    (Tag::Punct, "."),
    (Tag::Punct, ","),
    (Tag::Punct, ":"),
    (Tag::Punct, "-LRB-"),
    (Tag::Punct, "-RRB-"),
    (Tag::Punct, "HYPH"),
    (Tag::Punct, "``"),
    (Tag::Punct, "''"),
    (Tag::Punct, "NFP"),
    (Tag::Sconj, "IN"),
    (Tag::Sym, "SYM"),
    (Tag::Sym, "$"),
    (Tag::Verb, "VB"),
    (Tag::Verb, "VBP"),
    (Tag::Verb, "VBZ"),
    (Tag::Verb, "VBD"),
    (Tag::Verb, "VBG"),
    (Tag::Verb, "VBN"),
    (Tag::Verb, "NNP"),
    (Tag::X, "FW"),
    (Tag::X, "GW"),
    (Tag::X, "LS"),
];

const _: () = assert!(CLASSES.len() < TAGGER_WIDTH);

/// The class of a part of speech and a Penn tag; the first of the part of speech for a pair that is rare.
pub fn class(tag: Tag, penn: &str) -> Class {
    let exact = CLASSES.iter().position(|class| *class == (tag, penn));
    let near = || CLASSES.iter().position(|class| class.0 == tag);
    exact.or_else(near).map_or(0, |index| index as Class)
}

/// The part of speech of a class.
pub fn tag(class: Class) -> Tag {
    CLASSES.get(usize::from(class)).map_or(Tag::X, |class| class.0)
}

/// The inflected form of a class. Words of other parts of speech within a name have the form of a noun.
pub fn form(class: Class) -> Form {
    let Some((tag, penn)) = CLASSES.get(usize::from(class)) else { return Form::Other };
    match *penn {
        "NN" if *tag == Tag::Pron => Form::Other,
        "NN" | "NNP" => Form::Singular,
        "NNS" | "NNPS" => Form::Plural,
        "JJR" | "RBR" => Form::Comparative,
        "JJS" | "RBS" => Form::Superlative,
        "MD" => Form::Modal,
        "VB" => Form::Base,
        "VBP" => Form::Present,
        "VBZ" => Form::Third,
        "VBD" => Form::Past,
        "VBG" => Form::Gerund,
        "VBN" => Form::Participle,
        _ => Form::Other,
    }
}

/// The relation of a treebank's name for it; of a subtype that the list lacks the universal relation.
pub fn relation(name: &str) -> Relation {
    let universal = || name.split(':').next().and_then(Relation::from_name);
    Relation::from_name(name).or_else(universal).unwrap_or(Relation::Dep)
}

/// How many labels the labeller chooses from.
pub const LABELS: usize = Relation::ALL.len() - 2;

const _: () = assert!(LABELS < LABELLER_WIDTH);

/// The label of a relation: its number, without those of the root, which the tree itself tells, and of clauses as
/// subject of a passive, which are too rare to be learned and count as subjects.
pub fn label(relation: Relation) -> u8 {
    match relation as u8 {
        number if number >= Relation::CsubjPass as u8 => number - 2,
        number => number - u8::from(number > Relation::Root as u8),
    }
}

/// The relation of a label.
pub fn relation_of(label: u8) -> Relation {
    let number = label + u8::from(label >= Relation::Root as u8);
    Relation::from_number(number + u8::from(number >= Relation::CsubjPass as u8))
}
