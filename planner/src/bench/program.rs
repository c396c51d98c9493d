//! Linear programs of instances, as solvers here take them: minimised, limits from above, finite lower bounds.

use super::solve::Relaxation;
use data::import::mps::{MpsColumn, MpsProgram, MpsRow};
use data::import::{DesignArc, DesignGood, DesignProblem, NetworkProblem};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, Reversed, VisitMap};
use workers::{LinearProgram, Row, RowKind};

/// A program, and what is added to its costs to give the objective of the instance.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub(super) program: LinearProgram,
    pub(super) offset: f64,
}

/// A program from MPS. A free column becomes two, one with only an upper bound is turned round; a row with two different
/// limits gets a column of its own for what it comes to. Whole numbers are not asked for.
pub(super) fn of_mps(mps: &MpsProgram) -> Stated {
    let mut program = LinearProgram::default();
    let mut rows: Vec<Vec<(usize, f64)>> = vec![Vec::new(); mps.rows.len()];
    for column in &mps.columns {
        for (sign, lower, upper) in parts(column) {
            let position = program.add_column(sign * column.cost, lower, upper);
            column
                .entries
                .iter()
                .for_each(|(row, value)| rows[*row].push((position, sign * value)));
        }
    }
    for (row, entries) in mps.rows.iter().zip(&mut rows) {
        add_row(&mut program, row, entries);
    }
    Stated {
        program,
        offset: mps.offset,
    }
}

fn parts(column: &MpsColumn) -> Vec<(f64, f64, f64)> {
    match (column.lower.is_finite(), column.upper.is_finite()) {
        (true, _) => vec![(1.0, column.lower, column.upper)],
        (false, true) => vec![(-1.0, -column.upper, f64::INFINITY)],
        (false, false) => vec![(1.0, 0.0, f64::INFINITY), (-1.0, 0.0, f64::INFINITY)],
    }
}

fn add_row(program: &mut LinearProgram, row: &MpsRow, entries: &mut Vec<(usize, f64)>) {
    let at = |kind, right_hand_side| Row { kind, right_hand_side };
    match (row.lower.is_finite(), row.upper.is_finite()) {
        (true, true) if row.lower == row.upper => drop(program.add_row(at(RowKind::Equal, row.upper), entries)),
        (true, true) => {
            entries.push((program.add_column(0.0, row.lower, row.upper), -1.0));
            program.add_row(at(RowKind::Equal, 0.0), entries);
        }
        (false, true) => drop(program.add_row(at(RowKind::AtMost, row.upper), entries)),
        (true, false) => {
            entries.iter_mut().for_each(|(_, value)| *value = -*value);
            program.add_row(at(RowKind::AtMost, -row.lower), entries);
        }
        (false, false) => {}
    }
}

/// Flows of one or more goods as a program: the flow of each good on each arc that carries it.
pub(super) fn of_network(network: &NetworkProblem) -> Stated {
    let mut program = LinearProgram::default();
    let mut balances = vec![Vec::new(); network.nodes * network.goods];
    let mut limits = vec![Vec::new(); network.limits.len()];
    for arc in &network.arcs {
        let mut joint = Vec::new();
        for good in arc.good.map_or(0..network.goods, |good| good..good + 1) {
            let column = program.add_column(arc.cost, 0.0, arc.capacity);
            balances[good * network.nodes + arc.tail].push((column, 1.0));
            balances[good * network.nodes + arc.head].push((column, -1.0));
            joint.push((column, 1.0));
            arc.uses
                .iter()
                .for_each(|(limit, amount)| limits[*limit].push((column, *amount)));
        }
        if joint.len() > 1 {
            program.add_row(at_most(arc.capacity), &mut joint);
        }
    }
    let mut asked = vec![0.0; balances.len()];
    for source in &network.sources {
        let row = source.good * network.nodes + source.node;
        balances[row].push((program.add_column(source.cost, 0.0, source.amount), -1.0));
    }
    network
        .sinks
        .iter()
        .for_each(|sink| asked[sink.good * network.nodes + sink.node] -= sink.amount);
    for (entries, right_hand_side) in balances.iter_mut().zip(asked) {
        let kind = RowKind::Equal;
        program.add_row(Row { kind, right_hand_side }, entries);
    }
    for (entries, most) in limits.iter_mut().zip(&network.limits) {
        program.add_row(at_most(*most), entries);
    }
    Stated { program, offset: 0.0 }
}

const fn at_most(right_hand_side: f64) -> Row {
    Row {
        kind: RowKind::AtMost,
        right_hand_side,
    }
}

/// By good and arc, whether the arc is on some way from the good's origin to its destination. Solvers are not given the rest: in facility
/// location, ways to one customer through another would make nearly all of the program.
pub(super) fn useful_arcs(design: &DesignProblem) -> Vec<Vec<bool>> {
    let at = NodeIndex::<u32>::new;
    let mut graph = DiGraph::<(), ()>::with_capacity(design.nodes, design.arcs.len());
    (0..design.nodes).for_each(|_| {
        graph.add_node(());
    });
    for arc in &design.arcs {
        graph.add_edge(at(arc.tail), at(arc.head), ());
    }
    let of_good = |good: &DesignGood| {
        let (mut from, mut to) = (
            Dfs::new(&graph, at(good.origin)),
            Dfs::new(&graph, at(good.destination)),
        );
        while from.next(&graph).is_some() {}
        while to.next(Reversed(&graph)).is_some() {}
        let is_on_a_way =
            |arc: &DesignArc| from.discovered.is_visited(&at(arc.tail)) && to.discovered.is_visited(&at(arc.head));
        design.arcs.iter().map(is_on_a_way).collect()
    };
    design.goods.iter().map(of_good).collect()
}

/// A design as one program: opening of each arc, then flow of each good on each arc of use to it as a fraction of its demand.
pub(super) fn of_design(design: &DesignProblem, relaxation: Relaxation) -> Stated {
    let mut program = LinearProgram::default();
    for arc in &design.arcs {
        program.add_column(arc.fixed_cost, 0.0, 1.0);
    }
    // By good and arc.
    let mut flows: Vec<Vec<Option<usize>>> = Vec::new();
    for (good, useful) in design.goods.iter().zip(useful_arcs(design)) {
        let mut of_arc = |(arc, is_useful): (&DesignArc, bool)| {
            let most = (arc.capacity / good.demand).min(1.0);
            is_useful.then(|| program.add_column(arc.cost * good.demand, 0.0, most))
        };
        flows.push(design.arcs.iter().zip(useful).map(&mut of_arc).collect());
    }
    for (good, flows) in design.goods.iter().zip(&flows) {
        add_balances(&mut program, design, good, flows);
    }
    let limit = at_most(0.0);
    for (position, arc) in design.arcs.iter().enumerate() {
        let goods = design.goods.iter().zip(&flows);
        let loads = goods.filter_map(|(good, flows)| Some((flows[position]?, good.demand)));
        let loads: Vec<(usize, f64)> = loads.collect();
        let mut entries = loads.clone();
        entries.push((position, -arc.capacity));
        program.add_row(limit, &mut entries);
        if relaxation == Relaxation::Strong {
            for (flow, demand) in loads {
                let most = (arc.capacity / demand).min(1.0);
                program.add_row(limit, &mut [(flow, 1.0), (position, -most)]);
            }
        }
    }
    Stated { program, offset: 0.0 }
}

fn add_balances(program: &mut LinearProgram, design: &DesignProblem, good: &DesignGood, flows: &[Option<usize>]) {
    let mut rows = vec![Vec::new(); design.nodes];
    for (arc, flow) in design.arcs.iter().zip(flows) {
        if let Some(flow) = flow {
            rows[arc.tail].push((*flow, 1.0));
            rows[arc.head].push((*flow, -1.0));
        }
    }
    for (node, entries) in rows.iter_mut().enumerate() {
        let right_hand_side = f64::from(u8::from(node == good.origin)) - f64::from(u8::from(node == good.destination));
        if !entries.is_empty() || right_hand_side != 0.0 {
            let kind = RowKind::Equal;
            program.add_row(Row { kind, right_hand_side }, entries);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use data::import::mps;
    use workers::SolveOptions;

    #[test]
    fn a_good_has_no_column_on_arcs_that_lead_it_nowhere() {
        // From 0 by 1 or 2 to 3 and 4.
        let arc = |tail, head| DesignArc {
            tail,
            head,
            cost: 1.0,
            capacity: 5.0,
            fixed_cost: 1.0,
        };
        let good = |destination| DesignGood {
            origin: 0,
            destination,
            demand: 2.0,
        };
        let design = DesignProblem {
            nodes: 5,
            arcs: vec![arc(0, 1), arc(0, 2), arc(1, 3), arc(2, 3), arc(1, 4), arc(2, 4)],
            goods: vec![good(3), good(4)],
        };
        let useful = useful_arcs(&design);
        assert_eq!(useful[0], [true, true, true, true, false, false]);
        assert_eq!(useful[1], [true, true, false, false, true, true]);
        // Both by one way: eight units moved, and three arcs open to 4/5 and twice 2/5, or as far as the larger fraction of a good.
        for (relaxation, optimum) in [(Relaxation::Weak, 8.0 + 1.6), (Relaxation::Strong, 8.0 + 3.0)] {
            let stated = of_design(&design, relaxation);
            assert_eq!(stated.program.column_count(), 6 + 8);
            let answer = workers::solve::solve(&stated.program, &SolveOptions::default()).unwrap();
            let paid = answer.primal.iter().zip(&stated.program.costs).map(|(x, c)| x * c);
            let cost: f64 = paid.sum();
            assert!((cost - optimum).abs() < 1e-9, "{cost} {optimum}");
        }
    }

    #[test]
    fn ranges_free_columns_and_turned_ones_keep_their_meaning() {
        // Least 2x - y + z + 7 with 1 <= x + y <= 3, y free, z <= -4, z - y >= -9.
        let text = "NAME\nROWS\n N C\n L R\n G S\nCOLUMNS\n X C 2 R 1\n Y C -1 R 1\n Y S -1\n Z C 1 S 1\nRHS\n H C -7 R 3\n H S -9\nRANGES\n G R 2\nBOUNDS\n FR B Y\n MI B Z\n UP B Z -4\nENDATA\n";
        let stated = of_mps(&mps::parse(text, "t").unwrap());
        let answer = workers::solve::solve(&stated.program, &SolveOptions::default()).unwrap();
        let cost: f64 = answer
            .primal
            .iter()
            .zip(&stated.program.costs)
            .map(|(x, c)| x * c)
            .sum();
        // y = 3, z = -6 (or any with z = y - 9): -3 - 6 + 7.
        assert!((cost + stated.offset - (-2.0)).abs() < 1e-9, "{cost} {answer:?}");
    }
}
