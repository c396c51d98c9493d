//! The order in which commodities are priced: inputs before what is made of them.

use data::model::{CommodityIndex, Continent};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// Commodities in bill-of-materials order; those that need each other stand together, in their own order.
#[must_use]
pub(super) fn by_recipes(continent: &Continent) -> Vec<CommodityIndex> {
    let mut recipes: DiGraph<CommodityIndex, ()> = DiGraph::new();
    let nodes: Vec<_> = (0..continent.commodities.len())
        .map(|position| recipes.add_node(CommodityIndex::from_position(position)))
        .collect();
    for process in &continent.processes {
        for input in process.inputs.iter().chain(&process.burns) {
            for output in &process.outputs {
                recipes.update_edge(
                    nodes[input.commodity.position()],
                    nodes[output.commodity.position()],
                    (),
                );
            }
        }
    }
    let mut components = kosaraju_scc(&recipes);
    components.reverse();
    for component in &mut components {
        component.sort_unstable();
    }
    components.into_iter().flatten().map(|node| recipes[node]).collect()
}

/// Groups of commodities to be priced side by side, one group after the other: each commodity then sees of every other
/// what it would see if they were priced one by one in `order`. `reads` is by commodity, then commodity: whether the price
/// of the first is made from that of the second.
#[must_use]
pub(super) fn steps(order: &[CommodityIndex], reads: &[Vec<bool>]) -> Vec<Vec<CommodityIndex>> {
    let does_read = |a: CommodityIndex, b: CommodityIndex| reads[a.position()][b.position()];
    let mut steps: Vec<Vec<CommodityIndex>> = Vec::new();
    let mut step_of = vec![0; reads.len()];
    for (at, commodity) in order.iter().copied().enumerate() {
        // After those whose new prices it reads; not before those that read its old one.
        let earliest = order[..at].iter().copied().map(|earlier| {
            let step = step_of[earlier.position()];
            match (does_read(commodity, earlier), does_read(earlier, commodity)) {
                (true, _) => step + 1,
                (false, true) => step,
                (false, false) => 0,
            }
        });
        let step = earliest.max().unwrap_or(0);
        step_of[commodity.position()] = step;
        if step >= steps.len() {
            steps.resize(step + 1, Vec::new());
        }
        steps[step].push(commodity);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn steps_see_what_the_order_sees(reads in prop::collection::vec(prop::collection::vec(any::<bool>(), 7), 7)) {
            let order: Vec<_> = [3, 1, 4, 0, 5, 2, 6].map(CommodityIndex).to_vec();
            let steps = steps(&order, &reads);
            let step_of = |commodity| steps.iter().position(|step| step.contains(&commodity));
            prop_assert_eq!(steps.iter().map(Vec::len).sum::<usize>(), order.len());
            for (at, later) in order.iter().enumerate() {
                for earlier in &order[..at] {
                    if reads[later.position()][earlier.position()] {
                        prop_assert!(step_of(*later) > step_of(*earlier));
                    }
                    if reads[earlier.position()][later.position()] {
                        prop_assert!(step_of(*later) >= step_of(*earlier));
                    }
                }
            }
        }
    }
}
