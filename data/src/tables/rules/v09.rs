//! V09: a unit is of another kind than the thing it measures.

use super::Context;
use crate::findings::{Code, Finding, Offenders, Severity, shown};
use crate::tables::cells::{References, Typed};
use crate::tables::words::figure;

/// Nothing that is burnt holds so little: above this, t/GJ, a commodity in GJ was meant in tonnes.
const HEAVIEST_CARRIER_T_PER_GJ: f64 = 0.5;

/// Osmium is 22.6 t/m3.
const DENSEST_T_PER_M3: f64 = 25.0;

/// Relative slack of figures that follow from the unit.
const SLACK: f64 = 1e-9;

/// Mass and energy content that contradict a commodity's unit.
pub(super) fn commodities(context: &Context<'_>) -> Vec<Finding> {
    let commodities = context.tables.get("commodities");
    let units = commodities.words("unit");
    let mut mass = Offenders::new(Code::V09, commodities.place("mass_t"));
    let mut energy = Offenders::new(Code::V09, commodities.place("energy_content_gj"));
    let figures = commodities
        .numbers("mass_t")
        .iter()
        .zip(commodities.numbers("energy_content_gj"));
    for (row, (mass_t, energy_gj)) in figures.enumerate() {
        let unit = units.get(row);
        if let Some(fault) = mass_fault(unit, *mass_t) {
            mass.add(|| {
                (
                    commodities.label(row),
                    format!("1 {unit} that weighs {} t: {fault}", figure(*mass_t)),
                )
            });
        }
        if let Some(fault) = energy_fault(unit, *energy_gj) {
            energy.add(|| {
                (
                    commodities.label(row),
                    format!("1 {unit} that holds {} GJ: {fault}", figure(*energy_gj)),
                )
            });
        }
    }
    [mass, energy].into_iter().filter_map(Offenders::into_finding).collect()
}

/// Figures that are not numbers were reported already; every comparison with them is false.
fn mass_fault(unit: &str, mass_t: f64) -> Option<&'static str> {
    match unit {
        "t" if (mass_t - 1.0).abs() > SLACK => Some("a tonne weighs 1 t"),
        "GJ" if mass_t > HEAVIEST_CARRIER_T_PER_GJ => Some("no carrier is so heavy"),
        "h" if mass_t > 0.0 => Some("an hour weighs nothing"),
        "M$" if mass_t > 0.0 => Some("money weighs nothing"),
        "m3" if mass_t == 0.0 => Some("a volume weighs something"),
        "m3" if mass_t > DENSEST_T_PER_M3 => Some("nothing is so dense"),
        _ => None,
    }
}

fn energy_fault(unit: &str, energy_gj: f64) -> Option<&'static str> {
    match unit {
        "GJ" if (energy_gj - 1.0).abs() > SLACK => Some("a gigajoule holds 1 GJ"),
        "h" if energy_gj > 0.0 => Some("an hour holds no energy"),
        "M$" if energy_gj > 0.0 => Some("money holds no energy"),
        _ => None,
    }
}

/// Things burnt that hold no energy.
pub(super) fn burns(context: &Context<'_>) -> Vec<Finding> {
    let recipes = context.tables.get("recipes");
    let roles = recipes.words("role");
    no_energy(context, recipes, "commodity", |row| roles.get(row) == "burn")
}

pub(super) fn mode_carriers(context: &Context<'_>) -> Vec<Finding> {
    no_energy(context, context.tables.get("modes"), "carrier", |_| true)
}

pub(super) fn store_carriers(context: &Context<'_>) -> Vec<Finding> {
    no_energy(context, context.tables.get("stores"), "carrier", |_| true)
}

fn no_energy(context: &Context<'_>, table: &Typed, column: &str, counts: impl Fn(usize) -> bool) -> Vec<Finding> {
    let contents = context.tables.get("commodities").numbers("energy_content_gj");
    let (carriers, names): (References<'_>, _) = (table.references(column), table.texts(column));
    let mut offenders = Offenders::new(Code::V09, table.place(column))
        .with_action("Burn a commodity that holds energy, or state its energy_content_gj.");
    for row in (0..table.rows).filter(|row| counts(*row)) {
        let content = carriers.get(row).and_then(|carrier| contents.get(carrier));
        if content == Some(&0.0) {
            offenders.add(|| {
                (
                    table.label(row),
                    format!("{} is burnt but holds no energy", shown(names.get(row))),
                )
            });
        }
    }
    offenders.into_finding().into_iter().collect()
}

/// Things without mass on a mode whose energy is per tonne: moving them would cost nothing. A warning.
pub(super) fn carriages(context: &Context<'_>) -> Vec<Finding> {
    let (modes, table) = (context.tables.get("modes"), context.tables.get("mode_commodities"));
    let masses = context.tables.get("commodities").numbers("mass_t");
    let (per_t_km, per_t) = (modes.numbers("energy_gj_per_t_km"), modes.numbers("energy_gj_per_t"));
    let (mode_of, commodity_of) = (table.references("mode"), table.references("commodity"));
    let names = table.texts("commodity");
    let mut offenders = Offenders::new(Code::V09, table.place("commodity"))
        .with_severity(Severity::Warning)
        .with_action("Move it by a mode without energy per tonne, or state its mass.");
    for row in 0..table.rows {
        let (Some(mode), Some(commodity)) = (mode_of.get(row), commodity_of.get(row)) else {
            continue;
        };
        let costs = [per_t_km, per_t]
            .iter()
            .any(|figures| figures.get(mode).is_some_and(|f| *f > 0.0));
        if costs && masses.get(commodity) == Some(&0.0) {
            let seen = || format!("{} has no mass; the mode's energy is per tonne", shown(names.get(row)));
            offenders.add(|| (table.label(row), seen()));
        }
    }
    offenders.into_finding().into_iter().collect()
}
