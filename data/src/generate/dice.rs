//! Seeded chance, drawn bit by bit so that the same seed gives the same numbers with any version of the libraries.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The parts of a continent; each draws from a stream of its own, so a change in one part leaves the others alone.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    Geography = 1,
    Commodities,
    Recipes,
    Network,
    Sites,
    Demand,
    Trade,
    Capacities,
    Stores,
    Small,
    Sectors,
}

/// A seeded source of chance.
#[derive(Clone, Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64, stream: Stream) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream as u64);
        Self(generator)
    }

    /// A number from 0 up to but not including 1, in steps of 2^-53.
    pub(crate) fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 * STEP
    }

    /// A number from `low` up to `high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Like `between`, rounded to `digits` significant digits.
    pub(crate) fn rounded_between(&mut self, low: f64, high: f64, digits: usize) -> f64 {
        rounded(self.between(low, high), digits)
    }

    /// A position below `count`; 0 when there is none.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn whole(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of the items. The slice must not be empty.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Puts the items in random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

/// The number with so many significant digits, as it will be written in a table.
pub(crate) fn rounded(value: f64, digits: usize) -> f64 {
    // Going through text gives the nearest decimal exactly, on every machine.
    format!("{value:.*e}", digits.saturating_sub(1))
        .parse()
        .unwrap_or(value)
}
