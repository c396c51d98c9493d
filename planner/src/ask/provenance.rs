//! Where the figures of an input row come from.

use serde::Serialize;
use utoipa::ToSchema;

/// Source of an input row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Provenance {
    /// Short name of the source, explained in the data set's sources file.
    pub source: String,
    /// Whether a figure of the row was estimated rather than read.
    pub approximate: bool,
}

impl From<&data::model::Provenance> for Provenance {
    fn from(of: &data::model::Provenance) -> Self {
        Self {
            source: of.source.clone(),
            approximate: of.approximate,
        }
    }
}
