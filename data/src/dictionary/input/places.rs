//! Where things are and how they move: areas, nodes, modes, links, terminals.

use crate::dictionary::column::{Column, ColumnKind, Range, Table, optional, required};
use ColumnKind::{Flag, Id, Number, OneOf, Reference, Text};

const AREAS: &[Column] = &[
    required("area", Id, "", "Id"),
    required("name", Text, "", "Name"),
    optional(
        "parent",
        Reference(&["areas"]),
        "",
        "",
        "The area above; empty for the one root",
    ),
];

const NODES: &[Column] = &[
    required("node", Id, "", "Id"),
    required("name", Text, "", "Name"),
    required(
        "kind",
        OneOf(&["urbanate", "junction", "port", "works"]),
        "",
        "What it is",
    ),
    required("area", Reference(&["areas"]), "", "The leaf area it lies in"),
    required("latitude", Number(Range::Latitude), "degrees", "Degrees north"),
    required("longitude", Number(Range::Longitude), "degrees", "Degrees east"),
    optional(
        "population",
        Number(Range::NonNegative),
        "people",
        "0",
        "People, for urbanates",
    ),
    optional(
        "source",
        Text,
        "",
        "",
        "Short name of the source of the row, explained in SOURCES.md",
    ),
    optional(
        "approximate",
        Flag,
        "",
        "false",
        "Whether a figure of the row is estimated",
    ),
];

const MODES: &[Column] = &[
    required("mode", Id, "", "Id"),
    required("name", Text, "", "Name"),
    required(
        "sequence",
        Reference(&["sequences"]),
        "",
        "Sequence its energy is reported under",
    ),
    optional(
        "carrier",
        Reference(&["commodities"]),
        "",
        "",
        "The carrier it burns, drawn where the link starts",
    ),
    optional(
        "energy_gj_per_t_km",
        Number(Range::NonNegative),
        "GJ/t-km",
        "0",
        "Energy of moving",
    ),
    optional(
        "energy_gj_per_t",
        Number(Range::NonNegative),
        "GJ/t",
        "0",
        "Energy of each passage: loading, unloading, transfer",
    ),
    optional(
        "loss_per_1000_km",
        Number(Range::Loss),
        "",
        "0",
        "Fraction lost per 1,000 km; x departs, x (1 - loss)^(km/1000) arrives",
    ),
    optional(
        "source",
        Text,
        "",
        "",
        "Short name of the source of the row, explained in SOURCES.md",
    ),
    optional(
        "approximate",
        Flag,
        "",
        "false",
        "Whether a figure of the row is estimated",
    ),
];

const MODE_COMMODITIES: &[Column] = &[
    required("mode", Reference(&["modes"]), "", "The mode"),
    required("commodity", Reference(&["commodities"]), "", "The commodity"),
    optional(
        "weight",
        Number(Range::Positive),
        "capacity/unit",
        "1",
        "Capacity one unit takes up, in the mode's capacity units",
    ),
    optional(
        "energy_factor",
        Number(Range::NonNegative),
        "",
        "1",
        "Factor on the mode's energy for this commodity",
    ),
];

const LINKS: &[Column] = &[
    required("link", Id, "", "Id, unique among links and terminals"),
    required("mode", Reference(&["modes"]), "", "The mode"),
    required("from_node", Reference(&["nodes"]), "", "One end"),
    required("to_node", Reference(&["nodes"]), "", "The other end"),
    optional(
        "two_way",
        Flag,
        "",
        "true",
        "Whether it may be used from to_node to from_node as well",
    ),
    required("length_km", Number(Range::Positive), "km", "Length"),
    required(
        "capacity_per_year",
        Number(Range::NonNegative),
        "capacity/year",
        "Joint capacity of all commodities, both directions together",
    ),
    optional(
        "source",
        Text,
        "",
        "",
        "Short name of the source of the row, explained in SOURCES.md",
    ),
    optional(
        "approximate",
        Flag,
        "",
        "false",
        "Whether a figure of the row is estimated",
    ),
];

const TERMINALS: &[Column] = &[
    required("terminal", Id, "", "Id, unique among links and terminals"),
    required(
        "mode",
        Reference(&["modes"]),
        "",
        "The transfer mode: its energy per tonne, carrier and commodities",
    ),
    required("from_node", Reference(&["nodes"]), "", "One side"),
    required("to_node", Reference(&["nodes"]), "", "The other side"),
    optional("two_way", Flag, "", "true", "Whether both directions are possible"),
    required(
        "capacity_per_year",
        Number(Range::NonNegative),
        "capacity/year",
        "Joint capacity of all commodities, both directions together",
    ),
    optional(
        "source",
        Text,
        "",
        "",
        "Short name of the source of the row, explained in SOURCES.md",
    ),
    optional(
        "approximate",
        Flag,
        "",
        "false",
        "Whether a figure of the row is estimated",
    ),
];

/// These tables, in reading order.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "areas",
        required: true,
        key: &[],
        meaning: "One area of the tree; parents may stand anywhere",
        columns: AREAS,
    },
    Table {
        name: "nodes",
        required: true,
        key: &[],
        meaning: "One place",
        columns: NODES,
    },
    Table {
        name: "modes",
        required: true,
        key: &[],
        meaning: "One way of moving or transferring",
        columns: MODES,
    },
    Table {
        name: "mode_commodities",
        required: true,
        key: &["mode", "commodity"],
        meaning: "One commodity a mode may carry",
        columns: MODE_COMMODITIES,
    },
    Table {
        name: "links",
        required: true,
        key: &[],
        meaning: "One connection of a mode between two nodes",
        columns: LINKS,
    },
    Table {
        name: "terminals",
        required: false,
        key: &[],
        meaning: "One place where modes meet: a transfer between two nodes",
        columns: TERMINALS,
    },
];
