//! Makes the boundary table behind the report's map from Natural Earth's shapefiles.
//!
//! `boundaries FOLDER --countries COUNTRIES.shp --out boundaries.csv` reads the 1:10m layers of land, lakes, country
//! and state or province lines in FOLDER, cuts them to a box, joins and simplifies them, and writes one row a point.
//! `SOURCES.md`, section Map, says where the files come from.

mod layers;
mod lines;
mod table;

use clap::Parser;
use layers::LayerError;
use lines::{Frame, Line};
use std::path::PathBuf;
use std::process::ExitCode;

/// What the program is asked.
#[derive(Debug, Parser)]
#[command(about = "Makes the boundary table of the report's map from Natural Earth shapefiles")]
struct Arguments {
    /// Folder with ne_10m_land, ne_10m_lakes, ne_10m_admin_0_boundary_lines_land and
    /// ne_10m_admin_1_states_provinces_lines (.shp)
    folder: PathBuf,
    /// Country polygons with the column ADM0_A3 (.shp with .dbf); they tell which state lines to keep
    #[arg(long)]
    countries: PathBuf,
    /// Countries whose state or province lines are kept
    #[arg(long, value_delimiter = ',', default_value = "USA,CAN,MEX")]
    states_of: Vec<String>,
    /// Western edge, degrees east
    #[arg(long, default_value_t = -172.0, allow_negative_numbers = true)]
    west: f64,
    /// Eastern edge, degrees east
    #[arg(long, default_value_t = -44.0, allow_negative_numbers = true)]
    east: f64,
    /// Southern edge, degrees north
    #[arg(long, default_value_t = 4.0, allow_negative_numbers = true)]
    south: f64,
    /// Northern edge, degrees north
    #[arg(long, default_value_t = 80.0, allow_negative_numbers = true)]
    north: f64,
    /// Greatest distance of a dropped point from the line that is kept, degrees of latitude
    #[arg(long, default_value_t = 0.05)]
    tolerance: f64,
    /// Islands smaller than this are dropped, km2
    #[arg(long, default_value_t = 400.0)]
    least_island_km2: f64,
    /// Lakes smaller than this are dropped, km2
    #[arg(long, default_value_t = 1500.0)]
    least_lake_km2: f64,
    /// The table to write
    #[arg(long)]
    out: PathBuf,
}

/// Why no table was written.
#[derive(Debug, thiserror::Error)]
enum BoundaryError {
    /// A layer could not be read.
    #[error(transparent)]
    Layer(#[from] LayerError),
    /// The table could not be written.
    #[error("cannot write {path}: {source}", path = path.display())]
    Write {
        /// The table.
        path: PathBuf,
        /// What the file system said.
        source: csv::Error,
    },
}

fn main() -> ExitCode {
    use std::io::Write as _;
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(summary) => {
            let _ = writeln!(std::io::stdout(), "{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "boundaries: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads, cuts, joins, simplifies, writes; returns a sentence on what was written.
fn run(arguments: &Arguments) -> Result<String, BoundaryError> {
    let frame = Frame {
        west: arguments.west,
        east: arguments.east,
        south: arguments.south,
        north: arguments.north,
    };
    let layer = |name: &str| arguments.folder.join(format!("{name}.shp"));
    let countries = layers::countries(&arguments.countries, &arguments.states_of)?;

    let coast = lines::rings(
        &layers::read(&layer("ne_10m_land"))?,
        &frame,
        arguments.least_island_km2,
    );
    let lakes = lines::rings(&layers::read(&layer("ne_10m_lakes"))?, &frame, arguments.least_lake_km2);
    let country = lines::open(&layers::read(&layer("ne_10m_admin_0_boundary_lines_land"))?, &frame);
    let mut state = lines::open(&layers::read(&layer("ne_10m_admin_1_states_provinces_lines"))?, &frame);
    state.retain(|line| layers::lies_within(line, &countries));

    let kinds: [(&str, Vec<Line>); 4] = [
        ("coast", coast),
        ("lake", lakes),
        ("country", lines::join(country)),
        ("state", lines::join(state)),
    ];
    let simplified = kinds.map(|(kind, set)| (kind, lines::simplify_all(&set, arguments.tolerance)));
    let points = table::write(&arguments.out, &simplified).map_err(|source| BoundaryError::Write {
        path: arguments.out.clone(),
        source,
    })?;
    let count = simplified.iter().map(|(_, set)| set.len()).sum::<usize>();
    Ok(format!("{count} lines, {points} points"))
}
