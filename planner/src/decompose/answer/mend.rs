//! From amounts that break limits to amounts that keep them, for a run that is cut short.
//!
//! Amounts only ever fall: where a limit is broken, everything that uses it falls in proportion; where a commodity is missing,
//! demand goes short first and its other uses fall; where it is left over, it is spilled, or what brings it falls. Least
//! activities do not fall, nor does what brings them their inputs. What a store does falls as a whole; stores whose ends are
//! given are left out of use. This goes on until nothing is broken. The plan is feasible and seldom good.

use super::super::master::Master;
use super::schedules::{Schedule, schedules};
use crate::plan::rows::PricedRow;
use crate::program::Column;

/// Passes that let amounts fall in proportion.
const PROPORTIONAL_PASSES: usize = 1000;
/// Passes after those, which stop what is still broken.
const STOPPING_PASSES: usize = 150;
/// Amounts that fall below this are given up, in units of the commodity or activity: as specks they would be dropped one by one.
const SMALLEST: f64 = 1.0;
/// What may be missing at a row, as a share of what passes there.
const TOLERANCE: f64 = 1e-9;

/// Steps back from least activities over what brings them their inputs.
const STEPS_BACK: usize = 8;

/// Amounts that keep all limits.
#[derive(Clone, Debug)]
pub(super) struct Mended {
    /// Of the columns of the fixed part.
    pub(super) fixed: Vec<f64>,
    /// Of the paths.
    pub(super) paths: Vec<f64>,
}

/// Mends the master's amounts; none where that does not succeed, such as where least activities cannot be kept.
pub(super) fn mend(master: &Master<'_>) -> Option<Mended> {
    let mut mender = Mender::new(master);
    mender.rest_stores();
    mender.keep_least();
    let passes = PROPORTIONAL_PASSES + STOPPING_PASSES;
    let is_mended = (0..passes).any(|pass| !mender.pass(pass >= PROPORTIONAL_PASSES));
    mender.run_stores();
    let (lower, upper) = (&master.fixed.program.lower, &master.fixed.program.upper);
    let fixed = &mender.amounts[..lower.len()];
    let in_bounds = fixed
        .iter()
        .zip(lower.iter().zip(upper))
        .all(|(amount, (lower, upper))| *amount >= lower * (1.0 - TOLERANCE) && *amount <= upper * (1.0 + TOLERANCE));
    (is_mended && in_bounds).then(|| Mended {
        fixed: fixed.to_vec(),
        paths: mender.amounts[lower.len()..lower.len() + master.paths.len()].to_vec(),
    })
}

struct Mender<'a, 'b> {
    master: &'a Master<'b>,
    /// Of fixed columns, then paths, then stores that do something.
    amounts: Vec<f64>,
    /// Columns that enter each row, with what a unit does there; shortages, spills and stores left out.
    entries: Vec<Vec<(usize, f64)>>,
    /// What each of them does not fall below.
    least: Vec<f64>,
    /// What those stores do.
    schedules: Vec<Schedule>,
    /// Column of the shortage of each row.
    shortages: Vec<Option<usize>>,
    /// Column of the spill of each row.
    spills: Vec<Option<usize>>,
}

impl<'a, 'b> Mender<'a, 'b> {
    fn new(master: &'a Master<'b>) -> Self {
        let rows = master.rows.len();
        let mut mender = Self {
            master,
            amounts: Vec::new(),
            least: Vec::new(),
            entries: vec![Vec::new(); rows],
            schedules: schedules(master),
            shortages: vec![None; rows],
            spills: vec![None; rows],
        };
        for (position, column) in master.fixed_columns.iter().enumerate() {
            mender.add_fixed(position, *column);
        }
        for column in &master.path_columns {
            mender.add(*column, master.simplex.amount(*column).max(0.0));
        }
        for schedule in &mender.schedules {
            for (row, value) in &schedule.entries {
                mender.entries[*row as usize].push((mender.amounts.len(), *value));
            }
            mender.amounts.push(schedule.amount);
        }
        mender
    }

    /// Least activities, and of what brings their inputs the part that they need.
    fn keep_least(&mut self) {
        self.least.clone_from(&self.master.fixed.program.lower);
        self.least.resize(self.amounts.len(), 0.0);
        for _ in 0..STEPS_BACK {
            for entries in &self.entries {
                let supply = entries.iter().filter(|(_, value)| *value > 0.0);
                let supplied: f64 = supply
                    .clone()
                    .map(|(column, value)| value * self.amounts[*column])
                    .sum();
                let used = entries.iter().filter(|(_, value)| *value < 0.0);
                let needed: f64 = used.map(|(column, value)| -value * self.least[*column]).sum();
                if needed > 0.0 && supplied > 0.0 {
                    let part = (needed / supplied).min(1.0);
                    for (column, _) in supply {
                        self.least[*column] = self.least[*column].max(part * self.amounts[*column]);
                    }
                }
            }
        }
    }

    /// Brings what stores do to what is left of it.
    fn run_stores(&mut self) {
        let first = self.amounts.len() - self.schedules.len();
        for (position, schedule) in self.schedules.iter().enumerate() {
            let amount = self.amounts[first + position];
            for (column, part) in &schedule.parts {
                self.amounts[*column] = amount * part;
            }
        }
    }

    fn add_fixed(&mut self, position: usize, column: u32) {
        let numbers = &self.master.fixed.program;
        let row = |rows: &[u32]| rows.first().map_or(0, |row| *row as usize);
        let rows = self.master.simplex.entries(column).0;
        match self.master.fixed.columns[position].0 {
            Column::Shortage(..) => self.shortages[row(rows)] = Some(position),
            Column::Spill(..) => self.spills[row(rows)] = Some(position),
            Column::Charge(_) | Column::Discharge(_) | Column::Level(_) => {}
            Column::Flow(..) | Column::Activity(_) | Column::Trade(_) => {
                let amount = self.master.simplex.amount(column);
                return self.add(column, amount.clamp(numbers.lower[position], numbers.upper[position]));
            }
        }
        self.amounts.push(0.0);
    }

    fn add(&mut self, column: u32, amount: f64) {
        let amount = if amount < SMALLEST { 0.0 } else { amount };
        if amount > 0.0 {
            let (rows, values) = self.master.simplex.entries(column);
            for (row, value) in rows.iter().zip(values) {
                self.entries[*row as usize].push((self.amounts.len(), *value));
            }
        }
        self.amounts.push(amount);
    }

    /// Nothing is put in or taken out: what was there at the beginning stays, less what is lost.
    fn rest_stores(&mut self) {
        let fixed = &self.master.fixed;
        for (position, (column, period)) in fixed.columns.iter().enumerate() {
            let Column::Level(store) = *column else { continue };
            let (rows, values) = self.master.simplex.entries(self.master.fixed_columns[position]);
            for (row, value) in rows.iter().zip(values) {
                let meaning = self.master.rows[*row as usize];
                let is_own = meaning.row == PricedRow::Store(store) && meaning.period == *period;
                if is_own && *value > 0.0 {
                    self.amounts[position] = self.level(*row as usize, position) / value;
                }
            }
        }
    }

    /// What the earlier levels in a store's row leave for this one.
    fn level(&self, row: usize, own: usize) -> f64 {
        let mut level = self.master.right_hand_sides[row];
        if let Some(before) = own.checked_sub(1) {
            let PricedRow::Store(store) = self.master.rows[row].row else {
                return level;
            };
            let columns = &self.master.fixed.columns[..=before];
            let earlier = columns.iter().rposition(|(column, _)| *column == Column::Level(store));
            if let Some(earlier) = earlier {
                let (rows, values) = self.master.simplex.entries(self.master.fixed_columns[earlier]);
                let kept = rows.iter().zip(values).find(|(r, _)| **r as usize == row);
                level -= kept.map_or(0.0, |(_, value)| value * self.amounts[earlier]);
            }
        }
        level
    }

    /// Looks at every row; whether anything was broken.
    fn pass(&mut self, stops: bool) -> bool {
        let mut was_broken = false;
        for row in 0..self.entries.len() {
            was_broken |= match self.master.rows[row].row {
                PricedRow::Link(_) | PricedRow::Budget(_) => self.keep_limit(row, stops),
                PricedRow::Balance(..) => self.keep_balance(row, stops),
                PricedRow::Store(_) => false,
            };
        }
        was_broken
    }

    /// What comes to a row, and what leaves it.
    fn sums(&self, row: usize) -> (f64, f64) {
        let parts = self.entries[row]
            .iter()
            .map(|(column, value)| value * self.amounts[*column]);
        parts.fold((0.0, 0.0), |(plus, minus), part| {
            if part > 0.0 {
                (plus + part, minus)
            } else {
                (plus, minus - part)
            }
        })
    }

    fn keep_limit(&mut self, row: usize, stops: bool) -> bool {
        let limit = self.master.right_hand_sides[row].max(0.0);
        let (load, _) = self.sums(row);
        let is_broken = load > limit * (1.0 + TOLERANCE);
        if is_broken {
            self.scale(row, 1.0, if stops { 0.0 } else { limit / load });
        }
        is_broken
    }

    fn keep_balance(&mut self, row: usize, stops: bool) -> bool {
        let asked = self.master.right_hand_sides[row];
        let (supply, uses) = self.sums(row);
        let missing = uses + asked - supply;
        let short = self.shortages[row].map_or(0.0, |column| {
            let most = self.master.fixed.program.upper[column];
            self.amounts[column] = missing.clamp(0.0, most);
            self.amounts[column]
        });
        let spilled = self.spills[row].map_or(0.0, |column| {
            self.amounts[column] = (-missing).max(0.0);
            self.amounts[column]
        });
        let left = missing - short + spilled;
        if left.abs() <= TOLERANCE * (supply + uses + asked.abs()) {
            return false;
        }
        let (sign, all) = if left > 0.0 { (-1.0, uses) } else { (1.0, supply) };
        let factor = if stops || all <= 0.0 {
            0.0
        } else {
            (1.0 - left.abs() / all).max(0.0)
        };
        self.scale(row, sign, factor);
        true
    }

    /// Multiplies the amounts of what enters a row with this sign.
    fn scale(&mut self, row: usize, sign: f64, factor: f64) {
        for (column, value) in &self.entries[row] {
            if value * sign > 0.0 {
                let amount = factor * self.amounts[*column];
                let amount = if amount < SMALLEST { 0.0 } else { amount };
                self.amounts[*column] = amount.max(self.least[*column]);
            }
        }
    }
}
