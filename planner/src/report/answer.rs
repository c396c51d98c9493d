//! The answer in one sentence, and the few figures under it.

use super::balance::Balance;
use super::figures::{amount, count_scale, figure, percent, small, whole};
use super::{CertificateFacts, ReportInput};
use crate::plan::rows::Activity;
use data::model::{Continent, HOURS_PER_YEAR, NodeKind, Unit};

/// A figure with its name and what to know about it.
pub(super) struct KeyFigure {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) note: String,
}

/// Whether the run ended with a plan.
fn has_plan(facts: &CertificateFacts) -> bool {
    matches!(facts.status.as_str(), "optimal" | "feasible")
}

/// The sentence at the head of the report.
pub(super) fn sentence(input: &ReportInput, balances: &[Balance]) -> String {
    let facts = input.certificate;
    if !has_plan(facts) {
        return match facts.status.as_str() {
            "infeasible" => "No plan exists: the limits contradict each other.".to_owned(),
            other => format!("There is no plan: {other}."),
        };
    }
    let cities = cities(input.continent);
    let people = count_scale(people(input.continent)).with_unit(people(input.continent));
    let energy = count_scale(supply_gj(input)).with_unit(supply_gj(input));
    let length = length(input.continent);
    let nearness = match facts.status.as_str() {
        "optimal" => format!("proven to be within {} of the least possible", small(facts.gap)),
        _ => format!("at most {} above the least possible", percent(facts.gap)),
    };
    let short = short_words(input.continent, balances);
    format!("{people} people in {cities} urbanates are supplied for {length} with {energy} GJ{short}, {nearness}.")
}

/// The figures under the sentence.
pub(super) fn key_figures(input: &ReportInput, balances: &[Balance]) -> Vec<KeyFigure> {
    let facts = input.certificate;
    let people = people(input.continent);
    let supply = supply_gj(input);
    let a_head = if people > 0.0 {
        format!("{} GJ a head", figure(supply / people))
    } else {
        String::new()
    };
    let mut figures = vec![
        KeyFigure {
            name: "Energy of supply",
            value: amount(Unit::Gigajoule, supply),
            note: a_head,
        },
        KeyFigure {
            name: "Gap",
            value: small(facts.gap),
            note: format!("bound {}", amount(Unit::Gigajoule, facts.lower_bound_gj)),
        },
        KeyFigure {
            name: "Largest shortage",
            value: worst(input.continent, balances).map_or("none".into(), |w| percent(w.1)),
            note: worst(input.continent, balances).map_or("all demand is met".into(), |w| format!("of {}", w.0)),
        },
        KeyFigure {
            name: "Worst violation",
            value: format!("{} {}", small(facts.worst_violation.amount), facts.worst_violation.unit)
                .trim_end()
                .to_owned(),
            note: "of any row or bound".into(),
        },
        KeyFigure {
            name: "Ledger residual",
            value: format!("{} GJ", small(facts.ledger_residual_gj)),
            note: format!("of {}", amount(Unit::Gigajoule, facts.objective_gj)),
        },
    ];
    let beside = facts.objective_gj - supply;
    if beside > 1e-6 * facts.objective_gj.abs() {
        figures.insert(
            1,
            KeyFigure {
                name: "Penalties and weights",
                value: amount(Unit::Gigajoule, beside),
                note: "in the objective besides".into(),
            },
        );
    }
    figures
}

/// Energy of the ledger without the penalties of shortage and the weights of policies, GJ.
fn supply_gj(input: &ReportInput) -> f64 {
    let supply = input
        .ledger
        .iter()
        .filter(|p| !matches!(p.activity, Activity::Shortage | Activity::Weight));
    supply.map(|p| p.energy_gj).sum()
}

fn people(continent: &Continent) -> f64 {
    continent.nodes.iter().map(|n| n.population).sum()
}

fn cities(continent: &Continent) -> String {
    let cities = continent.nodes.iter().filter(|n| n.kind == NodeKind::Urbanate).count();
    whole(cities as f64)
}

/// The length of the plan in words.
fn length(continent: &Continent) -> String {
    let hours: f64 = continent.periods.iter().map(|p| p.hours).sum();
    let count = continent.periods.len();
    let whole_year = (hours - HOURS_PER_YEAR).abs() < 1.0;
    match (whole_year, count) {
        (true, 1) => "a year".to_owned(),
        (true, n) => format!("a year of {n} periods"),
        (false, _) => format!("{} hours", whole(hours)),
    }
}

/// Name and unmet fraction of the commodity of which most is short.
fn worst<'a>(continent: &'a Continent, balances: &[Balance]) -> Option<(&'a str, f64)> {
    let fractions = continent
        .commodities
        .iter()
        .zip(balances)
        .filter(|(_, b)| b.short > 0.0);
    let fractions = fractions.map(|(c, b)| (c.name.as_str(), b.short / (b.short + b.delivered)));
    fractions.max_by(|a, b| a.1.total_cmp(&b.1))
}

fn short_words(continent: &Continent, balances: &[Balance]) -> String {
    let Some((name, fraction)) = worst(continent, balances) else {
        return String::new();
    };
    let others = balances.iter().filter(|b| b.short > 0.0).count() - 1;
    let name = name.to_lowercase();
    match others {
        0 => format!(", short of {} of the {name} asked for", percent(fraction)),
        1 => format!(
            ", short of {} of the {name} and less of one other good",
            percent(fraction)
        ),
        n => format!(
            ", short of {} of the {name} and less of {n} other goods",
            percent(fraction)
        ),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::{balance::balances, sample};
    use super::*;
    use crate::plan::ledger::ledger;
    use data::model::Accounting;

    fn sentence_of(status: &str, with_shortage: bool) -> String {
        let (continent, mut plan) = sample::continent_and_plan();
        if !with_shortage {
            plan.shortages.clear();
        }
        let mut facts = sample::certificate();
        facts.status = status.into();
        let input = ReportInput {
            title: "Sample",
            continent: &continent,
            plan: &plan,
            ledger: &ledger(&continent, Accounting::Closed, &plan),
            embodied: &[],
            certificate: &facts,
            boundaries: None,
        };
        sentence(&input, &balances(&continent, Accounting::Closed, &plan))
    }

    #[test]
    fn the_sentence_says_people_energy_and_gap() {
        assert_eq!(
            sentence_of("optimal", false),
            "3.00\u{a0}million people in 2 urbanates are supplied for a year of 2 periods with 8.28\u{a0}thousand GJ, \
             proven to be within 1.0e-7 of the least possible."
        );
    }

    #[test]
    fn a_shortage_is_said_in_the_sentence() {
        assert!(sentence_of("feasible", true).contains("short of 10\u{a0}% of the steel asked for"));
    }

    #[test]
    fn without_a_plan_nothing_is_claimed() {
        assert_eq!(
            sentence_of("infeasible", true),
            "No plan exists: the limits contradict each other."
        );
        assert_eq!(sentence_of("failed", true), "There is no plan: failed.");
    }
}
