//! Which method a run takes.

use super::load::Inputs;
use super::solve::Settings;
use crate::network::{Network, Reach};
use data::config::Method;
use data::model::TradeDirection;

/// Columns of the whole program above which `auto` decomposes.
pub const DECOMPOSED_ABOVE_COLUMNS: usize = 500_000;

/// Whether to decompose: when asked, when a decomposed run is taken up again, or by size.
pub(super) fn is_decomposed(inputs: &Inputs, settings: &Settings, network: &Network<'_>, reach: &Reach) -> bool {
    match inputs.config.method {
        Method::Whole => false,
        Method::Decomposed => true,
        Method::Auto => settings.resume || column_estimate(network, reach) > DECOMPOSED_ABOVE_COLUMNS,
    }
}

/// Columns that the whole program would have, without building it: flows as they are counted there, everything else from the
/// lengths of the tables.
#[must_use]
pub fn column_estimate(network: &Network<'_>, reach: &Reach) -> usize {
    let continent = network.continent;
    let flows: usize = network
        .arcs
        .iter()
        .filter(|arc| continent[arc.link].capacity_per_year > 0.0)
        .map(|arc| {
            let carriages = continent[arc.mode].carriages.iter();
            carriages.filter(|carriage| reach.may_move(arc, carriage)).count()
        })
        .sum();
    let outputs: usize = continent
        .sites
        .iter()
        .map(|site| 1 + continent[site.process].outputs.len())
        .sum();
    let imports = continent.trades.iter();
    let imports = imports
        .filter(|trade| trade.direction == TradeDirection::Import)
        .count();
    let others = outputs + imports + continent.trades.len() + continent.demands.len() + 3 * continent.stores.len();
    (flows + others).saturating_mul(continent.periods.len())
}

#[cfg(test)]
mod tests {
    use super::column_estimate;
    use crate::network::{Network, Reach};
    use crate::program::build;
    use data::generate::{GenerateSpec, generate};
    use data::model::Accounting;

    #[test]
    fn the_estimate_is_near_the_program() {
        for (nodes, commodities, periods) in [(20, 6, 3), (60, 12, 1)] {
            let continent = generate(&GenerateSpec {
                nodes,
                commodities,
                periods,
                seed: 1,
            });
            let network = Network::new(&continent);
            let reach = Reach::of(&network, Accounting::Closed);
            let built = build(&network, &reach, Accounting::Closed).columns.len();
            let estimate = column_estimate(&network, &reach);
            assert!(
                built <= estimate && estimate <= built + built / 10,
                "{estimate} for {built}"
            );
        }
    }
}
