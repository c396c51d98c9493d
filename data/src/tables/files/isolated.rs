//! Tables decoded in a child process, see [`crate::foreign`]: the child decodes one Parquet file from its standard input
//! and writes its rows to its standard output.

use super::frame::Frame;
use super::parquet::{FIRST_ROW, decode_here};
use super::wire;
use crate::findings::{Code, Finding};
use crate::foreign::{Job, run};
use crate::tables::limits::Limits;
use std::env;
use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;

/// Set for the child: the name of the file, and the limits as JSON.
const FILE_VARIABLE: &str = "CONTINENT_DECODES_FILE";
const LIMITS_VARIABLE: &str = "CONTINENT_DECODES_LIMITS";

/// Exit codes of the child: a frame on standard output, or a finding as JSON.
const FRAME: u8 = 0;
const FINDING: u8 = 2;

/// In a child that was started to decode a table: its exit code once it has.
pub(crate) fn serve_decoder() -> Option<ExitCode> {
    let file = env::var(FILE_VARIABLE).ok()?;
    let limits = env::var(LIMITS_VARIABLE)
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok());
    Some(ExitCode::from(serve(&file, &limits.unwrap_or_default())))
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
pub(super) fn decode(bytes: &[u8], file: &str, limits: &Limits) -> Result<Frame, Box<Finding>> {
    let died = |seen: &str| Box::new(Finding::new(Code::F05, file, seen));
    let (answer, code) = ended(bytes, file, limits)
        .map_err(|error| died(&format!("the decoder could not be started: {error}")))?
        .ok_or_else(|| died("the decoder did not finish"))?;
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

fn ended(bytes: &[u8], file: &str, limits: &Limits) -> io::Result<Option<(Vec<u8>, Option<i32>)>> {
    let written = serde_json::to_string(limits).map_err(io::Error::other)?;
    let job = Job {
        variables: &[(FILE_VARIABLE, file.to_owned()), (LIMITS_VARIABLE, written)],
        memory_bytes: limits.expanded_bytes.saturating_mul(3),
        answer_bytes: limits.expanded_bytes.saturating_mul(2),
    };
    run(&job, bytes)
}
