//! River ports, and the parts of the rivers that the table lacks.

/// A river port.
pub(super) struct RiverPort {
    /// The urbanate it serves.
    pub(super) serves: &'static str,
    /// The river link it lies on, by the two ends in the raw table, or a node given twice.
    pub(super) on: (usize, usize),
    /// Capacity of its terminal, Mt per year: assumed from the size of the port.
    pub(super) capacity_mt: f64,
}

const fn port(serves: &'static str, on: (usize, usize), capacity_mt: f64) -> RiverPort {
    RiverPort {
        serves,
        on,
        capacity_mt,
    }
}

/// The ports. Where along a link a port lies follows from its distances to the two ends.
pub(super) const PORTS: &[RiverPort] = &[
    // Upper Mississippi.
    port("minneapolis-mn", (6, 6), 30.0),
    port("la-crosse-wi", (6, 7), 15.0),
    port("davenport-ia", (6, 7), 25.0),
    port("quincy-il", (6, 7), 15.0),
    port("st-louis-mo", (32, 32), 70.0),
    port("cape-girardeau-mo", (33, 34), 25.0),
    // Lower Mississippi and Red.
    port("memphis-tn", (34, 35), 40.0),
    port("greenville-ms", (37, 38), 15.0),
    port("baton-rouge-la", (38, 39), 100.0),
    port("new-orleans-la", (39, 39), 300.0),
    port("alexandria-la", (38, 45), 10.0),
    port("shreveport-la", (38, 45), 10.0),
    // Arkansas.
    port("tulsa-ok", (2, 2), 15.0),
    port("little-rock-ar", (3, 4), 15.0),
    // Ohio.
    port("evansville-in", (64, 80), 40.0),
    port("louisville-ky", (64, 80), 40.0),
    port("cincinnati-oh", (80, 80), 50.0),
    port("huntington-wv", (79, 80), 80.0),
    port("parkersburg-wv", (78, 79), 40.0),
    port("pittsburgh-pa", (66, 66), 50.0),
    // Tennessee and Cumberland.
    port("knoxville-tn", (11, 11), 10.0),
    port("chattanooga-tn", (12, 12), 15.0),
    port("huntsville-al", (12, 81), 20.0),
    port("nashville-tn", (63, 63), 20.0),
    // Mobile, Alabama, Tombigbee.
    port("mobile-al", (21, 21), 40.0),
    port("montgomery-al", (19, 19), 5.0),
    port("tuscaloosa-al", (20, 68), 20.0),
    port("tupelo-ms", (20, 68), 10.0),
    // Illinois.
    port("peoria-il", (7, 76), 25.0),
    // Missouri.
    port("columbia-mo", (8, 74), 5.0),
    port("kansas-city-mo", (74, 74), 10.0),
    port("omaha-ne", (73, 74), 5.0),
    port("sioux-city-ia", (73, 73), 5.0),
    // Columbia, Willamette.
    port("portland-or", (25, 25), 40.0),
    port("kennewick-wa", (0, 0), 20.0),
    // Hudson.
    port("albany-ny", (22, 22), 15.0),
];

/// Links of the table that are left out: not navigable for freight, or of use to nobody on this map.
pub(super) const LEFT_OUT: &[(usize, usize)] = &[
    (17, 18),
    (33, 71),
    (62, 63),
    (65, 67),
    (72, 78),
    (75, 76),
    (77, 79),
    (9, 10),
    (24, 25),
];

/// An end of an added link: a node of the table, or an urbanate's own river node.
pub(super) enum End {
    /// Node of the table.
    Node(usize),
    /// River port of an urbanate, made if it is not there.
    Urbanate(&'static str),
}

/// Added links: ends and length over the great-circle distance between them.
pub(super) const ADDED: &[(End, End, f64)] = &[
    // Lockport-Chicago: the Sanitary and Ship Canal.
    (End::Node(76), End::Urbanate("chicago-il"), 1.15),
    // Tennessee-Tombigbee Waterway.
    (End::Urbanate("huntsville-al"), End::Urbanate("tupelo-ms"), 1.6),
    // Snake River.
    (End::Urbanate("kennewick-wa"), End::Urbanate("lewiston-id"), 1.25),
    // Hudson below Peekskill.
    (End::Node(23), End::Urbanate("new-york-city-ny"), 1.1),
    // Gulf Intracoastal Waterway.
    (End::Urbanate("corpus-christi-tx"), End::Urbanate("houston-tx"), 1.2),
    (End::Urbanate("houston-tx"), End::Urbanate("beaumont-tx"), 1.2),
    (End::Urbanate("beaumont-tx"), End::Urbanate("lafayette-la"), 1.2),
    (End::Urbanate("lafayette-la"), End::Urbanate("new-orleans-la"), 1.2),
    (End::Urbanate("lafayette-la"), End::Urbanate("baton-rouge-la"), 1.3),
    (End::Urbanate("new-orleans-la"), End::Urbanate("mobile-al"), 1.15),
    (End::Urbanate("mobile-al"), End::Urbanate("pensacola-fl"), 1.15),
    (End::Urbanate("pensacola-fl"), End::Urbanate("panama-city-fl"), 1.15),
];

/// Terminals of river ports that added links make, Mt per year.
pub(super) const ADDED_PORTS: &[(&str, f64)] = &[
    ("chicago-il", 30.0),
    ("lewiston-id", 10.0),
    ("new-york-city-ny", 40.0),
    ("corpus-christi-tx", 40.0),
    ("houston-tx", 100.0),
    ("beaumont-tx", 60.0),
    ("lafayette-la", 40.0),
    ("pensacola-fl", 10.0),
    ("panama-city-fl", 10.0),
];

/// Where barges meet ships: the urbanate of the river node, the sea node, and the capacity in Mt per year.
pub(super) const BARGE_TO_SHIP: &[(&str, &str, f64)] = &[
    ("new-orleans-la", "sea-south-louisiana", 250.0),
    ("baton-rouge-la", "sea-baton-rouge", 60.0),
    ("mobile-al", "sea-mobile", 40.0),
    ("houston-tx", "sea-houston", 80.0),
    ("beaumont-tx", "sea-beaumont", 50.0),
    ("corpus-christi-tx", "sea-corpus-christi", 40.0),
    ("lafayette-la", "sea-lake-charles", 30.0),
    ("portland-or", "sea-columbia", 40.0),
    ("new-york-city-ny", "sea-new-york", 40.0),
    ("chicago-il", "sea-chicago", 30.0),
];

/// Joint capacities by river links of the raw table, Mt per year; all others have the last figure.
pub(super) const CAPACITIES_MT: &[(&[usize], f64)] = &[
    // Lower Mississippi below Cairo, to New Orleans.
    (&[34, 35, 36, 37, 38, 39], 350.0),
    // Ohio and the Mississippi between St Louis and Cairo.
    (&[32, 33, 64, 66, 78, 79, 80, 81], 150.0),
    // Upper Mississippi, Illinois.
    (&[5, 6, 7, 8, 76], 60.0),
];

/// Capacity of the other rivers and of the Gulf Intracoastal Waterway, Mt per year.
pub(super) const OTHER_MT: f64 = 50.0;
