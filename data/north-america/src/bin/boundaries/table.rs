//! The boundary table: one row a point, lines numbered through.

use crate::lines::Line;
use std::path::Path;

/// Writes the kinds in the order given; returns the number of points. Two decimals are 1.1 km, finer than the
/// tolerance.
pub(crate) fn write(path: &Path, kinds: &[(&str, Vec<Line>)]) -> Result<usize, csv::Error> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(["kind", "line", "latitude", "longitude"])?;
    let mut points = 0;
    let numbered = kinds
        .iter()
        .flat_map(|(kind, set)| set.iter().map(move |line| (kind, line)));
    for (number, (kind, line)) in numbered.enumerate() {
        for point in line {
            let latitude = format!("{:.2}", point.latitude);
            let longitude = format!("{:.2}", point.longitude);
            writer.write_record([*kind, &number.to_string(), &latitude, &longitude])?;
            points += 1;
        }
    }
    writer.flush()?;
    Ok(points)
}
