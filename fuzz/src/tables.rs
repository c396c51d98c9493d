//! A table of a data folder, as CSV or as Parquet, beside the tiny sample's other tables.

use crate::folder::{copy, files, own, samples};
use crate::text::said;
use polars::prelude::{CsvReadOptions, ParquetWriter, SerReader};
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The tables of the tiny sample; an input's first byte chooses one of them.
fn tables() -> &'static [PathBuf] {
    static TABLES: OnceLock<Vec<PathBuf>> = OnceLock::new();
    TABLES.get_or_init(|| {
        copy(&samples().join("good-tiny"), &own().join("tables"));
        files(&own().join("tables"))
    })
}

/// A CSV table.
pub fn csv(bytes: &[u8]) {
    read_with(bytes, "csv");
}

/// A Parquet table.
pub fn parquet(bytes: &[u8]) {
    read_with(bytes, "parquet");
}

fn read_with(bytes: &[u8], ending: &str) {
    let Some((choice, table)) = bytes.split_first() else {
        return;
    };
    let path = &tables()[usize::from(*choice) % tables().len()];
    let sound = fs::read(path).unwrap();
    fs::remove_file(path).unwrap();
    let replaced = path.with_extension(ending);
    fs::write(&replaced, table).unwrap();
    let read = data::tables::read_continent(&own().join("tables"), "halves");
    let _ = said(read);
    fs::remove_file(replaced).unwrap();
    fs::write(path, sound).unwrap();
}

fn numbered(files: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let numbered = files.into_iter().zip(0_u8..);
    numbered
        .map(|(bytes, number)| [&[number], bytes.as_slice()].concat())
        .collect()
}

/// Seeds of [`csv`]: every table of the tiny sample.
#[must_use]
pub fn csv_seeds() -> Vec<Vec<u8>> {
    numbered(tables().iter().map(|path| fs::read(path).unwrap()).collect())
}

/// Seeds of [`parquet`]: the same as Parquet, and the samples that have brought decoders down.
#[must_use]
pub fn parquet_seeds() -> Vec<Vec<u8>> {
    let mut found = numbered(csv_seeds().iter().map(|seed| as_parquet(&seed[1..])).collect());
    found.extend(
        files(&samples().join("hostile"))
            .iter()
            .map(|path| [&[0], fs::read(path).unwrap().as_slice()].concat()),
    );
    found
}

fn as_parquet(csv: &[u8]) -> Vec<u8> {
    let reader = CsvReadOptions::default()
        .with_has_header(true)
        .into_reader_with_file_handle(Cursor::new(csv));
    let mut frame = reader.finish().unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}
