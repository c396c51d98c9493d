//! Tables for people: one an instance, and the summary.

use super::row::Row;
use super::summary::Ratio;
use comfy_table::{CellAlignment, Table, presets};

/// Longest status in a table; the whole of it is in the other outputs.
const STATUS_LENGTH: usize = 32;

/// The rows as text, one table an instance under a line that names it.
#[must_use]
pub fn rows_table(rows: &[Row]) -> String {
    rows.chunk_by(Row::same_instance)
        .map(instance_table)
        .collect::<Vec<_>>()
        .join("\n")
}

fn instance_table(rows: &[Row]) -> String {
    let Some(first) = rows.first() else {
        return String::new();
    };
    let seed = first.seed.map(|seed| format!(", seed {seed}")).unwrap_or_default();
    let heading = format!(
        "{}{seed}: {} periods, {} columns, {} rows, {} coefficients",
        first.instance, first.periods, first.columns, first.rows, first.coefficients
    );
    let names = [
        "method",
        "asked",
        "status",
        "CPU s",
        "load s",
        "wall s",
        "MB",
        "objective GJ",
        "bound GJ",
        "gap",
        "distance",
        "violation",
    ];
    format!("{heading}\n{}\n", text(&names, 3, rows.iter().map(cells)))
}

fn cells(row: &Row) -> Vec<String> {
    let outcome = &row.outcome;
    vec![
        row.method.to_owned(),
        accuracy(row.accuracy),
        outcome.status.chars().take(STATUS_LENGTH).collect(),
        or_dash(outcome.cpu_seconds, |v| format!("{v:.2}")),
        or_dash(outcome.cpu_load_seconds, |v| format!("{v:.2}")),
        or_dash(outcome.wall_seconds, |v| format!("{v:.2}")),
        or_dash(outcome.peak_memory_mb, |v| format!("{v:.0}")),
        or_dash(outcome.objective_gj, |v| format!("{v:.9e}")),
        or_dash(outcome.lower_bound_gj, |v| format!("{v:.9e}")),
        or_dash(outcome.certified_gap, |v| format!("{v:.1e}")),
        or_dash(row.objective_distance, |v| format!("{v:.1e}")),
        or_dash(outcome.worst_violation, |v| format!("{v:.1e}")),
    ]
}

/// The summary as text; a line of words when there is nothing to sum up.
#[must_use]
pub fn summary_table(ratios: &[Ratio]) -> String {
    if ratios.is_empty() {
        return "no summary: the planner and another method must run at the same accuracy\n".to_owned();
    }
    let names = [
        "other method",
        "asked",
        "planner's gap",
        "planner / other, CPU",
        "instances",
    ];
    let cells = ratios.iter().map(|ratio| {
        vec![
            ratio.method.to_owned(),
            accuracy(ratio.accuracy),
            format!("{:e}", ratio.gap),
            or_dash(ratio.cpu_ratio, |v| format!("{v:.3}")),
            format!("{} of {}", ratio.instances, ratio.asked),
        ]
    });
    format!(
        "CPU of the planner divided by that of each other method (geometric mean over the instances where both \
         finished; below 1 the planner took less)\n{}\n",
        text(&names, 1, cells)
    )
}

fn accuracy(accuracy: Option<f64>) -> String {
    accuracy.map_or_else(|| "exact".to_owned(), |a| format!("{a:e}"))
}

fn or_dash(value: Option<f64>, format: impl FnOnce(f64) -> String) -> String {
    value.map_or_else(|| "-".to_owned(), format)
}

/// A table whose first `words` columns are words and whose others are figures.
fn text(names: &[&str], words: usize, rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_header(names.iter().copied());
    for row in rows {
        table.add_row(row);
    }
    for (position, column) in table.column_iter_mut().enumerate() {
        let is_word = position < words;
        column.set_cell_alignment(if is_word {
            CellAlignment::Left
        } else {
            CellAlignment::Right
        });
    }
    table.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::row::sample;

    #[test]
    fn instances_stand_apart_and_missing_figures_are_dashes() {
        let mut rows = vec![
            sample("highs-simplex", None, 1, 4.0),
            sample("planner", Some(1e-4), 2, 2.5),
        ];
        rows[1].outcome.status = "x".repeat(100);
        let text = rows_table(&rows);
        assert_eq!(text.matches("columns, ").count(), 2, "{text}");
        assert!(
            text.contains("seed 2") && text.contains("exact") && text.contains("1e-4"),
            "{text}"
        );
        assert!(text.contains("2.50") && text.contains(" - "), "{text}");
        assert!(!text.contains(&"x".repeat(STATUS_LENGTH + 1)), "{text}");
    }

    #[test]
    fn a_summary_of_nothing_says_so() {
        assert!(summary_table(&[]).starts_with("no summary"));
        let ratio = Ratio {
            method: "highs-simplex",
            accuracy: None,
            gap: 1e-3,
            cpu_ratio: Some(0.25),
            instances: 4,
            asked: 5,
        };
        let text = summary_table(&[ratio]);
        assert!(text.contains("0.250") && text.contains("4 of 5"), "{text}");
    }
}
