//! Every variable of the program, those that a planner may have left out as useless included.

use super::{Column, Program, Variable};
use crate::rows::Direction;
use data::model::{LinkIndex, PeriodIndex, SiteIndex, StoreIndex, TradeIndex};

impl Program<'_> {
    /// Calls `visit` with every variable and its column, in a fixed order.
    pub(crate) fn for_each_variable(&self, mut visit: impl FnMut(Variable, &Column)) {
        let mut column = Column::empty();
        for period in self.continent.period_indices() {
            self.for_each_flow(period, &mut column, &mut visit);
            for variable in self.variables_off_links(period) {
                self.fill(variable, &mut column);
                visit(variable, &column);
            }
        }
    }

    /// The variables of a period that have bounds of their own: activities, stores, trade, shortages.
    pub(crate) fn bounded_variables(&self, period: PeriodIndex) -> impl Iterator<Item = Variable> + '_ {
        let count_of_sites = self.continent.sites.len();
        let count_of_stores = self.continent.stores.len();
        let count_of_trades = self.continent.trades.len();
        let activities = (0..count_of_sites).map(move |s| Variable::Activity(period, SiteIndex::from_position(s)));
        let stores = (0..count_of_stores).flat_map(move |w| {
            let store = StoreIndex::from_position(w);
            [
                Variable::Charge(period, store),
                Variable::Discharge(period, store),
                Variable::Level(period, store),
            ]
        });
        let trades = (0..count_of_trades).map(move |r| Variable::Trade(period, TradeIndex::from_position(r)));
        let first = self.rows.first_balance_of(period);
        let shortages = self
            .asked
            .range(first..self.rows.first_balance_after(period))
            .map(|(row, _)| {
                let (period, node, commodity) = self.rows.place_of_balance(*row);
                Variable::Shortage(period, node, commodity)
            });
        activities.chain(stores).chain(trades).chain(shortages)
    }

    fn variables_off_links(&self, period: PeriodIndex) -> impl Iterator<Item = Variable> + '_ {
        let spills = self
            .sources
            .of_spill
            .keys()
            .map(move |(node, commodity)| Variable::Spill(period, *node, *commodity));
        self.bounded_variables(period).chain(spills)
    }

    fn for_each_flow(&self, period: PeriodIndex, column: &mut Column, visit: &mut impl FnMut(Variable, &Column)) {
        for (position, link) in self.continent.links.iter().enumerate() {
            let index = LinkIndex::from_position(position);
            for carriage in &self.continent[link.mode].carriages {
                for direction in [Direction::Forward, Direction::Backward] {
                    if direction == Direction::Backward && !link.two_way {
                        continue;
                    }
                    column.clear();
                    self.fill_flow(period, index, direction, carriage, column);
                    visit(Variable::Flow(period, index, direction, carriage.commodity), column);
                }
            }
        }
    }
}
