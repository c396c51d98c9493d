//! The links whose capacity is worth most, with what one more unit of it would save.

use super::figures::{amount, figure, percent};
use super::loads::{LinkLoad, carries_mass};
use super::table::{bar_cell, figure_cell, figures, table, words};
use data::model::{Continent, Unit};
use maud::{Markup, html};

/// Rows shown.
const ROWS: usize = 40;

/// The table.
pub(super) fn render(continent: &Continent, loads: &[LinkLoad]) -> Markup {
    let mut ordered: Vec<&LinkLoad> = loads.iter().collect();
    let worth = |load: &LinkLoad| load.saving_gj * continent[load.link].capacity_per_year;
    ordered.sort_by(|a, b| {
        let by_worth = worth(b).total_cmp(&worth(a));
        by_worth
            .then(b.peak_share.total_cmp(&a.peak_share))
            .then(a.link.cmp(&b.link))
    });
    ordered.truncate(ROWS);
    let several = continent.periods.len() > 1;
    let headings = [
        words("Link"),
        words("Mode"),
        figures("Moved", "All goods, both directions, whole plan"),
        figures("In use", "Share of the capacity in use in the busiest period"),
        figures(
            "Saves GJ/unit",
            "Energy saved by one more unit of yearly capacity: the shadow price of the link",
        ),
    ];
    let rows = html! { @for load in &ordered { (row(continent, load, several)) } };
    let caption = html! {
        "The " (ordered.len()) " links whose capacity is worth most, of " (loads.len())
        " that carry something. Choose a link to see it on the map."
    };
    table(&caption, &headings, &rows)
}

fn row(continent: &Continent, load: &LinkLoad, several_periods: bool) -> Markup {
    let link = &continent[load.link];
    let unit = if carries_mass(continent, link.mode) {
        Unit::Tonne
    } else {
        Unit::Gigajoule
    };
    let (from, to) = (&continent[link.from].name, &continent[link.to].name);
    html! {
        tr {
            th scope="row" {
                button type="button" class="pick" data-link=(load.link.0) { (from) " – " (to) }
            }
            td { (continent[link.mode].name) }
            (figure_cell(load.moved, &amount(unit, load.moved)))
            @if several_periods {
                (bar_cell(load.peak_share, load.peak_share,
                    &format!("{} {}", percent(load.peak_share), continent[load.peak].name)))
            } @else {
                (bar_cell(load.peak_share, load.peak_share, &percent(load.peak_share)))
            }
            (figure_cell(load.saving_gj, &figure(load.saving_gj)))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::{loads::loads, sample};
    use super::*;

    #[test]
    fn the_link_with_a_price_comes_first() {
        let (continent, plan) = sample::continent_and_plan();
        let page = render(&continent, &loads(&continent, &plan)).into_string();
        let steel = page.find("Alpha – Beta").unwrap();
        let ore = page.find("Gamma mine – Alpha").unwrap();
        assert!(steel < ore);
        assert!(page.contains("100\u{a0}% Half 2") && page.contains(">2.00<"), "{page}");
    }
}
