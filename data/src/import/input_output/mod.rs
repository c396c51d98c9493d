//! Input-output tables: who makes what, and what is used for it, in money of one year.
//!
//! Invariant: every industry balances. What it makes is worth what it uses and the value it adds, so no set of industries gains,
//! and the value added is what a plan counts as taken from nature, one GJ a million.

mod lay;
mod read;
mod synthetic;

pub use read::parse;
pub use synthetic::synthetic;

/// An amount of one commodity, millions.
pub type Amount = (usize, f64);

/// One industry over a year, millions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Industry {
    /// Its code.
    pub code: String,
    /// What it makes, in commodity order.
    pub makes: Vec<Amount>,
    /// What it uses, in commodity order.
    pub uses: Vec<Amount>,
}

impl Industry {
    /// All that it makes.
    #[must_use]
    pub fn output(&self) -> f64 {
        self.makes.iter().map(|(_, amount)| amount).sum()
    }

    /// What its output is worth above what it uses; never below zero.
    #[must_use]
    pub fn value_added(&self) -> f64 {
        (self.output() - self.uses.iter().map(|(_, amount)| amount).sum::<f64>()).max(0.0)
    }
}

/// One commodity over a year beyond what industries make and use, millions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Product {
    /// Its code.
    pub code: String,
    /// Final use at home; below zero where households and firms sell more of it than they buy, as with used goods.
    pub final_use: f64,
    /// What leaves the region.
    pub exports: f64,
    /// What enters it.
    pub imports: f64,
}

/// The tables of one region and year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InputOutputTable {
    /// Commodities.
    pub products: Vec<Product>,
    /// Industries.
    pub industries: Vec<Industry>,
}

/// How tables are laid out as a continent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaySpec {
    /// Years, one period each.
    pub years: usize,
    /// Capacity of an industry as a multiple of its output in the tables.
    pub headroom: f64,
    /// Growth of final use a year, as a fraction.
    pub growth: f64,
}

impl Default for LaySpec {
    fn default() -> Self {
        Self {
            years: 1,
            headroom: 1.2,
            growth: 0.02,
        }
    }
}
