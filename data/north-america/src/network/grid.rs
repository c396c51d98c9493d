//! The power grid: lines between neighbouring urbanates of one synchronous grid, and weak ties between the grids.

use super::borders;
use super::neighbours::{chord_km, find, near_pairs, thinned_beside};
use super::urbanate_places;
use crate::error::AssembleError;
use crate::places::{Link, Node, Places, mode};
use std::collections::BTreeMap;

/// Length of a power line over great-circle distance.
const CIRCUITY: f64 = 1.15;
/// One gigawatt through a year of 8,760 hours, GJ.
const GJ_PER_GW_YEAR: f64 = 31.536e6;
/// Lines are dropped if the way through others is at most this many times as long.
const STRETCH: f64 = 1.45;
/// How many neighbours of an urbanate are looked at.
const NEIGHBOURS: usize = 8;
/// Capacity by the people of the smaller end: from so many people on, so many GW.
const CAPACITIES_GW: [(f64, f64); 4] = [(1_500_000.0, 8.0), (500_000.0, 6.0), (150_000.0, 4.0), (0.0, 2.5)];

/// Urbanates nearer than this are parts of one metropolis, km.
const METROPOLIS_KM: f64 = 70.0;

/// Synchronous parts of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Eastern,
    Western,
    Texas,
    Quebec,
    Newfoundland,
    Mexico,
    BajaCaliforniaSur,
}

/// Urbanates of Texas and New Mexico outside the grid of most of their state.
const OTHERWISE: [(&str, Part); 7] = [
    ("amarillo-tx", Part::Eastern),
    ("beaumont-tx", Part::Eastern),
    ("clovis-nm", Part::Eastern),
    ("el-paso-tx", Part::Western),
    ("hobbs-nm", Part::Eastern),
    ("lubbock-tx", Part::Eastern),
    ("roswell-nm", Part::Eastern),
];

/// States and provinces of the Western grid.
const WESTERN: [&str; 14] = [
    "ca-ab", "ca-bc", "mx-bcn", "us-az", "us-ca", "us-co", "us-id", "us-mt", "us-nm", "us-nv", "us-or", "us-ut",
    "us-wa", "us-wy",
];

/// Strong lines by name: chains of urbanates with their capacity, GW. From public transmission maps, approximate.
const STRONG: &[(f64, &[&str])] = &[
    // Columbia River to California, alternating and direct current.
    (
        6.0,
        &["kennewick-wa", "bend-or", "medford-or", "chico-ca", "sacramento-ca"],
    ),
    (3.1, &["kennewick-wa", "los-angeles-ca"]),
    (8.0, &["kennewick-wa", "yakima-wa", "seattle-wa"]),
    (8.0, &["kennewick-wa", "portland-or"]),
    (4.0, &["spokane-wa", "kennewick-wa"]),
    // California north to south.
    (
        5.0,
        &["san-francisco-ca", "fresno-ca", "bakersfield-ca", "los-angeles-ca"],
    ),
    // Desert south-west.
    (8.0, &["phoenix-az", "indio-ca", "riverside-ca", "los-angeles-ca"]),
    (4.0, &["farmington-nm", "flagstaff-az", "phoenix-az"]),
    (3.0, &["farmington-nm", "albuquerque-nm"]),
    (4.0, &["las-vegas-nv", "victorville-ca", "los-angeles-ca"]),
    (2.4, &["provo-ut", "los-angeles-ca"]),
    // Rocky Mountains.
    (2.2, &["billings-mt", "butte-mt", "missoula-mt", "spokane-wa"]),
    (3.0, &["casper-wy", "ogden-ut"]),
    (2.5, &["casper-wy", "fort-collins-co"]),
    (2.5, &["gillette-wy", "casper-wy"]),
    (2.5, &["gillette-wy", "billings-mt"]),
    // British Columbia and Alberta.
    (
        8.0,
        &["prince-george-bc", "kamloops-bc", "chilliwack-bc", "vancouver-bc"],
    ),
    (1.5, &["calgary-ab", "kelowna-bc"]),
    (3.0, &["fort-mcmurray-ab", "edmonton-ab"]),
    // Submarine cables to Vancouver Island.
    (1.5, &["vancouver-bc", "victoria-bc"]),
    (1.3, &["vancouver-bc", "campbell-river-bc"]),
    // Florida.
    (
        8.0,
        &[
            "miami-fl",
            "fort-lauderdale-fl",
            "boynton-beach-fl",
            "west-palm-beach-fl",
            "port-saint-lucie-fl",
            "palm-bay-fl",
            "orlando-fl",
        ],
    ),
    (4.0, &["miami-fl", "cape-coral-fl", "tampa-fl"]),
    // Southern Plains.
    (2.5, &["amarillo-tx", "oklahoma-city-ok"]),
    (2.0, &["amarillo-tx", "wichita-ks"]),
    // Quebec.
    (12.0, &["saguenay-qc", "quebec-qc", "trois-rivieres-qc", "montreal-qc"]),
    (7.0, &["sept-iles-qc", "saguenay-qc"]),
    // Plains coal and wind.
    (2.5, &["bismarck-nd", "minneapolis-mn"]),
    (2.5, &["bismarck-nd", "fargo-nd", "minneapolis-mn"]),
    // Texas.
    (8.0, &["abilene-tx", "fort-worth-tx"]),
    (6.0, &["midland-tx", "san-angelo-tx", "san-antonio-tx"]),
    (5.0, &["corpus-christi-tx", "san-antonio-tx"]),
    // Mexico.
    (
        6.0,
        &[
            "tuxtla-chp",
            "villahermosa-tab",
            "coatzacoalcos-ver",
            "veracruz-ver",
            "puebla-pue",
            "mexico-city-cmx",
        ],
    ),
];

/// Adds grid links.
///
/// # Errors
/// If an urbanate named does not exist.
pub(super) fn add(places: &mut Places) -> Result<(), AssembleError> {
    let nodes = urbanate_places(places);
    let mut lines: BTreeMap<(usize, usize), (f64, &'static str)> = BTreeMap::new();
    for (gw, along) in STRONG {
        for step in along.windows(2) {
            let (a, b) = (find(&nodes, step[0])?, find(&nodes, step[1])?);
            lines.insert((a.min(b), a.max(b)), (*gw, "transmission-maps"));
        }
    }
    for (a, b, gw) in borders::GRID {
        let (a, b) = (find(&nodes, a)?, find(&nodes, b)?);
        lines.insert((a.min(b), a.max(b)), (*gw, "transmission-maps"));
    }
    let pairs: Vec<_> = near_pairs(&nodes, NEIGHBOURS)
        .into_iter()
        .filter(|(a, b, _)| part(&nodes[*a]) == part(&nodes[*b]))
        .collect();
    for (a, b, km) in thinned_beside(nodes.len(), &[], &pairs, STRETCH) {
        lines
            .entry((a, b))
            .or_insert_with(|| (capacity_gw(&nodes[a], &nodes[b], km), "assumed-grid"));
    }
    for ((a, b), (gw, source)) in lines {
        places.add_link(Link {
            id: format!("grid-{}--{}", nodes[a].id, nodes[b].id),
            mode: mode::GRID,
            from: nodes[a].id.clone(),
            to: nodes[b].id.clone(),
            two_way: true,
            length_km: Some((chord_km(&nodes, a, b) * CIRCUITY).max(1.0)),
            capacity_per_year: gw * GJ_PER_GW_YEAR,
            source,
            approximate: true,
        })?;
    }
    Ok(())
}

fn capacity_gw(a: &Node, b: &Node, km: f64) -> f64 {
    // Within a metropolis the lines serve the large end, not the suburb they pass.
    let people = if km <= METROPOLIS_KM {
        a.population.max(b.population)
    } else {
        a.population.min(b.population)
    };
    CAPACITIES_GW
        .iter()
        .find(|(from, _)| people >= *from)
        .map_or(2.0, |(_, gw)| *gw)
}

fn part(node: &Node) -> Part {
    if let Some((_, part)) = OTHERWISE.iter().find(|(id, _)| *id == node.id) {
        return *part;
    }
    match node.area.as_str() {
        area if WESTERN.contains(&area) => Part::Western,
        "us-tx" => Part::Texas,
        "ca-qc" => Part::Quebec,
        "ca-nl" => Part::Newfoundland,
        "mx-bcs" => Part::BajaCaliforniaSur,
        area if area.starts_with("mx-") => Part::Mexico,
        _ => Part::Eastern,
    }
}
