//! Undirected graphs with lengths, and shortest paths in them.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// An undirected graph: for each node, its neighbours with the length of the link and the link's number.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    neighbours: Vec<Vec<(usize, f64, usize)>>,
    links: Vec<(usize, usize, f64)>,
}

/// Shortest distances from one source, and the way there.
#[derive(Clone, Debug)]
pub(super) struct Distances {
    /// Distance to each node; infinite where there is no way or it is beyond the limit.
    pub(super) km: Vec<f64>,
    /// The node and link before each node on the way from the source.
    before: Vec<Option<(usize, usize)>>,
}

impl Distances {
    /// Links of the way from the source to the target, the last first; empty if there is none.
    #[must_use]
    pub(super) fn links_to(&self, target: usize) -> Vec<usize> {
        let mut links = Vec::new();
        let mut at = target;
        while let Some((before, link)) = self.before[at] {
            links.push(link);
            at = before;
        }
        links
    }
}

/// An entry of the queue, the nearest first and then the lowest node, so that ties never depend on chance.
struct Reached {
    cost: f64,
    node: usize,
}

impl PartialEq for Reached {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Reached {}
impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Reached {
    fn cmp(&self, other: &Self) -> Ordering {
        let cost = other.cost.total_cmp(&self.cost);
        cost.then_with(|| other.node.cmp(&self.node))
    }
}

impl Graph {
    /// A graph without links.
    #[must_use]
    pub(super) fn with_nodes(count: usize) -> Self {
        Self {
            neighbours: vec![Vec::new(); count],
            links: Vec::new(),
        }
    }

    /// A graph of these links; a link is an end, the other end and a length in km.
    #[must_use]
    pub(super) fn new(count: usize, links: &[(usize, usize, f64)]) -> Self {
        let mut graph = Self::with_nodes(count);
        for &(from, to, km) in links {
            graph.add(from, to, km);
        }
        graph
    }

    /// Adds a link and gives its number.
    pub(super) fn add(&mut self, from: usize, to: usize, km: f64) -> usize {
        let number = self.links.len();
        self.links.push((from, to, km));
        self.neighbours[from].push((to, km, number));
        self.neighbours[to].push((from, km, number));
        number
    }

    /// Adds a node and gives its number.
    pub(super) fn add_node(&mut self) -> usize {
        self.neighbours.push(Vec::new());
        self.neighbours.len() - 1
    }

    /// How many nodes there are.
    #[must_use]
    pub(super) const fn node_count(&self) -> usize {
        self.neighbours.len()
    }

    /// Ends and length of each link.
    #[must_use]
    pub(super) fn links(&self) -> &[(usize, usize, f64)] {
        &self.links
    }

    /// Shortest distances from a node, no farther than the limit.
    #[must_use]
    pub(super) fn distances(&self, source: usize, limit_km: f64) -> Distances {
        self.distances_by(source, limit_km, |_, km| km)
    }

    /// Shortest ways by a cost of one's own for each link, given its number and length.
    pub(super) fn distances_by(&self, source: usize, limit: f64, cost_of: impl Fn(usize, f64) -> f64) -> Distances {
        let mut found = Distances {
            km: vec![f64::INFINITY; self.node_count()],
            before: vec![None; self.node_count()],
        };
        found.km[source] = 0.0;
        let mut queue = BinaryHeap::from([Reached {
            cost: 0.0,
            node: source,
        }]);
        while let Some(Reached { cost, node }) = queue.pop() {
            if cost > found.km[node] {
                continue;
            }
            for &(next, km, link) in &self.neighbours[node] {
                let reached = cost + cost_of(link, km);
                if reached < found.km[next] && reached <= limit {
                    found.km[next] = reached;
                    found.before[next] = Some((node, link));
                    queue.push(Reached {
                        cost: reached,
                        node: next,
                    });
                }
            }
        }
        found
    }

    /// The number of each node's component, and how many nodes each has.
    #[must_use]
    pub(super) fn components(&self) -> (Vec<usize>, Vec<usize>) {
        let mut component = vec![usize::MAX; self.node_count()];
        let mut sizes = Vec::new();
        for start in 0..self.node_count() {
            if component[start] != usize::MAX {
                continue;
            }
            let number = sizes.len();
            component[start] = number;
            let mut waiting = vec![start];
            let mut size = 0;
            while let Some(node) = waiting.pop() {
                size += 1;
                for &(next, _, _) in &self.neighbours[node] {
                    if component[next] == usize::MAX {
                        component[next] = number;
                        waiting.push(next);
                    }
                }
            }
            sizes.push(size);
        }
        (component, sizes)
    }
}

/// Picks pairs so that the way through picked pairs is never longer than `stretch` times the pair's own length: a
/// greedy spanner. Pairs are two ends below `count` and a length in km; those of `there` are in the graph from the start.
/// The picked ones come back as places in `pairs`, the shortest first.
#[must_use]
pub(super) fn spanner(
    count: usize,
    there: &[(usize, usize, f64)],
    pairs: &[(usize, usize, f64)],
    stretch: f64,
) -> Vec<usize> {
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by(|a, b| pairs[*a].2.total_cmp(&pairs[*b].2).then_with(|| a.cmp(b)));
    let mut graph = Graph::new(count, there);
    let mut picked = Vec::new();
    for pair in order {
        let (from, to, km) = pairs[pair];
        let limit = km * stretch;
        if graph.distances(from, limit).km[to] > limit {
            graph.add(from, to, km);
            picked.push(pair);
        }
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Graph {
        Graph::new(5, &[(0, 1, 3.0), (1, 2, 4.0), (0, 2, 10.0), (2, 3, 1.0)])
    }

    #[test]
    fn shortest_ways() {
        let found = square().distances(0, f64::INFINITY);
        assert_eq!(found.km[..4], [0.0, 3.0, 7.0, 8.0]);
        assert!(found.km[4].is_infinite());
        assert_eq!(found.links_to(3), [3, 1, 0]);
    }

    #[test]
    fn components_are_told_apart() {
        let (component, sizes) = square().components();
        assert_eq!(component, [0, 0, 0, 0, 1]);
        assert_eq!(sizes, [4, 1]);
    }

    #[test]
    fn a_spanner_keeps_what_has_no_detour() {
        let pairs = [(0, 1, 3.0), (1, 2, 4.0), (0, 2, 6.9), (0, 3, 5.0)];
        assert_eq!(spanner(4, &[], &pairs, 1.1), [0, 1, 3]);
        assert_eq!(spanner(4, &[], &pairs, 1.0), [0, 1, 3, 2]);
    }
}
