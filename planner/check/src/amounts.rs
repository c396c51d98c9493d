//! The plan as values of the program's variables.

use crate::describe;
use crate::fault::{Fault, Faults};
use crate::program::{Program, Variable};
use crate::rows::{Direction, PlanRows};

/// The values that are not 0, sorted by variable, each variable once.
pub(crate) struct Amounts {
    values: Vec<(Variable, f64)>,
}

impl Amounts {
    /// Takes the values from the rows. Values that cannot be, repeated rows and variables that the program does not
    /// have are faults; the first two are left out.
    pub(crate) fn new(program: &Program<'_>, rows: &PlanRows, faults: &mut Faults) -> Self {
        let mut values = Vec::new();
        for (table, variable, amount) in stated(rows) {
            if amount.is_finite() && amount >= 0.0 {
                values.push((table, variable, amount));
            } else {
                faults.push(Fault::BadAmount {
                    table: table.to_owned(),
                    what: describe::variable(program.continent, variable),
                    amount,
                });
            }
        }
        values.sort_by_key(|(_, variable, _)| *variable);
        for pair in values.windows(2) {
            // The three figures of a repeated storage row are one repetition.
            let is_part_of_row = matches!(pair[0].1, Variable::Discharge(..) | Variable::Level(..));
            if pair[0].1 == pair[1].1 && !is_part_of_row {
                faults.push(Fault::Duplicate {
                    table: pair[0].0.to_owned(),
                    what: describe::variable(program.continent, pair[0].1),
                });
            }
        }
        values.dedup_by_key(|(_, variable, _)| *variable);
        let amounts = Self {
            values: values
                .into_iter()
                .filter(|(_, _, amount)| *amount > 0.0)
                .map(|(_, variable, amount)| (variable, amount))
                .collect(),
        };
        amounts.find_impossible(program, faults);
        amounts
    }

    /// The values above 0, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Variable, f64)> + '_ {
        self.values.iter().copied()
    }

    /// The value of a variable.
    pub(crate) fn of(&self, variable: Variable) -> f64 {
        self.values
            .binary_search_by_key(&variable, |(v, _)| *v)
            .map_or(0.0, |position| self.values[position].1)
    }

    /// Values of variables that the program does not have.
    fn find_impossible(&self, program: &Program<'_>, faults: &mut Faults) {
        let continent = program.continent;
        for (variable, amount) in self.iter() {
            let what = || describe::variable(continent, variable);
            let measured = || {
                let unit = describe::unit_of_variable(continent, variable);
                format!("{}: {amount} {unit}", what())
            };
            match variable {
                Variable::Flow(_, link, direction, commodity) => {
                    let mode = &continent[continent[link].mode];
                    if !mode.carriages.iter().any(|c| c.commodity == commodity) {
                        let mode = mode.id.clone();
                        faults.push(Fault::NotCarried { what: what(), mode });
                    }
                    if direction == Direction::Backward && !continent[link].two_way {
                        faults.push(Fault::OneWay { what: what() });
                    }
                }
                Variable::Shortage(period, node, commodity) if program.asked(period, node, commodity).is_zero() => {
                    faults.push(Fault::NothingAsked { what: measured() });
                }
                Variable::Spill(_, node, commodity) if !program.may_spill(node, commodity) => {
                    faults.push(Fault::NothingMade { what: measured() });
                }
                _ => {}
            }
        }
    }
}

/// Every value that the rows state, with the table it stands in.
fn stated(rows: &PlanRows) -> impl Iterator<Item = (&'static str, Variable, f64)> + '_ {
    let flows = rows.flows.iter().map(|r| {
        let variable = Variable::Flow(r.period, r.link, r.direction, r.commodity);
        ("flows", variable, r.amount)
    });
    let production = rows
        .production
        .iter()
        .map(|r| ("production", Variable::Activity(r.period, r.site), r.activity));
    let storage = rows.storage.iter().flat_map(|r| {
        [
            ("storage", Variable::Charge(r.period, r.store), r.charged),
            ("storage", Variable::Discharge(r.period, r.store), r.discharged),
            ("storage", Variable::Level(r.period, r.store), r.level),
        ]
    });
    let shortages = rows.shortages.iter().map(|r| {
        let variable = Variable::Shortage(r.period, r.node, r.commodity);
        ("shortages", variable, r.amount)
    });
    let spills = rows.spills.iter().map(|r| {
        let variable = Variable::Spill(r.period, r.node, r.commodity);
        ("spills", variable, r.amount)
    });
    let trade = rows
        .trade
        .iter()
        .map(|r| ("trade", Variable::Trade(r.period, r.trade), r.amount));
    flows
        .chain(production)
        .chain(storage)
        .chain(shortages)
        .chain(spills)
        .chain(trade)
}
