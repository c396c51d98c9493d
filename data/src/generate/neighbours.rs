//! Which places are joined: each with its nearest ones, and the pieces that remain apart by their shortest gaps.

use rstar::RTree;
use rstar::primitives::GeomWithData;

type Spot = GeomWithData<[f64; 2], usize>;

/// Pairs of positions in `spots` (km east, km north), each pair once, smaller position first, in order. Every spot is
/// joined to its `nearest` nearest ones, and all spots are connected.
pub(super) fn connections(spots: &[[f64; 2]], nearest: usize) -> Vec<(usize, usize)> {
    let entries = spots.iter().enumerate().map(|(i, s)| Spot::new(*s, i)).collect();
    let tree = RTree::bulk_load(entries);
    let mut pairs = Vec::with_capacity(spots.len() * nearest);
    for (here, spot) in spots.iter().enumerate() {
        let others = tree.nearest_neighbor_iter(*spot).map(|s| s.data);
        pairs.extend(others.filter(|o| *o != here).take(nearest).map(|o| ordered(here, o)));
    }
    let mut pieces = Pieces::new(spots.len());
    for (a, b) in &pairs {
        pieces.join(*a, *b);
    }
    join_pieces(spots, &tree, &mut pieces, &mut pairs);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Joins every piece but the largest to its nearest neighbour piece, until one is left.
fn join_pieces(spots: &[[f64; 2]], tree: &RTree<Spot>, pieces: &mut Pieces, pairs: &mut Vec<(usize, usize)>) {
    loop {
        let members = pieces.members();
        if members.len() <= 1 {
            return;
        }
        let largest = members.iter().map(Vec::len).max().unwrap_or(0);
        let skipped = members.iter().position(|m| m.len() == largest);
        for (_, piece) in members.iter().enumerate().filter(|(i, _)| Some(*i) != skipped) {
            let gap = piece.iter().filter_map(|&here| {
                let own = pieces.root(here);
                let outside = tree
                    .nearest_neighbor_iter(spots[here])
                    .find(|s| pieces.root(s.data) != own)?;
                Some((squared(spots[here], *outside.geom()), ordered(here, outside.data)))
            });
            let shortest = gap.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            if let Some((_, (a, b))) = shortest {
                pieces.join(a, b);
                pairs.push((a, b));
            }
        }
    }
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

fn squared(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (east, north) = (a[0] - b[0], a[1] - b[1]);
    east * east + north * north
}

/// Disjoint sets of positions.
struct Pieces(Vec<usize>);

impl Pieces {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&self, mut member: usize) -> usize {
        while self.0[member] != member {
            member = self.0[member];
        }
        member
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// The members of each piece, in order of their smallest member; flattens the paths on the way.
    fn members(&mut self) -> Vec<Vec<usize>> {
        let mut lists = vec![Vec::new(); self.0.len()];
        for member in 0..self.0.len() {
            let root = self.root(member);
            self.0[member] = root;
            lists[root].push(member);
        }
        lists.retain(|l| !l.is_empty());
        lists
    }
}
