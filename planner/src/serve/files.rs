//! The files of the page, embedded when the program is built.
//!
//! `tools/page.sh` makes them. A program that was built without them works; whoever asks for the page is told.

use rust_embed::Embed;
use std::borrow::Cow;

/// The folder of the built page; empty where it was not built.
#[derive(Embed)]
#[folder = "page/dist"]
struct Built;

/// A file of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFile {
    /// Media type, for the head of a response.
    pub media: &'static str,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// SHA-256 of the bytes, hexadecimal.
    pub hash: String,
}

/// Names and media types of the files there are.
pub const FILES: [(&str, &str); 4] = [
    ("index.html", "text/html; charset=utf-8"),
    ("app.js", "text/javascript; charset=utf-8"),
    ("app.css", "text/css; charset=utf-8"),
    ("NOTICES", "text/plain; charset=utf-8"),
];

/// The file of that name; none where there is none, or the program was built without the page.
#[must_use]
pub fn file(name: &str) -> Option<PageFile> {
    let (name, media) = FILES.into_iter().find(|(known, _)| *known == name)?;
    let found = Built::get(name)?;
    let hash = found.metadata.sha256_hash();
    Some(PageFile {
        media,
        bytes: found.data,
        hash: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    })
}

/// Whether the program carries the page.
#[must_use]
pub fn is_built() -> bool {
    Built::get(FILES[0].0).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_there_or_none() {
        let there = FILES.iter().filter(|(name, _)| file(name).is_some()).count();
        assert_eq!(there, if is_built() { FILES.len() } else { 0 });
    }

    #[test]
    fn other_names_are_no_files() {
        for name in ["", "../Cargo.toml", "app.js/..", "index.HTML"] {
            assert_eq!(file(name), None, "{name}");
        }
    }
}
