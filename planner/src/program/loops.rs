//! R03: a loop of recipes that gains. One small program over all recipes, without places: is there a mix of
//! processes that takes nothing from nature and leaves more of everything than it used?

use data::findings::{Code, Finding};
use data::model::{Continent, Process, ProcessIndex, Stage};
use workers::solve::solve;
use workers::{Algorithm, LinearProgram, Row, RowKind, SolveError, SolveOptions, SolveStatus};

/// Gains below this, per unit of activity, are rounding in the recipes.
const LEAST_GAIN: f64 = 1e-9;

/// The loop that gains most per unit of activity, if any.
///
/// # Errors
/// When the solver gives no answer at all.
pub fn gaining_loop(continent: &Continent) -> Result<Option<Finding>, SolveError> {
    let members: Vec<ProcessIndex> = (0..continent.processes.len())
        .map(ProcessIndex::from_position)
        .filter(|index| takes_nothing_from_nature(&continent[*index]))
        .collect();
    let options = SolveOptions {
        algorithm: Algorithm::Simplex,
        ..SolveOptions::default()
    };
    let answer = solve(&gain_program(continent, &members), &options)?;
    if answer.status != SolveStatus::Optimal {
        return Ok(None);
    }
    let activities: Vec<(ProcessIndex, f64)> = members
        .iter()
        .copied()
        .zip(answer.primal.iter().copied())
        .filter(|(_, y)| *y > LEAST_GAIN)
        .collect();
    let gains = net_gains(continent, &activities);
    Ok((!gains.is_empty()).then(|| describe(continent, &activities, &gains)))
}

/// Processes that mine, farm or draw on air and water are sources, not perpetual motion.
fn takes_nothing_from_nature(process: &Process) -> bool {
    process.stage == Stage::Processing && process.primary_energy_gj == 0.0 && process.free_mass_t == 0.0
}

/// `minimise -(net made)` with net use of nothing and activities that sum to at most one.
fn gain_program(continent: &Continent, members: &[ProcessIndex]) -> LinearProgram {
    let mut program = LinearProgram::default();
    let mut rows: Vec<Vec<(usize, f64)>> = vec![Vec::new(); continent.commodities.len()];
    for index in members {
        let process = &continent[*index];
        let column = program.add_column(0.0, 0.0, 1.0);
        for (sign, quantities) in [(1.0, &process.outputs), (-1.0, &process.inputs), (-1.0, &process.burns)] {
            for quantity in quantities {
                rows[quantity.commodity.position()].push((column, -sign * quantity.amount));
                program.costs[column] -= sign * quantity.amount;
            }
        }
    }
    for mut entries in rows {
        program.add_row(
            Row {
                kind: RowKind::AtMost,
                right_hand_side: 0.0,
            },
            &mut entries,
        );
    }
    let mut sum: Vec<_> = (0..members.len()).map(|column| (column, 1.0)).collect();
    program.add_row(
        Row {
            kind: RowKind::AtMost,
            right_hand_side: 1.0,
        },
        &mut sum,
    );
    program
}

/// What the activities leave over, by commodity position.
fn net_gains(continent: &Continent, activities: &[(ProcessIndex, f64)]) -> Vec<(usize, f64)> {
    let mut net = vec![0.0; continent.commodities.len()];
    for (index, activity) in activities {
        let process = &continent[*index];
        process
            .outputs
            .iter()
            .for_each(|q| net[q.commodity.position()] += q.amount * activity);
        process
            .inputs
            .iter()
            .chain(&process.burns)
            .for_each(|q| net[q.commodity.position()] -= q.amount * activity);
    }
    net.into_iter()
        .enumerate()
        .filter(|(_, gain)| *gain > LEAST_GAIN)
        .collect()
}

fn describe(continent: &Continent, activities: &[(ProcessIndex, f64)], gains: &[(usize, f64)]) -> Finding {
    let mixed: Vec<String> = activities
        .iter()
        .map(|(p, activity)| format!("{} x {activity:.4}", continent[*p].id))
        .collect();
    let gained: Vec<String> = gains
        .iter()
        .map(|(k, gain)| {
            let commodity = &continent.commodities[*k];
            format!("{gain:.4} {} {}", commodity.unit.symbol(), commodity.id)
        })
        .collect();
    let seen = format!("{} leave {} from nothing", mixed.join(" + "), gained.join(" and "));
    Finding::new(Code::R03, "recipes:amount", seen)
        .with_rows(activities.iter().map(|(process, _)| continent[*process].id.as_str()))
}
