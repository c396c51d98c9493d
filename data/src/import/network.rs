//! Flows of one good or many in a network, and how they are laid out as a continent.
//!
//! Invariant: plans of the continent, under direct accounting, are the flows of the problem, and the energy of a plan is the
//! cost of its flows; what cannot be supplied is a shortage, dearer than any way through the network.

use super::report::Report;
use crate::findings::{Code, Findings};
use crate::model::{
    Area, AreaIndex, Budget, Carriage, Commodity, CommodityIndex, Continent, Demand, HOURS_PER_YEAR, Link, Mode,
    ModeIndex, Node, NodeIndex, NodeKind, Period, Process, ProcessIndex, Provenance, Quantity, Resource, ResourceIndex,
    ResourceUse, Sequence, SequenceIndex, Site, SiteStatus, Stage, Unit,
};
use std::collections::BTreeMap;

/// Most nodes, arcs or goods that are read.
pub(super) const LARGEST_COUNT: usize = 10_000_000;

/// A way from one node to another, in one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkArc {
    /// Node it leaves.
    pub tail: usize,
    /// Node it enters.
    pub head: usize,
    /// Cost of a unit, told as GJ.
    pub cost: f64,
    /// Units that it carries, of all goods together.
    pub capacity: f64,
    /// The one good that it carries; all when none.
    pub good: Option<usize>,
    /// Limits that each unit draws on, and how much of each.
    pub uses: Vec<(usize, f64)>,
}

impl NetworkArc {
    /// An arc for all goods that draws on no limit but its own.
    #[must_use]
    pub const fn of_all(tail: usize, head: usize, cost: f64, capacity: f64) -> Self {
        Self {
            tail,
            head,
            cost,
            capacity,
            good: None,
            uses: Vec::new(),
        }
    }
}

/// Where a good may enter the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkSource {
    /// The node.
    pub node: usize,
    /// The good.
    pub good: usize,
    /// Most that may enter.
    pub amount: f64,
    /// Cost of a unit, told as GJ.
    pub cost: f64,
}

impl NetworkSource {
    /// A source that costs nothing.
    #[must_use]
    pub const fn free(node: usize, good: usize, amount: f64) -> Self {
        Self {
            node,
            good,
            amount,
            cost: 0.0,
        }
    }
}

/// Where a good is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkSink {
    /// The node.
    pub node: usize,
    /// The good.
    pub good: usize,
    /// How much is asked.
    pub amount: f64,
}

/// Flows at least cost.
///
/// Invariant: nodes, goods and limits that are named are below their counts; no figure is negative; at most one sink a node and good.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkProblem {
    /// Nodes, numbered from 0.
    pub nodes: usize,
    /// Goods, numbered from 0.
    pub goods: usize,
    /// Arcs.
    pub arcs: Vec<NetworkArc>,
    /// Where goods may enter.
    pub sources: Vec<NetworkSource>,
    /// Where goods are asked.
    pub sinks: Vec<NetworkSink>,
    /// Limits on sums of flows over several arcs.
    pub limits: Vec<f64>,
}

/// Which arcs are of one mode: the good they carry, what they draw on, and their cost where it is not told as a length.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ModeKey {
    good: Option<usize>,
    uses: Vec<(usize, u64)>,
    /// Cost of a unit, its bits; none where the length of the link tells it.
    cost: Option<u64>,
    /// How many arcs of the same kind join the two nodes already: links of one mode between them have one length.
    copy: usize,
}

impl ModeKey {
    /// Keys of all arcs, in their order.
    fn of_all(problem: &NetworkProblem) -> Vec<Self> {
        let mut copies = BTreeMap::new();
        let mut keys: Vec<Self> = problem.arcs.iter().map(Self::of).collect();
        for (key, arc) in keys.iter_mut().zip(&problem.arcs).filter(|(key, _)| key.cost.is_none()) {
            let ends = (key.good, arc.tail.min(arc.head), arc.tail.max(arc.head));
            let copy: &mut usize = copies.entry(ends).or_default();
            key.copy = *copy;
            *copy += 1;
        }
        keys
    }

    fn of(arc: &NetworkArc) -> Self {
        let by_length = arc.uses.is_empty() && arc.cost > 0.0;
        Self {
            good: arc.good,
            uses: arc
                .uses
                .iter()
                .map(|(limit, amount)| (*limit, amount.to_bits()))
                .collect(),
            cost: (!by_length).then(|| arc.cost.to_bits()),
            copy: 0,
        }
    }
}

impl NetworkProblem {
    /// The problem as a continent of one period: a commodity a good, a site a source, a demand a sink, a link an arc (a terminal
    /// where it costs nothing or draws on limits), a budget a limit.
    ///
    /// # Errors
    /// P05 under `file` where figures cannot be kept: one above 1e15, or costs of more than nine digits' difference.
    pub fn to_continent(&self, file: &str) -> Result<Continent, Findings> {
        let mut report = Report::new(file);
        self.check(&mut report);
        let mut continent = places(self);
        continent.commodities = (0..self.goods).map(|good| commodity(good, self.penalty())).collect();
        lay_sources(self, &mut continent);
        let keys = ModeKey::of_all(self);
        let modes = lay_modes(self, &keys, &mut continent);
        lay_arcs(self, &modes, &mut continent);
        continent.demands = self.sinks.iter().filter(|sink| sink.amount > 0.0).map(demand).collect();
        report.finish(continent)
    }

    /// What a unit that is not supplied costs: more than any way without a round, and any source.
    fn penalty(&self) -> f64 {
        let dearest = self.arcs.iter().map(|arc| arc.cost).fold(0.0, f64::max);
        let source = self.sources.iter().map(|source| source.cost).fold(0.0, f64::max);
        #[allow(clippy::cast_precision_loss, reason = "at most ten million nodes")]
        let steps = self.nodes.clamp(2, 1_000) as f64;
        2.0 * (steps * dearest + source) + 1.0
    }

    fn check(&self, report: &mut Report<'_>) {
        const LARGEST: f64 = 1e15;
        let figures = self.arcs.iter().flat_map(|arc| [arc.cost, arc.capacity]);
        let figures = figures.chain(self.sources.iter().flat_map(|s| [s.amount, s.cost]));
        if let Some(large) = figures
            .chain(self.sinks.iter().map(|s| s.amount))
            .find(|f| *f > LARGEST)
        {
            report.whole(Code::P05, format!("a figure of {large:e}, above 1e15"));
        }
        let costs = || self.arcs.iter().map(|arc| arc.cost).filter(|cost| *cost > 0.0);
        let (least, most) = (costs().fold(f64::INFINITY, f64::min), costs().fold(0.0, f64::max));
        if most > 1e9 * least {
            report.whole(Code::P05, format!("costs from {least:e} to {most:e}"));
        }
    }
}

fn places(problem: &NetworkProblem) -> Continent {
    let node = |number: usize| Node {
        id: format!("node-{}", number + 1),
        name: format!("Node {}", number + 1),
        kind: NodeKind::Junction,
        area: AreaIndex(0),
        latitude: 0.0,
        longitude: 0.0,
        population: 0.0,
    };
    let sequence = |id: &str, name: &str| Sequence {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    let resources = (0..problem.limits.len()).map(|limit| Resource {
        id: format!("limit-{}", limit + 1),
        name: format!("Limit {}", limit + 1),
        unit: Unit::Tonne,
    });
    let budgets = problem.limits.iter().enumerate().map(|(limit, most)| Budget {
        id: format!("limit-{}", limit + 1),
        area: AreaIndex(0),
        resource: ResourceIndex::from_position(limit),
        limit_per_year: *most,
        profile: None,
        provenance: Provenance::default(),
    });
    Continent {
        sequences: vec![sequence("supply", "Supply"), sequence("moving", "Moving")],
        resources: resources.collect(),
        areas: vec![Area {
            id: "network".to_owned(),
            name: "Network".to_owned(),
            parent: None,
        }],
        nodes: (0..problem.nodes).map(node).collect(),
        budgets: budgets.collect(),
        periods: vec![Period {
            id: "whole".to_owned(),
            name: "Whole".to_owned(),
            hours: HOURS_PER_YEAR,
        }],
        ..Continent::default()
    }
}

fn commodity(good: usize, penalty: f64) -> Commodity {
    Commodity {
        id: format!("good-{}", good + 1),
        name: format!("Good {}", good + 1),
        unit: Unit::Tonne,
        sequence: SequenceIndex(0),
        mass_t: 1.0,
        energy_content_gj: 0.0,
        shortage_penalty_gj: penalty,
    }
}

/// One process for each good and cost, and a site for each source.
fn lay_sources(problem: &NetworkProblem, continent: &mut Continent) {
    let mut processes: BTreeMap<(usize, u64), ProcessIndex> = BTreeMap::new();
    for (number, source) in problem.sources.iter().enumerate() {
        let process = *processes
            .entry((source.good, source.cost.to_bits()))
            .or_insert_with(|| {
                let position = ProcessIndex::from_position(continent.processes.len());
                let id = format!("supply-{}", position.position() + 1);
                continent.processes.push(process(id, source));
                position
            });
        continent.sites.push(Site {
            id: format!("source-{}", number + 1),
            name: format!("source-{}", number + 1),
            process,
            node: NodeIndex::from_position(source.node),
            minimum_per_year: 0.0,
            capacity_per_year: source.amount,
            status: SiteStatus::Existing,
            profile: None,
            provenance: Provenance::default(),
        });
    }
}

fn process(id: String, source: &NetworkSource) -> Process {
    Process {
        name: id.clone(),
        id,
        sequence: SequenceIndex(0),
        stage: Stage::Extraction,
        primary_energy_gj: 0.0,
        direct_energy_gj: source.cost,
        free_mass_t: 1.0,
        inputs: Vec::new(),
        outputs: vec![Quantity {
            commodity: CommodityIndex::from_position(source.good),
            amount: 1.0,
        }],
        embodied_shares: vec![1.0],
        burns: Vec::new(),
        resource_uses: Vec::new(),
    }
}

/// A mode for each key; gives the mode of each arc and whether its cost is told by its length.
fn lay_modes(problem: &NetworkProblem, keys: &[ModeKey], continent: &mut Continent) -> Vec<(ModeIndex, bool)> {
    let mut modes = BTreeMap::new();
    let arcs = problem.arcs.iter().zip(keys).map(|(arc, key)| {
        let mode = *modes.entry(key).or_insert_with(|| {
            let index = ModeIndex::from_position(continent.modes.len());
            continent.modes.push(mode(arc, key, index, problem.goods));
            index
        });
        (mode, key.cost.is_none())
    });
    arcs.collect()
}

fn mode(arc: &NetworkArc, key: &ModeKey, index: ModeIndex, goods: usize) -> Mode {
    let carried = arc.good.map_or(0..goods, |good| good..good + 1);
    let id = format!("mode-{}", index.position() + 1);
    Mode {
        name: id.clone(),
        id,
        sequence: SequenceIndex(1),
        carrier: None,
        energy_gj_per_t_km: if key.cost.is_none() { 1.0 } else { 0.0 },
        energy_gj_per_t: key.cost.map_or(0.0, f64::from_bits),
        loss_per_1000_km: 0.0,
        carriages: carried
            .map(|good| Carriage {
                commodity: CommodityIndex::from_position(good),
                weight: 1.0,
                energy_factor: 1.0,
            })
            .collect(),
        resource_uses: arc
            .uses
            .iter()
            .map(|(limit, amount)| ResourceUse {
                resource: ResourceIndex::from_position(*limit),
                amount: *amount,
            })
            .collect(),
    }
}

/// Links before terminals, as a continent has them; the number in an id is the arc's in the problem.
fn lay_arcs(problem: &NetworkProblem, modes: &[(ModeIndex, bool)], continent: &mut Continent) {
    for by_length in [true, false] {
        let those = problem.arcs.iter().zip(modes).enumerate();
        for (number, (arc, (mode, _))) in those.filter(|(_, (_, (_, is)))| *is == by_length) {
            continent.links.push(Link {
                id: format!("arc-{}", number + 1),
                mode: *mode,
                from: NodeIndex::from_position(arc.tail),
                to: NodeIndex::from_position(arc.head),
                two_way: false,
                length_km: if by_length { arc.cost } else { 0.0 },
                capacity_per_year: arc.capacity,
                is_terminal: !by_length,
                provenance: Provenance::default(),
            });
        }
    }
}

fn demand(sink: &NetworkSink) -> Demand {
    Demand {
        node: NodeIndex::from_position(sink.node),
        commodity: CommodityIndex::from_position(sink.good),
        amount_per_year: sink.amount,
        profile: None,
        provenance: Provenance::default(),
    }
}
