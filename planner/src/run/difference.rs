//! What a change made of a plan: objective, who is short, what moved.

use super::certify::relative;
use super::change::Before;
use crate::plan::diff::{ShortageCounts, Side, count_shortages, diff};
use crate::plan::rows::{Activity, Plan, Posting};
use crate::plan::show::StatTable;
use crate::plan::sum::CompensatedSum;
use check::{Certificate, PlanStatus};
use data::change::ChangeFile;
use serde::Serialize;
use std::path::Path;

/// Largest changes that `difference.json` lists in each table.
pub(super) const ROWS_KEPT: usize = 1000;

/// The difference between the plan that a change started from and the one it led to.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// What the change file says.
    pub change: ChangeFile,
    /// Folder of the earlier plan, relative to the new one where both are on one file system.
    pub replanned_from: String,
    /// The earlier plan's certificate in short.
    pub before: Claims,
    /// The new plan's certificate in short.
    pub after: Claims,
    /// New objective less the earlier one, GJ.
    pub extra_gj: Option<f64>,
    /// The same as a fraction of the earlier objective.
    pub extra_fraction: Option<f64>,
    /// Penalties of shortage in the new objective less those in the earlier one, GJ; the rest of `extra_gj` is real energy
    /// and what policies charge.
    pub extra_penalty_gj: f64,
    /// What the least energy with the change is proven to exceed the least energy without it by, GJ: the new lower bound
    /// less the earlier objective.
    pub extra_at_least_gj: Option<f64>,
    /// What it is proven not to exceed it by more than, GJ: the new objective less the earlier lower bound.
    pub extra_at_most_gj: Option<f64>,
    /// How many shortages, by place and commodity, are new, larger, smaller or gone.
    pub shortages: ShortageCounts,
    /// The tables of `planner diff`: the largest changes first.
    pub tables: Vec<StatTable>,
}

/// What a plan claims of itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Claims {
    /// Status.
    pub status: PlanStatus,
    /// Objective, GJ.
    pub objective_gj: Option<f64>,
    /// Proven lower bound, GJ.
    pub lower_bound_gj: Option<f64>,
    /// Gap between them, a fraction of the objective.
    pub gap: Option<f64>,
}

impl Claims {
    const fn of(certificate: &Certificate) -> Self {
        Self {
            status: certificate.status,
            objective_gj: certificate.objective_gj,
            lower_bound_gj: certificate.lower_bound_gj,
            gap: certificate.gap,
        }
    }
}

/// The new plan: its certificate, decisions and postings.
#[derive(Clone, Copy, Debug)]
pub(super) struct After<'a> {
    pub(super) certificate: &'a Certificate,
    pub(super) plan: &'a Plan,
    pub(super) postings: &'a [Posting],
}

impl Difference {
    /// The difference to the plan that will be, or is, in `out`, at most `top` rows a table. Shares of capacity are those
    /// of the continent before the change, so that what lost all its capacity is not left out.
    pub(super) fn new(before: &Before, after: After<'_>, out: &Path, top: usize) -> Self {
        let opened = &before.opened;
        let old = Side {
            plan: &opened.plan,
            postings: &opened.ledger,
        };
        let new = Side {
            plan: after.plan,
            postings: after.postings,
        };
        let (was, is) = (Claims::of(&opened.certificate), Claims::of(after.certificate));
        let less = |a: Option<f64>, b: Option<f64>| Some(a? - b?);
        let extra_gj = less(is.objective_gj, was.objective_gj);
        let base = was.objective_gj.filter(|objective| *objective > 0.0);
        Self {
            change: before.change.clone(),
            replanned_from: relative(out, &before.folder).to_string_lossy().into_owned(),
            before: was,
            after: is,
            extra_gj,
            extra_fraction: extra_gj.zip(base).map(|(extra, base)| extra / base),
            extra_penalty_gj: penalty_gj(after.postings) - penalty_gj(&opened.ledger),
            extra_at_least_gj: less(is.lower_bound_gj, was.objective_gj),
            extra_at_most_gj: less(is.objective_gj, was.lower_bound_gj),
            shortages: count_shortages(old, new),
            tables: diff(&opened.continent, old, new, top),
        }
    }
}

/// Penalties of shortage, GJ.
fn penalty_gj(postings: &[Posting]) -> f64 {
    let penalties = postings.iter().filter(|p| p.activity == Activity::Shortage);
    let mut sum = CompensatedSum::default();
    penalties.for_each(|p| sum.add(p.energy_gj));
    sum.value()
}
