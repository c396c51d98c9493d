//! Energy, tonnes and tonne-kilometres by functional sequence and activity.

use super::{StatTable, ratio, table};
use crate::plan::rows::{Activity, Plan, Posting};
use crate::plan::sum::CompensatedSum;
use data::model::{Continent, SequenceIndex};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Default)]
struct Sums {
    energy_gj: CompensatedSum,
    tonnes: f64,
    tonne_km: f64,
}

/// One row a sequence and activity: the energy posted (shortage penalties and policies' prices are rows of their own),
/// tonnes made or transferred, and tonne-kilometres moved.
#[must_use]
pub fn sequences(continent: &Continent, plan: &Plan, postings: &[Posting]) -> StatTable {
    let mut sums: BTreeMap<(SequenceIndex, Activity), Sums> = BTreeMap::new();
    for posting in postings {
        sums.entry((posting.sequence, posting.activity))
            .or_default()
            .energy_gj
            .add(posting.energy_gj);
    }
    for row in &plan.production {
        let process = &continent[continent[row.site].process];
        let tonnes: f64 = process
            .outputs
            .iter()
            .map(|o| o.amount * continent[o.commodity].mass_t)
            .sum();
        sums.entry((process.sequence, Activity::Production)).or_default().tonnes += tonnes * row.activity;
    }
    for flow in &plan.flows {
        let link = &continent[flow.link];
        let tonnes = flow.amount * continent[flow.commodity].mass_t;
        let sequence = continent[link.mode].sequence;
        if link.is_terminal {
            sums.entry((sequence, Activity::Transfer)).or_default().tonnes += tonnes;
        } else {
            sums.entry((sequence, Activity::Transport)).or_default().tonne_km += tonnes * link.length_km;
        }
    }
    let is_energy = |activity: Activity| !matches!(activity, Activity::Shortage | Activity::Weight);
    let all: f64 = sums
        .iter()
        .filter(|((_, a), _)| is_energy(*a))
        .map(|(_, s)| s.energy_gj.value())
        .sum();
    let mut shown = table(
        "sequences",
        "What one sequence spent and moved with one activity",
        &[
            ("sequence", ""),
            ("name", ""),
            ("activity", ""),
            ("energy", "GJ"),
            ("share_of_energy", ""),
            ("tonnes", "t"),
            ("tonne_km", "t-km"),
        ],
    );
    for ((sequence, activity), sums) in sums {
        let energy_gj = sums.energy_gj.value();
        shown.rows.push(vec![
            (&continent[sequence].id).into(),
            (&continent[sequence].name).into(),
            activity.word().into(),
            energy_gj.into(),
            ratio(energy_gj, all).filter(|_| is_energy(activity)).into(),
            sums.tonnes.into(),
            sums.tonne_km.into(),
        ]);
    }
    shown
}
