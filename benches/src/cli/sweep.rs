//! `benches sweep`: prints a table, and writes a Parquet file when asked to.

use benches::size::Size;
use benches::sweep::{Measured, measure};
use clap::Parser;
use polars::prelude::{Column, DataFrame, ParquetWriter};
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

/// Simplex against interior point on generated continents of growing size.
#[derive(Debug, Parser)]
pub(super) struct SweepArgs {
    /// Sizes as NODESxCOMMODITIESxPERIODS.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "15x6x1,30x8x1,60x12x1,100x16x1,150x20x1"
    )]
    sizes: Vec<Size>,
    /// Seeds of each size: 1 to this.
    #[arg(long, default_value_t = 3)]
    seeds: u64,
    /// Time limit of one solve, s.
    #[arg(long, default_value_t = 600.0)]
    time_limit: f64,
    /// Parquet file for the rows.
    #[arg(long)]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &SweepArgs) -> Result<(), Box<dyn Error>> {
    let mut rows = Vec::new();
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{:>14} {:>4} {:>9} {:>9}  {:14} {:>9} {:>15}  status",
        "size", "seed", "columns", "rows", "method", "CPU s", "objective GJ"
    )?;
    for size in &args.sizes {
        for seed in 1..=args.seeds {
            for row in measure(&size.with_seed(seed), args.time_limit)? {
                let size = size.to_string();
                writeln!(
                    out,
                    "{size:>14} {seed:>4} {:>9} {:>9}  {:14} {:>9.2} {:>15.9e}  {}",
                    row.columns, row.rows, row.method, row.cpu_seconds, row.objective_gj, row.status
                )?;
                rows.push(row);
            }
        }
    }
    if let Some(path) = &args.out {
        let mut frame = frame(&rows)?;
        ParquetWriter::new(std::fs::File::create(path)?).finish(&mut frame)?;
    }
    Ok(())
}

fn frame(rows: &[Measured]) -> Result<DataFrame, Box<dyn Error>> {
    let count = |f: fn(&Measured) -> usize| rows.iter().map(|r| f(r) as u64).collect::<Vec<_>>();
    let number = |f: fn(&Measured) -> f64| rows.iter().map(f).collect::<Vec<_>>();
    let columns = vec![
        Column::new("nodes".into(), count(|r| r.nodes)),
        Column::new("commodities".into(), count(|r| r.commodities)),
        Column::new("periods".into(), count(|r| r.periods)),
        Column::new("seed".into(), rows.iter().map(|r| r.seed).collect::<Vec<_>>()),
        Column::new("columns".into(), count(|r| r.columns)),
        Column::new("rows".into(), count(|r| r.rows)),
        Column::new("method".into(), rows.iter().map(|r| r.method).collect::<Vec<_>>()),
        Column::new("cpu_seconds".into(), number(|r| r.cpu_seconds)),
        Column::new(
            "status".into(),
            rows.iter().map(|r| r.status.as_str()).collect::<Vec<_>>(),
        ),
        Column::new("objective_gj".into(), number(|r| r.objective_gj)),
        Column::new("peak_memory_mb".into(), number(|r| r.peak_memory_mb)),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}
