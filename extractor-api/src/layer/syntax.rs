//! Sentences and tokens, in the terms of Universal Dependencies (version 2).

use super::ZoneKind;

/// Declares a closed list whose values stand in a record as one byte.
macro_rules! listed {
    ($(#[$list_doc:meta])* $list:ident, unknown $unknown:ident: $($(#[$doc:meta])* $value:ident = $number:literal, $name:literal;)*) => {
        $(#[$list_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $list { $($(#[$doc])* $value = $number),* }

        impl $list {
            /// Every value, in the order of its numbers.
            pub const ALL: &'static [$list] = &[$($list::$value),*];

            /// The name in records of the log and in treebanks.
            pub fn name(self) -> &'static str {
                match self { $($list::$value => $name),* }
            }

            /// Reads the name; `None` for one that is not in the list.
            pub fn from_name(name: &str) -> Option<$list> {
                match name { $($name => Some($list::$value),)* _ => None }
            }

            /// Reads the number of a record; an unknown one becomes the value for what is not known.
            #[inline]
            pub fn from_number(number: u8) -> $list {
                // A table: the processor would guess a branch wrongly wherever a value is as common as it is here.
                static VALUES: [$list; 256] = {
                    let mut values = [$list::$unknown; 256];
                    $(values[$number] = $list::$value;)*
                    values
                };
                VALUES[usize::from(number)]
            }
        }

        impl $crate::layer::Field for $list {
            const BYTES: usize = 1;
            const ALIGN: usize = 1;
            #[inline]
            fn read(bytes: &[u8]) -> Self {
                $list::from_number(bytes[0])
            }
            fn write(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }
            #[inline]
            fn put(&self, place: &mut [u8]) {
                place[0] = *self as u8;
            }
        }
    };
}
pub(super) use listed;

crate::layer! {
    /// `sentences/1`: the sentences of the text, in order, without overlap; none crosses a line end or the border of a zone.
    ///
    /// The tokens of one follow those of the one before: each token belongs to exactly one sentence, and lies inside of it.
    pub struct Sentence: "sentences/1", 32 {
        /// First byte of the range in the text.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// Index of its first token in `tokens/1`.
        first_token: u32,
        /// How many tokens it has.
        tokens: u32,
        /// The part of the article in which it stands; [`ZoneKind::Other`] outside of all zones.
        zone: ZoneKind,
        /// [`Sentence::PARSED`] or 0; other bits: ignore them.
        flags: u32,
    }
}

impl Sentence {
    /// Flag: its tokens have heads and relations. Without it, they have tags and forms alone: it is a line of links or a
    /// table, in another language, or too long.
    pub const PARSED: u32 = 1;
}

crate::layer! {
    /// `tokens/1`: words, numbers and punctuation marks, in order, without overlap, as Universal Dependencies splits
    /// English: "don't" is "do" and "n't", "China's" is "China" and "'s".
    ///
    /// From head to head one comes to a root; count the steps all the same, since a publisher may be mistaken.
    pub struct Token: "tokens/1", 24 {
        /// First byte of the range in the text.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// Index in `tokens/1` of the token on which it depends, one of the same sentence; its own index at the root of a
        /// sentence, and in sentences that are not parsed.
        head: u32,
        /// Part of speech.
        tag: Tag,
        /// How it depends on its head; [`Relation::Dep`] in sentences that are not parsed.
        relation: Relation,
        /// Inflected form.
        form: Form,
        /// 0; bits to come: ignore them.
        flags: u8,
    }
}

listed! {
    /// Part of speech: the universal tags.
    Tag, unknown X:
    /// What no other tag fits, or not known.
    X = 0, "X";
    /// Adjective.
    Adj = 1, "ADJ";
    /// Preposition.
    Adp = 2, "ADP";
    /// Adverb.
    Adv = 3, "ADV";
    /// Auxiliary verb, copula, modal.
    Aux = 4, "AUX";
    /// And, or, but.
    Cconj = 5, "CCONJ";
    /// Article, demonstrative, quantifier.
    Det = 6, "DET";
    /// Interjection.
    Intj = 7, "INTJ";
    /// Noun.
    Noun = 8, "NOUN";
    /// Number.
    Num = 9, "NUM";
    /// "to" of the infinitive, "not", the possessive "'s".
    Part = 10, "PART";
    /// Pronoun.
    Pron = 11, "PRON";
    /// Name.
    Propn = 12, "PROPN";
    /// Punctuation.
    Punct = 13, "PUNCT";
    /// That, if, because.
    Sconj = 14, "SCONJ";
    /// Currency and other signs.
    Sym = 15, "SYM";
    /// Verb.
    Verb = 16, "VERB";
}

listed! {
    /// Inflected form of a verb, noun, adjective or adverb.
    Form, unknown Other:
    /// No inflected word, or not known.
    Other = 0, "other";
    /// Infinitive, imperative: "meet".
    Base = 1, "base";
    /// Present, not the third person: "they meet".
    Present = 2, "present";
    /// Present, third person: "meets".
    Third = 3, "third";
    /// Past: "met".
    Past = 4, "past";
    /// Participle with -ing: "meeting".
    Gerund = 5, "gerund";
    /// Past participle: "has met", "was built".
    Participle = 6, "participle";
    /// Modal: "will", "must".
    Modal = 7, "modal";
    /// Noun in the singular.
    Singular = 8, "singular";
    /// Noun in the plural.
    Plural = 9, "plural";
    /// "larger".
    Comparative = 10, "comparative";
    /// "largest".
    Superlative = 11, "superlative";
}

listed! {
    /// Relation of a token to its head: the universal relations with the subtypes of the English treebanks.
    Relation, unknown Dep:
    /// Not known.
    Dep = 0, "dep";
    /// The head of the sentence.
    Root = 1, "root";
    /// Clause that modifies a noun: "the plan proposed in May".
    Acl = 2, "acl";
    /// Relative clause.
    AclRelcl = 3, "acl:relcl";
    /// Clause that modifies a verb: "left because it rained".
    Advcl = 4, "advcl";
    /// Relative clause about a whole clause.
    AdvclRelcl = 5, "advcl:relcl";
    /// Adverb.
    Advmod = 6, "advmod";
    /// Adjective.
    Amod = 7, "amod";
    /// Apposition: "Kiel, the port".
    Appos = 8, "appos";
    /// Auxiliary: "has met".
    Aux = 9, "aux";
    /// Auxiliary of the passive: "was met".
    AuxPass = 10, "aux:pass";
    /// Preposition or possessive mark of a noun.
    Case = 11, "case";
    /// And, or, but.
    Cc = 12, "cc";
    /// Both, either.
    CcPreconj = 13, "cc:preconj";
    /// Clause as object: "said that it rained".
    Ccomp = 14, "ccomp";
    /// Part of a compound noun: "trade talks".
    Compound = 15, "compound";
    /// Particle of a verb: "called off".
    CompoundPrt = 16, "compound:prt";
    /// Another member of a list of equals.
    Conj = 17, "conj";
    /// Copula: "is ready".
    Cop = 18, "cop";
    /// Clause as subject.
    Csubj = 19, "csubj";
    /// Clause as subject of a passive.
    CsubjPass = 20, "csubj:pass";
    /// Article, demonstrative.
    Det = 21, "det";
    /// "all" in "all the".
    DetPredet = 22, "det:predet";
    /// Aside: "well", "you know".
    Discourse = 23, "discourse";
    /// Element outside of the clause.
    Dislocated = 24, "dislocated";
    /// "there" in "there is".
    Expl = 25, "expl";
    /// Fixed phrase: "as well as".
    Fixed = 26, "fixed";
    /// Part of a name: "Anna Kovar".
    Flat = 27, "flat";
    /// Word split by a writing error.
    Goeswith = 28, "goeswith";
    /// Indirect object.
    Iobj = 29, "iobj";
    /// Item of a list without conjunction.
    List = 30, "list";
    /// "that", "if", the infinitive's "to".
    Mark = 31, "mark";
    /// Noun that modifies a noun: "minister of trade".
    Nmod = 32, "nmod";
    /// Noun phrase without preposition as modifier.
    NmodUnmarked = 33, "nmod:unmarked";
    /// Possessor.
    NmodPoss = 34, "nmod:poss";
    /// Subject.
    Nsubj = 35, "nsubj";
    /// Subject of the outer clause of a copula with a clause.
    NsubjOuter = 36, "nsubj:outer";
    /// Subject of a passive.
    NsubjPass = 37, "nsubj:pass";
    /// Number.
    Nummod = 38, "nummod";
    /// Object.
    Obj = 39, "obj";
    /// Noun that modifies a verb: "met in Oslo".
    Obl = 40, "obl";
    /// Who does it, in a passive: "by the council".
    OblAgent = 41, "obl:agent";
    /// Noun phrase without preposition that modifies a verb: "met Tuesday".
    OblUnmarked = 42, "obl:unmarked";
    /// What is left where a verb was left out.
    Orphan = 43, "orphan";
    /// Clause beside a clause.
    Parataxis = 44, "parataxis";
    /// Punctuation.
    Punct = 45, "punct";
    /// Repaired speech.
    Reparandum = 46, "reparandum";
    /// Somebody spoken to.
    Vocative = 47, "vocative";
    /// Clause whose subject is an argument of the head: "wants to leave".
    Xcomp = 48, "xcomp";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_of_tags_forms_and_relations_agree() {
        for (number, tag) in Tag::ALL.iter().enumerate() {
            assert_eq!((Tag::from_number(number as u8), Tag::from_name(tag.name())), (*tag, Some(*tag)));
        }
        for (number, form) in Form::ALL.iter().enumerate() {
            assert_eq!((Form::from_number(number as u8), Form::from_name(form.name())), (*form, Some(*form)));
        }
        for (number, relation) in Relation::ALL.iter().enumerate() {
            let read = (Relation::from_number(number as u8), Relation::from_name(relation.name()));
            assert_eq!(read, (*relation, Some(*relation)));
        }
    }

    #[test]
    fn what_a_newer_publisher_writes_is_not_known() {
        assert_eq!(
            (Tag::from_number(200), Form::from_number(200), Relation::from_number(200)),
            (Tag::X, Form::Other, Relation::Dep)
        );
    }
}
