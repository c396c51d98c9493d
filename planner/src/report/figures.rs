//! Numbers for people: scaled units, few digits, grouped thousands.
//!
//! Amounts are stored in one unit a commodity; what is shown is that unit with a prefix, chosen for a whole row of a
//! table so that its figures can be compared by eye.

use data::model::Unit;

/// A unit with a prefix: shown = stored / divisor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// Stored units in one shown unit.
    pub(super) divisor: f64,
    /// The shown unit.
    pub(super) label: &'static str,
}

const TONNES: [&str; 4] = ["t", "kt", "Mt", "Gt"];
const GIGAJOULES: [&str; 4] = ["GJ", "TJ", "PJ", "EJ"];
const HOURS: [&str; 4] = ["h", "thousand h", "million h", "billion h"];
const CUBIC_METRES: [&str; 4] = ["m³", "thousand m³", "million m³", "billion m³"];
const HECTARES: [&str; 4] = ["ha", "thousand ha", "million ha", "billion ha"];
const MONEY: [&str; 4] = ["M$", "thousand M$", "million M$", "billion M$"];
const PLAIN: [&str; 4] = ["", "thousand", "million", "billion"];
const TONNE_KILOMETRES: [&str; 4] = ["t km", "thousand t km", "million t km", "billion t km"];
const GIGAJOULE_KILOMETRES: [&str; 4] = ["GJ km", "TJ km", "PJ km", "EJ km"];

/// The scale in which `largest`, in `unit`, has one to three digits before the point.
pub(super) fn scale(unit: Unit, largest: f64) -> Scale {
    pick(labels(unit), largest)
}

/// The scale of a plain count, such as people.
pub(super) fn count_scale(largest: f64) -> Scale {
    pick(PLAIN, largest)
}

/// The scale of work of transport: amounts times kilometres.
pub(super) fn work_scale(is_mass: bool, largest: f64) -> Scale {
    pick(
        if is_mass {
            TONNE_KILOMETRES
        } else {
            GIGAJOULE_KILOMETRES
        },
        largest,
    )
}

const fn labels(unit: Unit) -> [&'static str; 4] {
    match unit {
        Unit::Tonne => TONNES,
        Unit::Gigajoule => GIGAJOULES,
        Unit::Hour => HOURS,
        Unit::CubicMetre => CUBIC_METRES,
        Unit::Hectare => HECTARES,
        Unit::Money => MONEY,
    }
}

fn pick(labels: [&'static str; 4], largest: f64) -> Scale {
    let [one, thousand, million, billion] = labels;
    let size = largest.abs();
    let (divisor, label) = if size >= 1e9 {
        (1e9, billion)
    } else if size >= 1e6 {
        (1e6, million)
    } else if size >= 1e3 {
        (1e3, thousand)
    } else {
        (1.0, one)
    };
    Scale { divisor, label }
}

impl Scale {
    /// The figure alone.
    pub(super) fn figure(&self, stored: f64) -> String {
        figure(stored / self.divisor)
    }

    /// The figure with its unit.
    pub(super) fn with_unit(&self, stored: f64) -> String {
        if self.label.is_empty() {
            self.figure(stored)
        } else {
            format!("{}\u{a0}{}", self.figure(stored), self.label)
        }
    }
}

/// An amount in its own best scale, with the unit.
pub(super) fn amount(unit: Unit, stored: f64) -> String {
    scale(unit, stored).with_unit(stored)
}

/// About three digits: `1,234`, `12.3`, `0.123`, `1.2e-6`; a dash for nothing.
pub(super) fn figure(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        "–".to_owned()
    } else if !value.is_finite() {
        value.to_string()
    } else if size >= 99.95 {
        grouped(&format!("{value:.0}"))
    } else if size >= 9.995 {
        format!("{value:.1}")
    } else if size >= 0.9995 {
        format!("{value:.2}")
    } else if size >= 0.001 {
        format!("{value:.3}")
    } else {
        format!("{value:.1e}")
    }
}

/// A whole number with grouped thousands.
pub(super) fn whole(value: f64) -> String {
    grouped(&format!("{value:.0}"))
}

/// A fraction as a percentage; what is not 0 is not shown as 0.
pub(super) fn percent(fraction: f64) -> String {
    let hundredths = fraction * 100.0;
    if fraction == 0.0 {
        "0\u{a0}%".to_owned()
    } else if hundredths.abs() < 0.01 {
        format!("{hundredths:.1e}\u{a0}%")
    } else if hundredths.abs() < 0.995 {
        format!("{hundredths:.2}\u{a0}%")
    } else if hundredths.abs() < 9.95 {
        format!("{hundredths:.1}\u{a0}%")
    } else {
        format!("{hundredths:.0}\u{a0}%")
    }
}

/// A small number as it is written in certificates: `2.1e-8`, or 0.
pub(super) fn small(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else {
        format!("{value:.1e}")
    }
}

fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_about_three_digits() {
        let shown = [0.0, 1.5e-7, 0.012_34, 1.234, 12.34, 123.4, 1_234_567.0, -4321.0].map(figure);
        assert_eq!(
            shown,
            ["–", "1.5e-7", "0.012", "1.23", "12.3", "123", "1,234,567", "-4,321"]
        );
    }

    #[test]
    fn figures_do_not_gain_a_digit_by_rounding() {
        assert_eq!([0.9996, 9.996, 99.96].map(figure), ["1.00", "10.0", "100"]);
    }

    #[test]
    fn amounts_carry_the_prefix_of_their_size() {
        assert_eq!(amount(Unit::Tonne, 12_345_678.0), "12.3\u{a0}Mt");
        assert_eq!(amount(Unit::Gigajoule, 9.24e10), "92.4\u{a0}EJ");
        assert_eq!(amount(Unit::Hour, 2.0e6), "2.00\u{a0}million h");
        assert_eq!(scale(Unit::Tonne, 5e7).figure(1e4), "0.010");
    }

    #[test]
    fn a_tiny_share_is_not_shown_as_nothing() {
        assert_eq!(percent(0.0), "0\u{a0}%");
        assert_eq!(percent(3e-6), "3.0e-4\u{a0}%");
        assert_eq!(percent(0.004_2), "0.42\u{a0}%");
        assert_eq!(percent(0.996), "100\u{a0}%");
    }
}
