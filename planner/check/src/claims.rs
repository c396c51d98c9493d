//! What the certificate claims against what was recomputed.

use crate::certificate::{Certificate, ConfigFigures, PlanStatus};
use crate::fault::{Fault, Faults};
use crate::options::{Tolerances, differs};
use crate::recompute::Recomputed;
use crate::report::relative_gap;
use crate::shortage;
use data::model::Accounting;

/// Violations of this relative size are rounding of the solver and of the machine.
const NOISE: f64 = 1e-9;

/// Adds a fault for every claim that does not hold.
pub(crate) fn compare(
    certificate: &Certificate,
    recomputed: &Recomputed,
    tolerances: &Tolerances,
    faults: &mut Faults,
) {
    compare_objective(certificate, recomputed, tolerances, faults);
    compare_bound(certificate, recomputed, tolerances, faults);
    compare_gap(certificate, recomputed, tolerances, faults);
    compare_residual(certificate, recomputed, tolerances, faults);
    compare_violation(certificate, recomputed, tolerances, faults);
    shortage::compare(&certificate.shortage, &recomputed.shortage, tolerances, faults);
    if recomputed.gap < -tolerances.below_bound {
        faults.push(Fault::BelowBound {
            objective: recomputed.objective_gj,
            lower_bound: recomputed.lower_bound_gj,
        });
    }
}

/// Adds a fault for every figure that the certificate and the config in it state differently.
pub(crate) fn compare_config(certificate: &Certificate, config: &ConfigFigures, faults: &mut Faults) {
    let accounting_word = |accounting: Accounting| format!("{accounting:?}").to_lowercase();
    let figures = [
        (
            "accounting",
            Some(accounting_word(certificate.accounting)),
            config.accounting.map(accounting_word),
        ),
        ("calendar", Some(certificate.calendar.clone()), config.calendar.clone()),
        (
            "gap_asked",
            certificate.gap_asked.map(|g| g.to_string()),
            config.gap.map(|g| g.to_string()),
        ),
    ];
    for (field, stated, config) in figures {
        if let (Some(stated), Some(config)) = (stated, config)
            && stated != config
        {
            let field = field.to_owned();
            faults.push(Fault::ConfigDisagrees { field, stated, config });
        }
    }
}

/// Adds a fault when the gap is wider than whoever checks lets pass.
pub(crate) fn compare_limit(ours: &Recomputed, limit: Option<f64>, faults: &mut Faults) {
    let gap = ours.gap;
    if let Some(limit) = limit.filter(|limit| gap.is_nan() || gap > *limit) {
        faults.push(Fault::GapWide { gap, limit });
    }
}

fn not_stated(certificate: &Certificate, field: &str) -> Fault {
    Fault::NotStated {
        status: certificate.status.word().to_owned(),
        field: field.to_owned(),
    }
}

fn compare_objective(certificate: &Certificate, ours: &Recomputed, tolerances: &Tolerances, faults: &mut Faults) {
    match certificate.objective_gj {
        None => faults.push(not_stated(certificate, "objective_gj")),
        Some(stated) if differs(stated, ours.objective_gj, tolerances.stated, ours.objective_gj) => {
            faults.push(Fault::Objective {
                stated,
                recomputed: ours.objective_gj,
            });
        }
        Some(_) => {}
    }
}

/// The stated bound may be below what the prices prove, but not above.
fn compare_bound(certificate: &Certificate, ours: &Recomputed, tolerances: &Tolerances, faults: &mut Faults) {
    let Some(stated) = certificate.lower_bound_gj else {
        if certificate.status == PlanStatus::Optimal {
            faults.push(not_stated(certificate, "lower_bound_gj"));
        }
        return;
    };
    let scale = ours.objective_gj.abs().max(stated.abs());
    let is_proven = stated - ours.lower_bound_gj <= tolerances.stated * scale;
    if !is_proven {
        faults.push(Fault::LowerBound {
            stated,
            recomputed: ours.lower_bound_gj,
        });
    }
}

/// The stated gap follows from the stated figures, is not below the recomputed one, and is within what was asked if
/// the plan is called optimal.
fn compare_gap(certificate: &Certificate, ours: &Recomputed, tolerances: &Tolerances, faults: &mut Faults) {
    if let (Some(stated), Some(objective), Some(bound)) =
        (certificate.gap, certificate.objective_gj, certificate.lower_bound_gj)
    {
        let follows = !differs(stated, relative_gap(objective, bound), tolerances.stated, 1.0);
        let is_proven = stated >= ours.gap - tolerances.stated;
        if !follows || !is_proven {
            faults.push(Fault::Gap {
                stated,
                recomputed: ours.gap,
            });
        }
    }
    if certificate.gap.is_some() && certificate.lower_bound_gj.is_none() {
        // A gap of nothing that was proven.
        faults.push(not_stated(certificate, "lower_bound_gj"));
    }
    if certificate.status != PlanStatus::Optimal {
        return;
    }
    if certificate.gap.is_none() {
        faults.push(not_stated(certificate, "gap"));
    }
    match certificate.gap_asked {
        None => faults.push(not_stated(certificate, "gap_asked")),
        Some(asked) if ours.gap <= asked => {}
        Some(asked) => faults.push(Fault::NotOptimal { gap: ours.gap, asked }),
    }
}

fn compare_residual(certificate: &Certificate, ours: &Recomputed, tolerances: &Tolerances, faults: &mut Faults) {
    match certificate.ledger_residual_gj {
        None => faults.push(not_stated(certificate, "ledger_residual_gj")),
        Some(stated) if differs(stated, ours.ledger_residual_gj, tolerances.ledger, ours.objective_gj) => {
            faults.push(Fault::Stated {
                what: "a ledger residual in GJ".to_owned(),
                stated,
                recomputed: ours.ledger_residual_gj,
            });
        }
        Some(_) => {}
    }
}

/// The stated worst violation is one of the recomputed ones, as large as it is, and none is larger. What is within rounding on
/// one machine may be another row on the next, so of violations below [`NOISE`] only the size counts.
fn compare_violation(certificate: &Certificate, ours: &Recomputed, tolerances: &Tolerances, faults: &mut Faults) {
    let Some(stated) = &certificate.worst_violation else {
        faults.push(not_stated(certificate, "worst_violation"));
        return;
    };
    let same = ours
        .violations
        .iter()
        .find(|v| v.row == stated.row && v.unit == stated.unit);
    let holds = match same {
        Some(v) => {
            let scale = v.amount / v.relative;
            let is_worst = ours.worst_violation.relative - v.relative <= tolerances.stated;
            is_worst && !differs(stated.amount, v.amount, tolerances.stated, scale)
        }
        None => {
            let least = tolerances.feasibility * tolerances.row_floor;
            ours.worst_violation.relative <= NOISE && stated.amount >= 0.0 && stated.amount <= least
        }
    };
    if !holds {
        faults.push(Fault::Stated {
            what: format!("a worst violation in {} ({})", stated.unit, stated.row),
            stated: stated.amount,
            recomputed: ours.worst_violation.amount,
        });
    }
}
