//! The page as a whole: hostile names, no resources, sound structure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::plan::ledger::ledger;

const HOSTILE: &str = "</script><img src=x onerror=alert(1)>\"'&\u{2028}";

fn page_of(continent: &Continent, plan: &Plan, boundaries: Option<&Boundaries>) -> String {
    let ledger = ledger(continent, Accounting::Closed, plan);
    let facts = sample::certificate();
    let input = ReportInput {
        title: "Sample",
        continent,
        plan,
        ledger: &ledger,
        embodied: &[],
        certificate: &facts,
        boundaries,
    };
    render(&input).unwrap()
}

fn sample_page() -> String {
    let (continent, plan) = sample::continent_and_plan();
    page_of(&continent, &plan, None)
}

fn hostile_continent() -> Continent {
    let (mut continent, _) = sample::continent_and_plan();
    let spoil = |id: &mut String, name: &mut String| {
        id.push_str(HOSTILE);
        name.push_str(HOSTILE);
    };
    continent
        .sequences
        .iter_mut()
        .for_each(|r| spoil(&mut r.id, &mut r.name));
    // Electricity keeps its id, by which its table finds it.
    continent
        .commodities
        .iter_mut()
        .for_each(|r| spoil(&mut String::new(), &mut r.name));
    continent.commodities[0].id.push_str(HOSTILE);
    continent
        .processes
        .iter_mut()
        .for_each(|r| spoil(&mut r.id, &mut r.name));
    continent.areas.iter_mut().for_each(|r| spoil(&mut r.id, &mut r.name));
    continent.nodes.iter_mut().for_each(|r| spoil(&mut r.id, &mut r.name));
    continent.modes.iter_mut().for_each(|r| spoil(&mut r.id, &mut r.name));
    continent.sites.iter_mut().for_each(|r| spoil(&mut r.id, &mut r.name));
    continent.periods.iter_mut().for_each(|r| spoil(&mut r.id, &mut r.name));
    continent
}

#[test]
fn hostile_names_do_not_become_markup() {
    let (_, plan) = sample::continent_and_plan();
    let page = page_of(&hostile_continent(), &plan, None);
    assert!(!page.contains("<img"), "an element came from data");
    let plain = sample_page();
    for tag in ["<script", "</script>", "<style", "<svg", "<section", "<table"] {
        assert_eq!(page.matches(tag).count(), plain.matches(tag).count(), "{tag}");
    }
}

#[test]
fn hostile_certificates_do_not_become_markup() {
    let (continent, plan) = sample::continent_and_plan();
    let mut facts = sample::certificate();
    for text in [
        &mut facts.status,
        &mut facts.solver_status,
        &mut facts.calendar,
        &mut facts.method,
    ] {
        text.push_str(HOSTILE);
    }
    facts.policies.push(HOSTILE.into());
    facts.worst_violation.row.push_str(HOSTILE);
    facts.input_hashes[0].file.push_str(HOSTILE);
    let input = ReportInput {
        title: HOSTILE,
        continent: &continent,
        plan: &plan,
        ledger: &[],
        embodied: &[],
        certificate: &facts,
        boundaries: None,
    };
    assert!(!render(&input).unwrap().contains("<img"));
}

#[test]
fn the_page_names_no_other_resource() {
    let page = sample_page().replace("http://www.w3.org/2000/svg", "");
    for word in [
        "http:",
        "https:",
        "//cdn",
        " src=",
        "<link",
        "@import",
        "url(",
        "<iframe",
        "fetch(",
        "XMLHttpRequest",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn tags_are_balanced_and_ids_are_unique() {
    let page = sample_page();
    let body = page.split("<body>").nth(1).unwrap().split("<script").next().unwrap();
    for tag in [
        "section", "table", "thead", "tbody", "tr", "svg", "g", "div", "dl", "button", "select", "details",
    ] {
        let opened = body.matches(&format!("<{tag} ")).count() + body.matches(&format!("<{tag}>")).count();
        assert_eq!(opened, body.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    let mut ids: Vec<&str> = body
        .split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn the_page_has_a_map_every_table_and_the_answer() {
    let page = sample_page();
    assert!(page.contains("<h1>3.00\u{a0}million people in 2 urbanates are supplied"));
    for id in [
        "map",
        "goods-table",
        "energy-table",
        "power-table",
        "transport-table",
        "links-table",
        "short-table",
    ] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(page.contains("class=\"w8 c4 m0\""), "the full link is drawn as full");
    assert!(page.contains("id=\"certificate-table\"") && page.contains(&"ab".repeat(32)));
    assert!(page.contains("Nothing within reach makes it; the links that could bring more are full: rail Alpha–Beta."));
}

#[test]
fn boundaries_are_drawn_when_there_are_any() {
    let (continent, plan) = sample::continent_and_plan();
    let line = |kind, points: &[(f64, f64)]| BoundaryLine {
        kind,
        points: points.to_vec(),
    };
    let boundaries = Boundaries {
        lines: vec![
            line(
                BoundaryKind::Coast,
                &[(30.0, -100.0), (30.0, -80.0), (50.0, -80.0), (30.0, -100.0)],
            ),
            line(BoundaryKind::State, &[(35.0, -90.0), (40.0, -90.0)]),
        ],
    };
    let with = page_of(&continent, &plan, Some(&boundaries));
    let coast = with.split("class=\"coast\" d=\"").nth(1).unwrap();
    assert!(coast.starts_with('M') && coast.split('"').next().unwrap().ends_with('Z'));
    assert!(!sample_page().contains("class=\"coast\""));
}

#[test]
fn a_continent_without_nodes_has_a_page_without_a_map() {
    let page = page_of(&Continent::default(), &Plan::default(), None);
    assert!(!page.contains("<svg") && page.contains("certificate-table"));
}

#[test]
fn equal_plans_give_equal_pages() {
    assert_eq!(sample_page(), sample_page());
}
