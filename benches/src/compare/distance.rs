//! The distance of every objective to the best bound that the run has proven for its instance.

use super::row::Row;

/// An energy below this is nothing, GJ: one joule.
const ONE_JOULE_GJ: f64 = 1e-9;

/// Fills `objective_distance` of the rows of one instance; without a proven bound it stays empty.
pub(super) fn fill(rows: &mut [Row]) {
    let proven = rows.iter().filter_map(|row| row.outcome.lower_bound_gj);
    let Some(best) = proven.max_by(f64::total_cmp) else {
        return;
    };
    for row in rows {
        let distance = |objective: f64| (objective - best) / objective.abs().max(ONE_JOULE_GJ);
        row.objective_distance = row.outcome.objective_gj.map(distance);
    }
}
