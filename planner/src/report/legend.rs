//! The legend: what widths, colours, sizes and marks mean, with units.

use super::figures::amount;
use super::flow_lines::{LEVELS, LOADING_BOUNDS, Lines, amount_at};
use super::map::MapScene;
use data::model::Unit;
use maud::{Markup, html};

/// Width levels shown.
const SAMPLES: [u32; 3] = [LEVELS, LEVELS * 6 / 10, LEVELS * 2 / 10];

/// The legend below the map. The script rewrites widths and sizes when one commodity is chosen.
pub(super) fn render(scene: &MapScene, has_shortages: bool) -> Markup {
    html! {
        div.legend role="group" aria-label="Legend" {
            div {
                h3 { "Width: amount moved" }
                div #key-widths { (widths(&scene.lines)) }
            }
            div {
                h3 { "Colour: capacity in use" }
                div.classes {
                    @for class in 0..=LOADING_BOUNDS.len() {
                        span {
                            svg viewBox="0 0 40 7" width="40" height="7" preserveAspectRatio="none" aria-hidden="true" {
                                path class=(format!("c{class}")) d="M0 3.5H40" {}
                            }
                            (class_name(class))
                        }
                    }
                }
            }
            div {
                h3 #key-size-name { "Circles: people" }
                div.sizes #key-sizes { (sizes(scene)) }
            }
            div.marks {
                @if has_shortages {
                    span { svg width="18" height="14" aria-hidden="true" {
                        g #key-mark transform="translate(9 7) rotate(45)" { rect x="-4" y="-4" width="8" height="8" {} }
                    } "Demand not met" }
                }
                span #key-sites hidden { svg width="18" height="14" aria-hidden="true" {
                    rect.site x="4" y="2" width="10" height="10" {}
                } span #key-sites-name { "Sites" } }
                @if scene.lines.drawn.iter().any(|line| line.is_detour) {
                    span { svg width="18" height="14" aria-hidden="true" { path.roundabout d="M1 7H17" {} }
                        "Way far longer than its line" }
                }
                span { svg width="18" height="14" aria-hidden="true" { path.unused d="M1 7H17" {} } "Link not used" }
            }
        }
    }
}

fn class_name(class: usize) -> String {
    let hundredths = |bound: f64| format!("{:.0}", bound * 100.0);
    match (
        class.checked_sub(1).map(|c| LOADING_BOUNDS[c]),
        LOADING_BOUNDS.get(class),
    ) {
        (None, Some(high)) => format!("< {} %", hundredths(*high)),
        (Some(low), Some(high)) => format!("{}–{}", hundredths(low), hundredths(*high)),
        (Some(low), None) => format!("≥ {} %", hundredths(low)),
        (None, None) => String::new(),
    }
}

fn widths(lines: &Lines) -> Markup {
    html! {
        @for level in SAMPLES {
            div.width {
                svg width="34" height="8" aria-hidden="true" { path class=(format!("w{level} sample")) d="M1 4H33" {} }
                span data-level=(level) { (both(lines, level)) }
            }
        }
    }
}

/// The amount of a level on modes that carry mass and on the grid.
fn both(lines: &Lines, level: u32) -> String {
    let of = |unit, largest| (largest > 0.0).then(|| amount(unit, amount_at(level, largest)));
    let parts = [of(Unit::Tonne, lines.largest_t), of(Unit::Gigajoule, lines.largest_gj)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn sizes(scene: &MapScene) -> Markup {
    let largest = scene.cities.first().map_or(0.0, |c| c.population);
    let samples = [largest, largest / 4.0, largest / 20.0].map(two_digits);
    html! {
        @for people in samples {
            @let radius = scene.radius(people);
            span.size {
                svg width=(format!("{:.0}", 2.0 * radius + 2.0)) height=(format!("{:.0}", 2.0 * radius + 2.0))
                    aria-hidden="true" {
                    circle.city cx=(format!("{:.1}", radius + 1.0)) cy=(format!("{:.1}", radius + 1.0))
                        r=(format!("{radius:.1}")) {}
                }
                (people_words(people))
            }
        }
    }
}

fn people_words(people: f64) -> String {
    let scale = super::figures::count_scale(people);
    format!("{} {}", people / scale.divisor, scale.label)
}

/// Rounded to a figure that is easy to read: 1, 2 or 5 times a power of ten below it.
fn two_digits(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let power = 10f64.powf(value.log10().floor());
    let lead = value / power;
    let round = if lead >= 5.0 {
        5.0
    } else if lead >= 2.0 {
        2.0
    } else {
        1.0
    };
    round * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_named_by_their_bounds() {
        let names: Vec<String> = (0..=LOADING_BOUNDS.len()).map(class_name).collect();
        assert_eq!(names, ["< 25 %", "25–50", "50–75", "75–95", "≥ 95 %"]);
    }

    #[test]
    fn sizes_are_round_figures() {
        assert_eq!([21.3e6, 5.3e6, 1.06e6, 0.0].map(two_digits), [2e7, 5e6, 1e6, 0.0]);
    }
}
