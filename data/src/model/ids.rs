//! Typed indices: a commodity's index cannot be used where a node's is meant.

use serde::{Deserialize, Serialize};

macro_rules! index_types {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub u32);

            impl $name {
                /// The index as a position in the continent's vector of that kind.
                #[must_use]
                pub const fn position(self) -> usize {
                    self.0 as usize
                }

                /// The index of a position. Positions above `u32::MAX` are refused by the reader (code N05).
                #[must_use]
                #[allow(clippy::cast_possible_truncation, reason = "readers limit tables to far fewer rows")]
                pub const fn from_position(position: usize) -> Self {
                    Self(position as u32)
                }
            }
        )+
    };
}

index_types!(
    /// Position of a [`super::Sequence`] in [`super::Continent::sequences`].
    SequenceIndex,
    /// Position of a [`super::Resource`] in [`super::Continent::resources`].
    ResourceIndex,
    /// Position of a [`super::Commodity`] in [`super::Continent::commodities`].
    CommodityIndex,
    /// Position of a [`super::Process`] in [`super::Continent::processes`].
    ProcessIndex,
    /// Position of an [`super::Area`] in [`super::Continent::areas`].
    AreaIndex,
    /// Position of a [`super::Node`] in [`super::Continent::nodes`].
    NodeIndex,
    /// Position of a [`super::Mode`] in [`super::Continent::modes`].
    ModeIndex,
    /// Position of a [`super::Link`] in [`super::Continent::links`].
    LinkIndex,
    /// Position of a [`super::Site`] in [`super::Continent::sites`].
    SiteIndex,
    /// Position of a [`super::Store`] in [`super::Continent::stores`].
    StoreIndex,
    /// Position of a [`super::Demand`] in [`super::Continent::demands`].
    DemandIndex,
    /// Position of a [`super::Trade`] in [`super::Continent::trades`].
    TradeIndex,
    /// Position of a [`super::Budget`] in [`super::Continent::budgets`].
    BudgetIndex,
    /// Position of a [`super::Period`] in [`super::Continent::periods`].
    PeriodIndex,
    /// Position of a [`super::Profile`] in [`super::Continent::profiles`].
    ProfileIndex,
);
