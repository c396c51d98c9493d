//! CPU time and peak memory of this process, from the operating system's own accounts.

use std::fs;

/// Clock ticks per second of `/proc` on Linux, fixed by its interface.
const TICKS_PER_SECOND: f64 = 100.0;

/// CPU seconds this process has used so far, user and system, all threads; none where `/proc` is missing.
#[must_use]
pub fn cpu_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name stands in parentheses and may hold blanks; fields are counted after it.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let user: f64 = fields.get(11)?.parse().ok()?;
    let system: f64 = fields.get(12)?.parse().ok()?;
    Some((user + system) / TICKS_PER_SECOND)
}

/// Peak resident memory of this process so far, MB; none where `/proc` is missing.
#[must_use]
pub fn peak_memory_mb() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
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
        if !std::path::Path::new("/proc/self/stat").exists() {
            return;
        }
        let before = cpu_seconds().unwrap();
        let mut sum = 0.0_f64;
        while cpu_seconds().unwrap() <= before {
            sum += (0..100_000).map(f64::from).map(f64::sqrt).sum::<f64>();
        }
        assert!(sum > 0.0 && peak_memory_mb().unwrap() > 1.0);
    }
}
