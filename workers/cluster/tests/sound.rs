//! A sound cluster gives what this process gives, to the last bit.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use cluster::ClusterOptions;
use common::{Cluster, Sample, program, same_bits};
use std::sync::Arc;
use workers::{Farm, LocalFarm, Row, RowKind, SolveOptions, SolveStatus};

#[test]
fn pricing_rounds_are_the_same_to_the_last_bit() {
    let cluster = Cluster::start(2);
    let farm = cluster.strict(None);
    for (round, seed) in [1, 2, 2, 3].into_iter().enumerate() {
        let sample = Sample::grid(12, 5, 3, seed);
        let mut labels = sample.labels();
        farm.price_round(&sample.round(), &mut labels).unwrap();
        assert!(same_bits(&labels, &sample.local()), "round {round}");
    }
    let report = farm.report();
    assert_eq!((report.rounds, report.blocks_there, report.blocks_here), (4, 16, 0));
    assert!(report.is_smooth(), "{report}");
    assert!(report.answers_warm > 0, "{report}");
}

#[test]
fn solving_rounds_are_the_same_to_the_last_bit() {
    let cluster = Cluster::start(2);
    let farm = cluster.strict(None);
    let log = cluster.folder.path().join("solver.log");
    let options = SolveOptions {
        log_file: Some(log.clone()),
        ..SolveOptions::default()
    };
    let blocks: Vec<_> = (0..6).map(|seed| program(8, 20, seed)).collect();
    let there = farm.solve_round(&blocks, &options).unwrap();
    let here = LocalFarm::default()
        .solve_round(&blocks, &SolveOptions::default())
        .unwrap();
    assert_eq!(there, here);
    assert!(there.iter().all(|answer| answer.status == SolveStatus::Optimal));
    assert!(std::fs::read_to_string(log).unwrap().contains("HiGHS"));
    assert_eq!(farm.report().blocks_there, 6);
}

#[test]
fn an_infeasible_block_is_an_answer_that_is_found_again_here() {
    let cluster = Cluster::start(1);
    let mut block = program(2, 3, 1).as_ref().clone();
    let kind = RowKind::Equal;
    block.add_row(
        Row {
            kind,
            right_hand_side: -1.0,
        },
        &mut [(0, 1.0)],
    );
    let farm = cluster.farm();
    let answers = farm.solve_round(&[Arc::new(block)], &SolveOptions::default()).unwrap();
    assert!(matches!(
        answers[0].status,
        SolveStatus::Infeasible | SolveStatus::InfeasibleOrUnbounded
    ));
    // An executor's word for it shows nothing: it is asked three times, and not believed.
    let report = farm.report();
    assert_eq!((report.answers_refused, report.blocks_here), (3, 1), "{report}");
}

#[test]
fn small_and_empty_rounds_stay_here() {
    let cluster = Cluster::start(0);
    let farm = cluster::ClusterFarm::new(ClusterOptions {
        least_arcs: usize::MAX,
        ..cluster.options()
    })
    .unwrap();
    let sample = Sample::grid(4, 2, 1, 7);
    let mut labels = sample.labels();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    assert!(same_bits(&labels, &sample.local()));
    assert!(farm.solve_round(&[], &SolveOptions::default()).unwrap().is_empty());
    assert_eq!(farm.report().rounds, 0);
}

#[test]
fn data_are_warm_from_the_second_round_on_and_stay_with_their_executor() {
    let cluster = Cluster::start(2);
    let farm = cluster.strict(None);
    let blocks: Vec<_> = (0..8).map(|seed| program(4, 6, seed)).collect();
    // Both executors have registered when both have answered; until then blocks may move.
    let mut rounds = 0;
    let warm = loop {
        let before = farm.report().answers_warm;
        farm.solve_round(&blocks, &SolveOptions::default()).unwrap();
        rounds += 1;
        let warm = farm.report().answers_warm - before;
        if warm == 8 || rounds == 20 {
            break warm;
        }
    };
    assert_eq!(warm, 8, "after {rounds} rounds: {}", farm.report());
}
