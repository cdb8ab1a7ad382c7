//! How many bytes of documents may be held in memory at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The bytes of all documents between claim and disposal.
#[derive(Clone, Debug)]
pub struct Budget {
    used: Arc<AtomicU64>,
    limit: u64,
}

/// The bytes of one document, given back when it is dropped.
#[derive(Debug)]
pub struct Share {
    used: Arc<AtomicU64>,
    bytes: u64,
}

impl Budget {
    /// A budget of which nothing is used.
    pub fn new(limit: u64) -> Budget {
        Budget { used: Arc::default(), limit }
    }

    /// Takes a share, or `None` when there is not enough left. While nothing is used any share is granted, so that a
    /// document larger than the whole budget has its turn, alone.
    pub fn take(&self, bytes: u64) -> Option<Share> {
        let fits = |used: u64| match used.checked_add(bytes) {
            Some(after) if used == 0 || after <= self.limit => Some(after),
            _ => None,
        };
        self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).ok()?;
        Some(Share { used: Arc::clone(&self.used), bytes })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fit_the_budget_and_come_back() {
        let budget = Budget::new(10);
        let first = budget.take(25).unwrap();
        assert!(budget.take(1).is_none());
        drop(first);
        let (second, _third) = (budget.take(4).unwrap(), budget.take(6).unwrap());
        assert!(budget.take(1).is_none() && budget.take(u64::MAX).is_none());
        drop(second);
        assert!(budget.take(4).is_some());
    }
}
