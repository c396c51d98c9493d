//! N02: demand above everything that can be had of a commodity where it is asked, links being what they can carry.
//!
//! For each commodity a maximum flow from what can be made, imported or drawn from stores to what is asked, over all periods together and
//! through links that carry nothing else; a least cut of it is the finding.
//!
//! Invariant: nothing that a plan could do is left out (losses and what others use are), so what a finding says is missing is missing in
//! every plan.

use super::cut::some_of;
use super::graph::{ArcIndex, Network};
use super::least_cut::{Conduit, Supplied};
use super::reach::Reach;
use crate::plan::terms;
use data::findings::{Code, Finding, Severity};
use data::model::{CommodityIndex, Demand, LinkIndex, NodeIndex, ProfileIndex, StoreEnds, TradeDirection};
use std::collections::BTreeMap;

/// Links named in a finding.
const LINKS_SHOWN: usize = 5;
/// Most nodes that ask times arcs for which a flow is looked for, up to a second of it; beyond, links are taken to carry anything, and what is
/// compared is what is connected at all.
const LARGEST_FLOW: usize = 50_000_000;
/// Part of what is asked below which nothing is missing.
const ROUNDOFF: f64 = 1e-9;

/// One commodity: what is asked and what can be had at each node over all periods, in its units.
struct Market<'a> {
    network: &'a Network<'a>,
    commodity: CommodityIndex,
    asked: Vec<f64>,
    supply: Vec<f64>,
    /// Arcs that may carry it.
    arcs: Vec<ArcIndex>,
    /// What each of them can carry of it at most.
    conduits: Vec<Conduit>,
}

/// What is asked over all periods, in units of the commodity.
pub(super) type Asked = BTreeMap<(NodeIndex, CommodityIndex), f64>;

/// One finding for each part of the network that asks for more of a commodity than it can have.
pub(super) fn shortages(network: &Network<'_>, reach: &Reach, asked: &Asked) -> Vec<Finding> {
    let hours = HoursByProfile::of(network);
    let asked = by_commodity(network, reach, asked);
    let supply = supply(network, reach, &hours);
    let mut findings = Vec::new();
    for (position, (asked, supply)) in asked.into_iter().zip(supply).enumerate() {
        if asked.iter().all(|amount| *amount <= 0.0) {
            continue;
        }
        let commodity = CommodityIndex::from_position(position);
        let (arcs, mut conduits) = carrying(network, reach, commodity, &hours);
        let asking = asked.iter().filter(|amount| **amount > 0.0).count();
        if asking.saturating_mul(conduits.len()) > LARGEST_FLOW {
            let carried = conduits.iter_mut().filter(|conduit| conduit.capacity > 0.0);
            carried.for_each(|conduit| conduit.capacity = f64::INFINITY);
        }
        let market = Market {
            network,
            commodity,
            asked,
            supply,
            arcs,
            conduits,
        };
        findings.extend(market.findings());
    }
    findings
}

/// What a yearly figure comes to over all periods: the factor for figures without a profile, and for each profile.
struct HoursByProfile {
    plain: f64,
    profiles: Vec<f64>,
}

impl HoursByProfile {
    fn of(network: &Network<'_>) -> Self {
        let continent = network.continent;
        let total = |profile| {
            let periods = continent.period_indices();
            periods.map(|period| continent.per_period(1.0, profile, period)).sum()
        };
        let profiles = (0..continent.profiles.len()).map(|p| total(Some(ProfileIndex::from_position(p))));
        Self {
            plain: total(None),
            profiles: profiles.collect(),
        }
    }

    fn total(&self, yearly: f64, profile: Option<ProfileIndex>) -> f64 {
        yearly * profile.map_or(self.plain, |p| self.profiles[p.position()])
    }
}

/// By commodity and node, what is asked where it can be had at all; where it cannot, N01 says so.
fn by_commodity(network: &Network<'_>, reach: &Reach, asked: &Asked) -> Vec<Vec<f64>> {
    let continent = network.continent;
    let mut amounts = vec![vec![0.0; continent.nodes.len()]; continent.commodities.len()];
    for ((node, commodity), amount) in asked {
        if reach.is_available(*commodity, *node) {
            amounts[commodity.position()][node.position()] = *amount;
        }
    }
    amounts
}

/// By commodity and node, what sites can make, what can be imported, and what is in stores at the beginning.
fn supply(network: &Network<'_>, reach: &Reach, hours: &HoursByProfile) -> Vec<Vec<f64>> {
    let continent = network.continent;
    let mut supply = vec![vec![0.0; continent.nodes.len()]; continent.commodities.len()];
    let mut add = |commodity: CommodityIndex, node: NodeIndex, amount: f64| {
        supply[commodity.position()][node.position()] += amount;
    };
    let running = continent
        .sites
        .iter()
        .zip(&reach.site_can_run)
        .filter(|(_, runs)| **runs);
    for (site, _) in running {
        let activity = hours.total(site.capacity_per_year, site.profile);
        for output in &continent[site.process].outputs {
            add(output.commodity, site.node, output.amount * activity);
        }
    }
    for trade in continent
        .trades
        .iter()
        .filter(|t| t.direction == TradeDirection::Import)
    {
        add(
            trade.commodity,
            trade.node,
            hours.total(trade.maximum_per_year, trade.profile),
        );
    }
    for store in &continent.stores {
        if let StoreEnds::Given { initial, .. } = store.ends {
            add(store.commodity, store.node, initial);
        }
    }
    supply
}

/// The arcs that may carry the commodity, with the most of it that each can carry.
fn carrying(
    network: &Network<'_>,
    reach: &Reach,
    commodity: CommodityIndex,
    hours: &HoursByProfile,
) -> (Vec<ArcIndex>, Vec<Conduit>) {
    let conduit = |index: &ArcIndex| {
        let arc = &network.arcs[index.0];
        let weight = terms::carriage(network.continent, arc.link, commodity).map_or(0.0, |c| c.weight);
        let capacity = hours.total(network.continent[arc.link].capacity_per_year, None);
        Conduit {
            tail: arc.tail.position(),
            head: arc.head.position(),
            capacity: if weight > 0.0 { capacity / weight } else { f64::INFINITY },
        }
    };
    let arcs = (0..network.arcs.len()).map(ArcIndex);
    let arcs: Vec<ArcIndex> = arcs.filter(|arc| reach.may_carry(network, *arc, commodity)).collect();
    let conduits = arcs.iter().map(conduit).collect();
    (arcs, conduits)
}

impl Market<'_> {
    fn findings(&self) -> Vec<Finding> {
        let supplied = Supplied {
            asked: &self.asked,
            supply: &self.supply,
            conduits: &self.conduits,
        };
        let parts = supplied.short_parts();
        parts.iter().filter_map(|part| self.finding(part)).collect()
    }

    /// What a part asks and can have; none where that is enough after all, but for roundoff.
    fn finding(&self, part: &[usize]) -> Option<Finding> {
        let continent = self.network.continent;
        let (id, unit) = (&continent[self.commodity].id, continent[self.commodity].unit.symbol());
        let sum = |amounts: &[f64]| part.iter().map(|node| amounts[*node]).sum::<f64>();
        let (asked, made) = (sum(&self.asked), sum(&self.supply));
        let links = self.links_into(part);
        let brought: f64 = links.values().sum();
        if asked <= (made + brought) * (1.0 + ROUNDOFF) {
            return None;
        }
        let seen = format!(
            "{} {unit} of {id} are asked over all periods where at most {} {unit} can be had, and {}; {} {unit} are missing",
            words(asked),
            words(made),
            self.brought_in_words(&links, brought),
            words(asked - made - brought)
        );
        let is_demand = |demand: &Demand| demand.commodity == self.commodity && part.contains(&demand.node.position());
        let place = if continent.demands.iter().any(is_demand) {
            "demand:amount_per_year"
        } else {
            "trade:minimum_per_year"
        };
        let rows = part.iter().map(|node| continent.nodes[*node].id.as_str());
        Some(
            Finding::new(Code::N02, place, seen)
                .with_rows(rows)
                .with_severity(Severity::Warning),
        )
    }

    /// The links that lead into the part from outside, with the most that each can bring.
    fn links_into(&self, part: &[usize]) -> BTreeMap<LinkIndex, f64> {
        let mut is_inside = vec![false; self.asked.len()];
        part.iter().for_each(|node| is_inside[*node] = true);
        let mut links = BTreeMap::new();
        for (arc, conduit) in self.arcs.iter().zip(&self.conduits) {
            if !is_inside[conduit.tail] && is_inside[conduit.head] {
                links.insert(self.network.arcs[arc.0].link, conduit.capacity);
            }
        }
        links
    }

    fn brought_in_words(&self, links: &BTreeMap<LinkIndex, f64>, brought: f64) -> String {
        let unit = self.network.continent[self.commodity].unit.symbol();
        if links.is_empty() {
            return "no link brings it there".to_owned();
        }
        let mut largest: Vec<(&LinkIndex, &f64)> = links.iter().collect();
        largest.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
        let named = largest
            .iter()
            .map(|(link, most)| format!("{} {} {unit}", self.network.continent[**link].id, words(**most)));
        format!(
            "links can bring at most {} {unit}: {}",
            words(brought),
            some_of(named, links.len(), LINKS_SHOWN)
        )
    }
}

/// An amount as it is read: whole from a thousand on, with as many digits below.
fn words(amount: f64) -> String {
    if amount == 0.0 || amount >= 1_000.0 {
        return format!("{amount:.0}");
    }
    let digits = (3.0 - amount.log10().floor()).clamp(0.0, 15.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 15")]
    let text = format!("{amount:.*}", digits as usize);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn small_amounts_keep_their_digits() {
        let said = [0.0, 4_000_000.4, 1_000.0, 999.96, 0.4, 0.000_123_456].map(super::words);
        assert_eq!(said, ["0", "4000000", "1000", "1000", "0.4", "0.0001235"]);
    }
}
