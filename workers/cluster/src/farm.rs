//! The cluster farm: rounds go to executors, answers are checked, what is missing is asked again, then done here.
//!
//! Invariant: an answer is taken only if it is to this question and passes its check, and once a block. What a round gives
//! does not depend on which executor did what, or whether any did. No call to the scheduler or the
//! store waits longer than its limits.

use crate::address::Address;
use crate::blocks::{cut, named_once, options_bytes, plan_bytes, program_bytes, tasks_bytes};
use crate::check::{self, Place};
use crate::engine::Engine;
use crate::error::ClusterError;
use crate::limits::REST;
use crate::line::Line;
use crate::message::{Answered, Kind, Question, Reply};
use crate::prices::PriceObjects;
use crate::report::{Counters, FarmReport};
use crate::status::{Asker, Outcomes};
use crate::store::{BlockStore, ObjectRef};
use crate::tls::Tls;
use crate::work::short;
use arrow::array::RecordBatch;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use workers::pricing::{Labels, PricingPlan, PricingRound};
use workers::{Answer, Farm, LinearProgram, LocalFarm, SolveError, SolveOptions};

/// What a farm is made with.
#[derive(Clone, Debug)]
pub struct ClusterOptions {
    /// The scheduler.
    pub scheduler: Address,
    /// URI of the store that this process and the executors share.
    pub store: String,
    /// Certificates.
    pub tls: Option<Tls>,
    /// Blocks that a pricing round is cut into, at most.
    pub blocks: usize,
    /// Pricing rounds of fewer tasks times arcs are done here.
    pub least_arcs: usize,
    /// How often a block is asked in all.
    pub attempts: usize,
    /// How long a pricing round may take, all attempts together.
    pub pricing_limit: Duration,
    /// How long a solving round without a time limit of its own may take, all attempts together. One with a limit may
    /// take a minute more than that.
    pub solve_limit: Duration,
    /// Threads that do here what the cluster did not; none: that is an error.
    pub threads_here: Option<usize>,
}

impl ClusterOptions {
    /// The usual figures; what a round costs is in `docs/cluster.md`.
    #[must_use]
    pub fn new(scheduler: Address, store: String) -> Self {
        Self {
            scheduler,
            store,
            tls: None,
            blocks: 8,
            least_arcs: 4_000_000,
            attempts: 3,
            pricing_limit: Duration::from_secs(60),
            solve_limit: Duration::from_secs(24 * 3600),
            threads_here: Some(1),
        }
    }
}

/// Runs blocks on a cluster.
#[derive(Debug)]
pub struct ClusterFarm {
    options: ClusterOptions,
    engine: Engine,
    store: BlockStore,
    runtime: Runtime,
    here: LocalFarm,
    /// The plan of the last pricing round, and where it is.
    plan: Mutex<Option<(PricingPlan, ObjectRef)>>,
    /// The prices of rounds.
    prices: Mutex<PriceObjects>,
    /// Until when the cluster is left alone.
    rest: Mutex<Option<Instant>>,
    counters: Counters,
    asker: Asker,
    told: Mutex<Told>,
}

/// What the scheduler was told.
#[derive(Debug, Default)]
struct Told {
    /// How blocks ended, as far as it heard.
    outcomes: Outcomes,
    /// Where it did not hear, until when it is not told again.
    rest: Option<Instant>,
}

/// A round on its way.
struct Asking<'a> {
    questions: &'a [Question],
    limit: Duration,
}

impl ClusterFarm {
    /// A farm; the scheduler is not asked yet.
    ///
    /// # Errors
    /// [`ClusterError::Open`], [`ClusterError::StorePlace`], [`ClusterError::Serve`].
    pub fn new(options: ClusterOptions) -> Result<Self, ClusterError> {
        let scheduler = options
            .scheduler
            .clone()
            .guarded("--scheduler", options.tls.is_some())?;
        let threads = ClusterError::serve("could not start threads");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("cluster")
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| threads(error.to_string()))?;
        let workers = ClusterError::serve("could not start workers");
        let here = LocalFarm::new(options.threads_here.unwrap_or(1));
        let line = Arc::new(Line::new(&scheduler, options.tls.as_ref())?);
        Ok(Self {
            asker: Asker::new(Arc::clone(&line)),
            told: Mutex::default(),
            engine: Engine::new(line, options.tls.as_ref()),
            store: BlockStore::open(&options.store)?,
            here: here.map_err(|error| workers(error.to_string()))?,
            options,
            runtime,
            plan: Mutex::default(),
            prices: Mutex::new(PriceObjects::new()),
            rest: Mutex::default(),
            counters: Counters::default(),
        })
    }

    /// What the farm did so far.
    #[must_use]
    pub fn report(&self) -> FarmReport {
        self.counters.report()
    }

    /// Asks until every question has an answer that passes, the attempts are used up, or the time is; answers by question.
    fn ask<T: Send>(
        &self,
        asking: &Asking<'_>,
        check: impl Fn(usize, &RecordBatch, &str) -> Result<T, ClusterError> + Sync,
    ) -> Vec<Option<T>> {
        let until = Instant::now() + asking.limit;
        let places: HashMap<u64, usize> = (0..).zip(asking.questions).map(|(at, of)| (of.block, at)).collect();
        let mut answers: Vec<Option<T>> = asking.questions.iter().map(|_| None).collect();
        Counters::add(&self.counters.rounds, 1);
        let kind = asking.questions.first().map(|question| question.kind.name());
        let _round = tracing::info_span!("round", kind, blocks = asking.questions.len()).entered();
        for attempt in 0..self.options.attempts {
            let missing = asking
                .questions
                .iter()
                .zip(&answers)
                .filter(|(_, answer)| answer.is_none());
            let missing: Vec<&Question> = missing.map(|(question, _)| question).collect();
            let left = until.saturating_duration_since(Instant::now());
            if missing.is_empty() || left.is_zero() {
                break;
            }
            if attempt > 0 {
                Counters::add(&self.counters.asked_again, missing.len());
            }
            let _attempt = tracing::info_span!("attempt", attempt, blocks = missing.len()).entered();
            let checked = Mutex::new(Vec::new());
            let asked = self.ask_once(&missing, attempt, left, |block, bytes| {
                let answer = self.checked(asking.questions, &places, block, &bytes, &check);
                lock(&checked).push(answer);
            });
            self.keep(checked, &mut answers);
            if let Err(error) = asked {
                tracing::info!(%error, "not all answers");
                self.counters.fault(&error);
                let pause = Duration::from_millis(500 << attempt.min(4));
                std::thread::sleep(pause.min(until.saturating_duration_since(Instant::now())));
            }
        }
        Counters::add(&self.counters.blocks_there, answers.iter().flatten().count());
        *lock(&self.rest) = answers.iter().all(Option::is_none).then(|| Instant::now() + REST);
        answers
    }

    /// Asks once. Answers are taken by other threads as they come, while more are fetched.
    fn ask_once(
        &self,
        questions: &[&Question],
        attempt: usize,
        limit: Duration,
        take: impl Fn(u64, Vec<u8>) + Sync,
    ) -> Result<(), ClusterError> {
        rayon::in_place_scope(|scope| {
            let take = &take;
            let came = |block, bytes| scope.spawn(move |_| take(block, bytes));
            self.runtime.block_on(self.engine.ask(questions, attempt, limit, came))
        })
    }

    /// One answer, if it is to one of the questions and passes its check.
    fn checked<T>(
        &self,
        questions: &[Question],
        places: &HashMap<u64, usize>,
        block: u64,
        bytes: &[u8],
        check: &impl Fn(usize, &RecordBatch, &str) -> Result<T, ClusterError>,
    ) -> Result<(usize, T), ClusterError> {
        let at = *places.get(&block).ok_or(ClusterError::Stale { block })?;
        let (batch, log) = self.read(&questions[at], bytes)?;
        check(at, &batch, &log).map(|answer| (at, answer))
    }

    /// Keeps the first good answer to each question.
    fn keep<T>(&self, checked: Mutex<Vec<Result<(usize, T), ClusterError>>>, answers: &mut [Option<T>]) {
        for result in checked.into_inner().unwrap_or_else(PoisonError::into_inner) {
            match result {
                Ok((at, _)) if answers[at].is_some() => Counters::add(&self.counters.twice, 1),
                Ok((at, answer)) => answers[at] = Some(answer),
                Err(error) => {
                    tracing::info!(%error, "answer refused");
                    Counters::add(&self.counters.refused, 1);
                    self.counters.fault(&error);
                }
            }
        }
    }

    /// The numbers of an answer to this question.
    fn read(&self, question: &Question, bytes: &[u8]) -> Result<(RecordBatch, String), ClusterError> {
        let answered = Answered::unpack(bytes)?;
        let block = question.block;
        match answered.reply {
            Reply::Failed(reason) => Err(ClusterError::Refused {
                block,
                worker: answered.worker,
                reason,
            }),
            Reply::Done { .. } if answered.digest != question.digest() => Err(ClusterError::Stale { block }),
            Reply::Done { batch, log } => {
                let question = short(&answered.digest);
                tracing::debug!(block, question, worker = answered.worker, answered.took_us, "answered");
                Counters::add(&self.counters.warm, usize::from(answered.was_warm));
                let took_us = usize::try_from(answered.took_us).unwrap_or(0);
                Counters::add(&self.counters.took_us, took_us);
                Ok((batch, log))
            }
        }
    }

    /// Tells the scheduler how blocks ended, for its metrics. What it does not hear it is told after a later round.
    fn tell(&self) {
        let mut told = lock(&self.told);
        let all = self.counters.outcomes();
        let untold = all.since(told.outcomes);
        if untold == Outcomes::default() || told.rest.is_some_and(|until| Instant::now() < until) {
            return;
        }
        match self.runtime.block_on(self.asker.tell(untold)) {
            Ok(()) => told.outcomes = all,
            Err(error) => {
                tracing::info!(%error, "the scheduler was not told how blocks ended");
                told.rest = Some(Instant::now() + REST);
            }
        }
    }

    /// Whether the cluster is left alone for now.
    fn rests(&self) -> bool {
        lock(&self.rest).is_some_and(|until| Instant::now() < until)
    }

    /// The plan of a round as an object; written when it is another than that of the round before.
    fn plan_object(&self, plan: &PricingPlan) -> Result<ObjectRef, ClusterError> {
        let mut kept = lock(&self.plan);
        if let Some((_, at)) = kept.as_ref().filter(|(of, _)| of == plan) {
            return Ok(at.clone());
        }
        let at = self.runtime.block_on(self.store.put(plan_bytes(plan)?))?;
        *kept = Some((plan.clone(), at.clone()));
        Ok(at)
    }

    fn pricing_questions(&self, round: &PricingRound<'_>) -> Result<Vec<Question>, ClusterError> {
        let data = self.plan_object(round.plan)?;
        let names = self.runtime.block_on(lock(&self.prices).named(&self.store, round))?;
        let ranges = cut(round.tasks.len(), self.options.blocks);
        let question = |(block, range): (usize, Range<usize>)| {
            let tasks = &round.tasks[range];
            let (prices, places) = named_once(tasks, &names);
            Ok(Question {
                block: block as u64,
                kind: Kind::Price,
                data: data.clone(),
                prices,
                body: tasks_bytes(&places, tasks)?,
            })
        };
        ranges.into_par_iter().enumerate().map(question).collect()
    }

    fn program_questions(
        &self,
        blocks: &[Arc<LinearProgram>],
        options: &SolveOptions,
    ) -> Result<Vec<Question>, ClusterError> {
        let question = |(block, program): (u64, &Arc<LinearProgram>)| {
            Ok(Question {
                block,
                kind: Kind::Solve,
                data: self.runtime.block_on(self.store.put(program_bytes(program)?))?,
                prices: Vec::new(),
                body: options_bytes(options),
            })
        };
        (0..).zip(blocks).map(question).collect()
    }

    /// Questions, or none where they cannot be asked.
    fn asked(&self, questions: Result<Vec<Question>, ClusterError>) -> Vec<Question> {
        questions.unwrap_or_else(|error| {
            self.counters.fault(&error);
            *lock(&self.rest) = Some(Instant::now() + REST);
            Vec::new()
        })
    }

    /// Blocks that the cluster did not do: that many are done here, or it is an error.
    fn here(&self, blocks: usize) -> Result<&LocalFarm, SolveError> {
        if self.options.threads_here.is_none() {
            let fault = self
                .report()
                .last_fault
                .unwrap_or_else(|| "the cluster is being left alone".to_owned());
            return Err(SolveError::FarmLost { reason: fault });
        }
        Counters::add(&self.counters.blocks_here, blocks);
        Ok(&self.here)
    }

    fn solve_limit(&self, options: &SolveOptions) -> Duration {
        let asked = options
            .time_limit_s
            .and_then(|limit| Duration::try_from_secs_f64(limit).ok());
        asked.map_or(self.options.solve_limit, |limit| limit + Duration::from_secs(60))
    }
}

impl Farm for ClusterFarm {
    fn solve_round(&self, blocks: &[Arc<LinearProgram>], options: &SolveOptions) -> Result<Vec<Answer>, SolveError> {
        let answers = self.solved(blocks, options);
        self.tell();
        answers
    }

    fn price_round(&self, round: &PricingRound<'_>, answers: &mut [Labels]) -> Result<(), SolveError> {
        let priced = self.priced(round, answers);
        self.tell();
        priced
    }

    fn workers(&self) -> usize {
        self.options.blocks
    }
}

impl ClusterFarm {
    fn solved(&self, blocks: &[Arc<LinearProgram>], options: &SolveOptions) -> Result<Vec<Answer>, SolveError> {
        let questions = if self.rests() {
            Vec::new()
        } else {
            self.asked(self.program_questions(blocks, options))
        };
        let asking = Asking {
            questions: &questions,
            limit: self.solve_limit(options),
        };
        let may_stop = options.time_limit_s.is_some();
        let check = |at: usize, batch: &RecordBatch, log: &str| {
            let answer = check::solution(at, &blocks[at], may_stop, batch)?;
            Ok((answer, log.to_owned()))
        };
        let mut answers = self.ask_if_any(&asking, check);
        answers.resize_with(blocks.len(), || None);
        let missing = (0..blocks.len()).filter(|at| answers[*at].is_none());
        let missing: Vec<usize> = missing.collect();
        if !missing.is_empty() {
            let again: Vec<_> = missing.iter().map(|at| Arc::clone(&blocks[*at])).collect();
            let solved = self.here(missing.len())?.solve_round(&again, options)?;
            for (at, answer) in missing.into_iter().zip(solved) {
                answers[at] = Some((answer, String::new()));
            }
        }
        keep_log(options.log_file.as_deref(), &answers);
        Ok(answers.into_iter().flatten().map(|(answer, _)| answer).collect())
    }

    fn priced(&self, round: &PricingRound<'_>, answers: &mut [Labels]) -> Result<(), SolveError> {
        let arcs = round.tasks.len().saturating_mul(round.plan.network().arc_count());
        if arcs < self.options.least_arcs || self.rests() {
            Counters::add(&self.counters.rounds_here, 1);
            return self.here.price_round(round, answers);
        }
        let questions = self.asked(self.pricing_questions(round));
        let ranges = cut(round.tasks.len(), self.options.blocks);
        let asking = Asking {
            questions: &questions,
            limit: self.options.pricing_limit,
        };
        let places = Place::all(round.tasks, answers, &ranges);
        let check = |at: usize, batch: &RecordBatch, _: &str| places[at].fill(at, round, batch);
        self.ask_if_any(&asking, check);
        let left: Vec<_> = places.into_iter().filter_map(Place::left).collect();
        if !left.is_empty() {
            *lock(&self.plan) = None;
            lock(&self.prices).forget();
        }
        for (tasks, labels) in left {
            self.here(1)?.price_round(&PricingRound { tasks, ..*round }, labels)?;
        }
        Ok(())
    }

    fn ask_if_any<T: Send>(
        &self,
        asking: &Asking<'_>,
        check: impl Fn(usize, &RecordBatch, &str) -> Result<T, ClusterError> + Sync,
    ) -> Vec<Option<T>> {
        if asking.questions.is_empty() {
            return Vec::new();
        }
        self.ask(asking, check)
    }
}

impl Drop for ClusterFarm {
    fn drop(&mut self) {
        let mut prices = lock(&self.prices);
        if !prices.is_empty() {
            self.runtime.block_on(prices.leave(&self.store));
        }
    }
}

/// The solver's words of a round go where the caller wants them. That they cannot be written is no reason to lose a plan.
fn keep_log(file: Option<&Path>, answers: &[Option<(Answer, String)>]) {
    let logs: String = answers.iter().flatten().map(|(_, log)| log.as_str()).collect();
    if let Some(file) = file.filter(|_| !logs.is_empty()) {
        let _written = std::fs::write(file, logs);
    }
}

/// What is behind it is whole at every step.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
