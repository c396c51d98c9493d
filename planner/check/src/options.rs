//! What is asked of a check: where the tables are and how exact things must be.

use crate::interval::{Interval, multiply_down};
use crate::sum::apart;
use std::path::PathBuf;

/// Options of [`crate::check`].
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    /// The folder of input tables, in place of the one that the certificate names.
    pub data: Option<PathBuf>,
    /// The widest gap that passes, whatever the certificate says was asked; none: any that is stated truly.
    pub gap: Option<f64>,
    /// How exact things must be.
    pub tolerances: Tolerances,
}

/// How far apart two figures may be. All but `row_floor` are relative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerances {
    /// Violation of a row or bound, relative to the sum of the absolute terms of the row.
    pub feasibility: f64,
    /// Least scale that a violation is measured against, in the unit of the row: rows through which less than this
    /// passes are not held to more than `feasibility * row_floor`. With 1 t and 1e-6, one gram.
    pub row_floor: f64,
    /// Stated objective, lower bound, gap and shortages against the recomputed ones.
    pub stated: f64,
    /// One posting of the ledger against its recomputed term.
    pub posting: f64,
    /// Sum of the ledger against the objective.
    pub ledger: f64,
    /// Embodied energy: shares, amounts and stages, and the total against the ledger.
    pub embodied: f64,
    /// How far the objective may lie below the proven bound, which violations within tolerance make possible.
    pub below_bound: f64,
}

impl Default for Tolerances {
    fn default() -> Self {
        Self {
            feasibility: 1e-6,
            row_floor: 1.0,
            stated: 1e-9,
            posting: 1e-9,
            ledger: 1e-9,
            embodied: 1e-6,
            below_bound: 1e-6,
        }
    }
}

/// Least energy that anything is measured against, GJ.
pub(crate) const ONE_JOULE_GJ: f64 = 1e-9;

/// Whether `a` and `b` may be further apart than `tolerance` of `scale`: the distance is rounded up, what is allowed down.
/// True when any of them is not a number.
pub(crate) fn differs(a: impl Into<Interval>, b: impl Into<Interval>, tolerance: f64, scale: f64) -> bool {
    let difference = apart(a, b);
    let allowed = multiply_down(tolerance, scale.abs()).max(0.0);
    difference.is_nan() || scale.is_nan() || difference > allowed
}

#[cfg(test)]
mod tests {
    use super::differs;

    #[test]
    fn what_is_not_a_number_differs() {
        assert!(!differs(1.0, 1.0, 0.0, 1.0));
        assert!(!differs(1.0, 1.1, 0.2, 1.0));
        assert!(differs(1.0, 1.3, 0.2, 1.0));
        assert!(differs(f64::NAN, 1.0, 0.2, 1.0));
        assert!(differs(1.0, f64::NAN, 0.2, 1.0));
        assert!(differs(f64::INFINITY, f64::INFINITY, 0.2, 1.0));
        assert!(differs(1.0, 1.0, 0.2, f64::NAN));
    }
}
