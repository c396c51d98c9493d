//! Which process stands where. Capacities follow when the loads are known.

use super::commodities::Role;
use super::dice::{Dice, Stream};
use super::energy_chain::{Season, season};
use super::geography::Geography;
use super::recipes::Makers;
use super::seasons::Seasons;
use crate::model::{
    CommodityIndex, Continent, NodeIndex, ProcessIndex, ProfileIndex, Provenance, Site, SiteStatus, Stage,
};

/// Sites that make one commodity: this part of the nodes, within these bounds.
const PART_OF_NODES: f64 = 0.045;
const FEWEST: usize = 2;
const MOST: usize = 250;

/// Part of the sites that are candidates.
const CANDIDATES: f64 = 0.04;

/// Draws the sites of every process, spread over the areas.
pub(super) fn draw_sites(
    continent: &mut Continent,
    geography: &Geography,
    roles: &[Role],
    makers: &Makers,
    seasons: &Seasons,
    seed: u64,
) {
    let mut dice = Dice::new(seed, Stream::Sites);
    let nodes = continent.nodes.len();
    let wanted = ((nodes as f64 * PART_OF_NODES).ceil() as usize).clamp(FEWEST, MOST);
    for (position, processes) in makers.by_commodity.iter().enumerate() {
        let main = CommodityIndex::from_position(position);
        // A sixth more sites of electricity, which every node needs at all times.
        let wanted = if roles[main.position()] == Role::Electricity {
            wanted + wanted / 6 + 2
        } else {
            wanted
        };
        for (rank, process) in processes.iter().enumerate() {
            let count = share_of_sites(wanted, processes.len(), rank);
            let pool = spread_pool(continent, geography, *process, &mut dice);
            for node in pool.into_iter().take(count) {
                let site = draw_site(continent, *process, node, roles[main.position()], seasons, &mut dice);
                continent.sites.push(site);
            }
        }
    }
}

/// How many of `wanted` sites the process of that rank gets; each gets one at least.
fn share_of_sites(wanted: usize, processes: usize, rank: usize) -> usize {
    (wanted / processes + usize::from(rank < wanted % processes)).max(1)
}

/// The nodes the process may stand at, in random order but each area once before any area twice.
fn spread_pool(continent: &Continent, geography: &Geography, process: ProcessIndex, dice: &mut Dice) -> Vec<NodeIndex> {
    let extracts = continent[process].stage == Stage::Extraction;
    let range = if extracts {
        geography.places()
    } else {
        geography.urbanates.clone()
    };
    let mut pool: Vec<NodeIndex> = range.map(NodeIndex::from_position).collect();
    dice.shuffle(&mut pool);
    let mut taken = vec![0_u32; continent.areas.len()];
    let mut ranked: Vec<(u32, NodeIndex)> = pool
        .into_iter()
        .map(|node| {
            let in_area = &mut taken[continent[node].area.position()];
            *in_area += 1;
            // Extraction keeps away from cities where it can.
            let city = u32::from(extracts && geography.urbanates.contains(&node.position()));
            (*in_area + 3 * city, node)
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, node)| node).collect()
}

fn draw_site(
    continent: &Continent,
    process: ProcessIndex,
    node: NodeIndex,
    role: Role,
    seasons: &Seasons,
    dice: &mut Dice,
) -> Site {
    let number = continent.sites.len() + 1;
    let is_first = continent.sites.last().is_none_or(|s| s.process != process);
    // The first site of a process always stands, so that nothing can only be made by candidates.
    let candidate = !is_first && dice.chance(CANDIDATES);
    let id = format!("site-{number:06}");
    Site {
        name: format!("{} at {}", continent[process].name, continent[node].name),
        id,
        process,
        node,
        minimum_per_year: 0.0,
        capacity_per_year: 0.0,
        status: if candidate {
            SiteStatus::Candidate
        } else {
            SiteStatus::Existing
        },
        profile: profile(&continent[process].id, role, seasons),
        provenance: Provenance::default(),
    }
}

fn profile(process_id: &str, role: Role, seasons: &Seasons) -> Option<ProfileIndex> {
    match season(process_id) {
        Some(Season::Hydro) => seasons.hydro,
        Some(Season::Sun) => seasons.sun,
        None if role == Role::Farmed => seasons.harvest,
        None => None,
    }
}
