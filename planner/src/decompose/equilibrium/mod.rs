//! Second first-order phase: demand shares itself out over chains until no limit is broken.
//!
//! Each sink holds a few chains, from its sources on, and an amount on each. Prices of limits rise with use above what
//! there is (the augmented Lagrangian), so that a chain grows dearer as it fills up, and amounts settle where the chains in
//! use cost the same. The sweep finds new chains at the prices of the moment. Then what prices have risen by becomes part
//! of the multipliers, and it goes on. As in traffic assignment under capacities (Larsson and Patriksson, An augmented
//! Lagrangean dual algorithm for link capacity side constrained traffic assignment problems, Transportation Research B 29,
//! 1995), on the simplicial decomposition of von Hohenbalken (Mathematical Programming 13, 1977); the step between two
//! chains is that of gradient projection (Jayakrishnan et al., Transportation Research Record 1443, 1994).
//!
//! The prices of a sweep stand between those of the moment and the best ones so far (smoothing of dual prices: Wentges,
//! Weighted Dantzig-Wolfe decomposition, International Transactions in Operational Research 4, 1997): where many small
//! sites compete, prices of the moment jump between them.
//!
//! Gates of byproducts are limits as well: what is used of them less what is made. A process that makes several goods may
//! run for any of them, so it is a sink of its own, which may also stand still.
//!
//! Ends with prices that prove nearly the optimum, and with amounts on ways that nearly keep all limits.

mod footprint;
mod limits;
mod sinks;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
mod trees;

pub(super) use trees::Flows;

use super::ascent::Start;
use super::master::Master;
use super::sweep::{Gates, Priced, Sweeper};
use crate::plan::rows::PricedRow;
use data::model::PeriodIndex;
use footprint::{Tracer, View};
use limits::Limits;
use sinks::{Asker, Sink};
use trees::Trees;

/// Most rounds.
const ROUNDS: usize = 400;
/// Rounds between two steps of the multipliers.
const ROUNDS_PER_STEP: usize = 4;
/// Rounds between two looks at which trees are still used.
const ROUNDS_PER_TIDYING: usize = 10;
/// Rounds without a better bound after which the market is given up.
const PATIENCE: usize = 48;
/// Weight of the best prices so far in those that a sweep finds chains at.
const SMOOTHING: f64 = 0.65;
/// Relative distance of cost and bound at which it is settled.
const SETTLED: f64 = 3e-3;

/// What the phase ends with.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    /// Prices.
    pub(super) start: Start,
    /// Amounts on ways and activities.
    pub(super) flows: Flows,
}

/// Where the phase stands after a round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Best bound so far, of quick sweeps: not yet a proof, GJ.
    pub(super) bound_gj: f64,
    /// Posted energy of all chains, GJ.
    pub(super) cost_gj: f64,
    /// What breaking limits, and not using those with a price, amounts to, GJ.
    pub(super) unrest_gj: f64,
    /// Limits used above what there is by more than a thousandth.
    pub(super) broken: usize,
}

/// Runs the phase from the prices of an earlier one; none where it does not find better ones. `watch` is told where it
/// stands and says whether to stop.
pub(super) fn settle(
    master: &mut Master<'_>,
    sweeper: &mut Sweeper,
    start: &Start,
    mut watch: impl FnMut(&Standing) -> bool,
) -> Option<Settled> {
    let mut market = Market::new(master, sweeper, start.clone());
    let first_bound_gj = market.priced.bound_gj;
    for round in 0..ROUNDS {
        market.sweep(master, sweeper, round);
        market.trade(master, sweeper, round);
        let standing = market.standing();
        let is_stuck = round >= market.best_round + PATIENCE;
        if watch(&standing) || is_stuck || market.is_settled(&standing, round) {
            break;
        }
        if (round + 1).is_multiple_of(ROUNDS_PER_STEP) {
            market.limits.step();
        }
        if (round + 1).is_multiple_of(ROUNDS_PER_TIDYING) {
            market.tidy();
        }
    }
    let is_better = market.best_bound_gj >= first_bound_gj;
    is_better.then(|| market.finish(master, sweeper))
}

struct Market {
    limits: Limits,
    /// By period.
    sinks: Vec<Vec<Sink>>,
    tracers: Vec<Tracer>,
    trees: Trees,
    work: Vec<f32>,
    now: Start,
    priced: Priced,
    best: Start,
    best_gates: Vec<f64>,
    best_bound_gj: f64,
    best_round: usize,
}

impl Market {
    fn new(master: &Master<'_>, sweeper: &mut Sweeper, mut start: Start) -> Self {
        let priced = sweeper.sweep(master, &start.rows, Gates::Quick);
        limits::budget_scales(master, &priced.rows, &mut start.scales);
        let limits = Limits::new(master, &start, &priced.rows);
        let periods = master.space.network.continent.periods.len();
        Self {
            sinks: sinks(master, &limits),
            tracers: vec![Tracer::new(master, &limits); periods],
            trees: Trees::default(),
            work: vec![0.0; limits.count()],
            now: start.clone(),
            priced,
            best: start,
            best_gates: Vec::new(),
            best_bound_gj: f64::NEG_INFINITY,
            best_round: 0,
            limits,
        }
    }

    /// Prices everything at what limits cost now.
    fn sweep(&mut self, master: &Master<'_>, sweeper: &mut Sweeper, round: usize) {
        let (rows, seen) = (master.rows.len(), &self.limits.seen);
        sweeper.gates.resize(rows, f64::INFINITY);
        self.now.rows.clone_from(&self.priced.rows);
        for (row, meaning) in master.rows.iter().enumerate() {
            match meaning.row {
                PricedRow::Link(_) | PricedRow::Budget(_) => self.now.rows[row] = -seen[row],
                PricedRow::Balance(..) if self.limits.is_main_output[row] => sweeper.gates[row] = seen[row],
                PricedRow::Balance(..) if self.limits.is_gate[row] => self.now.rows[row] = seen[row],
                PricedRow::Balance(..) => {}
                PricedRow::Store(store) => {
                    let store = &master.space.network.continent[store];
                    let balance = master.balance_row(meaning.period, store.node, store.commodity);
                    self.now.rows[row] = -self.priced.rows[balance as usize].max(0.0);
                }
            }
        }
        self.now.rents.copy_from_slice(&seen[rows..]);
        self.smooth(master, &mut sweeper.gates);
        sweeper.rents.clone_from(&self.now.rents);
        self.priced = sweeper.sweep(master, &self.now.rows, Gates::Quick);
        if self.priced.bound_gj > self.best_bound_gj {
            (self.best_bound_gj, self.best_round) = (self.priced.bound_gj, round);
            self.best.clone_from(&self.now);
            self.best_gates.clone_from(&sweeper.gates);
        }
    }

    /// Draws the prices of all limits towards the best ones so far.
    fn smooth(&mut self, master: &Master<'_>, gates: &mut [f64]) {
        if self.best_gates.is_empty() {
            return;
        }
        let mix = |now: &mut f64, best: f64| *now += SMOOTHING * (best - *now);
        for (row, meaning) in master.rows.iter().enumerate() {
            match meaning.row {
                PricedRow::Balance(..) if self.limits.is_main_output[row] => mix(&mut gates[row], self.best_gates[row]),
                PricedRow::Balance(..) if !self.limits.is_gate[row] => {}
                PricedRow::Store(_) => {}
                _ => mix(&mut self.now.rows[row], self.best.rows[row]),
            }
        }
        for (now, best) in self.now.rents.iter_mut().zip(&self.best.rents) {
            mix(now, *best);
        }
    }

    /// New chains for everyone, then amounts move.
    fn trade(&mut self, master: &Master<'_>, sweeper: &Sweeper, round: usize) {
        let is_first_of_step = round.is_multiple_of(ROUNDS_PER_STEP);
        if is_first_of_step {
            self.limits.hold_gates(&self.priced.rows);
            self.limits.hold_rents(master, &self.priced.rows);
        }
        let tree = self.trees.keep(master, sweeper);
        for position in 0..self.sinks.len() {
            self.offer(master, sweeper, PeriodIndex::from_position(position), tree);
        }
        if is_first_of_step {
            self.limits.made.fill(0.0);
            for sink in self.sinks.iter().flatten() {
                sink.add_made(&self.limits.is_gate, &mut self.limits.made);
            }
            self.limits.set_steepness();
        }
        for sink in self.sinks.iter_mut().flatten() {
            sink.shift(&mut self.limits, &mut self.work);
        }
    }

    fn offer(&mut self, master: &Master<'_>, sweeper: &Sweeper, period: PeriodIndex, tree: u32) {
        let tracer = &mut self.tracers[period.position()];
        tracer.trace(View::new(master, sweeper, &self.limits, period));
        for sink in &mut self.sinks[period.position()] {
            match sink.asker {
                Asker::Demand(row) => {
                    let PricedRow::Balance(node, commodity) = master.rows[row as usize].row else {
                        continue;
                    };
                    if let Some((cost, uses)) = tracer.of(master.space.cell(node, commodity)) {
                        sink.offer(cost, uses, tree, &mut self.limits);
                    }
                }
                Asker::Joint(column) => {
                    let view = View::new(master, sweeper, &self.limits, period);
                    if let Some((cost, uses)) = tracer.of_activity(view, column as usize) {
                        sink.offer(cost, &uses, tree, &mut self.limits);
                    }
                }
            }
        }
    }

    fn standing(&self) -> Standing {
        Standing {
            bound_gj: self.best_bound_gj,
            cost_gj: self.sinks.iter().flatten().map(Sink::cost_gj).sum(),
            unrest_gj: self.limits.unrest_gj(),
            broken: self.limits.broken(),
        }
    }

    /// Whether a step has just been finished after which cost and bound agree, and limits with a price are kept.
    fn is_settled(&self, standing: &Standing, round: usize) -> bool {
        let distance_gj = (standing.cost_gj - standing.bound_gj).abs() + standing.unrest_gj;
        (round + 1).is_multiple_of(ROUNDS_PER_STEP) && distance_gj <= SETTLED * standing.cost_gj.abs()
    }

    fn tidy(&mut self) {
        let mut is_used = vec![false; self.trees.count()];
        for chain in self.sinks.iter().flatten().flat_map(|sink| &sink.chains) {
            is_used[chain.tree as usize] = true;
        }
        self.trees.drop_unused(&is_used);
    }

    /// Leaves the rents and gates of the best prices with the sweeper and puts all amounts on ways.
    fn finish(self, master: &mut Master<'_>, sweeper: &mut Sweeper) -> Settled {
        sweeper.rents.clone_from(&self.best.rents);
        sweeper.gates.clone_from(&self.best_gates);
        let mut asked = vec![Vec::new(); self.trees.count()];
        let mut run = asked.clone();
        for sink in self.sinks.iter().flatten() {
            for chain in sink.served() {
                match sink.asker {
                    Asker::Demand(row) => asked[chain.tree as usize].push((row, chain.amount)),
                    Asker::Joint(column) => run[chain.tree as usize].push((column, chain.amount)),
                }
            }
        }
        let mut flows = Flows::default();
        for (tree, (asked, run)) in asked.iter().zip(&run).enumerate() {
            if !asked.is_empty() || !run.is_empty() {
                self.trees.unload(master, tree, asked, run, &mut flows);
            }
        }
        Settled {
            start: self.best,
            flows,
        }
    }
}

/// All sinks, by period: demand, then joint processes.
#[allow(
    clippy::cast_possible_truncation,
    reason = "rows and columns of a master are counted in u32"
)]
fn sinks(master: &Master<'_>, limits: &Limits) -> Vec<Vec<Sink>> {
    let mut sinks = vec![Vec::new(); master.space.network.continent.periods.len()];
    for (row, meaning) in master.rows.iter().enumerate() {
        let asked = master.right_hand_sides[row];
        if matches!(meaning.row, PricedRow::Balance(..)) && asked > 0.0 {
            sinks[meaning.period.position()].push(Sink::new(Asker::Demand(row as u32), asked));
        }
    }
    for column in &limits.joint {
        let (rows, _) = master.simplex.entries(master.fixed_columns[*column]);
        let period = master.rows[rows[0] as usize].period;
        let most = master.fixed.program.upper[*column];
        sinks[period.position()].push(Sink::new(Asker::Joint(*column as u32), most));
    }
    sinks
}
