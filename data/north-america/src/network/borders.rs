//! Where roads, power lines and gas pipelines cross the borders: links between urbanates of two countries are only made
//! here, from public maps of border crossings.

/// Roads across the borders.
pub(super) const ROADS: &[(&str, &str)] = &[
    ("bangor-me", "fredericton-nb"),
    ("burlington-vt", "montreal-qc"),
    ("burlington-vt", "sherbrooke-qc"),
    ("albany-ny", "montreal-qc"),
    ("syracuse-ny", "kingston-on"),
    ("buffalo-ny", "st-catharines-on"),
    ("detroit-mi", "windsor-on"),
    ("waterford-mi", "london-on"),
    ("green-bay-wi", "sault-ste-marie-on"),
    ("lansing-mi", "sault-ste-marie-on"),
    ("duluth-mn", "thunder-bay-on"),
    ("grand-forks-nd", "winnipeg-mb"),
    ("minot-nd", "regina-sk"),
    ("minot-nd", "brandon-mb"),
    ("great-falls-mt", "lethbridge-ab"),
    ("spokane-wa", "lethbridge-ab"),
    ("spokane-wa", "kelowna-bc"),
    ("everett-wa", "vancouver-bc"),
    ("everett-wa", "abbotsford-bc"),
    ("san-diego-ca", "tijuana-bcn"),
    ("indio-ca", "mexicali-bcn"),
    ("phoenix-az", "san-luis-rio-colorado-son"),
    ("tucson-az", "nogales-son"),
    ("tucson-az", "agua-prieta-son"),
    ("el-paso-tx", "ciudad-juarez-chh"),
    ("odessa-tx", "ojinaga-chh"),
    ("san-antonio-tx", "ciudad-acuna-coa"),
    ("san-antonio-tx", "piedras-negras-coa"),
    ("laredo-tx", "nuevo-laredo-tam"),
    ("mcallen-tx", "reynosa-tam"),
    ("brownsville-tx", "heroica-matamoros-tam"),
];

/// Roads by ferry to islands and across gulfs, where the straight line is over water.
pub(super) const FERRIES: &[(&str, &str)] = &[
    ("vancouver-bc", "victoria-bc"),
    ("vancouver-bc", "campbell-river-bc"),
    ("sydney-ns", "st-johns-nl"),
    ("rimouski-qc", "sept-iles-qc"),
    ("la-paz-bcs", "mazatlan-sin"),
    ("la-paz-bcs", "los-mochis-sin"),
];

/// Islands: their urbanates have land neighbours on the same island only.
pub(super) const ISLANDS: &[&[&str]] = &[
    &["victoria-bc", "campbell-river-bc"],
    &["st-johns-nl"],
    &[
        "cabo-san-lucas-bcs",
        "ciudad-constitucion-bcs",
        "la-paz-bcs",
        "san-jose-del-cabo-bcs",
    ],
];

/// Roads of one country that are longer than neighbours are looked for.
pub(super) const LONG_ROADS: &[(&str, &str)] = &[("ensenada-bcn", "ciudad-constitucion-bcs")];

/// Pairs of urbanates or, by a leaf area, of all urbanates in it, that no straight land line joins.
pub(super) const WATER_BETWEEN: &[(&str, &str)] = &[
    ("us-mi", "us-wi"),
    ("us-mi", "us-il"),
    ("us-ct", "brentwood-ny"),
    ("us-ct", "coram-ny"),
    ("us-ri", "coram-ny"),
    ("us-ri", "brentwood-ny"),
    ("us-de", "us-nj"),
    ("mx-bcn", "heroica-caborca-son"),
    ("mx-bcn", "hermosillo-son"),
    ("mx-bcn", "heroica-guaymas-son"),
    ("mx-bcn", "ciudad-obregon-son"),
    ("ensenada-bcn", "puerto-penasco-son"),
    ("tijuana-bcn", "puerto-penasco-son"),
    ("ca-pe", "sydney-ns"),
    ("ca-qc", "ca-ns"),
    ("ca-qc", "ca-pe"),
    ("sept-iles-qc", "ca-nb"),
    ("sept-iles-qc", "rimouski-qc"),
];

/// Gas pipelines across the borders with capacities in Mt per year (one thousand million cubic feet per day is about
/// 7.3 Mt per year).
pub(super) const GAS: &[(&str, &str, f64)] = &[
    ("spokane-wa", "lethbridge-ab", 22.0),
    ("everett-wa", "abbotsford-bc", 14.0),
    ("great-falls-mt", "lethbridge-ab", 5.0),
    ("minot-nd", "regina-sk", 18.0),
    ("grand-forks-nd", "winnipeg-mb", 20.0),
    ("waterford-mi", "london-on", 25.0),
    ("detroit-mi", "windsor-on", 10.0),
    ("buffalo-ny", "st-catharines-on", 10.0),
    ("syracuse-ny", "kingston-on", 8.0),
    ("burlington-vt", "montreal-qc", 1.0),
    ("bangor-me", "fredericton-nb", 6.0),
    ("tucson-az", "nogales-son", 6.0),
    ("el-paso-tx", "ciudad-juarez-chh", 14.0),
    ("odessa-tx", "ojinaga-chh", 10.0),
    ("san-antonio-tx", "ciudad-acuna-coa", 8.0),
    ("mcallen-tx", "reynosa-tam", 18.0),
    ("brownsville-tx", "heroica-matamoros-tam", 19.0),
    ("laredo-tx", "nuevo-laredo-tam", 6.0),
    ("san-diego-ca", "tijuana-bcn", 4.0),
    ("indio-ca", "mexicali-bcn", 4.0),
];

/// Power lines across the borders and between asynchronous grids, with capacities in GW.
pub(super) const GRID: &[(&str, &str, f64)] = &[
    ("everett-wa", "vancouver-bc", 3.0),
    ("spokane-wa", "kelowna-bc", 0.8),
    ("great-falls-mt", "lethbridge-ab", 0.3),
    ("grand-forks-nd", "winnipeg-mb", 2.0),
    ("duluth-mn", "winnipeg-mb", 1.0),
    ("minot-nd", "regina-sk", 0.2),
    ("duluth-mn", "thunder-bay-on", 0.2),
    ("detroit-mi", "windsor-on", 1.8),
    ("buffalo-ny", "st-catharines-on", 1.8),
    ("syracuse-ny", "kingston-on", 0.4),
    ("bangor-me", "fredericton-nb", 1.0),
    ("albany-ny", "montreal-qc", 1.9),
    ("burlington-vt", "sherbrooke-qc", 0.4),
    ("manchester-nh", "sherbrooke-qc", 2.0),
    ("ottawa-on", "montreal-qc", 2.0),
    ("north-bay-on", "montreal-qc", 0.2),
    ("fredericton-nb", "rimouski-qc", 0.8),
    ("sydney-ns", "st-johns-nl", 0.5),
    ("sept-iles-qc", "st-johns-nl", 0.9),
    ("medicine-hat-ab", "saskatoon-sk", 0.15),
    ("gillette-wy", "rapid-city-sd", 0.2),
    ("billings-mt", "bismarck-nd", 0.2),
    ("fort-collins-co", "grand-island-ne", 0.2),
    ("pueblo-co", "salina-ks", 0.2),
    ("clovis-nm", "lubbock-tx", 0.2),
    ("roswell-nm", "lubbock-tx", 0.2),
    ("wichita-falls-tx", "oklahoma-city-ok", 0.2),
    ("tyler-tx", "shreveport-la", 0.6),
    ("laredo-tx", "nuevo-laredo-tam", 0.1),
    ("mcallen-tx", "reynosa-tam", 0.3),
    ("san-antonio-tx", "piedras-negras-coa", 0.04),
    ("el-paso-tx", "ciudad-juarez-chh", 0.2),
    ("san-diego-ca", "tijuana-bcn", 0.4),
    ("indio-ca", "mexicali-bcn", 0.4),
    ("la-paz-bcs", "ciudad-obregon-son", 0.05),
    ("mexicali-bcn", "heroica-caborca-son", 0.05),
];
