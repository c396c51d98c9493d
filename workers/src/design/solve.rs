//! The rounds.

use super::bound::{Priced, price};
use super::master::{Master, Solved};
use super::point::Point;
use super::shortest::Leaving;
use super::{Design, DesignError};

/// Forcing rows that are broken by less, relative, wait.
const BROKEN: f64 = 1e-9;

/// How a solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DesignStatus {
    /// Objective and bound are within the gap that was asked.
    Optimal,
    /// No plan serves all demand: with nothing costing anything, the bound on what is short is above zero.
    Infeasible,
    /// The rounds came to an end without either.
    Stopped,
}

/// What a solve found.
#[derive(Clone, Debug)]
pub struct DesignAnswer {
    /// How it ended.
    pub status: DesignStatus,
    /// Cost of the best plan; infinite without one.
    pub objective: f64,
    /// No plan costs less.
    pub lower_bound: f64,
    /// Where the status is infeasible: no plan leaves less than this fraction of a demand short, all goods added up.
    pub least_short: f64,
    /// Fraction to which each arc is open.
    pub open: Vec<f64>,
    /// Flow of each good as arc and fraction of its demand.
    pub flows: Vec<Vec<(usize, f64)>>,
    /// Rounds.
    pub rounds: usize,
    /// Ways in the master at the end.
    pub ways: usize,
    /// Forcing rows in the master at the end.
    pub forcing_rows: usize,
    /// Iterations of the simplex method.
    pub iterations: u64,
}

impl DesignAnswer {
    /// (objective - bound) / objective.
    #[must_use]
    pub fn gap(&self) -> f64 {
        (self.objective - self.lower_bound) / self.objective.abs().max(f64::MIN_POSITIVE)
    }
}

/// Solves a design to a relative gap.
///
/// # Errors
/// [`DesignError::Input`] for figures that a design may not hold; [`DesignError::Solve`] when the master is refused.
pub fn solve(design: &Design, gap: f64, most_rounds: usize) -> Result<DesignAnswer, DesignError> {
    check(design)?;
    let charges = charges(design);
    let mut run = Run::new(design, charges)?;
    run.rounds(gap, most_rounds)?;
    if run.best.is_none() && run.is_short {
        let least_short = least_short(design, most_rounds)?;
        if least_short > 0.0 {
            return Ok(run.answer(DesignStatus::Infeasible, least_short));
        }
    }
    let is_optimal = run.best.as_ref().is_some_and(|best| run.is_within(best.cost, gap));
    let status = if is_optimal {
        DesignStatus::Optimal
    } else {
        DesignStatus::Stopped
    };
    Ok(run.answer(status, 0.0))
}

/// The bound on what is short when nothing costs anything: above zero, it proves that demand cannot be served.
fn least_short(design: &Design, most_rounds: usize) -> Result<f64, DesignError> {
    let mut free = design.clone();
    for arc in &mut free.arcs {
        (arc.cost, arc.fixed_cost) = (0.0, 0.0);
    }
    let mut run = Run::new(&free, vec![1.0; design.goods.len()])?;
    run.rounds(1e-6, most_rounds)?;
    Ok(run.lower_bound)
}

/// More than any way without a round can cost with every arc of it opened for this good alone.
fn charges(design: &Design) -> Vec<f64> {
    let dearest = |demand: f64| {
        let arcs = design.arcs.iter().filter(|arc| arc.capacity > 0.0);
        let one = |arc: &super::Arc| demand * arc.cost + arc.fixed_cost * (demand / arc.capacity).max(1.0);
        arcs.map(one).fold(0.0, f64::max)
    };
    #[allow(clippy::cast_precision_loss, reason = "a count of nodes")]
    let steps = (design.nodes as f64).min(20.0);
    design
        .goods
        .iter()
        .map(|good| steps * dearest(good.demand) + 1.0)
        .collect()
}

fn check(design: &Design) -> Result<(), DesignError> {
    let is_figure = |figure: f64| figure >= 0.0 && figure.is_finite();
    let wrong = |what: String| Err(DesignError::Input { what });
    for (number, arc) in design.arcs.iter().enumerate() {
        let figures = [arc.cost, arc.capacity, arc.fixed_cost];
        if arc.tail.max(arc.head) >= design.nodes || !figures.into_iter().all(is_figure) {
            return wrong(format!("arc {}", number + 1));
        }
    }
    for (number, good) in design.goods.iter().enumerate() {
        let is_asked = is_figure(good.demand) && good.demand > 0.0;
        if good.origin.max(good.destination) >= design.nodes || !is_asked {
            return wrong(format!("good {}", number + 1));
        }
    }
    Ok(())
}

struct Run<'a> {
    design: &'a Design,
    leaving: Leaving,
    charges: Vec<f64>,
    master: Master<'a>,
    best: Option<Point>,
    lower_bound: f64,
    is_short: bool,
    rounds: usize,
    iterations: u64,
}

impl<'a> Run<'a> {
    fn new(design: &'a Design, charges: Vec<f64>) -> Result<Self, DesignError> {
        Ok(Self {
            design,
            leaving: Leaving::of(design),
            master: Master::new(design, &charges)?,
            charges,
            best: None,
            lower_bound: f64::NEG_INFINITY,
            is_short: false,
            rounds: 0,
            iterations: 0,
        })
    }

    fn rounds(&mut self, gap: f64, most: usize) -> Result<(), DesignError> {
        while self.rounds < most {
            self.rounds += 1;
            let solved = self.solve_with_rows()?;
            let priced = price(self.design, &self.leaving, &solved.prices, &self.charges);
            self.lower_bound = self.lower_bound.max(priced.bound);
            self.is_short = solved.short > 1e-7;
            if self.best.as_ref().is_some_and(|best| self.is_within(best.cost, gap)) {
                break;
            }
            if !self.add_ways(priced, &solved)? {
                break;
            }
        }
        Ok(())
    }

    /// Solves the master until its flows break no forcing row.
    fn solve_with_rows(&mut self) -> Result<Solved, DesignError> {
        loop {
            let solved = self.master.solve()?;
            self.iterations += solved.iterations;
            let point = Point::of(self.design, self.master.ways.iter().zip(solved.amounts.iter().copied()));
            let broken = self.broken(&point, &solved);
            let is_better = |best: &Point| point.cost < best.cost;
            if point.broken < 1e-9 && self.best.as_ref().is_none_or(is_better) {
                self.best = Some(point);
            }
            let mut added = false;
            for (good, arc) in broken {
                added |= self.master.add_forcing(good, arc)?;
            }
            if !added {
                return Ok(solved);
            }
        }
    }

    fn broken(&self, point: &Point, solved: &Solved) -> Vec<(usize, usize)> {
        let mut broken = Vec::new();
        for (good, flows) in point.flows.iter().enumerate() {
            for (arc, amount) in flows {
                if *amount > self.design.most(*arc, good) * solved.open[*arc] + BROKEN {
                    broken.push((good, *arc));
                }
            }
        }
        broken
    }

    fn add_ways(&mut self, priced: Priced, solved: &Solved) -> Result<bool, DesignError> {
        let mut added = false;
        for way in priced.ways {
            if way.length < solved.demand[way.good] * (1.0 - 1e-10) {
                added |= self.master.add_way(way)?;
            }
        }
        Ok(added)
    }

    fn is_within(&self, cost: f64, gap: f64) -> bool {
        cost - self.lower_bound <= gap * cost.abs()
    }

    fn answer(self, status: DesignStatus, least_short: f64) -> DesignAnswer {
        let (ways, forcing_rows) = (self.master.ways.len(), self.master.forcing_count());
        let empty = Point::of(self.design, std::iter::empty());
        let objective = self.best.as_ref().map_or(f64::INFINITY, |best| best.cost);
        let point = self.best.unwrap_or(empty);
        DesignAnswer {
            status,
            objective,
            lower_bound: self.lower_bound,
            least_short,
            open: point.open,
            flows: point.flows,
            rounds: self.rounds,
            ways,
            forcing_rows,
            iterations: self.iterations,
        }
    }
}
