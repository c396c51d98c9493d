//! Exact solution of a strongly connected part: state reduction after Grassmann, Taksar and Heyman (Operations
//! Research 33, 1985), which never subtracts and so loses no digits however much circulates.
//!
//! States are taken out cheapest first while that is cheap; what is left, if much, is the core and is solved by
//! iteration ([`super::core`]).

use super::core::Core;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// When to stop taking out states.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// A state is taken out when the arcs in times the arcs out are no more than this...
    pub(super) cheap_fill: usize,
    /// ...or when no more states than this are left, whatever it costs.
    pub(super) small_core: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cheap_fill: 600,
            small_core: 400,
        }
    }
}

/// An arc inside the part: this fraction of what passes `from` goes on to `to`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) fraction: f64,
}

/// One state taken out, with the arcs it had among those left at that time.
struct Step {
    state: u32,
    arcs_in: Vec<(u32, f64)>,
    arcs_out: Vec<(u32, f64)>,
    /// Fraction that does not come straight back; 1 where nothing ever leaves.
    leaving: f64,
}

/// A part made ready to be solved for any number of sources.
pub(super) struct Reduced {
    steps: Vec<Step>,
    core: Option<Core>,
}

/// Arcs among the states still there, rows sorted by state.
struct Remaining {
    arcs_out: Vec<Vec<(u32, f64)>>,
    entered_from: Vec<Vec<u32>>,
    exits: Vec<f64>,
    is_left: Vec<bool>,
    count: usize,
}

impl Reduced {
    /// Prepares a part of `exits.len()` states; `exits` is the fraction of each that leaves the part for good.
    pub(super) fn new(arcs: &[Arc], exits: Vec<f64>, limits: Limits) -> Self {
        let mut remaining = Remaining::new(arcs, exits);
        let mut queue: BinaryHeap<Reverse<(usize, u32)>> = (0..remaining.count)
            .map(|s| Reverse((remaining.fill(s), s as u32)))
            .collect();
        let mut steps = Vec::new();
        while let Some(Reverse((fill, state))) = queue.pop() {
            let position = state as usize;
            if !remaining.is_left[position] {
                continue;
            }
            let fill_now = remaining.fill(position);
            if fill_now > fill {
                queue.push(Reverse((fill_now, state)));
                continue;
            }
            if fill_now > limits.cheap_fill && remaining.count > limits.small_core {
                break;
            }
            let step = remaining.take_out(state);
            let touched = step.arcs_in.iter().chain(&step.arcs_out);
            queue.extend(touched.map(|&(s, _)| Reverse((remaining.fill(s as usize), s))));
            steps.push(step);
        }
        let core = (remaining.count > 0).then(|| remaining.into_core());
        Self { steps, core }
    }

    /// Number of states solved by iteration.
    pub(super) fn core_states(&self) -> usize {
        self.core.as_ref().map_or(0, Core::states)
    }

    /// Replaces each state's source by what passes it in all. Returns the relative error left by iteration.
    pub(super) fn solve(&self, column: &mut [f64]) -> f64 {
        for step in &self.steps {
            let passes = column[step.state as usize] / step.leaving;
            for &(to, fraction) in &step.arcs_out {
                column[to as usize] += fraction * passes;
            }
        }
        let error = self.core.as_ref().map_or(0.0, |core| core.solve(column));
        for step in self.steps.iter().rev() {
            let arriving: f64 = step
                .arcs_in
                .iter()
                .map(|&(from, fraction)| fraction * column[from as usize])
                .sum();
            column[step.state as usize] = (column[step.state as usize] + arriving) / step.leaving;
        }
        error
    }
}

impl Remaining {
    fn new(arcs: &[Arc], exits: Vec<f64>) -> Self {
        let count = exits.len();
        let mut arcs_out = vec![Vec::new(); count];
        let mut entered_from = vec![Vec::new(); count];
        for arc in arcs.iter().filter(|a| a.from != a.to) {
            arcs_out[arc.from as usize].push((arc.to, arc.fraction));
            entered_from[arc.to as usize].push(arc.from);
        }
        for row in &mut arcs_out {
            row.sort_by_key(|&(to, _)| to);
            row.dedup_by(|later, earlier| {
                let same = later.0 == earlier.0;
                earlier.1 += if same { later.1 } else { 0.0 };
                same
            });
        }
        for row in &mut entered_from {
            row.sort_unstable();
            row.dedup();
        }
        Self {
            arcs_out,
            entered_from,
            exits,
            is_left: vec![true; count],
            count,
        }
    }

    /// Arcs that taking the state out would touch.
    fn fill(&self, state: usize) -> usize {
        self.arcs_out[state].len() * self.entered_from[state].len()
    }

    /// Joins each arc into the state with each arc out of it, and forgets the state.
    fn take_out(&mut self, state: u32) -> Step {
        let position = state as usize;
        let arcs_out = std::mem::take(&mut self.arcs_out[position]);
        let exit = self.exits[position];
        let outgoing = exit + arcs_out.iter().map(|&(_, fraction)| fraction).sum::<f64>();
        let leaving = if outgoing > 0.0 { outgoing } else { 1.0 };
        let mut arcs_in = Vec::new();
        for from in std::mem::take(&mut self.entered_from[position]) {
            let row = &mut self.arcs_out[from as usize];
            let Ok(place) = row.binary_search_by_key(&state, |&(to, _)| to) else {
                continue;
            };
            let (_, fraction) = row.remove(place);
            arcs_in.push((from, fraction));
            let through = fraction / leaving;
            self.exits[from as usize] += through * exit;
            *row = joined(row, &arcs_out, through, from);
        }
        for &(to, _) in &arcs_out {
            self.replace_entrances(to, state, &arcs_in);
        }
        self.is_left[position] = false;
        self.count -= 1;
        Step {
            state,
            arcs_in,
            arcs_out,
            leaving,
        }
    }

    /// `to` is entered from those who entered `state`, no longer from `state` itself.
    fn replace_entrances(&mut self, to: u32, state: u32, arcs_in: &[(u32, f64)]) {
        let entrances = &mut self.entered_from[to as usize];
        entrances.retain(|&from| from != state);
        entrances.extend(arcs_in.iter().map(|&(from, _)| from).filter(|&from| from != to));
        entrances.sort_unstable();
        entrances.dedup();
    }

    fn into_core(self) -> Core {
        let states: Vec<u32> = (0..self.is_left.len())
            .filter(|&s| self.is_left[s])
            .map(|s| s as u32)
            .collect();
        let mut local = vec![0_u32; self.is_left.len()];
        for (position, &state) in states.iter().enumerate() {
            local[state as usize] = position as u32;
        }
        let mut arcs = Vec::new();
        let mut leaving = Vec::with_capacity(states.len());
        for &state in &states {
            let row = &self.arcs_out[state as usize];
            let outgoing = self.exits[state as usize] + row.iter().map(|&(_, fraction)| fraction).sum::<f64>();
            leaving.push(if outgoing > 0.0 { outgoing } else { 1.0 });
            arcs.extend(row.iter().map(|&(to, fraction)| Arc {
                from: local[state as usize],
                to: local[to as usize],
                fraction,
            }));
        }
        Core::new(states, &arcs, leaving)
    }
}

/// `row` plus `through` times `added`, both sorted; arcs back to `own` are dropped, as what returns is not leaving.
fn joined(row: &[(u32, f64)], added: &[(u32, f64)], through: f64, own: u32) -> Vec<(u32, f64)> {
    let mut result = Vec::with_capacity(row.len() + added.len());
    let (mut left, mut right) = (
        row.iter().peekable(),
        added.iter().filter(|&&(to, _)| to != own).peekable(),
    );
    loop {
        match (left.peek(), right.peek()) {
            (Some(&&(a, x)), Some(&&(b, y))) if a == b => {
                result.push((a, x + through * y));
                left.next();
                right.next();
            }
            (Some(&&(a, x)), Some(&&(b, _))) if a < b => {
                result.push((a, x));
                left.next();
            }
            (_, Some(&&(b, y))) => {
                result.push((b, through * y));
                right.next();
            }
            (Some(&&(a, x)), None) => {
                result.push((a, x));
                left.next();
            }
            (None, None) => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Three states in a ring with arcs across; sources; exits make fractions sum to 1.
    fn ring(states: usize, exit: f64, seed: u64) -> (Vec<Arc>, Vec<f64>, Vec<f64>) {
        let mut draw = seed;
        let mut next = || {
            draw = draw
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (draw >> 33) as f64 / f64::from(u32::MAX / 2)
        };
        let mut arcs = Vec::new();
        for from in 0..states {
            let weights: Vec<f64> = (0..3).map(|_| 0.1 + next()).collect();
            let all: f64 = weights.iter().sum();
            let steps = [1, 2 + from % 5, states / 2 + 1];
            for (weight, step) in weights.iter().zip(steps) {
                let to = ((from + step) % states) as u32;
                arcs.push(Arc {
                    from: from as u32,
                    to,
                    fraction: weight / all * (1.0 - exit),
                });
            }
        }
        let sources = (0..states).map(|_| next()).collect();
        (arcs, vec![exit; states], sources)
    }

    /// Largest relative difference between what passes a state and its source plus what arrives.
    fn defect(arcs: &[Arc], sources: &[f64], passes: &[f64]) -> f64 {
        let mut arriving = sources.to_vec();
        for arc in arcs {
            arriving[arc.to as usize] += arc.fraction * passes[arc.from as usize];
        }
        arriving
            .iter()
            .zip(passes)
            .map(|(a, p)| (a - p).abs() / p.abs())
            .fold(0.0, f64::max)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn taking_out_and_iterating_agree(states in 2..300_usize, power in 0..7_i32, seed in any::<u64>()) {
            let exit = 0.5 * 10_f64.powi(-power);
            let (arcs, exits, sources) = ring(states, exit, seed);
            let exact = Reduced::new(&arcs, exits.clone(), Limits::default());
            let iterated = Reduced::new(&arcs, exits, Limits { cheap_fill: 0, small_core: 0 });
            prop_assert_eq!((exact.core_states(), iterated.core_states()), (0, states));
            let (mut a, mut b) = (sources.clone(), sources.clone());
            prop_assert_eq!(exact.solve(&mut a), 0.0);
            let error = iterated.solve(&mut b);
            prop_assert!(error < 1e-13, "error {}", error);
            prop_assert!(defect(&arcs, &sources, &a) < 1e-13);
            // All that enters leaves, to the last digits, however much goes round.
            let (entered, left): (f64, f64) = (sources.iter().sum(), a.iter().map(|p| p * exit).sum());
            prop_assert!((entered - left).abs() < 1e-12 * entered, "{} in, {} out", entered, left);
            for (x, y) in a.iter().zip(&b) {
                prop_assert!((x - y).abs() <= 1e-13 / exit * x.abs(), "{} is not {}", y, x);
            }
        }
    }
}
