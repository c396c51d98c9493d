//! Which plan is made next, and which other one it starts from: the nearest one before it, in the order of the batch, that
//! could be made. Nearest is the one of the same tables that shares most alternatives; of several, the one that differs in a
//! later axis; of those, the first.
//!
//! Invariant: the answer depends on the order of the batch and on how plans ended, never on when they did. A plan waits until
//! what it starts from is made.

use std::cmp::Reverse;
use std::collections::VecDeque;

/// What a plan that ended leaves for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaves {
    /// Ways, basis and prices to start from.
    Memory,
    /// A plan without them: the method keeps none.
    PlanOnly,
    /// No plan; another may do better.
    Nothing,
}

/// What a worker is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Make the plan at this position, starting from that of another.
    Make { position: usize, from: Option<usize> },
    /// Nothing can be begun until a plan that is being made has ended.
    Wait,
    /// Every plan was begun.
    Done,
}

/// Where a plan stands in its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    /// Its tables.
    pub(super) tables: usize,
    /// Its alternatives, axis by axis.
    pub(super) choice: &'a [usize],
}

/// The plans that wait, and what each of them starts from.
#[derive(Debug)]
pub(super) struct Schedule<'a> {
    places: Vec<Place<'a>>,
    waiting: VecDeque<usize>,
    /// By plan; none while it is not made.
    left: Vec<Option<Leaves>>,
    /// By plan: the one it waits for and then starts from.
    guides: Vec<Option<usize>>,
}

impl<'a> Schedule<'a> {
    /// The schedule of plans in their order; `ended` are those that are made already.
    pub(super) fn new(places: Vec<Place<'a>>, ended: &[(usize, Leaves)]) -> Self {
        let mut left = vec![None; places.len()];
        for (position, leaves) in ended {
            left[*position] = Some(*leaves);
        }
        let mut schedule = Self {
            waiting: (0..places.len()).filter(|at| left[*at].is_none()).collect(),
            guides: vec![None; places.len()],
            places,
            left,
        };
        for position in schedule.waiting.clone() {
            schedule.guides[position] = schedule.guide_of(position);
        }
        schedule
    }

    /// The nearest earlier plan of the same tables that is made or may still be.
    fn guide_of(&self, position: usize) -> Option<usize> {
        let place = self.places[position];
        let earlier = (0..position).filter(|at| self.places[*at].tables == place.tables);
        let possible = earlier.filter(|at| self.left[*at] != Some(Leaves::Nothing));
        possible.min_by_key(|at| distance(self.places[*at].choice, place.choice))
    }

    /// What to do next.
    pub(super) fn next(&mut self) -> Next {
        let is_ready = |at: &usize| self.guides[*at].is_none_or(|guide| self.left[guide].is_some());
        let ready = self.waiting.iter().position(is_ready);
        let Some(position) = ready.and_then(|at| self.waiting.remove(at)) else {
            return if self.waiting.is_empty() {
                Next::Done
            } else {
                Next::Wait
            };
        };
        let guide = self.guides[position];
        let from = guide.filter(|guide| self.left[*guide] == Some(Leaves::Memory));
        Next::Make { position, from }
    }

    /// A plan ended.
    pub(super) fn ended(&mut self, position: usize, leaves: Leaves) {
        self.left[position] = Some(leaves);
        if leaves != Leaves::Nothing {
            return;
        }
        for at in self.waiting.clone() {
            if self.guides[at] == Some(position) {
                self.guides[at] = self.guide_of(at);
            }
        }
    }
}

/// How far two choices are from each other: axes in which they differ, then the first of these, the later the nearer.
fn distance(a: &[usize], b: &[usize]) -> (usize, Reverse<usize>) {
    let mut differing = a
        .iter()
        .zip(b)
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(axis, _)| axis);
    let first = differing.next();
    let count = usize::from(first.is_some()) + differing.count();
    (count, Reverse(first.unwrap_or(a.len())))
}

#[cfg(test)]
mod tests {
    use super::{Leaves, Next, Place, Schedule};

    const fn make(position: usize, from: Option<usize>) -> Next {
        Next::Make { position, from }
    }

    /// Two axes of two and three alternatives.
    const GRID: [[usize; 2]; 6] = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]];

    fn grid(tables: [usize; 6]) -> Vec<Place<'static>> {
        let places = GRID.iter().zip(tables);
        places.map(|(choice, tables)| Place { tables, choice }).collect()
    }

    #[test]
    fn each_waits_for_the_nearest_and_starts_from_it() {
        let mut schedule = Schedule::new(grid([0; 6]), &[]);
        assert_eq!(schedule.next(), make(0, None));
        assert_eq!(schedule.next(), Next::Wait);
        schedule.ended(0, Leaves::Memory);
        assert_eq!(schedule.next(), make(1, Some(0)));
        assert_eq!(schedule.next(), make(2, Some(0)));
        assert_eq!(schedule.next(), make(3, Some(0)));
        assert_eq!(schedule.next(), Next::Wait, "the fifth starts from the fourth");
        schedule.ended(2, Leaves::Memory);
        assert_eq!(schedule.next(), Next::Wait);
        schedule.ended(3, Leaves::Memory);
        assert_eq!(schedule.next(), make(4, Some(3)));
        assert_eq!(schedule.next(), make(5, Some(3)));
        assert_eq!(schedule.next(), Next::Done);
    }

    #[test]
    fn where_the_nearest_could_not_be_made_the_next_one_is_taken() {
        let mut schedule = Schedule::new(grid([0; 6]), &[]);
        assert_eq!(schedule.next(), make(0, None));
        schedule.ended(0, Leaves::Nothing);
        assert_eq!(schedule.next(), make(1, None));
        assert_eq!(schedule.next(), Next::Wait, "the third now starts from the second");
        schedule.ended(1, Leaves::Memory);
        assert_eq!(schedule.next(), make(2, Some(1)));
        assert_eq!(
            schedule.next(),
            make(3, Some(1)),
            "two axes apart, and there is none nearer"
        );
        assert_eq!(schedule.next(), Next::Wait, "the fifth starts from the fourth");
        schedule.ended(3, Leaves::Nothing);
        assert_eq!(schedule.next(), make(4, Some(1)), "one axis apart");
    }

    #[test]
    fn tables_are_kept_apart() {
        let mut schedule = Schedule::new(grid([0, 1, 0, 1, 0, 1]), &[]);
        assert_eq!(schedule.next(), make(0, None));
        assert_eq!(schedule.next(), make(1, None), "other tables need not wait");
        assert_eq!(schedule.next(), Next::Wait);
        schedule.ended(1, Leaves::Memory);
        assert_eq!(schedule.next(), make(3, Some(1)));
        schedule.ended(0, Leaves::PlanOnly);
        assert_eq!(schedule.next(), make(2, None), "the method keeps nothing");
    }

    #[test]
    fn a_batch_that_is_taken_up_goes_on_as_it_would_have() {
        let mut whole = Schedule::new(grid([0; 6]), &[]);
        let mut from = Vec::new();
        for _ in 0..6 {
            let Next::Make { position, from: guide } = whole.next() else {
                break;
            };
            from.push((position, guide));
            let leaves = if position == 3 { Leaves::Nothing } else { Leaves::Memory };
            whole.ended(position, leaves);
        }
        assert_eq!(from.len(), 6);
        let ended = [(0, Leaves::Memory), (1, Leaves::Memory), (3, Leaves::Nothing)];
        let mut resumed = Schedule::new(grid([0; 6]), &ended);
        for (position, guide) in from.into_iter().filter(|(position, _)| ![0, 1, 3].contains(position)) {
            assert_eq!(resumed.next(), make(position, guide));
            resumed.ended(position, Leaves::Memory);
        }
        assert_eq!(resumed.next(), Next::Done);
    }
}
