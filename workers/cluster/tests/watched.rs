//! Metrics and status say what real processes did and do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use cluster::message::FARM_VERSION;
use cluster::{Address, ClusterFarm, ClusterOptions, ClusterStatus, Outcomes};
use common::{Cluster, Fault, Process, Sample, executor_program, program, scheduler_program};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use workers::{Farm, SolveOptions};

/// A process with metrics, and what it says.
struct Watched {
    _process: Process,
    /// `HOST:PORT` of its metrics.
    metrics: String,
    said: Arc<Mutex<String>>,
}

/// Starts a program; gives its first `lines` lines beside it.
fn start(command: &mut Command, lines: usize) -> (Watched, Vec<String>) {
    command.args(["--metrics", "127.0.0.1:0"]).env("PLANNER_LOG", "info");
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut all = BufReader::new(child.stderr.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let said = Arc::new(Mutex::new(String::new()));
    // What the engine says while it starts is between them.
    let ours = all
        .by_ref()
        .filter(|line| line.contains(" at ") && !line.contains(" INFO ") && !line.starts_with('['));
    let first: Vec<String> = ours.take(lines).collect();
    let metrics = first.last().unwrap().strip_prefix("metrics are at http://").unwrap();
    let metrics = metrics.strip_suffix("/metrics").unwrap().to_owned();
    let keeps = Arc::clone(&said);
    std::thread::spawn(move || all.for_each(|line| keeps.lock().unwrap().push_str(&format!("{line}\n"))));
    let watched = Watched {
        _process: Process(child),
        metrics,
        said,
    };
    (watched, first)
}

impl Watched {
    /// The metrics as Prometheus reads them.
    fn text(&self) -> String {
        let mut stream = TcpStream::connect(&self.metrics).unwrap();
        write!(
            stream,
            "GET /metrics HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.metrics
        )
        .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert!(
            text.starts_with("HTTP/1.1 200") && text.contains("openmetrics-text"),
            "{text}"
        );
        text
    }

    /// The value of one line.
    fn value(&self, name: &str) -> f64 {
        let text = self.text();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no {name} in\n{text}")).parse().unwrap()
    }
}

/// Waits until a status is as it must be.
fn until(scheduler: &Address, holds: impl Fn(&ClusterStatus) -> bool) -> ClusterStatus {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let status = cluster::status(scheduler, None).unwrap();
        if holds(&status) {
            return status;
        }
        assert!(Instant::now() < end, "{status:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn address(cluster: &Cluster) -> Address {
    format!("127.0.0.1:{}", cluster.port).parse().unwrap()
}

#[test]
fn what_was_done_is_counted_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("file://{}", folder.path().join("store").display());
    let (scheduler, first) = start(Command::new(scheduler_program()).args(["--bind", "127.0.0.1:0"]), 2);
    let bound: Address = first[0].split_whitespace().last().unwrap().parse().unwrap();
    let executors = ["one", "two"].map(|node| {
        let mut command = Command::new(executor_program());
        command.args(["--scheduler", &bound.to_string(), "--store", &store, "--node", node]);
        start(command.args(["--cores", "1"]), 1).0
    });
    let known = until(&bound, |status| status.executors.len() == 2);
    let nodes: Vec<&str> = known.executors.iter().map(|executor| executor.node.as_str()).collect();
    assert_eq!(nodes, ["one", "two"]);
    for executor in &known.executors {
        assert_eq!(executor.version.as_deref(), Some(FARM_VERSION));
        assert_eq!((executor.slots, executor.busy), (1, 0));
        assert!(
            executor.known_s.unwrap() < 60 && executor.silent_s.unwrap() < 10,
            "{executor:?}"
        );
    }

    let farm = ClusterFarm::new(ClusterOptions {
        least_arcs: 0,
        blocks: 4,
        threads_here: None,
        ..ClusterOptions::new(bound.clone(), store)
    })
    .unwrap();
    let sample = Sample::grid(8, 4, 1, 5);
    for _ in 0..2 {
        farm.price_round(&sample.round(), &mut sample.labels()).unwrap();
    }
    let programs: Vec<_> = (0..3).map(|seed| program(4, 6, seed)).collect();
    farm.solve_round(&programs, &SolveOptions::default()).unwrap();
    let done = Outcomes {
        done: 11,
        ..Outcomes::default()
    };
    until(&bound, |status| status.blocks == done && status.rounds.is_empty());

    let sum = |name: &str| executors.iter().map(|executor| executor.value(name)).sum::<f64>();
    assert_eq!(sum("planner_executor_blocks_total{outcome=\"done\"}"), 11.0);
    assert_eq!(sum("planner_executor_blocks_total{outcome=\"refused\"}"), 0.0);
    assert_eq!(sum("planner_executor_blocks_under_way"), 0.0);
    let (hits, misses) = (
        "cache_loads_total{result=\"hit\"}",
        "cache_loads_total{result=\"miss\"}",
    );
    let misses = sum(&format!("planner_executor_{misses}"));
    // A pricing block needs the plan and the prices of its one period.
    assert_eq!(sum(&format!("planner_executor_{hits}")) + misses, 8.0 * 2.0 + 3.0);
    // Each program once; plan and prices once or on both.
    assert!((5.0..=7.0).contains(&misses), "{misses}");
    let stored = std::fs::read_dir(folder.path().join("store")).unwrap();
    let stored: u64 = stored.map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    assert!(sum("planner_executor_store_reads_bytes_total") >= stored as f64);
    assert!(sum("planner_executor_cache_held_bytes") >= stored as f64);
    assert!(sum("planner_executor_questions_bytes_total") > 0.0);
    assert!(sum("planner_executor_answers_bytes_total") > 0.0);
    let counted = |kind: &str| {
        let texts = executors.iter().map(Watched::text);
        let name = format!("planner_executor_block_seconds_count{{kind=\"{kind}\"}} ");
        let counts = texts.filter_map(|text| {
            text.lines()
                .find_map(|line| line.strip_prefix(&name)?.parse::<f64>().ok())
        });
        counts.sum::<f64>()
    };
    assert_eq!((counted("price"), counted("solve")), (8.0, 3.0));

    assert_eq!(scheduler.value("planner_scheduler_executors"), 2.0);
    assert_eq!(scheduler.value("planner_scheduler_slots"), 2.0);
    assert_eq!(scheduler.value("planner_scheduler_rounds_under_way"), 0.0);
    assert_eq!(
        scheduler.value("planner_scheduler_rounds_total{outcome=\"completed\"}"),
        3.0
    );
    assert_eq!(scheduler.value("planner_scheduler_round_seconds_count"), 3.0);
    assert_eq!(
        scheduler.value("planner_scheduler_blocks_total{outcome=\"done\"}"),
        11.0
    );

    let said: String = executors
        .iter()
        .map(|executor| executor.said.lock().unwrap().clone())
        .collect();
    let blocks: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("block{") && line.contains("close"))
        .collect();
    assert_eq!(blocks.len(), 11, "{said}");
    assert!(blocks.iter().all(|line| line.contains("outcome=\"done\"")), "{said}");
    assert_eq!(scheduler.said.lock().unwrap().matches("round completed").count(), 3);
}

#[test]
fn a_round_under_way_is_shown() {
    let fault = Fault {
        name: "none",
        others_ms: 1500,
    };
    let cluster = Cluster::faulty(2, fault);
    let scheduler = address(&cluster);
    until(&scheduler, |status| status.executors.len() == 2);
    let sample = Sample::grid(8, 6, 1, 5);
    let farm = ClusterFarm::new(ClusterOptions {
        blocks: 6,
        threads_here: None,
        ..cluster.options()
    })
    .unwrap();
    std::thread::scope(|scope| {
        let round = scope.spawn(|| farm.price_round(&sample.round(), &mut sample.labels()));
        let status = until(&scheduler, |status| {
            status
                .rounds
                .iter()
                .any(|round| round.running == 4 && round.waiting == 2)
        });
        assert_eq!((status.rounds[0].blocks, status.rounds[0].attempt), (6, 0));
        assert!(status.executors.iter().all(|executor| executor.busy == 2), "{status:?}");
        round.join().unwrap().unwrap();
    });
    until(&scheduler, |status| status.rounds.is_empty() && status.blocks.done == 6);
}

#[test]
fn an_answer_that_was_refused_is_counted() {
    let fault = Fault {
        name: "garbage",
        others_ms: 0,
    };
    let cluster = Cluster::faulty(2, fault);
    let sample = Sample::grid(8, 4, 1, 5);
    cluster
        .strict(None)
        .price_round(&sample.round(), &mut sample.labels())
        .unwrap();
    assert!(cluster.has_failed());
    let blocks = cluster::status(&address(&cluster), None).unwrap().blocks;
    let ended = Outcomes {
        done: 4,
        refused: 1,
        retried: 1,
        local: 0,
    };
    assert_eq!(blocks, ended);
}

#[test]
fn what_the_planner_did_instead_is_counted_although_the_cluster_is_left_alone() {
    let fault = Fault {
        name: "stuck",
        others_ms: 0,
    };
    let cluster = Cluster::faulty(1, fault);
    let sample = Sample::grid(8, 4, 1, 5);
    let farm = ClusterFarm::new(ClusterOptions {
        pricing_limit: Duration::from_secs(4),
        ..cluster.options()
    })
    .unwrap();
    farm.price_round(&sample.round(), &mut sample.labels()).unwrap();
    assert!(cluster.has_failed());
    let blocks = cluster::status(&address(&cluster), None).unwrap().blocks;
    assert_eq!((blocks.done, blocks.local), (0, 4), "{blocks:?}");
}

#[test]
fn a_scheduler_that_is_not_there_is_named() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let error = cluster::status(&nobody.to_string().parse().unwrap(), None).unwrap_err();
    assert!(!error.is_input());
    let text = error.to_string();
    assert!(
        text.contains(&nobody.to_string()) && text.contains("does not answer"),
        "{text}"
    );
    let open = cluster::status(&"10.1.2.3:50050".parse().unwrap(), None).unwrap_err();
    assert!(open.is_input(), "{open}");
}
