//! Multicommodity structure in a linear program (MPS): flows of several goods in networks of their own, held together by limits.
//!
//! Rows that are equalities with entries of 1 and -1 are nodes; a column between two of them is an arc, one in a single row is
//! an arc from or to the outside. Nodes that arcs join are one good. Rows that are upper limits with entries above zero are limits.
//! Costs below zero are turned into others by potentials of nodes, which shifts the cost of every flow by the same amount; where arcs in a
//! circle gain, some of those with a capacity of their own are turned round: what is told is then what they carry less than all they can.

use super::mps::MpsProgram;
use super::network::{NetworkArc, NetworkProblem, NetworkSink, NetworkSource};
use super::report::Report;
use crate::findings::{Code, Findings};

/// Costs that are this part of the figures whose differences they are, or less, are none.
const ROUNDING: f64 = 1e-12;

/// A program as flows.
#[derive(Clone, Debug, PartialEq)]
pub struct Multicommodity {
    /// The flows.
    pub network: NetworkProblem,
    /// What is added to the cost of the flows to give the objective of the program.
    pub offset: f64,
}

/// Recognises the structure.
///
/// # Errors
/// P05 with every row and column that does not fit; arcs in limits, or without a capacity, with a cost below zero all round.
pub fn recognise(program: &MpsProgram, file: &str) -> Result<Multicommodity, Findings> {
    let mut report = Report::new(file);
    let Some(mut graph) = Graph::read(program, &mut report) else {
        return report.finish(()).and_then(|()| Err(Findings::new()));
    };
    graph.join();
    graph.shift_lower_bounds();
    graph.turn_negative_costs(&mut report);
    let offset = graph.offset;
    let network = graph.network();
    report.finish(Multicommodity { network, offset })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Node(usize),
    Limit(usize),
}

struct Arc {
    /// Nodes; none is the outside.
    tail: Option<usize>,
    head: Option<usize>,
    cost: f64,
    lower: f64,
    upper: f64,
    uses: Vec<(usize, f64)>,
}

impl Arc {
    /// Whether it can be turned round: what it carries less than all it can has to be told by itself.
    fn can_turn(&self) -> bool {
        self.uses.is_empty() && self.upper.is_finite()
    }
}

struct Graph {
    /// What enters each node from nowhere.
    supply: Vec<f64>,
    arcs: Vec<Arc>,
    limits: Vec<f64>,
    /// Good of each node, and how many there are.
    good: Vec<usize>,
    goods: usize,
    offset: f64,
}

impl Graph {
    fn read(program: &MpsProgram, report: &mut Report<'_>) -> Option<Self> {
        let mut graph = Self {
            supply: Vec::new(),
            arcs: Vec::new(),
            limits: Vec::new(),
            good: Vec::new(),
            goods: 0,
            offset: program.offset,
        };
        let mut places = Vec::new();
        let slacks = slacks(program);
        for (row, slack) in program.rows.iter().zip(&slacks) {
            places.push(if row.lower == row.upper && slack.is_none() {
                graph.supply.push(row.upper);
                Place::Node(graph.supply.len() - 1)
            } else {
                if (row.lower.is_finite() && slack.is_none()) || row.upper < 0.0 {
                    let seen = format!("row {} from {} to {}", row.name, row.lower, row.upper);
                    report.whole(Code::P05, seen);
                }
                graph.limits.push(row.upper);
                Place::Limit(graph.limits.len() - 1)
            });
        }
        let mut is_slack = vec![false; program.columns.len()];
        slacks.iter().flatten().for_each(|column| is_slack[*column] = true);
        let arcs = program
            .columns
            .iter()
            .zip(&is_slack)
            .filter(|(_, is_slack)| !**is_slack);
        for (column, _) in arcs {
            match arc(column, &places) {
                Ok(arc) => graph.arcs.push(arc),
                Err(seen) => report.whole(Code::P05, format!("column {}: {seen}", column.name)),
            }
        }
        report.is_clean().then_some(graph)
    }

    /// Nodes that arcs join are one good.
    fn join(&mut self) {
        let mut above: Vec<usize> = (0..self.supply.len()).collect();
        for arc in &self.arcs {
            if let (Some(tail), Some(head)) = (arc.tail, arc.head) {
                let (a, b) = (top(&mut above, tail), top(&mut above, head));
                above[a.max(b)] = a.min(b);
            }
        }
        let mut number = vec![usize::MAX; above.len()];
        for node in 0..above.len() {
            let root = top(&mut above, node);
            if number[root] == usize::MAX {
                number[root] = self.goods;
                self.goods += 1;
            }
            self.good.push(number[root]);
        }
    }

    /// What has to move moves: it leaves the figures of the rest.
    fn shift_lower_bounds(&mut self) {
        for arc in &mut self.arcs {
            let moved = std::mem::replace(&mut arc.lower, 0.0);
            arc.upper -= moved;
            self.offset += moved * arc.cost;
            for (end, sign) in [(arc.tail, -1.0), (arc.head, 1.0)] {
                if let Some(node) = end {
                    self.supply[node] += sign * moved;
                }
            }
            arc.uses
                .iter()
                .for_each(|(limit, amount)| self.limits[*limit] -= amount * moved);
        }
    }

    /// Node of the outside of a good.
    fn outside(&self, good: usize) -> usize {
        self.supply.len() + good
    }

    fn good_of(&self, arc: &Arc) -> usize {
        arc.tail.or(arc.head).map_or(0, |node| self.good[node])
    }

    fn ends(&self, arc: &Arc) -> (usize, usize) {
        let outside = self.outside(self.good_of(arc));
        (arc.tail.unwrap_or(outside), arc.head.unwrap_or(outside))
    }

    /// What enters every node, the outside of each good included, so that each good's add up to nothing.
    fn balances(&self) -> Vec<f64> {
        let mut balances = self.supply.clone();
        balances.resize(self.supply.len() + self.goods, 0.0);
        for (node, supply) in self.supply.iter().enumerate() {
            balances[self.outside(self.good[node])] -= supply;
        }
        balances
    }

    /// Leaves no cost below zero: by potentials of nodes, and by turning round the arcs that are still below zero with them.
    fn turn_negative_costs(&mut self, report: &mut Report<'_>) {
        if self.arcs.iter().all(|arc| arc.cost >= 0.0) {
            return;
        }
        let Some(potential) = self.potentials() else {
            return report.whole(Code::P05, "arcs in a circle cost less than nothing together");
        };
        for position in 0..self.arcs.len() {
            let (tail, head) = self.ends(&self.arcs[position]);
            let arc = &mut self.arcs[position];
            let size = arc.cost.abs() + potential[tail].abs() + potential[head].abs();
            arc.cost += potential[tail] - potential[head];
            if arc.cost.abs() <= ROUNDING * size {
                arc.cost = 0.0;
            }
            if arc.cost < 0.0 && arc.can_turn() {
                self.turn(position);
            } else {
                arc.cost = arc.cost.max(0.0);
            }
        }
    }

    /// Potentials with which no arc costs less than nothing but some that can be turned round: those with the least capacities that
    /// will do, since all that a turned arc can carry is taken to move. The offset is that of the costs with potentials. None when
    /// others gain in a circle.
    fn potentials(&mut self) -> Option<Vec<f64>> {
        let mut capacities: Vec<f64> = self
            .arcs
            .iter()
            .filter(|arc| arc.can_turn())
            .map(|arc| arc.upper)
            .collect();
        capacities.push(0.0);
        capacities.sort_by(f64::total_cmp);
        capacities.dedup();
        let (mut too_few, mut enough) = (0, capacities.len() - 1);
        let mut found = self.potentials_without(capacities[enough])?;
        while too_few < enough {
            let middle = usize::midpoint(too_few, enough);
            match self.potentials_without(capacities[middle]) {
                Some(potential) => (found, enough) = (potential, middle),
                None => too_few = middle + 1,
            }
        }
        let balances = self.balances();
        self.offset -= balances.iter().zip(&found).map(|(b, p)| b * p).sum::<f64>();
        Some(found)
    }

    /// By Bellman and Ford: `cost + potential(tail) - potential(head)` is below zero for no arc but those that can be turned and carry no
    /// more than `capacity`. None when there is a circle of others that gains.
    fn potentials_without(&self, capacity: f64) -> Option<Vec<f64>> {
        let nodes = self.supply.len() + self.goods;
        let stays = |arc: &&Arc| arc.upper > 0.0 && !(arc.can_turn() && arc.upper <= capacity);
        let arcs: Vec<(usize, usize, f64)> = self
            .arcs
            .iter()
            .filter(stays)
            .map(|arc| (self.ends(arc).0, self.ends(arc).1, arc.cost))
            .collect();
        let mut potential = vec![0.0_f64; nodes];
        for _ in 0..=nodes {
            let mut moved = false;
            for (tail, head, cost) in &arcs {
                let by = potential[*tail] + cost;
                if by < potential[*head] - 1e-9 * potential[*head].abs().max(1.0) {
                    potential[*head] = by;
                    moved = true;
                }
            }
            if !moved {
                return Some(potential);
            }
        }
        None
    }

    /// Has an arc carry all it can, and tells what it carries less as a flow the other way.
    fn turn(&mut self, position: usize) {
        let arc = &mut self.arcs[position];
        self.offset += arc.upper * arc.cost;
        for (end, sign) in [(arc.tail, -1.0), (arc.head, 1.0)] {
            if let Some(node) = end {
                self.supply[node] += sign * arc.upper;
            }
        }
        std::mem::swap(&mut arc.tail, &mut arc.head);
        arc.cost = -arc.cost;
    }

    fn network(self) -> NetworkProblem {
        let balances = self.balances();
        let good = |node: usize| {
            self.good
                .get(node)
                .copied()
                .unwrap_or(node.saturating_sub(self.supply.len()))
        };
        let mut supplied = vec![0.0; self.goods];
        for (node, balance) in balances.iter().enumerate() {
            supplied[good(node)] += balance.max(0.0);
        }
        let arcs = self.arcs.iter().map(|arc| {
            let (tail, head) = self.ends(arc);
            let of = self.good_of(arc);
            NetworkArc {
                tail,
                head,
                cost: arc.cost,
                // Nothing moves in circles, so no arc carries more than all that is supplied.
                capacity: arc.upper.min(supplied.get(of).copied().unwrap_or(0.0)),
                good: Some(of),
                uses: arc.uses.clone(),
            }
        });
        let those = |sign: f64| {
            balances
                .iter()
                .enumerate()
                .filter(move |(_, balance)| sign * **balance > 0.0)
        };
        NetworkProblem {
            nodes: balances.len(),
            goods: self.goods,
            arcs: arcs.collect(),
            sources: those(1.0)
                .map(|(node, amount)| NetworkSource::free(node, good(node), *amount))
                .collect(),
            sinks: those(-1.0)
                .map(|(node, amount)| NetworkSink {
                    node,
                    good: good(node),
                    amount: -amount,
                })
                .collect(),
            limits: self.limits.clone(),
        }
    }
}

/// For each equality that is an upper limit with a column for what is left of it (as KEN has them), that column. Such a row has
/// entries above zero only, and columns in it are at two nodes besides.
fn slacks(program: &MpsProgram) -> Vec<Option<usize>> {
    let is_equality = |row: usize| program.rows[row].lower == program.rows[row].upper;
    let mut is_limit = vec![false; program.rows.len()];
    let mut has_negative = vec![false; program.rows.len()];
    let mut left = vec![None; program.rows.len()];
    for (position, column) in program.columns.iter().enumerate() {
        let equalities = column.entries.iter().filter(|(row, _)| is_equality(*row));
        let is_joined = equalities.count() > 2;
        for (row, value) in &column.entries {
            is_limit[*row] |= is_joined;
            has_negative[*row] |= *value < 0.0;
        }
        if let [(row, value)] = column.entries.as_slice() {
            let takes_all = column.lower == 0.0 && column.upper * value >= program.rows[*row].upper;
            if column.cost == 0.0 && *value > 0.0 && takes_all {
                left[*row] = Some(position);
            }
        }
    }
    let rows = is_limit.iter().zip(&has_negative).zip(left).enumerate();
    rows.map(|(row, ((is_limit, has_negative), left))| left.filter(|_| *is_limit && !has_negative && is_equality(row)))
        .collect()
}

/// The root of a node, and a shorter way to it next time.
fn top(above: &mut [usize], mut node: usize) -> usize {
    while above[node] != node {
        above[node] = above[above[node]];
        node = above[node];
    }
    node
}

fn arc(column: &super::mps::MpsColumn, places: &[Place]) -> Result<Arc, String> {
    if !column.lower.is_finite() {
        return Err("it has no lower bound".to_owned());
    }
    let mut arc = Arc {
        tail: None,
        head: None,
        cost: column.cost,
        lower: column.lower,
        upper: column.upper,
        uses: Vec::new(),
    };
    for (row, value) in &column.entries {
        match (places[*row], *value) {
            (Place::Limit(limit), value) if value > 0.0 => arc.uses.push((limit, value)),
            (Place::Node(node), 1.0) if arc.tail.is_none() => arc.tail = Some(node),
            (Place::Node(node), -1.0) if arc.head.is_none() => arc.head = Some(node),
            (_, value) => return Err(format!("its entry {value} makes it no arc")),
        }
    }
    if arc.tail.is_none() && arc.head.is_none() {
        return Err("it is at no node".to_owned());
    }
    Ok(arc)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::mps;
    use super::*;

    /// Two goods from A to B, over a joint limit or round it; the second gains 5 a unit on the dear way.
    const SAMPLE: &str = "NAME T\nROWS\n N C\n E A1\n E B1\n E A2\n E B2\n L J\nCOLUMNS\n X1 C 1 A1 1\n X1 B1 -1 J 1\n Y1 C 4 A1 1\n Y1 B1 -1\n X2 C 1 A2 1\n X2 B2 -1 J 1\n Y2 C -5 A2 1\n Y2 B2 -1\nRHS\n R A1 3 B1 -3\n R A2 2 B2 -2\n R J 4\nBOUNDS\n UP BND Y2 1\n LO BND X1 1\nENDATA\n";

    #[test]
    fn goods_limits_and_potentials_are_found() {
        let program = mps::parse(SAMPLE, "t").unwrap();
        let found = recognise(&program, "t").unwrap();
        let network = &found.network;
        assert_eq!(
            (network.goods, network.nodes, network.limits.as_slice()),
            (2, 6, [3.0].as_slice())
        );
        assert!(network.arcs.iter().all(|arc| arc.cost >= 0.0));
        // By hand: X1 1 of what has to move and 2 more, X2 1, Y2 1: 3 + 1 - 5.
        let amounts = [2.0, 0.0, 1.0, 1.0];
        let cost: f64 = network
            .arcs
            .iter()
            .zip(amounts)
            .map(|(arc, amount)| arc.cost * amount)
            .sum();
        assert!(
            (cost + found.offset - (3.0 + 1.0 - 5.0)).abs() < 1e-12,
            "{cost} {}",
            found.offset
        );
    }

    #[test]
    fn a_limit_with_a_column_for_what_is_left_is_a_limit() {
        let plain = recognise(&mps::parse(SAMPLE, "t").unwrap(), "t").unwrap();
        let text = SAMPLE.replace(" L J", " E J").replace("RHS\n", " LEFT J 1\nRHS\n");
        let found = recognise(&mps::parse(&text, "t").unwrap(), "t").unwrap();
        assert_eq!(found, plain);
    }

    #[test]
    fn arcs_that_gain_in_a_circle_are_turned_round() {
        // From A to B and back over a third node, each way limited by itself: all of the circle gains 2 a unit.
        let circle = " Z1 C -3 A2 1\n Z1 M2 -1\n Z2 C -1 M2 1\n Z2 B2 -1\n Z3 C 2 B2 1\n Z3 A2 -1\nRHS\n";
        let text = SAMPLE
            .replace(" L J", " E M2\n L J")
            .replace("RHS\n", circle)
            .replace("ENDATA", " UP BND Z1 7\n UP BND Z2 6\nENDATA");
        let found = recognise(&mps::parse(&text, "t").unwrap(), "t").unwrap();
        assert!(found.network.arcs.iter().all(|arc| arc.cost >= 0.0));
        // Z2 is the least that has to be turned, and Y2, which carries less, may be: of both, what they carry less than they can is
        // told. By hand, 1 by Y2 and 6 all round: 3 + 1 - 5 - 12.
        let amounts = [2.0, 0.0, 1.0, 0.0, 6.0, 0.0, 6.0];
        let costs = found
            .network
            .arcs
            .iter()
            .zip(amounts)
            .map(|(arc, amount)| arc.cost * amount);
        let objective = costs.sum::<f64>() + found.offset;
        assert!((objective + 13.0).abs() < 1e-12, "{objective}");
        let (turned, others) = (&found.network.arcs[5], &found.network.arcs[4]);
        assert_eq!((turned.tail, turned.head), (3, 4), "from B to the third node");
        assert_eq!(others.head, turned.head);
        let without_capacity = text.replace(" UP BND Z1 7\n UP BND Z2 6\n", "");
        let findings = recognise(&mps::parse(&without_capacity, "t").unwrap(), "t").unwrap_err();
        assert_eq!(findings.iter().next().unwrap().code, Code::P05);
    }

    #[test]
    fn what_is_no_network_is_refused_with_every_column() {
        let text = SAMPLE
            .replace("X1 B1 -1 J 1", "X1 B1 -2 J 1")
            .replace("X2 B2 -1 J 1", "X2 B2 -1 J -1");
        let program = mps::parse(&text, "t").unwrap();
        let findings = recognise(&program, "t").unwrap_err();
        let finding = findings.iter().next().unwrap();
        assert_eq!((finding.code, finding.count), (Code::P05, 2));
    }
}
