//! Work of transport by mode: tonne-kilometres, energy, haul.

use super::figures::{amount, figure, percent, work_scale};
use super::loads::{LinkLoad, carries_mass, measure};
use super::table::{bar_cell, figure_cell, figures, table, words};
use crate::plan::terms::link_energy_gj;
use data::model::{Continent, ModeIndex, Unit};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// What one mode does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Work {
    /// t km, or GJ km on the grid; t or GJ for transfers without length.
    work: f64,
    /// t, or GJ on the grid; counted once a link.
    moved: f64,
    energy_gj: f64,
    /// Sum over links of share in use times length, and of length: their mean loading.
    loaded_km: f64,
    used_km: f64,
    links: usize,
    full: usize,
    is_transfer: bool,
}

/// The table of modes with links, then that of transfers.
pub(super) fn render(continent: &Continent, loads: &[LinkLoad]) -> Markup {
    let work = work(continent, loads);
    let largest = |is_mass: bool| {
        let same = work
            .iter()
            .filter(|(mode, w)| carries_mass(continent, **mode) == is_mass && !w.is_transfer);
        same.map(|(_, w)| w.work).fold(0.0, f64::max)
    };
    let headings = [
        words("Mode"),
        figures("Work", "Amount times length of link"),
        figures("Energy", "Burnt or spent to move it"),
        figures("MJ/t km", "Energy for one tonne and kilometre"),
        figures(
            "Loading",
            "Share of capacity in use, mean over the used links by length",
        ),
        figures("Links", "Links that carry something"),
        figures("Full", "Of these, in use at 99.9 % or more in some period"),
    ];
    let moving = work.iter().filter(|(_, w)| !w.is_transfer);
    let rows =
        html! { @for (mode, w) in moving { (row(continent, *mode, w, largest(carries_mass(continent, *mode)))) } };
    let transfers: Vec<_> = work.iter().filter(|(_, w)| w.is_transfer).collect();
    html! {
        (table(&html! { "Work of transport by mode, whole plan." }, &headings, &rows))
        @if !transfers.is_empty() { (transfer_table(continent, &transfers)) }
    }
}

fn row(continent: &Continent, mode: ModeIndex, w: &Work, largest: f64) -> Markup {
    let is_mass = carries_mass(continent, mode);
    let scale = work_scale(is_mass, w.work);
    let loading = if w.used_km > 0.0 { w.loaded_km / w.used_km } else { 0.0 };
    let intensity = if is_mass && w.work > 0.0 {
        1000.0 * w.energy_gj / w.work
    } else {
        0.0
    };
    let share = if largest > 0.0 { w.work / largest } else { 0.0 };
    html! {
        tr {
            th scope="row" { (continent[mode].name) }
            (bar_cell(w.work, share, &scale.with_unit(w.work)))
            (figure_cell(w.energy_gj, &energy(w.energy_gj)))
            (figure_cell(intensity, &figure(intensity)))
            (figure_cell(loading, &percent(loading)))
            (figure_cell(w.links as f64, &w.links.to_string()))
            (figure_cell(w.full as f64, &w.full.to_string()))
        }
    }
}

fn transfer_table(continent: &Continent, transfers: &[(&ModeIndex, &Work)]) -> Markup {
    let headings = [
        words("Transfer"),
        figures("Moved", "Amount that passed"),
        figures("Energy", "Burnt or spent to move it"),
        figures("Terminals", "Terminals in use"),
        figures("Full", "Of these, in use at 99.9 % or more in some period"),
    ];
    let rows = html! {
        @for (mode, w) in transfers {
            @let unit = if carries_mass(continent, **mode) { Unit::Tonne } else { Unit::Gigajoule };
            tr {
                th scope="row" { (continent[**mode].name) }
                (figure_cell(w.moved, &amount(unit, w.moved)))
                (figure_cell(w.energy_gj, &energy(w.energy_gj)))
                (figure_cell(w.links as f64, &w.links.to_string()))
                (figure_cell(w.full as f64, &w.full.to_string()))
            }
        }
    };
    table(&html! { "Transfers at terminals, whole plan." }, &headings, &rows)
}

fn energy(energy_gj: f64) -> String {
    if energy_gj == 0.0 {
        figure(0.0)
    } else {
        amount(Unit::Gigajoule, energy_gj)
    }
}

fn work(continent: &Continent, loads: &[LinkLoad]) -> BTreeMap<ModeIndex, Work> {
    let mut by_mode: BTreeMap<ModeIndex, Work> = BTreeMap::new();
    for load in loads {
        let link = &continent[load.link];
        let entry = by_mode.entry(link.mode).or_default();
        entry.is_transfer = link.is_terminal;
        entry.moved += load.moved;
        entry.loaded_km += load.share * link.length_km;
        entry.used_km += link.length_km;
        entry.links += 1;
        entry.full += usize::from(load.peak_share >= 0.999);
        for movement in &load.movements {
            let amount = movement.forward + movement.backward;
            entry.work += measure(continent, link.mode, movement.commodity, amount) * link.length_km;
            entry.energy_gj += link_energy_gj(continent, load.link, movement.commodity) * amount;
        }
    }
    by_mode
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::{loads::loads, sample};
    use super::*;

    #[test]
    fn tonne_kilometres_and_energy_are_added_by_mode() {
        let (continent, plan) = sample::continent_and_plan();
        let work = work(&continent, &loads(&continent, &plan));
        let rail = work[&ModeIndex(0)];
        let expected = 900.0 * 400.0 + 1700.0 * 600.0;
        assert!((rail.work - expected).abs() < 1e-6 && (rail.energy_gj - expected * 0.001).abs() < 1e-6);
        assert_eq!((rail.links, rail.full), (2, 1));
        let grid = work[&ModeIndex(1)];
        assert!((grid.work - 5000.0 * 400.0).abs() < 1e-6);
    }
}
