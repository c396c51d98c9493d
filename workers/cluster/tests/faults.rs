//! One thing goes wrong in each test, and the round is still what this process finds. Each test asserts that it did go wrong.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use cluster::{ClusterFarm, ClusterOptions};
use common::{Cluster, Fault, Process, Sample, executor_program, program, same_bits};
use std::process::Command;
use std::time::{Duration, Instant};
use workers::{Farm, LocalFarm, SolveError, SolveOptions};

/// A round with one fault: the same labels, done by the cluster alone.
fn survives(name: &'static str, others_ms: u64) -> cluster::FarmReport {
    let cluster = Cluster::faulty(2, Fault { name, others_ms });
    let sample = Sample::grid(10, 4, 2, 11);
    let farm = cluster.strict(None);
    // A stale answer is one to an earlier round.
    for round in 0..3 {
        let sample = Sample {
            prices: Sample::grid(10, 4, 2, 20 + round).prices,
            ..Sample::grid(10, 4, 2, 11)
        };
        let mut labels = sample.labels();
        farm.price_round(&sample.round(), &mut labels).unwrap();
        assert!(same_bits(&labels, &sample.local()), "{name}, round {round}");
    }
    assert!(cluster.has_failed(), "{name} did not happen");
    let mut labels = sample.labels();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    let report = farm.report();
    assert_eq!((report.blocks_there, report.blocks_here), (16, 0), "{report}");
    report
}

#[test]
fn an_executor_killed_before_its_block() {
    survives("die-before", 0);
}

#[test]
fn an_executor_killed_during_its_block() {
    survives("die-during", 0);
}

#[test]
fn an_executor_killed_after_its_block_before_the_reply() {
    survives("lose-reply", 0);
}

#[test]
fn an_executor_killed_after_its_reply_while_others_still_work() {
    survives("die-after", 1000);
}

#[test]
fn a_slow_executor() {
    survives("slow", 0);
}

#[test]
fn garbage_is_refused_and_asked_again() {
    let report = survives("garbage", 0);
    assert_eq!((report.answers_refused, report.blocks_asked_again), (1, 1), "{report}");
}

#[test]
fn a_wrong_answer_of_the_right_form_is_refused_and_asked_again() {
    let report = survives("wrong", 0);
    assert_eq!((report.answers_refused, report.blocks_asked_again), (1, 1), "{report}");
    let fault = report.last_fault.unwrap();
    assert!(fault.contains("is wrong"), "{fault}");
}

#[test]
fn a_stale_answer_is_refused_and_asked_again() {
    let report = survives("stale", 0);
    assert_eq!((report.answers_refused, report.blocks_asked_again), (1, 1), "{report}");
    let fault = report.last_fault.unwrap();
    assert!(fault.contains("another round"), "{fault}");
}

#[test]
fn another_version_is_refused_by_name() {
    let report = survives("other-version", 0);
    assert_eq!(report.answers_refused, 1, "{report}");
    let fault = report.last_fault.unwrap();
    assert!(fault.contains("install the same version"), "{fault}");
}

#[test]
fn a_wrong_solution_of_the_right_form_is_refused_and_solved_again() {
    let cluster = Cluster::faulty(
        2,
        Fault {
            name: "wrong",
            others_ms: 0,
        },
    );
    let blocks: Vec<_> = (0..4).map(|seed| program(6, 9, seed)).collect();
    let farm = cluster.strict(None);
    let there = farm.solve_round(&blocks, &SolveOptions::default()).unwrap();
    assert!(cluster.has_failed());
    assert_eq!(
        there,
        LocalFarm::default()
            .solve_round(&blocks, &SolveOptions::default())
            .unwrap()
    );
    let report = farm.report();
    assert_eq!((report.answers_refused, report.blocks_asked_again), (1, 1), "{report}");
}

#[test]
fn a_block_that_never_ends_is_done_here_in_bounded_time() {
    let cluster = Cluster::faulty(
        1,
        Fault {
            name: "stuck",
            others_ms: 0,
        },
    );
    let sample = Sample::grid(10, 4, 2, 11);
    let limit = Duration::from_secs(8);
    let farm = ClusterFarm::new(ClusterOptions {
        pricing_limit: limit,
        ..cluster.options()
    })
    .unwrap();
    let start = Instant::now();
    let mut labels = sample.labels();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    assert!(
        start.elapsed() < limit + Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    assert!(cluster.has_failed());
    assert!(same_bits(&labels, &sample.local()));
    let report = farm.report();
    assert_eq!((report.blocks_there, report.blocks_here), (0, 4), "{report}");
    // The cluster is left alone for a while: the next round does not wait.
    let start = Instant::now();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn a_block_that_never_ends_holds_up_no_other_round() {
    let cluster = Cluster::faulty(
        2,
        Fault {
            name: "stuck",
            others_ms: 0,
        },
    );
    let solving = ClusterFarm::new(ClusterOptions {
        threads_here: None,
        solve_limit: Duration::from_secs(20),
        ..cluster.options()
    })
    .unwrap();
    let pricing = cluster.strict(None);
    let sample = Sample::grid(10, 4, 2, 11);
    std::thread::scope(|scope| {
        let round = scope.spawn(|| solving.solve_round(&[program(6, 9, 1)], &SolveOptions::default()));
        let until = Instant::now() + Duration::from_secs(15);
        while !cluster.has_failed() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(cluster.has_failed());
        for _ in 0..3 {
            let mut labels = sample.labels();
            pricing.price_round(&sample.round(), &mut labels).unwrap();
            assert!(same_bits(&labels, &sample.local()));
        }
        assert!(!round.is_finished(), "nothing was in the way");
        let report = pricing.report();
        assert_eq!((report.blocks_there, report.blocks_here), (12, 0), "{report}");
        assert!(matches!(round.join().unwrap(), Err(SolveError::FarmLost { .. })));
    });
    // The engine still counts the core as taken, which it is.
    let mut labels = sample.labels();
    pricing.price_round(&sample.round(), &mut labels).unwrap();
    assert!(same_bits(&labels, &sample.local()));
}

#[test]
fn an_executor_presumed_dead_that_comes_back_counts_once() {
    let mut cluster = Cluster::faulty(
        2,
        Fault {
            name: "slow",
            others_ms: 1500,
        },
    );
    let sample = Sample::grid(10, 4, 2, 11);
    let farm = cluster.strict(None);
    let mut labels = sample.labels();
    std::thread::scope(|scope| {
        let round = scope.spawn(|| farm.price_round(&sample.round(), &mut labels));
        let until = Instant::now() + Duration::from_secs(30);
        while !cluster.has_failed() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        let frozen: u32 = std::fs::read_to_string(cluster.marker()).unwrap().parse().unwrap();
        let executor = cluster
            .executors
            .iter()
            .find(|executor| executor.0.id() == frozen)
            .unwrap();
        executor.signal("-STOP");
        std::thread::sleep(Duration::from_secs(9));
        executor.signal("-CONT");
        round.join().unwrap().unwrap();
    });
    assert!(same_bits(&labels, &sample.local()));
    let report = farm.report();
    assert_eq!((report.blocks_there, report.blocks_here), (4, 0), "{report}");
    cluster.executors.clear();
}

#[test]
fn the_scheduler_killed_and_started_again() {
    let mut cluster = Cluster::faulty(
        2,
        Fault {
            name: "slow",
            others_ms: 0,
        },
    );
    let sample = Sample::grid(10, 4, 2, 11);
    let farm = cluster.strict(None);
    let mut labels = sample.labels();
    std::thread::scope(|scope| {
        let round = scope.spawn(|| farm.price_round(&sample.round(), &mut labels));
        let until = Instant::now() + Duration::from_secs(30);
        while !cluster.has_failed() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(cluster.has_failed());
        cluster.restart_scheduler();
        round.join().unwrap().unwrap();
    });
    assert!(same_bits(&labels, &sample.local()));
    let report = farm.report();
    assert_eq!((report.blocks_there, report.blocks_here), (4, 0), "{report}");
    assert!(report.blocks_asked_again > 0, "{report}");
}

#[test]
fn executors_come_back_to_a_scheduler_that_was_away() {
    let mut cluster = Cluster::start(1);
    let sample = Sample::grid(8, 3, 1, 5);
    cluster.warm_up(&sample);
    cluster.scheduler.kill();
    std::thread::sleep(Duration::from_secs(8));
    assert!(!cluster.executors[0].has_ended());
    cluster.restart_scheduler();
    let farm = cluster.strict(None);
    let mut labels = sample.labels();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    assert!(same_bits(&labels, &sample.local()));
    // What was warm before is warm after.
    assert_eq!(farm.report().answers_warm, farm.report().blocks_there);
}

#[test]
fn with_all_gone_the_work_is_done_here_or_is_a_named_error() {
    let mut cluster = Cluster::start(1);
    let sample = Sample::grid(8, 3, 1, 5);
    cluster.warm_up(&sample);
    cluster.executors.clear();
    cluster.scheduler.kill();
    let farm = cluster.farm();
    let start = Instant::now();
    let mut labels = sample.labels();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(same_bits(&labels, &sample.local()));
    assert_eq!(farm.report().blocks_here, 3);
    let error = cluster
        .strict(None)
        .solve_round(&[program(3, 3, 1)], &SolveOptions::default());
    let Err(SolveError::FarmLost { reason }) = error else {
        panic!("{error:?}");
    };
    assert!(reason.contains("did not finish the round"), "{reason}");
}

#[test]
fn a_full_disk_of_an_executor() {
    let mut cluster = Cluster::start(0);
    // Files end at 4 kB, and writing on is an error, as on a disk that is full.
    let script = "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\"";
    let sound = cluster.executor_command(&executor_program(), "full");
    let mut command = Command::new("bash");
    command
        .args(["-c", script])
        .arg(sound.get_program())
        .args(sound.get_args());
    cluster.executors.push(Process(command.spawn().unwrap()));
    let sample = Sample::grid(20, 4, 2, 11);
    // Alone it cannot do the round, and the farm says so.
    let farm = cluster.farm();
    let mut labels = sample.labels();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    assert!(same_bits(&labels, &sample.local()));
    let report = farm.report();
    assert_eq!((report.blocks_there, report.blocks_here), (0, 4), "{report}");
    let fault = report.last_fault.unwrap();
    assert!(fault.contains("did not finish the round"), "{fault}");
}

#[test]
fn a_store_that_cannot_be_written_is_named_and_the_work_done_here() {
    let cluster = Cluster::start(0);
    let sample = Sample::grid(8, 3, 1, 5);
    let farm = cluster.farm();
    let store = cluster.folder.path().join("store");
    std::fs::remove_dir_all(&store).unwrap();
    std::fs::write(&store, "in the way").unwrap();
    let mut labels = sample.labels();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    assert!(same_bits(&labels, &sample.local()));
    let report = farm.report();
    assert_eq!((report.rounds, report.blocks_here), (0, 3), "{report}");
    assert!(report.last_fault.unwrap().contains("store"));
}

#[test]
fn a_torn_object_is_refused_by_the_executor_and_named() {
    let mut cluster = Cluster::start(0);
    let sample = Sample::grid(8, 3, 1, 5);
    let farm = ClusterFarm::new(ClusterOptions {
        pricing_limit: Duration::from_secs(1),
        ..cluster.options()
    })
    .unwrap();
    farm.price_round(&sample.round(), &mut sample.labels()).unwrap();
    let store = std::fs::read_dir(cluster.folder.path().join("store")).unwrap();
    let objects: Vec<_> = store.map(|entry| entry.unwrap().path()).collect();
    // The plan, and the prices of the one period.
    assert_eq!(objects.len(), 2);
    for object in objects {
        let mut bytes = std::fs::read(&object).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&object, bytes).unwrap();
    }
    cluster.add("node-0", Fault::default());
    let strict = cluster.strict(None);
    let error = strict.price_round(&sample.round(), &mut sample.labels()).unwrap_err();
    assert!(
        error.to_string().contains("does not have the content of its name"),
        "{error}"
    );
}

#[test]
fn an_executor_reads_from_its_own_store_only() {
    let cluster = Cluster::start(1);
    let sample = Sample::grid(8, 3, 1, 5);
    let farm = ClusterFarm::new(ClusterOptions {
        store: format!("file://{}", cluster.folder.path().join("elsewhere").display()),
        threads_here: None,
        ..cluster.options()
    })
    .unwrap();
    let error = farm.price_round(&sample.round(), &mut sample.labels()).unwrap_err();
    assert!(error.to_string().contains("this executor reads from"), "{error}");
}
