//! What of an answer travels: the nodes that were reached, cheapest first, and the arc by which each was. Prices follow from
//! it, arc by arc, to the last bit.

/// How one commodity reaches what it reaches in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways<'a> {
    /// The nodes that were reached, cheapest first.
    pub order: &'a [u32],
    /// By place in the order: the arc that the commodity comes by; [`super::NO_ARC`] at sources.
    pub last_arcs: &'a [u32],
}
