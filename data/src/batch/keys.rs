//! The keys of a batch file.

use crate::config::{Key, Kind, optional, required};
use crate::generate::{FEWEST_COMMODITIES, FEWEST_NODES};

/// The greatest factor an alternative may give.
const LARGEST_FACTOR: f64 = 1e6;
/// The greatest size of a generated continent.
const LARGEST_COUNT: i64 = 10_000_000;

/// Keys of a batch file.
pub const BATCH_KEYS: &[Key] = &[
    optional(
        "version",
        Kind::Whole(1, i64::MAX),
        "",
        "1",
        "Version of the config format",
    ),
    required("name", Kind::Text, "", "Name for people"),
    optional(
        "base",
        Kind::Text,
        "",
        "",
        "Run config that the alternatives are laid over, relative to the batch file",
    ),
    optional(
        "data",
        Kind::Text,
        "",
        "",
        "Folder of the tables, relative to the batch file, where there is no base",
    ),
    optional(
        "generate",
        Kind::Table(GENERATE_KEYS),
        "",
        "",
        "Continents drawn by chance, where there is neither base nor data",
    ),
    optional(
        "calendar",
        Kind::Text,
        "",
        "year",
        "Calendar of the periods table, where there is no base",
    ),
    optional(
        "accounting",
        Kind::OneOf(&["closed", "direct"]),
        "",
        "closed",
        "closed: carriers are made and moved, primary energy is counted; direct: book figures are added up; where there is no base",
    ),
    optional(
        "method",
        Kind::OneOf(&["whole", "decomposed", "auto"]),
        "",
        "auto",
        "As one program, in blocks, or whole while it fits; the base's when absent",
    ),
    optional(
        "solver",
        Kind::OneOf(&["auto", "simplex", "interior_point", "pdlp"]),
        "",
        "auto",
        "Algorithm of the solver; the base's when absent",
    ),
    optional(
        "gap",
        Kind::Number(1e-12, 0.5),
        "",
        "1e-6",
        "Certified gap asked of each plan, a fraction of the objective; the base's when absent",
    ),
    optional(
        "threads",
        Kind::Whole(1, 1024),
        "",
        "",
        "Plans made side by side; as many as the machine has cores when absent",
    ),
    optional(
        "time_limit_s",
        Kind::Above(0.0, 1e9),
        "s",
        "",
        "Time the solver may take for each plan; the base's when absent",
    ),
    optional(
        "capacity_factor",
        Kind::NumberTable(0.0, LARGEST_FACTOR),
        "",
        "",
        "Factor on the capacity of every link and terminal of a mode: mode = factor; where there is no base",
    ),
    optional(
        "policies",
        Kind::Texts,
        "",
        "",
        "Policy files laid over for every plan, relative to the batch file, where there is no base",
    ),
    required(
        "axes",
        Kind::Tables(AXIS_KEYS),
        "",
        "What is varied, each under [[axes]]; the last one turns fastest",
    ),
    optional(
        "only",
        Kind::Tables(SELECTION_KEYS),
        "",
        "",
        "When there are any, only plans that at least one of them picks are made",
    ),
    optional(
        "exclude",
        Kind::Tables(SELECTION_KEYS),
        "",
        "",
        "Plans that any of them picks are not made",
    ),
];

/// Keys of a generated continent.
const GENERATE_KEYS: &[Key] = &[
    required("nodes", Kind::Whole(FEWEST_NODES as i64, LARGEST_COUNT), "", "Nodes"),
    required(
        "commodities",
        Kind::Whole(FEWEST_COMMODITIES as i64, LARGEST_COUNT),
        "",
        "Commodities, carriers included",
    ),
    optional("periods", Kind::Whole(1, LARGEST_COUNT), "", "1", "Periods"),
    optional(
        "seed",
        Kind::Whole(0, i64::MAX),
        "",
        "1",
        "Seed where no alternative gives one",
    ),
];

/// Keys of an axis.
const AXIS_KEYS: &[Key] = &[
    required("name", Kind::Text, "", "Name, which is a column of the batch's table"),
    required(
        "alternatives",
        Kind::Tables(ALTERNATIVE_KEYS),
        "",
        "What it may be, each under [[axes.alternatives]]",
    ),
];

/// Keys of an alternative.
const ALTERNATIVE_KEYS: &[Key] = &[
    required("name", Kind::Text, "", "Name, which is a word in that column"),
    optional(
        "demand_scale",
        Kind::Number(0.0, LARGEST_FACTOR),
        "",
        "",
        "Multiplies all demand",
    ),
    optional(
        "capacity_factor",
        Kind::NumberTable(0.0, LARGEST_FACTOR),
        "",
        "",
        "Factor on the capacity of every link and terminal of a mode: mode = factor; multiplies the run's own",
    ),
    optional(
        "policy",
        Kind::Text,
        "",
        "",
        "Policy file laid over, relative to the batch file",
    ),
    optional(
        "change",
        Kind::Text,
        "",
        "",
        "Change file laid over after the policy, relative to the batch file",
    ),
    optional(
        "seed",
        Kind::Whole(0, i64::MAX),
        "",
        "",
        "Seed of a generated continent",
    ),
];

/// Keys of a selection.
const SELECTION_KEYS: &[Key] = &[required(
    "where",
    Kind::TextTable,
    "",
    "axis = alternative; those that are given must all hold",
)];
