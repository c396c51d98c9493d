//! A plan made of the master's ways: arcs are opened as far as its flows need.

use super::Design;
use super::bound::Way;

/// Amounts of ways as fractions of their goods' demands, and what they make of the arcs.
#[derive(Clone, Debug)]
pub(super) struct Point {
    /// Fraction to which each arc is open.
    pub(super) open: Vec<f64>,
    /// Flow of each good on each arc as a fraction of its demand, by good then arc; zeros left out.
    pub(super) flows: Vec<Vec<(usize, f64)>>,
    /// Its cost.
    pub(super) cost: f64,
    /// Most by which an arc would have to be open beyond 1, and a good falls short of its demand.
    pub(super) broken: f64,
}

impl Point {
    /// The point of these amounts of these ways.
    pub(super) fn of<'a>(design: &Design, ways: impl Iterator<Item = (&'a Way, f64)>) -> Self {
        let mut dense = vec![Vec::new(); design.goods.len()];
        let mut served = vec![0.0; design.goods.len()];
        for (way, amount) in ways.filter(|(_, amount)| *amount > 0.0) {
            served[way.good] += amount;
            dense[way.good].extend(way.arcs.iter().map(|arc| (*arc, amount)));
        }
        let mut point = Self {
            open: vec![0.0; design.arcs.len()],
            flows: dense.into_iter().map(summed).collect(),
            cost: 0.0,
            broken: served.iter().map(|served| (1.0_f64 - served).abs()).fold(0.0, f64::max),
        };
        point.open_arcs(design);
        point
    }

    fn open_arcs(&mut self, design: &Design) {
        let mut load = vec![0.0; design.arcs.len()];
        for (good, flows) in self.flows.iter().enumerate() {
            let demand = design.goods[good].demand;
            for (arc, amount) in flows {
                load[*arc] += amount * demand;
                self.open[*arc] = self.open[*arc].max(amount / design.most(*arc, good));
                self.cost += amount * demand * design.arcs[*arc].cost;
            }
        }
        for ((open, load), arc) in self.open.iter_mut().zip(load).zip(&design.arcs) {
            if load > 0.0 {
                *open = open.max(load / arc.capacity);
            }
            self.cost += *open * arc.fixed_cost;
            self.broken = self.broken.max(*open - 1.0);
        }
    }
}

/// Amounts of the same arc added up, in the order of arcs.
fn summed(mut flows: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    flows.sort_by_key(|(arc, _)| *arc);
    let mut sums: Vec<(usize, f64)> = Vec::with_capacity(flows.len());
    for (arc, amount) in flows {
        match sums.last_mut() {
            Some((last, sum)) if *last == arc => *sum += amount,
            _ => sums.push((arc, amount)),
        }
    }
    sums
}
