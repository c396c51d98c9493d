//! What is made and used: sequences, resources, commodities, processes, recipes.

use crate::dictionary::column::{Column, ColumnKind, Range, Table, optional, required};
use ColumnKind::{Flag, Id, Number, OneOf, Reference, Text};

const SEQUENCES: &[Column] = &[required("sequence", Id, "", "Id"), required("name", Text, "", "Name")];

const RESOURCES: &[Column] = &[
    required("resource", Id, "", "Id"),
    required("name", Text, "", "Name"),
    required(
        "unit",
        OneOf(&["t", "GJ", "h", "m3", "ha"]),
        "",
        "Unit of uses and budgets",
    ),
];

const COMMODITIES: &[Column] = &[
    required("commodity", Id, "", "Id"),
    required("name", Text, "", "Name"),
    required(
        "unit",
        OneOf(&["t", "GJ", "h", "m3", "M$"]),
        "",
        "Unit of every amount of it",
    ),
    required(
        "sequence",
        Reference(&["sequences"]),
        "",
        "Sequence it is reported under",
    ),
    required(
        "mass_t",
        Number(Range::NonNegative),
        "t/unit",
        "Mass of one unit; 0 for electricity and heat",
    ),
    optional(
        "energy_content_gj",
        Number(Range::NonNegative),
        "GJ/unit",
        "0",
        "Energy held by one unit, what burning it gives",
    ),
    required(
        "shortage_penalty_gj",
        Number(Range::Positive),
        "GJ/unit",
        "Penalty for one unit of unmet demand, far above any real energy cost",
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

const PROCESSES: &[Column] = &[
    required("process", Id, "", "Id"),
    required("name", Text, "", "Name"),
    required("sequence", Reference(&["sequences"]), "", "Sequence it belongs to"),
    required(
        "stage",
        OneOf(&["extraction", "processing"]),
        "",
        "Where its energy is shown in the embodied energy of a good",
    ),
    optional(
        "primary_energy_gj",
        Number(Range::NonNegative),
        "GJ/activity",
        "0",
        "Energy taken from nature; the objective of closed accounting",
    ),
    optional(
        "direct_energy_gj",
        Number(Range::NonNegative),
        "GJ/activity",
        "0",
        "Book figure beyond the carriers burnt; direct accounting only",
    ),
    optional(
        "free_mass_t",
        Number(Range::NonNegative),
        "t/activity",
        "0",
        "Mass taken from air, water or the ground that no input states, such as the nitrogen of ammonia (R02)",
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

const RECIPES: &[Column] = &[
    required("process", Reference(&["processes"]), "", "The process"),
    required("commodity", Reference(&["commodities"]), "", "The commodity"),
    required(
        "role",
        OneOf(&["input", "output", "burn"]),
        "",
        "Used up as material, made, or burnt as a carrier",
    ),
    required(
        "amount",
        Number(Range::Positive),
        "unit/activity",
        "Amount in the unit of the commodity per unit of activity",
    ),
    optional(
        "embodied_share",
        Number(Range::Share),
        "",
        "",
        "Outputs only: share of the embodied energy it carries; shares of a process sum to 1. Absent for all outputs: by energy content if every output has one, else by mass, else equal",
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

const RESOURCE_USES: &[Column] = &[
    required("owner_kind", OneOf(&["process", "mode"]), "", "What uses it"),
    required("owner", Reference(&["processes", "modes"]), "", "Which process or mode"),
    required("resource", Reference(&["resources"]), "", "The resource"),
    required(
        "amount",
        Number(Range::NonNegative),
        "unit/activity",
        "Per unit of activity; for modes per tonne-km on links and per tonne on terminals",
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
        name: "sequences",
        required: true,
        key: &[],
        meaning: "One functional sequence; the order is the display order",
        columns: SEQUENCES,
    },
    Table {
        name: "resources",
        required: false,
        key: &[],
        meaning: "One budgeted resource",
        columns: RESOURCES,
    },
    Table {
        name: "commodities",
        required: true,
        key: &[],
        meaning: "One commodity",
        columns: COMMODITIES,
    },
    Table {
        name: "processes",
        required: true,
        key: &[],
        meaning: "One recipe, per unit of activity",
        columns: PROCESSES,
    },
    Table {
        name: "recipes",
        required: true,
        key: &["process", "commodity", "role"],
        meaning: "One commodity of one process",
        columns: RECIPES,
    },
    Table {
        name: "resource_uses",
        required: false,
        key: &["owner_kind", "owner", "resource"],
        meaning: "Use of a resource by a process or a mode",
        columns: RESOURCE_USES,
    },
];
