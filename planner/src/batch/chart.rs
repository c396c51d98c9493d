//! The charts of a comparison as inline SVG: what each plan has more or less than the first, and energy beside demand met.

use super::compare::{Compared, Comparison};
use maud::{Markup, html};

/// Bars that are drawn; more cannot be read.
const MOST_BARS: usize = 200;
/// Width of a chart, in its own units.
const WIDTH: f64 = 1000.0;
/// Width of the names on the left.
const NAMES: f64 = 320.0;
/// Width of the figures on the right.
const FIGURES: f64 = 120.0;
/// Height of a bar with the space around it.
const LINE: f64 = 18.0;
/// Height of the scatter.
const HEIGHT: f64 = 320.0;
/// Space on the left of the scatter.
const MARGIN: f64 = 130.0;
/// Space below the scatter.
const FLOOR: f64 = 45.0;
/// Space above the scatter.
const CEILING: f64 = 22.0;
/// Longest name that is written beside a bar, letters.
const LONGEST: usize = 46;

/// Five significant digits: `1,234,500`, `0.12346`, `1.2346e12`.
pub(super) fn figure(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e15).contains(&size) {
        return format!("{value:.4e}");
    }
    if size >= 1e4 {
        return grouped(value);
    }
    let digits = (4.0 - size.log10().floor()).clamp(0.0, 8.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 8")]
    let text = format!("{value:.*}", digits as usize);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("-{text}") } else { text }
}

/// A bar a plan: its objective less that of the first.
#[allow(clippy::cast_precision_loss, reason = "a few hundred bars")]
pub(super) fn differences(comparison: &Comparison) -> Markup {
    let bars: Vec<(&Compared, f64)> = comparison
        .plans
        .iter()
        .filter_map(|plan| Some((plan, plan.less_first?.objective_gj)))
        .take(MOST_BARS)
        .collect();
    let largest = bars.iter().map(|(_, gj)| gj.abs()).fold(0.0, f64::max);
    if largest == 0.0 {
        return html! {};
    }
    let lowest = bars.iter().map(|(_, gj)| *gj).fold(0.0, f64::min);
    let highest = bars.iter().map(|(_, gj)| *gj).fold(0.0, f64::max);
    let scale = (WIDTH - NAMES - FIGURES) / (highest - lowest);
    let zero = NAMES - lowest * scale;
    let height = LINE * bars.len() as f64 + 4.0;
    html! {
        h2 { "Objective less that of the first plan, GJ" }
        svg.chart role="img" aria-label="Difference of the objective to the first plan, a bar a plan" viewBox=(format!("0 0 {WIDTH} {height:.0}")) {
            line.zero x1=(coordinate(zero)) x2=(coordinate(zero)) y1="0" y2=(coordinate(height)) {}
            @for (at, (plan, gj)) in bars.iter().enumerate() {
                (bar(plan, *gj, zero, scale, LINE * at as f64))
            }
        }
        @if comparison.plans.len() > MOST_BARS { p.note { "The first " (MOST_BARS) " plans; the table has all." } }
    }
}

fn bar(plan: &Compared, gj: f64, zero: f64, scale: f64, top: f64) -> Markup {
    let (left, width) = (zero + (gj * scale).min(0.0), (gj * scale).abs());
    let class = if gj > 0.0 { "more" } else { "less" };
    let text_y = coordinate(top + LINE - 5.0);
    html! {
        g {
            title { (plan.row.id) ": " (figure(gj)) " GJ" }
            text x=(coordinate(NAMES - 8.0)) y=(text_y) text-anchor="end" { (shortened(&plan.row.id)) }
            rect class=(class) x=(coordinate(left)) y=(coordinate(top + 3.0)) width=(coordinate(width)) height=(coordinate(LINE - 5.0)) {}
            text.soft x=(coordinate(WIDTH)) y=(text_y) text-anchor="end" { (figure(gj)) }
        }
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let start: String = name.chars().take(LONGEST - 1).collect();
    format!("{start}…")
}

/// A point a plan: share of demand met, and energy. Nothing where all plans meet the same share.
pub(super) fn trade_off(comparison: &Comparison) -> Markup {
    let points: Vec<(&Compared, f64, f64)> = comparison
        .plans
        .iter()
        .filter_map(|plan| Some((plan, plan.row.demand_met? * 100.0, plan.row.energy_gj?)))
        .collect();
    let across = Range::of(points.iter().map(|(_, share, _)| *share), MARGIN, WIDTH - FIGURES);
    let up = Range::of(points.iter().map(|(_, _, gj)| *gj), HEIGHT - FLOOR, CEILING);
    let (Some(across), Some(up)) = (across, up) else {
        return html! {};
    };
    html! {
        h2 { "Energy (GJ, upwards) beside demand met (%, to the right)" }
        svg.chart role="img" aria-label="Energy beside demand met, a point a plan" viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) {
            (frame(&across, &up))
            @for (plan, share, gj) in &points {
                circle.point.first[comparison.first.as_ref() == Some(&plan.row.id)] r="5" cx=(coordinate(across.place(*share))) cy=(coordinate(up.place(*gj))) {
                    title { (plan.row.id) ": " (figure(*share)) " %, " (figure(*gj)) " GJ" }
                }
            }
        }
    }
}

fn frame(across: &Range, up: &Range) -> Markup {
    let (floor, wall) = (coordinate(HEIGHT - FLOOR + 8.0), coordinate(MARGIN - 8.0));
    html! {
        line.axis x1=(wall) x2=(coordinate(WIDTH)) y1=(floor) y2=(floor) {}
        line.axis x1=(wall) x2=(wall) y1="0" y2=(floor) {}
        @for end in [across.low, across.high] {
            text.soft x=(coordinate(across.place(end))) y=(coordinate(HEIGHT - 18.0)) text-anchor="middle" { (figure(end)) }
        }
        @for end in [up.low, up.high] {
            text.soft x=(coordinate(MARGIN - 12.0)) y=(coordinate(up.place(end) + 4.0)) text-anchor="end" { (figure(end)) }
        }
    }
}

/// Figures from `low` to `high` drawn from one place to another.
struct Range {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Range {
    /// None when there are no two different figures, which say nothing.
    fn of(figures: impl Iterator<Item = f64>, from: f64, to: f64) -> Option<Self> {
        let (low, high) = figures.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), figure| {
            (low.min(figure), high.max(figure))
        });
        (low < high).then_some(Self { low, high, from, to })
    }

    fn place(&self, figure: f64) -> f64 {
        self.from + (figure - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

/// A coordinate with one digit behind the point.
fn coordinate(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::{Range, figure, shortened};

    #[test]
    fn figures_have_five_digits() {
        let cases = [
            (0.0, "0"),
            (-1_234_567.0, "-1,234,567"),
            (99.876_54, "99.877"),
            (0.5, "0.5"),
            (2e-14, "2.0000e-14"),
        ];
        for (value, text) in cases {
            assert_eq!(figure(value), text);
        }
    }

    #[test]
    fn a_range_goes_from_end_to_end() {
        let range = Range::of([3.0, 1.0, 2.0].into_iter(), 100.0, 0.0);
        let place = |figure| range.as_ref().map(|range| range.place(figure));
        assert_eq!(
            (place(1.0), place(2.0), place(3.0)),
            (Some(100.0), Some(50.0), Some(0.0))
        );
        assert!(Range::of([2.0, 2.0].into_iter(), 0.0, 1.0).is_none());
    }

    #[test]
    fn long_names_are_cut_at_letters() {
        assert_eq!(shortened("short"), "short");
        let cut = shortened(&"ü".repeat(60));
        assert!(cut.ends_with('…') && cut.chars().count() == 46);
    }
}
