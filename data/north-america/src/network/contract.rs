//! Contraction: a large graph becomes a small one that keeps chosen nodes and the lengths of the ways between them.

use super::graph::Graph;
use std::collections::{BTreeMap, BTreeSet};

/// How a graph is contracted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Contraction {
    /// Ways between main nodes may be this many times longer than in the large graph before another link is needed.
    pub(super) main_stretch: f64,
    /// The same for ways between neighbouring kept nodes.
    pub(super) stretch: f64,
    /// Links that already carry another way count this share of their length when a way is chosen, so that ways join;
    /// a way may be longer than the shortest by the inverse of this share.
    pub(super) shared_cost: f64,
    /// Junctions nearer than this to a neighbour become one with it, km.
    pub(super) merge_km: f64,
    /// A link is dropped if the way round it is at most this many times as long.
    pub(super) detour: f64,
    /// Junctions with at most this many neighbours are replaced by links between the neighbours.
    pub(super) star: usize,
}

/// The small graph: nodes and links refer to nodes of the large one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Contracted {
    /// Kept nodes and needed junctions, in order of their number in the large graph.
    pub(super) nodes: Vec<usize>,
    /// Ends, as numbers of the large graph, and length in km.
    pub(super) links: Vec<(usize, usize, f64)>,
}

/// Each kept node is joined to this many of its nearest kept nodes, by shared ways.
const NEIGHBOURS: usize = 8;

/// Links are dropped between the steps if the way round is longer by no more than this.
const NO_DETOUR: f64 = 1.002;

/// Links of a graph by their ends, the lower first: at most one between two nodes.
type Links = BTreeMap<(usize, usize), f64>;

/// Contracts the graph to the kept nodes and the junctions of the ways between them. Between main nodes, which are some
/// of the kept ones, the shortest ways stay; the others are joined to their neighbours.
#[must_use]
pub(super) fn contract(graph: &Graph, keep: &BTreeSet<usize>, main: &BTreeSet<usize>, how: Contraction) -> Contracted {
    let kept: Vec<usize> = keep.iter().copied().collect();
    let used = ways(graph, keep, main, how);
    let mut links: Links = Links::new();
    for link in used {
        let (from, to, km) = graph.links()[link];
        join(&mut links, from, to, km);
    }
    join_chains(&mut links, keep);
    merge_close_junctions(&mut links, keep, how.merge_km);
    join_chains(&mut links, keep);
    drop_detours(&mut links, NO_DETOUR, &BTreeSet::new());
    join_chains(&mut links, keep);
    replace_stars(&mut links, keep, how.star);
    let lines = main_lines(&links, main);
    drop_detours(&mut links, how.detour, &lines);
    join_chains(&mut links, keep);
    let nodes: BTreeSet<usize> = links.keys().flat_map(|(a, b)| [*a, *b]).chain(kept).collect();
    Contracted {
        nodes: nodes.into_iter().collect(),
        links: links.into_iter().map(|((a, b), km)| (a, b, km)).collect(),
    }
}

/// Shortest ways from each node of one set to the nearest nodes of another, the shortest first.
fn pairs(graph: &Graph, among: &BTreeSet<usize>, nearest: usize) -> Vec<(usize, usize, f64)> {
    let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for from in among {
        let km = graph.distances(*from, f64::INFINITY).km;
        let mut others: Vec<usize> = among
            .iter()
            .copied()
            .filter(|o| o != from && km[*o].is_finite())
            .collect();
        others.sort_by(|a, b| km[*a].total_cmp(&km[*b]).then_with(|| a.cmp(b)));
        for to in others.into_iter().take(nearest) {
            pairs.entry((*from.min(&to), *from.max(&to))).or_insert(km[to]);
        }
    }
    let mut pairs: Vec<_> = pairs.into_iter().map(|((a, b), km)| (a, b, km)).collect();
    pairs.sort_by(|x, y| x.2.total_cmp(&y.2).then_with(|| (x.0, x.1).cmp(&(y.0, y.1))));
    pairs
}

/// Links of the large graph that are needed so that the ways along them are not stretched too far.
fn ways(graph: &Graph, keep: &BTreeSet<usize>, main: &BTreeSet<usize>, how: Contraction) -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    let steps = [
        (pairs(graph, main, usize::MAX), how.main_stretch),
        (pairs(graph, keep, NEIGHBOURS), how.stretch),
    ];
    let mut small = Graph::with_nodes(graph.node_count());
    for (pairs, stretch) in steps {
        for (from, to, km) in pairs {
            let limit = km * stretch;
            if small.distances(from, limit).km[to] <= limit {
                continue;
            }
            let found = graph.distances_by(from, km, |link, length| {
                if used.contains(&link) {
                    length * how.shared_cost
                } else {
                    length
                }
            });
            for link in found.links_to(to) {
                if used.insert(link) {
                    let (a, b, length) = graph.links()[link];
                    small.add(a, b, length);
                }
            }
        }
    }
    used
}

/// Adds a link, or shortens the one there is. A link from a node to itself is dropped.
fn join(links: &mut Links, a: usize, b: usize, km: f64) {
    if a != b {
        let length = links.entry((a.min(b), a.max(b))).or_insert(km);
        *length = length.min(km);
    }
}

fn neighbours(links: &Links) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (a, b) in links.keys() {
        of.entry(*a).or_default().insert(*b);
        of.entry(*b).or_default().insert(*a);
    }
    of
}

/// Junctions with two neighbours become one link, junctions with one neighbour are dropped.
fn join_chains(links: &mut Links, keep: &BTreeSet<usize>) {
    let mut around = neighbours(links);
    let mut waiting: BTreeSet<usize> = around.keys().copied().filter(|n| !keep.contains(n)).collect();
    while let Some(node) = waiting.pop_first() {
        let beside: Vec<usize> = around.get(&node).into_iter().flatten().copied().collect();
        if beside.len() > 2 {
            continue;
        }
        let lengths: Vec<f64> = beside
            .iter()
            .filter_map(|other| links.remove(&(node.min(*other), node.max(*other))))
            .collect();
        around.remove(&node);
        for other in &beside {
            if let Some(set) = around.get_mut(other) {
                set.remove(&node);
            }
        }
        if let ([a, b], [first, second]) = (beside.as_slice(), lengths.as_slice()) {
            join(links, *a, *b, first + second);
            around.entry(*a).or_default().insert(*b);
            around.entry(*b).or_default().insert(*a);
        }
        waiting.extend(beside.into_iter().filter(|n| !keep.contains(n)));
    }
}

/// Junctions very near a neighbour become one with it. Half of the short link is added to the links that move, so
/// ways through both ends stay about as long as they were.
fn merge_close_junctions(links: &mut Links, keep: &BTreeSet<usize>, merge_km: f64) {
    loop {
        let shortest = links
            .iter()
            .filter(|((a, b), km)| **km <= merge_km && !(keep.contains(a) && keep.contains(b)))
            .min_by(|x, y| x.1.total_cmp(y.1).then_with(|| x.0.cmp(y.0)))
            .map(|((a, b), km)| (*a, *b, *km));
        let Some((a, b, km)) = shortest else { break };
        let (gone, stays) = if keep.contains(&a) { (b, a) } else { (a, b) };
        let moved: Vec<(usize, f64)> = links
            .iter()
            .filter(|((x, y), _)| *x == gone || *y == gone)
            .map(|((x, y), length)| (if *x == gone { *y } else { *x }, *length))
            .collect();
        links.retain(|(x, y), _| *x != gone && *y != gone);
        for (other, length) in moved {
            join(links, stays, other, length + km / 2.0);
        }
    }
}

/// Ends, counted from 0, and length in km of a link.
type Numbered = (usize, usize, f64);

/// Numbers of the nodes of the links, and the links by these numbers.
fn numbered(links: &Links) -> (BTreeMap<usize, usize>, Vec<Numbered>) {
    let nodes: BTreeSet<usize> = links.keys().flat_map(|(a, b)| [*a, *b]).collect();
    let numbers: BTreeMap<usize, usize> = nodes
        .into_iter()
        .enumerate()
        .map(|(number, node)| (node, number))
        .collect();
    let pairs = links.iter().map(|((a, b), km)| (numbers[a], numbers[b], *km)).collect();
    (numbers, pairs)
}

/// Places, in the order of the links, of those on the shortest ways between main nodes.
fn main_lines(links: &Links, main: &BTreeSet<usize>) -> BTreeSet<usize> {
    let (numbers, pairs) = numbered(links);
    let graph = Graph::new(numbers.len(), &pairs);
    let main: Vec<usize> = main.iter().filter_map(|n| numbers.get(n).copied()).collect();
    let mut lines = BTreeSet::new();
    for from in &main {
        let found = graph.distances(*from, f64::INFINITY);
        lines.extend(main.iter().flat_map(|to| found.links_to(*to)));
    }
    lines
}

/// Links that are no shorter than the way round them are dropped, the longest first, but for those to be kept.
fn drop_detours(links: &mut Links, detour: f64, kept: &BTreeSet<usize>) {
    let (numbers, pairs) = numbered(links);
    let ends: Vec<(usize, usize)> = links.keys().copied().collect();
    // The kept ones come first, as if they were short.
    let (first, mut others): (Vec<usize>, Vec<usize>) = (0..pairs.len()).partition(|p| kept.contains(p));
    let mut graph = Graph::with_nodes(numbers.len());
    for place in first {
        let (a, b, km) = pairs[place];
        graph.add(a, b, km);
    }
    others.sort_by(|x, y| pairs[*x].2.total_cmp(&pairs[*y].2).then_with(|| x.cmp(y)));
    for place in others {
        let (a, b, km) = pairs[place];
        if graph.distances(a, km * detour).km[b] <= km * detour {
            links.remove(&ends[place]);
        } else {
            graph.add(a, b, km);
        }
    }
}

/// Junctions with few neighbours are replaced by links between the neighbours: the lengths of all ways stay. After each
/// round, links that have become detours are dropped.
fn replace_stars(links: &mut Links, keep: &BTreeSet<usize>, largest: usize) {
    for size in 3..=largest {
        loop {
            let around = neighbours(links);
            let star = around
                .iter()
                .filter(|(node, beside)| beside.len() <= size && !keep.contains(node))
                .min_by_key(|(node, beside)| (beside.len(), **node))
                .map(|(node, beside)| (*node, beside.clone()));
            let Some((node, beside)) = star else { break };
            replace_star(links, node, &beside);
        }
        drop_detours(links, NO_DETOUR, &BTreeSet::new());
        join_chains(links, keep);
    }
}

fn replace_star(links: &mut Links, node: usize, beside: &BTreeSet<usize>) {
    let rays: Vec<(usize, f64)> = beside
        .iter()
        .filter_map(|other| {
            links
                .remove(&(node.min(*other), node.max(*other)))
                .map(|km| (*other, km))
        })
        .collect();
    for (place, (a, first)) in rays.iter().enumerate() {
        for (b, second) in &rays[place + 1..] {
            join(links, *a, *b, first + second);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_and_spurs_go_and_lengths_stay() {
        // 0 - 1 - 2 - 3 with a spur 2 - 4 and a detour 0 - 5 - 3.
        let links = [
            (0, 1, 100.0),
            (1, 2, 100.0),
            (2, 3, 100.0),
            (2, 4, 50.0),
            (0, 5, 200.0),
            (5, 3, 200.0),
        ];
        let how = Contraction {
            main_stretch: 1.01,
            stretch: 1.02,
            shared_cost: 0.98,
            merge_km: 5.0,
            detour: 1.01,
            star: 3,
        };
        let small = contract(
            &Graph::new(6, &links),
            &BTreeSet::from([0, 3]),
            &BTreeSet::from([0, 3]),
            how,
        );
        assert_eq!(small.nodes, [0, 3]);
        assert_eq!(small.links, [(0, 3, 300.0)]);
    }

    /// A lattice of 20 by 20 nodes with lengths that look random but are always the same.
    fn lattice() -> Graph {
        let mut graph = Graph::with_nodes(400);
        let mut state = 12_345_u32;
        let mut length = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 24) + 20.0
        };
        for node in 0..400 {
            if node % 20 != 19 {
                graph.add(node, node + 1, length());
            }
            if node < 380 {
                graph.add(node, node + 20, length());
            }
        }
        graph
    }

    #[test]
    fn ways_between_main_nodes_keep_their_lengths() {
        let graph = lattice();
        let main: BTreeSet<usize> = (0..400).step_by(37).collect();
        let keep: BTreeSet<usize> = (0..400).step_by(37).chain((5..400).step_by(29)).collect();
        for star in [2, 3, 6] {
            let how = Contraction {
                main_stretch: 1.0,
                stretch: 1.5,
                shared_cost: 1.0,
                merge_km: 0.0,
                detour: 1.2,
                star,
            };
            let small = contract(&graph, &keep, &main, how);
            let contracted = Graph::new(400, &small.links);
            for from in &main {
                let (before, after) = (
                    graph.distances(*from, f64::INFINITY),
                    contracted.distances(*from, f64::INFINITY),
                );
                for to in &main {
                    let (before, after) = (before.km[*to], after.km[*to]);
                    assert!(
                        after >= before - 1e-6 && after <= before * 1.01,
                        "{from} {to}: {before} {after}"
                    );
                }
            }
            assert!(keep.iter().all(|n| small.nodes.contains(n)));
            assert!(star < 3 || small.nodes.len() < 80);
        }
    }
}
