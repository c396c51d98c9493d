//! I05: parallel links disagree.

use super::Context;
use crate::findings::{Code, Finding, Offenders};
use crate::tables::words::figure;
use polars::prelude::{InitHashMaps, PlHashMap};

/// Lengths of parallel links of one mode differ at most by this factor.
const LENGTH_FACTOR: f64 = 2.0;

/// Links of one mode between the same two nodes, either way round, whose lengths cannot both be right.
pub(super) fn parallel_links(context: &Context<'_>) -> Vec<Finding> {
    let links = context.tables.get("links");
    let (modes, from, to) = (
        links.references("mode"),
        links.references("from_node"),
        links.references("to_node"),
    );
    let lengths = links.numbers("length_km");
    let mut first = PlHashMap::with_capacity(links.rows);
    let mut offenders = Offenders::new(Code::I05, links.place("length_km"));
    for (row, length) in lengths.iter().enumerate().filter(|(_, length)| length.is_finite()) {
        let (Some(mode), Some(a), Some(b)) = (modes.get(row), from.get(row), to.get(row)) else {
            continue;
        };
        let before: usize = *first.entry((mode, a.min(b), a.max(b))).or_insert(row);
        let other = lengths[before];
        if length.max(other) > LENGTH_FACTOR * length.min(other) {
            let seen = || {
                format!(
                    "{} km, but {} km in {}",
                    figure(*length),
                    figure(other),
                    links.label(before)
                )
            };
            offenders.add(|| (links.label(row), seen()));
        }
    }
    offenders.into_finding().into_iter().collect()
}
