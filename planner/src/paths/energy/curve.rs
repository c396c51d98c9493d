//! Nodes in an order in which neighbours on the map stand close together: a Hilbert curve through their coordinates.
//!
//! A search spreads like a ring on water; numbered along the curve, the nodes of the ring share cache lines.
//!
//! Invariant: the order is a permutation, and equal coordinates keep the order of the nodes.

use data::model::Node;

/// Bits of each coordinate on the curve.
const BITS: u32 = 16;

/// Positions of the nodes along the curve.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "readers limit nodes to far fewer")]
pub(super) fn along_curve(nodes: &[Node]) -> Vec<u32> {
    let latitudes = Span::of(nodes.iter().map(|node| node.latitude));
    let longitudes = Span::of(nodes.iter().map(|node| node.longitude));
    let place = |node: &Node| distance_along(longitudes.cell(node.longitude), latitudes.cell(node.latitude));
    let mut order: Vec<(u32, u32)> = nodes.iter().map(place).zip(0..nodes.len() as u32).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, node)| node).collect()
}

/// Least and greatest of a coordinate.
struct Span {
    least: f64,
    extent: f64,
}

impl Span {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        let (least, greatest) = values.fold(start, |(least, greatest), v| (least.min(v), greatest.max(v)));
        Self {
            least,
            extent: greatest - least,
        }
    }

    /// The cell of a coordinate; the first one where all coordinates are the same.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of the cells; what is no number becomes zero"
    )]
    fn cell(&self, value: f64) -> u32 {
        let last = f64::from((1_u32 << BITS) - 1);
        ((value - self.least) / self.extent * last) as u32
    }
}

/// How far along the curve a cell lies.
fn distance_along(mut x: u32, mut y: u32) -> u32 {
    let mut distance = 0;
    for bit in (0..BITS).rev() {
        let (right, upper) = (x >> bit & 1, y >> bit & 1);
        distance = distance << 2 | (3 * right) ^ upper;
        if upper == 0 {
            // The curve enters lower quarters turned round.
            if right == 1 {
                let all = (1 << BITS) - 1;
                (x, y) = (all - x, all - y);
            }
            (x, y) = (y, x);
        }
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_goes_from_cell_to_neighbouring_cell() {
        // The first 64 by 64 cells of a corner are passed in one go.
        let mut cells: Vec<(u32, u32, u32)> = (0..64)
            .flat_map(|x| (0..64).map(move |y| (distance_along(x, y), x, y)))
            .collect();
        cells.sort_unstable();
        for (step, pair) in cells.windows(2).enumerate() {
            let ((one, x, y), (next, to_x, to_y)) = (pair[0], pair[1]);
            assert_eq!(next, one + 1, "step {step}");
            assert_eq!(x.abs_diff(to_x) + y.abs_diff(to_y), 1, "step {step}");
        }
    }

    #[test]
    fn one_place_keeps_the_order_of_its_nodes() {
        let continent = crate::plan::sample::continent(5, 1);
        let mut nodes = continent.nodes;
        for node in &mut nodes {
            node.longitude = -90.0;
        }
        assert_eq!(along_curve(&nodes), [0, 1, 2, 3, 4]);
    }
}
