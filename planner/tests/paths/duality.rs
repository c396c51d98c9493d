//! A plan's own prices against the least prices from its sources: where the plan brings a commodity, they are the same.

use data::model::{Accounting, CommodityIndex, Continent, NodeIndex, PeriodIndex};
use planner::network::Network;
use planner::paths::Paths;
use planner::plan::rows::{Plan, PricedRow};
use planner::plan::terms::{head, tail};
use std::collections::{BTreeSet, HashMap};

/// A commodity at a node in a period.
pub(crate) type Cell = (PeriodIndex, CommodityIndex, NodeIndex);

/// Everything that the plan brings somewhere counted, and where prices differ by more than `tolerance` of themselves.
pub(crate) fn differences(
    continent: &Continent,
    accounting: Accounting,
    plan: &Plan,
    tolerance: f64,
) -> (usize, Vec<String>) {
    let paths = Paths::new(&Network::new(continent), accounting, plan);
    let prices: HashMap<_, _> = plan.prices.iter().map(|p| ((p.row, p.period), p.price_gj)).collect();
    let cells = brought(continent, plan, &paths);
    let differs = |cell: &Cell| {
        let (period, commodity, node) = *cell;
        let row = PricedRow::Balance(node, commodity);
        let plan_gj = prices.get(&(row, period)).copied().unwrap_or(0.0);
        let label_gj = paths
            .tree(commodity, period)
            .and_then(|tree| tree.price_gj(node))
            .unwrap_or(f64::INFINITY);
        let differs = (label_gj - plan_gj).abs() > tolerance * plan_gj.abs().max(1.0);
        let (what, place, when) = (&continent[commodity].id, &continent[node].id, &continent[period].id);
        differs.then(|| format!("{what} at {place} in {when}: {plan_gj} in the plan, {label_gj} from sources"))
    };
    (cells.len(), cells.iter().filter_map(differs).collect())
}

/// Cells with a source in use, and those that flows bring something to from there. Flows that only go round, which cost
/// nothing where their carrier is left over, bring nothing.
fn brought(continent: &Continent, plan: &Plan, paths: &Paths) -> BTreeSet<Cell> {
    let mut flows: HashMap<Cell, Vec<NodeIndex>> = HashMap::new();
    for flow in &plan.flows {
        let from = (flow.period, flow.commodity, tail(continent, flow.link, flow.direction));
        flows
            .entry(from)
            .or_default()
            .push(head(continent, flow.link, flow.direction));
    }
    let (mut cells, mut waiting) = (BTreeSet::new(), Vec::new());
    for period in continent.period_indices() {
        for commodity in (0..continent.commodities.len()).map(CommodityIndex::from_position) {
            let used = paths.sources(commodity, period).iter().filter(|source| source.is_used);
            waiting.extend(used.map(|source| (period, commodity, source.node)));
        }
    }
    while let Some(cell) = waiting.pop() {
        if cells.insert(cell) {
            let next = flows.get(&cell).into_iter().flatten();
            waiting.extend(next.map(|node| (cell.0, cell.1, *node)));
        }
    }
    cells
}
