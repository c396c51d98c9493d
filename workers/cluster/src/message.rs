//! What goes to an executor and what comes back: a row each way.
//!
//! Invariant: a question names its block data by hash and has a digest of its own; an answer carries the digest of the
//! question it answers, so that one of another round, or of another plan, is never taken for it.

use crate::container;
use crate::error::ClusterError;
use crate::limits::ANSWER_LIMIT_BYTES;
use crate::store::ObjectRef;
use arrow::array::RecordBatch;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Version of what planner and executors say to each other. Executors of another version are refused.
pub const FARM_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/3");

/// What is asked about a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A linear program to solve.
    Solve,
    /// Pricing tasks.
    Price,
}

impl Kind {
    /// As it is in labels and in what is said.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Solve => "solve",
            Self::Price => "price",
        }
    }
}

/// One block of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Position in the round.
    pub block: u64,
    /// What is asked.
    pub kind: Kind,
    /// The data that many rounds share: the program, or the plan of a pricing.
    pub data: ObjectRef,
    /// Hashes of what is in the same store besides, of a pricing: the prices of its periods.
    pub prices: Vec<String>,
    /// What is only of this round, packed.
    pub body: Vec<u8>,
}

/// What is beside the data of a question.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    version: &'a str,
    kind: Kind,
    block: u64,
    store: &'a str,
    hash: &'a str,
    prices: Cow<'a, [String]>,
}

impl Question {
    /// What identifies the question, hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.head().as_bytes());
        hasher.update(&self.body);
        hasher.finalize().to_hex().to_string()
    }

    /// What is beside the body, as text.
    #[must_use]
    pub fn head(&self) -> String {
        let head = Head {
            version: FARM_VERSION,
            kind: self.kind,
            block: self.block,
            store: &self.data.store,
            hash: &self.data.hash,
            prices: Cow::Borrowed(&self.prices),
        };
        // A struct of texts and numbers has a form in JSON.
        serde_json::to_string(&head).unwrap_or_default()
    }

    /// Reads a question from its two columns.
    ///
    /// # Errors
    /// [`ClusterError::Malformed`]; [`ClusterError::Version`].
    pub fn read(head: &str, body: &[u8]) -> Result<Self, ClusterError> {
        let read: Head<'_> = serde_json::from_str(head).map_err(|error| ClusterError::Malformed {
            what: format!("head of a question: {error}"),
        })?;
        check_version(read.version)?;
        Ok(Self {
            block: read.block,
            kind: read.kind,
            data: ObjectRef {
                store: read.store.to_owned(),
                hash: read.hash.to_owned(),
            },
            prices: read.prices.into_owned(),
            body: body.to_vec(),
        })
    }
}

/// How an executor answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// What was found, and the solver's own log if there is one.
    Done {
        /// The numbers.
        batch: RecordBatch,
        /// The solver's words.
        log: String,
    },
    /// Why there is nothing.
    Failed(String),
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// Digest of the question.
    pub digest: String,
    /// Id of the executor.
    pub worker: String,
    /// Time it took there, µs.
    pub took_us: u64,
    /// Whether the block data was in memory.
    pub was_warm: bool,
    /// What it says.
    pub reply: Reply,
}

/// What is beside the numbers of an answer.
#[derive(Serialize, Deserialize)]
struct AnswerHead {
    version: String,
    digest: String,
    worker: String,
    took_us: u64,
    was_warm: bool,
    log: String,
    failed: Option<String>,
}

impl Answered {
    /// As bytes: the length of the head, the head, the batch.
    ///
    /// # Errors
    /// [`ClusterError::TooLarge`]; [`ClusterError::Block`].
    pub fn pack(&self) -> Result<Vec<u8>, ClusterError> {
        let (log, failed, batch) = match &self.reply {
            Reply::Done { batch, log } => (log.clone(), None, Some(batch)),
            Reply::Failed(reason) => (String::new(), Some(reason.clone()), None),
        };
        let head = AnswerHead {
            version: FARM_VERSION.to_owned(),
            digest: self.digest.clone(),
            worker: self.worker.clone(),
            took_us: self.took_us,
            was_warm: self.was_warm,
            log,
            failed,
        };
        let head = serde_json::to_vec(&head).map_err(|error| malformed(&error))?;
        let mut bytes = (head.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(&head);
        bytes.extend(container::pack(batch)?);
        if bytes.len() > ANSWER_LIMIT_BYTES {
            return Err(ClusterError::TooLarge {
                what: "an answer",
                bytes: bytes.len() as u64,
                limit: ANSWER_LIMIT_BYTES as u64,
                advice: "plan with the local farm",
            });
        }
        Ok(bytes)
    }

    /// Reads an answer.
    ///
    /// # Errors
    /// [`ClusterError::Malformed`], [`ClusterError::Version`], [`ClusterError::Block`]: nothing is trusted.
    pub fn unpack(bytes: &[u8]) -> Result<Self, ClusterError> {
        let short = || ClusterError::Malformed {
            what: "an answer that is too short".to_owned(),
        };
        let (length, rest) = bytes.split_first_chunk::<8>().ok_or_else(short)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (head, rest) = rest.split_at_checked(length).ok_or_else(short)?;
        let head: AnswerHead = serde_json::from_slice(head).map_err(|error| malformed(&error))?;
        check_version(&head.version)?;
        let reply = match head.failed {
            Some(reason) => Reply::Failed(reason),
            None => {
                let [batch] = container::unpack(rest)?;
                Reply::Done { batch, log: head.log }
            }
        };
        Ok(Self {
            digest: head.digest,
            worker: head.worker,
            took_us: head.took_us,
            was_warm: head.was_warm,
            reply,
        })
    }
}

fn malformed(error: &serde_json::Error) -> ClusterError {
    ClusterError::Malformed {
        what: format!("head of an answer: {error}"),
    }
}

fn check_version(seen: &str) -> Result<(), ClusterError> {
    if seen == FARM_VERSION {
        return Ok(());
    }
    Err(ClusterError::Version {
        seen: seen.to_owned(),
        expected: FARM_VERSION,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn question() -> Question {
        Question {
            block: 3,
            kind: Kind::Price,
            data: ObjectRef {
                store: "file:///store".to_owned(),
                hash: "ab".repeat(32),
            },
            prices: vec!["ef".repeat(32)],
            body: b"numbers".to_vec(),
        }
    }

    #[test]
    fn a_question_survives_the_trip() {
        let question = question();
        let read = Question::read(&question.head(), &question.body).unwrap();
        assert_eq!(read, question);
        assert_eq!(read.digest(), question.digest());
    }

    #[test]
    fn every_part_of_a_question_is_in_its_digest() {
        let question = question();
        let mut others = vec![question.clone(); 6];
        others[0].block = 4;
        others[1].kind = Kind::Solve;
        others[2].data.hash = "cd".repeat(32);
        others[3].data.store = "file:///other".to_owned();
        others[4].body.push(0);
        others[5].prices.push("ef".repeat(32));
        for other in others {
            assert_ne!(other.digest(), question.digest());
        }
    }

    #[test]
    fn another_version_is_refused() {
        let head = question().head().replace(FARM_VERSION, "0.0.1/1");
        let error = Question::read(&head, &[]).unwrap_err();
        assert!(matches!(error, ClusterError::Version { ref seen, .. } if seen == "0.0.1/1"));
    }

    #[test]
    fn a_failure_survives_the_trip_and_garbage_does_not() {
        let answered = Answered {
            digest: "d".to_owned(),
            worker: "w".to_owned(),
            took_us: 5,
            was_warm: true,
            reply: Reply::Failed("no memory".to_owned()),
        };
        let mut bytes = answered.pack().unwrap();
        assert_eq!(Answered::unpack(&bytes).unwrap(), answered);
        bytes[20] ^= 1;
        assert!(Answered::unpack(&bytes).is_err());
        assert!(Answered::unpack(&[]).is_err());
        assert!(Answered::unpack(&[255; 40]).is_err());
    }
}
