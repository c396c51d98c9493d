//! The page: head, answer, map with its controls, tables.

use super::answer::{key_figures, sentence};
use super::balance::{Balance, balances};
use super::document::Document;
use super::embed::json_script;
use super::flow_lines::Lines;
use super::loads::{LinkLoad, loads};
use super::map::MapScene;
use super::projection::Plane;
use super::shortfall::{Shortfall, shortfalls};
use super::{
    ReportError, ReportInput, balance, busiest, certificate, energy, legend, power, scene_data, shortfall_table,
    transport,
};
use data::model::{Accounting, Continent};
use maud::{Markup, html};
use std::collections::BTreeSet;

const STYLE: &str = concat!(include_str!("assets/page.css"), include_str!("assets/map.css"));
const SCRIPT: &str = concat!(
    include_str!("assets/tables.js"),
    include_str!("assets/drawing.js"),
    include_str!("assets/details.js"),
    include_str!("assets/controls.js")
);

/// What the parts of the page share.
struct Parts<'a> {
    input: &'a ReportInput<'a>,
    loads: &'a [LinkLoad],
    balances: Vec<Balance>,
    short: Vec<Shortfall>,
}

pub(super) fn render(input: &ReportInput) -> Result<String, ReportError> {
    let continent = input.continent;
    let loads = loads(continent, input.plan);
    let short = shortfalls(continent, input.plan, &loads);
    let balances = balances(continent, input.certificate.accounting, input.plan);
    let parts = Parts {
        input,
        loads: &loads,
        balances,
        short,
    };
    let scene = Plane::of(continent)?.map(|plane| {
        let lines = Lines::place(continent, &plane, &loads);
        MapScene::new(continent, plane, lines)
    });
    Ok(document(&parts, scene.as_ref()).into_string())
}

fn document(parts: &Parts, scene: Option<&MapScene>) -> Markup {
    let input = parts.input;
    let body = html! {
        (head(parts))
        main {
            @if let Some(scene) = scene { (map_side(parts, scene)) }
            (tables(parts))
        }
        @if let Some(scene) = scene {
            (json_script("plan-data", &scene_data::value(input.continent, input.plan, scene, &parts.short)))
        }
    };
    let page = Document {
        title: &format!("Plan of {}", input.title),
        style: STYLE,
        script: Some(SCRIPT),
    };
    page.around(&body)
}

fn head(parts: &Parts) -> Markup {
    let input = parts.input;
    let facts = input.certificate;
    let accounting = match facts.accounting {
        Accounting::Closed => "closed accounting",
        Accounting::Direct => "direct accounting",
    };
    html! {
        header {
            p.eyebrow {
                span class=(format!("status {}", status_class(&facts.status))) { (facts.status) }
                " Plan of " (input.title) " · calendar " (facts.calendar) " · " (accounting)
                @for policy in &facts.policies { " · " (policy) }
            }
            h1 { (sentence(input, &parts.balances)) }
            dl.keys {
                @for key in key_figures(input, &parts.balances) {
                    div { dt { (key.name) } dd { (key.value) @if !key.note.is_empty() { small { (key.note) } } } }
                }
            }
        }
    }
}

/// Only known words become class names.
fn status_class(status: &str) -> &'static str {
    match status {
        "optimal" => "optimal",
        "feasible" => "feasible",
        _ => "failed",
    }
}

fn map_side(parts: &Parts, scene: &MapScene) -> Markup {
    let continent = parts.input.continent;
    html! {
        section.mapside aria-label="Map" {
            (controls(continent, scene, parts))
            div class=(if parts.input.boundaries.is_some() { "frame" } else { "frame bare" }) {
                (scene.draw(continent, parts.input.boundaries, &parts.short))
                div.zoom {
                    button type="button" id="zoom-in" aria-label="Zoom in" { "+" }
                    button type="button" id="zoom-out" aria-label="Zoom out" { "−" }
                    button type="button" id="zoom-all" aria-label="Show the whole map" { "◻" }
                }
                div #tip hidden {}
                div #card hidden role="status" aria-live="polite" {}
            }
            (legend::render(scene, !parts.short.is_empty()))
            p.note {
                (scene.plane.name) "."
                @if scene.lines.left_out > 0 {
                    " The " (scene.lines.left_out) " links that carry least are not drawn."
                }
            }
        }
    }
}

fn controls(continent: &Continent, scene: &MapScene, parts: &Parts) -> Markup {
    let moved: BTreeSet<_> = parts
        .loads
        .iter()
        .flat_map(|l| l.movements.iter().map(|m| m.commodity))
        .collect();
    let modes: BTreeSet<_> = scene
        .lines
        .drawn
        .iter()
        .map(|line| continent[line.load.link].mode)
        .collect();
    let made: BTreeSet<_> = continent.sites.iter().map(|site| site.process).collect();
    html! {
        form.controls onsubmit="return false" {
            label { "Flows of " select #goods {
                option value="" { "all commodities" }
                @for commodity in &moved { option value=(commodity.0) { (continent[*commodity].name) } }
            } }
            label { "Sites of " select #process {
                option value="" { "none" }
                @for (position, sequence) in continent.sequences.iter().enumerate() {
                    @let of_sequence: Vec<_> =
                        made.iter().filter(|p| continent[**p].sequence.position() == position).collect();
                    @if !of_sequence.is_empty() {
                        optgroup label=(sequence.name) {
                            @for process in of_sequence { option value=(process.0) { (continent[*process].name) } }
                        }
                    }
                }
            } }
            label { "Find " input #find type="search" list="places" placeholder="an urbanate" autocomplete="off"; }
            datalist #places { @for city in &scene.cities { option value=(continent[city.node].name) {} } }
            fieldset #modes {
                legend { "Modes" }
                @for mode in modes {
                    label.chip { input type="checkbox" value=(mode.0) checked; (continent[mode].name) }
                }
            }
        }
    }
}

fn tables(parts: &Parts) -> Markup {
    let input = parts.input;
    let continent = input.continent;
    let short_name = match parts.short.len() {
        0 => "Shortages".to_owned(),
        n => format!("Shortages ({n})"),
    };
    let tabs: [(&str, String, Markup); 7] = [
        (
            "goods-table",
            "Commodities".into(),
            balance::render(continent, &parts.balances),
        ),
        (
            "energy-table",
            "Energy".into(),
            energy::render(continent, input.ledger, input.embodied),
        ),
        ("power-table", "Power".into(), power::render(continent, input.plan)),
        (
            "transport-table",
            "Transport".into(),
            transport::render(continent, parts.loads),
        ),
        ("links-table", "Links".into(), busiest::render(continent, parts.loads)),
        (
            "short-table",
            short_name,
            shortfall_table::render(continent, &parts.short),
        ),
        (
            "certificate-table",
            "Certificate".into(),
            certificate::render(input.certificate),
        ),
    ];
    html! {
        section.tables aria-label="Tables" {
            div.tabs role="tablist" aria-label="Tables" {
                @for (id, name, _) in &tabs {
                    button type="button" role="tab" id=(format!("{id}-tab")) aria-controls=(id) { (name) }
                }
            }
            @for (id, name, content) in &tabs {
                section.panel role="tabpanel" id=(id) aria-labelledby=(format!("{id}-tab")) {
                    h2 { (name) }
                    (content)
                }
            }
        }
    }
}
