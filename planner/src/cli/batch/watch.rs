//! Progress of a batch: a bar with the time left on a terminal, lines without one; its clock and its ear.

use crate::batch::{Row, Standing, Watch};
use crate::cli::interrupt::Interrupt;
use crate::cli::print;
use crate::cli::progress::{line_of, of_round};
use crate::decompose::Round;
use crate::run::Journal;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Least time between two lines when there is no terminal, s; plans that could not be made are told of at once.
const BETWEEN_S: f64 = 1.0;
/// What is said to whoever interrupts.
const OF_BATCH: &str =
    "no more plans are begun; those being made are finished, and --resume goes on. Interrupt again to end at once";

/// A clock, an ear and a screen for a batch.
pub(super) struct BatchWatch {
    started: Instant,
    bar: ProgressBar,
    is_terminal: bool,
    quiet: bool,
    interrupt: Interrupt,
    /// When the last line was printed, s.
    told_s: Mutex<f64>,
}

impl BatchWatch {
    /// Starts the clock; from now on an interrupt is a request.
    pub(super) fn new(quiet: bool) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let bar = if is_terminal && !quiet {
            ProgressBar::new(0)
        } else {
            ProgressBar::hidden()
        };
        let template = "{spinner} {elapsed:>4} {bar:24} {pos} of {len} plans, {wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        let mut interrupt = Interrupt::saying(OF_BATCH);
        interrupt.listen();
        Self {
            started: Instant::now(),
            bar,
            is_terminal,
            quiet,
            interrupt,
            told_s: Mutex::new(f64::NEG_INFINITY),
        }
    }

    /// Clears the bar; an interrupt ends the program again.
    pub(super) fn finish(&self) {
        self.interrupt.ignore_requests();
        self.bar.finish_and_clear();
    }

    /// Time until the batch is complete at the pace of this run, s; none before a plan of it ended.
    #[allow(clippy::cast_precision_loss, reason = "a batch has at most 10,000 plans")]
    fn left_s(&self, standing: Standing) -> Option<f64> {
        let made = standing.done - standing.taken_up;
        let left = standing.of - standing.done;
        (made > 0).then(|| self.seconds() / made as f64 * left as f64)
    }

    fn is_due(&self) -> bool {
        let now_s = self.seconds();
        let mut told_s = self.told_s.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = now_s >= *told_s + BETWEEN_S;
        if is_due {
            *told_s = now_s;
        }
        is_due
    }
}

impl Watch for BatchWatch {
    fn journal(&self) -> Box<dyn Journal + '_> {
        Box::new(Recorder {
            started: Instant::now(),
            lines: String::new(),
        })
    }

    fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn cpu_s(&self) -> Option<f64> {
        crate::bench::account::thread_cpu_seconds()
    }

    fn is_stopped(&self) -> bool {
        self.interrupt.is_asked()
    }

    fn lost(&self, row: &Row, reason: &str) {
        let text = format!("plan {} is not as it was made ({reason}); it is made again", row.id);
        self.bar.suspend(|| print::remark(&text));
    }

    fn begins(&self, standing: Standing) {
        self.bar.set_length(standing.of as u64);
        self.bar.set_position(standing.done as u64);
        if !self.quiet && !self.is_terminal {
            let taken_up = match standing.taken_up {
                0 => String::new(),
                count => format!(", {count} of them on record"),
            };
            print::remark(&format!("{:7.1} s  {} plans{taken_up}", self.seconds(), standing.of));
        }
    }

    fn ended(&self, row: &Row, standing: Standing) {
        let left = self.left_s(standing).map_or_else(String::new, words);
        self.bar.set_position(standing.done as u64);
        self.bar.set_message(format!("{left}; last: {}", row.id));
        let is_told = !self.quiet && (!row.status.is_plan() || standing.done == standing.of || self.is_due());
        if !is_told {
            return;
        }
        let text = line(self.seconds(), row, standing, &left);
        if self.is_terminal {
            if !row.status.is_plan() {
                self.bar.println(text);
            }
        } else {
            print::remark(&text);
        }
    }
}

fn line(seconds: f64, row: &Row, standing: Standing, left: &str) -> String {
    let objective = row
        .objective_gj
        .map_or_else(String::new, |value| format!(", {} GJ", print::significant(value)));
    let message = row.message.as_deref().and_then(|text| text.lines().next());
    let message = message.map_or_else(String::new, |text| format!(": {text}"));
    format!(
        "{seconds:7.1} s  {} of {} plans, {left}; {}: {}{objective}{message}",
        standing.done,
        standing.of,
        row.id,
        row.status.word(),
    )
}

/// Time left for people: `about 3 min left`.
fn words(left_s: f64) -> String {
    let text = if left_s < 90.0 {
        format!("{left_s:.0} s")
    } else if left_s < 90.0 * 60.0 {
        format!("{:.0} min", left_s / 60.0)
    } else {
        format!("{:.1} h", left_s / 3600.0)
    };
    format!("about {text} left")
}

/// The journal of one plan: its lines and its clock. It is never asked to end: a batch finishes the plans it began.
struct Recorder {
    started: Instant,
    lines: String,
}

impl Journal for Recorder {
    fn step(&mut self, name: &str, facts: Map<String, Value>) {
        self.lines.push_str(&line_of(self.seconds(), name, facts));
    }
    fn solving(&mut self, _log_file: &Path) {}
    fn solved(&mut self) {
        self.step("solved", Map::new());
    }
    fn rounds_begin(&mut self) {}
    fn round(&mut self, round: &Round) {
        self.step("round", of_round(round));
    }
    fn rounds_over(&mut self) {}
    fn is_stopped(&self) -> bool {
        false
    }
    fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }
    fn lines(&self) -> String {
        self.lines.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn time_left_is_for_people() {
        assert_eq!(words(12.4), "about 12 s left");
        assert_eq!(words(600.0), "about 10 min left");
        assert_eq!(words(9000.0), "about 2.5 h left");
    }
}
