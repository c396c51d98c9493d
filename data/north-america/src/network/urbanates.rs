//! From the list of places to urbanates: suburbs are merged into the city they belong to.

use super::areas::{leaf_of, postal_code};
use super::sections;
use crate::geometry::{Position, PositionIndex, great_circle_km};
use crate::places::{Kind, Node};
use crate::raw::City;
use std::collections::BTreeSet;

/// Radius within which a cluster of a million people takes in smaller places, km; it grows with the cube
/// root of the people.
const RADIUS_OF_A_MILLION_KM: f64 = 37.0;
/// Bounds of that radius, km.
const RADIUS_KM: (f64, f64) = (16.0, 52.0);
/// A cluster of this many people is an urbanate wherever it lies.
const PEOPLE_ANYWHERE: f64 = 120_000.0;
/// A cluster of this many people is an urbanate if no larger one is near.
const PEOPLE_ALONE: f64 = 28_000.0;
/// How far away the next larger urbanate must be for that, km.
const ALONE_KM: f64 = 112.0;
/// A place that is neither is merged into the nearest urbanate within this distance, km.
const MERGE_KM: f64 = 100.0;
/// Cities that give their cluster its name and centre though a neighbour counts more people: Guadalajara, Cuernavaca,
/// Pensacola, Augusta.
const BETTER_KNOWN: &[u32] = &[4_005_539, 3_529_947, 4_168_228, 4_180_531];

/// The people counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PeopleCount {
    /// All listed people of the three countries, parts of cities counted again.
    pub listed: f64,
    /// Listed people, parts of cities left out.
    pub listed_once: f64,
    /// People of the urbanates.
    pub in_urbanates: f64,
    /// People of listed places in Alaska, Hawaii and the northern territories, which are left out.
    pub left_out: f64,
}

/// The urbanates, and where each listed city went.
#[derive(Clone, Debug)]
pub(super) struct Urbanates {
    /// Urbanate nodes, the most people first.
    pub(super) nodes: Vec<Node>,
    /// The count of people.
    pub(super) count: PeopleCount,
}

/// A place with the suburbs merged into it.
#[derive(Clone, Debug)]
struct Cluster {
    /// Place in the list of cities of its centre.
    centre: usize,
    people: f64,
    members: Vec<usize>,
}

/// Makes urbanates of the listed cities.
#[must_use]
pub(super) fn urbanates(cities: &[City]) -> Urbanates {
    let parts = sections::parts(cities);
    let mut order: Vec<usize> = (0..cities.len())
        .filter(|i| !parts[*i] && leaf_of(&cities[*i]).is_some() && cities[*i].people > 0.0)
        .collect();
    order.sort_by(|a, b| {
        let people = cities[*b].people.total_cmp(&cities[*a].people);
        people.then_with(|| cities[*a].id.cmp(&cities[*b].id))
    });
    let mut clusters = swallow(cities, &order);
    for cluster in &mut clusters {
        let known = cluster.members.iter().find(|m| BETTER_KNOWN.contains(&cities[**m].id));
        cluster.centre = known.copied().unwrap_or(cluster.centre);
    }
    let chosen = choose(cities, &clusters);
    let merged = merge(cities, &clusters, &chosen);
    let nodes = name_nodes(cities, &merged);
    let sum = |keep: &dyn Fn(usize) -> bool| -> f64 {
        (0..cities.len()).filter(|i| keep(*i)).map(|i| cities[i].people).sum()
    };
    let count = PeopleCount {
        listed: sum(&|_| true),
        listed_once: sum(&|i| !parts[i]),
        in_urbanates: nodes.iter().map(|n| n.population).sum(),
        left_out: sum(&|i| !parts[i] && leaf_of(&cities[i]).is_none()),
    };
    Urbanates { nodes, count }
}

/// Larger places take in smaller places of the same country within a radius that grows with their people.
fn swallow(cities: &[City], order: &[usize]) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for &city in order {
        let nearest = clusters
            .iter_mut()
            .filter(|c| cities[c.centre].country == cities[city].country)
            .map(|c| {
                let km = great_circle_km(cities[c.centre].position, cities[city].position);
                (km / radius_km(c.people), c)
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        match nearest {
            Some((share_of_radius, cluster)) if share_of_radius <= 1.0 => {
                cluster.people += cities[city].people;
                cluster.members.push(city);
            }
            _ => clusters.push(Cluster {
                centre: city,
                people: cities[city].people,
                members: vec![city],
            }),
        }
    }
    clusters.sort_by(|a, b| b.people.total_cmp(&a.people).then_with(|| a.centre.cmp(&b.centre)));
    clusters
}

fn radius_km(people: f64) -> f64 {
    (RADIUS_OF_A_MILLION_KM * (people / 1e6).cbrt()).clamp(RADIUS_KM.0, RADIUS_KM.1)
}

/// The clusters that are urbanates: the large ones, and smaller ones far from any larger.
fn choose(cities: &[City], clusters: &[Cluster]) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    for (i, cluster) in clusters.iter().enumerate() {
        let position = cities[cluster.centre].position;
        let alone = || {
            chosen
                .iter()
                .all(|c| great_circle_km(cities[clusters[*c].centre].position, position) >= ALONE_KM)
        };
        if cluster.people >= PEOPLE_ANYWHERE || (cluster.people >= PEOPLE_ALONE && alone()) {
            chosen.push(i);
        }
    }
    chosen
}

/// Clusters that were not chosen go to the nearest chosen one of the same country, if it is near enough.
fn merge(cities: &[City], clusters: &[Cluster], chosen: &[usize]) -> Vec<Cluster> {
    let mut merged: Vec<Cluster> = chosen.iter().map(|c| clusters[*c].clone()).collect();
    let index = PositionIndex::new(merged.iter().map(|c| cities[c.centre].position).collect());
    for (i, cluster) in clusters.iter().enumerate() {
        if chosen.contains(&i) {
            continue;
        }
        let centre = &cities[cluster.centre];
        let near = index
            .nearest_first(centre.position)
            .take_while(|(_, km)| *km <= MERGE_KM)
            .find(|(m, _)| cities[merged[*m].centre].country == centre.country);
        if let Some((into, _)) = near {
            merged[into].people += cluster.people;
            merged[into].members.extend(&cluster.members);
        }
    }
    merged.sort_by(|a, b| b.people.total_cmp(&a.people).then_with(|| a.centre.cmp(&b.centre)));
    merged
}

fn name_nodes(cities: &[City], clusters: &[Cluster]) -> Vec<Node> {
    let mut used = BTreeSet::new();
    let mut nodes = Vec::with_capacity(clusters.len());
    for cluster in clusters {
        let centre = &cities[cluster.centre];
        let (Some(area), Some(postal)) = (leaf_of(centre), postal_code(centre)) else {
            continue;
        };
        let mut id = format!("{}-{postal}", plain(&centre.name));
        // Two towns of one name in one state: the smaller one gets a number.
        while !used.insert(id.clone()) {
            id.push_str("-2");
        }
        nodes.push(Node {
            id,
            name: centre.name.clone(),
            kind: Kind::Urbanate,
            area,
            position: rounded(centre.position),
            population: cluster.people,
            source: "geonames",
            approximate: false,
        });
    }
    nodes
}

/// Positions are kept as they are written, so that a reader of the tables measures the same distances.
fn rounded(position: Position) -> Position {
    let at = |degrees: f64| (degrees * 1e4).round() / 1e4;
    Position::new(at(position.latitude), at(position.longitude))
}

/// A name in small letters a-z, digits and dashes, for use in ids.
#[must_use]
pub fn plain(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => text.push(letter),
            'á' | 'à' | 'â' | 'ä' | 'ã' => text.push('a'),
            'é' | 'è' | 'ê' | 'ë' => text.push('e'),
            'í' | 'î' | 'ï' | 'ì' => text.push('i'),
            'ó' | 'ô' | 'ö' | 'ò' => text.push('o'),
            'ú' | 'ü' | 'û' | 'ù' => text.push('u'),
            'ñ' => text.push('n'),
            'ç' => text.push('c'),
            '.' | '\'' | '’' => {}
            _ if text.ends_with('-') || text.is_empty() => {}
            _ => text.push('-'),
        }
    }
    text.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(id: u32, name: &str, latitude: f64, people: f64) -> City {
        City {
            id,
            name: name.to_owned(),
            country: "US".to_owned(),
            state: "IL".to_owned(),
            position: Position::new(latitude, -90.0),
            people,
        }
    }

    #[test]
    fn suburbs_are_merged_and_no_one_is_counted_twice() {
        let cities = [
            city(1, "Large", 40.0, 1_000_000.0),
            city(2, "Suburb", 40.2, 90_000.0),
            city(3, "Town", 40.7, 40_000.0),
            city(4, "Far Town", 45.0, 40_000.0),
        ];
        let found = urbanates(&cities);
        let people: Vec<(String, f64)> = found.nodes.iter().map(|n| (n.id.clone(), n.population)).collect();
        assert_eq!(
            people,
            [
                ("large-il".to_owned(), 1_130_000.0),
                ("far-town-il".to_owned(), 40_000.0)
            ]
        );
    }

    #[test]
    fn names_become_plain() {
        assert_eq!(plain("St. John's"), "st-johns");
        assert_eq!(plain("Santiago de Querétaro"), "santiago-de-queretaro");
        assert_eq!(plain("Trois-Rivières"), "trois-rivieres");
    }
}
