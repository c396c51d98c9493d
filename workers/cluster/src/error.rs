//! What can go wrong with a cluster, in the user's words.

use std::path::PathBuf;
use workers::block::BlockError;

/// Why a cluster cannot be used, or did not answer.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// Not `HOST:PORT`.
    #[error("{seen:?} is not an address: write HOST:PORT, for example 127.0.0.1:50050")]
    Address {
        /// What was given.
        seen: String,
    },
    /// An address that others can reach, without certificates.
    #[error(
        "{what} {seen} can be reached from other machines: give --ca, --certificate and --key (TLS with client certificates), or use a loopback address such as 127.0.0.1"
    )]
    Open {
        /// Which of the addresses.
        what: &'static str,
        /// What was given.
        seen: String,
    },
    /// All addresses at once, or the one that the plain side of an executor has.
    #[error(
        "with TLS, --bind must name one address of this machine by which others reach it, not {seen} (the plain side of an executor is on 127.0.0.1)"
    )]
    BindAll {
        /// What was given.
        seen: String,
    },
    /// An address beyond this machine for metrics.
    #[error(
        "--metrics {seen} can be reached from other machines and metrics are served without certificates: use a loopback address such as 127.0.0.1:9100, and an agent on this machine that reads it"
    )]
    MetricsOpen {
        /// What was given.
        seen: String,
    },
    /// No levels of what is to be said.
    #[error(
        "PLANNER_LOG {seen:?} is no level: write off, error, warn, info, debug or trace, or levels by module such as warn,cluster=debug"
    )]
    LogLevels {
        /// What was given.
        seen: String,
    },
    /// Some of the three files of TLS, but not all.
    #[error("TLS needs all of --ca, --certificate and --key: {missing} is missing")]
    TlsIncomplete {
        /// Which.
        missing: String,
    },
    /// A file that cannot be read.
    #[error("could not read {path}: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Certificates or keys that cannot be used.
    #[error("the certificates cannot be used: {reason}")]
    Tls {
        /// What the library says.
        reason: String,
    },
    /// The place for block data cannot be used.
    #[error(
        "the store {place} cannot be used: {reason}: all of planner and executors must reach the same folder or object store"
    )]
    Store {
        /// URI of the store or of the object.
        place: String,
        /// Why.
        reason: String,
    },
    /// No place for block data.
    #[error(
        "--store {seen:?} is no place for block data: {reason}: write file:///FOLDER, or the URI of an object store that this program was built for"
    )]
    StorePlace {
        /// What was given.
        seen: String,
        /// Why it cannot be opened.
        reason: String,
    },
    /// A store that does not answer.
    #[error(
        "the store {place} did not answer for {seconds} s: see that its file system or object store is there for all of planner and executors"
    )]
    StoreSilent {
        /// URI of the object.
        place: String,
        /// Limit.
        seconds: u64,
    },
    /// An object whose content is not what its name says.
    #[error(
        "object {place} does not have the content of its name: it was torn or changed; delete it, it is written again"
    )]
    Torn {
        /// URI of the object.
        place: String,
    },
    /// A message above a limit.
    #[error("{what} takes {bytes} bytes, the limit is {limit}: {advice}")]
    TooLarge {
        /// Which message.
        what: &'static str,
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
        /// What to do.
        advice: &'static str,
    },
    /// Bytes that are no message of this version.
    #[error("{0}")]
    Block(#[from] BlockError),
    /// A message that does not say what it must.
    #[error("malformed message: {what}")]
    Malformed {
        /// What is wrong.
        what: String,
    },
    /// Written by a program of another version.
    #[error(
        "the executor speaks version {seen} of the farm, this planner {expected}: install the same version on all machines"
    )]
    Version {
        /// Theirs.
        seen: String,
        /// Ours.
        expected: &'static str,
    },
    /// An answer to another question.
    #[error("the answer to block {block} is that of another round")]
    Stale {
        /// Block it is said to be of.
        block: u64,
    },
    /// A right-looking answer that is wrong.
    #[error("the answer to block {block} is wrong: {reason}")]
    Wrong {
        /// Block.
        block: u64,
        /// What the check found.
        reason: String,
    },
    /// An executor could not do a block.
    #[error("block {block} failed on executor {worker}: {reason}")]
    Refused {
        /// Block.
        block: u64,
        /// Which executor.
        worker: String,
        /// What it said.
        reason: String,
    },
    /// The engine failed the round, or did not answer.
    #[error("the scheduler at {scheduler} did not finish the round: {reason}")]
    Round {
        /// Address.
        scheduler: String,
        /// What the engine said.
        reason: String,
    },
    /// An answer that an executor wrote does not come.
    #[error("the answer at {executor} could not be fetched: {reason}")]
    Fetch {
        /// Address of the executor.
        executor: String,
        /// What the engine said.
        reason: String,
    },
    /// A scheduler that does not say how it is.
    #[error(
        "the scheduler at {scheduler} does not answer: {reason}: see that it runs, that it has this version, and that --ca, --certificate and --key are of its authority"
    )]
    Status {
        /// Address.
        scheduler: String,
        /// Why.
        reason: String,
    },
    /// A round took too long.
    #[error("the round was not finished in {seconds} s")]
    Late {
        /// Limit.
        seconds: u64,
    },
    /// The process could not be started or served.
    #[error("{what}: {reason}")]
    Serve {
        /// What was tried.
        what: &'static str,
        /// Why it failed.
        reason: String,
    },
}

impl ClusterError {
    /// Whether it is the caller's input that has to change (exit code 2), not the cluster.
    #[must_use]
    pub const fn is_input(&self) -> bool {
        matches!(
            self,
            Self::Address { .. }
                | Self::Open { .. }
                | Self::BindAll { .. }
                | Self::MetricsOpen { .. }
                | Self::LogLevels { .. }
                | Self::TlsIncomplete { .. }
                | Self::Read { .. }
                | Self::Tls { .. }
                | Self::StorePlace { .. }
        )
    }

    pub(crate) fn serve(what: &'static str) -> impl FnOnce(String) -> Self {
        move |reason| Self::Serve { what, reason }
    }
}
