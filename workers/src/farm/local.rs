//! The default farm: this process's own cores.

use super::Farm;
use crate::block::{Answer, LinearProgram};
use crate::pricing::{Labels, PricingRound, Shortest};
use crate::solve::{self, SolveError, SolveOptions};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Runs blocks on the caller's own thread and a bounded pool of others, which take them one by one from a common queue. Each
/// thread has a work space that it keeps from round to round. The caller's begins at once: waking another one takes as long as some
/// searches.
#[derive(Debug)]
pub struct LocalFarm {
    /// The other threads; none where the caller's own does all.
    pool: Option<ThreadPool>,
    /// The caller's, then those of the others.
    spaces: Vec<Mutex<Shortest>>,
}

impl LocalFarm {
    /// A farm of `workers` threads, at least one. The first of them is the caller's own.
    ///
    /// # Errors
    /// When the operating system gives no threads.
    pub fn new(workers: usize) -> Result<Self, SolveError> {
        if workers <= 1 {
            return Ok(Self::default());
        }
        let pool = ThreadPoolBuilder::new()
            .num_threads(workers - 1)
            .thread_name(|thread| format!("farm-{thread}"))
            .build()
            .map_err(std::io::Error::other)?;
        Ok(Self {
            pool: Some(pool),
            spaces: std::iter::repeat_with(Mutex::default).take(workers).collect(),
        })
    }

    /// Does `work` on every item, in any order.
    fn each<T: Send>(&self, items: impl ExactSizeIterator<Item = T> + Send, work: impl Fn(&mut Shortest, T) + Sync) {
        let count = items.len();
        let queue = Mutex::new(items);
        let take_all = |place: usize| {
            // Work spaces lie side by side and change with every step, so each is worked on where its thread has it: two that write
            // to one cache line wait for each other.
            let mut kept = lock(&self.spaces[place]);
            let mut space = std::mem::take(&mut *kept);
            while let Some(item) = next(&queue) {
                work(&mut space, item);
            }
            *kept = space;
        };
        match &self.pool {
            Some(pool) if count > 1 => pool.in_place_scope(|scope| {
                for place in 1..self.spaces.len().min(count) {
                    let take_all = &take_all;
                    scope.spawn(move |_| take_all(place));
                }
                take_all(0);
            }),
            _ => take_all(0),
        }
    }
}

impl Default for LocalFarm {
    /// The caller's own thread.
    fn default() -> Self {
        Self {
            pool: None,
            spaces: vec![Mutex::default()],
        }
    }
}

impl Farm for LocalFarm {
    fn solve_round(&self, blocks: &[Arc<LinearProgram>], options: &SolveOptions) -> Result<Vec<Answer>, SolveError> {
        let mut answers: Vec<_> = (0..blocks.len())
            .map(|block| Err(SolveError::WorkerLost { block }))
            .collect();
        self.each(blocks.iter().zip(&mut answers), |_, (block, answer)| {
            if let Ok(solved) = catch_unwind(AssertUnwindSafe(|| solve::solve(block, options))) {
                *answer = solved;
            }
        });
        answers.into_iter().collect()
    }

    fn price_round(&self, round: &PricingRound<'_>, answers: &mut [Labels]) -> Result<(), SolveError> {
        let lost = Mutex::new(None);
        let tasks = round.tasks.iter().zip(answers).enumerate();
        self.each(tasks, |space, (block, (task, answer))| {
            // As with work spaces: the lengths of an answer's lists change with every node that is reached.
            let mut own = std::mem::take(answer);
            let priced = catch_unwind(AssertUnwindSafe(|| space.price(round, task, &mut own)));
            *answer = own;
            if priced.is_err() {
                lock(&lost).get_or_insert(block);
            }
        });
        match lock(&lost).take() {
            Some(block) => Err(SolveError::WorkerLost { block }),
            None => Ok(()),
        }
    }

    fn workers(&self) -> usize {
        self.spaces.len()
    }
}

/// What a worker left when it ended early is as good as new: every use begins by clearing.
fn lock<T: ?Sized>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The next item; the queue is free again on return.
fn next<T>(queue: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    lock(queue).next()
}
