//! The make and use tables of the Bureau of Economic Analysis as CSV: industries by commodities, commodities by industries and
//! final uses. Codes that begin with `T` are totals, `V` value added, `F` final uses (`F04` exports, `F05` imports).

use super::super::report::Report;
use super::{Amount, Industry, InputOutputTable, Product};
use crate::findings::{Code, Findings};
use std::collections::{BTreeMap, HashMap};

/// One table under way: its file, header and rows of cells.
struct Sheet<'a> {
    report: Report<'a>,
    columns: Vec<String>,
    rows: Vec<(usize, String, Vec<f64>)>,
}

/// Reads both tables; `files` name them in findings.
///
/// # Errors
/// Every finding of both files at once: rows and cells that do not fit (P01, P02), codes that are there twice or in one table
/// only (P04), tables without industries or commodities (P03).
pub fn parse(make: &str, uses: &str, files: [&str; 2]) -> Result<InputOutputTable, Findings> {
    let mut makes = Sheet::read(make, files[0]);
    let mut uses = Sheet::read(uses, files[1]);
    let mut table = InputOutputTable::default();
    let products = makes.products(&mut table);
    let industries = makes.industries(&mut table, &products);
    uses.add_uses(&mut table, &products, &industries);
    for industry in &mut table.industries {
        balance(industry);
    }
    let findings = [makes.report.finish(()), uses.report.finish(())];
    let all: Findings = findings.into_iter().filter_map(Result::err).flatten().collect();
    all.into_result().map(|_| table)
}

impl<'a> Sheet<'a> {
    fn read(text: &str, file: &'a str) -> Self {
        let mut sheet = Self {
            report: Report::new(file),
            columns: Vec::new(),
            rows: Vec::new(),
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        match reader.headers() {
            Ok(header) => sheet.columns = header.iter().skip(1).map(str::to_owned).collect(),
            Err(error) => sheet.report.at(Code::P01, 1, error.to_string()),
        }
        sheet.check_codes(1, &sheet.columns.clone());
        for record in reader.records() {
            match record {
                Ok(record) => sheet.row(&record),
                Err(error) => sheet.report.whole(Code::P01, error.to_string()),
            }
        }
        let codes: Vec<String> = sheet.rows.iter().map(|(_, code, _)| code.clone()).collect();
        sheet.check_codes(0, &codes);
        sheet
    }

    fn row(&mut self, record: &csv::StringRecord) {
        let line = record
            .position()
            .map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
        if record.len() != self.columns.len() + 1 {
            let seen = format!("{} cells under a header of {}", record.len(), self.columns.len() + 1);
            return self.report.at(Code::P01, line, seen);
        }
        let cells = record.iter().skip(1).zip(&self.columns);
        let report = &mut self.report;
        let read = cells.map(|(cell, column)| match cell.trim() {
            "" | "NA" => 0.0,
            cell => report.number(line, column, cell).unwrap_or(0.0),
        });
        self.rows.push((line, record[0].to_owned(), read.collect()));
    }

    /// Codes that are there twice, at a line or (0) at the line of each row.
    fn check_codes(&mut self, line: usize, codes: &[String]) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (position, code) in codes.iter().enumerate() {
            if seen.insert(code, position).is_some() {
                let at = self.rows.get(position).map_or(line, |(line, ..)| *line);
                self.report.at(Code::P04, at, format!("{code} is there twice"));
            }
        }
    }

    /// Commodities: the columns of the make table that are no totals.
    fn products(&mut self, table: &mut InputOutputTable) -> HashMap<String, usize> {
        for code in self.columns.iter().filter(|code| !is_total(code)) {
            table.products.push(Product {
                code: code.clone(),
                ..Product::default()
            });
        }
        if table.products.is_empty() {
            self.report.whole(Code::P03, "there is no commodity");
        }
        let products = table.products.iter().enumerate();
        products
            .map(|(position, product)| (product.code.clone(), position))
            .collect()
    }

    /// Industries: the rows of the make table that are no totals.
    fn industries(
        &mut self,
        table: &mut InputOutputTable,
        products: &HashMap<String, usize>,
    ) -> HashMap<String, usize> {
        for (_, code, cells) in self.rows.iter().filter(|(_, code, _)| !is_total(code)) {
            let made = self.columns.iter().zip(cells).filter(|(_, amount)| **amount != 0.0);
            table.industries.push(Industry {
                code: code.clone(),
                makes: made
                    .filter_map(|(column, amount)| Some((*products.get(column)?, *amount)))
                    .collect(),
                uses: Vec::new(),
            });
        }
        if table.industries.is_empty() {
            self.report.whole(Code::P03, "there is no industry");
        }
        let industries = table.industries.iter().enumerate();
        industries
            .map(|(position, industry)| (industry.code.clone(), position))
            .collect()
    }

    fn add_uses(
        &mut self,
        table: &mut InputOutputTable,
        products: &HashMap<String, usize>,
        industries: &HashMap<String, usize>,
    ) {
        for column in self.columns.iter().filter(|code| !industries.contains_key(*code)) {
            if !column.starts_with('F') && !is_total(column) {
                self.report
                    .at(Code::P04, 1, format!("{column} is no industry of the make table"));
            }
        }
        for (line, code, cells) in &self.rows {
            let Some(product) = products.get(code) else {
                if !code.starts_with('V') && !is_total(code) {
                    self.report
                        .at(Code::P04, *line, format!("{code} is no commodity of the make table"));
                }
                continue;
            };
            for (column, amount) in self.columns.iter().zip(cells).filter(|(_, amount)| **amount != 0.0) {
                let of = &mut table.products[*product];
                match industries.get(column) {
                    Some(industry) => table.industries[*industry].uses.push((*product, *amount)),
                    None if column.starts_with("F05") => of.imports -= amount,
                    None if column.starts_with("F04") => of.exports += amount,
                    None if column.starts_with('F') => of.final_use += amount,
                    None => {}
                }
            }
        }
    }
}

/// Totals, and columns of tools that had no name for them.
fn is_total(code: &str) -> bool {
    code.starts_with('T') || code == "NA" || code.starts_with("NA.")
}

/// Each commodity once on each side, and amounts below zero on the other side.
fn balance(industry: &mut Industry) {
    let mut sides = [BTreeMap::new(), BTreeMap::new()];
    let given = [std::mem::take(&mut industry.makes), std::mem::take(&mut industry.uses)];
    for (side, amounts) in given.into_iter().enumerate() {
        for (product, amount) in amounts {
            let to = if amount > 0.0 { side } else { 1 - side };
            *sides[to].entry(product).or_insert(0.0) += amount.abs();
        }
    }
    let [makes, uses] = sides.map(|side| side.into_iter().collect::<Vec<Amount>>());
    (industry.makes, industry.uses) = (makes, uses);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const MAKE: &str = "rownames,GRAIN,BREAD,T008\nfarm,100,5,105\nbakery,0,80,80\nT007,100,85,185\n";
    const USE: &str = "rownames,farm,bakery,T001,F01000,F04000,F05000\nGRAIN,10,60,70,15,25,-10\nBREAD,0,-2,-2,80,7,0\nV00100,95,22,117,0,0,0\n";

    #[test]
    fn both_tables_become_one() {
        let table = parse(MAKE, USE, ["make", "use"]).unwrap();
        assert_eq!(table.industries[0].makes, [(0, 100.0), (1, 5.0)]);
        // Bread that the bakery uses less than nothing of is bread that it makes.
        assert_eq!(table.industries[1].makes, [(1, 82.0)]);
        assert_eq!(table.industries[1].uses, [(0, 60.0)]);
        assert_eq!(table.industries[1].value_added(), 22.0);
        let grain = &table.products[0];
        assert_eq!((grain.final_use, grain.exports, grain.imports), (15.0, 25.0, 10.0));
    }

    #[test]
    fn everything_wrong_in_both_is_said_at_once() {
        let make = MAKE.replace("bakery,0,80", "farm,0,x");
        let uses = USE.replace("GRAIN,10", "CORN,10").replace("80,7,0", "80,7");
        let findings = parse(&make, &uses, ["make", "use"]).unwrap_err();
        let places: Vec<String> = findings.iter().map(|f| format!("{} {}", f.code, f.place)).collect();
        assert_eq!(places, ["P01 use", "P02 make", "P04 make", "P04 use"]);
        assert!(parse("", "", ["a", "b"]).is_err());
    }
}
