//! How a cluster is: what a scheduler says of itself, its executors and its rounds, and what planners tell it.
//!
//! Invariant: plain values with a form in JSON; ages are by the scheduler's clock, so clocks need not agree.

mod ask;
mod watch;

pub(crate) use ask::Asker;
pub use ask::status;
pub(crate) use watch::{Watch, routes};

use serde::{Deserialize, Serialize};

/// Where a scheduler says how it is.
pub(crate) const STATUS_PATH: &str = "/planner/status";

/// Where planners tell how blocks ended.
pub(crate) const OUTCOMES_PATH: &str = "/planner/outcomes";

/// How a cluster is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterStatus {
    /// Version of what the scheduler's side speaks.
    pub version: String,
    /// Version of the engine.
    pub engine_version: String,
    /// For how long it has been up, s.
    pub up_s: u64,
    /// Executors, by node.
    pub executors: Vec<ExecutorStatus>,
    /// Rounds under way.
    pub rounds: Vec<RoundStatus>,
    /// How blocks ended since it is up, as planners say.
    pub blocks: Outcomes,
}

/// How an executor is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExecutorStatus {
    /// Name of its node.
    pub node: String,
    /// Where others reach it for tasks.
    pub address: String,
    /// Version of what it speaks; none where it does not say.
    pub version: Option<String>,
    /// Blocks that it can do at once.
    pub slots: u32,
    /// Blocks that are with it: one more than it can do at once may wait there.
    pub busy: usize,
    /// For how long it has been known, s.
    pub known_s: Option<u64>,
    /// For how long nothing was heard of it, s.
    pub silent_s: Option<u64>,
}

/// How a round is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundStatus {
    /// The engine's name for it.
    pub id: String,
    /// How often its blocks were asked before.
    pub attempt: usize,
    /// Its blocks.
    pub blocks: usize,
    /// Those that are with an executor.
    pub running: usize,
    /// Those that are with none yet.
    pub waiting: usize,
}

/// How blocks ended, in counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    /// Done by executors.
    pub done: u64,
    /// Answers that were refused.
    pub refused: u64,
    /// Asked again.
    pub retried: u64,
    /// Done by the planner, because the cluster did not.
    pub local: u64,
}

impl Outcomes {
    /// From a count for each name.
    pub(crate) fn of(count: impl Fn(&'static str) -> u64) -> Self {
        Self {
            done: count("done"),
            refused: count("refused"),
            retried: count("retried"),
            local: count("local"),
        }
    }

    /// Names and counts.
    pub(crate) const fn by_name(self) -> [(&'static str, u64); 4] {
        [
            ("done", self.done),
            ("refused", self.refused),
            ("retried", self.retried),
            ("local", self.local),
        ]
    }

    /// What came since `before`.
    pub(crate) const fn since(self, before: Self) -> Self {
        Self {
            done: self.done.saturating_sub(before.done),
            refused: self.refused.saturating_sub(before.refused),
            retried: self.retried.saturating_sub(before.retried),
            local: self.local.saturating_sub(before.local),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_since_is_by_outcome() {
        let before = Outcomes::of(|name| name.len() as u64);
        let now = Outcomes {
            local: before.local + 2,
            ..before
        };
        let since = now.since(before);
        assert_eq!(
            since.by_name(),
            [("done", 0), ("refused", 0), ("retried", 0), ("local", 2)]
        );
        assert_eq!(before.since(now), Outcomes::default());
    }
}
