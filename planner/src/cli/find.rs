//! From what a user types to an index: an id, or a name that only one has, with suggestions when there is none.

use super::fail::Failure;
use crate::ask::Absent;
use data::model::{CommodityIndex, Continent, LinkIndex, NodeIndex, NodeKind, PeriodIndex, SiteIndex};

/// The node with this id, or the urbanate, or else the one node, with this name.
pub(super) fn node(continent: &Continent, typed: &str) -> Result<NodeIndex, Failure> {
    let by_id = continent.nodes.iter().position(|node| node.id == typed);
    if let Some(position) = by_id {
        return Ok(NodeIndex::from_position(position));
    }
    let same = |name: &str| name.to_lowercase() == typed.to_lowercase();
    let named: Vec<usize> = (0..continent.nodes.len())
        .filter(|i| same(&continent.nodes[*i].name))
        .collect();
    let is_urbanate = |i: &&usize| continent.nodes[**i].kind == NodeKind::Urbanate;
    let urbanates: Vec<usize> = named.iter().filter(is_urbanate).copied().collect();
    match (urbanates.as_slice(), named.as_slice()) {
        ([one], _) | ([], [one]) => Ok(NodeIndex::from_position(*one)),
        ([], []) => Err(missing(
            "urbanate or node",
            typed,
            continent.nodes.iter().map(|n| n.id.as_str()),
        )),
        (several, _) => {
            let ids: Vec<&str> = several.iter().map(|i| continent.nodes[*i].id.as_str()).collect();
            Err(Failure::Arguments(format!(
                "`{typed}` is the name of several nodes; give an id: {}",
                ids.join(", ")
            )))
        }
    }
}

/// The commodity with this id.
pub(super) fn commodity(continent: &Continent, typed: &str) -> Result<CommodityIndex, Failure> {
    let ids = continent.commodities.iter().map(|k| k.id.as_str());
    position("commodity", typed, ids).map(CommodityIndex::from_position)
}

/// The period with this id, or none when none is asked for.
pub(super) fn period(continent: &Continent, typed: Option<&str>) -> Result<Option<PeriodIndex>, Failure> {
    let ids = || continent.periods.iter().map(|p| p.id.as_str());
    typed
        .map(|typed| position("period", typed, ids()).map(PeriodIndex::from_position))
        .transpose()
}

/// The site with this id.
pub(super) fn site(continent: &Continent, typed: &str) -> Result<SiteIndex, Failure> {
    position("site", typed, continent.sites.iter().map(|s| s.id.as_str())).map(SiteIndex::from_position)
}

/// The link or terminal with this id.
pub(super) fn link(continent: &Continent, typed: &str) -> Result<LinkIndex, Failure> {
    position("link", typed, continent.links.iter().map(|l| l.id.as_str())).map(LinkIndex::from_position)
}

fn position<'a>(
    what: &'static str,
    typed: &str,
    mut ids: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, Failure> {
    let all = ids.clone();
    ids.position(|id| id == typed).ok_or_else(|| missing(what, typed, all))
}

fn missing<'a>(what: &'static str, typed: &str, ids: impl Iterator<Item = &'a str>) -> Failure {
    Failure::Arguments(Absent::new(what, typed, ids).to_string())
}
