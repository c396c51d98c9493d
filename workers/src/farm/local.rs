//! The default farm: this process's own cores, a thread a block.

use super::Farm;
use crate::block::{Answer, LinearProgram};
use crate::solve::{self, SolveError, SolveOptions};
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};

/// Runs blocks on a bounded pool of threads of this process.
#[derive(Debug)]
pub struct LocalFarm {
    runtime: Runtime,
    workers: usize,
}

impl LocalFarm {
    /// A farm of `workers` threads, at least one.
    ///
    /// # Errors
    /// When the operating system gives no threads.
    pub fn new(workers: usize) -> Result<Self, SolveError> {
        let workers = workers.max(1);
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(workers)
            .build()?;
        Ok(Self { runtime, workers })
    }
}

impl Farm for LocalFarm {
    fn solve_round(&self, blocks: &[Arc<LinearProgram>], options: &SolveOptions) -> Result<Vec<Answer>, SolveError> {
        let tasks: Vec<_> = blocks
            .iter()
            .map(|block| {
                let (block, options) = (Arc::clone(block), options.clone());
                self.runtime.spawn_blocking(move || solve::solve(&block, &options))
            })
            .collect();
        let collect = async {
            let mut answers = Vec::with_capacity(tasks.len());
            for (block, task) in tasks.into_iter().enumerate() {
                answers.push(task.await.map_err(|_| SolveError::WorkerLost { block })??);
            }
            Ok(answers)
        };
        self.runtime.block_on(collect)
    }

    fn workers(&self) -> usize {
        self.workers
    }
}
