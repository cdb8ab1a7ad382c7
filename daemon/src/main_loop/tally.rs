//! Counts of equal things.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

/// How many there are of each.
pub(super) struct Tally<T>(HashMap<T, usize>);

impl<T> Default for Tally<T> {
    fn default() -> Tally<T> {
        Tally(HashMap::new())
    }
}

impl<T: Eq + Hash> Tally<T> {
    /// One more of these.
    pub(super) fn add(&mut self, thing: T) {
        *self.0.entry(thing).or_default() += 1;
    }

    /// One less.
    pub(super) fn take(&mut self, thing: T) {
        if let Entry::Occupied(mut count) = self.0.entry(thing) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }

    /// How many there are of this.
    pub(super) fn of(&self, thing: &T) -> usize {
        self.0.get(thing).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_twice_is_there_until_it_was_taken_twice() {
        let mut tally = Tally::default();
        tally.add("a");
        tally.add("a");
        tally.take("b");
        assert_eq!((tally.of(&"a"), tally.of(&"b")), (2, 0));
        tally.take("a");
        assert_eq!(tally.of(&"a"), 1);
        tally.take("a");
        assert!(tally.of(&"a") == 0 && tally.0.is_empty());
    }
}
