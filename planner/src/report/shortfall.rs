//! What could not be delivered, and why: the makers and links that stand in the way.

use super::loads::LinkLoad;
use crate::plan::rows::{Plan, PricedRow};
use crate::plan::terms::asked;
use data::model::{
    CommodityIndex, Continent, LinkIndex, NodeIndex, PeriodIndex, SiteIndex, SiteStatus, TradeDirection,
};
use std::collections::{BTreeMap, BTreeSet};

/// In use from this share on, a site, link or import counts as full.
const FULL: f64 = 0.999;

/// So many of the gravest shortages are listed and explained.
pub(super) const EXPLAINED: usize = 100;

/// Demand left unmet at one node over all periods.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shortfall {
    pub(super) node: NodeIndex,
    pub(super) commodity: CommodityIndex,
    /// Units of the commodity.
    pub(super) amount: f64,
    /// Asked there over all periods, exports that must leave included.
    pub(super) asked: f64,
    /// The period in which most is short.
    pub(super) worst: PeriodIndex,
    /// One or two sentences; empty beyond the first [`EXPLAINED`].
    pub(super) reason: String,
}

/// All shortfalls, by penalty, the gravest first.
pub(super) fn shortfalls(continent: &Continent, plan: &Plan, loads: &[LinkLoad]) -> Vec<Shortfall> {
    let mut found: BTreeMap<(NodeIndex, CommodityIndex), BTreeMap<PeriodIndex, f64>> = BTreeMap::new();
    for row in &plan.shortages {
        *found
            .entry((row.node, row.commodity))
            .or_default()
            .entry(row.period)
            .or_insert(0.0) += row.amount;
    }
    if found.is_empty() {
        return Vec::new();
    }
    let asked = asked_over_all(continent);
    let mut list: Vec<Shortfall> = found
        .into_iter()
        .map(|((node, commodity), by_period)| {
            let first = (PeriodIndex(0), 0.0);
            let worst = by_period
                .iter()
                .fold(first, |w, (p, a)| if *a > w.1 { (*p, *a) } else { w })
                .0;
            Shortfall {
                node,
                commodity,
                amount: by_period.values().sum(),
                asked: asked.get(&(node, commodity)).copied().unwrap_or(0.0),
                worst,
                reason: String::new(),
            }
        })
        .collect();
    let penalty = |s: &Shortfall| s.amount * continent[s.commodity].shortage_penalty_gj;
    list.sort_by(|a, b| {
        penalty(b)
            .total_cmp(&penalty(a))
            .then((a.node, a.commodity).cmp(&(b.node, b.commodity)))
    });
    let tracer = Tracer::new(continent, plan, loads);
    for short in list.iter_mut().take(EXPLAINED) {
        short.reason = tracer.reason(short.node, short.commodity, short.worst);
    }
    list
}

/// What is asked at each node of each commodity over all periods.
pub(super) fn asked_over_all(continent: &Continent) -> BTreeMap<(NodeIndex, CommodityIndex), f64> {
    let mut total = BTreeMap::new();
    for period in continent.period_indices() {
        for (place, amount) in asked(continent, period) {
            *total.entry(place).or_insert(0.0) += amount;
        }
    }
    total
}

/// Walks from a shortage against the flow, through links that have room, and reports what stopped it.
struct Tracer<'a> {
    continent: &'a Continent,
    /// Links by the node they lead to.
    arriving: BTreeMap<NodeIndex, Vec<(LinkIndex, NodeIndex)>>,
    full_links: BTreeSet<(PeriodIndex, LinkIndex)>,
    activity: BTreeMap<(PeriodIndex, SiteIndex), f64>,
    price_gj: BTreeMap<(PeriodIndex, NodeIndex, CommodityIndex), f64>,
}

/// What lies within reach of a shortage.
#[derive(Default)]
struct Reach {
    places: BTreeSet<NodeIndex>,
    /// Links into the reach that carry the commodity and are full.
    stopped_at: Vec<LinkIndex>,
    /// Makers at capacity.
    full: Vec<SiteIndex>,
    /// Makers with room.
    roomy: Vec<SiteIndex>,
}

impl<'a> Tracer<'a> {
    fn new(continent: &'a Continent, plan: &Plan, loads: &[LinkLoad]) -> Self {
        let mut arriving: BTreeMap<NodeIndex, Vec<(LinkIndex, NodeIndex)>> = BTreeMap::new();
        for (position, link) in continent.links.iter().enumerate() {
            let index = LinkIndex::from_position(position);
            arriving.entry(link.to).or_default().push((index, link.from));
            if link.two_way {
                arriving.entry(link.from).or_default().push((index, link.to));
            }
        }
        let balance_prices = plan.prices.iter().filter_map(|p| match p.row {
            PricedRow::Balance(node, commodity) => Some(((p.period, node, commodity), p.price_gj)),
            _ => None,
        });
        Self {
            continent,
            arriving,
            full_links: full_links(loads),
            activity: plan
                .production
                .iter()
                .map(|p| ((p.period, p.site), p.activity))
                .collect(),
            price_gj: balance_prices.collect(),
        }
    }

    fn reason(&self, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> String {
        let reach = self.reach(node, commodity, period);
        if let Some(sentence) = self.missing_input(&reach, period) {
            return sentence;
        }
        let makers = match reach.full.len() {
            0 if self.imported(&reach, commodity) => {
                "Imports are all there is within reach, and they are at their most"
            }
            0 => "Nothing within reach makes it",
            1 => "The one site within reach that makes it is at capacity",
            _ => "Every site within reach that makes it is at capacity",
        };
        let links = if reach.stopped_at.is_empty() {
            "no other place can send it here".to_owned()
        } else {
            format!(
                "the links that could bring more are full: {}",
                self.names_of_links(&reach.stopped_at)
            )
        };
        format!("{makers}; {links}.")
    }

    fn reach(&self, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> Reach {
        let continent = self.continent;
        let mut reach = Reach::default();
        let mut waiting = vec![node];
        while let Some(place) = waiting.pop() {
            if !reach.places.insert(place) {
                continue;
            }
            for (link, from) in self.arriving.get(&place).into_iter().flatten() {
                let carriages = &continent[continent[*link].mode].carriages;
                if !carriages.iter().any(|c| c.commodity == commodity) || reach.places.contains(from) {
                    continue;
                }
                if self.full_links.contains(&(period, *link)) {
                    reach.stopped_at.push(*link);
                } else {
                    waiting.push(*from);
                }
            }
        }
        reach.stopped_at.retain(|l| {
            let link = &continent[*l];
            !(reach.places.contains(&link.from) && reach.places.contains(&link.to))
        });
        self.sort_makers(&mut reach, commodity, period);
        reach
    }

    fn sort_makers(&self, reach: &mut Reach, commodity: CommodityIndex, period: PeriodIndex) {
        let continent = self.continent;
        for (position, site) in continent.sites.iter().enumerate() {
            let makes = continent[site.process].outputs.iter().any(|o| o.commodity == commodity);
            let capacity = continent.per_period(site.capacity_per_year, site.profile, period);
            if !makes || site.status == SiteStatus::Candidate || capacity <= 0.0 || !reach.places.contains(&site.node) {
                continue;
            }
            let index = SiteIndex::from_position(position);
            let activity = self.activity.get(&(period, index)).copied().unwrap_or(0.0);
            let kind = if activity >= FULL * capacity {
                &mut reach.full
            } else {
                &mut reach.roomy
            };
            kind.push(index);
        }
    }

    fn imported(&self, reach: &Reach, commodity: CommodityIndex) -> bool {
        let mut imports = self
            .continent
            .trades
            .iter()
            .filter(|t| t.direction == TradeDirection::Import);
        imports.any(|t| t.commodity == commodity && reach.places.contains(&t.node))
    }

    /// Where a maker has room: what it lacks is the input whose price weighs most.
    fn missing_input(&self, reach: &Reach, period: PeriodIndex) -> Option<String> {
        let continent = self.continent;
        let needs = |site: SiteIndex| {
            let site = &continent[site];
            let process = &continent[site.process];
            let burdens = process.inputs.iter().chain(&process.burns).map(move |need| {
                let price = self
                    .price_gj
                    .get(&(period, site.node, need.commodity))
                    .copied()
                    .unwrap_or(0.0);
                (need.commodity, price, price * need.amount)
            });
            burdens.max_by(|a, b| a.2.total_cmp(&b.2))
        };
        let first = *reach.roomy.first()?;
        let (site, place) = (&continent[first].name, &continent[continent[first].node].name);
        let place = if site.contains(place.as_str()) {
            String::new()
        } else {
            format!(" at {place}")
        };
        let others = others(reach.roomy.len() - 1, "site");
        let have = if others.is_empty() { "has" } else { "have" };
        Some(match needs(first) {
            Some((input, price, burden)) if burden > 0.0 => {
                let unit = continent[input].unit.symbol();
                let price = super::figures::figure(price);
                let input = &continent[input].name;
                format!("{site}{place}{others} {have} room, but {input} is scarce there ({price} GJ/{unit}).")
            }
            _ => format!(
                "{site}{place}{others} {have} room, but one more unit would cost more than the penalty or pass a budget."
            ),
        })
    }

    fn names_of_links(&self, links: &[LinkIndex]) -> String {
        let continent = self.continent;
        let mut ordered = links.to_vec();
        let capacity = |l: &LinkIndex| continent[*l].capacity_per_year;
        ordered.sort_by(|a, b| capacity(b).total_cmp(&capacity(a)).then(a.cmp(b)));
        ordered.dedup();
        let name = |l: &LinkIndex| {
            let link = &continent[*l];
            let mode = continent[link.mode].name.to_lowercase();
            format!("{mode} {}–{}", continent[link.from].name, continent[link.to].name)
        };
        let named: Vec<String> = ordered.iter().take(3).map(name).collect();
        format!(
            "{}{}",
            named.join(", "),
            others(ordered.len().saturating_sub(3), "link")
        )
    }
}

fn full_links(loads: &[LinkLoad]) -> BTreeSet<(PeriodIndex, LinkIndex)> {
    let shares = loads.iter().flat_map(|load| {
        load.shares
            .iter()
            .map(move |(period, share)| (load.link, period, share))
    });
    shares
        .filter(|(_, _, share)| **share >= FULL)
        .map(|(link, period, _)| (*period, link))
        .collect()
}

fn others(count: usize, noun: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!(" (and one other {noun})"),
        n => format!(" (and {n} other {noun}s)"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::{loads::loads, sample};
    use super::*;

    #[test]
    fn a_full_link_is_named_as_what_stands_in_the_way() {
        let (continent, plan) = sample::continent_and_plan();
        let loads = loads(&continent, &plan);
        let short = shortfalls(&continent, &plan, &loads);
        assert_eq!(short.len(), 1);
        assert!((short[0].amount - 100.0).abs() < 1e-9 && (short[0].asked - 1000.0).abs() < 1e-9);
        assert_eq!(short[0].worst, PeriodIndex(1));
        let reason = &short[0].reason;
        assert_eq!(
            reason,
            "Nothing within reach makes it; the links that could bring more are full: rail Alpha–Beta."
        );
    }

    #[test]
    fn a_maker_with_room_points_to_its_scarce_input() {
        let (mut continent, mut plan) = sample::continent_and_plan();
        continent.links[0].capacity_per_year = 1e6;
        let electricity = CommodityIndex(2);
        plan.prices.push(crate::plan::rows::Price {
            period: PeriodIndex(1),
            row: PricedRow::Balance(NodeIndex(0), electricity),
            price_gj: 16.0,
        });
        let loads = loads(&continent, &plan);
        let reason = shortfalls(&continent, &plan, &loads)[0].reason.clone();
        assert_eq!(
            reason,
            "mill at Alpha has room, but Electricity is scarce there (16.0 GJ/GJ)."
        );
    }

    #[test]
    fn a_maker_at_capacity_is_told() {
        let (mut continent, plan) = sample::continent_and_plan();
        continent.links[0].capacity_per_year = 1e6;
        continent.sites[1].capacity_per_year = 1200.0;
        let loads = loads(&continent, &plan);
        let reason = shortfalls(&continent, &plan, &loads)[0].reason.clone();
        assert_eq!(
            reason,
            "The one site within reach that makes it is at capacity; no other place can send it here."
        );
    }
}
