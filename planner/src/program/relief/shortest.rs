//! From the limits that a proof rests on to a list from which none can be left out.
//!
//! The limits that weigh most in the proof come first. The shortest beginning of the list that contradicts itself is found by
//! halving; its last limit cannot be left out. Beside the limits found so, the next is found in the same way, until those
//! found contradict each other (QuickXplain's way of asking, Junker 2004).

use super::elastic::is_capacity;
use super::limit::Limit;
use crate::program::build::Program;
use std::collections::BTreeSet;
use workers::solve::solve;
use workers::{LinearProgram, RowKind, SolveError, SolveOptions, SolveStatus};

/// Solves that shortening a list may take.
const MOST_SOLVES: usize = 32;

/// Lists longer than this are left as they are: on a whole continent a solve takes some ten seconds.
const MOST_SHORTENED: usize = 64;

/// What is known of a list of limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// They contradict each other, and none can be left out.
    Shortest,
    /// They contradict each other.
    Contradicts,
    /// The proof rests on them, but the solver finds amounts that keep them: it is too fine for its tolerances.
    Unsettled,
}

/// Limits of a proof.
pub(super) struct List {
    /// The limits.
    pub(super) limits: Vec<Limit>,
    /// What is known of them.
    pub(super) standing: Standing,
}

/// Leaves out every limit without which the others contradict each other still; as many as the solves allow.
pub(super) fn list(program: &Program, proven: Vec<Limit>, options: &SolveOptions) -> Result<List, SolveError> {
    let mut asker = Asker {
        program,
        options,
        solves: 0,
    };
    let (mut found, mut open) = (Vec::new(), proven.clone());
    let is_short = open.len() <= MOST_SHORTENED;
    if !is_short || !asker.contradict(&found, &open)? {
        let standing = if is_short {
            Standing::Unsettled
        } else {
            Standing::Contradicts
        };
        return Ok(List {
            limits: proven,
            standing,
        });
    }
    while !asker.contradict(&found, &[])? {
        // Without any of `open` the limits found hold together, with all of it they do not.
        let (mut hold, mut clash) = (0, open.len());
        while clash - hold > 1 && asker.solves < MOST_SOLVES {
            let middle = usize::midpoint(hold, clash);
            if asker.contradict(&found, &open[..middle])? {
                clash = middle;
            } else {
                hold = middle;
            }
        }
        open.truncate(clash);
        if asker.solves >= MOST_SOLVES {
            found.append(&mut open);
            return Ok(List {
                limits: found,
                standing: Standing::Contradicts,
            });
        }
        found.extend(open.pop());
    }
    Ok(List {
        limits: found,
        standing: Standing::Shortest,
    })
}

/// Asks the solver and counts.
struct Asker<'a> {
    program: &'a Program,
    options: &'a SolveOptions,
    solves: usize,
}

impl Asker<'_> {
    /// Whether no amounts keep these limits, all others being lifted.
    fn contradict(&mut self, some: &[Limit], more: &[Limit]) -> Result<bool, SolveError> {
        self.solves += 1;
        let kept = some.iter().chain(more).copied().collect();
        let answer = solve(&with_only(self.program, &kept), self.options)?;
        // There is no objective, so the program cannot be without a bound.
        Ok(matches!(
            answer.status,
            SolveStatus::Infeasible | SolveStatus::InfeasibleOrUnbounded
        ))
    }
}

/// The program without costs and without every limit that is not kept. What demand bounds stays bounded.
fn with_only(program: &Program, kept: &BTreeSet<Limit>) -> LinearProgram {
    let (columns, program) = (&program.columns, &program.program);
    let mut lifted = LinearProgram::default();
    for (column, (meaning, _)) in columns.iter().enumerate() {
        let is_least = kept.contains(&Limit::Least(column));
        let is_lifted = is_capacity(*meaning) && !kept.contains(&Limit::Greatest(column));
        let lower = if is_least { program.lower[column] } else { 0.0 };
        let upper = if is_lifted {
            f64::INFINITY
        } else {
            program.upper[column]
        };
        lifted.add_column(0.0, lower, upper);
    }
    for (position, row) in program.rows.iter().enumerate() {
        if row.kind == RowKind::Equal || kept.contains(&Limit::Most(position)) {
            let mut entries: Vec<(usize, f64)> = program.row_entries(position).collect();
            lifted.add_row(*row, &mut entries);
        }
    }
    lifted
}
