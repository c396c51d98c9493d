//! CPU time and peak memory of a process, from the operating system's own accounts.

use std::fs;

/// Clock ticks per second of `/proc` on Linux, fixed by its interface.
const TICKS_PER_SECOND: f64 = 100.0;

/// CPU time that is as short as `/proc` can tell, s.
pub const SHORTEST_CPU_SECONDS: f64 = 1.0 / TICKS_PER_SECOND;

/// What the system says of a process at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// CPU seconds so far, user and system, all threads, with those of its own children that have ended.
    pub cpu_seconds: f64,
    /// Peak resident memory so far, MB; none once the process has ended.
    pub peak_memory_mb: Option<f64>,
    /// Whether the process has ended and waits to be collected.
    pub ended: bool,
}

/// CPU seconds this process has used so far, user and system, all threads; none where the system does not tell.
#[must_use]
pub fn cpu_seconds() -> Option<f64> {
    clock_seconds(Clock::Process)
}

/// CPU seconds this thread has used so far; none where the system does not tell. Waiting for a core counts as little as sleeping
/// does.
#[must_use]
pub fn thread_cpu_seconds() -> Option<f64> {
    clock_seconds(Clock::Thread)
}

#[derive(Clone, Copy)]
enum Clock {
    Process,
    Thread,
}

/// The clocks of POSIX are exact at every moment; accounts in `/proc` of what runs are as old as the scheduler's last tick.
#[cfg(unix)]
#[allow(
    clippy::unnecessary_wraps,
    clippy::cast_precision_loss,
    reason = "other systems; seconds of years"
)]
fn clock_seconds(clock: Clock) -> Option<f64> {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(match clock {
        Clock::Process => ClockId::ProcessCPUTime,
        Clock::Thread => ClockId::ThreadCPUTime,
    });
    Some(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
}

#[cfg(not(unix))]
fn clock_seconds(_: Clock) -> Option<f64> {
    None
}

/// Peak resident memory of this process so far, MB; none where `/proc` is missing.
#[must_use]
pub fn peak_memory_mb() -> Option<f64> {
    read_peak("self")
}

/// What the system says of process `id`; none where `/proc` is missing or there is no such process.
#[must_use]
pub fn usage_of(id: u32) -> Option<Usage> {
    let process = id.to_string();
    let stat = read_stat(&process)?;
    Some(Usage {
        cpu_seconds: stat.own_seconds + stat.children_seconds,
        peak_memory_mb: read_peak(&process),
        ended: matches!(stat.state, 'Z' | 'X'),
    })
}

struct Stat {
    state: char,
    own_seconds: f64,
    children_seconds: f64,
}

fn read_stat(process: &str) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The program's name stands in parentheses and may hold blanks; fields are counted after it.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let seconds = |position: usize| Some(fields.get(position)?.parse::<f64>().ok()? / TICKS_PER_SECOND);
    Some(Stat {
        state: fields.first()?.chars().next()?,
        own_seconds: seconds(11)? + seconds(12)?,
        children_seconds: seconds(13)? + seconds(14)?,
    })
}

fn read_peak(process: &str) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn work_costs_time_and_memory() {
        let (Some(process), Some(thread)) = (cpu_seconds(), thread_cpu_seconds()) else {
            return;
        };
        std::hint::black_box((0..1_000_000).map(f64::from).map(f64::sqrt).sum::<f64>());
        assert!(cpu_seconds().unwrap() > process && thread_cpu_seconds().unwrap() > thread);
        if peak_memory_mb().is_none() {
            return;
        }
        assert!(peak_memory_mb().unwrap() > 1.0);
        let before = usage_of(std::process::id()).unwrap().cpu_seconds;
        while usage_of(std::process::id()).unwrap().cpu_seconds <= before {
            std::hint::black_box((0..100_000).map(f64::from).map(f64::sqrt).sum::<f64>());
        }
        let usage = usage_of(std::process::id()).unwrap();
        assert!(!usage.ended);
    }
}
