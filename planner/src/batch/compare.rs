//! A batch folder read back: its plans side by side, each with its difference to the first.

use super::error::BatchError;
use super::record;
use super::row::Row;
use crate::plan::show::Cell;
use serde::Serialize;
use std::cmp::Ordering;
use std::path::Path;

/// Below this likeness a name is not suggested.
const ALIKE: f64 = 0.7;

/// What a plan has more, or less, than the first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Objective, GJ.
    pub objective_gj: f64,
    /// The same as a fraction of the first's objective; none where that is 0.
    pub objective_fraction: Option<f64>,
    /// Energy, GJ.
    pub energy_gj: Option<f64>,
    /// What shortages are charged, GJ.
    pub shortage_gj: Option<f64>,
    /// Share of demand that is met.
    pub demand_met: Option<f64>,
}

/// A plan beside the first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// What is on record of it.
    #[serde(flatten)]
    pub row: Row,
    /// Its difference to the first; none where either has no plan.
    pub less_first: Option<Difference>,
}

/// The plans of a batch side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Name of the batch.
    pub name: String,
    /// Its axes.
    pub axes: Vec<String>,
    /// Plans that it will have when it is complete.
    pub planned: usize,
    /// Id of the plan that the others are compared with: the first of the batch that has an objective.
    pub first: Option<String>,
    /// The plans, in the order of the batch until they are sorted.
    pub plans: Vec<Compared>,
}

/// A column of the table of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Unit of its figures; empty for words and counts.
    pub unit: &'static str,
}

/// What a column shows of a plan.
type Shown = fn(&Compared) -> Cell;

/// The columns after id and axes: name, unit, figure.
const FIGURES: &[(&str, &str, Shown)] = &[
    ("status", "", |plan| Cell::Word(plan.row.status.word().to_owned())),
    ("objective", "GJ", |plan| number(plan.row.objective_gj)),
    ("less first", "GJ", |plan| {
        number(plan.less_first.map(|d| d.objective_gj))
    }),
    ("change", "%", |plan| {
        number(plan.less_first.and_then(|d| d.objective_fraction).map(|f| f * 100.0))
    }),
    ("energy", "GJ", |plan| number(plan.row.energy_gj)),
    ("shortage", "GJ", |plan| number(plan.row.shortage_gj)),
    ("demand met", "%", |plan| {
        number(plan.row.demand_met.map(|share| share * 100.0))
    }),
    ("gap", "", |plan| number(plan.row.gap)),
    ("exchanges", "", |plan| {
        plan.row.exchanges.map_or(Cell::Empty, |count| {
            usize::try_from(count).map_or(Cell::Empty, Cell::Count)
        })
    }),
    ("cpu", "s", |plan| number(plan.row.cpu_s)),
    ("wall", "s", |plan| number(Some(plan.row.wall_s))),
    ("start", "", |plan| Cell::Word(plan.row.start.word().to_owned())),
];

fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, Cell::Number)
}

impl Comparison {
    /// Reads a batch folder, complete or not.
    ///
    /// # Errors
    /// When there is no batch in it, or its record is damaged.
    pub fn read(folder: &Path) -> Result<Self, BatchError> {
        let (head, rows) = record::read(folder)?;
        Ok(Self::new(head.name, head.axes, head.plans.len(), rows))
    }

    fn new(name: String, axes: Vec<String>, planned: usize, rows: Vec<Row>) -> Self {
        let first = rows.iter().find(|row| row.objective_gj.is_some()).cloned();
        let compare = |row: Row| Compared {
            less_first: first.as_ref().and_then(|first| difference(&row, first)),
            row,
        };
        Self {
            name,
            axes,
            planned,
            first: first.as_ref().map(|row| row.id.clone()),
            plans: rows.into_iter().map(compare).collect(),
        }
    }

    /// The columns of the table: id, axes, figures.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let words = std::iter::once("plan").chain(self.axes.iter().map(String::as_str));
        let words = words.map(|name| (name, ""));
        let figures = FIGURES.iter().map(|(name, unit, _)| (*name, *unit));
        let columns = words.chain(figures).map(|(name, unit)| Column {
            name: name.to_owned(),
            unit,
        });
        columns.collect()
    }

    /// The cells of a plan, one for each column.
    #[must_use]
    pub fn cells(&self, plan: &Compared) -> Vec<Cell> {
        let axis = |name: &String| plan.row.axes.get(name).cloned().map_or(Cell::Empty, Cell::Word);
        let words = std::iter::once(Cell::Word(plan.row.id.clone())).chain(self.axes.iter().map(axis));
        words.chain(FIGURES.iter().map(|(_, _, shown)| shown(plan))).collect()
    }

    /// Sorts the plans by a column of the table; empty cells come last either way.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn sort(&mut self, column: &str, descending: bool) -> Result<(), BatchError> {
        let columns = self.columns();
        let Some(at) = columns.iter().position(|known| known.name == column) else {
            return Err(no_column(column, &columns));
        };
        let mut keyed: Vec<(Cell, Compared)> = std::mem::take(&mut self.plans)
            .into_iter()
            .map(|plan| (self.cells(&plan).swap_remove(at), plan))
            .collect();
        keyed.sort_by(|(a, _), (b, _)| ordered(a, b, descending));
        self.plans = keyed.into_iter().map(|(_, plan)| plan).collect();
        Ok(())
    }
}

fn difference(row: &Row, first: &Row) -> Option<Difference> {
    let less = |a: Option<f64>, b: Option<f64>| Some(a? - b?);
    let objective_gj = less(row.objective_gj, first.objective_gj)?;
    let base = first.objective_gj.filter(|objective| *objective > 0.0);
    Some(Difference {
        objective_gj,
        objective_fraction: base.map(|base| objective_gj / base),
        energy_gj: less(row.energy_gj, first.energy_gj),
        shortage_gj: less(row.shortage_gj, first.shortage_gj),
        demand_met: less(row.demand_met, first.demand_met),
    })
}

fn no_column(name: &str, columns: &[Column]) -> BatchError {
    let likeness = |column: &&Column| strsim::jaro_winkler(&column.name.to_lowercase(), &name.to_lowercase());
    let best = columns.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let advice = match best.filter(|column| likeness(column) >= ALIKE) {
        Some(near) => format!("did you mean `{}`?", near.name),
        None => {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            format!("known are {}", names.join(", "))
        }
    };
    BatchError::NoColumn {
        name: name.to_owned(),
        advice,
    }
}

/// Order of two cells of one column.
fn ordered(a: &Cell, b: &Cell, descending: bool) -> Ordering {
    let order = match (a, b) {
        (Cell::Empty, Cell::Empty) => return Ordering::Equal,
        (Cell::Empty, _) => return Ordering::Greater,
        (_, Cell::Empty) => return Ordering::Less,
        (Cell::Number(a), Cell::Number(b)) => a.total_cmp(b),
        (Cell::Count(a), Cell::Count(b)) => a.cmp(b),
        (Cell::Word(a), Cell::Word(b)) => a.cmp(b),
        // A column holds cells of one kind.
        _ => Ordering::Equal,
    };
    if descending { order.reverse() } else { order }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{BatchError, Comparison};
    use crate::batch::{Row, Start, Status};
    use std::collections::BTreeMap;

    fn row(position: usize, objective_gj: Option<f64>) -> Row {
        Row {
            position,
            id: format!("plan-{position}"),
            axes: BTreeMap::from([("coal".to_owned(), format!("{position}"))]),
            status: if objective_gj.is_some() {
                Status::Optimal
            } else {
                Status::Infeasible
            },
            message: None,
            objective_gj,
            bound_gj: objective_gj,
            gap: Some(0.0),
            demand_met: objective_gj.map(|_| 1.0),
            shortage_gj: objective_gj.map(|_| 0.0),
            energy_gj: objective_gj,
            cpu_s: None,
            wall_s: 1.0,
            exchanges: None,
            start: Start::Cold,
            started_from: None,
            plan: None,
            plan_blake3: None,
            columns_blake3: None,
        }
    }

    fn comparison() -> Comparison {
        let rows = vec![
            row(1, None),
            row(2, Some(100.0)),
            row(3, Some(80.0)),
            row(4, Some(150.0)),
        ];
        Comparison::new("Test".to_owned(), vec!["coal".to_owned()], 5, rows)
    }

    fn positions(comparison: &Comparison) -> Vec<usize> {
        comparison.plans.iter().map(|plan| plan.row.position).collect()
    }

    #[test]
    fn the_first_plan_that_was_made_is_compared_with() {
        let comparison = comparison();
        assert_eq!(comparison.first.as_deref(), Some("plan-2"));
        let less: Vec<Option<f64>> = comparison
            .plans
            .iter()
            .map(|plan| Some(plan.less_first?.objective_gj))
            .collect();
        assert_eq!(less, [None, Some(0.0), Some(-20.0), Some(50.0)]);
        let fraction = comparison.plans[2].less_first.unwrap().objective_fraction;
        assert_eq!(fraction, Some(-0.2));
    }

    #[test]
    fn plans_without_a_figure_come_last_either_way() {
        let mut comparison = comparison();
        comparison.sort("objective", false).unwrap();
        assert_eq!(positions(&comparison), [3, 2, 4, 1]);
        comparison.sort("objective", true).unwrap();
        assert_eq!(positions(&comparison), [4, 2, 3, 1]);
        comparison.sort("coal", false).unwrap();
        assert_eq!(positions(&comparison), [1, 2, 3, 4]);
        let wrong = comparison.sort("objektive", false).unwrap_err();
        assert!(matches!(wrong, BatchError::NoColumn { ref advice, .. } if advice.contains("`objective`")));
        assert_eq!(
            positions(&comparison),
            [1, 2, 3, 4],
            "a column that is not there sorts nothing"
        );
    }

    #[test]
    fn every_plan_has_a_cell_a_column() {
        let comparison = comparison();
        let columns = comparison.columns().len();
        assert!(
            comparison
                .plans
                .iter()
                .all(|plan| comparison.cells(plan).len() == columns)
        );
    }
}
