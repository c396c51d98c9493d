//! What moved between two plans of the same continent.
//!
//! The plans may have been made under different policies; amounts are compared by what they belong to, so only the
//! tables of sites, links, nodes and commodities have to be the same.

mod shortages;

pub use shortages::{ShortageCounts, count_shortages};

use super::rows::{Activity, Plan, Posting};
use super::show::{Cell, StatTable, ratio, table};
use super::sum::CompensatedSum;
use data::model::{CommodityIndex, Continent, LinkIndex, ModeIndex, SequenceIndex, SiteIndex};
use std::collections::BTreeMap;

/// A change smaller than this fraction of the larger amount is not listed.
const SMALLEST_CHANGE: f64 = 1e-6;

/// A plan with its ledger.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The decisions.
    pub plan: &'a Plan,
    /// The postings.
    pub postings: &'a [Posting],
}

/// Six tables, each with the `top` largest changes from the first plan to the second: objective, ledger by sequence and
/// activity, shortages, production by site, transport by mode and commodity, and flows by link and commodity.
#[must_use]
pub fn diff(continent: &Continent, before: Side, after: Side, top: usize) -> Vec<StatTable> {
    vec![
        objective(before, after),
        ledger(continent, before, after, top),
        shortages::shortages(continent, before, after, top),
        production(continent, before, after, top),
        modes(continent, before, after, top),
        flows(continent, before, after, top),
    ]
}

/// Whether indices of one continent mean the same in the other: policies change figures, never ids.
#[must_use]
pub fn is_same_shape(a: &Continent, b: &Continent) -> bool {
    fn same<T>(a: &[T], b: &[T], id: impl Fn(&T) -> &str) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| id(a) == id(b))
    }
    same(&a.nodes, &b.nodes, |r| &r.id)
        && same(&a.links, &b.links, |r| &r.id)
        && same(&a.sites, &b.sites, |r| &r.id)
        && same(&a.commodities, &b.commodities, |r| &r.id)
        && same(&a.periods, &b.periods, |r| &r.id)
}

/// Amounts by what they belong to.
type Amounts<K> = BTreeMap<K, CompensatedSum>;

fn sums<K: Ord>(amounts: impl Iterator<Item = (K, f64)>) -> Amounts<K> {
    let mut sums: Amounts<K> = BTreeMap::new();
    for (key, amount) in amounts {
        sums.entry(key).or_default().add(amount);
    }
    sums
}

/// One thing before and after.
struct Change<K> {
    key: K,
    before: f64,
    after: f64,
}

impl<K> Change<K> {
    fn size(&self) -> f64 {
        (self.after - self.before).abs()
    }

    fn cells(&self) -> [Cell; 4] {
        let change = self.after - self.before;
        [
            self.before.into(),
            self.after.into(),
            change.into(),
            ratio(change, self.before.abs()).into(),
        ]
    }
}

/// What changed; the largest first by `scale` times the change.
fn changes<K: Ord + Clone>(
    before: &Amounts<K>,
    after: &Amounts<K>,
    top: usize,
    scale: impl Fn(&K) -> f64,
) -> Vec<Change<K>> {
    let value = |amounts: &Amounts<K>, key: &K| amounts.get(key).map_or(0.0, CompensatedSum::value);
    let keys: std::collections::BTreeSet<&K> = before.keys().chain(after.keys()).collect();
    let mut changes: Vec<Change<K>> = keys
        .into_iter()
        .map(|key| Change {
            key: key.clone(),
            before: value(before, key),
            after: value(after, key),
        })
        .filter(|c| c.size() > SMALLEST_CHANGE * c.before.abs().max(c.after.abs()))
        .collect();
    changes.sort_by(|a, b| {
        let (a_size, b_size) = (a.size() * scale(&a.key), b.size() * scale(&b.key));
        b_size.total_cmp(&a_size).then_with(|| a.key.cmp(&b.key))
    });
    changes.truncate(top);
    changes
}

/// A table whose last columns are before, after, change and relative change.
fn change_table(
    name: &'static str,
    meaning: &'static str,
    words: &[(&'static str, &'static str)],
    unit: &'static str,
) -> StatTable {
    let mut columns = words.to_vec();
    columns.extend([
        ("before", unit),
        ("after", unit),
        ("change", unit),
        ("relative_change", ""),
    ]);
    table(name, meaning, &columns)
}

fn row<K>(words: &[&str], change: &Change<K>) -> Vec<Cell> {
    words
        .iter()
        .map(|word| Cell::from(*word))
        .chain(change.cells())
        .collect()
}

fn objective(before: Side, after: Side) -> StatTable {
    let total = |side: Side| sums(side.postings.iter().map(|p| ((), p.energy_gj)));
    let value = |sums: &Amounts<()>| sums.get(&()).map_or(0.0, CompensatedSum::value);
    let change = Change {
        key: (),
        before: value(&total(before)),
        after: value(&total(after)),
    };
    let mut shown = change_table("objective", "The objective of the program", &[], "GJ");
    shown.rows.push(row(&[], &change));
    shown
}

fn ledger(continent: &Continent, before: Side, after: Side, top: usize) -> StatTable {
    let posted = |side: Side| sums(side.postings.iter().map(|p| ((p.sequence, p.activity), p.energy_gj)));
    let mut shown = change_table(
        "ledger",
        "Energy posted to one sequence and activity",
        &[("sequence", ""), ("activity", "")],
        "GJ",
    );
    for change in changes(&posted(before), &posted(after), top, |_: &(SequenceIndex, Activity)| {
        1.0
    }) {
        let (sequence, activity) = change.key;
        shown
            .rows
            .push(row(&[&continent[sequence].id, activity.word()], &change));
    }
    shown
}

/// The site's products at their prices before would mix units; capacity makes sites of all processes comparable.
fn production(continent: &Continent, before: Side, after: Side, top: usize) -> StatTable {
    let made = |side: Side| sums(side.plan.production.iter().map(|p| (p.site, p.activity)));
    let mut shown = change_table(
        "production",
        "Activity of one site, largest change against its yearly capacity first",
        &[("site", ""), ("process", ""), ("node", "")],
        "activity",
    );
    let per_capacity = |site: &SiteIndex| {
        let capacity = continent[*site].capacity_per_year;
        if capacity > 0.0 { 1.0 / capacity } else { 0.0 }
    };
    for change in changes(&made(before), &made(after), top, per_capacity) {
        let site = &continent[change.key];
        let words = [site.id.as_str(), &continent[site.process].id, &continent[site.node].id];
        shown.rows.push(row(&words, &change));
    }
    shown
}

fn tonne_km(continent: &Continent, link: LinkIndex, commodity: CommodityIndex) -> f64 {
    continent[commodity].mass_t * continent[link].length_km
}

fn modes(continent: &Continent, before: Side, after: Side, top: usize) -> StatTable {
    let moved = |side: Side| {
        sums(side.plan.flows.iter().map(|f| {
            let key = (continent[f.link].mode, f.commodity);
            (key, f.amount * tonne_km(continent, f.link, f.commodity))
        }))
    };
    let mut shown = change_table(
        "modes",
        "Transport of one commodity by one mode",
        &[("mode", ""), ("commodity", "")],
        "t-km",
    );
    for change in changes(&moved(before), &moved(after), top, |_: &(ModeIndex, CommodityIndex)| {
        1.0
    }) {
        let (mode, commodity) = change.key;
        shown
            .rows
            .push(row(&[&continent[mode].id, &continent[commodity].id], &change));
    }
    shown
}

/// Commodities without mass are ranked as if a unit weighed a tonne, so that the grid is not left out.
fn flows(continent: &Continent, before: Side, after: Side, top: usize) -> StatTable {
    let moved = |side: Side| {
        sums(
            side.plan
                .flows
                .iter()
                .map(|f| ((f.link, f.direction, f.commodity), f.amount)),
        )
    };
    let mut shown = change_table(
        "flows",
        "One commodity on one link in one direction, largest change in tonne-kilometres first",
        &[
            ("link", ""),
            ("direction", ""),
            ("mode", ""),
            ("commodity", ""),
            ("unit", ""),
        ],
        "unit",
    );
    let distance = |key: &(LinkIndex, _, CommodityIndex)| {
        let mass_t = continent[key.2].mass_t;
        (if mass_t > 0.0 { mass_t } else { 1.0 }) * continent[key.0].length_km.max(1.0)
    };
    for change in changes(&moved(before), &moved(after), top, distance) {
        let (link, direction, commodity) = change.key;
        let (record, commodity) = (&continent[link], &continent[commodity]);
        let words = [
            record.id.as_str(),
            direction.word(),
            &continent[record.mode].id,
            &commodity.id,
            commodity.unit.symbol(),
        ];
        shown.rows.push(row(&words, &change));
    }
    shown
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::plan::sample::random::{Shape, random_plan};
    use data::model::Accounting;

    #[test]
    fn a_plan_does_not_differ_from_itself_and_changes_are_ranked() {
        let shape = Shape {
            nodes: 5,
            commodities: 3,
            periods: 2,
            links: 9,
            sites: 6,
            stores: 3,
            cyclic: true,
        };
        let (continent, plan) = random_plan(shape, Accounting::Closed, 3);
        let postings = crate::plan::ledger::ledger(&continent, Accounting::Closed, &plan);
        let before = Side {
            plan: &plan,
            postings: &postings,
        };
        let same = diff(&continent, before, before, 10);
        assert_eq!(
            same.iter().map(|t| t.rows.len()).collect::<Vec<_>>(),
            [1, 0, 0, 0, 0, 0]
        );
        let mut other = plan.clone();
        other.production[0].activity *= 2.0;
        other.production[1].activity += other.production[0].activity;
        let changed_ledger = crate::plan::ledger::ledger(&continent, Accounting::Closed, &other);
        let after = Side {
            plan: &other,
            postings: &changed_ledger,
        };
        let changed = diff(&continent, before, after, 1);
        let Cell::Number(change) = changed[3].rows[0][5] else {
            panic!("{changed:?}")
        };
        assert!((change - other.production[0].activity).abs() < 1e-12);
        assert_eq!(changed[3].rows.len(), 1);
    }
}
