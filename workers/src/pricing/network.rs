//! The network that all commodities share, and what makes one commodity's arcs dear or closed.

/// Nodes and arcs, arcs sorted by tail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PricingNetwork {
    /// `starts[v]..starts[v + 1]` are the arcs that leave node `v`; length: nodes plus one.
    pub starts: Vec<u32>,
    /// Tail of each arc.
    pub tails: Vec<u32>,
    /// Head of each arc.
    pub heads: Vec<u32>,
    /// Mode of each arc.
    pub modes: Vec<u16>,
    /// Fraction of what departs that arrives, of each arc.
    pub keeps: Vec<f64>,
}

impl PricingNetwork {
    /// Number of nodes.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Number of arcs.
    #[must_use]
    pub fn arc_count(&self) -> usize {
        self.heads.len()
    }
}

/// What a mode does with one commodity; per unit of the commodity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Carrying {
    /// Tonnes times energy factor; multiplies the arc's `energy`.
    pub energy: f64,
    /// Tonnes; multiplies the arc's `tonne`.
    pub tonnes: f64,
    /// Joint-capacity weight; multiplies the arc's `toll`.
    pub weight: f64,
}

/// Prices of one arc in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ArcPrice {
    /// Price of the energy of moving one tonne along the arc, GJ.
    pub energy: f64,
    /// Price of the resources of moving one tonne along the arc, GJ.
    pub tonne: f64,
    /// Price of one unit of joint capacity, GJ; infinite where the arc is closed.
    pub toll: f64,
}

/// Prices of one period, by arc.
pub type ArcPrices = Vec<ArcPrice>;

impl ArcPrice {
    /// Price of one unit that departs on the arc, GJ; infinite or no number where it may not.
    #[inline]
    #[must_use]
    pub fn of(&self, carrying: Carrying) -> f64 {
        carrying.energy * self.energy + carrying.tonnes * self.tonne + carrying.weight * self.toll
    }
}
