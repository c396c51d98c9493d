//! The network of the committed tables, and the contraction against the raw graph where the raw tables are at hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::path::{Path, PathBuf};

type Row = BTreeMap<String, String>;

fn table(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tables")
        .join(format!("{name}.csv"));
    csv::Reader::from_path(&path)
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
        .deserialize()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// Neighbours and metres by node, of the links of one mode.
fn graph(mode: &str) -> BTreeMap<String, Vec<(String, u64)>> {
    let mut graph: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
    for link in table("links").iter().filter(|l| l["mode"] == mode) {
        let metres = metres(link["length_km"].parse().unwrap());
        let (from, to) = (&link["from_node"], &link["to_node"]);
        graph.entry(from.clone()).or_default().push((to.clone(), metres));
        graph.entry(to.clone()).or_default().push((from.clone(), metres));
    }
    graph
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn metres(km: f64) -> u64 {
    (km * 1000.0).round() as u64
}

/// Written anew for the test: it shares no code with the assembler.
fn distances(graph: &BTreeMap<String, Vec<(String, u64)>>, from: &str) -> BTreeMap<String, u64> {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    let mut queue = BinaryHeap::from([(Reverse(0), from.to_owned())]);
    while let Some((Reverse(metres), node)) = queue.pop() {
        if found.contains_key(&node) {
            continue;
        }
        for (next, step) in graph.get(&node).into_iter().flatten() {
            if !found.contains_key(next) {
                queue.push((Reverse(metres + step), next.clone()));
            }
        }
        found.insert(node, metres);
    }
    found
}

#[allow(clippy::cast_precision_loss)]
fn rail_km(from: &str, to: &str) -> f64 {
    let station: BTreeMap<String, String> = table("terminals")
        .into_iter()
        .filter(|t| t["mode"] == "rail_terminal")
        .map(|t| (t["from_node"].clone(), t["to_node"].clone()))
        .collect();
    distances(&graph("rail"), &station[from])[&station[to]] as f64 / 1000.0
}

#[test]
fn rail_distances_are_those_of_the_raw_table() {
    for (from, to, km) in [
        ("chicago-il", "los-angeles-ca", 3409.0),
        ("toronto-on", "vancouver-bc", 4298.0),
    ] {
        let found = rail_km(from, to);
        assert!(
            (found / km - 1.0).abs() < 0.01,
            "{from} {to}: {found} km, {km} km expected"
        );
    }
}

#[test]
fn there_are_enough_urbanates_and_people() {
    let nodes = table("nodes");
    let urbanates: Vec<_> = nodes.iter().filter(|n| n["kind"] == "urbanate").collect();
    let people: f64 = urbanates.iter().map(|n| n["population"].parse::<f64>().unwrap()).sum();
    assert!((400..=460).contains(&urbanates.len()), "{}", urbanates.len());
    // 302.3 million people are listed once; 345.8 million if parts of cities are counted again.
    assert!(people > 0.85 * 345.8e6, "{people}");
}

#[test]
fn every_node_lies_in_a_leaf_and_ids_are_unique() {
    let areas = table("areas");
    let parents: BTreeSet<_> = areas.iter().map(|a| a["parent"].clone()).collect();
    let leaves: BTreeSet<_> = areas
        .iter()
        .map(|a| a["area"].clone())
        .filter(|a| !parents.contains(a))
        .collect();
    let nodes = table("nodes");
    assert!(nodes.iter().all(|n| leaves.contains(&n["area"])));
    let ids: BTreeSet<_> = nodes.iter().map(|n| &n["node"]).collect();
    assert_eq!(ids.len(), nodes.len());
    let (links, terminals) = (table("links"), table("terminals"));
    for link in links.iter().chain(&terminals) {
        assert!(
            ids.contains(&link["from_node"]) && ids.contains(&link["to_node"]),
            "{link:?}"
        );
        assert_ne!(link["from_node"], link["to_node"]);
    }
    let link_ids: BTreeSet<_> = links
        .iter()
        .map(|l| &l["link"])
        .chain(terminals.iter().map(|t| &t["terminal"]))
        .collect();
    assert_eq!(link_ids.len(), links.len() + terminals.len());
}

#[test]
fn the_networks_hang_together() {
    let urbanates: BTreeSet<String> = table("nodes")
        .into_iter()
        .filter(|n| n["kind"] == "urbanate")
        .map(|n| n["node"].clone())
        .collect();
    for mode in ["road", "gas_pipeline", "grid"] {
        let found = distances(&graph(mode), "chicago-il");
        let missing: Vec<_> = urbanates.iter().filter(|u| !found.contains_key(*u)).collect();
        assert!(missing.is_empty(), "{mode} does not reach {missing:?}");
    }
    for (mode, from) in [("rail", "rail-chicago-il"), ("sea", "sea-houston")] {
        let graph = graph(mode);
        assert_eq!(distances(&graph, from).len(), graph.len(), "{mode} is in several parts");
    }
}

#[test]
fn every_way_between_the_oceans_passes_the_canal() {
    let canal = ["sea-panama-atlantic", "sea-panama-pacific"];
    let links = table("links");
    let locks: Vec<_> = links
        .iter()
        .filter(|l| canal.contains(&l["from_node"].as_str()) && canal.contains(&l["to_node"].as_str()))
        .collect();
    assert_eq!(locks.len(), 1);
    assert!(locks[0]["capacity_per_year"].parse::<f64>().unwrap() <= 80e6);
    let mut sea = graph("sea");
    for (end, other) in [(canal[0], canal[1]), (canal[1], canal[0])] {
        sea.get_mut(end).unwrap().retain(|(to, _)| to != other);
    }
    let atlantic = distances(&sea, "sea-houston");
    assert!(atlantic.contains_key(canal[0]) && !atlantic.contains_key("sea-los-angeles"));
    assert!(distances(&sea, "sea-los-angeles").contains_key(canal[1]));
}

#[test]
fn every_rail_node_with_a_terminal_has_a_line() {
    let rail = graph("rail");
    for terminal in table("terminals").iter().filter(|t| t["mode"] == "rail_terminal") {
        assert!(rail.contains_key(&terminal["to_node"]), "{}", terminal["terminal"]);
    }
}

#[test]
fn every_port_can_be_reached_by_land() {
    let terminals = table("terminals");
    let joined: BTreeSet<_> = terminals
        .iter()
        .flat_map(|t| [&t["from_node"], &t["to_node"]])
        .collect();
    let only_loading = ["sea-alpena", "sea-marquette"];
    for port in table("nodes").iter().filter(|n| n["kind"] == "port") {
        let id = port["node"].as_str();
        assert!(joined.contains(&port["node"]) || only_loading.contains(&id), "{id}");
    }
}

fn raw_folder() -> Option<PathBuf> {
    let found = north_america::raw::folder_for_tests();
    if found.is_none() {
        eprintln!("skipped: the raw tables are not at hand (NORTH_AMERICA_RAW)");
    }
    found
}

#[test]
fn main_rail_ways_are_as_long_as_in_the_raw_graph() {
    let Some(folder) = raw_folder() else { return };
    let raw = north_america::raw::Raw::read(&folder).unwrap();
    let (places, _) = north_america::network::assemble(&raw).unwrap();
    let mut whole: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
    for (a, b, km) in &raw.rail.links {
        whole
            .entry(a.to_string())
            .or_default()
            .push((b.to_string(), metres(*km)));
        whole
            .entry(b.to_string())
            .or_default()
            .push((a.to_string(), metres(*km)));
    }
    let index = north_america::geometry::PositionIndex::new(raw.rail.positions.clone());
    let at = |urbanate: &str| {
        index
            .nearest(places.node(urbanate).unwrap().position)
            .unwrap()
            .0
            .to_string()
    };
    let cities = [
        "chicago-il",
        "houston-tx",
        "atlanta-ga",
        "denver-co",
        "toronto-on",
        "seattle-wa",
        "new-york-city-ny",
    ];
    for (i, from) in cities.iter().enumerate() {
        let found = distances(&whole, &at(from));
        for to in &cities[i + 1..] {
            #[allow(clippy::cast_precision_loss)]
            let expected = found[&at(to)] as f64 / 1000.0;
            let contracted = rail_km(from, to);
            assert!(
                (contracted / expected - 1.0).abs() < 0.04,
                "{from} {to}: {contracted} km, {expected} km raw"
            );
        }
    }
}

#[test]
fn assembling_twice_gives_the_same_network() {
    let Some(folder) = raw_folder() else { return };
    let raw = north_america::raw::Raw::read(&folder).unwrap();
    let tables = || north_america::write::place_tables(&north_america::network::assemble(&raw).unwrap().0);
    assert_eq!(tables(), tables());
}
