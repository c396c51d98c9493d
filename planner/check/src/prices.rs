//! The stored prices, by row of the program.

use crate::fault::{Fault, Faults};
use crate::program::Program;
use crate::rows::{PriceRow, PricedRow};

/// One price a row, GJ per unit of its right-hand side; 0 where none is stored.
pub(crate) struct Prices {
    values: Vec<f64>,
}

impl Prices {
    /// Takes the prices from the rows. Prices of limits are clamped to 0 from above: whatever a solver calls them,
    /// only such prices prove a bound.
    pub(crate) fn new(program: &Program<'_>, rows: &[PriceRow], faults: &mut Faults) -> Self {
        let mut values = vec![0.0; program.rows.count()];
        let mut is_stated = vec![false; values.len()];
        for price in rows {
            let row = number_of(program, price);
            let what = || format!("the price of {}", crate::describe::numbered_row(program, row));
            if std::mem::replace(&mut is_stated[row], true) {
                faults.push(Fault::Duplicate {
                    table: "prices".to_owned(),
                    what: what(),
                });
            } else if !price.price_gj.is_finite() {
                faults.push(Fault::BadAmount {
                    table: "prices".to_owned(),
                    what: what(),
                    amount: price.price_gj,
                });
            } else if program.rows.row(row).is_limit() {
                values[row] = price.price_gj.min(0.0);
            } else {
                values[row] = price.price_gj;
            }
        }
        Self { values }
    }

    /// The price of a row.
    pub(crate) fn of(&self, row: usize) -> f64 {
        self.values[row]
    }
}

fn number_of(program: &Program<'_>, price: &PriceRow) -> usize {
    match price.row {
        PricedRow::Balance(node, commodity) => program.rows.balance(price.period, node, commodity),
        PricedRow::Link(link) => program.rows.joint(price.period, link),
        PricedRow::Budget(budget) => program.rows.budget(price.period, budget),
        PricedRow::Store(store) => program.rows.store(price.period, store),
    }
}
