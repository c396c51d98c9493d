//! What a decomposition can start from, on disk: `columns.arrow` of a plan folder and the checkpoint of a run.
//!
//! One Arrow IPC table, a row for each way, for each column of the basis or at its upper bound, and for each price. Places
//! are positions in the input tables, arcs are links with a direction, so a file holds for every continent of those tables.
//!
//! Invariant: nothing is decoded before the seal of the whole file holds; a file appears whole or not at all.

mod cells;
mod rows;
mod seal;
#[cfg(test)]
mod tests;

use super::load::Inputs;
use crate::decompose::Memory;
use crate::network::Network;
use crate::plan::parquet::write_whole;
use arrow::error::ArrowError;
use arrow::ipc::reader::FileReader;
use arrow::ipc::writer::FileWriter;
use data::foreign::{self, Decoder};
use std::collections::HashMap;
use std::io::{Cursor, ErrorKind};
use std::path::Path;

/// Name of the file in a plan folder.
pub(crate) const FILE: &str = "columns.arrow";
/// Version of the format that is written and read.
const VERSION: &str = "1";

/// The decoders of this program that are tried out in a child first.
pub const DECODERS: &[Decoder] = &[ARROW];

const ARROW: Decoder = Decoder {
    name: "columns",
    decode: decode_arrow,
};

fn decode_arrow(bytes: Vec<u8>) -> Result<(), String> {
    let mut reader = FileReader::try_new(Cursor::new(bytes), None).map_err(|error| error.to_string())?;
    reader
        .try_for_each(|batch| batch.map(drop))
        .map_err(|error| error.to_string())
}

const VERSION_KEY: &str = "columns_version";
const TABLES_KEY: &str = "tables_blake3";
const RUN_KEY: &str = "run_blake3";
const BOUND_KEY: &str = "lower_bound_gj";

/// Why there is nothing to start from in a file.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// Not what was written.
    #[error("the file is damaged or cut short ({seen})")]
    Damaged {
        /// What was seen.
        seen: String,
    },
    /// Of another version of the format.
    #[error("the file has format version {seen}, this program reads {VERSION}")]
    Version {
        /// Its version.
        seen: String,
    },
    /// Of something else.
    #[error("the file was written for other {of}")]
    Foreign {
        /// What differs.
        of: &'static str,
    },
    /// The file system refused.
    #[error("{0}")]
    Disk(#[from] std::io::Error),
    /// Arrow refused.
    #[error("Arrow: {0}")]
    Arrow(#[from] ArrowError),
}

/// What a file belongs to, each as a BLAKE3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keys {
    /// Input tables and calendar.
    tables: String,
    /// Accounting, capacity factors and policies beside them: all that the optimum depends on.
    run: String,
}

impl Keys {
    pub(super) fn of(inputs: &Inputs) -> Result<Self, serde_json::Error> {
        let config = &inputs.config;
        let tables = hash(&(&inputs.hashes, &config.calendar))?;
        let run = hash(&(&tables, config.accounting, &config.capacity_factor, &inputs.policies))?;
        Ok(Self { tables, run })
    }
}

fn hash(value: &impl serde::Serialize) -> Result<String, serde_json::Error> {
    Ok(blake3::hash(&serde_json::to_vec(value)?).to_hex().to_string())
}

/// How much of the keys must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// The same run: a checkpoint.
    Run,
    /// The same tables: what an earlier plan kept.
    Tables,
}

/// Writes the file beside its place and renames it into it.
pub(super) fn write(path: &Path, memory: &Memory, network: &Network<'_>, keys: &Keys) -> Result<(), KeptError> {
    let bytes = seal::seal(encode(memory, network, keys)?);
    foreign::written_here(&bytes);
    write_whole(path, &bytes)?;
    Ok(())
}

fn encode(memory: &Memory, network: &Network<'_>, keys: &Keys) -> Result<Vec<u8>, KeptError> {
    let mut metadata = HashMap::from([
        (VERSION_KEY.to_owned(), VERSION.to_owned()),
        (TABLES_KEY.to_owned(), keys.tables.clone()),
        (RUN_KEY.to_owned(), keys.run.clone()),
    ]);
    if let Some(bound_gj) = memory.bound_gj {
        metadata.insert(BOUND_KEY.to_owned(), format!("{bound_gj:e}"));
    }
    let schema = rows::schema(metadata);
    let mut writer = FileWriter::try_new(Vec::new(), &schema)?;
    for batch in rows::batches(memory, &Memory::arcs_of(network), &schema)? {
        writer.write(&batch)?;
    }
    Ok(writer.into_inner()?)
}

/// Reads a file that belongs to these keys.
pub(super) fn read(path: &Path, network: &Network<'_>, keys: &Keys, of: Of) -> Result<Memory, KeptError> {
    let bytes = bytes(path)?;
    if !seal::is_sealed(&bytes) {
        let seen = "its checksum does not hold".to_owned();
        return Err(KeptError::Damaged { seen });
    }
    foreign::try_out(ARROW, &bytes).map_err(|seen| KeptError::Damaged { seen })?;
    decode(bytes, network, |metadata| belongs(metadata, keys, of))
}

/// How many ways, columns and prices are in the bytes of a file, whatever it was written for and whether its seal holds or
/// not; what `read` does once it has found both in order.
///
/// # Errors
/// As for a file that is damaged.
pub fn count_kept(bytes: Vec<u8>, network: &Network<'_>) -> Result<usize, KeptError> {
    let memory = decode(bytes, network, |_| Ok(()))?;
    Ok(memory.ways.len() + memory.basic.len() + memory.prices.len())
}

fn decode(
    bytes: Vec<u8>,
    network: &Network<'_>,
    belongs: impl FnOnce(&HashMap<String, String>) -> Result<(), KeptError>,
) -> Result<Memory, KeptError> {
    let reader = FileReader::try_new(Cursor::new(bytes), None)?;
    let metadata = reader.schema().metadata().clone();
    belongs(&metadata)?;
    let arcs = Memory::arcs_of(network);
    let arcs = cells::Arcs::new(&arcs);
    let mut memory = Memory {
        bound_gj: metadata.get(BOUND_KEY).and_then(|bound| bound.parse().ok()),
        ..Memory::default()
    };
    for batch in reader {
        cells::take(&batch?, &arcs, &mut memory).map_err(|seen| KeptError::Damaged { seen })?;
    }
    Ok(memory)
}

fn bytes(path: &Path) -> Result<Vec<u8>, KeptError> {
    foreign::read(path, foreign::LARGEST_BYTES).map_err(|error| match error.kind() {
        ErrorKind::NotFound => KeptError::Missing,
        _ => KeptError::Disk(error),
    })
}

fn belongs(metadata: &HashMap<String, String>, keys: &Keys, of: Of) -> Result<(), KeptError> {
    let stated = |key: &str| metadata.get(key).map_or("", String::as_str);
    if stated(VERSION_KEY) != VERSION {
        let seen = stated(VERSION_KEY).to_owned();
        return Err(KeptError::Version { seen });
    }
    if stated(TABLES_KEY) != keys.tables {
        return Err(KeptError::Foreign {
            of: "tables or another calendar",
        });
    }
    if of == Of::Run && stated(RUN_KEY) != keys.run {
        return Err(KeptError::Foreign {
            of: "policies, capacity factors or accounting",
        });
    }
    Ok(())
}
