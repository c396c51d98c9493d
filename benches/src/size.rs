//! Sizes and seeds of generated continents as a user writes them: `150x20x1`, `1..5`.

use data::generate::{FEWEST_COMMODITIES, FEWEST_NODES, GenerateSpec};
use std::fmt;
use std::str::FromStr;

/// Most seeds of one range; more is taken for a slip of the pen.
const MOST_SEEDS: u64 = 1000;

/// A size or a list of seeds that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// Not three counts.
    #[error("`{0}` is not NODESxCOMMODITIESxPERIODS, for example 150x20x1")]
    Size(String),
    /// Smaller than the smallest continent.
    #[error("`{0}` is too small: at least {FEWEST_NODES} nodes, {FEWEST_COMMODITIES} commodities and 1 period")]
    TooSmall(String),
    /// Neither a seed nor a range.
    #[error("`{0}` is neither a seed nor a range FIRST..LAST, for example 1..5 (both ends are taken)")]
    Seeds(String),
    /// A range that ends before it starts, or that is endless for all purposes.
    #[error("`{0}` must go up, and hold {MOST_SEEDS} seeds at most")]
    Range(String),
}

/// How large a continent to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Nodes of all kinds.
    pub nodes: usize,
    /// Commodities, carriers included.
    pub commodities: usize,
    /// Periods.
    pub periods: usize,
}

impl Size {
    /// This size with a seed.
    #[must_use]
    pub const fn with_seed(self, seed: u64) -> GenerateSpec {
        GenerateSpec {
            nodes: self.nodes,
            commodities: self.commodities,
            periods: self.periods,
            seed,
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}x{}", self.nodes, self.commodities, self.periods)
    }
}

impl FromStr for Size {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, SpecError> {
        let counts: Result<Vec<usize>, _> = text.split('x').map(str::parse).collect();
        let Ok([nodes, commodities, periods]) = counts.as_deref() else {
            return Err(SpecError::Size(text.to_owned()));
        };
        if *nodes < FEWEST_NODES || *commodities < FEWEST_COMMODITIES || *periods == 0 {
            return Err(SpecError::TooSmall(text.to_owned()));
        }
        Ok(Self {
            nodes: *nodes,
            commodities: *commodities,
            periods: *periods,
        })
    }
}

/// One seed, or a range with both ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeds {
    first: u64,
    last: u64,
}

impl Seeds {
    /// The seeds, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = u64> + use<> {
        self.first..=self.last
    }
}

impl FromStr for Seeds {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, SpecError> {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let (Ok(first), Ok(last)) = (first.parse(), last.parse::<u64>()) else {
            return Err(SpecError::Seeds(text.to_owned()));
        };
        if last < first || last - first >= MOST_SEEDS {
            return Err(SpecError::Range(text.to_owned()));
        }
        Ok(Self { first, last })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_three_counts() {
        let size: Size = "150x20x1".parse().unwrap();
        assert_eq!((size.nodes, size.commodities, size.periods), (150, 20, 1));
        assert_eq!(size.to_string(), "150x20x1");
        for wrong in ["", "150x20", "150x20x1x1", "150x-20x1", "axbxc"] {
            assert_eq!(wrong.parse::<Size>(), Err(SpecError::Size(wrong.to_owned())));
        }
        for small in ["2x20x1", "150x3x1", "150x20x0"] {
            assert_eq!(small.parse::<Size>(), Err(SpecError::TooSmall(small.to_owned())));
        }
    }

    #[test]
    fn a_range_of_seeds_holds_both_ends() {
        let seeds = |text: &str| text.parse::<Seeds>().map(|seeds| seeds.iter().collect::<Vec<_>>());
        assert_eq!(seeds("1..5").unwrap(), [1, 2, 3, 4, 5]);
        assert_eq!(seeds("7").unwrap(), [7]);
        assert_eq!(seeds("1..=5"), Err(SpecError::Seeds("1..=5".to_owned())));
        assert_eq!(seeds("5..1"), Err(SpecError::Range("5..1".to_owned())));
        assert_eq!(
            seeds("0..18446744073709551615")
                .unwrap_err()
                .to_string()
                .split(' ')
                .next(),
            Some("`0..18446744073709551615`")
        );
    }
}
