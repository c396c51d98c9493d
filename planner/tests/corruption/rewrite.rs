//! Honest rewritings: the same rows in other files.

use super::land::Copy;
use super::sheet::Sheet;
use polars::prelude::{ParquetCompression, ParquetWriter};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, RngExt};
use std::fs::File;

const CODECS: [ParquetCompression; 6] = [
    ParquetCompression::Uncompressed,
    ParquetCompression::Snappy,
    ParquetCompression::Gzip(None),
    ParquetCompression::Brotli(None),
    ParquetCompression::Zstd(None),
    ParquetCompression::Lz4Raw,
];

/// Writes one to nine tables anew and, half of the time, the certificate's text; the words of it.
pub(crate) fn make(copy: &Copy, dice: &mut impl Rng) -> String {
    let mut tables: Vec<&str> = data::dictionary::OUTPUT_TABLES.iter().map(|t| t.name).collect();
    tables.shuffle(dice);
    tables.truncate(dice.random_range(1..=tables.len()));
    let words: Vec<String> = tables.iter().map(|table| rewrite(copy, table, dice)).collect();
    if dice.random_bool(0.5) {
        relay_certificate(copy, dice);
    }
    words.join("; ")
}

fn rewrite(copy: &Copy, table: &str, dice: &mut impl Rng) -> String {
    let mut sheet = Sheet::read(copy.path(), table);
    let mut rows: Vec<usize> = (0..sheet.height()).collect();
    rows.shuffle(dice);
    sheet.reorder(&rows);
    sheet.columns.shuffle(dice);
    let codec = *CODECS.choose(dice).unwrap();
    let group = *[None, Some(20), Some(100)].choose(dice).unwrap();
    let page = *[None, Some(512), Some(4096)].choose(dice).unwrap();
    let mut frame = sheet.frame();
    if dice.random_bool(0.3) && frame.height() > 1 {
        // In two pieces, which the writer keeps apart.
        let middle = i64::try_from(frame.height() / 2).unwrap();
        frame = frame
            .slice(0, frame.height() / 2)
            .vstack(&frame.slice(middle, frame.height()))
            .unwrap();
    }
    ParquetWriter::new(File::create(copy.table(table)).unwrap())
        .with_compression(codec)
        .with_row_group_size(group)
        .with_data_page_size(page)
        .finish(&mut frame)
        .unwrap();
    format!("{table} with {codec:?}, groups {group:?}, pages {page:?}")
}

/// The certificate with its keys in another order and other spaces.
fn relay_certificate(copy: &Copy, dice: &mut impl Rng) {
    let path = copy.path().join("certificate.json");
    let said: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let mut entries: Vec<_> = said.as_object().unwrap().clone().into_iter().collect();
    entries.shuffle(dice);
    let said: serde_json::Value = entries.into_iter().collect::<serde_json::Map<_, _>>().into();
    let text = if dice.random_bool(0.5) {
        said.to_string()
    } else {
        format!("{said:#}\r\n")
    };
    std::fs::write(path, text).unwrap();
}

/// Whether a file is not the one that was hashed.
pub(crate) fn files_differ(copy: &Copy) -> bool {
    copy.certificate().plan_hashes.iter().any(|(file, stated)| {
        let bytes = std::fs::read(copy.path().join(file)).unwrap();
        blake3::hash(&bytes).to_hex().as_str() != stated
    })
}
