//! Random flow patterns: decisions are drawn freely, then what is left over or missing in each balance becomes a
//! delivery or a supply, so every balance holds whatever was drawn.

use super::{add_commodity, add_link, add_mode, add_process, add_site, add_store, add_trade, continent};
use crate::plan::rows::{Direction, Flow, Plan, Production, Spill, Storage, TradeRow};
use crate::plan::terms::{kept_by_store, store_spending};
use crate::plan::trace::pools::{Place, Pools};
use data::model::{
    Accounting, CommodityIndex, Continent, Demand, LinkIndex, ModeIndex, NodeIndex, PeriodIndex, Profile, ProfileIndex,
    Provenance, SiteIndex, Stage, StoreEnds, StoreIndex, TradeDirection,
};
use std::collections::BTreeMap;

/// SplitMix64, so that a seed always draws the same plan.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn amount(&mut self) -> f64 {
        0.5 + 10.0 * self.unit()
    }

    fn chance(&mut self, of: f64) -> bool {
        self.unit() < of
    }
}

/// Size and nature of a random plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) nodes: usize,
    pub(crate) commodities: usize,
    pub(crate) periods: usize,
    pub(crate) links: usize,
    pub(crate) sites: usize,
    pub(crate) stores: usize,
    /// Whether goods may go round; otherwise flows go from earlier to later nodes, and sites make later commodities.
    pub(crate) cyclic: bool,
}

/// A continent and a plan whose balances hold.
pub(crate) fn random_plan(shape: Shape, accounting: Accounting, seed: u64) -> (Continent, Plan) {
    let mut draw = Draw(seed);
    let mut c = continent(shape.nodes, shape.periods);
    for k in 0..shape.commodities {
        add_commodity(&mut c, &format!("good-{k}"), 5.0 + k as f64);
    }
    add_modes(&mut c, &mut draw);
    add_links(&mut c, shape, &mut draw);
    add_sites(&mut c, shape, &mut draw);
    add_stores(&mut c, shape, &mut draw);
    let mut plan = Plan::default();
    draw_flows(&c, shape, &mut draw, &mut plan);
    draw_production(&c, &mut draw, &mut plan);
    draw_storage(&c, &mut draw, &mut plan);
    close_balances(&mut c, accounting, &mut draw, &mut plan);
    plan.normalise();
    (c, plan)
}

fn add_modes(c: &mut Continent, draw: &mut Draw) {
    let carrier = CommodityIndex::from_position(draw.below(c.commodities.len()));
    add_mode(c, "rail", Some(carrier), 0.3, 0.0);
    add_mode(c, "grid", None, 0.0, 0.1);
    add_mode(c, "road", None, 0.7, 0.0);
}

fn add_links(c: &mut Continent, shape: Shape, draw: &mut Draw) {
    while shape.nodes > 1 && c.links.len() < shape.links {
        let (from, to) = (draw.below(shape.nodes), draw.below(shape.nodes));
        if from != to {
            let (from, to) = (
                NodeIndex::from_position(from.min(to)),
                NodeIndex::from_position(from.max(to)),
            );
            let mode = ModeIndex::from_position(draw.below(c.modes.len()));
            add_link(c, mode, from, to);
        }
    }
}

fn add_sites(c: &mut Continent, shape: Shape, draw: &mut Draw) {
    let k = |position| CommodityIndex::from_position(position);
    for _ in 0..shape.sites {
        let (first, second) = (draw.below(shape.commodities), draw.below(shape.commodities));
        let (low, high) = (first.min(second), first.max(second));
        let (input, output) = if shape.cyclic { (first, second) } else { (low, high) };
        let by_product = (output + 1).min(shape.commodities - 1);
        let process = match (draw.below(3), input == output) {
            (0, _) | (_, true) => add_process(c, Stage::Extraction, 3.0, &[], &[], &[(k(output), 1.0)]),
            (1, _) => add_process(c, Stage::Processing, 0.1, &[(k(input), 1.3)], &[], &[(k(output), 1.0)]),
            _ => {
                let burns = [(k(input), 0.4)];
                let outputs = [(k(output), 1.0), (k(by_product), 0.5)];
                let outputs = if by_product == output {
                    &outputs[..1]
                } else {
                    &outputs[..]
                };
                add_process(c, Stage::Processing, 0.0, &[], &burns, outputs)
            }
        };
        add_site(c, process, NodeIndex::from_position(draw.below(shape.nodes)));
    }
}

fn add_stores(c: &mut Continent, shape: Shape, draw: &mut Draw) {
    for _ in 0..shape.stores {
        let node = NodeIndex::from_position(draw.below(shape.nodes));
        let commodity = CommodityIndex::from_position(draw.below(shape.commodities));
        let loss = if draw.chance(0.5) { 0.02 } else { 0.0 };
        let ends = if shape.cyclic && draw.chance(0.5) {
            StoreEnds::Cyclic
        } else {
            StoreEnds::Given {
                initial: 4.0,
                final_minimum: 1.0,
            }
        };
        add_store(c, node, commodity, loss, None, ends);
    }
}

fn draw_flows(c: &Continent, shape: Shape, draw: &mut Draw, plan: &mut Plan) {
    for period in c.period_indices() {
        for link in 0..c.links.len() {
            for commodity in 0..c.commodities.len() {
                for direction in [Direction::Forward, Direction::Backward] {
                    let is_used = direction == Direction::Forward || shape.cyclic;
                    if is_used && draw.chance(0.4) {
                        let commodity = CommodityIndex::from_position(commodity);
                        let link = LinkIndex::from_position(link);
                        plan.flows.push(Flow {
                            period,
                            link,
                            direction,
                            commodity,
                            amount: draw.amount(),
                        });
                    }
                }
            }
        }
    }
}

fn draw_production(c: &Continent, draw: &mut Draw, plan: &mut Plan) {
    for period in c.period_indices() {
        for site in 0..c.sites.len() {
            if draw.chance(0.8) {
                let site = SiteIndex::from_position(site);
                plan.production.push(Production {
                    period,
                    site,
                    activity: draw.amount(),
                });
            }
        }
    }
}

fn draw_storage(c: &Continent, draw: &mut Draw, plan: &mut Plan) {
    for position in 0..c.stores.len() {
        let store = StoreIndex::from_position(position);
        let levels: Vec<f64> = c.period_indices().map(|_| draw.amount()).collect();
        for period in c.period_indices() {
            let before = match (period.position().checked_sub(1), c[store].ends) {
                (Some(earlier), _) => levels[earlier],
                (None, StoreEnds::Cyclic) => levels[levels.len() - 1],
                (None, StoreEnds::Given { initial, .. }) => initial,
            };
            let level = levels[period.position()];
            let gain = level - kept_by_store(c, store, period) * before;
            let both = if draw.chance(0.3) { draw.amount() } else { 0.0 };
            let (charged, discharged) = (gain.max(0.0) + both, (-gain).max(0.0) + both);
            plan.storage.push(Storage {
                period,
                store,
                charged,
                discharged,
                level,
            });
        }
    }
}

/// Turns what is left over into demand, exports and spill, and what is missing into imports and mines.
fn close_balances(c: &mut Continent, accounting: Accounting, draw: &mut Draw, plan: &mut Plan) {
    let pools = Pools::new(c, accounting, plan);
    let mut demands: BTreeMap<(NodeIndex, CommodityIndex), BTreeMap<PeriodIndex, f64>> = BTreeMap::new();
    for (position, pool) in pools.pools.iter().enumerate() {
        let Place::Node(node) = pool.place else { continue };
        let (period, commodity) = (pool.period, pool.commodity);
        let left = pools.inflow[position] - pools.outflow[position];
        match (left > 0.0, draw.below(4)) {
            (true, 0) => plan.spills.push(Spill {
                period,
                node,
                commodity,
                amount: left,
            }),
            (true, 1) => {
                let trade = add_trade(c, node, commodity, TradeDirection::Export);
                plan.trade.push(TradeRow {
                    period,
                    trade,
                    amount: left,
                });
            }
            (true, _) => {
                demands.entry((node, commodity)).or_default().insert(period, left);
            }
            (false, 0 | 1) => {
                let trade = add_trade(c, node, commodity, TradeDirection::Import);
                plan.trade.push(TradeRow {
                    period,
                    trade,
                    amount: -left,
                });
            }
            (false, _) => {
                let process = add_process(c, Stage::Extraction, 7.0, &[], &[], &[(commodity, 1.0)]);
                let site = add_site(c, process, node);
                plan.production.push(Production {
                    period,
                    site,
                    activity: -left,
                });
            }
        }
    }
    for ((node, commodity), amounts) in demands {
        add_profiled_demand(c, node, commodity, &amounts);
    }
    assert!(c.stores.iter().enumerate().all(|(w, _)| {
        store_spending(c, accounting, StoreIndex::from_position(w))
            .burnt
            .is_none()
    }));
}

fn add_profiled_demand(
    c: &mut Continent,
    node: NodeIndex,
    commodity: CommodityIndex,
    amounts: &BTreeMap<PeriodIndex, f64>,
) {
    let amount_per_year: f64 = amounts.values().sum();
    let count = c.periods.len() as f64;
    let factor = |period| {
        amounts
            .get(&period)
            .map_or(0.0, |amount| amount / amount_per_year * count)
    };
    let factors = c.period_indices().map(factor).collect();
    c.profiles.push(Profile {
        id: format!("profile-{}", c.profiles.len()),
        factors,
    });
    let profile = Some(ProfileIndex::from_position(c.profiles.len() - 1));
    c.demands.push(Demand {
        node,
        commodity,
        amount_per_year,
        profile,
        provenance: Provenance::default(),
    });
}
