//! One run from config to plan folder: load, build, solve, explain, certify, write.
//!
//! Invariant: a plan folder appears whole or not at all, and an earlier plan of the same name stays until the new one
//! is complete.

mod certify;
mod change;
mod checkpoint;
mod choose;
mod columns;
mod decomposed;
mod difference;
mod durable;
mod error;
mod folder;
mod journal;
mod load;
mod open;
mod replan;
mod rounds;
mod solve;
mod staging;

pub(crate) use certify::hashes as table_hashes;
pub use change::{Before, load_change};
pub(crate) use checkpoint::remove as forget_checkpoint;
pub use choose::{DECOMPOSED_ABOVE_COLUMNS, column_estimate};
pub(crate) use columns::FILE as COLUMNS;
pub use columns::{DECODERS, KeptError, count_kept};
pub(crate) use decomposed::{EARLIER_PLAN, columns_hash, keeps_columns};
pub use difference::{Claims, Difference};
pub(crate) use durable::{exchange, rename, sync_name, sync_tree};
pub use error::RunError;
pub use journal::{Journal, Silent, facts};
pub use load::{Inputs, load, load_for_findings};
pub(crate) use open::read_certificate;
pub use open::{Opened, open};
pub use replan::{difference, replan};
pub use solve::{Settings, plan, plan_on, program_of};
pub(crate) use staging::{STAGING_PREFIX, publish_folder};
