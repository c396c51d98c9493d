//! Labels against Bellman and Ford, and against themselves with other numbers of threads.

use super::samples::{Sample, sample};
use super::{ArcPrice, Labels, NO_ARC, PricingTask};
use crate::farm::{Farm, LocalFarm};
use proptest::prelude::*;

/// What one unit costs at the head of an arc, whose tail has it at `label`; none where the arc does not carry it.
fn arriving(sample: &Sample, task: &PricingTask, arc: usize, label: f64) -> Option<f64> {
    let (plan, network) = (&sample.plan, sample.plan.network());
    let carrying = plan.carrying(task.commodity)[network.modes[arc] as usize]?;
    let price = sample.prices[task.period as usize][arc];
    let burns_own = plan.carriers()[arc] == task.commodity;
    let departing = if burns_own {
        let burnt = plan.burns()[arc] * carrying.energy * label;
        label + burnt + ArcPrice { energy: 0.0, ..price }.of(carrying)
    } else {
        label + price.of(carrying)
    };
    departing.is_finite().then_some(departing / network.keeps[arc])
}

/// Prices by node: every arc looked at as often as there are nodes.
fn bellman_ford(sample: &Sample, task: &PricingTask) -> Vec<f64> {
    let network = sample.plan.network();
    let mut labels = vec![f64::INFINITY; network.node_count()];
    for source in &task.sources {
        labels[source.node as usize] = source.price_gj;
    }
    for _ in 0..network.node_count() {
        for arc in 0..network.arc_count() {
            let label = labels[network.tails[arc] as usize];
            let head = network.heads[arc] as usize;
            if let Some(price) = arriving(sample, task, arc, label) {
                labels[head] = labels[head].min(price);
            }
        }
    }
    labels
}

fn price(sample: &Sample, workers: usize) -> Vec<Labels> {
    let farm = LocalFarm::new(workers).unwrap();
    let mut answers = vec![Labels::default(); sample.tasks.len()];
    farm.price_round(&sample.round(), &mut answers).unwrap();
    answers
}

fn bits(answers: &[Labels]) -> Vec<(Vec<u64>, Vec<u32>, Vec<u32>)> {
    let of = |answer: &Labels| {
        let prices = answer.prices.iter().map(|price| price.to_bits()).collect();
        (prices, answer.last_arcs.clone(), answer.order.clone())
    };
    answers.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn labels_are_those_of_bellman_and_ford(sample in sample()) {
        for (task, answer) in sample.tasks.iter().zip(price(&sample, 1)) {
            prop_assert_eq!(&answer.prices, &bellman_ford(&sample, task));
            let reached = answer.prices.iter().filter(|price| price.is_finite()).count();
            prop_assert_eq!(answer.order.len(), reached);
            prop_assert!(answer.order.is_sorted_by_key(|node| answer.prices[*node as usize]));
            for (node, arc) in answer.last_arcs.iter().enumerate().filter(|(_, arc)| **arc != NO_ARC) {
                let tail = sample.plan.network().tails[*arc as usize] as usize;
                let price = arriving(&sample, task, *arc as usize, answer.prices[tail]);
                prop_assert_eq!(price, Some(answer.prices[node]));
            }
        }
    }

    #[test]
    fn threads_change_no_bit(sample in sample()) {
        let one = bits(&price(&sample, 1));
        prop_assert_eq!(&bits(&price(&sample, 2)), &one);
        prop_assert_eq!(&bits(&price(&sample, 8)), &one);
    }

    #[test]
    fn used_buffers_are_as_good_as_new(first in sample(), second in sample()) {
        let farm = LocalFarm::default();
        let mut answers = vec![Labels::default(); first.tasks.len()];
        farm.price_round(&first.round(), &mut answers).unwrap();
        answers.resize(second.tasks.len(), Labels::default());
        farm.price_round(&second.round(), &mut answers).unwrap();
        prop_assert_eq!(bits(&answers), bits(&price(&second, 1)));
    }
}

#[test]
fn a_task_that_cannot_be_is_an_error_and_the_farm_goes_on() {
    let task = |period| PricingTask {
        period,
        commodity: 0,
        sources: Vec::new(),
    };
    let sample = |period| Sample {
        plan: super::PricingPlan::new(
            super::PricingNetwork::default(),
            vec![Vec::new()],
            Vec::new(),
            Vec::new(),
        ),
        prices: vec![Vec::new()],
        tasks: vec![task(0), task(period), task(0)],
    };
    for workers in [1, 2] {
        let farm = LocalFarm::new(workers).unwrap();
        let mut answers = vec![Labels::default(); 3];
        assert!(farm.price_round(&sample(7).round(), &mut answers).is_err());
        assert!(farm.price_round(&sample(0).round(), &mut answers).is_ok());
    }
}
