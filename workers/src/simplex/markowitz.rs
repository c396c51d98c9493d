//! Elimination of what no singleton order reaches: the nucleus of a basis.
//!
//! Source: Markowitz, The elimination form of the inverse and its application to linear programming, Management
//! Science 3 (1957); the search over the sparsest few rows and columns is Zlatev's (SIAM Journal on Numerical Analysis
//! 17, 1980), the threshold that of Suhl and Suhl (ORSA Journal on Computing 2, 1990).

/// A pivot may be this much smaller than the largest entry of its row.
const THRESHOLD: f64 = 0.1;
/// Entries below this are dropped.
const DROP: f64 = 1e-14;
/// A pivot below this says that the basis is singular.
const SMALLEST_PIVOT: f64 = 1e-11;
/// Rows and columns looked at for a pivot.
const LOOKED_AT: usize = 6;

/// What the elimination gives: pivots in order, the multipliers below each and the entries right of it.
#[derive(Debug, Default)]
pub(super) struct Eliminated {
    /// `(row, column, pivot)` in order.
    pub(super) pivots: Vec<(u32, u32, f64)>,
    /// By pivot: `(row, multiplier)`.
    pub(super) lower: Vec<Vec<(u32, f64)>>,
    /// By pivot: `(column, entry)`.
    pub(super) upper: Vec<Vec<(u32, f64)>>,
    /// Rows left over where the matrix is singular.
    pub(super) rows_left: Vec<u32>,
    /// Columns left over where the matrix is singular.
    pub(super) columns_left: Vec<u32>,
}

struct Active {
    rows: Vec<Vec<(u32, f64)>>,
    columns: Vec<Vec<u32>>,
    rows_by_count: Buckets,
    columns_by_count: Buckets,
}

/// Eliminates a matrix given by rows of `(column, value)`; `columns` is its number of columns.
pub(super) fn eliminate(rows: Vec<Vec<(u32, f64)>>, columns: usize) -> Eliminated {
    let mut active = Active::new(rows, columns);
    let mut done = Eliminated::default();
    let mut place_in_row = vec![u32::MAX; columns];
    while let Some((row, column)) = active.choose() {
        active.pivot(row, column, &mut done, &mut place_in_row);
    }
    done.rows_left = active.rows_by_count.remaining();
    done.columns_left = active.columns_by_count.remaining();
    done
}

#[allow(clippy::cast_possible_truncation, reason = "rows and columns are counted in u32")]
impl Active {
    fn new(rows: Vec<Vec<(u32, f64)>>, column_count: usize) -> Self {
        let mut columns = vec![Vec::new(); column_count];
        for (r, row) in rows.iter().enumerate() {
            for (c, _) in row {
                columns[*c as usize].push(r as u32);
            }
        }
        let rows_by_count = Buckets::new(rows.iter().map(Vec::len));
        let columns_by_count = Buckets::new(columns.iter().map(Vec::len));
        Self {
            rows,
            columns,
            rows_by_count,
            columns_by_count,
        }
    }

    /// The entry with the least product of counts among the sparsest rows and columns that is large enough in its row.
    fn choose(&self) -> Option<(u32, u32)> {
        let mut best: Option<(usize, f64, u32, u32)> = None;
        let mut looked_at = 0;
        let longest = self.rows_by_count.heads.len().max(self.columns_by_count.heads.len());
        for count in 1..longest {
            if best.is_some_and(|(merit, ..)| merit <= (count - 1) * (count - 1)) {
                break;
            }
            for column in self.columns_by_count.of(count) {
                self.look_at_column(column, &mut best);
                looked_at += 1;
                if best.is_some() && looked_at >= LOOKED_AT {
                    return best.map(|(_, _, row, column)| (row, column));
                }
            }
            for row in self.rows_by_count.of(count) {
                self.look_at_row(row, &mut best);
                looked_at += 1;
                if best.is_some() && looked_at >= LOOKED_AT {
                    return best.map(|(_, _, row, column)| (row, column));
                }
            }
        }
        best.map(|(_, _, row, column)| (row, column))
    }

    fn largest(&self, row: u32) -> f64 {
        self.rows[row as usize].iter().fold(0.0, |m, (_, v)| m.max(v.abs()))
    }

    fn look_at_row(&self, row: u32, best: &mut Option<(usize, f64, u32, u32)>) {
        let largest = self.largest(row);
        let in_row = self.rows[row as usize].len() - 1;
        for (column, value) in &self.rows[row as usize] {
            if value.abs() >= (THRESHOLD * largest).max(SMALLEST_PIVOT) {
                let merit = in_row * (self.columns[*column as usize].len() - 1);
                improve(best, merit, value.abs(), row, *column);
            }
        }
    }

    fn look_at_column(&self, column: u32, best: &mut Option<(usize, f64, u32, u32)>) {
        let in_column = self.columns[column as usize].len() - 1;
        for row in &self.columns[column as usize] {
            let Some((_, value)) = self.rows[*row as usize].iter().find(|(c, _)| *c == column) else {
                continue;
            };
            if value.abs() >= (THRESHOLD * self.largest(*row)).max(SMALLEST_PIVOT) {
                let merit = in_column * (self.rows[*row as usize].len() - 1);
                improve(best, merit, value.abs(), *row, column);
            }
        }
    }

    fn pivot(&mut self, row: u32, column: u32, done: &mut Eliminated, place_in_row: &mut [u32]) {
        let mut pivot_row = std::mem::take(&mut self.rows[row as usize]);
        let place = pivot_row.iter().position(|(c, _)| *c == column).unwrap_or(0);
        let pivot = pivot_row.swap_remove(place).1;
        let below = std::mem::take(&mut self.columns[column as usize]);
        self.rows_by_count.remove(row);
        self.columns_by_count.remove(column);
        for (c, _) in &pivot_row {
            let list = &mut self.columns[*c as usize];
            if let Some(at) = list.iter().position(|r| *r == row) {
                list.swap_remove(at);
            }
        }
        let mut multipliers = Vec::with_capacity(below.len());
        for target in below.into_iter().filter(|r| *r != row) {
            if let Some(multiplier) = self.subtract(target, column, pivot, &pivot_row, place_in_row) {
                multipliers.push((target, multiplier));
            }
            let count = self.rows[target as usize].len();
            self.rows_by_count.move_to(target, count);
        }
        for (c, _) in &pivot_row {
            let count = self.columns[*c as usize].len();
            self.columns_by_count.move_to(*c, count);
        }
        done.pivots.push((row, column, pivot));
        done.lower.push(multipliers);
        done.upper.push(pivot_row);
    }

    /// Takes a multiple of the pivot row from a row, so that its entry in the pivot column vanishes.
    fn subtract(
        &mut self,
        target: u32,
        column: u32,
        pivot: f64,
        pivot_row: &[(u32, f64)],
        place_in_row: &mut [u32],
    ) -> Option<f64> {
        let entries = &mut self.rows[target as usize];
        let at = entries.iter().position(|(c, _)| *c == column)?;
        let multiplier = entries.swap_remove(at).1 / pivot;
        for (place, (c, _)) in entries.iter().enumerate() {
            place_in_row[*c as usize] = place as u32;
        }
        for (c, value) in pivot_row {
            let change = multiplier * value;
            match place_in_row[*c as usize] {
                u32::MAX => {
                    place_in_row[*c as usize] = entries.len() as u32;
                    entries.push((*c, -change));
                    self.columns[*c as usize].push(target);
                }
                place => entries[place as usize].1 -= change,
            }
        }
        for (c, _) in entries.iter() {
            place_in_row[*c as usize] = u32::MAX;
        }
        let columns = &mut self.columns;
        entries.retain(|(c, value)| {
            let kept = value.abs() > DROP;
            if !kept {
                let list = &mut columns[*c as usize];
                if let Some(at) = list.iter().position(|r| *r == target) {
                    list.swap_remove(at);
                }
            }
            kept
        });
        Some(multiplier)
    }
}

fn improve(best: &mut Option<(usize, f64, u32, u32)>, merit: usize, size: f64, row: u32, column: u32) {
    let better = match best {
        None => true,
        Some((m, s, ..)) => merit < *m || (merit == *m && size > *s),
    };
    if better {
        *best = Some((merit, size, row, column));
    }
}

/// Items in doubly linked lists by count.
struct Buckets {
    heads: Vec<u32>,
    next: Vec<u32>,
    previous: Vec<u32>,
    count: Vec<u32>,
}

const NONE: u32 = u32::MAX;

#[allow(clippy::cast_possible_truncation, reason = "rows and columns are counted in u32")]
impl Buckets {
    fn new(counts: impl Iterator<Item = usize>) -> Self {
        let counts: Vec<usize> = counts.collect();
        let length = counts.len();
        let mut buckets = Self {
            heads: vec![NONE; counts.iter().max().map_or(1, |m| m + 1)],
            next: vec![NONE; length],
            previous: vec![NONE; length],
            count: vec![NONE; length],
        };
        for (item, count) in counts.into_iter().enumerate().rev() {
            buckets.insert(item as u32, count);
        }
        buckets
    }

    fn insert(&mut self, item: u32, count: usize) {
        if count >= self.heads.len() {
            self.heads.resize(count + 1, NONE);
        }
        let head = self.heads[count];
        self.next[item as usize] = head;
        self.previous[item as usize] = NONE;
        if head != NONE {
            self.previous[head as usize] = item;
        }
        self.heads[count] = item;
        self.count[item as usize] = count as u32;
    }

    fn remove(&mut self, item: u32) {
        let (before, after) = (self.previous[item as usize], self.next[item as usize]);
        match before {
            NONE => self.heads[self.count[item as usize] as usize] = after,
            _ => self.next[before as usize] = after,
        }
        if after != NONE {
            self.previous[after as usize] = before;
        }
        self.count[item as usize] = NONE;
    }

    fn move_to(&mut self, item: u32, count: usize) {
        if self.count[item as usize] != count as u32 {
            self.remove(item);
            self.insert(item, count);
        }
    }

    fn of(&self, count: usize) -> impl Iterator<Item = u32> + '_ {
        let first = self.heads.get(count).copied().filter(|head| *head != NONE);
        std::iter::successors(first, |item| {
            let next = self.next[*item as usize];
            (next != NONE).then_some(next)
        })
    }

    fn remaining(&self) -> Vec<u32> {
        (0..self.count.len() as u32)
            .filter(|item| self.count[*item as usize] != NONE)
            .collect()
    }
}
