//! `planner bench`: suites measured, two of them compared.

use super::args::{BenchCommand, BenchCompareArgs, BenchRunArgs};
use super::fail::Failure;
use super::print;
use crate::bench::{
    self, BenchError, Comparison, Contender, Progress, Record, Row, SolveRequest, Summary, Verdict, read_record,
    read_suite, solve_request, write_page, write_record,
};
use crate::plan::show::Cell;
use std::path::PathBuf;

pub(super) fn run(command: &BenchCommand) -> Result<(), Failure> {
    match command {
        BenchCommand::Run(args) => run_suite(args),
        BenchCommand::Compare(args) => compare(args),
        BenchCommand::Solve(request) => solve(request),
    }
}

fn run_suite(args: &BenchRunArgs) -> Result<(), Failure> {
    let mut suite = read_suite(&args.suite).map_err(BenchError::Suite)?;
    suite.repeats = args.repeats.unwrap_or(suite.repeats);
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from("benchmarks").join(&suite.name));
    let planner = std::env::current_exe()?;
    // A folder that cannot be written is found now, not after an hour.
    std::fs::create_dir_all(&out).map_err(crate::run::RunError::file(&out))?;
    let rows = bench::run(&suite, &planner, &mut Lines)?;
    let record = Record::of(&suite, rows);
    let summary = bench::summary(&record);
    write_record(&out, &record)?;
    let page = write_page(&out, &record, &summary)?;
    if args.json {
        return print::json(&summary);
    }
    print_summary(&summary)?;
    print::line(&format!("runs              {}", out.join("runs.parquet").display()))?;
    print::line(&format!("page              {}", page.display()))
}

/// Progress as lines on stderr.
struct Lines;

impl Progress for Lines {
    fn say(&mut self, line: &str) {
        print::remark(line);
    }

    fn ran(&mut self, row: &Row, done: usize, all: usize) {
        let cpu = row
            .outcome
            .cpu_s
            .map_or_else(String::new, |cpu| format!("{cpu:.2} CPU s, "));
        let mark = if row.solved { "" } else { " (not solved)" };
        print::remark(&format!(
            "{done}/{all} {} {}: {cpu}{}{mark}",
            row.instance,
            row.contender.name(),
            row.outcome.status
        ));
    }
}

fn print_summary(summary: &Summary) -> Result<(), Failure> {
    let cells = summary.cells.iter().map(|cell| {
        let [method, threads, workers] = of_contender(cell.contender);
        vec![
            Cell::Word(cell.instance.clone()),
            method,
            threads,
            workers,
            Cell::Word(if cell.solved { "yes" } else { "no" }.to_owned()),
            Cell::Word(cell.status.clone()),
            optional(cell.cpu_s),
            optional(cell.peak_memory_mb),
            optional(cell.gap),
            optional(cell.distance),
        ]
    });
    let rows: Vec<Vec<Cell>> = cells.collect();
    let units = [
        ("instance", ""),
        ("method", ""),
        ("threads", ""),
        ("workers", ""),
        ("solved", ""),
        ("status", ""),
    ];
    let figures = [("CPU", "s"), ("memory", "MB"), ("gap", ""), ("to published", "")];
    let headings = units
        .iter()
        .chain(&figures)
        .map(|(name, unit)| print::heading(name, unit));
    print::line(&print::grid(headings.collect(), &rows, rows.len()))?;
    let means = summary.methods.iter().map(|mean| {
        let [method, threads, workers] = of_contender(mean.contender);
        vec![
            Cell::Word(mean.group.clone()),
            method,
            threads,
            workers,
            Cell::Word(format!("{} of {}", mean.solved, mean.instances)),
            Cell::Number(mean.mean_s),
            Cell::Number(mean.ratio),
            Cell::Number(mean.mean_wall_s),
        ]
    });
    let means: Vec<Vec<Cell>> = means.collect();
    let headings = [
        ("group", ""),
        ("method", ""),
        ("threads", ""),
        ("workers", ""),
        ("solved", ""),
        ("mean CPU", "s"),
        ("over the fastest", ""),
        ("mean clock", "s"),
    ];
    let headings = headings.iter().map(|(name, unit)| print::heading(name, unit));
    print::line(&print::grid(headings.collect(), &means, means.len()))
}

fn of_contender(contender: Contender) -> [Cell; 3] {
    [
        Cell::Word(contender.method.name().to_owned()),
        Cell::Count(contender.threads as usize),
        Cell::Count(contender.workers as usize),
    ]
}

fn optional(figure: Option<f64>) -> Cell {
    figure.map_or(Cell::Empty, Cell::Number)
}

fn compare(args: &BenchCompareArgs) -> Result<(), Failure> {
    let (before, after) = (read_record(&args.before)?, read_record(&args.after)?);
    if let Some(reason) = bench::incomparable(&before, &after) {
        return Err(BenchError::Method(format!("the two cannot be compared: {reason}")).into());
    }
    let comparison = bench::compare(&before, &after);
    if args.json {
        print::json(&comparison)?;
    } else {
        print_comparison(&comparison, args.all)?;
    }
    if comparison.has_regressions() {
        return Err(Failure::CheckFailed);
    }
    Ok(())
}

fn print_comparison(comparison: &Comparison, all: bool) -> Result<(), Failure> {
    let shown = comparison
        .changes
        .iter()
        .filter(|change| all || change.verdict != Verdict::Same);
    let rows: Vec<Vec<Cell>> = shown
        .map(|change| {
            vec![
                Cell::Word(change.instance.clone()),
                Cell::Word(change.contender.name()),
                Cell::Word(word(change.verdict).to_owned()),
                Cell::Number(change.cpu_s[0]),
                Cell::Number(change.cpu_s[1]),
                Cell::Number(change.ratio),
                Cell::Number(change.chance),
            ]
        })
        .collect();
    if rows.is_empty() {
        print::line("nothing is slower or faster beyond noise")?;
    } else {
        let headings = [
            ("instance", ""),
            ("method", ""),
            ("verdict", ""),
            ("before", "s"),
            ("after", "s"),
            ("ratio", ""),
            ("chance", ""),
        ];
        let headings = headings.iter().map(|(name, unit)| print::heading(name, unit));
        print::line(&print::grid(headings.collect(), &rows, rows.len()))?;
    }
    for (contender, mean, [low, high], count) in &comparison.methods {
        print::line(&format!(
            "{}: {mean:.3} of the time before over {count} instances ({low:.3} to {high:.3})",
            contender.name()
        ))?;
    }
    if comparison.only_before > 0 {
        print::line(&format!("{} were not run again", comparison.only_before))?;
    }
    if comparison.only_after > 0 {
        print::remark(&format!("{} are new", comparison.only_after));
    }
    if comparison.other_machine {
        print::remark("the two were measured on different machines");
    }
    Ok(())
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Slower => "slower",
        Verdict::Faster => "faster",
        Verdict::Lost => "solved less often",
        Verdict::Won => "solved more often",
        Verdict::Unsolved => "not solved",
        Verdict::Same => "same",
    }
}

fn solve(request: &SolveRequest) -> Result<(), Failure> {
    print::json(&solve_request(request)?)
}
