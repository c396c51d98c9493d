//! From ids to indices, and what was likely meant where there is no such id.

use data::model::{AreaIndex, CommodityIndex, Continent, LinkIndex, NodeIndex, PeriodIndex, SiteIndex};
use std::collections::HashMap;

/// Ids named in place of one that does not exist.
const NEAR: usize = 5;
/// Ids compared with the one typed whatever they begin with.
const COMPARED: usize = 500;

/// An id that the plan does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what} `{id}`{hint}", id = data::findings::escape(.id))]
pub struct Absent {
    /// `urbanate or node`, `site`, `commodity` and so on.
    pub what: &'static str,
    /// The id asked for.
    pub id: String,
    /// `; did you mean ...?`, or nothing.
    pub hint: String,
}

impl Absent {
    /// An id that is not among `ids`.
    pub fn new<'a>(what: &'static str, id: &str, ids: impl Iterator<Item = &'a str>) -> Self {
        let near = near(id, ids);
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!("; did you mean {}?", near.join(", "))
        };
        Self {
            what,
            id: id.to_owned(),
            hint,
        }
    }
}

/// The ids most like the one typed, best first.
pub fn near<'a>(typed: &str, ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let lower = typed.to_lowercase();
    let start: String = lower.chars().take(2).collect();
    // Where there are thousands of ids, only those that begin alike are compared.
    let begins_alike = |id: &&str| id.get(..start.len()).is_some_and(|head| head.to_lowercase() == start);
    let likeness = |id: &str| {
        let starts = if id.starts_with(&lower) { 1.0 } else { 0.0 };
        starts + strsim::jaro_winkler(&id.to_lowercase(), &lower)
    };
    let mut near: Vec<(f64, &str)> = ids
        .enumerate()
        .filter(|(position, id)| *position < COMPARED || begins_alike(id))
        .map(|(_, id)| id)
        .map(|id| (likeness(id), id))
        .filter(|(score, _)| *score > 0.8)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(NEAR).map(|(_, id)| id).collect()
}

/// Positions of one kind of record by id.
type Ids<'a> = HashMap<&'a str, usize>;

/// Positions by id.
#[derive(Debug)]
pub struct Lookup<'a> {
    nodes: Ids<'a>,
    links: Ids<'a>,
    sites: Ids<'a>,
    commodities: Ids<'a>,
    periods: Ids<'a>,
    areas: Ids<'a>,
}

fn ids<'a, T>(records: &'a [T], id: impl Fn(&'a T) -> &'a str) -> Ids<'a> {
    records
        .iter()
        .enumerate()
        .map(|(at, record)| (id(record), at))
        .collect()
}

fn find(ids: &Ids<'_>, what: &'static str, id: &str) -> Result<usize, Absent> {
    // Likeness is looked for only where something is amiss; a long id is not compared with every other.
    let typed: String = id.chars().take(100).collect();
    ids.get(id)
        .copied()
        .ok_or_else(|| Absent::new(what, &typed, ids.keys().copied()))
}

impl<'a> Lookup<'a> {
    /// The ids of a continent.
    #[must_use]
    pub fn new(continent: &'a Continent) -> Self {
        Self {
            nodes: ids(&continent.nodes, |r| &r.id),
            links: ids(&continent.links, |r| &r.id),
            sites: ids(&continent.sites, |r| &r.id),
            commodities: ids(&continent.commodities, |r| &r.id),
            periods: ids(&continent.periods, |r| &r.id),
            areas: ids(&continent.areas, |r| &r.id),
        }
    }

    /// The node with this id.
    ///
    /// # Errors
    /// [`Absent`], with ids like it; so for every kind.
    pub fn node(&self, id: &str) -> Result<NodeIndex, Absent> {
        find(&self.nodes, "urbanate or node", id).map(NodeIndex::from_position)
    }

    /// The link or terminal with this id.
    ///
    /// # Errors
    /// See [`Lookup::node`].
    pub fn link(&self, id: &str) -> Result<LinkIndex, Absent> {
        find(&self.links, "link", id).map(LinkIndex::from_position)
    }

    /// The site with this id.
    ///
    /// # Errors
    /// See [`Lookup::node`].
    pub fn site(&self, id: &str) -> Result<SiteIndex, Absent> {
        find(&self.sites, "site", id).map(SiteIndex::from_position)
    }

    /// The commodity with this id.
    ///
    /// # Errors
    /// See [`Lookup::node`].
    pub fn commodity(&self, id: &str) -> Result<CommodityIndex, Absent> {
        find(&self.commodities, "commodity", id).map(CommodityIndex::from_position)
    }

    /// The period with this id.
    ///
    /// # Errors
    /// See [`Lookup::node`].
    pub fn period(&self, id: &str) -> Result<PeriodIndex, Absent> {
        find(&self.periods, "period", id).map(PeriodIndex::from_position)
    }

    /// The area with this id.
    ///
    /// # Errors
    /// See [`Lookup::node`].
    pub fn area(&self, id: &str) -> Result<AreaIndex, Absent> {
        find(&self.areas, "area", id).map(AreaIndex::from_position)
    }
}
