//! Every limit of the cluster farm in one place.
//!
//! Invariant: nothing that crosses the network or stays in memory is without one of these.

use std::time::Duration;

/// Largest gRPC message that client, scheduler and executors take or send, bytes. A round is measured against
/// [`ROUND_LIMIT_BYTES`] before it is sent, so the engine's own refusal is never met.
pub const MESSAGE_LIMIT_BYTES: usize = 256 << 20;

/// Most bytes of all rows of a round; a quarter of a message is left to the engine.
pub const ROUND_LIMIT_BYTES: usize = MESSAGE_LIMIT_BYTES / 4 * 3;

/// Most bytes of one answer.
pub const ANSWER_LIMIT_BYTES: usize = MESSAGE_LIMIT_BYTES / 4 * 3;

/// Largest object of block data, bytes.
pub const OBJECT_LIMIT_BYTES: u64 = 8 << 30;

/// How long a call of the store may be silent: a look, or a part that is read.
pub const STORE: Duration = Duration::from_secs(30);

/// An object that is written may take [`STORE`], and a second more for each of so many bytes.
pub const STORE_BYTES_A_SECOND: u64 = 4 << 20;

/// How long an executor may be silent while an answer is fetched from it.
pub const FETCH: Duration = Duration::from_secs(30);

/// Most bytes of a solver's log that come back with an answer.
pub const LOG_LIMIT_BYTES: u64 = 1 << 20;

/// Most blocks of a round.
pub const BLOCK_LIMIT: usize = 4096;

/// Blocks that may wait at an executor, beside those that it does.
pub const WAITING: u32 = 1;

/// Bytes that one answer, and all on one connection, may be ahead of who reads them.
pub const WINDOW_BYTES: [u32; 2] = [8 << 20, 32 << 20];

/// How often an executor says that it lives.
pub const HEARTBEAT: Duration = Duration::from_secs(1);

/// Silence after which an executor is given up and its blocks go elsewhere.
pub const SILENCE: Duration = Duration::from_secs(4);

/// How long a connection may take to come about.
pub const CONNECT: Duration = Duration::from_secs(5);

/// Most bytes of what a scheduler says of itself.
pub const STATUS_LIMIT_BYTES: usize = 16 << 20;

/// How long a planner waits to tell a scheduler how blocks ended; what it could not tell it tells after a later round.
pub const TELL: Duration = Duration::from_millis(500);

/// After a round that the cluster did not finish, rounds stay here for this long before it is asked again.
pub const REST: Duration = Duration::from_secs(30);
