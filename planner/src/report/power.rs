//! Electricity by the process that makes it.

use super::figures::{figure, percent};
use super::table::{bar_cell, figure_cell, figures, table, words};
use crate::plan::rows::Plan;
use data::model::{CommodityIndex, Continent, ProcessIndex, SiteStatus};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The id of the commodity whose makers are listed.
const ELECTRICITY: &str = "electricity";

/// GJ in one TWh.
const GJ_PER_TWH: f64 = 3.6e6;

/// GJ in a year of one GW.
const GJ_PER_GW_YEAR: f64 = 3.6e3 * 8760.0;

/// What the sites of one process make.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Makers {
    made_gj: f64,
    /// What they could make in the periods of the plan.
    possible_gj: f64,
    /// The most they can make in a year.
    per_year_gj: f64,
    sites: usize,
}

/// The table; empty where no commodity is electricity.
pub(super) fn render(continent: &Continent, plan: &Plan) -> Markup {
    let Some(position) = continent.commodities.iter().position(|c| c.id == ELECTRICITY) else {
        return html! { p { "No commodity of this plan has the id electricity." } };
    };
    let mut makers: Vec<_> = makers(continent, plan, CommodityIndex::from_position(position))
        .into_iter()
        .collect();
    makers.sort_by(|a, b| b.1.made_gj.total_cmp(&a.1.made_gj).then(a.0.cmp(&b.0)));
    let total: f64 = makers.iter().map(|m| m.1.made_gj).sum();
    let headings = [
        words("Made by"),
        figures("TWh", "Electricity made over the whole plan"),
        figures("Share", "Share of all electricity made"),
        figures("Mean GW", "The most the sites can make in a year, as a mean power"),
        figures("In use", "Share of what the sites could make in these periods"),
        figures("Sites", "Number of sites"),
    ];
    let largest = makers.first().map_or(1.0, |m| m.1.made_gj);
    let rows = html! { @for (process, makers) in &makers { (row(continent, *process, makers, total, largest)) } };
    let caption = html! { "Electricity by the process that makes it: " (figure(total / GJ_PER_TWH)) " TWh in all." };
    table(&caption, &headings, &rows)
}

fn row(continent: &Continent, process: ProcessIndex, makers: &Makers, total: f64, largest: f64) -> Markup {
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let made = makers.made_gj;
    html! {
        tr {
            th scope="row" { button type="button" class="pick" data-process=(process.0) { (continent[process].name) } }
            (bar_cell(made, share(made, largest), &figure(made / GJ_PER_TWH)))
            (figure_cell(made, &percent(share(made, total))))
            (figure_cell(makers.per_year_gj, &figure(makers.per_year_gj / GJ_PER_GW_YEAR)))
            (figure_cell(share(made, makers.possible_gj), &percent(share(made, makers.possible_gj))))
            (figure_cell(makers.sites as f64, &makers.sites.to_string()))
        }
    }
}

fn makers(continent: &Continent, plan: &Plan, electricity: CommodityIndex) -> BTreeMap<ProcessIndex, Makers> {
    let per_activity = |process: ProcessIndex| {
        let outputs = continent[process].outputs.iter();
        outputs
            .filter(|o| o.commodity == electricity)
            .map(|o| o.amount)
            .sum::<f64>()
    };
    let mut makers: BTreeMap<ProcessIndex, Makers> = BTreeMap::new();
    for site in continent.sites.iter().filter(|s| s.status == SiteStatus::Existing) {
        let output = per_activity(site.process);
        if output > 0.0 {
            let entry = makers.entry(site.process).or_default();
            let periods = continent.period_indices();
            let possible = periods.map(|t| continent.per_period(site.capacity_per_year, site.profile, t));
            entry.possible_gj += output * possible.sum::<f64>();
            entry.per_year_gj += output * site.capacity_per_year;
            entry.sites += 1;
        }
    }
    for row in &plan.production {
        let process = continent[row.site].process;
        let made = per_activity(process) * row.activity;
        if made > 0.0 {
            makers.entry(process).or_default().made_gj += made;
        }
    }
    makers
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn only_makers_of_electricity_are_listed() {
        let (continent, plan) = sample::continent_and_plan();
        let makers = makers(&continent, &plan, CommodityIndex(2));
        assert_eq!(makers.len(), 1);
        let wind = makers[&ProcessIndex(2)];
        assert!((wind.made_gj - 5000.0).abs() < 1e-9 && (wind.possible_gj - 10_000.0).abs() < 1e-9);
        assert_eq!(wind.sites, 1);
    }
}
