//! Writes the program for other solvers: free MPS, CPLEX LP, or two Arrow IPC files.
//!
//! Names are made of ids: `flow:LINK:forward:COMMODITY:PERIOD`. Blanks and signs that the formats give a meaning become
//! `_`, and a name that would then stand twice gets its position.

use super::build::Program;
use super::columns::{Column, ProgramRow};
use crate::network::Network;
use crate::plan::rows::PricedRow;
use data::model::PeriodIndex;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use workers::RowKind;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Free-format MPS.
    Mps,
    /// CPLEX LP.
    Lp,
}

/// Writes the program to a file, whole or not at all.
///
/// # Errors
/// Any error of the file system.
pub fn write(network: &Network<'_>, program: &Program, format: ExportFormat, path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder)?;
    let names = Names::of(network, program, format);
    let mut out = BufWriter::new(file.as_file());
    match format {
        ExportFormat::Mps => write_mps(&mut out, program, &names)?,
        ExportFormat::Lp => write_lp(&mut out, program, &names)?,
    }
    out.flush()?;
    drop(out);
    publish(file, path)
}

/// Gives the file its name. Temporary files are private; what is exported is for whoever may read the folder.
fn publish(file: tempfile::NamedTempFile, path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map(|_: File| ()).map_err(|error| error.error)
}

struct Names {
    columns: Vec<String>,
    rows: Vec<String>,
}

impl Names {
    fn of(network: &Network<'_>, program: &Program, format: ExportFormat) -> Self {
        let columns = program
            .columns
            .iter()
            .map(|(column, period)| column_name(network, *column, *period));
        let rows = program.rows.iter().map(|row| row_name(network, *row));
        Self {
            columns: unique(columns, format),
            rows: unique(rows, format),
        }
    }
}

fn unique(names: impl Iterator<Item = String>, format: ExportFormat) -> Vec<String> {
    let allowed = |c: char| match format {
        ExportFormat::Mps => !c.is_whitespace() && !c.is_control(),
        ExportFormat::Lp => c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '#'),
    };
    let separator = |c: char| if format == ExportFormat::Lp && c == ':' { '#' } else { c };
    let mut seen = HashSet::new();
    names
        .enumerate()
        .map(|(position, name)| {
            let clean: String = name
                .chars()
                .map(separator)
                .map(|c| if allowed(c) { c } else { '_' })
                .collect();
            let name = if seen.contains(&clean) {
                format!("{clean}#{position}")
            } else {
                clean
            };
            seen.insert(name.clone());
            name
        })
        .collect()
}

fn column_name(network: &Network<'_>, column: Column, period: PeriodIndex) -> String {
    let continent = network.continent;
    let period = &continent[period].id;
    match column {
        Column::Flow(arc, commodity) => {
            let arc = &network.arcs[arc.0];
            let (link, commodity) = (&continent[arc.link].id, &continent[commodity].id);
            format!("flow:{link}:{}:{commodity}:{period}", arc.direction.word())
        }
        Column::Activity(site) => format!("make:{}:{period}", continent[site].id),
        Column::Charge(store) => format!("charge:{}:{period}", continent[store].id),
        Column::Discharge(store) => format!("discharge:{}:{period}", continent[store].id),
        Column::Level(store) => format!("level:{}:{period}", continent[store].id),
        Column::Shortage(node, k) => format!("short:{}:{}:{period}", continent[node].id, continent[k].id),
        Column::Spill(node, k) => format!("spill:{}:{}:{period}", continent[node].id, continent[k].id),
        Column::Trade(trade) => format!("trade:{}:{period}", continent.trades[trade.position()].id),
    }
}

fn row_name(network: &Network<'_>, row: ProgramRow) -> String {
    let continent = network.continent;
    let period = &continent[row.period].id;
    match row.row {
        PricedRow::Balance(node, k) => format!("balance:{}:{}:{period}", continent[node].id, continent[k].id),
        PricedRow::Link(link) => format!("joint:{}:{period}", continent[link].id),
        PricedRow::Budget(budget) => format!("budget:{}:{period}", continent.budgets[budget.position()].id),
        PricedRow::Store(store) => format!("store:{}:{period}", continent[store].id),
    }
}

fn write_mps(out: &mut impl Write, program: &Program, names: &Names) -> io::Result<()> {
    let lp = &program.program;
    writeln!(out, "NAME continent\nROWS\n N energy_gj")?;
    for (row, name) in lp.rows.iter().zip(&names.rows) {
        let kind = if row.kind == RowKind::Equal { 'E' } else { 'L' };
        writeln!(out, " {kind} {name}")?;
    }
    writeln!(out, "COLUMNS")?;
    for (column, entries) in by_column(program).into_iter().enumerate() {
        let name = &names.columns[column];
        if lp.costs[column] != 0.0 {
            writeln!(out, " {name} energy_gj {}", lp.costs[column])?;
        }
        for (row, value) in entries {
            writeln!(out, " {name} {} {value}", names.rows[row])?;
        }
    }
    writeln!(out, "RHS")?;
    for (row, name) in lp
        .rows
        .iter()
        .zip(&names.rows)
        .filter(|(row, _)| row.right_hand_side != 0.0)
    {
        writeln!(out, " RHS {name} {}", row.right_hand_side)?;
    }
    writeln!(out, "BOUNDS")?;
    for (column, name) in names.columns.iter().enumerate() {
        if lp.lower[column] != 0.0 {
            writeln!(out, " LO BND {name} {}", lp.lower[column])?;
        }
        if lp.upper[column].is_finite() {
            writeln!(out, " UP BND {name} {}", lp.upper[column])?;
        }
    }
    writeln!(out, "ENDATA")
}

fn by_column(program: &Program) -> Vec<Vec<(usize, f64)>> {
    let mut columns = vec![Vec::new(); program.columns.len()];
    for row in 0..program.rows.len() {
        for (column, value) in program.program.row_entries(row) {
            columns[column].push((row, value));
        }
    }
    columns
}

fn write_lp(out: &mut impl Write, program: &Program, names: &Names) -> io::Result<()> {
    let lp = &program.program;
    writeln!(out, "\\ minimise energy, GJ\nMinimize\n energy_gj:")?;
    let costs = lp
        .costs
        .iter()
        .enumerate()
        .filter(|(_, cost)| **cost != 0.0)
        .map(|(c, cost)| (c, *cost));
    write_terms(out, costs, names)?;
    writeln!(out, "Subject To")?;
    for (row, limit) in lp.rows.iter().enumerate() {
        if lp.row_starts[row] == lp.row_starts[row + 1] {
            // The format has no empty rows: a zero multiple of the first column stands in.
            writeln!(out, " {}: 0 {}", names.rows[row], names.columns[0])?;
        } else {
            writeln!(out, " {}:", names.rows[row])?;
            write_terms(out, lp.row_entries(row), names)?;
        }
        let sign = if limit.kind == RowKind::Equal { "=" } else { "<=" };
        writeln!(out, "  {sign} {}", limit.right_hand_side)?;
    }
    writeln!(out, "Bounds")?;
    for (column, name) in names.columns.iter().enumerate() {
        let (lower, upper) = (lp.lower[column], lp.upper[column]);
        if upper.is_finite() {
            writeln!(out, " {lower} <= {name} <= {upper}")?;
        } else if lower != 0.0 {
            writeln!(out, " {name} >= {lower}")?;
        }
    }
    writeln!(out, "End")
}

fn write_terms(out: &mut impl Write, terms: impl Iterator<Item = (usize, f64)>, names: &Names) -> io::Result<()> {
    for (column, value) in terms {
        let sign = if value < 0.0 { '-' } else { '+' };
        writeln!(out, "  {sign} {} {}", value.abs(), names.columns[column])?;
    }
    Ok(())
}

/// Writes the program as Arrow IPC files into a folder: `columns.arrow` and `rows.arrow` (see [`workers::block`]), and
/// `names.json` with the names of both.
///
/// # Errors
/// Any error of the file system, or Arrow's refusal as one.
pub fn write_arrow(network: &Network<'_>, program: &Program, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let (columns, rows) = workers::block::write_program(&program.program).map_err(io::Error::other)?;
    let names = Names::of(network, program, ExportFormat::Mps);
    let names = serde_json::json!({ "columns": names.columns, "rows": names.rows });
    put(folder, "names.json", |file| {
        Ok(serde_json::to_writer(BufWriter::new(file), &names)?)
    })?;
    put(folder, "columns.arrow", |file| {
        workers::block::write_ipc(&columns, file).map_err(io::Error::other)
    })?;
    put(folder, "rows.arrow", |file| {
        workers::block::write_ipc(&rows, file).map_err(io::Error::other)
    })
}

fn put(folder: &Path, name: &str, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    let file = tempfile::NamedTempFile::new_in(folder)?;
    write(file.as_file())?;
    publish(file, &folder.join(name))
}
