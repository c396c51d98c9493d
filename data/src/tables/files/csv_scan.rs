//! The shape of a CSV file, before its cells are decoded: quotes, records, cells (F03, F04, F06, F09, F10).
//!
//! The scan is stricter than most readers, so that a row number always means the same row: every record has as many
//! cells as the header, and no cell holds a line break.

use crate::findings::{Code, Finding, Offenders, is_hidden, shown};
use crate::tables::limits::Limits;

/// A file that is sound: its header's cells, the bytes below it, and how many records those are.
pub(super) struct Shape<'a> {
    pub(super) header: Vec<String>,
    pub(super) body: &'a [u8],
    pub(super) rows: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    Plain,
    Quoted,
    QuoteClosed,
}

/// Scans the whole file; none when its rows cannot be told apart.
pub(super) fn scan<'a>(bytes: &'a [u8], file: &str, limits: &Limits, findings: &mut Vec<Finding>) -> Option<Shape<'a>> {
    let before = findings.len();
    let text = match as_text(bytes, file) {
        Ok(text) => text,
        Err(finding) => {
            findings.push(finding);
            return None;
        }
    };
    findings.extend(hidden_characters(text, file));
    let end = text.find('\n').map_or(text.len(), |at| at + 1);
    let header = header_cells(&text[..end]);
    findings.extend(header_faults(&header, file, limits));
    let mut records = Records::new(file, header.len());
    let body = &text.as_bytes()[end..];
    records.run(body);
    let rows = records.rows;
    if rows > limits.rows {
        findings.push(too_many_rows(file, rows, limits));
    }
    findings.extend(records.into_findings());
    let broken = findings[before..].iter().any(|f| f.code != Code::F10);
    (!broken).then_some(Shape { header, body, rows })
}

/// The bytes as text without byte order mark and without blank lines at the end.
fn as_text<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, Finding> {
    if bytes.starts_with(b"PAR1") {
        return Err(Finding::new(Code::F03, file, "a Parquet file named .csv"));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Finding::new(Code::F10, file, "UTF-16 text"));
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(Finding::new(
            Code::F03,
            file,
            format!("binary data: a zero byte at byte {at}"),
        ));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let row = 1 + bytes[..at].iter().filter(|b| **b == b'\n').count();
        let byte = bytes.get(at).copied().unwrap_or_default();
        Finding::new(Code::F10, file, format!("byte 0x{byte:02X} is not UTF-8")).with_rows([format!("row {row}")])
    })?;
    let text = text.trim_end_matches(['\n', '\r']);
    if text.is_empty() {
        return Err(Finding::new(Code::F04, file, "an empty file, without a header"));
    }
    Ok(text)
}

fn hidden_characters(text: &str, file: &str) -> Option<Finding> {
    let mut offenders = Offenders::new(Code::F10, file);
    let bytes = text.as_bytes();
    let is_suspect = |b: &u8| (*b < 0x20 && *b != b'\n') || *b >= 0x7F;
    // Most files are plain ASCII; line numbers are worked out only for lines that are looked at closely.
    if bytes.iter().any(is_suspect) {
        for (position, line) in text.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.bytes().any(|b| is_suspect(&b)) && line.chars().any(is_hidden) {
                offenders.add(|| (format!("row {}", position + 1), shown(around_hidden(line))));
            }
        }
    }
    offenders.into_finding()
}

/// The cell with the first hidden character.
fn around_hidden(line: &str) -> &str {
    line.split(',').find(|cell| cell.chars().any(is_hidden)).unwrap_or(line)
}

fn header_cells(line: &str) -> Vec<String> {
    line.trim_end_matches(['\n', '\r'])
        .split(',')
        .map(|cell| {
            let inner = cell.strip_prefix('"').and_then(|c| c.strip_suffix('"'));
            inner.unwrap_or(cell).to_owned()
        })
        .collect()
}

fn header_faults(header: &[String], file: &str, limits: &Limits) -> Option<Finding> {
    if header.len() > limits.columns {
        let seen = format!("{} columns, more than the limit of {}", header.len(), limits.columns);
        return Some(Finding::new(Code::F09, file, seen));
    }
    match header {
        [only] if only.contains(';') || only.contains('\t') => Some(
            Finding::new(Code::F03, file, format!("a header in one piece: {}", shown(only)))
                .with_action("Separate cells by commas."),
        ),
        _ => None,
    }
}

fn too_many_rows(file: &str, rows: usize, limits: &Limits) -> Finding {
    Finding::new(
        Code::F06,
        file,
        format!("{rows} rows, more than the limit of {}", limits.rows),
    )
}

/// Counts records and cells, and finds those that are out of shape.
struct Records {
    width: usize,
    rows: usize,
    ragged: Offenders,
    stray_quotes: Offenders,
    line_breaks: Offenders,
    unclosed: Option<Finding>,
    file: String,
}

impl Records {
    fn new(file: &str, width: usize) -> Self {
        Self {
            width,
            rows: 0,
            ragged: Offenders::new(Code::F03, file)
                .with_action("Give every row as many cells as the header; put a cell that holds a comma in quotes."),
            stray_quotes: Offenders::new(Code::F03, file)
                .with_action("Put the whole cell in quotes and double the quotes in it."),
            line_breaks: Offenders::new(Code::F10, file).with_action("Write the cell in one line."),
            unclosed: None,
            file: file.to_owned(),
        }
    }

    fn run(&mut self, body: &[u8]) {
        let mut at = At::CellStart;
        let mut cells = 1;
        for &byte in body {
            at = match (at, byte) {
                (At::Plain | At::CellStart | At::QuoteClosed, b',') => {
                    cells += 1;
                    At::CellStart
                }
                (At::Plain | At::CellStart | At::QuoteClosed, b'\n') => {
                    self.end_record(cells);
                    cells = 1;
                    At::CellStart
                }
                (At::CellStart | At::QuoteClosed, b'"') => At::Quoted,
                (At::Quoted, b'"') => At::QuoteClosed,
                (At::Quoted, b'\n') => {
                    let row = self.rows;
                    self.line_breaks
                        .add(|| (label(row), "a line break in a cell".to_owned()));
                    At::Quoted
                }
                (At::Quoted, _) => At::Quoted,
                (At::QuoteClosed, b'\r') => At::QuoteClosed,
                (At::Plain, b'"') | (At::QuoteClosed, _) => {
                    let row = self.rows;
                    self.stray_quotes
                        .add(|| (label(row), "a quote inside a cell".to_owned()));
                    At::Plain
                }
                (At::Plain | At::CellStart, _) => At::Plain,
            };
        }
        if at == At::Quoted {
            let row = label(self.rows);
            self.unclosed =
                Some(Finding::new(Code::F04, &self.file, "a quoted cell that is never closed").with_rows([row]));
        } else if !body.is_empty() {
            self.end_record(cells);
        }
    }

    fn end_record(&mut self, cells: usize) {
        if cells != self.width {
            let (row, width) = (self.rows, self.width);
            self.ragged
                .add(|| (label(row), format!("{cells} cells; the header has {width}")));
        }
        self.rows += 1;
    }

    fn into_findings(self) -> Vec<Finding> {
        // Behind a quote that is never closed every line looks wrong; only the quote is worth telling.
        if let Some(finding) = self.unclosed {
            return vec![finding];
        }
        let lists = [self.ragged, self.stray_quotes, self.line_breaks];
        lists.into_iter().filter_map(Offenders::into_finding).collect()
    }
}

fn label(row: usize) -> String {
    format!("row {}", row + 2)
}
