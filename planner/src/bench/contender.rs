//! What is measured against each other.

use super::method::Method;
use serde::{Deserialize, Serialize};

/// A method with the threads and workers it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Contender {
    /// The method.
    pub method: Method,
    /// Threads it may use.
    pub threads: u32,
    /// Executors of a cluster on this machine, of one core each; 0 is its own threads alone.
    #[serde(default)]
    pub workers: u32,
}

impl Contender {
    /// Its name in tables: more than one thread and any worker are said.
    #[must_use]
    pub fn name(&self) -> String {
        let threads = match self.threads {
            1 => String::new(),
            threads => format!(" x{threads}"),
        };
        let workers = match self.workers {
            0 => String::new(),
            1 => " on 1 worker".to_owned(),
            workers => format!(" on {workers} workers"),
        };
        format!("{}{threads}{workers}", self.method.name())
    }

    /// How many processors it may keep busy.
    pub(super) fn processors(&self) -> f64 {
        f64::from(self.threads + self.workers)
    }
}
