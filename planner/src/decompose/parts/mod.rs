//! A horizon in parts: every period on its own at levels of stores that are given, then all of them joined.
//!
//! Periods share nothing but stores. The horizon as one long period is solved first; it says what sites make and what
//! things are worth, and from what each place makes and asks in season follow levels of its stores. With levels given each
//! period is a master of its own, small and quick, that starts from the basis of the one before. Their bases side by side
//! are a basis of the whole, and its levels, which are neither basic nor at a bound at first, move from where they are.
//!
//! What moving burns is taken as given ([`super::burning`]) until all periods are joined.
//!
//! Invariant: a start only. The last master is the true one, of all periods.

mod join;
mod schedule;
mod slice;

use super::burning::Burning;
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

/// What a master leaves for the next one.
#[derive(Clone, Debug, Default)]
struct State {
    memory: Memory,
    burning: Burning,
}

/// What all parts have in common.
struct Task<'a> {
    reach: &'a Reach,
    accounting: Accounting,
    options: &'a Options,
}

/// How the stores of a part are held.
#[derive(Clone, Copy)]
enum Stores<'a> {
    /// As the program says.
    Free,
    /// To the levels of the slice, at a charge by store for what is missed.
    Held(&'a Schedule),
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
    if !has_parts(continent) {
        return None;
    }
    let task = Task {
        reach,
        accounting,
        options,
    };
    let (mut state, mut schedule) = task.whole(continent, observer)?;
    let mut all = State::default();
    let mut hours: f64 = continent.periods.iter().map(|period| period.hours).sum();
    for period in continent.period_indices() {
        let part = slice::period(continent, period, &schedule.levels);
        state.burning = state.burning.stretched(continent[period].hours / hours);
        hours = continent[period].hours;
        let part = Network::new(&part);
        for _ in 0..PASSES {
            task.pass(&part, &mut state, Stores::Held(&schedule), observer)?;
        }
        join::append(&mut all.memory, &state.memory, period);
        all.burning.append(&state.burning);
    }
    for _ in 0..JOINED_PASSES {
        let levels = task.pass(network, &mut all, Stores::Joined(&schedule), observer)?;
        schedule.levels = levels;
    }
    Some(Joined {
        memory: all.memory,
        schedule,
    })
}

/// Several periods, and stores between them.
fn has_parts(continent: &Continent) -> bool {
    continent.periods.len() > 1 && !continent.stores.is_empty()
}

fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let f: Vec<&str> = s.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    (f[11].parse::<f64>().unwrap_or(0.0) + f[12].parse::<f64>().unwrap_or(0.0)) / 100.0
}

impl Task<'_> {
    /// The whole horizon as one period, and what follows from it for stores.
    fn whole(&self, continent: &Continent, observer: &mut dyn Observer) -> Option<(State, Schedule)> {
        let whole = slice::whole(continent);
        let network = Network::new(&whole);
        let mut state = self.market(&network, observer);
        for _ in 1..PASSES {
            self.pass(&network, &mut state, Stores::Free, observer)?;
        }
        let mut schedule = None;
        self.solve(&network, &mut state, Stores::Free, observer, |run| {
            schedule = Some(Schedule::of(&run.master, continent));
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
            Stores::Held(schedule) => run.hold_stores(schedule),
            Stores::Joined(schedule) => run.put_stores(schedule),
        }
        let options = Options {
            gap: self.options.gap.max(GAP),
            ..self.options.clone()
        };
        let t0 = cpu();
        let e0 = run.master.simplex.exchanges;
        if run.improve(&options, &mut Part { observer }) == End::Unsolved {
            return None;
        }
        if std::env::var("WP").is_ok() { eprintln!("pass cpu {:.1} +{:.1} rows {} obj {:.6e} exch {}", cpu(), cpu() - t0, run.master.rows.len(), run.last.objective_gj, run.master.simplex.exchanges - e0); }
        *state = State {
            memory: Memory::of(&run.master, &run.best_prices, run.best_bound_gj),
            burning: Burning::of(&run.master),
        };
        read(&run);
        Some(())
    }
}

/// Passes on how a part is getting on: nothing of it is a plan or a bound of the whole.
struct Part<'a> {
    observer: &'a mut dyn Observer,
}

impl Observer for Part<'_> {
    fn round(&mut self, round: &Round, _: &dyn Fn() -> Memory) {
        if std::env::var("WP").is_ok() {
            eprintln!("   {} bound {:.6e} obj {:.6e} broken {} gap {:?} paths {} exch {}", round.round, round.bound_gj, round.objective_gj, round.broken, round.gap, round.paths, round.exchanges);
        }
        self.working(round);
    }

    fn working(&mut self, round: &Round) {
        self.observer.working(&Round {
            round: 0,
            bound_gj: f64::NEG_INFINITY,
            gap: None,
            ..*round
        });
    }

    fn is_stopped(&self) -> bool {
        self.observer.is_stopped()
    }
}
