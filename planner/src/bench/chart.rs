//! The charts of a page as inline SVG: performance profiles, and times by size of the program with their growth.

use super::contender::Contender;
use super::growth::growth_exponent;
use super::record::Record;

use super::summary::{Step, Summary};
use maud::{Markup, html};
use std::collections::BTreeMap;

const WIDTH: f64 = 820.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 250.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 44.0;

/// Names of lines that are drawn in different strokes; a page styles them.
const STROKES: usize = 7;

/// A scale of powers of ten, or of parts of one.
#[derive(Clone, Copy, Debug)]
struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    is_log: bool,
}

impl Axis {
    /// From the power of ten below the least figure to the one above the greatest.
    fn log(figures: impl Iterator<Item = f64>, from: f64, to: f64) -> Option<Self> {
        let (low, high) = figures.fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        (low > 0.0 && high.is_finite() && low <= high).then(|| Self {
            low: low.log10().floor(),
            high: high.log10().ceil().max(low.log10().floor() + 1.0),
            from,
            to,
            is_log: true,
        })
    }

    const fn share(from: f64, to: f64) -> Self {
        Self {
            low: 0.0,
            high: 1.0,
            from,
            to,
            is_log: false,
        }
    }

    fn place(&self, figure: f64) -> f64 {
        let at = if self.is_log { figure.log10() } else { figure };
        self.from + (at - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Figures that are written beside the axis.
    fn ticks(&self) -> Vec<(f64, String)> {
        if !self.is_log {
            return [0.0, 0.25, 0.5, 0.75, 1.0]
                .map(|part| (part, format!("{:.0} %", part * 100.0)))
                .to_vec();
        }
        let mut ticks = Vec::new();
        let mut power = self.low;
        while power <= self.high {
            ticks.push((10.0_f64.powf(power), plain(power)));
            power += 1.0;
        }
        ticks
    }
}

/// A power of ten as it is read.
fn plain(power: f64) -> String {
    if (-3.0..=4.0).contains(&power) {
        format!("{}", 10.0_f64.powf(power))
    } else {
        format!("1e{power:.0}")
    }
}

fn coordinate(value: f64) -> String {
    format!("{value:.1}")
}

fn frame(across: &Axis, up: &Axis, across_words: &str, up_words: &str) -> Markup {
    html! {
        @for (figure, text) in across.ticks() {
            line.grid x1=(coordinate(across.place(figure))) x2=(coordinate(across.place(figure))) y1=(coordinate(TOP)) y2=(coordinate(HEIGHT - BOTTOM)) {}
            text.soft x=(coordinate(across.place(figure))) y=(coordinate(HEIGHT - BOTTOM + 16.0)) text-anchor="middle" { (text) }
        }
        @for (figure, text) in up.ticks() {
            line.grid x1=(coordinate(LEFT)) x2=(coordinate(WIDTH - RIGHT)) y1=(coordinate(up.place(figure))) y2=(coordinate(up.place(figure))) {}
            text.soft x=(coordinate(LEFT - 6.0)) y=(coordinate(up.place(figure) + 4.0)) text-anchor="end" { (text) }
        }
        text.soft x=(coordinate(f64::midpoint(LEFT, WIDTH - RIGHT))) y=(coordinate(HEIGHT - 8.0)) text-anchor="middle" { (across_words) }
        text.soft x="4" y="11" { (up_words) }
    }
}

/// The lines of a chart by name, each in the stroke of its place.
fn legend(lines: &[String]) -> Markup {
    html! {
        @for (at, words) in lines.iter().enumerate() {
            @let y = TOP + 14.0 * f64::from(u32::try_from(at).unwrap_or(0)) + 6.0;
            line class=(format!("line s{}", at % STROKES)) x1=(coordinate(WIDTH - RIGHT + 10.0)) x2=(coordinate(WIDTH - RIGHT + 30.0)) y1=(coordinate(y)) y2=(coordinate(y)) {}
            text.soft x=(coordinate(WIDTH - RIGHT + 35.0)) y=(coordinate(y + 4.0)) { (words) }
        }
    }
}

/// A line of a profile.
type Line<'a> = (Contender, &'a [Step]);

/// Performance profiles, a chart a group in which several methods are.
pub(super) fn profiles(summary: &Summary) -> Markup {
    let mut groups: BTreeMap<&str, Vec<Line<'_>>> = BTreeMap::new();
    for (group, contender, steps) in &summary.profiles {
        groups.entry(group).or_default().push((*contender, steps));
    }
    html! {
        @for (group, lines) in groups.iter().filter(|(_, lines)| lines.len() > 1) { (profile(group, lines)) }
    }
}

fn profile(group: &str, lines: &[Line<'_>]) -> Markup {
    let factors = lines
        .iter()
        .flat_map(|(_, steps)| steps.iter().map(|(factor, _)| *factor));
    let Some(across) = Axis::log(factors, LEFT, WIDTH - RIGHT) else {
        return html! {};
    };
    let up = Axis::share(HEIGHT - BOTTOM, TOP);
    let named: Vec<_> = lines.iter().map(|(contender, _)| contender.name()).collect();
    html! {
        figure {
            figcaption { (group) ": instances solved within a factor of the fastest" }
            svg role="img" aria-label=(format!("Performance profile of {group}")) viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) {
                (frame(&across, &up, "CPU time as a multiple of the fastest method's", "solved"))
                @for (at, (contender, steps)) in lines.iter().enumerate() {
                    path class=(format!("line s{}", at % STROKES)) d=(staircase(steps, &across, &up)) {
                        title { (contender.name()) }
                    }
                }
                (legend(&named))
            }
        }
    }
}

fn staircase(steps: &[Step], across: &Axis, up: &Axis) -> String {
    let mut text = format!("M{:.1} {:.1}", across.from, up.place(0.0));
    for (factor, share) in steps {
        text.push_str(&format!(" H{:.1} V{:.1}", across.place(*factor), up.place(*share)));
    }
    text.push_str(&format!(" H{:.1}", across.to));
    text
}

/// CPU time over coefficients, a point a run, with the power that is fitted to them.
pub(super) fn growth(record: &Record) -> Markup {
    let mut lines: BTreeMap<Contender, Vec<(f64, f64)>> = BTreeMap::new();
    for row in record.rows.iter().filter(|row| row.solved) {
        if let (Some([_, _, coefficients]), Some(cpu)) =
            (row.outcome.size.filter(|size| size[2] > 0), row.outcome.cpu_s)
        {
            #[allow(clippy::cast_precision_loss, reason = "a count of coefficients")]
            lines.entry(row.contender).or_default().push((coefficients as f64, cpu));
        }
    }
    let points = || lines.values().flatten();
    let across = Axis::log(points().map(|point| point.0), LEFT, WIDTH - RIGHT);
    let up = Axis::log(points().map(|point| point.1), HEIGHT - BOTTOM, TOP);
    let (Some(across), Some(up)) = (across, up) else {
        return html! {};
    };
    let named: Vec<_> = lines
        .iter()
        .map(|(contender, points)| {
            let power = growth_exponent(points).map_or_else(String::new, |power| format!(": size^{power:.2}"));
            format!("{}{power}", contender.name())
        })
        .collect();
    html! {
        figure {
            figcaption { "CPU time over size, all that was solved by methods that build the whole program; times below 0.05 s are mostly starting and reading" }
            svg role="img" aria-label="CPU time over size of the program" viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) {
                (frame(&across, &up, "coefficients of the program", "CPU, s"))
                @for (at, points) in lines.values().enumerate() {
                    @for (x, y) in points {
                        circle class=(format!("point s{}", at % STROKES)) r="2.5" cx=(coordinate(across.place(*x))) cy=(coordinate(up.place(*y))) {}
                    }
                }
                (legend(&named))
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn axes_go_from_power_to_power() {
        let axis = Axis::log([0.03, 5.0].into_iter(), 0.0, 300.0).unwrap();
        assert_eq!((axis.low, axis.high), (-2.0, 1.0));
        assert!((axis.place(1.0) - 200.0).abs() < 1e-9);
        let texts: Vec<String> = axis.ticks().into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["0.01", "0.1", "1", "10"]);
        assert!(Axis::log(std::iter::empty(), 0.0, 1.0).is_none());
    }
}
