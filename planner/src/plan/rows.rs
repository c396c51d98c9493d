//! A plan in memory: one vector a table, typed by the continent's indices.
//!
//! Invariant: rows are sorted by period, then by the entity's position in the continent; rows of amount 0 are left
//! out. [`Plan::normalise`] brings any set of rows into that form, so equal plans are equal byte for byte.

use data::model::{
    AreaIndex, BudgetIndex, CommodityIndex, LinkIndex, NodeIndex, PeriodIndex, SequenceIndex, SiteIndex, StoreIndex,
    TradeIndex,
};
use serde::{Deserialize, Serialize};

/// The way a link is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the link's `from` node to its `to` node.
    Forward,
    /// From the link's `to` node to its `from` node.
    Backward,
}

impl Direction {
    /// The word used in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Backward => "backward",
        }
    }
}

/// What moves along one link in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// When.
    pub period: PeriodIndex,
    /// Link or terminal.
    pub link: LinkIndex,
    /// Which way.
    pub direction: Direction,
    /// What moves.
    pub commodity: CommodityIndex,
    /// Amount that departs, units of the commodity.
    pub amount: f64,
}

/// Activity of one site.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Production {
    /// When.
    pub period: PeriodIndex,
    /// Which site.
    pub site: SiteIndex,
    /// Activity, units of activity of its process.
    pub activity: f64,
}

/// One store over one period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Storage {
    /// When.
    pub period: PeriodIndex,
    /// Which store.
    pub store: StoreIndex,
    /// Put in, units of the commodity.
    pub charged: f64,
    /// Taken out, units of the commodity.
    pub discharged: f64,
    /// Level at the end of the period, units of the commodity.
    pub level: f64,
}

/// Demand left unmet at one node.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shortage {
    /// When.
    pub period: PeriodIndex,
    /// Where.
    pub node: NodeIndex,
    /// What.
    pub commodity: CommodityIndex,
    /// How much, units of the commodity.
    pub amount: f64,
}

/// Made or imported and not used.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spill {
    /// When.
    pub period: PeriodIndex,
    /// Where.
    pub node: NodeIndex,
    /// What.
    pub commodity: CommodityIndex,
    /// How much, units of the commodity.
    pub amount: f64,
}

/// Amount imported, or exported beyond the trade's minimum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TradeRow {
    /// When.
    pub period: PeriodIndex,
    /// Which trade.
    pub trade: TradeIndex,
    /// How much, units of the commodity.
    pub amount: f64,
}

/// The row of the program that a price belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PricedRow {
    /// Balance of a commodity at a node.
    Balance(NodeIndex, CommodityIndex),
    /// Joint capacity of a link or terminal.
    Link(LinkIndex),
    /// A budget.
    Budget(BudgetIndex),
    /// Level of a store.
    Store(StoreIndex),
}

/// Shadow price of one row of the program.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Price {
    /// When.
    pub period: PeriodIndex,
    /// Of what.
    pub row: PricedRow,
    /// Change of the objective per unit more on the right-hand side, GJ per unit.
    pub price_gj: f64,
}

/// The decisions of a plan and the prices that prove them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What moves.
    pub flows: Vec<Flow>,
    /// What is made.
    pub production: Vec<Production>,
    /// What is stored.
    pub storage: Vec<Storage>,
    /// What is missing.
    pub shortages: Vec<Shortage>,
    /// What is left over.
    pub spills: Vec<Spill>,
    /// What crosses the border of the continent.
    pub trade: Vec<TradeRow>,
    /// Shadow prices.
    pub prices: Vec<Price>,
}

impl Plan {
    /// Drops rows of amount 0 and sorts the rest by period, then entity.
    pub fn normalise(&mut self) {
        self.flows.retain(|r| r.amount != 0.0);
        self.flows.sort_by_key(|r| (r.period, r.link, r.direction, r.commodity));
        self.production.retain(|r| r.activity != 0.0);
        self.production.sort_by_key(|r| (r.period, r.site));
        self.storage
            .retain(|r| r.charged != 0.0 || r.discharged != 0.0 || r.level != 0.0);
        self.storage.sort_by_key(|r| (r.period, r.store));
        self.shortages.retain(|r| r.amount != 0.0);
        self.shortages.sort_by_key(|r| (r.period, r.node, r.commodity));
        self.spills.retain(|r| r.amount != 0.0);
        self.spills.sort_by_key(|r| (r.period, r.node, r.commodity));
        self.trade.retain(|r| r.amount != 0.0);
        self.trade.sort_by_key(|r| (r.period, r.trade));
        self.prices.retain(|r| r.price_gj != 0.0);
        self.prices.sort_by_key(|r| (r.period, r.row));
    }
}

/// What spent the energy of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Activity {
    /// A process at a site.
    Production,
    /// Moving along a link.
    Transport,
    /// Passing a terminal.
    Transfer,
    /// Filling or emptying a store.
    Storage,
    /// Bringing in from outside the continent.
    Import,
    /// Sending out of the continent; costs nothing today, kept for the tables.
    Export,
    /// The penalty of unmet demand.
    Shortage,
    /// A policy's energy price on a resource.
    Weight,
}

impl Activity {
    /// All activities, in the order of the tables.
    pub const ALL: [Self; 8] = [
        Self::Production,
        Self::Transport,
        Self::Transfer,
        Self::Storage,
        Self::Import,
        Self::Export,
        Self::Shortage,
        Self::Weight,
    ];

    /// The word used in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Transport => "transport",
            Self::Transfer => "transfer",
            Self::Storage => "storage",
            Self::Import => "import",
            Self::Export => "export",
            Self::Shortage => "shortage",
            Self::Weight => "weight",
        }
    }
}

/// The entity that a posting belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PostedTo {
    /// A site.
    Site(SiteIndex),
    /// A link or terminal.
    Link(LinkIndex),
    /// A store.
    Store(StoreIndex),
    /// An import or export.
    Trade(TradeIndex),
    /// A node, for shortages.
    Node(NodeIndex),
}

/// One term of the objective, posted once.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Posting {
    /// When.
    pub period: PeriodIndex,
    /// Leaf area.
    pub area: AreaIndex,
    /// Sequence of the process, mode or commodity.
    pub sequence: SequenceIndex,
    /// What spent it.
    pub activity: Activity,
    /// Who spent it.
    pub posted_to: PostedTo,
    /// What was moved, stored, traded or short; for production the first output, none without outputs.
    pub commodity: Option<CommodityIndex>,
    /// The posting, GJ.
    pub energy_gj: f64,
}

/// Where what is delivered ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sink {
    /// Demand met, the minima of exports included.
    Demand,
    /// Export beyond the minimum.
    Export,
    /// Made or imported and not used.
    Spill,
    /// Left in a store with given ends after the last period.
    Stock,
}

impl Sink {
    /// All sinks, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Demand, Self::Export, Self::Spill, Self::Stock];

    /// The word used in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Export => "export",
            Self::Spill => "spill",
            Self::Stock => "stock",
        }
    }
}

/// Where a unit of a commodity came into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The site that made it.
    Site(SiteIndex),
    /// The trade that brought it in.
    Import(TradeIndex),
    /// The store that held it before the first period.
    Stock(StoreIndex),
}

impl Origin {
    /// The word used in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Site(_) => "site",
            Self::Import(_) => "import",
            Self::Stock(_) => "stock",
        }
    }
}

/// Embodied energy by stage, GJ (or GJ per unit where said).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, utoipa::ToSchema, Deserialize)]
pub struct StageEnergy {
    /// Spent taking things from nature.
    pub extraction_gj: f64,
    /// Spent by processes.
    pub processing_gj: f64,
    /// Spent moving and transferring.
    pub transport_gj: f64,
    /// Spent on stores.
    pub storage_gj: f64,
    /// Embodied in what was lost on the way.
    pub loss_gj: f64,
}

impl StageEnergy {
    /// Sum of the stages.
    #[must_use]
    pub fn total_gj(&self) -> f64 {
        self.extraction_gj + self.processing_gj + self.transport_gj + self.storage_gj + self.loss_gj
    }

    /// The stages in the order of the tables.
    #[must_use]
    pub const fn as_array(&self) -> [f64; 5] {
        [
            self.extraction_gj,
            self.processing_gj,
            self.transport_gj,
            self.storage_gj,
            self.loss_gj,
        ]
    }

    /// From stages in the order of the tables.
    #[must_use]
    pub const fn from_array(stages: [f64; 5]) -> Self {
        let [extraction_gj, processing_gj, transport_gj, storage_gj, loss_gj] = stages;
        Self {
            extraction_gj,
            processing_gj,
            transport_gj,
            storage_gj,
            loss_gj,
        }
    }

    /// Every stage multiplied by `factor`.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self::from_array(self.as_array().map(|stage| stage * factor))
    }

    /// Stage by stage sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let (mine, theirs) = (self.as_array(), other.as_array());
        Self::from_array(std::array::from_fn(|i| mine[i] + theirs[i]))
    }
}

/// Embodied energy of what reached one sink from one origin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Embodied {
    /// When.
    pub period: PeriodIndex,
    /// Where it ended.
    pub sink: Sink,
    /// At which node.
    pub node: NodeIndex,
    /// What.
    pub commodity: CommodityIndex,
    /// Where it came into being.
    pub origin: Origin,
    /// Amount from this origin, units of the commodity.
    pub amount: f64,
    /// Share of what reached the sink; shares of a sink sum to 1.
    pub share: f64,
    /// Embodied energy of the amount by stage, GJ.
    pub stages: StageEnergy,
}
