//! A link: what is on it, how full it is, who is served by it, and what relief would save.

use super::index::PlanIndex;
use super::provenance::Provenance;
use super::served::{Served, User, in_words, users};
use super::words::Named;
use crate::plan::amounts;
use crate::plan::rows::{Direction, PricedRow};
use crate::plan::terms::{carriage, kept_by_link};
use crate::plan::trace::pools::{MoveKind, PoolIndex};
use crate::why::{Reason, why_link};
use data::model::{CommodityIndex, LinkIndex, PeriodIndex};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One commodity on a link.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct GoodsOnLink {
    /// Commodity id.
    pub commodity: String,
    /// Name for people.
    pub name: String,
    /// Unit of amounts.
    pub unit: &'static str,
    /// Departs along the link, units of the commodity.
    pub forward: f64,
    /// Departs against the link, units of the commodity.
    pub backward: f64,
    /// Mass of both, t.
    pub mass_t: f64,
    /// Capacity taken up by both, in the mode's capacity units.
    pub used: f64,
}

/// A link or terminal in the plan.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LinkView {
    /// Id.
    pub id: String,
    /// Its mode.
    pub mode: Named,
    /// One end.
    pub from: Named,
    /// The other end.
    pub to: Named,
    /// Whether it may be used from `to` to `from` as well.
    pub two_way: bool,
    /// Whether it is a terminal, which joins nodes of one place.
    pub is_terminal: bool,
    /// Length, km.
    pub length_km: f64,
    /// Fraction of what departs that arrives.
    pub keep: f64,
    /// Capacity in use, in the mode's capacity units.
    pub used: f64,
    /// Capacity, in the mode's capacity units.
    pub capacity: f64,
    /// Unit of capacity: t, or GJ for power.
    pub capacity_unit: &'static str,
    /// What one more unit of capacity would save, GJ; over several periods the mean over their hours.
    pub relief_gj: f64,
    /// What is on it, the fullest first.
    pub goods: Vec<GoodsOnLink>,
    /// Who uses up what is on it: for each commodity the largest, by proportional shares.
    pub served: Vec<Served>,
    /// By commodity and direction, why it is on the link or not; only where one period is asked for, or there is one.
    pub why: Vec<Reason>,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// What one commodity does on a link, units of the commodity.
#[derive(Clone, Copy, Debug, Default)]
struct Moved {
    forward: f64,
    backward: f64,
}

impl PlanIndex<'_> {
    /// A link in one period or in all; at most `top` users a commodity and as many reasons.
    #[must_use]
    pub fn link(&self, link: LinkIndex, period: Option<PeriodIndex>, top: usize) -> LinkView {
        let continent = self.continent();
        let record = &continent[link];
        let moved = self.moved(link, period);
        let goods = self.goods(link, &moved);
        let capacity = self
            .periods(period)
            .map(|p| continent.per_period(record.capacity_per_year, None, p));
        LinkView {
            id: record.id.clone(),
            mode: Named::new(&continent[record.mode].id, &continent[record.mode].name),
            from: Named::node(continent, record.from),
            to: Named::node(continent, record.to),
            two_way: record.two_way,
            is_terminal: record.is_terminal,
            length_km: record.length_km,
            keep: kept_by_link(continent, link),
            used: goods.iter().map(|g| g.used).sum(),
            capacity: capacity.sum(),
            capacity_unit: self.capacity_unit(record.mode),
            relief_gj: -self.mean_price(PricedRow::Link(link), period),
            served: self.served_by(link, moved.keys().copied(), period, top),
            goods,
            why: self.why_on(link, period, top),
            provenance: (&record.provenance).into(),
        }
    }

    fn moved(&self, link: LinkIndex, period: Option<PeriodIndex>) -> BTreeMap<CommodityIndex, Moved> {
        let mut moved: BTreeMap<CommodityIndex, Moved> = BTreeMap::new();
        for period in self.periods(period) {
            for flow in amounts::flows(&self.opened.plan, period, link) {
                let sum = moved.entry(flow.commodity).or_default();
                match flow.direction {
                    Direction::Forward => sum.forward += flow.amount,
                    Direction::Backward => sum.backward += flow.amount,
                }
            }
        }
        moved
    }

    fn goods(&self, link: LinkIndex, moved: &BTreeMap<CommodityIndex, Moved>) -> Vec<GoodsOnLink> {
        let continent = self.continent();
        let row = |(commodity, moved): (&CommodityIndex, &Moved)| {
            let record = &continent[*commodity];
            let both = moved.forward + moved.backward;
            GoodsOnLink {
                commodity: record.id.clone(),
                name: record.name.clone(),
                unit: record.unit.symbol(),
                forward: moved.forward,
                backward: moved.backward,
                mass_t: both * record.mass_t,
                used: both * carriage(continent, link, *commodity).map_or(1.0, |c| c.weight),
            }
        };
        let mut goods: Vec<GoodsOnLink> = moved.iter().map(row).collect();
        goods.sort_by(|a, b| b.used.total_cmp(&a.used).then_with(|| a.commodity.cmp(&b.commodity)));
        goods
    }

    fn served_by(
        &self,
        link: LinkIndex,
        commodities: impl Iterator<Item = CommodityIndex>,
        period: Option<PeriodIndex>,
        top: usize,
    ) -> Vec<Served> {
        let mut served = Vec::new();
        for commodity in commodities {
            let mut found: BTreeMap<User, f64> = BTreeMap::new();
            let mut whole = 0.0;
            for period in self.periods(period) {
                let entered = self.arriving(link, commodity, period);
                whole += entered.iter().map(|(_, amount)| amount).sum::<f64>();
                for (user, amount) in users(&self.trace.pools, &self.outward, &entered) {
                    *found.entry(user).or_default() += amount;
                }
            }
            let mut found: Vec<(User, f64)> = found.into_iter().collect();
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            served.extend(found.into_iter().take(top).map(|(user, amount)| {
                let (kind, who) = in_words(self.continent(), user);
                Served {
                    kind,
                    who,
                    commodity: self.continent()[commodity].id.clone(),
                    unit: self.continent()[commodity].unit.symbol(),
                    amount,
                    share: amount / whole,
                }
            }));
        }
        served
    }

    /// What arrives over a link, by pool.
    fn arriving(&self, link: LinkIndex, commodity: CommodityIndex, period: PeriodIndex) -> Vec<(PoolIndex, f64)> {
        let pools = &self.trace.pools;
        let record = &self.continent()[link];
        let mut arriving = Vec::new();
        for tail in [record.from, record.to] {
            let Some(pool) = self.pool(commodity, period, tail) else {
                continue;
            };
            for step in pools.moves_out(pool) {
                if matches!(step.kind, MoveKind::Link(on, _) if on == link) {
                    arriving.push((step.to, step.departs * step.keep));
                }
            }
        }
        arriving
    }

    fn why_on(&self, link: LinkIndex, period: Option<PeriodIndex>, top: usize) -> Vec<Reason> {
        let mut periods = self.periods(period);
        let (Some(only), None) = (periods.next(), periods.next()) else {
            return Vec::new();
        };
        let mut reasons = why_link(&self.priced(), link, only).reasons;
        reasons.truncate(top);
        reasons
    }
}
