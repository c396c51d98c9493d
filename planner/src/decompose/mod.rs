//! Decomposition: commodities and periods are priced on their own, a master of paths holds them together.
//!
//! The loop is column generation (Dantzig and Wolfe, Operations Research 8, 1960; for networks Ford and Fulkerson 1958,
//! Tomlin 1966): the master says what limits and gates are worth, the sweep finds at these prices the cheapest way of
//! everything and a lower bound that any prices prove, and ways that the master did not know come in. It ends with an
//! optimal plan of the whole program, or at the gap that was asked for.
//!
//! Invariant: no clock, no disk, no randomness. The same program gives the same plan with any number of threads.

mod answer;
mod ascent;
mod burning;
mod caps;
mod crash;
mod equilibrium;
mod load;
mod master;
mod memory;
mod order;
mod parts;
pub(crate) mod space;
mod sweep;

pub use master::Path;
pub use memory::{Known, Memory};

use crate::network::{Network, Reach};
use crate::plan::rows::Plan;
use ascent::Start;
use caps::Caps;
use data::model::Accounting;
use master::{Master, Terminal};
use parts::Schedule;
use space::Space;
use std::sync::Arc;
use sweep::{Gates, Priced, Sweeper};
use workers::Farm;
use workers::simplex::Outcome;

/// What is asked of a decomposition.
#[derive(Clone, Debug)]
pub struct Options {
    /// Relative gap at which it may stop.
    pub gap: f64,
    /// Threads that price side by side; the plan does not depend on it.
    pub threads: usize,
    /// Who prices in place of those threads; the plan does not depend on it either.
    pub farm: Option<Arc<dyn Farm>>,
}

/// Where a decomposition stands after a round.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Round {
    /// Count of rounds.
    pub round: usize,
    /// Best lower bound so far, GJ.
    pub bound_gj: f64,
    /// Objective of the master, GJ; a plan's only where nothing is broken.
    pub objective_gj: f64,
    /// Limits that the master still breaks, at a charge.
    pub broken: usize,
    /// Relative gap; none while limits are broken.
    pub gap: Option<f64>,
    /// Paths in the master.
    pub paths: usize,
    /// Joint capacities and budgets with a price.
    pub active_rows: usize,
    /// Exchanges of the simplex so far.
    pub exchanges: u64,
}

/// Told of rounds; may end the run.
pub trait Observer {
    /// After each round. `memory` gives what the run could be taken up from now.
    fn round(&mut self, round: &Round, memory: &dyn Fn() -> Memory);
    /// Now and then while the master of a round is being solved; objective and exchanges are of this moment.
    fn working(&mut self, _round: &Round) {}
    /// Whether to end with the best plan so far.
    fn is_stopped(&self) -> bool;
}

/// How a decomposition ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The gap was reached, or no way improves.
    Optimal,
    /// It was stopped.
    Stopped,
    /// No amounts keep all limits, or the simplex failed; the whole program has to say.
    Unsolved,
}

/// What a decomposition gives.
#[derive(Clone, Debug)]
pub struct Decomposed {
    /// How it ended.
    pub end: End,
    /// The plan, with prices of every row; empty when unsolved.
    pub plan: Plan,
    /// Lower bound proven by the plan's prices, by this module's own arithmetic, GJ.
    pub bound_gj: f64,
    /// The last round.
    pub last: Round,
    /// Columns of the master.
    pub columns: usize,
    /// Rows of the master.
    pub rows: usize,
    /// What a later plan can start from.
    pub memory: Memory,
}

/// Plans a continent by decomposition, from nothing or from what an earlier run kept.
pub fn decompose(
    network: &Network<'_>,
    reach: &Reach,
    accounting: Accounting,
    options: &Options,
    memory: Option<&Memory>,
    observer: &mut dyn Observer,
) -> Decomposed {
    let space = Space::new(network, accounting);
    if let Some(memory) = memory {
        let mut run = Run::take_up(&space, reach, memory, options);
        let end = run.improve(options, observer);
        return run.finish(end);
    }
    if let Some(joined) = parts::start(network, reach, accounting, options, observer) {
        let mut run = Run::take_up(&space, reach, &joined.memory, options);
        run.master.simplex.exchanges = joined.exchanges;
        if let Some(schedule) = &joined.schedule {
            run.put_stores(schedule);
        }
        if !joined.prices.is_empty() {
            let prices = memory::by_row(&joined.prices, &run.master);
            run.prove(&prices);
        }
        // Parts keep all limits but for what moving burns: a stop waits until that is mended.
        run.grace = 2 * EXCHANGES_BETWEEN_LOOKS + run.master.rows.len() as u64 / GRACE;
        let end = run.improve(options, observer);
        if end != End::Unsolved || observer.is_stopped() {
            return run.finish(end);
        }
    }
    let (mut run, _) = Run::start(&space, reach, options, observer);
    let end = run.improve(options, observer);
    run.finish(end)
}

struct Run<'a> {
    master: Master<'a>,
    sweeper: Sweeper,
    caps: Caps,
    best_bound_gj: f64,
    /// Prices by row that proved the best bound.
    best_prices: Vec<f64>,
    last: Round,
    /// Exchanges for which a stop may have to wait until nothing is broken.
    grace: u64,
    /// Whether what is missed at a charge may stay so, as in parts of a horizon: then charges count.
    counts_charges: bool,
}

impl<'a> Run<'a> {
    /// First-order phase, first paths, first basis; with the amounts that the basis comes from.
    fn start(
        space: &'a Space<'a>,
        reach: &Reach,
        options: &Options,
        observer: &mut dyn Observer,
    ) -> (Self, equilibrium::Flows) {
        let (mut master, mut sweeper) = empty(space, reach, options);
        let start = ascent::ascend(&master, &mut sweeper, ascent::SHORT, || observer.is_stopped());
        let settled = equilibrium::settle(&mut master, &mut sweeper, &start, |standing| {
            observer.working(&Round {
                bound_gj: f64::NEG_INFINITY,
                objective_gj: standing.cost_gj,
                broken: standing.broken,
                ..Round::default()
            });
            observer.is_stopped()
        });
        let equilibrium::Settled { start, flows } = settled.unwrap_or_else(|| {
            sweeper.gates.clear();
            let start = if observer.is_stopped() {
                start
            } else {
                ascent::ascend(&master, &mut sweeper, ascent::LONG, || observer.is_stopped())
            };
            sweeper.rents.clone_from(&start.rents);
            equilibrium::Settled {
                start,
                flows: equilibrium::Flows::default(),
            }
        });
        let priced = sweeper.sweep(&master, &start.rows, Gates::Chained);
        let everything = vec![f64::INFINITY; master.rows.len()];
        sweeper.add_paths(&mut master, &everything);
        crash::take_flows(&mut master, &sweeper, &flows, &start.rows, &start.rents);
        (Self::from(master, sweeper, &start, priced), flows)
    }

    /// From what an earlier run kept: its ways and basis, charges from its prices, and the bound its prices prove here.
    fn take_up(space: &'a Space<'a>, reach: &Reach, memory: &Memory, options: &Options) -> Self {
        let (mut master, mut sweeper) = empty(space, reach, options);
        memory.put_into(&mut master);
        let prices = memory.prices_by_row(&master);
        let priced = sweeper.sweep(&master, &prices, Gates::AsGiven);
        let start = Start::of_prices(&master, prices);
        Self::from(master, sweeper, &start, priced)
    }

    /// With caps around the first prices.
    fn from(mut master: Master<'a>, sweeper: Sweeper, start: &Start, priced: Priced) -> Self {
        let caps = Caps::new(&mut master, start, &priced.rows);
        let is_proven = priced.bound_gj.is_finite();
        let counts_charges = master.space.burning.is_some();
        Self {
            master,
            sweeper,
            caps,
            best_bound_gj: if is_proven { priced.bound_gj } else { f64::NEG_INFINITY },
            best_prices: priced.given,
            last: Round::default(),
            grace: 0,
            counts_charges,
        }
    }

    /// What is in stores at the end counts at its value; so bounds that were proven without that hold no more.
    fn value_stores(&mut self, terminals: &[Terminal]) {
        self.master.value_levels(terminals);
        self.best_bound_gj = f64::NEG_INFINITY;
        let prices = self.best_prices.clone();
        self.prove(&prices);
    }

    /// Levels of stores start from those given; missing a balance is charged until none is missed. All other limits are kept at
    /// the start, and stay kept.
    fn put_stores(&mut self, schedule: &Schedule) {
        self.master.put_levels(&schedule.levels);
        self.caps.add_stores(&mut self.master, &schedule.charges_gj);
        self.caps.harden(&mut self.master);
    }

    /// Master, sweep, new ways; until the gap is reached, nothing improves or the observer ends it.
    fn improve(&mut self, options: &Options, observer: &mut dyn Observer) -> End {
        let mut raised = 0;
        loop {
            let outcome = self.solve_master(options.gap, observer);
            if outcome == Outcome::Failed || (outcome == Outcome::Unbounded && raised == PENALTY_RAISES) {
                return End::Unsolved;
            }
            if outcome == Outcome::Unbounded {
                // Something outside its bounds gains more than it is charged.
                raised += 1;
                self.master.simplex.raise_penalty(PENALTY_GROWTH);
                continue;
            }
            // A master that was cut short makes poor prices: no sweep at them.
            let is_cut = outcome == Outcome::Limit && observer.is_stopped();
            let added = if is_cut { 0 } else { self.sweep() };
            let broken = self.caps.raise(&mut self.master);
            self.take_stock(broken, outcome);
            let (master, prices, bound_gj) = (&self.master, &self.best_prices, self.best_bound_gj);
            observer.round(&self.last, &|| Memory::of(master, prices, bound_gj));
            if self.last.gap.is_some_and(|gap| gap <= options.gap) {
                return End::Optimal;
            }
            if observer.is_stopped() {
                return End::Stopped;
            }
            let is_settled = added == 0 && outcome != Outcome::Limit;
            if is_settled && broken == 0 && (self.counts_charges || outcome == Outcome::Optimal) {
                return End::Optimal;
            }
            if is_settled && self.caps.are_spent(&self.master) {
                if raised == PENALTY_RAISES {
                    return End::Unsolved;
                }
                raised += 1;
                self.master.simplex.raise_penalty(PENALTY_GROWTH);
            }
        }
    }

    /// Solves the master in portions, so that a stop is heard and progress is seen; not further than the gap asks.
    fn solve_master(&mut self, gap: f64, observer: &mut dyn Observer) -> Outcome {
        loop {
            let outcome = self.master.simplex.solve(EXCHANGES_BETWEEN_LOOKS);
            if outcome != Outcome::Limit || self.is_within(gap) || (observer.is_stopped() && !self.waits()) {
                self.master.simplex.end_perturbation();
                return outcome;
            }
            observer.working(&Round {
                round: self.last.round + 1,
                objective_gj: self.master.simplex.objective(),
                gap: None,
                exchanges: self.master.simplex.exchanges,
                bound_gj: self.best_bound_gj,
                paths: self.master.paths.len(),
                ..self.last
            });
        }
    }

    /// Whether the amounts are a plan whose gap is within what was asked.
    fn is_within(&self, gap: f64) -> bool {
        let objective_gj = self.objective_gj();
        objective_gj - self.best_bound_gj <= gap * objective_gj.abs()
            && (self.counts_charges || self.master.keeps_rows())
            && self.caps.broken(&self.master) == 0
    }

    fn objective_gj(&self) -> f64 {
        if self.counts_charges {
            self.master.simplex.charged_objective()
        } else {
            self.master.simplex.objective()
        }
    }

    /// Whether a stop has to wait for limits that are broken still; they are charged more and more meanwhile.
    fn waits(&mut self) -> bool {
        self.grace = self.grace.saturating_sub(EXCHANGES_BETWEEN_LOOKS);
        let waits = self.grace > 0 && !self.master.keeps_rows();
        if waits {
            self.caps.raise(&mut self.master);
        }
        waits
    }

    /// Prices everything at the master's prices; keeps the best bound; returns how many ways are new.
    fn sweep(&mut self) -> usize {
        let prices = self.master.simplex.prices().to_vec();
        self.prove(&prices);
        self.sweeper.add_paths(&mut self.master, &prices)
    }

    /// Prices everything at prices by row; keeps the bound if it is the best.
    fn prove(&mut self, prices: &[f64]) {
        let priced = self.sweeper.sweep(&self.master, prices, Gates::AsGiven);
        if priced.bound_gj > self.best_bound_gj {
            self.best_bound_gj = priced.bound_gj;
            self.best_prices = priced.given;
        }
    }

    fn take_stock(&mut self, broken: usize, outcome: Outcome) {
        let keeps_rows = matches!(outcome, Outcome::Optimal | Outcome::Limit) && self.master.keeps_rows();
        let objective_gj = self.objective_gj();
        let is_plan = broken == 0 && (keeps_rows || self.counts_charges);
        let gap = (objective_gj - self.best_bound_gj) / objective_gj.abs().max(f64::MIN_POSITIVE);
        self.last = Round {
            round: self.last.round + 1,
            bound_gj: self.best_bound_gj,
            objective_gj,
            broken,
            gap: is_plan.then_some(if objective_gj == self.best_bound_gj { 0.0 } else { gap }),
            paths: self.master.paths.len(),
            active_rows: self.master.active_rows(),
            exchanges: self.master.simplex.exchanges,
        };
    }

    fn finish(mut self, end: End) -> Decomposed {
        let (plan, bound_gj) = if end == End::Unsolved {
            (Plan::default(), self.best_bound_gj)
        } else {
            let share = if self.last.gap.is_some() {
                1.0
            } else {
                self.master.share_that_fits()
            };
            answer::plan(&self.master, &mut self.sweeper, &self.best_prices, share)
        };
        Decomposed {
            end,
            plan,
            bound_gj,
            last: self.last,
            columns: self.master.simplex.column_count(),
            rows: self.master.simplex.row_count(),
            memory: Memory::of(&self.master, &self.best_prices, self.best_bound_gj),
        }
    }
}

/// A master without paths, and work space for sweeps on the farm that was given, else on threads.
fn empty<'a>(space: &'a Space<'a>, reach: &Reach, options: &Options) -> (Master<'a>, Sweeper) {
    let mut sweeper = Sweeper::new(space);
    match &options.farm {
        Some(farm) => sweeper.set_farm(Arc::clone(farm)),
        None => sweeper.set_threads(options.threads),
    }
    (Master::new(space, reach), sweeper)
}

/// How often the charge for what must not be broken is raised before the program is left to another method.
const PENALTY_RAISES: usize = 3;
/// By how much.
const PENALTY_GROWTH: f64 = 30.0;
/// Rows for each exchange that a stop may have to wait for, beyond a few looks.
const GRACE: u64 = 20;
/// Exchanges between two looks at whether to stop.
const EXCHANGES_BETWEEN_LOOKS: u64 = 1_000;
