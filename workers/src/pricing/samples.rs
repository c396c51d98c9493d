//! Random plans, prices and tasks for tests: losses, closed arcs, arcs that burn what they carry.

use super::network::{ArcPrice, ArcPrices, Carrying, PricingNetwork};
use super::plan::{NO_CARRIER, PricingPlan};
use super::task::{PricingRound, PricingTask, Source};
use proptest::prelude::*;

/// All of a round.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) plan: PricingPlan,
    pub(super) prices: Vec<ArcPrices>,
    pub(super) tasks: Vec<PricingTask>,
}

impl Sample {
    pub(super) fn round(&self) -> PricingRound<'_> {
        PricingRound {
            plan: &self.plan,
            prices: &self.prices,
            tasks: &self.tasks,
        }
    }
}

const COMMODITIES: u32 = 4;
const MODES: u16 = 3;
const PERIODS: u32 = 2;

#[derive(Clone, Copy, Debug)]
struct RawArc {
    tail: u32,
    head: u32,
    mode: u16,
    keep: f64,
    carrier: u32,
    burn: f64,
}

fn arc(nodes: u32) -> impl Strategy<Value = RawArc> {
    let keep = prop_oneof![Just(1.0), 0.5..1.0_f64];
    let carrier = prop_oneof![3 => Just(NO_CARRIER), 1 => 0..COMMODITIES];
    (0..nodes, 0..nodes, 0..MODES, keep, carrier, 0.01..0.5_f64).prop_map(|(tail, head, mode, keep, carrier, burn)| {
        RawArc {
            tail,
            head,
            mode,
            keep,
            carrier,
            burn: if carrier == NO_CARRIER { 0.0 } else { burn },
        }
    })
}

fn network(nodes: u32, arcs: &[RawArc]) -> PricingNetwork {
    PricingNetwork {
        starts: (0..=nodes)
            .map(|node| u32::try_from(arcs.partition_point(|arc| arc.tail < node)).unwrap_or(0))
            .collect(),
        tails: arcs.iter().map(|arc| arc.tail).collect(),
        heads: arcs.iter().map(|arc| arc.head).collect(),
        modes: arcs.iter().map(|arc| arc.mode).collect(),
        keeps: arcs.iter().map(|arc| arc.keep).collect(),
    }
}

fn carrying() -> impl Strategy<Value = Vec<Vec<Option<Carrying>>>> {
    let figures = (0.1..2.0_f64, 0.1..2.0_f64, 0.1..2.0_f64);
    let one = prop::option::of(figures.prop_map(|(energy, tonnes, weight)| Carrying { energy, tonnes, weight }));
    prop::collection::vec(prop::collection::vec(one, usize::from(MODES)), COMMODITIES as usize)
}

fn prices(arcs: usize) -> impl Strategy<Value = Vec<ArcPrices>> {
    let toll = prop_oneof![4 => 0.0..3.0_f64, 1 => Just(f64::INFINITY)];
    let price = (0.0..3.0_f64, 0.0..3.0_f64, toll).prop_map(|(energy, tonne, toll)| ArcPrice { energy, tonne, toll });
    prop::collection::vec(prop::collection::vec(price, arcs), PERIODS as usize)
}

fn task(nodes: u32) -> impl Strategy<Value = PricingTask> {
    let sources = prop::collection::btree_map(0..nodes, 0.0..9.0_f64, 0..4);
    (0..PERIODS, 0..COMMODITIES, sources).prop_map(|(period, commodity, sources)| PricingTask {
        period,
        commodity,
        sources: sources
            .into_iter()
            .map(|(node, price_gj)| Source { node, price_gj })
            .collect(),
    })
}

/// A plan with up to a dozen nodes, and a round of up to a dozen tasks.
pub(super) fn sample() -> impl Strategy<Value = Sample> {
    (1_u32..13)
        .prop_flat_map(|nodes| {
            let arcs = prop::collection::vec(arc(nodes), 0..40);
            let tasks = prop::collection::vec(task(nodes), 0..12);
            (Just(nodes), arcs, carrying(), tasks)
        })
        .prop_flat_map(|(nodes, mut arcs, carrying, tasks)| {
            arcs.sort_by_key(|arc| arc.tail);
            let carriers = arcs.iter().map(|arc| arc.carrier).collect();
            let burns = arcs.iter().map(|arc| arc.burn).collect();
            let plan = PricingPlan::new(network(nodes, &arcs), carrying, carriers, burns);
            let prices = prices(arcs.len());
            (Just(plan), prices, Just(tasks))
        })
        .prop_map(|(plan, prices, tasks)| Sample { plan, prices, tasks })
}
