//! What is asked, the chains that serve it, and how amounts move from dear chains to the cheapest.

use super::footprint::Use;
use super::limits::Limits;

/// A new chain must be cheaper than the cheapest known by this share.
const LEAST_GAIN: f64 = 1e-4;
/// Rounds that a chain without an amount is kept: it may be wanted again.
const KEPT_IDLE: u32 = 4;
/// Share of what is asked below which an amount counts as nothing.
const NOTHING: f64 = 1e-9;

/// One way to serve a sink, all the way back.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    /// Posted energy of one unit, GJ.
    cost: f64,
    /// Energy of a unit with what limits charged when amounts were last moved, GJ.
    price: f64,
    pub(super) amount: f64,
    /// Round whose prices it was the best at.
    pub(super) tree: u32,
    idle: u32,
    uses: Box<[Use]>,
}

/// What asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// Demand of a balance, by row of the master.
    Demand(u32),
    /// A joint process, by column of the fixed part: it may stand still, which is its first chain.
    Joint(u32),
}

/// An amount that is asked, and how it is served.
#[derive(Clone, Debug)]
pub(super) struct Sink {
    pub(super) asker: Asker,
    asked: f64,
    pub(super) chains: Vec<Chain>,
}

impl Chain {
    /// Its price; without an amount that of the last time it was looked at.
    fn price_about(&self, seen: &[f64]) -> f64 {
        if self.amount > 0.0 {
            self.price_at(seen)
        } else {
            self.price
        }
    }

    fn price_at(&self, seen: &[f64]) -> f64 {
        price(self.cost, &self.uses, seen)
    }
}

/// Energy of a unit at the prices of limits, GJ.
fn price(cost: f64, uses: &[Use], seen: &[f64]) -> f64 {
    let paid: f64 = uses
        .iter()
        .map(|(limit, use_)| f64::from(*use_) * seen[*limit as usize])
        .sum();
    cost + paid
}

impl Sink {
    /// A sink that is not served yet; a joint process stands still.
    pub(super) fn new(asker: Asker, asked: f64) -> Self {
        let still = Chain {
            cost: 0.0,
            price: 0.0,
            amount: asked,
            tree: 0,
            idle: 0,
            uses: Box::default(),
        };
        let chains = match asker {
            Asker::Demand(_) => Vec::new(),
            Asker::Joint(_) => vec![still],
        };
        Self { asker, asked, chains }
    }

    /// Takes a chain that is cheaper than all that are known; the first one serves everything.
    pub(super) fn offer(&mut self, cost: f64, uses: &[Use], tree: u32, limits: &mut Limits) {
        let known = self.chains.iter().map(|chain| chain.price_about(&limits.seen));
        let least = known.fold(f64::INFINITY, f64::min);
        let is_first = self.chains.is_empty();
        let price = price(cost, uses, &limits.seen);
        if !is_first && price >= least - LEAST_GAIN * least.abs() - NOTHING {
            return;
        }
        let amount = if is_first { self.asked } else { 0.0 };
        self.chains.push(Chain {
            cost,
            price,
            amount,
            tree,
            idle: 0,
            uses: uses.into(),
        });
        if is_first {
            for (limit, use_) in uses {
                limits.add_load(*limit as usize, amount * f64::from(*use_));
            }
        }
    }

    /// Moves amounts from dearer chains to the cheapest, each as far as the two then cost the same (a Newton step on the
    /// quadratic that prices make along the move). `work` is zero for every limit, and is again afterwards.
    pub(super) fn shift(&mut self, limits: &mut Limits, work: &mut [f32]) {
        if self.chains.len() < 2 {
            return;
        }
        for chain in &mut self.chains {
            chain.price = price(chain.cost, &chain.uses, &limits.seen);
        }
        let least = self.cheapest();
        let cheapest = std::mem::take(&mut self.chains[least].uses);
        cheapest.iter().for_each(|(limit, use_)| work[*limit as usize] = *use_);
        for other in (0..self.chains.len()).filter(|at| *at != least) {
            if self.chains[other].amount > 0.0 && self.chains[other].price > self.chains[least].price {
                self.shift_between(other, least, &cheapest, limits, work);
            }
        }
        cheapest.iter().for_each(|(limit, _)| work[*limit as usize] = 0.0);
        self.chains[least].uses = cheapest;
        self.forget(least);
    }

    fn cheapest(&self) -> usize {
        let price = |at: usize| self.chains[at].price;
        (0..self.chains.len()).fold(0, |best, at| if price(at) < price(best) { at } else { best })
    }

    fn shift_between(&mut self, from: usize, to: usize, cheapest: &[Use], limits: &mut Limits, work: &[f32]) {
        let seen = &limits.seen;
        let gain = self.chains[from].price_at(seen) - price(self.chains[to].cost, cheapest, seen);
        if gain <= 0.0 {
            return;
        }
        let squares: f64 = cheapest
            .iter()
            .map(|(limit, b)| limits.slope(*limit as usize) * f64::from(*b).powi(2))
            .sum();
        let chain = &mut self.chains[from];
        let differences = chain.uses.iter().map(|(limit, a)| {
            let (a, b) = (f64::from(*a), f64::from(work[*limit as usize]));
            limits.slope(*limit as usize) * a * (a - 2.0 * b)
        });
        let slope = squares + differences.sum::<f64>();
        let amount = (gain / slope.max(f64::MIN_POSITIVE)).min(chain.amount);
        chain.amount -= amount;
        for (limit, use_) in &chain.uses {
            limits.add_load(*limit as usize, -amount * f64::from(*use_));
        }
        self.chains[to].amount += amount;
        for (limit, use_) in cheapest {
            limits.add_load(*limit as usize, amount * f64::from(*use_));
        }
    }

    fn forget(&mut self, least: usize) {
        let nothing = NOTHING * self.asked;
        for at in 0..self.chains.len() {
            if self.chains[at].amount > nothing || at == least {
                self.chains[at].idle = 0;
                continue;
            }
            let rest = std::mem::take(&mut self.chains[at].amount);
            self.chains[least].amount += rest;
            self.chains[at].idle += 1;
        }
        let may_stand_still = matches!(self.asker, Asker::Joint(_));
        let mut at = 0;
        self.chains.retain(|chain| {
            let is_kept = chain.idle <= KEPT_IDLE || at == least || (at == 0 && may_stand_still);
            at += 1;
            is_kept
        });
    }

    /// Chains with an amount that is worth a column.
    pub(super) fn served(&self) -> impl Iterator<Item = &Chain> {
        let nothing = 1e-6 * self.asked;
        let still = usize::from(matches!(self.asker, Asker::Joint(_)));
        self.chains
            .iter()
            .skip(still)
            .filter(move |chain| chain.amount > nothing)
    }

    /// Posted energy, GJ.
    pub(super) fn cost_gj(&self) -> f64 {
        self.chains.iter().map(|chain| chain.cost * chain.amount).sum()
    }

    /// Adds what its chains use of each limit.
    #[cfg(test)]
    pub(super) fn add_uses(&self, used: &mut [f64]) {
        for chain in &self.chains {
            for (limit, use_) in &chain.uses {
                used[*limit as usize] += chain.amount * f64::from(*use_);
            }
        }
    }

    /// Adds to `made` what its chains make at gates.
    pub(super) fn add_made(&self, is_gate: &[bool], made: &mut [f64]) {
        for chain in self.chains.iter().filter(|chain| chain.amount > 0.0) {
            for (limit, use_) in chain
                .uses
                .iter()
                .filter(|(limit, use_)| *use_ < 0.0 && is_gate[*limit as usize])
            {
                made[*limit as usize] -= chain.amount * f64::from(*use_);
            }
        }
    }
}
