//! V12: a latitude or longitude is out of range, or the two are swapped.

use super::Context;
use crate::findings::{Code, Finding, Offenders, Severity};
use crate::tables::cells::Typed;
use crate::tables::words::figure;

/// A node this far from the middle of all nodes, degrees of latitude or longitude, may have its two swapped,
const FAR_DEG: f64 = 60.0;

/// if swapping them brings it this near.
const NEAR_DEG: f64 = 30.0;

const SWAP: &str = "Swap the two: degrees north first, degrees east second.";

pub(super) fn degrees(context: &Context<'_>) -> Vec<Finding> {
    let nodes = context.tables.get("nodes");
    let (latitudes, longitudes) = (nodes.numbers("latitude"), nodes.numbers("longitude"));
    let middle = (median(latitudes), median(longitudes));
    let mut lists = Lists::new(nodes);
    for (row, (latitude, longitude)) in latitudes.iter().copied().zip(longitudes.iter().copied()).enumerate() {
        lists.check(nodes, row, latitude, longitude, middle);
    }
    lists.into_findings()
}

struct Lists {
    latitude: Offenders,
    longitude: Offenders,
    swapped: Offenders,
}

impl Lists {
    fn new(nodes: &Typed) -> Self {
        Self {
            latitude: Offenders::new(Code::V12, nodes.place("latitude")),
            longitude: Offenders::new(Code::V12, nodes.place("longitude")),
            swapped: Offenders::new(Code::V12, nodes.place("latitude"))
                .with_severity(Severity::Warning)
                .with_action(SWAP),
        }
    }

    fn check(&mut self, nodes: &Typed, row: usize, latitude: f64, longitude: f64, middle: (f64, f64)) {
        let seen = || format!("latitude {}, longitude {}", figure(latitude), figure(longitude));
        let describe = || (nodes.label(row), seen());
        let is_latitude = |value: f64| value.abs() <= 90.0;
        let is_longitude = |value: f64| value.abs() <= 180.0;
        // A figure that is not a number was reported already.
        if latitude.is_nan() || longitude.is_nan() {
            return;
        }
        if !is_latitude(latitude) {
            if is_latitude(longitude) && is_longitude(latitude) {
                self.latitude.advise(|| Some(SWAP.to_owned()));
            }
            self.latitude.add(describe);
        } else if !is_longitude(longitude) {
            self.longitude.add(describe);
        } else if looks_swapped((latitude, longitude), middle) {
            self.swapped.add(describe);
        }
    }

    fn into_findings(self) -> Vec<Finding> {
        let lists = [self.latitude, self.longitude, self.swapped];
        lists.into_iter().filter_map(Offenders::into_finding).collect()
    }
}

fn looks_swapped(here: (f64, f64), middle: (f64, f64)) -> bool {
    let distance = |a: (f64, f64)| (a.0 - middle.0).abs().max((a.1 - middle.1).abs());
    distance(here) > FAR_DEG && distance((here.1, here.0)) < NEAR_DEG
}

fn median(values: &[f64]) -> f64 {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}
