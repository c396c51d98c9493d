//! What an executor keeps from round to round: block data ready for use.
//!
//! Invariant: what is kept stays under the memory limit (the newest entry alone may exceed it), and no answer depends on
//! what is kept.

use crate::store::ObjectRef;
use lru::LruCache;
use std::sync::{Arc, Mutex, PoisonError};
use workers::LinearProgram;
use workers::pricing::{ArcPrices, PricingPlan};

/// Block data that was read and checked.
#[derive(Clone, Debug)]
pub(crate) enum Ready {
    /// A program to solve.
    Program(Arc<LinearProgram>),
    /// A plan of pricings.
    Plan(Arc<PricingPlan>),
    /// Prices of one period.
    Prices(Arc<ArcPrices>),
}

#[derive(Debug)]
struct Kept {
    ready: Ready,
    bytes: u64,
}

/// Entries by content, the least recently used going first.
#[derive(Debug)]
pub(crate) struct Cache {
    entries: Mutex<LruCache<ObjectRef, Kept>>,
    limit_bytes: u64,
}

impl Cache {
    /// A cache for `limit_bytes` of block data as written; in memory they take about twice that.
    #[must_use]
    pub(crate) fn new(limit_bytes: u64) -> Self {
        Self {
            entries: Mutex::new(LruCache::unbounded()),
            limit_bytes,
        }
    }

    /// What is kept under a name.
    #[must_use]
    pub(crate) fn get(&self, at: &ObjectRef) -> Option<Ready> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get(at).map(|kept| kept.ready.clone())
    }

    /// Keeps data that took `bytes` as written; drops what was not used for longest until the limit holds.
    /// Gives the bytes that are kept then.
    pub(crate) fn keep(&self, at: ObjectRef, ready: Ready, bytes: u64) -> u64 {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.put(at, Kept { ready, bytes });
        let held = |entries: &LruCache<_, Kept>| entries.iter().map(|(_, kept)| kept.bytes).sum::<u64>();
        while entries.len() > 1 && held(&entries) > self.limit_bytes {
            entries.pop_lru();
        }
        held(&entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> ObjectRef {
        ObjectRef {
            store: "file:///s".to_owned(),
            hash: text.to_owned(),
        }
    }

    #[test]
    fn the_least_recently_used_goes_first() {
        let cache = Cache::new(10);
        let ready = || Ready::Program(Arc::default());
        assert_eq!(cache.keep(name("a"), ready(), 4), 4);
        assert_eq!(cache.keep(name("b"), ready(), 4), 8);
        assert!(cache.get(&name("a")).is_some());
        assert_eq!(cache.keep(name("c"), ready(), 4), 8);
        assert!(cache.get(&name("b")).is_none());
        assert!(cache.get(&name("a")).is_some() && cache.get(&name("c")).is_some());
        assert_eq!(cache.keep(name("huge"), ready(), 400), 400);
        assert!(cache.get(&name("huge")).is_some() && cache.get(&name("a")).is_none());
    }
}
