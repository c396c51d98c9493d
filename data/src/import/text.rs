//! A file of a public format as text, packed or not.

use crate::findings::{Code, Finding, Findings};
use crate::foreign;
use flate2::read::GzDecoder;
use std::io::Read;
use std::path::Path;

/// Largest file that is read, bytes; packed or not.
const LARGEST_BYTES: u64 = 1 << 30;

/// The first bytes of a packed file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Reads a file, unpacking gzip. Bytes that are not UTF-8 become signs that no format takes, so that they show where they stand.
///
/// # Errors
/// F01 when it cannot be opened, F05 when it cannot be unpacked, F07 or F08 when it is too large.
pub fn read_text(path: &Path) -> Result<String, Findings> {
    let wrong = |code, seen: String| Findings::from(Finding::new(code, path.display().to_string(), seen));
    let bytes = foreign::read(path, LARGEST_BYTES).map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => wrong(Code::F08, error.to_string()),
        _ => wrong(Code::F01, error.to_string()),
    })?;
    if !bytes.starts_with(&GZIP) {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    let mut text = Vec::new();
    let unpacked = GzDecoder::new(bytes.as_slice())
        .take(LARGEST_BYTES + 1)
        .read_to_end(&mut text);
    match unpacked {
        Err(error) => Err(wrong(Code::F05, error.to_string())),
        Ok(_) if text.len() as u64 > LARGEST_BYTES => Err(wrong(
            Code::F07,
            format!("it unpacks to more than {LARGEST_BYTES} bytes"),
        )),
        Ok(_) => Ok(String::from_utf8_lossy(&text).into_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    #[test]
    fn packed_and_plain_files_give_the_same_text() {
        let folder = tempfile::tempdir().unwrap();
        let (plain, packed) = (folder.path().join("plain"), folder.path().join("packed"));
        std::fs::write(&plain, "p min 1 0\n").unwrap();
        let mut encoder = GzEncoder::new(std::fs::File::create(&packed).unwrap(), Compression::default());
        encoder.write_all(b"p min 1 0\n").unwrap();
        encoder.finish().unwrap();
        assert_eq!(read_text(&plain).unwrap(), read_text(&packed).unwrap());
        let bytes = std::fs::read(&packed).unwrap();
        std::fs::write(&packed, &bytes[..bytes.len() - 6]).unwrap();
        let findings = read_text(&packed).unwrap_err();
        assert_eq!(findings.iter().next().unwrap().code, Code::F05);
        let missing = read_text(&folder.path().join("none")).unwrap_err();
        assert_eq!(missing.iter().next().unwrap().code, Code::F01);
    }
}
