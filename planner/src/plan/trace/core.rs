//! What is left of a strongly connected part when taking out more states would cost too much: Gauss-Seidel sweeps,
//! and where these converge slowly, restarted GMRES on the same sweep (Saad and Schultz, SIAM J. Sci. Stat. Comput.
//! 7, 1986).

use super::eliminate::Arc;

/// Relative error that ends the iteration.
const ACCURACY: f64 = 1e-14;
/// Plain sweeps tried before the sweeps are accelerated.
const PLAIN_SWEEPS: usize = 60;
/// Directions kept between restarts.
const DIRECTIONS: usize = 40;
/// Restarts after which the error is reported as it is.
const RESTARTS: usize = 25;

/// The states left, with arcs sorted by the state they enter.
pub(super) struct Core {
    states: Vec<u32>,
    /// Where each state's arcs start in `sources`; one more entry than states.
    starts: Vec<usize>,
    sources: Vec<(u32, f64)>,
    leaving: Vec<f64>,
}

impl Core {
    /// A core over `states` of the part; arcs are numbered within the core.
    pub(super) fn new(states: Vec<u32>, arcs: &[Arc], leaving: Vec<f64>) -> Self {
        let mut starts = vec![0; states.len() + 1];
        for arc in arcs {
            starts[arc.to as usize + 1] += 1;
        }
        for state in 0..states.len() {
            starts[state + 1] += starts[state];
        }
        let mut next = starts.clone();
        let mut sources = vec![(0, 0.0); arcs.len()];
        for arc in arcs {
            sources[next[arc.to as usize]] = (arc.from, arc.fraction);
            next[arc.to as usize] += 1;
        }
        Self {
            states,
            starts,
            sources,
            leaving,
        }
    }

    /// Number of states.
    pub(super) fn states(&self) -> usize {
        self.states.len()
    }

    /// Replaces the sources of the core's states in `column` by what passes; returns the relative error left.
    pub(super) fn solve(&self, column: &mut [f64]) -> f64 {
        let given: Vec<f64> = self.states.iter().map(|&s| column[s as usize]).collect();
        let mut passes: Vec<f64> = given.iter().zip(&self.leaving).map(|(g, l)| g / l).collect();
        let mut error = f64::INFINITY;
        for _ in 0..PLAIN_SWEEPS {
            error = self.sweep(&given, &mut passes);
            if error <= ACCURACY {
                break;
            }
        }
        for _ in 0..RESTARTS {
            if error <= ACCURACY {
                break;
            }
            self.accelerate(&given, &mut passes);
            error = self.sweep(&given, &mut passes);
        }
        for (&state, value) in self.states.iter().zip(passes) {
            column[state as usize] = value;
        }
        error
    }

    /// One Gauss-Seidel sweep, in place; returns the change relative to the size.
    fn sweep(&self, given: &[f64], passes: &mut [f64]) -> f64 {
        let (mut change, mut size) = (0.0_f64, 0.0_f64);
        for state in 0..given.len() {
            let arcs = &self.sources[self.starts[state]..self.starts[state + 1]];
            let arriving: f64 = arcs
                .iter()
                .map(|&(from, fraction)| fraction * passes[from as usize])
                .sum();
            let value = (given[state] + arriving) / self.leaving[state];
            change += (value - passes[state]).abs();
            size += value.abs();
            passes[state] = value;
        }
        if size > 0.0 { change / size } else { 0.0 }
    }

    /// What one sweep would change.
    fn change_of_sweep(&self, given: &[f64], passes: &[f64]) -> Vec<f64> {
        let mut swept = passes.to_vec();
        self.sweep(given, &mut swept);
        swept.iter().zip(passes).map(|(after, before)| after - before).collect()
    }

    /// One cycle of GMRES for "a sweep changes nothing", starting from `passes`.
    fn accelerate(&self, given: &[f64], passes: &mut [f64]) {
        let residual = self.change_of_sweep(given, passes);
        let length = norm(&residual);
        if length == 0.0 {
            return;
        }
        let nothing = vec![0.0; given.len()];
        let mut basis = vec![scaled(&residual, 1.0 / length)];
        let mut fit = LeastSquares::new(length);
        for _ in 0..DIRECTIONS {
            let Some(direction) = basis.last() else { break };
            // With no source a sweep changes v into G v, so v - G v is minus that change.
            let mut image = scaled(&self.change_of_sweep(&nothing, direction), -1.0);
            let mut row: Vec<f64> = basis.iter().map(|earlier| take_away(&mut image, earlier)).collect();
            // A second pass keeps the directions at right angles to working accuracy.
            for (coefficient, earlier) in row.iter_mut().zip(&basis) {
                *coefficient += take_away(&mut image, earlier);
            }
            let rest = norm(&image);
            row.push(rest);
            let remaining = fit.add_column(row);
            if rest == 0.0 || remaining <= length * ACCURACY {
                break;
            }
            basis.push(scaled(&image, 1.0 / rest));
        }
        for (weight, direction) in fit.solution().into_iter().zip(&basis) {
            for (value, step) in passes.iter_mut().zip(direction) {
                *value += weight * step;
            }
        }
    }
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|v| v * v).sum::<f64>().sqrt()
}

fn scaled(vector: &[f64], factor: f64) -> Vec<f64> {
    vector.iter().map(|v| v * factor).collect()
}

/// Removes from `vector` its part along the unit vector `along`; returns its length.
fn take_away(vector: &mut [f64], along: &[f64]) -> f64 {
    let part: f64 = vector.iter().zip(along).map(|(v, a)| v * a).sum();
    for (v, a) in vector.iter_mut().zip(along) {
        *v -= part * a;
    }
    part
}

/// The small least-squares problem of GMRES, kept triangular by plane rotations.
struct LeastSquares {
    columns: Vec<Vec<f64>>,
    rotations: Vec<(f64, f64)>,
    right: Vec<f64>,
}

impl LeastSquares {
    fn new(length: f64) -> Self {
        Self {
            columns: Vec::new(),
            rotations: Vec::new(),
            right: vec![length],
        }
    }

    /// Adds a column with one entry below the diagonal; returns the length of what is not fitted yet.
    fn add_column(&mut self, mut column: Vec<f64>) -> f64 {
        for (i, &(cosine, sine)) in self.rotations.iter().enumerate() {
            let (upper, lower) = (column[i], column[i + 1]);
            column[i] = cosine * upper + sine * lower;
            column[i + 1] = cosine * lower - sine * upper;
        }
        let last = self.columns.len();
        let length = column[last].hypot(column[last + 1]);
        let (cosine, sine) = if length > 0.0 {
            (column[last] / length, column[last + 1] / length)
        } else {
            (1.0, 0.0)
        };
        column[last] = length;
        column.truncate(last + 1);
        let upper = self.right[last];
        self.right[last] = cosine * upper;
        self.right.push(-sine * upper);
        self.rotations.push((cosine, sine));
        self.columns.push(column);
        (sine * upper).abs()
    }

    /// Weights of the directions.
    fn solution(&self) -> Vec<f64> {
        let mut weights = vec![0.0; self.columns.len()];
        for i in (0..self.columns.len()).rev() {
            let known: f64 = (i + 1..self.columns.len())
                .map(|j| self.columns[j][i] * weights[j])
                .sum();
            let diagonal = self.columns[i][i];
            weights[i] = if diagonal == 0.0 {
                0.0
            } else {
                (self.right[i] - known) / diagonal
            };
        }
        weights
    }
}
