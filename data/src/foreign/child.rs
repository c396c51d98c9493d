//! This program started again as a child that decodes one file from its standard input, under limits.

use std::env;
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Time for a small file before the child is stopped.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Time for each mebibyte beyond that.
const TIME_PER_MEBIBYTE: Duration = Duration::from_millis(500);

/// Address space of the child beyond what decoding needs, bytes.
const BASE_MEMORY_BYTES: u64 = 2 << 30;

/// What a child is to do, and how much it may take.
pub(crate) struct Job<'a> {
    /// Variables of its environment, which tell it what to do.
    pub(crate) variables: &'a [(&'static str, String)],
    /// Address space for what decoding needs, bytes.
    pub(crate) memory_bytes: u64,
    /// Longest answer, bytes.
    pub(crate) answer_bytes: u64,
}

/// Feeds a child and collects its answer and exit code; none when it overran its time or its answer the limit.
///
/// # Errors
/// When no child can be started.
pub(crate) fn run(job: &Job<'_>, bytes: &[u8]) -> io::Result<Option<(Vec<u8>, Option<i32>)>> {
    Ok(attend(start(job)?, bytes, job.answer_bytes))
}

fn start(job: &Job<'_>) -> io::Result<Child> {
    let program = env::current_exe()?;
    let mut command = if cfg!(unix) {
        // The shell sets the limit on address space, so that a huge request fails at once instead of swapping.
        let kilobytes = (BASE_MEMORY_BYTES + job.memory_bytes) / 1024;
        let mut shell = Command::new("/bin/sh");
        shell
            .arg("-c")
            .arg(format!("ulimit -v {kilobytes}; ulimit -c 0; exec \"$0\""))
            .arg(program);
        shell
    } else {
        Command::new(program)
    };
    command
        .envs(job.variables.iter().map(|(name, value)| (name, value)))
        .env("POLARS_MAX_THREADS", "1")
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

fn attend(mut child: Child, bytes: &[u8], most: u64) -> Option<(Vec<u8>, Option<i32>)> {
    let (mut stdin, stdout) = (child.stdin.take()?, child.stdout.take()?);
    thread::scope(|scope| {
        // A child that dies early closes the pipe; that shows in its exit code.
        scope.spawn(move || drop(stdin.write_all(bytes)));
        let reader = scope.spawn(move || {
            let mut answer = Vec::new();
            stdout.take(most).read_to_end(&mut answer).is_ok().then_some(answer)
        });
        let mebibytes = u32::try_from(bytes.len() >> 20).unwrap_or(u32::MAX);
        let deadline = Instant::now() + TIME_LIMIT + TIME_PER_MEBIBYTE * mebibytes;
        while !reader.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
        if !reader.is_finished() {
            let _ = child.kill();
        }
        let answer = reader.join().ok().flatten();
        // An answer over the limit leaves the child writing; it is stopped, which shows in its exit code.
        if answer.as_ref().is_none_or(|answer| answer.len() as u64 >= most) {
            let _ = child.kill();
        }
        let status = child.wait().ok();
        Some((answer?, status?.code()))
    })
}
