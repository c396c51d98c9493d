//! Areas, nodes, modes, links.

use super::Reader;
use super::goods::resource_uses;
use crate::model::{
    Area, AreaIndex, Carriage, CommodityIndex, Link, Mode, ModeIndex, Node, NodeIndex, NodeKind, SequenceIndex,
};
use crate::tables::set::Tables;

/// The position that each row of the areas table takes in the continent.
pub(super) struct AreaOrder(Vec<usize>);

impl AreaOrder {
    /// The index of the area that a row refers to.
    pub(super) fn index(&self, reader: &Reader<'_>, column: &str, row: usize) -> AreaIndex {
        let area = reader
            .table
            .references(column)
            .get(row)
            .and_then(|area| self.0.get(area));
        AreaIndex::from_position(area.copied().unwrap_or_default())
    }
}

/// Areas with parents before children, otherwise in the order of the table.
pub(super) fn areas(tables: &Tables) -> (Vec<Area>, AreaOrder) {
    let reader = Reader::new(tables, "areas");
    let parents = reader.table.references("parent");
    let mut positions = vec![None; reader.table.rows];
    let mut areas: Vec<Area> = Vec::with_capacity(reader.table.rows);
    for row in reader.rows() {
        let above = std::iter::successors(Some(row), |area| parents.get(*area));
        let waiting: Vec<usize> = above.take_while(|area| positions[*area].is_none()).collect();
        for area in waiting.into_iter().rev() {
            positions[area] = Some(areas.len());
            let parent = parents
                .get(area)
                .and_then(|parent| positions[parent])
                .map(AreaIndex::from_position);
            areas.push(Area {
                id: reader.id(area),
                name: reader.name(area),
                parent,
            });
        }
    }
    (
        areas,
        AreaOrder(positions.into_iter().map(Option::unwrap_or_default).collect()),
    )
}

pub(super) fn nodes(tables: &Tables, order: &AreaOrder) -> Vec<Node> {
    let reader = Reader::new(tables, "nodes");
    let rows = reader.rows();
    rows.map(|row| Node {
        id: reader.id(row),
        name: reader.name(row),
        kind: kind(reader.word("kind", row)),
        area: order.index(&reader, "area", row),
        latitude: reader.number("latitude", row),
        longitude: reader.number("longitude", row),
        population: reader.number("population", row),
    })
    .collect()
}

fn kind(word: &str) -> NodeKind {
    match word {
        "urbanate" => NodeKind::Urbanate,
        "junction" => NodeKind::Junction,
        "port" => NodeKind::Port,
        _ => NodeKind::Works,
    }
}

pub(super) fn modes(tables: &Tables) -> Vec<Mode> {
    let reader = Reader::new(tables, "modes");
    let uses = resource_uses(tables, "mode", reader.table.rows);
    let mut modes: Vec<Mode> = reader
        .rows()
        .zip(uses)
        .map(|(row, resource_uses)| Mode {
            id: reader.id(row),
            name: reader.name(row),
            sequence: reader.index("sequence", row, SequenceIndex::from_position),
            carrier: reader.optional_index("carrier", row, CommodityIndex::from_position),
            energy_gj_per_t_km: reader.number("energy_gj_per_t_km", row),
            energy_gj_per_t: reader.number("energy_gj_per_t", row),
            loss_per_1000_km: reader.number("loss_per_1000_km", row),
            carriages: Vec::new(),
            resource_uses,
        })
        .collect();
    add_carriages(tables, &mut modes);
    modes
}

fn add_carriages(tables: &Tables, modes: &mut [Mode]) {
    let reader = Reader::new(tables, "mode_commodities");
    let mode_of = reader.table.references("mode");
    for row in reader.rows() {
        if let Some(mode) = mode_of.get(row).and_then(|mode| modes.get_mut(mode)) {
            mode.carriages.push(Carriage {
                commodity: reader.index("commodity", row, CommodityIndex::from_position),
                weight: reader.number("weight", row),
                energy_factor: reader.number("energy_factor", row),
            });
        }
    }
    for mode in modes {
        mode.carriages.sort_by_key(|carriage| carriage.commodity);
    }
}

/// Links, then terminals.
pub(super) fn links(tables: &Tables) -> Vec<Link> {
    let mut links = connections(tables, "links", false);
    links.extend(connections(tables, "terminals", true));
    links
}

fn connections(tables: &Tables, name: &str, is_terminal: bool) -> Vec<Link> {
    let reader = Reader::new(tables, name);
    // The largest tables, so columns are looked up once; terminals have no length.
    let table = reader.table;
    let (lengths, capacities) = (table.numbers("length_km"), table.numbers("capacity_per_year"));
    let (modes, from, to) = (
        table.references("mode"),
        table.references("from_node"),
        table.references("to_node"),
    );
    let two_way = table.flags("two_way");
    let rows = reader.rows();
    rows.map(|row| Link {
        id: reader.id(row),
        mode: ModeIndex::from_position(modes.get(row).unwrap_or_default()),
        from: NodeIndex::from_position(from.get(row).unwrap_or_default()),
        to: NodeIndex::from_position(to.get(row).unwrap_or_default()),
        two_way: two_way.get(row).copied().unwrap_or_default(),
        length_km: lengths.get(row).copied().unwrap_or_default(),
        capacity_per_year: capacities.get(row).copied().unwrap_or_default(),
        is_terminal,
        provenance: reader.provenance(row),
    })
    .collect()
}
