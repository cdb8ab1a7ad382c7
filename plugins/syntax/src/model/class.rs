//! The closed lists that tagger, parser and labeller choose from.

use extractor_api::layer::{Form, Relation, Tag};

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

const _: () = assert!(CLASSES.len() < 62);

/// The class of a part of speech and a Penn tag; the first of the part of speech for a pair that is rare.
pub fn class(tag: Tag, penn: &str) -> Class {
    let exact = CLASSES.iter().position(|class| *class == (tag, penn));
    let near = || CLASSES.iter().position(|class| class.0 == tag);
    exact.or_else(near).map_or(0, |index| index as Class)
}

/// The part of speech of a class.
#[inline(always)]
pub fn tag(class: Class) -> Tag {
    TRAITS[usize::from(class)].tag
}

/// The inflected form of a class. Words of other parts of speech within a name have the form of a noun.
#[inline(always)]
pub fn form(class: Class) -> Form {
    TRAITS[usize::from(class)].form
}

/// Kinds of words, a bit each.
pub type Kinds = u8;

/// Nouns, names and pronouns.
pub const NOUN: Kinds = 1;
/// Prepositions and other words that lead a phrase or a clause.
pub const LEADING: Kinds = 2;
/// "and", "or".
pub const CONJUNCTION: Kinds = 4;
/// Punctuation.
pub const MARK: Kinds = 8;
/// Verbs.
pub const VERB: Kinds = 16;
/// Auxiliary verbs.
pub const AUXILIARY: Kinds = 32;
/// Determiners, numbers, adjectives.
pub const DESCRIBING: Kinds = 64;
/// All others.
pub const OTHER: Kinds = 128;

/// The kind of a class.
#[inline(always)]
pub fn kind(class: Class) -> Kinds {
    TRAITS[usize::from(class)].kind
}

/// Whether a class is that of commas.
pub fn is_comma(class: Class) -> bool {
    TRAITS[usize::from(class)].is_comma
}

/// Whether a class is one of quotation marks.
pub fn is_quote(class: Class) -> bool {
    TRAITS[usize::from(class)].is_quote
}

/// The group of a class: classes that are alike among what stands farther off, 32 in all.
#[inline(always)]
pub fn group(class: Class) -> u16 {
    u16::from(TRAITS[usize::from(class)].group)
}

/// The group of what is not there.
pub const NO_GROUP: u16 = 30;
/// The group of the root.
pub const ROOT_GROUP: u16 = 31;

/// What is asked of a class for each word.
#[derive(Clone, Copy)]
struct Traits {
    tag: Tag,
    group: u8,
    form: Form,
    kind: Kinds,
    is_comma: bool,
    is_quote: bool,
}

/// The traits of each class, and of the numbers that are none.
static TRAITS: [Traits; 256] = {
    let mut traits = [Traits { group: NO_GROUP as u8, ..traits_of(Tag::X, "") }; 256];
    let mut class = 0;
    while class < CLASSES.len() {
        traits[class] = traits_of(CLASSES[class].0, CLASSES[class].1);
        class += 1;
    }
    traits
};

const fn traits_of(tag: Tag, penn: &str) -> Traits {
    let kind = match tag {
        Tag::Noun | Tag::Propn | Tag::Pron => NOUN,
        Tag::Verb => VERB,
        Tag::Aux => AUXILIARY,
        Tag::Adp | Tag::Sconj | Tag::Part => LEADING,
        Tag::Cconj => CONJUNCTION,
        Tag::Punct => MARK,
        Tag::Det | Tag::Num | Tag::Adj => DESCRIBING,
        _ => OTHER,
    };
    let penn = penn.as_bytes();
    let (is_comma, is_quote) = (matches!(penn, b","), matches!(penn, b"``" | b"''"));
    Traits { tag, group: group_of(tag, penn), form: form_of(tag, penn), kind, is_comma, is_quote }
}

const fn group_of(tag: Tag, penn: &[u8]) -> u8 {
    match (tag, penn) {
        (Tag::Noun, b"NNS") => 1,
        (Tag::Noun, _) => 0,
        (_, b"NNP" | b"NNPS" | b"ADD") => 2,
        (Tag::Adj, _) => 3,
        (Tag::Adp, b"RP") => 5,
        (Tag::Adp, _) => 4,
        (_, b"WDT" | b"WP" | b"WP$") => 7,
        (Tag::Adv, b"WRB") => 8,
        (Tag::Adv, _) => 6,
        (Tag::Aux, b"VBP" | b"VBZ" | b"VBD" | b"MD") => 9,
        (Tag::Aux, _) => 10,
        (Tag::Cconj, _) => 11,
        (Tag::Det, _) => 12,
        (Tag::Num, _) => 13,
        (Tag::Part, b"TO") => 14,
        (Tag::Part, b"RB") => 15,
        (Tag::Part, _) => 16,
        (Tag::Pron, b"PRP$") => 17,
        (Tag::Pron, b"PRP") => 18,
        (Tag::Pron, _) => 19,
        (Tag::Punct, b".") => 20,
        (Tag::Punct, b",") => 21,
        (Tag::Punct, b"``" | b"''") => 22,
        (Tag::Punct, _) => 23,
        (Tag::Sconj, _) => 24,
        (Tag::Verb, b"VBP" | b"VBZ" | b"VBD") => 25,
        (Tag::Verb, b"VBG") => 26,
        (Tag::Verb, b"VBN") => 27,
        (Tag::Verb, _) => 28,
        _ => 29,
    }
}

const fn form_of(tag: Tag, penn: &[u8]) -> Form {
    match penn {
        b"NN" if matches!(tag, Tag::Pron) => Form::Other,
        b"NN" | b"NNP" => Form::Singular,
        b"NNS" | b"NNPS" => Form::Plural,
        b"JJR" | b"RBR" => Form::Comparative,
        b"JJS" | b"RBS" => Form::Superlative,
        b"MD" => Form::Modal,
        b"VB" => Form::Base,
        b"VBP" => Form::Present,
        b"VBZ" => Form::Third,
        b"VBD" => Form::Past,
        b"VBG" => Form::Gerund,
        b"VBN" => Form::Participle,
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

const _: () = assert!(LABELS < 62);

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
