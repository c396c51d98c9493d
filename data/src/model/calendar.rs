//! Time: ordered periods with lengths, and the profiles that spread yearly figures over them.

use serde::{Deserialize, Serialize};

/// Hours of the planning year, 365 days.
pub const HOURS_PER_YEAR: f64 = 8760.0;

/// Hours of the month that store losses are stated for.
pub const HOURS_PER_MONTH: f64 = 730.0;

/// An ordered time slice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// Id, unique in the calendar.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Length, h.
    pub hours: f64,
}

/// Factors on a yearly figure, one a period of the calendar in use; a factor of 1 everywhere is flat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Id, unique among profiles.
    pub id: String,
    /// One factor a period, none negative.
    pub factors: Vec<f64>,
}
