//! Threads against processes: the same four blocks solved by HiGHS on one thread, on two threads of one process, and in two
//! processes. Prints CPU and wall-clock seconds of each.
//!
//!     cargo run --release -p benches --example threads-or-processes -- [NODESxCOMMODITIESxPERIODS]

use benches::cpu::cpu_seconds;
use benches::size::Size;
use data::generate::generate;
use data::model::Accounting;
use planner::network::{Network, Reach};
use planner::program;
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;
use workers::{Algorithm, Farm, LinearProgram, LocalFarm, SolveOptions};

/// Blocks in all.
const BLOCKS: u64 = 4;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [child, size, first] if child == "child" => solve_when_told(size.parse()?, first.parse()?),
        [size] => compare(size.parse()?),
        [] => compare("140x16x1".parse()?),
        _ => Err("at most one size".into()),
    }
}

fn compare(size: Size) -> Result<()> {
    let blocks: Vec<_> = (0..BLOCKS).map(|seed| block(size, seed)).collect();
    let columns: Vec<usize> = blocks.iter().map(|block| block.column_count()).collect();
    say(&format!("{BLOCKS} blocks of {columns:?} columns"))?;
    for workers in [1, 2] {
        let farm = LocalFarm::new(workers)?;
        let (wall, cpu) = timed(|| solve(&farm, &blocks))?;
        report(&format!("1 process, {workers} thread(s)"), wall, cpu)?;
    }
    let mut children = [Solver::start(size, 0)?, Solver::start(size, BLOCKS / 2)?];
    let started = Instant::now();
    children.iter_mut().try_for_each(Solver::go)?;
    let cpu = children.iter_mut().map(Solver::end).sum::<Result<f64>>()?;
    report("2 processes, 1 thread each", started.elapsed().as_secs_f64(), cpu)
}

/// A generated program.
fn block(size: Size, seed: u64) -> Arc<LinearProgram> {
    let continent = generate(&size.with_seed(seed));
    let network = Network::new(&continent);
    let reach = Reach::of(&network, Accounting::Direct);
    Arc::new(program::build(&network, &reach, Accounting::Direct).program)
}

fn solve(farm: &LocalFarm, blocks: &[Arc<LinearProgram>]) -> Result<()> {
    let options = SolveOptions {
        algorithm: Algorithm::InteriorPoint,
        ..SolveOptions::default()
    };
    farm.solve_round(blocks, &options)?;
    Ok(())
}

/// Wall-clock and CPU seconds.
fn timed(work: impl FnOnce() -> Result<()>) -> Result<(f64, f64)> {
    let (started, before) = (Instant::now(), cpu_seconds().unwrap_or(0.0));
    work()?;
    let cpu = cpu_seconds().unwrap_or(0.0) - before;
    Ok((started.elapsed().as_secs_f64(), cpu))
}

fn report(what: &str, wall: f64, cpu: f64) -> Result<()> {
    say(&format!(
        "{what}: wall {wall:.2} s, CPU {cpu:.2} s, CPU / wall {:.2}",
        cpu / wall
    ))
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// The child: has its half of the blocks ready, says so, waits for a line, solves them, says what CPU that took.
fn solve_when_told(size: Size, first: u64) -> Result<()> {
    let blocks: Vec<_> = (first..first + BLOCKS / 2).map(|seed| block(size, seed)).collect();
    let farm = LocalFarm::default();
    say("ready")?;
    std::io::stdin().read_line(&mut String::new())?;
    let (_, cpu) = timed(|| solve(&farm, &blocks))?;
    say(&cpu.to_string())
}

/// A child that has its blocks.
struct Solver {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Solver {
    fn start(size: Size, first: u64) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["child", &size.to_string(), &first.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut out = BufReader::new(child.stdout.take().ok_or("no output")?);
        out.read_line(&mut String::new())?;
        Ok(Self { child, out })
    }

    fn go(&mut self) -> Result<()> {
        let mut input = self.child.stdin.take().ok_or("no input")?;
        Ok(writeln!(input, "go")?)
    }

    /// CPU seconds that its blocks took.
    fn end(&mut self) -> Result<f64> {
        let mut said = String::new();
        self.out.read_to_string(&mut said)?;
        self.child.wait()?;
        Ok(said.trim().parse()?)
    }
}
