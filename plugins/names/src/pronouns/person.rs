//! "he", "her": a person.

use extractor_api::layer::{Mention, MentionKind};

use super::{LOOKED_AT_MAX, Meant, Resolver, SENTENCES_MAX, Subject};

impl Resolver<'_, '_, '_> {
    pub(super) fn person(&mut self, token: usize, sentence: usize, gender: u8) {
        let subjects = self.subjects(token, sentence);
        let chosen =
            [true, false].into_iter().find_map(|named| self.person_meant(token, sentence, &subjects, gender, named));
        let Some((entity, confidence)) = chosen else { return };
        if self.memory.get(entity).gender == b'u' {
            self.memory.entity(entity).gender = gender;
        }
        self.note(token..token + 1, sentence, entity, 0, confidence);
    }

    /// Whom "he" or "she" means: the subject of the sentence, or of the clause that comes yet, or somebody else in it; else
    /// the same of the sentences before.
    fn person_meant(
        &self,
        token: usize,
        sentence: usize,
        subjects: &[Subject],
        gender: u8,
        named: bool,
    ) -> Option<(u32, u32)> {
        let fits = |meant: &Meant| {
            let known = self.memory.get(meant.entity);
            meant.kind == MentionKind::Person
                && meant.flags & Mention::MEMBER == 0
                && known.named == named
                && (known.gender == gender || known.gender == b'u')
        };
        let of_token = |token: usize| self.meanings.of(token).find(|meant| fits(meant)).map(|meant| meant.entity);
        let of_subject = |own: bool| {
            let here = subjects.iter().filter(|subject| (subject.back == 0) == own);
            here.filter(|subject| !self.clash(token, subject.token)).find_map(|subject| of_token(subject.token))
        };
        let later = || self.later_subject(token, sentence).and_then(of_token);
        let nearest = |back: usize| self.nearest(token, sentence, sentence.saturating_sub(back), &fits);
        let blamed = self.blamed(token).rev().find_map(of_token).map(|entity| (entity, 750));
        blamed
            .or_else(|| of_subject(true).map(|entity| (entity, 850)))
            .or_else(|| later().map(|entity| (entity, 750)))
            .or_else(|| nearest(0).map(|entity| (entity, 700)))
            .or_else(|| of_subject(false).map(|entity| (entity, 750)))
            .or_else(|| nearest(SENTENCES_MAX).map(|entity| (entity, 600)))
    }

    /// The last mention before a token that fits.
    fn nearest(&self, token: usize, sentence: usize, from: usize, fits: &dyn Fn(&Meant) -> bool) -> Option<u32> {
        let before = self.reading.parsed.range(token).start;
        let first = self.starts[from];
        // Within a sentence the drafts are in order: those behind the token are left out at once.
        let (own, end) = (self.starts[sentence], self.starts[sentence + 1]);
        let end = own + self.drafts[own..end].partition_point(|draft| draft.range.start < before);
        let drafts = self.drafts[first..end].iter().rev().filter(|draft| draft.range.end <= before).take(LOOKED_AT_MAX);
        drafts.map(Meant::by).find(|meant| fits(meant)).map(|meant| meant.entity)
    }
}
