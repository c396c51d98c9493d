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
