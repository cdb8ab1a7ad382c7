//! Which tokens hang on which: the heads of a text, turned round.

use extractor_api::layer::Token;

/// The dependents of every token.
pub(crate) struct Dependents {
    /// For each token where its dependents start in `all`, and the end of the last.
    first: Vec<u32>,
    /// The dependents of the first token in order, then those of the second, and so on.
    all: Vec<u32>,
}

impl Dependents {
    /// Sorts tokens by their heads, which lie among them.
    pub(crate) fn of(tokens: &[Token]) -> Dependents {
        let hangs = |(index, token): &(usize, &Token)| token.head as usize != *index;
        // Counted one place further than two, so that the starts of the next loop stand where they belong after it.
        let mut first = vec![0u32; tokens.len() + 2];
        for (_, token) in tokens.iter().enumerate().filter(hangs) {
            first[token.head as usize + 2] += 1;
        }
        let mut sum = 0;
        for start in &mut first {
            sum += *start;
            *start = sum;
        }
        let mut all = vec![0u32; sum as usize];
        for (index, token) in tokens.iter().enumerate().filter(hangs) {
            let place = &mut first[token.head as usize + 1];
            all[*place as usize] = index as u32;
            *place += 1;
        }
        Dependents { first, all }
    }

    /// The dependents of a token, in order.
    pub(crate) fn get(&self, token: usize) -> &[u32] {
        &self.all[self.first[token] as usize..self.first[token + 1] as usize]
    }
}
