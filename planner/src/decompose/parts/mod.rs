//! A horizon in parts: one period after the other, each handing on what its stores hold, then all of them joined.
//!
//! Periods share nothing but stores. The horizon as one long period is solved first; it says what everything is worth, and its
//! prices, the same in every period, prove a bound of the whole. All periods of the continent in one place say what stores are
//! meant to hold. Then period after period is a master of its own, small and quick, that starts from the levels and the basis of
//! the one before; what its stores hold at its end counts at what it is worth in the horizon as one (a rolling horizon with terminal values: Chand, Hsu and Sethi, Manufacturing & Service Operations Management 4, 2002).
//! The last of them must leave what the first began with. So all parts together keep every row of the whole; their bases side
//! by side are a basis of it, whose levels, where they are neither basic nor at a bound, move from where they are.
//!
//! What moving burns is taken as given ([`super::burning`]) until all periods are joined.
//!
//! Invariant: a start only. The last master is the true one, of all periods.

mod coarse;
mod join;
mod schedule;
mod slice;

use super::burning::Burning;
use super::master::Terminal;
use super::memory::Memory;
use super::space::Space;
use super::{End, Observer, Options, Round, Run};
use crate::network::{Network, Reach};
use data::model::{Accounting, Continent};
pub(super) use join::Joined;
pub(super) use schedule::Schedule;

/// Gap of the parts; more digits would be lost when they are joined.
const GAP: f64 = 1e-4;
/// Passes over a part with what moving burns taken as given.
const PASSES: usize = 2;
/// The same over all periods joined.
const JOINED_PASSES: usize = 2;

/// Exchanges after which a part is left as it is: only a start is asked of it.
const MOST_EXCHANGES: u64 = 20_000;
/// The same for each row, where that is more.
const EXCHANGES_PER_ROW: u64 = 8;

/// What a master leaves for the next one.
#[derive(Clone, Debug, Default)]
struct State {
    memory: Memory,
    /// What moving burns at the end of the last pass.
    burning: Burning,
    /// What was taken as given in that pass: at it the basis keeps all limits.
    given: Burning,
    /// Exchanges so far.
    exchanges: u64,
}

/// What all parts have in common.
struct Task<'a> {
    reach: &'a Reach,
    accounting: Accounting,
    options: &'a Options,
    /// Whether moving burns carriers.
    burns: bool,
}

/// How the stores of a part are held.
#[derive(Clone, Copy)]
enum Stores<'a> {
    /// As the program says.
    Free,
    /// What they hold at the end counts at its value.
    Valued(&'a [Terminal]),
    /// From levels that are given, which may move.
    Joined(&'a Schedule),
}

/// Plans the parts; none where the horizon has none, or where one of them has no answer.
pub(super) fn start(
    network: &Network<'_>,
    reach: &Reach,
    accounting: Accounting,
    options: &Options,
    observer: &mut dyn Observer,
) -> Option<Joined> {
    let continent = network.continent;
    let task = Task {
        reach,
        accounting,
        options,
        burns: accounting == Accounting::Closed && continent.modes.iter().any(|mode| mode.carrier.is_some()),
    };
    if continent.periods.len() == 1 {
        return task.single(network, observer);
    }
    let (mut state, mut schedule) = task.whole(continent, observer)?;
    let whole = state.memory.prices.clone();
    let parts = task.roll(continent, &mut state, &mut schedule, observer)?;
    let mut all = State::default();
    for (period, part) in continent.period_indices().zip(&parts) {
        join::append(&mut all.memory, &part.memory, period);
        all.burning.append(&part.given);
    }
    for _ in 0..task.passes(JOINED_PASSES) {
        if observer.is_stopped() {
            break;
        }
        let levels = task.pass(network, &mut all, Stores::Joined(&schedule), observer)?;
        schedule.levels = levels;
    }
    Some(Joined {
        exchanges: state.exchanges + all.exchanges,
        memory: all.memory,
        schedule: Some(schedule),
        prices: join::repeated(&whole, continent),
    })
}

impl Task<'_> {
    /// Passes of `most` with what moving burns taken as given: none where it burns nothing.
    fn passes(&self, most: usize) -> usize {
        if self.burns { most } else { 0 }
    }

    /// A horizon of one period; none where taking what moving burns as given changes nothing.
    fn single(&self, network: &Network<'_>, observer: &mut dyn Observer) -> Option<Joined> {
        if !self.burns {
            return None;
        }
        let mut state = self.market(network, observer);
        for _ in 0..PASSES {
            self.pass(network, &mut state, Stores::Free, observer)?;
        }
        Some(Joined {
            exchanges: state.exchanges,
            memory: state.memory,
            schedule: None,
            prices: Vec::new(),
        })
    }

    /// Period after period; what each left, by period, with the levels put into the schedule.
    fn roll(
        &self,
        continent: &Continent,
        state: &mut State,
        schedule: &mut Schedule,
        observer: &mut dyn Observer,
    ) -> Option<Vec<State>> {
        let mut parts = vec![State::default(); continent.periods.len()];
        let mut hours: f64 = continent.periods.iter().map(|period| period.hours).sum();
        let order = schedule.order(continent);
        for (position, period) in order.iter().copied().enumerate() {
            let part = slice::period(continent, period, &schedule.levels);
            let terminals = schedule.terminals(period, position + 1 == order.len());
            state.burning = (state.burning.clone()).stretched(continent[period].hours / hours);
            hours = continent[period].hours;
            let network = Network::new(&part);
            for pass in 0..self.passes(PASSES).max(1) {
                // A run that is cut short goes on with the bases it has.
                if pass > 0 && observer.is_stopped() {
                    break;
                }
                let levels = self.pass(&network, state, Stores::Valued(&terminals), observer)?;
                schedule.set(period, &levels);
            }
            parts[period.position()] = state.clone();
        }
        Some(parts)
    }

    /// The whole horizon as one period, and what follows from it for stores.
    fn whole(&self, continent: &Continent, observer: &mut dyn Observer) -> Option<(State, Schedule)> {
        let whole = slice::whole(continent);
        let network = Network::new(&whole);
        let mut state = self.market(&network, observer);
        for _ in 1..self.passes(PASSES) {
            self.pass(&network, &mut state, Stores::Free, observer)?;
        }
        let mut schedule = None;
        self.solve(&network, &mut state, Stores::Free, observer, |run| {
            let levels = coarse::levels(continent, self.accounting, &Burning::of(&run.master));
            let levels = levels.unwrap_or_else(|| vec![vec![0.0; continent.periods.len()]; continent.stores.len()]);
            schedule = Some(Schedule::new(levels, &run.master, continent));
        })?;
        schedule.map(|schedule| (state, schedule))
    }

    /// First prices, first ways, first basis.
    fn market(&self, network: &Network<'_>, observer: &mut dyn Observer) -> State {
        let space = Space::new(network, self.accounting);
        let (run, flows) = Run::start(&space, self.reach, self.options, observer);
        State {
            memory: Memory::all_of(&run.master, &run.best_prices),
            burning: Burning::at(&run.master, |column| flows.of(column), &run.best_prices),
            ..State::default()
        }
    }

    /// Solves a part at what moving burns so far; returns its levels of stores.
    fn pass(
        &self,
        network: &Network<'_>,
        state: &mut State,
        stores: Stores<'_>,
        observer: &mut dyn Observer,
    ) -> Option<Vec<Vec<f64>>> {
        let mut levels = Vec::new();
        self.solve(network, state, stores, observer, |run| levels = run.master.levels())?;
        Some(levels)
    }

    fn solve(
        &self,
        network: &Network<'_>,
        state: &mut State,
        stores: Stores<'_>,
        observer: &mut dyn Observer,
        read: impl FnOnce(&Run<'_>),
    ) -> Option<()> {
        let space = Space::new(network, self.accounting).with_burning(state.burning.clone());
        let mut run = Run::take_up(&space, self.reach, &state.memory, self.options);
        match stores {
            Stores::Free => {}
            Stores::Valued(terminals) => run.value_stores(terminals),
            Stores::Joined(schedule) => run.put_stores(schedule),
        }
        let options = Options {
            gap: self.options.gap.max(GAP),
            ..self.options.clone()
        };
        let most_exchanges = MOST_EXCHANGES.max(EXCHANGES_PER_ROW * run.master.rows.len() as u64);
        let mut part = Part {
            observer,
            most_exchanges,
            exchanges: 0,
        };
        if run.improve(&options, &mut part) == End::Unsolved {
            return None;
        }
        *state = State {
            memory: Memory::of(&run.master, &run.best_prices, run.best_bound_gj),
            burning: Burning::of(&run.master),
            given: std::mem::take(&mut state.burning),
            exchanges: state.exchanges + run.master.simplex.exchanges,
        };
        read(&run);
        Some(())
    }
}

/// Passes on how a part is getting on: nothing of it is a plan or a bound of the whole.
struct Part<'a> {
    observer: &'a mut dyn Observer,
    most_exchanges: u64,
    exchanges: u64,
}

impl Observer for Part<'_> {
    fn round(&mut self, round: &Round, _: &dyn Fn() -> Memory) {
        self.working(round);
    }

    fn working(&mut self, round: &Round) {
        self.exchanges = round.exchanges;
        self.observer.working(&Round {
            round: 0,
            bound_gj: f64::NEG_INFINITY,
            gap: None,
            ..*round
        });
    }

    fn is_stopped(&self) -> bool {
        self.observer.is_stopped() || self.exchanges >= self.most_exchanges
    }
}
