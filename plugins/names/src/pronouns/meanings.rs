//! What tokens mean.

use extractor_api::layer::MentionKind;

use crate::finder::Draft;

/// What a token means: the entity, its kind, and whether it is one of several.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant {
    pub(super) entity: u32,
    pub(super) kind: MentionKind,
    pub(super) flags: u16,
}

impl Meant {
    /// What a mention means.
    pub(super) fn by(draft: &Draft) -> Meant {
        Meant { entity: draft.entity, kind: draft.kind, flags: draft.flags }
    }
}

/// The mentions that hang on each token, in the order in which they were added: a list for each, in one vector.
pub(super) struct Meanings {
    /// The places of the first and the last of each token.
    ends: Vec<(u32, u32)>,
    /// What is meant, and the place of the next of the same token.
    all: Vec<(Meant, u32)>,
}

/// No place.
const NOWHERE: u32 = u32::MAX;

impl Meanings {
    pub(super) fn new(tokens: usize) -> Meanings {
        Meanings { ends: vec![(NOWHERE, NOWHERE); tokens], all: Vec::new() }
    }

    pub(super) fn add(&mut self, token: usize, meant: Meant) {
        let place = self.all.len() as u32;
        let (first, last) = &mut self.ends[token];
        match *last {
            NOWHERE => *first = place,
            before => self.all[before as usize].1 = place,
        }
        *last = place;
        self.all.push((meant, NOWHERE));
    }

    pub(super) fn of(&self, token: usize) -> impl Iterator<Item = &Meant> {
        let place = |next: u32| self.all.get(next as usize);
        std::iter::successors(place(self.ends[token].0), move |&&(_, next)| place(next)).map(|(meant, _)| meant)
    }

    /// What a token means, when that is one thing.
    pub(super) fn only(&self, token: usize) -> Option<&Meant> {
        let mut all = self.of(token);
        all.next().filter(|_| all.next().is_none())
    }
}
