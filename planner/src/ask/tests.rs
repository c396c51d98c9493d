//! Answers against the plan they are about, and clever paths against plain ones.

use super::served::{Outward, User, users};
use super::*;
use crate::plan::ledger::ledger;
use crate::plan::rows::{Direction, Plan};
use crate::plan::sample::random::{Shape, random_plan};
use crate::plan::trace::pools::{PoolIndex, Pools};
use crate::run::Opened;
use check::Certificate;
use data::model::{Accounting, Continent, LinkIndex, NodeIndex, PeriodIndex, SiteIndex};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A random plan, as if it had been opened.
fn opened(seed: u64, cyclic: bool, accounting: Accounting) -> Opened {
    let shape = Shape {
        nodes: 6,
        commodities: 4,
        periods: 2,
        links: 14,
        sites: 9,
        stores: 3,
        cyclic,
    };
    let (continent, mut plan) = random_plan(shape, accounting, seed);
    plan.normalise();
    let ledger = ledger(&continent, accounting, &plan);
    let stated = serde_json::json!({
        "version": "0", "status": "feasible", "accounting": accounting, "calendar": "random", "data": "tables",
        "input_hashes": {}, "plan_hashes": {}
    });
    let certificate: Certificate = serde_json::from_value(stated).unwrap();
    Opened {
        certificate,
        certificate_hash: String::new(),
        continent,
        plan,
        ledger,
    }
}

/// What the users of `entered` take, by passing everything on until almost nothing moves.
fn users_plainly(pools: &Pools, outward: &Outward, entered: &[(PoolIndex, f64)]) -> BTreeMap<User, f64> {
    let mut waiting = vec![0.0; pools.pools.len()];
    for (pool, amount) in entered {
        waiting[*pool as usize] += amount;
    }
    let enough = 1e-6 * waiting.iter().sum::<f64>();
    let mut found = BTreeMap::new();
    // Where most of what passes goes round in a circle, thousands of rounds leave much on its way.
    let mut rounds_left = 1_000_000;
    while waiting.iter().sum::<f64>() > enough {
        assert!(rounds_left > 0, "a circle that nothing leaves");
        rounds_left -= 1;
        let mut next = vec![0.0; waiting.len()];
        for (pool, amount) in (0_u32..).zip(&waiting) {
            let outflow = pools.outflow[pool as usize];
            if *amount == 0.0 || outflow == 0.0 {
                continue;
            }
            for (user, used) in outward.of(pool) {
                *found.entry(*user).or_insert(0.0) += used * amount / outflow;
            }
            for step in pools.moves_out(pool) {
                next[step.to as usize] += step.departs * step.keep * amount / outflow;
            }
        }
        waiting = next;
    }
    found
}

fn first_as_plain(seed: u64, cyclic: bool) -> Result<(), TestCaseError> {
    let opened = opened(seed, cyclic, Accounting::Closed);
    let index = PlanIndex::new(&opened);
    let pools = &index.trace.pools;
    for (pool, inflow) in (0_u32..).zip(&pools.inflow).filter(|(_, inflow)| **inflow > 0.0) {
        let entered = [(pool, *inflow)];
        let quick = users(pools, &index.outward, &entered);
        let plain = users_plainly(pools, &index.outward, &entered);
        for (user, amount) in &plain {
            let found = quick.get(user).copied().unwrap_or(0.0);
            prop_assert!(
                (found - amount).abs() <= 2e-4 * inflow,
                "{user:?}: {found} and {amount} of {inflow}"
            );
        }
        prop_assert!(quick.keys().all(|user| plain.contains_key(user)));
    }
    Ok(())
}

/// Most of what enters two pools of these goes round and round.
#[test]
fn circles_that_lose_little_are_followed_to_their_end() {
    for seed in [818, 1472] {
        first_as_plain(seed, true).unwrap();
    }
}

fn total(plan: &Plan, link: LinkIndex, direction: Direction) -> f64 {
    let on_it = plan.flows.iter().filter(|f| (f.link, f.direction) == (link, direction));
    on_it.map(|flow| flow.amount).sum()
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * scale.abs().max(1.0)
}

fn every_link(continent: &Continent) -> impl Iterator<Item = LinkIndex> + use<> {
    (0..continent.links.len()).map(LinkIndex::from_position)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn users_found_first_are_users_found_plainly(seed in 0_u64..10_000, cyclic: bool) {
        first_as_plain(seed, cyclic)?;
    }

    #[test]
    fn a_link_holds_what_flows_on_it(seed in 0_u64..10_000) {
        let opened = opened(seed, false, Accounting::Direct);
        let index = PlanIndex::new(&opened);
        let all = index.flows(None, None);
        for link in every_link(&opened.continent) {
            let view = index.link(link, None, 100);
            let forward: f64 = view.goods.iter().map(|goods| goods.forward).sum();
            let backward: f64 = view.goods.iter().map(|goods| goods.backward).sum();
            prop_assert!(close(forward, total(&opened.plan, link, Direction::Forward), forward));
            prop_assert!(close(backward, total(&opened.plan, link, Direction::Backward), backward));
            let drawn = all.links.iter().position(|drawn| *drawn == link.0);
            prop_assert_eq!(drawn.is_some(), forward + backward > 0.0);
            if let Some(at) = drawn {
                prop_assert!(close(all.loading[at] * view.capacity, view.used, view.used));
            }
            for goods in &view.goods {
                let shares = view.served.iter().filter(|served| served.commodity == goods.commodity);
                prop_assert!(shares.map(|served| served.share).sum::<f64>() <= 1.0 + 1e-9);
            }
        }
    }

    #[test]
    fn a_site_uses_and_makes_what_its_recipe_says(seed in 0_u64..10_000) {
        let opened = opened(seed, true, Accounting::Closed);
        let index = PlanIndex::new(&opened);
        for position in 0..opened.continent.sites.len() {
            let site = SiteIndex::from_position(position);
            let (both, first, second) = (
                index.site(site, None),
                index.site(site, Some(PeriodIndex(0))),
                index.site(site, Some(PeriodIndex(1))),
            );
            prop_assert!(close(both.activity, first.activity + second.activity, both.activity));
            prop_assert!(both.why.is_none());
            let gj = |view: &SiteView| view.embodied.total_gj();
            prop_assert!(close(gj(&both), gj(&first) + gj(&second), gj(&both)));
            for good in both.inputs.iter().chain(&both.outputs) {
                prop_assert!(close(good.amount, good.per_activity * both.activity, good.amount));
            }
        }
    }

    #[test]
    fn what_is_met_at_nodes_is_what_is_embodied_there(seed in 0_u64..10_000, period in prop::option::of(0_u32..2)) {
        let opened = opened(seed, false, Accounting::Closed);
        let index = PlanIndex::new(&opened);
        let period = period.map(PeriodIndex);
        for position in 0..opened.continent.nodes.len() {
            let node = NodeIndex::from_position(position);
            let view = index.node(node, period);
            for demand in &view.demands {
                prop_assert!(close(demand.met + demand.short, demand.demand, demand.demand));
                let commodity = index.lookup.commodity(&demand.commodity).unwrap();
                let routes = index.supply(node, commodity, period, 5);
                if let Some(embodied) = demand.embodied {
                    prop_assert!(close(routes.embodied.total_gj(), embodied.total_gj(), embodied.total_gj()));
                    prop_assert_eq!(routes.origins.len(), demand.origins);
                }
            }
            for link in &view.links {
                let shown = index.link(index.lookup.link(&link.id).unwrap(), period, 1);
                let weighed: f64 = shown.goods.iter().map(|goods| goods.used).sum();
                let passed = link.departs + link.arrives / shown.keep;
                prop_assert!(close(passed, weighed, weighed), "{passed} and {weighed}");
            }
        }
    }
}

#[test]
fn ids_that_are_not_there_are_answered_with_those_like_them() {
    let opened = opened(1, false, Accounting::Closed);
    let index = PlanIndex::new(&opened);
    let known = opened.continent.nodes[0].id.clone();
    assert_eq!(index.lookup.node(&known).unwrap(), NodeIndex(0));
    let error = index.lookup.node(&format!("{known}x")).unwrap_err();
    assert!(error.to_string().contains("did you mean"), "{error}");
    let hostile = index.lookup.node("\u{1b}[31m<script>").unwrap_err().to_string();
    assert!(!hostile.contains('\u{1b}'), "{hostile}");
}

#[test]
fn a_page_of_a_table_is_some_of_its_rows() {
    let opened = opened(3, false, Accounting::Closed);
    let index = PlanIndex::new(&opened);
    for name in TABLES {
        let table = index.table(name).unwrap();
        assert_eq!(table.name, name);
        let page = TablePage::of(table, 1, 2);
        assert_eq!(page.total, table.rows.len());
        assert_eq!(
            page.rows,
            table.rows.iter().skip(1).take(2).cloned().collect::<Vec<_>>()
        );
    }
    assert!(index.table("secrets").is_none());
}

#[test]
fn rows_are_those_of_the_plan_page_by_page() {
    let opened = opened(4, false, Accounting::Closed);
    let index = PlanIndex::new(&opened);
    let all = index.rows("flows", 0, 1_000).unwrap();
    assert_eq!(all.total, opened.plan.flows.len());
    let Cells::Numbers(amounts) = &all.columns.last().unwrap().cells else {
        panic!("words")
    };
    assert_eq!(*amounts, opened.plan.flows.iter().map(|f| f.amount).collect::<Vec<_>>());
    let beyond = index.rows("flows", all.total + 5, 10).unwrap();
    assert_eq!((beyond.offset, beyond.total), (all.total, all.total));
    let stream = index.rows_as_arrow("flows", 1, 3).unwrap().unwrap();
    let mut reader = arrow::ipc::reader::StreamReader::try_new(stream.as_slice(), None).unwrap();
    let batch = reader.next().unwrap().unwrap();
    assert_eq!(batch.num_rows(), 3.min(all.total - 1));
    assert_eq!(
        batch.schema().field_with_name("amount").unwrap().metadata()["unit"],
        all.columns.last().unwrap().unit
    );
}

#[test]
fn a_plan_does_not_differ_from_itself_and_is_not_compared_with_strangers() {
    let one = opened(5, false, Accounting::Closed);
    let mut other = one.clone();
    other.continent.nodes[0].id.push('x');
    let (one, other) = (PlanIndex::new(&one), PlanIndex::new(&other));
    assert!(changed_flows(&one, &one, None, None).unwrap().links.is_empty());
    let same = compare(("a", &one), ("b", &one), 10).unwrap();
    assert!(
        same.tables.iter().skip(1).all(|table| table.rows.is_empty()),
        "{same:?}"
    );
    assert!(compare(("a", &one), ("b", &other), 10).is_none());
    assert!(changed_flows(&one, &other, None, None).is_none());
}

#[test]
fn a_flow_more_is_a_difference() {
    let one = opened(5, false, Accounting::Closed);
    let mut other = one.clone();
    other.plan.flows[0].amount *= 1.5;
    let link = other.plan.flows[0].link;
    let (one, other) = (PlanIndex::new(&one), PlanIndex::new(&other));
    let changed = changed_flows(&one, &other, None, None).unwrap();
    assert_eq!(changed.links, [link.0]);
    assert!(changed.after[0] > changed.before[0]);
}
