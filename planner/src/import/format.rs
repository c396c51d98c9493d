//! The formats by name, and what a file of each becomes.

use data::findings::{Code, Finding, Findings};
use data::import::input_output::LaySpec;
use data::import::{dimacs, dow, facility, input_output, mps, multicommodity, read_text};
use data::model::{Accounting, Continent};
use std::path::{Path, PathBuf};

/// A public format that the tables can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// DIMACS minimum-cost flow (.min, .dmx).
    MinCostFlow,
    /// Multicommodity network design (.dow), its weak linear relaxation.
    NetworkDesign,
    /// Facility location of OR-Library (cap*.txt), the weak linear relaxation.
    OrLibrary,
    /// Facility location of Holmberg (p1 to p40), the weak linear relaxation.
    Holmberg,
    /// A linear program (.mps) with the structure of multicommodity flows, such as PDS and KEN.
    Mps,
    /// Make and use tables of the Bureau of Economic Analysis as CSV: two files.
    InputOutput,
}

/// A problem as a continent.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The continent.
    pub continent: Continent,
    /// How its plans count energy so that their objective is that of the problem.
    pub accounting: Accounting,
    /// What is to be added to a plan's objective to give the problem's.
    pub offset: f64,
    /// What a reader of the config should know.
    pub remarks: Vec<String>,
}

/// Reads files of a format; `lay` says how input-output tables are laid out.
///
/// # Errors
/// Every finding in the files at once.
pub fn read(format: Format, files: &[PathBuf], lay: &LaySpec) -> Result<Imported, Findings> {
    let count = if format == Format::InputOutput { 2 } else { 1 };
    if files.len() != count {
        let seen = format!("{} files where the format has {count}", files.len());
        return Err(Finding::new(Code::P03, "files", seen).into());
    }
    if let ([make, uses], Format::InputOutput) = (files, format) {
        return input_output_tables([make, uses], lay);
    }
    let (text, name) = (read_text(&files[0])?, name(&files[0]));
    let (network, offset) = match format {
        Format::MinCostFlow => (dimacs::parse(&text, &name)?, 0.0),
        Format::NetworkDesign => (dow::parse(&text, &name)?.weak(), 0.0),
        Format::OrLibrary => (facility::parse_or_library(&text, &name)?.weak(), 0.0),
        Format::Holmberg => (facility::parse_holmberg(&text, &name)?.weak(), 0.0),
        Format::Mps | Format::InputOutput => {
            let found = multicommodity::recognise(&mps::parse(&text, &name)?, &name)?;
            (found.network, found.offset)
        }
    };
    let mut remarks = vec![format!("Made from {name}. Energy stands for the cost of the instance.")];
    if offset != 0.0 {
        remarks.push(format!("The objective of the instance is that of a plan and {offset}."));
    }
    Ok(Imported {
        continent: network.to_continent(&name)?,
        accounting: Accounting::Direct,
        offset,
        remarks,
    })
}

/// Both files are read before anything is said, so that what is wrong with either is told.
fn input_output_tables(files: [&Path; 2], lay: &LaySpec) -> Result<Imported, Findings> {
    let texts = match files.map(read_text) {
        [Ok(make), Ok(uses)] => [make, uses],
        wrong => {
            let wrong = wrong.into_iter().filter_map(Result::err);
            return Err(wrong.flatten().collect());
        }
    };
    let names = files.map(name);
    let table = input_output::parse(&texts[0], &texts[1], [&names[0], &names[1]])?;
    Ok(Imported {
        continent: table.to_continent(lay),
        accounting: Accounting::Closed,
        offset: 0.0,
        remarks: vec![
            format!(
                "Made from {} and {}. Amounts are millions of money; a GJ stands for a million of value",
                names[0], names[1]
            ),
            "added, at home or, for imports, abroad. Yearly figures of the tables are those of all years together."
                .to_owned(),
        ],
    })
}

/// A file's name, for findings.
fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
