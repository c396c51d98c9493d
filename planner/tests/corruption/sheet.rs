//! One table of a plan as plain columns, to be changed and written again.

use data::dictionary::{ColumnKind, output_table};
use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, ParquetReader, ParquetWriter, SerReader, Series};
use std::fs::File;
use std::path::Path;

#[derive(Clone)]
pub(crate) enum Cells {
    Texts(Vec<String>),
    Numbers(Vec<f64>),
}

#[derive(Clone)]
pub(crate) struct Sheet {
    pub(crate) columns: Vec<(&'static str, Cells)>,
}

impl Sheet {
    pub(crate) fn read(folder: &Path, name: &str) -> Self {
        let file = File::open(folder.join(format!("{name}.parquet"))).unwrap();
        let frame = ParquetReader::new(file).finish().unwrap();
        let columns = output_table(name).unwrap().columns.iter().map(|column| {
            let found = frame.column(column.name).unwrap();
            let cells = match column.kind {
                ColumnKind::Number(_) => Cells::Numbers(found.f64().unwrap().iter().map(Option::unwrap).collect()),
                _ => {
                    let texts = found.str().unwrap().iter();
                    Cells::Texts(texts.map(|text| text.unwrap_or_default().to_owned()).collect())
                }
            };
            (column.name, cells)
        });
        Self {
            columns: columns.collect(),
        }
    }

    pub(crate) fn write(&self, folder: &Path, name: &str) {
        let file = File::create(folder.join(format!("{name}.parquet"))).unwrap();
        ParquetWriter::new(file).finish(&mut self.frame()).unwrap();
    }

    pub(crate) fn frame(&self) -> DataFrame {
        let columns: Vec<Column> = self
            .columns
            .iter()
            .map(|(name, cells)| match cells {
                Cells::Texts(texts) => Series::new((*name).into(), texts.clone()).into_column(),
                Cells::Numbers(numbers) => Series::new((*name).into(), numbers.clone()).into_column(),
            })
            .collect();
        DataFrame::new(self.height(), columns).unwrap()
    }

    pub(crate) fn height(&self) -> usize {
        match &self.columns[0].1 {
            Cells::Texts(texts) => texts.len(),
            Cells::Numbers(numbers) => numbers.len(),
        }
    }

    /// The rows in this order; a row may come twice or not at all.
    pub(crate) fn reorder(&mut self, rows: &[usize]) {
        for (_, cells) in &mut self.columns {
            match cells {
                Cells::Texts(texts) => *texts = rows.iter().map(|r| texts[*r].clone()).collect(),
                Cells::Numbers(numbers) => *numbers = rows.iter().map(|r| numbers[*r]).collect(),
            }
        }
    }

    pub(crate) fn drop_row(&mut self, row: usize) {
        let rows: Vec<usize> = (0..self.height()).filter(|r| *r != row).collect();
        self.reorder(&rows);
    }

    pub(crate) fn double_row(&mut self, row: usize) {
        let rows: Vec<usize> = (0..self.height()).chain([row]).collect();
        self.reorder(&rows);
    }

    pub(crate) fn numbers(&mut self, name: &str) -> &mut Vec<f64> {
        match self.columns.iter_mut().find(|(column, _)| *column == name) {
            Some((_, Cells::Numbers(numbers))) => numbers,
            _ => panic!("{name} holds no numbers"),
        }
    }

    pub(crate) fn texts(&mut self, name: &str) -> &mut Vec<String> {
        match self.columns.iter_mut().find(|(column, _)| *column == name) {
            Some((_, Cells::Texts(texts))) => texts,
            _ => panic!("{name} holds no texts"),
        }
    }
}
