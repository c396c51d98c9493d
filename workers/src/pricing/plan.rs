//! What all pricing tasks of a plan share: sent to a worker once.

use super::lanes::{LaneLists, Lanes};
use super::network::{Carrying, PricingNetwork};

/// No carrier: the arc burns nothing, or what it burns is priced in GJ.
pub const NO_CARRIER: u32 = u32::MAX;

/// The network, what its modes carry, and what its arcs burn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PricingPlan {
    network: PricingNetwork,
    carrying: Vec<Vec<Option<Carrying>>>,
    carriers: Vec<u32>,
    burns: Vec<f64>,
    lanes: LaneLists,
    is_carrier: Vec<bool>,
}

impl PricingPlan {
    /// `carrying` is by commodity, then mode, none where the mode does not carry the commodity. `carriers` and `burns` are
    /// by arc: the commodity that the arc burns, or [`NO_CARRIER`], and how many units of it for each unit of
    /// [`Carrying::energy`].
    #[must_use]
    pub fn new(
        network: PricingNetwork,
        carrying: Vec<Vec<Option<Carrying>>>,
        carriers: Vec<u32>,
        burns: Vec<f64>,
    ) -> Self {
        let mut is_carrier = vec![false; carrying.len()];
        for carrier in carriers.iter().filter(|carrier| **carrier != NO_CARRIER) {
            is_carrier[*carrier as usize] = true;
        }
        Self {
            lanes: LaneLists::new(&network, &carrying),
            network,
            carrying,
            carriers,
            burns,
            is_carrier,
        }
    }

    /// Nodes and arcs.
    #[must_use]
    pub fn network(&self) -> &PricingNetwork {
        &self.network
    }

    /// Number of commodities.
    #[must_use]
    pub fn commodity_count(&self) -> usize {
        self.carrying.len()
    }

    /// Number of modes.
    #[must_use]
    pub fn mode_count(&self) -> usize {
        self.carrying.first().map_or(0, Vec::len)
    }

    /// What each mode does with a commodity, by mode.
    #[inline]
    #[must_use]
    pub fn carrying(&self, commodity: u32) -> &[Option<Carrying>] {
        &self.carrying[commodity as usize]
    }

    /// Commodity that each arc burns, or [`NO_CARRIER`].
    #[must_use]
    pub fn carriers(&self) -> &[u32] {
        &self.carriers
    }

    /// Units of its carrier that each arc burns, per unit of [`Carrying::energy`].
    #[must_use]
    pub fn burns(&self) -> &[f64] {
        &self.burns
    }

    /// Whether some arc burns the commodity.
    #[inline]
    #[must_use]
    pub fn is_carrier(&self, commodity: u32) -> bool {
        self.is_carrier[commodity as usize]
    }

    /// What an arc burns of the commodity itself, per unit of [`Carrying::energy`]; zero where it burns another.
    #[inline]
    pub(super) fn own_burn(&self, arc: u32, commodity: u32) -> f64 {
        if self.carriers[arc as usize] == commodity {
            self.burns[arc as usize]
        } else {
            0.0
        }
    }

    /// The arcs that may carry a commodity.
    #[inline]
    pub(super) fn lanes(&self, commodity: u32) -> &Lanes {
        self.lanes.of(commodity)
    }
}
