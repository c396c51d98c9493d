//! Records in words: an id, and a name for people.

use data::model::{Continent, NodeIndex, SiteIndex};
use serde::Serialize;
use utoipa::ToSchema;

/// Something with an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
}

impl Named {
    pub(super) fn new(id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
        }
    }

    pub(super) fn node(continent: &Continent, node: NodeIndex) -> Self {
        Self::new(&continent[node].id, &continent[node].name)
    }

    pub(super) fn site(continent: &Continent, site: SiteIndex) -> Self {
        Self::new(&continent[site].id, &continent[site].name)
    }
}

/// Something with an id that has a parent: an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedIn {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Id of what it lies in; none at the top.
    pub parent: Option<String>,
}
