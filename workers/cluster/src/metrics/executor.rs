//! What an executor counts.
//!
//! Invariant: a block that was begun is under way until it is counted once by its outcome.

use super::{BOUNDS_S, Label, text};
use crate::message::Kind;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::time::Duration;

/// How a block ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// With numbers.
    Done,
    /// With the reason why there are none.
    Refused,
}

impl Outcome {
    /// As it is in labels.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// The counts of an executor.
#[derive(Debug)]
pub(crate) struct ExecutorMetrics {
    registry: Registry,
    blocks: Family<Label, Counter>,
    under_way: Gauge,
    seconds: Family<Label, Histogram, fn() -> Histogram>,
    questions: Counter,
    answers: Counter,
    read: Counter,
    loads: Family<Label, Counter>,
    held: Gauge,
}

impl Default for ExecutorMetrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("planner_executor"),
            blocks: Family::default(),
            under_way: Gauge::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(BOUNDS_S)),
            questions: Counter::default(),
            answers: Counter::default(),
            read: Counter::default(),
            loads: Family::default(),
            held: Gauge::default(),
        };
        for outcome in [Outcome::Done, Outcome::Refused] {
            drop(metrics.blocks.get_or_create(&[("outcome", outcome.name())]));
        }
        for result in ["hit", "miss"] {
            drop(metrics.loads.get_or_create(&[("result", result)]));
        }
        metrics.register();
        metrics
    }
}

impl ExecutorMetrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("blocks", "Blocks by outcome", self.blocks.clone());
        registry.register("blocks_under_way", "Blocks that are being done", self.under_way.clone());
        registry.register_with_unit(
            "block",
            "Time a block took, reading its data included",
            Unit::Seconds,
            self.seconds.clone(),
        );
        for (name, help, counter) in [
            ("questions", "Bytes of questions that came", &self.questions),
            ("answers", "Bytes of answers that went", &self.answers),
            ("store_reads", "Bytes of block data read from the store", &self.read),
        ] {
            registry.register_with_unit(name, help, Unit::Bytes, counter.clone());
        }
        registry.register(
            "cache_loads",
            "Block data by whether it was in memory",
            self.loads.clone(),
        );
        registry.register_with_unit(
            "cache_held",
            "Block data in memory, as written",
            Unit::Bytes,
            self.held.clone(),
        );
    }

    /// A question of so many bytes came.
    pub(crate) fn begin(&self, bytes: usize) {
        self.questions.inc_by(bytes as u64);
        self.under_way.inc();
    }

    /// An answer of so many bytes goes.
    pub(crate) fn end(&self, outcome: Outcome, bytes: usize) {
        self.blocks.get_or_create(&[("outcome", outcome.name())]).inc();
        self.answers.inc_by(bytes as u64);
        self.under_way.dec();
    }

    /// What a block took.
    pub(crate) fn took(&self, kind: Kind, time: Duration) {
        let labels = [("kind", kind.name())];
        self.seconds.get_or_create(&labels).observe(time.as_secs_f64());
    }

    /// Block data was in memory.
    pub(crate) fn hit(&self) {
        self.loads.get_or_create(&[("result", "hit")]).inc();
    }

    /// Block data had to be fetched.
    pub(crate) fn miss(&self) {
        self.loads.get_or_create(&[("result", "miss")]).inc();
    }

    /// So many bytes were read from the store, and so many are kept in all.
    pub(crate) fn kept(&self, read_bytes: u64, held_bytes: u64) {
        self.read.inc_by(read_bytes);
        self.held.set(i64::try_from(held_bytes).unwrap_or(i64::MAX));
    }

    /// All counts as text.
    pub(crate) fn text(&self) -> String {
        text(&self.registry)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sorted;
    use super::*;

    #[test]
    fn what_was_done_is_counted() {
        let metrics = ExecutorMetrics::default();
        metrics.begin(100);
        metrics.begin(20);
        metrics.miss();
        metrics.kept(700, 700);
        metrics.took(Kind::Price, Duration::from_millis(5));
        metrics.end(Outcome::Done, 30);
        insta::assert_snapshot!(sorted(&metrics.text()));
    }
}
