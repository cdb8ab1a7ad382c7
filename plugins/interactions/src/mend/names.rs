//! Names that the parser took for common nouns, and roles that it took for the last part of a name.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;

impl Draft<'_> {
    /// "Transport ministers" with the ministers as what the transport does: no noun has an object, the second is what is
    /// named.
    pub(super) fn object_of_noun(&mut self, noun: usize) {
        let first = self.head(noun);
        let fits = first + 1 == noun
            && self.tag(first) == Tag::Noun
            && self.tag(noun) == Tag::Noun
            && !self.may_be_verb(first)
            && !self.around(first).any(|token| self.hangs(token, first, R::Nsubj));
        if fits {
            self.replace(first, noun, self.relation(first));
            self.pass_on(first, noun);
            self.hang(first, noun, R::Compound);
        }
    }

    /// "the Republic of Sylvania and Borduria" with Borduria as another part of the republic's name.
    pub(super) fn joined_in_name(&mut self, joined: usize) {
        let part = self.head(joined);
        let republic = self.head(part);
        let fits = self.hangs(part, republic, R::Nmod)
            && part < joined
            && republic < part
            && self.tag(joined) == Tag::Propn
            && self.is(republic, "Republic");
        if fits {
            let first = if self.relation(republic) == R::Conj { self.head(republic) } else { republic };
            self.tokens[joined].head = first as u32;
        }
    }

    /// "ties with Sylvania" with the name as a common noun: inside of a sentence a capital letter tells a name, unless
    /// the lexicon knows the word.
    pub(super) fn name_as_noun(&mut self, noun: usize) {
        if noun > self.range.start && self.is_strange(noun) {
            self.make_name(noun);
        }
    }

    /// "Sterling fired a shot" with both as verbs: one that is somebody's subject is a name, also at the start.
    pub(super) fn name_as_verb(&mut self, verb: usize) {
        let is_subject = matches!(self.relation(verb), R::Nsubj | R::Csubj);
        if is_subject && self.word(verb).starts_with(char::is_uppercase) && !self.is_known(verb) {
            self.make_name(verb);
            self.tokens[verb].relation = R::Nsubj;
        }
    }

    /// "Beijing dispatched a ship" with Beijing as a gerund: the strange one at the start, right before a verb of the past, is
    /// the subject.
    pub(super) fn name_as_gerund(&mut self, name: usize) {
        let verb = name + 1;
        let fits = name == self.range.start
            && self.tokens[name].form == Form::Gerund
            && !self.is_known(name)
            && verb < self.range.end
            && self.head(name) == verb
            && self.may_be_past(verb)
            && !self.around(verb).any(|token| self.hangs(token, verb, R::Nsubj));
        if fits {
            self.make_name(name);
            self.tokens[name].relation = R::Nsubj;
            self.tokens[verb].form = Form::Past;
        }
    }

    /// "ordered Anna Kovar to leave" with "Kovar" as a verb: inside of a sentence a strange verb with a capital letter right
    /// behind a name is the second part of it.
    pub(super) fn second_name_as_verb(&mut self, verb: usize) {
        let Some(first) = verb.checked_sub(1).filter(|&first| first >= self.range.start) else { return };
        let fits = self.tag(first) == Tag::Propn
            && self.head(verb) != verb
            && self.head(first) == self.head(verb)
            && !self.is_known(verb)
            && self.word(verb).starts_with(char::is_uppercase);
        if !fits {
            return;
        }
        let above = self.head(verb);
        self.pass_on_behind(verb, above);
        self.hang(verb, first, R::Flat);
        self.make_name(verb);
    }

    /// "Gornau on Monday opened a port" with "Gornau" as an infinitive: a strange word at the start, before a verb without
    /// a subject, is its subject.
    pub(super) fn first_name_as_clause(&mut self, name: usize) {
        let verb = self.head(name);
        let fits = name == self.range.start
            && self.tokens[name].form == Form::Base
            && verb > name
            && matches!(self.tokens[verb].form, Form::Past | Form::Third)
            && self.word(name).starts_with(char::is_uppercase)
            && !self.is_known(name);
        let is_other = |token: usize| {
            self.hangs(token, verb, R::Nsubj) || self.hangs(token, verb, R::Mark) || self.hangs(token, name, R::Obj)
        };
        if fits && !self.before(verb).any(is_other) {
            self.make_name(name);
            self.tokens[name].relation = R::Nsubj;
        }
    }

    /// "Ruritania summoned the ambassador" with Ruritania as an adverb: the strange word at the start, right before a verb
    /// that has an object and no subject, is its subject; so is one that was read as the subject.
    pub(super) fn name_as_adverb(&mut self, name: usize) {
        if self.relation(name) == R::Nsubj && self.tag(name) == Tag::Adv && !self.is_known(name) {
            return self.make_name(name);
        }
        let verb = name + 1;
        let has = |relation: R| self.around(verb).any(|token| self.hangs(token, verb, relation));
        let fits = name == self.range.start
            && self.head(name) == verb
            && matches!(self.tokens[verb].form, Form::Past | Form::Third)
            && !self.is_known(name)
            && !has(R::Nsubj)
            && has(R::Obj);
        if fits {
            self.make_name(name);
            self.tokens[name].relation = R::Nsubj;
        }
    }

    /// "ministers of Borduria, Ruritania and Sylvania" with Ruritania as another name of the ministers: behind a name and a
    /// comma, and before another one with "and", it goes on the list.
    pub(super) fn listed_behind_preposition(&mut self, name: usize) {
        let Some(first) = name.checked_sub(2).filter(|first| self.range.contains(first)) else { return };
        let noun = self.head(name);
        let fits = self.is(name - 1, ",")
            && self.tag(name) == Tag::Propn
            && self.tag(first) == Tag::Propn
            && self.hangs(first, noun, R::Nmod)
            && noun < first
            && self.behind(name, NAME_WINDOW).any(|token| self.hangs(token, name, R::Conj));
        if fits {
            self.hang(name, first, R::Conj);
        }
    }

    /// "an anti-Ruritania march" with "anti" as the noun and the march as another name of it: what stands before a hyphen
    /// describes the noun behind it.
    pub(super) fn prefix_as_noun(&mut self, noun: usize) {
        let (prefix, hyphen) = (self.head(noun), self.head(noun) + 1);
        let fits = hyphen < noun
            && self.tokens[prefix].end == self.tokens[hyphen].start
            && self.is(hyphen, "-")
            && self.tag(prefix) != Tag::Propn
            && (hyphen + 1..noun).all(|token| self.head(token) == noun && self.tag(token) != Tag::Punct);
        if !fits {
            return;
        }
        for token in self.around(prefix) {
            if self.head(token) == prefix && token != prefix && token != hyphen {
                self.tokens[token].head = noun as u32;
            }
        }
        self.replace(prefix, noun, self.relation(prefix));
        self.hang(prefix, noun, R::Compound);
    }

    /// "Minister Anna Kovar and Chairman Jan Novak met" with the second as another name of the first: "and" joins it.
    pub(super) fn joined_apposition(&mut self, name: usize) {
        let first = self.head(name);
        if first > name || !(first + 1..name).rev().take(NAME_WINDOW).any(|token| self.hangs(token, name, R::Cc)) {
            return;
        }
        let is_tight = |token: usize| {
            let mut between = self.head(token) + 1..token;
            between.len() <= NAME_WINDOW && !between.any(|token| self.is(token, ","))
        };
        let is_part = |token: usize| {
            matches!(self.relation(token), R::Appos | R::Flat) && self.head(token) < token && is_tight(token)
        };
        let above = std::iter::successors(Some(first), |&token| is_part(token).then(|| self.head(token)));
        let top = above.take(8).last().unwrap_or(first);
        self.hang(name, top, R::Conj);
    }

    /// "a newspaper based in Gornau left" with "a" as who left: the noun behind an article is who does something.
    pub(super) fn article_as_subject(&mut self, article: usize) {
        let noun = article + 1;
        if self.tag(article) != Tag::Det || noun >= self.head(article) || !self.is_noun(noun) {
            return;
        }
        self.pass_on(article, noun);
        self.replace(article, noun, R::Nsubj);
        self.hang(article, noun, R::Det);
    }

    /// "Newly appointed minister Anna Kovar left" with "appointed" as who left: it describes the name behind it.
    pub(super) fn participle_as_subject(&mut self, participle: usize) {
        let verb = self.head(participle);
        if self.tag(participle) != Tag::Verb || self.tokens[participle].form != Form::Participle || verb <= participle {
            return;
        }
        let has_preposition = |noun: usize| self.before(noun).any(|token| self.hangs(token, noun, R::Case));
        let has_article = self.before(participle).any(|token| self.hangs(token, participle, R::Det));
        let name = self
            .behind(participle, NAME_WINDOW)
            .find(|&token| token < verb && self.head(token) == participle && self.is_noun(token));
        if let Some(name) = name.filter(|&name| !has_article && !has_preposition(name)) {
            self.hang(name, verb, R::Nsubj);
            self.hang(participle, name, R::Amod);
        }
    }

    /// "impose import limits" with "import" as a verb: without "to" none is an object, and the noun behind it is.
    pub(super) fn verb_as_object(&mut self, verb: usize) {
        let (above, noun) = (self.head(verb), verb + 1);
        let fits = self.tag(verb) == Tag::Verb
            && matches!(self.tokens[verb].form, Form::Base | Form::Present)
            && above < verb
            && noun < self.range.end
            && self.hangs(noun, verb, R::Obj)
            && !self.before(verb).next().is_some_and(|to| self.is(to, "to"));
        if !fits {
            return;
        }
        self.pass_on_behind(verb, above);
        self.pass_on(verb, noun);
        self.hang(noun, above, R::Obj);
        self.hang(verb, noun, R::Compound);
        self.tokens[verb].tag = Tag::Noun;
    }

    /// "Sylvania cleric left" with the role as a part of the name: the role is who leaves.
    pub(super) fn role_as_name(&mut self, role: usize) {
        let name = self.head(role);
        let is_beside = name + 1 == role || self.relation(role) == R::Appos && self.is_behind_brackets(name, role);
        let is_role = is_beside && self.word(role).starts_with(char::is_lowercase) && self.is_role(role);
        if !is_role || !self.is_strange(name) {
            return;
        }
        self.pass_on(name, role);
        self.replace(name, role, self.relation(name));
        self.hang(name, role, R::Compound);
        (self.tokens[role].tag, self.tokens[name].tag) = (Tag::Noun, Tag::Propn);
    }

    /// "the Sylva (Forest) party": nothing but brackets stands between the two.
    fn is_behind_brackets(&self, name: usize, role: usize) -> bool {
        name + 2 < role && self.is(name + 1, "(") && self.before(role).next().is_some_and(|token| self.is(token, ")"))
    }

    /// "Kovar and Foreign Minister Jan Novak met" with the title joined to the first name and the second as another name of
    /// it: a title right before a name is a part of it.
    pub(super) fn title_before_name(&mut self, name: usize) {
        let (Some(title), first) = (name.checked_sub(1), self.head(name)) else { return };
        let fits = title > self.range.start
            && first < title
            && self.tag(name) == Tag::Propn
            && self.relation(title) == R::Conj
            && self.is_role(title);
        if !fits {
            return;
        }
        for token in self.before(title) {
            if self.hangs(token, title, R::Cc) {
                self.tokens[token].head = name as u32;
            }
        }
        let above = self.head(title);
        let above = if self.relation(above) == R::Flat { self.head(above) } else { above };
        self.hang(name, above, R::Conj);
        self.hang(title, name, R::Nmod);
    }

    /// "Ruritania's young and able minister Kovar left" with "young" as who left: an adjective before a noun that is joined
    /// to it describes that noun, or the title before it.
    pub(super) fn adjective_as_subject(&mut self, adjective: usize) {
        if self.tag(adjective) != Tag::Adj {
            return;
        }
        let mut behind = self.behind(adjective, ADJECTIVES_WINDOW);
        let Some(noun) = behind.find(|&token| self.hangs(token, adjective, R::Conj) && self.is_noun(token)) else {
            return;
        };
        let title = (adjective + 1..noun).find(|&token| self.head(token) == noun && self.is_role(token));
        let described = title.unwrap_or(noun);
        for token in self.before(adjective) {
            if self.head(token) == adjective {
                self.tokens[token].head = described as u32;
            }
        }
        self.replace(adjective, noun, R::Nsubj);
        self.hang(adjective, described, R::Amod);
    }

    /// "to Gornau" read as an infinitive: inside of a sentence a strange verb with a capital letter is a name.
    pub(super) fn name_as_infinitive(&mut self, name: usize) {
        let fits = self.tokens[name].form == Form::Base
            && name > self.range.start
            && self.hangs(name - 1, name, R::Mark)
            && self.is(name - 1, "to")
            && self.word(name).starts_with(char::is_uppercase)
            && !self.is_known(name);
        if !fits || self.head(name) == name {
            return;
        }
        let above = self.head(name);
        self.pass_on_behind(name, above);
        self.tokens[name - 1].relation = R::Case;
        self.tokens[name - 1].tag = Tag::Adp;
        self.make_name(name);
        self.tokens[name].relation = R::Obl;
    }

    /// "extend the night-time curfew" with "time" as the object, "with rights activists" with the rights: of two nouns side
    /// by side the last is the head.
    pub(super) fn last_noun(&mut self, last: usize) {
        let Some(first) = last.checked_sub(1).filter(|&first| first >= self.range.start) else { return };
        let relation = self.relation(first);
        let fits = self.head(last) == first
            && matches!(relation, R::Obj | R::Obl | R::Nmod)
            && self.tag(first) == Tag::Noun
            && self.tag(last) == Tag::Noun
            && self.is_known(last)
            && !self.is_day(last);
        if fits {
            for token in self.before(first) {
                if self.head(token) == first {
                    self.tokens[token].head = last as u32;
                }
            }
            self.hang(last, self.head(first), relation);
            self.hang(first, last, R::Compound);
        }
    }

    /// "Ruritania's minister Anna Kovar left" with title and name as two subjects: the title is a part of the name.
    pub(super) fn title_as_subject(&mut self, name: usize) {
        let Some(title) = name.checked_sub(1).filter(|&title| title >= self.range.start) else { return };
        if self.tag(name) == Tag::Propn && self.hangs(title, self.head(name), R::Nsubj) && self.is_role(title) {
            self.hang(title, name, R::Nmod);
        }
    }

    /// "Ruritania's tall and able minister left" with "tall" as a clause to which "left" is joined: it describes the
    /// subject, whose possessor it has.
    pub(super) fn adjective_as_clause(&mut self, possessor: usize) {
        let adjective = self.head(possessor);
        if self.tag(adjective) != Tag::Adj {
            return;
        }
        let mut behind = self.behind(adjective, ADJECTIVES_WINDOW);
        let verb = behind.find(|&token| self.hangs(token, adjective, R::Conj) && self.tag(token) == Tag::Verb);
        let Some(verb) = verb else { return };
        let Some(subject) = (adjective + 1..verb).find(|&token| self.hangs(token, verb, R::Nsubj)) else { return };
        for token in self.around(verb).filter(|&token| token > verb) {
            if self.head(token) == adjective {
                self.tokens[token].head = verb as u32;
            }
        }
        self.replace(adjective, verb, self.relation(adjective));
        self.hang(adjective, subject, R::Amod);
        self.hang(possessor, subject, R::NmodPoss);
    }

    /// Makes a token a name.
    fn make_name(&mut self, token: usize) {
        (self.tokens[token].tag, self.tokens[token].form) = (Tag::Propn, Form::Singular);
    }

    fn is_known(&self, token: usize) -> bool {
        !self.words.form(token).readings().is_empty()
    }

    pub(super) fn is_role(&self, token: usize) -> bool {
        self.words.form(token).lemmas().any(|lemma| !lemma.sector().is_empty())
    }

    /// Whether a word in the singular is written like a name and is none of the lexicon.
    fn is_strange(&self, token: usize) -> bool {
        self.tokens[token].form == Form::Singular
            && !self.is_known(token)
            && self.word(token).starts_with(char::is_uppercase)
    }
}

/// Tokens behind a participle among which the name stands that it describes.
const NAME_WINDOW: usize = 10;
/// Tokens behind an adjective among which the noun stands that it describes.
const ADJECTIVES_WINDOW: usize = 8;
