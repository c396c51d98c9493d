//! Synthetic continents: the same seed gives the same bytes, every index holds, sizes are as asked, physics holds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::generate::{GenerateSpec, generate, random_small};
use data::model::{Continent, Quantity, SiteStatus, Stage, StoreEnds, TradeDirection};
use std::collections::BTreeSet;

const SMALL: GenerateSpec = GenerateSpec {
    nodes: 150,
    commodities: 20,
    periods: 1,
    seed: 1,
};

fn bytes(continent: &Continent) -> String {
    serde_json::to_string(continent).unwrap()
}

/// Variables and rows of the program the planner builds, before any pruning.
fn size(continent: &Continent) -> (usize, usize) {
    let flows: usize = continent
        .links
        .iter()
        .map(|l| continent[l.mode].carriages.len() * if l.two_way { 2 } else { 1 })
        .sum();
    let variables = flows + continent.sites.len() + continent.demands.len() + 3 * continent.stores.len();
    let rows = continent.nodes.len() * continent.commodities.len() + continent.links.len() + continent.budgets.len();
    (variables * continent.periods.len(), rows * continent.periods.len())
}

#[test]
fn same_seed_same_bytes_and_other_seed_other_bytes() {
    let twelve = GenerateSpec { periods: 12, ..SMALL };
    assert_eq!(bytes(&generate(&twelve)), bytes(&generate(&twelve)));
    assert_ne!(
        bytes(&generate(&SMALL)),
        bytes(&generate(&GenerateSpec { seed: 2, ..SMALL }))
    );
    assert_eq!(bytes(&random_small(7)), bytes(&random_small(7)));
    assert_ne!(bytes(&random_small(7)), bytes(&random_small(8)));
}

#[test]
fn bytes_are_frozen() {
    // A change here means that every figure measured on synthetic continents is no longer comparable.
    let hash = |c: &Continent| blake3::hash(bytes(c).as_bytes()).to_hex()[..16].to_owned();
    insta::assert_snapshot!(
        [
            hash(&generate(&SMALL)),
            hash(&generate(&GenerateSpec { periods: 12, ..SMALL })),
            hash(&random_small(1)),
        ]
        .join("\n")
    );
}

#[test]
fn every_size_from_three_nodes_up_holds_together() {
    for nodes in [0, 3, 4, 7, 11, 12, 25, 60, 200] {
        for commodities in [0, 4, 5, 6, 11, 12, 20, 31] {
            for periods in [0, 1, 3, 12] {
                let spec = GenerateSpec {
                    nodes,
                    commodities,
                    periods,
                    seed: 3,
                };
                let continent = generate(&spec);
                assert_eq!(continent.nodes.len(), nodes.max(3), "{spec:?}");
                assert_eq!(continent.commodities.len(), commodities.max(4), "{spec:?}");
                assert_eq!(continent.periods.len(), periods.max(1), "{spec:?}");
                assert_holds_together(&continent);
            }
        }
    }
}

#[test]
fn sizes_are_those_of_the_measurements() {
    for (nodes, commodities, variables, rows) in [(150, 20, 19_900, 4_900), (530, 60, 210_000, 45_000)] {
        let continent = generate(&GenerateSpec {
            nodes,
            commodities,
            periods: 1,
            seed: 1,
        });
        let (found_variables, found_rows) = size(&continent);
        let near = |found: usize, wanted: usize| (found as f64 / wanted as f64 - 1.0).abs() < 0.25;
        assert!(
            near(found_variables, variables),
            "{found_variables} variables, not {variables}"
        );
        assert!(near(found_rows, rows), "{found_rows} rows, not {rows}");
    }
}

#[test]
fn small_continents_hold_together_and_reach_every_corner() {
    let mut corners = BTreeSet::new();
    for seed in 0..300 {
        let continent = random_small(seed);
        assert!((2..=8).contains(&continent.nodes.len()));
        assert_holds_together(&continent);
        corners.extend(corners_of(&continent));
    }
    let expected: BTreeSet<&str> = [
        "budget",
        "byproduct",
        "candidate",
        "circle",
        "cyclic store",
        "energy without carrier",
        "export minimum",
        "given store",
        "import minimum",
        "least activity",
        "link without capacity",
        "loss",
        "not joined",
        "one-way",
        "parallel",
        "periods",
        "terminal",
        "weight",
        "zero factor",
    ]
    .into();
    assert_eq!(corners, expected);
}

fn corners_of(c: &Continent) -> BTreeSet<&'static str> {
    let mut corners = BTreeSet::new();
    let mut note = |holds: bool, corner: &'static str| {
        if holds {
            corners.insert(corner);
        }
    };
    note(!c.budgets.is_empty(), "budget");
    note(c.processes.iter().any(|p| p.outputs.len() > 1), "byproduct");
    note(c.sites.iter().any(|s| s.status == SiteStatus::Candidate), "candidate");
    note(has_circle(c), "circle");
    note(c.stores.iter().any(|s| s.ends == StoreEnds::Cyclic), "cyclic store");
    note(c.stores.iter().any(|s| s.ends != StoreEnds::Cyclic), "given store");
    let free = |m: &data::model::Mode| m.carrier.is_none() && m.energy_gj_per_t_km > 0.0;
    note(c.modes.iter().any(free), "energy without carrier");
    let least = |d| c.trades.iter().any(|t| t.direction == d && t.minimum_per_year > 0.0);
    note(least(TradeDirection::Export), "export minimum");
    note(least(TradeDirection::Import), "import minimum");
    note(c.sites.iter().any(|s| s.minimum_per_year > 0.0), "least activity");
    note(
        c.links.iter().any(|l| l.capacity_per_year == 0.0),
        "link without capacity",
    );
    note(c.modes.iter().any(|m| m.loss_per_1000_km > 0.0), "loss");
    note(pieces(c, |_| true) > 1, "not joined");
    note(c.links.iter().any(|l| !l.two_way), "one-way");
    let ends: BTreeSet<_> = c.links.iter().map(|l| (l.mode, l.from, l.to)).collect();
    note(ends.len() < c.links.len(), "parallel");
    note(c.periods.len() > 1, "periods");
    note(c.links.iter().any(|l| l.is_terminal), "terminal");
    note(!c.weights.is_empty(), "weight");
    note(c.profiles.iter().any(|p| p.factors.contains(&0.0)), "zero factor");
    corners
}

fn has_circle(c: &Continent) -> bool {
    let uses = |p: &data::model::Process, k| p.inputs.iter().any(|i| i.commodity == k);
    let makes = |p: &data::model::Process, k| p.outputs.iter().any(|o| o.commodity == k);
    c.processes.iter().any(|a| {
        let inputs = a.inputs.iter().map(|i| i.commodity);
        let mut made_from_own = inputs.filter(|k| {
            let makers = c.processes.iter().filter(|b| makes(b, *k));
            makers
                .into_iter()
                .any(|b| a.outputs.iter().any(|o| uses(b, o.commodity)))
        });
        made_from_own.next().is_some()
    })
}

/// Number of connected pieces of the nodes, over the links that pass.
fn pieces(c: &Continent, passes: impl Fn(&data::model::Link) -> bool) -> usize {
    let mut piece: Vec<usize> = (0..c.nodes.len()).collect();
    let root = |piece: &[usize], mut n: usize| {
        while piece[n] != n {
            n = piece[n];
        }
        n
    };
    for link in c.links.iter().filter(|l| passes(l)) {
        let (a, b) = (root(&piece, link.from.position()), root(&piece, link.to.position()));
        piece[a.max(b)] = a.min(b);
    }
    (0..piece.len()).filter(|n| piece[*n] == *n).count()
}

#[test]
fn all_places_are_joined_and_most_things_can_be_made() {
    let continent = generate(&GenerateSpec {
        nodes: 400,
        commodities: 30,
        periods: 12,
        seed: 5,
    });
    assert_eq!(pieces(&continent, |_| true), 1);
    for (position, commodity) in continent.commodities.iter().enumerate() {
        let made = |s: &&data::model::Site| {
            let outputs = &continent[s.process].outputs;
            outputs.iter().any(|o| o.commodity.position() == position) && s.status == SiteStatus::Existing
        };
        assert!(continent.sites.iter().any(|s| made(&s)), "{} is not made", commodity.id);
    }
    assert!(continent.links.iter().all(|l| l.capacity_per_year > 0.0));
    assert!(!continent.stores.is_empty() && !continent.trades.is_empty() && !continent.profiles.is_empty());
}

fn assert_holds_together(c: &Continent) {
    assert_indices(c);
    assert_ids_are_unique(c);
    assert_physics(c);
    assert_limits(c);
}

fn assert_indices(c: &Continent) {
    for node in &c.nodes {
        let _ = &c[node.area];
        assert!(
            !c.areas.iter().any(|a| a.parent == Some(node.area)),
            "{} is not in a leaf",
            node.id
        );
    }
    for (position, area) in c.areas.iter().enumerate() {
        assert_eq!(area.parent.is_none(), position == 0);
        assert!(area.parent.is_none_or(|p| p.position() < position));
    }
    for process in &c.processes {
        let lists = [&process.inputs, &process.outputs, &process.burns];
        for list in lists {
            assert!(
                list.is_sorted_by(|a, b| a.commodity < b.commodity),
                "{} out of order",
                process.id
            );
            list.iter()
                .for_each(|q| assert!(q.amount > 0.0 && !c[q.commodity].id.is_empty()));
        }
    }
    for mode in &c.modes {
        assert!(mode.carriages.is_sorted_by(|a, b| a.commodity < b.commodity));
    }
    for link in &c.links {
        assert_ne!(link.from, link.to);
        let _ = (&c[link.mode], &c[link.from], &c[link.to]);
        assert_eq!(link.is_terminal, link.length_km == 0.0);
    }
    assert!(c.links.is_sorted_by_key(|l| l.is_terminal), "terminals follow links");
    let demands: BTreeSet<_> = c.demands.iter().map(|d| (d.node, d.commodity)).collect();
    assert_eq!(demands.len(), c.demands.len());
    assert!(!c.demands.is_empty());
    for profile in &c.profiles {
        assert_eq!(profile.factors.len(), c.periods.len());
    }
}

fn assert_ids_are_unique(c: &Continent) {
    fn unique<'a>(ids: impl Iterator<Item = &'a String>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            assert!(!id.is_empty() && seen.insert(id), "{id} twice");
        }
    }
    unique(c.commodities.iter().map(|x| &x.id));
    unique(c.processes.iter().map(|x| &x.id));
    unique(c.areas.iter().map(|x| &x.id));
    unique(c.nodes.iter().map(|x| &x.id));
    unique(c.modes.iter().map(|x| &x.id));
    unique(c.links.iter().map(|x| &x.id));
    unique(c.sites.iter().map(|x| &x.id));
    unique(c.stores.iter().map(|x| &x.id));
    unique(c.trades.iter().map(|x| &x.id));
    unique(c.budgets.iter().map(|x| &x.id));
}

/// No process makes mass or energy, and the embodied shares of its outputs sum to 1.
fn assert_physics(c: &Continent) {
    let sum = |list: &[Quantity], of: fn(&data::model::Commodity) -> f64| -> f64 {
        list.iter().map(|q| q.amount * of(&c[q.commodity])).sum()
    };
    for process in &c.processes {
        assert!(!process.outputs.is_empty());
        let energy_in = sum(&process.inputs, |k| k.energy_content_gj) + sum(&process.burns, |k| k.energy_content_gj);
        let energy_out = sum(&process.outputs, |k| k.energy_content_gj);
        assert!(
            energy_out <= energy_in + process.primary_energy_gj + 1e-9,
            "{} makes energy",
            process.id
        );
        if process.stage == Stage::Processing {
            let (mass_in, mass_out) = (sum(&process.inputs, |k| k.mass_t), sum(&process.outputs, |k| k.mass_t));
            assert!(mass_out <= mass_in + 1e-9, "{} makes mass", process.id);
        }
        let shares: f64 = process.embodied_shares.iter().sum();
        assert!((shares - 1.0).abs() < 1e-12 && process.embodied_shares.len() == process.outputs.len());
    }
}

fn assert_limits(c: &Continent) {
    for site in &c.sites {
        assert!(
            0.0 <= site.minimum_per_year && site.minimum_per_year <= site.capacity_per_year,
            "{}",
            site.id
        );
        let process = &c[site.process];
        assert!(site.minimum_per_year == 0.0 || process.inputs.is_empty() && process.burns.is_empty());
    }
    for trade in &c.trades {
        assert!(
            0.0 <= trade.minimum_per_year && trade.minimum_per_year <= trade.maximum_per_year,
            "{}",
            trade.id
        );
    }
    for store in &c.stores {
        if let StoreEnds::Given { initial, final_minimum } = store.ends {
            let left = initial * (1.0 - store.loss_per_month).powi(12);
            assert!(initial <= store.capacity && final_minimum <= left, "{}", store.id);
        }
    }
    for profile in &c.profiles {
        let hours: f64 = c.periods.iter().map(|p| p.hours).sum();
        let mean: f64 = profile
            .factors
            .iter()
            .zip(&c.periods)
            .map(|(f, p)| f * p.hours / hours)
            .sum();
        assert!((mean - 1.0).abs() < 1e-12 && profile.factors.iter().all(|f| *f >= 0.0));
    }
}
