//! Steps of a path in words: legs of one mode from place to place.

use super::OriginName;
use crate::plan::rows::Origin;
use crate::plan::terms::{head, tail};
use crate::plan::trace::pools::MoveKind;
use data::model::{Continent, NodeIndex};
use serde::Serialize;

/// A place in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlaceName {
    /// Node id.
    pub id: String,
    /// Name for people.
    pub name: String,
}

/// Consecutive links of one mode, a transfer, or a stay in a store.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Leg {
    /// `link`, `transfer` or `store`.
    pub kind: &'static str,
    /// Mode id, or store id.
    pub by: String,
    /// Name of the mode for people, or the store id.
    pub by_name: String,
    /// Where it begins.
    pub from: PlaceName,
    /// Places passed on the way.
    pub via: Vec<PlaceName>,
    /// Where it ends.
    pub to: PlaceName,
    /// Length, km.
    pub length_km: f64,
}

/// The place of a node.
pub(super) fn place(continent: &Continent, node: NodeIndex) -> PlaceName {
    let node = &continent[node];
    PlaceName {
        id: node.id.clone(),
        name: node.name.clone(),
    }
}

/// An origin in words.
pub(crate) fn origin_name(continent: &Continent, origin: Origin) -> OriginName {
    let (id, name, node) = match origin {
        Origin::Site(site) => (&continent[site].id, &continent[site].name, continent[site].node),
        Origin::Import(trade) => {
            let trade = &continent.trades[trade.position()];
            (&trade.id, &trade.id, trade.node)
        }
        Origin::Stock(store) => (&continent[store].id, &continent[store].id, continent[store].node),
    };
    OriginName {
        kind: origin.word(),
        id: id.clone(),
        name: name.clone(),
        place: place(continent, node),
    }
}

/// The legs of a path. Consecutive links of one mode are one leg; a stay in a store is one leg.
pub(crate) fn legs(continent: &Continent, steps: &[MoveKind]) -> Vec<Leg> {
    let mut legs: Vec<Leg> = Vec::new();
    for step in steps {
        let next = leg(continent, *step);
        match legs.last_mut() {
            Some(last) if (last.kind, &last.by) == (next.kind, &next.by) && last.to == next.from => {
                extend(last, next);
            }
            _ => legs.push(next),
        }
    }
    legs
}

fn extend(last: &mut Leg, next: Leg) {
    if last.kind != "store" {
        let passed = std::mem::replace(&mut last.to, next.to);
        last.via.push(passed);
        last.length_km += next.length_km;
    }
}

fn leg(continent: &Continent, step: MoveKind) -> Leg {
    match step {
        MoveKind::Link(index, direction) => {
            let link = &continent[index];
            let mode = &continent[link.mode];
            Leg {
                kind: if link.is_terminal { "transfer" } else { "link" },
                by: mode.id.clone(),
                by_name: mode.name.clone(),
                from: place(continent, tail(continent, index, direction)),
                via: Vec::new(),
                to: place(continent, head(continent, index, direction)),
                length_km: link.length_km,
            }
        }
        MoveKind::Charge(store) | MoveKind::Discharge(store) | MoveKind::Hold(store) => {
            let store = &continent[store];
            Leg {
                kind: "store",
                by: store.id.clone(),
                by_name: store.id.clone(),
                from: place(continent, store.node),
                via: Vec::new(),
                to: place(continent, store.node),
                length_km: 0.0,
            }
        }
    }
}
