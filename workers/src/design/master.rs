//! The master: ways and opening of arcs as columns; demands, capacities and the forcing rows so far as rows.

use super::bound::{Prices, Way};
use super::{Design, DesignError};
use crate::solve::SolveError;
use highs::{Col, HighsModelStatus, Model, Row, RowProblem, Sense, SolvedModel};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Feasibility tolerance asked of the solver.
const TOLERANCE: f64 = 1e-9;

/// A row and its position, by which its price is read.
#[derive(Clone, Copy)]
struct Placed {
    row: Row,
    position: usize,
}

/// The master under way. Amounts of ways are fractions of their goods' demands.
pub(super) struct Master<'a> {
    design: &'a Design,
    /// Costs are divided by this.
    unit: f64,
    /// None while a solve is under way, and after one that failed.
    model: Option<Model>,
    open: Vec<Col>,
    demand: Vec<Placed>,
    capacity: Vec<Placed>,
    rows: usize,
    forcing: Vec<BTreeMap<usize, Placed>>,
    pub(super) ways: Vec<Way>,
    known: HashSet<(usize, Vec<usize>)>,
    columns: Vec<Col>,
    /// Ways that use each arc, by good.
    using: HashMap<(usize, usize), Vec<Col>>,
    short: Vec<Col>,
}

/// What a solve of the master says.
pub(super) struct Solved {
    pub(super) prices: Prices,
    /// Price of the whole demand of each good.
    pub(super) demand: Vec<f64>,
    pub(super) amounts: Vec<f64>,
    /// Fraction to which each arc is open.
    pub(super) open: Vec<f64>,
    /// Largest fraction of a demand that is short.
    pub(super) short: f64,
    pub(super) iterations: u64,
}

impl<'a> Master<'a> {
    /// A master without ways, in which a good may be short at a charge for all of its demand.
    pub(super) fn new(design: &'a Design, charges: &[f64]) -> Result<Self, DesignError> {
        let largest = charges.iter().copied().fold(1.0, f64::max);
        let unit = 1e-4 * largest;
        let mut model = RowProblem::new()
            .try_optimise(Sense::Minimise)
            .map_err(|_| refused("a model"))?;
        model.make_quiet();
        set(&mut model)?;
        let mut master = Self {
            design,
            unit,
            model: None,
            open: Vec::new(),
            demand: Vec::new(),
            capacity: Vec::new(),
            rows: 0,
            forcing: vec![BTreeMap::new(); design.goods.len()],
            ways: Vec::new(),
            known: HashSet::new(),
            columns: Vec::new(),
            using: HashMap::new(),
            short: Vec::new(),
        };
        for arc in &design.arcs {
            let column = model.try_add_column(arc.fixed_cost / unit, 0.0..=1.0, []);
            master.open.push(column.map_err(|_| refused("a column"))?);
        }
        for open in &master.open {
            let row = model
                .try_add_row(..=0.0, [(*open, -1.0)])
                .map_err(|_| refused("a row"))?;
            master.capacity.push(place(row, &mut master.rows));
        }
        for charge in charges {
            let short = model
                .try_add_column(charge / unit, 0.0.., [])
                .map_err(|_| refused("a column"))?;
            let row = model
                .try_add_row(1.0..=1.0, [(short, 1.0)])
                .map_err(|_| refused("a row"))?;
            master.demand.push(place(row, &mut master.rows));
            master.short.push(short);
        }
        master.model = Some(model);
        Ok(master)
    }

    /// Takes in a way; whether it is new.
    pub(super) fn add_way(&mut self, way: Way) -> Result<bool, DesignError> {
        if !self.known.insert((way.good, way.arcs.clone())) {
            return Ok(false);
        }
        let demand = self.design.goods[way.good].demand;
        let arcs = || way.arcs.iter().map(|arc| (*arc, &self.design.arcs[*arc]));
        let cost: f64 = arcs().map(|(_, arc)| arc.cost * demand).sum();
        let mut entries = vec![(self.demand[way.good].row, 1.0)];
        for (position, arc) in arcs() {
            entries.push((self.capacity[position].row, demand / arc.capacity));
            entries.extend(self.forcing[way.good].get(&position).map(|forcing| (forcing.row, 1.0)));
        }
        let Some(model) = &mut self.model else {
            return Err(refused("a column"));
        };
        let column = model
            .try_add_column(cost / self.unit, 0.0.., entries)
            .map_err(|_| refused("a column"))?;
        for arc in &way.arcs {
            self.using.entry((way.good, *arc)).or_default().push(column);
        }
        self.columns.push(column);
        self.ways.push(way);
        Ok(true)
    }

    /// Takes in the forcing row of a good on an arc; whether it is new.
    pub(super) fn add_forcing(&mut self, good: usize, arc: usize) -> Result<bool, DesignError> {
        if self.forcing[good].contains_key(&arc) {
            return Ok(false);
        }
        let ways = self.using.get(&(good, arc)).map_or(&[][..], Vec::as_slice);
        let mut entries: Vec<(Col, f64)> = ways.iter().map(|column| (*column, 1.0)).collect();
        entries.push((self.open[arc], -self.design.most(arc, good)));
        let Some(model) = &mut self.model else {
            return Err(refused("a row"));
        };
        let row = model.try_add_row(..=0.0, entries).map_err(|_| refused("a row"))?;
        let placed = place(row, &mut self.rows);
        self.forcing[good].insert(arc, placed);
        Ok(true)
    }

    /// Solves from the last basis.
    pub(super) fn solve(&mut self) -> Result<Solved, DesignError> {
        let Some(model) = self.model.take() else {
            return Err(refused("a model"));
        };
        let solved = model.try_solve().map_err(|_| refused("to solve the model"))?;
        if solved.status() != HighsModelStatus::Optimal {
            return Err(refused(&format!("to solve the model ({:?})", solved.status())));
        }
        let answer = self.read(&solved);
        self.model = Some(Model::from(solved));
        Ok(answer)
    }

    fn read(&self, solved: &SolvedModel) -> Solved {
        let solution = solved.get_solution();
        let (amounts, duals) = (solution.columns(), solution.dual_rows());
        let price = |row: &Placed| (-duals[row.position] * self.unit).max(0.0);
        let capacity = self.capacity.iter().zip(&self.design.arcs).map(|(row, arc)| {
            // The row is divided by the capacity.
            if arc.capacity > 0.0 {
                price(row) / arc.capacity
            } else {
                0.0
            }
        });
        let forcing = self.forcing.iter().map(|rows| {
            let rows = rows.iter().map(|(arc, row)| (*arc, price(row)));
            rows.filter(|(_, price)| *price > 0.0).collect()
        });
        Solved {
            prices: Prices {
                capacity: capacity.collect(),
                forcing: forcing.collect(),
            },
            amounts: self.columns.iter().map(|column| amounts[column.index()]).collect(),
            open: self.open.iter().map(|column| amounts[column.index()]).collect(),
            demand: self.demand.iter().map(|row| duals[row.position] * self.unit).collect(),
            short: self
                .short
                .iter()
                .map(|column| amounts[column.index()])
                .fold(0.0, f64::max),
            iterations: u64::try_from(solved.simplex_iteration_count()).unwrap_or(0),
        }
    }

    /// Number of forcing rows.
    pub(super) fn forcing_count(&self) -> usize {
        self.forcing.iter().map(BTreeMap::len).sum()
    }
}

/// The next row.
const fn place(row: Row, rows: &mut usize) -> Placed {
    let position = *rows;
    *rows += 1;
    Placed { row, position }
}

fn set(model: &mut Model) -> Result<(), DesignError> {
    let refuse = |name: &str| refused(&format!("option {name}"));
    model
        .try_set_option("solver", "simplex")
        .map_err(|_| refuse("solver"))?;
    model
        .try_set_option("presolve", "off")
        .map_err(|_| refuse("presolve"))?;
    model.try_set_option("threads", 1).map_err(|_| refuse("threads"))?;
    for name in ["primal_feasibility_tolerance", "dual_feasibility_tolerance"] {
        model.try_set_option(name, TOLERANCE).map_err(|_| refuse(name))?;
    }
    Ok(())
}

fn refused(what: &str) -> DesignError {
    DesignError::Solve(SolveError::Refused {
        what: what.to_owned(),
        reason: "of the master of a design".to_owned(),
    })
}
