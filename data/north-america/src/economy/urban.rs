//! What people ask for and what cities do themselves: demand, heating, collection of scrap.

use super::figures::{self, ByCountry};
use super::placing::Placing;
use super::rows::{Demand, Rows, Site};
use crate::error::AssembleError;
use crate::places::mode;
use serde::Deserialize;

/// An urbanate with the people it stands for.
#[derive(Clone, Debug)]
pub struct City {
    /// Id of the node.
    pub node: String,
    /// Name.
    pub name: String,
    /// `US`, `CA` or `MX`.
    pub country: &'static str,
    /// Degrees north.
    pub latitude: f64,
    /// Its part of the listed people of its country's urbanates.
    pub share: f64,
}

#[derive(Debug, Deserialize)]
struct DemandRow {
    commodity: String,
    united_states: f64,
    canada: f64,
    mexico: f64,
    spread: String,
    profile: String,
    source: String,
}

#[derive(Debug, Deserialize)]
struct StateRow {
    country: String,
    state: String,
    electricity_twh: f64,
    industrial_gas_bcf: f64,
}

#[derive(Debug, Deserialize)]
struct ServiceRow {
    process: String,
    united_states: f64,
    canada: f64,
    mexico: f64,
    source: String,
}

/// The urbanates with their shares.
#[must_use]
pub fn cities(placing: &Placing<'_>) -> Vec<City> {
    let places = placing.places();
    let all: Vec<(City, f64)> = places
        .urbanates()
        .into_iter()
        .filter_map(|n| {
            let city = City {
                node: n.id.clone(),
                name: n.name.clone(),
                country: places.country_of(&n.id)?,
                latitude: n.position.latitude,
                share: 0.0,
            };
            Some((city, n.population))
        })
        .collect();
    all.iter()
        .map(|(city, people)| {
            let country: f64 = all
                .iter()
                .filter(|(c, _)| c.country == city.country)
                .map(|(_, p)| p)
                .sum();
            City {
                share: people / country,
                ..city.clone()
            }
        })
        .collect()
}

/// Adds the demand of all urbanates: national figures spread by people, by people and cold winters, or by what their
/// state uses. What no mode brings to a city is asked for by the other cities of its country.
///
/// # Errors
/// If the figures do not fit.
pub fn add_demand(placing: &Placing<'_>, cities: &[City], rows: &mut Rows) -> Result<(), AssembleError> {
    let states: Vec<StateRow> = figures::STATE_WEIGHTS.rows()?;
    let power = state_weights(placing, cities, &states, |s| s.electricity_twh);
    let gas = state_weights(placing, cities, &states, |s| s.industrial_gas_bcf);
    for figure in figures::DEMAND.rows::<DemandRow>()? {
        let weights: Vec<f64> = (0..cities.len())
            .map(|i| match figure.spread.as_str() {
                _ if !reaches(placing, &figure.commodity, &cities[i]) => 0.0,
                "cold" => cities[i].share * coldness(cities[i].latitude),
                "electricity" => power[i],
                "industrial_gas" => gas[i],
                _ => cities[i].share,
            })
            .collect();
        spread(&figure, cities, &weights, rows);
    }
    Ok(())
}

fn spread(figure: &DemandRow, cities: &[City], weights: &[f64], rows: &mut Rows) {
    let national = ByCountry {
        united_states: figure.united_states,
        canada: figure.canada,
        mexico: figure.mexico,
    };
    for (city, weight) in cities.iter().zip(weights) {
        let whole: f64 = cities
            .iter()
            .zip(weights)
            .filter(|(other, _)| other.country == city.country)
            .map(|(_, w)| w)
            .sum();
        let amount = national.of(city.country) * 1000.0 * weight / whole;
        if amount > 0.0 {
            let demand = Demand {
                amount,
                profile: profile_at(&figure.profile, city).to_owned(),
                source: figure.source.clone(),
            };
            rows.add_demand(&figure.commodity, &city.node, demand);
        }
    }
}

/// The weight of each city in its country: its state's figure shared by people; in Mexico by people alone.
fn state_weights(
    placing: &Placing<'_>,
    cities: &[City],
    states: &[StateRow],
    figure: impl Fn(&StateRow) -> f64,
) -> Vec<f64> {
    let places = placing.places();
    let area_of = |city: &City| places.node(&city.node).map(|n| n.area.as_str());
    let weight = |city: &City| {
        let area = area_of(city)?;
        let state = states
            .iter()
            .find(|s| places.area_named(&s.country, &s.state) == Some(area))?;
        let people: f64 = cities
            .iter()
            .filter(|c| area_of(c) == Some(area))
            .map(|c| c.share)
            .sum();
        Some(figure(state) * city.share / people)
    };
    cities.iter().map(|city| weight(city).unwrap_or(city.share)).collect()
}

/// Whether a mode that carries the commodity touches the city; what nothing carries is made where it is used.
fn reaches(placing: &Placing<'_>, commodity: &str, city: &City) -> bool {
    placing
        .catalogue()
        .carriage
        .get(commodity)
        .is_none_or(|modes| placing.places().modes_at(&city.node).iter().any(|m| modes.contains(*m)))
}

/// Heating need relative to 40 degrees north: none to speak of in the tropics, more to the north.
fn coldness(latitude: f64) -> f64 {
    ((latitude - 24.0) / 16.0).clamp(0.08, 1.7)
}

/// The profile of a family of profiles that holds at the city.
fn profile_at<'a>(family: &'a str, city: &City) -> &'a str {
    match family {
        "heat" if city.latitude > 42.0 => "heat_north",
        "heat" if city.latitude > 36.5 => "heat_middle",
        "heat" => "heat_south",
        "electricity" if city.latitude > 43.0 => "electricity_cold",
        "electricity" if city.latitude > 37.5 => "electricity_middle",
        "electricity" => "electricity_warm",
        other => other,
    }
}

/// Heating processes with their capacity over the heat asked for: where gas comes, and where it does not.
const HEATING: [(&str, f64, f64); 3] = [
    ("gas_heating", 1.05, 0.0),
    ("oil_heating", 0.15, 0.9),
    ("heat_pumping", 0.2, 0.6),
];

/// Adds heating and collection to every urbanate. Heat is asked for first.
///
/// # Errors
/// If the figures do not fit.
pub fn add_services(placing: &Placing<'_>, cities: &[City], rows: &mut Rows) -> Result<(), AssembleError> {
    let services: Vec<ServiceRow> = figures::URBAN_SERVICES.rows()?;
    for city in cities {
        add_heating(placing, city, rows);
        for service in &services {
            let national = ByCountry {
                united_states: service.united_states,
                canada: service.canada,
                mexico: service.mexico,
            };
            let capacity = national.of(city.country) * 1000.0 * city.share;
            let site = service_site(city, capacity, "", &service.source);
            rows.add_site(&service.process, &city.node, site);
        }
    }
    Ok(())
}

fn add_heating(placing: &Placing<'_>, city: &City, rows: &mut Rows) {
    let key = ("heat".to_owned(), city.node.clone());
    let Some((heat, profile)) = rows.demands.get(&key).map(|d| (d.amount, d.profile.clone())) else {
        return;
    };
    let gas = placing.places().has_mode(&city.node, mode::GAS_PIPELINE);
    for (process, with_gas, without_gas) in HEATING {
        let share = if gas { with_gas } else { without_gas };
        if share > 0.0 {
            let site = service_site(city, heat * share, &profile, "EIA RECS and CBECS");
            rows.add_site(process, &city.node, site);
        }
    }
}

fn service_site(city: &City, capacity: f64, profile: &str, source: &str) -> Site {
    Site {
        names: vec![city.name.clone()],
        minimum: 0.0,
        capacity,
        profile: profile.to_owned(),
        source: source.to_owned(),
        approximate: true,
    }
}

#[cfg(test)]
mod tests {
    use super::coldness;

    #[test]
    fn the_north_is_colder() {
        assert!(coldness(50.0) > coldness(40.0));
        assert!((coldness(40.0) - 1.0).abs() < 1e-9);
        assert!(coldness(19.0) > 0.0);
    }
}
