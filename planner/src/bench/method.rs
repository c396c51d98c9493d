//! What solves an instance.

use serde::{Deserialize, Serialize};

/// A method by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// `planner plan --method whole`: tables to a certified plan folder.
    Whole,
    /// `planner plan --method decomposed`: the same in rounds.
    Decomposed,
    /// HiGHS, dual simplex, on the linear program alone.
    HighsSimplex,
    /// HiGHS, interior point with crossover, on the linear program alone.
    HighsInteriorPoint,
    /// HiGHS, first-order method, on the linear program alone.
    HighsPdlp,
    /// The growing simplex of the decomposition, on the linear program alone.
    GrowingSimplex,
    /// Ways and forcing rows as they are needed: the strong relaxation of network design.
    Design,
}

impl Method {
    /// Its name in suites and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Decomposed => "decomposed",
            Self::HighsSimplex => "highs-simplex",
            Self::HighsInteriorPoint => "highs-interior-point",
            Self::HighsPdlp => "highs-pdlp",
            Self::GrowingSimplex => "growing-simplex",
            Self::Design => "design",
        }
    }

    /// Whether it plans a continent, reading and proof included, rather than solve a program.
    #[must_use]
    pub const fn is_plan(self) -> bool {
        matches!(self, Self::Whole | Self::Decomposed)
    }
}
