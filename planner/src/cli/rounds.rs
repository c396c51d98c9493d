//! Rounds of a decomposition for people: a table on a terminal, lines without one.

use super::print;
use crate::decompose::Round;

/// Least time between two lines, s.
const BETWEEN_S: f64 = 0.5;
/// Lines between two headers.
const LINES_PER_HEADER: usize = 20;
/// Heads of the table. A star marks an objective that is not a plan's yet.
const HEADER: &str =
    "      s  round     lower bound GJ       objective GJ        gap     paths  active  broken  exchanges";

/// Decides which rounds are shown.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    shown_s: Option<f64>,
    lines: usize,
    waiting: Option<(f64, Round)>,
}

impl Rounds {
    /// The round to show now, if any; one that is not shown waits for [`Rounds::last`].
    pub(super) fn next(&mut self, seconds: f64, round: &Round) -> bool {
        let is_due = self.shown_s.is_none_or(|shown| seconds >= shown + BETWEEN_S);
        if is_due {
            self.shown_s = Some(seconds);
        }
        self.waiting = (!is_due).then_some((seconds, *round));
        is_due
    }

    /// The last round, if it has not been shown.
    pub(super) const fn last(&mut self) -> Option<(f64, Round)> {
        self.waiting.take()
    }

    /// A row of the table, below its header where that is due.
    pub(super) fn table_row(&mut self, seconds: f64, round: &Round) -> String {
        let is_first = self.lines.is_multiple_of(LINES_PER_HEADER);
        self.lines += 1;
        let row = row(seconds, round);
        if is_first { format!("{HEADER}\n{row}") } else { row }
    }
}

fn row(seconds: f64, round: &Round) -> String {
    let mark = if round.gap.is_some() { ' ' } else { '*' };
    format!(
        "{seconds:7.1}  {:5}  {:>17}  {:>16}{mark}  {:>9}  {:>8}  {:>6}  {:>6}  {:>9}",
        round.round,
        amount(round.bound_gj),
        amount(round.objective_gj),
        gap(round),
        round.paths,
        round.active_rows,
        round.broken,
        round.exchanges
    )
}

/// A round as a line of words.
pub(super) fn line(round: &Round) -> String {
    let not_yet = if round.gap.is_some() { "" } else { " (not yet a plan)" };
    format!(
        "round {}: lower bound {} GJ, objective {} GJ{not_yet}, gap {}, paths {}, active rows {}, broken limits {}, exchanges {}",
        round.round,
        amount(round.bound_gj),
        amount(round.objective_gj),
        gap(round),
        round.paths,
        round.active_rows,
        round.broken,
        round.exchanges
    )
}

fn gap(round: &Round) -> String {
    round
        .gap
        .map_or_else(|| "-".to_owned(), |gap| format!("{:.2e}", gap.max(0.0)))
}

/// Seven digits, since bound and objective come near each other.
fn amount(gj: f64) -> String {
    if !gj.is_finite() {
        "-".to_owned()
    } else if gj == 0.0 || gj.abs() >= 1e4 && gj.abs() < 1e12 {
        print::significant(gj)
    } else {
        format!("{gj:.6e}")
    }
}

#[cfg(test)]
mod tests {
    use super::{HEADER, Round, Rounds, line};

    fn round(number: usize) -> Round {
        Round {
            round: number,
            bound_gj: 1e6,
            objective_gj: 2e6,
            gap: (number > 1).then_some(0.5),
            ..Round::default()
        }
    }

    #[test]
    fn two_lines_a_second_and_the_last() {
        let mut rounds = Rounds::default();
        assert!(rounds.next(1.0, &round(1)));
        assert!(!rounds.next(1.2, &round(2)));
        assert!(!rounds.next(1.4, &round(3)));
        assert!(rounds.next(1.5, &round(4)) && rounds.last().is_none());
        assert!(!rounds.next(1.6, &round(5)));
        assert_eq!(rounds.last(), Some((1.6, round(5))));
    }

    #[test]
    fn the_header_comes_again_every_twenty_lines() {
        let mut rounds = Rounds::default();
        let text: Vec<String> = (0..41).map(|n| rounds.table_row(1.0, &round(n))).collect();
        let headers = text.iter().filter(|row| row.starts_with(HEADER)).count();
        assert_eq!(headers, 3);
        let width = |row: &str| row.lines().last().map(|line| line.chars().count());
        assert_eq!(width(&text[0]), Some(HEADER.chars().count()));
    }

    #[test]
    fn an_objective_that_is_no_plan_is_marked() {
        assert!(line(&round(1)).contains("2,000,000 GJ (not yet a plan), gap -"));
        assert!(line(&round(2)).contains("2,000,000 GJ, gap 5.00e-1"));
        let mut rounds = Rounds::default();
        assert!(rounds.table_row(1.0, &round(1)).contains("2,000,000*"));
    }
}
