//! Intervals that surely hold the exact value: every operation rounds its ends outward.
//!
//! Invariant: for finite arguments, the exact result of an operation on any members of the arguments is a member of
//! the result. An operation with an exact zero or one is exact, so structural zeros stay zeros.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A closed interval of real numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    /// No member is below this.
    pub(crate) low: f64,
    /// No member is above this.
    pub(crate) high: f64,
}

impl Interval {
    /// Exactly 0.
    pub(crate) const ZERO: Self = Self::exactly(0.0);
    /// Exactly 1.
    pub(crate) const ONE: Self = Self::exactly(1.0);

    /// The interval of one number.
    pub(crate) const fn exactly(value: f64) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// The number in the middle; within one rounding of what plain arithmetic gives.
    pub(crate) fn middle(self) -> f64 {
        if self.low == self.high {
            self.low
        } else {
            self.low + (self.high - self.low) / 2.0
        }
    }

    /// The least absolute value of a member.
    pub(crate) fn least_size(self) -> f64 {
        self.low.max(-self.high).max(0.0)
    }

    /// The end of the greatest absolute value.
    pub(crate) fn outer_end(self) -> f64 {
        if -self.low > self.high { self.low } else { self.high }
    }

    /// Whether it is exactly zero.
    pub(crate) fn is_zero(self) -> bool {
        self.low == 0.0 && self.high == 0.0
    }

    /// `self` to the power `exponent`, for `self` within [0, 1] and an exponent that is not negative.
    pub(crate) fn power(self, exponent: Self) -> Self {
        if exponent.is_zero() || self == Self::ONE {
            return Self::ONE;
        }
        // The library's power is not correctly rounded; four units in the last place cover its error amply.
        let low = self.low.max(0.0).powf(exponent.high) * (1.0 - 4.0 * f64::EPSILON);
        let high = self.high.powf(exponent.low) * (1.0 + 4.0 * f64::EPSILON);
        Self {
            low: low.next_down().max(0.0),
            high: high.next_up().min(1.0),
        }
    }
}

impl From<f64> for Interval {
    fn from(value: f64) -> Self {
        Self::exactly(value)
    }
}

/// Whether the product of `a` and `b` needs no rounding.
fn is_exact_factor(a: f64, b: f64) -> bool {
    a == 0.0 || b == 0.0 || a.abs() == 1.0 || b.abs() == 1.0
}

/// The product, rounded down.
pub(crate) fn multiply_down(a: f64, b: f64) -> f64 {
    if is_exact_factor(a, b) {
        a * b
    } else {
        (a * b).next_down()
    }
}

/// The quotient of `a` by `b` above 0, rounded up.
pub(crate) fn divide_up(a: f64, b: f64) -> f64 {
    if a == 0.0 { 0.0 } else { (a / b).next_up() }
}

/// The product, rounded up.
fn multiply_up(a: f64, b: f64) -> f64 {
    if is_exact_factor(a, b) {
        a * b
    } else {
        (a * b).next_up()
    }
}

impl Add for Interval {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        if self.is_zero() {
            return other;
        }
        if other.is_zero() {
            return self;
        }
        Self {
            low: (self.low + other.low).next_down(),
            high: (self.high + other.high).next_up(),
        }
    }
}

impl Neg for Interval {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            low: -self.high,
            high: -self.low,
        }
    }
}

impl Sub for Interval {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Interval {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let ends = [
            (self.low, other.low),
            (self.low, other.high),
            (self.high, other.low),
            (self.high, other.high),
        ];
        let mut product = Self {
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
        };
        for (a, b) in ends {
            product.low = product.low.min(multiply_down(a, b));
            product.high = product.high.max(multiply_up(a, b));
        }
        product
    }
}

impl Div for Interval {
    type Output = Self;
    /// Division by an interval above zero.
    fn div(self, other: Self) -> Self {
        if other == Self::ONE {
            return self;
        }
        if self == other && self.low == self.high {
            return Self::ONE;
        }
        let low = if self.low < 0.0 { other.low } else { other.high };
        let high = if self.high < 0.0 { other.high } else { other.low };
        Self {
            low: if self.low == 0.0 {
                0.0
            } else {
                (self.low / low).next_down()
            },
            high: if self.high == 0.0 {
                0.0
            } else {
                (self.high / high).next_up()
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn structural_values_stay_exact() {
        let third = Interval::ONE / Interval::exactly(3.0);
        assert_eq!(third + Interval::ZERO, third);
        assert_eq!(third * Interval::ZERO, Interval::ZERO);
        assert_eq!(third * Interval::ONE, third);
        assert_eq!(Interval::exactly(8760.0) / Interval::exactly(8760.0), Interval::ONE);
        assert_eq!(Interval::exactly(0.97).power(Interval::ZERO), Interval::ONE);
    }

    #[test]
    fn a_third_lies_strictly_inside() {
        let third = Interval::ONE / Interval::exactly(3.0);
        assert!(third.low < third.high);
        let three_thirds = third * Interval::exactly(3.0);
        assert!(three_thirds.low <= 1.0 && 1.0 <= three_thirds.high);
    }

    #[test]
    fn powers_hold_the_known_root() {
        let root = Interval::exactly(0.25).power(Interval::exactly(0.5));
        assert!(root.low <= 0.5 && 0.5 <= root.high && root.high - root.low < 1e-14);
    }

    proptest! {
        /// Integers up to 2^20 multiply and add exactly in 128 bits, which is the truth to hold.
        #[test]
        fn products_and_sums_hold_the_exact_value(
            a in -1_048_576_i64..1_048_576, b in -1_048_576_i64..1_048_576, divisor in 1_i64..1_048_576,
        ) {
            #[allow(clippy::cast_precision_loss, reason = "exact below 2^53")]
            let (x, y, d) = (Interval::exactly(a as f64), Interval::exactly(b as f64), Interval::exactly(divisor as f64));
            // (a/d)*b + b must hold (a*b + b*d)/d; compare after multiplying by d with exact integers.
            let value = (x / d * y + y) * d;
            #[allow(clippy::cast_precision_loss, reason = "exact below 2^53")]
            let truth = (a * b + b * divisor) as f64;
            prop_assert!(value.low <= truth && truth <= value.high);
        }
    }
}
