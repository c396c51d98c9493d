//! The tree of areas: the continent, the boards (regions of one country), and the states and provinces as leaves.

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
    use super::{BOARDS, areas};
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_states_are_complete() {
        let areas = areas();
        let ids: BTreeSet<&str> = areas.iter().map(|a| a.id.as_str()).collect();
        assert_eq!(ids.len(), areas.len());
        let leaves = |country: &str| -> usize { BOARDS.iter().filter(|b| b.2 == country).map(|b| b.3.len()).sum() };
        assert_eq!(leaves("US"), 49, "the states but Alaska and Hawaii, and the district");
        assert_eq!(leaves("CA"), 10, "the provinces without the territories");
        assert_eq!(leaves("MX"), 32);
    }
}
