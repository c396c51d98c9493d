//! A finished plan opened for questions: what a server or a page asks, answered from memory.
//!
//! One file a question: a plain type that says its units, and the method of [`PlanIndex`] that makes it. Invariant:
//! nothing here reads the disk or changes; the same plan gives the same answer to the same question.

mod area;
mod change;
mod flows;
mod index;
mod link;
mod lookup;
mod node;
mod overview;
mod provenance;
mod rows;
mod scene;
mod served;
mod site;
mod tables;
mod ways;
mod words;

pub use area::AreaView;
pub use change::{ChangedFlows, Comparison, changed_flows, compare};
pub use flows::Flows;
pub use index::PlanIndex;
pub use link::{GoodsOnLink, LinkView};
pub use lookup::{Absent, Lookup, near};
pub use node::{DemandView, NodeLink, NodePrice, NodeSite, NodeStore, NodeTrade, NodeView};
pub use overview::{CommodityView, LedgerSum, ModeView, Overview, PeriodView, PlanSummary, ShortageSum};
pub use provenance::Provenance;
pub use rows::{Cells, RowColumn, RowPage};
pub use scene::{Scene, SceneLine, SceneLinks, SceneNodes, SceneProcesses, SceneSites};
pub use served::Served;
pub use site::{SiteGood, SiteView};
pub use tables::{TABLES, TablePage};
pub use ways::{Alternatives, LeastEnergy, Way};
pub use words::{Named, NamedIn};

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]
mod tests;
