//! A cluster of real processes on loopback, and rounds to give it.
#![allow(dead_code, unreachable_pub, reason = "every test file uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "tests")]

pub mod certificates;

use cluster::{ClusterFarm, ClusterOptions, Tls};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use workers::pricing::{ArcPrice, ArcPrices, Carrying, Labels, NO_CARRIER, PricingNetwork, PricingPlan, PricingRound};
use workers::pricing::{PricingTask, Source};
use workers::{Farm, LinearProgram, LocalFarm, Row, RowKind};

/// A process that ends with its owner.
pub struct Process(pub Child);

impl Process {
    pub fn kill(&mut self) {
        let _gone = self.0.kill();
        let _waited = self.0.wait();
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([name, &self.0.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    pub fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A fault, and how the other calls behave.
#[derive(Clone, Copy, Default)]
pub struct Fault {
    pub name: &'static str,
    pub others_ms: u64,
}

/// A scheduler and executors that share a store.
pub struct Cluster {
    pub folder: TempDir,
    pub scheduler: Process,
    pub port: u16,
    pub executors: Vec<Process>,
}

pub fn scheduler_program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_planner-scheduler"))
}

pub fn executor_program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_planner-executor"))
}

/// The test-only executor, beside the programs.
pub fn faulty_program() -> PathBuf {
    let path = scheduler_program().with_file_name("examples").join("faulty-executor");
    assert!(
        path.exists(),
        "{} is missing: run tools/test-cluster.sh",
        path.display()
    );
    path
}

/// Starts a scheduler and gives the port it says it listens at.
pub fn start_scheduler(arguments: &[&str]) -> (Process, u16) {
    let mut command = Command::new(scheduler_program());
    command.args(arguments).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    // What it says later is passed on, so that its pipe is never full.
    std::thread::spawn(move || {
        lines
            .map_while(Result::ok)
            .for_each(|line| eprintln!("scheduler: {line}"))
    });
    let port = line.rsplit(':').next().unwrap().parse();
    (Process(child), port.unwrap_or_else(|_| panic!("{line}")))
}

impl Cluster {
    /// A cluster of sound executors.
    pub fn start(executors: usize) -> Self {
        Self::faulty(executors, Fault::default())
    }

    /// A cluster in which one call goes wrong.
    pub fn faulty(executors: usize, fault: Fault) -> Self {
        let (scheduler, port) = start_scheduler(&["--bind", "127.0.0.1:0"]);
        let folder = tempfile::tempdir().unwrap();
        let mut cluster = Self {
            folder,
            scheduler,
            port,
            executors: Vec::new(),
        };
        for node in 0..executors {
            cluster.add(&format!("node-{node}"), fault);
        }
        cluster
    }

    pub fn store(&self) -> String {
        format!("file://{}", self.folder.path().join("store").display())
    }

    pub fn marker(&self) -> PathBuf {
        self.folder.path().join("marker")
    }

    /// Whether the fault has happened.
    pub fn has_failed(&self) -> bool {
        self.marker().exists()
    }

    pub fn executor_command(&self, program: &Path, node: &str) -> Command {
        let mut command = Command::new(program);
        command
            .args(["--scheduler", &format!("127.0.0.1:{}", self.port)])
            .args(["--store", &self.store(), "--node", node, "--cores", "1"]);
        command
    }

    pub fn add(&mut self, node: &str, fault: Fault) {
        let program = if fault.name.is_empty() {
            executor_program()
        } else {
            faulty_program()
        };
        let mut command = self.executor_command(&program, node);
        command
            .env("FAULT", fault.name)
            .env("FAULT_MARKER", self.marker())
            .env("FAULT_OTHERS_MS", fault.others_ms.to_string());
        self.executors.push(Process(command.spawn().unwrap()));
    }

    /// Starts the scheduler again at its port.
    pub fn restart_scheduler(&mut self) {
        self.scheduler.kill();
        let bind = format!("127.0.0.1:{}", self.port);
        (self.scheduler, _) = start_scheduler(&["--bind", &bind]);
    }

    pub fn options(&self) -> ClusterOptions {
        let scheduler = format!("127.0.0.1:{}", self.port).parse().unwrap();
        ClusterOptions {
            least_arcs: 0,
            blocks: 4,
            pricing_limit: Duration::from_secs(60),
            solve_limit: Duration::from_secs(60),
            ..ClusterOptions::new(scheduler, self.store())
        }
    }

    pub fn farm(&self) -> ClusterFarm {
        ClusterFarm::new(self.options()).unwrap()
    }

    /// A farm that is not allowed to do anything itself, so that what it gives is the cluster's.
    pub fn strict(&self, tls: Option<Tls>) -> ClusterFarm {
        ClusterFarm::new(ClusterOptions {
            threads_here: None,
            tls,
            ..self.options()
        })
        .unwrap()
    }

    /// Waits until every executor of the cluster has answered, so that a fault finds a running cluster. Sound clusters only.
    pub fn warm_up(&self, sample: &Sample) {
        let farm = self.strict(None);
        for _ in 0..2 {
            let mut labels = sample.labels();
            farm.price_round(&sample.round(), &mut labels).unwrap();
        }
    }
}

/// A pricing round that owns what it is of.
pub struct Sample {
    pub plan: PricingPlan,
    pub prices: Vec<ArcPrices>,
    pub tasks: Vec<PricingTask>,
}

/// Numbers that look random and are always the same.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl Sample {
    /// A grid of `side` times `side` nodes with two modes, some arcs that burn the first commodity, and a task for each
    /// commodity in each period, period after period as a planner's rounds are.
    pub fn grid(side: u32, commodities: u32, periods: u32, seed: u64) -> Self {
        let mut numbers = Numbers(seed);
        let mut network = PricingNetwork {
            starts: vec![0],
            ..PricingNetwork::default()
        };
        for node in 0..side * side {
            let (row, column) = (node / side, node % side);
            for (to_row, to_column) in [
                (row + 1, column),
                (row, column + 1),
                (row.wrapping_sub(1), column),
                (row, column.wrapping_sub(1)),
            ] {
                if to_row < side && to_column < side {
                    network.tails.push(node);
                    network.heads.push(to_row * side + to_column);
                    network.modes.push(u16::from(numbers.next() < 0.5));
                    network.keeps.push(0.9 + 0.1 * numbers.next());
                }
            }
            network.starts.push(u32::try_from(network.heads.len()).unwrap());
        }
        let arcs = network.arc_count();
        let mut carrying = || Carrying {
            energy: 0.5 + numbers.next(),
            tonnes: 1.0,
            weight: numbers.next(),
        };
        let carrying = (0..commodities)
            .map(|_| vec![Some(carrying()), Some(carrying())])
            .collect();
        let burns_it = |arc: usize| arc.is_multiple_of(7);
        let carriers = (0..arcs)
            .map(|arc| if burns_it(arc) { 0 } else { NO_CARRIER })
            .collect();
        let burns = (0..arcs).map(|arc| if burns_it(arc) { 0.01 } else { 0.0 }).collect();
        let mut price = || ArcPrice {
            energy: numbers.next(),
            tonne: numbers.next(),
            toll: numbers.next(),
        };
        let prices = (0..periods).map(|_| (0..arcs).map(|_| price()).collect()).collect();
        let tasks = (0..periods * commodities).map(|at| PricingTask {
            period: at / commodities,
            commodity: at % commodities,
            sources: (0..3)
                .map(|k| Source {
                    node: (at * 7 + k * 11) % (side * side),
                    price_gj: f64::from(k) + 1.0,
                })
                .collect(),
        });
        let mut tasks: Vec<PricingTask> = tasks.collect();
        for task in &mut tasks {
            task.sources.sort_by_key(|source| source.node);
            task.sources.dedup_by_key(|source| source.node);
        }
        Self {
            plan: PricingPlan::new(network, carrying, carriers, burns),
            prices,
            tasks,
        }
    }

    pub fn round(&self) -> PricingRound<'_> {
        PricingRound {
            plan: &self.plan,
            prices: &self.prices,
            tasks: &self.tasks,
        }
    }

    pub fn labels(&self) -> Vec<Labels> {
        vec![Labels::default(); self.tasks.len()]
    }

    /// What this process finds.
    pub fn local(&self) -> Vec<Labels> {
        let mut labels = self.labels();
        LocalFarm::default().price_round(&self.round(), &mut labels).unwrap();
        labels
    }
}

/// Whether two answers are the same to the last bit.
pub fn same_bits(one: &[Labels], other: &[Labels]) -> bool {
    let bits = |labels: &Labels| labels.prices.iter().map(|price| price.to_bits()).collect::<Vec<_>>();
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            bits(one) == bits(other) && one.last_arcs == other.last_arcs && one.order == other.order
        })
}

/// A transport problem: `sources` with enough for `sinks`.
pub fn program(sources: usize, sinks: usize, seed: u64) -> Arc<LinearProgram> {
    let mut numbers = Numbers(seed);
    let mut program = LinearProgram::default();
    for _ in 0..sources * sinks {
        program.add_column(1.0 + 9.0 * numbers.next(), 0.0, f64::INFINITY);
    }
    for source in 0..sources {
        let mut entries: Vec<_> = (0..sinks).map(|sink| (source * sinks + sink, 1.0)).collect();
        let kind = RowKind::AtMost;
        let right_hand_side = 2.0 * sinks as f64 / sources as f64;
        program.add_row(Row { kind, right_hand_side }, &mut entries);
    }
    for sink in 0..sinks {
        let mut entries: Vec<_> = (0..sources).map(|source| (source * sinks + sink, 1.0)).collect();
        let kind = RowKind::Equal;
        program.add_row(
            Row {
                kind,
                right_hand_side: 0.5 + numbers.next(),
            },
            &mut entries,
        );
    }
    Arc::new(program)
}
