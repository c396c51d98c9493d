//! The certificate as a table of facts, with the hashes of every file.

use super::figures::{percent, small, whole};
use super::{CertificateFacts, FileHash};
use data::model::Accounting;
use maud::{Markup, html};

/// The facts and the hashes.
pub(super) fn render(facts: &CertificateFacts) -> Markup {
    html! {
        dl.facts {
            @for (name, fact) in list(facts) {
                dt { (name) }
                dd { (fact) }
            }
        }
        p.note {
            "The bound is computed from the prices of the plan alone and rounded downwards, so it holds whatever the "
            "solver did. " code { "planner check" } " with the folder of this report recomputes the objective, the "
            "bound, the violations and the ledger from the tables, without the solver."
        }
        @if !facts.input_hashes.is_empty() { (hashes("Input tables (BLAKE3)", &facts.input_hashes)) }
        @if !facts.plan_hashes.is_empty() { (hashes("Files of the plan (BLAKE3)", &facts.plan_hashes)) }
    }
}

fn list(facts: &CertificateFacts) -> Vec<(&'static str, Markup)> {
    let violation = &facts.worst_violation;
    let plain = |text: &str| html! { (text) };
    vec![
        (
            "Status",
            html! { (facts.status) @if !facts.solver_status.is_empty() { " (solver: " (facts.solver_status) ")" } },
        ),
        ("Objective", plain(&gigajoules(facts.objective_gj))),
        ("Lower bound", plain(&gigajoules(facts.lower_bound_gj))),
        (
            "Gap",
            html! { (small(facts.gap)) " of the objective (" (percent(facts.gap)) ")" },
        ),
        ("Gap asked", plain(&small(facts.gap_asked))),
        (
            "Worst violation",
            html! {
                (small(violation.amount)) " " (violation.unit)
                @if !violation.row.is_empty() { ", " (violation.row) }
            },
        ),
        ("Ledger residual", html! { (small(facts.ledger_residual_gj)) " GJ" }),
        ("Accounting", plain(accounting(facts.accounting))),
        ("Calendar", plain(&facts.calendar)),
        ("Method", plain(&facts.method)),
        (
            "Policies",
            html! { @if facts.policies.is_empty() { "none" } @else { (facts.policies.join(", ")) } },
        ),
        ("Program", html! { "planner " (facts.version) }),
    ]
}

/// The accounting in a few words.
fn accounting(accounting: Accounting) -> &'static str {
    match accounting {
        Accounting::Closed => "closed: carriers are made and moved; the objective is primary energy taken from nature",
        Accounting::Direct => "direct: every link and process has its own figure in GJ",
    }
}

/// A large figure in full, with decimals only where they matter.
fn gigajoules(value: f64) -> String {
    if value.abs() < 1e6 {
        format!("{value:.6} GJ")
    } else {
        format!("{} GJ", whole(value))
    }
}

fn hashes(caption: &str, hashes: &[FileHash]) -> Markup {
    html! {
        details.hashes {
            summary { (caption) ": " (hashes.len()) " files" }
            dl {
                @for hash in hashes {
                    dt { (hash.file) }
                    dd { code { (hash.blake3) } }
                }
            }
        }
    }
}
