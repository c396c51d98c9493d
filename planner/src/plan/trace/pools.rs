//! The plan as pools and what moves between them.
//!
//! A pool is one commodity at one node, or in one store, in one period. All that enters a pool mixes; all that
//! leaves it carries the same mix. Invariant: every amount of the plan's balances is exactly one record here.

use crate::plan::rows::{Direction, Origin, Plan, Sink};
use crate::plan::terms::{
    Spending, asked, head, kept_by_link, kept_by_store, link_spending, process_posted_gj, store_spending, tail,
};
use data::model::{
    Accounting, CommodityIndex, Continent, LinkIndex, NodeIndex, PeriodIndex, Process, Quantity, SiteIndex, Stage,
    StoreEnds, StoreIndex, TradeDirection,
};
use std::collections::BTreeMap;

/// Position of a pool in [`Pools::pools`].
pub type PoolIndex = u32;

/// Where a pool is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// At a node.
    Node(NodeIndex),
    /// In a store.
    Store(StoreIndex),
}

/// One commodity at one place in one period. Pools are sorted in the order of these fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pool {
    /// What.
    pub commodity: CommodityIndex,
    /// When.
    pub period: PeriodIndex,
    /// Where.
    pub place: Place,
}

/// How a commodity gets from one of its pools to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoveKind {
    /// Along a link or through a terminal.
    Link(LinkIndex, Direction),
    /// Into a store.
    Charge(StoreIndex),
    /// Out of a store.
    Discharge(StoreIndex),
    /// In a store, from one period to the next.
    Hold(StoreIndex),
}

/// A commodity on its way from one pool to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// Pool it leaves.
    pub from: PoolIndex,
    /// Pool it enters.
    pub to: PoolIndex,
    /// How.
    pub kind: MoveKind,
    /// Amount that departs, units of the commodity.
    pub departs: f64,
    /// Fraction that arrives.
    pub keep: f64,
    /// Energy posted for it, GJ.
    pub posted_gj: f64,
    /// Carrier burnt for it: pool, and amount in units of the carrier.
    pub burnt: Option<(PoolIndex, f64)>,
}

/// One site at work in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Making {
    /// Which site.
    pub site: SiteIndex,
    /// When.
    pub period: PeriodIndex,
    /// Stage under which its own energy is shown.
    pub stage: Stage,
    /// Energy posted for it, GJ.
    pub posted_gj: f64,
    /// Materials used: pool and amount.
    pub inputs: Vec<(PoolIndex, f64)>,
    /// Carriers burnt: pool and amount.
    pub burns: Vec<(PoolIndex, f64)>,
    /// Products: pool, amount and share of the embodied energy.
    pub outputs: Vec<(PoolIndex, f64, f64)>,
}

/// What enters the plan ready-made: imports, and stocks held before the first period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Pool it enters.
    pub pool: PoolIndex,
    /// Which import or store.
    pub origin: Origin,
    /// Amount, units of the commodity.
    pub amount: f64,
    /// Energy posted for it, GJ.
    pub posted_gj: f64,
}

/// What leaves the plan for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exit {
    /// Pool it leaves.
    pub pool: PoolIndex,
    /// Where it ends.
    pub sink: Sink,
    /// Amount, units of the commodity.
    pub amount: f64,
}

/// All pools of a plan and what moves between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pools {
    /// The pools, sorted.
    pub pools: Vec<Pool>,
    /// Journeys of commodities, sorted by pool left, pool entered and kind.
    pub moves: Vec<Move>,
    /// Sites at work, in order of period and site.
    pub makings: Vec<Making>,
    /// Imports and stocks.
    pub entries: Vec<Entry>,
    /// Deliveries, exports, spill and stocks left, sorted by pool and sink.
    pub exits: Vec<Exit>,
    /// All that leaves each pool, units of its commodity.
    pub outflow: Vec<f64>,
    /// All that enters each pool, units of its commodity.
    pub inflow: Vec<f64>,
}

impl Pools {
    /// The pools of a plan.
    #[must_use]
    pub fn new(continent: &Continent, accounting: Accounting, plan: &Plan) -> Self {
        let mut builder = Builder {
            continent,
            accounting,
            positions: BTreeMap::new(),
            built: Self::default(),
        };
        builder.add_flows(plan);
        builder.add_production(plan);
        builder.add_storage(plan);
        builder.add_trade(plan);
        builder.add_deliveries(plan);
        for spill in &plan.spills {
            builder.add_exit(
                spill.commodity,
                spill.period,
                Place::Node(spill.node),
                Sink::Spill,
                spill.amount,
            );
        }
        builder.finish()
    }

    /// Moves out of a pool.
    #[must_use]
    pub fn moves_out(&self, pool: PoolIndex) -> &[Move] {
        let first = self.moves.partition_point(|m| m.from < pool);
        let count = self.moves[first..].partition_point(|m| m.from == pool);
        &self.moves[first..first + count]
    }

    /// The pool of a commodity at a place in a period, if anything is in it.
    #[must_use]
    pub fn find(&self, pool: &Pool) -> Option<PoolIndex> {
        self.pools.binary_search(pool).ok().map(|position| position as u32)
    }
}

/// Shares of the outputs in the embodied energy, made to sum to 1; equal where none are given.
fn embodied_shares(process: &Process) -> Vec<f64> {
    let all: f64 = process.embodied_shares.iter().sum();
    let count = process.outputs.len();
    if all > 0.0 && process.embodied_shares.len() == count {
        process.embodied_shares.iter().map(|share| share / all).collect()
    } else {
        vec![1.0 / count as f64; count]
    }
}

struct Builder<'a> {
    continent: &'a Continent,
    accounting: Accounting,
    positions: BTreeMap<Pool, PoolIndex>,
    built: Pools,
}

impl Builder<'_> {
    /// The pool's provisional number, in order of first mention.
    fn pool(&mut self, commodity: CommodityIndex, period: PeriodIndex, place: Place) -> PoolIndex {
        let next = self.positions.len() as u32;
        *self
            .positions
            .entry(Pool {
                commodity,
                period,
                place,
            })
            .or_insert(next)
    }

    /// What `amount` units spend at a node: GJ posted, and the carrier's pool and amount.
    fn spend(
        &mut self,
        spending: Spending,
        amount: f64,
        period: PeriodIndex,
        node: NodeIndex,
    ) -> (f64, Option<(PoolIndex, f64)>) {
        let burnt = spending
            .burnt
            .map(|(carrier, per_unit)| (self.pool(carrier, period, Place::Node(node)), per_unit * amount));
        (spending.posted_gj * amount, burnt)
    }

    fn add_flows(&mut self, plan: &Plan) {
        for flow in plan.flows.iter().filter(|f| f.amount > 0.0) {
            let departure = tail(self.continent, flow.link, flow.direction);
            let arrival = head(self.continent, flow.link, flow.direction);
            let spending = link_spending(self.continent, self.accounting, flow.link, flow.commodity);
            let (posted_gj, burnt) = self.spend(spending, flow.amount, flow.period, departure);
            let made = Move {
                from: self.pool(flow.commodity, flow.period, Place::Node(departure)),
                to: self.pool(flow.commodity, flow.period, Place::Node(arrival)),
                kind: MoveKind::Link(flow.link, flow.direction),
                departs: flow.amount,
                keep: kept_by_link(self.continent, flow.link),
                posted_gj,
                burnt,
            };
            self.built.moves.push(made);
        }
    }

    fn add_production(&mut self, plan: &Plan) {
        let (continent, accounting) = (self.continent, self.accounting);
        for row in plan.production.iter().filter(|r| r.activity > 0.0) {
            let site = &continent[row.site];
            let process = &continent[site.process];
            let mut at_site = |quantity: &Quantity| {
                let pool = self.pool(quantity.commodity, row.period, Place::Node(site.node));
                (pool, quantity.amount * row.activity)
            };
            let inputs = process.inputs.iter().map(&mut at_site).collect();
            let burns = match accounting {
                Accounting::Closed => process.burns.iter().map(&mut at_site).collect(),
                Accounting::Direct => Vec::new(),
            };
            let shares = embodied_shares(process);
            let outputs = process.outputs.iter().zip(shares).map(|(output, share)| {
                let (pool, amount) = at_site(output);
                (pool, amount, share)
            });
            let making = Making {
                site: row.site,
                period: row.period,
                stage: process.stage,
                posted_gj: process_posted_gj(continent, accounting, site.process) * row.activity,
                inputs,
                burns,
                outputs: outputs.collect(),
            };
            self.built.makings.push(making);
        }
    }

    fn add_storage(&mut self, plan: &Plan) {
        let rows: BTreeMap<_, _> = plan.storage.iter().map(|r| ((r.store, r.period), r)).collect();
        for (&(store, period), row) in &rows {
            let kinds = [
                (MoveKind::Charge(store), row.charged),
                (MoveKind::Discharge(store), row.discharged),
            ];
            for (kind, amount) in kinds.into_iter().filter(|(_, amount)| *amount > 0.0) {
                self.add_store_move(kind, store, period, amount);
            }
            if row.level > 0.0 {
                self.add_level(store, period, row.level);
            }
        }
        self.add_first_stocks();
    }

    fn add_store_move(&mut self, kind: MoveKind, store: StoreIndex, period: PeriodIndex, amount: f64) {
        let record = &self.continent[store];
        let at_node = self.pool(record.commodity, period, Place::Node(record.node));
        let in_store = self.pool(record.commodity, period, Place::Store(store));
        let spending = store_spending(self.continent, self.accounting, store);
        let (posted_gj, burnt) = self.spend(spending, amount, period, record.node);
        let (from, to) = if matches!(kind, MoveKind::Charge(_)) {
            (at_node, in_store)
        } else {
            (in_store, at_node)
        };
        self.built.moves.push(Move {
            from,
            to,
            kind,
            departs: amount,
            keep: 1.0,
            posted_gj,
            burnt,
        });
    }

    /// The level at the end of a period goes on to the next, or round to the first, or is a stock that is left.
    fn add_level(&mut self, store: StoreIndex, period: PeriodIndex, level: f64) {
        let record = &self.continent[store];
        let following = PeriodIndex::from_position(period.position() + 1);
        let next = match record.ends {
            _ if following.position() < self.continent.periods.len() => following,
            StoreEnds::Cyclic => PeriodIndex::from_position(0),
            StoreEnds::Given { .. } => {
                self.add_exit(record.commodity, period, Place::Store(store), Sink::Stock, level);
                return;
            }
        };
        let held = Move {
            from: self.pool(record.commodity, period, Place::Store(store)),
            to: self.pool(record.commodity, next, Place::Store(store)),
            kind: MoveKind::Hold(store),
            departs: level,
            keep: kept_by_store(self.continent, store, next),
            posted_gj: 0.0,
            burnt: None,
        };
        self.built.moves.push(held);
    }

    fn add_first_stocks(&mut self) {
        let first = PeriodIndex::from_position(0);
        for (position, record) in self.continent.stores.iter().enumerate() {
            let store = StoreIndex::from_position(position);
            let StoreEnds::Given { initial, .. } = record.ends else {
                continue;
            };
            if initial > 0.0 && !self.continent.periods.is_empty() {
                let entry = Entry {
                    pool: self.pool(record.commodity, first, Place::Store(store)),
                    origin: Origin::Stock(store),
                    amount: initial * kept_by_store(self.continent, store, first),
                    posted_gj: 0.0,
                };
                self.built.entries.push(entry);
            }
        }
    }

    fn add_trade(&mut self, plan: &Plan) {
        for row in plan.trade.iter().filter(|r| r.amount > 0.0) {
            let trade = &self.continent.trades[row.trade.position()];
            let place = Place::Node(trade.node);
            match trade.direction {
                TradeDirection::Export => {
                    self.add_exit(trade.commodity, row.period, place, Sink::Export, row.amount);
                }
                TradeDirection::Import => {
                    let entry = Entry {
                        pool: self.pool(trade.commodity, row.period, place),
                        origin: Origin::Import(row.trade),
                        amount: row.amount,
                        posted_gj: trade.energy_gj * row.amount,
                    };
                    self.built.entries.push(entry);
                }
            }
        }
    }

    /// Demand and export minima less what the plan says is short.
    fn add_deliveries(&mut self, plan: &Plan) {
        let short: BTreeMap<_, f64> = plan
            .shortages
            .iter()
            .map(|s| ((s.period, s.node, s.commodity), s.amount))
            .collect();
        for period in self.continent.period_indices() {
            for ((node, commodity), amount) in asked(self.continent, period) {
                let missing = short.get(&(period, node, commodity)).copied().unwrap_or(0.0);
                self.add_exit(commodity, period, Place::Node(node), Sink::Demand, amount - missing);
            }
        }
    }

    fn add_exit(&mut self, commodity: CommodityIndex, period: PeriodIndex, place: Place, sink: Sink, amount: f64) {
        if amount > 0.0 {
            let pool = self.pool(commodity, period, place);
            self.built.exits.push(Exit { pool, sink, amount });
        }
    }

    /// Numbers the pools in their order, sorts everything, and adds up what enters and leaves each pool.
    fn finish(self) -> Pools {
        let mut built = self.built;
        let mut rank = vec![0; self.positions.len()];
        for (order, &provisional) in self.positions.values().enumerate() {
            rank[provisional as usize] = order as u32;
        }
        built.pools = self.positions.into_keys().collect();
        let renumber = |pool: &mut PoolIndex| *pool = rank[*pool as usize];
        for step in &mut built.moves {
            renumber(&mut step.from);
            renumber(&mut step.to);
            if let Some((pool, _)) = &mut step.burnt {
                renumber(pool);
            }
        }
        for making in &mut built.makings {
            making
                .inputs
                .iter_mut()
                .chain(&mut making.burns)
                .for_each(|(pool, _)| renumber(pool));
            making.outputs.iter_mut().for_each(|(pool, _, _)| renumber(pool));
        }
        built.entries.iter_mut().for_each(|entry| renumber(&mut entry.pool));
        built.exits.iter_mut().for_each(|exit| renumber(&mut exit.pool));
        built.moves.sort_by_key(|m| (m.from, m.to, m.kind));
        built.makings.sort_by_key(|m| (m.period, m.site));
        built.exits.sort_by_key(|e| (e.pool, e.sink));
        built.exits.dedup_by(|later, earlier| {
            let same = (later.pool, later.sink) == (earlier.pool, earlier.sink);
            earlier.amount += if same { later.amount } else { 0.0 };
            same
        });
        built.add_up();
        built
    }
}

impl Pools {
    fn add_up(&mut self) {
        let mut inflow = vec![0.0; self.pools.len()];
        let mut outflow = vec![0.0; self.pools.len()];
        for step in &self.moves {
            outflow[step.from as usize] += step.departs;
            inflow[step.to as usize] += step.departs * step.keep;
            if let Some((pool, amount)) = step.burnt {
                outflow[pool as usize] += amount;
            }
        }
        for making in &self.makings {
            for &(pool, amount) in making.inputs.iter().chain(&making.burns) {
                outflow[pool as usize] += amount;
            }
            for &(pool, amount, _) in &making.outputs {
                inflow[pool as usize] += amount;
            }
        }
        for entry in &self.entries {
            inflow[entry.pool as usize] += entry.amount;
        }
        for exit in &self.exits {
            outflow[exit.pool as usize] += exit.amount;
        }
        self.inflow = inflow;
        self.outflow = outflow;
    }
}
