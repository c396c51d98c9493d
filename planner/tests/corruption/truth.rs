//! Whether a changed plan is still a true one, told without the checker: by the planner's own program, which shares no code
//! with it. A change counts as a corruption only where a row, a bound, the objective, a posting or the proven bound moves
//! by more than twice what the checker tolerates.

use super::land::{certificate, continent_of};
use data::model::Continent;
use planner::network::{Network, Reach};
use planner::plan::ledger::ledger;
use planner::plan::parquet;
use planner::plan::rows::{Plan, Posting, Price, PricedRow};
use planner::program::{Column, Program, build};
use std::collections::BTreeMap;
use std::path::Path;
use workers::RowKind;

const ROW: f64 = 2e-6;
const FIGURE: f64 = 2e-9;

/// What is known of one good plan.
pub(crate) struct Truth {
    continent: Continent,
    certificate: check::Certificate,
    postings: Vec<Posting>,
}

impl Truth {
    pub(crate) fn of(folder: &Path) -> Self {
        let continent = continent_of(folder);
        Self {
            postings: parquet::read_ledger(folder, &continent).unwrap(),
            certificate: certificate(folder),
            continent,
        }
    }

    pub(crate) fn objective_gj(&self) -> f64 {
        self.certificate.objective_gj.unwrap()
    }

    /// Whether the decisions in the folder are no longer a plan with this objective and this ledger.
    pub(crate) fn decisions_differ(&self, folder: &Path) -> bool {
        let Ok(plan) = parquet::read_plan(folder, &self.continent) else {
            return true;
        };
        let network = Network::new(&self.continent);
        let program = self.program(&network);
        let Some(amounts) = amounts_of(&network, &program, &plan) else {
            return true;
        };
        breaks_bounds(&program, &amounts)
            || breaks_rows(&program, &amounts)
            || self.costs_differ(&program, &amounts)
            || self.postings_differ(&plan)
    }

    /// Whether the prices in the folder no longer prove the bound that is stated.
    pub(crate) fn prices_prove_less(&self, folder: &Path) -> bool {
        let Ok(plan) = parquet::read_plan(folder, &self.continent) else {
            return true;
        };
        let network = Network::new(&self.continent);
        let program = self.program(&network);
        let (proven, _) = bound(&program, &plan.prices);
        proven < self.certificate.lower_bound_gj.unwrap() - FIGURE * self.objective_gj().abs()
    }

    fn program(&self, network: &Network<'_>) -> Program {
        let accounting = self.certificate.accounting;
        build(network, &Reach::of(network, accounting), accounting)
    }

    fn costs_differ(&self, program: &Program, amounts: &[f64]) -> bool {
        let terms = amounts.iter().zip(&program.program.costs).map(|(x, cost)| x * cost);
        (terms.sum::<f64>() - self.objective_gj()).abs() > FIGURE * self.objective_gj()
    }

    fn postings_differ(&self, plan: &Plan) -> bool {
        let ours = ledger(&self.continent, self.certificate.accounting, plan);
        ours.len() != self.postings.len()
            || ours
                .iter()
                .zip(&self.postings)
                .any(|(a, b)| (a.energy_gj - b.energy_gj).abs() > FIGURE * b.energy_gj.abs())
    }
}

/// The plan as amounts of the program's columns; none when it has some that the program has not.
fn amounts_of(network: &Network<'_>, program: &Program, plan: &Plan) -> Option<Vec<f64>> {
    let places: BTreeMap<_, _> = program.columns.iter().enumerate().map(|(i, key)| (*key, i)).collect();
    let arcs: BTreeMap<_, _> = network
        .arcs
        .iter()
        .enumerate()
        .map(|(i, arc)| ((arc.link, arc.direction), planner::network::ArcIndex(i)))
        .collect();
    let mut stated = Vec::new();
    for f in &plan.flows {
        let arc = *arcs.get(&(f.link, f.direction))?;
        stated.push(((Column::Flow(arc, f.commodity), f.period), f.amount));
    }
    stated.extend(
        plan.production
            .iter()
            .map(|r| ((Column::Activity(r.site), r.period), r.activity)),
    );
    for r in &plan.storage {
        stated.push(((Column::Charge(r.store), r.period), r.charged));
        stated.push(((Column::Discharge(r.store), r.period), r.discharged));
        stated.push(((Column::Level(r.store), r.period), r.level));
    }
    stated.extend(
        plan.shortages
            .iter()
            .map(|r| ((Column::Shortage(r.node, r.commodity), r.period), r.amount)),
    );
    stated.extend(
        plan.spills
            .iter()
            .map(|r| ((Column::Spill(r.node, r.commodity), r.period), r.amount)),
    );
    stated.extend(
        plan.trade
            .iter()
            .map(|r| ((Column::Trade(r.trade), r.period), r.amount)),
    );
    let mut amounts = vec![0.0; program.columns.len()];
    for (key, amount) in stated.into_iter().filter(|(_, amount)| *amount != 0.0) {
        amounts[*places.get(&key)?] = amount;
    }
    Some(amounts)
}

fn breaks_bounds(program: &Program, amounts: &[f64]) -> bool {
    let numbers = &program.program;
    amounts.iter().enumerate().any(|(column, amount)| {
        // Flows have their links' rows as bounds, spills what comes in.
        let is_bounded = !matches!(program.columns[column].0, Column::Flow(..) | Column::Spill(..));
        let (lower, upper) = (numbers.lower[column], numbers.upper[column]);
        is_bounded && (lower - amount > ROW * lower.max(1.0) || amount - upper > ROW * upper.max(1.0))
    })
}

fn breaks_rows(program: &Program, amounts: &[f64]) -> bool {
    program.program.rows.iter().enumerate().any(|(position, row)| {
        let terms: Vec<f64> = program
            .program
            .row_entries(position)
            .map(|(c, a)| a * amounts[c])
            .collect();
        let residual = terms.iter().sum::<f64>() - row.right_hand_side;
        let scale = terms.iter().map(|t| t.abs()).sum::<f64>() + row.right_hand_side.abs();
        let broken = if row.kind == RowKind::Equal {
            residual.abs()
        } else {
            residual
        };
        broken > ROW * scale.max(1.0)
    })
}

/// What prices prove of the program, in plain arithmetic, and the sum of the absolute terms.
fn bound(program: &Program, prices: &[Price]) -> (f64, f64) {
    let stated: BTreeMap<_, _> = prices.iter().map(|p| ((p.period, p.row), p.price_gj)).collect();
    let numbers = &program.program;
    let row_prices: Vec<f64> = program
        .rows
        .iter()
        .zip(&numbers.rows)
        .map(|(row, of)| {
            let price = stated.get(&(row.period, row.row)).copied().unwrap_or(0.0);
            if of.kind == RowKind::AtMost {
                price.min(0.0)
            } else {
                price
            }
        })
        .collect();
    let of_rows = numbers
        .rows
        .iter()
        .zip(&row_prices)
        .map(|(row, p)| row.right_hand_side * p);
    let upper = upper_bounds(program);
    let reduced = numbers.reduced_costs(&row_prices);
    let of_columns = reduced.iter().enumerate().map(|(column, reduced)| {
        let at = if *reduced >= 0.0 {
            numbers.lower[column]
        } else {
            upper[column]
        };
        if *reduced == 0.0 { 0.0 } else { reduced * at }
    });
    let terms: Vec<f64> = of_rows.chain(of_columns).collect();
    (terms.iter().sum(), terms.iter().map(|t| t.abs()).sum())
}

/// Upper bounds of all columns: a flow's from the capacity of its link, spill's from all that can come in there.
fn upper_bounds(program: &Program) -> Vec<f64> {
    let numbers = &program.program;
    let mut upper = numbers.upper.clone();
    let rows = || program.rows.iter().enumerate();
    for (position, _) in rows().filter(|(_, row)| matches!(row.row, PricedRow::Link(_))) {
        let most = numbers.rows[position].right_hand_side;
        for (column, weight) in numbers.row_entries(position) {
            upper[column] = upper[column].min(most / weight);
        }
    }
    for (position, _) in rows().filter(|(_, row)| matches!(row.row, PricedRow::Balance(..))) {
        let is_spill = |column: usize| matches!(program.columns[column].0, Column::Spill(..));
        // What is short is never spilled.
        let comes_in = |column: usize| !matches!(program.columns[column].0, Column::Shortage(..));
        let entering = numbers.row_entries(position).filter(|(c, a)| *a > 0.0 && comes_in(*c));
        let most: f64 = entering.map(|(column, a)| a * upper[column]).sum();
        for (column, _) in numbers.row_entries(position).filter(|(c, _)| is_spill(*c)) {
            upper[column] = most;
        }
    }
    upper
}

/// Whether the prices in a folder do not prove that there is no plan, by more than rounding can be behind.
pub(crate) fn proves_nothing(folder: &Path) -> bool {
    let (continent, certificate) = (continent_of(folder), certificate(folder));
    let Ok(plan) = parquet::read_plan(folder, &continent) else {
        return true;
    };
    let network = Network::new(&continent);
    let mut program = build(
        &network,
        &Reach::of(&network, certificate.accounting),
        certificate.accounting,
    );
    program.program.costs.fill(0.0);
    let (proven, size) = bound(&program, &plan.prices);
    proven <= -1e-9 * size || size == 0.0
}
