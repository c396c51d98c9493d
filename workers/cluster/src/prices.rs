//! Prices of the periods of rounds, in the store for as long as rounds name them.
//!
//! Several blocks of a round need the prices of one period, and rounds that follow each other mostly have the same: so
//! they are written once and named in questions, and executors keep them.
//!
//! Invariant: an object of prices begins with the mark of its farm, so no other farm names it and this one may remove it: after
//! the round that follows the last one that named it.

use crate::blocks::prices_bytes;
use crate::error::ClusterError;
use crate::store::BlockStore;
use futures::future::join_all;
use std::time::Duration;
use tokio::time::timeout;
use workers::pricing::{ArcPrices, PricingRound};

/// How long objects are removed at the end of a farm.
const FAREWELL: Duration = Duration::from_secs(5);

/// What of a farm's prices is in the store.
#[derive(Debug)]
pub(crate) struct PriceObjects {
    mark: [u8; 16],
    /// By period: the prices of the last round that had it.
    kept: Vec<Option<Kept>>,
    /// Named by the round before this one, and not by this one.
    last: Vec<String>,
}

#[derive(Clone, Debug)]
struct Kept {
    prices: ArcPrices,
    hash: String,
}

impl PriceObjects {
    /// Nothing is in the store yet.
    pub(crate) fn new() -> Self {
        Self {
            mark: *uuid::Uuid::new_v4().as_bytes(),
            kept: Vec::new(),
            last: Vec::new(),
        }
    }

    /// The names of a round's prices, by period; periods without a task have none. What is not in the store yet is written.
    ///
    /// # Errors
    /// [`ClusterError::Block`]; where the store cannot be written.
    pub(crate) async fn named(
        &mut self,
        store: &BlockStore,
        round: &PricingRound<'_>,
    ) -> Result<Vec<String>, ClusterError> {
        let old = std::mem::take(&mut self.last);
        remove(store, &old).await;
        self.kept.resize(self.kept.len().max(round.prices.len()), None);
        let mut is_needed = vec![false; round.prices.len()];
        for task in round.tasks {
            is_needed[task.period as usize] = true;
        }
        let is_new = |period: &usize| {
            let kept = self.kept[*period].as_ref();
            is_needed[*period] && kept.is_none_or(|kept| kept.prices != round.prices[*period])
        };
        let new: Vec<usize> = (0..round.prices.len()).filter(is_new).collect();
        let mark = &self.mark;
        let puts = new.iter().map(|period| async move {
            let bytes = prices_bytes(mark, &round.prices[*period])?;
            store.put(bytes).await
        });
        let written = join_all(puts).await;
        let mut fault = None;
        for (period, written) in new.into_iter().zip(written) {
            match written {
                Ok(at) => {
                    let kept = Kept {
                        prices: round.prices[period].clone(),
                        hash: at.hash,
                    };
                    let before = self.kept[period].replace(kept);
                    self.last.extend(before.map(|before| before.hash));
                }
                Err(error) => fault = Some(error),
            }
        }
        // Prices that two periods share, or that came back, are one object.
        let now = self.kept.iter().flatten();
        self.last.retain(|hash| now.clone().all(|kept| kept.hash != *hash));
        if let Some(error) = fault {
            return Err(error);
        }
        let name = |kept: &Option<Kept>| kept.as_ref().map(|kept| kept.hash.clone()).unwrap_or_default();
        Ok(self.kept.iter().map(name).collect())
    }

    /// Takes nothing for written any more: somebody else may have emptied the store.
    pub(crate) fn forget(&mut self) {
        let kept = self.kept.drain(..).flatten().map(|kept| kept.hash);
        self.last.extend(kept);
    }

    /// Whether nothing of it is in the store.
    pub(crate) fn is_empty(&self) -> bool {
        self.last.is_empty() && self.kept.iter().all(Option::is_none)
    }

    /// Removes all that is in the store, as far as that is quick.
    pub(crate) async fn leave(&mut self, store: &BlockStore) {
        self.forget();
        let all = std::mem::take(&mut self.last);
        let _in_time = timeout(FAREWELL, remove(store, &all)).await;
    }
}

/// What cannot be removed stays; it is in nobody's way.
async fn remove(store: &BlockStore, hashes: &[String]) {
    for (hash, removed) in hashes
        .iter()
        .zip(join_all(hashes.iter().map(|hash| store.remove(hash))).await)
    {
        if let Err(error) = removed {
            tracing::debug!(%error, hash, "not removed");
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use workers::pricing::{ArcPrice, PricingPlan, PricingTask};

    fn prices(toll: f64) -> ArcPrices {
        vec![
            ArcPrice {
                energy: 1.0,
                tonne: 0.0,
                toll,
            };
            3
        ]
    }

    /// The names of a round over all periods but those that no task has.
    async fn named(objects: &mut PriceObjects, store: &BlockStore, tolls: &[f64], asked: &[u32]) -> Vec<String> {
        let plan = PricingPlan::default();
        let prices: Vec<_> = tolls.iter().map(|toll| prices(*toll)).collect();
        let task = |period: &u32| PricingTask {
            period: *period,
            ..PricingTask::default()
        };
        let tasks: Vec<_> = asked.iter().map(task).collect();
        let round = PricingRound {
            plan: &plan,
            prices: &prices,
            tasks: &tasks,
        };
        objects.named(store, &round).await.unwrap()
    }

    fn files(folder: &tempfile::TempDir) -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder.path()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[tokio::test]
    async fn prices_are_written_once_and_removed_after_the_next_round() {
        let folder = tempfile::tempdir().unwrap();
        let store = BlockStore::open(&format!("file://{}", folder.path().display())).unwrap();
        let mut objects = PriceObjects::new();
        let first = named(&mut objects, &store, &[1.0, 2.0, 3.0], &[0, 2]).await;
        assert_eq!(first[1], "");
        assert_eq!(files(&folder).len(), 2);
        let again = named(&mut objects, &store, &[1.0, 2.0, 3.0], &[0]).await;
        assert_eq!(first, again);
        let other = named(&mut objects, &store, &[1.5, 2.0, 3.0], &[0, 1]).await;
        assert_ne!(other[0], first[0]);
        assert_eq!(other[2], first[2]);
        assert_eq!(files(&folder).len(), 4, "the one before may still be read");
        named(&mut objects, &store, &[1.5, 2.0, 3.0], &[0, 1]).await;
        assert_eq!(files(&folder), other.into_iter().collect());
        objects.leave(&store).await;
        assert!(files(&folder).is_empty() && objects.is_empty());
    }

    #[tokio::test]
    async fn what_was_written_before_a_fault_is_removed_too() {
        let folder = tempfile::tempdir().unwrap();
        let store = BlockStore::open(&format!("file://{}", folder.path().display())).unwrap();
        let mut objects = PriceObjects::new();
        let names = named(&mut objects, &store, &[1.0, 2.0], &[0, 1]).await;
        // A folder in the place of an object: it cannot be written again.
        std::fs::remove_file(folder.path().join(&names[1])).unwrap();
        std::fs::create_dir_all(folder.path().join(&names[1]).join("in the way")).unwrap();
        objects.kept[1] = None;
        let plan = PricingPlan::default();
        let prices = [prices(3.0), prices(2.0)];
        let tasks = [0, 1].map(|period| PricingTask {
            period,
            ..PricingTask::default()
        });
        let round = PricingRound {
            plan: &plan,
            prices: &prices,
            tasks: &tasks,
        };
        objects.named(&store, &round).await.unwrap_err();
        std::fs::remove_dir_all(folder.path().join(&names[1])).unwrap();
        objects.leave(&store).await;
        assert!(files(&folder).is_empty(), "{:?}", files(&folder));
    }

    #[tokio::test]
    async fn prices_that_come_back_or_are_those_of_two_periods_stay() {
        let folder = tempfile::tempdir().unwrap();
        let store = BlockStore::open(&format!("file://{}", folder.path().display())).unwrap();
        let mut objects = PriceObjects::new();
        let both = named(&mut objects, &store, &[1.0, 1.0], &[0, 1]).await;
        assert_eq!(both[0], both[1]);
        for tolls in [[2.0, 1.0], [2.0, 1.0], [1.0, 2.0], [2.0, 1.0], [2.0, 2.0]] {
            let names = named(&mut objects, &store, &tolls, &[0, 1]).await;
            for name in names {
                store.get(&name).await.unwrap();
            }
        }
    }

    #[tokio::test]
    async fn no_two_farms_name_the_same_object() {
        let folder = tempfile::tempdir().unwrap();
        let store = BlockStore::open(&format!("file://{}", folder.path().display())).unwrap();
        let (mut one, mut other) = (PriceObjects::new(), PriceObjects::new());
        let names = named(&mut one, &store, &[1.0], &[0]).await;
        assert_ne!(names, named(&mut other, &store, &[1.0], &[0]).await);
        other.leave(&store).await;
        store.get(&names[0]).await.unwrap();
    }
}
