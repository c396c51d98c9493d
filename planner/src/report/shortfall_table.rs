//! The table of shortages, with the reason of each.

use super::figures::{amount, percent};
use super::shortfall::{EXPLAINED, Shortfall};
use super::table::{bar_cell, figure_cell, figures, table, words};
use data::model::Continent;
use maud::{Markup, html};

/// The table, or the statement that there is nothing to list.
pub(super) fn render(continent: &Continent, short: &[Shortfall]) -> Markup {
    if short.is_empty() {
        return html! { p { "Nothing is short: every demand is met in every period." } };
    }
    let headings = [
        words("Urbanate"),
        words("Commodity"),
        figures("Short", "Asked and not delivered, whole plan"),
        figures("Of demand", "Share of what is asked there"),
        words("Why"),
    ];
    let rows = html! { @for s in short.iter().take(EXPLAINED) { (row(continent, s)) } };
    let caption = html! {
        "What could not be delivered, the gravest first"
        @if short.len() > EXPLAINED { " (" (EXPLAINED) " of " (short.len()) ")" }
        ". Choose a place to see it on the map."
    };
    table(&caption, &headings, &rows)
}

fn row(continent: &Continent, short: &Shortfall) -> Markup {
    let commodity = &continent[short.commodity];
    let share = if short.asked > 0.0 {
        short.amount / short.asked
    } else {
        0.0
    };
    html! {
        tr {
            th scope="row" {
                button type="button" class="pick" data-node=(short.node.0) { (continent[short.node].name) }
            }
            td { (commodity.name) }
            (figure_cell(short.amount, &amount(commodity.unit, short.amount)))
            (bar_cell(share, share, &percent(share)))
            td.why {
                (short.reason)
                @if continent.periods.len() > 1 { " Most in " (continent[short.worst].name) "." }
            }
        }
    }
}
