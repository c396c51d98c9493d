//! N03: when no plan keeps all limits, which limits, by how much, and the prices that prove it.
//!
//! Demand can always go unmet, so only least amounts can clash with the rest: least activities, least imports, least
//! final levels, and the budgets and capacities they need. Three programs say what is wrong (Chinneck 2008, chapters 6
//! and 7): the least relief, whose row prices are a Farkas certificate of the original program; of all such relief the
//! one whose plan takes the least energy; and the limits that the proof rests on, of which those are left out without
//! which the rest contradict each other still.
//!
//! Invariant: a finding is made only where relief is needed, so a program that has a plan never has one.

mod elastic;
mod limit;
mod shortest;

use super::build::Program;
use crate::network::Network;
use crate::plan::rows::Price;
use data::findings::{Code, Finding};
use elastic::Elastic;
use limit::Limit;
use shortest::Standing;
use workers::solve::solve;
use workers::{Algorithm, SolveError, SolveOptions, SolveStatus};

/// Limits whose relief is named; the rest are counted.
const RELIEF_SHOWN: usize = 5;

/// What it would take for a program to have a plan.
#[derive(Clone, Debug)]
pub enum Relief {
    /// Limits have to give way.
    Needed(Clash),
    /// There are amounts that keep all limits.
    NotNeeded,
    /// The solver could not say.
    Unknown,
}

/// Why there is no plan: the limits that clash, and the prices that prove it.
#[derive(Clone, Debug)]
pub struct Clash {
    /// The finding: one offender a limit that contradicts the others, and the relief as what to do.
    pub finding: Finding,
    /// Farkas prices of the original rows.
    pub prices: Vec<Price>,
}

/// Finds the limits that clash, and the least relief; says what it is looking for, since that may take minutes.
///
/// # Errors
/// When the solver gives no answer at all.
pub fn clash(
    network: &Network<'_>,
    program: &Program,
    options: &SolveOptions,
    say: &mut dyn FnMut(&str),
) -> Result<Relief, SolveError> {
    let elastic = Elastic::of(&program.program);
    // Without costs but for relief the basis of slacks is dual feasible: the dual simplex begins near its end, where interior
    // point has no inside to go through.
    let quick = SolveOptions {
        algorithm: Algorithm::Simplex,
        ..options.clone()
    };
    say("looking for the least relief");
    let answer = solve(&elastic.program, &quick)?;
    if answer.status != SolveStatus::Optimal {
        return Ok(Relief::Unknown);
    }
    let mut relief = elastic.relief(&answer.primal);
    if relief.is_empty() {
        return Ok(Relief::NotNeeded);
    }
    say("looking for the plan of least energy with that relief");
    let cheapest = solve(&elastic.with_costs(&program.program, &answer.primal), options)?;
    let mut energy_gj = None;
    if cheapest.status == SolveStatus::Optimal {
        relief = elastic.relief(&cheapest.primal);
        let spent = cheapest.primal.iter().zip(&program.program.costs);
        energy_gj = Some(spent.map(|(amount, cost)| amount * cost).sum());
    }
    let prices = program.rows.iter().zip(&answer.row_prices);
    let prices = prices.filter(|(_, price)| **price != 0.0).map(|(row, price)| Price {
        period: row.period,
        row: row.row,
        price_gj: *price,
    });
    let proven = elastic.limits_of_proof(program, &answer);
    say("looking for the shortest list of limits that clash");
    let list = shortest::list(program, proven, &quick)?;
    Ok(Relief::Needed(Clash {
        finding: finding(network, program, &list, &relief, energy_gj),
        prices: prices.collect(),
    }))
}

fn finding(
    network: &Network<'_>,
    program: &Program,
    list: &shortest::List,
    relief: &[(Limit, f64)],
    energy_gj: Option<f64>,
) -> Finding {
    let count = list.limits.len();
    let seen = match (count, list.standing) {
        (_, Standing::Unsettled) => format!("the proof rests on {count} limits, though not on these alone"),
        (1, _) => "one limit cannot hold beside what is made from what".to_owned(),
        (_, Standing::Shortest) => {
            format!("{count} limits cannot hold together, and without any one of them the rest could")
        }
        (_, Standing::Contradicts) => format!("{count} limits cannot hold together"),
    };
    let rows = list.limits.iter().map(|limit| limit.describe(network, program));
    Finding::new(Code::N03, "limits", seen)
        .with_rows(rows)
        .with_action(advice(network, program, relief, energy_gj))
}

/// The relief in words.
fn advice(network: &Network<'_>, program: &Program, relief: &[(Limit, f64)], energy_gj: Option<f64>) -> String {
    let shown = relief.iter().take(RELIEF_SHOWN);
    let mut words: Vec<String> = shown
        .map(|(limit, amount)| limit.describe_relief(network, program, *amount))
        .collect();
    if relief.len() > RELIEF_SHOWN {
        words.push(format!("{} limits more", relief.len() - RELIEF_SHOWN));
    }
    let words = words.join("; ");
    match energy_gj {
        Some(energy) => format!(
            "Give way by the least relief, which is enough: {words}. Of all relief as small, this lets a plan take the least energy, {energy:.0} GJ. Of the limits listed at least one has to give way, and others may clash as well."
        ),
        None => format!(
            "Give way by the least relief, which is enough: {words}. Of the limits listed at least one has to give way, and others may clash as well."
        ),
    }
}
