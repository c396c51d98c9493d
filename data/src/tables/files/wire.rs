//! A frame as bytes, from the child that decoded it to the reader. Read with every length checked.
//!
//! Layout: number of rows, number of columns (both u64, little-endian); per column its name, a kind byte, and its
//! cells. Text is a u32 length and the bytes; the length `u32::MAX` is an empty cell. Numbers and flags have a byte 1
//! before the value, or a byte 0 and none.

use super::frame::{Frame, Raw};
use polars::prelude::{BooleanChunked, Float64Chunked, StringChunked};
use std::io::{self, Write};

const TEXT: u8 = 0;
const NUMBERS: u8 = 1;
const FLAGS: u8 = 2;
const OTHER: u8 = 3;

const EMPTY: u32 = u32::MAX;

/// Writes a frame.
pub(super) fn write(frame: &Frame, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&(frame.rows as u64).to_le_bytes())?;
    out.write_all(&(frame.columns.len() as u64).to_le_bytes())?;
    for (name, raw) in &frame.columns {
        write_text(Some(name), out)?;
        match raw {
            Raw::Text(cells) => {
                out.write_all(&[TEXT])?;
                cells.iter().try_for_each(|cell| write_text(cell, out))?;
            }
            Raw::Numbers(cells) => {
                out.write_all(&[NUMBERS])?;
                cells
                    .iter()
                    .try_for_each(|cell| write_value(cell.map(f64::to_le_bytes), out))?;
            }
            Raw::Flags(cells) => {
                out.write_all(&[FLAGS])?;
                cells
                    .iter()
                    .try_for_each(|cell| write_value(cell.map(|flag| [u8::from(flag)]), out))?;
            }
            Raw::Other(kind) => {
                out.write_all(&[OTHER])?;
                write_text(Some(kind), out)?;
            }
        }
    }
    out.flush()
}

fn write_text(text: Option<&str>, out: &mut impl Write) -> io::Result<()> {
    match text {
        None => out.write_all(&EMPTY.to_le_bytes()),
        Some(text) => {
            let length = u32::try_from(text.len()).map_err(io::Error::other)?;
            out.write_all(&length.to_le_bytes())?;
            out.write_all(text.as_bytes())
        }
    }
}

fn write_value<const N: usize>(value: Option<[u8; N]>, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&[u8::from(value.is_some())])?;
    value.map_or(Ok(()), |value| out.write_all(&value))
}

/// Reads a frame; none when the bytes are not one.
pub(super) fn read(bytes: &[u8], first_row: usize) -> Option<Frame> {
    let mut from = Bytes(bytes);
    let rows = usize::try_from(u64::from_le_bytes(from.take()?)).ok()?;
    let count = u64::from_le_bytes(from.take()?);
    let mut columns = Vec::new();
    for _ in 0..count {
        let name = from.text()??.to_owned();
        let [kind] = from.take()?;
        // Every cell takes a byte at least, so a false number of rows ends with the bytes.
        let raw = match kind {
            TEXT => Raw::Text((0..rows).map(|_| from.text()).collect::<Option<StringChunked>>()?),
            NUMBERS => {
                let cells = (0..rows).map(|_| Some(from.value()?.map(f64::from_le_bytes)));
                Raw::Numbers(cells.collect::<Option<Float64Chunked>>()?)
            }
            FLAGS => {
                let cells = (0..rows).map(|_| Some(from.value()?.map(|[flag]| flag != 0)));
                Raw::Flags(cells.collect::<Option<BooleanChunked>>()?)
            }
            OTHER => Raw::Other(from.text()??.to_owned()),
            _ => return None,
        };
        columns.push((name, raw));
    }
    from.0.is_empty().then_some(Frame {
        columns,
        rows,
        first_row,
        text_is_clean: false,
    })
}

/// Bytes not yet read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    /// None when the bytes end or are not text; `Some(None)` for an empty cell.
    fn text(&mut self) -> Option<Option<&'a str>> {
        let length = u32::from_le_bytes(self.take()?);
        if length == EMPTY {
            return Some(None);
        }
        let (head, rest) = self.0.split_at_checked(length as usize)?;
        self.0 = rest;
        Some(Some(std::str::from_utf8(head).ok()?))
    }

    fn value<const N: usize>(&mut self) -> Option<Option<[u8; N]>> {
        match self.take()? {
            [0] => Some(None),
            [1] => Some(Some(self.take()?)),
            _ => None,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let columns = vec![
            (
                "node".to_owned(),
                Raw::Text([Some("birch"), None].into_iter().collect()),
            ),
            (
                "amount".to_owned(),
                Raw::Numbers([None, Some(-0.5)].into_iter().collect()),
            ),
            ("flag".to_owned(), Raw::Flags([Some(true), None].into_iter().collect())),
            ("day".to_owned(), Raw::Other("date".to_owned())),
        ];
        Frame {
            columns,
            rows: 2,
            first_row: 1,
            text_is_clean: false,
        }
    }

    #[test]
    fn a_frame_comes_back() {
        let mut bytes = Vec::new();
        write(&frame(), &mut bytes).unwrap();
        let back = read(&bytes, 1).unwrap();
        assert_eq!(format!("{:?}", back.columns), format!("{:?}", frame().columns));
        assert_eq!(back.rows, 2);
    }

    #[test]
    fn broken_bytes_are_refused() {
        let mut bytes = Vec::new();
        write(&frame(), &mut bytes).unwrap();
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length], 1).is_none());
        }
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0xFF;
            let _ = read(&changed, 1);
        }
    }
}
