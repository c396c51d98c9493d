//! A basis as a product of triangles: singletons first, whatever is left by [`super::markowitz`].
//!
//! In planning programs nearly every row of a basis belongs to one path or one activity, so that the singletons cover
//! all but the rows that limits share; only those are eliminated with fill-in.

use super::markowitz;
use super::sparse::SparseVector;
use super::triangle::{Search, Triangle};

/// Columns of a matrix, `(row, value)` each.
pub(super) trait Columns {
    /// Number of rows.
    fn row_count(&self) -> usize;
    /// The entries of a column.
    fn entries(&self, column: u32) -> (&[u32], &[f64]);
}

/// `L U = P B Q`: positions are counted in the order of pivots.
#[derive(Clone, Debug, Default)]
pub(super) struct Factor {
    /// Position of each row.
    position_of_row: Vec<u32>,
    /// Row of each position.
    row_of_position: Vec<u32>,
    /// Position of each slot of the basis.
    position_of_slot: Vec<u32>,
    /// Slot of each position.
    slot_of_position: Vec<u32>,
    diagonal: Vec<f64>,
    lower: Triangle,
    lower_transposed: Triangle,
    upper: Triangle,
    upper_transposed: Triangle,
    work: SparseVector,
    search: Search,
    /// Rows of the part that had to be eliminated.
    pub(super) nucleus: usize,
}

/// Slots whose columns depend on others, and the rows left without a pivot, in pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Singular {
    pub(super) slots: Vec<u32>,
    pub(super) rows: Vec<u32>,
}

/// What the elimination order is built from.
struct Order {
    row_of_position: Vec<u32>,
    slot_of_position: Vec<u32>,
    position_of_row: Vec<u32>,
    position_of_slot: Vec<u32>,
    diagonal: Vec<f64>,
    /// `(position, row, multiplier)`.
    lower: Vec<(u32, u32, f64)>,
    /// `(slot, row, entry)`, diagonal left out.
    upper: Vec<(u32, u32, f64)>,
}

const OPEN: u32 = u32::MAX;

#[allow(clippy::cast_possible_truncation, reason = "rows and slots are counted in u32")]
impl Factor {
    /// Factors the basis with column `basic[slot]` in each slot.
    pub(super) fn renew(&mut self, matrix: &impl Columns, basic: &[u32]) -> Result<(), Singular> {
        let rows = matrix.row_count();
        let by_row = Transposed::new(matrix, basic);
        let mut order = Order::new(rows);
        order.column_singletons(matrix, basic, &by_row);
        order.row_singletons(matrix, basic, &by_row);
        let nucleus = rows - order.row_of_position.len();
        if nucleus > 0 {
            order.eliminate(matrix, basic)?;
        }
        self.fill(order, matrix, basic, nucleus);
        Ok(())
    }

    /// Rows and entries: what making it costs, in units of an entry that is looked at.
    pub(super) fn size(&self) -> usize {
        self.diagonal.len() + self.upper.len() + self.lower.len()
    }

    /// `B x = a`: takes `a` by row, gives `x` by slot.
    pub(super) fn solve(&mut self, vector: &mut SparseVector) {
        self.carry(vector, Side::Rows);
        self.lower.solve(&mut self.work, None, true, &mut self.search);
        self.upper
            .solve(&mut self.work, Some(&self.diagonal), false, &mut self.search);
        self.carry_back(vector, Side::Slots);
    }

    /// `B' y = c`: takes `c` by slot, gives `y` by row.
    pub(super) fn solve_transposed(&mut self, vector: &mut SparseVector) {
        self.carry(vector, Side::Slots);
        self.upper_transposed
            .solve(&mut self.work, Some(&self.diagonal), true, &mut self.search);
        self.lower_transposed
            .solve(&mut self.work, None, false, &mut self.search);
        self.carry_back(vector, Side::Rows);
    }

    fn fill(&mut self, order: Order, matrix: &impl Columns, basic: &[u32], nucleus: usize) {
        let rows = matrix.row_count();
        self.work.resize(rows);
        self.search.resize(rows);
        self.nucleus = nucleus;
        self.fill_upper(&order, matrix, basic);
        self.fill_lower(&order);
        self.upper_transposed.transpose(&self.upper);
        self.lower_transposed.transpose(&self.lower);
        self.position_of_row = order.position_of_row;
        self.row_of_position = order.row_of_position;
        self.position_of_slot = order.position_of_slot;
        self.slot_of_position = order.slot_of_position;
        self.diagonal = order.diagonal;
    }

    /// Entries of a column in rows that were passed before it, of the original matrix; those of the nucleus in its own
    /// rows are what elimination left there.
    fn fill_upper(&mut self, order: &Order, matrix: &impl Columns, basic: &[u32]) {
        let first_of_nucleus = (matrix.row_count() - self.nucleus) as u32;
        let place = |(slot, row, value): &(u32, u32, f64)| {
            let position = order.position_of_slot[*slot as usize];
            (position, order.position_of_row[*row as usize], *value)
        };
        let mut eliminated: Vec<_> = order.upper.iter().map(place).collect();
        eliminated.sort_unstable_by_key(|entry| (entry.0, entry.1));
        let mut eliminated = eliminated.into_iter().peekable();
        self.upper.begin();
        for (position, slot) in (0_u32..).zip(&order.slot_of_position) {
            let (rows, values) = matrix.entries(basic[*slot as usize]);
            for (row, value) in rows.iter().zip(values) {
                let at = order.position_of_row[*row as usize];
                if at < position && at < first_of_nucleus {
                    self.upper.push(at, *value);
                }
            }
            while let Some((_, at, value)) = eliminated.next_if(|entry| entry.0 == position) {
                self.upper.push(at, value);
            }
            self.upper.next();
        }
    }

    /// Multipliers, which come in order of their positions.
    fn fill_lower(&mut self, order: &Order) {
        let mut multipliers = order.lower.iter().peekable();
        self.lower.begin();
        for position in 0..order.row_of_position.len() as u32 {
            while let Some((_, row, value)) = multipliers.next_if(|entry| entry.0 == position) {
                self.lower.push(order.position_of_row[*row as usize], *value);
            }
            self.lower.next();
        }
    }

    fn carry(&mut self, vector: &mut SparseVector, from: Side) {
        let positions = match from {
            Side::Rows => &self.position_of_row,
            Side::Slots => &self.position_of_slot,
        };
        for k in &vector.pattern {
            let value = vector.values[*k as usize];
            if value != 0.0 {
                self.work.add(positions[*k as usize] as usize, value);
            }
        }
        vector.clear();
    }

    fn carry_back(&mut self, vector: &mut SparseVector, to: Side) {
        let names = match to {
            Side::Rows => &self.row_of_position,
            Side::Slots => &self.slot_of_position,
        };
        for k in &self.work.pattern {
            let value = self.work.values[*k as usize];
            if value.abs() > 1e-14 {
                vector.add(names[*k as usize] as usize, value);
            }
        }
        self.work.clear();
    }
}

#[derive(Clone, Copy)]
enum Side {
    Rows,
    Slots,
}

#[allow(clippy::cast_possible_truncation, reason = "rows and slots are counted in u32")]
impl Order {
    fn new(rows: usize) -> Self {
        Self {
            row_of_position: Vec::with_capacity(rows),
            slot_of_position: Vec::with_capacity(rows),
            position_of_row: vec![OPEN; rows],
            position_of_slot: vec![OPEN; rows],
            diagonal: Vec::with_capacity(rows),
            lower: Vec::new(),
            upper: Vec::new(),
        }
    }

    fn pivot(&mut self, row: u32, slot: u32, value: f64) {
        let position = self.row_of_position.len() as u32;
        self.position_of_row[row as usize] = position;
        self.position_of_slot[slot as usize] = position;
        self.row_of_position.push(row);
        self.slot_of_position.push(slot);
        self.diagonal.push(value);
    }

    /// Columns with one entry left among the open rows; their other entries are in rows passed before.
    fn column_singletons(&mut self, matrix: &impl Columns, basic: &[u32], by_row: &Transposed) {
        let mut counts: Vec<u32> = basic.iter().map(|c| matrix.entries(*c).0.len() as u32).collect();
        let mut ready: Vec<u32> = (0..basic.len() as u32).filter(|s| counts[*s as usize] == 1).collect();
        while let Some(slot) = ready.pop() {
            if counts[slot as usize] != 1 {
                continue;
            }
            let (rows, values) = matrix.entries(basic[slot as usize]);
            let Some(at) = rows.iter().position(|r| self.position_of_row[*r as usize] == OPEN) else {
                continue;
            };
            if values[at].abs() < 1e-9 {
                continue;
            }
            self.pivot(rows[at], slot, values[at]);
            for other in by_row.slots(rows[at]) {
                counts[*other as usize] -= 1;
                if counts[*other as usize] == 1 && self.position_of_slot[*other as usize] == OPEN {
                    ready.push(*other);
                }
            }
        }
    }

    /// Rows with one open column; what the column has in other open rows goes to the lower triangle.
    fn row_singletons(&mut self, matrix: &impl Columns, basic: &[u32], by_row: &Transposed) {
        let open = |order: &Self, row: u32| {
            let slots = by_row.slots(row).iter();
            slots.filter(|s| order.position_of_slot[**s as usize] == OPEN).count() as u32
        };
        let rows = matrix.row_count() as u32;
        let mut counts: Vec<u32> = (0..rows)
            .map(|row| {
                if self.position_of_row[row as usize] == OPEN {
                    open(self, row)
                } else {
                    0
                }
            })
            .collect();
        let mut ready: Vec<u32> = (0..rows).filter(|r| counts[*r as usize] == 1).collect();
        while let Some(row) = ready.pop() {
            if counts[row as usize] != 1 || self.position_of_row[row as usize] != OPEN {
                continue;
            }
            let slots = by_row.slots(row).iter();
            let Some(slot) = slots.copied().find(|s| self.position_of_slot[*s as usize] == OPEN) else {
                continue;
            };
            let (rows, values) = matrix.entries(basic[slot as usize]);
            let pivot = rows
                .iter()
                .zip(values)
                .find(|(r, _)| **r == row)
                .map_or(0.0, |(_, v)| *v);
            let largest = rows
                .iter()
                .zip(values)
                .filter(|(r, _)| self.position_of_row[**r as usize] == OPEN)
                .fold(0.0_f64, |m, (_, v)| m.max(v.abs()));
            if pivot.abs() < 1e-4 * largest || pivot.abs() < 1e-9 {
                continue;
            }
            let position = self.row_of_position.len() as u32;
            self.pivot(row, slot, pivot);
            for (r, value) in rows.iter().zip(values) {
                if self.position_of_row[*r as usize] == OPEN {
                    self.lower.push((position, *r, value / pivot));
                    counts[*r as usize] -= 1;
                    if counts[*r as usize] == 1 {
                        ready.push(*r);
                    }
                }
            }
        }
    }

    fn eliminate(&mut self, matrix: &impl Columns, basic: &[u32]) -> Result<(), Singular> {
        let open_rows: Vec<u32> = (0..matrix.row_count() as u32)
            .filter(|r| self.position_of_row[*r as usize] == OPEN)
            .collect();
        let open_slots: Vec<u32> = (0..basic.len() as u32)
            .filter(|s| self.position_of_slot[*s as usize] == OPEN)
            .collect();
        let mut local = vec![OPEN; matrix.row_count()];
        for (k, row) in open_rows.iter().enumerate() {
            local[*row as usize] = k as u32;
        }
        let mut rows = vec![Vec::new(); open_rows.len()];
        for (k, slot) in open_slots.iter().enumerate() {
            let (column_rows, values) = matrix.entries(basic[*slot as usize]);
            for (row, value) in column_rows.iter().zip(values) {
                if local[*row as usize] != OPEN {
                    rows[local[*row as usize] as usize].push((k as u32, *value));
                }
            }
        }
        let done = markowitz::eliminate(rows, open_slots.len());
        if !done.rows_left.is_empty() {
            return Err(Singular {
                slots: done.columns_left.iter().map(|c| open_slots[*c as usize]).collect(),
                rows: done.rows_left.iter().map(|r| open_rows[*r as usize]).collect(),
            });
        }
        for (step, (row, column, value)) in done.pivots.iter().enumerate() {
            let position = self.row_of_position.len() as u32;
            let pivot_row = open_rows[*row as usize];
            self.pivot(pivot_row, open_slots[*column as usize], *value);
            let multipliers = done.lower[step].iter();
            self.lower
                .extend(multipliers.map(|(r, m)| (position, open_rows[*r as usize], *m)));
            let entries = done.upper[step].iter();
            self.upper
                .extend(entries.map(|(c, v)| (open_slots[*c as usize], pivot_row, *v)));
        }
        Ok(())
    }
}

/// The slots that have an entry in each row.
struct Transposed {
    starts: Vec<u32>,
    slots: Vec<u32>,
}

#[allow(clippy::cast_possible_truncation, reason = "entries of a basis are counted in u32")]
impl Transposed {
    fn new(matrix: &impl Columns, basic: &[u32]) -> Self {
        let mut starts = vec![0_u32; matrix.row_count() + 1];
        for column in basic {
            matrix
                .entries(*column)
                .0
                .iter()
                .for_each(|r| starts[*r as usize + 1] += 1);
        }
        for row in 0..matrix.row_count() {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut slots = vec![0_u32; starts[matrix.row_count()] as usize];
        for (slot, column) in basic.iter().enumerate() {
            for row in matrix.entries(*column).0 {
                slots[next[*row as usize] as usize] = slot as u32;
                next[*row as usize] += 1;
            }
        }
        Self { starts, slots }
    }

    fn slots(&self, row: u32) -> &[u32] {
        &self.slots[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize]
    }
}
