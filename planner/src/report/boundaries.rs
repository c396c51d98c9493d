//! Coast, lakes, country and state lines, as the data set ships them.
//!
//! The file is `map/boundaries.csv` beside the folder of tables (`north-america/tables` has
//! `north-america/map/boundaries.csv`), with the columns kind, line, latitude, longitude: one row a point, points of a
//! line in order. It is decoration: a data set without it has a map without lines.

use std::path::{Path, PathBuf};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoundaryKind {
    /// Shore of land, a ring.
    Coast,
    /// Shore of a lake, a ring.
    Lake,
    /// Border between countries.
    Country,
    /// Line between states or provinces.
    State,
}

impl BoundaryKind {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "coast" => Some(Self::Coast),
            "lake" => Some(Self::Lake),
            "country" => Some(Self::Country),
            "state" => Some(Self::State),
            _ => None,
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundaryLine {
    /// What it is.
    pub kind: BoundaryKind,
    /// Latitude and longitude of its points, degrees north and east.
    pub points: Vec<(f64, f64)>,
}

/// The lines of a continent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Boundaries {
    /// In file order.
    pub lines: Vec<BoundaryLine>,
}

/// Why the lines could not be read.
#[derive(Debug, thiserror::Error)]
pub enum BoundaryError {
    /// The file is there and cannot be read.
    #[error("cannot read {path}: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
    /// A row is not `kind,line,latitude,longitude`.
    #[error("{path}, line {row}: expected kind,line,latitude,longitude, found {found:?}", path = path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// Line number in the file, from 1.
        row: usize,
        /// The row.
        found: String,
    },
}

impl Boundaries {
    /// Where the lines of a folder of tables are.
    #[must_use]
    pub fn path_for(tables: &Path) -> PathBuf {
        tables.join("..").join("map").join("boundaries.csv")
    }

    /// The lines that belong to a folder of tables; none where the data set has no map.
    ///
    /// # Errors
    /// When the file is there but cannot be read or has a malformed row.
    pub fn read_for(tables: &Path) -> Result<Option<Self>, BoundaryError> {
        let path = Self::path_for(tables);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(BoundaryError::Read { path, source }),
        }
    }

    /// The same, taking a file that cannot be read for none: a plan is not lost over a line on its map.
    #[must_use]
    pub fn find(tables: &Path) -> Option<Self> {
        Self::read_for(tables).ok().flatten()
    }

    fn parse(text: &str, path: &Path) -> Result<Self, BoundaryError> {
        let mut lines: Vec<BoundaryLine> = Vec::new();
        let mut last_id = None;
        for (number, row) in text.lines().enumerate().skip(1) {
            let (kind, id, point) = parse_row(row).ok_or_else(|| BoundaryError::Row {
                path: path.to_owned(),
                row: number + 1,
                found: row.chars().take(80).collect(),
            })?;
            match lines.last_mut() {
                Some(line) if last_id == Some(id) => line.points.push(point),
                _ => lines.push(BoundaryLine {
                    kind,
                    points: vec![point],
                }),
            }
            last_id = Some(id);
        }
        Ok(Self { lines })
    }
}

fn parse_row(row: &str) -> Option<(BoundaryKind, &str, (f64, f64))> {
    let mut fields = row.trim_end().split(',');
    let kind = BoundaryKind::from_word(fields.next()?)?;
    let id = fields.next()?;
    let latitude: f64 = fields.next()?.parse().ok()?;
    let longitude: f64 = fields.next()?.parse().ok()?;
    let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 360.0 && fields.next().is_none();
    on_earth.then_some((kind, id, (latitude, longitude)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Boundaries, BoundaryError> {
        Boundaries::parse(text, Path::new("boundaries.csv"))
    }

    #[test]
    fn points_are_gathered_by_line() {
        let text = "kind,line,latitude,longitude\ncoast,0,1,2\ncoast,0,1,3\ncoast,1,5,6\nstate,2,7,8\n";
        let lines = parse(text).unwrap().lines;
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].points, [(1.0, 2.0), (1.0, 3.0)]);
        assert_eq!(lines[2].kind, BoundaryKind::State);
    }

    #[test]
    fn a_malformed_row_is_named() {
        for row in [
            "coast,0,1",
            "coast,0,x,2",
            "coast,0,91,2",
            "river,0,1,2",
            "coast,0,1,2,3",
            "coast,0,NaN,2",
        ] {
            let error = parse(&format!("kind,line,latitude,longitude\n{row}\n")).unwrap_err();
            assert!(error.to_string().contains("line 2"), "{row}: {error}");
        }
    }

    #[test]
    fn no_file_means_no_lines() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Boundaries::read_for(folder.path()).unwrap(), None);
    }

    #[test]
    fn the_file_lies_beside_the_tables() {
        let folder = tempfile::tempdir().unwrap();
        let tables = folder.path().join("tables");
        std::fs::create_dir_all(folder.path().join("map")).unwrap();
        std::fs::create_dir_all(&tables).unwrap();
        std::fs::write(
            folder.path().join("map/boundaries.csv"),
            "kind,line,latitude,longitude\ncoast,0,1,2\n",
        )
        .unwrap();
        assert_eq!(Boundaries::read_for(&tables).unwrap().unwrap().lines.len(), 1);
        std::fs::write(folder.path().join("map/boundaries.csv"), "kind\nriver\n").unwrap();
        assert!(Boundaries::read_for(&tables).is_err() && Boundaries::find(&tables).is_none());
    }
}
