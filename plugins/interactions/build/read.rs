//! Reads lexicon files.
//!
//! A line is one of
//! - `class NAME noun|verb|word: WORDS`: a set of words that triggers speak of as `@NAME`;
//! - `context CODE: WORDS`: words that show what a sentence is about;
//! - `sector CODE: WORDS`: nouns for those who act;
//! - `type CODE`: the type of the triggers after it;
//! - `verb|noun|adj WORD|WORD+PARTICLE... KEY=VALUE...`: triggers.
//!
//! `#` starts a comment.

use std::collections::BTreeMap;

use crate::code::{Context, EventType, Mode, Status};
use crate::inflect;

/// What a reading of the files takes up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pass {
    Classes,
    Triggers,
}

/// Part of speech of a word in the lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pos {
    Verb,
    Noun,
    Adj,
    Word,
}

/// A word with all that is known of it.
#[derive(Debug, Default)]
pub(crate) struct Lemma {
    pub(crate) classes: u128,
    pub(crate) contexts: u64,
    /// Sector of a noun for those who act.
    pub(crate) sector: String,
    /// Triggers as verb, noun, adjective.
    pub(crate) uses: [Vec<usize>; 3],
}

/// What the head of a phrase must be.
#[derive(Clone, Debug)]
pub(crate) enum Want {
    /// Of the class with this number.
    Class(usize),
    Word(String),
}

/// A trigger as its line says; lists of slots as Rust source.
#[derive(Debug, Default)]
pub(crate) struct Trigger {
    pub(crate) event: Option<EventType>,
    pub(crate) mode: Option<Mode>,
    pub(crate) status: Option<Status>,
    pub(crate) particle: String,
    pub(crate) object: Vec<Want>,
    pub(crate) preps: Vec<String>,
    pub(crate) theme: Vec<Want>,
    pub(crate) complement: Option<&'static str>,
    pub(crate) content: Vec<Want>,
    pub(crate) from: Vec<String>,
    pub(crate) to: Vec<String>,
    pub(crate) join: Vec<String>,
    pub(crate) contexts: u64,
    pub(crate) flags: u32,
    pub(crate) precision: u16,
    /// How many conditions it has: those with more are tried first.
    pub(crate) conditions: usize,
}

/// All files.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) lemmas: BTreeMap<String, Lemma>,
    /// For each form its words.
    pub(crate) forms: BTreeMap<String, Vec<(String, Pos)>>,
    pub(crate) classes: Vec<String>,
    pub(crate) triggers: Vec<Trigger>,
}

/// Flags of a trigger and their bits.
pub(crate) const FLAGS: &[&str] = &[
    "op",
    "weak",
    "need-to",
    "need-country",
    "need-two",
    "need-person",
    "presupposed",
    "plural",
    "speech",
    "animate",
    "need-armed",
    "agentless",
];

/// Slots other than prepositions.
const SLOTS: &[&str] = &["Subject", "Object", "Iobj", "By", "Poss", "Adjective", "Theme", "Content", "ContentSubject"];

impl Lexicon {
    /// Reads one file.
    pub(crate) fn read(&mut self, text: &str, pass: Pass) -> Result<(), String> {
        let mut event = None;
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
            let done = match (first, pass) {
                ("", _) => Ok(()),
                ("class", Pass::Classes) => self.class(rest),
                ("context", Pass::Classes) => self.context(rest),
                ("sector", Pass::Classes) => self.sector(rest),
                ("class" | "context" | "sector", Pass::Triggers)
                | ("verb" | "noun" | "adj" | "type", Pass::Classes) => Ok(()),
                ("type", Pass::Triggers) => match EventType::from_name(rest) {
                    Some(code) => {
                        event = Some(code);
                        Ok(())
                    }
                    None => Err(format!("{rest:?} is no type")),
                },
                ("verb", _) => self.trigger(event, Pos::Verb, rest),
                ("noun", _) => self.trigger(event, Pos::Noun, rest),
                ("adj", _) => self.trigger(event, Pos::Adj, rest),
                _ => Err(format!("{first:?} starts no line")),
            };
            done.map_err(|fault| format!("{}: {fault}", number + 1))?;
        }
        Ok(())
    }

    fn class(&mut self, rest: &str) -> Result<(), String> {
        let (head, words) = rest.split_once(':').ok_or("a class needs a colon before its words")?;
        let (name, pos) = head.split_once(' ').ok_or("a class needs a name and noun, verb or word")?;
        let pos = match pos.trim() {
            "noun" => Pos::Noun,
            "verb" => Pos::Verb,
            "word" => Pos::Word,
            other => return Err(format!("{other:?} is not noun, verb or word")),
        };
        let class = match self.classes.iter().position(|class| class == name) {
            Some(class) => class,
            None => {
                self.classes.push(name.to_owned());
                self.classes.len() - 1
            }
        };
        if class >= 128 {
            return Err("more than 128 classes".to_owned());
        }
        for word in words.split_whitespace() {
            self.add(word, pos);
            self.lemmas.entry(word.to_owned()).or_default().classes |= 1 << class;
        }
        Ok(())
    }

    fn context(&mut self, rest: &str) -> Result<(), String> {
        let (name, words) = rest.split_once(':').ok_or("a context needs a colon before its words")?;
        let context = Context::from_name(name.trim()).ok_or_else(|| format!("{name:?} is no context"))?;
        for word in words.split_whitespace() {
            self.add(word, Pos::Noun);
            self.lemmas.entry(word.to_owned()).or_default().contexts |= context.bit();
        }
        Ok(())
    }

    fn sector(&mut self, rest: &str) -> Result<(), String> {
        let (name, words) = rest.split_once(':').ok_or("a sector needs a colon before its words")?;
        if !SECTORS.contains(&name.trim()) {
            return Err(format!("{name:?} is no sector"));
        }
        for word in words.split_whitespace() {
            self.add(word, Pos::Noun);
            self.lemmas.entry(word.to_owned()).or_default().sector = name.trim().to_owned();
        }
        Ok(())
    }

    /// Adds the forms of a word.
    fn add(&mut self, word: &str, pos: Pos) {
        let forms = match pos {
            Pos::Verb => inflect::verb(word),
            Pos::Noun => inflect::noun(word),
            Pos::Adj | Pos::Word => vec![word.to_owned()],
        };
        for form in forms {
            let readings = self.forms.entry(form).or_default();
            if !readings.iter().any(|(known, as_pos)| known == word && *as_pos == pos) {
                readings.push((word.to_owned(), pos));
            }
        }
        self.lemmas.entry(word.to_owned()).or_default();
    }

    fn trigger(&mut self, event: Option<EventType>, pos: Pos, rest: &str) -> Result<(), String> {
        let mut trigger = Trigger { event, precision: 800, ..Trigger::default() };
        let mut heads = Vec::new();
        for part in rest.split_whitespace() {
            match part.split_once('=') {
                Some((key, value)) => self.key(&mut trigger, key, value)?,
                None => match FLAGS.iter().position(|flag| *flag == part) {
                    Some(flag) => trigger.flags |= 1 << flag,
                    None if heads.is_empty() => heads = part.split('|').map(str::to_owned).collect(),
                    None => return Err(format!("{part:?} is no flag")),
                },
            }
        }
        let Some(event) = trigger.event else { return Err("a trigger before the first type".to_owned()) };
        if let Some(mode) = trigger.mode.filter(|mode| !event.modes().contains(mode)) {
            return Err(format!("{} has no mode {:?}", event.name(), mode.name()));
        }
        if heads.is_empty() {
            return Err("a trigger without a word".to_owned());
        }
        let wanted = [&trigger.object, &trigger.theme, &trigger.content];
        trigger.conditions = wanted.iter().filter(|wants| !wants.is_empty()).count()
            + usize::from(!trigger.preps.is_empty())
            + usize::from(!trigger.particle.is_empty())
            + usize::from(trigger.complement.is_some());
        let mut by_particle: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for head in heads {
            let (word, particle) = head.split_once('+').unwrap_or((&head, ""));
            by_particle.entry(particle.to_owned()).or_default().push(word.to_owned());
        }
        for (particle, words) in by_particle {
            let index = self.triggers.len();
            for word in words {
                self.add(&word, pos);
                self.lemmas.entry(word).or_default().uses[pos as usize].push(index);
            }
            let conditions = trigger.conditions + usize::from(!particle.is_empty());
            self.triggers.push(Trigger { particle, conditions, ..copy(&trigger) });
        }
        Ok(())
    }

    fn key(&mut self, trigger: &mut Trigger, key: &str, value: &str) -> Result<(), String> {
        let list = || value.split(',').map(str::to_owned);
        match key {
            "type" => trigger.event = Some(EventType::from_name(value).ok_or_else(|| format!("{value:?} is no type"))?),
            "mode" => trigger.mode = Some(Mode::from_name(value).ok_or_else(|| format!("{value:?} is no mode"))?),
            "status" => {
                trigger.status = Some(Status::from_name(value).ok_or_else(|| format!("{value:?} is no status"))?)
            }
            "obj" => trigger.object = self.wants(value)?,
            "theme" => trigger.theme = self.wants(value)?,
            "content" => trigger.content = self.wants(value)?,
            "prep" => {
                trigger.preps = list().collect();
                if let Some(other) = trigger.preps.iter().find(|word| !self.is_preposition(word)) {
                    return Err(format!("{other:?} is no preposition"));
                }
            }
            "comp" => {
                trigger.complement = Some(match value {
                    "to" => "To",
                    "that" => "That",
                    "ing" => "Ing",
                    "none" => "Absent",
                    other => return Err(format!("{other:?} is no complement")),
                })
            }
            "from" => trigger.from = self.slots(value)?,
            "to" => trigger.to = self.slots(value)?,
            "join" => trigger.join = self.slots(value)?,
            "ctx" => {
                for name in value.split(',') {
                    let context = Context::from_name(name).ok_or_else(|| format!("{name:?} is no context"))?;
                    trigger.contexts |= context.bit();
                }
            }
            "p" => {
                let number: f64 = value.parse().map_err(|_| format!("{value:?} is no number"))?;
                trigger.precision = (number * 1000.0) as u16;
            }
            other => return Err(format!("{other:?} is no key")),
        }
        Ok(())
    }

    /// A list of `@class` and words.
    fn wants(&mut self, value: &str) -> Result<Vec<Want>, String> {
        let mut wants = Vec::new();
        for want in value.split(',') {
            match want.strip_prefix('@') {
                Some(name) => {
                    let class = self.classes.iter().position(|class| class == name);
                    wants.push(Want::Class(class.ok_or_else(|| format!("@{name} is no class"))?));
                }
                None => {
                    self.add(want, Pos::Noun);
                    wants.push(Want::Word(want.to_owned()));
                }
            }
        }
        Ok(wants)
    }

    /// A list of slots as Rust source: names in small letters, other words are prepositions.
    fn slots(&self, value: &str) -> Result<Vec<String>, String> {
        let slot = |name: &str| {
            let known = SLOTS.iter().find(|slot| slot.to_lowercase() == name.replace('-', ""));
            match known {
                Some(slot) => Ok(format!("Slot::{slot}")),
                None if name == "none" => Ok("Slot::Nobody".to_owned()),
                None if self.is_preposition(name) => Ok(format!("Slot::Prep({name:?})")),
                None => Err(format!("{name:?} is no slot")),
            }
        };
        value.split(',').map(slot).collect()
    }

    /// Whether a word is of the class `preposition`.
    fn is_preposition(&self, word: &str) -> bool {
        let class = self.classes.iter().position(|class| class == "preposition");
        class.is_some_and(|class| self.lemmas.get(word).is_some_and(|lemma| lemma.classes & 1 << class != 0))
    }
}

/// The sectors of the manual, and NGO for organizations outside of states.
const SECTORS: &[&str] = &[
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC", "NGO",
];

fn copy(trigger: &Trigger) -> Trigger {
    Trigger {
        event: trigger.event,
        mode: trigger.mode,
        status: trigger.status,
        particle: String::new(),
        object: trigger.object.clone(),
        preps: trigger.preps.clone(),
        theme: trigger.theme.clone(),
        complement: trigger.complement,
        content: trigger.content.clone(),
        from: trigger.from.clone(),
        to: trigger.to.clone(),
        join: trigger.join.clone(),
        contexts: trigger.contexts,
        flags: trigger.flags,
        precision: trigger.precision,
        conditions: trigger.conditions,
    }
}
