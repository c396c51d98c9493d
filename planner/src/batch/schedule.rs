//! Which plan is made next, and what it starts from.
//!
//! Invariant: the answer depends on the order of the batch and on how plans ended, never on when they did. The plans of one
//! set of tables wait until the first of them that can be made is made; all others start from that one.

use std::collections::VecDeque;

/// What a plan that ended leaves for the others of its tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaves {
    /// Ways, basis and prices to start from.
    Memory,
    /// A plan without them: the method keeps none.
    PlanOnly,
    /// No plan; another may do better.
    Nothing,
}

/// What the plans of one set of tables start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    /// Not known, and nobody works on it.
    Open,
    /// A plan is being made that may become it.
    Sought,
    /// This plan, or none.
    Found(Option<usize>),
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

/// The plans that wait, and the leads of their tables.
#[derive(Debug)]
pub(super) struct Schedule {
    waiting: VecDeque<usize>,
    /// Tables of each plan.
    tables: Vec<usize>,
    /// By tables.
    leads: Vec<Lead>,
}

impl Schedule {
    /// The schedule of plans whose tables are given; `ended` are those that are made already, in order.
    pub(super) fn new(tables: &[usize], ended: &[(usize, Leaves)]) -> Self {
        let count = tables.iter().max().map_or(0, |last| last + 1);
        let mut schedule = Self {
            waiting: VecDeque::new(),
            tables: tables.to_vec(),
            leads: vec![Lead::Open; count],
        };
        let mut is_made = vec![false; tables.len()];
        for (position, leaves) in ended {
            is_made[*position] = true;
            schedule.ended(*position, *leaves);
        }
        schedule.waiting = (0..tables.len()).filter(|position| !is_made[*position]).collect();
        schedule
    }

    /// What to do next.
    pub(super) fn next(&mut self) -> Next {
        let lead = |position: usize| self.leads[self.tables[position]];
        let ready = self.waiting.iter().position(|at| lead(*at) != Lead::Sought);
        let Some(position) = ready.and_then(|at| self.waiting.remove(at)) else {
            return if self.waiting.is_empty() { Next::Done } else { Next::Wait };
        };
        let lead = &mut self.leads[self.tables[position]];
        let from = match *lead {
            Lead::Found(from) => from,
            Lead::Open | Lead::Sought => {
                *lead = Lead::Sought;
                None
            }
        };
        Next::Make { position, from }
    }

    /// A plan ended.
    pub(super) fn ended(&mut self, position: usize, leaves: Leaves) {
        let lead = &mut self.leads[self.tables[position]];
        if matches!(lead, Lead::Found(_)) {
            return;
        }
        *lead = match leaves {
            Leaves::Memory => Lead::Found(Some(position)),
            Leaves::PlanOnly => Lead::Found(None),
            Leaves::Nothing => Lead::Open,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Leaves, Next, Schedule};

    const fn make(position: usize, from: Option<usize>) -> Next {
        Next::Make { position, from }
    }

    #[test]
    fn others_wait_for_the_first_and_start_from_it() {
        let mut schedule = Schedule::new(&[0, 0, 0], &[]);
        assert_eq!(schedule.next(), make(0, None));
        assert_eq!(schedule.next(), Next::Wait);
        schedule.ended(0, Leaves::Memory);
        assert_eq!(schedule.next(), make(1, Some(0)));
        assert_eq!(schedule.next(), make(2, Some(0)));
        assert_eq!(schedule.next(), Next::Done);
        schedule.ended(2, Leaves::Memory);
    }

    #[test]
    fn where_the_first_has_no_plan_the_next_one_leads() {
        let mut schedule = Schedule::new(&[0, 0, 0, 0], &[]);
        assert_eq!(schedule.next(), make(0, None));
        schedule.ended(0, Leaves::Nothing);
        assert_eq!(schedule.next(), make(1, None));
        assert_eq!(schedule.next(), Next::Wait, "the second may lead");
        schedule.ended(1, Leaves::Memory);
        assert_eq!(schedule.next(), make(2, Some(1)));
        schedule.ended(2, Leaves::Nothing);
        assert_eq!(schedule.next(), make(3, Some(1)));
    }

    #[test]
    fn tables_have_leads_of_their_own() {
        let mut schedule = Schedule::new(&[0, 1, 0, 1], &[]);
        assert_eq!(schedule.next(), make(0, None));
        assert_eq!(schedule.next(), make(1, None), "other tables need not wait");
        assert_eq!(schedule.next(), Next::Wait);
        schedule.ended(1, Leaves::Memory);
        assert_eq!(schedule.next(), make(3, Some(1)));
        schedule.ended(0, Leaves::PlanOnly);
        assert_eq!(schedule.next(), make(2, None), "the method keeps nothing");
    }

    #[test]
    fn what_was_made_before_leads_as_it_did() {
        let ended = [(0, Leaves::Nothing), (1, Leaves::Memory), (3, Leaves::Memory)];
        let mut schedule = Schedule::new(&[0, 0, 0, 0], &ended);
        assert_eq!(schedule.next(), make(2, Some(1)));
        assert_eq!(schedule.next(), Next::Done);
    }
}
