//! Sites, stores, demand, trade, budgets, periods, profiles.

use super::WRITTEN_CALENDAR;
use super::sheet::{Cell, Sheet, provenance};
use crate::model::{Continent, ProfileIndex, SiteStatus, StoreEnds, TradeDirection};

fn profile_id(continent: &Continent, profile: Option<ProfileIndex>) -> Cell<'_> {
    let profile = profile.and_then(|profile| continent.profiles.get(profile.position()));
    Cell::from(profile.map_or("", |profile| profile.id.as_str()))
}

pub(super) fn sites(continent: &Continent) -> Sheet {
    let columns = [
        "site",
        "name",
        "process",
        "node",
        "minimum_per_year",
        "capacity_per_year",
        "status",
        "profile",
        "source",
        "approximate",
    ];
    let mut sheet = Sheet::new("sites", &columns);
    for site in &continent.sites {
        let status = match site.status {
            SiteStatus::Existing => "existing",
            SiteStatus::Candidate => "candidate",
        };
        let cells = [
            Cell::from(&site.id),
            Cell::from(&site.name),
            Cell::from(&continent[site.process].id),
            Cell::from(&continent[site.node].id),
            Cell::from(site.minimum_per_year),
            Cell::from(site.capacity_per_year),
            Cell::from(status),
            profile_id(continent, site.profile),
        ];
        sheet.row(cells.into_iter().chain(provenance(&site.provenance)));
    }
    sheet
}

pub(super) fn stores(continent: &Continent) -> Sheet {
    let columns = [
        "store",
        "node",
        "commodity",
        "capacity",
        "charge_per_hour",
        "discharge_per_hour",
        "loss_per_month",
        "carrier",
        "energy_gj",
        "ends",
        "initial_level",
        "final_minimum",
        "source",
        "approximate",
    ];
    let mut sheet = Sheet::new("stores", &columns);
    for store in &continent.stores {
        let (ends, initial, final_minimum) = match store.ends {
            StoreEnds::Cyclic => ("cyclic", 0.0, 0.0),
            StoreEnds::Given { initial, final_minimum } => ("given", initial, final_minimum),
        };
        let cells = [
            Cell::from(&store.id),
            Cell::from(&continent[store.node].id),
            Cell::from(&continent[store.commodity].id),
            Cell::from(store.capacity),
            Cell::from(store.charge_per_hour),
            Cell::from(store.discharge_per_hour),
            Cell::from(store.loss_per_month),
            Cell::from(store.carrier.map_or("", |carrier| &continent[carrier].id)),
            Cell::from(store.energy_gj),
            Cell::from(ends),
            Cell::from(initial),
            Cell::from(final_minimum),
        ];
        sheet.row(cells.into_iter().chain(provenance(&store.provenance)));
    }
    sheet
}

pub(super) fn demand(continent: &Continent) -> Sheet {
    let columns = [
        "node",
        "commodity",
        "amount_per_year",
        "profile",
        "source",
        "approximate",
    ];
    let mut sheet = Sheet::new("demand", &columns);
    for demand in &continent.demands {
        let cells = [
            Cell::from(&continent[demand.node].id),
            Cell::from(&continent[demand.commodity].id),
            Cell::from(demand.amount_per_year),
            profile_id(continent, demand.profile),
        ];
        sheet.row(cells.into_iter().chain(provenance(&demand.provenance)));
    }
    sheet
}

pub(super) fn trade(continent: &Continent) -> Sheet {
    let columns = [
        "trade",
        "node",
        "commodity",
        "direction",
        "minimum_per_year",
        "maximum_per_year",
        "energy_gj",
        "profile",
        "source",
        "approximate",
    ];
    let mut sheet = Sheet::new("trade", &columns);
    for trade in &continent.trades {
        let direction = match trade.direction {
            TradeDirection::Import => "import",
            TradeDirection::Export => "export",
        };
        let cells = [
            Cell::from(&trade.id),
            Cell::from(&continent[trade.node].id),
            Cell::from(&continent[trade.commodity].id),
            Cell::from(direction),
            Cell::from(trade.minimum_per_year),
            Cell::from(trade.maximum_per_year),
            Cell::from(trade.energy_gj),
            profile_id(continent, trade.profile),
        ];
        sheet.row(cells.into_iter().chain(provenance(&trade.provenance)));
    }
    sheet
}

pub(super) fn budgets(continent: &Continent) -> Sheet {
    let columns = [
        "budget",
        "area",
        "resource",
        "limit_per_year",
        "profile",
        "source",
        "approximate",
    ];
    let mut sheet = Sheet::new("budgets", &columns);
    for budget in &continent.budgets {
        let cells = [
            Cell::from(&budget.id),
            Cell::from(&continent[budget.area].id),
            Cell::from(&continent[budget.resource].id),
            Cell::from(budget.limit_per_year),
            profile_id(continent, budget.profile),
        ];
        sheet.row(cells.into_iter().chain(provenance(&budget.provenance)));
    }
    sheet
}

/// Periods follow each other from hour 0.
pub(super) fn periods(continent: &Continent) -> Sheet {
    let mut sheet = Sheet::new("periods", &["calendar", "period", "name", "start_hour", "hours"]);
    let mut start = 0.0;
    for period in &continent.periods {
        sheet.row([
            Cell::from(WRITTEN_CALENDAR),
            Cell::from(&period.id),
            Cell::from(&period.name),
            Cell::from(start),
            Cell::from(period.hours),
        ]);
        start += period.hours;
    }
    sheet
}

pub(super) fn profiles(continent: &Continent) -> Sheet {
    let mut sheet = Sheet::new("profiles", &["profile", "calendar", "period", "factor"]);
    for profile in &continent.profiles {
        for (period, factor) in continent.periods.iter().zip(&profile.factors) {
            sheet.row([
                Cell::from(&profile.id),
                Cell::from(WRITTEN_CALENDAR),
                Cell::from(&period.id),
                Cell::from(*factor),
            ]);
        }
    }
    sheet
}
