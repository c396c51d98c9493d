//! Runs a program in a process of its own and keeps its accounts: CPU, wall clock, peak memory, what it said and when.

use super::account::{Usage, usage_of};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

/// Shortest and longest time between two looks at the process.
const LOOKS: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(50));

/// A line that the process wrote to stderr.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The line.
    pub text: String,
    /// CPU seconds of the process when the line came.
    pub cpu_seconds: Option<f64>,
}

/// A process that has ended.
#[derive(Debug)]
pub struct Finished {
    /// CPU seconds, user and system, all threads and its own ended children.
    pub cpu_seconds: Option<f64>,
    /// Wall-clock seconds.
    pub wall_seconds: f64,
    /// Peak resident memory, MB.
    pub peak_memory_mb: Option<f64>,
    /// How it ended.
    pub exit: ExitStatus,
    /// Whether it was ended at the time limit.
    pub at_time_limit: bool,
    /// What it wrote to stdout.
    pub stdout: String,
    /// What it wrote to stderr.
    pub stderr: Vec<Said>,
}

impl Finished {
    /// Why there is no result: the time limit, or the last thing it said.
    #[must_use]
    pub fn failure(&self) -> String {
        if self.at_time_limit {
            return "time limit".to_owned();
        }
        let last = self.stderr.iter().rev().map(|said| said.text.trim());
        match last.into_iter().find(|text| !text.is_empty()) {
            Some(text) => format!("failed: {}", text.trim_start_matches("error: ")),
            None => format!("failed: {}", self.exit),
        }
    }
}

/// Runs `command` to its end, or to `limit`.
///
/// # Errors
/// When the program cannot be started, or the system says nothing of it.
pub fn run(command: &mut Command, limit: Duration) -> std::io::Result<Finished> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (out, err) = (listen_out(&mut child), listen_err(&mut child));
    let watched = watch(&mut child, started, limit)?;
    let exit = child.wait()?;
    Ok(Finished {
        cpu_seconds: watched.usage.map(|usage| usage.cpu_seconds),
        wall_seconds: watched.wall_seconds,
        peak_memory_mb: watched.peak_memory_mb,
        exit,
        at_time_limit: watched.at_time_limit,
        stdout: out.join().unwrap_or_default(),
        stderr: err.join().unwrap_or_default(),
    })
}

fn listen_out(child: &mut Child) -> JoinHandle<String> {
    let out = child.stdout.take();
    spawn(move || {
        let mut bytes = Vec::new();
        // What came before a broken pipe is kept.
        let _ = out.map(|mut out| out.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn listen_err(child: &mut Child) -> JoinHandle<Vec<Said>> {
    let (err, id) = (child.stderr.take(), child.id());
    let said = move |line: Vec<u8>| Said {
        text: String::from_utf8_lossy(&line).into_owned(),
        cpu_seconds: usage_of(id).map(|usage| usage.cpu_seconds),
    };
    spawn(move || {
        let lines = err.map(|err| BufReader::new(err).split(b'\n').map_while(Result::ok));
        lines.into_iter().flatten().map(said).collect()
    })
}

#[derive(Debug, Default)]
struct Watched {
    usage: Option<Usage>,
    peak_memory_mb: Option<f64>,
    wall_seconds: f64,
    at_time_limit: bool,
}

/// Looks at the process until it has ended but is not collected yet: its accounts are complete then.
fn watch(child: &mut Child, started: Instant, limit: Duration) -> std::io::Result<Watched> {
    let mut watched = Watched::default();
    loop {
        let seen = usage_of(child.id());
        if let Some(usage) = seen {
            watched.usage = Some(usage);
            watched.peak_memory_mb = usage.peak_memory_mb.or(watched.peak_memory_mb);
        }
        let ended = match seen {
            Some(usage) => usage.ended,
            // Without `/proc` there are no accounts, but there is still a result.
            None => child.try_wait()?.is_some(),
        };
        let elapsed = started.elapsed();
        if ended {
            watched.wall_seconds = elapsed.as_secs_f64();
            return Ok(watched);
        }
        if elapsed >= limit && !watched.at_time_limit {
            watched.at_time_limit = true;
            child.kill()?;
        }
        sleep((elapsed / 50).clamp(LOOKS.0, LOOKS.1));
    }
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn shell(script: &str, limit: Duration) -> Finished {
        run(Command::new("sh").args(["-c", script]), limit).unwrap()
    }

    #[test]
    fn the_accounts_of_a_busy_process() {
        // It stays a while after its last word: of a process that has ended nobody can say what it had used then.
        let script =
            "echo out; echo one >&2; i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo two >&2; sleep 1; exit 3";
        let finished = shell(script, Duration::from_secs(60));
        assert_eq!((finished.stdout.as_str(), finished.exit.code()), ("out\n", Some(3)));
        assert_eq!(finished.failure(), "failed: two");
        let cpu = finished.cpu_seconds.unwrap();
        assert!(cpu > 0.0 && cpu <= finished.wall_seconds + 0.02, "{finished:?}");
        assert!(finished.peak_memory_mb.unwrap() > 0.1);
        let marks: Vec<f64> = finished.stderr.iter().filter_map(|said| said.cpu_seconds).collect();
        assert!(marks.len() == 2 && marks[0] < marks[1], "{finished:?}");
    }

    #[test]
    fn a_process_is_ended_at_its_limit() {
        let finished = shell("exec sleep 60", Duration::from_millis(50));
        assert!(finished.at_time_limit && finished.wall_seconds < 30.0);
        assert_eq!(finished.failure(), "time limit");
    }
}
