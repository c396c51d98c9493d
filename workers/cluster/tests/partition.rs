//! The network fails in one direction only: words arrive, and answers do not, or the other way round. In a network name space
//! of its own, so only where the tests may make one (as root, with `ip`); elsewhere they say that they did nothing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "tests")]

mod common;

use cluster::{Address, ClusterFarm, ClusterOptions, TlsFiles};
use common::certificates::{authority, certificates, flags};
use common::{Process, Sample, executor_program, same_bits, scheduler_program};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use workers::Farm;

const HERE: &str = "10.213.77.1";
const THERE: &str = "10.213.77.2";
const SPACE: &str = "planner-there";
const LINK: &str = "planner-here";
const PEER: &str = "planner-peer";

/// Packets that are no words of ours: neighbours that look for each other.
const CHATTER: u64 = 30;

/// One name space at a time.
static ONE: Mutex<()> = Mutex::new(());

/// Which way nothing passes any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lost {
    /// From the name space to here.
    FromThere,
    /// From here to the name space.
    ToThere,
}

fn ip(arguments: &[&str]) -> bool {
    let ended = Command::new("ip").args(arguments).stderr(Stdio::null()).status();
    ended.is_ok_and(|status| status.success())
}

/// A name space with one link to here, that goes with its owner.
struct Space;

impl Space {
    /// None where none can be made.
    fn make() -> Option<Self> {
        let _left = ip(&["netns", "delete", SPACE]);
        if !ip(&["netns", "add", SPACE]) {
            eprintln!("not tested: network name spaces cannot be made here");
            return None;
        }
        let space = Self;
        let _left = ip(&["link", "delete", LINK]);
        assert!(ip(&[
            "link", "add", LINK, "type", "veth", "peer", "name", PEER, "netns", SPACE
        ]));
        assert!(ip(&["address", "add", &format!("{HERE}/30"), "dev", LINK]));
        assert!(ip(&[
            "-n",
            SPACE,
            "address",
            "add",
            &format!("{THERE}/30"),
            "dev",
            PEER
        ]));
        assert!(ip(&["link", "set", LINK, "up"]));
        assert!(ip(&["-n", SPACE, "link", "set", PEER, "up"]));
        assert!(ip(&["-n", SPACE, "link", "set", "lo", "up"]));
        Some(space)
    }

    /// Packets that came from there, and that went there.
    fn packets() -> (u64, u64) {
        let count = |which: &str| -> u64 {
            let text = std::fs::read_to_string(format!("/sys/class/net/{LINK}/statistics/{which}_packets"));
            text.unwrap().trim().parse().unwrap()
        };
        (count("rx"), count("tx"))
    }

    fn cut(lost: Lost) {
        assert!(match lost {
            Lost::FromThere => ip(&["-n", SPACE, "route", "add", "blackhole", HERE]),
            Lost::ToThere => ip(&["route", "add", "blackhole", THERE]),
        });
    }

    fn mend(lost: Lost) {
        assert!(match lost {
            Lost::FromThere => ip(&["-n", SPACE, "route", "delete", "blackhole", HERE]),
            Lost::ToThere => ip(&["route", "delete", "blackhole", THERE]),
        });
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        let _gone = ip(&["route", "delete", "blackhole", THERE]);
        let _gone = ip(&["link", "delete", LINK]);
        let _gone = ip(&["netns", "delete", SPACE]);
    }
}

/// Processes on both sides.
struct Sides {
    folder: TempDir,
    files: TlsFiles,
    scheduler: Address,
    _processes: Vec<Process>,
}

fn command(address: &str, program: &std::path::Path) -> Command {
    if address == HERE {
        return Command::new(program);
    }
    let mut command = Command::new("ip");
    command.args(["netns", "exec", SPACE]).arg(program);
    command
}

impl Sides {
    /// A scheduler on one side, and an executor at each of some addresses.
    fn start(scheduler: &str, executors: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = certificates(folder.path(), &authority(), "all");
        let mut child = command(scheduler, &scheduler_program())
            .args(["--bind", &format!("{scheduler}:0")])
            .args(flags(&files))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        let mut sides = Self {
            folder,
            files,
            scheduler: line.split_whitespace().last().unwrap().parse().unwrap(),
            _processes: vec![Process(child)],
        };
        for (node, address) in executors.iter().enumerate() {
            let mut executor = command(address, &executor_program());
            executor
                .args([
                    "--bind",
                    &format!("{address}:0"),
                    "--cores",
                    "1",
                    "--node",
                    &node.to_string(),
                ])
                .args(["--scheduler", &sides.scheduler.to_string(), "--store", &sides.store()])
                .args(flags(&sides.files));
            sides._processes.push(Process(executor.spawn().unwrap()));
        }
        sides.wait_for(executors.len());
        sides
    }

    fn store(&self) -> String {
        format!("file://{}", self.folder.path().join("store").display())
    }

    /// Executors that the scheduler knows of.
    fn known(&self) -> usize {
        let tls = self.files.read().unwrap();
        cluster::status(&self.scheduler, tls.as_ref()).map_or(0, |status| status.executors.len())
    }

    fn wait_for(&self, executors: usize) {
        let until = Instant::now() + Duration::from_secs(60);
        while self.known() != executors {
            assert!(Instant::now() < until, "{} of {executors} executors", self.known());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn farm(&self, limit_s: u64, threads_here: Option<usize>) -> ClusterFarm {
        let options = ClusterOptions {
            tls: self.files.read().unwrap(),
            least_arcs: 0,
            blocks: 6,
            pricing_limit: Duration::from_secs(limit_s),
            threads_here,
            ..ClusterOptions::new(self.scheduler.clone(), self.store())
        };
        ClusterFarm::new(options).unwrap()
    }
}

fn round(farm: &ClusterFarm) {
    let sample = Sample::grid(10, 6, 1, 3);
    let mut labels = sample.labels();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    assert!(same_bits(&labels, &sample.local()));
}

/// Does something while nothing passes one way, and asserts that it was so.
fn while_lost(lost: Lost, work: impl FnOnce()) {
    // What was on its way.
    std::thread::sleep(Duration::from_millis(200));
    let (from, to) = Space::packets();
    Space::cut(lost);
    work();
    let (from, to) = (Space::packets().0 - from, Space::packets().1 - to);
    Space::mend(lost);
    let (dead, live) = match lost {
        Lost::FromThere => (from, to),
        Lost::ToThere => (to, from),
    };
    assert!(
        dead < CHATTER && live > 0,
        "{lost:?}: {from} packets from there, {to} to there"
    );
}

/// An executor is cut off one way: its blocks run elsewhere, and it is used again when the network is mended.
fn an_executor_is_cut_off(lost: Lost) {
    let _one = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(_space) = Space::make() else { return };
    let sides = Sides::start(HERE, &[HERE, THERE]);
    let farm = sides.farm(60, None);
    round(&farm);
    assert_eq!(sides.known(), 2);
    while_lost(lost, || {
        let start = Instant::now();
        round(&farm);
        assert!(start.elapsed() < Duration::from_secs(55), "{:?}", start.elapsed());
        sides.wait_for(1);
        round(&farm);
    });
    let report = farm.report();
    assert_eq!((report.blocks_there, report.blocks_here), (18, 0), "{report}");
    sides.wait_for(2);
    round(&farm);
}

#[test]
fn an_executor_that_is_not_heard() {
    an_executor_is_cut_off(Lost::FromThere);
}

#[test]
fn an_executor_that_does_not_hear() {
    an_executor_is_cut_off(Lost::ToThere);
}

/// The planner is cut off one way from all the cluster: it notices long before the limit of the round, and does the work.
fn the_planner_is_cut_off(lost: Lost) {
    let _one = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(_space) = Space::make() else { return };
    let sides = Sides::start(THERE, &[THERE]);
    let farm = sides.farm(120, Some(1));
    round(&farm);
    while_lost(lost, || {
        let start = Instant::now();
        round(&farm);
        assert!(start.elapsed() < Duration::from_secs(45), "{:?}", start.elapsed());
    });
    let report = farm.report();
    assert_eq!((report.blocks_there, report.blocks_here), (6, 6), "{report}");
}

#[test]
fn a_planner_that_does_not_hear() {
    the_planner_is_cut_off(Lost::FromThere);
}

#[test]
fn a_planner_that_is_not_heard() {
    the_planner_is_cut_off(Lost::ToThere);
}
