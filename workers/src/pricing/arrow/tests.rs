//! Round trips, and batches that are not what they say.

use super::super::samples::sample;
use super::super::{Labels, PricingNetwork, PricingPlan, PricingTask, Source, Verifier};
use super::*;
use crate::block::BlockError;
use crate::farm::{Farm, LocalFarm};
use arrow::array::{ArrayRef, Float64Array, RecordBatch, UInt32Array};
use proptest::prelude::*;
use std::sync::Arc;

/// Tail, head, mode, keep, carrier, burn.
type RawArc = (u32, u32, u32, f64, u32, f64);

proptest! {
    #[test]
    fn a_round_survives_the_trip(sample in sample()) {
        let plan = read_plan(&write_plan(&sample.plan).unwrap()).unwrap();
        prop_assert_eq!(&plan, &sample.plan);
        let prices = read_prices(&plan, &write_prices(&sample.prices).unwrap()).unwrap();
        prop_assert_eq!(&prices, &sample.prices);
        let tasks = read_tasks(&plan, prices.len(), &write_tasks(&sample.tasks).unwrap()).unwrap();
        prop_assert_eq!(&tasks, &sample.tasks);
        let mut answers = vec![Labels::default(); tasks.len()];
        LocalFarm::default().price_round(&sample.round(), &mut answers).unwrap();
        let read = read_answers(&plan, tasks.len(), &write_answers(&plan, &packed(&answers)).unwrap()).unwrap();
        let (mut verifier, mut labels) = (Verifier::default(), Labels::default());
        prop_assert_eq!(read.ways().count(), answers.len());
        for ((ways, task), answer) in read.ways().zip(&tasks).zip(&answers) {
            verifier.verify(&sample.round(), task, ways, &mut labels).unwrap();
            prop_assert_eq!(&labels, answer);
        }
    }

    #[test]
    fn a_part_of_a_batch_is_a_batch(sample in sample(), first in 0_usize..12) {
        let first = first.min(sample.tasks.len());
        let batch = write_tasks(&sample.tasks).unwrap().slice(first, sample.tasks.len() - first);
        let read = read_tasks(&sample.plan, sample.prices.len(), &batch).unwrap();
        prop_assert_eq!(&read[..], &sample.tasks[first..]);
    }

    #[test]
    fn any_arcs_are_refused_or_can_be_priced(
        arcs in prop::collection::vec((0_u32..5, 0_u32..5, 0_u32..3, any::<f64>(), any::<u32>(), any::<f64>()), 0..6),
    ) {
        let mut batches = write_plan(&two_nodes()).unwrap();
        let index = |of: fn(&RawArc) -> u32| -> ArrayRef {
            Arc::new(UInt32Array::from_iter_values(arcs.iter().map(of)))
        };
        let number = |of: fn(&RawArc) -> f64| -> ArrayRef {
            Arc::new(Float64Array::from_iter_values(arcs.iter().map(of)))
        };
        let columns = vec![index(|a| a.0), index(|a| a.1), index(|a| a.2), number(|a| a.3), index(|a| a.4), number(|a| a.5)];
        batches.arcs = RecordBatch::try_new(batches.arcs.schema(), columns).unwrap();
        if let Ok(plan) = read_plan(&batches) {
            let prices = vec![vec![super::super::ArcPrice::default(); arcs.len()]];
            let tasks = [PricingTask { period: 0, commodity: 0, sources: vec![Source { node: 0, price_gj: 1.0 }] }];
            let round = super::super::PricingRound { plan: &plan, prices: &prices, tasks: &tasks };
            LocalFarm::default().price_round(&round, &mut [Labels::default()]).unwrap();
        }
    }
}

fn packed(answers: &[Labels]) -> PricingAnswers {
    let mut packed = PricingAnswers::default();
    answers.iter().for_each(|labels| packed.push(labels));
    packed
}

/// Two nodes, an arc each way, one commodity, one mode.
fn two_nodes() -> PricingPlan {
    let network = PricingNetwork {
        starts: vec![0, 1, 2],
        tails: vec![0, 1],
        heads: vec![1, 0],
        modes: vec![0, 0],
        keeps: vec![1.0, 0.5],
    };
    let carrying = super::super::Carrying {
        energy: 1.0,
        tonnes: 1.0,
        weight: 1.0,
    };
    let none = super::super::NO_CARRIER;
    PricingPlan::new(network, vec![vec![Some(carrying)]], vec![none, none], vec![0.0, 0.0])
}

fn with_count(batch: &RecordBatch, name: &str, count: &str) -> RecordBatch {
    let mut metadata = batch.schema().metadata().clone();
    metadata.insert(name.to_owned(), count.to_owned());
    let schema = batch.schema().as_ref().clone().with_metadata(metadata);
    RecordBatch::try_new(Arc::new(schema), batch.columns().to_vec()).unwrap()
}

#[test]
fn counts_that_cannot_be_are_refused() {
    let whole = write_plan(&two_nodes()).unwrap();
    for (name, count) in [
        ("nodes", "99999999999"),
        ("nodes", "-1"),
        ("nodes", "1"),
        ("commodities", "4294967295"),
        ("modes", "0"),
        ("modes", "many"),
    ] {
        let mut batches = whole.clone();
        batches.arcs = with_count(&whole.arcs, name, count);
        let refused = matches!(read_plan(&batches), Err(BlockError::Value { .. }));
        assert!(refused, "{name} {count}");
    }
    let prices = write_prices(&[]).unwrap();
    let prices = with_count(&prices, "periods", "3");
    assert!(read_prices(&two_nodes(), &prices).is_err());
}

#[test]
fn another_version_is_refused() {
    let plan = two_nodes();
    let old = |batch: &RecordBatch| with_count(batch, "block_version", "0");
    let mut batches = write_plan(&plan).unwrap();
    batches.carriages = old(&batches.carriages);
    assert!(matches!(read_plan(&batches), Err(BlockError::Version { .. })));
    let is_version = |error| matches!(error, BlockError::Version { .. });
    assert!(is_version(
        read_prices(&plan, &old(&write_prices(&[]).unwrap())).unwrap_err()
    ));
    assert!(is_version(
        read_tasks(&plan, 1, &old(&write_tasks(&[]).unwrap())).unwrap_err()
    ));
    assert!(is_version(
        read_answers(
            &plan,
            0,
            &old(&write_answers(&plan, &PricingAnswers::default()).unwrap())
        )
        .unwrap_err()
    ));
}

#[test]
fn tasks_that_cannot_be_are_refused() {
    let (plan, good) = (two_nodes(), Source { node: 1, price_gj: 2.0 });
    let task = |period, commodity, sources| PricingTask {
        period,
        commodity,
        sources,
    };
    let wrong = [
        task(1, 0, vec![good]),
        task(0, 1, vec![good]),
        task(0, 0, vec![Source { node: 2, ..good }]),
        task(0, 0, vec![good, Source { node: 0, ..good }]),
        task(0, 0, vec![good, good]),
        task(
            0,
            0,
            vec![Source {
                price_gj: f64::NAN,
                ..good
            }],
        ),
        task(
            0,
            0,
            vec![Source {
                price_gj: f64::INFINITY,
                ..good
            }],
        ),
    ];
    for task in wrong {
        let batch = write_tasks(std::slice::from_ref(&task)).unwrap();
        assert!(
            matches!(read_tasks(&plan, 1, &batch), Err(BlockError::Value { .. })),
            "{task:?}"
        );
    }
    let batch = write_answers(&plan, &packed(&[Labels::default()])).unwrap();
    assert!(matches!(read_tasks(&plan, 1, &batch), Err(BlockError::Column { .. })));
}

/// A line of nodes, each with an arc to the next.
fn line(nodes: u32) -> PricingPlan {
    let arcs = nodes as usize - 1;
    let network = PricingNetwork {
        starts: (0..nodes).chain([nodes - 1]).collect(),
        tails: (0..nodes - 1).collect(),
        heads: (1..nodes).collect(),
        modes: vec![0; arcs],
        keeps: vec![1.0; arcs],
    };
    let none = vec![super::super::NO_CARRIER; arcs];
    let carrying = super::super::Carrying {
        weight: 1.0,
        ..super::super::Carrying::default()
    };
    PricingPlan::new(network, vec![vec![Some(carrying)]], none, vec![0.0; arcs])
}

#[test]
fn large_networks_are_numbered_as_well() {
    for nodes in [65_535, 65_536, 70_000] {
        let plan = line(nodes);
        let task = PricingTask {
            period: 0,
            commodity: 0,
            sources: vec![Source { node: 0, price_gj: 1.0 }],
        };
        let price = super::super::ArcPrice {
            toll: 1.0,
            ..super::super::ArcPrice::default()
        };
        let prices = [vec![price; nodes as usize - 1]];
        let round = super::super::PricingRound {
            plan: &plan,
            prices: &prices,
            tasks: std::slice::from_ref(&task),
        };
        let mut answers = [Labels::default()];
        LocalFarm::default().price_round(&round, &mut answers).unwrap();
        let read = read_answers(&plan, 1, &write_answers(&plan, &packed(&answers)).unwrap()).unwrap();
        let mut labels = Labels::default();
        let ways = read.ways().next().unwrap();
        assert_eq!(ways.order.len(), nodes as usize);
        Verifier::default().verify(&round, &task, ways, &mut labels).unwrap();
        assert_eq!(labels, answers[0]);
    }
}
