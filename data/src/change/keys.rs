//! The keys of a change file.

use crate::config::{Key, Kind, LARGEST, optional, required};

/// The greatest factor a change may give.
const LARGEST_FACTOR: f64 = 1e6;

/// Keys of a change file.
pub const CHANGE_KEYS: &[Key] = &[
    required("name", Kind::Text, "", "Name for people; no policy of the plan has it"),
    required(
        "answers_for_it",
        Kind::Text,
        "",
        "The person or body that answers for it",
    ),
    optional("purpose", Kind::Text, "", "", "Why it is asked"),
    optional(
        "policies",
        Kind::Texts,
        "",
        "",
        "Policy files laid over after the rest, relative to the change file",
    ),
    optional("demand", Kind::Tables(DEMAND_KEYS), "", "", "Changes to what is asked"),
    optional(
        "capacity",
        Kind::Tables(CAPACITY_KEYS),
        "",
        "",
        "Changes to what links, terminals, sites and stores can take",
    ),
    optional("outage", Kind::Tables(OUTAGE_KEYS), "", "", "What is out of use"),
];

/// Keys of a change of demand.
const DEMAND_KEYS: &[Key] = &[
    optional("node", Kind::Text, "", "", "Only at this node"),
    optional("area", Kind::Text, "", "", "Only in this area; areas below it count"),
    optional("commodity", Kind::Text, "", "", "Only of this commodity"),
    optional(
        "amount_per_year",
        Kind::Number(0.0, LARGEST),
        "unit/year",
        "",
        "Put in the place of each row's amount",
    ),
    optional(
        "factor",
        Kind::Number(0.0, LARGEST_FACTOR),
        "",
        "",
        "Multiplies each row's amount, after amount_per_year",
    ),
];

/// Keys of a change of capacity.
const CAPACITY_KEYS: &[Key] = &[
    required(
        "of",
        Kind::OneOf(&["links", "terminals", "sites", "stores"]),
        "",
        "What is changed",
    ),
    required(
        "factor",
        Kind::Number(0.0, LARGEST_FACTOR),
        "",
        "Multiplies each capacity",
    ),
    optional("link", Kind::Text, "", "", "Only this link or terminal"),
    optional("mode", Kind::Text, "", "", "Only links or terminals of this mode"),
    optional("site", Kind::Text, "", "", "Only this site"),
    optional("process", Kind::Text, "", "", "Only sites of this process"),
    optional("store", Kind::Text, "", "", "Only this store"),
    optional("node", Kind::Text, "", "", "Only at this node; a link has two"),
    optional(
        "area",
        Kind::Text,
        "",
        "",
        "Only in this area; areas below it count, and a link lies in the areas of both ends",
    ),
];

/// Keys of an outage.
const OUTAGE_KEYS: &[Key] = &[
    optional("link", Kind::Text, "", "", "The link or terminal that is out"),
    optional("site", Kind::Text, "", "", "The site that is out"),
    optional("store", Kind::Text, "", "", "The store that is out"),
    optional(
        "periods",
        Kind::Texts,
        "",
        "",
        "Periods of a site's outage; the whole calendar when absent",
    ),
];
