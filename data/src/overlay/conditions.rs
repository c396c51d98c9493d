//! The conditions of an override: text to typed index, and whether a row meets it.

use super::target::{Facts, Target};
use crate::config::nearest;
use crate::model::{
    AreaIndex, CommodityIndex, Continent, ModeIndex, NodeIndex, PeriodIndex, ProcessIndex, ResourceIndex,
    SequenceIndex, SiteIndex, SiteStatus, Stage, TradeDirection,
};

/// One condition, looked up.
#[derive(Clone, Copy, Debug)]
pub(super) enum Condition {
    Row(usize),
    Process(ProcessIndex),
    Node(NodeIndex),
    From(NodeIndex),
    To(NodeIndex),
    Area(AreaIndex),
    Mode(ModeIndex),
    Commodity(CommodityIndex),
    Carrier(CommodityIndex),
    Sequence(SequenceIndex),
    Status(SiteStatus),
    Direction(TradeDirection),
    Stage(Stage),
}

/// An id that the tables do not have.
#[derive(Clone, Debug)]
pub(super) struct Unknown {
    /// What was looked for: `no area of that id`.
    pub(super) seen: String,
    /// The id most like it.
    pub(super) near: Option<String>,
}

impl Condition {
    /// Looks up what the text names. The column is one of the conditions of the target's table.
    pub(super) fn resolve(continent: &Continent, target: Target, column: &str, text: &str) -> Result<Self, Unknown> {
        let c = continent;
        match column {
            "site" => site(c, text).map(|site| Self::Row(site.position())),
            "link" | "terminal" => row_of_link(continent, target, column, text),
            "store" => lookup("store", text, c.stores.iter().map(|x| &x.id)).map(Self::Row),
            "trade" => lookup("trade", text, c.trades.iter().map(|x| &x.id)).map(Self::Row),
            "process" => process(c, text).map(Self::Process),
            "node" => node(c, text).map(Self::Node),
            "from_node" => node(c, text).map(Self::From),
            "to_node" => node(c, text).map(Self::To),
            "area" => area(c, text).map(Self::Area),
            "mode" => mode(c, text).map(Self::Mode),
            "commodity" => commodity(c, text).map(Self::Commodity),
            "carrier" => commodity(c, text).map(Self::Carrier),
            "sequence" => lookup("sequence", text, c.sequences.iter().map(|x| &x.id))
                .map(|i| Self::Sequence(SequenceIndex::from_position(i))),
            "status" => word(
                text,
                &[("existing", SiteStatus::Existing), ("candidate", SiteStatus::Candidate)],
            )
            .map(Self::Status),
            "direction" => word(
                text,
                &[("import", TradeDirection::Import), ("export", TradeDirection::Export)],
            )
            .map(Self::Direction),
            _ => word(
                text,
                &[("extraction", Stage::Extraction), ("processing", Stage::Processing)],
            )
            .map(Self::Stage),
        }
    }

    /// Whether the row meets it.
    pub(super) fn holds(self, continent: &Continent, row: usize, facts: &Facts) -> bool {
        let mut nodes = facts.nodes.iter().flatten();
        match self {
            Self::Row(wanted) => row == wanted,
            Self::Process(wanted) => facts.process == Some(wanted),
            Self::Node(wanted) => nodes.any(|n| *n == wanted),
            Self::From(wanted) => facts.nodes[0] == Some(wanted),
            Self::To(wanted) => facts.nodes[1] == Some(wanted),
            // A link lies in an area when one of its ends does.
            Self::Area(wanted) => nodes.any(|n| continent.is_within(continent[*n].area, wanted)),
            Self::Mode(wanted) => facts.mode == Some(wanted),
            // A site or process is picked by what it makes.
            Self::Commodity(wanted) => facts.commodity == Some(wanted) || makes(continent, facts.process, wanted),
            Self::Carrier(wanted) => facts.carrier == Some(wanted),
            Self::Sequence(wanted) => facts.sequence == Some(wanted),
            Self::Status(wanted) => facts.status == Some(wanted),
            Self::Direction(wanted) => facts.direction == Some(wanted),
            Self::Stage(wanted) => facts.stage == Some(wanted),
        }
    }
}

fn makes(continent: &Continent, process: Option<ProcessIndex>, commodity: CommodityIndex) -> bool {
    let outputs = process.map_or(&[][..], |p| &continent[p].outputs);
    outputs.iter().any(|o| o.commodity == commodity)
}

/// Links and terminals share a vector, but a link is not a terminal.
fn row_of_link(continent: &Continent, target: Target, word: &str, text: &str) -> Result<Condition, Unknown> {
    let rows = target.rows(continent);
    let ids = rows.iter().map(|row| &continent.links[*row].id);
    lookup(word, text, ids).map(|place| Condition::Row(rows[place]))
}

fn node(continent: &Continent, text: &str) -> Result<NodeIndex, Unknown> {
    lookup("node", text, continent.nodes.iter().map(|x| &x.id)).map(NodeIndex::from_position)
}

/// The site of that id.
pub(super) fn site(continent: &Continent, text: &str) -> Result<SiteIndex, Unknown> {
    lookup("site", text, continent.sites.iter().map(|x| &x.id)).map(SiteIndex::from_position)
}

/// The period of that id.
pub(super) fn period(continent: &Continent, text: &str) -> Result<PeriodIndex, Unknown> {
    lookup("period", text, continent.periods.iter().map(|x| &x.id)).map(PeriodIndex::from_position)
}

/// The area of that id.
pub(super) fn area(continent: &Continent, text: &str) -> Result<AreaIndex, Unknown> {
    lookup("area", text, continent.areas.iter().map(|x| &x.id)).map(AreaIndex::from_position)
}

/// The mode of that id.
pub(super) fn mode(continent: &Continent, text: &str) -> Result<ModeIndex, Unknown> {
    lookup("mode", text, continent.modes.iter().map(|x| &x.id)).map(ModeIndex::from_position)
}

/// The commodity of that id.
pub(super) fn commodity(continent: &Continent, text: &str) -> Result<CommodityIndex, Unknown> {
    lookup("commodity", text, continent.commodities.iter().map(|x| &x.id)).map(CommodityIndex::from_position)
}

/// The process of that id.
pub(super) fn process(continent: &Continent, text: &str) -> Result<ProcessIndex, Unknown> {
    lookup("process", text, continent.processes.iter().map(|x| &x.id)).map(ProcessIndex::from_position)
}

/// The resource of that id.
pub(super) fn resource(continent: &Continent, text: &str) -> Result<ResourceIndex, Unknown> {
    lookup("resource", text, continent.resources.iter().map(|x| &x.id)).map(ResourceIndex::from_position)
}

/// The position of the id in the list.
fn lookup<'a>(word: &str, text: &str, ids: impl Iterator<Item = &'a String> + Clone) -> Result<usize, Unknown> {
    ids.clone().position(|id| id == text).ok_or_else(|| Unknown {
        seen: format!("there is no {word} `{text}`"),
        near: nearest(text, ids.map(String::as_str)).map(str::to_owned),
    })
}

fn word<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, Unknown> {
    let found = words.iter().find(|(word, _)| *word == text);
    found.map(|(_, value)| *value).ok_or_else(|| Unknown {
        seen: format!(
            "`{text}` is not one of {}",
            words.iter().map(|(w, _)| *w).collect::<Vec<_>>().join(", ")
        ),
        near: nearest(text, words.iter().map(|(w, _)| *w)).map(str::to_owned),
    })
}
