//! How long a loop of one thread took.

use crate::cpu::thread_cpu_seconds;
use std::time::{Duration, Instant};

/// How long so many repeats took, in CPU time of this thread, since other work on the machine is no part of it; by the clock where the
/// system does not tell.
pub fn spent(iterations: u64, mut work: impl FnMut()) -> Duration {
    let (clock, before) = (Instant::now(), thread_cpu_seconds());
    for _ in 0..iterations {
        work();
    }
    match (before, thread_cpu_seconds()) {
        (Some(before), Some(after)) if after > before => Duration::from_secs_f64(after - before),
        _ => clock.elapsed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hint::black_box;

    #[test]
    fn work_takes_time_and_sleep_does_not() {
        let sum = || {
            black_box((0..1_000_000).map(f64::from).map(f64::sqrt).sum::<f64>());
        };
        assert!(spent(3, sum) > Duration::ZERO);
        if thread_cpu_seconds().is_some() {
            let slept = spent(1, || std::thread::sleep(Duration::from_millis(200)));
            assert!(slept < Duration::from_millis(100), "{slept:?}");
        }
    }
}
