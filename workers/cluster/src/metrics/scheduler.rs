//! What a scheduler counts: rounds itself, blocks as planners say they ended.
//!
//! Invariant: a round counts when the engine has ended it, each attempt for itself.

use super::{BOUNDS_S, Label, text};
use crate::status::Outcomes;
use ballista_core::JobId;
use ballista_scheduler::metrics::SchedulerMetricsCollector;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// What is so at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Now {
    /// Executors that were heard of of late.
    pub(crate) executors: usize,
    /// Blocks that they can do at once.
    pub(crate) slots: u64,
    /// Rounds under way.
    pub(crate) rounds: usize,
    /// Their blocks that run.
    pub(crate) running: usize,
    /// Their blocks that wait for an executor.
    pub(crate) waiting: usize,
}

/// The counts of a scheduler.
#[derive(Debug)]
pub(crate) struct SchedulerMetrics {
    registry: Registry,
    rounds: Family<Label, Counter>,
    seconds: Histogram,
    blocks: Family<Label, Counter>,
    now: [(&'static str, &'static str, Gauge); 5],
}

impl Default for SchedulerMetrics {
    fn default() -> Self {
        let gauge = |name, help| (name, help, Gauge::default());
        let mut metrics = Self {
            registry: Registry::with_prefix("planner_scheduler"),
            rounds: Family::default(),
            seconds: Histogram::new(BOUNDS_S),
            blocks: Family::default(),
            now: [
                gauge("executors", "Executors that are alive"),
                gauge("slots", "Blocks that they can do at once"),
                gauge("rounds_under_way", "Rounds that are being done"),
                gauge("blocks_under_way", "Blocks that are being done"),
                gauge("blocks_waiting", "Blocks that wait for an executor"),
            ],
        };
        for outcome in ["completed", "failed", "cancelled"] {
            drop(metrics.rounds.get_or_create(&[("outcome", outcome)]));
        }
        metrics.told(Outcomes::default());
        metrics.register();
        metrics
    }
}

impl SchedulerMetrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("rounds", "Attempts at rounds by outcome", self.rounds.clone());
        registry.register_with_unit(
            "round",
            "Time a completed attempt took, waiting included",
            Unit::Seconds,
            self.seconds.clone(),
        );
        registry.register("blocks", "Blocks by outcome, as planners say", self.blocks.clone());
        for (name, help, gauge) in &self.now {
            registry.register(*name, *help, gauge.clone());
        }
    }

    /// A planner says how blocks ended.
    pub(crate) fn told(&self, outcomes: Outcomes) {
        for (outcome, count) in outcomes.by_name() {
            self.blocks.get_or_create(&[("outcome", outcome)]).inc_by(count);
        }
    }

    /// What planners have said in all.
    pub(crate) fn outcomes(&self) -> Outcomes {
        let count = |outcome| self.blocks.get_or_create(&[("outcome", outcome)]).get();
        Outcomes::of(count)
    }

    /// All counts as text, with what is so now.
    pub(crate) fn text(&self, now: Now) -> String {
        let counts = [now.executors, now.rounds, now.running, now.waiting];
        let [executors, rounds, running, waiting] = counts.map(|count| count as u64);
        let values = [executors, now.slots, rounds, running, waiting];
        for ((_, _, gauge), value) in self.now.iter().zip(values) {
            gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        }
        text(&self.registry)
    }

    fn ended(&self, outcome: &'static str) {
        self.rounds.get_or_create(&[("outcome", outcome)]).inc();
    }
}

impl SchedulerMetricsCollector for SchedulerMetrics {
    fn record_submitted(&self, _job: &JobId, _queued_ms: u64, _submitted_ms: u64) {}

    #[allow(clippy::cast_precision_loss, reason = "a round takes less than 2^52 ms")]
    fn record_completed(&self, job: &JobId, queued_ms: u64, completed_ms: u64) {
        let took_ms = completed_ms.saturating_sub(queued_ms);
        self.ended("completed");
        self.seconds.observe(took_ms as f64 / 1000.0);
        tracing::info!(round = %job, took_ms, "round completed");
    }

    fn record_failed(&self, job: &JobId, _queued_ms: u64, _failed_ms: u64) {
        self.ended("failed");
        tracing::info!(round = %job, "round failed");
    }

    fn record_cancelled(&self, job: &JobId) {
        self.ended("cancelled");
        tracing::info!(round = %job, "round cancelled");
    }

    fn set_pending_tasks_queue_size(&self, _value: u64) {}

    fn gather_metrics(&self) -> ballista_core::error::Result<Option<(Vec<u8>, String)>> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sorted;
    use super::*;

    #[test]
    fn what_planners_say_adds_up() {
        let metrics = SchedulerMetrics::default();
        let outcomes = Outcomes {
            done: 7,
            refused: 2,
            retried: 2,
            local: 1,
        };
        metrics.told(outcomes);
        metrics.told(outcomes);
        metrics.record_completed(&"job".to_owned().into(), 1000, 1250);
        metrics.record_failed(&"job".to_owned().into(), 1000, 1250);
        let now = Now {
            executors: 2,
            slots: 8,
            rounds: 1,
            running: 5,
            waiting: 3,
        };
        assert_eq!(metrics.outcomes().done, 14);
        insta::assert_snapshot!(sorted(&metrics.text(now)));
    }
}
