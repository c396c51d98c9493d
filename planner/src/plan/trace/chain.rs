//! Energy passing from state to state until it leaves: an absorbing chain, solved part by part.
//!
//! What passes a state is its source plus the fractions that others hand on to it. Fractions handed on and the
//! exit of a state sum to 1. Strongly connected parts are solved one after the other, upstream first.

use super::eliminate::{Arc, Limits, Reduced};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// States joined by arcs.
pub(super) struct Chain {
    arcs: Vec<Arc>,
    /// Where the arcs out of each state start; one more entry than states.
    starts: Vec<usize>,
    exits: Vec<f64>,
    /// Strongly connected parts, upstream first.
    parts: Vec<Vec<u32>>,
}

/// How a solution was found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Effort {
    /// Parts of more than one state.
    pub(super) cycles: usize,
    /// States in the largest part.
    pub(super) largest: usize,
    /// States in the largest core solved by iteration.
    pub(super) core: usize,
    /// Largest relative error left by iteration.
    pub(super) error: f64,
    /// What entered parts that nothing leaves, in the first column.
    pub(super) stranded: f64,
}

impl Chain {
    /// A chain over `exits.len()` states.
    pub(super) fn new(mut arcs: Vec<Arc>, exits: Vec<f64>) -> Self {
        arcs.retain(|a| a.fraction > 0.0);
        arcs.sort_by_key(|a| (a.from, a.to));
        let mut starts = vec![0; exits.len() + 1];
        for arc in &arcs {
            starts[arc.from as usize + 1] += 1;
        }
        for state in 0..exits.len() {
            starts[state + 1] += starts[state];
        }
        let parts = connected_parts(exits.len(), arcs.iter().map(|a| (a.from, a.to)));
        Self {
            arcs,
            starts,
            exits,
            parts,
        }
    }

    fn arcs_out(&self, state: u32) -> &[Arc] {
        &self.arcs[self.starts[state as usize]..self.starts[state as usize + 1]]
    }

    /// Replaces the source of every state by what passes it, in each of the columns.
    pub(super) fn solve(&self, columns: &mut [Vec<f64>]) -> Effort {
        let mut effort = Effort::default();
        let mut local = vec![u32::MAX; self.exits.len()];
        for part in &self.parts {
            self.solve_part(part, &mut local, columns, &mut effort);
            for &state in part {
                for arc in self.arcs_out(state) {
                    if local[arc.to as usize] == u32::MAX {
                        for column in columns.iter_mut() {
                            column[arc.to as usize] += arc.fraction * column[state as usize];
                        }
                    }
                }
            }
            for &state in part {
                local[state as usize] = u32::MAX;
            }
        }
        effort
    }

    /// Solves one part; leaves its states numbered in `local`.
    fn solve_part(&self, part: &[u32], local: &mut [u32], columns: &mut [Vec<f64>], effort: &mut Effort) {
        for (position, &state) in part.iter().enumerate() {
            local[state as usize] = position as u32;
        }
        effort.largest = effort.largest.max(part.len());
        let mut arcs = Vec::new();
        let mut exits = Vec::with_capacity(part.len());
        for &state in part {
            let mut exit = self.exits[state as usize];
            for arc in self.arcs_out(state) {
                match local[arc.to as usize] {
                    u32::MAX => exit += arc.fraction,
                    to => arcs.push(Arc {
                        from: local[state as usize],
                        to,
                        fraction: arc.fraction,
                    }),
                }
            }
            exits.push(exit);
        }
        if exits.iter().all(|exit| *exit == 0.0) {
            effort.stranded += part
                .iter()
                .map(|&s| columns.first().map_or(0.0, |c| c[s as usize]))
                .sum::<f64>();
        }
        if arcs.is_empty() {
            return;
        }
        let reduced = Reduced::new(&arcs, exits, Limits::default());
        effort.cycles += 1;
        effort.core = effort.core.max(reduced.core_states());
        for column in columns.iter_mut() {
            let mut values: Vec<f64> = part.iter().map(|&s| column[s as usize]).collect();
            effort.error = effort.error.max(reduced.solve(&mut values));
            for (&state, value) in part.iter().zip(values) {
                column[state as usize] = value;
            }
        }
    }
}

/// Strongly connected parts, upstream first, states ascending within a part. Kosaraju's method, because petgraph's
/// form of Tarjan's recurses and a supply chain can be longer than the stack is deep.
pub(super) fn connected_parts(states: usize, arcs: impl Iterator<Item = (u32, u32)>) -> Vec<Vec<u32>> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(states, arcs.size_hint().0);
    for _ in 0..states {
        graph.add_node(());
    }
    for (from, to) in arcs {
        graph.add_edge(NodeIndex::new(from as usize), NodeIndex::new(to as usize), ());
    }
    let mut parts: Vec<Vec<u32>> = kosaraju_scc(&graph)
        .into_iter()
        .rev()
        .map(|part| part.into_iter().map(|n| n.index() as u32).collect())
        .collect();
    for part in &mut parts {
        part.sort_unstable();
    }
    parts
}
