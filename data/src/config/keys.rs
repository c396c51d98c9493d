//! The keys of configs and policies: the one list that reading, messages and documentation take them from.

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Text, not empty.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number from the first to the second.
    Whole(i64, i64),
    /// A number from the first to the second.
    Number(f64, f64),
    /// A number above the first, up to the second.
    Above(f64, f64),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A table of texts.
    TextTable,
    /// A table of numbers from the first to the second.
    NumberTable(f64, f64),
    /// A table with these keys.
    Table(&'static [Key]),
    /// A list of tables with these keys.
    Tables(&'static [Key]),
}

/// One key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// Name in the file.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Unit of the number, empty where there is none.
    pub unit: &'static str,
    /// Value taken when the key is absent; none means the key is required, the empty default stands for "none".
    pub default: Option<&'static str>,
    /// What it means.
    pub meaning: &'static str,
}

pub(crate) const fn required(name: &'static str, kind: Kind, unit: &'static str, meaning: &'static str) -> Key {
    Key {
        name,
        kind,
        unit,
        default: None,
        meaning,
    }
}

pub(crate) const fn optional(
    name: &'static str,
    kind: Kind,
    unit: &'static str,
    default: &'static str,
    meaning: &'static str,
) -> Key {
    Key {
        name,
        kind,
        unit,
        default: Some(default),
        meaning,
    }
}

/// The greatest figure a policy or a change may give.
pub(crate) const LARGEST: f64 = 1e18;

/// Keys of a run config.
pub const RUN_KEYS: &[Key] = &[
    optional(
        "version",
        Kind::Whole(1, i64::MAX),
        "",
        "1",
        "Version of the config format",
    ),
    required("name", Kind::Text, "", "Name for people"),
    required(
        "data",
        Kind::Text,
        "",
        "Folder of the tables, relative to the config file",
    ),
    optional("calendar", Kind::Text, "", "year", "Calendar of the periods table"),
    optional(
        "accounting",
        Kind::OneOf(&["closed", "direct"]),
        "",
        "closed",
        "closed: carriers are made and moved, primary energy is counted; direct: book figures are added up",
    ),
    optional(
        "method",
        Kind::OneOf(&["whole", "decomposed", "auto"]),
        "",
        "auto",
        "As one program, in blocks, or whole while it fits",
    ),
    optional(
        "solver",
        Kind::OneOf(&["auto", "simplex", "interior_point", "pdlp"]),
        "",
        "auto",
        "Algorithm of the solver",
    ),
    optional(
        "gap",
        Kind::Number(1e-12, 0.5),
        "",
        "1e-6",
        "Certified gap asked, a fraction of the objective",
    ),
    optional(
        "threads",
        Kind::Whole(1, 1024),
        "",
        "",
        "Threads; all of the machine's when absent",
    ),
    optional(
        "time_limit_s",
        Kind::Above(0.0, 1e9),
        "s",
        "",
        "Time the solver may take",
    ),
    optional(
        "memory_limit_gb",
        Kind::Above(0.0, 1e6),
        "GB",
        "",
        "Memory the run may take",
    ),
    optional(
        "capacity_factor",
        Kind::NumberTable(0.0, 1e6),
        "",
        "",
        "Factor on the capacity of every link and terminal of a mode: mode = factor",
    ),
    optional(
        "policies",
        Kind::Texts,
        "",
        "",
        "Policy files in the order they are applied, relative to the config file",
    ),
    optional(
        "farm",
        Kind::OneOf(&["local", "cluster"]),
        "",
        "local",
        "Where blocks are done: threads of the planner, or executors of a cluster",
    ),
    optional(
        "farm_scheduler",
        Kind::Text,
        "",
        "",
        "Scheduler of the cluster, HOST:PORT",
    ),
    optional(
        "farm_store",
        Kind::Text,
        "",
        "",
        "Folder (file:///...) or object store that planner and executors share",
    ),
    optional(
        "farm_least_arcs",
        Kind::Whole(0, i64::MAX),
        "",
        "4000000",
        "Pricing rounds of fewer tasks times arcs are done by the planner itself",
    ),
    optional(
        "token_file",
        Kind::Text,
        "",
        "",
        "File with the token for a farm of workers; readable by its owner only",
    ),
];

/// Keys of a policy.
pub const POLICY_KEYS: &[Key] = &[
    required("name", Kind::Text, "", "Name for people"),
    required(
        "answers_for_it",
        Kind::Text,
        "",
        "The person or body that answers for it",
    ),
    optional("purpose", Kind::Text, "", "", "Why it exists"),
    optional(
        "admit_candidates",
        Kind::Flag,
        "",
        "false",
        "Whether candidate sites may be used",
    ),
    optional(
        "goals",
        Kind::Tables(GOAL_KEYS),
        "",
        "",
        "Targets that are reported, not enforced",
    ),
    optional(
        "limits",
        Kind::Tables(LIMIT_KEYS),
        "",
        "",
        "Budgets set, in place of those of the tables or beside them",
    ),
    optional(
        "weights",
        Kind::Tables(WEIGHT_KEYS),
        "",
        "",
        "Energy prices on the use of resources",
    ),
    optional(
        "overrides",
        Kind::Tables(OVERRIDE_KEYS),
        "",
        "",
        "Changes to figures of the tables",
    ),
    optional(
        "outages",
        Kind::Tables(OUTAGE_KEYS),
        "",
        "",
        "Sites that stand still in some periods",
    ),
];

/// Keys of an outage.
const OUTAGE_KEYS: &[Key] = &[
    required("site", Kind::Text, "", "Site"),
    required(
        "periods",
        Kind::Texts,
        "",
        "Periods of the calendar in which it stands still",
    ),
];

/// Keys of a goal.
const GOAL_KEYS: &[Key] = &[
    required("name", Kind::Text, "", "Name for people"),
    required(
        "measure",
        Kind::OneOf(&["production", "share_of_production", "shortage_fraction", "resource_use"]),
        "",
        "What is measured",
    ),
    optional(
        "commodity",
        Kind::Text,
        "",
        "",
        "Commodity, for all measures but resource_use",
    ),
    optional("process", Kind::Text, "", "", "Process, for share_of_production"),
    optional("resource", Kind::Text, "", "", "Resource, for resource_use"),
    optional("area", Kind::Text, "", "", "Area; the continent when absent"),
    optional(
        "at_least",
        Kind::Number(0.0, LARGEST),
        "",
        "",
        "Reached when the measure is at least this",
    ),
    optional(
        "at_most",
        Kind::Number(0.0, LARGEST),
        "",
        "",
        "Reached when the measure is at most this",
    ),
];

/// Keys of a limit.
const LIMIT_KEYS: &[Key] = &[
    required("area", Kind::Text, "", "Area; areas below it count"),
    required("resource", Kind::Text, "", "Resource"),
    required("limit_per_year", Kind::Number(0.0, LARGEST), "unit/year", "Limit"),
];

/// Keys of a weight.
const WEIGHT_KEYS: &[Key] = &[
    required("resource", Kind::Text, "", "Resource"),
    optional("area", Kind::Text, "", "", "Area; the continent when absent"),
    required(
        "energy_gj",
        Kind::Number(0.0, LARGEST),
        "GJ/unit",
        "Added to the objective for each unit used",
    ),
];

/// Keys of an override.
const OVERRIDE_KEYS: &[Key] = &[
    required("table", Kind::Text, "", "Table, as in the data dictionary"),
    required("column", Kind::Text, "", "Column of numbers to change"),
    optional(
        "where",
        Kind::TextTable,
        "",
        "",
        "Conditions that must all hold: column = id; all rows when absent",
    ),
    optional(
        "set",
        Kind::Number(0.0, LARGEST),
        "",
        "",
        "Put this value; exactly one of set and multiply is given",
    ),
    optional("multiply", Kind::Number(0.0, LARGEST), "", "", "Multiply by this"),
];
