//! Decoding in a child process. A decoder that is fed hostile bytes may ask for terabytes; the failed allocation aborts
//! the process and cannot be caught, so it had better be another process.
//!
//! A program that calls [`isolate_decoder`] first thing in `main` gets this for every Parquet file it reads: the reader
//! starts the same program again, which then decodes one file from its standard input to its standard output and ends.

use super::frame::Frame;
use super::parquet::{FIRST_ROW, decode_here};
use super::wire;
use crate::findings::{Code, Finding};
use crate::tables::limits::Limits;
use std::env;
use std::io::{self, BufWriter, Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// Set for the child: the name of the file, and the limits as JSON.
const FILE_VARIABLE: &str = "CONTINENT_DECODES_FILE";
const LIMITS_VARIABLE: &str = "CONTINENT_DECODES_LIMITS";

/// Exit codes of the child: a frame on standard output, or a finding as JSON.
const FRAME: u8 = 0;
const FINDING: u8 = 2;

/// Time for one file before the child is stopped.
const TIME_LIMIT: Duration = Duration::from_secs(300);

/// Address space of the child beyond what unpacking needs, bytes.
const BASE_MEMORY_BYTES: u64 = 2 << 30;

static ISOLATED: OnceLock<()> = OnceLock::new();

/// Makes this program decode Parquet files in child processes of itself. Call it first in `main`: in a child it
/// decodes the one file and gives the exit code to return; otherwise it gives none and the program goes on.
#[must_use]
pub fn isolate_decoder() -> Option<ExitCode> {
    let Ok(file) = env::var(FILE_VARIABLE) else {
        let _ = ISOLATED.set(());
        return None;
    };
    let limits = env::var(LIMITS_VARIABLE)
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok());
    Some(ExitCode::from(serve(&file, &limits.unwrap_or_default())))
}

/// Whether the program asked for isolation.
pub(super) fn is_isolated() -> bool {
    ISOLATED.get().is_some()
}

/// The child's work.
fn serve(file: &str, limits: &Limits) -> u8 {
    let mut bytes = Vec::new();
    if io::stdin().take(limits.file_bytes).read_to_end(&mut bytes).is_err() {
        return 1;
    }
    let mut out = BufWriter::new(io::stdout());
    let (code, written) = match decode_here(bytes, file, limits) {
        Ok(frame) => (FRAME, wire::write(&frame, &mut out)),
        Err(finding) => (
            FINDING,
            serde_json::to_writer(&mut out, &finding).map_err(io::Error::other),
        ),
    };
    if written.and_then(|()| out.flush()).is_err() {
        1
    } else {
        code
    }
}

/// The parent's side: the frame, or what stopped the child.
pub(super) fn decode(bytes: Vec<u8>, file: &str, limits: &Limits) -> Result<Frame, Box<Finding>> {
    let died = |seen: &str| Box::new(Finding::new(Code::F05, file, seen));
    let child = start(file, limits).map_err(|error| died(&format!("the decoder could not be started: {error}")))?;
    let (answer, code) = run(child, bytes, limits).ok_or_else(|| died("the decoder did not finish"))?;
    match code {
        Some(code) if code == i32::from(FRAME) => {
            wire::read(&answer, FIRST_ROW).ok_or_else(|| died("the decoder's answer is broken"))
        }
        Some(code) if code == i32::from(FINDING) => {
            Err(serde_json::from_slice(&answer).unwrap_or_else(|_| died("the decoder's answer is broken")))
        }
        _ => Err(died("the decoder died on it")),
    }
}

fn start(file: &str, limits: &Limits) -> io::Result<Child> {
    let program = env::current_exe()?;
    let mut command = if cfg!(unix) {
        // The shell sets the limit on address space, so that a huge request fails at once instead of swapping.
        let kilobytes = (BASE_MEMORY_BYTES + 3 * limits.expanded_bytes) / 1024;
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
        .env(FILE_VARIABLE, file)
        .env(
            LIMITS_VARIABLE,
            serde_json::to_string(limits).map_err(io::Error::other)?,
        )
        .env("POLARS_MAX_THREADS", "1")
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// Feeds the child and collects its answer and exit code; none when it overran its time or its answer the limit.
fn run(mut child: Child, bytes: Vec<u8>, limits: &Limits) -> Option<(Vec<u8>, Option<i32>)> {
    let (mut stdin, stdout) = (child.stdin.take()?, child.stdout.take()?);
    // A child that dies early closes the pipe; that shows in its exit code.
    let feeder = thread::spawn(move || drop(stdin.write_all(&bytes)));
    let most = limits.expanded_bytes.saturating_mul(2);
    let reader = thread::spawn(move || {
        let mut answer = Vec::new();
        stdout.take(most).read_to_end(&mut answer).is_ok().then_some(answer)
    });
    let deadline = Instant::now() + TIME_LIMIT;
    while !reader.is_finished() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(2));
    }
    if !reader.is_finished() {
        let _ = child.kill();
    }
    let answer = reader.join().ok().flatten();
    // An answer over the limit leaves the child writing; it is stopped, which shows in its exit code.
    let status = match child.try_wait() {
        Ok(Some(status)) => Some(status),
        _ if answer.as_ref().is_some_and(|answer| answer.len() as u64 >= most) => {
            let _ = child.kill();
            child.wait().ok()
        }
        _ => child.wait().ok(),
    };
    let _ = feeder.join();
    Some((answer?, status?.code()))
}
