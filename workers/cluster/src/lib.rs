//! The cluster farm: rounds of blocks on executors of other machines, over DataFusion Ballista.
//!
//! Planning, placement of tasks, transport and the loss of machines are the engine's. Ours are the function that does a
//! block, the form of questions and answers, the check of every answer, and what is done when there is none. See
//! `docs/cluster.md`.
//!
//! Invariant: this crate knows blocks, never cities; nothing in a plan depends on it.

mod address;
mod affinity;
mod blocks;
mod cache;
mod check;
mod container;
mod engine;
mod error;
pub mod executor;
mod farm;
mod fetch;
mod front;
mod function;
mod guard;
pub mod limits;
mod line;
pub mod message;
mod metrics;
mod prices;
mod report;
mod said;
pub mod scheduler;
pub mod serve;
mod slots;
mod status;
mod store;
mod tls;
pub mod work;

pub use address::Address;
pub use error::ClusterError;
pub use farm::{ClusterFarm, ClusterOptions};
pub use report::FarmReport;
pub use said::{LOG_VARIABLE, say_to_stderr};
pub use status::{ClusterStatus, ExecutorStatus, Outcomes, RoundStatus, status};
pub use store::{BlockStore, ObjectRef};
pub use tls::{Tls, TlsFiles};
