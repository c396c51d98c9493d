//! Answers that are kept: the least used go when there is no room.

use super::answer::{ARROW, Answer};
use axum::body::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::io::Write;

/// Bytes of answers kept.
const KEPT_BYTES: u64 = 64 << 20;
/// Answers expected among them, for the first size of tables.
const KEPT_ANSWERS: usize = 10_000;
/// Answers above this size are kept packed as well, so that they are not packed each time they are asked.
const PACKED_FROM: usize = 4 << 10;

/// A kept answer.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// Media type.
    pub(super) media: &'static str,
    /// As it is.
    pub(super) body: Bytes,
    /// The same in gzip, for large answers that were first asked by someone who reads it.
    pub(super) packed: Option<Bytes>,
}

impl Kept {
    /// An answer; packed as well when the client can read it so.
    pub(super) fn new(answer: Answer, is_packed: bool) -> Self {
        let (media, body) = match answer {
            Answer::Json(body) => ("application/json", body),
            Answer::Arrow(body) => (ARROW, body),
        };
        let packed = (is_packed && body.len() >= PACKED_FROM).then(|| pack(&body)).flatten();
        Self {
            media,
            body: body.into(),
            packed,
        }
    }
}

/// In gzip.
pub(super) fn pack(body: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).ok()?;
    Some(encoder.finish().ok()?.into())
}

/// Weighs answers by their bytes.
#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<String, Kept> for ByBytes {
    fn weight(&self, tag: &String, kept: &Kept) -> u64 {
        let packed = kept.packed.as_ref().map_or(0, Bytes::len);
        (tag.len() + kept.body.len() + packed + 64) as u64
    }
}

/// Answers by entity tag.
#[derive(Debug)]
pub(super) struct KeptAnswers(Cache<String, Kept, ByBytes>);

impl Default for KeptAnswers {
    fn default() -> Self {
        Self(Cache::with_weighter(KEPT_ANSWERS, KEPT_BYTES, ByBytes))
    }
}

impl KeptAnswers {
    pub(super) fn get(&self, tag: &str) -> Option<Kept> {
        self.0.get(tag)
    }

    pub(super) fn insert(&self, tag: &str, kept: &Kept) {
        self.0.insert(tag.to_owned(), kept.clone());
    }
}
