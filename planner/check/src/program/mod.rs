//! The checker's own statement of the linear program: which variables there are, with their bounds, energy and
//! coefficients, and which rows with their right-hand sides.
//!
//! Invariant: written from the model's description alone. Every number is an interval that holds the exact value,
//! so the same statement serves the recomputed plan (middles) and the safe bound (ends).

mod columns;
mod each;
mod row_space;
mod sources;
mod variable;

pub(crate) use row_space::{Row, RowSpace};
pub(crate) use variable::{Column, Variable};

use crate::fault::Fault;
use crate::interval::Interval;
use data::model::{
    Accounting, CommodityIndex, Continent, HOURS_PER_MONTH, HOURS_PER_YEAR, LinkIndex, NodeIndex, PeriodIndex,
    ProfileIndex, StoreEnds, StoreIndex, TradeDirection,
};
use sources::Sources;
use std::collections::BTreeMap;

/// The statement for one continent and one accounting.
pub(crate) struct Program<'a> {
    pub(crate) continent: &'a Continent,
    pub(crate) accounting: Accounting,
    pub(crate) rows: RowSpace,
    /// Fraction of what departs that arrives, by link.
    kept: Vec<Interval>,
    /// Budgets that a use in an area counts against, by area.
    budgets_of_area: Vec<Vec<usize>>,
    /// Weights that a use in an area pays, by area.
    weights_of_area: Vec<Vec<usize>>,
    /// What is asked, by balance row: demand and least exports. Only rows that ask something.
    asked: BTreeMap<usize, Interval>,
    /// Where spill is possible, and what can come in there.
    sources: Sources,
}

impl<'a> Program<'a> {
    /// States the program.
    pub(crate) fn new(continent: &'a Continent, accounting: Accounting) -> Self {
        let rows = RowSpace::new(continent);
        let kept = continent
            .links
            .iter()
            .map(|link| {
                let loss = continent[link.mode].loss_per_1000_km;
                let thousands = Interval::exactly(link.length_km) / Interval::exactly(1000.0);
                (Interval::ONE - Interval::exactly(loss)).power(thousands)
            })
            .collect();
        let mut program = Self {
            continent,
            accounting,
            rows,
            kept,
            budgets_of_area: above(continent, continent.budgets.iter().map(|b| b.area)),
            weights_of_area: above(continent, continent.weights.iter().map(|w| w.area)),
            asked: BTreeMap::new(),
            sources: Sources::new(continent),
        };
        program.asked = program.collect_asked();
        program
    }

    /// Carriers that something burns but that hold no energy: their burns cannot be counted.
    pub(crate) fn carriers_without_energy(&self) -> Vec<Fault> {
        let continent = self.continent;
        let by_modes = continent
            .modes
            .iter()
            .filter(|m| m.energy_gj_per_t > 0.0 || m.energy_gj_per_t_km > 0.0)
            .filter_map(|m| m.carrier);
        let by_stores = continent
            .stores
            .iter()
            .filter(|s| s.energy_gj > 0.0)
            .filter_map(|s| s.carrier);
        let carriers: std::collections::BTreeSet<CommodityIndex> = by_modes.chain(by_stores).collect();
        carriers
            .into_iter()
            .filter(|c| continent[*c].energy_content_gj <= 0.0)
            .map(|c| Fault::CarrierWithoutEnergy {
                carrier: continent[c].id.clone(),
            })
            .collect()
    }

    /// A yearly figure's part in one period: yearly * (hours / 8760) * factor.
    pub(crate) fn part(&self, yearly: f64, profile: Option<ProfileIndex>, period: PeriodIndex) -> Interval {
        let of_year = Interval::exactly(self.continent[period].hours) / Interval::exactly(HOURS_PER_YEAR);
        let flat = Interval::exactly(yearly) * of_year;
        match profile {
            Some(p) => flat * Interval::exactly(self.continent.profiles[p.position()].factors[period.position()]),
            None => flat,
        }
    }

    /// What is asked of a commodity at a node in a period: demand and least exports, units of the commodity.
    pub(crate) fn asked(&self, period: PeriodIndex, node: NodeIndex, commodity: CommodityIndex) -> Interval {
        let row = self.rows.balance(period, node, commodity);
        self.asked.get(&row).copied().unwrap_or(Interval::ZERO)
    }

    /// The balance rows that ask something, in row order.
    pub(crate) fn asked_rows(&self) -> impl Iterator<Item = (usize, Interval)> + '_ {
        self.asked.iter().map(|(row, asked)| (*row, *asked))
    }

    /// The right-hand side of a row.
    pub(crate) fn right_hand_side(&self, row: usize) -> Interval {
        match self.rows.row(row) {
            Row::Balance(period, node, commodity) => self.asked(period, node, commodity),
            Row::Joint(period, link) => self.part(self.continent[link].capacity_per_year, None, period),
            Row::Store(period, store) => self.store_right_hand_side(period, store),
            Row::Budget(period, budget) => {
                let budget = &self.continent.budgets[budget.position()];
                self.part(budget.limit_per_year, budget.profile, period)
            }
        }
    }

    /// Fraction of what departs on a link that arrives.
    pub(crate) fn kept_by_link(&self, link: LinkIndex) -> Interval {
        self.kept[link.position()]
    }

    /// Fraction of a store's level that is left after a period.
    pub(crate) fn kept_by_store(&self, store: StoreIndex, period: PeriodIndex) -> Interval {
        let months = Interval::exactly(self.continent[period].hours) / Interval::exactly(HOURS_PER_MONTH);
        (Interval::ONE - Interval::exactly(self.continent[store].loss_per_month)).power(months)
    }

    /// Whether spill is possible: the commodity is made or imported at the node.
    pub(crate) fn may_spill(&self, node: NodeIndex, commodity: CommodityIndex) -> bool {
        self.sources.of_spill.contains_key(&(node, commodity))
    }

    fn store_right_hand_side(&self, period: PeriodIndex, store: StoreIndex) -> Interval {
        match self.continent[store].ends {
            StoreEnds::Given { initial, .. } if period.position() == 0 => {
                self.kept_by_store(store, period) * Interval::exactly(initial)
            }
            _ => Interval::ZERO,
        }
    }

    fn collect_asked(&self) -> BTreeMap<usize, Interval> {
        let mut asked = BTreeMap::new();
        for period in self.continent.period_indices() {
            let demands = self
                .continent
                .demands
                .iter()
                .map(|d| (d.node, d.commodity, d.amount_per_year, d.profile));
            let exports = self
                .continent
                .trades
                .iter()
                .filter(|t| t.direction == TradeDirection::Export)
                .map(|t| (t.node, t.commodity, t.minimum_per_year, t.profile));
            for (node, commodity, yearly, profile) in demands.chain(exports) {
                let amount = self.part(yearly, profile, period);
                if amount.high > 0.0 {
                    let row = self.rows.balance(period, node, commodity);
                    let sum = asked.entry(row).or_insert(Interval::ZERO);
                    *sum = *sum + amount;
                }
            }
        }
        asked
    }
}

/// For each area, the positions of `placed` that lie in it or above it.
fn above(continent: &Continent, placed: impl Iterator<Item = data::model::AreaIndex>) -> Vec<Vec<usize>> {
    let mut at: Vec<Vec<usize>> = vec![Vec::new(); continent.areas.len()];
    for (position, area) in placed.enumerate() {
        at[area.position()].push(position);
    }
    (0..continent.areas.len())
        .map(|area| {
            let mut positions: Vec<usize> = continent
                .areas_upwards(data::model::AreaIndex::from_position(area))
                .flat_map(|a| at[a.position()].iter().copied())
                .collect();
            positions.sort_unstable();
            positions
        })
        .collect()
}
