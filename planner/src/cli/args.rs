//! Commands and flags.

pub(super) use super::args_bench::{BenchCommand, BenchCompareArgs, BenchRunArgs, ImportArgs};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Plans what a continent makes and moves, at the least total energy.
#[derive(Debug, Parser)]
#[command(name = "planner", version, about, arg_required_else_help = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a plan from a config and write its folder: tables, certificate, ledger, report.
    Plan(PlanArgs),
    /// Make a new plan from an existing one and a change file, and list the difference.
    Replan(ReplanArgs),
    /// Make every plan of a batch file: the cross product of its axes, each plan with a folder of its own.
    Batch(BatchArgs),
    /// The plans of a batch side by side, with their differences to the first, and a page with a chart.
    Compare(CompareArgs),
    /// Check a finished plan from its tables and files alone; exit code 5 when it fails.
    Check(CheckArgs),
    /// Where a commodity in an urbanate comes from, by which routes, at what energy.
    Routes(RoutesArgs),
    /// Statistics of a plan.
    Show(ShowArgs),
    /// Why a site or link is used as it is, or why a commodity is dear in a city.
    Why(WhyArgs),
    /// What differs between two plans.
    Diff(DiffArgs),
    /// Answer questions about finished plans over HTTP on this machine, for the page, for notebooks and for programs.
    Serve(ServeArgs),
    /// Write the page with answers about finished plans to disk, for a browser without a server.
    Page(PageArgs),
    /// Check the tables of a data folder; every finding at once.
    Validate(ValidateArgs),
    /// Write the linear program of a config for other solvers.
    ExportLp(ExportArgs),
    /// Write the tables of a synthetic continent.
    Generate(GenerateArgs),
    /// Write the tables of an instance in a public format.
    Import(ImportArgs),
    /// Measure suites of instances, and compare what was measured.
    #[command(subcommand)]
    Bench(BenchCommand),
    /// The cluster that `plan --farm cluster` uses.
    #[command(subcommand)]
    Cluster(ClusterCommand),
    /// Print shell completions.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ClusterCommand {
    /// Executors, rounds under way, and how blocks ended.
    Status(StatusArgs),
}

#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// Scheduler of the cluster.
    #[arg(long, value_name = "HOST:PORT")]
    pub(super) scheduler: String,
    /// Certificate of the authority of the cluster (PEM).
    #[arg(long, value_name = "FILE")]
    pub(super) ca: Option<PathBuf>,
    /// The planner's certificate (PEM).
    #[arg(long, value_name = "FILE")]
    pub(super) certificate: Option<PathBuf>,
    /// The key of the planner's certificate (PEM).
    #[arg(long, value_name = "FILE")]
    pub(super) key: Option<PathBuf>,
    /// Print the status as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodArg {
    /// One linear program.
    Whole,
    /// Ways found in rounds and a master that holds them together; the whole program is never built.
    Decomposed,
    /// Whole up to some 500,000 columns, decomposed above.
    Auto,
}

#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    /// Config of the run (TOML).
    pub(super) config: PathBuf,
    /// Folder of the plan; an earlier plan there is replaced when the new one is complete.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How to solve; the config's when absent.
    #[arg(long, value_enum)]
    pub(super) method: Option<MethodArg>,
    /// Relative gap that counts as optimal; the config's when absent.
    #[arg(long)]
    pub(super) gap: Option<f64>,
    /// Threads the solver may use.
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<u32>,
    /// Stop solving after this many seconds with the best plan there is.
    #[arg(long, value_name = "S")]
    pub(super) time_limit: Option<f64>,
    /// Take up the decomposed run that was stopped before its plan was optimal, from the checkpoint beside the plan.
    #[arg(long)]
    pub(super) resume: bool,
    #[command(flatten)]
    pub(super) farm: FarmArgs,
    /// Print the certificate as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// Where blocks run. The plan is the same wherever that is.
#[derive(Debug, Args)]
pub(super) struct FarmArgs {
    /// Where blocks run; the config's when absent.
    #[arg(long, value_enum)]
    pub(super) farm: Option<FarmArg>,
    /// Scheduler of the cluster.
    #[arg(long, value_name = "HOST:PORT")]
    pub(super) scheduler: Option<String>,
    /// Folder (file:///...) or object store that planner and executors share.
    #[arg(long, value_name = "URI")]
    pub(super) store: Option<String>,
    /// Pricing rounds of fewer tasks times arcs are not worth sending and are done here; 0 sends all.
    #[arg(long, value_name = "N")]
    pub(super) least_arcs: Option<usize>,
    /// Certificate of the authority of the cluster (PEM).
    #[arg(long, value_name = "FILE")]
    pub(super) ca: Option<PathBuf>,
    /// The planner's certificate (PEM).
    #[arg(long, value_name = "FILE")]
    pub(super) certificate: Option<PathBuf>,
    /// The key of the planner's certificate (PEM).
    #[arg(long, value_name = "FILE")]
    pub(super) key: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FarmArg {
    /// Threads of this process.
    Local,
    /// Executors of a cluster.
    Cluster,
}

#[derive(Debug, Args)]
pub(super) struct ReplanArgs {
    #[command(flatten)]
    pub(super) open: OpenArgs,
    /// Change file (TOML): demand, capacities, outages, policies.
    #[arg(long, value_name = "FILE")]
    pub(super) change: PathBuf,
    /// Folder of the new plan; when absent, beside the plan, with the change file's name joined to its own.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Relative gap that counts as optimal; the plan's when absent.
    #[arg(long)]
    pub(super) gap: Option<f64>,
    /// Stop solving after this many seconds with the best plan there is; the plan's own limit when absent.
    #[arg(long, value_name = "S")]
    pub(super) time_limit: Option<f64>,
    /// Take up the decomposed run that was stopped before its plan was optimal, from the checkpoint beside the new plan.
    #[arg(long)]
    pub(super) resume: bool,
    /// Changes listed by table.
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub(super) top: usize,
}

#[derive(Debug, Args)]
pub(super) struct BatchArgs {
    /// Batch file (TOML).
    pub(super) batch: PathBuf,
    /// Folder of the batch; `batches/` and the file's name when absent.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Go on with what is on record in the folder.
    #[arg(long)]
    pub(super) resume: bool,
    /// Plans made side by side; the file's when absent.
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// Print what is on record as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// Batch folder.
    pub(super) batch: PathBuf,
    /// Column to sort by, as its heading names it; the order of the batch when absent.
    #[arg(long, value_name = "COLUMN")]
    pub(super) sort: Option<String>,
    /// Largest first.
    #[arg(long, requires = "sort")]
    pub(super) descending: bool,
    /// Plans listed.
    #[arg(long, default_value_t = 200, value_name = "N")]
    pub(super) top: usize,
    /// Print the comparison as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) open: OpenArgs,
    /// Widest gap that passes, whatever gap the plan says it was asked for; when absent, any gap that is stated truly.
    #[arg(long)]
    pub(super) gap: Option<f64>,
}

#[derive(Debug, Args)]
pub(super) struct OpenArgs {
    /// Plan folder.
    pub(super) plan: PathBuf,
    /// Folder of the input tables, when it is not where the certificate says.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Print the result as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Plan folders.
    #[arg(required = true, value_name = "PLAN")]
    pub(super) plans: Vec<PathBuf>,
    /// Folder of the input tables, when it is not where the certificates say.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Address of this machine to listen on; port 0 takes any that is free.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878")]
    pub(super) address: SocketAddr,
    /// Another name that requests may be addressed to, when a proxy stands in front.
    #[arg(long, value_name = "NAME")]
    pub(super) host: Vec<String>,
    /// Connections open at one time; others are told to come back.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) connections: u32,
    /// Requests answered at one time; others are told to come back.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) requests: u32,
    /// Seconds after which a connection that says nothing, or takes nothing of its answer, is closed.
    #[arg(long, value_name = "S", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub(super) idle_seconds: u64,
}

#[derive(Debug, Args)]
pub(super) struct PageArgs {
    /// Plan folders.
    #[arg(required = true, value_name = "PLAN")]
    pub(super) plans: Vec<PathBuf>,
    /// Folder of the page; an earlier copy in it is replaced.
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Folder of the input tables, when it is not where the certificates say.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// Print what was written as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct RoutesArgs {
    #[command(flatten)]
    pub(super) open: OpenArgs,
    /// The urbanate (or any node): its id, or its name if only one has it.
    #[arg(long, value_name = "URBANATE")]
    pub(super) to: String,
    /// The commodity.
    #[arg(long)]
    pub(super) commodity: String,
    /// One period; all together when absent.
    #[arg(long)]
    pub(super) period: Option<String>,
    /// Routes listed; the rest stand together in one row.
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub(super) top: usize,
    /// The N cheapest sources of one more unit at the plan's prices instead, in use or not; in the first period when none is
    /// given.
    #[arg(long, value_name = "N", conflicts_with = "from")]
    pub(super) alternatives: Option<usize>,
    /// The way of the least energy from this node instead, whatever the plan says.
    #[arg(long, value_name = "NODE", conflicts_with = "period")]
    pub(super) from: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ShowWhat {
    /// Supply, use and loss of each commodity.
    Balance,
    /// Energy by sequence.
    Sequences,
    /// Supply, use and transfer of each area.
    Areas,
    /// Prices of commodities.
    Prices,
    /// Loading and prices of links, tonne-km by mode.
    Links,
    /// Capacity factors and rents of sites.
    Sites,
    /// Goals of the policies in force, and whether they are reached.
    Goals,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    pub(super) open: OpenArgs,
    /// What to show; the summary when absent.
    #[arg(value_enum)]
    pub(super) what: Option<ShowWhat>,
    /// Rows listed in long tables.
    #[arg(long, default_value_t = 40, value_name = "N")]
    pub(super) top: usize,
}

#[derive(Debug, Args)]
pub(super) struct WhyArgs {
    #[command(flatten)]
    pub(super) open: OpenArgs,
    /// A site.
    #[arg(long, conflicts_with_all = ["link", "commodity"])]
    pub(super) site: Option<String>,
    /// A link or terminal.
    #[arg(long, conflicts_with = "commodity")]
    pub(super) link: Option<String>,
    /// A commodity, with `--to`.
    #[arg(long, requires = "to")]
    pub(super) commodity: Option<String>,
    /// The urbanate that gets the commodity.
    #[arg(long, requires = "commodity")]
    pub(super) to: Option<String>,
    /// The period; the first when absent.
    #[arg(long)]
    pub(super) period: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The plan to compare from.
    pub(super) plan_a: PathBuf,
    /// The plan to compare to.
    pub(super) plan_b: PathBuf,
    /// Changes listed by table.
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub(super) top: usize,
    /// Print the result as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ValidateArgs {
    /// Folder of tables, or a config.
    pub(super) data: PathBuf,
    /// The calendar to read periods of, for a folder of tables; the first one in the table when absent.
    #[arg(long)]
    pub(super) calendar: Option<String>,
    /// Print the findings as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// Free-format MPS.
    Mps,
    /// CPLEX LP.
    Lp,
    /// Two Arrow IPC files: columns and rows.
    Arrow,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Config of the run (TOML).
    pub(super) config: PathBuf,
    /// File format.
    #[arg(long, value_enum, default_value = "mps")]
    pub(super) format: FormatArg,
    /// File to write (a folder for arrow); the config's name with the format's ending when absent.
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct GenerateArgs {
    /// Sectors of an input-output table, in the place of nodes and commodities.
    #[arg(long, value_name = "N", conflicts_with_all = ["nodes", "commodities"])]
    pub(super) sectors: Option<usize>,
    /// Nodes.
    #[arg(long, default_value_t = 150)]
    pub(super) nodes: usize,
    /// Commodities.
    #[arg(long, default_value_t = 20)]
    pub(super) commodities: usize,
    /// Periods.
    #[arg(long, default_value_t = 1)]
    pub(super) periods: usize,
    /// Seed; the same seed gives the same continent.
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// Folder for the tables and a config.
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
}
