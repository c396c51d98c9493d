//! Progress of a run: a bar and a table on a terminal, lines without one, and the lines of `run.jsonl`; its clock and its ear.

use super::interrupt::Interrupt;
use super::print;
use super::rounds::{self, Rounds};
use crate::decompose::Round;
use crate::run::{Journal, facts};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value, json};
use std::io::{IsTerminal, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Between two looks at the solver's log.
const LOOK: Duration = Duration::from_millis(500);
/// Looks between two lines when there is no terminal.
const LOOKS_PER_LINE: u32 = 20;
/// Bytes read from the end of the solver's log.
const TAIL_BYTES: u64 = 2048;

/// A journal with a clock and a screen.
pub(super) struct Progress {
    started: Instant,
    bar: ProgressBar,
    is_terminal: bool,
    quiet: bool,
    lines: String,
    watcher: Option<(Sender<()>, JoinHandle<()>)>,
    rounds: Rounds,
    interrupt: Interrupt,
}

impl Progress {
    /// Starts the clock.
    pub(super) fn new(quiet: bool) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let bar = if is_terminal && !quiet {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed:>4} {wide_msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self {
            started: Instant::now(),
            bar,
            is_terminal,
            quiet,
            lines: String::new(),
            watcher: None,
            rounds: Rounds::default(),
            interrupt: Interrupt::default(),
        }
    }

    /// Clears the bar.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn say(&self, text: &str) {
        match (self.quiet, self.is_terminal) {
            (true, _) => {}
            (false, true) => self.bar.set_message(text.to_owned()),
            (false, false) => print::remark(&format!("{:7.1} s  {text}", self.seconds())),
        }
    }
}

impl Progress {
    fn show(&mut self, seconds: f64, round: &Round) {
        if self.quiet {
            return;
        }
        if self.is_terminal {
            let row = self.rounds.table_row(seconds, round);
            self.bar.println(row);
        } else {
            print::remark(&format!("{seconds:7.1} s  {}", rounds::line(round)));
        }
    }

    fn record(&mut self, step: &str, facts: Map<String, Value>) {
        self.lines.push_str(&line_of(self.seconds(), step, facts));
    }
}

/// A line of `run.jsonl`.
pub(super) fn line_of(seconds: f64, step: &str, facts: Map<String, Value>) -> String {
    let mut record = json!({ "seconds": (seconds * 1e3).round() / 1e3, "step": step });
    if let Value::Object(fields) = &mut record {
        fields.extend(facts);
    }
    format!("{record}\n")
}

impl Journal for Progress {
    fn step(&mut self, name: &str, facts: Map<String, Value>) {
        let shown: Vec<String> = facts
            .iter()
            .filter(|(_, v)| !v.is_object())
            .map(|(k, v)| format!("{k} {}", plain(v)))
            .collect();
        self.say(&if shown.is_empty() {
            name.to_owned()
        } else {
            format!("{name}: {}", shown.join(", "))
        });
        self.record(name, facts);
    }

    fn solving(&mut self, log_file: &Path) {
        let (stop, stopped) = channel();
        let (path, bar, started) = (log_file.to_owned(), self.bar.clone(), self.started);
        let lines = !self.is_terminal && !self.quiet;
        let watch = move || {
            let mut looks = 0_u32;
            while stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                looks += 1;
                let Some(line) = last_line(&path) else { continue };
                bar.set_message(format!("solving: {line}"));
                if lines && looks.is_multiple_of(LOOKS_PER_LINE) {
                    print::remark(&format!("{:7.1} s  solving: {line}", started.elapsed().as_secs_f64()));
                }
            }
        };
        self.watcher = Some((stop, std::thread::spawn(watch)));
    }

    fn solved(&mut self) {
        if let Some((stop, thread)) = self.watcher.take() {
            drop(stop);
            // A watcher that died has nothing left to tell.
            let _ = thread.join();
        }
        self.step("solved", Map::new());
    }

    fn rounds_begin(&mut self) {
        self.interrupt.listen();
    }

    fn round(&mut self, round: &Round) {
        let seconds = self.seconds();
        self.record("round", of_round(round));
        if self.rounds.next(seconds, round) {
            self.show(seconds, round);
        }
    }

    fn rounds_over(&mut self) {
        self.interrupt.ignore_requests();
        if let Some((seconds, round)) = self.rounds.last() {
            self.show(seconds, &round);
        }
    }

    fn is_stopped(&self) -> bool {
        self.interrupt.is_asked()
    }

    fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn lines(&self) -> String {
        self.lines.clone()
    }
}

/// Facts of a round in `run.jsonl`.
pub(super) fn of_round(round: &Round) -> Map<String, Value> {
    facts([
        ("round", round.round.into()),
        ("lower_bound_gj", json!(round.bound_gj)),
        ("objective_gj", json!(round.objective_gj)),
        ("is_plan", round.gap.is_some().into()),
        ("gap", json!(round.gap)),
        ("paths", round.paths.into()),
        ("active_rows", round.active_rows.into()),
        ("broken_limits", round.broken.into()),
        ("exchanges", round.exchanges.into()),
    ])
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), print::significant),
        other => other.to_string(),
    }
}

/// The last full line of a growing file.
fn last_line(path: &PathBuf) -> Option<String> {
    let mut file = std::fs::File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES))).ok()?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).ok()?;
    let text = String::from_utf8_lossy(&tail);
    let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty())?;
    Some(line.split_whitespace().collect::<Vec<_>>().join(" "))
}
