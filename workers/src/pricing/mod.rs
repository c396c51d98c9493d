//! Pricing: the cheapest way of a commodity from where it can be had to everywhere, at given prices.
//!
//! Invariant: numbers only. A network and its prices are arrays by arc and node; what the arcs carry, and why it costs
//! what it costs, is the planner's.

mod network;
mod shortest;

pub use network::{ArcPrices, Carrying, PricingNetwork};
pub use shortest::{Labels, NO_ARC, Shortest};
