//! A queue of nodes by price: four children a node, price and node in one integer.

/// Smallest price first; of equal prices the node with the largest number.
#[derive(Debug, Default)]
pub(super) struct Heap {
    items: Vec<u128>,
}

/// Children of each item.
const BRANCHES: usize = 4;

/// Bits in the order of the numbers: those below zero turned round, the others above them.
#[inline]
pub(super) fn pack(price: f64, node: u32) -> u128 {
    let bits = price.to_bits();
    let ordered = if price.is_sign_negative() {
        !bits
    } else {
        bits | 1 << 63
    };
    u128::from(ordered) << 32 | u128::from(!node)
}

impl Heap {
    /// Forgets all items and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.items.clear();
    }

    /// Puts a node in; it may be in more than once.
    #[inline]
    pub(super) fn push(&mut self, price: f64, node: u32) {
        let item = pack(price, node);
        let mut at = self.items.len();
        self.items.push(item);
        while at > 0 {
            let parent = (at - 1) / BRANCHES;
            if self.items[parent] <= item {
                break;
            }
            self.items[at] = self.items[parent];
            at = parent;
        }
        self.items[at] = item;
    }

    /// Takes the node with the smallest price.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<u32> {
        let last = self.items.pop()?;
        let first = match self.items.first() {
            None => last,
            Some(first) => {
                let first = *first;
                self.sift_down(last);
                first
            }
        };
        #[allow(clippy::cast_possible_truncation, reason = "the lower half is the node")]
        Some(!(first as u32))
    }

    /// Puts `item` in the place of the first one and down to where it belongs.
    #[inline]
    fn sift_down(&mut self, item: u128) {
        let items = self.items.as_mut_slice();
        let mut at = 0;
        while let Some((least, value)) = least_child(items, at) {
            if value >= item {
                break;
            }
            items[at] = value;
            at = least;
        }
        items[at] = item;
    }
}

/// The smallest child, and where it stands.
#[inline]
fn least_child(items: &[u128], parent: usize) -> Option<(usize, u128)> {
    let first = parent * BRANCHES + 1;
    if let Some([a, b, c, d]) = items.get(first..first + BRANCHES) {
        // A tournament has no branches to foretell.
        let left = if b < a { (first + 1, *b) } else { (first, *a) };
        let right = if d < c { (first + 3, *d) } else { (first + 2, *c) };
        return Some(if right.1 < left.1 { right } else { left });
    }
    let children = (first..).zip(items.get(first..)?.iter().copied());
    children.min_by_key(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nodes_come_out_by_price(prices in prop::collection::vec(-1.0..9.0_f64, 0..60)) {
            let mut heap = Heap::default();
            let mut expected: Vec<(f64, u32)> = Vec::new();
            for (node, price) in (0_u32..).zip(&prices) {
                heap.push(*price, node);
                expected.push((*price, node));
            }
            expected.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let popped: Vec<u32> = std::iter::from_fn(|| heap.pop()).collect();
            prop_assert_eq!(popped, expected.iter().map(|(_, node)| *node).collect::<Vec<_>>());
        }
    }
}
