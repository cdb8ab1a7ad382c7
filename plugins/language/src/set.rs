//! Sets of languages, one bit each.

use whatlang::Lang;

/// A set of languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set(u128);

impl Set {
    /// Every language.
    pub(crate) fn all() -> Set {
        Lang::all().iter().copied().collect()
    }

    pub(crate) fn insert(&mut self, language: Lang) {
        self.0 |= 1 << language as u32;
    }

    /// The set without one language.
    pub(crate) fn without(self, language: Lang) -> Set {
        Set(self.0 & !(1 << language as u32))
    }

    /// The languages of both sets.
    pub(crate) fn intersection(self, other: Set) -> Set {
        Set(self.0 & other.0)
    }

    /// The languages of either set.
    pub(crate) fn union(self, other: Set) -> Set {
        Set(self.0 | other.0)
    }

    pub(crate) fn contains(self, language: Lang) -> bool {
        self.0 >> language as u32 & 1 == 1
    }

    pub(crate) fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The numbers of the languages, ascending: the places of an array with one entry a language.
    pub(crate) fn indices(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let next = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(next)
        })
    }

    /// The languages, in the order of their numbers.
    pub(crate) fn iter(self) -> impl Iterator<Item = Lang> {
        self.indices().filter_map(|index| Lang::all().get(index)).copied()
    }
}

impl FromIterator<Lang> for Set {
    fn from_iter<I: IntoIterator<Item = Lang>>(languages: I) -> Set {
        let mut set = Set::default();
        languages.into_iter().for_each(|language| set.insert(language));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_stand_in_the_order_of_their_numbers() {
        assert!(Lang::all().iter().enumerate().all(|(index, &language)| language as usize == index));
    }

    #[test]
    fn a_set_gives_back_what_was_put_in() {
        let set: Set = [Lang::Eng, Lang::Cym, Lang::Epo].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Lang::Epo, Lang::Eng, Lang::Cym]);
        assert_eq!(set.indices().collect::<Vec<_>>(), [0, 1, 69]);
        assert_eq!((set.len(), set.contains(Lang::Fra)), (3, false));
        assert_eq!(Set::all().len(), 70);
        assert_eq!(set.without(Lang::Cym).iter().count(), 2);
    }
}
