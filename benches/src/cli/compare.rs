//! `benches compare`: flags, and where results go.

use super::say;
use benches::compare::{
    CompareError, Comparison, Method, Observer, Options, Row, Source, compare, rows_table, summary_table, write_parquet,
};
use benches::size::{Seeds, Size};
use clap::{Args, ValueEnum};
use data::model::Accounting;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AccountingArg {
    /// Carriers are made and moved to where they are burnt.
    Closed,
    /// Every process and link has a figure in GJ.
    Direct,
}

/// The planner beside other solvers, each in a process of its own.
#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// Sizes of generated continents as NODESxCOMMODITIESxPERIODS.
    #[arg(long, value_delimiter = ',', default_value = "150x20x1")]
    sizes: Vec<Size>,
    /// Seeds of each size, as FIRST..LAST with both ends or one by one.
    #[arg(long, value_delimiter = ',', default_value = "1..3")]
    seeds: Vec<Seeds>,
    /// Accounting of generated continents.
    #[arg(long, value_enum, default_value = "closed")]
    accounting: AccountingArg,
    /// Configs to plan in place of generated continents, each with its own accounting.
    #[arg(long, value_delimiter = ',', conflicts_with_all = ["sizes", "seeds", "accounting"])]
    config: Vec<PathBuf>,
    /// Methods, in the order they run. `planner-whole`, not among the defaults, is the planner without decomposition.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "highs-simplex,highs-interior-point,highs-no-crossover,highs-pdlp,ortools-pdlp,ortools-glop,planner"
    )]
    methods: Vec<Method>,
    /// Relative gaps asked of the planner.
    #[arg(long, value_delimiter = ',', default_value = "1e-3,1e-4,1e-6", value_parser = accuracy)]
    gaps: Vec<f64>,
    /// Relative accuracies asked of `highs-no-crossover` and `ortools-pdlp`.
    #[arg(long, value_delimiter = ',', default_value = "1e-4,1e-6", value_parser = accuracy)]
    accuracies: Vec<f64>,
    /// Wall-clock limit of one method on one instance, s.
    #[arg(long, default_value = "600", value_name = "S", value_parser = seconds)]
    time_limit: Duration,
    /// Threads each method may use.
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    threads: u32,
    /// Folder of the Python environment with OR-Tools, made when it is not there; in the cache folder when absent.
    #[arg(long, value_name = "DIR")]
    python_home: Option<PathBuf>,
    /// The `planner` program; the one beside this program when absent.
    #[arg(long, value_name = "FILE")]
    planner: Option<PathBuf>,
    /// Parquet file for the rows.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print rows and summary as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: CompareArgs) -> Result<(), Box<dyn Error>> {
    let json = args.json;
    let mut listener = Listener { out: args.out.clone() };
    // A file that cannot be written is found now, not after hours.
    listener.measured(&[])?;
    let comparison = compare(&options(args)?, &mut listener)?;
    print(&comparison, json)
}

/// Progress to stderr; rows to the file as they come, so that a run that is ended keeps what it has.
struct Listener {
    out: Option<PathBuf>,
}

impl Observer for Listener {
    fn say(&mut self, line: &str) {
        say(line);
    }

    fn measured(&mut self, rows: &[Row]) -> Result<(), CompareError> {
        self.out.as_ref().map_or(Ok(()), |path| write_parquet(rows, path))
    }
}

fn print(comparison: &Comparison, json: bool) -> Result<(), Box<dyn Error>> {
    let mut stdout = std::io::stdout().lock();
    if json {
        writeln!(stdout, "{}", serde_json::to_string_pretty(comparison)?)?;
    } else {
        writeln!(stdout, "{}", rows_table(&comparison.rows))?;
        write!(stdout, "{}", summary_table(&comparison.summary))?;
    }
    Ok(())
}

fn options(args: CompareArgs) -> Result<Options, Box<dyn Error>> {
    let benches = std::env::current_exe()?;
    let beside = || benches.with_file_name(format!("planner{}", std::env::consts::EXE_SUFFIX));
    let source = if args.config.is_empty() {
        Source::Generated {
            sizes: args.sizes,
            seeds: args.seeds,
            accounting: match args.accounting {
                AccountingArg::Closed => Accounting::Closed,
                AccountingArg::Direct => Accounting::Direct,
            },
        }
    } else {
        Source::Configs(args.config)
    };
    Ok(Options {
        source,
        methods: args.methods,
        gaps: args.gaps,
        accuracies: args.accuracies,
        time_limit: args.time_limit,
        threads: args.threads,
        python_home: args.python_home.unwrap_or_else(default_python_home),
        planner: args.planner.unwrap_or_else(beside),
        benches,
    })
}

/// The user's cache folder, or the one for temporary files where there is none.
fn default_python_home() -> PathBuf {
    let set = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .unwrap_or_else(std::env::temp_dir)
        .join(Path::new("continental-planner/python"))
}

fn accuracy(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| format!("`{text}` is not a number"))?;
    if value > 0.0 && value < 1.0 {
        Ok(value)
    } else {
        Err("it must lie between 0 and 1".to_owned())
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let value: f64 = text.parse().map_err(|_| format!("`{text}` is not a number"))?;
    match Duration::try_from_secs_f64(value) {
        Ok(limit) if !limit.is_zero() => Ok(limit),
        _ => Err("it must be above 0".to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn accuracies_and_limits_are_in_range() {
        assert_eq!(accuracy("1e-4"), Ok(1e-4));
        for wrong in ["0", "1", "-1e-4", "nan", "exact"] {
            assert!(accuracy(wrong).is_err(), "{wrong}");
        }
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for wrong in ["0", "-1", "inf", "nan", "long"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
