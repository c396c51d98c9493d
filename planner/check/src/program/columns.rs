//! One function a kind of variable: its bounds, energy and coefficients.

use super::{Column, Program, Variable};
use crate::interval::Interval;
use crate::rows::Direction;
use data::model::{
    Accounting, AreaIndex, BudgetIndex, Carriage, CommodityIndex, Link, LinkIndex, NodeIndex, PeriodIndex, Quantity,
    ResourceUse, SiteIndex, SiteStatus, StoreEnds, StoreIndex, TradeDirection, TradeIndex,
};

impl Program<'_> {
    /// Fills `column` with what the program says of `variable`. A variable that the program does not have (a
    /// commodity that the mode does not carry, the wrong way along a one-way link) has only zeros.
    pub(crate) fn fill(&self, variable: Variable, column: &mut Column) {
        column.clear();
        match variable {
            Variable::Flow(period, link, direction, commodity) => {
                let mode = &self.continent[self.continent[link].mode];
                if let Some(carriage) = mode.carriages.iter().find(|c| c.commodity == commodity) {
                    self.fill_flow(period, link, direction, carriage, column);
                }
            }
            Variable::Activity(period, site) => self.fill_activity(period, site, column),
            Variable::Charge(period, store) => self.fill_handling(period, store, Handling::In, column),
            Variable::Discharge(period, store) => self.fill_handling(period, store, Handling::Out, column),
            Variable::Level(period, store) => self.fill_level(period, store, column),
            Variable::Shortage(period, node, commodity) => {
                column.energy_gj = Interval::exactly(self.continent[commodity].shortage_penalty_gj);
                column.enter(self.rows.balance(period, node, commodity), Interval::ONE);
                column.upper = self.asked(period, node, commodity);
            }
            Variable::Spill(period, node, commodity) => {
                column.enter(self.rows.balance(period, node, commodity), -Interval::ONE);
                column.upper = self.most_that_comes_in(period, node, commodity);
            }
            Variable::Trade(period, trade) => self.fill_trade(period, trade, column),
        }
    }

    /// A flow of one commodity along a link.
    pub(super) fn fill_flow(
        &self,
        period: PeriodIndex,
        index: LinkIndex,
        direction: Direction,
        carriage: &Carriage,
        column: &mut Column,
    ) {
        let link = &self.continent[index];
        let (tail, head) = match direction {
            Direction::Forward => (link.from, link.to),
            Direction::Backward if link.two_way => (link.to, link.from),
            Direction::Backward => return,
        };
        let commodity = carriage.commodity;
        let joint = self.rows.joint(period, index);
        let weight = Interval::exactly(carriage.weight);
        column.enter(self.rows.balance(period, tail, commodity), -Interval::ONE);
        column.enter(self.rows.balance(period, head, commodity), self.kept_by_link(index));
        column.enter(joint, weight);
        column.upper = self.right_hand_side(joint) / weight;

        let energy = self.energy_of_passage(link, carriage);
        self.spend(period, tail, self.continent[link.mode].carrier, energy, column);
        let mass = Interval::exactly(self.continent[commodity].mass_t);
        let measure = if link.is_terminal {
            mass
        } else {
            mass * Interval::exactly(link.length_km)
        };
        let uses = &self.continent[link.mode].resource_uses;
        self.use_resources(period, self.continent[tail].area, uses, measure, column);
    }

    /// Energy of moving one unit along a link, GJ.
    fn energy_of_passage(&self, link: &Link, carriage: &Carriage) -> Interval {
        let mode = &self.continent[link.mode];
        let along = Interval::exactly(mode.energy_gj_per_t_km) * Interval::exactly(link.length_km);
        (along + Interval::exactly(mode.energy_gj_per_t))
            * Interval::exactly(self.continent[carriage.commodity].mass_t)
            * Interval::exactly(carriage.energy_factor)
    }

    /// Energy spent at a node from a carrier: a burn drawn from the balance under closed accounting, else a figure
    /// in the objective. Without a carrier it is a figure under both.
    fn spend(
        &self,
        period: PeriodIndex,
        node: NodeIndex,
        carrier: Option<CommodityIndex>,
        energy: Interval,
        column: &mut Column,
    ) {
        match carrier {
            Some(carrier) if self.accounting == Accounting::Closed => {
                let content = self.continent[carrier].energy_content_gj;
                // A carrier without energy is reported as a fault of its own.
                if content > 0.0 && !energy.is_zero() {
                    let burn = energy / Interval::exactly(content);
                    column.enter(self.rows.balance(period, node, carrier), -burn);
                }
            }
            _ => column.energy_gj = column.energy_gj + energy,
        }
    }

    /// Counts the use of resources, `measure` times each amount, against the budgets and weights of the area.
    fn use_resources(
        &self,
        period: PeriodIndex,
        area: AreaIndex,
        uses: &[ResourceUse],
        measure: Interval,
        column: &mut Column,
    ) {
        if uses.is_empty() || measure.is_zero() {
            return;
        }
        let use_of = |resource| {
            uses.iter()
                .filter(|u| u.resource == resource)
                .fold(Interval::ZERO, |sum, u| sum + Interval::exactly(u.amount) * measure)
        };
        for &position in &self.budgets_of_area[area.position()] {
            let used = use_of(self.continent.budgets[position].resource);
            column.enter(self.rows.budget(period, BudgetIndex::from_position(position)), used);
        }
        for &position in &self.weights_of_area[area.position()] {
            let weight = &self.continent.weights[position];
            column.weight_gj = column.weight_gj + use_of(weight.resource) * Interval::exactly(weight.energy_gj);
        }
    }

    fn fill_activity(&self, period: PeriodIndex, index: SiteIndex, column: &mut Column) {
        let site = &self.continent[index];
        let process = &self.continent[site.process];
        let mut enter_all = |quantities: &[Quantity], sign: Interval| {
            for quantity in quantities {
                let row = self.rows.balance(period, site.node, quantity.commodity);
                column.enter(row, sign * Interval::exactly(quantity.amount));
            }
        };
        enter_all(&process.outputs, Interval::ONE);
        enter_all(&process.inputs, -Interval::ONE);
        match self.accounting {
            Accounting::Closed => {
                enter_all(&process.burns, -Interval::ONE);
                column.energy_gj = Interval::exactly(process.primary_energy_gj);
            }
            Accounting::Direct => {
                column.energy_gj = process
                    .burns
                    .iter()
                    .map(|b| {
                        Interval::exactly(b.amount) * Interval::exactly(self.continent[b.commodity].energy_content_gj)
                    })
                    .fold(Interval::exactly(process.direct_energy_gj), |sum, burn| sum + burn);
            }
        }
        let area = self.continent[site.node].area;
        self.use_resources(period, area, &process.resource_uses, Interval::ONE, column);
        (column.lower, column.upper) = self.activity_bounds(period, index);
    }

    /// Least and greatest activity of a site. A candidate that the policy does not admit stays at 0.
    fn activity_bounds(&self, period: PeriodIndex, index: SiteIndex) -> (Interval, Interval) {
        let site = &self.continent[index];
        match site.status {
            SiteStatus::Candidate => (Interval::ZERO, Interval::ZERO),
            SiteStatus::Existing => (
                self.part(site.minimum_per_year, site.profile, period),
                self.part(site.capacity_per_year, site.profile, period),
            ),
        }
    }

    /// Putting into a store or taking out of it.
    fn fill_handling(&self, period: PeriodIndex, index: StoreIndex, handling: Handling, column: &mut Column) {
        let store = &self.continent[index];
        let (per_hour, to_node, to_store) = match handling {
            Handling::In => (store.charge_per_hour, -Interval::ONE, -Interval::ONE),
            Handling::Out => (store.discharge_per_hour, Interval::ONE, Interval::ONE),
        };
        column.enter(self.rows.balance(period, store.node, store.commodity), to_node);
        column.enter(self.rows.store(period, index), to_store);
        column.upper = Interval::exactly(per_hour) * Interval::exactly(self.continent[period].hours);
        self.spend(
            period,
            store.node,
            store.carrier,
            Interval::exactly(store.energy_gj),
            column,
        );
    }

    fn fill_level(&self, period: PeriodIndex, index: StoreIndex, column: &mut Column) {
        let store = &self.continent[index];
        let next = period.position() + 1;
        let is_last = next == self.continent.periods.len();
        column.enter(self.rows.store(period, index), Interval::ONE);
        column.upper = Interval::exactly(store.capacity);
        let carried_to = match store.ends {
            _ if !is_last => Some(PeriodIndex::from_position(next)),
            StoreEnds::Cyclic => Some(PeriodIndex::from_position(0)),
            StoreEnds::Given { final_minimum, .. } => {
                column.lower = Interval::exactly(final_minimum);
                None
            }
        };
        if let Some(following) = carried_to {
            let kept = self.kept_by_store(index, following);
            column.enter(self.rows.store(following, index), -kept);
        }
    }

    fn fill_trade(&self, period: PeriodIndex, index: TradeIndex, column: &mut Column) {
        let trade = &self.continent.trades[index.position()];
        let row = self.rows.balance(period, trade.node, trade.commodity);
        let least = self.part(trade.minimum_per_year, trade.profile, period);
        let most = self.part(trade.maximum_per_year, trade.profile, period);
        match trade.direction {
            TradeDirection::Import => {
                column.enter(row, Interval::ONE);
                column.energy_gj = Interval::exactly(trade.energy_gj);
                (column.lower, column.upper) = (least, most);
            }
            TradeDirection::Export => {
                column.enter(row, -Interval::ONE);
                column.upper = most - least;
            }
        }
    }

    /// The most of a commodity that can come into a node in a period, which bounds its spill; 0 where it is neither
    /// made nor imported.
    fn most_that_comes_in(&self, period: PeriodIndex, node: NodeIndex, commodity: CommodityIndex) -> Interval {
        let Some(sources) = self.sources.of_spill.get(&(node, commodity)) else {
            return Interval::ZERO;
        };
        let mut most = Interval::ZERO;
        for (site, amount) in &sources.sites {
            most = most + self.activity_bounds(period, *site).1 * Interval::exactly(*amount);
        }
        for import in &sources.imports {
            let trade = &self.continent.trades[import.position()];
            most = most + self.part(trade.maximum_per_year, trade.profile, period);
        }
        for store in &sources.stores {
            let per_hour = self.continent[*store].discharge_per_hour;
            most = most + Interval::exactly(per_hour) * Interval::exactly(self.continent[period].hours);
        }
        for link in &self.sources.arriving[node.position()] {
            let mode = &self.continent[self.continent[*link].mode];
            if let Some(carriage) = mode.carriages.iter().find(|c| c.commodity == commodity) {
                let capacity = self.right_hand_side(self.rows.joint(period, *link));
                most = most + capacity / Interval::exactly(carriage.weight);
            }
        }
        most
    }
}

/// Which way a store is handled.
#[derive(Clone, Copy)]
enum Handling {
    In,
    Out,
}
