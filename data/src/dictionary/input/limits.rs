//! What is there and what is asked: sites, stores, demand, trade, budgets, time.

use crate::dictionary::column::{Column, ColumnKind, Range, Table, optional, required};
use ColumnKind::{Flag, Id, Number, OneOf, Reference, Text};

const SITES: &[Column] = &[
    required("site", Id, "", "Id"),
    optional("name", Text, "", "", "Name; the id when absent"),
    required("process", Reference(&["processes"]), "", "What it does"),
    required("node", Reference(&["nodes"]), "", "Where it stands"),
    optional(
        "minimum_per_year",
        Number(Range::NonNegative),
        "activity/year",
        "0",
        "Least activity",
    ),
    required(
        "capacity_per_year",
        Number(Range::NonNegative),
        "activity/year",
        "Greatest activity",
    ),
    optional(
        "status",
        OneOf(&["existing", "candidate"]),
        "",
        "existing",
        "Whether it stands",
    ),
    optional(
        "profile",
        Reference(&["profiles"]),
        "",
        "",
        "How minimum and capacity are spread over the year",
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

const STORES: &[Column] = &[
    required("store", Id, "", "Id"),
    required("node", Reference(&["nodes"]), "", "Where"),
    required("commodity", Reference(&["commodities"]), "", "What it holds"),
    required("capacity", Number(Range::NonNegative), "unit", "Greatest level"),
    required(
        "charge_per_hour",
        Number(Range::NonNegative),
        "unit/h",
        "Greatest inflow",
    ),
    required(
        "discharge_per_hour",
        Number(Range::NonNegative),
        "unit/h",
        "Greatest outflow",
    ),
    optional(
        "loss_per_month",
        Number(Range::Loss),
        "",
        "0",
        "Fraction of the level lost in 730 h",
    ),
    optional(
        "carrier",
        Reference(&["commodities"]),
        "",
        "",
        "Carrier burnt by filling and emptying",
    ),
    optional(
        "energy_gj",
        Number(Range::NonNegative),
        "GJ/unit",
        "0",
        "Energy of one unit in, and again of one unit out",
    ),
    optional(
        "ends",
        OneOf(&["cyclic", "given"]),
        "",
        "cyclic",
        "How first and last level are tied",
    ),
    optional(
        "initial_level",
        Number(Range::NonNegative),
        "unit",
        "0",
        "Level before the first period, with given ends",
    ),
    optional(
        "final_minimum",
        Number(Range::NonNegative),
        "unit",
        "0",
        "Least level after the last period, with given ends",
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

const DEMAND: &[Column] = &[
    required("node", Reference(&["nodes"]), "", "Where"),
    required("commodity", Reference(&["commodities"]), "", "What"),
    required("amount_per_year", Number(Range::NonNegative), "unit/year", "How much"),
    optional(
        "profile",
        Reference(&["profiles"]),
        "",
        "",
        "How it is spread over the year",
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

const TRADE: &[Column] = &[
    required("trade", Id, "", "Id"),
    required("node", Reference(&["nodes"]), "", "The port"),
    required("commodity", Reference(&["commodities"]), "", "What"),
    required(
        "direction",
        OneOf(&["import", "export"]),
        "",
        "Into or out of the continent",
    ),
    optional(
        "minimum_per_year",
        Number(Range::NonNegative),
        "unit/year",
        "0",
        "Least amount; what an export falls short of it is a shortage",
    ),
    required(
        "maximum_per_year",
        Number(Range::NonNegative),
        "unit/year",
        "Greatest amount",
    ),
    optional(
        "energy_gj",
        Number(Range::NonNegative),
        "GJ/unit",
        "0",
        "Energy charged per unit: for imports what was spent abroad and at sea",
    ),
    optional(
        "profile",
        Reference(&["profiles"]),
        "",
        "",
        "How the bounds are spread over the year",
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

const BUDGETS: &[Column] = &[
    required("budget", Id, "", "Id"),
    required("area", Reference(&["areas"]), "", "The area"),
    required("resource", Reference(&["resources"]), "", "The resource"),
    required(
        "limit_per_year",
        Number(Range::NonNegative),
        "unit/year",
        "Limit; a period has its share of the hours, times the profile's factor",
    ),
    optional(
        "profile",
        Reference(&["profiles"]),
        "",
        "",
        "How the limit is spread over the year",
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

const PERIODS: &[Column] = &[
    required(
        "calendar",
        Text,
        "",
        "Calendar the period belongs to; the config names one",
    ),
    required("period", Text, "", "Id within the calendar"),
    optional("name", Text, "", "", "Name; the id when absent"),
    required(
        "start_hour",
        Number(Range::NonNegative),
        "h",
        "Start, hours from the start of the year",
    ),
    required("hours", Number(Range::Positive), "h", "Length"),
];

const PROFILES: &[Column] = &[
    required("profile", Text, "", "Id of the profile"),
    required(
        "calendar",
        Text,
        "",
        "Calendar; one without rows for the calendar in use is flat",
    ),
    required("period", Text, "", "Period of that calendar"),
    required(
        "factor",
        Number(Range::NonNegative),
        "",
        "Factor on the hourly mean of the yearly figure; the mean over the hours is 1",
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
        name: "sites",
        required: true,
        key: &[],
        meaning: "One process at one node",
        columns: SITES,
    },
    Table {
        name: "stores",
        required: false,
        key: &[],
        meaning: "One store of one commodity",
        columns: STORES,
    },
    Table {
        name: "demand",
        required: true,
        key: &["node", "commodity"],
        meaning: "What one node asks of one commodity",
        columns: DEMAND,
    },
    Table {
        name: "trade",
        required: false,
        key: &[],
        meaning: "Import or export of one commodity at one node",
        columns: TRADE,
    },
    Table {
        name: "budgets",
        required: false,
        key: &["area", "resource"],
        meaning: "Limit on a resource in an area and the areas below it",
        columns: BUDGETS,
    },
    Table {
        name: "periods",
        required: true,
        key: &["calendar", "period"],
        meaning: "One time slice of one calendar, in order",
        columns: PERIODS,
    },
    Table {
        name: "profiles",
        required: false,
        key: &["profile", "calendar", "period"],
        meaning: "One factor of one profile in one period",
        columns: PROFILES,
    },
];
