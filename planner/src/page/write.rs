//! A copy of the page on disk: its files, and the answers beside them as scripts that a browser loads without a server.
//!
//! Invariant: memory is flat: a file of answers is put together, written and forgotten; the folder appears whole or not at
//! all.

use super::encode::file_of;
use super::question::{Question, Take, all};
use crate::run::{RunError, publish_folder};
use crate::serve::{PAGE_FILES, ServedPlan, page_file};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The file by which a copy is known: no other program makes one of that name.
const MARKER: &str = "continental-plan-copy";

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The program does not carry the page.
    #[error("this program was built without its page: build the page with tools/page.sh, then the program again")]
    NotBuilt,
    /// The folder could not be written.
    #[error(transparent)]
    Folder(#[from] RunError),
    /// An answer has numbers that JSON cannot say.
    #[error("an answer cannot be written: {0}")]
    Answer(#[from] serde_json::Error),
}

impl PageError {
    /// Exit code: 2 where the command cannot be done as asked, 1 where the fault is the program's.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::NotBuilt => 2,
            Self::Folder(error) => error.exit_code(),
            Self::Answer(_) => 1,
        }
    }
}

/// What a copy has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Files.
    pub files: usize,
    /// Answers in them.
    pub answers: usize,
    /// Size of all files, bytes.
    pub bytes: u64,
}

/// Writes a copy of the page with answers about some plans. What was in the folder is replaced if it was a copy too.
///
/// # Errors
/// When the program does not carry the page, or the folder cannot be written.
pub fn write(plans: &[ServedPlan], out: &Path) -> Result<Written, PageError> {
    let mut by_file: BTreeMap<String, Vec<Question>> = BTreeMap::new();
    for question in all(plans) {
        by_file
            .entry(file_of(&question.path(plans)))
            .or_default()
            .push(question);
    }
    let files: Vec<_> = PAGE_FILES.iter().map(|(name, _)| (*name, page_file(name))).collect();
    if files.iter().any(|(_, file)| file.is_none()) {
        return Err(PageError::NotBuilt);
    }
    publish_folder(
        out,
        MARKER,
        "copy of the page",
        |folder| -> Result<Written, PageError> {
            let mut written = Written::default();
            written.add(
                put(
                    &folder.join(MARKER),
                    b"A copy of a plan's page; replaced by the next.\n",
                )?,
                0,
            );
            for (name, file) in files {
                if let Some(file) = file {
                    written.add(put(&folder.join(name), &file.bytes)?, 0);
                }
            }
            let data = folder.join("data");
            fs::create_dir(&data).map_err(RunError::file(&data))?;
            let by_file: Vec<(String, Vec<Question>)> = by_file.into_iter().collect();
            let parts: Vec<(u64, usize)> = by_file
                .par_iter()
                .map(|(name, questions)| answers(plans, &data, name, questions))
                .collect::<Result<_, PageError>>()?;
            for (bytes, answers) in parts {
                written.add(bytes, answers);
            }
            Ok(written)
        },
    )
}

impl Written {
    fn add(&mut self, bytes: u64, answers: usize) {
        self.files += 1;
        self.answers += answers;
        self.bytes += bytes;
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<u64, RunError> {
    fs::write(path, bytes).map_err(RunError::file(path))?;
    Ok(bytes.len() as u64)
}

/// Writes one file of answers: its size and how many there are.
fn answers(plans: &[ServedPlan], folder: &Path, name: &str, questions: &[Question]) -> Result<(u64, usize), PageError> {
    let mut object = Object::new();
    for question in questions {
        question.answer(plans, &mut object)?;
    }
    let (packed, count) = object.finish()?;
    let script = format!("plannerAnswers(\"{name}\",\"{}\");\n", STANDARD.encode(packed));
    Ok((put(&folder.join(format!("{name}.js")), script.as_bytes())?, count))
}

/// A JSON object from path to answer, packed while it grows.
struct Object {
    packed: GzEncoder<Vec<u8>>,
    count: usize,
}

impl Object {
    fn new() -> Self {
        Self {
            packed: GzEncoder::new(Vec::new(), Compression::new(6)),
            count: 0,
        }
    }

    fn finish(mut self) -> Result<(Vec<u8>, usize), serde_json::Error> {
        let end: &[u8] = if self.count == 0 { b"{}" } else { b"}" };
        self.packed.write_all(end).map_err(serde_json::Error::io)?;
        let packed = self.packed.finish().map_err(serde_json::Error::io)?;
        Ok((packed, self.count))
    }
}

impl Take for Object {
    fn take<T: Serialize>(&mut self, path: String, answer: &T) -> Result<(), serde_json::Error> {
        let before: &[u8] = if self.count == 0 { b"{" } else { b"," };
        self.packed.write_all(before).map_err(serde_json::Error::io)?;
        serde_json::to_writer(&mut self.packed, &path)?;
        self.packed.write_all(b":").map_err(serde_json::Error::io)?;
        serde_json::to_writer(&mut self.packed, answer)?;
        self.count += 1;
        Ok(())
    }
}
