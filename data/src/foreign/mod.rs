//! Files that come from outside: read whole up to a limit, and tried out in a child process before they are decoded here.
//!
//! A decoder that is fed hostile bytes may panic, may not end, or may ask for terabytes; the failed allocation aborts the
//! process and cannot be caught. A program that calls [`isolate`] first thing in `main` has every such file decoded by a
//! child of itself first, under limits of memory and time: what the child survives is then decoded here, from the same
//! bytes. A program that does not call it decodes at once. Bytes that the process wrote itself are not from outside, wherever
//! they lay meanwhile: they are known by their hash.
//!
//! Invariant: in a program that called [`isolate`], no bytes from outside meet a decoder that no child has survived.

mod child;
mod guard;
mod own;
mod parquet;

pub(crate) use child::{Job, run};
pub use guard::guarded;
pub use own::written_here;
pub(crate) use parquet::check_cells;
pub use parquet::read_parquet;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;

/// Largest file of a plan folder that is read, bytes.
pub const LARGEST_BYTES: u64 = 4 << 30;

/// Most that decoding a file of a plan folder may take, bytes of address space beyond the program's own.
const MEMORY_BYTES: u64 = 8 << 30;

/// What decoding a small file may take, bytes.
const FREE_MEMORY_BYTES: u64 = 3 << 29;

/// What decoding may take beyond that for each byte of the file, up to [`MEMORY_BYTES`].
const MEMORY_PER_BYTE: u64 = 600;

/// Most that a child may say about a file that it refuses, bytes.
const LONGEST_REFUSAL: u64 = 1 << 12;

/// Set for the child: the decoder to try.
const DECODER_VARIABLE: &str = "CONTINENT_TRIES_DECODER";

/// Exit code of a child whose decoder refused the bytes; why is on its standard output.
const REFUSED: u8 = 2;

/// A decoder by name. It decodes all there is and says why it refuses.
#[derive(Clone, Copy, Debug)]
pub struct Decoder {
    /// What it is called.
    pub name: &'static str,
    /// Decodes the bytes and lets go of what was in them.
    pub decode: fn(Vec<u8>) -> Result<(), String>,
}

/// Parquet, for the tables of a plan.
pub const PARQUET: Decoder = Decoder {
    name: "parquet",
    decode: decode_parquet,
};

static ISOLATED: OnceLock<()> = OnceLock::new();

/// Makes this program try out files from outside in child processes of itself, with these decoders beside [`PARQUET`].
/// Call it first in `main`: in a child it does the child's work and gives the exit code to return; otherwise it gives
/// none and the program goes on.
#[must_use]
pub fn isolate(decoders: &[Decoder]) -> Option<ExitCode> {
    if let Ok(name) = std::env::var(DECODER_VARIABLE) {
        let decoder = [PARQUET]
            .iter()
            .chain(decoders)
            .find(|decoder| decoder.name == name)
            .copied();
        return Some(ExitCode::from(decoder.map_or(1, serve)));
    }
    let code = crate::tables::serve_decoder();
    if code.is_none() {
        let _ = ISOLATED.set(());
    }
    code
}

/// Whether the program called [`isolate`].
pub(crate) fn is_isolated() -> bool {
    ISOLATED.get().is_some()
}

/// Has a child decode the bytes; `Ok` when it survived them, when this process wrote them, or when the program did not call
/// [`isolate`].
///
/// # Errors
/// Why the bytes are refused: the decoder's own words, or that it died or did not end.
pub fn try_out(decoder: Decoder, bytes: &[u8]) -> Result<(), String> {
    if !is_isolated() || own::is_own(bytes) {
        return Ok(());
    }
    let job = Job {
        variables: &[(DECODER_VARIABLE, decoder.name.to_owned())],
        memory_bytes: (FREE_MEMORY_BYTES + bytes.len() as u64 * MEMORY_PER_BYTE).min(MEMORY_BYTES),
        answer_bytes: LONGEST_REFUSAL,
    };
    let ended = run(&job, bytes).map_err(|error| format!("the decoder could not be started: {error}"))?;
    let (answer, code) = ended.ok_or("the decoder did not finish")?;
    match code {
        Some(0) => Ok(()),
        Some(code) if code == i32::from(REFUSED) => Err(String::from_utf8_lossy(&answer).into_owned()),
        _ => Err("the decoder died on it".to_owned()),
    }
}

/// The child's work.
fn serve(decoder: Decoder) -> u8 {
    let mut bytes = Vec::new();
    if io::stdin().take(LARGEST_BYTES).read_to_end(&mut bytes).is_err() {
        return 1;
    }
    match guarded(|| (decoder.decode)(bytes)) {
        Some(Ok(())) => 0,
        Some(Err(reason)) => {
            let reason: String = reason.lines().next().unwrap_or_default().chars().take(500).collect();
            let written = io::stdout().write_all(reason.as_bytes());
            if written.is_ok() { REFUSED } else { 1 }
        }
        None => 1,
    }
}

fn decode_parquet(bytes: Vec<u8>) -> Result<(), String> {
    read_parquet(bytes).map(drop)
}

/// Reads a whole file of at most that many bytes.
///
/// # Errors
/// The file system's refusal; [`io::ErrorKind::FileTooLarge`] above the limit; [`io::ErrorKind::InvalidInput`] for what
/// is no file, which could be read for ever.
pub fn read(path: &Path, most_bytes: u64) -> io::Result<Vec<u8>> {
    let facts = std::fs::metadata(path)?;
    if facts.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if !facts.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len().min(most_bytes)).unwrap_or(0));
    // The file may grow while it is read, so one byte more than allowed is asked for.
    File::open(path)?.take(most_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most_bytes {
        let seen = format!("it has more than the {most_bytes} bytes that are read");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, seen));
    }
    Ok(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"1234").unwrap();
        assert_eq!(read(&path, 4).unwrap(), b"1234");
        assert_eq!(read(&path, 3).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read(folder.path(), 4).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert_eq!(
            read(&folder.path().join("none"), 4).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
    }
}
