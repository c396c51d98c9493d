//! The tables that a policy may change: their columns of numbers and the conditions that pick their rows.

use crate::model::{
    CommodityIndex, Continent, ModeIndex, NodeIndex, ProcessIndex, SequenceIndex, SiteStatus, Stage, StoreEnds,
    TradeDirection,
};

/// A table that a policy may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Sites,
    Links,
    Terminals,
    Demand,
    Stores,
    Trade,
    Processes,
    Modes,
    Commodities,
}

/// A table, what of it may be changed, and what its rows may be picked by.
pub(super) struct Changeable {
    pub(super) target: Target,
    pub(super) table: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) conditions: &'static [&'static str],
}

/// Every table that may be changed. Masses and energy contents are facts of nature and are not among the columns.
pub(super) const CHANGEABLE: &[Changeable] = &[
    Changeable {
        target: Target::Sites,
        table: "sites",
        columns: &["minimum_per_year", "capacity_per_year"],
        conditions: &[
            "site",
            "process",
            "node",
            "area",
            "sequence",
            "commodity",
            "status",
            "stage",
        ],
    },
    Changeable {
        target: Target::Links,
        table: "links",
        columns: &["length_km", "capacity_per_year"],
        conditions: &["link", "mode", "from_node", "to_node", "node", "area"],
    },
    Changeable {
        target: Target::Terminals,
        table: "terminals",
        columns: &["capacity_per_year"],
        conditions: &["terminal", "mode", "from_node", "to_node", "node", "area"],
    },
    Changeable {
        target: Target::Demand,
        table: "demand",
        columns: &["amount_per_year"],
        conditions: &["node", "area", "commodity"],
    },
    Changeable {
        target: Target::Stores,
        table: "stores",
        columns: &[
            "capacity",
            "charge_per_hour",
            "discharge_per_hour",
            "loss_per_month",
            "energy_gj",
            "initial_level",
            "final_minimum",
        ],
        conditions: &["store", "node", "area", "commodity", "carrier"],
    },
    Changeable {
        target: Target::Trade,
        table: "trade",
        columns: &["minimum_per_year", "maximum_per_year", "energy_gj"],
        conditions: &["trade", "node", "area", "commodity", "direction"],
    },
    Changeable {
        target: Target::Processes,
        table: "processes",
        columns: &["primary_energy_gj", "direct_energy_gj"],
        conditions: &["process", "sequence", "commodity", "stage"],
    },
    Changeable {
        target: Target::Modes,
        table: "modes",
        columns: &["energy_gj_per_t_km", "energy_gj_per_t", "loss_per_1000_km"],
        conditions: &["mode", "sequence", "carrier"],
    },
    Changeable {
        target: Target::Commodities,
        table: "commodities",
        columns: &["shortage_penalty_gj"],
        conditions: &["commodity", "sequence"],
    },
];

/// What a row can be picked by.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// Its node, or both ends of a link.
    pub(super) nodes: [Option<NodeIndex>; 2],
    pub(super) process: Option<ProcessIndex>,
    pub(super) mode: Option<ModeIndex>,
    pub(super) commodity: Option<CommodityIndex>,
    pub(super) carrier: Option<CommodityIndex>,
    pub(super) sequence: Option<SequenceIndex>,
    pub(super) status: Option<SiteStatus>,
    pub(super) direction: Option<TradeDirection>,
    pub(super) stage: Option<Stage>,
}

impl Target {
    /// Positions of the table's rows in the continent's vector.
    pub(super) fn rows(self, continent: &Continent) -> Vec<usize> {
        let links = |terminals: bool| -> Vec<usize> {
            let all = continent.links.iter().enumerate();
            all.filter(|(_, l)| l.is_terminal == terminals)
                .map(|(i, _)| i)
                .collect()
        };
        let count = match self {
            Self::Links => return links(false),
            Self::Terminals => return links(true),
            Self::Sites => continent.sites.len(),
            Self::Demand => continent.demands.len(),
            Self::Stores => continent.stores.len(),
            Self::Trade => continent.trades.len(),
            Self::Processes => continent.processes.len(),
            Self::Modes => continent.modes.len(),
            Self::Commodities => continent.commodities.len(),
        };
        (0..count).collect()
    }

    /// The id of a row as findings name it.
    pub(super) fn label(self, continent: &Continent, row: usize) -> String {
        match self {
            Self::Sites => continent.sites[row].id.clone(),
            Self::Links | Self::Terminals => continent.links[row].id.clone(),
            Self::Demand => {
                let demand = &continent.demands[row];
                format!("{} {}", continent[demand.node].id, continent[demand.commodity].id)
            }
            Self::Stores => continent.stores[row].id.clone(),
            Self::Trade => continent.trades[row].id.clone(),
            Self::Processes => continent.processes[row].id.clone(),
            Self::Modes => continent.modes[row].id.clone(),
            Self::Commodities => continent.commodities[row].id.clone(),
        }
    }

    /// What the row can be picked by.
    pub(super) fn facts(self, continent: &Continent, row: usize) -> Facts {
        match self {
            Self::Sites => {
                let site = &continent.sites[row];
                Facts {
                    nodes: [Some(site.node), None],
                    status: Some(site.status),
                    ..process_facts(continent, site.process)
                }
            }
            Self::Links | Self::Terminals => Facts {
                nodes: [Some(continent.links[row].from), Some(continent.links[row].to)],
                mode: Some(continent.links[row].mode),
                ..Facts::default()
            },
            Self::Demand => Facts {
                nodes: [Some(continent.demands[row].node), None],
                commodity: Some(continent.demands[row].commodity),
                ..Facts::default()
            },
            Self::Stores => Facts {
                nodes: [Some(continent.stores[row].node), None],
                commodity: Some(continent.stores[row].commodity),
                carrier: continent.stores[row].carrier,
                ..Facts::default()
            },
            Self::Trade => Facts {
                nodes: [Some(continent.trades[row].node), None],
                commodity: Some(continent.trades[row].commodity),
                direction: Some(continent.trades[row].direction),
                ..Facts::default()
            },
            Self::Processes => process_facts(continent, ProcessIndex::from_position(row)),
            Self::Modes => Facts {
                mode: Some(ModeIndex::from_position(row)),
                carrier: continent.modes[row].carrier,
                sequence: Some(continent.modes[row].sequence),
                ..Facts::default()
            },
            Self::Commodities => Facts {
                commodity: Some(CommodityIndex::from_position(row)),
                sequence: Some(continent.commodities[row].sequence),
                ..Facts::default()
            },
        }
    }

    /// The figure in that column; none where the row has none, as a cyclic store has no first level.
    pub(super) fn figure<'a>(self, continent: &'a mut Continent, row: usize, column: &str) -> Option<&'a mut f64> {
        match (self, column) {
            (Self::Sites, "minimum_per_year") => Some(&mut continent.sites[row].minimum_per_year),
            (Self::Sites, "capacity_per_year") => Some(&mut continent.sites[row].capacity_per_year),
            (Self::Links, "length_km") => Some(&mut continent.links[row].length_km),
            (Self::Links | Self::Terminals, "capacity_per_year") => Some(&mut continent.links[row].capacity_per_year),
            (Self::Demand, "amount_per_year") => Some(&mut continent.demands[row].amount_per_year),
            (Self::Stores, _) => store_figure(continent, row, column),
            (Self::Trade, "minimum_per_year") => Some(&mut continent.trades[row].minimum_per_year),
            (Self::Trade, "maximum_per_year") => Some(&mut continent.trades[row].maximum_per_year),
            (Self::Trade, "energy_gj") => Some(&mut continent.trades[row].energy_gj),
            (Self::Processes, "primary_energy_gj") => Some(&mut continent.processes[row].primary_energy_gj),
            (Self::Processes, "direct_energy_gj") => Some(&mut continent.processes[row].direct_energy_gj),
            (Self::Modes, "energy_gj_per_t_km") => Some(&mut continent.modes[row].energy_gj_per_t_km),
            (Self::Modes, "energy_gj_per_t") => Some(&mut continent.modes[row].energy_gj_per_t),
            (Self::Modes, "loss_per_1000_km") => Some(&mut continent.modes[row].loss_per_1000_km),
            (Self::Commodities, "shortage_penalty_gj") => Some(&mut continent.commodities[row].shortage_penalty_gj),
            _ => None,
        }
    }
}

fn process_facts(continent: &Continent, process: ProcessIndex) -> Facts {
    Facts {
        process: Some(process),
        sequence: Some(continent[process].sequence),
        stage: Some(continent[process].stage),
        ..Facts::default()
    }
}

fn store_figure<'a>(continent: &'a mut Continent, row: usize, column: &str) -> Option<&'a mut f64> {
    let store = &mut continent.stores[row];
    match (column, &mut store.ends) {
        ("capacity", _) => Some(&mut store.capacity),
        ("charge_per_hour", _) => Some(&mut store.charge_per_hour),
        ("discharge_per_hour", _) => Some(&mut store.discharge_per_hour),
        ("loss_per_month", _) => Some(&mut store.loss_per_month),
        ("energy_gj", _) => Some(&mut store.energy_gj),
        ("initial_level", StoreEnds::Given { initial, .. }) => Some(initial),
        ("final_minimum", StoreEnds::Given { final_minimum, .. }) => Some(final_minimum),
        _ => None,
    }
}
