//! Linear programs of instances, as solvers here take them: minimised, limits from above, finite lower bounds.

use super::solve::Relaxation;
use data::import::mps::{MpsColumn, MpsProgram, MpsRow};
use data::import::{DesignProblem, NetworkProblem};
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

/// A design as one program: opening of each arc, then flow of each good on each arc as a fraction of its demand.
pub(super) fn of_design(design: &DesignProblem, relaxation: Relaxation) -> Stated {
    let mut program = LinearProgram::default();
    let (arcs, goods) = (design.arcs.len(), design.goods.len());
    for arc in &design.arcs {
        program.add_column(arc.fixed_cost, 0.0, 1.0);
    }
    for good in &design.goods {
        for arc in &design.arcs {
            program.add_column(arc.cost * good.demand, 0.0, (arc.capacity / good.demand).min(1.0));
        }
    }
    let flow = |good: usize, arc: usize| arcs + good * arcs + arc;
    for good in 0..goods {
        add_balances(&mut program, design, good, |arc| flow(good, arc));
    }
    let limit = at_most(0.0);
    for (position, arc) in design.arcs.iter().enumerate() {
        let loads = design
            .goods
            .iter()
            .enumerate()
            .map(|(good, it)| (flow(good, position), it.demand));
        let mut entries: Vec<(usize, f64)> = loads.collect();
        entries.push((position, -arc.capacity));
        program.add_row(limit, &mut entries);
        if relaxation == Relaxation::Strong {
            for (good, it) in design.goods.iter().enumerate() {
                let most = (arc.capacity / it.demand).min(1.0);
                program.add_row(limit, &mut [(flow(good, position), 1.0), (position, -most)]);
            }
        }
    }
    Stated { program, offset: 0.0 }
}

fn add_balances(program: &mut LinearProgram, design: &DesignProblem, good: usize, flow: impl Fn(usize) -> usize) {
    let mut rows = vec![Vec::new(); design.nodes];
    for (position, arc) in design.arcs.iter().enumerate() {
        rows[arc.tail].push((flow(position), 1.0));
        rows[arc.head].push((flow(position), -1.0));
    }
    let ends = (design.goods[good].origin, design.goods[good].destination);
    for (node, entries) in rows.iter_mut().enumerate() {
        let right_hand_side = f64::from(u8::from(node == ends.0)) - f64::from(u8::from(node == ends.1));
        let kind = RowKind::Equal;
        program.add_row(Row { kind, right_hand_side }, entries);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use data::import::mps;
    use workers::SolveOptions;

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
