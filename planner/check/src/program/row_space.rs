//! The rows of the program, numbered: balances, joint capacities, store levels, budgets.

use data::model::{BudgetIndex, CommodityIndex, Continent, LinkIndex, NodeIndex, PeriodIndex, StoreIndex};

/// One row of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// Balance of a commodity at a node, an equality.
    Balance(PeriodIndex, NodeIndex, CommodityIndex),
    /// Joint capacity of a link, at most.
    Joint(PeriodIndex, LinkIndex),
    /// Level of a store, an equality.
    Store(PeriodIndex, StoreIndex),
    /// A budget, at most.
    Budget(PeriodIndex, BudgetIndex),
}

impl Row {
    /// Whether the row is "at most" rather than "equal".
    pub(crate) fn is_limit(self) -> bool {
        matches!(self, Self::Joint(..) | Self::Budget(..))
    }
}

/// The numbering: all balances, then joint capacities, store levels, budgets; within each, period by period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowSpace {
    periods: usize,
    commodities: usize,
    nodes: usize,
    links: usize,
    stores: usize,
    budgets: usize,
}

impl RowSpace {
    /// The rows of a continent.
    pub(crate) fn new(continent: &Continent) -> Self {
        Self {
            periods: continent.periods.len(),
            commodities: continent.commodities.len(),
            nodes: continent.nodes.len(),
            links: continent.links.len(),
            stores: continent.stores.len(),
            budgets: continent.budgets.len(),
        }
    }

    /// How many rows there are.
    pub(crate) fn count(&self) -> usize {
        self.first_budget() + self.periods * self.budgets
    }

    /// The number of a balance.
    pub(crate) fn balance(&self, period: PeriodIndex, node: NodeIndex, commodity: CommodityIndex) -> usize {
        (period.position() * self.nodes + node.position()) * self.commodities + commodity.position()
    }

    /// The numbers of all rows but the balances.
    pub(crate) fn numbers_after_balances(&self) -> std::ops::Range<usize> {
        self.first_joint()..self.count()
    }

    /// The number of the first balance of a period.
    pub(crate) fn first_balance_of(&self, period: PeriodIndex) -> usize {
        period.position() * self.nodes * self.commodities
    }

    /// The number after the last balance of a period.
    pub(crate) fn first_balance_after(&self, period: PeriodIndex) -> usize {
        (period.position() + 1) * self.nodes * self.commodities
    }

    /// Where and what a balance is of.
    pub(crate) fn place_of_balance(&self, number: usize) -> (PeriodIndex, NodeIndex, CommodityIndex) {
        let place = number % (self.nodes * self.commodities);
        (
            PeriodIndex::from_position(number / (self.nodes * self.commodities)),
            NodeIndex::from_position(place / self.commodities),
            CommodityIndex::from_position(place % self.commodities),
        )
    }

    /// The number of a joint capacity.
    pub(crate) fn joint(&self, period: PeriodIndex, link: LinkIndex) -> usize {
        self.first_joint() + period.position() * self.links + link.position()
    }

    /// The number of a store level.
    pub(crate) fn store(&self, period: PeriodIndex, store: StoreIndex) -> usize {
        self.first_store() + period.position() * self.stores + store.position()
    }

    /// The number of a budget.
    pub(crate) fn budget(&self, period: PeriodIndex, budget: BudgetIndex) -> usize {
        self.first_budget() + period.position() * self.budgets + budget.position()
    }

    /// The row of a number.
    pub(crate) fn row(&self, number: usize) -> Row {
        let split = |offset: usize, width: usize| {
            let within = number - offset;
            (PeriodIndex::from_position(within / width), within % width)
        };
        if number < self.first_joint() {
            let (period, node, commodity) = self.place_of_balance(number);
            Row::Balance(period, node, commodity)
        } else if number < self.first_store() {
            let (period, link) = split(self.first_joint(), self.links);
            Row::Joint(period, LinkIndex::from_position(link))
        } else if number < self.first_budget() {
            let (period, store) = split(self.first_store(), self.stores);
            Row::Store(period, StoreIndex::from_position(store))
        } else {
            let (period, budget) = split(self.first_budget(), self.budgets);
            Row::Budget(period, BudgetIndex::from_position(budget))
        }
    }

    fn first_joint(&self) -> usize {
        self.periods * self.nodes * self.commodities
    }

    fn first_store(&self) -> usize {
        self.first_joint() + self.periods * self.links
    }

    fn first_budget(&self) -> usize {
        self.first_store() + self.periods * self.stores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_one_row_and_back() {
        let space = RowSpace {
            periods: 3,
            commodities: 4,
            nodes: 5,
            links: 6,
            stores: 2,
            budgets: 1,
        };
        for number in 0..space.count() {
            let again = match space.row(number) {
                Row::Balance(t, v, k) => space.balance(t, v, k),
                Row::Joint(t, a) => space.joint(t, a),
                Row::Store(t, w) => space.store(t, w),
                Row::Budget(t, b) => space.budget(t, b),
            };
            assert_eq!(again, number);
        }
        assert_eq!(space.count(), 3 * (4 * 5 + 6 + 2 + 1));
    }
}
