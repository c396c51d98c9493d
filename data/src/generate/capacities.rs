//! Capacities of sites and links and budgets of areas, drawn around the loads: most with room, some too small.

use super::commodities::{CARBON_DIOXIDE, LABOUR};
use super::dice::{Dice, Stream, rounded};
use super::loads::{Loads, burns_leftovers};
use super::network::GRID;
use super::recipes::Makers;
use crate::model::{AreaIndex, Budget, Continent, Mode, Provenance, ResourceIndex, ResourceUse, SiteStatus, Stage};

/// Part of the links that get less than their load.
const TIGHT_LINKS: f64 = 0.05;
/// Part of the sites that get less than their load.
const TIGHT_SITES: f64 = 0.12;
/// Together the sites of a commodity can make at least this much of what is needed.
const ROOM: f64 = 1.3;
/// More room in the links when loads have seasons.
const SEASONAL_ROOM: f64 = 1.4;

/// Draws all capacities and budgets.
pub(super) fn draw_capacities(continent: &mut Continent, makers: &Makers, loads: &Loads, seed: u64) {
    let mut dice = Dice::new(seed, Stream::Capacities);
    draw_site_capacities(continent, makers, loads, &mut dice);
    draw_link_capacities(continent, loads, &mut dice);
    draw_budgets(continent, loads, &mut dice);
}

fn draw_site_capacities(continent: &mut Continent, makers: &Makers, loads: &Loads, dice: &mut Dice) {
    let by_commodity = sites_by_commodity(continent, makers);
    for (sites, total) in by_commodity.iter().zip(&loads.totals) {
        let need = total.max(1.0);
        let even = need / sites.len().max(1) as f64;
        let mut drawn: Vec<f64> = sites
            .iter()
            .map(|&site| {
                let tight = dice.chance(TIGHT_SITES);
                let factor = if tight {
                    dice.between(0.7, 1.0)
                } else {
                    dice.between(1.15, 2.2)
                };
                loads.sites[site].max(even * dice.between(0.15, 0.6)) * factor
            })
            .collect();
        let counted = |site: &usize| {
            let site = &continent.sites[*site];
            site.status == SiteStatus::Existing && !burns_leftovers(continent, site.process)
        };
        let sum: f64 = sites
            .iter()
            .zip(&drawn)
            .filter(|(s, _)| counted(s))
            .map(|(_, c)| c)
            .sum();
        let stretch = (ROOM * need / sum).max(1.0);
        if stretch.is_finite() {
            drawn.iter_mut().for_each(|c| *c *= stretch);
        }
        for (&site, capacity) in sites.iter().zip(drawn) {
            set_site(continent, site, loads.sites[site], capacity, dice);
        }
    }
}

fn set_site(continent: &mut Continent, site: usize, load: f64, capacity: f64, dice: &mut Dice) {
    let process = &continent[continent.sites[site].process];
    // A least activity is only put where nothing else is needed to reach it, so that a plan always exists.
    let free = process.stage == Stage::Extraction && process.inputs.is_empty() && process.burns.is_empty();
    let seasonal = continent.sites[site].profile.is_some();
    let minimum = if free && dice.chance(0.3) {
        0.2 * load.min(capacity)
    } else {
        0.0
    };
    let record = &mut continent.sites[site];
    record.minimum_per_year = rounded(minimum, 3);
    record.capacity_per_year = rounded(capacity * if seasonal { SEASONAL_ROOM } else { 1.0 }, 3);
}

/// Positions of sites by the main output of their process.
fn sites_by_commodity(continent: &Continent, makers: &Makers) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); continent.commodities.len()];
    for (position, site) in continent.sites.iter().enumerate() {
        lists[makers.main_output[site.process.position()].position()].push(position);
    }
    lists
}

fn draw_link_capacities(continent: &mut Continent, loads: &Loads, dice: &mut Dice) {
    let usual = usual_loads(continent, loads);
    let busiest = busiest_loads(continent, loads);
    let room = if continent.periods.len() > 1 {
        SEASONAL_ROOM
    } else {
        1.0
    };
    for (position, load) in loads.links.iter().enumerate() {
        let link = &continent.links[position];
        let mode = link.mode.position();
        let around = busiest[link.from.position()][mode].min(busiest[link.to.position()][mode]);
        // Cities have other ways to get goods, but hardly another way to get electricity.
        let ease = if link.mode == GRID { 1.4 } else { 1.0 };
        let least = ease * (usual[mode] * dice.between(0.2, 1.0)).max(around * dice.between(0.25, 0.5));
        let tight = dice.chance(TIGHT_LINKS);
        let capacity = if tight {
            ease * load * dice.between(0.6, 0.9)
        } else {
            (ease * room * load * dice.between(1.6, 4.0)).max(least)
        };
        continent.links[position].capacity_per_year = rounded(capacity.max(least * 0.3), 3);
    }
}

/// The greatest load at each node, by mode: a link beside a busy one is no track.
fn busiest_loads(continent: &Continent, loads: &Loads) -> Vec<Vec<f64>> {
    let mut busiest = vec![vec![0.0_f64; continent.modes.len()]; continent.nodes.len()];
    for (link, load) in continent.links.iter().zip(&loads.links) {
        for node in [link.from, link.to] {
            let greatest = &mut busiest[node.position()][link.mode.position()];
            *greatest = greatest.max(*load);
        }
    }
    busiest
}

/// A usual load, by mode: the median of those above zero, and no less than a fifth of what a node needs.
fn usual_loads(continent: &Continent, loads: &Loads) -> Vec<f64> {
    let mut by_mode = vec![Vec::new(); continent.modes.len()];
    for (link, load) in continent.links.iter().zip(&loads.links) {
        if *load > 0.0 {
            by_mode[link.mode.position()].push(*load);
        }
    }
    let usual = |(mut list, mode): (Vec<f64>, &Mode)| {
        list.sort_by(f64::total_cmp);
        let median = list.get(list.len() / 2).copied().unwrap_or(0.0);
        let carried = mode
            .carriages
            .iter()
            .map(|c| loads.totals[c.commodity.position()] * c.weight);
        median.max(0.2 * carried.sum::<f64>() / continent.nodes.len() as f64)
    };
    by_mode.into_iter().zip(&continent.modes).map(usual).collect()
}

/// Labour in every area but the continent, carbon dioxide on the continent.
fn draw_budgets(continent: &mut Continent, loads: &Loads, dice: &mut Dice) {
    let labour = uses_by_area(continent, loads, LABOUR);
    let below: Vec<f64> = labour.iter().skip(1).copied().collect();
    let mean = below.iter().sum::<f64>() / below.len().max(1) as f64;
    let mut budgets = Vec::with_capacity(below.len() + 1);
    for (position, used) in below.iter().enumerate() {
        let area = AreaIndex::from_position(position + 1);
        let tight = dice.chance(0.1);
        let factor = if tight {
            dice.between(0.9, 1.0)
        } else {
            dice.between(1.15, 1.6)
        };
        let limit = (used * factor).max(mean * 0.3).max(1.0);
        budgets.push(budget(continent, area, LABOUR, limit));
    }
    let carbon = uses_by_area(continent, loads, CARBON_DIOXIDE)[0];
    budgets.push(budget(continent, AreaIndex(0), CARBON_DIOXIDE, (carbon * 1.2).max(1.0)));
    continent.budgets = budgets;
}

fn budget(continent: &Continent, area: AreaIndex, resource: ResourceIndex, limit: f64) -> Budget {
    Budget {
        id: format!("{}-{}", continent[resource].id, continent[area].id),
        area,
        resource,
        limit_per_year: rounded(limit, 3),
        profile: None,
        provenance: Provenance::default(),
    }
}

/// Use of the resource by sites and links, by area, areas below included.
fn uses_by_area(continent: &Continent, loads: &Loads, resource: ResourceIndex) -> Vec<f64> {
    let of = |uses: &[ResourceUse]| -> f64 {
        let matching = uses.iter().filter(|u| u.resource == resource);
        matching.map(|u| u.amount).sum()
    };
    let mut used = vec![0.0; continent.areas.len()];
    for (site, activity) in continent.sites.iter().zip(&loads.sites) {
        let amount = of(&continent[site.process].resource_uses);
        used[continent[site.node].area.position()] += amount * activity;
    }
    for (link, tonnes) in continent.links.iter().zip(&loads.tonnes) {
        let passage = if link.is_terminal { 1.0 } else { link.length_km };
        let amount = of(&continent[link.mode].resource_uses) * passage;
        used[continent[link.from].area.position()] += amount * tonnes[0];
        used[continent[link.to].area.position()] += amount * tonnes[1];
    }
    // Parents stand before children, so going backwards sums each subtree.
    for position in (1..used.len()).rev() {
        if let Some(parent) = continent.areas[position].parent {
            used[parent.position()] += used[position];
        }
    }
    used
}
