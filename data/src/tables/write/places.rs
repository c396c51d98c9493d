//! Areas, nodes, modes, what they carry, links, terminals.

use super::sheet::{Cell, Sheet, provenance};
use crate::model::{Continent, Link, NodeKind};

pub(super) fn areas(continent: &Continent) -> Sheet {
    let mut sheet = Sheet::new("areas", &["area", "name", "parent"]);
    for area in &continent.areas {
        let parent = area.parent.map_or("", |parent| &continent[parent].id);
        sheet.row([Cell::from(&area.id), Cell::from(&area.name), Cell::from(parent)]);
    }
    sheet
}

pub(super) fn nodes(continent: &Continent) -> Sheet {
    let columns = ["node", "name", "kind", "area", "latitude", "longitude", "population"];
    let mut sheet = Sheet::new("nodes", &columns);
    for node in &continent.nodes {
        let kind = match node.kind {
            NodeKind::Urbanate => "urbanate",
            NodeKind::Junction => "junction",
            NodeKind::Port => "port",
            NodeKind::Works => "works",
        };
        sheet.row([
            Cell::from(&node.id),
            Cell::from(&node.name),
            Cell::from(kind),
            Cell::from(&continent[node.area].id),
            Cell::from(node.latitude),
            Cell::from(node.longitude),
            Cell::from(node.population),
        ]);
    }
    sheet
}

pub(super) fn modes(continent: &Continent) -> Sheet {
    let columns = [
        "mode",
        "name",
        "sequence",
        "carrier",
        "energy_gj_per_t_km",
        "energy_gj_per_t",
        "loss_per_1000_km",
    ];
    let mut sheet = Sheet::new("modes", &columns);
    for mode in &continent.modes {
        sheet.row([
            Cell::from(&mode.id),
            Cell::from(&mode.name),
            Cell::from(&continent[mode.sequence].id),
            Cell::from(mode.carrier.map_or("", |carrier| &continent[carrier].id)),
            Cell::from(mode.energy_gj_per_t_km),
            Cell::from(mode.energy_gj_per_t),
            Cell::from(mode.loss_per_1000_km),
        ]);
    }
    sheet
}

pub(super) fn mode_commodities(continent: &Continent) -> Sheet {
    let mut sheet = Sheet::new("mode_commodities", &["mode", "commodity", "weight", "energy_factor"]);
    for mode in &continent.modes {
        for carriage in &mode.carriages {
            sheet.row([
                Cell::from(&mode.id),
                Cell::from(&continent[carriage.commodity].id),
                Cell::from(carriage.weight),
                Cell::from(carriage.energy_factor),
            ]);
        }
    }
    sheet
}

pub(super) fn links(continent: &Continent) -> Sheet {
    let columns = [
        "link",
        "mode",
        "from_node",
        "to_node",
        "two_way",
        "length_km",
        "capacity_per_year",
        "source",
        "approximate",
    ];
    let mut sheet = Sheet::new("links", &columns);
    for link in continent.links.iter().filter(|link| !link.is_terminal) {
        let length = [Cell::from(link.length_km)];
        sheet.row(ends(continent, link).into_iter().chain(length).chain(rest(link)));
    }
    sheet
}

pub(super) fn terminals(continent: &Continent) -> Sheet {
    let columns = [
        "terminal",
        "mode",
        "from_node",
        "to_node",
        "two_way",
        "capacity_per_year",
        "source",
        "approximate",
    ];
    let mut sheet = Sheet::new("terminals", &columns);
    for link in continent.links.iter().filter(|link| link.is_terminal) {
        sheet.row(ends(continent, link).into_iter().chain(rest(link)));
    }
    sheet
}

fn ends<'a>(continent: &'a Continent, link: &'a Link) -> [Cell<'a>; 5] {
    [
        Cell::from(&link.id),
        Cell::from(&continent[link.mode].id),
        Cell::from(&continent[link.from].id),
        Cell::from(&continent[link.to].id),
        Cell::from(link.two_way),
    ]
}

fn rest(link: &Link) -> impl Iterator<Item = Cell<'_>> {
    [Cell::from(link.capacity_per_year)]
        .into_iter()
        .chain(provenance(&link.provenance))
}
