//! The tables of a plan folder. Amounts below zero never occur; rows of amount 0 are left out.

use super::column::{Column, ColumnKind, Range, Table, required};
use ColumnKind::{Number, OneOf, Reference, Text};

const FLOWS: &[Column] = &[
    required("period", Reference(&["periods"]), "", "Period"),
    required("link", Reference(&["links", "terminals"]), "", "Link or terminal"),
    required(
        "direction",
        OneOf(&["forward", "backward"]),
        "",
        "forward: from_node to to_node",
    ),
    required("mode", Reference(&["modes"]), "", "Mode of the link"),
    required("from_node", Reference(&["nodes"]), "", "Where it departs"),
    required("to_node", Reference(&["nodes"]), "", "Where it arrives"),
    required("commodity", Reference(&["commodities"]), "", "What moves"),
    required("amount", Number(Range::NonNegative), "unit", "Amount that departs"),
];

const PRODUCTION: &[Column] = &[
    required("period", Reference(&["periods"]), "", "Period"),
    required("site", Reference(&["sites"]), "", "Site"),
    required("process", Reference(&["processes"]), "", "Its process"),
    required("node", Reference(&["nodes"]), "", "Its node"),
    required("activity", Number(Range::NonNegative), "activity", "Activity"),
];

const STORAGE: &[Column] = &[
    required("period", Reference(&["periods"]), "", "Period"),
    required("store", Reference(&["stores"]), "", "Store"),
    required("node", Reference(&["nodes"]), "", "Its node"),
    required("commodity", Reference(&["commodities"]), "", "What it holds"),
    required("charged", Number(Range::NonNegative), "unit", "Put in"),
    required("discharged", Number(Range::NonNegative), "unit", "Taken out"),
    required(
        "level",
        Number(Range::NonNegative),
        "unit",
        "Level at the end of the period",
    ),
];

const SHORTAGES: &[Column] = &[
    required("period", Reference(&["periods"]), "", "Period"),
    required("node", Reference(&["nodes"]), "", "Where"),
    required("commodity", Reference(&["commodities"]), "", "What"),
    required("amount", Number(Range::NonNegative), "unit", "How much"),
];

const SPILLS: &[Column] = &[
    required("period", Reference(&["periods"]), "", "Period"),
    required("node", Reference(&["nodes"]), "", "Where"),
    required("commodity", Reference(&["commodities"]), "", "What"),
    required("amount", Number(Range::NonNegative), "unit", "How much"),
];

const TRADE: &[Column] = &[
    required("period", Reference(&["periods"]), "", "Period"),
    required("trade", Reference(&["trade"]), "", "Trade"),
    required(
        "amount",
        Number(Range::NonNegative),
        "unit",
        "Amount imported or exported",
    ),
];

const PRICES: &[Column] = &[
    required(
        "kind",
        OneOf(&["balance", "link", "budget", "store"]),
        "",
        "balance: node and commodity; link: joint capacity; budget: area and resource; store: level row",
    ),
    required("period", Reference(&["periods"]), "", "Period"),
    required("id", Text, "", "Node, link, budget or store"),
    required(
        "commodity",
        Reference(&["commodities"]),
        "",
        "Commodity of a balance, else empty",
    ),
    required(
        "price_gj",
        Number(Range::Finite),
        "GJ/unit",
        "Change of the objective per unit more on the right-hand side: for a balance, one more unit asked there and then",
    ),
];

const LEDGER: &[Column] = &[
    required("period", Reference(&["periods"]), "", "Period"),
    required(
        "area",
        Reference(&["areas"]),
        "",
        "Leaf area: of the site, the store, the node, or where the link is entered",
    ),
    required(
        "sequence",
        Reference(&["sequences"]),
        "",
        "Sequence of the process, mode or commodity",
    ),
    required(
        "activity",
        OneOf(&[
            "production",
            "transport",
            "transfer",
            "storage",
            "import",
            "export",
            "shortage",
            "weight",
        ]),
        "",
        "What spent it",
    ),
    required("id", Text, "", "Site, link, store, trade or node"),
    required(
        "commodity",
        Reference(&["commodities"]),
        "",
        "What was moved, stored, traded or short; for production the first output",
    ),
    required("energy_gj", Number(Range::Finite), "GJ", "The posting"),
];

const EMBODIED: &[Column] = &[
    required("period", Reference(&["periods"]), "", "Period"),
    required(
        "sink",
        OneOf(&["demand", "export", "spill", "stock"]),
        "",
        "Where it ended: demand met, export, spill, or left in a store with given ends",
    ),
    required("node", Reference(&["nodes"]), "", "Where"),
    required("commodity", Reference(&["commodities"]), "", "What"),
    required(
        "origin_kind",
        OneOf(&["site", "import", "stock"]),
        "",
        "What the origin is",
    ),
    required("origin", Text, "", "Site, trade or store where it came into being"),
    required("amount", Number(Range::NonNegative), "unit", "Amount from this origin"),
    required("share", Number(Range::Share), "", "Share of what reached the sink"),
    required(
        "extraction_gj",
        Number(Range::Finite),
        "GJ",
        "Spent taking things from nature",
    ),
    required("processing_gj", Number(Range::Finite), "GJ", "Spent by processes"),
    required(
        "transport_gj",
        Number(Range::Finite),
        "GJ",
        "Spent moving and transferring",
    ),
    required("storage_gj", Number(Range::Finite), "GJ", "Spent on stores"),
    required(
        "loss_gj",
        Number(Range::Finite),
        "GJ",
        "Embodied in what was lost on the way",
    ),
    required("total_gj", Number(Range::Finite), "GJ", "Sum of the stages"),
];

/// Every table of a plan folder, `NAME.parquet`.
pub const OUTPUT_TABLES: &[Table] = &[
    Table {
        name: "flows",
        required: true,
        key: &["period", "link", "direction", "commodity"],
        meaning: "What moves along one link in one direction",
        columns: FLOWS,
    },
    Table {
        name: "production",
        required: true,
        key: &["period", "site"],
        meaning: "Activity of one site",
        columns: PRODUCTION,
    },
    Table {
        name: "storage",
        required: true,
        key: &["period", "store"],
        meaning: "One store over one period",
        columns: STORAGE,
    },
    Table {
        name: "shortages",
        required: true,
        key: &["period", "node", "commodity"],
        meaning: "Demand left unmet",
        columns: SHORTAGES,
    },
    Table {
        name: "spills",
        required: true,
        key: &["period", "node", "commodity"],
        meaning: "Made or imported and not used",
        columns: SPILLS,
    },
    Table {
        name: "trade",
        required: true,
        key: &["period", "trade"],
        meaning: "Imports and exports",
        columns: TRADE,
    },
    Table {
        name: "prices",
        required: true,
        key: &["kind", "period", "id", "commodity"],
        meaning: "Shadow price of one row of the program; a row that is absent has price 0",
        columns: PRICES,
    },
    Table {
        name: "ledger",
        required: true,
        key: &["period", "activity", "id", "commodity"],
        meaning: "One posting; the postings sum to the objective",
        columns: LEDGER,
    },
    Table {
        name: "embodied",
        required: true,
        key: &["period", "sink", "node", "commodity", "origin"],
        meaning: "Embodied energy of what reached one sink from one origin",
        columns: EMBODIED,
    },
];

/// The output table of that name.
#[must_use]
pub fn output_table(name: &str) -> Option<&'static Table> {
    OUTPUT_TABLES.iter().find(|t| t.name == name)
}
