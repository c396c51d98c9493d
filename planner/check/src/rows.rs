//! The rows of a plan with ids resolved to typed indices: what the checks work on, in memory.
//!
//! Amounts are in the unit of their commodity, activities in units of the process, energies in GJ.

use data::model::{
    AreaIndex, BudgetIndex, CommodityIndex, LinkIndex, NodeIndex, PeriodIndex, SequenceIndex, SiteIndex, StoreIndex,
    TradeIndex,
};
use serde::Serialize;

/// Which way along a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the link's `from` node to its `to` node.
    Forward,
    /// From `to` to `from`, on two-way links.
    Backward,
}

/// What moves along one link in one direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlowRow {
    /// Period.
    pub period: PeriodIndex,
    /// Link or terminal.
    pub link: LinkIndex,
    /// Direction.
    pub direction: Direction,
    /// What moves.
    pub commodity: CommodityIndex,
    /// Amount that departs, units of the commodity.
    pub amount: f64,
}

/// Activity of one site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProductionRow {
    /// Period.
    pub period: PeriodIndex,
    /// Site.
    pub site: SiteIndex,
    /// Units of activity.
    pub activity: f64,
}

/// One store over one period, units of its commodity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StorageRow {
    /// Period.
    pub period: PeriodIndex,
    /// Store.
    pub store: StoreIndex,
    /// Put in.
    pub charged: f64,
    /// Taken out.
    pub discharged: f64,
    /// Level at the end of the period.
    pub level: f64,
}

/// An amount of one commodity at one node: a shortage or a spill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceRow {
    /// Period.
    pub period: PeriodIndex,
    /// Where.
    pub node: NodeIndex,
    /// What.
    pub commodity: CommodityIndex,
    /// Units of the commodity.
    pub amount: f64,
}

/// An import, or an export beyond its minimum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TradeRow {
    /// Period.
    pub period: PeriodIndex,
    /// Which trade.
    pub trade: TradeIndex,
    /// Units of the commodity.
    pub amount: f64,
}

/// The row of the program that a price belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PricedRow {
    /// Balance of a commodity at a node.
    Balance(NodeIndex, CommodityIndex),
    /// Joint capacity of a link.
    Link(LinkIndex),
    /// A budget.
    Budget(BudgetIndex),
    /// Level of a store.
    Store(StoreIndex),
}

/// The price of one row in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceRow {
    /// Period.
    pub period: PeriodIndex,
    /// Which row.
    pub row: PricedRow,
    /// GJ per unit of the row's right-hand side.
    pub price_gj: f64,
}

/// What spent the energy of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Activity {
    /// A site.
    Production,
    /// A link.
    Transport,
    /// A terminal.
    Transfer,
    /// A store.
    Storage,
    /// An import.
    Import,
    /// An export; nothing is ever posted, as exports cost nothing.
    Export,
    /// Penalty of unmet demand.
    Shortage,
    /// Energy price of a policy on a resource.
    Weight,
}

impl Activity {
    /// All, with the word used in the ledger.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Production, "production"),
        (Self::Transport, "transport"),
        (Self::Transfer, "transfer"),
        (Self::Storage, "storage"),
        (Self::Import, "import"),
        (Self::Export, "export"),
        (Self::Shortage, "shortage"),
        (Self::Weight, "weight"),
    ];

    /// The word used in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(activity, _)| *activity == self)
            .map_or("", |(_, word)| word)
    }
}

/// What a posting is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PostingId {
    /// A site.
    Site(SiteIndex),
    /// A link or terminal.
    Link(LinkIndex),
    /// A store.
    Store(StoreIndex),
    /// A trade.
    Trade(TradeIndex),
    /// A node, for shortages.
    Node(NodeIndex),
}

/// The key of a posting: at most one row of the ledger has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostingKey {
    /// Period.
    pub period: PeriodIndex,
    /// What spent it.
    pub activity: Activity,
    /// What it is for.
    pub id: PostingId,
    /// What was made, moved, stored, traded or short.
    pub commodity: CommodityIndex,
}

/// One posting of the ledger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LedgerRow {
    /// Its key.
    pub key: PostingKey,
    /// Leaf area.
    pub area: AreaIndex,
    /// Sequence.
    pub sequence: SequenceIndex,
    /// The posting, GJ.
    pub energy_gj: f64,
}

/// Where a delivery ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sink {
    /// Demand and least exports that were met.
    Demand,
    /// Exports beyond the least.
    Export,
    /// Made or imported and not used.
    Spill,
    /// Left in a store with given ends after the last period.
    Stock,
}

impl Sink {
    /// All, with the word used in the table.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Demand, "demand"),
        (Self::Export, "export"),
        (Self::Spill, "spill"),
        (Self::Stock, "stock"),
    ];

    /// The word used in the table.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(sink, _)| *sink == self)
            .map_or("", |(_, word)| word)
    }
}

/// Where a delivery came into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Made at a site.
    Site(SiteIndex),
    /// Imported.
    Import(TradeIndex),
    /// In store before the first period.
    Stock(StoreIndex),
}

/// Embodied energy of what reached one sink from one origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EmbodiedRow {
    /// Period.
    pub period: PeriodIndex,
    /// Where it ended.
    pub sink: Sink,
    /// At which node.
    pub node: NodeIndex,
    /// What.
    pub commodity: CommodityIndex,
    /// Where it came from.
    pub origin: Origin,
    /// Units of the commodity.
    pub amount: f64,
    /// Share of what reached the sink.
    pub share: f64,
    /// GJ by stage: extraction, processing, transport, storage, loss.
    pub stages_gj: [f64; 5],
    /// GJ, the sum of the stages.
    pub total_gj: f64,
}

/// All rows of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanRows {
    /// Flows.
    pub flows: Vec<FlowRow>,
    /// Activities.
    pub production: Vec<ProductionRow>,
    /// Stores.
    pub storage: Vec<StorageRow>,
    /// Unmet demand.
    pub shortages: Vec<PlaceRow>,
    /// Spill.
    pub spills: Vec<PlaceRow>,
    /// Imports, and exports beyond their minimum.
    pub trade: Vec<TradeRow>,
    /// Prices.
    pub prices: Vec<PriceRow>,
    /// Postings.
    pub ledger: Vec<LedgerRow>,
    /// Embodied energy of deliveries.
    pub embodied: Vec<EmbodiedRow>,
}
