//! Who is served by what passes through a pool: the trace read forwards.
//!
//! By the rule of [`crate::plan::trace`], what leaves a pool carries the pool's mix; so of a quantity that entered it, each
//! use takes the part that the use has in all that leaves. The largest quantities are followed first until what is still
//! on its way is a small part of the whole. Losses are used by no one, so shares can sum to less than 1.

use super::words::Named;
use crate::plan::rows::Sink;
use crate::plan::trace::pools::{MoveKind, Place, PoolIndex, Pools};
use data::model::{Continent, LinkIndex, NodeIndex, SiteIndex};
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use utoipa::ToSchema;

/// What is still on its way when the search ends, as a part of the whole.
const SMALLEST_REST: f64 = 1e-4;
/// Pools looked into before the search gives up; what is on its way then is part of the rest.
const MOST_LOOKS: usize = 50_000;

/// Where a commodity is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum User {
    /// Demand, export, spill or stock at a node.
    Sink(Sink, NodeIndex),
    /// A site uses or burns it.
    Site(SiteIndex),
    /// It is burnt to move things on a link.
    Link(LinkIndex),
    /// It is burnt to fill or empty stores at a node.
    Store(NodeIndex),
}

/// What leaves each pool otherwise than on moves.
#[derive(Debug)]
pub(super) struct Outward {
    users: Vec<Vec<(User, f64)>>,
}

impl Outward {
    pub(super) fn new(continent: &Continent, pools: &Pools) -> Self {
        let mut users = vec![Vec::new(); pools.pools.len()];
        let node_of = |pool: PoolIndex| match pools.pools[pool as usize].place {
            Place::Node(node) => node,
            Place::Store(store) => continent[store].node,
        };
        for making in &pools.makings {
            for &(pool, amount) in making.inputs.iter().chain(&making.burns) {
                users[pool as usize].push((User::Site(making.site), amount));
            }
        }
        for step in &pools.moves {
            let Some((pool, amount)) = step.burnt else { continue };
            let user = match step.kind {
                MoveKind::Link(link, _) => User::Link(link),
                MoveKind::Charge(_) | MoveKind::Discharge(_) | MoveKind::Hold(_) => User::Store(node_of(pool)),
            };
            users[pool as usize].push((user, amount));
        }
        for exit in &pools.exits {
            users[exit.pool as usize].push((User::Sink(exit.sink, node_of(exit.pool)), exit.amount));
        }
        Self { users }
    }

    /// Who draws from a pool, and how much.
    pub(super) fn of(&self, pool: PoolIndex) -> &[(User, f64)] {
        &self.users[pool as usize]
    }
}

/// A quantity waiting in a pool.
#[derive(Clone, Copy, PartialEq)]
struct Waiting {
    amount: f64,
    pool: PoolIndex,
}

impl Eq for Waiting {}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.amount.total_cmp(&other.amount).then(other.pool.cmp(&self.pool))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Who uses up `entered` (amounts by pool), and how much of it; losses on the way are used by no one.
pub(super) fn users(pools: &Pools, outward: &Outward, entered: &[(PoolIndex, f64)]) -> BTreeMap<User, f64> {
    let whole: f64 = entered.iter().map(|(_, amount)| amount).sum();
    let mut pending: BTreeMap<PoolIndex, f64> = BTreeMap::new();
    let mut queue = BinaryHeap::new();
    for &(pool, amount) in entered {
        *pending.entry(pool).or_default() += amount;
        queue.push(Waiting { amount, pool });
    }
    let mut found = BTreeMap::new();
    let (mut on_its_way, mut looks) = (whole, 0);
    while let Some(Waiting { pool, .. }) = queue.pop() {
        if on_its_way <= whole * SMALLEST_REST || looks >= MOST_LOOKS {
            break;
        }
        looks += 1;
        // A pool stands in the queue once for each quantity that came; the first look takes all of them.
        let Some(amount) = pending.remove(&pool) else { continue };
        on_its_way -= amount;
        let per_unit = amount / pools.outflow[pool as usize];
        if !per_unit.is_finite() {
            continue;
        }
        for &(user, used) in outward.of(pool) {
            *found.entry(user).or_insert(0.0) += used * per_unit;
        }
        for step in pools.moves_out(pool) {
            let arriving = step.departs * step.keep * per_unit;
            on_its_way += arriving;
            let waiting = pending.entry(step.to).or_default();
            *waiting += arriving;
            queue.push(Waiting {
                amount: *waiting,
                pool: step.to,
            });
        }
    }
    found
}

/// One user of what passes.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Served {
    /// `demand`, `export`, `spill`, `stock`, `site`, `link` or `store`.
    pub kind: &'static str,
    /// Who: node, site or link.
    pub who: Named,
    /// Commodity id.
    pub commodity: String,
    /// Unit of the amount.
    pub unit: &'static str,
    /// Amount used there of what passed, units of the commodity.
    pub amount: f64,
    /// Part of what passed of this commodity.
    pub share: f64,
}

/// What a user is, and its name.
pub(super) fn in_words(continent: &Continent, user: User) -> (&'static str, Named) {
    match user {
        User::Sink(sink, node) => (sink.word(), Named::node(continent, node)),
        User::Site(site) => ("site", Named::site(continent, site)),
        User::Link(link) => {
            let link = &continent[link];
            let ends = format!("{} to {}", continent[link.from].name, continent[link.to].name);
            ("link", Named::new(&link.id, &ends))
        }
        User::Store(node) => ("store", Named::node(continent, node)),
    }
}
