//! Why the plan is as it is: the reduced cost of a decision, the rows behind it, and what would flip it.
//!
//! Reduced cost = cost of one more unit at the plan's own prices: what it adds to the objective, plus what it uses, less
//! what it makes, each at its shadow price (Dantzig 1963, chapter 9). Above zero, the decision is not worth taking;
//! below zero, only a limit keeps it from being taken further; at zero it is one of those that set the prices.

mod commodity;
mod link;
mod prices;
mod site;

pub use commodity::{CommodityReasons, why_commodity};
pub use link::{LinkReasons, why_link};
pub use prices::Priced;
pub use site::why_site;

use serde::Serialize;

/// One part of a reduced cost.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Term {
    /// What it is, in the domain's words.
    pub what: String,
    /// Units of the row per unit of the decision; positive where it is used or takes up a limit.
    pub use_per_unit: f64,
    /// Shadow price of the row, GJ per unit; for limits, what one more unit of limit would save.
    pub price_gj: f64,
    /// Their product, GJ per unit of the decision.
    pub energy_gj: f64,
    /// Whether the row is a limit that binds.
    pub binds: bool,
}

/// One decision, its amount, its reduced cost and what is behind it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Reason {
    /// The decision, in the domain's words.
    pub decision: String,
    /// Its amount in the plan.
    pub amount: f64,
    /// Its least amount.
    pub lower: f64,
    /// Its greatest amount; none where only rows limit it.
    pub upper: Option<f64>,
    /// GJ of the objective per unit, before anything it uses or makes.
    pub own_energy_gj: f64,
    /// Cost of one more unit at the plan's prices, GJ.
    pub reduced_cost_gj: f64,
    /// What is behind it, largest first.
    pub terms: Vec<Term>,
    /// What would change the decision.
    pub flip: String,
}

/// Reduced costs below this part of the sum of their terms are zero.
const NOISE: f64 = 1e-7;

/// What would change a decision of this amount and reduced cost; `unit` names one unit of it.
fn flip(amount: f64, lower: f64, upper: Option<f64>, reduced_cost_gj: f64, scale_gj: f64, unit: &str) -> String {
    let near = |bound: f64| (amount - bound).abs() <= 1e-6 * bound.abs().max(1.0);
    let at_most = upper.is_some_and(near);
    if reduced_cost_gj.abs() <= NOISE * scale_gj {
        if at_most {
            return "at its limit, and worth exactly what it costs: more of it would save nothing".to_owned();
        }
        if amount > lower {
            return "in use below its limit: it is one of those that set the prices here, and any change of its cost \
                    changes the plan or the prices"
                .to_owned();
        }
        return "not used, and worth exactly what it costs: as good as what is used".to_owned();
    }
    if reduced_cost_gj > 0.0 {
        let held = if !near(lower) {
            "in use though it does not pay (the plan is not optimal)"
        } else if lower > 0.0 {
            "held at its minimum"
        } else {
            "not used"
        };
        return format!(
            "{held}: it would pay if one {unit} cost {reduced_cost_gj:.6} GJ less, or made that much more worth"
        );
    }
    format!(
        "used as far as its limits go: one {unit} more would save {:.6} GJ; it would stop being worth it if it \
             cost that much more",
        -reduced_cost_gj
    )
}
