//! The tree of areas: the continent, the boards (regions of one country), and the states and provinces as leaves.

use crate::geometry::Position;
use crate::places::Area;
use crate::raw::City;

/// Id of the root.
pub(super) const CONTINENT: &str = "north-america";

/// A board: id, name, country, and its leaves as (code in the list of cities, postal code, name).
type Board = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
);

const BOARDS: &[Board] = &[
    (
        "us-northeast",
        "US Northeast",
        "US",
        &[
            ("CT", "ct", "Connecticut"),
            ("ME", "me", "Maine"),
            ("MA", "ma", "Massachusetts"),
            ("NH", "nh", "New Hampshire"),
            ("NJ", "nj", "New Jersey"),
            ("NY", "ny", "New York"),
            ("PA", "pa", "Pennsylvania"),
            ("RI", "ri", "Rhode Island"),
            ("VT", "vt", "Vermont"),
        ],
    ),
    (
        "us-south-atlantic",
        "US South Atlantic",
        "US",
        &[
            ("DE", "de", "Delaware"),
            ("DC", "dc", "District of Columbia"),
            ("FL", "fl", "Florida"),
            ("GA", "ga", "Georgia"),
            ("MD", "md", "Maryland"),
            ("NC", "nc", "North Carolina"),
            ("SC", "sc", "South Carolina"),
            ("VA", "va", "Virginia"),
            ("WV", "wv", "West Virginia"),
        ],
    ),
    (
        "us-south-central",
        "US East South Central",
        "US",
        &[
            ("AL", "al", "Alabama"),
            ("KY", "ky", "Kentucky"),
            ("MS", "ms", "Mississippi"),
            ("TN", "tn", "Tennessee"),
        ],
    ),
    (
        "us-gulf",
        "US West South Central",
        "US",
        &[
            ("AR", "ar", "Arkansas"),
            ("LA", "la", "Louisiana"),
            ("OK", "ok", "Oklahoma"),
            ("TX", "tx", "Texas"),
        ],
    ),
    (
        "us-great-lakes",
        "US Great Lakes",
        "US",
        &[
            ("IL", "il", "Illinois"),
            ("IN", "in", "Indiana"),
            ("MI", "mi", "Michigan"),
            ("OH", "oh", "Ohio"),
            ("WI", "wi", "Wisconsin"),
        ],
    ),
    (
        "us-plains",
        "US Plains",
        "US",
        &[
            ("IA", "ia", "Iowa"),
            ("KS", "ks", "Kansas"),
            ("MN", "mn", "Minnesota"),
            ("MO", "mo", "Missouri"),
            ("NE", "ne", "Nebraska"),
            ("ND", "nd", "North Dakota"),
            ("SD", "sd", "South Dakota"),
        ],
    ),
    (
        "us-mountain",
        "US Mountain",
        "US",
        &[
            ("AZ", "az", "Arizona"),
            ("CO", "co", "Colorado"),
            ("ID", "id", "Idaho"),
            ("MT", "mt", "Montana"),
            ("NV", "nv", "Nevada"),
            ("NM", "nm", "New Mexico"),
            ("UT", "ut", "Utah"),
            ("WY", "wy", "Wyoming"),
        ],
    ),
    (
        "us-pacific",
        "US Pacific",
        "US",
        &[
            ("CA", "ca", "California"),
            ("OR", "or", "Oregon"),
            ("WA", "wa", "Washington"),
        ],
    ),
    (
        "ca-east",
        "Eastern Canada",
        "CA",
        &[
            ("04", "nb", "New Brunswick"),
            ("05", "nl", "Newfoundland and Labrador"),
            ("07", "ns", "Nova Scotia"),
            ("09", "pe", "Prince Edward Island"),
            ("10", "qc", "Quebec"),
        ],
    ),
    ("ca-central", "Central Canada", "CA", &[("08", "on", "Ontario")]),
    (
        "ca-west",
        "Western Canada",
        "CA",
        &[
            ("01", "ab", "Alberta"),
            ("02", "bc", "British Columbia"),
            ("03", "mb", "Manitoba"),
            ("11", "sk", "Saskatchewan"),
        ],
    ),
    (
        "mx-north",
        "Northern Mexico",
        "MX",
        &[
            ("02", "bcn", "Baja California"),
            ("03", "bcs", "Baja California Sur"),
            ("06", "chh", "Chihuahua"),
            ("07", "coa", "Coahuila"),
            ("10", "dur", "Durango"),
            ("19", "nle", "Nuevo León"),
            ("25", "sin", "Sinaloa"),
            ("26", "son", "Sonora"),
            ("28", "tam", "Tamaulipas"),
        ],
    ),
    (
        "mx-centre",
        "Central Mexico",
        "MX",
        &[
            ("01", "agu", "Aguascalientes"),
            ("08", "col", "Colima"),
            ("09", "cmx", "Ciudad de México"),
            ("11", "gua", "Guanajuato"),
            ("13", "hid", "Hidalgo"),
            ("14", "jal", "Jalisco"),
            ("15", "mex", "México"),
            ("16", "mic", "Michoacán"),
            ("17", "mor", "Morelos"),
            ("18", "nay", "Nayarit"),
            ("21", "pue", "Puebla"),
            ("22", "que", "Querétaro"),
            ("24", "slp", "San Luis Potosí"),
            ("29", "tla", "Tlaxcala"),
            ("32", "zac", "Zacatecas"),
        ],
    ),
    (
        "mx-south",
        "Southern Mexico",
        "MX",
        &[
            ("04", "cam", "Campeche"),
            ("05", "chp", "Chiapas"),
            ("12", "gro", "Guerrero"),
            ("20", "oax", "Oaxaca"),
            ("23", "roo", "Quintana Roo"),
            ("27", "tab", "Tabasco"),
            ("30", "ver", "Veracruz"),
            ("31", "yuc", "Yucatán"),
        ],
    ),
];

/// Towns too small for the list of cities, with their leaf areas. The nearest listed city of the land around them lies
/// across a border or a state line.
const SMALL_TOWNS: &[(Position, &str)] = &[
    (Position::new(45.88, -106.62), "us-mt"),  // Colstrip
    (Position::new(45.01, -106.86), "us-mt"),  // Decker
    (Position::new(46.37, -104.28), "us-mt"),  // Baker
    (Position::new(48.09, -105.64), "us-mt"),  // Wolf Point
    (Position::new(41.67, -103.10), "us-ne"),  // Bridgeport
    (Position::new(40.46, -109.53), "us-ut"),  // Vernal
    (Position::new(36.68, -101.48), "us-ok"),  // Guymon
    (Position::new(31.69, -106.32), "us-tx"),  // Ysleta, beside El Paso
    (Position::new(31.76, -106.40), "us-tx"),  // El Paso, east
    (Position::new(29.80, -93.33), "us-la"),   // Cameron
    (Position::new(32.16, -91.72), "us-la"),   // Winnsboro
    (Position::new(37.67, -82.77), "us-ky"),   // Prestonsburg
    (Position::new(37.28, -82.10), "us-va"),   // Grundy
    (Position::new(39.90, -80.18), "us-pa"),   // Waynesburg
    (Position::new(41.84, -79.15), "us-pa"),   // Warren
    (Position::new(41.75, -77.30), "us-pa"),   // Wellsboro
    (Position::new(41.83, -75.88), "us-pa"),   // Montrose
    (Position::new(44.67, -74.98), "us-ny"),   // Potsdam
    (Position::new(44.93, -74.89), "us-ny"),   // Massena
    (Position::new(43.17, -79.04), "us-ny"),   // Lewiston
    (Position::new(46.68, -68.02), "us-me"),   // Presque Isle
    (Position::new(42.82, -82.47), "ca-on"),   // Courtright
    (Position::new(44.35, -117.27), "us-or"),  // Huntington
    (Position::new(44.55, -117.42), "us-or"),  // Durkee
    (Position::new(40.62, -103.20), "us-co"),  // Sterling
    (Position::new(41.46, -90.72), "us-ia"),   // Buffalo
    (Position::new(42.89, -82.42), "ca-on"),   // Corunna
    (Position::new(42.95, -82.40), "ca-on"),   // Sarnia, south
    (Position::new(48.18, -64.96), "ca-qc"),   // Port-Daniel
    (Position::new(49.14, -102.99), "ca-sk"),  // Estevan
    (Position::new(54.77, -101.88), "ca-mb"),  // Flin Flon
    (Position::new(30.62, -106.51), "mx-chh"), // Villa Ahumada
    (Position::new(28.04, -103.79), "mx-coa"), // Hércules
];

/// Positions with the leaf areas they lie in: the listed cities, and some small towns.
#[must_use]
pub(super) fn located(cities: &[City]) -> Vec<(Position, String)> {
    let listed = cities.iter().filter_map(|c| leaf_of(c).map(|leaf| (c.position, leaf)));
    let small = SMALL_TOWNS.iter().map(|(at, leaf)| (*at, (*leaf).to_owned()));
    listed.chain(small).collect()
}

/// All areas: the continent, then each board with its leaves.
#[must_use]
pub(super) fn areas() -> Vec<Area> {
    let mut areas = vec![Area {
        id: CONTINENT.to_owned(),
        name: "North America".to_owned(),
        parent: None,
        country: "",
    }];
    for (board, name, country, leaves) in BOARDS {
        areas.push(Area {
            id: (*board).to_owned(),
            name: (*name).to_owned(),
            parent: Some(CONTINENT.to_owned()),
            country,
        });
        areas.extend(leaves.iter().map(|(_, postal, name)| Area {
            id: leaf_id(country, postal),
            name: (*name).to_owned(),
            parent: Some((*board).to_owned()),
            country,
        }));
    }
    areas
}

/// The leaf area of a listed city; none for states and provinces that are left out.
#[must_use]
pub(super) fn leaf_of(city: &City) -> Option<String> {
    postal_code(city).map(|postal| leaf_id(&city.country, postal))
}

/// The postal code, in small letters, of the state or province of a listed city.
#[must_use]
pub(super) fn postal_code(city: &City) -> Option<&'static str> {
    BOARDS
        .iter()
        .filter(|(_, _, country, _)| *country == city.country)
        .flat_map(|(_, _, _, leaves)| leaves.iter())
        .find(|(code, _, _)| *code == city.state)
        .map(|(_, postal, _)| *postal)
}

fn leaf_id(country: &str, postal: &str) -> String {
    format!("{}-{postal}", country.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{BOARDS, SMALL_TOWNS, areas};
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_states_are_complete() {
        let areas = areas();
        let ids: BTreeSet<&str> = areas.iter().map(|a| a.id.as_str()).collect();
        assert_eq!(ids.len(), areas.len());
        assert!(SMALL_TOWNS.iter().all(|(_, leaf)| ids.contains(leaf)));
        let leaves = |country: &str| -> usize { BOARDS.iter().filter(|b| b.2 == country).map(|b| b.3.len()).sum() };
        assert_eq!(leaves("US"), 49, "the states but Alaska and Hawaii, and the district");
        assert_eq!(leaves("CA"), 10, "the provinces without the territories");
        assert_eq!(leaves("MX"), 32);
    }
}
