//! Small continents with nasty corners: what clever code must solve exactly as plain code does.
//!
//! Two to eight nodes, drawn so that over a few hundred seeds every corner comes up: recipes in circles, byproducts
//! with nowhere to go, stores with given ends, budgets that bind, pieces that are not joined, one-way and parallel
//! links, losses, links without capacity, commodities nobody makes, candidates, exports that must leave, imports that
//! must enter, energy without a carrier. Such a continent may break rules of the tables
//! (I05, R05, V16), so it is for programs and not for folders.

mod asks;
mod goods;
mod ways;

use super::dice::{Dice, Stream, rounded};
use crate::model::{
    Area, AreaIndex, Continent, HOURS_PER_YEAR, Node, NodeKind, Period, Profile, ProfileIndex, ResourceWeight, Unit,
};

/// Draws a small continent. A plan always exists, if need be of shortages.
#[must_use]
pub fn random_small(seed: u64) -> Continent {
    let mut dice = Dice::new(seed, Stream::Small);
    let mut continent = Continent::default();
    draw_calendar(&mut continent, &mut dice);
    draw_places(&mut continent, &mut dice);
    goods::draw(&mut continent, &mut dice);
    ways::draw(&mut continent, &mut dice);
    asks::draw(&mut continent, &mut dice);
    draw_weights(&mut continent, &mut dice);
    continent
}

/// One to four periods of different lengths, and up to two profiles, some with a factor of 0.
fn draw_calendar(continent: &mut Continent, dice: &mut Dice) {
    let count = if dice.chance(0.4) { 1 } else { dice.whole(2, 4) };
    let parts: Vec<f64> = (0..count).map(|_| dice.whole(1, 5) as f64).collect();
    let sum: f64 = parts.iter().sum();
    for (number, part) in parts.iter().enumerate() {
        continent.periods.push(Period {
            id: format!("period-{}", number + 1),
            name: format!("Period {}", number + 1),
            hours: HOURS_PER_YEAR * part / sum,
        });
    }
    for number in 0..dice.whole(0, 2) {
        let raw: Vec<f64> = parts.iter().map(|_| dice.below(4) as f64).collect();
        let mean = raw.iter().zip(&parts).map(|(r, p)| r * p).sum::<f64>() / sum;
        let factors = raw.iter().map(|r| if mean > 0.0 { r / mean } else { 1.0 }).collect();
        let id = format!("profile-{}", number + 1);
        continent.profiles.push(Profile { id, factors });
    }
}

/// One of the profiles, or none.
fn any_profile(continent: &Continent, dice: &mut Dice) -> Option<ProfileIndex> {
    let drawn = dice.below(continent.profiles.len() + 2);
    (drawn < continent.profiles.len()).then(|| ProfileIndex::from_position(drawn))
}

/// One to four areas in a tree, and the nodes in its leaves.
fn draw_places(continent: &mut Continent, dice: &mut Dice) {
    let area = |id: &str, parent: Option<u32>| Area {
        id: id.to_owned(),
        name: id.to_owned(),
        parent: parent.map(AreaIndex),
    };
    continent.areas.push(area("continent", None));
    let (areas, leaves): (&[_], &[u32]) = match dice.below(3) {
        0 => (&[], &[0]),
        1 => (&[("west", Some(0)), ("east", Some(0))], &[1, 2]),
        _ => (
            &[("west", Some(0)), ("east", Some(0)), ("north-east", Some(2))],
            &[1, 3],
        ),
    };
    continent
        .areas
        .extend(areas.iter().map(|(id, parent)| area(id, *parent)));
    for number in 1..=dice.whole(2, 8) {
        let kind = dice.pick(&[
            NodeKind::Urbanate,
            NodeKind::Urbanate,
            NodeKind::Works,
            NodeKind::Port,
            NodeKind::Junction,
        ]);
        continent.nodes.push(Node {
            id: format!("node-{number}"),
            name: format!("Node {number}"),
            kind,
            area: AreaIndex(dice.pick(leaves)),
            latitude: dice.rounded_between(30.0, 45.0, 5),
            longitude: dice.rounded_between(-110.0, -80.0, 5),
            population: if kind == NodeKind::Urbanate { 1000.0 } else { 0.0 },
        });
    }
}

/// Sometimes an energy price on a resource, as a policy would put it.
fn draw_weights(continent: &mut Continent, dice: &mut Dice) {
    for (position, resource) in continent.resources.iter().enumerate() {
        if dice.chance(0.2) && resource.unit != Unit::Gigajoule {
            continent.weights.push(ResourceWeight {
                resource: crate::model::ResourceIndex::from_position(position),
                area: AreaIndex::from_position(dice.below(continent.areas.len())),
                energy_gj: rounded(dice.between(0.1, 3.0), 2),
            });
        }
    }
}
