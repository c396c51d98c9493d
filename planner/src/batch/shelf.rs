//! The sets of tables that are planned on, read again when a plan needs one that is not at hand.
//!
//! Invariant: whatever is given has the hashes that are on record; no more than a few continents are held beside those in use.

use super::error::BatchError;
use super::sources::{Hashes, Source, read};
use data::model::Continent;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Continents that are held; plans of one set mostly follow each other.
const HELD: usize = 4;

/// All sets of tables of a batch, and the continents that were asked for last.
#[derive(Debug)]
pub(super) struct Shelf {
    sources: Vec<Source>,
    /// Position among the sources, and its continent; the one asked for last comes first.
    held: Mutex<VecDeque<(usize, Arc<Continent>)>>,
}

/// Tables that are at hand.
#[derive(Clone, Debug)]
pub(super) struct Loaded<'a> {
    /// Where they lie, and their hashes.
    pub(super) source: &'a Source,
    /// The continent before any policy.
    pub(super) continent: Arc<Continent>,
}

impl Shelf {
    /// Sets of which none is at hand.
    pub(super) const fn new(sources: Vec<Source>) -> Self {
        Self {
            sources,
            held: Mutex::new(VecDeque::new()),
        }
    }

    /// One set, which stays at hand.
    pub(super) fn of_one(source: Source, continent: Continent) -> Self {
        let shelf = Self::new(vec![source]);
        shelf.hold(0, Arc::new(continent));
        shelf
    }

    /// Hashes of the tables, set by set.
    pub(super) fn hashes(&self) -> Vec<Hashes> {
        self.sources.iter().map(|source| source.hashes.clone()).collect()
    }

    /// The set at a position.
    ///
    /// # Errors
    /// When its tables cannot be read any more, or are not what they were.
    pub(super) fn load(&self, position: usize) -> Result<Loaded<'_>, BatchError> {
        let source = &self.sources[position];
        if let Some(continent) = self.find(position) {
            return Ok(Loaded { source, continent });
        }
        let (now, continent, _) = read(source.folder.clone(), &source.written, &source.calendar)?;
        if now.hashes != source.hashes {
            return Err(BatchError::Lost {
                path: source.folder.clone(),
                reason: "the tables changed while the batch was made".to_owned(),
            });
        }
        let continent = Arc::new(continent);
        self.hold(position, Arc::clone(&continent));
        Ok(Loaded { source, continent })
    }

    fn find(&self, position: usize) -> Option<Arc<Continent>> {
        let mut held = self.held();
        let at = held.iter().position(|(of, _)| *of == position)?;
        let found = held.remove(at)?;
        let continent = Arc::clone(&found.1);
        held.push_front(found);
        Some(continent)
    }

    /// Two that read the same set at the same time hold the same.
    fn hold(&self, position: usize, continent: Arc<Continent>) {
        let mut held = self.held();
        held.retain(|(of, _)| *of != position);
        held.push_front((position, continent));
        held.truncate(HELD);
    }

    fn held(&self) -> MutexGuard<'_, VecDeque<(usize, Arc<Continent>)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{BatchError, HELD, Shelf, read};
    use data::generate::{GenerateSpec, generate};
    use std::path::Path;
    use std::sync::Arc;

    fn shelf(folder: &Path, sets: usize) -> Shelf {
        let sources = (0..sets).map(|at| {
            let tables = folder.join(at.to_string());
            std::fs::create_dir(&tables).unwrap();
            let spec = GenerateSpec {
                nodes: 4,
                commodities: 4,
                periods: 1,
                seed: at as u64,
            };
            data::tables::write_continent(&tables, &generate(&spec)).unwrap();
            read(tables, "", data::tables::WRITTEN_CALENDAR).unwrap().0
        });
        Shelf::new(sources.collect())
    }

    #[test]
    fn the_last_few_are_held_and_the_others_are_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = shelf(folder.path(), HELD + 1);
        let first = shelf.load(0).unwrap().continent;
        assert!(Arc::ptr_eq(&first, &shelf.load(0).unwrap().continent));
        for at in 1..=HELD {
            shelf.load(at).unwrap();
        }
        assert_eq!(Arc::strong_count(&first), 1, "the shelf holds it no more");
        let again = shelf.load(0).unwrap().continent;
        assert!(*again == *first);
        assert_eq!(shelf.held().len(), HELD);
    }

    #[test]
    fn tables_that_change_meanwhile_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = shelf(folder.path(), 1);
        let table = std::fs::read_dir(folder.path().join("0")).unwrap().next().unwrap();
        let path = table.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, [bytes.as_slice(), b"\n"].concat()).unwrap();
        let refused = shelf.load(0).unwrap_err();
        assert!(matches!(refused, BatchError::Lost { .. }), "{refused}");
    }
}
