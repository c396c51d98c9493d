//! What an executor does with one question.
//!
//! Invariant: every question has an answer: what cannot be done is said in it. A worker reads numbers from its own store,
//! and nothing else that a question names.

use crate::blocks::{options_from, plan_from, prices_from, program_from, tasks_from};
use crate::cache::{Cache, Ready};
use crate::error::ClusterError;
use crate::limits::LOG_LIMIT_BYTES;
use crate::message::{Answered, Kind, Question, Reply};
use crate::metrics::{ExecutorMetrics, Outcome};
use crate::slots::Slots;
use crate::store::{BlockStore, ObjectRef};
use std::fmt::Debug;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use tokio::runtime::Handle;
use tracing::field;
use workers::block::write_answer;
use workers::pricing::{ArcPrices, Labels, PricingAnswers, PricingPlan, PricingRound, Shortest, write_answers};
use workers::{LinearProgram, solve};

/// One who answers questions; bytes in, bytes out.
pub trait Work: Debug + Send + Sync {
    /// Answers one question.
    fn answer(&self, head: &str, body: &[u8]) -> Vec<u8>;
}

/// The worker of an executor.
#[derive(Debug)]
pub struct Worker {
    id: String,
    store: BlockStore,
    cache: Cache,
    slots: Slots,
    runtime: Handle,
    metrics: Arc<ExecutorMetrics>,
}

/// Block data, whether it was in memory.
struct Loaded {
    ready: Ready,
    was_warm: bool,
}

impl Worker {
    /// A worker that reads from `store` on `runtime`, keeps block data of `cache_bytes`, and does so many blocks at once.
    #[must_use]
    pub fn new(id: String, store: BlockStore, cache_bytes: u64, cores: usize, runtime: Handle) -> Self {
        Self {
            id,
            store,
            cache: Cache::new(cache_bytes),
            slots: Slots::new(cores),
            runtime,
            metrics: Arc::default(),
        }
    }

    /// What it counts.
    pub(crate) fn metrics(&self) -> Arc<ExecutorMetrics> {
        Arc::clone(&self.metrics)
    }

    fn answered(&self, head: &str, body: &[u8]) -> Answered {
        let start = Instant::now();
        let question = Question::read(head, body);
        let kind = question.as_ref().ok().map(|question| question.kind);
        let digest = question.as_ref().map(Question::digest).unwrap_or_default();
        let span = tracing::Span::current();
        if let Ok(question) = &question {
            span.record("block", question.block)
                .record("kind", question.kind.name());
            span.record("question", short(&digest));
        }
        let done = question.and_then(|question| self.done(&question));
        let was_warm = done.as_ref().is_ok_and(|(_, was_warm)| *was_warm);
        let took = start.elapsed();
        if let Some(kind) = kind {
            self.metrics.took(kind, took);
        }
        Answered {
            digest,
            worker: self.id.clone(),
            took_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            was_warm,
            reply: done.map_or_else(|error| Reply::Failed(error.to_string()), |(reply, _)| reply),
        }
    }

    fn done(&self, question: &Question) -> Result<(Reply, bool), ClusterError> {
        if question.data.store != self.store.uri() {
            return Err(ClusterError::Store {
                place: question.data.store.clone(),
                reason: format!("this executor reads from {} only", self.store.uri()),
            });
        }
        match question.kind {
            Kind::Solve => self.solved(question),
            Kind::Price => self.priced(question),
        }
    }

    fn solved(&self, question: &Question) -> Result<(Reply, bool), ClusterError> {
        let read = |bytes: &[u8]| Ok(Ready::Program(Arc::new(program_from(bytes)?)));
        let loaded = self.load(&question.data.hash, read)?;
        let Ready::Program(program) = loaded.ready else {
            return Err(other_kind());
        };
        let reply = survived(|| solved(&program, &question.body))?;
        Ok((reply, loaded.was_warm))
    }

    fn priced(&self, question: &Question) -> Result<(Reply, bool), ClusterError> {
        let read = |bytes: &[u8]| Ok(Ready::Plan(Arc::new(plan_from(bytes)?)));
        let loaded = self.load(&question.data.hash, read)?;
        let Ready::Plan(plan) = loaded.ready else {
            return Err(other_kind());
        };
        let mut names: Vec<&String> = question.prices.iter().collect();
        names.sort_unstable();
        names.dedup();
        // Each would take memory once more.
        if names.len() < question.prices.len() {
            return Err(ClusterError::Malformed {
                what: "prices that are named twice".to_owned(),
            });
        }
        let prices = question.prices.iter().map(|hash| self.prices(&plan, hash));
        let prices: Vec<ArcPrices> = prices.collect::<Result<_, _>>()?;
        let reply = survived(|| priced(&plan, &prices, &question.body))?;
        Ok((reply, loaded.was_warm))
    }

    /// Prices of one period of a plan.
    fn prices(&self, plan: &PricingPlan, hash: &str) -> Result<ArcPrices, ClusterError> {
        let read = |bytes: &[u8]| Ok(Ready::Prices(Arc::new(prices_from(plan, bytes)?)));
        match self.load(hash, read)?.ready {
            Ready::Prices(prices) if prices.len() == plan.network().arc_count() => Ok(prices.as_ref().clone()),
            _ => Err(other_kind()),
        }
    }

    /// Data of a question: from memory, else from the store.
    fn load(&self, hash: &str, read: impl Fn(&[u8]) -> Result<Ready, ClusterError>) -> Result<Loaded, ClusterError> {
        let data = ObjectRef {
            store: self.store.uri().to_owned(),
            hash: hash.to_owned(),
        };
        if let Some(ready) = self.cache.get(&data) {
            self.metrics.hit();
            return Ok(Loaded { ready, was_warm: true });
        }
        self.metrics.miss();
        let (store, hash) = (self.store.clone(), data.hash.clone());
        let (send, receive) = std::sync::mpsc::sync_channel(1);
        self.runtime.spawn(async move {
            let _gone = send.send(store.get(&hash).await);
        });
        let lost = |_| ClusterError::Malformed {
            what: "the reader of the store ended".to_owned(),
        };
        let bytes = receive.recv().map_err(lost)??;
        let ready = read(&bytes)?;
        let read_bytes = bytes.len() as u64;
        let held_bytes = self.cache.keep(data, ready.clone(), read_bytes);
        self.metrics.kept(read_bytes, held_bytes);
        Ok(Loaded { ready, was_warm: false })
    }
}

fn other_kind() -> ClusterError {
    ClusterError::Malformed {
        what: "block data of another kind".to_owned(),
    }
}

/// What work gives; that it panics on its numbers is an error like others.
fn survived(work: impl FnOnce() -> Result<Reply, ClusterError>) -> Result<Reply, ClusterError> {
    let failed = |_| ClusterError::Malformed {
        what: "numbers that the computation does not survive".to_owned(),
    };
    catch_unwind(AssertUnwindSafe(work)).map_err(failed)?
}

impl Work for Worker {
    fn answer(&self, head: &str, body: &[u8]) -> Vec<u8> {
        let _slot = self.slots.take();
        let fields = (field::Empty, field::Empty, field::Empty, field::Empty);
        let (block, kind, question, outcome) = fields;
        let span = tracing::info_span!("block", block, kind, question, outcome).entered();
        self.metrics.begin(head.len() + body.len());
        let (outcome, bytes) = packed(self.answered(head, body));
        self.metrics.end(outcome, bytes.len());
        span.record("outcome", outcome.name());
        bytes
    }
}

/// An answer as bytes, or why it cannot be sent as bytes.
fn packed(answered: Answered) -> (Outcome, Vec<u8>) {
    let outcome = match answered.reply {
        Reply::Done { .. } => Outcome::Done,
        Reply::Failed(_) => Outcome::Refused,
    };
    match answered.pack() {
        Ok(bytes) => (outcome, bytes),
        Err(error) => {
            let failed = Answered {
                reply: Reply::Failed(error.to_string()),
                ..answered
            };
            // A few texts are below every limit.
            (Outcome::Refused, failed.pack().unwrap_or_default())
        }
    }
}

/// Enough of a digest to find a question in what planner and executors say.
pub(crate) fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

/// Solves a program; the solver's log goes through a file of its own, since that is where the solver writes it.
fn solved(program: &LinearProgram, body: &[u8]) -> Result<Reply, ClusterError> {
    let serve = ClusterError::serve("could not make a file for the solver's log");
    let log = tempfile::NamedTempFile::new().map_err(|error| serve(error.to_string()))?;
    let mut options = options_from(body)?;
    options.log_file = Some(log.path().to_owned());
    let answer = solve::solve(program, &options).map_err(|error| ClusterError::Malformed {
        what: error.to_string(),
    })?;
    Ok(Reply::Done {
        batch: write_answer(&answer)?,
        log: read_log(log.path()),
    })
}

/// The first part of a log; nothing where it cannot be read.
fn read_log(path: &Path) -> String {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path);
    let _read = file.and_then(|file| file.take(LOG_LIMIT_BYTES).read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

fn priced(plan: &PricingPlan, prices: &[ArcPrices], body: &[u8]) -> Result<Reply, ClusterError> {
    let tasks = tasks_from(plan, prices.len(), body)?;
    let round = PricingRound {
        plan,
        prices,
        tasks: &tasks,
    };
    let (mut space, mut labels) = (Shortest::default(), Labels::default());
    let mut answers = PricingAnswers::default();
    for task in &tasks {
        space.price(&round, task, &mut labels);
        answers.push(&labels);
    }
    Ok(Reply::Done {
        batch: write_answers(plan, &answers)?,
        log: String::new(),
    })
}
